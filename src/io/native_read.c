/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native layout: the file as a whole, subject and session. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/native.h"
#include "io/native_intake.h"
#include "io/text.h"

/* --- what the groups share --- */

static hg_status read_number(hg__reader *r, const hg__node *node, const hg__field *f, void *base,
                             bool *any) {
    double value;
    bool given;
    hg_status status = hg__attr_number(r->sink, node, f->name, f->expected, &value, &given);
    if (status != HG_OK || !given || isnan(value)) return status;
    char object[1100];
    hg__attr_path(object, sizeof object, node, f->name);
    bool whole = f->kind == HG__FIELD_NUMBER || floor(value) == value;
    if (value < f->least || value > f->most || !whole)
        return hg__fault(r->sink, HG_EFORMAT, object, f->expected, "%g", value);
    *any = true;
    if (f->kind == HG__FIELD_NUMBER)
        hg__field_set_number(f, base, value);
    else
        hg__field_set_int(f, base, (int)value);
    return HG_OK;
}

static hg_status read_text(hg__reader *r, const hg__node *node, const hg__field *f, void *base,
                           bool *any) {
    char text[HG_TEXT_MAX], object[1100];
    bool given;
    size_t room = f->kind == HG__FIELD_CHOICE ? HG_NAME_MAX : f->room;
    hg_status status = hg__attr_text(r->sink, node, f->name, f->expected, text, room, &given);
    if (status != HG_OK || !given || !*text) return status;
    int index = f->words ? hg__text_find(text, f->words, f->n_words) : 0;
    hg__attr_path(object, sizeof object, node, f->name);
    if (f->kind == HG__FIELD_CHOICE) {
        if (index < 0) return hg__fault(r->sink, HG_EFORMAT, object, f->expected, "\"%s\"", text);
        hg__field_set_int(f, base, index);
    } else {
        if (index < 0) hg__remark(r->sink, HG_WARNING, object, f->expected, "\"%s\"", text);
        hg__text_copy(hg__field_text_room(f, base), f->room, text);
    }
    *any = true;
    return HG_OK;
}

hg_status hg__native_read_fields(hg__reader *r, const hg__node *node, const hg__fields *fields,
                                 void *base, bool *any) {
    hg_status status = HG_OK;
    for (size_t i = 0; i < fields->n && status == HG_OK; i++) {
        const hg__field *f = &fields->field[i];
        bool is_text = f->kind == HG__FIELD_TEXT || f->kind == HG__FIELD_CHOICE;
        status = (is_text ? read_text : read_number)(r, node, f, base, any);
    }
    return status;
}

/* Is the child a list of the right length? Faults are reported; *ok says whether to read it. */
static hg_status check_list(hg__reader *r, const hg__node *set, size_t n_expected, size_t *n,
                            bool *ok) {
    char shown[96];
    *ok = false;
    if (set->kind != HG__NODE_SET)
        return hg__fault(r->sink, HG_EFORMAT, set->path, "a data set of one dimension", "a group");
    hg__shape shape = hg__set_shape(set);
    hg__shape_text(&shape, shown, sizeof shown);
    if (!hg__shape_is_list(&shape, n))
        return hg__fault(r->sink, HG_EFORMAT, set->path, "one dimension", "shape %s", shown);
    if (n_expected != (size_t)-1 && *n != n_expected) {
        char expected[64];
        snprintf(expected, sizeof expected, "%zu, as in its sibling", n_expected);
        return hg__fault(r->sink, HG_EFORMAT, set->path, expected, "%zu elements", *n);
    }
    if (*n > r->data_left / sizeof(double))
        return hg__fault(r->sink, HG_EUNSUPPORTED, set->path, "less data than the limit",
                         "%zu elements", *n);
    *ok = true;
    return HG_OK;
}

hg_status hg__native_read_column(hg__reader *r, const hg__node *group, const char *name,
                                 size_t n_expected, double **out, size_t *n) {
    hg__node set;
    bool ok = false, given = false;
    double *values = NULL;
    hg_status status = HG_OK;
    *out = NULL;
    *n = 0;
    hg__node_open(&set, group, name);
    if (set.kind != HG__NODE_NONE) status = check_list(r, &set, n_expected, n, &ok);
    if (ok) {
        values = calloc(*n + 1, sizeof *values);
        status =
            values ? hg__set_numbers(r->sink, &set, values, &given) : hg__fail_memory(r->sink->err);
    }
    if (status == HG_OK && given)
        *out = values;
    else
        free(values);
    hg__node_close(&set);
    return status;
}

hg_status hg__native_read_words(hg__reader *r, const hg__node *group, const char *name,
                                size_t n_expected, hg__texts *out, bool *given) {
    hg__node set;
    bool ok = false;
    size_t n = 0;
    hg_status status = HG_OK;
    *given = false;
    memset(out, 0, sizeof *out);
    hg__node_open(&set, group, name);
    if (set.kind != HG__NODE_NONE) status = check_list(r, &set, n_expected, &n, &ok);
    if (ok) status = hg__set_texts(r->sink, &set, out, given);
    hg__node_close(&set);
    return status;
}

bool hg__native_name_is_safe(const char *name) {
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* Opens a group that may be missing. kind is HG__NODE_NONE when there is none to read. */
static hg_status open_group(hg__reader *r, hg__node *out, const hg__node *parent, const char *name,
                            const char *needed) {
    hg__node_open(out, parent, name);
    if (out->kind == HG__NODE_GROUP) return HG_OK;
    hg_status status = HG_OK;
    if (out->kind != HG__NODE_NONE)
        status = hg__fault(r->sink, HG_EFORMAT, out->path, "a group", "something else");
    else if (needed)
        status = hg__fault(r->sink, HG_EFORMAT, out->path, needed, "no such group");
    hg__node_close(out);
    out->kind = HG__NODE_NONE;
    return status;
}

/* --- subject and session --- */

static hg_status read_id(hg__reader *r, const hg__node *node, const char *what, char *out) {
    static const char usual[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    char object[1100], expected[128];
    bool given;
    snprintf(expected, sizeof expected, "a pseudonym of the %s as text, 1 to 63 bytes, e.g. \"%s\"",
             what, strcmp(what, "runner") == 0 ? "R017" : "S01");
    size_t faults = r->sink->n_faults;
    hg_status status = hg__attr_text(r->sink, node, "id", expected, out, HG_NAME_MAX, &given);
    if (status != HG_OK || r->sink->n_faults != faults) return status;
    hg__attr_path(object, sizeof object, node, "id");
    if (!given || !*out) return hg__fault(r->sink, HG_EFORMAT, object, expected, "no id");
    if (!hg__native_name_is_safe(out))
        return hg__fault(r->sink, HG_EFORMAT, object,
                         "an id without '/' that is not '.' or '..': it names folders", "\"%s\"",
                         out);
    if (out[strspn(out, usual)])
        hg__remark(r->sink, HG_WARNING, object,
                   "only letters, digits and . _ -, for it names files", "\"%s\"", out);
    return HG_OK;
}

static hg_status read_injuries(hg__reader *r, const hg__node *subject) {
    hg__node group, one;
    hg__texts names = {0};
    hg_status status = open_group(r, &group, subject, "injuries", NULL);
    if (status != HG_OK || group.kind == HG__NODE_NONE) return status;
    status = hg__node_children(r->sink, &group, &names);
    hg_injury *list = status == HG_OK ? hg_recording_alloc(r->rec, names.n, sizeof *list) : NULL;
    if (status == HG_OK && !list) status = hg__fail_memory(r->sink->err);
    size_t n = 0;
    for (size_t i = 0; i < names.n && status == HG_OK; i++) {
        hg__node_open(&one, &group, names.item[i]);
        if (one.kind == HG__NODE_GROUP && strlen(names.item[i]) < HG_NAME_MAX) {
            hg_injury *injury = &list[n++];
            bool any = false;
            hg__text_copy(injury->name, sizeof injury->name, names.item[i]);
            hg__text_clean(injury->name);
            injury->weeks_ago = injury->days_lost = NAN;
            injury->surgery = HG_NOT_GIVEN;
            status = hg__native_read_fields(r, &one, &hg__injury_fields, injury, &any);
        } else if (one.kind == HG__NODE_GROUP) {
            status = hg__fault(r->sink, HG_EFORMAT, one.path, "a name of at most 63 bytes",
                               "a longer name");
        }
        hg__node_close(&one);
    }
    r->rec->subject.injuries = n ? list : NULL;
    r->rec->subject.n_injuries = n;
    hg__texts_free(&names);
    hg__node_close(&group);
    return status;
}

/* Surfaces of the runs, a text each, where the log has them. */
static hg_status read_log_surfaces(hg__reader *r, const hg__node *group, hg_training_run *runs,
                                   size_t n) {
    hg__texts surfaces = {0};
    bool given = false, told = false;
    if (r->minor < 1) return HG_OK;
    hg_status status = hg__native_read_words(r, group, "surface", n, &surfaces, &given);
    for (size_t i = 0; status == HG_OK && given && i < surfaces.n; i++) {
        char object[1100], expected[160];
        const char *word = surfaces.item[i];
        snprintf(object, sizeof object, "%s/surface", group->path);
        hg_intake_expected(HG_INTAKE_training_surface, expected, sizeof expected);
        if (strlen(word) >= sizeof runs[i].surface)
            status = hg__fault(r->sink, HG_EFORMAT, object, expected, "a text of %zu bytes",
                               strlen(word));
        else if (*word && !told && hg_intake_choice(HG_INTAKE_training_surface, word) < 0) {
            hg__remark(r->sink, HG_WARNING, object, expected, "\"%s\" as element %zu", word, i);
            told = true; /* one line about all of them */
        }
        hg__text_copy(runs[i].surface, sizeof runs[i].surface, word);
    }
    hg__texts_free(&surfaces);
    return status;
}

static hg_status read_training_log(hg__reader *r, const hg__node *subject) {
    hg__node group;
    hg__texts dates = {0};
    double *column = NULL;
    bool given = false, told = false;
    hg_training_run *runs = NULL;
    hg_status status = open_group(r, &group, subject, "training_log", NULL);
    if (status != HG_OK || group.kind == HG__NODE_NONE) return status;
    size_t faults = r->sink->n_faults;
    status = hg__native_read_words(r, &group, "date", (size_t)-1, &dates, &given);
    if (status != HG_OK || r->sink->n_faults != faults) goto out;
    if (!given) {
        status = hg__fault(r->sink, HG_EFORMAT, group.path,
                           "a data set \"date\" of days such as 2026-05-17", "no usable dates");
        goto out;
    }
    if (dates.n && !(runs = hg_recording_alloc(r->rec, dates.n, sizeof *runs))) {
        status = hg__fail_memory(r->sink->err);
        goto out;
    }
    for (size_t i = 0; i < dates.n && status == HG_OK; i++) {
        if (strlen(dates.item[i]) >= sizeof runs[i].date)
            status = hg__fault(r->sink, HG_EFORMAT, group.path, "days such as 2026-05-17",
                               "a date of %zu bytes", strlen(dates.item[i]));
        else if (!hg_intake_is_day(dates.item[i]) && !told) {
            hg__remark(r->sink, HG_WARNING, group.path, "days such as 2026-05-17",
                       "\"%s\" as date of element %zu", dates.item[i], i);
            told = true; /* one line about all of them */
        }
        hg__text_copy(runs[i].date, sizeof runs[i].date, dates.item[i]);
        runs[i].distance_m = runs[i].duration_s = runs[i].rpe = NAN;
    }
    for (size_t c = 0; c < hg__training_run_fields.n && status == HG_OK; c++) {
        const hg__field *f = &hg__training_run_fields.field[c];
        size_t n;
        status = hg__native_read_column(r, &group, f->name, dates.n, &column, &n);
        for (size_t i = 0; column && i < n && status == HG_OK; i++) {
            if (column[i] < f->least || column[i] > f->most) {
                char object[1100];
                snprintf(object, sizeof object, "%s/%s", group.path, f->name);
                status = hg__fault(r->sink, HG_EFORMAT, object, f->expected, "%g as element %zu",
                                   column[i], i);
                break;
            }
            hg__field_set_number(f, &runs[i], column[i]);
        }
        free(column);
        column = NULL;
    }
    if (status == HG_OK) status = read_log_surfaces(r, &group, runs, dates.n);
    r->rec->subject.training_log = runs;
    r->rec->subject.n_training_log = dates.n;
out:
    hg__texts_free(&dates);
    hg__node_close(&group);
    return status;
}

static hg_status read_subject(hg__reader *r, const hg__node *root) {
    hg_subject *s = &r->rec->subject;
    hg__node subject, part;
    bool any = false;
    hg_status status = open_group(r, &subject, root, "subject", "a group with the attribute id");
    if (status != HG_OK || subject.kind == HG__NODE_NONE) return status;
    status = read_id(r, &subject, "runner", s->id);
    if (status == HG_OK) status = hg__native_read_fields(r, &subject, &hg__subject_fields, s, &any);
    if (*s->intake_date && !hg_intake_is_day(s->intake_date))
        hg__remark(r->sink, HG_WARNING, "/subject@intake_date", "a day such as 2026-05-17",
                   "\"%s\"", s->intake_date);
    const char *name;
    for (size_t g = 0; status == HG_OK && (name = hg_intake_group(g)); g++) {
        status = open_group(r, &part, &subject, name, NULL);
        if (status == HG_OK && part.kind == HG__NODE_GROUP) {
            if (strcmp(name, "symptoms") == 0)
                status = hg__native_read_fields(r, &part, &hg__symptom_fields, &s->symptoms,
                                                &s->symptoms.given);
            else if (strcmp(name, "training") == 0)
                status = hg__native_read_fields(r, &part, &hg__training_fields, &s->training,
                                                &s->training.given);
            if (status == HG_OK) status = hg__native_read_answers(r, &part, name);
        }
        hg__node_close(&part);
    }
    if (status == HG_OK) status = read_injuries(r, &subject);
    if (status == HG_OK) status = read_training_log(r, &subject);
    hg__node_close(&subject);
    return status;
}

/* 2026-05-17T14:03:00+02:00, with or without fraction, Z for UTC: the shape, not the calendar. */
static bool is_time_with_offset(const char *t) {
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    size_t i = 0;
    for (; shape[i]; i++)
        if (shape[i] == 'd' ? !(t[i] >= '0' && t[i] <= '9') : t[i] != shape[i]) return false;
    if (t[i] == '.')
        for (i++; t[i] >= '0' && t[i] <= '9'; i++) {
        }
    return strcmp(t + i, "Z") == 0 || t[i] == '+' || t[i] == '-';
}

static hg_status read_session(hg__reader *r, const hg__node *root) {
    hg__node session;
    bool any = false;
    hg_status status = open_group(r, &session, root, "session", "a group with the attribute id");
    if (status != HG_OK || session.kind == HG__NODE_NONE) return status;
    status = read_id(r, &session, "session", r->rec->session.id);
    if (status == HG_OK)
        status = hg__native_read_fields(r, &session, &hg__session_fields, &r->rec->session, &any);
    const char *start = r->rec->session.start_time;
    if (*start && !is_time_with_offset(start))
        hg__remark(r->sink, HG_WARNING, "/session@start_time",
                   "ISO 8601 with offset, e.g. 2026-05-17T14:03:00+02:00", "\"%s\"", start);
    hg__node_close(&session);
    return status;
}

static hg_status read_trials(hg__reader *r, const hg__node *root) {
    hg__node trials, one;
    hg__texts names = {0};
    hg_status status = open_group(r, &trials, root, "trials", "a group with one group per trial");
    if (status != HG_OK || trials.kind == HG__NODE_NONE) return status;
    status = hg__node_children(r->sink, &trials, &names);
    size_t n = 0;
    for (size_t i = 0; i < names.n && status == HG_OK; i++) {
        hg__node_open(&one, &trials, names.item[i]);
        if (one.kind == HG__NODE_GROUP) {
            n++;
            status = hg__native_read_trial(r, &one, names.item[i]);
        }
        hg__node_close(&one);
    }
    if (status == HG_OK && n == 0)
        status = hg__fault(r->sink, HG_EFORMAT, trials.path,
                           "at least one group, e.g. /trials/run01", "no trial");
    hg__texts_free(&names);
    hg__node_close(&trials);
    return status;
}

/* --- the file --- */

/* HDF5 files of other programs, by an attribute of the root. */
static const struct {
    const char *attribute, *found;
} others[] = {
    {"FileFormatVersion", "an APDM Mobility Lab file, which this version does not read"},
    {"nwb_version", "an NWB file, which this version does not read"},
    {"PYTABLES_FORMAT_VERSION", "a PyTables or pandas file, which is not read"},
};

static hg_status read_schema(hg__reader *r, const hg__node *root, bool *go_on) {
    static const char layout[] = "\"hipgait\": the layout of docs/recording-format.md";
    hg_source_info *source = &r->rec->source;
    char schema[HG_NAME_MAX] = "";
    bool given = false;
    *go_on = false;
    size_t faults = r->sink->n_faults;
    hg_status status =
        hg__attr_text(r->sink, root, "schema", layout, schema, sizeof schema, &given);
    if (status != HG_OK || r->sink->n_faults != faults) return status;
    if (!given) {
        if (hg__door_is_matlab73(r->door))
            return hg__fault(r->sink, HG_EUNSUPPORTED, "/",
                             "hipgait's layout; write it with h5create, h5write, h5writeatt",
                             "a MATLAB 7.3 file of MATLAB's own layout");
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            if (hg__attr_exists(root, others[i].attribute))
                return hg__fault(r->sink, HG_EUNSUPPORTED, "/", "an HDF5 file in hipgait's layout",
                                 "%s", others[i].found);
        return hg__fault(r->sink, HG_EUNSUPPORTED, "/@schema", layout,
                         "an HDF5 file without this attribute");
    }
    if (strcmp(schema, HG__SCHEMA) != 0)
        return hg__fault(r->sink, HG_EUNSUPPORTED, "/@schema", layout, "\"%s\"", schema);

    status = hg__attr_text(r->sink, root, "schema_version", "\"1.1\"", source->schema_version,
                           sizeof source->schema_version, &given);
    if (status != HG_OK || r->sink->n_faults != faults) return status;
    if (!given)
        return hg__fault(r->sink, HG_EFORMAT, "/@schema_version", "the text \"1.1\"", "no version");
    char *end;
    long major = strtol(source->schema_version, &end, 10);
    bool sound = source->schema_version[0] >= '0' && source->schema_version[0] <= '9' &&
                 *end == '.' && end[1] >= '0' && end[1] <= '9' &&
                 end[1 + strspn(end + 1, "0123456789")] == '\0';
    if (!sound)
        return hg__fault(r->sink, HG_EFORMAT, "/@schema_version", "a version such as \"1.1\"",
                         "\"%s\"", source->schema_version);
    if (major != HG__SCHEMA_MAJOR)
        return hg__fault(r->sink, HG_EUNSUPPORTED, "/@schema_version",
                         "major version 1; a newer hipgait may read it", "\"%s\"",
                         source->schema_version);
    long minor = strtol(end + 1, NULL, 10);
    r->minor = minor > HG__SCHEMA_MINOR ? HG__SCHEMA_MINOR : (int)minor;
    if (minor > HG__SCHEMA_MINOR)
        hg__remark(r->sink, HG_NOTE, "/@schema_version",
                   HG__SCHEMA_VERSION " or older; what is new in it is ignored", "\"%s\"",
                   source->schema_version);
    status = hg__attr_text(r->sink, root, "created_by", "a text of at most 255 bytes",
                           source->created_by, sizeof source->created_by, &given);
    *go_on = true;
    return status;
}

hg_status hg__native_read(hg__reader *r) {
    hg__node root;
    bool go_on;
    hg__text_copy(r->rec->source.format, sizeof r->rec->source.format, "hipgait-hdf5");
    hg__node_root(&root, r->door);
    hg_status status = read_schema(r, &root, &go_on);
    if (status == HG_OK && go_on) {
        status = read_subject(r, &root);
        if (status == HG_OK) status = read_session(r, &root);
        if (status == HG_OK) status = read_trials(r, &root);
    }
    hg__node_close(&root);
    return status;
}

hg_status hg__native_read_bytes(hg_recording *rec, void *bytes, size_t size,
                                const hg__limits *limits, hg__sink *sink) {
    hg__door *door = NULL;
    hg_status status = hg__door_open(&door, bytes, size, limits, sink);
    if (status == HG_OK && door) {
        hg__reader r = {.door = door, .sink = sink, .rec = rec, .data_left = limits->data_bytes};
        status = hg__native_read(&r);
    }
    hg__door_close(door);
    return status;
}
