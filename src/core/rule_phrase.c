/* Official phrases to cases, one clause after another. What the cases say together is settled in rule_phrase_cases.c. */
#include "core/rule_phrase.h"

static const Words separators[] = {
    { "thì", 0 }, { "được tính", 0 }, { "được chấm", 0 }, { "được cộng", 0 }, { "được hưởng", 0 }, { "đạt được", 0 }, { "được", 0 },
    { "đạt", 0 }, { "chấm", 0 }, { "cho", 0 }, { "tính", 0 }, { "hưởng", 0 }, { "cộng", 0 }, { "trừ", 0 }, { "bị trừ", 0 }, { "là", 0 },
};
static const Words headings[] = {
    { "cách tính điểm", 0 }, { "cách chấm điểm", 0 }, { "cách chấm", 0 }, { "quy tắc chấm điểm", 0 }, { "thang điểm", 0 },
    { "phương pháp đánh giá", 0 }, { "cách đánh giá", 0 }, { "chấm điểm như sau", 0 }, { "tính điểm như sau", 0 },
    { "cụ thể như sau", 0 }, { "cụ thể", 0 }, { "như sau", 0 }, { "điểm đánh giá được tính như sau", 0 }, { "hướng dẫn chấm", 0 },
};

/* Between clauses: separators, bullets, numbering. */
static void skip_between(Phrase *p)
{
    const Toks *t = p->t;

    for (;;) {
        size_t i = p->i, taken;

        if (t->v[i].kind == TOK_NL || sym_at(t, i, ";") || sym_at(t, i, ".") || sym_at(t, i, ",") || sym_at(t, i, "bullet")
            || sym_at(t, i, "|")
            || (sym_at(t, i, "-") && (t->v[i].line || i == 0 || sym_at(t, i - 1, ";") || sym_at(t, i - 1, ".")))
            || ((sym_at(t, i, "+") || sym_at(t, i, "*")) && !num_at(t, i + 1) ))
            p->i++;
        else if (t->v[i].line && num_at(t, i) && (sym_at(t, i + 1, ")") || (sym_at(t, i + 1, ".") && t->v[i + 2].kind == TOK_WORD)))
            p->i += 2;
        else if ((t->v[i].line || (i && (sym_at(t, i - 1, ";") || sym_at(t, i - 1, ".")))) && t->v[i].kind == TOK_WORD
            && t->v[i].text.n == 1 && sym_at(t, i + 1, ")"))
            p->i += 2;
        else if (WORDS_AT(t, i, headings, &taken) >= 0 && (sym_at(t, i + taken, ":") || t->v[i + taken].kind == TOK_NL))
            p->i += taken + 1;
        else if (words_at(t, i, "còn lại") || words_at(t, i, "còn thiếu"))
            return;
        else if (word_is(t, i, "và") || words_at(t, i, "còn nếu") || (word_is(t, i, "còn") && !word_is(t, i + 1, "hạn")))
            p->i++;
        else
            return;
    }
}

/* Behind the separator at i: do points begin here? "4 cuộc: 20" is a condition, "1 điểm" and "0,5;" are points. */
static bool points_at(const Toks *t, size_t i)
{
    size_t taken;

    i = skip_noise(t, i);
    if (points_start(t, i))
        return true;
    if (t->v[i].kind == TOK_NUM && t->v[i].pct)
        return words_at(t, i + 1, "số điểm") || words_at(t, i + 1, "điểm") || words_at(t, i + 1, "tổng số điểm");
    if (num_at(t, i)) {
        size_t k = i + 1;

        if (ends_clause(t, k) || sym_at(t, k, ",") || sym_at(t, k, ")") || sym_at(t, k, "*") || sym_at(t, k, "/") || word_is(t, k, "x"))
            return true;
        return word_is(t, k, "không") || word_is(t, k, "chưa") || word_is(t, k, "có") || word_is(t, k, "còn") || word_is(t, k, "nếu")
            || word_is(t, k, "đạt") || word_is(t, k, "từ") || word_is(t, k, "dưới") || word_is(t, k, "trên") || sym_at(t, k, "<")
            || sym_at(t, k, ">=") || sym_at(t, k, ">") || sym_at(t, k, "bullet");
    }
    if (t->v[i].kind == TOK_DATE && !t->v[i].lit.year && (words_at(t, i + 1, "số điểm") || words_at(t, i + 1, "điểm") || words_at(t, i + 1, "tổng")))
        return true;
    if (words_at(t, i, "điểm đánh giá") || words_at(t, i, "số điểm đạt được") || words_at(t, i, "điểm đạt được"))
        return true;
    if (word_is(t, i, "trừ") || words_at(t, i, "bị trừ") || words_at(t, i, "một nửa") || word_is(t, i, "nửa"))
        return true;
    if (WORDS_AT(t, i, separators, &taken) >= 0)
        return points_at(t, i + taken);
    return false;
}

/* A formula behind a colon: no further colon in the clause, but an operator. */
static bool formula_at(const Toks *t, size_t i)
{
    bool op = false;

    for (i = skip_noise(t, i); !ends_clause(t, i); i++) {
        if (sym_at(t, i, ":"))
            return false;
        if (words_at(t, i, "trong đó"))
            break;
        op |= sym_at(t, i, "*") || sym_at(t, i, "/") || (word_is(t, i, "x") && !sym_at(t, i + 1, "<") && !sym_at(t, i + 1, "<="))
            || word_is(t, i, "nhân");
    }
    return op;
}

/* Where the condition that begins at p->i ends; *to: where the points begin. False: no points in this clause. */
static bool find_points(const Phrase *p, size_t *hi, size_t *to, bool *heading)
{
    const Toks *t = p->t;
    int depth = 0;
    size_t taken;

    *heading = false;
    for (size_t i = p->i; t->v[i].kind != TOK_END && !sym_at(t, i, ";"); i++) {
        bool first = i == p->i;

        *hi = *to = i;
        if ((sym_at(t, i, "*") || sym_at(t, i, "/") || word_is(t, i, "nhân") || (word_is(t, i, "x") && !first)) && formula_at(t, p->i))
            return false;                               /* the clause is a formula from its start */
        if (!first && word_is(t, i, "đạt") && (word_is(t, i - 1, "không") || word_is(t, i - 1, "chưa")) && t->v[i + 1].kind != TOK_NUM)
            continue;                                   /* "không đạt thì …" */
        if (first && rate_start(t, i))
            return true;
        if (first && WORDS_AT(t, i, separators, &taken) >= 0 && !num_at(t, i + taken) && t->v[i + taken].kind != TOK_NUM
            && points_at(t, i + taken))
            return true;
        if (sym_at(t, i, ":") || (sym_at(t, i, "=>") && !first) || (sym_at(t, i, "=") && !first && points_at(t, i + 1) && !word_is(t, i - 1, "x"))) {
            *to = i + 1;
            *heading = !points_at(t, i + 1) && !formula_at(t, i + 1);
            return true;
        }
        if ((t->v[i].kind == TOK_NL || sym_at(t, i, "|")) && !first && num_at(t, i + 1) && ends_clause(t, i + 2) && !points_start(t, i + 1)) {
            *to = i + 1;                                /* the points in a cell of their own */
            return true;
        }
        if (sym_at(t, i, "(") && num_at(t, i + 1) && point_word(t, i + 2) && sym_at(t, i + 3, ")") && !first) {
            *to = i + 1;
            return true;
        }
        depth += sym_at(t, i, "(") ? 1 : sym_at(t, i, ")") ? -1 : 0;
        if (first || depth > 0)
            continue;
        if (sym_at(t, i, "-") && num_at(t, i + 1) && (point_word(t, i + 2) || ends_clause(t, i + 2)) && t->v[i - 1].kind != TOK_NL) {
            *to = i + 1;
            return true;
        }
        if (word_is(t, i - 1, "lại") && num_at(t, i) && ends_clause(t, i + 1))
            return true;                                /* "còn lại 0" */
        if (minus_at(t, i)) {
            *to = i;
            return true;
        }
        if (points_start(t, i) && !sym_at(t, i - 1, "/") && !(words_at(t, i, "tối đa") && !word_is(t, i + 1, "điểm") && t->v[i + 2].kind == TOK_NUM && t->v[i + 2].pct))
            return true;
        if (word_is(t, i, "thì") || (WORDS_AT(t, i, separators, &taken) >= 0 && points_at(t, i + taken) && !num_at(t, i + taken))
            || ((word_is(t, i, "được") || word_is(t, i, "cho") || word_is(t, i, "chấm")) && points_at(t, i + 1))) {
            *to = i + word_is(t, i, "thì");
            return true;
        }
    }
    return false;
}

/* "1 điểm", "điểm tối đa", "50% số điểm", "trừ 1 điểm" at i; the place behind, 0 when other words stand there. */
static size_t whole_points_end(const Toks *t, size_t i)
{
    static const Words lead[] = { { "được", 0 }, { "đạt", 0 }, { "cho", 0 }, { "chấm", 0 }, { "tính", 0 }, { "được tính", 0 }, { "được chấm", 0 },
        { "được cộng", 0 }, { "cộng", 0 }, { "được hưởng", 0 }, { "hưởng", 0 } };
    static const Words all[] = { { "điểm tối đa", 0 }, { "số điểm tối đa", 0 }, { "tối đa số điểm", 0 }, { "đủ điểm", 0 }, { "toàn bộ số điểm", 0 },
        { "không được điểm", 0 }, { "không có điểm", 0 }, { "không tính điểm", 0 }, { "không được tính điểm", 0 }, { "không đạt điểm", 0 },
        { "không điểm", 0 }, { "không chấm điểm", 0 }, { "điểm tuyệt đối", 0 }, { "trọn điểm", 0 }, { "đạt điểm tối đa", 0 }, { "đạt tối đa", 0 } };
    size_t taken;

    if (minus_at(t, i) && word_is(t, i, "trừ"))
        for (i++; !point_word(t, i) && !ends_clause(t, i); i++)
            ;
    else if (WORDS_AT(t, i, all, &taken) >= 0)
        return i + taken;
    else if (WORDS_AT(t, i, lead, &taken) >= 0)
        i += taken;
    if (WORDS_AT(t, i, all, &taken) >= 0)
        return i + taken;
    if (point_word(t, i))
        return i + 1;
    if (num_at(t, i) && point_word(t, i + 1))
        return i + 2;
    if (t->v[i].kind == TOK_NUM && t->v[i].pct)
        return words_at(t, i + 1, "số điểm") ? i + 3 : point_word(t, i + 1) ? i + 2 : 0;
    return 0;
}

/* The ")" of the "(" at i when only one pair is open; 0 without. */
static size_t paren_end(const Toks *t, size_t i)
{
    for (i++; !ends_clause(t, i) && !sym_at(t, i, "("); i++)
        if (sym_at(t, i, ")"))
            return i;
    return 0;
}

/* "1 điểm: đạt từ 95% trở lên", "Đạt điểm tối đa nếu …", "trừ 0,5 điểm khi …": the condition is [lo, hi). */
static bool points_first(const Phrase *p, size_t *lo, size_t *hi)
{
    static const Words link[] = { { "nếu", 1 }, { "khi", 1 }, { "đối với", 1 }, { "trong trường hợp", 1 }, { "trường hợp", 1 }, { "cho", 0 } };
    const Toks *t = p->t;
    size_t i = whole_points_end(t, p->i), taken, end;
    bool number = i && point_word(t, i - 1) && num_at(t, i - 2);
    int w;

    if (!i)
        return false;
    if (number && sym_at(t, i, "(") && (end = paren_end(t, i)) && ends_clause(t, end + 1) && !words_at(t, i + 1, "điểm tối đa")) {
        *lo = i + 1;
        *hi = end;
        return true;
    }
    while (words_at(t, i, "của tiêu chí") || words_at(t, i, "này"))
        i += words_at(t, i, "này") ? 1 : 2;
    if ((w = WORDS_AT(t, i, link, &taken)) >= 0 && (w || number) && !per_word(t, i + taken) && t->v[i + taken].kind != TOK_NUM)
        i += taken;
    else if (number && (sym_at(t, i, ":") || sym_at(t, i, "-")) && !word_is(t, p->i, "trừ"))
        i++;
    else
        return false;
    if (num_at(t, i) && point_word(t, i + 1))
        return false;                                   /* "1 điểm - 0,1 điểm x số lỗi" */
    *lo = i;
    while (!ends_clause(t, i) && !((sym_at(t, i, ",") || word_is(t, i, "và")) && (whole_points_end(t, i + 1) || per_word(t, i + 1))))
        i++;
    *hi = i;
    return i > *lo;
}

static void add_case(Phrase *p, Cond *c, Node *then)
{
    *vec_add(p->a, &p->cases) = (Case){ .cond = c, .then = then };
}

/* "1 điểm (điểm tối đa)", "điểm tối đa (1 điểm)": said twice, which must agree. */
static Err said_twice(Phrase *p, const Node *then)
{
    static const Words all[] = { { "điểm tối đa", 0 }, { "tối đa", 0 }, { "đạt tối đa", 0 }, { "bằng điểm tối đa", 0 }, { "đạt điểm tối đa", 0 }, { "số điểm tối đa", 0 },
        { "tính điểm tối đa", 0 }, { "mức tối đa", 0 } };
    const Toks *t = p->t;
    size_t i = p->i + 1, taken;
    Dec d = p->max;

    if (!sym_at(t, p->i, "("))
        return OK;
    if (then->kind == N_NUM && WORDS_AT(t, i, all, &taken) >= 0 && sym_at(t, i + taken, ")")) {
        d = then->num;
        i += taken;
    } else if (then->kind == N_MAX && num_at(t, i) && sym_at(t, i + 1 + point_word(t, i + 1), ")")) {
        d = t->v[i].num;
        i += 1 + point_word(t, i + 1);
    } else {
        return OK;
    }
    if (p->max.v > 0 && d.v != p->max.v)
        return rule_refuse(p->why, t, p->i, T("số điểm này và điểm tối đa của tiêu chí không khớp nhau; hãy sửa cho khớp hoặc bỏ phần trong ngoặc."));
    p->i = i + 1;
    return OK;
}

static Err need_end(Phrase *p)
{
    const Toks *t = p->t;

    if (p->cases.n)
        TRY(said_twice(p, p->cases.v[p->cases.n - 1].then));
    if (sym_at(t, p->i, ")"))
        p->i++;
    if (sym_at(t, p->i, "(") && (word_is(t, p->i + 1, "theo") || words_at(t, p->i + 1, "căn cứ") || word_is(t, p->i + 1, "kèm")
        || words_at(t, p->i + 1, "tài liệu") || words_at(t, p->i + 1, "ghi chú"))) {
        size_t i = p->i + 1;                            /* a reference, no condition */

        while (t->v[i].kind == TOK_WORD || sym_at(t, i, ",") || sym_at(t, i, "/"))
            i++;
        if (sym_at(t, i, ")"))
            p->i = i + 1;
    }
    if (ends_clause(t, p->i) || sym_at(t, p->i, ",") || sym_at(t, p->i, "bullet") || sym_at(t, p->i, "-") || sym_at(t, p->i, "+"))
        return OK;
    if (word_is(t, p->i, "không") || word_is(t, p->i, "chưa") || word_is(t, p->i, "có") || word_is(t, p->i, "nếu") || word_is(t, p->i, "còn")
        || word_is(t, p->i, "từ") || word_is(t, p->i, "dưới") || word_is(t, p->i, "trên") || word_is(t, p->i, "đạt") || word_is(t, p->i, "và")
        || word_is(t, p->i, "trường") || sym_at(t, p->i, "<") || sym_at(t, p->i, ">=") || sym_at(t, p->i, ">"))
        return OK;
    return rule_refuse(p->why, t, p->i, T("phần này đứng sau số điểm mà không rõ nghĩa; hãy bỏ đi hoặc ngăn bằng dấu chấm phẩy."));
}

/* "Điểm đánh giá = …", "Điểm của tiêu chí bằng tổng …": what is computed is named, nothing more. */
static void skip_result_name(Phrase *p)
{
    static const Words names[] = { { "điểm đánh giá", 0 }, { "điểm số", 0 }, { "số điểm", 0 }, { "điểm đạt được", 0 }, { "số điểm đạt được", 0 },
        { "điểm tiêu chí", 0 }, { "tổng điểm", 0 }, { "điểm", 0 }, { "điểm của tiêu chí", 0 }, { "điểm của tiêu chí này", 0 },
        { "điểm thưởng", 0 }, { "điểm cộng", 0 } };
    const Toks *t = p->t;
    size_t taken, i = p->i;

    if (WORDS_AT(t, i, names, &taken) >= 0 && sym_at(t, i + taken, "=")
        && (formula_at(t, i + taken + 1) || children_start(t, i + taken + 1)))
        p->i += taken + 1;
    else if (WORDS_AT(t, i, names, &taken) >= 0 && (word_is(t, i + taken, "bằng") || word_is(t, i + taken, "là")) && children_start(t, i + taken + 1))
        p->i += taken + 1;
    else if ((word_is(t, i, "bằng") || word_is(t, i, "là") || word_is(t, i, "lấy")) && children_start(t, i + 1))
        p->i++;
}

static Err per_clause(Phrase *p)
{
    const Toks *t = p->t;
    bool bound = false;
    Cond *c = phrase_else(p);
    Node *then;
    size_t hi;

    /* "Trên 3.500 người, cứ thêm 100 người được cộng 0,5 điểm": the comparison before "cứ" is the condition. */
    for (hi = p->i; !ends_clause(t, hi) && !word_is(t, hi, "cứ") && !word_is(t, hi, "mỗi"); hi++)
        bound |= t->v[hi].kind == TOK_NUM && !point_word(t, hi + 1) && hi > p->i;
    bound &= !ends_clause(t, hi);
    if (bound) {
        TRY(phrase_cond(p, p->i, hi, &c));
        p->i = hi;
    }
    TRY(phrase_per(p, c, &then));
    add_case(p, c, then);
    return need_end(p);
}

/* A clause without a condition of its own: points of everything that is left. */
static Err bare_clause(Phrase *p)
{
    size_t save = p->i;
    Node *then;

    if (p->cases.n && !formula_at(p->t, p->i))
        return rule_refuse(p->why, p->t, p->i, T("không thấy số điểm của trường hợp này; hãy ghi như “dưới 90%: 0 điểm”."));
    TRY(phrase_points(p, &then));
    if (p->i == save)
        return rule_refuse(p->why, p->t, p->i, T("không thấy số điểm; hãy ghi như “Có: 1 điểm; không: 0 điểm”."));
    add_case(p, phrase_else(p), then);
    return need_end(p);
}

/* "không tính điểm", not "0 điểm" */
static bool not_counted(const Toks *t, size_t i)
{
    static const Words words[] = { { "không tính điểm", 0 }, { "không chấm điểm", 0 }, { "không được tính điểm", 0 }, { "không được chấm điểm", 0 } };
    size_t taken;

    while (sym_at(t, i, ":") || word_is(t, i, "thì"))
        i++;
    return WORDS_AT(t, i, words, &taken) >= 0;
}

static bool reads_own(const Node *n)
{
    if (n->kind == N_RATE || n->kind == N_COUNT || n->kind == N_VALUE || n->kind == N_RATIO || n->kind == N_AVG)
        return true;
    for (size_t i = 0; i < n->n; i++)
        if (reads_own(n->arg[i]))
            return true;
    return false;
}

static Err clause(Phrase *p)
{
    const Toks *t = p->t;
    size_t lo, hi, to;
    Cond *c;
    Node *then;
    bool heading;

    skip_result_name(p);
    if (points_first(p, &lo, &hi)) {
        TRY(phrase_points(p, &then));
        TRY(phrase_cond(p, lo, hi, &c));
        add_case(p, c, then);
        p->i = hi + sym_at(t, hi, ")");
        return OK;
    }
    if (p->cases.n == 0 && phrase_judge(p, &then)) {
        add_case(p, phrase_else(p), then);
        return OK;
    }
    if (per_starts(p))
        return per_clause(p);
    if (!find_points(p, &hi, &to, &heading))
        return bare_clause(p);
    if (heading) {
        p->i = to;
        return OK;
    }
    if (hi == p->i || (formula_at(t, p->i) && points_start(t, p->i))) {
        TRY(phrase_points(p, &then));
        add_case(p, phrase_else(p), then);
        return need_end(p);
    }
    TRY(phrase_cond(p, p->i, hi, &c));
    p->i = to;
    TRY(phrase_points(p, &then));
    if (c->kind == C_IS && (c->ans == ANS_NA || c->ans == ANS_NOCASE) && not_counted(t, to))
        return rule_refuse(p->why, t, to, T("có thể hiểu là 0 điểm hoặc bỏ khỏi điểm tối đa; hãy ghi “0 điểm” hoặc “không tính vào điểm tối đa”."));
    if (p->cases.n == 0 && c->kind == C_IS && !c->ans && reads_own(then))
        c = phrase_else(p);                             /* a heading in front of a formula */
    add_case(p, c, then);
    return need_end(p);
}

static bool takes_away(const Node *n)
{
    if (n->kind == N_DEDUCT || n->kind == N_SUB || (n->kind == N_NUM && n->num.v == 0))
        return true;
    for (size_t i = 0; i < n->n; i++)
        if (takes_away(n->arg[i]))
            return true;
    return false;
}

/* What the text takes away must never be given: the last guard against a misread "trừ". */
static Err guarded_clause(Phrase *p)
{
    size_t from = p->i, cases = p->cases.n;

    TRY(clause(p));
    for (size_t i = from; i < p->i && p->cases.n > cases; i++)
        if (minus_at(p->t, i) && !takes_away(p->cases.v[p->cases.n - 1].then))
            return rule_refuse(p->why, p->t, i,
                T("không rõ điểm trừ này tính từ đâu; hãy ghi như “mỗi báo cáo chậm trừ 0,25 điểm” hoặc dạng gọn deduct(0,25 * count)."));
    return OK;
}

/* "Tối đa 5 điểm; mỗi mô hình 1 điểm": the limit ahead of what it limits. */
static Err limit_first(Phrase *p)
{
    size_t from = p->i;
    Node *cap;

    TRY(phrase_cap(p, &cap));
    if (!cap)
        return OK;
    skip_between(p);
    if (per_word(p->t, p->i) || (per_starts(p) && p->t->v[p->i].kind != TOK_END))
        p->cap = cap;
    else
        p->i = from;
    return OK;
}

static Err all_clauses(Phrase *p)
{
    const Toks *t = p->t;

    skip_between(p);
    TRY(limit_first(p));
    phrase_leader(p);
    for (;;) {
        size_t was;

        skip_between(p);
        if (t->v[p->i].kind == TOK_END || (words_at(t, p->i, "trong đó") && p->cases.n))
            break;                                      /* "trong đó" explains the letters of a formula */
        was = p->i;
        TRY(guarded_clause(p));
        if (p->i == was)
            return rule_refuse(p->why, t, p->i, T("hãy ghi như “Có: 1 điểm; không: 0 điểm”."));
        if (p->cases.n > 60)
            return answer(p->why, E_LIMIT, T("Quy tắc có quá 60 trường hợp; hãy tách thành nhiều tiêu chí."));
    }
    if (p->cases.n == 0)
        return rule_refuse(p->why, t, p->i, T("không thấy số điểm; hãy ghi như “Có: 1 điểm; không: 0 điểm”."));
    return OK;
}

Err rule_parse_phrase(Node **out, const Toks *given, Dec max, Answer *why)
{
    Toks clean, t;
    Phrase p = { .t = &t, .a = given->arena, .why = why, .max = max };

    TRY(phrase_clean(&clean, given, max, why));
    phrase_tidy(&t, &clean);
    if (phrase_pair(&p, out))
        return OK;
    TRY(all_clauses(&p));
    TRY(phrase_together(&p));
    *out = p.cases.n == 1 && p.cases.v[0].cond->kind == C_ELSE ? p.cases.v[0].then : node_cases(p.a, p.cases.v, p.cases.n);
    (*out)->lacking = p.missing && (*out)->kind == N_CASES;
    return OK;
}
