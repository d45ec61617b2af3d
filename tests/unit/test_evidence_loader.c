/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading evidence files: what is refused, with line, path and reason, and how two files are one.
 */
#include "base/json.h"
#include "evidence/rules.h"
#include "support/cm.h"
#include "support/evidence_case.h"

static hg__arena *memory;

static int setup(void **state) {
    (void)state;
    memory = hg__arena_new();
    return memory ? 0 : 1;
}

static int teardown(void **state) {
    (void)state;
    hg__arena_free(memory);
    return 0;
}

/* The small file with one part of its text exchanged; free() it. */
static char *changed(const char *from, const char *to) {
    const char *whole = SMALL_RULES_FILE, *at = strstr(whole, from);
    char *out = malloc(strlen(whole) + strlen(to) + 1);
    if (!at || !out) {
        fprintf(stderr, "the small file has no %s\n", from);
        abort();
    }
    sprintf(out, "%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from));
    return out;
}

static void refused_text(const char *text, size_t size, const char *object, const char *why) {
    hg_error err = {0};
    const hg__rules *rules;
    if (hg__evidence_load_from(&rules, NULL, 0, text, size, "lab.json", memory, &err) == HG_OK)
        fail_msg("taken; expected \"%s\"", why);
    print_message("%s: %s: %s\n", err.file, err.object, err.text);
    assert_int_equal(err.code, HG_EINVAL);
    assert_string_equal(err.file, "lab.json");
    if (strcmp(err.object, object) != 0)
        fail_msg("object \"%s\", expected \"%s\"", err.object, object);
    if (!strstr(err.text, why)) fail_msg("\"%s\" does not say \"%s\"", err.text, why);
    assert_null(strchr(err.text, '\n'));
}

static void refused(const char *from, const char *to, const char *object, const char *why) {
    char *text = changed(from, to);
    refused_text(text, strlen(text), object, why);
    free(text);
}

static void one_clear_error_each(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *object, *why;
    } cases[] = {
        {"\"small\",", "\"small\"", "line 1", "near"},
        {"hipgait-evidence", "evidence", "line 1, format", "expected \"hipgait-evidence\""},
        {"\"1.0\"", "\"2.0\"", "line 1, format_version", "this program reads 1.x"},
        {"\"limits\"", "\"limit\"", "line 34, limit", "the key \"limit\" is none of"},
        {"\"label\":\"injury\"", "\"lable\":\"injury\"", "line 18, rules[3].lable (R1)",
         "\"lable\""},
        {"\"id\":\"R2\"", "\"id\":\"R1\"", "line 19, rules[4] (R1)", "stands in the file twice"},
        {"\"domain\":\"refer\"", "\"domain\":\"refuse\"", "line 15, rules[0].domain (X2)",
         "none of: refer, symptoms, risk, gait"},
        {"larger(hip_adduction_excursion)", "larger(hip_abduction)", "line 22, rules[7].when (G1)",
         "there is no metric \"hip_abduction\""},
        {"larger(hip_adduction_excursion)", "mean(hip_adduction_excursion) > 3 mm",
         "line 22, rules[7].when (G1)", "deg and mm"},
        {"larger(hip_adduction_excursion)", "mean(hip_adduction_excursion)",
         "line 22, rules[7].when (G1)", "is a number; expected an answer"},
        {"derived.longest_run_excess > $spike", "larger(contact_time)",
         "line 19, rules[4].when (R2)", "is from the recording"},
        {"derived.longest_run_excess > $spike", "flag('G1')", "line 19, rules[4].when (R2)",
         "is from the recording"},
        {"training.surface_hard", "not symptoms.swelling", "line 21, rules[6].when (R9)",
         "a symptom must never lower a band"},
        {"training.surface_hard", "symptoms.swelling == no", "line 21, rules[6].when (R9)",
         "a symptom must never lower a band"},
        {"training.surface_hard", "not flag('P1')", "line 21, rules[6].when (R9)",
         "a symptom must never lower a band"},
        {"training.surface_hard", "flag('R9')", "line 21, rules[6] (R9)", "for its own answer"},
        {"\"sources\":[\"S2\",\"S1\"]", "\"sources\":[\"S2\",\"S7\"]",
         "line 18, rules[3].sources[1] (R1)", "\"S7\" is not among the sources"},
        {"\"grade\":\"B-\"", "\"grade\":\"D\"", "line 19, rules[4].grade (R2)", "is no grade"},
        {"\"text\":\"Hard.\"", "\"text\":\"{hard}\"", "line 21, rules[6].text (R9)",
         "\"hard\" is not a name"},
        {"\"text\":\"Hard.\"", "\"text\":\"{side\"", "line 21, rules[6].text (R9)",
         "a brace that does not pair"},
        {"\"stand\":\"standing trial\"", "\"stand\":\"see {text.zero}\"", "line 4, texts.zero",
         "contains itself"},
        {"{text.stand}", "{text.sit}", "line 4, texts.zero", "there is no text \"sit\""},
        {"\"pattern\":\"P1\"", "\"pattern\":\"R1\"",
         "line 10, conditions[0].pattern (groin_strain)", "is no rule of symptoms"},
        {"\"G2\",\"G7\"", "\"G2\",\"G9\"", "line 10, conditions[0].rules[8] (groin_strain)",
         "there is no rule \"G9\""},
        {"\"need\":2", "\"need\":4", "line 16, rules[1].need (P1)", "4 of 3 features"},
        {"\"unit\":\"%\"", "\"unit\":\"percent\"", "line 3, parameters.spike.unit", "is no unit"},
        {"red_flags.limp or", "larger(contact_time) or", "line 6, red_flags[0].when (bone)",
         "is from the recording"},
        {"\"asks\":[\"red_flags.limp\"", "\"asks\":[\"red_flags.limb\"",
         "line 6, red_flags[0].asks[0] (bone)", "\"red_flags.limb\" is not a name"},
        {"\"metric\":\"contact_time\"", "\"metric\":\"step_rate\"",
         "line 29, ties[2].metric (step_rate )", "has no sides"},
        {"\"family\":\"frontal\"", "\"family\":\"front\"", "line 22, rules[7].family (G1)",
         "none of: spatiotemporal"},
        {"\"kind\":\"load\"", "\"kind\":\"rest\"", "line 32, advice[1].kind (load)",
         "none of: refer, care"},
        {"flag('bone')", "flag('limp')", "line 33, advice[2].when (see)",
         "there is no rule \"limp\""},
        {"\"Not validated.\"", "5", "line 34, limits[0]", "expected a text"},
        {"\"urgent\":true", "\"urgent\":1", "line 6, red_flags[0].urgent (bone)",
         "expected true or false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i].from, cases[i].to, cases[i].object, cases[i].why);
}

static void large_and_deep(void **state) {
    (void)state;
    size_t size = (size_t)10 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    refused_text(text, size, "line 1", "10485760 bytes; at most 1048576");
    memset(text, '[', 5000);
    refused_text(text, 5000, "line 1", "depth");
    memset(text, 0, 10);
    refused_text(text, 10, "line 1", "bytes that are not text");
    refused_text("[]", 2, "line 1", "expected an object");
    refused_text("", 0, "line 1", "expected");
    free(text);
}

static const hg__rules *load(const char *own) {
    hg_error err = {0};
    const hg__rules *rules = NULL;
    if (hg__evidence_load_from(&rules, SMALL_RULES_FILE, strlen(SMALL_RULES_FILE), own,
                               own ? strlen(own) : 0, "lab.json", memory, &err) != HG_OK)
        fail_msg("%s: %s: %s", err.file, err.object, err.text);
    return rules;
}

#define LAB                                                                                        \
    "{\"format\":\"hipgait-evidence\",\"format_version\":\"1.0\",\"name\":\"lab\",\"version\":"    \
    "\"7\""

static void extends(void **state) {
    (void)state;
    const hg__rules *alone = load(NULL);
    assert_string_equal(alone->name, "small");
    assert_string_equal(alone->own, "");
    const hg__rules *r = load(
        LAB ",\"extends\":\"small\",\"parameters\":{\"spike\":{\"value\":20,\"unit\":\"%\"}},"
            "\"rules\":[{\"id\":\"R9\",\"off\":true},"
            "{\"id\":\"R6\",\"label\":\"age\",\"domain\":\"risk\",\"when\":\"runner.age_years > 40 "
            "years\",\"text\":\"Old.\",\"grade\":\"C\"},"
            "{\"id\":\"R50\",\"label\":\"new\",\"domain\":\"risk\",\"when\":\"flag('R9') or yes\","
            "\"text\":\"New.\",\"grade\":\"A\"}],"
            "\"conditions\":[{\"id\":\"walker\",\"off\":true}],"
            "\"ties\":[{\"metric\":\"contact_time\",\"condition\":\"\",\"off\":true}],"
            "\"limits\":[\"Of the lab.\"]}");
    assert_string_equal(r->name, "small");
    assert_string_equal(r->own, "lab.json, version 7");
    assert_string_not_equal(r->sha256, alone->sha256);
    assert_int_equal(r->n_rules, alone->n_rules); /* one off, one new */
    assert_int_equal(hg__rule_find(r, "R9"), -1);
    assert_string_equal(r->rule[hg__rule_find(r, "R6")].base.label, "age");
    assert_int_equal(hg__rule_find(r, "R50"), (int)r->n_rules - 1);
    assert_int_equal(r->n_conditions, alone->n_conditions - 1);
    assert_int_equal(r->condition[0].n_rules, alone->condition[0].n_rules - 1);
    assert_int_equal(r->n_ties, alone->n_ties - 1);
    assert_int_equal(r->n_limits, 3);
    assert_near(r->parameter[0].value, 20, 0);
    const hg__rules *own = load(LAB "}");
    assert_string_equal(own->name, "lab");
    assert_int_equal(own->n_rules, 0);
}

static void extends_wrongly(void **state) {
    (void)state;
    static const struct {
        const char *own, *object, *why;
    } cases[] = {
        {LAB ",\n\"extends\":\"large\"}", "line 2, extends", "the file built in is \"small\""},
        {LAB ",\"extends\":\"small\",\n\"rules\":[{\"id\":\"R77\",\"off\":true}]}",
         "line 2, rules[0] (R77)", "there is no rule \"R77\""},
        {LAB ",\"extends\":\"small\",\n\"sources\":{\"S9\":5}}", "line 2, sources.S9",
         "expected a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hg_error err = {0};
        const hg__rules *rules;
        assert_int_equal(hg__evidence_load_from(&rules, SMALL_RULES_FILE, strlen(SMALL_RULES_FILE),
                                                cases[i].own, strlen(cases[i].own), "lab.json",
                                                memory, &err),
                         HG_EINVAL);
        assert_string_equal(err.object, cases[i].object);
        assert_non_null(strstr(err.text, cases[i].why));
    }
}

static void lines_of_values(void **state) {
    (void)state;
    static const char text[] =
        "{\"a\": [1,\n {\"b\": \"x]\\\"}\", \"c\":\n [2, 3,\n4]}],\n\"d\": {}}";
    static const struct {
        const char *path;
        size_t line;
    } cases[] = {{"", 1},          {"a", 1}, {"a[0]", 1}, {"a[1]", 2}, {"a[1].b", 2}, {"a[1].c", 3},
                 {"a[1].c[2]", 4}, {"d", 5}, {"a[2]", 0}, {"e", 0},    {"d.x", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (hg__json_line(text, sizeof text - 1, cases[i].path) != cases[i].line)
            fail_msg("%s is at line %zu", cases[i].path,
                     hg__json_line(text, sizeof text - 1, cases[i].path));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_clear_error_each, setup, teardown),
        cmocka_unit_test_setup_teardown(large_and_deep, setup, teardown),
        cmocka_unit_test_setup_teardown(extends, setup, teardown),
        cmocka_unit_test_setup_teardown(extends_wrongly, setup, teardown),
        cmocka_unit_test(lines_of_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
