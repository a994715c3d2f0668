/* h5.h - the few HDF5 calls that a result file needs, so made that netCDF-4, xarray, h5py and R can read it:
 * creation order is tracked everywhere, text is variable-length UTF-8, times are off, numbers are little-endian.
 * Each returns what HDF5 returns (negative = failed); h5_why tells why the first one since h5_quiet failed.
 * Used by sim/record only.
 */
#ifndef H5_H
#define H5_H

#include <stddef.h>
#include <stdint.h>
#include <hdf5.h>

/* Before each use of the library: it prints nothing, does nothing at exit, and h5_why starts afresh. */
void h5_quiet(void);
const char *h5_why(void);           /* the system's reason ("No space left on device"), or the library's */

hid_t h5_create(const char *path, hsize_t n_chunks);    /* that an array has at most, about */
hid_t h5_open(const char *path);    /* to read; takes no lock, since a finished result never changes */

hid_t h5_group(hid_t at, const char *name);         /* made unless it is there */

/* Doubles (fill NaN) or 32-bit integers (fill 0). chunk: NULL for small arrays, else shuffled and deflated;
 * cache_bytes: of the chunk cache, 0 where whole chunks are written. */
hid_t h5_doubles(hid_t at, const char *name, int rank, const hsize_t size[], const hsize_t chunk[], size_t cache_bytes);
hid_t h5_ints(hid_t at, const char *name, int rank, const hsize_t size[]);
/* n texts, NULL counting as ""; written at once. n = 0 makes a scalar from text[0]. */
hid_t h5_texts(hid_t at, const char *name, hsize_t n, const char *const text[]);

herr_t h5_attribute_text(hid_t at, const char *name, const char *text);
herr_t h5_attribute_int(hid_t at, const char *name, int64_t value);
herr_t h5_attribute_doubles(hid_t at, const char *name, hsize_t n, const double value[]);
herr_t h5_attribute_ints(hid_t at, const char *name, hsize_t n, const int32_t value[]);

/* Makes dataset the coordinate of the dimension of that name; hangs dataset's dimension on it. */
herr_t h5_coordinate(hid_t dataset, const char *name);
herr_t h5_attach(hid_t dataset, unsigned dimension, hid_t at, const char *coordinate);

/* The same for many datasets. The coordinate's own list of what hangs on it, which h5_attach writes anew for each dataset, is
 * written once, by h5_hung: after all datasets have been made, and once a coordinate. */
struct h5_hanging { hobj_ref_t coordinate, dataset; int dimension; };
struct h5_hangings { size_t n, room; struct h5_hanging *row; };
hobj_ref_t h5_reference(hid_t at, const char *name);            /* 0: there is none */
herr_t h5_hang(struct h5_hangings *all, hid_t dataset, int rank, const hobj_ref_t coordinate[]);
herr_t h5_hung(struct h5_hangings *all, hid_t file);            /* frees them, too; not after a failure */

int h5_has(hid_t at, const char *name);                     /* 1 when a link of that name is there */
hsize_t h5_length(hid_t at, const char *name);              /* numbers in a dataset, 0 when there is none */
char *h5_read_attribute(hid_t at, const char *name);        /* text, malloc'd, or NULL */
herr_t h5_read_attribute_int(hid_t at, const char *name, int64_t *value);
herr_t h5_read_attribute_doubles(hid_t at, const char *name, hsize_t n, double into[]);     /* exactly so many */
herr_t h5_read_doubles(hid_t at, const char *name, hsize_t n, double into[]);
herr_t h5_read_ints(hid_t at, const char *name, hsize_t n, int into[]);
char **h5_read_texts(hid_t at, const char *name, hsize_t n);        /* n malloc'd texts in a malloc'd array, or NULL */
void h5_free_texts(char **text, hsize_t n);

#endif
