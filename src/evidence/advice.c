/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advice of the file whose condition is met, with the cautions that hold for this runner. */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "evidence/judge_parts.h"

static bool is_yes(const hg__expr *e, const hg__facts *facts) {
    return hg__expression_value(e, facts).answer == HG_YES;
}

static const char *cautions(const hg__advice_rule *a, const hg__facts *facts, hg__arena *memory) {
    hg__strbuf b = {0};
    char *text = NULL;
    size_t size;
    hg__strbuf_add(&b, "");
    for (size_t i = 0; i < a->n_cautions; i++) {
        if (!is_yes(a->caution[i].when, facts)) continue;
        const char *one = hg__fill_text(&a->caution[i].text, facts, memory);
        hg__strbuf_addf(&b, "%s%s", b.size ? " " : "", one ? one : "");
        b.failed = b.failed || !one;
    }
    if (!hg__strbuf_take(&b, &text, &size)) return NULL;
    const char *out = hg__arena_strdup(memory, text);
    free(text);
    return out;
}

static bool give(hg_advice *out, const hg__advice_rule *a, const hg__facts *facts,
                 hg__arena *memory) {
    hg__kept_ground ground;
    if (!hg__keep_ground(&ground, &a->ground, memory)) return false;
    *out = (hg_advice){.id = hg__arena_strdup(memory, a->id),
                       .kind = a->kind,
                       .text = hg__fill_text(&a->text, facts, memory),
                       .grade = ground.grade,
                       .sources = ground.sources,
                       .n_sources = ground.n_sources,
                       .caution = cautions(a, facts, memory),
                       .because = hg__fill_text(&a->because, facts, memory)};
    return out->id && out->text && out->caution && out->because;
}

bool hg__judge_advice(hg_evidence *out, const hg__facts *facts, hg__arena *memory) {
    const hg__rules *rules = facts->rules;
    hg_advice *list = hg__arena_alloc(memory, rules->n_advice, sizeof *list);
    if (!list) return false;
    for (size_t i = 0; i < rules->n_advice; i++) {
        if (!is_yes(rules->advice[i].when, facts)) continue;
        if (!give(&list[out->n_advice++], &rules->advice[i], facts, memory)) return false;
    }
    out->advice = list;
    return true;
}
