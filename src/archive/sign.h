/* Signatures of revisions: checked at the upload, kept with the file, told as a fact of the unit. Private to the room. */
#pragma once
#include "archive/archive.h"

enum { SIGN_LIMIT = 128 << 20 };                        /* bytes; larger files are not checked */

/* Before the write: the signatures of a PDF through the reader process. What cannot be checked stays unchecked. */
Err sign_look(Ctx *c, Str name, Str bytes, Upload *up);
/* In the write: what sign_look() found, for this revision; replaces an earlier check. */
Err sign_store(Ctx *c, int64_t file_id, const Upload *up);
/* The share of signed papers among those of the unit issued in the day's year, as a fact. Unset day: nothing to tell. */
Err sign_fact(Ctx *c, int64_t unit_id, Date issued);
extern const FactKind sign_facts[];
