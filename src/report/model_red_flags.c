/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red flags: before everything else on page one, and the whole screen behind it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/model_conditions.h"
#include "report/model_parts.h"

#define MOST_NAMED 6 /* open questions; more are counted only */

/* What is asked of the runner is the same in all trials of a session; a trial that was judged and
 * knows most of it speaks for all. */
const hg_result *hg__asked_result(const hg__model *m) {
    const hg_result *best = m->best;
    for (size_t i = 0; i < m->n; i++) {
        const hg_evidence *e = &m->results[i]->evidence, *have = &best->evidence;
        if (e->red_flags.status == HG_RED_FLAGS_RAISED &&
            have->red_flags.status != HG_RED_FLAGS_RAISED)
            best = m->results[i];
    }
    return best;
}

/* How much was answered, and what is still to be asked where that can be named in a breath. */
static void tell_incomplete(const hg__model *m, hg__runs *to, const hg_evidence *e) {
    hg__runs list = {NULL, NULL};
    HG__SAY(m->doc, to, "red_flags.incomplete", hg__arg_count("answered", e->red_flags.answered),
            hg__arg_count("asked", e->red_flags.asked));
    if (e->red_flags.n_open == 0 || e->red_flags.n_open > MOST_NAMED) return;
    for (size_t i = 0; i < e->red_flags.n_open; i++) {
        if (i) hg__add_text(m->doc, &list, "; ");
        hg__add_text(m->doc, &list, e->red_flags.open[i]);
    }
    hg__add_text(m->doc, to, " ");
    HG__SAY(m->doc, to, "red_flags.open", hg__arg_runs("questions", &list));
}

/* A flag names all signs that raise it; these are the ones that did. */
static void tell_yes(const hg__model *m, hg__block *notice, const hg_intake *intake) {
    hg__runs list = {NULL, NULL};
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        if (strcmp(f->group, "red_flags") != 0 || f->kind != HG_INTAKE_ANSWER ||
            !(intake->value[i][HG_LEFT] > 0 || intake->value[i][HG_RIGHT] > 0))
            continue;
        if (list.first) hg__add_text(m->doc, &list, "; ");
        hg__add_text(m->doc, &list, f->question);
    }
    if (list.first)
        HG__SAY(m->doc, &hg__add_paragraph(m->doc, notice)->text, "red_flags.yes_to",
                hg__arg_runs("questions", &list));
}

static void add_raised(const hg__model *m, hg__block *in, const hg_evidence *e) {
    bool urgent = false;
    for (size_t i = 0; i < e->red_flags.n_items; i++)
        urgent = urgent || (e->red_flags.items[i].raised == HG_YES && e->red_flags.items[i].urgent);
    hg__block *notice = hg__add_notice(m->doc, in, urgent ? HG__TONE_REFER : HG__TONE_HIGH);
    notice->id = "red-flags";
    HG__SAY(m->doc, &notice->title, urgent ? "red_flags.urgent" : "red_flags.routine");
    hg__block *list = hg__add_list(m->doc, notice);
    for (size_t i = 0; i < e->red_flags.n_items; i++) {
        const hg_red_flag *f = &e->red_flags.items[i];
        if (f->raised != HG_YES) continue;
        hg__runs *to = &hg__add_item(m->doc, list)->text;
        hg__add_strong(m->doc, to, f->text);
        if (*f->suspected) {
            hg__add_text(m->doc, to, " ");
            HG__SAY(m->doc, to, "red_flags.think_of", hg__arg_text("what", f->suspected));
        }
        if (*f->action) {
            hg__add_text(m->doc, to, " ");
            hg__add_text(m->doc, to, f->action);
        }
        hg__add_text(m->doc, to, " ");
        hg__add_soft(m->doc, to, hg__grade_words(m, f->grade));
        hg__cite(m, to, f->sources, f->n_sources);
    }
    tell_yes(m, notice, &hg__asked_result(m)->intake);
    if (e->red_flags.answered < e->red_flags.asked) {
        hg__block *p = hg__add_paragraph(m->doc, notice);
        tell_incomplete(m, &p->text, e);
    }
}

void hg__model_red_flags(const hg__model *m, hg__block *in) {
    const hg_evidence *e = &hg__asked_result(m)->evidence;
    if (e->red_flags.status == HG_RED_FLAGS_RAISED) {
        add_raised(m, in, e);
        return;
    }
    if (e->red_flags.status == HG_RED_FLAGS_CLEAR) {
        hg__block *p = hg__add_paragraph(m->doc, in);
        p->id = "red-flags";
        hg__add_badge(m->doc, &p->text, HG__TONE_GOOD, hg__word(m, "red_flags.clear"));
        hg__add_text(m->doc, &p->text, " ");
        HG__SAY(m->doc, &p->text, "red_flags.clear_line",
                hg__arg_count("answered", e->red_flags.answered));
        return;
    }
    hg__block *notice = hg__add_notice(m->doc, in, HG__TONE_CAUTION);
    notice->id = "red-flags";
    HG__SAY(m->doc, &notice->title, "red_flags.not_done");
    hg__block *p = hg__add_paragraph(m->doc, notice);
    if (e->red_flags.answered > 0)
        tell_incomplete(m, &p->text, e);
    else
        HG__SAY(m->doc, &p->text, "red_flags.not_done_line");
}

void hg__add_red_flag_screen(const hg__model *m, hg__block *in, const hg_evidence *e) {
    if (e->red_flags.n_items == 0) return;
    hg__block *s = hg__titled(m, in, 3, "red-flag-screen", "red_flags.all");
    s->foldable = true;
    hg__block *t = hg__add_table(m->doc, s);
    t->compact = true;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.question")->share = 50;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.answer")->share = 15;
    hg__titled_column(m, t, HG__ALIGN_TEXT, "red_flags.suspected")->share = 35;
    for (size_t i = 0; i < e->red_flags.n_items; i++) {
        const hg_red_flag *f = &e->red_flags.items[i];
        hg__row *row = hg__add_row(m->doc, t, "");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, f->text);
        hg__runs *answer = &hg__add_cell(m->doc, row)->text;
        if (f->raised == HG_YES)
            hg__add_badge(m->doc, answer, HG__TONE_REFER, hg__word(m, "red_flags.yes"));
        else
            HG__SAY(m->doc, answer, f->raised == HG_NO ? "red_flags.no" : "red_flags.not_known");
        hg__add_text(m->doc, &hg__add_cell(m->doc, row)->text, f->suspected);
    }
}
