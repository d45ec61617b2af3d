/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/cohort.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/cohort_files.h"
#include "batch/failures.h"

/* Results that could not be read are found again, or not. */
static bool is_result_file(const void *user, const char *file) {
    static const char ending[] = ".json";
    size_t n = strlen(file);
    (void)user;
    return n >= sizeof ending && strcmp(file + n - (sizeof ending - 1), ending) == 0;
}

static hg_status read_failures(hg_cohort *c, const char *folder, hg_error *err) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, HG__FAILURES_FILE) >= (int)sizeof path)
        return HG_OK;
    return hg__failures_read(c, path, is_result_file, NULL, err);
}

hg_status hg__cohort_merge(hg__cohort_counts *out, const char *const *folders, size_t n,
                           const hg__cohort_job *job, hg_error *err) {
    hg_cohort *c = NULL;
    hg__cohort_scan scan = {.page = job->folder, .unread = job->unread, .user = job->user};
    memset(out, 0, sizeof *out);
    hg_status status = hg_cohort_new(&c, &job->options, err);
    if (status == HG_OK) status = hg__make_folder(job->folder, err);
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        status = hg__cohort_scan_folder(c, &scan, folders[i], err);
        if (status == HG_OK) status = read_failures(c, folders[i], err);
    }
    if (status == HG_OK && c->n == 0 && c->n_failures == 0)
        status = hg__fail(err, HG_ENOTFOUND, "no folder holds a result of hipgait analyze");
    if (status == HG_OK) status = hg_cohort_finish(c, err);
    if (status == HG_OK)
        status = hg__cohort_files_write(c, job->folder,
                                        HG__COHORT_CSV | HG__COHORT_HTML | HG__COHORT_MQC |
                                            HG__COHORT_H5 | HG__COHORT_FAILURES,
                                        job->force, &job->page, err);
    if (status == HG_OK) {
        out->trials = c->n;
        out->failures = c->n_failures;
        out->unreadable = scan.unreadable;
        for (size_t i = 0; i < c->n; i++) out->by_quality[c->row[i].status]++;
    }
    hg_cohort_free(c);
    return status;
}

/* --- after analyze --- */

/* Names of the results of this call, sorted. */
typedef struct fresh {
    const char **sample;
    size_t n;
} fresh;

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_fresh(const void *user, const char *sample) {
    const fresh *f = user;
    return f->n && bsearch(&sample, f->sample, f->n, sizeof *f->sample, by_text);
}

/* Was the file tried again by this call? */
static bool is_planned(const void *user, const char *file) {
    const hg__plan *plan = user;
    if (is_result_file(NULL, file)) return true;
    for (size_t i = 0; i < plan->n; i++)
        for (size_t p = 0; p < plan->item[i].n_parts; p++)
            if (strcmp(hg__base_name(plan->item[i].parts[p].path), file) == 0) return true;
    return false;
}

static hg_status add_earlier(hg_cohort *c, const hg__plan *plan, const char *folder,
                             hg_error *err) {
    char path[PATH_MAX];
    fresh f = {calloc(c->n + 1, sizeof(const char *)), c->n};
    hg__cohort_scan scan = {.page = folder, .skip = is_fresh, .user = &f};
    if (!f.sample) return hg__fail_memory(err);
    for (size_t i = 0; i < c->n; i++) f.sample[i] = c->row[i].sample;
    qsort(f.sample, f.n, sizeof *f.sample, by_text);
    hg_status status = hg__cohort_scan_folder(c, &scan, folder, err);
    free(f.sample);
    if (status == HG_OK &&
        snprintf(path, sizeof path, "%s/%s", folder, HG__FAILURES_FILE) < (int)sizeof path)
        status = hg__failures_read(c, path, is_planned, plan, err);
    return status;
}

hg_status hg__cohort_publish(hg_cohort *cohort, const hg__plan *plan, const char *folder,
                             const char *language, bool force, hg_error *err) {
    const hg_cohort_page_options page = {.language = language};
    hg_status status = add_earlier(cohort, plan, folder, err);
    if (status == HG_OK) status = hg_cohort_finish(cohort, err);
    unsigned files = HG__COHORT_FAILURES;
    if (cohort->n)
        files |= HG__COHORT_HTML | HG__COHORT_MQC; /* as cohort.csv: not without a trial */
    if (status == HG_OK) status = hg__cohort_files_write(cohort, folder, files, force, &page, err);
    return status;
}
