/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "batch/plan.h"
#include "batch/run.h"
#include "cli/cli.h"
#include "cli/faces.h"

typedef struct state {
    hg__batch_options batch;
    const char **markerset_files, **settings;
    const char *convention, *static_file;
    size_t n_settings;
    bool dry_run, list_settings;
    int talk; /* -1 quiet, 0 normal, 1 and more: more */
    const cli_command *self;
} state;

static const cli_option options[] = {
    {"output", 'o', "DIR", "folder for the reports, made when it is not there (needed)"},
    {"frames", 0, NULL, "also write the angles and the filled samples of every frame as CSV"},
    CLI_FACE_OPTIONS,
    {"static", 0, "FILE", "static trial for inputs that hold one trial each (C3D, TRC)"},
    {"convention", 0, "NAME", "isb (standard), cgm (conventional) or ric (Running Injury Clinic)"},
    {"markerset", 0, "ID", "use this marker set instead of recognising it"},
    {"markerset-file", 0, "FILE", "a marker set of your own (JSON); may be given several times"},
    {"roster", 0, "FILE",
     "answers of many runners, a line each (participants.tsv; docs/intake.md)"},
    {"intake", 0, "FILE", "answers for a single recording, after those of its own and the roster"},
    {"reference", 0, "FILE", "compare with the runners of this reference set (docs/references.md)"},
    {"evidence", 0, "FILE",
     "extend or replace the rules about conditions (docs/evidence-format.md)"},
    {"set", 0, "KEY=VALUE",
     "change a parameter, e.g. clean.cutoff_hz=6; may be given several times"},
    {"seed", 0, "N", "of random numbers (1): same seed, same results"},
    {"list-settings", 0, NULL, "print every parameter with default, range and meaning, and stop"},
    {"force", 0, NULL, "replace outputs that exist and differ"},
    {"fail-fast", 0, NULL, "stop at the first recording that fails"},
    {"cpu", 0, "LEVEL", "c, avx2, avx512, neon; else HIPGAIT_CPU, else the best: same results"},
    {"dry-run", 0, NULL, "print the plan (file, runner, session, trial, task), and stop"},
    {"quiet", 'q', NULL, "only errors on standard error"},
    {"verbose", 'v', NULL, "more on standard error"},
    {NULL, 0, NULL, NULL}};

static int set_parameter(state *s, const char *text) {
    char key[64];
    const char *equals = strchr(text, '=');
    hg_error err;
    if (!equals || (size_t)(equals - text) >= sizeof key)
        return cli_usage(s->self, "--set needs KEY=VALUE, not \"%s\"", text);
    memcpy(key, text, (size_t)(equals - text));
    key[equals - text] = '\0';
    if (hg_params_set(&s->batch.analyze.params, key, equals + 1, &err) != HG_OK)
        return cli_usage(s->self, "--set: %s", err.text);
    return CLI_DONE;
}

/* As a table for people and for scripts: tabs between key, default, range, unit and meaning. */
static void list_settings(void) {
    size_t n;
    const hg_param_info *table = hg_params_table(&n);
    printf("key\tdefault\trange\tunit\tmeaning\n");
    for (size_t i = 0; i < n; i++) {
        const hg_param_info *p = &table[i];
        if (p->choices)
            printf("%s\t%s\t%s\t\t%s\n", p->key, p->standard_choice, p->choices, p->meaning);
        else
            printf("%s\t%g\t%g to %g\t%s\t%s\n", p->key, p->standard, p->least, p->most, p->unit,
                   p->meaning);
    }
}

/*
 * A convention brings defaults of its own, so it comes before single parameters, wherever it stood.
 */
static int settle(state *s) {
    hg_error err;
    if (s->convention &&
        hg_analyze_options_convention(&s->batch.analyze, s->convention, &err) != HG_OK)
        return cli_usage(s->self, "--convention: %s", err.text);
    for (size_t i = 0; i < s->n_settings; i++) {
        int code = set_parameter(s, s->settings[i]);
        if (code != CLI_DONE) return code;
    }
    return CLI_DONE;
}

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    const char *name = option->name;
    int face = cli_set_face(s->self, &s->batch.faces, option, value);
    if (face >= 0) return face;
    if (strcmp(name, "output") == 0)
        s->batch.folder = value;
    else if (strcmp(name, "frames") == 0)
        s->batch.analyze.frames = true;
    else if (strcmp(name, "markerset") == 0)
        s->batch.analyze.markerset = value;
    else if (strcmp(name, "markerset-file") == 0)
        s->markerset_files[s->batch.n_markerset_files++] = value;
    else if (strcmp(name, "convention") == 0)
        s->convention = value;
    else if (strcmp(name, "reference") == 0)
        s->batch.reference_file = value;
    else if (strcmp(name, "roster") == 0)
        s->batch.roster_file = value;
    else if (strcmp(name, "intake") == 0)
        s->batch.intake_file = value;
    else if (strcmp(name, "evidence") == 0)
        s->batch.evidence_file = value;
    else if (strcmp(name, "static") == 0)
        s->static_file = value;
    else if (strcmp(name, "set") == 0)
        s->settings[s->n_settings++] = value;
    else if (strcmp(name, "seed") == 0) {
        long long whole;
        if (!cli_whole(value, &whole) || whole < 0)
            return cli_usage(s->self, "--seed is \"%s\"; expected a whole number, 0 or more",
                             value);
        s->batch.analyze.seed = (uint64_t)whole;
    } else if (strcmp(name, "list-settings") == 0)
        s->list_settings = true;
    else if (strcmp(name, "force") == 0)
        s->batch.force = true;
    else if (strcmp(name, "fail-fast") == 0)
        s->batch.fail_fast = true;
    else if (strcmp(name, "cpu") == 0)
        s->batch.cpu = value;
    else if (strcmp(name, "dry-run") == 0)
        s->dry_run = true;
    else if (strcmp(name, "quiet") == 0)
        s->talk = -1;
    else if (strcmp(name, "verbose") == 0)
        s->talk++;
    return CLI_DONE;
}

static void write_log(void *user, hg_log_level level, const char *event, const char *text) {
    (void)user;
    (void)level;
    fprintf(stderr, "hipgait: %s: %s\n", event, text);
}

static void trial_failed(void *user, const hg_error *error) {
    (void)user;
    cli_print_error(error);
}

static void done(void *user, const hg__batch_outcome *o) {
    const state *s = user;
    if (o->status != HG_OK) {
        cli_print_error(o->error);
        return;
    }
    printf("%s\n", o->report);
    if (s->talk >= 0)
        fprintf(stderr, "hipgait: %s: %s (%zu trial%s%s)\n", o->file, hg_quality_name(o->quality),
                o->n_trials, o->n_trials == 1 ? "" : "s",
                o->n_failed_trials ? ", others failed" : "");
}

static int exit_code(const hg__batch_summary *sum) {
    if (sum->failed == 0) return sum->incomplete ? CLI_SOME_FAILED : CLI_DONE;
    if (sum->failed < sum->n) return CLI_SOME_FAILED;
    /* all failed for one reason that is not the recordings' own: say that reason */
    int code = cli_exit_code(sum->common_failure);
    return code == CLI_DONE ? CLI_ALL_FAILED : code;
}

/* One line per file: path, runner, session, trial, task; a native file tells these itself. */
static void print_item(const hg__plan_item *item) {
    for (size_t p = 0; p < item->n_parts; p++) {
        const hg__plan_part *part = &item->parts[p];
        printf("%s\t%s\t%s\t%s\t%s\n", part->path, item->native ? "n/a" : item->runner,
               item->native ? "n/a" : item->session, item->native ? "n/a" : part->trial,
               part->task == HG_TASK_UNKNOWN ? "n/a" : hg_task_name(part->task));
    }
}

static int work(state *s, const char *const *inputs, size_t n) {
    hg__plan plan;
    hg__batch_summary sum;
    hg_error err = {0};
    int code = CLI_DONE;
    hg_status status = hg__plan_make(&plan, inputs, n, s->static_file, &err);
    if (status != HG_OK) {
        cli_print_error(&err);
        return cli_exit_code(status);
    }
    if (s->batch.intake_file && plan.n != 1) {
        size_t n_items = plan.n;
        hg__plan_free(&plan);
        return cli_usage(s->self,
                         "--intake goes with one recording, and this is %zu; for several "
                         "put <runner>.intake.json beside each",
                         n_items);
    }
    if (s->dry_run) {
        for (size_t i = 0; i < plan.n; i++) print_item(&plan.item[i]);
    } else {
        status = hg__batch_run(&sum, &plan, &s->batch, &err);
        if (status != HG_OK) {
            cli_print_error(&err);
            code = cli_exit_code(status);
        } else {
            code = exit_code(&sum);
            if (s->talk >= 0 && sum.n > 1)
                fprintf(
                    stderr,
                    "hipgait: %zu recordings: %zu ok, %zu warned, %zu insufficient, %zu failed\n",
                    sum.n, sum.by_quality[HG_QUALITY_OK], sum.by_quality[HG_QUALITY_WARNED],
                    sum.by_quality[HG_QUALITY_INSUFFICIENT], sum.failed);
        }
    }
    hg__plan_free(&plan);
    return code;
}

static int dressed_work(state *s, const char *const *inputs, size_t n) {
    hg__dress dress = {.lab_file = NULL};
    int code = cli_open_dress(&dress, &s->batch.faces);
    if (code == CLI_DONE) code = work(s, inputs, n);
    hg__dress_close(&dress);
    return code;
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    int first = 0;
    hg_analyze_options_default(&s.batch.analyze);
    s.markerset_files = calloc((size_t)argc, sizeof *s.markerset_files);
    s.settings = calloc((size_t)argc, sizeof *s.settings);
    int code =
        s.markerset_files && s.settings ? cli_parse(self, argc, argv, &first, set, &s) : CLI_IO;
    if (code == CLI_DONE) s.batch.cpu = cli_cpu(s.batch.cpu);
    if (code == CLI_DONE) code = settle(&s);
    if (code == CLI_DONE) {
        s.batch.markerset_files = s.markerset_files;
        s.batch.log = (hg_log){write_log, NULL,
                               s.talk > 0   ? HG_LOG_DEBUG
                               : s.talk < 0 ? HG_LOG_ERROR
                                            : HG_LOG_WARN};
        s.batch.done = done;
        s.batch.trial_failed = trial_failed;
        s.batch.user = &s;
        if (s.list_settings)
            list_settings();
        else if (!s.batch.folder && !s.dry_run)
            code = cli_usage(self, "--output DIR is needed; hipgait analyze --help explains");
        else if (first == argc)
            code = cli_usage(self, "no input was named; hipgait analyze --help explains");
        else
            code = dressed_work(&s, (const char *const *)argv + first, (size_t)(argc - first));
    }
    free(s.markerset_files);
    free(s.settings);
    return code < 0 ? CLI_DONE : code;
}

const cli_command cli_analyze = {
    "analyze", "-o DIR [OPTION...] INPUT...", "analyse recordings and write a report per runner",
    /* clang-format off */
    "INPUT is a recording (native HDF5, C3D, OpenSim TRC or MOT) or a folder that is searched for them.\n"
    "For each runner and session DIR/<runner>/ receives <runner>_<session>.html, one JSON result per\n"
    "trial and, with --frames, a CSV of every frame; the reports' paths go to standard output.\n"
    "DIR/cohort.csv has a line per trial, of this call and of earlier ones into the same folder.\n"
    "Files other than native ones do not say whose they are: a single file is a runner called like the\n"
    "file, the files of a folder are one runner called like the folder, unless the folder has a\n"
    "trials.tsv (docs/batch.md). Use pseudonyms. --dry-run shows what belongs to whom.\n"
    "<runner>.intake.json in the folder of a recording is read with it (hipgait intake --help).",
    /* clang-format on */
    options, run};
