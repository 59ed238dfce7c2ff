/*
 * The bytes behind the register, named by their SHA-256: files/aa/bb/HASH of the data folder, or pieces in the database
 * where there is no folder. What is there never changes. Private to the room.
 */
#pragma once
#include "archive/archive.h"

/*
 * Copies a file into the folder (a temporary name, fsync, rename) and gives its hash, size and new place in *up; without a
 * folder only reads it, and blob_store() puts the pieces into the database. look() judges the bytes before they get their name.
 */
typedef Err (*BlobLook)(Ctx *c, Str bytes, Upload *up);
Err blob_take(Ctx *c, Str path, int64_t max, BlobLook look, Upload *up);
Err blob_take_bytes(Ctx *c, Str bytes, BlobLook look, Upload *up);
Err blob_store(Ctx *c, const Upload *up);               /* in the write transaction */
Err blob_read(Ctx *c, Str sha256, int64_t size, BytesFn fn, void *user);    /* E_IO: missing or cut short */
Err blob_all(Ctx *c, Str sha256, int64_t size, Str *out);                   /* whole, in the arena: for readers */
/* The same for jobs over all files: one that is missing or cut short is a line in the findings, and *there false. */
Err blob_there(Ctx *c, const DocumentFileRow *f, Buf *findings, Str *out, bool *there);
Err blob_open(Ctx *c, Str sha256, int64_t size, int *fd);                    /* from the database: a file without a name */
Str blob_path(Ctx *c, Str sha256);                      /* empty: no folder */
Err blob_check(Ctx *c, Str sha256, int64_t size, bool deep, const char **wrong);    /* *wrong NULL: sound; else a T() */
Err blob_sweep(Ctx *c, bool now, int64_t *n, int64_t *bytes);
/* Bytes older than a day that no document has; they stay. */
Err blob_orphans(Ctx *c, int64_t *n, int64_t *bytes);
/* In archive.c and upload.c: the words of a revision for the search; whether a text bears a mark of secrecy. */
Err archive_index(Ctx *c, int64_t document_id, int64_t file_id, const Doc *text);
bool upload_looks_secret(Arena *a, const Doc *d);
