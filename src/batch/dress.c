/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/dress.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/error.h"
#include "base/file.h"

#define LAB_BYTES_MAX ((size_t)64 << 10)
#define LOGO_BYTES_MAX ((size_t)128 << 10) /* it is in every report */
#define IDENTITY_BYTES_MAX ((size_t)16 << 20)
#define PATH_BYTES_MAX 4096

static hg_status read_object(hg__json **out, const char *path, size_t most, hg_error *err) {
    void *data = NULL;
    size_t size = 0;
    hg_status status = hg__file_read(&data, &size, path, most, err);
    if (status == HG_OK) status = hg__json_parse(out, data, size, hg__base_name(path), err);
    free(data);
    if (status == HG_OK && !hg__json_is_object(*out))
        status = hg__fail(err, HG_EFORMAT, "expected an object {...}");
    if (status != HG_OK && err) hg__error_set_file(err, path);
    return status;
}

/* --- the lab --- */

static hg_status read_color(unsigned *out, const char *key, const char *text, hg_error *err) {
    bool good = text[0] == '#' && strlen(text) == 7;
    for (size_t i = 1; good && i < 7; i++) good = isxdigit((unsigned char)text[i]);
    if (!good)
        return hg__fail_at(err, HG_EFORMAT, key, "\"%.32s\" is no color; expected #RRGGBB", text);
    *out = (unsigned)strtoul(text + 1, NULL, 16);
    /* 0 means the default; nobody sees one step of blue */
    if (*out == 0) *out = 1;
    return HG_OK;
}

/* The logo is looked for beside the file that names it. */
static hg_status read_logo(hg__dress *d, const char *lab_path, const char *name, hg_error *err) {
    char path[PATH_BYTES_MAX];
    const char *base = hg__base_name(lab_path);
    int n = name[0] == '/'
                ? snprintf(path, sizeof path, "%s", name)
                : snprintf(path, sizeof path, "%.*s%s", (int)(base - lab_path), lab_path, name);
    if (n < 0 || (size_t)n >= sizeof path)
        return hg__fail_at(err, HG_EFORMAT, "logo", "the path of the logo is too long");
    hg_status status = hg__file_read(&d->logo, &d->lab.logo_size, path, LOGO_BYTES_MAX, err);
    if (status != HG_OK) return status;
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const unsigned char jpeg[] = {0xff, 0xd8, 0xff};
    const unsigned char *bytes = d->logo;
    if (d->lab.logo_size > sizeof png && memcmp(bytes, png, sizeof png) == 0)
        d->lab.logo_type = "image/png";
    else if (d->lab.logo_size > sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0)
        d->lab.logo_type = "image/jpeg";
    else
        return hg__fail_at(err, HG_EFORMAT, "logo", "the logo is neither a PNG nor a JPEG picture");
    d->lab.logo = bytes;
    return HG_OK;
}

static hg_status read_lab(hg__dress *d, const char *path, hg_error *err) {
    hg_status status = read_object(&d->lab_file, path, LAB_BYTES_MAX, err);
    size_t n = status == HG_OK ? hg__json_size(d->lab_file) : 0;
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        const char *key = NULL;
        const char *text = hg__json_text(hg__json_member(d->lab_file, i, &key));
        if (!text)
            status = hg__fail_at(err, HG_EFORMAT, key, "expected a text");
        else if (strcmp(key, "name") == 0)
            d->lab.name = text;
        else if (strcmp(key, "contact") == 0)
            d->lab.contact = text;
        else if (strcmp(key, "logo") == 0)
            status = read_logo(d, path, text, err);
        else if (strcmp(key, "left_color") == 0)
            status = read_color(&d->lab.left_rgb, key, text, err);
        else if (strcmp(key, "right_color") == 0)
            status = read_color(&d->lab.right_rgb, key, text, err);
        else
            status = hg__fail_at(err, HG_EFORMAT, key,
                                 "unknown key; expected name, contact, logo, left_color or "
                                 "right_color");
    }
    if (status == HG_OK && d->lab.left_rgb && d->lab.left_rgb == d->lab.right_rgb)
        status = hg__fail_at(err, HG_EFORMAT, "right_color",
                             "left and right have the same color; expected two");
    if (status != HG_OK && err && !*err->file) hg__error_set_file(err, path);
    return status;
}

/* --- who the runners are --- */

static hg_status read_person(hg_identity *who, const hg__json *person, const char *runner,
                             hg_error *err) {
    *who = (hg_identity){runner, "", ""};
    if (!hg__json_is_object(person))
        return hg__fail_at(err, HG_EFORMAT, runner, "expected {\"name\": ..., \"born\": ...}");
    for (size_t i = 0; i < hg__json_size(person); i++) {
        const char *key = NULL;
        const char *text = hg__json_text(hg__json_member(person, i, &key));
        bool name = strcmp(key, "name") == 0, born = strcmp(key, "born") == 0;
        if (!text || !(name || born))
            return hg__fail_at(err, HG_EFORMAT, runner,
                               "expected the texts \"name\" and \"born\", found \"%.64s\"", key);
        if (name)
            who->name = text;
        else
            who->born = text;
    }
    return HG_OK;
}

static hg_status read_identities(hg__dress *d, const char *path, hg_error *err) {
    prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); /* names must not end in a core dump */
    hg_status status = read_object(&d->identity_file, path, IDENTITY_BYTES_MAX, err);
    if (status != HG_OK) return status;
    size_t n = hg__json_size(d->identity_file);
    d->identities = calloc(n + 1, sizeof *d->identities);
    if (!d->identities) return hg__fail_memory(err);
    for (size_t i = 0; status == HG_OK && i < n; i++) {
        const char *runner = NULL;
        const hg__json *person = hg__json_member(d->identity_file, i, &runner);
        status = read_person(&d->identities[i], person, runner, err);
    }
    if (status != HG_OK && err) hg__error_set_file(err, path);
    return status;
}

hg_status hg__dress_open(hg__dress *out, hg_report_options *report, const char *lab_file,
                         const char *identity_file, hg_error *err) {
    hg_status status = hg_report_texts_open(&out->texts, report->language, err);
    report->texts = out->texts;
    if (status == HG_OK && lab_file) {
        status = read_lab(out, lab_file, err);
        report->lab = &out->lab;
    }
    if (status == HG_OK && identity_file) {
        status = read_identities(out, identity_file, err);
        report->identities = out->identities;
        report->n_identities = status == HG_OK ? hg__json_size(out->identity_file) : 0;
    }
    return status;
}

void hg__dress_close(hg__dress *dress) {
    hg__json_free(dress->lab_file);
    hg__json_free(dress->identity_file);
    hg_report_texts_close(dress->texts);
    free(dress->identities);
    free(dress->logo);
    *dress = (hg__dress){.lab_file = NULL};
}
