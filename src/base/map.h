/*
 * A hash map from text to int64 (an index, an id). Insert-only; memory belongs to the arena.
 * Hostile keys cannot make it slow: the hash is seeded per process.
 *
 *     Map by_code = { .arena = c->arena };
 *     if (!map_add(&by_code, code, (int64_t)i)) … duplicate …
 */
#pragma once
#include "base/str.h"

typedef struct MapSlot {
    Str key;
    int64_t value;
    uint64_t hash;              /* 0: free */
} MapSlot;

typedef struct Map {
    Arena *arena;
    MapSlot *slots;
    size_t n, cap;
} Map;

bool map_add(Map *m, Str key, int64_t value);           /* false: key is there already, nothing changes; key is borrowed */
void map_set(Map *m, Str key, int64_t value);           /* adds or replaces */
bool map_get(const Map *m, Str key, int64_t *value);
