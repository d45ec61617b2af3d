/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/setup.h"

#include <stdio.h>

#include "base/error.h"
#include "dsp/stats.h"

/* "c, avx2" */
static void name_levels(char *out, size_t size) {
    size_t used = 0;
    for (int level = 0; level < HG__CPU_LEVELS && used < size; level++)
        if (hg__cpu_has((hg__cpu_level)level))
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     hg__cpu_name((hg__cpu_level)level));
}

hg_status hg__stages_setup(hg__kernels *kernels, const char *cpu, hg_error *err) {
    hg__cpu_level level = hg__cpu_detect();
    char have[64];
    if (cpu && (!hg__cpu_parse(&level, cpu) || !hg__cpu_has(level))) {
        bool known = hg__cpu_parse(&level, cpu);
        name_levels(have, sizeof have);
        return hg__fail(err, HG_EINVAL,
                        known ? "this machine lacks the CPU level \"%s\"; it has %s"
                              : "there is no CPU level \"%s\"; this machine has %s",
                        cpu, have);
    }
    hg__kernels_init(kernels, level);
    hg__stats_init();
    return HG_OK;
}
