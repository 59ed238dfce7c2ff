/* Inside the DOCX reader: what styles and numbering say about a paragraph. */
#pragma once
#include "base/map.h"
#include "doc/doc.h"
#include "doc/ooxml.h"

enum { LIST_LEVELS = 9 };

typedef struct DocxStyle {
    Str id, name, based_on;
    Str font;                   /* never without a place: p is set once it was looked for */
    int num, level;             /* list of the style; num -1: not said */
    int outline;                /* 0-based as in the file; -1: not said */
    int align, bold, italic;    /* -1: not said */
    int indent;                 /* INT32_MIN: not said */
} DocxStyle;

typedef struct ListLevel {
    bool known;
    int start;
    Str format, text;           /* "decimal", "%1.%2." */
    bool legal;                 /* all numbers of the label are Arabic */
} ListLevel;

typedef struct AbstractList {
    Str id;
    ListLevel levels[LIST_LEVELS];
    int count[LIST_LEVELS];     /* numbers given so far; 0: none */
} AbstractList;

typedef struct List {
    int id;
    int abstract;               /* index, or -1 */
    int restart[LIST_LEVELS];   /* start again at this number when first used; -1: no */
    bool used;
} List;

typedef struct DocxStyles {
    Arena *arena;
    VEC(DocxStyle) styles;
    Map by_id;
    int default_style;          /* of paragraphs; -1: none */
    VEC(AbstractList) abstracts;
    VEC(List) lists;
} DocxStyles;

/* main: relations of the document part. Missing parts are fine: then nothing is styled. */
Err docx_styles(DocxStyles *out, ZipIn *z, Arena *a, Str file, const Rels *main, Answer *why);
/* The style with everything inherited; unknown id: the default. */
DocxStyle docx_style(const DocxStyles *s, Str id);
/* Counts one paragraph of the list and gives its label ("1.2.", "a)", "-"); empty for an unknown list. */
Str docx_label(DocxStyles *s, int num, int level);
