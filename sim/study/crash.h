/* crash.h - a unit of work in which the program crashes: SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT; a stack that is used up.
 *
 * Before the process dies of its signal, as it would have, the journal has the unit among those that failed, and the user a
 * sentence with its name and the command that goes on: what crashes once may crash again, and would end every resumed sweep.
 * The handler runs on a stack of its own and calls nothing that a signal may not.
 */
#ifndef CRASH_H
#define CRASH_H

#include <signal.h>

#include "sim/study/journal.h"

enum { CRASH_SIGNALS = 5 };
struct crash { struct sigaction before[CRASH_SIGNALS]; };

/* From now until crash_leave; journal and last_words (or NULL), whole lines, stay the caller's. */
void crash_take(struct crash *crash, const struct journal *journal, const char *last_words);
void crash_leave(const struct crash *crash);

/* Of each thread that works: the stack for its handler. Without memory a stack that is used up stays unexplained. */
struct crash_stack { stack_t before; void *own; };
void crash_stack_take(struct crash_stack *stack);
void crash_stack_leave(struct crash_stack *stack);

/* What this thread is at work on; name: as the user knows it, or NULL: on nothing. */
void crash_unit(int point, int replicate, const char *name);

#endif
