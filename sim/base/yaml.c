#include "yaml.h"

#include <errno.h>
#include <libfyaml.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Storage: all nodes and texts of a file live in blocks that go when the file goes. */

struct block { struct block *next; size_t size, used; char bytes[]; };

struct yaml_file {
    char *name, *bytes;
    size_t size, skip;          /* the YAML begins at bytes + skip: after the `key=` of a setting */
    size_t *line, n_lines;      /* where each line begins */
    struct block *blocks;
    struct yaml *root;
};

static const struct yaml EMPTY = { .kind = YAML_MAPPING, .text = "" };

static void *keep(struct yaml_file *file, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    struct block *block = file->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = size > 8192 ? size : 8192;
        block = calloc(1, sizeof *block + room);
        if (!block)
            return NULL;
        *block = (struct block){ .next = file->blocks, .size = room };
        file->blocks = block;
    }
    void *at = block->bytes + block->used;
    block->used += size;
    return at;
}

void yaml_file_free(struct yaml_file *file)
{
    if (!file)
        return;
    for (struct block *block = file->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(file->name);
    free(file->bytes);
    free(file->line);
    free(file);
}

const struct yaml *yaml_root(const struct yaml_file *file)
{
    return file && file->root ? file->root : &EMPTY;
}

const char *yaml_name(const struct yaml_file *file)
{
    return file->name;
}

bool yaml_is_setting(const struct yaml_file *file)
{
    return file->skip > 0;
}

/* Places and complaints. */

/* The number of the line, from 0. */
static size_t line_of(struct yaml_place place)
{
    size_t low = 0, high = place.file->n_lines;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(place.file->line[middle] <= place.at ? &low : &high) = middle;
    }
    return low;
}

static const char *line_begin(struct yaml_place place)
{
    const char *at = place.file->bytes + place.file->line[line_of(place)];
    return at == place.file->bytes && text_begins(at, "\xEF\xBB\xBF") && place.at >= 3 ? at + 3 : at;
}

int yaml_line(struct yaml_place place)
{
    return (int)line_of(place) + 1;
}

int yaml_column(struct yaml_place place)
{
    const char *end = place.file->bytes + place.at;
    int column = 1, columns;
    for (const char *at = line_begin(place); at < end; at += text_character(at, &columns))
        column++;
    return column;
}

/* Appends a character as it is, or `mark` in as many columns; tabs stay tabs so that the caret stays below. */
static void draw(FILE *out, const char *at, size_t length, int columns, char mark)
{
    if (!mark)
        fwrite(at, 1, length, out);
    else
        for (int c = 0; c < columns; c++)
            fputc(*at == '\t' && mark == ' ' ? '\t' : mark, out);
}

/* The source line and the caret below it; of a long line only what is around the place. */
static void draw_excerpt(FILE *out, struct yaml_place place)
{
    enum { BEFORE = 100, AFTER = 90 };
    const char *spot = place.file->bytes + place.at, *begin = line_begin(place);
    while (spot - begin > BEFORE) {
        int columns;
        begin += text_character(begin, &columns);
    }
    const char *end = spot;
    while (*end && *end != '\n' && *end != '\r' && end - spot < AFTER) {
        int columns;
        end += text_character(end, &columns);
    }
    for (int caret = 0; caret < 2; caret++) {
        fputs("\n  ", out);
        size_t length;
        int columns;
        for (const char *at = begin; at < (caret ? spot : end); at += length) {
            length = text_character(at, &columns);
            draw(out, at, length, columns, caret ? ' ' : 0);
        }
    }
    fputc('^', out);
    int under = -1, columns;
    for (const char *at = spot; at < end && at < spot + place.length; at += text_character(at, &columns))
        under += (text_character(at, &columns), columns);
    for (; under > 0; under--)
        fputc('~', out);
}

/* A sentence without control characters (a key may hold some) and without a character cut in two. */
static void draw_sentence(FILE *out, const char *format, va_list args)
{
    char sentence[600];
    vsnprintf(sentence, sizeof sentence, format, args);
    for (char *at = sentence; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = '?';
    sentence[text_bad_utf8(sentence, strlen(sentence))] = 0;
    fputs(sentence, out);
}

void yaml_complain(struct yaml_complaints *wrong, struct yaml_place place, const char *format, ...)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    wrong->n++;
    if (!out)
        return;
    if (place.file && yaml_is_setting(place.file))
        fprintf(out, "%s: ", place.file->name);
    else if (place.file)
        fprintf(out, "%s:%d:%d: ", place.file->name, yaml_line(place), yaml_column(place));
    va_list args;
    va_start(args, format);
    draw_sentence(out, format, args);
    va_end(args);
    if (place.file)
        draw_excerpt(out, place);
    if (fclose(out) == 0 && wrong->used + size + 2 < sizeof wrong->text) {
        if (wrong->n_shown++)
            wrong->text[wrong->used++] = '\n';
        memcpy(wrong->text + wrong->used, text, size + 1);
        wrong->used += size;
    }
    free(text);
}

int yaml_verdict(const struct yaml_complaints *wrong, struct err *err)
{
    int more = wrong->n - wrong->n_shown;
    if (wrong->n == 0)
        return 0;
    enum exit_code code = wrong->environment ? EXIT_ENVIRONMENT : EXIT_INPUT;
    if (more)
        return err_code(err, code, "%s\n... and %d more", wrong->text, more);
    return err_code(err, code, "%s", wrong->text);
}

/* Reading: libfyaml's events become nodes. */

struct anchor { struct anchor *next; const char *name; const struct yaml *node; long values; };

struct reader {
    struct yaml_file *file;
    struct fy_parser *parser;
    struct yaml_complaints *wrong;
    struct anchor *anchors;
    long values;                /* so far, aliases written out */
    bool stopped;               /* nothing that follows can be trusted */
    bool not_yaml;              /* libfyaml stopped, and knows why */
};

struct piece {                  /* of a YAML stream: an event, copied */
    enum fy_event_type type;
    struct yaml_place place;
    bool quoted;
    const char *text, *anchor;  /* of a scalar or the name of an alias; anchor may be NULL */
};

static void stop(struct reader *r, struct yaml_place place, const char *why)
{
    if (!r->stopped)
        yaml_complain(r->wrong, place, "%s", why);
    r->stopped = true;
}

static void *reader_keep(struct reader *r, size_t size)
{
    void *at = keep(r->file, size);
    if (!at) {
        r->wrong->environment = true;
        stop(r, (struct yaml_place){ 0 }, "no memory to read a scenario file");
    }
    return at;
}

static const char *token_text(struct reader *r, struct fy_token *token)
{
    size_t length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : "";
    char *copy = text ? reader_keep(r, length + 1) : NULL;
    if (!copy)
        return "";
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

static struct yaml_place event_place(const struct yaml_file *file, struct fy_event *event)
{
    const struct fy_mark *start = fy_event_start_mark(event), *end = fy_event_end_mark(event);
    if (!start || start->input_pos > file->size)
        return (struct yaml_place){ 0 };
    size_t length = end && end->input_pos > start->input_pos ? end->input_pos - start->input_pos : 1;
    return (struct yaml_place){ file, file->skip + start->input_pos, length };
}

static struct fy_token *event_tag(const struct fy_event *event)
{
    return event->type == FYET_SCALAR           ? event->scalar.tag
           : event->type == FYET_SEQUENCE_START ? event->sequence_start.tag
           : event->type == FYET_MAPPING_START  ? event->mapping_start.tag
                                                : NULL;
}

static struct fy_token *event_anchor(const struct fy_event *event)
{
    return event->type == FYET_SCALAR           ? event->scalar.anchor
           : event->type == FYET_SEQUENCE_START ? event->sequence_start.anchor
           : event->type == FYET_MAPPING_START  ? event->mapping_start.anchor
                                                : NULL;
}

static bool next_piece(struct reader *r, struct piece *piece)
{
    struct fy_event *event = r->stopped ? NULL : fy_parser_parse(r->parser);
    if (!event) {
        r->not_yaml |= !r->stopped;
        r->stopped = true;
        return false;
    }
    *piece = (struct piece){ .type = event->type, .place = event_place(r->file, event), .text = "" };
    if (event->type == FYET_SCALAR) {
        piece->text = token_text(r, event->scalar.value);
        piece->quoted = event->scalar.value && fy_token_scalar_style(event->scalar.value) != FYSS_PLAIN;
    } else if (event->type == FYET_ALIAS) {
        piece->text = token_text(r, event->alias.anchor);
    }
    if (event_anchor(event))
        piece->anchor = token_text(r, event_anchor(event));
    if (event_tag(event))
        stop(r, piece->place, "a tag (!...) has no meaning here");
    fy_parser_event_free(r->parser, event);
    return !r->stopped;
}

static void count_values(struct reader *r, struct yaml_place place, long values)
{
    r->values += values;
    if (r->values > YAML_MAX_VALUES)
        stop(r, place, "more than 200000 values once the aliases are written out");
}

static const struct yaml *anchored(struct reader *r, const struct piece *alias)
{
    struct anchor *a = r->anchors;
    while (a && strcmp(a->name, alias->text) != 0)
        a = a->next;
    if (!a || !a->node) {
        yaml_complain(r->wrong, alias->place, a ? "the alias '*%.60s' stands inside what it repeats"
                                                : "no anchor '&%.60s' comes before this alias", alias->text);
        r->stopped = true;
        return &EMPTY;
    }
    count_values(r, alias->place, a->values);
    return a->node;
}

struct members { struct yaml_member *at; int n, room; };

static bool append(struct reader *r, struct members *list, struct yaml_member member)
{
    if (list->n == list->room) {
        int room = list->room ? 2 * list->room : 8;
        struct yaml_member *more = reader_keep(r, (size_t)room * sizeof *more);
        if (!more)
            return false;
        if (list->n)
            memcpy(more, list->at, (size_t)list->n * sizeof *more);
        list->at = more;
        list->room = room;
    }
    list->at[list->n++] = member;
    return true;
}

static const struct yaml *read_value(struct reader *r, const struct piece *piece, struct yaml_place key, int depth);

static void read_sequence(struct reader *r, struct yaml *node, int depth)
{
    struct members list = { 0 };
    struct piece piece;
    while (next_piece(r, &piece) && piece.type != FYET_SEQUENCE_END) {
        const struct yaml *value = read_value(r, &piece, node->place, depth);
        append(r, &list, (struct yaml_member){ .key_place = value->place, .value = value });
    }
    node->n = list.n;
    node->member = list.at;
}

/* What `<<` brings in; it yields to the mapping's own keys. */
static void read_merge(struct reader *r, struct members *merged, const struct yaml *value, struct yaml_place place)
{
    if (value->kind == YAML_SEQUENCE) {
        for (int i = 0; i < value->n; i++)
            if (value->member[i].value->kind == YAML_SEQUENCE)
                stop(r, place, "<< takes a mapping or a list of mappings");
            else
                read_merge(r, merged, value->member[i].value, place);
    } else if (value->kind == YAML_MAPPING) {
        for (int i = 0; i < value->n && !r->stopped; i++) {
            count_values(r, place, 1);
            append(r, merged, value->member[i]);
        }
    } else {
        stop(r, place, "<< takes a mapping or a list of mappings");
    }
}

static int by_key_then_order(const void *a, const void *b)
{
    const struct yaml_member *x = *(const struct yaml_member *const *)a, *y = *(const struct yaml_member *const *)b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x > y) - (x < y);
}

/* Drops the second of two equal keys: with a complaint among the first n_own, silently among the merged ones. */
static void drop_duplicates(struct reader *r, struct members *list, int n_own)
{
    const struct yaml_member **sorted = reader_keep(r, ((size_t)list->n + 1) * sizeof *sorted);
    char *drop = reader_keep(r, (size_t)list->n + 1);
    if (!sorted || !drop)
        return;
    for (int i = 0; i < list->n; i++)
        sorted[i] = &list->at[i];
    qsort(sorted, (size_t)list->n, sizeof *sorted, by_key_then_order);
    for (int i = 1, first = 0; i < list->n; i++) {
        if (strcmp(sorted[i]->key, sorted[first]->key) != 0) {
            first = i;
            continue;
        }
        drop[sorted[i] - list->at] = 1;
        if (sorted[i] - list->at < n_own)
            yaml_complain(r->wrong, sorted[i]->key_place, "'%s' is given twice; the first time in line %d",
                          sorted[i]->key, yaml_line(sorted[first]->key_place));
    }
    int n = 0;
    for (int i = 0; i < list->n; i++)
        if (!drop[i])
            list->at[n++] = list->at[i];
    list->n = n;
}

static void read_mapping(struct reader *r, struct yaml *node, int depth)
{
    struct members own = { 0 }, merged = { 0 };
    struct piece key, piece;
    while (next_piece(r, &key) && key.type != FYET_MAPPING_END) {
        if (key.type != FYET_SCALAR)
            stop(r, key.place, "a key must be a word");
        if (!next_piece(r, &piece))
            break;
        struct yaml_place place = key.place.file ? key.place : node->place;
        const struct yaml *value = read_value(r, &piece, place, depth);
        if (!key.quoted && strcmp(key.text, "<<") == 0)
            read_merge(r, &merged, value, place);
        else
            append(r, &own, (struct yaml_member){ key.text, place, value });
    }
    int n_own = own.n;
    for (int i = 0; i < merged.n; i++)
        append(r, &own, merged.at[i]);
    drop_duplicates(r, &own, n_own);
    node->n = own.n;
    node->member = own.at;
}

static struct anchor *open_anchor(struct reader *r, const char *name)
{
    struct anchor *a = name ? reader_keep(r, sizeof *a) : NULL;
    if (a) {
        *a = (struct anchor){ r->anchors, name, NULL, r->values };
        r->anchors = a;
    }
    return a;
}

/* The value that begins with this piece; `key` is where it stands when it is empty. Never NULL. */
static const struct yaml *read_value(struct reader *r, const struct piece *piece, struct yaml_place key, int depth)
{
    if (piece->type == FYET_ALIAS)
        return anchored(r, piece);
    struct yaml *node = reader_keep(r, sizeof *node);
    if (!node)
        return &EMPTY;
    struct anchor *anchor = open_anchor(r, piece->anchor);
    *node = (struct yaml){ .kind = YAML_SCALAR, .quoted = piece->quoted, .text = piece->text,
                           .place = piece->place.file ? piece->place : key };
    count_values(r, node->place, 1);
    if (depth >= YAML_MAX_DEPTH) {
        stop(r, node->place, "nested more than 32 levels deep");
    } else if (piece->type == FYET_SEQUENCE_START) {
        node->kind = YAML_SEQUENCE;
        read_sequence(r, node, depth + 1);
    } else if (piece->type == FYET_MAPPING_START) {
        node->kind = YAML_MAPPING;
        read_mapping(r, node, depth + 1);
    }
    if (anchor) {
        anchor->node = node;
        anchor->values = r->values - anchor->values;
    }
    return node;
}

static void read_stream(struct reader *r)
{
    struct piece piece;
    while (next_piece(r, &piece) && piece.type != FYET_STREAM_END) {
        if (piece.type != FYET_DOCUMENT_START)
            continue;
        if (r->file->root) {
            stop(r, piece.place, "a second document begins here; a file holds one");
            return;
        }
        if (!next_piece(r, &piece))
            return;
        r->file->root = (struct yaml *)read_value(r, &piece, (struct yaml_place){ r->file, r->file->skip, 1 }, 0);
    }
}

/* Where libfyaml's line and column (from 1) are. */
static struct yaml_place place_of(const struct yaml_file *file, int line, int column)
{
    size_t at = file->skip;
    for (; line > 1 && at < file->size; at++)
        line -= file->bytes[at] == '\n';
    for (int columns; column > 1 && at < file->size && file->bytes[at] != '\n'; column--)
        at += text_character(file->bytes + at, &columns);
    return (struct yaml_place){ file, at, 1 };
}

static void complain_of_syntax(struct reader *r, struct fy_diag *diag)
{
    void *previous = NULL;
    int before = r->wrong->n;
    for (struct fy_diag_error *e; (e = fy_diag_errors_iterate(diag, &previous));)
        yaml_complain(r->wrong, place_of(r->file, e->line, e->column), "%s", e->msg);
    if (r->wrong->n == before)
        yaml_complain(r->wrong, (struct yaml_place){ r->file, r->file->skip, 1 }, "this is not YAML");
}

static bool is_clean(struct yaml_file *file, struct yaml_complaints *wrong)
{
    struct yaml_place start = { 0 };
    if (file->size > YAML_MAX_BYTES) {
        yaml_complain(wrong, start, "%s: larger than 1 MiB; a scenario file is a few kilobytes", file->name);
        return false;
    }
    size_t bad = text_bad_utf8(file->bytes, file->size);
    if (bad == file->size)
        return true;
    struct yaml_place place = { file, bad, 1 };
    yaml_complain(wrong, start, "%s:%d:%d: the byte 0x%02X is not UTF-8 text", file->name, yaml_line(place),
                  yaml_column(place), (unsigned char)file->bytes[bad]);
    return false;
}

static void parse(struct yaml_file *file, struct yaml_complaints *wrong)
{
    if (!is_clean(file, wrong))
        return;
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&quiet);
    struct fy_parse_cfg how = { .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag };
    struct reader r = { .file = file, .wrong = wrong, .parser = diag ? fy_parser_create(&how) : NULL };
    if (diag)
        fy_diag_set_collect_errors(diag, true);
    if (r.parser && fy_parser_set_string(r.parser, file->bytes + file->skip, file->size - file->skip) == 0) {
        read_stream(&r);
        if (r.not_yaml)
            complain_of_syntax(&r, diag);
        if (r.stopped)
            file->root = NULL;
    } else {
        wrong->environment = true;
        yaml_complain(wrong, (struct yaml_place){ 0 }, "%s: no memory to read it", file->name);
    }
    if (r.parser)
        fy_parser_destroy(r.parser);
    if (diag)
        fy_diag_destroy(diag);
}

/* Opening. */

/* False without memory. */
static bool find_lines(struct yaml_file *file)
{
    size_t n = 1;
    for (size_t i = 0; i < file->size; i++)
        n += file->bytes[i] == '\n';
    file->line = malloc(n * sizeof *file->line);
    if (!file->line)
        return false;
    file->line[file->n_lines++] = 0;
    for (size_t i = 0; i < file->size; i++)
        if (file->bytes[i] == '\n')
            file->line[file->n_lines++] = i + 1;
    return true;
}

static struct yaml_file *new_file(const char *name, const char *bytes, size_t size, struct yaml_complaints *wrong)
{
    struct yaml_file *file = calloc(1, sizeof *file);
    if (file) {
        file->name = strdup(name);
        file->bytes = malloc(size + 1);
        file->size = size;
        if (file->bytes)
            memcpy(file->bytes, bytes, size);
    }
    if (!file || !file->name || !file->bytes || !find_lines(file)) {
        wrong->environment = true;
        yaml_complain(wrong, (struct yaml_place){ 0 }, "%s: no memory to read it", name);
        yaml_file_free(file);
        return NULL;
    }
    file->bytes[size] = 0;
    return file;
}

static void expect_root_mapping(struct yaml_file *file, struct yaml_complaints *wrong)
{
    struct yaml *root = file->root;
    if (root && root->kind != YAML_MAPPING) {
        if (!yaml_is_null(root))
            yaml_complain(wrong, root->place, "the file must be a mapping of keys to values");
        file->root = NULL;
    }
}

struct yaml_file *yaml_from_text(const char *name, const char *bytes, size_t size, struct yaml_complaints *wrong)
{
    struct yaml_file *file = new_file(name, bytes, size, wrong);
    if (file) {
        parse(file, wrong);
        expect_root_mapping(file, wrong);
    }
    return file;
}

struct yaml_file *yaml_read(const char *name, struct yaml_complaints *wrong)
{
    FILE *in = fopen(name, "rb");
    char *bytes = in ? malloc(YAML_MAX_BYTES + 1) : NULL;
    size_t size = bytes ? fread(bytes, 1, YAML_MAX_BYTES + 1, in) : 0;
    struct yaml_file *file = NULL;
    if (!in || !bytes || ferror(in)) {
        wrong->environment |= errno != ENOENT && errno != ENOTDIR && errno != EISDIR;
        yaml_complain(wrong, (struct yaml_place){ 0 }, "%s: cannot be read: %s", name, strerror(errno));
    } else {
        file = yaml_from_text(name, bytes, size, wrong);
    }
    free(bytes);
    if (in)
        fclose(in);
    return file;
}

/* The mapping { key: value } around what was read after the `=`. */
static bool wrap_setting(struct yaml_file *file, size_t key_length)
{
    struct yaml *mapping = keep(file, sizeof *mapping), *empty = keep(file, sizeof *empty);
    struct yaml_member *member = keep(file, sizeof *member);
    char *key = keep(file, key_length + 1);
    if (!mapping || !empty || !member || !key)
        return false;
    struct yaml_place place = { file, 0, key_length };
    memcpy(key, file->bytes, key_length);
    *empty = (struct yaml){ .text = "", .place = place };
    *member = (struct yaml_member){ key, place, file->root ? file->root : empty };
    *mapping = (struct yaml){ .kind = YAML_MAPPING, .text = "", .n = 1, .member = member, .place = place };
    file->root = mapping;
    return true;
}

struct yaml_file *yaml_from_setting(const char *setting, struct yaml_complaints *wrong)
{
    struct yaml_place nowhere = { 0 };
    const char *equals = strchr(setting, '=');
    if (!equals || equals == setting) {
        yaml_complain(wrong, nowhere, "--set %s: must be key=value, as in --set calendar.days=30", setting);
        return NULL;
    }
    char name[256];
    snprintf(name, sizeof name, "--set %s", setting);
    name[text_bad_utf8(name, strlen(name))] = 0;
    struct yaml_file *file = new_file(name, setting, strlen(setting), wrong);
    if (!file)
        return NULL;
    file->skip = (size_t)(equals - setting) + 1;
    int before = wrong->n;
    parse(file, wrong);
    if (wrong->n != before)
        file->root = NULL;
    else if (!wrap_setting(file, file->skip - 1)) {
        wrong->environment = true;
        yaml_complain(wrong, nowhere, "%s: no memory to read it", name);
    }
    return file;
}
