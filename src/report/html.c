/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page: head, policy, style, lab, contents, and the blocks of the document. One file, no
 * network; readable without its script.
 */
#include "report/html.h"

#include <hipgait/report.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "report/escape.h"
#include "report/model.h"

static void add_base64(hg__strbuf *b, const unsigned char *bytes, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i < 3 ? n - i : 3;
        unsigned three = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);
        char four[4] = {digits[three >> 18], digits[three >> 12 & 63],
                        left > 1 ? digits[three >> 6 & 63] : '=',
                        left > 2 ? digits[three & 63] : '='};
        hg__strbuf_add_bytes(b, four, sizeof four);
    }
}

/* Allows the page's own script by its hash; styles are the page's own, and nothing is loaded. */
static void add_policy(hg__strbuf *b) {
    char hex[65];
    unsigned char hash[32];
    hg__sha256_hex(hex, hg__html_script, strlen(hg__html_script));
    for (size_t i = 0; i < sizeof hash; i++) {
        unsigned byte = 0;
        sscanf(hex + 2 * i, "%2x", &byte);
        hash[i] = (unsigned char)byte;
    }
    hg__strbuf_add(b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action "
                      "'none'; script-src 'sha256-");
    add_base64(b, hash, sizeof hash);
    hg__strbuf_add(b, "'\">\n");
}

static void add_style(hg__html *h) {
    const hg__document *doc = h->doc;
    hg__strbuf *b = h->b;
    hg__strbuf_addf(b, "<style>\n:root{--left:#%06x;--right:#%06x}\n",
                    (unsigned)h->palette.left & 0xffffff, (unsigned)h->palette.right & 0xffffff);
    hg__strbuf_add(b, hg__html_style);
    hg__figure_css(b, &h->palette);
    /* On paper every page says whose it is, and that it is one of several. */
    hg__strbuf_add(b, "@page{@bottom-left{content:");
    hg__css_string(b, doc->runner);
    hg__strbuf_add(b, " \", \" ");
    hg__css_string(b, doc->session);
    hg__strbuf_add(b, "}@bottom-center{content:\"hipgait \" ");
    hg__css_string(b, doc->program_version);
    hg__strbuf_add(b, " \" \\0000b7  \" ");
    hg__css_string(b, doc->foot);
    hg__strbuf_add(b, "}@bottom-right{content:counter(page) \" / \" counter(pages)}}\n</style>\n");
}

static void add_head(hg__html *h) {
    hg__strbuf *b = h->b;
    hg__strbuf_add(b, "<!DOCTYPE html>\n<html lang=\"");
    hg__html_attr(b, h->doc->language);
    hg__strbuf_add(b, "\">\n<head>\n<meta charset=\"utf-8\">\n");
    add_policy(b);
    hg__strbuf_add(b, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" "
                      "content=\"hipgait ");
    hg__html_attr(b, h->doc->program_version);
    hg__strbuf_add(b, "\">\n<title>");
    hg__html_text(b, h->doc->title);
    hg__strbuf_add(b, "</title>\n");
    add_style(h);
    hg__strbuf_add(b, "</head>\n");
}

static void add_lab(hg__html *h) {
    const hg__document *doc = h->doc;
    if (!doc->logo && !*doc->lab_name && !*doc->lab_contact) return;
    hg__strbuf_add(h->b, "<div class=\"lab\">");
    if (doc->logo) {
        hg__strbuf_add(h->b, "<img alt=\"\" src=\"data:");
        hg__html_attr(h->b, doc->logo_type);
        hg__strbuf_add(h->b, ";base64,");
        add_base64(h->b, doc->logo, doc->logo_size);
        hg__strbuf_add(h->b, "\">");
    }
    hg__strbuf_add(h->b, "<p>");
    if (*doc->lab_name) {
        hg__strbuf_add(h->b, "<strong><bdi>");
        hg__html_text(h->b, doc->lab_name);
        hg__strbuf_add(h->b, "</bdi></strong>");
    }
    if (*doc->lab_contact) {
        hg__strbuf_add(h->b, *doc->lab_name ? "<br><bdi>" : "<bdi>");
        hg__html_text(h->b, doc->lab_contact);
        hg__strbuf_add(h->b, "</bdi>");
    }
    hg__strbuf_add(h->b, "</p></div>\n");
}

static void add_contents(hg__html *h) {
    const hg__texts *texts = h->doc->texts;
    hg__strbuf_add(h->b, "<nav aria-label=\"");
    hg__html_attr(h->b, hg__texts_get(texts, "contents"));
    hg__strbuf_add(h->b, "\" data-expand=\"");
    hg__html_attr(h->b, hg__texts_get(texts, "expand"));
    hg__strbuf_add(h->b, "\"><ul>");
    for (const hg__block *s = h->doc->root->children; s; s = s->next) {
        if (s->kind != HG__BLOCK_SECTION || !*s->id) continue;
        hg__strbuf_add(h->b, "<li><a href=\"#");
        hg__html_attr(h->b, s->id);
        hg__strbuf_add(h->b, "\">");
        hg__html_runs(h, &s->title);
        hg__strbuf_add(h->b, "</a></li>");
    }
    hg__strbuf_add(h->b, "</ul></nav>\n");
}

static void add_body(hg__html *h) {
    const hg__document *doc = h->doc;
    hg__strbuf_add(h->b, "<body>\n<a class=\"skip\" href=\"#page-one\">");
    hg__html_text(h->b, hg__texts_get(doc->texts, "skip"));
    hg__strbuf_add(h->b, "</a>\n<header class=\"top\"><div><p class=\"brand\">hipgait <span>");
    hg__html_text(h->b, doc->program_version);
    hg__strbuf_add(h->b, "</span></p>\n<h1>");
    hg__html_runs(h, &doc->root->title);
    hg__strbuf_add(h->b, "</h1></div>\n");
    add_lab(h);
    hg__strbuf_add(h->b, "</header>\n<main>\n");
    bool first = true;
    for (const hg__block *s = doc->root->children; s; s = s->next) {
        hg__html_block(h, s);
        if (first) add_contents(h); /* behind page one, which is to be read first */
        first = false;
    }
    hg__strbuf_add(h->b, "</main>\n<script>");
    hg__strbuf_add(h->b, hg__html_script);
    hg__strbuf_add(h->b, "</script>\n</body>\n</html>\n");
}

hg_status hg__html_document(hg_text *out, const hg__document *doc, hg_error *err) {
    hg__strbuf b = {0};
    hg__html h = {&b, doc, hg__palette_default};
    h.palette.left = doc->left_rgb;
    h.palette.right = doc->right_rgb;
    add_head(&h);
    add_body(&h);
    if (!hg__strbuf_take(&b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}

hg_status hg_report_html(hg_text *out, const hg_result *const *results, size_t n,
                         const hg_report_options *options, hg_error *err) {
    if (!out) return hg__fail(err, HG_EINVAL, "a report needs somewhere to go");
    *out = (hg_text){NULL, 0};
    hg__report report;
    hg_status status = hg__report_build(&report, results, n, options, err);
    if (status != HG_OK) return status;
    status = hg__html_document(out, report.doc, err);
    hg__report_free(&report);
    return status;
}
