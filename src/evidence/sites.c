/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the site of an injury: those that the rules built in look for, and those they do not.
 */
#include <hipgait/intake_file.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "evidence/evidence.h"
#include "evidence/rules.h"
#include "evidence/variables.h"

#define SITES 64

typedef struct sites {
    const char *word[SITES];
    size_t n;
} sites;

static bool is_known(const sites *s, const char *word) {
    for (size_t i = 0; i < s->n; i++)
        if (hg__same_site(s->word[i], word)) return true;
    return false;
}

static void take(void *user, const hg__variable *v) {
    sites *s = user;
    if ((v->source == HG__INJURED || v->source == HG__INJURED_WEEKS) && s->n < SITES &&
        !is_known(s, v->word))
        s->word[s->n++] = v->word;
}

/* The words live in `memory`. */
static hg_status find(sites *s, hg__arena *memory, hg_error *err) {
    const hg__rules *rules = NULL;
    s->n = 0;
    hg_status status = hg__evidence_load(&rules, NULL, NULL, memory, err);
    if (status != HG_OK || !rules) return status;
    for (size_t i = 0; i < rules->n_rules; i++) {
        const hg__rule *r = &rules->rule[i];
        /* words of variants first: the base is for conditions that no variant names */
        for (size_t k = 0; k < r->n_variants; k++)
            hg__expression_visit(r->variant[k].when, take, s);
        hg__expression_visit(r->base.when, take, s);
    }
    for (size_t i = 0; i < rules->n_advice; i++)
        hg__expression_visit(rules->advice[i].when, take, s);
    return HG_OK;
}

static hg_status hand_over(hg_text *out, hg__strbuf *b, hg_status status, hg_error *err) {
    if (status != HG_OK) {
        hg__strbuf_free(b);
        return status;
    }
    hg__strbuf_add(b, "");
    return hg__strbuf_take(b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}

hg_status hg_intake_sites(hg_text *out, hg_error *err) {
    hg__strbuf b = {0};
    sites s;
    hg__arena *memory = hg__arena_new();
    if (!memory) return hg__fail_memory(err);
    hg_status status = find(&s, memory, err);
    for (size_t i = 0; i < s.n; i++) hg__strbuf_addf(&b, "%s\n", s.word[i]);
    hg__arena_free(memory);
    return hand_over(out, &b, status, err);
}

hg_status hg_intake_odd_sites(hg_text *out, const hg_subject *subject, hg_error *err) {
    hg__strbuf b = {0};
    sites s;
    hg__arena *memory = hg__arena_new();
    if (!memory) return hg__fail_memory(err);
    hg_status status = find(&s, memory, err);
    for (size_t i = 0; i < subject->n_injuries && s.n; i++) {
        const char *site = subject->injuries[i].site;
        if (!*site || is_known(&s, site)) continue;
        hg__strbuf_addf(&b,
                        "injuries[%zu].site: no rule looks for \"%s\", so it counts as an injury "
                        "elsewhere; words that rules know:",
                        i, site);
        for (size_t k = 0; k < s.n; k++) hg__strbuf_addf(&b, "%s %s", k ? "," : "", s.word[k]);
        hg__strbuf_add(&b, "\n");
    }
    hg__arena_free(memory);
    return hand_over(out, &b, status, err);
}
