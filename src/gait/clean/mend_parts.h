/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of mending share; nobody else includes it. */
#ifndef HG_GAIT_MEND_PARTS_H
#define HG_GAIT_MEND_PARTS_H

#include "gait/arrows.h"

#define HG__MEND_NEAR 4     /* markers that one is compared with */
#define HG__MEND_SAMPLES 32 /* frames at which a stretch is looked at */

/* Body part of a marker. */
typedef enum hg__part {
    HG__PART_PELVIS,
    HG__PART_THIGH,
    HG__PART_SHANK,
    HG__PART_FOOT,
    HG__PART_OTHER,
    HG__PART_COUNT
} hg__part;

/* Samples of one label without gap or jump: [from, to). */
typedef struct hg__stretch {
    size_t from, to;
} hg__stretch;

typedef struct hg__mend_marker {
    hg__part part;
    hg_side side;
    ptrdiff_t mate; /* the same place on the other side; -1 when there is none */
    size_t n_near, near[HG__MEND_NEAR];                   /* those at the steadiest distance */
    double usual_m[HG__MEND_NEAR], give_m[HG__MEND_NEAR]; /* that distance, and how far it may go */
    double limit_m;                                       /* a sharper change of course is a jump */
    bool wild; /* it jumps too often to be cut at jumps */
    hg__stretch *stretch;
    size_t n_stretches;
} hg__mend_marker;

/* What is told about one kind of fault. */
typedef struct hg__mend_tale {
    char text[400];
    size_t samples, times;
} hg__mend_tale;

typedef struct hg__mending {
    hg__markers *m;
    const hg__stage *stage;
    size_t n;
    double dt;
    hg__mend_marker *marker; /* m->n_markers */
    double *work;            /* m->n numbers */
    hg__mend_tale frozen, spikes, swapped, collapsed, sides;
    bool memory; /* false when it ran out */
} hg__mending;

static inline bool hg__mend_seen(const hg__mending *w, size_t marker, size_t frame) {
    return !isnan(w->m->raw[3 * marker][frame]);
}
static inline hg__vec3 hg__mend_at(const hg__mending *w, size_t marker, size_t frame) {
    double *const *p = w->m->raw + 3 * marker;
    return hg__vec(p[0][frame], p[1][frame], p[2][frame]);
}
/* Makes [from, to) of a marker missing; returns how many samples were not. */
size_t hg__mend_drop(hg__mending *w, size_t marker, size_t from, size_t to);
double hg__mend_time(const hg__mending *w, size_t frame);

/* Frames over which several markers, or a shape, may be followed. */
static inline size_t hg__mend_gap_frames(const hg__mending *w) {
    return (size_t)(w->stage->params->clean_mend_gap_s / w->dt) + 1;
}

/* The p-quantile of x, which is reordered; NaN when count is 0. No NaN in x. */
double hg__mend_quantile(double *x, size_t count, double p);

/* mend_shape.c */
void hg__mend_usual(hg__mending *w); /* fills in near, usual_m, give_m */
/* Share of the marker's near distances that are off in [from, to), 0 to 1, and their mean error;
 * NaN when none is seen. */
double hg__mend_misfit(const hg__mending *w, size_t marker, size_t from, size_t to,
                       double *error_m);
void hg__mend_frozen(hg__mending *w);
void hg__mend_collapsed(hg__mending *w);

/* mend_jumps.c */
void hg__mend_limits(hg__mending *w);             /* fills in limit_m of all */
void hg__mend_cut(hg__mending *w, size_t marker); /* fills in the stretches */
/* How far the start of `b` (of marker mb) is from where the end of `a` (of marker ma) leads, over
 * what is allowed: at most 1 is a fit. *miss_m is that distance. */
double hg__mend_link(const hg__mending *w, size_t ma, const hg__stretch *a, size_t mb,
                     const hg__stretch *b, double *miss_m);
void hg__mend_spikes(hg__mending *w);

/* mend_swaps.c */
void hg__mend_swaps(hg__mending *w);

/* mend_hidden.c */
void hg__mend_hidden(hg__mending *w); /* exchanges of two labels whose ends are in gaps */
void hg__mend_strays(hg__mending *w); /* leaves out what jumps out of the shape and fits nowhere */

/* mend_moves.c */
/* Samples of one label that are another marker's. */
typedef struct hg__move {
    size_t from_marker, to_marker;
    hg__stretch where;
} hg__move;
/* Carries out exchanges that belong together; false, and nothing is changed, when two markers would
 * claim one label or when shape speaks against it. `certain`: shape need only not contradict. */
bool hg__mend_apply(hg__mending *w, const hg__move *move, size_t n, bool certain);
/* Do the exchanged stretches continue what is before and after them, missing it by at most this
 * share of what the labels miss it by? Below 1 both ends must tell, else one could as well exchange
 * what is on the other side of it. */
bool hg__mend_leads(const hg__mending *w, const hg__move *move, size_t n, double share);
/* Exchanges of one time that are certain: carries them out together, since the shape of a segment
 * is whole again only when all its markers are back; if that fails, each group of markers that
 * exchange among each other stands and falls alone. What cannot be carried out becomes missing. */
void hg__mend_settle(hg__mending *w, const hg__move *move, size_t n);
void hg__mend_tell_moves(hg__mending *w, const hg__move *move, size_t n, bool mended);

/* mend_sides.c */
void hg__mend_sides(hg__mending *w);

#endif
