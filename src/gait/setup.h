/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stages need before the first one runs. */
#ifndef HG_GAIT_SETUP_H
#define HG_GAIT_SETUP_H

#include "gait/arrows.h"

/* Fills the kernel table for this machine and makes the libraries behind dsp report errors by
 * their return values instead of ending the program. */
void hg__stages_setup(hg__kernels *kernels);

#endif
