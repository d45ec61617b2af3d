/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch/plan.h"
#include "cli/cli.h"

typedef struct part {
    hg_task task;
    const char *file;
    char trial[HG_NAME_MAX];
} part;

typedef struct state {
    const cli_command *self;
    const char *output, *runner, *session;
    long long visit;
    double speed_m_s;
    bool force;
    part *parts;
    size_t n_parts;
} state;

static const cli_option options[] = {
    {"output", 'o', "FILE", "the native recording to write (needed)"},
    {"runner", 0, "ID", "pseudonym of the runner (needed); names in files are never taken over"},
    {"session", 0, "ID", "id of the session, S01 when not given"},
    {"visit", 0, "N", "number of the visit, 1 is the first"},
    {"static", 0, "[TRIAL=]FILE", "a static trial"},
    {"run", 0, "[TRIAL=]FILE", "a running trial"},
    {"walk", 0, "[TRIAL=]FILE", "a walking trial"},
    {"functional", 0, "[TRIAL=]FILE", "a trial for functional joint centres"},
    {"speed", 0, "M_S", "speed of the moving trials in m/s, where the files do not say it"},
    {"force", 0, NULL, "replace FILE when it exists"},
    {NULL, 0, NULL, NULL}};

static int add_part(state *s, hg_task task, const char *value) {
    part *p = &s->parts[s->n_parts++];
    const char *equals = strchr(value, '=');
    *p = (part){.task = task, .file = value};
    if (equals && !memchr(value, '/', (size_t)(equals - value))) {
        if (equals == value || (size_t)(equals - value) >= sizeof p->trial)
            return cli_usage(s->self, "\"%s\": the name of the trial is empty or too long", value);
        memcpy(p->trial, value, (size_t)(equals - value));
        p->file = equals + 1;
    } else {
        hg__plan_stem(p->trial, value);
    }
    return CLI_DONE;
}

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    static const struct {
        const char *name;
        hg_task task;
    } tasks[] = {{"static", HG_TASK_STATIC},
                 {"run", HG_TASK_RUN},
                 {"walk", HG_TASK_WALK},
                 {"functional", HG_TASK_FUNCTIONAL}};
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (strcmp(option->name, tasks[i].name) == 0) return add_part(s, tasks[i].task, value);
    if (strcmp(option->name, "output") == 0)
        s->output = value;
    else if (strcmp(option->name, "runner") == 0)
        s->runner = value;
    else if (strcmp(option->name, "session") == 0)
        s->session = value;
    else if (strcmp(option->name, "force") == 0)
        s->force = true;
    else if (strcmp(option->name, "visit") == 0 &&
             (!cli_whole(value, &s->visit) || s->visit < 1 || s->visit > 100000))
        return cli_usage(s->self, "--visit \"%s\": expected a whole number from 1", value);
    else if (strcmp(option->name, "speed") == 0 &&
             (!cli_number(value, &s->speed_m_s) || s->speed_m_s <= 0 || s->speed_m_s > 15))
        return cli_usage(
            s->self, "--speed \"%s\": expected metres per second, above 0 and at most 15", value);
    return CLI_DONE;
}

static hg_status join(hg_recording *rec, const part *p, const state *s, hg_error *err) {
    hg_recording *piece = NULL;
    hg_status status = hg_recording_read(&piece, p->file, NULL, err);
    if (status != HG_OK) return status;
    const char *slash = strrchr(p->file, '/'), *name = slash ? slash + 1 : p->file;
    for (size_t i = 0; i < piece->n_remarks; i++)
        fprintf(stderr, "hipgait: %s: %s%s%s\n", name, piece->remarks[i].object,
                *piece->remarks[i].object ? ": " : "", piece->remarks[i].text);
    for (size_t i = 0; i < piece->n_trials; i++)
        if (p->task != HG_TASK_STATIC && isnan(piece->trials[i]->speed_m_s))
            piece->trials[i]->speed_m_s = s->speed_m_s; /* NaN stays NaN */
    status = hg_recording_append(rec, piece, p->trial, p->task, err);
    hg_recording_free(piece);
    return status;
}

static int work(const state *s) {
    hg_recording *rec = NULL;
    hg_error err = {0};
    hg_status status = hg_recording_new(&rec, &err);
    if (status == HG_OK) {
        snprintf(rec->subject.id, sizeof rec->subject.id, "%s", s->runner);
        snprintf(rec->session.id, sizeof rec->session.id, "%s", s->session);
        rec->session.visit = (int)s->visit;
    }
    for (size_t i = 0; status == HG_OK && i < s->n_parts; i++)
        status = join(rec, &s->parts[i], s, &err);
    if (status == HG_OK) status = hg_recording_write(rec, s->output, s->force, &err);
    if (status != HG_OK)
        cli_print_error(&err);
    else
        fprintf(stderr, "hipgait: %s written, %zu trials\n", s->output, rec->n_trials);
    hg_recording_free(rec);
    return cli_exit_code(status);
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self, .session = "S01", .speed_m_s = NAN};
    int first = 0;
    s.parts = calloc((size_t)argc, sizeof *s.parts);
    if (!s.parts) return CLI_IO;
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code == CLI_DONE) {
        char clean[HG_NAME_MAX];
        if (!s.output || !s.runner)
            code = cli_usage(
                self, "--output FILE and --runner ID are needed; hipgait import --help explains");
        else if (hg__clean_id(clean, s.runner), strcmp(clean, s.runner) != 0)
            code = cli_usage(self, "--runner \"%s\": letters, digits, '.', '_' and '-' only",
                             s.runner);
        else if (first != argc)
            code = cli_usage(self,
                             "\"%s\": say what it is with --static, --run, --walk or --functional",
                             argv[first]);
        else if (s.n_parts == 0)
            code = cli_usage(
                self, "no file was named; --static, --run, --walk or --functional names one");
        else
            code = work(&s);
    }
    free(s.parts);
    return code < 0 ? CLI_DONE : code;
}

const cli_command cli_import = {
    "import",
    "-o F.h5 --runner ID --static A.c3d --run B.c3d ...",
    "put files of other formats into one native recording",
    "Each file becomes one trial, called like the file unless TRIAL= names it. Files of the same "
    "trial\n"
    "name join: --run run1=markers.trc --run run1=forces.mot.",
    options,
    run,
};
