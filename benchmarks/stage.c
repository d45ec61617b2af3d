/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages of one recording, each by itself: reading, the stages of the analysis, the outputs.
 * Time is that of the processor: a stage is one thread's work, and what else the machine does is
 * not it. */
#include <hipgait/hipgait.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "benchmarks/case.h"
#include "benchmarks/temporary.h"

typedef struct shape {
    double seconds, rate_hz;
    bool smoke;
} shape;

/* 60 s at 200 Hz is the design's measure; 10 s is quick. */
static const shape shapes[] = {{10, 200, true}, {60, 200, false}};

/* In the order of the way. Those between reading and JSON are named by hg_analyze(). */
static const char *const stages[] = {"read",    "clean",   "progress", "pose", "angles", "events",
                                     "strides", "metrics", "rhythm",   "json", "html",   "all"};
#define STAGES (sizeof stages / sizeof *stages)

typedef struct detail {
    const shape *of;
    const char *stage;
} detail;

static detail details[sizeof shapes / sizeof *shapes * STAGES];

typedef struct work {
    const detail *wanted;
    char folder[BENCH_PATH_MAX], path[BENCH_PATH_MAX];
    hg_context *context;
    hg_report_texts *texts; /* as a batch has them */
    hg_report_options report;
    double last, spent; /* when the stage before ended; what the wanted stage took */
    double step_rate;   /* as synthesised and as found */
    double found_step_rate;
    size_t json_bytes, html_bytes;
} work;

static void note(work *w, const char *stage) {
    double now = bench_processor_seconds();
    if (strcmp(stage, w->wanted->stage) == 0) w->spent += now - w->last;
    w->last = now;
}

static void stage_done(void *user, const char *stage) {
    note(user, stage);
}

static void end(void *area) {
    work *w = area;
    bench_remove_folder(w->folder);
    hg_context_free(w->context);
    hg_report_texts_close(w->texts);
    free(w);
}

static void *setup(const bench_case *self) {
    const detail *d = self->detail;
    work *w = calloc(1, sizeof *w);
    hg_synth_options o;
    hg_recording *rec = NULL;
    hg_error err;
    if (!w) return NULL;
    w->wanted = d;
    hg_synth_options_default(&o);
    o.seconds = d->of->seconds;
    o.rate_hz = d->of->rate_hz;
    w->step_rate = o.step_rate_per_min;
    bool ok = bench_temporary_folder(w->folder) &&
              hg_report_texts_open(&w->texts, NULL, &err) == HG_OK &&
              hg_synth(&rec, NULL, &o, &err) == HG_OK;
    if (ok) {
        snprintf(w->path, sizeof w->path, "%.*s/trial.h5", (int)(sizeof w->path - 16), w->folder);
        ok = hg_recording_write(rec, w->path, 0, &err) == HG_OK;
    }
    hg_recording_free(rec);
    w->report.texts = w->texts;
    if (ok) return w;
    end(w);
    return NULL;
}

/* The first run makes it, at the level to be timed. */
static hg_context *context_of(work *w, const hg__kernels *k) {
    hg_error err;
    hg_context_options options = {
        .stage_done = stage_done, .stage_user = w, .cpu = hg__cpu_name(k->level)};
    if (!w->context && hg_context_new(&w->context, &options, &err) != HG_OK) w->context = NULL;
    return w->context;
}

/* The whole way of one file; the clock of the wanted stage runs. */
static void run(void *area, const hg__kernels *k) {
    work *w = area;
    hg_recording *rec = NULL;
    hg_result *result = NULL;
    hg_text json = {0}, html = {0};
    hg_error err;
    hg_context *context = context_of(w, k);
    w->spent = 0;
    w->found_step_rate = NAN;
    if (!context) return; /* which the check notices */
    double from = bench_processor_seconds();
    w->last = from;
    if (hg_recording_read(&rec, w->path, NULL, &err) == HG_OK) {
        note(w, "read");
        const hg_trial *trial = rec->trials[rec->n_trials - 1];
        if (hg_analyze(&result, rec, trial, NULL, context, &err) == HG_OK) {
            w->last = bench_processor_seconds();
            if (hg_result_write_json(&json, result, &err) == HG_OK) note(w, "json");
            const hg_result *one = result;
            if (hg_report_html(&html, &one, 1, &w->report, &err) == HG_OK) note(w, "html");
            const hg_metric_value *m = hg_result_metric(result, HG_METRIC_step_rate);
            if (m) w->found_step_rate = m->both.mean;
        }
    }
    if (strcmp(w->wanted->stage, "all") == 0) w->spent = bench_processor_seconds() - from;
    w->json_bytes = json.size;
    w->html_bytes = html.size;
    hg_text_free(&json);
    hg_text_free(&html);
    hg_result_free(result);
    hg_recording_free(rec);
}

static double measure(void *area, const hg__kernels *k) {
    run(area, k);
    return ((work *)area)->spent;
}

static bool check(void *area, FILE *err) {
    const work *w = area;
    /* the synthetic runner keeps its step rate within its stride-to-stride variation of 1 % */
    bool ok = fabs(w->found_step_rate / w->step_rate - 1.0) < 0.02 && w->json_bytes > 1000 &&
              w->html_bytes > 1000 && w->spent > 0.0;
    if (!ok)
        fprintf(err,
                "step rate %.3f, synthesised %.3f; %zu bytes of JSON, %zu of HTML; stage "
                "\"%s\" took %g s\n",
                w->found_step_rate, w->step_rate, w->json_bytes, w->html_bytes, w->wanted->stage,
                w->spent);
    return ok;
}

bool bench_stages(bench_list *list) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (size_t s = 0; s < STAGES; s++) {
            detail *d = &details[i * STAGES + s];
            *d = (detail){&shapes[i], stages[s]};
            bench_case c = {.items = shapes[i].seconds * shapes[i].rate_hz,
                            .item = "frame",
                            .smoke = shapes[i].smoke,
                            .setup = setup,
                            .run = run,
                            .measure = measure,
                            .check = check,
                            .end = end,
                            .detail = d};
            snprintf(c.name, sizeof c.name, "stage/%s/%.0fs/%.0fhz", stages[s], shapes[i].seconds,
                     shapes[i].rate_hz);
            if (!bench_add(list, &c)) return false;
        }
    return true;
}
