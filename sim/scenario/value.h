/* value.h - one value of a scenario file, checked against its row of params.def. */
#ifndef VALUE_H
#define VALUE_H

#include "sim/base/yaml.h"
#include "sim/scenario/params.h"

/* A value is a scalar or list, or {value, range, dist, role, unit, source}. Checks what stands beside the value and
 * returns the value itself, NULL when there is none. *source is the text of `source`, or NULL. */
const struct yaml *value_itself(const struct param *param, const char *path, const struct yaml *node,
                                const char **source, struct yaml_complaints *wrong);

/* Reads all but NAMES into target (param->size bytes). Complains, and leaves target, when the value is wrong. */
void value_read(const struct param *param, const char *path, const struct yaml *node, void *target,
                struct yaml_complaints *wrong);

/* Reads NAMES: rows of another table as they are in `scenario`. */
void value_read_names(const struct param *param, const char *path, const struct yaml *node,
                      const struct scenario *scenario, struct names *target, struct yaml_complaints *wrong);

/* Are the names a list of words (of which rows is seen later)? */
void value_check_names(const char *path, const struct yaml *node, struct yaml_complaints *wrong);

#endif
