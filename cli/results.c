#include "results.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sim/record/catalogue.h"
#include "sim/record/result.h"

bool results_is(const char *path)
{
    static const char SIGNATURE[] = "\x89HDF\r\n\x1a\n";
    char begins[sizeof SIGNATURE - 1] = "";
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(begins, 1, sizeof begins, file) : 0;
    if (file)
        fclose(file);
    return n == sizeof begins && memcmp(begins, SIGNATURE, n) == 0;
}

static void print_head(const struct result *result, const char *path, const char *digest)
{
    const struct result_plan *plan = result_plan(result);
    char version[64], commit[64];
    int done = 0, runs = plan->n_scenarios * plan->n_replicates;
    for (int s = 0; s < plan->n_scenarios; s++)
        for (int r = 0; r < plan->n_replicates; r++)
            done += result_status(result, s, r) == RUN_DONE;
    result_provenance(result, "version", version, sizeof version);
    result_provenance(result, "commit", commit, sizeof commit);
    printf("%s: %s\nwritten    by Hotline %s, commit %s\n", path, plan->title, version, commit);
    if (*plan->command)
        printf("command    %s\n", plan->command);
    printf("runs       %d of %d: scenarios %d x replications %d, seed %" PRIu64 "\n", done, runs, plan->n_scenarios,
           plan->n_replicates, plan->seed);
    printf("days       %d from %s on, of which %d warm-up\ndigest     %s\n", plan->days_d + plan->warmup_d,
        plan->start, plan->warmup_d, digest);
}

static void print_scenarios(const struct result_plan *plan)
{
    puts("\nscenarios");
    for (int s = 0; s < plan->n_scenarios; s++)
        printf("  %s%s\n", plan->scenario_name[s], s == plan->control && plan->n_scenarios > 1 ? "  (control)" : "");
}

int results_show(const char *path, struct err *err)
{
    struct result *result = NULL;
    char digest[33];
    int failed = result_open(&result, path, err) || result_stored_digest(result, digest, err);
    if (!failed) {
        const struct result_plan *plan = result_plan(result);
        print_head(result, path, digest);
        print_scenarios(plan);
        if (*plan->study_text)
            printf("\nstudy\n%s", plan->study_text);
    }
    result_close(&result);
    return failed ? -1 : 0;
}
