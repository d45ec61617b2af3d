/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves of both visits laid over one another: colour is the side, solid is now, dashed before. */
#include <math.h>
#include <stdio.h>

#include "report/drawings.h"
#include "report/follow_up_parts.h"

static bool extent(const hg_curve *c, int side, double *low, double *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; c && c->side[side].n && i < HG_CURVE_POINTS; i++) {
        if (!isfinite(c->side[side].mean[i])) continue;
        *low = fmin(*low, c->side[side].mean[i]);
        *high = fmax(*high, c->side[side].mean[i]);
    }
    return *low <= *high;
}

static void add_line(hg__figure *f, const hg__axis *a, const hg_curve *c, int side, bool now) {
    double x[HG_CURVE_POINTS], y[HG_CURVE_POINTS];
    for (int i = 0; i < HG_CURVE_POINTS; i++) {
        x[i] = hg__curve_x(i);
        y[i] = hg__curve_y(a, c->side[side].mean[i]);
    }
    hg__mark mark = {.role = side == HG_LEFT ? HG__ROLE_LEFT : HG__ROLE_RIGHT,
                     .width = now ? 2.2 : 1.5,
                     .dash = now ? HG__DASH_SOLID : HG__DASH_DASHED};
    hg__figure_polyline(f, mark, x, y, HG_CURVE_POINTS);
}

/* "Left now: -5 to 40 degrees." of each line that is there. */
static const char *describe(const hg__visits *v, const hg_curve *const visit[2]) {
    static const char *const keys[2][2] = {{"follow.left_before", "follow.right_before"},
                                           {"follow.left_now", "follow.right_now"}};
    hg__document *doc = v->m.doc;
    hg__runs text = {NULL, NULL};
    for (int now = 0; now < 2; now++)
        for (int side = 0; side < 2; side++) {
            double low, high;
            if (!extent(visit[now], side, &low, &high)) continue;
            if (text.first) hg__add_text(doc, &text, " ");
            HG__SAY(doc, &text, "follow.curve_desc",
                    hg__arg_text("which", hg__word(&v->m, keys[now][side])),
                    hg__arg_number("low", low, 1), hg__arg_number("high", high, 1));
        }
    return hg__runs_plain(doc, &text);
}

static const hg__figure *draw(const hg__visits *v, hg_curve_id id) {
    const hg_curve *visit[2] = {hg_result_curve(v->f->earlier, id),
                                hg_result_curve(v->f->later, id)};
    const hg__curve_words words = hg__curve_words_of(&v->m, id);
    hg__axis a = hg__axis_of(id);
    bool any = false;
    for (int now = 0; now < 2; now++)
        for (int side = 0; side < 2; side++) {
            double low, high;
            if (!extent(visit[now], side, &low, &high)) continue;
            hg__axis_widen(&a, low, high);
            any = true;
        }
    if (!any) return NULL;
    char name[64];
    snprintf(name, sizeof name, "follow-up-%s", words.id);
    for (char *c = name; *c; c++)
        if (*c == '_') *c = '-';
    hg__figure *f = hg__figure_new(
        v->m.doc->memory, HG__CURVE_WIDTH, HG__CURVE_HEIGHT, name,
        HG__SAID(v->m.doc, "follow.curve", hg__arg_text("label", words.label)), describe(v, visit));
    hg__draw_curve_axes(&v->m, f, &a, &words);
    for (int now = 0; now < 2; now++) /* now above before */
        for (int side = 0; side < 2; side++)
            if (visit[now] && visit[now]->side[side].n) add_line(f, &a, visit[now], side, now);
    if (f && f->failed) v->m.doc->failed = true;
    return f;
}

/* A sample of each of the four lines. */
static const hg__figure *draw_key(const hg__visits *v) {
    static const char *const keys[] = {"follow.left_now", "follow.left_before", "follow.right_now",
                                       "follow.right_before"};
    hg__figure *f = hg__figure_new(v->m.doc->memory, HG__CURVE_WIDTH, 80, "follow-up-key",
                                   hg__word(&v->m, "follow.key"), hg__word(&v->m, "follow.key"));
    for (int i = 0; i < 4; i++) {
        double x = 4,
               y = i * 18.0 + 12; /* one below the other: words differ in length by language */
        hg__mark mark = {.role = i < 2 ? HG__ROLE_LEFT : HG__ROLE_RIGHT,
                         .width = i % 2 ? 1.5 : 2.2,
                         .dash = i % 2 ? HG__DASH_DASHED : HG__DASH_SOLID};
        hg__figure_line(f, mark, x, y, x + 30, y);
        hg__figure_text(f, HG__TEXT(INK, START), x + 37, y + 4, hg__word(&v->m, keys[i]));
    }
    if (f && f->failed) v->m.doc->failed = true;
    return f;
}

void hg__follow_up_curves(const hg__visits *v, hg__block *in) {
    const hg__figure *figures[HG_CURVE_COUNT];
    size_t n = 0;
    bool enough = hg__enough(v->f->earlier) && hg__enough(v->f->later);
    for (int id = 0; id < HG_CURVE_COUNT && enough; id++)
        if ((figures[n] = draw(v, (hg_curve_id)id))) n++;
    if (n == 0) return;
    hg__block *s = hg__titled(&v->m, in, 2, "curves", "follow.curves");
    hg__tell(&v->m, s, "follow.curves_lead");
    hg__add_figure(v->m.doc, hg__add_figures(v->m.doc, s, 3), draw_key(v));
    hg__block *grid = hg__add_figures(v->m.doc, s, 3);
    for (size_t i = 0; i < n; i++) {
        hg__figure_place *place = hg__add_figure(v->m.doc, grid, figures[i]);
        hg__add_text(v->m.doc, &place->caption, figures[i]->title);
    }
}
