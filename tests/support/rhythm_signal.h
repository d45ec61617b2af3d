/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strides and signals of known rhythm, as the stage "rhythm" gets them. */
#ifndef HG_TESTS_SUPPORT_RHYTHM_SIGNAL_H
#define HG_TESTS_SUPPORT_RHYTHM_SIGNAL_H

#include <string.h>

#include "dsp/random.h"
#include "gait/flag_list.h"
#include "gait/rhythm/rhythm.h"
#include "gait/setup.h"
#include "support/cm.h"

#define RS_PI 3.14159265358979323846
#define RS_RADIANS (RS_PI / 180)

typedef struct rhythm_signal {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__stage stage;
    hg__angle_set angles;
    hg__progress progress;
    hg__stride_set strides;
    hg__random random;
    hg_spectrum spectra[HG_SIGNAL_COUNT];
    hg_variability rows[HG_VARIABILITY_COUNT];
    size_t n_spectra, n_rows;
} rhythm_signal;

/* Strides of the same length from 0.1 s on, right half a stride after left, all used. */
static inline void rs_begin(rhythm_signal *s, double seconds, double rate_hz, double stride_s) {
    memset(s, 0, sizeof *s);
    assert_int_equal(hg__stages_setup(&s->k, NULL, NULL), HG_OK);
    hg_params_default(&s->params);
    s->stage = (hg__stage){.k = &s->k,
                           .scratch = hg__arena_new(),
                           .params = &s->params,
                           .ffts = hg__fft_store_new(),
                           .flags = &s->flags,
                           .err = &s->err};
    s->angles = (hg__angle_set){.n = (size_t)llround(seconds * rate_hz), .rate_hz = rate_hz};
    s->progress = (hg__progress){.known = true, .n = s->angles.n};
    hg__random_seed(&s->random, 3);
    for (int side = 0; side < 2; side++) {
        double first = 0.1 + (side == HG_RIGHT ? 0.5 * stride_s : 0);
        size_t n = (size_t)floor((seconds - 0.1 - first) / stride_s);
        s->strides.n[side] = s->strides.n_used[side] = n;
        s->strides.stride[side] = hg__arena_alloc(s->stage.scratch, n, sizeof(hg__stride));
        for (size_t i = 0; i < n; i++) {
            double at = first + (double)i * stride_s;
            s->strides.stride[side][i] = (hg__stride){.start_s = at,
                                                      .toe_off_s = at + 0.35 * stride_s,
                                                      .end_s = at + stride_s,
                                                      .other_strike_s = at + 0.5 * stride_s,
                                                      .previous_strike_s = at - 0.5 * stride_s,
                                                      .used = true};
        }
    }
}

static inline void rs_end(rhythm_signal *s) {
    hg__arena_free(s->stage.scratch);
    hg__fft_store_free(s->stage.ffts);
}

static inline double *rs_plane(rhythm_signal *s) {
    double *x = hg__arena_alloc(s->stage.scratch, s->angles.n, sizeof *x);
    assert_non_null(x);
    return x;
}

/* Adds a sine to a plane. */
static inline void rs_add(double *x, const rhythm_signal *s, double size, double hz, double phase) {
    for (size_t i = 0; i < s->angles.n; i++)
        x[i] += size * sin(2 * RS_PI * hz * (double)i / s->angles.rate_hz + phase);
}

static inline void rs_noise(double *x, rhythm_signal *s, double sd) {
    for (size_t i = 0; i < s->angles.n; i++) x[i] += sd * hg__random_normal(&s->random);
}

static inline void rs_no_strides(rhythm_signal *s, int side, size_t from, size_t to) {
    for (size_t i = from; i < to && i < s->strides.n[side]; i++) {
        s->strides.n_used[side] -= s->strides.stride[side][i].used;
        s->strides.stride[side][i].used = false;
    }
}

static inline void rs_run(rhythm_signal *s) {
    hg__rhythm rhythm;
    bool planes = s->progress.pelvis[0] != NULL;
    assert_int_equal(hg__gather_signals(&rhythm, &s->angles, planes ? &s->progress : NULL,
                                        &s->strides, &s->stage),
                     HG_OK);
    assert_int_equal(hg__compute_spectra(s->spectra, &s->n_spectra, &rhythm, &s->stage), HG_OK);
    assert_int_equal(hg__compute_variability(s->rows, &s->n_rows, &rhythm, &s->stage), HG_OK);
}

static inline const hg_spectrum *rs_spectrum(const rhythm_signal *s, hg_signal_id id) {
    for (size_t i = 0; i < s->n_spectra; i++)
        if (s->spectra[i].id == id) return &s->spectra[i];
    return NULL;
}

static inline const hg_variability *rs_row(const rhythm_signal *s, hg_variability_id id) {
    for (size_t i = 0; i < s->n_rows; i++)
        if (s->rows[i].id == id) return &s->rows[i];
    fail_msg("no row %d", (int)id);
    return NULL;
}

/* A number is there, or the reason why it is not. */
static inline void rs_check_value(const hg_variability_value *v) {
    assert_false(isinf(v->value) || isinf(v->sd));
    if (isnan(v->value))
        assert_true(*v->note && isnan(v->sd));
    else
        assert_true(v->n > 0);
}

static inline void rs_check_side(const hg_spectrum_side *side, size_t n) {
    if (side->averaged == 0) {
        assert_true(*side->note);
        assert_true(isnan(side->power) && isnan(side->mean_hz) && isnan(side->stride.hz));
        return;
    }
    assert_true(!*side->note && n > 1 && side->power > 0 && side->mean_hz > 0);
    for (size_t i = 0; i < n; i++) assert_true(side->density[i] >= 0 && isfinite(side->density[i]));
}

static inline void rs_check_all(const hg_spectrum *spectra, size_t n_spectra,
                                const hg_variability *rows, size_t n_rows) {
    for (size_t i = 0; i < n_spectra; i++) {
        const hg_spectrum *one = &spectra[i];
        assert_true(one->n <= HG_SPECTRUM_POINTS);
        if (one->id < HG_SIGNAL_FIRST_OF_SIDE) {
            rs_check_side(&one->both, one->n);
            continue;
        }
        for (int side = 0; side < 2; side++) rs_check_side(&one->side[side], one->n);
        assert_true(isnan(one->coherence.coherence) == (*one->coherence.note != '\0'));
    }
    for (size_t i = 0; i < n_rows; i++) {
        const hg_variability *row = &rows[i];
        bool both = row->both.n || *row->both.note;
        if (both) rs_check_value(&row->both);
        for (int side = 0; side < 2 && !both; side++) rs_check_value(&row->side[side]);
    }
}

#endif
