#include "digest.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "h5.h"

/* Groups that tell how and when the numbers were made, or what was later computed from them. */
static const char *const OUTSIDE[] = { "provenance/", "timing/", "stats/" };
enum { N_OUTSIDE = sizeof OUTSIDE / sizeof *OUTSIDE, BLOCK = 4 << 20 };

struct paths { size_t n, room; char **path; };

static void hex(XXH128_hash_t hash, char digest[33])
{
    snprintf(digest, 33, "%016llx%016llx", (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

void digest_bytes(const void *bytes, size_t n, char digest[33])
{
    hex(XXH3_128bits(bytes, n), digest);
}

void digest_hex(const XXH3_state_t *state, char digest[33])
{
    hex(XXH3_128bits_digest(state), digest);
}

static herr_t collect(hid_t root, const char *name, const H5O_info_t *info, void *into)
{
    (void)root;
    struct paths *p = into;
    if (info->type != H5O_TYPE_DATASET)
        return 0;
    for (int i = 0; i < N_OUTSIDE; i++)
        if (strncmp(name, OUTSIDE[i], strlen(OUTSIDE[i])) == 0)
            return 0;
    if (p->n == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        char **more = realloc(p->path, room * sizeof *more);
        if (!more)
            return -1;
        p->path = more;
        p->room = room;
    }
    p->path[p->n] = strdup(name);
    return p->path[p->n++] ? 0 : -1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void paths_free(struct paths *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->path[i]);
    free(p->path);
}

/* Little-endian, and one pattern for every NaN: which one an operation leaves is the processor's choice. */
static void canonical(uint64_t *word, size_t n, int is_float)
{
    for (size_t i = 0; i < n; i++) {
        double x;
        memcpy(&x, &word[i], sizeof x);
        if (is_float && x != x)
            word[i] = 0x7ff8000000000000u;
        word[i] = htole64(word[i]);
    }
}

/* Numbers as 64-bit words, some rows of the first dimension at a time. */
static int add_numbers(XXH3_state_t *state, hid_t set, hid_t space, int rank, const hsize_t size[], int is_float)
{
    hsize_t row = 1, start[H5S_MAX_RANK] = { 0 }, count[H5S_MAX_RANK] = { 1 };
    for (int i = 1; i < rank; i++)
        row *= count[i] = size[i];
    hsize_t n_rows = rank ? size[0] : 1, at_once = BLOCK / sizeof(uint64_t) / (row ? row : 1);
    at_once = at_once < 1 ? 1 : at_once > n_rows ? n_rows : at_once;
    uint64_t *word = malloc(at_once * row * sizeof *word);
    int status = word ? 0 : -1;
    for (hsize_t done = 0; done < n_rows && status == 0; done += count[0]) {
        start[0] = done;
        count[0] = n_rows - done < at_once ? n_rows - done : at_once;
        hsize_t n = count[0] * row;
        hid_t memory = H5Screate_simple(1, &n, NULL);
        if (rank)
            H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
        hid_t type = is_float ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64;
        status = H5Dread(set, type, memory, space, H5P_DEFAULT, word) < 0 ? -1 : 0;
        H5Sclose(memory);
        if (status == 0) {
            canonical(word, n, is_float);
            XXH3_128bits_update(state, word, n * sizeof *word);
        }
    }
    free(word);
    return status;
}

static int add_texts(XXH3_state_t *state, hid_t file, const char *path, hsize_t n)
{
    char **text = h5_read_texts(file, path, n);
    for (hsize_t i = 0; text && i < n; i++)
        XXH3_128bits_update(state, text[i], strlen(text[i]) + 1);
    h5_free_texts(text, n);
    return text ? 0 : -1;
}

static int type_name(hid_t set, char name[16], H5T_class_t *class)
{
    hid_t type = H5Dget_type(set);
    int bits = 8 * (int)H5Tget_size(type);
    *class = H5Tget_class(type);
    int known = *class == H5T_FLOAT || *class == H5T_INTEGER || (*class == H5T_STRING && H5Tis_variable_str(type) > 0);
    if (*class == H5T_STRING)
        snprintf(name, 16, "text");
    else
        snprintf(name, 16, "%s%d", *class == H5T_FLOAT ? "float" : "int", bits);
    H5Tclose(type);
    return known ? 0 : -1;
}

static void shape_name(int rank, const hsize_t size[], char name[128])
{
    snprintf(name, 128, "%s", rank ? "" : "scalar");
    for (int i = 0; i < rank && strlen(name) < 100; i++)
        snprintf(name + strlen(name), 128 - strlen(name), i ? "x%llu" : "%llu", (unsigned long long)size[i]);
}

static int digest_dataset(hid_t file, const char *path, FILE *line)
{
    char type[16], shape[128], digest[33];
    hsize_t size[H5S_MAX_RANK] = { 0 };
    H5T_class_t class;
    hid_t set = H5Dopen2(file, path, H5P_DEFAULT);
    if (set < 0)
        return -1;
    hid_t space = H5Dget_space(set);
    int rank = H5Sget_simple_extent_dims(space, size, NULL), status = -1;
    XXH3_state_t *state = XXH3_createState();
    if (state && rank >= 0 && type_name(set, type, &class) == 0) {
        shape_name(rank, size, shape);
        XXH3_128bits_reset(state);
        status = class == H5T_STRING ? add_texts(state, file, path, h5_length(file, path))
                                     : add_numbers(state, set, space, rank, size, class == H5T_FLOAT);
        digest_hex(state, digest);
    }
    if (status == 0)
        fprintf(line, "%s %s %s /%s\n", digest, type, shape, path);
    XXH3_freeState(state);
    H5Sclose(space);
    H5Dclose(set);
    return status;
}

int digest_file(int64_t file, char digest[33], char **lines)
{
    struct paths p = { 0 };
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    int status = out && H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, collect, &p, H5O_INFO_BASIC) >= 0 ? 0 : -1;
    if (p.n)
        qsort(p.path, p.n, sizeof *p.path, by_name);
    for (size_t i = 0; i < p.n && status == 0; i++)
        status = digest_dataset(file, p.path[i], out);
    if (out && fclose(out) != 0)
        status = -1;
    paths_free(&p);
    if (status == 0)
        digest_bytes(text, length, digest);
    if (status == 0 && lines)
        *lines = text;
    else
        free(text);
    return status;
}
