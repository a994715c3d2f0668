#include "column.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

/* Rows visited at random cost a page look-up each: large tables ask for large pages. */
static void hint_huge(void *p, size_t bytes)
{
    uintptr_t from = ((uintptr_t)p + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE, to = ((uintptr_t)p + bytes) / HUGE_PAGE * HUGE_PAGE;
    if (to > from)
        madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void *column_resize(void *row, size_t used, size_t bytes)
{
    if (bytes < HUGE_PAGE)
        return realloc(row, bytes);
    void *larger = column_huge(bytes);          /* realloc would keep the small pages of the rows that are there */
    if (larger && used)
        memcpy(larger, row, used);
    if (larger)
        free(row);
    return larger;
}

int column_grow(void **row, uint32_t n, uint32_t *room, uint32_t extra, size_t size, struct err *err)
{
    uint64_t wanted = (uint64_t)n + extra, next = *room ? *room : 64;
    if (wanted <= *room)
        return 0;
    while (next < wanted)
        next += next / 2;
    void *larger = next < UINT32_MAX ? column_resize(*row, n * size, next * size) : NULL;
    if (!larger)
        return err_set(err, "no memory for a table of %llu rows of %zu bytes", (unsigned long long)next, size);
    *row = larger;
    *room = (uint32_t)next;
    return 0;
}

int column_clone(void **to, uint32_t *to_room, const void *from, uint32_t n, size_t size, struct err *err)
{
    if (column_grow(to, 0, to_room, n, size, err))
        return -1;
    if (n)
        memcpy(*to, from, n * size);
    return 0;
}

void *column_huge(size_t bytes)
{
    size_t whole = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (bytes < HUGE_PAGE)
        return malloc(bytes ? bytes : 1);
    void *p = aligned_alloc(HUGE_PAGE, whole);
    if (!p)
        return NULL;
    hint_huge(p, whole);
    return p;
}
