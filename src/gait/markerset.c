/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gait/markerset.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/json.h"
#include "base/strbuf.h"

#define NAME(name, text, words) text,
const char *const hg__segment_names[HG__SEGMENT_COUNT] = {HG__SEGMENT_TABLE(NAME)};
static const char *const landmark_names[HG__LANDMARK_COUNT] = {HG__LANDMARK_TABLE(NAME)};
#undef NAME
#define NAME(name, text, words) words,
const char *const hg__segment_words[HG__SEGMENT_COUNT] = {HG__SEGMENT_TABLE(NAME)};
const char *const hg__landmark_words[HG__LANDMARK_COUNT] = {HG__LANDMARK_TABLE(NAME)};
#undef NAME

typedef struct parser {
    const char *name;
    hg__arena *memory;
    hg_error *err;
} parser;

static ptrdiff_t find_name(const char *const *names, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return (ptrdiff_t)i;
    return -1;
}

static hg_status take_text(const parser *p, const char **out, const hg__json *value,
                           const char *key) {
    const char *text = hg__json_text(value);
    if (!text || !*text || strlen(text) >= HG_NAME_MAX)
        return hg__fail(p->err, HG_EFORMAT, "%s: \"%s\" must be a text of 1 to %d bytes", p->name,
                        key, HG_NAME_MAX - 1);
    *out = hg__arena_strdup(p->memory, text);
    return *out ? HG_OK : hg__fail_memory(p->err);
}

static hg_status take_header(const parser *p, hg__markerset *set, const hg__json *root) {
    const char *schema = hg__json_text(hg__json_get(root, "schema"));
    if (!schema || strcmp(schema, "hipgait-markerset") != 0)
        return hg__fail(p->err, HG_EFORMAT, "%s: \"schema\" must be \"hipgait-markerset\"",
                        p->name);
    const struct {
        const char *key, **out;
    } texts[] = {{"id", &set->id}, {"version", &set->version}, {"label", &set->label}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hg_status status =
            take_text(p, texts[i].out, hg__json_get(root, texts[i].key), texts[i].key);
        if (status != HG_OK) return status;
    }
    return HG_OK;
}

static hg_status take_landmarks(const parser *p, hg__markerset *set, const hg__json *landmarks) {
    if (!hg__json_is_object(landmarks))
        return hg__fail(p->err, HG_EFORMAT,
                        "%s: \"landmarks\" must be an object of landmark: label", p->name);
    for (size_t i = 0; i < hg__json_size(landmarks); i++) {
        const char *key = "";
        const hg__json *value = hg__json_member(landmarks, i, &key);
        ptrdiff_t row = find_name(landmark_names, HG__LANDMARK_COUNT, key);
        if (row < 0)
            return hg__fail(p->err, HG_EFORMAT, "%s: \"landmarks\": \"%s\" is not a landmark",
                            p->name, key);
        size_t n = hg__json_is_array(value) ? hg__json_size(value) : 1;
        if (n < 1 || n > HG__LANDMARK_MAX)
            return hg__fail(p->err, HG_EFORMAT,
                            "%s: landmark \"%s\" must be a label or a list of 1 to %d labels",
                            p->name, key, HG__LANDMARK_MAX);
        for (size_t m = 0; m < n; m++) {
            const hg__json *label = hg__json_is_array(value) ? hg__json_at(value, m) : value;
            hg_status status = take_text(p, &set->landmark[row][m], label, key);
            if (status != HG_OK) return status;
        }
        set->n_landmark[row] = n;
    }
    return HG_OK;
}

static hg_status take_segments(const parser *p, hg__markerset *set, const hg__json *segments) {
    if (!hg__json_is_object(segments))
        return hg__fail(p->err, HG_EFORMAT,
                        "%s: \"segments\" must be an object of segment: [labels]", p->name);
    for (size_t i = 0; i < hg__json_size(segments); i++) {
        const char *key = "";
        const hg__json *list = hg__json_member(segments, i, &key);
        ptrdiff_t row = find_name(hg__segment_names, HG__SEGMENT_COUNT, key);
        if (row < 0)
            return hg__fail(p->err, HG_EFORMAT, "%s: \"segments\": \"%s\" is not a segment",
                            p->name, key);
        size_t n = hg__json_size(list);
        if (!hg__json_is_array(list) || n < 3 || n > HG__CLUSTER_MAX)
            return hg__fail(p->err, HG_EFORMAT, "%s: segment \"%s\" must list 3 to %d labels",
                            p->name, key, HG__CLUSTER_MAX);
        for (size_t m = 0; m < n; m++) {
            hg_status status = take_text(p, &set->cluster[row][m], hg__json_at(list, m), key);
            if (status != HG_OK) return status;
            for (size_t other = 0; other < m; other++)
                if (strcasecmp(set->cluster[row][other], set->cluster[row][m]) == 0)
                    return hg__fail(p->err, HG_EFORMAT, "%s: segment \"%s\" lists \"%s\" twice",
                                    p->name, key, set->cluster[row][m]);
        }
        set->n_cluster[row] = n;
    }
    if (set->n_cluster[HG__SEGMENT_PELVIS] == 0)
        return hg__fail(p->err, HG_EFORMAT, "%s: \"segments\" must have \"pelvis\"", p->name);
    return HG_OK;
}

hg_status hg__markerset_parse(hg__markerset *out, const char *text, size_t size, const char *name,
                              hg__arena *memory, hg_error *err) {
    const parser p = {name, memory, err};
    hg__json *root = NULL;
    memset(out, 0, sizeof *out);
    hg_status status = hg__json_parse(&root, text, size, name, err);
    if (status != HG_OK) return status;
    if (!hg__json_is_object(root))
        status = hg__fail(err, HG_EFORMAT, "%s: a marker set is a JSON object", name);
    if (status == HG_OK) status = take_header(&p, out, root);
    if (status == HG_OK) status = take_landmarks(&p, out, hg__json_get(root, "landmarks"));
    if (status == HG_OK) status = take_segments(&p, out, hg__json_get(root, "segments"));
    hg__json_free(root);
    return status;
}

ptrdiff_t hg__label_find(const hg_stream *stream, const char *label) {
    if (!label) return -1;
    for (size_t i = 0; i < stream->n_points; i++)
        if (strcasecmp(stream->labels[i], label) == 0) return (ptrdiff_t)i;
    return -1;
}

/* Tracking markers found and listed; all labels found. */
static void count_labels(size_t *tracked, size_t *tracking, size_t *found, const hg__markerset *set,
                         const hg_stream *stream) {
    *tracked = *tracking = 0;
    for (int s = 0; s < HG__SEGMENT_COUNT; s++)
        for (size_t m = 0; m < set->n_cluster[s]; m++, (*tracking)++)
            *tracked += hg__label_find(stream, set->cluster[s][m]) >= 0;
    *found = *tracked;
    for (int l = 0; l < HG__LANDMARK_COUNT; l++)
        for (size_t m = 0; m < set->n_landmark[l]; m++)
            *found += hg__label_find(stream, set->landmark[l][m]) >= 0;
}

double hg__markerset_share(const hg__markerset *set, const hg_stream *stream) {
    size_t tracked, tracking, found;
    count_labels(&tracked, &tracking, &found, set, stream);
    return tracking ? (double)tracked / (double)tracking : 0.0;
}

bool hg__markerset_serves(const hg__markerset *set, hg__model model) {
    bool clusters =
        set->n_cluster[HG__SEGMENT_THIGH_LEFT] > 0 || set->n_cluster[HG__SEGMENT_THIGH_RIGHT] > 0;
    switch (model) {
    case HG__MODEL_WANDS: return set->n_landmark[HG__LANDMARK_THIGH_WAND_LEFT] > 0;
    case HG__MODEL_TROCHANTERS:
        return clusters && set->n_landmark[HG__LANDMARK_TROCHANTER_LEFT] > 0;
    case HG__MODEL_CALIBRATED: break;
    }
    return clusters && set->n_landmark[HG__LANDMARK_ASIS_LEFT] > 0;
}

typedef struct rank {
    bool serves;
    double share;
    size_t found;
} rank;

static bool better(const rank *a, const rank *b) {
    if (a->serves != b->serves) return a->serves;
    return a->share != b->share ? a->share > b->share : a->found > b->found;
}

hg_status hg__markerset_choose(const hg__markerset **out, const hg__markerset *sets, size_t n,
                               const char *id, hg__model model, const hg_stream *stream,
                               hg_error *err) {
    char names[256] = "";
    rank best = {0};
    double closest_share = 0;
    const hg__markerset *chosen = NULL, *closest = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t tracked, tracking;
        hg__list_add(names, sizeof names, "%s", sets[i].id);
        if (id && strcmp(sets[i].id, id) == 0) {
            *out = &sets[i];
            return HG_OK;
        }
        rank r = {.serves = hg__markerset_serves(&sets[i], model)};
        count_labels(&tracked, &tracking, &r.found, &sets[i], stream);
        r.share = tracking ? (double)tracked / (double)tracking : 0;
        if (r.share > closest_share) {
            closest_share = r.share;
            closest = &sets[i];
        }
        if (r.share >= 0.5 &&
            (!chosen || better(&r, &best))) { /* of equals the first: a user's set */
            best = r;
            chosen = &sets[i];
        }
    }
    if (id) return hg__fail(err, HG_EINVAL, "there is no marker set \"%s\"; known: %s", id, names);
    if (!chosen)
        return hg__fail(
            err, HG_EDATA,
            "the marker labels fit no known marker set (known: %s; closest: %s with %.0f %% of its "
            "tracking markers)",
            names, closest ? closest->id : "none", 100 * closest_share);
    *out = chosen;
    return HG_OK;
}
