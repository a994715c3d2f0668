/* replications: 10, or {min, max, batch, of, precision: {output: 5% | 0.01}}. See study_file.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "study_file.h"

static int kpi_of(const struct yaml_member *member, struct yaml_complaints *wrong)
{
    int kpi = output_named(member->key);
    struct text_guess guess = { .word = member->key };
    if (kpi != NONE_SUCH && OUTPUTS[kpi].shape == SHAPE_KPI)
        return kpi;
    for (int o = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI)
            text_guess(&guess, OUTPUTS[o].name);
    yaml_complain(wrong, member->key_place, kpi != NONE_SUCH ? "output '%s' is not one number a run%s%s%s"
                  : "there is no output '%s'%s%s%s", member->key, guess.nearest ? "; did you mean '" : "",
                  guess.nearest ? guess.nearest : "", guess.nearest ? "'?" : "; `hotline outputs` lists them");
    return NONE_SUCH;
}

/* "5%" is relative to the mean, "0.01" of the output's own unit. */
static void goal_read(struct precision_goal *goal, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    const char *text = yaml_text(member->value, member->key, wrong);
    size_t n = strlen(text);
    char *end;
    int kpi = kpi_of(member, wrong);
    double width = strtod(text, &end);
    goal->kpi = (enum output)(kpi != NONE_SUCH ? kpi : 0);
    goal->relative = n > 0 && text[n - 1] == '%';
    goal->width = goal->relative ? width / 100 : width;
    if (end == text || strcmp(end, goal->relative ? "%" : "") != 0 || !(width > 0 && width < 1e15))
        yaml_complain(wrong, member->value->place, "half the width of an interval is a number above 0, or one with %%, not '%s'",
                      text);
}

static void goals_read(struct precision_rule *rule, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    if (!yaml_expect(mapping, YAML_MAPPING, "precision", wrong))
        return;
    if (mapping->n < 1 || mapping->n > PRECISION_MOST_GOALS) {
        yaml_complain(wrong, mapping->place, "precision is asked for 1 to %d outputs, not %d", PRECISION_MOST_GOALS, mapping->n);
        return;
    }
    for (int g = 0; g < mapping->n; g++)
        goal_read(&rule->goal[g], &mapping->member[g], wrong);
    rule->n = mapping->n;
}

static int count(const struct yaml *mapping, const char *key, int low, int fallback, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(mapping, key);
    return node ? (int)yaml_integer(node, key, low, STUDY_MOST_REPLICATIONS, wrong) : fallback;
}

static void rule_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "min", "max", "batch", "of", "precision", NULL };
    static const char *const OF[] = { "means", "differences" };
    struct precision_rule *rule = &study->precision;
    const struct yaml *goals = yaml_get(node, "precision"), *of = yaml_get(node, "of");
    yaml_known_keys(node, KEYS, "replications", wrong);
    rule->min = count(node, "min", 2, 10, wrong);
    rule->max = count(node, "max", 2, 0, wrong);
    rule->batch = count(node, "batch", 1, 5, wrong);
    rule->differences = of && yaml_word(of, "of", 2, OF, wrong) == 1;
    if (!rule->max || !goals)
        yaml_complain(wrong, node->place, "replications until precise need 'max' and 'precision', such as "
                      "{ min: 10, max: 100, precision: { regret: 0.01 } }");
    else if (rule->max < rule->min)
        yaml_complain(wrong, yaml_get(node, "max")->place, "'max' must not be below 'min', which is %d", rule->min);
    if (goals)
        goals_read(rule, goals, wrong);
    study->n_replicates = rule->max;
}

void study_replications_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    if (node && node->kind == YAML_MAPPING)
        rule_read(study, node, wrong);
    else
        study->n_replicates = node ? (int)yaml_integer(node, "replications", 1, STUDY_MOST_REPLICATIONS, wrong) : 1;
}
