/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share: the table of commands, options from tables, exit codes, messages. */
#ifndef HG_CLI_CLI_H
#define HG_CLI_CLI_H

#include <hipgait/hipgait.h>
#include <stdbool.h>
#include <stdio.h>

/* Exit codes of the command; part of its interface. */
enum {
    CLI_DONE = 0,
    CLI_SOME_FAILED = 1, /* some recordings failed, or a check said no */
    CLI_USAGE = 64,
    CLI_ALL_FAILED = 65,
    CLI_NO_INPUT = 66,
    CLI_BUG = 70,
    CLI_CANNOT_CREATE = 73,
    CLI_IO = 74,
    CLI_INTERRUPTED = 130,
    CLI_TERMINATED = 143
};

typedef struct cli_option {
    const char *name;     /* long name without dashes; NULL ends the table */
    char letter;          /* short form, or 0 */
    const char *argument; /* what follows, e.g. "DIR"; NULL for a switch */
    const char *help;
} cli_option;

typedef struct cli_command {
    const char *name;
    const char *arguments; /* behind the name in the usage line */
    const char *summary;   /* one line for the list of commands */
    const char *details;   /* paragraphs for --help, may be NULL */
    const cli_option *options;
    int (*run)(const struct cli_command *self, int argc, char **argv);
} cli_command;

/* The commands; one file each. */
extern const cli_command cli_analyze, cli_import, cli_export, cli_validate, cli_info, cli_report,
    cli_explain, cli_compare, cli_cohort, cli_reference, cli_intake, cli_synth, cli_bench;

/*
 * Walks the options of argv (argv[0] is the command's name) and calls `set` for each; what is left
 * are the operands argv[*first] .. argv[argc - 1]. --help prints the help and asks to leave with
 * CLI_DONE. `set` returns CLI_DONE to go on. Returns CLI_DONE to go on, -1 to leave with success,
 * else the exit code; messages are printed.
 */
int cli_parse(const cli_command *command, int argc, char **argv, int *first,
              int (*set)(void *state, const cli_option *option, const char *value), void *state);

/* "hipgait analyze: text" on stderr; returns CLI_USAGE. */
int cli_usage(const cli_command *command, const char *fmt, ...) HG_PRINTF(2, 3);

/* "hipgait: file: object: text" on stderr. */
void cli_print_error(const hg_error *err);

/* The CPU level that was asked for: by --cpu (`option`), else by HIPGAIT_CPU, else NULL, which is
 * the best. Only the command reads the environment; the library says what it makes of the name. */
const char *cli_cpu(const char *option);

/* The exit code for a failure that ends the command. */
int cli_exit_code(hg_status status);

/*
 * Whole numbers and decimals as option values; false when `text` is anything else. Decimal point.
 */
bool cli_number(const char *text, double *out);
bool cli_whole(const char *text, long long *out);

/* Flushes stdout and says whether everything got there (a full disk must not pass as success). */
int cli_finish(int code);

#endif
