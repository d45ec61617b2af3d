/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relative phase of two angles, and of the feet. The Hilbert transform takes its signal for
 * periodic: it is given whole strides in a row, and the first and last of each row are left out of
 * what is counted, because their neighbours are not their own.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/phase.h"
#include "dsp/stats.h"
#include "gait/curves/curves.h"

#define PI 3.14159265358979323846
#define DEGREES (180.0 / PI)
#define BOTH (-1)
#define LEFT HG_LEFT
#define RIGHT HG_RIGHT

static const struct {
    const char *id;
    hg_curve_id curve[2];
    int side;
} couplings[HG_COUPLING_COUNT] = {
#define ROW(name, id, first, second, side) {id, {HG_CURVE_##first, HG_CURVE_##second}, side},
    HG_COUPLING_TABLE(ROW)
#undef ROW
};

/* The two angles of a coupling, stride after stride; `at` is what stands there. */
typedef struct series {
    double *angle[2]; /* HG__CYCLE points a stride */
    size_t strides;   /* of the row that is being gathered */
    hg__directions at[HG__CYCLE];
    double half; /* added to the phase: half a turn where the sides alternate */
    size_t used;
} series;

/* Less half-way between the least and the greatest of a stride, on average (Lamb & Stoeckl). */
static void centre(double *x, size_t strides, const hg__kernels *k) {
    double middle = 0.0;
    for (size_t i = 0; i < strides; i++) {
        double least, most;
        k->min_max_valid(x + i * HG__CYCLE, HG__CYCLE, &least, &most);
        middle += 0.5 * (least + most) / (double)strides;
    }
    for (size_t i = 0; i < strides * HG__CYCLE; i++) x[i] -= middle;
}

/* Counts the row that has been gathered, and starts a new one. */
static bool close_row(series *s, const hg__spectral *spectral) {
    size_t n = s->strides * HG__CYCLE, strides = s->strides;
    double *turned[2];
    s->strides = 0;
    if (strides < 3) return true;
    for (int i = 0; i < 2; i++) {
        centre(s->angle[i], strides, spectral->k);
        turned[i] = hg__arena_alloc(spectral->scratch, n, sizeof(double));
        if (!turned[i] || !hg__hilbert(turned[i], s->angle[i], n, spectral)) return false;
    }
    for (size_t i = HG__CYCLE; i < n - HG__CYCLE; i++) {
        /* first times the conjugate of the second: the difference of their phases */
        double x = s->angle[0][i] * s->angle[1][i] + turned[0][i] * turned[1][i],
               y = turned[0][i] * s->angle[1][i] - s->angle[0][i] * turned[1][i];
        hg__directions_add(&s->at[i % HG__CYCLE], s->half * x, s->half * y);
    }
    s->used += strides - 2;
    return true;
}

/* Gathers the strides of a side, or the strides of the first side with the angle of the other in
 * the same instants. */
static bool gather(series *s, int coupling, const hg__stride_set *strides,
                   const hg__angle_set *angles, const hg__spectral *spectral) {
    const hg_curve_id *curve = couplings[coupling].curve;
    bool both = couplings[coupling].side == BOTH;
    int base = both ? (int)hg__first_side(strides) : couplings[coupling].side;
    memset(s, 0, sizeof *s);
    s->half = both ? -1.0 : 1.0;
    for (int i = 0; i < 2; i++)
        if (!(s->angle[i] =
                  hg__arena_alloc(spectral->scratch, strides->n[base] * HG__CYCLE, sizeof(double))))
            return false;
    for (size_t i = 0; i < strides->n[base]; i++) {
        bool whole = strides->stride[base][i].used;
        for (int j = 0; j < 2 && whole; j++) {
            double *to = s->angle[j] + s->strides * HG__CYCLE;
            int side = both ? 1 - j : base; /* right first */
            const double *row =
                side == base ? hg__whole_row(strides, side, curve[j], i, spectral->k) : NULL;
            if (row)
                memcpy(to, row, HG__CYCLE * sizeof *to);
            else
                whole = side != base &&
                        hg__angle_in_stride(to, side, curve[j], &strides->stride[base][i], angles,
                                            spectral->k);
        }
        if (whole)
            s->strides++;
        else if (!close_row(s, spectral))
            return false;
    }
    return close_row(s, spectral);
}

static void add_phase(hg__coordination_list *list, int coupling, const series *s, double range,
                      const hg_params *p) {
    const char *of = couplings[coupling].id;
    int side = couplings[coupling].side;
    char reason[96] = "";
    hg__directions all = {0.0, 0.0, 0};
    double absolute = 0.0, deviation = 0.0;
    if ((double)s->used < p->coordination_strides_min)
        snprintf(reason, sizeof reason, "%zu strides between others, at least %.0f are needed",
                 s->used, p->coordination_strides_min);
    else if (!(range >= p->coordination_range_min_deg))
        snprintf(reason, sizeof reason, "an angle moves by %.2g deg, at least %.2g are needed",
                 range, p->coordination_range_min_deg);
    for (int i = 0; i < HG__CYCLE; i++) {
        double mean = hg__directions_mean(&s->at[i]);
        hg__directions_add(&all, s->at[i].x, s->at[i].y);
        absolute += fabs(mean) / HG__CYCLE;
        deviation += hg__directions_sd(&s->at[i]) / HG__CYCLE;
    }
    double value[3] = {hg__directions_mean(&all), absolute, deviation};
    for (int i = 0; i < 3; i++)
        hg__coordination_add(list, (hg_coordination_id)(HG_COORDINATION_relative_phase + i), of,
                             side, *reason ? NAN : value[i] * DEGREES, s->used, reason);
}

/* Smallest range of the two mean curves, degrees. */
static double least_range(const hg__stride_set *strides, int coupling, const hg__stage *stage) {
    double least = INFINITY;
    for (int i = 0; i < 2; i++) {
        int side = couplings[coupling].side == BOTH ? i : couplings[coupling].side;
        double mean[HG_CURVE_POINTS], from = INFINITY, to = -INFINITY;
        size_t n = 0;
        memset(mean, 0, sizeof mean);
        for (size_t r = 0; r < strides->n[side]; r++) {
            const double *row =
                hg__whole_row(strides, side, couplings[coupling].curve[i], r, stage->k);
            if (row) n++;
            for (int q = 0; row && q < HG_CURVE_POINTS; q++) mean[q] += row[q];
        }
        for (int q = 0; n && q < HG_CURVE_POINTS; q++) {
            from = fmin(from, mean[q] / (double)n);
            to = fmax(to, mean[q] / (double)n);
        }
        least = fmin(least, n ? (to - from) * DEGREES : 0.0);
    }
    return least;
}

hg_status hg__find_relative_phase(hg__coordination_list *list, const hg__stride_set *strides,
                                  const hg__angle_set *angles, const hg__stage *stage) {
    hg__spectral spectral = {.k = stage->k, .ffts = stage->ffts, .scratch = stage->scratch};
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    for (int c = 0; c < HG_COUPLING_COUNT; c++) {
        bool measured = true;
        for (int i = 0; i < 2; i++)
            for (int side = 0; side < 2; side++)
                if (couplings[c].side == BOTH || couplings[c].side == side)
                    measured = measured && strides->row[side][couplings[c].curve[i]];
        if (!measured) continue;
        series *s = hg__arena_alloc(stage->scratch, 1, sizeof *s);
        if (!s || !gather(s, c, strides, angles, &spectral)) return hg__fail_memory(stage->err);
        add_phase(list, c, s, least_range(strides, c, stage), stage->params);
        hg__arena_back(stage->scratch, mark);
    }
    return HG_OK;
}

/* --- the feet --- */

/* Mean swing time of the used strides; NaN when toe-offs are not known. */
static double mean_swing(const hg__stride_set *s, int side) {
    double sum = 0.0;
    size_t n = 0;
    for (size_t i = 0; i < s->n[side]; i++) {
        const hg__stride *stride = &s->stride[side][i];
        if (!stride->used || isnan(stride->toe_off_s)) continue;
        sum += stride->end_s - stride->toe_off_s;
        n++;
    }
    return n ? sum / (double)n : NAN;
}

void hg__find_step_phase(hg__coordination_list *list, const hg__stride_set *s,
                         const hg__stage *stage) {
    double swing[2] = {mean_swing(s, HG_LEFT), mean_swing(s, HG_RIGHT)};
    int side = swing[HG_RIGHT] > swing[HG_LEFT] ? HG_RIGHT : HG_LEFT;
    double sum = 0.0, square = 0.0, off = 0.0, value[4] = {NAN, NAN, NAN, NAN};
    char reason[96] = "";
    size_t n = 0;
    if (!s->n[HG_LEFT] && !s->n[HG_RIGHT]) return;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->n[side]; i++) {
            const hg__stride *stride = &s->stride[side][i];
            double phase = 360.0 * (stride->other_strike_s - stride->start_s) /
                           (stride->end_s - stride->start_s);
            if (!stride->used || isnan(phase)) continue;
            if (pass == 0) {
                sum += phase;
                off += fabs(phase - 180.0);
                n++;
            } else {
                square += (phase - sum / (double)n) * (phase - sum / (double)n);
            }
        }
    if ((double)n < stage->params->coordination_steps_min) {
        snprintf(reason, sizeof reason, "%zu strides, at least %.0f are needed", n,
                 stage->params->coordination_steps_min);
    } else {
        double mean = sum / (double)n;
        value[0] = (side == HG_LEFT ? 1.0 : -1.0) * (mean - 180.0);
        value[1] = 100.0 * sqrt(square / ((double)n - 1.0)) / mean;
        value[2] = off / (double)n;
        value[3] = value[1] + 100.0 * value[2] / 180.0;
    }
    for (int i = 0; i < 4; i++)
        hg__coordination_add(list, (hg_coordination_id)(HG_COORDINATION_step_phase + i), "", -1,
                             value[i], n, reason);
}
