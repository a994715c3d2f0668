#include "script.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static int script_grow(struct script *s, size_t more)
{
    size_t room = s->room ? s->room : 4096;
    while (room < s->used + more)
        room *= 2;
    char *text = room == s->room ? s->text : realloc(s->text, room);
    if (!text) {
        s->failed = 1;
        return -1;
    }
    s->text = text;
    s->room = room;
    return 0;
}

void script_add(struct script *s, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0 && script_grow(s, (size_t)n + 1) == 0) {
        vsnprintf(s->text + s->used, (size_t)n + 1, format, again);
        s->used += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

static void quote(struct script *s, const char *text, const char *percent)
{
    script_add(s, "'");
    for (; *text; text++)
        switch (*text) {
        case '\'': script_add(s, "''"); break;
        case '\n': script_add(s, "'.\"\\n\".'"); break;
        case '%': script_add(s, "%s", percent); break;
        default: script_add(s, "%c", *text);
        }
    script_add(s, "'");
}

void script_quote(struct script *s, const char *text)
{
    quote(s, text, "%");
}

void script_quote_mark(struct script *s, const char *text)
{
    quote(s, text, "%%");
}

void script_free(struct script *s)
{
    free(s->text);
    *s = (struct script){ 0 };
}

void script_clear(struct script *s)
{
    s->used = 0;
    if (s->text)
        s->text[0] = '\0';
}

int script_block(struct script *s)
{
    script_add(s, "$d%d << EOD\n", ++s->n_blocks);
    return s->n_blocks;
}

void script_row(struct script *s, int n, const double x[])
{
    for (int i = 0; i < n; i++)
        if (isfinite(x[i]))
            script_add(s, "%.7g%c", x[i], i + 1 < n ? ' ' : '\n');
        else
            script_add(s, "NaN%c", i + 1 < n ? ' ' : '\n');
}

void script_block_end(struct script *s)
{
    script_add(s, "EOD\n");
}
