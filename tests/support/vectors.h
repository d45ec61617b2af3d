/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reference vectors: numbers that public implementations computed, in HDF5 files beside the test
 * recordings ($HIPGAIT_TEST_DATA/../vectors). Each data set that is meant to be compared carries
 * its rtol and atol: |got - ref| <= atol + rtol |ref|, NaN equal to NaN.
 */
#ifndef HG_TESTS_VECTORS_H
#define HG_TESTS_VECTORS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <hdf5.h>

typedef struct vectors {
    hid_t file;
    size_t compared; /* data sets */
} vectors;

static inline vectors vectors_open_path(const char *path) {
    vectors v = {H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT), 0};
    if (v.file < 0) exit(1);
    return v;
}

/* Opens a file or ends the program: 77 (skipped) where it is absent, a failure under CI=true. */
static inline vectors vectors_open(const char *name) {
    const char *data = getenv("HIPGAIT_TEST_DATA"), *ci = getenv("CI");
    char path[4096];
    snprintf(path, sizeof path, "%s/../vectors/%s", data ? data : "../shared/data", name);
    FILE *there = fopen(path, "rb");
    if (!there) {
        fprintf(stderr, "no reference vectors at %s\n", path);
        exit(ci && strcmp(ci, "true") == 0 ? 1 : 77);
    }
    fclose(there);
    return vectors_open_path(path);
}

static inline int vectors_has(const vectors *v, const char *group) {
    return H5Lexists(v->file, group, H5P_DEFAULT) > 0;
}

/* How many numbers a data set has. */
static inline size_t vectors_count(const vectors *v, const char *path) {
    hid_t set = H5Dopen2(v->file, path, H5P_DEFAULT);
    if (set < 0) fail_msg("%s: no such data set", path);
    hid_t space = H5Dget_space(set);
    size_t count = (size_t)H5Sget_simple_extent_npoints(space);
    H5Sclose(space);
    H5Dclose(set);
    return count;
}

/* The numbers of a data set as double, row-major; to be freed. `want` is how many there must be. */
static inline double *vectors_read(const vectors *v, const char *path, size_t want) {
    hid_t set = H5Dopen2(v->file, path, H5P_DEFAULT);
    if (set < 0) fail_msg("%s: no such data set", path);
    hid_t space = H5Dget_space(set);
    size_t count = (size_t)H5Sget_simple_extent_npoints(space);
    if (count != want) fail_msg("%s: %zu numbers, expected %zu", path, count, want);
    double *x = malloc((count + 1) * sizeof *x);
    assert_non_null(x);
    assert_true(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) >= 0);
    H5Sclose(space);
    H5Dclose(set);
    return x;
}

static inline double vectors_number(const vectors *v, const char *path) {
    double *x = vectors_read(v, path, 1), number = x[0];
    free(x);
    return number;
}

static inline double vectors_attribute(hid_t set, const char *name, const char *path) {
    double x;
    hid_t attribute = H5Aopen(set, name, H5P_DEFAULT);
    if (attribute < 0) fail_msg("%s: no %s", path, name);
    assert_true(H5Aread(attribute, H5T_NATIVE_DOUBLE, &x) >= 0);
    H5Aclose(attribute);
    return x;
}

/* Elements first .. first + count of a data set of `want` numbers. `period` is what a difference
 * may be a multiple of (360 for angles in degrees), 0 for none. */
static inline void vectors_compare_part(vectors *v, const char *path, const double *got,
                                        size_t first, size_t count, size_t want, double period) {
    double *ref = vectors_read(v, path, want);
    hid_t set = H5Dopen2(v->file, path, H5P_DEFAULT);
    double rtol = vectors_attribute(set, "rtol", path), atol = vectors_attribute(set, "atol", path);
    H5Dclose(set);
    double worst = 0.0;
    for (size_t i = 0; i < count; i++) {
        double r = ref[first + i], off = got[i] - r;
        if (isnan(r) && isnan(got[i])) continue;
        if (period > 0.0) off -= period * round(off / period);
        double bound = atol + rtol * fabs(r);
        if (!(fabs(off) <= bound))
            fail_msg("%s, element %zu: got %.17g, reference %.17g, bound %.3g", path, first + i,
                     got[i], r, bound);
        if (bound > 0.0 && fabs(off) / bound > worst) worst = fabs(off) / bound;
    }
    /* read by tests/golden/test_vectors_complete.py */
    print_message("    %-52s %.2g of the tolerance, %zu + %zu of %zu\n", path, worst, first, count,
                  want);
    v->compared++;
    free(ref);
}

/* For a data set that is met by a rule of the test's own: says so to the list of what was met. */
static inline void vectors_met(vectors *v, const char *path, const char *how) {
    print_message("    %-52s met: %s\n", path, how);
    v->compared++;
}

static inline void vectors_compare(vectors *v, const char *path, const double *got, size_t count) {
    vectors_compare_part(v, path, got, 0, count, count, 0.0);
}

#endif
