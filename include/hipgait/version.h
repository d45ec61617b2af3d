/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file version.h
 * Version of the library, and the statement of intended use that stands beside every result.
 */
#ifndef HG_HIPGAIT_VERSION_H
#define HG_HIPGAIT_VERSION_H

#include <hipgait/export.h>

#define HG_VERSION "0.1.0"

/** Version of the library that is linked, e.g. "0.1.0". Static text; any thread. */
HG_API const char *hg_version(void);

/** What hipgait is and is not, one paragraph without line breaks. Static text; any thread. */
HG_API const char *hg_intended_use(void);

#endif
