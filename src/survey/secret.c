#include "survey/secret.h"

#include <sodium.h>

enum { CODE_LETTERS = 12, LONGEST = 64 };
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";         /* no I, L, O, U: read aloud and from paper */

Str secret_hash(Arena *a, const char *purpose, Str s)
{
    unsigned char h[32];
    char *hex = NEW(a, char, sizeof h * 2 + 1);
    Str text = str_fmt(a, "%s %.*s", purpose, SV(s));

    crypto_generichash(h, sizeof h, (const unsigned char *)text.p, text.n, NULL, 0);
    sodium_bin2hex(hex, sizeof h * 2 + 1, h, sizeof h);
    return str_of(hex);
}

Str secret_random(Arena *a)
{
    unsigned char r[24];
    char *hex = NEW(a, char, sizeof r * 2 + 1);

    randombytes_buf(r, sizeof r);
    sodium_bin2hex(hex, sizeof r * 2 + 1, r, sizeof r);
    return str_of(hex);
}

static Str letters(Arena *a, const unsigned char *bytes)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < CODE_LETTERS; i++) {
        if (i && i % 4 == 0)
            buf_ch(&b, '-');
        buf_ch(&b, alphabet[bytes[i] % 32]);
    }
    return buf_str(&b);
}

Str secret_code(Arena *a)
{
    unsigned char r[CODE_LETTERS];

    randombytes_buf(r, sizeof r);
    return letters(a, r);
}

Str secret_code_from(Arena *a, const char *purpose, Str s)
{
    unsigned char h[16];
    Str text = str_fmt(a, "%s %.*s", purpose, SV(s));

    crypto_generichash(h, sizeof h, (const unsigned char *)text.p, text.n, NULL, 0);
    return letters(a, h);
}

Str secret_code_hash(Arena *a, const char *purpose, Str code)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < code.n && b.n < LONGEST; i++) {
        char ch = code.p[i];

        if (ch >= 'a' && ch <= 'z')
            ch = (char)(ch - 'a' + 'A');
        if ((ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9'))
            buf_ch(&b, ch);
    }
    return secret_hash(a, purpose, buf_str(&b));
}
