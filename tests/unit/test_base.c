/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "dsp/random.h"
#include "support/cm.h"
#include "support/decimal_comma.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

/* What is given back comes again, zeroed; what was there before the mark stays. */
static void arena_marks(void **state) {
    (void)state;
    hg__arena *a = hg__arena_new();
    for (int round = 0; round < 3; round++) {
        unsigned char *kept = hg__arena_alloc(a, 100, 1);
        memset(kept, 7, 100);
        hg__arena_mark mark = hg__arena_here(a);
        for (int turn = 0; turn < 4; turn++) {
            for (size_t bytes = 1; bytes <= (size_t)8 << 20; bytes *= 8) {
                unsigned char *p = hg__arena_alloc(a, bytes, 1);
                assert_non_null(p);
                assert_int_equal((uintptr_t)p % 64, 0);
                for (size_t i = 0; i < bytes; i += 509) assert_int_equal(p[i], 0);
                assert_int_equal(p[bytes - 1], 0);
                memset(p, 0xff, bytes);
            }
            hg__arena_back(a, mark);
            for (int i = 0; i < 100; i++) assert_int_equal(kept[i], 7);
        }
        hg__arena_reset(a);
    }
    hg__arena_back(a, hg__arena_here(a));
    hg__arena_free(a);
}

/* A reset gives most of a large block back to the system: it comes again, zeroed, as often as one
 * likes. */
static void arena_resets(void **state) {
    (void)state;
    const size_t bytes = (size_t)24 << 20;
    hg__arena *a = hg__arena_new();
    for (int round = 0; round < 3; round++) {
        unsigned char *small = hg__arena_alloc(a, 1000, 1), *p = hg__arena_alloc(a, bytes, 1);
        assert_non_null(small);
        assert_non_null(p);
        for (size_t i = 0; i < bytes; i += 509) assert_int_equal(p[i], 0);
        assert_int_equal(p[bytes - 1], 0);
        memset(small, 0xff, 1000);
        memset(p, 0xff, bytes);
        hg__arena_reset(a);
    }
    hg__arena_free(a);
}

/* The address sanitizer is told what nobody may touch. */
static void arena_closes(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    hg__arena *a = hg__arena_new();
    for (size_t bytes = 64; bytes <= (size_t)8 << 20; bytes *= 8) {
        unsigned char *kept = hg__arena_alloc(a, bytes, 1);
        hg__arena_mark mark = hg__arena_here(a);
        unsigned char *p = hg__arena_alloc(a, bytes, 1);
        assert_int_equal(__asan_address_is_poisoned(kept), 0);
        assert_int_equal(__asan_address_is_poisoned(p + bytes - 1), 0);
        assert_int_equal(__asan_address_is_poisoned(p + bytes), 1);
        hg__arena_back(a, mark);
        assert_int_equal(__asan_address_is_poisoned(kept + bytes - 1), 0);
        assert_int_equal(__asan_address_is_poisoned(p), 1);
        p = hg__arena_alloc(a, bytes, 1);
        assert_int_equal(__asan_address_is_poisoned(p + bytes - 1), 0);
    }
    unsigned char *last = hg__arena_alloc(a, 64, 1);
    hg__arena_reset(a);
    assert_int_equal(__asan_address_is_poisoned(last), 1);
    hg__arena_free(a);
#else
    skip();
#endif
}

static void arena(void **state) {
    (void)state;
    hg__arena *a = hg__arena_new();
    for (int round = 0; round < 3; round++) {
        unsigned char *last = NULL;
        for (size_t i = 0; i < 2000; i++) {
            unsigned char *p = hg__arena_alloc(a, i, 7);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % 64, 0);
            for (size_t b = 0; b < 7 * i; b++) assert_int_equal(p[b], 0);
            memset(p, 0xff, 7 * i); /* a reset must not hand dirt out again */
            assert_ptr_not_equal(p, last);
            last = p;
        }
        hg__arena_reset(a);
    }
    assert_null(hg__arena_alloc(a, SIZE_MAX / 2, 8));
    assert_null(hg__arena_alloc(a, SIZE_MAX, 1));
    assert_non_null(hg__arena_alloc(a, 0, 8));
    assert_string_equal(hg__arena_strdup(a, "knee"), "knee");
    hg__arena_free(a);
    hg__arena_free(NULL);
}

static void error_is_one_line(void **state) {
    (void)state;
    hg_error e;
    assert_int_equal(hg__fail_at(&e, HG_EFORMAT, "/a\nb", "found \"%s\"", "x\r\n\x1b[31m"),
                     HG_EFORMAT);
    assert_int_equal(e.code, HG_EFORMAT);
    assert_null(strchr(e.text, '\n'));
    assert_null(strchr(e.text, '\x1b'));
    assert_null(strchr(e.object, '\n'));
    hg__error_set_file(&e, "some/where/run.h5");
    assert_string_equal(e.file, "run.h5");
    assert_int_equal(hg__fail(NULL, HG_EIO, "nobody listens"), HG_EIO);
    char long_text[2000];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    hg__fail(&e, HG_EIO, "%s", long_text);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void numbers_as_text(void **state) {
    (void)state;
    hg__strbuf b = {0};
    char *text;
    hg__strbuf_add_g(&b, 1.0 / 3.0, 9, "n/a");
    hg__strbuf_add(&b, " ");
    hg__strbuf_add_g(&b, NAN, 9, "n/a");
    hg__strbuf_add(&b, " ");
    hg__strbuf_add_g(&b, -0.0, 9, "n/a");
    hg__strbuf_add(&b, " ");
    hg__strbuf_add_fixed(&b, -0.04, 1, "n/a");
    hg__strbuf_add(&b, " ");
    hg__strbuf_add_fixed(&b, -1234.56, 1, "n/a");
    hg__strbuf_addf(&b, " %d%%", 5);
    assert_true(hg__strbuf_take(&b, &text, NULL));
    assert_string_equal(text, "0.333333333 n/a 0 0.0 -1234.6 5%");
    free(text);
}

static void numbers_with_a_point_in_any_locale(void **state) {
    (void)state;
    hg__strbuf b = {0};
    char *text;
    assert_true(use_decimal_comma());
    hg__strbuf_add_g(&b, 1234.5, 9, "n/a");
    hg__strbuf_add(&b, " ");
    hg__strbuf_add_fixed(&b, -0.25, 2, "n/a");
    setlocale(LC_ALL, "C");
    assert_true(hg__strbuf_take(&b, &text, NULL));
    assert_string_equal(text, "1234.5 -0.25");
    free(text);
}

static void sha256(void **state) {
    (void)state;
    char hex[65];
    hg__sha256_hex(hex, "abc", 3); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void json(void **state) {
    (void)state;
    hg__json *v = NULL;
    hg_error e;
    static const char *const bad[] = {"", "{", "{\"a\":1,\"a\":2}", "[1] x", "{\"a\":nan}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(hg__json_parse(&v, bad[i], strlen(bad[i]), "bad.json", &e), HG_EFORMAT);
    assert_non_null(strstr(e.text, "bad.json"));
    v = hg__json_new_object();
    hg__json_set(v, "z", hg__json_new_number(NAN));
    hg__json_set(v, "a", hg__json_new_number(2.5));
    hg__json_set(v, "t", hg__json_new_text("\xff<\"\n"));
    size_t size;
    char *text = hg__json_dump(v, 9, &size);
    assert_int_equal(strlen(text), size);
    assert_true(strstr(text, "\"z\": null") < strstr(text, "\"a\": 2.5"));
    assert_non_null(strstr(text, "\xef\xbf\xbd<\\\"\\n"));
    free(text);
    hg__json_free(v);
}

static void files_are_complete_or_absent(void **state) {
    (void)state;
    char folder[] = "hg_test_XXXXXX", path[64], deep[64];
    hg_error e;
    void *data;
    size_t size;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a", folder);
    snprintf(deep, sizeof deep, "%s/x/y/z", folder);
    assert_int_equal(hg__file_write(path, "one", 3, false, &e), HG_OK);
    assert_int_equal(hg__file_write(path, "two", 3, false, &e), HG_EEXIST);
    assert_int_equal(hg__file_write(path, "three", 5, true, &e), HG_OK);
    assert_int_equal(hg__file_read(&data, &size, path, 100, &e), HG_OK);
    assert_int_equal(size, 5);
    assert_memory_equal(data, "three", 6);
    free(data);
    assert_int_equal(hg__file_read(&data, &size, path, 4, &e), HG_EUNSUPPORTED);
    assert_int_equal(hg__file_read(&data, &size, deep, 4, &e), HG_ENOTFOUND);
    assert_int_equal(hg__file_read(&data, &size, folder, 4096, &e), HG_EUNSUPPORTED);
    assert_int_equal(hg__file_write(deep, "x", 1, true, &e), HG_EEXIST); /* cannot create there */
    assert_int_equal(hg__make_folder(deep, &e), HG_OK);
    assert_int_equal(hg__make_folder(deep, &e), HG_OK);
    assert_int_equal(hg__make_folder(path, &e), HG_EEXIST);
    char *temporary = NULL;
    assert_int_equal(hg__file_begin(&temporary, deep, true, &e), HG_OK);
    hg__file_abandon(temporary);
    assert_int_not_equal(access(temporary, F_OK), 0);
    free(temporary);
    /* nothing but the file and the folder is left */
    char command[160];
    snprintf(command, sizeof command, "test \"$(ls -A %s | sort | tr '\\n' ' ')\" = 'a x '",
             folder);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

/* The short way writes what printf writes, and gives what strtod reads: numbers of all sizes, round
 * ones, and those next to powers of ten and to ties. */
static void numbers_as_printf(void **state) {
    (void)state;
    hg__random random;
    hg__random_seed(&random, 7);
    for (int i = 0; i < 1000000; i++) {
        char want[64];
        hg__strbuf b = {0};
        int digits = 1 + (int)(hg__random_bits(&random) % 10);
        double power = pow(10, (double)(hg__random_bits(&random) % 17) - 6),
               x = (hg__random_uniform(&random) - 0.5) * power;
        switch (i % 6) {
        case 0: x = round(x); break;
        case 1: x = power * (i % 12 == 1 ? 1 : 0.5); break;
        case 2: x = nextafter(power, i % 12 == 2 ? 0 : INFINITY); break;
        case 3: /* half a unit of the last digit, give or take nothing */
            x = (floor(hg__random_uniform(&random) * 1e6) + 0.5) / pow(10, digits);
            break;
        case 4: x = round(x * 1000) / 1000; break;
        default: break;
        }
        double kept = hg__strbuf_add_g(&b, x, digits, "n/a");
        snprintf(want, sizeof want, "%.*g", digits, x == 0 ? 0.0 : x);
        if (strcmp(b.data, want) != 0) fail_msg("%.17g: %s, printf %s", x, b.data, want);
        double back = strtod(want, NULL);
        if (memcmp(&kept, &back, sizeof kept) != 0)
            fail_msg("%.17g: %s is %.17g, not %.17g", x, want, back, kept);
        hg__strbuf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(arena),
                                       cmocka_unit_test(numbers_as_printf),
                                       cmocka_unit_test(arena_marks),
                                       cmocka_unit_test(arena_resets),
                                       cmocka_unit_test(arena_closes),
                                       cmocka_unit_test(error_is_one_line),
                                       cmocka_unit_test(numbers_as_text),
                                       cmocka_unit_test(numbers_with_a_point_in_any_locale),
                                       cmocka_unit_test(sha256),
                                       cmocka_unit_test(json),
                                       cmocka_unit_test(files_are_complete_or_absent)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
