#include "staffproof.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/staffing/headcount.h"
#include "analysis/staffing/staffing.h"
#include "sim/base/num.h"
#include "sim/day/day.h"

enum { INTERVAL_S = 3600, PER_DAY = 24, SAMPLES = 300, FACTORS = 64, MOST_POSTS = 400 };
enum { SEARCH_MOST = 8192, LONG_RUN = 1024, LONGEST_RUN = 32768 };

struct dice { struct draw_key key; uint32_t number, thrown; };

static double uniform(struct dice *d, double low, double high)
{
    return low + (high - low) * draw_unit(draw_at(d->key, PURPOSE_WORLD, d->number, d->thrown++, 0).w[0]);
}

/* ---- a random centre ---- */

static int forecast_random(struct forecast *f, struct dice *d, const struct scenario *s, struct err *err)
{
    struct forecast_samples samples = { 0 };
    double week = exp(uniform(d, log(800), log(6000))), night = uniform(d, 0.1, 0.6), sum = 0;
    double talk_s = uniform(d, 100, 300), sigma = uniform(d, 0.6, 1.1), urgent = uniform(d, 0.03, 0.2);
    if (forecast_init(f, INTERVAL_S, err))
        return -1;
    f->busy_cv = uniform(d, 0, 0.25);
    for (int k = 0; k < FORECAST_DAYS * PER_DAY; k++) {
        f->calls[k] = s->calendar.weekday[k / PER_DAY] * ((1 - night) * s->calendar.hour_work[k % PER_DAY] + night / PER_DAY);
        sum += f->calls[k];
    }
    for (int k = 0; k < FORECAST_DAYS * PER_DAY; k++)
        f->calls[k] *= week / sum;
    for (int i = 0; i < PER_DAY * SAMPLES; i++) {
        double z = num_normal((i / PER_DAY + 0.5) / SAMPLES);
        struct forecast_call call = { .talk_s = (float)(talk_s * exp(sigma * z - sigma * sigma / 2)),
                                      .interval = (uint8_t)(i % PER_DAY), .day = (uint8_t)(i / PER_DAY % FORECAST_DAYS),
                                      .class = CLASS_ORDINARY };
        if (draw_unit(draw_hash((uint32_t)i, d->number)) < urgent)
            call.class = CLASS_URGENT;
        if (forecast_sample(&samples, call, FORECAST_MOST_SAMPLES, err))
            return -1;
    }
    return forecast_adopt(f, &samples, "a random centre", err);
}

static int crew_random(struct crew *crew, struct dice *d, struct scenario *s, struct err *err)
{
    s->operators.shrinkage = uniform(d, 0.05, 0.2);
    s->centre.patience_mu = uniform(d, 5, 6.5);
    double redial = uniform(d, 0, 1.2);
    for (int i = 0; i < 7; i++)
        s->centre.redial_share[i] *= redial;
    for (int i = 0; i < s->n_shifts; i++)
        s->shifts[i].share *= uniform(d, 0.6, 1.4);
    *crew = (struct crew){ .s = s, .phase = (int)uniform(d, 0, 7), .absent = uniform(d, 0, 0.12), .wrap_s = uniform(d, 10, 40) };
    crew->talk_factor = malloc(FACTORS * sizeof *crew->talk_factor);
    if (!crew->talk_factor)
        return err_set(err, "no memory for a crew");
    for (crew->n = 0; crew->n < FACTORS; crew->n++)
        crew->talk_factor[crew->n] = (float)(1 + 0.4 * uniform(d, 0, 1) * uniform(d, 0, 1));
    return 0;
}

static void target_random(char target[64], struct dice *d)
{
    switch ((int)uniform(d, 0, 6)) {
    case 0: snprintf(target, 64, "answered_30s>=%.4f", uniform(d, 0.75, 0.95)); break;
    case 1: snprintf(target, 64, "answered_%.0fs>=%.4f", uniform(d, 10, 90), uniform(d, 0.75, 0.95)); break;
    case 2: snprintf(target, 64, "abandoned<=%.4f", uniform(d, 0.02, 0.08)); break;
    case 3: snprintf(target, 64, "urgent_p95_wait<=%.1fs", uniform(d, 30, 120)); break;
    case 4: snprintf(target, 64, "wait<=%.2fs", uniform(d, 8, 40)); break;
    default: snprintf(target, 64, "occupancy<=%.4f", uniform(d, 0.45, 0.7)); break;
    }
}

/* ---- search and long runs ---- */

static int cover_posts(void *self, int number, struct rehearsal_cover *cover, struct err *err)
{
    (void)self, (void)err;
    *cover = (struct rehearsal_cover){ .posts = number };
    return 0;
}

/* A judge must see more than the search did: where the value lies by the bound, as long as the noise would decide. */
enum { CLEAR_ERRORS = 3 };

static int long_look(struct headcount *h, int posts, struct headcount_trial *trial, struct err *err)
{
    double bound = h->r->goal[0].goal.bound;
    for (int n = LONG_RUN;; n *= 2) {
        if (headcount_look(h, posts, n, trial, err))
            return -1;
        if (n >= LONGEST_RUN || fabs(trial->value[0] - bound) > CLEAR_ERRORS * trial->error[0])
            return 0;
    }
}

static int judged(struct staffproof *proof, struct rehearsal *r, const struct headcount *search, struct err *err)
{
    struct rehearsal long_run = *r;
    long_run.seed = r->seed ^ 0x9e3779b97f4a7c15ull;
    struct headcount_tried *tried = headcount_open(NULL, 0, 0, err);
    struct headcount h = *search;
    int failed = tried ? 0 : -1;
    h.r = &long_run, h.tried = tried, h.most_replicates = LONGEST_RUN, h.n_trials = 0;
    proof->holds = 1;
    for (int fewer = 0; fewer < 2 && !failed && proof->posts > fewer; fewer++) {
        struct headcount_trial trial;
        failed = long_look(&h, proof->posts - fewer, &trial, err);
        proof->value[fewer] = trial.value[0];
        proof->error[fewer] = trial.error[0];
        proof->holds &= goal_met(&r->goal[0].goal, trial.value[0]) == !fewer;
    }
    headcount_close(tried);
    return failed;
}

static int searched(struct staffproof *proof, struct rehearsal *r, int threads, struct err *err)
{
    struct staffing_theory theory = { 0 };
    struct headcount h = { .r = r, .kind = 'p', .alpha = 0.05, .most_replicates = SEARCH_MOST, .threads = threads, .least = 1,
                           .most = MOST_POSTS, .cover = cover_posts };
    int failed = staffing_theory(&theory, r, err);
    int guess = failed ? 1 : staffing_posts(&theory, MOST_POSTS, err);
    h.tried = failed ? NULL : headcount_open(NULL, 0, 0, err);
    failed = failed || !h.tried || headcount_search(&h, guess, &proof->posts, err) || judged(proof, r, &h, err);
    proof->trials = h.n_trials;
    headcount_close(h.tried);
    staffing_theory_free(&theory);
    return failed ? -1 : 0;
}

int staffproof_case(struct staffproof *proof, const struct scenario *like, uint64_t seed, uint32_t number, int threads,
                    struct err *err)
{
    struct dice dice = { draw_key(seed, 0), number, 0 };
    struct scenario *s = malloc(sizeof *s);
    struct forecast forecast = { 0 };
    struct crew crew = { 0 };
    struct goal goal;
    *proof = (struct staffproof){ 0 };
    if (!s)
        return err_set(err, "no memory for a random centre");
    *s = *like;
    struct rehearsal r = { .forecast = &forecast, .crew = &crew, .seed = seed + number, .n_goals = 1 };
    int failed = crew_random(&crew, &dice, s, err) || forecast_random(&forecast, &dice, s, err);
    target_random(proof->target, &dice);
    failed = failed || goal_read(&goal, proof->target, err) || rehearsal_scope(&r.goal[0], &goal, s, err) ||
             searched(proof, &r, threads, err);
    if (!failed)
        proof->calls_a_week = forecast_week(&forecast);
    forecast_free(&forecast);
    crew_free(&crew);
    free(s);
    return failed ? -1 : 0;
}
