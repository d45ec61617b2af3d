/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Analog channels: (raw - OFFSET) x SCALE x GEN_SCALE, in files of real numbers too. A stream holds
 * channels of one unit, as the native layout wants it.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"
#include "io/text.h"

#define UNITS 32 /* different ones in a file; further ones count as not known */

static bool is_unsigned(const hg__c3d *c) {
    char text[HG_NAME_MAX], plain[HG_NAME_MAX];
    hg__c3d_word(text, sizeof text, c, "ANALOG", "FORMAT");
    hg__c3d_plain(plain, sizeof plain, text);
    return strncmp(plain, "UNSIGNED", 8) == 0;
}

hg_status hg__c3d_plan_analog(hg__c3d *c) {
    double used = hg__c3d_number(c, "ANALOG", "USED"), rate = hg__c3d_number(c, "ANALOG", "RATE");
    size_t n = c->n_analog;
    if (n == 0) {
        c->per_frame = 1;
        return HG_OK;
    }
    if (c->per_frame == 0 && rate > 0 && rate / c->rate_hz < 1e6)
        c->per_frame = (size_t)(rate / c->rate_hz + 0.5);
    if ((c->per_frame == 0 || n % c->per_frame) && used >= 1 && used <= (double)n &&
        n % (size_t)used == 0)
        c->per_frame = n / (size_t)used;
    if (c->per_frame == 0 || n % c->per_frame) {
        hg_status status =
            hg__fault(c->sink, HG_EFORMAT, "header", "a multiple of the samples per frame",
                      "%zu analog numbers in a frame of %zu samples", n, c->per_frame);
        c->per_frame = 1;
        return status;
    }
    c->n_channels = n / c->per_frame;
    if (used >= 0 && (size_t)used != c->n_channels)
        hg__remark(c->sink, HG_WARNING, "ANALOG:USED", "the number of channels of the header",
                   "%g instead of %zu", used, c->n_channels);
    if (rate > 0 && fabs(rate - c->rate_hz * (double)c->per_frame) > 1e-3 * rate)
        hg__remark(c->sink, HG_WARNING, "ANALOG:RATE",
                   "the rate of the points times the samples per frame", "%g Hz instead of %g Hz",
                   rate, c->rate_hz * (double)c->per_frame);
    return HG_OK;
}

void hg__c3d_take_analog(hg__c3d *c, size_t frame, const double *row) {
    if (c->n_channels)
        memcpy(c->analog + frame * c->n_analog, row + 4 * c->n_points, c->n_analog * sizeof *row);
}

static void scale(hg__c3d *c) {
    hg__c3d_list scales, offsets;
    double gen = hg__c3d_signed(c, hg__c3d_find(c, "ANALOG", "GEN_SCALE"), 0);
    bool no_sign = is_unsigned(c);
    size_t n = c->n_frames * c->per_frame;
    if (isnan(gen)) gen = 1;
    hg__c3d_list_of(&scales, c, "ANALOG", "SCALE");
    hg__c3d_list_of(&offsets, c, "ANALOG", "OFFSET");
    for (size_t ch = 0; ch < c->n_channels; ch++) {
        double by = hg__c3d_list_number(&scales, ch), from = hg__c3d_list_number(&offsets, ch);
        if (isnan(by)) by = 1;
        if (isnan(from)) from = 0;
        if (no_sign && from < 0) from += 65536;
        for (size_t i = 0; i < n; i++) {
            double *x = &c->analog[i * c->n_channels + ch];
            if (no_sign && !c->real && *x < 0) *x += 65536;
            *x = (*x - from) * by * gen;
        }
    }
}

/* "analog" where all channels have one unit, else "analog_<unit>". */
static void stream_name(char out[HG_NAME_MAX], const char *unit, bool one) {
    char part[HG_NAME_MAX - 16]; /* room for the beginning and a number */
    size_t n = 0;
    for (; *unit && n + 1 < sizeof part; unit++)
        part[n++] = isalnum((unsigned char)*unit) || *unit == '.' || *unit == '-' ? *unit : '_';
    part[n] = '\0';
    snprintf(out, HG_NAME_MAX, one ? "analog" : "analog_%s", part);
}

static bool has_stream(const hg_trial *t, const char *name) {
    for (size_t i = 0; i < t->n_streams; i++)
        if (strcmp(t->streams[i]->name, name) == 0) return true;
    return false;
}

/* One stream of the channels with the unit of channel `first`, which is the first that has it. */
static hg_status add_stream(hg__c3d *c, size_t first, bool one, char (*labels)[HG_NAME_MAX]) {
    const char *unit = c->channel_unit[first];
    size_t n = 0, samples = c->n_frames * c->per_frame, k = 0;
    char name[HG_NAME_MAX], tried[HG_NAME_MAX];
    hg_stream *s = NULL;
    for (size_t ch = first; ch < c->n_channels; ch++) n += strcmp(c->channel_unit[ch], unit) == 0;
    stream_name(tried, unit, one);
    memcpy(name, tried, sizeof name);
    for (unsigned i = 2; has_stream(c->trial, name); i++) {
        snprintf(name, sizeof name, "%.52s_%u", tried, i);
    }
    hg_status status = hg_trial_add_stream(&s, c->rec, c->trial, name, HG_STREAM_ANALOG, samples, n,
                                           1, c->rate_hz * (double)c->per_frame, c->sink->err);
    if (status != HG_OK) return status;
    s->t0_s = c->t0_s;
    memcpy(s->units, unit, sizeof s->units);
    for (size_t ch = first; ch < c->n_channels; ch++) {
        if (strcmp(c->channel_unit[ch], unit) != 0) continue;
        memcpy(s->labels[k], labels[ch], sizeof *labels);
        for (size_t i = 0; i < samples; i++) s->data[i * n + k] = c->analog[i * c->n_channels + ch];
        k++;
    }
    return HG_OK;
}

/* Number of the unit of a channel among those met, or `n_units`. */
static size_t find_unit(const hg__c3d *c, const size_t *first, size_t n_units, size_t ch) {
    size_t u = 0;
    while (u < n_units && strcmp(c->channel_unit[first[u]], c->channel_unit[ch]) != 0) u++;
    return u;
}

hg_status hg__c3d_add_analog_streams(hg__c3d *c) {
    size_t n = c->n_channels;
    if (n == 0) return HG_OK;
    hg__c3d_list *lists = calloc(3, sizeof *lists);
    char(*labels)[HG_NAME_MAX] = calloc(n, sizeof *labels);
    hg_status status = HG_OK;
    c->channel_unit = calloc(n, sizeof *c->channel_unit);
    if (!lists || !labels || !c->channel_unit) {
        status = hg__fail_memory(c->sink->err);
        goto out;
    }
    scale(c);
    hg__c3d_list_of(&lists[0], c, "ANALOG", "LABELS");
    hg__c3d_list_of(&lists[1], c, "ANALOG", "DESCRIPTIONS");
    hg__c3d_list_of(&lists[2], c, "ANALOG", "UNITS");
    bool cut = hg__c3d_names_are_cut(&lists[0], &lists[1], n);
    size_t first[UNITS], n_units = 0; /* the first channel of each unit */
    for (size_t ch = 0; ch < n; ch++) {
        hg__c3d_list_text(labels[ch], sizeof *labels, &lists[cut ? 1 : 0], ch);
        if (!*labels[ch]) snprintf(labels[ch], sizeof *labels, "channel%zu", ch + 1);
        hg__c3d_list_text(c->channel_unit[ch], sizeof *c->channel_unit, &lists[2], ch);
        for (char *comma = c->channel_unit[ch]; (comma = strchr(comma, ',')) != NULL;) *comma = ';';
        if (!*c->channel_unit[ch]) memcpy(c->channel_unit[ch], "n/a", 4);
        size_t u = find_unit(c, first, n_units, ch);
        if (u == UNITS - 1) { /* the last place is for what has no unit */
            memcpy(c->channel_unit[ch], "n/a", 4);
            u = find_unit(c, first, n_units, ch);
        }
        if (u == n_units) first[n_units++] = ch;
    }
    status = hg__c3d_make_unique(labels, n, c->sink->err);
    for (size_t u = 0; u < n_units && status == HG_OK; u++)
        status = add_stream(c, first[u], n_units == 1, labels);
out:
    free(lists);
    free(labels);
    return status;
}
