#include "requirement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/forecast.h"
#include "analysis/numbers/tidy.h"

enum { DAY_S = 86400, MOST_REQUIRED = 100000 };

static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

int requirement_init(struct requirement *r, int interval_s, struct err *err)
{
    *r = (struct requirement){ .interval_s = interval_s, .per_day = DAY_S / interval_s };
    size_t n = FORECAST_DAYS * (size_t)r->per_day;
    r->calls = calloc(n, sizeof *r->calls);
    r->load = calloc(n, sizeof *r->load);
    r->theory = calloc(n, sizeof *r->theory);
    r->requirement = calloc(n, sizeof *r->requirement);
    r->cover = malloc(n * sizeof *r->cover);
    if (!r->calls || !r->load || !r->theory || !r->requirement || !r->cover)
        return err_set(err, "no memory for a requirement of %zu intervals", n);
    for (size_t i = 0; i < n; i++)
        r->cover[i] = NAN;
    return 0;
}

void requirement_free(struct requirement *r)
{
    free(r->calls);
    free(r->load);
    free(r->theory);
    free(r->requirement);
    free(r->cover);
    *r = (struct requirement){ 0 };
}

double requirement_short(const struct requirement *r, int slot)
{
    return isnan(r->cover[slot]) ? NAN : fmax(0, r->requirement[slot] - r->cover[slot]);
}

struct requirement_gap requirement_gap(const struct requirement *r)
{
    struct requirement_gap gap = { 0 };
    double most = 0;
    for (int k = 0; k < FORECAST_DAYS * r->per_day; k++) {
        double is = requirement_short(r, k);
        gap.intervals += is > 0;
        gap.nobody += is > 0 && r->cover[k] <= 0;
        gap.hours += is > 0 ? is * r->interval_s / 3600 : 0;
        if (is > most) {
            most = is;
            gap.worst = k;
        }
    }
    return gap;
}

int requirement_write(const struct requirement *r, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("weekday,start,calls,load,theory,requirement,cover,short\n", tidy.file);
    for (int k = 0; k < FORECAST_DAYS * r->per_day; k++) {
        int minute = k % r->per_day * r->interval_s / 60;
        double x[] = { r->calls[k], r->load[k], r->theory[k], r->requirement[k], r->cover[k], requirement_short(r, k) };
        fprintf(tidy.file, "%s,%02d:%02d", DAYS[k / r->per_day], minute / 60, minute % 60);
        tidy_numbers(tidy.file, 6, x);
        putc('\n', tidy.file);
    }
    return tidy_end(&tidy, err);
}

/* 1: row k as it should be; cover may be empty, and what stands behind it is not asked. */
static int row_read(struct requirement *r, int k, const char *line)
{
    char day[8], rest[64] = "", *end;
    int hour, minute, at = k % r->per_day * r->interval_s / 60;
    double requirement;
    if (sscanf(line, "%3[A-Za-z],%2d:%2d,%lf,%lf,%d,%lf,%63s", day, &hour, &minute, &r->calls[k], &r->load[k], &r->theory[k],
               &requirement, rest) < 7 || !(requirement >= 0 && requirement <= MOST_REQUIRED) || floor(requirement) != requirement)
        return 0;
    r->requirement[k] = (int)requirement;
    r->cover[k] = strtod(rest, &end);
    r->cover[k] = end == rest ? NAN : r->cover[k];
    return strcmp(day, DAYS[k / r->per_day]) == 0 && hour * 60 + minute == at && r->calls[k] >= 0 && isfinite(r->load[k]);
}

int requirement_read(struct requirement *r, const char *path, struct err *err)
{
    char line[512];
    int rows = 0;
    *r = (struct requirement){ 0 };
    FILE *file = fopen(path, "r");
    if (!file)
        return err_input(err, "%s: this file cannot be read", path);
    while (fgets(line, sizeof line, file))
        rows++;
    rewind(file);
    if (rows == 0) {
        fclose(file);
        return err_input(err, "%s: the file is empty", path);
    }
    int per_day = (rows - 1) / FORECAST_DAYS, whole = (rows - 1) % FORECAST_DAYS == 0;
    if (!whole || (per_day != 24 && per_day != 48 && per_day != 96)) {
        fclose(file);
        return err_input(err, "%s: %d rows are no week of 15, 30 or 60 minutes", path, rows - 1);
    }
    int failed = requirement_init(r, DAY_S / per_day, err);
    for (int k = -1; !failed && k < FORECAST_DAYS * per_day && fgets(line, sizeof line, file); k++)
        if (k < 0 ? strncmp(line, "weekday,start,calls,load,theory,requirement", 43) != 0 : !row_read(r, k, line))
            failed = err_input(err, "%s:%d:1: this is no row of a requirement as `hotline staff` writes it", path, k + 2);
    fclose(file);
    return failed ? -1 : 0;
}
