/*
 * ZIP archives in memory, read with budgets and written so that equal input gives equal bytes.
 * Nothing is ever written to disk, so entry names cannot lead anywhere; parts are opened by name only.
 */
#pragma once
#include "base/err.h"

typedef struct ZipIn ZipIn;

/*
 * `file` is the name for messages. Budget: bytes unpacked over all parts read (default 256 MB), entries (4,096).
 * A part that unpacks to more than 8 MB and 250 times its packed size is refused as a bomb.
 * Answers: E_INVALID no sound archive, E_LIMIT.
 */
Err zip_in_open(ZipIn **out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);
void zip_in_end(ZipIn **z);                                 /* for CLEANUP; NULL is fine */
bool zip_in_has(const ZipIn *z, const char *name);

typedef Err (*ZipChunkFn)(void *user, Str chunk);           /* an Err stops and is returned */
Err zip_in_each(ZipIn *z, const char *name, ZipChunkFn chunk, void *user, Answer *why);
Err zip_in_part(ZipIn *z, Arena *a, const char *name, Str *out, Answer *why);       /* E_NOT_FOUND: no such part */

/* Entries as the archive names them (UTF-8, not trusted: data, never a path), for archives of people's files. i < zip_in_count. */
size_t zip_in_count(const ZipIn *z);
Str zip_in_name(const ZipIn *z, Arena *a, size_t i);

typedef struct ZipOut ZipOut;
ZipOut *zip_out_begin(Arena *a);
void zip_out_add(ZipOut *z, const char *name, Str bytes);   /* bytes are borrowed until zip_out_end */
Err zip_out_end(ZipOut *z, Str *out, Answer *why);          /* the archive, in the arena of begin */

/*
 * The same into a file, for archives of any size: what is added by zip_out_file is read while the archive is written, so
 * memory stays flat. `packed` bytes (PDF, pictures, Office) are stored as they are.
 */
ZipOut *zip_out_begin_file(Arena *a, Str path);             /* replaces what is there when it is ended */
void zip_out_file(ZipOut *z, const char *name, Str path, bool packed);
Err zip_out_end_file(ZipOut *z, Answer *why);
