/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wide kernels in AVX-512, one by one: only those that measurably beat AVX2. Where division or
 * the square root, the latency of a recursion or memory set the pace, the wider registers gain
 * nothing: transpose, biquad, frame_y, frame_z, chord, matrix_from_quaternion and linear stay.
 */
#if defined(__x86_64__)
#define HG__LANES_AVX512
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

void hg__kernels_init_avx512(hg__kernels *k) {
    wide_reduce(k);
    k->blend = blend;
    k->derivative = derivative;
    k->biquad_each = biquad_each;
    k->rotate = rotate;
    k->cluster_pose = cluster_pose;
    k->relative = relative;
    k->premultiply = premultiply;
    k->cardan_zxy = cardan_zxy;
    k->cardan_yxz = cardan_yxz;
    k->project = project;
    k->quaternion_multiply = quaternion_multiply;
    k->quaternion_rotate = quaternion_rotate;
    k->atan2_each = atan2_each;
    k->asin_each = asin_each;
    k->acos_each = acos_each;
    k->sin_cos = sin_cos;
    k->place = place;
    k->pchip = pchip;
    k->column_moments = column_moments;
    wide_spectra(k);
    wide_patterns(k);
    wide_draws(k);
    k->level = HG__CPU_AVX512;
}
#else
/* another processor's: an empty file is none in C */
typedef int hg__no_avx512;
#endif
