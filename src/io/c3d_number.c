/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of three processors: Intel, DEC (VAX) and SGI/MIPS. */
#include <stdint.h>
#include <string.h>

#include "io/c3d_file.h"

unsigned hg__c3d_u16(const unsigned char *b, hg__c3d_processor processor) {
    return processor == HG__C3D_MIPS ? (unsigned)b[0] << 8 | b[1] : (unsigned)b[1] << 8 | b[0];
}

int hg__c3d_i16(const unsigned char *b, hg__c3d_processor processor) {
    int value = (int)hg__c3d_u16(b, processor);
    return value < 0x8000 ? value : value - 0x10000;
}

static double ieee(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return (double)value;
}

/*
 * VAX F: sign, 8 bits of exponent with excess 128, 23 of a fraction 0.1fff..., the half with the
 * sign first. Hence (1 + f / 2^23) 2^(e - 129), which every double holds. An exponent of zero is
 * zero whatever follows: with the sign set it would be a trap, but files hold it for minus zero.
 */
static double vax(uint32_t bits) {
    uint64_t exponent = bits >> 23 & 0xFF;
    if (exponent == 0) return 0.0;
    uint64_t wide = (uint64_t)(bits >> 31) << 63 | (exponent - 129 + 1023) << 52 |
                    (uint64_t)(bits & 0x7FFFFF) << 29;
    double value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

double hg__c3d_f32(const unsigned char *b, hg__c3d_processor processor) {
    switch (processor) {
    case HG__C3D_MIPS:
        return ieee((uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]);
    case HG__C3D_DEC:
        return vax((uint32_t)b[1] << 24 | (uint32_t)b[0] << 16 | (uint32_t)b[3] << 8 | b[2]);
    default: return ieee((uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0]);
    }
}

void hg__c3d_row(double *out, const unsigned char *b, size_t n, bool real,
                 hg__c3d_processor processor) {
    if (real)
        for (size_t i = 0; i < n; i++) out[i] = hg__c3d_f32(b + 4 * i, processor);
    else
        for (size_t i = 0; i < n; i++) out[i] = hg__c3d_i16(b + 2 * i, processor);
}
