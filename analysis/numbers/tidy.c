#include "tidy.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/base/text.h"

int tidy_may_replace(const char *path, struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    struct stat there;
    if (atomic_begin(temporary, path, err))
        return -1;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
        return err_input(err, "%s is no plain file, so it is not replaced", path);
    if (stat(temporary, &there) != 0 && errno != ENOENT)
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    return atomic_folder(path, err);
}

int tidy_begin(struct tidy *tidy, const char *path, struct err *err)
{
    snprintf(tidy->path, sizeof tidy->path, "%s", path);
    if (tidy_may_replace(path, err) || atomic_begin(tidy->temporary, path, err))
        return -1;
    tidy->file = fopen(tidy->temporary, "w");
    return tidy->file ? 0 : err_set(err, "%s cannot be written: %s", path, strerror(errno));
}

int tidy_end(struct tidy *tidy, struct err *err)
{
    int failed = ferror(tidy->file), why = errno;
    if (fclose(tidy->file) != 0 && !failed) {
        failed = 1;
        why = errno;
    }
    if (!failed)
        return atomic_commit(tidy->temporary, tidy->path, err);
    unlink(tidy->temporary);
    return err_set(err, "%s cannot be written: %s", tidy->path, strerror(why));
}

void tidy_text(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\n\r")) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

void tidy_numbers(FILE *out, int n, const double x[])
{
    char text[TEXT_NUMBER_SIZE];
    for (int i = 0; i < n; i++)
        fprintf(out, ",%s", isnan(x[i]) ? "" : text_number(text, x[i]));
}
