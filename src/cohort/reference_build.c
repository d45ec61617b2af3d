/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference set from a cohort table. */
#include <hipgait/reference.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/strbuf.h"

#define DIGITS 9
#define SPEED_STEP_M_S 0.25 /* ranges end at whole steps, so that the next 3.02 m/s still fit */

enum { RUNNER, TASK, SEX, SPEED, STATUS, SENSOR, MARKERSET, CONVENTION, TEXTS };
static const char *const text_columns[TEXTS] = {"runner", "task",   "sex",       "trial_speed_m_s",
                                                "status", "sensor", "markerset", "convention"};

/* A trial of the table that counts. */
typedef struct trial {
    const char *text[TEXTS];
    double speed;
    size_t order;                                   /* line in the table */
    double value[HG_METRIC_COUNT][HG_COHORT_PARTS]; /* NaN: missing */
} trial;

typedef struct builder {
    const hg_reference_options *options;
    const char *name;
    hg__csv t;
    hg__arena *memory;
    hg__strbuf out;
    trial **trial;
    size_t n, room, rows, lines;
    ptrdiff_t text_at[TEXTS], value_at[HG_METRIC_COUNT][HG_COHORT_PARTS];
    hg_error *err;
} builder;

void hg_reference_options_default(hg_reference_options *options) {
    *options = (hg_reference_options){.speed_from_m_s = NAN, .speed_to_m_s = NAN};
}

/* --- reading the table --- */

static hg_status wrong(const builder *b, const char *fmt, ...) HG_PRINTF(2, 3);
static hg_status wrong(const builder *b, const char *fmt, ...) {
    char text[300], line[32];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(line, sizeof line, "line %zu", b->t.line ? b->t.line : 1);
    hg__fail_at(b->err, HG_EINVAL, line, "%s", text);
    hg__error_set_file(b->err, b->name);
    return HG_EINVAL;
}

static bool has_part(int metric, int part) {
    return (part == HG_COHORT_BOTH) == (hg_metrics[metric].form == HG_FORM_BOTH);
}

static hg_status read_head(builder *b) {
    size_t found = 0;
    for (int c = 0; c < TEXTS; c++)
        if ((b->text_at[c] = hg__csv_find(&b->t, text_columns[c])) < 0)
            return wrong(b, "the column \"%s\" is missing; expected a cohort.csv", text_columns[c]);
    for (int m = 0; m < HG_METRIC_COUNT; m++)
        for (int p = 0; p < HG_COHORT_PARTS; p++) {
            char column[HG_COHORT_COLUMN_MAX];
            b->value_at[m][p] = -1; /* a table of another version may lack some */
            if (!has_part(m, p)) continue;
            hg_report_cohort_column(column, (hg_metric_id)m, (hg_cohort_part)p);
            b->value_at[m][p] = hg__csv_find(&b->t, column);
            found += b->value_at[m][p] >= 0;
        }
    if (!found) return wrong(b, "%s", "no column is a metric; expected a cohort.csv");
    return HG_OK;
}

static const char *cell(const builder *b, ptrdiff_t at) {
    return strcmp(b->t.cell[at], "n/a") == 0 ? "" : b->t.cell[at];
}

static hg_status read_number(double *out, const builder *b, ptrdiff_t at) {
    *out = NAN;
    if (at < 0 || !*cell(b, at) || hg__csv_number(out, cell(b, at))) return HG_OK;
    return wrong(b, "\"%.40s\" is not a number", cell(b, at));
}

/* Does a trial count? */
static bool chosen(const builder *b, const trial *t) {
    const hg_reference_options *o = b->options;
    const char *status = t->text[STATUS], *task = t->text[TASK];
    if (strcmp(status, "ok") != 0 && (o->ok_only || strcmp(status, "warned") != 0)) return false;
    if (!*t->text[SENSOR] || !*t->text[RUNNER]) return false;
    if (strcmp(task, "run") != 0 && strcmp(task, "walk") != 0) return false;
    if (o->task != HG_TASK_UNKNOWN && strcmp(task, hg_task_name(o->task)) != 0) return false;
    if (o->sex != HG_SEX_UNKNOWN && strcmp(t->text[SEX], hg_sex_name(o->sex)) != 0) return false;
    if (o->markerset && strcmp(t->text[MARKERSET], o->markerset) != 0) return false;
    if (o->convention && strcmp(t->text[CONVENTION], o->convention) != 0) return false;
    if (isfinite(o->speed_from_m_s))
        return t->speed >= o->speed_from_m_s && t->speed <= o->speed_to_m_s;
    return isfinite(t->speed);
}

static hg_status read_row(builder *b, size_t n_head) {
    if (b->t.n != n_head) return wrong(b, "%zu cells, but the header has %zu", b->t.n, n_head);
    trial *t = hg__arena_alloc(b->memory, 1, sizeof *t);
    if (!t) return hg__fail_memory(b->err);
    b->lines++;
    t->order = b->t.line;
    for (int c = 0; c < TEXTS; c++)
        if (!(t->text[c] = hg__arena_strdup(b->memory, cell(b, b->text_at[c]))))
            return hg__fail_memory(b->err);
    hg_status status = read_number(&t->speed, b, b->text_at[SPEED]);
    if (status != HG_OK || !chosen(b, t)) return status;
    for (int m = 0; m < HG_METRIC_COUNT; m++)
        for (int p = 0; status == HG_OK && p < HG_COHORT_PARTS; p++)
            status = read_number(&t->value[m][p], b, b->value_at[m][p]);
    if (status != HG_OK) return status;
    if (b->n == b->room) {
        size_t room = b->room ? 2 * b->room : 256;
        trial **grown = realloc(b->trial, room * sizeof(trial *));
        if (!grown) return hg__fail_memory(b->err);
        b->trial = grown;
        b->room = room;
    }
    b->trial[b->n++] = t;
    return HG_OK;
}

static hg_status read_table(builder *b) {
    hg_status status = HG_OK;
    size_t n_head = 0;
    for (hg__csv_row got; status == HG_OK && (got = hg__csv_next(&b->t)) != HG__CSV_END;) {
        if (got == HG__CSV_MEMORY) return hg__fail_memory(b->err);
        if (got == HG__CSV_QUOTE) return wrong(b, "%s", "a quote is not closed");
        if (got == HG__CSV_COMMENT) continue;
        status = n_head ? read_row(b, n_head) : read_head(b);
        if (!n_head) n_head = b->t.n;
    }
    if (status == HG_OK && !n_head) return wrong(b, "%s", "the table is empty");
    return status;
}

/* --- groups and rows --- */

/* What makes a group; then the runner, so that a runner's trials stand together. */
static int compare_group(const trial *x, const trial *y) {
    static const int keys[] = {TASK, SENSOR, MARKERSET, CONVENTION};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int c = strcmp(x->text[keys[i]], y->text[keys[i]]);
        if (c) return c;
    }
    return 0;
}

static int compare(const void *a, const void *b) {
    const trial *x = *(trial *const *)a, *y = *(trial *const *)b;
    int c = compare_group(x, y);
    if (!c) c = strcmp(x->text[RUNNER], y->text[RUNNER]);
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

typedef struct group {
    trial *const *trial;
    size_t n;
    double speed_from, speed_to;
} group;

/* Value of one trial for a row; NaN when it has none. */
typedef enum row_side { ROW_LEFT, ROW_RIGHT, ROW_BOTH, ROW_DIFFERENCE, ROW_SIDES } row_side;

static double value_of(const trial *t, int metric, row_side side) {
    const double *v = t->value[metric];
    if (hg_metrics[metric].form == HG_FORM_BOTH) return side == ROW_BOTH ? v[HG_COHORT_BOTH] : NAN;
    switch (side) {
    case ROW_LEFT: return v[HG_COHORT_LEFT];
    case ROW_RIGHT: return v[HG_COHORT_RIGHT];
    case ROW_BOTH: return 0.5 * (v[HG_COHORT_LEFT] + v[HG_COHORT_RIGHT]);
    default: return v[HG_COHORT_RIGHT] - v[HG_COHORT_LEFT];
    }
}

/* Mean and SD over runners, each with the mean over its own trials. */
static size_t moments(double *mean, double *sd, const group *g, int metric, row_side side,
                      const char *sex) {
    double sum = 0, shift = NAN, sum_sq = 0;
    size_t n = 0;
    for (size_t i = 0, next; i < g->n; i = next) {
        double own = 0;
        size_t count = 0;
        for (next = i;
             next < g->n && strcmp(g->trial[next]->text[RUNNER], g->trial[i]->text[RUNNER]) == 0;
             next++) {
            double v = value_of(g->trial[next], metric, side);
            if (isnan(v) || (*sex && strcmp(g->trial[next]->text[SEX], sex) != 0)) continue;
            own += v;
            count++;
        }
        if (!count) continue;
        own /= (double)count;
        if (n++ == 0) shift = own; /* sums about the first runner lose no digits */
        sum += own - shift;
        sum_sq += (own - shift) * (own - shift);
    }
    if (n < 2) return 0;
    *mean = shift + sum / (double)n;
    *sd = sqrt(fmax(0, sum_sq - sum * sum / (double)n) / (double)(n - 1));
    return *sd > 0 ? n : 0;
}

static void add_cell(builder *b, const char *text) {
    hg__csv_add(&b->out, *text ? text : "n/a");
    hg__strbuf_add(&b->out, ",");
}

static void add_number(builder *b, double value) {
    hg__strbuf_add_g(&b->out, value, DIGITS, "n/a");
    hg__strbuf_add(&b->out, ",");
}

static void add_row(builder *b, const group *g, int metric, row_side side, const char *sex) {
    static const char *const sides[ROW_SIDES] = {"left", "right", "both", "difference"};
    const hg_reference_options *o = b->options;
    double mean, sd;
    char n_text[32], population[64];
    size_t n = moments(&mean, &sd, g, metric, side, sex);
    if (!n) return;
    snprintf(n_text, sizeof n_text, "%zu", n);
    snprintf(population, sizeof population, "%zu runners of the laboratory", n);
    add_cell(b, hg_metrics[metric].id);
    add_cell(b, hg_metrics[metric].unit);
    add_cell(b, sides[side]);
    add_number(b, mean);
    add_number(b, sd);
    add_cell(b, n_text);
    add_cell(b, o->population ? o->population : population);
    add_cell(b, g->trial[0]->text[SENSOR]);
    add_cell(b, *g->trial[0]->text[MARKERSET] ? g->trial[0]->text[MARKERSET] : "any");
    add_cell(b, g->trial[0]->text[CONVENTION]);
    add_cell(b, g->trial[0]->text[TASK]);
    add_number(b, g->speed_from);
    add_number(b, g->speed_to);
    add_cell(b, *sex ? sex : o->sex != HG_SEX_UNKNOWN ? hg_sex_name(o->sex) : "all");
    add_cell(b, "mean of each runner over strides and trials");
    add_cell(b, o->source ? o->source : "own measurements");
    add_cell(b, "");
    hg__strbuf_add(&b->out, "compare\n");
    b->rows++;
}

/* Women and men apart only where the table has both: else "all" is what it says. */
static bool both_sexes(const group *g) {
    bool seen[2] = {false, false};
    for (size_t i = 0; i < g->n; i++)
        for (int s = 0; s < 2; s++) seen[s] |= strcmp(g->trial[i]->text[SEX], s ? "M" : "F") == 0;
    return seen[0] && seen[1];
}

static void add_group(builder *b, group *g) {
    static const char *const sexes[] = {"", "F", "M"};
    const hg_reference_options *o = b->options;
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < g->n; i++) {
        least = fmin(least, g->trial[i]->speed);
        most = fmax(most, g->trial[i]->speed);
    }
    bool given = isfinite(o->speed_from_m_s);
    g->speed_from = given ? o->speed_from_m_s : SPEED_STEP_M_S * floor(least / SPEED_STEP_M_S);
    g->speed_to = given ? o->speed_to_m_s : SPEED_STEP_M_S * ceil(most / SPEED_STEP_M_S);
    size_t n_sexes = o->sex == HG_SEX_UNKNOWN && both_sexes(g) ? 3 : 1;
    for (int m = 0; m < HG_METRIC_COUNT; m++)
        for (size_t s = 0; m != HG_METRIC_speed && s < n_sexes; s++) /* it chooses the rows */
            for (int side = 0; side < ROW_SIDES; side++) add_row(b, g, m, (row_side)side, sexes[s]);
}

static int compare_runners(const void *a, const void *b) {
    return strcmp((*(trial *const *)a)->text[RUNNER], (*(trial *const *)b)->text[RUNNER]);
}

/* Leaves the trials in the order of their runners. */
static size_t count_runners(const builder *b) {
    size_t n = b->n > 0;
    if (b->n) qsort(b->trial, b->n, sizeof *b->trial, compare_runners);
    for (size_t i = 1; i < b->n; i++) n += compare_runners(&b->trial[i - 1], &b->trial[i]) != 0;
    return n;
}

static void write_set(builder *b) {
    const hg_reference_options *o = b->options;
    hg__strbuf_add(&b->out, "# hipgait-reference 1.0\n# name: ");
    hg__csv_add(&b->out, o->name ? o->name : "own reference");
    hg__strbuf_add(&b->out, "\n# version: ");
    hg__csv_add(&b->out, o->version ? o->version : "1");
    hg__strbuf_add(&b->out,
                   "\nmetric,unit,side,mean,sd,n,population,sensor,markerset,convention,task,"
                   "speed_from_m_s,speed_to_m_s,sex,method,source,quality,use\n");
    if (b->n) qsort(b->trial, b->n, sizeof *b->trial, compare);
    for (size_t i = 0, next; i < b->n; i = next) {
        for (next = i; next < b->n && compare_group(b->trial[i], b->trial[next]) == 0;) next++;
        group g = {.trial = b->trial + i, .n = next - i};
        add_group(b, &g);
    }
}

hg_status hg_reference_build(hg_text *out, hg_reference_counts *counts, const char *table,
                             size_t size, const char *name, const hg_reference_options *options,
                             hg_error *err) {
    hg_reference_options standard;
    hg_reference_options_default(&standard);
    builder b = {.options = options ? options : &standard,
                 .name = name,
                 .memory = hg__arena_new(),
                 .err = err};
    char *copy = b.memory ? hg__arena_alloc(b.memory, size + 1, 1) : NULL;
    hg_status status = copy ? HG_OK : hg__fail_memory(err);
    if (status == HG_OK) {
        memcpy(copy, table, size);
        hg__csv_begin(&b.t, copy);
        status = strlen(copy) == size ? read_table(&b)
                                      : wrong(&b, "%s", "the table holds bytes that are not text");
    }
    if (status == HG_OK) write_set(&b);
    if (status == HG_OK && b.rows == 0) {
        status = hg__fail(err, HG_EINVAL,
                          "no reference can be made: of %zu trials %zu count, of %zu runners; at "
                          "least two runners are needed",
                          b.lines, b.n, count_runners(&b));
        hg__error_set_file(err, name);
    }
    if (status == HG_OK && counts)
        *counts = (hg_reference_counts){b.lines, b.n, count_runners(&b), b.rows};
    if (status == HG_OK && !hg__strbuf_take(&b.out, &out->data, &out->size))
        status = hg__fail_memory(err);
    if (status != HG_OK) hg__strbuf_free(&b.out);
    hg__csv_end(&b.t);
    free(b.trial);
    hg__arena_free(b.memory);
    return status;
}
