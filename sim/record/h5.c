#include "h5.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFLATE = 1, TRACKED = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED, TEXTS_AT_ONCE = 1024,
       MOST_DIMENSIONS = 4 };

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

/* Half the entries of a node of the index that an array has of its chunks: room for them, or the library's own 32. */
static unsigned index_half(hsize_t n_chunks)
{
    return n_chunks < 4 ? 2 : n_chunks < 64 ? (unsigned)n_chunks / 2 + 1 : 32;
}

hid_t h5_create(const char *path, hsize_t n_chunks)
{
    hid_t access = file_access(), creation = tracked(H5P_FILE_CREATE);
    H5Pset_istore_k(creation, index_half(n_chunks));
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

/* Of arrays in chunks, but for the chunks: made once and kept, since making the list takes longer than making the array. */
static hid_t chunked(void)
{
    static _Thread_local hid_t kept = -1;
    double nothing = NAN;
    if (kept >= 0)
        return kept;
    kept = tracked(H5P_DATASET_CREATE);
    H5Pset_fill_value(kept, H5T_NATIVE_DOUBLE, &nothing);
    H5Pset_chunk(kept, 1, &(hsize_t){ 1 });
    H5Pset_shuffle(kept);
    H5Pset_deflate(kept, DEFLATE);
    return kept;
}

static hid_t caching(size_t bytes)
{
    static _Thread_local hid_t kept = -1;
    if (kept < 0)
        kept = H5Pcreate(H5P_DATASET_ACCESS);
    H5Pset_chunk_cache(kept, 13, bytes, 1);     /* slots: a prime above the chunks that fit */
    return kept;
}

static hid_t chunked_doubles(hid_t at, const char *name, hid_t space, int rank, const hsize_t chunk[], size_t cache_bytes)
{
    double nothing = NAN;
    H5Pset_chunk(chunked(), rank, chunk);
    hid_t set = H5Dcreate2(at, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, chunked(), caching(cache_bytes));
    return set < 0 || h5_attribute_doubles(set, "_FillValue", 1, &nothing) >= 0 ? set : (H5Dclose(set), -1);
}

hid_t h5_doubles(hid_t at, const char *name, int rank, const hsize_t size[], const hsize_t chunk[], size_t cache_bytes)
{
    hid_t space = H5Screate_simple(rank, size, NULL), set;
    if (chunk) {
        set = chunked_doubles(at, name, space, rank, chunk, cache_bytes);
    } else {
        hid_t creation = tracked(H5P_DATASET_CREATE);
        set = H5Dcreate2(at, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
        H5Pclose(creation);
    }
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

/* Made once and kept: every text and every description has it. */
static hid_t text_type(void)
{
    static _Thread_local hid_t kept = -1;
    if (kept >= 0)
        return kept;
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return kept = type;
}

/* For texts: the library clears its whole buffer for each array of them, 1 MiB when nothing else is said. */
static hid_t text_transfer(void)
{
    static _Thread_local hid_t kept = -1;
    if (kept >= 0)
        return kept;
    hid_t list = H5Pcreate(H5P_DATASET_XFER);
    H5Pset_buffer(list, TEXTS_AT_ONCE * sizeof(hvl_t), NULL, NULL);
    return kept = list;
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
    if (set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, text_transfer(), given) < 0) {
        H5Dclose(set);
        set = -1;
    }
    H5Sclose(space);
    H5Pclose(creation);
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
    return attribute(at, name, H5Screate(H5S_SCALAR), type, type, &text);
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

hobj_ref_t h5_reference(hid_t at, const char *name)
{
    hobj_ref_t reference = 0;
    return H5Rcreate(&reference, at, name, H5R_OBJECT, -1) < 0 ? 0 : reference;
}

static herr_t hangings_add(struct h5_hangings *all, struct h5_hanging row)
{
    if (all->n == all->room) {
        size_t room = all->room ? 2 * all->room : 1024;
        struct h5_hanging *more = realloc(all->row, room * sizeof *more);
        if (!more)
            return -1;
        all->row = more;
        all->room = room;
    }
    all->row[all->n++] = row;
    return 0;
}

herr_t h5_hang(struct h5_hangings *all, hid_t dataset, int rank, const hobj_ref_t coordinate[])
{
    static _Thread_local hid_t list = -1;
    hobj_ref_t own = h5_reference(dataset, "."), copy[MOST_DIMENSIONS];
    hvl_t value[MOST_DIMENSIONS];
    herr_t bad = own ? 0 : -1;
    if (list < 0)
        list = H5Tvlen_create(H5T_STD_REF_OBJ);
    for (int d = 0; d < rank; d++) {
        copy[d] = coordinate[d];
        value[d] = (hvl_t){ 1, &copy[d] };
        bad |= coordinate[d] ? hangings_add(all, (struct h5_hanging){ coordinate[d], own, d }) : -1;
    }
    hid_t space = H5Screate_simple(1, &(hsize_t){ (hsize_t)rank }, NULL);
    return bad | attribute(dataset, "DIMENSION_LIST", space, list, list, value);
}

struct hung { hobj_ref_t dataset; int dimension; };

static hid_t hung_type(void)
{
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(struct hung));
    H5Tinsert(type, "dataset", offsetof(struct hung, dataset), H5T_STD_REF_OBJ);
    H5Tinsert(type, "dimension", offsetof(struct hung, dimension), H5T_NATIVE_INT);
    return type;
}

static int by_coordinate(const void *a, const void *b)
{
    const struct h5_hanging *x = a, *y = b;
    if (x->coordinate != y->coordinate)
        return x->coordinate < y->coordinate ? -1 : 1;
    return x->dataset != y->dataset ? (x->dataset < y->dataset ? -1 : 1) : x->dimension - y->dimension;
}

/* The list of one coordinate: rows of the same, one after the other. */
static herr_t put_hung(hid_t file, hid_t type, size_t n, const struct h5_hanging row[], struct hung list[])
{
    for (size_t i = 0; i < n; i++)
        list[i] = (struct hung){ row[i].dataset, row[i].dimension };
    hobj_ref_t coordinate = row[0].coordinate;
    hid_t set = H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, &coordinate);
    herr_t bad = attribute(set, "REFERENCE_LIST", H5Screate_simple(1, &(hsize_t){ n }, NULL), type, type, list);
    return set < 0 ? -1 : bad | H5Dclose(set);
}

herr_t h5_hung(struct h5_hangings *all, hid_t file)
{
    struct hung *list = malloc((all->n + 1) * sizeof *list);
    hid_t type = hung_type();
    herr_t bad = list ? 0 : -1;
    if (all->n)
        qsort(all->row, all->n, sizeof *all->row, by_coordinate);
    for (size_t i = 0, n; i < all->n && bad >= 0; i += n) {
        for (n = 1; i + n < all->n && all->row[i + n].coordinate == all->row[i].coordinate;)
            n++;
        bad = put_hung(file, type, n, all->row + i, list);
    }
    H5Tclose(type);
    free(list);
    free(all->row);
    *all = (struct h5_hangings){ 0 };
    return bad;
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

static herr_t read_all(hid_t at, const char *name, hid_t type, hid_t transfer, hsize_t n, void *into)
{
    if (n == 0 || h5_length(at, name) != n)
        return -1;
    hid_t set = H5Dopen2(at, name, H5P_DEFAULT);
    herr_t status = H5Dread(set, type, H5S_ALL, H5S_ALL, transfer, into);
    H5Dclose(set);
    return status;
}

herr_t h5_read_doubles(hid_t at, const char *name, hsize_t n, double into[])
{
    return read_all(at, name, H5T_NATIVE_DOUBLE, H5P_DEFAULT, n, into);
}

herr_t h5_read_ints(hid_t at, const char *name, hsize_t n, int into[])
{
    return read_all(at, name, H5T_NATIVE_INT, H5P_DEFAULT, n, into);
}

char **h5_read_texts(hid_t at, const char *name, hsize_t n)
{
    char **text = calloc(n ? n : 1, sizeof *text), **copy = calloc(n ? n : 1, sizeof *copy);
    int good = text && copy && read_all(at, name, text_type(), text_transfer(), n, text) >= 0;
    for (hsize_t i = 0; good && i < n; i++)
        good = (copy[i] = strdup(text[i] ? text[i] : "")) != NULL;
    for (hsize_t i = 0; text && i < n; i++)
        H5free_memory(text[i]);
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
