/* Rule and figures to points. Exact fractions inside, one rounding at the end. */
#include "core/rule_ast.h"
#include "text/text.h"

typedef __int128 Wide;

/* The number n / d · 10^-8; d > 0; both below 2^62 in magnitude, so that products of two fit 124 bits. */
typedef struct Frac {
    Wide n, d;
} Frac;

typedef struct Ev {
    const RuleInput *in;
    RuleResult *out;
    Arena *a;
    Answer *why;
    VEC(RuleUsed) used;
    Buf words;                  /* arithmetic with figures */
    bool na, missing;
    bool taking;                /* inside deduct() */
    bool exact;                 /* one label of the cases is the very answer: none that only ends with it counts */
    bool one_partial;           /* only one label of the cases says "in part" */
} Ev;

#define LIMIT ((Wide)1 << 62)

static Wide gcd(Wide a, Wide b)
{
    while (b) {
        Wide r = a % b;

        a = b;
        b = r;
    }
    return a < 0 ? -a : a;
}

static Wide div_round(Wide n, Wide d)
{
    bool neg = n < 0;
    Wide q, r;

    n = neg ? -n : n;
    q = n / d;
    r = n % d;
    if (r >= d - r)
        q++;
    return neg ? -q : q;
}

static bool fits(Frac f)
{
    return f.n < LIMIT && f.n > -LIMIT && f.d < LIMIT;
}

/* Shorten until it fits; round to 8 decimals when it cannot be exact. False: too large. */
static bool settle(Frac *f)
{
    Wide g;

    if (fits(*f))
        return true;
    g = gcd(f->n, f->d);
    f->n /= g;
    f->d /= g;
    if (fits(*f))
        return true;
    *f = (Frac){ div_round(f->n, f->d), 1 };
    return fits(*f);
}

static Err too_large(Ev *e)
{
    return answer(e->why, E_INVALID, T("Kết quả tính theo quy tắc quá lớn; hãy xem lại số liệu và công thức."));
}

static Frac whole(Frac f)
{
    return (Frac){ div_round(f.n, f.d), 1 };
}

static Err f_mul(Ev *e, Frac a, Frac b, Frac *out)
{
    for (int turn = 0; turn < 2; turn++) {
        Frac r;

        if (!__builtin_mul_overflow(a.n, b.n, &r.n) && !__builtin_mul_overflow(a.d, b.d, &r.d)
            && !__builtin_mul_overflow(r.d, (Wide)DEC_ONE, &r.d)) {
            *out = r;
            return settle(out) ? OK : too_large(e);
        }
        a = whole(a);
        b = whole(b);
    }
    return too_large(e);
}

static Err f_div(Ev *e, Frac a, Frac b, Frac *out)
{
    if (b.n == 0)
        return answer(e->why, E_INVALID, T("Quy tắc chia cho 0; nếu không phát sinh hãy ghi “không phát sinh” hoặc “không áp dụng”."));
    if (b.n < 0)
        a.n = -a.n, b.n = -b.n;
    for (int turn = 0; turn < 2; turn++) {
        Frac r;

        if (!__builtin_mul_overflow(a.n, b.d, &r.n) && !__builtin_mul_overflow(r.n, (Wide)DEC_ONE, &r.n)
            && !__builtin_mul_overflow(a.d, b.n, &r.d)) {
            *out = r;
            return settle(out) ? OK : too_large(e);
        }
        a = whole(a);
    }
    return too_large(e);
}

static Err f_add(Ev *e, Frac a, Frac b, int sign, Frac *out)
{
    if (a.d == b.d)
        *out = (Frac){ a.n + sign * b.n, a.d };
    else
        *out = (Frac){ a.n * b.d + sign * b.n * a.d, a.d * b.d };
    return settle(out) ? OK : too_large(e);
}

static int f_cmp(Frac a, Frac b)
{
    Wide l = a.n * b.d, r = b.n * a.d;                  /* each below 2^124 */

    return l < r ? -1 : l > r;
}

static Frac of_dec(Dec d)
{
    return (Frac){ d.v, 1 };
}

static void note(Ev *e, Str code, const Value *v, Str source)
{
    if (!e->in->trace)
        return;
    for (size_t i = 0; i < e->used.n; i++)
        if (str_eq(e->used.v[i].code, code))
            return;
    *vec_add(e->a, &e->used) = (RuleUsed){ .code = code, .source = source, .value = *v };
}

/* The value of a fact; missing ones end the evaluation as RULE_MISSING. */
static bool get_fact(Ev *e, Str code, Value *v)
{
    Str source = { 0 };

    *v = (Value){ 0 };
    if (e->in->own_code.n && str_eq(code, e->in->own_code)) {
        *v = e->in->own;
        source = e->in->own_source;
    } else if (e->in->fact) {
        if (!e->in->fact(e->in->ctx, code, v, &source))
            *v = (Value){ 0 };
    }
    if (v->kind == VALUE_NONE) {
        e->missing = true;
        e->out->missing = code;
        return false;
    }
    note(e, code, v, source);
    return true;
}

static bool get_own(Ev *e, Value *v)
{
    *v = e->in->own;
    if (v->kind == VALUE_NONE) {
        e->missing = true;
        e->out->missing = (Str){ 0 };
        return false;
    }
    note(e, e->in->own_code, v, e->in->own_source);
    return true;
}

static Str shown(Ev *e, const Value *v)
{
    return value_words(e->a, v, e->in->lang);
}

static Err wrong_unit(Ev *e, const Value *v, ValueKind want)
{
    Str s = shown(e, v);

    switch (want) {
    case VALUE_PERCENT:
        return answer(e->why, E_INVALID, T("Quy tắc cần tỷ lệ %%, nhưng giá trị là “%.*s”; hãy ghi có dấu %%, như 93,5%%."), SV(s));
    case VALUE_DATE:
        if (v->kind == VALUE_PERCENT && v->text.n)
            return answer(e->why, E_INVALID, T("Ngày “%.*s” chưa có năm; hãy ghi dd/mm/yyyy, như 31/01/2025."), SV(v->text));
        return answer(e->why, E_INVALID, T("Quy tắc cần ngày, nhưng giá trị là “%.*s”; hãy ghi dd/mm/yyyy."), SV(s));
    case VALUE_NUMBER:
        return answer(e->why, E_INVALID, T("Quy tắc cần số đếm không có dấu %%, nhưng giá trị là “%.*s”."), SV(s));
    default:
        return answer(e->why, E_INVALID, T("Giá trị “%.*s” không hợp với quy tắc; hãy ghi một trong các câu trả lời mà quy tắc nêu."), SV(s));
    }
}

/* "không" to the question how many is 0; "không phát sinh" only where points are taken away, else it may earn them all. */
static bool no_thing(const Value *v, bool taking)
{
    return v->kind == VALUE_ANSWER && (v->ans == ANS_NO || v->ans == ANS_NONE || (taking && v->ans == ANS_NOCASE));
}

static Err number_of(Ev *e, const Value *v, ValueKind want, Frac *out)
{
    if (v->kind == VALUE_ANSWER && v->ans == ANS_NA) {
        e->na = true;
        return OK;
    }
    if (want == VALUE_NUMBER && no_thing(v, e->taking)) {
        *out = (Frac){ 0, 1 };
        return OK;
    }
    if ((v->kind != VALUE_NUMBER && v->kind != VALUE_PERCENT) || (want != VALUE_NONE && v->kind != want))
        return wrong_unit(e, v, want == VALUE_NONE ? VALUE_NUMBER : want);
    if (want == VALUE_NUMBER && v->num.v < 0)
        return answer(e->why, E_INVALID, T("Số đếm “%.*s” nhỏ hơn 0; hãy ghi 0 khi không có trường hợp nào."), SV(shown(e, v)));
    *out = of_dec(v->num);
    return OK;
}

static bool stopped(const Ev *e)
{
    return e->na || e->missing;
}

static Err eval(Ev *e, const Node *n, Frac *out);
static Err matches(Ev *e, const Cond *c, const Value *own, unsigned answers, bool *yes);

static bool is_done(const Value *v)
{
    return v->kind == VALUE_ANSWER && (v->ans == ANS_YES || v->ans == ANS_ONTIME);
}

static bool compare(int d, CmpOp op)
{
    switch (op) {
    case CMP_LT: return d < 0;
    case CMP_LE: return d <= 0;
    case CMP_GT: return d > 0;
    case CMP_GE: return d >= 0;
    case CMP_EQ: return d == 0;
    }
    return false;
}

static Err match_cmp(Ev *e, const Cond *c, const Value *own, unsigned answers, bool *yes)
{
    Value v = own ? *own : (Value){ 0 };
    Frac left = { 0, 1 };
    size_t said = e->words.n;

    *yes = false;
    if (c->lhs && c->lhs->kind == N_FACT) {
        if (!get_fact(e, c->lhs->code, &v))
            return OK;
    } else if (c->lhs) {
        TRY(eval(e, c->lhs, &left));
        e->words.n = said;                              /* the condition is no part of the arithmetic */
        if (!stopped(e))
            *yes = compare(f_cmp(left, of_dec(c->lit.num)), c->op);
        return OK;
    } else if (!own && !get_own(e, &v)) {
        return OK;
    }
    if (!answers && c->lit.kind == VALUE_NUMBER && !c->lhs && no_thing(&v, false))
        v = (Value){ .kind = VALUE_NUMBER };
    if (v.kind == VALUE_ANSWER || v.kind == VALUE_TEXT)
        return OK;                                      /* an answer is matched by another case */
    if (v.kind != c->lit.kind)
        return wrong_unit(e, &v, c->lit.kind);
    if (v.kind == VALUE_DATE) {
        Date d;

        int year = c->lit.year ? c->lit.year : (e->in->year ? e->in->year : date_year(v.date)) + c->lit.shift;

        if (c->lit.shift && !e->in->year)
            return answer(e->why, E_INVALID, T("Quy tắc nói về năm trước hoặc năm sau; hãy cho biết năm của kỳ đánh giá."));

        if (!date_make(&d, year, c->lit.month, c->lit.day) && !date_make(&d, year, c->lit.month, 28))
            return wrong_unit(e, &v, VALUE_DATE);
        *yes = compare(v.date.day - d.day, c->op);
        return OK;
    }
    *yes = compare(v.num.v < c->lit.num.v ? -1 : v.num.v > c->lit.num.v, c->op);
    return OK;
}

/*
 * "có" and "không" answer the question the rule asks: where a rule only knows on time and late, "không" is late;
 * where it also knows "none", "không" is none and "có" stays undecided.
 */
bool answer_matches(AnswerKind value, AnswerKind cond, unsigned answers)
{
    bool ontime = answers & 1u << ANS_ONTIME, late = answers & 1u << ANS_LATE, none = answers & 1u << ANS_NONE;
    bool yes = answers & 1u << ANS_YES, no = answers & 1u << ANS_NO;

    if (value == cond)
        return true;
    if (answers & 1u << ANS_UNKNOWN && cond == ANS_ONTIME)
        return false;                                   /* beside answers in words "có" says too little */
    switch (value) {
    case ANS_YES: return cond == ANS_ONTIME && !yes && !(late && (none || no));
    case ANS_NO: return (cond == ANS_NONE && !no) || (cond == ANS_LATE && !no && !none);
    case ANS_NONE: return (cond == ANS_NO && !none) || (cond == ANS_LATE && !none && !no);
    case ANS_ONTIME: return cond == ANS_YES && !ontime;
    case ANS_LATE: return cond == ANS_NO && !late && !none && !ontime;
    default: return false;
    }
}

static bool denies(Str s)
{
    size_t at;

    return str_find(s, S("không "), &at) || str_find(s, S("chưa "), &at) || str_find(s, S("khong "), &at) || str_find(s, S("chua "), &at);
}

/* The label itself, or its last words when what stands before does not deny them: "thực hiện một phần" | "một phần". */
/* "một phần", "chưa đầy đủ", "không đầy đủ" are one answer. */
static bool partial(Str s)
{
    static const char *const words[] = { "một phần", "không đầy đủ", "chưa đầy đủ", "không đủ", "chưa đủ", "mot phan", "khong day du", "chua day du",
        "khong du", "chua du" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_ends(s, str_of(words[i])))
            return true;
    return false;
}

static bool ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] >= 0x80)
            return false;
    return true;
}

static bool label_is(Str label, Str said, bool one_partial, bool exact)
{
    if (one_partial && partial(label) && partial(said))
        return true;
    if (ascii(label) && !ascii(said)) {                 /* a rule typed without marks */
        SCRATCH(tmp);
        Str bare = text_fold(&tmp, said);

        return ascii(bare) && label_is(label, bare, one_partial, exact);
    }

    if (str_eq(label, said))
        return true;
    return !exact && said.n && label.n > said.n && label.p[label.n - said.n - 1] == ' ' && str_ends(label, said)
        && !denies(str_sub(label, 0, label.n - said.n));
}

/* Words that say yes or no to a rule which asks only that; a rule with answers in words compares the words. */
static AnswerKind spoken(Str s)
{
    static const char *const yes[] = { "hoàn thành", "đã hoàn thành", "đủ", "đầy đủ", "đạt yêu cầu", "đúng quy định", "đảm bảo", "bảo đảm", "thực hiện", "ban hành" };
    static const char *const no[] = { "thiếu", "không đủ", "chưa đủ", "không đầy đủ", "chưa đầy đủ", "không đạt yêu cầu", "chưa đạt yêu cầu",
        "không đúng quy định", "chưa đúng quy định", "không đảm bảo", "chưa đảm bảo" };

    for (size_t i = 0; i < COUNT(yes); i++)
        if (str_eq(s, str_of(yes[i])))
            return ANS_YES;
    for (size_t i = 0; i < COUNT(no); i++)
        if (str_eq(s, str_of(no[i])))
            return ANS_NO;
    return ANS_UNKNOWN;
}

static Err match_is(Ev *e, const Cond *c, const Value *own, unsigned answers, bool *yes)
{
    Value v = own ? *own : (Value){ 0 };

    *yes = false;
    if (c->lhs) {
        if (!get_fact(e, c->lhs->code, &v))
            return OK;
        answers = 1u << c->ans;
    } else if (!own && !get_own(e, &v)) {
        return OK;
    }
    if (v.kind == VALUE_TEXT && !(answers & 1u << ANS_UNKNOWN)) {
        v.ans = spoken(v.text);
        v.kind = v.ans ? VALUE_ANSWER : VALUE_TEXT;
    }
    if (c->ans)
        *yes = v.kind == VALUE_ANSWER && answer_matches(v.ans, c->ans, answers);
    else
        *yes = label_is(c->label, v.text, e->one_partial, e->exact);
    return OK;
}

static Err matches(Ev *e, const Cond *c, const Value *own, unsigned answers, bool *yes)
{
    Value v;

    switch (c->kind) {
    case C_ELSE:
        *yes = true;
        return OK;
    case C_CMP:
        return match_cmp(e, c, own, answers, yes);
    case C_IS:
        return match_is(e, c, own, answers, yes);
    case C_ALL:
        *yes = true;
        for (size_t i = 0; i < c->n; i++) {
            if (!get_fact(e, c->codes[i], &v))
                return OK;
            *yes &= is_done(&v);
        }
        return OK;
    case C_AND:
    case C_OR:
        for (size_t i = 0; i < c->n; i++) {
            TRY(matches(e, c->sub[i], own, answers, yes));
            if (stopped(e) || *yes == (c->kind == C_OR))
                return OK;
        }
        return OK;
    }
    return OK;
}

/* What an expression takes as its own value; conditions inside have their own check. */
static void taken_by(const Node *n, bool *count, bool *rate)
{
    *count |= n->kind == N_COUNT || n->kind == N_JUDGE || n->kind == N_VALUE || n->kind == N_AVG;
    *rate |= n->kind == N_RATE || n->kind == N_RATIO || n->kind == N_VALUE || n->kind == N_AVG;
    for (size_t i = 0; i < n->n; i++)
        taken_by(n->arg[i], count, rate);
}

/* Which kinds of own value the cases can take; an "else" must not swallow a figure in the wrong unit. */
static Err check_else(Ev *e, const Node *n, const Value *v)
{
    bool numbers = false, dates = false, answers = false, percent = false;

    for (size_t i = 0; i < n->n_cases; i++) {
        const Cond *c = n->cases[i].cond;

        while ((c->kind == C_AND || c->kind == C_OR) && c->n)
            c = c->sub[0];
        if (c->kind == C_ELSE)
            taken_by(n->cases[i].then, &numbers, &percent);
        if (c->lhs || c->kind == C_ALL || c->kind == C_ELSE)
            continue;
        if (c->kind == C_IS)
            answers = true;
        else if (c->lit.kind == VALUE_DATE)
            dates = true;
        else
            numbers = true, percent |= c->lit.kind == VALUE_PERCENT;
    }
    if (!numbers && !dates && !answers)
        return OK;
    if (v->kind == VALUE_NUMBER && !numbers)
        return wrong_unit(e, v, dates ? VALUE_DATE : percent ? VALUE_PERCENT : VALUE_ANSWER);
    if (v->kind == VALUE_PERCENT && !percent)
        return wrong_unit(e, v, dates ? VALUE_DATE : numbers ? VALUE_NUMBER : VALUE_ANSWER);
    if (v->kind == VALUE_DATE && !dates)
        return wrong_unit(e, v, percent ? VALUE_PERCENT : numbers ? VALUE_NUMBER : VALUE_ANSWER);
    if (v->kind == VALUE_TEXT && !(n->answers & 1u << ANS_UNKNOWN))
        return wrong_unit(e, v, answers ? VALUE_ANSWER : dates ? VALUE_DATE : percent ? VALUE_PERCENT : VALUE_NUMBER);
    if (v->kind == VALUE_ANSWER && v->ans == ANS_YES && n->answers == 1u << ANS_UNKNOWN)
        return wrong_unit(e, v, VALUE_ANSWER);          /* which of the answers in words? */
    if (!answers && (v->kind == VALUE_ANSWER || v->kind == VALUE_TEXT))
        return wrong_unit(e, v, dates ? VALUE_DATE : percent ? VALUE_PERCENT : VALUE_NUMBER);
    return OK;
}

static bool has_label(const Cond *c, Str said)
{
    bool has = c->kind == C_IS && said.n && label_is(c->label, said, false, true);

    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        has |= has_label(c->sub[i], said);
    return has;
}

static size_t partial_labels(const Cond *c)
{
    size_t n = c->kind == C_IS && partial(c->label);

    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        n += partial_labels(c->sub[i]);
    return n;
}

static Err eval_cases(Ev *e, const Node *n, Frac *out)
{
    bool yes = false;
    size_t i, partials = 0;

    e->exact = false;
    for (i = 0; i < n->n_cases && e->in->own.kind >= VALUE_ANSWER; i++)
        e->exact |= has_label(n->cases[i].cond, e->in->own.text);
    for (i = 0; i < n->n_cases && e->in->own.kind >= VALUE_ANSWER; i++)
        partials += partial_labels(n->cases[i].cond);
    e->one_partial = partials == 1;
    for (i = 0; i < n->n_cases && !yes; i++) {
        const Cond *c = n->cases[i].cond;

        if (c->kind == C_ELSE && e->in->own.kind == VALUE_ANSWER && e->in->own.ans == ANS_NA && n->answers)
            break;                                      /* not applicable is never "the rest" */
        if (c->kind == C_ELSE)
            TRY(check_else(e, n, &e->in->own));
        TRY(matches(e, c, NULL, n->answers, &yes));
        if (stopped(e))
            return OK;
    }
    if (!yes) {
        Value v;

        if (!get_own(e, &v))
            return OK;
        if (v.kind == VALUE_ANSWER && v.ans == ANS_NA) {
            e->na = true;
            return OK;
        }
        TRY(check_else(e, n, &v));
        return answer(e->why, E_INVALID, T("Không có trường hợp nào của quy tắc ứng với giá trị “%.*s”."), SV(shown(e, &v)));
    }
    if (!e->out->matched) {
        e->out->matched = i;
        if (e->in->trace) {
            Buf b = { .arena = e->a };

            cond_words(&b, n->cases[i - 1].cond, e->in->lang);
            e->out->band = buf_str(&b);
        }
    }
    return eval(e, n->cases[i - 1].then, out);
}

static void say_words(Ev *e, Str s)
{
    if (e->in->trace)
        buf_add(&e->words, s);
}

static void say(Ev *e, const char *z)
{
    if (e->in->trace)
        buf_lit(&e->words, z);
}

static Dec rounded(Frac f)
{
    return (Dec){ (int64_t)div_round(f.n, f.d) };
}

static void say_number(Ev *e, Frac f, bool pct)
{
    if (e->in->trace)
        buf_add(&e->words, number_print(e->a, rounded(f), pct, e->in->lang == LANG_EN ? NUM_PLAIN : NUM_VI));
}

static Err eval_own(Ev *e, ValueKind want, Frac *out)
{
    Value v;

    if (!get_own(e, &v))
        return OK;
    TRY(number_of(e, &v, want, out));
    if (!e->na && e->in->trace)
        say_words(e, shown(e, &v));
    return OK;
}

static Err eval_fact(Ev *e, Str code, Frac *out)
{
    Value v;

    if (!get_fact(e, code, &v))
        return OK;
    TRY(number_of(e, &v, VALUE_NONE, out));
    if (!e->na && e->in->trace)
        say_words(e, shown(e, &v));
    return OK;
}

static Err eval_two(Ev *e, const Node *n, Frac *out)
{
    static const char *const ops[] = { " + ", " − ", " × ", " / " };
    Frac x = { 0, 1 }, y = { 0, 1 };
    NodeKind k0 = n->arg[0]->kind, k1 = n->arg[1]->kind;
    bool product = n->kind == N_MUL || n->kind == N_DIV;
    bool p0 = product && (k0 == N_ADD || k0 == N_SUB);
    bool p1 = k1 == N_ADD || k1 == N_SUB || (product && (k1 == N_MUL || k1 == N_DIV));

    say(e, p0 ? "(" : "");
    TRY(eval(e, n->arg[0], &x));
    say(e, p0 ? ")" : "");
    say(e, ops[n->kind - N_ADD]);
    say(e, p1 ? "(" : "");
    if (stopped(e))
        return OK;
    TRY(eval(e, n->arg[1], &y));
    say(e, p1 ? ")" : "");
    if (stopped(e))
        return OK;
    switch (n->kind) {
    case N_ADD: return f_add(e, x, y, 1, out);
    case N_SUB: return f_add(e, x, y, -1, out);
    case N_MUL: return f_mul(e, x, y, out);
    default: return f_div(e, x, y, out);
    }
}

static Err eval_extreme(Ev *e, const Node *n, Frac *out)
{
    say(e, n->kind == N_LEAST ? "min(" : "max(");
    for (size_t i = 0; i < n->n; i++) {
        Frac f = { 0, 1 };

        say(e, i ? "; " : "");
        TRY(eval(e, n->arg[i], &f));
        if (stopped(e))
            return OK;
        if (i == 0 || (f_cmp(f, *out) < 0) == (n->kind == N_LEAST))
            *out = f;
    }
    say(e, ")");
    return OK;
}

static Err eval_steps(Ev *e, const Node *n, Frac *out)
{
    Frac x = { 0, 1 }, size = { 0, 1 }, q;

    say(e, "⌊(");
    TRY(eval(e, n->arg[0], &x));
    say(e, ") / ");
    if (!stopped(e))
        TRY(eval(e, n->arg[1], &size));
    say(e, "⌋");
    if (stopped(e))
        return OK;
    TRY(f_div(e, x, size, &q));
    q.n = q.n <= 0 ? 0 : q.n / q.d / DEC_ONE * DEC_ONE; /* whole steps only */
    q.d = 1;
    *out = q;
    return OK;
}

static Err eval_deduct(Ev *e, const Node *n, Frac *out)
{
    Frac loss = { 0, 1 };

    if (!e->in->penalty) {
        say_number(e, of_dec(e->in->max), false);
        say(e, " − ");
    }
    e->taking = true;
    TRY(eval(e, n->arg[0], &loss));
    e->taking = false;
    if (e->in->penalty || stopped(e)) {
        *out = loss;
        return OK;
    }
    TRY(f_add(e, of_dec(e->in->max), loss, -1, out));
    if (out->n < 0)
        *out = (Frac){ 0, 1 };
    return OK;
}

static Err eval_ratio(Ev *e, const Node *n, Frac *out)
{
    Value own = e->in->own, probe;
    Frac x = { 0, 1 }, y = { 0, 1 };
    Str source;
    bool named = e->in->fact && e->in->fact(e->in->ctx, n->codes[0], &probe, &source) && probe.kind;

    if (!named && own.kind != VALUE_NONE)
        return eval_own(e, VALUE_PERCENT, out);
    TRY(eval_fact(e, n->codes[0], &x));
    say(e, " / ");
    if (!stopped(e))
        TRY(eval_fact(e, n->codes[1], &y));
    if (stopped(e))
        return OK;
    return f_div(e, x, y, out);
}

static Err eval_units(Ev *e, const Node *n, Frac *out)
{
    Frac sum = { 0, 1 };
    int64_t with = 0, hits = 0;
    Str code = n->code.n ? n->code : e->in->own_code;
    Value v;

    if (!n->code.n && e->in->own.kind != VALUE_NONE)
        return eval_own(e, VALUE_NONE, out);
    for (size_t i = 0; e->in->child && e->in->child(e->in->ctx, code, i, &v); i++) {
        Frac f = { 0, 1 };
        bool yes = false;

        if (v.kind == VALUE_NONE || (v.kind == VALUE_ANSWER && v.ans == ANS_NA))
            continue;
        with++;
        if (n->kind == N_AVG) {
            TRY(number_of(e, &v, VALUE_NONE, &f));
            TRY(f_add(e, sum, f, 1, &sum));
        } else {
            TRY(matches(e, n->cond, &v, 1u << n->cond->ans, &yes));
            hits += yes;
        }
    }
    if (with == 0) {
        e->missing = true;
        e->out->missing = n->code;
        return OK;
    }
    if (n->kind == N_SHARE)
        sum = of_dec(dec_int(hits));
    TRY(f_div(e, sum, of_dec(dec_int(with)), out));
    say_number(e, *out, n->kind == N_SHARE);
    return OK;
}

static Err eval_yes(Ev *e, const Node *n, Frac *out)
{
    int64_t hits = 0;
    Value v;

    for (size_t i = 0; i < n->n_codes; i++) {
        if (!get_fact(e, n->codes[i], &v))
            return OK;
        hits += is_done(&v);
    }
    *out = of_dec(dec_int(hits));
    say_number(e, *out, false);
    return OK;
}

static Err eval_judge(Ev *e, const Node *n, Frac *out)
{
    Frac lo = { 0, 1 }, hi = { 0, 1 };

    TRY(eval_own(e, VALUE_NUMBER, out));
    if (stopped(e))
        return OK;
    if (e->in->trace)
        e->words.n = 0;
    TRY(eval(e, n->arg[0], &lo));
    TRY(eval(e, n->arg[1], &hi));
    if (e->in->trace)
        e->words.n = 0;
    if (f_cmp(*out, lo) < 0 || f_cmp(*out, hi) > 0)
        return answer(e->why, E_INVALID, T("Điểm người thẩm định cho phải từ %.*s đến %.*s."),
            SV(number_print(e->a, rounded(lo), false, NUM_VI)), SV(number_print(e->a, rounded(hi), false, NUM_VI)));
    say_number(e, *out, false);
    return OK;
}

static Err eval_outside(Ev *e, const Node *n, Frac *out)
{
    Dec d;
    bool has = n->kind == N_PEAK ? e->in->peak && e->in->peak(e->in->ctx, n->code, &d)
                                 : e->in->children && e->in->children(e->in->ctx, &d);

    if (!has) {
        e->missing = true;
        e->out->missing = n->kind == N_PEAK ? n->code : S("children");
        return OK;
    }
    *out = of_dec(d);
    say_number(e, *out, n->kind == N_PEAK && e->in->own.kind == VALUE_PERCENT);
    return OK;
}

static Err eval(Ev *e, const Node *n, Frac *out)
{
    switch (n->kind) {
    case N_NUM:
        *out = of_dec(n->num);
        say_number(e, *out, n->pct);
        return OK;
    case N_MAX:
        *out = of_dec(e->in->max);
        say_number(e, *out, false);
        return OK;
    case N_RATE: return eval_own(e, VALUE_PERCENT, out);
    case N_COUNT: return eval_own(e, VALUE_NUMBER, out);
    case N_VALUE: return eval_own(e, VALUE_NONE, out);
    case N_FACT: return eval_fact(e, n->code, out);
    case N_OUT:
        e->na = true;
        return OK;
    case N_ADD: case N_SUB: case N_MUL: case N_DIV: return eval_two(e, n, out);
    case N_LEAST: case N_MOST: return eval_extreme(e, n, out);
    case N_STEPS: return eval_steps(e, n, out);
    case N_DEDUCT: return eval_deduct(e, n, out);
    case N_RATIO: return eval_ratio(e, n, out);
    case N_YES: return eval_yes(e, n, out);
    case N_AVG: case N_SHARE: return eval_units(e, n, out);
    case N_JUDGE: return eval_judge(e, n, out);
    case N_PEAK: case N_CHILDREN: return eval_outside(e, n, out);
    case N_CASES: return eval_cases(e, n, out);
    }
    return OK;
}

/* Points never leave 0…M; with M zero there is no upper limit. */
static Dec cap(RuleResult *out, Dec d, Dec max)
{
    Dec in = d;

    if (d.v < 0)
        d.v = 0;
    if (max.v > 0 && d.v > max.v)
        d = max;
    out->capped = in.v != d.v;
    return d;
}

/* a · b / c half up; mostly without 128 bits. All are not negative, c > 0. */
static bool quick_mul_div(int64_t x, int64_t y, int64_t z, Dec *out)
{
    int64_t p;

    if (__builtin_mul_overflow(x, y, &p) || p > INT64_MAX - z)
        return dec_mul_div((Dec){ x }, (Dec){ y }, (Dec){ z }, out);
    out->v = (p + z / 2) / z;
    return true;
}

static bool quick_line(const Line *l, const RuleQuick *q, Dec *out)
{
    int64_t mul = l->mul_max ? q->max.v : l->mul.v, div = l->div_peak ? q->peak.v : l->div.v;

    if (!l->own && !l->div_peak && div == DEC_ONE) {
        out->v = mul;
    } else {
        if (!l->own || q->own->num.v < 0 || div <= 0 || q->own->kind < VALUE_NUMBER || q->own->kind > VALUE_PERCENT)
            return false;
        if (!quick_mul_div(q->own->num.v, mul, div, out))
            return false;
    }
    if (l->has_cap && out->v > l->cap.v)
        *out = l->cap;
    if (l->from_max && !q->penalty)
        out->v = q->max.v > out->v ? q->max.v - out->v : 0;
    if (q->max.v > 0 && out->v > q->max.v)
        *out = q->max;
    return true;
}

bool rule_quick(const Rule *r, const RuleQuick *q, Dec *out)
{
    const Value *v = q->own;

    if (!r->bands)
        return false;
    if (v->kind == VALUE_ANSWER) {
        int8_t i = r->by_answer[v->ans];

        return i >= 0 && !r->bands[i].line.own && quick_line(&r->bands[i].line, q, out);
    }
    if ((v->kind != VALUE_NUMBER && v->kind != VALUE_PERCENT) || (v->kind != r->wants && (r->wants || r->n_bands != 1)))
        return false;
    for (size_t i = 0; i < r->n_bands; i++)
        if (v->num.v >= r->bands[i].lo && v->num.v <= r->bands[i].hi)
            return quick_line(&r->bands[i].line, q, out);
    return false;
}

Err rule_eval(RuleResult *out, Arena *a, const Rule *r, const RuleInput *in, Answer *why)
{
    Ev e = { .in = in, .out = out, .a = a, .why = why, .words = { .arena = a } };
    Frac f = { 0, 1 };
    Dec exact;

    *out = (RuleResult){ 0 };
    TRY(eval(&e, r->root, &f));
    out->used = e.used.v;
    out->n_used = e.used.n;
    if (e.missing || e.na) {
        out->state = e.missing ? RULE_MISSING : RULE_NOT_APPLICABLE;
        return OK;
    }
    exact = rounded(f);
    out->points = cap(out, exact, in->max);
    if (in->trace) {
        Str result = number_print(a, exact, false, in->lang == LANG_EN ? NUM_PLAIN : NUM_VI);

        if (!str_eq(buf_str(&e.words), result)) {
            buf_lit(&e.words, " = ");
            buf_add(&e.words, result);
        }
        if (out->capped)
            buf_fmt(&e.words, tr(in->lang, T(", lấy trong khung điểm còn %.*s")),
                SV(number_print(a, out->points, false, in->lang == LANG_EN ? NUM_PLAIN : NUM_VI)));
        out->arithmetic = buf_str(&e.words);
    }
    return OK;
}
