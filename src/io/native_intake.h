/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers of the runner in the native layout: a row of hipgait/intake.h is an attribute of its
 * group below /subject, two (_left, _right) when it is sided. Absent: not asked. */
#ifndef HG_IO_NATIVE_INTAKE_H
#define HG_IO_NATIVE_INTAKE_H

#include "io/h5_write.h"
#include "io/native.h"

/* The answers of one group, which is open. */
hg_status hg__native_read_answers(hg__reader *r, const hg__node *node, const char *group);

/* Has the group anything to write? Then writes it. */
bool hg__native_has_answers(const hg_subject *s, const char *group);
void hg__native_write_answers(hg__out *out, int64_t object, const char *group, const hg_subject *s);

/* What the reader would refuse. */
hg_status hg__native_check_answers(const hg_subject *s, hg_error *err);

#endif
