/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Events on the runner whose truth is known: the same whatever the axes, the heading and the
 * belt's direction, on a belt and over ground; and how far from the truth for every strike pattern
 * and speed.
 */
#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "support/cm.h"

#define EDGE_S 0.15 /* contacts nearer to either end do not count */

static hg_result *analyse(const hg_recording *recording, const char *source) {
    hg_error err = {0};
    hg_context *context = NULL;
    hg_analyze_options options;
    hg_result *result = NULL;
    hg_analyze_options_default(&options);
    if (hg_params_set(&options.params, "events.source", source, &err) != HG_OK ||
        hg_context_new(&context, NULL, &err) != HG_OK ||
        hg_analyze(&result, recording, recording->trials[1], &options, context, &err) != HG_OK)
        fail_msg("%s: %s", err.object, err.text);
    hg_context_free(context);
    return result;
}

static hg_result *run(const hg_synth_options *o, const char *source, hg_synth_truth **truth) {
    hg_error err = {0};
    hg_recording *recording = NULL;
    if (hg_synth(&recording, truth, o, &err) != HG_OK) fail_msg("%s: %s", err.object, err.text);
    hg_result *result = analyse(recording, source);
    hg_recording_free(recording);
    return result;
}

/* Largest difference of two lists of events; INFINITY when they are not equally many. */
static double apart(const double *a, size_t na, const double *b, size_t nb) {
    if (na != nb) return INFINITY;
    double most = 0;
    for (size_t i = 0; i < na; i++) most = fmax(most, fabs(a[i] - b[i]));
    return most;
}

static double results_apart(const hg_result *a, const hg_result *b) {
    double most = 0;
    for (int side = 0; side < 2; side++) {
        most = fmax(most,
                    apart(a->events.side[side].foot_strike_s, a->events.side[side].n_foot_strikes,
                          b->events.side[side].foot_strike_s, b->events.side[side].n_foot_strikes));
        most = fmax(most, apart(a->events.side[side].toe_off_s, a->events.side[side].n_toe_offs,
                                b->events.side[side].toe_off_s, b->events.side[side].n_toe_offs));
    }
    return most;
}

/* All ways of naming the three axes of a lab, right- and left-handed. */
static void axes_name(char out[4], int k) {
    static const char letters[3][2] = {{'A', 'P'}, {'L', 'R'}, {'S', 'I'}};
    static const int order[6][3] = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1},
                                    {0, 2, 1}, {2, 1, 0}, {1, 0, 2}};
    for (int i = 0; i < 3; i++) out[i] = letters[order[k / 8][i]][(k >> i) & 1];
    out[3] = '\0';
}

static const double headings[] = {0, 90, 180, 270, -112.3};
#define HEADINGS (sizeof headings / sizeof *headings)

static void same_in_every_lab(void **state) {
    (void)state;
    static const char *const sources[] = {"markers", "force"};
    for (int source = 0; source < 2; source++)
        for (int ground = 0; ground < 2; ground++) {
            hg_synth_options o;
            double worst = 0;
            size_t labs = 0;
            hg_synth_options_default(&o);
            o.seconds = 5;
            o.rate_hz = 120;
            o.over_ground = ground == 1;
            hg_result *first = run(&o, sources[source], NULL);
            assert_string_equal(first->events.method, sources[source]);
            assert_true(first->events.side[0].n_foot_strikes >= (source && ground ? 1 : 5));
            for (int k = 0; k < 48; k++)
                for (size_t h = 0; h < HEADINGS; h++) {
                    /* force knows nothing of headings but for the sides: a few do */
                    if (source == 1 && (size_t)k % HEADINGS != h) continue;
                    axes_name(o.axes, k);
                    o.heading_deg = headings[h];
                    hg_result *r = run(&o, sources[source], NULL);
                    const double d = results_apart(first, r);
                    if (!(d < 1e-6)) print_message("%s heading %g: %g s\n", o.axes, headings[h], d);
                    worst = fmax(worst, d);
                    labs++;
                    hg_result_free(r);
                }
            print_message("%s, %s: %zu labs, events at most %.1e s apart\n", sources[source],
                          ground ? "over ground" : "belt", labs, worst);
            hg_result_free(first);
            /* 1 ms is promised. Noise is the same in all labs and only rounding is left: 1e-14 s
             * was measured. A direction of progress that is off by 1e-5 rad would show with 1e-8.
             */
            assert_true(worst < 1e-8);
        }
}

/* The belt under the runner or the runner through the lab: the same motion but for the frame it is
 * seen from. The speed of the ground is estimated from the standing foot on a belt and is zero
 * over ground, so that events move by their difference over the braking of the foot. */
static void same_on_belt_and_ground(void **state) {
    (void)state;
    for (int strike = 0; strike < HG_STRIKE_COUNT; strike++) {
        hg_synth_options o;
        hg_synth_options_default(&o);
        o.seconds = 6;
        o.strike = (hg_synth_strike)strike;
        hg_result *belt = run(&o, "markers", NULL);
        for (int way = 0; way < 2; way++) {
            o.over_ground = true;
            o.heading_deg = 180 * way;
            hg_result *ground = run(&o, "markers", NULL);
            const double d = results_apart(belt, ground);
            print_message("pattern %d, heading %g: belt and ground %.3f ms apart\n", strike,
                          o.heading_deg, 1000 * d);
            assert_true(d < 0.001);
            hg_result_free(ground);
        }
        hg_result_free(belt);
    }
}

typedef struct errors {
    double x[400];
    size_t n, missed, invented;
} errors;

static int by_size(const void *a, const void *b) {
    const double x = fabs(*(const double *)a), y = fabs(*(const double *)b);
    return (x > y) - (x < y);
}

/* Events against true ones: each found one belongs to the true one within 60 ms. */
static void collect(errors *out, const double *found, size_t n, const double *truth, size_t n_truth,
                    double end) {
    for (size_t i = 0; i < n_truth; i++) {
        if (truth[i] < EDGE_S || truth[i] > end - EDGE_S) continue;
        size_t hits = 0;
        for (size_t j = 0; j < n; j++)
            if (fabs(found[j] - truth[i]) < 0.060) {
                if (hits++ == 0) out->x[out->n++] = found[j] - truth[i];
            }
        out->missed += hits == 0;
        out->invented += hits > 1 ? hits - 1 : 0;
    }
    for (size_t j = 0; j < n; j++) {
        double nearest = INFINITY;
        for (size_t i = 0; i < n_truth; i++) nearest = fmin(nearest, fabs(found[j] - truth[i]));
        out->invented += nearest > 0.060 && found[j] > EDGE_S && found[j] < end - EDGE_S;
    }
}

typedef struct summary {
    double bias, within, most; /* ms: mean, 95th percentile of the size, largest size */
    size_t wrong;
} summary;

static summary sum_up(errors *e) {
    summary s = {.wrong = e->missed + e->invented};
    qsort(e->x, e->n, sizeof *e->x, by_size);
    for (size_t i = 0; i < e->n; i++) s.bias += 1000 * e->x[i] / (double)e->n;
    if (e->n == 0) return s;
    s.within = 1000 * fabs(e->x[(size_t)(0.95 * (double)(e->n - 1))]);
    s.most = 1000 * fabs(e->x[e->n - 1]);
    return s;
}

static void against_truth(summary out[2], const hg_synth_options *o, const char *source) {
    hg_synth_truth *truth;
    hg_result *r = run(o, source, &truth);
    errors strike = {.n = 0}, off = {.n = 0};
    for (int side = 0; side < 2; side++) {
        collect(&strike, r->events.side[side].foot_strike_s, r->events.side[side].n_foot_strikes,
                truth->force_strike_s[side], truth->n_foot_strikes[side], o->seconds);
        collect(&off, r->events.side[side].toe_off_s, r->events.side[side].n_toe_offs,
                truth->force_toe_off_s[side], truth->n_toe_offs[side], o->seconds);
    }
    out[0] = sum_up(&strike);
    out[1] = sum_up(&off);
    hg_synth_truth_free(truth);
    hg_result_free(r);
}

static const struct {
    double speed, step_rate;
} paces[] = {{2.5, 157}, {3.0, 165}, {3.5, 171}, {4.5, 178}, {6, 195}, {7.5, 220}, {9, 265}};
#define PACES (sizeof paces / sizeof *paces)

static void pace(hg_synth_options *o, size_t k, int strike) {
    hg_synth_options_default(o);
    o->seconds = 20;
    o->speed_m_s = paces[k].speed;
    o->step_rate_per_min = paces[k].step_rate;
    o->strike = (hg_synth_strike)strike;
}

/* The truth is what the method of the force plate shows of the exact force; what stands between
 * them is 5 N of noise, of which the filter leaves 1 N, on a slope of at least 3 N/ms. */
static void force_is_true(void **state) {
    (void)state;
    for (size_t k = 0; k < PACES; k += 2) {
        hg_synth_options o;
        summary s[2];
        pace(&o, k, (int)(k / 2) % HG_STRIKE_COUNT);
        against_truth(s, &o, "force");
        print_message("force, %.1f m/s: strikes 95 %% within %.2f ms, toe-offs %.2f ms, worst %.2f "
                      "and %.2f ms\n",
                      o.speed_m_s, s[0].within, s[1].within, s[0].most, s[1].most);
        assert_true(s[0].wrong == 0 && s[1].wrong == 0);
        assert_true(s[0].most < 1.5 && s[1].most < 2.0);
    }
}

static void markers_near_truth(void **state) {
    (void)state;
    static const char *const names[HG_STRIKE_COUNT] = {"rearfoot", "midfoot", "forefoot"};
    print_message("%-9s %-5s | strike: wrong, bias, 95 %%, worst ms | toe-off: the same\n", "",
                  "m/s");
    for (int strike = 0; strike < HG_STRIKE_COUNT; strike++)
        for (size_t k = 0; k < PACES; k++) {
            hg_synth_options o;
            summary s[2];
            pace(&o, k, strike);
            against_truth(s, &o, "markers");
            print_message("%-9s %-5g | %3zu %+5.1f %5.1f %5.1f | %3zu %+5.1f %5.1f %5.1f\n",
                          names[strike], o.speed_m_s, s[0].wrong, s[0].bias, s[0].within, s[0].most,
                          s[1].wrong, s[1].bias, s[1].within, s[1].most);
            for (int i = 0; i < 2; i++) {
                assert_int_equal(s[i].wrong, 0);
                /* the reach that the design sets for every speed */
                assert_true(s[i].within < 15);
                /* The constants of the methods come from one runner, and single runners differ from
                 * the mean of all by up to 10 ms (docs/events.md). This one is not a particular
                 * person, and its landing is that of a rigid foot. */
                assert_true(fabs(s[i].bias) < 10);
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_in_every_lab),
        cmocka_unit_test(same_on_belt_and_ground),
        cmocka_unit_test(force_is_true),
        cmocka_unit_test(markers_near_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
