/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power over frequency: what comes once a stride, once a step, and with the impact. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"

#define WIDTH 300.0
#define HEIGHT 182.0
#define LEFT_EDGE 36.0
#define RIGHT_EDGE 290.0
#define TOP_EDGE 32.0
#define BOTTOM_EDGE 148.0
#define DECADES 4.0 /* of power below the largest that are drawn */

static double x_of(double hz, double most) {
    return LEFT_EDGE + (RIGHT_EDGE - LEFT_EDGE) * hz / most;
}

static double y_of(double power, double top) {
    double below = log10(top) - log10(power);
    return power > 0 ? TOP_EDGE + (BOTTOM_EDGE - TOP_EDGE) * fmin(fmax(below, 0), DECADES) / DECADES
                     : BOTTOM_EDGE;
}

static bool drawn(const hg_spectrum_side *side) {
    return side->averaged > 0 && isfinite(side->power);
}

static double largest(const hg_spectrum *s, const hg_spectrum_side *side) {
    double most = 0;
    for (size_t i = 1; i < s->n; i++)
        if (isfinite(side->density[i])) most = fmax(most, side->density[i]);
    return most;
}

static void add_line(hg__figure *f, const hg_spectrum *s, const hg_spectrum_side *side,
                     hg__mark mark, double top) {
    double x[HG_SPECTRUM_POINTS], y[HG_SPECTRUM_POINTS], most = s->frequency_hz[s->n - 1];
    for (size_t i = 0; i < s->n; i++) {
        x[i] = x_of(s->frequency_hz[i], most);
        y[i] = isfinite(side->density[i]) ? y_of(side->density[i], top) : NAN;
    }
    hg__figure_polyline(f, mark, x, y, s->n);
}

/* The two peaks stand close, whatever their words: each has a line of its own above the plot. */
static void add_peak(const hg__model *m, hg__figure *f, const hg_spectral_peak *peak, double most,
                     const char *key, double above) {
    if (!isfinite(peak->hz) || peak->hz > most) return;
    double x = x_of(peak->hz, most);
    hg__figure_line(f, HG__AS(LIMIT), x, TOP_EDGE - above + 2, x, BOTTOM_EDGE);
    hg__figure_text(f, HG__TEXT(FAINT, START), x + 2, TOP_EDGE - above, hg__word(m, key));
}

static const char *describe(const hg__model *m, const hg_spectrum *s) {
    const hg_spectrum_side *sides[] = {&s->side[HG_LEFT], &s->side[HG_RIGHT], &s->both};
    static const char *const keys[] = {"figure.left", "figure.right", "figure.both"};
    hg__runs text = {NULL, NULL};
    for (size_t k = 0; k < 3; k++) {
        if (!drawn(sides[k])) continue;
        HG__SAY(m->doc, &text, keys[k]);
        hg__add_text(m->doc, &text, " ");
        HG__SAY(m->doc, &text, "spectrum.desc", hg__arg_number("stride", sides[k]->stride.hz, 2),
                hg__arg_number("step", sides[k]->step.hz, 2),
                hg__arg_number("median", sides[k]->median_hz, 1));
        hg__add_text(m->doc, &text, " ");
    }
    return hg__runs_plain(m->doc, &text);
}

const hg__figure *hg__draw_spectrum(const hg__model *m, const hg_result *r, const hg_spectrum *s) {
#define SIGNAL(name, id, label, unit, left, right, steps) {id, label},
    static const struct {
        const char *id, *label;
    } signals[HG_SIGNAL_COUNT] = {HG_SIGNAL_TABLE(SIGNAL)};
#undef SIGNAL
    const hg_spectrum_side *sides[] = {&s->both, &s->side[HG_LEFT], &s->side[HG_RIGHT]};
    static const hg__role roles[] = {HG__ROLE_BOTH, HG__ROLE_LEFT, HG__ROLE_RIGHT};
    const char *label =
        hg__texts_label(m->doc->texts, "signal", signals[s->id].id, signals[s->id].label);
    char name[96];
    snprintf(name, sizeof name, "%s-%s", hg__trial_id(m, r, "spectrum"), signals[s->id].id);
    hg__figure *f = hg__figure_new(m->doc->memory, WIDTH, HEIGHT, name,
                                   HG__SAID(m->doc, "spectrum.title", hg__arg_text("label", label)),
                                   describe(m, s));
    double top = 0;
    for (size_t k = 0; k < 3 && s->n > 1; k++)
        if (drawn(sides[k])) top = fmax(top, largest(s, sides[k]));
    if (!(top > 0)) {
        hg__figure_text(f, HG__TEXT(FAINT, MIDDLE), WIDTH / 2, HEIGHT / 2, hg__word(m, "absent"));
        return f;
    }
    double most = s->frequency_hz[s->n - 1];
    for (int d = 0; d <= (int)DECADES; d++) {
        double y = TOP_EDGE + (BOTTOM_EDGE - TOP_EDGE) * d / DECADES;
        hg__figure_line(f, d == (int)DECADES ? HG__AS(ZERO) : HG__AS(GRID), LEFT_EDGE, y,
                        RIGHT_EDGE, y);
        static const char *const ticks[] = {"1", "1/10", "1/100", "10\xe2\x81\xbb\xc2\xb3",
                                            "10\xe2\x81\xbb\xe2\x81\xb4"};
        hg__figure_text(f, HG__TEXT(FAINT, END), LEFT_EDGE - 4, y + 4, ticks[d]);
    }
    for (double hz = 0; hz <= most + 1e-9; hz += most > 12 ? 5 : 2)
        hg__figure_textf(f, HG__TEXT(FAINT, MIDDLE), x_of(hz, most), BOTTOM_EDGE + 14, "%.0f", hz);
    hg__figure_text(f, HG__TEXT(FAINT, END), RIGHT_EDGE + 6, HEIGHT - 4, hg__word(m, "axis.hz"));
    const hg_spectrum_side *marks = drawn(&s->both)            ? &s->both
                                    : drawn(&s->side[HG_LEFT]) ? &s->side[HG_LEFT]
                                                               : &s->side[HG_RIGHT];
    add_peak(m, f, &marks->stride, most, "spectrum.stride", 18);
    add_peak(m, f, &marks->step, most, "spectrum.step", 6);
    for (size_t k = 0; k < 3; k++) {
        hg__mark mark = {.role = roles[k], .width = 1.6};
        if (drawn(sides[k])) add_line(f, s, sides[k], mark, top);
    }
    if (f && f->failed) m->doc->failed = true;
    return f;
}
