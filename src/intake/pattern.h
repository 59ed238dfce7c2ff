/*
 * Regular expressions over folded text (PCRE2 with JIT), compiled once for each process.
 *
 *     static Pattern percent = { "(\\d+(?:,\\d+)?) ?%" };
 *     Match m;
 *     for (size_t at = 0; pattern_find(&percent, low, at, &m); at = m.to[0])
 *         … group(&m, low, 1) …
 *
 * Matching has limits: hostile text makes a pattern fail, never hang.
 */
#pragma once
#include "base/str.h"

enum { PATTERN_GROUPS = 12 };

typedef struct Pattern {
    const char *text;           /* PCRE2, UTF-8, extended syntax: blanks in it are ignored, write \x20 or [ ] */
    void *code;                 /* filled by the first use */
} Pattern;

typedef struct Match {
    size_t from[PATTERN_GROUPS], to[PATTERN_GROUPS];    /* an unset group has from > to */
} Match;

/* The first match at or after `from`. Thread-safe. */
bool pattern_find(Pattern *p, Str s, size_t from, Match *m);
/* The same, only exactly at `from`. */
bool pattern_at(Pattern *p, Str s, size_t from, Match *m);
static inline bool has_group(const Match *m, int g)
{
    return m->from[g] < m->to[g];
}
static inline Str group(const Match *m, Str s, int g)
{
    return has_group(m, g) ? str_sub(s, m->from[g], m->to[g]) : (Str){ 0 };
}
