/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>

void hg__sha256_hex(char out[65], const void *data, size_t size) {
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    sha256_update(&ctx, size, data);
    sha256_digest(&ctx, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
