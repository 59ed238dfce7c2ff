/*
 * Vietnamese text: comparing, searching, sorting, showing safely. Everything returned lives in the arena or
 * is the argument itself when nothing had to change. Bad UTF-8 becomes U+FFFD and never ends a function.
 *
 *     text_fold(a, S("Sở  NỘI VỤ"))  = "so noi vu"        for search and for comparing headings
 *     text_sort_key(a, name)                                memcmp order is the order of the Vietnamese alphabet
 */
#pragma once
#include "base/str.h"

Str text_nfc(Arena *a, Str s);              /* composed form; all text of the program is NFC from the door on */
Str text_lower(Arena *a, Str s);            /* NFC, lower case, marks kept */
Str text_upper(Arena *a, Str s);
/* Lower case, marks stripped, đ to d, runs of white space to one blank, trimmed. NFC and NFD give the same. */
Str text_fold(Arena *a, Str s);
bool text_fold_eq(Str a, Str b);            /* compares folded forms */
/*
 * Printable ASCII below 0x7F for letters, a tab between levels: fits a TEXT column compared by bytes.
 * First level a ă â b c d đ e ê … y z and numbers by value; second level the tones ngang huyền hỏi ngã sắc nặng.
 */
Str text_sort_key(Arena *a, Str s);
/* For codes: digits by value ("1.9" before "1.10"), parts before what continues them ("1" before "1.1"), case ignored. */
Str code_sort_key(Arena *a, Str s);
Str text_slug(Arena *a, Str s);             /* "so-noi-vu": [a-z0-9-] only; for file names and anchors */
/*
 * For showing text of strangers: control characters, bidirectional overrides, zero-width spaces and soft hyphens are
 * dropped (tab and line feed stay), and at most four combining marks follow a letter.
 */
Str text_safe(Arena *a, Str s);

/*
 * Text typed with the old TCVN3 (ABC) fonts, ".VnTime" and its like, whose letters sit in places of Latin-1.
 * font: its name; ".VnTimeH" and others ending in H show capitals. Text of other fonts is returned as it is.
 */
Str text_from_tcvn3(Arena *a, Str s, Str font);

bool roman_parse(Str s, int *out);          /* 1..3999, strict, either case: "XIV", "iv"; not "IIII" */
Str roman_print(Arena *a, int n);           /* 1 <= n <= 3999 */
