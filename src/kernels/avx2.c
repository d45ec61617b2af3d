/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wide kernels in AVX2; compiled with its flags (CMakeLists.txt). derivative and place stay as
 * they are in C: over the planes of a whole trial memory sets their pace, and AVX2 gains a tenth.
 */
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
    wide_strides(k);
    k->blend = blend;
    k->transpose = transpose;
    k->biquad = biquad;
    k->biquad_each = biquad_each;
    k->cluster_pose = cluster_pose;
    k->frame_y = frame_y;
    k->frame_z = frame_z;
    k->chord = chord;
    wide_spectra(k);
    wide_patterns(k);
    wide_draws(k);
    k->level = HG__CPU_AVX2;
}
#else
/* another processor's: an empty file is none in C */
typedef int hg__no_avx2;
#endif
