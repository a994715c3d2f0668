/* rebuild.h - the cases of a study, made again from its result alone: no scenario file, no scenario path.
 *
 * A result keeps the text of every scenario and of what each point was warmed up under, the seed and the extents.
 */
#ifndef REBUILD_H
#define REBUILD_H

#include "sim/base/err.h"
#include "sim/record/result.h"
#include "sim/study/cases.h"

struct rebuild_run { int scenario, replicate; };

/* All cases as the study had them: point, policy and replicate have the numbers that they have in the result.
 * The plan of the cases holds counts only; result_plan has the rest. EXIT_INPUT: the file is of a program that did not
 * keep these texts, or does not serve this one. _free of the cases is right after a failure. */
int rebuild_all(struct cases *cases, const struct result *result, struct err *err);

/* Some runs alone: point i of the cases is the i-th scenario of the list under its one policy. */
int rebuild_some(struct cases *cases, const struct result *result, int n, const struct rebuild_run run[], struct err *err);

#endif
