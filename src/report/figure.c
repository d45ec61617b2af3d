/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/figure.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct role_row {
    const char *id;
    uint32_t colour, area; /* area 0: the colour */
    double width, opacity;
    hg__dash dash;
} role_row;

static const role_row roles[HG__ROLE_COUNT] = {
#define ROLE_ROW(upper, id, colour, area, width, opacity, dash)                                    \
    [HG__ROLE_##upper] = {id, colour, area, width, opacity, HG__DASH_##dash},
    HG__ROLE_TABLE(ROLE_ROW)
#undef ROLE_ROW
};

const hg__palette hg__palette_default = {0xd55e00, 0x0072b2, true};

const char *hg__role_id(hg__role role) {
    return roles[role].id;
}

void hg__dash_lengths(hg__dash dash, double lengths[2]) {
    static const double of[HG__DASH_COUNT][2] = {
        [HG__DASH_DASHED] = {5, 2.5},
        [HG__DASH_DOTTED] = {1.5, 2},
    };
    lengths[0] = of[dash][0];
    lengths[1] = of[dash][1];
}

static bool is_filled(const hg__shape *s) {
    switch (s->kind) {
    case HG__SHAPE_AREA:
    case HG__SHAPE_RECT:
    case HG__SHAPE_CIRCLE: return !s->mark.outline;
    case HG__SHAPE_CURVE: return s->closed && !s->mark.outline;
    case HG__SHAPE_TEXT: return true;
    default: return false;
    }
}

hg__look hg__look_of(const hg__palette *palette, const hg__shape *shape) {
    bool text = shape->kind == HG__SHAPE_TEXT;
    hg__role role = text ? shape->label.role : shape->mark.role;
    role_row row = roles[role];
    if (role == HG__ROLE_LEFT) row.colour = palette->left;
    if (role == HG__ROLE_RIGHT) {
        row.colour = palette->right;
        row.dash = palette->right_dashed ? HG__DASH_DASHED : HG__DASH_SOLID;
    }
    hg__look look = {row.colour, row.width, 1, HG__DASH_SOLID, is_filled(shape)};
    if (text) return look;
    if (look.filled && !shape->mark.solid) {
        look.opacity = row.opacity;
        if (row.area) look.colour = row.area;
    }
    if (!look.filled) look.dash = shape->mark.dash ? shape->mark.dash : row.dash;
    if (shape->mark.width > 0) look.width = shape->mark.width;
    if (shape->mark.opacity > 0) look.opacity = shape->mark.opacity;
    return look;
}

/* --- building --- */

hg__figure *hg__figure_new(hg__arena *arena, double width, double height, const char *id,
                           const char *title, const char *desc) {
    hg__figure *f = hg__arena_alloc(arena, 1, sizeof *f);
    if (!f) return NULL;
    f->arena = arena;
    f->width = width;
    f->height = height;
    f->id = hg__arena_strdup(arena, id);
    f->title = hg__arena_strdup(arena, title ? title : "");
    f->desc = hg__arena_strdup(arena, desc ? desc : "");
    return f->id && f->title && f->desc ? f : NULL;
}

static hg__shape *add(hg__figure *f, hg__shape_kind kind, hg__mark mark) {
    if (!f || f->failed) return NULL;
    hg__shape *s = hg__arena_alloc(f->arena, 1, sizeof *s);
    if (!s) {
        f->failed = true;
        return NULL;
    }
    s->kind = kind;
    s->mark = mark;
    if (f->last)
        f->last->next = s;
    else
        f->first = s;
    f->last = s;
    f->n_shapes++;
    return s;
}

static bool numbers(const double *v, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!isfinite(v[i])) return false;
    return true;
}

static void add_at(hg__figure *f, hg__shape_kind kind, hg__mark mark, double a, double b, double c,
                   double d, double r) {
    const double all[5] = {a, b, c, d, r};
    if (!numbers(all, 5)) return;
    hg__shape *s = add(f, kind, mark);
    if (!s) return;
    memcpy(s->at, all, sizeof s->at);
    s->r = r;
}

void hg__figure_line(hg__figure *f, hg__mark mark, double x1, double y1, double x2, double y2) {
    add_at(f, HG__SHAPE_LINE, mark, x1, y1, x2, y2, 0);
}

void hg__figure_rect(hg__figure *f, hg__mark mark, double x, double y, double width, double height,
                     double radius) {
    if (width < 0 || height < 0) return;
    add_at(f, HG__SHAPE_RECT, mark, x, y, width, height, radius);
}

void hg__figure_circle(hg__figure *f, hg__mark mark, double x, double y, double radius) {
    add_at(f, HG__SHAPE_CIRCLE, mark, x, y, 0, 0, radius);
}

static double *points_of(hg__figure *f, size_t n) {
    double *points = f && !f->failed && n <= SIZE_MAX / 2
                         ? hg__arena_alloc(f->arena, 2 * n, sizeof *points)
                         : NULL;
    if (f && !points) f->failed = true;
    return points;
}

static void add_points(hg__figure *f, hg__shape_kind kind, hg__mark mark, const double *points,
                       size_t n, bool closed) {
    if (n == 0) return;
    hg__shape *s = add(f, kind, mark);
    if (!s) return;
    s->points = points;
    s->n_points = n;
    s->closed = closed;
}

/* A pair without a number becomes one gap; gaps in a row and at the ends are dropped. */
static size_t gather(double *to, const double *x, const double *y, size_t n) {
    size_t used = 0;
    bool gap = true;
    for (size_t i = 0; i < n; i++) {
        bool here = isfinite(x[i]) && isfinite(y[i]);
        if (!here && gap) continue;
        to[2 * used] = here ? x[i] : (double)NAN;
        to[2 * used + 1] = here ? y[i] : (double)NAN;
        used++;
        gap = !here;
    }
    return used && gap ? used - 1 : used;
}

void hg__figure_polyline(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n) {
    double *points = points_of(f, n);
    if (points) add_points(f, HG__SHAPE_LINES, mark, points, gather(points, x, y, n), false);
}

void hg__figure_polygon(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n) {
    double *points = points_of(f, n);
    if (points) add_points(f, HG__SHAPE_AREA, mark, points, gather(points, x, y, n), true);
}

void hg__figure_area(hg__figure *f, hg__mark mark, const double *x, const double *low,
                     const double *high, size_t n) {
    /* At most: there and back, and a gap after each piece of two points or more. */
    double *points = points_of(f, n <= SIZE_MAX / 6 ? 2 * n + n / 2 + 1 : SIZE_MAX);
    size_t used = 0;
    if (!points) return;
    for (size_t from = 0, to; from < n; from = to + 1) {
        for (to = from; to < n && isfinite(x[to]) && isfinite(low[to]) && isfinite(high[to]);) to++;
        if (to - from < 2) continue;
        if (used) {
            points[2 * used] = points[2 * used + 1] = NAN;
            used++;
        }
        for (size_t i = from; i < to; i++, used++) {
            points[2 * used] = x[i];
            points[2 * used + 1] = high[i];
        }
        for (size_t i = to; i-- > from; used++) {
            points[2 * used] = x[i];
            points[2 * used + 1] = low[i];
        }
    }
    add_points(f, HG__SHAPE_AREA, mark, points, used, true);
}

void hg__figure_smooth(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n,
                       bool closed) {
    if (n < 2 || !numbers(x, n) || !numbers(y, n)) return;
    size_t segments = closed ? n : n - 1;
    double *points = points_of(f, 3 * segments + 1);
    if (!points) return;
    for (int axis = 0; axis < 2; axis++) {
        const double *v = axis ? y : x;
        points[axis] = v[0];
        for (size_t i = 0; i < segments; i++) {
            double p1 = v[i], p2 = v[(i + 1) % n];
            double p0 = i ? v[i - 1] : closed ? v[n - 1] : p1;
            double p3 = closed ? v[(i + 2) % n] : i + 2 < n ? v[i + 2] : p2;
            double *to = points + 2 * (3 * i + 1) + axis;
            to[0] = p1 + (p2 - p0) / 6;
            to[2] = p2 - (p3 - p1) / 6;
            to[4] = p2;
        }
    }
    add_points(f, HG__SHAPE_CURVE, mark, points, 3 * segments + 1, closed);
}

static const char *copy(hg__figure *f, const char *text) {
    const char *mine = text && !f->failed ? hg__arena_strdup(f->arena, text) : NULL;
    if (text && !mine) f->failed = true;
    return mine;
}

void hg__figure_text(hg__figure *f, hg__label label, double x, double y, const char *text) {
    if (!f || !isfinite(x) || !isfinite(y)) return;
    const char *mine = copy(f, text);
    hg__shape *s = mine ? add(f, HG__SHAPE_TEXT, (hg__mark){.role = label.role}) : NULL;
    if (!s) return;
    s->label = label;
    if (!(s->label.size > 0)) s->label.size = HG__FIGURE_TEXT;
    s->at[0] = x;
    s->at[1] = y;
    s->text = mine;
}

void hg__figure_textf(hg__figure *f, hg__label label, double x, double y, const char *fmt, ...) {
    char text[512];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n >= 0) hg__figure_text(f, label, x, y, text);
}

void hg__figure_group(hg__figure *f, const char *title, const char *href) {
    if (!f) return;
    const char *mine = copy(f, title), *target = copy(f, href);
    hg__shape *s = add(f, HG__SHAPE_GROUP, HG__AS(INK));
    if (!s) return;
    s->text = mine;
    s->href = target;
    f->open_groups++;
}

void hg__figure_group_end(hg__figure *f) {
    if (!f || f->open_groups == 0) return;
    if (add(f, HG__SHAPE_END, HG__AS(INK))) f->open_groups--;
}
