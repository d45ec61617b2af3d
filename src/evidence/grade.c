/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/grade.h"

#include <stddef.h>
#include <string.h>

static int rank_of(const char *text, size_t n) {
    static const char *const grades[] = {"A", "B", "B-", "C", "N"};
    while (n && text[0] == ' ') text++, n--;
    while (n && text[n - 1] == ' ') n--;
    for (int i = 0; i < 5; i++)
        if (strlen(grades[i]) == n && strncmp(grades[i], text, n) == 0) return i + 1;
    return 0;
}

int hg__grade_rank(const char *grade) {
    int worst = 0;
    for (;;) {
        size_t n = strcspn(grade, "/");
        int rank = rank_of(grade, n);
        if (rank == 0) return 0;
        if (rank > worst) worst = rank;
        if (!grade[n]) return worst;
        grade += n + 1;
    }
}

bool hg__grade_counts(const char *grade) {
    int rank = hg__grade_rank(grade);
    return rank >= 1 && rank <= 3;
}
