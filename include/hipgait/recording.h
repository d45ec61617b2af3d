/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file recording.h
 * A recording in memory: one session of one runner with one or more trials.
 *
 * This is what every reader produces and every writer consumes, whatever the file format. The
 * native file layout that mirrors it is specified in docs/recording-format.md.
 *
 * Units are SI: metres, seconds, newtons, radians, m/s^2, rad/s, tesla. Readers convert. NaN is a
 * missing number, an empty text a missing text, and the _UNKNOWN value of an enum a missing choice:
 * a thing that was not given is never zero.
 *
 * Memory: an hg_recording owns all that hangs on it; hg_recording_free() frees everything at once.
 * Threads: a recording may be read by several threads; it may be changed by one.
 */
#ifndef HG_HIPGAIT_RECORDING_H
#define HG_HIPGAIT_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hipgait/export.h>
#include <hipgait/intake.h>
#include <hipgait/status.h>

#define HG_NAME_MAX 64 /**< size of an id, name or label, NUL included */
#define HG_TEXT_MAX 256

/** Left and right; also the index of every two-element array named by side. */
typedef enum hg_side { HG_LEFT = 0, HG_RIGHT = 1, HG_SIDE_UNKNOWN = 2 } hg_side;

typedef enum hg_sex { HG_SEX_UNKNOWN = 0, HG_SEX_F, HG_SEX_M, HG_SEX_OTHER } hg_sex;

typedef enum hg_task {
    HG_TASK_UNKNOWN = 0,
    HG_TASK_RUN,
    HG_TASK_WALK,
    HG_TASK_STATIC,
    HG_TASK_FUNCTIONAL
} hg_task;

/** Three-valued answer: not given, no, yes. */
typedef enum hg_answer { HG_NOT_GIVEN = -1, HG_NO = 0, HG_YES = 1 } hg_answer;

typedef enum hg_stream_kind {
    HG_STREAM_MARKERS = 0,         /**< [time, marker, 3] positions in m */
    HG_STREAM_SEGMENT_ORIENTATION, /**< [time, segment, 4] quaternions w,x,y,z, segment to lab */
    HG_STREAM_JOINT_ANGLES,        /**< [time, channel] rad; labels name the angle (angles.h) */
    HG_STREAM_IMU,                 /**< [time, sensor, component] m/s^2, rad/s, T */
    HG_STREAM_FORCE_PLATE,         /**< [time, channel] fx fy fz px py pz, N and m, on the runner */
    HG_STREAM_ANALOG               /**< [time, channel], unit as given */
} hg_stream_kind;
#define HG_STREAM_KIND_COUNT 6

/** What is said of the hip in words of one's own; /subject/symptoms. All that has a row in the table
 * of intake.h stands in hg_intake instead. */
typedef struct hg_symptoms {
    bool given; /**< the recording has that group */
    char side[HG_NAME_MAX], site[HG_NAME_MAX], aggravated_by[HG_TEXT_MAX];
} hg_symptoms;

/** A past or present injury; /subject/injuries/<n>. */
typedef struct hg_injury {
    char name[HG_NAME_MAX]; /**< name of the group in the file */
    char site[HG_NAME_MAX], side[HG_NAME_MAX], diagnosis[HG_TEXT_MAX], status[HG_NAME_MAX];
    double weeks_ago, days_lost;
    hg_answer surgery;
} hg_injury;

/** What is said of the training in words of one's own; /subject/training. */
typedef struct hg_training {
    bool given;                /**< the recording has that group */
    char surface[HG_NAME_MAX]; /**< usual surface where it is none of HG_SURFACES, else "" */
    char goal[HG_TEXT_MAX];
} hg_training;

/** One run of the training log; /subject/training_log. */
typedef struct hg_training_run {
    char date[HG_NAME_MAX]; /**< ISO 8601 day */
    double distance_m, duration_s, rpe;
    char surface[HG_NAME_MAX]; /**< one of HG_SURFACES where the writer kept to them */
} hg_training_run;

/**
 * Body measures that the conventional gait model needs; /subject. By hg_side where there are two.
 */
typedef struct hg_body_measures {
    double knee_width_m[2], ankle_width_m[2];
    double asis_trochanter_m[2];  /**< from the ASIS to the trochanter, along the thigh */
    double thigh_rotation_rad[2]; /**< offset of the thigh wand about the thigh, from a knee
                                     alignment device */
    double shank_rotation_rad[2]; /**< the same of the shank wand */
    double tibial_torsion_rad[2];
    double marker_diameter_m;
} hg_body_measures;

typedef struct hg_subject {
    char id[HG_NAME_MAX]; /**< pseudonym; never a name */
    hg_sex sex;
    double age_years, mass_kg, height_m;
    double leg_length_m[2]; /**< ASIS to medial malleolus, by hg_side */
    double pelvis_width_m;  /**< distance of the two ASIS */
    hg_body_measures body;
    char dominant_leg[HG_NAME_MAX], shoe[HG_TEXT_MAX];
    hg_intake intake;              /**< answers of the runner; intake.h */
    char intake_date[HG_NAME_MAX]; /**< ISO 8601 day on which they were given; "" unknown */
    hg_symptoms symptoms;
    hg_injury *injuries;
    size_t n_injuries;
    hg_training training;
    hg_training_run *training_log;
    size_t n_training_log;
} hg_subject;

typedef struct hg_session {
    char id[HG_NAME_MAX];
    int visit;                    /**< 1 is the first; 0 when not given */
    char start_time[HG_NAME_MAX]; /**< ISO 8601 with offset */
    char site[HG_NAME_MAX], operator_code[HG_NAME_MAX], device[HG_TEXT_MAX], firmware[HG_NAME_MAX];
} hg_session;

/**
 * Samples of one device or one set of markers.
 *
 * `data` holds n_frames * n_points * n_components numbers, time first, then point, then component:
 * data[(frame * n_points + point) * n_components + component]. Flat streams ([time, channel]) have
 * n_components == 1. A force plate has n_points == 6 channels in the order of its labels.
 */
typedef struct hg_stream {
    char name[HG_NAME_MAX];
    hg_stream_kind kind;
    char placement[HG_NAME_MAX];
    double rate_hz; /**< > 0; for uneven time the median rate */
    double t0_s;    /**< time of the first frame */
    size_t n_frames, n_points, n_components;
    double *data;
    double *time_s;   /**< n_frames, increasing; NULL when time is even */
    uint8_t *valid;   /**< same shape as data without components, 0 = not valid; or NULL */
    uint8_t *clipped; /**< like valid, 1 = clipped; or NULL */
    char (*labels)[HG_NAME_MAX]; /**< n_points */
    char axes[4]; /**< lab axes in BIDS letters, e.g. "ALS": X anterior, Y left, Z superior */
    char units[HG_NAME_MAX]; /**< SI unit of data; for mixed channels the units joined by ',' */
    char components[HG_TEXT_MAX]; /**< names of the components joined by ',', e.g. "w,x,y,z" */
} hg_stream;

typedef enum hg_event_source {
    HG_EVENT_SOURCE_UNKNOWN = 0,
    HG_EVENT_SOURCE_FORCE,
    HG_EVENT_SOURCE_KINEMATIC,
    HG_EVENT_SOURCE_MANUAL
} hg_event_source;

/** An event that came with the file. `label` is IC (initial contact), TO (toe-off) or anything
 * else. */
typedef struct hg_event {
    double time_s;
    char label[HG_NAME_MAX];
    hg_side side;
    hg_event_source source;
} hg_event;

typedef struct hg_trial {
    char name[HG_NAME_MAX];
    hg_task task;
    hg_answer treadmill;
    double speed_m_s, incline_percent;
    char footwear[HG_TEXT_MAX], protocol[HG_TEXT_MAX];
    char static_trial[HG_NAME_MAX]; /**< name of the static trial that belongs to it; "" for any */
    hg_stream **streams;
    size_t n_streams;
    hg_event *events;
    size_t n_events;
} hg_trial;

/**
 * Where a recording came from: enough to recognise the input again, nothing that names a person.
 */
typedef struct hg_source_info {
    char format[HG_NAME_MAX]; /**< "hipgait-hdf5", "synthetic", ... */
    char schema_version[HG_NAME_MAX];
    char created_by[HG_TEXT_MAX];
    char sha256[65]; /**< of the file's bytes, hex; empty when not from a file */
    size_t size_bytes;
} hg_source_info;

/** Something odd about the file that did not keep it from being read; one sentence. */
typedef struct hg_remark {
    char object[HG_TEXT_MAX], text[HG_TEXT_MAX];
} hg_remark;

typedef struct hg_recording {
    hg_source_info source;
    hg_remark *remarks;
    size_t n_remarks;
    hg_subject subject;
    hg_session session;
    hg_trial **trials;
    size_t n_trials;
    struct hg__arena *memory; /**< all that hangs on this recording */
} hg_recording;

/** Makes an empty recording: every number NaN, every text empty. Free with hg_recording_free(). */
HG_API HG_CHECKED hg_status hg_recording_new(hg_recording **out, hg_error *err);

/** Frees a recording and all that hangs on it. NULL is fine. */
HG_API void hg_recording_free(hg_recording *recording);

/**
 * Adds an empty trial. `name` must be new in this recording, not empty, without '/', shorter than
 * HG_NAME_MAX. `*out` is borrowed from the recording. HG_EINVAL, HG_ENOMEM.
 */
HG_API HG_CHECKED hg_status hg_recording_add_trial(hg_trial **out, hg_recording *recording,
                                                   const char *name, hg_error *err);

/**
 * Adds a stream with room for its samples (all NaN) and labels (all empty), even time from 0, SI
 * unit of its kind. `*out` is borrowed. Same rules for `name` as for trials. HG_EINVAL when a size
 * is zero or their product overflows, HG_ENOMEM.
 */
HG_API HG_CHECKED hg_status hg_trial_add_stream(hg_stream **out, hg_recording *recording,
                                                hg_trial *trial, const char *name,
                                                hg_stream_kind kind, size_t n_frames,
                                                size_t n_points, size_t n_components,
                                                double rate_hz, hg_error *err);

/** Room for `n` events, all unknown, replacing what the trial had. HG_ENOMEM. */
HG_API HG_CHECKED hg_status hg_trial_set_events(hg_recording *recording, hg_trial *trial, size_t n,
                                                hg_error *err);

/**
 * Copies all trials of `from` into `into`. A single trial is named `trial_name`; several keep their
 * names; streams and events of a trial that is there already join it (markers and forces from two
 * files). `task` other than HG_TASK_UNKNOWN is set on a single trial. Measures and answers
 * of the subject that `into` does not have are taken over, ids never; remarks are joined, and the
 * source's hash becomes that of both. HG_EINVAL, HG_ENOMEM, HG_EEXIST for a stream that is there already.
 */
HG_API HG_CHECKED hg_status hg_recording_append(hg_recording *into, const hg_recording *from,
                                                const char *trial_name, hg_task task,
                                                hg_error *err);

/** Memory that lives as long as the recording, zeroed, 64-byte aligned; NULL when there is none. */
HG_API void *hg_recording_alloc(hg_recording *recording, size_t count, size_t size);

/** The n-th stream of a kind (0 is the first), or NULL. */
HG_API const hg_stream *hg_trial_stream(const hg_trial *trial, hg_stream_kind kind, size_t n);

/** Index of a label in a stream, or -1. Case counts. */
HG_API ptrdiff_t hg_stream_find(const hg_stream *stream, const char *label);

/** Time of a frame in seconds. */
HG_API double hg_stream_time(const hg_stream *stream, size_t frame);

/** Names as they stand in files: "run", "markers", "F", ...; never NULL. */
HG_API const char *hg_task_name(hg_task task);
HG_API const char *hg_stream_kind_name(hg_stream_kind kind);
HG_API const char *hg_sex_name(hg_sex sex);
HG_API const char *hg_side_name(hg_side side);

#endif
