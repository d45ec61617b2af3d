/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instruction-set levels. The C level exists everywhere; further levels join with their kernels. */
#ifndef HG_BASE_CPU_H
#define HG_BASE_CPU_H

typedef enum hg__cpu_level { HG__CPU_C = 0 } hg__cpu_level;

/* The highest level that this machine can run and that the library has kernels for. */
hg__cpu_level hg__cpu_detect(void);

#endif
