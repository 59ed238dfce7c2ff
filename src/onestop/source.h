/*
 * A file of dossiers as text: mapped, decoded to UTF-8 where it is not, its delimiter and columns found in the header.
 * Workbooks, files that are not UTF-8 (UTF-16, Windows-1258) and pipes become UTF-8 text in a file without a name (spill.h).
 */
#pragma once
#include "onestop/words.h"

/* A heading of one system's exports and what it means. */
typedef struct Heading {
    Str text;
    Field field;
} Heading;

typedef struct Source {
    Str file;                   /* name for messages */
    Str text;                   /* all of it; SLAB_PAD zero bytes are readable behind it */
    size_t begin;               /* where the rows begin, behind the header */
    char delimiter;
    uint32_t n_cols;
    int32_t col[N_FIELDS];      /* from 0; -1: the file has no such column */
    const Heading *known;       /* headings that mean something here; set before source_open */
    size_t n_known;
    Str *heads;                 /* n_cols headings as written */
} Source;

enum { MAX_COLS = 4096 };

/* E_INVALID: no such file, empty, a column that `need` (bits by Field) asks for is missing or stands twice. */
/* Of *out only known and n_known are read. */
Err source_open(Source *out, Arena *a, Str file, uint32_t need, Answer *why);
bool source_is_utf8(const Source *s);                   /* all of it; in pieces, so that a mapped file stays out of memory */
Err source_as_1258(Source *s, Answer *why);                         /* decodes again: the text was no UTF-8 after all */
Err source_sheet(Source *s, Answer *why);               /* the text is an XLSX file: its first sheet becomes the text */
void source_take(Source *s, Str text);                  /* a mapped text in place of the one before */
Err source_no_spill(Answer *why);                       /* E_IO: no temporary file */
void source_end(Source *s);
Err source_header(Source *s, Arena *a, uint32_t need, Answer *why);     /* for text already there; part of source_open */
