/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as an evidence file; what is taken judges a runner. Even sizes stand alone, odd ones
 * come on top of the built-in file. With -DHG_FUZZ=ON a libFuzzer target; the seed is
 * datasets/evidence. Compiled with -DHG_FUZZ_MAIN it replays the files it is given.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/dataset.h"
#include "evidence/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A runner with something of everything. */
static void fill(hg_result *r, hg_metric_value *metrics, hg_asymmetry *asymmetry) {
    memset(r, 0, sizeof *r);
    hg_intake_clear(&r->intake);
    for (int i = 0; i < HG_INTAKE_COUNT; i += 2)
        r->intake.value[i][0] = r->intake.value[i][1] = i % 4 ? 1 : 0;
    r->age_years = 40;
    r->mass_kg = 60;
    r->height_m = 1.7;
    r->task = HG_TASK_RUN;
    for (int s = 0; s < 2; s++) {
        r->n_used[s] = 20;
        r->leg_length_m[s] = 0.9 - 0.01 * s;
        r->static_leg_length_m[s] = NAN;
    }
    for (int m = 0; m < HG_METRIC_COUNT; m++) {
        metrics[m] = (hg_metric_value){.id = (hg_metric_id)m, .both = {.mean = m}};
        metrics[m].side[0].mean = m;
        metrics[m].side[1].mean = 40 - m;
        asymmetry[m] = (hg_asymmetry){.metric = (hg_metric_id)m,
                                      .difference = 40 - 2 * m,
                                      .rating = (hg_asymmetry_class)(m % 4),
                                      .reason = ""};
    }
    r->metrics = metrics;
    r->n_metrics = HG_METRIC_COUNT;
    r->asymmetry = asymmetry;
    r->n_asymmetry = HG_METRIC_COUNT;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hg_result result;
    static hg_metric_value metrics[HG_METRIC_COUNT];
    static hg_asymmetry asymmetry[HG_METRIC_COUNT];
    hg__arena *memory = hg__arena_new();
    char *copy = malloc(size + 1); /* exactly as long: reading beyond it is seen */
    const hg__rules *rules = NULL;
    hg_error err = {0};
    if (!memory || !copy) abort();
    if (size) memcpy(copy, data, size);
    copy[size] = '\0';
    const hg__dataset *built_in = NULL;
    for (size_t i = 0; i < hg__n_datasets && size % 2; i++)
        if (strncmp(hg__datasets[i].name, "evidence/", 9) == 0) built_in = &hg__datasets[i];
    hg_status status =
        hg__evidence_load_from(&rules, built_in ? (const char *)built_in->data : NULL,
                               built_in ? built_in->size : 0, copy, size, "fuzz", memory, &err);
    if ((status == HG_OK) != (rules != NULL)) abort();
    if (status != HG_OK && (err.code != status || !*err.text || !*err.file)) abort();
    if (status == HG_OK) {
        hg_evidence out;
        fill(&result, metrics, asymmetry);
        if (hg__judge(&out, rules, &result, memory, &err) != HG_OK) abort();
        for (size_t i = 0; i < out.n_conditions; i++) /* a red flag before all */
            if (out.red_flags.status == HG_RED_FLAGS_RAISED &&
                out.conditions[i].band != HG_CONDITION_REFER)
                abort();
    }
    free(copy);
    hg__arena_free(memory);
    return 0;
}

#ifdef HG_FUZZ_MAIN
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) return 1;
        static uint8_t bytes[2 << 20];
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        LLVMFuzzerTestOneInput(bytes, n);
    }
    return 0;
}
#endif
