/* oracle_incidence.c - competing ends of exponential times, seen through censoring: Aalen and Johansen, Kaplan and Meier.
 *
 * Rates a_1, a_2, a_3 a day: by day t the share a_k / a (1 - exp(-a t)) has come to end k, a their sum.
 */
#include <math.h>
#include <stdio.h>

#include "oracle.h"
#include "sim/observe/incidence.h"

enum { CASES = 5000, BATCHES = 60, SEED = 12345, N_LAWS = 3 };
static const double RATE[N_LAWS] = { 0.05, 0.03, 0.02 }, LOST = 0.04, SHARE = 0.25;
static const enum need_end END[N_LAWS] = { END_FIXED, END_FADED, END_GAVE_UP };
static const char *const WORD[N_LAWS] = { "fixed", "faded", "given up" };

static void draw_cases(uint32_t batch, struct case_of_urgency *c)
{
    for (uint32_t i = 0; i < CASES; i++) {
        struct draw d = draw_at(draw_key(SEED, batch), PURPOSE_OUTCOME, i, 0, 0);
        double first = -log(draw_unit(d.w[3])) / LOST;
        enum need_end end = END_NONE;
        for (int k = 0; k < N_LAWS; k++) {
            double t = -log(draw_unit(d.w[k])) / RATE[k];
            end = t < first ? END[k] : end;
            first = t < first ? t : first;
        }
        c[i] = (struct case_of_urgency){ .end_d = (float)first, .end = (uint8_t)end };
    }
}

int oracle_incidence(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "three competing ends, 29 % lost from sight";
    static const int AT_D = 20;
    static struct case_of_urgency c[CASES];
    static double curve[N_ENDS - 1][N_DELAYS];
    struct oracle_ratio ended[N_LAWS] = { 0 }, days = { 0 };
    double all = RATE[0] + RATE[1] + RATE[2];
    (void)err;
    for (int b = 0; b < BATCHES * effort; b++) {
        draw_cases((uint32_t)b, c);
        incidence(c, CASES, curve);
        for (int k = 0; k < N_LAWS; k++)
            oracle_ratio_add(&ended[k], curve[END[k] - 1][(int)(AT_D / DELAY_STEP_D)], 1, 0);
        oracle_ratio_add(&days, incidence_quantile(c, CASES, SHARE), 1, 0);
    }
    for (int k = 0; k < N_LAWS; k++) {
        char what[48];
        snprintf(what, sizeof what, "share %s by day %d", WORD[k], AT_D);
        oracle_ratio_tell(&ended[k], name, what, RATE[k] / all * (1 - exp(-all * AT_D)), report);
    }
    oracle_ratio_tell(&days, name, "days until a quarter are fixed", -log(1 - SHARE * all / RATE[0]) / all, report);
    return 0;
}
