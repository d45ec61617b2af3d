/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page of a cohort: head and policy, summary, and the parts in their order. One file, no
 * network, readable without its scripts.
 */
#include <hipgait/version.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "report/cohort_parts.h"
#include "report/escape.h"
#include "report/figure.h"

/* --- words --- */

static void say(hg__cohort_page *p, const char *key, size_t n, size_t m,
                void (*add)(hg__strbuf *, const char *)) {
    hg__strbuf text = {0};
    for (const char *s = hg__texts_get(p->texts, key); *s;) {
        size_t plain = strcspn(s, "{");
        hg__strbuf_add_bytes(&text, s, plain);
        s += plain;
        if (strncmp(s, "{n}", 3) == 0 || strncmp(s, "{m}", 3) == 0) {
            hg__strbuf_addf(&text, "%zu", s[1] == 'n' ? n : m);
            s += 3;
        } else if (*s) {
            hg__strbuf_add_bytes(&text, s++, 1);
        }
    }
    add(p->b, text.data ? text.data : "");
    p->b->failed |= text.failed;
    hg__strbuf_free(&text);
}

void hg__cohort_say(hg__cohort_page *p, const char *key) {
    hg__html_text(p->b, hg__texts_get(p->texts, key));
}

void hg__cohort_count(hg__cohort_page *p, const char *key, size_t n, size_t m) {
    char one[128];
    snprintf(one, sizeof one, "%s.one", key);
    say(p, n == 1 && hg__texts_find(p->texts, one) ? one : key, n, m, hg__html_text);
}

void hg__cohort_attr(hg__cohort_page *p, const char *name, const char *key) {
    hg__strbuf_addf(p->b, " %s=\"", name);
    hg__html_attr(p->b, hg__texts_get(p->texts, key));
    hg__strbuf_add(p->b, "\"");
}

void hg__cohort_number(hg__cohort_page *p, double value, int decimals) {
    hg__strbuf digits = {0};
    const char *mark = hg__texts_get(p->texts, "number.decimal");
    if (!isfinite(value)) {
        hg__strbuf_add(p->b, "\xe2\x80\x93");
        return;
    }
    hg__number(&digits, value, decimals);
    for (const char *c = digits.data; c && *c; c++) {
        if (*c == '.')
            hg__html_text(p->b, mark);
        else
            hg__strbuf_add_bytes(p->b, c, 1);
    }
    p->b->failed |= digits.failed;
    hg__strbuf_free(&digits);
}

void hg__cohort_name(hg__strbuf *b, const char *name) {
    hg__strbuf_add(b, "<bdi>");
    hg__html_text(b, name);
    hg__strbuf_add(b, "</bdi>");
}

void hg__cohort_href(hg__strbuf *b, const char *path) {
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    /* a first part with a colon would be read as a scheme */
    hg__strbuf_add(b, strncmp(path, "../", 3) == 0 ? " href=\"" : " href=\"./");
    for (const char *c = path; *c; c++) {
        if (strchr(plain, *c))
            hg__strbuf_add_bytes(b, c, 1);
        else
            hg__strbuf_addf(b, "%%%02X", (unsigned)(unsigned char)*c);
    }
    hg__strbuf_add(b, "\"");
}

void hg__cohort_link(hg__cohort_page *p, const hg_cohort_row *row) {
    if (*row->report) {
        hg__strbuf_add(p->b, "<a");
        hg__cohort_href(p->b, row->report);
        hg__strbuf_add(p->b, ">");
    }
    hg__cohort_name(p->b, row->runner);
    hg__strbuf_add(p->b, " ");
    hg__cohort_name(p->b, row->session);
    hg__strbuf_add(p->b, " ");
    hg__cohort_name(p->b, row->trial);
    if (*row->report) hg__strbuf_add(p->b, "</a>");
}

static size_t spread_at(hg_task task, hg_metric_id id, hg_cohort_part part) {
    return ((size_t)task * HG_METRIC_COUNT + (size_t)id) * HG_COHORT_PARTS + (size_t)part;
}

const hg_cohort_spread *hg__cohort_spread(const hg__cohort_page *p, hg_task task, hg_metric_id id,
                                          hg_cohort_part part) {
    return &p->spread[spread_at(task, id, part)];
}

bool hg__cohort_far(const hg__cohort_page *p, const hg_cohort_row *row, hg_metric_id id,
                    hg_cohort_part part) {
    const hg_cohort_spread *s = hg__cohort_spread(p, row->task, id, part);
    double value = row->value[id][part];
    return value < s->usual[0] || value > s->usual[1];
}

/* All at once: the table and the spreads both look at them. */
static void find_spreads(hg__cohort_page *p) {
    size_t n = (size_t)HG__TASKS * HG_METRIC_COUNT * HG_COHORT_PARTS;
    p->spread = hg__arena_alloc(p->memory, n, sizeof *p->spread);
    if (!p->spread) p->status = hg__fail_memory(p->err);
    for (int task = 0; task < HG__TASKS; task++)
        for (int id = 0; id < HG_METRIC_COUNT; id++)
            for (int part = 0; part < HG_COHORT_PARTS; part++)
                if (p->status == HG_OK)
                    p->status = hg_cohort_spread_of(
                        &p->spread[spread_at((hg_task)task, (hg_metric_id)id,
                                             (hg_cohort_part)part)],
                        p->cohort, (hg_task)task, (hg_metric_id)id, (hg_cohort_part)part, p->err);
}

/* --- head --- */

static void add_hash(hg__strbuf *b, const char *script) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[65];
    unsigned bits = 0;
    hg__sha256_hex(hex, script, strlen(script));
    hg__strbuf_add(b, "'sha256-");
    for (unsigned i = 0; i < 66; i++) { /* three hexadecimal digits are two of base 64; two of the
                                           66 are padding */
        char c = i < 64 ? hex[i] : '0';
        bits = bits << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        if (i % 3 != 2) continue;
        char two[2] = {digits[bits >> 6 & 63], i == 65 ? '=' : digits[bits & 63]};
        hg__strbuf_add_bytes(b, two, sizeof two);
        bits = 0;
    }
    hg__strbuf_add(b, "'");
}

static void add_head(hg__cohort_page *p, const char *title) {
    hg__strbuf *b = p->b;
    hg__strbuf_add(b, "<!DOCTYPE html>\n<html lang=\"");
    hg__html_attr(b, hg__texts_language(p->texts));
    hg__strbuf_add(b, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
                      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                      "script-src ");
    add_hash(b, hg__cohort_first);
    hg__strbuf_add(b, " ");
    add_hash(b, hg__cohort_script);
    hg__strbuf_add(b, "\">\n<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                      "<meta name=\"generator\" content=\"hipgait ");
    hg__html_attr(b, hg_version());
    hg__strbuf_add(b, "\">\n<title>");
    hg__html_text(b, title);
    hg__strbuf_add(b, "</title>\n<script>");
    hg__strbuf_add(b, hg__cohort_first);
    hg__strbuf_add(b, "</script>\n<style>\n");
    hg__strbuf_add(b, hg__cohort_style);
    hg__figure_css(b, &hg__palette_default);
    hg__strbuf_add(b, "</style>\n</head>\n");
}

/* --- summary --- */

static void add_fact(hg__cohort_page *p, const char *key, const char *sign, size_t n) {
    hg__strbuf_add(p->b, "<div><dt>");
    hg__cohort_say(p, key);
    hg__strbuf_addf(p->b, "</dt><dd>%s%s%zu</dd></div>", sign, *sign ? " " : "", n);
}

static size_t runners(const hg_cohort *c) {
    size_t n = 0; /* rows stand by runner */
    for (size_t i = 0; i < c->n; i++)
        n += i == 0 || strcmp(c->row[i].runner, c->row[i - 1].runner) != 0;
    return n;
}

static void add_summary(hg__cohort_page *p) {
    const hg_cohort *c = p->cohort;
    size_t quality[3] = {0}, raised = 0;
    for (size_t i = 0; i < c->n; i++) {
        quality[c->row[i].status]++;
        raised += c->row[i].red_flags == HG_RED_FLAGS_RAISED;
    }
    hg__strbuf_add(p->b, "<section id=\"summary\" aria-labelledby=\"summary-title\">"
                         "<h2 id=\"summary-title\">");
    hg__cohort_say(p, "cohort.summary");
    hg__strbuf_add(p->b, "</h2>\n<dl class=\"facts\">");
    add_fact(p, "cohort.runners", "", runners(c));
    add_fact(p, "cohort.trials", "", c->n);
    add_fact(p, "quality.ok", "\xe2\x97\x8f", quality[HG_QUALITY_OK]);
    add_fact(p, "quality.warned", "\xe2\x96\xb2", quality[HG_QUALITY_WARNED]);
    add_fact(p, "quality.insufficient", "\xe2\x96\xa0", quality[HG_QUALITY_INSUFFICIENT]);
    add_fact(p, "cohort.failed", c->n_failures ? "\xe2\x9c\x95" : "", c->n_failures);
    add_fact(p, "cohort.flags_trials", raised ? "\xe2\x96\xa0" : "", raised);
    hg__strbuf_add(p->b, "</dl>\n");
    if (raised) {
        hg__strbuf_add(p->b, "<p class=\"notice\">");
        hg__cohort_count(p, "cohort.flags_notice", raised, 0);
        hg__strbuf_add(p->b, "</p>\n");
    }
    if (c->n_failures) {
        hg__strbuf_add(p->b, "<p><a href=\"#failures\">");
        hg__cohort_count(p, "cohort.failed_notice", c->n_failures, 0);
        hg__strbuf_add(p->b, "</a></p>\n");
    }
    hg__strbuf_add(p->b, "<p class=\"soft small\">");
    hg__html_text(p->b, hg__texts_label(p->texts, "use", "full", hg_intended_use()));
    hg__strbuf_add(p->b, "</p>\n</section>\n");
}

/* --- the whole --- */

typedef struct place {
    int worst[3]; /* data, red flags raised, band: the first that differs decides */
    size_t row;
} place;

static int worst_first(const void *a, const void *b) {
    const place *x = a, *y = b;
    for (size_t i = 0; i < 3; i++)
        if (x->worst[i] != y->worst[i]) return x->worst[i] < y->worst[i] ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static bool order_rows(hg__cohort_page *p) {
    size_t n = p->cohort->n;
    place *places = hg__arena_alloc(p->memory, n, sizeof *places);
    p->order = hg__arena_alloc(p->memory, n, sizeof *p->order);
    if (!places || !p->order) return false;
    for (size_t i = 0; i < n; i++) {
        const hg_cohort_row *row = &p->cohort->row[i];
        bool raised = row->red_flags == HG_RED_FLAGS_RAISED;
        places[i] = (place){{(int)row->status, raised, (int)row->band}, i};
    }
    if (n) qsort(places, n, sizeof *places, worst_first);
    for (size_t i = 0; i < n; i++) p->order[i] = places[i].row;
    return true;
}

static void add_page(hg__cohort_page *p, const char *title) {
    add_head(p, title);
    hg__strbuf_add(p->b, "<body>\n<a class=\"skip\" href=\"#trials\">");
    hg__cohort_say(p, "cohort.skip");
    hg__strbuf_add(p->b, "</a>\n<header class=\"top\"><p class=\"brand\">hipgait <span>");
    hg__html_text(p->b, hg_version());
    hg__strbuf_add(p->b, "</span></p>\n<h1>");
    hg__cohort_name(p->b, title);
    hg__strbuf_add(p->b, "</h1></header>\n<main>\n");
    add_summary(p);
    hg__cohort_table_part(p);
    hg__cohort_failures_part(p);
    hg__cohort_spreads_part(p);
    hg__strbuf_add(p->b, "<footer class=\"soft small\"><p>");
    hg__cohort_say(p, "foot");
    hg__strbuf_add(p->b, "</p></footer>\n</main>\n<script>");
    hg__strbuf_add(p->b, hg__cohort_script);
    hg__strbuf_add(p->b, "</script>\n</body>\n</html>\n");
}

hg_status hg_report_cohort_html(hg_text *out, hg_cohort *cohort,
                                const hg_cohort_page_options *options, hg_error *err) {
    hg__strbuf b = {0};
    hg__texts *texts = NULL;
    hg__cohort_page p = {.b = &b, .cohort = cohort, .err = err};
    if (!out || !cohort) return hg__fail(err, HG_EINVAL, "there is no cohort to write");
    p.status = hg__texts_open(&texts, options ? options->language : NULL, err);
    if (p.status != HG_OK) return p.status;
    p.texts = texts;
    p.memory = hg__arena_new();
    if (!p.memory || !order_rows(&p)) p.status = hg__fail_memory(err);
    if (p.status == HG_OK) find_spreads(&p);
    if (p.status == HG_OK)
        add_page(&p,
                 options && options->title ? options->title : hg__texts_get(texts, "cohort.title"));
    hg__arena_free(p.memory);
    hg__texts_close(texts);
    if (p.status != HG_OK) {
        hg__strbuf_free(&b);
        return p.status;
    }
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}
