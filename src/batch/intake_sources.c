/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/intake_sources.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "batch/roster.h"

struct hg__intake_sources {
    hg__roster roster;
    const char *intake_file;
};

hg_status hg__intake_open(hg__intake_sources **out, const char *roster_file,
                          const char *intake_file, const hg_log *log, hg_error *err) {
    struct stat st;
    *out = calloc(1, sizeof **out);
    if (!*out) return hg__fail_memory(err);
    (*out)->intake_file = intake_file;
    if (intake_file && stat(intake_file, &st) != 0) {
        hg__fail(err, HG_ENOTFOUND, "there is no such file (--intake)");
        hg__error_set_file(err, intake_file);
        return HG_ENOTFOUND;
    }
    return roster_file ? hg__roster_read(&(*out)->roster, roster_file, log, err) : HG_OK;
}

/* A message names the recording first and then the file with the answers. */
static void place_error(hg_error *err, const char *recording_path) {
    char object[sizeof err->object];
    if (!err) return;
    const char *comma = *err->file && *err->object ? ", " : "";
    snprintf(object, sizeof object, "%s%s%.100s", err->file, comma, err->object);
    memcpy(err->object, object, sizeof err->object);
    hg__error_set_file(err, recording_path);
}

static hg_status read_one(hg_recording *recording, const char *file, const char *recording_path,
                          hg_error *err) {
    hg_status status = hg_intake_read_file(recording, file, err);
    if (status != HG_OK) place_error(err, recording_path);
    return status;
}

/* A file in the folder of the recording; none there is nothing wrong. */
static hg_status read_beside(hg_recording *recording, const char *stem, const char *recording_path,
                             hg_error *err) {
    char file[PATH_MAX];
    struct stat st;
    int folder = (int)(hg__base_name(recording_path) - recording_path);
    int n = snprintf(file, sizeof file, "%.*s%s.intake.json", folder, recording_path, stem);
    if (n >= (int)sizeof file || stat(file, &st) != 0) return HG_OK;
    return read_one(recording, file, recording_path, err);
}

hg_status hg__intake_apply(hg__intake_sources *sources, hg_recording *recording, const char *path,
                           hg_error *err) {
    char visit[2 * HG_NAME_MAX + 2];
    const hg_subject *s = &recording->subject;
    snprintf(visit, sizeof visit, "%s_%s", s->id, recording->session.id);
    hg_status status = hg__roster_apply(&sources->roster, recording, err);
    if (status == HG_OK) status = read_beside(recording, s->id, path, err);
    if (status == HG_OK) status = read_beside(recording, visit, path, err);
    if (status == HG_OK && sources->intake_file)
        status = read_one(recording, sources->intake_file, path, err);
    return status;
}

void hg__intake_tell_unused(const hg__intake_sources *sources, const hg_log *log) {
    hg__roster_tell_unused(&sources->roster, log);
}

void hg__intake_close(hg__intake_sources *sources) {
    if (!sources) return;
    hg__roster_free(&sources->roster);
    free(sources);
}
