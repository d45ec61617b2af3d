/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <hipgait/io.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/detect.h"

/* HDF5 may begin behind a userblock of 512, 1024, ... bytes; this much is looked through. */
#define HEAD_BYTES 8192

bool hg_file_is_recording(const char *path) {
    unsigned char head[HEAD_BYTES];
    struct stat st;
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) n = read(fd, head, sizeof head);
    close(fd);
    return n > 0 && hg__detect(head, (size_t)n).hdf5;
}
