/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: columns as wide as they need, a row a slab, heads again on each page. */
#include <math.h>

#include "report/pdf/flow.h"

#define COLUMN_GAP 9.0
#define ROW_PADDING 2.3
#define MOST_COLUMNS 24
#define MOST_LINES 40       /* of a row in one slab; longer ones are cut */
#define LONGEST_NUMBER 10.0 /* sizes of the text */
#define WIDEST_WORD 0.45    /* of the table; a longer one is cut */
#define CELL_FIGURE_SCALE 0.72

typedef struct columns {
    size_t n;
    double x[MOST_COLUMNS], width[MOST_COLUMNS];
    double size;
} columns;

static hg__style cell_style(const columns *c, const hg__block *table, size_t column) {
    return (hg__style){
        .size = c->size, .colour = HG__PDF_INK, .align = table->columns[column].align};
}

static double figure_room(const hg__cell *cell) {
    return cell->figure ? cell->figure->width * CELL_FIGURE_SCALE + 4 : 0;
}

/* A column's title with its unit. */
static hg__runs title_of(hg__flow *flow, const hg__column *column) {
    hg__runs all = {NULL, NULL};
    if (!column->unit || !*column->unit) return column->title;
    hg__run *runs = hg__arena_alloc(flow->arena, 2, sizeof *runs);
    if (!runs) return column->title;
    runs[0] = (hg__run){.kind = HG__RUN_TEXT, .text = " "};
    runs[1] = (hg__run){.kind = HG__RUN_SOFT, .text = column->unit};
    runs[0].next = &runs[1];
    hg__run **at = &all.first;
    for (const hg__run *r = column->title.first; r; r = r->next) {
        hg__run *mine = hg__arena_alloc(flow->arena, 1, sizeof *mine);
        if (!mine) return column->title;
        *mine = *r;
        mine->next = NULL;
        *at = mine;
        at = &mine->next;
    }
    *at = runs;
    return all;
}

/* What each column wants: the width without breaks, and that of its longest word. */
static void measure(hg__flow *flow, const hg__block *table, const columns *c, double *whole,
                    double *word) {
    for (size_t i = 0; i < c->n; i++) {
        hg__style head = cell_style(c, table, i);
        head.bold = true;
        hg__runs title = title_of(flow, &table->columns[i]);
        hg__text_widths(flow, &title, head, &whole[i], &word[i]);
    }
    for (const hg__row *row = table->rows; row; row = row->next) {
        size_t at = 0;
        for (size_t k = 0; k < row->n_cells && at < c->n; k++) {
            const hg__cell *cell = &row->cells[k];
            if (cell->span <= 1 && !row->group) {
                double w, v, room = figure_room(cell);
                hg__text_widths(flow, &cell->text, cell_style(c, table, at), &w, &v);
                whole[at] = fmax(whole[at], w + room);
                /* Numbers with their intervals are not broken, unless they are sentences. */
                if (table->columns[at].align == HG__ALIGN_NUMBER && w < LONGEST_NUMBER * c->size)
                    v = w;
                word[at] = fmax(word[at], v + room);
            }
            at += (size_t)(cell->span > 1 ? cell->span : 1);
        }
    }
}

/* The widest that a column may be for all to fit: the widest ones give first, none loses a word. */
static double cap_of(const columns *c, const double *whole, const double *word, double room) {
    double low = 0, high = room;
    for (int step = 0; step < 40; step++) {
        double cap = (low + high) / 2, sum = 0;
        for (size_t i = 0; i < c->n; i++) sum += fmax(word[i], fmin(whole[i], cap));
        if (sum > room)
            high = cap;
        else
            low = cap;
    }
    return low;
}

/*
 * All of it where there is room, by the document's shares where they leave every text whole; else
 * the widest columns break their texts.
 */
static void share_out(const hg__block *table, columns *c, const double *whole, const double *word,
                      double room) {
    double all = 0, words = 0, shares = 0, fixed = 0;
    for (size_t i = 0; i < c->n; i++) {
        all += whole[i];
        words += word[i];
        shares += table->columns[i].share;
        if (!(table->columns[i].share > 0)) fixed += whole[i];
    }
    bool fits = true;
    for (size_t i = 0; i < c->n && shares > 0; i++)
        if (table->columns[i].share > 0)
            fits = fits && whole[i] <= (room - fixed) * table->columns[i].share / shares;
    double cap = all > room && words <= room ? cap_of(c, whole, word, room) : 0;
    for (size_t i = 0; i < c->n; i++) {
        double share = table->columns[i].share;
        if (shares > 0 && fits && fixed < room)
            c->width[i] = share > 0 ? (room - fixed) * share / shares : whole[i];
        else if (all <= room)
            c->width[i] = whole[i] + (all > 0 ? (room - all) * whole[i] / all : 0);
        else if (words <= room)
            c->width[i] = fmax(word[i], fmin(whole[i], cap));
        else
            c->width[i] = words > 0 ? room * word[i] / words : room / (double)c->n;
    }
}

static columns plan(hg__flow *flow, const hg__block *table, double x, double width) {
    columns c = {.n = table->n_columns < MOST_COLUMNS ? table->n_columns : MOST_COLUMNS};
    double whole[MOST_COLUMNS] = {0}, word[MOST_COLUMNS] = {0};
    double room = width - COLUMN_GAP * (double)(c.n ? c.n - 1 : 0);
    c.size = (table->compact ? 7.2 : 8.2) * flow->tight;
    measure(flow, table, &c, whole, word);
    double words = 0;
    for (size_t i = 0; i < c.n; i++) {
        word[i] = fmin(word[i], WIDEST_WORD * room);
        words += word[i];
    }
    if (words > room) { /* smaller before words are cut */
        double smaller = fmax(6.2, c.size * room / words) / c.size;
        c.size *= smaller;
        for (size_t i = 0; i < c.n; i++) {
            whole[i] *= smaller;
            word[i] *= smaller;
        }
    }
    share_out(table, &c, whole, word, room);
    for (size_t i = 0; i < c.n; i++, x += COLUMN_GAP) {
        c.x[i] = x;
        x += c.width[i];
    }
    return c;
}

/* A row's cells, laid out. */
typedef struct laid {
    const hg__cell *cell;
    hg__lines lines;
    hg__style style;
    double x, width;
    const hg__line *next; /* the next to be placed */
} laid;

static double figure_height(const laid *cells, size_t n) {
    double height = 0;
    for (size_t i = 0; i < n; i++)
        if (cells[i].cell && cells[i].cell->figure)
            height = fmax(height, cells[i].cell->figure->height * CELL_FIGURE_SCALE);
    return height;
}

/* Rows as one slab, or several where a text is very long. */
static void place_row(hg__flow *flow, laid *cells, size_t n, double bottom_rule, uint32_t rule,
                      double x, double width, const hg__slab *head, const hg__slab **out) {
    double pad = ROW_PADDING * flow->tight;
    bool begins = true;
    for (bool more = true; more && !flow->failed; begins = false) {
        size_t most = 0;
        double line_height = 0;
        more = false;
        for (size_t i = 0; i < n; i++) {
            size_t k = 0;
            for (const hg__line *l = cells[i].next; l && k < MOST_LINES; l = l->next) k++;
            most = k > most ? k : most;
            line_height = fmax(line_height, cells[i].lines.line_height * 0.93);
        }
        double height = fmax((double)most * line_height, begins ? figure_height(cells, n) : 0);
        hg__slab *slab = hg__flow_slab(flow, height + 2 * pad);
        if (!slab) return;
        if (out && begins) *out = slab;
        slab->repeat = head;
        for (size_t i = 0; i < n; i++) {
            double y = pad, shift = 0;
            const hg__figure *f = begins && cells[i].cell ? cells[i].cell->figure : NULL;
            if (f) {
                hg__slab_op(flow, slab,
                            (hg__op){.kind = HG__OP_FIGURE,
                                     .x = cells[i].x,
                                     .y = pad + (line_height - f->height * CELL_FIGURE_SCALE) / 2,
                                     .size = CELL_FIGURE_SCALE,
                                     .w = 5,
                                     .figure = f});
                shift = figure_room(cells[i].cell);
            }
            for (size_t k = 0; cells[i].next && k < MOST_LINES; k++, y += line_height) {
                hg__slab_line(flow, slab, cells[i].next, cells[i].x + shift, y,
                              cells[i].width - shift, cells[i].style);
                cells[i].next = cells[i].next->next;
            }
            more = more || cells[i].next;
        }
        if (!more)
            hg__slab_op(flow, slab,
                        (hg__op){.kind = HG__OP_FILL,
                                 .x = x,
                                 .y = slab->height - bottom_rule,
                                 .w = width,
                                 .h = bottom_rule,
                                 .colour = rule});
    }
}

static const hg__slab *add_head(hg__flow *flow, const hg__block *table, const columns *c, double x,
                                double width) {
    laid cells[MOST_COLUMNS] = {{0}};
    const hg__slab *head = NULL;
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        hg__runs title = title_of(flow, &table->columns[i]);
        any = any || title.first;
        cells[i].style = cell_style(c, table, i);
        cells[i].style.bold = true;
        cells[i].x = c->x[i];
        cells[i].width = c->width[i];
        cells[i].lines = hg__text_lines(flow, &title, cells[i].style, c->width[i]);
        cells[i].next = cells[i].lines.first;
    }
    if (!any) return NULL;
    place_row(flow, cells, c->n, 0.9, HG__PDF_INK, x, width, NULL, &head);
    if (flow->last) flow->last->keep_next = true;
    return head;
}

static void add_row(hg__flow *flow, const hg__block *table, const hg__row *row, const columns *c,
                    double x, double width, const hg__slab *head) {
    laid cells[MOST_COLUMNS] = {{0}};
    size_t n = 0, at = 0;
    if (row->group) hg__flow_space(flow, 6);
    for (size_t k = 0; k < row->n_cells && at < c->n; k++) {
        const hg__cell *cell = &row->cells[k];
        size_t span = row->group ? c->n : cell->span > 1 ? (size_t)cell->span : 1;
        size_t last = at + span <= c->n ? at + span - 1 : c->n - 1;
        laid *l = &cells[n++];
        l->cell = cell;
        l->style = cell_style(c, table, at);
        /* One value for both sides stands in the middle of their columns. */
        l->style.centre = span > 1 && !row->group && l->style.align == HG__ALIGN_NUMBER;
        if (row->group) l->style.align = HG__ALIGN_TEXT;
        l->style.bold = row->group;
        if (cell->tone == HG__TONE_ABSENT)
            l->style.colour = HG__PDF_SOFT;
        else if (cell->tone != HG__TONE_PLAIN)
            l->style.colour = hg__tone_looks[cell->tone].ink;
        if (k == 0 && row->tone > HG__TONE_GOOD && row->tone != HG__TONE_ABSENT) {
            l->style.colour = hg__tone_looks[row->tone].ink;
            l->style.bold = true;
        }
        l->x = c->x[at];
        l->width = c->x[last] + c->width[last] - c->x[at];
        l->lines = hg__text_lines(flow, &cell->text, l->style, l->width - figure_room(cell));
        l->next = l->lines.first;
        at += span;
    }
    place_row(flow, cells, n, 0.5, HG__PDF_RULE, x, width, head, NULL);
    if (row->group && flow->last) flow->last->keep_next = true;
}

void hg__flow_table(hg__flow *flow, const hg__block *table, double x, double width) {
    if (table->n_columns == 0) return;
    columns c = plan(flow, table, x, width);
    hg__style caption = {.size = HG__PDF_SMALL * flow->tight, .colour = HG__PDF_SOFT};
    hg__flow_space(flow, 7);
    if (table->title.first) {
        hg__flow_text(flow, &table->title, caption, x, width);
        if (flow->last) flow->last->keep_next = true;
        hg__flow_space(flow, 2);
    }
    const hg__slab *head = add_head(flow, table, &c, x, width);
    for (const hg__row *row = table->rows; row && !flow->failed; row = row->next) {
        add_row(flow, table, row, &c, x, width, head);
        /* Neither the first nor the last row stands alone on a page. */
        bool second_last = row->next && !row->next->next;
        if (flow->last && row->next && (row == table->rows || second_last))
            flow->last->keep_next = true;
    }
    hg__flow_space(flow, 8);
}
