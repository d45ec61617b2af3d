/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "benchmarks/case.h"

#define BATCH_S 1e-3 /* a sample lasts at least this long, so that the clock's grain is lost */
#define BATCH_MOST (1 << 28)
#define LEVELS 4

typedef struct variant {
    hg__kernels kernels;
    long long batch;
    double *sample; /* repetitions */
} variant;

double bench_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_processor_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void bench_fill(double *x, size_t n, uint64_t seed) {
    uint64_t s = seed * 0x9e3779b97f4a7c15u + 1;
    for (size_t i = 0; i < n; i++) {
        s ^= s << 13;
        s ^= s >> 7;
        s ^= s << 17;
        x[i] = (double)(s >> 11) * 0x1p-52 - 1.0;
    }
}

bool bench_close(double a, double b, double rtol) {
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return fabs(a - b) <= rtol * fmax(fabs(a), fabs(b));
}

bool bench_add(bench_list *list, const bench_case *one) {
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        bench_case *at = realloc(list->at, room * sizeof *at);
        if (!at) return false;
        list->at = at;
        list->room = room;
    }
    list->at[list->n++] = *one;
    return true;
}

void hg_bench_options_default(hg_bench_options *options) {
    *options = (hg_bench_options){
        .min_time_s = 0.2, .repetitions = 15, .format = "table", .allowance = 0.15};
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t n, double p) {
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

static double time_batch(const bench_case *c, void *work, const variant *v, long long batch) {
    if (c->measure) return c->measure(work, &v->kernels);
    double from = bench_seconds();
    for (long long i = 0; i < batch; i++) c->run(work, &v->kernels);
    return bench_seconds() - from;
}

/* How many calls make a sample: enough to outlast the clock's grain and to spend the time asked. */
static void choose_batch(const bench_case *c, void *work, variant *v, double sample_s) {
    v->batch = 1;
    if (c->once || c->measure) return;
    double least = sample_s > BATCH_S ? sample_s : BATCH_S;
    for (;;) {
        double took = time_batch(c, work, v, v->batch);
        if (took >= least || v->batch >= BATCH_MOST) return;
        double times = took > 0 ? 1.2 * least / took : 100.0;
        v->batch = times > 100.0 ? 100 * v->batch : (long long)ceil(times * (double)v->batch);
    }
}

/* The level's function is one that a lower level has already. */
static bool known(const variant *v, size_t n, const hg__kernels *k, size_t entry) {
    for (size_t i = 0; i < n; i++)
        if (memcmp((const char *)&v[i].kernels + entry, (const char *)k + entry,
                   sizeof(void (*)(void))) == 0)
            return true;
    return false;
}

/* Levels that this case has: each of this machine's with a function of its own. */
static size_t variants_of(variant v[LEVELS], const bench_case *c, hg__cpu_level highest) {
    size_t n = 0;
    for (int level = HG__CPU_C; level <= (int)highest && n < LEVELS; level++) {
        variant one = {0};
        if (!hg__cpu_has((hg__cpu_level)level)) continue;
        hg__kernels_init(&one.kernels, (hg__cpu_level)level);
        if (!c->levels)
            v[0] = one, n = 1; /* without variants: the highest */
        else if (!known(v, n, &one.kernels, c->entry))
            v[n++] = one;
    }
    return n;
}

static void summarise(bench_result *r, const bench_case *c, const variant *v, const variant *plain,
                      size_t repetitions, double *sorted) {
    memset(r, 0, sizeof *r);
    if (c->levels) snprintf(r->level, sizeof r->level, "%s", hg__cpu_name(v->kernels.level));
    snprintf(r->name, sizeof r->name, "%.*s%s%s", BENCH_NAME_MAX - 20, c->name,
             c->levels ? "/" : "", r->level);
    for (size_t i = 0; i < repetitions; i++) sorted[i] = v->sample[i];
    qsort(sorted, repetitions, sizeof *sorted, by_size);
    r->median_ns = 1e9 * quantile(sorted, repetitions, 0.5);
    r->least_ns = 1e9 * sorted[0];
    r->low_ns = 1e9 * quantile(sorted, repetitions, 0.25);
    r->high_ns = 1e9 * quantile(sorted, repetitions, 0.75);
    r->ratio = r->ratio_low = r->ratio_high = NAN;
    if (plain && plain != v) {
        for (size_t i = 0; i < repetitions; i++) sorted[i] = plain->sample[i] / v->sample[i];
        qsort(sorted, repetitions, sizeof *sorted, by_size);
        r->ratio = quantile(sorted, repetitions, 0.5);
        r->ratio_low = quantile(sorted, repetitions, 0.25);
        r->ratio_high = quantile(sorted, repetitions, 0.75);
    }
    r->items_per_s = c->items > 0 ? c->items * 1e9 / r->median_ns : 0.0;
    r->bytes_per_s = c->bytes > 0 ? c->bytes * 1e9 / r->median_ns : 0.0;
    r->item = c->item;
    r->iterations = v->batch * (long long)repetitions;
}

/* Where scripts/bench-instructions counts: entered once a case. */
void bench_counted(const bench_case *c, void *work, const hg__kernels *k);
__attribute__((noinline)) void bench_counted(const bench_case *c, void *work,
                                             const hg__kernels *k) {
    c->run(work, k);
}

static hg_bench_status count_case(const bench_case *c, hg__cpu_level highest, FILE *out,
                                  FILE *err) {
    hg__kernels k;
    void *work = c->setup(c);
    if (!work) return HG_BENCH_TROUBLE;
    hg__kernels_init(&k, highest);
    c->run(work, &k); /* what is made once (plans, tables) is not counted */
    bench_counted(c, work, &k);
    bool right = c->check(work, err);
    c->end(work);
    fprintf(out, "%s\n", c->name);
    return right ? HG_BENCH_OK : HG_BENCH_WRONG;
}

/* Checks and times one case; appends a result per variant. */
static hg_bench_status time_case(bench_result *out, size_t *n_out, const bench_case *c,
                                 const hg_bench_options *o, hg__cpu_level highest, FILE *err) {
    variant v[LEVELS];
    size_t n = variants_of(v, c, highest), repetitions = (size_t)o->repetitions;
    hg_bench_status status = HG_BENCH_OK;
    void *work = c->setup(c);
    double *samples = calloc((n + 1) * repetitions, sizeof *samples);
    if (!work || !samples) status = HG_BENCH_TROUBLE;
    for (size_t i = 0; status == HG_BENCH_OK && i < n; i++) {
        v[i].sample = samples + i * repetitions;
        c->run(work, &v[i].kernels);
        if (!c->check(work, err)) {
            fprintf(err, "hipgait bench: %s at level %s computes wrong numbers; not timed\n",
                    c->name, hg__cpu_name(v[i].kernels.level));
            status = HG_BENCH_WRONG;
        }
    }
    double sample_s = o->min_time_s / (double)repetitions;
    for (size_t i = 0; status == HG_BENCH_OK && i < n; i++) choose_batch(c, work, &v[i], sample_s);
    for (size_t r = 0; status == HG_BENCH_OK && r < repetitions; r++)
        for (size_t i = 0; i < n; i++) {
            size_t at = r % 2 ? n - 1 - i : i; /* there and back: A B B A */
            v[at].sample[r] = time_batch(c, work, &v[at], v[at].batch) / (double)v[at].batch;
        }
    for (size_t i = 0; status == HG_BENCH_OK && i < n; i++) {
        bench_result *r = &out[(*n_out)++];
        summarise(r, c, &v[i], c->levels ? &v[0] : NULL, repetitions, samples + n * repetitions);
        if (c->peak_rss) r->peak_rss_kib = c->peak_rss(work);
    }
    if (work) c->end(work);
    free(samples);
    return status;
}

static bool chosen(const bench_case *c, const regex_t *filter, const hg_bench_options *o) {
    if (o->smoke && !c->smoke) return false;
    return !o->filter || regexec(filter, c->name, 0, NULL, 0) == 0;
}

static hg_bench_status time_all(const bench_list *list, const regex_t *filter,
                                const hg_bench_options *o, hg__cpu_level highest, FILE *out,
                                FILE *err) {
    bench_result *results = calloc(list->n * LEVELS + 1, sizeof *results);
    size_t n = 0, slower = 0, asked = 0;
    hg_bench_status status = results ? HG_BENCH_OK : HG_BENCH_TROUBLE;
    for (size_t i = 0; i < list->n; i++) {
        if (!chosen(&list->at[i], filter, o)) continue;
        asked++;
        if (o->list)
            fprintf(out, "%s\n", list->at[i].name);
        else if (o->count && status == HG_BENCH_OK)
            status = count_case(&list->at[i], highest, out, err);
        else if (status == HG_BENCH_OK)
            status = time_case(results, &n, &list->at[i], o, highest, err);
    }
    if (status == HG_BENCH_OK && asked == 0) {
        fprintf(err, "hipgait bench: no benchmark matches; --list prints their names\n");
        status = HG_BENCH_USAGE;
    }
    if (o->list || o->count) {
        free(results);
        return status;
    }
    if (status == HG_BENCH_OK && !bench_write(out, o->format, results, n)) {
        fprintf(err, "hipgait bench: there is no format \"%s\"; one of %s\n", o->format,
                hg_bench_formats);
        status = HG_BENCH_USAGE;
    }
    if (status == HG_BENCH_OK && o->baseline) {
        if (!bench_compare(err, err, o->baseline, o->allowance, results, n, &slower))
            status = HG_BENCH_USAGE;
        else if (slower)
            status = HG_BENCH_SLOWER;
    }
    free(results);
    return status;
}

hg_bench_status hg_bench(const hg_bench_options *o, FILE *out, FILE *err) {
    bench_list list = {0};
    regex_t filter;
    hg__cpu_level highest = hg__cpu_detect();
    if (o->cpu && (!hg__cpu_parse(&highest, o->cpu) || !hg__cpu_has(highest))) {
        fprintf(err, "hipgait bench: this machine has no CPU level \"%s\"\n", o->cpu);
        return HG_BENCH_USAGE;
    }
    if (o->filter && regcomp(&filter, o->filter, REG_EXTENDED | REG_NOSUB) != 0) {
        fprintf(err, "hipgait bench: --filter \"%s\" is not a regular expression\n", o->filter);
        return HG_BENCH_USAGE;
    }
    hg_bench_status status = HG_BENCH_TROUBLE;
    if (bench_kernels(&list) && bench_stages(&list) && bench_reports(&list) && bench_whole(&list))
        status = time_all(&list, &filter, o, highest, out, err);
    if (status == HG_BENCH_TROUBLE)
        fprintf(err, "hipgait bench: no memory or no temporary folder\n");
    if (o->filter) regfree(&filter);
    free(list.at);
    return status;
}
