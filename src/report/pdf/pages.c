/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slabs onto pages, and what stands on every page, outline and links.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cairo-pdf.h>

#include "base/strbuf.h"
#include "report/escape.h"
#include "report/pdf/figure.h"
#include "report/pdf/flow.h"
#include "report/pdf/logo.h"

/* Height of a slab with all that must stay with it. */
static double chain_height(const hg__slab *s) {
    double height = s->height;
    for (; s->keep_next && s->next && !s->next->new_page; s = s->next)
        height += s->next->before + s->next->height;
    return height;
}

size_t hg__pages_plan(hg__slab *first, double height) {
    double y = 0;
    size_t page = 0, number = 0;
    const hg__slab *held_to = NULL; /* slabs up to this one were found to fit together */
    bool held = false;
    for (hg__slab *s = first; s; s = s->next) {
        double needs = s->height;
        s->number = number++;
        if (!held) {
            double chain = chain_height(s);
            if (chain <= height) {
                needs = chain;
                held = true;
                held_to = s;
                while (held_to->keep_next && held_to->next && !held_to->next->new_page)
                    held_to = held_to->next;
            }
            if (y > 0 && (s->new_page || y + s->before + needs > height + 0.01)) {
                page++;
                y = 0;
            }
        }
        s->again = y <= 0 && page > 0 && s->repeat && s->repeat->height + s->height <= height;
        if (s->again) y += s->repeat->height;
        if (y > 0 && !s->again) y += s->before;
        s->page = page;
        s->y = y;
        y += s->height;
        if (held && s == held_to) held = false;
    }
    return first ? page + 1 : 0;
}

/* --- drawing --- */

typedef struct pen {
    cairo_t *cr;
    hg__fonts *fonts;
    const hg__document *doc;
    const hg__paper *paper;
    const hg__slab *slabs;
    hg__palette palette;
} pen;

static const hg__slab *find_place(const pen *p, const char *name) {
    for (const hg__slab *s = p->slabs; s; s = s->next)
        if (s->place && strcmp(s->place, name) == 0) return s;
    return NULL;
}

/* Whole points: cairo reads the decimals of attributes as the locale has them. */
static void tag(const pen *p, const char *name, const hg__strbuf *attributes) {
    if (attributes->failed) return;
    cairo_tag_begin(p->cr, name, attributes->data);
    cairo_tag_end(p->cr, name);
}

static long above(const pen *p, const hg__slab *s) {
    return lround(fmax(p->paper->top + s->y - 6, 0));
}

/* Where links lead. By name, as cairo knows no pages that are still to come; by number, as what an
 * id holds is not ours. */
static void draw_place(const pen *p, const hg__slab *s) {
    hg__strbuf b = {0};
    hg__strbuf_addf(&b, "name='p%zu' x=%ld y=%ld", s->number, lround(p->paper->left), above(p, s));
    tag(p, CAIRO_TAG_DEST, &b);
    hg__strbuf_free(&b);
}

static void draw_link(const pen *p, const hg__op *op, const hg__slab *to, double x, double y) {
    hg__strbuf b = {0};
    hg__strbuf_addf(&b, "rect=[%ld %ld %ld %ld] ", lround(x), lround(y - 0.8 * op->size),
                    lround(op->w), lround(1.1 * op->size));
    hg__strbuf_addf(&b, "dest='p%zu'", to->number);
    tag(p, CAIRO_TAG_LINK, &b);
    hg__strbuf_free(&b);
}

static void draw_box(const pen *p, const hg__op *op, double x, double y) {
    double r = fmin(op->radius, fmin(op->w, op->h) / 2);
    const double quarter = asin(1.0);
    cairo_new_path(p->cr);
    if (r > 0) {
        cairo_arc(p->cr, x + op->w - r, y + r, r, -quarter, 0);
        cairo_arc(p->cr, x + op->w - r, y + op->h - r, r, 0, quarter);
        cairo_arc(p->cr, x + r, y + op->h - r, r, quarter, 2 * quarter);
        cairo_arc(p->cr, x + r, y + r, r, 2 * quarter, 3 * quarter);
        cairo_close_path(p->cr);
    } else {
        cairo_rectangle(p->cr, x, y, op->w, op->h);
    }
    hg__pdf_colour(p->cr, op->colour, 1);
    if (op->kind == HG__OP_FILL) {
        cairo_fill(p->cr);
    } else {
        cairo_set_dash(p->cr, NULL, 0, 0);
        cairo_set_line_width(p->cr, op->size);
        cairo_stroke(p->cr);
    }
}

static void draw_swatch(const pen *p, const hg__op *op, double x, double y) {
    const hg__shape line = {
        .kind = HG__SHAPE_LINE,
        .mark = {.role = op->side == HG_RIGHT ? HG__ROLE_RIGHT : HG__ROLE_LEFT}};
    hg__look look = hg__look_of(&p->palette, &line);
    double dash[2];
    hg__dash_lengths(look.dash, dash);
    dash[0] *= 0.75;
    dash[1] *= 0.75;
    hg__pdf_colour(p->cr, look.colour, 1);
    cairo_set_dash(p->cr, dash, dash[0] > 0 ? 2 : 0, 0);
    cairo_set_line_width(p->cr, 1.6);
    cairo_move_to(p->cr, x, y);
    cairo_line_to(p->cr, x + op->w, y);
    cairo_stroke(p->cr);
}

/* A link to what paper leaves out is plain text. */
static void draw_text(const pen *p, const hg__op *op, double x, double y) {
    const hg__slab *to = op->target ? find_place(p, op->target) : NULL;
    hg__pdf_colour(p->cr, op->target && !to ? HG__PDF_INK : op->colour, 1);
    hg__fonts_draw(p->fonts, p->cr, op->face, op->size, x, y, op->text);
    if (to) draw_link(p, op, to, x, y);
}

static void draw_ops(const pen *p, const hg__op *op, double x0, double y0) {
    for (; op; op = op->next) {
        double x = x0 + op->x, y = y0 + op->y;
        switch (op->kind) {
        case HG__OP_TEXT: draw_text(p, op, x, y); break;
        case HG__OP_FIGURE:
            hg__pdf_figure(p->cr, p->fonts, op->figure, &p->palette, x, y, op->size, op->w);
            break;
        case HG__OP_SWATCH: draw_swatch(p, op, x, y); break;
        case HG__OP_LOGO: hg__pdf_logo(p->cr, p->doc, x, y, op->w, op->h); break;
        default: draw_box(p, op, x, y);
        }
    }
}

/* As much of a text as fits, with dots where it was cut. */
static void draw_fitted(const pen *p, double size, double x, double y, double room,
                        const char *text) {
    double width = hg__fonts_width(p->fonts, HG__FACE_REGULAR, size, text);
    if (width <= room) {
        hg__fonts_draw(p->fonts, p->cr, HG__FACE_REGULAR, size, x, y, text);
        return;
    }
    hg__strbuf b = {0};
    double used = hg__fonts_width(p->fonts, HG__FACE_REGULAR, size, "\xe2\x80\xa6");
    for (const char *at = text, *from = text; *at; from = at) {
        uint32_t c = hg__utf8_next_shown(&at);
        if (!c) break;
        used += hg__fonts_advance(p->fonts, HG__FACE_REGULAR, c) * size;
        if (used > room) break;
        hg__strbuf_add_bytes(&b, from, (size_t)(at - from));
    }
    hg__strbuf_add(&b, "\xe2\x80\xa6");
    if (!b.failed) hg__fonts_draw(p->fonts, p->cr, HG__FACE_REGULAR, size, x, y, b.data);
    hg__strbuf_free(&b);
}

static void draw_right(const pen *p, double size, double right, double y, const char *text) {
    double width = hg__fonts_width(p->fonts, HG__FACE_REGULAR, size, text);
    hg__fonts_draw(p->fonts, p->cr, HG__FACE_REGULAR, size, right - width, y, text);
}

/* "Page {page} of {pages}" of the catalogue. */
static void page_words(hg__strbuf *b, const pen *p, size_t page, size_t n_pages) {
    const char *text = hg__texts_get(p->doc->texts, "paper.page");
    for (; *text; text++) {
        bool is_page = strncmp(text, "{page}", 6) == 0, is_all = strncmp(text, "{pages}", 7) == 0;
        if (is_page || is_all) {
            hg__strbuf_addf(b, "%zu", is_page ? page + 1 : n_pages);
            text += is_page ? 5 : 6;
        } else {
            hg__strbuf_add_bytes(b, text, 1);
        }
    }
}

#define FOOT 7.0 /* size of the furniture's text */

static void draw_furniture(const pen *p, size_t page, size_t n_pages) {
    const hg__paper *paper = p->paper;
    double right = paper->width - paper->right, width = right - paper->left;
    double y = paper->height - paper->bottom + 20;
    hg__strbuf b = {0};
    hg__pdf_colour(p->cr, HG__PDF_RULE, 1);
    cairo_rectangle(p->cr, paper->left, y - 10, width, 0.6);
    if (page > 0) cairo_rectangle(p->cr, paper->left, paper->top - 11, width, 0.6);
    cairo_fill(p->cr);
    hg__pdf_colour(p->cr, HG__PDF_SOFT, 1);
    if (page > 0) {
        draw_fitted(p, FOOT, paper->left, paper->top - 16, width * 0.62, p->doc->title);
        if (p->doc->lab_name && *p->doc->lab_name) {
            double w = fmin(hg__fonts_width(p->fonts, HG__FACE_REGULAR, FOOT, p->doc->lab_name),
                            width * 0.34);
            draw_fitted(p, FOOT, right - w, paper->top - 16, w + 0.01, p->doc->lab_name);
        }
    }
    hg__strbuf_add(&b, p->doc->runner);
    hg__strbuf_add(&b, " \xc2\xb7 ");
    hg__strbuf_add(&b, p->doc->session);
    if (!b.failed) draw_fitted(p, FOOT, paper->left, y, width * 0.7, b.data);
    hg__strbuf_free(&b);
    page_words(&b, p, page, n_pages);
    if (!b.failed) draw_right(p, FOOT, right, y, b.data);
    hg__strbuf_free(&b);
    draw_fitted(p, FOOT, paper->left, y + 10, width * 0.84, p->doc->foot ? p->doc->foot : "");
    hg__strbuf_addf(&b, "hipgait %s", p->doc->program_version ? p->doc->program_version : "");
    if (!b.failed) draw_right(p, FOOT, right, y + 10, b.data);
    hg__strbuf_free(&b);
}

static void add_outline(const pen *p) {
    int parent[8] = {CAIRO_PDF_OUTLINE_ROOT};
    cairo_surface_t *surface = cairo_get_target(p->cr);
    for (const hg__slab *s = p->slabs; s; s = s->next) {
        /* The title of the whole is no entry: it is the file's own. */
        if (!s->outline || !*s->outline || s->level < 2 || s->level > 3) continue;
        hg__strbuf b = {0};
        hg__strbuf_addf(&b, "page=%zu pos=[%ld %ld]", s->page + 1, lround(p->paper->left),
                        above(p, s));
        int upper = s->level == 2 ? CAIRO_PDF_OUTLINE_ROOT : parent[2];
        if (!b.failed)
            parent[s->level] = cairo_pdf_surface_add_outline(surface, upper, s->outline, b.data, 0);
        hg__strbuf_free(&b);
    }
}

void hg__pages_draw(cairo_t *cr, hg__fonts *fonts, const hg__document *doc, const hg__paper *paper,
                    const hg__slab *first, size_t n_pages) {
    const pen p = {cr,    fonts, doc,
                   paper, first, {doc->left_rgb, doc->right_rgb, hg__palette_default.right_dashed}};
    const hg__slab *s = first;
    for (size_t page = 0; page < n_pages; page++) {
        for (; s && s->page == page; s = s->next) {
            if (s->again)
                draw_ops(&p, s->repeat->first, paper->left, paper->top + s->y - s->repeat->height);
            if (s->place) draw_place(&p, s);
            draw_ops(&p, s->first, paper->left, paper->top + s->y);
        }
        draw_furniture(&p, page, n_pages);
        cairo_show_page(cr);
    }
    add_outline(&p);
}
