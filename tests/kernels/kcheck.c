/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests and times every kernel at every level: docs/adding-a-kernel.md shows how to call it. */
#include "kernels/kcheck.h"

#include <signal.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

static const kgroup *const groups[] = {&kc_reduce,   &kc_filter,   &kc_angle,   &kc_rigid,
                                       &kc_pose,     &kc_segments, &kc_strides, &kc_spectra,
                                       &kc_patterns, &kc_draws,    &kc_bytes};
#define GROUPS (sizeof groups / sizeof *groups)

enum { PASSED = 0, FAILED = 1, USAGE = 64, SKIPPED = 77 };

typedef struct options {
    int level; /* -1: all */
    const char *part;
    uint64_t seed;
    int list, sums, time, unguarded;
} options;

/* The levels of this run that the processor has. --unguarded does not ask it, which is how the
 * tests see that a processor without the instructions would end the program. */
static int takes_part(const options *o, int level) {
    return (o->level < 0 || o->level == level) &&
           (o->unguarded || hg__cpu_has((hg__cpu_level)level));
}

/* --- failures --- */

static const kcase *at_hand; /* for the message when a kernel brings the program down */

_Noreturn void kc_give_up(const char *file, int line, const char *fmt, ...) {
    va_list args;
    fflush(stdout);
    fprintf(stderr, "%s:%d: ", file, line);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(FAILED);
}

/* Not safe in general, but there is nothing left to lose: the program ends here. */
static void brought_down(int signal) {
    fprintf(stderr, "%s\n",
            signal == SIGILL ? "illegal instruction: this processor does not have it"
                             : "memory that is not the kernel's was touched");
    if (at_hand) kc_describe(at_hand);
    _exit(FAILED);
}

/* --- testing --- */

static void compare_level(kcase *c, const hg__kernels *plain, hg__cpu_level level) {
    hg__kernels other;
    hg__kernels_init(&other, level);
    c->level = hg__cpu_name(level);
    size_t i = kc_first_difference(c, plain, &other);
    kc_check_surroundings(c);
    if (i == c->out_size) return;
    double got = c->out_pool[i], want;
    kc_clear_out(c);
    c->row->run(c, plain);
    want = c->out_pool[i];
    kc_describe(c);
    fail_msg("differs from the C level: output %zu, element %td, got %.17g (%a), want %.17g (%a)",
             i / c->stride, c->out_pool + i - c->out[i / c->stride], got, got, want, want);
}

static void one_case(const krow *row, const options *o, uint64_t seed, size_t n, size_t offset,
                     kc_fill fill) {
    kcase c;
    hg__kernels plain;
    hg__kernels_init(&plain, HG__CPU_C);
    kc_open(&c, row, seed, n, offset, fill);
    at_hand = &c;
    if (o->level <= 0) {
        row->run(&c, &plain);
        kc_check_surroundings(&c);
        row->check(&c);
    }
    for (int level = (int)HG__CPU_C + 1; level < HG__CPU_LEVELS; level++)
        if (takes_part(o, level)) compare_level(&c, &plain, (hg__cpu_level)level);
    at_hand = NULL;
    kc_close(&c);
}

static const size_t longer[] = {100, 101, 127, 128, 1000, 4096};
#define SHORT ((size_t)68)
#define LENGTHS (SHORT + sizeof longer / sizeof *longer)

static size_t length(size_t at) {
    return at < SHORT ? at : longer[at - SHORT];
}

/* All lengths, offsets and kinds of input of one row. */
static void test_row(const krow *row, const options *o) {
    for (size_t at = 0; at < LENGTHS; at++) {
        size_t n = length(at);
        for (size_t offset = 0; n >= row->least_n && offset < 8; offset += n < 1000 ? 1 : 5)
            for (int fill = 0; fill < (int)KC_FILLS; fill++)
                one_case(row, o,
                         o->seed ^ (uint64_t)((n * 8 + offset) * KC_FILLS + (size_t)fill) << 20, n,
                         offset, (kc_fill)fill);
    }
}

/* --- sums: the same numbers on every machine --- */

/* Inputs come from libm and long double, whose last bits differ between machines: 24 bits of a
 * number are the same everywhere. */
static double coarse(double x) {
    uint64_t bits;
    if (!isfinite(x)) return x;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits + (UINT64_C(1) << 28)) & ~((UINT64_C(1) << 29) - 1);
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t hash(uint64_t h, double x) { /* FNV-1a */
    uint64_t bits = UINT64_C(0x7ff8) << 48;  /* one NaN for all */
    if (!isnan(x) || kc_is_guard(x)) memcpy(&bits, &x, sizeof bits);
    for (int i = 0; i < 8; i++) h = (h ^ (bits >> (8 * i) & 255)) * UINT64_C(0x100000001b3);
    return h;
}

static void print_sums(const krow *row, const options *o) {
    for (int level = 0; level < HG__CPU_LEVELS; level++) {
        uint64_t h = UINT64_C(0xcbf29ce484222325);
        hg__kernels k;
        if (!takes_part(o, level)) continue;
        hg__kernels_init(&k, (hg__cpu_level)level);
        for (size_t n = row->least_n; n < SHORT; n += n < 18 ? 1 : 16)
            for (int fill = 0; fill < (int)KC_FILLS; fill++) {
                kcase c;
                kc_open(&c, row, 1 + n, n, n % 8, (kc_fill)fill);
                for (size_t i = 0; i < 32; i++) c.number[i] = coarse(c.number[i]);
                for (size_t i = 0; i < c.in_size; i++) c.in_pool[i] = coarse(c.in_pool[i]);
                memcpy(c.in_copy, c.in_pool, c.in_size * sizeof *c.in_pool);
                row->run(&c, &k);
                kc_check_surroundings(&c);
                for (size_t p = 0; p < KC_PLANES_OUT; p++)
                    for (size_t i = 0; i < c.used[p]; i++) h = hash(h, c.out[p][i]);
                kc_close(&c);
            }
        printf("%-24s %-7s %016llx\n", row->name, hg__cpu_name((hg__cpu_level)level),
               (unsigned long long)h);
    }
}

/* --- timing --- */

#define ROUNDS 15
#define LEAST_NS                                                                                   \
    200e3 /* a round: long against the clock, short against what else the machine does */

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static double round_ns(kcase *c, const hg__kernels *k, size_t calls) {
    double start = now_ns();
    for (size_t i = 0; i < calls; i++) c->row->run(c, k);
    return (now_ns() - start) / (double)calls;
}

/* The levels take turns, each keeps its best: what disturbs the machine disturbs them alike. */
static void time_row(const krow *row, const options *o, size_t n) {
    hg__kernels k[HG__CPU_LEVELS];
    double best[HG__CPU_LEVELS];
    size_t calls[HG__CPU_LEVELS];
    int there[HG__CPU_LEVELS];
    kcase c;
    kc_open_as(&c, row, 1, n, 0, KC_ORDINARY, 1);
    for (int l = 0; l < HG__CPU_LEVELS; l++) {
        there[l] = l == 0 || takes_part(o, l);
        if (!there[l]) continue;
        hg__kernels_init(&k[l], (hg__cpu_level)l);
        for (int lower = 0; lower < l; lower++) /* the same function: nothing to add */
            there[l] = there[l] && !(there[lower] && memcmp((char *)&k[l] + row->entry,
                                                            (char *)&k[lower] + row->entry,
                                                            sizeof(void (*)(void))) == 0);
        if (!there[l]) continue;
        best[l] = round_ns(&c, &k[l], 1);
        for (calls[l] = 1; (double)calls[l] * best[l] < LEAST_NS; calls[l] *= 2)
            best[l] = round_ns(&c, &k[l], calls[l]);
    }
    for (int r = 0; r < ROUNDS; r++)
        for (int l = 0; l < HG__CPU_LEVELS; l++) {
            if (!there[l]) continue;
            double ns = round_ns(&c, &k[l], calls[l]);
            if (ns < best[l]) best[l] = ns;
        }
    printf("%-24s %8zu", row->name, n);
    for (int l = 0; l < HG__CPU_LEVELS; l++) {
        if (!hg__cpu_has((hg__cpu_level)l)) continue;
        if (!there[l])
            printf("  %-6s       =      ", hg__cpu_name((hg__cpu_level)l));
        else
            printf("  %-6s %8.3f %5.2fx", hg__cpu_name((hg__cpu_level)l), best[l] / (double)c.items,
                   best[0] / best[l]);
    }
    printf("\n");
    kc_close(&c);
}

/* --- the program --- */

static uint64_t new_seed(void) {
    const char *given = getenv("HIPGAIT_TEST_SEED"), *ci = getenv("CI");
    if (given) return strtoull(given, NULL, 0);
    if (ci && strcmp(ci, "true") == 0) return 1;
    return (uint64_t)time(NULL) * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)clock();
}

static int usage(const char *what) {
    fprintf(stderr,
            "kcheck: %s\nusage: kcheck [--level LEVEL] [--seed N] [--list | --time | --sums] "
            "[PART OF A NAME]\n",
            what);
    return USAGE;
}

static int parse(options *o, int argc, char **argv) {
    *o = (options){.level = -1, .part = "", .seed = new_seed()};
    for (int i = 1; i < argc; i++) {
        hg__cpu_level level;
        if (strcmp(argv[i], "--list") == 0) {
            o->list = 1;
        } else if (strcmp(argv[i], "--time") == 0) {
            o->time = 1;
        } else if (strcmp(argv[i], "--sums") == 0) {
            o->sums = 1;
        } else if (strcmp(argv[i], "--unguarded") == 0) {
            o->unguarded = 1;
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            o->seed = strtoull(argv[++i], NULL, 0);
        } else if (strcmp(argv[i], "--level") == 0 && i + 1 < argc) {
            if (!hg__cpu_parse(&level, argv[++i])) return usage("no such level");
            o->level = (int)level;
        } else if (*argv[i] != '-' && !*o->part) {
            o->part = argv[i];
        } else {
            return usage(argv[i]);
        }
    }
    if (!o->seed) o->seed = 1;
    return PASSED;
}

int main(int argc, char **argv) {
    options o;
    size_t rows = 0, tests = 0;
    int code = parse(&o, argc, argv);
    if (code != PASSED) return code;
    signal(SIGILL, brought_down);
    signal(SIGSEGV, brought_down);
    for (int l = 0; l < HG__CPU_LEVELS; l++)
        if ((o.level < 0 || o.level == l) && !takes_part(&o, l)) {
            fprintf(stderr, "skipped: this machine lacks the level %s\n",
                    hg__cpu_name((hg__cpu_level)l));
            if (o.level == l) return SKIPPED;
        }
    if (!o.list && !o.sums && !o.time)
        printf("replay with --seed 0x%016llx\n", (unsigned long long)o.seed);
    if (o.time) printf("%-24s %8s  level, ns an element, times the C level\n", "kernel", "n");
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t r = 0; r < groups[g]->n_rows; r++) {
            const krow *row = &groups[g]->rows[r];
            if (!strstr(row->name, o.part)) continue;
            rows++;
            if (o.list) {
                printf("%s\n", row->name);
            } else if (o.sums) {
                print_sums(row, &o);
            } else if (o.time) {
                time_row(row, &o, 128);
                time_row(row, &o, 4096);
            } else {
                test_row(row, &o);
                printf("%s\n", row->name);
            }
        }
        for (size_t t = 0; t < groups[g]->n_tests; t++) {
            const ktest *test = &groups[g]->tests[t];
            if (o.list || o.sums || o.time || !strstr(test->name, o.part)) continue;
            test->run();
            printf("%s\n", test->name);
            tests++;
        }
    }
    if (rows + tests == 0) return usage("no kernel of that name");
    if (!o.list && !o.sums && !o.time)
        printf("%zu kernels and %zu tests of meaning passed\n", rows, tests);
    return PASSED;
}
