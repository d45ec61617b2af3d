/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter section, out: groups that other software looks for, and no more. */
#include <hipgait/version.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/c3d_out.h"

#define MOST 255 /* items of one parameter; then comes NAME2 */

enum { POINT = 1, ANALOG, FORCE_PLATFORM, EVENT, TRIAL, SUBJECTS, PROCESSING, MANUFACTURER };

void hg__c3d_put_u16(hg__strbuf *b, size_t value) {
    unsigned char bytes[2] = {(unsigned char)(value & 0xFF), (unsigned char)(value >> 8 & 0xFF)};
    hg__strbuf_add_bytes(b, bytes, sizeof bytes);
}

void hg__c3d_put_f32(hg__strbuf *b, double value) {
    float single = (float)value;
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    hg__c3d_put_u16(b, bits & 0xFFFF);
    hg__c3d_put_u16(b, bits >> 16);
}

static void put_byte(hg__strbuf *b, size_t value) {
    unsigned char byte = (unsigned char)value;
    hg__strbuf_add_bytes(b, &byte, 1);
}

static void put_group(hg__strbuf *b, int id, const char *name) {
    put_byte(b, strlen(name));
    put_byte(b, (size_t)(256 - id));
    hg__strbuf_add(b, name);
    hg__c3d_put_u16(b, 3); /* to the next entry: this word and the length of no description */
    put_byte(b, 0);
}

/* Everything of a parameter before its values. */
static void begin(hg__strbuf *b, int id, const char *name, int type, const size_t *dim,
                  size_t n_dims) {
    size_t bytes = type < 0 ? 1 : (size_t)type;
    for (size_t d = 0; d < n_dims; d++) bytes *= dim[d];
    put_byte(b, strlen(name));
    put_byte(b, (size_t)id);
    hg__strbuf_add(b, name);
    hg__c3d_put_u16(b, 2 + 1 + 1 + n_dims + bytes + 1);
    put_byte(b, type < 0 ? 255 : (size_t)type);
    put_byte(b, n_dims);
    for (size_t d = 0; d < n_dims; d++) put_byte(b, dim[d]);
}

static void put_whole(hg__strbuf *b, int id, const char *name, size_t value) {
    begin(b, id, name, HG__C3D_WHOLE, NULL, 0);
    hg__c3d_put_u16(b, value);
    put_byte(b, 0);
}

static void put_real(hg__strbuf *b, int id, const char *name, double value) {
    begin(b, id, name, HG__C3D_REAL, NULL, 0);
    hg__c3d_put_f32(b, value);
    put_byte(b, 0);
}

static void put_word(hg__strbuf *b, int id, const char *name, const char *text) {
    size_t n = strlen(text);
    begin(b, id, name, HG__C3D_TEXT, &n, 1);
    hg__strbuf_add(b, text);
    put_byte(b, 0);
}

/* Texts that are made one by one: labels of several streams stand in one list. */
typedef void text_of(char out[HG_NAME_MAX], const void *from, size_t i);

static void put_texts(hg__strbuf *b, int id, const char *name, text_of *text, const void *from,
                      size_t n) {
    char part[HG__C3D_NAME], item[HG_NAME_MAX];
    for (size_t first = 0, k = 1; first < n || k == 1; first += MOST, k++) {
        size_t dim[2] = {1, n - first < MOST ? n - first : MOST};
        for (size_t i = 0; i < dim[1]; i++) {
            text(item, from, first + i);
            if (strlen(item) > dim[0]) dim[0] = strlen(item);
        }
        if (k == 1)
            snprintf(part, sizeof part, "%s", name);
        else
            snprintf(part, sizeof part, "%s%zu", name, k);
        begin(b, id, part, HG__C3D_TEXT, dim, 2);
        for (size_t i = 0; i < dim[1]; i++) {
            text(item, from, first + i);
            hg__strbuf_add(b, item);
            for (size_t used = strlen(item); used < dim[0]; used++) hg__strbuf_add(b, " ");
        }
        put_byte(b, 0);
    }
}

static void put_equal_reals(hg__strbuf *b, int id, const char *name, double value, size_t n) {
    char part[HG__C3D_NAME];
    for (size_t first = 0, k = 1; first < n || k == 1; first += MOST, k++) {
        size_t dim = n - first < MOST ? n - first : MOST;
        if (k == 1)
            snprintf(part, sizeof part, "%s", name);
        else
            snprintf(part, sizeof part, "%s%zu", name, k);
        begin(b, id, part, HG__C3D_REAL, &dim, 1);
        for (size_t i = 0; i < dim; i++) hg__c3d_put_f32(b, value);
        put_byte(b, 0);
    }
}

/* --- POINT --- */

static const char *const role_names[HG__C3D_ROLES][2] = {
    [HG__C3D_ANGLES] = {"ANGLES", "ANGLE_UNITS"},    [HG__C3D_FORCES] = {"FORCES", "FORCE_UNITS"},
    [HG__C3D_MOMENTS] = {"MOMENTS", "MOMENT_UNITS"}, [HG__C3D_POWERS] = {"POWERS", "POWER_UNITS"},
    [HG__C3D_SCALARS] = {"SCALARS", "SCALAR_UNITS"},
};

static void model_label(char out[HG_NAME_MAX], const void *from, size_t i) {
    const hg_stream *s = from;
    snprintf(out, HG_NAME_MAX, "%s", s->labels[3 * i]);
    out[strlen(out) - 2] = '\0'; /* without ".x", which was checked */
}

static void point_label(char out[HG_NAME_MAX], const void *from, size_t i) {
    const hg__c3d_out *o = from;
    size_t n = o->markers ? o->markers->n_points : 0;
    if (i < n) {
        snprintf(out, HG_NAME_MAX, "%s", o->markers->labels[i]);
        return;
    }
    i -= n;
    for (int role = 0; role < HG__C3D_ROLES; role++) {
        if (!o->model[role]) continue;
        if (i < o->model[role]->n_points / 3) {
            model_label(out, o->model[role], i);
            return;
        }
        i -= o->model[role]->n_points / 3;
    }
    *out = '\0';
}

static void no_text(char out[HG_NAME_MAX], const void *from, size_t i) {
    (void)from;
    (void)i;
    *out = '\0';
}

/* The axis that points forward, or up, as "+X". */
static void screen(char out[3], const char *axes, char positive, char negative) {
    memcpy(out, "+X", 3);
    for (int a = 0; a < 3 && axes[a]; a++)
        if (axes[a] == positive || axes[a] == negative) {
            out[0] = axes[a] == positive ? '+' : '-';
            out[1] = (char)('X' + a);
        }
}

static void put_point(hg__strbuf *b, const hg__c3d_out *o) {
    char axis[3];
    put_group(b, POINT, "POINT");
    put_whole(b, POINT, "USED", o->n_points);
    if (o->n_frames <= 65535)
        put_whole(b, POINT, "FRAMES", o->n_frames);
    else
        put_real(b, POINT, "FRAMES", (double)o->n_frames);
    if (o->n_frames > 65535) put_real(b, POINT, "LONG_FRAMES", (double)o->n_frames);
    put_whole(b, POINT, "DATA_START", o->data_block);
    put_real(b, POINT, "SCALE", -1);
    put_real(b, POINT, "RATE", o->rate_hz);
    put_word(b, POINT, "UNITS", "mm");
    const char *axes = o->markers ? o->markers->axes : o->n_plates ? o->plate[0].stream->axes : "";
    if (*axes) {
        screen(axis, axes, 'A', 'P');
        put_word(b, POINT, "X_SCREEN", axis);
        screen(axis, axes, 'S', 'I');
        put_word(b, POINT, "Y_SCREEN", axis);
    }
    put_texts(b, POINT, "LABELS", point_label, o, o->n_points);
    put_texts(b, POINT, "DESCRIPTIONS", no_text, o, o->n_points);
    for (int role = 0; role < HG__C3D_ROLES; role++) {
        if (!o->model[role] || !role_names[role][0]) continue;
        put_texts(b, POINT, role_names[role][0], model_label, o->model[role],
                  o->model[role]->n_points / 3);
        put_word(b, POINT, role_names[role][1], o->model[role]->units);
    }
}

/* --- ANALOG and FORCE_PLATFORM --- */

static const char *const plate_channels[6] = {"Fx", "Fy", "Fz", "Mx", "My", "Mz"};

static size_t stored_channels(const hg__c3d_out *o) {
    return o->n_channels - 6 * o->n_plates;
}

static void channel_text(char out[HG_NAME_MAX], const hg__c3d_out *o, size_t i, bool unit) {
    if (i >= stored_channels(o)) {
        i -= stored_channels(o);
        if (unit)
            snprintf(out, HG_NAME_MAX, "%s", i % 6 < 3 ? "N" : "Nmm");
        else
            snprintf(out, HG_NAME_MAX, "%.50s.%s", o->plate[i / 6].stream->name,
                     plate_channels[i % 6]);
        return;
    }
    *out = '\0';
    for (size_t k = 0; k < o->n_analog; k++) {
        const hg_stream *s = o->analog[k];
        if (i < s->n_points) {
            bool no_unit = strcmp(s->units, "n/a") == 0;
            snprintf(out, HG_NAME_MAX, "%s", !unit ? s->labels[i] : no_unit ? "" : s->units);
            /* a stream of several units has them in a list */
            char *comma = unit ? strchr(out, ',') : NULL;
            for (size_t c = 0; comma; c++) {
                if (c == i) {
                    *comma = '\0';
                    return;
                }
                memmove(out, comma + 1, strlen(comma + 1) + 1);
                comma = strchr(out, ',');
            }
            return;
        }
        i -= s->n_points;
    }
}

static void channel_label(char out[HG_NAME_MAX], const void *from, size_t i) {
    channel_text(out, from, i, false);
}

static void channel_unit(char out[HG_NAME_MAX], const void *from, size_t i) {
    channel_text(out, from, i, true);
}

static void put_analog(hg__strbuf *b, const hg__c3d_out *o) {
    put_group(b, ANALOG, "ANALOG");
    put_whole(b, ANALOG, "USED", o->n_channels);
    put_real(b, ANALOG, "RATE", o->rate_hz * (double)o->per_frame);
    put_real(b, ANALOG, "GEN_SCALE", 1);
    put_equal_reals(b, ANALOG, "SCALE", 1, o->n_channels);
    put_equal_reals(b, ANALOG, "OFFSET", 0, o->n_channels);
    put_word(b, ANALOG, "FORMAT", "SIGNED");
    put_texts(b, ANALOG, "LABELS", channel_label, o, o->n_channels);
    put_texts(b, ANALOG, "DESCRIPTIONS", no_text, o, o->n_channels);
    put_texts(b, ANALOG, "UNITS", channel_unit, o, o->n_channels);
}

static void put_plates(hg__strbuf *b, const hg__c3d_out *o) {
    size_t n = o->n_plates, dims[3] = {3, 4, n}, origin[2] = {3, n}, channel[2] = {6, n}, two = 2;
    put_group(b, FORCE_PLATFORM, "FORCE_PLATFORM");
    put_whole(b, FORCE_PLATFORM, "USED", n);
    begin(b, FORCE_PLATFORM, "TYPE", HG__C3D_WHOLE, &n, 1);
    for (size_t i = 0; i < n; i++) hg__c3d_put_u16(b, 2);
    put_byte(b, 0);
    begin(b, FORCE_PLATFORM, "ZERO", HG__C3D_WHOLE, &two, 1);
    for (size_t i = 0; i < two; i++) hg__c3d_put_u16(b, 0);
    put_byte(b, 0);
    begin(b, FORCE_PLATFORM, "CORNERS", HG__C3D_REAL, dims, 3);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 12; k++) hg__c3d_put_f32(b, o->plate[i].corner[k / 3][k % 3]);
    put_byte(b, 0);
    begin(b, FORCE_PLATFORM, "ORIGIN", HG__C3D_REAL, origin, 2);
    for (size_t i = 0; i < 3 * n; i++) hg__c3d_put_f32(b, 0);
    put_byte(b, 0);
    begin(b, FORCE_PLATFORM, "CHANNEL", HG__C3D_WHOLE, channel, 2);
    for (size_t i = 0; i < 6 * n; i++) hg__c3d_put_u16(b, stored_channels(o) + i + 1);
    put_byte(b, 0);
}

/* --- EVENT, TRIAL, SUBJECTS, PROCESSING, MANUFACTURER --- */

static void event_label(char out[HG_NAME_MAX], const void *from, size_t i) {
    const char *label = ((const hg_trial *)from)->events[i].label;
    snprintf(out, HG_NAME_MAX, "%s",
             strcmp(label, "IC") == 0   ? "Foot Strike"
             : strcmp(label, "TO") == 0 ? "Foot Off"
                                        : label);
}

static void event_context(char out[HG_NAME_MAX], const void *from, size_t i) {
    hg_side side = ((const hg_trial *)from)->events[i].side;
    snprintf(out, HG_NAME_MAX, "%s",
             side == HG_LEFT    ? "Left"
             : side == HG_RIGHT ? "Right"
                                : "General");
}

static void put_events(hg__strbuf *b, const hg__c3d_out *o) {
    const hg_trial *t = o->trial;
    char part[HG__C3D_NAME];
    put_group(b, EVENT, "EVENT");
    put_whole(b, EVENT, "USED", t->n_events);
    put_texts(b, EVENT, "CONTEXTS", event_context, t, t->n_events);
    put_texts(b, EVENT, "LABELS", event_label, t, t->n_events);
    for (size_t first = 0, k = 1; first < t->n_events || k == 1; first += MOST, k++) {
        size_t dim[2] = {2, t->n_events - first < MOST ? t->n_events - first : MOST};
        if (k == 1)
            snprintf(part, sizeof part, "TIMES");
        else
            snprintf(part, sizeof part, "TIMES%zu", k);
        begin(b, EVENT, part, HG__C3D_REAL, dim, 2);
        for (size_t i = 0; i < dim[1]; i++) {
            /* minutes apart keep the seconds exact to 4 microseconds, however long the recording */
            double time_s = t->events[first + i].time_s - o->later_s, minutes = floor(time_s / 60);
            hg__c3d_put_f32(b, minutes);
            hg__c3d_put_f32(b, time_s - 60 * minutes);
        }
        put_byte(b, 0);
    }
}

static void put_field(hg__strbuf *b, const char *name, size_t frame) {
    size_t two = 2;
    begin(b, TRIAL, name, HG__C3D_WHOLE, &two, 1);
    hg__c3d_put_u16(b, frame & 0xFFFF);
    hg__c3d_put_u16(b, frame >> 16);
    put_byte(b, 0);
}

static void subject_name(char out[HG_NAME_MAX], const void *from, size_t i) {
    (void)i;
    snprintf(out, HG_NAME_MAX, "%s", (const char *)from);
}

static void put_measures(hg__strbuf *b, const hg_subject *subject) {
    static const char *const sides[2] = {"L", "R"};
    bool any = false;
    for (size_t i = 0; i < hg__c3d_n_measures; i++) {
        const hg__c3d_measure *m = &hg__c3d_measures[i];
        const double *x = (const double *)(const void *)((const char *)subject + m->offset);
        for (size_t side = 0; side < (m->sided ? 2 : 1); side++) {
            char name[HG__C3D_NAME];
            /* what would not be read again, a struct that was never filled among it, is not written
             */
            if (!isfinite(x[side]) || (x[side] == 0 && m->quantity != HG__C3D_ANGLE)) continue;
            if (!any) put_group(b, PROCESSING, "PROCESSING");
            any = true;
            snprintf(name, sizeof name, "%s%s", m->sided ? sides[side] : "", m->name);
            put_real(b, PROCESSING, name, m->quantity == HG__C3D_LENGTH ? x[side] * 1000 : x[side]);
        }
    }
}

void hg__c3d_write_params(hg__strbuf *b, const hg__c3d_out *o) {
    static const unsigned char head[4] = {1, HG__C3D_KEY, 0,
                                          HG__C3D_INTEL}; /* the third: blocks, filled in later */
    hg__strbuf_add_bytes(b, head, sizeof head);
    put_point(b, o);
    put_analog(b, o);
    put_plates(b, o);
    put_events(b, o);
    put_group(b, TRIAL, "TRIAL");
    put_field(b, "ACTUAL_START_FIELD", o->first_frame);
    put_field(b, "ACTUAL_END_FIELD", o->first_frame + o->n_frames - 1);
    put_real(b, TRIAL, "CAMERA_RATE", o->rate_hz);
    put_group(b, SUBJECTS, "SUBJECTS");
    put_whole(b, SUBJECTS, "USED", 1);
    put_whole(b, SUBJECTS, "USES_PREFIXES", 0);
    put_whole(b, SUBJECTS, "IS_STATIC", o->trial->task == HG_TASK_STATIC);
    put_texts(b, SUBJECTS, "NAMES", subject_name, o->rec->subject.id, 1); /* a pseudonym */
    put_measures(b, &o->rec->subject);
    put_group(b, MANUFACTURER, "MANUFACTURER");
    put_word(b, MANUFACTURER, "COMPANY", "hipgait");
    put_word(b, MANUFACTURER, "SOFTWARE", "hipgait");
    put_word(b, MANUFACTURER, "VERSION", HG_VERSION);
    put_byte(b, 0);
    put_byte(b, 0);
}
