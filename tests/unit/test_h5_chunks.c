/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fast way into data sets against H5Dread, bit for bit, over layouts that are drawn at random;
 * and the filters of one chunk against bytes that were made by hand.
 *
 * With arguments FILE SET WAY (fast or library) it writes the numbers of a data set to standard
 * output as doubles; tests/cli/test_chunks.py compares them with what h5py reads.
 */
#include "support/cm.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>

#include "base/file.h"
#include "io/h5_api.h"
#include "io/h5_chunks.h"
#include "io/h5_pipeline.h"
#include "io/h5_read.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t state_of_chance = 20260517;

static uint64_t bits(void) { /* splitmix64 */
    uint64_t z = state_of_chance += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}
static size_t below(size_t n) {
    return (size_t)(bits() % n);
}

/* --- reading both ways --- */

/* All numbers of a set, or NULL with the error. `before` is what the memory holds beforehand. */
static double *read_set(void *file, size_t size, const char *name, bool library, double before,
                        size_t *count, uint8_t *bytes, hg_error *err) {
    const hg__limits limits = {(size_t)1 << 30, (size_t)1 << 30};
    hg__sink sink = {.err = err};
    hg__door *door = NULL;
    hg__node root, set;
    bool given = false;
    double *out = NULL;
    err->code = HG_OK;
    if (hg__door_open(&door, file, size, &limits, &sink) != HG_OK) return NULL;
    if (library) hg__door_use_library(door);
    hg__node_root(&root, door);
    hg__node_open(&set, &root, name);
    hg__shape shape = hg__set_shape(&set);
    *count = shape.count;
    out = malloc((shape.count + 1) * sizeof *out);
    assert_non_null(out);
    for (size_t i = 0; i <= shape.count; i++) out[i] = before;
    hg_status status = hg__set_numbers(&sink, &set, out, &given);
    assert_int_equal(status == HG_OK, given);
    assert_true(out[shape.count] == before);
    if (given && bytes) {
        memset(bytes, 77, shape.count + 1);
        assert_int_equal(hg__set_bytes(&sink, &set, bytes, &given), HG_OK);
        assert_int_equal(bytes[shape.count], 77);
    }
    if (status != HG_OK) {
        free(out);
        out = NULL;
    }
    hg__node_close(&set);
    hg__node_close(&root);
    hg__door_close(door);
    hg__sink_free(&sink);
    return out;
}

/* --- files in memory --- */

typedef struct file {
    hid_t id;
    char path[32];
    void *bytes;
    size_t size;
} file;

static void file_open(file *f, bool latest, hsize_t userblock) {
    memcpy(f->path, "test_h5_chunks.XXXXXX", 22);
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    close(fd);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS), create = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_userblock(create, userblock);
    if (latest) H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    f->id = H5Fcreate(f->path, H5F_ACC_TRUNC, create, access);
    H5Pclose(access);
    H5Pclose(create);
    assert_true(f->id >= 0);
}
static void file_finish(file *f) {
    hg_error err;
    H5Fclose(f->id);
    assert_int_equal(hg__file_read(&f->bytes, &f->size, f->path, (size_t)1 << 30, &err), HG_OK);
    unlink(f->path);
}

typedef struct layout {
    hid_t type;
    int rank;
    hsize_t dims[4], chunk[4], userblock;
    bool chunked, fill, latest, partial_plain, no_fill;
    unsigned filters[3], n_filters; /* in order */
    double missing;                 /* share of the chunks that are never written */
    double masked;                  /* share that is written with a filter left out */
} layout;

static void describe(const layout *l) {
    print_error("element %zu, class %d, order %d, rank %d:", H5Tget_size(l->type),
                (int)H5Tget_class(l->type), (int)H5Tget_order(l->type), l->rank);
    for (int k = 0; k < l->rank; k++)
        print_error(" %llu/%llu", (unsigned long long)l->dims[k], (unsigned long long)l->chunk[k]);
    print_error("; filters");
    for (unsigned i = 0; i < l->n_filters; i++) print_error(" %u", l->filters[i]);
    print_error("; missing %g, masked %g, latest %d, partial plain %d\n", l->missing, l->masked,
                l->latest, l->partial_plain);
}

static hid_t creation_list(const layout *l) {
    hid_t p = H5Pcreate(H5P_DATASET_CREATE);
    static const double fill = 42;
    if (l->fill) H5Pset_fill_value(p, H5T_NATIVE_DOUBLE, &fill);
    if (l->no_fill) H5Pset_fill_time(p, H5D_FILL_TIME_NEVER);
    if (!l->chunked) return p;
    H5Pset_chunk(p, l->rank, l->chunk);
    if (l->partial_plain) H5Pset_chunk_opts(p, H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS);
    for (unsigned i = 0; i < l->n_filters; i++) {
        if (l->filters[i] == H5Z_FILTER_SHUFFLE) H5Pset_shuffle(p);
        if (l->filters[i] == H5Z_FILTER_DEFLATE) H5Pset_deflate(p, (unsigned)below(10));
        if (l->filters[i] == H5Z_FILTER_FLETCHER32) H5Pset_fletcher32(p);
    }
    return p;
}

/* Random numbers of the type: random bits, so that NaN and Inf are among them. */
static void *random_values(const layout *l, size_t count) {
    size_t element = H5Tget_size(l->type);
    unsigned char *values = malloc(count * element + 8);
    assert_non_null(values);
    bool dull = below(2); /* compresses well */
    for (size_t i = 0; i < count * element; i++)
        values[i] = (unsigned char)(dull ? i / 64 % 5 : bits());
    return values;
}

/* Writes the set; chunk by chunk where some are to be missing or to have a mask. */
static void write_set(hid_t where, const layout *l, const char *name) {
    hsize_t start[4] = {0}, size[4];
    size_t count = 1, per_chunk = 1;
    hid_t space = H5Screate_simple(l->rank, l->dims, NULL), list = creation_list(l);
    hid_t set = H5Dcreate2(where, name, l->type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    assert_true(set >= 0);
    for (int k = 0; k < l->rank; k++) {
        count *= l->dims[k];
        per_chunk *= l->chunk[k];
    }
    void *values = random_values(l, count > per_chunk ? count : per_chunk);
    if (!count) goto out;
    if (!l->chunked || (l->missing == 0 && l->masked == 0)) {
        assert_true(H5Dwrite(set, l->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
        goto out;
    }
    for (;;) {
        bool partial = false;
        for (int k = 0; k < l->rank; k++) {
            size[k] = l->dims[k] - start[k] < l->chunk[k] ? l->dims[k] - start[k] : l->chunk[k];
            partial = partial || size[k] < l->chunk[k];
        }
        if ((double)below(1000) < 1000 * l->masked && !(partial && l->partial_plain)) {
            /* without any filter: the chunk's own bytes */
            assert_true(H5Dwrite_chunk(set, H5P_DEFAULT, (1u << l->n_filters) - 1, start,
                                       per_chunk * H5Tget_size(l->type), values) >= 0);
        } else if ((double)below(1000) >= 1000 * l->missing) {
            hid_t memory = H5Screate_simple(l->rank, size, NULL);
            H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, size, NULL);
            assert_true(H5Dwrite(set, l->type, memory, space, H5P_DEFAULT, values) >= 0);
            H5Sclose(memory);
        }
        int k = l->rank;
        while (k-- > 0 && (start[k] += l->chunk[k]) >= l->dims[k]) start[k] = 0;
        if (k < 0) break;
    }
out:
    free(values);
    H5Dclose(set);
    H5Pclose(list);
    H5Sclose(space);
}

static bool same(double a, double b) { /* the payload of a NaN is nobody's */
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void compare_both_ways(const layout *l) {
    file f;
    hg_error err;
    size_t n = 0, m = 0;
    file_open(&f, l->latest, l->userblock);
    write_set(f.id, l, "x");
    file_finish(&f);
    uint8_t *bytes_a = malloc(65536), *bytes_b = malloc(65536);
    double *a = read_set(f.bytes, f.size, "x", false, -1.25, &n, bytes_a, &err);
    if (!a) describe(l);
    if (!a) fail_msg("the fast way: %s", err.text);
    double *b = read_set(f.bytes, f.size, "x", true, -1.25, &m, bytes_b, &err);
    if (!b) fail_msg("the library's way: %s", err.text);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++)
        if (!same(a[i], b[i]) || bytes_a[i] != bytes_b[i]) {
            describe(l);
            fail_msg("element %zu: %.17g and %d, H5Dread %.17g and %d", i, a[i], bytes_a[i], b[i],
                     bytes_b[i]);
        }
    free(a);
    free(b);
    free(bytes_a);
    free(bytes_b);
    free(f.bytes);
}

/* What the fast way must not leave to the library, and what it must. */
static void test_which_way(void **state) {
    (void)state;
    H5open();
    hid_t odd = H5Tcopy(H5T_STD_I32LE);
    H5Tset_precision(odd, 20);
    const struct {
        hid_t type;
        unsigned n_filters;
        bool chunked, fast;
    } rows[] = {
        {H5T_IEEE_F64LE, 2, true, true},
        {H5T_IEEE_F32LE, 3, true, true},
        {H5T_IEEE_F32BE, 2, true, true},
        {H5T_STD_I16LE, 3, true, true},
        {H5T_STD_U64BE, 2, true, true},
        {H5T_STD_I8LE, 1, true, true},
        {H5T_IEEE_F32LE, 0, false, true},
        {H5T_IEEE_F32LE, 0, true, false},
        {odd, 2, true, false},
        {odd, 0, false, false},
        {H5T_NATIVE_LDOUBLE, 2, true, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        layout l = {.type = rows[i].type,
                    .rank = 2,
                    .dims = {30, 5},
                    .chunk = {7, 3},
                    .chunked = rows[i].chunked,
                    .filters = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32},
                    .n_filters = rows[i].n_filters};
        const hg__limits limits = {(size_t)1 << 30, (size_t)1 << 30};
        hg_error err;
        hg__sink sink = {.err = &err};
        hg__door *door = NULL;
        hg__node root, set;
        double out[150];
        bool done = false, given = false;
        file f;
        file_open(&f, false, 0);
        write_set(f.id, &l, "x");
        file_finish(&f);
        assert_int_equal(hg__door_open(&door, f.bytes, f.size, &limits, &sink), HG_OK);
        hg__node_root(&root, door);
        hg__node_open(&set, &root, "x");
        hid_t type = H5Dget_type(set.id);
        assert_int_equal(hg__chunks_read(&sink, &set, type, out, HG__TO_DOUBLE, &done, &given),
                         HG_OK);
        if (done != rows[i].fast) describe(&l);
        assert_int_equal(done, rows[i].fast);
        H5Tclose(type);
        hg__node_close(&set);
        hg__node_close(&root);
        hg__door_close(door);
        hg__sink_free(&sink);
        free(f.bytes);
    }
    H5Tclose(odd);
}

static void test_random_layouts(void **state) {
    (void)state;
    H5open();
    hid_t odd = H5Tcopy(H5T_STD_I32LE), narrow = H5Tcopy(H5T_IEEE_F32LE), enumeration;
    H5Tset_precision(odd, 20);
    H5Tset_offset(odd, 4);
    H5Tset_fields(narrow, 15, 10, 5, 0, 10); /* half precision */
    H5Tset_precision(narrow, 16);
    H5Tset_size(narrow, 2);
    H5Tset_ebias(narrow, 15);
    enumeration = H5Tenum_create(H5T_STD_I8LE); /* as h5py stores bool */
    for (signed char i = 0; i < 2; i++) H5Tenum_insert(enumeration, i ? "TRUE" : "FALSE", &i);
    const hid_t types[] = {
        H5T_IEEE_F64LE, H5T_IEEE_F32LE, H5T_IEEE_F64BE,
        H5T_IEEE_F32BE, H5T_STD_I8LE,   H5T_STD_I8BE,
        H5T_STD_U8LE,   H5T_STD_U8BE,   H5T_STD_I16LE,
        H5T_STD_I16BE,  H5T_STD_U16LE,  H5T_STD_U16BE,
        H5T_STD_I32LE,  H5T_STD_I32BE,  H5T_STD_U32LE,
        H5T_STD_U32BE,  H5T_STD_I64LE,  H5T_STD_I64BE,
        H5T_STD_U64LE,  H5T_STD_U64BE,  odd,
        narrow,         enumeration,    H5T_NATIVE_LDOUBLE,
    };
    static const unsigned orders[][3] = {
        {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32},
        {H5Z_FILTER_FLETCHER32, H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE},
        {H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32},
        {H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32, H5Z_FILTER_DEFLATE},
    };
    for (int turn = 0; turn < 720; turn++) {
        layout l = {.type = types[turn % (int)COUNT(types)], .rank = 1 + (int)below(4)};
        const unsigned *order = orders[below(3) ? 0 : below(COUNT(orders))];
        static const hsize_t most[5] = {0, 3000, 60, 20, 8};
        for (int k = 0; k < l.rank; k++) {
            l.dims[k] = below(40) ? 1 + below(most[l.rank]) : 0;
            /* the whole length, a part, or more than there is */
            hsize_t whole = l.dims[k] ? l.dims[k] : 1;
            l.chunk[k] = below(2) ? whole : 1 + below(whole + 3);
            if (l.chunk[k] > l.dims[k] && l.dims[k]) l.chunk[k] = l.dims[k];
        }
        l.chunked = below(8) != 0;
        for (int i = 0; i < 3; i++)
            if (below(3)) l.filters[l.n_filters++] = order[i];
        l.latest = below(3) == 0;
        l.userblock = below(4) ? 0 : 512;
        l.fill = below(2);
        l.no_fill = below(6) == 0;
        l.partial_plain = l.latest && below(3) == 0;
        l.missing = below(3) ? 0 : 0.4;
        l.masked = below(5) || !l.n_filters ? 0 : 0.4;
        if (H5Tget_class(l.type) == H5T_ENUM && l.fill) l.fill = false; /* has no 42 */
        compare_both_ways(&l);
    }
    H5Tclose(odd);
    H5Tclose(narrow);
    H5Tclose(enumeration);
}

/* --- the filters of one chunk --- */

static void test_fletcher(void **state) {
    (void)state;
    /* sums by hand: words 0x0102, 0x0304 -> 0x0406, 0x0508; an odd last byte is the high one */
    assert_int_equal(hg__fletcher32((const unsigned char *)"\1\2\3\4", 4), 0x05080406);
    assert_int_equal(hg__fletcher32((const unsigned char *)"\1\2\3", 3), 0x05040402);
    assert_int_equal(hg__fletcher32((const unsigned char *)"", 0), 0);
    unsigned char ones[4000];
    memset(ones, 0xff, sizeof ones); /* sums of 0xffff stay 0xffff: end-around carry */
    assert_true(hg__fletcher32(ones, sizeof ones) == 0xffffffffu);
}

typedef struct bench {
    hg__kernels kernels;
    hg__pipeline pipe;
    unsigned char plain[64], shuffled[64], stored[512];
    size_t size;
} bench;

static void deflated(bench *b, const unsigned char *from, size_t n) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
    b->size = libdeflate_zlib_compress(c, from, n, b->stored, sizeof b->stored);
    libdeflate_free_compressor(c);
    assert_true(b->size > 0);
}

static void bench_open(bench *b) {
    memset(b, 0, sizeof *b);
    hg__kernels_init(&b->kernels, HG__CPU_C);
    b->pipe = (hg__pipeline){.filter = {HG__SHUFFLE, HG__DEFLATE, HG__FLETCHER32},
                             .n = 3,
                             .element = 8,
                             .shuffled = 8,
                             .bytes = 64,
                             .kernels = &b->kernels};
    assert_true(hg__pipeline_open(&b->pipe));
    for (size_t i = 0; i < 64; i++) b->plain[i] = (unsigned char)(i * 37);
    for (size_t i = 0; i < 64; i++) b->shuffled[i % 8 * 8 + i / 8] = b->plain[i];
    deflated(b, b->shuffled, 64);
}

static void add_checksum(bench *b, bool swapped) {
    uint32_t sum = hg__fletcher32(b->stored, b->size);
    static const int straight[4] = {0, 8, 16, 24}, old[4] = {8, 0, 24, 16};
    for (int i = 0; i < 4; i++)
        b->stored[b->size++] = (unsigned char)(sum >> (swapped ? old : straight)[i]);
}

static void expect(bench *b, uint32_t mask, const char *fault) {
    char text[128] = "";
    unsigned char direct[64];
    for (int way = 0; way < 2; way++) {
        const unsigned char *got = hg__pipeline_undo(&b->pipe, way ? direct : NULL, b->stored,
                                                     b->size, mask, text, sizeof text);
        if (fault) {
            assert_null(got);
            assert_string_equal(text, fault);
        } else {
            if (!got) fail_msg("%s", text);
            assert_memory_equal(got, b->plain, 64);
            if (way && !(mask & 1)) assert_ptr_equal(got, direct);
        }
    }
}

static void test_pipeline(void **state) {
    (void)state;
    bench b;
    bench_open(&b);
    add_checksum(&b, false);
    expect(&b, 0, NULL);
    b.stored[b.size - 6] ^= 1; /* within the compressed bytes: the checksum sees it first */
    expect(&b, 0, "has a wrong checksum (fletcher32)");
    expect(&b, 1u << 2, "has damaged compressed bytes");

    deflated(&b, b.shuffled, 64);
    add_checksum(&b, true);
    expect(&b, 0, NULL); /* as old versions wrote it */

    deflated(&b, b.plain, 64); /* shuffle left out for this chunk */
    add_checksum(&b, false);
    expect(&b, 1, NULL);

    memcpy(b.stored, b.plain, 64); /* all left out */
    b.size = 64;
    expect(&b, 7, NULL);
    b.size = 63;
    expect(&b, 7, "has 63 bytes instead of 64");
    b.size = 3;
    expect(&b, 3, "has a wrong checksum (fletcher32)");

    b.pipe.n = 2;
    deflated(&b, b.shuffled, 56);
    expect(&b, 0, "inflates to 56 bytes instead of 64");
    static const unsigned char zeros[100000];
    deflated(&b, zeros, sizeof zeros);
    expect(&b, 0, "inflates to more than its 64 bytes");
    deflated(&b, b.shuffled, 64);
    char text[128];
    while (b.size-- > 0) /* cut off: which fault it is depends on what was cut */
        assert_null(hg__pipeline_undo(&b.pipe, NULL, b.stored, b.size, 0, text, sizeof text));

    b.pipe.filter[0] = HG__FLETCHER32; /* the sum before everything, as PyTables writes it */
    memcpy(b.stored, b.plain, 64);
    b.size = 64;
    add_checksum(&b, false);
    unsigned char with_sum[68];
    memcpy(with_sum, b.stored, 68);
    deflated(&b, with_sum, 68);
    const unsigned char *got = hg__pipeline_undo(&b.pipe, NULL, b.stored, b.size, 0, text, 128);
    assert_non_null(got);
    assert_memory_equal(got, b.plain, 64);
    hg__pipeline_close(&b.pipe);
}

/* The reader does not know the CPU level that was chosen, and need not: should un-shuffle or
 * conversion ever get a version of its own at a level, the level must be handed to it. */
static void test_one_level(void **state) {
    (void)state;
    hg__kernels plain, k;
    hg__kernels_init(&plain, HG__CPU_C);
    for (int level = HG__CPU_C; level < HG__CPU_LEVELS; level++) {
        if (!hg__cpu_has((hg__cpu_level)level)) continue;
        hg__kernels_init(&k, (hg__cpu_level)level);
        assert_true(k.unshuffle == plain.unshuffle);
        assert_true(k.convert == plain.convert);
    }
}

static int dump(const char *path, const char *set, const char *way) {
    void *bytes = NULL;
    size_t size = 0, n = 0;
    hg_error err;
    if (hg__file_read(&bytes, &size, path, (size_t)1 << 30, &err) != HG_OK) return 2;
    double *x = read_set(bytes, size, set, strcmp(way, "library") == 0, 0, &n, NULL, &err);
    if (!x) fprintf(stderr, "%s\n", err.text);
    bool ok = x && fwrite(x, sizeof *x, n, stdout) == n;
    free(x);
    free(bytes);
    return ok ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 4) return dump(argv[1], argv[2], argv[3]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fletcher),  cmocka_unit_test(test_pipeline),
        cmocka_unit_test(test_which_way), cmocka_unit_test(test_random_layouts),
        cmocka_unit_test(test_one_level),
    };
    return cmocka_run_group_tests_name("io: chunks", tests, NULL, NULL);
}
