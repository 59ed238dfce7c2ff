/*
 * The same piece of work on several threads.
 *
 *     parallel(4, sum_chunk, chunks);          calls sum_chunk(chunks, 0) … sum_chunk(chunks, 3), returns when all are done
 *
 * The piece gets its number and must only write what belongs to that number; each takes memory from an arena of
 * its own. Where a thread cannot be had, the caller does that piece itself: the answer never depends on the machine.
 */
#pragma once
#include "base/arena.h"

enum { PARALLEL_MAX = 64 };

void parallel(size_t pieces, void (*run)(void *all, size_t piece), void *all);  /* 1 <= pieces <= PARALLEL_MAX */
size_t parallel_processors(void);                                               /* 1 … PARALLEL_MAX */
