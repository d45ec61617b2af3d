/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Force platforms out. A recording holds force and centre of pressure in the lab; C3D wants the
 * channels of a plate that lies somewhere. Type 2 (three forces, three moments) is what every
 * reader knows, so a plate is laid under the centres of pressure and the moments are worked out
 * about the middle of its surface. The free moment is not in a recording: Mz has none.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_out.h"

#define TO_MM 1000.0
#define LOADED_N 20.0
#define NO_LOAD_N 0.1 /* as when reading */
#define GRID_MM 50.0  /* edges are put on it, outside of all centres of pressure */
#define LEAST_MM 200.0

typedef struct sums {
    double n, least[2], most[2];
    double mean[3], c11, c12, c22, b1, b2; /* about the mean; the third is the height */
} sums;

/* Centre of pressure of a sample in mm: two horizontal coordinates and the height. False when
 * there is none, or when it is not from a loaded plate and that was asked for. */
static bool pressure(double out[3], const hg__c3d_plate_out *p, size_t i, int up, bool loaded) {
    const double *x = p->stream->data + 6 * i;
    for (int k = 0; k < 3; k++) out[k] = x[p->channel[3 + (up + 1 + k) % 3]] * TO_MM;
    return isfinite(out[0]) && isfinite(out[1]) && isfinite(out[2]) &&
           (!loaded || fabs(x[p->channel[up]]) > LOADED_N);
}

static sums gather(const hg__c3d_plate_out *plate, int up, bool loaded) {
    sums t = {.least = {INFINITY, INFINITY}, .most = {-INFINITY, -INFINITY}};
    double p[3];
    size_t n = plate->stream->n_frames;
    for (size_t i = 0; i < n; i++) {
        if (!pressure(p, plate, i, up, loaded)) continue;
        t.n += 1;
        for (int k = 0; k < 3; k++) t.mean[k] += p[k];
        for (int k = 0; k < 2; k++) {
            t.least[k] = fmin(t.least[k], p[k]);
            t.most[k] = fmax(t.most[k], p[k]);
        }
    }
    for (int k = 0; k < 3 && t.n > 0; k++) t.mean[k] /= t.n;
    for (size_t i = 0; i < n; i++) {
        if (!pressure(p, plate, i, up, loaded)) continue;
        double a = p[0] - t.mean[0], b = p[1] - t.mean[1], h = p[2] - t.mean[2];
        t.c11 += a * a;
        t.c12 += a * b;
        t.c22 += b * b;
        t.b1 += a * h;
        t.b2 += b * h;
    }
    return t;
}

hg_status hg__c3d_lay_plate(hg__c3d_plate_out *plate, hg_error *err) {
    const hg_stream *s = plate->stream;
    static const char *const names[6] = {"fx", "fy", "fz", "px", "py", "pz"};
    int up = 0;
    while (up < 3 && s->axes[up] != 'S' && s->axes[up] != 'I') up++;
    bool whole = up < 3 && s->n_points == 6 && s->n_components == 1;
    for (int k = 0; k < 6 && whole; k++) {
        ptrdiff_t at = hg_stream_find(s, names[k]);
        whole = at >= 0;
        plate->channel[k] = whole ? (size_t)at : 0;
    }
    if (!whole)
        return hg__fail_at(err, HG_EDATA, s->name,
                           "found no axis that points up, or not fx fy fz px py pz; "
                           "C3D needs to know how a platform lies");
    sums t = gather(plate, up, true);
    if (t.n < 1) t = gather(plate, up, false);
    if (t.n < 1) t = (sums){.n = 1, .least = {0, 0}, .most = {0, 0}};
    /* the plane through the centres of pressure: plates are not quite level. The little on the
     * diagonal picks the flattest one where they lie on a line. */
    double little = 1e-9 * (t.c11 + t.c22) + 1e-12, a = t.c11 + little, d = t.c22 + little,
           det = a * d - t.c12 * t.c12;
    double slope[2] = {(t.b1 * d - t.b2 * t.c12) / det, (t.b2 * a - t.b1 * t.c12) / det};
    double low[2], high[2];
    for (int k = 0; k < 2; k++) {
        low[k] = floor(t.least[k] / GRID_MM - 0.5) * GRID_MM;
        high[k] = ceil(t.most[k] / GRID_MM + 0.5) * GRID_MM;
        if (high[k] - low[k] < LEAST_MM) high[k] = low[k] + LEAST_MM;
    }
    /* The plate's z points down, as usual; so its x and y are the second and the first horizontal
     * axis of the lab, or the other way round where the lab is upside down. */
    int x = s->axes[up] == 'S' ? 1 : 0, y = 1 - x;
    static const int quadrant[4][2] = {{1, 1}, {0, 1}, {0, 0}, {1, 0}};
    for (int i = 0; i < 4; i++) {
        double h[2];
        h[x] = quadrant[i][0] ? high[x] : low[x];
        h[y] = quadrant[i][1] ? high[y] : low[y];
        for (int k = 0; k < 2; k++) plate->corner[i][(up + 1 + k) % 3] = h[k];
        plate->corner[i][up] =
            t.mean[2] + slope[0] * (h[0] - t.mean[0]) + slope[1] * (h[1] - t.mean[1]);
        /* the moments must belong to the corners as they are written */
        for (int k = 0; k < 3; k++) plate->corner[i][k] = (double)(float)plate->corner[i][k];
    }
    if (!hg__c3d_place(&plate->place, plate->corner))
        return hg__fail_at(err, HG_EDATA, s->name, "found centres of pressure that span no plate");
    return HG_OK;
}

void hg__c3d_plate_sample(double channel[6], const hg__c3d_plate_out *plate, size_t sample) {
    const hg_stream *s = plate->stream;
    const double *R = plate->place.R;
    for (int k = 0; k < 6; k++) channel[k] = NAN;
    if (sample >= s->n_frames) return;
    double v[6];
    for (int k = 0; k < 6; k++) v[k] = s->data[6 * sample + plate->channel[k]];
    double f[3] = {0}, r[2] = {0};
    for (int k = 0; k < 3; k++)
        for (int a = 0; a < 3; a++) {
            f[k] += R[3 * a + k] * v[a];
            if (k < 2) r[k] += R[3 * a + k] * (v[3 + a] * TO_MM - plate->place.centre[a]);
        }
    if (!isfinite(r[0]) || !isfinite(r[1])) {
        if (fabs(f[2]) < NO_LOAD_N) r[0] = r[1] = 0; /* nobody reads a centre of pressure from it */
    }
    memcpy(channel, f, sizeof f);
    channel[3] = r[1] * f[2];
    channel[4] = -r[0] * f[2];
    channel[5] = r[0] * f[1] - r[1] * f[0];
}
