/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points: markers in one stream, each kind of model output in its own. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"
#include "io/text.h"

/*
 * A body of 30 mm is not one, nor is one of 30 m: between the two lies the unit that was not given.
 */
#define SPAN_OF_A_BODY 30.0

static const struct {
    const char *stream, *units; /* the parameter of POINT that holds the unit */
} streams[HG__C3D_ROLES] = {
    [HG__C3D_MARKER] = {"markers", NULL},
    [HG__C3D_ANGLES] = {"model_angles", "ANGLE_UNITS"},
    [HG__C3D_FORCES] = {"model_forces", "FORCE_UNITS"},
    [HG__C3D_MOMENTS] = {"model_moments", "MOMENT_UNITS"},
    [HG__C3D_POWERS] = {"model_powers", "POWER_UNITS"},
    [HG__C3D_SCALARS] = {"model_scalars", "SCALAR_UNITS"},
    [HG__C3D_SEGMENTS] = {"model_segments", NULL},
};

static hg_status add_stream(hg__c3d *c, hg__c3d_role role, size_t n) {
    static const char axis[] = "xyz";
    bool markers = role == HG__C3D_MARKER;
    hg_stream *s = NULL;
    hg_status status = hg_trial_add_stream(
        &s, c->rec, c->trial, streams[role].stream, markers ? HG_STREAM_MARKERS : HG_STREAM_ANALOG,
        c->n_frames, markers ? n : 3 * n, markers ? 3 : 1, c->rate_hz, c->sink->err);
    if (status != HG_OK) return status;
    c->stream[role] = s;
    s->t0_s = c->t0_s;
    if (!markers) {
        if (streams[role].units)
            hg__c3d_word(s->units, sizeof s->units, c, "POINT", streams[role].units);
        if (!*s->units)
            memcpy(s->units, role == HG__C3D_SEGMENTS ? "m" : "n/a",
                   role == HG__C3D_SEGMENTS ? 2 : 4);
        /* a comma would read as a list of units */
        for (char *comma = s->units; (comma = strchr(comma, ',')) != NULL;) *comma = ';';
    }
    char(*names)[HG_NAME_MAX] = hg_recording_alloc(c->rec, n, sizeof *names);
    if (!names) return hg__fail_memory(c->sink->err);
    for (size_t i = 0, k = 0; i < c->n_points; i++)
        if (c->point[i].role == role) {
            memcpy(names[k], c->point[i].name, sizeof *names);
            if (!markers) hg__text_copy(names[k], HG_NAME_MAX - 2, c->point[i].name);
            hg__text_clean(names[k]);
            c->point[i].index = k++;
        }
    status = hg__c3d_make_unique(names, n, c->sink->err);
    if (status != HG_OK) return status;
    for (size_t k = 0; k < n; k++) {
        if (markers) memcpy(s->labels[k], names[k], sizeof *names);
        for (size_t a = 0; !markers && a < 3; a++) {
            hg__text_copy(s->labels[3 * k + a], HG_NAME_MAX - 2, names[k]);
            size_t end = strlen(s->labels[3 * k + a]);
            s->labels[3 * k + a][end] = '.';
            s->labels[3 * k + a][end + 1] = axis[a];
        }
    }
    return HG_OK;
}

hg_status hg__c3d_add_point_streams(hg__c3d *c) {
    for (int role = 0; role < HG__C3D_ROLES; role++) {
        size_t n = 0;
        for (size_t i = 0; i < c->n_points; i++) n += c->point[i].role == (hg__c3d_role)role;
        if (n == 0) continue;
        hg_status status = add_stream(c, (hg__c3d_role)role, n);
        if (status != HG_OK) return status;
    }
    return HG_OK;
}

/*
 * The fourth word is two bytes: cameras with the sign, and a residual without one. In files of
 * real numbers it is that 16-bit number as a real one, so 65535.0 is -1. Negative: not measured.
 */
static bool is_measured(double fourth) {
    if (!(fourth >= 0 && fourth < 1e9)) return false;
    return ((uint64_t)fourth & 0x8000) == 0;
}

void hg__c3d_take_points(hg__c3d *c, size_t frame, const double *row) {
    double scale = c->real ? 1.0 : c->scale;
    for (size_t i = 0; i < c->n_points; i++) {
        const hg__c3d_point *p = &c->point[i];
        const double *from = row + 4 * i;
        if (p->role >= HG__C3D_ROLES || !is_measured(from[3])) continue;
        if (!isfinite(from[0]) || !isfinite(from[1]) || !isfinite(from[2])) continue;
        /* A marker in the very origin of the lab was not seen: Motion Analysis wrote lost markers
         * so. The output of a model may well be zero: the ground reaction of a foot in the air is.
         */
        bool in_lab = p->role == HG__C3D_MARKER || p->role == HG__C3D_SEGMENTS;
        if (in_lab && from[0] == 0 && from[1] == 0 && from[2] == 0) continue;
        hg_stream *s = c->stream[p->role];
        double *to = s->data + frame * s->n_points * s->n_components + 3 * p->index;
        for (int a = 0; a < 3; a++) to[a] = from[a] * scale;
    }
}

/* --- the unit of length --- */

/* Text of POINT:UNITS by its beginning: "mete" and "mete rs" occur. */
static const struct {
    const char *begin;
    bool whole; /* the text must end there */
    double factor;
} units[] = {
    {"MM", true, 1e-3},     {"MILLI", false, 1e-3}, {"MILL", true, 1e-3},    {"CM", true, 1e-2},
    {"CENTI", false, 1e-2}, {"CENT", true, 1e-2},   {"DM", true, 1e-1},      {"M", true, 1.0},
    {"MET", false, 1.0},    {"IN", true, 0.0254},   {"INCH", false, 0.0254},
};

static double widest(const hg_stream *s) {
    double least[3] = {INFINITY, INFINITY, INFINITY}, most[3] = {-INFINITY, -INFINITY, -INFINITY},
           span = 0;
    for (size_t i = 0; i < s->n_frames * s->n_points; i++)
        for (int a = 0; a < 3; a++) {
            double x = s->data[3 * i + (size_t)a];
            if (x < least[a]) least[a] = x;
            if (x > most[a]) most[a] = x;
        }
    for (int a = 0; a < 3; a++)
        if (most[a] - least[a] > span) span = most[a] - least[a];
    return span;
}

static hg_status find_unit(hg__c3d *c) {
    char text[HG_NAME_MAX], plain[HG_NAME_MAX];
    hg__c3d_word(text, sizeof text, c, "POINT", "UNITS");
    hg__c3d_plain(plain, sizeof plain, text);
    c->length_factor = 1e-3;
    if (!*plain) {
        const hg_stream *s = c->stream[HG__C3D_MARKER];
        if (!s) return HG_OK;
        double span = widest(s);
        bool metres = span > 0 && span < SPAN_OF_A_BODY;
        if (metres) c->length_factor = 1.0;
        hg__remark(c->sink, HG_WARNING, "POINT:UNITS", "mm, cm or m",
                   "no unit; %s taken, as the markers span %.4g", metres ? "m" : "mm", span);
        return HG_OK;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].whole ? strcmp(plain, units[i].begin) == 0
                           : strncmp(plain, units[i].begin, strlen(units[i].begin)) == 0) {
            c->length_factor = units[i].factor;
            return HG_OK;
        }
    return hg__fault(c->sink, HG_EFORMAT, "POINT:UNITS", "mm, cm or m", "\"%s\"", text);
}

hg_status hg__c3d_scale_points(hg__c3d *c) {
    hg_status status = find_unit(c);
    for (int role = 0; role < HG__C3D_ROLES; role++) {
        hg_stream *s = c->stream[role];
        if (!s || (role != HG__C3D_MARKER && role != HG__C3D_SEGMENTS)) continue;
        size_t n = s->n_frames * s->n_points * s->n_components;
        for (size_t i = 0; i < n; i++) s->data[i] *= c->length_factor;
    }
    return status;
}
