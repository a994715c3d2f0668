/* bench.h - what `hotline bench` measures: functions that fill the values of one row of its table. */
#ifndef BENCH_H
#define BENCH_H

#include "sim/study/cases.h"

enum { BENCH_MOST_VALUES = 4 };

double bench_cpu_s(void);           /* user and system time of this process so far */
double bench_peak_mib(void);        /* most memory this process has held */

/* The cases of a study by its name, as it says itself; cases_free. */
int bench_load(struct cases *cases, const char *name, struct err *err);

int bench_centre(double value[], struct err *err);          /* calls/s: the centre, bare; their ratio */
int bench_city(double value[], struct err *err);            /* s of a year, contacts/s, MiB */
int bench_threads(double value[], struct err *err);         /* speed of two threads over one */
int bench_study(double value[], struct err *err);           /* share of a sweep's time that is not its runs' */
int bench_resident(double value[], struct err *err);        /* bytes of a resident without needs */

#endif
