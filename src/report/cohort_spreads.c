/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How each measure is spread over the trials, with the trials that stand apart and their reports.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/cohort_parts.h"
#include "report/escape.h"
#include "report/figure.h"

#define OUTLIERS_SHOWN 12 /* of a side, the farthest; all values stand in cohort.csv */
#define BINS 36
#define WIDTH 220.0
#define MIDDLE 27.0 /* height of the axis */
#define TALL 21.0   /* of the fullest bin, up for left and down for right */
#define EDGE 4.0

/* --- the drawing --- */

typedef struct axis {
    double low, high;
} axis;

static double at(const axis *a, double value) {
    if (!(a->high > a->low)) return WIDTH / 2;
    double part = fmin(fmax((value - a->low) / (a->high - a->low), 0.0), 1.0);
    return EDGE + part * (WIDTH - 2 * EDGE);
}

/* The range without what stands far out, which is drawn at its end. */
static axis axis_of(const hg_cohort_spread *const *spread, size_t n) {
    axis a = {INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        if (spread[i]->n == 0) continue;
        a.low =
            fmin(a.low, fmax(spread[i]->least,
                             isnan(spread[i]->usual[0]) ? spread[i]->least : spread[i]->usual[0]));
        a.high =
            fmax(a.high, fmin(spread[i]->most,
                              isnan(spread[i]->usual[1]) ? spread[i]->most : spread[i]->usual[1]));
    }
    return a;
}

static void count_bins(size_t bins[BINS], const hg__cohort_page *p, const axis *a, hg_task task,
                       hg_metric_id id, hg_cohort_part part) {
    memset(bins, 0, BINS * sizeof *bins);
    for (size_t i = 0; i < p->cohort->n; i++) {
        const hg_cohort_row *row = &p->cohort->row[i];
        double value = row->value[id][part];
        if (row->task != task || isnan(value)) continue;
        double place = a->high > a->low ? (value - a->low) / (a->high - a->low) : 0.5;
        if (place < 0.0 || place > 1.0) continue; /* drawn as a mark */
        size_t bin = (size_t)(place * BINS);
        bins[bin < BINS ? bin : BINS - 1]++;
    }
}

/* A histogram as one outline, up (-1) or down (1) from the axis. */
static void draw_bins(hg__figure *f, hg__role role, const size_t bins[BINS], size_t fullest,
                      double direction) {
    double x[2 * BINS + 2], y[2 * BINS + 2], step = (WIDTH - 2 * EDGE) / BINS;
    size_t n = 0;
    if (fullest == 0) return;
    x[n] = EDGE;
    y[n++] = MIDDLE;
    for (size_t i = 0; i < BINS; i++)
        for (int k = 0; k < 2; k++) {
            x[n] = EDGE + ((double)i + k) * step;
            y[n++] = MIDDLE + direction * TALL * (double)bins[i] / (double)fullest;
        }
    x[n] = WIDTH - EDGE;
    y[n++] = MIDDLE;
    hg__figure_polygon(f, (hg__mark){.role = role, .opacity = 0.25}, x, y, n);
    hg__figure_polyline(f, (hg__mark){.role = role, .width = 1}, x, y, n);
}

static void draw_far(hg__figure *f, hg__role role, const axis *a, const hg__cohort_page *p,
                     const hg_cohort_spread *s, hg_metric_id id, hg_cohort_part part,
                     double direction) {
    bool low = false, high = false;
    for (size_t i = 0; i < s->n_outliers; i++) {
        double value = p->cohort->row[s->outliers[i]].value[id][part];
        low |= value < a->low;
        high |= value > a->high;
    }
    for (int end = 0; end < 2; end++) { /* an arrow where some lie beyond the drawing */
        double tip = end ? WIDTH - 0.5 : 0.5, base = end ? WIDTH - 5.5 : 5.5;
        double y = MIDDLE + direction * 9.0;
        double x[3] = {tip, base, base}, ys[3] = {y, y - 3.5, y + 3.5};
        if (end ? high : low)
            hg__figure_polygon(f, (hg__mark){.role = role, .solid = true}, x, ys, 3);
    }
}

static void add_drawing(hg__cohort_page *p, hg_task task, hg_metric_id id) {
    static const hg__role roles[] = {HG__ROLE_LEFT, HG__ROLE_RIGHT, HG__ROLE_BOTH};
    static const double directions[] = {-1, 1, -1};
    const hg_cohort_spread *spread[HG_COHORT_PARTS];
    size_t bins[HG_COHORT_PARTS][BINS], fullest = 0;
    char name[96];
    for (int part = 0; part < HG_COHORT_PARTS; part++)
        spread[part] = hg__cohort_spread(p, task, id, (hg_cohort_part)part);
    axis a = axis_of(spread, HG_COHORT_PARTS);
    hg__arena_mark mark = hg__arena_here(p->memory);
    snprintf(name, sizeof name, "spread-%d-%s", (int)task, hg_metrics[id].id);
    for (char *c = name; *c; c++)
        if (*c == '_') *c = '-';
    hg__figure *f = hg__figure_new(
        p->memory, WIDTH, 2 * MIDDLE, name,
        hg__texts_label(p->texts, "metric", hg_metrics[id].id, hg_metrics[id].label),
        hg__texts_get(p->texts, hg_metrics[id].form == HG_FORM_BOTH ? "cohort.spread_desc_both"
                                                                    : "cohort.spread_desc"));
    for (int part = 0; part < HG_COHORT_PARTS; part++) {
        count_bins(bins[part], p, &a, task, id, (hg_cohort_part)part);
        for (size_t i = 0; i < BINS; i++)
            if (bins[part][i] > fullest) fullest = bins[part][i];
    }
    hg__figure_line(f, HG__AS(ZERO), EDGE, MIDDLE, WIDTH - EDGE, MIDDLE);
    for (int part = 0; part < HG_COHORT_PARTS; part++) {
        const hg_cohort_spread *s = spread[part];
        if (s->n == 0) continue;
        draw_bins(f, roles[part], bins[part], fullest, directions[part]);
        hg__figure_line(f, (hg__mark){.role = HG__ROLE_INK, .width = 1.5}, at(&a, s->median),
                        MIDDLE, at(&a, s->median), MIDDLE + directions[part] * (TALL + 3));
        draw_far(f, roles[part], &a, p, s, id, (hg_cohort_part)part, directions[part]);
    }
    hg__figure_svg(p->b, f, &hg__palette_default, NULL);
    if (!f || f->failed) p->b->failed = true;
    hg__arena_back(p->memory, mark);
}

/* --- the table --- */

static void add_outliers(hg__cohort_page *p, const hg_cohort_spread *s, hg_metric_id id,
                         hg_cohort_part part) {
    hg__unit unit = hg__unit_of(hg_metrics[id].unit);
    size_t shown = s->n_outliers < OUTLIERS_SHOWN ? s->n_outliers : OUTLIERS_SHOWN;
    if (s->n == 0) return;
    if (s->n_outliers == 0) {
        hg__strbuf_add(p->b, "<span class=\"soft\">");
        hg__cohort_say(p, isnan(s->usual[0]) ? "cohort.far_not_judged" : "cohort.far_none");
        hg__strbuf_add(p->b, "</span>");
        return;
    }
    hg__strbuf_add(p->b, "<details><summary>\xe2\x96\xb3 ");
    hg__cohort_count(p, "cohort.far", s->n_outliers, s->n);
    hg__strbuf_add(p->b, "</summary><ul class=\"out\">");
    for (size_t i = 0; i < shown; i++) {
        const hg_cohort_row *row = &p->cohort->row[s->outliers[i]];
        hg__strbuf_add(p->b, "<li>");
        hg__cohort_link(p, row);
        hg__strbuf_add(p->b, ": ");
        hg__cohort_number(p, row->value[id][part], unit.decimals);
        hg__strbuf_add(p->b, "</li>");
    }
    if (shown < s->n_outliers) {
        hg__strbuf_add(p->b, "<li class=\"soft\">");
        hg__cohort_count(p, "cohort.far_more", s->n_outliers - shown, 0);
        hg__strbuf_add(p->b, "</li>");
    }
    hg__strbuf_add(p->b, "</ul></details>");
}

static void number_cell(hg__cohort_page *p, double value, int decimals) {
    hg__strbuf_add(p->b, "<td class=\"num\">");
    hg__cohort_number(p, value, decimals);
    hg__strbuf_add(p->b, "</td>");
}

static void add_measure(hg__cohort_page *p, hg_task task, hg_metric_id id) {
    static const char *const sides[] = {"side.left", "side.right", "stat.both"};
    const hg_metric *m = &hg_metrics[id];
    bool both = m->form == HG_FORM_BOTH, first = true;
    hg__unit unit = hg__unit_of(m->unit);
    for (int part = both ? HG_COHORT_BOTH : HG_COHORT_LEFT;
         part < (both ? HG_COHORT_PARTS : HG_COHORT_BOTH); part++) {
        const hg_cohort_spread *s = hg__cohort_spread(p, task, id, (hg_cohort_part)part);
        hg__strbuf_addf(p->b, "<tr data-metric=\"%s\" data-side=\"%s\"%s>", m->id,
                        both                     ? "both"
                        : part == HG_COHORT_LEFT ? "left"
                                                 : "right",
                        first && !both ? " class=\"pair\"" : "");
        if (first) {
            hg__strbuf_addf(p->b, "<th scope=\"rowgroup\"%s>", both ? "" : " rowspan=\"2\"");
            hg__html_text(p->b, hg__texts_label(p->texts, "metric", m->id, m->label));
            hg__strbuf_add(p->b, " <span class=\"soft\">");
            hg__html_text(p->b, hg__texts_label(p->texts, "unit", m->unit, unit.shown));
            hg__strbuf_addf(p->b, "</span></th><td%s>", both ? "" : " rowspan=\"2\"");
            add_drawing(p, task, id);
            hg__strbuf_add(p->b, "</td>");
        }
        hg__strbuf_add(p->b, "<td class=\"side\">");
        hg__cohort_say(p, sides[part]);
        hg__strbuf_addf(p->b, "</td><td class=\"num\">%zu</td>", s->n);
        number_cell(p, s->median, unit.decimals);
        number_cell(p, s->robust_sd, unit.decimals);
        number_cell(p, s->p5, unit.decimals);
        number_cell(p, s->p95, unit.decimals);
        number_cell(p, s->least, unit.decimals);
        number_cell(p, s->most, unit.decimals);
        hg__strbuf_add(p->b, "<td>");
        add_outliers(p, s, id, (hg_cohort_part)part);
        hg__strbuf_add(p->b, "</td></tr>\n");
        first = false;
    }
}

static bool measured(const hg__cohort_page *p, hg_task task, hg_metric_id id) {
    for (int part = 0; part < HG_COHORT_PARTS; part++)
        if (hg__cohort_spread(p, task, id, (hg_cohort_part)part)->n) return true;
    return false;
}

static void add_family(hg__cohort_page *p, hg_task task, hg_family family) {
    bool any = false;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        if (hg_metrics[id].family != family || !measured(p, task, (hg_metric_id)id)) continue;
        if (!any) {
            hg__strbuf_add(p->b, "<tr class=\"family\"><th colspan=\"11\" scope=\"rowgroup\">");
            hg__html_text(p->b, family == HG_FAMILY_SPATIOTEMPORAL
                                    ? hg__texts_get(p->texts, "cohort.times")
                                    : hg__texts_label(p->texts, "family", hg_family_names[family],
                                                      hg_family_names[family]));
            hg__strbuf_add(p->b, "</th></tr>\n");
        }
        any = true;
        add_measure(p, task, (hg_metric_id)id);
    }
}

static void add_head(hg__cohort_page *p) {
    static const char *const keys[] = {"stat.measure",  "cohort.spread",  "cohort.side",
                                       "cohort.trials", "cohort.median",  "cohort.robust_sd",
                                       "cohort.p5",     "cohort.p95",     "cohort.least",
                                       "cohort.most",   "cohort.far_head"};
    hg__strbuf_add(p->b, "<thead><tr>");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        hg__strbuf_add(p->b, i >= 3 && i <= 9 ? "<th scope=\"col\" class=\"num\">"
                                              : "<th scope=\"col\">");
        hg__cohort_say(p, keys[i]);
        hg__strbuf_add(p->b, "</th>");
    }
    hg__strbuf_add(p->b, "</tr></thead>\n");
}

void hg__cohort_spreads_part(hg__cohort_page *p) {
    hg_task tasks[HG__TASKS];
    size_t n = hg_cohort_tasks(tasks, p->cohort);
    if (n == 0) return;
    hg__strbuf_add(p->b, "<section id=\"spreads\" aria-labelledby=\"spreads-title\">"
                         "<h2 id=\"spreads-title\">");
    hg__cohort_say(p, "cohort.spreads");
    hg__strbuf_add(p->b, "</h2>\n<p class=\"soft small\">");
    hg__cohort_say(p, "cohort.spreads_lead");
    hg__strbuf_add(p->b, "</p>\n");
    for (size_t t = 0; t < n; t++) {
        const char *task = tasks[t] == HG_TASK_UNKNOWN ? "unknown" : hg_task_name(tasks[t]);
        hg__strbuf_addf(p->b, "<h3 id=\"spreads-%s\">", task);
        hg__html_text(p->b, hg__texts_label(p->texts, "task", task, task));
        hg__strbuf_addf(p->b,
                        "</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
                        "aria-labelledby=\"spreads-%s\"><table class=\"spreads\">",
                        task);
        add_head(p);
        hg__strbuf_add(p->b, "<tbody>\n");
        for (int family = 0; family < HG_FAMILY_COUNT; family++)
            add_family(p, tasks[t], (hg_family)family);
        hg__strbuf_add(p->b, "</tbody></table></div>\n");
    }
    hg__strbuf_add(p->b, "</section>\n");
}
