/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of the training log. Days count back from a reference day: the session, else the intake,
 * else the newest run. Day 0 is the reference day; the last 7 days are days 0 to 6, the 30 days
 * before them days 7 to 36.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/derived.h"
#include "evidence/units.h"

#define WEEK 7
#define BEFORE 30
#define ROOM (WEEK + BEFORE)
/* A log that begins later says nothing of the weeks before: at least two of the weeks that the last
 * one is compared with have to be in it. */
#define BEGINS_DAY 20

typedef struct log_days {
    double longest_m[ROOM], sum_m[ROOM]; /* by day back; 0 without a run */
    bool run[ROOM];
    long reference;
    const char *reference_from; /* "the session", ... */
    char reference_date[16];
    long first, last; /* days back of the oldest and newest run in the log, up to the reference */
    size_t runs, undated, without_distance;
} log_days;

static bool digits(const char *text, size_t n, long *out) {
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

/* "2026-11-22" and what may follow it, to days since 1970-01-01 in the Gregorian calendar. */
static bool day_number(const char *date, long *out) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long y, m, d;
    if (strlen(date) < 10 || date[4] != '-' || date[7] != '-') return false;
    if (!digits(date, 4, &y) || !digits(date + 5, 2, &m) || !digits(date + 8, 2, &d)) return false;
    if (m < 1 || m > 12 || d < 1) return false;
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap)) return false;
    /* years from March, so that the leap day is the last */
    y -= m <= 2;
    long era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    long of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    *out = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return true;
}

static bool find_reference(log_days *d, const hg_result *r) {
    const char *date = r->session_date;
    long newest = 0;
    bool any = false;
    d->reference_from = "the session";
    if (!day_number(date, &d->reference)) {
        date = r->intake_date;
        d->reference_from = "the intake";
    }
    if (!day_number(date, &d->reference)) {
        d->reference_from = "the newest run of the log, for want of another date";
        for (size_t i = 0; i < r->n_training_log; i++) {
            long day;
            if (!day_number(r->training_log[i].date, &day) || (any && day <= newest)) continue;
            newest = day;
            date = r->training_log[i].date;
            any = true;
        }
        if (!any) return false;
        d->reference = newest;
    }
    snprintf(d->reference_date, sizeof d->reference_date, "%.10s", date);
    return true;
}

static void sort_in(log_days *d, const hg_result *r) {
    d->first = -1;
    d->last = -1;
    for (size_t i = 0; i < r->n_training_log; i++) {
        const hg_training_run *run = &r->training_log[i];
        long day;
        if (!day_number(run->date, &day)) {
            d->undated++;
            continue;
        }
        long back = d->reference - day;
        if (back < 0) continue; /* later than the session */
        d->runs++;
        if (back > d->first) d->first = back;
        if (d->last < 0 || back < d->last) d->last = back;
        if (back >= ROOM) continue;
        d->run[back] = true;
        if (!(run->distance_m >= 0)) {
            d->without_distance++;
            continue;
        }
        d->sum_m[back] += run->distance_m;
        d->longest_m[back] = fmax(d->longest_m[back], run->distance_m);
    }
}

static double longest(const log_days *d, int from, int days) {
    double most = 0;
    for (int i = from; i < from + days; i++) most = fmax(most, d->longest_m[i]);
    return most;
}

static double sum(const log_days *d, int from, int days) {
    double total = 0;
    for (int i = from; i < from + days; i++) total += d->sum_m[i];
    return total;
}

static const char *km(char out[64], double metres) {
    hg__number_words(out, 64, metres, hg__unit_find("km"));
    return out;
}

static const char *excess_reading(double percent) {
    const double tiny = 1e-7;
    return percent > 100 + tiny  ? "more than 100 % longer"
           : percent > 30 + tiny ? "30 to 100 % longer"
           : percent > 10 + tiny ? "10 to 30 % longer"
                                 : "at most 10 % longer";
}

/* Why the log cannot be used for these numbers, or NULL. */
static const char *fault(const log_days *d, bool dated, char out[200]) {
    if (!dated) return "there is no training log with dates";
    if (d->runs == 0) return "the training log has no run up to the reference day";
    if (d->last >= WEEK) {
        snprintf(out, 200,
                 "the last run of the log is %ld days before %s (%s), so the log may be out "
                 "of date",
                 d->last, d->reference_from, d->reference_date);
        return out;
    }
    if (d->first < BEGINS_DAY) {
        snprintf(out, 200, "the log begins only %ld days before %s (%s); %d days are needed",
                 d->first, d->reference_from, d->reference_date, BEGINS_DAY);
        return out;
    }
    return NULL;
}

static bool none(hg__derived_set *out, hg__derived_id id, const char *why, hg__arena *memory) {
    return hg__derived_put(out, id, HG_LEFT, NAN, why, memory, "Not computed: %s.", why);
}

static double percent_more(double now, double before) {
    return before > 0 ? 100 * (now / before - 1) : NAN;
}

static bool put_longest(hg__derived_set *out, const log_days *d, hg__arena *memory) {
    double week = longest(d, 0, WEEK), month = longest(d, WEEK, BEFORE);
    double excess = week > 0 ? percent_more(week, month) : NAN;
    char a[64], b[64], p[64], holes[80] = "";
    if (d->without_distance)
        snprintf(holes, sizeof holes, " %zu runs without a distance are left out.",
                 d->without_distance);
    bool ok =
        hg__derived_put(out, HG__DERIVED_longest_run_7d, HG_LEFT, week > 0 ? week / 1000 : NAN, "",
                        memory, "Longest run in the 7 days up to %s (%s): %s.%s", d->reference_date,
                        d->reference_from, km(a, week > 0 ? week : NAN), holes) &&
        hg__derived_put(out, HG__DERIVED_longest_run_30d, HG_LEFT, month > 0 ? month / 1000 : NAN,
                        "", memory, "Longest run in the 30 days before those 7: %s.%s",
                        km(b, month > 0 ? month : NAN), holes);
    if (isnan(excess))
        return ok && none(out, HG__DERIVED_longest_run_excess,
                          week > 0 ? "no run with a distance in the 30 days before"
                                   : "no run with a distance in the last 7 days",
                          memory);
    hg__number_words(p, sizeof p, excess / 100, hg__unit_find("%"));
    return ok &&
           hg__derived_put(
               out, HG__DERIVED_longest_run_excess, HG_LEFT, excess, excess_reading(excess), memory,
               "Longest run of the 7 days up to %s (%s): %s; of the 30 days before "
               "them: %s; so %s more.%s",
               d->reference_date, d->reference_from, km(a, week), km(b, month), p, holes);
}

static bool put_change(hg__derived_set *out, hg__derived_id id, const log_days *d, int days,
                       const char *reading, const char *what, hg__arena *memory) {
    double now = sum(d, 0, days), before = sum(d, days, days);
    double change = percent_more(now, before);
    char a[64], b[64], p[64];
    if (isnan(change))
        return none(out, id, "no distance in the days that it is compared with", memory);
    hg__number_words(p, sizeof p, change / 100, hg__unit_find("%"));
    return hg__derived_put(out, id, HG_LEFT, change, reading, memory,
                           "%s up to %s: %s; before that: %s; a change of %s.", what,
                           d->reference_date, km(a, now), km(b, before), p);
}

static bool put_acwr(hg__derived_set *out, const log_days *d, hg__arena *memory) {
    double now = sum(d, 0, WEEK), before = sum(d, WEEK, 3 * WEEK) / 3;
    char a[64], b[64], q[64];
    if (!(before > 0))
        return none(out, HG__DERIVED_acwr, "no distance in the three weeks before", memory);
    hg__number_words(q, sizeof q, now / before, hg__unit_find("1"));
    return hg__derived_put(
        out, HG__DERIVED_acwr, HG_LEFT, now / before,
        "printed without weight: more of it did not go with more injuries", memory,
        "Distance of the 7 days up to %s: %s; mean week of the three before, the "
        "last one not among them: %s; ratio %s.",
        d->reference_date, km(a, now), km(b, before), q);
}

static bool put_rest(hg__derived_set *out, const log_days *d, hg__arena *memory) {
    int weeks = d->first + 1 >= 4 * WEEK ? 4 : (int)((d->first + 1) / WEEK), rest = 0;
    for (int i = 0; i < weeks * WEEK; i++) rest += !d->run[i];
    double per_week = (double)rest / weeks;
    char p[64];
    hg__number_words(p, sizeof p, per_week, hg__unit_find("1"));
    return hg__derived_put(out, HG__DERIVED_rest_days_per_week, HG_LEFT, per_week,
                           per_week < 1 ? "less than one day of rest a week"
                                        : "one day of rest a week or more",
                           memory, "%d days without a run in the %d weeks up to %s: %s per week.",
                           rest, weeks, d->reference_date, p);
}

bool hg__derive_training(hg__derived_set *out, const hg_result *result, hg__arena *memory) {
    log_days *d = calloc(1, sizeof *d);
    char text[200];
    if (!d) return false;
    bool dated = result->n_training_log > 0 && find_reference(d, result);
    if (dated) sort_in(d, result);
    const char *why = fault(d, dated, text);
    bool ok = true;
    if (why) {
        for (int id = HG__DERIVED_longest_run_7d; id <= HG__DERIVED_rest_days_per_week; id++)
            ok = ok && none(out, (hg__derived_id)id, why, memory);
    } else {
        ok = put_longest(out, d, memory) &&
             put_change(out, HG__DERIVED_two_week_progression, d, 2 * WEEK,
                        "weighed for new runners only", "Distance of the 14 days", memory) &&
             put_acwr(out, d, memory) &&
             put_change(out, HG__DERIVED_week_change, d, WEEK,
                        "printed without weight: no tie to injury was found",
                        "Distance of the 7 days", memory) &&
             put_rest(out, d, memory);
    }
    free(d);
    return ok;
}
