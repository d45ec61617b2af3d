/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra, and how alike strides are. */
#include <math.h>
#include <string.h>

#include "report/result/parts.h"

static const struct signal_row {
    const char *id, *label, *unit;
} signals[HG_SIGNAL_COUNT] = {
#define ROW(name, id, label, unit, left, right, steps) {id, label, unit},
    HG_SIGNAL_TABLE(ROW)
#undef ROW
};

static const struct variability_row {
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

static const char *signal_word(int value) {
    return signals[value].id;
}

static const char *variability_word(int value) {
    return rows[value].id;
}

static void form_peak(hg__form *f, const char *key, hg_spectral_peak *peak) {
    hg__form_open_line(f, key);
    hg__form_number(f, "hz", &peak->hz);
    hg__form_number(f, "power", &peak->power);
    hg__form_close(f);
}

static void form_spectrum_side(hg__form *f, const char *key, size_t n, hg_spectrum_side *side) {
    size_t known = side->averaged ? n : 0;
    for (size_t i = known; f->settling && i < HG_SPECTRUM_POINTS; i++) side->density[i] = 0;
    hg__form_open(f, key);
    hg__form_number(f, "from_s", &side->from_s);
    hg__form_number(f, "to_s", &side->to_s);
    hg__form_count(f, "averaged", &side->averaged);
    hg__form_number(f, "power", &side->power);
    hg__form_number(f, "mean_hz", &side->mean_hz);
    hg__form_number(f, "median_hz", &side->median_hz);
    form_peak(f, "stride", &side->stride);
    form_peak(f, "step", &side->step);
    hg__form_number(f, "active_percent", &side->band_percent[HG_BAND_ACTIVE]);
    hg__form_number(f, "impact_percent", &side->band_percent[HG_BAND_IMPACT]);
    hg__form_points(f, "density", side->density, side->averaged ? n : 0);
    hg__form_buffer(f, "note", side->note, sizeof side->note);
    hg__form_close(f);
}

static void form_frequencies(hg__form *f, hg_spectrum *one) {
    size_t n = one->n;
    const double *hz = hg__form_numbers(f, "frequency_hz", one->frequency_hz, &n);
    if (!f->reading || !hz) return;
    if (n > HG_SPECTRUM_POINTS) {
        hg__form_fail(f, "%zu numbers; at most %d are known", n, HG_SPECTRUM_POINTS);
        return;
    }
    if (n) memcpy(one->frequency_hz, hz, n * sizeof *hz);
    one->n = n;
}

static void form_coherence(hg__form *f, hg_coherence *c) {
    hg__form_open_line(f, "coherence");
    hg__form_number(f, "frequency_hz", &c->frequency_hz);
    hg__form_number(f, "coherence", &c->coherence);
    hg__form_number(f, "phase_deg", &c->phase_deg);
    hg__form_number(f, "phase_sd_deg", &c->phase_sd_deg);
    hg__form_count(f, "segments", &c->segments);
    hg__form_buffer(f, "note", c->note, sizeof c->note);
    hg__form_close(f);
}

/* What a spectrum of the other kind has, as the analysis leaves it. */
static void clear_side(hg_spectrum_side *side) {
    *side = (hg_spectrum_side){.from_s = NAN,
                               .to_s = NAN,
                               .power = NAN,
                               .mean_hz = NAN,
                               .median_hz = NAN,
                               .stride = {NAN, NAN},
                               .step = {NAN, NAN},
                               .band_percent = {NAN, NAN}};
}

void hg__form_spectra(hg__form *f, hg_result *r) {
    hg_spectrum *spectra =
        hg__form_list(f, "spectra", r->spectra, &r->n_spectra, sizeof *spectra, HG_SIGNAL_COUNT);
    for (size_t i = 0; i < r->n_spectra && hg__form_ok(f); i++) {
        hg_spectrum *one = &spectra[i];
        hg__form_open(f, NULL);
        int id = hg__form_choice(f, "id", (int)one->id, signal_word, HG_SIGNAL_COUNT,
                                 HG__FORM_NEEDED, "signal");
        hg__form_in_order(f, i, i ? (int)spectra[i - 1].id : 0, id);
        hg__form_shown(f, "label", signals[id].label);
        hg__form_fixed(f, "unit", signals[id].unit);
        form_frequencies(f, one);
        bool both = id < HG_SIGNAL_FIRST_OF_SIDE;
        if (f->reading) one->id = (hg_signal_id)id;
        if (f->reading || (f->settling && !both)) clear_side(&one->both);
        if (f->reading || (f->settling && both)) {
            clear_side(&one->side[HG_LEFT]);
            clear_side(&one->side[HG_RIGHT]);
            one->coherence = (hg_coherence){NAN, NAN, NAN, NAN, 0, ""};
        }
        if (both) {
            form_spectrum_side(f, "both", one->n, &one->both);
        } else {
            for (int s = 0; s < 2; s++)
                form_spectrum_side(f, hg__form_sides[s], one->n, &one->side[s]);
            form_coherence(f, &one->coherence);
        }
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->spectra = spectra;
}

static void form_variability_value(hg__form *f, const char *key, hg_variability_value *v) {
    hg__form_open_line(f, key);
    hg__form_number(f, "value", &v->value);
    hg__form_number(f, "sd", &v->sd);
    hg__form_count(f, "n", &v->n);
    hg__form_buffer(f, "note", v->note, sizeof v->note);
    hg__form_close(f);
}

static const hg_variability_value no_value = {.value = NAN, .sd = NAN};

void hg__form_variability(hg__form *f, hg_result *r) {
    hg_variability *list = hg__form_list(f, "variability", r->variability, &r->n_variability,
                                         sizeof *list, HG_VARIABILITY_COUNT);
    for (size_t i = 0; i < r->n_variability && hg__form_ok(f); i++) {
        hg_variability *one = &list[i];
        hg__form_open(f, NULL);
        int id = hg__form_choice(f, "id", (int)one->id, variability_word, HG_VARIABILITY_COUNT,
                                 HG__FORM_NEEDED, "measure of variability");
        hg__form_in_order(f, i, i ? (int)list[i - 1].id : 0, id);
        hg__form_shown(f, "label", rows[id].label);
        hg__form_fixed(f, "unit", rows[id].unit);
        if (f->reading) one->id = (hg_variability_id)id;
        if (f->reading || (f->settling && !rows[id].both)) one->both = no_value;
        if (f->reading || (f->settling && rows[id].both))
            one->side[HG_LEFT] = one->side[HG_RIGHT] = no_value;
        if (rows[id].both)
            form_variability_value(f, "both", &one->both);
        else
            for (int s = 0; s < 2; s++) form_variability_value(f, hg__form_sides[s], &one->side[s]);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->variability = list;
}
