/* select_study.h - the scenarios of a study as what select.h chooses among: runs replications as they are asked for, under
 * common random numbers, on all cores; of scenarios that have left no more are run.
 */
#ifndef SELECT_STUDY_H
#define SELECT_STUDY_H

#include "analysis/answers/select.h"
#include "sim/observe/outputs.h"
#include "sim/study/cases.h"
#include "sim/study/work.h"

/* kpi[0]: to compare; kpi[1 ..]: those with a limit. Fills wish->k. EXIT_INPUT: one scenario only, or a factor that is an
 * uncertainty, which is not ours to choose. */
int select_study(struct selection *selection, struct select_wish *wish, const struct cases *cases, const enum output kpi[],
                 const struct work_manner *manner, struct err *err);

#endif
