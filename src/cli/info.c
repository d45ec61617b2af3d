/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "cli/cli.h"

#define LINE_WIDTH 96

static void print_number(const char *name, double value, const char *unit) {
    if (!isnan(value)) printf("  %s %g%s%s", name, value, *unit ? " " : "", unit);
}

static void print_text(const char *name, const char *text) {
    if (*text) printf("  %s %s", name, text);
}

static bool given(const hg_subject *s, const char *group) {
    return hg_intake_any(&s->intake, group);
}

/* How many of the questions of each group have an answer. */
static void print_answers(const hg_subject *s) {
    if (!hg_intake_any(&s->intake, NULL)) return;
    const char *group;
    printf("  answers ");
    for (size_t g = 0; (group = hg_intake_group(g)); g++) {
        int asked = 0, all = 0;
        for (int i = 0; i < HG_INTAKE_COUNT; i++) {
            if (strcmp(hg_intake_fields[i].group, group) != 0) continue;
            all++;
            asked += !isnan(s->intake.value[i][HG_LEFT]) || !isnan(s->intake.value[i][HG_RIGHT]);
        }
        printf("  %s %d of %d", group, asked, all);
    }
    print_text("on", s->intake_date);
    printf("\n");
}

static void print_who(const hg_recording *r) {
    const hg_subject *s = &r->subject;
    printf("  runner    %s", s->id);
    print_text("sex", hg_sex_name(s->sex));
    print_number("age", s->age_years, "years");
    print_number("mass", s->mass_kg, "kg");
    print_number("height", s->height_m, "m");
    print_number("leg left", s->leg_length_m[HG_LEFT], "m");
    print_number("leg right", s->leg_length_m[HG_RIGHT], "m");
    printf("\n  session   %s", r->session.id);
    if (r->session.visit) printf("  visit %d", r->session.visit);
    print_text("start", r->session.start_time);
    print_text("device", r->session.device);
    printf("\n  intake    symptoms %s  injuries %zu  training %s  training log %zu runs\n",
           given(s, "symptoms") || s->symptoms.given ? "given" : "not given", s->n_injuries,
           given(s, "training") || s->training.given ? "given" : "not given", s->n_training_log);
    print_answers(s);
}

static void print_labels(const hg_stream *s) {
    size_t used = 0;
    for (size_t i = 0; i < s->n_points; i++) {
        size_t n = strlen(s->labels[i]);
        if (i == 0 || used + n + 1 > LINE_WIDTH) {
            printf("%s            ", i ? "\n" : "");
            used = 12;
        } else {
            printf(" ");
        }
        printf("%s", s->labels[i]);
        used += n + 1;
    }
    printf("\n");
}

/* Percent of samples (all components of a point count as one) that are missing. */
static double missing_percent(const hg_stream *s) {
    size_t rows = s->n_frames * s->n_points, missing = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < s->n_components; c++)
            if (isnan(s->data[i * s->n_components + c])) {
                missing++;
                break;
            }
    return 100.0 * (double)missing / (double)rows;
}

static double duration(const hg_stream *s) {
    return hg_stream_time(s, s->n_frames - 1) - hg_stream_time(s, 0) + 1 / s->rate_hz;
}

static void print_stream(const hg_stream *s) {
    static const char *const point[HG_STREAM_KIND_COUNT] = {"markers", "segments", "angles",
                                                            "sensors", "channels", "channels"};
    printf(
        "    %-14s %s: %zu %s, %zu frames at %g Hz%s from %g s, %.3f s, %s%s%s, %.2f %% missing\n",
        s->name, hg_stream_kind_name(s->kind), s->n_points, point[s->kind], s->n_frames, s->rate_hz,
        s->time_s ? " (uneven)" : "", s->t0_s, duration(s), s->units, *s->axes ? ", axes " : "",
        s->axes, missing_percent(s));
    print_labels(s);
}

static void print_events(const hg_trial *t) {
    if (!t->n_events) return;
    size_t n[3][3] = {{0}};
    for (size_t i = 0; i < t->n_events; i++) {
        int what = strcmp(t->events[i].label, "IC") == 0   ? 0
                   : strcmp(t->events[i].label, "TO") == 0 ? 1
                                                           : 2;
        n[what][t->events[i].side]++;
    }
    static const char *const names[] = {"IC", "TO", "other"};
    printf("    events        ");
    for (int e = 0; e < 3; e++) {
        size_t sum = n[e][HG_LEFT] + n[e][HG_RIGHT] + n[e][HG_SIDE_UNKNOWN];
        if (sum)
            printf(" %s %zu (left %zu, right %zu, side not given %zu)", names[e], sum,
                   n[e][HG_LEFT], n[e][HG_RIGHT], n[e][HG_SIDE_UNKNOWN]);
    }
    printf("\n");
}

static void print_trial(const hg_trial *t) {
    printf("  trial     %s", t->name);
    print_text("task", t->task == HG_TASK_UNKNOWN ? "not given" : hg_task_name(t->task));
    if (t->treadmill != HG_NOT_GIVEN)
        print_text(t->treadmill == HG_YES ? "on" : "over",
                   t->treadmill == HG_YES ? "treadmill" : "ground");
    print_number("speed", t->speed_m_s, "m/s");
    print_number("incline", t->incline_percent, "%");
    print_text("footwear", t->footwear);
    printf("\n");
    for (size_t i = 0; i < t->n_streams; i++) print_stream(t->streams[i]);
    print_events(t);
}

static int set(void *state, const cli_option *option, const char *value) {
    (void)state;
    (void)option;
    (void)value;
    return CLI_DONE;
}

static int run(const cli_command *self, int argc, char **argv) {
    int first, worst = CLI_DONE, failed = 0;
    int code = cli_parse(self, argc, argv, &first, set, NULL);
    if (code != CLI_DONE) return code == -1 ? CLI_DONE : code;
    if (first == argc) return cli_usage(self, "no file given; hipgait info FILE...");
    for (int i = first; i < argc; i++) {
        hg_recording *r = NULL;
        hg_error err;
        hg_status status = hg_recording_read(&r, argv[i], NULL, &err);
        if (status != HG_OK) {
            cli_print_error(&err);
            worst = cli_exit_code(status);
            failed++;
            continue;
        }
        const char *slash = strrchr(argv[i], '/');
        printf("%s\n  file      %s %s, %zu bytes, made by %s\n  sha256    %s\n",
               slash ? slash + 1 : argv[i], r->source.format,
               *r->source.schema_version ? r->source.schema_version : "-", r->source.size_bytes,
               *r->source.created_by ? r->source.created_by : "a program that is not named",
               r->source.sha256);
        print_who(r);
        for (size_t k = 0; k < r->n_trials; k++) print_trial(r->trials[k]);
        hg_recording_free(r);
    }
    /* some could be shown: that is not "nothing could" */
    return failed && failed < argc - first ? CLI_SOME_FAILED : worst;
}

static const cli_option options[] = {{NULL, 0, NULL, NULL}};

const cli_command cli_info = {
    "info",
    "FILE...",
    "show what recordings hold: runner, session, trials, streams, events",
    "Prints no path, only the name of each file. What is wrong with a file says hipgait validate.",
    options,
    run,
};
