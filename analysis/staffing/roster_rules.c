#include "roster_rules.h"

#include <limits.h>
#include <math.h>

#include "sim/base/yaml.h"
#include "sim/scenario/path.h"
#include "sim/scenario/scenario.h"

/* Hours as intervals; complains where they are no whole number of them. */
static int intervals(const struct yaml *node, const char *what, double low_h, double high_h, int interval_s,
                     struct yaml_complaints *wrong)
{
    double n = yaml_number(node, what, low_h, high_h, wrong) * 3600 / interval_s;
    if (fabs(n - round(n)) > 1e-9)
        yaml_complain(wrong, node->place, "'%s' is no whole number of intervals of %d minutes", what, interval_s / 60);
    return (int)round(n);
}

static void shift_add(struct roster_rules *rules, struct roster_shift shift, const struct yaml *node, struct yaml_complaints *wrong)
{
    for (int s = 0; s < rules->n_shifts; s++)
        if (rules->shift[s].start == shift.start && rules->shift[s].length == shift.length) {
            yaml_complain(wrong, node->place, "a shift of this start and length is there twice");
            return;
        }
    if (rules->n_shifts == ROSTER_MOST_SHIFTS)
        yaml_complain(wrong, node->place, "there are more than %d shifts (starts x lengths)", ROSTER_MOST_SHIFTS);
    else
        rules->shift[rules->n_shifts++] = shift;
}

static void shifts_read(struct roster_rules *rules, const struct yaml *root, struct yaml_complaints *wrong)
{
    const struct yaml *starts = yaml_get(root, "starts_h"), *lengths = yaml_get(root, "lengths_h");
    if (!starts || !lengths) {
        yaml_complain(wrong, root->place, "'starts_h' and 'lengths_h' are needed: when shifts begin, how long they are");
        return;
    }
    if (!yaml_expect(starts, YAML_SEQUENCE, "starts_h", wrong) || !yaml_expect(lengths, YAML_SEQUENCE, "lengths_h", wrong))
        return;
    for (int l = 0; l < lengths->n; l++) {
        int length = intervals(lengths->member[l].value, "lengths_h", .25, 16, rules->interval_s, wrong);
        for (int s = 0; s < starts->n; s++) {
            const struct yaml *node = starts->member[s].value;
            shift_add(rules, (struct roster_shift){ intervals(node, "starts_h", 0, 23.75, rules->interval_s, wrong), length }, node,
                      wrong);
        }
    }
    if (rules->n_shifts == 0)
        yaml_complain(wrong, starts->place, "there is no shift");
}

static void breaks_read(struct roster_rules *rules, const struct yaml *node, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "after_h", "length_h", NULL };
    if (!yaml_expect(node, YAML_MAPPING, "break", wrong))
        return;
    const struct yaml *after = yaml_get(node, "after_h"), *length = yaml_get(node, "length_h");
    yaml_known_keys(node, KEYS, "a break", wrong);
    if (!after || !length || after->kind != YAML_SEQUENCE || after->n > ROSTER_MOST_BREAKS) {
        yaml_complain(wrong, node->place, "a break needs 'length_h' and 'after_h', a list of at most %d", ROSTER_MOST_BREAKS);
        return;
    }
    rules->break_length = intervals(length, "length_h", .25, 4, rules->interval_s, wrong);
    for (int b = 0; b < after->n; b++) {
        const struct yaml *one = after->member[b].value;
        int begins = rules->break_after[rules->n_breaks++] = intervals(one, "after_h", 0, 16, rules->interval_s, wrong);
        for (int s = 0; s < rules->n_shifts; s++)
            if (begins + rules->break_length > rules->shift[s].length) {
                yaml_complain(wrong, one->place, "this break would end after its shift of %g hours",
                              rules->shift[s].length * rules->interval_s / 3600.0);
                break;
            }
    }
}

static void night_read(struct roster_rules *rules, const struct yaml *node, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "from_h", "to_h", "premium", NULL };
    if (!yaml_expect(node, YAML_MAPPING, "night", wrong))
        return;
    const struct yaml *from = yaml_get(node, "from_h"), *to = yaml_get(node, "to_h"), *premium = yaml_get(node, "premium");
    yaml_known_keys(node, KEYS, "the night", wrong);
    if (!from || !to || !premium) {
        yaml_complain(wrong, node->place, "the night needs 'from_h', 'to_h' and 'premium'");
        return;
    }
    rules->night_from = intervals(from, "from_h", 0, 24, rules->interval_s, wrong);
    rules->night_to = intervals(to, "to_h", 0, 24, rules->interval_s, wrong);
    rules->night_premium = yaml_number(premium, "premium", 0, 10, wrong);
}

static int count_or(const struct yaml *root, const char *key, int fallback, int low, int high, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(root, key);
    return node ? (int)yaml_integer(node, key, low, high, wrong) : fallback;
}

static void rules_take(struct roster_rules *rules, const struct yaml *root, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "title", "title_zh", "because", "starts_h", "lengths_h", "break", "days_off", "off",
                                        "most_days", "night", "nodes", NULL };
    static const char *const OFF[] = { "together", "any" };
    const struct yaml *off = yaml_get(root, "off");
    unsigned days[ROSTER_MOST_PATTERNS];
    yaml_known_keys(root, KEYS, "roster rules", wrong);
    shifts_read(rules, root, wrong);
    if (yaml_get(root, "break"))
        breaks_read(rules, yaml_get(root, "break"), wrong);
    if (yaml_get(root, "night"))
        night_read(rules, yaml_get(root, "night"), wrong);
    rules->days_off = count_or(root, "days_off", 2, 0, 6, wrong);
    rules->most_days = count_or(root, "most_days", 6, 1, 7, wrong);
    rules->most_nodes = count_or(root, "nodes", 1000, 1, 10000000, wrong);
    rules->together = !off || yaml_word(off, "off", 2, OFF, wrong) == 0;
    if (wrong->n == 0 && roster_patterns(rules, days) == 0)
        yaml_complain(wrong, root->place, "no week has %d days off and at most %d days on in a row", rules->days_off,
                      rules->most_days);
}

int roster_rules_read(struct roster_rules *rules, const char *file_or_name, int interval_s, struct err *err)
{
    char path[PATH_MAX];
    struct yaml_complaints wrong = { 0 };
    *rules = (struct roster_rules){ .interval_s = interval_s, .per_day = 86400 / interval_s };
    struct yaml_file *file = yaml_read(path_find(path, FOLDER_STUDIES, file_or_name, NULL) ? path : file_or_name, &wrong);
    if (wrong.n == 0)
        rules_take(rules, yaml_root(file), &wrong);
    int failed = yaml_verdict(&wrong, err);
    yaml_file_free(file);
    return failed;
}

/* The longest run of set bits in the cycle of seven. */
static int longest_run(unsigned days)
{
    int run = 0, longest = 0;
    for (int i = 0; i < 2 * ROSTER_DAYS; i++) {
        run = days >> (i % ROSTER_DAYS) & 1 ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest < ROSTER_DAYS ? longest : ROSTER_DAYS;
}

int roster_patterns(const struct roster_rules *rules, unsigned days[ROSTER_MOST_PATTERNS])
{
    int n = 0;
    for (unsigned on = 0; on < 1u << ROSTER_DAYS; on++) {
        unsigned off = ~on & ((1u << ROSTER_DAYS) - 1);
        if (__builtin_popcount(off) != rules->days_off || longest_run(on) > rules->most_days ||
            (rules->together && rules->days_off > 0 && longest_run(off) != rules->days_off))
            continue;
        days[n++] = on;
    }
    return n;
}

static bool at_night(const struct roster_rules *rules, int interval)
{
    int i = interval % rules->per_day, from = rules->night_from, to = rules->night_to;
    return from <= to ? i >= from && i < to : i >= from || i < to;
}

double roster_shift_cost(const struct roster_rules *rules, int shift)
{
    const struct roster_shift *s = &rules->shift[shift];
    double paid = rules->n_breaks ? -rules->break_length : 0;
    for (int i = 0; i < s->length; i++)
        paid += 1 + (at_night(rules, s->start + i) ? rules->night_premium : 0);
    return paid * rules->interval_s / 3600;
}

bool roster_on_phone(const struct roster_rules *rules, int shift, int pause, int k)
{
    if (k < 0 || k >= rules->shift[shift].length)
        return false;
    return pause == NONE || k < rules->break_after[pause] || k >= rules->break_after[pause] + rules->break_length;
}
