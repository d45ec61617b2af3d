/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file export.h
 * Visibility and checking marks used by every public header. Nothing here is meant to be called.
 */
#ifndef HG_HIPGAIT_EXPORT_H
#define HG_HIPGAIT_EXPORT_H

#if defined(__GNUC__)
#define HG_API __attribute__((visibility("default")))
#define HG_CHECKED __attribute__((warn_unused_result))
#define HG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define HG_API
#define HG_CHECKED
#define HG_PRINTF(fmt, args)
#endif

#endif
