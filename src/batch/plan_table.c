/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trials.tsv: which file is which trial of which runner. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "batch/plan.h"
#include <hipgait/io.h>

#define TABLE_BYTES_MAX ((size_t)16 << 20)

enum { PATH, RUNNER, SESSION, TRIAL, TASK, STATIC, COLUMNS };
static const char *const names[COLUMNS] = {"path", "runner", "session", "trial", "task", "static"};

typedef struct table {
    hg__plan *plan;
    const char *folder, *name;
    int column[COLUMNS]; /* place in the row, -1 when absent */
    size_t line;
    hg_error *err;
} table;

static hg_status wrong(const table *t, const char *fmt, ...) HG_PRINTF(2, 3);
static hg_status wrong(const table *t, const char *fmt, ...) {
    char text[300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    hg__fail(t->err, HG_EINVAL, "line %zu: %s", t->line, text);
    hg__error_set_file(t->err, t->name);
    return HG_EINVAL;
}

/* Cuts a line at its tabs, in place; "n/a" is nothing. Returns the number of cells. */
static int split(char *line, char **cell, int most) {
    int n = 0;
    for (char *c = line; n < most; c++) {
        cell[n++] = c;
        c += strcspn(c, "\t");
        if (*c == '\0') break;
        *c = '\0';
    }
    return n;
}

static const char *value(const table *t, char **cell, int n, int which) {
    int at = t->column[which];
    if (at < 0 || at >= n || strcmp(cell[at], "n/a") == 0) return "";
    return cell[at];
}

static hg_status read_header(table *t, char **cell, int n) {
    for (int c = 0; c < COLUMNS; c++) {
        t->column[c] = -1;
        for (int i = 0; i < n; i++)
            if (strcmp(cell[i], names[c]) == 0) t->column[c] = i;
    }
    if (t->column[PATH] < 0 || t->column[RUNNER] < 0)
        return wrong(t, "%s",
                     "the header must name the columns path and runner (and may name session, "
                     "trial, task, static)");
    return HG_OK;
}

static hg_status full_path(char **out, const table *t, const char *path) {
    struct stat st;
    if (*path == '/' || strstr(path, "../"))
        return wrong(t, "\"%.100s\": paths are relative to the folder of the table", path);
    size_t n = strlen(t->folder) + strlen(path) + 2;
    if (!(*out = malloc(n))) return hg__fail_memory(t->err);
    const char *slash = t->folder[strlen(t->folder) - 1] == '/' ? "" : "/";
    snprintf(*out, n, "%s%s%s", t->folder, slash, path);
    if (stat(*out, &st) == 0) return HG_OK;
    free(*out);
    *out = NULL;
    return wrong(t, "there is no file \"%.100s\"", path);
}

static hg_status read_task(hg_task *out, const table *t, const char *text, const char *path) {
    *out = hg__plan_looks_static(path) ? HG_TASK_STATIC : HG_TASK_UNKNOWN;
    if (!*text) return HG_OK;
    for (int task = HG_TASK_RUN; task <= HG_TASK_FUNCTIONAL; task++)
        if (strcmp(hg_task_name((hg_task)task), text) == 0) {
            *out = (hg_task)task;
            return HG_OK;
        }
    return wrong(t, "\"%.40s\" is not a task; expected run, walk, static or functional", text);
}

/* The part of an item that is this file, or NULL. */
static hg__plan_part *find_part(const hg__plan_item *item, const char *path) {
    for (size_t i = 0; i < item->n_parts; i++)
        if (strcmp(item->parts[i].path, path) == 0) return &item->parts[i];
    return NULL;
}

/* Adds a file, or finds it where a static trial serves several rows. */
static hg_status add_file(hg__plan_part **out, const table *t, hg__plan_item *item,
                          const char *path, const char *trial, hg_task task) {
    char *full, stem[HG_NAME_MAX];
    hg_status status = full_path(&full, t, path);
    if (status != HG_OK) return status;
    hg__plan_stem(stem, path);
    *out = find_part(item, full);
    if (hg_file_recognise(full) == HG_FILE_NATIVE)
        status = wrong(
            t, "\"%.100s\" is a native recording, which names its runner itself; leave it out",
            path);
    else if (*out && task != HG_TASK_STATIC)
        status = wrong(t, "\"%.100s\" stands in the table twice", path);
    else if (!*out)
        status = hg__plan_add_part(item, full, *trial ? trial : stem, task, t->err);
    if (status == HG_OK) *out = find_part(item, full);
    free(full);
    return status;
}

static hg_status read_row(const table *t, char **cell, int n) {
    const char *path = value(t, cell, n, PATH), *runner = value(t, cell, n, RUNNER);
    const char *session = value(t, cell, n, SESSION), *fixed = value(t, cell, n, STATIC);
    char static_trial[HG_NAME_MAX] = "";
    hg__plan_item *item;
    hg__plan_part *part;
    hg_task task;
    if (!*path || !*runner) return wrong(t, "%s", "path and runner must be given");
    if (strlen(runner) >= HG_NAME_MAX || strlen(session) >= HG_NAME_MAX)
        return wrong(t, "an id is longer than %d bytes", HG_NAME_MAX - 1);
    hg_status status = read_task(&task, t, value(t, cell, n, TASK), path);
    if (status == HG_OK)
        status =
            hg__plan_add_item(&item, t->plan, t->name, runner, *session ? session : "S01", t->err);
    if (status == HG_OK && *fixed) {
        status = add_file(&part, t, item, fixed, "", HG_TASK_STATIC);
        if (status == HG_OK) memcpy(static_trial, part->trial, sizeof static_trial);
    }
    if (status == HG_OK) status = add_file(&part, t, item, path, value(t, cell, n, TRIAL), task);
    if (status == HG_OK) memcpy(part->static_trial, static_trial, sizeof static_trial);
    return status;
}

hg_status hg__plan_read_table(hg__plan *plan, const char *folder, const char *path, hg_error *err) {
    table t = {.plan = plan, .folder = folder, .name = path, .err = err};
    void *data = NULL;
    size_t size;
    hg_status status = hg__file_read(&data, &size, path, TABLE_BYTES_MAX, err);
    if (status != HG_OK) return status;
    char *text = data, *rest = text;
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        rest += 3; /* some editors put a mark first */
    if (strlen(text) != size) status = wrong(&t, "%s", "the table holds bytes that are not text");
    for (char *line = rest; status == HG_OK && line && *line; line = rest) {
        char *cell[32];
        rest = strchr(line, '\n');
        if (rest) *rest++ = '\0';
        size_t n = strlen(line);
        if (n && line[n - 1] == '\r') line[n - 1] = '\0';
        t.line++;
        if (!*line || (*line == '#' && t.line > 1)) continue;
        int cells = split(line, cell, 32);
        status = t.line == 1 ? read_header(&t, cell, cells) : read_row(&t, cell, cells);
    }
    if (status == HG_OK && t.line == 0) status = wrong(&t, "%s", "the table is empty");
    free(data);
    return status;
}
