/* Groups of factors that a Saltelli design also moves together: `groups: { people: [a, b], ... }` of a study's design. See
 * study_file.h. */
#include "study_file.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"

/* Adds a factor's axis to the group. */
static void member_read(struct study *study, const struct yaml *node, uint64_t *axes, struct yaml_complaints *wrong)
{
    const char *key = yaml_text(node, "a factor", wrong);
    if (!*key)
        return;
    struct text_guess guess = { .word = key };
    for (int f = 0; f < study->n_factors; f++) {
        if (strcmp(study->factor[f].key, key) != 0) {
            text_guess(&guess, study->factor[f].key);
            continue;
        }
        if (*axes >> f & 1)
            yaml_complain(wrong, node->place, "'%s' is twice in this group", key);
        *axes |= 1ull << f;
        return;
    }
    yaml_complain(wrong, node->place, "the study has no factor '%s'%s%s%s", key, guess.nearest ? "; did you mean '" : "",
                  guess.nearest ? guess.nearest : "", guess.nearest ? "'?" : "");
}

static void group_read(struct study *study, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    const struct yaml *list = member->value;
    uint64_t *axes = &study->space.group[study->space.n_groups++];
    size_t used = strlen(study->groups), room = sizeof study->groups - used;
    *axes = 0;
    if (!*member->key || strpbrk(member->key, " ,;="))
        yaml_complain(wrong, member->key_place, "the name of a group is one word without , ; and =");
    if (!yaml_expect(list, YAML_SEQUENCE, member->key, wrong))
        return;
    if (list->n < 2)
        yaml_complain(wrong, list->place, "a group has 2 factors or more; what one does alone is told anyway");
    int written = snprintf(study->groups + used, room, "%s%s=", used ? ";" : "", member->key);
    for (int i = 0; i < list->n; i++) {
        member_read(study, list->member[i].value, axes, wrong);
        if ((size_t)written < room)
            written += snprintf(study->groups + used + written, room - (size_t)written, i ? ",%s" : "%s",
                                list->member[i].value->text);
    }
    int twice = 0;
    for (const uint64_t *other = study->space.group; other < axes; other++)
        twice |= *axes & (*axes - 1) && *other == *axes;
    if (twice)
        yaml_complain(wrong, list->place, "these factors are a group already");
    if ((size_t)written >= room)
        yaml_complain(wrong, list->place, "the names of all groups and their factors have more than %zu bytes",
                      sizeof study->groups - 1);
}

void study_groups_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    if (!yaml_expect(mapping, YAML_MAPPING, "groups", wrong))
        return;
    if (mapping->n > DESIGN_MOST_GROUPS) {
        yaml_complain(wrong, mapping->place, "a design has at most %d groups, not %d", DESIGN_MOST_GROUPS, mapping->n);
        return;
    }
    for (int g = 0; g < mapping->n; g++)
        group_read(study, &mapping->member[g], wrong);
}
