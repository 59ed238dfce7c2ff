#include "html/out.h"

#include <assert.h>
#include <inttypes.h>

Html html_trusted(Str markup)
{
    return (Html){ markup };
}

void out_raw(Out *o, Str markup)
{
    buf_add(&o->buf, markup);
}

/* Characters that no reader sees but that reorder or cut what stands around them. */
static bool invisible(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c
        || (cp >= 0x200e && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x206f)
        || cp == 0xfeff || (cp >= 0xfff9 && cp <= 0xfffb) || (cp >= 0xe0000 && cp <= 0xe007f);
}

static bool plain(unsigned char ch)
{
    return ch >= 0x20 && ch < 0x7f && ch != '&' && ch != '<' && ch != '>' && ch != '"' && ch != '\'';
}

static void put_escaped(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t cp;

        while (i < s.n && plain((unsigned char)s.p[i]))
            i++;
        buf_add(b, str_sub(s, from, i));
        if (i == s.n)
            return;
        cp = utf8_next(s, &i);
        switch (cp) {
        case '&': buf_lit(b, "&amp;"); break;
        case '<': buf_lit(b, "&lt;"); break;
        case '>': buf_lit(b, "&gt;"); break;
        case '"': buf_lit(b, "&quot;"); break;
        case '\'': buf_lit(b, "&#39;"); break;
        default:
            if (!invisible(cp))
                buf_cp(b, cp);
        }
    }
}

static void put_encoded(Buf *b, Str s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];

        if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '.'
            || ch == '_' || ch == '~') {
            buf_ch(b, (char)ch);
        } else {
            buf_ch(b, '%');
            buf_ch(b, hex[ch >> 4]);
            buf_ch(b, hex[ch & 15]);
        }
    }
}

/* Only addresses inside this site, and https and mailto. "//host" and "/\host" lead away and are refused. */
static bool address_ok(Str s)
{
    if (s.n == 0)
        return true;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20)
            return false;
    if (s.p[0] == '/')
        return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    return s.p[0] == '?' || s.p[0] == '#' || str_starts(s, S("https://")) || str_starts(s, S("http://"))
        || str_starts(s, S("mailto:"));
}

void out_put(Out *o, Place place, Str text)
{
    switch (place) {
    case PLACE_TEXT:
    case PLACE_ATTR:
        put_escaped(&o->buf, text);
        return;
    case PLACE_URL:
        put_escaped(&o->buf, address_ok(text) ? text : S("#"));
        return;
    case PLACE_URL_PART:
        put_encoded(&o->buf, text);
        return;
    }
}

void out_str(Out *o, Place place, Str s)
{
    out_put(o, place, s);
}

void out_llong(Out *o, Place place, long long n)
{
    (void)place;                /* digits and a sign are safe everywhere */
    buf_fmt(&o->buf, "%lld", n);
}

void out_int32(Out *o, Place place, int n)
{
    out_llong(o, place, n);
}

void out_long(Out *o, Place place, long n)
{
    out_llong(o, place, n);
}

void out_ulong(Out *o, Place place, unsigned long n)
{
    (void)place;
    buf_fmt(&o->buf, "%lu", n);
}

static NumStyle style_of(const Out *o, Place place)
{
    return o->lang == LANG_VI && (place == PLACE_TEXT || place == PLACE_ATTR) ? NUM_VI : NUM_PLAIN;
}

OptDec optdec_of(Dec d)
{
    return (OptDec){ true, d };
}

OptDec optdec_same(OptDec d)
{
    return d;
}

void out_places(Out *o, Place place, OptDec d, int places)
{
    SCRATCH(tmp);

    if (d.has)
        out_put(o, place, dec_fmt(&tmp, d.d, places, style_of(o, place)));
}

void out_decval(Out *o, Place place, Dec d)
{
    out_places(o, place, optdec_of(d), 2);
}

void out_optdec(Out *o, Place place, OptDec d)
{
    out_places(o, place, d, 2);
}

void out_exact_opt(Out *o, Place place, OptDec d)
{
    SCRATCH(tmp);

    if (d.has)
        out_put(o, place, dec_exact(&tmp, d.d, style_of(o, place)));
}

void out_signed_opt(Out *o, Place place, OptDec d)
{
    if (!d.has)
        return;
    if (dec_is_zero(d.d)) {
        out_put(o, place, S("±0"));
        return;
    }
    out_put(o, place, d.d.v < 0 ? S("−") : S("+"));
    out_places(o, place, optdec_of(d.d.v < 0 ? dec_neg(d.d) : d.d), 2);
}

void out_dateval(Out *o, Place place, Date d)
{
    SCRATCH(tmp);

    if (place == PLACE_URL || place == PLACE_URL_PART)
        out_date_iso(o, place, d);
    else if (d.day)
        out_put(o, place, date_vi(&tmp, d));
}

void out_date_iso(Out *o, Place place, Date d)
{
    SCRATCH(tmp);

    out_put(o, place, date_iso(&tmp, d));
}

void out_momentval(Out *o, Place place, Moment m)
{
    SCRATCH(tmp);

    if (m.ms)
        out_put(o, place, moment_vi(&tmp, m));
}

void out_moment_date(Out *o, Place place, Moment m)
{
    if (m.ms)
        out_dateval(o, place, moment_date(m));
}

void out_moment_iso(Out *o, Place place, Moment m)
{
    SCRATCH(tmp);

    if (m.ms)
        out_put(o, place, moment_iso(&tmp, m));
}

void out_html(Out *o, Place place, Html h)
{
    assert(place == PLACE_TEXT);
    buf_add(&o->buf, h.s);
}

void out_grouped(Out *o, Place place, int64_t n)
{
    SCRATCH(tmp);
    Str digits = str_fmt(&tmp, "%" PRId64, n);
    size_t i = 0;

    if (place == PLACE_URL || place == PLACE_URL_PART) {
        out_put(o, place, digits);
        return;
    }
    if (n < 0)
        buf_ch(&o->buf, digits.p[i++]);
    for (; i < digits.n; i++) {
        buf_ch(&o->buf, digits.p[i]);
        if (i + 1 < digits.n && (digits.n - i - 1) % 3 == 0)
            buf_ch(&o->buf, o->lang == LANG_VI ? '.' : ',');
    }
}

void out_tr_str(Out *o, Place place, Str vi)
{
    out_put(o, place, tr_str(o->lang, vi));
}

void out_tr_z(Out *o, Place place, const char *vi)
{
    out_put(o, place, str_of(vi ? tr(o->lang, vi) : NULL));
}

bool true_int(long long n)
{
    return n != 0;
}

bool true_str(Str s)
{
    return s.n > 0;
}

bool true_optdec(OptDec d)
{
    return d.has;
}

bool true_date(Date d)
{
    return d.day != 0;
}

bool true_moment(Moment m)
{
    return m.ms != 0;
}

bool true_html(Html h)
{
    return h.s.n > 0;
}

bool true_z(const char *vi)
{
    return vi && *vi;
}

void out_message(Out *o, Place place, const char *vi)
{
    out_put(o, place, str_of(tr(o->lang, vi)));
}

OutMessage out_message_open(Out *o, Place place, const char *vi)
{
    return (OutMessage){ .o = o, .place = place, .rest = str_of(tr(o->lang, vi)) };
}

bool out_message_next(OutMessage *m)
{
    Str head, tail, number;
    int64_t hole;

    if (!str_cut(m->rest, S("{"), &head, &tail)) {
        out_put(m->o, m->place, m->rest);
        m->rest = (Str){ 0 };
        return false;
    }
    out_put(m->o, m->place, head);
    if (!str_cut(tail, S("}"), &number, &m->rest) || !str_int(number, &hole))
        hole = 0;               /* a slip in the translation: pogen refuses it; here the value is left out */
    m->hole = (int)hole;
    return true;
}

void out_title_begin(Out *o)
{
    o->title_from = o->buf.n;
}

void out_title_end(Out *o)
{
    Str all = buf_str(&o->buf);

    o->title = str_dup(o->buf.arena, str_trim(str_sub(all, o->title_from, all.n)));
    o->buf.n = o->title_from;
}

static void hidden(Out *o, Str name, Str value)
{
    out_raw(o, S("<input type=\"hidden\" name=\""));
    out_raw(o, name);
    out_raw(o, S("\" value=\""));
    out_put(o, PLACE_ATTR, value);
    out_raw(o, S("\">"));
}

void out_form(Out *o)
{
    hidden(o, S("_csrf"), o->csrf);
    hidden(o, S("_once"), o->once);
    hidden(o, S("_here"), o->here);
}

void out_field_error(Out *o, const char *field)
{
    if (!o->refused || !str_eq(o->refused->field, str_of(field)))
        return;
    out_raw(o, S("<p class=\"field-error\" id=\"error-"));
    out_put(o, PLACE_ATTR, str_of(field));
    out_raw(o, S("\">"));
    out_put(o, PLACE_TEXT, o->refused->text);
    out_raw(o, S("</p>"));
}

bool out_kept(Out *o, Place place, const char *field)
{
    Str value;

    if (!o->refused || !o->posted || !o->posted(o->req, field, &value))
        return false;
    out_put(o, place, value);
    return true;
}
