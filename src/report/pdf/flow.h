/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a document to pages, in two steps. The layout (text.c, blocks.c, table.c) makes slabs: rows
 * of paper as high as they need, each with what is drawn in it, that are never cut. The pages
 * (pages.c) stack the slabs, which says how many pages there are, and draw them.
 *
 * Lengths are points (1/72 inch), y grows downwards; x is from the left margin, y from the top of
 * the slab.
 */
#ifndef HG_REPORT_PDF_FLOW_H
#define HG_REPORT_PDF_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/document.h"
#include "report/figure.h"
#include "report/pdf/font.h"

struct _cairo; /* of cairo.h, as cairo_t */

/* Type and spaces; `tight` shrinks both where a page must hold more. */
#define HG__PDF_TEXT 9.2
#define HG__PDF_SMALL 8.0
#define HG__PDF_LINE 1.4 /* lines, in sizes of their text */

/* Colours of the furniture: those of the page. */
#define HG__PDF_INK 0x1c2530u
#define HG__PDF_SOFT 0x55606eu
#define HG__PDF_LINK 0x2c5777u
#define HG__PDF_RULE 0xd5dae1u
#define HG__PDF_PALE 0xf4f6f8u

typedef struct hg__tone_look {
    uint32_t ink, ground;
} hg__tone_look;
extern const hg__tone_look hg__tone_looks[HG__TONES];

typedef enum hg__op_kind {
    HG__OP_TEXT,   /* base line at y; target: link to a place */
    HG__OP_FILL,   /* rectangle with round corners */
    HG__OP_FRAME,  /* its outline, `size` wide */
    HG__OP_FIGURE, /* w wide; `size` is the scale */
    HG__OP_SWATCH, /* a side's line, w long */
    HG__OP_LOGO    /* the lab's picture in w x h */
} hg__op_kind;

typedef struct hg__op {
    hg__op_kind kind;
    double x, y, w, h, size, radius;
    uint32_t colour;
    hg__face face;
    hg_side side;
    const char *text, *target;
    const struct hg__figure *figure;
    struct hg__op *next;
} hg__op;

typedef struct hg__slab {
    double height, before;         /* `before` is space above it, dropped at the top of a page */
    bool keep_next;                /* not to be parted from the slab that follows */
    bool new_page;                 /* begins one */
    const char *place;             /* name that links lead to, or NULL */
    const char *outline;           /* entry of the outline, or NULL */
    int level;                     /* of that entry */
    const struct hg__slab *repeat; /* drawn above it again where it begins a page: table heads */
    hg__op *first, *last;
    struct hg__slab *next;
    /* set by hg__pages_plan() */
    size_t number, page; /* from 0 */
    double y;            /* on the page's body */
    bool again;          /* `repeat` stands above it */
} hg__slab;

typedef struct hg__flow {
    hg__arena *arena;
    hg__fonts *fonts;
    const hg__document *doc;
    double tight;       /* 1, or less */
    bool full;          /* with the sections that the page folds */
    double page_height; /* of the body: no slab is higher */
    hg__slab *first, *last;
    double space;  /* that the next slab gets before it */
    bool new_page; /* the next slab begins one */
    bool failed;
} hg__flow;

hg__slab *hg__flow_slab(hg__flow *flow, double height); /* NULL: no memory, flow->failed is set */
hg__op *hg__slab_op(hg__flow *flow, hg__slab *slab, hg__op op);
/* The same in front of all others: it is drawn, and read, first. */
hg__op *hg__slab_op_first(hg__flow *flow, hg__slab *slab, hg__op op);
/* The next slab stands at least so far below the last one. */
void hg__flow_space(hg__flow *flow, double space);
/* All slabs behind `from` (NULL: all) stay on one page with the last of them, if a page can. */
void hg__flow_keep(hg__flow *flow, hg__slab *from);
/* Slabs of `inner` as one, its height all of theirs. */
hg__slab *hg__flow_merge(hg__flow *flow, const hg__flow *inner, hg__slab *into, double dy);
double hg__flow_height(const hg__flow *flow);
hg__flow hg__flow_inner(const hg__flow *flow);

/* --- text.c --- */

typedef struct hg__style {
    double size;
    uint32_t colour;
    bool bold;
    hg__align align;
    bool centre; /* over align */
} hg__style;

typedef struct hg__line {
    hg__op *first, *last; /* x from the left edge of the text, y from the top of the line */
    double width;
    struct hg__line *next;
} hg__line;

typedef struct hg__lines {
    hg__line *first;
    size_t n;
    double width, line_height;
} hg__lines;

/* Breaks a text into lines of at most `width`. */
hg__lines hg__text_lines(hg__flow *flow, const hg__runs *runs, hg__style style, double width);
/* The same, but no more than `most` lines: the last one ends with dots where more was to come. For
 * what must stay in one slab: headings, captions, facts. */
hg__lines hg__text_some_lines(hg__flow *flow, const hg__runs *runs, hg__style style, double width,
                              size_t most);
/* Widths that a text needs without a break, and with one at each space. */
void hg__text_widths(hg__flow *flow, const hg__runs *runs, hg__style style, double *whole,
                     double *word);
/* Puts a line into a slab with its upper left corner at (x, y). */
void hg__slab_line(hg__flow *flow, hg__slab *slab, const hg__line *line, double x, double y,
                   double width, hg__style style);
/* Lines as slabs of their own, no widows. */
void hg__flow_text(hg__flow *flow, const hg__runs *runs, hg__style style, double x, double width);

/* The text of runs without their looks. */
const char *hg__flow_plain(hg__flow *flow, const hg__runs *runs);

/* --- blocks.c, boxes.c, table.c --- */

void hg__flow_block(hg__flow *flow, const hg__block *block, double x, double width);
void hg__flow_children(hg__flow *flow, const hg__block *block, double x, double width);
void hg__flow_facts(hg__flow *flow, const hg__block *facts, double x, double width);
void hg__flow_figures(hg__flow *flow, const hg__block *figures, double x, double width);
void hg__flow_notice(hg__flow *flow, const hg__block *notice, double x, double width);
void hg__flow_card(hg__flow *flow, const hg__block *card, double x, double width);
void hg__flow_columns(hg__flow *flow, const hg__block *columns, double x, double width);
void hg__flow_table(hg__flow *flow, const hg__block *table, double x, double width);

/* --- pages.c --- */

typedef struct hg__paper {
    double width, height; /* points */
    double left, right, top, bottom;
} hg__paper;

/* Stacks the slabs on pages of this height and gives how many they need. */
size_t hg__pages_plan(hg__slab *first, double height);
/* Draws them all, page by page, with outline and links; the context is of a PDF surface. */
void hg__pages_draw(struct _cairo *cr, hg__fonts *fonts, const hg__document *doc,
                    const hg__paper *paper, const hg__slab *first, size_t n_pages);

#endif
