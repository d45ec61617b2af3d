/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a report: page one, each trial, what all trials share, how it was made. */
#include "report/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/model_parts.h"

static hg_status check(const hg_result *const *results, size_t n, hg_error *err) {
    if (!results || n == 0) return hg__fail(err, HG_EINVAL, "a report needs at least one result");
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
    }
    return HG_OK;
}

/* Worst data first; of equal ones the order given stays. */
static void sort_trials(const hg_result **sorted, const hg_result *const *results, size_t n) {
    size_t k = 0;
    for (int status = HG_QUALITY_INSUFFICIENT; status >= HG_QUALITY_OK; status--)
        for (size_t i = 0; i < n; i++)
            if ((int)results[i]->status == status) sorted[k++] = results[i];
}

static size_t strides_of(const hg_result *r) {
    return r->n_used[HG_LEFT] < r->n_used[HG_RIGHT] ? r->n_used[HG_LEFT] : r->n_used[HG_RIGHT];
}

static const hg_result *best_of(const hg_result *const *results, size_t n) {
    const hg_result *best = results[0];
    for (size_t i = 1; i < n; i++)
        if (results[i]->status < best->status ||
            (results[i]->status == best->status && strides_of(results[i]) > strides_of(best)))
            best = results[i];
    return best;
}

void hg__model_lab(const hg__model *m) {
    hg__document *doc = m->doc;
    const hg_lab *lab = m->options->lab;
    if (!lab) return;
    if (lab->name) doc->lab_name = lab->name;
    if (lab->contact) doc->lab_contact = lab->contact;
    if (lab->logo && lab->logo_size && lab->logo_type) {
        doc->logo = lab->logo;
        doc->logo_size = lab->logo_size;
        doc->logo_type = lab->logo_type;
    }
    if (lab->left_rgb) doc->left_rgb = lab->left_rgb;
    if (lab->right_rgb) doc->right_rgb = lab->right_rgb;
}

static void fill_furniture(hg__model *m) {
    hg__document *doc = m->doc;
    const hg_result *r = m->results[0];
    doc->runner = hg__document_copy(doc, r->runner);
    doc->session = hg__document_copy(doc, r->session);
    doc->program_version = hg__document_copy(doc, r->provenance.program_version);
    doc->foot = hg__word(m, "foot");
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    if (e->file && *e->file)
        doc->rules = HG__SAID(doc, "conditions.file", hg__arg_text("file", e->file),
                              hg__arg_text("version", e->version ? e->version : ""));
    if (*doc->rules && e->replaced && *e->replaced)
        doc->rules_changed =
            HG__SAID(doc, "conditions.replaced", hg__arg_text("name", e->replaced));
    doc->title = HG__SAID(doc, "title.window", hg__arg_text("runner", r->runner),
                          hg__arg_text("session", r->session));
    hg__model_lab(m);
}

static void build_page_one(const hg__model *m) {
    bool any = false;
    for (size_t i = 0; i < m->n; i++) any = any || hg__enough(m->results[i]);
    HG__SAY(m->doc, &m->doc->root->title, any ? "title" : "title.not_available");
    hg__block *page = hg__add_section(m->doc, m->doc->root, 2, "page-one");
    HG__SAY(m->doc, &page->title, "page_one");
    hg__model_head(m, page);
    hg__model_quality_line(m, page);
    hg__model_red_flags(m, page);
    hg__model_condition_cards(m, page);
    hg__model_findings(m, page);
    hg__model_limits(m, page);
}

hg_status hg__report_build(hg__report *out, const hg_result *const *results, size_t n,
                           const hg_report_options *options, hg_error *err) {
    static const hg_report_options defaults = {0};
    *out = (hg__report){NULL, NULL};
    hg_status status = check(results, n, err);
    if (status != HG_OK) return status;
    if (!options) options = &defaults;
    if (!options->texts) status = hg__texts_open(&out->texts, options->language, err);
    if (status != HG_OK) return status;
    out->doc = hg__document_new(options->texts ? options->texts : out->texts);
    const hg_result **sorted = out->doc ? calloc(n, sizeof(*sorted)) : NULL;
    if (!sorted) {
        hg__report_free(out);
        return hg__fail_memory(err);
    }
    sort_trials(sorted, results, n);
    hg__model m = {out->doc, sorted, n, options, hg__sources_new(out->doc), best_of(sorted, n)};
    fill_furniture(&m);
    build_page_one(&m);
    for (size_t i = 0; i < n; i++) {
        hg__add_page(m.doc, m.doc->root);
        hg__model_trial(&m, m.doc->root, sorted[i]);
    }
    hg__model_conditions(&m, m.doc->root);
    hg__model_care(&m, m.doc->root);
    hg__model_sources(&m, m.doc->root);
    hg__model_method(&m, m.doc->root);
    hg__model_reading(&m, m.doc->root);
    free(sorted);
    if (hg__document_failed(out->doc)) {
        hg__report_free(out);
        return hg__fail_memory(err);
    }
    return HG_OK;
}

void hg__report_free(hg__report *report) {
    hg__document_free(report->doc);
    hg__texts_close(report->texts);
    *report = (hg__report){NULL, NULL};
}
