/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pose of a marker cluster, a frame at a time: pose.h with vectors of one double. */
#include "kernels/levels.h"
#include "kernels/pose.h"

void hg__kernels_c_pose(hg__kernels *k) {
    k->cluster_pose = cluster_pose;
}
