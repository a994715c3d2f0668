/* Questions to a node of a YAML tree: see yaml.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "yaml.h"

const struct yaml *yaml_get(const struct yaml *mapping, const char *key)
{
    for (int i = 0; mapping->kind == YAML_MAPPING && i < mapping->n; i++)
        if (strcmp(mapping->member[i].key, key) == 0)
            return mapping->member[i].value;
    return NULL;
}

bool yaml_is_null(const struct yaml *node)
{
    static const char *const NULLS[] = { "", "~", "null", "Null", "NULL" };
    if (node->kind != YAML_SCALAR || node->quoted)
        return false;
    for (size_t i = 0; i < sizeof NULLS / sizeof *NULLS; i++)
        if (strcmp(node->text, NULLS[i]) == 0)
            return true;
    return false;
}

static bool is_among(const char *key, const char *const known[])
{
    int k = 0;
    while (known[k] && strcmp(known[k], key) != 0)
        k++;
    return known[k];
}

static void complain_of_key(const struct yaml_member *member, const char *const known[], const char *whole,
                            struct yaml_complaints *wrong)
{
    char all[400] = "";
    struct text_guess guess = { .word = member->key };
    for (int k = 0; known[k]; k++) {
        text_guess(&guess, known[k]);
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", k == 0 ? "" : known[k + 1] ? ", " : " and ", known[k]);
    }
    if (guess.nearest)
        yaml_complain(wrong, member->key_place, "%s has no key '%s'; did you mean '%s'?", whole, guess.word,
                      guess.nearest);
    else
        yaml_complain(wrong, member->key_place, "%s has no key '%s'; it takes %s", whole, guess.word, all);
}

void yaml_known_keys(const struct yaml *mapping, const char *const known[], const char *whole,
                     struct yaml_complaints *wrong)
{
    for (int i = 0; mapping->kind == YAML_MAPPING && i < mapping->n; i++)
        if (!is_among(mapping->member[i].key, known))
            complain_of_key(&mapping->member[i], known, whole, wrong);
}

bool yaml_reads_number(const struct yaml *node, double *x)
{
    const char *text = node->text;
    if (node->kind != YAML_SCALAR || node->quoted || !*text || text[strspn(text, "0123456789+-.eE")])
        return false;
    char *end;
    *x = strtod(text, &end);
    return *end == 0 && isfinite(*x);
}

bool yaml_reads_integer(const struct yaml *node, long *x)
{
    double real;
    if (!yaml_reads_number(node, &real) || real != floor(real) || fabs(real) > 9007199254740992.0)
        return false;
    *x = (long)real;
    return true;
}

static void complain_of_type(const struct yaml *node, const char *what, const char *type, struct yaml_complaints *wrong)
{
    if (node->kind != YAML_SCALAR)
        yaml_complain(wrong, node->place, "'%s' must be %s, not %s", what, type,
                      node->kind == YAML_SEQUENCE ? "a list" : "a mapping");
    else if (yaml_is_null(node))
        yaml_complain(wrong, node->place, "'%s' must be %s; there is no value", what, type);
    else
        yaml_complain(wrong, node->place, "'%s' must be %s, not %s'%s'", what, type, node->quoted ? "the text " : "",
                      node->text);
}

static bool within(const struct yaml *node, const char *what, double x, double low, double high,
                   struct yaml_complaints *wrong)
{
    char a[TEXT_NUMBER_SIZE], b[TEXT_NUMBER_SIZE];
    if (x >= low && x <= high)
        return true;
    yaml_complain(wrong, node->place, "'%s' must lie between %s and %s, not %s", what, text_number(a, low),
                  text_number(b, high), node->text);
    return false;
}

double yaml_number(const struct yaml *node, const char *what, double low, double high, struct yaml_complaints *wrong)
{
    double x = low;
    if (!yaml_reads_number(node, &x))
        complain_of_type(node, what, "a number", wrong);
    else if (within(node, what, x, low, high, wrong))
        return x;
    return low;
}

long yaml_integer(const struct yaml *node, const char *what, long low, long high, struct yaml_complaints *wrong)
{
    long x = low;
    if (!yaml_reads_integer(node, &x))
        complain_of_type(node, what, "an integer", wrong);
    else if (within(node, what, (double)x, (double)low, (double)high, wrong))
        return x;
    return low;
}

bool yaml_switch(const struct yaml *node, const char *what, struct yaml_complaints *wrong)
{
    bool plain = node->kind == YAML_SCALAR && !node->quoted;
    if (plain && strcmp(node->text, "true") == 0)
        return true;
    if (!plain || strcmp(node->text, "false") != 0)
        complain_of_type(node, what, "true or false", wrong);
    return false;
}

const char *yaml_text(const struct yaml *node, const char *what, struct yaml_complaints *wrong)
{
    if (node->kind == YAML_SCALAR && !yaml_is_null(node))
        return node->text;
    complain_of_type(node, what, "text", wrong);
    return "";
}

int yaml_word(const struct yaml *node, const char *what, int n, const char *const word[],
              struct yaml_complaints *wrong)
{
    char all[400] = "";
    struct text_guess guess = { .word = node->text };
    for (int i = 0; node->kind == YAML_SCALAR && i < n; i++)
        if (strcmp(node->text, word[i]) == 0)
            return i;
    for (int i = 0; i < n; i++) {
        text_guess(&guess, word[i]);
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i == 0 ? "" : i == n - 1 ? " or " : ", ", word[i]);
    }
    if (node->kind == YAML_SCALAR && guess.nearest && !yaml_is_null(node))
        yaml_complain(wrong, node->place, "'%s' must be %s, not '%s'; did you mean '%s'?", what, all, node->text,
                      guess.nearest);
    else
        complain_of_type(node, what, all, wrong);
    return -1;
}

bool yaml_expect(const struct yaml *node, enum yaml_kind kind, const char *what, struct yaml_complaints *wrong)
{
    static const char *const WANTED[] = { "a single value", "a list", "a mapping" };
    if (node->kind == kind)
        return true;
    complain_of_type(node, what, WANTED[kind], wrong);
    return false;
}
