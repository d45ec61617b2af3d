/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The group FORCE_PLATFORM: where the plates lie and which channels are theirs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"

static double dot(const double a[3], const double b[3]) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(double out[3], const double a[3], const double b[3]) {
    for (int i = 0; i < 3; i++)
        out[i] = a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3];
}

static bool unit_vector(double v[3]) {
    double length = sqrt(dot(v, v));
    if (!(length > 0) || !isfinite(length)) return false;
    for (int i = 0; i < 3; i++) v[i] /= length;
    return true;
}

/*
 * Corners are numbered by the quadrants of the plate's own axes: the first where x and y are
 * positive, then against the clock about z. So x runs from corner 2 to 1 and y from 4 to 1.
 */
bool hg__c3d_place(hg__c3d_plate *p, double corner[4][3]) {
    double x[3], y[3], z[3], diagonal[3];
    for (int a = 0; a < 3; a++) {
        x[a] = corner[0][a] - corner[1][a];
        y[a] = corner[0][a] - corner[3][a];
        diagonal[a] = corner[0][a] - corner[2][a];
        p->centre[a] = (corner[0][a] + corner[1][a] + corner[2][a] + corner[3][a]) / 4;
    }
    p->half_diagonal = sqrt(dot(diagonal, diagonal)) / 2;
    if (!unit_vector(x) || !unit_vector(y)) return false;
    cross(z, x, y);
    if (!(dot(z, z) > 1e-6) || !unit_vector(z)) return false; /* corners on one line */
    cross(y, z, x);
    for (int a = 0; a < 3; a++) {
        p->R[3 * a] = x[a];
        p->R[3 * a + 1] = y[a];
        p->R[3 * a + 2] = z[a];
    }
    return true;
}

/* Moments come in newton metres or millimetres, whatever the unit of the points. */
static double moment_factor(const hg__c3d *c, const hg__c3d_plate *p) {
    static const struct {
        const char *plain;
        double metres;
    } spellings[] = {{"NM", 1},
                     {"NTM", 1},
                     {"NEWTONMETER", 1},
                     {"NEWTONMETERS", 1},
                     {"NEWTONMETRE", 1},
                     {"NEWTONMETRES", 1},
                     {"NMM", 1e-3},
                     {"NTMM", 1e-3},
                     {"NEWTONMILLIMETER", 1e-3},
                     {"NEWTONMILLIMETERS", 1e-3}};
    char text[HG_NAME_MAX], plain[HG_NAME_MAX];
    hg__c3d_list units;
    if (p->type != 2)
        return 1; /* type 4: a matrix made them; type 3 has none; type 1 does not use them */
    hg__c3d_list_of(&units, c, "ANALOG", "UNITS");
    hg__c3d_list_text(text, sizeof text, &units, p->channel[3]);
    hg__c3d_plain(plain, sizeof plain, text);
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (strcmp(plain, spellings[i].plain) == 0) return spellings[i].metres / c->length_factor;
    return 1;
}

/* CAL_MATRIX: the first index runs over the rows. */
static bool read_matrix(const hg__c3d *c, hg__c3d_plate *p, size_t at) {
    const hg__c3d_param *m = hg__c3d_find(c, "FORCE_PLATFORM", "CAL_MATRIX");
    if (!m || m->n_dims < 2 || m->dim[0] < 6 || m->dim[1] < 6) return false;
    size_t rows = m->dim[0], columns = m->dim[1];
    for (size_t r = 0; r < 6; r++)
        for (size_t k = 0; k < 6; k++) {
            p->cal[r][k] = hg__c3d_signed(c, m, at * rows * columns + k * rows + r);
            if (!isfinite(p->cal[r][k])) return false;
        }
    return true;
}

/* What is wrong with plate `at`, or NULL. */
static const char *read_plate(const hg__c3d *c, hg__c3d_plate *p, size_t at) {
    const hg__c3d_param *channels = hg__c3d_find(c, "FORCE_PLATFORM", "CHANNEL");
    const hg__c3d_param *corners = hg__c3d_find(c, "FORCE_PLATFORM", "CORNERS");
    const hg__c3d_param *origins = hg__c3d_find(c, "FORCE_PLATFORM", "ORIGIN");
    double type = hg__c3d_signed(c, hg__c3d_find(c, "FORCE_PLATFORM", "TYPE"), at), corner[4][3];
    if (!(type >= 1 && type <= 4)) return "a type other than 1, 2, 3 or 4";
    p->type = (int)type;
    p->number = at + 1;
    size_t wanted = p->type == 3 ? 8 : 6, row = channels && channels->n_dims ? channels->dim[0] : 0;
    if (row < wanted) return "fewer channels than its type has";
    for (size_t k = 0; k < wanted; k++) {
        double channel = hg__c3d_unsigned(c, channels, at * row + k);
        if (!(channel >= 1 && channel <= (double)c->n_channels))
            return "channels that are not in the file";
        p->channel[k] = (size_t)channel - 1;
    }
    for (size_t i = 0; i < 4; i++)
        for (size_t a = 0; a < 3; a++)
            corner[i][a] = hg__c3d_signed(c, corners, at * 12 + i * 3 + a);
    if (!hg__c3d_place(p, corner)) return "corners that span no surface";
    for (size_t a = 0; a < 3; a++) {
        p->origin[a] = hg__c3d_signed(c, origins, at * 3 + a);
        if (!isfinite(p->origin[a])) p->origin[a] = 0;
    }
    /* It points up from the sensor to the surface, and z of the plate points down: z is negative.
     * Many files hold the vector the wrong way round. */
    if (p->origin[2] > 0)
        for (size_t a = 0; a < 3; a++) p->origin[a] = -p->origin[a];
    if (p->type == 4 && !read_matrix(c, p, at)) return "no CAL_MATRIX, which type 4 needs";
    p->moment_factor = moment_factor(c, p);
    return NULL;
}

hg_status hg__c3d_read_plates(hg__c3d *c) {
    double used = hg__c3d_number(c, "FORCE_PLATFORM", "USED");
    if (!(used >= 1)) return HG_OK;
    size_t n = used < HG__C3D_PLATES ? (size_t)used : HG__C3D_PLATES;
    if ((double)n < used)
        hg__remark(c->sink, HG_WARNING, "FORCE_PLATFORM:USED", "at most 32",
                   "%g platforms; the rest is left out", used);
    if (c->n_channels == 0) {
        hg__remark(c->sink, HG_NOTE, "FORCE_PLATFORM", "",
                   "force platforms, but no analog channels");
        return HG_OK;
    }
    c->plate = calloc(n, sizeof *c->plate);
    if (!c->plate) return hg__fail_memory(c->sink->err);
    for (size_t i = 0; i < n; i++) {
        hg__c3d_plate p = {0};
        const char *fault = read_plate(c, &p, i);
        if (fault)
            hg__remark(c->sink, HG_WARNING, "FORCE_PLATFORM",
                       "a platform of type 1 to 4 with its channels and corners",
                       "platform %zu with %s; it is left out", i + 1, fault);
        else
            c->plate[c->n_plates++] = p;
    }
    return HG_OK;
}
