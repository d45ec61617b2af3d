/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/setup.h"

#include "dsp/stats.h"

void hg__stages_setup(hg__kernels *kernels) {
    hg__kernels_init(kernels, hg__cpu_detect());
    hg__stats_init();
}
