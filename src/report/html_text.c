/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of text as HTML. Everything that is not a tag of ours goes through escape.c. */
#include "report/escape.h"
#include "report/html.h"

static void add_badge(hg__strbuf *b, const hg__run *r) {
    static const char *const names[HG__TONES] = {
        [HG__TONE_PLAIN] = "plain",     [HG__TONE_GOOD] = "good", [HG__TONE_WATCH] = "watch",
        [HG__TONE_CAUTION] = "caution", [HG__TONE_HIGH] = "high", [HG__TONE_REFER] = "refer",
        [HG__TONE_ABSENT] = "absent",
    };
    hg__strbuf_addf(b, "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> ",
                    names[r->tone], hg__tone_sign(r->tone));
    hg__html_text(b, r->text);
    hg__strbuf_add(b, "</span>");
}

static void add_run(hg__strbuf *b, const hg__run *r) {
    static const struct {
        const char *open, *close;
    } tags[] = {
        [HG__RUN_TEXT] = {"", ""},
        [HG__RUN_NAME] = {"<bdi>", "</bdi>"},
        [HG__RUN_CODE] = {"<code>", "</code>"},
    };
    switch (r->kind) {
    case HG__RUN_BADGE: add_badge(b, r); break;
    case HG__RUN_LINK:
        hg__strbuf_add(b, "<a href=\"#");
        hg__html_attr(b, r->target);
        hg__strbuf_add(b, "\"><bdi>");
        hg__html_text(b, r->text);
        hg__strbuf_add(b, "</bdi></a>");
        break;
    case HG__RUN_SWATCH:
        hg__strbuf_addf(b,
                        "<svg class=\"swatch\" viewBox=\"0 0 26 8\" aria-hidden=\"true\">"
                        "<path class=\"%s\" d=\"M1 4H25\"/></svg>",
                        r->side == HG_LEFT ? "l" : "r");
        break;
    case HG__RUN_BREAK: hg__strbuf_add(b, "<br>"); break;
    case HG__RUN_STRONG:
    case HG__RUN_SOFT: break; /* hg__html_runs_from() */
    case HG__RUN_TEXT:
    case HG__RUN_NAME:
    case HG__RUN_CODE:
        hg__strbuf_add(b, tags[r->kind].open);
        hg__html_text(b, r->text);
        hg__strbuf_add(b, tags[r->kind].close);
        break;
    }
}

/* Pieces of one kind that follow one another are one element. */
void hg__html_runs_from(hg__html *h, const hg__run *first) {
    for (const hg__run *r = first; r; r = r->next) {
        if (r->kind != HG__RUN_STRONG && r->kind != HG__RUN_SOFT) {
            add_run(h->b, r);
            continue;
        }
        bool strong = r->kind == HG__RUN_STRONG;
        hg__strbuf_add(h->b, strong ? "<strong>" : "<span class=\"soft\">");
        hg__html_text(h->b, r->text);
        for (; r->next && r->next->kind == r->kind; r = r->next)
            hg__html_text(h->b, r->next->text);
        hg__strbuf_add(h->b, strong ? "</strong>" : "</span>");
    }
}

void hg__html_runs(hg__html *h, const hg__runs *runs) {
    hg__html_runs_from(h, runs->first);
}
