/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dsp/random.h"
#include "synth/options.h"

#define FIELD(field, least, most, what, unit)                                                      \
    { #field, offsetof(hg_synth_options, field), least, most, what, unit }
static const struct {
    const char *name;
    size_t offset;
    double least, most;
    const char *what, *unit;
} ranges[] = {
    FIELD(seconds, 2, 3600, "the length of the running trial", " s"),
    FIELD(rate_hz, 50, 2000, "the marker rate", " Hz"),
    FIELD(speed_m_s, 2, 9, "the speed", " m/s"),
    FIELD(step_rate_per_min, 120, 300, "the step rate", " per minute"),
    FIELD(height_m, 1.4, 2.1, "body height", " m"),
    FIELD(mass_kg, 35, 140, "body mass", " kg"),
    FIELD(asymmetry_deg, -15, 15, "the asymmetry", " degrees"),
    FIELD(variability, 0, 5, "the variability", ""),
    FIELD(noise_m, 0, 0.05, "the marker noise", " m"),
    FIELD(heading_deg, -360, 360, "the heading", " degrees"),
};

hg_status hg__synth_check(const hg_synth_options *options, hg_error *err) {
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        double value;
        memcpy(&value, (const char *)options + ranges[i].offset, sizeof value);
        if (!(value >= ranges[i].least && value <= ranges[i].most))
            return hg__fail_at(err, HG_EINVAL, ranges[i].name,
                               "%s is %g%s; it must be from %g to %g%s", ranges[i].what, value,
                               ranges[i].unit, ranges[i].least, ranges[i].most, ranges[i].unit);
    }
    if ((unsigned)options->strike >= HG_STRIKE_COUNT)
        return hg__fail_at(err, HG_EINVAL, "strike", "the strike pattern %d is unknown",
                           (int)options->strike);
    const struct {
        const char *name, *text;
    } ids[] = {{"runner", options->runner}, {"session", options->session}};
    for (size_t i = 0; i < 2; i++)
        if (!*ids[i].text || !memchr(ids[i].text, '\0', HG_NAME_MAX))
            return hg__fail_at(err, HG_EINVAL, ids[i].name,
                               "the id of the %s is empty or longer than %d bytes", ids[i].name,
                               HG_NAME_MAX - 1);
    return HG_OK;
}

void hg_synth_options_default(hg_synth_options *options) {
    *options = (hg_synth_options){.runner = "SYNTH",
                                  .session = "S01",
                                  .seconds = 30,
                                  .rate_hz = 200,
                                  .speed_m_s = 3,
                                  .step_rate_per_min = 165,
                                  .height_m = 1.75,
                                  .mass_kg = 68,
                                  .variability = 1,
                                  .noise_m = 0.0002,
                                  .force = true,
                                  .axes = "ALS",
                                  .seed = 1};
}

static double drawn(hg__random *random, double mean, double sd, double least, double most) {
    return fmax(least, fmin(most, mean + sd * hg__random_normal(random)));
}

void hg_synth_options_vary(hg_synth_options *options, size_t index) {
    hg__random random;
    /* not the step of splitmix64, or neighbours would share most of their state */
    hg__random_seed(&random, options->seed + UINT64_C(0xD1342543DE82EF95) * ((uint64_t)index + 1));
    snprintf(options->runner, sizeof options->runner, "R%03zu", index);
    options->seed = hg__random_bits(&random);
    options->height_m = drawn(&random, 1.73, 0.09, 1.50, 2.00);
    options->mass_kg =
        drawn(&random, 22.0, 2.2, 17.0, 30.0) * options->height_m * options->height_m;
    options->speed_m_s = drawn(&random, 3.0, 0.35, 2.2, 4.2);
    /* shorter runners and faster speeds go with more steps */
    const double usual = 165 + 6 * (options->speed_m_s - 3) - 40 * (options->height_m - 1.73);
    options->step_rate_per_min = drawn(&random, usual, 7, 145, 190);
}
