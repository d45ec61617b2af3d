/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the stage "progress" share. docs/progress.md describes the method. */
#ifndef HG_GAIT_PROGRESS_PROGRESS_PARTS_H
#define HG_GAIT_PROGRESS_PROGRESS_PARTS_H

#include "gait/arrows.h"

#define HG__PACE_HALF_S 0.4 /* half the window of the pelvis's speed: about a stride in all */
#define HG__HEADING_HALF_S                                                                         \
    1.0 /* half the window of its heading: two strides and more, or sway would turn it */
#define HG__LEVEL_M_S 0.15 /* a foot marker that moves slower than this vertically is level */

/* Horizontal direction in the room: x and z components. */
typedef struct hg__heading {
    double x, z;
} hg__heading;

static inline double hg__heading_between(hg__heading a, hg__heading b) {
    return fabs(atan2(a.x * b.z - a.z * b.x, a.x * b.x + a.z * b.z));
}

/* Feet and pelvis in the room, and what the tests of the direction need of them. Planes; NULL where
 * there are no such markers. */
typedef struct hg__trail {
    size_t n;
    double rate_hz;
    double *heel[2][3], *toe[2][3], *pelvis[3];
    double *facing[2];            /* x, z: forward as the named pelvis markers show it */
    double *relative[2][3];       /* foot less pelvis */
    double *height[2], *climb[2]; /* of the foot, low-passed */
    double low[2];                /* height below which it is near the ground */
    double *back[2][2],
        *carried[2][2]; /* velocity x, z of the foot: less the pelvis; in the room */
    bool has_feet;
} hg__trail;

bool hg__trail_gather(hg__trail *out, const hg__markers *markers, const hg__markerset *set,
                      const hg__stage *stage);

/* phase[i] = HG__PHASE_STANDING where neither foot swings (without feet: where the pelvis keeps
 * still), else HG__PHASE_STEADY; *moves is false when nothing ever does. */
bool hg__trail_mark_standing(bool *moves, uint8_t *phase, const hg__trail *trail,
                             const hg__stage *stage);

/* Takes the frames that are not steady out of the planes that the tests read. */
void hg__trail_mask(hg__trail *trail, const uint8_t *phase);

/* Low-passed copy, unless `position` is NULL, and its time derivative; false when there is no
 * memory. */
bool hg__motion(double **position, double **velocity, const double *x, size_t n, double rate_hz,
                double cutoff_hz, const hg__stage *stage);

/*
 * Local polynomials of order 1 or 2 (Savitzky & Golay 1964, doi:10.1021/ac60214a047) over a window
 * of 2 * half_s, moved inwards at the ends; value and slope (per second) at every frame, either may
 * be NULL. Where x has no sample the result is a line between its neighbours; NaN only when x holds
 * nothing. Shorter recordings are one window. Not in place.
 */
bool hg__local_fit(double *value, double *slope, const double *x, size_t n, double rate_hz,
                   double half_s, int order, const hg__stage *stage);

/* --- over ground: passes in several directions --- */
typedef struct hg__pass {
    size_t first, last; /* frames, both inside */
    hg__heading heading;
    double turned_deg; /* how far its heading changes on the way */
    bool curved, backward;
} hg__pass;

typedef struct hg__passes {
    hg__pass *pass;
    size_t n, longest;
    bool turn; /* the frames have to be turned into the heading of the longest pass */
} hg__passes;

/* Finds the passes and marks the frames between them in `phase`. */
bool hg__find_passes(hg__passes *out, uint8_t *phase, const hg__trail *trail,
                     const hg__stage *stage);
/* Turns the markers of every frame into the heading of the longest pass; fills out->turn. */
bool hg__turn_passes(hg__progress *out, hg__markers *markers, const hg__passes *passes,
                     const hg__trail *trail, const hg__stage *stage);
/* Marks passes in which the pelvis does not face where it goes; call with the turned trail. */
void hg__check_facing(hg__passes *passes, uint8_t *phase, const hg__trail *trail,
                      const hg__stage *stage);
void hg__flag_passes(const hg__passes *passes, double rate_hz, const hg__stage *stage);

/* --- direction --- */
/* The heading, when the independent measures of it agree; *known is false (and a flag raised) when
 * they do not. `main` is the heading of turned passes, NULL when none were turned. */
bool hg__find_heading(hg__heading *out, bool *known, const hg__trail *trail,
                      const hg__heading *main, bool treadmill, const hg__stage *stage);
/* Is the ground a belt? By the standing foot; without feet as stated, else by the pelvis's way. */
bool hg__on_belt(bool *belt, const hg__trail *trail, const hg_trial *trial, const hg__stage *stage);

/* --- speed --- */
/* Fills ground, pace and speed of the feet, in the progress frame. */
bool hg__fill_pace(hg__feet *feet, const uint8_t *phase, bool belt, double stated_m_s,
                   const hg__stage *stage);
/* Means over the steady frames. */
void hg__mean_speed(hg__feet *feet, const uint8_t *phase);
/* Marks starts and stops, raises the flags of what is left out. */
bool hg__mark_starts(uint8_t *phase, const hg__feet *feet, const hg__stage *stage);

#endif
