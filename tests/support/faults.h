/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markers of a trial into which faults are put, and what mending made of them. */
#ifndef HG_TESTS_SUPPORT_FAULTS_H
#define HG_TESTS_SUPPORT_FAULTS_H

#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "base/dataset.h"
#include "dsp/random.h"
#include "gait/clean/clean.h"
#include "gait/clean/mend.h"
#include "gait/flag_list.h"
#include "gait/setup.h"
#include "support/cm.h"

typedef struct patient {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__arena *memory; /* of set and markers */
    hg__stage stage;   /* its scratch is emptied by each mending */
    hg__markerset set;
    hg__markers m; /* to be made ill */
    double **well; /* planes as recorded */
    uint8_t *ill;  /* per marker and frame: touched by a fault */
    hg__random random;
} patient;

static inline void patient_from(patient *p, const hg_stream *stream, const char *set_file,
                                const char *convention) {
    memset(p, 0, sizeof *p);
    assert_int_equal(hg__stages_setup(&p->k, NULL, NULL), HG_OK);
    hg_params_default(&p->params);
    p->memory = hg__arena_new();
    hg_convention c = strcmp(convention, "ric") == 0 ? HG_CONVENTION_RIC : HG_CONVENTION_ISB;
    p->stage = (hg__stage){.k = &p->k,
                           .scratch = p->memory,
                           .params = &p->params,
                           .convention = hg__convention_of(c),
                           .flags = &p->flags,
                           .err = &p->err};
    bool found = false;
    for (size_t i = 0; i < hg__n_datasets; i++) {
        if (strcmp(hg__datasets[i].name, set_file) != 0) continue;
        found = true;
        if (hg__markerset_parse(&p->set, (const char *)hg__datasets[i].data, hg__datasets[i].size,
                                set_file, p->memory, &p->err) != HG_OK)
            fail_msg("%s", p->err.text);
    }
    if (!found) fail_msg("no marker set %s", set_file);
    hg_error e;
    if (hg_params_set(&p->params, "clean.mend", "off", &e) != HG_OK) fail_msg("%s", e.text);
    p->params.clean_gap_max_s = 0;
    if (hg__clean(&p->m, stream, &p->set, false, &p->stage) != HG_OK) fail_msg("%s", p->err.text);
    hg_params_default(&p->params);
    p->well = hg__arena_alloc(p->memory, 3 * p->m.n_markers, sizeof *p->well);
    for (size_t c3 = 0; c3 < 3 * p->m.n_markers; c3++) {
        p->well[c3] = hg__arena_alloc(p->memory, p->m.n, sizeof(double));
        memcpy(p->well[c3], p->m.raw[c3], p->m.n * sizeof(double));
    }
    p->ill = hg__arena_alloc(p->memory, p->m.n_markers, p->m.n);
    p->stage.scratch = hg__arena_new();
}

static inline void patient_end(patient *p) {
    hg__arena_free(p->stage.scratch);
    hg__arena_free(p->memory);
}

/* As recorded again. */
static inline void patient_reset(patient *p) {
    for (size_t c = 0; c < 3 * p->m.n_markers; c++)
        memcpy(p->m.raw[c], p->well[c], p->m.n * sizeof(double));
    for (size_t m = 0; m < p->m.n_markers; m++) memset(p->m.origin[m], 0, p->m.n);
    memset(p->ill, 0, p->m.n_markers * p->m.n);
    memset(&p->flags, 0, sizeof p->flags);
}

static inline void patient_mend(patient *p) {
    hg__arena_reset(p->stage.scratch);
    if (hg__mend(&p->m, &p->set, &p->stage) != HG_OK) fail_msg("%s", p->err.text);
}

static inline size_t marker_of(const patient *p, const char *label) {
    ptrdiff_t at = hg__markers_find(&p->m, label);
    if (at < 0) fail_msg("no marker %s", label);
    return (size_t)at;
}

static inline const char *flag_text(const patient *p, hg_flag_id id) {
    for (size_t i = 0; i < p->flags.n; i++)
        if (p->flags.item[i].id == id) return p->flags.item[i].text;
    return NULL;
}

static inline bool any_fault_flag(const patient *p) {
    static const hg_flag_id ids[] = {HG_FLAG_MARKERS_FROZEN, HG_FLAG_MARKERS_SPIKES,
                                     HG_FLAG_MARKERS_SWAPPED, HG_FLAG_MARKERS_COLLAPSED,
                                     HG_FLAG_SIDES_EXCHANGED};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (flag_text(p, ids[i])) return true;
    return false;
}

/* --- faults --- */

static inline size_t below(patient *p, size_t n) {
    size_t i = (size_t)(hg__random_uniform(&p->random) * (double)n);
    return i < n ? i : n - 1;
}

static inline void touch(patient *p, size_t m, size_t from, size_t to) {
    for (size_t i = from; i < to && i < p->m.n; i++) p->ill[m * p->m.n + i] = 1;
}

static inline void cover(patient *p, size_t m, size_t from, size_t to) {
    for (int a = 0; a < 3; a++)
        for (size_t i = from; i < to && i < p->m.n; i++) p->m.raw[3 * m + (size_t)a][i] = NAN;
    touch(p, m, from, to);
}

static inline void exchange(patient *p, size_t a, size_t b, size_t from, size_t to) {
    for (size_t c = 0; c < 3; c++)
        for (size_t i = from; i < to && i < p->m.n; i++) {
            double t = p->m.raw[3 * a + c][i];
            p->m.raw[3 * a + c][i] = p->m.raw[3 * b + c][i];
            p->m.raw[3 * b + c][i] = t;
        }
    touch(p, a, from, to);
    touch(p, b, from, to);
}

/* Exchanges and covers `gap` frames round each end. */
static inline void exchange_in_gaps(patient *p, size_t a, size_t b, size_t from, size_t to,
                                    size_t gap) {
    size_t pair[2] = {a, b};
    exchange(p, a, b, from, to);
    for (int i = 0; i < 2 && gap; i++) {
        size_t before = gap / 2;
        if (from > 0) cover(p, pair[i], from > before ? from - before : 0, from - before + gap);
        if (to < p->m.n) cover(p, pair[i], to - before, to - before + gap);
    }
}

/* --- outcome --- */

typedef struct outcome {
    size_t ill;     /* samples touched by the fault that are there */
    size_t right;   /* of them, again as recorded, bit for bit */
    size_t gone;    /* of them, now missing */
    size_t wrong;   /* of them, still there and not as recorded */
    size_t harmed;  /* samples that were well and are no longer */
    double worst_m; /* largest error among those relabelled */
} outcome;

static inline outcome look_at(const patient *p) {
    outcome o = {0};
    for (size_t m = 0; m < p->m.n_markers; m++)
        for (size_t i = 0; i < p->m.n; i++) {
            double off = 0;
            bool same = true, now = !isnan(p->m.raw[3 * m][i]), then = !isnan(p->well[3 * m][i]);
            for (size_t a = 0; a < 3; a++) {
                double d = p->m.raw[3 * m + a][i] - p->well[3 * m + a][i];
                same &= d == 0;
                off += d * d;
            }
            if (!p->ill[m * p->m.n + i]) {
                o.harmed += then && !same;
                continue;
            }
            o.ill++;
            o.right += same;
            o.gone += !now;
            o.wrong += now && !same;
            if (now && p->m.origin[m][i] == HG_SAMPLE_RELABELLED && sqrt(off) > o.worst_m)
                o.worst_m = sqrt(off);
        }
    return o;
}

#endif
