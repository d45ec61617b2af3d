/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One result as JSON. Written by hand rather than through base/json because a result is mostly
 * arrays of numbers, which belong on one line each; docs/result-format.md says what the keys mean,
 * and the order of the calls below is the order of the keys.
 */
#include <hipgait/report.h>
#include <hipgait/version.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "report/escape.h"

#define DIGITS 9

/* Where the writer stands: how deep, and whether a comma is due. Small things stay on one line. */
typedef struct writer {
    hg__strbuf b;
    int depth;
    bool comma;
    int flat; /* > 0: inside a value that stays on one line */
} writer;

static void next_item(writer *w) {
    if (w->comma) hg__strbuf_add(&w->b, w->flat ? ", " : ",");
    if (!w->flat && w->depth) {
        hg__strbuf_add(&w->b, "\n");
        for (int i = 0; i < w->depth; i++) hg__strbuf_add(&w->b, " ");
    }
    w->comma = true;
}

static void name(writer *w, const char *key) {
    next_item(w);
    if (!key) return;
    hg__json_string(&w->b, key);
    hg__strbuf_add(&w->b, ": ");
}

static void begin(writer *w, const char *key, const char *bracket) {
    name(w, key);
    hg__strbuf_add(&w->b, bracket);
    w->depth++;
    w->comma = false;
}

static void end(writer *w, const char *bracket) {
    w->depth--;
    if (w->comma && !w->flat) {
        hg__strbuf_add(&w->b, "\n");
        for (int i = 0; i < w->depth; i++) hg__strbuf_add(&w->b, " ");
    }
    hg__strbuf_add(&w->b, bracket);
    w->comma = true;
}

static void begin_flat(writer *w, const char *key) {
    begin(w, key, "{");
    w->flat++;
}

static void end_flat(writer *w) {
    end(w, "}");
    w->flat--;
}

static void null(writer *w, const char *key) {
    name(w, key);
    hg__strbuf_add(&w->b, "null");
}

static void text(writer *w, const char *key, const char *value) {
    name(w, key);
    hg__json_string(&w->b, value ? value : "");
}

/* An empty text is one that was not given. */
static void text_or_null(writer *w, const char *key, const char *value) {
    if (value && *value)
        text(w, key, value);
    else
        null(w, key);
}

static void number(writer *w, const char *key, double value) {
    name(w, key);
    hg__strbuf_add_g(&w->b, value, DIGITS, "null");
}

static void count(writer *w, const char *key, size_t value) {
    name(w, key);
    hg__strbuf_addf(&w->b, "%zu", value);
}

static void boolean(writer *w, const char *key, bool value) {
    name(w, key);
    hg__strbuf_add(&w->b, value ? "true" : "false");
}

static void numbers(writer *w, const char *key, const double *values, size_t n) {
    name(w, key);
    hg__strbuf_add(&w->b, "[");
    for (size_t i = 0; i < n; i++) {
        if (i) hg__strbuf_add(&w->b, ",");
        hg__strbuf_add_g(&w->b, values[i], DIGITS, "null");
    }
    hg__strbuf_add(&w->b, "]");
}

static const char *const side_names[2] = {"left", "right"};

static void write_who(writer *w, const hg_result *r) {
    begin(w, "runner", "{");
    text(w, "id", r->runner);
    text_or_null(w, "sex", r->sex == HG_SEX_UNKNOWN ? "" : hg_sex_name(r->sex));
    number(w, "age_years", r->age_years);
    number(w, "mass_kg", r->mass_kg);
    number(w, "height_m", r->height_m);
    end(w, "}");
    begin(w, "session", "{");
    text(w, "id", r->session);
    if (r->visit > 0)
        count(w, "visit", (size_t)r->visit);
    else
        null(w, "visit");
    end(w, "}");
}

static void write_parameters(writer *w, const hg_params *params) {
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    const char *fields = (const char *)params;
    begin(w, "parameters", "{");
    for (size_t i = 0; i < n; i++) {
        if (info[i].choices) {
            text(w, info[i].key, fields + info[i].offset);
        } else {
            double value;
            memcpy(&value, fields + info[i].offset, sizeof value);
            number(w, info[i].key, value);
        }
    }
    end(w, "}");
}

static void write_provenance(writer *w, const hg_provenance *p) {
    begin(w, "provenance", "{");
    text(w, "program", "hipgait");
    text(w, "program_version", p->program_version);
    begin(w, "input", "{");
    text_or_null(w, "format", p->input_format);
    text_or_null(w, "schema_version", p->input_schema_version);
    text_or_null(w, "sha256", p->input_sha256);
    end(w, "}");
    if (*p->markerset) {
        begin(w, "markerset", "{");
        text(w, "id", p->markerset);
        text_or_null(w, "version", p->markerset_version);
        end(w, "}");
    } else {
        null(w, "markerset");
    }
    text_or_null(w, "hip_centre", p->hip_centre);
    if (*p->hip_centre) {
        begin_flat(w, "hip_centre_m");
        for (int side = 0; side < 2; side++) numbers(w, side_names[side], p->hip_centre_m[side], 3);
        end_flat(w);
    } else {
        null(w, "hip_centre_m");
    }
    text(w, "convention", p->convention);
    name(w, "seed");
    hg__strbuf_addf(&w->b, "%llu", (unsigned long long)p->seed);
    write_parameters(w, &p->params);
    end(w, "}");
}

static void write_trial(writer *w, const hg_result *r) {
    begin(w, "trial", "{");
    text(w, "name", r->trial);
    text_or_null(w, "task", r->task == HG_TASK_UNKNOWN ? "" : hg_task_name(r->task));
    number(w, "speed_m_s", r->speed_m_s);
    number(w, "stated_speed_m_s", r->stated_speed_m_s);
    text_or_null(w, "speed_source", r->speed_source);
    if (r->treadmill == HG_NOT_GIVEN)
        null(w, "treadmill");
    else
        boolean(w, "treadmill", r->treadmill == HG_YES);
    number(w, "incline_percent", r->incline_percent);
    text_or_null(w, "footwear", r->footwear);
    number(w, "duration_s", r->duration_s);
    number(w, "rate_hz", r->rate_hz);
    end(w, "}");
}

/* A list of the stretches of one marker and origin; exact, and short however they flicker. */
static void write_fills(writer *w, const hg_fill *fills, size_t n) {
    begin(w, "fills", "[");
    for (size_t i = 0, next; i < n; i = next) {
        size_t samples = 0;
        for (next = i; next < n && fills[next].origin == fills[i].origin &&
                       strcmp(fills[next].marker, fills[i].marker) == 0;
             next++)
            samples += fills[next].samples;
        begin_flat(w, NULL);
        text(w, "marker", fills[i].marker);
        text(w, "method", hg_sample_origin_name(fills[i].origin));
        for (int last = 0; last < 2; last++) {
            name(w, last ? "end_s" : "start_s");
            for (size_t k = i; k < next; k++) {
                hg__strbuf_add(&w->b, k == i ? "[" : ",");
                hg__strbuf_add_g(&w->b, last ? fills[k].last_s : fills[k].first_s, DIGITS, "null");
            }
            hg__strbuf_add(&w->b, "]");
        }
        count(w, "samples", samples);
        end_flat(w);
    }
    end(w, "]");
}

static void write_cutoffs(writer *w, const hg_cutoff *cutoffs, size_t n) {
    static const char *const sources[] = {[HG_CUTOFF_RESIDUAL] = "residual",
                                          [HG_CUTOFF_BOUNDED] = "bounded",
                                          [HG_CUTOFF_FIXED] = "fixed"};
    begin(w, "cutoffs", "[");
    for (size_t i = 0; i < n; i++) {
        begin_flat(w, NULL);
        text(w, "marker", cutoffs[i].marker);
        number(w, "cutoff_hz", cutoffs[i].cutoff_hz);
        text(w, "source", sources[cutoffs[i].source]);
        end_flat(w);
    }
    end(w, "]");
}

static void write_quality(writer *w, const hg_result *r) {
    static const char *const severities[] = {"note", "warning", "blocker"};
    begin(w, "quality", "{");
    text(w, "status", hg_quality_name(r->status));
    begin(w, "flags", "[");
    for (size_t i = 0; i < r->n_flags; i++) {
        begin_flat(w, NULL);
        text(w, "code", r->flags[i].code);
        text(w, "severity", severities[r->flags[i].severity]);
        text(w, "text", r->flags[i].text);
        number(w, "value", r->flags[i].value);
        end_flat(w);
    }
    end(w, "]");
    begin(w, "strides", "{");
    for (int s = 0; s < 2; s++) {
        begin_flat(w, side_names[s]);
        count(w, "used", r->n_used[s]);
        count(w, "found", r->n_strides[s]);
        end_flat(w);
    }
    end(w, "}");
    begin(w, "segments", "[");
    for (size_t i = 0; i < r->n_segments; i++) {
        const hg_segment_quality *q = &r->segments[i];
        begin_flat(w, NULL);
        text(w, "name", q->name);
        number(w, "residual_median_mm", q->residual_median_m * 1e3);
        number(w, "residual_p95_mm", q->residual_p95_m * 1e3);
        number(w, "tracked_share", q->tracked_share);
        end_flat(w);
    }
    end(w, "]");
    write_fills(w, r->fills, r->n_fills);
    write_cutoffs(w, r->cutoffs, r->n_cutoffs);
    end(w, "}");
}

static void write_events(writer *w, const hg_events *e) {
    begin(w, "events", "{");
    text_or_null(w, "method", e->method);
    text_or_null(w, "description", e->description);
    text_or_null(w, "second_method", e->second_method);
    for (int s = 0; s < 2; s++) {
        begin(w, side_names[s], "{");
        numbers(w, "foot_strike_s", e->side[s].foot_strike_s, e->side[s].n_foot_strikes);
        numbers(w, "toe_off_s", e->side[s].toe_off_s, e->side[s].n_toe_offs);
        if (e->side[s].strike_agreement_ms)
            numbers(w, "agreement_ms", e->side[s].strike_agreement_ms, e->side[s].n_foot_strikes);
        else
            null(w, "agreement_ms");
        if (e->side[s].toe_off_agreement_ms)
            numbers(w, "toe_off_agreement_ms", e->side[s].toe_off_agreement_ms,
                    e->side[s].n_toe_offs);
        else
            null(w, "toe_off_agreement_ms");
        end(w, "}");
    }
    end(w, "}");
}

static void write_strides(writer *w, const hg_result *r) {
    begin(w, "strides", "{");
    for (int s = 0; s < 2; s++) {
        begin(w, side_names[s], "[");
        for (size_t i = 0; i < r->n_strides[s]; i++) {
            const hg_stride *stride = &r->strides[s][i];
            begin_flat(w, NULL);
            number(w, "start_s", stride->start_s);
            number(w, "toe_off_s", stride->toe_off_s);
            number(w, "end_s", stride->end_s);
            boolean(w, "used", stride->used);
            text(w, "reason", stride->reason);
            end_flat(w);
        }
        end(w, "]");
    }
    end(w, "}");
}

static void write_stat(writer *w, const char *key, const hg_stat *s) {
    begin_flat(w, key);
    number(w, "mean", s->mean);
    number(w, "sd", s->sd);
    count(w, "n", s->n);
    end_flat(w);
}

static void write_metrics(writer *w, const hg_result *r) {
    begin(w, "metrics", "[");
    for (size_t i = 0; i < r->n_metrics; i++) {
        const hg_metric_value *v = &r->metrics[i];
        const hg_metric *m = &hg_metrics[v->id];
        begin(w, NULL, "{");
        text(w, "id", m->id);
        text(w, "label", m->label);
        text(w, "unit", m->unit);
        text(w, "family", hg_family_names[m->family]);
        if (m->form == HG_FORM_BOTH) {
            write_stat(w, "both", &v->both);
        } else {
            write_stat(w, "left", &v->side[HG_LEFT]);
            write_stat(w, "right", &v->side[HG_RIGHT]);
        }
        end(w, "}");
    }
    end(w, "]");
}

static void write_cluster(writer *w, const hg_curve_cluster *c) {
    begin_flat(w, NULL);
    number(w, "start_percent", c->start_percent);
    number(w, "end_percent", c->end_percent);
    text(w, "larger", side_names[c->sign > 0 ? HG_RIGHT : HG_LEFT]);
    number(w, "p", c->p);
    number(w, "p_flips", c->p_flips);
    number(w, "mean_difference", c->mean_difference);
    number(w, "peak_difference", c->peak_difference);
    number(w, "peak_percent", c->peak_percent);
    number(w, "beyond_start_percent", c->beyond_start_percent);
    number(w, "beyond_end_percent", c->beyond_end_percent);
    end_flat(w);
}

static void write_difference_test(writer *w, const hg_difference_test *t) {
    begin(w, "difference_test", "{");
    text_or_null(w, "reason", t->reason);
    count(w, "pairs", t->pairs);
    number(w, "lag1", t->lag1);
    number(w, "pairs_effective", t->pairs_effective);
    number(w, "size_deg", t->size_deg);
    number(w, "threshold", t->threshold);
    number(w, "fwhm_percent", t->fwhm_percent);
    if (*t->reason) {
        null(w, "difference");
        null(w, "t");
        null(w, "flips");
    } else {
        numbers(w, "difference", t->difference, HG_CURVE_POINTS);
        numbers(w, "t", t->t, HG_CURVE_POINTS);
        begin_flat(w, "flips");
        text_or_null(w, "reason", t->flips.reason);
        count(w, "blocks", t->flips.blocks);
        count(w, "draws", t->flips.draws);
        boolean(w, "exact", t->flips.exact);
        number(w, "threshold", t->flips.threshold);
        number(w, "p", t->flips.p);
        end_flat(w);
    }
    begin(w, "clusters", "[");
    for (size_t i = 0; i < t->n_clusters; i++) write_cluster(w, &t->clusters[i]);
    end(w, "]");
    end(w, "}");
}

static void write_coordination(writer *w, const hg_result *r) {
    begin(w, "coordination", "[");
    for (size_t i = 0; i < r->n_coordination; i++) {
        const hg_coordination *c = &r->coordination[i];
        const hg_coordination_measure *m = &hg_coordination_measures[c->id];
        begin_flat(w, NULL);
        text(w, "id", m->id);
        text_or_null(w, "of", c->of);
        text_or_null(w, "side", c->side < 0 ? "" : side_names[c->side]);
        text(w, "label", m->label);
        text(w, "unit", m->unit);
        number(w, "value", c->value);
        count(w, "strides", c->strides);
        text_or_null(w, "reason", c->reason);
        end_flat(w);
    }
    end(w, "]");
}

static void write_curves(writer *w, const hg_result *r) {
#define ID(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    static const char *const ids[] = {HG_CURVE_TABLE(ID)};
#undef ID
    begin(w, "curves", "[");
    for (size_t i = 0; i < r->n_curves; i++) {
        const hg_curve *c = &r->curves[i];
        if (c->side[HG_LEFT].n == 0 && c->side[HG_RIGHT].n == 0) continue; /* not measured */
        begin(w, NULL, "{");
        text(w, "id", ids[c->id]);
        text(w, "unit", "deg");
        for (int s = 0; s < 2; s++) {
            begin(w, side_names[s], "{");
            count(w, "n", c->side[s].n);
            number(w, "toe_off_percent", r->toe_off_percent[s]);
            numbers(w, "mean", c->side[s].mean, HG_CURVE_POINTS);
            numbers(w, "sd", c->side[s].sd, HG_CURVE_POINTS);
            end(w, "}");
        }
        write_difference_test(w, &c->test);
        end(w, "}");
    }
    end(w, "]");
}

static void write_asymmetry(writer *w, const hg_result *r) {
    begin(w, "asymmetry", "[");
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        begin_flat(w, NULL);
        text(w, "metric", hg_metrics[r->asymmetry[i].metric].id);
        number(w, "difference", r->asymmetry[i].difference);
        end_flat(w);
    }
    end(w, "]");
}

hg_status hg_report_json(hg_text *out, const hg_result *result, hg_error *err) {
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    writer w = {.depth = 0};
    begin(&w, NULL, "{");
    text(&w, "schema", "hipgait-result");
    text(&w, "schema_version", HG_RESULT_SCHEMA_VERSION);
    text(&w, "intended_use", hg_intended_use());
    write_who(&w, result);
    write_provenance(&w, &result->provenance);
    write_trial(&w, result);
    write_quality(&w, result);
    write_events(&w, &result->events);
    write_strides(&w, result);
    write_metrics(&w, result);
    write_curves(&w, result);
    write_coordination(&w, result);
    write_asymmetry(&w, result);
    end(&w, "}");
    hg__strbuf_add(&w.b, "\n");
    if (!hg__strbuf_take(&w.b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
