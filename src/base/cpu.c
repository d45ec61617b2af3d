/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/cpu.h"

hg__cpu_level hg__cpu_detect(void) {
    return HG__CPU_C;
}
