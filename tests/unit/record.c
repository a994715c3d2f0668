/* What a result file promises: every number comes back, the digest names the numbers and nothing else, and a failure
 * is one sentence that leaves no file behind. */
#include "noise.h"

#include "sim/record/digest.h"
#include "sim/record/plan_file.h"
#include "sim/record/result_file.h"

/* ---- round trip ---- */

static void check_output(struct result *result, const struct sample *sample, enum output o)
{
    size_t length = output_length(o, &sample->extents);
    int n_scenarios = sample->plan.n_scenarios, n_replicates = sample->plan.n_replicates, wrong = 0;
    double *all = malloc((size_t)n_scenarios * (size_t)n_replicates * length * sizeof *all);
    double *one = malloc(length * sizeof *one);
    struct err err = { 0 };
    assert_true(result_has(result, o));
    assert_int_equal(result_read(result, o, all, &err), 0);
    for (int s = 0; s < n_scenarios; s++)
        for (int k = 0; k < n_replicates; k++) {
            assert_int_equal(result_read_run(result, o, s, k, one, &err), 0);
            for (size_t i = 0; i < length; i++) {
                double want = noise(s, k, sample->outputs.at[o] + i);
                wrong += !same(one[i], want) || !same(all[(size_t)(s * n_replicates + k) * length + i], want);
            }
        }
    assert_int_equal(wrong, 0);
    free(one);
    free(all);
}

static void check_plan(struct result *result, const struct sample *sample)
{
    const struct result_plan *plan = result_plan(result), *want = &sample->plan;
    assert_string_equal(plan->title, want->title);
    assert_string_equal(plan->start, want->start);
    assert_string_equal(plan->command, want->command);
    assert_true(plan->seed == want->seed);
    assert_int_equal(plan->control, want->control);
    assert_int_equal(plan->warmup_d, 3);
    assert_int_equal(plan->days_d, 4);
    assert_int_equal(plan->n_scenarios, want->n_scenarios);
    assert_int_equal(plan->n_replicates, want->n_replicates);
    assert_int_equal(plan->n_factors, 2);
    for (int s = 0; s < want->n_scenarios; s++) {
        assert_string_equal(plan->scenario_name[s], want->scenario_name[s]);
        assert_string_equal(plan->scenario_text[s], want->scenario_text[s]);
        for (int f = 0; f < 2; f++)
            assert_true(plan->factor[f].value[s] == want->factor[f].value[s]);
    }
    assert_true(plan->factor[0].uncertain == 0 && plan->factor[1].uncertain == 1);
    assert_string_equal(plan->factor[1].name, "patience.mean_s");
    assert_string_equal(plan->factor[1].unit, "s");
}

static void check_extents(struct result *result, const struct sample *sample)
{
    const struct extents *extents = result_extents(result);
    for (int d = 0; d < N_DIMENSIONS; d++)
        assert_int_equal(extents->dim[d].n, sample->extents.dim[d].n);
    assert_true(extents->dim[DIM_time].value[0] == -3);
    assert_string_equal(extents->dim[DIM_unit].label[1], "街道办 1");
}

static void round_trip(int n_scenarios, int n_replicates)
{
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    char digest[33], stored[33], again[33];
    const char *path = in_folder("round.h5");
    sample_init(&sample, n_scenarios, n_replicates);
    assert_int_equal(write_noise(path, &sample, 0, digest, &err), 0);
    assert_false(exists(in_folder("round.h5.tmp")));
    assert_int_equal(result_open(&result, path, &err), 0);
    check_plan(result, &sample);
    check_extents(result, &sample);
    for (int o = 0; o < N_OUTPUTS; o++)
        check_output(result, &sample, (enum output)o);
    int last = n_scenarios * n_replicates - 1;
    assert_int_equal(result_status(result, n_scenarios - 1, n_replicates - 1), RUN_DONE);
    assert_true(result_seconds(result, n_scenarios - 1, n_replicates - 1) == 0.37 * last);
    assert_int_equal(result_stored_digest(result, stored, &err), 0);
    result_close(&result);
    assert_int_equal(result_digest(path, again, NULL, &err), 0);
    assert_string_equal(digest, stored);
    assert_string_equal(digest, again);
    sample_free(&sample);
}

static void one_run_comes_back(void **state)
{
    (void)state;
    round_trip(1, 1);
}

static void three_scenarios_of_four_replicates_come_back(void **state)
{
    (void)state;
    round_trip(3, 4);
}

/* 4100 runs are more than one chunk of the outputs that are one number a run. */
static void more_runs_than_a_chunk_come_back(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    char digest[33];
    int n = 4100, wrong = 0;
    double *all = malloc((size_t)n * sizeof *all);
    sample_init(&sample, 2, n / 2);
    for (int o = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape != SHAPE_KPI)
            for (int i = 0; i < 2; i++)
                sample.extents.dim[SHAPES[OUTPUTS[o].shape].dim[i]].n = 1;
    struct err unused = { 0 };
    outputs_free(&sample.outputs);
    assert_int_equal(outputs_init(&sample.outputs, &sample.extents, &unused), 0);
    assert_int_equal(write_noise(in_folder("many.h5"), &sample, 1, digest, &err), 0);
    assert_int_equal(result_open(&result, in_folder("many.h5"), &err), 0);
    assert_int_equal(result_read(result, OUT_backlog_tickets, all, &err), 0);
    for (int i = 0; i < n; i++)
        wrong += !same(all[i], noise(i / (n / 2), i % (n / 2), sample.outputs.at[OUT_backlog_tickets]));
    assert_int_equal(wrong, 0);
    result_close(&result);
    free(all);
    sample_free(&sample);
}

static void a_result_without_runs_is_refused(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 }, second = { 0 };
    sample_init(&sample, 1, 1);
    sample.plan.n_replicates = 0;
    assert_int_equal(result_create(&result, in_folder("none.h5"), &sample.plan, &sample.extents, &err), -1);
    assert_string_equal(err.text, "a result needs at least one scenario and one replicate");
    sample.plan.n_replicates = 1;
    sample.extents.dim[DIM_unit].n = 0;
    assert_int_equal(result_create(&result, in_folder("none.h5"), &sample.plan, &sample.extents, &second), -1);
    assert_non_null(strstr(second.text, "the city has no unit, but output '"));
    assert_false(exists(in_folder("none.h5")));
    sample_free(&sample);
}

static void a_seed_that_a_double_cannot_hold_is_refused(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    sample_init(&sample, 1, 1);
    sample.plan.seed = ((uint64_t)1 << 53) + 1;
    assert_int_equal(result_create(&result, in_folder("seed.h5"), &sample.plan, &sample.extents, &err), -1);
    assert_non_null(strstr(err.text, "seed 9007199254740993 is above 2^53"));
    sample_free(&sample);
}

static void a_failed_run_and_an_absent_one_are_told_apart(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    char digest[33], *lines = NULL;
    double x[3];
    sample_init(&sample, 1, 3);
    assert_int_equal(result_create(&result, in_folder("failed.h5"), &sample.plan, &sample.extents, &err), 0);
    assert_int_equal(result_put(result, 0, 0, noise_run(&sample, 0, 0), 1, &err), 0);
    assert_int_equal(result_fail(result, 0, 1, "no memory for 7 tickets", &err), 0);
    assert_int_equal(result_finish(&result, digest, &err), 0);
    assert_int_equal(result_open(&result, in_folder("failed.h5"), &err), 0);
    assert_int_equal(result_status(result, 0, 0), RUN_DONE);
    assert_int_equal(result_status(result, 0, 1), RUN_FAILED);
    assert_int_equal(result_status(result, 0, 2), RUN_ABSENT);
    assert_true(isnan(result_seconds(result, 0, 1)));
    assert_int_equal(result_read(result, OUT_backlog_tickets, x, &err), 0);
    assert_true(isnan(x[1]) && isnan(x[2]));
    result_close(&result);
    assert_int_equal(result_digest(in_folder("failed.h5"), digest, &lines, &err), 0);
    assert_non_null(strstr(lines, "text 1 /failures/why\n"));
    free(lines);
    sample_free(&sample);
}

/* A gap in a block, and runs that go back to one that was written: each is where it belongs. */
static void runs_in_any_order_with_gaps_come_back(void **state)
{
    (void)state;
    enum { REPLICATES = 150 };
    static const int ORDER[] = { 149, 0, 70, 1, 148, 71, 2, 64, 63 };
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    char digest[33];
    sample_init(&sample, 2, REPLICATES);
    double *x = malloc(output_length(OUT_backlog, &sample.extents) * sizeof *x);
    assert_int_equal(result_create(&result, in_folder("gaps.h5"), &sample.plan, &sample.extents, &err), 0);
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        for (int s = 0; s < 2; s++)
            if ((ORDER[i] + s) % 2)
                assert_int_equal(result_put(result, s, ORDER[i], noise_run(&sample, s, ORDER[i]), 1, &err), 0);
    assert_int_equal(result_finish(&result, digest, &err), 0);
    assert_int_equal(result_open(&result, in_folder("gaps.h5"), &err), 0);
    for (int s = 0; s < 2; s++)
        for (int k = 0; k < REPLICATES; k++) {
            int put = 0;
            for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
                put |= ORDER[i] == k && (k + s) % 2;
            assert_int_equal(result_status(result, s, k), put ? RUN_DONE : RUN_ABSENT);
            assert_int_equal(result_read_run(result, OUT_backlog, s, k, x, &err), 0);
            assert_true(put ? same(x[0], noise(s, k, sample.outputs.at[OUT_backlog])) : isnan(x[0]));
        }
    result_close(&result);
    free(x);
    sample_free(&sample);
}

/* What waits is as many replicates as fit, in powers of two: 16 MiB, 64, those of the study; never less than one. */
static void what_waits_in_memory_has_its_bound(void **state)
{
    (void)state;
    static const int SCENARIOS[] = { 1, 3, 40, 900 }, REPLICATES[] = { 1, 2, 5, 33, 64, 300 };
    struct sample sample;
    int alone = 0, halved = 0, whole = 0;
    sample_init(&sample, 1, 1);
    double run = 8 * (double)sample.outputs.at[N_OUTPUTS], room = 16 << 20;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 6; k++) {
            struct block b;
            block_init(&b, &sample.extents, SCENARIOS[i], REPLICATES[k]);
            assert_true(b.most >= 1 && b.most <= 64 && (b.most & (b.most - 1)) == 0);
            assert_true(b.most == 1 || b.most * SCENARIOS[i] * run <= room);
            assert_true(b.most == 64 || b.most >= REPLICATES[k] || 2 * b.most * SCENARIOS[i] * run > room);
            alone += b.most == 1 && REPLICATES[k] > 1;
            whole += b.most >= REPLICATES[k] && REPLICATES[k] > 1;
            halved += b.most > 1 && b.most < REPLICATES[k];
        }
    assert_true(alone && whole && halved);
    sample_free(&sample);
}

/* Runs that come in their order are written when their block is over; the last ones when the result is finished. */
static void a_block_is_written_when_the_next_begins(void **state)
{
    (void)state;
    enum { REPLICATES = 100 };
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    sample_init(&sample, 1, REPLICATES);
    assert_int_equal(result_create(&result, in_folder("blocks.h5"), &sample.plan, &sample.extents, &err), 0);
    int most = result->block.most;
    assert_true(most > 1 && most < REPLICATES);
    for (int k = 0; k < REPLICATES; k++) {
        assert_int_equal(result_put(result, 0, k, noise_run(&sample, 0, k), 1, &err), 0);
        assert_int_equal(result->block.filled, k % most + 1);
        assert_int_equal(result->block.replicate, k - k % most);
        assert_int_equal(result_status(result, 0, k), RUN_DONE);
    }
    result_abandon(&result);
    assert_false(exists(in_folder("blocks.h5")));
    sample_free(&sample);
}

/* ---- a plan by itself ---- */

static void a_plan_comes_back_from_its_file(void **state)
{
    (void)state;
    struct sample sample;
    struct plan_file kept;
    struct err err = { 0 };
    const char *path = in_folder("plan");
    sample_init(&sample, 3, 4);
    assert_int_equal(plan_file_write(path, &sample.plan, &sample.extents, &err), 0);
    assert_int_equal(plan_file_read(&kept, path, &err), 0);
    assert_string_equal(kept.plan.title, sample.plan.title);
    assert_int_equal(kept.plan.n_replicates, 4);
    for (int s = 0; s < 3; s++) {
        assert_string_equal(kept.plan.scenario_name[s], sample.plan.scenario_name[s]);
        assert_string_equal(kept.plan.scenario_text[s], sample.plan.scenario_text[s]);
        assert_true(kept.plan.factor[1].value[s] == sample.plan.factor[1].value[s]);
    }
    assert_null(kept.plan.scenario_origin[0]);
    for (int d = 0; d < N_DIMENSIONS; d++)
        assert_int_equal(kept.extents.dim[d].n, sample.extents.dim[d].n);
    assert_true(kept.extents.dim[DIM_time].value[0] == sample.extents.dim[DIM_time].value[0]);
    assert_string_equal(kept.extents.dim[DIM_unit].label[1], sample.extents.dim[DIM_unit].label[1]);
    plan_file_free(&kept);
    sample_free(&sample);
}

static void a_damaged_plan_is_refused(void **state)
{
    (void)state;
    struct sample sample;
    struct plan_file kept;
    struct err err = { 0 };
    const char *path = in_folder("plan");
    size_t n;
    sample_init(&sample, 1, 1);
    assert_int_equal(plan_file_write(path, &sample.plan, &sample.extents, &err), 0);
    char *bytes = slurp(path, &n);
    for (size_t at = 0; at < n; at += 997) {
        bytes[at] ^= 1;
        spit(path, bytes, n);
        bytes[at] ^= 1;
        assert_int_equal(plan_file_read(&kept, path, &err), -1);
        assert_int_equal(err.code, EXIT_INPUT);
        plan_file_free(&kept);
    }
    spit(path, bytes, n - 1);
    assert_int_equal(plan_file_read(&kept, path, &err), -1);
    plan_file_free(&kept);
    free(bytes);
    sample_free(&sample);
}

/* ---- digest ---- */

static void the_digest_does_not_depend_on_the_order_of_runs(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = { 0 };
    char forwards[33], backwards[33];
    sample_init(&sample, 3, 4);
    assert_int_equal(write_noise(in_folder("a.h5"), &sample, 0, forwards, &err), 0);
    assert_int_equal(write_noise(in_folder("b.h5"), &sample, 1, backwards, &err), 0);
    assert_string_equal(forwards, backwards);
    sample_free(&sample);
}

/* Time, title and command may differ; a number, a name or a factor may not. */
static void the_digest_names_the_numbers_and_nothing_else(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = { 0 };
    char plain[33], retitled[33], renamed[33], refactored[33];
    sample_init(&sample, 2, 2);
    assert_int_equal(write_noise(in_folder("a.h5"), &sample, 0, plain, &err), 0);
    snprintf(sample.plan.title, sizeof sample.plan.title, "another title");
    snprintf(sample.plan.command, sizeof sample.plan.command, "hotline sweep noise --threads 8");
    assert_int_equal(write_noise(in_folder("a.h5"), &sample, 0, retitled, &err), 0);
    assert_string_equal(plain, retitled);
    snprintf(sample.plan.scenario_name[1], sizeof *sample.plan.scenario_name, "renamed");
    assert_int_equal(write_noise(in_folder("a.h5"), &sample, 0, renamed, &err), 0);
    assert_string_not_equal(plain, renamed);
    sample.plan.factor[1].value[1] += 1e-9;
    assert_int_equal(write_noise(in_folder("a.h5"), &sample, 0, refactored, &err), 0);
    assert_string_not_equal(renamed, refactored);
    sample_free(&sample);
}

static void every_nan_counts_as_the_same(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    char digest[2][33];
    uint64_t pattern[2] = { 0x7ff8000000000000u, 0xfff8000000000123u };
    sample_init(&sample, 1, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(result_create(&result, in_folder("nan.h5"), &sample.plan, &sample.extents, &err), 0);
        noise_run(&sample, 0, 0);
        memcpy(outputs_of(&sample.outputs, OUT_backlog_tickets), &pattern[i], sizeof pattern[i]);
        assert_int_equal(result_put(result, 0, 0, &sample.outputs, 1, &err), 0);
        assert_int_equal(result_finish(&result, digest[i], &err), 0);
    }
    assert_string_equal(digest[0], digest[1]);
    sample_free(&sample);
}

/* The sum of nothing is a published test vector of XXH3 (seed 0). */
static void the_sum_is_xxh128(void **state)
{
    (void)state;
    char digest[33];
    digest_bytes("", 0, digest);
    assert_string_equal(digest, "99aa06d3014798d86001c324468d497f");
}

/* ---- bad files ---- */

static void refused(const char *path, const char *sentence)
{
    struct result *result;
    struct err opening = { 0 }, summing = { 0 };
    char digest[33], want[512];
    snprintf(want, sizeof want, "%s %s", path, sentence);
    assert_int_equal(result_open(&result, path, &opening), -1);
    assert_null(result);
    assert_string_equal(opening.text, want);
    assert_int_equal(opening.code, EXIT_INPUT);
    assert_int_equal(result_digest(path, digest, NULL, &summing), -1);
    assert_string_equal(summing.text, want);
}

static void what_is_not_a_result_is_refused_with_a_sentence(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = { 0 };
    char digest[33];
    size_t n;
    refused(in_folder("nowhere.h5"), "cannot be read: No such file or directory");
    refused(folder, "is not a file");
    spit(in_folder("empty.h5"), "", 0);
    refused(in_folder("empty.h5"), "is empty, not a Hotline result");
    spit(in_folder("text.h5"), "scenario,replicate\n", 19);
    refused(in_folder("text.h5"), "is not a Hotline result (not an HDF5 file)");
    sample_init(&sample, 2, 2);
    assert_int_equal(write_noise(in_folder("whole.h5"), &sample, 0, digest, &err), 0);
    char *bytes = slurp(in_folder("whole.h5"), &n);
    spit(in_folder("cut.h5"), bytes, n - 1);
    refused(in_folder("cut.h5"),
            "is damaged: its bytes are not those that were written; copy it again or run its command again");
    spit(in_folder("cut.h5"), bytes, n - 60);
    refused(in_folder("cut.h5"), "is damaged or cut short; copy it again or run its command again");
    spit(in_folder("cut.h5"), bytes, n / 2);
    refused(in_folder("cut.h5"), "is damaged or cut short; copy it again or run its command again");
    free(bytes);
    sample_free(&sample);
}

/* HDF5 would crash on some of these files. */
static void every_flipped_byte_is_noticed(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = { 0 };
    char digest[33], want[256];
    size_t n;
    sample_init(&sample, 2, 2);
    assert_int_equal(write_noise(in_folder("whole.h5"), &sample, 0, digest, &err), 0);
    char *bytes = slurp(in_folder("whole.h5"), &n);
    const char *path = in_folder("flipped.h5");
    snprintf(want, sizeof want, "%s is damaged: its bytes are not those that were written; copy it again or run its "
             "command again", path);
    for (size_t i = 0; i < 300; i++) {
        struct err opening = { 0 }, summing = { 0 };
        struct result *result;
        size_t at = i * n / 300;
        bytes[at] ^= 0x55;
        spit(path, bytes, n);
        bytes[at] ^= 0x55;
        assert_int_equal(result_open(&result, path, &opening), -1);
        assert_string_equal(opening.text, want);
        assert_int_equal(opening.code, EXIT_INPUT);
        assert_int_equal(result_digest(path, digest, NULL, &summing), -1);
        assert_int_equal(summing.code, EXIT_DIGEST);
    }
    free(bytes);
    sample_free(&sample);
}

static void only_a_result_is_replaced(void **state)
{
    (void)state;
    struct sample sample;
    struct err none = { 0 }, foreign = { 0 }, directory = { 0 }, nowhere = { 0 };
    char digest[33], want[512];
    sample_init(&sample, 1, 1);
    assert_int_equal(result_may_replace(in_folder("new.h5"), &none), 0);
    assert_int_equal(write_noise(in_folder("new.h5"), &sample, 0, digest, &none), 0);
    assert_int_equal(result_may_replace(in_folder("new.h5"), &none), 0);
    spit(in_folder("thesis.doc"), "chapter 1", 9);
    assert_int_equal(result_may_replace(in_folder("thesis.doc"), &foreign), -1);
    snprintf(want, sizeof want, "%s exists and is not a Hotline result: choose another name, or remove it first",
             in_folder("thesis.doc"));
    assert_string_equal(foreign.text, want);
    assert_int_equal(foreign.code, EXIT_INPUT);
    assert_int_equal(result_may_replace(folder, &directory), -1);
    assert_int_equal(result_may_replace(in_folder("no/such.h5"), &nowhere), -1);
    snprintf(want, sizeof want, "%s/no/such.h5 cannot be written: folder %s/no: No such file or directory", folder, folder);
    assert_string_equal(nowhere.text, want);
    assert_int_equal(nowhere.code, EXIT_ENVIRONMENT);
    sample_free(&sample);
}

/* ---- a disk that is full: files may not grow beyond a limit, which HDF5 meets as the same failing write ---- */

static void a_full_disk_is_one_sentence_and_no_file(void **state)
{
    (void)state;
    struct sample sample;
    struct stat whole;
    struct err none = { 0 };
    char digest[33], want[256];
    sample_init(&sample, 3, 4);
    assert_int_equal(write_noise(in_folder("fits.h5"), &sample, 0, digest, &none), 0);
    assert_int_equal(stat(in_folder("fits.h5"), &whole), 0);
    snprintf(want, sizeof want, "%s cannot be written: File too large", in_folder("full.h5"));
    signal(SIGXFSZ, SIG_IGN);
    for (int twentieth = 0; twentieth < 20; twentieth++) {
        struct err err = { 0 };
        rlim_t before = limit_file_size((rlim_t)(whole.st_size * twentieth / 20));
        int status = write_noise(in_folder("full.h5"), &sample, 0, digest, &err);
        limit_file_size(before);
        assert_int_equal(status, -1);
        assert_string_equal(err.text, want);
        assert_int_equal(err.code, EXIT_ENVIRONMENT);
        assert_false(exists(in_folder("full.h5")));
        assert_false(exists(in_folder("full.h5.tmp")));
    }
    sample_free(&sample);
}

static void a_full_disk_leaves_the_older_result(void **state)
{
    (void)state;
    struct sample sample;
    struct err none = { 0 }, err = { 0 };
    char older[33], digest[33], now[33];
    sample_init(&sample, 3, 4);
    assert_int_equal(write_noise(in_folder("older.h5"), &sample, 0, older, &none), 0);
    snprintf(sample.plan.scenario_name[0], sizeof *sample.plan.scenario_name, "newer");
    rlim_t before = limit_file_size(50000);
    assert_int_equal(write_noise(in_folder("older.h5"), &sample, 0, digest, &err), -1);
    limit_file_size(before);
    assert_int_equal(result_digest(in_folder("older.h5"), now, NULL, &none), 0);
    assert_string_equal(now, older);
    sample_free(&sample);
}

static void two_cannot_write_the_same_result(void **state)
{
    (void)state;
    struct sample sample;
    struct result *first, *second;
    struct err err = { 0 }, refusal = { 0 };
    char digest[33], now[33], want[256];
    sample_init(&sample, 1, 1);
    assert_int_equal(result_create(&first, in_folder("two.h5"), &sample.plan, &sample.extents, &err), 0);
    assert_int_equal(result_create(&second, in_folder("two.h5"), &sample.plan, &sample.extents, &refusal), -1);
    snprintf(want, sizeof want, "%s is being written by another hotline", in_folder("two.h5"));
    assert_string_equal(refusal.text, want);
    assert_int_equal(result_put(first, 0, 0, noise_run(&sample, 0, 0), 1, &err), 0);
    assert_int_equal(result_finish(&first, digest, &err), 0);
    assert_int_equal(result_digest(in_folder("two.h5"), now, NULL, &err), 0);
    assert_string_equal(now, digest);
    sample_free(&sample);
}

static void an_abandoned_result_leaves_nothing(void **state)
{
    (void)state;
    struct sample sample;
    struct result *result;
    struct err err = { 0 };
    sample_init(&sample, 1, 1);
    assert_int_equal(result_create(&result, in_folder("gone.h5"), &sample.plan, &sample.extents, &err), 0);
    assert_true(exists(in_folder("gone.h5.tmp")));
    result_abandon(&result);
    assert_false(exists(in_folder("gone.h5.tmp")));
    result_abandon(&result);
    assert_int_equal(result_create(&result, in_folder("no/such.h5"), &sample.plan, &sample.extents, &err), -1);
    assert_null(result);
    sample_free(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_run_comes_back),
        cmocka_unit_test(three_scenarios_of_four_replicates_come_back),
        cmocka_unit_test(more_runs_than_a_chunk_come_back),
        cmocka_unit_test(a_result_without_runs_is_refused),
        cmocka_unit_test(a_seed_that_a_double_cannot_hold_is_refused),
        cmocka_unit_test(a_failed_run_and_an_absent_one_are_told_apart),
        cmocka_unit_test(runs_in_any_order_with_gaps_come_back),
        cmocka_unit_test(what_waits_in_memory_has_its_bound),
        cmocka_unit_test(a_block_is_written_when_the_next_begins),
        cmocka_unit_test(a_plan_comes_back_from_its_file),
        cmocka_unit_test(a_damaged_plan_is_refused),
        cmocka_unit_test(the_digest_does_not_depend_on_the_order_of_runs),
        cmocka_unit_test(the_digest_names_the_numbers_and_nothing_else),
        cmocka_unit_test(every_nan_counts_as_the_same),
        cmocka_unit_test(the_sum_is_xxh128),
        cmocka_unit_test(what_is_not_a_result_is_refused_with_a_sentence),
        cmocka_unit_test(every_flipped_byte_is_noticed),
        cmocka_unit_test(only_a_result_is_replaced),
        cmocka_unit_test(a_full_disk_is_one_sentence_and_no_file),
        cmocka_unit_test(a_full_disk_leaves_the_older_result),
        cmocka_unit_test(an_abandoned_result_leaves_nothing),
        cmocka_unit_test(two_cannot_write_the_same_result),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
