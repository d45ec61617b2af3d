/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/text_fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "evidence/facts.h"

#define PIECES 200
#define NESTED 16 /* texts in texts */

typedef struct filler {
    hg__piece piece[PIECES];
    size_t n;
    const char *chain[NESTED];
    int depth, texts; /* open, and met at all */
    hg__scope scope;
    const hg__rules *rules;
    hg__text_of text_of;
    void *user;
    hg__arena *memory;
    char *why;
    size_t size;
} filler;

static bool cut(filler *f, const char *text);

static bool add(filler *f, hg__piece piece) {
    if (f->n == PIECES) {
        snprintf(f->why, f->size, "a text has at most %d pieces", PIECES);
        return false;
    }
    f->piece[f->n++] = piece;
    return true;
}

static const char *copy(filler *f, const char *text, size_t n) {
    char *out = hg__arena_alloc(f->memory, n + 1, 1);
    if (out) memcpy(out, text, n);
    return out;
}

/* Another text in the place of "{text.id}"; a text that is being cut already contains itself. */
static bool cut_text(filler *f, const char *id) {
    const char *inner = f->text_of ? f->text_of(f->user, id) : NULL;
    if (!inner) {
        snprintf(f->why, f->size, "there is no text \"%.60s\"", id);
        return false;
    }
    for (int i = 0; i < f->depth; i++)
        if (strcmp(f->chain[i], id) == 0) {
            snprintf(f->why, f->size, "the text \"%.60s\" contains itself", id);
            return false;
        }
    if (f->depth == NESTED || ++f->texts > PIECES) {
        snprintf(f->why, f->size, "texts in texts, more than %d deep or %d at all", NESTED, PIECES);
        return false;
    }
    f->chain[f->depth++] = id;
    bool ok = cut(f, inner);
    f->depth--;
    return ok;
}

static bool cut_value(filler *f, const char *name) {
    char said[320];
    hg__piece piece = {.kind = HG__PIECE_VALUE};
    if (strcmp(name, "side") == 0 || strcmp(name, "other") == 0) {
        if (f->scope == HG__SCOPE_ADVICE) {
            snprintf(f->why, f->size, "\"{%s}\": advice has no side", name);
            return false;
        }
        piece.kind = *name == 's' ? HG__PIECE_SIDE : HG__PIECE_OTHER;
        return add(f, piece);
    }
    if (strncmp(name, "text.", 5) == 0) return cut_text(f, name + 5);
    if (hg__expression_parse(&piece.value, name, f->scope, f->rules, f->memory, said, sizeof said))
        return add(f, piece);
    if (*said) snprintf(f->why, f->size, "\"{%.80s}\": %s", name, said);
    return false;
}

static bool cut(filler *f, const char *text) {
    while (*text) {
        size_t n = strcspn(text, "{}");
        if (n) {
            hg__piece plain = {.kind = HG__PIECE_PLAIN, .plain = copy(f, text, n)};
            if (!plain.plain || !add(f, plain)) return false;
        }
        text += n;
        if (!*text) break;
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (!end || end == text + 1) {
            snprintf(f->why, f->size, "a brace that does not pair at \"%.30s\"", text);
            return false;
        }
        const char *name = copy(f, text + 1, (size_t)(end - text - 1));
        if (!name || !cut_value(f, name)) return false;
        text = end + 1;
    }
    return true;
}

bool hg__fill_parse(hg__fill *out, const char *text, hg__scope scope, const hg__rules *rules,
                    hg__text_of text_of, void *user, hg__arena *memory, char *why, size_t size) {
    filler *f = malloc(sizeof *f);
    *why = '\0';
    if (!f) return false;
    *f = (filler){.scope = scope,
                  .rules = rules,
                  .text_of = text_of,
                  .user = user,
                  .memory = memory,
                  .why = why,
                  .size = size};
    bool ok = cut(f, text);
    hg__piece *piece = ok ? hg__arena_alloc(memory, f->n, sizeof *piece) : NULL;
    if (piece) {
        memcpy(piece, f->piece, f->n * sizeof *piece);
        *out = (hg__fill){piece, f->n};
    }
    free(f);
    return piece != NULL;
}

static const char *side_word(hg_side side, bool other) {
    if (side == HG_SIDE_UNKNOWN) return other ? "other" : "either";
    return (side == HG_LEFT) != other ? "left" : "right";
}

const char *hg__fill_text(const hg__fill *fill, const hg__facts *facts, hg__arena *memory) {
    hg__strbuf b = {0};
    char words[96];
    hg__strbuf_add(&b, "");
    for (size_t i = 0; i < fill->n; i++) {
        const hg__piece *p = &fill->piece[i];
        switch (p->kind) {
        case HG__PIECE_PLAIN: hg__strbuf_add(&b, p->plain); break;
        case HG__PIECE_SIDE: hg__strbuf_add(&b, side_word(facts->side, false)); break;
        case HG__PIECE_OTHER: hg__strbuf_add(&b, side_word(facts->side, true)); break;
        case HG__PIECE_VALUE:
            hg__value_words(words, sizeof words, hg__expression_value(p->value, facts), p->value);
            hg__strbuf_add(&b, words);
            break;
        }
    }
    char *text = NULL;
    size_t size;
    if (!hg__strbuf_take(&b, &text, &size)) return NULL;
    const char *out = hg__arena_strdup(memory, text);
    free(text);
    return out;
}
