/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections, paragraphs, lists and facts as slabs. */
#include <math.h>
#include <stdio.h>

#include "report/pdf/flow.h"

#define INDENT 11.0
#define LARGEST_KEPT 0.38 /* of a page */

/* Headings by level: size, space before and after, a rule above. */
typedef struct heading {
    double size, before, after;
    double rule; /* its width; 0: none */
} heading;

static const heading headings[] = {
    [1] = {20, 0, 6, 0}, [2] = {13.5, 18, 5, 1.2}, [3] = {10.8, 13, 4, 0}, [4] = {9.4, 9, 3, 0}};
#define DEEPEST 4

static hg__style body(const hg__flow *flow) {
    return (hg__style){.size = HG__PDF_TEXT * flow->tight, .colour = HG__PDF_INK};
}

static hg__style small_print(const hg__flow *flow) {
    return (hg__style){.size = HG__PDF_SMALL * flow->tight, .colour = HG__PDF_SOFT};
}

/* Two texts as one, a space between them. */
static hg__runs joined(hg__flow *flow, const hg__runs *a, const hg__runs *b) {
    static const hg__run gap_run = {.kind = HG__RUN_TEXT, .text = "\xc2\xa0 "};
    const hg__runs gap = {(hg__run *)(uintptr_t)&gap_run, NULL};
    const hg__runs *parts[] = {a, &gap, b};
    hg__runs all = {NULL, NULL};
    if (!b->first) return *a;
    for (int i = 0; i < 3; i++)
        for (const hg__run *r = parts[i]->first; r; r = r->next) {
            hg__run *mine = hg__arena_alloc(flow->arena, 1, sizeof *mine);
            if (!mine) {
                flow->failed = true;
                return *a;
            }
            *mine = *r;
            mine->next = NULL;
            if (all.last)
                all.last->next = mine;
            else
                all.first = mine;
            all.last = mine;
        }
    return all;
}

static void add_heading(hg__flow *flow, const hg__block *b, double x, double width) {
    int level = b->level < 1 ? 1 : b->level > DEEPEST ? DEEPEST : b->level;
    const heading *h = &headings[level];
    hg__style style = {.size = h->size * flow->tight, .colour = HG__PDF_INK, .bold = true};
    hg__runs title = joined(flow, &b->title, &b->badge);
    if (!title.first) return;
    hg__flow_space(flow, h->before);
    hg__lines lines = hg__text_some_lines(flow, &title, style, width, 5);
    double above = h->rule > 0 ? 7 * flow->tight : 0, step = style.size * 1.24;
    hg__slab *slab = hg__flow_slab(flow, above + step * (double)lines.n);
    if (!slab) return;
    if (h->rule > 0)
        hg__slab_op(
            flow, slab,
            (hg__op){.kind = HG__OP_FILL, .x = x, .w = width, .h = h->rule, .colour = HG__PDF_INK});
    double y = above - (lines.line_height - step) / 2;
    for (const hg__line *l = lines.first; l; l = l->next, y += step)
        hg__slab_line(flow, slab, l, x, y, width, style);
    slab->keep_next = true;
    slab->place = b->id && *b->id ? b->id : NULL;
    slab->outline = hg__flow_plain(flow, &b->title);
    slab->level = level;
    hg__flow_space(flow, h->after);
}

static void add_section(hg__flow *flow, const hg__block *b, double x, double width) {
    if (b->foldable && !flow->full) return;
    add_heading(flow, b, x, width);
    hg__flow_children(flow, b, x, width);
}

static void add_paragraph(hg__flow *flow, const hg__block *b, double x, double width) {
    hg__flow_space(flow, 3);
    hg__flow_text(flow, &b->text,
                  b->tone == HG__TONE_ABSENT || b->compact ? small_print(flow) : body(flow), x,
                  width);
    hg__flow_space(flow, 3);
}

static void list_mark(char mark[24], const hg__block *list, size_t number) {
    snprintf(mark, 24, list->ordered ? "%zu." : "\xe2\x80\xa2", number);
}

/* Room for the widest mark. */
static double list_indent(hg__flow *flow, const hg__block *list, hg__style style) {
    char mark[24];
    size_t n = 0;
    for (const hg__block *item = list->children; item; item = item->next) n++;
    list_mark(mark, list, n);
    return fmax(INDENT, hg__fonts_width(flow->fonts, HG__FACE_REGULAR, style.size, mark) + 5);
}

static void add_list(hg__flow *flow, const hg__block *list, double x, double width) {
    size_t number = 0;
    hg__style style = list->compact ? small_print(flow) : body(flow);
    style.colour = HG__PDF_INK;
    double indent = list_indent(flow, list, style);
    hg__flow_space(flow, 2);
    for (const hg__block *item = list->children; item; item = item->next) {
        char mark[24];
        hg__slab *before = flow->last;
        list_mark(mark, list, ++number);
        hg__flow_text(flow, &item->text, style, x + indent, width - indent);
        hg__slab *begun = before ? before->next : flow->first;
        /* Points stand at the left edge, numbers against their text. */
        double at =
            list->ordered
                ? indent - 4 - hg__fonts_width(flow->fonts, HG__FACE_REGULAR, style.size, mark)
                : 1;
        if (begun)
            hg__slab_op_first(flow, begun,
                              (hg__op){.kind = HG__OP_TEXT,
                                       .x = x + at,
                                       .y = style.size * (HG__PDF_LINE / 2 + 0.36),
                                       .size = style.size,
                                       .colour = HG__PDF_SOFT,
                                       .text = hg__arena_strdup(flow->arena, mark)});
        if (begun && !begun->place && item->id && *item->id) begun->place = item->id;
        hg__flow_children(flow, item, x + indent, width - indent);
        hg__flow_space(flow, 1.5);
    }
    hg__flow_space(flow, 4);
}

/* Facts stand side by side as room allows, each as wide as it needs. */
typedef struct fact_place {
    hg__lines label, value;
    double x, width;
} fact_place;

#define FACT_GAP 22.0

static const hg__fact *fact_row(hg__flow *flow, const hg__fact *fact, double x, double width) {
    hg__style label = small_print(flow), value = body(flow);
    fact_place places[32];
    size_t n = 0;
    double at = 0, height = 0;
    value.bold = true;
    for (; fact && n < sizeof places / sizeof *places; fact = fact->next) {
        double whole, whole_label, word;
        hg__text_widths(flow, &fact->value, value, &whole, &word);
        hg__text_widths(flow, &fact->label, label, &whole_label, &word);
        double w = fmin(fmax(whole, whole_label) + 0.5, width);
        if (n && at + w > width) break;
        fact_place *p = &places[n++];
        p->x = at;
        p->width = w;
        p->label = hg__text_some_lines(flow, &fact->label, label, w, 2);
        p->value = hg__text_some_lines(flow, &fact->value, value, w, 6);
        at += w + FACT_GAP;
        height = fmax(height, (double)p->label.n * p->label.line_height +
                                  (double)p->value.n * p->value.line_height);
    }
    hg__slab *slab = hg__flow_slab(flow, fmin(height, flow->page_height));
    for (size_t i = 0; i < n && slab; i++) {
        double y = 0;
        for (const hg__line *l = places[i].label.first; l; l = l->next) {
            hg__slab_line(flow, slab, l, x + places[i].x, y, places[i].width, label);
            y += places[i].label.line_height;
        }
        for (const hg__line *l = places[i].value.first; l; l = l->next) {
            hg__slab_line(flow, slab, l, x + places[i].x, y, places[i].width, value);
            y += places[i].value.line_height;
        }
    }
    return fact;
}

void hg__flow_facts(hg__flow *flow, const hg__block *facts, double x, double width) {
    hg__op rule = {.kind = HG__OP_FILL, .x = x, .w = width, .h = 0.6, .colour = HG__PDF_RULE};
    hg__flow_space(flow, 6);
    hg__slab *slab = hg__flow_slab(flow, 0.6);
    if (slab) {
        hg__slab_op(flow, slab, rule);
        slab->keep_next = true;
    }
    hg__flow_space(flow, 5);
    for (const hg__fact *f = facts->facts; f && !flow->failed;) {
        f = fact_row(flow, f, x, width);
        hg__flow_space(flow, 4);
        if (!f && flow->last) flow->last->keep_next = true;
    }
    hg__flow_space(flow, 5);
    slab = hg__flow_slab(flow, 0.6);
    if (slab) hg__slab_op(flow, slab, rule);
    hg__flow_space(flow, 6);
}

static void add_page(hg__flow *flow, const hg__block *b, double x, double width) {
    (void)b;
    (void)x;
    (void)width;
    flow->new_page = true;
}

/* Together, but not at the price of a page half empty. */
static void keep_small(hg__flow *flow, hg__slab *before) {
    double height = 0;
    for (const hg__slab *s = before ? before->next : flow->first; s; s = s->next)
        height += s->before + s->height;
    if (height <= LARGEST_KEPT * flow->page_height) hg__flow_keep(flow, before);
}

typedef void block_layout(hg__flow *flow, const hg__block *block, double x, double width);

void hg__flow_block(hg__flow *flow, const hg__block *block, double x, double width) {
    static block_layout *const layouts[] = {
        [HG__BLOCK_SECTION] = add_section,
        [HG__BLOCK_PARAGRAPH] = add_paragraph,
        [HG__BLOCK_LIST] = add_list,
        [HG__BLOCK_ITEM] = add_paragraph,
        [HG__BLOCK_FACTS] = hg__flow_facts,
        [HG__BLOCK_TABLE] = hg__flow_table,
        [HG__BLOCK_FIGURES] = hg__flow_figures,
        [HG__BLOCK_NOTICE] = hg__flow_notice,
        [HG__BLOCK_CARD] = hg__flow_card,
        [HG__BLOCK_COLUMNS] = hg__flow_columns,
        [HG__BLOCK_PAGE] = add_page,
    };
    if (flow->failed) return;
    hg__slab *before = flow->last;
    layouts[block->kind](flow, block, x, width);
    if (block->keep) keep_small(flow, before);
    if (block->id && *block->id) {
        hg__slab *begun = before ? before->next : flow->first;
        if (begun && !begun->place) begun->place = block->id;
    }
}

void hg__flow_children(hg__flow *flow, const hg__block *block, double x, double width) {
    for (const hg__block *b = block->children; b; b = b->next) {
        hg__slab *before = flow->last;
        hg__flow_block(flow, b, x, width);
        /* What introduces a drawing, a table or the first part of a section stays with it. */
        bool first = b == block->children;
        if (b->kind == HG__BLOCK_PARAGRAPH && flow->last && flow->last != before && b->next &&
            (b->next->kind == HG__BLOCK_FIGURES || b->next->kind == HG__BLOCK_TABLE ||
             (first && b->next->kind == HG__BLOCK_SECTION))) {
            hg__flow_keep(flow, before);
            flow->last->keep_next = true;
        }
    }
}
