/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/fft.h"

#include <fftw3.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define KEPT 24 /* lengths in use at a time are a handful; the oldest goes */
#define ALIGNED 64
#define KINDS 8

/* FFTW's planner is one for the whole process and not for two threads at a time. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

typedef struct entry {
    size_t n;
    double *real;       /* n, aligned */
    fftw_complex *bins; /* n / 2 + 1, aligned */
    fftw_plan forward, backward;
    double *extra[KINDS]; /* n each, or NULL */
} entry;

struct hg__fft_store {
    entry kept[KEPT];
    size_t next;
};

hg__fft_store *hg__fft_store_new(void) {
    return calloc(1, sizeof(hg__fft_store));
}

static void forget(entry *e) {
    pthread_mutex_lock(&planner);
    if (e->forward) fftw_destroy_plan(e->forward);
    if (e->backward) fftw_destroy_plan(e->backward);
    pthread_mutex_unlock(&planner);
    free(e->real);
    free(e->bins);
    for (size_t i = 0; i < KINDS; i++) free(e->extra[i]);
    *e = (entry){0};
}

void hg__fft_store_free(hg__fft_store *store) {
    if (!store) return;
    for (size_t i = 0; i < KEPT; i++) forget(&store->kept[i]);
    free(store);
}

static void *aligned(size_t bytes) {
    return aligned_alloc(ALIGNED, (bytes + ALIGNED - 1) / ALIGNED * ALIGNED);
}

static entry *plan_of(hg__fft_store *store, size_t n) {
    for (size_t i = 0; i < KEPT; i++)
        if (store->kept[i].n == n) return &store->kept[i];
    if (n == 0 || n > INT_MAX / 2) return NULL;
    entry *e = &store->kept[store->next];
    store->next = (store->next + 1) % KEPT;
    forget(e);
    e->real = aligned(n * sizeof *e->real);
    e->bins = aligned((n / 2 + 1) * sizeof *e->bins);
    if (e->real && e->bins) {
        pthread_mutex_lock(&planner);
        e->forward = fftw_plan_dft_r2c_1d((int)n, e->real, e->bins, FFTW_ESTIMATE);
        pthread_mutex_unlock(&planner);
    }
    if (!e->forward) {
        forget(e);
        return NULL;
    }
    e->n = n;
    return e;
}

/* Most lengths are only transformed forward, and a plan takes longer than several transforms. */
static bool plan_backward(entry *e) {
    if (e->backward) return true;
    pthread_mutex_lock(&planner);
    e->backward = fftw_plan_dft_c2r_1d((int)e->n, e->bins, e->real, FFTW_ESTIMATE);
    pthread_mutex_unlock(&planner);
    return e->backward;
}

bool hg__fft_forward(hg__fft_store *store, double *out, const double *in, size_t n, size_t count) {
    entry *e = plan_of(store, n);
    if (!e) return false;
    size_t width = 2 * (n / 2 + 1);
    /* through buffers of the plan's own: their alignment, and so the steps taken, never changes */
    for (size_t row = 0; row < count; row++) {
        memcpy(e->real, in + row * n, n * sizeof *in);
        fftw_execute(e->forward);
        memcpy(out + row * width, e->bins, width * sizeof *out);
    }
    return true;
}

double *hg__fft_input(hg__fft_store *store, size_t n) {
    entry *e = plan_of(store, n);
    return e ? e->real : NULL;
}

const double *hg__fft_bins(hg__fft_store *store, size_t n) {
    entry *e = plan_of(store, n);
    if (!e) return NULL;
    fftw_execute(e->forward);
    return (const double *)e->bins;
}

const double *hg__fft_kept(hg__fft_store *store, size_t n, unsigned kind,
                           void (*fill)(double *out, unsigned kind, size_t n)) {
    entry *e = plan_of(store, n);
    if (!e || kind >= KINDS) return NULL;
    if (!e->extra[kind]) {
        e->extra[kind] = aligned(n * sizeof(double));
        if (e->extra[kind]) fill(e->extra[kind], kind, n);
    }
    return e->extra[kind];
}

bool hg__fft_backward(hg__fft_store *store, double *out, const double *bins, size_t n) {
    entry *e = plan_of(store, n);
    if (!e || !plan_backward(e)) return false;
    memcpy(e->bins, bins, 2 * (n / 2 + 1) * sizeof *bins);
    fftw_execute(e->backward);
    memcpy(out, e->real, n * sizeof *out);
    return true;
}
