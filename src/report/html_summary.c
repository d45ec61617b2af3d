/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first thing that is read: a few sentences, each made from numbers that are there. A sentence
 * whose number is missing is left out. Nothing is called large, small, normal or conspicuous here:
 * that takes an uncertainty and a reference.
 */
#include <ctype.h>
#include <hipgait/report.h>
#include <math.h>
#include <string.h>

#include "report/escape.h"
#include "report/html.h"

#define MOST_DIFFERENCES 3

static void add_label(hg__strbuf *b, const char *label) {
    char first = (char)tolower((unsigned char)*label);
    hg__strbuf_add_bytes(b, &first, 1);
    hg__html_text(b, label + 1);
}

static void add_value(hg__strbuf *b, double value, hg__unit unit) {
    hg__number(b, value, unit.decimals);
    /* the degree sign follows its number closely, other units do not */
    hg__strbuf_addf(b, "%s%s", unit.decimals == 1 && unit.shown[0] == '\xc2' ? "" : "\xc2\xa0",
                    unit.shown);
}

/* Means of both sides of a metric, or false. */
static bool both_sides(const hg_result *r, hg_metric_id id, double mean[2]) {
    const hg_metric_value *v = hg_result_metric(r, id);
    for (int s = 0; s < 2 && v; s++) mean[s] = v->side[s].mean;
    return v && isfinite(mean[0]) && isfinite(mean[1]);
}

static double of_both(const hg_result *r, hg_metric_id id) {
    const hg_metric_value *v = hg_result_metric(r, id);
    return v ? v->both.mean : NAN;
}

static void add_pair(hg__strbuf *b, const hg_result *r, hg_metric_id id) {
    double mean[2];
    if (!both_sides(r, id, mean)) return;
    hg__unit unit = hg__unit_of(hg_metrics[id].unit);
    hg__strbuf_add(b, "left ");
    add_value(b, mean[HG_LEFT], unit);
    hg__strbuf_add(b, ", right ");
    add_value(b, mean[HG_RIGHT], unit);
}

static void add_pace(hg__strbuf *b, const hg_result *r) {
    double rate = of_both(r, HG_METRIC_step_rate);
    if (!isfinite(rate)) return;
    hg__strbuf_add(b, "<li><strong>");
    hg__number(b, rate, 1);
    hg__strbuf_add(b, " steps per minute</strong>");
    if (isfinite(r->speed_m_s)) {
        hg__strbuf_add(b, " at ");
        hg__number(b, r->speed_m_s, 2);
        hg__strbuf_add(b, "\xc2\xa0m/s");
    }
    hg__strbuf_addf(b, ". Means are over %zu left and %zu right strides.</li>", r->n_used[HG_LEFT],
                    r->n_used[HG_RIGHT]);
}

/* A sentence of one metric, or of two that belong together. */
static void add_times(hg__strbuf *b, const hg_result *r) {
    double mean[2];
    if (!both_sides(r, HG_METRIC_contact_time, mean)) return;
    hg__strbuf_add(b, "<li>Contact time: ");
    add_pair(b, r, HG_METRIC_contact_time);
    if (both_sides(r, HG_METRIC_flight_time, mean)) {
        hg__strbuf_add(b, ". Flight time: ");
        add_pair(b, r, HG_METRIC_flight_time);
    }
    hg__strbuf_add(b, ".</li>");
}

/* The two that running clinics ask for first; they load the side of the hip in stance. */
static void add_frontal(hg__strbuf *b, const hg_result *r) {
    static const hg_metric_id ids[] = {HG_METRIC_hip_adduction_peak, HG_METRIC_pelvic_drop_peak};
    double mean[2];
    bool any = false;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (!both_sides(r, ids[i], mean)) continue;
        hg__strbuf_add(b, any ? " " : "<li>");
        hg__html_text(b, hg_metrics[ids[i]].label);
        hg__strbuf_add(b, " in stance: ");
        add_pair(b, r, ids[i]);
        hg__strbuf_add(b, ".");
        any = true;
    }
    if (any) hg__strbuf_add(b, "</li>");
}

static bool is_hip_or_pelvis_angle(const hg_metric *m) {
    return m->form == HG_FORM_DIFFERENCE && strcmp(m->unit, "deg") == 0 &&
           (m->needs == HG_NEEDS_HIP || m->needs == HG_NEEDS_PELVIS) &&
           m->family != HG_FAMILY_SPATIOTEMPORAL;
}

static void add_differences(hg__strbuf *b, const hg_result *r) {
    const hg_asymmetry *largest[MOST_DIFFERENCES] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        const hg_asymmetry *a = &r->asymmetry[i];
        if (!is_hip_or_pelvis_angle(&hg_metrics[a->metric]) || !isfinite(a->difference)) continue;
        n++;
        /* of equal ones the first in the registry stays first */
        size_t at = 0;
        while (at < MOST_DIFFERENCES && largest[at] &&
               fabs(largest[at]->difference) >= fabs(a->difference))
            at++;
        if (at == MOST_DIFFERENCES) continue;
        for (size_t k = MOST_DIFFERENCES - 1; k > at; k--) largest[k] = largest[k - 1];
        largest[at] = a;
    }
    if (n == 0) {
        hg__strbuf_add(b, "<li>No hip or pelvis measure is available for both sides.</li>");
        return;
    }
    hg__strbuf_addf(b,
                    "<li>Of %zu hip and pelvis measures, these differ most between the sides "
                    "(right minus left):<ul>",
                    n);
    for (size_t k = 0; k < MOST_DIFFERENCES && largest[k]; k++) {
        const hg_metric *m = &hg_metrics[largest[k]->metric];
        hg__unit unit = hg__unit_of(m->unit);
        hg__strbuf_add(b, "<li>");
        add_label(b, m->label);
        hg__strbuf_add(b, " <strong>");
        hg__number_signed(b, largest[k]->difference, unit.decimals);
        hg__strbuf_addf(b, "%s</strong> (", unit.shown);
        add_pair(b, r, largest[k]->metric);
        hg__strbuf_add(b, ")</li>");
    }
    hg__strbuf_add(b, "</ul></li><li class=\"limit\">Differences are shown as measured, without "
                      "their uncertainty. This report makes no statement on whether a difference "
                      "is more than chance, or unusual in runners. Peaks and values at foot "
                      "strike also carry how the markers were placed; ranges and excursions carry "
                      "less of it.</li>");
}

void hg__html_summary(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "<ul class=\"summary\">");
    add_pace(b, r);
    add_times(b, r);
    add_frontal(b, r);
    add_differences(b, r);
    hg__strbuf_add(b, "</ul>");
}
