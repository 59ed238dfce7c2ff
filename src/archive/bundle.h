/*
 * Many files at once in a ZIP whose names begin with the code of a criterion: "1.2.3 - Ke hoach.pdf", "1.2.3/Ke hoach.pdf".
 * Two steps like every upload: bundle_take() outside the write, bundle_add() in it.
 */
#pragma once
#include "archive/archive.h"

typedef struct BundleFile {
    Upload up;
    int64_t criterion_id;       /* 0: no code in the name */
    Str code;
    Str refused;                /* why it was left out; empty: taken */
    int64_t document_id;        /* after bundle_add */
} BundleFile;

typedef struct Bundle {
    VEC(BundleFile) files;
    size_t taken, refused, unmatched;
} Bundle;

Err bundle_take(Ctx *c, Str name, Str bytes, int64_t set_id, Bundle *out);     /* set_id 0: nothing is matched */
Err bundle_add(Ctx *c, Bundle *b, int64_t unit_id);
/* The longest code of a criterion that the name begins with, in the file's or a folder's name; -1: none. */
size_t bundle_match(Str name, const ArchiveLeavesRows *leaves);
