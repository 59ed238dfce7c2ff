/*
 * Large flat memory straight from the system: hash tables that are rebuilt, text of converted files. Zeroed lazily
 * and in huge pages where the system has them, which an arena (4 KiB pages, cleared by hand) cannot give.
 */
#pragma once
#include "base/str.h"

void *slab_take(size_t size);               /* zeroed, aligned to a page; out of memory ends the process as in an arena */
void slab_end(void *p, size_t size);        /* NULL is allowed */
/*
 * Maps a file for reading with at least SLAB_PAD readable zero bytes after its end, so that scanners may load whole
 * vectors. False: the map cannot be made. The file must not be cut short by others meanwhile.
 */
enum { SLAB_PAD = 4096 };
bool slab_map_file(int fd, size_t size, Str *out);
/* The pages of text[from … to) may leave this process's memory; who reads them again gets them from the file. */
void slab_forget(Str text, size_t from, size_t to);
void slab_unmap_file(Str text);
