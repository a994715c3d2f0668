/* script.h - the text of a gnuplot script as it grows, with its numbers inside, so that it can be kept and run alone.
 *
 * Running out of memory is remembered and told once, by whoever asks `failed`.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stddef.h>

struct script {
    char *text;                     /* NULL while empty */
    size_t used, room;
    int failed;                     /* there was no memory for all of it */
    int n_blocks;                   /* of data: $d1, $d2 ... */
};

void script_add(struct script *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A string as gnuplot reads it, 'in quotes'. The name of a mark of an axis is a format of printf for gnuplot: in it
 * each % is doubled. */
void script_quote(struct script *s, const char *text);
void script_quote_mark(struct script *s, const char *text);
void script_free(struct script *s);
void script_clear(struct script *s);

/* A block of data: begin, rows of n numbers ("NaN" for what is not one), end. The block's number is returned. */
int script_block(struct script *s);
void script_row(struct script *s, int n, const double x[]);
void script_block_end(struct script *s);

#endif
