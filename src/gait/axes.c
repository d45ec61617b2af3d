/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/axes.h"

#include <string.h>

#include "base/error.h"

hg_status hg__axes_matrix(double M[9], const char axes[4], const char *object, hg_error *err) {
    static const struct {
        char letter;
        int row;
        double sign;
    } table[] = {{'A', 0, 1}, {'P', 0, -1}, {'S', 1, 1}, {'I', 1, -1}, {'R', 2, 1}, {'L', 2, -1}};
    int rows_seen = 0;
    memset(M, 0, 9 * sizeof *M);
    for (int c = 0; c < 3; c++)
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            if (axes[c] == table[i].letter) {
                M[3 * table[i].row + c] = table[i].sign;
                rows_seen |= 1 << table[i].row;
            }
    if (rows_seen != 7)
        return hg__fail_at(err, HG_EFORMAT, object,
                           "axes \"%.3s\" do not name three directions; expected three of A/P, S/I "
                           "and L/R, such as ALS",
                           axes);
    return HG_OK;
}
