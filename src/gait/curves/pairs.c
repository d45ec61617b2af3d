/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/curves/curves.h"

hg_side hg__first_side(const hg__stride_set *s) {
    if (!s->n[HG_LEFT] || !s->n[HG_RIGHT]) return s->n[HG_RIGHT] ? HG_RIGHT : HG_LEFT;
    return s->stride[HG_RIGHT][0].start_s < s->stride[HG_LEFT][0].start_s ? HG_RIGHT : HG_LEFT;
}

const double *hg__whole_row(const hg__stride_set *s, int side, hg_curve_id curve, size_t stride,
                            const hg__kernels *k) {
    if (!s->row[side][curve] || !s->stride[side][stride].used) return NULL;
    const double *row = s->row[side][curve] + stride * HG_CURVE_POINTS;
    return k->count_valid(row, HG_CURVE_POINTS) == HG_CURVE_POINTS ? row : NULL;
}

size_t hg__curve_pairs(hg__stride_pair *out, const hg__stride_set *s, hg_curve_id curve,
                       const hg__kernels *k) {
    int first = hg__first_side(s), second = 1 - first;
    size_t n = 0, j = 0;
    for (size_t i = 0; i < s->n[first]; i++) {
        const hg__stride *a = &s->stride[first][i];
        while (j < s->n[second] && s->stride[second][j].start_s <= a->start_s) j++;
        if (j == s->n[second]) break;
        if (!(s->stride[second][j].start_s < a->end_s) || !hg__whole_row(s, first, curve, i, k) ||
            !hg__whole_row(s, second, curve, j, k))
            continue;
        hg__stride_pair *pair = &out[n];
        pair->stride[first] = i;
        pair->stride[second] = j;
        pair->follows =
            n && out[n - 1].stride[first] + 1 == i && out[n - 1].stride[second] + 1 == j;
        n++;
    }
    return n;
}

bool hg__angle_in_stride(double *out, int side, hg_curve_id curve, const hg__stride *base,
                         const hg__angle_set *angles, const hg__kernels *k) {
    static const struct {
        hg_angle angle[2];
        double sign[2];
    } curves[HG_CURVE_COUNT] = {
#define ROW(name, id, label, left, right, left_sign, right_sign, plus, minus)                      \
    {{HG_ANGLE_##left, HG_ANGLE_##right}, {left_sign, right_sign}},
        HG_CURVE_TABLE(ROW)
#undef ROW
    };
    const double *plane = angles->angle[curves[curve].angle[side]];
    double first = (base->start_s - angles->t0_s) * angles->rate_hz,
           last = (base->end_s - angles->t0_s) * angles->rate_hz;
    if (!plane || angles->n < 2) return false;
    k->pchip(out, HG__CYCLE, first, (last - first) / HG__CYCLE, plane, angles->n);
    k->blend(out, out, curves[curve].sign[side], out, 0.0, HG__CYCLE);
    return k->count_valid(out, HG__CYCLE) == HG__CYCLE;
}
