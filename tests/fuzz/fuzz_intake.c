/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes to the reader of intake files. With -DHG_FUZZ=ON a libFuzzer target; seeds are intake
 * files (hipgait intake --template, --from). Compiled with -DHG_FUZZ_MAIN it replays the files it
 * is given.
 */
#include <hipgait/hipgait.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read is fit to be written, and reading that gives the same text again. */
static void check_again(const hg_recording *r) {
    hg_text first = {NULL, 0}, second = {NULL, 0};
    hg_recording *back = NULL;
    hg_error err;
    if (hg_recording_new(&back, &err) != HG_OK ||
        hg_intake_write(&first, &r->subject, &err) != HG_OK)
        abort();
    if (hg_intake_read(back, first.data, first.size, "again", &err) != HG_OK) abort();
    if (hg_intake_write(&second, &back->subject, &err) != HG_OK) abort();
    if (first.size != second.size || memcmp(first.data, second.data, first.size) != 0) abort();
    hg_text_free(&first);
    hg_text_free(&second);
    hg_recording_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hg_recording *r = NULL;
    hg_error err;
    char *copy = malloc(size ? size : 1); /* exactly as long: reading beyond it is seen */
    if (!copy || hg_recording_new(&r, &err) != HG_OK) abort();
    if (size) memcpy(copy, data, size);
    hg_status status = hg_intake_read(r, copy, size, "x.intake.json", &err);
    if (status == HG_OK)
        check_again(r);
    else if (err.code != status || !*err.text || strchr(err.text, '\n'))
        abort();
    hg_recording_free(r);
    free(copy);
    return 0;
}

#ifdef HG_FUZZ_MAIN
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) return 1;
        static uint8_t bytes[8 << 20];
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        LLVMFuzzerTestOneInput(bytes, n);
    }
    return 0;
}
#endif
