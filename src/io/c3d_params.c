/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parameter section: a chain of entries, each of which says where the next one begins. The
 * number of blocks that the section claims is often wrong, so the chain itself is followed, but
 * never into the data. Where it breaks, what was read so far is kept.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"
#include "io/text.h"

#define MOST_PARAMS 10000 /* real files have a few hundred */
#define SECTION "parameter section"

static int small(unsigned char byte) {
    return byte < 0x80 ? byte : byte - 0x100;
}

static void copy_name(char *out, const unsigned char *from, size_t n) {
    while (n && (from[0] == ' ' || from[0] == 0)) from++, n--;
    while (n && (from[n - 1] == ' ' || from[n - 1] == 0)) n--;
    size_t kept = n < HG__C3D_NAME ? n : HG__C3D_NAME - 1;
    for (size_t i = 0; i < kept; i++) out[i] = (char)toupper(from[i]);
    out[kept] = '\0';
}

static void broken(hg__c3d *c, size_t at, const char *what) {
    c->damaged = true;
    hg__remark(c->sink, HG_WARNING, SECTION, "a chain of entries that ends with a zero byte",
               "%s at byte %zu; parameters from there on are not read", what, at);
}

/* An entry between `at` and `end`. False when it makes no sense; then only this one is lost. */
static bool read_values(hg__c3d *c, hg__c3d_param *p, size_t at, size_t end) {
    const unsigned char *b = c->bytes;
    if (end - at < 2) return false;
    int type = small(b[at]);
    p->n_dims = b[at + 1];
    if ((type != HG__C3D_TEXT && type != HG__C3D_BYTE && type != HG__C3D_WHOLE &&
         type != HG__C3D_REAL) ||
        p->n_dims > 7 || end - at - 2 < p->n_dims)
        return false;
    p->type = (hg__c3d_type)type;
    p->count = 1;
    for (unsigned d = 0; d < p->n_dims; d++) {
        p->dim[d] = b[at + 2 + d];
        p->count *= p->dim[d]; /* 255^7 fits */
    }
    at += 2 + p->n_dims;
    p->values = b + at;
    return p->count <= (end - at) / (size_t)abs(type);
}

static hg_status append(hg__c3d *c, const hg__c3d_param *p, size_t *room) {
    if (c->n_params == *room) {
        size_t more = *room ? 2 * *room : 128;
        hg__c3d_param *list = realloc(c->param, more * sizeof *list);
        if (!list) return hg__fail_memory(c->sink->err);
        c->param = list;
        *room = more;
    }
    c->param[c->n_params++] = *p;
    return HG_OK;
}

/* Follows the chain from `at`; nothing at or beyond `limit` belongs to it. `*reached` is where the
 * last sound entry begins. */
static hg_status follow(hg__c3d *c, size_t at, size_t limit, char (*group)[HG__C3D_NAME],
                        size_t *reached) {
    const unsigned char *b = c->bytes;
    size_t room = 0;
    for (bool last = false; !last;) {
        if (limit - at < 2) {
            broken(c, at, "no zero byte before the end of the section");
            return HG_OK;
        }
        size_t n = (size_t)abs(small(b[at])); /* negative: locked against change */
        int id = small(b[at + 1]);
        if (n == 0) return HG_OK;
        if (limit - at < 4 + n) {
            broken(c, at, "a name that does not end");
            return HG_OK;
        }
        size_t offset_at = at + 2 + n, offset = hg__c3d_u16(b + offset_at, c->processor),
               end = limit;
        hg__c3d_param p = {.group_id = id};
        copy_name(p.name, b + at + 2, n);
        *reached = at;
        last = offset == 0;
        if (id == 0 || offset == 1) {
            broken(c, at, id == 0 ? "an entry of no group" : "an entry that does not lead on");
            return HG_OK;
        }
        if (offset > limit - offset_at) {
            broken(c, at, "an entry that leads out of the section");
            last = true;
        } else if (!last) {
            end = offset_at + offset;
        }
        if (id < 0) {
            if (!*group[-id]) memcpy(group[-id], p.name, sizeof p.name);
        } else if (!read_values(c, &p, offset_at + 2, end)) {
            hg__remark(c->sink, HG_WARNING, SECTION, "values inside the entry",
                       "parameter %s at byte %zu, whose values lie outside; it is left out", p.name,
                       at);
        } else if (c->n_params < MOST_PARAMS) {
            hg_status status = append(c, &p, &room);
            if (status != HG_OK) return status;
        } else {
            broken(c, at, "more than 10000 parameters");
            return HG_OK;
        }
        at = end;
    }
    return HG_OK;
}

hg_status hg__c3d_read_params(hg__c3d *c) {
    char group[129][HG__C3D_NAME];
    size_t at = ((size_t)c->bytes[0] - 1) * HG__C3D_BLOCK, limit = c->size, orphans = 0;
    memset(group, 0, sizeof group);
    if (c->data_at > at && c->data_at < limit) limit = c->data_at;
    size_t announced = at + (size_t)c->bytes[at + 2] * HG__C3D_BLOCK, end = at;
    hg_status status = follow(c, at + 4, limit, group, &end);
    if (status != HG_OK) return status;
    if (c->bytes[at + 2] && end > announced)
        hg__remark(c->sink, HG_WARNING, SECTION,
                   "parameters within the blocks that the section announces",
                   "parameters up to byte %zu, where %zu was announced; read up to the data", end,
                   announced);
    for (size_t i = 0; i < c->n_params; i++) {
        hg__c3d_param *p = &c->param[i];
        memcpy(p->group, group[p->group_id], sizeof p->group);
        orphans += !*p->group;
    }
    if (orphans)
        hg__remark(c->sink, HG_WARNING, SECTION, "a group for every parameter",
                   "%zu parameter%s of groups that are not there; ignored", orphans,
                   orphans > 1 ? "s" : "");
    return HG_OK;
}

/* --- looking up --- */

const hg__c3d_param *hg__c3d_find(const hg__c3d *c, const char *group, const char *name) {
    for (size_t i = 0; i < c->n_params; i++)
        if (strcmp(c->param[i].name, name) == 0 && strcmp(c->param[i].group, group) == 0)
            return &c->param[i];
    return NULL;
}

static double value(const hg__c3d *c, const hg__c3d_param *p, size_t i, bool with_sign) {
    if (!p || i >= p->count) return NAN;
    switch (p->type) {
    case HG__C3D_BYTE: return p->values[i];
    case HG__C3D_WHOLE:
        return with_sign ? hg__c3d_i16(p->values + 2 * i, c->processor)
                         : (double)hg__c3d_u16(p->values + 2 * i, c->processor);
    case HG__C3D_REAL: return hg__c3d_f32(p->values + 4 * i, c->processor);
    default: return NAN;
    }
}

double hg__c3d_signed(const hg__c3d *c, const hg__c3d_param *p, size_t i) {
    return value(c, p, i, true);
}

double hg__c3d_unsigned(const hg__c3d *c, const hg__c3d_param *p, size_t i) {
    return value(c, p, i, false);
}

double hg__c3d_number(const hg__c3d *c, const char *group, const char *name) {
    return value(c, hg__c3d_find(c, group, name), 0, false);
}

/* A text without dimensions is one letter, with one a word, with more a list of words. */
static size_t word_length(const hg__c3d_param *p) {
    return p->n_dims ? p->dim[0] : 1;
}

size_t hg__c3d_texts(const hg__c3d_param *p) {
    if (!p || p->type != HG__C3D_TEXT || word_length(p) == 0) return 0;
    return p->count / word_length(p);
}

void hg__c3d_text(char *out, size_t room, const hg__c3d_param *p, size_t i) {
    char latin[2 * 255 + 1], utf8[256];
    size_t used = 0;
    out[0] = '\0';
    if (i >= hg__c3d_texts(p)) return;
    const unsigned char *from = p->values + i * word_length(p), *stop = from + word_length(p);
    while (from < stop && (*from == ' ' || *from == 0)) from++;
    const unsigned char *nul =
        memchr(from, 0, (size_t)(stop - from)); /* behind it stands what was there before */
    if (nul) stop = nul;
    while (stop > from && stop[-1] == ' ') stop--;
    memcpy(utf8, from, (size_t)(stop - from));
    utf8[stop - from] = '\0';
    memcpy(latin, utf8, (size_t)(stop - from) + 1);
    bool sound = !hg__text_clean(latin);
    for (const char *s = utf8; *s && !sound; s++) { /* most likely Latin-1 then */
        unsigned char byte = (unsigned char)*s;
        if (byte < 0x80) {
            latin[used++] = *s;
        } else {
            latin[used++] = (char)(0xC0 | byte >> 6);
            latin[used++] = (char)(0x80 | (byte & 0x3F));
        }
        latin[used] = '\0';
    }
    hg__text_clean(latin);
    hg__text_copy(out, room, latin);
    hg__text_clean(out); /* the cut may have gone through a letter */
}

void hg__c3d_word(char *out, size_t room, const hg__c3d *c, const char *group, const char *name) {
    hg__c3d_text(out, room, hg__c3d_find(c, group, name), 0);
}

/* --- lists over several parameters --- */

void hg__c3d_list_of(hg__c3d_list *list, const hg__c3d *c, const char *group, const char *name) {
    char more[HG__C3D_NAME];
    memset(list, 0, sizeof *list);
    list->c = c;
    const hg__c3d_param *p = hg__c3d_find(c, group, name);
    while (p && list->n_parts < HG__C3D_PARTS) {
        list->part[list->n_parts++] = p;
        list->n_texts += hg__c3d_texts(p);
        list->n_numbers += p->type == HG__C3D_TEXT ? 0 : p->count;
        snprintf(more, sizeof more, "%s%zu", name, list->n_parts + 1);
        p = hg__c3d_find(c, group, more);
    }
}

void hg__c3d_list_text(char *out, size_t room, const hg__c3d_list *list, size_t i) {
    for (size_t k = 0; k < list->n_parts; k++) {
        size_t n = hg__c3d_texts(list->part[k]);
        if (i < n) {
            hg__c3d_text(out, room, list->part[k], i);
            return;
        }
        i -= n;
    }
    out[0] = '\0';
}

double hg__c3d_list_number(const hg__c3d_list *list, size_t i) {
    for (size_t k = 0; k < list->n_parts; k++) {
        const hg__c3d_param *p = list->part[k];
        size_t n = p->type == HG__C3D_TEXT ? 0 : p->count;
        if (i < n) return hg__c3d_signed(list->c, p, i);
        i -= n;
    }
    return NAN;
}
