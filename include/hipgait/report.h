/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file report.h
 * Results to bytes. Pure functions: no clock, no path, no locale; the same results give the same
 * bytes on every machine.
 */
#ifndef HG_HIPGAIT_REPORT_H
#define HG_HIPGAIT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/export.h>
#include <hipgait/result.h>
#include <hipgait/status.h>

/** Bytes made by a report function; `data` is NUL-terminated beyond `size`. */
typedef struct hg_text {
    char *data;
    size_t size;
} hg_text;

HG_API void hg_text_free(hg_text *text);

/**
 * One result as JSON (docs/result-format.md): fixed key order, 9 significant digits, NaN as null.
 */
HG_API HG_CHECKED hg_status hg_report_json(hg_text *out, const hg_result *result, hg_error *err);

/**
 * The same text, and leaves in the result what hg_result_read_json() would make of it: numbers with
 * the digits that were written, texts without the bytes that are none. So a report of this result
 * is the report of the file. Frames stay. The result must be of hg_analyze() or
 * hg_result_read_json().
 */
HG_API HG_CHECKED hg_status hg_result_write_json(hg_text *out, hg_result *result, hg_error *err);

/** Longest text that hg_result_read_json() takes. */
#define HG_RESULT_BYTES_MAX ((size_t)32 << 20)

/**
 * Reads what hg_report_json() wrote: the result with all that stands in the file, numbers with the
 * digits they were written with; writing it again gives the same bytes. Not in the file, and so not
 * in the result: frames. What the file repeats from the program's tables (labels, definitions,
 * limits) is not taken from it.
 *
 * Strict: a key that is missing, unknown or there twice, another type or length, a word or an id
 * that is not known: HG_EFORMAT; another major version, too large: HG_EUNSUPPORTED; always
 * with the path of the key in err->object where there is one, e.g. "metrics[3].left.mean". `name`
 * is what err->file calls the text; a path is cut to its last part. Keys of a later minor version
 * are left out. HG_ENOMEM. Free with hg_result_free().
 */
HG_API HG_CHECKED hg_status hg_result_read_json(hg_result **out, const char *text, size_t size,
                                                const char *name, hg_error *err);

/** How dates of the training log are shown. */
typedef enum hg_date_style {
    HG_DATES_RELATIVE = 0, /**< days before the last run of the log; the default: no date at all */
    HG_DATES_YEAR,         /**< the same, with the year of the log */
    HG_DATES_FULL          /**< ISO days */
} hg_date_style;

/** Who a pseudonymous id is. Known only while a report is made, never part of a result. */
typedef struct hg_identity {
    const char *runner;      /**< the pseudonymous id */
    const char *name, *born; /**< "" when not given */
} hg_identity;

/** The laboratory or practice that hands the report out. Empty texts are left out. */
typedef struct hg_lab {
    const char *name, *contact;
    const char *logo_type;     /**< "image/png" or "image/jpeg" */
    const unsigned char *logo; /**< NULL: none */
    size_t logo_size;
    unsigned left_rgb, right_rgb; /**< 0xRRGGBB; 0: the default, #D55E00 and #0072B2 */
} hg_lab;

/** Paper of the PDF. */
typedef enum hg_paper { HG_PAPER_A4 = 0, HG_PAPER_LETTER } hg_paper;

/** Texts of a language, read once for many reports; any number of threads may use it. */
typedef struct hg__texts hg_report_texts;

/** `language` NULL: "en". HG_EUNSUPPORTED for one without texts, naming those that there are. Free
 * with hg_report_texts_close(), NULL is fine. */
HG_API HG_CHECKED hg_status hg_report_texts_open(hg_report_texts **out, const char *language,
                                                 hg_error *err);
HG_API void hg_report_texts_close(hg_report_texts *texts);

/** What a report looks like. All zero, or NULL for the whole, is the default. Borrowed. */
typedef struct hg_report_options {
    const char *language;         /**< of datasets/texts, NULL: "en" */
    const hg_report_texts *texts; /**< in place of `language`; NULL: read for each report */
    hg_date_style dates;
    const hg_lab *lab; /**< NULL: none */
    const hg_identity *identities;
    size_t n_identities;
    hg_paper paper;
    bool full; /**< PDF: also what the page folds: all rules, long tables, definitions */
} hg_report_options;

/** HG_OK when reports have texts in that language (NULL: the default); HG_EUNSUPPORTED names those
 * that there are. */
HG_API HG_CHECKED hg_status hg_report_language(const char *language, hg_error *err);

/**
 * The report of one runner and session, all its trials (in the order given), as one self-contained
 * HTML page: no network, inline SVG with real text, readable without its little script. HG_EINVAL
 * when the results are not of one runner and session, HG_EUNSUPPORTED for a language without texts.
 */
HG_API HG_CHECKED hg_status hg_report_html(hg_text *out, const hg_result *const *results, size_t n,
                                           const hg_report_options *options, hg_error *err);

/**
 * The same report as a PDF file: real text, its fonts inside, outline and links, nothing of the
 * machine's own fonts, no date of making. The same bytes for the same results with the same version
 * of cairo. Errors as hg_report_html(), and HG_EINTERNAL when cairo fails.
 */
HG_API HG_CHECKED hg_status hg_report_pdf(hg_text *out, const hg_result *const *results, size_t n,
                                          const hg_report_options *options, hg_error *err);

/**
 * Its first page and its tables as plain text, 76 characters wide, for pasting into a record. UTF-8
 * with plain signs: beyond ASCII only letters, degree and plus-minus. Errors as hg_report_html().
 */
HG_API HG_CHECKED hg_status hg_report_text(hg_text *out, const hg_result *const *results, size_t n,
                                           const hg_report_options *options, hg_error *err);

/** What hg_report_explain() tells: a condition by its id or NULL for all, a side (those without
 * sides are always told) or HG_SIDE_UNKNOWN for both. */
typedef struct hg_explain_options {
    const char *condition;
    hg_side side;
} hg_explain_options;

/**
 * The derivation of what a result says, as plain text of 78 columns for a person who follows it by
 * hand: red flags, derived numbers, each condition with its trace and every rule with its numbers,
 * grade and sources, ties, advice. Conditions that say something come first. HG_EINVAL with the ids
 * there are when the result has no such condition, or not on that side.
 */
HG_API HG_CHECKED hg_status hg_report_explain(hg_text *out, const hg_result *result,
                                              const hg_explain_options *options, hg_error *err);

/** The angles of every frame as CSV; HG_EINVAL when the result holds no frames. */
HG_API HG_CHECKED hg_status hg_report_frames_csv(hg_text *out, const hg_result *result,
                                                 hg_error *err);

/**
 * How each sample of each marker came about as CSV: a column per marker with the codes of
 * hg_sample_origin. HG_EINVAL when the result holds no frames or had no markers.
 */
HG_API HG_CHECKED hg_status hg_report_fill_csv(hg_text *out, const hg_result *result,
                                               hg_error *err);

/*
 * The tables of a session, for spreadsheets and programs: UTF-8, a head line, commas, "n/a" for
 * what is missing, 9 digits. A text that a spreadsheet would take for a formula begins with a "'".
 * HG_EINVAL without results.
 */

/** A line per trial, measure and side, and per difference of the sides, with their intervals. */
HG_API HG_CHECKED hg_status hg_report_csv_long(hg_text *out, const hg_result *const *results,
                                               size_t n, hg_error *err);
/** A line per trial: the head and lines of the cohort table. */
HG_API HG_CHECKED hg_status hg_report_csv_wide(hg_text *out, const hg_result *const *results,
                                               size_t n, hg_error *err);
/** A line per trial and percent of the stride: mean and standard deviation of the curves. */
HG_API HG_CHECKED hg_status hg_report_csv_curves(hg_text *out, const hg_result *const *results,
                                                 size_t n, hg_error *err);
/** What each column of these tables holds, as JSON; the same for all results. */
HG_API HG_CHECKED hg_status hg_report_csv_dictionary(hg_text *out, hg_error *err);

/** Which value of a metric a column of the cohort table holds; metrics of HG_FORM_BOTH have one. */
typedef enum hg_cohort_part {
    HG_COHORT_LEFT,
    HG_COHORT_RIGHT,
    HG_COHORT_BOTH,
    HG_COHORT_PARTS
} hg_cohort_part;

#define HG_COHORT_COLUMN_MAX 64

/** Name of a metric's column, with its unit: "hip_adduction_peak_left_deg". */
HG_API void hg_report_cohort_column(char name[HG_COHORT_COLUMN_MAX], hg_metric_id id,
                                    hg_cohort_part part);

/**
 * The cohort table (docs/result-format.md): its head line, and a line per trial. All rows of a
 * version of hipgait have the same columns; a missing value is "n/a". Of a trial whose data are
 * insufficient the line holds times and lengths only.
 */
HG_API HG_CHECKED hg_status hg_report_cohort_head(hg_text *out, hg_error *err);
HG_API HG_CHECKED hg_status hg_report_cohort_row(hg_text *out, const hg_result *result,
                                                 hg_error *err);

#endif
