/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods, and which one serves a foot. */
#include <string.h>

#include "gait/events/events_markers.h"

/* clang-format off */
const hg__marker_method hg__marker_methods[] = {
    {"combined", "speed crossing and impact (after Handsaker 2016)", true, true, false, hg__strike_combined, hg__toe_off_combined, "impact",
     "strike where the mid-foot's speed over the ground falls through a share of the pace, averaged with the impact peak; toe-off where the forefoot's rises through one",
     "on the runner of the calibration 95 % of strikes and toe-offs lie within 5 ms; allow 10 ms for another runner"},
    {"walking", "speed crossing and mid-foot (after O'Connor 2007 and Zeni 2008)", true, true, false, hg__strike_walking, hg__toe_off_walking, "vertical velocity",
     "walking: strike from the heel's speed over the ground, averaged with the mid-foot's fastest fall; toe-off where the forefoot is as fast as the pace, averaged with where it is furthest behind the pelvis",
     "made for walking"},
    {"heel", "heel alone", true, false, true, hg__strike_alone, hg__toe_off_heel_rise, "impact",
     "strike where the heel's speed over the ground falls through a share of the pace, averaged with its impact; toe-off where the heel has risen",
     "95 % of strikes lie within 5 to 10 ms, of toe-offs within 6 to 14 ms; in walking up to 31 and 39 ms off"},
    {"toe", "forefoot alone", false, true, true, hg__strike_alone, hg__toe_off_toe, "impact",
     "strike where the forefoot's speed over the ground falls through a share of the pace; toe-off where it rises through one",
     "95 % of strikes lie within 6 to 10 ms, of toe-offs within 4 to 7 ms; in walking strikes are up to 47 ms off"},
    {"zeni", "Zeni 2008", true, true, false, hg__strike_zeni, hg__toe_off_zeni, NULL,
     "strike where the heel is furthest in front of the pelvis, toe-off where the forefoot is furthest behind it",
     "the best of its kind over 4,363 walking cycles; in running strikes come about 27 ms early and toe-offs 80 ms late"},
    {"handsaker", "Handsaker 2016", true, true, false, hg__strike_handsaker, hg__toe_off_handsaker, NULL,
     "strike at the first peak of vertical acceleration of heel or forefoot, toe-off at the peak of the forefoot's vertical jerk",
     "published: strikes +3.1 ms (95 % within -11.8 to 18.1), toe-offs +2.1 ms (-8.1 to 12.2), at 250 Hz"},
    {"oconnor", "O'Connor 2007", true, true, false, hg__strike_midfoot, hg__toe_off_oconnor, NULL,
     "strike where the mid-foot falls fastest, toe-off where it rises fastest",
     "made for walking"},
    {"leitch", "Leitch 2011, mid-foot", true, true, false, hg__strike_midfoot, hg__toe_off_leitch, NULL,
     "strike where the mid-foot falls fastest, toe-off at the peak of the forefoot's vertical acceleration",
     "published: good or poor by the strike pattern"},
    {"fellin", "Fellin 2010", true, false, false, hg__strike_fellin, hg__toe_off_fellin, NULL,
     "strike where the heel stops falling, toe-off where the knee is extended most",
     "published: strikes within 22 to 25 ms on average, toe-offs within 5 ms, at 3.35 m/s"},
    {"pelvis", "Milner & Paquette 2015", false, false, false, NULL, NULL, "",
     "strike a little before the pelvis falls fastest (21.7 ms at 15 km/h, 27.2 ms at 11 km/h), toe-off where the knee is extended most",
     "published: single strikes up to 35 ms off (7 frames at 200 Hz); running only"},
};
/* clang-format on */
const size_t hg__n_marker_methods = sizeof hg__marker_methods / sizeof *hg__marker_methods;

/* Not inlined: GCC 12 then compares the literal of a caller with ids of other lengths and warns. */
__attribute__((noinline)) const hg__marker_method *hg__marker_method_named(const char *id) {
    for (size_t i = 0; i < hg__n_marker_methods; i++)
        if (strcmp(hg__marker_methods[i].id, id) == 0) return &hg__marker_methods[i];
    return NULL;
}

bool hg__foot_seen(const hg__feet *feet, int side) {
    return (feet->heel[side][0] || feet->toe[side][0]) && feet->pace[side] &&
           feet->speed_m_s[side] > 0;
}

const hg__marker_method *hg__marker_method_for(const hg__feet *feet, int side, bool walking,
                                               const hg_params *params) {
    /* over a ground whose speed is not known nothing can be said about the foot's own speed */
    bool seen = hg__foot_seen(feet, side), heel = seen && feet->heel[side][0],
         toe = seen && feet->toe[side][0];
    const hg__marker_method *asked = hg__marker_method_named(params->events_marker_method);
    if (asked && (heel || !asked->heel) && (toe || !asked->toe)) return asked;
    return hg__marker_method_named(heel && toe ? (walking ? "walking" : "combined")
                                   : heel      ? "heel"
                                   : toe       ? "toe"
                                               : "pelvis");
}
