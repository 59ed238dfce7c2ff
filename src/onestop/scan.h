/*
 * Where the cells and rows of delimited text end: one pass, 64 bytes at a time, with AVX-512 or AVX2 where the
 * processor has them (asked at run time) and plain C elsewhere. All three give the same.
 *
 * Separators and line feeds inside double quotes are no ends. A quote that opens must stand at the beginning of a
 * cell; elsewhere the text is broken and `odd` is raised, as it is for a NUL byte: the caller then looks at the
 * rows of this window one by one.
 */
#pragma once
#include "base/str.h"

enum { SCAN_BLOCK = 64, SCAN_WINDOW = 32768 };

typedef struct Scan {
    uint64_t quoted;            /* all ones: the next byte stands inside quotes */
    uint64_t fresh;             /* 1: a cell begins with the next byte */
    uint64_t was_quote;         /* 1: the byte before is a quote */
    bool odd;                   /* a misplaced quote or a NUL byte was met; the caller clears it */
    char delimiter;
    uint32_t *ends;             /* place of each separator and line feed; room for SCAN_WINDOW + 64 more than n_ends */
    size_t n_ends;
    uint32_t *rows;             /* for each row the index in `ends` of its line feed; room for SCAN_WINDOW + 64 */
    size_t n_rows;
} Scan;

/*
 * Reads p[0 … n) (n <= SCAN_WINDOW; p[0 … n + 63] readable) and appends to ends and rows; places are `at` plus the
 * distance from p. To go on behind it n must be a multiple of SCAN_BLOCK.
 */
typedef void (*ScanFn)(Scan *s, const char *p, size_t n, uint32_t at);
ScanFn scan_best(void);
ScanFn scan_named(const char *name);                    /* "avx512" "avx2" "plain"; NULL: not on this processor */

size_t scan_count_quotes(const char *p, size_t n);
