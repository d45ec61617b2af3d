/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/svg.h"

#include <math.h>
#include <stdbool.h>

#include "report/escape.h"

/* The plot inside its 300 x 196 picture. */
#define WIDTH 300
#define HEIGHT 196
#define LEFT_EDGE 36.0
#define RIGHT_EDGE 286.0
#define TOP_EDGE 20.0
#define BOTTOM_EDGE 160.0

/* A joint angle beyond a full turn is a fault, not a reason for a larger axis. */
#define LARGEST_DEG 360.0
#define MOST_TICKS 8

#define WORDS(upper, id, label, left, right, left_sign, right_sign, plus, minus)                   \
    {id, label, plus, minus},
const hg__curve_words hg__curve_words_of[HG_CURVE_COUNT] = {HG_CURVE_TABLE(WORDS)};
#undef WORDS

typedef struct axis {
    double low, high; /* drawn range, degrees */
    double step;      /* widening */
    double tick;      /* distance of the ticks */
} axis;

/* Ranges hold what running runners do between 2.5 and 4.5 m/s, with room. */
static const axis axes[HG_CURVE_COUNT] = {
    [HG_CURVE_PELVIS_TILT] = {0, 30, 10, 10},       [HG_CURVE_PELVIS_OBLIQUITY] = {-15, 15, 5, 5},
    [HG_CURVE_PELVIS_ROTATION] = {-20, 20, 10, 10}, [HG_CURVE_HIP_FLEXION] = {-20, 70, 10, 20},
    [HG_CURVE_HIP_ADDUCTION] = {-20, 20, 10, 10},   [HG_CURVE_HIP_ROTATION] = {-25, 25, 5, 10},
    [HG_CURVE_KNEE_FLEXION] = {0, 130, 10, 20},
};

static const char *const side_class[2] = {"l", "r"};
static const char *const side_label[2] = {"Left", "Right"};

static double spread(double sd) {
    return isfinite(sd) ? sd : 0;
}

/* Smallest mean less sd and largest mean plus sd; false when nothing was measured. */
static bool extent(double *low, double *high, const double *mean, const double *sd) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < HG_CURVE_POINTS; i++) {
        double around = sd ? spread(sd[i]) : 0;
        if (!isfinite(mean[i])) continue;
        *low = fmin(*low, mean[i] - around);
        *high = fmax(*high, mean[i] + around);
    }
    return *low <= *high;
}

static axis axis_for(hg_curve_id id, const hg_curve *curve) {
    axis a = axes[id];
    for (int s = 0; s < 2 && curve; s++) {
        double low, high;
        if (!extent(&low, &high, curve->side[s].mean, curve->side[s].sd)) continue;
        while (a.low > low && a.low > -LARGEST_DEG) a.low -= a.step;
        while (a.high < high && a.high < LARGEST_DEG) a.high += a.step;
    }
    while ((a.high - a.low) / a.tick > MOST_TICKS) a.tick *= 2;
    return a;
}

static double x_of(double percent) {
    return LEFT_EDGE + (RIGHT_EDGE - LEFT_EDGE) * percent / 100;
}

static double y_of(const axis *a, double value) {
    double v = fmin(fmax(value, a->low), a->high);
    return BOTTOM_EDGE - (BOTTOM_EDGE - TOP_EDGE) * (v - a->low) / (a->high - a->low);
}

/* One decimal of a picture unit is finer than any screen or printer shows. Written by hand: a page
 * holds some twelve thousand of these. */
static void add_coordinate(hg__strbuf *b, double value) {
    char text[24], *c = text + sizeof text;
    long tenths = lround(value * 10);
    unsigned long rest = (unsigned long)(tenths < 0 ? -tenths : tenths);
    if (rest % 10) {
        *--c = (char)('0' + rest % 10);
        *--c = '.';
    }
    rest /= 10;
    do *--c = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (tenths < 0) *--c = '-';
    hg__strbuf_add_bytes(b, c, (size_t)(text + sizeof text - c));
}

static void add_point(hg__strbuf *b, char command, double x, double y) {
    hg__strbuf_add_bytes(b, &command, 1);
    add_coordinate(b, x);
    hg__strbuf_add(b, " ");
    add_coordinate(b, y);
}

static void add_axes(hg__strbuf *b, const axis *a, const hg__curve_words *words) {
    hg__strbuf_add(b, "<g class=\"grid\">");
    for (double v = ceil(a->low / a->tick) * a->tick; v <= a->high; v += a->tick) {
        double y = y_of(a, v);
        hg__strbuf_add(b, fabs(v) < a->tick / 2 ? "<path class=\"zero\" d=\"" : "<path d=\"");
        add_point(b, 'M', LEFT_EDGE, y);
        add_point(b, 'L', RIGHT_EDGE, y);
        hg__strbuf_add(b, "\"/>");
    }
    hg__strbuf_add(b, "</g><g class=\"ticks\">");
    for (double v = ceil(a->low / a->tick) * a->tick; v <= a->high; v += a->tick) {
        hg__strbuf_addf(b, "<text text-anchor=\"end\" x=\"%d\" y=\"", (int)LEFT_EDGE - 5);
        add_coordinate(b, y_of(a, v) + 4);
        hg__strbuf_add(b, "\">");
        hg__number(b, v, 0);
        hg__strbuf_add(b, "\xc2\xb0</text>");
    }
    for (int p = 0; p <= 100; p += 20) {
        hg__strbuf_add(b, "<text text-anchor=\"middle\" x=\"");
        add_coordinate(b, x_of(p));
        hg__strbuf_addf(b, "\" y=\"%d\">%d</text>", (int)BOTTOM_EDGE + 14, p);
    }
    hg__strbuf_addf(
        b,
        "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%% of stride</text></g><g class=\"ends\">"
        "<text x=\"2\" y=\"10\">\xe2\x86\x91 %s</text><text x=\"2\" y=\"%d\">\xe2\x86\x93 "
        "%s</text></g>",
        (int)RIGHT_EDGE + 10, HEIGHT - 6, words->plus, HEIGHT - 6, words->minus);
}

/* The band of one standard deviation, in pieces where points are missing. */
static void add_band(hg__strbuf *b, const axis *a, const double *mean, const double *sd, int s) {
    for (int from = 0, to; from < HG_CURVE_POINTS; from = to + 1) {
        for (to = from; to < HG_CURVE_POINTS && isfinite(mean[to]) && isfinite(sd[to]);) to++;
        if (to - from < 2) continue;
        hg__strbuf_addf(b, "<path class=\"band %s\" d=\"", side_class[s]);
        for (int i = from; i < to; i++)
            add_point(b, i == from ? 'M' : 'L', x_of(i), y_of(a, mean[i] + sd[i]));
        for (int i = to; i-- > from;) add_point(b, 'L', x_of(i), y_of(a, mean[i] - sd[i]));
        hg__strbuf_add(b, "Z\"/>");
    }
}

static void add_line(hg__strbuf *b, const axis *a, const double *mean, int s) {
    bool pen_down = false;
    hg__strbuf_addf(b, "<path class=\"line %s\" d=\"", side_class[s]);
    for (int i = 0; i < HG_CURVE_POINTS; i++) {
        if (isfinite(mean[i])) add_point(b, pen_down ? 'L' : 'M', x_of(i), y_of(a, mean[i]));
        pen_down = isfinite(mean[i]);
    }
    hg__strbuf_add(b, "\"/>");
}

static void add_toe_off(hg__strbuf *b, const double percent[2], int s) {
    if (!(percent[s] >= 0 && percent[s] <= 100)) return;
    double x = x_of(percent[s]);
    hg__strbuf_addf(b, "<path class=\"toeoff %s\" d=\"", side_class[s]);
    add_point(b, 'M', x, TOP_EDGE - 4);
    add_point(b, 'L', x, BOTTOM_EDGE);
    /* The two letters stand on the outer sides of their lines, which are often one line. */
    bool first = s == HG_LEFT ? !(percent[HG_RIGHT] < percent[s]) : percent[s] < percent[HG_LEFT];
    hg__strbuf_addf(b, "\"/><text class=\"toeoff\" text-anchor=\"%s\" y=\"%d\" x=\"",
                    first ? "end" : "start", (int)TOP_EDGE - 8);
    add_coordinate(b, x + (first ? -1.5 : 1.5));
    hg__strbuf_addf(b, "\">%c</text>", s == HG_LEFT ? 'L' : 'R');
}

static void add_description(hg__strbuf *b, const hg_curve *curve, const double toe_off_percent[2]) {
    for (int s = 0; s < 2; s++) {
        double low, high;
        hg__strbuf_addf(b, "%s%s: ", s ? " " : "", side_label[s]);
        if (!curve || !extent(&low, &high, curve->side[s].mean, NULL)) {
            hg__strbuf_add(b, HG__NOT_MEASURED ".");
            continue;
        }
        hg__strbuf_addf(b, "mean of %zu strides, lowest ", curve->side[s].n);
        hg__number(b, low, 1);
        hg__strbuf_add(b, "\xc2\xb0, highest ");
        hg__number(b, high, 1);
        hg__strbuf_add(b, "\xc2\xb0");
        if (isfinite(toe_off_percent[s])) {
            hg__strbuf_add(b, ", toe-off at ");
            hg__number(b, toe_off_percent[s], 0);
            hg__strbuf_add(b, " %");
        }
        hg__strbuf_add(b, ".");
    }
}

void hg__svg_curve(hg__strbuf *b, hg_curve_id id, const hg_curve *curve,
                   const double toe_off_percent[2], const char *key) {
    const hg__curve_words *words = &hg__curve_words_of[id];
    const axis a = axis_for(id, curve);
    hg__strbuf_addf(b,
                    "<svg class=\"curve\" viewBox=\"0 0 %d %d\" role=\"img\" "
                    "aria-labelledby=\"%s-%s-t %s-%s-d\">"
                    "<title id=\"%s-%s-t\">%s, left and right, 0 to 100 %% of the stride</title>"
                    "<desc id=\"%s-%s-d\">",
                    WIDTH, HEIGHT, key, words->id, key, words->id, key, words->id, words->label,
                    key, words->id);
    add_description(b, curve, toe_off_percent);
    hg__strbuf_add(b, "</desc>");
    add_axes(b, &a, words);
    bool any = false;
    for (int s = 0; s < 2 && curve; s++) {
        if (curve->side[s].n == 0) continue;
        any = true;
        add_band(b, &a, curve->side[s].mean, curve->side[s].sd, s);
    }
    for (int s = 0; s < 2 && any; s++) {
        if (curve->side[s].n == 0) continue;
        add_toe_off(b, toe_off_percent, s);
        add_line(b, &a, curve->side[s].mean, s);
    }
    if (!any)
        hg__strbuf_addf(
            b,
            "<text class=\"absent\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">" HG__NOT_MEASURED
            "</text>",
            (int)x_of(50), (int)(TOP_EDGE + BOTTOM_EDGE) / 2);
    hg__strbuf_add(b, "</svg>");
}

void hg__svg_difference(hg__strbuf *b, double difference, double full) {
    if (!isfinite(difference)) return;
    double length = fmin(fabs(difference) / full, 1) * 38;
    hg__strbuf_addf(
        b,
        "<svg class=\"bar\" viewBox=\"-40 0 80 12\" aria-hidden=\"true\"><path class=\"base\" "
        "d=\"M-38 11V7M38 11V7M-38 11H38\"/><path class=\"fill %s\" d=\"M0 3H",
        side_class[difference > 0]);
    add_coordinate(b, difference > 0 ? length : -length);
    hg__strbuf_add(b, "V9H0Z\"/><path class=\"middle\" d=\"M0 0V12\"/></svg>");
}

void hg__svg_swatch(hg__strbuf *b, hg_side side) {
    hg__strbuf_addf(
        b,
        "<svg class=\"swatch\" viewBox=\"0 0 26 8\" aria-hidden=\"true\"><path class=\"line %s\" "
        "d=\"M1 4H25\"/></svg>",
        side_class[side]);
}
