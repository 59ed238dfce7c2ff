/*
 * Before the phrases are read: numbers written in words, numbers that only belong to names, "b/a = 1", "2/3 số đơn vị",
 * commas inside the nouns of a formula. Only what has one meaning is changed; the place of each token is kept.
 */
#include "core/rule_phrase.h"
#include "text/text.h"

typedef struct Tidy {
    Toks *t;
    size_t w;                   /* tokens written so far; reading is always ahead of writing */
} Tidy;

static const Words count_names[] = {
    { "không", 0 }, { "một", 1 }, { "hai", 2 }, { "ba", 3 }, { "bốn", 4 }, { "năm", 5 }, { "sáu", 6 }, { "bảy", 7 }, { "tám", 8 },
    { "chín", 9 }, { "mười", 10 },
};
static const Words counted[] = {
    { "sáng kiến", 0 }, { "lần", 0 }, { "báo cáo", 0 }, { "cuộc", 0 }, { "văn bản", 0 }, { "hồ sơ", 0 }, { "trường hợp", 0 }, { "buổi", 0 },
    { "mô hình", 0 }, { "tin bài", 0 }, { "tin", 0 }, { "bài", 0 }, { "hội nghị", 0 }, { "lớp", 0 }, { "đợt", 0 }, { "giải pháp", 0 },
    { "cách làm", 0 }, { "nhiệm vụ", 0 }, { "cơ quan", 0 }, { "đơn vị", 0 }, { "kỳ", 0 }, { "thủ tục", 0 }, { "nội dung", 0 },
};
static const Words whole_of[] = {
    { "số điểm", 1 }, { "điểm", 1 }, { "tổng số điểm", 1 }, { "tổng điểm", 1 },     /* points, not a rate */
    { "nội dung", 0 }, { "nhiệm vụ", 0 }, { "báo cáo", 0 }, { "yêu cầu", 0 }, { "tiêu chí", 0 }, { "chỉ tiêu", 0 }, { "đơn vị", 0 },
    { "tiêu chuẩn", 0 }, { "số", 0 }, { "tổng số", 0 }, { "thành viên", 0 }, { "cơ quan", 0 }, { "xã", 0 }, { "phường", 0 }, { "thôn", 0 },
    { "hồ sơ", 0 }, { "văn bản", 0 }, { "cán bộ", 0 }, { "công chức", 0 }, { "người", 0 }, { "phiếu", 0 }, { "kế hoạch", 0 }, { "sở", 0 },
    { "phòng", 0 }, { "trường", 0 }, { "thủ tục", 0 },
};
static const Words names[] = {
    { "đề án", 0 }, { "đề án số", 0 }, { "nghị quyết", 0 }, { "nghị quyết số", 0 }, { "chỉ thị", 0 }, { "chỉ thị số", 0 }, { "mẫu", 0 },
    { "mẫu số", 0 }, { "biểu", 0 }, { "biểu số", 0 }, { "biểu mẫu", 0 }, { "biểu mẫu số", 0 }, { "phụ lục", 0 }, { "phụ lục số", 0 }, { "giai đoạn", 0 },
    { "kế hoạch số", 0 }, { "công văn số", 0 }, { "văn bản số", 0 }, { "quyết định số", 0 }, { "nghị định số", 0 }, { "thông tư số", 0 },
    { "mức", 0 }, { "nhóm", 0 }, { "lần thứ", 0 }, { "hạng", 0 }, { "bậc", 0 }, { "nhiệm kỳ", 0 },
};
static const struct { const char *en, *vi; } english[] = {
    { "point", "điểm" }, { "points", "điểm" }, { "pt", "điểm" }, { "pts", "điểm" }, { "below", "dưới" }, { "under", "dưới" }, { "above", "trên" },
    { "over", "trên" }, { "from", "từ" }, { "to", "đến" }, { "before", "trước" }, { "after", "sau" },
};

static void make_word(Toks *t, size_t i)
{
    Tok *k = &t->v[i];
    Str s = number_print(t->arena, k->num, k->pct, NUM_VI);

    k->kind = TOK_WORD;
    k->text = s;
}

static Str word_like(const Toks *t, const char *z)
{
    return t->bare ? text_fold(t->arena, str_of(z)) : str_of(z);
}

static bool over_100(Tok *k)
{
    return dec_div(k->num, DEC(100), &k->num);
}

/* "một điểm", "hai sáng kiến" */
static void words_to_numbers(Toks *t)
{
    size_t taken;

    for (size_t i = 0; i + 1 < t->n; i++) {
        int n = WORDS_AT(t, i, count_names, &taken);
        bool thing = point_word(t, i + 1) || (n > 0 && n != 5 && WORDS_AT(t, i + 1, counted, &taken) >= 0);

        if (n < 0 || !thing || (n == 0 && !(i > 0 && t->v[i - 1].kind == TOK_SYM))
            || (i > 0 && (word_is(t, i - 1, "mỗi") || word_is(t, i - 1, "thứ"))))
            continue;
        t->v[i].kind = TOK_NUM;
        t->v[i].num = dec_int(n);
    }
}

static void english_words(Toks *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < COUNT(english); k++)
            if (t->v[i].kind == TOK_WORD && str_eq(t->v[i].text, str_of(english[k].en)))
                t->v[i].text = word_like(t, english[k].vi);
}

/* "Đề án 06", "giai đoạn 2021-2025" */
static void numbers_of_names(Toks *t)
{
    size_t taken;

    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t k;

        if (num_at(t, i) && word_is(t, i + 1, "tháng") && (sym_at(t, i + 2, "/") || word_is(t, i + 2, "một") || words_at(t, i + 2, "đầu năm")
            || words_at(t, i + 2, "cuối năm")))
            make_word(t, i);                            /* "6 tháng/lần" */
        if (WORDS_AT(t, i, names, &taken) < 0 || !num_at(t, i + taken) || point_word(t, i + taken + 1))
            continue;
        k = i + taken;
        if (sym_at(t, k + 1, "-") && num_at(t, k + 2)) {
            if (!words_at(t, i, "giai đoạn") && !words_at(t, i, "nhiệm kỳ"))
                continue;                               /* "hạng 1-10" is a range */
            make_word(t, k + 2);
        }
        make_word(t, k);
    }
}

static bool period_name(const Toks *t, size_t i, size_t *n)
{
    *n = 2;
    if (num_at(t, i) && word_is(t, i + 1, "tháng"))
        return true;
    if (word_is(t, i, "quý") && i + 1 < t->n && !word_is(t, i + 1, "và") && (t->v[i + 1].kind == TOK_WORD || num_at(t, i + 1)))
        return true;
    *n = 1;
    return (word_is(t, i, "năm") && !num_at(t, i + 1)) || (word_is(t, i, "quý") && sym_at(t, i + 1, ","));
}

/* "báo cáo quý I, 6 tháng, quý III và năm": which reports, neither counts nor dates. */
static void report_periods(Toks *t)
{
    for (size_t i = 0; i + 2 < t->n; i++) {
        size_t k = i + 2, n, items = 0;

        if (!words_at(t, i, "báo cáo"))
            continue;
        k += words_at(t, k, "định kỳ");
        while (period_name(t, k, &n)) {
            for (size_t m = k; m < k + n; m++)
                if (num_at(t, m))
                    make_word(t, m);
            if (word_is(t, k, "quý"))
                t->v[k].text = word_like(t, "của");     /* no longer a span of days */
            items++;
            k += n;
            if (sym_at(t, k, ",") || word_is(t, k, "và") || sym_at(t, k, "-") || sym_at(t, k, "/"))
                k++;
            else
                break;
        }
        if (items)
            i = k - 1;
    }
}

static bool letter_at(const Toks *t, size_t i)
{
    return i < t->n && t->v[i].kind == TOK_WORD && t->v[i].text.n == 1 && t->v[i].text.p[0] != 'x';
}

static bool sign_at(const Toks *t, size_t i)
{
    return sym_at(t, i, "=") || sym_at(t, i, "<") || sym_at(t, i, "<=") || sym_at(t, i, ">") || sym_at(t, i, ">=");
}

static void as_rate(Toks *t, size_t i, bool hundred)
{
    if (!num_at(t, i) || (hundred && !over_100(&t->v[i])))
        return;
    t->v[i].pct = true;
}

/* "b/a = 1", "0,5 ≤ a/b < 0,8", "(a/b) x 100% >= 80": the ratio is the rate, and what it is compared with is one too. */
static size_t ratio_at(Toks *t, size_t i)
{
    size_t paren = sym_at(t, i, "("), k = i + paren;
    bool hundred = false, before;

    if (!letter_at(t, k) || !sym_at(t, k + 1, "/") || !letter_at(t, k + 2) || (paren && !sym_at(t, k + 3, ")")))
        return 0;
    k += 3 + paren;
    if ((sym_at(t, k, "*") || word_is(t, k, "x")) && t->v[k + 1].kind == TOK_NUM
        && t->v[k + 1].num.v == (t->v[k + 1].pct ? DEC_ONE : 100 * DEC_ONE)) {
        hundred = true;
        k += 2;
    }
    before = i >= 2 && sign_at(t, i - 1) && t->v[i - 2].kind == TOK_NUM;
    if (!before && !(sign_at(t, k) && t->v[k + 1].kind == TOK_NUM))
        return 0;
    if (before)
        as_rate(t, i - 2, hundred);
    if (sign_at(t, k))
        as_rate(t, k + 1, hundred);
    return k - i;
}

/* "2/3 số đơn vị", "12/15 nội dung"; a day of the year is never counted in units. */
static bool part_of(Toks *t, size_t i, size_t *n)
{
    bool date = t->v[i].kind == TOK_DATE && !t->v[i].lit.year && !t->v[i].lit.shift;
    Dec top = { 0 }, low = { 0 }, d;
    size_t taken;

    *n = date ? 1 : 3;
    if (date)
        top = dec_int(t->v[i].lit.day), low = dec_int(t->v[i].lit.month);
    else if (num_at(t, i) && sym_at(t, i + 1, "/") && num_at(t, i + 2))
        top = t->v[i].num, low = t->v[i + 2].num;
    else
        return false;
    if (WORDS_AT(t, i + *n, whole_of, &taken) != 0 || top.v > low.v || !dec_div(top, low, &d))
        return false;
    t->v[i].kind = TOK_NUM;
    t->v[i].pct = true;
    t->v[i].num = d;
    return true;
}

/* "đủ 4/4 báo cáo: 1; 3/4: 0,75": once parts of a whole are counted, a bare "3/4" is no day. */
static void parts_of_same(Toks *t)
{
    bool whole = false;
    size_t taken;

    for (size_t i = 0; i < t->n; i++) {
        const Tok *k = &t->v[i];

        if (k->kind == TOK_DATE && !k->lit.year && !k->lit.shift && WORDS_AT(t, i + 1, whole_of, &taken) == 0 && k->lit.day <= k->lit.month)
            whole = true;
    }
    for (size_t i = 0; whole && i < t->n; i++) {
        Tok *k = &t->v[i];
        Dec d;

        if (k->kind != TOK_DATE || k->lit.year || k->lit.shift || k->lit.day > k->lit.month || (i && word_is(t, i - 1, "ngày"))
            || WORDS_AT(t, i + 1, whole_of, &taken) >= 0 || !dec_div(dec_int(k->lit.day), dec_int(k->lit.month), &d))
            continue;
        k->kind = TOK_NUM;
        k->pct = true;
        k->num = d;
    }
}

/* "quá nửa số xã", "từ một nửa số nhiệm vụ trở lên" */
static void half_of_things(Toks *t)
{
    for (size_t i = 0; i + 2 < t->n; i++) {
        size_t n = words_at(t, i, "một nửa") ? 2 : word_is(t, i, "nửa") ? 1 : 0;

        if (!n || !word_is(t, i + n, "số") || point_word(t, i + n + 1))
            continue;
        t->v[i].kind = TOK_NUM;
        t->v[i].num = DEC(0.5);
        t->v[i].pct = true;
        if (n == 2)
            memmove(&t->v[i + 1], &t->v[i + 2], (t->n - i - 2) * sizeof *t->v), t->n--;
    }
}

/* "trừ 0,1 điểm cho 1% hồ sơ", "0,5 điểm với 01 văn bản" */
static void for_each_one(Toks *t)
{
    for (size_t i = 1; i + 1 < t->n; i++)
        if (point_word(t, i - 1) && (word_is(t, i, "cho") || word_is(t, i, "với")) && t->v[i + 1].kind == TOK_NUM
            && (t->v[i + 1].pct || t->v[i + 1].num.v == DEC_ONE)) {
            t->v[i].kind = TOK_SYM;
            t->v[i].text = S("/");
        }
}

/* "số thôn, tổ dân phố x 2": the comma belongs to the noun when only words stand between it and the operator. */
static bool comma_in_noun(const Toks *t, size_t i)
{
    size_t k = i + 1, from = i;

    if (!sym_at(t, i, ",") || word_is(t, k, "số") || word_is(t, k, "tỷ") || word_is(t, k, "tổng") || word_is(t, k, "điểm"))
        return false;
    while (k < t->n && ((t->v[k].kind == TOK_WORD && !word_is(t, k, "x") && !word_is(t, k, "nhân") && !word_is(t, k, "chia") && !word_is(t, k, "tính")
            && !word_is(t, k, "thì")) || sym_at(t, k, ",")))
        k++;
    if (!sym_at(t, k, "*") && !sym_at(t, k, "/") && !word_is(t, k, "x") && !word_is(t, k, "nhân") && !word_is(t, k, "chia") && !sym_at(t, k, ")"))
        return false;
    while (from > 0 && (t->v[from - 1].kind == TOK_WORD || sym_at(t, from - 1, ","))) {
        from--;
        if (word_is(t, from, "số") || word_is(t, from, "tỷ") || word_is(t, from, "bình"))
            return from == 0 || !sym_at(t, from - 1, ";");
    }
    return false;
}

/* "từ 80 điểm trở lên: 2 điểm": marks that somebody else gave, compared here. */
static bool marks_compared(const Toks *t, size_t i)
{
    return point_word(t, i) && i >= 2 && num_at(t, i - 1)
        && (word_is(t, i - 2, "từ") || word_is(t, i - 2, "dưới") || word_is(t, i - 2, "trên") || word_is(t, i - 2, "đến"))
        && (sym_at(t, i + 1, ":") || word_is(t, i + 1, "trở") || word_is(t, i + 1, "đến") || word_is(t, i + 1, "thì"));
}

static void put(Tidy *d, const Tok *k)
{
    d->t->v[d->w++] = *k;
}

static void put_rate(Tidy *d, Tok k)
{
    k.kind = TOK_WORD;
    k.text = word_like(d->t, "tỷ");
    put(d, &k);
    k.text = word_like(d->t, "lệ");
    put(d, &k);
}

void phrase_tidy(Toks *out, const Toks *given)
{
    Tidy d = { .t = out };
    size_t n;

    *out = *given;
    out->v = NEW(given->arena, Tok, given->n + 1);
    memcpy(out->v, given->v, given->n * sizeof *out->v);
    english_words(out);
    words_to_numbers(out);
    numbers_of_names(out);
    report_periods(out);
    parts_of_same(out);
    half_of_things(out);
    for_each_one(out);
    for (size_t i = 0; i < out->n; i++)
        (void)ratio_at(out, i);                         /* marks what is compared, before anything moves */
    for (size_t i = 0; i < out->n; i++) {
        size_t ratio = ratio_at(out, i);
        Tok k = out->v[i];

        if (ratio) {
            put_rate(&d, k);
            i += ratio - 1;
        } else if (part_of(out, i, &n)) {
            k = out->v[i];
            k.to = out->v[i + n - 1].to;
            put(&d, &k);
            i += n - 1;
        } else if (!marks_compared(given, i) && !comma_in_noun(out, i) && !(sym_at(out, i, "%") && i && word_is(out, i - 1, "lệ") && out->v[i + 1].kind == TOK_WORD)) {
            put(&d, &k);
        }
    }
    out->n = d.w;
}
