/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/landing.h"

#include <math.h>

#include "synth/curve.h"

#define PI 3.14159265358979323846
#define RAD (PI / 180)

/*
 * Foot-strike angles in the middle of the classes of Altman and Davis 2012
 * (doi:10.1016/j.gaitpost.2011.09.104): rearfoot above 8 deg, forefoot below -1.6 deg. The heel of
 * a forefoot striker comes to the belt about 40 ms later, as in RBDS001, who is one. Without a heel
 * that lands there is no impact transient (Lieberman 2010, doi:10.1038/nature08723).
 */
static const hg__landing landings[] = {
    [HG_STRIKE_REARFOOT] = {0.42, 12 * RAD, -200 * RAD, 0.055, 0.0, 0.020, 0.012, 0, 0, 10},
    [HG_STRIKE_MIDFOOT] = {0.46, 3 * RAD, -200 * RAD, 0.040, 0.5, 0.026, 0.014, 0.15, 2 * RAD, 4},
    [HG_STRIKE_FOREFOOT] = {0.50, -4 * RAD, -190 * RAD, 0.050, 1.0, 0.034, 0.018, 0.25, 4 * RAD, 0},
};

const hg__landing *hg__landing_of(hg_synth_strike strike) {
    return &landings[strike];
}

/*
 * The foot comes to the belt while it is being braked, and the belt stops what is left: in RBDS001
 * the mid-foot passes the strike (50 N) with 0.46 of the speed at 2.5 and at 3.5 m/s, loses 20 and
 * 19 times the speed per second from 20 ms before it to 15 ms after it, and stands after 25 ms. A
 * rearfoot striker at 3.6 m/s (Rajagopal 2016, doi:10.1109/TBME.2016.2586891) shows 0.5, 18 and 32
 * ms. Sprinters land with a foot that is slower over the ground than that.
 */
#define FORWARD_FAST_M_S 4.0 /* from here on the share falls, */
#define FORWARD_FALL 0.032   /* by that for each m/s */
#define BRAKE_SHARE 19.0     /* of the speed, per second */
#define SETTLE_S 0.020       /* in which the braking fades out */

/*
 * Vertical acceleration of the heel is largest 7 to 10 ms after the touch in the rearfoot striker,
 * that of the forefoot 17 to 20 ms after it in RBDS001, who comes down by 19 mm from touch to
 * stance: the forefoot lands on its outer edge, rolls in and is held by the calf. A faster landing
 * is stopped in less time.
 */
#define SINK_MORE 0.2 /* m/s: a little faster than the body falls */
#define SINK_LEAST 0.3
#define SINK_MOST 2.0
/* What the sole gives way further as the load grows to its peak, and what it rises by as the load
 * goes in the last part of the contact. */
#define LOAD_M 0.004
#define REBOUND_M 0.006
#define REBOUND_SHARE 0.2

/* From the last part of the contact on, in which the ground hardly holds it any more, the foot is
 * drawn up and forward with constant jerk. Values for 3 m/s; they grow with the speed, and in
 * contacts shorter than the usual with the square of that, so that the foot gets as far. */
#define LEAVE_CONTACT_S 0.24
#define LEAVE_SHARE 0.15 /* of the contact */
#define LEAVE_UP_M_S3 370.0
#define LEAVE_FORWARD_M_S3 500.0

void hg__touch_plan(hg__touch *touch, const hg__landing *landing, double speed, double climb) {
    const double sink = fmax(SINK_LEAST, fmin(SINK_MOST, SINK_MORE - climb)) + landing->sink_more;
    const double share = landing->forward - FORWARD_FALL * fmax(speed - FORWARD_FAST_M_S, 0);
    *touch = (hg__touch){.sink = sink, .sink_s = fmin(landing->sink_s, 2 * landing->sink_m / sink)};
    touch->forward = share * speed;
    touch->brake = BRAKE_SHARE * speed;
    touch->settle_s = fmin(SETTLE_S, share / BRAKE_SHARE);
}

double hg__touch_forward_left(const hg__touch *touch, double since) {
    /* constant braking until `from`, then less and less */
    const double length = touch->settle_s, from = touch->forward / touch->brake - length / 2,
                 u = (since - from) / length;
    if (u >= 0) return touch->brake * length * length * hg__smooth_stop(u);
    const double before = from - since;
    return touch->brake *
           (length * length * hg__smooth_stop(0) + length / 2 * before + before * before / 2);
}

double hg__sole_height(const hg__touch *touch, double contact_s, double since) {
    const double u = since / touch->sink_s;
    double height =
        u < 1 ? touch->sink * touch->sink_s * (0.5 - u + hg__smooth_step_integral(u)) : 0;
    if (since > 0 && since < contact_s) {
        const double load = sin(PI * since / contact_s);
        height -= LOAD_M * load * load;
    }
    return height + REBOUND_M * hg__smooth_step(1 - (1 - since / contact_s) / REBOUND_SHARE);
}

void hg__leave_way(double *forward, double *up, double speed, double contact_s, double since) {
    const double quick = fmax(LEAVE_CONTACT_S / contact_s, 1), haste = speed / 3 * quick * quick,
                 free = fmax(since - (1 - LEAVE_SHARE) * contact_s, 0),
                 cube = haste * free * free * free / 6;
    *forward = LEAVE_FORWARD_M_S3 * cube;
    *up = LEAVE_UP_M_S3 * cube;
}
