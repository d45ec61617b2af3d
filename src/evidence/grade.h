/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grades of evidence: A, B, B-, C, N, or two of them ("A/C"), of which the worse one decides. */
#ifndef HG_EVIDENCE_GRADE_H
#define HG_EVIDENCE_GRADE_H

#include <stdbool.h>

/* 1 (A) to 5 (N) of the worst grade named; 0 when it is no grade. */
int hg__grade_rank(const char *grade);

/* A and B, a weak B included, count towards a band. */
bool hg__grade_counts(const char *grade);

#endif
