/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/cohort_files.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/failures.h"

#define BYTES_MAX ((size_t)1 << 30)
#define HEAD_BYTES ((size_t)4096) /* in which a file says what it is */

static hg_status make_csv(hg_text *out, hg_cohort *c, const hg_cohort_page_options *page,
                          hg_error *err) {
    (void)page;
    return hg_report_cohort_csv(out, c, err);
}

static hg_status make_mqc(hg_text *out, hg_cohort *c, const hg_cohort_page_options *page,
                          hg_error *err) {
    (void)page;
    return hg_report_cohort_mqc(out, c, err);
}

static hg_status make_h5(hg_text *out, hg_cohort *c, const hg_cohort_page_options *page,
                         hg_error *err) {
    hg_text csv = {NULL, 0};
    (void)page;
    hg_status status = hg_report_cohort_csv(&csv, c, err);
    if (status == HG_OK) status = hg_cohort_h5(out, c, &csv, err);
    hg_text_free(&csv);
    return status;
}

static hg_status make_failures(hg_text *out, hg_cohort *c, const hg_cohort_page_options *page,
                               hg_error *err) {
    (void)page;
    return hg__failures_text(out, c, err);
}

/* A mark that stands in the beginning of each file of ours, or anywhere in an HDF5 file. */
static const struct file {
    unsigned bit;
    const char *name, *mark;
    hg_status (*make)(hg_text *, hg_cohort *, const hg_cohort_page_options *, hg_error *);
} files[] = {
    {HG__COHORT_FAILURES, HG__FAILURES_FILE, "file,trial,status,reason\n", make_failures},
    {HG__COHORT_CSV, "cohort.csv", "runner,session,visit,trial,task,", make_csv},
    {HG__COHORT_H5, "cohort.h5", "hipgait-cohort", make_h5},
    {HG__COHORT_HTML, "cohort.html", "content=\"hipgait ", hg_report_cohort_html},
    {HG__COHORT_MQC, "hipgait_mqc.json", "\"id\": \"hipgait\"", make_mqc},
};

static bool holds(const char *data, size_t size, const char *mark) {
    size_t n = strlen(mark);
    for (size_t i = 0; i + n <= size; i++)
        if (data[i] == *mark && memcmp(data + i, mark, n) == 0) return true;
    return false;
}

static hg_status write_file(const struct file *f, hg_cohort *c, const char *folder, bool force,
                            const hg_cohort_page_options *page, hg_error *err) {
    char path[PATH_MAX];
    hg_text text = {NULL, 0};
    void *old = NULL;
    size_t size = 0;
    hg_error none;
    if (snprintf(path, sizeof path, "%s/%s", folder, f->name) >= (int)sizeof path)
        return hg__fail(err, HG_EEXIST, "the name of the output folder is too long");
    hg_status found = hg__file_read(&old, &size, path, BYTES_MAX, &none);
    bool whole = f->bit == HG__COHORT_H5 || size < HEAD_BYTES;
    bool ours = found == HG_OK && holds(old, whole ? size : HEAD_BYTES, f->mark);
    hg_status status = HG_OK;
    if (found == HG_ENOTFOUND && f->bit == HG__COHORT_FAILURES && c->n_failures == 0) return HG_OK;
    if (found != HG_ENOTFOUND && !ours && !force)
        status =
            hg__fail(err, HG_EEXIST,
                     "%s exists already and was not made by hipgait; --force replaces it", f->name);
    if (status == HG_OK) status = f->make(&text, c, page, err);
    bool same =
        status == HG_OK && found == HG_OK && size == text.size && memcmp(old, text.data, size) == 0;
    if (status == HG_OK && !same) status = hg__file_write(path, text.data, text.size, true, err);
    hg_text_free(&text);
    free(old);
    return status;
}

hg_status hg__cohort_files_write(hg_cohort *cohort, const char *folder, unsigned which, bool force,
                                 const hg_cohort_page_options *page, hg_error *err) {
    hg_status status = HG_OK;
    for (size_t i = 0; status == HG_OK && i < sizeof files / sizeof *files; i++)
        if (which & files[i].bit) status = write_file(&files[i], cohort, folder, force, page, err);
    return status;
}
