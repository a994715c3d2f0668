#include "mechanisms.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/base/text.h"
#include "sim/scenario/params.h"
#include "sim/scenario/path.h"

const char *const MECHANISM_VERDICTS[] = { "holds", "DOES NOT HOLD", "as said", "holds after all" };
const char *const MECHANISM_VERDICTS_ZH[] = { "成立", "不成立", "如所述", "竟成立" };

/* --- reading --- */

/* M01 .. M91, and a small letter where a mechanism has more than one row. */
static int number_of(const char *id)
{
    if (id[0] != 'M' || !isdigit((unsigned char)id[1]) || !isdigit((unsigned char)id[2]))
        return 0;
    if (id[3] && !(islower((unsigned char)id[3]) && !id[4]))
        return 0;
    int number = 10 * (id[1] - '0') + id[2] - '0';
    return number <= MECHANISMS_LAST ? number : 0;
}

static const char *text_read(const struct yaml *row, const char *key, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(row, key);
    if (node)
        return yaml_text(node, key, wrong);
    yaml_complain(wrong, row->place, "'%s' is missing", key);
    return "";
}

static enum output output_read(const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *name = yaml_text(node, "output", wrong);
    struct text_guess guess = { .word = name };
    int output = output_named(name);
    for (int o = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI)
            text_guess(&guess, OUTPUTS[o].name);
    if (output != NONE_SUCH && OUTPUTS[output].shape == SHAPE_KPI)
        return (enum output)output;
    if (output != NONE_SUCH)
        yaml_complain(wrong, node->place, "output '%s' is not one number a run", name);
    else if (guess.nearest)
        yaml_complain(wrong, node->place, "there is no output '%s'; did you mean '%s'?", name, guess.nearest);
    else
        yaml_complain(wrong, node->place, "there is no output '%s'; `hotline outputs` lists them", name);
    return 0;
}

static void section_of(char section[PATH_SIZE], const char *key)
{
    snprintf(section, PATH_SIZE, "%.*s", (int)strcspn(key, "."), key);
}

static void key_read(struct mechanism *m, const struct yaml *node, struct yaml_complaints *wrong)
{
    char section[PATH_SIZE], nearest[PATH_SIZE];
    const char *key = yaml_text(node, "keys", wrong);
    section_of(section, key);
    const struct section *is = section_named(section);
    bool known = param_at(key) || (is && (!strchr(key, '.') || (is->max > 0 && !strchr(strchr(key, '.') + 1, '.'))));
    if (!known && params_nearest(nearest, key))
        yaml_complain(wrong, node->place, "there is no parameter '%s'; did you mean '%s'?", key, nearest);
    else if (!known)
        yaml_complain(wrong, node->place, "there is no parameter '%s'; `hotline explain --all` lists them", key);
    else if (m->n_keys == MECHANISMS_MOST_KEYS)
        yaml_complain(wrong, node->place, "a row has at most %d keys", MECHANISMS_MOST_KEYS);
    else
        m->key[m->n_keys++] = node;
}

static void keys_read(struct mechanism *m, const struct yaml *row, struct yaml_complaints *wrong)
{
    const struct yaml *list = yaml_get(row, "keys");
    if (!list)
        yaml_complain(wrong, row->place, "'keys' is missing: the parameters that express the row");
    else if (yaml_expect(list, YAML_SEQUENCE, "keys", wrong))
        for (int k = 0; k < list->n; k++)
            key_read(m, list->member[k].value, wrong);
}

static void holds_read(struct mechanism *m, const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *text = node ? yaml_text(node, "holds", wrong) : "yes";
    if (text_begins(text, "no: ") && text[4])
        m->no = text + 4;
    else if (strcmp(text, "yes") != 0)
        yaml_complain(wrong, node->place, "'holds' must be yes or \"no: why\", not '%s'", text);
}

static void sign_read(struct mechanism *m, const struct yaml *row, struct yaml_complaints *wrong)
{
    static const char *const WORDS[] = { "down", "up" };
    const struct yaml *output = yaml_get(row, "output"), *direction = yaml_get(row, "direction");
    if (output)
        m->output = output_read(output, wrong);
    else
        yaml_complain(wrong, row->place, "'output' is missing: the number that `with` moves");
    if (direction)
        m->sign = yaml_word(direction, "direction", 2, WORDS, wrong) == 1 ? 1 : -1;
    else
        yaml_complain(wrong, row->place, "'direction' is missing: up or down, of with against without");
}

static void arms_read(struct mechanism *m, const struct yaml *row, struct yaml_complaints *wrong)
{
    const struct yaml *without = yaml_get(row, "without"), *with = yaml_get(row, "with");
    world_read(&m->without, row, MECHANISMS_REPLICATIONS, wrong);
    m->with = m->without;
    snprintf(m->without.name, sizeof m->without.name, "%s, without", m->id);
    snprintf(m->with.name, sizeof m->with.name, "%s, with", m->id);
    if (!without && !with)
        yaml_complain(wrong, row->place, "'without' and 'with' are missing: what differs");
    if (without)
        world_read_settings(&m->without, without, wrong);
    if (with)
        world_read_settings(&m->with, with, wrong);
}

static void row_read(struct mechanism *m, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "title", "zh", "source", "because", WORLD_KEYS, "without", "with", "output",
                                        "direction", "keys", "holds", "kind", "quick", NULL };
    static const char *const SWITCH[] = { "no", "yes" }, *const KIND[] = { "result", "construction" };
    const struct yaml *row = member->value, *quick = yaml_get(row, "quick"), *kind = yaml_get(row, "kind");
    if (!number_of(member->key))
        yaml_complain(wrong, member->key_place, "'%s' is no mechanism: M01 to M%d, and a letter for a second row about "
                      "the same", member->key, MECHANISMS_LAST);
    if (!yaml_expect(row, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(row, KEYS, "a mechanism", wrong);
    *m = (struct mechanism){ .id = member->key, .from = row };
    m->title = text_read(row, "title", wrong);
    m->zh = text_read(row, "zh", wrong);
    m->source = text_read(row, "source", wrong);
    m->because = text_read(row, "because", wrong);
    m->quick = quick && yaml_word(quick, "quick", 2, SWITCH, wrong) == 1;
    m->construction = kind && yaml_word(kind, "kind", 2, KIND, wrong) == 1;
    arms_read(m, row, wrong);
    sign_read(m, row, wrong);
    keys_read(m, row, wrong);
    holds_read(m, yaml_get(row, "holds"), wrong);
}

int mechanisms_read(struct mechanisms *m, const char *file_or_name, struct err *err)
{
    char path[PATH_MAX];
    struct yaml_complaints wrong = { 0 };
    *m = (struct mechanisms){ 0 };
    m->file = yaml_read(path_find(path, FOLDER_STUDIES, file_or_name, NULL) ? path : file_or_name, &wrong);
    const struct yaml *root = yaml_root(m->file);
    m->row = calloc((size_t)root->n + 1, sizeof *m->row);
    if (!m->row)
        return err_set(err, "no memory for %d mechanisms", root->n);
    for (m->n = 0; m->n < root->n; m->n++)
        row_read(&m->row[m->n], &root->member[m->n], &wrong);
    return yaml_verdict(&wrong, err);
}

void mechanisms_free(struct mechanisms *m)
{
    free(m->row);
    yaml_file_free(m->file);
    *m = (struct mechanisms){ 0 };
}

const struct mechanism *mechanisms_named(const struct mechanisms *m, const char *id, struct err *err)
{
    for (int r = 0; r < m->n; r++)
        if (strcasecmp(m->row[r].id, id) == 0)
            return &m->row[r];
    err_input(err, "%s has no row '%s'; `hotline mechanisms --list` tells which there are", yaml_name(m->file), id);
    return NULL;
}

/* --- the worlds of the rows that are to run --- */

int mechanisms_choose(struct mechanisms_chosen *c, const struct mechanism *row, struct err *err)
{
    const struct mechanism **rows = realloc(c->row, ((size_t)c->n + 1) * sizeof *rows);
    c->row = rows ? rows : c->row;
    int (*worlds)[2] = realloc(c->world, ((size_t)c->n + 1) * sizeof *worlds);
    c->world = worlds ? worlds : c->world;
    if (!rows || !worlds)
        return err_set(err, "no memory for %d mechanisms", c->n + 1);
    rows[c->n] = row;
    worlds[c->n][0] = worlds_add(&c->worlds, &row->without, err);
    worlds[c->n][1] = worlds_add(&c->worlds, &row->with, err);
    return worlds[c->n][0] < 0 || worlds[c->n++][1] < 0 ? -1 : 0;
}

/* Complains of keys that name a row of a table which neither arm has. */
static void keys_exist(const struct mechanism *row, const struct scenario *without, const struct scenario *with,
                       struct yaml_complaints *wrong)
{
    for (int k = 0; k < row->n_keys; k++) {
        char section[PATH_SIZE], name[PATH_SIZE];
        const char *key = row->key[k]->text, *dot = strchr(key, '.');
        section_of(section, key);
        const struct section *table = section_named(section);
        if (table->max == 0 || !dot || param_named(table, dot + 1))
            continue;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(dot + 1, "."), dot + 1);
        if (params_row_named(without, table, name) == NONE && params_row_named(with, table, name) == NONE)
            yaml_complain(wrong, row->key[k]->place, "%s has no row '%s' in either world of %s", table->name, name, row->id);
    }
}

int mechanisms_load(struct mechanisms_chosen *c, uint64_t seed, struct err *err)
{
    struct yaml_complaints wrong = { 0 };
    if (worlds_load(&c->cases, &c->worlds, seed, err) != 0)
        return -1;
    snprintf(c->cases.name, sizeof c->cases.name, "mechanisms");
    for (int i = 0; i < c->n; i++)
        keys_exist(c->row[i], &c->cases.loaded[c->world[i][0]].scenario, &c->cases.loaded[c->world[i][1]].scenario, &wrong);
    return yaml_verdict(&wrong, err);
}

void mechanisms_chosen_free(struct mechanisms_chosen *c)
{
    cases_free(&c->cases);
    worlds_free(&c->worlds);
    free(c->row);
    free(c->world);
    *c = (struct mechanisms_chosen){ 0 };
}

int mechanisms_check(const char *file_or_name, struct err *err)
{
    struct mechanisms m;
    struct mechanisms_chosen c = { 0 };
    int ok = mechanisms_read(&m, file_or_name, err);
    for (int r = 0; ok == 0 && r < m.n; r++)
        ok = mechanisms_choose(&c, &m.row[r], err);
    if (ok == 0 && c.n > 0)
        ok = mechanisms_load(&c, CASES_DEFAULT_SEED, err);
    mechanisms_chosen_free(&c);
    mechanisms_free(&m);
    return ok;
}

/* --- judging --- */

struct mechanism_reading mechanism_read(const struct mechanism *row, int n, const double without[], const double with[])
{
    struct mechanism_reading r = { .n = n };
    r.without = estimate_mean(without, 1, n, .95);
    r.with = estimate_mean(with, 1, n, .95);
    r.difference = estimate_contrast(with, without, n, .95, NEITHER).difference;
    for (int i = 0; i < n; i++)
        r.agree += (with[i] - without[i]) * row->sign > 0;
    if (10 * r.agree >= 9 * n)
        r.verdict = row->no ? HOLDS_AFTER_ALL : HOLDS;
    else
        r.verdict = row->no ? AS_SAID : HOLDS_NOT;
    return r;
}

/* --- docs/mechanisms.md --- */

static void keys_markdown(const struct mechanism *row, FILE *out)
{
    for (int k = 0; k < row->n_keys; k++)
        fprintf(out, "%s`%s`", k ? " " : "", row->key[k]->text);
}

/* What one arm has beyond what both have. */
static void arm_markdown(const struct world_wish *arm, int n_policies, int n_set, FILE *out)
{
    int n = 0;
    for (int p = n_policies; p < arm->n_policies; p++)
        fprintf(out, "%s`%s`", n++ ? ", " : "", arm->policy[p]);
    for (int s = n_set; s < arm->n_set; s++)
        fprintf(out, "%s`%s`", n++ ? ", " : "", arm->set[s]);
    if (n == 0)
        fputs("as it is", out);
}

static int common(int n, int m, const char *a, const char *b, size_t size)
{
    int i = 0;
    while (i < n && i < m && strcmp(a + (size_t)i * size, b + (size_t)i * size) == 0)
        i++;
    return i;
}

static void world_markdown(const struct mechanism *row, FILE *out)
{
    const struct world_wish *a = &row->without, *b = &row->with;
    int policies = common(a->n_policies, b->n_policies, a->policy[0], b->policy[0], sizeof a->policy[0]);
    int set = common(a->n_set, b->n_set, a->set[0], b->set[0], sizeof a->set[0]);
    fprintf(out, "`%s`", a->city);
    if (policies + set > 0) {
        struct world_wish both = *a;
        both.n_policies = policies;
        both.n_set = set;
        fputs(" with ", out);
        arm_markdown(&both, 0, 0, out);
    }
    fputs("; without: ", out);
    arm_markdown(a, policies, set, out);
    fputs("; with: ", out);
    arm_markdown(b, policies, set, out);
}

/* "Measured: +0.0754 ± 0.0023, the sign in 20 of 20." */
static void measured_markdown(const struct measured_row *is, FILE *out)
{
    char text[ESTIMATE_TEXT_SIZE];
    if (is)
        fprintf(out, " *Measured:* %s, the sign in %d of %d.", estimate_text(text, is->difference, 1), is->agree, is->n);
}

static void row_markdown(const struct mechanism *row, const struct measured *measured, FILE *out)
{
    fprintf(out, "\n**%s** %s (%s), %s. ", row->id, row->title, row->zh, row->source);
    fprintf(out, "`%s` goes **%s**: %s.", OUTPUTS[row->output].name, row->sign > 0 ? "up" : "down", row->because);
    if (row->no)
        fprintf(out, " **Does not hold:** %s.", row->no);
    if (row->construction)
        fputs(" *By construction.*", out);
    measured_markdown(measured_of(measured, row->id), out);
    fputs("  \n", out);
    keys_markdown(row, out);
    fputs("  \n", out);
    world_markdown(row, out);
    fputs("\n", out);
}

static void missing_markdown(const struct mechanisms *m, FILE *out)
{
    int missing = 0;
    fputs("\n## Not there\n\nRows of the list of mechanisms that have no entry yet:", out);
    for (int number = 1; number <= MECHANISMS_LAST; number++) {
        bool there = false;
        for (int r = 0; r < m->n; r++)
            there |= number_of(m->row[r].id) == number;
        if (!there)
            fprintf(out, "%s M%02d", missing++ ? "," : "", number);
    }
    fputs(missing ? ". [model.md](model.md), section 10, says what of them is there all the same.\n" : " none.\n", out);
}

void mechanisms_markdown(const struct mechanisms *m, const struct measured *measured, FILE *out)
{
    fputs("# Mechanisms\n\n"
          "Made by `make docs` from `scenarios/mechanisms.yaml`. Each row is something that the sources describe (model.md, "
          "section 9): the output\nthat shows it and where that goes, the parameters that express it, and the two worlds in "
          "which it is seen. `hotline mechanisms` runs\nboth worlds of every row under common random numbers, 20 replications "
          "unless said otherwise; a row holds when with - without has the\nsign in at least nine tenths of them. `make verify` "
          "runs all, `make test` a sample. *By construction:* the row's parameter is in the output itself, so that the sign "
          "was to\nbe expected; elsewhere choices lie between. *Measured:* with - without, in the output's "
          "unit, with its 95 % interval, "
          "and how many\nreplications had the sign, where `docs/mechanisms.csv` has it (`hotline mechanisms --csv` writes it). "
          "More is in\n[verification.md](verification.md).\n", out);
    for (int r = 0; r < m->n; r++)
        row_markdown(&m->row[r], measured, out);
    missing_markdown(m, out);
}
