/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One result as JSON. Written by hand rather than through base/json because a result is mostly
 * arrays of numbers, which belong on one line each; docs/result-format.md says what the keys mean,
 * and the order of the calls below is the order of the keys.
 */
#include <hipgait/limits.h>
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

/* Two numbers, or null where there are none. */
static void interval(writer *w, const char *key, const double ends[2]) {
    if (isnan(ends[0]) || isnan(ends[1]))
        null(w, key);
    else
        numbers(w, key, ends, 2);
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
    text_or_null(w, "sensor", p->sensor);
    if (*p->reference) {
        begin(w, "reference", "{");
        text(w, "name", p->reference);
        text_or_null(w, "version", p->reference_version);
        text_or_null(w, "sha256", p->reference_sha256);
        end(w, "}");
    } else {
        null(w, "reference");
    }
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
    interval(w, "ci95", s->ci95);
    number(w, "se", s->se);
    number(w, "lag1", s->lag1);
    number(w, "n_effective", s->n_effective);
    number(w, "median", s->median);
    number(w, "mad_sd", s->mad_sd);
    number(w, "trimmed_mean", s->trimmed);
    interval(w, "trimmed_ci95", s->trimmed_ci95);
    number(w, "drift_per_min", s->drift_per_min);
    interval(w, "drift_ci95", s->drift_ci95);
    numbers(w, "outliers_s", s->outlier_s, s->n_outliers);
    end_flat(w);
}

/* z and percentile are there where something was compared. */
static void write_reference_stat(writer *w, const char *key, const hg_reference_stat *s,
                                 bool place) {
    if (s->n == 0) {
        null(w, key);
        return;
    }
    begin_flat(w, key);
    number(w, "mean", s->mean);
    number(w, "sd", s->sd);
    count(w, "n", s->n);
    if (place) {
        number(w, "z", s->z);
        number(w, "percentile", s->percentile);
    }
    end_flat(w);
}

static void write_reference(writer *w, const hg_reference *r) {
    if (!r) {
        null(w, "reference");
        return;
    }
    begin(w, "reference", "{");
    text(w, "use", r->compared ? "compare" : "information");
    text(w, "set", r->set);
    text(w, "population", r->population);
    text(w, "sex", r->sex == HG_SEX_UNKNOWN ? "all" : hg_sex_name(r->sex));
    begin_flat(w, "speed_m_s");
    number(w, "from", r->speed_from_m_s);
    number(w, "to", r->speed_to_m_s);
    end_flat(w);
    if (hg_metrics[r->id].form == HG_FORM_BOTH) {
        write_reference_stat(w, "both", &r->both, true);
    } else {
        for (int s = 0; s < 2; s++) write_reference_stat(w, side_names[s], &r->side[s], true);
        write_reference_stat(w, "difference", &r->difference, false);
    }
    text_or_null(w, "method", r->method);
    text(w, "source", r->source);
    text_or_null(w, "quality", r->quality);
    end(w, "}");
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
        write_reference(w, hg_result_reference(r, v->id));
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

static void write_peak(writer *w, const char *key, const hg_spectral_peak *peak) {
    begin_flat(w, key);
    number(w, "hz", peak->hz);
    number(w, "power", peak->power);
    end_flat(w);
}

static void write_spectrum_side(writer *w, const char *key, const hg_spectrum *spectrum,
                                const hg_spectrum_side *side) {
    begin(w, key, "{");
    number(w, "from_s", side->from_s);
    number(w, "to_s", side->to_s);
    count(w, "averaged", side->averaged);
    number(w, "power", side->power);
    number(w, "mean_hz", side->mean_hz);
    number(w, "median_hz", side->median_hz);
    write_peak(w, "stride", &side->stride);
    write_peak(w, "step", &side->step);
    number(w, "active_percent", side->band_percent[HG_BAND_ACTIVE]);
    number(w, "impact_percent", side->band_percent[HG_BAND_IMPACT]);
    numbers(w, "density", side->density, side->averaged ? spectrum->n : 0);
    text(w, "note", side->note);
    end(w, "}");
}

static void write_spectra(writer *w, const hg_result *r) {
    static const struct {
        const char *id, *label, *unit;
    } signals[HG_SIGNAL_COUNT] = {
#define ROW(name, id, label, unit, left, right, steps) {id, label, unit},
        HG_SIGNAL_TABLE(ROW)
#undef ROW
    };
    begin(w, "spectra", "[");
    for (size_t i = 0; i < r->n_spectra; i++) {
        const hg_spectrum *one = &r->spectra[i];
        begin(w, NULL, "{");
        text(w, "id", signals[one->id].id);
        text(w, "label", signals[one->id].label);
        text(w, "unit", signals[one->id].unit);
        numbers(w, "frequency_hz", one->frequency_hz, one->n);
        if (one->id < HG_SIGNAL_FIRST_OF_SIDE) {
            write_spectrum_side(w, "both", one, &one->both);
        } else {
            for (int s = 0; s < 2; s++) write_spectrum_side(w, side_names[s], one, &one->side[s]);
            begin_flat(w, "coherence");
            number(w, "frequency_hz", one->coherence.frequency_hz);
            number(w, "coherence", one->coherence.coherence);
            number(w, "phase_deg", one->coherence.phase_deg);
            number(w, "phase_sd_deg", one->coherence.phase_sd_deg);
            count(w, "segments", one->coherence.segments);
            text(w, "note", one->coherence.note);
            end_flat(w);
        }
        end(w, "}");
    }
    end(w, "]");
}

static void write_variability_value(writer *w, const char *key, const hg_variability_value *v) {
    begin_flat(w, key);
    number(w, "value", v->value);
    number(w, "sd", v->sd);
    count(w, "n", v->n);
    text(w, "note", v->note);
    end_flat(w);
}

static void write_variability(writer *w, const hg_result *r) {
    static const struct {
        const char *id, *label, *unit;
        bool both;
    } rows[HG_VARIABILITY_COUNT] = {
#define BOTH_METRIC(of) false
#define BOTH_CURVE(of) false
#define BOTH_SIGNAL(of) HG_SIGNAL_##of < HG_SIGNAL_FIRST_OF_SIDE
#define ROW(name, label, unit, measure, kind, of) {#name, label, unit, BOTH_##kind(of)},
        HG_VARIABILITY_TABLE(ROW)
#undef ROW
#undef BOTH_SIGNAL
#undef BOTH_CURVE
#undef BOTH_METRIC
    };
    begin(w, "variability", "[");
    for (size_t i = 0; i < r->n_variability; i++) {
        const hg_variability *one = &r->variability[i];
        begin(w, NULL, "{");
        text(w, "id", rows[one->id].id);
        text(w, "label", rows[one->id].label);
        text(w, "unit", rows[one->id].unit);
        if (rows[one->id].both) {
            write_variability_value(w, "both", &one->both);
        } else {
            for (int s = 0; s < 2; s++) write_variability_value(w, side_names[s], &one->side[s]);
        }
        end(w, "}");
    }
    end(w, "]");
}

/* Each index with its formula beside it; never of an angle. */
static void write_index(writer *w, const hg_asymmetry *a) {
    if (isnan(a->index.symmetry_index)) {
        null(w, "index");
        return;
    }
    begin_flat(w, "index");
    text(w, "name", "symmetry_index");
    number(w, "value", a->index.symmetry_index);
    interval(w, "ci95", a->index.ci95);
    text(w, "formula", "100 (R - L) / (0.5 (R + L))");
    number(w, "symmetry_angle", a->index.symmetry_angle);
    text(w, "symmetry_angle_formula", "100 (45 deg - atan(L / R)) / 90 deg");
    number(w, "limb_symmetry_index", a->index.limb_symmetry_index);
    text(w, "limb_symmetry_index_formula", "100 involved / other");
    end_flat(w);
}

static void write_limit(writer *w, const hg_asymmetry *a) {
    const hg_limit *limit = hg_limit_of(a->metric);
    bool index = hg_metrics[a->metric].form == HG_FORM_INDEX;
    number(w, "limit", limit->limit);
    if (isnan(limit->limit)) {
        null(w, "limit_of");
        null(w, "offset");
    } else {
        text(w, "limit_of", index ? "symmetry_index" : "difference");
        number(w, "offset", limit->offset);
    }
    number(w, "sem", limit->sem);
    text(w, "source", limit->source);
}

static void write_asymmetry(writer *w, const hg_result *r) {
    begin(w, "asymmetry", "[");
    for (size_t i = 0; i < r->n_asymmetry; i++) {
        const hg_asymmetry *a = &r->asymmetry[i];
        begin(w, NULL, "{");
        text(w, "metric", hg_metrics[a->metric].id);
        number(w, "difference", a->difference);
        interval(w, "ci95", a->ci95);
        interval(w, "ci95_total", a->ci95_total);
        write_index(w, a);
        number(w, "same_sign_share", a->same_sign_share);
        count(w, "pairs", a->pairs);
        boolean(w, "paired", a->paired);
        write_limit(w, a);
        number(w, "p", a->p);
        number(w, "q", a->q);
        text(w, "class", hg_asymmetry_class_name(a->rating));
        text(w, "reason", a->reason);
        end(w, "}");
    }
    end(w, "]");
}

static void write_asymmetry_summary(writer *w, const hg_result *r) {
    const hg_asymmetry_summary *s = &r->asymmetry_summary;
    begin(w, "asymmetry_summary", "{");
    count(w, "tests", s->tests);
    number(w, "level", HG_ASYMMETRY_LEVEL);
    number(w, "expected_by_chance", HG_ASYMMETRY_LEVEL * (double)s->tests);
    count(w, "notable", s->notable);
    count(w, "beyond", s->beyond);
    count(w, "insufficient", s->insufficient);
    number(w, "false_discovery_rate", r->provenance.params.asymmetry_false_discovery);
    count(w, "discoveries", s->discoveries);
    text_or_null(w, "involved_side",
                 s->involved == HG_SIDE_UNKNOWN ? "" : side_names[s->involved]);
    end(w, "}");
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
    write_spectra(&w, result);
    write_variability(&w, result);
    write_coordination(&w, result);
    write_asymmetry(&w, result);
    write_asymmetry_summary(&w, result);
    end(&w, "}");
    hg__strbuf_add(&w.b, "\n");
    if (!hg__strbuf_take(&w.b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
