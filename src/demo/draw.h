/*
 * Chance without a clock: numbers from hashes of words, the same on every machine and in every order.
 *
 *     draw_below(draw_key(3, unit, criterion, S("2025")), 100)       0 … 99
 */
#pragma once
#include "base/str.h"

uint64_t draw_key(size_t n, const Str *words);
#define DRAW(...) draw_key(sizeof((Str[]){ __VA_ARGS__ }) / sizeof(Str), (const Str[]){ __VA_ARGS__ })
uint32_t draw_below(uint64_t key, uint32_t n);              /* n > 0 */
/* Bell-shaped around 0 within ±width; two thirds of all lie within width / 3. */
int draw_spread(uint64_t key, int width);                   /* width >= 0 */
