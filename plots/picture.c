#include "picture.h"

#include <stdio.h>

#include "analysis/tidy.h"
#include "plots/gnuplot.h"

const char *picture_word(const struct picture *p, const char *english, const char *chinese)
{
    return p->chinese ? chinese : english;
}

static int script_save(const struct script *script, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fwrite(script->text, 1, script->used, tidy.file);
    return tidy_end(&tidy, err);
}

static void told(const struct picture *p, const char *path)
{
    if (!p->quiet)
        fprintf(stderr, "%s\n", path);
}

int picture_save(struct picture *p, struct sheet *numbers, const char *stem, struct err *err)
{
    char drawn[ATOMIC_PATH_SIZE + 16], table[ATOMIC_PATH_SIZE + 16], script[ATOMIC_PATH_SIZE + 16];
    snprintf(drawn, sizeof drawn, "%s.%s", stem, THEME_EXTENSIONS[p->format]);
    snprintf(table, sizeof table, "%s.figure.csv", stem);
    snprintf(script, sizeof script, "%s.gnuplot", stem);
    int failed = p->script.failed ? err_set(err, "%s: no memory for the figure", drawn) : gnuplot_draw(&p->script, drawn, err);
    failed = failed || sheet_csv(numbers, table, err) || (p->keep_script && script_save(&p->script, script, err));
    if (!failed) {
        told(p, drawn);
        told(p, table);
        if (p->keep_script)
            told(p, script);
    }
    script_free(&p->script);
    sheet_free(numbers);
    p->script = (struct script){ 0 };
    return failed ? -1 : 0;
}
