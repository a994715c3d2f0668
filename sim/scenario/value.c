#include "value.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"

enum { MOST_WORDS = 16 };

static const char *const BESIDE[] = { "value", "range", "dist", "role", "unit", "source", NULL };
static const char *const ROLES[] = { "lever", "uncertainty" };
static const char *const DISTS[] = { "uniform", "log-uniform", "triangular", "normal", "log-normal" };

enum { N_ROLES = sizeof ROLES / sizeof *ROLES, N_DISTS = sizeof DISTS / sizeof *DISTS };

static bool is_numeric(const struct param *param)
{
    return param->type == PARAM_NUMBER || param->type == PARAM_INTEGER || param->type == PARAM_PROFILE;
}

static void check_unit(const struct param *param, const char *path, const struct yaml *node,
                       struct yaml_complaints *wrong)
{
    const char *unit = yaml_text(node, "unit", wrong);
    if (*unit && !*param->unit)
        yaml_complain(wrong, node->place, "'%s' has no unit", path);
    else if (*unit && strcmp(unit, param->unit) != 0)
        yaml_complain(wrong, node->place, "'%s' is in '%s', not in '%s'", path, param->unit, unit);
}

/* '1 h' for a number: says where a unit is written. */
static bool complain_of_unit_within(const struct param *param, const char *path, const struct yaml *node,
                                    struct yaml_complaints *wrong)
{
    char *rest, figure[TEXT_NUMBER_SIZE];
    double x;
    if (node->kind != YAML_SCALAR || !*param->unit || yaml_reads_number(node, &x))
        return false;
    x = strtod(node->text, &rest);
    if (rest == node->text || !*rest)
        return false;
    rest += strspn(rest, " ");
    const char *number = strcmp(rest, param->unit) == 0 ? text_number(figure, x) : param->fallback;
    yaml_complain(wrong, node->place, "'%s' must be a number, not '%s'; its unit is '%s': write %s, or { value: %s, "
                  "unit: %s } (among the values of a factor only the number)", path, node->text, param->unit, number,
                  number, param->unit);
    return true;
}

/* Two numbers within the parameter's own range; the value, if there is one, between them. */
static void check_range(const struct param *param, const char *path, const struct yaml *node, const struct yaml *value,
                        struct yaml_complaints *wrong)
{
    int before = wrong->n;
    if (!is_numeric(param)) {
        yaml_complain(wrong, node->place, "'%s' has no range: it is a %s", path, param_type_name(param));
        return;
    }
    if (!yaml_expect(node, YAML_SEQUENCE, "range", wrong))
        return;
    if (node->n != 2) {
        yaml_complain(wrong, node->place, "'range' must be [lowest, highest]");
        return;
    }
    double low = yaml_number(node->member[0].value, "range", param->low, param->high, wrong);
    double high = yaml_number(node->member[1].value, "range", param->low, param->high, wrong);
    double x;
    if (wrong->n != before)
        return;
    if (low > high)
        yaml_complain(wrong, node->place, "'range' must be [lowest, highest]");
    else if (value && yaml_reads_number(value, &x))
        yaml_number(value, path, low, high, wrong);
}

const struct yaml *value_itself(const struct param *param, const char *path, const struct yaml *node,
                                const char **source, struct yaml_complaints *wrong)
{
    *source = NULL;
    if (node->kind != YAML_MAPPING)
        return node;
    yaml_known_keys(node, BESIDE, path, wrong);
    const struct yaml *value = yaml_get(node, "value"), *beside;
    if ((beside = yaml_get(node, "unit")))
        check_unit(param, path, beside, wrong);
    if ((beside = yaml_get(node, "range")))
        check_range(param, path, beside, value, wrong);
    if ((beside = yaml_get(node, "role")))
        yaml_word(beside, "role", N_ROLES, ROLES, wrong);
    if ((beside = yaml_get(node, "dist")))
        yaml_word(beside, "dist", N_DISTS, DISTS, wrong);
    if ((beside = yaml_get(node, "source")))
        *source = yaml_text(beside, "source", wrong);
    return value;
}

static int read_choice(const struct param *param, const char *path, const struct yaml *node,
                       struct yaml_complaints *wrong)
{
    char buffer[MOST_WORDS][NAME_SIZE];
    const char *word[MOST_WORDS];
    int n = 0;
    while (n < MOST_WORDS && (word[n] = param_word(buffer[n], param, n)))
        n++;
    return yaml_word(node, path, n, word, wrong);
}

static void read_text(const struct param *param, const char *path, const struct yaml *node, char *target,
                      struct yaml_complaints *wrong)
{
    int before = wrong->n;
    const char *text = yaml_text(node, path, wrong);
    size_t length = strlen(text);
    if (wrong->n != before)
        return;
    if (length >= param->size)
        yaml_complain(wrong, node->place, "'%s' may have %zu bytes, not %zu", path, param->size - 1, length);
    else if (text_bad_utf8(text, length) < length)
        yaml_complain(wrong, node->place, "'%s' has a control character in it", path);
    else
        memcpy(target, text, length + 1);
}

static void read_profile(const struct param *param, const char *path, const struct yaml *node, double *target,
                         struct yaml_complaints *wrong)
{
    int before = wrong->n;
    if (!yaml_expect(node, YAML_SEQUENCE, path, wrong))
        return;
    if (node->n != param->n) {
        yaml_complain(wrong, node->place, "'%s' must be a list of %d numbers, not of %d", path, param->n, node->n);
        return;
    }
    for (int i = 0; i < param->n; i++) {
        double x = yaml_number(node->member[i].value, path, param->low, param->high, wrong);
        if (wrong->n == before)
            target[i] = x;
    }
}

void value_read(const struct param *param, const char *path, const struct yaml *node, void *target,
                struct yaml_complaints *wrong)
{
    int before = wrong->n;
    double number = 0;
    int integer = 0;
    if ((param->type == PARAM_NUMBER || param->type == PARAM_INTEGER) &&
        complain_of_unit_within(param, path, node, wrong))
        return;
    switch (param->type) {
    case PARAM_NUMBER:
        number = yaml_number(node, path, param->low, param->high, wrong);
        break;
    case PARAM_INTEGER:
        integer = (int)yaml_integer(node, path, (long)param->low, (long)param->high, wrong);
        break;
    case PARAM_SWITCH:
        integer = yaml_switch(node, path, wrong);
        break;
    case PARAM_CHOICE:
        integer = read_choice(param, path, node, wrong);
        break;
    case PARAM_TEXT:
        read_text(param, path, node, target, wrong);
        return;
    case PARAM_PROFILE:
        read_profile(param, path, node, target, wrong);
        return;
    case PARAM_NAMES:
        return;
    }
    if (wrong->n == before)
        memcpy(target, param->type == PARAM_NUMBER ? (void *)&number : (void *)&integer, param->size);
}

void value_check_names(const char *path, const struct yaml *node, struct yaml_complaints *wrong)
{
    if (!yaml_expect(node, YAML_SEQUENCE, path, wrong))
        return;
    if (node->n > MAX_NAMES)
        yaml_complain(wrong, node->place, "'%s' names at most %d rows, not %d", path, MAX_NAMES, node->n);
    for (int i = 0; i < node->n; i++)
        yaml_text(node->member[i].value, path, wrong);
}

static void complain_of_name(const char *path, const struct yaml *item, const struct section *other,
                             const struct scenario *scenario, struct yaml_complaints *wrong)
{
    struct text_guess guess = { .word = item->text };
    for (int r = 0; r < params_rows(scenario, other); r++)
        text_guess(&guess, params_row_name(scenario, other, r));
    if (guess.nearest)
        yaml_complain(wrong, item->place, "'%s' names '%s', which is no row of %s; did you mean '%s'?", path,
                      item->text, other->name, guess.nearest);
    else
        yaml_complain(wrong, item->place, "'%s' names '%s', which is no row of %s", path, item->text, other->name);
}

void value_read_names(const struct param *param, const char *path, const struct yaml *node,
                      const struct scenario *scenario, struct names *target, struct yaml_complaints *wrong)
{
    const struct section *other = section_named(param->words);
    struct names names = { 0 };
    for (int i = 0; node->kind == YAML_SEQUENCE && i < node->n && i < MAX_NAMES; i++) {
        const struct yaml *item = node->member[i].value;
        int row = params_row_named(scenario, other, item->text);
        if (item->kind != YAML_SCALAR || yaml_is_null(item))
            continue;                           /* value_check_names has said so */
        if (row != NONE)
            names.id[names.n++] = row;
        else
            complain_of_name(path, item, other, scenario, wrong);
    }
    *target = names;
}
