/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strikes without feet: the pelvis falls fastest a little after the foot has struck (Milner &
 * Paquette 2015, J Biomech 48:3502), 21.7 ms at 15 km/h to 27.2 ms at 11 km/h and whatever the
 * strike pattern (doi:10.1016/j.jbiomech.2021.110419). Toe-offs from the knees (Fellin 2010). The
 * last resort, and for running only.
 */
#include <math.h>
#include <string.h>

#include "dsp/stats.h"
#include "gait/events/events_markers.h"

#define PELVIS_HZ 10.0      /* low-pass of the pelvis */
#define FLIGHT_M_S2 (-6.0)  /* who runs falls nearly freely (-9.8); a walker's pelvis does not */
#define FLIGHT_QUANTILE 0.1 /* of the samples: flight is about a third of running */
#define DEPTH_SHARE 0.5     /* of the usual fall of a step; less is a wobble */
#define DELAY_S 0.0272      /* at DELAY_M_S, and its change up to the fastest speed measured */
#define DELAY_SLOPE (-0.0055 / (4.0 / 3.6))
#define DELAY_M_S (11.0 / 3.6)
#define DELAY_LEAST_S 0.015 /* Milner & Paquette's first figure bounds the line */
#define DELAY_MOST_S 0.035
#define HIPS_APART_RAD 0.087 /* 5 deg: a striking and a trailing leg are further apart */
#define SAME_STEP 0.35       /* of a step: nearer to a strike of the other foot is that strike */
#define NEXT_STEP 1.5        /* of a step: the next one follows within this */
#define PUSH_OFF_FROM 0.2    /* of the stride: the knee extends into push-off */
#define PUSH_OFF_TO 0.55
#define DROP_FROM 0.1 /* of a step: while the swing side of the pelvis is down */
#define DROP_TO 0.5   /* afterwards it is lifted, and is up at the next strike */

typedef struct step {
    double at;
    int side; /* hg_side or -1 */
} step;

static double delay_s(const hg__events_input *input) {
    const hg__feet *f = input->feet;
    double v = isfinite(f->speed_m_s[0])   ? f->speed_m_s[0]
               : isfinite(f->speed_m_s[1]) ? f->speed_m_s[1]
                                           : input->trial->speed_m_s;
    if (!(v > 0)) v = DELAY_M_S;
    return fmin(DELAY_MOST_S, fmax(DELAY_LEAST_S, DELAY_S + DELAY_SLOPE * (v - DELAY_M_S)));
}

/* The fastest fall within each stretch of falling. */
static bool find_falls(step *out, size_t *count, const hg__feet *feet, const hg__stage *stage) {
    size_t n = feet->n;
    double dt = 1.0 / feet->rate_hz, *plane[3];
    *count = 0;
    if (!hg__planes(plane, 3, n, stage->scratch)) return false;
    double *height = plane[0], *climb = plane[1], *lift = plane[2];
    memcpy(height, feet->pelvis[1], n * sizeof *height);
    if (!hg__low_pass(height, n, PELVIS_HZ, feet->rate_hz, stage)) return false;
    stage->k->derivative(climb, height, n, dt);
    stage->k->derivative(lift, climb, n, dt);
    if (!(hg__quantile(lift, n, FLIGHT_QUANTILE, stage->scratch) < FLIGHT_M_S2)) return true;
    double *depth = height; /* no longer needed */
    for (size_t i = 1; i < n; i++) {
        if (!(climb[i] < 0 && climb[i - 1] >= 0)) continue;
        size_t end = i;
        while (end < n && climb[end] < 0) end++;
        if (end == n) break;
        double at = isnan(climb[end]) ? NAN : hg__extremum(climb, -1, i - 1, end);
        if (isfinite(at)) {
            depth[*count] = climb[(size_t)at];
            out[(*count)++] = (step){at, -1};
        }
        i = end;
    }
    double usual = hg__median(depth, *count, stage->scratch);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (depth[i] <= DEPTH_SHARE * usual) out[kept++] = out[i];
    *count = kept;
    return true;
}

static double step_time(const step *s, size_t n, const hg__stage *stage) {
    double *apart = hg__arena_alloc(stage->scratch, n, sizeof *apart);
    if (!apart || n < 2) return NAN;
    for (size_t i = 0; i + 1 < n; i++) apart[i] = s[i + 1].at - s[i].at;
    return hg__median(apart, n - 1, stage->scratch);
}

/* Steps near a strike of the foot that has markers are its own, the rest are the other's. */
static void sides_by_foot(step *s, size_t n, int side, const hg__marks *known,
                          double step_samples) {
    for (size_t i = 0; i < n; i++) {
        s[i].side = 1 - side;
        for (size_t j = 0; j < known->n_strikes; j++)
            if (fabs(known->strike[j].at - s[i].at) < SAME_STEP * step_samples) s[i].side = side;
    }
}

/* The hip of the leg that strikes is flexed, that of the trailing leg is not. */
static bool sides_by_hips(step *s, size_t n, const hg__angle_set *angles, size_t n_frames) {
    const double *left = angles ? angles->angle[HG_ANGLE_HIP_FLEXION_LEFT] : NULL,
                 *right = angles ? angles->angle[HG_ANGLE_HIP_FLEXION_RIGHT] : NULL;
    if (!left || !right || angles->n != n_frames) return false;
    bool told = false;
    for (size_t i = 0; i < n; i++) {
        size_t at = hg__sample(s[i].at, 0, n_frames - 1);
        double apart = right[at] - left[at];
        s[i].side = apart > HIPS_APART_RAD ? HG_RIGHT : apart < -HIPS_APART_RAD ? HG_LEFT : -1;
        told |= s[i].side >= 0;
    }
    return told;
}

/* How high the right side of the pelvis is while a foot takes the weight; NaN where not seen. */
static double weighted_level(const double *up, double at, size_t n_frames, double step_samples) {
    size_t from = hg__sample(at + DROP_FROM * step_samples, 0, n_frames - 1),
           to = hg__sample(at + DROP_TO * step_samples, 0, n_frames - 1);
    double sum = 0;
    for (size_t i = from; i <= to; i++) sum += up[i];
    return sum / (double)(to + 1 - from);
}

/* While a foot takes the weight the pelvis is down on the swing side. Single steps are unsure, so
 * all steps of an unbroken row vote on its first one. */
static bool sides_by_drop(step *s, size_t n, const hg__angle_set *angles, size_t n_frames,
                          double step_samples, const hg__stage *stage) {
    const double *up = angles ? angles->angle[HG_ANGLE_PELVIS_OBLIQUITY] : NULL;
    if (!up || angles->n != n_frames) return true;
    double *level = hg__arena_alloc(stage->scratch, n, sizeof *level), sum = 0;
    size_t seen = 0;
    if (!level) return false;
    for (size_t i = 0; i < n; i++) {
        level[i] = weighted_level(up, s[i].at, n_frames, step_samples);
        if (isnan(level[i])) continue;
        sum += level[i];
        seen++;
    }
    double usual = sum / (double)seen; /* a leg that is longer lifts its side all the time */
    for (size_t first = 0, next; first < n; first = next) {
        double vote = 0;
        for (next = first; next < n; next++) {
            if (next > first && s[next].at - s[next - 1].at > NEXT_STEP * step_samples) break;
            double above = level[next] - usual; /* right side up + */
            if (isfinite(above)) vote += (next - first) % 2 ? -above : above;
        }
        for (size_t i = first; i < next && vote != 0; i++) {
            int side =
                vote < 0 ? HG_LEFT : HG_RIGHT; /* the right side is down over the left foot */
            s[i].side = (i - first) % 2 ? 1 - side : side;
        }
    }
    return true;
}

/* A step between two of one side that is unsure is the other side's. */
static void fill_sides(step *s, size_t n, double step_samples) {
    for (size_t i = 1; i < n; i++)
        if (s[i].side < 0 && s[i - 1].side >= 0 && s[i].at - s[i - 1].at < NEXT_STEP * step_samples)
            s[i].side = 1 - s[i - 1].side;
}

static bool keep_side(hg__marks *out, int side, const step *s, size_t n, double step_samples,
                      const hg__events_input *input, const hg__stage *stage) {
    const hg__angle_set *angles = input->angles;
    const double *knee = angles && angles->n == input->feet->n
                             ? angles->angle[side == HG_LEFT ? HG_ANGLE_KNEE_FLEXION_LEFT
                                                             : HG_ANGLE_KNEE_FLEXION_RIGHT]
                             : NULL;
    *out = (hg__marks){.strike = hg__arena_alloc(stage->scratch, n, sizeof(hg__mark)),
                       .toe_off = hg__arena_alloc(stage->scratch, n, sizeof(hg__mark))};
    if (!out->strike || !out->toe_off) return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i].side != side) continue;
        out->strike[out->n_strikes++] = (hg__mark){s[i].at, NAN};
        double from = s[i].at + PUSH_OFF_FROM * 2 * step_samples,
               to = s[i].at + PUSH_OFF_TO * 2 * step_samples;
        if (to > (double)(input->feet->n - 1)) continue;
        double off = hg__knee_extended(knee, from, to, input->feet->n);
        if (isfinite(off)) out->toe_off[out->n_toe_offs++] = (hg__mark){off, NAN};
    }
    return true;
}

bool hg__pelvis_events(hg__marks out[2], size_t *unsure, const bool wanted[2],
                       const hg__events_input *input, const hg__marks *known[2],
                       const hg__stage *stage) {
    const hg__feet *feet = input->feet;
    step *s = hg__arena_alloc(stage->scratch, feet->n, sizeof *s);
    size_t n;
    *unsure = 0;
    if (!s || !find_falls(s, &n, feet, stage)) return false;
    double step_samples = step_time(s, n, stage), late = delay_s(input) * feet->rate_hz;
    for (size_t i = 0; i < n; i++) s[i].at -= late;
    if (known[0] || known[1]) {
        int side = known[0] ? HG_LEFT : HG_RIGHT;
        sides_by_foot(s, n, side, known[side], step_samples);
    } else {
        if (!sides_by_hips(s, n, input->angles, feet->n) &&
            !sides_by_drop(s, n, input->angles, feet->n, step_samples, stage))
            return false;
        fill_sides(s, n, step_samples);
    }
    for (size_t i = 0; i < n; i++) *unsure += s[i].side < 0;
    for (int side = 0; side < 2; side++)
        if (wanted[side] && !keep_side(&out[side], side, s, n, step_samples, input, stage))
            return false;
    return true;
}
