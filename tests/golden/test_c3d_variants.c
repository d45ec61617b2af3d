/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * C3D files of many makers against what independent readers found in them (expected.json beside
 * the files: numbers of seven digits that at least two readers agree on; null and "disputed" are
 * not compared). Prints a line per file.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "io/c3d.h"
#include "io/c3d_file.h"
#include "support/cm.h"

/* The numbers of the file have seven digits, so half a unit of the last is 5e-7 of the number. */
#define SEVEN_DIGITS 6e-7
/* Readers that compute in single precision lose a little more where numbers nearly cancel. */
#define COMPUTED 2e-6

static const hg__limits limits = {(size_t)1 << 30, (size_t)1 << 30};

/* --- files --- */

static char folder[3000];

static void *load(size_t *size, const char *name) {
    char path[4096];
    void *bytes = NULL;
    hg_error err = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (hg__file_read(&bytes, size, path, limits.file_bytes, &err) != HG_OK)
        fail_msg("%s: %s", name, err.text);
    return bytes;
}

static hg_recording *read_bytes(const void *bytes, size_t size, hg__sink *sink) {
    hg_recording *rec = NULL;
    assert_int_equal(hg_recording_new(&rec, NULL), HG_OK);
    hg_status status = hg__c3d_read(rec, bytes, size, &limits, sink);
    if (status != HG_OK) fail_msg("%s", sink->err ? sink->err->text : "no text");
    return rec;
}

static hg_recording *read_file(const char *name) {
    size_t size;
    void *bytes = load(&size, name);
    hg_error err = {0};
    hg__sink sink = {.err = &err};
    hg_recording *rec = read_bytes(bytes, size, &sink);
    hg__sink_free(&sink);
    free(bytes);
    return rec;
}

static const hg_stream *named(const hg_trial *t, const char *name) {
    for (size_t i = 0; i < t->n_streams; i++)
        if (strcmp(t->streams[i]->name, name) == 0) return t->streams[i];
    return NULL;
}

/* --- JSON --- */

static const hg__json *get(const hg__json *object, const char *a, const char *b) {
    const hg__json *value = hg__json_get(object, a);
    return b && value ? hg__json_get(value, b) : value;
}

static double number(const hg__json *value) {
    double x;
    return value && hg__json_number(value, &x) ? x : NAN;
}

static const char *text(const hg__json *value) {
    const char *s = value ? hg__json_text(value) : NULL;
    return s ? s : "";
}

static size_t length(const hg__json *array) {
    return array && hg__json_is_array(array) ? hg__json_size(array) : 0;
}

static void near(const char *file, const char *what, size_t i, double got, double want, double rel,
                 double abs) {
    if (!(fabs(got - want) <= rel * fabs(want) + abs))
        fail_msg("%s: %s %zu is %.10g, expected %.10g", file, what, i, got, want);
}

/* --- names --- */

static void plain(char *out, size_t room, const char *from) {
    size_t n = 0;
    for (; *from && n + 1 < room; from++)
        if (isalnum((unsigned char)*from)) out[n++] = (char)toupper((unsigned char)*from);
    out[n] = '\0';
}

/* A stored label as we should have it: without the subject, numbered when it stands there again. */
static void our_label(char out[HG_NAME_MAX], const hg__json *labels, size_t i) {
    const char *stored = text(hg__json_at(labels, i)), *colon = strchr(stored, ':');
    size_t times = 1;
    for (size_t k = 0; k < i; k++) times += strcmp(text(hg__json_at(labels, k)), stored) == 0;
    if (colon) stored = colon + 1;
    if (times == 1)
        snprintf(out, HG_NAME_MAX, "%.63s", stored);
    else
        snprintf(out, HG_NAME_MAX, "%.50s_%zu", stored, times);
}

static bool is_unnamed(const char *label) {
    char letters[8];
    plain(letters, sizeof letters, label);
    return *label == '*' || !*letters;
}

/* --- points --- */

typedef struct place {
    const hg_stream *stream; /* NULL: left out, as it has no name */
    size_t column;           /* of x */
    bool in_lab;             /* a position, so in metres here */
} place;

static place find_point(const hg_trial *t, const char *name) {
    char first[HG_NAME_MAX + 2];
    for (size_t s = 0; s < t->n_streams; s++) {
        const hg_stream *stream = t->streams[s];
        if (stream->kind != HG_STREAM_MARKERS && strncmp(stream->name, "model_", 6) != 0) continue;
        bool markers = stream->kind == HG_STREAM_MARKERS;
        snprintf(first, sizeof first, "%s%s", name, markers ? "" : ".x");
        ptrdiff_t at = hg_stream_find(stream, first);
        if (at >= 0)
            return (place){stream, markers ? 3 * (size_t)at : (size_t)at,
                           markers || strcmp(stream->name, "model_segments") == 0};
    }
    return (place){0};
}

/* Where software of Motion Analysis cut the labels we take the descriptions: those that one of the
 * readers took, too, when the file says so, else any that begins with the label. */
static place find_cut(const char *file, const hg__json *entry, const hg_trial *t, size_t i,
                      const char *stored) {
    const hg_stream *markers = hg_trial_stream(t, HG_STREAM_MARKERS, 0);
    const hg__json *disputed = hg__json_get(entry, "disputed");
    char want[HG_NAME_MAX], got[HG_NAME_MAX];
    if (!markers || i >= markers->n_points) return (place){0};
    plain(want, sizeof want, stored);
    plain(got, sizeof got, markers->labels[i]);
    if (strncmp(want, got, strlen(want)) != 0) return (place){0};
    for (size_t d = 0; d < length(disputed); d++) {
        const hg__json *one = hg__json_at(disputed, d), *btk = get(one, "readings", "BTK");
        if (strcmp(text(hg__json_get(one, "field")), "points.labels") == 0 && btk &&
            strcmp(text(hg__json_at(btk, i)), markers->labels[i]) != 0)
            fail_msg("%s: point %zu is %s, not %s", file, i, markers->labels[i],
                     text(hg__json_at(btk, i)));
    }
    return (place){markers, 3 * i, true};
}

typedef struct tally {
    size_t points, cells, missing, zero, analog, events, force, pressure, warnings;
} tally;

static size_t check_points(const char *file, const hg__json *entry, const hg_trial *t,
                           tally *count) {
    const hg__json *labels = get(entry, "points", "labels"),
                   *frames = get(entry, "point_values", "frames");
    const hg__json *xyz = get(entry, "point_values", "xyz");
    const char *unit = text(get(entry, "points", "unit"));
    double factor = strncmp(unit, "mm", 2) == 0 || !*unit ? 1e-3 : 1.0; /* else "mete" */
    size_t named = 0, ours = 0;
    for (size_t s = 0; s < t->n_streams; s++)
        if (t->streams[s]->kind == HG_STREAM_MARKERS)
            ours += t->streams[s]->n_points;
        else if (strncmp(t->streams[s]->name, "model_", 6) == 0)
            ours += t->streams[s]->n_points / 3;
    for (size_t i = 0; i < length(labels); i++) {
        char want[HG_NAME_MAX];
        our_label(want, labels, i);
        if (is_unnamed(want)) continue;
        place at = find_point(t, want);
        if (!at.stream) at = find_cut(file, entry, t, i, text(hg__json_at(labels, i)));
        if (!at.stream) fail_msg("%s: no point %s", file, want);
        named++;
        near(file, "rate of point", i, at.stream->rate_hz, number(get(entry, "points", "rate_hz")),
             SEVEN_DIGITS, 0);
        size_t width = at.stream->n_points * at.stream->n_components;
        for (size_t k = 0; k < length(frames); k++) {
            const hg__json *cell = hg__json_at(hg__json_at(xyz, k), i);
            const double *got =
                at.stream->data + (size_t)number(hg__json_at(frames, k)) * width + at.column;
            double want_xyz[3] = {0};
            bool given = hg__json_is_array(cell);
            for (size_t a = 0; a < 3 && given; a++) want_xyz[a] = number(hg__json_at(cell, a));
            /* Stored as a measured position in the very origin of the lab: a loss, to us. And the
             * cells that readers dispute hold 65535 and 0,0,0, which is the same. */
            bool lost =
                given && at.in_lab && want_xyz[0] == 0 && want_xyz[1] == 0 && want_xyz[2] == 0;
            count->zero += lost;
            count->missing += !given;
            count->cells += given && !lost;
            for (size_t a = 0; a < 3; a++)
                if (!given || lost)
                    assert_true(isnan(got[a]));
                else
                    near(file, want, k, at.in_lab ? got[a] / factor : got[a], want_xyz[a],
                         SEVEN_DIGITS, 0);
        }
    }
    if (ours != named) fail_msg("%s: %zu points here, %zu with a name there", file, ours, named);
    count->points = named;
    return named;
}

/* --- analog --- */

static void check_analog(const char *file, const hg__json *entry, const hg_trial *t, tally *count) {
    const hg__json *labels = get(entry, "analog", "labels"), *units = get(entry, "analog", "units");
    const hg__json *samples = get(entry, "analog_values", "samples"),
                   *values = get(entry, "analog_values", "values");
    size_t n = (size_t)number(get(entry, "analog", "channels"));
    for (size_t ch = 0; ch < n; ch++) {
        const char *unit = text(ch < length(units) ? hg__json_at(units, ch) : NULL);
        const hg_stream *stream = NULL;
        size_t before = 0, times = 1;
        for (size_t k = 0; k < ch; k++)
            before += strcmp(text(k < length(units) ? hg__json_at(units, k) : NULL), unit) == 0;
        for (size_t s = 0; s < t->n_streams && !stream; s++)
            if (strncmp(t->streams[s]->name, "analog", 6) == 0 &&
                strcmp(t->streams[s]->units, *unit ? unit : "n/a") == 0)
                stream = t->streams[s];
        if (!stream || before >= stream->n_points)
            fail_msg("%s: no stream for analog channel %zu in %s", file, ch + 1, unit);
        /* the name: as stored, numbered, made up when empty, or the description that it began */
        const char *stored = ch < length(labels) ? text(hg__json_at(labels, ch)) : "";
        char want[HG_NAME_MAX], begun[HG_NAME_MAX], got[HG_NAME_MAX];
        for (size_t k = 0; k < ch; k++) times += strcmp(text(hg__json_at(labels, k)), stored) == 0;
        if (!*stored)
            snprintf(want, sizeof want, "channel%zu", ch + 1);
        else if (times > 1)
            snprintf(want, sizeof want, "%.50s_%zu", stored, times);
        else
            snprintf(want, sizeof want, "%.63s", stored);
        plain(begun, sizeof begun, stored);
        plain(got, sizeof got, stream->labels[before]);
        if (strcmp(stream->labels[before], want) != 0 &&
            (!*begun || strncmp(begun, got, strlen(begun)) != 0))
            fail_msg("%s: analog channel %zu is %s, expected %s", file, ch + 1,
                     stream->labels[before], want);
        near(file, "analog rate", ch, stream->rate_hz, number(get(entry, "analog", "rate_hz")),
             SEVEN_DIGITS, 0);
        assert_int_equal(stream->n_frames,
                         (size_t)(number(hg__json_get(entry, "frames")) *
                                  number(get(entry, "analog", "samples_per_frame"))));
        for (size_t k = 0; k < length(samples); k++) {
            double x = number(hg__json_at(hg__json_at(values, k), ch));
            if (isnan(x)) continue;
            size_t sample = (size_t)number(hg__json_at(samples, k));
            near(file, "analog channel", ch + 1, stream->data[sample * stream->n_points + before],
                 x, SEVEN_DIGITS, 0);
            count->analog++;
        }
    }
}

/* --- events --- */

static bool has_event(const hg_trial *t, double time_s, const char *label, hg_side side) {
    for (size_t i = 0; i < t->n_events; i++)
        if (fabs(t->events[i].time_s - time_s) <= SEVEN_DIGITS * time_s + 1e-9 &&
            t->events[i].side == side && strcmp(t->events[i].label, label) == 0)
            return true;
    return false;
}

/* What the labels of the header mean; the others are no contacts and keep their names. */
static const struct {
    const char *stored, *label;
    hg_side side;
} header_labels[] = {{"RIC", "IC", HG_RIGHT},
                     {"RHS", "IC", HG_RIGHT},
                     {"LHS", "IC", HG_LEFT},
                     {"RTO", "TO", HG_RIGHT},
                     {"LTO", "TO", HG_LEFT}};

static void check_events(const char *file, const hg__json *entry, const hg_trial *t, tally *count) {
    const hg__json *group = hg__json_get(entry, "events"),
                   *header = hg__json_get(entry, "header_events");
    for (size_t i = 0; i < length(group); i++) {
        const hg__json *e = hg__json_at(group, i);
        const char *label = text(hg__json_get(e, "label")),
                   *context = text(hg__json_get(e, "context"));
        hg_side side = strcmp(context, "Left") == 0    ? HG_LEFT
                       : strcmp(context, "Right") == 0 ? HG_RIGHT
                                                       : HG_SIDE_UNKNOWN;
        const char *want = strcmp(label, "Foot Strike") == 0 ? "IC"
                           : strcmp(label, "Foot Off") == 0  ? "TO"
                                                             : label;
        if (!has_event(t, number(hg__json_get(e, "time_s")), want, side))
            fail_msg("%s: no event %zu", file, i);
    }
    for (size_t i = 0; i < length(header); i++) {
        const hg__json *e = hg__json_at(header, i);
        const char *want = text(hg__json_get(e, "label"));
        hg_side side = HG_SIDE_UNKNOWN;
        for (size_t k = 0; k < sizeof header_labels / sizeof *header_labels; k++)
            if (strcmp(header_labels[k].stored, want) == 0) {
                want = header_labels[k].label;
                side = header_labels[k].side;
                break;
            }
        if (!has_event(t, number(hg__json_get(e, "time_s")), want, side))
            fail_msg("%s: no event %s of the header", file, want);
    }
    if (!hg__json_is_array(group) && !hg__json_is_array(header)) return; /* nobody agreed on any */
    assert_int_equal(t->n_events, length(group) + length(header));
    for (size_t i = 1; i < t->n_events; i++)
        assert_true(t->events[i - 1].time_s <= t->events[i].time_s);
    count->events = t->n_events;
}

/* --- force --- */

static void check_plate(const char *file, const hg__json *entry, const hg__json *plate,
                        const hg_trial *t, tally *count) {
    const hg__json *samples = hg__json_get(plate, "samples"),
                   *force = hg__json_get(plate, "force_lab");
    const hg__json *cop = hg__json_get(plate, "cop_lab");
    const char *unit = text(get(entry, "points", "unit")),
               *axis = text(hg__json_get(plate, "vertical_axis"));
    double factor = strncmp(unit, "mm", 2) == 0 ? 1e-3 : 1.0, vertical = 0, peak = 0, lift = 0;
    char name[32];
    const hg_stream *s = NULL;
    snprintf(name, sizeof name, "force%d", (int)number(hg__json_get(plate, "number")));
    s = named(t, name);
    if (!s) fail_msg("%s: no %s", file, name);
    assert_int_equal(s->kind, HG_STREAM_FORCE_PLATE);
    if (!length(force)) return;
    size_t up = (size_t)(axis[0] - 'X');
    assert_true(up < 3 && s->axes[up] == 'S');
    for (size_t i = 0; i < s->n_frames; i++) {
        double f = s->data[6 * i + up];
        if (fabs(f) > fabs(peak)) peak = f;
    }
    near(file, "peak of plate", (size_t)(name[5] - '0'), fabs(peak),
         number(hg__json_get(plate, "peak_abs_vertical_force")), COMPUTED, 0);
    /* the force on the runner is that of the file or its reaction, whichever points up */
    for (size_t k = 0; k < length(samples); k++) {
        vertical += number(hg__json_at(hg__json_at(force, k), up));
        lift += s->data[6 * (size_t)number(hg__json_at(samples, k)) + up];
    }
    if (fabs(peak) > 20) assert_true(lift > 0); /* somebody stepped on it */
    double sign = lift * vertical < 0 ? -1 : 1;
    for (size_t k = 0; k < length(samples); k++) {
        const double *got = s->data + 6 * (size_t)number(hg__json_at(samples, k));
        double size = 0, x[3];
        for (size_t a = 0; a < 3; a++) {
            x[a] = number(hg__json_at(hg__json_at(force, k), a));
            size = fmax(size, fabs(x[a]));
        }
        for (size_t a = 0; a < 3 && isfinite(size); a++) {
            near(file, "force", k, sign * got[a], x[a], 0, COMPUTED * size);
            count->force++;
            double p = number(hg__json_at(hg__json_at(cop, k), a));
            if (!cop || isnan(p)) continue;
            near(file, "centre of pressure", k, got[3 + a] / factor, p, COMPUTED,
                 COMPUTED * (factor < 1 ? 1000 : 1));
            count->pressure++;
        }
    }
}

/* --- one file --- */

/* A file that two of three readers refuse: what the third alone says of it, and we read. */
static void check_lone_reading(const char *file, const hg__json *entry, const hg_trial *t,
                               tally *count) {
    const hg__json *disputed = hg__json_get(entry, "disputed");
    const hg_stream *markers = hg_trial_stream(t, HG_STREAM_MARKERS, 0);
    assert_non_null(markers);
    for (size_t d = 0; d < length(disputed); d++) {
        const hg__json *one = hg__json_at(disputed, d), *third = get(one, "readings", "third");
        const char *field = text(hg__json_get(one, "field"));
        if (strcmp(field, "points.count") == 0)
            near(file, field, d, (double)markers->n_points, number(third), 0, 0);
        if (strcmp(field, "frames") == 0)
            near(file, field, d, (double)markers->n_frames, number(third), 0, 0);
        if (strcmp(field, "points.rate_hz") == 0)
            near(file, field, d, markers->rate_hz, number(third), 0, 0);
        if (strcmp(field, "header_events") == 0) assert_int_equal(t->n_events, length(third));
        for (size_t i = 0; strcmp(field, "points.labels") == 0 && i < length(third); i++)
            assert_string_equal(markers->labels[i], text(hg__json_at(third, i)));
    }
    count->points = markers->n_points;
    count->events = t->n_events;
}

static void check_header(const char *file, const hg__json *entry, const hg_trial *t) {
    double frames = number(hg__json_get(entry, "frames")),
           first = number(hg__json_get(entry, "first_frame"));
    double rate = number(get(entry, "points", "rate_hz"));
    const hg_stream *markers = hg_trial_stream(t, HG_STREAM_MARKERS, 0);
    if (isnan(frames)) return;
    if (markers) assert_int_equal(markers->n_frames, (size_t)frames);
    for (size_t s = 0; s < t->n_streams; s++)
        near(file, "beginning of stream", s, t->streams[s]->t0_s, (first - 1) / rate, SEVEN_DIGITS,
             0);
}

static tally check_file(const char *file, const hg__json *entry) {
    size_t size;
    void *bytes = load(&size, file);
    assert_int_equal(size, (size_t)number(hg__json_get(entry, "bytes")));
    hg__sink sink = {.collect = true};
    hg_recording *rec = read_bytes(bytes, size, &sink);
    tally count = {0};
    if (sink.n_faults) fail_msg("%s: found %s", file, sink.list[0].found);
    for (size_t i = 0; i < sink.n; i++) count.warnings += sink.list[i].severity == HG_WARNING;
    char damaged[8] = "";
    const hg__json *flag = hg__json_get(entry, "damaged");
    char *shown = hg__json_dump(flag, 3, &(size_t){0});
    snprintf(damaged, sizeof damaged, "%.5s", shown ? shown : "");
    free(shown);
    if (strncmp(damaged, "true", 4) == 0 && count.warnings == 0)
        fail_msg("%s is damaged and nothing was said", file);
    assert_int_equal(rec->n_trials, 1);
    assert_string_equal(rec->subject.id, "");
    assert_string_equal(rec->session.id, "");
    const hg_trial *t = rec->trials[0];
    const hg__json *plates = hg__json_get(entry, "force_platforms");
    check_header(file, entry, t);
    if (length(get(entry, "points", "labels")) || number(get(entry, "points", "count")) == 0)
        check_points(file, entry, t, &count);
    else
        check_lone_reading(file, entry, t, &count);
    if (isfinite(number(get(entry, "analog", "channels")))) check_analog(file, entry, t, &count);
    check_events(file, entry, t, &count);
    for (size_t p = 0; p < length(plates); p++)
        check_plate(file, entry, hg__json_at(plates, p), t, &count);
    hg__sink_free(&sink);
    hg_recording_free(rec);
    free(bytes);
    return count;
}

static void expected(void **state) {
    (void)state;
    size_t size, checked = 0;
    void *bytes = load(&size, "expected.json");
    hg__json *all = NULL;
    hg_error err = {0};
    if (hg__json_parse(&all, bytes, size, "expected.json", &err) != HG_OK) fail_msg("%s", err.text);
    const hg__json *files = hg__json_get(all, "files");
    for (size_t i = 0; i < length(files); i++) {
        const hg__json *entry = hg__json_at(files, i);
        const char *file = text(hg__json_get(entry, "file"));
        if (hg__json_get(entry, "readable")) { /* only there to say no */
            size_t n;
            void *file_bytes = load(&n, file);
            hg__sink sink = {.err = &err};
            hg_recording *rec = NULL;
            assert_int_equal(hg_recording_new(&rec, NULL), HG_OK);
            assert_int_equal(hg__c3d_read(rec, file_bytes, n, &limits, &sink), HG_EFORMAT);
            assert_true(strstr(err.text, "empty") != NULL);
            print_message("%-38s refused: %s\n", file, err.text);
            hg_recording_free(rec);
            hg__sink_free(&sink);
            free(file_bytes);
            checked++;
            continue;
        }
        tally c = check_file(file, entry);
        print_message("%-38s %3zu points: %3zu cells, %3zu missing, %3zu zero; %4zu analog, %2zu "
                      "events, %3zu force, %3zu "
                      "pressure; %zu warnings\n",
                      file, c.points, c.cells, c.missing, c.zero, c.analog, c.events, c.force,
                      c.pressure, c.warnings);
        checked++;
    }
    assert_int_equal(checked, 38);
    hg__json_free(all);
    free(bytes);
}

/* --- one recording in many forms --- */

/* Largest difference of a stream of both, in parts of the largest number of its channel; what is
 * within `step` does not count. */
static double difference(const hg_stream *a, const hg_stream *b, double step) {
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->n_frames, b->n_frames);
    assert_int_equal(a->n_points, b->n_points);
    size_t width = a->n_points * a->n_components;
    double worst = 0;
    for (size_t ch = 0; ch < width; ch++) {
        double most = 0, apart = 0;
        for (size_t f = 0; f < a->n_frames; f++) {
            double x = a->data[f * width + ch], y = b->data[f * width + ch];
            if (isnan(x) != isnan(y)) fail_msg("%s: missing in one only", a->name);
            if (isnan(x)) continue;
            most = fmax(most, fabs(x));
            if (fabs(x - y) > step) apart = fmax(apart, fabs(x - y));
        }
        if (most > 0) worst = fmax(worst, apart / most);
    }
    for (size_t i = 0; i < a->n_points; i++) assert_string_equal(a->labels[i], b->labels[i]);
    assert_string_equal(a->axes, b->axes);
    return worst;
}

static void same(const char *first, const char *const *others, size_t n, double most, double step) {
    hg_recording *a = read_file(first);
    for (size_t i = 0; i < n; i++) {
        hg_recording *b = read_file(others[i]);
        double worst = 0;
        assert_int_equal(a->trials[0]->n_streams, b->trials[0]->n_streams);
        for (size_t s = 0; s < a->trials[0]->n_streams; s++)
            worst = fmax(
                worst, difference(a->trials[0]->streams[s], b->trials[0]->streams[s],
                                  a->trials[0]->streams[s]->kind == HG_STREAM_MARKERS ? step : 0));
        print_message("%s and %s: %zu streams, largest difference %.2g of the range\n", first,
                      others[i], a->trials[0]->n_streams, worst);
        assert_true(worst <= most);
        /* DEC_INT.C3D lacks the last of nine events */
        size_t shared = a->trials[0]->n_events < b->trials[0]->n_events ? a->trials[0]->n_events
                                                                        : b->trials[0]->n_events;
        assert_true(shared + 1 >= b->trials[0]->n_events && shared + 1 >= a->trials[0]->n_events);
        for (size_t e = 0; e < shared; e++) {
            assert_near(b->trials[0]->events[e].time_s, a->trials[0]->events[e].time_s, 0);
            assert_string_equal(b->trials[0]->events[e].label, a->trials[0]->events[e].label);
            assert_int_equal(b->trials[0]->events[e].side, a->trials[0]->events[e].side);
        }
        assert_int_equal(a->subject.sex, b->subject.sex);
        assert_true(isnan(a->subject.mass_kg)
                        ? isnan(b->subject.mass_kg)
                        : fabs(a->subject.mass_kg - b->subject.mass_kg) < 1e-4);
        hg_recording_free(b);
    }
    hg_recording_free(a);
}

static void one_recording(void **state) {
    (void)state;
    static const char *const eb015[] = {"Eb015pr.c3d", "Eb015si.c3d", "Eb015sr.c3d", "Eb015vi.c3d",
                                        "Eb015vr.c3d"};
    static const char *const sample02[] = {"pc_real.c3d", "sgi_int.c3d", "sgi_real.c3d",
                                           "DEC_INT.C3D", "Dec_real.c3d"};
    static const char *const test[] = {"TESTAPI.c3d", "TESTBPI.c3d", "TESTCPI.c3d", "TESTDPI.c3d"};
    /* real files hold whole number x scale, rounded to 24 bits: 6e-8 of the number, and once more
     * for the scale of a DEC file, which has another last bit */
    same("Eb015pi.c3d", eb015, 5, 1.2e-7, 0);
    same("Eb015pi.c3d", test, 4, 0, 0);
    /* the makers rounded anew: 59 coordinates of these files lie one step of 0.2812 mm apart */
    same("pc_int.c3d", sample02, 5, 1.2e-7, 2.82e-4);
}

/* A pair of which the integer file has the channels of the platform rounded to whole steps. */
static void rounded(void **state) {
    (void)state;
    hg_recording *a = read_file("ADemo1_rewrite_c3d_pc_float.c3d"),
                 *b = read_file("ADemo1_rewrite_c3d_pc_integer.c3d");
    static const char *const streams[] = {"markers", "analog_mV", "analog_ADC"};
    static const double step[] = {0, 0, 0.0251}; /* half of ANALOG:SCALE, and the last bit */
    for (size_t i = 0; i < 3; i++) {
        const hg_stream *x = named(a->trials[0], streams[i]), *y = named(b->trials[0], streams[i]);
        assert_non_null(x);
        assert_non_null(y);
        double worst = difference(x, y, step[i]);
        print_message("ADemo1, real and integer, %s: %.2g of the range beyond %g\n", streams[i],
                      worst, step[i]);
        assert_true(worst <= 1.2e-7);
    }
    hg_recording_free(a);
    hg_recording_free(b);
}

/* --- what is up --- */

static void axes(void **state) {
    (void)state;
    static const struct {
        const char *file;
        char up;
        bool data; /* the data alone would tell */
    } all[] = {
        {"../rbds/RBDS001runT35.c3d", 'Y', true},
        {"../rbds/RBDS001static.c3d", 'Y', true},
        {"../ric/20140515T133244_run.c3d", 'Y', true},
        {"../ric/20140515T133244_static.c3d", 'Y', true},
        {"../pig/PiG_Motion3_FF.c3d", 'Z', true},
        {"../pig/PiG_Motion-FlatFoot-Full.c3d", 'Z', true},
        {"../pig/PiG_Calibration3_FF.c3d", 'Z', true},
        {"../pig/PiG_Calibration-FlatFoot-Full.c3d", 'Z', true},
        {"../biomechzoo/HC030A05.c3d", 'Z', true},
        {"../biomechzoo/HC030A01.c3d", 'Z', true},
        {"../gaitalytics/treadmill_events.c3d", 'Z', true},
        {"../functional-hip/FunctionalWalk.c3d", 'Z', true},
        {"../functional-hip/FunctionalLHip.c3d", 'Z', true},
        {"../functional-hip/FunctionalStatic.c3d", 'Z', true},
        {"Eb015pi.c3d", 'Z', true},
        {"pc_real.c3d", 'Z', true},
        {"sub_labels.c3d", 'Z', true},
        {"MACsample.c3d", 'Z', true},
        {"TYPE-2.C3D", 'Z', true},
        {"TYPE-3.c3d", 'Z', true},
        {"type-4a.c3d", 'Z', true},
        {"FP1.C3D", 'Z', true},
        {"FP2.C3D", 'Z', true},
        {"Res16bits.c3d", 'Z', true},
        {"Gait.c3d", 'Z', true},
        {"badParameterOffset.c3d", 'Z', true},
        {"ADemo1_rewrite_c3d_pc_float.c3d", 'Z', true},
        {"MyCube.c3d", 'Z', false},
    };
    static const char word[] = "Y_SCREEN";
    size_t renamed = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t size;
        unsigned char *bytes = load(&size, all[i].file);
        hg_error err = {0};
        /* as the file says it, then by the plates and the markers alone */
        for (int pass = 0; pass < (all[i].data ? 2 : 1); pass++) {
            for (size_t at = 0; pass && at + sizeof word < size; at++)
                if (memcmp(bytes + at, word, sizeof word - 1) == 0) {
                    bytes[at] = 'N';
                    renamed++;
                }
            hg__sink sink = {.err = &err};
            hg_recording *rec = read_bytes(bytes, size, &sink);
            const hg_stream *s = hg_trial_stream(rec->trials[0], HG_STREAM_MARKERS, 0);
            assert_non_null(s);
            if (s->axes[all[i].up - 'X'] != 'S')
                fail_msg("%s: axes %s, but %c is up (pass %d)", all[i].file, s->axes, all[i].up,
                         pass);
            hg_recording_free(rec);
            hg__sink_free(&sink);
        }
        free(bytes);
    }
    print_message("%zu files: up as it is, and in %zu again without a word of the file\n",
                  sizeof all / sizeof *all, renamed);
    assert_true(renamed >= 20);
}

/* --- out and in again --- */

static void round_trip(void **state) {
    (void)state;
    static const char *const files[] = {
        "../rbds/RBDS001runT35.c3d",
        "../ric/20140515T133244_run.c3d",
        "../pig/PiG_Motion3_FF.c3d",
        "../biomechzoo/HC030A05.c3d",
        "../gaitalytics/treadmill_events.c3d",
        "../functional-hip/FunctionalWalk.c3d",
        "Eb015pi.c3d",
        "TYPE-3.c3d",
        "TYPE-4.C3D",
        "FP1.C3D",
        "sub_labels.c3d",
        "Res16bits.c3d",
        "1123x01EMG.c3d",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        hg_recording *a = read_file(files[i]), *b;
        void *bytes = NULL;
        size_t size = 0, loaded = 0;
        hg_error err = {0};
        hg__sink sink = {.collect = true};
        if (hg__c3d_write(&bytes, &size, a, a->trials[0], &err) != HG_OK)
            fail_msg("%s: %s", files[i], err.text);
        b = read_bytes(bytes, size, &sink);
        for (size_t k = 0; k < sink.n; k++)
            if (sink.list[k].severity != HG_NOTE)
                fail_msg("%s: found %s", files[i], sink.list[k].found);
        const hg_trial *was = a->trials[0], *is = b->trials[0];
        double points = 0, force = 0, pressure = 0;
        for (size_t k = 0; k < was->n_streams; k++) {
            const hg_stream *s = was->streams[k], *r = named(is, s->name);
            bool only = strcmp(s->name, "analog") == 0 &&
                        !r; /* the channels of plates brought more units */
            if (only) continue;
            if (!r) fail_msg("%s: %s is lost", files[i], s->name);
            assert_near(r->rate_hz, s->rate_hz, 0);
            assert_near(r->t0_s, s->t0_s, 1e-12);
            if (s->kind == HG_STREAM_MARKERS || strncmp(s->name, "model_", 6) == 0) {
                assert_string_equal(r->units, s->units);
                points = fmax(points, difference(s, r, 0));
                continue;
            }
            if (s->kind != HG_STREAM_FORCE_PLATE) continue;
            assert_int_equal(s->n_frames, r->n_frames);
            for (size_t f = 0; f < s->n_frames; f++) {
                const double *x = s->data + 6 * f, *y = r->data + 6 * f;
                double size_n = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
                for (int c = 0; c < 3; c++)
                    force = fmax(force, fabs(x[c] - y[c]) / fmax(1, size_n));
                for (int c = 3; c < 6 && size_n > 20; c++) {
                    /* plates that somebody reads: within 2 m of their middle, or the numbers are
                     * noise */
                    if (isnan(x[c]) || fabs(x[c]) > 3) continue;
                    pressure = fmax(pressure, fabs(x[c] - y[c]));
                    loaded++;
                }
            }
        }
        assert_int_equal(was->n_events, is->n_events);
        for (size_t e = 0; e < was->n_events; e++) {
            /* seconds within a minute, in 24 bits: 2 microseconds */
            assert_near(is->events[e].time_s, was->events[e].time_s, 4e-6);
            assert_string_equal(is->events[e].label, was->events[e].label);
            assert_int_equal(is->events[e].side, was->events[e].side);
        }
        const double *x = a->subject.leg_length_m, *y = b->subject.leg_length_m;
        assert_true((isnan(x[0]) && isnan(y[0])) || fabs(x[0] - y[0]) < 1e-7);
        print_message("%-40s points %.1e, force %.1e of themselves, centre of pressure %.1e m (%zu "
                      "numbers)\n",
                      files[i], points, force, pressure, loaded);
        /* single precision: 6e-8 of a number; sums of three such for force */
        assert_true(points <= 1.2e-7);
        assert_true(force <= 3e-7);
        /* a micrometre: coordinates up to 3 m in 24 bits, four corners, and a quotient of moment
         * and force */
        assert_true(pressure <= 2e-6);
        hg__sink_free(&sink);
        hg_recording_free(a);
        hg_recording_free(b);
        free(bytes);
    }
}

/* --- damaged on purpose --- */

/* Whatever the bytes: an answer, and a sound one. */
static bool survives(const unsigned char *bytes, size_t size) {
    hg_recording *rec = NULL;
    hg_error err = {0};
    hg__sink sink = {.err = &err};
    assert_int_equal(hg_recording_new(&rec, NULL), HG_OK);
    hg_status status = hg__c3d_read(rec, bytes, size, &limits, &sink);
    assert_true(status == HG_OK || status == HG_EFORMAT || status == HG_EUNSUPPORTED);
    if (status != HG_OK) assert_true(strlen(err.text) > 10);
    if (status == HG_OK) {
        for (size_t i = 0; i < rec->trials[0]->n_streams; i++) {
            const hg_stream *s = rec->trials[0]->streams[i];
            assert_true(s->n_frames > 0 && s->n_points > 0 && s->rate_hz > 0 && isfinite(s->t0_s));
            for (size_t k = 0; k < s->n_points; k++) assert_true(*s->labels[k]);
            volatile double last = s->data[s->n_frames * s->n_points * s->n_components - 1];
            (void)last;
        }
    }
    hg_recording_free(rec);
    hg__sink_free(&sink);
    return status == HG_OK;
}

static void hostile(void **state) {
    (void)state;
    static const char *const files[] = {"pc_int.c3d", "Dec_real.c3d", "sgi_real.c3d",
                                        "MyCube.c3d", "TYPE-4.C3D",   "badParameterOffset.c3d",
                                        "TYPE-3.c3d"};
    enum { FLIPS = 2000 };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t size, whole = 0, cuts = 0, read = 0;
        unsigned char *bytes = load(&size, files[i]);
        for (size_t n = 0; n < size; n += 512, cuts++) {
            unsigned char *part =
                malloc(n ? n : 1); /* its own block, so that reading beyond is seen */
            assert_non_null(part);
            memcpy(part, bytes, n);
            whole += survives(part, n);
            free(part);
        }
        uint64_t seed = 20260101 + i;
        for (int k = 0; k < FLIPS; k++) {
            size_t at[4];
            unsigned char old[4];
            for (int f = 0; f < 4; f++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                /* three of four into header and parameters */
                at[f] = (size_t)(seed >> 33) % (f < 3 && size > 6144 ? 6144 : size);
                old[f] = bytes[at[f]];
                bytes[at[f]] ^= (unsigned char)(1u << (seed >> 30 & 7));
            }
            read += survives(bytes, size);
            for (int f = 3; f >= 0; f--) bytes[at[f]] = old[f];
        }
        print_message("%-24s %zu of %zu cuts and %zu of %d with four bits turned were read, the "
                      "rest refused\n",
                      files[i], whole, cuts, read, FLIPS);
        assert_true(survives(bytes, size));
        free(bytes);
    }
}

int main(void) {
    const char *data = getenv("HIPGAIT_TEST_DATA"), *ci = getenv("CI");
    snprintf(folder, sizeof folder, "%s/c3d-variants", data ? data : "../shared/data");
    char path[4096];
    snprintf(path, sizeof path, "%s/expected.json", folder);
    FILE *there = fopen(path, "rb");
    if (!there) {
        fprintf(stderr, "no recordings at %s\n", path);
        return ci && strcmp(ci, "true") == 0 ? 1 : 77;
    }
    fclose(there);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected), cmocka_unit_test(one_recording), cmocka_unit_test(rounded),
        cmocka_unit_test(axes),     cmocka_unit_test(round_trip),    cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
