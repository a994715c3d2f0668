#include "errands.h"

#include <math.h>

static int least(int a, int b) { return a < b ? a : b; }

double errands_harm(const struct errands *e, int job, int day)
{
    const struct errand *j = &e->job[job];
    int end = least(j->fade_d, e->days_d), worse = least(j->worse_d > day ? j->worse_d : day, end);
    return day < end ? j->harm * (worse - day + e->worse * (end - worse)) : 0;
}

static double averted_in_order(const struct errands *e, const int order[])
{
    double left_h[ERRANDS_MOST], sum = 0;
    for (int i = 0; i < e->n; i++)
        left_h[i] = e->job[i].effort_h;
    for (int day = 0; day < e->days_d; day++) {
        double hours = 1;
        for (int k = 0; k < e->n && hours > 0; k++) {
            int i = order[k];
            double given = day < e->job[i].fade_d ? fmin(left_h[i], hours) : 0;
            left_h[i] -= given;
            hours -= given;
            sum += given / e->job[i].effort_h * errands_harm(e, i, day);
        }
    }
    return sum;
}

/* Of the orders that keep the first `from` places as they are. */
static double best_order(const struct errands *e, int order[], int from)
{
    if (from == e->n)
        return averted_in_order(e, order);
    double best = 0;
    for (int i = from; i < e->n; i++) {
        int a = order[from], b = order[i];
        order[from] = b, order[i] = a;
        best = fmax(best, best_order(e, order, from + 1));
        order[from] = a, order[i] = b;
    }
    return best;
}

double errands_best(const struct errands *e)
{
    int order[ERRANDS_MOST];
    for (int i = 0; i < e->n; i++)
        order[i] = i;
    return best_order(e, order, 0);
}
