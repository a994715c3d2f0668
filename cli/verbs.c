#include "verbs.h"

#include <stdio.h>

#include "sim/record/result.h"

int verb_failed(const struct err *err)
{
    fprintf(stderr, "hotline: %s\n", err->text);
    return err->code;
}

int verb_on_result(const char *path, verb_deed *deed, const void *request)
{
    struct result *result = NULL;
    struct err err = { 0 };
    int failed = result_open(&result, path, &err) || deed(request, result, &err);
    result_close(&result);
    return failed ? verb_failed(&err) : EXIT_OK;
}
