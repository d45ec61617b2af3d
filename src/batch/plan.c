/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/plan.h"

#include <dirent.h>
#include <hipgait/io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

#define DEPTH_MAX 32

static hg_status add(hg__plan *plan, const char *path, hg_error *err) {
    char **grown = realloc(plan->path, (plan->n + 1) * sizeof *grown);
    if (!grown) return hg__fail_memory(err);
    plan->path = grown;
    if (!(plan->path[plan->n] = strdup(path))) return hg__fail_memory(err);
    plan->n++;
    return HG_OK;
}

static hg_status add_folder(hg__plan *plan, const char *folder, int depth, hg_error *err) {
    hg_status status = HG_OK;
    DIR *dir = opendir(folder);
    if (!dir || depth > DEPTH_MAX) {
        if (dir) closedir(dir);
        hg__fail(err, HG_EIO, dir ? "folders are nested too deeply" : "the folder cannot be read");
        hg__error_set_file(err, folder);
        return HG_EIO;
    }
    for (struct dirent *entry; status == HG_OK && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        size_t n = strlen(folder) + strlen(entry->d_name) + 2;
        char *path = malloc(n);
        struct stat link, target;
        if (!path) {
            status = hg__fail_memory(err);
            break;
        }
        const char *slash = folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/";
        snprintf(path, n, "%s%s%s", folder, slash, entry->d_name);
        if (lstat(path, &link) == 0 && stat(path, &target) == 0) {
            /* links to folders are not followed: they could lead in a circle */
            if (S_ISDIR(link.st_mode))
                status = add_folder(plan, path, depth + 1, err);
            else if (S_ISREG(target.st_mode) && hg_file_is_recording(path))
                status = add(plan, path, err);
        }
        free(path);
    }
    closedir(dir);
    return status;
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

hg_status hg__plan_make(hg__plan *out, const char *const *inputs, size_t n, hg_error *err) {
    hg_status status = HG_OK;
    memset(out, 0, sizeof *out);
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        struct stat st;
        size_t before = out->n;
        if (stat(inputs[i], &st) != 0)
            status = hg__fail(err, HG_ENOTFOUND, "there is no such file or folder");
        else if (!S_ISDIR(st.st_mode))
            status = add(out, inputs[i], err);
        else {
            status = add_folder(out, inputs[i], 0, err);
            if (status == HG_OK && out->n == before)
                status = hg__fail(err, HG_ENOTFOUND, "the folder holds no recording that hipgait reads");
        }
        if (status != HG_OK && err && !*err->file) hg__error_set_file(err, inputs[i]);
    }
    if (status != HG_OK) {
        hg__plan_free(out);
        return status;
    }
    if (out->n) qsort(out->path, out->n, sizeof *out->path, compare);
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (kept && strcmp(out->path[kept - 1], out->path[i]) == 0)
            free(out->path[i]);
        else
            out->path[kept++] = out->path[i];
    }
    out->n = kept;
    return HG_OK;
}

void hg__plan_free(hg__plan *plan) {
    for (size_t i = 0; i < plan->n; i++) free(plan->path[i]);
    free(plan->path);
    memset(plan, 0, sizeof *plan);
}

void hg__clean_id(char out[HG_NAME_MAX], const char *id) {
    static const char fit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t n = 0;
    for (; id[n] && n + 1 < HG_NAME_MAX; n++) out[n] = strchr(fit, id[n]) ? id[n] : '-';
    if (n == 0) out[n++] = '-';
    if (out[0] == '.') out[0] = '-';
    out[n] = '\0';
}
