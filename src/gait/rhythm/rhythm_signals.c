/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signals, and where in them the runner runs. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/rhythm/rhythm_parts.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define CUTOFF_SHARE 0.4 /* of the rate: a low-pass nearer to half of it bends the passed band */
#define CONSTANT 1e-9

const hg__signal_info hg__signals[HG_SIGNAL_COUNT] = {
#define ROW(name, id, label, unit, left, right, steps)                                             \
    {{HG_ANGLE_##left, HG_ANGLE_##right}, HG__STEPS_##steps},
    HG_SIGNAL_TABLE(ROW)
#undef ROW
};

void hg__note(char note[HG_RHYTHM_NOTE_MAX], const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(note, HG_RHYTHM_NOTE_MAX, fmt, args);
    va_end(args);
}

bool hg__is_constant(const double *x, size_t n, const hg__kernels *k) {
    double least, most;
    k->min_max_valid(x, n, &least, &most);
    return !(most - least > CONSTANT * fmax(fabs(least), fabs(most)));
}

/* Low-passed position to acceleration by second differences, whose gain at a tenth of the rate is
 * still 0.97; NaN beside gaps and at the ends. */
static bool accelerate(double *out, const double *position, size_t n, double rate_hz,
                       const hg__stage *stage) {
    double c[5],
        cutoff = fmin(stage->params->rhythm_acceleration_cutoff_hz, CUTOFF_SHARE * rate_hz);
    double *x = hg__arena_alloc(stage->scratch, n, sizeof *x);
    if (!x || !hg__butterworth2(c, cutoff, rate_hz, true)) return false;
    memcpy(x, position, n * sizeof *x);
    if (!hg__filter_zero_lag(stage->k, x, n, 1, c, (size_t)ceil(rate_hz / cutoff), stage->scratch))
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = i && i + 1 < n ? (x[i + 1] - 2 * x[i] + x[i - 1]) * rate_hz * rate_hz : NAN;
    return true;
}

static bool find_accelerations(hg__rhythm *out, const hg__progress *progress,
                               const hg__stage *stage) {
    static const int axis[] = {[HG_SIGNAL_PELVIS_ACCELERATION_UP] = 1,
                               [HG_SIGNAL_PELVIS_ACCELERATION_FORWARD] = 0,
                               [HG_SIGNAL_PELVIS_ACCELERATION_RIGHT] = 2};
    for (size_t s = 0; s < sizeof axis / sizeof *axis; s++) {
        const double *position = progress->pelvis[axis[s]];
        double *plane = hg__arena_alloc(stage->scratch, out->n, sizeof *plane);
        if (!plane || !accelerate(plane, position, out->n, out->rate_hz, stage)) return false;
        if (stage->k->count_valid(plane, out->n)) out->plane[s][0] = plane;
    }
    return true;
}

static void mark_strides(hg__rhythm *out) {
    double sum = 0;
    size_t count = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < out->strides->n[side]; i++) {
            const hg__stride *s = &out->strides->stride[side][i];
            if (!s->used) continue;
            sum += s->end_s - s->start_s;
            count++;
            double first = ceil((s->start_s - out->t0_s) * out->rate_hz),
                   last = floor((s->end_s - out->t0_s) * out->rate_hz);
            for (double f = fmax(first, 0); f <= last && f < (double)out->n; f++)
                out->inside[(size_t)f] = 1;
        }
    out->stride_s = count ? sum / (double)count : NAN;
}

hg_status hg__gather_signals(hg__rhythm *out, const hg__angle_set *angles,
                             const hg__progress *progress, const hg__stride_set *strides,
                             const hg__stage *stage) {
    *out = (hg__rhythm){
        .n = angles->n, .rate_hz = angles->rate_hz, .t0_s = angles->t0_s, .strides = strides};
    out->inside = hg__arena_alloc(stage->scratch, out->n, sizeof *out->inside);
    if (!out->inside) return hg__fail_memory(stage->err);
    mark_strides(out);
    if (progress && progress->pelvis[0] && progress->n == out->n &&
        !find_accelerations(out, progress, stage))
        return hg__fail_memory(stage->err);
    for (int s = 0; s < HG_SIGNAL_COUNT; s++)
        for (int side = 0; side < 2; side++) {
            int a = hg__signals[s].angle[side];
            if (a == HG_ANGLE_COUNT || (side && hg__signals[s].steps != HG__STEPS_NONE)) continue;
            const double *from = angles->angle[a];
            if (!from || stage->k->count_valid(from, out->n) == 0) continue;
            double *plane = hg__arena_alloc(stage->scratch, out->n, sizeof *plane);
            if (!plane) return hg__fail_memory(stage->err);
            stage->k->blend(plane, from, DEGREES, from, 0.0, out->n);
            out->plane[s][side] = plane;
        }
    return HG_OK;
}

size_t hg__longest_stretch(size_t *first, const hg__rhythm *in, const double *a, const double *b) {
    size_t best = 0, run = 0;
    *first = 0;
    for (size_t i = 0; i < in->n; i++) {
        run = in->inside[i] && !isnan(a[i]) && !(b && isnan(b[i])) ? run + 1 : 0;
        if (run <= best) continue;
        best = run;
        *first = i + 1 - run;
    }
    return best;
}
