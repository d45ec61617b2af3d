/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nftw() is X/Open's, beyond the plain POSIX that the rest is built with. */
#define _XOPEN_SOURCE 700

#include "benchmarks/temporary.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

bool bench_temporary_folder(char path[BENCH_PATH_MAX]) {
    const char *where = getenv("TMPDIR");
    int n =
        snprintf(path, BENCH_PATH_MAX, "%s/hipgait-bench-XXXXXX", where && *where ? where : "/tmp");
    if (n > 0 && n < BENCH_PATH_MAX && mkdtemp(path)) return true;
    *path = '\0';
    return false;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at) {
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void bench_remove_folder(const char *path) {
    if (*path) nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
