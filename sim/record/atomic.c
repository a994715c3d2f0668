#include "atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int atomic_begin(char temporary[ATOMIC_PATH_SIZE], const char *path, struct err *err)
{
    if (!path[0])
        return err_input(err, "the name of the file to write is empty");
    if ((size_t)snprintf(temporary, ATOMIC_PATH_SIZE, "%s.tmp", path) >= ATOMIC_PATH_SIZE)
        return err_input(err, "the name of the file to write is longer than %d bytes", ATOMIC_PATH_SIZE - 5);
    return 0;
}

int atomic_busy(const char *temporary)
{
    int fd = open(temporary, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    int busy = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    close(fd);
    return busy;
}

static void folder_of(const char *path, char folder[ATOMIC_PATH_SIZE])
{
    char copy[ATOMIC_PATH_SIZE];
    snprintf(copy, sizeof copy, "%s", path);
    snprintf(folder, ATOMIC_PATH_SIZE, "%s", dirname(copy));
}

int atomic_folder(const char *path, struct err *err)
{
    char folder[ATOMIC_PATH_SIZE];
    folder_of(path, folder);
    if (access(folder, W_OK | X_OK) == 0)
        return 0;
    return err_set(err, "%s cannot be written: folder %s: %s", path, folder, strerror(errno));
}

static int sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return -1;
    int status = fsync(fd), reason = errno;
    close(fd);
    errno = reason;
    return status;
}

void atomic_sync_folder(const char *path)
{
    char folder[ATOMIC_PATH_SIZE];
    folder_of(path, folder);
    sync_path(folder, O_DIRECTORY);     /* some file systems cannot */
}

int atomic_commit(const char *temporary, const char *path, struct err *err)
{
    if (sync_path(temporary, 0) < 0 || rename(temporary, path) < 0) {
        err_set(err, "%s cannot be written: %s", path, strerror(errno));
        unlink(temporary);
        return -1;
    }
    atomic_sync_folder(path);
    return 0;
}
