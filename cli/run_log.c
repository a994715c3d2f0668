#include "run_log.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/numbers/tidy.h"
#include "cli/chosen.h"
#include "plots/logrun_figure.h"
#include "sim/record/atomic.h"

struct places { char csv[ATOMIC_PATH_SIZE], figure[ATOMIC_PATH_SIZE]; enum theme_format format; };

static int is_the_log(const char *path, const char *log)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat(log, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int places_of(struct places *p, const struct run_log *wish, struct err *err)
{
    const char *slash = strrchr(wish->calls, '/'), *name = slash ? slash + 1 : wish->calls;
    if (wish->csv)
        snprintf(p->csv, sizeof p->csv, "%s", wish->csv);
    else
        snprintf(p->csv, sizeof p->csv, "%.*s-log-run.csv", chosen_stem(name), name);
    if (strcmp(p->csv + chosen_stem(p->csv), ".csv") != 0)
        return err_input(err, "a log run writes a table: -o FILE.csv, not '%s'", p->csv);
    if (wish->figure)
        snprintf(p->figure, sizeof p->figure, "%s", wish->figure);
    else
        snprintf(p->figure, sizeof p->figure, "%.*s.png", chosen_stem(p->csv), p->csv);
    if (is_the_log(p->csv, wish->calls) || is_the_log(p->figure, wish->calls))
        return err_input(err, "%s is the log itself; it is not overwritten", wish->calls);
    if (chosen_format(p->figure, p->figure + chosen_stem(p->figure), &p->format, err))
        return -1;
    return tidy_may_replace(p->csv, err) || tidy_may_replace(p->figure, err) ? -1 : 0;
}

int run_log(const struct run_log *wish, struct err *err)
{
    struct places places;
    struct logrun run;
    if (places_of(&places, wish, err) || logrun_read(&run, wish->calls, &wish->plan, err))
        return -1;
    int failed = logrun_csv(&run, places.csv, err);
    if (!failed && !wish->quiet)
        fprintf(stderr, "%s\n", places.csv);
    if (!failed)
        failed = logrun_figure(&run, places.figure, places.format, err);
    if (!failed && !wish->quiet)
        fprintf(stderr, "%s\n", places.figure);
    logrun_print(&run, stdout);
    return failed ? -1 : 0;
}
