/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pdf/figure.h"

#include <math.h>

#include <cairo.h>

void hg__pdf_colour(cairo_t *cr, uint32_t rgb, double opacity) {
    double r = (rgb >> 16 & 255) / 255.0, g = (rgb >> 8 & 255) / 255.0, b = (rgb & 255) / 255.0;
    if (opacity < 1)
        cairo_set_source_rgba(cr, r, g, b, opacity);
    else
        cairo_set_source_rgb(cr, r, g, b);
}

#define STRAIGHT 0.04 /* units that a point may lie beside a line, unseen on any paper */
#define MOST_DROPPED 3

/* True when b lies on the line from a to c. Most of the time of a PDF goes into printing points. */
static bool on_the_way(const double *a, const double *b, const double *c) {
    double dx = c[0] - a[0], dy = c[1] - a[1], length = hypot(dx, dy);
    double off = (b[0] - a[0]) * dy - (b[1] - a[1]) * dx, along = (b[0] - a[0]) * dx;
    along += (b[1] - a[1]) * dy;
    return fabs(off) <= STRAIGHT * length && along >= 0 && along <= length * length;
}

static void path_points(cairo_t *cr, const hg__shape *s) {
    const double *last = NULL; /* the point that was drawn to, NULL: the pen is up */
    int dropped = 0;
    for (size_t i = 0; i < s->n_points; i++) {
        const double *at = s->points + 2 * i;
        bool more = i + 1 < s->n_points && !isnan(at[2]);
        if (isnan(at[0])) {
            if (s->closed && last) cairo_close_path(cr);
            last = NULL;
        } else if (!last) {
            cairo_move_to(cr, at[0], at[1]);
            last = at;
        } else if (more && dropped < MOST_DROPPED && on_the_way(last, at, at + 2)) {
            dropped++;
        } else {
            cairo_line_to(cr, at[0], at[1]);
            last = at;
            dropped = 0;
        }
    }
    if (s->closed && last) cairo_close_path(cr);
}

static void path_curve(cairo_t *cr, const hg__shape *s) {
    const double *p = s->points;
    cairo_move_to(cr, p[0], p[1]);
    for (size_t i = 1; i + 2 < s->n_points; i += 3)
        cairo_curve_to(cr, p[2 * i], p[2 * i + 1], p[2 * i + 2], p[2 * i + 3], p[2 * i + 4],
                       p[2 * i + 5]);
    if (s->closed) cairo_close_path(cr);
}

static void path_rect(cairo_t *cr, const hg__shape *s) {
    double x = s->at[0], y = s->at[1], w = s->at[2], h = s->at[3];
    double r = fmin(s->r, fmin(w, h) / 2);
    if (!(r > 0)) {
        cairo_rectangle(cr, x, y, w, h);
        return;
    }
    const double quarter = asin(1.0);
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -quarter, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, quarter);
    cairo_arc(cr, x + r, y + h - r, r, quarter, 2 * quarter);
    cairo_arc(cr, x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
}

static void path_of(cairo_t *cr, const hg__shape *s) {
    cairo_new_path(cr);
    switch (s->kind) {
    case HG__SHAPE_LINE:
        cairo_move_to(cr, s->at[0], s->at[1]);
        cairo_line_to(cr, s->at[2], s->at[3]);
        break;
    case HG__SHAPE_CURVE: path_curve(cr, s); break;
    case HG__SHAPE_RECT: path_rect(cr, s); break;
    case HG__SHAPE_CIRCLE:
        cairo_new_sub_path(cr);
        cairo_arc(cr, s->at[0], s->at[1], s->r, 0, 4 * asin(1.0));
        break;
    default: path_points(cr, s);
    }
}

static void draw_text(cairo_t *cr, hg__fonts *fonts, const hg__shape *s, double least) {
    hg__face face = s->label.bold ? HG__FACE_BOLD : HG__FACE_REGULAR;
    double size = fmax(s->label.size, least);
    double width = hg__fonts_width(fonts, face, size, s->text);
    double back = s->label.anchor == HG__ANCHOR_END      ? width
                  : s->label.anchor == HG__ANCHOR_MIDDLE ? width / 2
                                                         : 0;
    if (fabs(s->label.turn_deg) < 1e-9) {
        hg__fonts_draw(fonts, cr, face, size, s->at[0] - back, s->at[1], s->text);
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, s->at[0], s->at[1]);
    cairo_rotate(cr, s->label.turn_deg * asin(1.0) / 90);
    hg__fonts_draw(fonts, cr, face, size, -back, 0, s->text);
    cairo_restore(cr);
}

void hg__pdf_figure(cairo_t *cr, hg__fonts *fonts, const hg__figure *figure,
                    const hg__palette *palette, double x, double y, double scale,
                    double least_text) {
    if (!figure || figure->failed || !(scale > 0)) return;
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, scale, scale);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (const hg__shape *s = figure->first; s; s = s->next) {
        if (s->kind == HG__SHAPE_GROUP || s->kind == HG__SHAPE_END) continue;
        hg__look look = hg__look_of(palette, s);
        hg__pdf_colour(cr, look.colour, look.opacity);
        if (s->kind == HG__SHAPE_TEXT) {
            draw_text(cr, fonts, s, least_text / scale);
            continue;
        }
        path_of(cr, s);
        if (look.filled) {
            cairo_fill(cr);
            continue;
        }
        double dash[2];
        hg__dash_lengths(look.dash, dash);
        cairo_set_dash(cr, dash, dash[0] > 0 ? 2 : 0, 0);
        cairo_set_line_width(cr, look.width);
        cairo_stroke(cr);
    }
    cairo_restore(cr);
}
