#include "crash.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STACK_BYTES = 1 << 16 };

static const struct { int number; const char *name; } SIGNALS[CRASH_SIGNALS] = {
    { SIGSEGV, "SIGSEGV, a wrong address or a stack used up" }, { SIGBUS, "SIGBUS, a wrong address" },
    { SIGFPE, "SIGFPE, a division that cannot be" }, { SIGILL, "SIGILL, an unknown instruction" },
    { SIGABRT, "SIGABRT, a broken assumption or memory in disorder" },
};

static const struct journal *volatile book;
static const char *volatile words;
static atomic_flag taken = ATOMIC_FLAG_INIT;
static _Thread_local struct { int point, replicate; const char *name; } at_work;

static void say(const char *text)
{
    ssize_t told = write(STDERR_FILENO, text, strlen(text));
    (void)told;
}

static const char *name_of(int number)
{
    int s = 0;
    while (s < CRASH_SIGNALS - 1 && SIGNALS[s].number != number)
        s++;
    return SIGNALS[s].name;
}

/* The first thread writes and ends the process: raised while its signal is held back, the signal finds its own meaning again
 * when this returns. A unit of another thread that crashes meanwhile is not finished, and is met when the sweep goes on. */
static void on_crash(int number)
{
    char replicate[12];
    while (atomic_flag_test_and_set(&taken))
        pause();
    if (at_work.name && book) {
        journal_crashed(book, at_work.point, at_work.replicate, name_of(number));
        say("\nhotline: crashed (");
        say(name_of(number));
        say(") in ");
        say(at_work.name);
        say(", replicate ");
        say(journal_digits(replicate, sizeof replicate, at_work.replicate));
        say(", which counts as failed; please report it\n");
        say(words);
    }
    signal(number, SIG_DFL);
    raise(number);
}

void crash_take(struct crash *crash, const struct journal *journal, const char *last_words)
{
    struct sigaction ours = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK };
    for (int s = 0; s < CRASH_SIGNALS; s++)
        sigaddset(&ours.sa_mask, SIGNALS[s].number);        /* a handler that crashes ends the process at once */
    book = journal;
    words = last_words ? last_words : "";
    for (int s = 0; s < CRASH_SIGNALS; s++)
        sigaction(SIGNALS[s].number, &ours, &crash->before[s]);
}

void crash_leave(const struct crash *crash)
{
    for (int s = 0; s < CRASH_SIGNALS; s++)
        sigaction(SIGNALS[s].number, &crash->before[s], NULL);
    book = NULL;
}

void crash_stack_take(struct crash_stack *stack)
{
    stack->own = malloc(STACK_BYTES);
    stack_t own = { .ss_sp = stack->own, .ss_size = STACK_BYTES };
    if (stack->own && sigaltstack(&own, &stack->before) == 0)
        return;
    free(stack->own);
    stack->own = NULL;
}

void crash_stack_leave(struct crash_stack *stack)
{
    if (!stack->own)
        return;
    sigaltstack(&stack->before, NULL);
    free(stack->own);
    stack->own = NULL;
}

void crash_unit(int point, int replicate, const char *name)
{
    at_work.point = point;
    at_work.replicate = replicate;
    at_work.name = name;
}
