/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gaps of markers, filled in the order spline, rigid cluster, correlated markers, each up to a
 * length of its own; longer ones stay. What was measured is never changed. Errors of each method by
 * length: docs/gap-filling.md.
 */
#ifndef HG_GAIT_FILL_H
#define HG_GAIT_FILL_H

#include "gait/arrows.h"

/* Methods as bits, so that a study can have each alone. */
#define HG__FILL_SPLINE 1u
#define HG__FILL_RIGID 2u
#define HG__FILL_CORRELATED 4u
#define HG__FILL_ALL 7u

/*
 * Fills the raw planes of evenly or unevenly sampled markers (n frames at rate_hz) where origin
 * says HG_SAMPLE_MISSING, and says there how. Gaps at either end of the trial stay gaps: they have
 * an edge on one side only.
 */
hg_status hg__fill(hg__markers *markers, const hg__markerset *set, unsigned methods,
                   const hg__stage *stage);

/* --- for the methods --- */

/* Frames first..end-1 of a marker are missing, first-1 and end are there. */
typedef struct hg__gap {
    size_t marker, first, end;
} hg__gap;

/* Was the sample seen by a camera and under a name that can be trusted? */
static inline bool hg__is_seen(uint8_t origin) {
    return origin == HG_SAMPLE_MEASURED || origin == HG_SAMPLE_RELABELLED;
}

static inline hg__vec3 hg__marker_at(const hg__markers *m, size_t marker, size_t frame) {
    return hg__vec(m->raw[3 * marker][frame], m->raw[3 * marker + 1][frame],
                   m->raw[3 * marker + 2][frame]);
}

/*
 * Weights of the errors at the edges of a gap for a frame `at` samples after the one before it, of
 * `length` samples from edge to edge: what is expected of an error that is forgotten
 * exponentially (by 1/e in 1 / `forget` samples) and is known at both edges. Both are 1 at their
 * edge and 0 at the other; slow forgetting makes them a straight line.
 */
void hg__bridge(double weight[2], size_t at, size_t length, double forget);

/* Writes p[length - 1] into the gap. */
void hg__write_gap(hg__markers *m, const hg__gap *gap, hg_sample_origin origin, double *const p[3]);

/* Each learns from the trial what it needs when it is needed, and keeps it for the next gap. */
typedef struct hg__rigid hg__rigid;
typedef struct hg__correlated hg__correlated;

/* `longest` frames are the longest gap that will be asked for. NULL when memory runs out. */
hg__rigid *hg__rigid_new(hg__markers *markers, const hg__markerset *set, size_t longest,
                         const hg__stage *stage);
/* Fills a gap when at least three other markers of the segment are there from edge to edge, and
 * the marker keeps its place among them. */
void hg__rigid_fill(hg__rigid *rigid, const hg__gap *gap);

hg__correlated *hg__correlated_new(hg__markers *markers, const hg__markerset *set, size_t longest,
                                   const hg__stage *stage);
/* Fills a gap when enough frames have all markers, and those seen from edge to edge determine the
 * lost one. HG_ENOMEM. */
hg_status hg__correlated_fill(hg__correlated *correlated, const hg__gap *gap);

#endif
