/* Constraints of a study file: linear inequalities of its factors, such as
 *     operators.headcount >= 2 * trunks.x
 *     0.5*a.b + c.d - 3 < e.f
 * A side is terms added and taken away; a term is a number, a factor, or a number times a factor. See study_file.h.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study_file.h"

struct scanner {
    const char *at;
    const struct study *study;
    struct study_constraint *c;
    const struct yaml *node;
    struct yaml_complaints *wrong;
};

static bool fault(struct scanner *s, const char *what)
{
    yaml_complain(s->wrong, s->node->place, "this constraint has %s%s%.40s%s; write an inequality of factors such as "
                  "'a.b + 0.5 * c.d >= 3'", what, *s->at ? ": '" : "", s->at, *s->at ? "'" : "");
    return false;
}

static void blanks(struct scanner *s) { s->at += strspn(s->at, " \t"); }

static bool takes(struct scanner *s, char sign)
{
    blanks(s);
    if (*s->at != sign)
        return false;
    s->at++;
    return true;
}

static bool number(struct scanner *s, double *x)
{
    blanks(s);
    if (!isdigit((unsigned char)*s->at) && *s->at != '.')
        return false;
    char *end;
    *x = strtod(s->at, &end);
    bool plain = end > s->at && strspn(s->at, "0123456789.eE+-") >= (size_t)(end - s->at);      /* neither 0x10 nor inf */
    if (plain && *x < 1e15)
        s->at = end;
    return plain && *x < 1e15;
}

/* A factor by its key; of a list only where its values are numbers. */
static bool factor(struct scanner *s, double weight)
{
    size_t n = strspn(s->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    int f = 0;
    while (f < s->study->n_factors && (strlen(s->study->factor[f].key) != n || memcmp(s->study->factor[f].key, s->at, n) != 0))
        f++;
    if (n == 0 || f == s->study->n_factors)
        return fault(s, n == 0 ? "a term missing" : "something that is no factor of the study");
    const struct study_factor *named = &s->study->factor[f];
    for (int i = 0; named->kind == FACTOR_LIST && i < named->n_values; i++) {
        char *end;
        strtod(named->text[i], &end);
        if (*end || end == named->text[i])
            return fault(s, "a factor whose values are no numbers");
    }
    if (s->c->n == STUDY_MOST_FACTORS)
        return fault(s, "too many terms");
    s->c->factor[s->c->n] = f;
    s->c->weight[s->c->n++] = weight;
    s->at += n;
    return true;
}

/* side: 1 on the left, -1 on the right; sign of the term within it. */
static bool term(struct scanner *s, double side, double sign)
{
    double x;
    if (!number(s, &x))
        return factor(s, side * sign);
    if (takes(s, '*')) {
        blanks(s);
        return factor(s, side * sign * x);
    }
    s->c->least -= side * sign * x;
    return true;
}

static bool terms(struct scanner *s, double side)
{
    double sign = takes(s, '-') ? -1 : 1;
    if (!term(s, side, sign))
        return false;
    for (;;) {
        if (takes(s, '+'))
            sign = 1;
        else if (takes(s, '-'))
            sign = -1;
        else
            return true;
        blanks(s);
        if (!term(s, side, sign))
            return false;
    }
}

static void turn(struct study_constraint *c)            /* a <= b is -a >= -b */
{
    for (int i = 0; i < c->n; i++)
        c->weight[i] = -c->weight[i];
    c->least = -c->least;
}

static void constraint_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    struct study_constraint *c = &study->constraint[study->n_constraints];
    *c = (struct study_constraint){ .place = node->place };
    int before = wrong->n;
    study_copy_text(c->text, sizeof c->text, node, "constraints", wrong);
    struct scanner s = { c->text, study, c, node, wrong };
    if (wrong->n > before || !terms(&s, 1))
        return;
    bool at_most = takes(&s, '<');
    if (!at_most && !takes(&s, '>')) {
        fault(&s, "none of >=, <=, > and <");
        return;
    }
    c->strict = *s.at != '=';
    s.at += *s.at == '=';
    blanks(&s);
    if (!terms(&s, -1))
        return;
    blanks(&s);
    if (*s.at)
        fault(&s, "more than one inequality");
    else if (c->n == 0)
        fault(&s, "no factor");
    if (at_most)
        turn(c);
    study->n_constraints++;
}

void study_constraints_read(struct study *study, const struct yaml *list, struct yaml_complaints *wrong)
{
    if (!list || !yaml_expect(list, YAML_SEQUENCE, "constraints", wrong))
        return;
    if (list->n > STUDY_MOST_CONSTRAINTS)
        yaml_complain(wrong, list->place, "a study has at most %d constraints, not %d", STUDY_MOST_CONSTRAINTS, list->n);
    else if (list->n > 0 && study->design->blocks)
        yaml_complain(wrong, list->place, "design %s needs every one of its points, and constraints would take some out of the "
                      "middle: choose ranges that keep them, or take latin-hypercube or sobol", study->design->name);
    else
        for (int i = 0; i < list->n; i++)
            constraint_read(study, list->member[i].value, wrong);
}

bool study_keeps(const struct study *study, const double *at)
{
    static const double NEAR = 1e-9;        /* 0.1 + 0.2 >= 0.3 */
    for (int i = 0; i < study->n_constraints; i++) {
        const struct study_constraint *c = &study->constraint[i];
        double sum = 0, scale = fabs(c->least) + 1;
        for (int t = 0; t < c->n; t++) {
            double x = c->weight[t] * study_value_at(study, at, c->factor[t]);
            sum += x;
            scale += fabs(x);
        }
        if (c->strict ? sum <= c->least + NEAR * scale : sum < c->least - NEAR * scale)
            return false;
    }
    return true;
}
