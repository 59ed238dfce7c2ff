#include "doc/pack.h"

void pack_int(Buf *b, int64_t v)
{
    uint64_t z = ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);         /* small numbers of either sign are short */

    for (; z >= 0x80; z >>= 7)
        buf_ch(b, (char)(z | 0x80));
    buf_ch(b, (char)z);
}

void pack_str(Buf *b, Str s)
{
    pack_int(b, (int64_t)s.n);
    buf_add(b, s);
}

static int64_t refused(Unpack *in, int64_t min)
{
    in->bad = true;
    return min > 0 ? min : 0;
}

int64_t unpack_int(Unpack *in, int64_t min, int64_t max)
{
    uint64_t z = 0;
    int64_t v;

    for (int shift = 0;; shift += 7) {
        uint8_t byte;

        if (in->bad || in->at >= in->s.n || shift > 63)
            return refused(in, min);
        byte = (uint8_t)in->s.p[in->at++];
        z |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    v = (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
    return v < min || v > max ? refused(in, min) : v;
}

size_t unpack_count(Unpack *in)
{
    size_t n = (size_t)unpack_int(in, 0, (int64_t)(in->s.n - in->at));

    return in->bad ? 0 : n;
}

Str unpack_str(Unpack *in)
{
    size_t n = unpack_count(in);
    Str s;

    if (in->bad || n > in->s.n - in->at) {
        in->bad = true;
        return (Str){ 0 };
    }
    s = str_sub(in->s, in->at, in->at + n);
    in->at += n;
    if (!utf8_valid(s))
        in->bad = true;
    return str_dup(in->arena, s);
}
