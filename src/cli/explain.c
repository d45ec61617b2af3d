/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "batch/report.h"
#include "cli/cli.h"

typedef struct state {
    hg_explain_options explain;
    const cli_command *self;
} state;

static const cli_option options[] = {
    {"condition", 0, "ID", "only this condition; an unknown one lists those there are"},
    {"side", 0, "SIDE", "only the left or the right side"},
    {NULL, 0, NULL, NULL}};

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    if (strcmp(option->name, "condition") == 0) {
        s->explain.condition = value;
        return CLI_DONE;
    }
    for (int side = HG_LEFT; side <= HG_RIGHT; side++)
        if (strcmp(value, side == HG_LEFT ? "left" : "right") == 0) {
            s->explain.side = (hg_side)side;
            return CLI_DONE;
        }
    return cli_usage(s->self, "--side is left or right, not \"%s\"", value);
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.explain = {NULL, HG_SIDE_UNKNOWN}, .self = self};
    hg_result *result = NULL;
    hg_text text = {NULL, 0};
    hg_error err = {0};
    int first = 0, code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (first + 1 != argc) return cli_usage(self, "one result is needed");
    hg_status status = hg__report_read(&result, argv[first], &err);
    if (status == HG_OK) status = hg_report_explain(&text, result, &s.explain, &err);
    if (status == HG_OK)
        fwrite(text.data, 1, text.size, stdout);
    else
        cli_print_error(&err);
    hg_text_free(&text);
    hg_result_free(result);
    return cli_exit_code(status);
}

const cli_command cli_explain = {
    "explain",
    "RESULT.json [OPTION...]",
    "how a result came to what it says, as plain text",
    "Red flags, numbers derived from the answers, then each condition and side: its band and why, "
    "the\n"
    "steps, and every rule with its condition, its numbers, its grade and its sources, whether it "
    "fired,\n"
    "did not, or is not known; what is known of the asymmetries found; advice. 78 columns, for a "
    "person\n"
    "who follows it by hand. Conditions that say something come first.",
    options,
    run};
