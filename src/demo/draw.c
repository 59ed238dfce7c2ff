#include "demo/draw.h"

/* FNV-1a over the words with a mark between them, then the finish of SplitMix64. */
uint64_t draw_key(size_t n, const Str *words)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < words[i].n; k++)
            h = (h ^ (uint8_t)words[i].p[k]) * UINT64_C(0x100000001b3);
        h = (h ^ 0x1f) * UINT64_C(0x100000001b3);
    }
    return h;
}

static uint64_t finish(uint64_t z)
{
    z += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint32_t draw_below(uint64_t key, uint32_t n)
{
    return (uint32_t)((finish(key) >> 32) * n >> 32);
}

int draw_spread(uint64_t key, int width)
{
    int64_t sum = 0;

    for (int i = 0; i < 3; i++)
        sum += draw_below(key + (uint64_t)i * 7919, (uint32_t)(2 * width + 1)) - (int64_t)width;
    return (int)(sum / 3);
}
