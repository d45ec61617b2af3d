/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which way the axes of the lab point. Only what is up matters: the direction of running is found
 * from the data later. The file may say it (Y_SCREEN: the axis that points up on the screen); the
 * floor, where there are force plates, may contradict; else the body itself is taller than wide.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/c3d_file.h"
#include "io/units.h"

#define FRAMES_LOOKED_AT 200
#define PLATE_LEVEL 0.9 /* cosine of 26 deg: a plate steeper than that is no floor */

typedef struct direction {
    int axis; /* 0 to 2, -1: not known */
    int sign;
} direction;

static direction screen(const hg__c3d *c, const char *name) {
    char text[HG_NAME_MAX], plain[HG_NAME_MAX];
    direction d = {-1, 1};
    hg__c3d_word(text, sizeof text, c, "POINT", name);
    hg__c3d_plain(plain, sizeof plain, text);
    if (strlen(plain) == 1 && plain[0] >= 'X' && plain[0] <= 'Z') d.axis = plain[0] - 'X';
    if (strchr(text, '-')) d.sign = -1;
    return d;
}

/* The axis square to the plates, when all agree. */
static int floor_axis(const hg__c3d *c) {
    int axis = -1;
    for (size_t i = 0; i < c->n_plates; i++)
        for (int a = 0; a < 3; a++)
            if (fabs(c->plate[i].R[3 * a + 2]) > PLATE_LEVEL) {
                if (axis >= 0 && axis != a) return -1;
                axis = a;
            }
    return axis;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median over the frames of how far the markers of one frame reach along an axis, and of their
 * mean. */
static void reach(const hg_stream *s, int axis, double *extent, double *level) {
    double extents[FRAMES_LOOKED_AT], means[FRAMES_LOOKED_AT];
    size_t step = s->n_frames / FRAMES_LOOKED_AT + 1, n = 0;
    for (size_t f = 0; f < s->n_frames; f += step) {
        double least = INFINITY, most = -INFINITY, sum = 0;
        size_t seen = 0;
        for (size_t i = 0; i < s->n_points; i++) {
            double x = s->data[(f * s->n_points + i) * 3 + (size_t)axis];
            if (isnan(x)) continue;
            if (x < least) least = x;
            if (x > most) most = x;
            sum += x;
            seen++;
        }
        if (seen < 2) continue;
        extents[n] = most - least;
        means[n++] = sum / (double)seen;
    }
    *extent = 0;
    *level = NAN;
    if (n == 0) return;
    qsort(extents, n, sizeof *extents, ascending);
    qsort(means, n, sizeof *means, ascending);
    *extent = extents[n / 2];
    *level = means[n / 2];
}

/*
 * Seen from the floor the body is up: from the plates where they are, else from the lab's origin.
 */
static int upward(const hg__c3d *c, int axis) {
    double extent, level, floor = 0;
    if (!c->stream[HG__C3D_MARKER]) return 1;
    reach(c->stream[HG__C3D_MARKER], axis, &extent, &level);
    for (size_t i = 0; i < c->n_plates; i++)
        floor += c->plate[i].centre[axis] * c->length_factor / (double)c->n_plates;
    return level < floor ? -1 : 1;
}

static direction from_data(const hg__c3d *c, int floor) {
    direction d = {floor, 1};
    const hg_stream *s = c->stream[HG__C3D_MARKER];
    double most = 0;
    for (int a = 0; a < 3 && floor < 0 && s; a++) {
        double extent, level;
        reach(s, a, &extent, &level);
        if (extent > most) {
            most = extent;
            d.axis = a;
        }
    }
    if (d.axis < 0) d.axis = 2; /* nothing to go by and nothing that would need it */
    d.sign = upward(c, d.axis);
    return d;
}

void hg__c3d_find_axes(hg__c3d *c) {
    direction up = screen(c, "Y_SCREEN"), forward = screen(c, "X_SCREEN");
    int floor = floor_axis(c);
    if (up.axis < 0) {
        up = from_data(c, floor);
        hg__remark(c->sink, HG_NOTE, "POINT:Y_SCREEN", "", "no word on what is up; %s say %c%c",
                   floor >= 0 ? "the force plates" : "the markers", up.sign < 0 ? '-' : '+',
                   'X' + up.axis);
    } else if (floor >= 0 && floor != up.axis) {
        direction plates = {floor, upward(c, floor)};
        hg__remark(c->sink, HG_WARNING, "POINT:Y_SCREEN", "the axis square to the force plates",
                   "%c%c, but the plates lie across %c; that is taken as up",
                   up.sign < 0 ? '-' : '+', 'X' + up.axis, 'X' + floor);
        up = plates;
    }
    if (forward.axis < 0 || forward.axis == up.axis) forward = (direction){up.axis == 0 ? 2 : 0, 1};
    char axes[4] = "LLL";
    axes[up.axis] = up.sign > 0 ? 'S' : 'I';
    axes[forward.axis] = forward.sign > 0 ? 'A' : 'P';
    if (*hg__axes_fault(axes)) axes[3 - up.axis - forward.axis] = 'R';
    memcpy(c->axes, axes, sizeof c->axes);
    if (c->stream[HG__C3D_MARKER]) memcpy(c->stream[HG__C3D_MARKER]->axes, axes, sizeof c->axes);
}
