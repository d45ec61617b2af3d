/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "benchmarks/case.h"

#define BASELINE_BYTES_MAX ((size_t)64 << 20)

static bool find(double *ns, const hg__json *rows, const char *name) {
    for (size_t i = 0; i < hg__json_size(rows); i++) {
        const hg__json *row = hg__json_at(rows, i);
        const char *text = hg__json_text(hg__json_get(row, "name")),
                   *unit = hg__json_text(hg__json_get(row, "time_unit"));
        if (!text || strcmp(text, name) != 0 || !unit || strcmp(unit, "ns") != 0) continue;
        return hg__json_number(hg__json_get(row, "real_time"), ns) && *ns > 0.0;
    }
    return false;
}

bool bench_compare(FILE *out, FILE *err, const char *path, double allowance,
                   const bench_result *results, size_t n, size_t *slower) {
    void *data = NULL;
    size_t size = 0, found = 0;
    hg__json *all = NULL;
    hg_error error;
    *slower = 0;
    hg_status status = hg__file_read(&data, &size, path, BASELINE_BYTES_MAX, &error);
    if (status == HG_OK) status = hg__json_parse(&all, data, size, hg__base_name(path), &error);
    free(data);
    if (status != HG_OK) {
        fprintf(err, "hipgait bench: %s: %s\n", hg__base_name(path), error.text);
        return false;
    }
    const hg__json *rows = hg__json_get(all, "benchmarks");
    fprintf(out, "against %s; more than %.0f %% slower is marked\n", hg__base_name(path),
            100.0 * allowance);
    for (size_t i = 0; rows && i < n; i++) {
        double before;
        if (!find(&before, rows, results[i].name)) continue;
        double change = results[i].median_ns / before - 1.0;
        bool worse = change > allowance;
        found++;
        *slower += worse;
        fprintf(out, "%s %-44s %+7.1f %%\n", worse ? "!" : " ", results[i].name, 100.0 * change);
    }
    hg__json_free(all);
    if (found == 0) {
        fprintf(err,
                "hipgait bench: %s holds none of these benchmarks; expected the output of "
                "hipgait bench --format google\n",
                hg__base_name(path));
        return false;
    }
    fprintf(out, "%zu of %zu slower\n", *slower, found);
    return true;
}
