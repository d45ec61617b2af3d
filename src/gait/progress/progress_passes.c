/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over ground: the runner goes up and down, or in a curve. Every pass is turned into one direction,
 * so that all later stages see a runner who goes straight on. */
#include <math.h>
#include <string.h>

#include "gait/flag_list.h"
#include "gait/progress/progress_parts.h"

#define DEGREES (180.0 / 3.14159265358979323846)
#define PASS_S 0.5       /* a pass is at least this long ... */
#define PASS_M 1.0       /* ... and goes at least this far */
#define SETTLED 1.6      /* a turn lasts until its radius is this many times the limit */
#define RATE_HALF_S 0.25 /* the rate of turning is taken over twice this */
#define CURVE_DEG 10.0   /* a pass whose heading changes by more is a curve */
#define WITHIN_DEG 12.0  /* a straight pass goes on while the pace is within this of its heading */

/* The path of the pelvis, averaged. */
typedef struct course {
    double *x, *z, *vx, *vz; /* over about a stride */
    double *hx, *hz;         /* velocity over two strides and more: its direction is the heading */
    double *angle;           /* of that, unwrapped */
} course;

static bool plot(course *c, const hg__trail *t, const hg__stage *stage) {
    size_t n = t->n;
    double **planes[] = {&c->x, &c->z, &c->vx, &c->vz, &c->hx, &c->hz, &c->angle};
    for (size_t i = 0; i < sizeof planes / sizeof *planes; i++)
        if (!(*planes[i] = hg__arena_alloc(stage->scratch, n, sizeof(double)))) return false;
    double *const *p = t->pelvis;
    if (!hg__local_fit(c->x, c->vx, p[0], n, t->rate_hz, HG__PACE_HALF_S, 2, stage) ||
        !hg__local_fit(c->z, c->vz, p[2], n, t->rate_hz, HG__PACE_HALF_S, 2, stage) ||
        !hg__local_fit(NULL, c->hx, p[0], n, t->rate_hz, HG__HEADING_HALF_S, 1, stage) ||
        !hg__local_fit(NULL, c->hz, p[2], n, t->rate_hz, HG__HEADING_HALF_S, 1, stage))
        return false;
    for (size_t i = 0; i < n; i++) {
        double a = atan2(c->hz[i], c->hx[i]);
        c->angle[i] = i ? c->angle[i - 1] + remainder(a - c->angle[i - 1], 360.0 / DEGREES) : a;
    }
    return true;
}

/* Frames in which the path bends more than a circle of that radius. */
static bool bends(const course *c, size_t i, size_t n, double rate_hz, double radius_m,
                  double speed_min) {
    size_t half = (size_t)(RATE_HALF_S * rate_hz) + 1, a = i > half ? i - half : 0,
           b = i + half < n ? i + half : n - 1;
    double rate = (c->angle[b] - c->angle[a]) / (double)(b - a) * rate_hz,
           speed = fmax(hypot(c->vx[i], c->vz[i]), speed_min);
    return fabs(rate) * radius_m > speed;
}

static void mark_turns(uint8_t *phase, const course *c, const hg__trail *t, const hg_params *p) {
    size_t n = t->n;
    double radius = p->steady_turn_radius_m, least = p->steady_speed_min_m_s;
    uint8_t turning = HG__PHASE_TURNING;
    for (size_t i = 0; i < n; i++) {
        if (phase[i] != HG__PHASE_STEADY) continue;
        if (bends(c, i, n, t->rate_hz, radius, least)) phase[i] = turning;
    }
    /* on both sides until the path is straight enough again */
    for (size_t i = 1; i < n; i++)
        if (phase[i] == HG__PHASE_STEADY && phase[i - 1] == turning &&
            bends(c, i, n, t->rate_hz, SETTLED * radius, least))
            phase[i] = turning;
    for (size_t i = n; i-- > 0;)
        if (i + 1 < n && phase[i] == HG__PHASE_STEADY && phase[i + 1] == turning &&
            bends(c, i, n, t->rate_hz, SETTLED * radius, least))
            phase[i] = turning;
}

static hg__heading towards(const course *c, size_t a, size_t b) {
    double x = c->x[b] - c->x[a], z = c->z[b] - c->z[a], length = hypot(x, z);
    return (hg__heading){x / length, z / length};
}

static void describe(hg__pass *p, const course *c) {
    double least = INFINITY, most = -INFINITY;
    for (size_t i = p->first; i <= p->last; i++) {
        least = fmin(least, c->angle[i]);
        most = fmax(most, c->angle[i]);
    }
    p->turned_deg = (most - least) * DEGREES;
    p->curved = p->turned_deg > CURVE_DEG;
    size_t middle = (p->first + p->last) / 2;
    p->heading = p->curved ? (hg__heading){cos(c->angle[middle]), sin(c->angle[middle])}
                           : towards(c, p->first, p->last);
}

/* Does a frame beside a straight pass still belong to it? */
static bool goes_on(const hg__pass *p, const course *c, size_t i, double speed_min) {
    hg__heading v = {c->vx[i], c->vz[i]};
    return hypot(v.x, v.z) > speed_min && hg__heading_between(v, p->heading) * DEGREES < WITHIN_DEG;
}

/* The window that shows a turn is longer than the turn: give its ends back to the passes. */
static void stretch(hg__passes *out, const course *c, size_t n, double speed_min) {
    for (size_t k = 0; k < out->n; k++) {
        hg__pass *p = &out->pass[k];
        size_t least = k ? p[-1].last + 1 : 0, most = k + 1 < out->n ? p[1].first - 1 : n - 1;
        if (p->curved) continue;
        while (p->first > least && goes_on(p, c, p->first - 1, speed_min)) p->first--;
        while (p->last < most && goes_on(p, c, p->last + 1, speed_min)) p->last++;
    }
}

static double duration(const hg__pass *p, double rate_hz) {
    return (double)(p->last + 1 - p->first) / rate_hz;
}

bool hg__find_passes(hg__passes *out, uint8_t *phase, const hg__trail *t, const hg__stage *stage) {
    const hg_params *params = stage->params;
    double slow = params->steady_speed_min_m_s;
    course c;
    size_t n = t->n;
    *out = (hg__passes){.pass = hg__arena_alloc(stage->scratch, n / 2 + 1, sizeof *out->pass)};
    uint8_t *before = hg__arena_alloc(stage->scratch, n, sizeof *before);
    if (!out->pass || !before || !plot(&c, t, stage)) return false;
    memcpy(before, phase, n);
    for (size_t i = 0; i < n; i++)
        if (hypot(c.vx[i], c.vz[i]) < slow) phase[i] = HG__PHASE_STANDING;
    mark_turns(phase, &c, t, params);
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && phase[end] == HG__PHASE_STEADY) end++;
        if (end > i) {
            hg__pass p = {.first = i, .last = end - 1};
            double far = hypot(c.x[p.last] - c.x[i], c.z[p.last] - c.z[i]);
            describe(&p, &c);
            if (duration(&p, t->rate_hz) >= PASS_S && (far >= PASS_M || p.curved))
                out->pass[out->n++] = p;
            i = end;
        } else {
            i++;
        }
    }
    if (out->n == 0) memcpy(phase, before, n); /* goes nowhere: nothing to tell apart */
    if (out->n == 0) return true;
    stretch(out, &c, n, slow);
    for (size_t k = 0, i = 0; k <= out->n; k++) {
        size_t first = k < out->n ? out->pass[k].first : n;
        for (; i < first; i++)
            if (phase[i] == HG__PHASE_STEADY) phase[i] = HG__PHASE_TURNING;
        for (; k < out->n && i <= out->pass[k].last; i++) phase[i] = HG__PHASE_STEADY;
    }
    for (size_t k = 0; k < out->n; k++) {
        const hg__pass *p = &out->pass[k];
        if (duration(p, t->rate_hz) > duration(&out->pass[out->longest], t->rate_hz))
            out->longest = k;
        out->turn |= p->curved;
    }
    out->turn |= out->n > 1;
    return true;
}

/* Heading of every frame as an unwrapped angle. */
static bool headings(double *angle, const hg__passes *passes, const hg__trail *t,
                     const hg__stage *stage) {
    size_t n = t->n;
    double *vx = hg__arena_alloc(stage->scratch, n, sizeof *vx),
           *vz = hg__arena_alloc(stage->scratch, n, sizeof *vz), before = 0;
    if (!vx || !vz ||
        !hg__local_fit(NULL, vx, t->pelvis[0], n, t->rate_hz, HG__HEADING_HALF_S, 2, stage) ||
        !hg__local_fit(NULL, vz, t->pelvis[2], n, t->rate_hz, HG__HEADING_HALF_S, 2, stage))
        return false;
    for (size_t k = 0; k < passes->n; k++) {
        const hg__pass *p = &passes->pass[k];
        for (size_t i = p->first; i <= p->last; i++) {
            double a = p->curved ? atan2(vz[i], vx[i]) : atan2(p->heading.z, p->heading.x);
            angle[i] = k || i > p->first ? before + remainder(a - before, 360.0 / DEGREES) : a;
            before = angle[i];
        }
        /* between passes it swings round evenly */
        size_t gap = k ? passes->pass[k - 1].last : 0;
        for (size_t i = gap + 1; k && i < p->first; i++)
            angle[i] = angle[gap] + (angle[p->first] - angle[gap]) * (double)(i - gap) /
                                        (double)(p->first - gap);
        for (size_t i = 0; !k && i < p->first; i++) angle[i] = angle[p->first];
    }
    for (size_t i = passes->pass[passes->n - 1].last + 1; i < n; i++) angle[i] = before;
    return true;
}

static void turn_planes(double *x, double *z, double *const turn[4], size_t n) {
    for (size_t i = 0; i < n; i++) {
        double a = turn[0][i] * x[i] - turn[1][i] * z[i] + turn[2][i],
               b = turn[1][i] * x[i] + turn[0][i] * z[i] + turn[3][i];
        x[i] = a;
        z[i] = b;
    }
}

/*
 * Each frame is turned about the pelvis by the angle between its heading and the main one, and the
 * path is laid out anew step by step. Within a straight pass that is one rotation and one shift;
 * through turns and curves nothing jumps.
 */
bool hg__turn_passes(hg__progress *out, hg__markers *markers, const hg__passes *passes,
                     const hg__trail *t, const hg__stage *stage) {
    size_t n = t->n;
    double *angle = hg__arena_alloc(stage->scratch, n, sizeof *angle);
    const hg__pass *main = &passes->pass[passes->longest];
    course c;
    for (int i = 0; i < 4; i++)
        if (!(out->turn[i] = hg__arena_alloc(stage->scratch, n, sizeof(double)))) return false;
    if (!angle || !plot(&c, t, stage) || !headings(angle, passes, t, stage)) return false;
    double *const *turn = out->turn, to = atan2(main->heading.z, main->heading.x), x = 0, z = 0;
    for (size_t i = 0; i < n; i++) {
        if (i) {
            double half = to - 0.5 * (angle[i] + angle[i - 1]), dx = c.x[i] - c.x[i - 1],
                   dz = c.z[i] - c.z[i - 1];
            x += cos(half) * dx - sin(half) * dz;
            z += sin(half) * dx + cos(half) * dz;
        }
        turn[0][i] = cos(to - angle[i]);
        turn[1][i] = sin(to - angle[i]);
        turn[2][i] = x - (turn[0][i] * c.x[i] - turn[1][i] * c.z[i]);
        turn[3][i] = z - (turn[1][i] * c.x[i] + turn[0][i] * c.z[i]);
    }
    for (size_t m = 0; m < markers->n_markers; m++) {
        turn_planes(markers->raw[3 * m], markers->raw[3 * m + 2], turn, n);
        if (markers->smooth[3 * m] != markers->raw[3 * m])
            turn_planes(markers->smooth[3 * m], markers->smooth[3 * m + 2], turn, n);
    }
    return true;
}

void hg__check_facing(hg__passes *passes, uint8_t *phase, const hg__trail *t,
                      const hg__stage *stage) {
    hg__heading main = passes->pass[passes->longest].heading;
    size_t n_backward = 0;
    for (size_t k = 0; t->facing[0] && k < passes->n; k++) {
        hg__pass *p = &passes->pass[k];
        size_t count = p->last + 1 - p->first;
        hg__heading faces = {stage->k->sum_valid(t->facing[0] + p->first, count),
                             stage->k->sum_valid(t->facing[1] + p->first, count)};
        p->backward =
            hg__heading_between(faces, main) * DEGREES > stage->params->direction_facing_deg;
        n_backward += p->backward;
    }
    if (n_backward == passes->n) return; /* the tests of the direction refuse the whole */
    for (size_t k = 0; k < passes->n; k++) {
        const hg__pass *p = &passes->pass[k];
        if (p->backward) memset(phase + p->first, HG__PHASE_BACKWARD, p->last + 1 - p->first);
    }
}

void hg__flag_passes(const hg__passes *passes, double rate_hz, const hg__stage *stage) {
    size_t backward = 0, curved = 0;
    double seconds = 0, most = 0;
    for (size_t k = 0; k < passes->n; k++) {
        const hg__pass *p = &passes->pass[k];
        backward += p->backward;
        curved += p->curved;
        most = fmax(most, p->curved ? p->turned_deg : 0);
        seconds += p->backward ? duration(p, rate_hz) : 0;
    }
    if (passes->n > 1)
        hg__flag(stage->flags, HG_FLAG_PASSES_TURNED, (double)passes->n, "%zu passes", passes->n);
    if (curved)
        hg__flag(stage->flags, HG_FLAG_PATH_CURVED, most, "by up to %.0f deg within one pass",
                 most);
    if (backward && backward < passes->n)
        hg__flag(stage->flags, HG_FLAG_PASSES_BACKWARD, (double)backward, "%zu of %zu, %.1f s",
                 backward, passes->n, seconds);
}
