#include "doc/signature.h"

#include "doc/cms.h"
#include "doc/pack.h"
#include "text/text.h"

#include <stdlib.h>

enum { MAX_SIGNATURES = 64, MAX_TRIES = 256, MAX_HEX = 4 << 20, MAX_DEPTH = 32, MAX_WORDS = 400 };

/* --- the dictionary of a signature ----------------------------------------------------------------- */

typedef struct Span {
    size_t from, to;            /* to 0: not there */
} Span;

typedef struct Dict {
    Span contents, range, filter, reason, location, time, type;
} Dict;

static bool blank(char ch)
{
    return ch == ' ' || ch == '\n' || ch == '\r' || ch == '\t' || ch == '\f' || ch == 0;
}

static bool delimiter(char ch)
{
    return blank(ch) || strchr("()<>[]{}/%", ch);
}

static size_t skip_blank(Str s, size_t at)
{
    for (; at < s.n; at++) {
        if (s.p[at] == '%')
            while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r')
                at++;
        if (at < s.n && !blank(s.p[at]))
            break;
    }
    return at;
}

static size_t skip_string(Str s, size_t at)
{
    int depth = 0;

    for (; at < s.n; at++) {
        if (s.p[at] == '\\')
            at++;
        else if (s.p[at] == '(')
            depth++;
        else if (s.p[at] == ')' && --depth == 0)
            return at + 1;
    }
    return s.n;
}

static bool pair(Str s, size_t at, char ch)
{
    return at + 1 < s.n && s.p[at] == ch && s.p[at + 1] == ch;
}

/* Behind the token at `at`; brackets of arrays and dictionaries are tokens. */
static size_t skip_token(Str s, size_t at)
{
    if (at >= s.n)
        return s.n;
    if (s.p[at] == '(')
        return skip_string(s, at);
    if (pair(s, at, '<') || pair(s, at, '>'))
        return at + 2;
    if (s.p[at] == '<') {
        const char *end = memchr(s.p + at, '>', s.n - at);

        return end ? (size_t)(end - s.p) + 1 : s.n;
    }
    if (s.p[at] != '/' && delimiter(s.p[at]))
        return at + 1;
    for (at++; at < s.n && !delimiter(s.p[at]); at++) {}
    return at;
}

/* Behind a whole value: an array and a dictionary with all that is in them. */
static size_t skip_value(Str s, size_t at)
{
    int depth = 0;

    do {
        size_t from = at = skip_blank(s, at);

        if (at >= s.n)
            return s.n;
        if (s.p[at] == '[' || pair(s, at, '<'))
            depth++;
        else if (s.p[at] == ']' || pair(s, at, '>'))
            depth--;
        at = skip_token(s, from);
    } while (depth > 0 && depth < MAX_DEPTH);
    return at;
}

static void keep(Dict *d, Str key, Span value)
{
    const struct { Str key; Span *to; } known[] = { { S("/Contents"), &d->contents }, { S("/ByteRange"), &d->range },
        { S("/SubFilter"), &d->filter }, { S("/Reason"), &d->reason }, { S("/Location"), &d->location }, { S("/M"), &d->time },
        { S("/Type"), &d->type } };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(known[i].key, key) && !known[i].to->to)
            *known[i].to = value;
}

/* at: behind "<<". False: it does not end. */
static bool read_dict(Str s, size_t at, Dict *d)
{
    *d = (Dict){ 0 };
    for (;;) {
        size_t from = skip_blank(s, at), end, value;

        if (from >= s.n)
            return false;
        if (pair(s, from, '>'))
            return true;
        end = skip_token(s, from);
        if (s.p[from] != '/') {                         /* the "0 R" of a reference */
            at = end;
            continue;
        }
        value = skip_blank(s, end);
        at = skip_value(s, value);
        keep(d, str_sub(s, from, end), (Span){ value, at });
    }
}

/* The dictionary around a place: of the object whose "obj" stands last before it. */
static bool dict_around(Str s, size_t at, Dict *d)
{
    size_t least = at > MAX_HEX ? at - MAX_HEX : 0;

    for (size_t i = at; i > least + 3; i--) {
        size_t from;

        if (s.p[i - 1] != 'j' || s.p[i - 2] != 'b' || s.p[i - 3] != 'o')
            continue;
        from = skip_blank(s, i);
        return pair(s, from, '<') && read_dict(s, from + 2, d) && d->range.to && d->range.from <= at && at < d->range.to;
    }
    return false;
}

static bool numbers(Str s, int64_t *v, size_t n)
{
    size_t at = 1;                                      /* behind the bracket */

    for (size_t i = 0; i < n; i++) {
        size_t from = skip_blank(s, at);

        at = skip_token(s, from);
        if (!str_int(str_sub(s, from, at), &v[i]))
            return false;
    }
    at = skip_blank(s, at);
    return at < s.n && s.p[at] == ']';
}

/* --- texts ------------------------------------------------------------------------------------------ */

static int hex_digit(char ch)
{
    return ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -1;
}

static Str unhex(Arena *a, Str s)
{
    char *p = NEW(a, char, s.n / 2 + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int d = hex_digit(s.p[i]);

        if (d < 0)
            continue;
        p[n / 2] = (char)((uint8_t)p[n / 2] << 4 | d);
        n++;
    }
    return (Str){ p, n / 2 };
}

static Str unescape(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++) {
        static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
        const char *k;

        if (s.p[i] != '\\' || i + 1 >= s.n) {
            buf_ch(&b, s.p[i]);
            continue;
        }
        k = s.p[++i] ? strchr(from, s.p[i]) : NULL;
        if (s.p[i] >= '0' && s.p[i] <= '7') {
            int value = 0;

            for (int d = 0; d < 3 && i < s.n && s.p[i] >= '0' && s.p[i] <= '7'; d++)
                value = value * 8 + s.p[i++] - '0';
            i--;
            buf_ch(&b, (char)value);
        } else if (s.p[i] != '\n') {
            buf_ch(&b, k ? to[k - from] : s.p[i]);
        }
    }
    return buf_str(&b);
}

/* A text string: UTF-16 by its mark, UTF-8 by its mark or by its bytes, else Latin letters. */
static Str words(Arena *a, Str s, Span at)
{
    Str raw = str_sub(s, at.from, at.to);
    Buf b = { .arena = a };

    if (at.to < at.from + 2 || (raw.p[0] != '(' && raw.p[0] != '<'))
        return (Str){ 0 };
    raw = raw.p[0] == '(' ? unescape(a, str_sub(raw, 1, raw.n - 1)) : unhex(a, raw);
    if (str_starts(raw, S("\xFE\xFF"))) {
        for (size_t i = 2; i + 1 < raw.n && b.n < MAX_WORDS; i += 2) {
            uint32_t cp = (uint32_t)(uint8_t)raw.p[i] << 8 | (uint8_t)raw.p[i + 1];

            buf_cp(&b, cp >= 0xD800 && cp < 0xE000 ? 0xFFFD : cp);
        }
    } else if (utf8_valid(raw)) {
        buf_add(&b, str_starts(raw, S("\xEF\xBB\xBF")) ? str_sub(raw, 3, raw.n) : raw);
    } else {
        for (size_t i = 0; i < raw.n && b.n < MAX_WORDS; i++)
            buf_cp(&b, (uint8_t)raw.p[i]);
    }
    while (b.n > MAX_WORDS || (b.n && b.n == MAX_WORDS && (b.p[b.n - 1] & 0x80)))
        b.n--;
    while (b.n && !utf8_valid(buf_str(&b)))
        b.n--;
    return text_nfc(a, text_safe(a, buf_str(&b)));
}

/* D:20250120083000+07'00' */
static Moment time_of(Str s)
{
    int64_t part[6] = { 0, 1, 1, 0, 0, 0 }, zone = 0, hours, minutes;
    static const size_t digits[] = { 4, 2, 2, 2, 2, 2 };
    size_t at = 2;
    Date day;

    if (!str_starts(s, S("D:")))
        return (Moment){ 0 };
    for (size_t i = 0; i < COUNT(part) && at + digits[i] <= s.n; i++) {
        if (!str_int(str_sub(s, at, at + digits[i]), &part[i]))
            break;
        at += digits[i];
    }
    if (at + 2 < s.n && (s.p[at] == '+' || s.p[at] == '-') && str_int(str_sub(s, at + 1, at + 3), &hours)) {
        if (!(at + 5 < s.n && s.p[at + 3] == '\'' && str_int(str_sub(s, at + 4, at + 6), &minutes)))
            minutes = 0;
        zone = (hours * 60 + minutes) * (s.p[at] == '-' ? -1 : 1);
    }
    if (!date_make(&day, (int)part[0], (int)part[1], (int)part[2]) || part[3] > 23 || part[4] > 59 || part[5] > 60)
        return (Moment){ 0 };
    return (Moment){ moment_of(day, (int)part[3], (int)part[4]).ms + VN_OFFSET_MS + (part[5] - zone * 60) * 1000 };
}

/* --- one signature ---------------------------------------------------------------------------------- */

static bool form_of(Str filter, SignatureForm *form)
{
    static const struct { Str name; SignatureForm form; } forms[] = { { { "/adbe.pkcs7.detached", 20 }, FORM_DETACHED },
        { { "/ETSI.CAdES.detached", 20 }, FORM_DETACHED }, { { "/adbe.pkcs7.sha1", 16 }, FORM_OF_SHA1 }, { { "/ETSI.RFC3161", 13 }, FORM_STAMP } };

    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_eq(forms[i].name, filter)) {
            *form = forms[i].form;
            return true;
        }
    return false;
}

/*
 * The gap of the range must be exactly this dictionary's own contents, from bracket to bracket: else unsigned bytes could
 * hide in it, or another signature be shown for these bytes.
 */
static bool range_fits(Str s, const Dict *d, const int64_t r[4])
{
    return r[0] == 0 && r[1] > 0 && r[2] > r[1] && r[3] >= 0 && r[2] <= (int64_t)s.n && r[3] <= (int64_t)s.n - r[2]
        && d->contents.to && s.p[d->contents.from] == '<' && (int64_t)d->contents.from == r[1] && (int64_t)d->contents.to == r[2];
}

/* A signed PDF that lies within this one as an attachment: its places are counted from its own beginning. */
static bool of_attachment(Str s, const Dict *d, const int64_t r[4])
{
    int64_t shift = (int64_t)d->contents.from - r[1];

    return shift > 0 && (int64_t)d->contents.to - r[2] == shift && str_starts(str_sub(s, (size_t)shift, s.n), S("%PDF-"));
}

static bool check_one(Signatures *out, Arena *a, Str s, const Dict *d, Str trusted, Moment now)
{
    Signature *g;
    int64_t r[4];
    CmsAsk ask = { .trusted = trusted, .now = now };

    if (!numbers(str_sub(s, d->range.from, d->range.to), r, 4) || of_attachment(s, d, r))
        return false;                                   /* a field that waits for its signature, or not ours */
    g = vec_add(a, &out->list);
    g->state = SIGNATURE_BROKEN;
    if (!range_fits(s, d, r))
        return true;
    g->covered = r[2] + r[3];
    g->reason = words(a, s, d->reason);
    g->location = words(a, s, d->location);
    g->claimed = time_of(words(a, s, d->time));
    if (!form_of(str_sub(s, d->filter.from, d->filter.to), &ask.form)) {
        g->state = SIGNATURE_UNKNOWN;
        return true;
    }
    ask.der = unhex(a, str_sub(s, d->contents.from, d->contents.to));
    ask.head = str_sub(s, 0, (size_t)r[1]);
    ask.tail = str_sub(s, (size_t)r[2], (size_t)(r[2] + r[3]));
    cms_check(g, a, &ask);
    return true;
}

static int by_reach(const void *a, const void *b)
{
    const Signature *p = a, *q = b;

    return p->covered < q->covered ? -1 : p->covered > q->covered;
}

Err signatures_read(Signatures *out, Arena *a, Str file, Str bytes, Str trusted, Moment now, Answer *why)
{
    static const char mark[] = "/ByteRange";
    size_t at = 0, from, tries = 0;

    *out = (Signatures){ .size = (int64_t)bytes.n };
    if (!str_find(str_sub(bytes, 0, 1024), S("%PDF-"), &from))
        return answer(why, E_INVALID, T("Tệp “%.*s” không phải là PDF nên không có chữ ký số để kiểm tra."), SV(file));
    while (at < bytes.n && out->list.n < MAX_SIGNATURES && tries++ < MAX_TRIES) {
        const char *p = memmem(bytes.p + at, bytes.n - at, mark, sizeof mark - 1);
        Dict d;

        if (!p)
            break;
        at = (size_t)(p - bytes.p) + sizeof mark - 1;
        from = skip_blank(bytes, at);
        if (from < bytes.n && bytes.p[from] == '[' && dict_around(bytes, from, &d))
            (void)check_one(out, a, bytes, &d, trusted, now);        /* false: an empty field */
    }
    if (out->list.n)
        qsort(out->list.v, out->list.n, sizeof *out->list.v, by_reach);
    return OK;
}

SignedState signatures_state(const Signatures *all)
{
    if (!all->list.n)
        return SIGNED_NOT;
    for (size_t i = 0; i < all->list.n; i++)
        if (all->list.v[i].state != SIGNATURE_INTACT)
            return SIGNED_BROKEN;
    return all->list.v[all->list.n - 1].covered == all->size ? SIGNED_WHOLE : SIGNED_CHANGED;
}

/* --- through the pipe ------------------------------------------------------------------------------- */

static const int64_t FAR = INT64_C(300000000000000);    /* milliseconds: beyond the year 9999 */

Str signatures_pack(const Signatures *all, Arena *a)
{
    Buf b = { .arena = a };

    pack_int(&b, all->size);
    pack_int(&b, (int64_t)all->list.n);
    for (size_t i = 0; i < all->list.n; i++) {
        const Signature *g = &all->list.v[i];
        const Str texts[] = { g->name, g->organisation, g->issuer, g->serial, g->reason, g->location, g->algorithm, g->chain_note };
        const Moment times[] = { g->claimed, g->stamped, g->from, g->to, g->revoked, g->listed };

        pack_int(&b, g->state);
        pack_int(&b, g->stamp);
        pack_int(&b, g->weak);
        pack_int(&b, g->chain);
        pack_int(&b, g->revocation);
        pack_int(&b, g->covered);
        for (size_t k = 0; k < COUNT(texts); k++)
            pack_str(&b, texts[k]);
        for (size_t k = 0; k < COUNT(times); k++)
            pack_int(&b, times[k].ms);
    }
    return buf_str(&b);
}

Err signatures_unpack(Signatures *out, Arena *a, Str file, Str bytes, Answer *why)
{
    Unpack in = { .arena = a, .s = bytes };

    *out = (Signatures){ .size = unpack_int(&in, 0, INT64_C(1) << 40) };
    for (size_t n = unpack_count(&in); n && !in.bad; n--) {
        Signature *g = vec_add(a, &out->list);
        Str *const texts[] = { &g->name, &g->organisation, &g->issuer, &g->serial, &g->reason, &g->location, &g->algorithm, &g->chain_note };
        Moment *const times[] = { &g->claimed, &g->stamped, &g->from, &g->to, &g->revoked, &g->listed };

        g->state = (SignatureState)unpack_int(&in, SIGNATURE_INTACT, SIGNATURE_UNKNOWN);
        g->stamp = unpack_int(&in, 0, 1);
        g->weak = unpack_int(&in, 0, 1);
        g->chain = (ChainState)unpack_int(&in, CHAIN_NONE, CHAIN_REFUSED);
        g->revocation = (Revocation)unpack_int(&in, REVOCATION_UNASKED, REVOCATION_REVOKED);
        g->covered = unpack_int(&in, 0, out->size);
        for (size_t k = 0; k < COUNT(texts); k++)
            *texts[k] = unpack_str(&in);
        for (size_t k = 0; k < COUNT(times); k++)
            times[k]->ms = unpack_int(&in, -FAR, FAR);
    }
    if (in.bad || in.at != bytes.n)
        return answer(why, E_INVALID, T("Chữ ký số trong tệp “%.*s” không đọc được; hãy ký lại hoặc nộp bản khác."), SV(file));
    return OK;
}
