/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the first cell of a row heads it, and group rows head the rows below them. */
#include "report/escape.h"
#include "report/html.h"

static void add_widths(hg__strbuf *b, const hg__block *t) {
    double sum = 0;
    for (size_t i = 0; i < t->n_columns; i++) sum += t->columns[i].share;
    if (!(sum > 0)) return;
    hg__strbuf_add(b, "<colgroup>");
    for (size_t i = 0; i < t->n_columns; i++) {
        hg__strbuf_add(b, "<col style=\"width:");
        hg__strbuf_add_g(b, 100 * t->columns[i].share / sum, 3, "0");
        hg__strbuf_add(b, "%\">");
    }
    hg__strbuf_add(b, "</colgroup>");
}

static void add_head(hg__html *h, const hg__block *t) {
    bool any = false;
    for (size_t i = 0; i < t->n_columns; i++) any = any || t->columns[i].title.first;
    if (!any) return;
    hg__strbuf_add(h->b, "<thead><tr>");
    for (size_t i = 0; i < t->n_columns; i++) {
        const hg__column *c = &t->columns[i];
        if (!c->title.first) {
            hg__strbuf_add(h->b, "<td></td>");
            continue;
        }
        hg__strbuf_add(h->b, c->align == HG__ALIGN_NUMBER ? "<th scope=\"col\" class=\"num\">"
                                                          : "<th scope=\"col\">");
        hg__html_runs(h, &c->title);
        if (*c->unit) {
            hg__strbuf_add(h->b, " <span class=\"soft\">(");
            hg__html_text(h->b, c->unit);
            hg__strbuf_add(h->b, ")</span>");
        }
        hg__strbuf_add(h->b, "</th>");
    }
    hg__strbuf_add(h->b, "</tr></thead>\n");
}

static void add_bar(hg__html *h, const struct hg__figure *figure) {
    if (figure) hg__figure_svg(h->b, figure, &h->palette, NULL);
}

static void add_cell(hg__html *h, const hg__block *t, const hg__row *row, size_t i, size_t at) {
    const hg__cell *cell = &row->cells[i];
    bool number = at < t->n_columns && t->columns[at].align == HG__ALIGN_NUMBER;
    const char *class = number && cell->span > 1                  ? "num both"
                        : number && cell->tone == HG__TONE_ABSENT ? "num none"
                        : number                                  ? "num"
                        : cell->tone == HG__TONE_ABSENT           ? "none"
                                                                  : "";
    hg__strbuf_add(h->b, i == 0 ? "<th scope=\"row\"" : "<td");
    if (*class) hg__strbuf_addf(h->b, " class=\"%s\"", class);
    if (cell->span > 1) hg__strbuf_addf(h->b, " colspan=\"%d\"", cell->span);
    hg__strbuf_add(h->b, ">");
    add_bar(h, cell->figure);
    hg__html_runs(h, &cell->text);
    hg__strbuf_add(h->b, i == 0 ? "</th>" : "</td>");
}

static void add_row(hg__html *h, const hg__block *t, const hg__row *row) {
    if (row->group) {
        hg__strbuf_addf(h->b, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"%zu\">",
                        t->n_columns);
        if (row->n_cells) hg__html_runs(h, &row->cells[0].text);
        hg__strbuf_add(h->b, "</th></tr>\n");
        return;
    }
    hg__strbuf_add(h->b, "<tr");
    if (*row->key) {
        hg__strbuf_add(h->b, " data-key=\"");
        hg__html_attr(h->b, row->key);
        hg__strbuf_add(h->b, "\"");
    }
    hg__strbuf_add(h->b, ">");
    for (size_t i = 0, at = 0; i < row->n_cells; at += (size_t)row->cells[i++].span)
        add_cell(h, t, row, i, at);
    hg__strbuf_add(h->b, "</tr>\n");
}

void hg__html_table(hg__html *h, const hg__block *t) {
    /* A wide table scrolls by itself on a phone, and then by the keyboard, too. */
    bool wide = t->n_columns > 5;
    hg__strbuf_addf(h->b, "<div class=\"table%s\"%s>", wide ? " wide" : "",
                    wide ? " tabindex=\"0\" role=\"group\"" : "");
    hg__strbuf_addf(h->b, "<table class=\"columns-%zu%s%s\">", t->n_columns,
                    t->compact ? " compact" : "", t->keep ? " keep" : "");
    if (t->title.first) {
        hg__strbuf_add(h->b, "<caption>");
        hg__html_runs(h, &t->title);
        hg__strbuf_add(h->b, "</caption>");
    }
    add_widths(h->b, t);
    add_head(h, t);
    bool open = false;
    for (const hg__row *row = t->rows; row; row = row->next) {
        if (open && row->group) hg__strbuf_add(h->b, "</tbody>");
        if (!open || row->group) hg__strbuf_add(h->b, "<tbody>");
        open = true;
        add_row(h, t, row);
    }
    if (open) hg__strbuf_add(h->b, "</tbody>");
    hg__strbuf_add(h->b, "</table></div>\n");
}
