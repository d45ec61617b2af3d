/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/texts.h"

#include <hipgait/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dataset.h"
#include "base/error.h"
#include "base/json.h"
#include "base/strbuf.h"

#define FOLDER "texts/"
#define FALLBACK "en"

struct hg__texts {
    hg__json *own, *english; /* `english` is NULL where `own` is English */
    char language[16];
};

static const hg__dataset *file_of(const char *language) {
    char name[64];
    snprintf(name, sizeof name, FOLDER "%s.json", language);
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, name) == 0) return &hg__datasets[i];
    return NULL;
}

static hg_status open_language(hg__json **out, const char *language, hg_error *err) {
    const hg__dataset *file = file_of(language);
    if (!file) {
        char known[128] = "";
        for (size_t i = 0; i < hg__n_datasets; i++) {
            const char *name = hg__datasets[i].name;
            if (strncmp(name, FOLDER, strlen(FOLDER)) == 0)
                hg__list_add(known, sizeof known, "%.*s",
                             (int)(strcspn(name, ".") - strlen(FOLDER)), name + strlen(FOLDER));
        }
        return hg__fail(err, HG_EUNSUPPORTED,
                        "reports have no texts in the language \"%.16s\"; there are: %s", language,
                        known);
    }
    return hg__json_parse(out, (const char *)file->data, file->size, file->name, err);
}

hg_status hg__texts_open(hg__texts **out, const char *language, hg_error *err) {
    *out = NULL;
    if (!language || !*language) language = FALLBACK;
    hg__texts *t = calloc(1, sizeof *t);
    if (!t) return hg__fail_memory(err);
    snprintf(t->language, sizeof t->language, "%s", language);
    hg_status status = open_language(&t->own, language, err);
    if (status == HG_OK && strcmp(language, FALLBACK) != 0)
        status = open_language(&t->english, FALLBACK, err);
    if (status != HG_OK) {
        hg__texts_close(t);
        return status;
    }
    *out = t;
    return HG_OK;
}

hg_status hg_report_texts_open(hg_report_texts **out, const char *language, hg_error *err) {
    return hg__texts_open(out, language, err);
}

void hg_report_texts_close(hg_report_texts *texts) {
    hg__texts_close(texts);
}

hg_status hg_report_language(const char *language, hg_error *err) {
    hg__texts *texts = NULL;
    hg_status status = hg__texts_open(&texts, language, err);
    hg__texts_close(texts);
    return status;
}

void hg__texts_close(hg__texts *texts) {
    if (!texts) return;
    hg__json_free(texts->own);
    hg__json_free(texts->english);
    free(texts);
}

static const char *own_text(const hg__texts *texts, const char *key) {
    return hg__json_text(hg__json_get(texts->own, key));
}

const char *hg__texts_find(const hg__texts *texts, const char *key) {
    const char *text = own_text(texts, key);
    if (!text && texts->english) text = hg__json_text(hg__json_get(texts->english, key));
    return text;
}

const char *hg__texts_get(const hg__texts *texts, const char *key) {
    const char *text = hg__texts_find(texts, key);
    return text ? text : key;
}

const char *hg__texts_label(const hg__texts *texts, const char *prefix, const char *id,
                            const char *otherwise) {
    char key[128];
    int n = snprintf(key, sizeof key, "%s.%s", prefix, id);
    const char *text = n > 0 && (size_t)n < sizeof key ? hg__texts_find(texts, key) : NULL;
    return text ? text : otherwise;
}

const char *hg__texts_language(const hg__texts *texts) {
    return texts->language;
}
