/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TRC: five lines about the file, then a frame a line: number, time, x y z of every marker. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/opensim.h"
#include "io/opensim_text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define TIME_COLUMN 1
#define FIRST_COLUMN 2 /* of the first marker */
#define MARKERS_MAX ((HG__TEXT_COLUMNS_MAX - FIRST_COLUMN) / 3)
#define TALL_RATIO 1.25 /* a body is at least so much taller along one axis than along the others  \
                         */
#define TALL_MARKERS 5  /* fewer show no body */

typedef struct trc {
    hg__sink *sink;
    double rate_hz, n_frames, n_markers, factor; /* as the header says; NaN when it does not */
    size_t n_slots;                              /* groups of three columns */
    size_t n_kept;
    char (*label)[HG_NAME_MAX]; /* of those kept */
    size_t *slot;               /* where they stand */
    hg__table table;
} trc;

bool hg__is_trc(const void *bytes, size_t size) {
    hg__lines lines = hg__lines_of(bytes, size < 64 ? size : 64);
    hg__span line;
    return hg__lines_next(&lines, &line) && hg__span_begins(line, "PathFileType");
}

/* --- header --- */

static bool length_unit(hg__span unit, double *factor) {
    static const struct {
        const char *name;
        double factor;
    } units[] = {{"mm", 1e-3},         {"cm", 1e-2},          {"m", 1},      {"millimeters", 1e-3},
                 {"millimeter", 1e-3}, {"centimeters", 1e-2}, {"meters", 1}, {"meter", 1}};
    for (size_t i = 0; i < COUNT(units); i++)
        if (hg__span_is(unit, units[i].name)) {
            *factor = units[i].factor;
            return true;
        }
    return false;
}

/* A row of keys above a row of values. */
static hg_status read_values(trc *t, hg__span keys, hg__span values) {
    hg__cells key_cells = hg__cells_of(keys), value_cells = hg__cells_of(values);
    hg__span key, value, unit = {"", 0};
    const struct {
        const char *key;
        double *out;
    } numbers[] = {
        {"DataRate", &t->rate_hz}, {"NumFrames", &t->n_frames}, {"NumMarkers", &t->n_markers}};
    while (hg__cells_next(&key_cells, &key) && hg__cells_next(&value_cells, &value)) {
        for (size_t i = 0; i < COUNT(numbers); i++)
            if (hg__span_is(key, numbers[i].key) && !hg__span_number(value, numbers[i].out))
                hg__remark(t->sink, HG_WARNING, numbers[i].key, "a number", "another text");
        if (hg__span_is(key, "Units")) unit = value;
    }
    if (length_unit(unit, &t->factor)) return HG_OK;
    char shown[32];
    hg__span_copy(shown, sizeof shown, (hg__span){unit.at, unit.n < 31 ? unit.n : 31});
    return hg__fault(t->sink, HG_EFORMAT, "Units", "mm, cm or m", "\"%s\"", shown);
}

/* --- labels --- */

static bool is_taken(const trc *t, const char *label) {
    for (size_t i = 0; i < t->n_kept; i++)
        if (strcmp(t->label[i], label) == 0) return true;
    return false;
}

static hg_status keep_label(trc *t, hg__span name, size_t slot) {
    char shown[48];
    if (slot >= MARKERS_MAX)
        return hg__fault(t->sink, HG_EUNSUPPORTED, "labels", "at most 4096 columns",
                         "more than %d markers", MARKERS_MAX);
    char *label = t->label[t->n_kept];
    if (!hg__span_copy(label, HG_NAME_MAX, name)) {
        hg__span_copy(shown, sizeof shown, (hg__span){name.at, 40});
        return hg__fault(t->sink, HG_EFORMAT, "labels", "at most 63 bytes",
                         "a label of %zu bytes, \"%s...\"", name.n, shown);
    }
    if (slot + 1 > t->n_slots) t->n_slots = slot + 1;
    if (is_taken(t, label)) {
        hg__remark(t->sink, HG_WARNING, "labels", "each label once; the first is kept",
                   "\"%s\" twice", label);
        return HG_OK;
    }
    t->slot[t->n_kept++] = slot;
    return HG_OK;
}

/* Names stand over the first of three columns; where a file has them side by side, one after
 * another. */
static bool names_stand_over_columns(hg__span line) {
    hg__span cell;
    size_t at = 0, seen = 0;
    hg__cells cells = hg__cells_of(line);
    if (!cells.tabs) return false;
    for (; hg__cells_next(&cells, &cell); at++)
        if (at >= FIRST_COLUMN && cell.n) {
            seen++;
            if ((at - FIRST_COLUMN) % 3) return false;
        }
    return seen > 0;
}

/* What stands before a colon in every label is the name of the subject: it is not part of the
 * label, and may be a person's. */
static void strip_prefix(trc *t) {
    const char *colon = t->n_kept > 1 ? strchr(t->label[0], ':') : NULL;
    if (!colon) return;
    size_t n = (size_t)(colon - t->label[0]) + 1;
    for (size_t i = 0; i < t->n_kept; i++)
        if (memcmp(t->label[i], t->label[0], n) != 0 || !t->label[i][n]) return;
    for (size_t i = 0; i < t->n_kept; i++) memmove(t->label[i], t->label[i] + n, HG_NAME_MAX - n);
    hg__remark(t->sink, HG_NOTE, "labels", "",
               "a subject's name before every label; it is left out");
}

static hg_status read_labels(trc *t, hg__span line) {
    bool over = names_stand_over_columns(line);
    hg__span cell;
    size_t at = 0, next = 0, blank = 0, faults = t->sink->n_faults;
    t->label = calloc(MARKERS_MAX + 1, sizeof *t->label);
    t->slot = calloc(MARKERS_MAX + 1, sizeof *t->slot);
    if (!t->label || !t->slot) return hg__fail_memory(t->sink->err);
    for (hg__cells cells = hg__cells_of(line); hg__cells_next(&cells, &cell); at++) {
        if (at < FIRST_COLUMN || !cell.n) continue;
        hg_status status = keep_label(t, cell, over ? (at - FIRST_COLUMN) / 3 : next);
        if (status != HG_OK || t->sink->n_faults != faults) return status;
        next++;
    }
    if (next == 0)
        return hg__fault(t->sink, HG_EFORMAT, "labels", "names of markers behind Frame# and Time",
                         "none");
    blank = t->n_slots - next;
    if (blank)
        hg__remark(t->sink, HG_WARNING, "labels", "a name for every marker; they are left out",
                   "%zu markers without a name", blank);
    hg__check_count(t->sink, "NumMarkers", t->n_markers, t->n_slots, "markers");
    strip_prefix(t);
    return HG_OK;
}

/* The first line that is a frame: the row X1 Y1 Z1 and blank lines lie before it. */
static void skip_to_frames(hg__lines *lines) {
    hg__lines ahead = *lines;
    hg__span line, cell;
    while (hg__lines_next_filled(&ahead, &line)) {
        double number;
        for (hg__cells cells = hg__cells_of(line); hg__cells_next(&cells, &cell);)
            if (cell.n) break;
        if (hg__span_number(cell, &number)) return;
        *lines = ahead;
    }
}

/* --- frames --- */

static void fill(trc *t, hg_stream *s) {
    size_t zero = 0, partial = 0;
    for (size_t f = 0; f < s->n_frames; f++)
        for (size_t i = 0; i < t->n_kept; i++) {
            const double *from =
                t->table.data + f * t->table.n_columns + FIRST_COLUMN + 3 * t->slot[i];
            double *to = s->data + (f * s->n_points + i) * 3;
            unsigned missing = 0, nought = 0;
            for (int a = 0; a < 3; a++) {
                missing += isnan(from[a]) != 0;
                nought += from[a] == 0;
            }
            zero += nought == 3;
            partial += missing == 1 || missing == 2;
            for (int a = 0; missing == 0 && nought < 3 && a < 3; a++) to[a] = from[a] * t->factor;
        }
    if (zero)
        hg__remark(t->sink, HG_WARNING, "",
                   "empty cells for missing samples; they count as missing",
                   "%zu positions of exactly 0, 0, 0", zero);
    if (partial)
        hg__remark(t->sink, HG_WARNING, "", "x, y and z, or none; they count as missing",
                   "%zu positions in part", partial);
}

/* Mean over the frames of how far the markers reach along each axis. */
static void reach(const hg_stream *s, double out[3]) {
    for (int a = 0; a < 3; a++) {
        double sum = 0;
        size_t n = 0;
        for (size_t f = 0; f < s->n_frames; f++) {
            double least = INFINITY, most = -INFINITY;
            for (size_t i = 0; i < s->n_points; i++) {
                double v = s->data[(f * s->n_points + i) * 3 + (size_t)a];
                if (v < least) least = v;
                if (v > most) most = v;
            }
            if (!(most >= least)) continue;
            sum += most - least;
            n++;
        }
        out[a] = n ? sum / (double)n : 0;
    }
}

/* OpenSim's room has y up, and TRC cannot say otherwise. But motion capture writes it too, with its
 * own axes: where the markers stand tall along z, z is up. */
static void set_axes(const trc *t, hg_stream *s) {
    double r[3];
    reach(s, r);
    bool z_up = s->n_points >= TALL_MARKERS && r[2] > TALL_RATIO * r[1] && r[2] > TALL_RATIO * r[0];
    memcpy(s->axes, z_up ? "ALS" : "ASR", 4);
    if (z_up)
        hg__remark(t->sink, HG_WARNING, "", "OpenSim's axes, y up; z is taken as up",
                   "markers that reach %.2f m along z and %.2f m along y", r[2], r[1]);
}

static hg_status read_header(trc *t, hg__lines *lines, hg__span *labels) {
    hg__span first, keys, values;
    size_t faults = t->sink->n_faults;
    if (!hg__lines_next(lines, &first) || !hg__span_begins(first, "PathFileType"))
        return hg__fault(t->sink, HG_EFORMAT, "line 1", "PathFileType", "something else");
    if (!hg__lines_next_filled(lines, &keys) || !hg__lines_next_filled(lines, &values) ||
        !hg__lines_next_filled(lines, labels))
        return hg__fault(t->sink, HG_EFORMAT, "",
                         "lines with keys, their values and the names of the markers",
                         "the end of the file");
    hg_status status = read_values(t, keys, values);
    if (status != HG_OK || t->sink->n_faults != faults) return status;
    if (labels->n > HG__TEXT_LINE_MAX)
        return hg__fault(t->sink, HG_EUNSUPPORTED, "labels", "a line of at most 1 MiB",
                         "one of %zu bytes", labels->n);
    if (!hg__span_begins(*labels, "Frame"))
        return hg__fault(t->sink, HG_EFORMAT, "labels", "a line that begins with Frame#, Time",
                         "something else");
    return read_labels(t, *labels);
}

static hg_status read_frames(trc *t, hg_recording *rec, hg__lines *lines,
                             const hg__limits *limits) {
    size_t faults = t->sink->n_faults;
    hg_stream *s = NULL;
    skip_to_frames(lines);
    hg_status status = hg__table_read(&t->table, lines, FIRST_COLUMN + 3 * t->n_slots, TIME_COLUMN,
                                      limits, t->sink);
    if (status != HG_OK || t->sink->n_faults != faults) return status;
    hg__check_count(t->sink, "NumFrames", t->n_frames, t->table.n_rows, "frames");

    double *time = calloc(t->table.n_rows, sizeof *time);
    hg__clock clock = {0};
    if (!time) return hg__fail_memory(t->sink->err);
    for (size_t f = 0; f < t->table.n_rows; f++)
        time[f] = t->table.data[f * t->table.n_columns + TIME_COLUMN];
    status = hg__clock_from_times(&clock, time, t->table.n_rows, t->table.time_decimals, t->rate_hz,
                                  t->sink);
    free(time);
    if (status != HG_OK || t->sink->n_faults != faults) return status;

    status = hg__opensim_stream(&s, rec, "markers", HG_STREAM_MARKERS, t->n_kept, &clock, &t->table,
                                TIME_COLUMN, t->sink);
    if (status != HG_OK || !s) return status;
    memcpy(s->labels, t->label, t->n_kept * sizeof *s->labels);
    fill(t, s);
    set_axes(t, s);
    return HG_OK;
}

hg_status hg__trc_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink) {
    trc t = {.sink = sink, .rate_hz = NAN, .n_frames = NAN, .n_markers = NAN};
    hg__lines lines = hg__lines_of(bytes, size);
    hg__span labels;
    size_t faults = sink->n_faults;
    hg_status status = read_header(&t, &lines, &labels);
    if (status == HG_OK && sink->n_faults == faults) status = read_frames(&t, rec, &lines, limits);
    if (status == HG_OK && !*rec->source.format)
        snprintf(rec->source.format, sizeof rec->source.format, "trc");
    hg__table_free(&t.table);
    free(t.label);
    free(t.slot);
    return status;
}
