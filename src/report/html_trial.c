/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial of the report. */
#include <hipgait/report.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/html.h"
#include "report/svg.h"

#define BAR_FULL_DEG 10.0 /* length of the difference bars; also said in the caption */

static const char *const side_label[2] = {"Left", "Right"};

/* --- heading --- */

static void add_context(hg__strbuf *b, const hg_result *r) {
    static const char *const tasks[] = {"Running or walking", "Running", "Walking", "Standing",
                                        "Functional movement"};
    static const struct {
        const char *source, *words;
    } sources[] = {{"belt", "speed of the belt under the standing foot"},
                   {"pelvis", "speed of the pelvis"},
                   {"stated", "speed as stated, not measured"}};
    hg__strbuf_addf(b, "<p class=\"context\">%s", tasks[r->task]);
    if (r->treadmill != HG_NOT_GIVEN)
        hg__strbuf_add(b, r->treadmill == HG_YES ? " on a treadmill" : " over ground");
    if (isfinite(r->speed_m_s)) {
        hg__strbuf_add(b, " at ");
        hg__number(b, r->speed_m_s, 2);
        hg__strbuf_add(b, "\xc2\xa0m/s");
        for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
            if (r->speed_source && strcmp(r->speed_source, sources[i].source) == 0)
                hg__strbuf_addf(b, " (%s)", sources[i].words);
    } else {
        hg__strbuf_add(b, ", speed not known");
    }
    if (isfinite(r->incline_percent)) {
        hg__strbuf_add(b, " \xc2\xb7 incline ");
        hg__number(b, r->incline_percent, 1);
        hg__strbuf_add(b, "\xc2\xa0%");
    }
    hg__strbuf_add(b, " \xc2\xb7 footwear: ");
    if (*r->footwear)
        hg__html_name(b, r->footwear);
    else
        hg__strbuf_add(b, "not given");
    if (isfinite(r->duration_s) && isfinite(r->rate_hz)) {
        hg__strbuf_add(b, " \xc2\xb7 ");
        hg__number(b, r->duration_s, 1);
        hg__strbuf_add(b, "\xc2\xa0s recorded at ");
        hg__number(b, r->rate_hz, 0);
        hg__strbuf_add(b, "\xc2\xa0Hz");
    }
    hg__strbuf_add(b, "</p>\n");
}

static void add_warnings(hg__strbuf *b, const hg_result *r) {
    hg__strbuf items = {0};
    size_t n = hg__html_flag_items(&items, r, HG_WARNING);
    if (n && items.data) {
        hg__strbuf_add(b, "<div class=\"caution\"><p>Why caution</p><ul>");
        hg__strbuf_add_bytes(b, items.data, items.size);
        hg__strbuf_add(b, "</ul></div>\n");
    }
    b->failed = b->failed || items.failed;
    hg__strbuf_free(&items);
}

/* --- tables of metrics, driven by the registry --- */

static void add_stat(hg__strbuf *b, const hg_stat *s, hg__unit unit, int columns) {
    bool measured = s && s->n > 0 && isfinite(s->mean);
    hg__strbuf_addf(b, "<td class=\"num%s%s\" colspan=\"%d\">", columns > 1 ? " both" : "",
                    measured ? "" : " absent", columns);
    if (!measured) {
        hg__strbuf_add(b, HG__NOT_MEASURED "</td>");
        return;
    }
    hg__strbuf_add(b, "<span class=\"mean\">");
    hg__number(b, s->mean, unit.decimals);
    hg__strbuf_add(b, "</span>");
    if (isfinite(s->sd)) {
        hg__strbuf_add(b, " <span class=\"sd\">\xc2\xb1\xc2\xa0");
        hg__number(b, s->sd, unit.decimals);
        hg__strbuf_add(b, "</span>");
    }
    hg__strbuf_add(b, "</td>");
}

static double difference_of(const hg_result *r, hg_metric_id id) {
    for (size_t i = 0; i < r->n_asymmetry; i++)
        if (r->asymmetry[i].metric == id) return r->asymmetry[i].difference;
    return NAN;
}

static void add_metric_row(hg__strbuf *b, const hg_result *r, hg_metric_id id, bool bars) {
    const hg_metric *m = &hg_metrics[id];
    const hg_metric_value *v = hg_result_metric(r, id);
    const hg__unit unit = hg__unit_of(m->unit);
    hg__strbuf_addf(b, "<tr data-metric=\"%s\"><th scope=\"row\">", m->id);
    hg__html_text(b, m->label);
    hg__strbuf_add(b, " <span class=\"unit\">(");
    hg__html_text(b, unit.shown);
    hg__strbuf_add(b, ")</span></th>");
    if (m->form == HG_FORM_BOTH) {
        add_stat(b, v ? &v->both : NULL, unit, 2);
        hg__strbuf_add(b, "<td class=\"num none\">both sides</td>");
    } else {
        add_stat(b, v ? &v->side[HG_LEFT] : NULL, unit, 1);
        add_stat(b, v ? &v->side[HG_RIGHT] : NULL, unit, 1);
        double difference = difference_of(r, id);
        hg__strbuf_add(b, isfinite(difference) ? "<td class=\"num diff\">"
                                               : "<td class=\"num diff absent\">");
        if (bars) hg__svg_difference(b, difference, BAR_FULL_DEG);
        hg__strbuf_add(b, "<span>");
        hg__number_signed(b, difference, unit.decimals);
        hg__strbuf_add(b, "</span></td>");
    }
    hg__strbuf_add(b, "</tr>\n");
}

static void add_metric_head(hg__strbuf *b, const char *caption, const char *first) {
    hg__strbuf_addf(
        b, "<table class=\"metrics\"><caption>%s</caption><thead><tr><th scope=\"col\">%s</th>",
        caption, first);
    for (int s = 0; s < 2; s++) {
        hg__strbuf_add(b, "<th scope=\"col\" class=\"num\">");
        hg__svg_swatch(b, (hg_side)s);
        hg__strbuf_addf(b, "%s</th>", side_label[s]);
    }
    hg__strbuf_add(b,
                   "<th scope=\"col\" class=\"num\">Right \xe2\x88\x92 left</th></tr></thead>\n");
}

static bool family_has_rows(hg_family family) {
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].family == family) return true;
    return false;
}

static void add_spatiotemporal(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "<section class=\"block keep\"><h3>Times and lengths</h3>\n");
    add_metric_head(b, "Mean \xc2\xb1 standard deviation over the strides in use", "Measure");
    hg__strbuf_add(b, "<tbody>");
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        if (hg_metrics[id].family == HG_FAMILY_SPATIOTEMPORAL)
            add_metric_row(b, r, (hg_metric_id)id, false);
    hg__strbuf_add(b, "</tbody></table></section>\n");
}

static void add_angles(hg__strbuf *b, const hg_result *r) {
    static const char *const headings[HG_FAMILY_COUNT] = {
        [HG_FAMILY_SAGITTAL] = "Forward and back (sagittal)",
        [HG_FAMILY_FRONTAL] = "Side to side (frontal)",
        [HG_FAMILY_TRANSVERSE] = "Rotation (transverse)",
        [HG_FAMILY_ACCELERATION] = "Acceleration",
        [HG_FAMILY_RHYTHM] = "Rhythm",
    };
    hg__strbuf_add(b, "<section class=\"block\"><h3>Hip, pelvis and knee measures</h3>\n");
    add_metric_head(b,
                    "Mean \xc2\xb1 standard deviation over the strides in use. A bar points to the "
                    "side with the "
                    "larger value; its full length is 10\xc2\xb0 or more.",
                    "Measure");
    for (int family = 0; family < HG_FAMILY_COUNT; family++) {
        if (family == HG_FAMILY_SPATIOTEMPORAL || !family_has_rows((hg_family)family)) continue;
        hg__strbuf_addf(
            b, "<tbody><tr class=\"family\"><th scope=\"rowgroup\" colspan=\"4\">%s</th></tr>\n",
            headings[family]);
        for (int id = 0; id < HG_METRIC_COUNT; id++)
            if (hg_metrics[id].family == (hg_family)family)
                add_metric_row(b, r, (hg_metric_id)id, strcmp(hg_metrics[id].unit, "deg") == 0);
        hg__strbuf_add(b, "</tbody>");
    }
    hg__strbuf_add(b, "</table></section>\n");
}

/* --- curves --- */

static void add_curves(hg__strbuf *b, const hg_result *r, size_t number) {
    char key[32];
    snprintf(key, sizeof key, "trial-%zu", number);
    hg__strbuf_add(b, "<section class=\"block\"><h3>Hip, pelvis and knee through the "
                      "stride</h3>\n<p class=\"key\"><span>");
    hg__svg_swatch(b, HG_LEFT);
    hg__strbuf_add(b, "left, solid</span> <span>");
    hg__svg_swatch(b, HG_RIGHT);
    hg__strbuf_add(b, "right, dashed</span> <span>band: \xc2\xb1 1 standard deviation</span> "
                      "<span>L, R: toe-off</span></p>\n"
                      "<div class=\"curves\">");
    for (int id = 0; id < HG_CURVE_COUNT; id++) {
        hg__strbuf_addf(b, "<figure><figcaption>%s</figcaption>", hg__curve_words_of[id].label);
        hg__svg_curve(b, (hg_curve_id)id, hg_result_curve(r, (hg_curve_id)id), r->toe_off_percent,
                      key);
        hg__strbuf_add(b, "</figure>\n");
    }
    hg__strbuf_add(b, "<div class=\"aside\"><p>The lines are means over the strides in use, each "
                      "side over its own stride: "
                      "0 and 100\xc2\xa0% are foot strikes of that side.");
    for (int s = 0; s < 2; s++) {
        if (!isfinite(r->toe_off_percent[s])) continue;
        hg__strbuf_addf(b, " Toe-off %s at ", s == HG_LEFT ? "left" : "right");
        hg__number(b, r->toe_off_percent[s], 1);
        hg__strbuf_add(b, "\xc2\xa0%.");
    }
    hg__strbuf_add(b, "</p><p>The bands show how much the runner's own strides vary.</p><p>Every "
                      "drawing keeps its range of "
                      "degrees, so that sessions can be laid side by side; it widens only where "
                      "the data leave it.</p>"
                      "</div></div></section>\n");
}

void hg__html_trial(hg__strbuf *b, const hg_result *r, size_t number) {
    bool enough = r->status != HG_QUALITY_INSUFFICIENT;
    hg__strbuf_addf(
        b, "<section class=\"trial\" id=\"trial-%zu\"><div class=\"trial-head\"><h2>Trial ",
        number);
    hg__html_name(b, r->trial);
    hg__strbuf_add(b, "</h2>");
    hg__html_badge(b, r->status);
    hg__strbuf_add(b, "</div>\n");
    add_context(b, r);
    if (enough) {
        add_warnings(b, r);
        hg__html_summary(b, r);
        add_spatiotemporal(b, r);
        add_curves(b, r, number);
        add_angles(b, r);
    } else {
        hg__strbuf_add(b, "<p class=\"withheld\">Summary, curves and hip and pelvis measures are "
                          "left out, because the data "
                          "of this trial cannot carry them.</p>\n");
        if (r->n_metrics) add_spatiotemporal(b, r);
    }
    hg__html_strides(b, r);
    hg__html_quality(b, r);
    hg__strbuf_add(b, "</section>\n");
}
