/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file hipgait.h
 * All of libhipgait. Each header also stands alone.
 */
#ifndef HG_HIPGAIT_HIPGAIT_H
#define HG_HIPGAIT_HIPGAIT_H

#include <hipgait/analyze.h>
#include <hipgait/angles.h>
#include <hipgait/cohort.h>
#include <hipgait/coordination.h>
#include <hipgait/evidence.h>
#include <hipgait/flags.h>
#include <hipgait/follow_up.h>
#include <hipgait/intake.h>
#include <hipgait/intake_file.h>
#include <hipgait/io.h>
#include <hipgait/limits.h>
#include <hipgait/log.h>
#include <hipgait/metrics.h>
#include <hipgait/params.h>
#include <hipgait/recording.h>
#include <hipgait/reference.h>
#include <hipgait/report.h>
#include <hipgait/result.h>
#include <hipgait/rhythm.h>
#include <hipgait/status.h>
#include <hipgait/synth.h>
#include <hipgait/version.h>

#endif
