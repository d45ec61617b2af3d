/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/pattern.h"

#include <math.h>

#define PI 3.14159265358979323846
#define RAD (PI / 180)

/*
 * Control points (phase, degrees) of the mean curves at 3 m/s, foot strike at 0 and toe-off near
 * 0.36. Drawn for this purpose; ranges as they are known of treadmill running (Fukuchi 2017,
 * doi:10.7717/peerj.3298; Schache 1999, doi:10.1016/S0268-0033(98)00066-1).
 */
static const double adduction_points[][2] = {{0.00, 2.6},  {0.07, 6.4},  {0.15, 9.0},  {0.24, 6.8},
                                             {0.33, 3.0},  {0.42, -0.6}, {0.53, -1.8}, {0.64, -3.9},
                                             {0.74, -3.3}, {0.84, -0.9}, {0.93, 1.2}};
static const double hip_rotation_points[][2] = {{0.00, -3.5}, {0.08, -0.5}, {0.18, 3.4},
                                                {0.30, 4.2},  {0.40, 0.0},  {0.52, -5.2},
                                                {0.64, -5.8}, {0.76, -2.6}, {0.88, -1.8}};
/* Half a cycle; the other half is the same with the sign changed, as it must be when left and right
 * are alike. In stance the right side rises with 0.7 of the adduction: most of the adduction of a
 * runner is the fall of the other side of the pelvis over a foot that does not move. */
static const double obliquity_points[][2] = {{0.00, 0.2}, {0.07, 2.7}, {0.14, 4.0},
                                             {0.23, 2.6}, {0.33, 0.4}, {0.42, -0.3}};
static const double rotation_points[][2] = {
    {0.00, 3.6}, {0.10, 1.6}, {0.20, -1.0}, {0.30, -3.6}, {0.40, -4.6}};
#define OBLIQUITY_SHARE 0.7
#define TILT_MEAN 12.0
#define TILT_SWING 2.3 /* twice per stride */
#define TILT_PHASE 0.06

#define RAMP 0.3 /* of the peak: below it the asymmetry fades out */
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* A curve that changes its sign after half a cycle. */
static void fit_alternating(hg__cycle *c, const double (*half)[2], size_t n, double scale) {
    double points[HG__CYCLE_MAX][2];
    for (size_t i = 0; i < n; i++) {
        points[i][0] = half[i][0];
        points[i][1] = half[i][1];
        points[n + i][0] = half[i][0] + 0.5;
        points[n + i][1] = -half[i][1];
    }
    hg__cycle_fit(c, (const double(*)[2])points, 2 * n, scale);
}

void hg__series(double *out, size_t n, size_t stride, hg__random *random) {
    const double memory = 0.3, fresh = sqrt(1 - memory * memory);
    double now = hg__random_normal(random);
    for (size_t i = 0; i < n; i++) {
        out[i * stride] = fmax(-2.5, fmin(2.5, now));
        now = memory * now + fresh * hg__random_normal(random);
    }
}

/* Channel order is that of hg__upper. Standard deviation from stride to stride in degrees, and the
 * side whose strides lead the channel. */
static const struct {
    double sd;
    hg_side side;
} channels[HG__PATTERN_CHANNELS] = {{0.5, HG_RIGHT}, {0.4, HG_RIGHT}, {0.9, HG_RIGHT},
                                    {0.6, HG_LEFT},  {0.6, HG_RIGHT}, {1.2, HG_LEFT},
                                    {1.2, HG_RIGHT}};
/* Shares of the five waves; their squares, halved for sine and cosine, add up to 1. */
static const double wave_share[HG__PATTERN_WAVES] = {0.70, 0.58, 0.58, 0.41, 0.41};

bool hg__pattern_build(hg__pattern *p, const hg_synth_options *options, const size_t n_strides[2],
                       hg__arena *arena, hg__random *style, hg__random *random) {
    /* frontal and transverse excursions grow little with speed */
    const double faster = 1 + 0.05 * (options->speed_m_s - 3);
    double own[4];
    for (size_t i = 0; i < 4; i++) own[i] = fmax(-2, fmin(2, hg__random_normal(style)));
    fit_alternating(&p->obliquity, obliquity_points, COUNT(obliquity_points), RAD * faster);
    fit_alternating(&p->rotation, rotation_points, COUNT(rotation_points), RAD * faster);
    hg__cycle_fit(&p->adduction, adduction_points, COUNT(adduction_points), RAD * faster);
    hg__cycle_fit(&p->hip_rotation, hip_rotation_points, COUNT(hip_rotation_points), RAD);
    p->tilt_mean = RAD * (TILT_MEAN + 2.5 * own[0]);
    p->tilt_swing = RAD * TILT_SWING * (1 + 0.1 * own[1]);
    p->offset_adduction = RAD * 1.0 * own[2];
    p->offset_hip_rotation = RAD * 2.5 * own[3];
    p->asymmetry = RAD * options->asymmetry_deg;
    hg__pattern_level(p, (const double[2]){0, 0}, 0.36);
    for (size_t c = 0; c < HG__PATTERN_CHANNELS; c++) {
        const size_t n = n_strides[channels[c].side];
        p->wave[c] = hg__arena_alloc(arena, n * HG__PATTERN_WAVES, sizeof *p->wave[c]);
        if (!p->wave[c]) return false;
        for (size_t w = 0; w < HG__PATTERN_WAVES; w++) {
            hg__series(p->wave[c] + w, n, HG__PATTERN_WAVES, random);
            for (size_t i = 0; i < n; i++)
                p->wave[c][i * HG__PATTERN_WAVES + w] *=
                    wave_share[w] * channels[c].sd * RAD * options->variability;
        }
    }
    p->n_strides[HG_LEFT] = n_strides[HG_LEFT];
    p->n_strides[HG_RIGHT] = n_strides[HG_RIGHT];
    return true;
}

/* 1 at the centre, 0 with three derivatives at the reach and beyond. */
static double hill(double phase, double centre, double reach) {
    double d = phase - centre;
    d -= floor(d + 0.5);
    if (fabs(d) >= reach) return 0;
    double c = 0.5 * (1 + cos(PI * d / reach));
    return c * c;
}

static double variation(const hg__pattern *p, size_t channel, double count) {
    const size_t n = p->n_strides[channels[channel].side];
    double whole = floor(count), phase = count - whole;
    size_t now = whole < 0 ? 0 : (size_t)fmin(whole, (double)(n - 1)),
           next = now + 1 < n ? now + 1 : now;
    const double *a = p->wave[channel] + now * HG__PATTERN_WAVES,
                 *b = p->wave[channel] + next * HG__PATTERN_WAVES;
    /* from one stride's waves to the next's without a jump in value, velocity or acceleration */
    double blend = hg__smooth_step(phase), e[HG__PATTERN_WAVES];
    for (size_t w = 0; w < HG__PATTERN_WAVES; w++) e[w] = a[w] + blend * (b[w] - a[w]);
    double x = 2 * PI * phase;
    return e[0] + e[1] * sin(x) + e[2] * cos(x) + e[3] * sin(2 * x) + e[4] * cos(2 * x);
}

/* Adduction of the mean stride, left and right alike. */
static double adduction(const hg__pattern *p, double phase) {
    return hg__cycle_at(&p->adduction, phase) + p->level[0] * hill(phase, 0, HG__PATTERN_PEAK) +
           p->level[1] * hill(phase, p->leave_phase, p->leave_phase - HG__PATTERN_PEAK);
}

void hg__pattern_level(hg__pattern *p, const double level[2], double leave_phase) {
    p->level[0] = level[0];
    p->level[1] = level[1];
    p->leave_phase = leave_phase;
    p->peak = 0;
    for (int i = 0; i < 500; i++) p->peak = fmax(p->peak, adduction(p, i * 0.001));
}

/* How much of the asymmetry a stance gets: 1 at its peak, and so with the adduction itself that the
 * peak stays where it is, whatever the asymmetry; 0 in swing. */
static double share_of_peak(const hg__pattern *p, double angle) {
    return RAMP / (1 - RAMP / 2) * hg__smooth_step_integral(angle / p->peak / RAMP);
}

void hg__pattern_at(hg__upper *out, const hg__pattern *p, const double count[2], bool varied) {
    const double l = count[HG_LEFT], r = count[HG_RIGHT];
    out->tilt =
        p->tilt_mean +
        p->tilt_swing * 0.5 * (cos(4 * PI * (r - TILT_PHASE)) + cos(4 * PI * (l - TILT_PHASE)));
    out->obliquity = 0.5 * (hg__cycle_at(&p->obliquity, r) - hg__cycle_at(&p->obliquity, l));
    out->rotation = 0.5 * (hg__cycle_at(&p->rotation, r) - hg__cycle_at(&p->rotation, l));
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        const double same = adduction(p, count[side]);
        const double more = (side == HG_RIGHT ? 0.5 : -0.5) * p->asymmetry * share_of_peak(p, same);
        out->adduction[side] = p->offset_adduction + same + more;
        out->hip_rotation[side] =
            p->offset_hip_rotation + hg__cycle_at(&p->hip_rotation, count[side]);
        out->obliquity += (side == HG_RIGHT ? 1 : -1) * OBLIQUITY_SHARE * more;
    }
    if (!varied) return;
    double *value[HG__PATTERN_CHANNELS] = {
        &out->tilt,         &out->obliquity,       &out->rotation,       &out->adduction[0],
        &out->adduction[1], &out->hip_rotation[0], &out->hip_rotation[1]};
    for (size_t c = 0; c < HG__PATTERN_CHANNELS; c++)
        *value[c] += variation(p, c, count[channels[c].side]);
}
