/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The synthetic runner against what is promised of it. Frames and angles are derived here once
 * more, from the markers alone and with nothing of the library but its random numbers behind them.
 */
#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "support/cm.h"

#define DEG (180 / 3.14159265358979323846)

typedef struct v3 {
    double x, y, z;
} v3;

static v3 sub(v3 a, v3 b) {
    return (v3){a.x - b.x, a.y - b.y, a.z - b.z};
}
static v3 mid(v3 a, v3 b) {
    return (v3){(a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2};
}
static double dot(v3 a, v3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static v3 cross(v3 a, v3 b) {
    return (v3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
static double length(v3 a) {
    return sqrt(dot(a, a));
}
static v3 unit(v3 a) {
    double n = length(a);
    return (v3){a.x / n, a.y / n, a.z / n};
}

/* Columns are the axes of a segment. */
typedef struct frame {
    v3 x, y, z;
} frame;

/* Entry (row, column), from 1, of a' b: b seen from a. */
static double entry(frame a, frame b, int row, int column) {
    v3 r = row == 1 ? a.x : row == 2 ? a.y : a.z, c = column == 1 ? b.x : column == 2 ? b.y : b.z;
    return dot(r, c);
}

typedef struct made {
    hg_recording *recording;
    hg_synth_truth *truth;
    const hg_stream *still, *run, *plate;
} made;

static hg_synth_options usual(void) {
    hg_synth_options o;
    hg_synth_options_default(&o);
    o.seconds = 10;
    o.noise_m = 0;
    return o;
}

static made make(const hg_synth_options *o) {
    made m = {0};
    hg_error err = {0};
    if (hg_synth(&m.recording, &m.truth, o, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    assert_int_equal(m.recording->n_trials, 2);
    assert_string_equal(m.recording->trials[0]->name, "static");
    assert_string_equal(m.recording->trials[1]->name, "run01");
    m.still = hg_trial_stream(m.recording->trials[0], HG_STREAM_MARKERS, 0);
    m.run = hg_trial_stream(m.recording->trials[1], HG_STREAM_MARKERS, 0);
    m.plate = hg_trial_stream(m.recording->trials[1], HG_STREAM_FORCE_PLATE, 0);
    return m;
}

static void end(made *m) {
    hg_recording_free(m->recording);
    hg_synth_truth_free(m->truth);
}

/* A marker in forward, up, right. The lab is ALS. */
static v3 at(const hg_stream *s, size_t frame_number, const char *side, const char *name) {
    char label[HG_NAME_MAX];
    snprintf(label, sizeof label, "%s.%s", side, name);
    ptrdiff_t i = hg_stream_find(s, label);
    if (i < 0) fail_msg("no marker %s", label);
    const double *p = s->data + (frame_number * s->n_points + (size_t)i) * 3;
    return (v3){p[0], p[2], -p[1]};
}

static const char *const sides[2] = {"L", "R"};

/* --- frames from the markers of the static trial (ISB, Wu 2002) --- */

static frame pelvis_of(const hg_stream *s, size_t i) {
    v3 r = at(s, i, "R", "ASIS"), l = at(s, i, "L", "ASIS");
    v3 forward = sub(mid(r, l), mid(at(s, i, "R", "PSIS"), at(s, i, "L", "PSIS")));
    frame f = {.z = unit(sub(r, l))};
    double along = dot(forward, f.z);
    f.x = unit(sub(forward, (v3){along * f.z.x, along * f.z.y, along * f.z.z}));
    f.y = cross(f.z, f.x);
    return f;
}

static frame segment_of(v3 top, v3 bottom, v3 right_pointing) {
    frame f = {.y = unit(sub(top, bottom))};
    f.x = unit(cross(f.y, right_pointing));
    f.z = cross(f.x, f.y);
    return f;
}

static v3 hip_of(const made *m, int side) {
    const double leg = m->recording->subject.leg_length_m[side];
    const double x = 0.011 - 0.063 * leg, y = -0.009 - 0.078 * leg,
                 z = (side == HG_RIGHT ? 1 : -1) * (0.008 + 0.086 * leg);
    frame p = pelvis_of(m->still, 0);
    v3 o = mid(at(m->still, 0, "R", "ASIS"), at(m->still, 0, "L", "ASIS"));
    return (v3){o.x + x * p.x.x + y * p.y.x + z * p.z.x, o.y + x * p.x.y + y * p.y.y + z * p.z.y,
                o.z + x * p.x.z + y * p.y.z + z * p.z.z};
}

/* right-pointing: from the left side's lateral marker to its medial one, on the right the other way
 */
static v3 rightwards(const made *m, int side, const char *lateral, const char *medial) {
    v3 l = at(m->still, 0, sides[side], lateral), i = at(m->still, 0, sides[side], medial);
    return side == HG_RIGHT ? sub(l, i) : sub(i, l);
}

static v3 joint(const made *m, int side, const char *lateral, const char *medial) {
    return mid(at(m->still, 0, sides[side], lateral), at(m->still, 0, sides[side], medial));
}

/* Any orthonormal frame on three markers: the same in both trials when the cluster is rigid. */
static frame cluster_of(const hg_stream *s, size_t i, const char *side,
                        const char *const names[3]) {
    v3 a = at(s, i, side, names[0]), b = at(s, i, side, names[1]), c = at(s, i, side, names[2]);
    frame f = {.x = unit(sub(b, a))};
    f.z = unit(cross(f.x, sub(c, a)));
    f.y = cross(f.z, f.x);
    return f;
}

/* The anatomical frame that was `fixed` when the cluster was at `still`, now that it is at `now`.
 */
static v3 carry(frame still, frame now, v3 axis) {
    double a = dot(still.x, axis), b = dot(still.y, axis), c = dot(still.z, axis);
    return (v3){a * now.x.x + b * now.y.x + c * now.z.x, a * now.x.y + b * now.y.y + c * now.z.y,
                a * now.x.z + b * now.y.z + c * now.z.z};
}

static const char *const thigh_cluster[3] = {"Thigh.Top.Lateral", "Thigh.Bottom.Lateral",
                                             "Thigh.Top.Medial"};
static const char *const shank_cluster[3] = {"Shank.Top.Lateral", "Shank.Bottom.Lateral",
                                             "Shank.Top.Medial"};

static void angles_come_back(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.asymmetry_deg = 4;
    made m = make(&o);
    double worst = 0;
    for (size_t i = 0; i < m.run->n_frames; i += 3) {
        double got[HG_ANGLE_COUNT];
        frame p = pelvis_of(m.run, i);
        const frame lab = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        /* Ry(rotation) Rx(obliquity) Rz(tilt); anterior tilt and right side up are minus those */
        got[HG_ANGLE_PELVIS_OBLIQUITY] = -asin(-entry(lab, p, 2, 3)) * DEG;
        got[HG_ANGLE_PELVIS_ROTATION] = atan2(entry(lab, p, 1, 3), entry(lab, p, 3, 3)) * DEG;
        got[HG_ANGLE_PELVIS_TILT] = -atan2(entry(lab, p, 2, 1), entry(lab, p, 2, 2)) * DEG;
        for (int side = 0; side < 2; side++) {
            const double outward = side == HG_RIGHT ? 1 : -1;
            v3 knee = joint(&m, side, "Knee", "Knee.Medial");
            frame thigh =
                segment_of(hip_of(&m, side), knee, rightwards(&m, side, "Knee", "Knee.Medial"));
            frame shank = segment_of(knee, joint(&m, side, "Ankle", "Ankle.Medial"),
                                     rightwards(&m, side, "Ankle", "Ankle.Medial"));
            frame c0 = cluster_of(m.still, 0, sides[side], thigh_cluster),
                  c1 = cluster_of(m.run, i, sides[side], thigh_cluster);
            frame f = {carry(c0, c1, thigh.x), carry(c0, c1, thigh.y), carry(c0, c1, thigh.z)};
            c0 = cluster_of(m.still, 0, sides[side], shank_cluster),
            c1 = cluster_of(m.run, i, sides[side], shank_cluster);
            frame s = {carry(c0, c1, shank.x), carry(c0, c1, shank.y), carry(c0, c1, shank.z)};
            got[HG_ANGLE_HIP_FLEXION_LEFT + side] =
                atan2(-entry(p, f, 1, 2), entry(p, f, 2, 2)) * DEG;
            got[HG_ANGLE_HIP_ADDUCTION_LEFT + side] = outward * asin(entry(p, f, 3, 2)) * DEG;
            got[HG_ANGLE_HIP_ROTATION_LEFT + side] =
                outward * atan2(-entry(p, f, 3, 1), entry(p, f, 3, 3)) * DEG;
            got[HG_ANGLE_KNEE_FLEXION_LEFT + side] =
                -atan2(-entry(f, s, 1, 2), entry(f, s, 2, 2)) * DEG;
            /* the knee is a hinge: nothing about the other two axes */
            assert_near(asin(entry(f, s, 3, 2)) * DEG, 0, 1e-9);
            assert_near(atan2(-entry(f, s, 3, 1), entry(f, s, 3, 3)) * DEG, 0, 1e-9);
        }
        for (int a = 0; a < HG_ANGLE_COUNT; a++) {
            /* markers are exact to rounding: 1e-16 of a metre over lever arms of 0.1 m */
            assert_near(got[a], m.truth->angle_deg[a][i], 1e-9);
            worst = fmax(worst, fabs(got[a] - m.truth->angle_deg[a][i]));
        }
    }
    print_message("angles from markers: worst difference from the truth %.1e deg\n", worst);
    end(&m);
}

static void body_is_plausible(void **state) {
    (void)state;
    hg_synth_options o = usual();
    const double heights[] = {1.4, 1.75, 2.1};
    for (size_t h = 0; h < 3; h++) {
        o.height_m = heights[h];
        o.step_rate_per_min = 175;
        made m = make(&o);
        const hg_subject *s = &m.recording->subject;
        for (int side = 0; side < 2; side++) {
            double leg = length(sub(at(m.still, 0, sides[side], "ASIS"),
                                    at(m.still, 0, sides[side], "Ankle.Medial")));
            assert_near(s->leg_length_m[side], leg,
                        0.03); /* a tape measure is not better than that */
            v3 hip = hip_of(&m, side),
               o_asis = mid(at(m.still, 0, "R", "ASIS"), at(m.still, 0, "L", "ASIS"));
            assert_near(length(sub(hip, o_asis)),
                        length((v3){m.truth->hip_centre_m[side][0], m.truth->hip_centre_m[side][1],
                                    m.truth->hip_centre_m[side][2]}),
                        1e-12);
        }
        assert_near(s->pelvis_width_m,
                    length(sub(at(m.still, 0, "R", "ASIS"), at(m.still, 0, "L", "ASIS"))), 1e-12);
        assert_near(s->height_m, heights[h], 0);
        end(&m);
    }
}

static void labels_are_those_of_rbds(void **state) {
    (void)state;
    static const char *const both[] = {"ASIS",
                                       "PSIS",
                                       "Iliac.Crest",
                                       "Thigh.Top.Lateral",
                                       "Thigh.Bottom.Lateral",
                                       "Thigh.Top.Medial",
                                       "Thigh.Bottom.Medial",
                                       "Shank.Top.Lateral",
                                       "Shank.Bottom.Lateral",
                                       "Shank.Top.Medial",
                                       "Shank.Bottom.Medial",
                                       "Heel.Top",
                                       "Heel.Bottom",
                                       "Heel.Lateral",
                                       "MT1",
                                       "MT5"};
    static const char *const still_only[] = {"GTR", "Knee",  "Knee.Medial",  "HF",
                                             "TT",  "Ankle", "Ankle.Medial", "MT2"};
    hg_synth_options o = usual();
    made m = make(&o);
    assert_int_equal(m.still->n_points, 48);
    assert_int_equal(m.run->n_points, 32);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
            (void)at(m.still, 0, sides[side], both[i]);
            (void)at(m.run, 0, sides[side], both[i]);
        }
        for (size_t i = 0; i < sizeof still_only / sizeof *still_only; i++)
            (void)at(m.still, 0, sides[side], still_only[i]);
    }
    assert_string_equal(m.recording->source.format, "synthetic");
    assert_string_equal(m.run->axes, "ALS");
    assert_int_equal(m.recording->trials[1]->task, HG_TASK_RUN);
    assert_int_equal(m.recording->trials[1]->treadmill, HG_YES);
    assert_int_equal(m.recording->trials[1]->n_events, 0); /* detection has to find them itself */
    assert_int_equal(m.recording->trials[0]->task, HG_TASK_STATIC);
    assert_int_equal(m.run->n_frames, 2000);
    for (size_t i = 0; i < m.run->n_frames * 96; i++) assert_true(isfinite(m.run->data[i]));
    end(&m);
}

static void clusters_are_rigid(void **state) {
    (void)state;
    static const char *const parts[][4] = {
        {"Thigh.Top.Lateral", "Thigh.Bottom.Lateral", "Thigh.Top.Medial", "Thigh.Bottom.Medial"},
        {"Shank.Top.Lateral", "Shank.Bottom.Lateral", "Shank.Top.Medial", "Shank.Bottom.Medial"},
        {"Heel.Top", "Heel.Bottom", "MT1", "MT5"},
        {"ASIS", "PSIS", "Iliac.Crest", "ASIS"}};
    hg_synth_options o = usual();
    made m = make(&o);
    for (size_t p = 0; p < 4; p++)
        for (int side = 0; side < 2; side++)
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < a; b++) {
                    double still = length(sub(at(m.still, 5, sides[side], parts[p][a]),
                                              at(m.still, 5, sides[side], parts[p][b])));
                    for (size_t i = 0; i < m.run->n_frames; i += 7)
                        assert_near(length(sub(at(m.run, i, sides[side], parts[p][a]),
                                               at(m.run, i, sides[side], parts[p][b]))),
                                    still, 1e-12); /* rounding of coordinates near 1 m */
                }
    end(&m);
}

/* --- running: what the markers do around the events --- */

/* Forward and upward velocity of a marker by central difference. */
static v3 velocity(const hg_stream *s, double t, const char *side, const char *name) {
    size_t i = (size_t)lround(t * s->rate_hz);
    v3 d = sub(at(s, i + 1, side, name), at(s, i - 1, side, name));
    return (v3){d.x * s->rate_hz / 2, d.y * s->rate_hz / 2, d.z * s->rate_hz / 2};
}

static size_t toe_off_after(const hg_synth_truth *t, int side, double strike) {
    size_t k = 0;
    while (k < t->n_toe_offs[side] && t->toe_off_s[side][k] <= strike) k++;
    return k;
}

static void feet_meet_the_belt(void **state) {
    (void)state;
    const double speeds[] = {2.2, 3.0, 4.2};
    for (size_t k = 0; k < 3; k++) {
        hg_synth_options o = usual();
        o.rate_hz = 1000;
        o.speed_m_s = speeds[k];
        o.variability = 1.5;
        made m = make(&o);
        double belt = 0, touch = 0, contact = 0, low = 1, high = 0, lateral = 0;
        size_t n_belt = 0, n_touch = 0;
        for (int side = 0; side < 2; side++) {
            for (size_t e = 0; e < m.truth->n_foot_strikes[side]; e++) {
                double strike = m.truth->foot_strike_s[side][e];
                size_t off = toe_off_after(m.truth, side, strike);
                if (strike < 0.1 || off >= m.truth->n_toe_offs[side] ||
                    m.truth->toe_off_s[side][off] > 9.8)
                    continue;
                double leave = m.truth->toe_off_s[side][off];
                assert_true(leave - strike > 0.12 && leave - strike < 0.40);
                contact += leave - strike;
                touch += velocity(m.run, strike - 0.010, sides[side], "Heel.Bottom").y;
                n_touch++;
                /* the heel rests on the belt from the landing until it is lifted */
                for (double t = strike + 0.02; t < strike + 0.35 * (leave - strike); t += 0.005) {
                    v3 v = velocity(m.run, t, sides[side], "MT1"),
                       h = velocity(m.run, t, sides[side], "Heel.Bottom");
                    if (t < strike + 0.065) continue; /* the shoe still slaps down */
                    belt -= (v.x + h.x) / 2;
                    n_belt++;
                    /* m/s: the sole sinks by 4 mm in half a contact of 0.25 s or more, 0.05 at
                     * most, and the shoe tilts sideways a little with the leg */
                    assert_near(h.y, -0.02, 0.05);
                    lateral = fmax(lateral, fabs(h.z));
                }
            }
        }
        for (size_t i = 0; i < m.run->n_frames; i++) {
            double y = mid(at(m.run, i, "R", "ASIS"), at(m.run, i, "L", "ASIS")).y;
            low = fmin(low, y);
            high = fmax(high, y);
            for (int side = 0; side < 2; side++) {
                /* the lowest place that markers have is where they are when the shoe stands flat */
                assert_true(at(m.run, i, sides[side], "Heel.Bottom").y >
                            at(m.still, 0, sides[side], "Heel.Bottom").y - 0.012);
                assert_true(at(m.run, i, sides[side], "MT1").y >
                            at(m.still, 0, sides[side], "MT1").y - 0.012);
            }
        }
        belt /= (double)n_belt;
        print_message("%.1f m/s: belt %.3f m/s, contact %.0f ms, heel %.2f m/s down at the strike, "
                      "height %.1f cm up and down, foot at most %.2f m/s sideways\n",
                      speeds[k], belt, 1000 * contact / (double)n_touch, -touch / (double)n_touch,
                      100 * (high - low), lateral);
        assert_near(belt, speeds[k], 0.01 * speeds[k]); /* what the nominal speed promises */
        assert_true(touch / (double)n_touch < -0.3);    /* a landing that can be seen */
        assert_true(high - low > 0.05 && high - low < 0.13);
        end(&m);
    }
}

/* The swing foot clears the belt: between toe-off and the next strike no part of the shoe is as low
 * as in standing, once it has left and before it comes down. */
static void swing_clears_the_belt(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.seconds = 30;
    made m = make(&o);
    double least = 1, most = 0;
    for (int side = 0; side < 2; side++)
        for (size_t e = 0; e + 1 < m.truth->n_foot_strikes[side]; e++) {
            size_t off = toe_off_after(m.truth, side, m.truth->foot_strike_s[side][e]);
            for (double t = m.truth->toe_off_s[side][off] + 0.06;
                 t < m.truth->foot_strike_s[side][e + 1] - 0.06; t += 0.005) {
                size_t i = (size_t)lround(t * o.rate_hz);
                double heel = at(m.run, i, sides[side], "Heel.Bottom").y -
                              at(m.still, 0, sides[side], "Heel.Bottom").y;
                double toe =
                    at(m.run, i, sides[side], "MT1").y - at(m.still, 0, sides[side], "MT1").y;
                least = fmin(least, fmin(heel, toe));
                most = fmax(most, heel);
            }
        }
    print_message("swing: least clearance %.1f cm, heel at most %.1f cm up\n", 100 * least,
                  100 * most);
    assert_true(least > 0.005);
    assert_true(most > 0.25 && most < 0.70);
    end(&m);
}

static void strike_can_be_seen(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.rate_hz = 1000;
    made m = make(&o);
    double worst = 0;
    for (int side = 0; side < 2; side++)
        for (size_t e = 0; e < m.truth->n_foot_strikes[side]; e++) {
            double strike = m.truth->foot_strike_s[side][e], peak = -1, when = 0;
            if (strike < 0.1 || strike > 9.8) continue;
            /* largest upward acceleration of the heel within 60 ms */
            for (double t = strike - 0.06; t < strike + 0.06; t += 0.001) {
                size_t i = (size_t)lround(t * 1000);
                double a = (at(m.run, i + 1, sides[side], "Heel.Bottom").y -
                            2 * at(m.run, i, sides[side], "Heel.Bottom").y +
                            at(m.run, i - 1, sides[side], "Heel.Bottom").y) *
                           1e6;
                if (a > peak) {
                    peak = a;
                    when = t;
                }
            }
            worst = fmax(worst, fabs(when - strike));
            assert_true(peak >
                        15); /* m/s^2: well above anything else the heel does on the way down */
            /* rearfoot: the heel is lower than the toes, against how they stand flat */
            size_t i = (size_t)lround(strike * 1000);
            assert_true(at(m.run, i, sides[side], "Heel.Bottom").y -
                            at(m.still, 0, sides[side], "Heel.Bottom").y + 0.01 <
                        at(m.run, i, sides[side], "MT1").y - at(m.still, 0, sides[side], "MT1").y);
        }
    print_message("upward peak of the heel's acceleration: at most %.0f ms from the strike\n",
                  1000 * worst);
    /* the shoe stops the heel within 30 ms; the peak is half-way, and frames are 1 ms apart */
    assert_true(worst < 0.0165);
    end(&m);
}

static void force_fits(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.seconds = 30;
    made m = make(&o);
    assert_non_null(m.plate);
    assert_near(m.plate->rate_hz, 1000, 0);
    double sum = 0, late = 0, early = 0;
    size_t n = m.plate->n_frames, begin = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        const double *row = m.plate->data + 6 * i, t = (double)i / 1000;
        bool contact = false;
        for (int side = 0; side < 2; side++)
            for (size_t e = 0; e < m.truth->n_foot_strikes[side]; e++) {
                double strike = m.truth->foot_strike_s[side][e];
                size_t off = toe_off_after(m.truth, side, strike);
                double leave =
                    off < m.truth->n_toe_offs[side] ? m.truth->toe_off_s[side][off] : INFINITY;
                if (t < strike || t > leave) continue;
                contact = true;
                /* the force fades out with the toes: under 50 N in the last 15 ms or so */
                if (t > strike + 0.004) assert_true(row[2] > 50 || t > leave - 0.017);
                /* the centre of pressure is under the shoe: between its rear end and its tip */
                size_t f = (size_t)lround(t * o.rate_hz);
                if (f >= m.run->n_frames || t < strike + 0.03 ||
                    t > strike + 0.4 * (leave - strike))
                    continue;
                v3 heel = at(m.run, f, sides[side], "Heel.Bottom"),
                   toe = at(m.run, f, sides[side], "MT1");
                assert_true(row[3] > heel.x - 0.02 && row[3] < toe.x + 0.08);
                assert_near(-row[4], heel.z, 0.06);
                assert_near(row[5], 0, 0);
            }
        double first = fmin(m.truth->toe_off_s[0][0],
                            m.truth->toe_off_s[1][0]); /* a contact may have begun before 0 */
        if (!contact && t > first) {
            assert_near(row[2], 0, 0); /* without noise the plate is silent */
            assert_true(isnan(row[3]));
        }
        late = fmax(late, row[2]);
        early = fmin(early, row[0]);
    }
    /* mean over whole strides is body weight: from a strike to the last strike of that side */
    begin = (size_t)ceil(m.truth->foot_strike_s[0][0] * 1000);
    last = (size_t)ceil(m.truth->foot_strike_s[0][m.truth->n_foot_strikes[0] - 1] * 1000);
    for (size_t i = begin; i < last; i++) sum += m.plate->data[6 * i + 2];
    double mean = sum / (double)(last - begin);
    print_message("vertical force: mean %.3f, most %.2f of body weight; braking %.2f\n",
                  mean / (o.mass_kg * 9.80665), late / (o.mass_kg * 9.80665),
                  -early / (o.mass_kg * 9.80665));
    /* 40 strides end with the pelvis a few mm/s faster or slower than they began */
    assert_near(mean, o.mass_kg * 9.80665, 0.005 * o.mass_kg * 9.80665);
    end(&m);
    o.force = false;
    m = make(&o);
    assert_null(m.plate);
    end(&m);
}

static double mean_of(const double *x, size_t n) {
    double s = 0;
    for (size_t i = 0; i < n; i++) s += x[i];
    return s / (double)n;
}

/* Mean over the strides of a side of the largest value in stance. */
static double mean_peak(const made *m, int side, hg_angle angle, double rate) {
    double sum = 0;
    size_t n = 0;
    for (size_t e = 0; e + 1 < m->truth->n_foot_strikes[side]; e++) {
        double strike = m->truth->foot_strike_s[side][e], peak = -1e9;
        size_t off = toe_off_after(m->truth, side, strike);
        for (size_t i = (size_t)ceil(strike * rate);
             (double)i / rate < m->truth->toe_off_s[side][off]; i++)
            peak = fmax(peak, m->truth->angle_deg[angle][i]);
        sum += peak;
        n++;
    }
    return sum / (double)n;
}

static void asymmetry_is_as_asked(void **state) {
    (void)state;
    const double asked[] = {-15, -3, 0, 6, 15};
    for (size_t k = 0; k < 5; k++) {
        hg_synth_options o = usual();
        o.rate_hz = 1000;
        o.variability = 0;
        o.asymmetry_deg = asked[k];
        made m = make(&o);
        double right = mean_peak(&m, HG_RIGHT, HG_ANGLE_HIP_ADDUCTION_RIGHT, 1000);
        double left = mean_peak(&m, HG_LEFT, HG_ANGLE_HIP_ADDUCTION_LEFT, 1000);
        assert_near(right - left, asked[k], 0.002); /* the peak between two samples 1 ms apart */
        /* nothing else differs but what follows from it; flexion of both hips stays alike */
        if (asked[k] == 0)
            assert_near(mean_peak(&m, HG_RIGHT, HG_ANGLE_HIP_FLEXION_RIGHT, 1000),
                        mean_peak(&m, HG_LEFT, HG_ANGLE_HIP_FLEXION_LEFT, 1000),
                        0.05); /* at the first sample after the strike: 1 ms at 50 deg/s */
        end(&m);
    }
}

static void strides_vary_as_asked(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.seconds = 300;
    o.rate_hz = 100;
    made m = make(&o);
    size_t n = m.truth->n_foot_strikes[0] - 1;
    double *stride = malloc(n * sizeof *stride), mean, var = 0, lag = 0;
    assert_non_null(stride);
    for (size_t i = 0; i < n; i++)
        stride[i] = m.truth->foot_strike_s[0][i + 1] - m.truth->foot_strike_s[0][i];
    mean = mean_of(stride, n);
    for (size_t i = 0; i < n; i++) var += (stride[i] - mean) * (stride[i] - mean) / (double)(n - 1);
    for (size_t i = 1; i < n; i++)
        lag += (stride[i] - mean) * (stride[i - 1] - mean) / (double)(n - 1);
    print_message("stride time: mean %.4f s, CV %.2f %%, correlation of neighbours %.2f\n", mean,
                  100 * sqrt(var) / mean, lag / var);
    assert_near(120 / mean, o.step_rate_per_min,
                0.01 * o.step_rate_per_min);       /* 400 strides with a CV of 1.5 %: 0.1 % */
    assert_near(100 * sqrt(var) / mean, 1.5, 0.3); /* standard error 4 %, and two draws of it */
    assert_near(lag / var, 0.3, 0.2); /* two to three standard errors, 1 / sqrt(400) each */
    free(stride);
    end(&m);

    o.variability = 0;
    o.seconds = 10;
    o.rate_hz = 110; /* 80 frames are one stride at 165 steps per minute */
    m = make(&o);
    for (int a = 0; a < HG_ANGLE_COUNT; a++)
        for (size_t i = 0; i + 80 < m.truth->n_frames; i++)
            assert_near(m.truth->angle_deg[a][i + 80], m.truth->angle_deg[a][i],
                        1e-6); /* derivatives over 0.5 ms */
    end(&m);
}

/* No angle jumps: third differences stay near what smooth curves give. The largest acceleration is
 * the knee's when the foot lands. */
static void truth_is_smooth(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.rate_hz = 2000;
    made m = make(&o);
    for (int a = 0; a < HG_ANGLE_COUNT; a++) {
        double rate = 0, bend = 0;
        const double *x = m.truth->angle_deg[a];
        for (size_t i = 1; i + 1 < m.truth->n_frames; i++) {
            rate = fmax(rate, fabs(x[i + 1] - x[i]) * o.rate_hz);
            bend = fmax(bend, fabs(x[i + 1] - 2 * x[i] + x[i - 1]) * o.rate_hz * o.rate_hz);
        }
        assert_true(rate < 1000);  /* deg/s: knees of runners reach 700 */
        assert_true(bend < 100e3); /* deg/s^2: a jump of 0.03 deg between frames would be more */
    }
    end(&m);
}

static void seeds_decide(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.noise_m = 0.001;
    made a = make(&o), b = make(&o);
    size_t bytes = a.run->n_frames * a.run->n_points * 3 * sizeof(double);
    assert_memory_equal(a.run->data, b.run->data, bytes);
    assert_memory_equal(a.plate->data, b.plate->data, a.plate->n_frames * 6 * sizeof(double));
    end(&b);
    o.noise_m =
        0; /* the runner does not change with the noise, and the noise is what it should be */
    b = make(&o);
    double sum = 0, sq = 0;
    size_t n = bytes / sizeof(double);
    for (size_t i = 0; i < n; i++) {
        double d = a.run->data[i] - b.run->data[i];
        sum += d;
        sq += d * d;
    }
    for (int k = 0; k < HG_ANGLE_COUNT; k++)
        assert_memory_equal(a.truth->angle_deg[k], b.truth->angle_deg[k],
                            a.truth->n_frames * sizeof(double));
    assert_near(sum / (double)n, 0, 5 * 0.001 / sqrt((double)n));
    assert_near(sqrt(sq / (double)n), 0.001, 0.001 * 5 / sqrt(2.0 * (double)n));
    end(&b);
    o.seed = 2;
    b = make(&o);
    assert_true(memcmp(a.truth->angle_deg[0], b.truth->angle_deg[0],
                       a.truth->n_frames * sizeof(double)) != 0);
    end(&b);
    end(&a);
}

/* Other labs: the same runner, coordinates permuted, turned or mirrored. */
static void labs_are_alike(void **state) {
    (void)state;
    hg_synth_options o = usual();
    o.noise_m = 0.0005;
    o.seconds = 3;
    made a = make(&o);
    strcpy(o.axes, "RIP"); /* X right, Y down, Z back */
    made b = make(&o);
    for (size_t i = 0; i < a.run->n_frames * a.run->n_points; i++) {
        const double *p = a.run->data + 3 * i, *q = b.run->data + 3 * i; /* p forward, left, up */
        assert_true(q[0] == -p[1] && q[1] == -p[2] && q[2] == -p[0]);
    }
    for (size_t i = 0; i < a.plate->n_frames; i++)
        assert_true(b.plate->data[6 * i + 1] == -a.plate->data[6 * i + 2]);
    end(&b);

    strcpy(o.axes, "ALS");
    o.heading_deg = 30; /* to the left, about the vertical */
    b = make(&o);
    const double c = cos(30 / DEG), s = sin(30 / DEG);
    for (size_t i = 0; i < a.run->n_frames * a.run->n_points; i++) {
        const double *p = a.run->data + 3 * i, *q = b.run->data + 3 * i;
        assert_near(q[0], c * p[0] - s * p[1], 1e-14);
        assert_near(q[1], s * p[0] + c * p[1], 1e-14);
        assert_true(q[2] == p[2]);
    }
    end(&b);

    o.heading_deg = 0;
    o.mirror = true;
    o.asymmetry_deg = 0;
    b = make(&o);
    for (size_t i = 0; i < a.run->n_frames; i += 11)
        for (size_t k = 0; k < a.run->n_points; k++) {
            char partner[HG_NAME_MAX];
            strcpy(partner, a.run->labels[k]);
            partner[0] = partner[0] == 'L' ? 'R' : 'L';
            const double *p = a.run->data + 3 * (i * a.run->n_points + k);
            const double *q =
                b.run->data + 3 * (i * a.run->n_points + (size_t)hg_stream_find(b.run, partner));
            assert_true(q[0] == p[0] && q[1] == -p[1] && q[2] == p[2]);
        }
    for (size_t i = 0; i < a.truth->n_frames; i++) {
        assert_true(b.truth->angle_deg[HG_ANGLE_PELVIS_OBLIQUITY][i] ==
                    -a.truth->angle_deg[HG_ANGLE_PELVIS_OBLIQUITY][i]);
        assert_true(b.truth->angle_deg[HG_ANGLE_PELVIS_TILT][i] ==
                    a.truth->angle_deg[HG_ANGLE_PELVIS_TILT][i]);
        assert_true(b.truth->angle_deg[HG_ANGLE_HIP_ROTATION_LEFT][i] ==
                    a.truth->angle_deg[HG_ANGLE_HIP_ROTATION_RIGHT][i]);
        assert_true(b.truth->angle_deg[HG_ANGLE_KNEE_FLEXION_RIGHT][i] ==
                    a.truth->angle_deg[HG_ANGLE_KNEE_FLEXION_LEFT][i]);
    }
    assert_int_equal(a.truth->n_foot_strikes[HG_LEFT], b.truth->n_foot_strikes[HG_RIGHT]);
    assert_true(a.truth->foot_strike_s[HG_LEFT][1] == b.truth->foot_strike_s[HG_RIGHT][1]);
    end(&b);
    end(&a);
}

static void expect_refusal(const hg_synth_options *o, const char *object, const char *text) {
    hg_recording *r = NULL;
    hg_synth_truth *t = NULL;
    hg_error err = {0};
    assert_int_equal(hg_synth(&r, &t, o, &err), HG_EINVAL);
    assert_int_equal(err.code, HG_EINVAL);
    if (!strstr(err.object, object) || !strstr(err.text, text))
        fail_msg("error is \"%s\": \"%s\"", err.object, err.text);
    assert_null(r);
    assert_null(t);
}

static void options_are_checked(void **state) {
    (void)state;
#define REFUSED(field, value, text)                                                                \
    do {                                                                                           \
        hg_synth_options o = usual();                                                              \
        o.field = (value);                                                                         \
        expect_refusal(&o, #field, text);                                                          \
    } while (0)
    REFUSED(seconds, 1.9, "from 2 to 3600 s");
    REFUSED(seconds, NAN, "from 2 to 3600 s");
    REFUSED(rate_hz, 49, "from 50 to 2000 Hz");
    REFUSED(speed_m_s, 9.1, "from 2 to 9 m/s");
    REFUSED(step_rate_per_min, 119, "from 120 to 300");
    REFUSED(height_m, 1.3, "from 1.4 to 2.1 m");
    REFUSED(mass_kg, INFINITY, "from 35 to 140 kg");
    REFUSED(asymmetry_deg, 15.1, "from -15 to 15");
    REFUSED(variability, -0.1, "from 0 to 5");
    REFUSED(noise_m, -1e-9, "from 0 to 0.05 m");
    REFUSED(heading_deg, 361, "from -360 to 360");
    hg_synth_options o = usual();
    const char *const bad[] = {"ALX", "AAS", "als", "AL", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        strcpy(o.axes, bad[i]);
        expect_refusal(&o, "", "axes");
    }
    o = usual();
    o.strike = HG_STRIKE_COUNT;
    expect_refusal(&o, "strike", "unknown");
    o = usual();
    o.runner[0] = '\0';
    expect_refusal(&o, "runner", "empty");
    /* a speed and a step rate that no legs bring together */
    o = usual();
    o.speed_m_s = 6;
    o.step_rate_per_min = 120;
    expect_refusal(&o, "step_rate_per_min", "6 m/s");
}

/* A sample of what --cohort makes: all can run, none is another. */
static void cohort_varies(void **state) {
    (void)state;
    hg_synth_options base = usual(), last = base;
    base.seconds = 5;
    for (size_t i = 1; i <= 60; i++) {
        hg_synth_options o = base, again = base;
        hg_synth_options_vary(&o, i);
        hg_synth_options_vary(&again, i);
        assert_memory_equal(&o, &again, sizeof o);
        char id[HG_NAME_MAX];
        snprintf(id, sizeof id, "R%03zu", i);
        assert_string_equal(o.runner, id);
        assert_true(o.seed != last.seed && o.height_m != last.height_m &&
                    o.speed_m_s != last.speed_m_s);
        made m = make(&o);
        for (int a = 0; a < HG_ANGLE_COUNT; a++)
            for (size_t k = 0; k < m.truth->n_frames; k++) {
                const double angle = m.truth->angle_deg[a][k];
                assert_true(angle > -35 && angle < 125);
                if (a >= HG_ANGLE_KNEE_FLEXION_LEFT) assert_true(angle > 0);
            }
        end(&m);
        last = o;
    }
}

/* The corners of what may be asked for either run or are refused; nothing in them is not finite. */
static void corners_hold(void **state) {
    (void)state;
    const double speeds[] = {2, 5, 9}, rates[] = {120, 180, 300}, heights[] = {1.4, 2.1};
    size_t refused = 0, ran = 0;
    for (int k = 0; k < 36; k++) {
        hg_synth_options o = usual();
        o.seconds = 4;
        o.speed_m_s = speeds[k % 3];
        o.step_rate_per_min = rates[k / 3 % 3];
        o.height_m = heights[k / 9 % 2];
        o.variability = k < 18 ? 1 : 5;
        o.asymmetry_deg = k % 2 ? 15 : -15;
        o.strike = (hg_synth_strike)(k / 2 % HG_STRIKE_COUNT);
        hg_recording *r = NULL;
        hg_error err = {0};
        if (hg_synth(&r, NULL, &o, &err) != HG_OK) {
            assert_non_null(strstr(err.text, "steps per minute"));
            refused++;
            continue;
        }
        const hg_stream *s = hg_trial_stream(r->trials[1], HG_STREAM_MARKERS, 0);
        for (size_t i = 0; i < s->n_frames * s->n_points * 3; i++)
            assert_true(isfinite(s->data[i]) && fabs(s->data[i]) < 5);
        hg_recording_free(r);
        ran++;
    }
    print_message("corners: %zu run, %zu refused\n", ran, refused);
    assert_true(ran > 18 && refused > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(angles_come_back),
                                       cmocka_unit_test(body_is_plausible),
                                       cmocka_unit_test(labels_are_those_of_rbds),
                                       cmocka_unit_test(clusters_are_rigid),
                                       cmocka_unit_test(feet_meet_the_belt),
                                       cmocka_unit_test(swing_clears_the_belt),
                                       cmocka_unit_test(strike_can_be_seen),
                                       cmocka_unit_test(force_fits),
                                       cmocka_unit_test(asymmetry_is_as_asked),
                                       cmocka_unit_test(strides_vary_as_asked),
                                       cmocka_unit_test(truth_is_smooth),
                                       cmocka_unit_test(seeds_decide),
                                       cmocka_unit_test(labs_are_alike),
                                       cmocka_unit_test(options_are_checked),
                                       cmocka_unit_test(cohort_varies),
                                       cmocka_unit_test(corners_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
