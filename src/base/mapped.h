/*
 * A whole file as text, mapped and not copied: for files of many megabytes that are read once, front to back.
 *
 *     CLEANUP(mapped_close) Mapped file = { 0 };
 *     TRY(mapped_open(&file, path, &c->answer));
 *     … file.text …
 *
 * The text is borrowed until mapped_close. The byte behind its end must not be read.
 * Whoever shortens the file while it is read ends the process (SIGBUS): only for the shell, never for uploads.
 */
#pragma once
#include "base/err.h"

typedef struct Mapped {
    Str text;
} Mapped;

Err mapped_open(Mapped *m, Str path, Answer *why);      /* E_NOT_FOUND, E_INVALID (not a plain file) */
void mapped_close(Mapped *m);
