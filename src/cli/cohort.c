/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "batch/cohort.h"
#include "cli/cli.h"

typedef struct state {
    hg__cohort_job job;
    const cli_command *self;
    bool quiet;
} state;

static const cli_option options[] = {
    {"output", 'o', "DIR", "folder for the cohort's files, made when it is not there (needed)"},
    {"title", 0, "TEXT", "title of the page (Cohort)"},
    {"language", 0, "CODE", "of the page: en (standard) or de"},
    {"set", 0, "KEY=VALUE", "change cohort.outlier_z (3.5) or cohort.outlier_trials_min (10)"},
    {"force", 0, NULL, "replace files of these names that hipgait did not make"},
    {"quiet", 'q', NULL, "only errors on standard error"},
    {NULL, 0, NULL, NULL}};

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    const char *name = option->name;
    if (strcmp(name, "output") == 0)
        s->job.folder = value;
    else if (strcmp(name, "title") == 0)
        s->job.page.title = value;
    else if (strcmp(name, "language") == 0)
        s->job.page.language = value;
    else if (strcmp(name, "force") == 0)
        s->job.force = true;
    else if (strcmp(name, "quiet") == 0)
        s->quiet = true;
    else {
        char key[64];
        const char *equals = strchr(value, '=');
        hg_error err = {0};
        if (!equals || (size_t)(equals - value) >= sizeof key)
            return cli_usage(s->self, "--set needs KEY=VALUE, not \"%s\"", value);
        memcpy(key, value, (size_t)(equals - value));
        key[equals - value] = '\0';
        if (hg_cohort_options_set(&s->job.options, key, equals + 1, &err) != HG_OK)
            return cli_usage(s->self, "--set: %s", err.text);
    }
    return CLI_DONE;
}

static void unread(void *user, const hg_error *error) {
    (void)user;
    cli_print_error(error);
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    hg__cohort_counts n;
    hg_error err = {0};
    int first = 0;
    hg_cohort_options_default(&s.job.options);
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (!s.job.folder)
        return cli_usage(self, "--output DIR is needed; hipgait cohort --help explains");
    if (first == argc)
        return cli_usage(self, "no folder was named; hipgait cohort --help explains");
    s.job.unread = unread;
    hg_status status = hg__cohort_merge(&n, (const char *const *)argv + first,
                                        (size_t)(argc - first), &s.job, &err);
    if (status != HG_OK) {
        cli_print_error(&err);
        return cli_exit_code(status);
    }
    printf("%s/cohort.html\n", s.job.folder);
    if (!s.quiet)
        fprintf(stderr,
                "hipgait: %zu trial%s: %zu ok, %zu warned, %zu insufficient; %zu failure%s\n",
                n.trials, n.trials == 1 ? "" : "s", n.by_quality[HG_QUALITY_OK],
                n.by_quality[HG_QUALITY_WARNED], n.by_quality[HG_QUALITY_INSUFFICIENT], n.failures,
                n.failures == 1 ? "" : "s");
    if (n.unreadable == 0) return CLI_DONE;
    return n.trials ? CLI_SOME_FAILED : CLI_ALL_FAILED;
}

const cli_command cli_cohort = {
    "cohort", "DIR... -o DIR [OPTION...]", "merge folders of results: one table, one page",
    /* clang-format off */
    "Every result (JSON) below the folders becomes a row, whichever call of hipgait analyze wrote it:\n"
    "shards come together. The same trial twice with the same bytes counts once, with other bytes it is\n"
    "an error. The output folder receives cohort.html (the page), cohort.csv and cohort.h5 (every measure\n"
    "of every trial), hipgait_mqc.json (for MultiQC) and, where recordings failed, failures.csv.\n"
    "docs/cohort.md",
    /* clang-format on */
    options, run};
