/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/native_samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Rule 4 of the layout: a stated rate and a time vector agree within this. */
#define RATE_TOLERANCE 1e-3
/* Times within this share of a sample period of an even grid are even: less than the rounding of
 * time stamps that are printed in milliseconds or tenths of them at usual rates. */
#define EVEN_TOLERANCE 1e-2

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool is_even(const double *time, size_t n, double rate) {
    for (size_t i = 0; i < n; i++)
        if (!(fabs((time[i] - time[0]) * rate - (double)i) <= EVEN_TOLERANCE)) return false;
    return true;
}

static bool agree(double a, double b) {
    return fabs(a / b - 1) <= RATE_TOLERANCE;
}

hg_status hg__sampling_from_time(hg__sampling *s, double *time, size_t n, const char *object,
                                 hg__sink *sink) {
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(time[i]))
            return hg__fault(sink, HG_EFORMAT, object, "finite seconds", "%g at frame %zu", time[i],
                             i);
        if (i && time[i] <= time[i - 1])
            return hg__fault(sink, HG_EFORMAT, object, "times that increase from frame to frame",
                             "%.9g after %.9g at frame %zu", time[i], time[i - 1], i);
    }
    s->t0_s = time[0];
    if (n < 2) {
        if (!s->rate_given) s->rate_hz = 1; /* one static frame: any rate says the same */
        return HG_OK;
    }
    double mean = (double)(n - 1) / (time[n - 1] - time[0]);
    double *step = malloc((n - 1) * sizeof *step);
    if (!step) return hg__fail_memory(sink->err);
    for (size_t i = 0; i + 1 < n; i++) step[i] = time[i + 1] - time[i];
    qsort(step, n - 1, sizeof *step, ascending);
    size_t m = n - 1;
    double median = 1 / (m % 2 ? step[m / 2] : (step[m / 2 - 1] + step[m / 2]) / 2);
    free(step);
    /* rounded time stamps spoil the median, dropped frames the mean: one of them has to agree */
    bool stated = s->rate_given && (agree(s->rate_hz, median) || agree(s->rate_hz, mean));
    if (s->rate_given && !stated)
        hg__remark(sink, HG_WARNING, object, "both to agree within 0.1 %; the time vector is used",
                   "a rate of %.6g Hz where rate_hz says %.6g",
                   is_even(time, n, mean) ? mean : median, s->rate_hz);
    if (stated && is_even(time, n, s->rate_hz)) return HG_OK;
    if (is_even(time, n, mean)) {
        s->rate_hz = mean;
        return HG_OK;
    }
    if (!stated) s->rate_hz = median;
    if (!(s->rate_hz >= 1 && s->rate_hz <= 1e5))
        return hg__fault(sink, HG_EFORMAT, object, "1 to 100000 frames per second", "%g",
                         s->rate_hz);
    s->time_s = time;
    hg__remark(sink, HG_NOTE, object, "", "uneven time; it will be resampled");
    return HG_OK;
}

/* --- samples --- */

static void convert(hg_stream *s, const double *factor, const int *order) {
    size_t c_n = s->n_components, rows = s->n_frames * s->n_points;
    double moved[9];
    bool still = true, same = true;
    for (size_t c = 0; c < c_n; c++) still = still && order[c] == (int)c;
    size_t n_factors = c_n == 1 ? s->n_points : c_n;
    for (size_t i = 0; i < n_factors; i++) same = same && factor[i] == 1;
    if (!same) {
        for (size_t i = 0; i < rows * c_n; i += n_factors)
            for (size_t k = 0; k < n_factors; k++) s->data[i + k] *= factor[k];
    }
    if (still) return;
    for (size_t i = 0; i < rows; i++) {
        double *at = s->data + i * c_n;
        for (size_t c = 0; c < c_n; c++) moved[order[c]] = at[c];
        memcpy(at, moved, c_n * sizeof *moved);
    }
}

/* valid or clipped; *out stays NULL when it is not there. */
static hg_status read_mask(hg__reader *r, const hg_stream *s, const hg__node *group,
                           const char *name, uint8_t **out) {
    hg__node set;
    hg_status status = HG_OK;
    bool given = false;
    *out = NULL;
    hg__node_open(&set, group, name);
    if (set.kind == HG__NODE_NONE) goto out;
    hg__shape shape = {0};
    if (set.kind == HG__NODE_SET) shape = hg__set_shape(&set);
    if (shape.rank != 2 || shape.dim[0] != s->n_frames || shape.dim[1] != s->n_points) {
        char shown[96], expected[96];
        hg__shape_text(&shape, shown, sizeof shown);
        snprintf(expected, sizeof expected, "[%zu, %zu]: [time, point]", s->n_frames, s->n_points);
        status = hg__fault(r->sink, HG_EFORMAT, set.path, expected, "shape %s", shown);
        goto out;
    }
    *out = hg_recording_alloc(r->rec, shape.count, 1);
    status = *out ? hg__set_bytes(r->sink, &set, *out, &given) : hg__fail_memory(r->sink->err);
    if (!given) *out = NULL;
out:
    hg__node_close(&set);
    return status;
}

/* What a sound file may hold and a lab would still like to know. */
static void look_at(const hg_stream *s, const char *object, size_t infinite, hg__sink *sink) {
    size_t c_n = s->n_components, rows = s->n_frames * s->n_points, missing = 0, zero = 0, odd = 0;
    for (size_t i = 0; i < rows; i++) {
        const double *at = s->data + i * c_n;
        bool nan = false, all_zero = true;
        double square = 0;
        for (size_t c = 0; c < c_n; c++) {
            nan = nan || isnan(at[c]);
            all_zero = all_zero && at[c] == 0;
            square += at[c] * at[c];
        }
        missing += nan;
        zero += all_zero;
        odd += !nan && !(fabs(square - 1) <= 0.02); /* length within 1 % of 1 */
    }
    if (infinite)
        hg__remark(sink, HG_WARNING, object, "NaN for missing samples",
                   "%zu infinite numbers, which count as missing", infinite);
    if (missing == rows)
        hg__remark(sink, HG_WARNING, object, "samples", "nothing but missing samples");
    if (s->kind == HG_STREAM_MARKERS && zero)
        hg__remark(sink, HG_WARNING, object, "NaN for missing samples",
                   "%zu positions of exactly 0, 0, 0", zero);
    if (s->kind == HG_STREAM_SEGMENT_ORIENTATION && odd)
        hg__remark(sink, HG_WARNING, object, "quaternions of length 1", "%zu of another length",
                   odd);
}

hg_status hg__read_samples(hg__reader *r, hg_stream *s, const hg__node *group, const hg__node *data,
                           const double *factor, const int *order) {
    bool given;
    size_t count = s->n_frames * s->n_points * s->n_components, infinite = 0;
    hg_status status = hg__set_numbers(r->sink, data, s->data, &given);
    if (status != HG_OK || !given) return status;
    for (size_t i = 0; i < count; i++)
        if (isinf(s->data[i])) {
            s->data[i] = NAN;
            infinite++;
        }
    convert(s, factor, order);
    status = read_mask(r, s, group, "valid", &s->valid);
    if (status == HG_OK) status = read_mask(r, s, group, "clipped", &s->clipped);
    if (status != HG_OK) return status;
    for (size_t i = 0; s->valid && i < s->n_frames * s->n_points; i++)
        for (size_t c = 0; !s->valid[i] && c < s->n_components; c++)
            s->data[i * s->n_components + c] = NAN;
    if (r->sink->collect) look_at(s, data->path, infinite, r->sink);
    return HG_OK;
}
