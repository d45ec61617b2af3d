/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

typedef struct settings {
    bool quiet;
} settings;

typedef struct printer {
    const char *file;
    bool quiet;
} printer;

static void print_finding(void *user, const hg_finding *f) {
    static const char *const words[] = {"note", "warning", "fault"};
    const printer *p = user;
    if (p->quiet && f->severity != HG_BLOCKER) return;
    printf("%s: %s: %s%sfound %s%s%s\n", p->file, words[f->severity], f->object,
           *f->object ? ": " : "", f->found, *f->expected ? "; expected " : "", f->expected);
}

static int set(void *state, const cli_option *option, const char *value) {
    (void)value;
    if (option->letter == 'q') ((settings *)state)->quiet = true;
    return CLI_DONE;
}

static int run(const cli_command *self, int argc, char **argv) {
    settings s = {false};
    int first, worst = CLI_DONE;
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code == -1 ? CLI_DONE : code;
    if (first == argc) return cli_usage(self, "no file given; hipgait validate FILE...");
    for (int i = first; i < argc; i++) {
        printer p = {argv[i], s.quiet};
        size_t n_faults = 0;
        hg_error err;
        hg_status status = hg_validate(argv[i], NULL, print_finding, &p, &n_faults, &err);
        if (status != HG_OK) {
            cli_print_error(&err);
            worst = worst > CLI_SOME_FAILED ? worst : cli_exit_code(status);
        } else if (n_faults) {
            printf("%s: %zu fault%s\n", argv[i], n_faults, n_faults > 1 ? "s" : "");
            if (worst == CLI_DONE) worst = CLI_SOME_FAILED;
        } else if (!s.quiet) {
            printf("%s: ok\n", argv[i]);
        }
    }
    return worst;
}

static const cli_option options[] = {
    {"quiet", 'q', NULL, "faults only: no warnings, no notes, no ok"},
    {NULL, 0, NULL, NULL},
};

const cli_command cli_validate = {
    "validate",
    "[-q] FILE...",
    "check recordings against the specification and say what is wrong, where",
    "One line per finding: the file, fault or warning or note, the object inside the file, what "
    "was\n"
    "found there and what is expected. OBJECT@NAME is the attribute NAME of OBJECT. A file "
    "without\n"
    "faults can be read; warnings tell what may not be what you meant.\n"
    "Exit: 0 no fault, 1 faults, 66 a file was not found. The layout: docs/recording-format.md.",
    options,
    run,
};
