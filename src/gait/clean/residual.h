/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cut-off of a marker by residual analysis (Winter 2009, Biomechanics and Motor Control of
 * Human Movement, doi:10.1002/9780470549148): how far the marker is from its low-passed self,
 * R(fc), falls steeply while the filter takes movement and in a straight line while it takes only
 * noise. That line, prolonged to 0 Hz, is what all the noise amounts to; the cut-off is where R is
 * just that.
 */
#ifndef HG_GAIT_RESIDUAL_H
#define HG_GAIT_RESIDUAL_H

#include "gait/arrows.h"

/* Cut-offs of the analysis: 1 to 25 Hz in steps of 0.5. */
#define HG__RESIDUAL_CUTOFFS 49

/*
 * The choice for residuals at these cut-offs (the first `count` of them). NaN when the tail is not
 * a line: fewer than eight points with r squared above 0.95, a line that does not fall, or one that
 * meets 0 Hz above or below all residuals.
 */
double hg__residual_choice(const double *residual, size_t count);

/*
 * Fills in markers->cutoff, from the longest stretch without a gap of each marker (20 s of it).
 * Distances are taken in space, over the three axes together: so the choice does not depend on how
 * the axes of the lab lie, and a marker stays one point with one delay and one damping. Raises
 * cutoff_residual. HG_ENOMEM.
 */
hg_status hg__find_cutoffs(hg__markers *markers, const hg__stage *stage);

#endif
