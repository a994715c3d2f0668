/* forecast.h - the calls to be expected in a week, and how far days differ from it.
 *
 * A week of slots, intervals from Monday 00:00, each with the mean number of first attempts that reach an operator's line, on
 * a day of busyness 1; a day's busyness is Gamma with mean 1. What a call is like (talk time, class, line) is one of a sample
 * of calls seen on the same weekday in the same hours: on a Sunday more call to talk, on a Monday about work.
 * Estimated from days of counts, whether a city's, a log's or a planner's own.
 */
#ifndef FORECAST_H
#define FORECAST_H

#include <stdint.h>

#include "sim/base/err.h"

enum { FORECAST_DAYS = 7, FORECAST_MOST_INTERVALS = 96, FORECAST_MOST_SLOTS = FORECAST_DAYS * FORECAST_MOST_INTERVALS,
       FORECAST_MOST_SAMPLES = 1 << 19, FORECAST_FEWEST = 200 };
#define FORECAST_MOST_CV 0.5        /* what the law of busyness covers */

struct forecast_call {
    float talk_s;                   /* of an experienced operator, without writing */
    uint8_t interval;               /* of the day */
    uint8_t class, line;            /* as in the centre; line 0 is the ordinary one */
    uint8_t day;                    /* of the week, Monday = 0 */
};

struct forecast {
    int interval_s, per_day;
    double *calls;                  /* [7 * per_day] */
    double busy_cv;
    int busy_told;                  /* 0: too few days to tell busy_cv, which is 0 */
    int most_busy;                  /* 1: the days differ by more than FORECAST_MOST_CV, which was taken */
    int n;
    struct forecast_call *call;     /* samples in the order of slots */
    int from[FORECAST_MOST_SLOTS], until[FORECAST_MOST_SLOTS];      /* by slot: those drawn from */
    double days;                    /* of data, of those with any */
};

/* Days of counts, in any order; count[day * per_day + interval], NaN where it is missing. */
struct forecast_days {
    int n, room, per_day;
    uint8_t *weekday;
    double *busy;                   /* known busyness of the day, or 1 */
    double *count;
};

int forecast_init(struct forecast *f, int interval_s, struct err *err);         /* 900, 1800 or 3600 s */
void forecast_free(struct forecast *f);

/* The row of one more day, all counts `count`; -1: no memory. */
int forecast_day(struct forecast_days *days, int per_day, int weekday, double busy, double count, struct err *err);
void forecast_days_free(struct forecast_days *days);
int forecast_fit(struct forecast *f, const struct forecast_days *days, const char *source, struct err *err);

/* A sample that is thinned evenly as it grows: always an even share of all that was given. */
struct forecast_samples { int n, room; long seen; int every; struct forecast_call *call; };
int forecast_sample(struct forecast_samples *s, struct forecast_call call, int most, struct err *err);
/* Takes the samples over. */
int forecast_adopt(struct forecast *f, struct forecast_samples *s, const char *source, struct err *err);
/* The samples of another forecast, whatever its intervals. */
int forecast_borrow(struct forecast *f, const struct forecast *like, struct err *err);
/* Class and line of the calls, and talk where they have none (talk_s <= 0), are those of calls of `like` in the same slots. */
void forecast_dress(struct forecast_samples *s, int interval_s, const struct forecast *like);

double forecast_week(const struct forecast *f);         /* calls */
double forecast_talk_s(const struct forecast *f);       /* mean of the samples */
double forecast_slot_talk_s(const struct forecast *f, int slot);
/* Share of the calls of this slot that are of the class and the line; NONE: any. */
double forecast_share(const struct forecast *f, int slot, int class, int line);

#endif
