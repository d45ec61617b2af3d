/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

static void write_peak(hg__form *w, const char *key, const hg_spectral_peak *peak) {
    hg__form_begin_flat(w, key);
    hg__form_number(w, "hz", peak->hz);
    hg__form_number(w, "power", peak->power);
    hg__form_end_flat(w);
}

static void write_spectrum_side(hg__form *w, const char *key, const hg_spectrum *spectrum,
                                const hg_spectrum_side *side) {
    hg__form_begin(w, key, "{");
    hg__form_number(w, "from_s", side->from_s);
    hg__form_number(w, "to_s", side->to_s);
    hg__form_count(w, "averaged", side->averaged);
    hg__form_number(w, "power", side->power);
    hg__form_number(w, "mean_hz", side->mean_hz);
    hg__form_number(w, "median_hz", side->median_hz);
    write_peak(w, "stride", &side->stride);
    write_peak(w, "step", &side->step);
    hg__form_number(w, "active_percent", side->band_percent[HG_BAND_ACTIVE]);
    hg__form_number(w, "impact_percent", side->band_percent[HG_BAND_IMPACT]);
    hg__form_numbers(w, "density", side->density, side->averaged ? spectrum->n : 0);
    hg__form_text(w, "note", side->note);
    hg__form_end(w, "}");
}

void hg__form_spectra(hg__form *w, const hg_result *r) {
    static const struct {
        const char *id, *label, *unit;
    } signals[HG_SIGNAL_COUNT] = {
#define ROW(name, id, label, unit, left, right, steps) {id, label, unit},
        HG_SIGNAL_TABLE(ROW)
#undef ROW
    };
    hg__form_begin(w, "spectra", "[");
    for (size_t i = 0; i < r->n_spectra; i++) {
        const hg_spectrum *one = &r->spectra[i];
        hg__form_begin(w, NULL, "{");
        hg__form_text(w, "id", signals[one->id].id);
        hg__form_text(w, "label", signals[one->id].label);
        hg__form_text(w, "unit", signals[one->id].unit);
        hg__form_numbers(w, "frequency_hz", one->frequency_hz, one->n);
        if (one->id < HG_SIGNAL_FIRST_OF_SIDE) {
            write_spectrum_side(w, "both", one, &one->both);
        } else {
            for (int s = 0; s < 2; s++)
                write_spectrum_side(w, hg__form_sides[s], one, &one->side[s]);
            hg__form_begin_flat(w, "coherence");
            hg__form_number(w, "frequency_hz", one->coherence.frequency_hz);
            hg__form_number(w, "coherence", one->coherence.coherence);
            hg__form_number(w, "phase_deg", one->coherence.phase_deg);
            hg__form_number(w, "phase_sd_deg", one->coherence.phase_sd_deg);
            hg__form_count(w, "segments", one->coherence.segments);
            hg__form_text(w, "note", one->coherence.note);
            hg__form_end_flat(w);
        }
        hg__form_end(w, "}");
    }
    hg__form_end(w, "]");
}

static void write_variability_value(hg__form *w, const char *key, const hg_variability_value *v) {
    hg__form_begin_flat(w, key);
    hg__form_number(w, "value", v->value);
    hg__form_number(w, "sd", v->sd);
    hg__form_count(w, "n", v->n);
    hg__form_text(w, "note", v->note);
    hg__form_end_flat(w);
}

void hg__form_variability(hg__form *w, const hg_result *r) {
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
    hg__form_begin(w, "variability", "[");
    for (size_t i = 0; i < r->n_variability; i++) {
        const hg_variability *one = &r->variability[i];
        hg__form_begin(w, NULL, "{");
        hg__form_text(w, "id", rows[one->id].id);
        hg__form_text(w, "label", rows[one->id].label);
        hg__form_text(w, "unit", rows[one->id].unit);
        if (rows[one->id].both) {
            write_variability_value(w, "both", &one->both);
        } else {
            for (int s = 0; s < 2; s++)
                write_variability_value(w, hg__form_sides[s], &one->side[s]);
        }
        hg__form_end(w, "}");
    }
    hg__form_end(w, "]");
}
