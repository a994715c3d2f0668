#include "zip.h"

#include <stdlib.h>
#include <string.h>

enum { VERSION = 20, UTF8_NAMES = 1 << 11, DAY_ONE = 1 << 5 | 1 /* 1 January 1980: a member has no date of its own */ };

/* CRC-32 of what came before (0: nothing) and these. */
static uint32_t crc_of(uint32_t crc, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    crc = ~crc;
    for (size_t i = 0; i < n; i++) {
        crc ^= b[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void put(FILE *out, uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        putc((int)(value & 0xff), out);
}

/* What a member's own header and its line of the directory have in common. */
static void put_member(FILE *out, const struct zip_member *m)
{
    put(out, VERSION, 2);
    put(out, UTF8_NAMES, 2);
    put(out, 0, 2);                         /* stored */
    put(out, 0, 2);
    put(out, DAY_ONE, 2);
    put(out, m->crc, 4);
    put(out, m->size, 4);
    put(out, m->size, 4);
    put(out, (uint32_t)strlen(m->name), 2);
    put(out, 0, 2);                         /* no extra field */
}

static int too_large(long size, struct err *err)
{
    return size >= (long)UINT32_MAX ? err_input(err, "a ZIP archive holds 4 GB; give a folder instead of a .zip") : 0;
}

static struct zip_member *member_new(struct zip *zip, const char *name, struct err *err)
{
    if (zip->n == zip->room) {
        int room = zip->room ? 2 * zip->room : 16;
        struct zip_member *more = realloc(zip->member, (size_t)room * sizeof *more);
        if (!more) {
            err_set(err, "no memory for an archive of %d files", zip->n);
            return NULL;
        }
        zip->member = more;
        zip->room = room;
    }
    struct zip_member *m = &zip->member[zip->n];
    *m = (struct zip_member){ .at = (uint32_t)ftell(zip->file) };
    snprintf(m->name, sizeof m->name, "%s", name);
    return m;
}

/* Read twice: the sum of the bytes stands before them. */
int zip_add(struct zip *zip, const char *name, FILE *from, struct err *err)
{
    static char bytes[65536];
    struct zip_member *m = member_new(zip, name, err);
    long size = 0;
    size_t n;
    if (!m)
        return -1;
    rewind(from);
    while ((n = fread(bytes, 1, sizeof bytes, from)) > 0) {
        m->crc = crc_of(m->crc, bytes, n);
        size += (long)n;
    }
    if (too_large(size, err) || too_large(ftell(zip->file) + size, err))
        return -1;
    m->size = (uint32_t)size;
    put(zip->file, 0x04034b50u, 4);
    put_member(zip->file, m);
    fputs(m->name, zip->file);
    rewind(from);
    while ((n = fread(bytes, 1, sizeof bytes, from)) > 0)
        fwrite(bytes, 1, n, zip->file);
    zip->n++;
    return ferror(from) ? err_set(err, "%s cannot be read", name) : 0;
}

int zip_end(struct zip *zip, struct err *err)
{
    long begin = ftell(zip->file);
    for (int i = 0; i < zip->n; i++) {
        const struct zip_member *m = &zip->member[i];
        put(zip->file, 0x02014b50u, 4);
        put(zip->file, VERSION, 2);
        put_member(zip->file, m);
        put(zip->file, 0, 2);               /* no comment, first disk, no attributes */
        put(zip->file, 0, 2);
        put(zip->file, 0, 2);
        put(zip->file, 0, 4);
        put(zip->file, m->at, 4);
        fputs(m->name, zip->file);
    }
    long end = ftell(zip->file);
    put(zip->file, 0x06054b50u, 4);
    put(zip->file, 0, 4);
    put(zip->file, (uint32_t)zip->n, 2);
    put(zip->file, (uint32_t)zip->n, 2);
    put(zip->file, (uint32_t)(end - begin), 4);
    put(zip->file, (uint32_t)begin, 4);
    put(zip->file, 0, 2);
    return too_large(end, err);
}

void zip_free(struct zip *zip)
{
    free(zip->member);
    *zip = (struct zip){ 0 };
}
