/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attributes of the native layout as tables that reader and writer share: name, where it goes,
 * and what values make sense. docs/recording-format.md shows the same tables.
 */
#ifndef HG_IO_NATIVE_FIELDS_H
#define HG_IO_NATIVE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum hg__field_kind {
    HG__FIELD_TEXT,   /* char[room] */
    HG__FIELD_NUMBER, /* double, NaN when not given */
    HG__FIELD_WHOLE,  /* int, 0 when not given */
    HG__FIELD_ANSWER, /* hg_answer */
    HG__FIELD_CHOICE  /* an enum whose value is the index in `words`, 0 when not given */
} hg__field_kind;

typedef struct hg__field {
    const char *name;
    hg__field_kind kind;
    size_t offset, room;
    double least, most;
    const char *expected;     /* for messages */
    const char *const *words; /* CHOICE: all; TEXT: the usual ones, others are a warning; or NULL */
    size_t n_words;
} hg__field;

typedef struct hg__fields {
    const hg__field *field;
    size_t n;
} hg__fields;

extern const hg__fields hg__subject_fields, hg__symptom_fields, hg__injury_fields,
    hg__training_fields, hg__session_fields, hg__trial_fields;

/* The columns of /subject/training_log that are numbers. */
extern const hg__fields hg__training_run_fields;

/* One of a pair of hg_answer and int sized enums, read and written as int. */
int hg__field_int(const hg__field *field, const void *base);
void hg__field_set_int(const hg__field *field, void *base, int value);
double hg__field_number(const hg__field *field, const void *base);
void hg__field_set_number(const hg__field *field, void *base, double value);
const char *hg__field_text(const hg__field *field, const void *base);
char *hg__field_text_room(const hg__field *field, void *base);

#endif
