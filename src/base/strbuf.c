/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/strbuf.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(hg__strbuf *b, size_t more) {
    if (b->failed) return false;
    if (b->size + more + 1 <= b->room) return true;
    size_t room = b->room ? b->room : 1024;
    while (room < b->size + more + 1) room *= 2;
    char *data = realloc(b->data, room);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->room = room;
    return true;
}

void hg__strbuf_add_grown(hg__strbuf *b, const void *bytes, size_t n) {
    if (!reserve(b, n)) return;
    if (n) memcpy(b->data + b->size, bytes, n);
    b->size += n;
    b->data[b->size] = '\0';
}

void hg__strbuf_addf(hg__strbuf *b, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n >= 0 && reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->size, (size_t)n + 1, fmt, again);
        b->size += (size_t)n;
    }
    va_end(again);
}

/* The locale may write a comma; numbers in files never do. */
static void add_number(hg__strbuf *b, char *text) {
    for (char *c = text; *c; c++)
        if (*c == ',') *c = '.';
    hg__strbuf_add(b, text);
}

#define SHORT_DIGITS 9

/*
 * %.*g of numbers of ordinary size: files are mostly these, and printf takes five times as long.
 * The digits are those of the number times a power of ten, which one rounding brings within 6e-8 of
 * the truth; where that could decide a digit, or an exponent is due, it gives 0 and printf does it.
 * *kept_value is the number that the text says: digits and power of ten are exact, so one division
 * is.
 */
static size_t short_g(char *out, double *kept_value, double value, int digits) {
    static const double tens[] = {1e0, 1e1, 1e2, 1e3,  1e4,  1e5,  1e6,
                                  1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13};
    static const double tenths[] = {1e-1, 1e-2, 1e-3, 1e-4};
    double size = fabs(value);
    char text[SHORT_DIGITS];
    int e = 0; /* decimal exponent */
    if (digits < 1 || digits > SHORT_DIGITS || !(size >= 1e-4 && size < tens[digits])) return 0;
    while (size < 1 && (e == 0 || size < tenths[-e - 1])) e--;
    while (size >= tens[e < 0 ? 1 : e + 1]) e++;
    double scaled = size * tens[digits - 1 - e], whole = floor(scaled);
    if (fabs(scaled - whole - 0.5) < 1e-6) return 0;
    uint32_t n = (uint32_t)whole + (scaled - whole > 0.5);
    if (n >= (uint32_t)tens[digits]) { /* 9.99... became 10 */
        n /= 10;
        if (++e >= digits) return 0;
    }
    *kept_value = copysign((double)n / tens[digits - 1 - e], value);
    for (int i = digits; i-- > 0; n /= 10) text[i] = (char)('0' + n % 10);
    int kept = digits, before = e < 0 ? 0 : e + 1;
    while (kept > before && kept > 1 && text[kept - 1] == '0') kept--;
    char *to = out;
    if (value < 0) *to++ = '-';
    for (int i = 0; i < before; i++) *to++ = text[i];
    if (e < 0) *to++ = '0';
    if (kept > before) *to++ = '.';
    for (int i = -1; i > e; i--) *to++ = '0';
    for (int i = before; i < kept; i++) *to++ = text[i];
    return (size_t)(to - out);
}

double hg__strbuf_add_g(hg__strbuf *b, double value, int digits, const char *missing) {
    if (!isfinite(value)) {
        hg__strbuf_add(b, missing);
        return (double)NAN;
    }
    if (value == 0) {
        hg__strbuf_add_bytes(b, "0", 1);
        return 0.0;
    }
    char text[64];
    double kept;
    size_t n = short_g(text, &kept, value, digits);
    if (n) {
        hg__strbuf_add_bytes(b, text, n);
        return kept;
    }
    snprintf(text, sizeof text, "%.*g", digits, value);
    kept = strtod(text, NULL);
    add_number(b, text);
    return kept;
}

void hg__strbuf_add_fixed(hg__strbuf *b, double value, int decimals, const char *missing) {
    if (!isfinite(value)) {
        hg__strbuf_add(b, missing);
        return;
    }
    char text[352];
    snprintf(text, sizeof text, "%.*f", decimals, value);
    /* "-0.0" reads as a fault */
    if (text[0] == '-' && strspn(text + 1, "0.,") == strlen(text + 1))
        memmove(text, text + 1, strlen(text));
    add_number(b, text);
}

bool hg__strbuf_take(hg__strbuf *b, char **data, size_t *size) {
    reserve(b, 0);
    if (b->failed) {
        hg__strbuf_free(b);
        return false;
    }
    b->data[b->size] = '\0';
    *data = b->data;
    if (size) *size = b->size;
    memset(b, 0, sizeof *b);
    return true;
}

void hg__strbuf_free(hg__strbuf *b) {
    free(b->data);
    memset(b, 0, sizeof *b);
}

void hg__list_add(char *list, size_t size, const char *fmt, ...) {
    size_t used = strlen(list);
    va_list args;
    if (used && used + 2 < size) {
        memcpy(list + used, ", ", 3);
        used += 2;
    }
    va_start(args, fmt);
    vsnprintf(list + used, size - used, fmt, args);
    va_end(args);
}
