/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What travels between the stages: one struct per arrow of
 *
 *   recording -> clean -> progress -> pose -> angles -> events -> strides -> metrics -> asymmetry
 *                   calibration ---^
 *
 * A stage reads const input and fills one of these; memory is the context's arena. Lengths are
 * metres, angles radians, times seconds. Two frames of reference occur:
 *   room      right-handed, x towards the lab's anterior letter, y up, z right of that
 *   progress  the room turned about y so that x is the direction of running
 * Planes are arrays of n numbers, one per frame; NaN is missing.
 */
#ifndef HG_GAIT_ARROWS_H
#define HG_GAIT_ARROWS_H

#include <hipgait/analyze.h>
#include <hipgait/angles.h>
#include <hipgait/result.h>
#include <math.h>
#include <stdint.h>

#include "base/arena.h"
#include "dsp/fft.h"
#include "dsp/vector.h"
#include "gait/convention.h"
#include "gait/markerset.h"
#include "kernels/kernels.h"

/* What every stage is given besides its input. */
typedef struct hg__stage {
    const hg__kernels *k;
    hg__arena *scratch; /* lives until the recording is done */
    const hg_params *params;
    const hg__convention *convention;
    const hg_log *log;
    hg__fft_store *ffts;
    uint64_t seed; /* every use of random numbers starts from it */
    struct hg__flags *flags; /* where quality flags are raised (gait/flag_list.h) */
    hg_error *err;
} hg__stage;

/* Room for `count` planes of n numbers; false when there is no memory. */
static inline bool hg__planes(double **p, size_t count, size_t n, hg__arena *scratch) {
    for (size_t i = 0; i < count; i++)
        if (!(p[i] = hg__arena_alloc(scratch, n, sizeof(double)))) return false;
    return true;
}

/*
 * clean: the markers of one trial by the names of the marker set, in the room frame, evenly spaced.
 */
typedef struct hg__markers {
    size_t n;
    double rate_hz, t0_s;
    size_t n_markers;
    const char **label; /* n_markers */
    double **raw,
        **smooth;          /* 3 * n_markers planes each; smooth equals raw when the filter is off */
    uint8_t **origin;      /* per marker and frame: how the sample came about, hg_sample_origin */
    double *missing_share; /* per marker, 0 to 1 */
    hg_cutoff *cutoff;     /* per marker: its low-pass; NULL where all have clean.cutoff_hz */
    /* The raw planes are the last that clean took, from this mark on: progress is the last to read
     * them and gives them back. False where smooth and raw are one. */
    bool raw_apart;
    hg__arena_mark before_raw;
} hg__markers;

/* Index of a label among the markers, letters of either case; -1 when absent or NULL. */
ptrdiff_t hg__markers_find(const hg__markers *markers, const char *label);

/* body: the runner's measures from file and parameters, by hg_side; NaN when nobody says. */
typedef struct hg__body {
    double leg_length_m[2], knee_width_m[2], ankle_width_m[2], asis_trochanter_m[2];
    double thigh_rotation_rad[2], shank_rotation_rad[2],
        tibial_torsion_rad[2]; /* 0 when not given */
    double pelvis_width_m, marker_diameter_m;
} hg__body;

/* calibration: what the static trial says about the segments. */
typedef struct hg__segment_model {
    bool known;
    size_t m;                          /* tracking markers */
    size_t marker[HG__CLUSTER_MAX];    /* index into the trial's markers */
    double model[3 * HG__CLUSTER_MAX]; /* in the anatomical frame of the segment */
} hg__segment_model;

typedef struct hg__calibration {
    hg__segment_model segment[HG__SEGMENT_COUNT];
    hg__vec3 hip_centre[2]; /* in the pelvis frame */
    const char *hip_method; /* "hara", "harrington", "bell", ...; "" when there is none */
} hg__calibration;

/* Cleaned markers of the functional trials. */
typedef struct hg__functional {
    const hg__markers *trial;
    size_t n;
} hg__functional;

/* What the runner does in a frame; only steady ones count. */
typedef enum hg__phase {
    HG__PHASE_STEADY,
    HG__PHASE_STANDING, /* or hardly moving */
    HG__PHASE_TURNING,
    HG__PHASE_STARTING,
    HG__PHASE_STOPPING,
    HG__PHASE_BACKWARD, /* or sideways */
    HG__PHASE_COUNT
} hg__phase;

extern const char *const hg__phase_words[HG__PHASE_COUNT]; /* "the runner ..." */

/* progress: where the runner goes. */
typedef struct hg__progress {
    bool known;
    bool standing; /* the runner stands all the time; then nothing else is known */
    double room_to_progress[9];
    double room_to_axis[9]; /* the same for the room axis nearest to the direction of running */
    double speed_m_s;       /* NaN when not measurable */
    const char *speed_source;
    bool treadmill;
    double *pelvis[3]; /* planes in the progress frame: a point that moves with the pelvis */
    uint8_t *steady; /* per frame: 0 where the runner turns, starts, stops or stands; NULL when all
                        frames count */
    uint8_t *phase;  /* per frame: why not steady, hg__phase; NULL with steady */
    size_t n;        /* frames of the planes */
    /* Over ground in several directions the markers of each frame were turned about the vertical
     * into one: x' = turn[0] x - turn[1] z + turn[2], z' = turn[1] x + turn[0] z + turn[3]. NULL
     * when nothing was turned. */
    double *turn[4];
} hg__progress;

/* A point of the room as it was recorded (centre of pressure, ...), at a frame of the markers, in
 * the progress frame, where feet and pelvis are. */
static inline hg__vec3 hg__progress_apply(const hg__progress *p, hg__vec3 room, size_t frame) {
    double *const *t = p->turn;
    if (t[0])
        room = hg__vec(t[0][frame] * room.x - t[1][frame] * room.z + t[2][frame], room.y,
                       t[1][frame] * room.x + t[0][frame] * room.z + t[3][frame]);
    return hg__mat_apply(p->room_to_progress, room);
}

/* The feet, beside progress: what events are found from. Planes in the progress frame, as stored
 * (not low-passed); NULL where the marker set or the trial has no such marker. */
typedef struct hg__feet {
    size_t n;
    double rate_hz, t0_s;
    double *heel[2][3], *toe[2][3];
    double ground_m_s[2]; /* forward velocity of the ground under the foot, mean of steady frames */
    double speed_m_s[2];  /* of the pelvis over that ground, mean of the steady frames */
    double *ground[2];    /* forward velocity of the ground per frame: 0 over ground, minus the
                             belt's speed on a treadmill; NULL when unknown (a treadmill, no feet, no
                             stated speed), never NaN */
    double *pace[2];   /* of the pelvis over it per frame, averaged over about a stride; NULL when
                          the ground is, never NaN */
    double *pelvis[3]; /* a point that moves with the pelvis; as in hg__progress */
} hg__feet;

/* pose: orientation of the segments in the progress frame. */
typedef struct hg__pose {
    size_t n;
    double rate_hz, t0_s;
    struct {
        bool known;
        double *R[9];
        double *residual; /* NULL when the pose did not come from a cluster */
    } segment[HG__SEGMENT_COUNT];
    double *thorax[9]; /* thorax[0] is NULL when it is not tracked */
    double *hip[2][3]; /* hip joint centres in the progress frame; hip[side][0] is NULL when there
                          is none */
} hg__pose;

/* angles: radians in the signs of angles.h; NULL where not measured. */
typedef struct hg__angle_set {
    size_t n;
    double rate_hz, t0_s;
    double *angle[HG_ANGLE_COUNT];
    double *thorax_tilt, *thorax_lean; /* forward +; towards the right + */
    /* How far each segment turned from the frame before to the frame after, as 8 sin^2 of half that
     * angle: it grows with the angular speed and costs no root; NULL when not known. */
    double *turn[HG__SEGMENT_COUNT];
} hg__angle_set;

/* The angular speed behind a `turn`, rad/s. */
static inline double hg__angular_speed(double turn, double rate_hz) {
    return asin(fmin(1.0, sqrt(turn / 8.0))) * rate_hz;
}

/* events */
typedef struct hg__event_list {
    double *strike, *toe_off;    /* increasing */
    double *agreement_s;         /* per strike: second method minus first, NaN when there is none */
    double *toe_off_agreement_s; /* the same per toe-off */
    size_t n_strikes, n_toe_offs;
} hg__event_list;

typedef struct hg__event_set {
    const char *method, *second_method;
    char description[256];
    bool pelvis_alone; /* from markers, but of neither foot */
    hg__event_list side[2];
} hg__event_set;

/* gait: what the strides show, and in which frames they count. */
typedef struct hg__gait {
    hg_task task;
    bool flight;          /* strides must have a flight phase */
    const uint8_t *phase; /* hg__phase per frame of the angles; NULL when all count */
} hg__gait;

/* strides: cut, checked, and normalised to 101 points. */
typedef struct hg__stride {
    double start_s, toe_off_s, end_s;
    double other_strike_s;    /* the other side's strike inside this stride, NaN when none */
    double previous_strike_s; /* the other side's strike before this one, NaN when none */
    bool used;
    char reason[96];
} hg__stride;

/* Where feet and hip of one stride are (progress frame) and how fast segments turn; NaN is missing.
 */
typedef struct hg__footing {
    double outward;              /* -1 left, 1 right: z times this is towards the own side */
    hg__vec3 heel_strike, hip;   /* of this side at its foot strike */
    hg__vec3 other_heel_strike;  /* the other heel at its own strike inside the stride */
    hg__vec3 stand[3];           /* the heel on the ground in stance: this one, the other, this one
                                    again; x counts from a point of the ground */
    hg__vec3 foot;               /* from heel to forefoot in stance */
    double pelvis, thigh, shank; /* peaks of the angular speed, rad/s; pelvis: in stance */
} hg__footing;

typedef struct hg__stride_set {
    size_t n[2], n_used[2];
    hg__stride *stride[2];
    double *row[2][HG_CURVE_COUNT]; /* n * 101 radians, in the signs of the curve's side; NULL when
                                       not measured */
    double *thorax_tilt[2], *thorax_lean[2]; /* n * 101; lean towards the side of the stride + */
    double *height[2];       /* n * 101: height of the pelvis; NULL when not measured */
    hg__footing *footing[2]; /* n; NULL when nothing of it is known */
} hg__stride_set;

/* metrics: beside their statistics, the value of every stride, for the comparison of sides. */
typedef struct hg__stride_values {
    double *of[2]; /* by side HG_METRIC_COUNT rows of one number per stride, in the unit of the
                      metric; NaN where it was not measured or the stride is not in use */
} hg__stride_values;

#endif
