/* Official phrases to cases: one clause after another, then the answers are settled over the whole rule. */
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

/* "1 điểm: đạt từ 95% trở lên", "Đạt 1 điểm nếu …" */
static bool points_first(const Phrase *p, size_t *lo, size_t *hi, size_t *num)
{
    const Toks *t = p->t;
    size_t i = p->i;

    if (word_is(t, i, "được") || word_is(t, i, "đạt") || word_is(t, i, "cho") || word_is(t, i, "chấm") || word_is(t, i, "tính"))
        i++;
    if (!num_at(t, i) || !point_word(t, i + 1))
        return false;
    *num = i;
    i += 2;
    if (sym_at(t, i, ":") || sym_at(t, i, "-") || word_is(t, i, "nếu") || word_is(t, i, "khi") || words_at(t, i, "đối với")
        || words_at(t, i, "cho"))
        i += words_at(t, i, "đối với") ? 2 : 1;
    else
        return false;
    *lo = i;
    while (!ends_clause(t, i) && !(sym_at(t, i, ",") && num_at(t, i + 1) && point_word(t, i + 2)))
        i++;
    *hi = i;
    return i > *lo;
}

static void add_case(Phrase *p, Cond *c, Node *then)
{
    *vec_add(p->a, &p->cases) = (Case){ .cond = c, .then = then };
}

static Cond *otherwise(Phrase *p)
{
    return NEW(p->a, Cond, 1);
}

/* "từ 0 đến 2 điểm tùy mức độ": the appraiser's judgement. */
static bool judgement(Phrase *p, Node **out)
{
    static const Words lead[] = { { "cho điểm", 0 }, { "chấm điểm", 0 }, { "đánh giá", 0 }, { "chấm", 0 }, { "cho", 0 },
        { "người thẩm định chấm", 0 }, { "hội đồng chấm", 0 }, { "hội đồng thẩm định chấm", 0 }, { "thẩm định chấm", 0 },
        { "người thẩm định cho điểm", 0 }, { "hội đồng cho điểm", 0 }, { "hội đồng chấm điểm", 0 }, { "điểm", 0 } };
    const Toks *t = p->t;
    size_t i = p->i, taken, lo, hi;

    if (WORDS_AT(t, i, lead, &taken) >= 0)
        i += taken;
    i += word_is(t, i, "trong") + word_is(t, i, "trong khoảng");
    i += word_is(t, i, "từ");
    lo = i;
    if (!num_at(t, i) || (i == p->i && false))
        return false;
    i += 1 + point_word(t, i + 1);
    if (!word_is(t, i, "đến") && !sym_at(t, i, "-"))
        return false;
    hi = i + 1;
    if (!num_at(t, hi) || !point_word(t, hi + 1))
        return false;
    i = hi + 2;
    if (!ends_clause(t, i) && !sym_at(t, i, ",") && !word_is(t, i, "theo") && !word_is(t, i, "tùy") && !word_is(t, i, "tuỳ") && !word_is(t, i, "căn"))
        return false;
    while (t->v[i].kind == TOK_WORD || sym_at(t, i, ",") || sym_at(t, i, "."))
        i++;
    if (t->v[i].kind != TOK_END)
        return false;
    *out = node_two(p->a, N_JUDGE, node_num(p->a, t->v[lo].num, false), node_num(p->a, t->v[hi].num, false));
    p->i = i;
    return true;
}

static Err need_end(Phrase *p)
{
    const Toks *t = p->t;

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

/* "Điểm đánh giá = …": what is computed is named, nothing more. */
static void skip_result_name(Phrase *p)
{
    static const Words names[] = { { "điểm đánh giá", 0 }, { "điểm số", 0 }, { "số điểm", 0 }, { "điểm đạt được", 0 }, { "số điểm đạt được", 0 },
        { "điểm tiêu chí", 0 }, { "tổng điểm", 0 }, { "điểm", 0 } };
    size_t taken;

    if (WORDS_AT(p->t, p->i, names, &taken) >= 0 && sym_at(p->t, p->i + taken, "=") && formula_at(p->t, p->i + taken + 1))
        p->i += taken + 1;
}

static Err per_clause(Phrase *p)
{
    const Toks *t = p->t;
    bool bound = false;
    Cond *c = otherwise(p);
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
    TRY(phrase_per(p, bound ? c : NULL, &then));
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
    add_case(p, otherwise(p), then);
    return need_end(p);
}

static Err clause(Phrase *p)
{
    const Toks *t = p->t;
    size_t lo, hi, to, num;
    Cond *c;
    Node *then;
    bool heading;

    skip_result_name(p);
    if (points_first(p, &lo, &hi, &num)) {
        TRY(phrase_cond(p, lo, hi, &c));
        add_case(p, c, node_num(p->a, t->v[num].num, false));
        p->i = hi;
        return OK;
    }
    if (p->cases.n == 0 && judgement(p, &then)) {
        add_case(p, otherwise(p), then);
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
        add_case(p, otherwise(p), then);
        return need_end(p);
    }
    TRY(phrase_cond(p, p->i, hi, &c));
    p->i = to;
    TRY(phrase_points(p, &then));
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

/* Answers over the whole rule */

typedef struct Settle {
    bool ontime, late, none, no, yes;
    bool figures;               /* bands of numbers or days stand beside the answers */
    size_t labels, negative, absent;
} Settle;

static bool negative(Str s)
{
    size_t at;

    return str_starts(s, S("không ")) || str_starts(s, S("chưa ")) || str_starts(s, S("thiếu")) || str_find(s, S(" không "), &at)
        || str_find(s, S(" chưa "), &at) || str_starts(s, S("khong ")) || str_starts(s, S("chua "));
}

static void each_is(Cond *c, void (*visit)(Cond *, void *), void *ctx)
{
    if (c->kind == C_IS && !c->lhs)
        visit(c, ctx);
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        each_is(c->sub[i], visit, ctx);
}

static void count_answers(Cond *c, void *ctx)
{
    Settle *s = ctx;

    s->ontime |= c->ans == ANS_ONTIME;
    s->late |= c->ans == ANS_LATE;
    s->none |= c->ans == ANS_NONE;
    s->no |= c->ans == ANS_NO;
    s->yes |= c->ans == ANS_YES;
    s->absent += c->ans == ANS_UNKNOWN && str_starts(c->label, S("không có "));
    if (c->ans == ANS_UNKNOWN)
        *(negative(c->label) ? &s->negative : &s->labels) += 1;
}

/* Two cases with the same answer and other points ("trước hạn: 2; đúng hạn: 1"): the words themselves must tell. */
static void split_same(Phrase *p)
{
    for (size_t i = 0; i < p->cases.n; i++)
        for (size_t k = i + 1; k < p->cases.n; k++) {
            Cond *x = p->cases.v[i].cond, *y = p->cases.v[k].cond;

            if (x->kind == C_IS && y->kind == C_IS && x->label.n && y->label.n && !str_eq(x->label, y->label) && x->ans && x->ans == y->ans)
                x->ans = y->ans = ANS_UNKNOWN;
        }
}

static bool affirms(Str s)
{
    static const char *const words[] = { "có", "đủ", "đạt", "hoàn thành", "tất cả", "toàn bộ", "thực hiện", "ban hành", "đúng", "co ", "du", "dat", "hoan thanh" };
    size_t at;

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_find(s, str_of(words[i]), &at))
            return true;
    return false;
}

/*
 * One positive phrase is "yes", one negative is "no"; with several the words themselves are kept as labels.
 * Where time counts, "không" means that nothing was done.
 */
static void settle(Cond *c, void *ctx)
{
    const Settle *s = ctx;
    bool timed = s->ontime || s->late;

    if (c->ans == ANS_UNKNOWN && negative(c->label)) {
        if (s->negative == 1 && !s->no && !s->none)
            c->ans = timed ? ANS_NONE : ANS_NO;
        else if (s->absent == 1 && !s->no && !s->none && str_starts(c->label, S("không có ")))
            c->ans = ANS_NO;
    } else if (c->ans == ANS_UNKNOWN && (!s->figures || affirms(c->label)) && s->labels == 1 && !s->yes && !s->ontime
        && (s->negative == 0 || (s->negative == 1 && !s->none && !s->no))) {
        c->ans = ANS_YES;
    } else if (c->ans == ANS_NO && timed && !s->none) {
        c->ans = ANS_NONE;
    } else if (c->ans == ANS_NONE && !timed && !s->no && s->negative == 0) {
        c->ans = ANS_NO;
    }
    if (c->ans)
        c->label = (Str){ 0 };
}

static Cond *either(Phrase *p, Cond *x, Cond *y)
{
    Cond *c = NEW(p->a, Cond, 1);

    c->kind = C_OR;
    c->sub = NEW(p->a, Cond *, 2);
    c->sub[0] = x;
    c->sub[1] = y;
    c->n = 2;
    return c;
}

static Cond *compare_with(Phrase *p, CmpOp op, const Lit *lit)
{
    Cond *c = NEW(p->a, Cond, 1);

    *c = (Cond){ .kind = C_CMP, .op = op, .lit = *lit };
    return c;
}

static bool is_none(AnswerKind k)
{
    return k == ANS_NO || k == ANS_NONE || k == ANS_NOCASE;
}

/* With dates: "chậm" is any day after the last one named. With counts: "không có" is also the figure 0. */
static void widen(Phrase *p)
{
    const Cond *last = NULL;
    bool zero = false;

    for (size_t i = 0; i < p->cases.n; i++) {
        const Cond *c = p->cases.v[i].cond;

        if (c->kind == C_CMP && c->lit.kind == VALUE_DATE && (c->op == CMP_LT || c->op == CMP_LE))
            last = c;
        zero |= c->kind == C_CMP && c->lit.kind == VALUE_NUMBER && c->op == CMP_EQ && c->lit.num.v == 0;
    }
    for (size_t i = 0; i < p->cases.n; i++) {
        Cond *c = p->cases.v[i].cond;
        Lit none = { .kind = VALUE_NUMBER };

        if (c->kind == C_OR && c->sub[c->n - 1]->kind == C_IS && is_none(c->sub[c->n - 1]->ans) && p->numeric && !p->percent && !p->dates && !zero)
            p->cases.v[i].cond = either(p, compare_with(p, CMP_EQ, &none), c);      /* "không có hồ sơ trễ hạn" */
        if (c->kind != C_IS)
            continue;
        if (c->ans == ANS_LATE && last)
            p->cases.v[i].cond = either(p, compare_with(p, last->op == CMP_LT ? CMP_GE : CMP_GT, &last->lit), c);
        else if (is_none(c->ans) && ((p->numeric && !p->percent) || p->per) && !p->dates && !zero
            && i + 1 <= p->cases.n)
            p->cases.v[i].cond = either(p, compare_with(p, CMP_EQ, &none), c);
    }
}

/* "mỗi …" and "còn lại" match everything, so they stand last; a base for deductions comes before. */
static void order(Phrase *p)
{
    size_t w = 0;
    VEC(Case) rest = { 0 };

    for (size_t i = 0; i < p->cases.n; i++) {
        if (p->cases.v[i].cond->kind == C_ELSE)
            *vec_add(p->a, &rest) = p->cases.v[i];
        else
            p->cases.v[w++] = p->cases.v[i];
    }
    for (size_t i = 0; i < rest.n; i++)
        p->cases.v[w++] = rest.v[i];
}

/* "Có/Không: 1/0" */
static bool pair_of_answers(Phrase *p, Node **out)
{
    const Toks *t = p->t;
    Case c[2] = { 0 };

    if (!word_is(t, 0, "có") || !sym_at(t, 1, "/") || !word_is(t, 2, "không") || !sym_at(t, 3, ":") || !num_at(t, 4)
        || !sym_at(t, 5, "/") || !num_at(t, 6) || t->v[7 + point_word(t, 7)].kind != TOK_END)
        return false;
    for (size_t i = 0; i < 2; i++) {
        c[i].cond = NEW(p->a, Cond, 1);
        *c[i].cond = (Cond){ .kind = C_IS, .ans = i ? ANS_NO : ANS_YES };
        c[i].then = node_num(p->a, t->v[4 + 2 * i].num, false);
    }
    *out = node_cases(p->a, c, 2);
    return true;
}

/*
 * "Đơn vị đứng đầu: 2; các đơn vị khác: tỷ lệ / tỷ lệ cao nhất x 2": the formula gives the best unit its 2 points
 * too, so the first clause says nothing more. Only when both name the same figure.
 */
static void skip_leader(Phrase *p)
{
    static const Words leader[] = { { "đứng đầu", 0 }, { "dẫn đầu", 0 }, { "cao nhất", 0 } };
    static const Words others[] = { { "khác", 0 }, { "còn lại", 0 } };
    const Toks *t = p->t;
    const Tok *points = NULL, *factor = NULL;
    bool led = false, best = false;
    size_t i, taken, rest = 0;

    for (i = p->i; !ends_clause(t, i); i++) {
        led |= WORDS_AT(t, i, leader, &taken) >= 0;
        if (t->v[i].kind == TOK_NUM && points)
            return;
        points = t->v[i].kind == TOK_NUM ? &t->v[i] : points;
    }
    if (!led || !points || points->pct || t->v[i].kind == TOK_END)
        return;
    for (i++; t->v[i].kind != TOK_END && !sym_at(t, i, ";"); i++) {
        if (!rest && WORDS_AT(t, i, others, &taken) >= 0)
            rest = i + taken;
        best |= rest && WORDS_AT(t, i, leader, &taken) >= 0;
        factor = num_at(t, i) && t->v[i].num.v == points->num.v ? &t->v[i] : factor;
    }
    if (!rest || !best || (!factor && points->num.v != p->max.v))
        return;
    p->i = rest + sym_at(t, rest, ":");
}

/* What the cases together say must be about one figure. */
static Err check_cases(Phrase *p)
{
    const Toks *t = p->t;
    size_t others = 0;
    NodeKind first = p->cases.v[0].then->kind;

    for (size_t i = 0; i < p->cases.n; i++)
        others += p->cases.v[i].cond->kind == C_ELSE;
    if (others > 1 && p->per)
        return rule_refuse(p->why, t, 0,
            T("có hai mức cho mỗi trường hợp, mỗi mức một số liệu; hãy gọi số liệu theo mã, như deduct(0,25 * {cham} + 0,5 * {thieu})."));
    if (others > 1)
        return rule_refuse(p->why, t, 0, T("có hai cách tính chung cho cùng một số liệu; hãy ghi rõ điều kiện của từng cách."));
    if (p->cases.n == 1 && others && (first == N_NUM || first == N_MAX))
        return rule_refuse(p->why, t, 0, T("có số mà không có điều kiện; hãy ghi như “Đạt từ 95% trở lên: 1 điểm; dưới 95%: 0 điểm”."));
    if (p->lacking)
        return rule_refuse(p->why, t, 0,
            T("có mức tính theo số đủ và có mức tính theo số thiếu hoặc chậm; hãy tính cùng một số, như “4 báo cáo: 1 điểm; 3 báo cáo: 0,5 điểm”."));
    if (p->percent && p->counted)
        return rule_refuse(p->why, t, 0, T("có mức tính theo tỷ lệ phần trăm và có mức tính theo số đếm; hãy ghi dấu phần trăm cho mọi mức hoặc tách thành hai tiêu chí."));
    if (p->dates && p->numeric)
        return rule_refuse(p->why, t, 0, T("có mức tính theo ngày và có mức tính theo số; hãy ghi ngày cụ thể cho mọi mức, như “sau ngày 05/12 đến 10/12”."));
    return OK;
}

static bool says_bad(const Cond *c)
{
    if (c->kind == C_ELSE || c->kind == C_CMP || (c->kind == C_IS && (c->ans == ANS_LATE || is_none(c->ans) || c->ans == ANS_NA || (!c->ans && negative(c->label)))))
        return true;
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        if (says_bad(c->sub[i]))
            return true;
    return false;
}

/* "Có kế hoạch: 0,5 điểm; có báo cáo: 0,5 điểm" of 1: parts that add up, not alternatives. */
static Err check_parts(Phrase *p)
{
    Dec sum = { 0 };

    for (size_t i = 0; i < p->cases.n; i++) {
        const Node *then = p->cases.v[i].then;

        if (then->kind != N_NUM || then->num.v <= 0 || then->num.v >= p->max.v || says_bad(p->cases.v[i].cond))
            return OK;
        sum = dec_add(sum, then->num);
    }
    if (p->cases.n < 2 || sum.v != p->max.v)
        return OK;
    return rule_refuse(p->why, p->t, 0,
        T("các nội dung này cộng lại mới bằng điểm tối đa; hãy đặt mã cho từng nội dung, như 0,5 * yes({kehoach}) + 0,5 * yes({baocao})."));
}

/* A text kept as a label beside figures is what was not understood. */
static Err check_labels(Phrase *p, const Cond *c)
{
    if (c->kind == C_IS && !c->lhs && !c->ans && (p->numeric || p->dates || p->per))
        return answer(p->why, E_INVALID,
            T("Không hiểu điều kiện “%.*s” bên cạnh các mức bằng số; hãy ghi mức bằng số, ngày, hoặc “có”, “không”, “còn lại”."), SV(c->label));
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        TRY(check_labels(p, c->sub[i]));
    return OK;
}

/* "01 văn bản được 0,1 điểm" alone: for each. */
static void one_is_each(Phrase *p)
{
    Case *c = &p->cases.v[0];
    bool deduct = c->then->kind == N_DEDUCT;
    Node **points = deduct ? &c->then->arg[0] : &c->then;

    if (p->cases.n != 1 || c->cond->kind != C_CMP || c->cond->op != CMP_EQ || c->cond->lit.kind != VALUE_NUMBER
        || c->cond->lit.num.v != DEC_ONE || (*points)->kind != N_NUM)
        return;
    *points = node_two(p->a, N_MUL, *points, node_new(p->a, N_COUNT));
    c->cond = otherwise(p);
}

static Err all_clauses(Phrase *p)
{
    const Toks *t = p->t;

    skip_between(p);
    skip_leader(p);
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
    Toks t;
    Phrase p = { .t = &t, .a = given->arena, .why = why, .max = max };
    Settle s = { 0 };

    phrase_tidy(&t, given);
    if (pair_of_answers(&p, out))
        return OK;
    TRY(all_clauses(&p));
    TRY(check_cases(&p));
    TRY(check_parts(&p));
    one_is_each(&p);
    order(&p);
    split_same(&p);
    s.figures = p.numeric || p.dates;
    for (size_t i = 0; i < p.cases.n; i++)
        each_is(p.cases.v[i].cond, count_answers, &s);
    if (p.dates)
        s.late = true;
    for (size_t i = 0; i < p.cases.n; i++)
        each_is(p.cases.v[i].cond, settle, &s);
    for (size_t i = 0; i < p.cases.n; i++)
        TRY(check_labels(&p, p.cases.v[i].cond));
    widen(&p);
    *out = p.cases.n == 1 && p.cases.v[0].cond->kind == C_ELSE ? p.cases.v[0].then : node_cases(p.a, p.cases.v, p.cases.n);
    return OK;
}
