/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as a document: a tree of blocks that says what is told and in which order, and knows no
 * markup. model_*.c build it once from the results of one runner and session; the faces (html_*.c,
 * pdf_*.c, plain.c) walk it. A face decides nothing about content, a builder nothing about looks.
 *
 * Memory: everything lies in the document's arena, texts included (they are copied); one free.
 * Errors stick: when memory runs out, builders go on writing into spare nodes that no face sees,
 * `failed` is set, and hg__document_failed() says so at the end. Builders never return NULL.
 *
 * Order of children is the order of the calls. Texts are UTF-8 as they came: a face escapes them
 * for its own context, all of them, also those of the catalogue.
 */
#ifndef HG_REPORT_DOCUMENT_H
#define HG_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <hipgait/recording.h>

#include "base/arena.h"
#include "report/texts.h"

struct hg__figure; /* report/figure.h: a display list */

/* How weighty something is; a face has a colour for each, never as the only sign of it. */
typedef enum hg__tone {
    HG__TONE_PLAIN = 0,
    HG__TONE_GOOD,    /* sign ● */
    HG__TONE_WATCH,   /* sign ◆ */
    HG__TONE_CAUTION, /* sign ▲ */
    HG__TONE_HIGH,    /* sign ▲▲ */
    HG__TONE_REFER,   /* sign ■ */
    HG__TONE_ABSENT,  /* sign ○: not enough is known */
    HG__TONES
} hg__tone;

/* The sign of a tone as UTF-8, "" for plain. Shown before the word; screen readers skip it. */
const char *hg__tone_sign(hg__tone tone);

/* --- inline text --- */

typedef enum hg__run_kind {
    HG__RUN_TEXT,
    HG__RUN_STRONG,
    HG__RUN_SOFT,   /* secondary: smaller or greyer */
    HG__RUN_NAME,   /* a text from outside: kept apart from the direction of its surroundings */
    HG__RUN_CODE,   /* an id or setting, monospaced */
    HG__RUN_BADGE,  /* sign and word of `tone` in a box */
    HG__RUN_LINK,   /* to the section or block with id `target` in this document */
    HG__RUN_SWATCH, /* short sample of the line of `side`; no text */
    HG__RUN_BREAK   /* new line; no text */
} hg__run_kind;

typedef struct hg__run {
    hg__run_kind kind;
    const char *text, *target;
    hg__tone tone;
    hg_side side;
    struct hg__run *next;
} hg__run;

/* Text in a row. An empty one (first NULL) is "nothing". */
typedef struct hg__runs {
    hg__run *first, *last;
} hg__runs;

/* --- blocks --- */

typedef enum hg__block_kind {
    HG__BLOCK_SECTION,   /* title, level, foldable; children */
    HG__BLOCK_PARAGRAPH, /* text; tone: plain, or ABSENT for an aside in small print */
    HG__BLOCK_LIST,      /* children are items */
    HG__BLOCK_ITEM,      /* text, then children (lists) */
    HG__BLOCK_FACTS,     /* facts: label and value pairs */
    HG__BLOCK_TABLE,
    HG__BLOCK_FIGURES, /* grid of figures with captions */
    HG__BLOCK_NOTICE,  /* title, tone (REFER, CAUTION, PLAIN); children: must not be overlooked */
    HG__BLOCK_CARD,    /* a condition: title, side, badge, text (why), grade; children */
    HG__BLOCK_COLUMNS, /* its children stand side by side where there is room */
    HG__BLOCK_PAGE     /* on paper, a new page starts here */
} hg__block_kind;

typedef struct hg__fact {
    hg__runs label, value;
    struct hg__fact *next;
} hg__fact;

typedef enum hg__align { HG__ALIGN_TEXT, HG__ALIGN_NUMBER } hg__align; /* left; right */

typedef struct hg__column {
    hg__runs title;
    const char *unit; /* "" when none */
    hg__align align;
    double share; /* of the width, relative to the other columns; 0: as it needs */
} hg__column;

typedef struct hg__cell {
    hg__runs text;
    const struct hg__figure *figure; /* small drawing before the text, or NULL; decorative */
    int span;                        /* columns it takes, at least 1 */
    hg__tone tone;                   /* ABSENT: not measured, shown greyer */
} hg__cell;

typedef struct hg__row {
    bool group;      /* heads the rows that follow; its one cell spans all columns */
    const char *key; /* stable id of what the row is about, e.g. a metric's; "" */
    hg__tone tone;
    hg__cell *cells; /* n_cells; the first is the row's heading */
    size_t n_cells, room;
    struct hg__row *next;
} hg__row;

typedef struct hg__figure_place {
    const struct hg__figure *figure;
    hg__runs caption;
    bool wide; /* takes the whole width of the grid */
    struct hg__figure_place *next;
} hg__figure_place;

typedef struct hg__block {
    hg__block_kind kind;
    const char *id; /* [a-z0-9-], unique; "" when nothing links to it */
    int level;      /* sections: 1 is the document's title, page one holds 2 */
    bool foldable;  /* sections: may start folded where the face can fold; else shown */
    bool keep;      /* on paper not to be split over two pages */
    bool ordered;   /* lists */
    bool compact;   /* tables and lists in small print */
    bool record;    /* paragraphs: a note to a table, which goes with it into plain text */
    hg__tone tone;
    hg_side side;    /* cards; HG_SIDE_UNKNOWN: none */
    hg__runs title;  /* sections, notices, cards; caption of tables */
    hg__runs text;   /* paragraphs, items; the "why" of cards */
    hg__runs badge;  /* cards: band and side; sections: quality */
    hg__runs grade;  /* cards: the grade of the evidence, in words */
    hg__fact *facts; /* facts */
    size_t n_columns, room_columns;
    hg__column *columns; /* tables */
    hg__row *rows;
    size_t figures_across; /* figures: how many side by side at most; 1 to 3 */
    hg__figure_place *figures;
    struct hg__block *children, *next;
    /* ends of the lists above, for the builders */
    struct hg__block *last_child;
    hg__fact *last_fact;
    hg__row *last_row;
    hg__figure_place *last_figure;
} hg__block;

/* A document: head, page furniture, and the tree under `root` (a section of level 1). */
typedef struct hg__document {
    struct hg__arena *memory;
    const hg__texts *texts;
    bool failed;
    const char *language;         /* "en" */
    const char *title;            /* plain text: window title, PDF title */
    const char *runner, *session; /* for the running foot of pages */
    const char *program_version;
    const char *rules, *rules_changed;  /* sentences: which evidence file, and a lab's own; "" */
    const char *foot;                   /* "not a medical device" line of the foot */
    const char *lab_name, *lab_contact; /* "" */
    const unsigned char *logo;          /* PNG or JPEG bytes, NULL when none */
    size_t logo_size;
    const char *logo_type;        /* "image/png", "image/jpeg" */
    unsigned left_rgb, right_rgb; /* 0xD55E00, 0x0072B2 unless the lab set others */
    hg__block *root;
    /* where writes go once memory ran out */
    hg__block spare_block;
    hg__row spare_row;
    hg__cell spare_cell;
    hg__column spare_column;
    hg__fact spare_fact;
    hg__figure_place spare_place;
} hg__document;

hg__document *hg__document_new(const hg__texts *texts); /* NULL: no memory */
void hg__document_free(hg__document *doc);
bool hg__document_failed(const hg__document *doc);
const char *hg__document_copy(hg__document *doc, const char *text); /* "" when out of memory */

/* Zeroed memory of the document, NULL when there is none. */
void *hg__document_alloc(hg__document *doc, size_t count, size_t size);

/* --- building: texts --- */

void hg__add_text(hg__document *doc, hg__runs *to, const char *text);
void hg__add_strong(hg__document *doc, hg__runs *to, const char *text);
void hg__add_soft(hg__document *doc, hg__runs *to, const char *text);
void hg__add_name(hg__document *doc, hg__runs *to, const char *text);
void hg__add_code(hg__document *doc, hg__runs *to, const char *text);
void hg__add_badge(hg__document *doc, hg__runs *to, hg__tone tone, const char *word);
void hg__add_link(hg__document *doc, hg__runs *to, const char *target, const char *text);
void hg__add_swatch(hg__document *doc, hg__runs *to, hg_side side);
void hg__add_break(hg__document *doc, hg__runs *to);
/* Appends all of `from`, which keeps its own. */
void hg__add_runs(hg__document *doc, hg__runs *to, const hg__runs *from);
/* A number with the decimal mark of the language and a real minus sign; "not measured" for NaN. */
void hg__add_number(hg__document *doc, hg__runs *to, double value, int decimals);
void hg__add_signed(hg__document *doc, hg__runs *to, double value, int decimals);

/* The same as text in the arena. */
const char *hg__number_said(hg__document *doc, double value, int decimals);
const char *hg__signed_said(hg__document *doc, double value, int decimals);

/*
 * A sentence of the catalogue. {name} in it is replaced by the argument of that name; *word* is
 * strong. Where one argument is a count, the catalogue may have "key.one" beside "key". A key that
 * does not exist shows itself: a test looks for that.
 *   HG__SAY(doc, &block->text, "page.strides", hg__arg_count("n", n), hg__arg_name("id", runner));
 */
typedef struct hg__arg {
    enum {
        HG__ARG_END,
        HG__ARG_TEXT,
        HG__ARG_NAME,
        HG__ARG_NUMBER,
        HG__ARG_SIGNED,
        HG__ARG_COUNT,
        HG__ARG_RUNS,
        HG__ARG_LINK
    } kind;
    const char *name, *text, *target;
    const hg__runs *runs;
    double value;
    int decimals;
    size_t count;
} hg__arg;

hg__arg hg__arg_text(const char *name, const char *text);
hg__arg hg__arg_name(const char *name, const char *text);
hg__arg hg__arg_number(const char *name, double value, int decimals);
hg__arg hg__arg_signed(const char *name, double value, int decimals);
hg__arg hg__arg_count(const char *name, size_t count);
hg__arg hg__arg_runs(const char *name, const hg__runs *runs);
hg__arg hg__arg_link(const char *name, const char *target, const char *text);

void hg__say(hg__document *doc, hg__runs *to, const char *key, const hg__arg *args);
#define HG__SAY(doc, to, ...) HG__SAY_(doc, to, __VA_ARGS__, (hg__arg){HG__ARG_END})
#define HG__SAY_(doc, to, key, ...) hg__say((doc), (to), (key), (const hg__arg[]){__VA_ARGS__})
/* The same as plain text in the arena, for titles of windows and figures. */
const char *hg__said(hg__document *doc, const char *key, const hg__arg *args);
#define HG__SAID(doc, ...) HG__SAID_(doc, __VA_ARGS__, (hg__arg){HG__ARG_END})
#define HG__SAID_(doc, key, ...) hg__said((doc), (key), (const hg__arg[]){__VA_ARGS__})

/* The text of runs without their kinds, in the arena. */
const char *hg__runs_plain(hg__document *doc, const hg__runs *runs);

/* --- building: blocks; all append to `in` --- */

hg__block *hg__add_section(hg__document *doc, hg__block *in, int level, const char *id);
hg__block *hg__add_paragraph(hg__document *doc, hg__block *in);
hg__block *hg__add_list(hg__document *doc, hg__block *in);
hg__block *hg__add_item(hg__document *doc, hg__block *list);
hg__block *hg__add_facts(hg__document *doc, hg__block *in);
hg__fact *hg__add_fact(hg__document *doc, hg__block *facts);
hg__block *hg__add_notice(hg__document *doc, hg__block *in, hg__tone tone);
hg__block *hg__add_card(hg__document *doc, hg__block *in, hg__tone tone, hg_side side);
hg__block *hg__add_columns(hg__document *doc, hg__block *in);
void hg__add_page(hg__document *doc, hg__block *in);
hg__block *hg__add_table(hg__document *doc, hg__block *in);
hg__column *hg__add_column(hg__document *doc, hg__block *table, hg__align align, const char *unit);
hg__row *hg__add_row(hg__document *doc, hg__block *table, const char *key);
hg__cell *hg__add_cell(hg__document *doc, hg__row *row);
hg__block *hg__add_figures(hg__document *doc, hg__block *in, size_t across);
hg__figure_place *hg__add_figure(hg__document *doc, hg__block *figures,
                                 const struct hg__figure *figure);

#endif
