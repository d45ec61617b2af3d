/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page on which the intake is filled in, made from the table. Style and script are files of
 * datasets/intake; the page allows these two by their hashes and nothing else, no network either.
 */
#include <hipgait/intake_file.h>

#include <stdio.h>
#include <string.h>

#include "base/dataset.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "evidence/intake_parts.h"

/* Headings; a group that is not here is headed by its name. */
static const struct {
    const char *group, *title, *hint;
} groups[] = {
    {"symptoms", "Symptoms", "Where it hurts and what it is like, by side."},
    {"red_flags", "Signs that call for a physician",
     "Ask every one of them: as long as one is open, the screen counts as not done. "
     "With a yes, see a physician first, whatever the recording shows."},
    {"examination", "Examination of the hip", "Where it was examined."},
    {"history", "History", "Injuries are listed further down."},
    {"training", "Training", "Usual training, and what changed lately."},
    {"strength", "Strength",
     "Where it was measured: force at the same place on both legs, in newtons."},
    {"scores", "Questionnaires", "The scores only, as the questionnaires' own keys give them."},
};

/* How units are written on the page. */
static const struct {
    const char *unit, *shown;
} units[] = {{"deg", "degrees"}, {"1", ""}, {"min", "minutes"}, {"points", ""}};

static void escape(hg__strbuf *b, const char *text) {
    for (const char *c = text; *c; c++)
        if (*c == '&')
            hg__strbuf_add(b, "&amp;");
        else if (*c == '<')
            hg__strbuf_add(b, "&lt;");
        else if (*c == '"')
            hg__strbuf_add(b, "&quot;");
        else
            hg__strbuf_add_bytes(b, c, 1);
}

static const hg__dataset *file_of(const char *name) {
    for (size_t i = 0; i < hg__n_datasets; i++)
        if (strcmp(hg__datasets[i].name, name) == 0) return &hg__datasets[i];
    return NULL;
}

/* 'sha256-...' as a content security policy has it: the hash in base64. */
static void add_hash(hg__strbuf *b, const void *data, size_t size) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[65], text[45];
    unsigned char bytes[33] = {0};
    hg__sha256_hex(hex, data, size);
    for (int i = 0; i < 32; i++) {
        unsigned byte = 0;
        sscanf(hex + 2 * i, "%2x", &byte);
        bytes[i] = (unsigned char)byte;
    }
    for (int i = 0; i < 11; i++) { /* 32 bytes are 10 triples and two thirds */
        unsigned triple = (unsigned)bytes[3 * i] << 16 | (unsigned)bytes[3 * i + 1] << 8 |
                          (unsigned)bytes[3 * i + 2];
        for (int k = 0; k < 4; k++) text[4 * i + k] = letters[triple >> (18 - 6 * k) & 63];
    }
    text[43] = '=';
    text[44] = '\0';
    hg__strbuf_addf(b, "'sha256-%s'", text);
}

/* --- controls: `key` is where the answer belongs, `label` what a reader of screens says --- */

static void add_answer(hg__strbuf *b, const char *key, const char *label) {
    static const char *const states[3][2] = {{"", "not asked"}, {"no", "no"}, {"yes", "yes"}};
    hg__strbuf_addf(
        b, "<span class=\"seg\" role=\"radiogroup\" data-kind=\"answer\" data-key=\"%s\"", key);
    if (*label) {
        hg__strbuf_add(b, " aria-label=\"");
        escape(b, label);
        hg__strbuf_add(b, "\"");
    }
    hg__strbuf_add(b, ">");
    for (int i = 0; i < 3; i++)
        hg__strbuf_addf(b,
                        "<label><input type=\"radio\" name=\"%s\" value=\"%s\"%s><span>%s</span>"
                        "</label>",
                        key, states[i][0], i ? "" : " checked", states[i][1]);
    hg__strbuf_add(b, "</span>");
}

static void add_label(hg__strbuf *b, const char *label) {
    if (!*label) return;
    hg__strbuf_add(b, " aria-label=\"");
    escape(b, label);
    hg__strbuf_add(b, "\"");
}

static void add_number(hg__strbuf *b, const char *key, const char *label, double least, double most,
                       double shown) {
    hg__strbuf_addf(
        b,
        "<input type=\"number\" step=\"any\" inputmode=\"decimal\" placeholder=\"not asked\" "
        "data-kind=\"number\" data-key=\"%s\" min=\"%.10g\" max=\"%.10g\"",
        key, least / shown, most / shown);
    if (shown < 1 || shown > 1) hg__strbuf_addf(b, " data-factor=\"%.10g\"", shown);
    add_label(b, label);
    hg__strbuf_add(b, ">");
}

static void add_choice(hg__strbuf *b, const char *kind, const char *key, const char *label,
                       const char *words) {
    char word[HG_NAME_MAX];
    hg__strbuf_addf(b, "<select data-kind=\"%s\" data-key=\"%s\"", kind, key);
    add_label(b, label);
    hg__strbuf_add(b, "><option value=\"\">not asked</option>");
    for (size_t i = 0; hg__nth_word(words, i, word, sizeof word); i++) {
        hg__strbuf_addf(b, "<option value=\"%s\">", word);
        for (char *c = word; *c; c++)
            if (*c == '_') *c = ' ';
        const char *shown = strcmp(word, "L") == 0 || strcmp(word, "R") == 0
                                ? (*word == 'L' ? "left" : "right")
                                : word;
        hg__strbuf_addf(b, "%s</option>", shown);
    }
    hg__strbuf_add(b, "</select>");
}

/* --- questions --- */

static const char *shown_unit(const char *unit) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].unit, unit) == 0) return units[i].shown;
    return unit;
}

static void add_control(hg__strbuf *b, const hg_intake_field *f, const char *side,
                        const char *label) {
    char key[3 * HG_NAME_MAX];
    snprintf(key, sizeof key, "%s.%s%s%s", f->group, f->name, *side ? "." : "", side);
    if (f->kind == HG_INTAKE_ANSWER) {
        add_answer(b, key, label);
    } else if (f->kind == HG_INTAKE_CHOICE) {
        add_choice(b, "word", key, label, f->unit);
    } else {
        hg__strbuf_add(b, "<span>");
        add_number(b, key, label, f->least, f->most, 1);
        if (*shown_unit(f->unit))
            hg__strbuf_addf(b, "<span class=\"unit\">%s</span>", shown_unit(f->unit));
        hg__strbuf_add(b, "</span>");
    }
}

/* What "no" to any complaint at hip, groin or thigh says too: all of the symptoms with an answer
 * but those of another place. The page fills them in, where they are still open, and says so. */
static bool goes_with_no_complaint(const hg_intake_field *f) {
    return f->kind == HG_INTAKE_ANSWER && strcmp(f->group, "symptoms") == 0 &&
           strcmp(f->name, "any_complaint") != 0 && strcmp(f->name, "site_knee") != 0;
}

static void add_question(hg__strbuf *b, const hg_intake_field *f) {
    hg__strbuf_addf(b, "<fieldset class=\"q\"%s><legend class=\"ask\">",
                    goes_with_no_complaint(f) ? " data-with=\"symptoms.any_complaint\"" : "");
    escape(b, f->question);
    hg__strbuf_add(b, "</legend><div class=\"answers\">");
    if (f->sided) {
        static const char *const sides[2][2] = {{"left", "Left"}, {"right", "Right"}};
        for (int side = 0; side < 2; side++) {
            hg__strbuf_addf(b, "<div class=\"side\"><span aria-hidden=\"true\">%s</span>",
                            sides[side][1]);
            add_control(b, f, sides[side][0], sides[side][1]);
            hg__strbuf_add(b, "</div>");
        }
    } else {
        add_control(b, f, "", f->question);
    }
    hg__strbuf_add(b, "</div></fieldset>\n");
}

static void add_group(hg__strbuf *b, const char *group) {
    const char *title = group, *hint = "";
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(groups[i].group, group) == 0) {
            title = groups[i].title;
            hint = groups[i].hint;
        }
    hg__strbuf_addf(b,
                    "<section id=\"%s\" aria-labelledby=\"%s-title\"><div class=\"head\">"
                    "<h2 id=\"%s-title\">%s</h2><span class=\"count\"></span></div>\n",
                    group, group, group, title);
    if (*hint) hg__strbuf_addf(b, "<p class=\"soft\">%s</p>\n", hint);
    if (strcmp(group, "red_flags") == 0)
        hg__strbuf_add(b, "<p><button type=\"button\" class=\"plain\" data-rest>All that are still "
                          "open: asked, and no</button></p>\n");
    if (strcmp(group, "red_flags") == 0 || strcmp(group, "symptoms") == 0)
        hg__strbuf_add(b, "<p class=\"together\" role=\"status\"></p>\n");
    for (int i = 0; i < HG_INTAKE_COUNT; i++)
        if (strcmp(hg_intake_fields[i].group, group) == 0) add_question(b, &hg_intake_fields[i]);
    hg__strbuf_add(b, "</section>\n");
}

/* --- runner, injuries, runs --- */

/* The list of words that a text offers; it may be another. */
static const char *offered(const char *key) {
    return strcmp(key, "site") == 0 ? " list=\"sites\"" : "";
}

static void add_part(hg__strbuf *b, const hg__part *part, const char *key, const char *label) {
    switch (part->kind) {
    case HG__PART_NUMBER: add_number(b, key, label, part->least, part->most, part->shown); return;
    case HG__PART_WORD:
    case HG__PART_CODE: add_choice(b, "word", key, label, part->words); return;
    case HG__PART_ANSWER: add_choice(b, "answer", key, label, "no|yes"); return;
    case HG__PART_DAY:
        hg__strbuf_addf(b, "<input type=\"date\" data-kind=\"day\" data-key=\"%s\"", key);
        break;
    case HG__PART_ID:
        hg__strbuf_addf(b,
                        "<input type=\"text\" maxlength=\"63\" pattern=\"(?!\\.{1,2}$)[^\\/]+\" "
                        "title=\"a pseudonym without /\" spellcheck=\"false\" data-kind=\"text\" "
                        "data-key=\"%s\"",
                        key);
        break;
    case HG__PART_TEXT:
        hg__strbuf_addf(b,
                        "<input type=\"text\" maxlength=\"%zu\" data-kind=\"text\" "
                        "data-key=\"%s\"%s",
                        part->room - 1, key, offered(key));
        break;
    }
    add_label(b, label);
    hg__strbuf_add(b, ">");
}

static void add_runner(hg__strbuf *b) {
    char key[HG_NAME_MAX];
    hg__strbuf_add(b, "<section id=\"runner\" aria-labelledby=\"runner-title\"><div class=\"head\">"
                      "<h2 id=\"runner-title\">Runner</h2></div>\n<p class=\"soft\">A pseudonym, "
                      "never a name. Leg length: from the front of the pelvis (ASIS) to the inner "
                      "ankle, by tape.</p><div class=\"grid\">\n");
    for (size_t i = 0; i < hg__runner_parts.n; i++) {
        const hg__part *part = &hg__runner_parts.part[i];
        snprintf(key, sizeof key, "runner.%s", part->key);
        hg__strbuf_add(b, "<label><span>");
        escape(b, part->label);
        hg__strbuf_add(b, "</span>");
        add_part(b, part, key, "");
        hg__strbuf_add(b, "</label>\n");
    }
    hg__strbuf_add(b, "<label><span>Day of these answers</span><input type=\"date\" "
                      "data-kind=\"day\" data-key=\"date\"></label>\n</div></section>\n");
}

static void add_list(hg__strbuf *b, const char *list, const char *title, const char *hint,
                     const char *add, const hg__parts *parts) {
    hg__strbuf_addf(b,
                    "<section id=\"%s\" data-list=\"%s\" aria-labelledby=\"%s-title\"><div "
                    "class=\"head\"><h2 id=\"%s-title\">%s</h2></div><p class=\"soft\">%s</p>\n"
                    "<table><thead><tr>",
                    list, list, list, list, title, hint);
    for (size_t i = 0; i < parts->n; i++)
        hg__strbuf_addf(b, "<th scope=\"col\">%s</th>", parts->part[i].label);
    hg__strbuf_addf(b,
                    "<th scope=\"col\"><span class=\"hide\">Remove</span></th></tr></thead>"
                    "<tbody></tbody><tfoot><tr><td colspan=\"%zu\">None listed.</td></tr></tfoot>"
                    "</table>\n<template><tr>",
                    parts->n + 1);
    for (size_t i = 0; i < parts->n; i++) {
        const hg__part *part = &parts->part[i];
        hg__strbuf_addf(b, "<td data-label=\"%s\">", part->label);
        add_part(b, part, part->key, part->label);
        hg__strbuf_add(b, "</td>");
    }
    hg__strbuf_addf(b,
                    "<td data-label=\"\"><button type=\"button\" class=\"plain\" data-remove>"
                    "Remove</button></td></tr></template>\n<button type=\"button\" "
                    "data-add=\"%s\">%s</button></section>\n",
                    list, add);
}

/* --- the page --- */

/* Words for the site of an injury that rules look for. */
static hg_status add_sites(hg__strbuf *b, hg_error *err) {
    hg_text words = {NULL, 0};
    hg_status status = hg_intake_sites(&words, err);
    if (status != HG_OK) return status;
    hg__strbuf_add(b, "<datalist id=\"sites\">");
    for (const char *w = words.data; *w; w += strcspn(w, "\n") + 1)
        hg__strbuf_addf(b, "<option value=\"%.*s\">", (int)strcspn(w, "\n"), w);
    hg__strbuf_add(b, "</datalist>\n");
    hg_text_free(&words);
    return HG_OK;
}

static void add_head(hg__strbuf *b, const hg__dataset *style, const hg__dataset *script) {
    hg__strbuf_add(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "base-uri 'none'; form-action 'none'; style-src ");
    add_hash(b, style->data, style->size);
    hg__strbuf_add(b, "; script-src ");
    add_hash(b, script->data, script->size);
    hg__strbuf_add(b, "\">\n<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                      "<title>Intake of a runner</title>\n<style>");
    hg__strbuf_add_bytes(b, style->data, style->size);
    hg__strbuf_add(b, "</style>\n</head>\n");
}

hg_status hg_intake_form(hg_text *out, hg_error *err) {
    hg__strbuf b = {0};
    const char *group;
    const hg__dataset *style = file_of("intake/form.css"), *script = file_of("intake/form.js");
    if (!style || !script)
        return hg__fail(err, HG_EINTERNAL, "style or script of the page is not built in");
    add_head(&b, style, script);
    hg__strbuf_add(
        &b,
        "<body>\n<header><h1>Intake of a runner</h1>\n<p>What is not known stays \"not asked\": "
        "that is not the same as \"no\". Nothing that is filled in leaves this computer; the "
        "page uses no network. Save the answers and put the file beside the runner's "
        "recording.</p>\n<p class=\"soft\">This page asks; it does not diagnose.</p></header>\n"
        "<div class=\"bar\" role=\"region\" aria-label=\"File\"><div><button type=\"button\" "
        "class=\"main\" id=\"save\">Save JSON"
        "</button><label class=\"file\">Open a saved file<input type=\"file\" id=\"open\" "
        "accept=\".json,application/json\"></label><span id=\"status\" role=\"status\"></span>"
        "</div></div>\n<main><form id=\"form\" autocomplete=\"off\" "
        "data-schema=\"" HG__INTAKE_SCHEMA "\" data-version=\"" HG__INTAKE_VERSION "\">\n");
    add_runner(&b);
    for (size_t g = 0; (group = hg_intake_group(g)); g++) add_group(&b, group);
    hg_status status = add_sites(&b, err);
    if (status != HG_OK) {
        hg__strbuf_free(&b);
        return status;
    }
    add_list(&b, "injuries", "Injuries",
             "Earlier and present ones, of the legs and the hip. For the site choose one of the "
             "words offered where it fits: these are looked for, others count as an injury "
             "elsewhere.",
             "Add an injury", &hg__injury_parts);
    add_list(&b, "training_log", "Training log",
             "Runs of at least the last five weeks, a line each, where the runner keeps a log.",
             "Add a run", &hg__run_parts);
    hg__strbuf_add(
        &b,
        "</form>\n<section id=\"json-part\" aria-labelledby=\"json-title\"><div class=\"head\">"
        "<h2 id=\"json-title\">The file</h2><button type=\"button\" class=\"plain\" "
        "id=\"select\">Select all</button></div><p class=\"soft\">Where the browser cannot save, "
        "copy this text into RUNNER.intake.json, RUNNER being the pseudonym.</p><textarea "
        "id=\"json\" readonly spellcheck=\"false\" aria-labelledby=\"json-title\"></textarea>"
        "</section></main>\n<footer><p>Severe, night, rest or worsening hip or groin pain, a leg "
        "that cannot bear weight, or feeling unwell: stop running and seek medical care now."
        "</p></footer>\n<script>");
    hg__strbuf_add_bytes(&b, script->data, script->size);
    hg__strbuf_add(&b, "</script>\n</body>\n</html>\n");
    return hg__strbuf_take(&b, &out->data, &out->size) ? HG_OK : hg__fail_memory(err);
}
