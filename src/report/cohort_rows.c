/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of trials and the list of failures. For scripts and tests: table #trials-table, its
 * rows have data-quality (ok, warned, insufficient), data-band (0 not judged, 1 low, 2 watch, 3
 * moderate, 4 elevated, 5 refer), data-flags (not_asked, clear, raised), data-asymmetry (0 none, 1
 * notable, 2 beyond) and data-outlier (0, 1); cells whose text does not sort have data-v.
 */
#include <math.h>
#include <string.h>

#include "report/cohort_parts.h"
#include "report/escape.h"

/* --- head --- */

static void head(hg__cohort_page *p, const char *id, const char *key, const char *unit, bool down,
                 const char *class) {
    hg__strbuf_addf(p->b,
                    "<th scope=\"col\" id=\"col-%s\" aria-sort=\"none\"%s%s%s%s><button "
                    "type=\"button\">",
                    id, down ? " data-first=\"down\"" : "", *class ? " class=\"" : "", class,
                    *class ? "\"" : "");
    hg__cohort_say(p, key);
    hg__strbuf_add(p->b, "</button>");
    if (*unit) {
        hg__strbuf_add(p->b, "<span class=\"unit\">");
        hg__html_text(p->b, unit);
        hg__strbuf_add(p->b, "</span>");
    }
    hg__strbuf_add(p->b, "</th>");
}

static void metric_head(hg__cohort_page *p, hg_metric_id id) {
    const hg_metric *m = &hg_metrics[id];
    hg__strbuf_addf(p->b,
                    "<th scope=\"col\" id=\"col-%s\" aria-sort=\"none\"><button "
                    "type=\"button\">",
                    m->id);
    hg__html_text(p->b, hg__texts_label(p->texts, "metric", m->id, m->label));
    hg__strbuf_add(p->b, "</button><span class=\"unit\">");
    hg__html_text(p->b, hg__texts_label(p->texts, "unit", m->unit, hg__unit_of(m->unit).shown));
    if (m->form != HG_FORM_BOTH) {
        hg__strbuf_add(p->b, ", ");
        hg__cohort_say(p, "cohort.left_right");
    }
    hg__strbuf_add(p->b, "</span></th>");
}

static void add_table_head(hg__cohort_page *p) {
    hg__strbuf_add(p->b, "<thead><tr>");
    head(p, "runner", "cohort.runner", "", false, "");
    head(p, "session", "cohort.session", "", false, "");
    head(p, "trial", "cohort.trial", "", false, "");
    head(p, "quality", "cohort.quality", "", true, "");
    head(p, "flags", "cohort.flags", "", true, "");
    head(p, "band", "cohort.band", "", true, "");
    head(p, "asymmetry", "cohort.asymmetry", "", true, "");
    head(p, "speed", "cohort.speed", "m/s", false, "num");
    head(p, "strides", "cohort.strides", hg__texts_get(p->texts, "cohort.left_right"), false,
         "num");
    for (int i = 0; i < HG__KEY_METRICS; i++) metric_head(p, hg__key_metrics[i]);
    hg__strbuf_add(p->b, "</tr></thead>\n");
}

/* --- cells --- */

static void add_quality(hg__cohort_page *p, const hg_cohort_row *row) {
    static const char *const signs[] = {"\xe2\x97\x8f", "\xe2\x96\xb2", "\xe2\x96\xa0"};
    static const char *const keys[] = {"cohort.ok", "cohort.warned", "cohort.insufficient"};
    hg__strbuf_addf(p->b, "<td class=\"q\" data-v=\"%d\"", (int)row->status);
    if (*row->why) {
        hg__strbuf_add(p->b, " title=\"");
        hg__html_attr(p->b, row->why);
        hg__strbuf_add(p->b, "\"");
    }
    hg__strbuf_addf(p->b, ">%s ", signs[row->status]);
    hg__cohort_say(p, keys[row->status]);
    hg__strbuf_add(p->b, "</td>");
}

static void add_flags(hg__cohort_page *p, const hg_cohort_row *row) {
    hg__strbuf_addf(p->b, "<td class=\"f\" data-v=\"%zu\">",
                    row->red_flags == HG_RED_FLAGS_RAISED ? 1 + row->n_red_flags
                                                          : (size_t)row->red_flags % 2);
    if (row->red_flags == HG_RED_FLAGS_RAISED) {
        hg__strbuf_add(p->b, "\xe2\x96\xa0 ");
        hg__cohort_count(p, "cohort.flags_some", row->n_red_flags, 0);
    } else {
        hg__cohort_say(p, row->red_flags == HG_RED_FLAGS_CLEAR ? "cohort.flags_clear"
                                                               : "cohort.flags_not_asked");
    }
    hg__strbuf_add(p->b, "</td>");
}

static const char *band_key(hg_condition_band band) {
    static const char *const keys[] = {"band.insufficient", "band.low",      "band.watch",
                                       "band.moderate",     "band.elevated", "band.refer"};
    return keys[band];
}

static const char *band_sign(hg_condition_band band) {
    static const char *const signs[] = {
        "\xe2\x97\x8b", "\xe2\x97\x8f", "\xe2\x97\x86", "\xe2\x96\xb2", "\xe2\x96\xb2\xe2\x96\xb2",
        "\xe2\x96\xa0"};
    return signs[band];
}

/* "Trochanteric bursitis", without the other name in brackets behind it: the cell is narrow. */
static void add_short_label(hg__cohort_page *p, const hg_cohort_band *b) {
    const char *label = hg__texts_label(p->texts, "condition", b->id, b->label);
    size_t n = strlen(label);
    const char *bracket = n && label[n - 1] == ')' ? strrchr(label, '(') : NULL;
    hg__strbuf name = {0};
    hg__strbuf_add_bytes(&name, label, bracket > label + 1 ? (size_t)(bracket - label - 1) : n);
    hg__html_text(p->b, name.data ? name.data : "");
    p->b->failed |= name.failed;
    hg__strbuf_free(&name);
}

/* Both sides of a condition are one entry: that of the first. */
static const hg_cohort_band *other_side(const hg_cohort_row *row, const hg_cohort_band *b) {
    for (size_t i = 0; i < row->n_bands; i++) {
        const hg_cohort_band *o = &row->bands[i];
        if (o != b && o->band == b->band && strcmp(o->id, b->id) == 0) return o;
    }
    return NULL;
}

static void add_band_name(hg__cohort_page *p, const hg_cohort_row *row, const hg_cohort_band *b) {
    static const char *const sides[] = {"side.left_letter", "side.right_letter", ""};
    const hg_cohort_band *other = other_side(row, b);
    add_short_label(p, b);
    if (b->side == HG_SIDE_UNKNOWN) return;
    hg__strbuf_add(p->b, "\xc2\xa0");
    hg__cohort_say(p, sides[b->side]);
    if (!other || other->side == HG_SIDE_UNKNOWN) return;
    hg__strbuf_add(p->b, "\xc2\xa0+\xc2\xa0");
    hg__cohort_say(p, sides[other->side]);
}

static size_t count_band(const hg_cohort_row *row, hg_condition_band band) {
    size_t n = 0;
    for (size_t i = 0; i < row->n_bands; i++) n += row->bands[i].band == band;
    return n;
}

/* One line a band: its conditions behind it. */
static void add_bands(hg__cohort_page *p, const hg_cohort_row *row) {
    hg__strbuf_addf(p->b, "<td class=\"c\" data-v=\"%d\">", (int)row->band);
    if (row->n_bands == 0) {
        hg__strbuf_addf(p->b, "%s ", band_sign(row->band));
        hg__cohort_say(p, band_key(row->band));
    }
    for (size_t i = 0; i < row->n_bands; i++) {
        const hg_cohort_band *b = &row->bands[i], *other = other_side(row, b);
        bool first = i == 0 || row->bands[i - 1].band != b->band;
        bool all = count_band(row, b->band) == row->n_conditions;
        if (!first && (all || (other && other < b))) continue;
        if (first) {
            hg__strbuf_addf(p->b, "%s%s\xc2\xa0", i ? "<br>" : "", band_sign(b->band));
            hg__cohort_say(p, band_key(b->band));
            hg__strbuf_add(p->b, ": ");
        } else {
            hg__strbuf_add(p->b, ", ");
        }
        if (all)
            hg__cohort_say(p, "cohort.band_all");
        else
            add_band_name(p, row, b);
    }
    hg__strbuf_add(p->b, "</td>");
}

static int asymmetry_rank(const hg_cohort_row *row) {
    return row->beyond ? 2 : row->notable ? 1 : 0;
}

static void add_asymmetry(hg__cohort_page *p, const hg_cohort_row *row) {
    size_t notable = row->notable - row->beyond;
    hg__strbuf_addf(p->b, "<td class=\"b\" data-v=\"%zu\">",
                    1000 * row->beyond + 10 * notable + (row->asymmetry_tests > 0));
    if (row->asymmetry_tests == 0) {
        hg__strbuf_add(p->b, "\xe2\x97\x8b ");
        hg__cohort_say(p, "rating.insufficient");
    } else if (row->notable == 0) {
        hg__strbuf_add(p->b, "\xe2\x97\x8f ");
        hg__cohort_count(p, "cohort.none_notable", row->asymmetry_tests, 0);
    } else {
        if (row->beyond) {
            hg__strbuf_add(p->b, "\xe2\x96\xb2 ");
            hg__cohort_count(p, "cohort.beyond", row->beyond, 0);
        }
        if (notable) {
            hg__strbuf_add(p->b, row->beyond ? "<br>\xe2\x97\x86 " : "\xe2\x97\x86 ");
            hg__cohort_count(p, "cohort.notable", notable, row->asymmetry_tests);
        }
    }
    hg__strbuf_add(p->b, "</td>");
}

/* --- range plots --- */

/* What a column's range runs over: the trials of the task without those far out. */
typedef struct range {
    double low, high, p5, p95;
} range;

static range range_of(const hg__cohort_page *p, hg_task task, hg_metric_id id) {
    range r = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int part = 0; part < HG_COHORT_PARTS; part++) {
        const hg_cohort_spread *s = hg__cohort_spread(p, task, id, (hg_cohort_part)part);
        if (s->n == 0) continue;
        r.low = fmin(r.low, fmax(s->least, isnan(s->usual[0]) ? s->least : s->usual[0]));
        r.high = fmax(r.high, fmin(s->most, isnan(s->usual[1]) ? s->most : s->usual[1]));
        r.p5 = fmin(r.p5, s->p5);
        r.p95 = fmax(r.p95, s->p95);
    }
    return r;
}

/* Percent along the range; the middle where it has no width. */
static double along(const range *r, double value) {
    if (!(r->high > r->low)) return 50.0;
    return fmin(fmax(100.0 * (value - r->low) / (r->high - r->low), 0.0), 100.0);
}

static void add_place(hg__cohort_page *p, const char *name, const range *r, double value) {
    hg__strbuf_addf(p->b, "--%s:", name);
    hg__strbuf_add_fixed(p->b, isfinite(value) ? along(r, value) : -1000.0, 0, "");
    hg__strbuf_add(p->b, "%;");
}

static void add_value(hg__cohort_page *p, const hg_cohort_row *row, hg_metric_id id, int part) {
    bool far = hg__cohort_far(p, row, id, (hg_cohort_part)part);
    if (far) hg__strbuf_add(p->b, "\xe2\x96\xb3");
    hg__cohort_number(p, row->value[id][part], hg__unit_of(hg_metrics[id].unit).decimals);
}

static void add_metric(hg__cohort_page *p, const hg_cohort_row *row, const range *r,
                       hg_metric_id id) {
    bool both = hg_metrics[id].form == HG_FORM_BOTH;
    double left = row->value[id][both ? HG_COHORT_BOTH : HG_COHORT_LEFT];
    double right = both ? left : row->value[id][HG_COHORT_RIGHT];
    double larger = isnan(left) ? right : isnan(right) ? left : fmax(left, right);
    hg__strbuf_add(p->b, "<td");
    if (isnan(larger)) {
        hg__strbuf_add(p->b, " class=\"n\">\xe2\x80\x93</td>");
        return;
    }
    hg__strbuf_addf(p->b, " class=\"p%s\" data-v=\"", both ? " m" : "");
    hg__strbuf_add_g(p->b, larger, 6, "");
    hg__strbuf_add(p->b, "\" style=\"");
    add_place(p, "l", r, left);
    if (!both) add_place(p, "r", r, right);
    hg__strbuf_add(p->b, "\">");
    add_value(p, row, id, both ? HG_COHORT_BOTH : HG_COHORT_LEFT);
    if (!both) {
        hg__strbuf_add(p->b, " \xc2\xb7 ");
        add_value(p, row, id, HG_COHORT_RIGHT);
    }
    hg__strbuf_add(p->b, "</td>");
}

/* Where the middle nine tenths lie: the same for all cells of a column and task. */
static void add_bands_css(hg__cohort_page *p, range ranges[HG__TASKS][HG__KEY_METRICS]) {
    hg_task tasks[HG__TASKS];
    size_t n = hg_cohort_tasks(tasks, p->cohort);
    hg__strbuf_add(p->b, "<style>\n");
    for (size_t t = 0; t < n; t++)
        for (int i = 0; i < HG__KEY_METRICS; i++) {
            const range *r = &ranges[tasks[t]][i];
            if (!(r->p95 >= r->p5)) continue;
            double from = along(r, r->p5), width = along(r, r->p95) - from;
            double at = width < 99.5 ? 100.0 * from / (100.0 - width) : 0.0;
            hg__strbuf_addf(p->b, ".t%d td:nth-child(%d){--a:", (int)tasks[t], 10 + i);
            hg__strbuf_add_fixed(p->b, at, 1, "0");
            hg__strbuf_add(p->b, "%;--w:");
            hg__strbuf_add_fixed(p->b, width, 1, "0");
            hg__strbuf_add(p->b, "%}\n");
        }
    hg__strbuf_add(p->b, "</style>\n");
}

static bool is_far(const hg__cohort_page *p, const hg_cohort_row *row) {
    for (int id = 0; id < HG_METRIC_COUNT; id++)
        for (int part = 0; part < HG_COHORT_PARTS; part++)
            if (hg__cohort_far(p, row, (hg_metric_id)id, (hg_cohort_part)part)) return true;
    return false;
}

static void add_row(hg__cohort_page *p, const hg_cohort_row *row, const range *ranges) {
    hg__strbuf_addf(p->b,
                    "<tr class=\"t%d\" data-quality=\"%s\" data-band=\"%d\" data-flags=\"%s\" "
                    "data-asymmetry=\"%d\" data-outlier=\"%d\"><th scope=\"row\">",
                    (int)row->task, hg_quality_name(row->status), (int)row->band,
                    hg_red_flag_status_name(row->red_flags), asymmetry_rank(row), is_far(p, row));
    if (*row->report) {
        hg__strbuf_add(p->b, "<a");
        hg__cohort_href(p->b, row->report);
        hg__strbuf_add(p->b, ">");
    }
    hg__cohort_name(p->b, row->runner);
    if (*row->report) hg__strbuf_add(p->b, "</a>");
    hg__strbuf_add(p->b, "</th><td>");
    hg__cohort_name(p->b, row->session);
    hg__strbuf_add(p->b, "</td><td>");
    hg__cohort_name(p->b, row->trial);
    hg__strbuf_add(p->b, "</td>");
    add_quality(p, row);
    add_flags(p, row);
    add_bands(p, row);
    add_asymmetry(p, row);
    hg__strbuf_add(p->b, "<td class=\"num\" data-v=\"");
    hg__strbuf_add_g(p->b, row->speed_m_s, 6, "");
    hg__strbuf_add(p->b, "\">");
    hg__cohort_number(p, row->speed_m_s, 2);
    hg__strbuf_addf(p->b, "</td><td class=\"num\" data-v=\"%zu\">%zu \xc2\xb7 %zu</td>",
                    row->strides[0] < row->strides[1] ? row->strides[0] : row->strides[1],
                    row->strides[0], row->strides[1]);
    for (int i = 0; i < HG__KEY_METRICS; i++) add_metric(p, row, &ranges[i], hg__key_metrics[i]);
    hg__strbuf_add(p->b, "</tr>\n");
}

/* --- filter --- */

static void add_choice(hg__cohort_page *p, const char *value, const char *key) {
    hg__strbuf_addf(p->b, "<option value=\"%s\">", value);
    hg__cohort_say(p, key);
    hg__strbuf_add(p->b, "</option>");
}

static void begin_select(hg__cohort_page *p, const char *name, const char *key) {
    hg__strbuf_add(p->b, "<label>");
    hg__cohort_say(p, key);
    hg__strbuf_addf(p->b, "<select name=\"%s\" id=\"filter-%s\">", name, name);
    add_choice(p, "", "cohort.any");
}

static void end_select(hg__cohort_page *p) {
    hg__strbuf_add(p->b, "</select></label>\n");
}

static void add_filter(hg__cohort_page *p) {
    hg__strbuf_add(p->b, "<form id=\"trials-filter\" role=\"search\"");
    hg__cohort_attr(p, "aria-label", "cohort.filter");
    hg__strbuf_add(p->b, ">\n<label>");
    hg__cohort_say(p, "cohort.find");
    hg__strbuf_add(p->b, "<input type=\"search\" name=\"text\" id=\"filter-text\" "
                         "autocomplete=\"off\" spellcheck=\"false\"></label>\n");
    begin_select(p, "quality", "cohort.quality");
    add_choice(p, "insufficient", "cohort.insufficient");
    add_choice(p, "warned", "cohort.warned");
    add_choice(p, "ok", "cohort.ok");
    end_select(p);
    begin_select(p, "flags", "cohort.flags");
    add_choice(p, "raised", "follow.flags_raised");
    add_choice(p, "clear", "cohort.flags_clear");
    add_choice(p, "not_asked", "cohort.flags_not_asked");
    end_select(p);
    begin_select(p, "band", "cohort.band");
    add_choice(p, "2", "cohort.band_watch");
    add_choice(p, "3", "cohort.band_moderate");
    add_choice(p, "4", "cohort.band_elevated");
    add_choice(p, "5", "band.refer");
    end_select(p);
    begin_select(p, "asymmetry", "cohort.asymmetry");
    add_choice(p, "1", "cohort.asymmetry_notable");
    add_choice(p, "2", "rating.beyond");
    end_select(p);
    hg__strbuf_add(p->b, "<label class=\"check\"><input type=\"checkbox\" name=\"outlier\" "
                         "id=\"filter-outlier\">");
    hg__cohort_say(p, "cohort.only_outliers");
    hg__strbuf_add(p->b, "</label>\n<button type=\"reset\" class=\"button\" id=\"filter-reset\">");
    hg__cohort_say(p, "cohort.reset");
    hg__strbuf_add(p->b, "</button>\n</form>\n");
}

static void add_key(hg__cohort_page *p) {
    hg__strbuf_add(p->b, "<p class=\"soft small\">");
    hg__cohort_say(p, "cohort.key");
    hg__strbuf_add(p->b, "<span class=\"key left\"></span>");
    hg__cohort_say(p, "side.left");
    hg__strbuf_add(p->b, "<span class=\"key right\"></span>");
    hg__cohort_say(p, "side.right");
    hg__strbuf_add(p->b, "<span class=\"key band\"></span>");
    hg__cohort_say(p, "cohort.key_band");
    hg__strbuf_add(p->b, " \xe2\x96\xb3 ");
    hg__cohort_say(p, "cohort.key_far");
    hg__strbuf_add(p->b, " \xe2\x80\x93 ");
    hg__cohort_say(p, "cohort.key_missing");
    hg__strbuf_add(p->b, "</p>\n");
}

void hg__cohort_table_part(hg__cohort_page *p) {
    range ranges[HG__TASKS][HG__KEY_METRICS];
    const hg_cohort *c = p->cohort;
    for (int t = 0; t < HG__TASKS; t++)
        for (int i = 0; i < HG__KEY_METRICS; i++)
            ranges[t][i] = range_of(p, (hg_task)t, hg__key_metrics[i]);
    hg__strbuf_add(p->b, "<section id=\"trials\" aria-labelledby=\"trials-title\">"
                         "<h2 id=\"trials-title\">");
    hg__cohort_say(p, "cohort.trials");
    hg__strbuf_add(p->b, "</h2>\n");
    add_bands_css(p, ranges);
    add_key(p);
    add_filter(p);
    hg__strbuf_add(p->b, "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
                         "aria-labelledby=\"trials-title\"><table id=\"trials-table\"><caption>");
    hg__cohort_say(p, "cohort.caption");
    hg__strbuf_add(p->b, "</caption>\n");
    add_table_head(p);
    hg__strbuf_add(p->b, "<tbody>\n");
    for (size_t i = 0; i < c->n; i++) {
        const hg_cohort_row *row = &c->row[p->order[i]];
        add_row(p, row, ranges[row->task]);
    }
    hg__strbuf_add(p->b, "</tbody></table></div>\n<div class=\"after\"><span id=\"trials-shown\" "
                         "role=\"status\"");
    hg__cohort_attr(p, "data-text", "cohort.shown");
    hg__strbuf_add(p->b, "></span><button type=\"button\" class=\"button\" id=\"trials-more\">");
    hg__cohort_say(p, "cohort.more");
    hg__strbuf_add(p->b, "</button><button type=\"button\" class=\"button\" id=\"trials-all\">");
    hg__cohort_say(p, "cohort.all");
    hg__strbuf_add(p->b, "</button></div>\n</section>\n");
}

void hg__cohort_failures_part(hg__cohort_page *p) {
    const hg_cohort *c = p->cohort;
    if (c->n_failures == 0) return;
    hg__strbuf_add(p->b, "<section id=\"failures\" aria-labelledby=\"failures-title\">"
                         "<h2 id=\"failures-title\">");
    hg__cohort_say(p, "cohort.failures");
    hg__strbuf_add(p->b,
                   "</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
                   "aria-labelledby=\"failures-title\"><table id=\"failures-table\"><caption>");
    hg__cohort_say(p, "cohort.failures_caption");
    hg__strbuf_add(p->b, "</caption>\n<thead><tr><th scope=\"col\">");
    hg__cohort_say(p, "cohort.file");
    hg__strbuf_add(p->b, "</th><th scope=\"col\">");
    hg__cohort_say(p, "cohort.trial");
    hg__strbuf_add(p->b, "</th><th scope=\"col\">");
    hg__cohort_say(p, "cohort.reason");
    hg__strbuf_add(p->b, "</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < c->n_failures; i++) {
        const hg_cohort_failure *f = &c->failure[i];
        hg__strbuf_add(p->b, "<tr data-status=\"");
        hg__html_attr(p->b, f->status);
        hg__strbuf_add(p->b, "\"><th scope=\"row\">");
        hg__cohort_name(p->b, f->file);
        hg__strbuf_add(p->b, "</th><td>");
        if (*f->trial)
            hg__cohort_name(p->b, f->trial);
        else
            hg__cohort_say(p, "cohort.whole_file");
        hg__strbuf_add(p->b, "</td><td>");
        hg__cohort_name(p->b, f->reason);
        hg__strbuf_add(p->b, "</td></tr>\n");
    }
    hg__strbuf_add(p->b, "</tbody></table></div>\n</section>\n");
}
