/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of the commands that write reports: as what, besides the page. */
#ifndef HG_CLI_FACES_H
#define HG_CLI_FACES_H

#include "batch/dress.h"
#include "batch/outputs.h"
#include "cli/cli.h"

/* Rows for the command's table of options. */
#define CLI_FACE_OPTIONS                                                                           \
    {"language", 0, "CODE", "of the report: en (standard) or de"},                                 \
        {"dates", 0, "STYLE", "days of sessions and runs: relative (standard), year or full"},     \
        {"lab", 0, "FILE", "name, contact, logo and colors of the laboratory (JSON)"},             \
        {"identity-file", 0, "FILE",                                                               \
         "names for runners' ids (JSON), in reports only"},           \
        {"pdf", 0, NULL, "also write the report as PDF"},                                          \
        {"paper", 0, "SIZE", "paper of the PDF: a4 (standard) or letter"},                         \
        {"full", 0, NULL,                                                                          \
         "the PDF with all that the page folds away: rules, tables, definitions"},                 \
        {"text", 0, NULL, "also write its first page and its tables as plain text (.txt)"}, {      \
        "csv", 0, NULL, "also write tables: by value, by trial and by percent of the stride"       \
    }

/* Takes an option when it is one of these: CLI_DONE or a code of cli_usage(); -1 when it is not. */
int cli_set_face(const cli_command *self, hg__faces *faces, const cli_option *option,
                 const char *value);

/* Reads the files that the options name. CLI_DONE, or an exit code with the message printed. */
int cli_open_dress(hg__dress *dress, hg__faces *faces);

#endif
