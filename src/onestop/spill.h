/*
 * Text that is made while a file is read (from a workbook, another encoding, a pipe) and then read like a mapped file: it goes
 * through a file without a name, so that it need not stay in memory. The file lies in TMPDIR or /tmp; without any in memory.
 */
#pragma once
#include "base/err.h"

typedef struct Spill {
    Buf text;                   /* what is not written yet; put here, then spill_some() */
    size_t written;
    int fd;
    bool full;                  /* no room: nothing is written any more */
} Spill;

bool spill_begin(Spill *s, Arena *a);                   /* false: no file can be made */
void spill_now(Spill *s);
static inline void spill_some(Spill *s)                 /* often: writes only where enough is there */
{
    if (s->text.n >= 1 << 20)
        spill_now(s);
}
/* Ends it and maps the text (slab_unmap_file gives it back). E_IO: no room. E_INVALID: nothing was written. `file` is for messages. */
Err spill_end(Spill *s, Str *out, Str file, Answer *why);
void spill_drop(Spill *s);                              /* instead of spill_end */
