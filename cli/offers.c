#include "offers.h"

#include <stdio.h>
#include <string.h>

#include "options.h"
#include "sim/base/yaml.h"
#include "sim/scenario/load.h"
#include "table.h"
#include "verbs.h"

enum { MOST_KEYS = 3 };

struct keys { int n; FILE *out; };      /* how many so far; only the first few are printed */

static bool is_about_the_file(const char *key)
{
    for (int k = 0; SCENARIO_KEYS[k]; k++)
        if (strcmp(SCENARIO_KEYS[k], key) == 0)
            return true;
    return false;
}

/* Parameters of groups and rows of tables that a mapping sets. */
static void list_keys(struct keys *keys, const struct yaml *mapping, const char *section)
{
    for (int i = 0; i < mapping->n; i++) {
        const struct yaml_member *member = &mapping->member[i];
        if (!*section && is_about_the_file(member->key))
            continue;
        if (!*section && section_named(member->key) && member->value->kind == YAML_MAPPING) {
            list_keys(keys, member->value, member->key);
        } else if (keys->n++ < MOST_KEYS) {
            fprintf(keys->out, "%s%s%s%s", keys->n > 1 ? ", " : "", section, *section ? "." : "", member->key);
        }
    }
}

static void cell_of_keys(struct table *table, const struct yaml *root)
{
    char text[TABLE_CELL_SIZE] = "";
    struct keys keys = { .out = fmemopen(text, sizeof text, "w") };
    if (!keys.out)
        return;
    list_keys(&keys, root, "");
    if (keys.n > MOST_KEYS)
        fprintf(keys.out, " and %d more", keys.n - MOST_KEYS);
    fclose(keys.out);
    table_cell(table, "%s", text);
}

static const char *text_of(const struct yaml *root, const char *key)
{
    const struct yaml *node = yaml_get(root, key);
    if (node && node->kind == YAML_SEQUENCE && node->n)
        node = node->member[0].value;
    return node ? node->text : "";
}

static void add_offer(struct table *table, const char *name, const struct yaml *root)
{
    const char *because = text_of(root, "because");
    table_cell(table, "%s", name);
    table_cell(table, "%s", text_of(root, "title"));
    cell_of_keys(table, root);
    table_cell(table, "%.*s", (int)strcspn(because, ":,("), because);   /* S2, not what S2 says */
    table_cell(table, "%s", text_of(root, "title_zh"));
}

int offers_print(enum folder folder, struct err *err)
{
    struct path_list list = path_list(folder);
    struct yaml_complaints wrong = { 0 };
    struct table table;
    if (list.n < 0)
        return err_set(err, "no memory to list the scenario path");
    if (list.n == 0)
        return err_input(err, "the scenario path is empty; put its folder into HOTLINE_PATH");
    table_begin(&table, "lllll");
    for (int c = 0; c < 5; c++)
        table_cell(&table, "%s", (const char *[]){ "name", "title", "changes", "source", "标题" }[c]);
    for (int i = 0; i < list.n; i++) {
        struct yaml_file *file = yaml_read(list.offer[i].file, &wrong);
        add_offer(&table, list.offer[i].name, yaml_root(file));
        yaml_file_free(file);
    }
    path_list_free(&list);
    int failed = table_print(&table, stdout, 0);
    table_free(&table);
    return failed ? err_set(err, "no memory to list the scenario path") : yaml_verdict(&wrong, err);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    if (key == ARGP_KEY_ARG)
        argp_error(state, "no arguments, please");
    return ARGP_ERR_UNKNOWN;
}

int offers_verb(enum folder folder, const char *about, int argc, char **argv)
{
    const struct argp argp = { NULL, parse, "", about, NULL, NULL, NULL };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, NULL);
    return offers_print(folder, &err) ? verb_failed(&err) : EXIT_OK;
}
