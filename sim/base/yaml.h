/* yaml.h - a YAML file as a tree that knows where everything stands, and complaints with a caret.
 *
 * The only user of libfyaml. Mistakes of a reader's file do not stop the reading: each is one call of
 * yaml_complain, and yaml_verdict turns all of them (of all files) into one struct err at the end:
 *
 *     struct yaml_complaints wrong = { 0 };
 *     struct yaml_file *file = yaml_read("study.yaml", &wrong);
 *     static const char *const KEYS[] = { "base", "policies", "replications", NULL };
 *     yaml_known_keys(yaml_root(file), KEYS, "a study", &wrong);
 *     const struct yaml *n = yaml_get(yaml_root(file), "replications");
 *     long reps = n ? yaml_integer(n, "replications", 1, 100000, &wrong) : 10;
 *     ...
 *     int failed = yaml_verdict(&wrong, err);          // 0, or -1 with every sentence
 *     yaml_file_free(file);
 *
 * Anchors, aliases and merge keys (<<) are resolved. A file is at most 1 MiB of UTF-8, nests at most 32 levels,
 * and has at most 200 000 values after its aliases are written out. One document a file; tags are refused.
 */
#ifndef YAML_H
#define YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/base/err.h"

enum { YAML_MAX_BYTES = 1 << 20, YAML_MAX_DEPTH = 32, YAML_MAX_VALUES = 200000 };

struct yaml_file;

struct yaml_place {             /* some bytes of a file; file == NULL: nowhere */
    const struct yaml_file *file;
    size_t at, length;
};

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml {                   /* a node; lives as long as its file */
    enum yaml_kind kind;
    bool quoted;                /* "..." or '...' or a block: never null, a number or a switch */
    const char *text;           /* of a scalar, with a final 0; "" otherwise */
    int n;                      /* members of a sequence or mapping, in the order of the file */
    const struct yaml_member *member;
    struct yaml_place place;
};

struct yaml_member {
    const char *key;            /* NULL in a sequence */
    struct yaml_place key_place;        /* of the value, in a sequence */
    const struct yaml *value;   /* never NULL */
};

/* Complaints so far. Start from { 0 }. What does not fit into the text is only counted. */
struct yaml_complaints {
    int n, n_shown;
    bool environment;           /* one of them is no fault of the file: memory, a disk that does not answer */
    size_t used;
    char text[sizeof((struct err *)0)->text - 64];
};

/* Reads a file. On failure complains; then the result is NULL or, after a fault of syntax, an empty mapping.
 * `name` is opened and is the name in every complaint. */
struct yaml_file *yaml_read(const char *name, struct yaml_complaints *wrong);
/* The same from memory; the bytes are copied. */
struct yaml_file *yaml_from_text(const char *name, const char *bytes, size_t size, struct yaml_complaints *wrong);
/* `key=value` of the command line as a mapping with one member; its name is "--set key=value". */
struct yaml_file *yaml_from_setting(const char *setting, struct yaml_complaints *wrong);
void yaml_file_free(struct yaml_file *file);

/* The file's outermost node, a mapping (empty for an empty or unreadable file, or file == NULL). */
const struct yaml *yaml_root(const struct yaml_file *file);
const char *yaml_name(const struct yaml_file *file);
bool yaml_is_setting(const struct yaml_file *file);

/* Line and column (in characters), from 1. */
int yaml_line(struct yaml_place place);
int yaml_column(struct yaml_place place);

/* One complaint: `file:line:column: sentence`, the source line, and a caret under the place. A place that is
 * nowhere gives the sentence alone. */
void yaml_complain(struct yaml_complaints *wrong, struct yaml_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* 0 when there were no complaints; else -1 and all of them in err. */
int yaml_verdict(const struct yaml_complaints *wrong, struct err *err);

/* The value of a key, or NULL (also when the node is no mapping). */
const struct yaml *yaml_get(const struct yaml *mapping, const char *key);
/* A plain ~, null, or nothing at all. */
bool yaml_is_null(const struct yaml *node);

/* Complains about each key that is not in the list (ended by NULL), with the nearest one that is,
 * or with all of them when none is near.
 * `whole` is what the mapping is, in words: "a study". */
void yaml_known_keys(const struct yaml *mapping, const char *const known[], const char *whole,
                     struct yaml_complaints *wrong);

/* Does the text of a plain scalar say a number or an integer as a whole? They do not complain. Decimal only;
 * 1e3 is a number and, being whole, an integer. Neither nan nor inf is a number. */
bool yaml_reads_number(const struct yaml *node, double *x);
bool yaml_reads_integer(const struct yaml *node, long *x);

/* Getters that complain. `what` names the value in the sentence: 'what' must be a number, not 'abc'.
 * Outside [low, high] is a complaint, too. After a complaint they return low (0, false, ""). */
double yaml_number(const struct yaml *node, const char *what, double low, double high, struct yaml_complaints *wrong);
long yaml_integer(const struct yaml *node, const char *what, long low, long high, struct yaml_complaints *wrong);
bool yaml_switch(const struct yaml *node, const char *what, struct yaml_complaints *wrong);     /* true, false */
const char *yaml_text(const struct yaml *node, const char *what, struct yaml_complaints *wrong);
/* One of `n` words: its place in the list, or -1 after a complaint with the nearest word. */
int yaml_word(const struct yaml *node, const char *what, int n, const char *const word[],
              struct yaml_complaints *wrong);
/* Is it that kind? Otherwise complains. */
bool yaml_expect(const struct yaml *node, enum yaml_kind kind, const char *what, struct yaml_complaints *wrong);

#endif
