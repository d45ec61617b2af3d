/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG is decoded by cairo; a JPEG goes into the file as it is, only its size is read. */
#include "report/pdf/logo.h"

#include <cairo.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_PIXELS 8000 /* a side; a larger picture is no logo */

typedef struct source {
    const unsigned char *data;
    size_t size, at;
} source;

static cairo_status_t read_png(void *closure, unsigned char *to, unsigned n) {
    source *s = closure;
    if (n > s->size - s->at) return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->data + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static unsigned be16(const unsigned char *p) {
    return (unsigned)p[0] << 8 | p[1];
}

/* Walks the markers to the frame header, which holds height and width. */
static bool jpeg_size(const unsigned char *d, size_t size, int *width, int *height) {
    if (size < 4 || d[0] != 0xff || d[1] != 0xd8) return false;
    for (size_t at = 2; at + 9 < size;) {
        if (d[at] != 0xff) return false;
        unsigned marker = d[at + 1];
        if (marker == 0xff) {
            at++;
            continue;
        }
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
            marker != 0xcc) {
            *height = (int)be16(d + at + 5);
            *width = (int)be16(d + at + 7);
            return *width > 0 && *height > 0;
        }
        at += 2 + be16(d + at + 2);
    }
    return false;
}

/* The size that a PNG claims, before anything is decoded. */
static bool png_size(const unsigned char *d, size_t size, int *width, int *height) {
    static const unsigned char sign[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    if (size < 33 || memcmp(d, sign, sizeof sign) != 0) return false;
    if (d[16] || d[17] || d[20] || d[21]) return false;
    *width = (int)be16(d + 18);
    *height = (int)be16(d + 22);
    return *width > 0 && *height > 0;
}

static bool size_of(const hg__document *doc, int *width, int *height, bool *jpeg) {
    if (!doc->logo) return false;
    *jpeg = !png_size(doc->logo, doc->logo_size, width, height);
    if (*jpeg && !jpeg_size(doc->logo, doc->logo_size, width, height)) return false;
    return *width <= LARGEST_PIXELS && *height <= LARGEST_PIXELS;
}

bool hg__pdf_logo_size(const hg__document *doc, double *width, double *height) {
    int w, h;
    bool jpeg;
    if (!size_of(doc, &w, &h, &jpeg)) return false;
    *width = w;
    *height = h;
    return true;
}

static cairo_surface_t *jpeg_surface(const hg__document *doc, int width, int height) {
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    unsigned char *copy = malloc(doc->logo_size);
    if (!copy) return s;
    memcpy(copy, doc->logo, doc->logo_size);
    if (cairo_surface_set_mime_data(s, CAIRO_MIME_TYPE_JPEG, copy, doc->logo_size, free, copy) !=
        CAIRO_STATUS_SUCCESS)
        free(copy);
    return s;
}

void hg__pdf_logo(cairo_t *cr, const hg__document *doc, double x, double y, double width,
                  double height) {
    int w, h;
    bool jpeg;
    if (!size_of(doc, &w, &h, &jpeg)) return;
    source png = {doc->logo, doc->logo_size, 0};
    cairo_surface_t *s =
        jpeg ? jpeg_surface(doc, w, h) : cairo_image_surface_create_from_png_stream(read_png, &png);
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_scale(cr, width / w, height / h);
        cairo_set_source_surface(cr, s, 0, 0);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_surface_destroy(s);
}
