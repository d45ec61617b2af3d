/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the points are called, and what they are: markers, outputs of a model, or nothing that
 * anybody named. Prefixes of subjects, which may be names of persons, go away here.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/c3d_file.h"
#include "io/text.h"

#define LABEL 128 /* with its prefix; longer ones are cut */
#define PREFIXES 32

void hg__c3d_plain(char *out, size_t room, const char *text) {
    size_t n = 0;
    for (; *text && n + 1 < room; text++)
        if (isalnum((unsigned char)*text)) out[n++] = (char)toupper((unsigned char)*text);
    out[n] = '\0';
}

/* --- sorted words --- */

static int by_text(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static bool holds(const char *const *sorted, size_t n, const char *word) {
    return n && bsearch(&word, sorted, n, sizeof *sorted, by_text);
}

/* --- names that occur twice --- */

/* One pass: all but the first of equal labels get a number. `old` has room for n labels, `sorted`
 * and `count` for n entries. True when there were any. */
static bool number_runs(char (*labels)[HG_NAME_MAX], size_t n, char (*old)[HG_NAME_MAX],
                        const char **sorted, unsigned *count) {
    bool twice = false;
    for (size_t i = 0; i < n; i++) {
        memcpy(old[i], labels[i], sizeof *old);
        sorted[i] = old[i];
        count[i] = 0;
    }
    qsort(sorted, n, sizeof *sorted, by_text);
    for (size_t i = 1; i < n; i++) twice = twice || strcmp(sorted[i - 1], sorted[i]) == 0;
    for (size_t i = 0; i < n && twice; i++) {
        const char *key = old[i];
        const char **found = bsearch(&key, sorted, n, sizeof *sorted, by_text);
        while (found > sorted && strcmp(found[-1], key) == 0)
            found--; /* the run shares its first counter */
        unsigned *times = &count[found - sorted];
        if (++*times == 1) continue;
        char fresh[HG_NAME_MAX], base[HG_NAME_MAX];
        hg__text_copy(base, 52, key); /* leaves room for the number */
        hg__text_clean(base);
        do snprintf(fresh, sizeof fresh, "%.52s_%u", base, *times);
        while (holds(sorted, n, fresh) && ++*times);
        memcpy(labels[i], fresh, sizeof fresh);
    }
    return twice;
}

hg_status hg__c3d_make_unique(char (*labels)[HG_NAME_MAX], size_t n, hg_error *err) {
    char(*old)[HG_NAME_MAX] = malloc((n + 1) * sizeof *old);
    const char **sorted = malloc((n + 1) * sizeof *sorted);
    unsigned *count = malloc((n + 1) * sizeof *count);
    hg_status status = HG_OK;
    if (!old || !sorted || !count) status = hg__fail_memory(err);
    /* long labels, cut to make room, may meet again with their numbers: another pass parts them */
    for (int pass = 0; pass < 4 && status == HG_OK && number_runs(labels, n, old, sorted, count);
         pass++) {
    }
    free(old);
    free(sorted);
    free(count);
    return status;
}

/* --- names that were cut --- */

/*
 * Motion Analysis software wrote labels of four capital letters, so that R.Thigh.Upper and
 * R.Thigh.Front are both RTHI, and the whole name as the description. Told by its fruit: every
 * description that there is, reduced to letters and digits, begins with its label.
 */
bool hg__c3d_names_are_cut(const hg__c3d_list *labels, const hg__c3d_list *descriptions, size_t n) {
    size_t longer = 0;
    if (!labels->n_parts || !descriptions->n_parts || labels->n_texts < n ||
        descriptions->n_texts < n)
        return false;
    for (size_t k = 0; k < labels->n_parts; k++)
        if (labels->part[k]->n_dims < 2 || labels->part[k]->dim[0] > 4) return false;
    for (size_t i = 0; i < n; i++) {
        char label[HG_NAME_MAX], description[LABEL], begun[HG_NAME_MAX], whole[LABEL];
        hg__c3d_list_text(label, sizeof label, labels, i);
        hg__c3d_list_text(description, sizeof description, descriptions, i);
        hg__c3d_plain(begun, sizeof begun, label);
        hg__c3d_plain(whole, sizeof whole, description);
        if (strncmp(begun, whole, strlen(begun)) != 0 || (!*begun && *whole)) return false;
        longer += strlen(whole) > strlen(begun);
    }
    return longer > 0;
}

/* --- subjects --- */

typedef struct prefixes {
    char text[PREFIXES][LABEL];
    size_t n, n_known; /* the first are those that the group SUBJECTS names */
} prefixes;

static void add_prefix(prefixes *p, const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    if (n == 0 || n + m >= LABEL || p->n == PREFIXES) return;
    char whole[LABEL];
    memcpy(whole, text, n);
    memcpy(whole + n, end, m + 1);
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->text[i], whole) == 0) return;
    memcpy(p->text[p->n++], whole, n + m + 1);
}

static void known_prefixes(prefixes *p, const hg__c3d *c) {
    const hg__c3d_param *uses = hg__c3d_find(c, "SUBJECTS", "USES_PREFIXES");
    const hg__c3d_param *given = hg__c3d_find(c, "SUBJECTS", "LABEL_PREFIXES");
    const hg__c3d_param *names = hg__c3d_find(c, "SUBJECTS", "NAMES");
    char text[LABEL];
    for (size_t i = 0; i < hg__c3d_texts(given); i++) {
        hg__c3d_text(text, sizeof text, given, i);
        if (hg__c3d_signed(c, uses, i) != 0) add_prefix(p, text, ""); /* also when it is not said */
    }
    for (size_t i = 0; i < hg__c3d_texts(names); i++) {
        hg__c3d_text(text, sizeof text, names, i);
        if (!(hg__c3d_signed(c, uses, i) > 0)) continue;
        add_prefix(p, text, ":");
        add_prefix(p, text, "_");
    }
    p->n_known = p->n;
}

/* Number of the prefix of a label and its length; `p->n` when it has none. */
static size_t prefix_of(prefixes *p, const char *label, size_t *length) {
    size_t found = p->n;
    *length = 0;
    for (size_t i = 0; i < p->n; i++) {
        size_t n = strlen(p->text[i]);
        if (n > *length && strncmp(label, p->text[i], n) == 0 && label[n]) {
            found = i;
            *length = n;
        }
    }
    const char *colon = strchr(label, ':');
    if (*length || !colon || colon == label || !colon[1] || p->n == PREFIXES) return found;
    char text[LABEL];
    *length = (size_t)(colon - label) + 1;
    memcpy(text, label, *length);
    text[*length] = '\0';
    add_prefix(p, text, "");
    return p->n - 1;
}

/* Two prefixes without a word of the group SUBJECTS are two subjects only when they carry the same
 * markers: "L:KNE" and "R:KNE" might, so at least three letters are asked for, too. */
static bool are_subjects(const prefixes *p, char (*label)[LABEL], const size_t *owner,
                         const size_t *length, size_t n, size_t first) {
    size_t own = 0, shared = 0;
    if (p->n_known > 1) return true;
    const char **names = malloc((n + 1) * sizeof *names);
    if (!names) return false;
    size_t others = 0;
    for (size_t i = 0; i < n; i++)
        if (owner[i] != first && owner[i] < p->n) names[others++] = label[i] + length[i];
    qsort(names, others, sizeof *names, by_text);
    for (size_t i = 0; i < n; i++) {
        if (owner[i] != first) continue;
        own++;
        shared += holds(names, others, label[i] + length[i]);
    }
    free(names);
    return strlen(p->text[first]) > 3 && 2 * shared >= own;
}

static hg_status part_subjects(hg__c3d *c, char (*label)[LABEL]) {
    size_t n = c->n_points, first = PREFIXES, kinds = 0, dropped = 0;
    prefixes *p = calloc(1, sizeof *p);
    size_t *owner = calloc(n + 1, sizeof *owner), *length = calloc(n + 1, sizeof *length);
    bool seen[PREFIXES] = {false};
    hg_status status = HG_OK;
    if (!p || !owner || !length) {
        status = hg__fail_memory(c->sink->err);
        goto out;
    }
    known_prefixes(p, c);
    for (size_t i = 0; i < n; i++) {
        owner[i] = prefix_of(p, label[i], &length[i]);
        if (!length[i]) owner[i] = PREFIXES;
        if (owner[i] == PREFIXES) continue;
        if (first == PREFIXES) first = owner[i];
        kinds += !seen[owner[i]];
        seen[owner[i]] = true;
    }
    if (kinds == 0) goto out;
    bool several = kinds > 1 && are_subjects(p, label, owner, length, n, first);
    for (size_t i = 0; i < n; i++) {
        /* "L_" and "R:" are sides; a longer word before a colon is a subject, and may be a name */
        bool colon = length[i] > 3 && label[i][length[i] - 1] == ':';
        bool unknown = owner[i] < PREFIXES && owner[i] >= p->n_known;
        if (owner[i] == PREFIXES || (kinds > 1 && !several && unknown && !colon)) continue;
        if (several && owner[i] != first) {
            c->point[i].role = HG__C3D_OTHER_SUBJECT;
            dropped++;
        }
        memmove(label[i], label[i] + length[i], strlen(label[i] + length[i]) + 1);
    }
    if (dropped)
        hg__remark(c->sink, HG_WARNING, "POINT:LABELS", "one runner in a file",
                   "points of %zu subjects; those of the first are kept, %zu others left out",
                   kinds, dropped);
out:
    free(p);
    free(owner);
    free(length);
    return status;
}

/* --- roles --- */

static bool begins(const char *text, const char *with) {
    for (; *with; text++, with++)
        if (tolower((unsigned char)*text) != *with) return false;
    return true;
}

static bool ends(const char *text, const char *with) {
    size_t n = strlen(text), m = strlen(with);
    return n > m && strcmp(text + n - m, with) == 0;
}

/* Trajectories that nobody named: *12, #, unlabeled 3, unnamed*0. */
static bool is_unnamed(const char *label) {
    char plain[LABEL];
    hg__c3d_plain(plain, sizeof plain, label);
    return !*plain || *label == '*' || begins(label, "unlabel") || begins(label, "unnamed") ||
           begins(label, "uname*") || begins(label, "unidentified");
}

static const struct {
    const char *parameter;
    hg__c3d_role role;
} groups[] = {
    {"ANGLES", HG__C3D_ANGLES}, {"FORCES", HG__C3D_FORCES},   {"MOMENTS", HG__C3D_MOMENTS},
    {"POWERS", HG__C3D_POWERS}, {"SCALARS", HG__C3D_SCALARS},
};

/* Where the lists of the group POINT are missing: how Plug-in Gait and its kin end their names. */
static const struct {
    const char *end;
    hg__c3d_role role;
} endings[] = {
    {"Angles", HG__C3D_ANGLES},        {"AnglesV", HG__C3D_ANGLES},
    {"AnkleAngle", HG__C3D_ANGLES},    {"Moment", HG__C3D_MOMENTS},
    {"Moments", HG__C3D_MOMENTS},      {"Power", HG__C3D_POWERS},
    {"Powers", HG__C3D_POWERS},        {"ReactionForce", HG__C3D_FORCES},
    {"NormalisedGRF", HG__C3D_FORCES}, {"AnkleForce", HG__C3D_FORCES},
    {"KneeForce", HG__C3D_FORCES},     {"HipForce", HG__C3D_FORCES},
};

/* Marks the points that one list of the group POINT names, with or without the subject's prefix. */
static hg_status mark_listed(hg__c3d *c, char (*stored)[LABEL], char (*label)[LABEL],
                             const char *parameter, hg__c3d_role role) {
    hg__c3d_list *list = calloc(1, sizeof *list);
    char(*text)[LABEL] = NULL;
    const char **sorted = NULL;
    hg_status status = HG_OK;
    if (!list) return hg__fail_memory(c->sink->err);
    hg__c3d_list_of(list, c, "POINT", parameter);
    size_t n = list->n_texts;
    if (n == 0) goto out;
    text = calloc(n, sizeof *text);
    sorted = calloc(n, sizeof *sorted);
    if (!text || !sorted) {
        status = hg__fail_memory(c->sink->err);
        goto out;
    }
    for (size_t i = 0; i < n; i++) {
        hg__c3d_list_text(text[i], LABEL, list, i);
        sorted[i] = text[i];
    }
    qsort(sorted, n, sizeof *sorted, by_text);
    for (size_t i = 0; i < c->n_points; i++)
        if (c->point[i].role == HG__C3D_MARKER && *stored[i] &&
            (holds(sorted, n, stored[i]) || holds(sorted, n, label[i])))
            c->point[i].role = role;
out:
    free(list);
    free(text);
    free(sorted);
    return status;
}

/* PELO PELA PELL PELP: origin and three axes of a segment, when all four are there. */
static hg_status mark_segments(hg__c3d *c, char (*label)[LABEL]) {
    static const char last[] = "OALP";
    size_t n = c->n_points;
    const char **sorted = malloc((n + 1) * sizeof *sorted);
    if (!sorted) return hg__fail_memory(c->sink->err);
    for (size_t i = 0; i < n; i++) sorted[i] = label[i];
    qsort(sorted, n, sizeof *sorted, by_text);
    for (size_t i = 0; i < n; i++) {
        if (c->point[i].role != HG__C3D_MARKER || strlen(label[i]) != 4 ||
            !strchr(last, label[i][3]))
            continue;
        bool all = true;
        for (const char *end = last; *end && all; end++) {
            char name[5];
            memcpy(name, label[i], 3);
            name[3] = *end;
            name[4] = '\0';
            all = holds(sorted, n, name);
        }
        if (all) c->point[i].role = HG__C3D_SEGMENTS;
    }
    free(sorted);
    return HG_OK;
}

static hg_status find_roles(hg__c3d *c, char (*stored)[LABEL], char (*label)[LABEL]) {
    size_t unnamed = 0;
    for (size_t i = 0; i < c->n_points; i++)
        if (c->point[i].role == HG__C3D_MARKER && is_unnamed(label[i])) {
            c->point[i].role = HG__C3D_UNNAMED;
            unnamed++;
        }
    hg_status status = HG_OK;
    for (size_t g = 0; g < sizeof groups / sizeof *groups && status == HG_OK; g++)
        status = mark_listed(c, stored, label, groups[g].parameter, groups[g].role);
    for (size_t i = 0; i < c->n_points; i++)
        for (size_t e = 0; e < sizeof endings / sizeof *endings; e++)
            if (c->point[i].role == HG__C3D_MARKER && ends(label[i], endings[e].end))
                c->point[i].role = endings[e].role;
    if (status == HG_OK) status = mark_segments(c, label);
    if (unnamed)
        hg__remark(c->sink, HG_NOTE, "POINT:LABELS", "",
                   "%zu of %zu trajectories without a name; left out", unnamed, c->n_points);
    return status;
}

/* --- all of it --- */

hg_status hg__c3d_name_points(hg__c3d *c) {
    size_t n = c->n_points;
    hg__c3d_list *lists = calloc(2, sizeof *lists);
    char(*stored)[LABEL] = calloc(n + 1, sizeof *stored),
    (*label)[LABEL] = calloc(n + 1, sizeof *label);
    hg_status status = HG_OK;
    c->point = calloc(n + 1, sizeof *c->point);
    if (!lists || !stored || !label || !c->point) {
        status = hg__fail_memory(c->sink->err);
        goto out;
    }
    hg__c3d_list_of(&lists[0], c, "POINT", "LABELS");
    hg__c3d_list_of(&lists[1], c, "POINT", "DESCRIPTIONS");
    if (n && lists[0].n_texts == 0 && c->damaged) {
        status = hg__fault(c->sink, HG_EFORMAT, "POINT:LABELS", "names of the points",
                           "a damaged parameter section that ends before them");
        goto out;
    }
    bool cut = hg__c3d_names_are_cut(&lists[0], &lists[1], n);
    for (size_t i = 0; i < n; i++) {
        hg__c3d_list_text(stored[i], LABEL, &lists[0], i);
        hg__c3d_list_text(label[i], LABEL, &lists[cut ? 1 : 0], i);
        if (lists[0].n_texts == 0) snprintf(label[i], LABEL, "point%zu", i + 1);
    }
    if (n && lists[0].n_texts == 0)
        hg__remark(c->sink, HG_WARNING, "POINT:LABELS", "names of the points",
                   "none; they are called point1, point2, ...");
    if (cut)
        hg__remark(c->sink, HG_NOTE, "POINT:LABELS", "",
                   "names cut to four letters; those of POINT:DESCRIPTIONS are taken");
    if (!cut) status = part_subjects(c, label);
    if (status == HG_OK) status = find_roles(c, stored, label);
    for (size_t i = 0; i < n; i++) {
        hg__text_copy(c->point[i].name, sizeof c->point[i].name, label[i]);
        hg__text_clean(c->point[i].name); /* the cut may have gone through a letter */
    }
out:
    free(lists);
    free(stored);
    free(label);
    return status;
}
