/* h5_table.h - an HDF5 file of tables: each a group with columns of equal length over one coordinate. For what is no result of
 * runs; netCDF-4, xarray and h5py read it. It appears under its name whole or not at all.
 */
#ifndef H5_TABLE_H
#define H5_TABLE_H

#include "sim/base/err.h"

struct h5_table_column {
    const char *name, *unit, *meaning;
    const double *value;            /* [n], NaN where it is not defined; or */
    const char *const *text;        /* [n] */
};

struct h5_table {
    const char *name;
    int n;                          /* rows */
    int n_columns;                  /* the first is the coordinate */
    const struct h5_table_column *column;
};

/* about: pairs of an attribute's name and text, ended by NULL. */
int h5_table_write(const char *path, int n, const struct h5_table table[], const char *const about[], struct err *err);

#endif
