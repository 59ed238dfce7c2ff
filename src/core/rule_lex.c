/* Text of a rule to tokens: numbers with units, dates, folded words and normalised signs, each with its place. */
#include "core/rule_ast.h"
#include "text/text.h"

#include <utf8proc.h>

typedef struct Lex {
    Toks *t;
    size_t cap, at;             /* bytes */
    size_t chars;               /* characters before at */
    bool line, spaced;
} Lex;

static uint32_t peek(const Lex *l, size_t ahead)
{
    size_t at = l->at;
    uint32_t cp = 0;

    for (size_t i = 0; i <= ahead; i++) {
        if (at >= l->t->source.n)
            return 0;
        cp = utf8_next(l->t->source, &at);
    }
    return cp;
}

static void step(Lex *l, size_t n)
{
    while (n-- && l->at < l->t->source.n) {
        (void)utf8_next(l->t->source, &l->at);
        l->chars++;
    }
}

static bool digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static bool letter(uint32_t cp)
{
    utf8proc_category_t c;

    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || cp == '_';
    c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

static Tok *push(Lex *l, TokKind kind, size_t from)
{
    Toks *t = l->t;
    Tok *k;

    if (t->n == l->cap)
        t->v = vec_grow(t->arena, t->v, &l->cap, sizeof *t->v);
    k = &t->v[t->n++];
    *k = (Tok){ .kind = kind, .at = from, .to = l->chars, .line = l->line, .spaced = l->spaced };
    l->line = l->spaced = false;
    return k;
}

Err rule_refuse(Answer *why, const Toks *t, size_t i, const char *hint)
{
    const Tok *k = &t->v[i < t->n ? i : t->n - 1];
    size_t at = 0, lo, hi, c = 0;

    while (c < k->at && at < t->source.n)
        (void)utf8_next(t->source, &at), c++;
    lo = at;
    while (c < k->to && at < t->source.n)
        (void)utf8_next(t->source, &at), c++;
    for (hi = at; c < k->to + 24 && hi < t->source.n && t->source.p[hi] != '\n'; c++)
        (void)utf8_next(t->source, &hi);
    if (k->kind == TOK_END)
        return answer(why, E_INVALID, T("Quy tắc kết thúc quá sớm ở ký tự %zu: %s"), k->at + 1, tr(why->lang, hint));
    return answer(why, E_INVALID, T("Không hiểu quy tắc từ ký tự %zu, chỗ “%.*s”: %s"), k->at + 1,
        SV(str_sub(t->source, lo, hi)), tr(why->lang, hint));
}

/* digits with marks; "31/01", "31/01/2024", "31-01-2024", "2024-01-31" are dates */
static size_t count_digits(const Lex *l, size_t ahead)
{
    size_t n = 0;

    while (digit(peek(l, ahead + n)))
        n++;
    return n;
}

static int value_of(const Lex *l, size_t ahead, size_t n)
{
    int v = 0;

    for (size_t i = 0; i < n; i++)
        v = v * 10 + (int)(peek(l, ahead + i) - '0');
    return v;
}

/* "15/12/prev" of the compact form */
static int relative_year(Lex *l)
{
    Str rest = str_sub(l->t->source, l->at, l->t->source.n);
    int shift = str_starts(rest, S("/prev")) ? -1 : str_starts(rest, S("/next")) ? 1 : 0;

    step(l, shift ? 5 : 0);
    return shift;
}

static bool lex_date(Lex *l, size_t from, Err *e, Answer *why)
{
    size_t a = count_digits(l, 0), b, c = 0, used;
    uint32_t sep = peek(l, a);
    int d, m, y = 0, shift;
    Date real;
    Tok *k;

    *e = OK;
    if (a == 4 && sep == '-' && count_digits(l, 5) == 2 && peek(l, 7) == '-' && count_digits(l, 8) == 2) {
        y = value_of(l, 0, 4), m = value_of(l, 5, 2), d = value_of(l, 8, 2);
        used = 10;
    } else {
        if (a < 1 || a > 2 || (sep != '/' && sep != '-' && sep != '.'))
            return false;
        b = count_digits(l, a + 1);
        if (b < 1 || b > 2)
            return false;
        if (peek(l, a + 1 + b) == sep)
            c = count_digits(l, a + 2 + b);
        if (c != 4 && (sep != '/' || c != 0))
            return false;
        if (c == 0 && peek(l, a + 1 + b) == '%')
            return false;
        d = value_of(l, 0, a), m = value_of(l, a + 1, b);
        if (c)
            y = value_of(l, a + 2 + b, 4);
        used = a + 1 + b + (c ? 1 + c : 0);
        if (!c && (m < 1 || m > 12 || d < 1 || d > 31))
            return false;                               /* a quotient such as 50/100 */
    }
    step(l, used);
    shift = y ? 0 : relative_year(l);
    k = push(l, TOK_DATE, from);
    k->lit = (Lit){ .kind = VALUE_DATE, .day = d, .month = m, .year = y, .shift = shift };
    if (!date_make(&real, y ? y : 2024, m, d))
        *e = rule_refuse(why, l->t, l->t->n - 1, T("ngày này không có thật; hãy ghi dd/mm hoặc dd/mm/yyyy."));
    return true;
}

static Err lex_number(Lex *l, size_t from, Answer *why)
{
    size_t start = l->at, dots = 0, run = 0, skip;
    Str s;
    Tok *k;
    Dec d;
    bool doubtful, word;

    while (digit(peek(l, 0)) || ((peek(l, 0) == '.' || peek(l, 0) == ',') && digit(peek(l, 1)))) {
        run = digit(peek(l, 0)) ? run + 1 : 0;
        dots += peek(l, 0) == '.' || peek(l, 0) == ',' ? 1 : 0;
        step(l, 1);
    }
    s = str_sub(l->t->source, start, l->at);
    for (skip = 0; peek(l, skip) == ' ' || peek(l, skip) == 0xA0; skip++)
        ;
    word = letter(peek(l, skip)) && peek(l, skip) != 'x' && peek(l, skip) != 0x111 && peek(l, skip) != 0x110;
    doubtful = dots == 1 && run == 3 && memchr(s.p, '.', s.n) && s.p[0] != '0' && s.n <= 7 && peek(l, skip) != '%';
    k = push(l, TOK_NUM, from);
    if (doubtful && !word)
        return rule_refuse(why, l->t, l->t->n - 1,
            T("số này có thể hiểu hai cách; hãy ghi không có dấu chấm ngăn nghìn, hoặc dùng dấu phẩy thập phân."));
    if (doubtful)
        s = str_replace(l->t->arena, s, S("."), S(""));  /* "3.500 người": thousands before a counted noun */
    if (!dec_parse(&d, s))
        return rule_refuse(why, l->t, l->t->n - 1, T("số này không đọc được; hãy ghi như 0,5 hoặc 0.5."));
    if (peek(l, skip) == '%') {
        step(l, skip + 1);
        k->pct = true;
        k->to = l->chars;
        if (!dec_div(d, DEC(100), &d))
            return rule_refuse(why, l->t, l->t->n - 1, T("số này quá lớn."));
    }
    k->num = d;
    return OK;
}

static void lex_word(Lex *l, size_t from)
{
    size_t start = l->at;
    SCRATCH(tmp);
    Str w;
    Tok *k;

    if (peek(l, 0) == 'x' || peek(l, 0) == 'X') {       /* "x2", "x30": times */
        if (digit(peek(l, 1))) {
            step(l, 1);
            push(l, TOK_SYM, from)->text = S("*");
            return;
        }
    }
    while (letter(peek(l, 0)) || digit(peek(l, 0)))
        step(l, 1);
    w = words_fold(l->t->arena, str_sub(l->t->source, start, l->at));
    if (str_eq(w, S("tỉ")))
        w = S("tỷ");
    k = push(l, TOK_WORD, from);
    k->text = w;
    for (size_t i = 0; i < w.n; i++)
        if ((uint8_t)w.p[i] >= 0x80)
            l->t->bare = false;
}

/* Signs, the longest first. */
static const struct { const char *from, *to; } signs[] = {
    { "<=", "<=" }, { "=<", "<=" }, { ">=", ">=" }, { "=>", "=>" }, { "->", ":" }, { "≥", ">=" }, { "⩾", ">=" },
    { "≤", "<=" }, { "⩽", "<=" }, { "≧", ">=" }, { "≦", "<=" }, { "→", ":" }, { "⇒", ":" }, { "➔", ":" },
    { "<", "<" }, { ">", ">" }, { "＜", "<" }, { "＞", ">" }, { "=", "=" }, { "×", "*" }, { "✕", "*" }, { "∗", "*" },
    { "*", "*" }, { "·", "*" }, { "÷", "/" }, { "/", "/" }, { "–", "-" }, { "—", "-" }, { "−", "-" }, { "‐", "-" },
    { "‑", "-" }, { "‒", "-" }, { "-", "-" }, { "+", "+" }, { "(", "(" }, { ")", ")" }, { "[", "(" }, { "]", ")" },
    { ":", ":" }, { "：", ":" }, { ";", ";" }, { "；", ";" }, { ",", "," }, { ".", "." }, { "|", "|" }, { "&", "&" },
    { "%", "%" }, { "•", "bullet" }, { "●", "bullet" }, { "▪", "bullet" }, { "◦", "bullet" }, { "\xEF\x82\xB7", "bullet" },
    { "…", "..." }, { "~", "~" }, { "≈", "~" }, { "!", "!" }, { "?", "?" },
};

static bool lex_sign(Lex *l, size_t from)
{
    Str rest = str_sub(l->t->source, l->at, l->t->source.n);

    for (size_t i = 0; i < COUNT(signs); i++) {
        Str s = str_of(signs[i].from);

        if (s.n && str_starts(rest, s)) {
            step(l, utf8_count(s));
            push(l, TOK_SYM, from)->text = str_of(signs[i].to);
            return true;
        }
    }
    return false;
}

static Err lex_quoted(Lex *l, size_t from, Answer *why)
{
    uint32_t open = peek(l, 0), close = open == 0x201C ? 0x201D : open == '{' ? '}' : open;
    size_t start;
    Str inside;
    Tok *k;

    step(l, 1);
    start = l->at;
    while (peek(l, 0) && peek(l, 0) != close)
        step(l, 1);
    inside = str_sub(l->t->source, start, l->at);
    if (!peek(l, 0) || str_trim(inside).n == 0) {
        push(l, TOK_STR, from);
        return rule_refuse(why, l->t, l->t->n - 1, T("dấu mở ở đây không có nội dung hoặc không có dấu đóng."));
    }
    step(l, 1);
    k = push(l, open == '{' ? TOK_FACT : TOK_STR, from);
    k->text = open == '{' ? str_trim(inside) : words_fold(l->t->arena, inside);
    return OK;
}

/* "ngày 31 tháng 01 năm 2024", "31 tháng 1" become one date. */
static Err join_dates(Toks *t, Answer *why)
{
    size_t w = 0;

    for (size_t i = 0; i < t->n; i++, w++) {
        Tok *v = t->v;
        Date real;

        v[w] = v[i];
        if (v[i].kind != TOK_NUM || v[i].pct || !words_at(t, i + 1, "tháng") || v[i + 2].kind != TOK_NUM || v[i + 2].pct)
            continue;
        v[w].kind = TOK_DATE;
        v[w].lit = (Lit){ .kind = VALUE_DATE, .day = (int)(v[i].num.v / DEC_ONE), .month = (int)(v[i + 2].num.v / DEC_ONE) };
        v[w].to = v[i + 2].to;
        i += 2;
        if (words_at(t, i + 1, "năm") && v[i + 2].kind == TOK_NUM && v[i + 2].num.v >= 1900 * DEC_ONE && v[i + 2].num.v < 2200 * DEC_ONE) {
            v[w].lit.year = (int)(v[i + 2].num.v / DEC_ONE);
            v[w].to = v[i + 2].to;
            i += 2;
        }
        if (!date_make(&real, v[w].lit.year ? v[w].lit.year : 2024, v[w].lit.month, v[w].lit.day))
            return rule_refuse(why, t, w, T("ngày này không có thật; hãy ghi dd/mm hoặc dd/mm/yyyy."));
    }
    t->n = w;
    return OK;
}

Err rule_lex(Toks *t, Arena *a, Str text, Answer *why)
{
    Lex l = { .t = t, .line = true };
    Err e;

    *t = (Toks){ .arena = a, .bare = true };
    if (text.n > RULE_MAX_TEXT)
        return answer(why, E_LIMIT, T("Quy tắc dài quá %d byte; hãy tách thành nhiều tiêu chí."), (int)RULE_MAX_TEXT);
    if (!utf8_valid(text) || memchr(text.n ? text.p : "", 0, text.n))
        return answer(why, E_INVALID, T("Quy tắc có ký tự hỏng; hãy dán lại bản văn dạng Unicode (UTF-8)."));
    t->source = text_nfc(a, text);
    while (l.at < t->source.n) {
        uint32_t cp = peek(&l, 0);
        size_t from = l.chars;

        if (cp == '\n' || cp == '\r' || cp == 0x2028) {
            step(&l, 1);
            if (t->n && t->v[t->n - 1].kind != TOK_NL)
                push(&l, TOK_NL, from);
            l.line = true;
        } else if (cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200D) || cp == 0xFEFF) {
            step(&l, 1);
            l.spaced = true;
        } else if (digit(cp)) {
            if (lex_date(&l, from, &e, why)) {
                TRY(e);
            } else {
                TRY(lex_number(&l, from, why));
            }
        } else if (cp == 0xBD) {
            step(&l, 1);
            push(&l, TOK_NUM, from)->num = DEC(0.5);
        } else if (cp == '"' || cp == 0x201C || cp == '{') {
            TRY(lex_quoted(&l, from, why));
        } else if (letter(cp)) {
            lex_word(&l, from);
        } else if (!lex_sign(&l, from)) {
            step(&l, 1);
            push(&l, TOK_SYM, from)->text = S("?");
            return rule_refuse(why, t, t->n - 1, T("dấu này không dùng trong quy tắc; hãy bỏ hoặc thay bằng chữ."));
        }
    }
    push(&l, TOK_END, l.chars);
    return join_dates(t, why);
}

bool word_is(const Toks *t, size_t i, const char *z)
{
    if (i >= t->n || t->v[i].kind != TOK_WORD)
        return false;
    if (!t->bare)
        return str_eq(t->v[i].text, str_of(z));
    SCRATCH(tmp);
    return str_eq(t->v[i].text, text_fold(&tmp, str_of(z)));
}

size_t words_at(const Toks *t, size_t i, const char *z)
{
    Str rest = str_of(z), w;
    size_t n = 0;

    while (rest.n) {
        char word[64];

        str_cut(rest, S(" "), &w, &rest);
        if (w.n >= sizeof word)
            return 0;
        memcpy(word, w.p, w.n);
        word[w.n] = 0;
        while (n && i + n < t->n && t->v[i + n].kind == TOK_NL)
            n++;                                        /* a phrase may be broken over lines */
        if (!word_is(t, i + n, word))
            return 0;
        n++;
    }
    return n;
}
