/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the families of cases hand to the runner, and what the runner hands to the writers. */
#ifndef HG_BENCHMARKS_CASE_H
#define HG_BENCHMARKS_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "benchmarks/bench.h"
#include "kernels/kernels.h"

#define BENCH_NAME_MAX 96

/*
 * One thing to time. A case of several variants (levels of a kernel) has one work area; the
 * variants are timed in turn, so that a change in the machine's mood meets all of them.
 */
typedef struct bench_case {
    char name[BENCH_NAME_MAX]; /* without the level, e.g. "kern/dot/4096" */
    double items;              /* per call: what items_per_second counts */
    const char *item;          /* "sample", "frame", "recording", ... */
    double bytes;              /* touched per call, 0 when that says nothing */
    bool smoke;                /* part of the short set */
    bool levels;               /* has one variant per CPU level that has a function of its own */
    size_t entry;              /* which: offset of the kernel in hg__kernels */
    bool once;                 /* a call is a whole sample (seconds long): never batched */
    /* Makes the work area; NULL when memory runs out. */
    void *(*setup)(const struct bench_case *self);
    /* One call at a level. */
    void (*run)(void *work, const hg__kernels *k);
    /* Instead of timing `run`: the seconds that count of one call. May be NULL. */
    double (*measure)(void *work, const hg__kernels *k);
    /* Largest resident set of the last call, KiB. May be NULL. */
    long (*peak_rss)(void *work);
    /* Whether what the last call left behind is right; says on `err` what is not. */
    bool (*check)(void *work, FILE *err);
    void (*end)(void *work);
    size_t n;           /* size, for setup */
    const void *detail; /* of the family */
} bench_case;

/* Registers cases; false when memory runs out. */
typedef struct bench_list {
    bench_case *at;
    size_t n, room;
} bench_list;

bool bench_add(bench_list *list, const bench_case *one);

/* The families. */
bool bench_kernels(bench_list *list);
bool bench_stages(bench_list *list);
bool bench_reports(bench_list *list);
bool bench_whole(bench_list *list);

typedef struct bench_result {
    char name[BENCH_NAME_MAX];                   /* with the level */
    char level[16];                              /* "" without levels */
    double median_ns, least_ns, low_ns, high_ns; /* per call; 25th and 75th percentile */
    double ratio;                                /* C over this level in this process; NaN at C */
    double ratio_low, ratio_high;                /* of the pairs timed in turn */
    double items_per_s, bytes_per_s;             /* 0 when not meant */
    const char *item;
    long peak_rss_kib; /* of the process that ran it; 0 for kernels */
    long long iterations;
} bench_result;

/* Seconds of the monotonic clock. */
double bench_seconds(void);

/* Seconds of the processor that this process has used: not moved by what else the machine does. */
double bench_processor_seconds(void);

/* Uniform numbers in -1..1 from a fixed seed; the same on every machine. */
void bench_fill(double *x, size_t n, uint64_t seed);

/* Close within rtol of the larger, or both NaN. */
bool bench_close(double a, double b, double rtol);

/* Writers; false for a name that is not a format. */
bool bench_write(FILE *out, const char *format, const bench_result *results, size_t n);

/* Compares with an earlier file; a table on `out`. *slower counts cases beyond the allowance. False
 * with a message on `err` when the file cannot be used. */
bool bench_compare(FILE *out, FILE *err, const char *path, double allowance,
                   const bench_result *results, size_t n, size_t *slower);

#endif
