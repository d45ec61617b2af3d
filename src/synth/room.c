/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth/room.h"

#include "base/error.h"

#define RAD (3.14159265358979323846 / 180)

hg_status hg__room_of(hg__room *room, const hg_synth_options *options, hg_error *err) {
    /* letter, its axis in the progress frame, its sign */
    static const struct {
        char letter;
        int axis;
        double sign;
    } letters[] = {{'A', 0, 1}, {'P', 0, -1}, {'S', 1, 1}, {'I', 1, -1}, {'R', 2, 1}, {'L', 2, -1}};
    double axes[9] = {0}, turn[9];
    bool seen[3] = {false, false, false};
    for (int i = 0; i < 3; i++)
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
            if (options->axes[i] == letters[k].letter) {
                axes[3 * i + letters[k].axis] = letters[k].sign;
                seen[letters[k].axis] = true;
            }
    if (!(seen[0] && seen[1] && seen[2]) || options->axes[3] != '\0')
        return hg__fail(err, HG_EINVAL,
                        "axes are \"%.4s\"; expected three letters, one each of A or P, L or R, S "
                        "or I, e.g. \"ALS\"",
                        options->axes);
    const double c = cos(options->heading_deg * RAD), s = sin(options->heading_deg * RAD);
    hg__mat_from_rows(turn, hg__vec(c, 0, s), hg__vec(0, 1, 0), hg__vec(-s, 0, c));
    hg__mat_multiply(room->M, axes, turn);
    room->mirror = options->mirror;
    return HG_OK;
}

void hg__room_put(double out[3], const hg__room *room, hg__vec3 v) {
    if (room->mirror) v.z = -v.z;
    hg__vec3 lab = hg__mat_apply(room->M, v);
    out[0] = lab.x;
    out[1] = lab.y;
    out[2] = lab.z;
}
