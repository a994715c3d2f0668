#include "seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "digest.h"

#define MARK "\nhotline-seal XXH128 "
enum { MARK_LENGTH = sizeof MARK - 1, LINE_LENGTH = MARK_LENGTH + 33, BLOCK = 1 << 20 };

/* The line for the first `length` bytes of the file. */
static int sum(FILE *file, long length, char line[LINE_LENGTH + 1])
{
    char digest[33];
    char *block = malloc(BLOCK);
    XXH3_state_t *state = XXH3_createState();
    int status = block && state ? 0 : -1;
    rewind(file);
    if (status == 0)
        XXH3_128bits_reset(state);
    while (status == 0 && length > 0) {
        size_t n = fread(block, 1, length < BLOCK ? (size_t)length : BLOCK, file);
        XXH3_128bits_update(state, block, n);
        length -= (long)n;
        status = n ? 0 : -1;
    }
    if (status == 0) {
        digest_hex(state, digest);
        snprintf(line, LINE_LENGTH + 1, "%s%s\n", MARK, digest);
    }
    XXH3_freeState(state);
    free(block);
    return status;
}

int seal_write(const char *path)
{
    char line[LINE_LENGTH + 1];
    FILE *file = fopen(path, "r+b");
    if (!file)
        return -1;
    int status = fseek(file, 0, SEEK_END) == 0 && sum(file, ftell(file), line) == 0 && fseek(file, 0, SEEK_END) == 0
                 && fwrite(line, 1, LINE_LENGTH, file) == LINE_LENGTH && fflush(file) == 0 ? 0 : -1;
    fclose(file);
    return status;
}

/* Where the mark begins in the last LINE_LENGTH bytes: 0 in a whole file, later when the end was cut off. */
static int find_mark(const char *line)
{
    int at = 0;
    while (at + MARK_LENGTH <= LINE_LENGTH && memcmp(line + at, MARK, MARK_LENGTH) != 0)
        at++;
    return at;
}

static enum seal check(FILE *file)
{
    char line[LINE_LENGTH + 1] = "", want[LINE_LENGTH + 1];
    if (fseek(file, -LINE_LENGTH, SEEK_END) < 0)
        return SEAL_ABSENT;
    long length = ftell(file);
    if (fread(line, 1, LINE_LENGTH, file) != LINE_LENGTH)
        return SEAL_ABSENT;
    int at = find_mark(line);
    if (at > 0)
        return at + MARK_LENGTH <= LINE_LENGTH ? SEAL_BROKEN : SEAL_ABSENT;
    return sum(file, length, want) == 0 && strcmp(line, want) == 0 ? SEAL_WHOLE : SEAL_BROKEN;
}

enum seal seal_check(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return SEAL_ABSENT;
    enum seal seal = check(file);
    fclose(file);
    return seal;
}
