#include "base/json.h"

#include <assert.h>
#include <math.h>

static void value(Json *j)
{
    if (j->comma)
        buf_ch(j->out, ',');
    j->comma = true;
}

void json_open(Json *j, char bracket)
{
    value(j);
    buf_ch(j->out, bracket);
    j->comma = false;
    j->depth++;
}

void json_close(Json *j, char bracket)
{
    assert(j->depth > 0);
    buf_ch(j->out, bracket);
    j->comma = true;
    j->depth--;
}

static void quoted(Buf *b, Str s)
{
    static const char hex[] = "0123456789abcdef";

    buf_ch(b, '"');
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);

        if (cp == '"' || cp == '\\') {
            buf_ch(b, '\\');
            buf_ch(b, (char)cp);
        } else if (cp == '\n') {
            buf_lit(b, "\\n");
        } else if (cp < 0x20 || cp == 0x7F) {
            buf_lit(b, "\\u00");
            buf_ch(b, hex[cp >> 4]);
            buf_ch(b, hex[cp & 15]);
        } else {
            buf_cp(b, cp);
        }
    }
    buf_ch(b, '"');
}

void json_key(Json *j, const char *key)
{
    value(j);
    quoted(j->out, str_of(key));
    buf_ch(j->out, ':');
    j->comma = false;
}

void json_str(Json *j, Str s)
{
    value(j);
    quoted(j->out, s);
}

void json_int(Json *j, int64_t n)
{
    value(j);
    buf_fmt(j->out, "%lld", (long long)n);
}

void json_bool(Json *j, bool b)
{
    value(j);
    buf_lit(j->out, b ? "true" : "false");
}

void json_null(Json *j)
{
    value(j);
    buf_lit(j->out, "null");
}

void json_dec(Json *j, Dec d)
{
    json_str(j, dec_exact(j->out->arena, d, NUM_PLAIN));
}

void json_real(Json *j, double x, int places)
{
    Str s;

    if (!isfinite(x)) {
        json_null(j);
        return;
    }
    value(j);
    s = str_fmt(j->out->arena, "%.*f", places, x);
    while (places && str_ends(s, S("0")) && places--)
        s.n--;
    if (str_ends(s, S(".")))
        s.n--;
    buf_add(j->out, str_eq(s, S("-0")) ? S("0") : s);
}

void json_date(Json *j, Date d)
{
    if (d.day)
        json_str(j, date_iso(j->out->arena, d));
    else
        json_null(j);
}

void json_kstr(Json *j, const char *key, Str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_kint(Json *j, const char *key, int64_t n)
{
    json_key(j, key);
    json_int(j, n);
}

void json_kbool(Json *j, const char *key, bool b)
{
    json_key(j, key);
    json_bool(j, b);
}

void json_kdec(Json *j, const char *key, Dec d)
{
    json_key(j, key);
    json_dec(j, d);
}

void json_kopt(Json *j, const char *key, OptDec d)
{
    json_key(j, key);
    if (d.has)
        json_dec(j, d.d);
    else
        json_null(j);
}

void json_kdate(Json *j, const char *key, Date d)
{
    json_key(j, key);
    json_date(j, d);
}
