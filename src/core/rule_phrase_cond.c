/* Conditions of official tables: comparisons in words, dates, months and quarters, answers. */
#include "core/rule_phrase.h"

enum { W_LT = CMP_LT, W_LE = CMP_LE, W_GT = CMP_GT, W_GE = CMP_GE, W_EQ = CMP_EQ, W_TO };

static const Words op_words[] = {
    { "lớn hơn hoặc bằng", W_GE }, { "bằng hoặc lớn hơn", W_GE }, { "cao hơn hoặc bằng", W_GE },
    { "bằng hoặc cao hơn", W_GE }, { "nhiều hơn hoặc bằng", W_GE }, { "bằng hoặc trên", W_GE },
    { "nhỏ hơn hoặc bằng", W_LE }, { "bằng hoặc nhỏ hơn", W_LE }, { "thấp hơn hoặc bằng", W_LE },
    { "ít hơn hoặc bằng", W_LE }, { "bé hơn hoặc bằng", W_LE },
    { "trước hoặc đúng ngày", W_LE }, { "trước hoặc trong ngày", W_LE }, { "đúng hoặc trước ngày", W_LE },
    { "không muộn hơn", W_LE }, { "không sau", W_LE }, { "không chậm quá", W_LE }, { "không trễ hơn", W_LE },
    { "không nhỏ hơn", W_GE }, { "không thấp hơn", W_GE }, { "không ít hơn", W_GE }, { "không dưới", W_GE },
    { "không lớn hơn", W_LE }, { "không cao hơn", W_LE }, { "không nhiều hơn", W_LE }, { "không vượt quá", W_LE },
    { "không quá", W_LE }, { "không trên", W_LE }, { "không đến", W_LT }, { "không tới", W_LT },
    { "không đạt", W_LT }, { "chưa đạt", W_LT }, { "chưa đến", W_LT }, { "chưa tới", W_LT }, { "chưa được", W_LT },
    { "không đủ", W_LT }, { "chưa đủ", W_LT }, { "thiếu so với", W_LT },
    { "lớn hơn", W_GT }, { "cao hơn", W_GT }, { "nhiều hơn", W_GT }, { "vượt quá", W_GT }, { "muộn hơn", W_GT },
    { "nhỏ hơn", W_LT }, { "thấp hơn", W_LT }, { "ít hơn", W_LT }, { "bé hơn", W_LT }, { "sớm hơn", W_LT },
    { "chậm nhất", W_LE }, { "muộn nhất", W_LE }, { "trễ nhất", W_LE }, { "tối thiểu", W_GE }, { "ít nhất", W_GE },
    { "tối đa", W_LE }, { "nhiều nhất", W_LE }, { "cao nhất", W_LE },
    { "đến hết", W_TO }, { "đến", W_TO }, { "tới", W_TO }, { "cho đến", W_TO },
    { "trong vòng", W_LE }, { "trong thời hạn", W_LE }, { "trong thời gian", W_LE }, { "trong khoảng thời gian", W_LE },
    { "từ", W_GE }, { "trên", W_GT }, { "hơn", W_GT }, { "vượt", W_GT }, { "quá", W_GT }, { "dưới", W_LT },
    { "bằng", W_EQ }, { "đúng", W_EQ }, { "trước", W_LT }, { "sau", W_GT },
};
static const Words after_words[] = {
    { "trở lên", W_GE }, { "trở đi", W_GE }, { "trở về sau", W_GE }, { "về sau", W_GE }, { "hoặc hơn", W_GE },
    { "hoặc cao hơn", W_GE }, { "hoặc nhiều hơn", W_GE }, { "hoặc lớn hơn", W_GE }, { "lên", W_GE },
    { "trở xuống", W_LE }, { "trở về trước", W_LE }, { "trở lại", W_LE }, { "về trước", W_LE }, { "hoặc ít hơn", W_LE },
    { "hoặc thấp hơn", W_LE }, { "hoặc nhỏ hơn", W_LE },
};
static const Words vague[] = {
    { "khoảng", 0 }, { "xấp xỉ", 0 }, { "gần", 0 }, { "hầu hết", 0 }, { "đa số", 0 }, { "phần lớn", 0 }, { "chừng", 0 },
    { "tương đối", 0 }, { "cơ bản", 0 },
};
/* A bare number behind these words is part of a name: "mức độ 3, 4", "ISO 9001". */
static const Words naming[] = {
    { "mức độ", 0 }, { "cấp độ", 0 }, { "iso", 0 }, { "điều", 0 }, { "khoản", 0 }, { "thứ", 0 }, { "loại", 0 },
    { "nghị định", 0 }, { "quyết định", 0 }, { "tcvn", 0 }, { "thông tư", 0 }, { "năm", 0 }, { "nội dung", 0 }, { "phương án", 0 },
    { "bước", 0 }, { "mục", 0 }, { "phần", 0 }, { "cấp", 0 }, { "bậc", 0 },
};

static const Words parts[] = { { "nội dung", 0 }, { "nhiệm vụ", 0 }, { "báo cáo", 0 }, { "yêu cầu", 0 }, { "tiêu chí", 0 },
    { "chỉ tiêu", 0 }, { "đơn vị", 0 }, { "tiêu chuẩn", 0 }, { "số", 0 } };

static Str region(Phrase *p, size_t lo, size_t hi);

typedef struct Bound {
    int op;                     /* CmpOp; -1: none said */
    bool upper;                 /* behind "đến" */
    Lit lo, hi;                 /* a month is from its first to its last day; else the same */
    size_t at;
} Bound;

typedef struct Scan {
    Phrase *p;
    Bound v[4];
    size_t n;
    int pending;
    bool to;
    bool counts, lacks;         /* a bare number above 0; of things late or missing */
    size_t pending_at;
} Scan;

static Lit day(int d, int m, int y)
{
    return (Lit){ .kind = VALUE_DATE, .day = d, .month = m, .year = y };
}

static int roman(Str s)
{
    static const char *const r[] = { "i", "ii", "iii", "iv" };

    for (int i = 0; i < 4; i++)
        if (str_eq(s, str_of(r[i])))
            return i + 1;
    return 0;
}

static bool year_at(const Toks *t, size_t i)
{
    return num_at(t, i) && t->v[i].num.v % DEC_ONE == 0 && t->v[i].num.v >= 1900 * DEC_ONE && t->v[i].num.v < 2200 * DEC_ONE;
}

/* "trong 6 tháng đầu năm", "trong 9 tháng đầu năm 2025" */
static size_t part_of_year(const Toks *t, size_t i, Lit *lo, Lit *hi)
{
    bool first = words_at(t, i + 1, "tháng đầu năm"), last = words_at(t, i + 1, "tháng cuối năm");
    int months = 0, year = 0;

    if ((!first && !last) || t->v[i].text.n != 1 || t->v[i].kind == TOK_SYM)
        return 0;
    months = t->v[i].text.p[0] - '0';
    if (months < 1 || months > 9)
        return 0;
    if (year_at(t, i + 4))
        year = (int)(t->v[i + 4].num.v / DEC_ONE);
    *lo = day(1, first ? 1 : 13 - months, year);
    *hi = day(first ? date_days_in_month(2024, months) : 31, first ? months : 12, year);
    return 4 + (year > 0);
}

/* "tháng 01", "quý I", "quý 2/2024": from the first to the last day. */
static size_t period_at(const Toks *t, size_t i, Lit *lo, Lit *hi)
{
    bool month = word_is(t, i, "tháng"), quarter = word_is(t, i, "quý");
    int k = 0, year = 0;
    size_t n = 2;

    if (i > 0 && word_is(t, i - 1, "trong") && (n = part_of_year(t, i, lo, hi)))
        return n;
    n = 2;
    if ((!month && !quarter) || i + 1 >= t->n)
        return 0;
    if (t->v[i + 1].kind == TOK_NUM && !t->v[i + 1].pct && t->v[i + 1].num.v % DEC_ONE == 0)
        k = (int)(t->v[i + 1].num.v / DEC_ONE);
    else if (quarter && t->v[i + 1].kind == TOK_WORD)
        k = roman(t->v[i + 1].text);
    if (k < 1 || k > (month ? 12 : 4))
        return 0;
    if ((sym_at(t, i + 2, "/") || word_is(t, i + 2, "năm")) && year_at(t, i + 3)) {
        year = (int)(t->v[i + 3].num.v / DEC_ONE);
        n = 4;
    }
    if (quarter) {
        *lo = day(1, 3 * k - 2, year);
        for (size_t j = i + n; (sym_at(t, j, ",") || word_is(t, j, "và") || sym_at(t, j, "-")) && n < 9; j = i + n) {
            size_t next = j + 1 + word_is(t, j + 1, "quý");
            int q = t->v[next].kind == TOK_WORD ? roman(t->v[next].text) : 0;

            if (q != k + 1)
                break;
            k = q;
            n = next + 1 - i;                           /* "quý II, III" */
        }
        *hi = day(date_days_in_month(year ? year : 2024, 3 * k), 3 * k, year);
    } else {
        *lo = day(1, k, year);
        *hi = day(date_days_in_month(year ? year : 2024, k), k, year);  /* 29/02: the last day in every year */
    }
    return n;
}

/* "năm trước liền kề", "năm sau": tokens taken; the year is told from the round. */
static size_t other_year(const Toks *t, size_t i, int *shift)
{
    static const Words years[] = {
        { "của năm trước liền kề", -1 }, { "năm trước liền kề", -1 }, { "năm liền trước", -1 }, { "năm liền kề trước", -1 },
        { "của năm trước", -1 }, { "năm trước", -1 }, { "năm trước đó", -1 }, { "của năm liền trước", -1 },
        { "của năm sau", 1 }, { "năm sau", 1 }, { "năm kế tiếp", 1 }, { "năm tiếp theo", 1 }, { "của năm kế tiếp", 1 },
        { "năm sau liền kề", 1 }, { "của năm tiếp theo", 1 },
    };
    size_t best = 0;

    for (size_t k = 0; k < COUNT(years); k++) {
        size_t n = words_at(t, i, years[k].z);

        if (n > best) {
            best = n;
            *shift = years[k].value;
        }
    }
    return best;
}

static Err add_bound(Scan *s, Lit lo, Lit hi, size_t at)
{
    if (s->n == COUNT(s->v))
        return rule_refuse(s->p->why, s->p->t, at, T("một điều kiện có quá nhiều mức; hãy ngăn các trường hợp bằng dấu chấm phẩy."));
    s->v[s->n++] = (Bound){ .op = s->pending, .upper = s->to, .lo = lo, .hi = hi, .at = at };
    s->pending = -1;
    s->to = false;
    return OK;
}

static int sym_op(const Toks *t, size_t i)
{
    static const Words ops[] = { { "<=", W_LE }, { ">=", W_GE }, { "=>", W_GE }, { "<", W_LT }, { ">", W_GT }, { "=", W_EQ } };

    for (size_t k = 0; k < COUNT(ops); k++)
        if (sym_at(t, i, ops[k].z))
            return ops[k].value;
    return -1;
}

static int flipped(int op)
{
    static const int f[] = { CMP_GT, CMP_GE, CMP_LT, CMP_LE, CMP_EQ };

    return f[op];
}

static bool literal_at(const Toks *t, size_t i)
{
    Lit lo, hi;

    return t->v[i].kind == TOK_NUM || t->v[i].kind == TOK_DATE || period_at(t, i, &lo, &hi);
}

static bool is_name(const Phrase *p, size_t lo, size_t i)
{
    const Toks *t = p->t;
    size_t taken;

    if (t->v[i].kind != TOK_NUM || t->v[i].pct)
        return false;
    if (i > lo && word_is(t, i - 1, "thứ") && (sym_at(t, i + 1, "-") || word_is(t, i + 1, "đến")))
        return false;                                   /* "xếp thứ 1-10" */
    for (size_t k = lo; k < i; k++)
        if (WORDS_AT(t, k, naming, &taken) >= 0 && k + taken == i && !(k > lo && word_is(t, k - 1, "số")))
            return true;
    if (i >= lo + 2 && (sym_at(t, i - 1, ",") || word_is(t, i - 1, "và") || sym_at(t, i - 1, "-")) && t->v[i - 2].kind == TOK_NUM)
        return is_name(p, lo, i - 2);
    return word_is(t, i + 1, "tháng") && i > lo && word_is(t, i - 1, "cáo");
}

/* A sign of comparison: bound for the number behind it, or, mirrored, for the number before it ("90% ≤ x"). */
static void take_sign(Scan *s, size_t i, size_t hi, int op)
{
    bool next = i + 1 < hi && literal_at(s->p->t, i + 1);

    if (!next && s->n && s->v[s->n - 1].op < 0)
        s->v[s->n - 1].op = flipped(op);
    else
        s->pending = op;
    s->pending_at = i;
}

/* A word of comparison counts only when its figure follows: "trên môi trường mạng đạt 100%" compares nothing. */
static bool figure_follows(const Toks *t, size_t i, size_t hi)
{
    static const Words between[] = { { "ngày", 0 }, { "mức", 0 }, { "tỷ lệ", 0 }, { "là", 0 }, { "bằng", 0 }, { "số", 0 }, { "tổng số", 0 }, { "đạt", 0 },
        { "hoặc", 0 }, { "thời điểm", 0 }, { "ngưỡng", 0 }, { "có", 0 }, { "được", 0 }, { "hết", 0 }, { "hơn", 0 }, { "đủ", 0 }, { "cả", 0 },
        { "hạn", 0 }, { "thời hạn", 0 }, { "so với", 0 }, { "kế hoạch", 0 }, { "trong", 0 }, { "vòng", 0 } };
    size_t taken;

    while (i < hi && !literal_at(t, i) && (WORDS_AT(t, i, between, &taken) >= 0 || t->v[i].kind == TOK_NL))
        i += t->v[i].kind == TOK_NL ? 1 : taken;
    return i < hi && (literal_at(t, i) || sym_op(t, i) >= 0 || WORDS_AT(t, i, op_words, &taken) >= 0);
}

static Err add_date(Scan *s, Lit lo, Lit hi, size_t taken, size_t *i)
{
    size_t at = *i;
    int shift = 0;

    *i += taken;
    if (lo.year == 0) {
        *i += other_year(s->p->t, *i, &shift);
        lo.shift += shift;
        hi.shift += shift;
    }
    return add_bound(s, lo, hi, at);
}

/* Whether the words behind a bare number name what is counted. */
static bool a_thing(const Toks *t, size_t i, size_t hi)
{
    static const Words others[] = { { "đến", 0 }, { "tới", 0 }, { "trở", 0 }, { "lên", 0 }, { "hoặc", 0 }, { "và", 0 }, { "thì", 0 }, { "được", 0 },
        { "đạt", 0 }, { "phần", 0 }, { "số", 0 }, { "kế", 0 }, { "tổng", 0 }, { "tỷ", 0 }, { "chỉ", 0 }, { "x", 0 } };
    size_t taken;

    return i < hi && t->v[i].kind == TOK_WORD && WORDS_AT(t, i, others, &taken) < 0;
}

/* The rule is about places in a ranking, where the first is the best. */
static bool ranks(const Toks *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (words_at(t, i, "xếp thứ") || words_at(t, i, "xếp hạng") || words_at(t, i, "thứ hạng") || words_at(t, i, "xếp vị trí"))
            return true;
    return false;
}

static Err scan_one(Scan *s, size_t lo, size_t hi, size_t *i)
{
    const Toks *t = s->p->t;
    const Tok *k = &t->v[*i];
    size_t taken = 1;
    Lit a, b;
    int w;

    if (k->kind == TOK_NL || k->kind == TOK_STR)
        return ++*i, OK;
    if (k->kind == TOK_DATE && !k->lit.year && *i + 1 < hi && WORDS_AT(t, *i + 1, parts, &taken) >= 0) {
        a = (Lit){ .kind = VALUE_PERCENT };             /* "4/5 nội dung" */
        if (!dec_div(dec_int(k->lit.day), dec_int(k->lit.month), &a.num))
            return rule_refuse(s->p->why, t, *i, T("số này không đọc được; hãy ghi như 0,5 hoặc 0.5."));
        TRY(add_bound(s, a, a, (*i)++));
        return OK;
    }
    if (k->kind == TOK_DATE || (taken = period_at(t, *i, &a, &b)) > 0) {
        if (k->kind == TOK_DATE) {
            a = b = k->lit;
            taken = 1;
        }
        return add_date(s, a, b, taken, i);
    }
    if (k->kind == TOK_NUM) {
        a = (Lit){ .kind = k->pct ? VALUE_PERCENT : VALUE_NUMBER, .num = k->num };
        if (*i > 0 && word_is(t, *i - 1, "ngày"))
            return rule_refuse(s->p->why, t, *i, T("ngày này không có tháng; hãy ghi ngày dd/mm, hoặc “đúng hạn: … điểm; trễ hạn: … điểm”."));
        if (!is_name(s->p, lo, *i)) {
            if (s->pending < 0 && *i > lo && word_is(t, *i - 1, "trong") && (word_is(t, *i + 1, "ngày") || word_is(t, *i + 1, "tháng")))
                s->pending = W_LE;                      /* "trong 5 ngày" */
            TRY(add_bound(s, a, a, *i));
            s->p->counted |= !k->pct && a_thing(t, *i + 1, hi);
        }
        ++*i;
        return OK;
    }
    if (WORDS_AT(t, *i, vague, &taken) >= 0 && !(*i > lo && word_is(t, *i - 1, "trong")) && !word_is(t, *i + 1, "từ"))
        return rule_refuse(s->p->why, t, *i, T("chữ này không cho biết mức chính xác; hãy ghi số."));
    if (s->n && (w = WORDS_AT(t, *i, after_words, &taken)) >= 0) {
        Bound *last = &s->v[s->n - 1];

        if ((last->op == CMP_GT && !word_is(t, last->at - 1, "vượt")) || last->op == CMP_LT)
            return rule_refuse(s->p->why, t, *i, T("“trên … trở lên” có thể hiểu hai cách; hãy ghi “từ …” hoặc “trên …”."));
        if (ranks(t))
            return rule_refuse(s->p->why, t, *i, T("với thứ hạng, “trở lên” và “trở xuống” có thể hiểu hai cách; hãy ghi “từ hạng … đến hạng …” hoặc “còn lại”."));
        last->op = w;
        *i += taken;
        return OK;
    }
    if ((w = WORDS_AT(t, *i, op_words, &taken)) >= 0 && figure_follows(t, *i + taken, hi)) {
        if (w == W_TO)
            s->to = true, s->pending = -1;
        else if (!(w == W_EQ && s->pending >= 0))
            s->pending = w;
        s->pending_at = *i;
        *i += taken;
        return OK;
    }
    if ((w = sym_op(t, *i)) >= 0)
        take_sign(s, *i, hi, w);
    else if (sym_at(t, *i, "-") && s->n)
        s->to = true;
    ++*i;
    return OK;
}

static Cond *cmp(Arena *a, int op, const Lit *lit)
{
    Cond *c = NEW(a, Cond, 1);

    *c = (Cond){ .kind = C_CMP, .op = (CmpOp)op, .lit = *lit };
    return c;
}

static Cond *pair(Arena *a, CondKind kind, Cond *x, Cond *y)
{
    Cond *c = NEW(a, Cond, 1);

    c->kind = kind;
    c->sub = NEW(a, Cond *, 2);
    c->sub[0] = x;
    c->sub[1] = y;
    c->n = 2;
    return c;
}

static Cond *one_bound(Arena *a, const Bound *b)
{
    bool span = b->lo.kind == VALUE_DATE && (b->lo.day != b->hi.day || b->lo.month != b->hi.month);

    switch (b->op < 0 ? CMP_EQ : b->op) {
    case CMP_LT: return cmp(a, CMP_LT, &b->lo);
    case CMP_LE: return cmp(a, CMP_LE, &b->hi);
    case CMP_GT: return cmp(a, CMP_GT, &b->hi);
    case CMP_GE: return cmp(a, CMP_GE, &b->lo);
    default:
        return span ? pair(a, C_AND, cmp(a, CMP_GE, &b->lo), cmp(a, CMP_LE, &b->hi)) : cmp(a, CMP_EQ, &b->lo);
    }
}

static int64_t size_of(const Lit *l)
{
    return l->kind == VALUE_DATE ? (l->year + l->shift) * 400 + l->month * 32 + l->day : l->num.v;
}

/* "từ 90% đến dưới 95%", "90-<95%", "dưới 100% đến 80%": lower bound first, whatever the order. */
static Err range(Phrase *p, Bound *x, Bound *y, Cond **out)
{
    if (y->upper) {
        if (x->lo.kind == VALUE_NUMBER && y->lo.kind == VALUE_PERCENT) {
            x->lo.kind = x->hi.kind = VALUE_PERCENT;    /* "90-95%": one sign for both ends */
            if (!dec_div(x->lo.num, DEC(100), &x->lo.num))
                return rule_refuse(p->why, p->t, x->at, T("số này quá lớn."));
            x->hi.num = x->lo.num;
        }
        if (size_of(&x->lo) > size_of(&y->lo)) {
            Bound b = *x;

            *x = *y;
            *y = b;
            y->op = y->op == CMP_LT || y->op == CMP_LE ? y->op : CMP_LE;
            x->op = x->op == CMP_GT ? CMP_GT : CMP_GE;
        } else {
            if (x->op < 0 || x->op == CMP_EQ)
                x->op = CMP_GE;
            if (y->op < 0 || y->op == CMP_EQ)
                y->op = CMP_LE;
        }
    }
    if (x->lo.kind != y->lo.kind || x->op < 0 || y->op < 0 || (x->op != CMP_GE && x->op != CMP_GT)
        || (y->op != CMP_LT && y->op != CMP_LE)) {
        if (x->lo.kind == y->lo.kind && (x->op == CMP_LT || x->op == CMP_LE) && (y->op == CMP_GE || y->op == CMP_GT)) {
            *out = pair(p->a, C_AND, one_bound(p->a, y), one_bound(p->a, x));
            return OK;
        }
        return rule_refuse(p->why, p->t, y->at, T("hai mức của điều kiện không tạo thành một khoảng; hãy ghi “từ … đến dưới …”."));
    }
    *out = pair(p->a, C_AND, one_bound(p->a, x), one_bound(p->a, y));
    return OK;
}

/* "Đủ 4 báo cáo: 1; thiếu 1 báo cáo: 0,5": the two figures count different things. */
static void see_lacking(Phrase *p, size_t lo, size_t hi, Scan *s)
{
    static const Words lack[] = { { "thiếu", 0 }, { "chậm", 0 }, { "trễ", 0 }, { "muộn", 0 }, { "quá hạn", 0 }, { "sai", 0 }, { "vi phạm", 0 },
        { "không đúng", 0 }, { "chưa đúng", 0 } };
    bool bad = false, some = false;
    size_t taken;

    for (size_t i = lo; i < hi; i++)
        bad |= WORDS_AT(p->t, i, lack, &taken) >= 0;
    for (size_t i = 0; i < s->n; i++)
        some |= s->v[i].lo.kind == VALUE_NUMBER && s->v[i].lo.num.v > 0;
    s->counts = some;
    s->lacks = bad;
    if (some && !bad)
        p->present = true;
    if (some && bad && p->present)
        p->lacking = true;
}

/* What a figure leaves open or loses is refused: "từ 1,5 đến" in front of points, "100% và đúng hạn". */
static Err whole_condition(Phrase *p, size_t lo, size_t hi, const Scan *s)
{
    const Toks *t = p->t;

    if (word_is(t, hi - 1, "đến") || word_is(t, hi - 1, "tới") || (sym_at(t, hi - 1, "-") && hi - 1 > s->v[s->n - 1].at))
        return rule_refuse(p->why, t, s->v[s->n - 1].at, T("đây là một khoảng điểm, không phải một mức; hãy ghi một số điểm, hoặc để người thẩm định chấm trong khoảng đó."));
    for (size_t i = lo + 1; i < hi; i++)
        if (t->v[i].kind == TOK_NUM && (sym_at(t, i - 1, "*") || word_is(t, i - 1, "x") || word_is(t, i - 1, "nhân")))
            return rule_refuse(p->why, t, i - 1, T("điều kiện không có phép nhân; hãy ghi công thức sau dấu hai chấm, như “dưới 80%: tỷ lệ / 80% x 2”."));
    for (size_t i = s->v[0].at; i < hi; i++)
        if (s->v[0].lo.kind == VALUE_PERCENT && word_is(t, i, "và") && answer_classify(region(p, i + 1, hi)) == ANS_ONTIME)
            return rule_refuse(p->why, t, i, T("điều kiện này gồm một tỷ lệ và một thời hạn; hãy tách thành hai tiêu chí, hoặc gọi từng số liệu theo mã."));
    return OK;
}

static void set_left(Cond *c, Node *lhs)
{
    if (c->kind == C_CMP)
        c->lhs = lhs;
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        set_left(c->sub[i], lhs);
}

/* A letter that the rule divides by, or that it divides. */
static bool divided_letter(const Toks *t, size_t at)
{
    if (t->v[at].kind != TOK_WORD || t->v[at].text.n != 1)
        return false;
    for (size_t i = 1; i + 1 < t->n; i++)
        if (sym_at(t, i, "/") && t->v[i - 1].kind == TOK_WORD && t->v[i + 1].kind == TOK_WORD
            && t->v[i - 1].text.n == 1 && t->v[i + 1].text.n == 1
            && (str_eq(t->v[i - 1].text, t->v[at].text) || str_eq(t->v[i + 1].text, t->v[at].text)))
            return true;
    return false;
}

/* "{3.1} từ 80% trở lên": a figure called by its code. */
static Err compared_fact(Phrase *p, size_t lo, size_t hi, Cond *c)
{
    Node *lhs = NULL;

    for (size_t i = lo; i < hi; i++) {
        if (p->t->v[i].kind != TOK_FACT)
            continue;
        if (lhs)
            return rule_refuse(p->why, p->t, i, T("một điều kiện chỉ so sánh một số liệu; hãy dùng dạng gọn, như {a} / {b} >= 80%: 1; else: 0."));
        lhs = node_new(p->a, N_FACT);
        lhs->code = p->t->v[i].text;
    }
    for (size_t i = lo; i + 1 < hi && !lhs; i++)
        if (divided_letter(p->t, i) && sym_op(p->t, i + 1) >= 0) {
            lhs = node_new(p->a, N_FACT);
            lhs->code = p->t->v[i].text;                /* "b = 0" beside "a/b x 2" */
        }
    if (lhs)
        set_left(c, lhs);
    return OK;
}

static Err numeric(Phrase *p, size_t lo, size_t hi, Cond **out)
{
    Scan s = { .p = p, .pending = -1 };

    for (size_t i = lo; i < hi;)
        TRY(scan_one(&s, lo, hi, &i));
    if (s.n == 0) {
        *out = NULL;
        return OK;
    }
    TRY(whole_condition(p, lo, hi, &s));
    for (size_t i = 0; i < s.n; i++) {
        p->dates |= s.v[i].lo.kind == VALUE_DATE;
        p->numeric |= s.v[i].lo.kind != VALUE_DATE;
        p->percent |= s.v[i].lo.kind == VALUE_PERCENT;
    }
    see_lacking(p, lo, hi, &s);
    if (s.n > 2)
        return rule_refuse(p->why, p->t, s.v[2].at, T("một điều kiện có quá nhiều mức; hãy ngăn các trường hợp bằng dấu chấm phẩy."));
    if (s.n == 2) {
        TRY(range(p, &s.v[0], &s.v[1], out));
    } else {
        if (s.v[0].upper && s.v[0].op < 0)
            s.v[0].op = CMP_LE;                         /* "đến 3.500 người", "đến hết ngày 31/01" */
        *out = one_bound(p->a, &s.v[0]);
    }
    (*out)->has = s.counts && !s.lacks;
    (*out)->lacks = s.counts && s.lacks;
    return compared_fact(p, lo, hi, *out);
}

/* Answers */

static const Words rest_words[] = {
    { "trường hợp còn lại", 0 }, { "các trường hợp còn lại", 0 }, { "các trường hợp khác", 0 }, { "trường hợp khác", 0 },
    { "còn lại", 0 }, { "ngược lại", 0 }, { "các mức còn lại", 0 }, { "mức còn lại", 0 }, { "ngoài ra", 0 },
    { "ngoài các trường hợp trên", 0 }, { "nếu không thì", 0 }, { "khác", 0 }, { "các trường hợp ngoài ra", 0 },
};
static const Words below_words[] = {
    { "không đạt", 0 }, { "chưa đạt", 0 }, { "thiếu", 0 }, { "không đủ", 0 }, { "chưa đủ", 0 }, { "không đáp ứng", 0 },
    { "dưới mức trên", 0 }, { "dưới mức này", 0 }, { "thấp hơn mức trên", 0 }, { "thiếu hoặc chậm", 0 }, { "chậm hoặc thiếu", 0 }, { "không đủ hoặc chậm", 0 }, { "không đủ hoặc không đúng hạn", 0 },
    { "không đủ hoặc không đúng thời hạn", 0 }, { "thiếu hoặc không đúng hạn", 0 }, { "thiếu hoặc trễ", 0 }, { "thiếu, chậm", 0 }, { "thấp hơn", 0 }, { "dưới", 0 },
    { "không đạt kế hoạch", 0 }, { "không đạt chỉ tiêu", 0 }, { "không đạt yêu cầu", 0 }, { "không hoàn thành", 0 }, { "không đạt tỷ lệ trên", 0 },
    { "không hoàn thành kế hoạch", 0 }, { "không hoàn thành chỉ tiêu", 0 }, { "chưa hoàn thành", 0 }, { "không đạt mức trên", 0 }, { "không đạt tỷ lệ", 0 },
    { "ít hơn", 0 }, { "đạt thấp hơn", 0 }, { "đạt tỷ lệ thấp hơn", 0 }, { "tỷ lệ thấp hơn", 0 },
};
static const Words after_day[] = {
    { "sau thời gian trên", 0 }, { "sau thời gian này", 0 }, { "sau thời gian đó", 0 }, { "sau thời hạn trên", 0 },
    { "sau thời hạn này", 0 }, { "sau ngày trên", 0 }, { "sau ngày này", 0 }, { "sau ngày đó", 0 }, { "sau đó", 0 }, { "sau", 0 },
    { "ban hành sau", 0 }, { "muộn hơn", 0 }, { "chậm hơn", 0 }, { "trễ hơn", 0 }, { "ban hành chậm hơn", 0 },
    { "ban hành muộn hơn", 0 }, { "ban hành sau thời gian trên", 0 }, { "ban hành sau thời gian này", 0 },
    { "ban hành sau thời hạn trên", 0 },
};
static const Words lead_words[] = {
    { "trong trường hợp", 0 }, { "trường hợp", 0 }, { "nếu", 0 }, { "khi", 0 }, { "đối với", 0 }, { "đơn vị", 0 }, { "cơ quan", 0 },
    { "địa phương", 0 }, { "các", 0 },
};

/* Lowest or earliest bound among the conditions so far. */
static void lowest(const Cond *c, const Lit **best, CmpOp *op)
{
    if (c->kind == C_CMP && !c->lhs && (!*best || size_of(&c->lit) < size_of(*best))) {
        *best = &c->lit;
        *op = c->op;
    }
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        lowest(c->sub[i], best, op);
}

static void latest(const Cond *c, const Lit **best, CmpOp *op)
{
    if (c->kind == C_CMP && !c->lhs && c->lit.kind == VALUE_DATE && (!*best || size_of(&c->lit) > size_of(*best))) {
        *best = &c->lit;
        *op = c->op;
    }
    for (size_t i = 0; i < c->n && (c->kind == C_AND || c->kind == C_OR); i++)
        latest(c->sub[i], best, op);
}

static Cond *below_all(Phrase *p)
{
    const Lit *lit = NULL;
    CmpOp op = CMP_GE;

    for (size_t i = 0; i < p->cases.n; i++)
        lowest(p->cases.v[i].cond, &lit, &op);
    return lit ? cmp(p->a, op == CMP_GT ? CMP_LE : CMP_LT, lit) : NULL;
}

static Cond *after_all(Phrase *p)
{
    const Lit *lit = NULL;
    CmpOp op = CMP_LE;

    for (size_t i = 0; i < p->cases.n; i++)
        latest(p->cases.v[i].cond, &lit, &op);
    return lit ? cmp(p->a, op == CMP_LT ? CMP_GE : CMP_GT, lit) : NULL;
}

static bool all_of(const Toks *t, size_t lo, size_t hi, const Words *table, size_t n)
{
    size_t taken;

    for (size_t k = 0; k < n; k++)
        if ((taken = words_at(t, lo, table[k].z)) > 0 && lo + taken == hi)
            return true;
    return false;
}

static Cond *is(Arena *a, AnswerKind k, Str label)
{
    Cond *c = NEW(a, Cond, 1);

    *c = (Cond){ .kind = C_IS, .ans = k, .label = k ? (Str){ 0 } : label };
    return c;
}

static Str region(Phrase *p, size_t lo, size_t hi)
{
    Buf b = { .arena = p->a };

    for (size_t i = lo; i < hi; i++) {
        const Tok *k = &p->t->v[i];

        if (k->kind == TOK_NL || (k->kind == TOK_SYM && !str_eq(k->text, S("/")) && !str_eq(k->text, S(","))))
            continue;
        if (b.n && !(k->kind == TOK_SYM))
            buf_ch(&b, ' ');
        if (k->kind == TOK_NUM || k->kind == TOK_DATE)
            buf_add(&b, number_print(p->a, k->num, k->pct, NUM_VI));
        else
            buf_add(&b, k->text);
    }
    return str_replace(p->a, str_replace(p->a, buf_str(&b), S(" / "), S("/")), S("/ "), S("/"));
}

static const char *const absent_late[] = { "không có ", "không còn ", "không để ", "không trả ", "khong co ", "khong con ", "khong de ", NULL };

static const char *const not_late[] = { "không chậm", "không trễ", "không quá hạn", "không muộn", "khong cham", "khong tre", "khong qua han", NULL };

static bool has_prefix(Str s, const char *const *list)
{
    for (; *list; list++)
        if (str_starts(s, str_of(*list)))
            return true;
    return false;
}

/* "không có hồ sơ trễ hạn" is the good answer, not a late one; "không để xảy ra …" also answers a plain "không". */
static AnswerKind phrase_answer(const Phrase *p, Str s)
{
    AnswerKind k = answer_classify(s);
    size_t at;

    (void)p;
    if (k == ANS_LATE && has_prefix(s, absent_late))
        return ANS_NO;
    if (k == ANS_NOCASE && (has_prefix(s, absent_late) || str_starts(s, S("không xảy ra"))) && !str_find(s, S("phát sinh"), &at) && !str_find(s, S("phat sinh"), &at))
        return ANS_NO;
    return k;
}

/* A label is kept as written only when it can be somebody's answer, not what is left of a sentence. */
static bool plain_label(const Phrase *p, size_t lo, size_t hi)
{
    const Toks *t = p->t;
    static const Words never[] = { { "trừ", 0 }, { "được cộng", 0 }, { "mỗi", 0 }, { "cứ", 0 }, { "điểm", 0 }, { "chấm", 0 }, { "công thức", 0 },
        { "nếu", 0 }, { "đứng đầu", 0 }, { "đứng cuối", 0 }, { "dẫn đầu", 0 }, { "cao nhất", 0 }, { "thấp nhất", 0 }, 
        { "bình quân", 0 }, { "trung bình chung", 0 }, { "tùy", 0 }, { "tuỳ", 0 }, { "tối đa", 0 }, { "tối thiểu", 0 }, { "trở lên", 0 },
        { "trở xuống", 0 }, { "không quá", 0 }, { "không vượt quá", 0 } };
    static const Words empty[] = { { "bằng", 0 }, { "là", 0 }, { "lấy", 0 }, { "tính", 0 }, { "theo", 0 }, { "được", 0 }, { "mức", 0 }, { "với", 0 } };
    size_t words = 0, said = 0, taken;

    for (size_t i = lo; i < hi; i++) {
        words += t->v[i].kind == TOK_WORD;
        said += WORDS_AT(t, i, empty, &taken) < 0;
        if ((WORDS_AT(t, i, never, &taken) >= 0 && !(i > lo && word_is(t, i - 1, "người"))) || (t->v[i].kind == TOK_NUM && !is_name(p, lo, i))
            || t->v[i].kind == TOK_DATE || t->v[i].kind == TOK_FACT)
            return false;
    }
    return words <= 24 && said > 0;
}

/* Words without a figure: an answer, or a label kept as written; settled when the whole rule is known. */
static Err verbal(Phrase *p, size_t lo, size_t hi, Cond **out)
{
    const Toks *t = p->t;
    size_t taken;
    AnswerKind k;
    Str s;

    if (all_of(t, lo, hi, rest_words, COUNT(rest_words))) {
        *out = NEW(p->a, Cond, 1);
        return OK;
    }
    if ((p->numeric || p->dates) && words_at(t, lo, "nếu không") && lo + 2 == hi) {
        *out = NEW(p->a, Cond, 1);
        return OK;
    }
    if (p->dates && all_of(t, lo, hi, after_day, COUNT(after_day)) && (*out = after_all(p)))
        return OK;
    if (p->numeric && all_of(t, lo, hi, below_words, COUNT(below_words)) && (*out = below_all(p))) {
        if (answer_classify(region(p, lo, hi)) == ANS_LATE)
            *out = pair(p->a, C_OR, *out, is(p->a, ANS_LATE, (Str){ 0 }));
        else if (words_at(t, lo, "không đạt") || words_at(t, lo, "chưa đạt") || words_at(t, lo, "không hoàn thành") || words_at(t, lo, "chưa hoàn thành"))
            *out = pair(p->a, C_OR, *out, is(p->a, ANS_NO, (Str){ 0 }));
        return OK;
    }
    while (lo < hi && (WORDS_AT(t, lo, lead_words, &taken) >= 0 || t->v[lo].kind == TOK_NL) && lo + 1 < hi)
        lo += t->v[lo].kind == TOK_NL ? 1 : taken;
    if (all_of(t, lo, hi, rest_words, COUNT(rest_words))) {
        *out = NEW(p->a, Cond, 1);                      /* "các đơn vị còn lại" */
        return OK;
    }
    if (hi == lo + 1 && t->v[lo].kind == TOK_STR) {
        *out = is(p->a, phrase_answer(p, t->v[lo].text), t->v[lo].text);
        return OK;
    }
    s = region(p, lo, hi);
    if (str_trim(s).n == 0)
        return rule_refuse(p->why, t, lo, T("thiếu điều kiện trước số điểm."));
    if (s.n > 300)
        return rule_refuse(p->why, t, lo, T("điều kiện quá dài; hãy ghi gọn, như “Có: 1 điểm; không: 0 điểm”."));
    k = phrase_answer(p, s);
    if (k == ANS_UNKNOWN && !plain_label(p, lo, hi))
        return rule_refuse(p->why, t, lo, T("phần này không phải là một câu trả lời; hãy ghi như “Có: 1 điểm; không: 0 điểm” hoặc dùng dạng gọn như “>=95%: 1; else: 0”."));
    *out = is(p->a, k, s);
    (*out)->label = s;                                  /* kept until the answers are settled */
    if (k == ANS_NO && has_prefix(s, absent_late) && answer_classify(s) == ANS_LATE)
        *out = pair(p->a, C_OR, is(p->a, ANS_ONTIME, (Str){ 0 }), *out), (*out)->sub[1]->kept = true;
    else if (k == ANS_ONTIME && has_prefix(s, not_late)) {
        *out = pair(p->a, C_OR, *out, is(p->a, ANS_NO, (Str){ 0 }));    /* "không" answers: late? */
        (*out)->sub[1]->kept = true;
    } else if (k == ANS_NO && answer_classify(s) == ANS_NOCASE)
        *out = pair(p->a, C_OR, is(p->a, ANS_NOCASE, (Str){ 0 }), *out);
    return OK;
}

/* "hoặc" between two answers; not the one inside "lớn hơn hoặc bằng". */
static size_t find_or(const Toks *t, size_t lo, size_t hi)
{
    for (size_t i = lo + 1; i + 1 < hi; i++) {
        bool inside = word_is(t, i - 1, "hơn") || word_is(t, i - 1, "bằng") || word_is(t, i - 1, "trước") || word_is(t, i - 1, "đúng")
            || word_is(t, i + 1, "hơn") || word_is(t, i + 1, "bằng")
            || (i + 2 < hi && word_is(t, i + 2, "hơn"));

        if (word_is(t, i, "hoặc") && !inside)
            return i;
    }
    return 0;
}

static bool has_literal(const Phrase *p, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++)
        if (literal_at(p->t, i) && !is_name(p, lo, i))
            return true;
    return false;
}

static bool speaks(Phrase *p, size_t lo, size_t hi)
{
    return has_literal(p, lo, hi) || answer_classify(region(p, lo, hi)) != ANS_UNKNOWN
        || word_is(p->t, lo, "không") || word_is(p->t, lo, "chưa");
}

static Err condition(Phrase *p, size_t lo, size_t hi, Cond **out)
{
    size_t at = find_or(p->t, lo, hi);

    if (at && speaks(p, lo, at) && speaks(p, at + 1, hi)) {
        Cond *x, *y;

        TRY(phrase_cond(p, lo, at, &x));
        TRY(phrase_cond(p, at + 1, hi, &y));
        *out = pair(p->a, C_OR, x, y);
        (*out)->lacks = x->lacks || y->lacks;
        (*out)->has = (x->has || y->has) && !(*out)->lacks;
        return OK;
    }
    if (at && has_literal(p, lo, at) && !has_literal(p, at + 1, hi) && (word_is(p->t, at + 1, "có") || word_is(p->t, at + 1, "được")
            || word_is(p->t, at + 1, "đạt") || word_is(p->t, at + 1, "đã")))
        return rule_refuse(p->why, p->t, at, T("“hoặc” nối một mức bằng số với một điều kiện khác; hãy gọi từng số liệu theo mã, hoặc tách thành hai tiêu chí."));
    if (has_literal(p, lo, hi)) {
        TRY(numeric(p, lo, hi, out));
        if (*out)
            return OK;
    }
    return verbal(p, lo, hi, out);
}

Err phrase_cond(Phrase *p, size_t lo, size_t hi, Cond **out)
{
    TRY(condition(p, lo, hi, out));
    (*out)->at = lo;
    (*out)->to = hi;
    return OK;
}
