/* err.h - one sentence for the user, and the exit code that goes with it.
 *
 * What can fail fails at the edges (read, build, write): such a function returns 0, or -1 after
 * err_set / err_input. The first failure is kept: what it led to adds nothing for the user.
 */
#ifndef ERR_H
#define ERR_H

enum exit_code {                /* of the program; docs/code.md lists them */
    EXIT_OK = 0,
    EXIT_ENVIRONMENT = 1,       /* disk, memory, a missing program */
    EXIT_INPUT = 2,             /* a faulty file or command line */
    EXIT_RUNS_FAILED = 3,
    EXIT_DIGEST = 4,            /* a result is not what it says it is */
    EXIT_PRECISION = 5,
    EXIT_INTERRUPTED = 130,     /* can be resumed */
};

struct err {
    enum exit_code code;        /* EXIT_OK while nothing has failed */
    char text[4096];            /* whole sentences, without the program's name and without a final newline */
};

/* Both return -1, so that a caller can write `return err_set(err, ...)`. */
int err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));    /* EXIT_ENVIRONMENT */
int err_input(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));  /* EXIT_INPUT */
int err_code(struct err *err, enum exit_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
