/* "Mỗi hồ sơ trễ hạn trừ 0,25 điểm, tối đa 1 điểm", "0,5 điểm/sáng kiến", "cứ thêm 100 người được cộng 0,5 điểm" */
#include "core/rule_phrase.h"

static size_t clause_end(const Toks *t, size_t i)
{
    while (!ends_clause(t, i))
        i++;
    return i;
}

/* "thiếu 1 nội dung -0,25 điểm": a sign that holds on to its number, behind something late or lacking. */
static bool minus_sign(const Toks *t, size_t i)
{
    static const Words bad[] = { { "thiếu", 0 }, { "chậm", 0 }, { "trễ", 0 }, { "muộn", 0 }, { "vi phạm", 0 }, { "sai", 0 }, { "lỗi", 0 }, { "quá hạn", 0 },
        { "không", 0 }, { "chưa", 0 }, { "bị", 0 } };
    size_t taken;

    if (!t->v[i].spaced || t->v[i + 1].spaced || t->v[i - 1].kind != TOK_WORD)
        return false;
    while (i > 0 && !ends_clause(t, i - 1))
        if (WORDS_AT(t, --i, bad, &taken) >= 0)
            return true;
    return false;
}

bool minus_at(const Toks *t, size_t i)
{
    size_t k = i + 1;

    if (!(sym_at(t, i, "-") && i > 0 && (sym_at(t, i - 1, ":") || minus_sign(t, i))) && (!word_is(t, i, "trừ") || (i > 0 && word_is(t, i - 1, "ngoại"))))
        return false;
    while (word_is(t, k, "đi") || word_is(t, k, "dần") || word_is(t, k, "lùi"))
        k++;
    if (word_is(t, i, "trừ") && ((t->v[k].kind == TOK_NUM && t->v[k].pct) || t->v[k].kind == TOK_DATE || word_is(t, k, "nửa") || words_at(t, k, "một nửa"))) {
        k += words_at(t, k, "một nửa") ? 2 : 1;
        return word_is(t, k, "điểm") || words_at(t, k, "số điểm") || words_at(t, k, "tổng số điểm") || words_at(t, k, "tổng điểm");
    }
    return num_at(t, k) && (point_word(t, k + 1) || ends_clause(t, k + 1) || sym_at(t, k + 1, ",") || sym_at(t, k + 1, "/"));
}

size_t per_word(const Toks *t, size_t i)
{
    static const Words per[] = { { "cứ mỗi", 0 }, { "cứ thêm", 0 }, { "cứ có", 0 }, { "cứ tăng", 0 }, { "cứ giảm", 0 }, { "mỗi một", 0 },
        { "cứ", 0 }, { "mỗi", 0 }, { "với mỗi", 0 }, { "cho mỗi", 0 } };
    size_t taken;

    return WORDS_AT(t, i, per, &taken) >= 0 && !(i && word_is(t, i - 1, "căn")) ? taken : 0;    /* not "căn cứ" */
}

/* "chậm 1 báo cáo trừ …", "giảm 1% trừ …": one thing, or a step of a rate, compared with nothing. */
static bool one_each(const Toks *t, size_t lo, size_t hi)
{
    static const Words compared[] = { { "từ", 0 }, { "trên", 0 }, { "dưới", 0 }, { "đến", 0 }, { "hơn", 0 }, { "quá", 0 }, { "ít nhất", 0 },
        { "trở lên", 0 }, { "đạt", 0 }, { "tối thiểu", 0 } };
    static const Words steps[] = { { "giảm", 0 }, { "thấp hơn", 0 }, { "thiếu", 0 }, { "hụt", 0 }, { "tăng", 0 }, { "vượt", 0 } };
    size_t numbers = 0, taken;
    bool one = false, step = false;

    for (size_t i = lo; i < hi; i++) {
        step |= WORDS_AT(t, i, steps, &taken) >= 0;
        if (t->v[i].kind == TOK_DATE || t->v[i].kind == TOK_NL || (WORDS_AT(t, i, compared, &taken) >= 0 && !(i > lo && word_is(t, i - 1, "thấp")) && !word_is(t, i + 1, "hạn")))
            return false;
        if (t->v[i].kind != TOK_NUM)
            continue;
        if (i > lo && word_is(t, i - 1, "lần"))
            return false;                               /* "vi phạm lần 2" */
        numbers++;
        one = t->v[i].pct ? step : t->v[i].num.v == DEC_ONE;
    }
    return numbers == 1 && one;
}

/* "0,25 điểm/báo cáo" */
static bool each_thing(const Toks *t, size_t i)
{
    return num_at(t, i) && point_word(t, i + 1) && sym_at(t, i + 2, "/") && t->v[i + 3].kind != TOK_END && !word_is(t, i + 3, "năm");
}

static bool any_number(const Toks *t, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++)
        if (t->v[i].kind == TOK_NUM)
            return true;
    return false;
}

/* "vượt 1% được cộng 0,1 điểm" */
static bool plus_at(const Toks *t, size_t i)
{
    return (word_is(t, i, "cộng") || word_is(t, i, "thưởng")) && num_at(t, i + 1) && point_word(t, i + 2);
}

static bool one_step(const Toks *t, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++)
        if (t->v[i].kind == TOK_NUM && !t->v[i].pct)
            return false;
    return one_each(t, lo, hi);
}

/* The first "trừ" with points in the clause, or its end. */
static size_t clause_minus(const Toks *t, size_t i)
{
    while (!ends_clause(t, i) && !minus_at(t, i) && !plus_at(t, i))
        i++;
    return i;
}

bool per_starts(const Phrase *p)
{
    const Toks *t = p->t;
    size_t hi = clause_end(t, p->i);

    for (size_t i = p->i; i < hi; i++) {
        if (sym_at(t, i, ":") && !per_word(t, i + 1) && !minus_at(t, i + 1) && !(each_thing(t, i + 1) && !any_number(t, p->i, i)))
            return false;
        if (per_word(t, i))
            return true;
        if ((minus_at(t, i) && one_each(t, p->i, i)) || (plus_at(t, i) && one_step(t, p->i, i)))
            return true;
        if (num_at(t, i) && point_word(t, i + 1) && sym_at(t, i + 2, "/") && t->v[i + 3].kind != TOK_END && !word_is(t, i + 3, "tổng"))
            return true;
    }
    return false;
}

typedef struct Per {
    Dec each, size;
    bool has_each, has_size, size_pct, minus, lower, raise;
    size_t at;
} Per;

static Err per_scan(Phrase *p, Per *v)
{
    static const Words minus[] = { { "bị trừ", 0 }, { "giảm trừ", 0 }, { "trừ", 0 } };
    static const Words raise[] = { { "tăng", 0 }, { "thêm", 0 }, { "vượt", 0 }, { "cao hơn", 0 } };
    static const Words lower[] = { { "giảm", 0 }, { "thấp hơn", 0 }, { "thiếu", 0 }, { "hụt", 0 } };
    const Toks *t = p->t;
    bool per = v->has_size;
    size_t taken;

    v->has_size = false;
    for (; !ends_clause(t, p->i); p->i++) {
        const Tok *k = &t->v[p->i];
        Node *cap;
        size_t was = p->i;

        if (v->has_each && (per || v->has_size || was > v->at + 1)) {
            TRY(phrase_cap(p, &cap));
            p->i = p->i != was ? was : p->i;
            if (cap)
                break;                                  /* read again by the caller */
        }
        if (v->has_each && per && (sym_at(t, p->i, ",") || sym_at(t, p->i, "(")))
            break;
        if (sym_at(t, p->i, "%") && per && !v->has_size && !v->has_each) {
            v->has_size = v->size_pct = true;           /* "mỗi % được 0,02 điểm" */
            v->size = DEC(0.01);
        } else if ((taken = per_word(t, p->i)) > 0) {
            v->lower |= word_is(t, p->i + taken - 1, "giảm");
            v->raise |= word_is(t, p->i + taken - 1, "tăng") || word_is(t, p->i + taken - 1, "thêm");
            per = true;
            p->i += taken - 1;
        } else if (sym_at(t, p->i, "/") && v->has_each) {
            per = true;
        } else if (k->kind == TOK_NUM) {
            static const Words beyond[] = { { "trên", 0 }, { "dưới", 0 }, { "từ", 0 }, { "quá", 0 } };
            bool points = !k->pct && (point_word(t, p->i + 1) || (v->has_size && !v->has_each) || ends_clause(t, p->i + 1)
                || sym_at(t, p->i + 1, ",") || (v->minus && !v->has_each) || sym_at(t, p->i - 1, ":"));

            if (points && !v->has_each) {
                v->each = k->num;
                v->has_each = true;
                v->at = p->i;
            } else if (!points && per && !v->has_size && WORDS_AT(t, p->i - 1, beyond, &taken) < 0) {
                v->size = k->num;
                v->has_size = true;
                v->size_pct = k->pct;
            } else {
                return rule_refuse(p->why, t, p->i, T("số này chưa rõ nghĩa; hãy ghi như “mỗi … trừ 0,25 điểm, tối đa 1 điểm”."));
            }
        } else if (WORDS_AT(t, p->i, minus, &taken) >= 0 || (sym_at(t, p->i, "-") && num_at(t, p->i + 1) && point_word(t, p->i + 2))) {
            v->minus = true;
        } else if (WORDS_AT(t, p->i, lower, &taken) >= 0 && !v->has_each) {
            v->lower = true;
        } else if (WORDS_AT(t, p->i, raise, &taken) >= 0 && !v->has_each) {
            v->raise = true;
        }
    }
    if (!v->has_each || !per)
        return rule_refuse(p->why, t, p->i, T("thiếu số điểm cho mỗi trường hợp; hãy ghi như “mỗi … được 0,5 điểm”."));
    return OK;
}

/* "trừ đến hết điểm": what deductions do anyway. */
static void per_floor(Phrase *p)
{
    static const Words floors[] = {
        { "cho đến khi hết điểm", 0 }, { "đến khi hết số điểm", 0 }, { "đến khi hết điểm", 0 }, { "cho đến khi bằng 0", 0 },
        { "cho đến hết điểm", 0 }, { "cho đến hết số điểm", 0 }, { "trừ đến hết số điểm", 0 }, { "trừ đến hết điểm", 0 },
        { "trừ cho đến hết điểm", 0 }, { "đến hết số điểm", 0 }, { "đến hết điểm", 0 }, { "trừ đến khi hết điểm", 0 },
        { "trừ cho đến khi hết điểm", 0 }, { "trừ hết số điểm thì thôi", 0 }, { "trừ hết điểm của tiêu chí", 0 }, { "nhưng không âm", 0 }, { "không âm", 0 }, { "trừ hết điểm thì thôi", 0 },
        { "trừ tối đa bằng số điểm của tiêu chí", 0 }, { "đến hết", 0 }, { "cho đến hết", 0 }, { "trừ đến hết", 0 },
    };
    const Toks *t = p->t;
    size_t i = p->i, taken;

    while (sym_at(t, i, ",") || sym_at(t, i, "(") || sym_at(t, i, "-") || sym_at(t, i, ";"))
        i++;
    if (WORDS_AT(t, i, floors, &taken) >= 0)
        p->i = i + taken + sym_at(t, i + taken, ")");
}

static bool holds(const Cond *c, const Lit *l)
{
    if (c->kind == C_CMP)
        return !c->lhs && c->lit.kind == l->kind && c->lit.num.v == l->num.v;
    for (size_t i = 0; i < c->n && c->kind == C_AND; i++)
        if (holds(c->sub[i], l))
            return true;
    return false;
}

static bool bounded(const Cond *c)
{
    const Cond *first = c->kind == C_AND ? c->sub[0] : c;

    return first->kind == C_CMP && !first->lhs && first->lit.kind != VALUE_DATE;
}

static bool gives_nothing(const Case *k)
{
    return k->then->kind == N_NUM && k->then->num.v == 0;
}

/*
 * The case that "cứ thêm", "mỗi … thiếu" counts from: the one that ends at the bound said in the clause itself, else
 * the only one with a bound. *lit: NULL when there is none. Two candidates are two readings.
 */
static Err find_base(Phrase *p, const Cond *own, const Case **base, const Lit **lit)
{
    const Cond *c = own;

    *base = NULL;
    *lit = NULL;
    while (c && c->kind == C_AND)
        c = c->sub[0];
    for (size_t i = 0; i < p->cases.n; i++) {
        const Cond *have = p->cases.v[i].cond;

        if (c && c->kind == C_CMP ? !holds(have, &c->lit) : !bounded(have) || gives_nothing(&p->cases.v[i]))
            continue;
        if (c && *base)
            continue;                                   /* "dưới 15%" and "từ 15%": the first is the lower one */
        if (*base)
            return rule_refuse(p->why, p->t, p->i ? p->i - 1 : 0,
                T("không rõ cộng hoặc trừ từ mức nào; hãy ghi “từ …, cứ thêm … được …” ngay sau mức đó, hoặc dùng dạng gọn với steps."));
        *base = &p->cases.v[i];
        *lit = c && c->kind == C_CMP ? &c->lit : have->kind == C_AND ? &have->sub[0]->lit : &have->lit;
    }
    if (c && c->kind == C_CMP && !*base)
        return rule_refuse(p->why, p->t, p->i ? p->i - 1 : 0,
            T("không rõ cộng hoặc trừ từ mức nào; hãy ghi “từ …, cứ thêm … được …” ngay sau mức đó, hoặc dùng dạng gọn với steps."));
    return OK;
}

/* The number of cases: the count itself, whole steps of a size, or steps away from a bound printed before. */
static Err per_number(Phrase *p, const Per *v, const Cond *own, Node **times, const Case **from)
{
    const Case *base;
    const Lit *lit;
    Node *x = node_new(p->a, v->size_pct ? N_RATE : N_COUNT);
    Node *size = node_num(p->a, v->has_size ? v->size : DEC(1), v->size_pct);
    bool zero;

    *from = NULL;
    if (v->has_size && v->size.v <= 0)
        return rule_refuse(p->why, p->t, v->at, T("bước phải lớn hơn 0."));
    TRY(find_base(p, own, &base, &lit));
    zero = lit && lit->num.v == 0;
    if (base && lit && (lit->kind == VALUE_PERCENT) == v->size_pct && !(zero && !v->size_pct)
        && (own || v->has_size || (v->minus && !v->size_pct))) {
        bool upper = !own && (base->cond->op == CMP_LE || base->cond->op == CMP_LT);
        bool down = (v->minus || v->lower) && !upper && !zero && !v->raise;
        Node *bound = node_num(p->a, lit->num, v->size_pct);

        if (base->then->kind != N_NUM && base->then->kind != N_MAX)
            return rule_refuse(p->why, p->t, v->at, T("không rõ cộng hoặc trừ từ mức nào; hãy ghi “từ …, cứ thêm … được …” ngay sau mức đó, hoặc dùng dạng gọn với steps."));
        *from = base;                                   /* with a base: never NULL */
        *times = node_two(p->a, N_STEPS, down ? node_two(p->a, N_SUB, bound, x) : node_two(p->a, N_SUB, x, bound), size);
        return OK;
    }
    if (v->lower && v->size_pct) {                      /* "cứ giảm 1% trừ 0,1 điểm": away from 100% */
        *times = node_two(p->a, N_STEPS, node_two(p->a, N_SUB, node_num(p->a, DEC(1), true), x), size);
        return OK;
    }
    *times = v->size_pct || (v->has_size && v->size.v != DEC_ONE) ? node_two(p->a, N_STEPS, x, size) : x;
    return OK;
}

/* Points of an answer that stands before the deductions: "Không vi phạm: 1,5 điểm; mỗi vi phạm trừ 0,25 điểm". */
static Node *full_points(Phrase *p)
{
    const Node *n = p->cases.n == 1 ? p->cases.v[0].then : NULL;

    return n && n->kind == N_NUM && n->num.v > 0 && n->num.v != p->max.v && p->max.v > 0 ? node_num(p->a, n->num, false) : NULL;
}

static Node *not_below_zero(Phrase *p, Node *n)
{
    return node_two(p->a, N_MOST, n, node_num(p->a, DEC(0), false));
}

/* "Đạt 80%: 1; mỗi 1% tăng thêm được 0,05": what is added begins above the base; below it nothing was said. */
static void above_base(const Case *from, Cond *own)
{
    const Cond *base = from->cond;

    if (own->kind != C_ELSE || base->kind != C_CMP || (base->op != CMP_EQ && base->op != CMP_GE))
        return;
    *own = *base;
    own->op = CMP_GT;
}

Err phrase_per(Phrase *p, Cond *own, Node **out)
{
    Per v = { .has_size = one_each(p->t, p->i, clause_minus(p->t, p->i)) };
    Node *cap = NULL, *sum, *times, *full = NULL;
    const Case *from;

    TRY(per_scan(p, &v));
    per_floor(p);
    TRY(phrase_cap(p, &cap));
    if (!cap)
        cap = p->cap;
    per_floor(p);
    TRY(per_number(p, &v, own->kind == C_ELSE ? NULL : own, &times, &from));
    sum = node_two(p->a, N_MUL, node_num(p->a, v.each, false), times);
    p->per = true;
    if (from) {
        *out = node_two(p->a, v.minus ? N_SUB : N_ADD, from->then, v.minus && cap ? node_two(p->a, N_LEAST, sum, cap) : sum);
        if (v.minus)
            *out = not_below_zero(p, *out);
        else if (cap)
            *out = node_two(p->a, N_LEAST, *out, cap);
        if (!v.minus)
            above_base(from, own);
        return OK;
    }
    if (cap)
        sum = node_two(p->a, N_LEAST, sum, cap);
    *out = sum;
    if (v.minus)
        full = full_points(p);
    if (v.minus && full) {
        *out = not_below_zero(p, node_two(p->a, N_SUB, full, sum));
    } else if (v.minus) {
        *out = node_new(p->a, N_DEDUCT);
        (*out)->arg = NEW(p->a, Node *, 1);
        (*out)->arg[0] = sum;
        (*out)->n = 1;
    }
    *out = phrase_least(p, *out);
    return OK;
}
