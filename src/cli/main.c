/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

static const cli_command *const commands[] = {
    &cli_analyze, &cli_import, &cli_export,    &cli_validate, &cli_info,  &cli_report, &cli_explain,
    &cli_compare, &cli_cohort, &cli_reference, &cli_intake,   &cli_synth, &cli_bench};

static void print_help(void) {
    printf("hipgait %s: recordings of runners to reports about their hips\n\n"
           "usage: hipgait COMMAND [OPTION...] [ARGUMENT...]\n\ncommands:\n",
           hg_version());
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n  hipgait COMMAND --help    what a command does and its options\n"
           "  hipgait --version         version and intended use\n\n"
           "Nothing leaves this machine: hipgait never uses the network.\n"
           "exit: 0 done, 1 some failed or a check said no, 64 usage, 65 all failed, 66 no input,\n"
           "      70 bug, 73 cannot create, 74 input or output error\n");
}

int main(int argc, char **argv) {
    signal(SIGPIPE,
           SIG_IGN); /* a closed pipe or a file size limit is an error to report, not an end */
    signal(SIGXFSZ, SIG_IGN);
    umask(077); /* health data: what we write is the user's alone, unless the user says otherwise */
    if (argc < 2) {
        print_help();
        return cli_finish(CLI_USAGE);
    }
    if (argc == 3 && strcmp(argv[1], "help") == 0) { /* "help analyze" is "analyze --help" */
        static char help[] = "--help";
        argv[1] = argv[2];
        argv[2] = help;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help();
        return cli_finish(CLI_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("hipgait %s\n%s\n", hg_version(), hg_intended_use());
        return cli_finish(CLI_DONE);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i]->name) == 0)
            return cli_finish(commands[i]->run(commands[i], argc - 1, argv + 1));
    fprintf(stderr, "hipgait: there is no command \"%s\"; hipgait --help lists them\n", argv[1]);
    return CLI_USAGE;
}
