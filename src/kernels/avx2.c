/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wide kernels in the instructions of this level; compiled with its flags (CMakeLists.txt). */
#if defined(__x86_64__)
#define HG__LANES_AVX2
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

void hg__kernels_init_avx2(hg__kernels *k) {
    wide_reduce(k);
    wide_rigid(k);
    k->cluster_pose = cluster_pose;
    wide_filter(k);
    wide_segments(k);
    wide_strides(k);
    wide_spectra(k);
    wide_patterns(k);
    wide_draws(k);
    k->level = HG__CPU_AVX2;
}
#else
/* another processor's: an empty file is none in C */
typedef int hg__no_avx2;
#endif
