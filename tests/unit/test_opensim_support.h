/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of TRC and MOT share: reading bytes, and looking into what was said about them. */
#ifndef HG_TESTS_UNIT_TEST_OPENSIM_SUPPORT_H
#define HG_TESTS_UNIT_TEST_OPENSIM_SUPPORT_H

#include <stdlib.h>
#include <string.h>

#include <hipgait/angles.h>
#include <hipgait/io.h>

#include "io/opensim.h"
#include "support/cm.h"

typedef hg_status (*reader)(hg_recording *, const void *, size_t, const hg__limits *, hg__sink *);

typedef struct outcome {
    hg_recording *rec;
    hg__sink sink; /* collecting */
    hg_status status;
} outcome;

/* The bytes are copied, so that a sanitizer sees every step beyond them. */
static inline outcome read_bytes(reader read, const char *bytes, size_t size) {
    outcome o = {.sink = {.collect = true}};
    const hg__limits limits = {(size_t)1 << 31, (size_t)1 << 28};
    char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    assert_int_equal(hg_recording_new(&o.rec, NULL), HG_OK);
    o.status = read(o.rec, copy, size, &limits, &o.sink);
    free(copy);
    return o;
}

static inline outcome read_text(reader read, const char *text) {
    return read_bytes(read, text, strlen(text));
}

static inline void forget(outcome *o) {
    hg_recording_free(o->rec);
    hg__sink_free(&o->sink);
}

/* Is there a finding of that severity in which the word stands? */
static inline bool says(const outcome *o, hg_severity severity, const char *word) {
    for (size_t i = 0; i < o->sink.n; i++) {
        const hg__found *f = &o->sink.list[i];
        if (f->severity == severity &&
            (strstr(f->object, word) || strstr(f->found, word) || strstr(f->expected, word)))
            return true;
    }
    return false;
}

static inline size_t count_of(const outcome *o, hg_severity severity) {
    size_t n = 0;
    for (size_t i = 0; i < o->sink.n; i++) n += o->sink.list[i].severity == severity;
    return n;
}

static inline void show(const outcome *o) {
    for (size_t i = 0; i < o->sink.n; i++)
        print_message("    %d %s: found %s; expected %s\n", (int)o->sink.list[i].severity,
                      o->sink.list[i].object, o->sink.list[i].found, o->sink.list[i].expected);
}

/* A sound file: its only trial. */
static inline const hg_trial *trial_of(const outcome *o) {
    if (o->status != HG_OK || o->sink.n_faults) {
        show(o);
        fail_msg("status %d, %zu faults", (int)o->status, o->sink.n_faults);
    }
    assert_int_equal(o->rec->n_trials, 1);
    assert_string_equal(o->rec->trials[0]->name, HG__OPENSIM_TRIAL);
    return o->rec->trials[0];
}

static inline const hg_stream *stream_of(const outcome *o, const char *name) {
    const hg_trial *trial = trial_of(o);
    for (size_t i = 0; i < trial->n_streams; i++)
        if (strcmp(trial->streams[i]->name, name) == 0) return trial->streams[i];
    fail_msg("no stream \"%s\"", name);
    return NULL;
}

static inline double sample(const hg_stream *s, size_t frame, const char *label, size_t component) {
    ptrdiff_t at = hg_stream_find(s, label);
    if (at < 0) fail_msg("%s: no \"%s\"", s->name, label);
    return s->data[(frame * s->n_points + (size_t)at) * s->n_components + component];
}

/*
 * Whatever the bytes are, a reader comes back, with a recording or with a fault: cut off at every
 * `step` bytes, and with `flips` times up to 8 bytes changed, by a generator with a fixed seed.
 * What memory was touched beyond the bytes, the sanitizers tell.
 */
static inline void survive(reader read, const char *bytes, size_t size, size_t step, size_t flips) {
    size_t sound = 0, faulty = 0;
    for (size_t cut = 0; cut < size; cut += step) {
        outcome o = read_bytes(read, bytes, cut);
        assert_true(o.status != HG_OK || o.sink.n_faults || o.rec->n_trials == 1);
        forget(&o);
    }
    char *spoilt = malloc(size);
    assert_non_null(spoilt);
    uint32_t seed = 20240517;
    static const char odd[] = "\t\n\r .-+eE9Nn=\"\xff\x80";
    for (size_t i = 0; i < flips; i++) {
        memcpy(spoilt, bytes, size);
        for (unsigned k = 0; k < 1 + i % 8; k++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (size_t)(seed >> 4) % size;
            seed = seed * 1664525u + 1013904223u;
            /* half of them characters that mean something here; odd's NUL included */
            spoilt[at] = seed >> 31 ? odd[(seed >> 8) % sizeof odd] : (char)(seed >> 16);
        }
        outcome o = read_bytes(read, spoilt, size);
        if (o.status == HG_OK && !o.sink.n_faults) {
            sound++;
            assert_int_equal(o.rec->n_trials, 1);
        } else
            faulty++;
        forget(&o);
    }
    free(spoilt);
    print_message("    of %zu spoilt files %zu were read and %zu refused\n", flips, sound, faulty);
}

#endif
