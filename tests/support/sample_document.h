/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A document with every kind of block, for the tests of the faces: texts that are known, a table
 * longer than a page, figures, links, and texts from outside that mean harm.
 */
#ifndef HG_TESTS_SAMPLE_DOCUMENT_H
#define HG_TESTS_SAMPLE_DOCUMENT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/document.h"
#include "report/figure.h"

#define SAMPLE_ROWS 90

static inline hg__figure *sample_figure(hg__document *doc, const char *id) {
    double x[101], mean[2][101], low[101], high[101];
    hg__figure *f = hg__figure_new(doc->memory, 300, 196, id, "Hip flexion", "Left 10, right 12");
    for (int tick = -20; tick <= 60; tick += 20) {
        double y = 160 - (tick + 20) * 1.6;
        hg__figure_line(f, tick ? HG__AS(GRID) : HG__AS(ZERO), 36, y, 286, y);
        hg__figure_textf(f, HG__TEXT(FAINT, END), 31, y + 4, "%s%d\xc2\xb0",
                         tick < 0 ? "\xe2\x88\x92" : "", abs(tick));
    }
    hg__figure_rect(f, HG__AS(DIFFERS), 120, 20, 40, 140, 0);
    for (int s = 0; s < 2; s++) {
        for (int i = 0; i <= 100; i++) {
            x[i] = 36 + 2.5 * i;
            mean[s][i] = 100 - 55 * cos(i * 0.0628) + 6 * s;
            low[i] = mean[s][i] - 6;
            high[i] = mean[s][i] + 6;
        }
        hg__figure_area(f, s ? HG__AS(RIGHT) : HG__AS(LEFT), x, low, high, 101);
    }
    for (int s = 0; s < 2; s++)
        hg__figure_polyline(f, s ? HG__AS(RIGHT) : HG__AS(LEFT), x, mean[s], 101);
    hg__figure_text(f, HG__TEXT(FAINT, START), 2, 10, "\xe2\x86\x91 flexion");
    hg__label turned = HG__TEXT(FAINT, MIDDLE);
    turned.turn_deg = -90;
    hg__figure_text(f, turned, 9, 100, "degrees");
    return f;
}

static inline void sample_table(hg__document *doc, hg__block *in) {
    hg__block *table = hg__add_table(doc, in);
    table->id = "measures";
    hg__add_text(doc, &table->title, "Mean and standard deviation over the strides in use.");
    hg__add_text(doc, &hg__add_column(doc, table, HG__ALIGN_TEXT, "")->title, "Measure");
    hg__column *left = hg__add_column(doc, table, HG__ALIGN_NUMBER, "deg");
    hg__add_swatch(doc, &left->title, HG_LEFT);
    hg__add_text(doc, &left->title, " Left");
    hg__column *right = hg__add_column(doc, table, HG__ALIGN_NUMBER, "deg");
    hg__add_swatch(doc, &right->title, HG_RIGHT);
    hg__add_text(doc, &right->title, " Right");
    hg__add_text(doc, &hg__add_column(doc, table, HG__ALIGN_TEXT, "")->title, "What it says");
    for (int i = 0; i < SAMPLE_ROWS; i++) {
        char text[64];
        if (i % 30 == 0) {
            hg__row *group = hg__add_row(doc, table, "");
            group->group = true;
            snprintf(text, sizeof text, "Family %d", i / 30 + 1);
            hg__add_text(doc, &hg__add_cell(doc, group)->text, text);
        }
        hg__row *row = hg__add_row(doc, table, "");
        snprintf(text, sizeof text, "Measure number %d", i);
        hg__add_text(doc, &hg__add_cell(doc, row)->text, text);
        hg__add_number(doc, &hg__add_cell(doc, row)->text, i * 1.25 - 20, 2);
        hg__add_number(doc, &hg__add_cell(doc, row)->text, i * 1.5, 1);
        hg__cell *says = hg__add_cell(doc, row);
        if (i % 7 == 3) hg__add_badge(doc, &says->text, HG__TONE_CAUTION, "outside");
        hg__add_text(doc, &says->text, i % 3 ? " like most runners" : " more than most runners");
    }
}

static inline void sample_page_one(hg__document *doc, hg__block *page) {
    hg__block *facts = hg__add_facts(doc, page);
    static const char *const words[][2] = {{"Runner", "r-0042"},
                                           {"Speed", "2.50 m/s"},
                                           {"Strides in use", "19 left, 19 right"},
                                           {"Shoes", "neutral, 280 g"}};
    for (int i = 0; i < 4; i++) {
        hg__fact *fact = hg__add_fact(doc, facts);
        hg__add_text(doc, &fact->label, words[i][0]);
        hg__add_name(doc, &fact->value, words[i][1]);
    }
    hg__block *notice = hg__add_notice(doc, page, HG__TONE_REFER);
    hg__add_text(doc, &notice->title, "See a physician first");
    hg__add_text(doc, &hg__add_paragraph(doc, notice)->text,
                 "Night pain was reported. What follows does not replace an examination.");
    hg__block *columns = hg__add_columns(doc, page);
    static const char *const cards[] = {"Gluteal tendon pain", "Hip joint pain", "Flexor strain"};
    for (int i = 0; i < 3; i++) {
        hg__block *card = hg__add_card(doc, columns, (hg__tone)(i + 2), HG_RIGHT);
        hg__add_text(doc, &card->title, cards[i]);
        hg__add_badge(doc, &card->badge, (hg__tone)(i + 2), "moderate, right");
        hg__add_text(doc, &card->text,
                     i == 1 ? "Adduction peak 14.8\xc2\xb0 on the right, 4.1\xc2\xb0 more than on "
                              "the left, in a runner who reports pain at the side of the hip."
                            : "Few signs.");
        hg__add_soft(doc, &card->grade, "Evidence: moderate (two cohorts)");
    }
    hg__block *list = hg__add_list(doc, page);
    for (int i = 1; i <= 4; i++) {
        hg__block *item = hg__add_item(doc, list);
        char text[128];
        snprintf(text, sizeof text, "Finding %d: ", i);
        hg__add_strong(doc, &item->text, text);
        hg__add_text(doc, &item->text, "the right hip comes ");
        hg__add_strong(doc, &item->text, "4.1\xc2\xb0");
        hg__add_text(doc, &item->text,
                     " further in than the left (95 % interval 2.9 to 5.3\xc2\xb0), against "
                     "3.0\xc2\xb0 that is usual; see ");
        hg__add_link(doc, &item->text, "measures", "all measures");
        hg__add_text(doc, &item->text, ".");
    }
}

/* `name` goes into every place that a text from outside may reach. */
static inline hg__document *sample_document(const hg__texts *texts, const char *name) {
    hg__document *doc = hg__document_new(texts);
    if (!doc) abort();
    doc->language = "en";
    doc->title = doc->runner = doc->session = hg__document_copy(doc, name);
    doc->program_version = "0.0";
    doc->foot = "Research and training software. Not a medical device.";
    doc->left_rgb = 0xd55e00;
    doc->right_rgb = 0x0072b2;
    doc->lab_name = doc->lab_contact = doc->title;
    hg__add_text(doc, &doc->root->title, "Hip and pelvis report ");
    hg__add_name(doc, &doc->root->title, name);
    sample_page_one(doc, hg__add_section(doc, doc->root, 2, "page-one"));
    hg__add_page(doc, doc->root);
    hg__block *trial = hg__add_section(doc, doc->root, 2, "trial-1");
    hg__add_text(doc, &trial->title, "Trial run01");
    hg__add_badge(doc, &trial->badge, HG__TONE_GOOD, "Good data");
    hg__block *curves = hg__add_section(doc, trial, 3, "curves");
    hg__add_text(doc, &curves->title, "Curves");
    hg__block *figures = hg__add_figures(doc, curves, 3);
    for (int i = 0; i < 6; i++) {
        char id[16];
        snprintf(id, sizeof id, "fig-%d", i);
        hg__add_name(doc, &hg__add_figure(doc, figures, sample_figure(doc, id))->caption,
                     i ? "Hip flexion" : name);
    }
    hg__block *words = hg__add_section(doc, trial, 3, "words");
    hg__add_text(doc, &words->title, "Words");
    for (int i = 0; i < 9; i++)
        hg__add_text(doc, &hg__add_paragraph(doc, words)->text,
                     "A paragraph of some length that has to be broken into several lines, so that "
                     "lines at the foot and at the head of a page have something to be about. "
                     "Afterwards it goes on for a while, says nothing new, and ends.");
    hg__add_code(doc, &hg__add_paragraph(doc, words)->text,
                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    hg__add_name(doc, &hg__add_paragraph(doc, words)->text, name);
    hg__block *measures = hg__add_section(doc, trial, 3, "all");
    hg__add_text(doc, &measures->title, "All measures");
    sample_table(doc, measures);
    return doc;
}

#endif
