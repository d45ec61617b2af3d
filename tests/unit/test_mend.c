/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marker faults on the synthetic runner: what must be found, what must not, what cannot be known.
 */
#include "support/faults.h"

static hg_recording *runner(double speed, double step_rate, double rate, double seconds,
                            double heading, double noise, uint64_t seed) {
    hg_synth_options o;
    hg_error err = {0};
    hg_recording *rec = NULL;
    hg_synth_options_default(&o);
    o.speed_m_s = speed;
    o.step_rate_per_min = step_rate;
    o.rate_hz = rate;
    o.seconds = seconds;
    o.heading_deg = heading;
    o.noise_m = noise;
    o.seed = seed;
    o.force = false;
    if (hg_synth(&rec, NULL, &o, &err) != HG_OK) fail_msg("%s", err.text);
    return rec;
}

static const hg_stream *stream_of(const hg_recording *rec, bool moving) {
    for (size_t i = 0; i < rec->n_trials; i++)
        if (hg_trial_is_analysed(rec->trials[i]) == moving)
            return hg_trial_stream(rec->trials[i], HG_STREAM_MARKERS, 0);
    fail_msg("no such trial");
    return NULL;
}

typedef struct ward {
    hg_recording *rec;
    patient p;
} ward;

static void admit(ward *w, const char *convention) {
    w->rec = runner(3, 165, 200, 10, 30, 0.0002, 5);
    patient_from(&w->p, stream_of(w->rec, true), "markersets/rbds.json", convention);
    patient_reset(&w->p);
}

static void discharge(ward *w) {
    patient_end(&w->p);
    hg_recording_free(w->rec);
}

/* --- nothing is reported where there is nothing --- */

static void no_false_alarms(void **state) {
    (void)state;
    static const struct {
        double speed, step_rate, rate, noise;
    } table[] = {{3, 165, 200, 0.0002}, {2.2, 150, 100, 0.001}, {6, 220, 50, 0.0002},
                 {6, 220, 60, 0.0005},  {6, 200, 100, 0.0002},  {6, 220, 200, 0.0002},
                 {5, 190, 500, 0.0002}, {3, 165, 150, 0},       {4, 170, 200, 0.003}};
    for (size_t t = 0; t < sizeof table / sizeof *table; t++)
        for (uint64_t seed = 1; seed <= 8; seed++) {
            hg_recording *rec = runner(table[t].speed, table[t].step_rate, table[t].rate, 6,
                                       37.0 * (double)seed, table[t].noise, seed);
            patient p;
            patient_from(&p, stream_of(rec, true), "markersets/rbds.json", "isb");
            patient_reset(&p);
            patient_mend(&p);
            /* the legs of the synthetic runner are not solid: they may touch each other */
            for (size_t i = 0; i < p.flags.n; i++)
                if (p.flags.item[i].id != HG_FLAG_MARKERS_COLLAPSED)
                    fail_msg("%g m/s at %g Hz, seed %d: %s", table[t].speed, table[t].rate,
                             (int)seed, p.flags.item[i].text);
            patient_end(&p);
            hg_recording_free(rec);
        }
}

/* Positions as a file of whole tenths of a millimetre holds them. */
static void no_frozen_markers_in_coarse_files(void **state) {
    (void)state;
    for (int moving = 0; moving < 2; moving++) {
        hg_recording *rec = runner(3, 165, 200, 6, 0, 0.00002, 3);
        patient p;
        patient_from(&p, stream_of(rec, moving), "markersets/rbds.json", "isb");
        patient_reset(&p);
        size_t equal = 0;
        for (size_t c = 0; c < 3 * p.m.n_markers; c++)
            for (size_t i = 0; i < p.m.n; i++) {
                p.m.raw[c][i] = round(p.m.raw[c][i] * 1e4) / 1e4;
                equal += i > 0 && p.m.raw[c][i] == p.m.raw[c][i - 1];
            }
        assert_true(moving || 4 * equal > p.m.n * p.m.n_markers); /* it is a test */
        patient_mend(&p);
        if (any_fault_flag(&p)) fail_msg("%s", p.flags.item[0].text);
        patient_end(&p);
        hg_recording_free(rec);
    }
}

/* --- exchanges --- */

static const char *const places[] = {"Thigh.Top.Lateral",
                                     "Thigh.Bottom.Lateral",
                                     "Thigh.Top.Medial",
                                     "Thigh.Bottom.Medial",
                                     "Shank.Top.Lateral",
                                     "Shank.Bottom.Lateral",
                                     "Shank.Top.Medial",
                                     "Shank.Bottom.Medial",
                                     "Heel.Bottom",
                                     "MT1",
                                     "MT5",
                                     "ASIS",
                                     "PSIS",
                                     "Iliac.Crest"};

static void change_sides(patient *p, size_t first, size_t last, size_t from, size_t to,
                         size_t gap) {
    for (size_t i = first; i < last; i++) {
        char l[64], r[64];
        snprintf(l, sizeof l, "L.%s", places[i]);
        snprintf(r, sizeof r, "R.%s", places[i]);
        exchange_in_gaps(p, marker_of(p, l), marker_of(p, r), from, to, gap);
    }
}

/* Everything is as recorded, or missing as it was before. */
static void assert_mended(const patient *p, size_t covered) {
    outcome o = look_at(p);
    const char *said = flag_text(p, HG_FLAG_MARKERS_SWAPPED);
    if (o.wrong || o.harmed || o.gone != covered)
        fail_msg("%zu wrong, %zu harmed, %zu gone of %zu: %s", o.wrong, o.harmed, o.gone, covered,
                 said ? said : "nothing was said");
    assert_non_null(said);
    assert_non_null(strstr(said, "(mended)"));
}

static void at_the_ends(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    size_t n = w.p.m.n;
    const struct {
        size_t first, last, from, to;
    } table[] = {{0, 4, 0, 100},  {0, 4, n - 100, n}, {0, 11, 0, 100},
                 {0, 14, 0, 100}, {4, 8, n - 80, n},  {8, 11, n - 120, n}};
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        patient_reset(&w.p);
        change_sides(&w.p, table[t].first, table[t].last, table[t].from, table[t].to, 0);
        patient_mend(&w.p);
        assert_mended(&w.p, 0);
    }
    discharge(&w);
}

static void relabelled_samples_are_marked(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    size_t a = marker_of(&w.p, "L.Thigh.Top.Lateral"), b = marker_of(&w.p, "L.Thigh.Top.Medial");
    exchange(&w.p, a, b, 500, 560);
    patient_mend(&w.p);
    assert_mended(&w.p, 0);
    for (size_t i = 490; i < 570; i++) {
        uint8_t want = i >= 500 && i < 560 ? HG_SAMPLE_RELABELLED : HG_SAMPLE_MEASURED;
        assert_int_equal(w.p.m.origin[a][i], want);
        assert_int_equal(w.p.m.origin[b][i], want);
    }
    discharge(&w);
}

static void three_in_a_ring(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    size_t a = marker_of(&w.p, "R.Shank.Top.Lateral"), b = marker_of(&w.p, "R.Shank.Top.Medial"),
           c = marker_of(&w.p, "R.Shank.Bottom.Medial");
    exchange(&w.p, a, b, 900, 980);
    exchange(&w.p, b, c, 900, 980);
    patient_mend(&w.p);
    assert_mended(&w.p, 0);
    discharge(&w);
}

/* Two exchanges, a spike inside one, and a marker lost in the other. */
static void several_at_once(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    change_sides(&w.p, 0, 4, 400, 500, 0);
    change_sides(&w.p, 4, 8, 1200, 1400, 0);
    size_t lost = marker_of(&w.p, "L.Shank.Top.Lateral"), hit = marker_of(&w.p, "R.MT1");
    cover(&w.p, lost, 1250, 1256);
    w.p.m.raw[3 * hit][450] += 0.08;
    touch(&w.p, hit, 450, 451);
    patient_mend(&w.p);
    assert_mended(&w.p, 6 + 1);
    assert_non_null(flag_text(&w.p, HG_FLAG_MARKERS_SPIKES));
    discharge(&w);
}

static void whole_trial(void **state) {
    (void)state;
    static const struct {
        size_t first, last;
        const char *says;
    } table[] = {{0, 4, "thighs"},
                 {0, 11, "thighs against pelvis"},
                 {4, 8, "shanks"},
                 {8, 11, "feet"},
                 {11, 14, "against pelvis"}};
    ward w;
    admit(&w, "isb");
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        patient_reset(&w.p);
        change_sides(&w.p, table[t].first, table[t].last, 0, w.p.m.n, 0);
        patient_mend(&w.p);
        const char *said = flag_text(&w.p, HG_FLAG_SIDES_EXCHANGED);
        if (!said || !strstr(said, table[t].says))
            fail_msg("\"%s\" does not say \"%s\"", said ? said : "", table[t].says);
        outcome o = look_at(&w.p);
        assert_int_equal(o.right, 0); /* which of the two is wrong cannot be known */
        assert_int_equal(o.gone, 0);
    }
    discharge(&w);
}

/* --- single markers --- */

static void ghost(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    size_t m = marker_of(&w.p, "R.Thigh.Bottom.Medial");
    for (size_t i = 700; i < 760; i++) w.p.m.raw[3 * m][i] += 0.15;
    touch(&w.p, m, 700, 760);
    patient_mend(&w.p);
    outcome o = look_at(&w.p);
    assert_int_equal(o.gone, 60);
    assert_int_equal(o.harmed, 0);
    const char *said = flag_text(&w.p, HG_FLAG_MARKERS_SWAPPED);
    assert_true(said && strstr(said, "R.Thigh.Bottom.Medial") && strstr(said, "not mended"));
    discharge(&w);
}

static void two_labels_on_one_marker(void **state) {
    (void)state;
    static const char *const conventions[] = {"isb", "ric"};
    for (int c = 0; c < 2; c++) {
        ward w;
        admit(&w, conventions[c]);
        size_t m = marker_of(&w.p, "L.Thigh.Top.Medial"),
               on = marker_of(&w.p, "L.Thigh.Top.Lateral");
        cover(&w.p, m, 590, 650);
        for (size_t a = 0; a < 3; a++)
            for (size_t i = 600; i < 640; i++)
                w.p.m.raw[3 * m + a][i] = w.p.m.raw[3 * on + a][i] + 0.001;
        patient_mend(&w.p);
        const char *said = flag_text(&w.p, HG_FLAG_MARKERS_COLLAPSED);
        assert_true(said && strstr(said, "L.Thigh.Top.Medial") && strstr(said, "Lateral"));
        outcome o = look_at(&w.p);
        assert_int_equal(o.gone, c == 0 ? 60 : 20); /* ric keeps its frames as they are */
        assert_int_equal(o.harmed, 0);
        discharge(&w);
    }
}

static void frozen(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    size_t m = marker_of(&w.p, "L.Shank.Top.Medial");
    for (size_t a = 0; a < 3; a++)
        for (size_t i = 300; i < 380; i++) w.p.m.raw[3 * m + a][i] = w.p.m.raw[3 * m + a][299];
    touch(&w.p, m, 300, 380);
    patient_mend(&w.p);
    outcome o = look_at(&w.p);
    assert_int_equal(o.gone, 80);
    assert_int_equal(o.harmed, 0);
    const char *said = flag_text(&w.p, HG_FLAG_MARKERS_FROZEN);
    assert_true(said && strstr(said, "L.Shank.Top.Medial (0.40 s)"));
    discharge(&w);
}

/* --- what must not happen --- */

static void off_is_off(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    hg_error err;
    assert_int_equal(hg_params_set(&w.p.params, "clean.mend", "off", &err), HG_OK);
    change_sides(&w.p, 0, 4, 400, 500, 0);
    patient_mend(&w.p);
    assert_false(any_fault_flag(&w.p));
    assert_int_equal(look_at(&w.p).right, 0);
    discharge(&w);
}

/* Noise, gaps at every other sample, nothing at all, one value for all: an answer, and soon. */
static void hostile(void **state) {
    (void)state;
    ward w;
    admit(&w, "isb");
    hg__random_seed(&w.p.random, 9);
    for (int kind = 0; kind < 6; kind++) {
        patient_reset(&w.p);
        for (size_t c = 0; c < 3 * w.p.m.n_markers; c++)
            for (size_t i = 0; i < w.p.m.n; i++) {
                double x = hg__random_normal(&w.p.random);
                bool gap = kind == 2 ? i % 2 : kind == 3 ? i % 7 > 4 : kind == 4;
                w.p.m.raw[c][i] = gap         ? NAN
                                  : kind == 5 ? 1.0
                                  : kind == 0 ? x
                                              : w.p.m.raw[c][i] + 0.02 * x;
            }
        patient_mend(&w.p);
    }
    for (size_t n = 0; n < 12; n++) {
        patient_reset(&w.p);
        w.p.m.n = n;
        patient_mend(&w.p);
    }
    discharge(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_false_alarms), cmocka_unit_test(no_frozen_markers_in_coarse_files),
        cmocka_unit_test(at_the_ends),     cmocka_unit_test(relabelled_samples_are_marked),
        cmocka_unit_test(three_in_a_ring), cmocka_unit_test(several_at_once),
        cmocka_unit_test(whole_trial),     cmocka_unit_test(ghost),
        cmocka_unit_test(frozen),          cmocka_unit_test(two_labels_on_one_marker),
        cmocka_unit_test(off_is_off),      cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
