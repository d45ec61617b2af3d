/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/plan.h"

#include <ctype.h>
#include <dirent.h>
#include <hipgait/io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"

#define DEPTH_MAX 32
#define TABLE_NAME "trials.tsv"
#define STANDARD_SESSION "S01"

/* --- names --- */

void hg__clean_id(char out[HG_NAME_MAX], const char *id) {
    static const char fit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t n = 0;
    for (; id[n] && n + 1 < HG_NAME_MAX; n++) out[n] = strchr(fit, id[n]) ? id[n] : '-';
    if (n == 0) out[n++] = '-';
    if (out[0] == '.') out[0] = '-';
    out[n] = '\0';
}

/* Base name without its extension, fit for an id. */
void hg__plan_stem(char out[HG_NAME_MAX], const char *path) {
    char name[HG_NAME_MAX];
    const char *base = hg__base_name(path);
    const char *dot = strrchr(base, '.');
    size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    snprintf(name, sizeof name, "%.*s", (int)(n < sizeof name ? n : sizeof name - 1), base);
    hg__clean_id(out, name);
}

/* A word between anything that is no letter, or at a change from small to capital letter:
 * "A12_static", "StandingTrial", "cal01", but not "vertical" or "Pascal". */
bool hg__plan_looks_static(const char *path) {
    static const char *const words[] = {"static", "standing", "calibration", "cal"};
    const char *base = hg__base_name(path);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = strlen(words[w]);
        for (const char *c = base; *c; c++) {
            if (strncasecmp(c, words[w], n) != 0) continue;
            bool begins = c == base || !isalpha((unsigned char)c[-1]) ||
                          (islower((unsigned char)c[-1]) && isupper((unsigned char)*c)) ||
                          isdigit((unsigned char)c[-1]);
            bool ends = !isalpha((unsigned char)c[n]) ||
                        (islower((unsigned char)c[n - 1]) && isupper((unsigned char)c[n]));
            /* "RBDS001static": a number before, "PiG_Calibration-FlatFoot": a dash behind */
            if (begins && ends) return true;
        }
    }
    return false;
}

/* How alike two file names are: shared beginning plus shared end. */
static size_t likeness(const char *a, const char *b) {
    a = hg__base_name(a);
    b = hg__base_name(b);
    size_t head = 0, tail = 0, na = strlen(a), nb = strlen(b);
    while (a[head] && a[head] == b[head]) head++;
    while (tail + head < na && tail + head < nb && a[na - 1 - tail] == b[nb - 1 - tail]) tail++;
    return head + tail;
}

/* --- items --- */

hg_status hg__plan_add_item(hg__plan_item **out, hg__plan *plan, const char *origin,
                            const char *runner, const char *session, hg_error *err) {
    for (size_t i = 0; i < plan->n; i++)
        if (strcmp(plan->item[i].origin, origin) == 0 &&
            strcmp(plan->item[i].runner, runner) == 0 &&
            strcmp(plan->item[i].session, session) == 0) {
            *out = &plan->item[i];
            return HG_OK;
        }
    hg__plan_item *grown = realloc(plan->item, (plan->n + 1) * sizeof *grown);
    if (!grown) return hg__fail_memory(err);
    plan->item = grown;
    *out = &plan->item[plan->n++];
    **out = (hg__plan_item){.origin = strdup(origin)};
    if (!(*out)->origin) return hg__fail_memory(err);
    snprintf((*out)->runner, sizeof(*out)->runner, "%s", runner);
    snprintf((*out)->session, sizeof(*out)->session, "%s", session);
    return HG_OK;
}

hg_status hg__plan_add_part(hg__plan_item *item, const char *path, const char *trial, hg_task task,
                            hg_error *err) {
    for (size_t i = 0; i < item->n_parts; i++)
        if (strcmp(item->parts[i].path, path) == 0) return HG_OK;
    hg__plan_part *grown = realloc(item->parts, (item->n_parts + 1) * sizeof *grown);
    if (!grown) return hg__fail_memory(err);
    item->parts = grown;
    hg__plan_part *part = &item->parts[item->n_parts];
    *part = (hg__plan_part){.path = strdup(path), .task = task};
    if (!part->path) return hg__fail_memory(err);
    snprintf(part->trial, sizeof part->trial, "%s", trial);
    item->n_parts++;
    return HG_OK;
}

const char *hg__plan_path(const hg__plan_item *item) {
    for (size_t i = 0; i < item->n_parts; i++)
        if (item->parts[i].task != HG_TASK_STATIC) return item->parts[i].path;
    return item->parts[0].path;
}

/* Is the file part of an item already, through a table further up? */
static bool is_planned(const hg__plan *plan, const char *path) {
    for (size_t i = 0; i < plan->n; i++)
        for (size_t p = 0; p < plan->item[i].n_parts; p++)
            if (strcmp(plan->item[i].parts[p].path, path) == 0) return true;
    return false;
}

static hg_status add_native(hg__plan *plan, const char *path, hg_error *err) {
    hg__plan_item *item;
    hg_status status = hg__plan_add_item(&item, plan, path, "", "", err);
    if (status != HG_OK) return status;
    item->native = true;
    return hg__plan_add_part(item, path, "", HG_TASK_UNKNOWN, err);
}

static hg_status add_foreign(hg__plan *plan, const char *folder, const char *runner,
                             const char *path, hg_error *err) {
    hg__plan_item *item;
    char trial[HG_NAME_MAX];
    hg__plan_stem(trial, path);
    hg_status status = hg__plan_add_item(&item, plan, folder, runner, STANDARD_SESSION, err);
    return status == HG_OK
               ? hg__plan_add_part(item, path, trial,
                                   hg__plan_looks_static(path) ? HG_TASK_STATIC : HG_TASK_UNKNOWN,
                                   err)
               : status;
}

/* --- folders --- */

static char *join(const char *folder, const char *name) {
    size_t n = strlen(folder) + strlen(name) + 2;
    char *path = malloc(n);
    const char *slash = folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/";
    if (path) snprintf(path, n, "%s%s%s", folder, slash, name);
    return path;
}

static hg_status cannot(const char *folder, const char *why, hg_error *err) {
    hg__fail(err, HG_EIO, "%s", why);
    hg__error_set_file(err, folder);
    return HG_EIO;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted names of a folder, hidden ones left out; free each and the list. */
static hg_status list_folder(char ***names, size_t *n, const char *folder, hg_error *err) {
    hg_status status = HG_OK;
    DIR *dir = opendir(folder);
    *names = NULL;
    *n = 0;
    if (!dir) return cannot(folder, "the folder cannot be read", err);
    for (struct dirent *entry; status == HG_OK && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        char **grown = realloc(*names, (*n + 1) * sizeof *grown);
        if (grown) *names = grown;
        if (!grown || !(grown[*n] = strdup(entry->d_name)))
            status = hg__fail_memory(err);
        else
            (*n)++;
    }
    closedir(dir);
    if (*n) qsort(*names, *n, sizeof **names, compare_names);
    return status;
}

/* A runner called like the folder; "." and ".." and "/" have no name of their own. */
static void folder_name(char out[HG_NAME_MAX], const char *folder) {
    char copy[HG_TEXT_MAX];
    snprintf(copy, sizeof copy, "%s", folder);
    size_t n = strlen(copy);
    while (n > 1 && copy[n - 1] == '/') copy[--n] = '\0';
    const char *base = hg__base_name(copy);
    hg__clean_id(out,
                 strcmp(base, ".") == 0 || strcmp(base, "..") == 0 || !*base ? "runner" : base);
}

static hg_status add_folder(hg__plan *plan, const char *folder, int depth, hg_error *err) {
    char **names, runner[HG_NAME_MAX];
    size_t n;
    struct stat link, target;
    if (depth > DEPTH_MAX) return cannot(folder, "folders are nested too deeply", err);
    hg_status status = list_folder(&names, &n, folder, err);
    char *table = join(folder, TABLE_NAME);
    bool has_table = table && stat(table, &target) == 0;
    if (status == HG_OK && has_table) status = hg__plan_read_table(plan, folder, table, err);
    free(table);
    folder_name(runner, folder);
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        char *path = join(folder, names[i]);
        if (!path) {
            status = hg__fail_memory(err);
        } else if (lstat(path, &link) == 0 && stat(path, &target) == 0) {
            hg_file_kind kind = S_ISREG(target.st_mode) ? hg_file_recognise(path) : HG_FILE_OTHER;
            /* links to folders are not followed: they could lead in a circle */
            if (S_ISDIR(link.st_mode))
                status = add_folder(plan, path, depth + 1, err);
            else if (is_planned(plan, path))
                ; /* the table has it */
            else if (kind == HG_FILE_NATIVE)
                status = add_native(plan, path, err);
            else if (kind != HG_FILE_OTHER && !has_table)
                status = add_foreign(plan, folder, runner, path, err);
        }
        free(path);
    }
    for (size_t i = 0; i < n; i++) free(names[i]);
    free(names);
    return status;
}

/* --- single files --- */

/* "static", "cal_01", "Standing-2": nothing but the word and numbers. */
static bool is_plain_static(const char *path) {
    static const char *const words[] = {"static", "standing", "calibration", "cal"};
    char stem[HG_NAME_MAX], letters[HG_NAME_MAX];
    size_t n = 0;
    hg__plan_stem(stem, path);
    for (const char *c = stem; *c; c++)
        if (isalpha((unsigned char)*c)) letters[n++] = *c;
    letters[n] = '\0';
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (strcasecmp(letters, words[w]) == 0) return true;
    return false;
}

/* Does a static trial's name say that it belongs to this file: a plain name, or at least three
 * letters of shared beginning that do not end inside a number (P01 and P02 are two runners). */
static bool belongs(const char *fixed, const char *moving) {
    const char *a = hg__base_name(fixed), *b = hg__base_name(moving);
    size_t n = 0;
    if (is_plain_static(fixed)) return true;
    while (a[n] && a[n] == b[n]) n++;
    bool inside_number = n > 0 && isdigit((unsigned char)a[n]) && isdigit((unsigned char)b[n]);
    bool cut_number = n > 0 && isdigit((unsigned char)a[n - 1]) &&
                      (isdigit((unsigned char)a[n]) || isdigit((unsigned char)b[n]));
    bool cut_word = n > 0 && islower((unsigned char)a[n - 1]) && islower((unsigned char)a[n]) &&
                    islower((unsigned char)b[n]);
    return n >= 3 && !inside_number && !cut_number && !cut_word;
}

/* The static trial of the same folder and format that belongs to the file; the most alike of
 * several. */
static hg_status find_static(char **out, const char *path, hg_error *err) {
    char **names, *folder = strdup(path);
    size_t n, best = 0;
    *out = NULL;
    if (!folder) return hg__fail_memory(err);
    folder[hg__base_name(path) - path] = '\0';
    hg_status status = list_folder(&names, &n, *folder ? folder : ".", err);
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        char *candidate = *folder ? join(folder, names[i]) : strdup(names[i]);
        bool fits = candidate && strcmp(candidate, path) != 0 && hg__plan_looks_static(candidate) &&
                    belongs(candidate, path) &&
                    hg_file_recognise(candidate) == hg_file_recognise(path);
        size_t score = fits ? likeness(candidate, path) + 1 : 0;
        if (score > best) {
            free(*out);
            *out = candidate;
            best = score;
        } else {
            free(candidate);
        }
    }
    for (size_t i = 0; i < n; i++) free(names[i]);
    free(names);
    free(folder);
    return status;
}

static hg_status add_single(hg__plan *plan, const char *path, const char *static_file,
                            hg_error *err) {
    char runner[HG_NAME_MAX], *found = NULL, trial[HG_NAME_MAX];
    hg__plan_item *item;
    hg_file_kind kind = hg_file_recognise(path);
    /* what nobody reads is planned as native, so that reading it says what it is */
    if (kind == HG_FILE_NATIVE || kind == HG_FILE_OTHER) return add_native(plan, path, err);
    hg__plan_stem(runner, path);
    hg_status status = hg__plan_add_item(&item, plan, path, runner, STANDARD_SESSION, err);
    if (status == HG_OK) status = hg__plan_add_part(item, path, runner, HG_TASK_UNKNOWN, err);
    if (status == HG_OK && !static_file) status = find_static(&found, path, err);
    const char *fixed = static_file ? static_file : found;
    if (status == HG_OK && fixed) {
        hg__plan_stem(trial, fixed);
        status = hg__plan_add_part(item, fixed, trial, HG_TASK_STATIC, err);
    }
    free(found);
    return status;
}

/* --- the plan --- */

static int compare_items(const void *a, const void *b) {
    const hg__plan_item *x = a, *y = b;
    int by_runner = strcmp(x->runner, y->runner), by_session = strcmp(x->session, y->session);
    return by_runner    ? by_runner
           : by_session ? by_session
                        : strcmp(x->parts[0].path, y->parts[0].path);
}

hg_status hg__plan_make(hg__plan *out, const char *const *inputs, size_t n, const char *static_file,
                        hg_error *err) {
    hg_status status = HG_OK;
    struct stat st;
    memset(out, 0, sizeof *out);
    if (static_file && stat(static_file, &st) != 0) {
        hg__fail(err, HG_ENOTFOUND, "there is no such file (--static)");
        hg__error_set_file(err, static_file);
        return HG_ENOTFOUND;
    }
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        size_t before = out->n;
        bool takes_static = stat(inputs[i], &st) == 0 && S_ISREG(st.st_mode) &&
                            hg_file_recognise(inputs[i]) != HG_FILE_NATIVE;
        if (static_file && !takes_static && stat(inputs[i], &st) == 0)
            status =
                hg__fail(err, HG_EINVAL,
                         "--static goes with single files of one trial each (C3D, TRC), not with a "
                         "folder or a native recording, which hold their own");
        else if (stat(inputs[i], &st) != 0)
            status = hg__fail(err, HG_ENOTFOUND, "there is no such file or folder");
        else if (!S_ISDIR(st.st_mode))
            status = add_single(out, inputs[i], static_file, err);
        else {
            status = add_folder(out, inputs[i], 0, err);
            if (status == HG_OK && out->n == before)
                status =
                    hg__fail(err, HG_ENOTFOUND, "the folder holds no recording that hipgait reads");
        }
        if (status != HG_OK && err && !*err->file) hg__error_set_file(err, inputs[i]);
    }
    if (status != HG_OK) {
        hg__plan_free(out);
        return status;
    }
    if (out->n) qsort(out->item, out->n, sizeof *out->item, compare_items);
    return HG_OK;
}

void hg__plan_free(hg__plan *plan) {
    for (size_t i = 0; i < plan->n; i++) {
        for (size_t p = 0; p < plan->item[i].n_parts; p++) free(plan->item[i].parts[p].path);
        free(plan->item[i].parts);
        free(plan->item[i].origin);
    }
    free(plan->item);
    memset(plan, 0, sizeof *plan);
}
