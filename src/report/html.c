/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page of one runner and session: head, notices, list of trials, and the parts in their order.
 */
#include <hipgait/report.h>
#include <hipgait/version.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "report/escape.h"
#include "report/html.h"

void hg__html_badge(hg__strbuf *b, hg_quality_status status) {
    static const struct {
        const char *name, *sign, *words;
    } badges[] = {
        {"ok", "\xe2\x97\x8f", "Good data"},
        {"warned", "\xe2\x96\xb2", "Read with caution"},
        {"insufficient", "\xe2\x96\xa0", "Not enough good data"},
    };
    hg__strbuf_addf(b, "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> %s</span>",
                    badges[status].name, badges[status].sign, badges[status].words);
}

void hg__html_name(hg__strbuf *b, const char *name) {
    hg__strbuf_add(b, "<bdi>");
    hg__html_text(b, name);
    hg__strbuf_add(b, "</bdi>");
}

size_t hg__html_flag_items(hg__strbuf *b, const hg_result *r, hg_severity severity) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_flags; i++) {
        if (r->flags[i].severity != severity) continue;
        hg__strbuf_add(b, "<li>");
        hg__html_text(b, r->flags[i].text);
        hg__strbuf_add(b, "</li>");
        n++;
    }
    return n;
}

/* Head. The policy comes before anything that could load something. */
static void add_head(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src 'unsafe-inline'; img-src data:\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" "
                      "content=\"hipgait ");
    hg__html_attr(b, r->provenance.program_version);
    hg__strbuf_add(b, "\">\n<title>Hip and pelvis report: ");
    hg__html_text(b, r->runner);
    hg__strbuf_add(b, ", ");
    hg__html_text(b, r->session);
    hg__strbuf_add(b, "</title>\n<style>\n");
    hg__strbuf_add(b, hg__html_style);
    /* On paper every page says whose it is, and that it is one of several. */
    hg__strbuf_add(b, "@page{@bottom-left{content:");
    hg__css_string(b, r->runner);
    hg__strbuf_add(b, " \", \" ");
    hg__css_string(b, r->session);
    hg__strbuf_add(b, "}@bottom-center{content:\"hipgait \" ");
    hg__css_string(b, r->provenance.program_version);
    hg__strbuf_add(b, " \" \\0000b7  not a medical device\"}@bottom-right{content:\"Page \" "
                      "counter(page) \" of \" "
                      "counter(pages)}}\n</style>\n</head>\n");
}

static void add_fact(hg__strbuf *b, const char *label) {
    hg__strbuf_addf(b, "<div><dt>%s</dt><dd>", label);
}

static void add_number_fact(hg__strbuf *b, const char *label, double value, int decimals,
                            const char *unit) {
    if (!isfinite(value)) return;
    add_fact(b, label);
    hg__number(b, value, decimals);
    hg__strbuf_addf(b, "%s</dd></div>", unit);
}

static void add_header(hg__strbuf *b, const hg_result *const *results, size_t n,
                       size_t n_insufficient) {
    static const char *const sexes[] = {"", "female", "male", "other"};
    const hg_result *r = results[0];
    hg__strbuf_add(b, "<body>\n<header class=\"top\"><p class=\"brand\">hipgait <span>");
    hg__html_text(b, r->provenance.program_version);
    hg__strbuf_addf(b, "</span></p>\n<h1>Hip and pelvis report%s</h1>\n<dl class=\"facts\">",
                    n_insufficient == n ? ": not available" : "");
    add_fact(b, "Runner");
    hg__html_name(b, r->runner);
    hg__strbuf_add(b, "</dd></div>");
    add_fact(b, "Session");
    hg__html_name(b, r->session);
    if (r->visit > 0) hg__strbuf_addf(b, " (visit %d)", r->visit);
    hg__strbuf_add(b, "</dd></div>");
    if (r->sex != HG_SEX_UNKNOWN) {
        add_fact(b, "Sex");
        hg__strbuf_addf(b, "%s</dd></div>", sexes[r->sex]);
    }
    /* A very high age singles a person out: shown as a class. */
    if (r->age_years >= 90) {
        add_fact(b, "Age");
        hg__strbuf_add(b, "90 years or more</dd></div>");
    } else {
        add_number_fact(b, "Age", floor(r->age_years), 0, " years");
    }
    add_number_fact(b, "Height", r->height_m, 2, " m");
    add_number_fact(b, "Mass", r->mass_kg, 1, " kg");
    hg__strbuf_add(b, "</dl>\n<p class=\"use\">Describes how a runner moves. Does not diagnose, "
                      "and is not a medical "
                      "device: <a href=\"#intended-use\">intended use</a>.</p></header>\n<main>\n");
}

/* What must be read before anything else, because the report is not what it usually is. */
static void add_notice(hg__strbuf *b, const hg_result *r) {
    hg__strbuf_add(b, "<section class=\"notice\" role=\"note\"><p class=\"sign\" "
                      "aria-hidden=\"true\">\xe2\x96\xa0</p><div>"
                      "<h2>Trial ");
    hg__html_name(b, r->trial);
    hg__strbuf_add(b, ": not enough good data for a hip and pelvis report</h2><ul>");
    if (hg__html_flag_items(b, r, HG_BLOCKER) == 0)
        hg__strbuf_add(b, "<li>No reason was recorded.</li>");
    hg__strbuf_addf(
        b,
        "</ul><p>Hip and pelvis measures of this trial are not reported.%s</p></div></section>\n",
        r->n_metrics ? " Only times and lengths that do not depend on them stand below." : "");
}

static void add_trial_list(hg__strbuf *b, const hg_result *const *results, size_t n) {
    hg__strbuf_add(
        b, "<section><h2>Trials</h2><table class=\"trials\"><thead><tr><th scope=\"col\">Trial</th>"
           "<th scope=\"col\">Data</th><th scope=\"col\" class=\"num\">Speed</th>"
           "<th scope=\"col\" class=\"num\">Strides used, left\xc2\xa0/\xc2\xa0right</th>"
           "<th scope=\"col\">Footwear</th></tr></thead><tbody>");
    for (size_t i = 0; i < n; i++) {
        const hg_result *r = results[i];
        hg__strbuf_addf(b, "<tr><th scope=\"row\"><a href=\"#trial-%zu\">", i + 1);
        hg__html_name(b, r->trial);
        hg__strbuf_add(b, "</a></th><td>");
        hg__html_badge(b, r->status);
        hg__strbuf_add(b, "</td><td class=\"num\">");
        hg__number(b, r->speed_m_s, 2);
        hg__strbuf_addf(b, "%s</td><td class=\"num\">%zu\xc2\xa0/\xc2\xa0%zu</td><td>",
                        isfinite(r->speed_m_s) ? " m/s" : "", r->n_used[HG_LEFT],
                        r->n_used[HG_RIGHT]);
        if (*r->footwear)
            hg__html_name(b, r->footwear);
        else
            hg__strbuf_add(b, "not given");
        hg__strbuf_add(b, "</td></tr>");
    }
    hg__strbuf_add(b, "</tbody></table></section>\n");
}

hg_status hg_report_html(hg_text *out, const hg_result *const *results, size_t n,
                         const hg_report_options *options, hg_error *err) {
    (void)options;
    if (!out || !results || n == 0)
        return hg__fail(err, HG_EINVAL, "a report needs at least one result");
    size_t n_insufficient = 0;
    for (size_t i = 0; i < n; i++) {
        if (!results[i])
            return hg__fail(err, HG_EINVAL, "result %zu of the report is missing", i + 1);
        if (strcmp(results[i]->runner, results[0]->runner) != 0 ||
            strcmp(results[i]->session, results[0]->session) != 0)
            return hg__fail(err, HG_EINVAL,
                            "a report is about one runner and session: found \"%s\", \"%s\" beside "
                            "\"%s\", \"%s\"",
                            results[i]->runner, results[i]->session, results[0]->runner,
                            results[0]->session);
        n_insufficient += results[i]->status == HG_QUALITY_INSUFFICIENT;
    }
    hg__strbuf b = {0};
    add_head(&b, results[0]);
    add_header(&b, results, n, n_insufficient);
    for (size_t i = 0; i < n; i++)
        if (results[i]->status == HG_QUALITY_INSUFFICIENT) add_notice(&b, results[i]);
    if (n > 1) add_trial_list(&b, results, n);
    for (size_t i = 0; i < n; i++) hg__html_trial(&b, results[i], i + 1);
    hg__html_method(&b, results, n);
    hg__html_reading(&b);
    hg__strbuf_add(&b, "</main>\n<footer id=\"intended-use\"><h2>Intended use</h2><p>");
    hg__html_text(&b, hg_intended_use());
    hg__strbuf_add(&b, "</p></footer>\n</body>\n</html>\n");
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
