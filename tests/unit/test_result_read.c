/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results from JSON: what was written comes back, and what is no result is refused in one line.
 * With --say it tells what the reader says of texts, for test_result_keys.py. */
#include "base/strbuf.h"
#include "dsp/random.h"
#include "report/result/numbers.h"
#include "support/cm.h"
#include "support/fixture_result.h"

static hg_text json_of(const hg_result *r) {
    hg_text text;
    hg_error err;
    if (hg_report_json(&text, r, &err) != HG_OK) fail_msg("%s", err.text);
    return text;
}

static hg_result *read_again(const hg_text *text) {
    hg_result *r = NULL;
    hg_error err;
    if (hg_result_read_json(&r, text->data, text->size, "again.json", &err) != HG_OK)
        fail_msg("%s: %s: %s", err.file, err.object, err.text);
    return r;
}

static const char *const names[] = {"good", "warned", "insufficient", "full", "hostile", "bare"};
#define NAMES (sizeof names / sizeof *names)

/* The hostile runner's setting is none that a result can have. */
static hg_result *named(const char *name) {
    hg_result *r = fixture_named(name);
    fixture_copy(r->provenance.params.events_source, sizeof r->provenance.params.events_source,
                 "auto");
    return r;
}

static void test_same_bytes_again(void **state) {
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        hg_result *r = named(names[i]);
        hg_text first = json_of(r);
        hg_result *again = read_again(&first);
        hg_text second = json_of(again);
        assert_string_equal(first.data, second.data);
        assert_int_equal(first.size, second.size);
        hg_text_free(&first);
        hg_text_free(&second);
        hg_result_free(again);
        fixture_result_free(r);
    }
}

/* The page of a result that was read is the page of that result. */
static void test_same_page(void **state) {
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        hg_result *r = named(names[i]);
        hg_text json = json_of(r), page = {0}, later = {0};
        hg_result *again = read_again(&json), *twice;
        hg_text json_again = json_of(again);
        twice = read_again(&json_again);
        const hg_result *one = again, *two = twice;
        assert_int_equal(hg_report_html(&page, &one, 1, NULL, NULL), HG_OK);
        assert_int_equal(hg_report_html(&later, &two, 1, NULL, NULL), HG_OK);
        assert_string_equal(page.data, later.data);
        hg_text_free(&json);
        hg_text_free(&json_again);
        hg_text_free(&page);
        hg_text_free(&later);
        hg_result_free(again);
        hg_result_free(twice);
        fixture_result_free(r);
    }
}

/* What is made of results, one after another; the PDF is of the document that the page is of. */
static hg_text faces_of(const hg_result *r) {
    typedef hg_status table(hg_text *, const hg_result *const *, size_t, hg_error *);
    static table *const tables[] = {hg_report_csv_long, hg_report_csv_wide, hg_report_csv_curves};
    typedef hg_status face(hg_text *, const hg_result *const *, size_t, const hg_report_options *,
                           hg_error *);
    static face *const faces[] = {hg_report_html, hg_report_text};
    hg_report_options o = {.full = true, .dates = HG_DATES_FULL};
    hg__strbuf all = {0};
    hg_text one = {0};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        assert_int_equal(tables[i](&one, &r, 1, NULL), HG_OK);
        hg__strbuf_add_bytes(&all, one.data, one.size);
        hg_text_free(&one);
    }
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        assert_int_equal(faces[i](&one, &r, 1, &o, NULL), HG_OK);
        hg__strbuf_add_bytes(&all, one.data, one.size);
        hg_text_free(&one);
    }
    assert_int_equal(hg_report_explain(&one, r, NULL, NULL), HG_OK);
    hg__strbuf_add_bytes(&all, one.data, one.size);
    hg_text_free(&one);
    assert_true(hg__strbuf_take(&all, &one.data, &one.size));
    return one;
}

/* A result that was settled in writing is the one that would be read, in all that it is used for.
 */
static void test_settled(void **state) {
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        hg_result *r = named(names[i]);
        hg_text before = json_of(r), json = {0};
        hg_result *again = read_again(&before);
        assert_int_equal(hg_result_write_json(&json, r, NULL), HG_OK);
        assert_string_equal(json.data, before.data);
        assert_int_equal(r->n_curves, again->n_curves);
        assert_int_equal(r->n_stride_curves, again->n_stride_curves);
        assert_int_equal(r->n_references, again->n_references);
        for (size_t k = 0; k < again->n_fills; k++)
            assert_int_equal(r->fills[k].samples, again->fills[k].samples);
        hg_text ours = faces_of(r), read = faces_of(again);
        assert_int_equal(ours.size, read.size);
        if (memcmp(ours.data, read.data, ours.size) != 0) fail_msg("%s: other faces", names[i]);
        hg_text_free(&ours);
        hg_text_free(&read);
        hg_text_free(&json);
        hg_text_free(&before);
        hg_result_free(again);
        fixture_result_free(r);
    }
}

/* Fields in memory, a sample of each kind: that bytes agree could also mean that both are empty. */
static void test_fields(void **state) {
    (void)state;
    hg_result *r = fixture_full();
    r->provenance.params.clean_cutoff_hz = 7.125;
    r->provenance.seed = 9007199254740995; /* more than a double holds */
    fixture_copy(r->provenance.params.clean_mend, sizeof r->provenance.params.clean_mend, "off");
    hg_text json = json_of(r);
    hg_result *a = read_again(&json);
    size_t n;
    const hg_param_info *table = hg_params_table(&n);
    for (size_t i = 0; i < n; i++) {
        const char *want = (const char *)&r->provenance.params + table[i].offset,
                   *got = (const char *)&a->provenance.params + table[i].offset;
        if (table[i].choices)
            assert_string_equal(got, want);
        else
            assert_true(*(const double *)(const void *)got == *(const double *)(const void *)want);
    }
    assert_true(a->provenance.seed == r->provenance.seed);
    assert_int_equal(a->n_flags, r->n_flags);
    for (size_t i = 0; i < r->n_flags; i++) {
        assert_int_equal(a->flags[i].id, r->flags[i].id);
        assert_string_equal(a->flags[i].code, r->flags[i].code);
        assert_string_equal(a->flags[i].text, r->flags[i].text);
        assert_int_equal(a->flags[i].severity, r->flags[i].severity);
    }
    assert_int_equal(a->sex, HG_SEX_F);
    assert_int_equal(a->visit, 2);
    assert_int_equal(a->n_fills, r->n_fills);
    for (size_t i = 0; i < r->n_fills; i++)
        assert_int_equal(a->fills[i].samples, r->fills[i].samples);
    assert_int_equal(a->n_references, r->n_references);
    assert_true(a->references[1].difference.mean == 0.5);
    assert_int_equal(a->curves[HG_CURVE_HIP_ADDUCTION].test.clusters[0].sign, 1);
    assert_int_equal(a->n_stride_curves, r->n_stride_curves);
    for (size_t i = 0; i < r->n_stride_curves; i++) {
        assert_int_equal(a->stride_curves[i].id, r->stride_curves[i].id);
        assert_int_equal(a->stride_curves[i].side, r->stride_curves[i].side);
        assert_int_equal(a->stride_curves[i].stride, r->stride_curves[i].stride);
        assert_int_equal(a->stride_curves[i].outlier, r->stride_curves[i].outlier);
        assert_near(a->stride_curves[i].value[50], r->stride_curves[i].value[50], 1e-6);
    }
    for (int id = 0; id < HG_INTAKE_COUNT; id++)
        for (int s = 0; s < 2; s++) {
            double want = r->intake.value[id][s], got = a->intake.value[id][s];
            assert_int_equal(isnan(got), isnan(want));
            if (!isnan(want)) assert_near(got, want, 5e-9 * fabs(want));
        }
    assert_string_equal(a->intake_date, "2026-05-16");
    assert_string_equal(a->injuries[2].diagnosis, "meniscus");
    assert_int_equal(a->injuries[1].surgery, HG_NOT_GIVEN);
    assert_string_equal(a->training_log[2].surface, "trail");
    const hg_evidence *e = &a->evidence;
    assert_int_equal(e->red_flags.status, HG_RED_FLAGS_RAISED);
    assert_int_equal(e->red_flags.items[2].raised, HG_NOT_GIVEN);
    assert_int_equal(e->n_conditions, 3);
    assert_int_equal(e->conditions[1].side, HG_RIGHT);
    assert_int_equal(e->conditions[1].band, HG_CONDITION_MODERATE);
    assert_int_equal(e->conditions[2].side, HG_SIDE_UNKNOWN);
    assert_true(e->conditions[2].concordant && e->conditions[2].neighbour);
    assert_int_equal(e->conditions[1].n_rules, FIXTURE_COUNT(fixture_rules));
    const hg_rule_outcome *rule = &e->conditions[1].rules[2];
    assert_int_equal(rule->fired, HG_NOT_GIVEN);
    assert_string_equal(rule->sources[0], fixture_sources[1]);
    assert_string_equal(rule->values[0].word, "not asked");
    assert_string_equal(e->conditions[1].trace[3], fixture_trace[3]);
    assert_int_equal(e->ties[0].metric, HG_METRIC_hip_adduction_excursion);
    assert_int_equal(e->advice[1].kind, HG_ADVICE_GAIT);
    assert_true(isnan(e->derived[1].value));
    assert_string_equal(e->limits[1], fixture_limits[1]);
    assert_null(a->frames);
    hg_text_free(&json);
    hg_result_free(a);
    fixture_result_free(r);
}

/* Without curves the toe-off of a side is that of its strides. */
static void test_toe_off_without_curves(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT);
    hg_text json = json_of(r);
    hg_result *a = read_again(&json);
    assert_int_equal(a->n_curves, 0);
    assert_near(a->toe_off_percent[HG_LEFT], 100 * 0.25 / 0.7342, 1e-6);
    hg_text_free(&json);
    hg_result_free(a);
    fixture_result_free(r);
}

/* A number that was written, read and written again stands as it stood. */
static void test_nine_digits(void **state) {
    (void)state;
    hg__random random;
    hg__random_seed(&random, 20260101);
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT);
    enum { ROUND = 20000 };
    double *values = fixture_alloc(r->memory, ROUND, sizeof *values);
    r->events.side[0].foot_strike_s = values;
    r->events.side[0].n_foot_strikes = ROUND;
    r->events.side[0].strike_agreement_ms = NULL;
    for (int round = 0; round < 50; round++) { /* a million numbers */
        for (size_t i = 0; i < ROUND; i++) {
            uint64_t bits = hg__random_bits(&random);
            if (round % 2) { /* sizes that measurements have; else any bits, subnormal ones too */
                values[i] = ((double)(bits >> 11) / 9007199254740992.0 - 0.5) *
                            pow(10, (double)(bits % 13) - 6);
                continue;
            }
            memcpy(&values[i], &bits, sizeof bits);
            if (isinf(values[i])) values[i] = 0;
        }
        hg_text first = json_of(r);
        hg_result *again = read_again(&first);
        hg_text second = json_of(again), third = {0};
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
        assert_int_equal(hg_result_write_json(&third, r, NULL), HG_OK);
        assert_string_equal(third.data, first.data);
        const double *read = again->events.side[0].foot_strike_s;
        for (size_t i = 0; i < ROUND; i++) /* to the last bit; which NaN does not matter */
            if (!(isnan(values[i]) && isnan(read[i])))
                assert_memory_equal(&values[i], &read[i], sizeof *read);
        hg_text_free(&third);
        hg_result_free(again);
        hg_text_free(&first);
        hg_text_free(&second);
    }
    fixture_result_free(r);
}

/* --- what is refused --- */

/* The text with the first `from` behind `after` made `to`. */
static char *changed(const char *text, const char *after, const char *from, const char *to) {
    hg__strbuf b = {0};
    const char *at = strstr(text, after), *here = at ? strstr(at, from) : NULL;
    char *data;
    size_t size;
    if (!here) fail_msg("the fixture has no %s behind %s", from, after);
    hg__strbuf_add_bytes(&b, text, (size_t)(here - text));
    hg__strbuf_add(&b, to);
    hg__strbuf_add(&b, here + strlen(from));
    assert_true(hg__strbuf_take(&b, &data, &size));
    return data;
}

static const struct refusal {
    const char *after, *from, *to, *object, *text;
    hg_status status;
} refusals[] = {
    {"", "hipgait-result", "other", "schema", "this is no result of hipgait", HG_EFORMAT},
    {"", "\"schema\": \"hipgait-result\",", "", "schema", "no result", HG_EFORMAT},
    {"schema_version", "1.0", "2.0", "schema_version", "\"2.0\" is not read", HG_EUNSUPPORTED},
    {"schema_version", "\"1.0\"", "1.0", "schema_version", "expected a text", HG_EFORMAT},
    {"\"metrics\"", "\"mean\": 163.4", "\"mean\": \"163.4\"", "metrics[0].both.mean",
     "expected a number or null", HG_EFORMAT},
    {"\"id\": \"contact_time\"", "\"mean\": 0.2512, ", "", "metrics[4].left.mean",
     "the key is missing", HG_EFORMAT},
    {"\"id\": \"contact_time\"", "\"n\": 18", "\"n\": -1", "metrics[4].left.n",
     "expected a whole number, 0 or more", HG_EFORMAT},
    {"\"id\": \"contact_time\"", "\"n\": 18", "\"n\": 18.0", "metrics[4].left.n",
     "expected a whole number", HG_EFORMAT},
    {"\"metrics\"", "step_rate", "hop_rate", "metrics[0].id",
     "\"hop_rate\" is no metric of this version of hipgait; a later one may have it", HG_EFORMAT},
    {"\"metrics\"", "\"id\": \"speed\"", "\"id\": \"step_rate\"", "metrics[1].id", "twice",
     HG_EFORMAT},
    {"\"metrics\"", "\"unit\": \"1/min\"", "\"unit\": \"1/s\"", "metrics[0].unit",
     "expected \"1/min\"", HG_EFORMAT},
    {"\"flags\"", "leg_length_measured", "leg_gone", "quality.flags[0].code",
     "no quality flag of this version", HG_EFORMAT},
    {"\"flags\"", "\"note\"", "\"bad\"", "quality.flags[0].severity",
     "expected one of \"note\", \"warning\", \"blocker\"", HG_EFORMAT},
    {"\"trial\"", "\"run\"", "\"swim\"", "trial.task", "\"functional\", null", HG_EFORMAT},
    {"\"trial\"", "true", "1", "trial.treadmill", "true, false or null", HG_EFORMAT},
    {"\"trial\"", "\"name\"", "\"names\"", "trial.name", "the key is missing", HG_EFORMAT},
    {"\"trial\"", "{", "{\"more\": 1,", "trial.more", "no such key", HG_EFORMAT},
    {"\"trial\"", "{", "{\"m\\u0007\\nore\": 1,", "trial.m??ore", "no such key", HG_EFORMAT},
    {"\"runner\"", "R017",
     "R0170123456789012345678901234567890123456789012345678901234567890123456789", "runner.id",
     "longer than 63 bytes", HG_EFORMAT},
    {"\"session\"", "\"visit\": 2", "\"visit\": 0", "session.visit", "from 1", HG_EFORMAT},
    {"\"parameters\"", "\"clean.cutoff_hz\": 10", "\"clean.cutoff_hz\": -1",
     "provenance.parameters.clean.cutoff_hz", "from 0 to 500", HG_EFORMAT},
    {"\"parameters\"", "\"clean.cutoff\": \"fixed\"", "\"clean.cutoff\": \"guess\"",
     "provenance.parameters.clean.cutoff", "fixed|residual", HG_EFORMAT},
    {"\"parameters\"", "\"clean.cutoff_hz\": 10,", "", "provenance.parameters.clean.cutoff_hz",
     "missing", HG_EFORMAT},
    {"\"fills\"", "[1.02,3.1]", "[1.02]", "quality.fills[0].end_s", "as many", HG_EFORMAT},
    {"\"fills\"", "\"samples\": 5", "\"samples\": 1", "quality.fills[0].samples", "one for each",
     HG_EFORMAT},
    {"\"used\"", "\"found\": 20", "\"found\": 19", "strides.left", "quality.strides says",
     HG_EFORMAT},
    {"\"strides\": {\n  \"left\": [", "\"used\": true", "\"used\": null", "strides.left[0].used",
     "expected true or false", HG_EFORMAT},
    {"\"curves\"", "\"mean\": [", "\"mean\": [1,", "curves[0].left.mean", "101 numbers",
     HG_EFORMAT},
    {"\"curves\"", "\"mean\": [17", "\"mean\": [{}", "curves[0].left.mean[0]", "a number or null",
     HG_EFORMAT},
    {"\"curves\"", "\"unit\": \"deg\"", "\"unit\": \"rad\"", "curves[0].unit", "\"deg\"",
     HG_EFORMAT},
    {"\"id\": \"pelvis_obliquity\"", "34.21", "34.3", "curves[1].left.toe_off_percent",
     "another number", HG_EFORMAT},
    {"\"clusters\": [\n", "\"right\"", "\"both\"", "curves[4].difference_test.clusters[0].larger",
     "\"left\", \"right\"", HG_EFORMAT},
    {"\"spectra\"", "\"density\": [", "\"density\": [1,", "spectra[0].both.density", "81 numbers",
     HG_EFORMAT},
    {"\"curves\"", "\"stride\": 6", "\"stride\": 20", "curves[0].left.strides[1]",
     "strides.left has 20 strides only", HG_EFORMAT},
    {"\"asymmetry\": [", "\"ci95\": [", "\"ci95\": [1,", "asymmetry[0].ci95", "2 numbers or null",
     HG_EFORMAT},
    {"\"asymmetry\": [", "\"class\": \"", "\"class\": \"un", "asymmetry[0].class", "\"notable\"",
     HG_EFORMAT},
    {"\"intake\"", "\"any_complaint\": false", "\"any_complaint\": 0",
     "intake.symptoms.any_complaint", "true, false or null", HG_EFORMAT},
    {"\"intake\"", "\"pain_run_nprs\": ", "\"pain_run_nprs\": 4", "intake.symptoms.pain_run_nprs",
     "from 0 to 10", HG_EFORMAT},
    {"\"intake\"", "\"warm_up\": \"always\"", "\"warm_up\": \"bad\"", "intake.training.warm_up",
     "always|", HG_EFORMAT},
    {"\"conditions\"", "\"side\": \"left\"", "\"side\": null", "conditions[0].side",
     "\"left\", \"right\", \"none\"", HG_EFORMAT},
    {"\"conditions\"", "\"domain\": \"symptoms\"", "\"domain\": \"magic\"",
     "conditions[0].rules[1].domain", "\"gait\"", HG_EFORMAT},
    {"\"conditions\"", "\"sources\": [", "\"sources\": [99, ", "conditions[0].rules[0].sources[0]",
     "evidence.sources has", HG_EFORMAT},
    {"\"conditions\"", "\"sources\": [", "\"sources\": [\"A\",",
     "conditions[0].rules[0].sources[0]", "expected a whole number", HG_EFORMAT},
    {"\"evidence\"", "\"sources\": [", "\"sources\": [1,", "evidence.sources[0]", "expected a text",
     HG_EFORMAT},
    {"\"ties\"", "hip_adduction_excursion", "soul", "ties[0].metric", "no metric", HG_EFORMAT},
    {"\"quality\": {", "\"segments\": [", "\"segments\": 1, \"s\": [", "quality.segments",
     "expected a list", HG_EFORMAT},
    {"", "\"quality\": {", "\"quality\": null, \"q\": {", "quality", "expected an object",
     HG_EFORMAT},
    {"\"trial\"", "\"name\"", "\"task\": null, \"name\"", "", "duplicate", HG_EFORMAT},
    {"\"trial\"", "2.502", "1e999", "", "overflow", HG_EFORMAT},
    {"\"trial\"", "2.502", "NaN", "", "not JSON", HG_EFORMAT},
};

static void check_refused(const char *text, size_t size, const struct refusal *want) {
    hg_result *r = (hg_result *)&r;
    hg_error err = {0};
    hg_status status = hg_result_read_json(&r, text, size, "some/where/x.json", &err);
    if (status != want->status || err.code != status || r ||
        strcmp(err.object, want->object) != 0 || !strstr(err.text, want->text))
        fail_msg("%s -> %s: got %d, \"%s\": \"%s\"; expected \"%s\": \"%s\"", want->from, want->to,
                 status, err.object, err.text, want->object, want->text);
    assert_string_equal(err.file, "x.json");
    assert_null(strchr(err.text, '\n'));
}

static void test_refusals(void **state) {
    (void)state;
    hg_result *r = fixture_full();
    hg_text json = json_of(r);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *want = &refusals[i];
        char *text = changed(json.data, want->after, want->from, want->to);
        check_refused(text, strlen(text), want);
        free(text);
    }
    hg_text_free(&json);
    fixture_result_free(r);
}

/* Another minor version may have keys of its own. */
static void test_later_minor_version(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD), *again = NULL;
    hg_text json = json_of(r);
    char *later = changed(json.data, "schema_version", "1.0", "1.7"),
         *more = changed(later, "\"trial\"", "{", "{\"more\": [1],");
    assert_int_equal(hg_result_read_json(&again, more, strlen(more), "x", NULL), HG_OK);
    hg_text written = json_of(again);
    assert_string_equal(written.data, json.data);
    hg_text_free(&written);
    hg_text_free(&json);
    hg_result_free(again);
    free(later);
    free(more);
    fixture_result_free(r);
}

/* Cut off anywhere, nested to any depth, or endless: one error, no crash. */
static void test_broken_texts(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT), *none = NULL;
    hg_text json = json_of(r);
    hg_error err;
    for (size_t n = 0; n + 2 < json.size; n += n < 2000 ? 1 : 97) {
        char *part = malloc(n ? n : 1); /* exactly as long: reading beyond it is seen */
        assert_non_null(part);
        memcpy(part, json.data, n);
        assert_int_equal(hg_result_read_json(&none, part, n, "x", &err), HG_EFORMAT);
        assert_null(none);
        free(part);
    }
    enum { DEEP = 4000 };
    char *deep = malloc(DEEP);
    assert_non_null(deep);
    memset(deep, '[', DEEP);
    assert_int_equal(hg_result_read_json(&none, deep, DEEP, "x", &err), HG_EFORMAT);
    assert_non_null(strstr(err.text, "depth"));
    free(deep);
    /* ten million empty lists, which would take gigabytes */
    enum { EMPTY = 30000000 };
    char *empty = malloc(EMPTY);
    assert_non_null(empty);
    for (size_t i = 0; i < EMPTY; i++) empty[i] = "[],"[i % 3];
    empty[0] = '[';
    assert_int_equal(hg_result_read_json(&none, empty, EMPTY, "x", &err), HG_EFORMAT);
    assert_non_null(strstr(err.text, "more lists"));
    free(empty);
    char *large = calloc(1, HG_RESULT_BYTES_MAX + 1);
    assert_non_null(large);
    assert_int_equal(hg_result_read_json(&none, large, HG_RESULT_BYTES_MAX + 1, "x", &err),
                     HG_EUNSUPPORTED);
    assert_non_null(strstr(err.text, "32 MB"));
    free(large);
    /* six million items of nothing ask for no memory */
    hg__strbuf b = {0};
    char *many = NULL;
    size_t size;
    for (size_t i = 0; i < 6000000; i++) hg__strbuf_add(&b, i ? ",true" : "true");
    assert_true(hg__strbuf_take(&b, &many, &size));
    char *text = changed(json.data, "\"flags\"", "[", "["), *flags = strstr(text, "\"flags\": [");
    hg__strbuf_add_bytes(&b, text, (size_t)(flags - text) + strlen("\"flags\": ["));
    hg__strbuf_add_bytes(&b, many, size);
    hg__strbuf_add(&b, "]}}");
    free(many);
    assert_true(hg__strbuf_take(&b, &many, &size));
    assert_int_equal(hg_result_read_json(&none, many, size, "x", &err), HG_EFORMAT);
    assert_string_equal(err.object, "quality.flags");
    assert_non_null(strstr(err.text, "6000000 items"));
    free(text);
    free(many);
    assert_int_equal(hg_result_read_json(&none, "[]", 2, "x", &err), HG_EFORMAT);
    assert_int_equal(hg_result_read_json(&none, NULL, 0, "x", &err), HG_EINVAL);
    hg_text_free(&json);
    fixture_result_free(r);
}

/* Lists that are taken out of the text are those that the parser would have made; what it would
 * refuse is still there for it to refuse. */
static void test_number_lists(void **state) {
    static const struct {
        const char *text;
        size_t taken;
    } rows[] = {
        {"[1,2,3,4,5,6,7,8,9,10,11,12]", 1},
        {"[1,2,3,4,5,6,7,8,9,10,11]", 0}, /* too short to be worth it */
        {"{\"a\": [1, 2, null, 4.5, -5e-3, 6E2, 7e+1, 8, 9, 1.25, 11, 0], \"b\": []}", 1},
        {"[1,2,3,4,5,6,7,8,9,10,11,012]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,1.]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,.5]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,+5]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,1e]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,NaN]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,12,]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,12", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,1e999]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,-0]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,1234567890123456]", 0}, /* more digits than a double has */
        {"[1,2,3,4,5,6,7,8,9,10,11,1e-30]", 0},
        {"[1,2,3,4,5,6,7,8,9,10,11,[12]]", 0},
        {"\"[1,2,3,4,5,6,7,8,9,10,11,12]\"", 0},
        {"\"\\\"[1,2,3,4,5,6,7,8,9,10,11,12]\"", 0},
        {"[[1,2,3,4,5,6,7,8,9,10,11,12],[1,2,3,4,5,6,7,8,9,10,11,13]]", 2},
    };
    hg__number_lists lists;
    hg__random random;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(hg__number_lists_take(&lists, rows[i].text, strlen(rows[i].text)));
        if (lists.n != rows[i].taken) fail_msg("%s: %zu lists", rows[i].text, lists.n);
        if (rows[i].taken == 0) assert_string_equal(lists.text, rows[i].text);
        assert_int_equal(lists.size, strlen(lists.text));
        hg__number_lists_free(&lists);
    }
    assert_false(hg__number_lists_take(&lists, "{\"\" : 0}", 9));
    hg__random_seed(&random, 11);
    for (int round = 0; round < 1000; round++) { /* to the last bit what strtod() reads */
        hg__strbuf b = {0};
        double want[100];
        hg__strbuf_add(&b, "[");
        for (int i = 0; i < 100; i++) {
            double x = (hg__random_uniform(&random) - 0.5) *
                       pow(10, (double)(hg__random_bits(&random) % 17) - 8);
            hg__strbuf_add(&b, i ? "," : "");
            hg__strbuf_add_g(&b, x, 9, "");
            want[i] = strtod(strrchr(b.data, i ? ',' : '[') + 1, NULL);
        }
        hg__strbuf_add(&b, "]");
        assert_true(hg__number_lists_take(&lists, b.data, b.size));
        assert_int_equal(lists.n, 1);
        assert_string_equal(lists.text, "{\"\": 0}");
        assert_int_equal(lists.list[0].n, 100);
        assert_memory_equal(lists.value, want, sizeof want);
        hg__number_lists_free(&lists);
        hg__strbuf_free(&b);
    }
}

/* What the reader says of each text of the input, which NULs end: for test_result_keys.py. */
static int say(void) {
    hg__strbuf b = {0};
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0;) hg__strbuf_add_bytes(&b, part, n);
    for (size_t at = 0; at < b.size; at += strlen(b.data + at) + 1) {
        hg_result *r = NULL;
        hg_error err = {0};
        hg_status status = hg_result_read_json(&r, b.data + at, strlen(b.data + at), "x", &err);
        if (status == HG_OK)
            printf("read\n");
        else
            printf("%s: %s\n", err.object, err.text);
        hg_result_free(r);
    }
    hg__strbuf_free(&b);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--say") == 0) return say();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_again),
        cmocka_unit_test(test_same_page),
        cmocka_unit_test(test_settled),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_toe_off_without_curves),
        cmocka_unit_test(test_nine_digits),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_later_minor_version),
        cmocka_unit_test(test_broken_texts),
        cmocka_unit_test(test_number_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
