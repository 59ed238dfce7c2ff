/* Whole files for commands: read with a limit, written all or nothing. */
#pragma once
#include "base/err.h"

Err file_read(Str *out, Arena *a, Str path, size_t max, Answer *why);   /* E_IO or E_LIMIT name the file */
Err file_write(Str path, Str bytes, Answer *why);                       /* to a file beside it first, then renamed */

typedef VEC(Str) FileNames;
void file_names(FileNames *out, Arena *a, Str folder);  /* of what lies in it, sorted, hidden ones left out; none: it cannot be read */
