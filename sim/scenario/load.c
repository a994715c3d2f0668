#include "load.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "sim/base/text.h"
#include "trace.h"
#include "value.h"

enum { MOST_TITLE = 120, FIRST_DAY = -3650, LAST_DAY = 36500 };

const char *const SCENARIO_KEYS[] = { "extends", "because", "title", "title_zh", "events", NULL };

struct chain {                          /* from a file up to the one that was asked for */
    const char *file, *real;            /* as it was found; without links and .. */
    const struct chain *above;
};

struct removal { const struct section *section; char row[NAME_SIZE]; struct yaml_place place; };

struct opening { const struct section *section; char row[NAME_SIZE]; struct yaml_place place; bool in_city; };

struct loader {
    struct scenario_loaded *out;
    struct yaml_complaints wrong;
    int pass;                           /* files and settings begun so far; see trace_origin */
    bool incomplete;                    /* a file could not be read: what refers to its rows is not judged */
    bool in_city;                       /* not yet in the overlays */
    char **once;                        /* files that were applied because another extends them */
    int n_once;
    struct removal *removed;
    int n_removed;
    struct opening *opened;             /* rows that a file added, until all their columns are known */
    int n_opened;
    const struct yaml **events;         /* lists of events, until all rows are known */
    int n_events;
    struct scenario_event window;       /* from and until of the event being read */
    bool in_event, in_setting;
    char overlay_zh[TEXT_SIZE];         /* title of the overlay that was read last */
};

static const struct yaml_place NOWHERE = { 0 };

static void out_of_memory(struct loader *l)
{
    l->wrong.environment = true;
    yaml_complain(&l->wrong, NOWHERE, "no memory to load the scenario");
}

/* The list with room for one more than n; NULL after a complaint, and the list is as it was. */
static void *one_more(struct loader *l, void *list, int n, size_t size)
{
    void *more = realloc(list, ((size_t)n + 1) * size);
    if (!more)
        out_of_memory(l);
    return more;
}

/* From a key to what it names. */

struct spot {                           /* how far a path has been followed */
    const struct section *section;
    char row[NAME_SIZE];                /* "" until known */
    const struct param *param;
};

static bool is_row_name(const char *word)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char INSIDE[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return *word && strspn(word, LETTERS) > 0 && strspn(word, INSIDE) == strlen(word) && strlen(word) < NAME_SIZE;
}

static void complain_of_key(struct loader *l, const char *path, struct yaml_place place)
{
    char nearest[PATH_SIZE];
    struct text_guess guess = { .word = path };
    for (int k = 0; SCENARIO_KEYS[k]; k++)
        text_guess(&guess, SCENARIO_KEYS[k]);
    if (params_nearest(nearest, path))
        yaml_complain(&l->wrong, place, "there is no parameter '%s'; did you mean '%s'?", path, nearest);
    else if (guess.nearest)
        yaml_complain(&l->wrong, place, "there is no key '%s'; did you mean '%s'?", path, guess.nearest);
    else
        yaml_complain(&l->wrong, place, "there is no parameter '%s'", path);
}

/* One word further; false after a complaint about the key at `place`, whose whole path is given. */
static bool step(struct loader *l, struct spot *spot, const char *word, const char *path, struct yaml_place place)
{
    bool known = true;
    if (!spot->section) {
        known = (spot->section = section_named(word)) != NULL;
    } else if (spot->section->max && !*spot->row) {
        if (is_row_name(word))
            strcpy(spot->row, word);
        else
            yaml_complain(&l->wrong, place, "'%s' cannot be the name of a row: a letter, then letters, digits, - and "
                          "_, fewer than %d", word, NAME_SIZE);
        return *spot->row;
    } else {
        known = !spot->param && (spot->param = param_named(spot->section, word));
    }
    if (!known)
        complain_of_key(l, path, place);
    return known;
}

/* Rows. */

/* "kinds has no row 'nois'; did you mean 'noise'?": a name without a row, or a row that was not meant. */
static void complain_of_row(struct loader *l, const struct section *section, const char *row, struct yaml_place place,
                            const char *what_then)
{
    const char *nearest = params_row_nearest(&l->out->scenario, section, row);
    if (nearest)
        yaml_complain(&l->wrong, place, "%s has no row '%s'; did you mean '%s'? (%s)", section->name, row, nearest,
                      what_then);
    else
        yaml_complain(&l->wrong, place, "%s has no row '%s', and %s", section->name, row, what_then);
}

static void remember_opening(struct loader *l, const struct spot *spot, struct yaml_place place)
{
    struct opening *more = one_more(l, l->opened, l->n_opened, sizeof *more);
    if (!more)
        return;
    l->opened = more;
    more[l->n_opened] = (struct opening){ .section = spot->section, .place = place, .in_city = l->in_city };
    strcpy(more[l->n_opened++].row, spot->row);
}

/* The row of a spot, made when there is none; NONE after a complaint. 0 for a group. */
static int open_row(struct loader *l, const struct spot *spot, struct yaml_place place)
{
    struct scenario *scenario = &l->out->scenario;
    int row = spot->section->max ? params_row_named(scenario, spot->section, spot->row) : 0;
    if (row != NONE)
        return row;
    if (l->in_event) {
        complain_of_row(l, spot->section, spot->row, place, "an event cannot add one");
        return NONE;
    }
    row = params_add_row(scenario, spot->section, spot->row);
    if (row == NONE)
        yaml_complain(&l->wrong, place, "%s has at most %d rows; '%s' is one too many", spot->section->name,
                      spot->section->max, spot->row);
    else
        trace_new_row(l->out->trace, spot->section, row);
    if (row != NONE)
        remember_opening(l, spot, place);
    return row;
}

static void remove_row(struct loader *l, const struct spot *spot, struct yaml_place place)
{
    struct scenario *scenario = &l->out->scenario;
    int row = params_row_named(scenario, spot->section, spot->row), n = params_rows(scenario, spot->section);
    if (l->in_event)
        yaml_complain(&l->wrong, place, "an event cannot remove a row");
    else if (l->in_setting && row == NONE)
        complain_of_row(l, spot->section, spot->row, place, "there is nothing to remove");
    if (l->in_event || row == NONE)
        return;
    struct removal *more = one_more(l, l->removed, l->n_removed, sizeof *more);
    if (!more)
        return;
    l->removed = more;
    more[l->n_removed] = (struct removal){ .section = spot->section, .place = place };
    strcpy(more[l->n_removed++].row, spot->row);
    params_remove_row(scenario, spot->section, row);
    trace_remove_row(l->out->trace, spot->section, row, n);
}

static const struct removal *removal_of(const struct loader *l, const struct section *section, const char *row)
{
    for (int i = l->n_removed - 1; i >= 0; i--)
        if (l->removed[i].section == section && strcmp(l->removed[i].row, row) == 0)
            return &l->removed[i];
    return NULL;
}

/* Values. */

static void set_value(struct loader *l, const struct spot *spot, int row, const char *path, struct yaml_place key,
                      const struct yaml *node)
{
    const struct param *param = spot->param;
    struct trace_origin *origin = &l->out->trace->of[param - PARAMS][row];
    if (origin->pass == l->pass) {
        yaml_complain(&l->wrong, key, "'%s' is given twice; the first time in line %d", path,
                      yaml_line(origin->place));
        return;
    }
    const char *source;
    const struct yaml *value = value_itself(param, path, node, &source, &l->wrong);
    if (!value)
        return;
    *origin = (struct trace_origin){ value->place, value, source, l->pass };
    if (param->type == PARAM_NAMES)
        value_check_names(path, value, &l->wrong);
    else
        value_read(param, path, value, param_place(&l->out->scenario, param, row), &l->wrong);
}

/* Room for the value of an event in the present window; NULL after a complaint. */
static void *new_event(struct loader *l, const struct param *param, int row)
{
    struct scenario_loaded *out = l->out;
    void *bytes = calloc(1, param->size);
    struct scenario_event *more = bytes ? one_more(l, out->event, out->n_events, sizeof *more) : NULL;
    if (!bytes)
        out_of_memory(l);
    if (!more) {
        free(bytes);
        return NULL;
    }
    out->event = more;
    more[out->n_events] = l->window;
    more[out->n_events].param = param;
    more[out->n_events].offset = (size_t)((char *)param_place(&out->scenario, param, row) - (char *)&out->scenario);
    more[out->n_events++].value = bytes;
    return bytes;
}

static void add_event(struct loader *l, const struct spot *spot, int row, const char *path, struct yaml_place key,
                      const struct yaml *node)
{
    const struct param *param = spot->param;
    const struct yaml *value = value_itself(param, path, node, &(const char *){ NULL }, &l->wrong);
    void *bytes = new_event(l, param, row);
    if (!value) {
        yaml_complain(&l->wrong, key, "'%s' has no value in this event", path);
    } else if (bytes && param->type == PARAM_NAMES) {
        value_check_names(path, value, &l->wrong);
        value_read_names(param, path, value, &l->out->scenario, bytes, &l->wrong);
    } else if (bytes) {
        value_read(param, path, value, bytes, &l->wrong);
    }
}

static void follow(struct loader *l, struct spot spot, const char *above, const struct yaml_member *member);

static void follow_members(struct loader *l, const struct spot *spot, const char *path,
                           const struct yaml_member *member)
{
    const struct yaml *value = member->value;
    if (spot->section->max && *spot->row) {
        if (yaml_is_null(value)) {
            remove_row(l, spot, member->key_place);
            return;
        }
        if (!yaml_expect(value, YAML_MAPPING, path, &l->wrong) || open_row(l, spot, member->key_place) == NONE)
            return;
    } else if (!yaml_expect(value, YAML_MAPPING, path, &l->wrong)) {
        return;
    }
    for (int i = 0; i < value->n; i++)
        follow(l, *spot, path, &value->member[i]);
}

/* Takes a member of a file whose key goes on from `spot`: dots in it are steps like nesting. */
static void follow(struct loader *l, struct spot spot, const char *above, const struct yaml_member *member)
{
    char path[PATH_SIZE], word[PATH_SIZE];
    if (snprintf(path, sizeof path, "%s%s%s", above, *above ? "." : "", member->key) >= PATH_SIZE) {
        yaml_complain(&l->wrong, member->key_place, "no parameter has so long a name");
        return;
    }
    for (const char *at = member->key, *end; at; at = *end ? end + 1 : NULL) {
        end = at + strcspn(at, ".");
        snprintf(word, sizeof word, "%.*s", (int)(end - at), at);
        if (!step(l, &spot, word, path, member->key_place))
            return;
    }
    if (!spot.param) {
        follow_members(l, &spot, path, member);
        return;
    }
    int row = open_row(l, &spot, member->key_place);
    if (row != NONE)
        (l->in_event ? add_event : set_value)(l, &spot, row, path, member->key_place, member->value);
}

/* Files. */

static void check_because(struct loader *l, const struct yaml *because)
{
    if (because->kind != YAML_SEQUENCE)
        yaml_text(because, "because", &l->wrong);
    else
        for (int i = 0; i < because->n; i++)
            yaml_text(because->member[i].value, "because", &l->wrong);
}

/* title NULL: it is only checked. */
static void read_title(struct loader *l, const struct yaml *node, const char *what, char *title)
{
    const char *text = yaml_text(node, what, &l->wrong);
    if (strlen(text) > MOST_TITLE || strchr(text, '\n') || text_bad_utf8(text, strlen(text)) < strlen(text))
        yaml_complain(&l->wrong, node->place, "'%s' must be one line of at most %d bytes", what, MOST_TITLE);
    else if (title)
        strcpy(title, text);
}

static void keep_events(struct loader *l, const struct yaml *list)
{
    if (yaml_is_null(list)) {
        l->n_events = 0;
    } else if (yaml_expect(list, YAML_SEQUENCE, "events", &l->wrong)) {
        const struct yaml **more = one_more(l, l->events, l->n_events, sizeof *more);
        if (!more)
            return;
        l->events = more;
        more[l->n_events++] = list;
    }
}

static void apply(struct loader *l, const struct yaml *root)
{
    const struct yaml *base = yaml_get(root, "base");
    if (base) {
        yaml_complain(&l->wrong, base->place, "'base' makes this a study, which is neither a city nor a policy; "
                      "`hotline sweep` runs it");
        return;
    }
    l->pass++;
    l->overlay_zh[0] = '\0';               /* what it extends was called something else */
    for (int i = 0; i < root->n; i++) {
        const struct yaml_member *member = &root->member[i];
        if (strcmp(member->key, "extends") == 0)
            continue;                           /* has been applied before */
        if (strcmp(member->key, "because") == 0)
            check_because(l, member->value);
        else if (strcmp(member->key, "title") == 0)
            read_title(l, member->value, "title", l->in_city ? l->out->title : NULL);
        else if (strcmp(member->key, "title_zh") == 0)
            read_title(l, member->value, "title_zh", l->in_city ? l->out->title_zh : l->overlay_zh);
        else if (strcmp(member->key, "events") == 0)
            keep_events(l, member->value);
        else
            follow(l, (struct spot){ 0 }, "", member);
    }
}

static void load_file(struct loader *l, const char *file, struct yaml_place place, const struct chain *above);

static bool in_circle(struct loader *l, const char *file, const char *real, struct yaml_place place,
                      const struct chain *above)
{
    char round[1024] = "";
    const struct chain *c = above;
    while (c && strcmp(c->real, real) != 0)
        c = c->above;
    if (!c)
        return false;
    for (const struct chain *link = above;; link = link->above) {       /* from the end to the beginning */
        char rest[sizeof round];
        memcpy(rest, round, sizeof rest);
        snprintf(round, sizeof round, "%.250s -> %.700s", link->file, *rest ? rest : file);
        if (link == c)
            break;
    }
    yaml_complain(&l->wrong, place, "extends goes round in a circle: %s", round);
    return true;
}

/* Has this file been extended before? Remembers that it is now. */
static bool seen(struct loader *l, const char *real)
{
    for (int i = 0; i < l->n_once; i++)
        if (strcmp(l->once[i], real) == 0)
            return true;
    char **more = one_more(l, l->once, l->n_once, sizeof *more);
    if (!more)
        return true;
    l->once = more;
    if (!(more[l->n_once] = strdup(real)))
        out_of_memory(l);
    else
        l->n_once++;
    return false;
}

static void extend(struct loader *l, const struct yaml *name, const struct chain *chain)
{
    char found[PATH_MAX], real[PATH_MAX], sentence[1024];
    const char *text = yaml_text(name, "extends", &l->wrong);
    if (!*text)
        return;
    enum folder folder = l->in_city ? FOLDER_CITIES : FOLDER_POLICIES;
    if (!path_find(found, folder, text, chain->file)) {
        yaml_complain(&l->wrong, name->place, "%s", path_missing(sentence, sizeof sentence, folder, text));
        l->incomplete = true;
    } else if (realpath(found, real) && !in_circle(l, found, real, name->place, chain) && !seen(l, real)) {
        load_file(l, found, name->place, chain);
    }
}

/* Its outermost node, or NULL: the loading has failed since there were `before` complaints. */
static const struct yaml *tree_kept(struct loader *l, struct yaml_file *tree, int before)
{
    const struct yaml *root = yaml_root(tree);
    l->incomplete |= l->wrong.n > before && root->n == 0;
    if (tree && trace_keep_file(l->out->trace, tree))
        return root;
    if (tree)
        out_of_memory(l);
    return NULL;
}

/* `place` is where the file was asked for, `above` the files that led to it. */
static void load_file(struct loader *l, const char *file, struct yaml_place place, const struct chain *above)
{
    enum { MOST_FILES = 256 };
    if (l->out->trace->n_files == MOST_FILES) {
        yaml_complain(&l->wrong, place, "more than %d files extend one another", MOST_FILES);
        return;
    }
    int before = l->wrong.n;
    struct yaml_file *tree = yaml_read(file, &l->wrong);
    const struct yaml *root = tree_kept(l, tree, before);
    if (!root)
        return;
    char real[PATH_MAX];
    const struct chain chain = { file, realpath(file, real) ? real : file, above };
    const struct yaml *extends = yaml_get(root, "extends");
    if (extends && extends->kind == YAML_SEQUENCE)
        for (int i = 0; i < extends->n; i++)
            extend(l, extends->member[i].value, &chain);
    else if (extends)
        extend(l, extends, &chain);
    apply(l, root);
}

/* A text extends nothing: it is what scenario_print has written. */
static void load_text(struct loader *l, const char *name, const char *text)
{
    int before = l->wrong.n;
    const struct yaml *root = tree_kept(l, yaml_from_text(name, text, strlen(text), &l->wrong), before);
    if (root)
        apply(l, root);
}

static void load_named(struct loader *l, enum folder folder, const char *name)
{
    char found[PATH_MAX], sentence[1024];
    if (path_find(found, folder, name, NULL)) {
        load_file(l, found, NOWHERE, NULL);
    } else {
        yaml_complain(&l->wrong, NOWHERE, "%s", path_missing(sentence, sizeof sentence, folder, name));
        l->incomplete = true;
    }
}

/* Overlay `number` and its title are read: the titles so far, or none where one is missing. */
static void join_title(struct loader *l, int number)
{
    char *all = l->out->policy_zh;
    size_t used = strlen(all), room = sizeof l->out->policy_zh - used;
    if (!l->overlay_zh[0] || (number > 0 && !used) || strlen(l->overlay_zh) + sizeof "＋" > room)
        all[0] = '\0';
    else
        snprintf(all + used, room, "%s%s", used ? "＋" : "", l->overlay_zh);
}

static void load_setting(struct loader *l, const char *setting)
{
    struct yaml_file *tree = yaml_from_setting(setting, &l->wrong);
    if (tree && !trace_keep_file(l->out->trace, tree))
        out_of_memory(l);
    else if (tree && yaml_root(tree)->n) {
        l->pass++;
        l->in_setting = true;
        follow(l, (struct spot){ 0 }, "", &yaml_root(tree)->member[0]);
        l->in_setting = false;
    }
}

/* What needs every row: new rows, names, events. */

/* Columns that a row needs to mean something and that no file set: "'rate' and 'harm'"; "" when none is missing. */
static void missing_columns(const struct loader *l, const struct section *section, int row, char missing[PATH_SIZE])
{
    char word[NAME_SIZE];
    int used = 0;
    missing[0] = 0;
    for (int w = 0; section_needs(word, section, w); w++)
        if (!l->out->trace->of[param_named(section, word) - PARAMS][row].pass)
            used += snprintf(missing + used, (size_t)(PATH_SIZE - used), "%s'%s'", used ? ", " : "", word);
}

/* A new row without the columns that its table needs was hardly meant: a slip of the pen would add a kind, a gate, a
 * channel at defaults. The files of a city are where rows are made; a policy, or the
 * settings of a command line together, must say the whole row. */
static void judge_new_rows(struct loader *l)
{
    for (int i = 0; i < l->n_opened; i++) {
        const struct opening *opening = &l->opened[i];
        int row = params_row_named(&l->out->scenario, opening->section, opening->row);
        char missing[PATH_SIZE], needs[PATH_SIZE + 32];
        if (row == NONE || opening->in_city)
            continue;
        missing_columns(l, opening->section, row, missing);
        snprintf(needs, sizeof needs, "a new one needs %s, too", missing);
        if (*missing)
            complain_of_row(l, opening->section, opening->row, opening->place, needs);
    }
}

/* Does one of the names belong to a row that was removed? Complains where it was. */
static bool names_removed_row(struct loader *l, const struct param *param, const char *path, const struct yaml *list)
{
    const struct section *other = section_named(param->words);
    bool found = false;
    for (int i = 0; list->kind == YAML_SEQUENCE && i < list->n; i++) {
        const struct yaml *item = list->member[i].value;
        const struct removal *removal = removal_of(l, other, item->text);
        if (!removal || params_row_named(&l->out->scenario, other, item->text) != NONE)
            continue;
        yaml_complain(&l->wrong, removal->place, "'%s.%s' cannot go: '%s' (%s:%d:%d) names it", other->name,
                      removal->row, path, yaml_name(item->place.file), yaml_line(item->place),
                      yaml_column(item->place));
        found = true;
    }
    return found;
}

static void resolve_names(struct loader *l)
{
    for (int p = 0; p < N_PARAMS; p++) {
        const struct param *param = &PARAMS[p];
        const struct section *section = &SECTIONS[param->section];
        for (int row = 0; param->type == PARAM_NAMES && row < params_rows(&l->out->scenario, section); row++) {
            const struct yaml *list = l->out->trace->of[p][row].names;
            char path[PATH_SIZE];
            param_path(path, param, params_row_name(&l->out->scenario, section, row));
            if (list && !names_removed_row(l, param, path, list))
                value_read_names(param, path, list, &l->out->scenario, param_place(&l->out->scenario, param, row),
                                 &l->wrong);
        }
    }
}

static void read_event(struct loader *l, const struct yaml *node)
{
    static const char *const KEYS[] = { "at", "until", "set", "because", NULL };
    if (!yaml_expect(node, YAML_MAPPING, "events", &l->wrong))
        return;
    yaml_known_keys(node, KEYS, "an event", &l->wrong);
    const struct yaml *at = yaml_get(node, "at"), *until = yaml_get(node, "until"), *set = yaml_get(node, "set");
    const struct yaml *because = yaml_get(node, "because");
    if (!at || !set) {
        yaml_complain(&l->wrong, node->place, "an event needs 'at' and 'set'");
        return;
    }
    int before = l->wrong.n, from = (int)yaml_integer(at, "at", FIRST_DAY, LAST_DAY, &l->wrong);
    l->window = (struct scenario_event){ .from = from, .until = INT_MAX };
    if (until)
        l->window.until = (int)yaml_integer(until, "until", FIRST_DAY, LAST_DAY, &l->wrong);
    if (l->window.until <= from && l->wrong.n == before)
        yaml_complain(&l->wrong, until->place, "'until' must be after 'at'; it is the first day without the event");
    if (because)
        check_because(l, because);
    if (yaml_expect(set, YAML_MAPPING, "set", &l->wrong))
        for (int i = 0; i < set->n; i++)
            follow(l, (struct spot){ 0 }, "", &set->member[i]);
}

static void read_events(struct loader *l)
{
    l->in_event = true;
    for (int e = 0; e < l->n_events; e++)
        for (int i = 0; i < l->events[e]->n; i++)
            read_event(l, l->events[e]->member[i].value);
}

static void loader_free(struct loader *l)
{
    for (int i = 0; i < l->n_once; i++)
        free(l->once[i]);
    free(l->once);
    free(l->removed);
    free(l->opened);
    free(l->events);
}

int scenario_load(struct scenario_loaded *out, const struct scenario_request *request, struct err *err)
{
    struct loader l = { .out = out, .in_city = true };
    *out = (struct scenario_loaded){ .trace = trace_new() };
    if (!out->trace)
        return err_set(err, "no memory to load the scenario");
    params_defaults(&out->scenario);
    if (request->city_text)
        load_text(&l, request->city, request->city_text);
    else if (request->city)
        load_named(&l, FOLDER_CITIES, request->city);
    l.in_city = false;
    for (int i = 0; i < request->n_overlays; i++) {
        load_named(&l, FOLDER_POLICIES, request->overlay[i]);
        join_title(&l, i);
    }
    for (int i = 0; i < request->n_sets; i++)
        load_setting(&l, request->set[i]);
    if (!l.incomplete) {
        judge_new_rows(&l);
        resolve_names(&l);
        read_events(&l);
    }
    loader_free(&l);
    return yaml_verdict(&l.wrong, err);
}

void scenario_free(struct scenario_loaded *loaded)
{
    for (int e = 0; e < loaded->n_events; e++)
        free((void *)loaded->event[e].value);
    free(loaded->event);
    trace_free(loaded->trace);
    loaded->event = NULL;
    loaded->n_events = 0;
    loaded->trace = NULL;
}

/* The last of the events that set a value on that day, or NULL. */
static const struct scenario_event *event_in_force(const struct scenario_loaded *loaded, size_t offset, int day)
{
    const struct scenario_event *last = NULL;
    for (int e = 0; e < loaded->n_events; e++) {
        const struct scenario_event *event = &loaded->event[e];
        if (event->offset == offset && event->from <= day && day < event->until)
            last = event;
    }
    return last;
}

bool scenario_apply_events(const struct scenario_loaded *loaded, int day, struct scenario *now)
{
    bool changed = false;
    for (int e = 0; e < loaded->n_events; e++) {
        size_t offset = loaded->event[e].offset, size = loaded->event[e].param->size;
        const struct scenario_event *event = event_in_force(loaded, offset, day);
        const void *value = event ? event->value : (const char *)&loaded->scenario + offset;
        if (memcmp((char *)now + offset, value, size) != 0) {
            memcpy((char *)now + offset, value, size);
            changed = true;
        }
    }
    return changed;
}
