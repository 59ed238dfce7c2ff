/*
 * Before the phrases are tidied: what a cell of a decision holds besides its rule. Numbering and bullets become ends of
 * clauses; the letters of a formula, notes and the printed maximum are taken out. Tokens keep their place in the text.
 */
#include "core/rule_phrase.h"

static const Words comparing[] = { { "dưới", 0 }, { "trên", 0 }, { "đến", 0 }, { "tới", 0 }, { "hơn", 0 }, { "quá", 0 }, { "không quá", 0 } };

static void end_clause(Toks *t, size_t i)
{
    t->v[i].kind = TOK_NL;
    t->v[i].text = (Str){ 0 };
}

/* Tokens [lo, hi) leave; what is left of them is the end of a clause, unless the text ends there. */
static void take_out(Toks *t, size_t lo, size_t hi)
{
    size_t keep = lo > 0;

    if (keep)
        end_clause(t, lo);
    memmove(&t->v[lo + keep], &t->v[hi], (t->n - hi) * sizeof *t->v);
    t->n -= hi - lo - keep;
}

static bool clause_begins(const Toks *t, size_t i)
{
    return i == 0 || ends_clause(t, i - 1) || t->v[i].line;
}

static bool sign_of_bullet(const Toks *t, size_t i)
{
    return sym_at(t, i, "-") || sym_at(t, i, "+") || sym_at(t, i, "*") || sym_at(t, i, "bullet");
}

/* Points end here: "1 điểm", "1đ", ": 2,0". */
static bool points_end(const Toks *t, size_t i)
{
    return i > 0 && ((point_word(t, i) && (num_at(t, i - 1) || word_is(t, i - 1, "số") || word_is(t, i - 1, "không")))
        || (num_at(t, i) && sym_at(t, i - 1, ":")) || (words_at(t, i - 1, "tối đa") && i > 1 && word_is(t, i - 2, "điểm")));
}

/* "+ Từ 90%: 2,0 + Từ 70% - 90%: 1,0": bullets that were put on one line. */
static void flat_bullets(Toks *t)
{
    const Str sign = t->n && sign_of_bullet(t, 0) ? t->v[0].text : (Str){ 0 };

    for (size_t i = 1; sign.n && i + 1 < t->n; i++) {
        size_t k = i + 1;

        if (t->v[i].kind != TOK_SYM || !str_eq(t->v[i].text, sign) || !points_end(t, i - 1))
            continue;
        while (!ends_clause(t, k) && !sym_at(t, k, ":") && !points_end(t, k))
            k++;
        if (sym_at(t, k, ":") || points_end(t, k))
            end_clause(t, i);
    }
}

static int number_of(const Toks *t, size_t i)
{
    static const char *const roman[] = { "i", "ii", "iii", "iv", "v", "vi", "vii", "viii" };
    const Tok *k = &t->v[i];

    if (num_at(t, i) && k->num.v > 0 && k->num.v % DEC_ONE == 0 && k->num.v < 30 * DEC_ONE)
        return (int)(k->num.v / DEC_ONE);
    if (k->kind != TOK_WORD)
        return 0;
    for (int n = 0; n < (int)COUNT(roman); n++)
        if (str_eq(k->text, str_of(roman[n])))
            return 100 + n + 1;
    return k->text.n == 1 && k->text.p[0] >= 'a' && k->text.p[0] <= 'h' ? 200 + k->text.p[0] - 'a' + 1 : 0;
}

/* "1.", "1)", "1-", "a.", "ii)" in front of words; a comparison behind the sign makes it a range: "1 - dưới 3". */
static bool numbered(const Toks *t, size_t i)
{
    size_t taken;

    if (!sym_at(t, i + 1, ".") && !sym_at(t, i + 1, ")") && !(sym_at(t, i + 1, "-") && num_at(t, i)) && !(sym_at(t, i + 1, "/") && num_at(t, i)))
        return false;
    if (t->v[i].line && sym_at(t, i + 1, ".") && (t->v[i + 2].kind == TOK_NUM || sym_at(t, i + 2, ">=") || sym_at(t, i + 2, ">")
            || sym_at(t, i + 2, "<") || sym_at(t, i + 2, "<=")))
        return true;                                    /* "2. 70% ≤ tỷ lệ" at the start of a line */
    return i + 2 < t->n && (t->v[i + 2].kind == TOK_WORD || t->v[i + 2].kind == TOK_STR) && WORDS_AT(t, i + 2, comparing, &taken) < 0
        && (clause_begins(t, i) || points_end(t, i - 1));
}

/* Only a row that counts up from one is numbering. */
static void numbering(Toks *t)
{
    size_t at[30], n = 0;

    for (size_t i = 0; i + 2 < t->n && n < COUNT(at); i++) {
        int k = number_of(t, i);

        if (!k || !numbered(t, i) || (n == 0 && !clause_begins(t, i)) || k != (n ? number_of(t, at[n - 1]) + 1 : k))
            continue;
        if (n == 0 && k % 100 != 1)
            continue;
        at[n++] = i;
    }
    for (size_t i = 0; n > 1 && i < n; i++) {
        end_clause(t, at[i]);
        end_clause(t, at[i] + 1);
    }
}

/* "Có: 1 điểm/Không: 0 điểm" */
static void slash_between_answers(Toks *t)
{
    for (size_t i = 1; i + 1 < t->n; i++)
        if (sym_at(t, i, "/") && points_end(t, i - 1) && (word_is(t, i + 1, "không") || word_is(t, i + 1, "chưa") || word_is(t, i + 1, "có")))
            end_clause(t, i);
}

/* "được 5 điểm, cứ hụt 1% trừ 0,1 điểm"; "theo tỷ lệ nhưng nếu dưới 50% thì 0 điểm" */
static void clause_starts(Toks *t)
{
    for (size_t i = 1; i + 1 < t->n; i++)
        if ((sym_at(t, i, ",") && points_end(t, i - 1) && per_word(t, i + 1))
            || (word_is(t, i, "nhưng") && (word_is(t, i + 1, "nếu") || word_is(t, i + 1, "khi") || words_at(t, i + 1, "trường hợp"))))
            end_clause(t, i);
}

/* "chỉ số x 1 : 100": divided */
static void colon_divides(Toks *t)
{
    for (size_t i = 2; i + 1 < t->n; i++)
        if (sym_at(t, i, ":") && num_at(t, i - 1) && (word_is(t, i - 2, "x") || sym_at(t, i - 2, "*") || word_is(t, i - 2, "với"))
            && num_at(t, i + 1) && t->v[i + 1].num.v == 100 * DEC_ONE && ends_clause(t, i + 2))
            t->v[i].text = S("/");
}

/* "90 phần trăm" */
static void percent_in_words(Toks *t)
{
    for (size_t i = 0; i + 2 < t->n; i++) {
        Dec d;

        if (!num_at(t, i) || words_at(t, i + 1, "phần trăm") != 2 || !dec_div(t->v[i].num, DEC(100), &d))
            continue;
        t->v[i].num = d;
        t->v[i].pct = true;
        t->v[i].to = t->v[i + 2].to;
        memmove(&t->v[i + 1], &t->v[i + 3], (t->n - i - 3) * sizeof *t->v);
        t->n -= 2;
    }
}

static bool one_letter(const Toks *t, size_t i)
{
    return i < t->n && t->v[i].kind == TOK_WORD && utf8_count(t->v[i].text) == 1 && !point_word(t, i);
}

/* "a là số xã đạt", "b: tổng số xã" */
static bool names_letter(const Toks *t, size_t i)
{
    return one_letter(t, i) && (sym_at(t, i + 1, ":") || sym_at(t, i + 1, "=") || word_is(t, i + 1, "là"))
        && i + 2 < t->n && t->v[i + 2].kind == TOK_WORD && !one_letter(t, i + 2);
}

/* Behind the words that say what a letter stands for; 0: the clause holds more than words. */
static size_t letter_end(const Toks *t, size_t i)
{
    for (i += 2; !ends_clause(t, i) && !sym_at(t, i, ")"); i++) {
        bool next = sym_at(t, i, ",") || word_is(t, i, "và") || sym_at(t, i, "-") || sym_at(t, i, "+");

        if (next && names_letter(t, i + 1))
            return i;
        if (t->v[i].kind != TOK_WORD && !sym_at(t, i, ",") && !sym_at(t, i, "("))
            return 0;
        if (word_is(t, i, "điểm") || word_is(t, i, "thì"))
            return 0;
        if (sym_at(t, i, "(")) {
            while (!ends_clause(t, i) && !sym_at(t, i, ")"))
                i++;
            if (!sym_at(t, i, ")"))
                return 0;
        }
    }
    return i;
}

/* ", trong đó:", "(với", "Ghi chú:" in front of what is explained; the place behind. */
static size_t explains(const Toks *t, size_t i)
{
    static const Words lead[] = { { "trong đó", 0 }, { "với", 0 }, { "ở đây", 0 }, { "ghi chú", 0 }, { "chú thích", 0 }, { "trong công thức", 0 },
        { "trong công thức này", 0 }, { "gọi", 0 } };
    size_t taken;

    while (sym_at(t, i, ",") || sym_at(t, i, "(") || sym_at(t, i, ";") || sym_at(t, i, ".") || t->v[i].kind == TOK_NL)
        i++;
    if (WORDS_AT(t, i, lead, &taken) < 0)
        return 0;
    i += taken + sym_at(t, i + taken, ":");
    while (t->v[i].kind == TOK_NL || sign_of_bullet(t, i))
        i++;
    return i;
}

/* The letters of a formula, explained one after another from i on; the place behind the last one. */
static size_t letters_end(const Toks *t, size_t i)
{
    size_t end = 0;

    while (names_letter(t, i) && letter_end(t, i)) {
        i = end = letter_end(t, i);
        while (sym_at(t, i, ",") || sym_at(t, i, ";") || sym_at(t, i, ".") || word_is(t, i, "và") || t->v[i].kind == TOK_NL || sign_of_bullet(t, i))
            i++;
    }
    return end;
}

static void letters(Toks *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t from = explains(t, i), end = letters_end(t, from ? from : i);
        bool paren = false;

        if (!end || (!from && !clause_begins(t, i) && !sign_of_bullet(t, i - 1)))
            continue;
        for (size_t k = i; k < end; k++)
            paren = sym_at(t, k, "(") ? true : sym_at(t, k, ")") ? false : paren;
        end += paren && sym_at(t, end, ")");
        take_out(t, i, end);
    }
}

/* "Tỷ lệ = a/b" and "k = số xã đạt / tổng số xã" ahead of the bands: the rate that is compared there. */
static size_t rate_defined(const Toks *t, size_t i, bool *letter)
{
    size_t k = i, over = 0, taken;
    static const Words rate[] = { { "tỷ lệ", 0 }, { "tỷ lệ phần trăm", 0 } };

    *letter = one_letter(t, i);
    if (*letter)
        k++;
    else if (WORDS_AT(t, i, rate, &taken) >= 0)
        for (k = i + taken; t->v[k].kind == TOK_WORD || sym_at(t, k, "%") || (sym_at(t, k, "(") && one_letter(t, k + 1)) || sym_at(t, k, ")"); k++)
            ;
    if (k == i || !sym_at(t, k, "="))
        return 0;
    for (k++; !ends_clause(t, k); k++) {
        bool hundred = t->v[k].kind == TOK_NUM && (sym_at(t, k - 1, "*") || word_is(t, k - 1, "x"))
            && t->v[k].num.v == (t->v[k].pct ? DEC_ONE : 100 * DEC_ONE);

        over += sym_at(t, k, "/") || word_is(t, k, "chia");
        if (word_is(t, k, "điểm") || (!hundred && t->v[k].kind != TOK_WORD && !sym_at(t, k, "/") && !sym_at(t, k, "(") && !sym_at(t, k, ")")
            && !sym_at(t, k, "*") && !sym_at(t, k, ",")))
            return 0;
    }
    while (ends_clause(t, k) && t->v[k].kind != TOK_END)
        k++;
    return over == 1 && t->v[k].kind != TOK_END ? k : 0;
}

static void rate_definitions(Toks *t)
{
    for (size_t i = 0; i < t->n; i++) {
        bool letter;
        size_t end = clause_begins(t, i) || (i && sign_of_bullet(t, i - 1)) ? rate_defined(t, i, &letter) : 0;
        Str name = t->v[i].text;

        if (!end)
            continue;
        take_out(t, i, end);
        for (size_t k = 0; letter && k < t->n; k++)
            if (t->v[k].kind == TOK_WORD && str_eq(t->v[k].text, name))
                t->v[k].text = S("sipas");              /* one word for a rate that formulas know */
    }
}

/* "Ghi chú: kèm tài liệu kiểm chứng": words only, none of them a condition. */
static void notes(Toks *t)
{
    static const Words lead[] = { { "ghi chú", 0 }, { "lưu ý", 0 }, { "tài liệu kiểm chứng", 0 }, { "tài liệu chứng minh", 0 }, { "minh chứng", 0 },
        { "hồ sơ kiểm chứng", 0 }, { "nguồn kiểm chứng", 0 } };
    static const Words ruling[] = { { "điểm", 0 }, { "không", 0 }, { "nếu", 0 }, { "trường hợp", 0 }, { "chỉ", 0 }, { "trừ", 0 }, { "cộng", 0 }, { "được", 0 } };
    size_t taken;

    for (size_t i = 0; i < t->n; i++) {
        size_t k = i, other;

        if (!clause_begins(t, i) || WORDS_AT(t, i, lead, &taken) < 0 || !sym_at(t, i + taken, ":"))
            continue;
        for (k = i + taken + 1; t->v[k].kind == TOK_WORD || sym_at(t, k, ",") || sym_at(t, k, "/"); k++)
            if (WORDS_AT(t, k, ruling, &other) >= 0)
                break;
        if (ends_clause(t, k))
            take_out(t, i, k);
    }
}

/* "(Trường hợp không phát sinh thì chấm điểm tối đa)" behind a full stop is a clause like any other. */
static void clause_in_parens(Toks *t)
{
    static const Words lead[] = { { "trường hợp", 0 }, { "nếu", 0 }, { "đối với", 0 }, { "đơn vị", 0 }, { "riêng", 0 }, { "các", 0 }, { "không phát sinh", 0 }, { "mỗi", 0 }, { "cứ", 0 } };
    size_t taken;

    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t k = i + 1;

        if (!sym_at(t, i, "(") || WORDS_AT(t, k, lead, &taken) < 0 || !(clause_begins(t, i) || points_end(t, i ? i - 1 : 0)))
            continue;
        while (t->v[k].kind != TOK_END && !sym_at(t, k, ")") && !sym_at(t, k, "("))
            k++;
        if (!sym_at(t, k, ")") || !(ends_clause(t, k + 1)))
            continue;
        end_clause(t, i);
        end_clause(t, k);
    }
}

/* "(2 điểm) Đạt từ 90%", "Mức 2 điểm: đạt từ 90%": the points stand first, as "2 điểm: đạt từ 90%". */
static void points_ahead(Toks *t)
{
    for (size_t i = 0; i + 4 < t->n; i++) {
        bool level = word_is(t, i, "mức") && num_at(t, i + 1) && point_word(t, i + 2) && sym_at(t, i + 3, ":");
        bool paren = sym_at(t, i, "(") && num_at(t, i + 1) && point_word(t, i + 2) && sym_at(t, i + 3, ")") && t->v[i + 4].kind == TOK_WORD;

        if (!clause_begins(t, i) || (!level && !paren))
            continue;
        t->v[i].kind = TOK_NL;
        t->v[i].text = (Str){ 0 };
        t->v[i + 3].text = S(":");
    }
}

/* "Điểm tối đa: 2. Từ 90% …": the maximum printed once more. */
static Err printed_maximum(Toks *t, Dec max, Answer *why)
{
    static const Words lead[] = { { "thang điểm", 0 }, { "điểm tối đa", 0 }, { "điểm chuẩn", 0 }, { "số điểm tối đa", 0 }, { "tổng điểm", 0 }, { "tổng số điểm", 0 },
        { "điểm số tối đa", 0 }, { "tối đa", 0 } };
    size_t i = 0, taken, k;

    while (t->v[i].kind == TOK_NL || sign_of_bullet(t, i))
        i++;
    if (WORDS_AT(t, i, lead, &taken) < 0)
        return OK;
    k = i + taken;
    k += sym_at(t, k, ":") || sym_at(t, k, "=") || word_is(t, k, "là");
    if (!num_at(t, k) || k == i + taken)
        return OK;
    taken = k++;
    k += point_word(t, k);
    if (!ends_clause(t, k) || t->v[k].kind == TOK_END || t->v[k + 1].kind == TOK_END)
        return OK;
    if (max.v > 0 && t->v[taken].num.v != max.v)
        return rule_refuse(why, t, taken, T("điểm tối đa ghi ở đây khác điểm tối đa của tiêu chí; hãy sửa cho khớp hoặc bỏ phần này."));
    take_out(t, 0, k + 1);
    return OK;
}

Err phrase_clean(Toks *out, const Toks *given, Dec max, Answer *why)
{
    *out = *given;
    out->v = NEW(given->arena, Tok, given->n + 1);
    memcpy(out->v, given->v, given->n * sizeof *out->v);
    percent_in_words(out);
    TRY(printed_maximum(out, max, why));
    points_ahead(out);
    flat_bullets(out);
    numbering(out);
    slash_between_answers(out);
    clause_starts(out);
    colon_divides(out);
    clause_in_parens(out);
    notes(out);
    letters(out);
    rate_definitions(out);
    return OK;
}
