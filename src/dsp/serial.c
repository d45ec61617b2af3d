/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/serial.h"

#include <stdint.h>

#define ROWS_LEAST 6 /* the correction has a pole at 4 */

double hg__rows_lag1(const double *const *row, const bool *follows, size_t n, size_t nodes) {
    size_t neighbours = 0, used = 0;
    double sum = 0.0;
    for (size_t i = 1; i < n; i++) neighbours += follows[i];
    if (n < ROWS_LEAST || neighbours == 0) return 0.0;
    for (size_t q = 0; q < nodes; q++) {
        double mean = 0.0, square = 0.0, product = 0.0;
        for (size_t i = 0; i < n; i++) mean += row[i][q];
        mean /= (double)n;
        for (size_t i = 0; i < n; i++) {
            double off = row[i][q] - mean;
            square += off * off;
            if (i && follows[i]) product += off * (row[i - 1][q] - mean);
        }
        if (!(square > 0.0)) continue;
        sum += product / square;
        used++;
    }
    if (!used) return 0.0;
    double count = (double)n;
    /* as many neighbours as a series without interruption has */
    double r = sum / (double)used * (count - 1.0) / (double)neighbours;
    r = (r + 1.0 / count) / (1.0 - 4.0 / count);
    return r < 0.0 ? 0.0 : r > HG__LAG1_MOST ? HG__LAG1_MOST : r;
}

double hg__rows_effective(double lag1, size_t n) {
    double sum = 1.0, power = lag1;
    for (size_t k = 1; k < n; k++, power *= lag1)
        sum += 2.0 * (1.0 - (double)k / (double)n) * power;
    return (double)n / sum;
}

/* n rows of zeros; what they hold is returned, the rows themselves point into it. */
static double *open_rows(const double ***row, size_t n, size_t nodes, hg__arena *scratch) {
    *row = hg__arena_alloc(scratch, n, sizeof **row);
    if (!*row || (nodes && n > SIZE_MAX / nodes)) return NULL;
    double *data = hg__arena_alloc(scratch, n * nodes, sizeof *data);
    for (size_t i = 0; data && i < n; i++) (*row)[i] = data + i * nodes;
    return data;
}

bool hg__rows_whiten(const double ***out, const double *const *row, const bool *follows, size_t n,
                     size_t nodes, double r, hg__arena *scratch) {
    double *white = open_rows(out, n, nodes, scratch);
    if (!white) return false;
    for (size_t i = 0; i < n; i++, white += nodes)
        for (size_t q = 0; q < nodes; q++)
            white[q] = i && follows[i] ? (1.0 - r) * (row[i][q] - r * row[i - 1][q])
                                       : (1.0 - r * r) * row[i][q];
    return true;
}

bool hg__rows_block(const double ***out, size_t *blocks, const double *const *row, size_t n,
                    size_t nodes, size_t block, hg__arena *scratch) {
    size_t count = *blocks = n / block;
    double *sum = open_rows(out, count, nodes, scratch);
    if (!sum) return false;
    for (size_t i = 0; count && i < n; i++) {
        double *to = sum + (i / block < count ? i / block : count - 1) * nodes;
        for (size_t q = 0; q < nodes; q++) to[q] += row[i][q];
    }
    return true;
}
