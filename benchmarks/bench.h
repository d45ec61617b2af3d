/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Timing of kernels, stages and whole recordings. Every case checks its numbers before it is timed;
 * one that fails the check is an error and is never timed. docs/benchmarks.md is the protocol.
 */
#ifndef HG_BENCHMARKS_BENCH_H
#define HG_BENCHMARKS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct hg_bench_options {
    const char *filter;    /* extended regular expression over names; NULL for all */
    double min_time_s;     /* spent on each case, over all repetitions */
    long long repetitions; /* samples of each case; the median is reported */
    bool list;             /* only print the names */
    bool smoke;            /* the short set: small sizes */
    bool count;            /* no timing: one call each at the highest level, inside bench_counted(),
                              where an instruction counter can see it; prints the names */
    const char *format;    /* "table", "google", "bencher", "ratio", "csv" */
    const char *baseline;  /* an earlier output in the format google to compare with; NULL: none */
    double allowance;      /* share by which a case may be slower than the baseline, e.g. 0.15 */
    const char *cpu;       /* highest level to time, NULL for what the machine has */
} hg_bench_options;

void hg_bench_options_default(hg_bench_options *options);

/* Names of the formats, joined by '|'. */
extern const char *const hg_bench_formats;

/* Outcome, from best to worst. */
typedef enum hg_bench_status {
    HG_BENCH_OK = 0,
    HG_BENCH_SLOWER, /* than the baseline allows */
    HG_BENCH_WRONG,  /* a case computed wrong numbers */
    HG_BENCH_USAGE,  /* filter, format or baseline file; said on `err` */
    HG_BENCH_TROUBLE /* no memory, no temporary folder */
} hg_bench_status;

/* Runs what the options choose; results on `out`, progress and messages on `err`. */
hg_bench_status hg_bench(const hg_bench_options *options, FILE *out, FILE *err);

#endif
