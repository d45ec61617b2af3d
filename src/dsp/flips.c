/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/flips.h"

#include <math.h>
#include <string.h>

#include "dsp/stats.h"

#define CODES (1u << HG__FLIP_GROUP)
#define SAME 1e-9 /* relative: two draws that are one but for the order of adding */

/* Sums of each group of rows under all its signs; a set bit of the code turns its row. */
static void fill_table(double *table, const double *const *row, size_t rows, size_t columns,
                       size_t width) {
    for (size_t first = 0; first < rows; first += HG__FLIP_GROUP)
        for (unsigned code = 0; code < CODES; code++, table += width)
            for (size_t r = first; r < rows && r < first + HG__FLIP_GROUP; r++) {
                double sign = code >> (r - first) & 1 ? -1.0 : 1.0;
                for (size_t c = 0; c < columns; c++) table[c] += sign * row[r][c];
            }
}

static void fill_codes(unsigned char *code, size_t draws, size_t rows, size_t groups, bool exact,
                       hg__random *random) {
    for (size_t d = 0; d < draws; d++)
        for (size_t g = 0; g < groups; g += 16) {
            /* 16 groups of 4 signs from one number; of the exact draws the number is the draw */
            uint64_t bits = exact ? (uint64_t)d : hg__random_bits(random);
            for (size_t i = g; i < groups && i < g + 16; i++, bits >>= HG__FLIP_GROUP)
                code[d * groups + i] = (unsigned char)(bits & (CODES - 1));
            size_t left = rows % HG__FLIP_GROUP;
            if (left && g + 16 >= groups) /* rows that do not exist are not turned */
                code[d * groups + groups - 1] &= (unsigned char)((1u << left) - 1);
        }
}

/* sum^2 / sum of squares = u gives t^2 = (n - 1) u / (n - u). */
static double t_of(double u, size_t rows) {
    double n = (double)rows;
    return u < n ? sqrt((n - 1.0) * u / (n - u)) : INFINITY;
}

bool hg__flip_signs(hg__flips *out, const double *const *row, size_t rows, size_t columns,
                    size_t draws, double alpha, hg__random *random, const hg__kernels *k,
                    hg__arena *scratch) {
    size_t groups = (rows + HG__FLIP_GROUP - 1) / HG__FLIP_GROUP,
           width = (columns + HG__LANES - 1) / HG__LANES * HG__LANES;
    *out = (hg__flips){.exact = rows <= HG__FLIP_EXACT};
    if (rows < 2) return false;
    out->draws = out->exact ? (size_t)1 << rows : draws;
    double *table = hg__arena_alloc(scratch, groups * CODES * width, sizeof *table);
    double *weight = hg__arena_alloc(scratch, width, sizeof *weight);
    unsigned char *code = hg__arena_alloc(scratch, (out->draws + 1) * groups, 1);
    out->greatest = hg__arena_alloc(scratch, out->draws + 1, sizeof *out->greatest);
    if (!table || !weight || !code || !out->greatest) return false;
    fill_table(table, row, rows, columns, width);
    for (size_t c = 0; c < columns; c++) {
        double sum = 0.0;
        for (size_t r = 0; r < rows; r++) sum += row[r][c] * row[r][c];
        weight[c] = sum > 0.0 ? 1.0 / sum : 0.0;
    }
    /* one more than the draws: the rows as they are */
    fill_codes(code, out->draws, rows, groups, out->exact, random);
    k->flip_greatest(out->greatest, table, weight, code, groups, width, out->draws + 1);
    double seen = out->greatest[out->draws];
    size_t above = 0;
    for (size_t d = 0; d < out->draws; d++) {
        above += out->greatest[d] >= seen * (1.0 - SAME);
        out->greatest[d] = t_of(out->greatest[d], rows);
    }
    out->observed = t_of(seen, rows);
    out->p = out->exact ? (double)above / (double)out->draws
                        : (1.0 + (double)above) / (1.0 + (double)out->draws);
    out->threshold = hg__quantile(out->greatest, out->draws, 1.0 - alpha, scratch);
    return true;
}
