/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TRC and MOT, on files made here. */

#include "io/opensim_text.h"
#include "support/decimal_comma.h"
#include "test_opensim_support.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DEG 0.017453292519943295

/* --- numbers --- */

static void numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } table[] = {{"0", 0},
                 {"-0.5", -0.5},
                 {"809.009400", 809.0094},
                 {"8.166667e-01", 0.8166667},
                 {"+1E+2", 100},
                 {"5.", 5},
                 {".25", 0.25},
                 {"1e22", 1e22},
                 {"123456789.123456789", 123456789.123456789},
                 /* beyond what one exact operation can do */
                 {"2.2250738585072014e-308", 2.2250738585072014e-308},
                 {"1.7976931348623157e308", 1.7976931348623157e308},
                 {"0.1000000000000000055511151231257827021181583404541015625", 0.1},
                 {"9007199254740993", 9007199254740992.0},
                 {"1e-400", 0}};
    static const char *const missing[] = {"",        "NaN", "nan",       "-nan(ind)", "1.#QNAN",
                                          "-1.#IND", "inf", "-Infinity", "1e999"};
    static const char *const wrong[] = {"0,017", "abc", "1.2.3", "--1", "1e",   "1e+",
                                        "0x10",  ".",   "-",     "1 2", "12:30"};
    double v;
    for (size_t i = 0; i < COUNT(table); i++) {
        assert_true(hg__span_number((hg__span){table[i].text, strlen(table[i].text)}, &v));
        if (v != table[i].value) fail_msg("%s became %.17g", table[i].text, v);
    }
    for (size_t i = 0; i < COUNT(missing); i++) {
        assert_true(hg__span_number((hg__span){missing[i], strlen(missing[i])}, &v));
        assert_true(isnan(v));
    }
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (hg__span_number((hg__span){wrong[i], strlen(wrong[i])}, &v))
            fail_msg("\"%s\" passed as %g", wrong[i], v);
}

/* Every number printed with 17 digits comes back bit for bit, also those that need the library. */
static void numbers_come_back(void **state) {
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double want = ldexp((double)(int64_t)seed, (int)(seed % 61) - 100), got;
        char text[40];
        snprintf(text, sizeof text, i % 2 ? "%.17g" : "%.17e", want);
        assert_true(hg__span_number((hg__span){text, strlen(text)}, &got));
        assert_true(got == want);
    }
}

static void numbers_whatever_the_locale(void **state) {
    (void)state;
    assert_true(use_decimal_comma());
    double v, w = 0;
    bool ok = hg__span_number((hg__span){"0.12345678901234567890", 22}, &v);
    ok = ok && hg__span_number((hg__span){"1.5", 3}, &w);
    setlocale(LC_ALL, "C");
    assert_true(ok);
    assert_true(v == 0.12345678901234567890 && w == 1.5);
}

/* --- clocks --- */

static hg__clock clock_of(const double *t, size_t n, unsigned decimals, double stated, outcome *o) {
    hg__clock c = {0};
    *o = (outcome){.sink = {.collect = true}};
    o->status = hg__clock_from_times(&c, t, n, decimals, stated, &o->sink);
    return c;
}

static double printed(double t, unsigned decimals) {
    double unit = pow(10, decimals);
    return round(t * unit) / unit;
}

static void clocks(void **state) {
    (void)state;
    static const double rates[] = {50,  60,  59.94, 100, 120, 150,  200,
                                   240, 250, 300,   480, 500, 1000, 1200};
    double t[1000];
    outcome o;
    for (size_t r = 0; r < COUNT(rates); r++)
        for (unsigned decimals = 3; decimals <= 6; decimals++) {
            for (size_t i = 0; i < COUNT(t); i++)
                t[i] = printed(0.23 + (double)i / rates[r], decimals);
            hg__clock c = clock_of(t, COUNT(t), decimals, NAN, &o);
            assert_int_equal(o.sink.n_faults, 0);
            if (c.uneven)
                fail_msg("%g Hz printed with %u digits counts as uneven", rates[r], decimals);
            /* A whole rate is found exactly. Another one by the line through 1000 rounded times:
             * errors of half a digit, all on the side where they do most, turn its slope by 1.5 /
             * 1000 of a digit a period. */
            double digit = pow(10, -(double)decimals);
            assert_near(c.rate_hz, rates[r],
                        rates[r] == floor(rates[r]) ? 0 : 1.5e-3 * digit * rates[r] * rates[r]);
            assert_near(c.t0_s, 0.23, 0.5 * digit);
            forget(&o);
            c = clock_of(t, COUNT(t), decimals, rates[r], &o);
            assert_true(!c.uneven && c.rate_hz == rates[r] && o.sink.n == 0);
            forget(&o);
        }
}

static void a_dropped_frame_is_not_rounding(void **state) {
    (void)state;
    static const double rates[] = {60, 100, 150, 240, 500};
    double t[600];
    outcome o;
    for (size_t r = 0; r < COUNT(rates); r++)
        for (unsigned decimals = 3; decimals <= 6; decimals += 3) {
            for (size_t i = 0; i < COUNT(t); i++)
                t[i] = printed((double)(i + (i >= 300)) / rates[r], decimals);
            hg__clock c = clock_of(t, COUNT(t), decimals, rates[r], &o);
            if (!c.uneven) fail_msg("a frame dropped at %g Hz was not seen", rates[r]);
            assert_near(c.rate_hz, rates[r],
                        0.07 * rates[r]); /* median of times rounded to 1 ms: 17 for 16.7 */
            assert_true(says(&o, HG_NOTE, "uneven"));
            forget(&o);
        }
}

static void clocks_that_contradict(void **state) {
    (void)state;
    double t[100];
    outcome o;
    for (size_t i = 0; i < COUNT(t); i++) t[i] = 0.01 * (double)i;
    hg__clock c = clock_of(t, COUNT(t), 2, 200, &o); /* the times win */
    assert_true(c.rate_hz == 100 && says(&o, HG_WARNING, "200"));
    forget(&o);
    for (size_t i = 0; i < COUNT(t); i++) t[i] = (double)i + 1; /* frame numbers */
    c = clock_of(t, COUNT(t), 0, 150, &o);
    assert_true(c.rate_hz == 150 && c.t0_s == 0 && says(&o, HG_WARNING, "frame numbers"));
    forget(&o);
    for (size_t i = 0; i < COUNT(t); i++) t[i] = 0.01 * (double)(i % 50); /* back to the start */
    c = clock_of(t, COUNT(t), 2, 100, &o);
    assert_true(c.rate_hz == 100 && !c.uneven && says(&o, HG_WARNING, "increase"));
    forget(&o);
    clock_of(t, COUNT(t), 2, NAN, &o);
    assert_true(o.sink.n_faults == 1 && says(&o, HG_BLOCKER, "increase"));
    forget(&o);
    t[7] = NAN;
    clock_of(t, COUNT(t), 2, 100, &o);
    assert_true(o.sink.n_faults == 1 && says(&o, HG_BLOCKER, "row 8"));
    forget(&o);
}

/* --- TRC --- */

#define TRC_HEAD(frames, markers, units)                                                           \
    "PathFileType\t4\t(X/Y/Z)\tC:\\Users\\A Person\\run.trc\n"                                     \
    "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNu" \
    "mFrames\n"                                                                                    \
    "100\t100\t" frames "\t" markers "\t" units "\t100\t1\t" frames "\n"
#define TRC_BODY                                                                                   \
    "Frame#\tTime\tA\t\t\tB\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n"                                   \
    "1\t0.50\t1000\t2000\t-3000\t4\t5\t6\n2\t0.51\t1001\t2001\t-3001\t\t\t\n3\t0.52\t1002\tnan\t-" \
    "3002\t4\t5\t6\n"

static const char trc[] = TRC_HEAD("3", "2", "mm") TRC_BODY;

static void trc_plain(void **state) {
    (void)state;
    outcome o = read_text(hg__trc_read, trc);
    const hg_stream *s = stream_of(&o, "markers");
    assert_true(s->kind == HG_STREAM_MARKERS && s->n_frames == 3 && s->n_points == 2 &&
                s->n_components == 3);
    assert_true(s->rate_hz == 100 && s->t0_s == 0.5 && !s->time_s);
    assert_string_equal(s->axes, "ASR");
    assert_string_equal(s->units, "m");
    assert_near(sample(s, 0, "A", 2), -3, 1e-15);
    assert_near(sample(s, 2, "B", 1), 0.005, 1e-15);
    assert_true(isnan(sample(s, 1, "B", 0)) && isnan(sample(s, 1, "B", 2)));
    assert_true(isnan(sample(s, 2, "A", 0))); /* in part is not there */
    assert_true(count_of(&o, HG_WARNING) == 1 && says(&o, HG_WARNING, "in part"));
    /* nothing of the path, no id */
    assert_string_equal(o.rec->source.format, "trc");
    assert_string_equal(o.rec->subject.id, "");
    assert_string_equal(o.rec->source.created_by, "");
    forget(&o);
}

/* The same file with `from` replaced by `to` everywhere. */
static char *altered(const char *text, const char *from, const char *to) {
    size_t room = strlen(text) * (strlen(to) + 1) + 1, n = 0;
    char *out = malloc(room);
    assert_non_null(out);
    assert_non_null(strstr(text, from));
    for (const char *p = text; *p;) {
        bool here = strncmp(p, from, strlen(from)) == 0;
        n += (size_t)snprintf(out + n, room - n, "%.*s", here ? (int)strlen(to) : 1, here ? to : p);
        p += here ? strlen(from) : 1;
    }
    return out;
}

/* What may differ between writers without making a difference. */
static void trc_spellings(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
    } table[] = {{"\n", "\r\n"},
                 {"\n", "\r"},
                 {"\n", "\t\t\n"},
                 {"mm", " mm "},
                 {"mm", "Millimeters"},
                 {"\n\n", "\n"},
                 {"\tA\t\t\tB\t\t", "\tA\tB"},
                 {"\t\t\t\n", "\n"},
                 {"nan", "1.#QNAN"},
                 {"A\t\t\tB", "Subject 7:A\t\t\tSubject 7:B"},
                 {"Path", "\xEF\xBB\xBFPath"}};
    outcome want = read_text(hg__trc_read, trc);
    const hg_stream *w = stream_of(&want, "markers");
    for (size_t i = 0; i < COUNT(table); i++) {
        char *text = altered(trc, table[i].from, table[i].to);
        assert_true(hg__is_trc(text, strlen(text)));
        outcome o = read_text(hg__trc_read, text);
        const hg_stream *s = stream_of(&o, "markers");
        assert_int_equal(s->n_frames, 3);
        assert_int_equal(s->n_points, 2);
        assert_string_equal(s->labels[0], "A");
        assert_string_equal(s->labels[1], "B");
        assert_int_equal(count_of(&o, HG_WARNING), 1);
        for (size_t k = 0; k < 18; k++)
            assert_true(s->data[k] == w->data[k] || (isnan(s->data[k]) && isnan(w->data[k])));
        forget(&o);
        free(text);
    }
    forget(&want);
}

static void trc_units(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        double metres;
    } table[] = {{"m", 1000}, {"cm", 10}, {"mm", 1}, {"M", 1000}, {"meters", 1000}};
    for (size_t i = 0; i < COUNT(table); i++) {
        char *text = altered(trc, "mm", table[i].unit);
        outcome o = read_text(hg__trc_read, text);
        assert_near(sample(stream_of(&o, "markers"), 0, "A", 0), table[i].metres, 1e-12);
        forget(&o);
        free(text);
    }
}

/* What is wrong and survived, and the word of the warning. */
static void trc_lies(void **state) {
    (void)state;
    static const struct {
        const char *text, *word;
        size_t frames, points;
    } table[] = {
        {TRC_HEAD("900", "2", "mm") TRC_BODY, "900 stated, 3 frames", 3, 2},
        {TRC_HEAD("1", "2", "mm") TRC_BODY, "1 stated, 3 frames", 3, 2},
        {TRC_HEAD("3", "41", "mm") TRC_BODY, "41 stated, 2 markers", 3, 2},
        {TRC_HEAD("x", "2", "mm") TRC_BODY, "NumFrames", 3, 2},
        {TRC_HEAD(
             "3", "2",
             "mm") "Frame#\tTime\t\t\t\tB\t\t\n\n"
                   "1\t0\t1\t2\t3\t4\t5\t6\n2\t0.01\t1\t2\t3\t4\t5\t6\n3\t0.02\t1\t2\t3\t4\t5\t6\n",
         "1 markers without a name", 3, 1},
        {TRC_HEAD(
             "3", "2",
             "mm") "Frame#\tTime\tB\t\t\tB\t\t\n\n"
                   "1\t0\t1\t2\t3\t4\t5\t6\n2\t0.01\t1\t2\t3\t4\t5\t6\n3\t0.02\t1\t2\t3\t4\t5\t6\n",
         "\"B\" twice", 3, 1},
        {TRC_HEAD("2", "1", "mm") "Frame#\tTime\tB\n\n"
                                  "1\t0\t1\t2\t3\n2\t0.01\t0\t0.0\t0.000\n",
         "exactly 0, 0, 0", 2, 1},
        {TRC_HEAD("3", "1",
                  "mm") "Frame#\tTime\tB\n\n1\t0\t1\t2\t3\n2\t0.01\t1\t2\t3\n3\t0.02\t1\t2",
         "cut off", 2, 1},
        {TRC_HEAD("2", "1", "mm") "Frame#\tTime\tB\n\n"
                                  "1\t0\t1\t2\t3\t9\n2\t0.01\t1\t2\t3\t9\n",
         "more than 5 columns", 2, 1},
        {TRC_HEAD("2", "5",
                  "mm") "Frame#\tTime\tA\t\t\tB\t\t\tC\t\t\tD\t\t\tE\n\n"
                        "1\t0\t0\t0\t900\t0\t0\t700\t10\t200\t400\t0\t20\t200\t30\t0\t10\n"
                        "2\t0.01\t0\t0\t900\t0\t0\t700\t10\t200\t400\t0\t20\t200\t30\t0\t10\n",
         "z is taken as up", 2, 5},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        outcome o = read_text(hg__trc_read, table[i].text);
        const hg_stream *s = stream_of(&o, "markers");
        if (!says(&o, HG_WARNING, table[i].word)) {
            show(&o);
            fail_msg("no warning says \"%s\"", table[i].word);
        }
        assert_int_equal(s->n_frames, table[i].frames);
        assert_int_equal(s->n_points, table[i].points);
        forget(&o);
    }
    outcome o = read_text(hg__trc_read, table[COUNT(table) - 1].text);
    assert_string_equal(stream_of(&o, "markers")->axes, "ALS");
    forget(&o);
    o = read_text(hg__trc_read, table[4].text); /* the name stays over its own columns */
    assert_near(sample(stream_of(&o, "markers"), 0, "B", 0), 0.004, 1e-15);
    forget(&o);
}

static void trc_faults(void **state) {
    (void)state;
    static const struct {
        const char *text, *word;
    } table[] = {
        {"", "PathFileType"},
        {"PathFileType\n", "the end of the file"},
        {TRC_HEAD("3", "2", "inch") TRC_BODY, "inch"},
        {TRC_HEAD("3", "2", "") TRC_BODY, "Units"},
        {TRC_HEAD("3", "2", "mm") "1\t2\t3\n", "Frame#"},
        {TRC_HEAD("3", "2", "mm") "Frame#\tTime\n1\t0\n", "names of markers"},
        {TRC_HEAD("3", "2", "mm") "Frame#\tTime\tA\n\n", "none"},
        {TRC_HEAD("3", "2", "mm") "Frame#\tTime\tA\n1\t0\t1\t2\t3\n2\t0,01\t1\t2\t3\n", "0,01"},
        {TRC_HEAD("3", "2", "mm") "Frame#\tTime\tA\n1\t0\t1\t2\t3\n2\t\t1\t2\t3\n", "row 2"},
        {TRC_HEAD("3", "2",
                  "mm") "Frame#"
                        "\tTime\tA123456789012345678901234567890123456789012345678901234567890123\n"
                        "1\t0\t1\t2\t3\n",
         "63 bytes"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        outcome o = read_text(hg__trc_read, table[i].text);
        if (!says(&o, HG_BLOCKER, table[i].word)) {
            show(&o);
            fail_msg("no fault says \"%s\"", table[i].word);
        }
        forget(&o);
        /* when reading, the fault is the error */
        hg_error err = {0};
        hg__sink sink = {.err = &err};
        const hg__limits limits = {(size_t)1 << 31, (size_t)1 << 28};
        assert_int_equal(hg_recording_new(&o.rec, NULL), HG_OK);
        assert_int_equal(hg__trc_read(o.rec, table[i].text, strlen(table[i].text), &limits, &sink),
                         HG_EFORMAT);
        assert_true(strstr(err.text, table[i].word) || strstr(err.object, table[i].word));
        hg_recording_free(o.rec);
        hg__sink_free(&sink);
    }
}

/* --- MOT --- */

#define COLUMNS                                                                                    \
    "time\tpelvis_tilt\tpelvis_list\tpelvis_rotation\t"                                            \
    "hip_flexion_r\thip_adduction_r\thip_rotation_r\tknee_angle_r\tlumbar\n"
#define ROWS "0.0\t-10\t0\t0\t30\t5\t-4\t-60\t1\n0.01\t-11\t0\t0\t31\t6\t-5\t-61\t1\n"
#define MOT_DEG                                                                                    \
    "Coordinates\nversion=1\nnRows=2\nnColumns=9\ninDegrees=yes\nendheader\n" COLUMNS ROWS

static void mot_angles(void **state) {
    (void)state;
    outcome o = read_text(hg__mot_read, MOT_DEG);
    const hg_stream *s = stream_of(&o, "joint_angles");
    assert_true(s->kind == HG_STREAM_JOINT_ANGLES && s->n_frames == 2 && s->n_points == 7 &&
                s->rate_hz == 100);
    /* degrees to radians: one rounding of the product, one of its factor */
    assert_near(sample(s, 0, "pelvis_tilt", 0), 10 * DEG, 1e-15);
    assert_near(sample(s, 0, "pelvis_obliquity", 0), 0, 1e-15);
    assert_near(sample(s, 1, "hip_flexion_right", 0), 31 * DEG, 1e-15);
    assert_near(sample(s, 1, "hip_adduction_right", 0), 6 * DEG, 1e-15);
    assert_near(sample(s, 1, "hip_rotation_right", 0), -5 * DEG, 1e-15);
    assert_near(sample(s, 1, "knee_flexion_right", 0), 61 * DEG,
                1e-14); /* a model that flexes with - */
    assert_true(says(&o, HG_NOTE, "sign was turned") &&
                says(&o, HG_NOTE, "1 columns that are not used"));
    assert_int_equal(count_of(&o, HG_WARNING), 0);
    forget(&o);
}

/* How headers state the unit of angles; 30 in the table becomes so many radians. */
static void mot_units(void **state) {
    (void)state;
    static const struct {
        const char *header, *value;
        double hip_rad;
        const char *warning;
    } table[] = {
        {"version=1\ninDegrees=yes\n", "30", 30 * DEG, NULL},
        {"version=1\ninDegrees=no\n", "0.5", 0.5, NULL},
        {"version=3\nOpenSimVersion=4.1\ninDegrees=no \n", "-0.5", -0.5, NULL},
        {"inDegrees yes\n", "3", 3 * DEG, NULL},
        {"version=1\nAngles are in degrees.\n", "3", 3 * DEG, NULL},
        {"version=1\nAngles are in radians.\n", "1", 1, NULL},
        {"name x\ndatacolumns 2\ndatarows 2\nrange 0 0.01\n", "3", 3 * DEG, NULL}, /* SIMM */
        {"version=1\n", "0.5", 0.5, NULL}, /* as OpenSim takes it */
        {"version=1\ninDegrees=no\n", "30", 30 * DEG, "inDegrees"},
        {"version=1\n", "30", 30 * DEG, "inDegrees"}};
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[512];
        snprintf(text, sizeof text, "%sendheader\n\ntime hip_flexion_l\n0 %s\n0.01 %s\n",
                 table[i].header, table[i].value, table[i].value);
        assert_true(hg__is_mot(text, strlen(text)));
        outcome o = read_text(hg__mot_read, text);
        assert_near(sample(stream_of(&o, "joint_angles"), 1, "hip_flexion_left", 0),
                    table[i].hip_rad, 1e-15);
        assert_int_equal(count_of(&o, HG_WARNING), table[i].warning ? 1 : 0);
        if (table[i].warning) assert_true(says(&o, HG_WARNING, table[i].warning));
        forget(&o);
    }
}

/* A pelvis turned about its own z, x, y by OpenSim's three angles, taken apart in hipgait's order.
 * The rotation is built here by multiplying matrices; taking it apart must build the same one. */
static void mot_pelvis(void **state) {
    (void)state;
    static const double heads[] = {0, 90, 180, -90};
    for (size_t h = 0; h < COUNT(heads); h++)
        for (int order = 0; order < 2; order++) {
            const double tilt = -18, list = 7, turn = 13;
            char text[600];
            snprintf(text, sizeof text,
                     "inDegrees=yes\nendheader\ntime %s\n0 %g %g %g\n0.01 %g %g %g\n",
                     order ? "pelvis_rotation pelvis_list pelvis_tilt"
                           : "pelvis_tilt pelvis_list pelvis_rotation",
                     order ? turn + heads[h] : tilt, list, order ? tilt : turn + heads[h],
                     order ? turn + heads[h] : tilt, list, order ? tilt : turn + heads[h]);
            outcome o = read_text(hg__mot_read, text);
            const hg_stream *s = stream_of(&o, "joint_angles");
            double got[3] = {-sample(s, 1, "pelvis_tilt", 0), -sample(s, 1, "pelvis_obliquity", 0),
                             sample(s, 1, "pelvis_rotation", 0)};
            assert_int_equal(says(&o, HG_NOTE, "faces"), heads[h] != 0);
            /* a point of the pelvis, turned: about y by the last of got, about x, about z, first z
             */
            static const double p[3] = {0.3, -0.5, 0.8};
            double a[3], b[3];
            for (int way = 0; way < 2; way++) {
                double v[3] = {p[0], p[1], p[2]};
                double z = way ? got[0] : tilt * DEG, x = way ? got[1] : list * DEG,
                       y = heads[h] * DEG + (way ? got[2] : turn * DEG);
                static const char orders[2][4] = {
                    "yxz", "zxy"}; /* which comes first: OpenSim's last is innermost */
                const char *by = way || order ? orders[1] : orders[0];
                for (int k = 0; k < 3; k++) {
                    int i = by[k] == 'x' ? 1 : by[k] == 'y' ? 2 : 0, j = (i + 1) % 3;
                    double t = by[k] == 'x' ? x : by[k] == 'y' ? y : z, vi = v[i], vj = v[j];
                    v[i] = vi * cos(t) - vj * sin(t);
                    v[j] = vi * sin(t) + vj * cos(t);
                }
                memcpy(way ? b : a, v, sizeof v);
            }
            for (int k = 0; k < 3; k++)
                assert_near(b[k], a[k], 1e-14); /* a dozen roundings of numbers near 1 */
            forget(&o);
        }
}

#define GRF_ROWS "0\t1\t800\t3\t0.5\t0\t0.1\n0.01\t0\t0\t0\t0.7\t0\t0.2\n"

static void mot_forces(void **state) {
    (void)state;
    outcome o = read_text(hg__mot_read,
                          "name grf\ndatacolumns 7\ndatarows 2\nrange 0 0.01\nendheader\n"
                          "time\tR_ground_force_vx\tR_ground_force_vy\tR_ground_force_vz\t"
                          "R_ground_force_px\tR_ground_force_py\tR_ground_force_pz\n" GRF_ROWS);
    const hg_stream *s = stream_of(&o, "force_R");
    assert_true(s->kind == HG_STREAM_FORCE_PLATE && s->n_points == 6 && s->n_frames == 2 &&
                s->rate_hz == 100);
    assert_string_equal(s->axes, "ASR");
    assert_string_equal(s->units, "N,N,N,m,m,m");
    assert_true(sample(s, 0, "fy", 0) == 800 && sample(s, 0, "px", 0) == 0.5 &&
                sample(s, 0, "pz", 0) == 0.1);
    assert_true(sample(s, 1, "fy", 0) == 0 &&
                isnan(sample(s, 1, "px", 0))); /* no force has no centre */
    assert_int_equal(o.sink.n, 0);
    forget(&o);

    static const struct {
        const char *base, *stream;
    } names[] = {{"ground_force", "force"},
                 {"1_ground_force", "force_1"},
                 {"ground_force_l", "force_l"},
                 {"ground_force1", "force_1"},
                 {"ground_force_calcn_r", "force_calcn_r"},
                 {"FP/1_force", "force_FP-1"}};
    for (size_t i = 0; i < COUNT(names); i++) {
        char text[512];
        const char *b = names[i].base;
        snprintf(text, sizeof text, "endheader\ntime %s_vx %s_vy %s_vz\n0 1 2 3\n0.01 1 2 3\n", b,
                 b, b);
        o = read_text(hg__mot_read, text);
        s = stream_of(&o, names[i].stream);
        assert_true(sample(s, 1, "fz", 0) == 3 && isnan(sample(s, 1, "px", 0)));
        forget(&o);
    }
}

static void mot_lies_and_faults(void **state) {
    (void)state;
    static const struct {
        const char *text, *word;
        hg_severity severity;
    } table[] = {
        {"version=1\nnRows=9\nnColumns=2\nendheader\ntime hip_flexion_r\n0 1\n0.01 1\n",
         "9 stated, 2 rows", HG_WARNING},
        {"version=1\nnRows=2\nnColumns=8\nendheader\ntime hip_flexion_r\n0 1\n0.01 1\n",
         "8 stated, 2 columns", HG_WARNING},
        {"name a\ndatacolumns 2\ndatarows 2\nrange 0 15\nendheader\ntime hip_flexion_r\n0 1\n0.01 "
         "1\n",
         "0 to 15 s stated", HG_WARNING},
        {"endheader\ntime hip_flexion_r hip_flexion_l\n0 1 2\n0.01 1 2\n0.02 1", "cut off",
         HG_WARNING},
        {"endheader\ntime hip_flexion_r hip_flexion_l\n0 1\n0.01 1\n", "fewer than 3", HG_NOTE},
        {"endheader\ntime a_force_vx a_force_vy hip_flexion_r\n0 1 1 1\n0.01 1 1 1\n",
         "part of a plate", HG_WARNING},
        {"version=1\n", "endheader", HG_BLOCKER},
        {"endheader\n", "the end of the file", HG_BLOCKER},
        {"endheader\nhip_flexion_r\n1\n", "called time", HG_BLOCKER},
        {"endheader\ntime hip_flexion_r\n", "none", HG_BLOCKER},
        {"endheader\ntime hip_flexion_r\n0 1\n0 1\n", "increase", HG_BLOCKER},
        {"endheader\ntime hip_flexion_r\n0 1\n1 abc\n", "line 4, column 2", HG_BLOCKER},
        {"endheader\ntime soleus_r\n0 1\n1 2\n", "none of which is used", HG_BLOCKER},
        {"endheader\ntime hip_flexion_r\n0 0\n0.01 0\n", "0 throughout", HG_NOTE},
        {"endheader\ntime R_force_vx R_force_vy R_force_vz "
         "force_R_vx force_R_vy force_R_vz\n0 1 2 3 4 5 6\n1 1 2 3 4 5 6\n",
         "one stream of a name", HG_BLOCKER},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        outcome o = read_text(hg__mot_read, table[i].text);
        if (!says(&o, table[i].severity, table[i].word)) {
            show(&o);
            fail_msg("nothing says \"%s\"", table[i].word);
        }
        forget(&o);
    }
}

/* Markers and forces of one capture in one trial. */
static void both_in_one_trial(void **state) {
    (void)state;
    outcome o = read_text(hg__trc_read, trc);
    const hg__limits limits = {(size_t)1 << 31, (size_t)1 << 28};
    static const char forces[] = "endheader\ntime ground_force_vx ground_force_vy ground_force_vz\n"
                                 "0.5 1 2 3\n0.51 1 2 3\n";
    assert_int_equal(hg__mot_read(o.rec, forces, strlen(forces), &limits, &o.sink), HG_OK);
    assert_int_equal(trial_of(&o)->n_streams, 2);
    assert_true(stream_of(&o, "force")->t0_s == 0.5);
    forget(&o);
}

/* --- hostile --- */

static void limits_hold(void **state) {
    (void)state;
    /* 60,000 rows with one number each of 4,000 columns: 2 GiB from 240 KB */
    size_t room = 1 << 20;
    char *text = malloc(room);
    assert_non_null(text);
    size_t n = (size_t)snprintf(text, room, "endheader\ntime");
    for (int i = 0; i < 4000; i++) n += (size_t)snprintf(text + n, room - n, " c%d", i);
    n += (size_t)snprintf(text + n, room - n, "\n");
    size_t head = n;
    for (int i = 0; i < 60000; i++) n += (size_t)snprintf(text + n, room - n, "%d\n", i);
    outcome o = read_bytes(hg__mot_read, text, n);
    assert_true(says(&o, HG_BLOCKER, "memory"));
    forget(&o);
    for (n = head; n < head + 8000;)
        n += (size_t)snprintf(text + n, room - n, "1\n"); /* within the limit of 256 MiB */
    o = read_bytes(hg__mot_read, text, n);
    assert_true(says(&o, HG_BLOCKER, "hardly any"));
    forget(&o);
    n = (size_t)snprintf(text, room, "endheader\ntime");
    for (int i = 0; i < 4096; i++) n += (size_t)snprintf(text + n, room - n, "\tc");
    o = read_bytes(hg__mot_read, text, n);
    assert_true(says(&o, HG_BLOCKER, "4096 columns"));
    forget(&o);
    n = (size_t)snprintf(text, room, "%sFrame#\tTime", TRC_HEAD("3", "2", "mm"));
    for (int i = 0; i < 1400; i++) n += (size_t)snprintf(text + n, room - n, "\tm%d\t\t", i);
    o = read_bytes(hg__trc_read, text, n);
    assert_true(says(&o, HG_BLOCKER, "4096 columns"));
    forget(&o);
    free(text);
}

static void spoilt_files(void **state) {
    (void)state;
    survive(hg__trc_read, trc, strlen(trc), 1, 2000);
    survive(hg__mot_read, MOT_DEG, strlen(MOT_DEG), 1, 2000);
}

static void detection(void **state) {
    (void)state;
    static const char *const neither[] = {"",
                                          "\x89HDF\r\n\x1a\n",
                                          "PathFileTyp",
                                          "endheaders\n",
                                          "the endheader\n",
                                          "{\"schema\": \"endheader\"}"};
    assert_true(hg__is_trc(trc, strlen(trc)) && !hg__is_mot(trc, strlen(trc)));
    assert_true(hg__is_mot(MOT_DEG, strlen(MOT_DEG)) && !hg__is_trc(MOT_DEG, strlen(MOT_DEG)));
    assert_true(hg__is_mot("name x\t\t\r\n endheader\t\t\t\r\n", 25));
    for (size_t i = 0; i < COUNT(neither); i++)
        assert_true(!hg__is_trc(neither[i], strlen(neither[i])) &&
                    !hg__is_mot(neither[i], strlen(neither[i])));
    assert_false(hg__is_mot("a\0b\nendheader\n", 14));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(numbers_whatever_the_locale),
        cmocka_unit_test(clocks),
        cmocka_unit_test(a_dropped_frame_is_not_rounding),
        cmocka_unit_test(clocks_that_contradict),
        cmocka_unit_test(trc_plain),
        cmocka_unit_test(trc_spellings),
        cmocka_unit_test(trc_units),
        cmocka_unit_test(trc_lies),
        cmocka_unit_test(trc_faults),
        cmocka_unit_test(mot_angles),
        cmocka_unit_test(mot_units),
        cmocka_unit_test(mot_pelvis),
        cmocka_unit_test(mot_forces),
        cmocka_unit_test(mot_lies_and_faults),
        cmocka_unit_test(both_in_one_trial),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(spoilt_files),
        cmocka_unit_test(detection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
