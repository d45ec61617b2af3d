/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/faces.h"

#include <string.h>

static int set_dates(const cli_command *self, hg__faces *faces, const char *value) {
    static const char *const styles[] = {
        [HG_DATES_RELATIVE] = "relative", [HG_DATES_YEAR] = "year", [HG_DATES_FULL] = "full"};
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (strcmp(value, styles[i]) == 0) {
            faces->report.dates = (hg_date_style)i;
            return CLI_DONE;
        }
    return cli_usage(self, "--dates is \"%s\"; expected relative, year or full", value);
}

int cli_set_face(const cli_command *self, hg__faces *faces, const cli_option *option,
                 const char *value) {
    const char *name = option->name;
    if (strcmp(name, "pdf") == 0) {
        faces->pdf = true;
    } else if (strcmp(name, "full") == 0) {
        faces->report.full = true;
    } else if (strcmp(name, "text") == 0) {
        faces->text = true;
    } else if (strcmp(name, "csv") == 0) {
        faces->csv = true;
    } else if (strcmp(name, "paper") == 0) {
        bool letter = strcmp(value, "letter") == 0;
        if (!letter && strcmp(value, "a4") != 0)
            return cli_usage(self, "--paper is \"%s\"; expected a4 or letter", value);
        faces->report.paper = letter ? HG_PAPER_LETTER : HG_PAPER_A4;
    } else if (strcmp(name, "language") == 0) {
        faces->report.language = value;
    } else if (strcmp(name, "dates") == 0) {
        return set_dates(self, faces, value);
    } else if (strcmp(name, "lab") == 0) {
        faces->lab_file = value;
    } else if (strcmp(name, "identity-file") == 0) {
        faces->identity_file = value;
    } else {
        return -1;
    }
    return CLI_DONE;
}

int cli_open_dress(hg__dress *dress, hg__faces *faces) {
    hg_error err = {0};
    hg_status status =
        hg__dress_open(dress, &faces->report, faces->lab_file, faces->identity_file, &err);
    if (status == HG_OK) return CLI_DONE;
    cli_print_error(&err);
    /* a file of settings that is wrong, or a language that is not there, is a wrong call */
    return status == HG_EFORMAT || status == HG_EUNSUPPORTED ? CLI_USAGE : cli_exit_code(status);
}
