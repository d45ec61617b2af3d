/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C3D in: the header, how many frames there are, and the order in which all else is read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d.h"
#include "io/c3d_file.h"

#define MOST_FRAMES 4e9
#define SATURATED 65535 /* the last frame of the header, when there are more */

static hg_status read_header(hg__c3d *c) {
    static const char whole[] = "a complete C3D file";
    const unsigned char *b = c->bytes;
    if (c->size < HG__C3D_BLOCK)
        return hg__fault(c->sink, HG_EFORMAT, "header", whole,
                         c->size ? "%zu bytes, less than one block" : "an empty file", c->size);
    if (b[1] != HG__C3D_KEY)
        return hg__fault(c->sink, HG_EFORMAT, "header", "the byte 0x50 that marks a C3D file",
                         "0x%02x", b[1]);
    size_t at = b[0] < 2 ? 0 : ((size_t)b[0] - 1) * HG__C3D_BLOCK;
    if (at == 0 || at + 4 >= c->size)
        return hg__fault(c->sink, HG_EFORMAT, "header", whole,
                         "a parameter section in block %u, which is not in the file", b[0]);
    if (b[at + 3] < HG__C3D_INTEL || b[at + 3] > HG__C3D_MIPS)
        return hg__fault(c->sink, HG_EFORMAT, "parameter section",
                         "processor 84 (Intel), 85 (DEC) or 86 (MIPS)", "%u", b[at + 3]);
    c->processor = (hg__c3d_processor)b[at + 3];
    c->n_points = hg__c3d_u16(b + 2, c->processor);
    c->n_analog = hg__c3d_u16(b + 4, c->processor);
    c->scale = hg__c3d_f32(b + 12, c->processor);
    unsigned block = hg__c3d_u16(b + 16, c->processor);
    c->data_at = block ? ((size_t)block - 1) * HG__C3D_BLOCK : 0;
    c->per_frame = hg__c3d_u16(b + 18, c->processor);
    c->rate_hz = hg__c3d_f32(b + 20, c->processor);
    return HG_OK;
}

/* Where the header and the parameters disagree the header wins, which real files bear out; where
 * it says nothing, the parameters do. */
static hg_status settle(hg__c3d *c) {
    double used = hg__c3d_number(c, "POINT", "USED"),
           scale = hg__c3d_signed(c, hg__c3d_find(c, "POINT", "SCALE"), 0);
    double rate = hg__c3d_number(c, "POINT", "RATE"),
           block = hg__c3d_number(c, "POINT", "DATA_START");
    if (used >= 0 && (size_t)used != c->n_points)
        hg__remark(c->sink, HG_WARNING, "POINT:USED", "the number of points of the header",
                   "%g instead of %zu", used, c->n_points);
    if (!isfinite(c->scale) || c->scale == 0) c->scale = isfinite(scale) && scale != 0 ? scale : -1;
    c->real = c->scale < 0;
    if (!(isfinite(c->rate_hz) && c->rate_hz > 0)) c->rate_hz = rate;
    if (!(c->rate_hz > 0 && c->rate_hz <= 1e5))
        return hg__fault(c->sink, HG_EFORMAT, "POINT:RATE", "frames per second, up to 100000", "%g",
                         c->rate_hz);
    if (rate > 0 && fabs(rate - c->rate_hz) > 1e-3 * c->rate_hz)
        hg__remark(c->sink, HG_WARNING, "POINT:RATE", "the rate of the header",
                   "%g Hz instead of %g Hz", rate, c->rate_hz);
    c->frame_bytes = (4 * c->n_points + c->n_analog) * (c->real ? 4 : 2);
    if (c->frame_bytes == 0)
        return hg__fault(c->sink, HG_EFORMAT, "header", "points or analog channels", "neither");
    if ((c->data_at < HG__C3D_BLOCK || c->data_at >= c->size) && block >= 2 && block < 65536)
        c->data_at = ((size_t)block - 1) * HG__C3D_BLOCK;
    if (c->data_at < HG__C3D_BLOCK || c->data_at >= c->size)
        return hg__fault(c->sink, HG_EFORMAT, "header", "data within the file",
                         "data from byte %zu on, of %zu", c->data_at, c->size);
    return HG_OK;
}

/* --- how many frames --- */

typedef struct candidate {
    double first, n;
    bool stated; /* somewhere in the file */
} candidate;

/* Two words, the low one first; or one number. */
static double field(const hg__c3d *c, const char *name, double carry) {
    const hg__c3d_param *p = hg__c3d_find(c, "TRIAL", name);
    double low = hg__c3d_unsigned(c, p, 0), high = hg__c3d_unsigned(c, p, 1);
    return high > 0 ? low + carry * high : low;
}

static size_t candidates(const hg__c3d *c, candidate list[6]) {
    double first = hg__c3d_u16(c->bytes + 6, c->processor),
           last = hg__c3d_u16(c->bytes + 8, c->processor);
    double there = (double)((c->size - c->data_at) / c->frame_bytes),
           turns = floor((there - (last - first + 1)) / 65536);
    candidate all[6] = {
        {field(c, "ACTUAL_START_FIELD", 65536), field(c, "ACTUAL_END_FIELD", 65536), true},
        {field(c, "ACTUAL_START_FIELD", 65535), field(c, "ACTUAL_END_FIELD", 65535),
         true}, /* as some read the manual */
        {first, first - 1 + hg__c3d_number(c, "POINT", "LONG_FRAMES"), true},
        {first, first - 1 + hg__c3d_number(c, "POINT", "FRAMES"), true},
        {first, last, true},
        {first, last + 65536 * turns,
         false}, /* a counter that turned over: only when it is the exact length */
    };
    size_t n = 0;
    for (size_t i = 0; i < 6; i++) {
        all[i].n = all[i].n - all[i].first + 1; /* was the last frame */
        if (all[i].first >= 0 && all[i].n >= 1 && all[i].n < MOST_FRAMES) list[n++] = all[i];
    }
    return n;
}

/* Whole frames in the file, without what looks like the padding of the last block. */
static size_t frames_in_file(const hg__c3d *c) {
    size_t room = c->size - c->data_at, n = room / c->frame_bytes;
    while (n > 1 && room - n * c->frame_bytes + c->frame_bytes < HG__C3D_BLOCK) {
        const unsigned char *b = c->bytes + c->data_at + (n - 1) * c->frame_bytes;
        size_t i = 0;
        while (i < c->frame_bytes && b[i] == 0) i++;
        if (i < c->frame_bytes) break;
        n--;
    }
    return n;
}

/*
 * The number of frames stands in up to four places, and long recordings break most of them. The
 * one that fills the file up to its last block is right, if there are several the one whose last
 * frame is not empty; else the longest that fits.
 */
static hg_status count_frames(hg__c3d *c) {
    candidate list[6], *best = NULL;
    size_t n = candidates(c, list), room = c->size - c->data_at, there = room / c->frame_bytes;
    size_t seen = frames_in_file(c);
    unsigned last = hg__c3d_u16(c->bytes + 8, c->processor);
    if (there == 0)
        return hg__fault(c->sink, HG_EFORMAT, "data", "at least one frame",
                         "%zu bytes, and a frame has %zu", room, c->frame_bytes);
    for (size_t i = 0; i < n; i++) {
        double bytes = list[i].n * (double)c->frame_bytes;
        bool filling = bytes <= (double)room && (double)room - bytes < HG__C3D_BLOCK;
        if (filling && (!best || (list[i].n == (double)seen && best->n != (double)seen)))
            best = &list[i];
    }
    bool fills = best != NULL;
    for (size_t i = 0; i < n && !fills; i++)
        if (list[i].stated && list[i].n <= (double)there && (!best || list[i].n > best->n))
            best = &list[i];
    double first = best ? best->first : n ? list[0].first : 1;
    c->n_frames = best ? (size_t)best->n : there;
    if (!fills && last == SATURATED && (!best || best->n <= SATURATED)) {
        c->n_frames = seen;
        hg__remark(c->sink, HG_WARNING, "header",
                   "the number of frames in TRIAL or POINT:LONG_FRAMES",
                   "a counter that stopped at 65535; the file holds %zu frames", c->n_frames);
    } else if (!best && n) {
        char expected[64];
        snprintf(expected, sizeof expected, "%.0f frames, as the file announces", list[0].n);
        hg__remark(c->sink, HG_WARNING, "data", expected, "%zu frames: the file was cut off",
                   c->n_frames);
    } else if (!best) {
        hg__remark(c->sink, HG_WARNING, "header", "a number of frames",
                   "none; the file has room for %zu", c->n_frames);
    }
    c->first_frame = first >= 1 ? (size_t)first : 1;
    c->t0_s = (double)(c->first_frame - 1) / c->rate_hz;
    return HG_OK;
}

/* All samples of all streams and the analog numbers beside them, before any memory is taken. */
static hg_status check_memory(hg__c3d *c) {
    double used = hg__c3d_number(c, "FORCE_PLATFORM", "USED");
    double plates = used > 0 ? fmin(used, HG__C3D_PLATES) : 0;
    double frame =
        3.0 * (double)c->n_points + 2.0 * (double)c->n_analog + 6.0 * plates * (double)c->per_frame;
    double bytes = frame * (double)c->n_frames * sizeof(double);
    char expected[64];
    if (bytes <= (double)c->limits->data_bytes) return HG_OK;
    snprintf(expected, sizeof expected, "at most %zu bytes in memory for all streams",
             c->limits->data_bytes);
    return hg__fault(c->sink, HG_EUNSUPPORTED, "data", expected, "%.0f bytes of samples", bytes);
}

static hg_status read_frames(hg__c3d *c) {
    size_t n = 4 * c->n_points + c->n_analog;
    double *row = malloc(n * sizeof *row);
    c->analog = malloc((c->n_frames * c->n_analog + 1) * sizeof *c->analog);
    if (!row || !c->analog) {
        free(row);
        return hg__fail_memory(c->sink->err);
    }
    for (size_t f = 0; f < c->n_frames; f++) {
        hg__c3d_row(row, c->bytes + c->data_at + f * c->frame_bytes, n, c->real, c->processor);
        hg__c3d_take_points(c, f, row);
        hg__c3d_take_analog(c, f, row);
    }
    free(row);
    return HG_OK;
}

/* The maker of the system and its software; nothing of the runner or the session. */
static void read_source(hg__c3d *c) {
    static const char *const names[] = {"COMPANY", "SOFTWARE", "VERSION", "VERSION_LABEL"};
    hg_source_info *s = &c->rec->source;
    size_t used = 0;
    snprintf(s->format, sizeof s->format, "c3d");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[HG_NAME_MAX];
        hg__c3d_word(text, sizeof text, c, "MANUFACTURER", names[i]);
        if (!*text) continue;
        if (used && strncmp(text, s->created_by, used) == 0)
            used = 0; /* "Vicon", then "Vicon Nexus" */
        int n = snprintf(s->created_by + used, sizeof s->created_by - used, "%s%s", used ? " " : "",
                         text);
        used += n > 0 ? (size_t)n : 0; /* four times 64 bytes fit */
    }
}

/* The steps in their order. A step that adds a fault to a collecting sink ends the reading. */
static hg_status (*const steps[])(hg__c3d *c) = {
    read_header,          hg__c3d_read_params,        settle,
    count_frames,         hg__c3d_plan_analog,        check_memory,
    hg__c3d_name_points,  hg__c3d_add_point_streams,  read_frames,
    hg__c3d_scale_points, hg__c3d_add_analog_streams, hg__c3d_read_plates,
};

hg_status hg__c3d_read(hg_recording *rec, const void *bytes, size_t size, const hg__limits *limits,
                       hg__sink *sink) {
    hg__c3d c = {.bytes = bytes, .size = size, .sink = sink, .limits = limits, .rec = rec};
    size_t faults = sink->n_faults;
    hg_status status = hg_recording_add_trial(&c.trial, rec, "trial", sink->err);
    for (size_t i = 0;
         i < sizeof steps / sizeof *steps && status == HG_OK && sink->n_faults == faults; i++)
        status = steps[i](&c);
    if (status == HG_OK && sink->n_faults == faults) {
        hg__c3d_find_axes(&c);
        status = hg__c3d_add_force_streams(&c);
    }
    if (status == HG_OK && sink->n_faults == faults) status = hg__c3d_read_events(&c);
    if (status == HG_OK && sink->n_faults == faults) {
        hg__c3d_read_subject(&c);
        read_source(&c);
    }
    free(c.param);
    free(c.point);
    free(c.analog);
    free(c.channel_unit);
    free(c.plate);
    return status;
}
