/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>

#include "dsp/stats.h"

bool hg__invert_positive(double *A, size_t n) {
    if (n == 0) return true;
    gsl_matrix_view view = gsl_matrix_view_array(A, n, n);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == 0 &&
           gsl_linalg_cholesky_invert(&view.matrix) == 0;
}
