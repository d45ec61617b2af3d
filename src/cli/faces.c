/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/faces.h"

#include <string.h>

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
    } else {
        return -1;
    }
    return CLI_DONE;
}
