#include "cal/deadline_scan.h"

#include "text/text.h"

typedef enum TokKind { T_NUM, T_WORD, T_MARK } TokKind;

typedef struct Tok {
    TokKind kind;
    Str w;                      /* folded word, digits, or the mark */
    size_t from, to;            /* bytes of the text */
    int n;                      /* of a number; -1: too large */
} Tok;

typedef struct P {
    Arena *a;
    Str s;
    VEC(Tok) t;
    size_t at;
    Scan *out;
    Lead lead;
    Join join;
    Part part;
    bool words;                 /* since the last piece */
} P;

enum { MAX_TEXT = 4000 };       /* bytes read of a cell; nobody writes a longer deadline */

static bool ascii_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool letter_at(Str s, size_t at, size_t *next)
{
    uint32_t cp;

    *next = at;
    cp = utf8_next(s, next);
    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
    return cp != 0xA0 && cp != 0xFEFF && cp != 0xFFFD && !(cp >= 0x2000 && cp < 0x2C00) && cp != 0xD7;
}

static void add_token(P *p, TokKind kind, size_t from, size_t to)
{
    Str w = str_sub(p->s, from, to);
    Tok *t = vec_add(p->a, &p->t);
    int64_t n;

    *t = (Tok){ .kind = kind, .from = from, .to = to, .w = kind == T_WORD ? text_fold(p->a, w) : w };
    if (kind == T_NUM)
        t->n = w.n <= 6 && str_int(w, &n) ? (int)n : -1;
}

static void tokens(P *p)
{
    size_t at = 0;

    while (at < p->s.n) {
        size_t from = at, next;

        if (ascii_digit(p->s.p[at])) {
            while (at < p->s.n && ascii_digit(p->s.p[at]))
                at++;
            add_token(p, T_NUM, from, at);
        } else if (letter_at(p->s, at, &next)) {
            while (at < p->s.n && letter_at(p->s, at, &next))
                at = next;
            add_token(p, T_WORD, from, at);
        } else {
            uint32_t cp = utf8_next(p->s, &at);

            if (cp >= 0x2010 && cp <= 0x2015)
                *vec_add(p->a, &p->t) = (Tok){ .kind = T_MARK, .from = from, .to = at, .w = S("-") };
            else if (cp > ' ' && cp != 0xA0 && cp != 0xFEFF)
                add_token(p, T_MARK, from, at);
            else if (cp == '\n')
                *vec_add(p->a, &p->t) = (Tok){ .kind = T_MARK, .from = from, .to = at, .w = S("\n") };
        }
    }
}

static const Tok *tok(const P *p, size_t i)
{
    static const Tok end = { .kind = T_MARK };

    return i < p->t.n ? &p->t.v[i] : &end;
}

static bool is(const P *p, size_t i, const char *w)
{
    return str_eq(tok(p, i)->w, str_of(w));
}

static bool num(const P *p, size_t i, int min, int max)
{
    const Tok *t = tok(p, i);

    return t->kind == T_NUM && t->n >= min && t->n <= max;
}

/* How many tokens the phrase of folded words takes at i; line breaks within it do not matter. 0: it is not there. */
static size_t phrase(const P *p, size_t i, const char *words)
{
    Str rest = str_of(words), w;
    size_t from = i;

    while (rest.n) {
        Str tail;

        (void)str_cut(rest, S(" "), &w, &tail);
        while (i > from && is(p, i, "\n"))
            i++;
        if (!str_eq(tok(p, i)->w, w))
            return 0;
        i++;
        rest = tail;
    }
    return i - from;
}

/* The longest phrase of a list that stands at i. */
static size_t any_phrase(const P *p, size_t i, const char *const *list)
{
    size_t best = 0;

    for (; *list; list++) {
        size_t n = phrase(p, i, *list);

        best = n > best ? n : best;
    }
    return best;
}
#define ANY(p, i, ...) any_phrase(p, i, (const char *const[]){ __VA_ARGS__, NULL })

static Piece *put(P *p, Piece x, size_t len)
{
    Piece *piece = vec_add(p->a, &p->out->pieces);

    *piece = x;
    piece->lead = p->lead;
    piece->join = p->out->pieces.n > 1 && !p->words ? p->join : JOIN_NONE;
    piece->part = p->part;
    piece->words_before = p->words;
    p->lead = LEAD_NONE;
    p->join = JOIN_NONE;
    p->part = PART_NONE;
    p->words = false;
    p->at += len;
    return piece;
}

static Piece *last_piece(const P *p)
{
    return p->out->pieces.n ? &p->out->pieces.v[p->out->pieces.n - 1] : NULL;
}

/* "2024", "/2024", "năm 2024", "(2024)" behind a month or quarter. */
static int year_at(const P *p, size_t *i)
{
    size_t k = *i;

    if (is(p, k, "/") || is(p, k, "-") || is(p, k, ",") || is(p, k, "cua") || is(p, k, "."))
        k++;
    if (is(p, k, "nam"))
        k++;
    else if (k > *i && !is(p, k - 1, "/") && !is(p, k - 1, "-") && !is(p, k - 1, "."))
        return 0;
    if (k == *i || !num(p, k, 1900, 2199))
        return 0;
    if (is(p, k + 1, "/"))
        return 0;
    *i = k + 1;
    return tok(p, k)->n;
}

static bool next_year_at(const P *p, size_t *i)
{
    size_t n = ANY(p, *i, "nam sau", "cua nam sau", "nam tiep theo", "nam ke tiep", "nam lien ke", "nam toi");

    *i += n;
    return n > 0;
}

static int number_word(const P *p, size_t i)
{
    static const char *const words[] = { "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi" };

    if (num(p, i, 1, 999))
        return tok(p, i)->n;
    for (size_t k = 0; k < COUNT(words); k++)
        if (is(p, i, words[k]))
            return (int)k + 1;
    return 0;
}

static int roman(const P *p, size_t i)
{
    static const char *const numerals[] = { "i", "ii", "iii", "iv" };

    for (size_t k = 0; k < COUNT(numerals); k++)
        if (is(p, i, numerals[k]))
            return (int)k + 1;
    return num(p, i, 1, 4) ? tok(p, i)->n : 0;
}

/* The name of a month as a word. With its marks: "tháng sau" is the next month and "tháng, năm" are two periods. */
static int month_word(const P *p, size_t i, size_t *len)
{
    static const char *const names[] = { "giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai" };
    int best = 0;

    *len = 0;
    for (size_t k = 0; k < COUNT(names); k++) {
        Str name = str_of(names[k]), tail;
        bool two = str_cut(name, S(" "), &name, &tail);

        if (tok(p, i)->kind != T_WORD || !str_eq(text_lower(p->a, str_sub(p->s, tok(p, i)->from, tok(p, i)->to)), name))
            continue;
        if (two && !str_eq(tok(p, i + 1)->w, text_fold(p->a, tail)))
            continue;
        *len = 1 + two;
        best = (int)k + 1;
    }
    if (best == 5 && p->s.p[tok(p, i)->from] != 'N' && !is(p, i + 1, "nam"))
        best = 0;                                           /* "tháng năm": May only as a name or before its year */
    return is(p, i + *len, "lan") ? 0 : best;               /* "tháng hai lần" counts */
}

/* 15/01/2024, 15-1-2024, 15.1.2024, 2024-01-15, 15/01: how many tokens. */
static size_t date_at(const P *p, size_t i, Piece *out)
{
    static const char *const seps[] = { "/", "-", "." };

    for (size_t k = 0; k < COUNT(seps); k++) {
        if (!is(p, i + 1, seps[k]))
            continue;
        if (is(p, i + 3, seps[k]) && num(p, i, 1, 31) && num(p, i + 2, 1, 12) && num(p, i + 4, 1900, 2199)) {
            *out = (Piece){ P_DATE, .day = tok(p, i)->n, .month = tok(p, i + 2)->n, .year = tok(p, i + 4)->n };
            return 5;
        }
        if (is(p, i + 3, seps[k]) && num(p, i, 1900, 2199) && num(p, i + 2, 1, 12) && num(p, i + 4, 1, 31)) {
            *out = (Piece){ P_DATE, .day = tok(p, i + 4)->n, .month = tok(p, i + 2)->n, .year = tok(p, i)->n };
            return 5;
        }
    }
    if (is(p, i + 1, "/") && num(p, i, 1, 31) && num(p, i + 2, 1, 12) && !is(p, i + 3, "/")) {
        size_t k = i + 3;

        *out = (Piece){ P_DATE, .day = tok(p, i)->n, .month = tok(p, i + 2)->n };
        if (is(p, k, "nam") || is(p, k, "cua"))
            out->year = year_at(p, &k);
        out->next_year = next_year_at(p, &k);
        return k - i;
    }
    return 0;
}

/* "5 tháng 2 năm 2024" (behind "ngày"). */
static size_t worded_date_at(const P *p, size_t i, Piece *out)
{
    size_t k = i + 1;

    if (!num(p, i, 1, 31))
        return 0;
    if (is(p, k, "cua"))
        k++;
    if (!is(p, k, "thang") || !num(p, k + 1, 1, 12) || is(p, k + 2, "lan"))
        return 0;                                           /* "6 tháng 1 lần" is no day */
    *out = (Piece){ P_DATE, .day = tok(p, i)->n, .month = tok(p, k + 1)->n };
    k += 2;
    out->year = year_at(p, &k);
    out->next_year = !out->year && next_year_at(p, &k);
    return k - i;
}

static bool scan_date(P *p)
{
    Piece x;
    size_t skip = is(p, p->at, "ngay") || is(p, p->at, "mung") || is(p, p->at, "mong"), n;

    if (skip && is(p, p->at + 1, "mung"))
        skip++;
    n = date_at(p, p->at + skip, &x);
    if (!n && num(p, p->at + skip, 1, 31) && is(p, p->at + skip + 1, "-") && date_at(p, p->at + skip + 2, &x)) {
        put(p, (Piece){ P_DAY, .day = tok(p, p->at + skip)->n }, skip + 1);     /* "15-20/6" */
        return true;
    }
    if (!n)
        n = worded_date_at(p, p->at + skip, &x);
    if (n) {
        put(p, x, n + skip);
        return true;
    }
    if (skip && num(p, p->at + skip, 1, 31) && !is(p, p->at + skip + 1, "/")) {
        put(p, (Piece){ P_DAY, .day = tok(p, p->at + skip)->n }, skip + 1);
        return true;
    }
    n = ANY(p, p->at, "ngay cuoi cung cua", "ngay cuoi cung", "ngay cuoi cua", "ngay cuoi",
        "ngay lam viec cuoi cung cua", "ngay lam viec cuoi cung");
    if (n) {
        put(p, (Piece){ P_DAY, .day = 31 }, n);
        return true;
    }
    return false;
}

/* Number behind "tháng"/"quý", or continuing a list or range of them: "Quý II, III/2024", "tháng 3-11/2024". */
static bool scan_numbered(P *p)
{
    const Piece *before = last_piece(p);
    size_t k = p->at + 1, len;
    bool month = is(p, p->at, "thang") || is(p, p->at, "thg"), quarter = is(p, p->at, "quy") || is(p, p->at, "qui") || is(p, p->at, "q");
    Piece x = { P_MONTH };

    if (!month && !quarter && before && p->join != JOIN_NONE && !p->words) {
        month = before->kind == P_MONTH && !is(p, p->at + 1, "thang") && !is(p, p->at + 1, "lan");
        quarter = before->kind == P_QUARTER;
        k = p->at;
    }
    if (month && num(p, k, 1, 12))
        x.n = tok(p, k)->n;
    else if (month && (x.n = month_word(p, k, &len)))
        k += len - 1;
    if (quarter && roman(p, k)) {
        x.kind = P_QUARTER;
        x.n = roman(p, k);
    }
    if (!x.n)
        return false;
    k++;
    if (ANY(p, k, "dau nam", "cuoi nam"))
        return false;
    x.year = year_at(p, &k);
    x.next_year = !x.year && next_year_at(p, &k);
    put(p, x, k - p->at);
    return true;
}

/* "9/2024" for a month; "I/2024" for a quarter is not written without the word. */
static bool scan_month_slash_year(P *p)
{
    if (!num(p, p->at, 1, 12) || !is(p, p->at + 1, "/") || !num(p, p->at + 2, 1900, 2199))
        return false;
    put(p, (Piece){ P_MONTH, .n = tok(p, p->at)->n, .year = tok(p, p->at + 2)->n }, 3);
    return true;
}

static bool scan_year(P *p)
{
    size_t k = p->at;
    const Piece *before = last_piece(p);
    bool named = is(p, k, "nam") && num(p, k + 1, 1900, 2199);
    bool joined = before && before->kind == P_YEAR && p->join != JOIN_NONE;
    size_t span = ANY(p, k, "giai doan", "thoi ky", "nhiem ky", "cac nam", "nam hoc");

    if (span) {
        p->at += span;
        k = p->at;
        if (!num(p, k, 1900, 2199))
            return true;
    } else if (named) {
        k++;
    } else if (!joined && !(num(p, k, 1900, 2199) && !is(p, k + 1, "/") && !p->words)) {
        return false;
    }
    if (!num(p, k, 1900, 2199) || is(p, k + 1, "/"))
        return false;
    put(p, (Piece){ P_YEAR, .year = tok(p, k)->n }, k + 1 - p->at);
    return true;
}

/* "6 tháng đầu năm", "9 tháng đầu năm 2024", "nửa cuối năm": months n..m. */
static bool scan_months_of_year(P *p)
{
    size_t half = ANY(p, p->at, "nua", "nua nam"), k = p->at + 2;
    int n = half ? 6 : number_word(p, p->at);
    bool first, last;
    Piece x = { P_MONTHS };

    if (half)
        k = p->at + half;
    else if (!n || n > 12 || !is(p, p->at + 1, "thang"))
        return false;
    first = is(p, k, "dau");
    last = is(p, k, "cuoi");
    if (!first && !last)
        return false;
    k++;
    if (is(p, k, "cua"))
        k++;
    if (is(p, k, "nam") && !num(p, k + 1, 1900, 2199))
        k++;
    x.n = first ? 1 : 13 - n;
    x.m = first ? n : 12;
    x.year = year_at(p, &k);
    put(p, x, k - p->at);
    return true;
}

/* A period as a unit: "quý", "6 tháng", "năm", "kỳ báo cáo". 0: none; *len tokens. */
static int unit_at(const P *p, size_t i, size_t *len)
{
    static const struct {
        const char *words;
        int every;
    } units[] = {
        { "ngay", EVERY_DAY }, { "tuan", EVERY_WEEK }, { "thang", EVERY_MONTH }, { "quy", EVERY_QUARTER },
        { "qui", EVERY_QUARTER }, { "nam", EVERY_YEAR }, { "nua nam", EVERY_HALF }, { "ky bao cao", EVERY_PERIOD },
        { "ky", EVERY_PERIOD }, { "6 thang", EVERY_HALF }, { "06 thang", EVERY_HALF }, { "sau thang", EVERY_HALF },
        { "3 thang", EVERY_QUARTER }, { "03 thang", EVERY_QUARTER }, { "ba thang", EVERY_QUARTER },
        { "12 thang", EVERY_YEAR }, { "9 thang", EVERY_YEAR }, { "09 thang", EVERY_YEAR }, { "01 nam", EVERY_YEAR }, { "1 nam", EVERY_YEAR }, { "mot nam", EVERY_YEAR },
        { "01 quy", EVERY_QUARTER }, { "1 quy", EVERY_QUARTER }, { "mot quy", EVERY_QUARTER },
        { "01 thang", EVERY_MONTH }, { "1 thang", EVERY_MONTH }, { "mot thang", EVERY_MONTH },
        { "01 tuan", EVERY_WEEK }, { "1 tuan", EVERY_WEEK }, { "mot tuan", EVERY_WEEK },
    };
    int every = 0;

    *len = 0;
    for (size_t k = 0; k < COUNT(units); k++) {
        size_t n = phrase(p, i, units[k].words);

        if (n > *len) {
            *len = n;
            every = units[k].every;
        }
    }
    if (every == EVERY_QUARTER && ANY(p, i + *len, "dinh", "che", "trinh", "hoach", "mo", "uoc"))
        return 0;
    return every;
}

/* "3 năm/lần", "hai năm một lần": a rhythm of several units. */
static bool scan_every_few(P *p)
{
    size_t k = p->at + 1, len;
    int n = number_word(p, p->at), every = n > 1 ? unit_at(p, k, &len) : 0;

    if (!every || unit_at(p, p->at, &len))   /* "6 tháng", "3 tháng" are units of their own */
        return false;
    k += 1 + (is(p, k + 1, "/") || number_word(p, k + 1) == 1);
    if (!is(p, k, "lan"))
        return false;
    put(p, (Piece){ P_EVERY, .n = every, .m = n }, k + 1 - p->at);
    return true;
}

/* "2 lần/năm", "2 lần trong năm", "mỗi quý 01 lần", "6 tháng/lần", "quý một lần". */
static bool scan_count(P *p)
{
    size_t k = p->at, len;
    int n = number_word(p, k), every;

    if (n && is(p, k + 1, "lan")) {
        k += 2;
        while (is(p, k, "/") || is(p, k, "trong") || is(p, k, "moi") || is(p, k, "tren") || is(p, k, "hang")
            || is(p, k, "mot") || is(p, k, "1"))
            k++;
        every = unit_at(p, k, &len);
        if (every)
            put(p, (Piece){ P_COUNT, .n = n, .m = every }, k + len - p->at);
        return every;
    }
    if (is(p, k, "moi") || is(p, k, "hang") || is(p, k, "trong") || is(p, k, "dinh"))
        k += is(p, k, "dinh") ? 2 : 1;
    every = unit_at(p, k, &len);
    if (every && is(p, k + len, "/") && is(p, k + len + 1, "lan")) {
        put(p, (Piece){ P_EVERY, .n = every }, k + len + 2 - p->at);
        return true;
    }
    if (every)
        len += ANY(p, k + len, "it nhat", "toi thieu", "khong qua", "toi da", "to chuc");
    n = every ? number_word(p, k + len) : 0;
    if (n && is(p, k + len + 1, "lan")) {
        bool once_each = n == 1 && (k == p->at || is(p, p->at, "dinh"));
                                                            /* "6 tháng một lần" is a rhythm, "mỗi quý 01 lần" a count */

        put(p, once_each ? (Piece){ P_EVERY, .n = every } : (Piece){ P_COUNT, .n = n, .m = every }, k + len + 2 - p->at);
        return true;
    }
    return false;
}

/* "hàng quý", "mỗi năm"; once something recurs also bare "quý, 6 tháng, năm 2023" in the list. */
static bool scan_every(P *p)
{
    size_t k = p->at, len;
    bool word = is(p, k, "hang") || is(p, k, "moi") || is(p, k, "tung") || is(p, k, "cac");
    bool theo = is(p, k, "theo");
    int every;

    every = unit_at(p, k + (word || theo), &len);
    if (!every || (is(p, k, "cac") && every == EVERY_YEAR))
        return false;
    k += (word || theo) + len;
    if (theo && !(k >= p->t.n || tok(p, k)->kind == T_MARK || is(p, k, "va")))
        return false;
    if (!word && !theo && !p->out->periodic)
        return false;
    if (!word && !theo && (every == EVERY_DAY || (every == EVERY_QUARTER && roman(p, k)) || num(p, k, 1, 12)))
        return false;                                       /* "hàng năm, trong quý I": that quarter, not each */
    if (every == EVERY_YEAR && num(p, k, 1900, 2199))
        k++;                                                /* "và báo cáo năm 2023" */
    p->out->periodic = true;
    put(p, (Piece){ P_EVERY, .n = every }, k - p->at);
    return true;
}

/* "tháng, quý, 6 tháng, năm": at least two units in a list are a rhythm even without a word that says so. */
static bool unit_list(const P *p)
{
    size_t len, k = p->at;
    int every = unit_at(p, k, &len);

    if (!every || every == EVERY_DAY || num(p, k + len, 1, 2199) || roman(p, k + len))
        return false;
    k += len;
    if (!is(p, k, ",") && !is(p, k, "va") && !is(p, k, "/") && !is(p, k, "-"))
        return false;
    k++;
    k += ANY(p, k, "bao cao", "tong ket", "so ket");
    every = unit_at(p, k, &len);
    return every && every != EVERY_DAY && !roman(p, k + len);
}

/* "của tháng cuối quý", "tháng đầu quý sau", "tháng cuối kỳ báo cáo", "tháng sau", "của tháng". */
static bool scan_of_period(P *p)
{
    size_t k = p->at, len;
    bool first, last;
    int every;
    const Piece *before = last_piece(p);

    if (!before || (before->kind != P_DAY && before->kind != P_DATE) || p->words)
        return false;
    if (is(p, k, "cua"))
        k++;
    if (is(p, k, "moi"))
        k++;
    if (!is(p, k, "thang") || num(p, k + 1, 1, 12)) {
        every = unit_at(p, k, &len);
        if (!every || !(before->kind == P_DAY) || every == EVERY_DAY || num(p, k + len, 1, 2199))
            return false;
        put(p, (Piece){ P_OF_PERIOD, .n = every }, k + len - p->at);
        return true;
    }
    k++;
    first = is(p, k, "dau");
    last = is(p, k, "cuoi");
    if (first || last) {
        k++;
        k += ANY(p, k, "cung cua moi", "cung cua", "cua moi", "cua", "moi", "hang");
        every = unit_at(p, k, &len);
        if (!every)
            return false;
        k += len + ANY(p, k + len, "sau", "tiep theo", "ke tiep", "lien ke");
        put(p, (Piece){ P_OF_PERIOD, .n = every, .m = first ? 1 : 0 }, k - p->at);
        return true;
    }
    k += ANY(p, k, "sau", "tiep theo", "ke tiep", "lien ke");
    put(p, (Piece){ P_OF_PERIOD, .n = EVERY_MONTH }, k - p->at);
    return true;
}

static Str rest_of(const P *p, size_t i)
{
    Str s;

    if (i >= p->t.n)
        return (Str){ 0 };
    s = str_trim(str_sub(p->s, tok(p, i)->from, p->s.n));
    while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ';' || s.p[s.n - 1] == ','))
        s.n--;
    s = str_trim(s);
    if (str_ends(s, S("…")))
        s.n -= S("…").n;
    return str_trim(s);
}

/* "05 ngày làm việc kể từ ngày …", "trong 15 ngày", "24 giờ sau khi …". */
static bool scan_offset(P *p)
{
    size_t k = p->at + 1, from;
    int n = number_word(p, p->at);
    Piece x = { P_OFFSET, .n = n };

    if (!n)
        return false;
    if (is(p, k, "(") && is(p, k + 2, ")"))                 /* "05 (năm) ngày" */
        k += 3;
    if (is(p, k, "ngay"))
        x.m = phrase(p, k + 1, "lam viec") ? 'w' : 'd';
    else if (is(p, k, "tuan"))
        x.m = 'd', x.n *= 7;
    else if (is(p, k, "thang"))
        x.m = 'm';
    else if (is(p, k, "nam") && !num(p, k + 1, 1900, 2199))
        x.m = 'm', x.n *= 12;
    else if (is(p, k, "gio"))
        x.m = 'h';
    if (!x.m)
        return false;
    k += 1 + ANY(p, k + 1, "lam viec", "lich");
    from = ANY(p, k, "ke tu khi", "ke tu ngay", "ke tu", "tinh tu ngay", "tinh tu khi", "tinh tu", "tu ngay", "tu khi",
        "sau khi", "sau ngay", "sau", "khi", "truoc khi", "truoc ngay");
    if (is(p, k, ",") && !from)
        from = ANY(p, k + 1, "ke tu khi", "ke tu ngay", "ke tu", "tinh tu ngay", "tinh tu khi", "tinh tu") + 1, from *= from > 1;
    if (!from && !p->out->within && p->lead == LEAD_NONE && x.m != 'w')
        return false;
    put(p, x, k + from - p->at);
    if (from) {
        Scan *o = p->out;
        Piece date;

        o->event = rest_of(p, p->at);
        o->tail = TAIL_EVENT;
        if (date_at(p, p->at, &date) == 5 || worded_date_at(p, p->at, &date))
            put(p, date, 0);
        p->at = p->t.n;
    }
    return true;
}

static bool scan_week(P *p)
{
    size_t k = p->at + 1;
    int n = 0;
    Piece x = { P_WEEK };

    if (!is(p, p->at, "tuan"))
        return false;
    if (is(p, k, "thu"))
        k++;
    if (is(p, k, "dau") || is(p, k, "nhat"))
        n = 1;
    else if (is(p, k, "cuoi"))
        n = 5;
    else
        n = number_word(p, k);
    if (n < 1 || n > 5)
        return false;
    k++;
    k += ANY(p, k, "tien cua", "tien", "cung cua", "cung", "cua");
    if (!is(p, k, "thang") || !num(p, k + 1, 1, 12))
        return false;
    x.n = n;
    x.month = tok(p, k + 1)->n;
    k += 2;
    x.year = year_at(p, &k);
    put(p, x, k - p->at);
    return true;
}

static bool scan_weekday(P *p)
{
    int n;

    if (phrase(p, p->at, "chu nhat")) {
        put(p, (Piece){ P_WEEKDAY, .day = 7 }, 2);
        return true;
    }
    n = is(p, p->at, "thu") ? number_word(p, p->at + 1) : 0;
    if (is(p, p->at, "thu") && is(p, p->at + 1, "tu"))
        n = 4;
    if (n < 2 || n > 7)
        return false;
    put(p, (Piece){ P_WEEKDAY, .day = n - 1 }, 2);
    return true;
}

/* Words before a piece that say on which side of it the deadline lies. */
static bool scan_lead(P *p)
{
    static const struct {
        const char *words;
        Lead lead;
    } leads[] = {
        { "truoc ngay", LEAD_BEFORE }, { "truoc", LEAD_BEFORE },
        { "cham nhat", LEAD_UNTIL }, { "cham nhat la", LEAD_UNTIL }, { "muon nhat", LEAD_UNTIL },
        { "khong qua", LEAD_UNTIL }, { "khong muon hon", LEAD_UNTIL }, { "khong cham hon", LEAD_UNTIL },
        { "han cuoi", LEAD_UNTIL }, { "han chot", LEAD_UNTIL }, { "den het", LEAD_UNTIL }, { "cho den", LEAD_UNTIL },
        { "het", LEAD_UNTIL }, { "den", LEAD_UNTIL }, { "toi", LEAD_UNTIL }, { "den cuoi", LEAD_UNTIL },
        { "den truoc", LEAD_BEFORE },
        { "tu", LEAD_FROM }, { "bat dau tu", LEAD_FROM }, { "bat dau", LEAD_FROM }, { "ke tu", LEAD_FROM },
        { "sau", LEAD_AFTER }, { "sau ngay", LEAD_AFTER },
    };
    size_t best = 0;
    Lead lead = LEAD_NONE;

    if (ANY(p, p->at, "truoc mat", "truoc het", "tu nay"))
        return p->at += 2, true;
    for (size_t i = 0; i < COUNT(leads); i++) {
        size_t n = phrase(p, p->at, leads[i].words);

        if (n > best) {
            best = n;
            lead = leads[i].lead;
        }
    }
    if (!best)
        return false;
    if (str_eq(tok(p, p->at + best - 1)->w, S("ngay")) || str_eq(tok(p, p->at + best - 1)->w, S("cuoi")))
        best--;                                             /* the date reads its own "ngày", "cuối" its own part */
    if (lead == LEAD_UNTIL && is(p, p->at, "den") && last_piece(p) && !p->words)
        p->join = JOIN_RANGE;
    /* "chậm nhất đến trước ngày": the narrower word stays */
    if (p->lead != LEAD_BEFORE || lead != LEAD_UNTIL)
        p->lead = lead;
    p->at += best;
    return true;
}

static bool scan_part(P *p)
{
    size_t k = p->at + 1;
    Part part = is(p, p->at, "dau") ? PART_BEGIN : is(p, p->at, "giua") ? PART_MIDDLE : is(p, p->at, "cuoi") ? PART_END
                                                                                                             : PART_NONE;

    if (part == PART_NONE)
        return false;
    if (is(p, k, "moi") || is(p, k, "hang")) {              /* "cuối mỗi quý" is the rhythm itself */
        p->at = k;
        return true;
    }
    if (is(p, k, "nam") && !num(p, k + 1, 1900, 2199)) {
        p->part = part;
        put(p, (Piece){ P_PLAN_YEAR }, 2);
        return true;
    }
    if (!is(p, k, "nam") && !is(p, k, "thang") && !is(p, k, "quy") && !is(p, k, "qui"))
        return false;
    if (!is(p, k, "nam") && !num(p, k + 1, 1, 12) && !roman(p, k + 1)) {
        put(p, (Piece){ P_EVERY, .n = is(p, k, "thang") ? EVERY_MONTH : EVERY_QUARTER }, 2);    /* "cuối quý": of each */
        return true;
    }
    p->part = part;
    p->at++;
    return true;
}

/* "17h00 ngày …", "16 giờ 30 phút ngày …": the day itself still counts, so "trước" becomes "until". */
static bool scan_clock(P *p)
{
    size_t k = p->at + 1;

    if (!num(p, p->at, 0, 24) || (!is(p, k, "h") && !is(p, k, "g") && !is(p, k, "gio") && !is(p, k, ":")))
        return false;
    k++;
    if (num(p, k, 0, 59))
        k++;
    if (is(p, k, "phut"))
        k++;
    if (is(p, k, ","))
        k++;
    if (!is(p, k, "ngay"))
        return false;
    p->at = k;
    if (p->lead == LEAD_BEFORE)
        p->lead = LEAD_UNTIL;
    return true;
}

/* Words that say what kind of deadline it is without naming a time. */
static bool scan_manner(P *p)
{
    Scan *o = p->out;
    size_t n;

    if ((n = ANY(p, p->at, "thuong xuyen", "lien tuc", "quanh nam", "suot nam", "suot ca nam", "hang ngay lien tuc"))) {
        o->standing = true;
    } else if ((n = ANY(p, p->at, "dot xuat", "phat sinh"))) {
        o->ad_hoc = true;
    } else if ((n = ANY(p, p->at, "hoan thanh", "hoan tat", "xong", "ket thuc"))) {
        o->complete = true;
        p->words = true;                                    /* a new act begins: "… quý I; hoàn thành trước …" */
    } else if ((n = ANY(p, p->at, "trong vong", "trong thoi han", "trong thoi gian", "thoi han", "trong"))) {
        o->within = !(is(p, p->at, "trong") && !number_word(p, p->at + n)) || n > 1;
        if (n == 1 && is(p, p->at + 1, "nam") && !num(p, p->at + 2, 1900, 2199)) {
            put(p, (Piece){ P_PLAN_YEAR }, 2);
            return true;
        }
    } else if ((n = ANY(p, p->at, "dinh ky", "dinh ki", "hang ky"))) {
        o->periodic = true;
    } else if ((n = ANY(p, p->at, "ca nam", "nam nay", "trong ca nam"))) {
        put(p, (Piece){ P_PLAN_YEAR }, n);
        return true;
    } else if ((n = ANY(p, p->at, "va cac nam tiep theo", "va nhung nam tiep theo", "va cac nam sau", "va nhung nam sau",
                    "cac nam tiep theo", "nhung nam tiep theo", "va cac nam ke tiep", "va nam tiep theo", "tro di",
                    "va hang nam", "va cac nam", "va cac quy tiep theo", "va cac quy sau", "va cac thang tiep theo",
                    "va cac thang sau"))) {
        put(p, (Piece){ P_ONWARD, .n = is(p, p->at, "tro") ? 0 : 1 }, n);
        return true;
    } else if ((n = ANY(p, p->at, "vao", "ngay", "la", "cua", "thang", "bao cao", "so ket", "tong ket", "xay dung", "va bao cao", "thoi diem", "moc thoi gian"))) {
        /* words that stand beside times and separate nothing */
    }
    p->at += n;
    return n > 0;
}

static void end_with(P *p, Tail tail, size_t from)
{
    p->out->tail = tail;
    p->out->tail_first = p->out->pieces.n == 0 && !p->out->standing && !p->out->ad_hoc;
    p->out->event = rest_of(p, from);
    p->out->before_event = p->lead == LEAD_BEFORE;
    p->at = p->t.n;
}

/* "sau khi …", "khi …", "theo …": the rest names an event or a document. */
static bool scan_tail(P *p)
{
    size_t n = ANY(p, p->at, "ngay sau khi", "sau khi", "ngay khi", "khi", "cho den khi", "den khi", "ke tu khi", "sau ky hop",
        "sau hoi nghi", "sau cuoc hop");

    if (n && ANY(p, p->at + n, "co phat sinh", "phat sinh", "can", "can thiet", "co yeu cau", "co nhu cau", "duoc yeu cau")) {
        p->out->ad_hoc = true;
        end_with(p, TAIL_DEMAND, p->t.n);
        return true;
    }
    if (n) {
        size_t from = is(p, p->at + n - 1, "khi") ? p->at + n : p->at + 1;

        end_with(p, TAIL_EVENT, from);
        return true;
    }
    n = ANY(p, p->at, "theo", "can cu", "phu hop voi");
    if (!n)
        return false;
    if (ANY(p, p->at + n, "yeu cau", "de nghi", "phat sinh", "nhu cau", "su vu", "vu viec"))
        end_with(p, TAIL_DEMAND, p->at + n);
    else
        end_with(p, TAIL_DOCUMENT, p->at + n);
    return true;
}

static bool scan_mark(P *p)
{
    const Tok *t = tok(p, p->at);

    if (t->kind != T_MARK && !is(p, p->at, "va") && !is(p, p->at, "hoac"))
        return false;
    if (is(p, p->at, "-"))
        p->join = JOIN_RANGE;
    else if (is(p, p->at, ",") || is(p, p->at, ";") || is(p, p->at, "&") || is(p, p->at, "+") || t->kind == T_WORD)
        p->join = JOIN_LIST;
    p->at++;
    return true;
}

void deadline_scan(Scan *out, Arena *a, Str s)
{
    static bool (*const readers[])(P *) = { scan_of_period, scan_clock, scan_date, scan_every_few, scan_count, scan_months_of_year, scan_every,
        scan_week, scan_weekday, scan_part, scan_numbered, scan_month_slash_year, scan_offset, scan_year, scan_tail,
        scan_lead, scan_manner, scan_mark };
    P p = { .a = a, .s = str_sub(s, 0, MAX_TEXT), .out = out };

    *out = (Scan){ 0 };
    tokens(&p);
    while (p.at < p.t.n) {
        bool read = false;

        if (ANY(&p, p.at, "dinh huong", "tam nhin"))
            return;                                         /* a view beyond the deadline */
        out->words |= tok(&p, p.at)->kind != T_MARK;
        if (!out->periodic && unit_list(&p))
            out->periodic = true;
        for (size_t i = 0; i < COUNT(readers) && !read; i++)
            read = readers[i](&p);
        if (!read && (p.lead == LEAD_BEFORE || p.lead == LEAD_AFTER) && !out->pieces.n) {
            end_with(&p, TAIL_EVENT, p.at);                 /* "sau Tết", "trước kỳ họp …" */
        } else if (!read) {
            p.words = true;
            p.at++;
        }
    }
}
