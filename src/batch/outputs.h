/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of one runner and session: all made in memory, then compared with what is there, then
 * written. A recording that fails leaves nothing behind. analyze and report share this, so that a
 * report rendered again has the same bytes.
 */
#ifndef HG_BATCH_OUTPUTS_H
#define HG_BATCH_OUTPUTS_H

#include <hipgait/hipgait.h>
#include <stdbool.h>

typedef struct hg__output {
    char *path, *temporary; /* temporary: written, not yet renamed; NULL otherwise */
    hg_text text;
    bool same; /* there already, byte for byte */
} hg__output;

/* Starts with hg__outputs_begin(), ends with hg__outputs_free(); freeing a zeroed one is fine. */
typedef struct hg__outputs {
    const char *root;
    char folder[HG_NAME_MAX], stem[2 * HG_NAME_MAX + 2];
    hg__output *item;
    size_t n;
} hg__outputs;

/* Names them after runner and session: ROOT/<runner>/<runner>_<session>... `root` is borrowed. */
void hg__outputs_begin(hg__outputs *o, const char *root, const char *runner, const char *session);
void hg__outputs_free(hg__outputs *o);

/* Results and tables of each trial, with `frames` those of every frame. Each result is settled to
 * what its own text says (hg_result_write_json()): reports show what the files say, digit for
 * digit. */
hg_status hg__outputs_add_trials(hg__outputs *o, hg_result **results, size_t n, bool frames,
                                 hg_error *err);

/* What a report is written as besides the page, and how it looks. All zero: the page alone. */
typedef struct hg__faces {
    bool pdf;  /* .pdf */
    bool text; /* .txt: page one and tables, for a patient record */
    bool csv;  /* .long.csv, .wide.csv, .curves.csv; see hg__outputs_dictionary() */
    hg_report_options report;
    const char *lab_file, *identity_file; /* dress.h; NULL: none */
} hg__faces;

/* The report of the results, which must be of one runner and session and read from their text.
 * Trials stand by name, in whatever order the results are. */
hg_status hg__outputs_add_report(hg__outputs *o, hg_result *const *results, size_t n,
                                 const hg__faces *faces, hg_error *err);

/* What the columns of the tables mean: ROOT/columns.json, the same for all. */
hg_status hg__outputs_dictionary(const char *root, bool force, hg_error *err);

/* Path of the report once it was added, NULL before. */
const char *hg__outputs_report(const hg__outputs *o);

/* Writes all, complete or none of them new. A file that is there and differs is HG_EEXIST unless
 * `force`. */
hg_status hg__outputs_write(hg__outputs *o, bool force, hg_error *err);

/* Outputs of a call and the inputs they came from; starts zeroed. */
typedef struct hg__claims {
    struct hg__claim {
        char *output, *input;
    } * item;
    size_t n;
} hg__claims;

/* Two inputs must not write the same files: the second is HG_EEXIST, naming both. */
hg_status hg__claims_add(hg__claims *c, const hg__outputs *o, const char *input, hg_error *err);
void hg__claims_free(hg__claims *c);

#endif
