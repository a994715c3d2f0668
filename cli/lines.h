/* lines.h - how the lines of the call centre do, where a scenario has opened any beside the ordinary one. */
#ifndef LINES_H
#define LINES_H

#include "cli/table.h"
#include "sim/record/result.h"

/* A table of them to stdout: calls, share answered, wait and occupancy of each line that had calls. Nothing where
 * there is but the ordinary line. -1: the file cannot be read, or there is no memory. */
int lines_print(struct result *result, double level, int chinese, enum table_form form, struct err *err);

#endif
