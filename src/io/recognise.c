/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <hipgait/io.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/formats.h"

/* HDF5 may begin behind a userblock of 512, 1024, ... bytes; this much is looked through. */
#define HEAD_BYTES 8192

hg_file_kind hg_file_recognise(const char *path) {
    unsigned char head[HEAD_BYTES];
    struct stat st;
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return HG_FILE_OTHER;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) n = read(fd, head, sizeof head);
    close(fd);
    const hg__format *format = n > 0 ? hg__format_of(head, (size_t)n) : NULL;
    return format ? format->kind : HG_FILE_OTHER;
}
