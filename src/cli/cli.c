/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MAX 40

static void print_command_help(const cli_command *c) {
    printf("usage: hipgait %s %s\n\n%s\n", c->name, c->arguments, c->summary);
    if (c->details) printf("\n%s\n", c->details);
    printf("\noptions:\n");
    for (const cli_option *o = c->options; o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "%s%c%s --%s%s%s", o->letter ? "-" : " ",
                 o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
                 o->argument ? " " : "", o->argument ? o->argument : "");
        printf("  %-26s %s\n", left, o->help);
    }
    printf("  %-26s %s\n", "-h, --help", "this text");
}

int cli_parse(const cli_command *command, int argc, char **argv, int *first,
              int (*set)(void *state, const cli_option *option, const char *value), void *state) {
    struct option table[OPTIONS_MAX + 2];
    char letters[3 * OPTIONS_MAX + 8] = ":h";
    size_t n = 0;
    memset(table, 0, sizeof table);
    for (const cli_option *o = command->options; o->name && n < OPTIONS_MAX; o++, n++) {
        table[n] = (struct option){o->name, o->argument ? required_argument : no_argument, NULL,
                                   256 + (int)n};
        if (o->letter) {
            char add[3] = {o->letter, o->argument ? ':' : '\0', '\0'};
            strcat(letters, add);
        }
    }
    table[n] = (struct option){"help", no_argument, NULL, 'h'};
    optind = 1;
    opterr = 0;
    for (int got; (got = getopt_long(argc, argv, letters, table, NULL)) != -1;) {
        if (got == 'h') {
            print_command_help(command);
            return -1;
        }
        const char *shown = argv[optind - 1];
        if (got == ':') return cli_usage(command, "%s needs a value", shown);
        const cli_option *option = NULL;
        if (got >= 256) option = &command->options[got - 256];
        for (const cli_option *o = command->options; !option && o->name; o++)
            if (o->letter && o->letter == got) option = o;
        if (!option)
            return cli_usage(command, "unknown option %s; hipgait %s --help lists them", shown,
                             command->name);
        int code = set(state, option, optarg);
        if (code != CLI_DONE) return code;
    }
    *first = optind;
    return CLI_DONE;
}

int cli_usage(const cli_command *command, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "hipgait %s: ", command->name);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    return CLI_USAGE;
}

void cli_print_error(const hg_error *err) {
    fprintf(stderr, "hipgait: %s%s%s%s%s\n", err->file, *err->file ? ": " : "", err->object,
            *err->object ? ": " : "", err->text);
}

const char *cli_cpu(const char *option) {
    const char *named = option ? option : getenv("HIPGAIT_CPU");
    return named && *named ? named : NULL;
}

int cli_exit_code(hg_status status) {
    static const struct {
        hg_status status;
        int code;
    } table[] = {{HG_OK, CLI_DONE},
                 {HG_EINVAL, CLI_USAGE},
                 {HG_ENOMEM, CLI_IO},
                 {HG_EIO, CLI_IO},
                 {HG_EFORMAT, CLI_ALL_FAILED},
                 {HG_EUNSUPPORTED, CLI_ALL_FAILED},
                 {HG_EDATA, CLI_ALL_FAILED},
                 {HG_ECANCELED, CLI_INTERRUPTED},
                 {HG_EINTERNAL, CLI_BUG},
                 {HG_ENOTFOUND, CLI_NO_INPUT},
                 {HG_EEXIST, CLI_CANNOT_CREATE}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].status == status) return table[i].code;
    return CLI_BUG;
}

bool cli_number(const char *text, double *out) {
    char *end = NULL;
    errno = 0;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && errno == 0 && isfinite(*out);
}

bool cli_whole(const char *text, long long *out) {
    char *end = NULL;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0;
}

int cli_finish(int code) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "hipgait: standard output could not be written: %s\n", strerror(errno));
        return CLI_IO;
    }
    return code;
}
