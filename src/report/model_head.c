/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page one, who and what: the runner, the recording, how good the data are, what cannot be told. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/model_parts.h"

static hg__runs *fact(const hg__model *m, hg__block *facts, const char *key) {
    hg__fact *f = hg__add_fact(m->doc, facts);
    HG__SAY(m->doc, &f->label, key);
    return &f->value;
}

static void number_fact(const hg__model *m, hg__block *facts, const char *key, double value,
                        int decimals, const char *unit_key) {
    if (!isfinite(value)) return;
    hg__runs *value_runs = fact(m, facts, key);
    HG__SAY(m->doc, value_runs, unit_key, hg__arg_number("value", value, decimals));
}

static void add_identity(const hg__model *m, hg__block *facts) {
    for (size_t i = 0; i < m->options->n_identities; i++) {
        const hg_identity *who = &m->options->identities[i];
        if (!who->runner || strcmp(who->runner, m->results[0]->runner) != 0) continue;
        if (who->name && *who->name) hg__add_name(m->doc, fact(m, facts, "who.name"), who->name);
        if (who->born && *who->born) hg__add_name(m->doc, fact(m, facts, "who.born"), who->born);
    }
}

static void add_session(const hg__model *m, hg__block *facts, const hg_result *r) {
    hg__runs *to = fact(m, facts, "who.session");
    hg__add_name(m->doc, to, r->session);
    if (r->visit > 0) {
        hg__add_text(m->doc, to, " ");
        HG__SAY(m->doc, to, "who.visit", hg__arg_count("n", (size_t)r->visit));
    }
    if (!*r->session_date || m->options->dates == HG_DATES_RELATIVE) return;
    hg__add_text(m->doc, to, ", ");
    if (m->options->dates == HG_DATES_YEAR) {
        char year[5] = {0};
        memcpy(year, r->session_date, strnlen(r->session_date, 4));
        hg__add_name(m->doc, to, year);
    } else {
        hg__add_name(m->doc, to, r->session_date);
    }
}

static void add_person(const hg__model *m, hg__block *facts, const hg_result *r) {
    static const char *const sexes[] = {NULL, "sex.female", "sex.male", "sex.other"};
    hg__add_name(m->doc, fact(m, facts, "who.runner"), r->runner);
    add_identity(m, facts);
    add_session(m, facts, r);
    if (r->sex != HG_SEX_UNKNOWN) HG__SAY(m->doc, fact(m, facts, "who.sex"), sexes[r->sex]);
    /* A very high age singles a person out: shown as a class. */
    if (r->age_years >= 90)
        HG__SAY(m->doc, fact(m, facts, "who.age"), "age.90");
    else
        number_fact(m, facts, "who.age", floor(r->age_years), 0, "value.years");
    number_fact(m, facts, "who.height", r->height_m, 2, "value.m");
    number_fact(m, facts, "who.mass", r->mass_kg, 1, "value.kg");
}

/* "Running on a treadmill" */
void hg__say_task(const hg__model *m, hg__runs *to, const hg_result *r) {
    static const char *const tasks[] = {"task.unknown", "task.run", "task.walk", "task.static",
                                        "task.functional"};
    HG__SAY(m->doc, to, tasks[r->task]);
    if (r->treadmill == HG_NOT_GIVEN) return;
    hg__add_text(m->doc, to, " ");
    HG__SAY(m->doc, to, r->treadmill == HG_YES ? "task.treadmill" : "task.overground");
}

static void add_one_trial(const hg__model *m, hg__block *facts, const hg_result *r) {
    hg__say_task(m, fact(m, facts, "what.recorded"), r);
    hg__add_text(m->doc, fact(m, facts, "what.speed"), hg__quantity(m, r->speed_m_s, "m/s"));
    hg__runs *shoes = fact(m, facts, "what.shoes");
    if (*r->footwear)
        hg__add_name(m->doc, shoes, r->footwear);
    else
        HG__SAY(m->doc, shoes, "not_given");
    HG__SAY(m->doc, fact(m, facts, "what.strides"), "what.strides_value",
            hg__arg_count("left", r->n_used[HG_LEFT]), hg__arg_count("right", r->n_used[HG_RIGHT]));
}

static void add_trial_table(const hg__model *m, hg__block *in) {
    hg__document *doc = m->doc;
    hg__block *t = hg__add_table(doc, in);
    t->compact = true;
    HG__SAY(doc, &t->title, "trials.caption");
    static const struct {
        const char *key;
        hg__align align;
    } columns[] = {{"trials.trial", HG__ALIGN_TEXT},     {"trials.data", HG__ALIGN_TEXT},
                   {"what.recorded", HG__ALIGN_TEXT},    {"what.speed", HG__ALIGN_NUMBER},
                   {"trials.strides", HG__ALIGN_NUMBER}, {"what.shoes", HG__ALIGN_TEXT}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        hg__titled_column(m, t, columns[i].align, columns[i].key);
    for (size_t i = 0; i < m->n; i++) {
        const hg_result *r = m->results[i];
        hg__row *row = hg__add_row(doc, t, "");
        hg__add_link(doc, &hg__add_cell(doc, row)->text, hg__trial_id(m, r, ""), r->trial);
        hg__add_quality_badge(m, &hg__add_cell(doc, row)->text, r->status);
        hg__say_task(m, &hg__add_cell(doc, row)->text, r);
        hg__add_text(doc, &hg__add_cell(doc, row)->text, hg__quantity(m, r->speed_m_s, "m/s"));
        HG__SAY(doc, &hg__add_cell(doc, row)->text, "trials.strides_value",
                hg__arg_count("left", r->n_used[HG_LEFT]),
                hg__arg_count("right", r->n_used[HG_RIGHT]));
        hg__runs *shoes = &hg__add_cell(doc, row)->text;
        if (*r->footwear)
            hg__add_name(doc, shoes, r->footwear);
        else
            HG__SAY(doc, shoes, "not_given");
    }
}

void hg__model_head(const hg__model *m, hg__block *in) {
    hg__block *facts = hg__add_facts(m->doc, in);
    add_person(m, facts, m->results[0]);
    if (m->n == 1)
        add_one_trial(m, facts, m->results[0]);
    else
        add_trial_table(m, in);
}

/* --- quality --- */

static void add_insufficient(const hg__model *m, hg__block *in, const hg_result *r) {
    hg__block *notice = hg__add_notice(m->doc, in, HG__TONE_REFER);
    HG__SAY(m->doc, &notice->title, "insufficient.title", hg__arg_name("trial", r->trial));
    hg__block *list = hg__add_list(m->doc, notice);
    if (hg__add_flag_items(m, list, r, HG_BLOCKER) == 0)
        HG__SAY(m->doc, &hg__add_item(m->doc, list)->text, "insufficient.no_reason");
    hg__block *p = hg__tell(m, notice, "insufficient.withheld");
    if (r->n_metrics) {
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "insufficient.times_only");
    }
}

/* The same sentence in several trials is told once. */
static bool told_before(const hg__model *m, size_t trial, const hg_flag *flag) {
    for (size_t i = 0; i < trial; i++)
        for (size_t k = 0; k < m->results[i]->n_flags; k++)
            if (m->results[i]->flags[k].severity == HG_WARNING &&
                strcmp(m->results[i]->flags[k].text, flag->text) == 0)
                return true;
    return false;
}

static void add_cautions(const hg__model *m, hg__block *in) {
    hg__block *list = NULL;
    for (size_t i = 0; i < m->n; i++) {
        const hg_result *r = m->results[i];
        for (size_t k = 0; k < r->n_flags && hg__enough(r); k++) {
            if (r->flags[k].severity != HG_WARNING || told_before(m, i, &r->flags[k])) continue;
            if (!list) list = hg__add_list(m->doc, in);
            hg__runs *text = &hg__add_item(m->doc, list)->text;
            if (m->n > 1)
                HG__SAY(m->doc, text, "quality.in_trial", hg__arg_name("trial", r->trial));
            hg__add_text(m->doc, text, r->flags[k].text);
        }
    }
    if (list) list->compact = true;
}

void hg__model_quality_line(const hg__model *m, hg__block *in) {
    for (size_t i = 0; i < m->n; i++)
        if (!hg__enough(m->results[i])) add_insufficient(m, in, m->results[i]);
    const hg_result *worst = NULL; /* of those that are shown; they come worst first */
    for (size_t i = 0; i < m->n && !worst; i++)
        if (hg__enough(m->results[i])) worst = m->results[i];
    if (!worst) return;
    hg__block *p = hg__add_paragraph(m->doc, in);
    p->id = "data-quality";
    hg__add_quality_badge(m, &p->text, worst->status);
    hg__add_text(m->doc, &p->text, " ");
    HG__SAY(m->doc, &p->text, worst->status == HG_QUALITY_OK ? "quality.ok_line" : "quality.why");
    add_cautions(m, in);
}

/* --- what it cannot tell --- */

void hg__model_limits(const hg__model *m, hg__block *in) {
    hg__block *s = hg__titled(m, in, 3, "limits", "limits.title");
    s->tone = HG__TONE_ABSENT;
    hg__block *p = hg__add_paragraph(m->doc, s);
    p->tone = HG__TONE_ABSENT;
    HG__SAY(m->doc, &p->text, "limits.short",
            hg__arg_link("link", "all-limits", hg__word(m, "limits.link")));
    hg__block *use = hg__add_paragraph(m->doc, s);
    use->tone = HG__TONE_ABSENT;
    HG__SAY(m->doc, &use->text, "use.short",
            hg__arg_link("link", "intended-use", hg__word(m, "use.link")));
}
