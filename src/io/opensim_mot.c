/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MOT and STO: a header up to the word endheader, names of columns, a row per time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/opensim.h"
#include "io/opensim_angles.h"
#include "io/opensim_text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define HEADER_LINES_MAX 1000
#define DETECT_BYTES 16384
#define PLATES_MAX 64

typedef struct mot {
    hg__sink *sink;
    double n_rows, n_columns, from_s, to_s; /* as the header says; NaN when it does not */
    hg__mot_unit unit;
    size_t columns;
    char (*name)[HG__MOT_NAME_MAX];
    size_t time_column;
    hg__table table;
    hg__clock clock;
} mot;

bool hg__is_mot(const void *bytes, size_t size) {
    hg__lines lines = hg__lines_of(bytes, size < DETECT_BYTES ? size : DETECT_BYTES);
    hg__span line, word;
    while (hg__lines_next(&lines, &line)) {
        if (line.n && memchr(line.at, '\0', line.n)) return false;
        hg__cells cells = hg__cells_of(line);
        if (hg__cells_next(&cells, &word) && hg__span_is(word, "endheader")) return true;
    }
    return false;
}

/* --- header --- */

/* "key value" and "key=value". */
static hg__span value_of(hg__span line, const char *key) {
    size_t n = strlen(key);
    if (!hg__span_begins(line, key) || line.n == n || !strchr("= \t", line.at[n]))
        return (hg__span){NULL, 0};
    line = (hg__span){line.at + n, line.n - n};
    while (line.n && strchr("= \t", *line.at)) line = (hg__span){line.at + 1, line.n - 1};
    return line;
}

static hg__span first_word(hg__span line) {
    hg__span word = {"", 0};
    size_t n = 0;
    while (n < line.n && line.at[n] != '\t' && line.at[n] != ' ') n++;
    if (n) word = (hg__span){line.at, n};
    return word;
}

static void read_key(mot *m, hg__span line) {
    static const char *const rows[] = {"nRows", "datarows", "nr"}, *const columns[] = {
                                                                       "nColumns", "datacolumns",
                                                                       "nc"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        hg__span v = value_of(line, rows[i]);
        if (v.at) hg__span_number(first_word(v), &m->n_rows);
        v = value_of(line, columns[i]);
        if (v.at) hg__span_number(first_word(v), &m->n_columns);
    }
    hg__span range = value_of(line, "range"), degrees = value_of(line, "inDegrees"),
             version = value_of(line, "version");
    if (range.at) {
        hg__span from = first_word(range);
        hg__span_number(from, &m->from_s);
        hg__span rest = {range.at + from.n, range.n - from.n};
        while (rest.n && (*rest.at == ' ' || *rest.at == '\t'))
            rest = (hg__span){rest.at + 1, rest.n - 1};
        hg__span_number(first_word(rest), &m->to_s);
    }
    if (degrees.at) m->unit = hg__span_begins(degrees, "y") ? HG__MOT_DEGREES : HG__MOT_RADIANS;
    if (version.at && m->unit == HG__MOT_SIMM) m->unit = HG__MOT_UNSTATED;
    bool said = m->unit == HG__MOT_DEGREES || m->unit == HG__MOT_RADIANS;
    if (!said && hg__span_begins(line, "Angles are in degrees")) m->unit = HG__MOT_DEGREES;
    if (!said && hg__span_begins(line, "Angles are in radians")) m->unit = HG__MOT_RADIANS;
}

static hg_status read_header(mot *m, hg__lines *lines, bool *ok) {
    hg__span line;
    *ok = false;
    while (hg__lines_next(lines, &line)) {
        while (line.n && (*line.at == ' ' || *line.at == '\t'))
            line = (hg__span){line.at + 1, line.n - 1};
        if (hg__span_is(first_word(line), "endheader")) {
            *ok = true;
            return HG_OK;
        }
        if (lines->number >= HEADER_LINES_MAX) break;
        read_key(m, line);
    }
    return hg__fault(m->sink, HG_EFORMAT, "", "the word endheader on a line of its own",
                     "none in the first %zu lines", lines->number);
}

static hg_status read_names(mot *m, hg__lines *lines, bool *ok) {
    hg__span line, cell;
    char where[32];
    size_t at = 0;
    *ok = false;
    if (!hg__lines_next_filled(lines, &line))
        return hg__fault(m->sink, HG_EFORMAT, "", "names of columns behind endheader",
                         "the end of the file");
    hg__line_name(where, sizeof where, lines->number);
    if (line.n > HG__TEXT_LINE_MAX)
        return hg__fault(m->sink, HG_EUNSUPPORTED, where, "lines of at most 1 MiB",
                         "one of %zu bytes", line.n);
    m->name = calloc(HG__TEXT_COLUMNS_MAX, sizeof *m->name);
    if (!m->name) return hg__fail_memory(m->sink->err);
    m->time_column = (size_t)-1;
    for (hg__cells cells = hg__cells_of(line); hg__cells_next(&cells, &cell); at++) {
        if (!cell.n) continue;
        if (at >= HG__TEXT_COLUMNS_MAX)
            return hg__fault(m->sink, HG_EUNSUPPORTED, where, "at most 4096 columns", "more");
        hg__span_copy(m->name[at], HG__MOT_NAME_MAX, cell); /* a longer one is none that is used */
        if (m->time_column == (size_t)-1 && hg__span_is(cell, "time")) m->time_column = at;
        m->columns = at + 1;
    }
    if (m->time_column == (size_t)-1)
        return hg__fault(m->sink, HG_EFORMAT, where, "a column called time",
                         "%zu columns without it", m->columns);
    *ok = true;
    return HG_OK;
}

static void check_header(const mot *m) {
    const hg__table *t = &m->table;
    double first = t->data[m->time_column],
           last = t->data[(t->n_rows - 1) * t->n_columns + m->time_column];
    double period = 1 / m->clock.rate_hz;
    hg__check_count(m->sink, "datarows", m->n_rows, t->n_rows, "rows");
    hg__check_count(m->sink, "datacolumns", m->n_columns, m->columns, "columns");
    if (fabs(m->from_s - first) > period || fabs(m->to_s - last) > period)
        hg__remark(m->sink, HG_WARNING, "range", "the times that are there; they are used",
                   "%g to %g s stated, %g to %g s in the file", m->from_s, m->to_s, first, last);
}

static hg_status read_table(mot *m, hg__lines *lines, const hg__limits *limits) {
    size_t faults = m->sink->n_faults;
    hg__table *t = &m->table;
    hg_status status = hg__table_read(t, lines, m->columns, m->time_column, limits, m->sink);
    if (status != HG_OK || m->sink->n_faults != faults) return status;
    double *time = calloc(t->n_rows, sizeof *time);
    if (!time) return hg__fail_memory(m->sink->err);
    for (size_t r = 0; r < t->n_rows; r++) time[r] = t->data[r * t->n_columns + m->time_column];
    status = hg__clock_from_times(&m->clock, time, t->n_rows, t->time_decimals, NAN, m->sink);
    free(time);
    if (status == HG_OK && m->sink->n_faults == faults) check_header(m);
    return status;
}

/* --- force plates --- */

/* A plate is a name that ends in the words below; what stands around "force" tells the plates
 * apart. */
static const char *const channels[6] = {"_vx", "_vy", "_vz", "_px", "_py", "_pz"};
static const char *const channel_labels[6] = {"fx", "fy", "fz", "px", "py", "pz"};

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

static ptrdiff_t find_column(const mot *m, const char *base, size_t base_length, const char *end) {
    for (size_t c = 0; c < m->columns; c++)
        if (strlen(m->name[c]) == base_length + strlen(end) &&
            strncmp(m->name[c], base, base_length) == 0 && ends_with(m->name[c], end))
            return (ptrdiff_t)c;
    return -1;
}

/* "R_ground_force" becomes "force_R", "ground_force" "force", "1_ground_force" "force_1". */
static void plate_name(char out[HG_NAME_MAX], const char *base, size_t length) {
    char rest[HG__MOT_NAME_MAX], cut[HG__MOT_NAME_MAX];
    static const char *const words[] = {"ground_force", "ground_reaction_force", "force"};
    snprintf(rest, sizeof rest, "%.*s", (int)length, base);
    for (size_t i = 0; i < COUNT(words); i++) {
        char *at = strstr(rest, words[i]);
        if (!at) continue;
        char *behind = at + strlen(words[i]);
        while (at > rest && at[-1] == '_') at--;
        while (*behind == '_') behind++;
        snprintf(cut, sizeof cut, "%.*s%s%s", (int)(at - rest), rest,
                 at > rest && *behind ? "_" : "", behind);
        snprintf(rest, sizeof rest, "%s", cut);
        break;
    }
    snprintf(out, HG_NAME_MAX, "force%s%.50s", *rest ? "_" : "", rest);
    for (char *p = out; *p; p++) /* it may become part of a path inside a file */
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p))
            *p = '-';
}

static hg_status add_plate(mot *m, hg_recording *rec, const ptrdiff_t column[6], const char *name) {
    hg_stream *s = NULL;
    hg_status status = hg__opensim_stream(&s, rec, name, HG_STREAM_FORCE_PLATE, 6, &m->clock,
                                          &m->table, m->time_column, m->sink);
    if (status != HG_OK || !s) return status;
    for (int c = 0; c < 6; c++)
        snprintf(s->labels[c], sizeof s->labels[c], "%s", channel_labels[c]);
    memcpy(s->axes, "ASR", 4);
    for (size_t r = 0; r < s->n_frames; r++) {
        const double *from = m->table.data + r * m->table.n_columns;
        double *to = s->data + r * 6;
        for (int c = 0; c < 6; c++) to[c] = column[c] < 0 ? NAN : from[column[c]];
        /* no force has no centre, whatever number stands there */
        if (to[0] == 0 && to[1] == 0 && to[2] == 0)
            for (int c = 3; c < 6; c++) to[c] = NAN;
    }
    return HG_OK;
}

/* `used`: per column. */
static hg_status read_plates(mot *m, hg_recording *rec, bool *used) {
    size_t n = 0;
    for (size_t c = 0; c < m->columns; c++) {
        const char *name = m->name[c];
        if (!ends_with(name, channels[0]) || !strstr(name, "force")) continue;
        if (n++ == PLATES_MAX) {
            hg__remark(m->sink, HG_WARNING, name, "at most 64 plates; the others are left out",
                       "more");
            return HG_OK;
        }
        size_t base = strlen(name) - strlen(channels[0]);
        ptrdiff_t column[6];
        char stream[HG_NAME_MAX];
        for (int k = 0; k < 6; k++) column[k] = find_column(m, name, base, channels[k]);
        if (column[0] != (ptrdiff_t)c) continue; /* the same name again */
        if (column[1] < 0 || column[2] < 0) {
            hg__remark(m->sink, HG_WARNING, name, "forces along x, y and z; it is left out",
                       "a part of a plate");
            continue;
        }
        plate_name(stream, name, base);
        hg_status status = add_plate(m, rec, column, stream);
        if (status != HG_OK) return status;
        for (int k = 0; k < 6; k++)
            if (column[k] >= 0) used[column[k]] = true;
    }
    return HG_OK;
}

/* --- joint coordinates --- */

static hg_status read_angles(mot *m, hg_recording *rec, bool *used) {
    hg__mot_angles a;
    hg_stream *s = NULL;
    hg__mot_angles_find(&a, (const char(*)[HG__MOT_NAME_MAX])m->name, m->columns, &m->table,
                        m->unit, m->sink);
    for (int k = 0; k < HG_ANGLE_COUNT; k++)
        if (a.column[k] >= 0) used[a.column[k]] = true;
    if (a.n == 0) return HG_OK;
    hg_status status = hg__opensim_stream(&s, rec, "joint_angles", HG_STREAM_JOINT_ANGLES, a.n,
                                          &m->clock, &m->table, m->time_column, m->sink);
    if (s) hg__mot_angles_fill(s, &a, &m->table);
    return status;
}

static hg_status read_columns(mot *m, hg_recording *rec) {
    size_t ignored = 0, before = 0, after = 0;
    bool *used = calloc(m->columns, sizeof *used);
    if (!used) return hg__fail_memory(m->sink->err);
    for (size_t i = 0; i < rec->n_trials; i++) before += rec->trials[i]->n_streams;
    hg_status status = read_plates(m, rec, used);
    if (status == HG_OK) status = read_angles(m, rec, used);
    used[m->time_column] = true;
    for (size_t c = 0; c < m->columns; c++) ignored += !used[c];
    free(used);
    if (status != HG_OK) return status;
    for (size_t i = 0; i < rec->n_trials; i++) after += rec->trials[i]->n_streams;
    if (after == before)
        return hg__fault(m->sink, HG_EUNSUPPORTED, "columns",
                         "ground reaction forces (..._vx, ..._vy, ..._vz) or joint coordinates "
                         "(hip_flexion_r, ...)",
                         "%zu columns, none of which is used", m->columns);
    if (ignored)
        hg__remark(m->sink, HG_NOTE, "columns", "", "%zu columns that are not used", ignored);
    return HG_OK;
}

hg_status hg__mot_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink) {
    mot m = {.sink = sink,
             .n_rows = NAN,
             .n_columns = NAN,
             .from_s = NAN,
             .to_s = NAN,
             .unit = HG__MOT_SIMM};
    hg__lines lines = hg__lines_of(bytes, size);
    size_t faults = sink->n_faults;
    bool ok;
    hg_status status = read_header(&m, &lines, &ok);
    if (status == HG_OK && ok) status = read_names(&m, &lines, &ok);
    if (status == HG_OK && ok) status = read_table(&m, &lines, limits);
    if (status == HG_OK && sink->n_faults == faults) status = read_columns(&m, rec);
    if (status == HG_OK && !*rec->source.format)
        snprintf(rec->source.format, sizeof rec->source.format, "opensim-mot");
    hg__table_free(&m.table);
    free(m.name);
    return status;
}
