/* A unit of work that crashes stands in the journal as failed, and the process dies of its signal as it would have. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/study/crash.h"

/* ---- ways to crash ---- */

static volatile int nothing;

static int fall(int depth)
{
    volatile char room[4096];
    room[0] = (char)depth;
    return depth < INT_MAX ? fall(depth + 1) + room[0] : 0;
}

static void stack_used_up(void) { nothing = fall(0); }
static void impossible_division(void) { raise(SIGFPE); }
static void aborts(void) { abort(); }

static void wrong_address(void)
{
    volatile char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    nothing = page[0];
}

static void file_cut_off(void)
{
    FILE *file = tmpfile();
    volatile char *page = file ? mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0) : NULL;
    nothing = page ? page[0] : 0;
}

/* Each thread at work on a unit of its own, both at the same moment. */
static void two_at_once(void)
{
#pragma omp parallel num_threads(2)
    {
        crash_unit(7, 12, "a unit");
#pragma omp barrier
        wrong_address();
    }
}

/* ---- what is left ---- */

/* In a process of its own, at work on point 7, replicate 12 unless it is on nothing; the signal that it died of. */
static int died_of(const char *path, void (*deed)(void), const char *unit)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct session session = { 0, 10, 1, 20, "a program" };
        struct journal journal;
        struct crash crash;
        struct crash_stack stack;
        struct err err = { 0 };
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        setrlimit(RLIMIT_STACK, &(struct rlimit){ 1 << 20, RLIM_INFINITY });
        if (!freopen("/dev/null", "w", stderr) || journal_open(&journal, path, &session, &err) != 0)
            _exit(99);
        crash_take(&crash, &journal, "go on\n");
        crash_stack_take(&stack);
        crash_unit(7, 12, unit);
        deed();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    return WTERMSIG(status);
}

static void leaves(void (*deed)(void), int number, const char *why)
{
    char path[] = "/tmp/hotline-crash-XXXXXX";
    struct entries entries = { 0 };
    struct err err = { 0 };
    close(mkstemp(path));
    assert_int_equal(died_of(path, deed, "a unit"), number);
    assert_int_equal(journal_read(path, &entries, &err), 0);
    assert_int_equal(entries.n, 1);
    assert_int_equal(entries.entry[0].kind, ENTRY_FAILED);
    assert_int_equal(entries.entry[0].point, 7);
    assert_int_equal(entries.entry[0].replicate, 12);
    assert_true(entries.entry[0].at_ms >= entries.last.at_ms);
    assert_string_equal(entries.entry[0].why, why);
    journal_entries_free(&entries);
    unlink(path);
}

static void each_crash_is_in_the_journal(void **state)
{
    (void)state;
    leaves(stack_used_up, SIGSEGV, "the program crashed: SIGSEGV, a wrong address or a stack used up");
    leaves(wrong_address, SIGSEGV, "the program crashed: SIGSEGV, a wrong address or a stack used up");
    leaves(impossible_division, SIGFPE, "the program crashed: SIGFPE, a division that cannot be");
    leaves(file_cut_off, SIGBUS, "the program crashed: SIGBUS, a wrong address");
    leaves(aborts, SIGABRT, "the program crashed: SIGABRT, a broken assumption or memory in disorder");
}

/* The second must not end the process before the first is written. */
static void of_two_crashes_one_is_in_the_journal(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++)
        leaves(two_at_once, SIGSEGV, "the program crashed: SIGSEGV, a wrong address or a stack used up");
}

/* Nothing is to blame where no unit is being run. */
static void a_crash_between_units_is_nobodys(void **state)
{
    (void)state;
    char path[] = "/tmp/hotline-crash-XXXXXX";
    struct entries entries = { 0 };
    struct err err = { 0 };
    close(mkstemp(path));
    assert_int_equal(died_of(path, wrong_address, NULL), SIGSEGV);
    assert_int_equal(journal_read(path, &entries, &err), 0);
    assert_int_equal(entries.n, 0);
    journal_entries_free(&entries);
    unlink(path);
}

static void numbers_are_written_without_the_library(void **state)
{
    (void)state;
    char text[24];
    assert_string_equal(journal_digits(text, sizeof text, 0), "0");
    assert_string_equal(journal_digits(text, sizeof text, 90), "90");
    assert_string_equal(journal_digits(text, sizeof text, INT64_MAX), "9223372036854775807");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_crash_is_in_the_journal),
        cmocka_unit_test(of_two_crashes_one_is_in_the_journal),
        cmocka_unit_test(a_crash_between_units_is_nobodys),
        cmocka_unit_test(numbers_are_written_without_the_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
