/* The journal of finished units: a crash at any byte, or a damaged byte, loses lines but never tells a wrong one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/study/journal.h"

static const struct session SESSION = { 0, 5, 3, 100, "0.1.0 abc" };
static char folder[] = "/tmp/journal-XXXXXX";
static char path[64];

static void checksum_of(char checksum[33], int i) { snprintf(checksum, 33, "%032x", 37 * i + 1); }

enum { N_DONE = 4 };

static void write_four_done_and_one_failed(void)
{
    struct journal journal;
    struct err err = { 0 };
    char checksum[33];
    unlink(path);
    assert_int_equal(journal_open(&journal, path, &SESSION, &err), 0);
    for (int i = 0; i < N_DONE; i++) {
        checksum_of(checksum, i);
        assert_int_equal(journal_done(&journal, i % 5, 10 * i, checksum, &err), 0);
    }
    assert_int_equal(journal_failed(&journal, 4, 99, "first line\n  ^^^ a \\ too", &err), 0);
    journal_close(&journal);
}

static char *whole_file(size_t *size)
{
    char *bytes = malloc(65536);
    FILE *in = fopen(path, "rb");
    *size = fread(bytes, 1, 65536, in);
    fclose(in);
    return bytes;
}

static void rewrite(const char *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    fwrite(bytes, 1, size, out);
    fclose(out);
}

static int says_only_what_was_written(int missing_allowed)       /* returns the number of entries */
{
    struct entries entries = { 0 };
    struct err err = { 0 };
    char checksum[33];
    int before = -1;
    assert_int_equal(journal_read(path, &entries, &err), 0);
    assert_true(entries.n + missing_allowed >= N_DONE + 1);
    for (int i = 0; i < entries.n; i++) {
        const struct entry *e = &entries.entry[i];
        int number = e->kind == ENTRY_FAILED ? N_DONE : e->replicate / 10;
        assert_true(number > before && number <= N_DONE);
        before = number;
        checksum_of(checksum, number);
        if (e->kind == ENTRY_DONE)
            assert_true(e->point == number % 5 && e->replicate == 10 * number && strcmp(e->checksum, checksum) == 0);
        else
            assert_true(e->point == 4 && e->replicate == 99 && strcmp(e->why, "first line\n  ^^^ a \\ too") == 0);
    }
    int n = entries.n;
    journal_entries_free(&entries);
    return n;
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    struct entries entries = { 0 };
    struct err err = { 0 };
    write_four_done_and_one_failed();
    assert_int_equal(says_only_what_was_written(0), N_DONE + 1);
    assert_int_equal(journal_read(path, &entries, &err), 0);
    assert_string_equal(entries.last.program, "0.1.0 abc");
    assert_true(entries.last.n_points == 5 && entries.last.n_policies == 3 && entries.last.n_replicates == 100);
    journal_entries_free(&entries);
}

static void a_file_cut_anywhere_keeps_its_whole_lines(void **state)
{
    (void)state;
    size_t size;
    write_four_done_and_one_failed();
    char *bytes = whole_file(&size);
    for (size_t cut = 0; cut <= size; cut++) {
        int lines = 0;
        for (size_t i = 0; i < cut; i++)
            lines += bytes[i] == '\n';
        rewrite(bytes, cut);
        int units = lines > 0 ? lines - 1 : 0;      /* the first line is the session */
        assert_int_equal(says_only_what_was_written(N_DONE + 1), units);
    }
    free(bytes);
}

static void a_damaged_byte_costs_a_line_at_most_two(void **state)
{
    (void)state;
    size_t size;
    write_four_done_and_one_failed();
    char *bytes = whole_file(&size);
    for (size_t i = 0; i < size; i++) {
        bytes[i] ^= 0x15;
        rewrite(bytes, size);
        says_only_what_was_written(2);          /* a newline that goes joins two lines */
        bytes[i] ^= 0x15;
    }
    free(bytes);
}

static void writing_goes_on_after_a_torn_line(void **state)
{
    (void)state;
    struct journal journal;
    struct err err = { 0 };
    size_t size;
    write_four_done_and_one_failed();
    char *bytes = whole_file(&size);
    rewrite(bytes, size - 7);                   /* the failed unit's line is torn */
    free(bytes);
    assert_int_equal(journal_open(&journal, path, &SESSION, &err), 0);
    assert_int_equal(journal_failed(&journal, 4, 99, "first line\n  ^^^ a \\ too", &err), 0);
    journal_close(&journal);
    assert_int_equal(says_only_what_was_written(0), N_DONE + 1);
}

static void only_one_writes(void **state)
{
    (void)state;
    struct journal first, second;
    struct err err = { 0 };
    assert_int_equal(journal_open(&first, path, &SESSION, &err), 0);
    assert_int_equal(journal_open(&second, path, &SESSION, &err), -1);
    assert_non_null(strstr(err.text, "another process is working on"));
    journal_close(&first);
    err = (struct err){ 0 };
    assert_int_equal(journal_open(&second, path, &SESSION, &err), 0);
    journal_close(&second);
}

static void a_missing_journal_has_no_entries(void **state)
{
    (void)state;
    struct entries entries = { 0 };
    struct err err = { 0 };
    unlink(path);
    assert_int_equal(journal_read(path, &entries, &err), 0);
    assert_int_equal(entries.n, 0);
    journal_entries_free(&entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(a_file_cut_anywhere_keeps_its_whole_lines),
        cmocka_unit_test(a_damaged_byte_costs_a_line_at_most_two),
        cmocka_unit_test(writing_goes_on_after_a_torn_line),
        cmocka_unit_test(only_one_writes),
        cmocka_unit_test(a_missing_journal_has_no_entries),
    };
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/journal", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
