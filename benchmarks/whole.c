/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * End to end: a generated cohort, file to report, as `hipgait analyze` does it. Jobs are processes,
 * so that a crash of one costs no other and the largest resident set is that of a worker.
 */
#include <hipgait/hipgait.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/plan.h"
#include "batch/run.h"
#include "benchmarks/case.h"
#include "benchmarks/temporary.h"

#define FILES_MAX 64

typedef struct cohort {
    size_t files;
    double seconds, rate_hz;
    size_t jobs;
    bool smoke;
} cohort;

static const cohort cohorts[] = {{4, 10, 200, 1, true},
                                 {16, 30, 200, 1, false},
                                 {16, 30, 200, 2, false},
                                 {1, 60, 200, 1, false},
                                 {4, 60, 500, 1, false}};

typedef struct work {
    const cohort *of;
    char folder[BENCH_PATH_MAX], in[FILES_MAX][BENCH_PATH_MAX], out[BENCH_PATH_MAX];
    long peak_kib;
    size_t failed;
    const char *cpu; /* level to be timed */
} work;

static void end(void *area) {
    work *w = area;
    bench_remove_folder(w->folder);
    free(w);
}

static bool write_runner(const work *w, size_t i) {
    hg_synth_options o;
    hg_recording *rec = NULL;
    hg_error err;
    hg_synth_options_default(&o);
    o.seconds = w->of->seconds;
    o.rate_hz = w->of->rate_hz;
    hg_synth_options_vary(&o, i + 1);
    bool ok = hg_synth(&rec, NULL, &o, &err) == HG_OK &&
              hg_recording_write(rec, w->in[i], 0, &err) == HG_OK;
    hg_recording_free(rec);
    return ok;
}

static void *setup(const bench_case *self) {
    work *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->of = self->detail;
    bool ok = bench_temporary_folder(w->folder);
    int room = (int)sizeof w->out - 32;
    snprintf(w->out, sizeof w->out, "%.*s/out", room, w->folder);
    for (size_t i = 0; ok && i < w->of->files; i++) {
        snprintf(w->in[i], sizeof w->in[i], "%.*s/r%03zu.h5", room, w->folder, i + 1);
        ok = write_runner(w, i);
    }
    if (ok) return w;
    end(w);
    return NULL;
}

/* What one process does: every jobs-th file. Returns how many failed. */
static size_t share(const work *w, size_t job, size_t *insufficient) {
    const char *inputs[FILES_MAX];
    size_t n = 0;
    hg__plan plan;
    hg__batch_summary summary = {0};
    hg_error err;
    for (size_t i = job; i < w->of->files; i += w->of->jobs) inputs[n++] = w->in[i];
    hg__batch_options o = {.folder = w->out, .force = true, .cpu = w->cpu};
    hg_analyze_options_default(&o.analyze);
    if (n == 0) return 0;
    if (hg__plan_make(&plan, inputs, n, NULL, &err) != HG_OK) return n;
    hg_status status = hg__batch_run(&summary, &plan, &o, &err);
    hg__plan_free(&plan);
    *insufficient = summary.by_quality[HG_QUALITY_INSUFFICIENT];
    return status == HG_OK ? summary.failed : n;
}

/* What a worker says of itself before it ends. */
typedef struct account {
    size_t failed;
    long peak_kib;
} account;

static void work_and_tell(const work *w, size_t job, int to) {
    size_t insufficient = 0, failed = share(w, job, &insufficient);
    struct rusage use = {0};
    getrusage(RUSAGE_SELF, &use);
    account a = {failed + insufficient, use.ru_maxrss};
    _exit(write(to, &a, sizeof a) == (ssize_t)sizeof a ? 0 : 1);
}

static void run(void *area, const hg__kernels *k) {
    work *w = area;
    int ends[2];
    w->cpu = hg__cpu_name(k->level);
    w->peak_kib = 0;
    w->failed = 0;
    /* outputs that are there already would not be written again */
    bench_remove_folder(w->out);
    if (pipe(ends) != 0) {
        w->failed = w->of->files;
        return;
    }
    size_t begun = 0;
    for (size_t j = 0; j < w->of->jobs; j++) {
        pid_t child = fork();
        if (child == 0) work_and_tell(w, j, ends[1]);
        begun += child > 0;
    }
    close(ends[1]);
    size_t told = 0;
    account a;
    while (read(ends[0], &a, sizeof a) == (ssize_t)sizeof a) {
        told++;
        w->failed += a.failed;
        if (a.peak_kib > w->peak_kib) w->peak_kib = a.peak_kib;
    }
    close(ends[0]);
    for (size_t j = 0; j < begun; j++) wait(NULL);
    if (told < w->of->jobs) w->failed = w->of->files;
}

static bool check(void *area, FILE *err) {
    const work *w = area;
    if (w->failed)
        fprintf(err, "%zu of %zu recordings failed or gave no sufficient result\n", w->failed,
                w->of->files);
    return w->failed == 0;
}

static long peak(void *area) {
    return ((const work *)area)->peak_kib;
}

bool bench_whole(bench_list *list) {
    for (size_t i = 0; i < sizeof cohorts / sizeof *cohorts; i++) {
        const cohort *o = &cohorts[i];
        bench_case c = {.items = (double)o->files,
                        .item = "recording",
                        .smoke = o->smoke,
                        .once = true,
                        .setup = setup,
                        .run = run,
                        .check = check,
                        .peak_rss = peak,
                        .end = end,
                        .detail = o};
        snprintf(c.name, sizeof c.name, "e2e/synth/%zux%.0fs/%.0fhz/t%zu", o->files, o->seconds,
                 o->rate_hz, o->jobs);
        if (!bench_add(list, &c)) return false;
    }
    return true;
}
