/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rendering again: one result from its JSON to the page and to the PDF, as `hipgait report` does
 * it. */
#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>

#include "benchmarks/case.h"

typedef hg_status renderer(hg_text *out, const hg_result *const *results, size_t n,
                           const hg_report_options *options, hg_error *err);

typedef struct face {
    const char *name;
    renderer *render;  /* NULL: reading alone */
    const char *begin; /* what its bytes begin with */
} face;

static const face faces[] = {{"read_json", NULL, ""},
                             {"html", hg_report_html, "<!DOCTYPE html>"},
                             {"pdf", hg_report_pdf, "%PDF-"}};

typedef struct work {
    const face *of;
    hg_text json, first, last; /* what was rendered first and last: the same bytes */
    hg_report_texts *texts;    /* read once, as a batch does */
    hg_error err;
    bool ok;
} work;

static void end(void *area) {
    work *w = area;
    hg_text_free(&w->json);
    hg_text_free(&w->first);
    hg_text_free(&w->last);
    hg_report_texts_close(w->texts);
    free(w);
}

/* A minute of a synthetic runner, the design's measure. */
static bool make_json(work *w) {
    hg_synth_options o;
    hg_recording *rec = NULL;
    hg_result *result = NULL;
    hg_context *context = NULL;
    hg_synth_options_default(&o);
    o.seconds = 60;
    o.rate_hz = 200;
    bool ok =
        hg_report_texts_open(&w->texts, NULL, &w->err) == HG_OK &&
        hg_context_new(&context, NULL, &w->err) == HG_OK &&
        hg_synth(&rec, NULL, &o, &w->err) == HG_OK &&
        hg_analyze(&result, rec, rec->trials[rec->n_trials - 1], NULL, context, &w->err) == HG_OK &&
        hg_report_json(&w->json, result, &w->err) == HG_OK;
    hg_result_free(result);
    hg_recording_free(rec);
    hg_context_free(context);
    return ok;
}

static void run(void *area, const hg__kernels *k) {
    work *w = area;
    hg_result *result = NULL;
    (void)k;
    hg_text_free(&w->last);
    w->last = (hg_text){NULL, 0};
    w->ok = hg_result_read_json(&result, w->json.data, w->json.size, "result", &w->err) == HG_OK;
    const hg_result *one = result;
    hg_report_options options = {.texts = w->texts};
    if (w->ok && w->of->render)
        w->ok = w->of->render(&w->last, &one, 1, &options, &w->err) == HG_OK;
    hg_result_free(result);
}

static double measure(void *area, const hg__kernels *k) {
    double from = bench_processor_seconds();
    run(area, k);
    return bench_processor_seconds() - from;
}

static void *setup(const bench_case *self) {
    work *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->of = self->detail;
    if (make_json(w)) {
        run(w, NULL);
        w->first = w->last;
        w->last = (hg_text){NULL, 0};
        return w;
    }
    end(w);
    return NULL;
}

static bool check(void *area, FILE *err) {
    const work *w = area;
    size_t n = strlen(w->of->begin);
    bool ok =
        w->ok && w->first.size == w->last.size &&
        (!w->of->render || (w->last.size > 50000 && memcmp(w->last.data, w->of->begin, n) == 0 &&
                            memcmp(w->first.data, w->last.data, w->last.size) == 0));
    if (!ok)
        fprintf(err, "%s: %zu bytes, first %zu; %s\n", w->of->name, w->last.size, w->first.size,
                w->ok ? "not what they were or not of that kind" : w->err.text);
    return ok;
}

bool bench_reports(bench_list *list) {
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        bench_case c = {.items = 1,
                        .item = "report",
                        .smoke = true,
                        .setup = setup,
                        .run = run,
                        .measure = measure,
                        .check = check,
                        .end = end,
                        .detail = &faces[i]};
        snprintf(c.name, sizeof c.name, "report/%s", faces[i].name);
        if (!bench_add(list, &c)) return false;
    }
    return true;
}
