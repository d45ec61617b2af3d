/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Body measures: the group PROCESSING of Plug-in Gait and what other software calls the same. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/c3d_file.h"
#include "io/text.h"

#define DEG 0.017453292519943295
#define IN_SUBJECT(field) offsetof(hg_subject, field)

/* The limits part millimetres, centimetres and metres from each other; zero is not a measure. */
const hg__c3d_measure hg__c3d_measures[] = {
    {"Bodymass",
     {"BODYMASS", "MASS", "WEIGHT", "BODYWEIGHT"},
     HG__C3D_MASS,
     false,
     5,
     300,
     IN_SUBJECT(mass_kg)},
    {"Height", {"HEIGHT", "BODYHEIGHT"}, HG__C3D_LENGTH, false, 0.5, 2.6, IN_SUBJECT(height_m)},
    {"InterASISDistance",
     {"INTERASISDISTANCE", "ASISDISTANCE", "PELVISWIDTH"},
     HG__C3D_LENGTH,
     false,
     0.1,
     0.5,
     IN_SUBJECT(pelvis_width_m)},
    {"MarkerDiameter",
     {"MARKERDIAMETER"},
     HG__C3D_LENGTH,
     false,
     0.003,
     0.05,
     IN_SUBJECT(body.marker_diameter_m)},
    {"LegLength", {"LEGLENGTH"}, HG__C3D_LENGTH, true, 0.3, 1.5, IN_SUBJECT(leg_length_m)},
    {"KneeWidth", {"KNEEWIDTH"}, HG__C3D_LENGTH, true, 0.04, 0.25, IN_SUBJECT(body.knee_width_m)},
    {"AnkleWidth", {"ANKLEWIDTH"}, HG__C3D_LENGTH, true, 0.03, 0.2, IN_SUBJECT(body.ankle_width_m)},
    {"ASISTrocanterDistance",
     {"ASISTROCANTERDISTANCE", "ASISTROCHANTERDISTANCE"},
     HG__C3D_LENGTH,
     true,
     0.02,
     0.2,
     IN_SUBJECT(body.asis_trochanter_m)},
    {"ThighRotation",
     {"THIGHROTATION"},
     HG__C3D_ANGLE,
     true,
     -1.6,
     1.6,
     IN_SUBJECT(body.thigh_rotation_rad)},
    {"ShankRotation",
     {"SHANKROTATION"},
     HG__C3D_ANGLE,
     true,
     -1.6,
     1.6,
     IN_SUBJECT(body.shank_rotation_rad)},
    {"TibialTorsion",
     {"TIBIALTORSION"},
     HG__C3D_ANGLE,
     true,
     -1.6,
     1.6,
     IN_SUBJECT(body.tibial_torsion_rad)},
};
const size_t hg__c3d_n_measures = sizeof hg__c3d_measures / sizeof *hg__c3d_measures;

static const char *const groups[] = {"PROCESSING", "SUBJECT", "SUBJECTS", "ANTHROPOMETRY",
                                     "SUBJECT_PARAMETERS"};
static const char *const sides[2][2] = {{"L", "LEFT"}, {"R", "RIGHT"}};

/* A number of a group by the letters and digits of its name; "Marker Diameter" occurs. */
static double find(const hg__c3d *c, const char *group, const char *begin, const char *name) {
    char wanted[2 * HG__C3D_NAME], plain[HG__C3D_NAME];
    snprintf(wanted, sizeof wanted, "%s%s", begin, name);
    for (size_t i = 0; i < c->n_params; i++) {
        const hg__c3d_param *p = &c->param[i];
        if (p->type == HG__C3D_TEXT || strcmp(p->group, group) != 0) continue;
        hg__c3d_plain(plain, sizeof plain, p->name);
        if (strcmp(plain, wanted) == 0) return hg__c3d_signed(c, p, 0);
    }
    return NAN;
}

static double find_measure(const hg__c3d *c, const hg__c3d_measure *m, int side) {
    double value = NAN;
    for (size_t g = 0; g < sizeof groups / sizeof *groups && isnan(value); g++)
        for (size_t k = 0; k < 4 && m->names[k] && isnan(value); k++)
            for (int s = 0; s < (m->sided ? 2 : 1) && isnan(value); s++)
                value = find(c, groups[g], m->sided ? sides[side][s] : "", m->names[k]);
    return value;
}

/*
 * Nexus stores rotations in radians, Workstation in degrees, and neither says so. Together with
 * the static offsets of the foot, of which some always reach a few degrees, the numbers tell:
 * beyond one they cannot be radians.
 */
static double angle_unit(const hg__c3d *c) {
    static const char *const names[] = {"THIGHROTATION",   "SHANKROTATION", "TIBIALTORSION",
                                        "STATICPLANTFLEX", "STATICROTOFF",  "ANKLEABADD"};
    char software[HG_NAME_MAX];
    hg__c3d_word(software, sizeof software, c, "MANUFACTURER", "SOFTWARE");
    if (strstr(software, "Workstation")) return DEG;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int side = 0; side < 2; side++)
            if (fabs(find(c, "PROCESSING", sides[side][0], names[i])) > 1) return DEG;
    return 1;
}

static double in_si(const hg__c3d *c, const hg__c3d_measure *m, double value) {
    static const double lengths[] = {1e-3, 1e-2, 1};
    if (m->quantity == HG__C3D_ANGLE) {
        double unit = angle_unit(c), angle = value * unit;
        if (value != 0)
            hg__remark(c->sink, HG_WARNING, m->name, "", "a rotation without a unit; taken in %s",
                       unit == 1 ? "radians" : "degrees");
        return angle >= m->least && angle <= m->most ? angle : NAN;
    }
    for (size_t i = 0; i < 3; i++) {
        double x = m->quantity == HG__C3D_MASS ? value : value * lengths[i];
        if (x >= m->least && x <= m->most) return x;
    }
    return NAN;
}

static void read_sex(hg__c3d *c) {
    static const char *const names[] = {"SEX", "GENDER"};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (size_t k = 0; k < 2; k++) {
            char text[HG_NAME_MAX], plain[HG_NAME_MAX];
            hg__c3d_word(text, sizeof text, c, groups[g], names[k]);
            hg__c3d_plain(plain, sizeof plain, text);
            if (strcmp(plain, "M") == 0 || strcmp(plain, "MALE") == 0)
                c->rec->subject.sex = HG_SEX_M;
            if (strcmp(plain, "F") == 0 || strcmp(plain, "FEMALE") == 0)
                c->rec->subject.sex = HG_SEX_F;
        }
}

void hg__c3d_read_subject(hg__c3d *c) {
    for (size_t i = 0; i < hg__c3d_n_measures; i++) {
        const hg__c3d_measure *m = &hg__c3d_measures[i];
        double *to = (double *)(void *)((char *)&c->rec->subject + m->offset);
        for (int side = 0; side < (m->sided ? 2 : 1); side++) {
            double value = find_measure(c, m, side);
            to[side] = NAN;
            if (!isfinite(value) || (value == 0 && m->quantity != HG__C3D_ANGLE)) continue;
            to[side] = in_si(c, m, value);
            if (isnan(to[side]))
                hg__remark(c->sink, HG_WARNING, m->name,
                           "a measure of a person in mm, kg, rad or deg",
                           "%g, which is none; left out", value);
        }
    }
    read_sex(c);
}
