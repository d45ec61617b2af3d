/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marker sets: which label is which landmark, and which labels track which segment. Data read from
 * datasets/markersets/ or from the user; docs/adding-a-marker-set.md describes the files. */
#ifndef HG_GAIT_MARKERSET_H
#define HG_GAIT_MARKERSET_H

#include <hipgait/recording.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define HG__CLUSTER_MAX 12 /* markers of one segment */
#define HG__LANDMARK_MAX 4 /* markers whose mean is one landmark */
#define HG__SET_LABELS_MAX                                                                         \
    (HG__LANDMARK_COUNT * HG__LANDMARK_MAX + HG__SEGMENT_COUNT * HG__CLUSTER_MAX)

/*
 * How segments are found; a marker set serves some of these ways (gait/convention.h chooses one).
 */
typedef enum hg__model {
    HG__MODEL_CALIBRATED,  /* clusters, anatomical frames from the static trial */
    HG__MODEL_TROCHANTERS, /* clusters, pelvis along the lab axes in standing */
    HG__MODEL_WANDS        /* no clusters: joints from single markers and body measures */
} hg__model;

/* name in files, what a person calls it */
#define HG__SEGMENT_TABLE(X)                                                                       \
    X(PELVIS, "pelvis", "pelvis")                                                                  \
    X(THIGH_LEFT, "thigh_left", "left thigh")                                                      \
    X(THIGH_RIGHT, "thigh_right", "right thigh")                                                   \
    X(SHANK_LEFT, "shank_left", "left shank")                                                      \
    X(SHANK_RIGHT, "shank_right", "right shank")
#define HG__SEGMENT_ENUM(name, text, words) HG__SEGMENT_##name,
typedef enum hg__segment { HG__SEGMENT_TABLE(HG__SEGMENT_ENUM) HG__SEGMENT_COUNT } hg__segment;
#undef HG__SEGMENT_ENUM

/* name in files, what a person calls it; _left then _right */
#define HG__LANDMARK_TABLE(X)                                                                      \
    X(ASIS_LEFT, "asis_left", "left ASIS")                                                         \
    X(ASIS_RIGHT, "asis_right", "right ASIS")                                                      \
    X(PSIS_LEFT, "psis_left", "left PSIS")                                                         \
    X(PSIS_RIGHT, "psis_right", "right PSIS")                                                      \
    X(KNEE_LATERAL_LEFT, "knee_lateral_left", "left lateral epicondyle")                           \
    X(KNEE_LATERAL_RIGHT, "knee_lateral_right", "right lateral epicondyle")                        \
    X(KNEE_MEDIAL_LEFT, "knee_medial_left", "left medial epicondyle")                              \
    X(KNEE_MEDIAL_RIGHT, "knee_medial_right", "right medial epicondyle")                           \
    X(ANKLE_LATERAL_LEFT, "ankle_lateral_left", "left lateral malleolus")                          \
    X(ANKLE_LATERAL_RIGHT, "ankle_lateral_right", "right lateral malleolus")                       \
    X(ANKLE_MEDIAL_LEFT, "ankle_medial_left", "left medial malleolus")                             \
    X(ANKLE_MEDIAL_RIGHT, "ankle_medial_right", "right medial malleolus")                          \
    X(HEEL_LEFT, "heel_left", "left heel")                                                         \
    X(HEEL_RIGHT, "heel_right", "right heel")                                                      \
    X(TOE_LEFT, "toe_left", "left forefoot")                                                       \
    X(TOE_RIGHT, "toe_right", "right forefoot")                                                    \
    X(TROCHANTER_LEFT, "trochanter_left", "left trochanter")                                       \
    X(TROCHANTER_RIGHT, "trochanter_right", "right trochanter")                                    \
    X(THIGH_WAND_LEFT, "thigh_wand_left", "left thigh wand")                                       \
    X(THIGH_WAND_RIGHT, "thigh_wand_right", "right thigh wand")                                    \
    X(SHANK_WAND_LEFT, "shank_wand_left", "left shank wand")                                       \
    X(SHANK_WAND_RIGHT, "shank_wand_right", "right shank wand")                                    \
    X(CLAVICLE, "clavicle", "clavicle")                                                            \
    X(STERNUM, "sternum", "sternum")                                                               \
    X(C7, "c7", "seventh cervical vertebra")                                                       \
    X(T10, "t10", "tenth thoracic vertebra")

#define HG__LANDMARK_ENUM(name, text, words) HG__LANDMARK_##name,
typedef enum hg__landmark { HG__LANDMARK_TABLE(HG__LANDMARK_ENUM) HG__LANDMARK_COUNT } hg__landmark;
#undef HG__LANDMARK_ENUM

/* The row of a landmark or segment for a side, from its left row. */
#define HG__OF_SIDE(left_row, side) ((left_row) + (int)(side))

typedef struct hg__markerset {
    const char *id, *version, *label;
    const char *landmark[HG__LANDMARK_COUNT][HG__LANDMARK_MAX]; /* the point is the mean of these */
    size_t n_landmark[HG__LANDMARK_COUNT];
    const char *cluster[HG__SEGMENT_COUNT][HG__CLUSTER_MAX];
    size_t n_cluster[HG__SEGMENT_COUNT];
} hg__markerset;

extern const char *const hg__segment_names[HG__SEGMENT_COUNT],
    *const hg__segment_words[HG__SEGMENT_COUNT];
extern const char *const hg__landmark_words[HG__LANDMARK_COUNT];

/* Parses one file. HG_EFORMAT with file, line or key and what was expected there. */
hg_status hg__markerset_parse(hg__markerset *out, const char *text, size_t size, const char *name,
                              hg__arena *memory, hg_error *err);

/* Share of the set's tracking markers that the stream has, 0 to 1. */
double hg__markerset_share(const hg__markerset *set, const hg_stream *stream);

/* Does the set hold what the model stands on? */
bool hg__markerset_serves(const hg__markerset *set, hg__model model);

/* The set for a stream: the one named, or the best whose share is at least one half: those that
 * serve the model first, then the larger share, then more labels found, then the first. HG_EINVAL
 * for an unknown name (with the list), HG_EDATA when none fits (saying which came closest). */
hg_status hg__markerset_choose(const hg__markerset **out, const hg__markerset *sets, size_t n,
                               const char *id, hg__model model, const hg_stream *stream,
                               hg_error *err);

/* Index of a label in a stream, letters of either case; -1 when absent or label is NULL. */
ptrdiff_t hg__label_find(const hg_stream *stream, const char *label);

#endif
