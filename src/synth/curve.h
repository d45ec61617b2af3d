/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Smooth curves of one variable: everything that moves in the synthetic runner is made of these. */
#ifndef HG_SYNTH_CURVE_H
#define HG_SYNTH_CURVE_H

#include <stdbool.h>
#include <stddef.h>

/* 0 below 0, 1 above 1, between them a step whose first and second derivatives are continuous;
 * and its integral from 0 to u. */
double hg__smooth_step(double u);
double hg__smooth_step_integral(double u);

/* What is left at u of the way of something whose velocity, 0.5 - u at first, comes to rest at 1
 * with two derivatives: its acceleration is hg__smooth_step(u) - 1. For u from 0. */
double hg__smooth_stop(double u);

/* Periodic cubic spline through a few points of the cycle (phase 0 to 1). */
#define HG__CYCLE_MAX 16
typedef struct hg__cycle {
    size_t n;
    double phase[HG__CYCLE_MAX], value[HG__CYCLE_MAX], bend[HG__CYCLE_MAX];
} hg__cycle;

void hg__cycle_fit(hg__cycle *c, const double (*points)[2], size_t n, double scale);
double hg__cycle_at(const hg__cycle *c, double phase);

/* Natural cubic spline through (x[i], i): a count that grows smoothly. `bend` has room for n, as
 * has `scratch`. n >= 2, x increasing. Beyond the ends it goes on as a line. */
void hg__count_fit(double *bend, const double *x, size_t n, double *scratch);
double hg__count_at(const double *bend, const double *x, size_t n, double at);

/* Position, velocity and acceleration. */
typedef struct hg__motion {
    double p, v, a;
} hg__motion;

/*
 * A path from one motion to another (position, velocity and acceleration are met at both ends)
 * through up to HG__PATH_VIA given points between: a quintic and as many bumps that vanish with
 * two derivatives at the ends.
 */
#define HG__PATH_VIA 4
typedef struct hg__path {
    double start, length;
    double c[6];
    double bump[HG__PATH_VIA];
    size_t n_via;
} hg__path;

/* Via points are (share of the way, value). False when they cannot be met. */
bool hg__path_fit(hg__path *path, double start, double end, hg__motion from, hg__motion to,
                  const double (*via)[2], size_t n_via);
double hg__path_at(const hg__path *path, double at);

#endif
