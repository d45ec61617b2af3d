/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures as inline SVG. A page holds some twenty thousand coordinates, so paths are relative and
 * in tenths of a unit, which no screen or printer shows finer, and written by hand. Differences are
 * taken between rounded points: rounding does not add up along a line.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/figure.h"

#define UNITS 10.0

static long rounded(double value) {
    return lround(fmin(fmax(value, -1e6), 1e6) * UNITS);
}

/* 123 as "12.3", -5 as "-.5". */
static char *digits_of(char *end, long tenths) {
    unsigned long rest = (unsigned long)(tenths < 0 ? -tenths : tenths), whole = rest / 10;
    char *c = end;
    if (rest % 10) {
        *--c = (char)('0' + rest % 10);
        *--c = '.';
    }
    if (whole || c == end) do
            *--c = (char)('0' + whole % 10);
        while ((whole /= 10) != 0);
    if (tenths < 0) *--c = '-';
    return c;
}

static void add_tenths(hg__strbuf *b, long tenths) {
    char text[24];
    char *c = digits_of(text + sizeof text, tenths);
    hg__strbuf_add_bytes(b, c, (size_t)(text + sizeof text - c));
}

static void add_number(hg__strbuf *b, double value) {
    add_tenths(b, rounded(value));
}

static void add_attribute(hg__strbuf *b, const char *name, double value) {
    hg__strbuf_add(b, " ");
    hg__strbuf_add(b, name);
    hg__strbuf_add(b, "=\"");
    add_number(b, value);
    hg__strbuf_add(b, "\"");
}

/* A path being written: where the pen is, and what needs no repeating. */
typedef struct pen {
    hg__strbuf *b;
    long x, y;
    char command; /* the one in force, 0 none */
    char text[512];
    size_t used;
} pen;

static void pen_flush(pen *p) {
    hg__strbuf_add_bytes(p->b, p->text, p->used);
    p->used = 0;
}

static void pen_number(pen *p, long tenths) {
    char digits[24];
    char *c = digits_of(digits + sizeof digits, tenths);
    size_t n = (size_t)(digits + sizeof digits - c);
    if (p->used + n + 2 > sizeof p->text) pen_flush(p);
    bool first = p->used && (p->text[p->used - 1] | 32) >= 'a';
    if (tenths >= 0 && !first) p->text[p->used++] = ' ';
    memcpy(p->text + p->used, c, n);
    p->used += n;
}

static void pen_command(pen *p, char command) {
    if (p->command == command) return;
    if (p->used + 2 > sizeof p->text) pen_flush(p);
    p->text[p->used++] = command;
    p->command = command;
}

static void pen_move(pen *p, double x, double y) {
    p->command = 0;
    pen_command(p, 'M');
    p->x = rounded(x);
    p->y = rounded(y);
    pen_number(p, p->x);
    pen_number(p, p->y);
}

static void pen_line(pen *p, double x, double y) {
    long to_x = rounded(x), to_y = rounded(y);
    if (to_x == p->x && to_y == p->y && p->command == 'l') return;
    pen_command(p, 'l');
    pen_number(p, to_x - p->x);
    pen_number(p, to_y - p->y);
    p->x = to_x;
    p->y = to_y;
}

static void pen_curve(pen *p, const double *points) {
    pen_command(p, 'c');
    for (int i = 0; i < 3; i++) {
        pen_number(p, rounded(points[2 * i]) - p->x);
        pen_number(p, rounded(points[2 * i + 1]) - p->y);
    }
    p->x = rounded(points[4]);
    p->y = rounded(points[5]);
}

static void pen_close(pen *p) {
    p->command = 0;
    pen_command(p, 'z');
}

static void add_path_data(hg__strbuf *b, const hg__shape *s) {
    pen p = {.b = b};
    if (s->kind == HG__SHAPE_LINE) {
        pen_move(&p, s->at[0], s->at[1]);
        pen_line(&p, s->at[2], s->at[3]);
    } else if (s->kind == HG__SHAPE_CURVE) {
        pen_move(&p, s->points[0], s->points[1]);
        for (size_t i = 1; i + 2 < s->n_points; i += 3) pen_curve(&p, s->points + 2 * i);
        if (s->closed) pen_close(&p);
    } else {
        bool down = false;
        for (size_t i = 0; i < s->n_points; i++) {
            double x = s->points[2 * i], y = s->points[2 * i + 1];
            if (isnan(x)) {
                if (s->closed && down) pen_close(&p);
                down = false;
            } else if (down) {
                pen_line(&p, x, y);
            } else {
                pen_move(&p, x, y);
                down = true;
            }
        }
        if (s->closed && down) pen_close(&p);
    }
    pen_flush(&p);
}

/* l: stroke, a: area, d: area in full colour, t: text. */
static char class_letter(const hg__shape *s, const hg__look *look) {
    return (char)(s->kind == HG__SHAPE_TEXT ? 't'
                  : !look->filled           ? 'l'
                  : s->mark.solid           ? 'd'
                                            : 'a');
}

/* What the class does not say already. */
static void add_style(hg__strbuf *b, const hg__shape *s, const hg__look *look,
                      const hg__palette *palette) {
    hg__shape plain = *s;
    double dash[2];
    plain.mark.width = plain.mark.opacity = 0;
    plain.mark.dash = HG__DASH_ROLE;
    hg__look usual = hg__look_of(palette, &plain);
    bool width = !look->filled && fabs(look->width - usual.width) > 1e-9;
    bool opacity = fabs(look->opacity - usual.opacity) > 1e-9;
    if (!width && !opacity && look->dash == usual.dash) return;
    hg__strbuf_add(b, " style=\"");
    if (width) {
        hg__strbuf_add(b, "stroke-width:");
        hg__strbuf_add_g(b, look->width, 3, "1");
        hg__strbuf_add(b, ";");
    }
    if (opacity) {
        hg__strbuf_add(b, look->filled ? "fill-opacity:" : "stroke-opacity:");
        hg__strbuf_add_g(b, look->opacity, 3, "1");
        hg__strbuf_add(b, ";");
    }
    if (look->dash != usual.dash) {
        hg__dash_lengths(look->dash, dash);
        hg__strbuf_add(b, "stroke-dasharray:");
        if (dash[0] > 0) {
            add_number(b, dash[0]);
            hg__strbuf_add(b, " ");
            add_number(b, dash[1]);
        } else {
            hg__strbuf_add(b, "none");
        }
    }
    hg__strbuf_add(b, "\"");
}

static void add_class(hg__strbuf *b, const hg__shape *s, const hg__look *look, hg__role role) {
    char letter[] = {class_letter(s, look), '-', 0};
    hg__strbuf_add(b, " class=\"");
    hg__strbuf_add(b, letter);
    hg__strbuf_add(b, hg__role_id(role));
    hg__strbuf_add(b, "\"");
}

static void add_text(hg__strbuf *b, const hg__shape *s, const hg__look *look) {
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    hg__strbuf_add(b, "<text");
    add_class(b, s, look, s->label.role);
    add_attribute(b, "x", s->at[0]);
    add_attribute(b, "y", s->at[1]);
    hg__strbuf_add(b, anchors[s->label.anchor]);
    if (fabs(s->label.size - HG__FIGURE_TEXT) > 1e-9) add_attribute(b, "font-size", s->label.size);
    if (s->label.bold) hg__strbuf_add(b, " font-weight=\"650\"");
    if (fabs(s->label.turn_deg) > 1e-9) {
        hg__strbuf_add(b, " transform=\"rotate(");
        add_number(b, s->label.turn_deg);
        hg__strbuf_add(b, " ");
        add_number(b, s->at[0]);
        hg__strbuf_add(b, " ");
        add_number(b, s->at[1]);
        hg__strbuf_add(b, ")\"");
    }
    hg__strbuf_add(b, ">");
    hg__html_text(b, s->text);
    hg__strbuf_add(b, "</text>");
}

static void add_group(hg__strbuf *b, const hg__shape *s) {
    if (s->href) {
        hg__strbuf_add(b, "<a href=\"");
        hg__html_attr(b, s->href);
        hg__strbuf_add(b, "\">");
    } else {
        hg__strbuf_add(b, "<g>");
    }
    if (s->text) {
        hg__strbuf_add(b, "<title>");
        hg__html_text(b, s->text);
        hg__strbuf_add(b, "</title>");
    }
}

static void add_form(hg__strbuf *b, const hg__shape *s, const hg__palette *palette) {
    hg__look look = hg__look_of(palette, s);
    if (s->kind == HG__SHAPE_TEXT) {
        add_text(b, s, &look);
        return;
    }
    const char *element = s->kind == HG__SHAPE_RECT     ? "<rect"
                          : s->kind == HG__SHAPE_CIRCLE ? "<circle"
                                                        : "<path";
    hg__strbuf_add(b, element);
    add_class(b, s, &look, s->mark.role);
    add_style(b, s, &look, palette);
    if (s->kind == HG__SHAPE_RECT) {
        static const char *const names[] = {"x", "y", "width", "height"};
        for (int i = 0; i < 4; i++) add_attribute(b, names[i], s->at[i]);
        if (s->r > 0) add_attribute(b, "rx", s->r);
    } else if (s->kind == HG__SHAPE_CIRCLE) {
        add_attribute(b, "cx", s->at[0]);
        add_attribute(b, "cy", s->at[1]);
        add_attribute(b, "r", s->r);
    } else {
        hg__strbuf_add(b, " d=\"");
        add_path_data(b, s);
        hg__strbuf_add(b, "\"");
    }
    hg__strbuf_add(b, "/>");
}

static void add_open(hg__strbuf *b, const hg__figure *f, const char *id) {
    if (!*f->title) { /* decoration: what it shows stands beside it */
        hg__strbuf_add(b, "<svg class=\"fig small\" aria-hidden=\"true\" viewBox=\"0 0 ");
        add_number(b, f->width);
        hg__strbuf_add(b, " ");
        add_number(b, f->height);
        hg__strbuf_add(b, "\">");
        return;
    }
    bool links = false;
    for (const hg__shape *s = f->first; s; s = s->next) links = links || s->href;
    hg__strbuf_add(b, "<svg class=\"fig\" viewBox=\"0 0 ");
    add_number(b, f->width);
    hg__strbuf_add(b, " ");
    add_number(b, f->height);
    /* An image hides what is in it from screen readers, links too. */
    hg__strbuf_addf(b, "\" font-size=\"%g\" role=\"%s\" aria-labelledby=\"", HG__FIGURE_TEXT,
                    links ? "group" : "img");
    hg__html_attr(b, id);
    hg__strbuf_add(b, "-t");
    if (*f->desc) {
        hg__strbuf_add(b, " ");
        hg__html_attr(b, id);
        hg__strbuf_add(b, "-d");
    }
    hg__strbuf_add(b, "\"><title id=\"");
    hg__html_attr(b, id);
    hg__strbuf_add(b, "-t\">");
    hg__html_text(b, f->title);
    hg__strbuf_add(b, "</title>");
    if (!*f->desc) return;
    hg__strbuf_add(b, "<desc id=\"");
    hg__html_attr(b, id);
    hg__strbuf_add(b, "-d\">");
    hg__html_text(b, f->desc);
    hg__strbuf_add(b, "</desc>");
}

void hg__figure_svg(hg__strbuf *b, const hg__figure *f, const hg__palette *palette,
                    const char *id) {
    if (!f || f->failed) {
        b->failed = true;
        return;
    }
    add_open(b, f, id ? id : f->id);
    const hg__shape *open[16]; /* deeper groups are drawn, but not as groups */
    int depth = 0;
    for (const hg__shape *s = f->first; s; s = s->next) {
        if (s->kind == HG__SHAPE_GROUP) {
            if (depth < 16) {
                open[depth] = s;
                add_group(b, s);
            }
            depth++;
        } else if (s->kind == HG__SHAPE_END) {
            depth--;
            if (depth < 16) hg__strbuf_add(b, open[depth]->href ? "</a>" : "</g>");
        } else {
            add_form(b, s, palette);
        }
    }
    while (depth-- > 0)
        if (depth < 16) hg__strbuf_add(b, open[depth]->href ? "</a>" : "</g>");
    hg__strbuf_add(b, "</svg>");
}

static void add_rule(hg__strbuf *b, char letter, hg__role role, const hg__look *look) {
    double dash[2];
    hg__strbuf_addf(b, ".fig .%c-%s{%s:#%06x", letter, hg__role_id(role),
                    letter == 'l' ? "stroke" : "fill", (unsigned)look->colour);
    if (letter == 'l') {
        hg__strbuf_add(b, ";stroke-width:");
        add_number(b, look->width);
        hg__dash_lengths(look->dash, dash);
        if (dash[0] > 0) {
            hg__strbuf_add(b, ";stroke-dasharray:");
            add_number(b, dash[0]);
            hg__strbuf_add(b, " ");
            add_number(b, dash[1]);
        }
    } else if (look->opacity < 1) {
        hg__strbuf_add(b, ";fill-opacity:");
        hg__strbuf_add_g(b, look->opacity, 3, "1");
    }
    hg__strbuf_add(b, "}\n");
}

void hg__figure_css(hg__strbuf *b, const hg__palette *palette) {
    hg__strbuf_add(b, ".fig [class^=\"l-\"]{fill:none;stroke-linejoin:round}\n");
    for (int r = 0; r < HG__ROLE_COUNT; r++) {
        hg__role role = (hg__role)r;
        const hg__shape shapes[] = {
            {.kind = HG__SHAPE_LINE, .mark = {.role = role}},
            {.kind = HG__SHAPE_RECT, .mark = {.role = role}},
            {.kind = HG__SHAPE_RECT, .mark = {.role = role, .solid = true}},
            {.kind = HG__SHAPE_TEXT, .label = {.role = role}},
        };
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
            hg__look look = hg__look_of(palette, &shapes[i]);
            add_rule(b, class_letter(&shapes[i], &look), role, &look);
        }
    }
}
