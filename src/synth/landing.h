/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the shoe meets the belt, gives way under load and leaves it. All ways are those of the point
 * of the sole that carries, over the belt: forward and up, metres.
 */
#ifndef HG_SYNTH_LANDING_H
#define HG_SYNTH_LANDING_H

#include <hipgait/synth.h>

/* What differs between strike patterns. */
typedef struct hg__landing {
    double forward;    /* velocity over the belt at the strike, of the speed */
    double pitch;      /* of the shoe at the strike, toes up +, rad */
    double pitch_rate; /* rad/s there */
    double flat_s;     /* from the strike until the shoe is flat */
    double carries;    /* the part that lands: 0 heel, 1 ball */
    double sink_s;     /* in which an ordinary landing is stopped, */
    double sink_m;     /* on at most that way */
    double sink_more;  /* velocity with which that part comes down, beyond a heel's, m/s */
    double knee_more;  /* knee flexion at the strike beyond that of a rearfoot strike, rad */
    double impact;     /* peak of the impact in the vertical force per mass, m/s^2 */
} hg__landing;

const hg__landing *hg__landing_of(hg_synth_strike strike);

/* What a step needs of it. */
typedef struct hg__touch {
    double sink, sink_s;             /* velocity downward before the strike; time that stops it */
    double forward, brake, settle_s; /* velocity over the belt at the strike; its loss; end of it */
} hg__touch;

/* `climb` is the velocity upward of the pelvis, m/s (it falls). */
void hg__touch_plan(hg__touch *touch, const hg__landing *landing, double speed, double climb);

/* How far forward the carrying part still has to go over the belt, `since` seconds after the
 * strike (negative before it). */
double hg__touch_forward_left(const hg__touch *touch, double since);

/* Its height over where it stands under load, in a contact of that length: it comes down, is
 * stopped by the shoe, sinks a little with the load and rises again as the load goes. */
double hg__sole_height(const hg__touch *touch, double contact_s, double since);

/* How far it is drawn forward and up as it leaves. */
void hg__leave_way(double *forward, double *up, double speed, double contact_s, double since);

#endif
