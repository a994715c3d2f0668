#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double EVERY_S = 0.2;

double progress_clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

const char *progress_duration(char text[24], double s)
{
    long t = s < 0 ? 0 : s > 1e9 ? 1000000000 : (long)(s + 0.5);
    if (t >= 3600)
        snprintf(text, 24, "%ld:%02ld:%02ld", t / 3600, t / 60 % 60, t % 60);
    else
        snprintf(text, 24, "%ld:%02ld", t / 60, t % 60);
    return text;
}

void progress_begin(struct progress *p, const char *what, long n_runs, int64_t n_steps, int quiet)
{
    *p = (struct progress){ .what = what, .note = "", .quiet = quiet || !isatty(STDERR_FILENO), .n_runs = n_runs,
                            .n_steps = n_steps, .began_s = progress_clock_s() };
    p->printed_s = p->began_s;
}

static void print_line(struct progress *p, const char *more, const char *end)
{
    char left[24];
    int64_t steps;
#pragma omp atomic read
    steps = p->steps;
    double s = progress_clock_s() - p->began_s, share = p->n_steps > 0 ? (double)steps / (double)p->n_steps : 1;
    int over = p->done + p->failed >= p->n_runs;
    fprintf(stderr, "\r%s: %ld of %ld runs, %ld failed, %.2f runs/s, %s %s%s%s\033[K%s", p->what, p->done + p->failed, p->n_runs,
            p->failed, s > 0 ? share * (double)p->n_runs / s : 0,
            progress_duration(left, over ? s : share > 0 ? s * (1 - share) / share : 0), over ? "in all" : "left", p->note, more,
            end);
    fflush(stderr);
}

static void print_when_due(struct progress *p)
{
    double now = progress_clock_s(), printed;
#pragma omp atomic read
    printed = p->printed_s;
    if (p->quiet || now - printed < EVERY_S)
        return;
#pragma omp critical(progress)
    if (now - p->printed_s >= EVERY_S) {
#pragma omp atomic write
        p->printed_s = now;
        print_line(p, "", "");
    }
}

void progress_steps(struct progress *p, int64_t n)
{
#pragma omp atomic
    p->steps += n;
    print_when_due(p);
}

void progress_runs(struct progress *p, long done, long failed)
{
#pragma omp critical(progress)
    {
        p->done += done;
        p->failed += failed;
    }
    print_when_due(p);
}

void progress_end(struct progress *p)
{
    char more[48] = "";
    if (p->busy > 0)
        snprintf(more, sizeof more, ", threads %.0f %% busy", 100 * p->busy);
    if (!p->quiet)
        print_line(p, more, "\n");
}
