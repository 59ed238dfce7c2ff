/*
 * Files that come in pieces, over networks that break: each piece says where it belongs, and after a break the person's
 * browser asks how far the server has got. A part is known by the person, the file's name, size and time of change, so that
 * choosing the same file again goes on where it stopped, also the next morning on the same machine.
 *
 * Only with a data folder: pieces wait in spool/ of it. Nobody can name a part of another person: whose it is does not come
 * from the request. Parts older than a day are swept. Private to the room.
 */
#pragma once
#include "archive/archive.h"

typedef struct Part {
    Str name;                   /* as the person's file is called */
    int64_t size;               /* bytes it will have */
    int64_t stamp;              /* when the file was last changed, as the browser tells it */
} Part;

bool part_parse(Str text, Part *out);                   /* "SIZE/STAMP/NAME": the value of a form field */
/* E_STATE: no data folder here; E_LIMIT: larger than is taken, or too many unfinished ones. */
Err part_offset(Ctx *c, const Part *p, int64_t *offset);
/* The piece comes as bytes or in a file. E_CONFLICT: it does not belong there; *offset tells where to go on, also on success. */
Err part_append(Ctx *c, const Part *p, int64_t at, Str bytes, Str path, int64_t *offset);
Err part_path(Ctx *c, const Part *p, Str *path);        /* E_STATE: not complete. The file stays until part_drop() */
void part_drop(Ctx *c, const Part *p);
