#include "shard.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "atomic.h"
#include "digest.h"

/* A shard is this header, then the n seconds, then the outputs of each run, in the machine's own byte order. */
struct header {
    char magic[8];
    uint64_t layout;                /* of the names and places of the outputs: another program, another layout */
    uint64_t unit, n, doubles;      /* doubles of one run */
};

static uint64_t layout_of(const struct outputs *outputs)
{
    XXH64_hash_t hash = XXH64(outputs->at, sizeof outputs->at, 0);
    for (int o = 0; o < N_OUTPUTS; o++)
        hash = XXH64(OUTPUTS[o].name, strlen(OUTPUTS[o].name), hash);
    return hash;
}

static struct header header_of(uint64_t unit, int n, const struct outputs outputs[])
{
    return (struct header){ { 'h', 'o', 't', 'l', 'i', 'n', 'e', '1' }, layout_of(outputs), unit, (uint64_t)n, outputs->n };
}

/* A file whose bytes are summed up as they pass. */
struct stream { FILE *file; XXH3_state_t *state; };

static int stream_open(struct stream *s, const char *path, const char *mode)
{
    *s = (struct stream){ fopen(path, mode), XXH3_createState() };
    if (s->state)
        XXH3_128bits_reset(s->state);
    return s->file && s->state ? 0 : -1;
}

static int put(struct stream *s, const void *bytes, size_t n)
{
    XXH3_128bits_update(s->state, bytes, n);
    return fwrite(bytes, 1, n, s->file) == n ? 0 : -1;
}

static int get(struct stream *s, void *bytes, size_t n)
{
    if (fread(bytes, 1, n, s->file) != n)
        return -1;
    XXH3_128bits_update(s->state, bytes, n);
    return 0;
}

static int stream_close(struct stream *s, char checksum[33])
{
    int status = s->file && fclose(s->file) == 0 ? 0 : -1, reason = errno;
    if (s->state)
        digest_hex(s->state, checksum);
    XXH3_freeState(s->state);
    errno = reason;
    return status;
}

int shard_write(const char *path, uint64_t unit, int n, const struct outputs outputs[], const double seconds[],
                char checksum[33], struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    struct stream s;
    struct header header = header_of(unit, n, outputs);
    if (atomic_begin(temporary, path, err) < 0)
        return -1;
    int status = stream_open(&s, temporary, "wb");
    if (status == 0)
        status = put(&s, &header, sizeof header) | put(&s, seconds, (size_t)n * sizeof *seconds);
    for (int i = 0; i < n && status == 0; i++)
        status = put(&s, outputs[i].value, outputs[i].n * sizeof *outputs[i].value);
    int reason = errno;
    if ((stream_close(&s, checksum) | status) == 0)
        return atomic_commit(temporary, path, err);
    err_set(err, "%s cannot be written: %s", path, strerror(status ? reason : errno));
    unlink(temporary);
    return -1;
}

int shard_read(const char *path, uint64_t unit, const char checksum[33], int n, struct outputs outputs[],
               double seconds[], struct err *err)
{
    struct stream s;
    struct header want = header_of(unit, n, outputs), got;
    char found[33] = "";
    if (stream_open(&s, path, "rb") < 0) {
        err_set(err, "%s cannot be read: %s", path, strerror(errno));
        stream_close(&s, found);
        return -1;
    }
    int status = get(&s, &got, sizeof got);
    int ours = status == 0 && memcmp(&got, &want, sizeof want) == 0;
    if (ours)
        status = get(&s, seconds, (size_t)n * sizeof *seconds);
    for (int i = 0; i < n && ours && status == 0; i++)
        status = get(&s, outputs[i].value, outputs[i].n * sizeof *outputs[i].value);
    int whole = ours && status == 0 && fgetc(s.file) == EOF;
    stream_close(&s, found);
    if (!ours)
        return err_set(err, "%s is not a shard of this unit and this version of Hotline", path);
    if (!whole || strcmp(found, checksum) != 0)
        return err_set(err, "%s is damaged: its checksum is not the one in the journal", path);
    return 0;
}
