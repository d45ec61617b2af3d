/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "batch/reference.h"
#include "cli/cli.h"

typedef struct state {
    hg_reference_options options;
    const char *output;
    bool force;
    const cli_command *self;
} state;

static const cli_option options[] = {
    {"output", 'o', "FILE", "the reference set to write (needed)"},
    {"task", 0, "TASK", "only trials of this task: run or walk"},
    {"speed", 0, "FROM:TO", "only trials at these speeds, m/s, e.g. 2.8:3.2"},
    {"sex", 0, "SEX", "only trials of women (F) or men (M)"},
    {"markerset", 0, "ID", "only trials with this marker set"},
    {"convention", 0, "NAME", "only trials of this convention: isb, cgm or ric"},
    {"ok-only", 0, NULL, "leave out trials with warnings; insufficient ones never count"},
    {"name", 0, "TEXT", "what reports call the set"},
    {"set-version", 0, "TEXT", "its version, which reports print"},
    {"population", 0, "TEXT", "who the runners are"},
    {"source", 0, "TEXT", "where the values are from"},
    {"force", 0, NULL, "replace FILE when it exists"},
    {NULL, 0, NULL, NULL}};

static int set_speed(state *s, const char *text) {
    char from[32];
    const char *colon = strchr(text, ':');
    double *least = &s->options.speed_from_m_s, *most = &s->options.speed_to_m_s;
    if (colon && (size_t)(colon - text) < sizeof from) {
        memcpy(from, text, (size_t)(colon - text));
        from[colon - text] = '\0';
        if (cli_number(from, least) && cli_number(colon + 1, most) && *least >= 0 &&
            *least <= *most && *most <= 15)
            return CLI_DONE;
    }
    return cli_usage(s->self, "--speed needs FROM:TO in m/s, not \"%s\"", text);
}

static int set_task(state *s, const char *text) {
    for (int t = HG_TASK_RUN; t <= HG_TASK_WALK; t++)
        if (strcmp(text, hg_task_name((hg_task)t)) == 0) {
            s->options.task = (hg_task)t;
            return CLI_DONE;
        }
    return cli_usage(s->self, "--task is run or walk, not \"%s\"", text);
}

static int set_sex(state *s, const char *text) {
    s->options.sex = strcmp(text, "F") == 0   ? HG_SEX_F
                     : strcmp(text, "M") == 0 ? HG_SEX_M
                                              : HG_SEX_UNKNOWN;
    if (s->options.sex != HG_SEX_UNKNOWN) return CLI_DONE;
    return cli_usage(s->self, "--sex is F or M, not \"%s\"", text);
}

static int set(void *user, const cli_option *option, const char *value) {
    state *s = user;
    const struct {
        const char *name, **to;
    } texts[] = {{"output", &s->output},
                 {"markerset", &s->options.markerset},
                 {"convention", &s->options.convention},
                 {"name", &s->options.name},
                 {"set-version", &s->options.version},
                 {"population", &s->options.population},
                 {"source", &s->options.source}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(option->name, texts[i].name) == 0) {
            *texts[i].to = value;
            return CLI_DONE;
        }
    if (strcmp(option->name, "speed") == 0) return set_speed(s, value);
    if (strcmp(option->name, "task") == 0) return set_task(s, value);
    if (strcmp(option->name, "sex") == 0) return set_sex(s, value);
    if (strcmp(option->name, "ok-only") == 0)
        s->options.ok_only = true;
    else
        s->force = true;
    return CLI_DONE;
}

static int run(const cli_command *self, int argc, char **argv) {
    state s = {.self = self};
    hg_reference_counts n;
    hg_error err = {0};
    int first = 0;
    hg_reference_options_default(&s.options);
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code < 0 ? CLI_DONE : code;
    if (first + 2 != argc || strcmp(argv[first], "build") != 0 || !s.output)
        return cli_usage(self, "\"build\", one cohort table and --output FILE are needed");
    hg_status status = hg__reference_file(&n, s.output, argv[first + 1], &s.options, s.force, &err);
    if (status != HG_OK) {
        cli_print_error(&err);
        return cli_exit_code(status);
    }
    printf("%s\n", s.output);
    fprintf(stderr, "hipgait: %zu rows from %zu of %zu trials of %zu runners\n", n.rows, n.used,
            n.trials, n.runners);
    return CLI_DONE;
}

const cli_command cli_reference = {
    "reference", "build COHORT.csv -o FILE [OPTION...]",
    "make a laboratory's own reference set from a cohort table",
    /* clang-format off */
    "COHORT.csv is the table that hipgait analyze writes. Each runner counts once for each metric, task,\n"
    "sensor, marker set and convention; women and men stand together and, where both are there, apart.\n"
    "hipgait analyze --reference FILE then gives z-scores and percentiles (docs/references.md).",
    /* clang-format on */
    options, run};
