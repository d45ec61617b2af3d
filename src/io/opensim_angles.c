/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/opensim_angles.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define PI 3.14159265358979323846
#define MOST_RAD (2 * PI) /* no hip and no knee turns once around */

/* Coordinate, the angle that it is, the sign. OpenSim's x is forward, y up, z right, and
 * coordinates turn about these axes: so a pelvis tilts backward, lists to the right and turns to
 * the left with +. Hips and knees are mirrored there as they are here. */
static const struct coordinate {
    const char *name;
    hg_angle angle;
    double sign;
} coordinates[] = {
    {"pelvis_tilt", HG_ANGLE_PELVIS_TILT, -1},
    {"pelvis_list", HG_ANGLE_PELVIS_OBLIQUITY, -1},
    {"pelvis_rotation", HG_ANGLE_PELVIS_ROTATION, 1},
    {"hip_flexion_l", HG_ANGLE_HIP_FLEXION_LEFT, 1},
    {"hip_flexion_r", HG_ANGLE_HIP_FLEXION_RIGHT, 1},
    {"hip_adduction_l", HG_ANGLE_HIP_ADDUCTION_LEFT, 1},
    {"hip_adduction_r", HG_ANGLE_HIP_ADDUCTION_RIGHT, 1},
    {"hip_rotation_l", HG_ANGLE_HIP_ROTATION_LEFT, 1},
    {"hip_rotation_r", HG_ANGLE_HIP_ROTATION_RIGHT, 1},
    {"knee_angle_l", HG_ANGLE_KNEE_FLEXION_LEFT, 1},
    {"knee_angle_r", HG_ANGLE_KNEE_FLEXION_RIGHT, 1},
};

#define COLUMN(name, column) column,
static const char *const labels[HG_ANGLE_COUNT] = {HG_ANGLE_TABLE(COLUMN)};
#undef COLUMN

/* A state file has "/jointset/hip_r/hip_flexion_r/value". */
static bool is_coordinate(const char *column, const char *name) {
    const char *value = strstr(column, "/value");
    if (!value || value[6]) return strcmp(column, name) == 0;
    size_t n = strlen(name), length = (size_t)(value - column);
    return length > n && column[length - n - 1] == '/' && strncmp(value - n, name, n) == 0;
}

/* Sum and number of a column's values, the largest by size. */
static void survey(const hg__table *t, ptrdiff_t column, double *sum, size_t *n, double *most) {
    for (size_t r = 0; r < t->n_rows; r++) {
        double v = t->data[r * t->n_columns + (size_t)column];
        if (isnan(v)) continue;
        *sum += v;
        ++*n;
        *most = fmax(*most, fabs(v));
    }
}

/* Columns; those that are nothing but zero are coordinates that the file carries and nobody
 * computed. */
static void find_columns(hg__mot_angles *a, const char (*name)[HG__MOT_NAME_MAX], size_t n_columns,
                         const hg__table *t, hg__sink *sink) {
    size_t empty = 0;
    bool pelvis = false;
    for (int k = 0; k < HG_ANGLE_COUNT; k++) a->column[k] = -1;
    for (size_t i = 0; i < COUNT(coordinates); i++)
        for (size_t c = 0; c < n_columns && a->column[coordinates[i].angle] < 0; c++)
            if (is_coordinate(name[c], coordinates[i].name))
                a->column[coordinates[i].angle] = (ptrdiff_t)c;
    const ptrdiff_t *p = a->column + HG_ANGLE_PELVIS_TILT;
    a->pelvis = p[0] >= 0 && p[1] >= 0 && p[2] >= 0;
    a->pelvis_turns_last = a->pelvis && p[0] < p[2];
    for (int k = 0; k < HG_ANGLE_COUNT; k++) {
        double sum = 0, most = 0;
        size_t n = 0;
        if (a->column[k] < 0) continue;
        survey(t, a->column[k], &sum, &n, &most);
        bool moves = most > 0;
        if (k <= HG_ANGLE_PELVIS_ROTATION && a->pelvis) { /* these three belong together */
            pelvis = pelvis || moves;
            continue;
        }
        if (!moves) {
            a->column[k] = -1;
            empty++;
        }
    }
    if (a->pelvis && !pelvis) {
        for (int k = HG_ANGLE_PELVIS_TILT; k <= HG_ANGLE_PELVIS_ROTATION; k++) a->column[k] = -1;
        a->pelvis = false;
        empty += 3;
    }
    for (int k = 0; k < HG_ANGLE_COUNT; k++) a->n += a->column[k] >= 0;
    if (empty)
        hg__remark(sink, HG_NOTE, "columns", "",
                   "%zu joint coordinates that are 0 throughout; they count as not measured",
                   empty);
}

static double to_radians(const hg__mot_angles *a, const hg__table *t, hg__mot_unit unit,
                         hg__sink *sink) {
    double most = 0, sum = 0;
    size_t n = 0;
    for (int k = HG_ANGLE_HIP_FLEXION_LEFT; k < HG_ANGLE_COUNT; k++)
        if (a->column[k] >= 0) survey(t, a->column[k], &sum, &n, &most);
    bool degrees = unit == HG__MOT_DEGREES || unit == HG__MOT_SIMM;
    if (!degrees && most > MOST_RAD) {
        hg__remark(sink, HG_WARNING, "inDegrees", "yes; they are taken as degrees",
                   "%s and angles up to %.3g", unit == HG__MOT_RADIANS ? "no" : "nothing", most);
        degrees = true;
    }
    return degrees ? PI / 180 : 1;
}

/* In some models a knee flexes with +, in others with -. Knees hardly overextend, so the mean
 * tells. */
static double knee_sign(const hg__mot_angles *a, const hg__table *t, hg__sink *sink) {
    double sum = 0, most = 0;
    size_t n = 0;
    for (int k = HG_ANGLE_KNEE_FLEXION_LEFT; k <= HG_ANGLE_KNEE_FLEXION_RIGHT; k++)
        if (a->column[k] >= 0) survey(t, a->column[k], &sum, &n, &most);
    if (!(sum < 0)) return 1;
    hg__remark(sink, HG_NOTE, "knee_angle", "",
               "a model whose knees flex with negative angles; the sign was turned");
    return -1;
}

/* OpenSim's pelvis turns about its own z, then x, then y (tilt, list, rotation); hipgait describes
 * it by y, then x, then z. `v` is tilt, list, rotation about +z, +x, +y, and becomes those of the
 * other order. */
static void reorder_pelvis(double v[3]) {
    double st = sin(v[0]), ct = cos(v[0]), sl = sin(v[1]), cl = cos(v[1]), sr = sin(v[2]),
           cr = cos(v[2]);
    /* elements of Rz(tilt) Rx(list) Ry(rotation) */
    double xz = ct * sr + st * sl * cr, zz = cl * cr, yz = st * sr - ct * sl * cr,
           yx = st * cr + ct * sl * sr, yy = ct * cl;
    v[0] = atan2(yx, yy);
    v[1] = asin(fmax(-1, fmin(1, -yz)));
    v[2] = atan2(xz, zz);
}

/* Tilt, list and rotation of a row, still with OpenSim's signs, by hipgait's order. */
static void pelvis_of(double v[3], const hg__mot_angles *a, const double *row) {
    for (int k = 0; k < 3; k++) v[k] = row[a->column[k]] * fabs(a->factor[k]);
    if (a->pelvis_turns_last) reorder_pelvis(v);
}

/* A runner who faces along another axis of the lab than x turns by quarter turns all the time. */
static double heading(const hg__mot_angles *a, const hg__table *t, hg__sink *sink) {
    double x = 0, y = 0, v[3];
    if (!a->pelvis) return 0;
    for (size_t r = 0; r < t->n_rows; r++) {
        pelvis_of(v, a, t->data + r * t->n_columns);
        if (isnan(v[2])) continue;
        x += cos(v[2]);
        y += sin(v[2]);
    }
    double quarter = PI / 2 * round(atan2(y, x) / (PI / 2));
    if (quarter != 0)
        hg__remark(sink, HG_NOTE, "pelvis_rotation", "",
                   "a runner who faces %.0f deg from the x axis; that is taken off",
                   quarter * 180 / PI);
    return quarter;
}

void hg__mot_angles_find(hg__mot_angles *out, const char (*name)[HG__MOT_NAME_MAX],
                         size_t n_columns, const hg__table *table, hg__mot_unit unit,
                         hg__sink *sink) {
    *out = (hg__mot_angles){0};
    find_columns(out, name, n_columns, table, sink);
    if (out->n == 0) return;
    double factor = to_radians(out, table, unit, sink), knee = knee_sign(out, table, sink);
    for (size_t i = 0; i < COUNT(coordinates); i++) {
        hg_angle k = coordinates[i].angle;
        out->factor[k] =
            factor * coordinates[i].sign * (k >= HG_ANGLE_KNEE_FLEXION_LEFT ? knee : 1);
    }
    out->heading_rad = heading(out, table, sink);
}

void hg__mot_angles_fill(hg_stream *s, const hg__mot_angles *a, const hg__table *t) {
    size_t channel[HG_ANGLE_COUNT] = {0}, n = 0;
    for (int k = 0; k < HG_ANGLE_COUNT; k++) {
        if (a->column[k] < 0) continue;
        snprintf(s->labels[n], sizeof s->labels[n], "%s", labels[k]);
        channel[k] = n++;
    }
    for (size_t r = 0; r < s->n_frames; r++) {
        const double *row = t->data + r * t->n_columns;
        double *to = s->data + r * s->n_points, v[3];
        for (int k = 0; k < HG_ANGLE_COUNT; k++)
            if (a->column[k] >= 0) to[channel[k]] = row[a->column[k]] * a->factor[k];
        if (!a->pelvis) continue;
        pelvis_of(v, a, row);
        v[2] = remainder(v[2] - a->heading_rad, 2 * PI);
        for (int k = 0; k < 3; k++) to[channel[k]] = copysign(1, a->factor[k]) * v[k];
    }
}
