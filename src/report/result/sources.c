/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Citations: a result cites the same few works hundreds of times, so each stands once in
 * evidence.sources, and what cites it says its place there. In memory they are texts. */
#include <stdlib.h>
#include <string.h>

#include "report/result/form.h"

static bool add(hg__form *f, const char *text) {
    if ((f->n_cited & (f->n_cited - 1)) == 0) { /* full: grown at each power of two */
        const char **grown = realloc(f->cited, (2 * f->n_cited + 1) * sizeof *grown);
        if (!grown) return false;
        f->cited = grown;
    }
    f->cited[f->n_cited++] = text;
    return true;
}

/* Reading: the texts come after those who cite them. A list that is none is told in its place, by
 * hg__form_cited(); until then nothing is known of it. */
void hg__form_cite_begin(hg__form *f) {
    const hg__json *list = hg__json_get(hg__json_get(f->root, "evidence"), "sources");
    f->cited_known = hg__json_is_array(list);
    for (size_t i = 0; f->cited_known && i < hg__json_size(list); i++) {
        const char *text = hg__json_text(hg__json_at(list, i));
        const char *kept = text ? hg__arena_strdup(f->memory, text) : NULL;
        if (!text)
            f->cited_known = false;
        else if (!kept || !add(f, kept))
            hg__form_no_memory(f);
    }
}

void hg__form_cite_end(hg__form *f) {
    free(f->cited);
    f->cited = NULL;
    f->n_cited = 0;
}

static size_t place_of(hg__form *f, const char *text) {
    for (size_t i = 0; i < f->n_cited; i++)
        if (strcmp(f->cited[i], text) == 0) return i;
    if (!add(f, text)) hg__form_no_memory(f);
    return hg__form_ok(f) ? f->n_cited - 1 : 0;
}

const char *const *hg__form_cite(hg__form *f, const char *key, const char *const *texts,
                                 size_t *n) {
    const char **list = hg__form_list(f, key, texts, n, sizeof *list, 0);
    f->flat += !f->reading; /* on one line */
    for (size_t i = 0; i < *n && hg__form_ok(f); i++) {
        size_t place = f->reading ? 0 : place_of(f, texts[i]);
        hg__form_count(f, NULL, &place);
        if (!f->reading) continue;
        list[i] = place < f->n_cited ? f->cited[place] : "";
        if (f->cited_known && place >= f->n_cited)
            hg__form_fail(f, "evidence.sources has %zu texts only", f->n_cited);
    }
    hg__form_close(f);
    f->flat -= !f->reading;
    return list;
}

void hg__form_cited(hg__form *f, const char *key) {
    size_t n = f->n_cited;
    hg__form_texts(f, key, f->cited, &n);
}
