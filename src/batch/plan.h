/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which recordings a batch works on, from which files each is made, and what its outputs are
 * called.
 *
 * A native file is a recording by itself and knows its runner and session. Other formats hold one
 * trial each and no ids; they are put together in one of three ways:
 *   trials.tsv   in a folder that is named as input: columns path, runner, session, trial, task,
 *                static (header row; session, trial, task and static may be left out or "n/a"); all
 *                files of one runner and session become one recording, `static` names the static
 *                trial's file for this row where the task column does not mark one
 *   folders      without trials.tsv the files of one folder are one runner, called like the folder;
 *                a file with static, standing or cal in its name is the static trial
 *   single files each is a runner called like the file; its static trial is the one given with
 *                --static, or the file so called in the same folder whose name is most alike
 */
#ifndef HG_BATCH_PLAN_H
#define HG_BATCH_PLAN_H

#include <hipgait/recording.h>
#include <stdbool.h>

/* One file of a recording. */
typedef struct hg__plan_part {
    char *path;
    char trial[HG_NAME_MAX];        /* "" for a native file, which names its own */
    char static_trial[HG_NAME_MAX]; /* the static trial that belongs to it; "" for any */
    hg_task task;
} hg__plan_part;

typedef struct hg__plan_item {
    bool native;
    char *origin; /* the table, folder or file that made it: only parts of one origin join */
    char runner[HG_NAME_MAX], session[HG_NAME_MAX]; /* "" for a native file */
    hg__plan_part *parts;
    size_t n_parts;
} hg__plan_item;

typedef struct hg__plan {
    hg__plan_item *item; /* by runner and session, native files by path; each once */
    size_t n;
} hg__plan;

/* Folders are searched to any depth for files whose bytes are those of a recording; hidden ones are
 * left out. `static_file` may be NULL. HG_ENOTFOUND for an input that is not there, or a folder
 * without any recording; HG_EINVAL for a bad trials.tsv, with its line. */
hg_status hg__plan_make(hg__plan *out, const char *const *inputs, size_t n, const char *static_file,
                        hg_error *err);
void hg__plan_free(hg__plan *plan);

/* The path by which people know an item: its first moving part. Borrowed. */
const char *hg__plan_path(const hg__plan_item *item);

/* An id made fit for a file name: letters, digits, '.', '_' and '-' stay, the rest becomes '-';
 * neither empty nor beginning with a dot. */
void hg__clean_id(char out[HG_NAME_MAX], const char *id);

/* --- inside the plan (plan_*.c) --- */
/* The item of this origin, runner and session, made when it is not there. */
hg_status hg__plan_add_item(hg__plan_item **out, hg__plan *plan, const char *origin,
                            const char *runner, const char *session, hg_error *err);
hg_status hg__plan_add_part(hg__plan_item *item, const char *path, const char *trial, hg_task task,
                            hg_error *err);
hg_status hg__plan_read_table(hg__plan *plan, const char *folder, const char *table, hg_error *err);
bool hg__plan_looks_static(const char *path);
void hg__plan_stem(char out[HG_NAME_MAX], const char *path);

#endif
