#include "gnuplot.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/numbers/tidy.h"
#include "sim/record/atomic.h"

extern char **environ;

/* Input and complaints are unnamed files, only the picture comes through a pipe: nobody waits for anybody. */
struct session { FILE *input, *complaints; int picture; pid_t pid; };

static int session_open(struct session *s, const struct script *script, struct err *err)
{
    *s = (struct session){ tmpfile(), tmpfile(), -1, 0 };
    if (!s->input || !s->complaints)
        return err_set(err, "no temporary file for gnuplot: %s", strerror(errno));
    fwrite(script->text, 1, script->used, s->input);
    if (fflush(s->input) || ferror(s->input))
        return err_set(err, "the script for gnuplot cannot be written: %s", strerror(errno));
    rewind(s->input);
    return 0;
}

static int not_installed(struct err *err)
{
    return err_set(err, "figures need gnuplot, which is not installed (Debian: apt-get install gnuplot-nox)");
}

/* Its numbers have points and its text is UTF-8, whatever the user's country; -d: no start-up files of the user. */
static int session_start(struct session *s, struct err *err)
{
    char *const arguments[] = { "gnuplot", "-d", NULL };
    posix_spawn_file_actions_t actions;
    int ends[2];
    setenv("LC_ALL", "C.UTF-8", 1);         /* of this process only its children ask again */
    if (pipe(ends))
        return err_set(err, "no pipe to gnuplot: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fileno(s->input), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(s->complaints), STDERR_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    int failed = posix_spawnp(&s->pid, "gnuplot", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    s->picture = ends[0];
    if (failed == ENOENT)
        return not_installed(err);
    return failed ? err_set(err, "gnuplot cannot be started: %s", strerror(failed)) : 0;
}

/* Copies the picture to `file`; its size in bytes, or -1. */
static long session_copy(struct session *s, FILE *file)
{
    char bytes[65536];
    long size = 0;
    for (;;) {
        ssize_t n = read(s->picture, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? -1 : size;
        if (file && fwrite(bytes, 1, (size_t)n, file) != (size_t)n)
            file = NULL;                    /* told by its closing; gnuplot must not wait for a reader */
        size += n;
    }
}

/* Waits for gnuplot's end; tells its last words when it failed. */
static int session_end(struct session *s, const char *path, struct err *err)
{
    enum { LAST_LINES = 3 };                /* the line of the script, a caret, what is wrong */
    int status = -1;
    char words[2048];
    while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    rewind(s->complaints);
    size_t n = fread(words, 1, sizeof words - 1, s->complaints);
    while (n > 0 && strchr(" \n\t", words[n - 1]))
        n--;
    words[n] = '\0';
    const char *last = words + n;
    for (int lines = 0; last > words && (last[-1] != '\n' || ++lines < LAST_LINES);)
        last--;
    return err_set(err, "gnuplot could not draw %s: %s", path, last + strspn(last, " \n\t"));
}

static void session_close(struct session *s)
{
    if (s->input)
        fclose(s->input);
    if (s->complaints)
        fclose(s->complaints);
    if (s->picture >= 0)
        close(s->picture);
}

/* The picture goes to `temporary`. */
static int session_draw(struct session *s, const char *temporary, const char *path, struct err *err)
{
    FILE *file = fopen(temporary, "wb");
    if (!file)
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    int status = session_start(s, err);
    if (status == 0) {
        long size = session_copy(s, file);
        status = session_end(s, path, err);
        if (status == 0 && size <= 0)
            status = err_set(err, "gnuplot drew nothing for %s", path);
    }
    int lost = ferror(file);
    if ((fclose(file) != 0 || lost) && status == 0)
        status = err_set(err, "%s cannot be written: %s", path, strerror(errno));
    return status;
}

int gnuplot_draw(const struct script *script, const char *path, struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    struct session s = { .picture = -1 };
    if (script->failed)
        return err_set(err, "no memory for the figure %s", path);
    if (tidy_may_replace(path, err) || atomic_begin(temporary, path, err))
        return -1;
    int status = session_open(&s, script, err);
    if (status == 0) {
        status = session_draw(&s, temporary, path, err);
        if (status)
            unlink(temporary);
        else
            status = atomic_commit(temporary, path, err);
    }
    session_close(&s);
    return status;
}

int gnuplot_may_draw(const char *path, struct err *err)
{
    char place[ATOMIC_PATH_SIZE];
    if (tidy_may_replace(path, err))
        return -1;
    for (const char *folder = getenv("PATH"); folder; folder = strchr(folder, ':')) {
        folder += *folder == ':';
        snprintf(place, sizeof place, "%.*s/gnuplot", (int)strcspn(folder, ":"), folder);
        if (access(place, X_OK) == 0)
            return 0;
    }
    return not_installed(err);
}
