#include "h5.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFLATE = 1, TRACKED = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED };

static _Thread_local char why[256];         /* of the first failure since h5_quiet */

/* Deeper records stand nearer to the cause; the one that has an errno is the cause itself. */
static herr_t find_cause(unsigned n, const H5E_error2_t *record, void *text)
{
    (void)n;
    const char *number = record->desc ? strstr(record->desc, "errno = ") : NULL;
    if (number)
        snprintf(text, sizeof why, "%s", strerror(atoi(number + strlen("errno = "))));
    else if (record->desc)
        snprintf(text, sizeof why, "%s", record->desc);
    return number != NULL;
}

static herr_t keep_cause(hid_t stack, void *unused)
{
    (void)unused;
    if (!why[0])
        H5Ewalk2(stack, H5E_WALK_DOWNWARD, find_cause, why);
    return 0;
}

void h5_quiet(void)
{
    H5dont_atexit();        /* at exit the library would try again to flush a file whose disk is full */
    H5Eset_auto2(H5E_DEFAULT, keep_cause, NULL);
    why[0] = '\0';
}

const char *h5_why(void)
{
    return why[0] ? why : "the HDF5 library gave no reason";
}

static hid_t tracked(hid_t class)
{
    hid_t list = H5Pcreate(class);
    H5Pset_attr_creation_order(list, TRACKED);
    H5Pset_obj_track_times(list, 0);
    return list;
}

static hid_t file_access(void)
{
    hid_t list = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(list, H5F_CLOSE_STRONG);
    return list;
}

hid_t h5_create(const char *path)
{
    hid_t access = file_access(), creation = tracked(H5P_FILE_CREATE);
    H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18);
    H5Pset_link_creation_order(creation, TRACKED);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    H5Pclose(creation);
    H5Pclose(access);
    return file;
}

hid_t h5_open(const char *path)
{
    hid_t access = file_access();
    H5Pset_file_locking(access, 0, 1);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    return file;
}

hid_t h5_group(hid_t at, const char *name)
{
    if (h5_has(at, name))
        return H5Gopen2(at, name, H5P_DEFAULT);
    hid_t creation = tracked(H5P_GROUP_CREATE);
    H5Pset_link_creation_order(creation, TRACKED);
    hid_t group = H5Gcreate2(at, name, H5P_DEFAULT, creation, H5P_DEFAULT);
    H5Pclose(creation);
    return group;
}

hid_t h5_doubles(hid_t at, const char *name, int rank, const hsize_t size[], const hsize_t chunk[], size_t cache_bytes)
{
    hid_t space = H5Screate_simple(rank, size, NULL), creation = tracked(H5P_DATASET_CREATE);
    hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
    double nothing = NAN;
    if (chunk) {
        H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &nothing);
        H5Pset_chunk(creation, rank, chunk);
        H5Pset_shuffle(creation);
        H5Pset_deflate(creation, DEFLATE);
        H5Pset_chunk_cache(access, 13, cache_bytes, 1);     /* slots: a prime above the chunks that fit */
    }
    hid_t set = H5Dcreate2(at, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, access);
    if (set >= 0 && chunk) {
        hid_t one = H5Screate_simple(1, &(hsize_t){ 1 }, NULL);
        hid_t attribute = H5Acreate2(set, "_FillValue", H5T_IEEE_F64LE, one, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_DOUBLE, &nothing);
        H5Aclose(attribute);
        H5Sclose(one);
    }
    H5Pclose(access);
    H5Pclose(creation);
    H5Sclose(space);
    return set;
}

hid_t h5_ints(hid_t at, const char *name, int rank, const hsize_t size[])
{
    hid_t space = H5Screate_simple(rank, size, NULL), creation = tracked(H5P_DATASET_CREATE);
    hid_t set = H5Dcreate2(at, name, H5T_STD_I32LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    H5Pclose(creation);
    H5Sclose(space);
    return set;
}

static hid_t text_type(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

hid_t h5_texts(hid_t at, const char *name, hsize_t n, const char *const text[])
{
    const char **given = malloc((n ? n : 1) * sizeof *given);
    if (!given)
        return -1;
    for (hsize_t i = 0; i < (n ? n : 1); i++)
        given[i] = text[i] ? text[i] : "";
    hid_t type = text_type(), creation = tracked(H5P_DATASET_CREATE);
    hid_t space = n ? H5Screate_simple(1, &n, NULL) : H5Screate(H5S_SCALAR);
    hid_t set = H5Dcreate2(at, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    if (set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, given) < 0) {
        H5Dclose(set);
        set = -1;
    }
    H5Sclose(space);
    H5Pclose(creation);
    H5Tclose(type);
    free(given);
    return set;
}

static herr_t attribute(hid_t at, const char *name, hid_t space, hid_t stored, hid_t given, const void *value)
{
    hid_t a = H5Acreate2(at, name, stored, space, H5P_DEFAULT, H5P_DEFAULT);
    herr_t status = a < 0 ? -1 : H5Awrite(a, given, value);
    if (a >= 0)
        H5Aclose(a);
    H5Sclose(space);
    return status;
}

herr_t h5_attribute_text(hid_t at, const char *name, const char *text)
{
    hid_t type = text_type();
    herr_t status = attribute(at, name, H5Screate(H5S_SCALAR), type, type, &text);
    H5Tclose(type);
    return status;
}

herr_t h5_attribute_int(hid_t at, const char *name, int64_t value)
{
    hid_t one = H5Screate_simple(1, &(hsize_t){ 1 }, NULL);
    return attribute(at, name, one, H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

herr_t h5_attribute_doubles(hid_t at, const char *name, hsize_t n, const double value[])
{
    return attribute(at, name, H5Screate_simple(1, &n, NULL), H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, value);
}

herr_t h5_attribute_ints(hid_t at, const char *name, hsize_t n, const int32_t value[])
{
    return attribute(at, name, H5Screate_simple(1, &n, NULL), H5T_STD_I32LE, H5T_NATIVE_INT32, value);
}

herr_t h5_coordinate(hid_t dataset, const char *name)
{
    return H5DSset_scale(dataset, name);
}

herr_t h5_attach(hid_t dataset, unsigned dimension, hid_t at, const char *coordinate)
{
    hid_t scale = H5Dopen2(at, coordinate, H5P_DEFAULT);
    herr_t status = scale < 0 ? -1 : H5DSattach_scale(dataset, scale, dimension);
    if (scale >= 0)
        H5Dclose(scale);
    return status;
}

int h5_has(hid_t at, const char *name)
{
    return H5Lexists(at, name, H5P_DEFAULT) > 0;
}

hsize_t h5_length(hid_t at, const char *name)
{
    hid_t set = h5_has(at, name) ? H5Dopen2(at, name, H5P_DEFAULT) : -1;
    if (set < 0)
        return 0;
    hid_t space = H5Dget_space(set);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    H5Sclose(space);
    H5Dclose(set);
    return n > 0 ? (hsize_t)n : 0;
}

static int is_varying_text(hid_t type)
{
    return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) > 0;
}

char *h5_read_attribute(hid_t at, const char *name)
{
    if (H5Aexists(at, name) <= 0)
        return NULL;
    hid_t a = H5Aopen(at, name, H5P_DEFAULT), stored = H5Aget_type(a), type = text_type(), space = H5Aget_space(a);
    char *text = NULL, *copy = NULL;
    if (is_varying_text(stored) && H5Sget_simple_extent_npoints(space) == 1 && H5Aread(a, type, &text) >= 0 && text) {
        copy = strdup(text);
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Tclose(stored);
    H5Aclose(a);
    return copy;
}

static herr_t read_numbers(hid_t at, const char *name, hsize_t n, hid_t type, void *into)
{
    if (H5Aexists(at, name) <= 0)
        return -1;
    hid_t a = H5Aopen(at, name, H5P_DEFAULT), space = H5Aget_space(a);
    herr_t status = H5Sget_simple_extent_npoints(space) == (hssize_t)n ? H5Aread(a, type, into) : -1;
    H5Sclose(space);
    H5Aclose(a);
    return status;
}

herr_t h5_read_attribute_int(hid_t at, const char *name, int64_t *value)
{
    return read_numbers(at, name, 1, H5T_NATIVE_INT64, value);
}

herr_t h5_read_attribute_doubles(hid_t at, const char *name, hsize_t n, double into[])
{
    return read_numbers(at, name, n, H5T_NATIVE_DOUBLE, into);
}

static herr_t read_all(hid_t at, const char *name, hid_t type, hsize_t n, void *into)
{
    if (n == 0 || h5_length(at, name) != n)
        return -1;
    hid_t set = H5Dopen2(at, name, H5P_DEFAULT);
    herr_t status = H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, into);
    H5Dclose(set);
    return status;
}

herr_t h5_read_doubles(hid_t at, const char *name, hsize_t n, double into[])
{
    return read_all(at, name, H5T_NATIVE_DOUBLE, n, into);
}

herr_t h5_read_ints(hid_t at, const char *name, hsize_t n, int into[])
{
    return read_all(at, name, H5T_NATIVE_INT, n, into);
}

char **h5_read_texts(hid_t at, const char *name, hsize_t n)
{
    char **text = calloc(n ? n : 1, sizeof *text), **copy = calloc(n ? n : 1, sizeof *copy);
    hid_t type = text_type();
    int good = text && copy && read_all(at, name, type, n, text) >= 0;
    for (hsize_t i = 0; good && i < n; i++)
        good = (copy[i] = strdup(text[i] ? text[i] : "")) != NULL;
    for (hsize_t i = 0; text && i < n; i++)
        H5free_memory(text[i]);
    H5Tclose(type);
    free(text);
    if (good)
        return copy;
    h5_free_texts(copy, n);
    return NULL;
}

void h5_free_texts(char **text, hsize_t n)
{
    for (hsize_t i = 0; text && i < n; i++)
        free(text[i]);
    free(text);
}
