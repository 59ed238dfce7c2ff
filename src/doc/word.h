/*
 * A part of a Word file as a tree whose pieces are the very bytes of the part, so that what is not touched comes out as it
 * went in. For filling templates and for reading a document back as a paper. Hostile bytes: word_parse first has the XML
 * judged by doc/xml.h (well formed, no DOCTYPE, depth), then cuts it.
 */
#pragma once
#include "doc/fields.h"

typedef enum WordKind { WORD_ELEMENT, WORD_TEXT, WORD_SECTION } WordKind;

typedef struct Word Word;
struct Word {
    WordKind kind;
    Str name;                   /* "w:p" */
    Str open, close;            /* "<w:p …>", "</w:p>"; both empty for text */
    Str text;                   /* of text, as in the file: escaped */
    VEC(Word *) kids;
    Word *up;
    Tag tag;                    /* of a section: what repeats; made by the compiler of templates */
    int para;                   /* of w:p: number in the part from 1 */
    int page;                   /* of w:p, w:tbl: w:sectPr before it; set by the filling of templates */
};

/* Answers: E_INVALID no XML, not UTF-8, or w: is not Word's namespace; E_LIMIT. */
Err word_parse(Word **root, Arena *a, Str file, Str bytes, Answer *why);
bool word_named(const Word *w, const char *name);
const Word *word_kid(const Word *w, const char *name);          /* first child with the name, or NULL */
Str word_attr(Arena *a, const Word *w, const char *name);       /* "w:val", unescaped; empty when absent */
Str word_text(Arena *a, const Word *w);                         /* of all w:t below, unescaped; breaks as \n, tabs as blanks */
Str word_unescape(Arena *a, Str s);
void word_out(const Word *w, Buf *out);                         /* as it is */
