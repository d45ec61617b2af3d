/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result as JSON. With --print NAME the result of that name is printed, for the schema test. */
#include "base/json.h"
#include "support/cm.h"
#include "support/fixture_result.h"

static hg_text json_of(const hg_result *r) {
    hg_text text;
    hg_error err;
    if (hg_report_json(&text, r, &err) != HG_OK) fail_msg("%s", err.text);
    return text;
}

static hg__json *parsed(const hg_text *text) {
    hg__json *root = NULL;
    hg_error err;
    if (hg__json_parse(&root, text->data, text->size, "result", &err) != HG_OK)
        fail_msg("%s", err.text);
    return root;
}

static void test_same_result_same_bytes(void **state) {
    (void)state;
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        hg_result *a = fixture_result((fixture_kind)kind), *b = fixture_result((fixture_kind)kind);
        hg_text first = json_of(a), second = json_of(b);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
        assert_int_equal(first.data[first.size - 1], '\n');
        assert_int_equal(first.data[first.size], '\0');
        hg_text_free(&first);
        hg_text_free(&second);
        assert_null(first.data);
        fixture_result_free(a);
        fixture_result_free(b);
    }
}

static void test_order_of_keys(void **state) {
    (void)state;
    static const char *const keys[] = {
        "schema",    "schema_version",    "intended_use", "runner",  "session",     "provenance",
        "trial",     "quality",           "red_flags",    "intake",  "derived",     "events",
        "strides",   "metrics",           "curves",       "spectra", "variability", "coordination",
        "asymmetry", "asymmetry_summary", "conditions",   "ties",    "advice",      "evidence"};
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    assert_int_equal(hg__json_size(root), sizeof keys / sizeof *keys);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *key = NULL;
        assert_non_null(hg__json_member(root, i, &key));
        assert_string_equal(key, keys[i]);
    }
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);
}

/* Every parameter of the table, under its key, in the table's order. */
static void test_all_parameters(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_WARNED);
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    const hg__json *parameters = hg__json_get(hg__json_get(root, "provenance"), "parameters");
    size_t n;
    const hg_param_info *info = hg_params_table(&n);
    assert_int_equal(hg__json_size(parameters), n);
    for (size_t i = 0; i < n; i++) {
        const char *key = NULL;
        const hg__json *value = hg__json_member(parameters, i, &key);
        double number;
        assert_string_equal(key, info[i].key);
        assert_true(info[i].choices ? hg__json_text(value) != NULL
                                    : hg__json_number(value, &number));
    }
    double cutoff;
    assert_true(hg__json_number(hg__json_get(parameters, "clean.cutoff_hz"), &cutoff));
    assert_true(cutoff == 12); /* a whole number survives as it is */
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);
}

static void test_nine_digits_and_nulls(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    r->speed_m_s = 1.0 / 3;
    r->mass_kg = NAN;
    r->height_m = INFINITY;
    r->duration_s = -0.0;
    r->rate_hz = 123456789012.0;
    hg_text text = json_of(r);
    assert_non_null(strstr(text.data, "\"speed_m_s\": 0.333333333,"));
    assert_non_null(strstr(text.data, "\"mass_kg\": null,"));
    assert_non_null(strstr(text.data, "\"height_m\": null"));
    assert_non_null(strstr(text.data, "\"duration_s\": 0,"));
    assert_non_null(strstr(text.data, "\"rate_hz\": 1.23456789e+11\n"));
    hg_text_free(&text);
    fixture_result_free(r);
}

/* Texts come back as they went in, whatever is in them; bytes that are no text become U+FFFD. */
static void test_hostile_texts_come_back(void **state) {
    (void)state;
    hg_result *r = fixture_hostile();
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    const hg__json *trial = hg__json_get(root, "trial");
    assert_string_equal(hg__json_text(hg__json_get(hg__json_get(root, "runner"), "id")), r->runner);
    assert_string_equal(hg__json_text(hg__json_get(hg__json_get(root, "session"), "id")),
                        r->session);
    assert_string_equal(hg__json_text(hg__json_get(trial, "name")), r->trial);
    /* ff, c0 af (overlong) and ed a0 80 (surrogate): one mark per byte that begins no character */
    assert_string_equal(
        hg__json_text(hg__json_get(trial, "footwear")),
        "\xf0\x9f\x91\x9f \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd "
        "\x01\x1b[31m red");
    assert_string_equal(hg__json_text(hg__json_get(hg__json_get(root, "events"), "method")),
                        r->events.method);
    const hg__json *flag = hg__json_at(hg__json_get(hg__json_get(root, "quality"), "flags"), 0);
    assert_string_equal(hg__json_text(hg__json_get(flag, "text")), r->flags[0].text);
    /* what a terminal would act on, or a reader could not see, is escaped */
    assert_null(strstr(text.data, "\xe2\x80\xae"));
    assert_null(strstr(text.data, "\xe2\x80\xa8"));
    assert_null(memchr(text.data, 0x1b, text.size));
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);
}

/* What was not measured is absent or null, never a number. */
static void test_not_measured(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_WARNED);
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    const hg__json *curve = hg__json_at(hg__json_get(root, "curves"), HG_CURVE_KNEE_FLEXION);
    const hg__json *right = hg__json_get(hg__json_get(curve, "right"), "mean");
    double value;
    assert_int_equal(hg__json_size(right), HG_CURVE_POINTS);
    for (size_t i = 0; i < HG_CURVE_POINTS; i++)
        assert_false(hg__json_number(hg__json_at(right, i), &value));
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);

    r = fixture_result(FIXTURE_INSUFFICIENT);
    text = json_of(r);
    root = parsed(&text);
    assert_int_equal(hg__json_size(hg__json_get(root, "curves")), 0);
    assert_null(strstr(text.data, "hip_adduction"));
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);

    assert_int_equal(hg_report_json(&text, NULL, NULL), HG_EINVAL);
}

static double number(const hg__json *object, const char *key) {
    double value = NAN;
    hg__json_number(hg__json_get(object, key), &value);
    return value;
}

/* half a unit of the ninth digit */
static void check_value(double got, double want) {
    if (isnan(want))
        assert_true(isnan(got));
    else
        assert_near(got, want, 5e-9 * fabs(want));
}

static bool is_null(const hg__json *value) {
    double number;
    return value && !hg__json_number(value, &number) && !hg__json_text(value) &&
           !hg__json_is_array(value) && !hg__json_is_object(value);
}

static void check_interval(const hg__json *object, const char *key, const double want[2]) {
    const hg__json *ends = hg__json_get(object, key);
    if (isnan(want[0])) {
        assert_true(is_null(ends));
        return;
    }
    assert_int_equal(hg__json_size(ends), 2);
    for (size_t i = 0; i < 2; i++) {
        double got = NAN;
        hg__json_number(hg__json_at(ends, i), &got);
        check_value(got, want[i]);
    }
}

static void check_stat(const hg__json *object, const hg_stat *want) {
    check_value(number(object, "mean"), want->mean);
    check_value(number(object, "sd"), want->sd);
    assert_int_equal((int)number(object, "n"), (int)want->n);
    check_interval(object, "ci95", want->ci95);
    check_value(number(object, "se"), want->se);
    check_value(number(object, "lag1"), want->lag1);
    check_value(number(object, "n_effective"), want->n_effective);
    check_value(number(object, "median"), want->median);
    check_value(number(object, "mad_sd"), want->mad_sd);
    check_value(number(object, "trimmed_mean"), want->trimmed);
    check_interval(object, "trimmed_ci95", want->trimmed_ci95);
    check_value(number(object, "drift_per_min"), want->drift_per_min);
    check_interval(object, "drift_ci95", want->drift_ci95);
    const hg__json *outliers = hg__json_get(object, "outliers_s");
    assert_int_equal(hg__json_size(outliers), want->n_outliers);
    for (size_t i = 0; i < want->n_outliers; i++) {
        double got = NAN;
        hg__json_number(hg__json_at(outliers, i), &got);
        check_value(got, want->outlier_s[i]);
    }
}

static void check_asymmetry(const hg__json *object, const hg_asymmetry *want) {
    const hg_limit *limit = hg_limit_of(want->metric);
    bool index = hg_metrics[want->metric].form == HG_FORM_INDEX;
    assert_string_equal(hg__json_text(hg__json_get(object, "metric")), hg_metrics[want->metric].id);
    check_value(number(object, "difference"), want->difference);
    check_interval(object, "ci95", want->ci95);
    check_interval(object, "ci95_total", want->ci95_total);
    check_value(number(object, "same_sign_share"), want->same_sign_share);
    assert_int_equal((int)number(object, "pairs"), (int)want->pairs);
    check_value(number(object, "limit"), limit->limit);
    check_value(number(object, "sem"), limit->sem);
    check_value(number(object, "p"), want->p);
    check_value(number(object, "q"), want->q);
    assert_string_equal(hg__json_text(hg__json_get(object, "class")),
                        hg_asymmetry_class_name(want->rating));
    assert_string_equal(hg__json_text(hg__json_get(object, "reason")), want->reason);
    const hg__json *i = hg__json_get(object, "index");
    if (!index) assert_true(is_null(i)); /* never an index on an angle */
    if (isnan(want->index.symmetry_index)) {
        assert_true(is_null(i));
        return;
    }
    check_value(number(i, "value"), want->index.symmetry_index);
    check_interval(i, "ci95", want->index.ci95);
    check_value(number(i, "symmetry_angle"), want->index.symmetry_angle);
    check_value(number(i, "limb_symmetry_index"), want->index.limb_symmetry_index);
}

static void test_values(void **state) {
    (void)state;
    static const char *const sides[] = {"left", "right"};
    hg_result *r = fixture_result(FIXTURE_WARNED);
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    const hg__json *segments = hg__json_get(hg__json_get(root, "quality"), "segments");
    assert_int_equal(hg__json_size(segments), r->n_segments);
    for (size_t i = 0; i < r->n_segments; i++) {
        const hg__json *q = hg__json_at(segments, i);
        assert_string_equal(hg__json_text(hg__json_get(q, "name")), r->segments[i].name);
        check_value(number(q, "residual_median_mm"), r->segments[i].residual_median_m * 1000);
        check_value(number(q, "residual_p95_mm"), r->segments[i].residual_p95_m * 1000);
        check_value(number(q, "tracked_share"), r->segments[i].tracked_share);
    }
    for (int s = 0; s < 2; s++) {
        const hg__json *strides = hg__json_get(hg__json_get(root, "strides"), sides[s]);
        const hg__json *events = hg__json_get(hg__json_get(root, "events"), sides[s]);
        assert_int_equal(hg__json_size(strides), r->n_strides[s]);
        for (size_t i = 0; i < r->n_strides[s]; i++) {
            const hg_stride *want = &r->strides[s][i];
            const hg__json *stride = hg__json_at(strides, i);
            check_value(number(stride, "start_s"), want->start_s);
            check_value(number(stride, "toe_off_s"), want->toe_off_s);
            check_value(number(stride, "end_s"), want->end_s);
            assert_string_equal(hg__json_text(hg__json_get(stride, "reason")), want->reason);
        }
        for (size_t i = 0; i < r->events.side[s].n_foot_strikes; i++) {
            double got = NAN;
            hg__json_number(hg__json_at(hg__json_get(events, "agreement_ms"), i), &got);
            check_value(got, r->events.side[s].strike_agreement_ms[i]);
        }
        for (size_t i = 0; i < r->events.side[s].n_toe_offs; i++) {
            double got = NAN;
            hg__json_number(hg__json_at(hg__json_get(events, "toe_off_agreement_ms"), i), &got);
            check_value(got, r->events.side[s].toe_off_agreement_ms[i]);
        }
    }
    const hg__json *metrics = hg__json_get(root, "metrics");
    assert_int_equal(hg__json_size(metrics), r->n_metrics);
    for (size_t i = 0; i < r->n_metrics; i++) {
        const hg__json *m = hg__json_at(metrics, i);
        const hg_metric_value *want = &r->metrics[i];
        assert_string_equal(hg__json_text(hg__json_get(m, "id")), hg_metrics[want->id].id);
        if (hg_metrics[want->id].form == HG_FORM_BOTH)
            check_stat(hg__json_get(m, "both"), &want->both);
        else
            for (int s = 0; s < 2; s++) check_stat(hg__json_get(m, sides[s]), &want->side[s]);
    }
    const hg__json *asymmetry = hg__json_get(root, "asymmetry"),
                   *summary = hg__json_get(root, "asymmetry_summary");
    assert_int_equal(hg__json_size(asymmetry), r->n_asymmetry);
    for (size_t i = 0; i < r->n_asymmetry; i++)
        check_asymmetry(hg__json_at(asymmetry, i), &r->asymmetry[i]);
    assert_int_equal((int)number(summary, "tests"), (int)r->asymmetry_summary.tests);
    check_value(number(summary, "expected_by_chance"), 0.05 * (double)r->asymmetry_summary.tests);
    assert_string_equal(hg__json_text(hg__json_get(summary, "involved_side")), "left");
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);
}

/* Numbers of other runners, and this one's place among them only where they were compared. */
static void test_references(void **state) {
    (void)state;
    for (int kind = FIXTURE_GOOD; kind <= FIXTURE_WARNED; kind++) {
        hg_result *r = fixture_result((fixture_kind)kind);
        bool compared = kind == FIXTURE_GOOD;
        hg_text text = json_of(r);
        assert_non_null(strstr(text.data, compared ? "\"both\": {\"mean\": 165.5, \"sd\": 8.25, "
                                                     "\"n\": 31, \"z\": -0.25, "
                                                     "\"percentile\": 40.5}"
                                                   : "\"both\": {\"mean\": 165.5, \"sd\": null, "
                                                     "\"n\": 31, \"z\": null, "
                                                     "\"percentile\": null}"));
        assert_non_null(strstr(text.data, "\"difference\": {\"mean\": 0.5, \"sd\": 3.25, "
                                          "\"n\": 16},"));
        assert_non_null(strstr(text.data, "\"speed_m_s\": {\"from\": 2.25, \"to\": 2.75}"));
        assert_non_null(strstr(text.data, "\"speed_m_s\": {\"from\": null, \"to\": null}"));
        assert_int_equal(strstr(text.data, "\"name\": \"our runners\"") != NULL, compared);
        hg_text_free(&text);
        fixture_result_free(r);
    }
}

/* Stretches of one marker and method share a row; the keys have a fixed order. */
static void test_fills_and_cutoffs(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_GOOD);
    hg_text text = json_of(r);
    assert_non_null(strstr(text.data, "{\"marker\": \"L.ASIS\", \"method\": \"spline\", "
                                      "\"start_s\": [1.02,3.1], \"end_s\": [1.04,3.1], "
                                      "\"samples\": 5},"));
    assert_non_null(strstr(text.data, "{\"marker\": \"L.ASIS\", \"method\": \"rigid\", "
                                      "\"start_s\": [5], \"end_s\": [5.4], \"samples\": 61},"));
    assert_non_null(strstr(text.data, "{\"marker\": \"R.MT5\", \"method\": \"missing\", "
                                      "\"start_s\": [0], \"end_s\": [0.5], \"samples\": 76}\n"));
    assert_non_null(strstr(text.data, "{\"marker\": \"L.ASIS\", \"cutoff_hz\": 7.25, "
                                      "\"source\": \"residual\"},"));
    assert_non_null(strstr(text.data, "\"cutoff_hz\": 10, \"source\": \"fixed\"}"));
    hg_text_free(&text);
    r->n_fills = r->n_cutoffs = 0;
    text = json_of(r);
    assert_non_null(strstr(text.data, "\"fills\": [],"));
    assert_non_null(strstr(text.data, "\"cutoffs\": []"));
    hg_text_free(&text);
    fixture_result_free(r);
}

/* What has sides has two, what belongs to the pelvis one; a number that is not there says why. */
static void test_rhythm(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_WARNED);
    hg_text text = json_of(r);
    hg__json *root = parsed(&text);
    const hg__json *spectra = hg__json_get(root, "spectra"),
                   *rows = hg__json_get(root, "variability");
    assert_int_equal(hg__json_size(spectra), r->n_spectra);
    assert_int_equal(hg__json_size(rows), r->n_variability);
    for (size_t i = 0; i < r->n_spectra; i++) {
        const hg_spectrum *want = &r->spectra[i];
        const hg__json *one = hg__json_at(spectra, i), *both = hg__json_get(one, "both"),
                       *left = hg__json_get(one, "left");
        bool sides = want->id >= HG_SIGNAL_FIRST_OF_SIDE;
        assert_int_equal(hg__json_size(hg__json_get(one, "frequency_hz")), want->n);
        assert_true((left != NULL) == sides && (both != NULL) == !sides);
        const hg_spectrum_side *side = sides ? &want->side[HG_LEFT] : &want->both;
        const hg__json *got = sides ? left : both;
        check_value(number(got, "mean_hz"), side->mean_hz);
        check_value(number(got, "impact_percent"), side->band_percent[HG_BAND_IMPACT]);
        check_value(number(hg__json_get(got, "step"), "hz"), side->step.hz);
        assert_int_equal(hg__json_size(hg__json_get(got, "density")), side->averaged ? want->n : 0);
        if (sides)
            check_value(number(hg__json_get(one, "coherence"), "phase_deg"),
                        want->coherence.phase_deg);
    }
    for (size_t i = 0; i < r->n_variability; i++) {
        const hg_variability *want = &r->variability[i];
        const hg__json *one = hg__json_at(rows, i), *both = hg__json_get(one, "both");
        const hg_variability_value *v = both ? &want->both : &want->side[HG_RIGHT];
        const hg__json *got = both ? both : hg__json_get(one, "right");
        check_value(number(got, "value"), v->value);
        check_value(number(got, "sd"), v->sd);
        assert_int_equal((int)number(got, "n"), (int)v->n);
        assert_string_equal(hg__json_text(hg__json_get(got, "note")), v->note);
    }
    assert_non_null(strstr(text.data, "{\n   \"id\": \"harmonic_ratio_up\","));
    assert_non_null(strstr(text.data, "\"right\": {\"value\": null, \"sd\": null, \"n\": 18, "
                                      "\"note\": \"18 strides in a row; 64 are needed\"}"));
    hg__json_free(root);
    hg_text_free(&text);
    fixture_result_free(r);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--print") == 0) {
        hg_result *r = fixture_named(argv[2]);
        hg_text text;
        if (!r || hg_report_json(&text, r, NULL) != HG_OK) return 1;
        fwrite(text.data, 1, text.size, stdout);
        hg_text_free(&text);
        fixture_result_free(r);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_result_same_bytes),
        cmocka_unit_test(test_order_of_keys),
        cmocka_unit_test(test_all_parameters),
        cmocka_unit_test(test_nine_digits_and_nulls),
        cmocka_unit_test(test_hostile_texts_come_back),
        cmocka_unit_test(test_not_measured),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_fills_and_cutoffs),
        cmocka_unit_test(test_rhythm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
