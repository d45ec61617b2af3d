/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A follow-up as a document: page one tells who, what differs between the visits, and what changed
 * for certain; the tables, curves and conditions follow, and how it was judged.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hipgait/version.h>

#include "base/error.h"
#include "report/follow_up_parts.h"

#define METRICS_TOLD 6 /* on page one; the table has them all */

/* --- who and when --- */

static hg__runs *fact(const hg__visits *v, hg__block *facts, const char *key) {
    hg__fact *one = hg__add_fact(v->m.doc, facts);
    HG__SAY(v->m.doc, &one->label, key);
    return &one->value;
}

static void add_visit(const hg__visits *v, hg__block *facts, const char *key, const hg_result *r) {
    hg__document *doc = v->m.doc;
    hg__runs *to = fact(v, facts, key);
    hg__add_name(doc, to, r->session);
    if (r->visit > 0) {
        hg__add_text(doc, to, " ");
        HG__SAY(doc, to, "who.visit", hg__arg_count("n", (size_t)r->visit));
    }
    hg__add_text(doc, to, ", ");
    hg__add_name(doc, to, r->trial);
    if (*r->session_date && v->m.options->dates != HG_DATES_RELATIVE) {
        char day[11] = {0};
        size_t n = v->m.options->dates == HG_DATES_YEAR ? 4 : 10;
        memcpy(day, r->session_date, strnlen(r->session_date, n));
        hg__add_text(doc, to, ", ");
        hg__add_name(doc, to, day);
    }
    hg__add_break(doc, to);
    hg__add_quality_badge(&v->m, to, r->status);
    hg__add_text(doc, to, " ");
    hg__add_soft(doc, to,
                 HG__SAID(doc, "what.strides_value", hg__arg_count("left", r->n_used[HG_LEFT]),
                          hg__arg_count("right", r->n_used[HG_RIGHT])));
}

static double day_of(const hg_result *r) {
    char day[11] = {0};
    memcpy(day, r->session_date, strnlen(r->session_date, 10));
    return hg__day_number(day);
}

static void add_who(const hg__visits *v, hg__block *in) {
    const hg_follow_up *f = v->f;
    hg__document *doc = v->m.doc;
    hg__block *facts = hg__add_facts(doc, in);
    hg__add_name(doc, fact(v, facts, "who.runner"), f->later->runner);
    for (size_t i = 0; i < v->m.options->n_identities; i++) {
        const hg_identity *who = &v->m.options->identities[i];
        if (!who->runner || strcmp(who->runner, f->later->runner) != 0) continue;
        if (who->name && *who->name) hg__add_name(doc, fact(v, facts, "who.name"), who->name);
        if (who->born && *who->born) hg__add_name(doc, fact(v, facts, "who.born"), who->born);
    }
    add_visit(v, facts, "follow.before", f->earlier);
    add_visit(v, facts, "follow.now", f->later);
    const hg_evidence *before = &f->earlier->evidence;
    static const char *const screens[] = {"cohort.flags_not_asked", "cohort.flags_clear",
                                          "follow.flags_raised"};
    HG__SAY(doc, fact(v, facts, "follow.flags_before"), screens[before->red_flags.status]);
    double days = day_of(f->later) - day_of(f->earlier);
    if (isfinite(days))
        HG__SAY(doc, fact(v, facts, "follow.between"), "follow.days",
                hg__arg_count("days", (size_t)fabs(days)));
}

static void add_warnings(const hg__visits *v, hg__block *in) {
    static const char *const keys[] = {"follow.same_recording", "follow.order_doubtful"};
    const bool said[] = {v->f->same_recording, v->f->order_doubtful};
    for (size_t i = 0; i < 2; i++) {
        if (!said[i]) continue;
        hg__block *notice = hg__add_notice(v->m.doc, in, HG__TONE_CAUTION);
        HG__SAY(v->m.doc, &notice->title, keys[i]);
        char line[64];
        snprintf(line, sizeof line, "%s_line", keys[i]);
        hg__tell(&v->m, notice, hg__document_copy(v->m.doc, line));
    }
}

/* --- what differs between the visits --- */

static const char *touch_key(hg_touch touch) {
    static const char *const keys[] = {"follow.touches_none", "follow.touches_hip",
                                       "follow.touches_body", "follow.touches_all"};
    return keys[touch];
}

static void add_differences(const hg__visits *v, hg__block *in) {
    hg__document *doc = v->m.doc;
    hg__block *s = hg__titled(&v->m, in, 3, "differs", "follow.differs");
    hg__block *t = NULL;
    unsigned not_stated = 0, open = 0;
    for (int i = 0; i < HG_ASPECT_COUNT; i++) {
        const hg_aspect *a = &v->f->aspects[i];
        bool nowhere = !*a->earlier && !*a->later;
        if (a->state == HG_ASPECT_SAME) continue;
        if (a->state == HG_ASPECT_NOT_STATED && (nowhere || a->touches == HG_TOUCH_NONE)) {
            not_stated |= 1u << i;
            if (a->touches != HG_TOUCH_NONE) open |= 1u << i;
            continue;
        }
        if (!t) {
            t = hg__add_table(doc, s);
            t->compact = true;
            HG__SAY(doc, &t->title, "follow.differs_caption");
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.what")->share = 18;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.before")->share = 18;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.now")->share = 18;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.so")->share = 46;
        }
        hg__row *row = hg__add_row(doc, t, hg_aspects[i].id);
        hg__add_strong(doc, &hg__add_cell(doc, row)->text, hg__aspect_label(v, i));
        const char *said[] = {a->earlier, a->later};
        for (size_t k = 0; k < 2; k++) {
            hg__runs *to = &hg__add_cell(doc, row)->text;
            if (*said[k])
                hg__add_name(doc, to, said[k]);
            else
                HG__SAY(doc, to, "not_given");
        }
        HG__SAY(doc, &hg__add_cell(doc, row)->text, touch_key(a->touches),
                hg__arg_text("why", hg__texts_label(doc->texts, "aspect_why", hg_aspects[i].id,
                                                    hg_aspects[i].why)));
    }
    if (!t) hg__tell(&v->m, s, "follow.differs_nothing");
    if (not_stated) {
        hg__block *p = hg__add_paragraph(doc, s);
        HG__SAY(doc, &p->text, "follow.not_stated",
                hg__arg_text("what", hg__aspects_said(v, not_stated)));
        if (open) {
            hg__add_text(doc, &p->text, " ");
            HG__SAY(doc, &p->text, "follow.not_stated_open",
                    hg__arg_text("what", hg__aspects_said(v, open)));
        }
    }
}

/* --- what changed --- */

static void add_value(const hg__visits *v, hg__block *list, hg_metric_id id, const char *side,
                      const hg_change *c) {
    const char *unit = hg_metrics[id].unit;
    hg__runs *to = &hg__add_item(v->m.doc, list)->text;
    hg__add_badge(v->m.doc, to, HG__TONE_WATCH, hg__word(&v->m, "follow.real_change"));
    hg__add_text(v->m.doc, to, " ");
    HG__SAY(v->m.doc, to, c->change > 0 ? "follow.larger" : "follow.smaller",
            hg__arg_text("label", hg__metric_label(&v->m, id)), hg__arg_text("side", side),
            hg__arg_text("change", hg__quantity(&v->m, fabs(c->change), unit)),
            hg__arg_text("before", hg__quantity(&v->m, c->earlier, unit)),
            hg__arg_text("now", hg__quantity(&v->m, c->later, unit)),
            hg__arg_text("mdc", hg__quantity(&v->m, c->mdc, unit)));
}

/* Both sides went the same way: one sentence. */
static void add_both(const hg__visits *v, hg__block *list, const hg_metric_change *c) {
    const char *unit = hg_metrics[c->id].unit;
    const hg_change *l = &c->side[HG_LEFT], *r = &c->side[HG_RIGHT];
    hg__runs *to = &hg__add_item(v->m.doc, list)->text;
    hg__add_badge(v->m.doc, to, HG__TONE_WATCH, hg__word(&v->m, "follow.real_change"));
    hg__add_text(v->m.doc, to, " ");
    HG__SAY(v->m.doc, to, l->change > 0 ? "follow.both_larger" : "follow.both_smaller",
            hg__arg_text("label", hg__metric_label(&v->m, c->id)),
            hg__arg_text("left_before", hg__quantity(&v->m, l->earlier, unit)),
            hg__arg_text("left_now", hg__quantity(&v->m, l->later, unit)),
            hg__arg_text("right_before", hg__quantity(&v->m, r->earlier, unit)),
            hg__arg_text("right_now", hg__quantity(&v->m, r->later, unit)),
            hg__arg_text("mdc", hg__quantity(&v->m, fmax(l->mdc, r->mdc), unit)));
}

/* Says a metric in as many sentences as it needs; gives how many values they tell. */
static size_t add_sentences(const hg__visits *v, hg__block *list, const hg_metric_change *c) {
    const hg_change *l = &c->side[HG_LEFT], *r = &c->side[HG_RIGHT];
    if (c->both.verdict == HG_VERDICT_REAL) {
        add_value(v, list, c->id, hg__word(&v->m, "stat.both"), &c->both);
        return 1;
    }
    if (l->verdict == HG_VERDICT_REAL && r->verdict == HG_VERDICT_REAL &&
        (l->change > 0) == (r->change > 0)) {
        add_both(v, list, c);
        return 2;
    }
    size_t told = 0;
    for (int side = 0; side < 2; side++)
        if (c->side[side].verdict == HG_VERDICT_REAL) {
            add_value(v, list, c->id, hg__side_word(&v->m, (hg_side)side), &c->side[side]);
            told++;
        }
    return told;
}

/* How far beyond its error a change is. Hip and pelvis come before times and lengths. */
static double weight(const hg_metric_change *c) {
    const hg_change *all[] = {&c->side[HG_LEFT], &c->side[HG_RIGHT], &c->both};
    double most = 0.0;
    for (size_t i = 0; i < 3; i++)
        if (all[i]->verdict == HG_VERDICT_REAL)
            most = fmax(most, fabs(all[i]->change) / all[i]->mdc);
    bool body = hg_metrics[c->id].family != HG_FAMILY_SPATIOTEMPORAL;
    return most > 0.0 && body ? 1e6 + most : most;
}

/* The heaviest one that is not told yet; NULL when none is left. */
static const hg_metric_change *next_metric(const hg_follow_up *f, const bool told[]) {
    const hg_metric_change *best = NULL;
    for (size_t i = 0; i < f->n_metrics; i++)
        if (!told[f->metrics[i].id] && weight(&f->metrics[i]) > (best ? weight(best) : 0.0))
            best = &f->metrics[i];
    return best;
}

static void add_findings(const hg__visits *v, hg__block *in) {
    const hg_follow_up *f = v->f;
    hg__document *doc = v->m.doc;
    hg__block *s = hg__titled(&v->m, in, 3, "found", "follow.found");
    hg__block *p = hg__add_paragraph(doc, s);
    HG__SAY(doc, &p->text, f->tests ? "follow.count" : "follow.count_none",
            hg__arg_count("real", f->real), hg__arg_count("tests", f->tests),
            hg__arg_count("open", f->open), hg__arg_number("chance", f->expected_chance, 1));
    hg__block *list = f->real ? hg__add_list(doc, s) : NULL;
    bool told[HG_METRIC_COUNT] = {false};
    size_t values = 0;
    for (int k = 0; list && k < METRICS_TOLD; k++) {
        const hg_metric_change *c = next_metric(f, told);
        if (!c) break;
        values += add_sentences(v, list, c);
        told[c->id] = true;
    }
    if (f->real > values) {
        hg__block *more = hg__add_paragraph(doc, s);
        HG__SAY(doc, &more->text, "follow.more", hg__arg_count("n", f->real - values),
                hg__arg_link("link", "changes", hg__word(&v->m, "follow.changes_link")));
    }
}

static void add_limits(const hg__visits *v, hg__block *in) {
    hg__block *s = hg__titled(&v->m, in, 3, "cannot-tell", "limits.title");
    s->tone = HG__TONE_ABSENT;
    hg__tell(&v->m, s, "follow.limit_days");
    hg__tell(&v->m, s, "follow.limit_good");
}

/* --- how --- */

static void add_method(const hg__visits *v, hg__block *in) {
    hg__document *doc = v->m.doc;
    hg__block *s = hg__titled(&v->m, in, 2, "method", "method.title");
    hg__block *p = hg__add_paragraph(doc, s);
    HG__SAY(doc, &p->text, "follow.method", hg__arg_number("factor", v->f->options.mdc_factor, 2));
    hg__block *t = hg__add_table(doc, s);
    size_t n;
    const hg_follow_up_setting *row = hg_follow_up_settings(&n);
    t->compact = true;
    HG__SAY(doc, &t->title, "follow.settings");
    hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.setting")->share = 26;
    hg__titled_column(&v->m, t, HG__ALIGN_NUMBER, "follow.value")->share = 10;
    hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.reason")->share = 64;
    for (size_t i = 0; i < n; i++) {
        double value;
        memcpy(&value, (const char *)&v->f->options + row[i].offset, sizeof value);
        hg__row *r = hg__add_row(doc, t, row[i].key);
        hg__add_code(doc, &hg__add_cell(doc, r)->text, row[i].key);
        hg__add_number(doc, &hg__add_cell(doc, r)->text, value, 2);
        hg__add_text(doc, &hg__add_cell(doc, r)->text, row[i].meaning);
    }
    hg__block *facts = hg__add_facts(doc, s);
    hg__add_text(doc, fact(v, facts, "method.program"), hg_version());
    hg__add_code(doc, fact(v, facts, "follow.input_before"),
                 v->f->earlier->provenance.input_sha256);
    hg__add_code(doc, fact(v, facts, "follow.input_now"), v->f->later->provenance.input_sha256);
    hg__block *use = hg__titled(&v->m, in, 2, "intended-use", "use.title");
    use->keep = true;
    hg__add_text(doc, &hg__add_paragraph(doc, use)->text,
                 hg__texts_label(doc->texts, "use", "full", hg_intended_use()));
}

/* --- the whole --- */

static void fill_furniture(hg__visits *v) {
    hg__document *doc = v->m.doc;
    const hg_result *r = v->f->later;
    char sessions[2 * HG_NAME_MAX + 8];
    snprintf(sessions, sizeof sessions, "%s \xe2\x86\x92 %s", v->f->earlier->session, r->session);
    doc->runner = hg__document_copy(doc, r->runner);
    doc->session = hg__document_copy(doc, sessions);
    doc->program_version = hg__document_copy(doc, hg_version());
    doc->foot = hg__word(&v->m, "foot");
    doc->title = HG__SAID(doc, "follow.window", hg__arg_text("runner", r->runner),
                          hg__arg_text("sessions", sessions));
    hg__model_lab(&v->m);
}

hg_status hg__follow_up_build(hg__report *out, const hg_follow_up *f,
                              const hg_report_options *options, hg_error *err) {
    static const hg_report_options defaults = {0};
    *out = (hg__report){NULL, NULL};
    if (!f) return hg__fail(err, HG_EINVAL, "there is no follow-up to write");
    if (!options) options = &defaults;
    hg_status status = hg__texts_open(&out->texts, options->language, err);
    if (status != HG_OK) return status;
    out->doc = hg__document_new(out->texts);
    if (!out->doc) {
        hg__report_free(out);
        return hg__fail_memory(err);
    }
    const hg_result *later = f->later;
    hg__visits v = {{out->doc, &later, 1, options, hg__sources_new(out->doc), later}, f};
    hg__block *root = out->doc->root;
    fill_furniture(&v);
    HG__SAY(out->doc, &root->title, "follow.title");
    hg__block *page = hg__titled(&v.m, root, 2, "page-one", "page_one");
    add_who(&v, page);
    add_warnings(&v, page);
    hg__model_red_flags(&v.m, page);
    add_differences(&v, page);
    add_findings(&v, page);
    add_limits(&v, page);
    hg__follow_up_changes(&v, root);
    hg__follow_up_curves(&v, root);
    hg__follow_up_asymmetry(&v, root);
    hg__follow_up_conditions(&v, root);
    hg__model_sources(&v.m, root);
    add_method(&v, root);
    if (hg__document_failed(out->doc)) {
        hg__report_free(out);
        return hg__fail_memory(err);
    }
    return HG_OK;
}
