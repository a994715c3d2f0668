#include "html.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void put(FILE *out, char c)
{
    switch (c) {
    case '&': fputs("&amp;", out); break;
    case '<': fputs("&lt;", out); break;
    case '>': fputs("&gt;", out); break;
    case '"': fputs("&quot;", out); break;
    default: putc(c, out);
    }
}

void html_attribute(FILE *out, const char *text)
{
    for (; *text; text++)
        put(out, *text);
}

void html_text(FILE *out, const char *text)
{
    int inside = 0;
    for (; *text; text++)
        if (*text == '`' && (inside || strchr(text + 1, '`'))) {
            fputs(inside ? "</code>" : "<code>", out);
            inside = !inside;
        } else {
            put(out, *text);
        }
}

void html_say(FILE *out, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = n >= 0 ? malloc((size_t)n + 1) : NULL;
    if (text) {
        vsnprintf(text, (size_t)n + 1, format, again);
        html_text(out, text);
    }
    free(text);
    va_end(again);
    va_end(args);
}

void html_json_text(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if (*text == '<' || (unsigned char)*text < ' ')    /* no </script> inside */
            fprintf(out, "\\u%04x", (unsigned char)*text);
        else
            putc(*text, out);
    putc('"', out);
}

void html_json_number(FILE *out, double x)
{
    if (isfinite(x))
        fprintf(out, "%.5g", x);
    else
        fputs("null", out);
}
