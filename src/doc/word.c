#include "doc/word.h"

#include "doc/xml.h"

enum { MOST_DEPTH = 200, MOST_NODES = 4000000 };

bool word_named(const Word *w, const char *name)
{
    return w->kind == WORD_ELEMENT && str_eq(w->name, str_of(name));
}

const Word *word_kid(const Word *w, const char *name)
{
    for (size_t i = 0; i < w->kids.n; i++)
        if (word_named(w->kids.v[i], name))
            return w->kids.v[i];
    return NULL;
}

static Err open_any(void *user, const char *name, const char *ns, const XmlAttrs *attrs)
{
    (void)user;
    (void)name;
    (void)ns;
    (void)attrs;
    return OK;
}

static Err close_any(void *user, const char *name, const char *ns)
{
    (void)user;
    (void)name;
    (void)ns;
    return OK;
}

static Err text_any(void *user, Str s)
{
    (void)user;
    (void)s;
    return OK;
}

static bool blank(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/* Behind the '>' of a tag that begins at `at`; quotes may hold '>'. The XML is known to be well formed. */
static size_t tag_end(Str s, size_t at)
{
    char quote = 0;

    for (size_t i = at; i < s.n; i++) {
        if (quote)
            quote = s.p[i] == quote ? 0 : quote;
        else if (s.p[i] == '"' || s.p[i] == '\'')
            quote = s.p[i];
        else if (s.p[i] == '>')
            return i + 1;
    }
    return s.n;
}

static size_t behind(Str s, size_t at, Str end)
{
    size_t found;

    return str_find(str_sub(s, at, s.n), end, &found) ? at + found + end.n : s.n;
}

static Str name_of(Str tag)
{
    size_t i = 1;

    while (i < tag.n && !blank(tag.p[i]) && tag.p[i] != '>' && tag.p[i] != '/')
        i++;
    return str_sub(tag, 1, i);
}

static Word *add(Arena *a, Word *up, WordKind kind)
{
    Word *w = NEW(a, Word, 1);

    w->kind = kind;
    w->up = up;
    *vec_add(a, &up->kids) = w;
    return w;
}

static bool words_namespace(Arena *a, const Word *root)
{
    Str ns = word_attr(a, root, "xmlns:w");

    return str_eq(ns, S("http://schemas.openxmlformats.org/wordprocessingml/2006/main")) || str_eq(ns, S("http://purl.oclc.org/ooxml/wordprocessingml/main"));
}

/* The declaration may name an encoding; ours is the only one. */
static bool utf8_only(Str s)
{
    Str head = str_sub(s, 0, s.n < 200 ? s.n : 200), rest, value;
    size_t end;

    if (!utf8_valid(s))
        return false;
    if (!str_starts(head, S("<?xml")) || !str_find(head, S("?>"), &end))
        return true;
    if (!str_cut(str_sub(head, 0, end), S("encoding="), &rest, &value) || value.n < 6)
        return true;
    value = str_sub(value, 1, 6);
    return str_eq(value, S("UTF-8")) || str_eq(value, S("utf-8"));
}

static Err cut(Word *top, Arena *a, Str file, Str s, Answer *why)
{
    Word *at = top;
    size_t nodes = 0;
    int depth = 0, paras = 0;

    for (size_t i = 0; i < s.n;) {
        if (++nodes > MOST_NODES || depth > MOST_DEPTH)
            return answer(why, E_LIMIT, T("Tệp “%.*s” quá lớn hoặc lồng quá sâu; tệp này không được nhận."), SV(file));
        if (s.p[i] != '<') {
            size_t end = i;

            while (end < s.n && s.p[end] != '<')
                end++;
            add(a, at, WORD_TEXT)->text = str_sub(s, i, end);
            i = end;
            continue;
        }
        Str rest = str_sub(s, i, s.n);

        if (str_starts(rest, S("<!--")) || str_starts(rest, S("<?")) || str_starts(rest, S("<![CDATA["))) {
            i = behind(s, i, str_starts(rest, S("<!--")) ? S("-->") : str_starts(rest, S("<?")) ? S("?>") : S("]]>"));
            continue;                                       /* CDATA is never written by Word: what stands in it is dropped */
        }
        size_t end = tag_end(s, i);
        Str tag = str_sub(s, i, end);

        i = end;
        if (str_starts(tag, S("</"))) {
            if (at == top)
                break;
            at->close = tag;
            at = at->up;
            depth--;
            continue;
        }
        Word *w = add(a, at, WORD_ELEMENT);

        w->name = name_of(tag);
        w->open = tag;
        w->para = word_named(w, "w:p") ? ++paras : 0;
        if (str_ends(tag, S("/>")))
            continue;
        at = w;
        depth++;
    }
    return OK;
}

Err word_parse(Word **root, Arena *a, Str file, Str bytes, Answer *why)
{
    static const XmlEvents none = { open_any, close_any, text_any };
    Word *top = NEW(a, Word, 1);

    if (!utf8_only(bytes))
        return answer(why, E_INVALID, T("Tệp “%.*s” không ghi bằng UTF-8; hãy mở bằng Word và lưu lại."), SV(file));
    TRY(xml_read(a, file, bytes, &none, NULL, why));
    TRY(cut(top, a, file, bytes, why));
    for (size_t i = 0; i < top->kids.n; i++)
        if (top->kids.v[i]->kind == WORD_ELEMENT) {
            *root = top->kids.v[i];
            (*root)->up = NULL;
            if (!words_namespace(a, *root))
                return answer(why, E_INVALID, T("Tệp “%.*s” không phải do Word hoặc LibreOffice lưu; hãy mở và lưu lại thành DOCX."), SV(file));
            return OK;
        }
    return answer(why, E_INVALID, T("Tệp “%.*s” rỗng."), SV(file));
}

/* --- attributes and text --- */

static void reference(Buf *b, Str name)
{
    static const struct {
        const char *name;
        char ch;
    } known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };
    uint32_t cp = 0;
    bool hex = name.n > 1 && (name.p[1] == 'x' || name.p[1] == 'X');

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(name, str_of(known[i].name)))
            buf_ch(b, known[i].ch);
    if (name.n < 2 || name.p[0] != '#')
        return;
    for (size_t i = hex ? 2 : 1; i < name.n && cp < 0x110000; i++) {
        char ch = name.p[i];
        uint32_t digit = ch >= '0' && ch <= '9' ? (uint32_t)(ch - '0') : ch >= 'a' && ch <= 'f' ? (uint32_t)(ch - 'a') + 10
            : ch >= 'A' && ch <= 'F' ? (uint32_t)(ch - 'A') + 10 : 0;

        cp = cp * (hex ? 16 : 10) + digit;
    }
    if (cp >= ' ' && cp < 0x110000 && (cp < 0xD800 || cp > 0xDFFF))
        buf_cp(b, cp);
}

Str word_unescape(Arena *a, Str s)
{
    Buf b = { .arena = a };
    size_t at;

    if (!str_find(s, S("&"), &at))
        return s;
    for (size_t i = 0; i < s.n; i++) {
        Str name, rest;

        if (s.p[i] != '&' || !str_cut(str_sub(s, i + 1, s.n), S(";"), &name, &rest)) {
            buf_ch(&b, s.p[i]);
            continue;
        }
        reference(&b, name);
        i += name.n + 1;
    }
    return buf_str(&b);
}

Str word_attr(Arena *a, const Word *w, const char *name)
{
    Str key = str_of(name);

    for (size_t i = w->name.n + 1; i < w->open.n;) {
        size_t from, eq;
        char quote;

        while (i < w->open.n && blank(w->open.p[i]))
            i++;
        from = i;
        while (i < w->open.n && w->open.p[i] != '=')
            i++;
        eq = i++;
        while (i < w->open.n && blank(w->open.p[i]))
            i++;
        if (i >= w->open.n)
            break;
        quote = w->open.p[i++];
        size_t value = i;

        while (i < w->open.n && w->open.p[i] != quote)
            i++;
        if (str_eq(str_trim(str_sub(w->open, from, eq)), key))
            return word_unescape(a, str_sub(w->open, value, i));
        i++;
    }
    return (Str){ 0 };
}

static void text_of(Arena *a, const Word *w, bool in_text, Buf *b)
{
    if (w->kind == WORD_TEXT && in_text)
        buf_add(b, word_unescape(a, w->text));
    if (word_named(w, "w:br") || word_named(w, "w:cr"))
        buf_ch(b, '\n');
    if (word_named(w, "w:tab") && w->up && word_named(w->up, "w:r"))
        buf_ch(b, ' ');
    for (size_t i = 0; i < w->kids.n; i++)
        text_of(a, w->kids.v[i], word_named(w, "w:t"), b);
}

Str word_text(Arena *a, const Word *w)
{
    Buf b = { .arena = a };

    text_of(a, w, false, &b);
    return buf_str(&b);
}

void word_out(const Word *w, Buf *out)
{
    if (w->kind == WORD_TEXT)
        buf_add(out, w->text);
    buf_add(out, w->open);
    for (size_t i = 0; i < w->kids.n; i++)
        word_out(w->kids.v[i], out);
    buf_add(out, w->close);
}
