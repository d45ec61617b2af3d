/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of events from markers: signals of the feet, their swings, and one file per published
 * method (method_*.c) behind one table. Times are in samples of the markers, between samples where
 * a level is crossed. A sample without a marker is NaN; no comparison with it holds, so that no
 * event is found where nothing was seen.
 */
#ifndef HG_GAIT_EVENTS_EVENTS_MARKERS_H
#define HG_GAIT_EVENTS_EVENTS_MARKERS_H

#include "gait/events/events.h"

/* One point of a foot, low-passed for events. */
typedef struct hg__foot_point {
    bool known;
    double *height, *climb, *lift; /* height, vertical velocity, vertical acceleration */
    double *forward;               /* forward velocity over the ground */
    double *speed;                 /* resultant of forward and climb */
    double *reach;                 /* how far it is in front of the pelvis */
} hg__foot_point;

typedef struct hg__foot {
    hg__foot_point heel, toe;
    hg__foot_point middle; /* mean of both; in frames where only one is seen, that one */
    double *slow; /* forward velocity of the middle, low-passed for telling swing from stance */
    const double *pace; /* of the pelvis over the ground, averaged over a stride */
    const double *knee; /* flexion in radians; NULL when not measured */
} hg__foot;

typedef struct hg__swing {
    size_t start, peak, end; /* overtakes the pelvis, is fastest, stands again */
    bool ended;              /* false where the recording, or a gap, cut it off */
} hg__swing;

typedef struct hg__swings {
    hg__swing *swing;
    size_t n;
} hg__swings;

/* Where one event is looked for. */
typedef struct hg__search {
    const hg__foot *foot;
    const hg__swing *swing; /* the strike ends it, the toe-off begins it */
    size_t stance;          /* first sample of the stance before it */
    size_t n;
    double rate_hz, stride_s;
    bool walking;
    const hg__stage *stage;
} hg__search;

/* An event, and the same by a second method; NaN when there is none. */
typedef struct hg__mark {
    double at, second;
} hg__mark;

/* Events of one foot. */
typedef struct hg__marks {
    hg__mark *strike, *toe_off;
    size_t n_strikes, n_toe_offs;
} hg__marks;

/*
 * A method. `strike` and `toe_off` are NULL in the one that has no feet to look at (pelvis); a
 * toe-off at the knee is looked for only where the knee was measured.
 */
typedef struct hg__marker_method {
    const char *id;     /* the value of events.marker_method */
    const char *source; /* who published it */
    bool heel, toe;     /* what it needs */
    bool alone;         /* it looks at these only, whatever else is there */
    hg__mark (*strike)(const hg__search *);
    hg__mark (*toe_off)(const hg__search *);
    const char *second; /* its own second view of an event; NULL: the default method is asked */
    const char *rule;   /* how it finds strikes and toe-offs, for the description of a result */
    const char *error;  /* what is known of its error in running */
} hg__marker_method;

extern const hg__marker_method hg__marker_methods[];
extern const size_t hg__n_marker_methods;

const hg__marker_method *hg__marker_method_named(const char *id); /* NULL when there is none */

/* Does a foot have markers, over a ground whose speed is known? */
bool hg__foot_seen(const hg__feet *feet, int side);

/* The method for one foot: the one asked for (events.marker_method) where its markers are there,
 * else the best that can be had. */
const hg__marker_method *hg__marker_method_for(const hg__feet *feet, int side, bool walking,
                                               const hg_params *params);

/* --- signals and swings; false when there is no memory --- */

/* Stride time by which time constants are scaled, from the foremost rhythm of both feet; NaN where
 * no foot takes two strides. */
bool hg__stride_time(double *stride_s, const hg__feet *feet, const hg__stage *stage);

/* Without the markers that the method leaves out; a foot without any is left empty. */
bool hg__foot_signals(hg__foot *out, const hg__feet *feet, int side,
                      const hg__marker_method *method, double stride_s, const hg__angle_set *angles,
                      const hg__stage *stage);

/* Swings of a foot by a Schmitt trigger on its slow speed; stances that are too short are merged
 * away, swings that carry the foot less than half the usual way (spikes) are dropped. */
bool hg__find_swings(hg__swings *out, const hg__foot *foot, size_t n, double rate_hz,
                     double stride_s, const hg__stage *stage);

bool hg__low_pass(double *x, size_t n, double cutoff_hz, double rate_hz, const hg__stage *stage);

/* --- looking for a sample in a signal --- */

/* The first rise of x through share * of[i] met when walking back from `from` to `to`; NaN when
 * there is none or x has a gap on the way. `of` NULL: share itself is the level. */
double hg__rise_before(const double *x, double share, const double *of, size_t from, size_t to);
/* The same walking forward. */
double hg__rise_after(const double *x, double share, const double *of, size_t from, size_t to);
/* The fall of x through share * of[i] nearest to `near` inside [from, to]. */
double hg__fall_near(const double *x, double share, const double *of, double near, size_t from,
                     size_t to);
/* The greatest (sign 1) or least (sign -1) inside [from, to], refined by a parabola; NaN when it
 * lies at an end of the window: then it is no extremum. */
double hg__extremum(const double *x, double sign, size_t from, size_t to);
size_t hg__lowest(const double *x, size_t from, size_t to);
double hg__parabola(const double *x, size_t i);
size_t hg__sample(double at, size_t least, size_t most); /* clamped; NaN gives least */

/* --- the methods --- */

hg__mark hg__strike_combined(const hg__search *q);
hg__mark hg__toe_off_combined(const hg__search *q);
hg__mark hg__strike_alone(const hg__search *q);
hg__mark hg__toe_off_toe(const hg__search *q);
hg__mark hg__toe_off_heel_rise(const hg__search *q);
hg__mark hg__strike_walking(const hg__search *q);
hg__mark hg__toe_off_walking(const hg__search *q);
hg__mark hg__strike_zeni(const hg__search *q);
hg__mark hg__toe_off_zeni(const hg__search *q);
hg__mark hg__strike_handsaker(const hg__search *q);
hg__mark hg__toe_off_handsaker(const hg__search *q);
hg__mark hg__strike_midfoot(const hg__search *q);
hg__mark hg__toe_off_oconnor(const hg__search *q);
hg__mark hg__toe_off_leitch(const hg__search *q);
hg__mark hg__strike_fellin(const hg__search *q);
hg__mark hg__toe_off_fellin(const hg__search *q);

/* When the knee is extended most inside [from, to], at push-off; NaN when not measured. */
double hg__knee_extended(const double *knee, double from, double to, size_t n);

/*
 * Strikes from the pelvis alone, toe-offs from the knees where they were measured, for the sides
 * that are wanted. `known`: the events of a foot that has markers, or NULL; they tell the sides,
 * else the hips do, else the drop of the pelvis. *unsure counts steps whose side could not be told.
 */
bool hg__pelvis_events(hg__marks out[2], size_t *unsure, const bool wanted[2],
                       const hg__events_input *input, const hg__marks *known[2],
                       const hg__stage *stage);

#endif
