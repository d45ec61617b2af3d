/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/dataset.h"
#include "gait/markerset.h"
#include "support/cm.h"

static const char good[] =
    "{\"schema\": \"hipgait-markerset\", \"id\": \"mine\", \"version\": \"1\", \"label\": \"My "
    "lab\","
    " \"landmarks\": {\"asis_left\": \"LA\", \"toe_left\": [\"M1\", \"M5\"]},"
    " \"segments\": {\"pelvis\": [\"LA\", \"RA\", \"SA\"], \"thigh_left\": [\"T1\", \"T2\", "
    "\"T3\"]}}";

/* `good` with the first `from` replaced by `to`. */
static char *altered(const char *from, const char *to) {
    const char *at = strstr(good, from);
    assert_non_null(at);
    size_t n = strlen(good) + strlen(to) + 1;
    char *text = malloc(n);
    snprintf(text, n, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return text;
}

static void parses(void **state) {
    (void)state;
    hg__arena *a = hg__arena_new();
    hg__markerset set;
    hg_error e;
    assert_int_equal(hg__markerset_parse(&set, good, strlen(good), "mine.json", a, &e), HG_OK);
    assert_string_equal(set.id, "mine");
    assert_int_equal(set.n_landmark[HG__LANDMARK_TOE_LEFT], 2);
    assert_string_equal(set.landmark[HG__LANDMARK_TOE_LEFT][1], "M5");
    assert_int_equal(set.n_landmark[HG__LANDMARK_HEEL_LEFT], 0);
    assert_int_equal(set.n_cluster[HG__SEGMENT_PELVIS], 3);
    assert_string_equal(set.cluster[HG__SEGMENT_THIGH_LEFT][2], "T3");
    hg__arena_free(a);
}

static void faults_are_named(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } table[] = {{"hipgait-markerset", "other", "\"schema\""},
                 {"\"mine\"", "7", "\"id\""},
                 {"asis_left", "asis_middle", "asis_middle"},
                 {"thigh_left", "toe", "\"toe\" is not a segment"},
                 {"[\"T1\", \"T2\", \"T3\"]", "[\"T1\", \"T2\"]", "3 to 12"},
                 {"\"T3\"", "\"t1\"", "twice"},
                 {"\"T3\"", "3", "thigh_left"},
                 {"\"pelvis\"", "\"shank_left\"", "\"pelvis\""},
                 {"\"LA\", \"toe_left\"", "[], \"toe_left\"", "asis_left"},
                 {"]}}", "]}", "line 1"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        hg__arena *a = hg__arena_new();
        hg__markerset set;
        hg_error e = {0};
        char *text = altered(table[i].from, table[i].to);
        assert_int_equal(hg__markerset_parse(&set, text, strlen(text), "mine.json", a, &e),
                         HG_EFORMAT);
        if (!strstr(e.text, table[i].says) || !strstr(e.text, "mine.json"))
            fail_msg("\"%s\" does not say \"%s\"", e.text, table[i].says);
        free(text);
        hg__arena_free(a);
    }
}

static void built_in_sets_are_sound(void **state) {
    (void)state;
    size_t sets = 0;
    for (size_t i = 0; i < hg__n_datasets; i++) {
        if (strncmp(hg__datasets[i].name, "markersets/", 11) != 0) continue;
        hg__arena *a = hg__arena_new();
        hg__markerset set;
        hg_error e = {0};
        if (hg__markerset_parse(&set, (const char *)hg__datasets[i].data, hg__datasets[i].size,
                                hg__datasets[i].name, a, &e) != HG_OK)
            fail_msg("%s", e.text);
        assert_true(hg__markerset_serves(&set, HG__MODEL_CALIBRATED) ||
                    hg__markerset_serves(&set, HG__MODEL_WANDS) ||
                    hg__markerset_serves(&set, HG__MODEL_TROCHANTERS));
        sets++;
        hg__arena_free(a);
    }
    assert_true(sets >= 1);
}

static void recognised_by_labels(void **state) {
    (void)state;
    hg__arena *a = hg__arena_new();
    hg__markerset sets[2];
    const hg__markerset *chosen;
    hg_error e;
    char *other = altered("\"mine\"", "\"other\"");
    for (char *c = other; *c; c++)
        if (*c == 'T' && c[1] >= '1' && c[1] <= '3') *c = 'Q';
    assert_int_equal(hg__markerset_parse(&sets[0], other, strlen(other), "o", a, &e), HG_OK);
    assert_int_equal(hg__markerset_parse(&sets[1], good, strlen(good), "m", a, &e), HG_OK);
    char labels[6][HG_NAME_MAX] = {"la", "RA", "SA", "T1", "T2", "T3"}; /* letters of either case */
    hg_stream s = {.n_points = 6, .labels = labels};
    assert_int_equal(hg__markerset_choose(&chosen, sets, 2, NULL, HG__MODEL_CALIBRATED, &s, &e),
                     HG_OK);
    assert_string_equal(chosen->id, "mine");
    assert_int_equal(hg__markerset_choose(&chosen, sets, 2, "other", HG__MODEL_CALIBRATED, &s, &e),
                     HG_OK);
    assert_string_equal(chosen->id, "other");
    assert_int_equal(hg__markerset_choose(&chosen, sets, 2, "third", HG__MODEL_CALIBRATED, &s, &e),
                     HG_EINVAL);
    assert_non_null(strstr(e.text, "other, mine"));
    s.n_points = 2;
    assert_int_equal(hg__markerset_choose(&chosen, sets, 2, NULL, HG__MODEL_CALIBRATED, &s, &e),
                     HG_EDATA);
    assert_non_null(strstr(e.text, "33 %"));
    free(other);
    hg__arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(parses), cmocka_unit_test(faults_are_named),
                                       cmocka_unit_test(built_in_sets_are_sound),
                                       cmocka_unit_test(recognised_by_labels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
