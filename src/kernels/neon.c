/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wide kernels in NEON, all of them: measured for their bits only. Every 64-bit ARM has it. */
#if defined(__aarch64__)
#define HG__LANES_NEON
#include "kernels/levels.h"
#include "kernels/pose.h"
#include "kernels/wide_draws.h"
#include "kernels/wide_filter.h"
#include "kernels/wide_patterns.h"
#include "kernels/wide_reduce.h"
#include "kernels/wide_rigid.h"
#include "kernels/wide_segments.h"
#include "kernels/wide_spectra.h"
#include "kernels/wide_strides.h"

void hg__kernels_init_neon(hg__kernels *k) {
    wide_reduce(k);
    wide_rigid(k);
    k->cluster_pose = cluster_pose;
    wide_filter(k);
    wide_segments(k);
    wide_strides(k);
    wide_spectra(k);
    wide_patterns(k);
    wide_draws(k);
    k->level = HG__CPU_NEON;
}
#else
/* another processor's: an empty file is none in C */
typedef int hg__no_neon;
#endif
