#include "base/json_read.h"

typedef struct Reader {
    Arena *a;
    Str s;
    size_t at, left, depth;
    Answer *why;
} Reader;

static const JsonValue nothing;

static Err bad(Reader *r)
{
    return answer(r->why, E_INVALID, T("JSON không đúng ở ký tự thứ %zu."), r->at + 1);
}

static void skip(Reader *r)
{
    while (r->at < r->s.n && strchr(" \t\r\n", r->s.p[r->at]) && r->s.p[r->at])
        r->at++;
}

static bool take(Reader *r, char ch)
{
    if (r->at >= r->s.n || r->s.p[r->at] != ch)
        return false;
    r->at++;
    return true;
}

static bool word(Reader *r, Str w)
{
    if (!str_starts(str_sub(r->s, r->at, r->s.n), w))
        return false;
    r->at += w.n;
    return true;
}

static bool hex4(Reader *r, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        char ch = r->at < r->s.n ? r->s.p[r->at] : 0;

        if (ch >= '0' && ch <= '9')
            *out = *out * 16 + (uint32_t)(ch - '0');
        else if ((ch | 32) >= 'a' && (ch | 32) <= 'f')
            *out = *out * 16 + (uint32_t)((ch | 32) - 'a') + 10;
        else
            return false;
    }
    return true;
}

/* What stands behind a backslash. */
static bool escape(Reader *r, Buf *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char ch = r->at < r->s.n ? r->s.p[r->at++] : 0;
    const char *p = ch ? strchr(from, ch) : NULL;
    uint32_t cp, low;

    if (p) {
        buf_ch(b, to[p - from]);
        return true;
    }
    if (ch != 'u' || !hex4(r, &cp) || (cp >= 0xDC00 && cp < 0xE000))
        return false;
    if (cp >= 0xD800 && cp < 0xDC00) {
        if (!word(r, S("\\u")) || !hex4(r, &low) || low < 0xDC00 || low >= 0xE000)
            return false;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    buf_cp(b, cp);
    return true;
}

/* Behind the opening quote. Most strings have no escape and are borrowed as they stand. */
static Err string(Reader *r, Str *out)
{
    size_t from = r->at;
    Buf b = { .arena = r->a };
    bool copied = false;

    for (;;) {
        char ch;

        if (r->at >= r->s.n || (unsigned char)r->s.p[r->at] < 0x20)
            return bad(r);
        ch = r->s.p[r->at++];
        if (ch == '"')
            break;
        if (ch != '\\')
            continue;
        buf_add(&b, str_sub(r->s, from, r->at - 1));
        copied = true;
        if (!escape(r, &b))
            return bad(r);
        from = r->at;
    }
    if (copied)
        buf_add(&b, str_sub(r->s, from, r->at - 1));
    *out = copied ? buf_str(&b) : str_sub(r->s, from, r->at - 1);
    return OK;
}

static size_t digits(Reader *r)
{
    size_t from = r->at;

    while (r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9')
        r->at++;
    return r->at - from;
}

static Err number(Reader *r, JsonValue *out)
{
    size_t from = r->at, n;

    (void)take(r, '-');                                     /* a sign is optional */
    n = digits(r);
    if (!n || (n > 1 && r->s.p[r->at - n] == '0'))
        return bad(r);
    if (take(r, '.') && !digits(r))
        return bad(r);
    if (take(r, 'e') || take(r, 'E')) {
        if (!take(r, '+'))
            (void)take(r, '-');                             /* a sign is optional */
        if (!digits(r))
            return bad(r);
    }
    out->kind = JSON_NUMBER;
    out->text = str_sub(r->s, from, r->at);
    return OK;
}

static Err value(Reader *r, JsonValue *out);

static Err many(Reader *r, JsonValue *out, char end)
{
    VEC(JsonValue) items = { 0 };
    bool object = end == '}';

    out->kind = object ? JSON_OBJECT : JSON_ARRAY;
    if (!r->depth--)
        return answer(r->why, E_LIMIT, T("JSON lồng nhau quá sâu."));
    skip(r);
    while (!take(r, end)) {
        JsonValue one = { 0 };
        Str key = { 0 };

        if (items.n && !take(r, ','))
            return bad(r);
        skip(r);
        if (object) {
            if (!take(r, '"'))
                return bad(r);
            TRY(string(r, &key));
            skip(r);
            if (!take(r, ':'))
                return bad(r);
        }
        TRY(value(r, &one));
        one.key = key;
        *vec_add(r->a, &items) = one;
        skip(r);
    }
    r->depth++;
    out->v = items.v;
    out->n = items.n;
    return OK;
}

static Err value(Reader *r, JsonValue *out)
{
    if (!r->left--)
        return answer(r->why, E_LIMIT, T("JSON có quá nhiều giá trị."));
    skip(r);
    if (take(r, '{'))
        return many(r, out, '}');
    if (take(r, '['))
        return many(r, out, ']');
    if (take(r, '"')) {
        out->kind = JSON_STRING;
        return string(r, &out->text);
    }
    if (word(r, S("null")))
        return OK;
    if (word(r, S("true")) || word(r, S("false"))) {
        out->kind = r->s.p[r->at - 2] == 'u' ? JSON_TRUE : JSON_FALSE;
        return OK;
    }
    return number(r, out);
}

Err json_read(const JsonValue **out, Arena *a, Str text, const Budget *budget, Answer *why)
{
    static const Budget none;
    const Budget *most = budget ? budget : &none;
    Reader r = { .a = a, .s = text, .left = most->items ? most->items : 20000000, .depth = most->depth ? most->depth : 64, .why = why };
    JsonValue *v = NEW(a, JsonValue, 1);

    if (text.n > (most->bytes ? most->bytes : (size_t)256 << 20))
        return answer(why, E_LIMIT, T("JSON dài quá giới hạn."));
    if (!utf8_valid(text))
        return answer(why, E_INVALID, T("JSON không phải là UTF-8."));
    TRY(value(&r, v));
    skip(&r);
    if (r.at < text.n)
        return bad(&r);
    *out = v;
    return OK;
}

const JsonValue *json_get(const JsonValue *object, const char *key)
{
    Str k = str_of(key);

    for (size_t i = 0; object->kind == JSON_OBJECT && i < object->n; i++)
        if (str_eq(object->v[i].key, k))
            return &object->v[i];
    return &nothing;
}

const JsonValue *json_at(const JsonValue *array, size_t i)
{
    return i < array->n ? &array->v[i] : &nothing;
}

Str json_text(const JsonValue *v)
{
    return v->kind == JSON_STRING ? v->text : (Str){ 0 };
}

int64_t json_number(const JsonValue *v)
{
    int64_t n;

    return v->kind == JSON_NUMBER && str_int(v->text, &n) ? n : 0;
}

bool json_true(const JsonValue *v)
{
    return v->kind == JSON_TRUE;
}

bool json_decimal(const JsonValue *v, Dec *out)
{
    return (v->kind == JSON_STRING || v->kind == JSON_NUMBER) && dec_parse_plain(out, v->text);
}
