/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as plain text: two blanks between columns, long cells on several lines. */
#include <stdlib.h>
#include <string.h>

#include "report/plain_parts.h"

#define MOST_COLUMNS 24
#define GAP 2

typedef struct cell {
    hg__strbuf text;
    const char *at;     /* what is still to be written */
    size_t first, last; /* columns */
    hg__align align;
} cell;

typedef struct widths {
    size_t n, width[MOST_COLUMNS];
} widths;

static size_t longest_line(const char *text) {
    size_t most = 0;
    for (; text && *text;) {
        size_t bytes = strcspn(text, "\n"), n = hg__plain_width(text, bytes);
        if (n > most) most = n;
        text += bytes + (text[bytes] == '\n');
    }
    return most;
}

static size_t longest_word(const char *text) {
    size_t most = 0;
    for (; text && *text;) {
        size_t bytes = strcspn(text, " \n"), n = hg__plain_width(text, bytes);
        if (n > most) most = n;
        text += bytes + (text[bytes] != '\0');
    }
    return most;
}

static void title_text(hg__strbuf *b, const hg__column *column) {
    hg__plain_runs(b, &column->title);
    if (!column->unit || !*column->unit) return;
    hg__strbuf_add(b, b->size ? " (" : "(");
    hg__run unit = {.kind = HG__RUN_TEXT, .text = column->unit};
    const hg__runs runs = {&unit, &unit};
    hg__plain_runs(b, &runs);
    hg__strbuf_add(b, ")");
}

static void widen(size_t *width, size_t to) {
    if (to > *width) *width = to;
}

/* The widest of the columns that have something to give; n when there is none. */
static size_t widest_of(const widths *w, const size_t *least) {
    size_t widest = w->n;
    for (size_t i = 0; i < w->n; i++)
        if (w->width[i] > least[i] && (widest == w->n || w->width[i] > w->width[widest]))
            widest = i;
    return widest;
}

/* Until all columns fit the widest breaks its texts at blanks; at last words are cut. */
static void narrow(widths *w, const size_t *word) {
    static const size_t one[MOST_COLUMNS] = {0};
    for (;;) {
        size_t sum = GAP * (w->n - 1);
        for (size_t i = 0; i < w->n; i++) sum += w->width[i];
        size_t widest = widest_of(w, word);
        if (widest == w->n) widest = widest_of(w, one);
        if (sum <= HG__PLAIN_WIDTH || widest == w->n || w->width[widest] <= 1) return;
        w->width[widest]--;
    }
}

/* Columns as wide as their longest cell; heads may break. */
static widths plan(const hg__block *table) {
    widths w = {.n = table->n_columns < MOST_COLUMNS ? table->n_columns : MOST_COLUMNS};
    size_t word[MOST_COLUMNS] = {0};
    for (size_t i = 0; i < w.n; i++) {
        hg__strbuf title = {0};
        title_text(&title, &table->columns[i]);
        w.width[i] = word[i] = longest_word(title.data);
        hg__strbuf_free(&title);
    }
    for (const hg__row *row = table->rows; row; row = row->next) {
        size_t at = 0;
        for (size_t k = 0; k < row->n_cells && at < w.n && !row->group; k++) {
            hg__strbuf text = {0};
            hg__plain_runs(&text, &row->cells[k].text);
            if (row->cells[k].span <= 1) {
                widen(&w.width[at], longest_line(text.data));
                widen(&word[at], longest_word(text.data));
            }
            at += (size_t)(row->cells[k].span > 1 ? row->cells[k].span : 1);
            hg__strbuf_free(&text);
        }
    }
    narrow(&w, word);
    return w;
}

static size_t span_width(const widths *w, const cell *c) {
    size_t width = GAP * (c->last - c->first);
    for (size_t i = c->first; i <= c->last; i++) width += w->width[i];
    return width;
}

/* The cells of a row side by side, line by line, without blanks at the ends of lines. */
static void add_cells(hg__strbuf *b, const widths *w, cell *cells, size_t n) {
    for (bool more = true; more;) {
        size_t column = 0, owed = 0; /* blanks that come only before something */
        more = false;
        for (size_t k = 0; k < n; k++) {
            cell *c = &cells[k];
            size_t width = span_width(w, c);
            hg__plain_line line = hg__plain_next(&c->at, width);
            size_t used = hg__plain_width(line.text, line.bytes);
            size_t left = c->align == HG__ALIGN_NUMBER && used < width ? width - used : 0;
            if (column > 0) owed += GAP;
            if (line.bytes) {
                for (owed += left; owed > 0; owed--) hg__strbuf_add(b, " ");
                hg__strbuf_add_bytes(b, line.text, line.bytes);
                owed = width - left - used;
            } else {
                owed += width;
            }
            column = 1;
            more = more || *c->at;
        }
        hg__strbuf_add(b, "\n");
    }
}

static void add_row(hg__strbuf *b, const hg__block *table, const widths *w, const hg__row *row) {
    cell cells[MOST_COLUMNS] = {{{0}, NULL, 0, 0, HG__ALIGN_TEXT}};
    size_t n = 0, at = 0;
    for (size_t k = 0; k < row->n_cells && at < w->n; k++) {
        size_t span = row->group ? w->n : row->cells[k].span > 1 ? (size_t)row->cells[k].span : 1;
        cell *c = &cells[n++];
        hg__plain_runs(&c->text, &row->cells[k].text);
        c->at = c->text.data ? c->text.data : "";
        c->first = at;
        c->last = at + span <= w->n ? at + span - 1 : w->n - 1;
        c->align = span > 1 ? HG__ALIGN_TEXT : table->columns[at].align;
        at += span;
    }
    if (row->group) hg__strbuf_add(b, "\n");
    if (n) add_cells(b, w, cells, n);
    for (size_t k = 0; k < n; k++) {
        if (cells[k].text.failed) b->failed = true;
        hg__strbuf_free(&cells[k].text);
    }
}

static void add_head(hg__strbuf *b, const hg__block *table, const widths *w) {
    cell cells[MOST_COLUMNS] = {{{0}, NULL, 0, 0, HG__ALIGN_TEXT}};
    size_t total = GAP * (w->n - 1);
    bool any = false;
    for (size_t i = 0; i < w->n; i++) {
        title_text(&cells[i].text, &table->columns[i]);
        cells[i].at = cells[i].text.data ? cells[i].text.data : "";
        cells[i].first = cells[i].last = i;
        cells[i].align = table->columns[i].align;
        any = any || *cells[i].at;
        total += w->width[i];
    }
    if (any) {
        add_cells(b, w, cells, w->n);
        while (total-- > 0) hg__strbuf_add(b, "-");
        hg__strbuf_add(b, "\n");
    }
    for (size_t i = 0; i < w->n; i++) {
        if (cells[i].text.failed) b->failed = true;
        hg__strbuf_free(&cells[i].text);
    }
}

void hg__plain_table(hg__strbuf *b, const hg__block *table) {
    if (table->n_columns == 0) return;
    widths w = plan(table);
    hg__strbuf_add(b, "\n");
    hg__plain_wrap(b, &table->title, 0, "");
    add_head(b, table, &w);
    for (const hg__row *row = table->rows; row; row = row->next) add_row(b, table, &w, row);
    hg__strbuf_add(b, "\n");
}
