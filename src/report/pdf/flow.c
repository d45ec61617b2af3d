/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pdf/flow.h"

#include <math.h>

const hg__tone_look hg__tone_looks[HG__TONES] = {
    [HG__TONE_PLAIN] = {0x55606e, 0xf4f6f8},  [HG__TONE_GOOD] = {0x17683c, 0xeef7f1},
    [HG__TONE_WATCH] = {0x2c5777, 0xeef4f9},  [HG__TONE_CAUTION] = {0x7a4d00, 0xfff6e3},
    [HG__TONE_HIGH] = {0x9a3412, 0xfdf0e8},   [HG__TONE_REFER] = {0x8c1420, 0xfdf1f1},
    [HG__TONE_ABSENT] = {0x55606e, 0xffffff},
};

hg__slab *hg__flow_slab(hg__flow *flow, double height) {
    hg__slab *s = hg__arena_alloc(flow->arena, 1, sizeof *s);
    if (!s) {
        flow->failed = true;
        return NULL;
    }
    s->height = height;
    s->before = flow->last ? flow->space : 0;
    s->new_page = flow->new_page;
    flow->space = 0;
    flow->new_page = false;
    if (flow->last)
        flow->last->next = s;
    else
        flow->first = s;
    flow->last = s;
    return s;
}

hg__op *hg__slab_op(hg__flow *flow, hg__slab *slab, hg__op op) {
    hg__op *mine = slab ? hg__arena_alloc(flow->arena, 1, sizeof *mine) : NULL;
    if (!mine) {
        flow->failed = true;
        return NULL;
    }
    *mine = op;
    mine->next = NULL;
    if (slab->last)
        slab->last->next = mine;
    else
        slab->first = mine;
    slab->last = mine;
    return mine;
}

hg__op *hg__slab_op_first(hg__flow *flow, hg__slab *slab, hg__op op) {
    hg__op *first = slab ? slab->first : NULL, *last = slab ? slab->last : NULL;
    hg__op *mine = hg__slab_op(flow, slab, op);
    if (!mine || !first) return mine;
    last->next = NULL;
    slab->last = last;
    mine->next = first;
    slab->first = mine;
    return mine;
}

void hg__flow_space(hg__flow *flow, double space) {
    flow->space = fmax(flow->space, space * flow->tight);
}

void hg__flow_keep(hg__flow *flow, hg__slab *from) {
    for (hg__slab *s = from ? from->next : flow->first; s && s->next; s = s->next)
        s->keep_next = true;
}

double hg__flow_height(const hg__flow *flow) {
    double height = 0;
    for (const hg__slab *s = flow->first; s; s = s->next) height += s->before + s->height;
    return height;
}

hg__flow hg__flow_inner(const hg__flow *flow) {
    hg__flow inner = *flow;
    inner.first = inner.last = NULL;
    inner.space = 0;
    inner.new_page = false;
    return inner;
}

hg__slab *hg__flow_merge(hg__flow *flow, const hg__flow *inner, hg__slab *into, double dy) {
    if (inner->failed) flow->failed = true;
    for (const hg__slab *s = inner->first; s && into; s = s->next) {
        dy += s->before;
        for (const hg__op *op = s->first; op; op = op->next) {
            hg__op moved = *op;
            moved.y += dy;
            hg__slab_op(flow, into, moved);
        }
        dy += s->height;
        if (!into->place) into->place = s->place;
        if (!into->outline && s->outline) {
            into->outline = s->outline;
            into->level = s->level;
        }
    }
    return into;
}
