/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/flag_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *code;
    hg_severity severity;
    const char *sentence;
} table[HG_FLAG_COUNT] = {
#define ROW(name, code, severity, sentence) {code, severity, sentence},
    HG_FLAG_TABLE(ROW)
#undef ROW
};

void hg__flag(hg__flags *flags, hg_flag_id id, double value, const char *fmt, ...) {
    for (size_t i = 0; i < flags->n; i++)
        if (flags->item[i].id == id) return;
    if (flags->n == sizeof flags->item / sizeof *flags->item)
        return; /* more rows than ids cannot be */
    hg_flag *flag = &flags->item[flags->n++];
    *flag =
        (hg_flag){.id = id, .code = table[id].code, .severity = table[id].severity, .value = value};
    char detail[320];
    va_list args;
    va_start(args, fmt);
    vsnprintf(detail, sizeof detail, fmt, args);
    va_end(args);
    const char *gap = strstr(table[id].sentence, "%s");
    if (gap)
        snprintf(flag->text, sizeof flag->text, "%.*s%s%s", (int)(gap - table[id].sentence),
                 table[id].sentence, detail, gap + 2);
    else
        snprintf(flag->text, sizeof flag->text, "%s", table[id].sentence);
}

hg_quality_status hg__flags_status(const hg__flags *flags) {
    hg_severity worst = HG_NOTE;
    for (size_t i = 0; i < flags->n; i++)
        if (flags->item[i].severity > worst) worst = flags->item[i].severity;
    return worst == HG_BLOCKER   ? HG_QUALITY_INSUFFICIENT
           : worst == HG_WARNING ? HG_QUALITY_WARNED
                                 : HG_QUALITY_OK;
}
