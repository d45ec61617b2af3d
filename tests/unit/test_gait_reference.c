/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference sets: what is read, what is refused, and which rows are chosen for a trial. */
#include <stdio.h>
#include <string.h>

#include "dsp/stats.h"
#include "gait/flag_list.h"
#include "gait/reference.h"
#include "gait/setup.h"
#include "support/cm.h"

#define HEAD                                                                                       \
    "# hipgait-reference 1.0\n# name: lab\n# version: 3\n"                                         \
    "metric,unit,side,mean,sd,n,population,sensor,markerset,convention,task,speed_from_m_s,"       \
    "speed_to_m_s,sex,method,source,quality,use\n"

typedef struct fixture {
    hg__kernels k;
    hg_params params;
    hg__flags flags;
    hg__arena *memory;
    hg__stage stage;
    hg__reference_set set;
    hg_reference out[HG_METRIC_COUNT];
    size_t n;
    const hg__reference_set *used;
} fixture;

static void begin(fixture *f, const char *rows) {
    char text[8000];
    hg_error err = {0};
    memset(f, 0, sizeof *f);
    assert_int_equal(hg__stages_setup(&f->k, NULL, NULL), HG_OK);
    hg_params_default(&f->params);
    f->memory = hg__arena_new();
    f->stage =
        (hg__stage){.k = &f->k, .scratch = f->memory, .params = &f->params, .flags = &f->flags};
    snprintf(text, sizeof text, "%s%s", HEAD, rows);
    if (hg__reference_parse(&f->set, text, strlen(text), "lab.csv", f->memory, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
}

static void choose(fixture *f, const hg__reference_key *key) {
    static const hg_metric_value metrics[] = {
        {.id = HG_METRIC_step_rate, .both = {170, 2, 30}},
        {.id = HG_METRIC_hip_adduction_peak, .side = {{12, 1, 30}, {NAN, NAN, 0}}}};
    hg__choose_references(f->out, &f->n, &f->used, &f->set, 1, key, metrics, 2, &f->stage);
}

static void end(fixture *f) {
    hg__arena_free(f->memory);
}

static hg__reference_key trial(void) {
    return (hg__reference_key){.sensor = "optical",
                               .markerset = "rbds",
                               .convention = "isb",
                               .task = HG_TASK_RUN,
                               .speed_m_s = 3,
                               .sex = HG_SEX_F};
}

#define ROW(side, mean, n, rest)                                                                   \
    "hip_adduction_peak,deg," side "," mean ",2," n ",lab,optical,rbds,isb,run," rest ",m,own,q,"

static void place_among_them(void **state) {
    fixture f;
    hg__reference_key key = trial();
    (void)state;
    begin(&f,
          ROW("left", "10", "20", "2.5,3.5,all") "compare\n" ROW(
              "right", "11", "20",
              "2.5,3.5,all") "compare\n" ROW("both", "99", "20",
                                             "2.5,3.5,all") "compare\n" ROW("difference", "1", "20",
                                                                            "2.5,3.5,all") "compare"
                                                                                           "\n");
    choose(&f, &key);
    assert_int_equal(f.n, 1); /* step rate has no row */
    const hg_reference *r = &f.out[0];
    assert_int_equal(r->id, HG_METRIC_hip_adduction_peak);
    assert_true(r->compared);
    assert_near(r->side[HG_LEFT].mean, 10, 0);
    assert_near(r->side[HG_LEFT].z, 1, 1e-12);
    assert_near(r->side[HG_LEFT].percentile, 82.9311760547736, 1e-9);
    assert_near(r->side[HG_RIGHT].mean, 11, 0);
    assert_true(isnan(r->side[HG_RIGHT].z)); /* this runner's right side was not measured */
    assert_true(isnan(r->side[HG_RIGHT].percentile));
    assert_near(r->difference.mean, 1, 0);
    assert_int_equal(r->both.n, 0);
    assert_string_equal(r->set, "lab");
    assert_string_equal(f.used->version, "3");
    assert_int_equal(f.flags.n, 0);
    end(&f);
}

/* Every single thing that does not fit leaves nothing to compare with, and is said. */
static void what_does_not_fit(void **state) {
    static const struct {
        const char *row, *words;
    } cases[] = {
        {"hip_adduction_peak,deg,both,8,2,30,lab,inertial,rbds,isb,run,2,4,all,,own,,compare\n",
         "sensor"},
        {"hip_adduction_peak,deg,both,8,2,30,lab,optical,rbds,isb,walk,2,4,all,,own,,compare\n",
         "task"},
        {"hip_adduction_peak,deg,both,8,2,30,lab,optical,ric,isb,run,2,4,all,,own,,compare\n",
         "marker set"},
        {"hip_adduction_peak,deg,both,8,2,30,lab,optical,rbds,cgm,run,2,4,all,,own,,compare\n",
         "convention"},
        {"hip_adduction_peak,deg,both,8,2,30,lab,optical,rbds,isb,run,2,2.9,all,,own,,compare\n",
         "speeds"},
        {"hip_adduction_peak,deg,both,8,2,30,lab,optical,rbds,isb,run,2,4,M,,own,,compare\n",
         "sex"},
        {"hip_adduction_peak,deg,both,8,2,19,lab,optical,rbds,isb,run,2,4,all,,own,,compare\n",
         "too few"},
        {"hip_flexion_peak,deg,both,8,2,30,lab,optical,rbds,isb,run,2,4,all,,own,,compare\n",
         "none of the metrics"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        hg__reference_key key = trial();
        begin(&f, cases[i].row);
        choose(&f, &key);
        assert_int_equal(f.n, 0);
        assert_null(f.used);
        assert_int_equal(f.flags.n, 1);
        assert_int_equal(f.flags.item[0].id, HG_FLAG_REFERENCE_NONE);
        if (!strstr(f.flags.item[0].text, cases[i].words))
            fail_msg("\"%s\" does not say \"%s\"", f.flags.item[0].text, cases[i].words);
        end(&f);
    }
}

/* A trial whose speed or sex nobody knows fits only what says any and all. */
static void unknown_speed_and_sex(void **state) {
    fixture f;
    hg__reference_key key = trial();
    (void)state;
    begin(&f, ROW("both", "8", "30", "2,4,all") "compare\n");
    key.speed_m_s = NAN;
    choose(&f, &key);
    assert_int_equal(f.n, 0);
    end(&f);
    begin(&f, ROW("both", "8", "30", "n/a,n/a,F") "compare\n" ROW("both", "9", "30",
                                                                  "n/a,n/a,all") "compare\n");
    key.sex = HG_SEX_UNKNOWN;
    choose(&f, &key);
    assert_int_equal(f.n, 1);
    assert_near(f.out[0].side[HG_LEFT].mean, 9, 0);
    end(&f);
}

/* The own sex, then the narrower speeds, then more runners; too few runners are passed over. */
static void the_best_row(void **state) {
    static const struct {
        const char *rows;
        double mean;
    } cases[] = {
        {ROW("both", "1", "99", "2.9,3.1,all") "compare\n" ROW("both", "2", "30",
                                                               "2,4,F") "compare\n",
         2},
        {ROW("both", "1", "99", "2,4,all") "compare\n" ROW("both", "2", "30",
                                                           "2.5,3.5,all") "compare\n",
         2},
        {ROW("both", "1", "30", "2,4,all") "compare\n"
                                           "hip_adduction_peak,deg,both,2,2,31,lab,optical,any,isb,"
                                           "run,2,4,all,,own,,compare\n",
         2},
        {ROW("both", "1", "30", "2,4,all") "compare\n" ROW("both", "2", "5", "2,4,F") "compare\n",
         1},
        {ROW("both", "1", "30", "2,4,all") "compare\n" ROW("both", "2", "99",
                                                           "2.9,3.1,F") "information\n",
         1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        hg__reference_key key = trial();
        begin(&f, cases[i].rows);
        choose(&f, &key);
        assert_int_equal(f.n, 1);
        assert_true(f.out[0].compared);
        assert_near(f.out[0].side[HG_LEFT].mean, cases[i].mean, 0);
        end(&f);
    }
}

/* Other laboratories' levels are shown, never compared with, whatever markers they are from. */
static void information_only(void **state) {
    fixture f;
    hg__reference_key key = trial();
    (void)state;
    begin(&f,
          "hip_adduction_peak,deg,both,8,n/a,3,lab,optical,ric,ric,run,2,4,all,,own,,information\n"
          "step_rate,1/min,both,165,9,860,lab,any,any,any,run,2,4,all,,own,,information\n");
    choose(&f, &key);
    assert_int_equal(f.n, 2);
    for (int i = 0; i < 2; i++) {
        assert_false(f.out[i].compared);
        assert_true(isnan(f.out[i].side[HG_LEFT].z) && isnan(f.out[i].both.z));
        assert_true(isnan(f.out[i].both.percentile));
    }
    assert_near(f.out[0].both.mean, 165, 0);
    assert_true(isnan(f.out[1].side[HG_LEFT].sd));
    assert_null(f.used);
    assert_int_equal(f.flags.item[0].id, HG_FLAG_REFERENCE_NONE);
    end(&f);
}

static void refused(void **state) {
    static const struct {
        const char *text, *line, *words;
    } cases[] = {
        {"", "line 1", "no rows"},
        {"metric,unit\n", "line 1", "hipgait-reference 1.0"},
        {"# hipgait-reference 2.0\n", "line 1", "hipgait-reference 1.0"},
        {"# hipgait-reference 1.0\nmetric,unit\n", "line 2", "\"side\" is missing"},
        {HEAD, "line 4", "no rows"},
        {HEAD "a,b\n", "line 5", "2 cells"},
        {HEAD "hip_twist,deg,both,8,2,30,p,optical,r,isb,run,2,4,all,,s,,compare\n", "line 5",
         "no metric \"hip_twist\""},
        {HEAD "hip_adduction_peak,rad,both,8,2,30,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "\"deg\", not \"rad\""},
        {HEAD "hip_adduction_peak,deg,middle,8,2,30,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "\"middle\""},
        {HEAD "step_rate,1/min,left,8,2,30,p,optical,r,isb,run,2,4,all,,s,,compare\n", "line 5",
         "has no sides"},
        {HEAD "hip_adduction_peak,deg,both,8x,2,30,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "mean \"8x\""},
        {HEAD "hip_adduction_peak,deg,both,8,0,30,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "sd \"0\""},
        {HEAD "hip_adduction_peak,deg,both,8,n/a,30,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "without an sd"},
        {HEAD "hip_adduction_peak,deg,both,8,2,2.5,p,optical,r,isb,run,2,4,all,,s,,compare\n",
         "line 5", "number of runners"},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,run,4,2,all,,s,,compare\n",
         "line 5", "no range"},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,run,4,n/a,all,,s,,compare\n",
         "line 5", "two ends"},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,jog,2,4,all,,s,,compare\n",
         "line 5", "\"jog\""},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,run,2,4,female,,s,,compare\n",
         "line 5", "\"female\""},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,run,2,4,all,,,,compare\n",
         "line 5", "source is empty"},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,any,r,isb,run,2,4,all,,s,,compare\n", "line 5",
         "sensor must be named"},
        {HEAD "hip_adduction_peak,deg,both,8,2,30,p,optical,r,isb,run,2,4,all,,s,,maybe\n",
         "line 5", "\"maybe\""},
        {HEAD ROW("both", "1", "30", "2,4,all") "compare\n\n" ROW("both", "2", "40",
                                                                  "2,4,all") "compare\n",
         "line 7", "row 1 already"},
        {HEAD "\"open\n", "line 5", "quote"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hg__arena *memory = hg__arena_new();
        hg__reference_set set;
        hg_error err = {0};
        hg_status status =
            hg__reference_parse(&set, cases[i].text, strlen(cases[i].text), "f.csv", memory, &err);
        if (status != HG_EINVAL || strcmp(err.object, cases[i].line) != 0 ||
            strcmp(err.file, "f.csv") != 0 || !strstr(err.text, cases[i].words))
            fail_msg("case %zu: \"%s: %s: %s\" instead of %s and \"%s\"", i, err.file, err.object,
                     err.text, cases[i].line, cases[i].words);
        hg__arena_free(memory);
    }
}

/* What is built in can be read, and none of it is compared with: evidence on levels of other
 * laboratories says so (docs/references.md). */
static void built_in(void **state) {
    hg__arena *memory = hg__arena_new();
    hg__reference_set *sets;
    hg_error err = {0};
    size_t n, rows = 0;
    (void)state;
    if (hg__references_load(&sets, &n, NULL, NULL, memory, &err) != HG_OK)
        fail_msg("%s: %s: %s", err.file, err.object, err.text);
    for (size_t s = 0; s < n; s++) {
        assert_false(sets[s].own);
        assert_true(*sets[s].version != '\0');
        for (size_t i = 0; i < sets[s].n; i++) assert_false(sets[s].row[i].compare);
        rows += sets[s].n;
    }
    assert_int_equal(n, 2);
    assert_true(rows > 80);
    hg__arena_free(memory);
}

/* scipy.stats.t.cdf((x - mean) / (sd * sqrt(1 + 1 / n)), n - 1) */
static void percentiles(void **state) {
    static const struct {
        double x, mean, sd;
        size_t n;
        double want;
    } cases[] = {{12, 10, 2, 20, 82.9311760547736},
                 {5, 10, 2, 20, 1.2336196667638657},
                 {10, 10, 2, 5, 50},
                 {3.1, 2.5, 0.4, 46, 92.7604233104165},
                 {-20, 0, 1, 3, 0.165837936117843}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_near(hg__percentile_of_case(cases[i].x, cases[i].mean, cases[i].sd, cases[i].n),
                    cases[i].want, 1e-9 * cases[i].want);
    assert_true(isnan(hg__percentile_of_case(1, 0, 1, 1)));
    assert_true(isnan(hg__percentile_of_case(NAN, 0, 1, 20)));
    assert_true(isnan(hg__percentile_of_case(1, 0, 0, 20)));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(place_among_them),
                                       cmocka_unit_test(what_does_not_fit),
                                       cmocka_unit_test(unknown_speed_and_sex),
                                       cmocka_unit_test(the_best_row),
                                       cmocka_unit_test(information_only),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(built_in),
                                       cmocka_unit_test(percentiles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
