/* The world's tables and laws: wheel, heap, alias tables, who calls, where residents live, harm, what a need is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/world/nature.h"
#include "town.h"

/* --- wheel --- */

static void a_wheel_gives_each_id_once_on_its_day(void **state)
{
    (void)state;
    enum { N = 3000, DAYS = 700 };
    static uint16_t due_on[N];
    struct wheel wheel = { 0 };
    struct id_list due = { 0 };
    struct err err = { 0 };
    uint32_t given = 0, put = 0;
    for (uint32_t day = 0; day < DAYS; day++) {
        uint32_t expected = 0;
        assert_int_equal(wheel_reserve(&wheel, N, &err), 0);
        assert_int_equal(wheel_take(&wheel, day, &due, &err), 0);
        for (uint32_t i = 0; day && i < N; i++)
            expected += due_on[i] == day;
        assert_int_equal(due.n, expected);
        for (uint32_t i = 0; i < due.n; i++) {
            assert_int_equal(due_on[due.row[i]], day);
            due_on[due.row[i]] = 0;                     /* a second time would not be due */
        }
        given += due.n;
        for (uint32_t i = 0; i < N; i++) {
            uint32_t u = draw_hash(i, day), later = day + 1 + u % (WHEEL_DAYS - 1);
            if (due_on[i] == 0 && u >> 24 < 37) {
                wheel_put(&wheel, later, i);
                due_on[i] = (uint16_t)later;
                put++;
            }
        }
        assert_int_equal(wheel.n, put - given);
    }
    assert_true(given > 5000);
    free(due.row);
    wheel_free(&wheel);
}

static void a_copied_wheel_goes_its_own_way(void **state)
{
    (void)state;
    struct wheel a = { 0 }, b = { 0 };
    struct id_list due = { 0 };
    struct err err = { 0 };
    assert_int_equal(wheel_reserve(&a, 500, &err), 0);
    for (uint32_t i = 0; i < 300; i++)
        wheel_put(&a, 7, i);
    assert_int_equal(wheel_copy(&b, &a, &err), 0);
    assert_int_equal(wheel_take(&a, 7, &due, &err), 0);
    assert_int_equal(due.n, 300);
    assert_int_equal(wheel_take(&a, 7, &due, &err), 0);
    assert_int_equal(due.n, 0);
    assert_int_equal(b.n, 300);
    assert_int_equal(wheel_take(&b, 7 + WHEEL_DAYS, &due, &err), 0);
    assert_int_equal(due.n, 300);
    for (uint32_t i = 0; i < 300; i++)
        assert_int_equal(due.row[i], 299 - i);          /* last put first */
    free(due.row);
    wheel_free(&a);
    wheel_free(&b);
}

/* --- heap --- */

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return (x->key < y->key) - (x->key > y->key);
}

static void a_heap_gives_the_highest_first(void **state)
{
    (void)state;
    enum { N = 997 };
    static struct entry row[N + 1], all[N];
    struct heap heap = { .room = N + 1, .row = row };
    for (uint32_t i = 0; i < N; i++) {
        all[i] = (struct entry){ .key = (float)(draw_hash(i, 37) % 500), .ticket = i };     /* with ties */
        heap_push(&heap, all[i]);
    }
    struct entry top = heap_pop(&heap);                 /* pushes and pops in turn */
    heap_push(&heap, top);
    qsort(all, N, sizeof *all, by_key);
    for (uint32_t i = 0; i < N; i++)
        assert_true(heap_pop(&heap).key == all[i].key);
    assert_int_equal(heap.n, 0);
}

/* --- where needs arise, and whose they are --- */

static void streets_have_needs_by_their_weight(void **state)
{
    (void)state;
    enum { N = 400000 };
    struct town t;
    double weight[12], sum = 0, seen[12] = { 0 }, chi2 = 0;
    town_found(&t, 1, NULL, LIST("city.streets=12"));
    for (int i = 0; i < 12; i++) {
        const struct street *st = &t.city.street[i];
        sum += weight[i] = st->n * t.file.scenario.street_classes[st->class].needs;
    }
    for (uint32_t i = 0; i < N; i++)
        seen[alias_pick(t.city.street_alias, 12, draw_at(t.day.key, PURPOSE_CALLER, i, 0, 0).w[0])]++;
    for (int i = 0; i < 12; i++)
        chi2 += pow(seen[i] - N * weight[i] / sum, 2) / (N * weight[i] / sum);
    assert_true(chi2 < 11 + 4 * sqrt(2 * 11.0));
    town_leave(&t);
}

static void every_rank_has_a_place_of_its_own(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 2, NULL, NULL);
    char *lives = calloc(t.city.n_residents, 1);
    for (int i = 0; i < t.city.n_streets; i++) {
        const struct street *st = &t.city.street[i];
        for (uint32_t rank = 0; rank < st->n; rank++) {
            uint32_t place = st->first + (uint32_t)(((uint64_t)rank * st->stride + st->offset) % st->n);
            assert_int_equal(lives[place]++, 0);
        }
    }
    for (uint32_t i = 0; i < t.city.n_residents; i++)
        assert_int_equal(lives[i], 1);
    free(lives);
    town_leave(&t);
}

/* Next door is next door in every city; who is known further away differs from one replicate to the next. */
static void acquaintances_are_the_replicates_own(void **state)
{
    (void)state;
    enum { N = 5000 };
    struct town a, b;
    const struct scenario *s = &a.file.scenario;
    long near = 0, both = 0;
    town_found(&a, 2, NULL, LIST("city.far_share=0.25"));
    town_found(&b, 3, NULL, LIST("city.far_share=0.25"));
    for (uint32_t i = 0; i < N; i++) {
        uint32_t resident = a.city.street[0].first + i % a.city.street[0].n, x = city_neighbour(&a.city, s, 0, resident, 0);
        near += x == a.city.street[0].first + (i + 1) % a.city.street[0].n;
        both += x == city_neighbour(&b.city, s, 0, resident, 0);
    }
    assert_true(fabs(near / (double)N - 0.75) < 4 * sqrt(0.25 * 0.75 / N) + 0.001);
    assert_true(fabs(both / (double)N - 0.75 * 0.75) < 4 * sqrt(0.56 * 0.44 / N) + 0.001);
    town_leave(&a);
    town_leave(&b);
}

/* Share of all activity that the most active q of residents have, by the truncated zeta law. */
static double share_of_top(double q, double alpha, int max)
{
    double total = 0, whole = 0, people = 0, mass = 0;
    for (int a = 1; a <= max; a++) {
        total += pow(a, -alpha);
        whole += pow(a, 1 - alpha);
    }
    for (int a = max; a >= 1; a--) {
        double p = pow(a, -alpha) / total;
        if (people + p >= q)
            return (mass + (q - people) * a) * total / whole;
        people += p;
        mass += p * a;
    }
    return 1;
}

/* The ranks of a large street's residents against the law. (What comes of it among callers, X05, `hotline validate` tells.) */
static void few_residents_have_most_needs(void **state)
{
    (void)state;
    enum { N = 1000000 };
    const double top[] = { 0.001, 0.01, 0.1 };
    struct town t;
    double seen[3] = { 0 };
    town_found(&t, 3, NULL, LIST("city.streets=1", "city.residents=1000000", "city.lonely_share=0",
                                 "city.professional_share=0", "city.sites=0"));
    const struct street *st = &t.city.street[0];
    uint32_t *rank = malloc(st->n * sizeof *rank);
    for (uint32_t r = 0; r < st->n; r++)
        rank[((uint64_t)r * st->stride + st->offset) % st->n] = r;
    for (uint32_t i = 0; i < N; i++) {
        struct draw x = draw_at(t.day.key, PURPOSE_CALLER, i, 0, 0);
        uint32_t r = rank[city_resident(&t.city, 0, x.w[1], x.w[2])];
        for (int k = 0; k < 3; k++)
            seen[k] += r < top[k] * st->n;
    }
    for (int k = 0; k < 3; k++) {
        double law = share_of_top(top[k], t.file.scenario.city.activity_alpha, t.file.scenario.city.activity_max);
        print_message("# top %g %%: law %.4f, drawn %.4f\n", 100 * top[k], law, seen[k] / N);
        assert_true(fabs(seen[k] / N - law) < 0.004 + 4 * sqrt(law * (1 - law) / N));     /* bands smooth within a quarter */
    }
    free(rank);
    town_leave(&t);
}

static void those_who_call_by_habit_are_apart(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 4, NULL, LIST("city.lonely_share=0.01", "city.professional_share=0.001"));
    char *habit = calloc(t.city.n_residents, 1);
    assert_int_equal(t.city.habits.n, 200 + 20);
    for (uint32_t i = 0; i < t.city.habits.n; i++)
        assert_int_equal(habit[t.city.habits.row[i].resident]++, 0);
    for (uint32_t i = 0; i < 200000; i++) {
        struct draw x = draw_at(t.day.key, PURPOSE_CALLER, i, 0, 0);
        assert_int_equal(habit[city_resident(&t.city, (int)(i % 3), x.w[1], x.w[2])], 0);
    }
    free(habit);
    town_leave(&t);
}

static void busy_days_have_the_moments_asked_for(void **state)
{
    (void)state;
    double n = 0, sum = 0, square = 0, product = 0;
    for (uint32_t seed = 0; seed < 5; seed++) {
        struct town t;
        town_found(&t, 100 + seed, NULL, LIST("calendar.days=3000", "city.residents=2000"));
        for (int d = 1; d < t.city.n_days; d++) {
            double x = t.city.busy[d] - 1, before = t.city.busy[d - 1] - 1;
            assert_true(t.city.busy[d] > 0);
            n++;
            sum += x;
            square += x * x;
            product += x * before;
        }
        town_leave(&t);
    }
    double cv = sqrt(square / n), se = 0.164 * sqrt((1 + 0.486) / (1 - 0.486) / n);
    assert_true(fabs(sum / n) < 4 * se);
    assert_true(fabs(cv - 0.164) < 4 * 0.164 / sqrt(n));
    assert_true(fabs(product / square - 0.486) < 4 / sqrt(n) + 0.005);      /* the Gamma bends the correlation a little */
}

/* --- harm, natures, sites --- */

static void harm_is_counted_from_day_0_and_less_while_relieved(void **state)
{
    (void)state;
    struct need n = { .harm = 0.5f, .accrued = 10 };
    need_accrue(&n, 40, 37);                    /* 3 days after day 0 */
    assert_float_equal(n.harm_done, 0.5 * 3, 1e-6);
    n.relief = (uint16_t)(0.6 * UINT16_MAX);
    n.relief_until = 47;
    need_accrue(&n, 44, 37);                    /* 4 days, all relieved */
    assert_float_equal(n.harm_done, 0.5 * (3 + 4 * 0.4), 1e-6);
    need_accrue(&n, 57, 37);                    /* 13 days, 3 of them relieved */
    assert_float_equal(n.harm_done, 0.5 * (3 + 4 * 0.4 + 13 - 3 * 0.6), 1e-6);
    float before = n.harm_done;
    need_accrue(&n, 57, 37);
    assert_true(n.harm_done == before);
    struct need early = { .harm = 1, .accrued = 3 };
    need_accrue(&early, 36, 37);
    assert_true(early.harm_done == 0);
}

static void a_need_is_what_its_address_says(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct town t;
    town_found(&t, 6, NULL, LIST("kinds.noise.urgent=0.37", "kinds.noise.harm=2.5", "kinds.noise.effort_h=3.7",
                                 "kinds.noise.fade_d=37", "kinds.noise.excludable=0.2"));
    const struct scenario *s = &t.file.scenario;
    int noise = params_row_named(s, section_named("kinds"), "noise");
    double harm = 0, effort = 0, fade = 0, urgent = 0, excludable = 0;
    for (uint32_t i = 0; i < N; i++) {
        struct nature a = nature_of(s, t.day.key, noise, i, 5);
        nature_of(s, t.day.key, noise, i + 1, 6);           /* another in between changes nothing */
        struct nature b = nature_of(s, t.day.key, noise, i, 5);
        assert_true(a.harm == b.harm && a.effort_h == b.effort_h && a.fade_d == b.fade_d && a.flags == b.flags);
        harm += a.harm / N;
        effort += a.effort_h / N;
        fade += a.fade_d / N;
        urgent += (a.flags & NEED_URGENT ? 1.0 : 0) / N;
        excludable += (a.flags & NEED_EXCLUDABLE ? 1.0 : 0) / N;
    }
    const struct kind *k = &s->kinds[noise];
    assert_true(fabs(harm - 2.5) < 4 * 2.5 * sqrt((exp(k->harm_sigma * k->harm_sigma) - 1) / N));
    assert_true(fabs(effort - 3.7) < 4 * 3.7 * sqrt((exp(k->effort_sigma * k->effort_sigma) - 1) / N));
    assert_true(fabs(fade - 37) < 4 * 37 / sqrt(N));
    assert_true(fabs(urgent - 0.37) < 4 * sqrt(0.37 * 0.63 / N));
    assert_true(fabs(excludable - 0.2) < 4 * sqrt(0.2 * 0.8 / N));
    town_leave(&t);
}

static void sites_fail_at_their_rate(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct kind kind = { .rate = 370 };                     /* .37 failures a site and year */
    double days = 0;
    for (int i = 0; i < N; i++)
        days += site_gap_days(&kind, (i + 0.5) / N) / (double)N;
    assert_true(fabs(days - (365 / 0.37 + 0.5)) < 0.2);     /* whole days, at least one */
    assert_true(site_gap_days(&(struct kind){ .rate = 0 }, 0.37) == 1000000);
}

/* --- memory --- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifndef SANITIZED               /* a sanitizer maps terabytes: no limit can be set */
static long mapped_bytes(void)
{
    long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm || fscanf(statm, "%ld", &pages) != 1)
        pages = 0;
    if (statm)
        fclose(statm);
    return pages * sysconf(_SC_PAGESIZE);
}

/* In a child that can map 32 MiB more: 0 when `build` fails with exit code 1 and one sentence that says `word`. */
static int without_memory(int (*build)(struct town *t), struct town *t, const char *word)
{
    pid_t child = fork();
    if (child == 0) {
        rlim_t most = (rlim_t)mapped_bytes() + (32 << 20);
        setrlimit(RLIMIT_AS, &(struct rlimit){ most, most });
        int failed = build(t);
        int told = t->err.code == EXIT_ENVIRONMENT && strstr(t->err.text, "no memory") && strstr(t->err.text, word) &&
                   !strchr(t->err.text, '\n');
        town_leave(t);                          /* _free is right after a failure */
        _exit(failed && told ? 0 : 1);
    }
    int status = -1;
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

static int build_world(struct town *t)
{
    return world_build(&t->world, &t->city, &t->file.scenario, t->day.key, &t->err);
}

static int build_city(struct town *t) { return city_build(&t->city, &t->file.scenario, t->day.key, &t->err); }

static int grow(struct town *t) { return column_reserve(&t->world.needs, 3000000, &t->err); }

static int copy(struct town *t)
{
    struct world twin = { 0 };
    int failed = world_copy(&twin, &t->world, &t->city, &t->err);
    world_free(&twin);
    return failed;
}

static void no_memory_is_one_sentence(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 7, NULL, LIST("city.residents=3000000"));
    assert_int_equal(without_memory(grow, &t, "rows of "), 0);
    assert_int_equal(without_memory(copy, &t, "3000000 residents"), 0);
    world_free(&t.world);
    assert_int_equal(without_memory(build_world, &t, "3000000 residents"), 0);
    t.file.scenario.calendar.days = 100000000;
    city_free(&t.city);
    assert_int_equal(without_memory(build_city, &t, "days"), 0);
    town_leave(&t);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wheel_gives_each_id_once_on_its_day),
        cmocka_unit_test(a_copied_wheel_goes_its_own_way),
        cmocka_unit_test(a_heap_gives_the_highest_first),
        cmocka_unit_test(streets_have_needs_by_their_weight),
        cmocka_unit_test(every_rank_has_a_place_of_its_own),
        cmocka_unit_test(acquaintances_are_the_replicates_own),
        cmocka_unit_test(few_residents_have_most_needs),
        cmocka_unit_test(those_who_call_by_habit_are_apart),
        cmocka_unit_test(busy_days_have_the_moments_asked_for),
        cmocka_unit_test(harm_is_counted_from_day_0_and_less_while_relieved),
        cmocka_unit_test(a_need_is_what_its_address_says),
        cmocka_unit_test(sites_fail_at_their_rate),
#ifndef SANITIZED
        cmocka_unit_test(no_memory_is_one_sentence),
#endif
    };
    return cmocka_run_group_tests_name("world", tests, NULL, NULL);
}
