/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_GAIT_STRIDES_H
#define HG_GAIT_STRIDES_H

#include "gait/arrows.h"

/*
 * Cuts strides (foot strike to foot strike of a side), checks them against the gates of the task
 * and normalises the angles of each to 101 points. `height` is the pelvis height per frame of the
 * same clock as `angles`, or NULL. Without any toe-off of a side its strides are cut all the same,
 * and what needs a toe-off is not measured. Every stride that is left out keeps its reason. Raises
 * strides_rejected, strides_few, strides_insufficient.
 */
hg_status hg__cut_strides(hg__stride_set *out, const hg__event_set *events,
                          const hg__angle_set *angles, const double *height, const hg__gait *gait,
                          const hg__stage *stage);

/*
 * Adds where feet and hips are at the instants of each stride, and the fastest turns of its
 * segments (out->footing), for strides that were cut. `feet` is NULL without foot markers; what is
 * not known is NaN.
 */
hg_status hg__place_strides(hg__stride_set *strides, const hg__feet *feet, const hg__pose *pose,
                            const hg__angle_set *angles, const hg__stage *stage);

#endif
