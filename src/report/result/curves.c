/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean curves, left against right over the stride, and how the two move together. */
#include <math.h>
#include <string.h>

#include "report/result/parts.h"

static const char *curve_word(int value) {
#define ID(upper, id, label, left, right, left_sign, right_sign, plus, minus) id,
    static const char *const ids[] = {HG_CURVE_TABLE(ID)};
#undef ID
    return ids[value];
}

static const char *larger_word(int value) {
    return hg__form_sides[value > 0 ? HG_RIGHT : HG_LEFT];
}

static const char *coordination_word(int value) {
    return hg_coordination_measures[value].id;
}

static void form_cluster(hg__form *f, hg_curve_cluster *c) {
    hg__form_open_line(f, NULL);
    hg__form_number(f, "start_percent", &c->start_percent);
    hg__form_number(f, "end_percent", &c->end_percent);
    int right = hg__form_choice(f, "larger", c->sign > 0, larger_word, 2, HG__FORM_NEEDED, NULL);
    if (hg__form_keeps(f)) c->sign = right ? 1 : -1;
    hg__form_number(f, "p", &c->p);
    hg__form_number(f, "p_flips", &c->p_flips);
    hg__form_number(f, "mean_difference", &c->mean_difference);
    hg__form_number(f, "peak_difference", &c->peak_difference);
    hg__form_number(f, "peak_percent", &c->peak_percent);
    hg__form_number(f, "beyond_start_percent", &c->beyond_start_percent);
    hg__form_number(f, "beyond_end_percent", &c->beyond_end_percent);
    hg__form_close(f);
}

static void form_difference_test(hg__form *f, hg_difference_test *t) {
    hg__form_open(f, "difference_test");
    hg__form_buffer_or_null(f, "reason", t->reason, sizeof t->reason);
    hg__form_count(f, "pairs", &t->pairs);
    hg__form_number(f, "lag1", &t->lag1);
    hg__form_number(f, "pairs_effective", &t->pairs_effective);
    hg__form_number(f, "size_deg", &t->size_deg);
    hg__form_number(f, "threshold", &t->threshold);
    hg__form_number(f, "fwhm_percent", &t->fwhm_percent);
    bool made = *t->reason == '\0';
    hg__form_points_if(f, "difference", t->difference, HG_CURVE_POINTS, made);
    hg__form_points_if(f, "t", t->t, HG_CURVE_POINTS, made);
    if (f->reading || (f->settling && !made)) {
        memset(&t->flips, 0, sizeof t->flips);
        t->flips.threshold = t->flips.p = NAN;
    }
    if (hg__form_open_line_if(f, "flips", made)) {
        hg__form_buffer_or_null(f, "reason", t->flips.reason, sizeof t->flips.reason);
        hg__form_count(f, "blocks", &t->flips.blocks);
        hg__form_count(f, "draws", &t->flips.draws);
        hg__form_boolean(f, "exact", &t->flips.exact);
        hg__form_number(f, "threshold", &t->flips.threshold);
        hg__form_number(f, "p", &t->flips.p);
        hg__form_close(f);
    }
    hg_curve_cluster *clusters =
        hg__form_list(f, "clusters", t->clusters, &t->n_clusters, sizeof *clusters, 0);
    for (size_t i = 0; i < t->n_clusters && hg__form_ok(f); i++) form_cluster(f, &clusters[i]);
    hg__form_close(f);
    hg__form_close(f);
    if (f->reading) t->clusters = clusters;
}

void hg__form_coordination(hg__form *f, hg_result *r) {
    hg_coordination *list = hg__form_list(f, "coordination", r->coordination, &r->n_coordination,
                                          sizeof *list, HG_COORDINATION_MOST);
    for (size_t i = 0; i < r->n_coordination && hg__form_ok(f); i++) {
        hg_coordination *c = &list[i];
        hg__form_open_line(f, NULL);
        int id = hg__form_choice(f, "id", (int)c->id, coordination_word, HG_COORDINATION_COUNT,
                                 HG__FORM_NEEDED, "measure of coordination");
        const char *of = hg__form_text_or_null(f, "of", c->of);
        int side = hg__form_choice(f, "side", c->side, hg__form_side_word, 2, -1, NULL);
        hg__form_shown(f, "label", hg_coordination_measures[id].label);
        hg__form_fixed(f, "unit", hg_coordination_measures[id].unit);
        hg__form_number(f, "value", &c->value);
        hg__form_count(f, "strides", &c->strides);
        hg__form_buffer_or_null(f, "reason", c->reason, sizeof c->reason);
        hg__form_close(f);
        if (!hg__form_keeps(f)) continue;
        c->id = (hg_coordination_id)id;
        c->of = of;
        c->side = side;
    }
    hg__form_close(f);
    if (f->reading) r->coordination = list;
}

/* The toe-off of a side belongs to the trial and stands in each curve: the same in all. */
static void form_toe_off(hg__form *f, hg_result *r, int side, bool first) {
    double percent = r->toe_off_percent[side];
    hg__form_number(f, "toe_off_percent", &percent);
    if (!hg__form_keeps(f)) return;
    if (f->reading && !first && percent != r->toe_off_percent[side] &&
        !(isnan(percent) && isnan(r->toe_off_percent[side])))
        hg__form_fail(f, "another number than in the curve before");
    r->toe_off_percent[side] = percent;
}

static void form_stride(hg__form *f, hg_stride_curve *one) {
    hg__form_open_line(f, NULL);
    hg__form_count(f, "stride", &one->stride);
    hg__form_number(f, "start_s", &one->start_s);
    hg__form_boolean(f, "outlier", &one->outlier);
    hg__form_points(f, "points", one->value, HG_STRIDE_POINTS);
    hg__form_close(f);
}

/* Reading: single strides of one curve and side, until all are known. */
typedef struct piece {
    hg_stride_curve *item;
    size_t n;
} piece;

static void form_single_strides(hg__form *f, hg_result *r, hg_curve_id id, hg_side side,
                                piece *made) {
    size_t found = r->n_strides[side];
    made->item = hg__form_list(f, "strides", NULL, &made->n, sizeof *made->item, found + 1);
    for (size_t i = 0; i < made->n && hg__form_ok(f); i++) {
        form_stride(f, &made->item[i]);
        made->item[i].id = id;
        made->item[i].side = side;
        if (made->item[i].stride >= found)
            hg__form_fail(f, "strides.%s has %zu strides only", hg__form_sides[side], found);
    }
    for (size_t i = 0; !f->reading && i < r->n_stride_curves; i++)
        if (r->stride_curves[i].id == id && r->stride_curves[i].side == side)
            form_stride(f, &r->stride_curves[i]);
    hg__form_close(f);
}

static void join_pieces(hg__form *f, hg_result *r, const piece *pieces, size_t n) {
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += pieces[i].n;
    r->stride_curves = hg__form_room(f, total, sizeof *r->stride_curves);
    for (size_t i = 0; r->stride_curves && i < n; i++) {
        if (pieces[i].n)
            memcpy(r->stride_curves + r->n_stride_curves, pieces[i].item,
                   pieces[i].n * sizeof *pieces[i].item);
        r->n_stride_curves += pieces[i].n;
    }
}

static bool is_measured(const hg_curve *c) {
    return c->side[HG_LEFT].n || c->side[HG_RIGHT].n;
}

/* Curves and single strides that were not written go. */
static void settle_curves(hg_result *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->n_stride_curves; i++) {
        const hg_curve *c = hg_result_curve(r, r->stride_curves[i].id);
        if (c && is_measured(c)) r->stride_curves[kept++] = r->stride_curves[i];
    }
    r->n_stride_curves = kept;
    kept = 0;
    for (size_t i = 0; i < r->n_curves; i++) {
        if (!is_measured(&r->curves[i])) continue;
        if (kept != i) r->curves[kept] = r->curves[i];
        kept++;
    }
    r->n_curves = kept;
    for (int s = 0; s < 2 && kept == 0; s++)
        r->toe_off_percent[s] = hg__form_toe_off_percent(r->strides[s], r->n_strides[s]);
}

void hg__form_curves(hg__form *f, hg_result *r) {
    piece pieces[2 * HG_CURVE_COUNT] = {{NULL, 0}};
    hg_curve *curves =
        hg__form_list(f, "curves", r->curves, &r->n_curves, sizeof *curves, HG_CURVE_COUNT);
    for (size_t i = 0; i < r->n_curves && hg__form_ok(f); i++) {
        hg_curve *c = &curves[i];
        if (!f->reading && !is_measured(c)) continue;
        hg__form_open(f, NULL);
        int id = hg__form_choice(f, "id", (int)c->id, curve_word, HG_CURVE_COUNT, HG__FORM_NEEDED,
                                 "curve");
        hg__form_in_order(f, i, i ? (int)curves[i - 1].id : 0, id);
        if (f->reading) c->id = (hg_curve_id)id;
        hg__form_fixed(f, "unit", "deg");
        for (int s = 0; s < 2; s++) {
            hg__form_open(f, hg__form_sides[s]);
            hg__form_count(f, "n", &c->side[s].n);
            form_toe_off(f, r, s, i == 0);
            hg__form_points(f, "mean", c->side[s].mean, HG_CURVE_POINTS);
            hg__form_points(f, "sd", c->side[s].sd, HG_CURVE_POINTS);
            form_single_strides(f, r, (hg_curve_id)id, (hg_side)s, &pieces[2 * id + s]);
            hg__form_close(f);
        }
        form_difference_test(f, &c->test);
        hg__form_close(f);
    }
    hg__form_close(f);
    if (f->settling) settle_curves(r);
    if (!f->reading) return;
    r->curves = curves;
    join_pieces(f, r, pieces, sizeof pieces / sizeof *pieces);
}
