/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What TRC and MOT share: lines, cells, numbers, a table of numbers, and its clock. */
#ifndef HG_IO_OPENSIM_TEXT_H
#define HG_IO_OPENSIM_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#include "io/findings.h"
#include "io/h5_door.h"

#define HG__TEXT_COLUMNS_MAX 4096
#define HG__TEXT_LINE_MAX ((size_t)1 << 20) /* bytes */

/* A piece of the file; not NUL-terminated. */
typedef struct hg__span {
    const char *at;
    size_t n;
} hg__span;

/* Lines end with LF, CR LF or CR. */
typedef struct hg__lines {
    const char *at, *end;
    size_t number;   /* of the line that was given out last, from 1 */
    bool terminated; /* that line had an end: it was not cut off */
} hg__lines;

/* Behind a byte order mark, if there is one. */
hg__lines hg__lines_of(const void *bytes, size_t size);

/* False at the end of the file. */
bool hg__lines_next(hg__lines *lines, hg__span *line);

/* The same, passing over lines that hold nothing but blanks and tabs. */
bool hg__lines_next_filled(hg__lines *lines, hg__span *line);

/* The cells of a line: between tabs where it has one, else between blanks. Trimmed. */
typedef struct hg__cells {
    const char *at, *end;
    bool tabs, done;
} hg__cells;

hg__cells hg__cells_of(hg__span line);
bool hg__cells_next(hg__cells *cells, hg__span *cell);

/* Letters of either case. */
bool hg__span_is(hg__span s, const char *text);
bool hg__span_begins(hg__span s, const char *text);

/* Into `out`, without blanks at its ends; false when it does not fit. */
bool hg__span_copy(char *out, size_t room, hg__span s);

/* A decimal number whatever the locale, rounded correctly. Nothing, NaN and infinity in the
 * spellings of C and of Windows give NaN. False for anything else. */
bool hg__span_number(hg__span s, double *out);

/* "line 17", for messages. */
const char *hg__line_name(char *out, size_t room, size_t number);

typedef struct hg__table {
    size_t n_rows, n_columns;
    double *data; /* malloc'd, row after row; NaN where a cell is empty */
    unsigned
        time_decimals; /* most digits behind the point of any time, zeros at the end left out */
} hg__table;

/*
 * All filled lines that are left, as rows of `n_columns` numbers; cells that a row lacks at its end
 * are NaN. A last line that was cut off in the middle is left out, with a warning. HG_OK with
 * `data` NULL when a fault was collected.
 */
hg_status hg__table_read(hg__table *out, hg__lines *lines, size_t n_columns, size_t time_column,
                         const hg__limits *limits, hg__sink *sink);
void hg__table_free(hg__table *table);

/* Warns when the header states another count than there is; `stated` may be NaN. */
void hg__check_count(hg__sink *sink, const char *key, double stated, size_t found,
                     const char *what);

typedef struct hg__clock {
    double rate_hz, t0_s;
    bool uneven; /* take the times themselves */
} hg__clock;

/*
 * The clock behind printed times: an even one when the times are those of an even clock but for
 * their rounding to `decimals` digits. `stated_hz` is what the header says, or NaN; where it
 * contradicts the times, the times win, unless they cannot be times.
 */
hg_status hg__clock_from_times(hg__clock *out, const double *time_s, size_t n, unsigned decimals,
                               double stated_hz, hg__sink *sink);

/* Finds or makes the trial, adds a stream that runs by the clock. `*out` is NULL when a fault was
 * collected. */
hg_status hg__opensim_stream(hg_stream **out, hg_recording *rec, const char *name,
                             hg_stream_kind kind, size_t n_points, const hg__clock *clock,
                             const hg__table *table, size_t time_column, hg__sink *sink);

#endif
