#include "onestop/scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define INTEL 1
#else
#define INTEL 0
#endif

typedef struct Masks {
    uint64_t quote, delimiter, line, nul;
} Masks;

static inline uint64_t below(uint64_t bit)
{
    return bit - 1;
}

/* Each bit becomes the parity of the quotes up to and with it: inside from the opening quote to before the closing. */
static inline uint64_t parity(uint64_t q)
{
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q ^= q << 8;
    q ^= q << 16;
    return q ^ (q << 32);
}

/* What the four masks of 64 bytes mean: the ends among them. `keep` covers the bytes that exist. */
static inline uint64_t judge(Scan *s, Masks m, uint64_t keep, uint64_t *lines)
{
    uint64_t inside = s->quoted, ends, before, opens;

    if (__builtin_expect(m.quote != 0, 0)) {
        m.quote &= keep;
        inside = parity(m.quote) ^ s->quoted;
        s->quoted = (uint64_t)((int64_t)inside >> 63);
    }
    ends = (m.delimiter | m.line) & ~inside & keep;
    before = ends << 1 | s->fresh | m.quote << 1 | s->was_quote;
    opens = m.quote & inside;
    /* behind a closing quote only an end, a carriage return or a quote may follow: the row's own check sees to it */
    if (__builtin_expect(((opens & ~before) | (m.nul & keep)) != 0, 0))
        s->odd = true;
    s->fresh = ends >> 63;
    s->was_quote = m.quote >> 63;
    *lines = m.line & ~inside & keep;
    return ends;
}

static inline void put_rows(Scan *s, uint64_t ends, uint64_t lines)
{
    while (lines) {
        uint64_t bit = lines & -lines;

        s->rows[s->n_rows++] = (uint32_t)(s->n_ends + (size_t)__builtin_popcountll(ends & below(bit)));
        lines ^= bit;
    }
}

static inline void put_ends(Scan *s, uint64_t ends, uint32_t at)
{
    uint32_t *to = s->ends + s->n_ends;

    s->n_ends += (size_t)__builtin_popcountll(ends);
    while (ends) {
        *to++ = at + (uint32_t)__builtin_ctzll(ends);
        ends &= ends - 1;
    }
}

static inline uint64_t keep_of(size_t left)
{
    return left >= SCAN_BLOCK ? ~UINT64_C(0) : below(UINT64_C(1) << left);
}

/* 0x80 in each byte of v that is zero, exactly. */
static inline uint64_t zero_bytes(uint64_t v)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);

    return ~(((v & low) + low) | v | low);
}

static inline uint64_t gather_bits(uint64_t tops)
{
    return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static Masks masks_plain(const char *p, char delimiter)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    Masks m = { 0 };

    for (int i = 0; i < 8; i++) {
        uint64_t v;

        memcpy(&v, p + 8 * i, sizeof v);
        m.quote |= gather_bits(zero_bytes(v ^ ones * '"')) << (8 * i);
        m.delimiter |= gather_bits(zero_bytes(v ^ ones * (uint8_t)delimiter)) << (8 * i);
        m.line |= gather_bits(zero_bytes(v ^ ones * '\n')) << (8 * i);
        m.nul |= gather_bits(zero_bytes(v)) << (8 * i);
    }
    return m;
}

static void scan_plain(Scan *s, const char *p, size_t n, uint32_t at)
{
    for (size_t i = 0; i < n; i += SCAN_BLOCK) {
        uint64_t lines, ends = judge(s, masks_plain(p + i, s->delimiter), keep_of(n - i), &lines);

        put_rows(s, ends, lines);
        put_ends(s, ends, at + (uint32_t)i);
    }
}

#if INTEL
__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static uint64_t equal_avx2(__m256i a, __m256i b, __m256i what)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, what)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, what)) << 32;
}

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static void scan_avx2(Scan *s, const char *p, size_t n, uint32_t at)
{
    const __m256i quote = _mm256_set1_epi8('"'), line = _mm256_set1_epi8('\n');
    const __m256i delimiter = _mm256_set1_epi8(s->delimiter), nul = _mm256_setzero_si256();

    for (size_t i = 0; i < n; i += SCAN_BLOCK) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(p + i)), b = _mm256_loadu_si256((const __m256i *)(p + i + 32));
        Masks m = { equal_avx2(a, b, quote), equal_avx2(a, b, delimiter), equal_avx2(a, b, line), equal_avx2(a, b, nul) };
        uint64_t lines, ends = judge(s, m, keep_of(n - i), &lines);

        put_rows(s, ends, lines);
        put_ends(s, ends, at + (uint32_t)i);
    }
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

/* Sixteen places at a time: the numbers of the set bits are packed, widened and stored. */
AVX512 static inline void put_ends_avx512(Scan *s, uint64_t ends, uint32_t at, __m512i numbers)
{
    __m512i packed = _mm512_maskz_compress_epi8(ends, numbers), base = _mm512_set1_epi32((int)at);
    size_t n = (size_t)__builtin_popcountll(ends);
    uint32_t *to = s->ends + s->n_ends;

    _mm512_storeu_si512(to, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (__builtin_expect(n > 16, 0)) {
        _mm512_storeu_si512(to + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
        _mm512_storeu_si512(to + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
        _mm512_storeu_si512(to + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
    }
    s->n_ends += n;
}

AVX512 static void scan_avx512(Scan *s, const char *p, size_t n, uint32_t at)
{
    const __m512i quote = _mm512_set1_epi8('"'), line = _mm512_set1_epi8('\n');
    const __m512i delimiter = _mm512_set1_epi8(s->delimiter);
    uint8_t bytes[64];
    __m512i numbers;

    for (int i = 0; i < 64; i++)
        bytes[i] = (uint8_t)i;
    numbers = _mm512_loadu_si512(bytes);
    for (size_t i = 0; i < n; i += SCAN_BLOCK) {
        __m512i v = _mm512_loadu_si512(p + i);
        Masks m = { _mm512_cmpeq_epi8_mask(v, quote), _mm512_cmpeq_epi8_mask(v, delimiter),
            _mm512_cmpeq_epi8_mask(v, line), _mm512_testn_epi8_mask(v, v) };
        uint64_t lines, ends = judge(s, m, keep_of(n - i), &lines);

        put_rows(s, ends, lines);
        put_ends_avx512(s, ends, at + (uint32_t)i, numbers);
    }
}
#endif

ScanFn scan_named(const char *name)
{
#if INTEL
    __builtin_cpu_init();
    if (!strcmp(name, "avx512"))
        return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
                       __builtin_cpu_supports("bmi2")
                   ? scan_avx512 : NULL;
    if (!strcmp(name, "avx2"))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? scan_avx2 : NULL;
#endif
    return strcmp(name, "plain") ? NULL : scan_plain;
}

ScanFn scan_best(void)
{
    ScanFn f = scan_named("avx512");

    if (!f)
        f = scan_named("avx2");
    return f ? f : scan_plain;
}

size_t scan_count_quotes(const char *p, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += p[i] == '"';
    return count;
}
