/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The training log: a bar per run over the days before the last one. The last seven days are
 * shaded and the longest run of the thirty days before them is a line: what the rule of the single
 * long run compares. Days carry dates only when the report may show them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/drawings.h"

#define WIDTH 360.0
#define HEIGHT 190.0
#define LEFT_EDGE 34.0
#define RIGHT_EDGE 350.0
#define TOP_EDGE 24.0
#define BOTTOM_EDGE 150.0
#define WEEK 7
#define MONTH 30
#define MOST_DAYS 92 /* older runs are counted, not drawn */
#define LEAST_DAYS 37

typedef struct log_view {
    double last; /* day of the last run */
    double span; /* days drawn before it */
    double top;  /* km at the top of the axis */
    double longest_week, longest_month;
    size_t drawn, older, undated;
} log_view;

static log_view look_at(const hg_training_run *runs, size_t n) {
    log_view v = {NAN, LEAST_DAYS, 0, NAN, NAN, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        double day = hg__day_number(runs[i].date);
        if (isfinite(day)) v.last = isfinite(v.last) ? fmax(v.last, day) : day;
    }
    for (size_t i = 0; i < n; i++) {
        double before = v.last - hg__day_number(runs[i].date), km = runs[i].distance_m / 1000;
        if (!isfinite(before)) {
            v.undated++;
            continue;
        }
        if (before > MOST_DAYS) {
            v.older++;
            continue;
        }
        v.drawn++;
        v.span = fmax(v.span, before);
        if (!isfinite(km)) continue;
        v.top = fmax(v.top, km);
        double *longest = before < WEEK           ? &v.longest_week
                          : before < WEEK + MONTH ? &v.longest_month
                                                  : NULL;
        if (longest) *longest = isfinite(*longest) ? fmax(*longest, km) : km;
    }
    double step = v.top > 40 ? 20 : v.top > 15 ? 5 : v.top > 6 ? 2 : 1;
    v.top = v.top > 0 && v.top < 1e4 ? ceil(v.top * 1.08 / step) * step : step;
    return v;
}

static double x_of(const log_view *v, double before) {
    return RIGHT_EDGE - 6 - (RIGHT_EDGE - LEFT_EDGE - 12) * before / v->span;
}

static double y_of(const log_view *v, double km) {
    return BOTTOM_EDGE - (BOTTOM_EDGE - TOP_EDGE) * fmin(km, v->top) / v->top;
}

static void add_axes(const hg__model *m, hg__figure *f, const log_view *v) {
    double tick = v->top > 40 ? 20 : v->top > 15 ? 5 : v->top > 6 ? 2 : 1;
    for (double km = 0; km <= v->top + 1e-9; km += tick) {
        double y = y_of(v, km);
        hg__figure_line(f, km > 0 ? HG__AS(GRID) : HG__AS(ZERO), LEFT_EDGE, y, RIGHT_EDGE, y);
        hg__figure_text(f, HG__TEXT(FAINT, END), LEFT_EDGE - 4, y + 4,
                        hg__number_said(m->doc, km, 0));
    }
    hg__figure_text(f, HG__TEXT(FAINT, START), 2, 12, "km");
    for (double before = 0; before <= v->span; before += v->span > 60 ? 14 : 7)
        hg__figure_text(f, HG__TEXT(FAINT, MIDDLE), x_of(v, before), BOTTOM_EDGE + 14,
                        before > 0 ? hg__number_said(m->doc, -before, 0) : "0");
}

static void add_dates(const hg__model *m, hg__figure *f, const hg_training_run *runs, size_t n,
                      const log_view *v) {
    hg_date_style style = m->options->dates;
    char last[16] = "";
    for (size_t i = 0; i < n; i++)
        if (isfinite(v->last) && fabs(hg__day_number(runs[i].date) - v->last) < 0.5)
            snprintf(last, sizeof last, "%.*s", style == HG_DATES_YEAR ? 4 : 10, runs[i].date);
    const char *line =
        style == HG_DATES_RELATIVE
            ? hg__word(m, "training.axis")
            : HG__SAID(m->doc, style == HG_DATES_YEAR ? "training.axis_year" : "training.axis_date",
                       hg__arg_text("date", last));
    hg__figure_text(f, HG__TEXT(FAINT, END), RIGHT_EDGE + 6, HEIGHT - 8, line);
}

const hg__figure *hg__draw_training(const hg__model *m, const hg_training_run *runs, size_t n) {
    const log_view v = look_at(runs, n);
    hg__runs desc = {NULL, NULL};
    HG__SAY(m->doc, &desc, "training.desc", hg__arg_count("n", n),
            hg__arg_number("week", v.longest_week, 1), hg__arg_number("month", v.longest_month, 1));
    if (v.older || v.undated) {
        hg__add_text(m->doc, &desc, " ");
        HG__SAY(m->doc, &desc, "training.left_out", hg__arg_count("older", v.older),
                hg__arg_count("undated", v.undated));
    }
    hg__figure *f = hg__figure_new(m->doc->memory, WIDTH, HEIGHT, "training-log",
                                   hg__word(m, "training.figure"), hg__runs_plain(m->doc, &desc));
    if (v.drawn == 0) {
        hg__figure_text(f, HG__TEXT(FAINT, MIDDLE), WIDTH / 2, HEIGHT / 2,
                        hg__word(m, "training.no_dates"));
        return f;
    }
    double week = x_of(&v, WEEK - 0.5);
    hg__figure_rect(f, HG__AS(PALE), week, TOP_EDGE, RIGHT_EDGE - week, BOTTOM_EDGE - TOP_EDGE, 0);
    add_axes(m, f, &v);
    hg__figure_text(f, HG__TEXT(FAINT, END), RIGHT_EDGE, TOP_EDGE - 8,
                    hg__word(m, "training.last_week"));
    double thick = fmin(fmax(0.62 * (RIGHT_EDGE - LEFT_EDGE) / v.span, 1.5), 7);
    for (size_t i = 0; i < n; i++) {
        double before = v.last - hg__day_number(runs[i].date), km = runs[i].distance_m / 1000;
        if (!(before >= 0 && before <= v.span) || !isfinite(km) || km <= 0) continue;
        bool longer = before < WEEK && isfinite(v.longest_month) && km > 1.1 * v.longest_month;
        hg__mark mark = longer ? HG__DOT(WARN) : HG__DOT(ACCENT);
        hg__figure_rect(f, mark, x_of(&v, before) - thick / 2, y_of(&v, km), thick,
                        BOTTOM_EDGE - y_of(&v, km), 1);
        if (longer) /* not by colour alone */
            hg__figure_text(f, HG__TEXT(WARN, MIDDLE), x_of(&v, before), y_of(&v, km) - 3,
                            "\xe2\x96\xb2");
    }
    if (isfinite(v.longest_month)) {
        double y = y_of(&v, v.longest_month);
        hg__figure_line(f, HG__AS(LIMIT), x_of(&v, fmin(WEEK + MONTH, v.span)), y, RIGHT_EDGE, y);
        hg__figure_text(f, HG__TEXT(FAINT, START), x_of(&v, fmin(WEEK + MONTH, v.span)), y - 4,
                        hg__word(m, "training.longest_month"));
    }
    add_dates(m, f, runs, n, &v);
    if (f && f->failed) m->doc->failed = true;
    return f;
}
