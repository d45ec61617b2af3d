/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

#define PATH_MAX_BYTES 4096
#define COHORT_MOST 100000

typedef struct settings {
    const cli_command *self;
    hg_synth_options options;
    bool speed_given, step_rate_given, runner_given, replace;
    const char *out, *truth;
    long long cohort; /* 0: a single runner */
} settings;

/* Options that set a number of hg_synth_options. */
static const struct {
    const char *name;
    size_t offset;
} numbers[] = {
    {"seconds", offsetof(hg_synth_options, seconds)},
    {"rate", offsetof(hg_synth_options, rate_hz)},
    {"speed", offsetof(hg_synth_options, speed_m_s)},
    {"step-rate", offsetof(hg_synth_options, step_rate_per_min)},
    {"asymmetry", offsetof(hg_synth_options, asymmetry_deg)},
    {"variability", offsetof(hg_synth_options, variability)},
    {"noise", offsetof(hg_synth_options, noise_m)},
    {"heading", offsetof(hg_synth_options, heading_deg)},
};

static int set_number(settings *s, const cli_option *option, const char *value) {
    double number;
    if (!cli_number(value, &number))
        return cli_usage(s->self, "--%s is \"%s\"; expected a number", option->name, value);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].name, option->name) == 0)
            memcpy((char *)&s->options + numbers[i].offset, &number, sizeof number);
    s->speed_given |= strcmp(option->name, "speed") == 0;
    s->step_rate_given |= strcmp(option->name, "step-rate") == 0;
    return CLI_DONE;
}

static int set_strike(settings *s, const char *value) {
    static const char *const names[HG_STRIKE_COUNT] = {
        [HG_STRIKE_REARFOOT] = "rearfoot",
        [HG_STRIKE_MIDFOOT] = "midfoot",
        [HG_STRIKE_FOREFOOT] = "forefoot",
    };
    for (int i = 0; i < HG_STRIKE_COUNT; i++)
        if (strcmp(value, names[i]) == 0) {
            s->options.strike = (hg_synth_strike)i;
            return CLI_DONE;
        }
    return cli_usage(s->self, "--strike is \"%s\"; expected rearfoot, midfoot or forefoot", value);
}

static int set(void *state, const cli_option *option, const char *value) {
    settings *s = state;
    const char *name = option->name;
    long long whole;
    if (strcmp(name, "output") == 0) {
        s->out = value;
    } else if (strcmp(name, "truth") == 0) {
        s->truth = value;
    } else if (strcmp(name, "mirror") == 0) {
        s->options.mirror = true;
    } else if (strcmp(name, "over-ground") == 0) {
        s->options.over_ground = true;
    } else if (strcmp(name, "strike") == 0) {
        return set_strike(s, value);
    } else if (strcmp(name, "no-force") == 0) {
        s->options.force = false;
    } else if (strcmp(name, "force") == 0) {
        s->replace = true;
    } else if (strcmp(name, "axes") == 0) {
        if (strlen(value) != 3)
            return cli_usage(s->self, "--axes is \"%s\"; expected three letters such as ALS",
                             value);
        memcpy(s->options.axes, value, 4);
    } else if (strcmp(name, "runner") == 0) {
        if (strlen(value) >= sizeof s->options.runner)
            return cli_usage(s->self, "--runner is longer than an id may be");
        strcpy(s->options.runner, value);
        s->runner_given = true;
    } else if (strcmp(name, "seed") == 0) {
        if (!cli_whole(value, &whole) || whole < 0)
            return cli_usage(s->self, "--seed is \"%s\"; expected a whole number, 0 or more",
                             value);
        s->options.seed = (uint64_t)whole;
    } else if (strcmp(name, "cohort") == 0) {
        if (!cli_whole(value, &whole) || whole < 1 || whole > COHORT_MOST)
            return cli_usage(s->self, "--cohort is \"%s\"; expected a whole number from 1 to %d",
                             value, COHORT_MOST);
        s->cohort = whole;
    } else {
        return set_number(s, option, value);
    }
    return CLI_DONE;
}

static int cannot_create(const char *path) {
    fprintf(stderr, "hipgait: %s: cannot be created: %s\n", path, strerror(errno));
    return CLI_CANNOT_CREATE;
}

static FILE *create(const char *path, bool replace) {
    return fopen(path, replace ? "w" : "wx");
}

static int close_file(FILE *f, const char *path) {
    bool failed = ferror(f) != 0;
    if (fclose(f) != 0 || failed) {
        fprintf(stderr, "hipgait: %s: could not be written: %s\n", path, strerror(errno));
        return CLI_IO;
    }
    return CLI_DONE;
}

/* The truth in the columns of frames.csv; then events beside it. */
static int write_truth(const settings *s, const hg_synth_truth *truth) {
#define COLUMN(name, column) "," column
    static const char header[] = "time_s" HG_ANGLE_TABLE(COLUMN) "\n";
#undef COLUMN
    char path[PATH_MAX_BYTES];
    int size = snprintf(path, sizeof path, "%s.events.csv", s->truth);
    if (size < 0 || (size_t)size >= sizeof path)
        return cli_usage(s->self, "the path of --truth is too long");
    FILE *f = create(s->truth, s->replace);
    if (!f) return cannot_create(s->truth);
    fputs(header, f);
    for (size_t i = 0; i < truth->n_frames; i++) {
        fprintf(f, "%.9g", truth->time_s[i]);
        for (int a = 0; a < HG_ANGLE_COUNT; a++) fprintf(f, ",%.9g", truth->angle_deg[a][i]);
        fputc('\n', f);
    }
    int code = close_file(f, s->truth);
    if (code != CLI_DONE) return code;
    f = create(path, s->replace);
    if (!f) return cannot_create(path);
    fputs("side,label,time_s,force_time_s\n", f);
    for (int side = HG_LEFT; side <= HG_RIGHT; side++) {
        const char letter = side == HG_LEFT ? 'L' : 'R';
        for (size_t i = 0; i < truth->n_foot_strikes[side]; i++)
            fprintf(f, "%c,IC,%.9g,%.9g\n", letter, truth->foot_strike_s[side][i],
                    truth->force_strike_s[side][i]);
        for (size_t i = 0; i < truth->n_toe_offs[side]; i++)
            fprintf(f, "%c,TO,%.9g,%.9g\n", letter, truth->toe_off_s[side][i],
                    truth->force_toe_off_s[side][i]);
    }
    return close_file(f, path);
}

static int make(const settings *s, const hg_synth_options *options, const char *path) {
    hg_recording *recording = NULL;
    hg_synth_truth *truth = NULL;
    hg_error err;
    hg_status status = hg_synth(&recording, s->truth ? &truth : NULL, options, &err);
    if (status == HG_OK) status = hg_recording_write(recording, path, s->replace, &err);
    int code = cli_exit_code(status);
    if (status != HG_OK) cli_print_error(&err);
    if (code == CLI_DONE && truth) code = write_truth(s, truth);
    hg_synth_truth_free(truth);
    hg_recording_free(recording);
    return code;
}

static int make_cohort(const settings *s) {
    struct stat info;
    if (mkdir(s->out, 0777) != 0 &&
        !(errno == EEXIST && stat(s->out, &info) == 0 && S_ISDIR(info.st_mode)))
        return cannot_create(s->out);
    for (long long i = 1; i <= s->cohort; i++) {
        char path[PATH_MAX_BYTES];
        hg_synth_options options = s->options;
        hg_synth_options_vary(&options, (size_t)i);
        /* what was asked for on the command line holds for all */
        if (s->speed_given) options.speed_m_s = s->options.speed_m_s;
        if (s->step_rate_given) options.step_rate_per_min = s->options.step_rate_per_min;
        int size =
            snprintf(path, sizeof path, "%s/%s_%s.h5", s->out, options.runner, options.session);
        if (size < 0 || (size_t)size >= sizeof path)
            return cli_usage(s->self, "the path of -o is too long");
        int code = make(s, &options, path);
        if (code != CLI_DONE) return code;
    }
    fprintf(stderr, "hipgait: %lld recordings written to %s\n", s->cohort, s->out);
    return CLI_DONE;
}

static int run(const cli_command *self, int argc, char **argv) {
    settings s = {.self = self};
    int first;
    hg_synth_options_default(&s.options);
    int code = cli_parse(self, argc, argv, &first, set, &s);
    if (code != CLI_DONE) return code == -1 ? CLI_DONE : code;
    if (first != argc)
        return cli_usage(self, "\"%s\" is not expected here; the output is given with -o",
                         argv[first]);
    if (!s.out)
        return cli_usage(self, "-o is missing: the file, or with --cohort the folder, to write");
    if (!s.cohort) return make(&s, &s.options, s.out);
    if (s.truth) return cli_usage(self, "--truth is for a single runner, not for a cohort");
    if (s.runner_given)
        return cli_usage(self,
                         "--runner is for a single runner; those of a cohort are R001, R002, ...");
    return make_cohort(&s);
}

static const cli_option options[] = {
    {"output", 'o', "PATH", "file to write; with --cohort the folder"},
    {"cohort", 0, "N", "N runners who differ: PATH/R001_S01.h5 ..."},
    {"seconds", 0, "S", "length of the running trial, 2 to 3600 (30)"},
    {"rate", 0, "HZ", "marker rate, 50 to 2000 (200)"},
    {"speed", 0, "M/S", "running speed, 2 to 9 (3)"},
    {"step-rate", 0, "N", "steps per minute, 120 to 300 (165)"},
    {"strike", 0, "PART", "what lands first: rearfoot, midfoot or forefoot (rearfoot)"},
    {"over-ground", 0, NULL, "through a lab with three plates in the floor, not on a treadmill"},
    {"asymmetry", 0, "DEG", "peak hip adduction right minus left, -15 to 15 (0)"},
    {"variability", 0, "X", "stride to stride, 1 is an ordinary runner, 0 to 5 (1)"},
    {"noise", 0, "M", "sd of marker noise in metres, 0 to 0.05 (0.0002)"},
    {"axes", 0, "XYZ", "lab axes: one each of A P, L R, S I (ALS)"},
    {"heading", 0, "DEG", "direction of running, to the left + (0)"},
    {"mirror", 0, NULL, "swap left and right"},
    {"no-force", 0, NULL, "no force plate"},
    {"seed", 0, "N", "same seed, same bytes (1)"},
    {"runner", 0, "ID", "id of the runner (SYNTH)"},
    {"truth", 0, "CSV", "write the true angles, and events to CSV.events.csv"},
    {"force", 0, NULL, "overwrite what is there"},
    {NULL, 0, NULL, NULL},
};

const cli_command cli_synth = {
    "synth",
    "-o PATH [OPTION...]",
    "make the recording of a synthetic runner whose angles and events are known",
    "A static trial and a running trial with the markers of the RBDS set, from prescribed motion "
    "by\n"
    "forward kinematics. What is realistic in it and what is not: docs/synth.md.",
    options,
    run,
};
