/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the channels of a platform to the force on the runner and the centre of pressure, both in
 * the lab. FORCE_PLATFORM:ZERO is not applied: what the file holds is handed on.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"

#define NO_LOAD_N 0.1     /* below this the centre of pressure is a division by nothing */
#define LOADED_N 20.0     /* peak of a platform that somebody stepped on */
#define LOADED_SHARE 0.25 /* of the peak */

/* Force and centre of pressure in the plate's axes, the unit of the points. */
static void wrench(double F[3], double cop[2], const hg__c3d_plate *p, const double *sample) {
    double v[8], M[3];
    size_t n = p->type == 3 ? 8 : 6;
    for (size_t k = 0; k < n; k++) v[k] = sample[p->channel[k]];
    if (p->type == 4) {
        double w[6] = {0};
        for (size_t r = 0; r < 6; r++)
            for (size_t k = 0; k < 6; k++) w[r] += p->cal[r][k] * v[k];
        memcpy(v, w, sizeof w);
    }
    const double *o = p->origin;
    if (p->type == 3) { /* x12 x34 y14 y23 z1 z2 z3 z4, sensors at (+-a, +-b) */
        double a = fabs(o[0]), b = fabs(o[1]);
        F[0] = v[0] + v[1];
        F[1] = v[2] + v[3];
        F[2] = v[4] + v[5] + v[6] + v[7];
        M[0] = b * (v[4] + v[5] - v[6] - v[7]) + o[2] * F[1];
        M[1] = a * (-v[4] + v[5] + v[6] - v[7]) - o[2] * F[0];
    } else {
        memcpy(F, v, 3 * sizeof *F);
        M[0] = v[3] * p->moment_factor - (o[1] * F[2] - o[2] * F[1]);
        M[1] = v[4] * p->moment_factor - (o[2] * F[0] - o[0] * F[2]);
    }
    cop[0] = -M[1] / F[2];
    cop[1] = M[0] / F[2];
    if (p->type == 1) {
        cop[0] = v[3];
        cop[1] = v[4];
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Upward sum and peak of the force as the plate gives it. */
static void load(const hg__c3d *c, const hg__c3d_plate *p, int up, double sign, double *peak,
                 double *sum) {
    double F[3], cop[2];
    size_t n = c->n_frames * c->per_frame;
    *peak = *sum = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            wrench(F, cop, p, c->analog + i * c->n_channels);
            double lift =
                sign * (p->R[3 * up] * F[0] + p->R[3 * up + 1] * F[1] + p->R[3 * up + 2] * F[2]);
            if (!isfinite(lift)) continue;
            if (pass == 0 && fabs(lift) > *peak) *peak = fabs(lift);
            if (pass == 1 && fabs(lift) > LOADED_SHARE * *peak) *sum += lift;
        }
}

/* Distances of the centre of pressure from the middle of the plate, while it is loaded, sorted. */
static size_t distances(const hg__c3d *c, const hg__c3d_plate *p, double *out, size_t room) {
    double F[3], cop[2], peak = 0;
    size_t n = c->n_frames * c->per_frame, count = 0, step = n / room + 1;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i += step) {
            wrench(F, cop, p, c->analog + i * c->n_channels);
            if (!isfinite(F[2]) || !isfinite(cop[0]) || !isfinite(cop[1])) continue;
            if (pass == 0 && fabs(F[2]) > peak) peak = fabs(F[2]);
            if (pass == 1 && fabs(F[2]) > LOADED_N && fabs(F[2]) > LOADED_SHARE * peak)
                out[count++] = hypot(cop[0], cop[1]);
        }
    qsort(out, count, sizeof *out, ascending);
    return count;
}

/*
 * Moments whose unit is not said, or said wrongly: taken a thousand times too small, the centre of
 * pressure never leaves the middle of the plate; too large, it is far beyond its edge. A runner
 * does neither. Corrected only when the other unit puts nine tenths of the samples on the plate.
 */
static void check_moments(const hg__c3d *c, hg__c3d_plate *p) {
    double small[1000], edge = 1.2 * p->half_diagonal;
    size_t room = sizeof small / sizeof *small;
    if (p->type != 2 && p->type != 4) return;
    size_t n = distances(c, p, small, room);
    if (n < 20) return;
    double median = small[n / 2], given = p->moment_factor;
    double by = median < 0.005 * edge ? 1e3 : median > 20 * edge ? 1e-3 : 1;
    if (by == 1) return;
    if (p->type == 4) {
        for (size_t r = 3; r < 6; r++)
            for (size_t k = 0; k < 6; k++) p->cal[r][k] *= by;
    } else {
        p->moment_factor *= by;
    }
    n = distances(c, p, small, room);
    if (n >= 20 && small[n * 9 / 10] < edge && small[n / 2] > 0.05 * edge) {
        hg__remark(
            c->sink, HG_WARNING, "ANALOG:UNITS", "moments in N m or N mm",
            "moments of platform %zu that put the centre of pressure %s; taken %g times as large",
            p->number, by > 1 ? "into the very middle" : "far outside", by);
        return;
    }
    p->moment_factor = given;
    for (size_t r = 3; p->type == 4 && r < 6; r++)
        for (size_t k = 0; k < 6; k++) p->cal[r][k] /= by;
}

static hg_status add_stream(hg__c3d *c, const hg__c3d_plate *p, double sign) {
    static const char *const labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    size_t n = c->n_frames * c->per_frame;
    char name[HG_NAME_MAX];
    hg_stream *s = NULL;
    snprintf(name, sizeof name, "force%zu", p->number);
    hg_status status = hg_trial_add_stream(&s, c->rec, c->trial, name, HG_STREAM_FORCE_PLATE, n, 6,
                                           1, c->rate_hz * (double)c->per_frame, c->sink->err);
    if (status != HG_OK) return status;
    s->t0_s = c->t0_s;
    memcpy(s->axes, c->axes, sizeof s->axes);
    for (int k = 0; k < 6; k++) snprintf(s->labels[k], HG_NAME_MAX, "%s", labels[k]);
    for (size_t i = 0; i < n; i++) {
        double F[3], cop[2], *to = s->data + 6 * i;
        wrench(F, cop, p, c->analog + i * c->n_channels);
        if (!isfinite(F[0]) || !isfinite(F[1]) || !isfinite(F[2])) continue; /* stays NaN */
        bool known = fabs(F[2]) >= NO_LOAD_N && isfinite(cop[0]) && isfinite(cop[1]);
        for (int a = 0; a < 3; a++) {
            const double *R = p->R + 3 * a;
            to[a] = sign * (R[0] * F[0] + R[1] * F[1] + R[2] * F[2]);
            if (known)
                to[3 + a] = (R[0] * cop[0] + R[1] * cop[1] + p->centre[a]) * c->length_factor;
        }
    }
    return HG_OK;
}

/*
 * Plates give the force on themselves or the reaction, as their makers pleased. But nobody pulls on
 * a plate: the reaction points up. A plate that nobody stepped on follows the others.
 */
hg_status hg__c3d_add_force_streams(hg__c3d *c) {
    double signs[HG__C3D_PLATES], vote = 0;
    int up = 0;
    while (up < 2 && c->axes[up] != 'S' && c->axes[up] != 'I') up++;
    for (size_t i = 0; i < c->n_plates; i++) {
        double peak, sum;
        check_moments(c, &c->plate[i]);
        load(c, &c->plate[i], up, c->axes[up] == 'S' ? 1 : -1, &peak, &sum);
        signs[i] = peak < LOADED_N || sum == 0 ? 0 : sum > 0 ? 1 : -1;
        vote += signs[i];
    }
    for (size_t i = 0; i < c->n_plates; i++) {
        double sign = signs[i] != 0 ? signs[i] : vote < 0 ? -1 : 1;
        if (sign < 0)
            hg__remark(c->sink, HG_NOTE, "FORCE_PLATFORM", "",
                       "platform %zu gives the force on itself; turned round", c->plate[i].number);
        hg_status status = add_stream(c, &c->plate[i], sign);
        if (status != HG_OK) return status;
    }
    return HG_OK;
}
