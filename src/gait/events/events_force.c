/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/filter.h"
#include "gait/axes.h"
#include "gait/events/events.h"
#include "gait/flag_list.h"

#define MIDDLE_FROM 0.25 /* of the contact: when the standing foot stands */
#define MIDDLE_TO 0.75
#define HIP_APART_RAD                                                                              \
    0.087 /* 5 deg: the hips of a striking and a trailing leg are further apart                    \
           */

typedef struct contact {
    double start_s, end_s; /* NaN when before the first or after the last sample */
} contact;

/* Vertical force of all plates, on the first plate's clock. */
static hg_status vertical_force(double **out, const hg_stream **clock, const hg_trial *trial,
                                const hg__stage *stage) {
    const hg__kernels *k = stage->k;
    *out = NULL;
    for (size_t s = 0;; s++) {
        const hg_stream *plate = hg_trial_stream(trial, HG_STREAM_FORCE_PLATE, s);
        if (!plate) return HG_OK;
        if (s == 0) *clock = plate;
        if (plate->n_frames != (*clock)->n_frames || plate->rate_hz != (*clock)->rate_hz ||
            hg_stream_time(plate, 0) != hg_stream_time(*clock, 0)) {
            hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, NAN, "the plates have different clocks");
            *out = NULL;
            return HG_OK;
        }
        static const char *const labels[3] = {"fx", "fy", "fz"};
        double M[9];
        hg_status status = hg__axes_matrix(M, plate->axes, plate->name, stage->err);
        if (status != HG_OK) return status;
        size_t n = plate->n_frames;
        double *channel = hg__arena_alloc(stage->scratch, n, sizeof *channel);
        if (!*out) *out = hg__arena_alloc(stage->scratch, n, sizeof **out);
        if (!channel || !*out) return hg__fail_memory(stage->err);
        for (int a = 0; a < 3; a++) {
            ptrdiff_t at = hg_stream_find(plate, labels[a]);
            if (M[3 + a] == 0 || at < 0) continue; /* only the upward row of the axes counts */
            k->transpose(channel, n, plate->data + at, plate->n_points, n, 1);
            k->blend(*out, *out, 1.0, channel, M[3 + a], n);
        }
    }
}

static size_t find_contacts(contact *out, const double *force, const hg_stream *clock,
                            const hg_params *p) {
    double level = p->events_force_threshold_n, most = 0;
    size_t n = clock->n_frames, count = 0;
    contact now = {NAN, NAN};
    bool inside = force[0] > level;
    for (size_t i = 0; i + 1 < n; i++) {
        if (inside && force[i] > most) most = force[i];
        if (!inside && force[i] <= level && force[i + 1] > level) {
            inside = true;
            most = 0;
            now.start_s = hg_stream_time(clock, 0) + hg__crossing(force, level, i) / clock->rate_hz;
        } else if (inside && force[i] > level && !(force[i + 1] > level)) {
            inside = false;
            now.end_s = isnan(force[i + 1]) ? NAN
                                            : hg_stream_time(clock, 0) +
                                                  hg__crossing(force, level, i) / clock->rate_hz;
            if (most > level + p->events_force_hysteresis_n) out[count++] = now;
            now = (contact){NAN, NAN};
        }
    }
    if (inside && most > level + p->events_force_hysteresis_n) out[count++] = now;
    return count;
}

/* Mean speed over the ground of the middle of a foot between two times. */
static double foot_speed(const hg__feet *feet, int side, double from_s, double to_s) {
    double *const *points[2] = {feet->heel[side], feet->toe[side]};
    double first = (from_s - feet->t0_s) * feet->rate_hz,
           last = (to_s - feet->t0_s) * feet->rate_hz;
    size_t a = first < 0 ? 0 : (size_t)ceil(first), b = last < 0 ? 0 : (size_t)last, count = 0;
    double sum = 0;
    if (b >= feet->n) b = feet->n - 1;
    for (int p = 0; p < 2 && a < b; p++) {
        if (!points[p][0]) continue;
        for (size_t i = a; i < b; i++) {
            double ahead =
                (points[p][0][i + 1] - points[p][0][i]) * feet->rate_hz - feet->ground_m_s[side];
            double climb = (points[p][1][i + 1] - points[p][1][i]) * feet->rate_hz;
            double v = hypot(ahead, climb);
            if (isnan(v)) continue;
            sum += v;
            count++;
        }
    }
    return count ? sum / (double)count : NAN;
}

static hg_side side_by_feet(const hg__feet *feet, double start_s, double end_s,
                            const hg_params *p) {
    double length = end_s - start_s;
    double from = start_s + MIDDLE_FROM * length, to = start_s + MIDDLE_TO * length;
    double left = foot_speed(feet, HG_LEFT, from, to), right = foot_speed(feet, HG_RIGHT, from, to);
    if (left < p->events_force_side_ratio * right) return HG_LEFT;
    if (right < p->events_force_side_ratio * left) return HG_RIGHT;
    return HG_SIDE_UNKNOWN;
}

static hg_side side_by_hips(double strike_s, const hg__angle_set *angles) {
    const double *left = angles->angle[HG_ANGLE_HIP_FLEXION_LEFT],
                 *right = angles->angle[HG_ANGLE_HIP_FLEXION_RIGHT];
    double at = (strike_s - angles->t0_s) * angles->rate_hz;
    if (!left || !right || !(at >= 0) || at > (double)(angles->n - 1)) return HG_SIDE_UNKNOWN;
    double apart = right[(size_t)at] - left[(size_t)at];
    return apart > HIP_APART_RAD ? HG_RIGHT : apart < -HIP_APART_RAD ? HG_LEFT : HG_SIDE_UNKNOWN;
}

/* What the force looks like where it shows no contact. */
static const char *why_none(const double *force, size_t n, const hg__stage *stage) {
    double least, most;
    stage->k->min_max_valid(force, n, &least, &most);
    if (isnan(most)) return "it holds no sample";
    if (-least > stage->params->events_force_threshold_n && -least > most)
        return "its force points down; force on the runner points up, check axes and sign";
    return "it shows no contact";
}

static hg_side side_of(const contact *c, const hg__events_input *input, double first_s,
                       double last_s, const hg_params *p) {
    double start = isnan(c->start_s) ? first_s : c->start_s,
           end = isnan(c->end_s) ? last_s : c->end_s;
    hg_side side = HG_SIDE_UNKNOWN;
    if (input->feet) side = side_by_feet(input->feet, start, end, p);
    if (side == HG_SIDE_UNKNOWN && input->angles && !isnan(c->start_s))
        side = side_by_hips(start, input->angles);
    return side;
}

hg_status hg__events_from_force(hg__event_set *out, const hg__events_input *input,
                                const hg__stage *stage) {
    const hg_params *p = stage->params;
    const hg_stream *clock = NULL;
    double *force;
    *out = (hg__event_set){.method = "", .second_method = ""};
    hg_status status = vertical_force(&force, &clock, input->trial, stage);
    if (status != HG_OK || !force) return status;
    size_t n = clock->n_frames;
    if (p->events_force_cutoff_hz > 0) {
        double c[5];
        /* not corrected: the published thresholds belong to the plain two passes */
        if (!hg__butterworth2(c, p->events_force_cutoff_hz, clock->rate_hz, false)) {
            hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, clock->rate_hz,
                     "its rate of %.3g Hz is too low for the filter", clock->rate_hz);
            return HG_OK;
        }
        size_t pad = (size_t)ceil(clock->rate_hz / p->events_force_cutoff_hz);
        if (!hg__filter_zero_lag(stage->k, force, n, 1, c, pad < 9 ? 9 : pad, stage->scratch))
            return hg__fail_memory(stage->err);
    }
    contact *contacts = hg__arena_alloc(stage->scratch, n / 2 + 1, sizeof *contacts);
    if (!contacts) return hg__fail_memory(stage->err);
    size_t count = find_contacts(contacts, force, clock, p), unsure = 0;
    for (int side = 0; side < 2; side++)
        if (!hg__event_list_room(&out->side[side], count, stage->scratch))
            return hg__fail_memory(stage->err);
    double first_s = hg_stream_time(clock, 0), last_s = hg_stream_time(clock, n - 1);
    for (size_t i = 0; i < count; i++) {
        hg_side side = side_of(&contacts[i], input, first_s, last_s, p);
        if (side == HG_SIDE_UNKNOWN) {
            unsure++;
            continue;
        }
        hg__event_list *list = &out->side[side];
        if (!isnan(contacts[i].start_s)) {
            list->agreement_s[list->n_strikes] = NAN;
            list->strike[list->n_strikes++] = contacts[i].start_s;
        }
        if (!isnan(contacts[i].end_s)) list->toe_off[list->n_toe_offs++] = contacts[i].end_s;
    }
    if (out->side[HG_LEFT].n_strikes + out->side[HG_RIGHT].n_strikes == 0) {
        hg__flag(stage->flags, HG_FLAG_FORCE_UNUSABLE, (double)count, "%s",
                 count ? "for none of its contacts could the side be told"
                       : why_none(force, n, stage));
        return HG_OK;
    }
    if (unsure)
        hg__flag(stage->flags, HG_FLAG_EVENTS_SIDE_UNSURE, (double)unsure, "%zu of %zu", unsure,
                 count);
    out->method = "force";
    snprintf(out->description, sizeof out->description,
             "Vertical force, zero-lag second-order low-pass %.3g Hz, threshold %.3g N, times by "
             "linear interpolation; "
             "sides from the %s.",
             p->events_force_cutoff_hz, p->events_force_threshold_n,
             input->feet ? "foot markers, else flexion of the hips" : "flexion of the hips");
    return HG_OK;
}
