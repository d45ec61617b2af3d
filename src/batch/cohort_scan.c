/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results that lie in folders, as rows of a cohort. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "batch/cohort_files.h"
#include "batch/cohort_table.h"
#include "batch/plan.h"

#define ENDING ".json"
#define DEPTH_MAX 16
#define HEAD_BYTES ((size_t)512) /* in which a result names its schema */

typedef struct walk {
    hg_cohort *cohort;
    hg__cohort_scan *scan;
    hg_error *err;
    int depth;
    char page[PATH_MAX]; /* absolute */
} walk;

char *hg__relative_path(const char *from_folder, const char *to) {
    size_t same = 0, up = 0, n;
    for (size_t i = 0;; i++) { /* the folders that both are in */
        bool end_a = from_folder[i] == '\0' || from_folder[i] == '/';
        bool end_b = to[i] == '\0' || to[i] == '/';
        if (end_a && end_b) same = i;
        if (from_folder[i] != to[i] || !from_folder[i]) break;
    }
    const char *rest = from_folder + same, *down = to + same;
    for (const char *c = rest; *c; c++) up += *c == '/' && c[1] != '\0';
    while (*down == '/') down++;
    n = 3 * up + strlen(down) + 1;
    char *path = malloc(n);
    if (!path) return NULL;
    *path = '\0';
    for (size_t i = 0; i < up; i++) memcpy(path + 3 * i, "../", 4);
    strcat(path, down);
    return path;
}

static bool ends_in(const char *name, const char *ending) {
    size_t n = strlen(name), m = strlen(ending);
    return n > m && strcmp(name + n - m, ending) == 0;
}

/* Says a file that it is a result? */
static bool is_result(const char *text, size_t size) {
    char head[HEAD_BYTES + 1];
    size_t n = size < HEAD_BYTES ? size : HEAD_BYTES;
    memcpy(head, text, n);
    head[n] = '\0';
    const char *schema = strstr(head, "\"schema\"");
    return schema && strstr(schema, "\"hipgait-result\"");
}

/* The report that belongs to a result, seen from the page; NULL when it is not there. */
static char *report_of(const walk *w, const char *folder, const hg_result *r) {
    char path[PATH_MAX], whole[PATH_MAX], runner[HG_NAME_MAX], session[HG_NAME_MAX];
    struct stat st;
    hg__clean_id(runner, r->runner);
    hg__clean_id(session, r->session);
    int n = snprintf(path, sizeof path, "%s/%s_%s.html", folder, runner, session);
    if (n >= (int)sizeof path || stat(path, &st) != 0 || !realpath(path, whole)) return NULL;
    return hg__relative_path(w->page, whole);
}

static hg_status add_result(walk *w, const char *folder, const char *path, const void *text,
                            size_t size, const hg_result *r, const hg__cohort_table *orders) {
    char sha256[65], sample[NAME_MAX + 1];
    hg_text line = {NULL, 0};
    hg_status status = hg_report_cohort_row(&line, r, w->err);
    if (status != HG_OK) return status;
    char *report = report_of(w, folder, r);
    hg__sha256_hex(sha256, text, size);
    snprintf(sample, sizeof sample, "%s", hg__base_name(path));
    sample[strlen(sample) - strlen(ENDING)] = '\0';
    hg_cohort_source source = {.origin = path,
                               .report = report,
                               .sample = sample,
                               .sha256 = sha256,
                               .line = line.data,
                               .order = hg__cohort_table_order(orders, line.data)};
    status = hg_cohort_add(w->cohort, r, &source, w->err);
    hg_text_free(&line);
    free(report);
    w->scan->n += status == HG_OK;
    return status;
}

/* A result that cannot be read is a failure of the cohort, not the end of it. */
static hg_status note_unread(walk *w, const char *path, hg_error *trouble) {
    char reason[sizeof trouble->object + sizeof trouble->text + 2];
    if (!*trouble->file) hg__error_set_file(trouble, path);
    snprintf(reason, sizeof reason, "%s%s%s", trouble->object, *trouble->object ? ": " : "",
             trouble->text);
    w->scan->unreadable++;
    if (w->scan->unread) w->scan->unread(w->scan->user, trouble);
    return hg_cohort_add_failure(w->cohort, hg__base_name(path), "", hg_status_name(trouble->code),
                                 reason, w->err);
}

static hg_status read_file(walk *w, const char *folder, const char *path,
                           const hg__cohort_table *orders) {
    void *text = NULL;
    size_t size = 0;
    hg_result *result = NULL;
    hg_error trouble = {0};
    hg_status status = hg__file_read(&text, &size, path, HG_RESULT_BYTES_MAX, &trouble);
    if (status == HG_OK) {
        if (!is_result(text, size)) {
            free(text);
            return HG_OK;
        }
        status = hg_result_read_json(&result, text, size, path, &trouble);
    }
    if (status == HG_OK)
        status = add_result(w, folder, path, text, size, result, orders);
    else if (status == HG_ENOMEM)
        status = hg__fail_memory(w->err);
    else
        status = note_unread(w, path, &trouble);
    hg_result_free(result);
    free(text);
    return status;
}

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name); /* alphasort() would follow the locale */
}

static hg_status walk_folder(walk *w, const char *folder, const hg__cohort_table *above);

static hg_status walk_entry(walk *w, const char *folder, const char *name,
                            const hg__cohort_table *orders) {
    char path[PATH_MAX];
    struct stat st;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return HG_OK;
    if (lstat(path, &st) != 0) return HG_OK; /* gone meanwhile */
    if (S_ISDIR(st.st_mode)) return walk_folder(w, path, orders);
    if (!ends_in(name, ENDING) || stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return HG_OK;
    if (w->scan->skip) {
        char sample[NAME_MAX + 1];
        snprintf(sample, sizeof sample, "%.*s", (int)(strlen(name) - strlen(ENDING)), name);
        if (w->scan->skip(w->scan->user, sample)) return HG_OK;
    }
    return read_file(w, folder, path, orders);
}

/* Trials stand as in the cohort.csv of the nearest folder above that has one. */
static hg_status walk_folder(walk *w, const char *folder, const hg__cohort_table *above) {
    struct dirent **list = NULL;
    char path[PATH_MAX];
    hg__cohort_table own = {0};
    hg_status status = HG_OK;
    if (++w->depth > DEPTH_MAX) {
        w->depth--;
        return HG_OK;
    }
    int n = scandir(folder, &list, visible, by_bytes);
    if (n < 0) status = hg__fail(w->err, HG_EIO, "the folder cannot be read");
    if (n < 0) hg__error_set_file(w->err, folder);
    if (status == HG_OK && snprintf(path, sizeof path, "%s/cohort.csv", folder) < (int)sizeof path)
        status = hg__cohort_table_read(&own, path, w->err);
    for (int i = 0; i < n; i++) {
        if (status == HG_OK) status = walk_entry(w, folder, list[i]->d_name, own.n ? &own : above);
        free(list[i]);
    }
    free(list);
    hg__cohort_table_free(&own);
    w->depth--;
    return status;
}

hg_status hg__cohort_scan_folder(hg_cohort *cohort, hg__cohort_scan *scan, const char *folder,
                                 hg_error *err) {
    static const hg__cohort_table no_orders = {0};
    walk w = {.cohort = cohort, .scan = scan, .err = err};
    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        hg__fail(err, HG_ENOTFOUND, "there is no such folder");
        hg__error_set_file(err, folder);
        return HG_ENOTFOUND;
    }
    if (!realpath(scan->page, w.page)) return hg__fail(err, HG_EIO, "the output folder is gone");
    return walk_folder(&w, folder, &no_orders);
}
