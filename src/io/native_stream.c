/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native layout: one stream. What is said about the samples is read and judged first; the
 * samples themselves only when all of it is sound. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hipgait/angles.h>

#include "base/error.h"
#include "io/native.h"
#include "io/native_samples.h"
#include "io/text.h"
#include "io/units.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define RATE_LEAST 1.0
#define RATE_MOST 100000.0

#define COLUMN(name, column) column,
static const char *const angle_names[] = {HG_ANGLE_TABLE(COLUMN)};
#undef COLUMN
static const char *const segments[] = {"pelvis",      "thigh_left", "thigh_right", "shank_left",
                                       "shank_right", "foot_left",  "foot_right"};
static const char *const force_channels[] = {"fx", "fy", "fz", "px", "py", "pz"};
static const char *const quaternion[] = {"w", "x", "y", "z"};
static const char *const position[] = {"x", "y", "z"};
static const char *const inertial[] = {"acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y",
                                       "gyr_z", "mag_x", "mag_y", "mag_z"};

/* What each kind of stream must look like. */
static const struct kind_rule {
    bool flat;                /* [time, channel], else [time, point, component] */
    size_t least, most;       /* components; 1 for flat ones */
    bool axes;                /* the letters of the lab axes are mandatory */
    const char *shape;        /* for messages */
    const char *const *names; /* of components */
    size_t n_names;
    bool names_needed; /* attribute components is mandatory */
    const char *names_expected;
    const char *units_expected;
} rules[HG_STREAM_KIND_COUNT] = {
    [HG_STREAM_MARKERS] = {false, 3, 3, true, "[time, marker, 3]", position, 3, false, "x,y,z",
                           "m, mm or cm"},
    [HG_STREAM_SEGMENT_ORIENTATION] = {false, 4, 4, true, "[time, segment, 4]", quaternion, 4, true,
                                       "w,x,y,z or another order of these, as the numbers stand",
                                       "1 or n/a"},
    [HG_STREAM_JOINT_ANGLES] = {true, 1, 1, false, "[time, channel]", NULL, 0, false, "",
                                "deg or rad"},
    [HG_STREAM_IMU] =
        {false, 1, 9, false, "[time, sensor, component]", inertial, 9, true,
         "acc_x, acc_y, acc_z, gyr_x, gyr_y, gyr_z, mag_x, mag_y, mag_z, those there are, in the "
         "order of the numbers",
         "m/s^2 or g for acc, rad/s or deg/s for gyr, T or uT for mag; one per component"},
    [HG_STREAM_FORCE_PLATE] =
        {true, 1, 1, true, "[time, 6]", NULL, 0, false, "",
         "N or kN for fx fy fz and m, mm or cm for px py pz; one per channel, e.g. N,N,N,m,m,m"},
    [HG_STREAM_ANALOG] = {true, 1, 1, false, "[time, channel]", NULL, 0, false, "",
                          "the unit, or one per channel, e.g. V"},
};

/* A stream on its way in. */
typedef struct pending {
    hg__reader *r;
    const hg__node *group;
    hg__node data;
    hg__shape shape;
    hg_stream_kind kind;
    const struct kind_rule *rule;
    size_t frames, points, components;
    hg__texts labels;
    char axes[4], units[HG_NAME_MAX], component_names[HG_TEXT_MAX], placement[HG_NAME_MAX];
    int order[9];   /* component c of the file is component order[c] in memory */
    double *factor; /* per channel of a flat stream, per component of the others */
    hg__sampling sampling;
} pending;

static size_t n_channels(const pending *p) {
    return p->rule->flat ? p->points : p->components;
}

/* --- kind and shape --- */

static hg_status read_kind(pending *p, bool *known) {
    static const char expected[] =
        "markers, segment_orientation, joint_angles, imu, force_plate or analog";
    char kind[HG_NAME_MAX] = "", object[1100];
    *known = false;
    size_t faults = p->r->sink->n_faults;
    hg_status status =
        hg__attr_text(p->r->sink, p->group, "kind", expected, kind, sizeof kind, known);
    if (status != HG_OK || p->r->sink->n_faults != faults) return status;
    hg__attr_path(object, sizeof object, p->group, "kind");
    if (!*known) return hg__fault(p->r->sink, HG_EFORMAT, object, expected, "no kind");
    for (int k = 0; k < HG_STREAM_KIND_COUNT; k++)
        if (strcmp(kind, hg_stream_kind_name((hg_stream_kind)k)) == 0) {
            p->kind = (hg_stream_kind)k;
            p->rule = &rules[k];
            return HG_OK;
        }
    *known = false;
    return hg__fault(p->r->sink, HG_EFORMAT, object, expected, "\"%s\"", kind);
}

static hg_status read_shape(pending *p, bool is_static, bool *ok) {
    hg__sink *sink = p->r->sink;
    char shown[96], expected[128];
    *ok = false;
    hg__node_open(&p->data, p->group, "data");
    if (p->data.kind == HG__NODE_NONE)
        return hg__fault(sink, HG_EFORMAT, p->data.path, "a data set of samples", "no such object");
    if (p->data.kind != HG__NODE_SET)
        return hg__fault(sink, HG_EFORMAT, p->data.path, "a data set of samples", "a group");
    p->shape = hg__set_shape(&p->data);
    hg__shape_text(&p->shape, shown, sizeof shown);
    const size_t *dim = p->shape.dim;
    p->frames = dim[0];
    p->points = dim[1];
    p->components = p->rule->flat ? 1 : dim[2];
    if (p->shape.rank != (p->rule->flat ? 2 : 3) || p->components < p->rule->least ||
        p->components > p->rule->most || p->points == 0)
        return hg__fault(sink, HG_EFORMAT, p->data.path, p->rule->shape, "shape %s", shown);
    size_t least = is_static ? 1 : 2;
    if (p->frames < least) {
        snprintf(expected, sizeof expected, "at least %zu frame%s", least, least > 1 ? "s" : "");
        return hg__fault(sink, HG_EFORMAT, p->data.path, expected, "shape %s", shown);
    }
    if (p->shape.count > p->r->data_left / sizeof(double)) {
        snprintf(expected, sizeof expected, "at most %zu bytes in memory for all streams",
                 p->r->data_left);
        return hg__fault(sink, HG_EUNSUPPORTED, p->data.path, expected, "shape %s", shown);
    }
    if (!hg__set_is_written(&p->data))
        return hg__fault(sink, HG_EFORMAT, p->data.path, "samples",
                         "a data set into which nothing was ever written");
    *ok = true;
    return HG_OK;
}

/* --- labels --- */

static hg_status check_names(pending *p, const char *object, bool *ok) {
    hg__sink *sink = p->r->sink;
    const hg__texts *l = &p->labels;
    for (size_t i = 0; i < l->n; i++) {
        if (!*l->item[i])
            return hg__fault(sink, HG_EFORMAT, object, "a name for each",
                             "an empty label, number %zu", i + 1);
        if (strlen(l->item[i]) >= HG_NAME_MAX)
            return hg__fault(sink, HG_EFORMAT, object, "at most 63 bytes", "a label of %zu bytes",
                             strlen(l->item[i]));
    }
    /* quadratic, but without hashing: a thousand labels take a few milliseconds */
    if (l->n > 20000)
        return hg__fault(sink, HG_EUNSUPPORTED, object, "at most 20000", "%zu labels", l->n);
    for (size_t i = 0; i < l->n; i++)
        for (size_t j = 0; j < i; j++)
            if (l->item[i][0] == l->item[j][0] && strcmp(l->item[i], l->item[j]) == 0)
                return hg__fault(sink, HG_EFORMAT, object, "each label once", "\"%s\" twice",
                                 l->item[i]);
    *ok = true;
    return HG_OK;
}

/* What the labels must be, or had better be, for a kind. */
static hg_status check_vocabulary(pending *p, const char *object) {
    hg__sink *sink = p->r->sink;
    const hg__texts *l = &p->labels;
    if (p->kind == HG_STREAM_FORCE_PLATE) {
        for (size_t i = 0; i < l->n; i++)
            if (hg__text_find(l->item[i], force_channels, COUNT(force_channels)) < 0)
                return hg__fault(sink, HG_EFORMAT, object, "fx, fy, fz, px, py, pz", "\"%s\"",
                                 l->item[i]);
        if (l->n != COUNT(force_channels))
            return hg__fault(sink, HG_EFORMAT, object, "six: fx, fy, fz, px, py, pz", "%zu labels",
                             l->n);
    }
    const char *const *words = p->kind == HG_STREAM_JOINT_ANGLES          ? angle_names
                               : p->kind == HG_STREAM_SEGMENT_ORIENTATION ? segments
                                                                          : NULL;
    size_t n = p->kind == HG_STREAM_JOINT_ANGLES ? COUNT(angle_names) : COUNT(segments);
    for (size_t i = 0; words && i < l->n; i++)
        if (hg__text_find(l->item[i], words, n) < 0)
            hg__remark(sink, HG_NOTE, object,
                       p->kind == HG_STREAM_JOINT_ANGLES
                           ? "the names of joint angles in docs/recording-format.md"
                           : "pelvis, thigh_left, thigh_right, shank_left, shank_right, foot_left, "
                             "foot_right",
                       "\"%s\", which is kept but not used", l->item[i]);
    return HG_OK;
}

static hg_status read_labels(pending *p, bool *ok) {
    hg__sink *sink = p->r->sink;
    char object[1100], expected[96];
    size_t faults = sink->n_faults;
    *ok = false;
    snprintf(expected, sizeof expected, "%zu names, one per %s", p->points,
             p->kind == HG_STREAM_MARKERS               ? "marker"
             : p->kind == HG_STREAM_SEGMENT_ORIENTATION ? "segment"
             : p->kind == HG_STREAM_IMU                 ? "sensor"
                                                        : "channel");
    hg__attr_path(object, sizeof object, &p->data, "labels");
    hg_status status = hg__attr_list(sink, &p->data, "labels", expected, &p->labels);
    if (status != HG_OK || sink->n_faults != faults) return status;
    if (!p->labels.n) {
        bool given;
        snprintf(object, sizeof object, "%s/labels", p->group->path);
        status = hg__native_read_words(p->r, p->group, "labels", (size_t)-1, &p->labels, &given);
        if (status != HG_OK || sink->n_faults != faults) return status;
        if (!given) {
            hg__attr_path(object, sizeof object, &p->data, "labels");
            return hg__fault(sink, HG_EFORMAT, object, expected, "no labels");
        }
    }
    if (p->labels.n != p->points)
        return hg__fault(sink, HG_EFORMAT, object, expected, "%zu labels", p->labels.n);
    status = check_names(p, object, ok);
    return status == HG_OK && *ok ? check_vocabulary(p, object) : status;
}

/* --- components --- */

static hg_status read_components(pending *p, bool *ok) {
    hg__sink *sink = p->r->sink;
    const struct kind_rule *rule = p->rule;
    char object[1100];
    hg__texts list;
    size_t faults = sink->n_faults;
    *ok = rule->flat;
    if (rule->flat) return HG_OK;
    hg__attr_path(object, sizeof object, &p->data, "components");
    hg_status status = hg__attr_list(sink, &p->data, "components", rule->names_expected, &list);
    if (status != HG_OK || sink->n_faults != faults) goto out;
    if (!list.n && rule->names_needed) {
        status =
            hg__fault(sink, HG_EFORMAT, object, rule->names_expected, "no names of components");
        goto out;
    }
    if (list.n && list.n != p->components) {
        status = hg__fault(sink, HG_EFORMAT, object, rule->names_expected,
                           "%zu names for %zu components", list.n, p->components);
        goto out;
    }
    bool reorder = p->kind == HG_STREAM_SEGMENT_ORIENTATION;
    unsigned taken = 0;
    for (size_t c = 0; c < p->components; c++) {
        int at = list.n ? hg__text_find(list.item[c], rule->names, rule->n_names) : (int)c;
        if (at < 0 || (taken & 1u << at) || (p->kind == HG_STREAM_MARKERS && at != (int)c)) {
            status = hg__fault(sink, HG_EFORMAT, object, rule->names_expected,
                               "\"%s\" as number %zu", list.item[c], c + 1);
            goto out;
        }
        taken |= 1u << at;
        p->order[c] = reorder ? at : (int)c;
        const char *name = reorder || p->kind == HG_STREAM_MARKERS ? rule->names[c] : list.item[c];
        size_t used = strlen(p->component_names); /* nine names of five bytes fit */
        snprintf(p->component_names + used, sizeof p->component_names - used, "%s%s", c ? "," : "",
                 name);
    }
    *ok = true;
out:
    hg__texts_free(&list);
    return status;
}

/* --- units --- */

static hg__quantity quantity_of(const pending *p, size_t channel, const char *component) {
    switch (p->kind) {
    case HG_STREAM_MARKERS: return HG__LENGTH;
    case HG_STREAM_SEGMENT_ORIENTATION: return HG__DIMENSIONLESS;
    case HG_STREAM_JOINT_ANGLES: return HG__ANGLE;
    case HG_STREAM_FORCE_PLATE: return p->labels.item[channel][0] == 'f' ? HG__FORCE : HG__LENGTH;
    case HG_STREAM_IMU:
        return component[0] == 'a'   ? HG__ACCELERATION
               : component[0] == 'g' ? HG__ANGULAR_VELOCITY
                                     : HG__MAGNETIC;
    default: return HG__QUANTITY_COUNT; /* analog: any unit, not converted */
    }
}

static hg_status read_units(pending *p) {
    hg__sink *sink = p->r->sink;
    char object[1100], names[HG_TEXT_MAX], *component[9];
    const char *first = NULL;
    hg__texts list;
    bool mixed = false;
    size_t n = n_channels(p), faults = sink->n_faults, used = 0;
    hg__attr_path(object, sizeof object, &p->data, "units");
    hg_status status = hg__attr_list(sink, &p->data, "units", p->rule->units_expected, &list);
    if (status != HG_OK || sink->n_faults != faults) goto out;
    if (!list.n) {
        status = hg__fault(sink, HG_EFORMAT, object, p->rule->units_expected, "no unit");
        goto out;
    }
    if (list.n != 1 && list.n != n) {
        status = hg__fault(sink, HG_EFORMAT, object, p->rule->units_expected,
                           "%zu units for %zu channels", list.n, n);
        goto out;
    }
    p->factor = calloc(n, sizeof *p->factor);
    if (!p->factor) {
        status = hg__fail_memory(sink->err);
        goto out;
    }
    hg__text_copy(names, sizeof names, p->component_names);
    hg__text_split(names, component, COUNT(component));
    for (int pass = 0; pass < 2; pass++) /* the second writes the list when units differ */
        for (size_t c = 0; c < n; c++) {
            const char *unit = list.item[list.n == 1 ? 0 : c];
            hg__quantity q = quantity_of(p, c, p->kind == HG_STREAM_IMU ? component[c] : "");
            p->factor[c] = 1;
            if (q < HG__QUANTITY_COUNT ? !hg__unit_factor(q, unit, &p->factor[c]) : !*unit) {
                status =
                    hg__fault(sink, HG_EFORMAT, object, p->rule->units_expected, "\"%s\"", unit);
                goto out;
            }
            const char *si = q < HG__QUANTITY_COUNT ? hg__unit_si(q) : unit;
            if (!first) first = si;
            mixed = mixed || strcmp(first, si) != 0;
            size_t length = strlen(si);
            if (pass == 0 || (!mixed && c > 0)) continue;
            if (used + length + 1 >= sizeof p->units) {
                status = hg__fault(sink, HG_EUNSUPPORTED, object,
                                   "at most 63 bytes; streams of one unit each may help",
                                   "a longer list of units");
                goto out;
            }
            if (used) p->units[used++] = ',';
            memcpy(p->units + used, si, length + 1);
            used += length;
        }
out:
    hg__texts_free(&list);
    return status;
}

/* --- axes --- */

static hg_status read_axes(pending *p) {
    static const char expected[] =
        "three letters for where x, y and z point: one each of A or P, L or R, S or I, "
        "right-handed, e.g. ALS";
    char object[1100], axes[HG_NAME_MAX] = "";
    bool given;
    size_t faults = p->r->sink->n_faults;
    hg_status status =
        hg__attr_text(p->r->sink, p->group, "axes", expected, axes, sizeof axes, &given);
    if (status != HG_OK || p->r->sink->n_faults != faults) return status;
    hg__attr_path(object, sizeof object, p->group, "axes");
    if (!given || !*axes)
        return p->rule->axes ? hg__fault(p->r->sink, HG_EFORMAT, object, expected, "no axes")
                             : HG_OK;
    const char *fault = hg__axes_fault(axes);
    if (*fault)
        return hg__fault(p->r->sink, HG_EFORMAT, object, expected, "\"%s\", %s", axes, fault);
    memcpy(p->axes, axes, 4);
    return HG_OK;
}

/* --- rate and time --- */

static hg_status read_rate(pending *p) {
    static const char expected[] = "frames per second, 1 to 100000";
    hg__sink *sink = p->r->sink;
    char object[1100];
    bool given;
    hg_status status =
        hg__attr_number(sink, p->group, "rate_hz", expected, &p->sampling.rate_hz, &given);
    if (status != HG_OK) return status;
    hg__attr_path(object, sizeof object, p->group, "rate_hz");
    p->sampling.rate_given = given && !isnan(p->sampling.rate_hz);
    if (p->sampling.rate_given &&
        !(p->sampling.rate_hz >= RATE_LEAST && p->sampling.rate_hz <= RATE_MOST))
        return hg__fault(sink, HG_EFORMAT, object, expected, "%g", p->sampling.rate_hz);
    status = hg__attr_number(sink, p->group, "t0_s", "the time of the first frame in seconds",
                             &p->sampling.t0_s, &given);
    if (!given || isnan(p->sampling.t0_s)) p->sampling.t0_s = 0;
    return status;
}

static hg_status read_time(pending *p) {
    hg__sink *sink = p->r->sink;
    hg__node set;
    double factor = 0, *time = NULL;
    size_t n, faults = sink->n_faults;
    char object[1100];
    hg_status status = read_rate(p);
    if (status != HG_OK || sink->n_faults != faults) return status;
    status = hg__native_read_column(p->r, p->group, "time", p->frames, &time, &n);
    if (status != HG_OK || sink->n_faults != faults) goto out;
    if (!time) {
        hg__attr_path(object, sizeof object, p->group, "rate_hz");
        if (!p->sampling.rate_given)
            status = hg__fault(sink, HG_EFORMAT, object,
                               "the attribute rate_hz, or a data set \"time\" in seconds",
                               "neither a rate nor a time vector");
        goto out;
    }
    hg__node_open(&set, p->group, "time");
    status = hg__native_read_time_unit(p->r, &set, &factor);
    if (status == HG_OK && factor > 0) {
        for (size_t i = 0; i < n && factor != 1; i++) time[i] *= factor;
        status = hg__sampling_from_time(&p->sampling, time, n, set.path, sink);
        if (p->sampling.time_s) time = NULL; /* handed over */
    }
    hg__node_close(&set);
out:
    free(time);
    return status;
}

/* --- all of it --- */

static hg_status take(pending *p, hg_trial *trial, const char *name) {
    hg__reader *r = p->r;
    hg_stream *s = NULL;
    hg_status status = hg_trial_add_stream(&s, r->rec, trial, name, p->kind, p->frames, p->points,
                                           p->components, p->sampling.rate_hz, r->sink->err);
    if (status != HG_OK) return status;
    r->data_left -= p->shape.count * sizeof(double);
    s->t0_s = p->sampling.t0_s;
    memcpy(s->axes, p->axes, sizeof s->axes);
    memcpy(s->units, p->units, sizeof s->units);
    memcpy(s->components, p->component_names, sizeof s->components);
    memcpy(s->placement, p->placement, sizeof s->placement);
    for (size_t i = 0; i < p->points; i++)
        hg__text_copy(s->labels[i], HG_NAME_MAX, p->labels.item[i]);
    if (p->sampling.time_s) {
        s->time_s = hg_recording_alloc(r->rec, p->frames, sizeof(double));
        if (!s->time_s) return hg__fail_memory(r->sink->err);
        memcpy(s->time_s, p->sampling.time_s, p->frames * sizeof(double));
    }
    return hg__read_samples(r, s, p->group, &p->data, p->factor, p->order);
}

hg_status hg__native_read_stream(hg__reader *r, hg_trial *trial, const hg__node *group,
                                 const char *name) {
    pending p = {.r = r, .group = group};
    bool known = false, shaped = false, labelled = false, named = false, given;
    size_t faults = r->sink->n_faults;
    char clean[HG_NAME_MAX];
    hg__text_copy(clean, sizeof clean, name);
    if (strlen(name) >= HG_NAME_MAX || !hg__native_name_is_safe(name) || hg__text_clean(clean))
        return hg__fault(r->sink, HG_EFORMAT, group->path, "a name of 1 to 63 bytes of UTF-8",
                         "a name that cannot be used");
    hg_status status = read_kind(&p, &known);
    if (status == HG_OK && known) status = read_shape(&p, trial->task == HG_TASK_STATIC, &shaped);
    if (status == HG_OK && shaped) status = read_labels(&p, &labelled);
    if (status == HG_OK && shaped) status = read_components(&p, &named);
    bool needs_labels = known && p.kind == HG_STREAM_FORCE_PLATE;
    if (status == HG_OK && shaped && named && (labelled || !needs_labels)) status = read_units(&p);
    if (status == HG_OK && known) status = read_axes(&p);
    if (status == HG_OK && shaped) status = read_time(&p);
    if (status == HG_OK)
        status = hg__attr_text(r->sink, group, "placement", "a text of at most 63 bytes",
                               p.placement, sizeof p.placement, &given);
    if (status == HG_OK && r->sink->n_faults == faults) status = take(&p, trial, name);
    hg__node_close(&p.data);
    hg__texts_free(&p.labels);
    free(p.factor);
    free(p.sampling.time_s);
    return status;
}
