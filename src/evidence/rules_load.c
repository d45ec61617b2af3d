/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of one or two files to rules. */
#include <stdio.h>
#include <string.h>

#include "base/dataset.h"
#include "base/error.h"
#include "base/hash.h"
#include "evidence/evidence.h"
#include "evidence/rules_read.h"

static hg_status parse(hg__rules_file *f, hg_error *err) {
    hg_status status;
    if (f->size > HG__RULES_BYTES)
        status =
            hg__fail_at(err, HG_EINVAL, "line 1", "the file has %zu bytes; at most %zu are read",
                        f->size, HG__RULES_BYTES);
    else if (memchr(f->text, '\0', f->size))
        status = hg__fail_at(err, HG_EINVAL, "line 1", "the file holds bytes that are not text");
    else
        status = hg__json_parse_lines(&f->json, f->text, f->size, err);
    if (status == HG_OK) return HG_OK;
    hg__error_set_file(err, f->name);
    if (status == HG_EFORMAT) status = HG_EINVAL; /* the caller's text, not a file of ours */
    if (err) err->code = status;
    return status;
}

/* Whether the lab's file extends the built-in one; a fault when it names another. */
static bool wants_built_in(hg__loader *l, const hg__rules_file *own,
                           const hg__rules_file *built_in) {
    l->file = own;
    const hg__json *extends = hg__json_get(own->json, "extends");
    if (!extends) return false;
    const char *wanted = hg__json_text(extends);
    const char *name = built_in->json ? hg__json_text(hg__json_get(built_in->json, "name")) : NULL;
    if (wanted && name && strcmp(wanted, name) == 0) return true;
    hg__rules_wrong(l, "extends", "\"%.40s\"; the file built in is \"%.40s\"",
                    wanted ? wanted : "(no text)", name ? name : "(none)");
    return false;
}

/* "lab.json", with its version where it extends a file that has its own; "" for none. */
static const char *own_name(const hg__rules_file *own, bool extends, hg__arena *memory) {
    char text[400];
    if (!own) return "";
    const char *version = extends ? hg__json_text(hg__json_get(own->json, "version")) : NULL;
    snprintf(text, sizeof text, "%.300s%s%.60s", own->name, version ? ", version " : "",
             version ? version : "");
    return hg__arena_strdup(memory, text);
}

static void read_all(hg__loader *l, const hg__rules_file *files, size_t n) {
    if (hg__rules_merge(l, files, n) && hg__rules_name_all(l) && hg__rules_check_texts(l) &&
        hg__rules_read_rules(l) && hg__rules_read_red_flags(l) && hg__rules_read_conditions(l) &&
        hg__rules_read_ties(l) && hg__rules_read_advice(l) && hg__rules_read_limits(l))
        (void)hg__rules_check(l);
}

hg_status hg__evidence_load_from(const hg__rules **out, const char *built_in, size_t built_in_size,
                                 const char *own, size_t own_size, const char *name,
                                 hg__arena *memory, hg_error *err) {
    hg__rules_file files[2] = {
        {.text = built_in, .size = built_in_size, .name = "built-in evidence"},
        {.text = own, .size = own_size, .name = name ? name : "evidence file"}};
    hg__loader l = {.memory = memory, .err = err};
    *out = NULL;
    if (!built_in && !own) return HG_OK;
    l.rules = hg__rules_alloc(&l, 1, sizeof *l.rules);
    if (l.rules && built_in) l.status = parse(&files[0], err);
    if (l.status == HG_OK && own) l.status = parse(&files[1], err);
    if (l.status == HG_OK) {
        bool both = built_in && own && wants_built_in(&l, &files[1], &files[0]);
        if (own && !built_in) (void)wants_built_in(&l, &files[1], &files[0]);
        size_t first = own && !both ? 1 : 0;
        if (l.status == HG_OK) read_all(&l, &files[first], both ? 2 : 1);
        l.rules->own = own_name(own ? &files[1] : NULL, both, memory);
        hg__sha256_hex(l.rules->sha256, own ? own : built_in, own ? own_size : built_in_size);
        if (!l.rules->own) hg__rules_no_memory(&l);
    }
    for (int i = 0; i < 2; i++) hg__json_free(files[i].json);
    if (l.status == HG_OK) *out = l.rules;
    if (l.status != HG_OK) hg__error_clean(err); /* it quotes the file */
    return l.status;
}

hg_status hg__evidence_load(const hg__rules **out, const char *own, const char *name,
                            hg__arena *memory, hg_error *err) {
    static const char folder[] = "evidence/";
    const hg__dataset *built_in = NULL;
    for (size_t i = 0; i < hg__n_datasets && !built_in; i++)
        if (strncmp(hg__datasets[i].name, folder, sizeof folder - 1) == 0)
            built_in = &hg__datasets[i];
    hg_error fault = {0};
    hg_status status = hg__evidence_load_from(out, built_in ? (const char *)built_in->data : NULL,
                                              built_in ? built_in->size : 0, own,
                                              own ? strlen(own) : 0, name, memory, &fault);
    if (status == HG_OK) return HG_OK;
    if (status == HG_EINVAL && strcmp(fault.file, "built-in evidence") == 0)
        fault.code = status = HG_EINTERNAL;
    if (err) *err = fault;
    return status;
}
