/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/document.h"

#include <stdlib.h>
#include <string.h>

#define LEFT_RGB 0xD55E00u
#define RIGHT_RGB 0x0072B2u

const char *hg__tone_sign(hg__tone tone) {
    static const char *const signs[HG__TONES] = {
        [HG__TONE_PLAIN] = "",
        [HG__TONE_GOOD] = "\xe2\x97\x8f",
        [HG__TONE_WATCH] = "\xe2\x97\x86",
        [HG__TONE_CAUTION] = "\xe2\x96\xb2",
        [HG__TONE_HIGH] = "\xe2\x96\xb2\xe2\x96\xb2",
        [HG__TONE_REFER] = "\xe2\x96\xa0",
        [HG__TONE_ABSENT] = "\xe2\x97\x8b",
    };
    return signs[tone];
}

hg__document *hg__document_new(const hg__texts *texts) {
    hg__document *doc = calloc(1, sizeof *doc);
    if (!doc) return NULL;
    doc->memory = hg__arena_new();
    if (!doc->memory) {
        free(doc);
        return NULL;
    }
    doc->texts = texts;
    doc->language = hg__texts_language(texts);
    doc->title = doc->runner = doc->session = doc->program_version = doc->foot = "";
    doc->rules = doc->rules_changed = "";
    doc->lab_name = doc->lab_contact = doc->logo_type = "";
    doc->left_rgb = LEFT_RGB;
    doc->right_rgb = RIGHT_RGB;
    doc->root = hg__add_section(doc, NULL, 1, "");
    return doc;
}

void hg__document_free(hg__document *doc) {
    if (!doc) return;
    hg__arena_free(doc->memory);
    free(doc);
}

bool hg__document_failed(const hg__document *doc) {
    return doc->failed;
}

void *hg__document_alloc(hg__document *doc, size_t count, size_t size) {
    void *p = doc->failed ? NULL : hg__arena_alloc(doc->memory, count, size);
    if (!p) doc->failed = true;
    return p;
}

const char *hg__document_copy(hg__document *doc, const char *text) {
    if (!text || !*text || doc->failed) return "";
    char *copy = hg__arena_strdup(doc->memory, text);
    if (!copy) doc->failed = true;
    return copy ? copy : "";
}

/* The spare nodes are emptied at each use, so that nothing hangs on them for long. */
static hg__block *new_block(hg__document *doc, hg__block *in, hg__block_kind kind) {
    hg__block *b = hg__document_alloc(doc, 1, sizeof *b);
    if (!b) {
        b = &doc->spare_block;
        memset(b, 0, sizeof *b);
        in = NULL;
    }
    b->kind = kind;
    b->id = "";
    b->side = HG_SIDE_UNKNOWN;
    if (!in || in == &doc->spare_block) return b;
    if (in->last_child)
        in->last_child->next = b;
    else
        in->children = b;
    in->last_child = b;
    return b;
}

hg__block *hg__add_section(hg__document *doc, hg__block *in, int level, const char *id) {
    hg__block *b = new_block(doc, in, HG__BLOCK_SECTION);
    b->level = level;
    b->id = hg__document_copy(doc, id);
    return b;
}

hg__block *hg__add_paragraph(hg__document *doc, hg__block *in) {
    return new_block(doc, in, HG__BLOCK_PARAGRAPH);
}

hg__block *hg__add_list(hg__document *doc, hg__block *in) {
    return new_block(doc, in, HG__BLOCK_LIST);
}

hg__block *hg__add_item(hg__document *doc, hg__block *list) {
    return new_block(doc, list, HG__BLOCK_ITEM);
}

hg__block *hg__add_facts(hg__document *doc, hg__block *in) {
    return new_block(doc, in, HG__BLOCK_FACTS);
}

hg__block *hg__add_notice(hg__document *doc, hg__block *in, hg__tone tone) {
    hg__block *b = new_block(doc, in, HG__BLOCK_NOTICE);
    b->tone = tone;
    return b;
}

hg__block *hg__add_card(hg__document *doc, hg__block *in, hg__tone tone, hg_side side) {
    hg__block *b = new_block(doc, in, HG__BLOCK_CARD);
    b->tone = tone;
    b->side = side;
    return b;
}

hg__block *hg__add_columns(hg__document *doc, hg__block *in) {
    return new_block(doc, in, HG__BLOCK_COLUMNS);
}

void hg__add_page(hg__document *doc, hg__block *in) {
    new_block(doc, in, HG__BLOCK_PAGE);
}

hg__block *hg__add_table(hg__document *doc, hg__block *in) {
    return new_block(doc, in, HG__BLOCK_TABLE);
}

hg__fact *hg__add_fact(hg__document *doc, hg__block *facts) {
    hg__fact *f = hg__document_alloc(doc, 1, sizeof *f);
    if (!f) {
        memset(&doc->spare_fact, 0, sizeof doc->spare_fact);
        return &doc->spare_fact;
    }
    if (facts->last_fact)
        facts->last_fact->next = f;
    else
        facts->facts = f;
    facts->last_fact = f;
    return f;
}

/* Room for one more of n things of a size: doubled from 8, the old ones copied. */
static void *grown(hg__document *doc, void *old, size_t n, size_t *room, size_t size) {
    if (n < *room) return old;
    size_t more = *room ? 2 * *room : 8;
    char *now = hg__document_alloc(doc, more, size);
    if (!now) return NULL;
    if (n) memcpy(now, old, n * size);
    *room = more;
    return now;
}

hg__column *hg__add_column(hg__document *doc, hg__block *table, hg__align align, const char *unit) {
    hg__column *all =
        grown(doc, table->columns, table->n_columns, &table->room_columns, sizeof *all);
    hg__column *c = &doc->spare_column;
    if (all) {
        table->columns = all;
        c = &all[table->n_columns++];
    } else {
        memset(c, 0, sizeof *c);
    }
    c->align = align;
    c->unit = hg__document_copy(doc, unit);
    return c;
}

hg__row *hg__add_row(hg__document *doc, hg__block *table, const char *key) {
    hg__row *r = hg__document_alloc(doc, 1, sizeof *r);
    if (!r) {
        r = &doc->spare_row;
        memset(r, 0, sizeof *r);
        r->key = "";
        return r;
    }
    r->key = hg__document_copy(doc, key);
    if (table->last_row)
        table->last_row->next = r;
    else
        table->rows = r;
    table->last_row = r;
    return r;
}

hg__cell *hg__add_cell(hg__document *doc, hg__row *row) {
    hg__cell *all = grown(doc, row->cells, row->n_cells, &row->room, sizeof *all);
    hg__cell *c = &doc->spare_cell;
    if (all) {
        row->cells = all;
        c = &all[row->n_cells++];
    } else {
        memset(c, 0, sizeof *c);
    }
    c->span = 1;
    return c;
}

hg__block *hg__add_figures(hg__document *doc, hg__block *in, size_t across) {
    hg__block *b = new_block(doc, in, HG__BLOCK_FIGURES);
    b->figures_across = across;
    return b;
}

hg__figure_place *hg__add_figure(hg__document *doc, hg__block *figures,
                                 const struct hg__figure *figure) {
    hg__figure_place *p = hg__document_alloc(doc, 1, sizeof *p);
    if (!p) {
        p = &doc->spare_place;
        memset(p, 0, sizeof *p);
        p->figure = figure;
        return p;
    }
    p->figure = figure;
    if (figures->last_figure)
        figures->last_figure->next = p;
    else
        figures->figures = p;
    figures->last_figure = p;
    return p;
}
