/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and numbers that many parts of a report share. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/model_parts.h"

const char *hg__word(const hg__model *m, const char *key) {
    return hg__texts_get(m->doc->texts, key);
}

const char *hg__metric_label(const hg__model *m, hg_metric_id id) {
    return hg__texts_label(m->doc->texts, "metric", hg_metrics[id].id, hg_metrics[id].label);
}

const char *hg__condition_label(const hg__model *m, const char *id, const char *label) {
    return hg__texts_label(m->doc->texts, "condition", id, label);
}

const char *hg__side_word(const hg__model *m, hg_side side) {
    return side == HG_LEFT    ? hg__word(m, "side.left")
           : side == HG_RIGHT ? hg__word(m, "side.right")
                              : "";
}

const char *hg__unit_word(const hg__model *m, const char *unit) {
    return hg__texts_label(m->doc->texts, "unit", unit, hg__unit_of(unit).shown);
}

int hg__unit_decimals(const char *unit) {
    return hg__unit_of(unit).decimals;
}

static const char *with_unit(const hg__model *m, const char *number, const char *unit) {
    const char *shown = hg__unit_word(m, unit);
    /* the degree sign follows its number closely, other units do not */
    bool close = strcmp(unit, "deg") == 0 || !*shown;
    char text[448];
    snprintf(text, sizeof text, "%s%s%s", number, close ? "" : HG__NBSP, shown);
    return hg__document_copy(m->doc, text);
}

const char *hg__quantity(const hg__model *m, double value, const char *unit) {
    if (!isfinite(value)) return hg__word(m, "absent");
    return with_unit(m, hg__number_said(m->doc, value, hg__unit_of(unit).decimals), unit);
}

const char *hg__quantity_signed(const hg__model *m, double value, const char *unit) {
    if (!isfinite(value)) return hg__word(m, "absent");
    return with_unit(m, hg__signed_said(m->doc, value, hg__unit_of(unit).decimals), unit);
}

const char *hg__mid_sentence(const hg__model *m, const char *label) {
    if (strcmp(hg__word(m, "label.mid_sentence"), "small") != 0) return label;
    char text[256];
    snprintf(text, sizeof text, "%s", label);
    if (!isupper((unsigned char)text[1])) text[0] = (char)tolower((unsigned char)text[0]);
    return hg__document_copy(m->doc, text);
}

void hg__add_quality_badge(const hg__model *m, hg__runs *to, hg_quality_status status) {
    static const hg__tone tones[] = {[HG_QUALITY_OK] = HG__TONE_GOOD,
                                     [HG_QUALITY_WARNED] = HG__TONE_CAUTION,
                                     [HG_QUALITY_INSUFFICIENT] = HG__TONE_REFER};
    static const char *const keys[] = {"quality.ok", "quality.warned", "quality.insufficient"};
    hg__add_badge(m->doc, to, tones[status], hg__word(m, keys[status]));
}

void hg__add_rating_badge(const hg__model *m, hg__runs *to, hg_asymmetry_class rating) {
    static const hg__tone tones[] = {[HG_ASYMMETRY_INSUFFICIENT] = HG__TONE_ABSENT,
                                     [HG_ASYMMETRY_USUAL] = HG__TONE_GOOD,
                                     [HG_ASYMMETRY_NOTABLE] = HG__TONE_WATCH,
                                     [HG_ASYMMETRY_BEYOND] = HG__TONE_CAUTION};
    static const char *const keys[] = {"rating.insufficient", "rating.usual", "rating.notable",
                                       "rating.beyond"};
    hg__add_badge(m->doc, to, tones[rating], hg__word(m, keys[rating]));
}

hg__tone hg__band_tone(hg_condition_band band) {
    static const hg__tone tones[] = {
        [HG_CONDITION_INSUFFICIENT] = HG__TONE_ABSENT, [HG_CONDITION_LOW] = HG__TONE_GOOD,
        [HG_CONDITION_WATCH] = HG__TONE_WATCH,         [HG_CONDITION_MODERATE] = HG__TONE_CAUTION,
        [HG_CONDITION_ELEVATED] = HG__TONE_HIGH,       [HG_CONDITION_REFER] = HG__TONE_REFER};
    return tones[band];
}

void hg__add_band_badge(const hg__model *m, hg__runs *to, hg_condition_band band) {
    hg__add_badge(m->doc, to, hg__band_tone(band),
                  hg__texts_label(m->doc->texts, "band", hg_condition_band_name(band),
                                  hg_condition_band_name(band)));
}

bool hg__has_symptom_rule(const hg_condition *c) {
    for (size_t i = 0; i < c->n_rules; i++)
        if (c->rules[i].domain == HG_DOMAIN_SYMPTOM) return true;
    return false;
}

/* "Not enough asked" would be wrong where no answer could make a band. */
void hg__add_condition_badge(const hg__model *m, hg__runs *to, const hg_condition *c) {
    if (c->band != HG_CONDITION_INSUFFICIENT || hg__has_symptom_rule(c))
        hg__add_band_badge(m, to, c->band);
    else
        hg__add_badge(m->doc, to, HG__TONE_ABSENT, hg__word(m, "band.none"));
}

const char *hg__grade_words(const hg__model *m, const char *grade) {
    if (!grade || !*grade) return hg__word(m, "grade.none");
    const char *words = hg__texts_label(m->doc->texts, "grade", grade, "");
    return HG__SAID(m->doc, *words ? "grade.line" : "grade.plain", hg__arg_text("grade", grade),
                    hg__arg_text("words", words));
}

size_t hg__add_flag_items(const hg__model *m, hg__block *list, const hg_result *r,
                          hg_severity severity) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_flags; i++) {
        if (r->flags[i].severity != severity) continue;
        hg__add_text(m->doc, &hg__add_item(m->doc, list)->text, r->flags[i].text);
        n++;
    }
    return n;
}

const char *hg__trial_id(const hg__model *m, const hg_result *r, const char *part) {
    char id[64];
    size_t number = 1;
    while (number < m->n && m->results[number - 1] != r) number++;
    snprintf(id, sizeof id, "trial-%zu%s%s", number, *part ? "-" : "", part);
    return hg__document_copy(m->doc, id);
}

hg__block *hg__tell(const hg__model *m, hg__block *in, const char *key) {
    hg__block *p = hg__add_paragraph(m->doc, in);
    HG__SAY(m->doc, &p->text, key);
    return p;
}

hg__block *hg__titled(const hg__model *m, hg__block *in, int level, const char *id,
                      const char *key) {
    hg__block *s = hg__add_section(m->doc, in, level, id);
    HG__SAY(m->doc, &s->title, key);
    return s;
}

hg__column *hg__titled_column(const hg__model *m, hg__block *table, hg__align align,
                              const char *key) {
    hg__column *c = hg__add_column(m->doc, table, align, "");
    if (key) HG__SAY(m->doc, &c->title, key);
    return c;
}

const hg_asymmetry *hg__asymmetry_of(const hg_result *r, hg_metric_id id) {
    for (size_t i = 0; i < r->n_asymmetry; i++)
        if (r->asymmetry[i].metric == id) return &r->asymmetry[i];
    return NULL;
}

bool hg__enough(const hg_result *r) {
    return r->status != HG_QUALITY_INSUFFICIENT;
}
