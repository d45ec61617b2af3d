/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HG_SYNTH_OPTIONS_H
#define HG_SYNTH_OPTIONS_H

#include <hipgait/status.h>
#include <hipgait/synth.h>

/* HG_EINVAL with the range when an option is outside it. */
hg_status hg__synth_check(const hg_synth_options *options, hg_error *err);

#endif
