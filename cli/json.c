#include "json.h"

#include <math.h>

#include "sim/base/text.h"

void json_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++)
        if ((unsigned char)*text < 0x20)
            fprintf(out, "\\u%04x", (unsigned)*text);
        else if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    fputc('"', out);
}

void json_number(FILE *out, double x)
{
    char text[TEXT_NUMBER_SIZE];
    fputs(isfinite(x) ? text_number(text, x) : "null", out);
}
