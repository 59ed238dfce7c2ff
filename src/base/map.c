#include "base/map.h"

#include <sys/random.h>

/* Made once before main, so that reading it needs no lock. */
static uint64_t seed;

__attribute__((constructor)) static void make_seed(void)
{
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uintptr_t)&seed;
}

static uint64_t hash(Str s)
{
    uint64_t h = seed;

    for (size_t i = 0; i < s.n; i++) {
        h ^= (uint8_t)s.p[i];
        h *= 0x100000001B3u;
        h ^= h >> 29;
    }
    return h ? h : 1;
}

static MapSlot *place(const Map *m, Str key, uint64_t h)
{
    for (size_t i = (size_t)h & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
        MapSlot *s = &m->slots[i];

        if (!s->hash || (s->hash == h && str_eq(s->key, key)))
            return s;
    }
}

static void grow(Map *m)
{
    MapSlot *old = m->slots;
    size_t cap = m->cap;

    m->cap = cap ? cap * 2 : 16;
    m->slots = NEW(m->arena, MapSlot, m->cap);
    for (size_t i = 0; i < cap; i++)
        if (old[i].hash)
            *place(m, old[i].key, old[i].hash) = old[i];
}

static MapSlot *slot(Map *m, Str key, bool *fresh)
{
    uint64_t h = hash(key);
    MapSlot *s;

    if ((m->n + 1) * 2 > m->cap)
        grow(m);
    s = place(m, key, h);
    *fresh = !s->hash;
    if (*fresh) {
        *s = (MapSlot){ key, 0, h };
        m->n++;
    }
    return s;
}

bool map_add(Map *m, Str key, int64_t value)
{
    bool fresh;
    MapSlot *s = slot(m, key, &fresh);

    if (fresh)
        s->value = value;
    return fresh;
}

void map_set(Map *m, Str key, int64_t value)
{
    bool fresh;

    slot(m, key, &fresh)->value = value;
}

bool map_get(const Map *m, Str key, int64_t *value)
{
    MapSlot *s;

    if (!m->cap)
        return false;
    s = place(m, key, hash(key));
    if (!s->hash)
        return false;
    *value = s->value;
    return true;
}
