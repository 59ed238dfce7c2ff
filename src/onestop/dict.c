#include "onestop/dict.h"

enum { FIRST_SLOTS = 256 };

uint64_t dict_hash_tail(uint64_t hash, const char *p, size_t n)
{
    uint64_t v;
    size_t i = 16;

    for (; i + 8 <= n; i += 8) {
        memcpy(&v, p + i, sizeof v);
        hash = dict_mix(hash ^ v, UINT64_C(0xD6E8FEB86659FD93));
    }
    v = 0;
    memcpy(&v, p + i, n - i);
    return dict_mix(hash ^ v, UINT64_C(0xA0761D6478BD642F));
}

void dict_begin(Dict *d, Arena *a, uint64_t seed)
{
    *d = (Dict){ .arena = a, .slots = NEW(a, DictSlot, FIRST_SLOTS), .mask = FIRST_SLOTS - 1, .seed = seed };
}

static void place(Dict *d, DictSlot slot, uint64_t hash)
{
    size_t i = hash & d->mask;

    while (d->slots[i].n)
        i = (i + 1) & d->mask;
    d->slots[i] = slot;
}

static void widen(Dict *d)
{
    DictSlot *old = d->slots;
    size_t n = d->mask + 1;
    uint64_t head[2];

    d->slots = NEW(d->arena, DictSlot, n * 2);
    d->mask = n * 2 - 1;
    for (size_t i = 0; i < n; i++)
        if (old[i].n)
            place(d, old[i], dict_hash(d, old[i].p, old[i].n - 1, head));
}

void dict_put(Dict *d, const char *p, size_t n, int32_t value)
{
    char *copy = NEW(d->arena, char, n + 16);           /* sixteen bytes are loaded at a time */
    DictSlot slot = { .p = copy, .n = (uint32_t)n + 1, .value = value };
    uint64_t hash;

    if (n)
        memcpy(copy, p, n);
    hash = dict_hash(d, copy, n, slot.head);

    if (++d->used * 2 > d->mask)
        widen(d);
    place(d, slot, hash);
}
