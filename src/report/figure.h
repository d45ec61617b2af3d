/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A drawing as data: a list of shapes in picture units (x to the right, y down, a unit is a CSS
 * pixel or 0.75 pt at scale 1), each with a role instead of a colour. A builder makes it once from
 * a result; the faces draw it: hg__figure_svg() into a page, hg__pdf_figure() onto paper.
 *
 *     hg__figure *f = hg__figure_new(arena, 300, 196, "hip-flexion", title, desc);
 *     hg__figure_line(f, HG__AS(ZERO), 36, 90, 286, 90);
 *     hg__figure_area(f, HG__AS(LEFT), x, low, high, 101);          a band
 *     hg__figure_polyline(f, HG__AS(LEFT), x, mean, 101);           NaN lifts the pen
 *     hg__figure_rect(f, (hg__mark){HG__ROLE_INK, .width = 2, .outline = true}, 10, 10, 40, 20, 3);
 *     hg__figure_text(f, HG__TEXT(FAINT, END), 31, 94, "0°");
 *
 * Everything, the points and texts too, is copied into the arena. Errors stick: when memory has run
 * out further shapes are ignored and f->failed is set, and hg__figure_new() itself may give NULL,
 * which every function takes. Shapes with coordinates that are no numbers are left out (lines,
 * rectangles, circles, texts) or interrupted there (polylines and areas).
 */
#ifndef HG_REPORT_FIGURE_H
#define HG_REPORT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hipgait/export.h>

#include "base/arena.h"
#include "base/strbuf.h"

/*
 * What a shape means. The columns: id (the class in SVG), colour of strokes and texts, colour of
 * areas where it is another (0: the same), width of strokes, opacity of filled areas, dash of
 * strokes. `left` and `right` take their colours and the dash from the palette in force.
 */
#define HG__ROLE_TABLE(X)                                                                          \
    X(INK, "ink", 0x1c2530, 0, 1.2, 1, SOLID)      /* what is to be seen first */                  \
    X(FAINT, "faint", 0x55606e, 0, 1, 1, SOLID)    /* labels, ticks, words beside */               \
    X(GRID, "grid", 0xd5dae1, 0, 0.8, 1, SOLID)    /* lines behind the data */                     \
    X(ZERO, "zero", 0x8b95a1, 0, 1, 1, SOLID)      /* the axis, the line of no difference */       \
    X(PAPER, "paper", 0xffffff, 0, 1, 1, SOLID)    /* halo behind marks, hollow circles */         \
    X(PALE, "pale", 0xf4f6f8, 0, 1, 1, SOLID)      /* ground of a plot, bars' tracks */            \
    X(LEFT, "left", 0xd55e00, 0, 2, 0.16, SOLID)   /* the runner's left side */                    \
    X(RIGHT, "right", 0x0072b2, 0, 2, 0.16, SOLID) /* the runner's right side */                   \
    X(BOTH, "both", 0x1c2530, 0, 2, 0.16, SOLID)   /* one value for both sides, pelvis */          \
    X(REFERENCE, "reference", 0x6b7683, 0x9aa4b0, 1.2, 0.32, SOLID) /* other runners */            \
    X(USUAL, "usual", 0x6b7683, 0xdfe5ea, 1, 1, SOLID) /* what is usual, what error explains */    \
    X(DIFFERS, "differs", 0x8a6d00, 0xf2d98a, 1, 0.5, SOLID) /* where the sides differ */          \
    X(LIMIT, "limit", 0x8b95a1, 0, 1, 1, DASHED)             /* a threshold */                     \
    X(ACCENT, "accent", 0x3d5a80, 0, 1.6, 0.9, SOLID)        /* bars and lines of no side */       \
    X(GOOD, "good", 0x17683c, 0xdcefe3, 1.6, 1, SOLID)                                             \
    X(WARN, "warn", 0x7a4d00, 0xfff0cf, 1.6, 1, SOLID)                                             \
    X(BAD, "bad", 0x8c1420, 0xf8dfe1, 1.6, 1, SOLID)                                               \
    X(BONE, "bone", 0x6f6553, 0xf1ebdd, 1.2, 1, SOLID)                                             \
    X(SKIN, "skin", 0xb9a595, 0xf6ede6, 1, 1, SOLID)

typedef enum hg__role {
#define HG__ROLE_ENUM(upper, id, colour, area, width, opacity, dash) HG__ROLE_##upper,
    HG__ROLE_TABLE(HG__ROLE_ENUM)
#undef HG__ROLE_ENUM
        HG__ROLE_COUNT
} hg__role;

typedef enum hg__dash {
    HG__DASH_ROLE = 0, /* as the role has it */
    HG__DASH_SOLID,
    HG__DASH_DASHED, /* 5 on, 2.5 off */
    HG__DASH_DOTTED, /* 1.5 on, 2 off */
    HG__DASH_COUNT
} hg__dash;

/* How a shape is drawn. 0 is "as the role has it". Filled shapes take the role's area colour and
 * opacity; `outline` strokes a rectangle, circle, polygon or closed curve instead. */
typedef struct hg__mark {
    hg__role role;
    double width;   /* of the stroke, picture units */
    double opacity; /* 0 to 1, of stroke or area */
    hg__dash dash;
    bool outline;
    bool solid; /* an area in the stroke's colour and full opacity: dots, bars, arrow heads */
} hg__mark;

#define HG__AS(upper) ((hg__mark){.role = HG__ROLE_##upper})
#define HG__DOT(upper) ((hg__mark){.role = HG__ROLE_##upper, .solid = true})
#define HG__OUTLINE(upper) ((hg__mark){.role = HG__ROLE_##upper, .outline = true})

typedef enum hg__anchor { HG__ANCHOR_START, HG__ANCHOR_MIDDLE, HG__ANCHOR_END } hg__anchor;

/* How a text is set; (x, y) is the anchor on the base line. */
typedef struct hg__label {
    hg__role role;
    hg__anchor anchor;
    double size; /* of the font; 0: HG__FIGURE_TEXT */
    bool bold;
    double turn_deg; /* clockwise about (x, y) */
} hg__label;

#define HG__FIGURE_TEXT 11.0 /* units: 11 px on a screen, 8.25 pt at scale 1 on paper */
#define HG__TEXT(role_upper, anchor_upper)                                                         \
    ((hg__label){.role = HG__ROLE_##role_upper, .anchor = HG__ANCHOR_##anchor_upper})

/* --- the list, for the faces --- */

typedef enum hg__shape_kind {
    HG__SHAPE_LINE,   /* at[0], at[1] to at[2], at[3] */
    HG__SHAPE_LINES,  /* polylines: points x, y in turn, NaN pairs part them */
    HG__SHAPE_AREA,   /* closed polygons, parted by NaN pairs */
    HG__SHAPE_CURVE,  /* a start, then three points per cubic Bezier segment; open or closed */
    HG__SHAPE_RECT,   /* at: x, y, width, height; r the radius of its corners */
    HG__SHAPE_CIRCLE, /* at: centre x, y; r */
    HG__SHAPE_TEXT,   /* at: x, y */
    HG__SHAPE_GROUP,  /* until its HG__SHAPE_END: text is its title (or NULL), href a target */
    HG__SHAPE_END
} hg__shape_kind;

typedef struct hg__shape {
    hg__shape_kind kind;
    hg__mark mark;
    hg__label label; /* of HG__SHAPE_TEXT */
    double at[4], r;
    const double *points; /* x0 y0 x1 y1 ... */
    size_t n_points;      /* pairs */
    bool closed;          /* HG__SHAPE_CURVE: filled unless mark.outline */
    const char *text, *href;
    struct hg__shape *next;
} hg__shape;

typedef struct hg__figure {
    double width, height;
    const char *id; /* unique in the document: letters, digits, '-' */
    const char *title, *desc;
    hg__shape *first, *last;
    size_t n_shapes;
    int open_groups;
    bool failed;
    hg__arena *arena;
} hg__figure;

/* --- building --- */

hg__figure *hg__figure_new(hg__arena *arena, double width, double height, const char *id,
                           const char *title, const char *desc);

void hg__figure_line(hg__figure *f, hg__mark mark, double x1, double y1, double x2, double y2);
void hg__figure_polyline(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n);
/* Between two curves over the same x, in pieces where one of them has no number. */
void hg__figure_area(hg__figure *f, hg__mark mark, const double *x, const double *low,
                     const double *high, size_t n);
/* Closed; with mark.outline only its line. */
void hg__figure_polygon(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n);
/* A smooth curve through points (Catmull-Rom, as Bezier segments): outlines of bones and bodies. */
void hg__figure_smooth(hg__figure *f, hg__mark mark, const double *x, const double *y, size_t n,
                       bool closed);
void hg__figure_rect(hg__figure *f, hg__mark mark, double x, double y, double width, double height,
                     double radius);
void hg__figure_circle(hg__figure *f, hg__mark mark, double x, double y, double radius);
void hg__figure_text(hg__figure *f, hg__label label, double x, double y, const char *text);
void hg__figure_textf(hg__figure *f, hg__label label, double x, double y, const char *fmt, ...)
    HG_PRINTF(5, 6);

/* Shapes until the end belong together; title (a tooltip, read aloud) and href may be NULL. */
void hg__figure_group(hg__figure *f, const char *title, const char *href);
void hg__figure_group_end(hg__figure *f);

/* --- colours --- */

typedef struct hg__palette {
    uint32_t left, right; /* 0xRRGGBB */
    bool right_dashed;
} hg__palette;

extern const hg__palette hg__palette_default; /* #D55E00 solid, #0072B2 dashed */

/* How a mark looks with all defaults filled in: what both faces draw. */
typedef struct hg__look {
    uint32_t colour; /* of the stroke, the text or the area, 0xRRGGBB */
    double width, opacity;
    hg__dash dash; /* never HG__DASH_ROLE */
    bool filled;
} hg__look;

hg__look hg__look_of(const hg__palette *palette, const hg__shape *shape);

/* On and off lengths of a dash, 0 0 for solid. */
void hg__dash_lengths(hg__dash dash, double lengths[2]);

const char *hg__role_id(hg__role role);

/* --- the SVG face (figure_svg.c) --- */

/*
 * The figure as inline SVG with real text, <title>, <desc>, role="img". Its looks are classes, so a
 * page holds hg__figure_css() once; texts and titles are escaped. `id` overrides the figure's own
 * where one figure stands twice (NULL: its own); it makes the ids of title and desc. A figure
 * without a title is decoration and hidden from screen readers.
 */
void hg__figure_svg(hg__strbuf *b, const hg__figure *f, const hg__palette *palette, const char *id);

/* The rules for those classes, all below "svg.fig". */
void hg__figure_css(hg__strbuf *b, const hg__palette *palette);

#endif
