/* Inside the filling of templates: tags of a part become sections of its tree. Not for others. */
#pragma once
#include "doc/docx_fill.h"
#include "doc/word.h"

typedef struct Compile {
    Arena *arena;
    Lang lang;
    const char *part;           /* T(): what people call it: "Đầu trang"; NULL: the body */
    const Unknown *known;       /* NULL: names are not checked */
    FillFaults *faults;
} Compile;

/* Heals cut tags, makes sections. Faults are added to the list; a tree with faults must not be filled. */
void fill_compile(Compile *k, Word *root);
