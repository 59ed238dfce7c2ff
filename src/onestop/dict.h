/*
 * Words that come again and again, numbered in the order they are first met. Looking up compares the first sixteen
 * bytes in registers; the same word in quotes or with blanks around may be a second spelling of one number.
 */
#pragma once
#include "base/str.h"

typedef struct DictSlot {
    uint64_t head[2];           /* first sixteen bytes, zeros behind a shorter word */
    const char *p;
    uint32_t n;                 /* length + 1; 0: free */
    int32_t value;              /* >= 0 */
} DictSlot;

typedef struct Dict {
    Arena *arena;               /* of the slots; and of copies of the words: the text of the source may leave memory */
    DictSlot *slots;
    size_t used, mask;
    uint64_t seed;              /* strangers must not be able to choose words that collide */
} Dict;

static inline uint64_t dict_low(uint64_t v, size_t n)
{
    return n >= 8 ? v : v & ((UINT64_C(1) << (8 * n)) - 1);
}

static inline uint64_t dict_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 x = (unsigned __int128)a * b;

    return (uint64_t)x ^ (uint64_t)(x >> 64);
}

uint64_t dict_hash_tail(uint64_t hash, const char *p, size_t n);       /* of words longer than 16 bytes */

static inline uint64_t dict_hash(const Dict *d, const char *p, size_t n, uint64_t head[2])
{
    uint64_t h;

    memcpy(head, p, 16);
    if (n < 16) {
        head[1] = n > 8 ? dict_low(head[1], n - 8) : 0;
        head[0] = dict_low(head[0], n);
    }
    h = dict_mix(head[0] ^ d->seed, head[1] ^ UINT64_C(0x9E3779B97F4A7C15) ^ n);
    return __builtin_expect(n > 16, 0) ? dict_hash_tail(h, p, n) : h;
}

/* The value of the word, or -1. p[0 … 15] must be readable. */
static inline int32_t dict_get(const Dict *d, const char *p, size_t n)
{
    uint64_t head[2], h = dict_hash(d, p, n, head);

    for (size_t i = h & d->mask;; i = (i + 1) & d->mask) {
        const DictSlot *s = &d->slots[i];

        if (s->n == n + 1 && s->head[0] == head[0] && s->head[1] == head[1] && (n <= 16 || !memcmp(s->p, p, n)))
            return s->value;
        if (!s->n)
            return -1;
    }
}

void dict_begin(Dict *d, Arena *a, uint64_t seed);
void dict_put(Dict *d, const char *p, size_t n, int32_t value);         /* a word that is not there yet; it is copied */
