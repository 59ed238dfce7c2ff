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

typedef struct ZipOut ZipOut;
ZipOut *zip_out_begin(Arena *a);
void zip_out_add(ZipOut *z, const char *name, Str bytes);   /* bytes are borrowed until zip_out_end */
Err zip_out_end(ZipOut *z, Str *out, Answer *why);          /* the archive, in the arena of begin */
