/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the stages "clean" and "progress" alone on a course. */
#ifndef HG_TESTS_SUPPORT_COURSE_STAGE_H
#define HG_TESTS_SUPPORT_COURSE_STAGE_H

#include "base/dataset.h"
#include "gait/clean/clean.h"
#include "gait/flag_list.h"
#include "gait/progress/progress.h"
#include "gait/setup.h"
#include "support/course.h"

typedef struct course_stage {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg_error err;
    hg__stage stage;
    hg__markerset set;
    hg__markers markers;
    hg__progress progress;
    hg__feet feet;
} course_stage;

static inline void course_stage_run(course_stage *s, const course *c) {
    memset(s, 0, sizeof *s);
    assert_int_equal(hg__stages_setup(&s->k, NULL, NULL), HG_OK);
    hg_params_default(&s->params);
    s->stage = (hg__stage){.k = &s->k,
                           .scratch = hg__arena_new(),
                           .params = &s->params,
                           .convention = hg__convention_of(HG_CONVENTION_ISB),
                           .flags = &s->flags,
                           .err = &s->err};
    hg_status status = HG_EINTERNAL;
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, "markersets/rbds.json") == 0)
            status = hg__markerset_parse(&s->set, (const char *)hg__datasets[i].data,
                                         hg__datasets[i].size, "rbds", s->stage.scratch, &s->err);
    if (status == HG_OK) status = hg__clean(&s->markers, c->markers, &s->set, true, &s->stage);
    if (status == HG_OK)
        status = hg__progress_from_markers(&s->progress, &s->feet, &s->markers, &s->set, c->trial,
                                           &s->stage);
    if (status != HG_OK) fail_msg("%s: %s", s->err.object, s->err.text);
}

static inline void course_stage_end(course_stage *s) {
    hg__arena_free(s->stage.scratch);
}

#endif
