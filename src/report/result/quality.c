/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good the data are, when the feet struck and left, and the strides between. */
#include <math.h>
#include <string.h>

#include "report/result/parts.h"

static const char *status_word(int value) {
    return hg_quality_name((hg_quality_status)value);
}

static const char *severity_word(int value) {
    static const char *const words[] = {"note", "warning", "blocker"};
    return words[value];
}

static const char *flag_word(int value) {
    static const char *const codes[HG_FLAG_COUNT] = {
#define ROW(name, code, severity, sentence) code,
        HG_FLAG_TABLE(ROW)
#undef ROW
    };
    return codes[value];
}

static const char *origin_word(int value) {
    return value <= HG_SAMPLE_RELABELLED || value == HG_SAMPLE_MISSING
               ? hg_sample_origin_name((hg_sample_origin)value)
               : "measured"; /* codes that are not in use */
}

static const char *cutoff_word(int value) {
    static const char *const words[] = {[HG_CUTOFF_RESIDUAL] = "residual",
                                        [HG_CUTOFF_BOUNDED] = "bounded",
                                        [HG_CUTOFF_FIXED] = "fixed"};
    return words[value];
}

static void form_flags(hg__form *f, hg_result *r) {
    hg_flag *flags = hg__form_list(f, "flags", r->flags, &r->n_flags, sizeof *flags, 0);
    for (size_t i = 0; i < r->n_flags && hg__form_ok(f); i++) {
        hg__form_open_line(f, NULL);
        int id = hg__form_choice(f, "code", (int)flags[i].id, flag_word, HG_FLAG_COUNT,
                                 HG__FORM_NEEDED, "quality flag");
        int severity = hg__form_choice(f, "severity", (int)flags[i].severity, severity_word,
                                       HG_BLOCKER + 1, HG__FORM_NEEDED, NULL);
        if (hg__form_keeps(f)) {
            flags[i].id = (hg_flag_id)id;
            flags[i].code = flag_word(id);
            flags[i].severity = (hg_severity)severity;
        }
        hg__form_buffer(f, "text", flags[i].text, sizeof flags[i].text);
        hg__form_number(f, "value", &flags[i].value);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->flags = flags;
}

/* What one row of the list says: stretches of a marker and origin. The samples of each follow from
 * its length and the rate; their sum is what the row says. */
typedef struct fill_row {
    hg_fill all; /* samples: of all stretches */
    const double *start, *end;
    size_t n;
} fill_row;

static void settle_row(hg_fill *to, const fill_row *row, double rate_hz) {
    size_t left = row->all.samples;
    for (size_t k = 0; k < row->n; k++) {
        double length = (to[k].last_s - to[k].first_s) * rate_hz + 1.5;
        size_t rest = row->n - 1 - k, most = left > rest ? left - rest : 0;
        size_t samples = length >= 1 && length < (double)most ? (size_t)length : most;
        if (k + 1 == row->n) samples = left;
        to[k].marker = row->all.marker;
        to[k].origin = row->all.origin;
        to[k].samples = samples;
        left -= samples;
    }
}

static void spread_row(hg_fill *to, const fill_row *row, double rate_hz) {
    for (size_t k = 0; k < row->n; k++) {
        to[k].first_s = row->start[k];
        to[k].last_s = row->end[k];
    }
    settle_row(to, row, rate_hz);
}

/* A list of the stretches of one marker and origin; exact, and short however they flicker. */
static void write_fills(hg__form *f, const hg_result *r) {
    hg_fill *fills = r->fills;
    hg__form_open_list(f, "fills");
    for (size_t i = 0, next, n = r->n_fills; i < n; i = next) {
        fill_row row = {.all = fills[i]};
        size_t *samples = &row.all.samples;
        *samples = 0;
        for (next = i; next < n && fills[next].origin == fills[i].origin &&
                       strcmp(fills[next].marker, fills[i].marker) == 0;
             next++)
            *samples += fills[next].samples;
        row.n = next - i;
        hg__form_open_line(f, NULL);
        row.all.marker = hg__form_text(f, "marker", fills[i].marker);
        hg__form_choice(f, "method", (int)fills[i].origin, origin_word, 0, HG__FORM_NEEDED, NULL);
        hg__form_write_column(f, "start_s", &fills[i].first_s, row.n, sizeof *fills);
        hg__form_write_column(f, "end_s", &fills[i].last_s, row.n, sizeof *fills);
        hg__form_count(f, "samples", samples);
        hg__form_close(f);
        if (f->settling) settle_row(fills + i, &row, r->rate_hz);
    }
    hg__form_close(f);
}

static void read_fills(hg__form *f, hg_result *r) {
    size_t n_rows = 0, total = 0;
    fill_row *rows = hg__form_list(f, "fills", NULL, &n_rows, sizeof *rows, 0);
    for (size_t i = 0; i < n_rows && hg__form_ok(f); i++) {
        fill_row *row = &rows[i];
        size_t n_end = 0;
        hg__form_open_line(f, NULL);
        row->all.marker = hg__form_text(f, "marker", NULL);
        row->all.origin = (hg_sample_origin)hg__form_choice(
            f, "method", 0, origin_word, HG_SAMPLE_MISSING + 1, HG__FORM_NEEDED, NULL);
        row->start = hg__form_numbers(f, "start_s", NULL, &row->n);
        row->end = hg__form_numbers(f, "end_s", NULL, &n_end);
        if (n_end != row->n || n_end == 0)
            hg__form_fail(f, "expected as many numbers as start_s has, and one at least");
        hg__form_count(f, "samples", &row->all.samples);
        if (row->all.samples < row->n) hg__form_fail(f, "expected one for each stretch at least");
        hg__form_close(f);
        total += row->n;
    }
    hg__form_close(f);
    if (!hg__form_ok(f)) return;
    r->fills = hg__form_room(f, total, sizeof *r->fills);
    for (size_t i = 0; i < n_rows && hg__form_ok(f); i++) {
        spread_row(r->fills + r->n_fills, &rows[i], r->rate_hz);
        r->n_fills += rows[i].n;
    }
}

static void form_cutoffs(hg__form *f, hg_result *r) {
    hg_cutoff *c = hg__form_list(f, "cutoffs", r->cutoffs, &r->n_cutoffs, sizeof *c, 0);
    for (size_t i = 0; i < r->n_cutoffs && hg__form_ok(f); i++) {
        hg__form_open_line(f, NULL);
        const char *marker = hg__form_text(f, "marker", c[i].marker);
        hg__form_number(f, "cutoff_hz", &c[i].cutoff_hz);
        int source = hg__form_choice(f, "source", (int)c[i].source, cutoff_word,
                                     HG_CUTOFF_FIXED + 1, HG__FORM_NEEDED, NULL);
        if (hg__form_keeps(f)) {
            c[i].marker = marker;
            c[i].source = (hg_cutoff_source)source;
        }
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) r->cutoffs = c;
}

void hg__form_quality(hg__form *f, hg_result *r) {
    hg__form_open(f, "quality");
    int status = hg__form_choice(f, "status", (int)r->status, status_word,
                                 HG_QUALITY_INSUFFICIENT + 1, HG__FORM_NEEDED, NULL);
    if (f->reading) r->status = (hg_quality_status)status;
    form_flags(f, r);
    hg__form_open(f, "strides");
    for (int s = 0; s < 2; s++) {
        hg__form_open_line(f, hg__form_sides[s]);
        hg__form_count(f, "used", &r->n_used[s]);
        hg__form_count(f, "found", &r->n_strides[s]);
        hg__form_close(f);
    }
    hg__form_close(f);
    hg_segment_quality *q = hg__form_list(f, "segments", r->segments, &r->n_segments, sizeof *q, 0);
    for (size_t i = 0; i < r->n_segments && hg__form_ok(f); i++) {
        hg__form_open_line(f, NULL);
        const char *name = hg__form_text(f, "name", q[i].name);
        if (hg__form_keeps(f)) q[i].name = name;
        hg__form_scaled(f, "residual_median_mm", &q[i].residual_median_m, 1e3);
        hg__form_scaled(f, "residual_p95_mm", &q[i].residual_p95_m, 1e3);
        hg__form_number(f, "tracked_share", &q[i].tracked_share);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->reading) {
        r->segments = q;
        read_fills(f, r);
    } else {
        write_fills(f, r);
    }
    form_cutoffs(f, r);
    hg__form_close(f);
}

/* One number per event, or null where nothing was compared. */
static double *form_agreement(hg__form *f, const char *key, double *values, size_t n) {
    bool present = f->reading ? !hg__form_is_null(f, key) : values != NULL;
    if (f->reading && present && !(values = hg__form_room(f, n, sizeof *values))) return NULL;
    hg__form_points_if(f, key, values, present ? n : 0, present);
    return present ? values : NULL;
}

void hg__form_events(hg__form *f, hg_events *e) {
    hg__form_open(f, "events");
    const char *method = hg__form_text_or_null(f, "method", e->method);
    hg__form_buffer_or_null(f, "description", e->description, sizeof e->description);
    const char *second = hg__form_text_or_null(f, "second_method", e->second_method);
    for (int s = 0; s < 2; s++) {
        size_t *strikes = &e->side[s].n_foot_strikes, *offs = &e->side[s].n_toe_offs;
        hg__form_open(f, hg__form_sides[s]);
        double *strike_s = hg__form_numbers(f, "foot_strike_s", e->side[s].foot_strike_s, strikes);
        double *off_s = hg__form_numbers(f, "toe_off_s", e->side[s].toe_off_s, offs);
        double *strike_ms =
            form_agreement(f, "agreement_ms", e->side[s].strike_agreement_ms, *strikes);
        double *off_ms =
            form_agreement(f, "toe_off_agreement_ms", e->side[s].toe_off_agreement_ms, *offs);
        hg__form_close(f);
        if (!f->reading) continue;
        e->side[s].foot_strike_s = strike_s;
        e->side[s].toe_off_s = off_s;
        e->side[s].strike_agreement_ms = strike_ms;
        e->side[s].toe_off_agreement_ms = off_ms;
    }
    hg__form_close(f);
    if (!hg__form_keeps(f)) return;
    e->method = method;
    e->second_method = second;
}

double hg__form_toe_off_percent(const hg_stride *strides, size_t n) {
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        const hg_stride *s = &strides[i];
        if (!s->used) continue;
        sum += 100 * (s->toe_off_s - s->start_s) / (s->end_s - s->start_s);
        used++;
    }
    return used ? sum / (double)used : (double)NAN;
}

void hg__form_strides(hg__form *f, hg_result *r) {
    hg__form_open(f, "strides");
    for (int s = 0; s < 2; s++) {
        size_t found = r->n_strides[s], used = 0;
        hg_stride *strides = hg__form_list(f, hg__form_sides[s], r->strides[s], &r->n_strides[s],
                                           sizeof *strides, 0);
        for (size_t i = 0; i < r->n_strides[s] && hg__form_ok(f); i++) {
            hg_stride *one = &strides[i];
            hg__form_open_line(f, NULL);
            hg__form_number(f, "start_s", &one->start_s);
            hg__form_number(f, "toe_off_s", &one->toe_off_s);
            hg__form_number(f, "end_s", &one->end_s);
            hg__form_boolean(f, "used", &one->used);
            hg__form_buffer(f, "reason", one->reason, sizeof one->reason);
            hg__form_close(f);
            used += one->used;
        }
        hg__form_close(f);
        if (!f->reading || !hg__form_ok(f)) continue;
        if (found != r->n_strides[s] || used != r->n_used[s])
            hg__form_fail(f, "%zu strides, %zu of them used; quality.strides says %zu and %zu",
                          r->n_strides[s], used, found, r->n_used[s]);
        r->strides[s] = strides;
        r->toe_off_percent[s] = hg__form_toe_off_percent(strides, r->n_strides[s]);
    }
    hg__form_close(f);
}
