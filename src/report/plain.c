/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/plain.h"

#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/plain_parts.h"

typedef struct sign {
    uint32_t code;
    const char *plain;
} sign;

/* By code point. */
static const sign signs[] = {
    {0x00a0, " "},  {0x00ad, ""},     {0x00b2, "2"},  {0x00b3, "3"},  {0x00b7, "-"},
    {0x00d7, "x"},  {0x2009, " "},    {0x200b, ""},   {0x2010, "-"},  {0x2011, "-"},
    {0x2012, "-"},  {0x2013, "-"},    {0x2014, "-"},  {0x2018, "'"},  {0x2019, "'"},
    {0x201c, "\""}, {0x201d, "\""},   {0x201e, "\""}, {0x2020, "+"},  {0x2021, "++"},
    {0x2022, "*"},  {0x2026, "..."},  {0x202f, " "},  {0x2190, "<-"}, {0x2191, "up"},
    {0x2192, "->"}, {0x2193, "down"}, {0x2212, "-"},  {0x2248, "~"},  {0x2260, "<>"},
    {0x2264, "<="}, {0x2265, ">="},   {0x25a0, "#"},  {0x25b2, "^"},  {0x25c6, "*"},
    {0x25cb, "o"},  {0x25cf, "*"},
};

static const char *plain_sign(uint32_t c) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == c) return signs[i].plain;
    return NULL;
}

#define PLUS_MINUS 0xb1u

/* "0.71 ± 0.02" becomes "0.71±0.02": one word, which no line end parts. */
static void close_up(hg__strbuf *b, const char **text) {
    size_t n = b->size, blanks = strspn(*text, " ");
    if ((*text)[blanks] < '0' || (*text)[blanks] > '9') return;
    if (n > 1 && b->data[n - 1] == ' ' && b->data[n - 2] >= '0' && b->data[n - 2] <= '9')
        b->data[--b->size] = 0;
    *text += blanks;
}

static void add_plain(hg__strbuf *b, const char *text) {
    for (uint32_t c; (c = hg__utf8_next_shown(&text)) != 0;) {
        if (c == PLUS_MINUS) close_up(b, &text);
        char bytes[4];
        const char *plain = c < 0x80 ? NULL : plain_sign(c);
        if (plain)
            hg__strbuf_add(b, plain);
        else
            hg__strbuf_add_bytes(b, bytes, hg__utf8_put(bytes, c));
    }
}

/* A badge is its word in brackets: its sign would be one more thing to lose. */
void hg__plain_runs(hg__strbuf *b, const hg__runs *runs) {
    for (const hg__run *r = runs->first; r; r = r->next) {
        const char *text = r->text ? r->text : "";
        bool badge = r->kind == HG__RUN_BADGE;
        if (badge) hg__strbuf_add(b, "[");
        if (r->kind == HG__RUN_BREAK) hg__strbuf_add(b, "\n");
        add_plain(b, text);
        if (badge) hg__strbuf_add(b, "]");
    }
}

size_t hg__plain_width(const char *text, size_t bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++) n += (text[i] & 0xc0) != 0x80;
    return n;
}

/* Bytes of the first `width` characters. */
static size_t bytes_of(const char *text, size_t bytes, size_t width) {
    size_t i = 0;
    for (; i < bytes; i++)
        if ((text[i] & 0xc0) != 0x80 && width-- == 0) break;
    return i;
}

hg__plain_line hg__plain_next(const char **at, size_t width) {
    const char *text = *at;
    while (*text == ' ') text++;
    size_t used = 0;
    if (width == 0) width = 1; /* it always moves on */
    for (const char *c = text; *c && *c != '\n';) {
        size_t blanks = strspn(c, " "), word = strcspn(c + blanks, " \n");
        if (word == 0) break;
        if (hg__plain_width(text, used + blanks + word) > width) {
            if (used == 0) used = bytes_of(text, word, width); /* longer than a line */
            break;
        }
        used += blanks + word;
        c += blanks + word;
    }
    const char *rest = text + used;
    while (*rest == ' ') rest++;
    if (*rest == '\n') rest++;
    *at = rest;
    return (hg__plain_line){text, used};
}

static void add_spaces(hg__strbuf *b, size_t n) {
    while (n-- > 0) hg__strbuf_add(b, " ");
}

/* Lines with a mark before the first and the same room before the others. */
void hg__plain_wrap(hg__strbuf *b, const hg__runs *runs, size_t indent, const char *mark) {
    hg__strbuf text = {0};
    hg__plain_runs(&text, runs);
    size_t hang = strlen(mark);
    const char *at = text.data ? text.data : "";
    bool first = true;
    while (*at) {
        hg__plain_line line = hg__plain_next(&at, HG__PLAIN_WIDTH - indent - hang);
        add_spaces(b, indent);
        if (first)
            hg__strbuf_add(b, mark);
        else
            add_spaces(b, hang);
        hg__strbuf_add_bytes(b, line.text, line.bytes);
        hg__strbuf_add(b, "\n");
        first = false;
    }
    if (text.failed) b->failed = true;
    hg__strbuf_free(&text);
}

static void underline(hg__strbuf *b, const hg__runs *runs, char with) {
    hg__strbuf text = {0};
    hg__plain_runs(&text, runs);
    size_t n = hg__plain_width(text.data ? text.data : "", text.size);
    if (n > HG__PLAIN_WIDTH) n = HG__PLAIN_WIDTH;
    while (n-- > 0) hg__strbuf_add_bytes(b, &with, 1);
    hg__strbuf_add(b, "\n");
    if (text.failed) b->failed = true;
    hg__strbuf_free(&text);
}

static void add_heading(hg__strbuf *b, const hg__block *section) {
    if (!section->title.first) return;
    hg__strbuf_add(b, "\n");
    hg__plain_wrap(b, &section->title, 0, "");
    if (section->level <= 2) underline(b, &section->title, section->level == 1 ? '=' : '-');
    if (section->badge.first) hg__plain_wrap(b, &section->badge, 0, "");
}

static void add_block(hg__strbuf *b, const hg__block *block, size_t indent);

static void add_children(hg__strbuf *b, const hg__block *block, size_t indent) {
    for (const hg__block *c = block->children; c; c = c->next) add_block(b, c, indent);
}

static void add_facts(hg__strbuf *b, const hg__block *facts, size_t indent) {
    for (const hg__fact *f = facts->facts; f; f = f->next) {
        hg__strbuf mark = {0};
        hg__plain_runs(&mark, &f->label);
        hg__strbuf_add(&mark, ": ");
        /* A long label stands on a line of its own. */
        bool wide = mark.failed || mark.size > 30;
        if (wide) hg__plain_wrap(b, &f->label, indent, "");
        if (!f->value.first && !wide) {
            hg__plain_wrap(b, &f->label, indent, "");
        } else {
            hg__plain_wrap(b, &f->value, indent, wide ? "  " : mark.data);
        }
        if (mark.failed) b->failed = true;
        hg__strbuf_free(&mark);
    }
    hg__strbuf_add(b, "\n");
}

static void add_card(hg__strbuf *b, const hg__block *card, size_t indent) {
    hg__strbuf title = {0};
    hg__plain_runs(&title, &card->title);
    hg__strbuf_add(&title, " ");
    hg__plain_runs(&title, &card->badge);
    hg__run run = {.kind = HG__RUN_TEXT, .text = title.data ? title.data : ""};
    const hg__runs runs = {&run, &run};
    hg__plain_wrap(b, &runs, indent, "");
    hg__plain_wrap(b, &card->text, indent + 2, "");
    add_children(b, card, indent + 2);
    hg__plain_wrap(b, &card->grade, indent + 2, "");
    if (title.failed) b->failed = true;
    hg__strbuf_free(&title);
}

static void add_notice(hg__strbuf *b, const hg__block *notice, size_t indent) {
    hg__strbuf_add(b, "\n");
    hg__plain_wrap(b, &notice->title, indent,
                   notice->tone == HG__TONE_REFER     ? "!! "
                   : notice->tone == HG__TONE_CAUTION ? "! "
                                                      : "");
    add_children(b, notice, indent + 3);
    hg__strbuf_add(b, "\n");
}

static void add_list(hg__strbuf *b, const hg__block *list, size_t indent) {
    size_t number = 0;
    for (const hg__block *item = list->children; item; item = item->next) {
        char mark[24] = "- ";
        if (list->ordered) snprintf(mark, sizeof mark, "%zu. ", ++number);
        hg__plain_wrap(b, &item->text, indent, mark);
        add_children(b, item, indent + strlen(mark));
    }
}

static void add_block(hg__strbuf *b, const hg__block *block, size_t indent) {
    /* Deeper than that nobody writes, and a line must keep room for words. */
    if (indent > 24) indent = 24;
    switch (block->kind) {
    case HG__BLOCK_SECTION:
        add_heading(b, block);
        add_children(b, block, indent);
        break;
    case HG__BLOCK_PARAGRAPH: hg__plain_wrap(b, &block->text, indent, ""); break;
    case HG__BLOCK_ITEM: /* add_list() has them */ break;
    case HG__BLOCK_FACTS: add_facts(b, block, indent); break;
    case HG__BLOCK_TABLE: hg__plain_table(b, block); break;
    case HG__BLOCK_NOTICE: add_notice(b, block, indent); break;
    case HG__BLOCK_CARD: add_card(b, block, indent); break;
    case HG__BLOCK_LIST: add_list(b, block, indent); break;
    case HG__BLOCK_COLUMNS: add_children(b, block, indent); break;
    case HG__BLOCK_FIGURES: /* what they show stands in the tables */
    case HG__BLOCK_PAGE: break;
    }
}

/* Tables of measures, not of sentences: of these the record holds what page one says. */
static bool is_of_numbers(const hg__block *table) {
    size_t numbers = 0;
    for (size_t i = 0; i < table->n_columns; i++)
        numbers += table->columns[i].align == HG__ALIGN_NUMBER;
    return numbers >= 2;
}

static bool holds_table(const hg__block *block) {
    if (block->foldable) return false;
    if (block->kind == HG__BLOCK_TABLE) return is_of_numbers(block);
    for (const hg__block *c = block->children; c; c = c->next)
        if (holds_table(c)) return true;
    return false;
}

/* What page one leads to: its numbers in brackets and its links end there. */
static bool is_kept_whole(const hg__block *block) {
    static const char *const ids[] = {"care", "all-limits", "sources", "intended-use"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (block->kind == HG__BLOCK_SECTION && block->id && strcmp(block->id, ids[i]) == 0)
            return true;
    return false;
}

static bool holds_whole(const hg__block *block) {
    if (is_kept_whole(block)) return true;
    for (const hg__block *c = block->children; c; c = c->next)
        if (holds_whole(c)) return true;
    return false;
}

/* Behind page one: tables of numbers with their notes, what must not be overlooked, below their
 * headings, and what is kept whole. */
static void add_tables(hg__strbuf *b, const hg__block *block) {
    if (is_kept_whole(block) || block->record) {
        add_block(b, block, 0);
    } else if (block->kind == HG__BLOCK_TABLE) {
        if (is_of_numbers(block)) hg__plain_table(b, block);
    } else if (block->kind == HG__BLOCK_NOTICE) {
        add_block(b, block, 0);
    } else if (holds_table(block) || holds_whole(block)) {
        if (block->kind == HG__BLOCK_SECTION) add_heading(b, block);
        for (const hg__block *c = block->children; c; c = c->next) add_tables(b, c);
    }
}

void hg__plain_document(hg__strbuf *b, const hg__document *doc) {
    const hg__block *c = doc->root->children;
    hg__plain_wrap(b, &doc->root->title, 0, "");
    underline(b, &doc->root->title, '=');
    if (doc->root->badge.first) hg__plain_wrap(b, &doc->root->badge, 0, "");
    for (; c && c->kind != HG__BLOCK_PAGE; c = c->next) add_block(b, c, 0);
    for (; c; c = c->next) add_tables(b, c);
    hg__strbuf foot = {0};
    hg__strbuf_add(&foot, "hipgait ");
    hg__strbuf_add(&foot, doc->program_version ? doc->program_version : "");
    hg__strbuf_add(&foot, ". ");
    hg__strbuf_addf(&foot, "%s%s", doc->rules, *doc->rules ? " " : "");
    hg__strbuf_addf(&foot, "%s%s", doc->rules_changed, *doc->rules_changed ? " " : "");
    hg__strbuf_add(&foot, doc->foot ? doc->foot : "");
    hg__run run = {.kind = HG__RUN_TEXT, .text = foot.data ? foot.data : ""};
    const hg__runs runs = {&run, &run};
    hg__strbuf_add(b, "\n");
    hg__plain_wrap(b, &runs, 0, "");
    if (foot.failed) b->failed = true;
    hg__strbuf_free(&foot);
}
