/* What stands beside a result file: shards of a sweep, tables for other programs, and the tables of the program. */
#include "noise.h"

#include "sim/record/catalogue.h"
#include "sim/base/text.h"
#include "sim/record/csv.h"
#include "sim/record/shard.h"

/* ---- shards ---- */

static void a_shard_comes_back_only_as_it_was_written(void **state)
{
    (void)state;
    struct sample a, b;
    struct err none = { 0 }, other = { 0 }, damaged = { 0 }, missing = { 0 };
    double seconds[2] = { 0.37, 1.5 }, got[2];
    char checksum[33];
    size_t n;
    sample_init(&a, 1, 1);
    sample_init(&b, 1, 1);
    noise_run(&a, 0, 3);
    noise_run(&b, 1, 3);
    struct outputs outputs[2] = { a.outputs, b.outputs };
    assert_int_equal(shard_write(in_folder("7.shard"), 7, 2, outputs, seconds, checksum, &none), 0);
    for (size_t i = 0; i < a.outputs.n; i++)
        a.outputs.value[i] = b.outputs.value[i] = -1;
    assert_int_equal(shard_read(in_folder("7.shard"), 7, checksum, 2, outputs, got, &none), 0);
    for (size_t i = 0; i < a.outputs.n; i++)
        assert_true(same(a.outputs.value[i], noise(0, 3, i)) && same(b.outputs.value[i], noise(1, 3, i)));
    assert_true(got[0] == 0.37 && got[1] == 1.5);
    assert_int_equal(shard_read(in_folder("7.shard"), 8, checksum, 2, outputs, got, &other), -1);
    assert_non_null(strstr(other.text, "is not a shard of this unit and this version of Hotline"));
    char *bytes = slurp(in_folder("7.shard"), &n);
    bytes[n / 2] ^= 1;
    spit(in_folder("7.shard"), bytes, n);
    assert_int_equal(shard_read(in_folder("7.shard"), 7, checksum, 2, outputs, got, &damaged), -1);
    assert_non_null(strstr(damaged.text, "is damaged: its checksum is not the one in the journal"));
    assert_int_equal(shard_read(in_folder("8.shard"), 8, checksum, 2, outputs, got, &missing), -1);
    assert_non_null(strstr(missing.text, "8.shard cannot be read: No such file or directory"));
    free(bytes);
    sample_free(&a);
    sample_free(&b);
}

static void a_shard_on_a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    struct sample a;
    struct err err = { 0 };
    double seconds = 1;
    char checksum[33];
    sample_init(&a, 1, 1);
    signal(SIGXFSZ, SIG_IGN);
    rlim_t before = limit_file_size(64);
    int status = shard_write(in_folder("9.shard"), 9, 1, &a.outputs, &seconds, checksum, &err);
    limit_file_size(before);
    assert_int_equal(status, -1);
    assert_non_null(strstr(err.text, "9.shard cannot be written: File too large"));
    assert_false(exists(in_folder("9.shard")) || exists(in_folder("9.shard.tmp")));
    sample_free(&a);
}

/* ---- tables ---- */

static void the_table_has_a_row_a_run_and_every_digit(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = { 0 };
    char digest[33];
    size_t n;
    sample_init(&sample, 2, 3);
    assert_int_equal(write_noise(in_folder("t.h5"), &sample, 0, digest, &err), 0);
    assert_int_equal(csv_write(in_folder("t.h5"), in_folder("t.csv"), &err), 0);
    char *text = slurp(in_folder("t.csv"), &n), *rest = NULL;
    char *line = strtok_r(text, "\n", &rest);
    assert_int_equal(strncmp(line, "scenario,policy,replicate,operators.headcount,patience.mean_s,backlog_tickets,", 78), 0);
    for (int run = 0; run < 6; run++) {
        char start[192], number[TEXT_NUMBER_SIZE], *end = start;
        double x = noise(run / 3, run % 3, sample.outputs.at[OUT_backlog_tickets]);
        end += sprintf(end, "\"排名 \"\"%d\"\", tiny\",\"排名 \"\"%d\"\", tiny\",%d,%d,%s,", run / 3, run / 3, run % 3,
                       40 + 10 * (run / 3), run / 3 ? "0.1" : "0");
        sprintf(end, "%s,", isnan(x) ? "" : text_number(number, x));
        line = strtok_r(NULL, "\n", &rest);
        assert_non_null(line);
        assert_int_equal(strncmp(line, start, strlen(start)), 0);
    }
    assert_null(strtok_r(NULL, "\n", &rest));
    free(text);
    sample_free(&sample);
}

/* ---- tables of the program ---- */

/* netCDF takes a variable named like a dimension for that dimension's coordinate. */
static void no_output_is_named_like_a_dimension(void **state)
{
    (void)state;
    static const char *const TAKEN[] = { "scenario", "replicate", "status", "failures", "timing", "provenance", "stats" };
    for (int o = 0; o < N_OUTPUTS; o++) {
        for (int d = 0; d < N_DIMENSIONS; d++)
            assert_string_not_equal(OUTPUTS[o].name, DIMENSIONS[d].name);
        for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
            assert_string_not_equal(OUTPUTS[o].name, TAKEN[i]);
        for (int other = 0; other < o; other++)
            assert_string_not_equal(OUTPUTS[o].name, OUTPUTS[other].name);
    }
}

/* xarray turns these into time spans, and a share of 3 days is then no number any more. */
static void no_unit_is_one_that_readers_convert(void **state)
{
    (void)state;
    static const char *const CONVERTED[] = { "days", "hours", "minutes", "seconds", "" };
    for (int o = 0; o < N_OUTPUTS; o++)
        for (size_t i = 0; i < sizeof CONVERTED / sizeof *CONVERTED; i++)
            assert_string_not_equal(OUTPUTS[o].unit, CONVERTED[i]);
}

/* `hotline outputs --markdown > docs/output.md` after a change of the tables. */
static void docs_output_md_is_what_the_tables_say(void **state)
{
    (void)state;
    size_t n, written;
    char *text = NULL, *committed = slurp("docs/output.md", &n);
    FILE *out = open_memstream(&text, &written);
    catalogue_markdown(out);
    fclose(out);
    int same_text = strcmp(committed, text) == 0;
    free(text);
    free(committed);
    if (!same_text)
        fail_msg("docs/output.md is not what outputs.def says: `make docs`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shard_comes_back_only_as_it_was_written),
        cmocka_unit_test(a_shard_on_a_full_disk_leaves_nothing),
        cmocka_unit_test(the_table_has_a_row_a_run_and_every_digit),
        cmocka_unit_test(no_output_is_named_like_a_dimension),
        cmocka_unit_test(no_unit_is_one_that_readers_convert),
        cmocka_unit_test(docs_output_md_is_what_the_tables_say),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
