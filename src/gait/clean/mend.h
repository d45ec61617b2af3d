/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults of markers that are there but wrong: held values, spikes, exchanged labels, left for
 * right, two labels on one marker. What is found, what is mended and how sure that is stands in
 * docs/marker-faults.md; the thresholds are the rows clean.mend_* of params.h.
 */
#ifndef HG_GAIT_MEND_H
#define HG_GAIT_MEND_H

#include "gait/arrows.h"

/*
 * Looks through the planes m->raw (3 per marker, room frame, m->n evenly spaced samples, gaps not
 * yet filled) and m->origin: wrong samples         become NaN and HG_SAMPLE_MISSING exchanged
 * samples     are given back to their marker and become HG_SAMPLE_RELABELLED, bit for bit all
 * others            stay as they are Nothing is moved unless two kinds of evidence agree
 * (continuity in time, shape of the segment, side of the pelvis); what is wrong and cannot be
 * mended with certainty becomes missing. Under the convention that keeps every frame as published
 * (ric) collapsed markers are only flagged.
 *
 * Raises markers_frozen, markers_spikes, markers_swapped, markers_collapsed, sides_exchanged.
 * Trials of fewer than 8 samples, and clean.mend=off, are left alone. HG_ENOMEM.
 */
hg_status hg__mend(hg__markers *m, const hg__markerset *set, const hg__stage *stage);

#endif
