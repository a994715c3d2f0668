/* compare_json.h - a comparison as JSON on standard output: an output, in it a scenario with its differences. */
#ifndef COMPARE_JSON_H
#define COMPARE_JSON_H

#include "analysis/answers/compare.h"
#include "sim/record/plan.h"

void compare_json(const struct comparison *c, const struct result_plan *plan, int zh);

#endif
