#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

enum { LINE_SIZE = 8192 };

static char *escaped(char *to, size_t size, const char *from)     /* newlines and backslashes as \n and \\ */
{
    size_t n = 0;
    for (; *from && n + 3 < size; from++) {
        if (*from == '\n' || *from == '\\')
            to[n++] = '\\';
        to[n++] = *from == '\n' ? 'n' : *from;
    }
    to[n] = '\0';
    return to;
}

static char *unescaped(const char *from)                          /* NULL: no memory */
{
    char *to = malloc(strlen(from) + 1), *end = to;
    if (!to)
        return NULL;
    for (; *from; from++) {
        int quoted = *from == '\\' && from[1];
        from += quoted;
        *end++ = quoted && *from == 'n' ? '\n' : *from;
    }
    *end = '\0';
    return to;
}

static struct entry *entries_add(struct entries *entries)
{
    if (entries->n == entries->room) {
        int room = entries->room ? 2 * entries->room : 64;
        struct entry *grown = realloc(entries->entry, (size_t)room * sizeof *grown);
        if (!grown)
            return NULL;
        entries->entry = grown;
        entries->room = room;
    }
    entries->entry[entries->n] = (struct entry){ 0 };
    return &entries->entry[entries->n++];
}

static int line_is_whole(char *line, char **text)       /* checks and removes the check word and the newline */
{
    size_t n = strlen(line);
    if (n < 10 || line[n - 1] != '\n' || line[8] != ' ')
        return 0;
    line[n - 1] = '\0';
    *text = line + 9;
    char word[9];
    snprintf(word, sizeof word, "%08" PRIx32, (uint32_t)XXH32(*text, n - 10, 0));
    return memcmp(word, line, 8) == 0;
}

static int line_take(const char *text, struct entries *entries)   /* -1: no memory */
{
    struct entry e = { 0 };
    int end = 0;
    struct session s = { 0 };
    if (sscanf(text, "session %" SCNd64 " %d %d %d %127[^\n]", &s.at_ms, &s.n_points, &s.n_policies, &s.n_replicates,
               s.program) == 5) {
        if (s.at_ms >= entries->last.at_ms)
            entries->last = s;
        return 0;
    }
    if (sscanf(text, "done %d %d %32s %" SCNd64, &e.point, &e.replicate, e.checksum, &e.at_ms) == 4)
        e.kind = ENTRY_DONE;
    else if (sscanf(text, "failed %d %d %" SCNd64 " %n", &e.point, &e.replicate, &e.at_ms, &end) == 3 && end > 0)
        e.kind = ENTRY_FAILED;
    else
        return 0;                       /* a kind of line that this version does not know */
    if (e.kind == ENTRY_FAILED && !(e.why = unescaped(text + end)))
        return -1;
    struct entry *kept = entries_add(entries);
    if (!kept) {
        free(e.why);
        return -1;
    }
    *kept = e;
    return 0;
}

int journal_read(const char *path, struct entries *entries, struct err *err)
{
    FILE *in = fopen(path, "r");
    if (!in)
        return errno == ENOENT ? 0 : err_set(err, "%s cannot be read: %s", path, strerror(errno));
    char *line = NULL, *text;
    size_t size = 0;
    int ok = 0;
    while (ok == 0 && getline(&line, &size, in) > 0)
        if (line_is_whole(line, &text))
            ok = line_take(text, entries);
    free(line);
    int broken = ferror(in);
    fclose(in);
    if (ok < 0)
        return err_set(err, "no memory for the journal %s", path);
    return broken ? err_set(err, "%s cannot be read: %s", path, strerror(EIO)) : 0;
}

void journal_entries_free(struct entries *entries)
{
    for (int i = 0; i < entries->n; i++)
        free(entries->entry[i].why);
    free(entries->entry);
    *entries = (struct entries){ 0 };
}

/* One write for the whole line, then a sync: after it the line survives a crash of the machine. */
static int append(struct journal *journal, const char *text, struct err *err)
{
    char line[LINE_SIZE + 16];
    int n = snprintf(line, sizeof line, "%08" PRIx32 " %s\n", (uint32_t)XXH32(text, strlen(text), 0), text);
    for (int done = 0; done < n;) {
        ssize_t wrote = write(journal->fd, line + done, (size_t)(n - done));
        if (wrote < 0 && errno != EINTR)
            return err_set(err, "%s cannot be written: %s", journal->path, strerror(errno));
        done += wrote > 0 ? (int)wrote : 0;
    }
    if (fdatasync(journal->fd) != 0)
        return err_set(err, "%s cannot be written: %s", journal->path, strerror(errno));
    return 0;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int end_torn_line(int fd)
{
    char last = '\n';
    off_t size = lseek(fd, 0, SEEK_END);
    if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
        return -1;
    return last == '\n' || write(fd, "\n", 1) == 1 ? 0 : -1;
}

int journal_open(struct journal *journal, const char *path, const struct session *session, struct err *err)
{
    snprintf(journal->path, sizeof journal->path, "%s", path);
    journal->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (journal->fd < 0)
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        journal_close(journal);
        return err_set(err, "another process is working on %s; wait for it or stop it "
                       "(`hotline status` shows how far it is)", path);
    }
    char text[LINE_SIZE];
    snprintf(text, sizeof text, "session %" PRId64 " %d %d %d %s", now_ms(), session->n_points,
             session->n_policies, session->n_replicates, session->program);
    if (end_torn_line(journal->fd) != 0 || append(journal, text, err) != 0) {
        err_set(err, "%s cannot be written: %s", path, strerror(errno));
        journal_close(journal);
        return -1;
    }
    return 0;
}

int journal_done(struct journal *journal, int point, int replicate, const char *checksum, struct err *err)
{
    char text[LINE_SIZE];
    snprintf(text, sizeof text, "done %d %d %s %" PRId64, point, replicate, checksum, now_ms());
    return append(journal, text, err);
}

int journal_failed(struct journal *journal, int point, int replicate, const char *why, struct err *err)
{
    char text[LINE_SIZE], safe[LINE_SIZE - 128];
    snprintf(text, sizeof text, "failed %d %d %" PRId64 " %s", point, replicate, now_ms(),
             escaped(safe, sizeof safe, why));
    return append(journal, text, err);
}

char *journal_digits(char *text, size_t size, int64_t number)
{
    char *at = text + size - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > text);
    return at;
}

/* Appends to a line that has room. */
static void add(char **end, const char *text)
{
    size_t n = strlen(text);
    memcpy(*end, text, n + 1);
    *end += n;
}

void journal_crashed(const struct journal *journal, int point, int replicate, const char *why)
{
    static const char HEX[] = "0123456789abcdef";
    char line[512], digits[24], *text = line + 9, *end = text;
    int64_t number[] = { point, replicate, now_ms() };
    add(&end, "failed");
    for (int i = 0; i < 3; i++) {
        add(&end, " ");
        add(&end, journal_digits(digits, sizeof digits, number[i]));
    }
    add(&end, " the program crashed: ");
    if (strlen(why) + 2 < sizeof line - (size_t)(end - line))
        add(&end, why);
    uint32_t check = XXH32(text, (size_t)(end - text), 0);
    for (int i = 0; i < 8; i++)
        line[i] = HEX[check >> (28 - 4 * i) & 15];
    line[8] = ' ';
    add(&end, "\n");
    if (write(journal->fd, line, (size_t)(end - line)) == end - line)
        fdatasync(journal->fd);
}

void journal_close(struct journal *journal)
{
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = -1;
}
