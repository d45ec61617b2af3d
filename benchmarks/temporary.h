/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of their own for what benchmarks write, below TMPDIR. */
#ifndef HG_BENCHMARKS_TEMPORARY_H
#define HG_BENCHMARKS_TEMPORARY_H

#include <stdbool.h>

#define BENCH_PATH_MAX 1024

bool bench_temporary_folder(char path[BENCH_PATH_MAX]);

/* Removes a folder with all it holds; "" is fine. */
void bench_remove_folder(const char *path);

#endif
