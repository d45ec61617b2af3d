/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From lab axes in BIDS letters to the room frame (x anterior, y up, z right). */
#ifndef HG_GAIT_AXES_H
#define HG_GAIT_AXES_H

#include <hipgait/status.h>

/* Rows of the matrix that takes lab to room: room = M lab. HG_EFORMAT unless the three letters name
 * three different directions. */
hg_status hg__axes_matrix(double M[9], const char axes[4], const char *object, hg_error *err);

#endif
