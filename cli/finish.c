#include "finish.h"

#include <stdio.h>

#include "analysis/numbers/tidy.h"
#include "json.h"
#include "sim/record/result.h"

static void print_line(const char *out, const struct merge_tally *tally, int json)
{
    if (json) {
        printf("{\"file\": ");
        json_text(stdout, out);
        printf(", \"runs\": %ld, \"failed\": %ld, \"digest\": \"%s\"", tally->done, tally->failed, tally->digest);
        if (tally->found[0])
            printf(", \"precision_reached\": %s", tally->imprecise ? "false" : "true");
        puts("}");
    } else {
        printf("%s  %ld runs, %ld failed, digest %s\n", out, tally->done, tally->failed, tally->digest);
    }
}

int finish_can_write(const char *out, const char *csv, struct err *err)
{
    if (result_may_replace(out, err) != 0)
        return -1;
    return csv ? tidy_may_replace(csv, err) : 0;
}

int finish_merge(const char *out, int n, struct parts from[], int json, struct err *err)
{
    struct merge_tally tally;
    if (merge_parts(out, n, from, &tally, err) != 0)
        return -1;
    print_line(out, &tally, json);
    if (tally.failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld of %ld runs failed and are marked in the result; the first: %s\n"
                        "%s is kept: `hotline sweep ... --resume --failed` runs the failed ones again", tally.failed,
                        tally.done + tally.failed, tally.why, from[0].path);
    for (int f = 0; f < n; f++)
        if (parts_remove(&from[f], err) != 0)
            return -1;
    return tally.imprecise ? err_code(err, EXIT_PRECISION, "%s has all the replications that the study allows, and %s; raise "
                                      "'max', or ask for less", out, tally.found) : 0;
}
