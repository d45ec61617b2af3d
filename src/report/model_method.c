/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it was measured, and how to read the report. */
#include <hipgait/version.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "report/drawings.h"
#include "report/model_parts.h"

/* --- method: one row per subject, one column per trial, or one for all where they agree --- */

/* The catalogue's words for an id of the result; the id itself when it is a new one. */
static void add_meaning(const hg__model *m, hg__runs *to, const char *prefix, const char *id) {
    const char *known = hg__texts_label(m->doc->texts, prefix, *id ? id : "none", NULL);
    hg__add_text(m->doc, to, known ? known : id);
}

static void cell_markerset(const hg__model *m, hg__runs *to, const hg_result *r) {
    if (!*r->provenance.markerset) {
        HG__SAY(m->doc, to, "method.no_markerset");
        return;
    }
    hg__add_name(m->doc, to, r->provenance.markerset);
    if (!*r->provenance.markerset_version) return;
    hg__add_text(m->doc, to, ", ");
    HG__SAY(m->doc, to, "method.version", hg__arg_name("version", r->provenance.markerset_version));
}

static void cell_hip_centre(const hg__model *m, hg__runs *to, const hg_result *r) {
    add_meaning(m, to, "hip_centre", r->provenance.hip_centre);
}

static void cell_convention(const hg__model *m, hg__runs *to, const hg_result *r) {
    add_meaning(m, to, "convention", r->provenance.convention);
}

static void cell_filter(const hg__model *m, hg__runs *to, const hg_result *r) {
    const hg_params *p = &r->provenance.params;
    if (!(p->clean_cutoff_hz > 0)) {
        HG__SAY(m->doc, to, "method.no_filter");
        return;
    }
    bool corrected = strcmp(p->clean_cutoff_convention, "corrected") == 0;
    HG__SAY(m->doc, to, corrected ? "method.filter_corrected" : "method.filter_each",
            hg__arg_number("hz", p->clean_cutoff_hz,
                           fabs(p->clean_cutoff_hz - round(p->clean_cutoff_hz)) < 1e-9 ? 0 : 2),
            hg__arg_name("convention", p->clean_cutoff_convention));
}

static void cell_events(const hg__model *m, hg__runs *to, const hg_result *r) {
    if (!r->events.method || !*r->events.method) {
        HG__SAY(m->doc, to, "absent");
        return;
    }
    hg__add_text(m->doc, to, *r->events.description ? r->events.description : r->events.method);
    hg__add_text(m->doc, to, " ");
    hg__add_code(m->doc, to, r->events.method);
}

static void cell_second_method(const hg__model *m, hg__runs *to, const hg_result *r) {
    add_meaning(m, to, "second_method", r->events.second_method ? r->events.second_method : "");
}

static void cell_reference(const hg__model *m, hg__runs *to, const hg_result *r) {
    if (!*r->provenance.reference) {
        HG__SAY(m->doc, to, "method.no_reference");
        return;
    }
    hg__add_name(m->doc, to, r->provenance.reference);
    hg__add_text(m->doc, to, ", ");
    HG__SAY(m->doc, to, "method.version", hg__arg_name("version", r->provenance.reference_version));
    for (size_t i = 0; i < r->n_references; i++) {
        const hg_reference *ref = &r->references[i];
        if (!ref->compared || !ref->population || !*ref->population) continue;
        hg__add_text(m->doc, to, ": ");
        hg__add_text(m->doc, to, ref->population);
        if (ref->source && *ref->source) {
            hg__add_text(m->doc, to, "; ");
            hg__add_text(m->doc, to, ref->source);
        }
        break;
    }
}

static void cell_settings(const hg__model *m, hg__runs *to, const hg_result *r) {
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    const char *fields = (const char *)&r->provenance.params;
    hg__strbuf b = {0};
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const char *choice = info[i].choices ? fields + info[i].offset : NULL;
        double value = NAN;
        if (!choice) memcpy(&value, fields + info[i].offset, sizeof value);
        if (choice ? strcmp(choice, info[i].standard_choice) == 0
                   : !(fabs(value - info[i].standard) > 0))
            continue;
        if (any) hg__add_break(m->doc, to);
        any = true;
        hg__add_code(m->doc, to, info[i].key);
        hg__add_text(m->doc, to, " = ");
        b.size = 0;
        if (choice) {
            hg__add_name(m->doc, to, choice);
            hg__strbuf_add(&b, info[i].standard_choice);
        } else {
            hg__strbuf_add_g(&b, value, 9, hg__word(m, "absent"));
            hg__strbuf_addf(&b, HG__NBSP "%s", info[i].unit);
            hg__add_text(m->doc, to, b.data);
            b.size = 0;
            hg__strbuf_add_g(&b, info[i].standard, 9, hg__word(m, "absent"));
        }
        hg__add_text(m->doc, to, " ");
        HG__SAY(m->doc, to, "method.default", hg__arg_text("value", b.data ? b.data : ""));
    }
    if (b.failed) m->doc->failed = true;
    hg__strbuf_free(&b);
    if (!any) HG__SAY(m->doc, to, "method.all_default");
}

static void cell_input(const hg__model *m, hg__runs *to, const hg_result *r) {
    const hg_provenance *p = &r->provenance;
    if (*p->input_format)
        hg__add_name(m->doc, to, p->input_format);
    else
        HG__SAY(m->doc, to, "method.no_format");
    if (*p->input_schema_version) {
        hg__add_text(m->doc, to, " ");
        hg__add_name(m->doc, to, p->input_schema_version);
    }
    if (!*p->input_sha256) return;
    hg__add_text(m->doc, to, ", SHA-256 ");
    hg__add_code(m->doc, to, p->input_sha256);
}

static void cell_program(const hg__model *m, hg__runs *to, const hg_result *r) {
    hg__add_text(m->doc, to, "hipgait ");
    hg__add_name(m->doc, to, r->provenance.program_version);
    hg__add_text(m->doc, to, ", ");
    HG__SAY(m->doc, to, "method.schema", hg__arg_text("version", HG_RESULT_SCHEMA_VERSION));
}

static void cell_evidence(const hg__model *m, hg__runs *to, const hg_result *r) {
    const hg_evidence *e = &r->evidence;
    if (!e->file || !*e->file) {
        HG__SAY(m->doc, to, "method.no_evidence");
        return;
    }
    hg__add_name(m->doc, to, e->file);
    hg__add_text(m->doc, to, ", ");
    HG__SAY(m->doc, to, "method.version", hg__arg_name("version", e->version ? e->version : ""));
    if (!e->sha256 || !*e->sha256) return;
    hg__add_text(m->doc, to, ", SHA-256 ");
    hg__add_code(m->doc, to, e->sha256);
}

static const struct {
    const char *key;
    void (*cell)(const hg__model *m, hg__runs *to, const hg_result *r);
} method_rows[] = {
    {"method.markerset", cell_markerset},   {"method.hip_centre", cell_hip_centre},
    {"method.convention", cell_convention}, {"method.filter", cell_filter},
    {"method.events", cell_events},         {"method.second", cell_second_method},
    {"method.reference", cell_reference},   {"method.evidence", cell_evidence},
    {"method.settings", cell_settings},     {"method.input", cell_input},
    {"method.program", cell_program},
};

static bool same_text(const hg__runs *a, const hg__runs *b) {
    const hg__run *x = a->first, *y = b->first;
    for (; x && y; x = x->next, y = y->next)
        if (x->kind != y->kind || strcmp(x->text, y->text) != 0) return false;
    return x == y;
}

/* One cell over all columns while the next trials say the same. */
static void add_cells(const hg__model *m, hg__row *row, size_t which) {
    for (size_t i = 0, to; i < m->n; i = to) {
        hg__runs here = {NULL, NULL};
        method_rows[which].cell(m, &here, m->results[i]);
        for (to = i + 1; to < m->n; to++) {
            hg__runs next = {NULL, NULL};
            method_rows[which].cell(m, &next, m->results[to]);
            if (!same_text(&here, &next)) break;
        }
        hg__cell *cell = hg__add_cell(m->doc, row);
        cell->text = here;
        cell->span = (int)(to - i);
    }
}

void hg__model_method(const hg__model *m, hg__block *in) {
    hg__block *s = hg__titled(m, in, 2, "method", "method.title");
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, NULL)->share = 22;
    for (size_t i = 0; i < m->n; i++) {
        hg__column *c = hg__titled_column(m, t, HG__ALIGN_TEXT, NULL);
        c->share = 78.0 / (double)m->n;
        if (m->n > 1) hg__add_name(m->doc, &c->title, m->results[i]->trial);
    }
    for (size_t row = 0; row < sizeof method_rows / sizeof *method_rows; row++) {
        hg__row *r = hg__add_row(m->doc, t, "");
        HG__SAY(m->doc, &hg__add_cell(m->doc, r)->text, method_rows[row].key);
        add_cells(m, r, row);
    }
}

/* --- reading --- */

static void add_signs(const hg__model *m, hg__block *in) {
    hg__block *t = hg__add_table(m->doc, in);
    t->compact = t->keep = true;
    HG__SAY(m->doc, &t->title, "reading.signs");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.angle");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.positive");
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.negative");
    for (int id = 0; id < HG_CURVE_COUNT; id++) {
        const hg__curve_words w = hg__curve_words_of(m, (hg_curve_id)id);
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, w.label);
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, w.plus);
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, w.minus);
    }
}

static void add_definitions(const hg__model *m, hg__block *in) {
    hg__block *s = hg__titled(m, in, 3, "", "reading.measures");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.measure")->share = 25;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.definition")->share = 50;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.source")->share = 25;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text,
                     hg__metric_label(m, (hg_metric_id)id));
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, hg_metrics[id].definition);
        hg__add_soft(m->doc, &hg__add_cell(m->doc, row)->text, hg_metrics[id].source);
    }
}

static void add_limit_sources(const hg__model *m, hg__block *in) {
    hg__block *s = hg__titled(m, in, 3, "", "reading.limits");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "stat.measure")->share = 30;
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "asymmetry.limit")->share = 12;
    hg__titled_column(m, t, HG__ALIGN_NUMBER, "reading.sem")->share = 14;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "reading.source")->share = 44;
    for (int id = 0; id < HG_METRIC_COUNT; id++) {
        const hg_limit *l = hg_limit_of((hg_metric_id)id);
        if (!isfinite(l->limit) && !isfinite(l->sem)) continue;
        const char *unit = hg_metrics[id].unit;
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text,
                     hg__metric_label(m, (hg_metric_id)id));
        hg__add_text(
            m->doc, &hg__add_cell(m->doc, row)->text,
            isfinite(l->limit)
                ? hg__quantity(m, l->limit, hg_metrics[id].form == HG_FORM_INDEX ? "%" : unit)
                : hg__word(m, "stat.none"));
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text,
                     isfinite(l->sem) ? hg__quantity(m, l->sem, unit) : hg__word(m, "stat.none"));
        hg__add_soft(m->doc, &hg__add_cell(m->doc, row)->text, l->source);
    }
}

void hg__model_reading(const hg__model *m, hg__block *in) {
    static const char *const hints[] = {"reading.difference", "reading.stride",  "reading.pelvis",
                                        "reading.sd",         "reading.ratings", "reading.absent"};
    hg__block *s = hg__titled(m, in, 2, "reading", "reading.title");
    hg__block *list = hg__add_list(m->doc, s);
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, hints[i]);
    add_signs(m, s);
    add_definitions(m, s);
    add_limit_sources(m, s);
    hg__block *use = hg__titled(m, in, 2, "intended-use", "use.title");
    use->keep = true;
    hg__block *p = hg__add_paragraph(m->doc, use);
    hg__add_text(m->doc, &p->text,
                 hg__texts_label(m->doc->texts, "use", "full", hg_intended_use()));
}
