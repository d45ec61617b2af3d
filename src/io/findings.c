/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/text.h"

static void fill(hg__found *f, hg_severity severity, const char *object, const char *expected,
                 const char *found, va_list args) HG_PRINTF(5, 0);

static void fill(hg__found *f, hg_severity severity, const char *object, const char *expected,
                 const char *found, va_list args) {
    memset(f, 0, sizeof *f);
    f->severity = severity;
    hg__text_copy(f->object, sizeof f->object, object);
    hg__text_copy(f->expected, sizeof f->expected, expected);
    vsnprintf(f->found, sizeof f->found, found, args);
    /* names in a file may hold line breaks and escape sequences */
    hg__text_clean(f->object);
    hg__text_clean(f->found);
    hg__text_clean(f->expected);
}

static bool keep(hg__sink *sink, const hg__found *f) {
    if (sink->n == sink->room) {
        size_t room = sink->room ? sink->room * 2 : 16;
        hg__found *list = realloc(sink->list, room * sizeof *list);
        if (!list) return false;
        sink->list = list;
        sink->room = room;
    }
    sink->list[sink->n++] = *f;
    return true;
}

hg_status hg__fault(hg__sink *sink, hg_status code, const char *object, const char *expected,
                    const char *found, ...) {
    hg__found f;
    va_list args;
    va_start(args, found);
    fill(&f, HG_BLOCKER, object, expected, found, args);
    va_end(args);
    sink->n_faults++;
    if (!sink->collect)
        return hg__fail_at(sink->err, code, f.object, "found %s; expected %s", f.found, f.expected);
    if (!keep(sink, &f)) return hg__fail_memory(sink->err);
    return sink->n_faults < HG__FINDINGS_MAX ? HG_OK : code;
}

void hg__remark(hg__sink *sink, hg_severity severity, const char *object, const char *expected,
                const char *found, ...) {
    if ((!sink->collect && severity == HG_NOTE) || sink->n >= 2 * HG__FINDINGS_MAX) return;
    hg__found f;
    va_list args;
    va_start(args, found);
    fill(&f, severity, object, expected, found, args);
    va_end(args);
    keep(sink, &f);
}

void hg__sink_free(hg__sink *sink) {
    free(sink->list);
    memset(sink, 0, sizeof *sink);
}
