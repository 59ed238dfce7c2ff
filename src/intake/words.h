/*
 * Small tools of all the readers: folded text whose offsets stay those of the source, and tests of single letters and
 * words. Pure.
 */
#pragma once
#include "intake/reading.h"

/*
 * Lower case with tone marks placed one way ("hoà" and "hòa" become equal). Same length in bytes as s, so an offset in
 * one is an offset in the other. s is NFC and valid UTF-8.
 */
Str words_low(Arena *a, Str s);
Str words_clean(Arena *a, Str s);               /* runs of blanks to one, trimmed */
Str words_squash(Arena *a, Str s);              /* all blanks dropped */
bool words_upper_at(Str s, size_t at);          /* the letter at `at` is a capital */
bool words_digit_at(Str s, size_t at);
bool words_letter_at(Str s, size_t at);
bool words_all_caps(Str s);                     /* has letters, and nearly all of them are capitals */
bool words_has_figure(Str s);                   /* a digit somewhere behind the first eight bytes */
bool words_number_only(Str s);                  /* digits and blanks only */
size_t words_count(Str s);
Str words_first(Str s);                         /* up to the first blank */
bool low_has(Str low, const char *part);
bool low_starts(Str low, const char *head);
bool low_ends(Str low, const char *tail);
Str words_strip(Str s, const char *set);        /* trims ASCII bytes of the set at both ends */
/* At most n bytes of the end (begin) of s, cut between letters: what is looked for stands near; bounds the work on hostile text. */
Str words_tail(Str s, size_t n);
Str words_head(Str s, size_t n);
/* The line on which byte `at` of the paragraph stood. */
int para_line(const Para *p, size_t at);
