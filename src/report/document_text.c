/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of text, and sentences of the catalogue. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "report/document.h"

#define MINUS "\xe2\x88\x92"

static hg__run *new_run(hg__document *doc, hg__runs *to, hg__run_kind kind) {
    hg__run *r = hg__document_alloc(doc, 1, sizeof *r);
    if (!r) return NULL;
    r->kind = kind;
    r->text = r->target = "";
    r->side = HG_SIDE_UNKNOWN;
    if (to->last)
        to->last->next = r;
    else
        to->first = r;
    to->last = r;
    return r;
}

static void add_kind(hg__document *doc, hg__runs *to, hg__run_kind kind, const char *text) {
    if (!text || !*text) return;
    const char *copy = hg__document_copy(doc, text);
    hg__run *r = new_run(doc, to, kind);
    if (r) r->text = copy;
}

void hg__add_text(hg__document *doc, hg__runs *to, const char *text) {
    add_kind(doc, to, HG__RUN_TEXT, text);
}

void hg__add_strong(hg__document *doc, hg__runs *to, const char *text) {
    add_kind(doc, to, HG__RUN_STRONG, text);
}

void hg__add_soft(hg__document *doc, hg__runs *to, const char *text) {
    add_kind(doc, to, HG__RUN_SOFT, text);
}

void hg__add_name(hg__document *doc, hg__runs *to, const char *text) {
    add_kind(doc, to, HG__RUN_NAME, text);
}

void hg__add_code(hg__document *doc, hg__runs *to, const char *text) {
    add_kind(doc, to, HG__RUN_CODE, text);
}

void hg__add_badge(hg__document *doc, hg__runs *to, hg__tone tone, const char *word) {
    const char *copy = hg__document_copy(doc, word);
    hg__run *r = new_run(doc, to, HG__RUN_BADGE);
    if (!r) return;
    r->text = copy;
    r->tone = tone;
}

void hg__add_link(hg__document *doc, hg__runs *to, const char *target, const char *text) {
    const char *copy = hg__document_copy(doc, text), *where = hg__document_copy(doc, target);
    hg__run *r = new_run(doc, to, HG__RUN_LINK);
    if (!r) return;
    r->text = copy;
    r->target = where;
}

void hg__add_swatch(hg__document *doc, hg__runs *to, hg_side side) {
    hg__run *r = new_run(doc, to, HG__RUN_SWATCH);
    if (r) r->side = side;
}

void hg__add_break(hg__document *doc, hg__runs *to) {
    new_run(doc, to, HG__RUN_BREAK);
}

void hg__add_runs(hg__document *doc, hg__runs *to, const hg__runs *from) {
    for (const hg__run *r = from->first; r; r = r->next) {
        hg__run *copy = new_run(doc, to, r->kind);
        if (!copy) return;
        copy->text = r->text;
        copy->target = r->target;
        copy->tone = r->tone;
        copy->side = r->side;
    }
}

/* --- numbers --- */

/* What rounds to zero has no sign. */
static void number_text(char *out, size_t size, const hg__texts *texts, double value, int decimals,
                        const char *plus) {
    if (!isfinite(value)) {
        snprintf(out, size, "%s", hg__texts_get(texts, "absent"));
        return;
    }
    hg__strbuf digits = {0};
    hg__strbuf_add_fixed(&digits, fabs(value), decimals, "");
    const char *text = digits.data ? digits.data : "";
    bool zero = strspn(text, "0.") == strlen(text);
    size_t whole = strcspn(text, ".");
    snprintf(out, size, "%s%.*s%s%s",
             zero        ? ""
             : value < 0 ? MINUS
                         : plus,
             (int)whole, text, text[whole] ? hg__texts_get(texts, "number.decimal") : "",
             text[whole] ? text + whole + 1 : "");
    hg__strbuf_free(&digits);
}

void hg__add_number(hg__document *doc, hg__runs *to, double value, int decimals) {
    char text[352]; /* the largest double has 309 digits before its point */
    number_text(text, sizeof text, doc->texts, value, decimals, "");
    hg__add_text(doc, to, text);
}

void hg__add_signed(hg__document *doc, hg__runs *to, double value, int decimals) {
    char text[352];
    number_text(text, sizeof text, doc->texts, value, decimals, "+");
    hg__add_text(doc, to, text);
}

const char *hg__number_said(hg__document *doc, double value, int decimals) {
    char text[352];
    number_text(text, sizeof text, doc->texts, value, decimals, "");
    return hg__document_copy(doc, text);
}

const char *hg__signed_said(hg__document *doc, double value, int decimals) {
    char text[352];
    number_text(text, sizeof text, doc->texts, value, decimals, "+");
    return hg__document_copy(doc, text);
}

/* --- arguments --- */

hg__arg hg__arg_text(const char *name, const char *text) {
    return (hg__arg){.kind = HG__ARG_TEXT, .name = name, .text = text};
}

hg__arg hg__arg_name(const char *name, const char *text) {
    return (hg__arg){.kind = HG__ARG_NAME, .name = name, .text = text};
}

hg__arg hg__arg_number(const char *name, double value, int decimals) {
    return (hg__arg){.kind = HG__ARG_NUMBER, .name = name, .value = value, .decimals = decimals};
}

hg__arg hg__arg_signed(const char *name, double value, int decimals) {
    return (hg__arg){.kind = HG__ARG_SIGNED, .name = name, .value = value, .decimals = decimals};
}

hg__arg hg__arg_count(const char *name, size_t count) {
    return (hg__arg){.kind = HG__ARG_COUNT, .name = name, .count = count};
}

hg__arg hg__arg_runs(const char *name, const hg__runs *runs) {
    return (hg__arg){.kind = HG__ARG_RUNS, .name = name, .runs = runs};
}

hg__arg hg__arg_link(const char *name, const char *target, const char *text) {
    return (hg__arg){.kind = HG__ARG_LINK, .name = name, .target = target, .text = text};
}

/* --- sentences --- */

static const char *sentence_of(const hg__document *doc, const char *key, const hg__arg *args) {
    for (const hg__arg *a = args; a->kind != HG__ARG_END; a++) {
        if (a->kind != HG__ARG_COUNT) continue;
        const char *one = a->count == 1 ? hg__texts_label(doc->texts, key, "one", NULL) : NULL;
        if (one) return one;
        break;
    }
    return hg__texts_get(doc->texts, key);
}

/* The space of "95 %" does not break, which no one sees when writing a catalogue. */
static void add_piece(hg__document *doc, hg__runs *to, const char *text, size_t n, bool strong) {
    hg__strbuf piece = {0};
    if (n == 0) return;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == ' ' && i + 1 < n && text[i + 1] == '%')
            hg__strbuf_add(&piece, "\xc2\xa0");
        else
            hg__strbuf_add_bytes(&piece, text + i, 1);
    }
    if (piece.data) add_kind(doc, to, strong ? HG__RUN_STRONG : HG__RUN_TEXT, piece.data);
    doc->failed |= piece.failed;
    hg__strbuf_free(&piece);
}

static void add_argument(hg__document *doc, hg__runs *to, const hg__arg *a, bool strong) {
    char text[352];
    hg__run_kind kind = strong ? HG__RUN_STRONG : HG__RUN_TEXT;
    switch (a->kind) {
    case HG__ARG_END: break;
    case HG__ARG_TEXT: add_kind(doc, to, kind, a->text); break;
    case HG__ARG_NAME: hg__add_name(doc, to, a->text); break;
    case HG__ARG_NUMBER:
    case HG__ARG_SIGNED:
        number_text(text, sizeof text, doc->texts, a->value, a->decimals,
                    a->kind == HG__ARG_SIGNED ? "+" : "");
        add_kind(doc, to, kind, text);
        break;
    case HG__ARG_COUNT:
        snprintf(text, sizeof text, "%zu", a->count);
        add_kind(doc, to, kind, text);
        break;
    case HG__ARG_RUNS: hg__add_runs(doc, to, a->runs); break;
    case HG__ARG_LINK: hg__add_link(doc, to, a->target, a->text); break;
    }
}

void hg__say(hg__document *doc, hg__runs *to, const char *key, const hg__arg *args) {
    const char *s = sentence_of(doc, key, args);
    bool strong = false;
    while (*s) {
        size_t n = strcspn(s, "*{");
        add_piece(doc, to, s, n, strong);
        s += n;
        if (*s == '*') {
            strong = !strong;
            s++;
        } else if (*s == '{') {
            size_t name = strcspn(++s, "}");
            const hg__arg *a = args;
            while (a->kind != HG__ARG_END &&
                   (strncmp(a->name, s, name) != 0 || a->name[name] != '\0'))
                a++;
            if (a->kind == HG__ARG_END) /* a fault of the catalogue, which a test finds by this */
                add_piece(doc, to, s - 1, name + 2 <= strlen(s - 1) ? name + 2 : strlen(s - 1),
                          strong);
            else
                add_argument(doc, to, a, strong);
            s += name;
            if (*s) s++;
        }
    }
}

const char *hg__runs_plain(hg__document *doc, const hg__runs *runs) {
    hg__strbuf b = {0};
    for (const hg__run *r = runs->first; r; r = r->next)
        hg__strbuf_add(&b, r->kind == HG__RUN_BREAK ? " " : r->text);
    const char *copy = b.data ? hg__document_copy(doc, b.data) : "";
    if (b.failed) doc->failed = true;
    hg__strbuf_free(&b);
    return copy;
}

const char *hg__said(hg__document *doc, const char *key, const hg__arg *args) {
    hg__runs runs = {NULL, NULL};
    hg__say(doc, &runs, key, args);
    return hg__runs_plain(doc, &runs);
}
