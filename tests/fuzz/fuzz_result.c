/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes to the reader of results. What is taken is written, read and written again, rendered
 * and explained. With -DHG_FUZZ=ON a libFuzzer target; seeds are ordinary results (hipgait
 * analyze). Compiled with -DHG_FUZZ_MAIN it replays the files it is given.
 */
#include <hipgait/hipgait.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(hg_status status) {
    if (status != HG_OK) abort();
}

static void use(const hg_result *r) {
    hg_text first, second, page, text, row;
    hg_result *again = NULL;
    must(hg_report_json(&first, r, NULL));
    must(hg_result_read_json(&again, first.data, first.size, "again", NULL));
    must(hg_report_json(&second, again, NULL));
    if (first.size != second.size || memcmp(first.data, second.data, first.size) != 0) abort();
    must(hg_report_html(&page, &r, 1, NULL));
    must(hg_report_explain(&text, r, NULL, NULL));
    must(hg_report_cohort_row(&row, r, NULL));
    hg_text_free(&first);
    hg_text_free(&second);
    hg_text_free(&page);
    hg_text_free(&text);
    hg_text_free(&row);
    hg_result_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hg_result *r = NULL;
    hg_error err;
    char *copy = malloc(size ? size : 1); /* exactly as long: reading beyond it is seen */
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    hg_status status = hg_result_read_json(&r, copy, size, "fuzz", &err);
    if ((status == HG_OK) != (r != NULL)) abort(); /* a result exactly when it is sound */
    if (status != HG_OK && (err.code != status || !*err.text || strchr(err.text, '\n'))) abort();
    if (r) use(r);
    hg_result_free(r);
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
