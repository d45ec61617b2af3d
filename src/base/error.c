/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static void fill(hg_error *err, hg_status code, const char *object, const char *fmt, va_list args)
    HG_PRINTF(4, 0);

static void fill(hg_error *err, hg_status code, const char *object, const char *fmt, va_list args) {
    if (!err) return;
    memset(err, 0, sizeof *err);
    err->code = code;
    if (object) snprintf(err->object, sizeof err->object, "%s", object);
    vsnprintf(err->text, sizeof err->text, fmt, args);
    /* one line, whatever a file smuggles into its names */
    hg__utf8_one_line(err->text);
    hg__utf8_one_line(err->object);
}

hg_status hg__fail(hg_error *err, hg_status code, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fill(err, code, NULL, fmt, args);
    va_end(args);
    return code;
}

hg_status hg__fail_at(hg_error *err, hg_status code, const char *object, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fill(err, code, object, fmt, args);
    va_end(args);
    return code;
}

void hg__error_set_file(hg_error *err, const char *path) {
    if (err) snprintf(err->file, sizeof err->file, "%s", hg__base_name(path));
}

hg_status hg__fail_memory(hg_error *err) {
    return hg__fail(err, HG_ENOMEM, "not enough memory");
}

const char *hg__base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *hg_status_name(hg_status status) {
    static const char *const names[] = {"ok",       "invalid",     "memory", "io",
                                        "format",   "unsupported", "data",   "canceled",
                                        "internal", "not found",   "exists"};
    size_t i = (size_t)(-(int)status);
    return i < sizeof names / sizeof *names ? names[i] : "unknown";
}

void hg__error_clean(hg_error *err) {
    if (!err) return;
    hg__utf8_one_line(err->file);
    hg__utf8_one_line(err->object);
    hg__utf8_one_line(err->text);
}
