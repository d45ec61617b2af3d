/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/cohort.h"
#include "batch/cohort_table.h"
#include "batch/intake_sources.h"
#include "batch/outputs.h"

#define MARKERSET_BYTES_MAX ((size_t)1 << 20)
#define REFERENCE_BYTES_MAX ((size_t)1 << 20)
#define EVIDENCE_BYTES_MAX ((size_t)1 << 20)

typedef struct batch {
    const hg__batch_options *options;
    hg_context *context;
    hg__claims claims;
    hg__cohort_table cohort;
    hg_cohort *rows; /* of the results, which are not kept */
    hg__intake_sources *intake;
} batch;

typedef struct job {
    hg_recording *recording;
    hg_result **results;
    size_t n_results, n_failed;
    hg__outputs outputs;
} job;

static void job_free(job *j) {
    hg__outputs_free(&j->outputs);
    for (size_t i = 0; i < j->n_results; i++) hg_result_free(j->results[i]);
    free(j->results);
    hg_recording_free(j->recording);
}

/* Says on every result of the recording that a trial is not among them. */
static hg_status note_failure(job *j, const hg_error *trouble, hg_error *err) {
    char why[400];
    snprintf(why, sizeof why, "%s: %s", trouble->object, trouble->text);
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < j->n_results; i++)
        status = hg_result_note_failed_trial(j->results[i], why, err);
    return status;
}

/* For the page of the cohort. `trial`: "" when it is the whole recording. */
static hg_status keep_failure(batch *b, const hg_error *why, const char *trial, hg_error *err) {
    char reason[sizeof why->object + sizeof why->text + 2];
    bool place = !*trial && *why->object;
    snprintf(reason, sizeof reason, "%s%s%s", place ? why->object : "", place ? ": " : "",
             why->text);
    return hg_cohort_add_failure(b->rows, why->file, trial, hg_status_name(why->code), reason, err);
}

/* The rows of the cohort: the results themselves go when their recording is done. */
static hg_status keep_rows(batch *b, const job *j, hg_error *err) {
    const hg__outputs *out = &j->outputs;
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < j->n_results; i++) {
        char trial[HG_NAME_MAX], sample[sizeof out->stem + HG_NAME_MAX + 1];
        char report[sizeof out->folder + sizeof out->stem + sizeof "/.html"];
        hg__clean_id(trial, j->results[i]->trial);
        snprintf(sample, sizeof sample, "%s_%s", out->stem, trial);
        snprintf(report, sizeof report, "%s/%s.html", out->folder, out->stem);
        status = hg__cohort_table_add(&b->cohort, j->results[i], i, err);
        if (status != HG_OK) break;
        hg_cohort_source source = {.origin = sample,
                                   .report = report,
                                   .sample = sample,
                                   .line = b->cohort.line[b->cohort.n - 1].text,
                                   .order = i};
        status = hg_cohort_add(b->rows, j->results[i], &source, err);
    }
    return status;
}

static hg_status analyse_trials(batch *b, job *j, const char *path, hg_error *err) {
    const hg_recording *rec = j->recording;
    size_t n_moving = 0;
    hg_error *failed = calloc(rec->n_trials + 1, sizeof *failed);
    hg_status status = HG_OK;
    j->results = calloc(rec->n_trials + 1, sizeof *j->results);
    if (!j->results || !failed) status = hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < rec->n_trials; i++) {
        hg_error *trouble = &failed[j->n_failed];
        if (!hg_trial_is_analysed(rec->trials[i])) continue;
        n_moving++;
        status = hg_analyze(&j->results[j->n_results], rec, rec->trials[i], &b->options->analyze,
                            b->context, trouble);
        if (status == HG_OK) {
            j->n_results++;
        } else if (status == HG_EDATA || status == HG_EFORMAT) { /* this trial's own fault */
            hg__error_set_file(trouble, path);
            snprintf(trouble->object, sizeof trouble->object, "%s", rec->trials[i]->name);
            j->n_failed++;
            status = HG_OK;
        } else if (err) {
            *err = *trouble;
        }
    }
    if (status == HG_OK && n_moving == 0)
        status = hg__fail(err, HG_EDATA, "the file holds no running or walking trial");
    if (status == HG_OK && j->n_results == 0) {
        status = failed[0].code;
        if (err) *err = failed[0];
    }
    for (size_t i = 0; status == HG_OK && i < j->n_failed; i++) {
        status = note_failure(j, &failed[i], err);
        if (status == HG_OK) status = keep_failure(b, &failed[i], failed[i].object, err);
        if (b->options->trial_failed) b->options->trial_failed(b->options->user, &failed[i]);
    }
    free(failed);
    return status;
}

/* Tells the trial which static trial is its own. */
static void tie_static(hg_recording *rec, const hg__plan_part *part) {
    for (size_t i = 0; i < rec->n_trials; i++)
        if (strcmp(rec->trials[i]->name, part->trial) == 0)
            memcpy(rec->trials[i]->static_trial, part->static_trial, sizeof part->static_trial);
}

/* A native file as it is, or the files of other formats joined into one recording. */
static hg_status read_item(hg_recording **out, const hg__plan_item *item, hg_error *err) {
    if (item->native) return hg_recording_read(out, item->parts[0].path, NULL, err);
    hg_status status = hg_recording_new(out, err);
    if (status != HG_OK) return status;
    memcpy((*out)->subject.id, item->runner, sizeof(*out)->subject.id);
    memcpy((*out)->session.id, item->session, sizeof(*out)->session.id);
    for (size_t i = 0; status == HG_OK && i < item->n_parts; i++) {
        const hg__plan_part *part = &item->parts[i];
        hg_recording *piece = NULL;
        status = hg_recording_read(&piece, part->path, NULL, err);
        if (status == HG_OK)
            status = hg_recording_append(*out, piece, part->trial, part->task, err);
        if (status == HG_OK) tie_static(*out, part);
        if (status != HG_OK && err && !*err->file) hg__error_set_file(err, part->path);
        hg_recording_free(piece);
    }
    return status;
}

static hg_status run_one(batch *b, job *j, const hg__plan_item *item, hg_error *err) {
    const char *path = hg__plan_path(item);
    const hg__batch_options *o = b->options;
    hg__outputs *out = &j->outputs;
    hg_status status = read_item(&j->recording, item, err);
    if (status == HG_OK) status = hg__intake_apply(b->intake, j->recording, path, err);
    if (status == HG_OK) {
        hg__outputs_begin(out, o->folder, j->recording->subject.id, j->recording->session.id);
        status = analyse_trials(b, j, path, err);
    }
    if (status == HG_OK)
        status = hg__outputs_add_trials(out, j->results, j->n_results, o->analyze.frames, err);
    if (status == HG_OK)
        status = hg__outputs_add_report(out, j->results, j->n_results, &o->faces, err);
    if (status == HG_OK) status = hg__claims_add(&b->claims, out, path, err);
    if (status == HG_OK) status = hg__outputs_write(out, o->force, err);
    if (status == HG_OK) status = keep_rows(b, j, err);
    if (status != HG_OK && err && !*err->file) hg__error_set_file(err, path);
    return status;
}

/* A file that is there but no rules is a wrong setting, not a recording that failed. */
static hg_status read_evidence(void **out, const hg__batch_options *o, hg_error *err) {
    size_t size;
    hg_status status = hg__file_read(out, &size, o->evidence_file, EVIDENCE_BYTES_MAX, err);
    if (status == HG_EUNSUPPORTED) status = HG_EINVAL;
    if (status == HG_OK && strlen(*out) != size)
        status = hg__fail(err, HG_EINVAL, "the file holds bytes that are not text");
    if (status != HG_OK && err) {
        err->code = status;
        hg__error_set_file(err, o->evidence_file);
    }
    return status;
}

static hg_status make_context(batch *b, hg_error *err) {
    const hg__batch_options *o = b->options;
    hg_context_options c = {.log = o->log, .n_markersets = o->n_markerset_files, .cpu = o->cpu};
    char **texts = calloc(o->n_markerset_files + 1, sizeof *texts);
    const char **names = calloc(o->n_markerset_files + 1, sizeof *names);
    hg_status status = texts && names ? HG_OK : hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < o->n_markerset_files; i++) {
        size_t size;
        void *data = NULL;
        status = hg__file_read(&data, &size, o->markerset_files[i], MARKERSET_BYTES_MAX, err);
        texts[i] = data;
        names[i] = hg__base_name(o->markerset_files[i]);
    }
    c.markersets = (const char *const *)texts;
    c.markerset_names = names;
    void *reference = NULL;
    if (status == HG_OK && o->reference_file) {
        size_t size;
        status = hg__file_read(&reference, &size, o->reference_file, REFERENCE_BYTES_MAX, err);
        c.reference = reference;
        c.reference_name = hg__base_name(o->reference_file);
    }
    void *evidence = NULL;
    if (status == HG_OK && o->evidence_file) status = read_evidence(&evidence, o, err);
    if (evidence) {
        c.evidence = evidence;
        c.evidence_name = hg__base_name(o->evidence_file);
    }
    if (status == HG_OK) status = hg_context_new(&b->context, &c, err);
    for (size_t i = 0; texts && i < o->n_markerset_files; i++) free(texts[i]);
    free(reference);
    free(evidence);
    free(texts);
    free(names);
    return status;
}

static void count(hg__batch_summary *out, hg_status status, hg_quality_status quality) {
    out->n++;
    if (status == HG_OK) {
        out->by_quality[quality]++;
        return;
    }
    out->common_failure = out->failed == 0 || out->common_failure == status ? status : HG_OK;
    out->failed++;
}

hg_status hg__batch_run(hg__batch_summary *out, const hg__plan *plan,
                        const hg__batch_options *options, hg_error *err) {
    batch b = {.options = options};
    bool stopped = false;
    memset(out, 0, sizeof *out);
    hg_status status =
        hg__intake_open(&b.intake, options->roster_file, options->intake_file, &options->log, err);
    if (status == HG_OK) status = make_context(&b, err);
    if (status == HG_OK) status = hg_cohort_new(&b.rows, NULL, err);
    if (status == HG_OK) status = hg__make_folder(options->folder, err);
    for (size_t i = 0; status == HG_OK && i < plan->n; i++) {
        job j = {0};
        hg_error trouble = {0};
        hg__batch_outcome outcome = {.file = hg__base_name(hg__plan_path(&plan->item[i]))};
        outcome.status = run_one(&b, &j, &plan->item[i], &trouble);
        outcome.error = &trouble;
        outcome.n_trials = j.n_results;
        outcome.n_failed_trials = j.n_failed;
        for (size_t r = 0; r < j.n_results; r++)
            if (j.results[r]->status > outcome.quality) outcome.quality = j.results[r]->status;
        if (outcome.status != HG_OK) status = keep_failure(&b, &trouble, "", err);
        if (outcome.status == HG_OK) outcome.report = hg__outputs_report(&j.outputs);
        count(out, outcome.status, outcome.quality);
        out->incomplete += outcome.status == HG_OK && j.n_failed > 0;
        if (options->done) options->done(options->user, &outcome);
        bool stop = options->fail_fast && (outcome.status != HG_OK || j.n_failed);
        job_free(&j);
        if ((stopped = stop)) break;
    }
    if (status == HG_OK && options->faces.csv && out->failed < out->n)
        status = hg__outputs_dictionary(options->folder, options->force, err);
    if (status == HG_OK && !stopped) hg__intake_tell_unused(b.intake, &options->log);
    if (status == HG_OK)
        status = hg__cohort_table_write(&b.cohort, options->folder, options->force, err);
    if (status == HG_OK)
        status = hg__cohort_publish(b.rows, plan, options->folder, options->faces.report.language,
                                    options->force, err);
    hg_cohort_free(b.rows);
    hg__cohort_table_free(&b.cohort);
    hg__claims_free(&b.claims);
    hg_context_free(b.context);
    hg__intake_close(b.intake);
    return status;
}
