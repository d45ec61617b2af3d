/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <hipgait/report.h>
#include <hipgait/version.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/result/parts.h"

#define MAJOR (sizeof "1." - 1) /* characters of a version that must be ours */

/* All parts in their order. */
static void form_result(hg__form *f, hg_result *r) {
    hg__form_open(f, NULL);
    hg__form_fixed(f, "schema", "hipgait-result");
    hg__form_shown(f, "schema_version", HG_RESULT_SCHEMA_VERSION);
    hg__form_shown(f, "intended_use", hg_intended_use());
    hg__form_who(f, r);
    hg__form_provenance(f, &r->provenance);
    hg__form_trial(f, r);
    hg__form_quality(f, r);
    hg__form_red_flags(f, &r->evidence);
    hg__form_intake(f, r);
    hg__form_derived(f, &r->evidence);
    hg__form_events(f, &r->events);
    hg__form_strides(f, r);
    hg__form_metrics(f, r);
    hg__form_curves(f, r);
    hg__form_spectra(f, r);
    hg__form_variability(f, r);
    hg__form_coordination(f, r);
    hg__form_asymmetry(f, r);
    hg__form_asymmetry_summary(f, r);
    hg__form_conditions(f, &r->evidence);
    hg__form_ties(f, &r->evidence);
    hg__form_advice(f, &r->evidence);
    hg__form_evidence(f, &r->evidence);
    hg__form_close(f);
}

static hg_status write_result(hg_text *out, hg_result *result, bool settle, hg_error *err) {
    if (!out || !result) return hg__fail(err, HG_EINVAL, "there is no result to write");
    hg__form f = {.err = err, .settling = settle, .memory = result->memory};
    form_result(&f, result);
    hg__form_cite_end(&f);
    hg__strbuf_add(&f.b, "\n");
    if (f.status != HG_OK) {
        hg__strbuf_free(&f.b);
        return f.status;
    }
    if (!hg__strbuf_take(&f.b, &out->data, &out->size)) return hg__fail_memory(err);
    return HG_OK;
}

hg_status hg_report_json(hg_text *out, const hg_result *result, hg_error *err) {
    return write_result(out, (hg_result *)(uintptr_t)result, false, err);
}

hg_status hg_result_write_json(hg_text *out, hg_result *result, hg_error *err) {
    return write_result(out, result, true, err);
}

/* Says of a document that is no result of this version what it is instead, before a missing key of
 * one that never had it does. `later`: of another minor version, which may have keys of its own. */
static hg_status check_kind(const hg__json *root, bool *later, hg_error *err) {
    const char *schema = hg__json_text(hg__json_get(root, "schema"));
    const char *version = hg__json_text(hg__json_get(root, "schema_version"));
    if (!hg__json_is_object(root))
        return hg__fail(err, HG_EFORMAT, "expected a result of hipgait, which is an object");
    if (!schema || strcmp(schema, "hipgait-result") != 0)
        return hg__fail_at(err, HG_EFORMAT, "schema",
                           "expected \"hipgait-result\"; this is no result of hipgait");
    if (!version)
        return hg__fail_at(err, HG_EFORMAT, "schema_version",
                           "expected a text like \"" HG_RESULT_SCHEMA_VERSION "\"");
    if (strncmp(version, HG_RESULT_SCHEMA_VERSION, MAJOR) != 0)
        return hg__fail_at(err, HG_EUNSUPPORTED, "schema_version",
                           "version \"%.20s\" is not read; this version of hipgait reads "
                           "\"" HG_RESULT_SCHEMA_VERSION "\"",
                           version);
    *later = strcmp(version + MAJOR, HG_RESULT_SCHEMA_VERSION + MAJOR) != 0;
    return HG_OK;
}

/* A parsed list or object takes some fifty times the room of an empty one in the text; a result has
 * one in thirty bytes at most. */
static bool too_many_lists(const char *text, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++) n += text[i] == '[' || text[i] == '{';
    return n > 4096 + size / 16;
}

/* The parser quotes what it found, which may hold anything. */
static hg_status tidy(hg_status status, hg_error *err) {
    for (char *c = status != HG_OK && err ? err->text : NULL; c && *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    return status;
}

hg_status hg_result_read_json(hg_result **out, const char *text, size_t size, const char *name,
                              hg_error *err) {
    hg__json *root = NULL;
    hg_error own;
    bool later = false;
    if (!err) err = &own;
    if (!out || !text) return hg__fail(err, HG_EINVAL, "there is no text to read");
    *out = NULL;
    if (size > HG_RESULT_BYTES_MAX) {
        hg__fail(err, HG_EUNSUPPORTED, "%zu MB are more than a result can have (%zu MB)",
                 size >> 20, HG_RESULT_BYTES_MAX >> 20);
        hg__error_set_file(err, name ? name : "");
        return HG_EUNSUPPORTED;
    }
    if (too_many_lists(text, size)) {
        hg__fail(err, HG_EFORMAT, "more lists and objects than a result of this size can have");
        hg__error_set_file(err, name ? name : "");
        return HG_EFORMAT;
    }
    hg__number_lists lists = {0};
    bool taken = hg__number_lists_take(&lists, text, size);
    hg_status status = tidy(hg__json_parse(&root, taken ? lists.text : text,
                                           taken ? lists.size : size, "not JSON", err),
                            err);
    if (status == HG_OK) status = check_kind(root, &later, err);
    hg__arena *memory = status == HG_OK ? hg__arena_new() : NULL;
    hg_result *r = memory ? hg__arena_alloc(memory, 1, sizeof *r) : NULL;
    if (status == HG_OK && !r) status = hg__fail_memory(err);
    if (status == HG_OK) {
        hg__form f = {.reading = true,
                      .err = err,
                      .memory = memory,
                      .root = root,
                      .lists = &lists,
                      .size = size,
                      .later = later};
        hg__form_cite_begin(&f);
        form_result(&f, r);
        hg__form_cite_end(&f);
        status = f.status;
    }
    hg__json_free(root);
    hg__number_lists_free(&lists);
    if (status != HG_OK) {
        hg__arena_free(memory);
        hg__error_set_file(err, name ? name : "");
        return status;
    }
    r->memory = memory;
    *out = r;
    return HG_OK;
}
