/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speed of the ground under each foot, and of the pelvis over it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/stats.h"
#include "gait/progress/progress_parts.h"

#define SMOOTH_HZ                                                                                  \
    20.0 /* at 10 Hz the 0.1 s contacts of a sprint would blur and show 3 % too much */
#define CONTACT_MIN_S 0.08 /* a foot that leaves the pelvis behind for less is no contact */
#define LEVEL_MIN_S 0.03   /* and it must be level for this long to show the belt's speed */
#define CONTACTS_MIN 3     /* of a foot: with fewer no median */
#define SAMPLES_MIN 10
#define AROUND 7 /* contacts that show the belt's speed at the one amid them */
#define SPLIT                                                                                      \
    0.1 /* feet that differ by more are on two belts; on one belt they differ by up to 3 % */

static double *plane(size_t n, const hg__stage *stage) {
    return hg__arena_alloc(stage->scratch, n, sizeof(double));
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* First of the `half` sorted numbers that lie closest together. */
static size_t densest(const double *x, size_t n, size_t half) {
    size_t at = 0;
    double best = INFINITY;
    for (size_t i = 0; i + half <= n; i++)
        if (x[i + half - 1] - x[i] < best) {
            best = x[i + half - 1] - x[i];
            at = i;
        }
    return at;
}

static double mean_of(const double *x, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return n ? sum / (double)n : NAN;
}

/* Half-sample mode (Bickel & Fruehwirth 2006, doi:10.1016/j.csda.2005.07.011). */
static double half_sample_mode(double *x, size_t n) {
    qsort(x, n, sizeof *x, compare);
    while (n > 3) {
        size_t half = (n + 1) / 2;
        x += densest(x, n, half);
        n = half;
    }
    return mean_of(x, n);
}

/* Mean of the shortest half (Andrews 1972): steadier than the mode where there are few. */
static double shortest_half(double *x, size_t n) {
    size_t half = (n + 1) / 2;
    qsort(x, n, sizeof *x, compare);
    return mean_of(x + densest(x, n, half), half);
}

/* The points of one foot, low-passed. */
typedef struct soles {
    double *forward[2], *climb[2]; /* heel, toe; NULL where there is none */
    double *pelvis;                /* forward speed of the pelvis */
} soles;

static bool sample(const soles *s, int point, size_t i) {
    return s->forward[point] && s->forward[point][i] < s->pelvis[i] &&
           fabs(s->climb[point][i]) < HG__LEVEL_M_S;
}

/* A contact: from where the pelvis overtakes the foot to where the foot overtakes the pelvis. */
typedef struct contact {
    double at, ground;
} contact;

static double behind(const soles *s, size_t i) {
    double sum = 0;
    int count = 0;
    for (int p = 0; p < 2; p++)
        if (s->forward[p]) {
            sum += s->forward[p][i] - s->pelvis[i];
            count++;
        }
    return sum / count;
}

static size_t find_contacts(contact *out, double *pooled, const soles *s, const uint8_t *phase,
                            size_t n, double rate_hz) {
    size_t count = 0;
    for (size_t i = 0; i < n;) {
        size_t end = i, pool = 0;
        double at = 0;
        for (; end < n && behind(s, end) < 0 && phase[end] != HG__PHASE_STANDING; end++)
            for (int p = 0; p < 2; p++)
                if (sample(s, p, end)) {
                    pooled[pool++] = s->forward[p][end];
                    at += (double)end;
                }
        bool whole = i > 0 && end < n; /* at the very ends a contact may be mostly push-off */
        if (whole && (double)(end - i) >= CONTACT_MIN_S * rate_hz && pool >= 4 &&
            (double)pool >= LEVEL_MIN_S * rate_hz)
            out[count++] = (contact){at / (double)pool, shortest_half(pooled, pool)};
        i = end > i ? end : i + 1;
    }
    return count;
}

/* The line through the contacts around one (Theil 1950, Sen 1968,
 * doi:10.1080/01621459.1968.10480934: median of the slopes), at its time: two contacts in seven may
 * be wrong, and a belt that changes speed is met at its speed, at the ends as well. */
static double around(const contact *c, size_t count, size_t k, const hg__stage *stage) {
    double slope[AROUND * (AROUND - 1) / 2], value[AROUND];
    size_t most = count < AROUND ? count : AROUND;
    size_t first = k > AROUND / 2 ? k - AROUND / 2 : 0, m = 0;
    if (first + most > count) first = count - most;
    for (size_t i = first; i < first + most; i++)
        for (size_t j = i + 1; j < first + most; j++)
            if (c[j].at > c[i].at) slope[m++] = (c[j].ground - c[i].ground) / (c[j].at - c[i].at);
    double rise = m ? hg__median(slope, m, stage->scratch) : 0;
    for (size_t i = 0; i < most; i++)
        value[i] = c[first + i].ground + rise * (c[k].at - c[first + i].at);
    return hg__median(value, most, stage->scratch);
}

/* Lines between the contacts. */
static void follow(double *ground, const contact *c, size_t count, size_t n,
                   const hg__stage *stage) {
    double before_at = 0, before = NAN;
    for (size_t k = 0, i = 0; k <= count && i < n; k++) {
        double at = k < count ? c[k].at : (double)n,
               value = k < count ? around(c, count, k, stage) : before;
        for (; i < n && (double)i < at; i++)
            ground[i] = k == 0 || k == count ? value
                                             : before + (value - before) * ((double)i - before_at) /
                                                            (at - before_at);
        before = value;
        before_at = at;
    }
}

/* Is every part of the recording within a share of that one speed? */
static bool constant(const double *ground, size_t n, double usual, const uint8_t *phase,
                     double percent) {
    for (size_t i = 0; i < n; i++)
        if (phase[i] == HG__PHASE_STEADY && fabs(ground[i] - usual) > 0.01 * percent * fabs(usual))
            return false;
    return true;
}

/* What one foot says of the belt. */
typedef struct witness {
    contact *contact; /* room for those of both feet */
    size_t n;
    double usual; /* NaN when it cannot say */
} witness;

static double usual_of(const contact *c, size_t n, double *scratch, const uint8_t *phase,
                       const hg__stage *stage) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (phase[(size_t)c[i].at] == HG__PHASE_STEADY) scratch[count++] = c[i].ground;
    return hg__median(scratch, count, stage->scratch);
}

static bool ask_foot(witness *w, const hg__feet *f, int side, const uint8_t *phase,
                     const hg__stage *stage) {
    size_t n = f->n, count = 0;
    soles s = {{NULL, NULL}, {NULL, NULL}, NULL};
    /* at most every other frame begins one; room for those of the other foot too */
    *w =
        (witness){.contact = hg__arena_alloc(stage->scratch, n + 2, sizeof(contact)), .usual = NAN};
    if (!w->contact) return false;
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *pooled = plane(2 * n, stage);
    if (!pooled || !hg__motion(NULL, &s.pelvis, f->pelvis[0], n, f->rate_hz, SMOOTH_HZ, stage))
        return false;
    double *const *points[2] = {f->heel[side], f->toe[side]};
    for (int p = 0; p < 2; p++) {
        if (!points[p][0]) continue;
        if (!hg__motion(NULL, &s.forward[p], points[p][0], n, f->rate_hz, SMOOTH_HZ, stage) ||
            !hg__motion(NULL, &s.climb[p], points[p][1], n, f->rate_hz, SMOOTH_HZ, stage))
            return false;
    }
    if (s.forward[0] || s.forward[1])
        w->n = find_contacts(w->contact, pooled, &s, phase, n, f->rate_hz);
    if (w->n >= CONTACTS_MIN) {
        w->usual = usual_of(w->contact, w->n, pooled, phase, stage);
    } else {
        w->n = 0; /* too short, or the foot is seen in pieces: all samples together */
        for (int p = 0; p < 2; p++)
            for (size_t i = 0; s.forward[p] && i < n; i++)
                if (phase[i] == HG__PHASE_STEADY && sample(&s, p, i))
                    pooled[count++] = s.forward[p][i];
        if (count >= SAMPLES_MIN) w->usual = half_sample_mode(pooled, count);
    }
    hg__arena_back(stage->scratch, mark);
    return true;
}

static int earlier(const void *a, const void *b) {
    double x = ((const contact *)a)->at, y = ((const contact *)b)->at;
    return (x > y) - (x < y);
}

/* One belt under both feet: all contacts together. On a split belt each foot has its own speed. */
static void share(witness w[2], const uint8_t *phase, double *scratch, const hg__stage *stage) {
    double apart = fabs(w[0].usual - w[1].usual);
    if (w[0].n == 0 || w[1].n == 0 || !(apart < SPLIT * fabs(w[0].usual + w[1].usual) / 2)) return;
    memcpy(w[0].contact + w[0].n, w[1].contact, w[1].n * sizeof *w[1].contact);
    w[0].n += w[1].n;
    qsort(w[0].contact, w[0].n, sizeof *w[0].contact, earlier);
    w[0].usual = usual_of(w[0].contact, w[0].n, scratch, phase, stage);
    w[1] = w[0];
}

/* Forward velocity of the belt under each foot at every frame; known[side] is false when the foot
 * does not show it. False when there is no memory. */
static bool belt_velocity(hg__feet *f, bool known[2], const uint8_t *phase,
                          const hg__stage *stage) {
    witness w[2];
    hg__arena_mark mark = hg__arena_here(stage->scratch);
    double *scratch = plane(2 * f->n, stage);
    if (!scratch || !ask_foot(&w[0], f, 0, phase, stage) || !ask_foot(&w[1], f, 1, phase, stage))
        return false;
    share(w, phase, scratch, stage);
    for (int side = 0; side < 2; side++) {
        double *ground = f->ground[side];
        known[side] = isfinite(w[side].usual);
        if (!known[side]) continue;
        if (w[side].n) follow(ground, w[side].contact, w[side].n, f->n, stage);
        if (w[side].n == 0 ||
            constant(ground, f->n, w[side].usual, phase, stage->params->speed_belt_percent))
            for (size_t i = 0; i < f->n; i++) ground[i] = w[side].usual;
    }
    hg__arena_back(stage->scratch, mark);
    return true;
}

bool hg__fill_pace(hg__feet *f, const uint8_t *phase, bool belt, double stated_m_s,
                   const hg__stage *stage) {
    double *pelvis_m_s = plane(f->n, stage);
    bool known[2] = {!belt, !belt};
    if (!pelvis_m_s ||
        !hg__local_fit(NULL, pelvis_m_s, f->pelvis[0], f->n, f->rate_hz, HG__PACE_HALF_S, 2, stage))
        return false;
    if (isnan(pelvis_m_s[0])) return true; /* the pelvis is never seen */
    for (int side = 0; side < 2; side++) {
        if (!(f->ground[side] = plane(f->n, stage)) || !(f->pace[side] = plane(f->n, stage)))
            return false;
    }
    if (belt && !belt_velocity(f, known, phase, stage)) return false;
    for (int side = 0; side < 2; side++) {
        if (known[side]) continue;
        if (known[1 - side])
            memcpy(f->ground[side], f->ground[1 - side], f->n * sizeof(double));
        else if (isfinite(stated_m_s))
            for (size_t i = 0; i < f->n; i++) f->ground[side][i] = -stated_m_s;
        else
            f->ground[side] = f->pace[side] = NULL;
    }
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; f->pace[side] && i < f->n; i++)
            f->pace[side][i] = pelvis_m_s[i] - f->ground[side][i];
    return true;
}

void hg__mean_speed(hg__feet *f, const uint8_t *phase) {
    const double *x = f->pelvis[0];
    for (int side = 0; side < 2; side++) {
        double way = 0, ground = 0;
        size_t frames = 0, count = 0;
        if (!f->pace[side]) continue;
        for (size_t i = 0; i < f->n;) {
            size_t end = i;
            while (end < f->n && phase[end] == HG__PHASE_STEADY) ground += f->ground[side][end++];
            count += end - i;
            size_t a = i, b = end;
            while (a < b && isnan(x[a])) a++;
            while (b > a && isnan(x[b - 1])) b--;
            if (b > a + 1) { /* by its ends: what the pelvis does in between cancels */
                way += x[b - 1] - x[a];
                frames += b - 1 - a;
            }
            i = end > i ? end : i + 1;
        }
        if (count == 0) continue;
        f->ground_m_s[side] = ground / (double)count;
        if (frames) f->speed_m_s[side] = way * f->rate_hz / (double)frames - f->ground_m_s[side];
    }
}
