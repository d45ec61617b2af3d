/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kernels at every level. The first run of a case is by the C level and is kept; what a level
 * leaves behind has to be the same bits (tests/kernels proves the C level and the odd cases).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "benchmarks/case.h"
#include "dsp/filter.h"

#define PLANES_IN 24
#define PLANES_OUT 13
#define MARKERS 4
#define CURVE 101
#define FLIP_GROUPS 13 /* 50 strides */
#define FLIP_COLUMNS 112
#define DRAWS 100
#define EMBED 5
#define LAG 10
#define THEILER 100

struct work;

typedef struct row {
    const char *name;
    size_t entry;    /* in hg__kernels */
    size_t sizes[4]; /* ascending, 0 ends; the first is part of the short set */
    size_t in, out;  /* planes that it reads and writes */
    double bytes;    /* touched per element */
    const char *item;
    double (*items)(size_t n); /* NULL: n */
    void (*prepare)(struct work *w);
    void (*run)(struct work *w, const hg__kernels *k);
} row;

typedef struct work {
    const row *of;
    size_t n;
    double *in[PLANES_IN], *out[PLANES_OUT], *want;
    const double *marker[PLANES_IN];
    double *extra, coefficient[5], model[3 * MARKERS], *state;
    unsigned char *code;
    unsigned *index;
    size_t *neighbour;
    unsigned long long count[2];
    double *memory;
    bool checked;
} work;

/* --- runs: one call each --- */

static const double turn[9] = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6};

#define CONST(planes) ((const double *const *)(planes))

static void run_sum(work *w, const hg__kernels *k) {
    w->out[0][0] = k->sum_valid(w->in[0], w->n);
}
static void run_deviations(work *w, const hg__kernels *k) {
    w->out[0][0] = k->sum_sq_dev_valid(w->in[0], w->n, 0.1);
}
static void run_dot(work *w, const hg__kernels *k) {
    w->out[0][0] = k->dot(w->in[0], w->in[1], w->n);
}
static void run_count(work *w, const hg__kernels *k) {
    w->out[0][0] = (double)k->count_valid(w->in[0], w->n);
}
static void run_extent(work *w, const hg__kernels *k) {
    k->min_max_valid(w->in[0], w->n, &w->out[0][0], &w->out[0][1]);
}
static void run_blend(work *w, const hg__kernels *k) {
    k->blend(w->out[0], w->in[0], 0.7, w->in[1], 0.3, w->n);
}
static void run_derivative(work *w, const hg__kernels *k) {
    k->derivative(w->out[0], w->in[0], w->n, 0.005);
}
static void run_transpose(work *w, const hg__kernels *k) {
    k->transpose(w->out[0], w->n, w->in[0], 3, w->n, 3); /* markers to planes */
}
static void run_rotate(work *w, const hg__kernels *k) {
    k->rotate(w->out, CONST(w->in), turn, w->n);
}
static void run_pose(work *w, const hg__kernels *k) {
    k->cluster_pose(w->out, w->out + 9, w->out[12], w->model, w->marker, MARKERS, w->n);
}
static void run_relative(work *w, const hg__kernels *k) {
    k->relative(w->out, CONST(w->in), CONST(w->in + 9), w->n);
}
static void run_premultiply(work *w, const hg__kernels *k) {
    k->premultiply(w->out, turn, CONST(w->in), w->n);
}
static void run_cardan_zxy(work *w, const hg__kernels *k) {
    k->cardan_zxy(w->out, CONST(w->in), w->n);
}
static void run_cardan_yxz(work *w, const hg__kernels *k) {
    k->cardan_yxz(w->out, CONST(w->in), w->n);
}
static void run_project(work *w, const hg__kernels *k) {
    k->project(w->out, CONST(w->in), w->n);
}
static void run_quaternion(work *w, const hg__kernels *k) {
    k->matrix_from_quaternion(w->out, CONST(w->in), w->n);
}
static void run_frame_y(work *w, const hg__kernels *k) {
    k->frame_y(w->out, CONST(w->in), CONST(w->in + 3), w->n);
}
static void run_frame_z(work *w, const hg__kernels *k) {
    k->frame_z(w->out, CONST(w->in), CONST(w->in + 3), w->n);
}
static void run_place(work *w, const hg__kernels *k) {
    static const double point[3] = {0.1, -0.2, 0.3};
    k->place(w->out, CONST(w->in), CONST(w->in + 9), point, w->n);
}
static void run_chord(work *w, const hg__kernels *k) {
    k->chord(w->out, CONST(w->in), CONST(w->in + 3), CONST(w->in + 6), 0.05, w->n);
}
static void run_window(work *w, const hg__kernels *k) {
    k->window(w->out[0], w->in[0], 0.1, w->in[1], w->n);
}
static void run_power(work *w, const hg__kernels *k) {
    memset(w->out[0], 0, w->n / 2 * sizeof(double));
    k->power_add(w->out[0], w->in[0], w->n / 2);
}
static void run_match(work *w, const hg__kernels *k) {
    k->match_templates(w->count, w->in[0], w->n, 2, 0.12);
    w->out[0][0] = (double)w->count[0];
    w->out[0][1] = (double)w->count[1];
}
static void run_neighbours(work *w, const hg__kernels *k) {
    k->neighbours(w->neighbour, w->out[0], w->in[0], w->n - (EMBED - 1) * LAG, EMBED, LAG, THEILER);
}
static void run_places(work *w, const hg__kernels *k) {
    double near = 0.0;
    for (size_t i = 0; i + 64 <= w->n; i += 64) {
        const double own[3] = {w->in[0][i], w->in[1][i], w->in[2][i]};
        near += (double)(k->near_places(w->in[0] + i, w->in[1] + i, w->in[2] + i, 64, own, 0.1) &
                         0xffff);
    }
    w->out[0][0] = near;
}
static void run_flips(work *w, const hg__kernels *k) {
    k->flip_greatest(w->out[0], w->extra, w->in[0], w->code, FLIP_GROUPS, FLIP_COLUMNS, w->n);
}
static void run_draws(work *w, const hg__kernels *k) {
    k->draw_moments(w->out[0], w->out[1], w->in[0], w->index, w->n, DRAWS);
}

/* Strides of 0.73 s at 200 Hz to 101 points each. */
static void run_pchip(work *w, const hg__kernels *k) {
    size_t strides = (w->n - 1) / 147;
    for (size_t s = 0; s < strides; s++)
        k->pchip(w->out[0] + s * CURVE, CURVE, 146.3 * (double)s, 1.463, w->in[0], w->n);
}
static void run_linear(work *w, const hg__kernels *k) {
    size_t strides = (w->n - 1) / 147;
    for (size_t s = 0; s < strides; s++)
        k->linear(w->out[0] + s * CURVE, CURVE, 146.3 * (double)s, 1.463, w->in[0], w->n);
}
static void run_multiply(work *w, const hg__kernels *k) {
    k->quaternion_multiply(w->out, CONST(w->in), CONST(w->in + 4), w->n);
}
static void run_turn(work *w, const hg__kernels *k) {
    k->quaternion_rotate(w->out, CONST(w->in), CONST(w->in + 4), w->n);
}
static void run_cross(work *w, const hg__kernels *k) {
    memset(w->out[0], 0, w->n / 2 * 2 * sizeof(double));
    k->cross_add(w->out[0], w->in[0], w->in[1], w->n / 2);
}
static void run_moments(work *w, const hg__kernels *k) {
    const double *rows[PLANES_IN];
    size_t counts[CURVE];
    for (size_t i = 0; i < PLANES_IN; i++) rows[i] = w->in[i];
    k->column_moments(w->out[0], w->out[0] + CURVE, counts, rows, PLANES_IN, CURVE);
}
static void run_unshuffle(work *w, const hg__kernels *k) {
    k->unshuffle((unsigned char *)w->out[0], (const unsigned char *)w->in[0], w->n, 8);
}
static void run_convert(work *w, const hg__kernels *k) {
    k->convert(w->out[0], (const unsigned char *)w->in[0], w->n, HG__I32LE);
}

/* 84 channels of n samples, as the markers of a trial come: forward and backward. */
#define CHANNELS 84
static void run_filter(work *w, const hg__kernels *k) {
    ptrdiff_t next = CHANNELS;
    double *last = w->extra + (w->n - 1) * CHANNELS;
    memset(w->state, 0, 2 * CHANNELS * sizeof(double));
    k->biquad(w->extra, next, w->in[0], next, w->n, CHANNELS, w->coefficient, w->state);
    k->biquad(last, -next, last, -next, w->n, CHANNELS, w->coefficient, w->state);
    memcpy(w->out[0], w->extra, CHANNELS * sizeof(double));
    memcpy(w->out[0] + CHANNELS, w->extra + (w->n / 2) * CHANNELS, CHANNELS * sizeof(double));
}

/* --- what a row needs besides random numbers --- */

/* Rotation matrices in planes from random quaternions. */
static void to_rotations(work *w, size_t first) {
    hg__kernels k;
    double *R[9];
    const double *q[4];
    hg__kernels_init(&k, HG__CPU_C);
    for (size_t c = 0; c < 9; c++) R[c] = w->in[first + c];
    for (size_t c = 0; c < 4; c++) q[c] = w->out[c];
    for (size_t c = 0; c < 4; c++) memcpy(w->out[c], w->in[first + c], w->n * sizeof(double));
    k.matrix_from_quaternion(R, q, w->n);
}
static void prepare_rotations(work *w) {
    to_rotations(w, 0);
    if (w->of->in >= 18) to_rotations(w, 9);
}

/* A cluster that turns with a few mm of its own movement. */
static void prepare_cluster(work *w) {
    static const double shape[3 * MARKERS] = {0.08, 0.05,  0.03, -0.07, 0.06,  -0.02,
                                              0.02, -0.09, 0.04, -0.03, -0.02, -0.08};
    memcpy(w->model, shape, sizeof shape);
    for (size_t i = 0; i < w->n; i++) {
        double a = 0.02 * (double)i, s = sin(a), c = cos(a);
        for (size_t m = 0; m < MARKERS; m++) {
            const double *p = shape + 3 * m;
            w->in[3 * m][i] = c * p[0] - s * p[1] + 0.5 + 0.003 * w->in[3 * m][i];
            w->in[3 * m + 1][i] = s * p[0] + c * p[1] + 0.003 * w->in[3 * m + 1][i];
            w->in[3 * m + 2][i] = p[2] + 0.9 + 0.003 * w->in[3 * m + 2][i];
        }
    }
    for (size_t i = 0; i < 3 * MARKERS; i++) w->marker[i] = w->in[i];
}

/* A smooth signal, so that entropy has matches and neighbours are near. */
static void prepare_signal(work *w) {
    for (size_t i = 0; i < w->n; i++) w->in[0][i] = sin(0.0631 * (double)i) + 0.2 * w->in[0][i];
}
static void prepare_flips(work *w) {
    bench_fill(w->extra, FLIP_GROUPS * 16 * FLIP_COLUMNS, 3);
    for (size_t i = 0; i < w->n * FLIP_GROUPS; i++)
        w->code[i] = (unsigned char)((i * 2654435761u >> 7) & 15);
    for (size_t i = 0; i < w->n; i++) w->in[0][i] = fabs(w->in[0][i]);
}
static void prepare_draws(work *w) {
    for (size_t i = 0; i < w->n * DRAWS; i++)
        w->index[i] = (unsigned)((i * 2654435761u >> 5) % w->n);
}
static void prepare_filter(work *w) {
    hg__butterworth2(w->coefficient, 10.0, 200.0, true);
}

static double pairs(size_t n) {
    return 0.5 * (double)n * (double)n;
}
static double all_pairs(size_t n) {
    return (double)n * (double)n;
}
static double channel_samples(size_t n) {
    return CHANNELS * (double)n;
}
static double points(size_t n) {
    return CURVE * (double)((n - 1) / 147);
}
static double in_rows(size_t n) {
    return (double)(n * PLANES_IN);
}
static double drawn(size_t n) {
    return DRAWS * (double)n;
}

#define KERNEL(name) #name, offsetof(hg__kernels, name)

static const row rows[] = {
    {KERNEL(sum_valid), {128, 4096, 1 << 20}, 1, 1, 8, "sample", NULL, NULL, run_sum},
    {KERNEL(sum_sq_dev_valid), {128, 4096, 1 << 20}, 1, 1, 8, "sample", NULL, NULL, run_deviations},
    {KERNEL(dot), {128, 4096, 1 << 20}, 2, 1, 16, "sample", NULL, NULL, run_dot},
    {KERNEL(count_valid), {128, 4096, 1 << 20}, 1, 1, 8, "sample", NULL, NULL, run_count},
    {KERNEL(min_max_valid), {128, 4096, 1 << 20}, 1, 1, 8, "sample", NULL, NULL, run_extent},
    {KERNEL(blend), {128, 4096, 1 << 20}, 2, 1, 24, "sample", NULL, NULL, run_blend},
    {KERNEL(derivative), {128, 4096, 1 << 20}, 1, 1, 16, "sample", NULL, NULL, run_derivative},
    {KERNEL(transpose), {128, 12000}, 3, 3, 48, "frame", NULL, NULL, run_transpose},
    {KERNEL(biquad), {600, 12000}, 84, 1, 0, "sample", channel_samples, prepare_filter, run_filter},
    {KERNEL(rotate), {128, 12000}, 3, 3, 48, "frame", NULL, NULL, run_rotate},
    {KERNEL(cluster_pose), {128, 12000}, 12, 13, 200, "frame", NULL, prepare_cluster, run_pose},
    {KERNEL(relative), {128, 12000}, 18, 9, 216, "frame", NULL, prepare_rotations, run_relative},
    {KERNEL(premultiply),
     {128, 12000},
     9,
     9,
     144,
     "frame",
     NULL,
     prepare_rotations,
     run_premultiply},
    {KERNEL(cardan_zxy), {128, 12000}, 9, 9, 96, "frame", NULL, prepare_rotations, run_cardan_zxy},
    {KERNEL(cardan_yxz), {128, 12000}, 9, 9, 96, "frame", NULL, prepare_rotations, run_cardan_yxz},
    {KERNEL(project), {128, 12000}, 9, 9, 96, "frame", NULL, prepare_rotations, run_project},
    {KERNEL(matrix_from_quaternion), {128, 12000}, 4, 9, 104, "frame", NULL, NULL, run_quaternion},
    {KERNEL(frame_y), {128, 12000}, 6, 9, 120, "frame", NULL, NULL, run_frame_y},
    {KERNEL(frame_z), {128, 12000}, 6, 9, 120, "frame", NULL, NULL, run_frame_z},
    {KERNEL(place), {128, 12000}, 12, 9, 120, "frame", NULL, NULL, run_place},
    {KERNEL(chord), {128, 12000}, 9, 3, 96, "frame", NULL, NULL, run_chord},
    {KERNEL(quaternion_multiply), {128, 12000}, 8, 4, 96, "frame", NULL, NULL, run_multiply},
    {KERNEL(quaternion_rotate), {128, 12000}, 7, 3, 80, "frame", NULL, NULL, run_turn},
    {KERNEL(pchip), {1000, 12000}, 1, 1, 0, "point", points, NULL, run_pchip},
    {KERNEL(linear), {1000, 12000}, 1, 1, 0, "point", points, NULL, run_linear},
    {KERNEL(column_moments), {101}, 24, 1, 8, "number", in_rows, NULL, run_moments},
    {KERNEL(unshuffle), {128, 14336}, 1, 1, 16, "number", NULL, NULL, run_unshuffle},
    {KERNEL(convert), {128, 14336}, 1, 1, 12, "number", NULL, NULL, run_convert},
    {KERNEL(window), {128, 4096}, 2, 1, 24, "sample", NULL, NULL, run_window},
    {KERNEL(power_add), {128, 4096}, 1, 1, 16, "sample", NULL, NULL, run_power},
    {KERNEL(cross_add), {128, 4096}, 2, 1, 24, "sample", NULL, NULL, run_cross},
    {KERNEL(match_templates), {1000, 5000}, 1, 1, 0, "pair", pairs, prepare_signal, run_match},
    {KERNEL(neighbours),
     {1000, 5000},
     1,
     1,
     0,
     "distance",
     all_pairs,
     prepare_signal,
     run_neighbours},
    {KERNEL(near_places), {128, 4096}, 3, 1, 24, "place", NULL, NULL, run_places},
    {KERNEL(flip_greatest), {128, 10000}, 1, 1, 0, "draw", NULL, prepare_flips, run_flips},
    {KERNEL(draw_moments), {40, 500}, 1, 2, 0, "number", drawn, prepare_draws, run_draws},
};

static void end(void *area) {
    work *w = area;
    if (!w) return;
    free(w->memory);
    free(w->code);
    free(w->index);
    free(w->neighbour);
    free(w);
}

static double *take(double **from, size_t count) {
    double *p = *from;
    *from += (count + 7) / 8 * 8;
    return p;
}

/* How many numbers a plane needs: biquad interleaves its channels in one. */
static size_t plane_size(const row *r, size_t n) {
    return r->in > PLANES_IN ? r->in * n : n < 256 ? 256 : n;
}

static void *setup(const bench_case *self) {
    const row *r = self->detail;
    work *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->of = r;
    w->n = self->n;
    size_t in = r->in > PLANES_IN ? 1 : r->in, plane = plane_size(r, w->n) + 8;
    size_t extra = r->run == run_flips    ? FLIP_GROUPS * 16 * FLIP_COLUMNS
                   : r->run == run_filter ? plane
                                          : 8;
    size_t inputs = in < 3 ? 3 : in, outputs = r->out < 4 ? 4 : r->out;
    size_t total = (inputs + 2 * outputs) * plane + extra + 2 * CHANNELS + 64;
    w->memory = aligned_alloc(64, (total * sizeof(double) + 63) / 64 * 64);
    w->code = malloc(w->n * FLIP_GROUPS);
    w->index = malloc(w->n * DRAWS * sizeof *w->index);
    w->neighbour = malloc(w->n * sizeof *w->neighbour);
    if (!w->memory || !w->code || !w->index || !w->neighbour) {
        end(w);
        return NULL;
    }
    memset(w->memory, 0, total * sizeof(double));
    double *at = w->memory;
    for (size_t i = 0; i < inputs && i < PLANES_IN; i++) {
        w->in[i] = take(&at, plane);
        bench_fill(w->in[i], plane, i + 1);
    }
    double *out = at;
    for (size_t i = 0; i < outputs; i++) w->out[i] = take(&at, plane);
    size_t out_size = (size_t)(at - out);
    w->want = take(&at, out_size);
    w->extra = take(&at, extra);
    w->state = take(&at, 2 * CHANNELS);
    if (r->prepare) r->prepare(w);
    hg__kernels plain;
    hg__kernels_init(&plain, HG__CPU_C);
    memset(out, 0, out_size * sizeof(double));
    r->run(w, &plain);
    memcpy(w->want, out, out_size * sizeof(double));
    memset(out, 0, out_size * sizeof(double));
    return w;
}

static void run(void *area, const hg__kernels *k) {
    work *w = area;
    w->of->run(w, k);
}

static bool check(void *area, FILE *err) {
    work *w = area;
    const double *out = w->out[0];
    size_t size = (size_t)(w->want - out), differ = 0, something = 0;
    for (size_t i = 0; i < size; i++) {
        bool both_missing = isnan(out[i]) && isnan(w->want[i]);
        differ += !both_missing && memcmp(&out[i], &w->want[i], sizeof *out) != 0;
        something += out[i] != 0.0 && !isnan(out[i]);
    }
    if (differ || something == 0)
        fprintf(err, "%zu numbers differ from the C level, %zu are neither 0 nor missing\n", differ,
                something);
    return differ == 0 && something > 0;
}

bool bench_kernels(bench_list *list) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t s = 0; s < 4 && rows[i].sizes[s]; s++) {
            size_t n = rows[i].sizes[s];
            bench_case c = {.items = rows[i].items ? rows[i].items(n) : (double)n,
                            .item = rows[i].item,
                            .bytes = rows[i].bytes * (double)n,
                            .smoke = s == 0,
                            .levels = true,
                            .entry = rows[i].entry,
                            .setup = setup,
                            .run = run,
                            .check = check,
                            .end = end,
                            .n = n,
                            .detail = &rows[i]};
            snprintf(c.name, sizeof c.name, "kern/%s/%zu", rows[i].name, n);
            if (!bench_add(list, &c)) return false;
        }
    return true;
}
