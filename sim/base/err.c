#include "err.h"

#include <stdarg.h>
#include <stdio.h>

static int keep_first(struct err *err, enum exit_code code, const char *format, va_list args)
{
    if (err->code == EXIT_OK) {
        err->code = code;
        vsnprintf(err->text, sizeof err->text, format, args);
    }
    return -1;
}

int err_set(struct err *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    keep_first(err, EXIT_ENVIRONMENT, format, args);
    va_end(args);
    return -1;
}

int err_input(struct err *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    keep_first(err, EXIT_INPUT, format, args);
    va_end(args);
    return -1;
}

int err_code(struct err *err, enum exit_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    keep_first(err, code, format, args);
    va_end(args);
    return -1;
}
