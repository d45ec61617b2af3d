/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A locale that writes decimals with a comma, made on the spot: bare machines have none. */
#ifndef HG_TESTS_SUPPORT_DECIMAL_COMMA_H
#define HG_TESTS_SUPPORT_DECIMAL_COMMA_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* True when numbers are written with a comma from here on; back with setlocale(LC_ALL, "C"). */
static inline int use_decimal_comma(void) {
    char folder[] = "hg_locale_XXXXXX", command[160];
    if (!mkdtemp(folder)) return 0;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 ./%s/de_DE.UTF-8 >%s/log 2>&1",
             folder, folder);
    int made = system(command) == 0;
    setenv("LOCPATH", folder, 1);
    made = made && setlocale(LC_ALL, "de_DE.UTF-8") && *localeconv()->decimal_point == ',';
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 && made;
}

#endif
