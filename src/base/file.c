/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/pages.h"

#define LARGE ((size_t)1 << 20) /* bytes from which on pages are asked for together */

static hg_status fail_errno(hg_error *err, const char *path, const char *doing) {
    int e = errno;
    hg_status code = e == ENOENT || e == ENOTDIR ? HG_ENOTFOUND
                     : e == EEXIST || e == EACCES || e == EROFS || e == EPERM || e == EISDIR
                         ? HG_EEXIST
                     : e == ENOMEM ? HG_ENOMEM
                                   : HG_EIO;
    hg__fail(err, code, "cannot %s: %s", doing, strerror(e));
    hg__error_set_file(err, path);
    return code;
}

hg_status hg__file_read(void **data, size_t *size, const char *path, size_t most, hg_error *err) {
    hg_status status = HG_OK;
    unsigned char *bytes = NULL;
    size_t used = 0;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hang us */
    if (fd < 0) {
        status = fail_errno(err, path, "open");
        return status == HG_EEXIST ? (err ? (err->code = HG_EIO) : HG_EIO) : status;
    }
    if (fstat(fd, &st) != 0) {
        status = fail_errno(err, path, "examine");
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        status = hg__fail(err, HG_EUNSUPPORTED, "not a regular file");
        goto out;
    }
    if (st.st_size < 0 || (unsigned long long)st.st_size > most) {
        status =
            hg__fail(err, HG_EUNSUPPORTED, "the file has %lld bytes, more than the limit of %zu",
                     (long long)st.st_size, most);
        goto out;
    }
    size_t want = (size_t)st.st_size;
    bytes = malloc(want + 1);
    if (!bytes) {
        status = hg__fail_memory(err);
        goto out;
    }
    if (want >= LARGE) {
        hg__pages_large(bytes, want);
        hg__pages_ready(bytes, want);
    }
    while (used < want) {
        ssize_t n = read(fd, bytes + used, want - used);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            status = fail_errno(err, path, "read");
            goto out;
        }
        if (n == 0) break; /* it shrank while we read: what is there is judged by its reader */
        used += (size_t)n;
    }
    bytes[used] = '\0';
    *data = bytes;
    *size = used;
    bytes = NULL;
out:
    if (status != HG_OK) hg__error_set_file(err, path);
    free(bytes);
    close(fd);
    return status;
}

void hg__file_free(void *data, size_t size) {
    /* malloc keeps freed pieces below the largest it ever mapped: a file's would stay for good */
    if (data && size >= LARGE) hg__pages_unwanted(data, size);
    free(data);
}

hg_status hg__file_begin(char **temporary, const char *path, bool replace, hg_error *err) {
    struct stat st;
    if (!replace && lstat(path, &st) == 0) {
        hg__fail(err, HG_EEXIST, "the file exists already; --force replaces it");
        hg__error_set_file(err, path);
        return HG_EEXIST;
    }
    const char *base = hg__base_name(path);
    size_t n = strlen(path) + 32;
    char *name = malloc(n);
    if (!name) return hg__fail_memory(err);
    snprintf(name, n, "%.*s.%s.XXXXXX", (int)(base - path), path, base);
    int fd = mkstemp(name);
    if (fd < 0) {
        hg_status status = fail_errno(err, path, "create");
        free(name);
        if (status == HG_ENOTFOUND) {
            status = HG_EEXIST; /* the folder is not there: "cannot create" */
            if (err) err->code = status;
        }
        return status;
    }
    close(fd);
    *temporary = name;
    return HG_OK;
}

static hg_status sync_path(const char *path, int flags, const char *shown, hg_error *err) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) return fail_errno(err, shown, "open");
    hg_status status = HG_OK;
    if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
        status = fail_errno(err, shown, "write");
    close(fd);
    return status;
}

hg_status hg__file_commit(const char *temporary, const char *path, bool replace, hg_error *err) {
    hg_status status = sync_path(temporary, O_RDWR, path, err);
    if (status != HG_OK) goto fail;
    if (replace) {
        if (rename(temporary, path) != 0) {
            status = fail_errno(err, path, "create");
            goto fail;
        }
    } else {
        /* link() refuses to overwrite, which rename() would do */
        if (link(temporary, path) != 0) {
            status = fail_errno(err, path, "create");
            goto fail;
        }
        unlink(temporary);
    }
    size_t n = (size_t)(hg__base_name(path) - path);
    char *folder = malloc(n + 2);
    if (!folder) return hg__fail_memory(err);
    if (n) {
        memcpy(folder, path, n);
        folder[n] = '\0';
    } else {
        memcpy(folder, ".", 2);
    }
    status = sync_path(folder, O_RDONLY | O_DIRECTORY, path, err);
    free(folder);
    return status;
fail:
    hg__file_abandon(temporary);
    return status;
}

void hg__file_abandon(const char *temporary) {
    if (temporary) unlink(temporary);
}

hg_status hg__file_stage(char **temporary, const char *path, const void *data, size_t size,
                         bool replace, hg_error *err) {
    *temporary = NULL;
    hg_status status = hg__file_begin(temporary, path, replace, err);
    if (status != HG_OK) return status;
    int fd = open(*temporary, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        status = fail_errno(err, path, "open");
    } else {
        const char *bytes = data;
        size_t done = 0;
        while (done < size) {
            ssize_t n = write(fd, bytes + done, size - done);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) {
                status = fail_errno(err, path, "write");
                break;
            }
            done += (size_t)n;
        }
        if (status == HG_OK && fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
            status = fail_errno(err, path, "write");
        if (close(fd) != 0 && status == HG_OK) status = fail_errno(err, path, "write");
    }
    if (status != HG_OK) {
        hg__file_abandon(*temporary);
        free(*temporary);
        *temporary = NULL;
    }
    return status;
}

hg_status hg__file_write(const char *path, const void *data, size_t size, bool replace,
                         hg_error *err) {
    char *temporary;
    hg_status status = hg__file_stage(&temporary, path, data, size, replace, err);
    if (status != HG_OK) return status;
    status = hg__file_commit(temporary, path, replace, err);
    free(temporary);
    return status;
}

hg_status hg__make_folder(const char *path, hg_error *err) {
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part)
        return hg__fail(err, HG_EINVAL, "the name of the folder is empty or too long");
    memcpy(part, path, n + 1);
    for (char *c = part + 1;; c++) {
        if (*c != '/' && *c != '\0') continue;
        char kept = *c;
        *c = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST) {
            hg_status status = fail_errno(err, path, "create the folder");
            return status == HG_ENOTFOUND ? (err ? (err->code = HG_EEXIST) : HG_EEXIST) : status;
        }
        *c = kept;
        if (kept == '\0') break;
    }
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        hg__fail(err, HG_EEXIST, "a file of that name is in the way of the folder");
        hg__error_set_file(err, path);
        return HG_EEXIST;
    }
    return HG_OK;
}
