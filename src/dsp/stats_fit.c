/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>
#include <math.h>

#include "dsp/stats.h"

bool hg__least_squares(double *x, double *singular, double *rms, double *A, const double *b,
                       size_t rows, size_t columns) {
    if (rows < columns || columns == 0) return false;
    gsl_matrix *V = gsl_matrix_alloc(columns, columns), *kept = gsl_matrix_alloc(rows, columns);
    gsl_vector *work = gsl_vector_alloc(columns);
    bool ok = V && kept && work;
    if (ok) {
        gsl_matrix_view U = gsl_matrix_view_array(A, rows, columns);
        gsl_vector_view S = gsl_vector_view_array(singular, columns),
                        X = gsl_vector_view_array(x, columns);
        gsl_vector_const_view B = gsl_vector_const_view_array(b, rows);
        gsl_matrix_memcpy(kept, &U.matrix);
        ok = gsl_linalg_SV_decomp(&U.matrix, V, &S.vector, work) == 0 &&
             singular[columns - 1] > 1e-12 * singular[0] &&
             gsl_linalg_SV_solve(&U.matrix, V, &S.vector, &B.vector, &X.vector) == 0;
        if (ok) {
            double sum = 0;
            for (size_t r = 0; r < rows; r++) {
                double e = -b[r];
                for (size_t c = 0; c < columns; c++) e += gsl_matrix_get(kept, r, c) * x[c];
                sum += e * e;
            }
            *rms = sqrt(sum / (double)rows);
        }
    }
    gsl_matrix_free(V);
    gsl_matrix_free(kept);
    gsl_vector_free(work);
    return ok;
}
