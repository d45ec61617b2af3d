/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a marker changes its course more sharply than a body can, and the spikes among that. */
#include <math.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "gait/clean/mend_parts.h"

#define NOISE_FACTOR 2.0 /* of the 99th percentile; normal noise of a million samples is below */
#define JUMPS_FREE 16    /* so many may be told in the shortest trial */
#define SAMPLES_MAX 1024 /* of the trial, for its usual changes of course */

/* Squares of the second differences about each sample; NaN beside gaps and at the ends. */
static void bends(double *out, const hg__mending *w, size_t marker) {
    double *const *p = w->m->raw + 3 * marker;
    const double *x = p[0], *y = p[1], *z = p[2];
    size_t n = w->n;
    for (size_t i = 1; i + 1 < n; i++) {
        double a = x[i + 1] - 2 * x[i] + x[i - 1];
        double b = y[i + 1] - 2 * y[i] + y[i - 1];
        double c = z[i + 1] - 2 * z[i] + z[i - 1];
        out[i] = a * a + b * b + c * c;
    }
    out[0] = out[n - 1] = NAN;
}

/*
 * Square of the jump from sample i - 1 to i. The step disagrees with the step before and with the
 * step after, and with their mean: the least of the three. An impact bends the course at one sample
 * only, an acceleration bends it the same way at both; neither is a jump. Beside a gap half of the
 * one bend there is must do. NaN when nothing is known.
 */
static double jump(const hg__mending *w, size_t marker, const double *bend, size_t i) {
    double before = bend[i - 1], after = bend[i];
    if (isnan(before)) return 0.25 * after;
    if (isnan(after)) return 0.25 * before;
    double *const *p = w->m->raw + 3 * marker;
    double mean = 0;
    for (int a = 0; a < 3; a++) {
        double d = 1.5 * (p[a][i] - p[a][i - 1]) - 0.5 * (p[a][i + 1] - p[a][i - 2]);
        mean += d * d;
    }
    double least = before < after ? before : after;
    return mean < least ? mean : least;
}

/* What no body does, whatever the trial: a change of velocity in one frame (an impact) and an
 * acceleration. */
static double physical_limit(const hg__mending *w) {
    const hg_params *p = w->stage->params;
    return p->clean_mend_noise_m +
           0.5 * w->dt * (p->clean_mend_impact_m_s + p->clean_mend_accel_m_s2 * w->dt);
}

/* 99th percentile of the marker's own changes of course. */
static double usual_jump(hg__mending *w, size_t marker) {
    double usual[SAMPLES_MAX];
    size_t count = 0, stride = w->n / SAMPLES_MAX + 1;
    bends(w->work, w, marker);
    for (size_t i = 1; i < w->n; i += stride) {
        double square = jump(w, marker, w->work, i);
        if (!isnan(square)) usual[count++] = square;
    }
    return sqrt(hg__mend_quantile(usual, count, 0.99));
}

void hg__mend_limits(hg__mending *w) {
    const hg_params *p = w->stage->params;
    double *all = hg__arena_alloc(w->stage->scratch, w->m->n_markers, sizeof *all);
    size_t known = 0;
    if (!all) {
        w->memory = false;
        return;
    }
    for (size_t m = 0; m < w->m->n_markers; m++) {
        double own = usual_jump(w, m);
        w->marker[m].limit_m = own * p->clean_mend_factor;
        if (!isnan(own)) all[known++] = own;
    }
    /* where every marker is as restless, it is the recording that is noisy */
    double most = fmax(physical_limit(w), NOISE_FACTOR * hg__mend_quantile(all, known, 0.5));
    for (size_t m = 0; m < w->m->n_markers; m++) {
        double *limit = &w->marker[m].limit_m;
        if (isnan(*limit) || *limit > most) *limit = most;
        if (*limit < p->clean_mend_spike_m) *limit = p->clean_mend_spike_m;
    }
}

/* Stretches between gaps and, when asked, jumps; only counts them, and the jumps, when `out` is
 * NULL. */
static size_t stretches(hg__stretch *out, size_t *n_jumps, const hg__mending *w, size_t marker,
                        const double *bend, bool jumps) {
    double limit = w->marker[marker].limit_m, sharp = limit * limit;
    size_t count = 0, from = 0;
    bool open = false;
    for (size_t i = 0; i < w->n; i++) {
        bool seen = hg__mend_seen(w, marker, i);
        /* the first test is cheap and nearly always enough */
        bool cut = open && jumps && !(bend[i] <= sharp) && jump(w, marker, bend, i) > sharp;
        *n_jumps += cut && seen;
        if (open && (!seen || cut)) {
            if (out) out[count] = (hg__stretch){from, i};
            count++;
            open = false;
        }
        if (seen && !open) {
            from = i;
            open = true;
        }
    }
    if (open) {
        if (out) out[count] = (hg__stretch){from, w->n};
        count++;
    }
    return count;
}

void hg__mend_cut(hg__mending *w, size_t marker) {
    hg__mend_marker *k = &w->marker[marker];
    bends(w->work, w, marker);
    size_t n_jumps = 0, again = 0;
    size_t all = stretches(NULL, &n_jumps, w, marker, w->work, true);
    /* where nearly every sample jumps, nothing can be told from jumps */
    bool jumps = n_jumps <= JUMPS_FREE + w->n / 4 * 3;
    if (!jumps && !k->wild) {
        k->wild = true;
        w->spikes.samples += n_jumps;
        w->spikes.times++;
        hg__list_add(w->spikes.text, sizeof w->spikes.text, "%s all the time (left as it is)",
                     w->m->label[marker]);
    }
    k->n_stretches = 0;
    k->stretch = hg__arena_alloc(w->stage->scratch, all, sizeof *k->stretch);
    if (!k->stretch) {
        w->memory = false;
        return;
    }
    k->n_stretches = stretches(k->stretch, &again, w, marker, w->work, jumps);
}

/* --- links --- */

/* Velocity per frame at the end or the start of a stretch; false when it is one sample long. */
static bool course(hg__vec3 *out, const hg__mending *w, size_t marker, const hg__stretch *s,
                   bool end, size_t over) {
    size_t length = s->to - s->from;
    if (length < 2) return false;
    if (over > length - 1) over = length - 1;
    size_t a = end ? s->to - 1 - over : s->from;
    *out = hg__vec_scale(hg__vec_sub(hg__mend_at(w, marker, a + over), hg__mend_at(w, marker, a)),
                         1.0 / (double)over);
    return true;
}

double hg__mend_link(const hg__mending *w, size_t ma, const hg__stretch *a, size_t mb,
                     const hg__stretch *b, double *miss_m) {
    double frames = (double)(b->from - (a->to - 1)), gap_s = (frames - 1) * w->dt;
    size_t over = frames > 1 ? 2 : 1; /* one step is too noisy to lead over a gap */
    hg__vec3 va, vb;
    bool ka = course(&va, w, ma, a, true, over), kb = course(&vb, w, mb, b, false, over);
    hg__vec3 v = ka && kb ? hg__vec_mid(va, vb) : ka ? va : kb ? vb : hg__vec(0, 0, 0);
    hg__vec3 led = hg__vec_add(hg__mend_at(w, ma, a->to - 1), hg__vec_scale(v, frames));
    *miss_m = hg__vec_norm(hg__vec_sub(hg__mend_at(w, mb, b->from), led));
    double allowed = fmax(w->marker[ma].limit_m, w->marker[mb].limit_m) +
                     w->stage->params->clean_mend_gap_accel_m_s2 * gap_s * gap_s;
    /* with a velocity of one side only, what the body does in between counts twice */
    return *miss_m / (ka && kb ? allowed : 2 * allowed);
}

/* --- spikes --- */

/* Stretches that are too short for a body to go there and back, between two that fit each other. */
static size_t spikes_of(hg__mending *w, size_t marker) {
    hg__mend_marker *k = &w->marker[marker];
    size_t longest = (size_t)w->stage->params->clean_mend_spike_frames, dropped = 0;
    for (size_t s = 1; s + 1 < k->n_stretches; s++) {
        const hg__stretch *a = &k->stretch[s - 1], *spike = &k->stretch[s];
        size_t e = s;
        double miss;
        /* a spike with jumps inside is several stretches */
        while (e + 1 < k->n_stretches && k->stretch[e + 1].from == k->stretch[e].to &&
               k->stretch[e + 1].to - spike->from <= longest)
            e++;
        if (spike->from != a->to) continue;
        for (; e >= s; e--) {
            const hg__stretch *last = &k->stretch[e], *b = &k->stretch[e + 1];
            if (e + 1 >= k->n_stretches || last->to - spike->from > longest || b->from != last->to)
                continue;
            if (a->to - a->from < 2 || b->to - b->from < 2) continue;
            if (hg__mend_link(w, marker, a, marker, b, &miss) > 1) continue;
            dropped += hg__mend_drop(w, marker, spike->from, last->to);
            s = e;
            break;
        }
    }
    return dropped;
}

void hg__mend_spikes(hg__mending *w) {
    for (size_t m = 0; m < w->m->n_markers; m++) {
        size_t dropped = spikes_of(w, m);
        if (!dropped) continue;
        w->spikes.samples += dropped;
        w->spikes.times++;
        hg__list_add(w->spikes.text, sizeof w->spikes.text, "%s (%zu)", w->m->label[m], dropped);
        hg__mend_cut(w, m);
    }
}
