/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/result/parts.h"

#include <string.h>

/* A list of the stretches of one marker and origin; exact, and short however they flicker. */
static void write_fills(hg__form *w, const hg_fill *fills, size_t n) {
    hg__form_begin(w, "fills", "[");
    for (size_t i = 0, next; i < n; i = next) {
        size_t samples = 0;
        for (next = i; next < n && fills[next].origin == fills[i].origin &&
                       strcmp(fills[next].marker, fills[i].marker) == 0;
             next++)
            samples += fills[next].samples;
        hg__form_begin_flat(w, NULL);
        hg__form_text(w, "marker", fills[i].marker);
        hg__form_text(w, "method", hg_sample_origin_name(fills[i].origin));
        for (int last = 0; last < 2; last++) {
            hg__form_name(w, last ? "end_s" : "start_s");
            for (size_t k = i; k < next; k++) {
                hg__strbuf_add(&w->b, k == i ? "[" : ",");
                hg__strbuf_add_g(&w->b, last ? fills[k].last_s : fills[k].first_s, HG__FORM_DIGITS,
                                 "null");
            }
            hg__strbuf_add(&w->b, "]");
        }
        hg__form_count(w, "samples", samples);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "]");
}

static void write_cutoffs(hg__form *w, const hg_cutoff *cutoffs, size_t n) {
    static const char *const sources[] = {[HG_CUTOFF_RESIDUAL] = "residual",
                                          [HG_CUTOFF_BOUNDED] = "bounded",
                                          [HG_CUTOFF_FIXED] = "fixed"};
    hg__form_begin(w, "cutoffs", "[");
    for (size_t i = 0; i < n; i++) {
        hg__form_begin_flat(w, NULL);
        hg__form_text(w, "marker", cutoffs[i].marker);
        hg__form_number(w, "cutoff_hz", cutoffs[i].cutoff_hz);
        hg__form_text(w, "source", sources[cutoffs[i].source]);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "]");
}

void hg__form_quality(hg__form *w, const hg_result *r) {
    static const char *const severities[] = {"note", "warning", "blocker"};
    hg__form_begin(w, "quality", "{");
    hg__form_text(w, "status", hg_quality_name(r->status));
    hg__form_begin(w, "flags", "[");
    for (size_t i = 0; i < r->n_flags; i++) {
        hg__form_begin_flat(w, NULL);
        hg__form_text(w, "code", r->flags[i].code);
        hg__form_text(w, "severity", severities[r->flags[i].severity]);
        hg__form_text(w, "text", r->flags[i].text);
        hg__form_number(w, "value", r->flags[i].value);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "]");
    hg__form_begin(w, "strides", "{");
    for (int s = 0; s < 2; s++) {
        hg__form_begin_flat(w, hg__form_sides[s]);
        hg__form_count(w, "used", r->n_used[s]);
        hg__form_count(w, "found", r->n_strides[s]);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "}");
    hg__form_begin(w, "segments", "[");
    for (size_t i = 0; i < r->n_segments; i++) {
        const hg_segment_quality *q = &r->segments[i];
        hg__form_begin_flat(w, NULL);
        hg__form_text(w, "name", q->name);
        hg__form_number(w, "residual_median_mm", q->residual_median_m * 1e3);
        hg__form_number(w, "residual_p95_mm", q->residual_p95_m * 1e3);
        hg__form_number(w, "tracked_share", q->tracked_share);
        hg__form_end_flat(w);
    }
    hg__form_end(w, "]");
    write_fills(w, r->fills, r->n_fills);
    write_cutoffs(w, r->cutoffs, r->n_cutoffs);
    hg__form_end(w, "}");
}

void hg__form_events(hg__form *w, const hg_events *e) {
    hg__form_begin(w, "events", "{");
    hg__form_text_or_null(w, "method", e->method);
    hg__form_text_or_null(w, "description", e->description);
    hg__form_text_or_null(w, "second_method", e->second_method);
    for (int s = 0; s < 2; s++) {
        hg__form_begin(w, hg__form_sides[s], "{");
        hg__form_numbers(w, "foot_strike_s", e->side[s].foot_strike_s, e->side[s].n_foot_strikes);
        hg__form_numbers(w, "toe_off_s", e->side[s].toe_off_s, e->side[s].n_toe_offs);
        if (e->side[s].strike_agreement_ms)
            hg__form_numbers(w, "agreement_ms", e->side[s].strike_agreement_ms,
                             e->side[s].n_foot_strikes);
        else
            hg__form_null(w, "agreement_ms");
        if (e->side[s].toe_off_agreement_ms)
            hg__form_numbers(w, "toe_off_agreement_ms", e->side[s].toe_off_agreement_ms,
                             e->side[s].n_toe_offs);
        else
            hg__form_null(w, "toe_off_agreement_ms");
        hg__form_end(w, "}");
    }
    hg__form_end(w, "}");
}

void hg__form_strides(hg__form *w, const hg_result *r) {
    hg__form_begin(w, "strides", "{");
    for (int s = 0; s < 2; s++) {
        hg__form_begin(w, hg__form_sides[s], "[");
        for (size_t i = 0; i < r->n_strides[s]; i++) {
            const hg_stride *stride = &r->strides[s][i];
            hg__form_begin_flat(w, NULL);
            hg__form_number(w, "start_s", stride->start_s);
            hg__form_number(w, "toe_off_s", stride->toe_off_s);
            hg__form_number(w, "end_s", stride->end_s);
            hg__form_boolean(w, "used", stride->used);
            hg__form_text(w, "reason", stride->reason);
            hg__form_end_flat(w);
        }
        hg__form_end(w, "]");
    }
    hg__form_end(w, "}");
}
