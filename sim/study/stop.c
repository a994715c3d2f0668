#include "stop.h"

#include <string.h>
#include <unistd.h>

#include "sim/base/err.h"

static volatile sig_atomic_t asked;
static const char *volatile words;
static volatile size_t n_words;
static int takers;

static void say(const char *text, size_t n)
{
    ssize_t told = write(STDERR_FILENO, text, n);
    (void)told;
}

static void on_signal(int signal)
{
    (void)signal;
    static const char SENTENCE[] = "\nhotline: finishing the runs in flight; once more drops them\n";
    if (asked) {
        say(words, n_words);
        _exit(EXIT_INTERRUPTED);
    }
    asked = 1;
    say(SENTENCE, sizeof SENTENCE - 1);
}

void stop_take(struct stop *before, const char *last_words)
{
    struct sigaction ours = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    if (takers++ > 0)
        return;
    words = last_words ? last_words : "";
    n_words = strlen(words);
    sigaction(SIGINT, NULL, &before->interrupt);
    if (before->interrupt.sa_handler != SIG_IGN)        /* a background job keeps ignoring the keyboard */
        sigaction(SIGINT, &ours, NULL);
    sigaction(SIGTERM, &ours, &before->terminate);
}

void stop_leave(const struct stop *before)
{
    if (--takers > 0)
        return;
    sigaction(SIGINT, &before->interrupt, NULL);
    sigaction(SIGTERM, &before->terminate, NULL);
}

bool stop_asked(void)
{
    return asked;
}

bool stop_comes_before(time_t until, double takes_s)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return until != 0 && (double)now.tv_sec + 1e-9 * (double)now.tv_nsec + takes_s > (double)until;
}
