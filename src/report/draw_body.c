/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pelvis and the thighs in the middle of stance, drawn with the runner's own mean angles, not
 * exaggerated: from behind (left is left) and from the side (facing right). Half way between foot
 * strike and toe-off of the side. The leg in the air has the angles that its own curve has half a
 * stride later. Lengths are those of no one.
 */
#include <math.h>
#include <stdio.h>

#include "report/drawings.h"

#define WIDTH 320.0
#define HEIGHT 248.0
#define PANEL 160.0
#define HIP_APART 19.0
#define THIGH 84.0
#define SHANK 62.0

static const double radian = 0.017453292519943295;

typedef struct pose {
    double tilt, obliquity;          /* degrees; obliquity: stance side up */
    double flexion[2], adduction[2]; /* of the standing leg, of the other */
    double knee[2];
} pose;

static double at(const hg_result *r, hg_curve_id id, int side, double percent) {
    const hg_curve *c = hg_result_curve(r, id);
    if (!c || c->side[side].n == 0 || !isfinite(percent)) return NAN;
    long i = lround(fmod(percent, 100));
    return i >= 0 && i < HG_CURVE_POINTS ? c->side[side].mean[i] : NAN;
}

static pose pose_of(const hg_result *r, int s) {
    double mid = r->toe_off_percent[s] / 2, other = mid + 50;
    return (pose){at(r, HG_CURVE_PELVIS_TILT, s, mid),
                  at(r, HG_CURVE_PELVIS_OBLIQUITY, s, mid),
                  {at(r, HG_CURVE_HIP_FLEXION, s, mid), at(r, HG_CURVE_HIP_FLEXION, !s, other)},
                  {at(r, HG_CURVE_HIP_ADDUCTION, s, mid), at(r, HG_CURVE_HIP_ADDUCTION, !s, other)},
                  {at(r, HG_CURVE_KNEE_FLEXION, s, mid), at(r, HG_CURVE_KNEE_FLEXION, !s, other)}};
}

static bool whole(const pose *p) {
    return isfinite(p->tilt) && isfinite(p->obliquity) && isfinite(p->flexion[0]) &&
           isfinite(p->adduction[0]);
}

bool hg__body_measured(const hg_result *r) {
    const pose left = pose_of(r, HG_LEFT), right = pose_of(r, HG_RIGHT);
    return whole(&left) && whole(&right);
}

/* --- a frame of axes on the paper: u and v of a body part to x and y --- */

typedef struct frame {
    double x, y, ux, uy, vx, vy; /* origin; directions of u and v on the paper */
} frame;

static void place(const frame *f, const double *uv, size_t n, double *x, double *y) {
    for (size_t i = 0; i < n; i++) {
        x[i] = f->x + f->ux * uv[2 * i] + f->vx * uv[2 * i + 1];
        y[i] = f->y + f->uy * uv[2 * i] + f->vy * uv[2 * i + 1];
    }
}

static void add_shape(hg__figure *f, const frame *at_frame, hg__mark mark, const double *uv,
                      size_t n) {
    double x[24], y[24];
    place(at_frame, uv, n, x, y);
    hg__figure_smooth(f, mark, x, y, n, true);
}

static void add_limb(hg__figure *f, hg__mark mark, double x1, double y1, double x2, double y2,
                     double thick) {
    mark.width = thick;
    mark.dash = HG__DASH_SOLID;
    hg__figure_line(f, mark, x1, y1, x2, y2);
    hg__mark joint = {.role = mark.role, .solid = true, .opacity = mark.opacity};
    hg__figure_circle(f, joint, x2, y2, thick * 0.62);
}

static hg__mark mark_of(int side) {
    return side == HG_LEFT ? HG__AS(LEFT) : HG__AS(RIGHT);
}

static void add_panel_title(const hg__model *m, hg__figure *f, int s, double cx) {
    hg__label label = {
        .role = mark_of(s).role, .anchor = HG__ANCHOR_MIDDLE, .bold = true, .size = 12};
    hg__figure_text(f, label, cx, 14, hg__word(m, s == HG_LEFT ? "body.left" : "body.right"));
}

/* Centred in its panel; smaller where a language needs more room than there is. */
static void add_number(hg__figure *f, double cx, double y, const char *text) {
    const double share = 0.54; /* width of a mean letter in sizes of the font, on the wide side */
    double width = 0;
    hg__label label = HG__TEXT(INK, MIDDLE);
    for (const char *c = text; *c; c++) width += (*c & 0xc0) != 0x80;
    label.size = fmin(HG__FIGURE_TEXT, (PANEL - 6) / (share * fmax(width, 1)));
    hg__figure_text(f, label, cx, y, text);
}

static void add_numbers(hg__figure *f, double cx, const char *first, const char *second) {
    add_number(f, cx, HEIGHT - 20, first);
    add_number(f, cx, HEIGHT - 5, second);
}

/* --- from behind --- */

static void add_behind(const hg__model *m, hg__figure *f, const pose *p, int s, double cx) {
    static const double bone[] = {-36, 12,  -33, 24,  -18, 27,  -8,  15,  0,   12, 8,
                                  15,  18,  27,  33,  24,  36,  12,  25,  -4,  20, -16,
                                  9,   -23, 0,   -14, -9,  -23, -20, -16, -25, -4};
    static const double sacrum[] = {-8, 14, 8, 14, 4, -2, 0, -12, -4, -2};
    double cy = 62, sx = s == HG_RIGHT ? 1 : -1, b = p->obliquity * radian;
    const frame pelvis = {cx, cy, sx * cos(b), -sin(b), -sx * sin(b), -cos(b)};
    /* the level, and the line through both hips */
    hg__figure_line(f, HG__AS(LIMIT), cx - 62, cy + 8, cx + 62, cy + 8);
    double line[] = {-58, -8, 58, -8}, x[2], y[2];
    for (int leg = 1; leg >= 0; leg--) {
        double sign = leg == 0 ? 1 : -1; /* the standing leg is at +u */
        double hip[] = {sign * HIP_APART, -8}, hx, hy;
        place(&pelvis, hip, 1, &hx, &hy);
        if (!isfinite(p->adduction[leg]) || !isfinite(p->flexion[leg])) continue;
        /* inward by the adduction from where the pelvis points down */
        double out = leg == 0 ? b - p->adduction[0] * radian : -b - p->adduction[1] * radian;
        double seen = THIGH * fmax(cos((p->flexion[leg] - p->tilt) * radian), 0.3);
        double kx = hx + sx * sign * sin(out) * seen, ky = hy + cos(out) * seen;
        hg__mark mark = leg == 0 ? mark_of(s) : HG__AS(BONE);
        if (leg == 1) mark.opacity = 0.45;
        add_limb(f, mark, hx, hy, kx, ky, leg == 0 ? 8 : 6);
        if (leg == 0) {
            hg__figure_line(f, HG__AS(LIMIT), hx, hy, hx, hy + THIGH + 6);
            mark.opacity = 0.55;
            add_limb(f, mark, kx, ky, kx + sx * sin(out) * 0.3 * 30, ky + 30, 5);
        }
    }
    add_shape(f, &pelvis, HG__AS(BONE), bone, 16);
    add_shape(f, &pelvis, HG__OUTLINE(BONE), bone, 16);
    add_shape(f, &pelvis, HG__OUTLINE(BONE), sacrum, 5);
    place(&pelvis, line, 2, x, y);
    hg__figure_line(f, HG__AS(INK), x[0], y[0], x[1], y[1]);
    double hips[] = {-HIP_APART, -8, HIP_APART, -8};
    place(&pelvis, hips, 2, x, y);
    for (int i = 0; i < 2; i++) {
        hg__figure_circle(f, HG__DOT(PAPER), x[i], y[i], 4.5);
        hg__mark ring = i == 1 ? mark_of(s) : HG__AS(BONE);
        ring.outline = true;
        ring.dash = HG__DASH_SOLID;
        ring.width = 1.5;
        hg__figure_circle(f, ring, x[i], y[i], 4.5);
    }
    add_panel_title(m, f, s, cx);
    add_numbers(f, cx,
                HG__SAID(m->doc,
                         fabs(p->obliquity) < 0.05 ? "body.level"
                         : p->obliquity < 0        ? "body.down"
                                                   : "body.up",
                         hg__arg_number("value", fabs(p->obliquity), 1)),
                HG__SAID(m->doc, p->adduction[0] < 0 ? "body.abduction" : "body.adduction",
                         hg__arg_number("value", fabs(p->adduction[0]), 1)));
}

/* --- from the side --- */

static void add_beside(const hg__model *m, hg__figure *f, const pose *p, int s, double cx) {
    static const double bone[] = {20, 10,  8,   26, -8,  29, -22, 20, -25, 6,  -15,
                                  -4, -12, -20, -2, -22, 12, -16, 19, -12, 14, 0};
    double cy = 60, t = p->tilt * radian;
    /* anterior tilt turns the top forward, to the right */
    const frame pelvis = {cx, cy, cos(t), sin(t), sin(t), -cos(t)};
    double hip[] = {1, -8}, hx, hy;
    place(&pelvis, hip, 1, &hx, &hy);
    hg__figure_line(f, HG__AS(LIMIT), hx, hy, hx, hy + THIGH + 16);
    for (int leg = 1; leg >= 0; leg--) {
        if (!isfinite(p->flexion[leg])) continue;
        double forward = (p->flexion[leg] - p->tilt) * radian;
        double kx = hx + sin(forward) * THIGH, ky = hy + cos(forward) * THIGH;
        hg__mark mark = leg == 0 ? mark_of(s) : HG__AS(BONE);
        mark.opacity = leg == 0 ? 0 : 0.45;
        if (isfinite(p->knee[leg])) {
            double back = forward - p->knee[leg] * radian;
            hg__mark shank = mark;
            shank.opacity = leg == 0 ? 0.55 : 0.35;
            add_limb(f, shank, kx, ky, kx + sin(back) * SHANK, ky + cos(back) * SHANK,
                     leg == 0 ? 6 : 4.5);
        }
        add_limb(f, mark, hx, hy, kx, ky, leg == 0 ? 8 : 6);
    }
    add_shape(f, &pelvis, HG__AS(BONE), bone, 11);
    add_shape(f, &pelvis, HG__OUTLINE(BONE), bone, 11);
    double front[] = {-44, 14, 42, 14}, x[2], y[2];
    place(&pelvis, front, 2, x, y);
    hg__figure_line(f, HG__AS(LIMIT), cx - 48, (y[0] + y[1]) / 2, cx + 48, (y[0] + y[1]) / 2);
    hg__figure_line(f, HG__AS(INK), x[0], y[0], x[1], y[1]);
    hg__figure_circle(f, HG__DOT(PAPER), hx, hy, 4.5);
    hg__mark ring = mark_of(s);
    ring.outline = true;
    ring.dash = HG__DASH_SOLID;
    ring.width = 1.5;
    hg__figure_circle(f, ring, hx, hy, 4.5);
    add_panel_title(m, f, s, cx);
    add_numbers(f, cx,
                HG__SAID(m->doc, p->tilt < 0 ? "body.posterior" : "body.anterior",
                         hg__arg_number("value", fabs(p->tilt), 1)),
                HG__SAID(m->doc, p->flexion[0] < 0 ? "body.extension" : "body.flexion",
                         hg__arg_number("value", fabs(p->flexion[0]), 1)));
}

/* --- both --- */

static const hg__figure *
draw(const hg__model *m, const hg_result *r, const char *part, const char *title, const char *desc,
     void (*panel)(const hg__model *, hg__figure *, const pose *, int, double)) {
    const pose poses[2] = {pose_of(r, HG_LEFT), pose_of(r, HG_RIGHT)};
    hg__runs text = {NULL, NULL};
    HG__SAY(m->doc, &text, desc, hg__arg_number("left_up", poses[0].obliquity, 1),
            hg__arg_number("right_up", poses[1].obliquity, 1),
            hg__arg_number("left_adduction", poses[0].adduction[0], 1),
            hg__arg_number("right_adduction", poses[1].adduction[0], 1),
            hg__arg_number("left_tilt", poses[0].tilt, 1),
            hg__arg_number("right_tilt", poses[1].tilt, 1),
            hg__arg_number("left_flexion", poses[0].flexion[0], 1),
            hg__arg_number("right_flexion", poses[1].flexion[0], 1));
    hg__figure *f = hg__figure_new(m->doc->memory, WIDTH, HEIGHT, hg__trial_id(m, r, part),
                                   hg__word(m, title), hg__runs_plain(m->doc, &text));
    hg__figure_line(f, HG__AS(GRID), PANEL, 22, PANEL, HEIGHT - 36);
    for (int s = 0; s < 2; s++) panel(m, f, &poses[s], s, (s + 0.5) * PANEL);
    if (f && f->failed) m->doc->failed = true;
    return f;
}

const hg__figure *hg__draw_body_front(const hg__model *m, const hg_result *r) {
    return draw(m, r, "body-behind", "body.behind", "body.behind_desc", add_behind);
}

const hg__figure *hg__draw_body_side(const hg__model *m, const hg_result *r) {
    return draw(m, r, "body-beside", "body.beside", "body.beside_desc", add_beside);
}
