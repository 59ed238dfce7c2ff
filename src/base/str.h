/*
 * Text. A Str is a borrowed view: pointer and length in bytes, UTF-8, not ended by NUL, passed by value.
 * Whoever made the bytes (a literal, an arena, a mapped file) keeps them alive.
 *
 *     Str s = S("Sở Nội vụ");
 *     printf("%.*s\n", SV(s));
 *     Str t = str_fmt(c->arena, "%.*s — %d", SV(s), 3);
 *
 * A Buf grows in an arena and turns into a Str.
 */
#pragma once
#include "base/arena.h"

#include <stdarg.h>

typedef struct Str {
    const char *p;
    size_t n;
} Str;

#define S(literal) ((Str){ "" literal, sizeof(literal) - 1 })
#define SV(s) (int)(s).n, (s).p

Str str_of(const char *z);                              /* borrows; NULL gives the empty Str */
Str str_dup(Arena *a, Str s);
const char *str_z(Arena *a, Str s);                     /* NUL-ended copy, for libraries; an inner NUL ends it early */
Str str_fmt(Arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str str_vfmt(Arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

bool str_eq(Str a, Str b);
int str_cmp(Str a, Str b);                              /* byte order */
bool str_starts(Str s, Str head);
bool str_ends(Str s, Str tail);
bool str_find(Str s, Str needle, size_t *at);           /* first place */
Str str_sub(Str s, size_t from, size_t to);             /* clamped */
Str str_trim(Str s);                                    /* ASCII white space, NBSP and BOM on both ends */
bool str_cut(Str s, Str sep, Str *head, Str *tail);     /* at the first sep; false: head = s, tail empty */
Str str_join(Arena *a, const Str *v, size_t n, Str sep);
Str str_replace(Arena *a, Str s, Str what, Str with);
Str str_pad(Arena *a, Str s, int width);                /* with blanks to that many letters; below zero: on the left */
bool str_int(Str s, int64_t *out);                      /* whole text is a decimal integer that fits */

/* Next code point; bad UTF-8 gives U+FFFD and steps one byte. *at < s.n. */
uint32_t utf8_next(Str s, size_t *at);
size_t utf8_put(char out[4], uint32_t cp);
bool utf8_valid(Str s);
size_t utf8_count(Str s);                               /* code points */

typedef struct Buf {
    Arena *arena;
    char *p;
    size_t n, cap;
} Buf;

void buf_add(Buf *b, Str s);
void buf_ch(Buf *b, char ch);
void buf_cp(Buf *b, uint32_t cp);
void buf_fmt(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(Buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
Str buf_str(const Buf *b);                              /* borrows from the Buf until it grows again */
void buf_lit(Buf *b, const char *z);
void buf_quoted(Buf *b, Str s);                         /* in double quotes, those inside doubled */
void buf_csv(Buf *b, Str s);                            /* a cell between commas: in quotes only where it must be */
