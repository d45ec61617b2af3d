/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"

/* The plot inside its picture. */
#define LEFT_EDGE 36.0
#define RIGHT_EDGE 286.0
#define TOP_EDGE 20.0
#define BOTTOM_EDGE 160.0

/* A joint angle beyond a full turn is a fault, not a reason for a larger axis. */
#define LARGEST_DEG 360.0
#define MOST_TICKS 8

/* Ranges hold what running runners do between 2.5 and 4.5 m/s, with room. */
static const hg__axis axes[HG_CURVE_COUNT] = {
    [HG_CURVE_PELVIS_TILT] = {0, 30, 10, 10},       [HG_CURVE_PELVIS_OBLIQUITY] = {-15, 15, 5, 5},
    [HG_CURVE_PELVIS_ROTATION] = {-20, 20, 10, 10}, [HG_CURVE_HIP_FLEXION] = {-20, 70, 10, 20},
    [HG_CURVE_HIP_ADDUCTION] = {-20, 20, 10, 10},   [HG_CURVE_HIP_ROTATION] = {-25, 25, 5, 10},
    [HG_CURVE_KNEE_FLEXION] = {0, 130, 10, 20},
};

#define WORDS(upper, id, label, left, right, left_sign, right_sign, plus, minus)                   \
    {id, label, plus, minus},
static const hg__curve_words english[HG_CURVE_COUNT] = {HG_CURVE_TABLE(WORDS)};
#undef WORDS

hg__curve_words hg__curve_words_of(const hg__model *m, hg_curve_id id) {
    hg__curve_words w = english[id];
    const hg__texts *t = m->doc->texts;
    w.label = hg__texts_label(t, "curve", w.id, w.label);
    w.plus = hg__texts_label(t, "curve_plus", w.id, w.plus);
    w.minus = hg__texts_label(t, "curve_minus", w.id, w.minus);
    return w;
}

hg__axis hg__axis_of(hg_curve_id id) {
    return axes[id];
}

void hg__axis_widen(hg__axis *a, double low, double high) {
    while (a->low > low && a->low > -LARGEST_DEG) a->low -= a->step;
    while (a->high < high && a->high < LARGEST_DEG) a->high += a->step;
    while ((a->high - a->low) / a->tick > MOST_TICKS) a->tick *= 2;
}

double hg__curve_x(double percent) {
    return LEFT_EDGE + (RIGHT_EDGE - LEFT_EDGE) * percent / 100;
}

double hg__curve_y(const hg__axis *a, double value) {
    double v = fmin(fmax(value, a->low), a->high);
    return isfinite(value)
               ? BOTTOM_EDGE - (BOTTOM_EDGE - TOP_EDGE) * (v - a->low) / (a->high - a->low)
               : NAN;
}

void hg__draw_curve_axes(const hg__model *m, hg__figure *f, const hg__axis *a,
                         const hg__curve_words *words) {
    for (double v = ceil(a->low / a->tick) * a->tick; v <= a->high + 1e-9; v += a->tick) {
        double y = hg__curve_y(a, v);
        hg__figure_line(f, fabs(v) < a->tick / 2 ? HG__AS(ZERO) : HG__AS(GRID), LEFT_EDGE, y,
                        RIGHT_EDGE, y);
        hg__figure_textf(f, HG__TEXT(FAINT, END), LEFT_EDGE - 5, y + 4, "%s\xc2\xb0",
                         hg__number_said(m->doc, v, 0));
    }
    for (int p = 0; p <= 100; p += 20)
        hg__figure_textf(f, HG__TEXT(FAINT, MIDDLE), hg__curve_x(p), BOTTOM_EDGE + 14, "%d", p);
    hg__figure_text(f, HG__TEXT(FAINT, END), RIGHT_EDGE + 10, HG__CURVE_HEIGHT - 6,
                    hg__word(m, "axis.stride"));
    hg__figure_textf(f, HG__TEXT(FAINT, START), 2, 10, "\xe2\x86\x91 %s", words->plus);
    hg__figure_textf(f, HG__TEXT(FAINT, START), 2, HG__CURVE_HEIGHT - 6, "\xe2\x86\x93 %s",
                     words->minus);
}

void hg__draw_toe_offs(const hg__model *m, hg__figure *f, const double percent[2]) {
    for (int s = 0; s < 2; s++) {
        if (!(percent[s] >= 0 && percent[s] <= 100)) continue;
        double x = hg__curve_x(percent[s]);
        /* The two letters stand on the outer sides of their lines, which are often one line. */
        bool first =
            s == HG_LEFT ? !(percent[HG_RIGHT] < percent[s]) : percent[s] < percent[HG_LEFT];
        hg__mark mark = s == HG_LEFT ? HG__AS(LEFT) : HG__AS(RIGHT);
        mark.width = 1;
        hg__figure_line(f, mark, x, TOP_EDGE - 4, x, BOTTOM_EDGE);
        hg__label label = {
            .role = mark.role, .anchor = first ? HG__ANCHOR_END : HG__ANCHOR_START, .bold = true};
        hg__figure_text(f, label, x + (first ? -1.5 : 1.5), TOP_EDGE - 8,
                        hg__word(m, s == HG_LEFT ? "side.left_letter" : "side.right_letter"));
    }
}

/* Smallest and largest mean, give or take one sd; false when nothing was measured. */
static bool extent(const double *mean, const double *sd, double *low, double *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < HG_CURVE_POINTS; i++) {
        double around = sd && isfinite(sd[i]) ? sd[i] : 0;
        if (!isfinite(mean[i])) continue;
        *low = fmin(*low, mean[i] - around);
        *high = fmax(*high, mean[i] + around);
    }
    return *low <= *high;
}

static const char *describe(const hg__model *m, const hg_curve *curve, const double toe_off[2]) {
    static const char *const keys[] = {"figure.left", "figure.right"};
    hg__runs text = {NULL, NULL};
    for (int s = 0; s < 2; s++) {
        double low, high;
        HG__SAY(m->doc, &text, keys[s]);
        hg__add_text(m->doc, &text, " ");
        if (!curve || !extent(curve->side[s].mean, NULL, &low, &high)) {
            HG__SAY(m->doc, &text, "figure.not_measured");
        } else {
            HG__SAY(m->doc, &text, "curve.desc", hg__arg_count("n", curve->side[s].n),
                    hg__arg_number("low", low, 1), hg__arg_number("high", high, 1));
            if (isfinite(toe_off[s])) {
                hg__add_text(m->doc, &text, " ");
                HG__SAY(m->doc, &text, "curve.desc_toe_off", hg__arg_number("at", toe_off[s], 0));
            }
        }
        if (!s) hg__add_text(m->doc, &text, " ");
    }
    for (size_t i = 0; curve && i < curve->test.n_clusters; i++) {
        const hg_curve_cluster *c = &curve->test.clusters[i];
        hg__add_text(m->doc, &text, " ");
        HG__SAY(m->doc, &text, "curve.desc_differs", hg__arg_number("from", c->start_percent, 0),
                hg__arg_number("to", c->end_percent, 0),
                hg__arg_signed("peak", c->peak_difference, 1));
    }
    return hg__runs_plain(m->doc, &text);
}

/* Where the sides differ by more than chance: the ground is shaded; the part in which they differ
 * by more than the placement of markers can make has a bar at its foot. */
static void add_differences(hg__figure *f, const hg_curve *curve) {
    for (size_t i = 0; i < curve->test.n_clusters; i++) {
        const hg_curve_cluster *c = &curve->test.clusters[i];
        double from = hg__curve_x(c->start_percent), to = hg__curve_x(c->end_percent);
        hg__figure_rect(f, HG__AS(DIFFERS), from, TOP_EDGE, to - from, BOTTOM_EDGE - TOP_EDGE, 0);
        if (!isfinite(c->beyond_start_percent)) continue;
        from = hg__curve_x(c->beyond_start_percent);
        to = hg__curve_x(c->beyond_end_percent);
        hg__figure_rect(f, HG__DOT(DIFFERS), from, BOTTOM_EDGE - 3, fmax(to - from, 1.5), 3, 0);
    }
}

static void add_side(hg__figure *f, const hg__axis *a, const hg_curve *curve, int s, bool line) {
    double x[HG_CURVE_POINTS], y[HG_CURVE_POINTS], low[HG_CURVE_POINTS], high[HG_CURVE_POINTS];
    const double *mean = curve->side[s].mean, *sd = curve->side[s].sd;
    for (int i = 0; i < HG_CURVE_POINTS; i++) {
        x[i] = hg__curve_x(i);
        y[i] = hg__curve_y(a, mean[i]);
        low[i] = hg__curve_y(a, mean[i] - sd[i]);
        high[i] = hg__curve_y(a, mean[i] + sd[i]);
    }
    hg__mark mark = s == HG_LEFT ? HG__AS(LEFT) : HG__AS(RIGHT);
    if (line)
        hg__figure_polyline(f, mark, x, y, HG_CURVE_POINTS);
    else
        hg__figure_area(f, mark, x, low, high, HG_CURVE_POINTS);
}

const hg__figure *hg__draw_curve(const hg__model *m, const hg_result *r, hg_curve_id id) {
    const hg_curve *curve = hg_result_curve(r, id);
    const hg__curve_words words = hg__curve_words_of(m, id);
    char name[64];
    snprintf(name, sizeof name, "%s-%s", hg__trial_id(m, r, "curve"), words.id);
    hg__figure *f =
        hg__figure_new(m->doc->memory, HG__CURVE_WIDTH, HG__CURVE_HEIGHT, name,
                       HG__SAID(m->doc, "curve.title", hg__arg_text("label", words.label)),
                       describe(m, curve, r->toe_off_percent));
    hg__axis a = axes[id];
    bool any = false;
    for (int s = 0; s < 2 && curve; s++) {
        double low, high;
        if (curve->side[s].n == 0 || !extent(curve->side[s].mean, curve->side[s].sd, &low, &high))
            continue;
        any = true;
        hg__axis_widen(&a, low, high);
    }
    if (any) add_differences(f, curve);
    hg__draw_curve_axes(m, f, &a, &words);
    for (int s = 0; s < 2 && any; s++)
        if (curve->side[s].n) add_side(f, &a, curve, s, false);
    if (any) hg__draw_toe_offs(m, f, r->toe_off_percent);
    for (int s = 0; s < 2 && any; s++)
        if (curve->side[s].n) add_side(f, &a, curve, s, true);
    if (!any)
        hg__figure_text(f, HG__TEXT(FAINT, MIDDLE), hg__curve_x(50), (TOP_EDGE + BOTTOM_EDGE) / 2,
                        hg__word(m, "absent"));
    if (f && f->failed) m->doc->failed = true;
    return f;
}

const hg__figure *hg__draw_bar(const hg__model *m, double difference, double full) {
    if (!isfinite(difference)) return NULL;
    hg__figure *f = hg__figure_new(m->doc->memory, 80, 12, "", "", "");
    double length = fmin(fabs(difference) / full, 1) * 38;
    hg__figure_line(f, HG__AS(GRID), 2, 11, 78, 11);
    hg__mark mark = difference > 0 ? HG__DOT(RIGHT) : HG__DOT(LEFT);
    hg__figure_rect(f, mark, difference > 0 ? 40 : 40 - length, 3, length, 6, 0);
    hg__figure_line(f, HG__AS(INK), 40, 0, 40, 12);
    if (f && f->failed) m->doc->failed = true;
    return f;
}
