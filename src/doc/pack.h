/*
 * Bytes for the pipe from the reader process: numbers of variable length and counted texts. Unpacking trusts nothing:
 * after the first thing out of shape `bad` is set and everything further is zero.
 */
#pragma once
#include "base/str.h"

void pack_int(Buf *b, int64_t v);
void pack_str(Buf *b, Str s);

typedef struct Unpack {
    Arena *arena;
    Str s;
    size_t at;
    bool bad;
} Unpack;

int64_t unpack_int(Unpack *in, int64_t min, int64_t max);
size_t unpack_count(Unpack *in);            /* of things that take a byte each at least: what is left bounds it */
Str unpack_str(Unpack *in);                 /* valid UTF-8, copied to the arena */
