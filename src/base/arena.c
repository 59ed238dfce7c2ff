#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct ArenaBlock {
    ArenaBlock *next;
    size_t size;
};

/* The hostile build gives tiny blocks, so that every pointer that outlives a growth is found early. */
#ifdef HOSTILE
enum { FIRST_BLOCK = 64, MAX_BLOCK = 256 };
#else
enum { FIRST_BLOCK = 4096, MAX_BLOCK = 1 << 20 };
#endif

static _Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "thuocdo: out of memory (%zu bytes)\n", size);
    abort();
}

static void add_block(Arena *a, size_t size)
{
    size_t want = a->head ? a->head->size * 2 : FIRST_BLOCK;
    ArenaBlock *b;

    if (want > MAX_BLOCK)
        want = MAX_BLOCK;
    if (want < size)
        want = size;
    b = malloc(sizeof *b + want);
    if (!b)
        out_of_memory(want);
    b->next = a->head;
    b->size = want;
    a->head = b;
    a->at = (uint8_t *)(b + 1);
    a->end = a->at + want;
}

void *arena_take(Arena *a, size_t size, size_t align)
{
    uintptr_t at = ((uintptr_t)a->at + align - 1) & ~(uintptr_t)(align - 1);
    void *p;

    assert(align && (align & (align - 1)) == 0);
    if (!a->at || at + size > (uintptr_t)a->end) {
        if (size > SIZE_MAX / 4)
            out_of_memory(size);
        add_block(a, size + align);
        at = ((uintptr_t)a->at + align - 1) & ~(uintptr_t)(align - 1);
    }
    p = (void *)at;
    a->at = (uint8_t *)at + size;
    a->used += size;
    return size ? memset(p, 0, size) : p;
}

void *arena_array(Arena *a, size_t n, size_t size, size_t align)
{
    assert(size == 0 || n <= SIZE_MAX / size);
    return arena_take(a, n * size, align);
}

void *arena_grow(Arena *a, void *old, size_t old_size, size_t new_size, size_t align)
{
    void *p;

    assert(new_size >= old_size);
    /* the last thing taken grows in place: a Buf that is written alone never moves */
    if (old && (uint8_t *)old + old_size == a->at && (size_t)(a->end - a->at) >= new_size - old_size) {
        memset(a->at, 0, new_size - old_size);
        a->at += new_size - old_size;
        a->used += new_size - old_size;
        return old;
    }
    p = arena_take(a, new_size, align);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

void arena_end(Arena *a)
{
    ArenaBlock *b = a->head;

    while (b) {
        ArenaBlock *next = b->next;
#ifdef HOSTILE
        memset(b + 1, 0xAB, b->size);
#endif
        free(b);
        b = next;
    }
    *a = (Arena){ 0 };
}

void *vec_grow(Arena *a, void *v, size_t *cap, size_t size)
{
    size_t want = *cap ? *cap * 2 : 8;

    assert(want <= SIZE_MAX / size);
    v = arena_grow(a, v, *cap * size, want * size, _Alignof(max_align_t));
    *cap = want;
    return v;
}
