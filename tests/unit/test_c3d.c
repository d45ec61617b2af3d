/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C3D in, piece by piece: files made here, one trap at a time. */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "io/c3d.h"
#include "io/c3d_file.h"
#include "support/cm.h"

static const hg__limits roomy = {(size_t)1 << 30, (size_t)1 << 30};

/* --- a small maker of files: Intel, real numbers unless `scale` is positive --- */

typedef struct maker {
    hg__strbuf params, data;
    size_t n_points, n_analog, per_frame, first, last;
    double rate, scale;
    size_t header_events;
    const char *header_label[4];
    double header_time[4];
} maker;

static void u16(hg__strbuf *b, size_t value) {
    unsigned char bytes[2] = {(unsigned char)(value & 255), (unsigned char)(value >> 8 & 255)};
    hg__strbuf_add_bytes(b, bytes, 2);
}

static void f32(hg__strbuf *b, double value) {
    float single = (float)value;
    hg__strbuf_add_bytes(b, &single,
                         4); /* tests run on little-endian machines, as all that are supported */
}

static void byte(hg__strbuf *b, size_t value) {
    unsigned char one = (unsigned char)value;
    hg__strbuf_add_bytes(b, &one, 1);
}

static void group(maker *m, int id, const char *name) {
    byte(&m->params, strlen(name));
    byte(&m->params, (size_t)(256 - id));
    hg__strbuf_add(&m->params, name);
    u16(&m->params, 3);
    byte(&m->params, 0);
}

static void begin(maker *m, int id, const char *name, int type, size_t bytes, size_t n_dims,
                  const size_t *dim) {
    byte(&m->params, strlen(name));
    byte(&m->params, (size_t)id);
    hg__strbuf_add(&m->params, name);
    u16(&m->params, 5 + n_dims + bytes);
    byte(&m->params, (size_t)type & 255);
    byte(&m->params, n_dims);
    for (size_t d = 0; d < n_dims; d++) byte(&m->params, dim[d]);
}

static void whole(maker *m, int id, const char *name, size_t n, const int *values) {
    begin(m, id, name, 2, 2 * n, 1, &n);
    for (size_t i = 0; i < n; i++) u16(&m->params, (size_t)(values[i] & 0xFFFF));
    byte(&m->params, 0);
}

static void real(maker *m, int id, const char *name, size_t n_dims, const size_t *dim,
                 const double *values) {
    size_t n = 1;
    for (size_t d = 0; d < n_dims; d++) n *= dim[d];
    begin(m, id, name, 4, 4 * n, n_dims, dim);
    for (size_t i = 0; i < n; i++) f32(&m->params, values[i]);
    byte(&m->params, 0);
}

static void words(maker *m, int id, const char *name, size_t width, size_t n,
                  const char *const *text) {
    size_t dim[2] = {width, n};
    begin(m, id, name, -1, width * n, 2, dim);
    for (size_t i = 0; i < n; i++) {
        size_t used = strlen(text[i]) < width ? strlen(text[i]) : width;
        hg__strbuf_add_bytes(&m->params, text[i], used);
        for (; used < width; used++) byte(&m->params, ' ');
    }
    byte(&m->params, 0);
}

#define WORDS(m, id, name, ...)                                                                    \
    do {                                                                                           \
        const char *const list_[] = {__VA_ARGS__};                                                 \
        words(m, id, name, 24, sizeof list_ / sizeof *list_, list_);                               \
    } while (0)
#define WHOLE(m, id, name, ...)                                                                    \
    do {                                                                                           \
        const int list_[] = {__VA_ARGS__};                                                         \
        whole(m, id, name, sizeof list_ / sizeof *list_, list_);                                   \
    } while (0)
#define REAL(m, id, name, ...)                                                                     \
    do {                                                                                           \
        const double list_[] = {__VA_ARGS__};                                                      \
        const size_t dim_ = sizeof list_ / sizeof *list_;                                          \
        real(m, id, name, 1, &dim_, list_);                                                        \
    } while (0)

enum { POINT = 1, ANALOG, PLATFORM, EVENT, SUBJECTS, TRIAL, PROCESSING };

static maker make(size_t n_points, size_t n_frames) {
    maker m = {.n_points = n_points,
               .first = 1,
               .last = n_frames,
               .rate = 100,
               .scale = -1,
               .per_frame = 1};
    group(&m, POINT, "POINT");
    group(&m, ANALOG, "ANALOG");
    group(&m, PLATFORM, "FORCE_PLATFORM");
    group(&m, EVENT, "EVENT");
    group(&m, SUBJECTS, "SUBJECTS");
    group(&m, TRIAL, "TRIAL");
    group(&m, PROCESSING, "PROCESSING");
    return m;
}

static void point(maker *m, double x, double y, double z, double fourth) {
    f32(&m->data, x);
    f32(&m->data, y);
    f32(&m->data, z);
    f32(&m->data, fourth);
}

/* Frames of markers that stand one above the other, z up, 1.2 m in all. */
static void standing(maker *m, size_t n_frames) {
    for (size_t f = 0; f < n_frames; f++)
        for (size_t i = 0; i < m->n_points; i++)
            point(m, 10 + (double)f, 20, 100 + 1200 * (double)i / (double)m->n_points, 0);
}

static unsigned char *finish(maker *m, size_t *size) {
    hg__strbuf b = {0};
    char *bytes = NULL;
    byte(&m->params, 0);
    size_t blocks = (m->params.size + 4 + 511) / 512;
    byte(&b, 2);
    byte(&b, 0x50);
    u16(&b, m->n_points);
    u16(&b, m->n_analog);
    u16(&b, m->first);
    u16(&b, m->last);
    u16(&b, 0);
    f32(&b, m->scale);
    u16(&b, 2 + blocks);
    u16(&b, m->per_frame);
    f32(&b, m->rate);
    while (b.size < 298) byte(&b, 0);
    u16(&b, m->header_events ? 12345 : 0);
    u16(&b, m->header_events);
    while (b.size < 304) byte(&b, 0);
    for (size_t i = 0; i < m->header_events; i++) f32(&b, m->header_time[i]);
    while (b.size < 396) byte(&b, 0);
    for (size_t i = 0; i < m->header_events; i++) hg__strbuf_add_bytes(&b, m->header_label[i], 4);
    while (b.size < 512) byte(&b, 0);
    byte(&b, 1);
    byte(&b, 0x50);
    byte(&b, blocks);
    byte(&b, 84);
    hg__strbuf_add_bytes(&b, m->params.data, m->params.size);
    while (b.size % 512) byte(&b, 0);
    hg__strbuf_add_bytes(&b, m->data.data ? m->data.data : "", m->data.size);
    while (b.size % 512) byte(&b, 0);
    hg__strbuf_free(&m->params);
    hg__strbuf_free(&m->data);
    assert_true(hg__strbuf_take(&b, &bytes, size));
    return (unsigned char *)bytes;
}

/* --- reading what was made --- */

typedef struct outcome {
    hg_recording *rec;
    hg_trial *trial;
    hg__sink sink;
} outcome;

static outcome read_bytes(const unsigned char *bytes, size_t size) {
    outcome o = {.sink = {.collect = true}};
    assert_int_equal(hg_recording_new(&o.rec, NULL), HG_OK);
    assert_int_equal(hg__c3d_read(o.rec, bytes, size, &roomy, &o.sink), HG_OK);
    if (o.sink.n_faults) fail_msg("%s: %s", o.sink.list[0].object, o.sink.list[0].found);
    o.trial = o.rec->trials[0];
    return o;
}

static outcome read_made(maker *m) {
    size_t size;
    unsigned char *bytes = finish(m, &size);
    outcome o = read_bytes(bytes, size);
    free(bytes);
    return o;
}

static void done(outcome *o) {
    hg_recording_free(o->rec);
    hg__sink_free(&o->sink);
}

static const hg_stream *stream(const outcome *o, const char *name) {
    for (size_t i = 0; i < o->trial->n_streams; i++)
        if (strcmp(o->trial->streams[i]->name, name) == 0) return o->trial->streams[i];
    return NULL;
}

static const hg__found *said(const outcome *o, const char *part) {
    for (size_t i = 0; i < o->sink.n; i++)
        if (strstr(o->sink.list[i].found, part)) return &o->sink.list[i];
    return NULL;
}

/* The error of a file that must not be read. */
static void refused(maker *m, hg_status status, const char *part, const hg__limits *limits) {
    size_t size;
    unsigned char *bytes = finish(m, &size);
    hg_error err = {0};
    hg__sink sink = {.err = &err};
    hg_recording *rec = NULL;
    assert_int_equal(hg_recording_new(&rec, NULL), HG_OK);
    assert_int_equal(hg__c3d_read(rec, bytes, size, limits, &sink), status);
    if (!strstr(err.text, part)) fail_msg("\"%s\" does not say \"%s\"", err.text, part);
    hg_recording_free(rec);
    hg__sink_free(&sink);
    free(bytes);
}

/* --- numbers --- */

static void numbers(void **state) {
    (void)state;
    static const struct {
        unsigned char bytes[4];
        hg__c3d_processor processor;
        double value;
    } known[] = {
        {{0x00, 0x00, 0x80, 0x3F}, HG__C3D_INTEL, 1},
        {{0x3F, 0x80, 0x00, 0x00}, HG__C3D_MIPS, 1},
        {{0x80, 0x40, 0x00, 0x00}, HG__C3D_DEC, 1},
        {{0x20, 0x41, 0x00, 0x00}, HG__C3D_DEC, 2.5},
        {{0x20, 0xC1, 0x00, 0x00}, HG__C3D_DEC, -2.5},
        {{0x00, 0x00, 0x00, 0x00}, HG__C3D_DEC, 0},
        {{0x00, 0x80, 0x00, 0x00}, HG__C3D_DEC, 0},
        {{0x49, 0x41, 0xDB, 0x0F}, HG__C3D_DEC, 3.1415927410125732},
        {{0xFF, 0x7F, 0xFF, 0xFF}, HG__C3D_DEC, 1.70141173319264430e38},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_near(hg__c3d_f32(known[i].bytes, known[i].processor), known[i].value,
                    1e-15 * fabs(known[i].value));
    static const unsigned char pair[2] = {0xFE, 0xFF};
    assert_int_equal(hg__c3d_i16(pair, HG__C3D_INTEL), -2);
    assert_int_equal(hg__c3d_i16(pair, HG__C3D_DEC), -2);
    assert_int_equal(hg__c3d_i16(pair, HG__C3D_MIPS), -257);
    assert_int_equal(hg__c3d_u16(pair, HG__C3D_MIPS), 0xFEFF);
}

/* --- labels --- */

static void check_labels(outcome *o, size_t n, const char *const *want) {
    const hg_stream *s = stream(o, "markers");
    assert_non_null(s);
    assert_int_equal(s->n_points, n);
    for (size_t i = 0; i < n; i++) assert_string_equal(s->labels[i], want[i]);
    done(o);
}

#define LABELS(o, ...)                                                                             \
    do {                                                                                           \
        const char *const want_[] = {__VA_ARGS__};                                                 \
        check_labels(o, sizeof want_ / sizeof *want_, want_);                                      \
    } while (0)

static maker labelled(size_t n) {
    maker m = make(n, 4);
    WORDS(&m, POINT, "UNITS", "mm");
    standing(&m, 4);
    return m;
}

static void labels(void **state) {
    (void)state;
    maker m = labelled(4);
    outcome o;
    WORDS(&m, POINT, "LABELS", "Smith:LASI", "Smith:RASI", "*12", "Smith:SACR");
    o = read_made(&m);
    for (size_t i = 0; i < o.sink.n; i++)
        assert_null(strstr(o.sink.list[i].found, "Smith")); /* a person */
    LABELS(&o, "LASI", "RASI", "SACR");

    m = labelled(3); /* the underscore is a prefix only when the file says so */
    WORDS(&m, POINT, "LABELS", "Smith_LASI", "Smith_RASI", "C7");
    o = read_made(&m);
    LABELS(&o, "Smith_LASI", "Smith_RASI", "C7");
    m = labelled(3);
    WORDS(&m, POINT, "LABELS", "Smith_LASI", "Smith_RASI", "C7");
    WHOLE(&m, SUBJECTS, "USES_PREFIXES", 1);
    WORDS(&m, SUBJECTS, "NAMES", "Smith");
    o = read_made(&m);
    LABELS(&o, "LASI", "RASI", "C7");

    m = labelled(5); /* two people, of whom the first is kept */
    WORDS(&m, POINT, "LABELS", "Ann:LASI", "Ann:RASI", "Bob:LASI", "Bob:RASI", "Bob:C7");
    o = read_made(&m);
    assert_non_null(said(&o, "2 subjects"));
    LABELS(&o, "LASI", "RASI");
    m = labelled(4); /* but left and right are not two people */
    WORDS(&m, POINT, "LABELS", "L:KNEE", "L:HEEL", "R:KNEE", "R:HEEL");
    o = read_made(&m);
    LABELS(&o, "L:KNEE", "L:HEEL", "R:KNEE", "R:HEEL");

    m = labelled(4); /* the same name again; and a name that would be the number of another */
    WORDS(&m, POINT, "LABELS", "RTHI", "RTHI_2", "RTHI", "RTHI");
    o = read_made(&m);
    LABELS(&o, "RTHI", "RTHI_2", "RTHI_3", "RTHI_4");

    m = labelled(2); /* Latin-1 */
    WORDS(&m, POINT, "LABELS",
          "H\xFC"
          "fte",
          "Knie\n");
    o = read_made(&m);
    LABELS(&o,
           "H\xC3\xBC"
           "fte",
           "Knie?");

    m = labelled(3); /* cut to four letters by Motion Analysis software */
    words(&m, POINT, "LABELS", 4, 3, (const char *const[]){"RTHI", "RTHI", "VSAC"});
    WORDS(&m, POINT, "DESCRIPTIONS", "R.Thigh.Upper", "R.Thigh.Front", "V.Sacral");
    o = read_made(&m);
    LABELS(&o, "R.Thigh.Upper", "R.Thigh.Front", "V.Sacral");
    m = labelled(2); /* descriptions that describe are no names */
    words(&m, POINT, "LABELS", 4, 2, (const char *const[]){"RTHI", "VSAC"});
    WORDS(&m, POINT, "DESCRIPTIONS", "marker of the thigh", "sacrum");
    o = read_made(&m);
    LABELS(&o, "RTHI", "VSAC");

    m = labelled(2);
    o = read_made(&m);
    assert_non_null(said(&o, "point1"));
    LABELS(&o, "point1", "point2");
}

static void many_labels(void **state) {
    (void)state;
    enum { N = 300 };
    maker m = labelled(N);
    char text[N][16];
    const char *list[N];
    for (int i = 0; i < N; i++) {
        snprintf(text[i], sizeof text[i], "M%03d", i);
        list[i] = text[i];
    }
    words(&m, POINT, "LABELS", 6, 255, list);
    words(&m, POINT, "LABELS2", 6, N - 255, list + 255);
    outcome o = read_made(&m);
    check_labels(&o, N, list);
}

/* --- points --- */

static void lost_points(void **state) {
    (void)state;
    maker m = make(3, 6);
    WORDS(&m, POINT, "UNITS", "mm");
    WORDS(&m, POINT, "LABELS", "A", "B", "LForceX");
    WORDS(&m, POINT, "FORCES", "LForceX");
    WORDS(&m, POINT, "FORCE_UNITS", "N");
    static const double fourth[6] = {0, -1, 65535, 32767, 0, 0};
    for (int f = 0; f < 6; f++) {
        point(&m, f == 4 ? 0 : 1000, f == 4 ? 0 : 2000,
              f == 4   ? 0
              : f == 5 ? NAN
                       : 3000,
              fourth[f]);
        point(&m, 1, 2, 1500, 0);
        point(&m, 0, 0, 0, 0); /* the foot is in the air: no force, but not a missing one */
    }
    outcome o = read_made(&m);
    const hg_stream *s = stream(&o, "markers"), *forces = stream(&o, "model_forces");
    assert_non_null(forces);
    static const bool seen[6] = {true, false, false, true, false, false};
    for (size_t f = 0; f < 6; f++) {
        const double *a = s->data + f * 6;
        for (int k = 0; k < 3; k++) {
            if (seen[f])
                assert_near(a[k], k + 1, 1e-12);
            else
                assert_true(isnan(a[k]));
            assert_near(forces->data[3 * f + (size_t)k], 0, 0);
        }
    }
    assert_string_equal(forces->labels[1], "LForceX.y");
    assert_string_equal(forces->units, "N");
    done(&o);
}

static void units(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        double factor;
    } known[] = {{"mm", 1e-3}, {"mete", 1},           {"Meters", 1}, {"m", 1},
                 {"cm", 1e-2}, {"millimeters", 1e-3}, {"", 1e-3}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        maker m = make(4, 3);
        WORDS(&m, POINT, "LABELS", "A", "B", "C", "D");
        WORDS(&m, POINT, "UNITS", known[i].unit);
        standing(&m, 3);
        outcome o = read_made(&m);
        assert_near(stream(&o, "markers")->data[2], 100 * known[i].factor, 1e-9);
        assert_true(*known[i].unit || said(&o, "no unit; mm taken"));
        done(&o);
    }
    maker m = make(2, 2); /* 1.2 of something without a unit is a body in metres */
    for (int f = 0; f < 2; f++) {
        point(&m, 0.1, 0.2, 0.1, 0);
        point(&m, 0.1, 0.2, 1.3, 0);
    }
    outcome o = read_made(&m);
    assert_near(stream(&o, "markers")->data[5], 1.3, 1e-6); /* 24 bits of 1.3 */
    assert_non_null(said(&o, "no unit; m taken"));
    done(&o);
    m = make(2, 2);
    WORDS(&m, POINT, "UNITS", "furlongs");
    standing(&m, 2);
    refused(&m, HG_EFORMAT, "furlongs", &roomy);
}

static void screens(void **state) {
    (void)state;
    static const struct {
        const char *x, *y, *axes;
    } known[] = {{"+X", "+Z", "ALS"}, {"+X", "+Y", "ASR"}, {"+Y", "+Z", "RAS"},
                 {"-Y", "+Z", "LPS"}, {"+X", "-Z", "ARI"}, {"+Z", "+X", "SRA"},
                 {"", "+Y", "ASR"},   {"", "+X", "SRA"},   {"", "", "ALS"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        maker m = labelled(4);
        if (*known[i].x) WORDS(&m, POINT, "X_SCREEN", known[i].x);
        if (*known[i].y) WORDS(&m, POINT, "Y_SCREEN", known[i].y);
        outcome o = read_made(&m);
        assert_string_equal(stream(&o, "markers")->axes, known[i].axes);
        done(&o);
    }
}

/* --- how many frames --- */

static void frames(void **state) {
    (void)state;
    enum { LONG = 70000 };
    /* the counter of the header stops at 65535; five ways to say how many there are, and none */
    for (int way = 0; way < 6; way++) {
        maker m = make(1, 65535);
        WORDS(&m, POINT, "UNITS", "mm");
        WORDS(&m, POINT, "LABELS", "A");
        m.first = way == 5 ? 101 : 1;
        if (way == 0) REAL(&m, POINT, "FRAMES", LONG);
        if (way == 1) REAL(&m, POINT, "LONG_FRAMES", LONG);
        if (way == 2) WHOLE(&m, POINT, "FRAMES", 0xFFFF);
        if (way == 3) m.last = LONG - 65536; /* turned over */
        if (way == 4) {
            WHOLE(&m, TRIAL, "ACTUAL_START_FIELD", 1, 0);
            WHOLE(&m, TRIAL, "ACTUAL_END_FIELD", LONG - 65535,
                  1); /* "x 65535", as the manual says */
        }
        if (way == 5) {
            WHOLE(&m, TRIAL, "ACTUAL_START_FIELD", 101, 0);
            WHOLE(&m, TRIAL, "ACTUAL_END_FIELD", LONG + 100 - 65536, 1);
        }
        for (int f = 0; f < LONG; f++) point(&m, f, 1, 2, 0);
        outcome o = read_made(&m);
        const hg_stream *s = stream(&o, "markers");
        if (s->n_frames != LONG) fail_msg("way %d: %zu frames", way, s->n_frames);
        assert_near(s->data[3 * (LONG - 1)], (LONG - 1) * 1e-3, 1e-9);
        assert_near(s->t0_s, way == 5 ? 1.0 : 0.0, 0);
        done(&o);
    }
    maker m = labelled(4); /* cut off: whole frames are kept, and it is said */
    size_t size;
    unsigned char *bytes = finish(&m, &size);
    size_t data = size - 512, cut = data + 3 * 64 + 5;
    outcome o = read_bytes(bytes, cut);
    assert_int_equal(stream(&o, "markers")->n_frames, 3);
    assert_non_null(said(&o, "cut off"));
    done(&o);
    free(bytes);
}

static void refusals(void **state) {
    (void)state;
    maker m = make(0, 4);
    refused(&m, HG_EFORMAT, "points or analog", &roomy);
    m = labelled(3);
    m.rate = 0;
    refused(&m, HG_EFORMAT, "frames per second", &roomy);
    m = make(2, 4);
    refused(&m, HG_EFORMAT, "data within the file", &roomy);
    m = labelled(3);
    m.n_analog = 7;
    m.per_frame = 2;
    refused(&m, HG_EFORMAT, "samples per frame", &roomy);
    m = labelled(3);
    refused(&m, HG_EUNSUPPORTED, "in memory", &(hg__limits){1u << 20, 100});
}

/* --- events --- */

static void events(void **state) {
    (void)state;
    maker m = labelled(4);
    m.first = 301; /* 3 s */
    m.last = 304;
    WHOLE(&m, EVENT, "USED", 4);
    WORDS(&m, EVENT, "CONTEXTS", "Left", "Right", "General", "Right");
    WORDS(&m, EVENT, "LABELS", "Foot Strike", "Foot Off", "Jump", "RHS");
    real(&m, EVENT, "TIMES", 2, (const size_t[]){2, 4},
         (const double[]){0, 3.02, 0, 3.01, 0, 3.03, 0, 3.025});
    m.header_events = 3;
    m.header_label[0] = "LHS "; /* again, a little later */
    m.header_time[0] = 3.021;
    m.header_label[1] = "LTO ";
    m.header_time[1] = 3.0;
    m.header_label[2] = "MID ";
    m.header_time[2] = 3.005;
    outcome o = read_made(&m);
    static const struct {
        double time;
        const char *label;
        hg_side side;
    } want[] = {{3.0, "TO", HG_LEFT},    {3.005, "MID", HG_SIDE_UNKNOWN},
                {3.01, "TO", HG_RIGHT},  {3.02, "IC", HG_LEFT},
                {3.025, "IC", HG_RIGHT}, {3.03, "Jump", HG_SIDE_UNKNOWN}};
    assert_int_equal(o.trial->n_events, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_near(o.trial->events[i].time_s, want[i].time, 1e-6);
        assert_string_equal(o.trial->events[i].label, want[i].label);
        assert_int_equal(o.trial->events[i].side, want[i].side);
        assert_int_equal(o.trial->events[i].source, HG_EVENT_SOURCE_UNKNOWN);
    }
    done(&o);

    /* minutes and seconds; and times that only fit when the first frame in the file is 0 s */
    static const double stored[3][2] = {{2, 0.02}, {0, 0.02}, {0, 77}},
                        read_as[3] = {120.02, 120.02, 77};
    for (int i = 0; i < 3; i++) {
        m = labelled(4);
        m.first = 12001;
        m.last = 12004;
        WHOLE(&m, EVENT, "USED", 1);
        WORDS(&m, EVENT, "CONTEXTS", "Left");
        WORDS(&m, EVENT, "LABELS", "Foot Strike");
        real(&m, EVENT, "TIMES", 1, (const size_t[]){2},
             stored[i]); /* without its second dimension, as some write */
        o = read_made(&m);
        assert_int_equal(o.trial->n_events, 1);
        assert_near(o.trial->events[0].time_s, read_as[i], 1e-6);
        assert_true((said(&o, "from the first frame") != NULL) == (i == 1));
        assert_true((said(&o, "events outside") != NULL) == (i == 2));
        done(&o);
    }
}

/* --- analog and force --- */

static void analog(void **state) {
    (void)state;
    maker m = make(0, 2);
    m.scale = 0.1;
    m.n_analog = 6;
    m.per_frame = 2;
    WHOLE(&m, ANALOG, "USED", 3);
    WORDS(&m, ANALOG, "LABELS", "EMG", "", "EMG");
    WORDS(&m, ANALOG, "UNITS", "V", "mV", "V");
    WORDS(&m, ANALOG, "FORMAT", "UNSIGNED");
    WHOLE(&m, ANALOG, "OFFSET", -32768, 0, 10);
    REAL(&m, ANALOG, "SCALE", 2, 0.5, 1);
    REAL(&m, ANALOG, "GEN_SCALE", 0.25);
    for (int i = 0; i < 4; i++) {
        u16(&m.data, 32768 + 4); /* above the sign */
        u16(&m.data, 60000);
        u16(&m.data, 10);
    }
    outcome o = read_made(&m);
    const hg_stream *v = stream(&o, "analog_V"), *mv = stream(&o, "analog_mV");
    assert_non_null(v);
    assert_non_null(mv);
    assert_int_equal(v->n_frames, 4);
    assert_near(v->rate_hz, 200, 0);
    assert_string_equal(v->labels[0], "EMG");
    assert_string_equal(v->labels[1], "EMG_2");
    assert_string_equal(mv->labels[0], "channel2");
    assert_near(v->data[0], 4 * 2 * 0.25, 1e-12);
    assert_near(v->data[1], 0, 0);
    assert_near(mv->data[3], 60000 * 0.5 * 0.25, 1e-9);
    done(&o);
}

/* A file of one platform, 0.6 m by 0.4 m about (1, 2, 0) m, z of the plate down, with `n` equal
 * samples. */
static maker platform(int type, const double *channels, size_t n_channels, const double origin[3],
                      const char *moments) {
    maker m = make(2, 30);
    WORDS(&m, POINT, "UNITS", "mm");
    WORDS(&m, POINT, "LABELS", "LOW", "HIGH");
    WORDS(&m, POINT, "Y_SCREEN", "+Z");
    m.n_analog = n_channels;
    WHOLE(&m, ANALOG, "USED", (int)n_channels);
    WORDS(&m, ANALOG, "UNITS", "N", "N", "N", moments, moments, moments, "N", "N");
    WHOLE(&m, PLATFORM, "USED", 1);
    WHOLE(&m, PLATFORM, "TYPE", type);
    size_t corners[3] = {3, 4, 1}, row[2] = {n_channels, 1};
    /* x of the plate is the lab's y, y the lab's x */
    real(&m, PLATFORM, "CORNERS", 3, corners,
         (const double[]){1300, 2200, 0, 1300, 1800, 0, 700, 1800, 0, 700, 2200, 0});
    real(&m, PLATFORM, "ORIGIN", 1, (const size_t[]){3}, origin);
    static const int numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    begin(&m, PLATFORM, "CHANNEL", 2, 2 * n_channels, 2, row);
    for (size_t i = 0; i < n_channels; i++) u16(&m.params, (size_t)numbers[i]);
    byte(&m.params, 0);
    for (int f = 0; f < 30; f++) {
        point(&m, 1000, 2000, 100, 0);
        point(&m, 1000, 2000, 1000, 0);
        for (size_t i = 0; i < n_channels; i++) f32(&m.data, channels[i]);
    }
    return m;
}

/* 700 N up and 70 N forward (x of the lab) on the runner, at (1.1, 1.95, 0) m: in the plate's axes
 * fx is along y, fy along x, fz down; the point is 50 mm back along x and 100 mm along y. */
static void check_force(outcome *o) {
    const hg_stream *s = stream(o, "force1");
    static const double want[6] = {70, 0, 700, 1.1, 1.95, 0};
    assert_non_null(s);
    assert_int_equal(s->kind, HG_STREAM_FORCE_PLATE);
    assert_string_equal(s->axes, "ALS");
    assert_string_equal(s->units, "N,N,N,m,m,m");
    for (size_t k = 0; k < 6; k++)
        assert_near(s->data[6 * 17 + k], want[k], k < 3 ? 1e-4 : 1e-6); /* 24 bits */
    done(o);
}

static void platforms(void **state) {
    (void)state;
    const double fx = 0, fy = 70, fz = -700, px = -50, py = 100, depth = -40;
    outcome o;
    /* moments about the surface */
    double mx = py * fz, my = -px * fz;
    maker m =
        platform(2, (const double[]){fx, fy, fz, mx, my, 0}, 6, (const double[]){0, 0, 0}, "Nmm");
    o = read_made(&m);
    check_force(&o);
    /* about a sensor below it, a little aside: M_sensor = M_surface + (surface - sensor) x F */
    const double ox = 3, oy = -2;
    double sx = mx + oy * fz - depth * fy, sy = my + depth * fx - ox * fz;
    m = platform(2, (const double[]){fx, fy, fz, sx, sy, 0}, 6, (const double[]){ox, oy, depth},
                 "Nmm");
    o = read_made(&m);
    check_force(&o);
    /* the same, stored the wrong way round */
    m = platform(2, (const double[]){fx, fy, fz, sx, sy, 0}, 6, (const double[]){-ox, -oy, -depth},
                 "Nmm");
    o = read_made(&m);
    check_force(&o);
    /* the force on the plate instead of its reaction */
    m = platform(2, (const double[]){-fx, -fy, -fz, -sx, -sy, 0}, 6,
                 (const double[]){ox, oy, depth}, "Nmm");
    o = read_made(&m);
    assert_non_null(said(&o, "turned round"));
    check_force(&o);
    /* moments in newton metres, said, and not said */
    m = platform(2, (const double[]){fx, fy, fz, mx / 1000, my / 1000, 0}, 6,
                 (const double[]){0, 0, 0}, "Nm");
    o = read_made(&m);
    check_force(&o);
    m = platform(2, (const double[]){fx, fy, fz, mx / 1000, my / 1000, 0}, 6,
                 (const double[]){0, 0, 0}, "V");
    o = read_made(&m);
    assert_non_null(said(&o, "into the very middle"));
    check_force(&o);
    /* type 1 measures the point */
    m = platform(1, (const double[]){fx, fy, fz, px, py, 0}, 6, (const double[]){0, 0, 0}, "mm");
    o = read_made(&m);
    check_force(&o);
    /* type 3: eight sensors at (+-120, +-200) mm */
    const double a = 120, b = 200;
    double Mx = mx - depth * fy, My = my + depth * fx;       /* about the plane of the sensors */
    double z12 = (fz + Mx / b) / 2, z34 = (fz - Mx / b) / 2; /* z1 + z2, z3 + z4 */
    double part = My / a / 4;                                /* added to z2 and z3 */
    m = platform(3,
                 (const double[]){fx / 2, fx / 2, fy / 2, fy / 2, z12 / 2 - part, z12 / 2 + part,
                                  z34 / 2 + part, z34 / 2 - part},
                 8, (const double[]){a, b, depth}, "N");
    o = read_made(&m);
    check_force(&o);
    /* type 4: volts, through a matrix that mixes */
    m = platform(4, (const double[]){fy / 100, fx / 100, fz / 200, sy / 1e4, sx / 1e4, 0}, 6,
                 (const double[]){ox, oy, depth}, "V");
    double matrix[36] = {0}; /* [row + 6 column] */
    matrix[0 + 6 * 1] = 100;
    matrix[1 + 6 * 0] = 100;
    matrix[2 + 6 * 2] = 200;
    matrix[3 + 6 * 4] = 1e4;
    matrix[4 + 6 * 3] = 1e4;
    matrix[5 + 6 * 5] = 1e4;
    real(&m, PLATFORM, "CAL_MATRIX", 3, (const size_t[]){6, 6, 1}, matrix);
    o = read_made(&m);
    check_force(&o);
    /* and what cannot be used is left out, with a word */
    m = platform(4, (const double[]){fx, fy, fz, mx, my, 0}, 6, (const double[]){0, 0, 0}, "V");
    o = read_made(&m);
    assert_null(stream(&o, "force1"));
    assert_non_null(said(&o, "no CAL_MATRIX"));
    done(&o);
    m = platform(7, (const double[]){fx, fy, fz, mx, my, 0}, 6, (const double[]){0, 0, 0}, "V");
    o = read_made(&m);
    assert_non_null(said(&o, "a type other than"));
    done(&o);
}

/* --- the body --- */

static void body(void **state) {
    (void)state;
    maker m = labelled(4);
    REAL(&m, PROCESSING, "Bodymass", 61.5);
    REAL(&m, PROCESSING, "Height", 1.74); /* metres */
    REAL(&m, PROCESSING, "LLegLength", 890);
    REAL(&m, PROCESSING, "RLegLength", 89.5);     /* centimetres */
    REAL(&m, PROCESSING, "InterASISDistance", 0); /* never measured */
    REAL(&m, PROCESSING, "LKneeWidth", 9999);
    REAL(&m, PROCESSING, "Marker Diameter", 14);
    REAL(&m, PROCESSING, "LThighRotation", -5);
    REAL(&m, PROCESSING, "RThighRotation", 0);
    REAL(&m, PROCESSING, "RShankRotation", 90);
    outcome o = read_made(&m);
    const hg_subject *s = &o.rec->subject;
    assert_near(s->mass_kg, 61.5, 1e-6);
    assert_near(s->height_m, 1.74, 1e-6);
    assert_near(s->leg_length_m[HG_LEFT], 0.89, 1e-9);
    assert_near(s->leg_length_m[HG_RIGHT], 0.895, 1e-9);
    assert_true(isnan(s->pelvis_width_m));
    assert_true(isnan(s->body.knee_width_m[HG_LEFT]));
    assert_non_null(said(&o, "9999"));
    assert_near(s->body.marker_diameter_m, 0.014, 1e-9);
    assert_near(s->body.thigh_rotation_rad[HG_LEFT], -5 * 0.017453292519943295,
                1e-9); /* 90 cannot be radians */
    assert_near(s->body.thigh_rotation_rad[HG_RIGHT], 0, 0);
    assert_true(isnan(s->body.tibial_torsion_rad[HG_LEFT]));
    done(&o);
    m = labelled(4); /* Nexus */
    REAL(&m, PROCESSING, "LThighRotation", -0.08);
    REAL(&m, PROCESSING, "LStaticPlantFlex", 0.2);
    o = read_made(&m);
    assert_near(o.rec->subject.body.thigh_rotation_rad[HG_LEFT], -0.08, 1e-8);
    done(&o);
}

/* --- damaged parameters --- */

static void damaged(void **state) {
    (void)state;
    maker m = labelled(3);
    WORDS(&m, POINT, "LABELS", "A", "B", "C");
    byte(&m.params, 4); /* an entry that leads out of the section; what came before it is kept */
    byte(&m.params, 1);
    hg__strbuf_add(&m.params, "RATE");
    u16(&m.params, 30000);
    byte(&m.params, 4);
    byte(&m.params, 7);
    outcome o = read_made(&m);
    assert_non_null(said(&o, "leads out of the section"));
    LABELS(&o, "A", "B", "C");

    m = labelled(
        3); /* values that are longer than their entry: that one is lost, the next is read */
    byte(&m.params, 5);
    byte(&m.params, 1);
    hg__strbuf_add(&m.params, "WRONG");
    u16(&m.params, 9);
    byte(&m.params, 4);
    byte(&m.params, 3);
    byte(&m.params, 255);
    byte(&m.params, 255);
    byte(&m.params, 255);
    byte(&m.params, 0);
    byte(&m.params, 0);
    WORDS(&m, POINT, "LABELS", "A", "B", "C");
    o = read_made(&m);
    assert_non_null(said(&o, "WRONG"));
    LABELS(&o, "A", "B", "C");

    m = labelled(3); /* broken before the labels: refused */
    byte(&m.params, 3);
    byte(&m.params, 1);
    hg__strbuf_add(&m.params, "BAD");
    u16(&m.params, 1);
    WORDS(&m, POINT, "LABELS", "A", "B", "C");
    refused(&m, HG_EFORMAT, "damaged parameter section", &roomy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),     cmocka_unit_test(labels),    cmocka_unit_test(many_labels),
        cmocka_unit_test(lost_points), cmocka_unit_test(units),     cmocka_unit_test(screens),
        cmocka_unit_test(frames),      cmocka_unit_test(refusals),  cmocka_unit_test(events),
        cmocka_unit_test(analog),      cmocka_unit_test(platforms), cmocka_unit_test(body),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
