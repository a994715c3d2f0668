/* schema.h - JSON Schema: what the schemas of scenarios and of studies share. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "sim/scenario/params.h"

#define SCHEMA_ROW "[A-Za-z][A-Za-z0-9_-]*"     /* the name of a row, as a regular expression */

/* What may stand as a value of this parameter, on standard output. */
void schema_value(const struct param *param);

void schema_study(void);

#endif
