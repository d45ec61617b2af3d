/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Citations: a source stands once, in a list at the end, and is cited by its number. */
#include <stdio.h>
#include <string.h>

#include "report/model_parts.h"

typedef struct hg__sources {
    const char **text;
    size_t n, room;
} hg__sources;

struct hg__sources *hg__sources_new(hg__document *doc) {
    return hg__document_alloc(doc, 1, sizeof(hg__sources));
}

/* Number of a source, from 1; 0 when memory ran out. */
static size_t number_of(const hg__model *m, const char *text) {
    hg__sources *s = m->sources;
    if (!s) return 0;
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->text[i], text) == 0) return i + 1;
    if (s->n == s->room) {
        size_t room = s->room ? 2 * s->room : 32;
        const char **more = hg__document_alloc(m->doc, room, sizeof *more);
        if (!more) return 0;
        for (size_t i = 0; i < s->n; i++) more[i] = s->text[i];
        s->text = more;
        s->room = room;
    }
    s->text[s->n++] = hg__document_copy(m->doc, text);
    return s->n;
}

void hg__cite(const hg__model *m, hg__runs *to, const char *const *sources, size_t n) {
    for (size_t i = 0; i < n; i++) {
        char id[32], number[24];
        size_t k = number_of(m, sources[i]);
        snprintf(id, sizeof id, "source-%zu", k);
        snprintf(number, sizeof number, "%zu", k);
        hg__add_text(m->doc, to, i ? "," HG__NBSP : " [");
        hg__add_link(m->doc, to, id, number);
    }
    if (n) hg__add_text(m->doc, to, "]");
}

void hg__model_sources(const hg__model *m, hg__block *in) {
    const hg__sources *s = m->sources;
    if (!s || s->n == 0) return;
    hg__block *section = hg__titled(m, in, 2, "sources", "sources.title");
    hg__block *list = hg__add_list(m->doc, section);
    list->ordered = list->compact = true;
    for (size_t i = 0; i < s->n; i++) {
        char id[32];
        hg__block *item = hg__add_item(m->doc, list);
        snprintf(id, sizeof id, "source-%zu", i + 1);
        item->id = hg__document_copy(m->doc, id);
        hg__add_text(m->doc, &item->text, s->text[i]);
    }
}
