/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/pdf/font.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-ft.h>
#include <freetype/freetype.h>
#include <freetype/ftadvanc.h>
#include <freetype/ftmodapi.h>
#include <freetype/ftsystem.h>
#include <ft2build.h>

#include "base/dataset.h"
#include "base/error.h"
#include "report/escape.h"

static const char *const files[HG__FACE_COUNT] = {"fonts/regular.otf", "fonts/semibold.otf"};

#define CACHED 0x2800u /* code points below are looked up once */

typedef struct glyph {
    uint32_t index;
    float advance; /* at size 1; below 0: not looked up yet */
} glyph;

struct hg__fonts {
    struct face {
        FT_Face ft;
        cairo_font_face_t *cairo;
        glyph cache[CACHED];
    } face[HG__FACE_COUNT];
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    char *text;
    size_t room;
};

static const hg__dataset *find_file(const char *name) {
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, name) == 0) return &hg__datasets[i];
    return NULL;
}

/* A library that ends with its last face needs memory functions that nobody has to free; its own
 * start would also read settings from the environment. */
static void *ft_alloc(FT_Memory memory, long size) {
    (void)memory;
    return malloc((size_t)size);
}

static void ft_free(FT_Memory memory, void *block) {
    (void)memory;
    free(block);
}

static void *ft_realloc(FT_Memory memory, long old, long size, void *block) {
    (void)memory;
    (void)old;
    return realloc(block, (size_t)size);
}

static bool open_library(FT_Library *library) {
    static const struct FT_MemoryRec_ memory = {NULL, ft_alloc, ft_free, ft_realloc};
    if (FT_New_Library((FT_Memory)(uintptr_t)&memory, library) != 0) return false;
    FT_Add_Default_Modules(*library);
    return true;
}

/* cairo keeps fonts of documents that are done for a while; each face lives as long as that, and
 * its library as long as the face. */
static void drop_face(void *face) {
    FT_Library library = ((FT_Face)face)->glyph->library;
    FT_Done_Face(face);
    FT_Done_Library(library);
}

static const cairo_user_data_key_t face_key;

static hg_status open_face(struct face *f, FT_Library library, const char *name, hg_error *err) {
    const hg__dataset *file = find_file(name);
    if (!file || FT_New_Memory_Face(library, file->data, (FT_Long)file->size, 0, &f->ft) != 0)
        return hg__fail(err, HG_EINTERNAL, "the font %s that is built in cannot be read", name);
    FT_Reference_Library(library);
    f->cairo = cairo_ft_font_face_create_for_ft_face(f->ft, FT_LOAD_NO_HINTING);
    if (cairo_font_face_set_user_data(f->cairo, &face_key, f->ft, drop_face) !=
        CAIRO_STATUS_SUCCESS) {
        cairo_font_face_destroy(f->cairo);
        f->cairo = NULL;
        drop_face(f->ft);
        return hg__fail_memory(err);
    }
    for (size_t c = 0; c < CACHED; c++) f->cache[c].advance = -1;
    return HG_OK;
}

hg_status hg__fonts_open(hg__fonts **out, hg_error *err) {
    FT_Library library;
    hg__fonts *fonts = calloc(1, sizeof *fonts);
    *out = NULL;
    if (!fonts) return hg__fail_memory(err);
    if (!open_library(&library)) {
        free(fonts);
        return hg__fail_memory(err);
    }
    hg_status status = HG_OK;
    for (int i = 0; i < HG__FACE_COUNT && status == HG_OK; i++)
        status = open_face(&fonts->face[i], library, files[i], err);
    FT_Done_Library(library); /* the faces keep it */
    if (status == HG_OK)
        *out = fonts;
    else
        hg__fonts_close(fonts);
    return status;
}

void hg__fonts_close(hg__fonts *fonts) {
    if (!fonts) return;
    for (int i = 0; i < HG__FACE_COUNT; i++)
        if (fonts->face[i].cairo) cairo_font_face_destroy(fonts->face[i].cairo);
    free(fonts->glyphs);
    free(fonts->clusters);
    free(fonts->text);
    free(fonts);
}

static glyph look_up(const struct face *f, uint32_t c) {
    FT_Fixed advance = 0;
    glyph g = {FT_Get_Char_Index(f->ft, c), 0};
    if (FT_Get_Advance(f->ft, g.index, FT_LOAD_NO_SCALE, &advance) == 0)
        g.advance = (float)((double)advance / f->ft->units_per_EM);
    return g;
}

static glyph glyph_of(hg__fonts *fonts, hg__face face, uint32_t c) {
    struct face *f = &fonts->face[face];
    if (c >= CACHED) return look_up(f, c);
    if (f->cache[c].advance < 0) f->cache[c] = look_up(f, c);
    return f->cache[c];
}

double hg__fonts_advance(hg__fonts *fonts, hg__face face, uint32_t c) {
    return (double)glyph_of(fonts, face, c).advance;
}

double hg__fonts_width(hg__fonts *fonts, hg__face face, double size, const char *text) {
    double width = 0;
    for (uint32_t c; (c = hg__utf8_next_shown(&text)) != 0;)
        width += (double)glyph_of(fonts, face, c).advance;
    return width * size;
}

static bool make_room(hg__fonts *fonts, size_t n) {
    if (n <= fonts->room) return true;
    size_t room = 2 * n + 64;
    void *glyphs = realloc(fonts->glyphs, room * sizeof *fonts->glyphs);
    if (glyphs) fonts->glyphs = glyphs;
    void *clusters = realloc(fonts->clusters, room * sizeof *fonts->clusters);
    if (clusters) fonts->clusters = clusters;
    char *text = realloc(fonts->text, 4 * room + 1);
    if (text) fonts->text = text;
    if (!glyphs || !clusters || !text) return false;
    fonts->room = room;
    return true;
}

void hg__fonts_draw(hg__fonts *fonts, cairo_t *cr, hg__face face, double size, double x, double y,
                    const char *text) {
    size_t n = 0, bytes = 0;
    /* A broken byte becomes a character of three: no more characters than bytes, though. */
    if (!make_room(fonts, strlen(text))) return;
    for (uint32_t c; (c = hg__utf8_next_shown(&text)) != 0; n++) {
        glyph g = glyph_of(fonts, face, c);
        size_t length = hg__utf8_put(fonts->text + bytes, c);
        fonts->glyphs[n] = (cairo_glyph_t){g.index, x, y};
        fonts->clusters[n] = (cairo_text_cluster_t){(int)length, 1};
        bytes += length;
        x += (double)g.advance * size;
    }
    if (n == 0) return;
    cairo_set_font_face(cr, fonts->face[face].cairo);
    cairo_set_font_size(cr, size);
    cairo_show_text_glyphs(cr, fonts->text, (int)bytes, fonts->glyphs, (int)n, fonts->clusters,
                           (int)n, 0);
}
