/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The C level by subject: each file fills its own entries of the table. Called by kernels.c alone.
 */
#ifndef HG_KERNELS_C_LEVEL_H
#define HG_KERNELS_C_LEVEL_H

#include "kernels/kernels.h"

void hg__kernels_c_reduce(hg__kernels *k);
void hg__kernels_c_filter(hg__kernels *k);
void hg__kernels_c_rigid(hg__kernels *k);
void hg__kernels_c_pose(hg__kernels *k);
void hg__kernels_c_segments(hg__kernels *k);
void hg__kernels_c_strides(hg__kernels *k);

#endif
