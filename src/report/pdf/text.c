/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of text. Runs become pieces, parted where a line may break; pieces without a space between
 * them are one word, whatever their styles. A word that no line can hold is cut where it must.
 */
#include <math.h>
#include <string.h>

#include "report/escape.h"
#include "report/pdf/flow.h"

#define SWATCH_WIDTH 18.0
#define BADGE_PADDING 4.0

typedef struct piece {
    const hg__run *run;
    const char *text; /* cleaned, without spaces at its ends */
    double width, size;
    uint32_t colour;
    hg__face face;
    bool space;  /* there was one before it */
    bool broken; /* a line begins with it */
    struct piece *next;
} piece;

typedef struct pieces {
    piece *first, *last;
} pieces;

static piece *add_piece(hg__flow *flow, pieces *all, piece p) {
    piece *mine = hg__arena_alloc(flow->arena, 1, sizeof *mine);
    if (!mine) {
        flow->failed = true;
        return NULL;
    }
    *mine = p;
    if (all->last)
        all->last->next = mine;
    else
        all->first = mine;
    all->last = mine;
    return mine;
}

static double measure(hg__flow *flow, const piece *p, const char *text) {
    return hg__fonts_width(flow->fonts, p->face, p->size, text);
}

/* The style of a run within that of its text. */
static piece look_of(const hg__run *run, hg__style style) {
    piece p = {.run = run, .size = style.size, .colour = style.colour};
    bool bold = style.bold;
    switch (run->kind) {
    case HG__RUN_STRONG: bold = true; break;
    case HG__RUN_SOFT: p.colour = HG__PDF_SOFT; break;
    case HG__RUN_LINK: p.colour = HG__PDF_LINK; break;
    case HG__RUN_CODE:
        p.colour = HG__PDF_SOFT;
        p.size *= 0.94;
        break;
    case HG__RUN_BADGE:
        bold = true;
        p.size = fmin(p.size, HG__PDF_TEXT) * 0.94;
        p.colour = hg__tone_looks[run->tone].ink;
        break;
    default: break;
    }
    p.face = bold ? HG__FACE_BOLD : HG__FACE_REGULAR;
    return p;
}

/* Sign and word of a badge, which never part. */
static const char *badge_text(hg__flow *flow, const hg__run *run) {
    const char *sign = hg__tone_sign(run->tone);
    size_t n = strlen(sign) + strlen(run->text) + 3;
    char *text = hg__arena_alloc(flow->arena, n, 1);
    if (!text) return "";
    strcpy(text, sign);
    if (*sign && *run->text) strcat(text, "\xc2\xa0");
    strcat(text, run->text);
    return text;
}

/* Cuts the text of a run at its spaces. `space`: the text before ended with one. */
static void cut_words(hg__flow *flow, pieces *all, piece look, bool *space) {
    const char *text = look.run->text ? look.run->text : "";
    char *out = hg__arena_alloc(flow->arena, 3 * strlen(text) + 1, 1);
    if (!out) {
        flow->failed = true;
        return;
    }
    for (uint32_t c = hg__utf8_next_shown(&text); c;) {
        size_t n = 0;
        while (c == ' ') {
            *space = true;
            c = hg__utf8_next_shown(&text);
        }
        look.width = 0;
        for (; c && c != ' '; c = hg__utf8_next_shown(&text)) {
            n += hg__utf8_put(out + n, c);
            look.width += hg__fonts_advance(flow->fonts, look.face, c) * look.size;
        }
        if (n == 0) break;
        look.text = out;
        look.space = *space;
        *space = false;
        add_piece(flow, all, look);
        out[n] = 0;
        out += n + 1;
    }
}

static pieces pieces_of(hg__flow *flow, const hg__runs *runs, hg__style style) {
    pieces all = {NULL, NULL};
    bool space = false, broken = false;
    for (const hg__run *run = runs->first; run; run = run->next) {
        piece *before = all.last;
        if (run->kind == HG__RUN_BREAK) {
            broken = true;
            continue;
        }
        piece p = look_of(run, style);
        if (run->kind == HG__RUN_BADGE || run->kind == HG__RUN_SWATCH) {
            bool badge = run->kind == HG__RUN_BADGE;
            p.text = badge ? badge_text(flow, run) : "";
            p.width = badge ? measure(flow, &p, p.text) + 2 * BADGE_PADDING : SWATCH_WIDTH;
            p.space = space;
            space = false;
            add_piece(flow, &all, p);
        } else {
            cut_words(flow, &all, p, &space);
        }
        piece *begun = before ? before->next : all.first;
        if (broken && begun) {
            begun->broken = true;
            broken = false;
        }
    }
    return all;
}

/* As much of a piece as fits into `room`, at least one character; the rest becomes the next. */
static void cut_piece(hg__flow *flow, pieces *all, piece *p, double room) {
    const char *at = p->text, *end = at;
    double width = 0;
    for (uint32_t c; (c = hg__utf8_next(&at)) != 0; end = at) {
        double w = hg__fonts_advance(flow->fonts, p->face, c) * p->size;
        if (end != p->text && width + w > room) break;
        width += w;
    }
    if (*end == 0) return;
    piece rest = *p;
    rest.text = end;
    rest.width = p->width - width;
    rest.space = false;
    rest.broken = true;
    piece *mine = hg__arena_alloc(flow->arena, 1, sizeof *mine);
    char *head = hg__arena_alloc(flow->arena, (size_t)(end - p->text) + 1, 1);
    if (!mine || !head) {
        flow->failed = true;
        return;
    }
    memcpy(head, p->text, (size_t)(end - p->text));
    *mine = rest;
    p->text = head;
    p->width = width;
    p->next = mine;
    if (all->last == p) all->last = mine;
}

/* The blank before a piece; a box needs a little more air. */
static double space_of(hg__flow *flow, const piece *p, const piece *before) {
    double width = hg__fonts_advance(flow->fonts, p->face, ' ') * p->size;
    return before && before->run->kind == HG__RUN_BADGE ? width + 1.8 : width;
}

static double word_width(const piece *p) {
    double width = p->width;
    for (p = p->next; p && !p->space && !p->broken; p = p->next) width += p->width;
    return width;
}

static void add_op(hg__flow *flow, hg__line *line, hg__op op) {
    hg__op *mine = hg__arena_alloc(flow->arena, 1, sizeof *mine);
    if (!mine) {
        flow->failed = true;
        return;
    }
    *mine = op;
    if (line->last)
        line->last->next = mine;
    else
        line->first = mine;
    line->last = mine;
}

/* Where the base line stands in a line of this height, for capitals to look centred. */
static double base_line(double line_height, double size) {
    return line_height / 2 + 0.36 * size;
}

static void place_piece(hg__flow *flow, hg__line *line, const piece *p, double x,
                        double line_height) {
    hg__op op = {.kind = HG__OP_TEXT, .x = x, .y = base_line(line_height, p->size), .w = p->width};
    op.size = p->size;
    op.colour = p->colour;
    op.face = p->face;
    op.text = p->text;
    if (p->run->kind == HG__RUN_SWATCH) {
        op.kind = HG__OP_SWATCH;
        op.side = p->run->side;
        op.y = line_height / 2;
        op.w -= 2;
    } else if (p->run->kind == HG__RUN_BADGE) {
        double height = p->size * 1.34;
        hg__op box = {.kind = HG__OP_FILL, .x = x, .y = (line_height - height) / 2, .w = p->width};
        box.h = height;
        box.radius = height / 2;
        box.colour = hg__tone_looks[p->run->tone].ground;
        add_op(flow, line, box);
        box.kind = HG__OP_FRAME;
        box.size = 0.7;
        box.colour = p->colour;
        add_op(flow, line, box);
        op.x += BADGE_PADDING;
    } else if (p->run->kind == HG__RUN_LINK) {
        op.target = p->run->target;
    }
    add_op(flow, line, op);
}

/* Words of one style in a row are one text, so that a reader of the file finds whole sentences. */
static bool joins(const hg__line *line, const piece *p, const piece *before) {
    const hg__op *op = line->last;
    return op && before && op->kind == HG__OP_TEXT && p->face == before->face &&
           p->colour == before->colour && fabs(p->size - before->size) < 1e-9 &&
           p->run->kind != HG__RUN_BADGE && p->run->kind != HG__RUN_SWATCH &&
           before->run->kind != HG__RUN_BADGE && before->run->kind != HG__RUN_SWATCH &&
           (p->run->kind != HG__RUN_LINK || p->run == before->run) &&
           (before->run->kind != HG__RUN_LINK || p->run == before->run);
}

static void join(hg__flow *flow, hg__line *line, const piece *p) {
    hg__op *op = line->last;
    size_t old = strlen(op->text), more = strlen(p->text);
    char *text = hg__arena_alloc(flow->arena, old + more + 2, 1);
    if (!text) {
        flow->failed = true;
        return;
    }
    memcpy(text, op->text, old);
    if (p->space) text[old++] = ' ';
    memcpy(text + old, p->text, more);
    op->text = text;
    op->w += p->width + (p->space ? space_of(flow, p, NULL) : 0);
}

static hg__line *new_line(hg__flow *flow, hg__lines *lines, hg__line **last) {
    hg__line *line = hg__arena_alloc(flow->arena, 1, sizeof *line);
    if (!line) {
        flow->failed = true;
        return NULL;
    }
    if (*last)
        (*last)->next = line;
    else
        lines->first = line;
    *last = line;
    lines->n++;
    return line;
}

hg__lines hg__text_lines(hg__flow *flow, const hg__runs *runs, hg__style style, double width) {
    hg__lines lines = {NULL, 0, 0, style.size * HG__PDF_LINE};
    hg__line *line = NULL;
    const piece *before = NULL;
    pieces all = pieces_of(flow, runs, style);
    for (piece *p = all.first; p && !flow->failed; p = p->next) {
        double space = line && line->first && p->space ? space_of(flow, p, before) : 0;
        bool word_begins = p->space || !before || p->broken;
        double needs = space + (word_begins ? word_width(p) : p->width);
        if (!line || p->broken ||
            (word_begins && line->first && line->width + needs > width + 0.01)) {
            line = new_line(flow, &lines, &line);
            if (!line) break;
            space = 0;
            before = NULL;
        }
        if (line->width + space + p->width > width + 0.01 && p->run->kind != HG__RUN_BADGE &&
            p->run->kind != HG__RUN_SWATCH)
            cut_piece(flow, &all, p, width - line->width - space);
        if (joins(line, p, before))
            join(flow, line, p);
        else
            place_piece(flow, line, p, line->width + space, lines.line_height);
        line->width += space + p->width;
        lines.width = fmax(lines.width, line->width);
        before = p;
    }
    return lines;
}

hg__lines hg__text_some_lines(hg__flow *flow, const hg__runs *runs, hg__style style, double width,
                              size_t most) {
    hg__lines lines = hg__text_lines(flow, runs, style, width);
    if (lines.n <= most) return lines;
    double dots = hg__fonts_advance(flow->fonts, HG__FACE_REGULAR, 0x2026) * style.size;
    lines = hg__text_lines(flow, runs, style, width - dots);
    hg__line *last = lines.first;
    for (size_t i = 1; last && last->next && i < most; i++) last = last->next;
    if (!last) return lines;
    add_op(flow, last,
           (hg__op){.kind = HG__OP_TEXT,
                    .x = last->width,
                    .y = base_line(lines.line_height, style.size),
                    .size = style.size,
                    .colour = style.colour,
                    .text = "\xe2\x80\xa6"});
    last->next = NULL;
    lines.n = most;
    return lines;
}

void hg__text_widths(hg__flow *flow, const hg__runs *runs, hg__style style, double *whole,
                     double *word) {
    double line = 0;
    const piece *before = NULL;
    *whole = *word = 0;
    pieces all = pieces_of(flow, runs, style);
    for (const piece *p = all.first; p; p = p->next) {
        if (p->broken) line = 0;
        line += p->width + (p->space && line > 0 ? space_of(flow, p, before) : 0);
        before = p;
        *whole = fmax(*whole, line);
        if (p->space || p == all.first || p->broken) *word = fmax(*word, word_width(p));
    }
}

void hg__slab_line(hg__flow *flow, hg__slab *slab, const hg__line *line, double x, double y,
                   double width, hg__style style) {
    double shift = style.centre                      ? (width - line->width) / 2
                   : style.align == HG__ALIGN_NUMBER ? width - line->width
                                                     : 0;
    for (const hg__op *op = line->first; op; op = op->next) {
        hg__op moved = *op;
        moved.x += x + shift;
        moved.y += y;
        hg__slab_op(flow, slab, moved);
    }
}

void hg__flow_text(hg__flow *flow, const hg__runs *runs, hg__style style, double x, double width) {
    hg__lines lines = hg__text_lines(flow, runs, style, width);
    size_t i = 0;
    for (const hg__line *line = lines.first; line && !flow->failed; line = line->next, i++) {
        hg__slab *slab = hg__flow_slab(flow, lines.line_height);
        if (!slab) return;
        /* Neither the first nor the last line stands alone. */
        slab->keep_next = line->next && (i == 0 || i + 2 == lines.n);
        hg__slab_line(flow, slab, line, x, 0, width, style);
    }
}

const char *hg__flow_plain(hg__flow *flow, const hg__runs *runs) {
    size_t size = 1, n = 0;
    for (const hg__run *r = runs->first; r; r = r->next)
        size += 3 * strlen(r->text ? r->text : "") + 1;
    char *text = hg__arena_alloc(flow->arena, size, 1);
    if (!text) {
        flow->failed = true;
        return "";
    }
    for (const hg__run *r = runs->first; r; r = r->next) {
        const char *at = r->text ? r->text : "";
        if (r->kind == HG__RUN_BREAK) text[n++] = ' ';
        for (uint32_t c; (c = hg__utf8_next_shown(&at)) != 0;) n += hg__utf8_put(text + n, c);
    }
    return text;
}
