/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leg lengths between markers of the static trial, from the recording to the derived number. */
#include <hipgait/hipgait.h>
#include <string.h>

#include "support/cm.h"

#define LONGER_M 0.015

static hg_recording *make(hg_stream **standing) {
    hg_synth_options o;
    hg_error err = {0};
    hg_recording *r = NULL;
    hg_synth_options_default(&o);
    o.seconds = 6;
    if (hg_synth(&r, NULL, &o, &err) != HG_OK) fail_msg("%s", err.text);
    *standing = NULL;
    for (size_t i = 0; i < r->n_trials; i++)
        if (r->trials[i]->task == HG_TASK_STATIC) *standing = r->trials[i]->streams[0];
    assert_non_null(*standing);
    return r;
}

static hg_result *analyse(const hg_recording *r) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_result *result = NULL;
    for (size_t i = 0; i < r->n_trials; i++)
        if (hg_trial_is_analysed(r->trials[i]) &&
            (hg_context_new(&context, NULL, &err) != HG_OK ||
             hg_analyze(&result, r, r->trials[i], NULL, context, &err) != HG_OK))
            fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
    assert_non_null(result);
    return result;
}

/* Sets the right malleolus of the static trial so much farther from the ASIS. */
static void lengthen(hg_stream *s, double metres) {
    ptrdiff_t hip = hg_stream_find(s, "R.ASIS"), ankle = hg_stream_find(s, "R.Ankle.Medial");
    assert_true(hip >= 0 && ankle >= 0);
    for (size_t f = 0; f < s->n_frames; f++) {
        double *from = &s->data[(f * s->n_points + (size_t)hip) * 3];
        double *to = &s->data[(f * s->n_points + (size_t)ankle) * 3], length = 0;
        for (int a = 0; a < 3; a++) length += (to[a] - from[a]) * (to[a] - from[a]);
        length = sqrt(length);
        for (int a = 0; a < 3; a++) to[a] += (to[a] - from[a]) / length * metres;
    }
}

static const hg_derived *derived(const hg_result *result, const char *id) {
    for (size_t i = 0; i < result->evidence.n_derived; i++)
        if (strcmp(result->evidence.derived[i].id, id) == 0) return &result->evidence.derived[i];
    return NULL;
}

static void measured_in_standing(void **state) {
    (void)state;
    hg_stream *s;
    hg_recording *r = make(&s);
    hg_result *before = analyse(r);
    lengthen(s, LONGER_M);
    hg_result *after = analyse(r);
    const double *was = before->static_leg_length_m, *is = after->static_leg_length_m;
    assert_true(was[HG_RIGHT] > 0.7 && was[HG_RIGHT] < 1.1);
    assert_near(is[HG_LEFT], was[HG_LEFT], 1e-12);
    assert_near(is[HG_RIGHT], was[HG_RIGHT] + LONGER_M, 1e-6);
    const hg_derived *d = derived(after, "leg_length_difference_static");
    if (d) { /* where an evidence file is built in */
        assert_near(d->value, 1000 * (is[HG_RIGHT] - is[HG_LEFT]), 1e-9);
        assert_string_equal(d->reading, "the right leg is longer");
        assert_string_equal(derived(before, d->id)->reading, "the legs are equally long");
    }
    hg_result_free(before);
    hg_result_free(after);
    hg_recording_free(r);
}

static void not_known_without_the_markers(void **state) {
    (void)state;
    hg_stream *s;
    hg_recording *r = make(&s);
    strcpy(s->labels[hg_stream_find(s, "R.Ankle.Medial")], "unknown");
    hg_result *result = analyse(r);
    assert_true(isnan(result->static_leg_length_m[HG_RIGHT]));
    assert_true(result->static_leg_length_m[HG_LEFT] > 0.7);
    hg_result_free(result);
    for (size_t i = 0; i < r->n_trials; i++) /* no static trial at all */
        if (r->trials[i]->task == HG_TASK_STATIC) r->trials[i]->task = HG_TASK_FUNCTIONAL;
    result = analyse(r);
    assert_true(isnan(result->static_leg_length_m[HG_LEFT]));
    hg_result_free(result);
    hg_recording_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measured_in_standing),
        cmocka_unit_test(not_known_without_the_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
