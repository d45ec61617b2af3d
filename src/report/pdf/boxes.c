/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside or inside something: notices, cards, columns, grids of figures. */
#include <math.h>

#include "report/pdf/flow.h"

#define BOX_RULE 2.6
#define BOX_PADDING 9.0
#define GUTTER 14.0
#define FIGURE_TEXT_LEAST 6.2
#define FIGURE_SCALE_MOST 0.8
#define GRID_KEPT 0.5       /* of a page: rows of one grid are compared with each other */
#define TALLEST_FIGURE 0.82 /* of a page */

static hg__op fill(double x, double y, double w, double h, uint32_t colour) {
    return (hg__op){.kind = HG__OP_FILL, .x = x, .y = y, .w = w, .h = h, .colour = colour};
}

/*
 * The slabs of `inner` on the ground of a tone with a rule at its left. One slab where it is small;
 * a box that may be higher than a page is cut between its slabs, ground and rule going on.
 */
static void add_box(hg__flow *flow, const hg__flow *inner, hg__tone tone, double x, double width) {
    const hg__tone_look *look = &hg__tone_looks[tone];
    double pad = 6 * flow->tight, height = hg__flow_height(inner) + 2 * pad;
    if (height <= 0.6 * flow->page_height) {
        hg__slab *slab = hg__flow_slab(flow, height);
        hg__slab_op(flow, slab, fill(x, 0, width, height, look->ground));
        hg__slab_op(flow, slab, fill(x, 0, BOX_RULE, height, look->ink));
        hg__flow_merge(flow, inner, slab, pad);
        return;
    }
    for (const hg__slab *s = inner->first; s; s = s->next) {
        double above = s == inner->first ? pad : s->before, below = s->next ? 0 : pad;
        hg__slab *slab = hg__flow_slab(flow, above + s->height + below);
        if (!slab) return;
        slab->keep_next = s->keep_next;
        slab->place = s->place;
        /* A hair more, so that no light falls between the pieces. */
        double h = slab->height + (s->next ? 0.2 : 0);
        hg__slab_op(flow, slab, fill(x, 0, width, h, look->ground));
        hg__slab_op(flow, slab, fill(x, 0, BOX_RULE, h, look->ink));
        for (const hg__op *op = s->first; op; op = op->next) {
            hg__op moved = *op;
            moved.y += above;
            hg__slab_op(flow, slab, moved);
        }
    }
}

void hg__flow_notice(hg__flow *flow, const hg__block *b, double x, double width) {
    hg__flow inner = hg__flow_inner(flow);
    double left = x + BOX_RULE + BOX_PADDING, right = BOX_PADDING;
    const char *sign = hg__tone_sign(b->tone);
    double room = 0;
    if (*sign) {
        double size = 13 * flow->tight;
        room = hg__fonts_width(flow->fonts, HG__FACE_BOLD, size, sign) + 7;
        left += room;
    }
    hg__style style = {
        .size = 10.2 * flow->tight, .colour = hg__tone_looks[b->tone].ink, .bold = true};
    hg__flow_text(&inner, &b->title, style, left, width - (left - x) - right);
    hg__flow_space(&inner, 2);
    hg__flow_children(&inner, b, left, width - (left - x) - right);
    if (room > 0 && inner.first)
        hg__slab_op(&inner, inner.first,
                    (hg__op){.kind = HG__OP_TEXT,
                             .x = left - room,
                             .y = 11.5 * flow->tight,
                             .size = 13 * flow->tight,
                             .colour = hg__tone_looks[b->tone].ink,
                             .face = HG__FACE_BOLD,
                             .text = sign});
    hg__flow_space(flow, 7);
    add_box(flow, &inner, b->tone, x, width);
    hg__flow_space(flow, 7);
}

void hg__flow_card(hg__flow *flow, const hg__block *b, double x, double width) {
    hg__flow inner = hg__flow_inner(flow);
    double left = x + BOX_RULE + BOX_PADDING, room = width - BOX_RULE - 2 * BOX_PADDING;
    hg__style title = {.size = 9.8 * flow->tight, .colour = HG__PDF_INK, .bold = true};
    hg__style why = {.size = 8.6 * flow->tight, .colour = HG__PDF_INK};
    hg__style grade = {.size = 7.6 * flow->tight, .colour = HG__PDF_SOFT};
    /* Title and badge share a line where both fit. */
    hg__lines name = hg__text_lines(flow, &b->title, title, room);
    hg__lines badge = hg__text_lines(flow, &b->badge, why, room);
    if (name.n == 1 && badge.n == 1 && name.width + badge.width + 10 <= room) {
        hg__slab *slab = hg__flow_slab(&inner, name.line_height);
        hg__slab_line(&inner, slab, name.first, left, 0, room, title);
        why.align = HG__ALIGN_NUMBER;
        hg__slab_line(&inner, slab, badge.first, left, 0, room, why);
        why.align = HG__ALIGN_TEXT;
    } else {
        hg__flow_text(&inner, &b->title, title, left, room);
        hg__flow_text(&inner, &b->badge, why, left, room);
    }
    hg__flow_space(&inner, 1.5);
    hg__flow_text(&inner, &b->text, why, left, room);
    hg__flow_space(&inner, 1);
    hg__flow_children(&inner, b, left, room);
    hg__flow_space(&inner, 1);
    hg__flow_text(&inner, &b->grade, grade, left, room);
    hg__flow_space(flow, 4);
    add_box(flow, &inner, b->tone == HG__TONE_ABSENT ? HG__TONE_PLAIN : b->tone, x, width);
    hg__flow_space(flow, 4);
}

/* Boxes of a row end together. */
static void stretch(hg__slab *slab, hg__op *from, double height, double to) {
    for (hg__op *op = from ? from->next : slab->first; op; op = op->next)
        if (op->kind == HG__OP_FILL && op->y < 0.01 && fabs(op->h - height) < 0.01) op->h = to;
}

static const hg__block *column_row(hg__flow *flow, const hg__block *first, size_t across, double x,
                                   double width) {
    hg__flow inner[4];
    double w = (width - GUTTER * (double)(across - 1)) / (double)across, height = 0;
    const hg__block *b = first;
    size_t n = 0;
    for (; b && n < across; b = b->next, n++) {
        inner[n] = hg__flow_inner(flow);
        hg__flow_block(&inner[n], b, x + (w + GUTTER) * (double)n, w);
        height = fmax(height, hg__flow_height(&inner[n]));
    }
    if (height > 0.9 * flow->page_height) { /* then they stand one below the other */
        b = first;
        for (size_t i = 0; i < n; i++, b = b->next) hg__flow_block(flow, b, x, width);
        return b;
    }
    hg__slab *slab = hg__flow_slab(flow, height);
    for (size_t i = 0; i < n && slab; i++) {
        hg__op *before = slab->last;
        hg__flow_merge(flow, &inner[i], slab, 0);
        stretch(slab, before, hg__flow_height(&inner[i]), height);
    }
    hg__flow_space(flow, 8);
    return b;
}

void hg__flow_columns(hg__flow *flow, const hg__block *b, double x, double width) {
    size_t n = 0;
    for (const hg__block *c = b->children; c; c = c->next) n++;
    if (n == 0) return;
    size_t across = n == 4 ? 2 : n > 3 ? 3 : n;
    hg__flow_space(flow, 6);
    for (const hg__block *c = b->children; c && !flow->failed;)
        c = column_row(flow, c, across, x, width);
    hg__flow_space(flow, 6);
}

/* A row of the grid: captions first, so that the pictures stand in line. */
static const hg__figure_place *figure_row(hg__flow *flow, const hg__figure_place *first,
                                          size_t across, double x, double width) {
    hg__style style = {.size = 8.2 * flow->tight, .colour = HG__PDF_INK, .bold = true};
    hg__lines captions[4];
    double w = (width - GUTTER * (double)(across - 1)) / (double)across, scale[4], text = 0,
           height = 0;
    size_t n = 0;
    const hg__figure_place *p = first;
    for (; p && n < across && (n == 0 || !p->wide); p = p->next, n++) {
        captions[n] = hg__text_some_lines(flow, &p->caption, style, w, 3);
        text = fmax(text, (double)captions[n].n * captions[n].line_height);
        scale[n] = 0;
        if (!p->figure || !(p->figure->width > 0) || !(p->figure->height > 0)) continue;
        scale[n] = fmin(w / p->figure->width, FIGURE_SCALE_MOST) * sqrt(flow->tight);
        scale[n] = fmin(scale[n], TALLEST_FIGURE * flow->page_height / p->figure->height);
        height = fmax(height, scale[n] * p->figure->height);
    }
    if (text > 0) text += 2;
    hg__slab *slab = hg__flow_slab(flow, text + height);
    p = first;
    for (size_t i = 0; i < n && slab; i++, p = p->next) {
        double at = x + (w + GUTTER) * (double)i, y = 0;
        for (const hg__line *l = captions[i].first; l; l = l->next, y += captions[i].line_height)
            hg__slab_line(flow, slab, l, at, y, w, style);
        if (scale[i] > 0)
            hg__slab_op(flow, slab,
                        (hg__op){.kind = HG__OP_FIGURE,
                                 .x = at,
                                 .y = text,
                                 .size = scale[i],
                                 .w = FIGURE_TEXT_LEAST,
                                 .figure = p->figure});
    }
    hg__flow_space(flow, 9);
    return p;
}

void hg__flow_figures(hg__flow *flow, const hg__block *b, double x, double width) {
    size_t across = b->figures_across < 1 ? 1 : b->figures_across > 4 ? 4 : b->figures_across;
    hg__slab *before = flow->last;
    hg__flow_space(flow, 6);
    for (const hg__figure_place *p = b->figures; p && !flow->failed;)
        p = figure_row(flow, p, p->wide ? 1 : across, x, width);
    double height = 0;
    for (const hg__slab *s = before ? before->next : flow->first; s; s = s->next)
        height += s->before + s->height;
    if (height <= GRID_KEPT * flow->page_height) hg__flow_keep(flow, before);
    hg__flow_space(flow, 7);
}
