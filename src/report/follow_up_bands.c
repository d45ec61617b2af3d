/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands and symptoms of both visits side by side, and which rules made a change. */
#include <string.h>

#include "report/follow_up_parts.h"

static void add_band(const hg__visits *v, hg__row *row, const hg_condition *c) {
    hg__cell *cell = hg__add_cell(v->m.doc, row);
    if (!c) {
        cell->tone = HG__TONE_ABSENT;
        HG__SAY(v->m.doc, &cell->text, "follow.not_named");
        return;
    }
    hg__add_condition_badge(&v->m, &cell->text, c);
    if (!hg__has_symptom_rule(c)) return;
    hg__add_break(v->m.doc, &cell->text);
    hg__add_soft(v->m.doc, &cell->text,
                 hg__texts_label(v->m.doc->texts, "symptoms", hg_pattern_name(c->symptoms),
                                 hg_pattern_name(c->symptoms)));
}

static void add_rules(const hg__visits *v, hg__runs *to, const char *key,
                      const hg_rule_outcome *const *rules, size_t n) {
    hg__document *doc = v->m.doc;
    if (n == 0) return;
    if (to->first) hg__add_break(doc, to);
    HG__SAY(doc, to, key);
    for (size_t i = 0; i < n; i++) {
        hg__add_text(doc, to, i ? ", " : " ");
        hg__add_text(doc, to, *rules[i]->label ? rules[i]->label : rules[i]->id);
        hg__add_text(doc, to, " ");
        hg__add_code(doc, to, rules[i]->id);
    }
}

static void add_why(const hg__visits *v, hg__row *row, const hg_band_change *b) {
    hg__document *doc = v->m.doc;
    hg__runs *to = &hg__add_cell(doc, row)->text;
    if (b->changed && b->later && b->later->why && *b->later->why)
        hg__add_text(doc, to, b->later->why);
    add_rules(v, to, "follow.appeared", b->appeared, b->n_appeared);
    add_rules(v, to, "follow.gone", b->gone, b->n_gone);
    if (b->changed && b->n_appeared + b->n_gone == 0 && b->earlier && b->later) {
        if (to->first) hg__add_break(doc, to);
        HG__SAY(doc, to, "follow.answers_only");
    }
    if (!to->first) HG__SAY(doc, to, "follow.same");
}

static bool told(const hg_band_change *b) {
    const hg_condition *both[] = {b->earlier, b->later};
    for (size_t i = 0; i < 2; i++)
        if (both[i] && both[i]->band > HG_CONDITION_LOW) return true;
    return b->changed || b->n_appeared + b->n_gone > 0;
}

void hg__follow_up_conditions(const hg__visits *v, hg__block *in) {
    const hg_follow_up *f = v->f;
    hg__document *doc = v->m.doc;
    size_t quiet = 0;
    if (f->n_bands == 0) return;
    hg__block *s = hg__titled(&v->m, in, 2, "conditions", "follow.conditions");
    hg__tell(&v->m, s, "follow.conditions_lead");
    hg__block *t = NULL;
    for (size_t i = 0; i < f->n_bands; i++) {
        const hg_band_change *b = &f->bands[i];
        const hg_condition *any = b->later ? b->later : b->earlier;
        if (!told(b)) {
            quiet++;
            continue;
        }
        if (!t) {
            t = hg__add_table(doc, s);
            HG__SAY(doc, &t->title, "follow.conditions_caption");
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.condition")->share = 22;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.before")->share = 18;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.now")->share = 18;
            hg__titled_column(&v->m, t, HG__ALIGN_TEXT, "follow.why")->share = 42;
        }
        hg__row *row = hg__add_row(doc, t, any->id);
        hg__runs *name = &hg__add_cell(doc, row)->text;
        hg__add_text(doc, name, hg__condition_label(&v->m, any->id, any->label));
        if (any->side != HG_SIDE_UNKNOWN) {
            hg__add_text(doc, name, ", ");
            hg__add_text(doc, name, hg__side_word(&v->m, any->side));
        }
        add_band(v, row, b->earlier);
        add_band(v, row, b->later);
        add_why(v, row, b);
    }
    if (quiet) {
        hg__block *p = hg__add_paragraph(doc, s);
        HG__SAY(doc, &p->text, "follow.conditions_quiet", hg__arg_count("n", quiet));
    }
}
