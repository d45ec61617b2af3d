/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What holds for any runner, whatever the rule file says: over thousands of random answers and
 * results, with the built-in file and with a small one that gives gait all the weight it can ask
 * for.
 */
#include "dsp/random.h"
#include "evidence/rules.h"
#include "support/cm.h"
#include "support/evidence_case.h"

#define RUNNERS 1500 /* of each file */
#define SEED 20260630u

static evidence_case one, two;

/* A file that tries to break the rules of the house: every gait rule grade A, and rules
 * that are yes by themselves to keep them company. */
#define EAGER                                                                                      \
    SMALL_HEAD SMALL_FLAGS                                                                         \
        "\"conditions\":[{\"id\":\"groin_strain\",\"label\":\"G\",\"pattern\":\"P1\","             \
        "\"rules\":[\"X2\",\"P1\",\"R1\",\"R2\",\"R3\",\"R4\",\"R5\",\"G1\",\"G2\",\"G3\",\"G4\"]" \
        "},"                                                                                       \
        "{\"id\":\"sure\",\"label\":\"S\",\"pattern\":\"P2\",\"rules\":[\"P2\",\"G1\",\"G2\"]},"   \
        "{\"id\":\"both\",\"label\":\"B\",\"sides\":\"none\",\"pattern\":\"P1\","                  \
        "\"rules\":[\"R2\",\"G1\",\"G2\"]}],"                                                      \
        "\"rules\":["                                                                              \
        "{\"id\":\"X2\",\"label\":\"x\",\"domain\":\"refer\",\"when\":\"symptoms.cannot_run\","    \
        "\"text\":\"t\",\"grade\":\"A\"},"                                                         \
        "{\"id\":\"P1\",\"label\":\"p\",\"domain\":\"symptoms\",\"site\":\"symptoms.site_groin\"," \
        "\"features\":[\"symptoms.swelling\",\"symptoms.stiffness\"],\"need\":1,\"text\":\"t\","   \
        "\"grade\":\"A\"},"                                                                        \
        "{\"id\":\"R1\",\"label\":\"r\",\"domain\":\"risk\",\"when\":\"injured('groin') or "       \
        "symptoms.dull_ache\",\"text\":\"t {injured_weeks('groin')} {side}\",\"grade\":\"A\"},"    \
        "{\"id\":\"R2\",\"label\":\"r\",\"domain\":\"risk\","                                      \
        "\"when\":\"derived.longest_run_excess > $spike\",\"text\":\"t\",\"grade\":\"A\"},"        \
        "{\"id\":\"R3\",\"label\":\"r\",\"domain\":\"risk\",\"when\":\"yes\",\"text\":\"t\","      \
        "\"grade\":\"A\"},"                                                                        \
        "{\"id\":\"R4\",\"label\":\"r\",\"domain\":\"risk\",\"when\":\"not "                       \
        "known(training.surface)\",\"text\":\"t\",\"grade\":\"A\"},"                               \
        "{\"id\":\"R5\",\"label\":\"r\",\"domain\":\"risk\",\"when\":\"flag('R3')\","              \
        "\"text\":\"t\",\"grade\":\"A\"},"                                                         \
        "{\"id\":\"P2\",\"label\":\"p\",\"domain\":\"symptoms\",\"features\":[\"yes\"],"           \
        "\"need\":1,\"text\":\"t\",\"grade\":\"A\"},"                                              \
        "{\"id\":\"G1\",\"label\":\"g\",\"domain\":\"gait\",\"family\":\"frontal\","               \
        "\"when\":\"larger(hip_adduction_excursion) or larger(pelvic_drop_peak)\","                \
        "\"text\":\"{excess(hip_adduction_excursion)} {side} {other}\",\"grade\":\"A\"},"          \
        "{\"id\":\"G2\",\"label\":\"g\",\"domain\":\"gait\",\"family\":\"sagittal\","              \
        "\"when\":\"smaller(hip_extension_peak)\",\"text\":\"t\",\"grade\":\"A\"},"                \
        "{\"id\":\"G3\",\"label\":\"g\",\"domain\":\"gait\",\"family\":\"spatiotemporal\","        \
        "\"when\":\"larger(contact_time)\",\"text\":\"t\",\"grade\":\"A\"},"                       \
        "{\"id\":\"G4\",\"label\":\"g\",\"domain\":\"gait\",\"family\":\"transverse\","            \
        "\"when\":\"yes\",\"text\":\"t\",\"grade\":\"A\"}]," SMALL_REST

static const char *const files[] = {EAGER, NULL}; /* NULL: the built-in one */

static double draw(hg__random *g) {
    return hg__random_uniform(g);
}

static bool chance(hg__random *g, double p) {
    return draw(g) < p;
}

/* Answers: `asked` of them are known, `yes` of those present. */
static void answers(evidence_case *c, hg__random *g, double asked, double yes) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        for (int side = 0; side < 2; side++) {
            double x = NAN;
            if (chance(g, asked)) {
                if (f->kind == HG_INTAKE_ANSWER) x = chance(g, yes);
                if (f->kind == HG_INTAKE_NUMBER) x = f->least + draw(g) * (f->most - f->least) / 8;
                if (f->kind == HG_INTAKE_CHOICE) x = floor(2 * draw(g));
            }
            if (f->sided || side == 0) c->result.intake.value[i][side] = x;
            if (!f->sided) c->result.intake.value[i][1] = c->result.intake.value[i][0];
        }
    }
}

static void red_flags_no(evidence_case *c) {
    case_group(c, "red_flags", 0);
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, "examination") == 0)
            c->result.intake.value[i][0] = c->result.intake.value[i][1] = NAN;
}

static void history(evidence_case *c, hg__random *g) {
    static const char *const sites[] = {"groin", "hamstring", "hip", "outer hip", "knee"},
                             *const sides[] = {"left", "right", "both", ""};
    for (int n = (int)(3 * draw(g)); n > 0; n--)
        case_injury(c, sites[(int)(5 * draw(g))], sides[(int)(4 * draw(g))], floor(120 * draw(g)));
    if (chance(g, 0.3)) return;
    for (int day = 40; day >= 0; day -= 1 + (int)(4 * draw(g)))
        case_run(c, day, 5 + 10 * draw(g) * (chance(g, 0.1) ? 3 : 1));
}

static void gait(evidence_case *c, hg__random *g) {
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        if (chance(g, 0.2)) continue;
        double left = 20 * draw(g), right = 20 * draw(g);
        case_metric(c, (hg_metric_id)m, left, right, (hg_asymmetry_class)(int)(4 * draw(g)));
    }
    c->result.task = chance(g, 0.85) ? HG_TASK_RUN : HG_TASK_WALK;
    c->result.speed_m_s = 1 + 4 * draw(g);
    if (chance(g, 0.05)) c->result.n_used[HG_LEFT] = 5;
    if (chance(g, 0.05)) c->result.status = HG_QUALITY_INSUFFICIENT;
}

static void who(evidence_case *c, hg__random *g) {
    c->result.sex = (hg_sex)(int)(4 * draw(g));
    if (chance(g, 0.8)) c->result.age_years = 11 + 60 * draw(g);
    c->result.mass_kg = 50 + 60 * draw(g);
    c->result.height_m = 1.5 + 0.5 * draw(g);
    if (chance(g, 0.3))
        for (int s = 0; s < 2; s++) c->result.leg_length_m[s] = 0.8 + 0.04 * draw(g);
    if (chance(g, 0.3))
        for (int s = 0; s < 2; s++) c->result.static_leg_length_m[s] = 0.8 + 0.04 * draw(g);
}

/* A runner of one of several kinds: little asked, all asked, healthy, ill. */
static void runner(evidence_case *c, hg__random *g) {
    static const double asked[] = {0, 0.3, 0.7, 0.95, 1, 1}, yes[] = {0.02, 0.1, 0.4};
    case_blank(c);
    answers(c, g, asked[(int)(6 * draw(g))], yes[(int)(3 * draw(g))]);
    if (chance(g, 0.6)) red_flags_no(c);
    history(c, g);
    gait(c, g);
    who(c, g);
}

/* The same runner in the other case; both judge into their own memory. */
static void copy(evidence_case *to, const evidence_case *from) {
    to->result = from->result;
    memcpy(to->metrics, from->metrics, sizeof to->metrics);
    memcpy(to->asymmetry, from->asymmetry, sizeof to->asymmetry);
    memcpy(to->injuries, from->injuries, sizeof to->injuries);
    memcpy(to->log, from->log, sizeof to->log);
    to->result.metrics = to->metrics;
    to->result.asymmetry = to->asymmetry;
    to->result.injuries = to->injuries;
    to->result.training_log = to->log;
}

static void judge(evidence_case *c, hg__arena *memory) {
    if (hg__judge(&c->out, c->rules, &c->result, memory, NULL) != HG_OK) fail_msg("no memory");
}

static void no_gait(evidence_case *c) {
    c->result.n_metrics = c->result.n_asymmetry = 0;
    c->result.n_used[0] = c->result.n_used[1] = 0;
}

/* Runs `check` on many runners of each file; each has memory of its own. */
static void for_all(const char *what, void (*check)(hg__random *g, hg__arena *memory)) {
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        case_begin(&one, files[f]);
        if (!one.rules) { /* no file is built in */
            case_end(&one);
            continue;
        }
        case_begin(&two, files[f]);
        hg__random g;
        hg__random_seed(&g, SEED);
        hg__arena *memory = hg__arena_new();
        print_message("%s, file %s, seed %u\n", what, one.rules->name, SEED);
        for (int i = 0; i < RUNNERS; i++) {
            hg__arena_reset(memory);
            runner(&one, &g);
            check(&g, memory);
        }
        hg__arena_free(memory);
        case_end(&two);
        case_end(&one);
    }
}

static bool in_order(hg_condition_band b) {
    return b != HG_CONDITION_INSUFFICIENT;
}

static bool has_pattern(const evidence_case *c, const hg_condition *one_of) {
    return c->rules->condition[hg__condition_find(c->rules, one_of->id)].pattern >= 0;
}

/* Whatever the gait, without answers, risks and a log nothing is above watch. */
static void gait_alone(hg__random *g, hg__arena *memory) {
    hg_intake_clear(&one.result.intake);
    one.result.n_injuries = one.result.n_training_log = 0;
    for (int s = 0; s < 2; s++)
        one.result.leg_length_m[s] = one.result.static_leg_length_m[s] = NAN;
    judge(&one, memory);
    for (size_t i = 0; i < one.out.n_conditions; i++)
        assert_int_equal(one.out.conditions[i].band, HG_CONDITION_INSUFFICIENT);
    answers(&one, g, 1, 0); /* all asked, nothing there */
    red_flags_no(&one);
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (hg_intake_fields[i].kind != HG_INTAKE_ANSWER)
            one.result.intake.value[i][0] = one.result.intake.value[i][1] = NAN;
    judge(&one, memory);
    for (size_t i = 0; i < one.out.n_conditions; i++) {
        const hg_condition *c = &one.out.conditions[i];
        if (c->band > HG_CONDITION_WATCH)
            fail_msg("%s is %s by gait alone", c->id, hg_condition_band_name(c->band));
    }
}

/* Without its gait data a runner who is referred is still referred. */
static void refer_stays(hg__random *g, hg__arena *memory) {
    (void)g;
    judge(&one, memory);
    copy(&two, &one);
    no_gait(&two);
    judge(&two, memory);
    assert_int_equal(one.out.n_conditions, two.out.n_conditions);
    for (size_t i = 0; i < one.out.n_conditions; i++) {
        bool was = one.out.conditions[i].band == HG_CONDITION_REFER;
        assert_int_equal(was, two.out.conditions[i].band == HG_CONDITION_REFER);
        assert_true(two.out.conditions[i].band <= one.out.conditions[i].band);
    }
}

/* A screen of which one question is open never prints low or watch. */
static void screen_open(hg__random *g, hg__arena *memory) {
    red_flags_no(&one);
    size_t n = 0;
    for (size_t f = 0; f < one.rules->n_red_flags; f++) n += one.rules->red_flag[f].n_asks;
    size_t open = (size_t)(draw(g) * (double)n);
    for (size_t f = 0; f < one.rules->n_red_flags; f++)
        for (size_t k = 0; k < one.rules->red_flag[f].n_asks; k++) {
            if (open-- != 0) continue;
            const hg__variable *v = &one.rules->red_flag[f].asks[k]->variable;
            if (v->source == HG__OF_INTAKE)
                one.result.intake.value[v->id][0] = one.result.intake.value[v->id][1] = NAN;
            else
                one.result.age_years = NAN;
        }
    judge(&one, memory);
    assert_int_not_equal(one.out.red_flags.status, HG_RED_FLAGS_CLEAR);
    for (size_t i = 0; i < one.out.n_conditions; i++)
        if (has_pattern(&one, &one.out.conditions[i])) {
            hg_condition_band b = one.out.conditions[i].band;
            assert_true(b != HG_CONDITION_LOW && b != HG_CONDITION_WATCH);
        }
}

/* A yes in the place of a no or of nothing, anywhere among symptoms and red flags. */
static void symptom_added(hg__random *g, hg__arena *memory) {
    judge(&one, memory);
    copy(&two, &one);
    for (int tries = 0; tries < 3; tries++) {
        int i = (int)(draw(g) * HG_INTAKE_COUNT), side = (int)(2 * draw(g));
        const hg_intake_field *f = &hg_intake_fields[i];
        bool symptom = strcmp(f->group, "symptoms") == 0 || strcmp(f->group, "red_flags") == 0;
        if (f->kind != HG_INTAKE_ANSWER || !symptom) continue;
        two.result.intake.value[i][side] = 1;
        if (!f->sided) two.result.intake.value[i][1 - side] = 1;
    }
    judge(&two, memory);
    for (size_t i = 0; i < one.out.n_conditions; i++) {
        hg_condition_band before = one.out.conditions[i].band, after = two.out.conditions[i].band;
        if (!in_order(before) || after >= before) continue;
        /* outside the order: the answer opened a question of the screen that was closed before */
        bool opened = one.out.red_flags.status == HG_RED_FLAGS_CLEAR &&
                      two.out.red_flags.status == HG_RED_FLAGS_NOT_ASKED;
        if (in_order(after) || !opened)
            fail_msg("%s fell from %s to %s", one.out.conditions[i].id,
                     hg_condition_band_name(before), hg_condition_band_name(after));
    }
}

/* --- sides --- */

static void swap_double(double v[2]) {
    double x = v[0];
    v[0] = v[1];
    v[1] = x;
}

static void swap_sides(evidence_case *c) {
    hg_result *r = &c->result;
    for (int i = 0; i < HG_INTAKE_COUNT; i++) swap_double(r->intake.value[i]);
    for (size_t i = 0; i < r->n_metrics; i++) {
        hg_stat s = c->metrics[i].side[0];
        c->metrics[i].side[0] = c->metrics[i].side[1];
        c->metrics[i].side[1] = s;
    }
    for (size_t i = 0; i < r->n_asymmetry; i++) c->asymmetry[i].difference *= -1;
    for (size_t i = 0; i < r->n_injuries; i++) {
        char *side = c->injuries[i].side;
        if (strcmp(side, "left") == 0)
            strcpy(side, "right");
        else if (strcmp(side, "right") == 0)
            strcpy(side, "left");
    }
    swap_double(r->leg_length_m);
    swap_double(r->static_leg_length_m);
    size_t n = r->n_used[0];
    r->n_used[0] = r->n_used[1];
    r->n_used[1] = n;
}

/* The text with left and right exchanged. */
static const char *swapped(const char *text, hg__arena *memory) {
    char *out = hg__arena_alloc(memory, strlen(text) + 200, 2), *to = out;
    while (*text) {
        bool left = strncmp(text, "left", 4) == 0, right = strncmp(text, "right", 5) == 0;
        to += sprintf(to, "%s", left ? "right" : right ? "left" : "");
        if (!left && !right) *to++ = *text;
        text += left ? 4 : right ? 5 : 1;
    }
    *to = '\0';
    return out;
}

static void same_text(const char *got, const char *want, hg__arena *memory) {
    const char *wanted = swapped(want, memory);
    if (strcmp(got, wanted) != 0) fail_msg("\"%s\" is not \"%s\"", got, wanted);
}

static void same_value(double got, double want) {
    if (!(isnan(got) && isnan(want))) assert_near(got, want, 1e-9);
}

static void same_rule(const hg_rule_outcome *a, const hg_rule_outcome *b, hg_side side,
                      hg__arena *memory) {
    assert_string_equal(a->id, b->id);
    assert_int_equal(a->fired, b->fired);
    /* strides of both sides are told in their order; the text of two sides at once likewise */
    if (side == HG_SIDE_UNKNOWN || strstr(a->text, "strides are in use")) return;
    same_text(a->text, b->text, memory);
    assert_int_equal(a->n_values, b->n_values);
    for (size_t i = 0; i < a->n_values; i++) {
        bool named = strstr(a->values[i].name, ".left") || strstr(a->values[i].name, ".right");
        if (named) continue; /* seen from the room, not from the side */
        bool turned = strstr(a->values[i].name, "leg_length_difference_") != NULL;
        same_value(a->values[i].value, turned ? -b->values[i].value : b->values[i].value);
        assert_string_equal(a->values[i].word, b->values[i].word);
    }
}

static const hg_condition *of_side(const evidence_case *c, const hg_condition *like) {
    hg_side side = like->side == HG_SIDE_UNKNOWN ? HG_SIDE_UNKNOWN
                   : like->side == HG_LEFT       ? HG_RIGHT
                                                 : HG_LEFT;
    return case_condition(c, like->id, side);
}

static bool has_tie(const evidence_case *c, const hg_tie *like, hg__arena *memory) {
    for (size_t i = 0; i < c->out.n_ties; i++) {
        const hg_tie *t = &c->out.ties[i];
        if (t->metric == like->metric && strcmp(t->condition, like->condition) == 0 &&
            t->side != like->side && t->matches == like->matches &&
            (strcmp(t->text, swapped(like->text, memory)) == 0 || strcmp(t->text, like->text) == 0))
            return true;
    }
    return false;
}

static void sides_swap(hg__random *g, hg__arena *memory) {
    (void)g;
    judge(&one, memory);
    copy(&two, &one);
    swap_sides(&two);
    judge(&two, memory);
    assert_int_equal(one.out.n_conditions, two.out.n_conditions);
    for (size_t i = 0; i < one.out.n_conditions; i++) {
        const hg_condition *a = &one.out.conditions[i], *b = of_side(&two, a);
        assert_non_null(b);
        assert_int_equal(a->band, b->band);
        assert_int_equal(a->symptoms, b->symptoms);
        assert_int_equal(a->gait_watch, b->gait_watch);
        assert_int_equal(a->concordant, b->concordant);
        assert_int_equal(a->risk_counted, b->risk_counted);
        assert_string_equal(a->why, b->why);
        assert_string_equal(a->grade, b->grade);
        for (size_t k = 0; k < a->n_rules; k++)
            same_rule(&a->rules[k], &b->rules[k], a->side, memory);
        for (size_t k = 0; k < a->n_trace; k++) assert_string_equal(a->trace[k], b->trace[k]);
    }
    assert_int_equal(one.out.n_ties, two.out.n_ties);
    for (size_t i = 0; i < one.out.n_ties; i++)
        if (!has_tie(&two, &one.out.ties[i], memory)) fail_msg("lost: %s", one.out.ties[i].text);
    assert_int_equal(one.out.n_advice, two.out.n_advice);
    for (size_t i = 0; i < one.out.n_advice; i++) {
        assert_string_equal(one.out.advice[i].id, two.out.advice[i].id);
        same_text(one.out.advice[i].caution, two.out.advice[i].caution, memory);
    }
    assert_int_equal(one.out.red_flags.status, two.out.red_flags.status);
    assert_int_equal(one.out.gait_tests, two.out.gait_tests);
}

/* --- noise --- */

static double band_sum[2];
static size_t band_count;

/* Wider intervals: beyond becomes notable, notable usual, usual may not be judged. */
static void noisier(hg__random *g, hg__arena *memory) {
    judge(&one, memory);
    copy(&two, &one);
    for (size_t i = 0; i < two.result.n_asymmetry; i++) {
        hg_asymmetry_class *rating = &two.asymmetry[i].rating;
        if (*rating > HG_ASYMMETRY_INSUFFICIENT && chance(g, 0.5)) (*rating)--;
    }
    judge(&two, memory);
    for (size_t i = 0; i < one.out.n_conditions; i++) {
        band_sum[0] += (double)one.out.conditions[i].band;
        band_sum[1] += (double)two.out.conditions[i].band;
        band_count++;
    }
}

static void test_gait_alone(void **state) {
    (void)state;
    for_all("gait alone", gait_alone);
}

static void test_refer_stays(void **state) {
    (void)state;
    for_all("refer stays without gait", refer_stays);
}

static void test_screen_open(void **state) {
    (void)state;
    for_all("an open screen", screen_open);
}

static void test_symptom_added(void **state) {
    (void)state;
    for_all("a symptom more", symptom_added);
}

static void test_sides_swap(void **state) {
    (void)state;
    for_all("sides swapped", sides_swap);
}

static void test_noisier(void **state) {
    (void)state;
    for_all("more noise", noisier);
    print_message("mean band %.4f, noisier %.4f, of %zu\n", band_sum[0] / (double)band_count,
                  band_sum[1] / (double)band_count, band_count);
    assert_true(band_count > RUNNERS);
    assert_true(band_sum[1] < band_sum[0]);
}

/* The runners are of all kinds: a property over nothing but insufficient would prove little. */
static size_t seen[HG_CONDITION_REFER + 1];

static void count_bands(hg__random *g, hg__arena *memory) {
    (void)g;
    judge(&one, memory);
    for (size_t i = 0; i < one.out.n_conditions; i++) seen[one.out.conditions[i].band]++;
}

static void test_all_bands_occur(void **state) {
    (void)state;
    for_all("bands", count_bands);
    for (int b = 0; b <= HG_CONDITION_REFER; b++) {
        print_message("%s %zu\n", hg_condition_band_name((hg_condition_band)b), seen[b]);
        assert_true(seen[b] > 50);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gait_alone),      cmocka_unit_test(test_refer_stays),
        cmocka_unit_test(test_screen_open),     cmocka_unit_test(test_symptom_added),
        cmocka_unit_test(test_sides_swap),      cmocka_unit_test(test_noisier),
        cmocka_unit_test(test_all_bands_occur),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
