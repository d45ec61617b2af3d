/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "batch/report.h"
#include "cli/cli.h"
#include "cli/faces.h"

typedef struct state {
    const cli_command *self;
    hg__faces faces;
    const char *folder;
    bool force, quiet;
} state;

static const cli_option options[] = {
    {"output", 'o', "DIR", "folder for the reports, made when it is not there (needed)"},
    CLI_FACE_OPTIONS,
    {"force", 0, NULL, "replace reports that exist and differ"},
    {"quiet", 'q', NULL, "only errors on standard error"},
    {NULL, 0, NULL, NULL}};

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    int face = cli_set_face(s->self, &s->faces, option, value);
    if (face >= 0) return face;
    if (strcmp(option->name, "output") == 0)
        s->folder = value;
    else if (strcmp(option->name, "force") == 0)
        s->force = true;
    else
        s->quiet = true;
    return CLI_DONE;
}

static void unread(void *user, const hg_error *error) {
    (void)user;
    cli_print_error(error);
}

static void done(void *user, const hg__report_outcome *o) {
    const state *s = user;
    if (o->status != HG_OK) {
        cli_print_error(o->error);
        return;
    }
    printf("%s\n", o->report);
    if (!s->quiet)
        fprintf(stderr, "hipgait: %s (%zu trial%s)\n", hg_quality_name(o->quality), o->n_trials,
                o->n_trials == 1 ? "" : "s");
}

static int exit_code(const hg__report_summary *sum) {
    if (sum->unread + sum->failed == 0) return CLI_DONE;
    if (sum->failed < sum->n) return CLI_SOME_FAILED;
    /* nothing was made, for one reason or several */
    int code = cli_exit_code(sum->common);
    return code == CLI_DONE ? CLI_ALL_FAILED : code;
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    hg__report_summary sum;
    hg_error err = {0};
    int first = 0, code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (!s.folder) return cli_usage(self, "--output DIR is needed; hipgait report --help explains");
    if (first == argc)
        return cli_usage(self, "no result was named; hipgait report --help explains");
    hg__dress dress = {.lab_file = NULL};
    code = cli_open_dress(&dress, &s.faces);
    if (code != CLI_DONE) {
        hg__dress_close(&dress);
        return code;
    }
    hg__report_options o = {.folder = s.folder,
                            .faces = s.faces,
                            .force = s.force,
                            .unread = unread,
                            .done = done,
                            .user = &s};
    hg_status status =
        hg__report_run(&sum, (const char *const *)argv + first, (size_t)(argc - first), &o, &err);
    hg__dress_close(&dress);
    if (status == HG_OK) return exit_code(&sum);
    cli_print_error(&err);
    return cli_exit_code(status);
}

const cli_command cli_report = {"report",
                                "RESULT.json... -o DIR [OPTION...]",
                                "render reports again from results, computing nothing",
                                "RESULT.json are results that hipgait analyze wrote, in any order; "
                                "those of one runner and session\n"
                                "become one report, DIR/<runner>/<runner>_<session>.html, with the "
                                "same bytes as analyze made. The\n"
                                "reports' paths go to standard output. Name all trials of a "
                                "session: a report shows what it is given.",
                                options,
                                run};
