/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "batch/compare.h"
#include "cli/cli.h"
#include "cli/faces.h"

typedef struct state {
    const cli_command *self;
    hg__compare_job job;
    bool quiet;
} state;

static const cli_option options[] = {
    {"output", 'o', "DIR", "folder for the follow-up, made when it is not there (needed)"},
    {"set", 0, "KEY=VALUE", "change a setting, e.g. follow_up.speed_percent=3; may be repeated"},
    {"language", 0, "CODE", "of the page: en (standard) or de"},
    {"dates", 0, "STYLE", "days of the sessions: relative (standard), year or full"},
    {"lab", 0, "FILE", "name, contact, logo and colors of the laboratory (JSON)"},
    {"identity-file", 0, "FILE",
     "names for the runners' ids (JSON), shown here and stored nowhere"},
    {"pdf", 0, NULL, "also write the follow-up as PDF"},
    {"paper", 0, "SIZE", "paper of the PDF: a4 (standard) or letter"},
    {"full", 0, NULL, "the PDF with all that the page folds away"},
    {"text", 0, NULL, "also write it as plain text (.txt)"},
    {"force", 0, NULL, "replace files that exist and differ"},
    {"quiet", 'q', NULL, "only errors on standard error"},
    {NULL, 0, NULL, NULL}};

static int set_setting(state *s, const char *text) {
    char key[64];
    const char *equals = strchr(text, '=');
    hg_error err = {0};
    if (!equals || (size_t)(equals - text) >= sizeof key)
        return cli_usage(s->self, "--set needs KEY=VALUE, not \"%s\"", text);
    memcpy(key, text, (size_t)(equals - text));
    key[equals - text] = '\0';
    if (hg_follow_up_options_set(&s->job.options, key, equals + 1, &err) != HG_OK)
        return cli_usage(s->self, "--set: %s", err.text);
    return CLI_DONE;
}

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    int face = cli_set_face(s->self, &s->job.faces, option, value);
    if (face >= 0) return face;
    if (strcmp(option->name, "set") == 0) return set_setting(s, value);
    if (strcmp(option->name, "output") == 0)
        s->job.folder = value;
    else if (strcmp(option->name, "force") == 0)
        s->job.force = true;
    else
        s->quiet = true;
    return CLI_DONE;
}

static void tell(const hg__compare_outcome *o) {
    if (o->same_recording)
        fprintf(stderr, "hipgait: warning: both results are of the same trial of the same "
                        "recording; nothing can have changed\n");
    if (o->order_doubtful)
        fprintf(stderr, "hipgait: warning: by date or visit number the later result is not the "
                        "later one; were they exchanged?\n");
    fprintf(stderr, "hipgait: %zu of %zu values changed by more than error; %zu cannot be told\n",
            o->real, o->tests, o->open);
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    hg__compare_outcome outcome;
    hg_error err = {0};
    int first = 0;
    hg_follow_up_options_default(&s.job.options);
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (!s.job.folder)
        return cli_usage(self, "--output DIR is needed; hipgait compare --help explains");
    if (first + 2 != argc) return cli_usage(self, "two results are needed, the earlier one first");
    s.job.earlier = argv[first];
    s.job.later = argv[first + 1];
    hg__dress dress = {.lab_file = NULL};
    code = cli_open_dress(&dress, &s.job.faces);
    if (code == CLI_DONE) {
        hg_status status = hg__compare_run(&outcome, &s.job, &err);
        if (status != HG_OK) {
            cli_print_error(&err);
            code = cli_exit_code(status);
        } else {
            printf("%s\n", outcome.page);
            if (!s.quiet) tell(&outcome);
        }
    }
    hg__dress_close(&dress);
    return code;
}

const cli_command cli_compare = {"compare", "EARLIER.json LATER.json -o DIR [OPTION...]",
                                 "what changed between two visits of a runner",
                                 /* clang-format off */
    "Both are results that hipgait analyze wrote of one runner: one trial of each visit, best at the same\n"
    "speed and in the same shoes. Each change is held against the error of measuring: real change, within\n"
    "error, or cannot tell, with the reason (speed, shoes, marker set or what else differs).\n"
    "DIR/<runner>/ receives the page, <earlier>_to_<later>.follow-up.html, whose path goes to standard\n"
    "output, and the same as .json. docs/follow-up.md",
                                 /* clang-format on */
                                 options, run};
