/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The faces of a report besides the page: PDF, plain text, tables. With --print FACE NAME... it
 * writes one for test_report_faces.py, which takes it apart.
 */
#include <stdlib.h>
#include <string.h>

#include "report/pdf/pdf.h"
#include "report/plain.h"
#include "support/cm.h"
#include "support/decimal_comma.h"
#include "support/fixture_result.h"
#include "support/sample_document.h"

typedef hg_status face(hg_text *out, const hg_result *const *results, size_t n, hg_error *err);

static hg_status pdf_a4(hg_text *out, const hg_result *const *results, size_t n, hg_error *err) {
    return hg_report_pdf(out, results, n, NULL, err);
}

static hg_status pdf_letter(hg_text *out, const hg_result *const *r, size_t n, hg_error *err) {
    const hg_report_options o = {.paper = HG_PAPER_LETTER};
    return hg_report_pdf(out, r, n, &o, err);
}

static hg_status pdf_full(hg_text *out, const hg_result *const *r, size_t n, hg_error *err) {
    const hg_report_options o = {.full = true};
    return hg_report_pdf(out, r, n, &o, err);
}

static hg_status text(hg_text *out, const hg_result *const *results, size_t n, hg_error *err) {
    return hg_report_text(out, results, n, NULL, err);
}

static hg_status dictionary(hg_text *out, const hg_result *const *r, size_t n, hg_error *err) {
    (void)r;
    (void)n;
    return hg_report_csv_dictionary(out, err);
}

static const struct {
    const char *name;
    face *make;
} faces[] = {
    {"pdf", pdf_a4},
    {"pdf-letter", pdf_letter},
    {"pdf-full", pdf_full},
    {"text", text},
    {"long", hg_report_csv_long},
    {"wide", hg_report_csv_wide},
    {"curves", hg_report_csv_curves},
    {"dictionary", dictionary},
};
#define FACES (sizeof faces / sizeof *faces)

static hg_text made_of(face *make, const hg_result *r) {
    hg_error err = {0};
    hg_text out = {0};
    if (make(&out, &r, 1, &err) != HG_OK) fail_msg("%s", err.text);
    return out;
}

static bool strstr_in(const hg_text *text, const char *part) {
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= text->size; i++)
        if (memcmp(text->data + i, part, n) == 0) return true;
    return false;
}

static void test_same_bytes_twice(void **state) {
    (void)state;
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        hg_result *r = fixture_result((fixture_kind)kind);
        for (size_t i = 0; i < FACES; i++) {
            hg_text once = made_of(faces[i].make, r), again = made_of(faces[i].make, r);
            assert_int_equal(once.size, again.size);
            assert_memory_equal(once.data, again.data, once.size);
            assert_int_equal(once.data[once.size], 0);
            hg_text_free(&once);
            hg_text_free(&again);
        }
        fixture_result_free(r);
    }
}

static void test_other_decimal_point(void **state) {
    (void)state;
    hg_text plain[FACES];
    hg_result *r = fixture_result(FIXTURE_GOOD);
    for (size_t i = 0; i < FACES; i++) plain[i] = made_of(faces[i].make, r);
    assert_true(use_decimal_comma());
    for (size_t i = 0; i < FACES; i++) {
        hg_text comma = made_of(faces[i].make, r);
        assert_int_equal(plain[i].size, comma.size);
        assert_memory_equal(plain[i].data, comma.data, comma.size);
        hg_text_free(&comma);
        hg_text_free(&plain[i]);
    }
    setlocale(LC_ALL, "C");
    fixture_result_free(r);
}

static void test_refusals(void **state) {
    (void)state;
    hg_error err = {0};
    hg_text out = {0};
    hg_result *one = fixture_result(FIXTURE_GOOD), *other = fixture_result(FIXTURE_WARNED);
    snprintf(other->runner, sizeof other->runner, "someone-else");
    const hg_result *both[] = {one, other};
    assert_int_equal(hg_report_pdf(&out, both, 2, NULL, &err), HG_EINVAL);
    assert_int_equal(hg_report_text(&out, both, 2, NULL, &err), HG_EINVAL);
    assert_int_equal(hg_report_csv_long(&out, both, 0, &err), HG_EINVAL);
    assert_int_equal(hg_report_csv_wide(&out, NULL, 1, &err), HG_EINVAL);
    const hg_report_options o = {.language = "xx"};
    assert_int_equal(hg_report_pdf(&out, both, 1, &o, &err), HG_EUNSUPPORTED);
    assert_null(out.data);
    fixture_result_free(one);
    fixture_result_free(other);
}

/* A PNG of 2 x 2 pixels; the head of a JPEG of 40 x 20, which is all that is read of one. */
static const unsigned char png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xfd,
    0xd4, 0x9a, 0x73, 0x00, 0x00, 0x00, 0x10, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x38,
    0x21, 0x27, 0x07, 0x44, 0x0c, 0x10, 0x0a, 0x00, 0x1f, 0x26, 0x04, 0x11, 0x4a, 0x8e, 0x8d,
    0x20, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
static const unsigned char jpeg[] = {0xff, 0xd8, 0xff, 0xc0, 0x00, 0x11, 0x08, 0x00,
                                     0x14, 0x00, 0x28, 0x03, 0x01, 0x11, 0x00, 0x02,
                                     0x11, 0x01, 0x03, 0x11, 0x01, 0xff, 0xd9};

/* Every cut and every flipped byte of a picture gives a report, with or without the picture. */
static void test_logos(void **state) {
    (void)state;
    hg_result *r = fixture_result(FIXTURE_INSUFFICIENT);
    const hg_result *all[] = {r};
    const struct {
        const unsigned char *data;
        size_t size;
        const char *type;
    } logos[] = {{png, sizeof png, "image/png"}, {jpeg, sizeof jpeg, "image/jpeg"}};
    for (size_t k = 0; k < 2; k++) {
        unsigned char copy[sizeof png];
        hg_lab lab = {.name = "Laboratory", .logo_type = logos[k].type, .logo = copy};
        const hg_report_options o = {.lab = &lab};
        for (size_t i = 0; i <= logos[k].size; i++) {
            hg_error err = {0};
            hg_text out = {0};
            memcpy(copy, logos[k].data, logos[k].size);
            lab.logo_size = i;
            if (hg_report_pdf(&out, all, 1, &o, &err) != HG_OK) fail_msg("%zu: %s", i, err.text);
            bool shown = out.data && strstr_in(&out, "/Subtype /Image");
            if (i == logos[k].size && !shown) fail_msg("%s is not shown", lab.logo_type);
            hg_text_free(&out);
            if (i == logos[k].size) break;
            lab.logo_size = logos[k].size;
            copy[i] ^= 0xff;
            if (hg_report_pdf(&out, all, 1, &o, &err) != HG_OK) fail_msg("%zu: %s", i, err.text);
            hg_text_free(&out);
        }
    }
    fixture_result_free(r);
}

/* A document of every kind of block, with texts of any length in every place. */
static void test_sample_documents(void **state) {
    (void)state;
    hg_error err = {0};
    hg__texts *texts = NULL;
    static char endless[10241];
    memset(endless, 'W', sizeof endless - 1);
    const char *const names[] = {"r-0042", "", endless, "<script>\xe2\x80\xae\xff\xf0\x9f\x91\x9f"};
    assert_int_equal(hg__texts_open(&texts, NULL, &err), HG_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int paper = 0; paper < 2; paper++) {
            hg__document *doc = sample_document(texts, names[i]);
            hg_text pdf = {0};
            hg__strbuf plain = {0};
            assert_int_equal(hg__pdf_write(&pdf, doc, (hg_paper)paper, paper == 1, &err), HG_OK);
            assert_memory_equal(pdf.data, "%PDF-1.5", 8);
            hg__plain_document(&plain, doc);
            assert_false(plain.failed);
            for (const char *line = plain.data; *line;) {
                size_t bytes = strcspn(line, "\n"), width = 0;
                for (size_t k = 0; k < bytes; k++) width += (line[k] & 0xc0) != 0x80;
                if (width > HG__PLAIN_WIDTH) fail_msg("%zu wide: %.*s", width, (int)bytes, line);
                line += bytes + (line[bytes] == '\n');
            }
            hg__strbuf_free(&plain);
            hg_text_free(&pdf);
            hg__document_free(doc);
        }
    hg__texts_close(texts);
}

/* A result by name; "formula" has ids that a spreadsheet would compute. */
static hg_result *named(const char *name) {
    if (strcmp(name, "formula") != 0) return fixture_named(name);
    hg_result *r = fixture_result(FIXTURE_GOOD);
    fixture_copy(r->runner, sizeof r->runner, "=cmd()");
    fixture_copy(r->session, sizeof r->session, "@SUM(1)");
    fixture_copy(r->trial, sizeof r->trial, "+1");
    return r;
}

/* FACE is a name of the table, "sample" with the text that it is to hold, or "pdf:LANGUAGE". */
static int print(const char *name, char **results, int n) {
    const hg_result *all[16];
    hg_error err = {0};
    hg_text out = {0};
    int status = 1;
    if (n > 16) return 1;
    if (strcmp(name, "sample") == 0) {
        hg__texts *texts = NULL;
        if (hg__texts_open(&texts, NULL, &err) != HG_OK) return 1;
        hg__document *doc = sample_document(texts, results[0]);
        status = hg__pdf_write(&out, doc, HG_PAPER_A4, true, &err) != HG_OK;
        hg__document_free(doc);
        hg__texts_close(texts);
        n = 0;
    }
    for (int i = 0; i < n; i++)
        if (!(all[i] = named(results[i]))) return 1;
    const hg_report_options language = {.language = strlen(name) > 4 ? name + 4 : NULL};
    if (strncmp(name, "pdf:", 4) == 0)
        status = hg_report_pdf(&out, all, (size_t)n, &language, &err) != HG_OK;
    for (size_t i = 0; i < FACES; i++)
        if (strcmp(faces[i].name, name) == 0)
            status = faces[i].make(&out, all, (size_t)n, &err) != HG_OK;
    if (status == 0)
        fwrite(out.data, 1, out.size, stdout);
    else
        fprintf(stderr, "%s\n", err.text);
    hg_text_free(&out);
    for (int i = 0; i < n; i++) fixture_result_free((hg_result *)(uintptr_t)all[i]);
    return status;
}

int main(int argc, char **argv) {
    if (argc > 3 && strcmp(argv[1], "--print") == 0) return print(argv[2], argv + 3, argc - 3);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_twice), cmocka_unit_test(test_other_decimal_point),
        cmocka_unit_test(test_refusals),         cmocka_unit_test(test_logos),
        cmocka_unit_test(test_sample_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
