/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of bytes, by nettle. */
#ifndef HG_BASE_HASH_H
#define HG_BASE_HASH_H

#include <stddef.h>

void hg__sha256_hex(char out[65], const void *data, size_t size);

#endif
