/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences of the sides as a forest plot. A row has its label above its line, so that the plot
 * takes the whole width even on a phone. Thick: the interval of the strides alone, thin: with the
 * error of placing markers. The ground of a row is shaded over what is usual.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/drawings.h"

#define WIDTH 320.0
#define LEFT_EDGE 8.0
#define RIGHT_EDGE 312.0
#define TOP_EDGE 34.0
#define ROW 30.0
#define MOST_ROWS 28
#define SURE 1.96 /* half an interval of 95 %, in standard errors */

typedef struct forest_row {
    const hg_asymmetry *a;
    double value, low, high, low_all, high_all, usual;
} forest_row;

/* How often the error of placing markers is in a difference of two sides: they are independent,
 * except where a pelvis that sits rolled adds to one side what it takes from the other. */
static double error_of(hg_metric_id id) {
    const hg_limit *limit = hg_limit_of(id);
    return limit->sem * (limit->pelvis_roll ? 2 : sqrt(2));
}

static bool row_of(const hg_asymmetry *a, hg__forest kind, forest_row *row) {
    const hg_metric *metric = &hg_metrics[a->metric];
    const hg_limit *limit = hg_limit_of(a->metric);
    *row = (forest_row){
        a, a->difference, a->ci95[0], a->ci95[1], a->ci95_total[0], a->ci95_total[1], limit->limit};
    if (!isfinite(a->difference)) return false;
    if (kind == HG__FOREST_DEGREES) return strcmp(metric->unit, "deg") == 0;
    if (kind == HG__FOREST_PERCENT) {
        if (!isfinite(a->index.symmetry_index)) return false;
        row->value = a->index.symmetry_index;
        row->low = row->low_all = a->index.ci95[0];
        row->high = row->high_all = a->index.ci95[1];
        return true;
    }
    double error = error_of(a->metric);
    if (!(error > 0)) return false;
    double *all[] = {&row->value, &row->low, &row->high, &row->low_all, &row->high_all};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] /= error;
    row->usual = SURE;
    return true;
}

static size_t collect(const hg_result *r, hg__forest kind, forest_row rows[MOST_ROWS]) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_asymmetry && n < MOST_ROWS; i++)
        n += row_of(&r->asymmetry[i], kind, &rows[n]);
    return n;
}

/* A round axis that holds all values and usual ranges, 0 in its middle. */
static double reach_of(const forest_row *rows, size_t n, double *tick) {
    static const double rounds[][2] = {{1, 0.5},  {2, 1},     {4, 2},    {6, 3},   {10, 5},
                                       {15, 5},   {20, 10},   {30, 10},  {40, 20}, {60, 20},
                                       {100, 50}, {200, 100}, {400, 200}};
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        const double seen[] = {fabs(rows[i].value), fabs(rows[i].low), fabs(rows[i].high),
                               fabs(rows[i].usual)};
        for (size_t k = 0; k < 4; k++)
            if (isfinite(seen[k])) most = fmax(most, seen[k]);
    }
    size_t k = 0;
    while (k + 1 < sizeof rounds / sizeof *rounds && rounds[k][0] < most) k++;
    *tick = rounds[k][1];
    return rounds[k][0];
}

static double x_of(double value, double reach) {
    double v = fmin(fmax(value, -reach), reach);
    return isfinite(value)
               ? 0.5 * (LEFT_EDGE + RIGHT_EDGE) + 0.5 * (RIGHT_EDGE - LEFT_EDGE) * v / reach
               : NAN;
}

static void add_row(const hg__model *m, hg__figure *f, const forest_row *row, double y,
                    double reach, hg__forest kind) {
    static const hg__role roles[] = {[HG_ASYMMETRY_INSUFFICIENT] = HG__ROLE_FAINT,
                                     [HG_ASYMMETRY_USUAL] = HG__ROLE_INK,
                                     [HG_ASYMMETRY_NOTABLE] = HG__ROLE_INK,
                                     [HG_ASYMMETRY_BEYOND] = HG__ROLE_WARN};
    hg__mark mark = {.role = roles[row->a->rating]};
    double x = x_of(row->value, reach), line = y + 21;
    if (isfinite(row->usual))
        hg__figure_rect(f, HG__AS(USUAL), x_of(-row->usual, reach), y + 15,
                        x_of(row->usual, reach) - x_of(-row->usual, reach), 12, 2);
    hg__figure_line(f, HG__AS(ZERO), x_of(0, reach), y + 14, x_of(0, reach), y + 28);
    mark.width = 1;
    hg__figure_line(f, mark, x_of(row->low_all, reach), line, x_of(row->high_all, reach), line);
    mark.width = 3;
    hg__figure_line(f, mark, x_of(row->low, reach), line, x_of(row->high, reach), line);
    /* the rating is told by the shape, too */
    mark.width = 1.5;
    if (row->a->rating == HG_ASYMMETRY_BEYOND) {
        const double px[] = {x - 5.5, x + 5.5, x}, py[] = {line + 4.5, line + 4.5, line - 5.5};
        mark.solid = true;
        hg__figure_polygon(f, mark, px, py, 3);
    } else if (row->a->rating == HG_ASYMMETRY_NOTABLE) {
        const double px[] = {x - 5, x, x + 5, x}, py[] = {line, line - 5, line, line + 5};
        mark.solid = true;
        hg__figure_polygon(f, mark, px, py, 4);
    } else {
        hg__figure_circle(f, HG__DOT(PAPER), x, line, 4);
        mark.outline = true;
        hg__figure_circle(f, mark, x, line, 4);
    }
    hg__figure_text(f, HG__TEXT(INK, START), LEFT_EDGE, y + 10,
                    hg__metric_label(m, row->a->metric));
    const char *number = kind == HG__FOREST_DEGREES ? hg__quantity_signed(m, row->value, "deg")
                         : kind == HG__FOREST_PERCENT
                             ? hg__quantity_signed(m, row->value, "%")
                             : HG__SAID(m->doc, "forest.times", hg__arg_signed("n", row->value, 1));
    hg__label right = {.role = roles[row->a->rating], .anchor = HG__ANCHOR_END, .bold = true};
    hg__figure_text(f, right, RIGHT_EDGE, y + 10, number);
}

const hg__figure *hg__draw_forest(const hg__model *m, const hg_result *r, hg__forest kind) {
    static const char *const titles[] = {"forest.degrees", "forest.percent", "forest.errors"};
    static const char *const parts[] = {"forest-degrees", "forest-percent", "forest-errors"};
    forest_row rows[MOST_ROWS];
    size_t n = collect(r, kind, rows);
    if (n == 0) return NULL;
    double tick, reach = reach_of(rows, n, &tick);
    double bottom = TOP_EDGE + ROW * (double)n;
    hg__runs desc = {NULL, NULL};
    for (size_t i = 0; i < n; i++) {
        HG__SAY(m->doc, &desc, "forest.desc",
                hg__arg_text("measure", hg__metric_label(m, rows[i].a->metric)),
                hg__arg_signed("value", rows[i].value, 1), hg__arg_number("low", rows[i].low, 1),
                hg__arg_number("high", rows[i].high, 1));
        hg__add_text(m->doc, &desc, " ");
    }
    hg__figure *f =
        hg__figure_new(m->doc->memory, WIDTH, bottom + 20, hg__trial_id(m, r, parts[kind]),
                       hg__word(m, titles[kind]), hg__runs_plain(m->doc, &desc));
    for (double v = -reach; v <= reach * 1.001; v += tick) {
        double x = x_of(v, reach);
        hg__figure_line(f, HG__AS(GRID), x, TOP_EDGE - 4, x, bottom);
        hg__anchor anchor = v < -0.99 * reach  ? HG__ANCHOR_START
                            : v > 0.99 * reach ? HG__ANCHOR_END
                                               : HG__ANCHOR_MIDDLE;
        hg__label label = {.role = HG__ROLE_FAINT, .anchor = anchor};
        hg__figure_text(f, label,
                        anchor == HG__ANCHOR_MIDDLE ? x
                        : v < 0                     ? x - 6
                                                    : x + 6,
                        bottom + 14, hg__signed_said(m->doc, v, tick < 1 ? 1 : 0));
    }
    hg__label left = {.role = HG__ROLE_LEFT, .anchor = HG__ANCHOR_START, .bold = true};
    hg__label right = {.role = HG__ROLE_RIGHT, .anchor = HG__ANCHOR_END, .bold = true};
    hg__figure_textf(f, left, LEFT_EDGE, 14, "\xe2\x86\x90 %s", hg__word(m, "forest.left_larger"));
    hg__figure_textf(f, right, RIGHT_EDGE, 14, "%s \xe2\x86\x92",
                     hg__word(m, "forest.right_larger"));
    for (size_t i = 0; i < n; i++) add_row(m, f, &rows[i], TOP_EDGE + ROW * (double)i, reach, kind);
    if (f && f->failed) m->doc->failed = true;
    return f;
}
