#include "offers.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "chosen.h"
#include "options.h"
#include "sim/base/yaml.h"
#include "sim/scenario/load.h"
#include "table.h"
#include "verbs.h"

enum { ROOM_FOR_KEYS = 20 };            /* columns, so that a line stays within 120 with all titles there are */

static const char *const HEADS[][4] = { { "name", "changes", "from", "title" }, { "name", "改动", "来源", "标题" } };

struct request { int whole, zh; };

/* Keys that a file sets, in its order: all of them, or as many as there is room for. */
struct keys { int n, n_shown; size_t room; FILE *out; };

static bool is_about_the_file(const char *key)
{
    for (int k = 0; SCENARIO_KEYS[k]; k++)
        if (strcmp(SCENARIO_KEYS[k], key) == 0)
            return true;
    return false;
}

static void add_key(struct keys *keys, const char *section, const char *key)
{
    char text[PATH_SIZE + 2];
    snprintf(text, sizeof text, "%s%s%s", section, *section ? "." : "", key);
    if (keys->n++ == 0 && strlen(text) > keys->room)    /* the first is told at least by its section */
        strcpy(text + strcspn(text, "."), ".*");
    size_t needed = strlen(text) + (keys->n > 1 ? 2 : 0);
    if (keys->n_shown + 1 < keys->n || needed > keys->room)
        return;
    fprintf(keys->out, "%s%s", keys->n > 1 ? ", " : "", text);
    keys->room -= needed;
    keys->n_shown++;
}

/* Parameters of groups and rows of tables that a mapping sets. */
static void list_keys(struct keys *keys, const struct yaml *mapping, const char *section)
{
    for (int i = 0; i < mapping->n; i++) {
        const struct yaml_member *member = &mapping->member[i];
        if (!*section && is_about_the_file(member->key))
            continue;
        if (!*section && section_named(member->key) && member->value->kind == YAML_MAPPING)
            list_keys(keys, member->value, member->key);
        else
            add_key(keys, section, member->key);
    }
}

static void cell_of_keys(struct table *table, const struct yaml *root)
{
    char text[TABLE_CELL_SIZE] = "";
    struct keys keys = { .room = ROOM_FOR_KEYS, .out = fmemopen(text, sizeof text, "w") };
    if (!keys.out)
        return;
    list_keys(&keys, root, "");
    if (keys.n > keys.n_shown)
        fprintf(keys.out, " +%d", keys.n - keys.n_shown);
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

static const char *title_of(const struct yaml *root, int zh)
{
    const char *chinese = text_of(root, "title_zh");
    return zh && *chinese ? chinese : text_of(root, "title");
}

static void add_offer(struct table *table, const char *name, const struct yaml *root, int zh)
{
    const char *because = text_of(root, "because");
    table_cell(table, "%s", name);
    cell_of_keys(table, root);
    table_cell(table, "%.*s", (int)strcspn(because, ":;,("), because);  /* S2, not what S2 says */
    table_cell(table, "%s", title_of(root, zh));
}

static void print_whole(const char *name, const struct yaml *root)
{
    const struct yaml *because = yaml_get(root, "because");
    struct keys keys = { .room = SIZE_MAX, .out = stdout };
    printf("%s\n    title    %s  %s\n    changes  ", name, text_of(root, "title"), text_of(root, "title_zh"));
    list_keys(&keys, root, "");
    printf("\n    source   %s\n", text_of(root, "because"));
    for (int i = 1; because && because->kind == YAML_SEQUENCE && i < because->n; i++)
        printf("             %s\n", because->member[i].value->text);
}

static int offers_print(enum folder folder, const struct request *request, struct err *err)
{
    struct path_list list = path_list(folder);
    struct yaml_complaints wrong = { 0 };
    struct table table;
    if (list.n < 0)
        return err_set(err, "no memory to list the scenario path");
    if (list.n == 0)
        return err_input(err, "the scenario path is empty; put its folder into HOTLINE_PATH");
    table_begin(&table, "llll");
    for (int c = 0; c < 4; c++)
        table_cell(&table, "%s", HEADS[request->zh][c]);
    for (int i = 0; i < list.n; i++) {
        struct yaml_file *file = yaml_read(list.offer[i].file, &wrong);
        if (request->whole)
            print_whole(list.offer[i].name, yaml_root(file));
        else
            add_offer(&table, list.offer[i].name, yaml_root(file), request->zh);
        yaml_file_free(file);
    }
    path_list_free(&list);
    int failed = request->whole ? 0 : table_print(&table, stdout, 0);
    table_free(&table);
    return failed ? err_set(err, "no memory to list the scenario path") : yaml_verdict(&wrong, err);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'a': request->whole = 1; break;
    case 'l': request->zh = chosen_language(state, argument); break;
    case ARGP_KEY_ARG: argp_error(state, "no arguments, please"); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

int offers_verb(enum folder folder, const char *about, int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "long", 'a', NULL, 0, "every key that it sets, its whole source, both titles", 0 },
        { "lang", 'l', "en|zh", 0, "language of the titles", 0 },
        { 0 },
    };
    const struct argp argp = { options, parse, "", about, NULL, NULL, NULL };
    struct request request = { 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return offers_print(folder, &request, &err) ? verb_failed(&err) : EXIT_OK;
}
