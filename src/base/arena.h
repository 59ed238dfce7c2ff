/*
 * Memory with a lifetime: everything taken from an arena goes back at once, when its owner ends.
 *
 *     Row *rows = NEW(c->arena, Row, n);      zeroed, never NULL
 *     SCRATCH(tmp);                           an arena of its own that ends with the enclosing block
 *
 * Ownership: one arena per request, command, job and test. Nobody frees single objects.
 * Out of memory, and a request beyond the arena's limit, end the process: half-done work is rolled
 * back by the database. Hostile input cannot cause it cheaply, because parsers take a Budget.
 * An arena belongs to one thread at a time.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *head;
    uint8_t *at, *end;
    size_t used;                /* bytes handed out, for limits and reports */
} Arena;

void *arena_take(Arena *a, size_t size, size_t align);                  /* zeroed */
void *arena_grow(Arena *a, void *old, size_t old_size, size_t new_size, size_t align);
void arena_end(Arena *a);                                               /* gives everything back; reusable after */

/* n objects of a type, zeroed. Overflow of n * sizeof is a bug and asserts. */
#define NEW(a, T, n) ((T *)arena_array((a), (n), sizeof(T), _Alignof(T)))
void *arena_array(Arena *a, size_t n, size_t size, size_t align);

#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define SCRATCH(name) CLEANUP(arena_end) Arena name = { 0 }

/* A growing array { T *v; size_t n, cap; } whose memory belongs to an arena. */
#define VEC(T) struct { T *v; size_t n, cap; }
#define vec_add(a, vec)                                                                     \
    (((vec)->n == (vec)->cap                                                                \
          ? (void)((vec)->v = vec_grow((a), (vec)->v, &(vec)->cap, sizeof *(vec)->v))       \
          : (void)0),                                                                       \
     &(vec)->v[(vec)->n++])                                                                 /* a zeroed new element */
void *vec_grow(Arena *a, void *v, size_t *cap, size_t size);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
