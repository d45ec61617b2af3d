/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra and what is read off them against scipy and numpy (reference vectors). */
#include "support/vectors.h"

#include "dsp/patterns.h"
#include "dsp/phase.h"
#include "dsp/spectrum.h"

static vectors v;
static hg__kernels k;
static hg__spectral s;

typedef struct signal {
    const char *group;
    size_t n, channels;
    double rate, *x; /* planes */
} signal;

static const char *in(const char *group, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", group, name);
    return path;
}

static signal load(const char *group, const char *name, size_t n, size_t channels) {
    signal g = {group, n, channels, vectors_number(&v, in(group, "fs")), NULL};
    double *rows = vectors_read(&v, in(group, name), n * channels);
    g.x = malloc(n * channels * sizeof *g.x);
    assert_non_null(g.x);
    k.transpose(g.x, n, rows, channels, n, channels);
    free(rows);
    return g;
}

/* Files hold time or bins first, channels last. */
static void compare_planes(const char *path, const double *planes, size_t n, size_t channels) {
    double *rows = malloc(n * channels * sizeof *rows);
    assert_non_null(rows);
    k.transpose(rows, channels, planes, n, channels, n);
    vectors_compare(&v, path, rows, n * channels);
    free(rows);
}

static void welch_of(const signal *g, const char *name, const hg__welch *o) {
    size_t bins = o->length / 2 + 1;
    double *p = malloc(bins * g->channels * sizeof *p);
    assert_non_null(p);
    for (size_t c = 0; c < g->channels; c++)
        assert_true(hg__welch_power(p + c * bins, o, g->x + c * g->n, g->n, g->rate, &s));
    compare_planes(in(g->group, name), p, bins, g->channels);
    char axis[64];
    snprintf(axis, sizeof axis, "%s_f", name);
    if (vectors_has(&v, in(g->group, axis))) {
        for (size_t b = 0; b < bins; b++) p[b] = (double)b * g->rate / (double)o->length;
        vectors_compare(&v, in(g->group, axis), p, bins);
    }
    free(p);
}

static void test_welch(void **state) {
    (void)state;
    signal accel = load("accel", "x", 4096, 3), noise = load("noise", "x", 2000, 1);
    signal trend = {"noise", 1000, 1, noise.rate, vectors_read(&v, "noise/trend", 1000)};
    hg__welch o = hg__welch_usual(1024);
    welch_of(&accel, "welch1024", &o);
    o = hg__welch_usual(512);
    welch_of(&accel, "welch512", &o);
    o = hg__welch_usual(500);
    welch_of(&noise, "welch500", &o);
    o = hg__welch_usual(256);
    welch_of(&noise, "welch256", &o);
    o.detrend = HG__DETREND_NONE;
    welch_of(&noise, "welch256_no_detrend", &o);
    o.detrend = HG__DETREND_LINE;
    welch_of(&trend, "trend_welch256_linear", &o);
    o = hg__welch_usual(256);
    o.length = 512;
    o.median = true;
    welch_of(&noise, "welch256_median_nfft512", &o);
    o.segment = 512;
    o.overlap = 256;
    o.length = 1024;
    welch_of(&accel, "welch512_median_nfft1024", &o);
    o = (hg__welch){512, 384, 512, HG__WINDOW_HAMMING, HG__DETREND_LINE, false, true};
    welch_of(&accel, "welch512_hamming75_linear_spectrum", &o);
    o = (hg__welch){256, 192, 256, HG__WINDOW_HAMMING, HG__DETREND_LINE, false, true};
    welch_of(&noise, "welch256_hamming75_linear_spectrum", &o);
    /* a periodogram is one segment of everything */
    o = (hg__welch){2000, 0, 2000, HG__WINDOW_BOX, HG__DETREND_MEAN, false, false};
    welch_of(&noise, "periodogram", &o);
    o = (hg__welch){2000, 0, 2000, HG__WINDOW_HANN, HG__DETREND_LINE, false, false};
    welch_of(&noise, "periodogram_hann_linear", &o);
    o = (hg__welch){4096, 0, 4096, HG__WINDOW_BOX, HG__DETREND_MEAN, false, false};
    welch_of(&accel, "periodogram", &o);
    o = (hg__welch){4096, 0, 4096, HG__WINDOW_HANN, HG__DETREND_LINE, false, false};
    welch_of(&accel, "periodogram_hann_linear", &o);
    free(accel.x);
    free(noise.x);
    free(trend.x);
}

static void two_signals(const char *group, const double *x, const double *y, size_t n, double rate,
                        size_t segment) {
    hg__welch o = hg__welch_usual(segment);
    size_t bins = segment / 2 + 1;
    double *cross = malloc(4 * bins * sizeof *cross), *coherence = cross + 2 * bins,
           *phase = cross + 3 * bins;
    assert_non_null(cross);
    assert_true(hg__welch_cross(cross, &o, x, y, n, rate, &s));
    assert_true(hg__coherence(coherence, phase, &o, x, y, n, rate, &s));
    vectors_compare(&v, in(group, "csd"), cross, 2 * bins);
    vectors_compare(&v, in(group, "coherence"), coherence, bins);
    vectors_compare(&v, in(group, "cross_phase"), phase, bins);
    free(cross);
}

static void test_cross(void **state) {
    (void)state;
    signal accel = load("accel", "x", 4096, 3), noise = load("noise", "x", 2000, 1);
    double *y = vectors_read(&v, "noise/y", 2000);
    two_signals("accel", accel.x, accel.x + 2 * accel.n, accel.n, accel.rate, 512);
    two_signals("noise", noise.x, y, noise.n, noise.rate, 256);
    free(accel.x);
    free(noise.x);
    free(y);
}

static void tapered(const signal *g, size_t n, size_t count, double nw) {
    double *rows = malloc(count * n * sizeof *rows), *p = malloc(3 * n * sizeof *p);
    size_t bins = n / 2 + 1;
    assert_non_null(rows);
    assert_non_null(p);
    for (int kind = 0; kind < 2; kind++) {
        assert_true(hg__tapers_fill(rows, (hg__tapers)kind, n, nw, count, s.scratch));
        if (kind == HG__TAPERS_DPSS) {
            double energy[8];
            vectors_compare(&v, in(g->group, "dpss"), rows, count * n);
            for (size_t t = 0; t < count; t++) energy[t] = hg__taper_energy(rows + t * n, n, nw);
            vectors_compare(&v, in(g->group, "dpss_ratios"), energy, count);
        }
        for (size_t c = 0; c < g->channels; c++)
            assert_true(
                hg__multitaper_power(p + c * bins, rows, count, g->x + c * g->n, n, g->rate, &s));
        compare_planes(in(g->group, kind == HG__TAPERS_DPSS ? "multitaper" : "multitaper_sine"), p,
                       bins, g->channels);
    }
    free(rows);
    free(p);
}

static void test_multitaper(void **state) {
    (void)state;
    signal accel = load("accel", "x", 4096, 3), noise = load("noise", "x", 2000, 1);
    tapered(&accel, 2048, 4, 2.5);
    tapered(&noise, 1000, 7, 4.0);
    free(accel.x);
    free(noise.x);
}

static void test_frequencies(void **state) {
    (void)state;
    double *p = vectors_read(&v, "accel/welch1024", 513 * 3), mean[3], median[3], column[513];
    double rate = vectors_number(&v, "accel/fs");
    for (size_t c = 0; c < 3; c++) {
        for (size_t b = 0; b < 513; b++) column[b] = p[3 * b + c];
        mean[c] = hg__mean_frequency(column, 513, rate / 1024, 0.5, 20.0);
        median[c] = hg__median_frequency(column, 513, rate / 1024, 0.5, 20.0);
    }
    vectors_compare(&v, "accel/mean_frequency", mean, 3);
    vectors_compare(&v, "accel/median_frequency", median, 3);
    free(p);
}

static void test_arc_length(void **state) {
    (void)state;
    static const struct {
        const char *name, *profile;
        size_t n;
        int accel;
    } rows[] = {{"sparc/accel_norm", "sparc/accel_norm_v", 1000, 1},
                {"sparc/min_jerk", "sparc/min_jerk_v", 200, 0},
                {"sparc/min_jerk_tremor", "sparc/min_jerk_tremor_v", 200, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double *x = vectors_read(&v, rows[i].profile, rows[i].n), got[4], arc;
        size_t bins;
        double rate = rows[i].accel ? vectors_number(&v, "accel/fs") : 100.0;
        assert_true(hg__arc_length_band(got, got + 1, &bins, x, rows[i].n, rate, &s));
        got[3] = (double)bins;
        vectors_compare(&v, rows[i].name, got, 4);
        assert_true(hg__arc_length(&arc, x, rows[i].n, rate, &s) && !(fabs(arc - got[0]) > 0));
        free(x);
    }
}

/* The highest local maximum at a lag from `from`, below `to`. */
static size_t peak(const double *r, double from, double to) {
    size_t best = 0;
    for (size_t i = (size_t)ceil(from); (double)i < to; i++)
        if (r[i] > r[i - 1] && r[i] >= r[i + 1] && (best == 0 || r[i] > r[best])) best = i;
    return best;
}

/* y against x at lags -200 to 200 over the whole of both. */
static void test_crosscorrelation(void **state) {
    (void)state;
    enum { N = 2000, LAGS = 200 };
    double *x = vectors_read(&v, "noise/x", N), *y = vectors_read(&v, "noise/y", N),
           r[2 * LAGS + 1];
    double scale = N * hg__population_sd(&k, x, N) * hg__population_sd(&k, y, N),
           mx = k.sum_valid(x, N) / N, my = k.sum_valid(y, N) / N;
    for (size_t i = 0; i < N; i++) x[i] -= mx, y[i] -= my;
    for (size_t i = 0; i <= 2 * LAGS; i++)
        r[i] = (i < LAGS ? k.dot(x + (LAGS - i), y, N - (LAGS - i))
                         : k.dot(x, y + (i - LAGS), N - (i - LAGS))) /
               scale;
    vectors_compare(&v, "noise/crosscorrelation_biased", r, 2 * LAGS + 1);
    free(x);
    free(y);
}

static void test_envelope(void **state) {
    (void)state;
    double *x = vectors_read(&v, "noise/x", 2000), h[1000];
    assert_true(hg__hilbert(h, x, 1000, &s));
    for (size_t i = 0; i < 1000; i++) h[i] = hypot(h[i], x[i]);
    vectors_compare(&v, "fft/hilbert_envelope_1000", h, 1000);
    free(x);
}

static void test_autocorrelation(void **state) {
    (void)state;
    signal accel = load("accel", "x", 4096, 3), noise = load("noise", "x", 2000, 1);
    double *r = malloc(3000 * sizeof *r);
    assert_non_null(r);
    for (size_t c = 0; c < 3; c++)
        assert_true(hg__autocorrelation(r + c * 1000, 1000, accel.x + c * accel.n, accel.n, &s));
    compare_planes("accel/autocorrelation_unbiased", r, 1000, 3);
    /* regularity: the highest peaks near a step and near two of them */
    const double *up = r + 1000 * (size_t)vectors_number(&v, "accel/vertical_column");
    size_t step = peak(up, 0.35 * accel.rate, 0.75 * accel.rate),
           stride = peak(up, 1.7 * (double)step, 2.3 * (double)step);
    const double regularity[5] = {(double)step, (double)stride, up[step], up[stride],
                                  up[step] / up[stride]};
    vectors_compare(&v, "accel/regularity", regularity, 5);
    assert_true(hg__autocorrelation(r, 500, noise.x, noise.n, &s));
    vectors_compare(&v, "noise/autocorrelation_unbiased", r, 500);
    free(r);
    free(accel.x);
    free(noise.x);
}

static void test_harmonics(void **state) {
    (void)state;
    enum { L = 221, SEGMENTS = 18, COUNT = 20 };
    signal accel = load("accel", "x", 4096, 3);
    double *h = malloc(SEGMENTS * COUNT * 3 * sizeof *h), one[COUNT];
    assert_non_null(h);
    for (size_t i = 0; i < SEGMENTS; i++)
        for (size_t c = 0; c < 3; c++) {
            assert_true(hg__harmonics(one, COUNT, accel.x + c * accel.n + i * L, L, &s));
            for (size_t j = 0; j < COUNT; j++) h[(i * COUNT + j) * 3 + c] = one[j];
        }
    vectors_compare(&v, "accel/harmonics", h, SEGMENTS * COUNT * 3);
    double odd_over_even[SEGMENTS * 3], even_over_odd[SEGMENTS * 3], odd[SEGMENTS * 3],
        even[SEGMENTS * 3];
    for (size_t i = 0; i < SEGMENTS; i++)
        for (size_t c = 0; c < 3; c++) {
            double sum[2] = {0, 0}, power[2] = {0, 0};
            for (size_t j = 0; j < COUNT; j++) {
                double a = h[(i * COUNT + j) * 3 + c];
                sum[j % 2] += a; /* 0: the first, third, ... harmonic */
                power[j % 2] += a * a;
            }
            odd_over_even[3 * i + c] = sum[0] / sum[1];
            even_over_odd[3 * i + c] = sum[1] / sum[0];
            odd[3 * i + c] = 100 * power[0] / (power[0] + power[1]);
            even[3 * i + c] = 100 * power[1] / (power[0] + power[1]);
        }
    vectors_compare(&v, "accel/odd_over_even", odd_over_even, SEGMENTS * 3);
    vectors_compare(&v, "accel/even_over_odd", even_over_odd, SEGMENTS * 3);
    vectors_compare(&v, "accel/ihr_odd_intrinsic", odd, SEGMENTS * 3);
    vectors_compare(&v, "accel/ihr_even_intrinsic", even, SEGMENTS * 3);
    free(h);
    free(accel.x);
}

static void test_windows(void **state) {
    (void)state;
    static const struct {
        hg__window kind;
        const char *name;
    } rows[] = {{HG__WINDOW_HANN, "windows/hann_periodic_64"},
                {HG__WINDOW_HAMMING, "windows/hamming_periodic_64"},
                {HG__WINDOW_BLACKMAN, "windows/blackman_periodic_64"},
                {HG__WINDOW_FLATTOP, "windows/flattop_periodic_64"}};
    double w[64];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hg__window_fill(w, rows[i].kind, 64);
        vectors_compare(&v, rows[i].name, w, 64);
    }
}

static void test_transforms(void **state) {
    (void)state;
    static const size_t lengths[] = {101, 128, 360, 1000};
    char path[64];
    double *x = vectors_read(&v, "noise/x", 2000), z[1002], back[1000];
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t n = lengths[i];
        assert_true(hg__fft_forward(s.ffts, z, x, n, 1));
        snprintf(path, sizeof path, "fft/rfft_%zu", n);
        vectors_compare(&v, path, z, 2 * (n / 2 + 1));
        assert_true(hg__fft_backward(s.ffts, back, z, n));
        /* rounding of two transforms of up to 1000 numbers of size 1 */
        for (size_t j = 0; j < n; j++) assert_true(fabs(back[j] / (double)n - x[j]) < 1e-13);
    }
    free(x);
}

/* A hole reaches every bin; lengths that do not fit are refused. */
static void test_edges(void **state) {
    (void)state;
    double x[300], p[129], arc;
    for (int i = 0; i < 300; i++) x[i] = sin(0.3 * i);
    x[150] = NAN;
    hg__welch o = hg__welch_usual(256);
    assert_true(hg__welch_power(p, &o, x, 300, 100.0, &s));
    for (int i = 0; i < 129; i++) assert_true(isnan(p[i]));
    assert_false(hg__welch_power(p, &o, x, 255, 100.0, &s));
    o.overlap = 256;
    assert_false(hg__welch_power(p, &o, x, 300, 100.0, &s));
    double zeros[64] = {0.0};
    assert_true(hg__arc_length(&arc, zeros, 64, 100.0, &s));
    assert_true(isnan(arc));
    assert_true(isnan(hg__mean_frequency(zeros, 33, 1.0, 0.5, 20.0)));
    assert_true(isnan(hg__median_frequency(zeros, 33, 1.0, 0.5, 20.0)));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_welch),
                                       cmocka_unit_test(test_cross),
                                       cmocka_unit_test(test_multitaper),
                                       cmocka_unit_test(test_frequencies),
                                       cmocka_unit_test(test_arc_length),
                                       cmocka_unit_test(test_autocorrelation),
                                       cmocka_unit_test(test_harmonics),
                                       cmocka_unit_test(test_windows),
                                       cmocka_unit_test(test_transforms),
                                       cmocka_unit_test(test_edges),
                                       cmocka_unit_test(test_crosscorrelation),
                                       cmocka_unit_test(test_envelope)};
    v = vectors_open("spectra.h5");
    hg__kernels_init(&k, hg__cpu_detect());
    s = (hg__spectral){&k, hg__fft_store_new(), hg__arena_new()};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hg__fft_store_free(s.ffts);
    hg__arena_free((hg__arena *)s.scratch);
    H5Fclose(v.file);
    return failed;
}
