/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One way to test every kernel. A row names a kernel, how to run it on a case and how to check the
 * C level against a plain computation of its own; every further level that this machine supports
 * is then compared with the C level bit for bit. A case is a length, a start offset, a kind of
 * input and a seed; outputs lie between guard zones, inputs must stay as they were.
 *
 * Nothing here needs more than libc, so that the program can be built for other machines.
 * HIPGAIT_TEST_SEED or --seed replays a run. Without it the seed is new each time, 1 under CI=true.
 */
#ifndef HG_TESTS_KCHECK_H
#define HG_TESTS_KCHECK_H

#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/kernels.h"

#define KC_PLANES_IN ((size_t)24)  /* eight markers */
#define KC_PLANES_OUT ((size_t)13) /* a pose: 9 + 3 + 1 */
#define KC_GUARD ((size_t)64)
#define KC_EPS DBL_EPSILON
/* what a result below the normal range may be off by, whatever was computed */
#define KC_TINY (16 * DBL_TRUE_MIN)

typedef enum kc_fill {
    KC_ORDINARY,
    KC_WIDE,
    KC_MISSING,
    KC_EXTREME,
    KC_CONSTANT,
    KC_ALTERNATING,
    KC_FILLS
} kc_fill;

static const char *const kc_fill_name[KC_FILLS] = {
    "ordinary", "wide range", "missing", "NaN Inf denormal", "constant", "alternating extremes",
};

/* --- verdicts: the first failure ends the program --- */
_Noreturn void kc_give_up(const char *file, int line, const char *fmt, ...);
#define fail_msg(...) kc_give_up(__FILE__, __LINE__, __VA_ARGS__)
#define assert_true(x) ((x) ? (void)0 : fail_msg("%s does not hold", #x))
#define assert_false(x) assert_true(!(x))
#define assert_non_null(x) assert_true((x) != NULL)
#define assert_int_equal(a, b)                                                                     \
    ((long long)(a) == (long long)(b)                                                              \
         ? (void)0                                                                                 \
         : fail_msg("%s is %lld, %s is %lld", #a, (long long)(a), #b, (long long)(b)))

typedef struct krow krow;

typedef struct kcase {
    const krow *row;
    uint64_t seed, state;
    size_t n, offset;
    kc_fill fill;
    const char *level;
    int timing; /* a fill makes a shape of the size that counts */
    /* what a row's fill makes and its run and check need */
    size_t m, width;
    size_t items; /* what a time is divided by; n unless the fill says otherwise */
    double number[32];
    double *truth; /* room for 16 numbers a frame */
    double *in[KC_PLANES_IN];
    double *out[KC_PLANES_OUT];
    size_t capacity, used[KC_PLANES_OUT]; /* room in an output; how much the kernel may write */
    double *in_pool, *in_copy, *out_pool;
    size_t in_size, out_size, stride;
} kcase;

struct krow {
    const char *name;
    size_t least_n, planes_in;
    void (*fill)(kcase *c);                      /* on top of the general one; may be NULL */
    void (*run)(kcase *c, const hg__kernels *k); /* sets used[] */
    void (*check)(kcase *c);                     /* the output is there; fails by kc_fail */
    size_t entry; /* where the kernel stands in the table: is a level's version another one? */
};
#define KROW(name, ...)                                                                            \
    { #name, __VA_ARGS__, offsetof(hg__kernels, name) }

/* A test of meaning beside the rows. */
typedef struct ktest {
    const char *name;
    void (*run)(void);
} ktest;

/* The kernels of one subject: one check_*.c. */
typedef struct kgroup {
    const char *name;
    const krow *rows;
    size_t n_rows;
    const ktest *tests;
    size_t n_tests;
} kgroup;
#define KGROUP(name)                                                                               \
    { #name, rows, sizeof rows / sizeof *rows, tests, sizeof tests / sizeof *tests }

extern const kgroup kc_angle, kc_filter, kc_pose, kc_reduce, kc_rigid, kc_segments, kc_strides,
    kc_spectra, kc_patterns, kc_draws, kc_bytes;

/* --- numbers: splitmix64, apart from the library's own generator --- */
static inline uint64_t kc_bits(kcase *c) {
    uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}
static inline double kc_uniform(kcase *c, double low, double high) {
    return low + (high - low) * ((double)(kc_bits(c) >> 11) * 0x1p-53);
}
static inline size_t kc_below(kcase *c, size_t n) {
    return (size_t)(kc_bits(c) % n);
}

static inline double kc_value(kcase *c, size_t i) {
    static const double odd[] = {0.0,    -0.0,      5e-324,   -5e-324,
                                 1e-310, -2.2e-308, INFINITY, -INFINITY};
    double ordinary = kc_uniform(c, -10.0, 10.0);
    switch (c->fill) {
    case KC_WIDE: return copysign(pow(10.0, kc_uniform(c, -60.0, 60.0)), ordinary);
    case KC_MISSING: return kc_below(c, 10) == 0 ? NAN : ordinary;
    case KC_EXTREME: {
        size_t pick = kc_below(c, 64);
        return pick < 8 ? odd[pick] : pick < 12 ? NAN : ordinary;
    }
    case KC_CONSTANT: return 0.1;
    case KC_ALTERNATING: return i % 2 ? -1e100 : 1e100;
    default: return ordinary;
    }
}

/* --- buffers --- */
static inline double kc_guard_value(void) {
    uint64_t bits = UINT64_C(0x7ff8dead5eedbeef); /* a NaN that no computation makes */
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
/* Around inputs stands another one: arithmetic hands a NaN on, and what a kernel makes of it must
 * not look like an output that it left alone. */
static inline double kc_beyond_input(void) {
    uint64_t bits = UINT64_C(0x7ff8f00df00df00d);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
static inline int kc_is_guard(double x) {
    double g = kc_guard_value();
    return memcmp(&x, &g, sizeof x) == 0;
}
static inline double *kc_alloc(size_t count) {
    double *p = aligned_alloc(64, (count * sizeof *p + 63) / 64 * 64);
    assert_non_null(p);
    return p;
}

static inline void kc_clear_out(kcase *c) {
    for (size_t i = 0; i < c->out_size; i++) c->out_pool[i] = kc_guard_value();
    memset(c->used, 0, sizeof c->used);
}

static inline void kc_open_as(kcase *c, const krow *row, uint64_t seed, size_t n, size_t offset,
                              kc_fill fill, int timing) {
    *c = (kcase){.timing = timing,
                 .row = row,
                 .seed = seed,
                 .state = seed,
                 .n = n,
                 .items = n,
                 .offset = offset,
                 .fill = fill,
                 .level = "C"};
    c->capacity = 2 * n + 176; /* a state of 140, 101 points, a transposition with gaps */
    c->stride = (c->capacity + 2 * KC_GUARD + 7) / 8 * 8;
    c->in_size = KC_PLANES_IN * c->stride;
    c->out_size = KC_PLANES_OUT * c->stride;
    c->in_pool = kc_alloc(c->in_size);
    c->in_copy = kc_alloc(c->in_size);
    c->out_pool = kc_alloc(c->out_size);
    c->truth = kc_alloc(16 * (n + 1));
    for (size_t i = 0; i < c->in_size; i++) c->in_pool[i] = kc_beyond_input();
    for (size_t p = 0; p < KC_PLANES_IN; p++)
        c->in[p] = c->in_pool + p * c->stride + KC_GUARD + offset;
    for (size_t p = 0; p < KC_PLANES_OUT; p++)
        c->out[p] = c->out_pool + p * c->stride + KC_GUARD + offset;
    for (size_t p = 0; p < row->planes_in; p++)
        for (size_t i = 0; i < n; i++) c->in[p][i] = kc_value(c, i);
    for (size_t i = 0; i < 32; i++) c->number[i] = kc_uniform(c, -2.0, 2.0);
    if (row->fill) row->fill(c);
    memcpy(c->in_copy, c->in_pool, c->in_size * sizeof *c->in_pool);
    kc_clear_out(c);
}

static inline void kc_open(kcase *c, const krow *row, uint64_t seed, size_t n, size_t offset,
                           kc_fill fill) {
    kc_open_as(c, row, seed, n, offset, fill, 0);
}

static inline void kc_close(kcase *c) {
    free(c->in_pool);
    free(c->in_copy);
    free(c->out_pool);
    free(c->truth);
}

/* --- comparing --- */
static inline void kc_describe(const kcase *c) {
    fprintf(stderr, "kernel %s, level %s, n %zu, offset %zu, %s, case seed 0x%016llx\n",
            c->row->name, c->level, c->n, c->offset, kc_fill_name[c->fill],
            (unsigned long long)c->seed);
}
static inline void kc_fail(const kcase *c, size_t plane, size_t i, double got, double want,
                           double bound) {
    kc_describe(c);
    fail_msg("output %zu, element %zu: got %.17g, want %.17g, bound %.3g", plane, i, got, want,
             bound);
}

/* Within `bound`; what is not finite must be the same. */
static inline void kc_near(const kcase *c, size_t plane, size_t i, double got, long double want,
                           long double bound) {
    double w = (double)want;
    if (isnan(w) || isinf(w)) {
        if (isnan(w) ? isnan(got) : got == w) return;
    } else if (isfinite(got) && fabsl((long double)got - want) <= bound + (long double)KC_TINY) {
        return;
    }
    kc_fail(c, plane, i, got, w, (double)bound);
}

/* Bits equal, or both NaN: the sign and payload of a NaN are nobody's. */
static inline int kc_same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 ||
           (isnan(a) && isnan(b) && kc_is_guard(a) == kc_is_guard(b));
}
static inline void kc_exact(const kcase *c, size_t plane, size_t i, double got, double want) {
    if (!kc_same(got, want)) kc_fail(c, plane, i, got, want, 0.0);
}

/* First element outside the outputs that a kernel wrote to, or the size of the pool. */
static inline size_t kc_outside_write(const kcase *c) {
    for (size_t p = 0; p < KC_PLANES_OUT; p++) {
        size_t begin = (size_t)(c->out[p] - c->out_pool), end = begin + c->used[p];
        for (size_t i = p * c->stride; i < (p + 1) * c->stride; i++)
            if ((i < begin || i >= end) && !kc_is_guard(c->out_pool[i])) return i;
    }
    return c->out_size;
}

/* Runs the case on both tables: first element of the outputs that differs, or the size of the pool.
 * Leaves the outputs of the second. */
static inline size_t kc_first_difference(kcase *c, const hg__kernels *a, const hg__kernels *b) {
    double *first = kc_alloc(c->out_size);
    kc_clear_out(c);
    c->row->run(c, a);
    memcpy(first, c->out_pool, c->out_size * sizeof *first);
    kc_clear_out(c);
    c->row->run(c, b);
    size_t i = 0;
    while (i < c->out_size && kc_same(first[i], c->out_pool[i])) i++;
    free(first);
    return i;
}

static inline void kc_check_surroundings(const kcase *c) {
    size_t outside = kc_outside_write(c);
    if (outside < c->out_size) {
        kc_describe(c);
        fail_msg("writes outside its output: output %zu, element %td", outside / c->stride,
                 c->out_pool + outside - c->out[outside / c->stride]);
    }
    if (memcmp(c->in_pool, c->in_copy, c->in_size * sizeof *c->in_pool) != 0) {
        kc_describe(c);
        fail_msg("changes an input");
    }
}

#endif
