/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <sha2.h>
#include <stdint.h>
#include <stdio.h>

void hg__sha256_hex(char out[65], const void *data, size_t size) {
    SHA2_CTX ctx;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Init(&ctx);
    SHA256Update(&ctx, data, size);
    SHA256Final(digest, &ctx);
    for (size_t i = 0; i < sizeof digest; i++) snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
