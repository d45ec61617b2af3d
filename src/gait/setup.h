/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stages need before the first one runs. */
#ifndef HG_GAIT_SETUP_H
#define HG_GAIT_SETUP_H

#include "gait/arrows.h"

/* Fills the kernel table for the named CPU level (NULL: the best of this machine) and makes the
 * libraries behind dsp report errors by their return values instead of ending the program.
 * HG_EINVAL for a level that does not exist or that this machine lacks. */
hg_status hg__stages_setup(hg__kernels *kernels, const char *cpu, hg_error *err);

#endif
