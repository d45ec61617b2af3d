/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/opensim_text.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "io/opensim.h"
#include "io/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NUMBER_MAX 128 /* bytes of a number */

/* An empty cell takes one byte and becomes a number of eight. A table that is much larger than its
 * text has hardly any cells: a claim, not data. */
#define TABLE_PER_BYTE 64
#define TABLE_FREE ((size_t)1 << 20)

/* --- lines and cells --- */

hg__lines hg__lines_of(const void *bytes, size_t size) {
    const char *text = bytes;
    size_t skip = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return (hg__lines){.at = text + skip, .end = text + size};
}

bool hg__lines_next(hg__lines *lines, hg__span *line) {
    const char *p = lines->at;
    if (p >= lines->end) return false;
    while (p < lines->end && *p != '\n' && *p != '\r') p++;
    *line = (hg__span){lines->at, (size_t)(p - lines->at)};
    lines->terminated = p < lines->end;
    if (p < lines->end && *p == '\r' && p + 1 < lines->end && p[1] == '\n') p++;
    lines->at = p < lines->end ? p + 1 : p;
    lines->number++;
    return true;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\0';
}

static hg__span trim(hg__span s) {
    while (s.n && is_blank(s.at[0])) {
        s.at++;
        s.n--;
    }
    while (s.n && is_blank(s.at[s.n - 1])) s.n--;
    return s;
}

bool hg__lines_next_filled(hg__lines *lines, hg__span *line) {
    while (hg__lines_next(lines, line))
        if (trim(*line).n) return true;
    return false;
}

hg__cells hg__cells_of(hg__span line) {
    bool tabs = line.n && memchr(line.at, '\t', line.n);
    return (hg__cells){.at = line.at, .end = line.at + line.n, .tabs = tabs};
}

bool hg__cells_next(hg__cells *cells, hg__span *cell) {
    if (cells->done) return false;
    const char *from = cells->at;
    while (!cells->tabs && from < cells->end && is_blank(*from)) from++;
    const char *to = from;
    while (to < cells->end && !(cells->tabs ? *to == '\t' : is_blank(*to))) to++;
    cells->done = to >= cells->end;
    cells->at = to + !cells->done;
    if (!cells->tabs && to == from) return false; /* blanks at the end of the line */
    *cell = trim((hg__span){from, (size_t)(to - from)});
    return true;
}

bool hg__span_begins(hg__span s, const char *text) {
    size_t n = strlen(text);
    return s.n >= n && strncasecmp(s.at, text, n) == 0;
}

bool hg__span_is(hg__span s, const char *text) {
    return s.n == strlen(text) && hg__span_begins(s, text);
}

bool hg__span_copy(char *out, size_t room, hg__span s) {
    s = trim(s);
    if (s.n >= room) return false;
    if (s.n) memcpy(out, s.at, s.n);
    out[s.n] = '\0';
    hg__text_clean(out);
    return true;
}

const char *hg__line_name(char *out, size_t room, size_t number) {
    snprintf(out, room, "line %zu", number);
    return out;
}

/* --- numbers --- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_no_number(hg__span s) {
    static const char *const words[] = {"nan", "inf",
                                        "1.#"}; /* 1.#QNAN, 1.#IND, 1.#INF: from Windows */
    if (s.n && (*s.at == '-' || *s.at == '+')) s = (hg__span){s.at + 1, s.n - 1};
    for (size_t i = 0; i < COUNT(words); i++)
        if (hg__span_begins(s, words[i])) return true;
    return false;
}

typedef struct decimal {
    bool negative, exact; /* exact: no digit was left out of the mantissa */
    uint64_t mantissa;
    int exponent; /* of ten */
} decimal;

static bool scan_decimal(hg__span s, decimal *out) {
    const char *p = s.at, *end = s.at + s.n;
    decimal d = {.exact = true};
    bool any = false, point = false;
    if (p < end && (*p == '-' || *p == '+')) d.negative = *p++ == '-';
    for (; p < end && (is_digit(*p) || (*p == '.' && !point)); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        any = true;
        if (d.mantissa >= UINT64_MAX / 10 - 1) {
            d.exact = false;
            d.exponent += !point;
        } else {
            d.mantissa = d.mantissa * 10 + (uint64_t)(*p - '0');
            d.exponent -= point;
        }
    }
    if (!any) return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        int e = 0;
        bool minus = false;
        p++;
        if (p < end && (*p == '-' || *p == '+')) minus = *p++ == '-';
        if (p == end) return false;
        for (; p < end && is_digit(*p); p++)
            if (e < 100000) e = e * 10 + (*p - '0');
        d.exponent += minus ? -e : e;
    }
    *out = d;
    return p == end;
}

/* strtod() wants the point of the locale. */
static double by_library(hg__span s) {
    char copy[NUMBER_MAX + 16];
    const char *point = localeconv()->decimal_point;
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 8 < sizeof copy; i++) {
        if (s.at[i] == '.')
            n += (size_t)snprintf(copy + n, 8, "%.7s", point);
        else
            copy[n++] = s.at[i];
    }
    copy[n] = '\0';
    return strtod(copy, NULL);
}

bool hg__span_number(hg__span s, double *out) {
    static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    decimal d;
    *out = NAN;
    if (s.n == 0 || is_no_number(s)) return true;
    if (s.n > NUMBER_MAX || !scan_decimal(s, &d)) return false;
    int e = d.exponent;
    /* two exact numbers and one operation: one rounding, so the result is the nearest */
    if (d.exact && d.mantissa <= (UINT64_C(1) << 53) && e >= -22 && e <= 22) {
        double m = (double)d.mantissa;
        m = e < 0 ? m / ten[-e] : m * ten[e];
        *out = d.negative ? -m : m;
    } else {
        *out = by_library(s);
        if (isinf(*out)) *out = NAN;
    }
    return true;
}

/* Digits behind the point; zeros at the end say nothing of how a time was rounded. */
static unsigned decimals_of(hg__span s) {
    unsigned n = 0;
    const char *point = s.n ? memchr(s.at, '.', s.n) : NULL;
    if (!point) return 0;
    if (memchr(s.at, 'e', s.n) || memchr(s.at, 'E', s.n)) return 9; /* finer than any clock */
    while (s.at[s.n - 1] == '0') s.n--;
    for (; point + 1 < s.at + s.n && n < 9; point++) n++;
    return n;
}

/* --- the table --- */

typedef struct reading {
    hg__table *table;
    size_t time_column, cells_before, short_rows, long_rows;
    hg__sink *sink;
} reading;

static hg_status refuse_cell(reading *r, hg__span cell, size_t line, size_t column) {
    char where[64], shown[48];
    snprintf(where, sizeof where, "line %zu, column %zu", line, column + 1);
    hg__span_copy(shown, sizeof shown, (hg__span){cell.at, cell.n < 40 ? cell.n : 40});
    return hg__fault(r->sink, HG_EFORMAT, where, "a number with a decimal point, or nothing",
                     "\"%s\"", shown);
}

/* *cells: how many the line has, *filled: up to the last that is not empty. */
static hg_status read_row(reading *r, hg__span line, size_t number, double *row, size_t *cells,
                          size_t *filled, bool *ok) {
    hg__table *t = r->table;
    hg__span cell;
    size_t at = 0;
    *filled = 0;
    *ok = false;
    for (size_t c = 0; c < t->n_columns; c++) row[c] = NAN;
    for (hg__cells all = hg__cells_of(line); hg__cells_next(&all, &cell); at++) {
        if (cell.n) *filled = at + 1;
        if (at >= t->n_columns) continue;
        if (!hg__span_number(cell, &row[at])) return refuse_cell(r, cell, number, at);
        if (at != r->time_column) continue;
        unsigned decimals = decimals_of(cell);
        if (decimals > t->time_decimals) t->time_decimals = decimals;
    }
    *cells = at;
    *ok = true;
    return HG_OK;
}

static hg_status read_rows(reading *r, hg__lines *lines, bool *ok) {
    hg__table *t = r->table;
    hg__span line;
    char where[32];
    size_t n = 0, cells = 0, filled = 0;
    while (n < t->n_rows && hg__lines_next_filled(lines, &line)) {
        hg_status status =
            read_row(r, line, lines->number, t->data + n * t->n_columns, &cells, &filled, ok);
        if (status != HG_OK || !*ok) return status;
        if (!lines->terminated && n && cells < r->cells_before && cells < t->n_columns) {
            hg__remark(r->sink, HG_WARNING, hg__line_name(where, sizeof where, lines->number),
                       "a complete row; it is left out",
                       "a last row that was cut off after %zu of %zu columns", cells,
                       r->cells_before);
            break;
        }
        r->short_rows += cells < t->n_columns;
        r->long_rows += filled > t->n_columns;
        r->cells_before = cells;
        n++;
    }
    t->n_rows = n;
    if (r->short_rows)
        hg__remark(r->sink, HG_NOTE, "", "",
                   "%zu rows with fewer than %zu columns; what they lack counts as missing",
                   r->short_rows, t->n_columns);
    if (r->long_rows)
        hg__remark(r->sink, HG_WARNING, "", "as many columns as names",
                   "%zu rows with more than %zu columns; the rest is ignored", r->long_rows,
                   t->n_columns);
    return HG_OK;
}

/* Counts the rows that are left and refuses what cannot be held. */
static hg_status measure(hg__table *out, hg__lines lines, const hg__limits *limits, hg__sink *sink,
                         bool *ok) {
    hg__span line;
    char where[32];
    size_t bytes = (size_t)(lines.end - lines.at), rows = 0;
    *ok = false;
    while (hg__lines_next_filled(&lines, &line)) {
        if (line.n > HG__TEXT_LINE_MAX)
            return hg__fault(sink, HG_EUNSUPPORTED,
                             hg__line_name(where, sizeof where, lines.number),
                             "lines of at most 1 MiB", "one of %zu bytes", line.n);
        rows++;
    }
    if (rows == 0)
        return hg__fault(sink, HG_EFORMAT, "", "rows of numbers below the names of the columns",
                         "none");
    size_t row_bytes = out->n_columns * sizeof(double); /* at most 4096 columns */
    if (rows > limits->data_bytes / row_bytes)
        return hg__fault(sink, HG_EUNSUPPORTED, "", "a table within the limit of memory",
                         "%zu rows of %zu columns", rows, out->n_columns);
    if (rows * row_bytes > TABLE_FREE && rows * row_bytes / TABLE_PER_BYTE > bytes)
        return hg__fault(sink, HG_EFORMAT, "", "rows about as long as the row of names",
                         "%zu rows with hardly any of %zu columns", rows, out->n_columns);
    out->n_rows = rows;
    *ok = true;
    return HG_OK;
}

hg_status hg__table_read(hg__table *out, hg__lines *lines, size_t n_columns, size_t time_column,
                         const hg__limits *limits, hg__sink *sink) {
    *out = (hg__table){.n_columns = n_columns};
    bool ok;
    hg_status status = measure(out, *lines, limits, sink, &ok);
    if (status != HG_OK || !ok) return status;
    out->data = malloc(out->n_rows * n_columns * sizeof *out->data);
    if (!out->data) return hg__fail_memory(sink->err);
    reading r = {.table = out, .time_column = time_column, .sink = sink};
    status = read_rows(&r, lines, &ok);
    if (status != HG_OK || !ok) hg__table_free(out);
    return status;
}

void hg__table_free(hg__table *table) {
    free(table->data);
    table->data = NULL;
}

void hg__check_count(hg__sink *sink, const char *key, double stated, size_t found,
                     const char *what) {
    if (!isnan(stated) && stated != (double)found)
        hg__remark(sink, HG_WARNING, key, "the number that is there; it is used",
                   "%.0f stated, %zu %s in the file", stated, found, what);
}

hg_status hg__opensim_stream(hg_stream **out, hg_recording *rec, const char *name,
                             hg_stream_kind kind, size_t n_points, const hg__clock *clock,
                             const hg__table *table, size_t time_column, hg__sink *sink) {
    hg_trial *trial = NULL;
    *out = NULL;
    for (size_t i = 0; i < rec->n_trials; i++)
        if (strcmp(rec->trials[i]->name, HG__OPENSIM_TRIAL) == 0) trial = rec->trials[i];
    hg_status status =
        trial ? HG_OK : hg_recording_add_trial(&trial, rec, HG__OPENSIM_TRIAL, sink->err);
    if (status != HG_OK) return status;
    for (size_t i = 0; i < trial->n_streams; i++)
        if (strcmp(trial->streams[i]->name, name) == 0)
            return hg__fault(sink, HG_EFORMAT, name, "one stream of a name", "two of them");
    status = hg_trial_add_stream(out, rec, trial, name, kind, table->n_rows, n_points,
                                 kind == HG_STREAM_MARKERS ? 3 : 1, clock->rate_hz, sink->err);
    if (status != HG_OK) return status;
    hg_stream *s = *out;
    s->t0_s = clock->t0_s;
    if (!clock->uneven) return HG_OK;
    s->time_s = hg_recording_alloc(rec, table->n_rows, sizeof *s->time_s);
    if (!s->time_s) return hg__fail_memory(sink->err);
    for (size_t i = 0; i < table->n_rows; i++)
        s->time_s[i] = table->data[i * table->n_columns + time_column];
    return HG_OK;
}
