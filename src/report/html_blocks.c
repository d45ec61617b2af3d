/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks as HTML. */
#include <string.h>

#include "report/escape.h"
#include "report/html.h"

static const char *const tone_class[HG__TONES] = {
    [HG__TONE_PLAIN] = "plain",     [HG__TONE_GOOD] = "good", [HG__TONE_WATCH] = "watch",
    [HG__TONE_CAUTION] = "caution", [HG__TONE_HIGH] = "high", [HG__TONE_REFER] = "refer",
    [HG__TONE_ABSENT] = "absent",
};

static void add_id(hg__html *h, const hg__block *block) {
    if (!*block->id) return;
    hg__strbuf_add(h->b, " id=\"");
    hg__html_attr(h->b, block->id);
    hg__strbuf_add(h->b, "\"");
}

static void add_heading(hg__html *h, const hg__block *s) {
    int level = s->level < 6 ? s->level : 6;
    hg__strbuf_addf(h->b, "<h%d>", level);
    hg__html_runs(h, &s->title);
    hg__strbuf_addf(h->b, "</h%d>", level);
    if (s->badge.first) {
        hg__strbuf_add(h->b, " ");
        hg__html_runs(h, &s->badge);
    }
    if (s->grade.first) {
        hg__strbuf_add(h->b, " <span class=\"soft\">");
        hg__html_runs(h, &s->grade);
        hg__strbuf_add(h->b, "</span>");
    }
}

static void add_section(hg__html *h, const hg__block *s) {
    if (s->foldable) {
        hg__strbuf_addf(h->b, "<details class=\"section level-%d%s\"", s->level,
                        s->badge.first ? " badged" : "");
        add_id(h, s);
        hg__strbuf_add(h->b, "><summary>");
        add_heading(h, s);
        hg__strbuf_add(h->b, "</summary>\n<div class=\"folded\">");
        hg__html_children(h, s);
        hg__strbuf_add(h->b, "</div></details>\n");
        return;
    }
    hg__strbuf_addf(h->b, "<section class=\"section level-%d%s\"", s->level,
                    s->tone == HG__TONE_ABSENT ? " quiet" : "");
    add_id(h, s);
    hg__strbuf_add(h->b, "><div class=\"head\">");
    add_heading(h, s);
    hg__strbuf_add(h->b, "</div>\n");
    hg__html_children(h, s);
    hg__strbuf_add(h->b, "</section>\n");
}

/* Text that begins with a badge stands beside it. */
static void add_tagged(hg__html *h, const hg__runs *text, bool tagged) {
    const hg__run *first = text->first;
    if (!tagged) {
        hg__html_runs(h, text);
        return;
    }
    hg__strbuf_add(h->b, "<span class=\"tag\">");
    if (first && first->kind == HG__RUN_BADGE) {
        const hg__run badge = {first->kind, first->text, first->target,
                               first->tone, first->side, NULL};
        hg__html_runs_from(h, &badge);
        first = first->next;
    }
    hg__strbuf_add(h->b, "</span> <span class=\"said\">");
    hg__html_runs_from(h, first);
    hg__strbuf_add(h->b, "</span>");
}

static bool starts_with_badge(const hg__block *block) {
    return block->text.first && block->text.first->kind == HG__RUN_BADGE;
}

static void add_paragraph(hg__html *h, const hg__block *p) {
    bool tagged = starts_with_badge(p);
    const char *class = tagged                       ? " class=\"tagged\""
                        : p->tone == HG__TONE_ABSENT ? " class=\"aside\""
                                                     : "";
    hg__strbuf_addf(h->b, "<p%s", class);
    add_id(h, p);
    hg__strbuf_add(h->b, ">");
    add_tagged(h, &p->text, tagged);
    hg__strbuf_add(h->b, "</p>\n");
}

static void add_list(hg__html *h, const hg__block *list) {
    bool tagged = false;
    for (const hg__block *item = list->children; item; item = item->next)
        tagged = tagged || starts_with_badge(item);
    if (!list->children) return;
    hg__strbuf_addf(h->b, "<%s class=\"list%s%s\">\n", list->ordered ? "ol" : "ul",
                    list->compact ? " compact" : "", tagged ? " tags" : "");
    for (const hg__block *item = list->children; item; item = item->next) {
        hg__strbuf_add(h->b, tagged ? "<li class=\"tagged\"" : "<li");
        add_id(h, item);
        hg__strbuf_add(h->b, ">");
        add_tagged(h, &item->text, tagged);
        hg__html_children(h, item);
        hg__strbuf_add(h->b, "</li>\n");
    }
    hg__strbuf_add(h->b, list->ordered ? "</ol>\n" : "</ul>\n");
}

static void add_facts(hg__html *h, const hg__block *facts) {
    if (!facts->facts) return;
    hg__strbuf_add(h->b, "<dl class=\"facts\">");
    for (const hg__fact *f = facts->facts; f; f = f->next) {
        hg__strbuf_add(h->b, "<div><dt>");
        hg__html_runs(h, &f->label);
        hg__strbuf_add(h->b, "</dt><dd>");
        hg__html_runs(h, &f->value);
        hg__strbuf_add(h->b, "</dd></div>");
    }
    hg__strbuf_add(h->b, "</dl>\n");
}

static void add_figures(hg__html *h, const hg__block *block) {
    if (!block->figures) return;
    hg__strbuf_addf(h->b, "<div class=\"figures across-%zu\">\n", block->figures_across);
    for (const hg__figure_place *p = block->figures; p; p = p->next) {
        hg__strbuf_add(h->b, p->wide ? "<figure class=\"wide\">" : "<figure>");
        if (p->caption.first) {
            hg__strbuf_add(h->b, "<figcaption>");
            hg__html_runs(h, &p->caption);
            hg__strbuf_add(h->b, "</figcaption>");
        }
        hg__figure_svg(h->b, p->figure, &h->palette, NULL);
        hg__strbuf_add(h->b, "</figure>\n");
    }
    hg__strbuf_add(h->b, "</div>\n");
}

static void add_notice(hg__html *h, const hg__block *n) {
    hg__strbuf_addf(h->b, "<div class=\"notice %s\" role=\"note\"", tone_class[n->tone]);
    add_id(h, n);
    hg__strbuf_addf(h->b, "><p class=\"sign\" aria-hidden=\"true\">%s</p><div><p class=\"title\">",
                    hg__tone_sign(n->tone));
    hg__html_runs(h, &n->title);
    hg__strbuf_add(h->b, "</p>\n");
    hg__html_children(h, n);
    hg__strbuf_add(h->b, "</div></div>\n");
}

static void add_card(hg__html *h, const hg__block *card) {
    hg__strbuf_addf(h->b, "<div class=\"card %s\"", tone_class[card->tone]);
    add_id(h, card);
    hg__strbuf_add(h->b, "><p class=\"title\"><strong>");
    hg__html_runs(h, &card->title);
    hg__strbuf_add(h->b, "</strong> ");
    hg__html_runs(h, &card->badge);
    hg__strbuf_add(h->b, "</p><p>");
    hg__html_runs(h, &card->text);
    if (card->grade.first) {
        hg__strbuf_add(h->b, " <span class=\"soft\">");
        hg__html_runs(h, &card->grade);
        hg__strbuf_add(h->b, "</span>");
    }
    hg__strbuf_add(h->b, "</p>");
    hg__html_children(h, card);
    hg__strbuf_add(h->b, "</div>\n");
}

void hg__html_block(hg__html *h, const hg__block *block) {
    switch (block->kind) {
    case HG__BLOCK_SECTION: add_section(h, block); break;
    case HG__BLOCK_PARAGRAPH: add_paragraph(h, block); break;
    case HG__BLOCK_LIST: add_list(h, block); break;
    case HG__BLOCK_ITEM: break; /* written by its list */
    case HG__BLOCK_FACTS: add_facts(h, block); break;
    case HG__BLOCK_TABLE: hg__html_table(h, block); break;
    case HG__BLOCK_FIGURES: add_figures(h, block); break;
    case HG__BLOCK_NOTICE: add_notice(h, block); break;
    case HG__BLOCK_CARD: add_card(h, block); break;
    case HG__BLOCK_COLUMNS:
        hg__strbuf_add(h->b, "<div class=\"columns\">\n");
        hg__html_children(h, block);
        hg__strbuf_add(h->b, "</div>\n");
        break;
    case HG__BLOCK_PAGE: hg__strbuf_add(h->b, "<div class=\"page\"></div>\n"); break;
    }
}

void hg__html_children(hg__html *h, const hg__block *block) {
    for (const hg__block *c = block->children; c; c = c->next) hg__html_block(h, c);
}
