/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What benchmarks/side_by_side.py calls: hipgait's inner functions on arrays of numpy's. Built as a
 * module of its own (target side_by_side); never installed.
 */
#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "dsp/filter.h"
#include "dsp/flips.h"
#include "dsp/patterns.h"
#include "dsp/spectrum.h"
#include "io/h5_door.h"
#include "io/h5_read.h"
#include "kernels/kernels.h"

#define EXPORT __attribute__((visibility("default")))

typedef struct side {
    hg__kernels k;
    hg__arena *scratch;
    hg__fft_store *ffts;
} side;

EXPORT side *side_open(const char *level);
EXPORT void side_close(side *s);
EXPORT const char *side_level(const side *s);
EXPORT int side_filter(side *s, double *x, size_t n, size_t channels, double cutoff_hz,
                       double rate_hz, size_t pad);
EXPORT void side_pose(side *s, double *R, double *t, double *residual, const double *model,
                      const double *markers, size_t m, size_t n);
EXPORT void side_cardan(side *s, double *angles, const double *R, size_t n);
EXPORT void side_pchip(side *s, double *out, const double *y, size_t n, size_t channels,
                       const double *start, size_t strides);
EXPORT int side_welch(side *s, double *out, const double *x, size_t n, size_t channels,
                      size_t segment, double rate_hz);
EXPORT double side_entropy(side *s, const double *x, size_t n, size_t m, double tolerance);
EXPORT int side_flips(side *s, double *threshold, const double *rows, size_t n, size_t columns,
                      size_t draws);
EXPORT int side_read(const char *path, double *first);
EXPORT int side_read_set(const char *path, const char *name, double *out, size_t count);

/* NULL when there is no such level here, or no memory. */
side *side_open(const char *level) {
    hg__cpu_level l = hg__cpu_detect();
    side *s = calloc(1, sizeof *s);
    if (!s || (*level && (!hg__cpu_parse(&l, level) || !hg__cpu_has(l)))) {
        free(s);
        return NULL;
    }
    hg__kernels_init(&s->k, l);
    s->scratch = hg__arena_new();
    s->ffts = hg__fft_store_new();
    return s;
}

void side_close(side *s) {
    hg__arena_free(s->scratch);
    hg__fft_store_free(s->ffts);
    free(s);
}

const char *side_level(const side *s) {
    return hg__cpu_name(s->k.level);
}

/* Zero-lag second-order Butterworth of interleaved channels, in place. */
int side_filter(side *s, double *x, size_t n, size_t channels, double cutoff_hz, double rate_hz,
                size_t pad) {
    double c[5];
    hg__arena_reset(s->scratch);
    return hg__butterworth2(c, cutoff_hz, rate_hz, false) &&
           hg__filter_zero_lag(&s->k, x, n, channels, c, pad, s->scratch);
}

/* Poses of m markers: planes of n, R 9 planes, t 3 planes. */
void side_pose(side *s, double *R, double *t, double *residual, const double *model,
               const double *markers, size_t m, size_t n) {
    double *rotation[9], *origin[3];
    const double *plane[24];
    for (size_t i = 0; i < 9; i++) rotation[i] = R + i * n;
    for (size_t i = 0; i < 3; i++) origin[i] = t + i * n;
    for (size_t i = 0; i < 3 * m && i < 24; i++) plane[i] = markers + i * n;
    s->k.cluster_pose(rotation, origin, residual, model, plane, m, n);
}

void side_cardan(side *s, double *angles, const double *R, size_t n) {
    double *out[3];
    const double *plane[9];
    for (size_t i = 0; i < 3; i++) out[i] = angles + i * n;
    for (size_t i = 0; i < 9; i++) plane[i] = R + i * n;
    s->k.cardan_zxy(out, plane, n);
}

/* Every stride start[i] .. start[i + 1] of every channel (planes of n) to 101 points. */
void side_pchip(side *s, double *out, const double *y, size_t n, size_t channels,
                const double *start, size_t strides) {
    for (size_t c = 0; c < channels; c++)
        for (size_t i = 0; i < strides; i++, out += 101)
            s->k.pchip(out, 101, start[i], (start[i + 1] - start[i]) / 100, y + c * n, n);
}

int side_welch(side *s, double *out, const double *x, size_t n, size_t channels, size_t segment,
               double rate_hz) {
    hg__spectral spectral = {&s->k, s->ffts, s->scratch};
    hg__welch o = hg__welch_usual(segment);
    hg__arena_reset(s->scratch);
    for (size_t c = 0; c < channels; c++)
        if (!hg__welch_power(out + c * (segment / 2 + 1), &o, x + c * n, n, rate_hz, &spectral))
            return 0;
    return 1;
}

double side_entropy(side *s, const double *x, size_t n, size_t m, double tolerance) {
    return hg__sample_entropy(&s->k, x, n, m, tolerance, NULL);
}

/* Threshold of the largest |t| at 5 %. */
int side_flips(side *s, double *threshold, const double *rows, size_t n, size_t columns,
               size_t draws) {
    const double *row[1000];
    hg__random random;
    hg__flips f;
    if (n > 1000) return 0;
    for (size_t i = 0; i < n; i++) row[i] = rows + i * columns;
    hg__arena_reset(s->scratch);
    hg__random_seed(&random, 1);
    if (!hg__flip_signs(&f, row, n, columns, draws, 0.05, &random, &s->k, s->scratch)) return 0;
    *threshold = f.threshold;
    return 1;
}

/* A whole native recording through the public reader; *first is the first marker coordinate of the
 * last trial. */
int side_read(const char *path, double *first) {
    hg_recording *rec = NULL;
    hg_error err;
    if (hg_recording_read(&rec, path, NULL, &err) != HG_OK) return 0;
    const hg_trial *trial = rec->trials[rec->n_trials - 1];
    const hg_stream *markers = hg_trial_stream(trial, HG_STREAM_MARKERS, 0);
    *first = markers ? markers->data[0] : 0.0;
    hg_recording_free(rec);
    return markers != NULL;
}

/* One data set of `count` numbers through the guarded way into HDF5, without hash or meaning. */
int side_read_set(const char *path, const char *name, double *out, size_t count) {
    const hg__limits limits = hg__limits_from(NULL);
    hg_error err;
    hg__sink sink = {.err = &err};
    hg__door *door = NULL;
    hg__node root, set;
    void *bytes = NULL;
    size_t size = 0;
    bool given = false;
    if (hg__file_read(&bytes, &size, path, limits.file_bytes, &err) != HG_OK) return 0;
    if (hg__door_open(&door, bytes, size, &limits, &sink) == HG_OK) {
        hg__node_root(&root, door);
        hg__node_open(&set, &root, name);
        if (hg__set_shape(&set).count == count &&
            hg__set_numbers(&sink, &set, out, &given) != HG_OK)
            given = false;
        hg__node_close(&set);
        hg__node_close(&root);
        hg__door_close(door);
    }
    hg__sink_free(&sink);
    free(bytes);
    return given;
}
