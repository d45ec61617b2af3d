/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void hg__log(const hg_log *log, hg_log_level level, const char *event, const char *fmt, ...) {
    if (!log || !log->write || level > log->level) return;
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    hg__utf8_one_line(text);
    log->write(log->user, level, event, text);
}
