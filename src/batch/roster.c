/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/roster.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/strbuf.h"

#define ROSTER_BYTES_MAX ((size_t)64 << 20)
#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef enum column_kind { IGNORED, PARTICIPANT, MEASURE, DAY, QUESTION } column_kind;

struct hg__roster_column {
    const char *name;
    column_kind kind;
    const char *key; /* of a MEASURE */
    double factor;   /* from the column's unit to the key's; 1 for texts */
    hg_intake_id id; /* of a QUESTION */
    int side;
};

struct hg__roster_row {
    char *line; /* first cell; the others follow, each behind a NUL */
    size_t number;
    bool used;
};

/* Columns that are no questions. BIDS asks for SI units where a column names none. */
static const struct {
    const char *column, *key;
    double factor;
} measures[] = {
    {"sex", "sex", 1},
    {"age", "age_years", 1},
    {"age_years", "age_years", 1},
    {"height", "height_m", 1},
    {"height_m", "height_m", 1},
    {"height_cm", "height_m", 0.01},
    {"weight", "mass_kg", 1},
    {"weight_kg", "mass_kg", 1},
    {"mass", "mass_kg", 1},
    {"mass_kg", "mass_kg", 1},
    {"leg_length_left", "leg_length_left_m", 1},
    {"leg_length_left_m", "leg_length_left_m", 1},
    {"leg_length_left_cm", "leg_length_left_m", 0.01},
    {"leg_length_right", "leg_length_right_m", 1},
    {"leg_length_right_m", "leg_length_right_m", 1},
    {"leg_length_right_cm", "leg_length_right_m", 0.01},
    {"dominant_leg", "dominant_leg", 1},
};

/* Words as rosters have them, small letters, and as the intake has them. */
static const struct {
    const char *key, *word, *is;
} synonyms[] = {
    {"sex", "f", "F"},
    {"sex", "female", "F"},
    {"sex", "m", "M"},
    {"sex", "male", "M"},
    {"sex", "o", "other"},
    {"sex", "other", "other"},
    {"dominant_leg", "l", "L"},
    {"dominant_leg", "left", "L"},
    {"dominant_leg", "r", "R"},
    {"dominant_leg", "right", "R"},
    {"dominant_leg", "both", "both"},
};

static const struct {
    const char *word;
    double value;
} answers[] = {{"0", 0}, {"no", 0}, {"false", 0}, {"1", 1}, {"yes", 1}, {"true", 1}};

/* --- messages --- */

static hg_status wrong(const hg__roster *r, size_t line, const char *column, hg_error *err,
                       const char *fmt, ...) HG_PRINTF(5, 6);
static hg_status wrong(const hg__roster *r, size_t line, const char *column, hg_error *err,
                       const char *fmt, ...) {
    char text[400], where[160];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    snprintf(where, sizeof where, "line %zu%s%.100s", line, *column ? ", column " : "", column);
    hg__fail_at(err, HG_EINVAL, where, "%s", text);
    hg__error_set_file(err, r->name);
    hg__error_clean(err);
    return HG_EINVAL;
}

/* --- columns --- */

/* Does `name` mean this field: its name, with the side where it has two. */
static bool means(const char *name, const hg_intake_field *f, int *side) {
    size_t n = strlen(f->name);
    *side = 0;
    if (strncmp(name, f->name, n) != 0) return false;
    if (!f->sided) return name[n] == '\0';
    *side = strcmp(name + n, "_right") == 0;
    return *side || strcmp(name + n, "_left") == 0;
}

/* The questions that a column may mean: "name" or "group.name". */
static int find_questions(const char *column, hg__roster_column *out, const char *groups[2]) {
    int n = 0, side;
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        size_t g = strlen(f->group);
        bool whole = strncmp(column, f->group, g) == 0 && column[g] == '.';
        if (!means(whole ? column + g + 1 : column, f, &side)) continue;
        out->kind = QUESTION;
        out->id = (hg_intake_id)i;
        out->side = side;
        if (n < 2) groups[n] = f->group;
        n++;
    }
    return n;
}

/* A question with two sides that is named without one, or the other way round. */
static bool is_slip(const char *column) {
    for (int i = 0; i < HG_INTAKE_COUNT; i++) {
        const hg_intake_field *f = &hg_intake_fields[i];
        size_t n = strlen(f->name);
        if (strncmp(column, f->name, n) != 0) continue;
        if (f->sided ? column[n] == '\0'
                     : strcmp(column + n, "_left") == 0 || strcmp(column + n, "_right") == 0)
            return true;
    }
    return false;
}

static hg_status resolve(const hg__roster *r, hg__roster_column *c, size_t line, hg_error *err) {
    const char *groups[2] = {"", ""};
    if (strcmp(c->name, "participant_id") == 0) {
        c->kind = PARTICIPANT;
    } else if (strcmp(c->name, "intake_date") == 0) {
        c->kind = DAY;
    } else if (find_questions(c->name, c, groups) > 1) {
        return wrong(r, line, c->name, err, "two questions have this name; write %s.%s or %s.%s",
                     groups[0], c->name, groups[1], c->name);
    }
    for (size_t i = 0; i < COUNT(measures) && c->kind == IGNORED; i++)
        if (strcmp(measures[i].column, c->name) == 0) {
            c->kind = MEASURE;
            c->key = measures[i].key;
            c->factor = measures[i].factor;
        }
    return HG_OK;
}

static bool same_target(const hg__roster_column *a, const hg__roster_column *b) {
    if (a->kind != b->kind || a->kind == IGNORED) return false;
    if (a->kind == MEASURE) return strcmp(a->key, b->key) == 0;
    return a->kind != QUESTION || (a->id == b->id && a->side == b->side);
}

static void warn_ignored(const hg__roster *r, const hg_log *log) {
    char names[400] = "", slips[300] = "";
    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].kind != IGNORED) continue;
        bool slip = is_slip(r->columns[i].name);
        hg__list_add(slip ? slips : names, slip ? sizeof slips : sizeof names, "%.60s",
                     r->columns[i].name);
    }
    if (*names)
        hg__log(log, HG_LOG_WARN, "roster", "%s: columns that are not used: %s", r->name, names);
    if (*slips)
        hg__log(log, HG_LOG_WARN, "roster",
                "%s: columns that are not used, for _left and _right are missing behind them or "
                "do not belong there: %s",
                r->name, slips);
}

static hg_status read_header(hg__roster *r, char *cells, size_t line, hg_error *err) {
    size_t n_participant = 0;
    char *cell = cells;
    for (size_t i = 0; i < r->n_columns; i++, cell += strlen(cell) + 1) {
        hg__roster_column *c = &r->columns[i];
        *c = (hg__roster_column){.name = cell, .factor = 1};
        hg_status status = resolve(r, c, line, err);
        if (status != HG_OK) return status;
        n_participant += c->kind == PARTICIPANT;
        for (size_t k = 0; k < i; k++)
            if (same_target(&r->columns[k], c))
                return wrong(r, line, c->name, err, "the column \"%.60s\" says the same already",
                             r->columns[k].name);
    }
    if (n_participant == 0)
        return wrong(r, line, "", err, "the header must name a column participant_id");
    return HG_OK;
}

/* --- cells --- */

static const char *synonym(const char *key, const char *cell) {
    for (size_t i = 0; i < COUNT(synonyms); i++)
        if (strcmp(synonyms[i].key, key) == 0 && strcasecmp(synonyms[i].word, cell) == 0)
            return synonyms[i].is;
    return cell;
}

static hg_status set_measure(const hg__roster *r, const hg__roster_column *c, size_t line,
                             const char *cell, hg_subject *s, hg_error *err) {
    char text[64], expected[sizeof err->text];
    double number;
    hg_error trouble = {0};
    const char *value = synonym(c->key, cell);
    if (c->factor < 1 && hg__csv_number(&number, cell)) {
        hg__strbuf b = {0};
        hg__strbuf_add_g(&b, number * c->factor, 15, "");
        snprintf(text, sizeof text, "%s", b.data ? b.data : "");
        hg__strbuf_free(&b);
        value = text;
    }
    if (hg_intake_set_runner(s, c->key, value, &trouble) == HG_OK) return HG_OK;
    const char *at = strstr(trouble.text, "expected ");
    snprintf(expected, sizeof expected, "%s", at ? at : trouble.text);
    return wrong(r, line, c->name, err, "found \"%.60s\"; %.150s (%s), or n/a", cell, expected,
                 c->key);
}

static hg_status set_answer(const hg__roster *r, const hg__roster_column *c, size_t line,
                            const char *cell, hg_subject *s, hg_error *err) {
    double value = NAN;
    bool fits = false;
    char expected[200];
    switch (hg_intake_fields[c->id].kind) {
    case HG_INTAKE_ANSWER:
        for (size_t i = 0; i < COUNT(answers) && !fits; i++)
            if ((fits = strcasecmp(answers[i].word, cell) == 0)) value = answers[i].value;
        break;
    case HG_INTAKE_NUMBER: fits = hg__csv_number(&value, cell); break;
    case HG_INTAKE_CHOICE:
        value = hg_intake_choice(c->id, cell);
        fits = true;
        break;
    }
    if (fits && hg_intake_accepts(c->id, value)) {
        hg_intake_set(&s->intake, c->id, c->side, value);
        return HG_OK;
    }
    hg_intake_expected(c->id, expected, sizeof expected);
    return wrong(r, line, c->name, err, "found \"%.60s\"; expected %s, or n/a", cell, expected);
}

static bool is_blank(const char *cell) {
    return !*cell || strcmp(cell, "n/a") == 0;
}

/* Brings a row into a subject; over a scratch subject it is the check of the row. */
static hg_status apply_row(const hg__roster *r, const hg__roster_row *row, hg_subject *s,
                           hg_error *err) {
    hg_status status = HG_OK;
    const char *cell = row->line;
    for (size_t i = 0; i < r->n_columns && status == HG_OK; i++, cell += strlen(cell) + 1) {
        const hg__roster_column *c = &r->columns[i];
        if (is_blank(cell)) {
            if (c->kind == PARTICIPANT)
                status = wrong(r, row->number, c->name, err, "the id of the runner is missing");
        } else if (c->kind == MEASURE) {
            status = set_measure(r, c, row->number, cell, s, err);
        } else if (c->kind == QUESTION) {
            status = set_answer(r, c, row->number, cell, s, err);
        } else if (c->kind == DAY) {
            if (!hg_intake_is_day(cell))
                return wrong(r, row->number, c->name, err,
                             "found \"%.60s\"; expected a day such as 2026-05-17, or n/a", cell);
            snprintf(s->intake_date, sizeof s->intake_date, "%s", cell);
        }
    }
    return status;
}

/* "sub-017" and "017" are the same runner. */
static const char *bare(const char *id) {
    return strncmp(id, "sub-", 4) == 0 ? id + 4 : id;
}

static const char *participant(const hg__roster *r, const hg__roster_row *row) {
    const char *cell = row->line;
    for (size_t i = 0; r->columns[i].kind != PARTICIPANT; i++) cell += strlen(cell) + 1;
    return bare(cell);
}

/* --- the file --- */

/* Cuts a line at its tabs and trims each cell; returns how many there are. */
static size_t split(char *line) {
    size_t n = 1;
    char *to = line, *from = line;
    for (;;) {
        size_t length = strcspn(from, "\t");
        bool more = from[length] == '\t';
        size_t head = 0, tail = length;
        while (head < tail && from[head] == ' ') head++;
        while (tail > head && from[tail - 1] == ' ') tail--;
        memmove(to, from + head, tail - head);
        to[tail - head] = '\0';
        to += tail - head + 1;
        if (!more) return n;
        from += length + 1;
        n++;
    }
}

static int compare_ids(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* A runner with two lines would get a mixture of both. */
static hg_status check_twice(const hg__roster *r, hg_error *err) {
    const char **ids = malloc((r->n_rows + 1) * sizeof *ids);
    if (!ids) return hg__fail_memory(err);
    hg_status status = HG_OK;
    for (size_t i = 0; i < r->n_rows; i++) ids[i] = participant(r, &r->rows[i]);
    qsort(ids, r->n_rows, sizeof *ids, compare_ids);
    for (size_t i = 1; i < r->n_rows && status == HG_OK; i++)
        if (strcmp(ids[i - 1], ids[i]) == 0) {
            size_t line = 0;
            for (size_t k = 0; k < r->n_rows; k++)
                if (strcmp(participant(r, &r->rows[k]), ids[i]) == 0) line = r->rows[k].number;
            status = wrong(r, line, "participant_id", err, "\"%.60s\" has a line already", ids[i]);
        }
    free(ids);
    return status;
}

static hg_status read_line(hg__roster *r, char *line, size_t number, hg_error *err) {
    size_t n = split(line);
    if (!r->columns) {
        r->n_columns = n;
        r->columns = calloc(n, sizeof *r->columns);
        return r->columns ? read_header(r, line, number, err) : hg__fail_memory(err);
    }
    if (n != r->n_columns)
        return wrong(r, number, "", err, "%zu cells; expected %zu, as in the header", n,
                     r->n_columns);
    if ((r->n_rows & (r->n_rows - 1)) == 0) { /* room doubles at powers of two */
        size_t room = r->n_rows ? 2 * r->n_rows : 1;
        hg__roster_row *grown = realloc(r->rows, room * sizeof *grown);
        if (!grown) return hg__fail_memory(err);
        r->rows = grown;
    }
    r->rows[r->n_rows++] = (hg__roster_row){.line = line, .number = number};
    hg_subject scratch = {.id = ""};
    return apply_row(r, &r->rows[r->n_rows - 1], &scratch, err);
}

hg_status hg__roster_read(hg__roster *out, const char *path, const hg_log *log, hg_error *err) {
    void *data = NULL;
    size_t size, number = 0;
    memset(out, 0, sizeof *out);
    hg_status status = hg__file_read(&data, &size, path, ROSTER_BYTES_MAX, err);
    if (status != HG_OK) return status;
    out->text = data;
    if (!(out->name = strdup(hg__base_name(path)))) return hg__fail_memory(err);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)out->text[i];
        number += c == '\n';
        if ((c < 0x20 && !strchr("\t\n\r", c)) || c == 0x7f || c == 0)
            return wrong(out, number + 1, "", err, "the file holds bytes that are not text");
    }
    number = 0;
    char *rest = out->text;
    if (strncmp(rest, "\xef\xbb\xbf", 3) == 0) rest += 3; /* some editors put a mark first */
    for (char *line = rest; status == HG_OK && line && *line; line = rest) {
        rest = strchr(line, '\n');
        if (rest) *rest++ = '\0';
        number++;
        size_t n = strlen(line);
        if (n && line[n - 1] == '\r') line[n - 1] = '\0';
        if (*line) status = read_line(out, line, number, err);
    }
    if (status == HG_OK && !out->columns)
        status = wrong(out, 1, "", err, "the file is empty; expected a header with participant_id");
    if (status == HG_OK) status = check_twice(out, err);
    if (status == HG_OK) warn_ignored(out, log);
    return status;
}

void hg__roster_free(hg__roster *roster) {
    free(roster->text);
    free(roster->name);
    free(roster->columns);
    free(roster->rows);
    memset(roster, 0, sizeof *roster);
}

hg_status hg__roster_apply(hg__roster *roster, hg_recording *recording, hg_error *err) {
    const char *id = bare(recording->subject.id);
    for (size_t i = 0; i < roster->n_rows; i++) {
        if (strcmp(participant(roster, &roster->rows[i]), id) != 0) continue;
        roster->rows[i].used = true;
        return apply_row(roster, &roster->rows[i], &recording->subject, err);
    }
    return HG_OK;
}

void hg__roster_tell_unused(const hg__roster *roster, const hg_log *log) {
    char names[300] = "";
    size_t n = 0;
    for (size_t i = 0; i < roster->n_rows; i++) {
        if (roster->rows[i].used) continue;
        if (n++ < 10)
            hg__list_add(names, sizeof names, "%.60s", participant(roster, &roster->rows[i]));
    }
    if (n)
        hg__log(log, HG_LOG_WARN, "roster", "%s: no recording of %zu runner%s: %s%s", roster->name,
                n, n == 1 ? "" : "s", names, n > 10 ? " and more" : "");
}
