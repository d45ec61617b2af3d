/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "batch/write_text.h"
#include "cli/cli.h"

typedef hg_status (*make_fn)(hg_text *out, hg_error *err);

/* What the command can print; one of them is asked for. */
static const struct {
    const char *option;
    make_fn make;
} makers[] = {{"template", hg_intake_template},
              {"schema", hg_intake_schema},
              {"form", hg_intake_form},
              {"questions", hg_intake_questions}};
#define MAKERS (sizeof makers / sizeof *makers)

typedef struct state {
    const cli_command *self;
    const char *output, *from;
    make_fn make;
    int jobs; /* how many of the things to do were named */
    bool force, check;
} state;

static const cli_option options[] = {
    {"template", 0, NULL, "an intake file in which nothing is filled in"},
    {"form", 0, NULL, "one page for a browser that is filled in and saves the file; offline"},
    {"schema", 0, NULL, "the JSON Schema of the file"},
    {"questions", 0, NULL, "the questions as a table: group, name, kind, sided, unit, range, text"},
    {"from", 0, "FILE", "the answers of a recording or an intake file, as an intake file"},
    {"check", 0, NULL,
     "say what is wrong with intake FILEs, or with the answers in recordings"},
    {"output", 'o', "FILE", "write there instead of to standard output"},
    {"force", 0, NULL, "replace a file that is there"},
    {NULL, 0, NULL, NULL}};

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    for (size_t i = 0; i < MAKERS; i++)
        if (strcmp(option->name, makers[i].option) == 0) {
            s->make = makers[i].make;
            s->jobs++;
        }
    if (strcmp(option->name, "from") == 0) {
        s->from = value;
        s->jobs++;
    } else if (strcmp(option->name, "check") == 0) {
        s->check = true;
        s->jobs++;
    } else if (strcmp(option->name, "output") == 0) {
        s->output = value;
    } else if (strcmp(option->name, "force") == 0) {
        s->force = true;
    }
    return CLI_DONE;
}

/* A recording with the answers of the file: its own, or those of an intake file in an empty one. */
static hg_status read_answers(hg_recording **out, const char *path, hg_error *err) {
    if (hg_file_recognise(path) != HG_FILE_OTHER) return hg_recording_read(out, path, NULL, err);
    hg_status status = hg_recording_new(out, err);
    return status == HG_OK ? hg_intake_read_file(*out, path, err) : status;
}

static hg_status from_file(hg_text *out, const char *path, hg_error *err) {
    hg_recording *r = NULL;
    hg_status status = read_answers(&r, path, err);
    if (status == HG_OK) status = hg_intake_write(out, &r->subject, err);
    hg_recording_free(r);
    return status;
}

static int print(const state *s) {
    hg_text text = {NULL, 0};
    hg_error err = {0};
    hg_status status = s->from ? from_file(&text, s->from, &err) : s->make(&text, &err);
    if (status == HG_OK && s->output)
        status = hg__write_text(s->output, &text, s->force, &err);
    else if (status == HG_OK)
        fwrite(text.data, 1, text.size, stdout);
    hg_text_free(&text);
    if (status == HG_OK) return CLI_DONE;
    cli_print_error(&err);
    return cli_exit_code(status);
}

/* Answers, sides counted once each. */
static size_t count_answers(const hg_intake *intake) {
    size_t n = 0;
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        for (int side = 0; side < (hg_intake_fields[i].sided ? 2 : 1); side++)
            n += !isnan(intake->value[i][side]);
    return n;
}

/* What may not be what was meant; no fault. */
static hg_status print_odd(const char *file, const hg_subject *subject, hg_error *err) {
    hg_text odd = {NULL, 0};
    hg_status status = hg_intake_odd_sites(&odd, subject, err);
    if (status != HG_OK) return status;
    for (const char *line = odd.data; *line; line += strcspn(line, "\n") + 1)
        printf("%s: warning: %.*s\n", file, (int)strcspn(line, "\n"), line);
    hg_text_free(&odd);
    return HG_OK;
}

static int check(char **files, int n) {
    int code = CLI_DONE;
    for (int i = 0; i < n; i++) {
        hg_recording *r = NULL;
        hg_error err = {0};
        hg_status status = read_answers(&r, files[i], &err);
        if (status == HG_OK) status = print_odd(files[i], &r->subject, &err);
        if (status == HG_OK) {
            printf("%s: ok, %zu answers, %zu injuries, %zu runs\n", files[i],
                   count_answers(&r->subject.intake), r->subject.n_injuries,
                   r->subject.n_training_log);
        } else {
            cli_print_error(&err);
            bool wrong = status == HG_EFORMAT || status == HG_EUNSUPPORTED || status == HG_EDATA;
            int worse = wrong ? CLI_SOME_FAILED : cli_exit_code(status);
            if (worse > code) code = worse;
        }
        hg_recording_free(r);
    }
    return code;
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    int first = 0;
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (s.jobs != 1)
        return cli_usage(self, "one of --template, --form, --schema, --questions, --from FILE and "
                               "--check FILE... is needed");
    if (s.check && s.output) return cli_usage(self, "--check writes no file; leave --output out");
    if (s.check)
        return first == argc ? cli_usage(self, "no file given; hipgait intake --check FILE...")
                             : check(argv + first, argc - first);
    if (first != argc) return cli_usage(self, "what is \"%s\" for? It is not used", argv[first]);
    return print(&s);
}

const cli_command cli_intake = {
    "intake", "--template | --form | --schema | --questions | --from FILE | --check FILE...",
    "what to ask the runner, as a file or as a page to fill in",
    /* clang-format off */
    "The answers go into RUNNER.intake.json beside the runner's recording, where hipgait analyze finds\n"
    "them; RUNNER is the id in the recording. docs/intake.md explains the questions, the file and the\n"
    "columns of a roster. Not asked, asked and absent, asked and present are three different things.",
    /* clang-format on */
    options, run};
