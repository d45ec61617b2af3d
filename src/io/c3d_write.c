/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C3D out: what fits into one file, the header, the data. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d.h"
#include "io/c3d_out.h"

#define TO_MM 1000.0

/* The streams that the reader makes of the outputs of models. */
static const char *const model_names[HG__C3D_ROLES] = {
    [HG__C3D_ANGLES] = "model_angles",   [HG__C3D_FORCES] = "model_forces",
    [HG__C3D_MOMENTS] = "model_moments", [HG__C3D_POWERS] = "model_powers",
    [HG__C3D_SCALARS] = "model_scalars", [HG__C3D_SEGMENTS] = "model_segments",
};

/*
 * Three channels x, y, z per point, on the clock of the markers? Else it is analog like any other.
 */
static bool is_model(const hg_stream *s, const hg_stream *clock) {
    static const char *const ends[3] = {".x", ".y", ".z"};
    if (!clock || s->n_points % 3 || s->n_frames != clock->n_frames || s->rate_hz != clock->rate_hz)
        return false;
    for (size_t i = 0; i < s->n_points; i++) {
        size_t n = strlen(s->labels[i]);
        if (n < 3 || strcmp(s->labels[i] + n - 2, ends[i % 3]) != 0 ||
            strncmp(s->labels[i], s->labels[i - i % 3], n - 1) != 0)
            return false;
    }
    return true;
}

static hg_status choose(hg__c3d_out *o, hg_error *err) {
    o->markers = hg_trial_stream(o->trial, HG_STREAM_MARKERS, 0);
    if (o->markers) o->n_points = o->markers->n_points;
    const hg_stream *second = hg_trial_stream(o->trial, HG_STREAM_MARKERS, 1);
    if (second)
        return hg__fail_at(err, HG_EUNSUPPORTED, second->name,
                           "found a second stream of markers; C3D holds one, so nothing was written");
    for (size_t i = 0; i < o->trial->n_streams; i++) {
        const hg_stream *s = o->trial->streams[i];
        int role = 0;
        while (role < HG__C3D_ROLES &&
               !(model_names[role] && strcmp(s->name, model_names[role]) == 0))
            role++;
        if (s->kind == HG_STREAM_ANALOG && role < HG__C3D_ROLES && is_model(s, o->markers)) {
            o->model[role] = s;
            o->n_points += s->n_points / 3;
        } else if (s->kind == HG_STREAM_ANALOG) {
            if (o->n_analog == HG__C3D_STREAMS)
                return hg__fail(err, HG_EUNSUPPORTED,
                                "found more than %d analog streams; that many can be written",
                                HG__C3D_STREAMS);
            o->analog[o->n_analog++] = s;
            o->n_channels += s->n_points;
        } else if (s->kind == HG_STREAM_FORCE_PLATE) {
            if (o->n_plates == HG__C3D_PLATES)
                return hg__fail(err, HG_EUNSUPPORTED,
                                "found more than %d force plates; that many can be written",
                                HG__C3D_PLATES);
            o->plate[o->n_plates].stream = s;
            hg_status status = hg__c3d_lay_plate(&o->plate[o->n_plates++], err);
            if (status != HG_OK) return status;
            o->n_channels += 6;
        }
    }
    if (o->n_points + o->n_channels == 0)
        return hg__fail_at(err, HG_EDATA, o->trial->name,
                           "found neither markers nor force plates nor analog streams; "
                           "C3D holds nothing else");
    return HG_OK;
}

/* One more stream with samples between the frames; all must share one rate and one beginning. */
static hg_status join_clock(hg__c3d_out *o, const hg_stream *s, double t0_s, hg_error *err) {
    double ratio = s->rate_hz / o->rate_hz, whole = floor(ratio + 0.5);
    if (s->time_s)
        return hg__fail_at(err, HG_EUNSUPPORTED, s->name,
                           "found samples at uneven times; C3D holds one constant rate");
    if (whole < 1 || whole > 65535 || fabs(ratio - whole) > 1e-6 * whole ||
        (o->per_frame && o->per_frame != (size_t)whole))
        return hg__fail_at(err, HG_EUNSUPPORTED, s->name,
                           "found %g Hz; C3D holds one rate for all analog streams, a whole "
                           "multiple of the %g Hz of "
                           "the markers",
                           s->rate_hz, o->rate_hz);
    if (fabs(s->t0_s - t0_s) > 0.5 / s->rate_hz)
        return hg__fail_at(err, HG_EUNSUPPORTED, s->name,
                           "found a beginning at %g s; C3D holds streams that begin "
                           "together, at %g s",
                           s->t0_s, t0_s);
    double more = fabs((double)s->n_frames / whole - (double)o->n_frames);
    if (more > 1 + 0.001 * (double)o->n_frames)
        return hg__fail_at(err, HG_EUNSUPPORTED, s->name,
                           "found %.3f s beside %.3f s of markers; in C3D all streams last as long",
                           (double)s->n_frames / s->rate_hz, (double)o->n_frames / o->rate_hz);
    o->per_frame = (size_t)whole;
    return HG_OK;
}

static hg_status set_clock(hg__c3d_out *o, hg_error *err) {
    const hg_stream *clock = o->markers    ? o->markers
                             : o->n_analog ? o->analog[0]
                                           : o->plate[0].stream;
    hg_status status = HG_OK;
    if (clock->time_s)
        return hg__fail_at(err, HG_EUNSUPPORTED, clock->name,
                           "found samples at uneven times; C3D holds one constant rate");
    o->rate_hz = (double)(float)clock->rate_hz; /* as it will be read */
    o->n_frames = clock->n_frames;
    for (size_t i = 0; i < o->n_analog && status == HG_OK; i++)
        status = join_clock(o, o->analog[i], clock->t0_s, err);
    for (size_t i = 0; i < o->n_plates && status == HG_OK; i++)
        status = join_clock(o, o->plate[i].stream, clock->t0_s, err);
    if (status != HG_OK) return status;
    if (o->per_frame == 0) o->per_frame = 1;
    /* frame 1 is at 0 s; a beginning between two frames cannot be said and becomes frame 1 */
    double before = clock->t0_s * clock->rate_hz, whole = floor(before + 0.5);
    bool said = whole >= 0 && whole < 4e9 - (double)o->n_frames && fabs(before - whole) < 0.01;
    o->first_frame = said ? (size_t)whole + 1 : 1;
    o->later_s = said ? 0 : clock->t0_s;
    if (o->n_points > 65535 || o->n_channels * o->per_frame > 65535)
        return hg__fail(
            err, HG_EUNSUPPORTED,
            "found %zu points and %zu analog numbers in a frame; C3D can count to 65535",
            o->n_points, o->n_channels * o->per_frame);
    if (o->n_frames > 4000000000u || o->trial->n_events > 65535)
        return hg__fail(err, HG_EUNSUPPORTED,
                        "found %zu frames and %zu events, more than C3D can count", o->n_frames,
                        o->trial->n_events);
    return HG_OK;
}

static void pad(hg__strbuf *b) {
    static const unsigned char zero[HG__C3D_BLOCK];
    if (b->size % HG__C3D_BLOCK)
        hg__strbuf_add_bytes(b, zero, HG__C3D_BLOCK - b->size % HG__C3D_BLOCK);
}

static void put_header(hg__strbuf *b, const hg__c3d_out *o) {
    static const unsigned char zero[HG__C3D_BLOCK], start[2] = {2, HG__C3D_KEY};
    size_t last = o->first_frame + o->n_frames - 1;
    hg__strbuf_add_bytes(b, start, sizeof start);
    hg__c3d_put_u16(b, o->n_points);
    hg__c3d_put_u16(b, o->n_channels * o->per_frame);
    hg__c3d_put_u16(b, o->first_frame < 65535 ? o->first_frame : 65535);
    hg__c3d_put_u16(b, last < 65535 ? last : 65535);
    hg__c3d_put_u16(b, 0); /* gaps were not filled here */
    hg__c3d_put_f32(b, -1);
    hg__c3d_put_u16(b, o->data_block);
    hg__c3d_put_u16(b, o->n_channels ? o->per_frame : 0);
    hg__c3d_put_f32(b, o->rate_hz);
    hg__strbuf_add_bytes(b, zero, HG__C3D_BLOCK - b->size);
}

static void put_point(hg__strbuf *b, const double *p, double scale) {
    bool seen = isfinite(p[0]) && isfinite(p[1]) && isfinite(p[2]);
    for (int a = 0; a < 3; a++) hg__c3d_put_f32(b, seen ? p[a] * scale : 0);
    hg__c3d_put_f32(b, seen ? 0 : -1);
}

static void put_frame(hg__strbuf *b, const hg__c3d_out *o, size_t f) {
    if (o->markers)
        for (size_t i = 0; i < o->markers->n_points; i++)
            put_point(b, o->markers->data + (f * o->markers->n_points + i) * 3, TO_MM);
    for (int role = 0; role < HG__C3D_ROLES; role++) {
        const hg_stream *s = o->model[role];
        for (size_t i = 0; s && i < s->n_points / 3; i++)
            put_point(b, s->data + f * s->n_points + 3 * i, role == HG__C3D_SEGMENTS ? TO_MM : 1);
    }
    for (size_t k = 0; k < o->per_frame; k++) {
        size_t sample = f * o->per_frame + k;
        for (size_t i = 0; i < o->n_analog; i++) {
            const hg_stream *s = o->analog[i];
            for (size_t ch = 0; ch < s->n_points; ch++)
                hg__c3d_put_f32(b, sample < s->n_frames ? s->data[sample * s->n_points + ch] : NAN);
        }
        for (size_t i = 0; i < o->n_plates; i++) {
            double channel[6];
            hg__c3d_plate_sample(channel, &o->plate[i], sample);
            for (int c = 0; c < 6; c++) hg__c3d_put_f32(b, channel[c]);
        }
    }
}

hg_status hg__c3d_write(void **bytes, size_t *size, const hg_recording *rec, const hg_trial *trial,
                        hg_error *err) {
    hg__strbuf b = {0}, params = {0};
    char *data = NULL;
    *bytes = NULL;
    *size = 0;
    hg__c3d_out *o = calloc(1, sizeof *o);
    if (!o) return hg__fail_memory(err);
    o->rec = rec;
    o->trial = trial;
    hg_status status = choose(o, err);
    if (status == HG_OK) status = set_clock(o, err);
    if (status != HG_OK) goto out;
    /* twice: where the data begin stands in the parameters, and depends on their length only */
    hg__c3d_write_params(&params, o);
    size_t blocks = (params.size + HG__C3D_BLOCK - 1) / HG__C3D_BLOCK;
    hg__strbuf_free(&params);
    if (blocks > 255) {
        status = hg__fail(
            err, HG_EUNSUPPORTED,
            "found names and events for %zu blocks of parameters; C3D has room for 255", blocks);
        goto out;
    }
    o->data_block = 2 + blocks;
    put_header(&b, o);
    hg__c3d_write_params(&b, o);
    if (!b.failed) b.data[HG__C3D_BLOCK + 2] = (char)blocks;
    pad(&b);
    for (size_t f = 0; f < o->n_frames && !b.failed; f++) put_frame(&b, o, f);
    pad(&b);
    if (hg__strbuf_take(&b, &data, size))
        *bytes = data;
    else
        status = hg__fail_memory(err);
out:
    hg__strbuf_free(&b);
    hg__strbuf_free(&params);
    free(o);
    return status;
}
