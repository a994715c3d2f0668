/* slurm.c - a study as a Slurm job array: the script that submits its shards, and the merge that waits for them. Under replications
 * until precise these are one round; the merge that finds the rule not yet satisfied submits the next. */
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "finish.h"
#include "options.h"
#include "studies.h"
#include "verbs.h"

enum { MOST_SHARDS = 100000, MOST_MORE = 32 };

struct request {
    struct options options;
    const char *study;
    bool rounds;                        /* the study has a rule of precision */
    int shards, at_once;                /* at_once: 0 = as many as Slurm lets run */
    long minutes;                       /* of a task; 0 = not said */
    int n_more;
    const char *more[MOST_MORE];        /* options of sbatch, as they are */
    char partition[256], account[256], time[64], memory[64];        /* options of sbatch made of ours, or "" */
    char out[PATH_MAX], folder[PATH_MAX], program[PATH_MAX], command[16384];
};

enum { KEY_SHARDS = 2000, KEY_AT_ONCE, KEY_PARTITION, KEY_ACCOUNT, KEY_TIME, KEY_MEMORY, KEY_SBATCH };

/* ---- the command line ---- */

/* Slurm's forms of a time limit: M, M:S, H:M:S, D-H, D-H:M, D-H:M:S. In minutes, or -1. */
static long limit_of(const char *text)
{
    long d = 0, part[3];
    int n = 0, end = 0;
    const char *rest = strchr(text, '-');
    if (strspn(text, "0123456789:-") != strlen(text))
        return -1;
    if (rest && (sscanf(text, "%5ld%n", &d, &end) != 1 || text + end != rest++))
        return -1;
    for (const char *at = rest ? rest : text; n < 3; at += end + 1) {
        end = 0;
        if (sscanf(at, "%7ld%n", &part[n++], &end) != 1 || (at[end] && at[end] != ':'))
            return -1;
        if (!at[end]) {
            long h = rest || n == 3 ? part[0] : 0, m = rest ? (n > 1 ? part[1] : 0) : part[n == 3];
            return d * 1440 + h * 60 + m;
        }
    }
    return -1;
}

static void option_add(char *to, size_t size, const char *name, const char *value)
{
    snprintf(to, size, "--%s=%s", name, value);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case KEY_SHARDS: r->shards = (int)options_integer(state, "--shards", arg, 1, MOST_SHARDS); break;
    case KEY_AT_ONCE: r->at_once = (int)options_integer(state, "--at-once", arg, 1, MOST_SHARDS); break;
    case KEY_PARTITION: option_add(r->partition, sizeof r->partition, "partition", arg); break;
    case KEY_ACCOUNT: option_add(r->account, sizeof r->account, "account", arg); break;
    case KEY_MEMORY: option_add(r->memory, sizeof r->memory, "mem", arg); break;
    case KEY_TIME:
        option_add(r->time, sizeof r->time, "time", arg);
        if ((r->minutes = limit_of(arg)) < 1)
            argp_error(state, "--time needs a limit of a minute or more in one of Slurm's forms, as 90, 8:00:00 or 2-12, not '%s'",
                       arg);
        break;
    case KEY_SBATCH:
        if (r->n_more == MOST_MORE || arg[0] != '-')
            argp_error(state, "--sbatch needs one option of sbatch, as --sbatch=--qos=long, at most %d times", MOST_MORE);
        r->more[r->n_more++] = arg;
        break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->study = options_only(state, "STUDY", arg); break;
    case ARGP_KEY_END:
        if (!r->shards)
            argp_error(state, "how many --shards?");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* ---- the script ---- */

static void quoted(const char *text)
{
    putchar(' ');
    options_quote(stdout, text);
}

/* NAME.log under the result's log folder; to sbatch a % is the beginning of a number that it puts in. */
static void print_log(const struct request *r, const char *name)
{
    char pattern[2 * PATH_MAX];
    size_t n = (size_t)snprintf(pattern, sizeof pattern, "--output=");
    for (const char *c = r->out; *c && n + 3 < sizeof pattern; c++) {
        if (*c == '%')
            pattern[n++] = '%';
        pattern[n++] = *c;
    }
    snprintf(pattern + n, sizeof pattern - n, ".slurm/%s.log", name);
    quoted(pattern);
}

static void print_sbatch(const struct request *r, const char *name, const char *step, const char *log)
{
    const char *const ours[] = { r->partition, r->account, r->time };
    char job[STUDY_NAME_SIZE + 32];
    printf("%s=$(sbatch --parsable", step);
    snprintf(job, sizeof job, "--job-name=%s", name);
    quoted(job);
    print_log(r, log);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (ours[i][0])
            quoted(ours[i]);
    for (int i = 0; i < r->n_more; i++)
        quoted(r->more[i]);
}

static void print_number(const char *option, long value)
{
    if (value != NONE)
        printf(" %s %ld", option, value);
}

/* No unit begins that could not end a little before Slurm would kill it. */
static long minutes_of_work(const struct request *r)
{
    long spare = r->minutes / 20 < 1 ? 1 : r->minutes / 20;
    return r->minutes > spare ? r->minutes - spare : 1;
}

static void print_sweep(const struct request *r)
{
    const struct options *o = &r->options;
    fputs("exec", stdout);
    quoted(r->program);
    fputs(" sweep", stdout);
    quoted(r->study);
    fputs(" -o", stdout);
    quoted(r->out);
    printf(" --seed %llu", (unsigned long long)o->seed);
    print_number("--reps", o->reps);
    print_number("--days", o->days);
    print_number("--warmup", o->warmup);
    for (int i = 0; i < o->n_set; i++) {
        fputs(" --set", stdout);
        quoted(o->set[i]);
    }
    if (r->minutes)
        printf(" --until +%ldm", minutes_of_work(r));
    printf(" \\\n    --shard \"$SLURM_ARRAY_TASK_ID/%d\" --threads \"${SLURM_CPUS_PER_TASK:-1}\" --resume $HOTLINE_FAILED\n",
           r->shards);
}

static void print_environment(void)
{
    const char *path = getenv("HOTLINE_PATH");
    if (path) {
        fputs("export", stdout);
        char assignment[4 * PATH_MAX];
        snprintf(assignment, sizeof assignment, "HOTLINE_PATH=%s", path);
        quoted(assignment);
        puts("");
    }
}

/* NAME in the folder of logs. */
static void print_beside(const struct request *r, const char *name)
{
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s.slurm%s", r->out, name);
    quoted(path);
}

/* A number that grows with every unit of work that is over. */
static void print_finished(const struct request *r, const char *variable)
{
    char parts[PATH_MAX + 8];
    snprintf(parts, sizeof parts, "%s.parts", r->out);
    printf("%s=$(cat", variable);
    quoted(parts);
    puts("/journal-* 2>/dev/null | grep -cE ' (done|failed) ') || true");
}

static void print_head(const struct request *r, const char *name, long units)
{
    printf("#!/bin/bash\n"
           "# Submits study %s to Slurm: %ld units of work in %d shards as a job array, and a merge that waits for them.\n#\n"
           "#     bash SCRIPT              from where jobs are submitted. Again, after whatever went wrong: what is finished\n"
           "#                              is kept, and the rest is run\n"
           "#     bash SCRIPT --failed     the same, and units of work that failed are run again, too\n#\n"
           "# Made by: %s\nset -eu\n", name, units, r->shards, r->command);
    puts("case ${1-} in '' | --failed) ;; *) echo \"$0: --failed, or nothing, not '$1'\" >&2; exit 2 ;; esac");
    fputs("cd", stdout);
    quoted(r->folder);
    fputs("\nmkdir -p", stdout);
    print_beside(r, "");
    puts("\n");
}

static void print_round_begins(const struct request *r)
{
    puts("# A round of replications. Its merge submits the next, until the rule of precision is satisfied, or a round finishes\n"
         "# nothing.");
    fputs("cat >", stdout);
    print_beside(r, "/round.sh");
    puts(" <<'END_OF_ROUND'\nset -eu");
    print_finished(r, "finished");
}

static void print_round_ends(const struct request *r)
{
    fputs("END_OF_ROUND\nexec bash", stdout);
    print_beside(r, "/round.sh");
    puts(" \"$@\"");
}

static void print_array(const struct request *r, const char *name)
{
    print_sbatch(r, name, "shards", "%a");
    if (r->memory[0])
        quoted(r->memory);
    printf(" --export=\"ALL,HOTLINE_FAILED=${1-}\" <<'END_OF_JOB'\n#!/bin/bash\n#SBATCH --array=0-%d", r->shards - 1);
    if (r->at_once)
        printf("%%%d", r->at_once);
    printf("\n#SBATCH --cpus-per-task=%d\n#SBATCH --requeue\n#SBATCH --open-mode=append\n",
           r->options.threads ? r->options.threads : 1);
    print_environment();
    print_sweep(r);
    puts("END_OF_JOB\n)");
}

/* Units are missing (2), and some were finished since this round was submitted: so it ends, whatever goes wrong. */
static void print_next_round(const struct request *r)
{
    print_finished(r, "now");
    printf("[ $code = %d ] && [ \"$now\" -gt \"$HOTLINE_FINISHED\" ] || exit $code\nexec bash", EXIT_INPUT);
    print_beside(r, "/round.sh");
    puts("");
}

/* afterany, not afterok: a task with a failed unit must not keep the merge from what there is. */
static void print_merge(const struct request *r, const char *name)
{
    char merge[STUDY_NAME_SIZE + 8];
    snprintf(merge, sizeof merge, "%s-merge", name);
    print_sbatch(r, merge, "merge", "merge");
    fputs(r->rounds ? " --export=\"ALL,HOTLINE_FINISHED=$finished\"" : "", stdout);
    fputs(" --dependency=\"afterany:${shards%%;*}\" <<'END_OF_JOB'\n#!/bin/bash\n#SBATCH --open-mode=append\n", stdout);
    fputs(r->rounds ? "code=0\n" : "exec", stdout);
    quoted(r->program);
    fputs(" merge", stdout);
    quoted(r->out);
    puts(r->rounds ? " || code=$?" : "");
    if (r->rounds)
        print_next_round(r);
    puts("END_OF_JOB\n)");
    printf("echo \"%d shards are job ${shards%%%%;*}, the merge is job ${merge%%%%;*}; how far they are: hotline status\"",
           r->shards);
    quoted(r->out);
    puts("");
}

/* ---- what goes into it ---- */

static int is_one_line(const char *what, const char *text, struct err *err)
{
    for (const char *c = text; *c; c++)
        if (iscntrl((unsigned char)*c))
            return err_input(err, "%s holds a line break or another control character: it cannot stand in a job script", what);
    return 0;
}

static int texts_fit(const struct request *r, struct err *err)
{
    const char *path = getenv("HOTLINE_PATH");
    int ok = is_one_line("the name of the study", r->study, err) | is_one_line("the name of the result", r->out, err) |
             is_one_line("the name of this folder", r->folder, err) | is_one_line("the path of the program", r->program, err) |
             is_one_line("HOTLINE_PATH", path ? path : "", err) | is_one_line("the command", r->command, err);
    return ok ? -1 : strchr(r->out, '\\') ? err_input(err, "sbatch would not take the backslash in %s for itself", r->out) : 0;
}

static int places_find(struct request *r, const struct study *study, struct err *err)
{
    ssize_t n = readlink("/proc/self/exe", r->program, sizeof r->program - 1);
    if (n < 0 || !getcwd(r->folder, sizeof r->folder))
        return err_set(err, "the places of the program and of this folder cannot be found");
    r->program[n] = '\0';
    int length = snprintf(r->out, sizeof r->out, "%s%s", r->options.out ? r->options.out : study->name,
                          r->options.out ? "" : ".h5");
    return (size_t)length < sizeof r->out - 16 ? texts_fit(r, err) : err_input(err, "the name of the result is too long");
}

/* The study is loaded as the tasks will load it, so that its faults are told here and not by each of them. */
static int slurm(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    int failed = study_read(&study, r->study, err) || places_find(r, &study, err) || finish_can_write(r->out, NULL, err) ||
                 cases_load(&cases, &study, &wish, err);
    long units = failed ? 0 : (long)cases.n_points * cases.n_replicates;
    if (!failed && r->shards > units)
        failed = err_input(err, "study %s has %ld units of work (points x replications), too few for %d shards", study.name, units,
                           r->shards);
    if (!failed) {
        studies_warn_of_size(&cases);
        r->rounds = cases.plan.precision[0] != '\0';
        print_head(r, study.name, units);
        if (r->rounds)
            print_round_begins(r);
        print_array(r, study.name);
        print_merge(r, study.name);
        if (r->rounds)
            print_round_ends(r);
    }
    cases_free(&cases);
    study_free(&study);
    if (!failed && fflush(stdout) != 0)
        failed = err_set(err, "the script cannot be written");
    return failed ? -1 : 0;
}

int verb_slurm(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "shards", KEY_SHARDS, "N", 0, "tasks of the job array, each every N-th unit of work", 0 },
        { "at-once", KEY_AT_ONCE, "N", 0, "run at most so many tasks at the same time", 0 },
        { "partition", KEY_PARTITION, "NAME", 0, "of sbatch", 0 },
        { "account", KEY_ACCOUNT, "NAME", 0, "of sbatch", 0 },
        { "time", KEY_TIME, "LIMIT", 0, "of sbatch, for a task; no unit of work begins that would go beyond it", 0 },
        { "mem", KEY_MEMORY, "SIZE", 0, "of sbatch, for a task: as `hotline plan STUDY --threads N` tells", 0 },
        { "sbatch", KEY_SBATCH, "OPTION", 0, "any further option of sbatch, as --sbatch=--qos=long; may be given many times", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "STUDY --shards N",
        "Print a script that submits a study to Slurm: its shards as a job array, and a merge that waits for them. --threads is "
        "what a task gets of processors (default 1); -o is the result.\v"
        "The script uses this program, this folder and HOTLINE_PATH as they are now; the nodes must see them under the same "
        "names. docs/cluster.md tells what to do after a failure.\n\n"
        "Example: hotline slurm three-rules --shards 5", OPTIONS_CHILDREN, NULL, NULL };
    static struct request request = { .options = OPTIONS_NONE };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return slurm(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
