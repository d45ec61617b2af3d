/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who fills the table. The C level does it by subject, a file each; every other level is one file,
 * compiled with flags of its own, of which nothing may be called without asking hg__cpu_has().
 * Called by kernels.c alone.
 */
#ifndef HG_KERNELS_LEVELS_H
#define HG_KERNELS_LEVELS_H

#include "kernels/kernels.h"

void hg__kernels_c_reduce(hg__kernels *k);
void hg__kernels_c_filter(hg__kernels *k);
void hg__kernels_c_rigid(hg__kernels *k);
void hg__kernels_c_pose(hg__kernels *k);
void hg__kernels_c_segments(hg__kernels *k);
void hg__kernels_c_strides(hg__kernels *k);
void hg__kernels_c_spectra(hg__kernels *k);
void hg__kernels_c_patterns(hg__kernels *k);
void hg__kernels_c_draws(hg__kernels *k);
void hg__kernels_c_bytes(hg__kernels *k);

void hg__kernels_init_avx2(hg__kernels *k);
void hg__kernels_init_avx512(hg__kernels *k);
void hg__kernels_init_neon(hg__kernels *k);

#endif
