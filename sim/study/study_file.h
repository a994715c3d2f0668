/* study_file.h - the parts of reading a study file, for study.c only. Each complains of what it does not like. */
#ifndef STUDY_FILE_H
#define STUDY_FILE_H

#include "sim/study/study.h"

/* A text of the file into `to`; complains when it does not fit. */
void study_copy_text(char *to, size_t size, const struct yaml *node, const char *what, struct yaml_complaints *wrong);

/* Factors and mixtures (study_factors.c); node may be NULL. */
void study_factors_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong);
void study_factors_free(struct study *study);
/* A list of values for a factor that has none: n texts, as --set would be given them. */
int study_factor_list(struct study_factor *factor, int n, struct yaml_complaints *wrong);

/* The policies as the values of the factor that chooses among them (study_factors.c); the row of one by its name, or NONE. */
void study_chooser_fill(struct study *study, struct yaml_complaints *wrong);
int study_policy_named(const struct study *study, const char *name);

/* After the factors: the design, its space, and whether they fit each other (study_design.c); node may be NULL. */
void study_design_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong);

/* Groups of factors that the design moves together, too (study_groups.c). */
void study_groups_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong);

/* How many replications, or until when (study_replications.c); node may be NULL. */
void study_replications_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong);

/* The values of the factors from a CSV file, a column each by its key (study_table.c). */
void study_table_read(struct study *study, const struct yaml *file, struct yaml_complaints *wrong);

/* After the design (study_constraints.c); node may be NULL. */
void study_constraints_read(struct study *study, const struct yaml *list, struct yaml_complaints *wrong);
/* Does a point keep all of them? */
bool study_keeps(const struct study *study, const double *at);

/* The value of a factor at a place of the axes (study_points.c). */
double study_value_at(const struct study *study, const double *at, int factor);

#endif
