/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/body.h"

#include <math.h>

#include "base/strbuf.h"
#include "gait/flag_list.h"

#define SAME_M 0.0005 /* half a millimetre is no second opinion */

typedef struct source {
    const char *name;
    double *out, file, parameter;
} source;

static void settle(const source *s, char *twice, size_t size) {
    bool set = s->parameter > 0;
    *s->out = isfinite(s->file) ? s->file : set ? s->parameter : NAN;
    if (!set || !isfinite(s->file) || fabs(s->file - s->parameter) < SAME_M) return;
    hg__list_add(twice, size, "%s", s->name);
}

void hg__body_measures(hg__body *out, const hg_subject *subject, const hg__stage *stage) {
    const hg_body_measures *b = &subject->body;
    const hg_params *p = stage->params;
    char twice[200] = "";
    const source table[] = {
        {"left leg length", &out->leg_length_m[0], subject->leg_length_m[0],
         p->subject_leg_length_left_m},
        {"right leg length", &out->leg_length_m[1], subject->leg_length_m[1],
         p->subject_leg_length_right_m},
        {"left knee width", &out->knee_width_m[0], b->knee_width_m[0],
         p->subject_knee_width_left_m},
        {"right knee width", &out->knee_width_m[1], b->knee_width_m[1],
         p->subject_knee_width_right_m},
        {"left ankle width", &out->ankle_width_m[0], b->ankle_width_m[0],
         p->subject_ankle_width_left_m},
        {"right ankle width", &out->ankle_width_m[1], b->ankle_width_m[1],
         p->subject_ankle_width_right_m},
        {"left ASIS to trochanter", &out->asis_trochanter_m[0], b->asis_trochanter_m[0],
         p->subject_asis_trochanter_left_m},
        {"right ASIS to trochanter", &out->asis_trochanter_m[1], b->asis_trochanter_m[1],
         p->subject_asis_trochanter_right_m},
        {"pelvis width", &out->pelvis_width_m, subject->pelvis_width_m, p->subject_pelvis_width_m},
        {"marker diameter", &out->marker_diameter_m, b->marker_diameter_m,
         p->subject_marker_diameter_m},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        settle(&table[i], twice, sizeof twice);
    for (int side = 0; side < 2; side++) {
        out->thigh_rotation_rad[side] =
            isfinite(b->thigh_rotation_rad[side]) ? b->thigh_rotation_rad[side] : 0;
        out->shank_rotation_rad[side] =
            isfinite(b->shank_rotation_rad[side]) ? b->shank_rotation_rad[side] : 0;
        out->tibial_torsion_rad[side] =
            isfinite(b->tibial_torsion_rad[side]) ? b->tibial_torsion_rad[side] : 0;
    }
    if (*twice) hg__flag(stage->flags, HG_FLAG_MEASURE_GIVEN_TWICE, NAN, "%s", twice);
}
