/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "batch/plan.h"
#include "batch/report.h"

static hg_status make_json(hg_text *out, const hg_follow_up *f, const hg_report_options *options,
                           hg_error *err) {
    (void)options;
    return hg_report_follow_up_json(out, f, err);
}

typedef hg_status make_fn(hg_text *out, const hg_follow_up *f, const hg_report_options *options,
                          hg_error *err);

static hg_status add(hg__outputs *o, const char *stem, const char *ending, make_fn *make,
                     const hg_follow_up *f, const hg__compare_job *job, hg_error *err) {
    hg__output *grown = realloc(o->item, (o->n + 1) * sizeof *grown);
    size_t n = strlen(o->root) + strlen(o->folder) + strlen(stem) + strlen(ending) + 3;
    if (grown) o->item = grown;
    char *path = grown ? malloc(n) : NULL;
    if (!path) return hg__fail_memory(err);
    snprintf(path, n, "%s/%s/%s%s", o->root, o->folder, stem, ending);
    o->item[o->n] = (hg__output){.path = path};
    return make(&o->item[o->n++].text, f, &job->faces.report, err);
}

static hg_status add_all(hg__outputs *o, const hg_follow_up *f, const hg__compare_job *job,
                         hg_error *err) {
    char part[4][HG_NAME_MAX], stem[5 * HG_NAME_MAX + 16];
    hg__clean_id(part[0], f->earlier->session);
    hg__clean_id(part[1], f->earlier->trial);
    hg__clean_id(part[2], f->later->session);
    hg__clean_id(part[3], f->later->trial);
    snprintf(stem, sizeof stem, "%s_%s_%s_to_%s_%s.follow-up", o->folder, part[0], part[1], part[2],
             part[3]);
    const struct {
        const char *ending;
        make_fn *make;
        bool wanted;
    } faces[] = {{".html", hg_report_follow_up_html, true},
                 {".json", make_json, true},
                 {".pdf", hg_report_follow_up_pdf, job->faces.pdf},
                 {".txt", hg_report_follow_up_text, job->faces.text}};
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < sizeof faces / sizeof *faces; i++)
        if (faces[i].wanted) status = add(o, stem, faces[i].ending, faces[i].make, f, job, err);
    return status;
}

hg_status hg__compare_run(hg__compare_outcome *out, const hg__compare_job *job, hg_error *err) {
    hg_result *earlier = NULL, *later = NULL;
    hg_follow_up *f = NULL;
    hg__outputs outputs = {0};
    memset(out, 0, sizeof *out);
    hg_status status = hg__report_read(&earlier, job->earlier, err);
    if (status == HG_OK) status = hg__report_read(&later, job->later, err);
    if (status == HG_OK) status = hg_follow_up_compute(&f, earlier, later, &job->options, err);
    if (status == HG_OK) {
        hg__outputs_begin(&outputs, job->folder, later->runner, later->session);
        status = add_all(&outputs, f, job, err);
    }
    if (status == HG_OK) status = hg__outputs_write(&outputs, job->force, err);
    if (status == HG_OK) {
        snprintf(out->page, sizeof out->page, "%s", outputs.item[0].path);
        out->same_recording = f->same_recording;
        out->order_doubtful = f->order_doubtful;
        out->tests = f->tests;
        out->real = f->real;
        out->open = f->open;
    }
    hg__outputs_free(&outputs);
    hg_follow_up_free(f);
    hg_result_free(earlier);
    hg_result_free(later);
    return status;
}
