/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/cohort_table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/strbuf.h"

#define TABLE_BYTES_MAX ((size_t)256 << 20)

/* Cells of the key in a line; as hg_report_cohort_head() has them. */
enum { RUNNER = 0, SESSION = 1, TRIAL = 3, KEY_CELLS = 4 };

void hg__cohort_table_free(hg__cohort_table *table) {
    for (size_t i = 0; i < table->n; i++) {
        free(table->line[i].key);
        free(table->line[i].text);
    }
    free(table->line);
    *table = (hg__cohort_table){0};
}

/* Keys compare as runner, session, trial: the separator sorts before every character. */
static char *key_of(const char *line) {
    char *copy = strdup(line), *key = NULL;
    hg__csv t;
    if (!copy) return NULL;
    hg__csv_begin(&t, copy);
    if (hg__csv_next(&t) == HG__CSV_CELLS && t.n >= KEY_CELLS) {
        size_t n = strlen(t.cell[RUNNER]) + strlen(t.cell[SESSION]) + strlen(t.cell[TRIAL]) + 3;
        if ((key = malloc(n)))
            snprintf(key, n, "%s\x01%s\x01%s", t.cell[RUNNER], t.cell[SESSION], t.cell[TRIAL]);
    }
    hg__csv_end(&t);
    free(copy);
    return key;
}

static size_t session_length(const char *key) {
    return (size_t)(strrchr(key, '\x01') - key);
}

static bool add_line(hg__cohort_table *table, char *text, size_t order, bool fresh) {
    if (table->n == table->room) {
        size_t room = table->room ? 2 * table->room : 64;
        hg__cohort_line *grown = realloc(table->line, room * sizeof *grown);
        if (!grown) return false;
        table->line = grown;
        table->room = room;
    }
    char *key = text ? key_of(text) : NULL;
    if (!key) return false;
    table->line[table->n++] = (hg__cohort_line){key, text, order, fresh};
    return true;
}

hg_status hg__cohort_table_add(hg__cohort_table *table, const hg_result *result, size_t order,
                               hg_error *err) {
    hg_text text = {NULL, 0};
    hg_status status = hg_report_cohort_row(&text, result, err);
    if (status != HG_OK) return status;
    if (add_line(table, text.data, order, true)) return HG_OK;
    hg_text_free(&text);
    return hg__fail_memory(err);
}

/* Lines of a table that is there; *ours is false when it is not one of this version. */
static hg_status read_earlier(hg__cohort_table *table, bool *ours, char *text, const char *head,
                              hg_error *err) {
    size_t n_head = strlen(head), order = 0;
    *ours = strncmp(text, head, n_head) == 0;
    for (char *line = text + n_head, *end; *ours && *line; line = end) {
        end = strchr(line, '\n');
        if (!end) {
            *ours = false; /* cut off: not as we write it */
            break;
        }
        size_t n = (size_t)(++end - line);
        char *copy = malloc(n + 1);
        if (!copy) return hg__fail_memory(err);
        memcpy(copy, line, n);
        copy[n] = '\0';
        if (!add_line(table, copy, order++, false)) {
            free(copy);
            *ours = false;
        }
    }
    return HG_OK;
}

/* What was read of a table that turned out not to be ours. */
static void drop_earlier(hg__cohort_table *table) {
    size_t kept = 0;
    for (size_t i = 0; i < table->n; i++) {
        if (table->line[i].fresh) {
            table->line[kept++] = table->line[i];
            continue;
        }
        free(table->line[i].key);
        free(table->line[i].text);
    }
    table->n = kept;
}

/* By key, the fresh line first. */
static int by_key(const void *a, const void *b) {
    const hg__cohort_line *x = a, *y = b;
    int c = strcmp(x->key, y->key);
    return c ? c : (int)y->fresh - (int)x->fresh;
}

/* By runner and session, then as in the recording; lines of an earlier batch keep their order. */
static int by_place(const void *a, const void *b) {
    const hg__cohort_line *x = a, *y = b;
    size_t n = session_length(x->key), m = session_length(y->key), least = n < m ? n : m;
    int c = memcmp(x->key, y->key, least);
    if (c || n != m) return c ? c : n < m ? -1 : 1;
    if (x->fresh != y->fresh) return x->fresh ? 1 : -1;
    c = (x->order > y->order) - (x->order < y->order);
    return c ? c : strcmp(x->key, y->key);
}

static void drop_replaced(hg__cohort_table *table) {
    size_t kept = 0;
    qsort(table->line, table->n, sizeof *table->line, by_key);
    for (size_t i = 0; i < table->n; i++) {
        hg__cohort_line *l = &table->line[i];
        if (kept && strcmp(table->line[kept - 1].key, l->key) == 0) {
            free(l->key);
            free(l->text);
        } else {
            table->line[kept++] = *l;
        }
    }
    table->n = kept;
    qsort(table->line, table->n, sizeof *table->line, by_place);
}

hg_status hg__cohort_table_write(hg__cohort_table *table, const char *folder, bool force,
                                 hg_error *err) {
    char path[PATH_MAX];
    hg_text head = {NULL, 0};
    void *earlier = NULL;
    size_t size;
    hg_error none;
    bool ours = true;
    if (table->n == 0) return HG_OK;
    if (snprintf(path, sizeof path, "%s/cohort.csv", folder) >= (int)sizeof path)
        return hg__fail(err, HG_EEXIST, "the name of the output folder is too long");
    hg_status status = hg_report_cohort_head(&head, err);
    if (status != HG_OK) return status;
    hg_status found = hg__file_read(&earlier, &size, path, TABLE_BYTES_MAX, &none);
    if (found == HG_OK)
        status = read_earlier(table, &ours, earlier, head.data, err);
    else if (found != HG_ENOTFOUND)
        ours = false;
    if (status == HG_OK && !ours && !force) {
        status = hg__fail(err, HG_EEXIST,
                          "cohort.csv exists already and is not a table of this version of "
                          "hipgait; --force replaces it");
    }
    if (status == HG_OK) {
        hg__strbuf b = {0};
        if (!ours) drop_earlier(table);
        drop_replaced(table);
        hg__strbuf_add(&b, head.data);
        for (size_t i = 0; i < table->n; i++) hg__strbuf_add(&b, table->line[i].text);
        bool same =
            found == HG_OK && !b.failed && b.size == size && memcmp(b.data, earlier, size) == 0;
        if (b.failed)
            status = hg__fail_memory(err);
        else if (!same)
            status = hg__file_write(path, b.data, b.size, true, err);
        hg__strbuf_free(&b);
    }
    free(earlier);
    hg_text_free(&head);
    return status;
}

hg_status hg__cohort_table_read(hg__cohort_table *table, const char *path, hg_error *err) {
    hg_text head = {NULL, 0};
    void *text = NULL;
    size_t size;
    bool ours = true;
    hg_error none;
    hg_status status = hg_report_cohort_head(&head, err);
    if (status != HG_OK) return status;
    if (hg__file_read(&text, &size, path, TABLE_BYTES_MAX, &none) == HG_OK)
        status = read_earlier(table, &ours, text, head.data, err);
    if (!ours) drop_earlier(table);
    if (table->n) qsort(table->line, table->n, sizeof *table->line, by_key);
    free(text);
    hg_text_free(&head);
    return status;
}

size_t hg__cohort_table_order(const hg__cohort_table *table, const char *line) {
    size_t low = 0, high = table->n, order = SIZE_MAX;
    char *key = high ? key_of(line) : NULL;
    while (key && low < high) {
        size_t middle = low + (high - low) / 2;
        int c = strcmp(key, table->line[middle].key);
        if (c == 0) {
            order = table->line[middle].order;
            break;
        }
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    free(key);
    return order;
}
