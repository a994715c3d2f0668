#include "hours.h"

#include "sim/base/num.h"

void hours_busyness(double busy[24], const struct scenario *s, struct draw_key key, uint32_t t)
{
    double cv = s->calendar.hour_cv, rho = s->calendar.hour_acf, z = 0;
    for (uint32_t h = 0; h < 24; h++) {
        busy[h] = 1;
        if (cv <= 0)
            continue;
        double shock = num_normal_word(draw_at(key, PURPOSE_HOUR_BUSY, h / 4, 0, t).w[h % 4]);
        z = h ? rho * z + sqrt(1 - rho * rho) * shock : shock;
        busy[h] = num_gamma_quantile_unit_mean(1 / (cv * cv), z);
    }
}

static void profile_build(struct hours_profile *p, const double share[24], const double busy[24])
{
    double sum = 0, so_far = 0;
    for (int h = 0; h < 24; h++)
        sum += share[h] * busy[h];
    for (int h = 0; h < 24; h++) {
        double here = sum > 0 ? share[h] * busy[h] / sum : 1.0 / 24;
        p->passed[h] = so_far < 1 ? so_far : 1;
        p->second[h] = here > 0 ? 3600 / here : 0;
        so_far += here;
    }
    p->passed[24] = 1;
    for (int i = 0, h = 0; i < HOURS_GUIDE; i++) {
        while (p->passed[h + 1] <= (double)i / HOURS_GUIDE)
            h++;
        p->guide[i] = (uint8_t)h;
    }
}

void hours_of_day(struct hours *hours, const struct scenario *s, struct draw_key key, uint32_t t)
{
    double busy[24];
    hours_busyness(busy, s, key, t);
    profile_build(&hours->profile[HOURS_WORK], s->calendar.hour_work, busy);
    profile_build(&hours->profile[HOURS_NIGHT], s->calendar.hour_night, busy);
}
