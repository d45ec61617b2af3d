/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as a table for people and as JSON for trackers. One row a name, the median its value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hipgait/version.h>

#include "base/json.h"
#include "benchmarks/case.h"

#define DIGITS 9

const char *const hg_bench_formats = "table|google|bencher|ratio|csv";

/* A time in the unit that a person reads best. */
static void print_time(FILE *out, double ns) {
    static const struct {
        double ns;
        const char *unit;
    } units[] = {{1e9, "s "}, {1e6, "ms"}, {1e3, "us"}, {0, "ns"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (ns >= units[i].ns) {
            fprintf(out, " %9.4g %s", units[i].ns > 0 ? ns / units[i].ns : ns, units[i].unit);
            return;
        }
}

static void print_rate(FILE *out, const bench_result *r) {
    static const char prefix[] = {' ', 'k', 'M', 'G', 'T'};
    double rate = r->items_per_s;
    size_t p = 0;
    /* recordings are counted by the minute: that is how long a cohort takes */
    if (r->item && strcmp(r->item, "recording") == 0) {
        fprintf(out, "  %.4g recordings/min", 60.0 * rate);
        return;
    }
    while (rate >= 1000.0 && p + 1 < sizeof prefix) rate /= 1000.0, p++;
    if (r->items_per_s > 0.0) fprintf(out, "  %.4g %c%ss/s", rate, prefix[p], r->item);
}

static void write_table(FILE *out, const bench_result *results, size_t n) {
    int width = 4;
    for (size_t i = 0; i < n; i++)
        if ((int)strlen(results[i].name) > width) width = (int)strlen(results[i].name);
    fprintf(out, "%-*s %12s %12s %12s %8s  %s\n", width, "name", "median", "fastest", "spread",
            "over C", "rate");
    for (size_t i = 0; i < n; i++) {
        const bench_result *r = &results[i];
        fprintf(out, "%-*s", width, r->name);
        print_time(out, r->median_ns);
        print_time(out, r->least_ns);
        print_time(out, r->high_ns - r->low_ns);
        if (isnan(r->ratio))
            fprintf(out, " %8s", "");
        else
            fprintf(out, " %7.2fx", r->ratio);
        print_rate(out, r);
        if (r->peak_rss_kib) fprintf(out, ", peak %.1f MiB", (double)r->peak_rss_kib / 1024.0);
        fputc('\n', out);
    }
    fprintf(out, "\nspread: from the 25th to the 75th percentile; over C: median of the ratios of\n"
                 "samples taken in turn in this process\n");
}

static void write_csv(FILE *out, const bench_result *results, size_t n) {
    fprintf(out, "name,median_ns,fastest_ns,p25_ns,p75_ns,ratio_over_c,items_per_s,peak_rss_kib\n");
    for (size_t i = 0; i < n; i++) {
        const bench_result *r = &results[i];
        fprintf(out, "%s,%.9g,%.9g,%.9g,%.9g,", r->name, r->median_ns, r->least_ns, r->low_ns,
                r->high_ns);
        if (!isnan(r->ratio)) fprintf(out, "%.9g", r->ratio);
        fprintf(out, ",%.9g,%ld\n", r->items_per_s, r->peak_rss_kib);
    }
}

static bool print_json(FILE *out, hg__json *value) {
    size_t size;
    char *text = hg__json_dump(value, DIGITS, &size);
    bool ok = text && fwrite(text, 1, size, out) == size;
    free(text);
    hg__json_free(value);
    return ok;
}

/* Google Benchmark's JSON as its readers take it: no aggregate rows, times in ns, and a `caches`
 * array, without which one of them refuses the file. No host name: it would name a person's
 * machine. */
static bool write_google(FILE *out, const bench_result *results, size_t n) {
    hg__json *all = hg__json_new_object(), *context = hg__json_new_object(),
             *rows = hg__json_new_array();
    hg__json_set(context, "executable", hg__json_new_text("hipgait"));
    hg__json_set(context, "num_cpus", hg__json_new_integer(sysconf(_SC_NPROCESSORS_ONLN)));
    hg__json_set(context, "mhz_per_cpu", hg__json_new_integer(0));
    hg__json_set(context, "cpu_scaling_enabled", hg__json_new_bool(false));
    hg__json_set(context, "caches", hg__json_new_array());
    hg__json_set(context, "load_avg", hg__json_new_array());
    hg__json_set(context, "library_version", hg__json_new_text(HG_VERSION));
#ifdef NDEBUG
    hg__json_set(context, "library_build_type", hg__json_new_text("release"));
#else
    hg__json_set(context, "library_build_type", hg__json_new_text("debug"));
#endif
    hg__json_set(context, "compiler", hg__json_new_text(__VERSION__));
    hg__json_set(context, "json_schema_version", hg__json_new_integer(1));
    for (size_t i = 0; i < n; i++) {
        const bench_result *r = &results[i];
        hg__json *row = hg__json_new_object();
        hg__json_set(row, "name", hg__json_new_text(r->name));
        hg__json_set(row, "run_name", hg__json_new_text(r->name));
        hg__json_set(row, "run_type", hg__json_new_text("iteration"));
        hg__json_set(row, "repetitions", hg__json_new_integer(1));
        hg__json_set(row, "repetition_index", hg__json_new_integer(0));
        hg__json_set(row, "threads", hg__json_new_integer(1));
        hg__json_set(row, "iterations", hg__json_new_integer(r->iterations));
        hg__json_set(row, "real_time", hg__json_new_number(r->median_ns));
        hg__json_set(row, "cpu_time", hg__json_new_number(r->median_ns));
        hg__json_set(row, "time_unit", hg__json_new_text("ns"));
        if (r->items_per_s > 0.0)
            hg__json_set(row, "items_per_second", hg__json_new_number(r->items_per_s));
        if (r->bytes_per_s > 0.0)
            hg__json_set(row, "bytes_per_second", hg__json_new_number(r->bytes_per_s));
        if (r->peak_rss_kib)
            hg__json_set(row, "peak_rss_kib", hg__json_new_integer(r->peak_rss_kib));
        hg__json_append(rows, row);
    }
    hg__json_set(all, "context", context);
    hg__json_set(all, "benchmarks", rows);
    return print_json(out, all);
}

static void set_measure(hg__json *of, const char *name, double value, double low, double high) {
    hg__json *m = hg__json_new_object();
    hg__json_set(m, "value", hg__json_new_number(value));
    if (!isnan(low)) hg__json_set(m, "lower_value", hg__json_new_number(low));
    if (!isnan(high)) hg__json_set(m, "upper_value", hg__json_new_number(high));
    hg__json_set(of, name, m);
}

/* Bencher's own form: latency in ns, and for whole recordings throughput and peak memory. */
static bool write_bencher(FILE *out, const bench_result *results, size_t n) {
    hg__json *all = hg__json_new_object();
    for (size_t i = 0; i < n; i++) {
        const bench_result *r = &results[i];
        hg__json *one = hg__json_new_object();
        set_measure(one, "latency", r->median_ns, r->low_ns, r->high_ns);
        if (r->items_per_s > 0.0) set_measure(one, "throughput", r->items_per_s, NAN, NAN);
        if (r->peak_rss_kib) set_measure(one, "memory", 1024.0 * (double)r->peak_rss_kib, NAN, NAN);
        hg__json_set(all, r->name, one);
    }
    return print_json(out, all);
}

/* customBiggerIsBetter: speed-up over C of the same process, which cancels the machine's speed. */
static bool write_ratio(FILE *out, const bench_result *results, size_t n) {
    hg__json *all = hg__json_new_array();
    for (size_t i = 0; i < n; i++) {
        const bench_result *r = &results[i];
        char range[48];
        if (isnan(r->ratio)) continue;
        snprintf(range, sizeof range, "%.2f-%.2f", r->ratio_low, r->ratio_high);
        hg__json *one = hg__json_new_object();
        hg__json_set(one, "name", hg__json_new_text(r->name));
        hg__json_set(one, "unit", hg__json_new_text("x"));
        hg__json_set(one, "value", hg__json_new_number(r->ratio));
        hg__json_set(one, "range", hg__json_new_text(range));
        hg__json_append(all, one);
    }
    return print_json(out, all);
}

bool bench_write(FILE *out, const char *format, const bench_result *results, size_t n) {
    if (strcmp(format, "table") == 0)
        write_table(out, results, n);
    else if (strcmp(format, "csv") == 0)
        write_csv(out, results, n);
    else if (strcmp(format, "google") == 0)
        return write_google(out, results, n);
    else if (strcmp(format, "bencher") == 0)
        return write_bencher(out, results, n);
    else if (strcmp(format, "ratio") == 0)
        return write_ratio(out, results, n);
    else
        return false;
    return true;
}
