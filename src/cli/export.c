/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli/cli.h"

typedef struct state {
    const char *output, *trial;
    bool force;
} state;

static const cli_option options[] = {
    {"output", 'o', "FILE", "the C3D file to write (needed)"},
    {"trial", 0, "NAME", "which trial; needed when the recording has several"},
    {"force", 0, NULL, "replace FILE when it exists"},
    {NULL, 0, NULL, NULL}};

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    if (strcmp(option->name, "output") == 0)
        s->output = value;
    else if (strcmp(option->name, "trial") == 0)
        s->trial = value;
    else
        s->force = true;
    return CLI_DONE;
}

/* The trial that was named, or the only one. */
static const hg_trial *choose(const cli_command *self, const hg_recording *rec, const char *name) {
    char names[400] = "";
    for (size_t i = 0; i < rec->n_trials; i++) {
        size_t used = strlen(names);
        if (name ? strcmp(rec->trials[i]->name, name) == 0 : rec->n_trials == 1)
            return rec->trials[i];
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", rec->trials[i]->name);
    }
    if (name)
        cli_usage(self, "there is no trial \"%s\"; the recording holds %s", name, names);
    else
        cli_usage(self, "the recording holds several trials; --trial names one of %s", names);
    return NULL;
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {0};
    int first = 0, code = cli_parse(self, argc, argv, &first, set, &s);
    hg_recording *rec = NULL;
    hg_error err = {0};
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (!s.output || first + 1 != argc)
        return cli_usage(self, "one recording and --output FILE are needed");
    hg_status status = hg_recording_read(&rec, argv[first], NULL, &err);
    if (status == HG_OK) {
        const hg_trial *trial = choose(self, rec, s.trial);
        if (!trial) {
            hg_recording_free(rec);
            return CLI_USAGE;
        }
        status = hg_recording_write_c3d(rec, trial, s.output, s.force, &err);
    }
    if (status != HG_OK) cli_print_error(&err);
    hg_recording_free(rec);
    return cli_exit_code(status);
}

const cli_command cli_export = {
    "export",
    "RECORDING -o F.c3d",
    "write a trial of a recording as C3D",
    "Markers, force plates, analog channels, events and the runner's pseudonym are written.",
    options,
    run};
