/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending a message to the caller's sink. */
#ifndef HG_BASE_LOG_H
#define HG_BASE_LOG_H

#include <hipgait/export.h>
#include <hipgait/log.h>

void hg__log(const hg_log *log, hg_log_level level, const char *event, const char *fmt, ...)
    HG_PRINTF(4, 5);

#endif
