/* stop.h - what ends a sweep before it is done: SIGINT or SIGTERM, or a moment that was set.
 *
 * The first signal only asks: no further unit begins, those in flight are finished. The second ends the program at once
 * with EXIT_INTERRUPTED and its last words; what is on disk then is what a kill -9 leaves.
 */
#ifndef STOP_H
#define STOP_H

#include <signal.h>
#include <stdbool.h>
#include <time.h>

struct stop { struct sigaction interrupt, terminate; };         /* what the signals did before */

/* From now until stop_leave the signals ask. Whoever takes them first keeps them: a verb, or else the loop over its units.
 * last_words: NULL, or what a second signal still prints, whole lines. */
void stop_take(struct stop *before, const char *last_words);
void stop_leave(const struct stop *before);

bool stop_asked(void);          /* ever: what runs one study after another ends at the next, though the last one was done */
/* Would what takes so long be over only after that moment? until 0: never. */
bool stop_comes_before(time_t until, double takes_s);

#endif
