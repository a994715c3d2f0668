#include "picture.h"

#include <stdio.h>

#include "analysis/numbers/tidy.h"
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

struct files { char drawn[ATOMIC_PATH_SIZE + 16], table[ATOMIC_PATH_SIZE + 16], script[ATOMIC_PATH_SIZE + 16]; };

static void files_of(struct files *f, const struct picture *p, const char *stem)
{
    snprintf(f->drawn, sizeof f->drawn, "%s.%s", stem, THEME_EXTENSIONS[p->format]);
    snprintf(f->table, sizeof f->table, "%s.figure.csv", stem);
    snprintf(f->script, sizeof f->script, "%s.gnuplot", stem);
}

int picture_may_save(const struct picture *p, const char *stem, struct err *err)
{
    struct files f;
    files_of(&f, p, stem);
    return gnuplot_may_draw(f.drawn, err) || tidy_may_replace(f.table, err) ||
           (p->keep_script && tidy_may_replace(f.script, err)) ? -1 : 0;
}

int picture_save(struct picture *p, struct sheet *numbers, const char *stem, struct err *err)
{
    struct files f;
    files_of(&f, p, stem);
    int failed = p->script.failed ? err_set(err, "%s: no memory for the figure", f.drawn) : gnuplot_draw(&p->script, f.drawn, err);
    failed = failed || sheet_csv(numbers, f.table, err) || (p->keep_script && script_save(&p->script, f.script, err));
    if (!failed) {
        told(p, f.drawn);
        told(p, f.table);
        if (p->keep_script)
            told(p, f.script);
    }
    script_free(&p->script);
    sheet_free(numbers);
    p->script = (struct script){ 0 };
    return failed ? -1 : 0;
}
