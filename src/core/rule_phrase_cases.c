/* What the clauses of a phrase say together: answers settled over the whole rule, checks, the order in which cases are tried. */
#include "core/rule_phrase.h"

static bool is_none(AnswerKind k)
{
    return k == ANS_NO || k == ANS_NONE || k == ANS_NOCASE;
}

static Cond *either(Phrase *p, Cond *x, Cond *y);

/* Answers over the whole rule */

typedef struct Settle {
    bool ontime, late, none, no, yes;
    bool figures;               /* bands of numbers or days stand beside the answers */
    bool rest;                  /* "còn lại" */
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
    size_t at;

    s->ontime |= c->ans == ANS_ONTIME;
    s->late |= c->ans == ANS_LATE;
    s->none |= c->ans == ANS_NONE;
    s->no |= c->ans == ANS_NO;
    s->yes |= c->ans == ANS_YES;
    c->kept |= str_find(c->label, S(" nhưng "), &at);
    s->absent += c->ans == ANS_UNKNOWN && str_starts(c->label, S("không có "));
    if (c->ans == ANS_UNKNOWN)
        *(negative(c->label) && !c->kept ? &s->negative : &s->labels) += 1;
}

/* Two cases with the same answer and other points ("trước hạn: 2; đúng hạn: 1"): the words themselves must tell. */
static void split_same(Phrase *p)
{
    for (size_t i = 0; i < p->cases.n; i++)
        for (size_t k = i + 1; k < p->cases.n; k++) {
            Cond *x = p->cases.v[i].cond, *y = p->cases.v[k].cond;

            if (x->kind == C_IS && y->kind == C_IS && x->label.n && y->label.n && !str_eq(x->label, y->label) && x->ans && x->ans == y->ans)
                x->ans = y->ans = ANS_UNKNOWN, x->kept = y->kept = true;
        }
}

/* "không đủ số lượng hoặc không đúng nội dung": one denial when no other case denies. */
static void join_denials(Phrase *p)
{
    Cond **only = NULL;

    for (size_t i = 0; i < p->cases.n; i++) {
        Cond *c = p->cases.v[i].cond;
        bool all = c->kind == C_OR;

        if (c->kind == C_IS && (is_none(c->ans) || c->ans == ANS_LATE || (!c->ans && negative(c->label))))
            return;
        for (size_t k = 0; k < c->n && c->kind == C_OR; k++)
            all &= c->sub[k]->kind == C_IS && !c->sub[k]->lhs && !c->sub[k]->ans && negative(c->sub[k]->label);
        if (c->kind == C_OR && (!all || only))
            return;
        only = all ? &p->cases.v[i].cond : only;
    }
    if (only)
        *only = (*only)->sub[0];
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

    if (c->kept) {
        if (c->ans)
            c->label = (Str){ 0 };
        return;
    }
    if (c->ans == ANS_UNKNOWN && negative(c->label)) {
        if (s->negative == 1 && !s->no && !s->none)
            c->ans = timed ? ANS_NONE : ANS_NO;
        else if (s->absent == 1 && !s->no && !s->none && str_starts(c->label, S("không có ")))
            c->ans = ANS_NO;
    } else if (c->ans == ANS_UNKNOWN && ((!s->figures && !s->rest) || affirms(c->label)) && s->labels == 1 && !s->yes && !s->ontime
        && (s->negative == 0 || (s->negative == 1 && !s->none && !s->no))) {
        c->ans = ANS_YES;
    } else if (c->ans == ANS_NO && timed && !s->none) {
        c->ans = ANS_NONE;
    } else if (c->ans == ANS_NONE && !timed && !s->no && s->negative == 0) {
        c->ans = ANS_NO;
    }
    if (c->ans && !(s->labels + s->negative > 2 && c->ans == ANS_NO && negative(c->label)))
        c->label = (Str){ 0 };
}

/* "rất hài lòng; hài lòng; không hài lòng": among answers in words the denial is also its own words. */
static void keep_words(Phrase *p)
{
    for (size_t i = 0; i < p->cases.n; i++) {
        Cond *c = p->cases.v[i].cond, *words;

        if (c->kind != C_IS || c->ans != ANS_NO || !c->label.n)
            continue;
        words = NEW(p->a, Cond, 1);
        *words = (Cond){ .kind = C_IS, .label = c->label, .at = c->at, .to = c->to };
        c->label = (Str){ 0 };
        if (!p->numeric && !p->dates && !p->per && answer_classify(words->label) == ANS_UNKNOWN)
            p->cases.v[i].cond = either(p, words, c);
    }
}

static Cond *either(Phrase *p, Cond *x, Cond *y)
{
    Cond *c = NEW(p->a, Cond, 1);

    *c = (Cond){ .kind = C_OR, .sub = NEW(p->a, Cond *, 2), .n = 2, .has = x->has || y->has, .lacks = x->lacks || y->lacks, .at = y->at, .to = y->to };
    c->sub[0] = x;
    c->sub[1] = y;
    return c;
}

static Cond *compare_with(Phrase *p, CmpOp op, const Lit *lit)
{
    Cond *c = NEW(p->a, Cond, 1);

    *c = (Cond){ .kind = C_CMP, .op = op, .lit = *lit };
    return c;
}

static Cond *zero(Phrase *p)
{
    const Lit none = { .kind = p->percent ? VALUE_PERCENT : VALUE_NUMBER };

    return compare_with(p, p->percent ? CMP_LE : CMP_EQ, &none);
}

static AnswerKind said(const Phrase *p, const Cond *c)
{
    Buf b = { .arena = p->a };

    for (size_t i = c->at; i < c->to; i++)
        if (p->t->v[i].kind == TOK_WORD)
            buf_fmt(&b, "%s%.*s", b.n ? " " : "", SV(p->t->v[i].text));
    return answer_classify(buf_str(&b));
}

/*
 * "Đủ 4 báo cáo đúng hạn: 1; thiếu hoặc chậm 1: 0,5; từ 2: 0": the figure is what is missing, and the full number is
 * none missing. Only when one case counts what is there.
 */
static bool count_missing(Phrase *p)
{
    Cond **full = NULL, *c;
    size_t others = 0;

    for (size_t i = 0; i < p->cases.n; i++) {
        c = p->cases.v[i].cond;
        others += c->lacks;
        if (!c->has)
            continue;
        if (full || c->kind != C_CMP || (c->op != CMP_EQ && c->op != CMP_GE) || others)
            return false;
        full = &p->cases.v[i].cond;
    }
    if (!full || !others || p->per || p->percent || p->dates)
        return false;
    c = NEW(p->a, Cond, 1);
    *c = (Cond){ .kind = C_IS, .ans = said(p, *full) == ANS_ONTIME ? ANS_ONTIME : ANS_YES, .at = (*full)->at, .to = (*full)->to };
    *full = either(p, zero(p), c);
    p->missing = true;
    return true;
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
    if (p->lacking && !count_missing(p))
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

/* "0,5 điểm", "50% số điểm"; without a maximum only the shares are known. */
static bool fixed_points(const Phrase *p, const Node *n, Dec *out)
{
    if (n->kind == N_NUM && !n->pct && p->max.v > 0) {
        *out = n->num;
        return true;
    }
    return n->kind == N_MUL && n->arg[0]->kind == N_NUM && n->arg[0]->pct && n->arg[1]->kind == N_MAX
        && dec_mul(n->arg[0]->num, p->max.v > 0 ? p->max : DEC(1), out);
}

/* "Từ 90%: cộng 2 điểm; dưới 90%: trừ 1 điểm": points above and below a sum that is not written here. */
static Err check_signs(Phrase *p)
{
    const Toks *t = p->t;
    bool adds = false, takes = false;

    for (size_t i = 0; i < p->cases.n; i++)
        takes |= p->cases.v[i].then->kind == N_DEDUCT && p->cases.v[i].then->arg[0]->kind == N_NUM;
    for (size_t i = 0; i + 1 < t->n; i++)
        adds |= (word_is(t, i, "cộng") || word_is(t, i, "thưởng") || (sym_at(t, i, "+") && i && sym_at(t, i - 1, ":"))) && num_at(t, i + 1);
    if (!adds || !takes)
        return OK;
    return rule_refuse(p->why, t, 0, T("có mức cộng và có mức trừ; hãy tách điểm thưởng và điểm phạt thành hai tiêu chí."));
}

/* "Có kế hoạch: 0,5 điểm; có báo cáo: 0,5 điểm" of 1: parts that add up, not alternatives. */
static Err check_parts(Phrase *p)
{
    Dec sum = { 0 }, whole = p->max.v > 0 ? p->max : DEC(1);

    for (size_t i = 0; i < p->cases.n; i++) {
        Dec points;

        if (!fixed_points(p, p->cases.v[i].then, &points) || points.v <= 0 || points.v >= whole.v || says_bad(p->cases.v[i].cond))
            return OK;
        sum = dec_add(sum, points);
    }
    if (p->cases.n < 2 || sum.v != whole.v)
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
    c->cond = phrase_else(p);
}

static bool words_stand(const Toks *t, size_t lo, size_t n, size_t from, size_t to)
{
    for (size_t i = from; i + n <= to; i++) {
        size_t k = 0;

        while (k < n && t->v[i + k].kind == TOK_WORD && str_eq(t->v[i + k].text, t->v[lo + k].text))
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/*
 * "Không kiểm tra" beside "kiểm tra dưới 30%", "không có hồ sơ trễ hạn" beside "tỷ lệ trễ hạn dưới 1%": the denial names
 * what the rates measure. "Không có vấn đề phải xử lý" beside "xử lý 100%" does not: then there is no rate at all.
 */
static bool denies_rate(const Phrase *p, const Cond *c)
{
    const Toks *t = p->t;
    size_t lo = c->at, n;

    while (lo < c->to && (word_is(t, lo, "nếu") || word_is(t, lo, "trường") || word_is(t, lo, "hợp")))
        lo++;
    if (!word_is(t, lo, "không") && !word_is(t, lo, "chưa"))
        return false;
    lo++;
    if (word_is(t, lo, "có") && c->kind != C_OR)
        return false;
    n = c->to - lo < 2 ? c->to - lo : 2;
    if (c->kind == C_OR)
        lo = c->to - n;
    for (size_t i = 0; n && i < p->cases.n; i++) {
        const Cond *o = p->cases.v[i].cond;

        if (o != c && (o->kind == C_CMP || o->kind == C_AND) && words_stand(t, lo, n, o->at, o->to))
            return true;
    }
    return false;
}

static const Cond *last_day(const Phrase *p, bool *zero_said)
{
    const Cond *last = NULL;

    *zero_said = false;
    for (size_t i = 0; i < p->cases.n; i++) {
        const Cond *c = p->cases.v[i].cond;

        if (c->kind == C_AND && c->n == 2)
            c = c->sub[1];                              /* "trong quý I": its last day */
        if (c->kind == C_CMP && c->lit.kind == VALUE_DATE && (c->op == CMP_LT || c->op == CMP_LE))
            last = c;
        *zero_said |= c->kind == C_CMP && c->op == CMP_EQ && c->lit.kind != VALUE_DATE && c->lit.num.v == 0;
    }
    return last;
}

static bool any_late_count(const Phrase *p)
{
    bool lacks = false;

    for (size_t i = 0; i < p->cases.n; i++)
        if (p->cases.v[i].cond->has)
            return false;
        else
            lacks |= p->cases.v[i].cond->lacks;
    return lacks;
}

/* Whether an answer of this case is also the figure 0. */
static bool is_zero(const Phrase *p, const Cond *c)
{
    const Cond *last = c->kind == C_OR && c->n ? c->sub[c->n - 1] : c;

    if (last->kind != C_IS || last->lhs || p->dates)
        return false;
    if (is_none(last->ans) && p->percent)
        return last->ans != ANS_NOCASE && denies_rate(p, c);
    if (is_none(last->ans))
        return p->numeric || (p->per && c->kind == C_IS);
    return c->kind == C_IS && p->numeric && !p->percent && !p->per && (c->ans == ANS_ONTIME || c->ans == ANS_YES) && any_late_count(p);
}

/* "Không có sai phạm: 1; có sai phạm: 0": that nothing occurred is the same good answer, unless the rule has its own for it. */
static void no_occurrence(Phrase *p)
{
    for (size_t i = 0; i < p->cases.n; i++)
        if (p->cases.v[i].then->kind != N_NUM && p->cases.v[i].then->kind != N_MAX)
            return;
    for (size_t i = 0; i < p->cases.n; i++) {
        Cond **c = &p->cases.v[i].cond, *other;
        const Node *then = p->cases.v[i].then;
        size_t lo = (*c)->at;
        bool best = then->kind == N_MAX || then->num.v > 0;

        for (size_t k = 0; k < p->cases.n; k++) {
            const Node *n = p->cases.v[k].then;

            best &= k == i || (n->kind == N_NUM && (then->kind == N_MAX || n->num.v <= then->num.v));
            if (p->cases.v[k].cond->kind == C_IS && p->cases.v[k].cond->ans == ANS_NOCASE)
                return;
        }
        while (lo < (*c)->to && (word_is(p->t, lo, "nếu") || word_is(p->t, lo, "trong") || word_is(p->t, lo, "năm") || words_at(p->t, lo, "trường hợp")))
            lo += words_at(p->t, lo, "trường hợp") ? 2 : 1;
        if (!best || (*c)->kind != C_IS || (*c)->ans != ANS_NO || !words_at(p->t, lo, "không có") || lo + 2 >= (*c)->to)
            continue;
        other = NEW(p->a, Cond, 1);
        *other = (Cond){ .kind = C_IS, .ans = ANS_NOCASE, .at = (*c)->at, .to = (*c)->to };
        *c = either(p, *c, other);
        return;
    }
}

/* With dates "chậm" is any day after the last one named. With counts "không có", or "đúng hạn" beside days late, is also 0. */
static void widen(Phrase *p)
{
    bool told;
    const Cond *last = last_day(p, &told);

    for (size_t i = 0; i < p->cases.n; i++) {
        Cond **c = &p->cases.v[i].cond;

        if ((*c)->kind == C_IS && (*c)->ans == ANS_LATE && last) {
            *c = either(p, compare_with(p, last->op == CMP_LT ? CMP_GE : CMP_GT, &last->lit), *c);
        } else if (!told && !p->missing && is_zero(p, *c)) {
            p->missing |= !is_none((*c)->ans) && (*c)->kind == C_IS;
            *c = either(p, zero(p), *c);
        }
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

/* "Trừ 1 điểm nếu bị phê bình", "1 vi phạm trừ 1; từ 2 trừ 2": nothing is taken away without them. */
static void nothing_lost(Phrase *p)
{
    bool counts = !p->percent && !p->dates && p->numeric, some = false;
    Cond *no;
    Node *then;

    for (size_t i = 0; i < p->cases.n; i++) {
        const Case *k = &p->cases.v[i];
        const Cond *low = k->cond->kind == C_AND ? k->cond->sub[0] : k->cond;

        some |= k->then->kind == N_DEDUCT;
        if (k->then->kind == N_DEDUCT ? k->then->arg[0]->kind != N_NUM : !counts || k->then->kind != N_NUM || k->then->num.v)
            return;
        if (counts ? low->kind != C_CMP || low->lhs || ((low->op == CMP_LT || low->op == CMP_LE) && !k->cond->lacks) || low->lit.num.v <= 0
                   : p->cases.n != 1 || low->kind != C_IS || low->ans != ANS_YES)
            return;
    }
    if (!some)
        return;
    no = NEW(p->a, Cond, 1);
    *no = (Cond){ .kind = C_IS, .ans = ANS_NO };
    then = node_new(p->a, N_DEDUCT);
    then->arg = NEW(p->a, Node *, 1);
    then->arg[0] = node_num(p->a, DEC(0), false);
    then->n = 1;
    *vec_add(p->a, &p->cases) = (Case){ .cond = counts ? either(p, zero(p), no) : no, .then = then };
}

/* Order */

typedef struct Reach {
    int64_t lo, hi;
} Reach;

static int64_t place(const Phrase *p, const Lit *l)
{
    Dec d = l->num;

    if (l->kind == VALUE_DATE)
        return (l->year + l->shift) * 400 + l->month * 32 + l->day;
    if (l->kind == VALUE_NUMBER && p->percent)
        (void)dec_div(d, DEC(100), &d);                 /* "70-90%": one sign for all */
    return d.v;
}

/* From where to where a comparison reaches; of alternatives only the figure beside answers. */
static bool reach(const Phrase *p, const Cond *c, Reach *r)
{
    int64_t v;

    if (c->kind == C_AND) {
        for (size_t i = 0; i < c->n; i++)
            if (!reach(p, c->sub[i], r))
                return false;
        return true;
    }
    if (c->kind == C_OR && c->n == 2 && c->sub[1]->kind == C_IS)
        return reach(p, c->sub[0], r);
    if (c->kind != C_CMP || c->lhs)
        return false;
    v = place(p, &c->lit);
    if ((c->op == CMP_GE || c->op == CMP_EQ) && v > r->lo)
        r->lo = v;
    if (c->op == CMP_GT && v + 1 > r->lo)
        r->lo = v + 1;
    if ((c->op == CMP_LE || c->op == CMP_EQ) && v < r->hi)
        r->hi = v;
    if (c->op == CMP_LT && v - 1 < r->hi)
        r->hi = v - 1;
    return true;
}

static bool inside(const Phrase *p, const Cond *x, const Cond *y)
{
    Reach a = { INT64_MIN, INT64_MAX }, b = a;

    return reach(p, x, &a) && reach(p, y, &b) && a.lo >= b.lo && a.hi <= b.hi && (a.lo > b.lo || a.hi < b.hi);
}

/* "Từ 70%: 1; từ 90%: 2": the narrower condition is meant where both hold, so it is tried first. */
static void narrow_first(Phrase *p)
{
    for (size_t k = 1; k < p->cases.n; k++)
        for (size_t i = 0; i < k; i++) {
            Case moved = p->cases.v[k];

            if (!inside(p, moved.cond, p->cases.v[i].cond))
                continue;
            memmove(&p->cases.v[i + 1], &p->cases.v[i], (k - i) * sizeof moved);
            p->cases.v[i] = moved;
            break;
        }
}

/*
 * "Đạt 10%: 1; dưới 10%: 0" has nothing above 10%: the best band reaches further. 100% only where more can be done than
 * was planned; else a rate above 100% is a slip and stays refused.
 */
static void open_top(Phrase *p)
{
    static const Words planned[] = { { "kế hoạch", 0 }, { "chỉ tiêu", 0 }, { "dự toán", 0 } };
    Case *top = NULL;
    bool below = false, may = false;
    size_t taken;

    for (size_t i = 0; i < p->cases.n; i++) {
        Case *k = &p->cases.v[i];
        Reach r = { INT64_MIN, INT64_MAX };

        if (k->cond->kind == C_ELSE || (k->cond->kind == C_CMP && k->cond->op != CMP_EQ && !reach(p, k->cond, &r)))
            return;
        if (k->cond->kind == C_CMP && k->cond->op == CMP_EQ && (!top || place(p, &k->cond->lit) > place(p, &top->cond->lit)))
            top = k;
    }
    if (!top || !p->percent || top->cond->lhs || top->then->kind != N_NUM)
        return;
    for (size_t i = 0; i < p->cases.n; i++) {
        const Case *k = &p->cases.v[i];
        Reach r = { INT64_MIN, INT64_MAX };

        if (k == top || !reach(p, k->cond, &r))
            continue;
        if (k->then->kind != N_NUM || k->then->num.v >= top->then->num.v || r.hi >= place(p, &top->cond->lit))
            return;
        below |= r.hi == place(p, &top->cond->lit) - 1;
    }
    for (size_t i = top->cond->at; i < top->cond->to; i++)
        may |= WORDS_AT(p->t, i, planned, &taken) >= 0;
    if (below && (may || place(p, &top->cond->lit) < DEC_ONE))
        top->cond->op = CMP_GE;
}

/* "đạt 1 nội dung hoặc không đạt" is =1 | <2 | no: what another alternative covers says nothing more. */
static void simplify(Phrase *p, Cond *c)
{
    VEC(Cond *) flat = { 0 };
    size_t w = 0;

    if (c->kind != C_OR)
        return;
    for (size_t i = 0; i < c->n; i++) {
        simplify(p, c->sub[i]);
        for (size_t k = 0; k < (c->sub[i]->kind == C_OR ? c->sub[i]->n : 1); k++)
            *vec_add(p->a, &flat) = c->sub[i]->kind == C_OR ? c->sub[i]->sub[k] : c->sub[i];
    }
    for (size_t i = 0; i < flat.n; i++) {
        bool covered = false;

        for (size_t k = 0; k < flat.n; k++)
            covered |= k != i && inside(p, flat.v[i], flat.v[k]);
        if (!covered)
            flat.v[w++] = flat.v[i];
    }
    c->sub = flat.v;
    c->n = w;
}

static Str printed(Arena *a, const Cond *c)
{
    Buf b = { .arena = a };

    cond_print(&b, c);
    return buf_str(&b);
}

/* "100% đúng hạn: 1; 100% nhưng chậm: 0,5": what tells them apart was not understood. */
static Err check_twins(Phrase *p)
{
    for (size_t i = 0; i < p->cases.n; i++)
        for (size_t k = i + 1; k < p->cases.n; k++) {
            SCRATCH(tmp);
            const Case *x = &p->cases.v[i], *y = &p->cases.v[k];
            bool same = x->then->kind == y->then->kind && x->then->num.v == y->then->num.v;

            if (x->cond->kind != C_ELSE && !(same && x->then->kind == N_NUM) && str_eq(printed(&tmp, x->cond), printed(&tmp, y->cond)))
                return rule_refuse(p->why, p->t, y->cond->at,
                    T("điều kiện này giống một điều kiện trước mà điểm khác; hãy ghi rõ chỗ khác nhau bằng số, tỷ lệ hoặc ngày."));
        }
    return OK;
}

Err phrase_together(Phrase *p)
{
    Settle s = { 0 };

    TRY(check_cases(p));
    TRY(check_parts(p));
    TRY(check_signs(p));
    one_is_each(p);
    order(p);
    split_same(p);
    join_denials(p);
    s.figures = p->numeric || p->dates;
    for (size_t i = 0; i < p->cases.n; i++) {
        s.rest |= p->cases.v[i].cond->kind == C_ELSE;
        each_is(p->cases.v[i].cond, count_answers, &s);
    }
    if (p->dates)
        s.late = true;
    for (size_t i = 0; i < p->cases.n; i++)
        each_is(p->cases.v[i].cond, settle, &s);
    for (size_t i = 0; i < p->cases.n; i++)
        TRY(check_labels(p, p->cases.v[i].cond));
    keep_words(p);
    no_occurrence(p);
    widen(p);
    nothing_lost(p);
    for (size_t i = 0; i < p->cases.n; i++)
        simplify(p, p->cases.v[i].cond);
    open_top(p);
    narrow_first(p);
    return check_twins(p);
}