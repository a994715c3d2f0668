/* progress.h - one line on stderr: runs done, failed, rate, time left.
 *
 * On a terminal the line is rewritten a few times a second; elsewhere, and with quiet, nothing is said: `hotline status`
 * tells of a sweep in the background. Any thread may call; between two counts it costs a reading of the clock.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

struct progress {
    const char *what;               /* the study's name */
    const char *note;               /* what the line ends with; "" after progress_begin */
    int quiet;
    long n_runs, done, failed;
    int64_t n_steps, steps;         /* residents x days, so that the time left moves between two finished runs */
    double began_s, printed_s;
    double busy;                    /* the share of the threads' time that went into runs, told at the end; 0 = not known */
};

void progress_begin(struct progress *p, const char *what, long n_runs, int64_t n_steps, int quiet);
void progress_steps(struct progress *p, int64_t n);              /* n more of the n_steps are done, or will never be */
void progress_runs(struct progress *p, long done, long failed); /* that many more runs */
void progress_end(struct progress *p);

double progress_clock_s(void);      /* seconds from some moment on, whatever is done to the clock on the wall */

/* "0:07", "12:34", "3:05:00". */
const char *progress_duration(char text[24], double s);

#endif
