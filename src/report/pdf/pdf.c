/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The paper report. The bytes depend on the document, the paper and the version of cairo alone: the
 * date of creation is a fixed one, and cairo numbers its objects in the order in which they are
 * used.
 */
#include "report/pdf/pdf.h"

#include <math.h>
#include <stdlib.h>

#include <cairo-pdf.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "report/pdf/flow.h"
#include "report/pdf/logo.h"

/* When a report was written is not part of it. */
#define CREATED "2000-01-01T00:00:00Z"

static const hg__paper papers[] = {
    [HG_PAPER_A4] = {595.28, 841.89, 44, 44, 48, 52},
    [HG_PAPER_LETTER] = {612, 792, 48, 48, 46, 50},
};

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned n) {
    hg__strbuf *b = closure;
    hg__strbuf_add_bytes(b, bytes, n);
    return b->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* The lab's name and picture, above the title. */
static void add_brand(hg__flow *flow, const hg__document *doc, double width) {
    const bool named = doc->lab_name && *doc->lab_name;
    double w, h, text_x = 0, height = 0;
    hg__slab *slab = hg__flow_slab(flow, 3);
    hg__slab_op(flow, slab,
                (hg__op){.kind = HG__OP_FILL, .w = width, .h = 3, .colour = HG__PDF_INK});
    if (slab) slab->keep_next = true;
    hg__flow_space(flow, 8);
    bool logo = hg__pdf_logo_size(doc, &w, &h);
    if (!logo && !named) return;
    slab = hg__flow_slab(flow, 0);
    if (logo) {
        double scale = fmin(28 / h, 0.4 * width / w);
        height = scale * h;
        hg__slab_op(flow, slab, (hg__op){.kind = HG__OP_LOGO, .w = scale * w, .h = height});
        text_x = scale * w + 10;
    }
    hg__run contact = {.kind = HG__RUN_SOFT, .text = doc->lab_contact ? doc->lab_contact : ""};
    hg__run gap = {.kind = HG__RUN_TEXT, .text = "  ", .next = &contact};
    hg__run name = {.kind = HG__RUN_STRONG, .text = named ? doc->lab_name : "", .next = &gap};
    const hg__runs runs = {&name, &contact};
    hg__style style = {.size = HG__PDF_SMALL, .colour = HG__PDF_SOFT};
    hg__lines lines = hg__text_some_lines(flow, &runs, style, width - text_x, 3);
    height = fmax(height, (double)lines.n * lines.line_height);
    double y = (height - (double)lines.n * lines.line_height) / 2;
    for (const hg__line *l = lines.first; l; l = l->next, y += lines.line_height)
        hg__slab_line(flow, slab, l, text_x, y, width - text_x, style);
    if (slab) {
        slab->height = height;
        slab->keep_next = true;
    }
    hg__flow_space(flow, 8);
}

static const hg__block *add_first_page(hg__flow *flow, const hg__document *doc, double width) {
    hg__block head = *doc->root;
    const hg__block *b = doc->root->children;
    head.children = NULL;
    add_brand(flow, doc, width);
    hg__flow_block(flow, &head, 0, width);
    for (; b && b->kind != HG__BLOCK_PAGE; b = b->next) hg__flow_block(flow, b, 0, width);
    return b;
}

static bool has_folded(const hg__block *block) {
    if (block->foldable) return true;
    for (const hg__block *b = block->children; b; b = b->next)
        if (has_folded(b)) return true;
    return false;
}

/* Says at the end what paper leaves out. */
static void add_omitted(hg__flow *flow, double width) {
    hg__run run = {.kind = HG__RUN_TEXT, .text = hg__texts_get(flow->doc->texts, "paper.folded")};
    const hg__runs runs = {&run, &run};
    if (flow->full || !has_folded(flow->doc->root)) return;
    hg__flow_space(flow, 16);
    hg__flow_text(flow, &runs, (hg__style){.size = HG__PDF_SMALL, .colour = HG__PDF_SOFT}, 0,
                  width);
}

/* Page one shrinks a little where that makes it one page; the rest is set in full size. */
static hg__flow lay_out(hg__arena *arena, hg__fonts *fonts, const hg__document *doc,
                        const hg__paper *paper, bool full) {
    static const double tightness[] = {1, 0.96, 0.92, 0.88, 0.85, 1};
    const size_t n = sizeof tightness / sizeof *tightness;
    double width = paper->width - paper->left - paper->right;
    hg__flow flow = {.arena = arena, .fonts = fonts, .doc = doc, .full = full};
    const hg__block *rest = NULL;
    flow.page_height = paper->height - paper->top - paper->bottom;
    hg__arena_mark mark = hg__arena_here(arena);
    for (size_t i = 0; i < n && !flow.failed; i++) {
        flow = hg__flow_inner(&flow);
        flow.tight = tightness[i];
        rest = add_first_page(&flow, doc, width);
        if (i + 1 == n || hg__flow_height(&flow) <= flow.page_height) break;
        hg__arena_back(arena, mark);
    }
    flow.tight = 1;
    for (; rest && !flow.failed; rest = rest->next) hg__flow_block(&flow, rest, 0, width);
    add_omitted(&flow, width);
    return flow;
}

static hg_status finish(cairo_t *cr, cairo_surface_t *surface, hg__strbuf *b, hg_text *out,
                        hg_error *err) {
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status == CAIRO_STATUS_SUCCESS && hg__strbuf_take(b, &out->data, &out->size)) return HG_OK;
    hg__strbuf_free(b);
    if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_NO_MEMORY)
        return hg__fail_memory(err);
    return hg__fail(err, HG_EINTERNAL, "the PDF could not be made: %s",
                    cairo_status_to_string(status));
}

static hg_status draw(hg_text *out, const hg__document *doc, const hg__paper *paper, bool full,
                      hg__arena *arena, hg__fonts *fonts, hg_error *err) {
    hg__flow flow = lay_out(arena, fonts, doc, paper, full);
    if (flow.failed) return hg__fail_memory(err);
    size_t n_pages = hg__pages_plan(flow.first, flow.page_height);
    hg__strbuf b = {0};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, &b, paper->width, paper->height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    hg__run title = {.kind = HG__RUN_TEXT, .text = doc->title};
    const hg__runs titles = {&title, &title};
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   hg__flow_plain(&flow, &titles));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "hipgait");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
    cairo_t *cr = cairo_create(surface);
    hg__pages_draw(cr, fonts, doc, paper, flow.first, n_pages);
    return finish(cr, surface, &b, out, err);
}

hg_status hg__pdf_write(hg_text *out, const hg__document *doc, hg_paper paper, bool full,
                        hg_error *err) {
    hg__fonts *fonts;
    hg__arena *arena = hg__arena_new();
    if (!arena) return hg__fail_memory(err);
    if ((unsigned)paper >= sizeof papers / sizeof *papers) paper = HG_PAPER_A4;
    hg_status status = hg__fonts_open(&fonts, err);
    if (status == HG_OK) {
        status = draw(out, doc, &papers[paper], full, arena, fonts, err);
        hg__fonts_close(fonts);
    }
    hg__arena_free(arena);
    return status;
}
