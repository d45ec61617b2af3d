/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside of the events by force: plates, loads on them, and the feet that stand.
 *
 *   plate   one platform or belt: vertical force and centre of pressure on its own clock
 *   load    a stretch during which one plate carries more than its threshold
 *   stance  a stretch during which a foot hardly moves over the ground, by its markers
 *   contact what is looked for: a foot from its strike to its toe-off, on one plate or several
 */
#ifndef HG_GAIT_EVENTS_FORCE_H
#define HG_GAIT_EVENTS_FORCE_H

#include "gait/events/events.h"

typedef struct hg__plate {
    const hg_stream *stream;
    size_t n;
    double *up;      /* force on the runner, low-passed, less its level at rest; NaN is missing */
    double *cop[2];  /* forward and right, in the progress frame; NULL when not known */
    bool low_passed; /* false when its rate is too low for the filter */
    bool at_rest;    /* stretches without load were found; the next three are known */
    double noise_n;  /* spread of the low-passed force at rest */
    double offset_n; /* mean level at rest */
    double drift_n;  /* largest less smallest level at rest */
    bool corrected;  /* that level was taken off */
    double threshold_n;      /* the one in force, raised where the noise would cross it */
    size_t clipped, missing; /* samples */
    const char *refusal;     /* why it cannot be used; NULL when it can */
} hg__plate;

typedef struct hg__load {
    const hg__plate *plate;
    size_t first, last;    /* samples above the threshold */
    double start_s, end_s; /* crossings; NaN when begun before or ended after the samples */
    double from_s, to_s;   /* the same, at most the ends of the samples */
    double peak_n;
    hg_side start_side, end_side;   /* whose foot arrives or leaves then; unknown when nobody's */
    bool on[2];                     /* the foot takes part */
    size_t stance[2];               /* of that foot; HG__NO_STANCE when there is none */
    size_t under[2], between, seen; /* frames by where the centre of pressure is */
} hg__load;

#define HG__NO_STANCE ((size_t)-1)

typedef struct hg__stance {
    double start_s, end_s; /* NaN before the first and after the last sample */
    double from_s, to_s;
} hg__stance;

typedef struct hg__standing {
    const hg__feet *feet; /* NULL: nothing is known of the feet */
    hg__stance *stance[2];
    size_t n[2];
    double overtakes_s; /* a stance ends so long after toe-off */
    double stride_s;
} hg__standing;

/* All plates of the trial; those that cannot be used say why. threshold_n is the one of the task.
 */
hg_status hg__force_plates(hg__plate **out, size_t *count, double threshold_n,
                           const hg__events_input *input, const hg__stage *stage);

/* Level at rest and noise of a plate, and what follows from them for force and threshold. False
 * when memory runs out. */
bool hg__force_rest(hg__plate *plate, const hg__stage *stage);

/* Seconds of a place between two samples, and back. */
double hg__plate_time(const hg__plate *plate, double sample);
double hg__plate_sample(const hg__plate *plate, double time_s);
/* Force at a time by linear interpolation; NaN outside. */
double hg__plate_force(const hg__plate *plate, double time_s);

/* Loads, plate after plate, in order of time. A plate that is never unloaded is refused. */
hg_status hg__force_loads(hg__load **out, size_t *count, hg__plate *plates, size_t n_plates,
                          const hg__stage *stage);

/* When each foot stands. False when memory runs out. */
bool hg__standing_feet(hg__standing *out, const hg__feet *feet, bool walking,
                       const hg__stage *stage);

/* Contacts of one side, in order of time: what hg__force_contacts() makes of the loads. */
typedef struct hg__contact {
    double start_s, end_s; /* NaN when it is not seen */
    hg_side side;
} hg__contact;

typedef struct hg__contacts {
    hg__contact *contact;
    size_t n;
    size_t unsure; /* loads whose side nobody knows, and contacts against the alternation */
    size_t shared, partial; /* contacts left out, wholly or at one end: both feet on a plate; a foot
                               that began or ended beside it */
    char plates[128];       /* names of the plates where that happened */
} hg__contacts;

hg_status hg__force_contacts(hg__contacts *out, const hg__load *loads, size_t n, bool treadmill,
                             const hg__standing *standing, const hg__stage *stage);

/* Which feet are on a load: fills the second half of hg__load. */
void hg__force_sides(hg__load *loads, size_t n, const hg__standing *standing,
                     const hg__events_input *input, const hg__stage *stage);

#endif
