/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "benchmarks/bench.h"
#include "cli/cli.h"

typedef struct settings {
    const cli_command *self;
    hg_bench_options options;
} settings;

static int set_number(settings *s, const char *name, const char *value, double least, double most,
                      double *out) {
    double number;
    if (!cli_number(value, &number) || !(number >= least && number <= most))
        return cli_usage(s->self, "--%s is \"%s\"; expected a number from %g to %g", name, value,
                         least, most);
    *out = number;
    return CLI_DONE;
}

/* True when `word` is one of the words of `list` joined by '|'. */
static bool listed(const char *word, const char *list) {
    size_t n = strlen(word);
    for (const char *p = list; *p; p += *p == '|') {
        size_t length = strcspn(p, "|");
        if (length == n && strncmp(p, word, n) == 0) return true;
        p += length;
    }
    return false;
}

static int set(void *state, const cli_option *option, const char *value) {
    settings *s = state;
    hg_bench_options *o = &s->options;
    const char *name = option->name;
    long long whole;
    double percent = 0;
    if (strcmp(name, "filter") == 0) {
        o->filter = value;
    } else if (strcmp(name, "list") == 0) {
        o->list = true;
    } else if (strcmp(name, "smoke") == 0) {
        o->smoke = true;
    } else if (strcmp(name, "count") == 0) {
        o->count = true;
    } else if (strcmp(name, "baseline") == 0) {
        o->baseline = value;
    } else if (strcmp(name, "cpu") == 0) {
        o->cpu = value;
    } else if (strcmp(name, "min-time") == 0) {
        return set_number(s, name, value, 0.0, 600.0, &o->min_time_s);
    } else if (strcmp(name, "allow") == 0) {
        int code = set_number(s, name, value, 0.0, 1000.0, &percent);
        if (code != CLI_DONE) return code;
        o->allowance = percent / 100.0;
    } else if (strcmp(name, "repetitions") == 0) {
        if (!cli_whole(value, &whole) || whole < 1 || whole > 10000)
            return cli_usage(
                s->self, "--repetitions is \"%s\"; expected a whole number from 1 to 10000", value);
        o->repetitions = whole;
    } else if (strcmp(name, "format") == 0) {
        if (!listed(value, hg_bench_formats))
            return cli_usage(s->self, "--format is \"%s\"; expected one of %s", value,
                             hg_bench_formats);
        o->format = value;
    }
    return CLI_DONE;
}

static int run(const cli_command *self, int argc, char **argv) {
    static const int codes[] = {[HG_BENCH_OK] = CLI_DONE,
                                [HG_BENCH_SLOWER] = CLI_SOME_FAILED,
                                [HG_BENCH_WRONG] = CLI_BUG,
                                [HG_BENCH_USAGE] = CLI_USAGE,
                                [HG_BENCH_TROUBLE] = CLI_IO};
    settings s = {.self = self};
    int first;
    hg_bench_options_default(&s.options);
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code == -1 ? CLI_DONE : code;
    if (first != argc) return cli_usage(self, "\"%s\" is not expected here", argv[first]);
    return codes[hg_bench(&s.options, stdout, stderr)];
}

static const cli_option options[] = {
    {"filter", 'f', "REGEX", "only benchmarks whose name matches (extended expression)"},
    {"list", 'l', NULL, "print the names and leave"},
    {"smoke", 0, NULL, "the short set: small sizes, under a minute"},
    {"count", 0, NULL, "one call each for an instruction counter (scripts/bench-instructions)"},
    {"min-time", 0, "SECONDS", "time spent on each (default 0.2)"},
    {"repetitions", 0, "N", "samples of each; the median is reported (default 15)"},
    {"format", 0, "NAME", "table, google, bencher, ratio or csv (default table)"},
    {"baseline", 0, "FILE", "compare with an earlier output of --format google"},
    {"allow", 0, "PERCENT", "slower than the baseline by more than this is exit 1 (default 15)"},
    {"cpu", 0, "LEVEL", "highest CPU level to time: c, avx2, avx512 or neon"},
    {NULL, 0, NULL, NULL}};

const cli_command cli_bench = {
    "bench",
    "",
    "time kernels, stages and whole recordings on this machine",
    "Each benchmark checks its numbers before it is timed. Kernels are timed at every CPU level "
    "in\n"
    "turn, so that their ratio holds on a busy machine. Names are kern/FUNCTION/SIZE/LEVEL,\n"
    "stage/NAME/SECONDS/RATE and e2e/COHORT/FILESxSECONDS/RATE/JOBS; they stay the same between\n"
    "versions. docs/benchmarks.md tells how to follow them in CI.",
    options,
    run};
