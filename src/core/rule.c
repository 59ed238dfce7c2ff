/* Entry of the rule language: both spellings to one tree, the units of a rule, what it reads, its warnings. */
#include "core/rule_ast.h"

#include <stdlib.h>

typedef VEC(Str) Strs;

/* Units */

static void each_cmp(Cond *c, void (*visit)(Cond *, void *), void *ctx)
{
    if (c->kind == C_CMP && !c->lhs)
        visit(c, ctx);
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        each_cmp(c->sub[i], visit, ctx);
}

static void see_unit(Cond *c, void *ctx)
{
    *(unsigned *)ctx |= 1u << c->lit.kind;
}

static void make_percent(Cond *c, void *ctx)
{
    (void)ctx;
    if (c->lit.kind == VALUE_NUMBER && dec_div(c->lit.num, DEC(100), &c->lit.num))
        c->lit.kind = VALUE_PERCENT;
}

static unsigned answers_of(const Cond *c)
{
    unsigned set = c->kind == C_IS && !c->lhs ? 1u << c->ans : 0;

    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        set |= answers_of(c->sub[i]);
    return set;
}

/* One sign % in a list of bands declares the unit of all its bounds: ">90%: 2; 70-90: 1". */
static unsigned unify(Node *n)
{
    unsigned units = 0;

    for (size_t i = 0; i < n->n_cases; i++)
        each_cmp(n->cases[i].cond, see_unit, &units);
    if (units & 1u << VALUE_PERCENT && units & 1u << VALUE_NUMBER) {
        for (size_t i = 0; i < n->n_cases; i++)
            each_cmp(n->cases[i].cond, make_percent, NULL);
        units &= ~(1u << VALUE_NUMBER);
    }
    for (size_t i = 0; i < n->n_cases; i++)
        n->answers |= answers_of(n->cases[i].cond);
    if (n->answers)
        units |= 1u << VALUE_ANSWER;
    return units;
}

static void scan_units(Node *n, unsigned *units);

static void scan_cond(Cond *c, unsigned *units)
{
    if (c->lhs)
        scan_units(c->lhs, units);
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        scan_cond(c->sub[i], units);
}

static void scan_units(Node *n, unsigned *units)
{
    if (n->kind == N_RATE)
        *units |= 1u << VALUE_PERCENT;
    if (n->kind == N_COUNT || n->kind == N_JUDGE)
        *units |= 1u << VALUE_NUMBER;
    if (n->kind == N_CASES)
        *units |= unify(n);
    for (size_t i = 0; i < n->n; i++)
        scan_units(n->arg[i], units);
    for (size_t i = 0; i < n->n_cases; i++) {
        scan_cond(n->cases[i].cond, units);
        scan_units(n->cases[i].then, units);
    }
}

/* The interval of one comparison of the own value, in steps of 10^-8. */
static bool bound(const Cond *c, ValueKind want, int64_t *lo, int64_t *hi)
{
    int64_t v = c->lit.num.v;

    if (c->kind != C_CMP || c->lhs || c->lit.kind != want)
        return false;
    switch (c->op) {
    case CMP_LT: *hi = *hi < v - 1 ? *hi : v - 1; break;
    case CMP_LE: *hi = *hi < v ? *hi : v; break;
    case CMP_GT: *lo = *lo > v + 1 ? *lo : v + 1; break;
    case CMP_GE: *lo = *lo > v ? *lo : v; break;
    case CMP_EQ: *lo = *lo > v ? *lo : v, *hi = *hi < v ? *hi : v; break;
    }
    return true;
}

static bool interval(const Cond *c, ValueKind want, int64_t *lo, int64_t *hi)
{
    *lo = INT64_MIN;
    *hi = INT64_MAX;
    if (c->kind == C_ELSE)
        return true;
    if (c->kind != C_AND)
        return bound(c, want, lo, hi);
    for (size_t i = 0; i < c->n; i++)
        if (!bound(c->sub[i], want, lo, hi))
            return false;
    return true;
}

/* One factor of a product, above or below the line. */
static bool add_factor(Line *l, const Node *n, bool below, bool *mul)
{
    if (n->kind == N_MUL || n->kind == N_DIV)
        return add_factor(l, n->arg[0], below, mul) && add_factor(l, n->arg[1], below != (n->kind == N_DIV), mul);
    if (n->kind == N_RATE || n->kind == N_COUNT || n->kind == N_VALUE) {
        bool first = !l->own && !below;

        l->own = true;
        return first;
    }
    if (below) {
        bool first = l->div.v == DEC_ONE && !l->div_peak;

        if (n->kind == N_NUM && n->num.v > 0)
            l->div = n->num;
        else if (n->kind == N_PEAK && !n->code.n)
            l->div_peak = true;
        else
            return false;
        return first;
    }
    if (*mul || (n->kind != N_NUM && n->kind != N_MAX) || (n->kind == N_NUM && n->num.v < 0))
        return false;
    *mul = true;
    l->mul_max = n->kind == N_MAX;
    l->mul = n->num;
    return true;
}

static bool line_of(const Node *n, Line *l)
{
    bool mul = false;

    *l = (Line){ .mul = DEC(1), .div = DEC(1) };
    if (n->kind == N_DEDUCT) {
        n = n->arg[0];
        l->from_max = true;
    }
    if (n->kind == N_LEAST && n->n == 2 && n->arg[1]->kind == N_NUM) {
        l->has_cap = true;
        l->cap = n->arg[1]->num;
        n = n->arg[0];
    }
    return add_factor(l, n, false, &mul);
}

static const Cond *numeric_part(const Cond *c)
{
    return c->kind == C_OR && c->n == 2 && c->sub[1]->kind == C_IS ? c->sub[0] : c;
}

static void answer_part(Rule *r, const Cond *c, size_t band)
{
    if (c->kind == C_IS && !c->lhs && c->ans)
        for (AnswerKind k = ANS_YES; k <= ANS_NOCASE; k++)
            if (r->by_answer[k] < 0 && answer_matches(k, c->ans, r->root->answers))
                r->by_answer[k] = (int8_t)band;
    for (size_t i = 0; i < c->n && c->kind == C_OR; i++)
        answer_part(r, c->sub[i], band);
}

static bool plain_answers(const Cond *c)
{
    if (c->kind == C_IS)
        return !c->lhs && c->ans;
    for (size_t i = 0; i < c->n && c->kind == C_OR; i++)
        if (!plain_answers(c->sub[i]))
            return false;
    return c->kind == C_OR;
}

static void make_fast(Rule *r, Arena *a)
{
    const Node *n = r->root;
    size_t count = n->kind == N_CASES ? n->n_cases : 1;
    Band *v = NEW(a, Band, count);

    memset(r->by_answer, -1, sizeof r->by_answer);
    if (count > INT8_MAX || r->wants == VALUE_DATE)
        return;
    for (size_t i = 0; i < count; i++) {
        const Cond *c = n->kind == N_CASES ? n->cases[i].cond : NULL;

        v[i].lo = c ? 1 : INT64_MIN;
        v[i].hi = c ? 0 : INT64_MAX;
        if (!line_of(c ? n->cases[i].then : n, &v[i].line))
            return;
        if (!c || plain_answers(c))
            continue;
        if (!interval(numeric_part(c), r->wants, &v[i].lo, &v[i].hi) || (numeric_part(c) != c && !plain_answers(c->sub[1])))
            return;
    }
    for (size_t i = 0; n->kind == N_CASES && i < count && n->cases[i].cond->kind != C_ELSE; i++)
        answer_part(r, n->cases[i].cond, i);
    r->bands = v;
    r->n_bands = count;
}

Err rule_finish(Rule *r, Arena *a, Answer *why)
{
    unsigned units = 0;

    scan_units(r->root, &units);
    if (units & 1u << VALUE_PERCENT && units & 1u << VALUE_NUMBER)
        return answer(why, E_INVALID, T("Quy tắc dùng cùng một số liệu vừa như tỷ lệ %% vừa như số đếm; hãy ghi dấu %% cho mọi mức hoặc gọi số liệu theo mã."));
    for (ValueKind k = VALUE_NUMBER; k <= VALUE_ANSWER; k++)
        if (units & 1u << k) {
            r->wants = k;
            break;
        }
    make_fast(r, a);
    return OK;
}

/* Words that only the compact form has: then its message is the useful one. */
static bool looks_canonical(const Toks *t)
{
    static const char *const own[] = { "rate", "count", "value", "m", "else", "yes", "ontime", "nocase", "min", "max",
        "steps", "deduct", "ratio", "peak", "avg", "share", "judge", "children", "all", "lacking" };
    bool facts = false;

    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].kind == TOK_WORD) {
            bool known = false;

            for (size_t k = 0; k < COUNT(own) && !known; k++)
                known = str_eq(t->v[i].text, str_of(own[k]));
            if (!known)
                return false;
            facts = true;
        }
    }
    return facts;
}

Err rule_parse(const Rule **out, Arena *a, Str text, Dec max, Answer *why)
{
    Rule *r = NEW(a, Rule, 1);
    Answer compact = { .arena = a, .lang = why->lang };
    Toks t;
    Err e;

    *out = NULL;
    TRY(rule_lex(&t, a, text, why));
    if (t.n == 0 || t.v[0].kind == TOK_END)
        return answer(why, E_INVALID, T("Quy tắc trống; hãy dán lời của bộ tiêu chí, như “Có: 1 điểm; không: 0 điểm”."));
    e = rule_parse_canonical(&r->root, &t, &compact);
    if (e != OK && looks_canonical(&t)) {
        Arena *keep = why->arena;

        *why = compact;
        why->arena = keep;
        return e;
    }
    if (e != OK)
        TRY(rule_parse_phrase(&r->root, &t, max, why));
    TRY(rule_finish(r, a, why));
    *out = r;
    return OK;
}

ValueKind rule_wants(const Rule *r)
{
    return r->wants;
}

/* What it reads */

typedef struct Reads {
    Arena *a;
    Strs codes;
    RuleFacts *f;
} Reads;

static void read_code(Reads *r, Str code)
{
    for (size_t i = 0; i < r->codes.n; i++)
        if (str_eq(r->codes.v[i], code))
            return;
    *vec_add(r->a, &r->codes) = code;
}

static void read_node(Reads *r, const Node *n);

static void read_cond(Reads *r, const Cond *c)
{
    if (c->lhs)
        read_node(r, c->lhs);
    else if (c->kind == C_CMP || c->kind == C_IS)
        r->f->own = true;
    for (size_t i = 0; i < c->n; i++) {
        if (c->kind == C_ALL)
            read_code(r, c->codes[i]);
        else
            read_cond(r, c->sub[i]);
    }
}

static void read_node(Reads *r, const Node *n)
{
    if (n->kind == N_RATE || n->kind == N_COUNT || n->kind == N_VALUE || n->kind == N_JUDGE
        || ((n->kind == N_PEAK || n->kind == N_AVG) && !n->code.n))
        r->f->own = true;
    r->f->peers |= n->kind == N_PEAK;
    r->f->sub_units |= n->kind == N_AVG || n->kind == N_SHARE;
    r->f->children |= n->kind == N_CHILDREN;
    if (n->code.n)
        read_code(r, n->code);
    for (size_t i = 0; i < n->n_codes; i++)
        read_code(r, n->codes[i]);
    for (size_t i = 0; i < n->n; i++)
        read_node(r, n->arg[i]);
    for (size_t i = 0; i < n->n_cases; i++) {
        read_cond(r, n->cases[i].cond);
        read_node(r, n->cases[i].then);
    }
}

RuleFacts rule_facts(Arena *a, const Rule *rule)
{
    RuleFacts f = { 0 };
    Reads r = { .a = a, .f = &f };

    read_node(&r, rule->root);
    f.v = r.codes.v;
    f.n = r.codes.n;
    return f;
}

/* Warnings */

bool node_at(const Node *n, Dec own, Dec max, Dec *out)
{
    Dec x, y;

    switch (n->kind) {
    case N_NUM: *out = n->num; return true;
    case N_MAX: *out = max; return max.v > 0;
    case N_RATE: case N_COUNT: case N_VALUE: case N_RATIO: *out = own; return true;
    case N_ADD: case N_SUB: case N_MUL: case N_DIV: case N_LEAST: case N_MOST: case N_STEPS:
        if (n->n != 2 || !node_at(n->arg[0], own, max, &x) || !node_at(n->arg[1], own, max, &y))
            return false;
        break;
    default: return false;
    }
    switch (n->kind) {
    case N_ADD: return !__builtin_add_overflow(x.v, y.v, &out->v);
    case N_SUB: return !__builtin_sub_overflow(x.v, y.v, &out->v);
    case N_MUL: return dec_mul(x, y, out);
    case N_DIV: return dec_div(x, y, out);
    case N_LEAST: *out = x.v < y.v ? x : y; return true;
    case N_MOST: *out = x.v > y.v ? x : y; return true;
    default: return false;
    }
}

typedef struct Check {
    Arena *a;
    Lang lang;
    bool years;                 /* days are named with their year */
    VEC(RuleWarning) v;
} Check;

static void warn(Check *k, int kind, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *vec_add(k->a, &k->v) = (RuleWarning){ .kind = kind, .text = str_vfmt(k->a, tr(k->lang, fmt), ap) };
    va_end(ap);
}

static Str figure(const Check *k, Dec d, bool pct)
{
    return number_print(k->a, d, pct, k->lang == LANG_EN ? NUM_PLAIN : NUM_VI);
}

/* Days without a year are put into a leap year, so that 31/01 stands before 29/02 and next to 01/02. */
static int64_t day_number(const Lit *l)
{
    Date d = { 0 };

    (void)date_make(&d, l->year ? l->year : 2024 + l->shift, l->month, l->day);     /* it exists: the lexer saw to it */
    return d.day;
}

typedef struct Span {
    int64_t lo, hi;
    size_t number;              /* of its case */
} Span;

static Str end_words(const Check *k, int64_t v, ValueKind kind)
{
    if (kind == VALUE_DATE)
        return str_sub(date_vi(k->a, (Date){ (int32_t)v }), 0, k->years ? 10 : 5);
    return figure(k, dec_round((Dec){ v }, 6, ROUND_HALF_UP), kind == VALUE_PERCENT);
}

static void dates_to_numbers(Cond *c, void *ctx)
{
    *(bool *)ctx |= c->lit.year > 0;
    if (c->lit.kind == VALUE_DATE)
        c->lit.num.v = day_number(&c->lit);
}

/* The ends of what the bands cover, for a value below and above them. */
static void check_ends(Check *k, const Span *s, size_t n, ValueKind kind)
{
    int64_t lo = INT64_MAX, hi = INT64_MIN;

    for (size_t i = 0; i < n; i++) {
        lo = s[i].lo < lo ? s[i].lo : lo;
        hi = s[i].hi > hi ? s[i].hi : hi;
    }
    if (n && kind != VALUE_DATE && lo > 0)
        warn(k, RULE_GAP, T("Chưa có mức điểm cho giá trị dưới %.*s."), SV(end_words(k, lo, kind)));
    if (n && kind == VALUE_PERCENT && hi < DEC_ONE)
        warn(k, RULE_GAP, T("Chưa có mức điểm cho giá trị trên %.*s."), SV(end_words(k, hi, kind)));
}

static int by_low_end(const void *x, const void *y)
{
    const Span *a = x, *b = y;

    return a->lo != b->lo ? (a->lo > b->lo) - (a->lo < b->lo) : (a->hi > b->hi) - (a->hi < b->hi);
}

/* Sorted by lower end: a hole between what is covered so far and the next band is a gap. */
static void check_gaps(Check *k, const Span *v, size_t n, ValueKind kind)
{
    Span *s = NEW(k->a, Span, n);
    int64_t unit = kind == VALUE_NUMBER ? DEC_ONE : 1, top;

    memcpy(s, v, n * sizeof *s);
    qsort(s, n, sizeof *s, by_low_end);
    top = s[0].hi;
    for (size_t i = 1; i < n; i++) {
        if (top <= INT64_MAX - unit && s[i].lo == top + 2 && kind != VALUE_NUMBER)
            warn(k, RULE_GAP, T("Chưa có mức điểm cho giá trị đúng bằng %.*s."), SV(end_words(k, top + 1, kind)));
        else if (top <= INT64_MAX - unit && s[i].lo > top + unit)
            warn(k, RULE_GAP, T("Các mức điểm còn hở giữa %.*s và %.*s."), SV(end_words(k, top, kind)), SV(end_words(k, s[i].lo, kind)));
        top = s[i].hi > top ? s[i].hi : top;
    }
}

/* In the order of the cases. A wider band behind a narrower one is how tables are written ("từ 90%: 2; từ 70%: 1"). */
static void check_overlaps(Check *k, const Span *s, size_t n, ValueKind kind)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            int64_t lo = s[i].lo > s[j].lo ? s[i].lo : s[j].lo, hi = s[i].hi < s[j].hi ? s[i].hi : s[j].hi;
            bool wider = s[j].lo <= s[i].lo && s[j].hi >= s[i].hi && (s[j].lo < s[i].lo || s[j].hi > s[i].hi);

            if (lo <= hi && s[i].number != s[j].number && !wider)
                warn(k, RULE_OVERLAP, T("Các mức điểm chồng nhau ở %.*s; mức ghi trước được dùng."),
                    SV(end_words(k, lo == INT64_MIN ? hi : lo, kind)));
        }
}

typedef VEC(Span) Spans;

static void add_spans(Check *k, Spans *v, Cond *c, ValueKind kind, size_t number)
{
    Span s = { .number = number };

    for (size_t i = 0; i < c->n && c->kind == C_OR; i++)
        add_spans(k, v, c->sub[i], kind, number);
    if (kind == VALUE_DATE)
        each_cmp(c, dates_to_numbers, &k->years);
    if (c->kind != C_OR && interval(c, kind, &s.lo, &s.hi))
        *vec_add(k->a, v) = s;
}

static void check_bands(Check *k, const Node *n, ValueKind kind)
{
    Spans v = { 0 };
    bool has_else = false;

    for (size_t i = 0; i < n->n_cases; i++) {
        if (has_else)
            warn(k, RULE_UNREACHABLE, T("Trường hợp thứ %zu đứng sau “còn lại” nên không bao giờ được dùng."), i + 1);
        if (n->cases[i].cond->kind == C_ELSE)
            has_else = true;
        else
            add_spans(k, &v, n->cases[i].cond, kind, i);
    }
    if (v.n && !has_else) {
        check_ends(k, v.v, v.n, kind);
        check_gaps(k, v.v, v.n, kind);
    }
    check_overlaps(k, v.v, v.n, kind);
}

/*
 * "Ít nhất 30%: 1; dưới 30%: tỷ lệ × 1" gives 0.299 just below the threshold and 1 on it: perhaps "tỷ lệ / 30% × 1" was meant.
 * A step of a tenth or less ("từ 95%: điểm tối đa") is how many tables round up on purpose.
 */
static void check_jump(Check *k, const Node *n, Dec max)
{
    for (size_t i = 0; i < n->n_cases; i++)
        for (size_t j = 0; j < n->n_cases; j++) {
            const Node *low = n->cases[i].then, *high = n->cases[j].then;
            int64_t lo, hi, from, to;
            Dec below, above, straight;

            if (low->kind == N_NUM || low->kind == N_MAX || (high->kind != N_NUM && high->kind != N_MAX)
                || !interval(n->cases[i].cond, VALUE_PERCENT, &lo, &hi) || !interval(n->cases[j].cond, VALUE_PERCENT, &from, &to)
                || n->cases[i].cond->kind == C_ELSE || n->cases[j].cond->kind == C_ELSE)
                continue;
            if (from <= hi || from - hi > 1 || from <= 0 || from >= DEC_ONE / 10 * 9 || !node_at(low, (Dec){ from }, max, &below)
                || !node_at(high, (Dec){ from }, max, &above) || !dec_mul(above, (Dec){ from }, &straight) || below.v != straight.v)
                continue;
            warn(k, RULE_JUMP, T("Ngay dưới %.*s chỉ được %.*s điểm, đến %.*s thì được %.*s điểm. Nếu bộ tiêu chí muốn điểm tăng đều đến ngưỡng, hãy ghi “tỷ lệ / %.*s x %.*s”."),
                SV(end_words(k, from, VALUE_PERCENT)), SV(figure(k, dec_round(below, 4, ROUND_HALF_UP), false)), SV(end_words(k, from, VALUE_PERCENT)),
                SV(figure(k, above, false)), SV(end_words(k, from, VALUE_PERCENT)), SV(figure(k, above, false)));
        }
}

static void check_points(Check *k, const Node *n, Dec max, Dec *best, bool *known)
{
    if (n->kind == N_NUM && !n->pct) {
        *best = dec_max(*best, n->num);
        if (max.v > 0 && n->num.v > max.v)
            warn(k, RULE_ABOVE_MAX, T("Quy tắc cho %.*s điểm, lớn hơn điểm tối đa %.*s."), SV(figure(k, n->num, false)),
                SV(figure(k, max, false)));
        return;
    }
    *known = false;
}

RuleWarnings rule_check(Arena *a, const Rule *r, Dec max, Lang lang)
{
    Check k = { .a = a, .lang = lang };
    const Node *n = r->root;
    Dec best = { 0 };
    bool known = true;

    if (n->kind != N_CASES) {
        Dec full;

        check_points(&k, n, max, &best, &known);
        if (!known && max.v > 0 && r->wants == VALUE_PERCENT && node_at(n, DEC(1), max, &full) && full.v > max.v)
            warn(&k, RULE_ABOVE_MAX, T("Tỷ lệ 100%% cho %.*s điểm, lớn hơn điểm tối đa %.*s; phần vượt không được tính."),
                SV(figure(&k, dec_round(full, 4, ROUND_HALF_UP), false)), SV(figure(&k, max, false)));
        return (RuleWarnings){ k.v.v, k.v.n };
    }
    for (size_t i = 0; i < n->n_cases; i++)
        check_points(&k, n->cases[i].then, max, &best, &known);
    if (known && max.v > 0 && best.v < max.v)
        warn(&k, RULE_BELOW_MAX, T("Mức cao nhất của quy tắc là %.*s, thấp hơn điểm tối đa %.*s."),
            SV(figure(&k, best, false)), SV(figure(&k, max, false)));
    if (r->wants == VALUE_PERCENT || r->wants == VALUE_NUMBER || r->wants == VALUE_DATE)
        check_bands(&k, n, r->wants);
    if (r->wants == VALUE_PERCENT)
        check_jump(&k, n, max);
    return (RuleWarnings){ k.v.v, k.v.n };
}
