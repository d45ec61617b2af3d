/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A follow-up as JSON (docs/follow-up.md). */
#include <hipgait/follow_up.h>
#include <hipgait/version.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"

#define DIGITS 9 /* as in results */

static hg__json *text_or_null(const char *text) {
    return text && *text ? hg__json_new_text(text) : hg__json_new_null();
}

static hg__json *pair(const double ci[2]) {
    return isfinite(ci[0]) ? hg__json_new_numbers(ci, 2) : hg__json_new_null();
}

static hg__json *visit(const hg_result *r) {
    hg__json *v = hg__json_new_object(), *strides = hg__json_new_object();
    hg__json_set(v, "session", hg__json_new_text(r->session));
    hg__json_set(v, "visit", r->visit > 0 ? hg__json_new_integer(r->visit) : hg__json_new_null());
    hg__json_set(v, "date", text_or_null(r->session_date));
    hg__json_set(v, "trial", hg__json_new_text(r->trial));
    hg__json_set(v, "status", hg__json_new_text(hg_quality_name(r->status)));
    hg__json_set(strides, "left", hg__json_new_integer((long long)r->n_used[HG_LEFT]));
    hg__json_set(strides, "right", hg__json_new_integer((long long)r->n_used[HG_RIGHT]));
    hg__json_set(v, "strides", strides);
    hg__json_set(v, "input_sha256", text_or_null(r->provenance.input_sha256));
    return v;
}

static hg__json *settings(const hg_follow_up_options *options) {
    size_t n;
    const hg_follow_up_setting *row = hg_follow_up_settings(&n);
    hg__json *o = hg__json_new_object();
    for (size_t i = 0; i < n; i++) {
        double value;
        memcpy(&value, (const char *)options + row[i].offset, sizeof value);
        hg__json_set(o, row[i].key, hg__json_new_number(value));
    }
    return o;
}

static const char *touch_name(hg_touch touch) {
    static const char *const names[] = {"none", "hip", "body", "all"};
    return names[touch];
}

static hg__json *aspects(const hg_follow_up *f) {
    hg__json *list = hg__json_new_array();
    for (int i = 0; i < HG_ASPECT_COUNT; i++) {
        const hg_aspect *a = &f->aspects[i];
        hg__json *o = hg__json_new_object();
        hg__json_set(o, "id", hg__json_new_text(hg_aspects[i].id));
        hg__json_set(o, "label", hg__json_new_text(hg_aspects[i].label));
        hg__json_set(o, "state", hg__json_new_text(hg_aspect_state_name(a->state)));
        hg__json_set(o, "earlier", text_or_null(a->earlier));
        hg__json_set(o, "later", text_or_null(a->later));
        hg__json_set(o, "leaves_open", hg__json_new_text(touch_name(a->touches)));
        hg__json_set(o, "why", hg__json_new_text(hg_aspects[i].why));
        hg__json_append(list, o);
    }
    return list;
}

static hg__json *change(const hg_change *c) {
    hg__json *o = hg__json_new_object();
    hg__json_set(o, "earlier", hg__json_new_number(c->earlier));
    hg__json_set(o, "later", hg__json_new_number(c->later));
    hg__json_set(o, "change", hg__json_new_number(c->change));
    hg__json_set(o, "ci95", pair(c->ci95));
    hg__json_set(o, "ci95_total", pair(c->ci95_total));
    hg__json_set(o, "minimal_detectable_change", hg__json_new_number(c->mdc));
    hg__json_set(o, "verdict", hg__json_new_text(hg_verdict_name(c->verdict)));
    hg__json_set(o, "open", text_or_null(hg_open_reason_name(c->open)));
    hg__json *list = hg__json_new_array();
    for (int a = 0; a < HG_ASPECT_COUNT; a++)
        if (c->aspects >> a & 1u) hg__json_append(list, hg__json_new_text(hg_aspects[a].id));
    hg__json_set(o, "open_aspects", list);
    return o;
}

static hg__json *metrics(const hg_follow_up *f) {
    hg__json *list = hg__json_new_array();
    for (size_t i = 0; i < f->n_metrics; i++) {
        const hg_metric_change *m = &f->metrics[i];
        const hg_metric *info = &hg_metrics[m->id];
        hg__json *o = hg__json_new_object();
        hg__json_set(o, "id", hg__json_new_text(info->id));
        hg__json_set(o, "label", hg__json_new_text(info->label));
        hg__json_set(o, "unit", hg__json_new_text(info->unit));
        hg__json_set(o, "family", hg__json_new_text(hg_family_names[info->family]));
        if (info->form == HG_FORM_BOTH) {
            hg__json_set(o, "both", change(&m->both));
        } else {
            hg__json_set(o, "left", change(&m->side[HG_LEFT]));
            hg__json_set(o, "right", change(&m->side[HG_RIGHT]));
        }
        hg__json_append(list, o);
    }
    return list;
}

static hg__json *asymmetry(const hg_follow_up *f) {
    hg__json *list = hg__json_new_array();
    for (size_t i = 0; i < f->n_asymmetry; i++) {
        const hg_asymmetry_change *a = &f->asymmetry[i];
        hg__json *o = hg__json_new_object();
        hg__json_set(o, "metric", hg__json_new_text(hg_metrics[a->id].id));
        hg__json_set(o, "unit", hg__json_new_text(hg_metrics[a->id].unit));
        hg__json_set(o, "class_earlier", hg__json_new_text(hg_asymmetry_class_name(a->earlier)));
        hg__json_set(o, "class_later", hg__json_new_text(hg_asymmetry_class_name(a->later)));
        hg__json_set(o, "difference", change(&a->difference));
        hg__json_append(list, o);
    }
    return list;
}

static hg__json *condition(const hg_condition *c) {
    if (!c) return hg__json_new_null();
    hg__json *o = hg__json_new_object();
    hg__json_set(o, "band", hg__json_new_text(hg_condition_band_name(c->band)));
    hg__json_set(o, "symptoms", hg__json_new_text(hg_pattern_name(c->symptoms)));
    hg__json_set(o, "why", text_or_null(c->why));
    hg__json_set(o, "grade", text_or_null(c->grade));
    return o;
}

static hg__json *rules(const hg_rule_outcome *const *rule, size_t n) {
    hg__json *list = hg__json_new_array();
    for (size_t i = 0; i < n; i++) {
        hg__json *o = hg__json_new_object();
        hg__json_set(o, "id", hg__json_new_text(rule[i]->id));
        hg__json_set(o, "label", text_or_null(rule[i]->label));
        hg__json_set(o, "text", text_or_null(rule[i]->text));
        hg__json_append(list, o);
    }
    return list;
}

static hg__json *conditions(const hg_follow_up *f) {
    static const char *const sides[] = {"left", "right", "none"};
    hg__json *list = hg__json_new_array();
    for (size_t i = 0; i < f->n_bands; i++) {
        const hg_band_change *b = &f->bands[i];
        const hg_condition *any = b->later ? b->later : b->earlier;
        hg__json *o = hg__json_new_object();
        hg__json_set(o, "id", hg__json_new_text(any->id));
        hg__json_set(o, "label", hg__json_new_text(any->label));
        hg__json_set(o, "side", hg__json_new_text(sides[any->side]));
        hg__json_set(o, "earlier", condition(b->earlier));
        hg__json_set(o, "later", condition(b->later));
        hg__json_set(o, "changed", hg__json_new_bool(b->changed));
        hg__json_set(o, "rules_appeared", rules(b->appeared, b->n_appeared));
        hg__json_set(o, "rules_gone", rules(b->gone, b->n_gone));
        hg__json_append(list, o);
    }
    return list;
}

static hg__json *red_flags(const hg_evidence *e) {
    hg__json *o = hg__json_new_object(), *raised = hg__json_new_array();
    hg__json_set(o, "status", hg__json_new_text(hg_red_flag_status_name(e->red_flags.status)));
    for (size_t i = 0; i < e->red_flags.n_items; i++)
        if (e->red_flags.items[i].raised == HG_YES)
            hg__json_append(raised, hg__json_new_text(e->red_flags.items[i].id));
    hg__json_set(o, "raised", raised);
    return o;
}

static hg__json *summary(const hg_follow_up *f) {
    hg__json *o = hg__json_new_object();
    hg__json_set(o, "tests", hg__json_new_integer((long long)f->tests));
    hg__json_set(o, "real_change", hg__json_new_integer((long long)f->real));
    hg__json_set(o, "within_error", hg__json_new_integer((long long)f->within));
    hg__json_set(o, "cannot_tell", hg__json_new_integer((long long)f->open));
    hg__json_set(o, "expected_by_chance", hg__json_new_number(f->expected_chance));
    hg__json_set(o, "asymmetry_tests", hg__json_new_integer((long long)f->asymmetry_tests));
    hg__json_set(o, "asymmetry_real_change", hg__json_new_integer((long long)f->asymmetry_real));
    return o;
}

hg_status hg_report_follow_up_json(hg_text *out, const hg_follow_up *f, hg_error *err) {
    if (!out || !f) return hg__fail(err, HG_EINVAL, "there is no follow-up to write");
    hg__json *o = hg__json_new_object(), *red = hg__json_new_object();
    hg__json_set(o, "schema", hg__json_new_text("hipgait-follow-up"));
    hg__json_set(o, "schema_version", hg__json_new_text(HG_FOLLOW_UP_SCHEMA_VERSION));
    hg__json_set(o, "intended_use", hg__json_new_text(hg_intended_use()));
    hg__json_set(o, "program_version", hg__json_new_text(hg_version()));
    hg__json_set(o, "runner", hg__json_new_text(f->later->runner));
    hg__json_set(o, "earlier", visit(f->earlier));
    hg__json_set(o, "later", visit(f->later));
    hg__json_set(o, "same_recording", hg__json_new_bool(f->same_recording));
    hg__json_set(o, "order_doubtful", hg__json_new_bool(f->order_doubtful));
    hg__json_set(o, "settings", settings(&f->options));
    hg__json_set(o, "aspects", aspects(f));
    hg__json_set(o, "summary", summary(f));
    hg__json_set(red, "earlier", red_flags(&f->earlier->evidence));
    hg__json_set(red, "later", red_flags(&f->later->evidence));
    hg__json_set(o, "red_flags", red);
    hg__json_set(o, "metrics", metrics(f));
    hg__json_set(o, "asymmetry", asymmetry(f));
    hg__json_set(o, "conditions", conditions(f));
    out->data = hg__json_dump(o, DIGITS, &out->size);
    hg__json_free(o);
    return out->data ? HG_OK : hg__fail_memory(err);
}
