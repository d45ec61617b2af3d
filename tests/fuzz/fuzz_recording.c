/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes to the reader of recordings. With -DHG_FUZZ=ON a libFuzzer target; seeds are ordinary
 * recordings (hipgait synth). Compiled with -DHG_FUZZ_MAIN it replays the files it is given.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/native.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const hg_read_options options = {.max_file_bytes = 16 << 20, .max_data_bytes = 16 << 20};
    hg_recording *r = NULL;
    hg_error err;
    void *copy = malloc(size ? size : 1); /* exactly as long: reading beyond it is seen */
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    hg_status status = hg__recording_read_memory(&r, copy, size, &options, &err);
    if ((status == HG_OK) != (r != NULL)) abort(); /* a recording exactly when it is sound */
    if (status != HG_OK && (err.code != status || !*err.text || strchr(err.text, '\n'))) abort();
    hg_recording_free(r);
    free(copy);
    return 0;
}

#ifdef HG_FUZZ_MAIN
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) return 1;
        static uint8_t bytes[16 << 20];
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        LLVMFuzzerTestOneInput(bytes, n);
    }
    return 0;
}
#endif
