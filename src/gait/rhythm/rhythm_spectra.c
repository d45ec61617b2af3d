/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power spectra of the signals, and left against right. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "gait/rhythm/rhythm_parts.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define PEAK_REACH 0.2 /* of the stride rate: a peak of stride or step is this near to it */
#define LOBE 2.0       /* bins from the middle of a Hann window's main lobe to its end */

/* A spectrum as it comes out of the transform. */
typedef struct estimate {
    double *power;
    size_t bins, averaged;
    double bin_hz;
} estimate;

static size_t segment_of(const hg__rhythm *in, const hg__stage *stage) {
    size_t segment = (size_t)llround(stage->params->rhythm_segment_s * in->rate_hz);
    return segment < 2 ? 2 : segment;
}

/* Largest number up to n without prime factors above 5: quick to transform, and 2 % off at most. */
static size_t smooth_length(size_t n) {
    for (size_t m = n; m > 1; m--) {
        size_t rest = m;
        for (size_t p = 2; p <= 5; p++)
            while (rest % p == 0) rest /= p;
        if (rest == 1) return m;
    }
    return n;
}

static bool estimate_power(estimate *out, const double *x, size_t n, const hg__rhythm *in,
                           const hg__stage *stage, const hg__spectral *s) {
    size_t segment = segment_of(in, stage);
    if (strcmp(stage->params->rhythm_spectrum, "multitaper") != 0) {
        hg__welch welch = hg__welch_usual(segment);
        *out = (estimate){.bins = segment / 2 + 1,
                          .averaged = (n - welch.overlap) / (segment - welch.overlap),
                          .bin_hz = in->rate_hz / (double)segment};
        out->power = hg__arena_alloc(s->scratch, out->bins, sizeof(double));
        return out->power && hg__welch_power(out->power, &welch, x, n, in->rate_hz, s);
    }
    /* K sine tapers over T seconds resolve (K + 1) / T to both sides together: as a segment does */
    n = smooth_length(n);
    double tapers = floor(2 * (double)n / (double)segment) - 1;
    *out = (estimate){.bins = n / 2 + 1,
                      .averaged = tapers > 1 ? (size_t)tapers : 1,
                      .bin_hz = in->rate_hz / (double)n};
    out->power = hg__arena_alloc(s->scratch, out->bins, sizeof(double));
    double *rows = hg__arena_alloc(s->scratch, out->averaged * n, sizeof *rows);
    return out->power && rows &&
           hg__tapers_fill(rows, HG__TAPERS_SINE, n, 0, out->averaged, s->scratch) &&
           hg__multitaper_power(out->power, rows, out->averaged, x, n, in->rate_hz, s);
}

static double least_between(const estimate *e, double from_hz, double to_hz) {
    double least = INFINITY;
    for (size_t b = 0; b < e->bins; b++) {
        double f = (double)b * e->bin_hz;
        if (f >= from_hz && f <= to_hz && e->power[b] < least) least = e->power[b];
    }
    return least;
}

/* The peak near `hz`; `width_hz` is what a line spreads to either side. */
static hg_spectral_peak find_peak(const estimate *e, double hz, double stride_hz, double width_hz,
                                  double ratio) {
    hg_spectral_peak none = {NAN, NAN};
    size_t at = 0;
    for (size_t b = 1; b + 1 < e->bins; b++)
        if (fabs((double)b * e->bin_hz - hz) <= PEAK_REACH * stride_hz &&
            (!at || e->power[b] > e->power[at]))
            at = b;
    if (!at) return none;
    const double *p = e->power + at;
    double f = (double)at * e->bin_hz;
    double low =
        fmax(least_between(e, f - 0.5 * stride_hz, f), least_between(e, f, f + 0.5 * stride_hz));
    if (!(p[0] > p[-1] && p[0] >= p[1] && p[0] >= ratio * low)) return none;
    /* a window's main lobe is nearly a parabola in its logarithm */
    double a = log(p[-1]), b = log(p[0]), c = log(p[1]), bend = a - 2 * b + c;
    double off = isfinite(bend) && bend < 0 ? 0.5 * (a - c) / bend : 0;
    return (hg_spectral_peak){f + off * e->bin_hz, hg__band_power(e->power, e->bins, e->bin_hz,
                                                                  f - width_hz, f + width_hz)};
}

static void empty_side(hg_spectrum_side *out) {
    *out = (hg_spectrum_side){.from_s = NAN,
                              .to_s = NAN,
                              .power = NAN,
                              .mean_hz = NAN,
                              .median_hz = NAN,
                              .stride = {NAN, NAN},
                              .step = {NAN, NAN}};
    for (int b = 0; b < HG_BAND_COUNT; b++) out->band_percent[b] = NAN;
    for (size_t i = 0; i < HG_SPECTRUM_POINTS; i++) out->density[i] = NAN;
}

/* The points of the curve: every bin of a segment, or means of as many as fit. */
static void lay_points(hg_spectrum *out, const hg__rhythm *in, const hg__stage *stage) {
    double step = in->rate_hz / (double)segment_of(in, stage),
           most = fmin(stage->params->rhythm_high_hz, 0.5 * in->rate_hz);
    step *= ceil(most / step / (HG_SPECTRUM_POINTS - 1));
    out->n = (size_t)(most / step + 1e-9) + 1;
    for (size_t i = 0; i < out->n; i++) out->frequency_hz[i] = (double)i * step;
}

static void fill_points(hg_spectrum_side *out, const hg_spectrum *whole, const estimate *e) {
    double half = 0.5 * whole->frequency_hz[1];
    for (size_t i = 0; i < whole->n; i++) {
        double sum = 0, middle = whole->frequency_hz[i];
        size_t count = 0, first = (size_t)fmax(0, ceil((middle - half) / e->bin_hz - 1e-9));
        for (size_t b = first; b < e->bins && (double)b * e->bin_hz < middle + half * (1 - 1e-9);
             b++, count++)
            sum += e->power[b];
        out->density[i] = count ? sum / (double)count : NAN;
    }
}

/* Frames that are needed; the shortest stretch also holds one segment. */
static size_t frames_needed(const hg__rhythm *in, const hg__stage *stage) {
    size_t least = (size_t)ceil(stage->params->rhythm_stretch_min_s * in->rate_hz),
           segment = segment_of(in, stage);
    return least > segment ? least : segment;
}

static void note_short(char note[HG_RHYTHM_NOTE_MAX], size_t count, size_t needed,
                       const hg__rhythm *in) {
    if (!hg__has_strides(in))
        hg__note(note, "no stride is in use");
    else
        hg__note(note, "the longest stretch without a gap is %.1f s; %.1f s are needed",
                 (double)count / in->rate_hz, (double)needed / in->rate_hz);
}

static bool one_side(hg_spectrum_side *out, hg_spectrum *whole, int side, const hg__rhythm *in,
                     const hg__stage *stage, const hg__spectral *s) {
    const double *x = in->plane[whole->id][side];
    const hg_params *p = stage->params;
    size_t first, count, needed = frames_needed(in, stage);
    estimate e;
    empty_side(out);
    if (!x) {
        hg__note(out->note, "not measured");
        return true;
    }
    count = hg__longest_stretch(&first, in, x, NULL);
    if (count < needed) {
        note_short(out->note, count, needed, in);
        return true;
    }
    if (hg__is_constant(x + first, count, stage->k)) {
        hg__note(out->note, "the signal does not change");
        return true;
    }
    if (!estimate_power(&e, x + first, count, in, stage, s)) return false;
    if (whole->n == 0) lay_points(whole, in, stage);
    out->from_s = in->t0_s + (double)first / in->rate_hz;
    out->to_s = in->t0_s + (double)(first + count - 1) / in->rate_hz;
    out->averaged = e.averaged;
    out->power = hg__band_power(e.power, e.bins, e.bin_hz, p->rhythm_low_hz, p->rhythm_high_hz);
    out->mean_hz =
        hg__mean_frequency(e.power, e.bins, e.bin_hz, p->rhythm_low_hz, p->rhythm_high_hz);
    out->median_hz =
        hg__median_frequency(e.power, e.bins, e.bin_hz, p->rhythm_low_hz, p->rhythm_high_hz);
    double stride_hz = 1 / in->stride_s, width = LOBE * in->rate_hz / (double)segment_of(in, stage);
    out->stride = find_peak(&e, stride_hz, stride_hz, width, p->rhythm_peak_ratio);
    out->step = find_peak(&e, 2 * stride_hz, stride_hz, width, p->rhythm_peak_ratio);
    if (hg__signals[whole->id].angle[0] == HG_ANGLE_COUNT) {
        /* the line of the step, at 2.5 to 3.2 Hz, is in neither band: else the step rate alone
         * would decide where most of the power goes */
        const double from[] = {fmax(p->rhythm_active_from_hz, 2 * stride_hz + width),
                               p->rhythm_impact_from_hz},
                     to[] = {p->rhythm_active_to_hz, p->rhythm_impact_to_hz};
        for (int b = 0; b < HG_BAND_COUNT; b++)
            out->band_percent[b] =
                100 * hg__band_power(e.power, e.bins, e.bin_hz, from[b], to[b]) / out->power;
    }
    fill_points(out, whole, &e);
    return true;
}

static bool compare(hg_coherence *out, const double *left, const double *right,
                    const hg__rhythm *in, const hg__stage *stage, const hg__spectral *s) {
    *out = (hg_coherence){NAN, NAN, NAN, NAN, 0, ""};
    if (!left || !right) {
        hg__note(out->note, "one side is not measured");
        return true;
    }
    size_t first, count = hg__longest_stretch(&first, in, left, right);
    hg__welch welch = hg__welch_usual(segment_of(in, stage));
    size_t step = welch.segment - welch.overlap,
           segments = count < welch.segment ? 0 : (count - welch.overlap) / step;
    double least = stage->params->rhythm_coherence_segments;
    if ((double)segments < least) {
        note_short(out->note, count, welch.overlap + (size_t)ceil(least) * step, in);
        return true;
    }
    if (hg__is_constant(left + first, count, stage->k) ||
        hg__is_constant(right + first, count, stage->k)) {
        hg__note(out->note, "the signal does not change");
        return true;
    }
    size_t bins = welch.segment / 2 + 1,
           at = (size_t)llround((double)welch.segment / in->rate_hz / in->stride_s);
    double *c = hg__arena_alloc(s->scratch, bins, sizeof *c),
           *phase = hg__arena_alloc(s->scratch, bins, sizeof *phase);
    if (!c || !phase ||
        !hg__coherence(c, phase, &welch, left + first, right + first, count, in->rate_hz, s))
        return false;
    if (at >= bins || !isfinite(c[at])) {
        hg__note(out->note, "there is no power at the frequency of the stride");
        return true;
    }
    double behind = -phase[at] * DEGREES;
    out->frequency_hz = (double)at * in->rate_hz / (double)welch.segment;
    out->coherence = fmin(c[at], 1.0);
    out->phase_deg = behind < 0 ? behind + 360 : behind;
    out->phase_sd_deg =
        DEGREES * sqrt((1 - out->coherence) / (2 * (double)segments * out->coherence));
    out->segments = segments;
    return true;
}

static bool all_signals(hg_spectrum *out, size_t *n_out, const hg__rhythm *in,
                        const hg__stage *stage, const hg__spectral *s) {
    for (int id = 0; id < HG_SIGNAL_COUNT; id++) {
        const double *const *plane = in->plane[id];
        if (!plane[0] && !plane[1]) continue;
        hg_spectrum *one = &out[(*n_out)++];
        *one = (hg_spectrum){.id = (hg_signal_id)id};
        bool sides = hg__signals[id].steps == HG__STEPS_NONE;
        empty_side(&one->both);
        for (int side = 0; side < 2; side++) empty_side(&one->side[side]);
        for (int side = 0; side < 1 + sides; side++) {
            if (!one_side(sides ? &one->side[side] : &one->both, one, side, in, stage, s))
                return false;
            hg__arena_reset(s->scratch);
        }
        one->coherence = (hg_coherence){NAN, NAN, NAN, NAN, 0, ""};
        if (sides && !compare(&one->coherence, plane[0], plane[1], in, stage, s)) return false;
        hg__arena_reset(s->scratch);
    }
    return true;
}

hg_status hg__compute_spectra(hg_spectrum *out, size_t *n_out, const hg__rhythm *in,
                              const hg__stage *stage) {
    hg__arena *own = hg__arena_new(); /* transforms of many segments would fill the recording's */
    const hg__spectral s = {stage->k, stage->ffts, own};
    *n_out = 0;
    bool ok = own && all_signals(out, n_out, in, stage, &s);
    hg__arena_free(own);
    return ok ? HG_OK : hg__fail_memory(stage->err);
}
