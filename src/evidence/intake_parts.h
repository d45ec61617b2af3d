/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an intake file holds besides the questions: measures of the runner, injuries, runs. Tables
 * that reader, writer, schema and page share. Ranges are those of the native layout
 * (io/native_fields.c); a test compares them.
 */
#ifndef HG_EVIDENCE_INTAKE_PARTS_H
#define HG_EVIDENCE_INTAKE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#define HG__INTAKE_SCHEMA "hipgait-intake"
#define HG__INTAKE_VERSION "1.0"

typedef enum hg__part_kind {
    HG__PART_ID,     /* char[room], fit for the name of a file */
    HG__PART_TEXT,   /* char[room] */
    HG__PART_WORD,   /* char[room], one of the words */
    HG__PART_DAY,    /* char[room], ISO day */
    HG__PART_CODE,   /* int, index of the word plus one; 0 unknown */
    HG__PART_NUMBER, /* double, NaN when not given */
    HG__PART_ANSWER  /* hg_answer */
} hg__part_kind;

typedef struct hg__part {
    const char *key;
    hg__part_kind kind;
    size_t offset, room;
    double least, most;
    const char *words; /* joined by '|' */
    const char *label; /* on the page, with the unit that the page shows */
    double shown;      /* that unit in the file's unit: 0.01 where the page has cm and the file m */
} hg__part;

typedef struct hg__parts {
    const hg__part *part;
    size_t n;
} hg__parts;

extern const hg__parts hg__runner_parts, hg__injury_parts, hg__run_parts;

/* For messages: "0.3 to 2.8", "one of L, R, both", "a day such as 2026-05-17". */
void hg__part_expected(const hg__part *part, char *out, size_t size);
/* The n-th of words joined by '|'; false behind the last. */
bool hg__nth_word(const char *words, size_t n, char *out, size_t size);
/* The value of a part, in what is at `base`. */
double hg__part_number(const hg__part *part, const void *base);
int hg__part_int(const hg__part *part, const void *base);
const char *hg__part_text(const hg__part *part, const void *base);
bool hg__part_given(const hg__part *part, const void *base);
/* Makes it "not given"; sets it when it is fit, else false. */
void hg__part_clear(const hg__part *part, void *base);
bool hg__part_set_number(const hg__part *part, void *base, double value);
bool hg__part_set_text(const hg__part *part, void *base, const char *text);
void hg__part_set_int(const hg__part *part, void *base, int value);
/* Copies the part when `from` has it. */
void hg__part_take(const hg__part *part, void *to, const void *from);

#endif
