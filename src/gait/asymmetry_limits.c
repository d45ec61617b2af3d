/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/limits.h>
#include <stddef.h>

static const hg_limit unknown = {
    NAN, 0.0, NAN, false, false, HG_METRIC_NONE, "nothing is known of this metric"};

static const struct {
    hg_metric_id id;
    hg_limit row;
} rows[] = {
#define ROW(name, limit, sem, roll, twin, never, source)                                           \
    {HG_METRIC_##name, {limit, 0.0, sem, roll, never, HG_METRIC_##twin, source}},
    HG_LIMIT_TABLE(ROW)
#undef ROW
};

const hg_limit *hg_limit_of(hg_metric_id metric) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].id == metric) return &rows[i].row;
    return &unknown;
}
