/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/text.h"

#include <string.h>

/* Length of the well-formed UTF-8 sequence at `s` (RFC 3629), 0 when there is none. */
static size_t sequence(const unsigned char *s) {
    if (s[0] < 0x80) return 1;
    size_t n = s[0] >= 0xC2 && s[0] <= 0xDF   ? 2
               : (s[0] & 0xF0) == 0xE0        ? 3
               : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4
                                              : 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    if (n == 3 && ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F))) return 0;
    if (n == 4 && ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))) return 0;
    return n;
}

bool hg__text_clean(char *text) {
    bool changed = false;
    for (unsigned char *s = (unsigned char *)text; *s;) {
        size_t n = sequence(s);
        /* C0 and DEL; also C1 (U+0080..U+009F), with which some terminals can be steered */
        bool control =
            (n == 1 && (*s < 0x20 || *s == 0x7F)) || (n == 2 && s[0] == 0xC2 && s[1] < 0xA0);
        if (n && !control) {
            s += n;
            continue;
        }
        for (size_t i = 0; i < (n ? n : 1); i++) *s++ = '?';
        changed = true;
    }
    return changed;
}

size_t hg__text_split(char *text, char **item, size_t room) {
    size_t n = 0;
    for (char *start = text;;) {
        char *comma = strchr(start, ',');
        char *end = comma ? comma : start + strlen(start);
        while (start < end && (*start == ' ' || *start == '\t')) start++;
        while (end > start && (end[-1] == ' ' || end[-1] == '\t')) end--;
        if (n < room) item[n] = start;
        n++;
        *end = '\0';
        if (!comma) return n;
        start = comma + 1;
    }
}

int hg__text_find(const char *text, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (words[i] && strcmp(text, words[i]) == 0) return (int)i;
    return -1;
}

void hg__text_copy(char *out, size_t room, const char *text) {
    size_t n = strlen(text);
    if (n >= room) n = room - 1;
    memcpy(out, text, n);
    out[n] = '\0';
}
