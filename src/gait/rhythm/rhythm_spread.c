/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spread over strides: of times, of peaks of angles, of whole curves. */
#include <math.h>

#include "dsp/stats.h"
#include "gait/rhythm/rhythm_parts.h"

#define DEGREES (180.0 / 3.14159265358979323846)

static double stride_time(const hg__stride *s) {
    return s->end_s - s->start_s;
}
static double step_time(const hg__stride *s) {
    return s->start_s - s->previous_strike_s;
}
static double contact_time(const hg__stride *s) {
    return s->toe_off_s - s->start_s;
}
static double flight_time(const hg__stride *s) {
    return s->other_strike_s - s->toe_off_s;
}

/* What the table of variability asks for, as the registry of metrics defines it; a test holds the
 * two together. */
static const struct {
    hg_metric_id metric;
    double (*time)(const hg__stride *);
    hg_curve_id curve; /* where there is no time */
    bool stance;       /* from foot strike to toe-off, else over the stride */
    bool least;        /* the smallest, turned round, else the largest */
} sources[] = {
    {HG_METRIC_stride_time, stride_time, HG_CURVE_COUNT, false, false},
    {HG_METRIC_step_time, step_time, HG_CURVE_COUNT, false, false},
    {HG_METRIC_contact_time, contact_time, HG_CURVE_COUNT, false, false},
    {HG_METRIC_flight_time, flight_time, HG_CURVE_COUNT, false, false},
    {HG_METRIC_hip_flexion_peak, NULL, HG_CURVE_HIP_FLEXION, false, false},
    {HG_METRIC_hip_extension_peak, NULL, HG_CURVE_HIP_FLEXION, false, true},
    {HG_METRIC_hip_adduction_peak, NULL, HG_CURVE_HIP_ADDUCTION, true, false},
    {HG_METRIC_hip_rotation_peak, NULL, HG_CURVE_HIP_ROTATION, true, false},
    {HG_METRIC_pelvic_drop_peak, NULL, HG_CURVE_PELVIS_OBLIQUITY, true, false},
};
#define SOURCES (sizeof sources / sizeof *sources)

static size_t source_of(int metric) {
    size_t at = 0;
    while (at < SOURCES && (int)sources[at].metric != metric) at++;
    return at;
}

bool hg__metric_measured(const hg__rhythm *in, int metric, int side) {
    size_t at = source_of(metric);
    if (at == SOURCES || in->strides->n[side] == 0) return false;
    return sources[at].time || in->strides->row[side][sources[at].curve];
}

static const double *whole_row(const hg__stride_set *s, int side, int curve, size_t i,
                               const hg__kernels *k) {
    const double *row = s->row[side][curve] + i * HG_CURVE_POINTS;
    return k->count_valid(row, HG_CURVE_POINTS) == HG_CURVE_POINTS ? row : NULL;
}

/* Its value in one stride, in seconds or degrees. */
static double value_of(size_t source, const hg__stride_set *set, int side, size_t i,
                       const hg__kernels *k) {
    const hg__stride *s = &set->stride[side][i];
    double least, most, share = contact_time(s) / stride_time(s);
    size_t points = HG_CURVE_POINTS;
    if (!s->used) return NAN;
    if (sources[source].time) return sources[source].time(s);
    const double *row = whole_row(set, side, sources[source].curve, i, k);
    if (!row) return NAN;
    if (sources[source].stance) {
        if (!(share >= 0)) return NAN;
        points = (size_t)(share * (HG_CURVE_POINTS - 1)) + 1;
    }
    k->min_max_valid(row, points, &least, &most);
    return DEGREES * (sources[source].least ? -least : most);
}

/* All strides of a side; *enough is false, with a note, when too few have a value. */
static double *values_of(hg_variability_value *out, bool *enough, int metric, int side,
                         const hg__rhythm_room *room) {
    const hg__stride_set *set = room->in->strides;
    size_t n = set->n[side], source = source_of(metric);
    double *x = hg__arena_alloc(room->own, n, sizeof *x),
           least = room->stage->params->rhythm_strides_min;
    if (!x) return NULL;
    for (size_t i = 0; i < n; i++) x[i] = value_of(source, set, side, i, room->stage->k);
    out->n = room->stage->k->count_valid(x, n);
    *enough = (double)out->n >= least;
    if (!*enough) hg__note(out->note, "%zu strides; %.0f are needed", out->n, least);
    return x;
}

bool hg__spread_sd(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    bool enough;
    double *x = values_of(out, &enough, of, side, room), mean;
    if (x && enough)
        hg__mean_sd(room->stage->k, x, room->in->strides->n[side], &mean, &out->value, &out->n);
    return x != NULL;
}

bool hg__spread_cv(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    bool enough;
    double *x = values_of(out, &enough, of, side, room), mean, sd;
    if (!x || !enough) return x != NULL;
    hg__mean_sd(room->stage->k, x, room->in->strides->n[side], &mean, &sd, &out->n);
    if (mean > 0)
        out->value = 100 * sd / mean;
    else
        hg__note(out->note, "the mean is %.3f: a share of it means nothing", mean);
    return true;
}

bool hg__spread_mad(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    bool enough;
    size_t n = room->in->strides->n[side];
    double *x = values_of(out, &enough, of, side, room);
    if (!x || !enough) return x != NULL;
    double median = hg__median(x, n, room->own);
    for (size_t i = 0; i < n; i++) x[i] = fabs(x[i] - median);
    out->value = hg__median(x, n, room->own);
    return true;
}

bool hg__spread_curve(hg_variability_value *out, int of, int side, const hg__rhythm_room *room) {
    const hg__stride_set *set = room->in->strides;
    const hg__kernels *k = room->stage->k;
    const double **row = hg__arena_alloc(room->own, set->n[side], sizeof *row);
    double mean[HG_CURVE_POINTS], sd[HG_CURVE_POINTS];
    size_t counts[HG_CURVE_POINTS];
    if (!row) return false;
    for (size_t i = 0; i < set->n[side]; i++) {
        const double *whole = set->stride[side][i].used ? whole_row(set, side, of, i, k) : NULL;
        if (whole) row[out->n++] = whole;
    }
    double least = room->stage->params->rhythm_strides_min;
    if ((double)out->n < least) {
        hg__note(out->note, "%zu whole curves; %.0f are needed", out->n, least);
        return true;
    }
    k->column_moments(mean, sd, counts, row, out->n, HG_CURVE_POINTS);
    out->value = DEGREES * k->sum_valid(sd, HG_CURVE_POINTS) / HG_CURVE_POINTS;
    return true;
}
