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
    for (char *c = err->text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    for (char *c = err->object; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
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

static void clean(char *text) {
    for (unsigned char *c = (unsigned char *)text; *c;) {
        size_t n = hg__utf8_length(c);
        if (n == 0 || *c < 0x20 || *c == 0x7f) {
            *c = '?';
            n = 1;
        }
        c += n;
    }
}

void hg__error_clean(hg_error *err) {
    if (!err) return;
    clean(err->file);
    clean(err->object);
    clean(err->text);
}
