/* Rules in plain words, Vietnamese and English: sentences, tables, conditions of a trace. */
#include "core/rule_ast.h"

static Str num(Buf *b, Dec d, bool pct, Lang lang)
{
    return number_print(b->arena, d, pct, lang == LANG_EN ? NUM_PLAIN : NUM_VI);
}

static const char *shift_words(const Lit *l, Lang lang)
{
    if (l->year || !l->shift)
        return "";
    return l->shift < 0 ? (lang == LANG_EN ? " of the year before" : " năm trước") : (lang == LANG_EN ? " of the year after" : " năm sau");
}

static Str lit_words(Buf *b, const Lit *l, Lang lang)
{
    if (l->kind == VALUE_DATE)
        return str_fmt(b->arena, l->year ? "%02d/%02d/%04d%s" : "%02d/%02d%.0d%s", l->day, l->month, l->year, shift_words(l, lang));
    return num(b, l->num, l->kind == VALUE_PERCENT, lang);
}

typedef struct OpWords {
    const char *vi_before, *vi_after, *en_before;
} OpWords;
static const OpWords number_ops[] = {
    { "dưới ", "", "below " }, { "không quá ", "", "at most " }, { "trên ", "", "above " },
    { "từ ", " trở lên", "at least " }, { "bằng ", "", "exactly " },
};
static const OpWords date_ops[] = {
    { "trước ngày ", "", "before " }, { "chậm nhất ngày ", "", "by " }, { "sau ngày ", "", "after " },
    { "từ ngày ", " trở đi", "from " }, { "đúng ngày ", "", "on " },
};

static void cmp_words(Buf *b, const Cond *c, Lang lang)
{
    const OpWords *w = c->lit.kind == VALUE_DATE ? &date_ops[c->op] : &number_ops[c->op];

    if (c->lhs) {
        node_words(b, c->lhs, lang);
        buf_ch(b, ' ');
    }
    buf_fmt(b, "%s%.*s%s", lang == LANG_EN ? w->en_before : w->vi_before, SV(lit_words(b, &c->lit, lang)),
        lang == LANG_EN ? "" : w->vi_after);
}

/* "từ 90% đến dưới 95%" */
static bool range_words(Buf *b, const Cond *c, Lang lang)
{
    const Cond *lo = c->sub[0], *hi = c->sub[1];
    bool vi = lang == LANG_VI, open, below, date;

    if (c->n != 2 || lo->kind != C_CMP || hi->kind != C_CMP || lo->lhs || hi->lhs || lo->lit.kind != hi->lit.kind
        || (lo->op != CMP_GE && lo->op != CMP_GT) || (hi->op != CMP_LE && hi->op != CMP_LT))
        return false;
    open = lo->op == CMP_GT;
    below = hi->op == CMP_LT;
    date = lo->lit.kind == VALUE_DATE;
    if (vi)
        buf_fmt(b, "%s%s%.*s đến %s%s%.*s", open ? (date ? "sau " : "trên ") : "từ ", date ? "ngày " : "",
            SV(lit_words(b, &lo->lit, lang)), below ? (date ? "trước " : "dưới ") : "", date ? "ngày " : "",
            SV(lit_words(b, &hi->lit, lang)));
    else
        buf_fmt(b, "%s %.*s %s %.*s", open ? "above" : "from", SV(lit_words(b, &lo->lit, lang)),
            below ? "to below" : "to", SV(lit_words(b, &hi->lit, lang)));
    return true;
}

static void code_list(Buf *b, const Str *codes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, "%s{%.*s}", i ? ", " : "", SV(codes[i]));
}

void cond_words(Buf *b, const Cond *c, Lang lang)
{
    bool vi = lang == LANG_VI;

    switch (c->kind) {
    case C_ELSE:
        buf_lit(b, vi ? "trường hợp còn lại" : "otherwise");
        return;
    case C_IS:
        if (c->lhs) {
            node_words(b, c->lhs, lang);
            buf_lit(b, vi ? " là " : " is ");
        }
        if (c->ans)
            buf_lit(b, answer_words(c->ans, lang));
        else
            buf_fmt(b, "“%.*s”", SV(c->label));
        return;
    case C_ALL:
        buf_lit(b, vi ? "tất cả đều đạt: " : "all fulfilled: ");
        code_list(b, c->codes, c->n);
        return;
    case C_AND:
        if (range_words(b, c, lang))
            return;
        [[fallthrough]];
    case C_OR:
        for (size_t i = 0; i < c->n; i++) {
            if (i)
                buf_lit(b, c->kind == C_AND ? (vi ? " và " : " and ") : (vi ? " hoặc " : " or "));
            cond_words(b, c->sub[i], lang);
        }
        return;
    case C_CMP:
        cmp_words(b, c, lang);
        return;
    }
}

static void joined(Buf *b, const Node *n, const char *before, const char *after, Lang lang)
{
    buf_lit(b, before);
    for (size_t i = 0; i < n->n; i++) {
        if (i)
            buf_lit(b, "; ");
        node_words(b, n->arg[i], lang);
    }
    buf_lit(b, after);
}

/* count * 0.25 or 0.25 * count */
static bool per_case(const Node *n, Dec *each)
{
    const Node *x, *y;

    if (n->kind != N_MUL)
        return false;
    x = n->arg[0];
    y = n->arg[1];
    if (x->kind == N_COUNT && y->kind == N_NUM && !y->pct) {
        *each = y->num;
        return true;
    }
    if (y->kind == N_COUNT && x->kind == N_NUM && !x->pct) {
        *each = x->num;
        return true;
    }
    return false;
}

/* "mỗi trường hợp được 0,5 điểm, tối đa 2 điểm" and the like, as tables print it */
static bool each_words(Buf *b, const Node *n, Lang lang)
{
    bool vi = lang == LANG_VI, minus = n->kind == N_DEDUCT;
    const Node *in = minus ? n->arg[0] : n, *top = NULL;
    Dec each;

    if (in->kind == N_LEAST && in->n == 2 && (in->arg[1]->kind == N_NUM || in->arg[1]->kind == N_MAX)) {
        top = in->arg[1];
        in = in->arg[0];
    }
    if (!per_case(in, &each))
        return false;
    if (vi)
        buf_fmt(b, minus ? "mỗi trường hợp trừ %.*s điểm" : "mỗi trường hợp được %.*s điểm", SV(num(b, each, false, lang)));
    else
        buf_fmt(b, minus ? "minus %.*s points for each case" : "%.*s points for each case", SV(num(b, each, false, lang)));
    if (top) {
        buf_lit(b, vi ? ", tối đa " : ", at most ");
        node_words(b, top, lang);
        if (top->kind == N_NUM)
            buf_lit(b, vi ? " điểm" : " points");
    } else if (minus) {
        buf_lit(b, vi ? ", trừ đến hết điểm" : ", not below 0");
    }
    return true;
}

static void two_words(Buf *b, const Node *n, Lang lang)
{
    static const char *const ops[] = { " + ", " − ", " × ", " / " };
    bool product = n->kind == N_MUL || n->kind == N_DIV;

    for (int i = 0; i < 2; i++) {
        const Node *x = n->arg[i];
        bool paren = x->kind == N_ADD || x->kind == N_SUB ? product || i : x->kind == N_CASES || (i && product && (x->kind == N_MUL || x->kind == N_DIV));

        if (i)
            buf_lit(b, ops[n->kind - N_ADD]);
        buf_lit(b, paren ? "(" : "");
        node_words(b, x, lang);
        buf_lit(b, paren ? ")" : "");
    }
}

static bool constant_points(const Node *n)
{
    return n->kind == N_NUM && !n->pct;
}

static void points_words(Buf *b, const Node *n, Lang lang)
{
    node_words(b, n, lang);
    if (constant_points(n))
        buf_lit(b, lang == LANG_VI ? " điểm" : n->num.v == DEC_ONE ? " point" : " points");
}

static void cases_words(Buf *b, const Node *n, Lang lang)
{
    if (n->lacking)
        buf_lit(b, lang == LANG_VI ? "tính theo số bị thiếu, chậm hoặc sai (không phải số đã làm được): "
                                   : "by the number missing, late or wrong (not the number done): ");
    for (size_t i = 0; i < n->n_cases; i++) {
        if (i)
            buf_lit(b, "; ");
        cond_words(b, n->cases[i].cond, lang);
        buf_lit(b, ": ");
        points_words(b, n->cases[i].then, lang);
    }
}

void node_words(Buf *b, const Node *n, Lang lang)
{
    bool vi = lang == LANG_VI;

    if (each_words(b, n, lang))
        return;
    switch (n->kind) {
    case N_NUM: buf_add(b, num(b, n->num, n->pct, lang)); return;
    case N_RATE: buf_lit(b, vi ? "tỷ lệ" : "rate"); return;
    case N_COUNT: buf_lit(b, vi ? "số lượng" : "count"); return;
    case N_VALUE: buf_lit(b, vi ? "giá trị" : "value"); return;
    case N_MAX: buf_lit(b, vi ? "điểm tối đa" : "maximum points"); return;
    case N_OUT: buf_lit(b, vi ? "không áp dụng" : "not applicable"); return;
    case N_CHILDREN: buf_lit(b, vi ? "tổng điểm các tiêu chí con" : "sum of the child criteria"); return;
    case N_FACT: buf_fmt(b, "{%.*s}", SV(n->code)); return;
    case N_ADD: case N_SUB: case N_MUL: case N_DIV: two_words(b, n, lang); return;
    case N_LEAST: joined(b, n, vi ? "số nhỏ nhất trong (" : "the smallest of (", ")", lang); return;
    case N_MOST: joined(b, n, vi ? "số lớn nhất trong (" : "the largest of (", ")", lang); return;
    case N_STEPS: joined(b, n, vi ? "số lần đủ bước trong (" : "number of whole steps in (", ")", lang); return;
    case N_DEDUCT: joined(b, n, vi ? "điểm tối đa trừ (" : "maximum points minus (", vi ? "), không dưới 0" : "), not below 0", lang); return;
    case N_JUDGE: joined(b, n, vi ? "người thẩm định cho điểm trong khoảng (" : "points by judgement within (", ")", lang); return;
    case N_RATIO: buf_fmt(b, "({%.*s} / {%.*s})", SV(n->codes[0]), SV(n->codes[1])); return;
    case N_YES:
        buf_lit(b, vi ? "số nội dung đạt trong (" : "number fulfilled of (");
        code_list(b, n->codes, n->n_codes);
        buf_ch(b, ')');
        return;
    case N_PEAK:
        buf_lit(b, vi ? "giá trị cao nhất của các đơn vị" : "best value among the units");
        if (n->code.n)
            buf_fmt(b, " {%.*s}", SV(n->code));
        return;
    case N_AVG:
        if (n->code.n)
            buf_fmt(b, vi ? "trung bình {%.*s} của các đơn vị trực thuộc" : "mean of {%.*s} over the sub-units", SV(n->code));
        else
            buf_lit(b, vi ? "trung bình của các đơn vị trực thuộc" : "mean over the sub-units");
        return;
    case N_SHARE:
        buf_fmt(b, vi ? "tỷ lệ đơn vị trực thuộc có {%.*s} " : "share of sub-units with {%.*s} ", SV(n->code));
        cond_words(b, n->cond, lang);
        return;
    case N_CASES: cases_words(b, n, lang); return;
    }
}

Str rule_plain(Arena *a, const Rule *r, Lang lang)
{
    Buf b = { .arena = a };

    points_words(&b, r->root, lang);
    return buf_str(&b);
}

RuleTable rule_table(Arena *a, const Rule *r, Lang lang)
{
    const Node *n = r->root;
    size_t rows = n->kind == N_CASES ? n->n_cases : 1;
    RuleRow *v = NEW(a, RuleRow, rows);

    for (size_t i = 0; i < rows; i++) {
        Buf c = { .arena = a }, p = { .arena = a };

        if (n->kind == N_CASES)
            cond_words(&c, n->cases[i].cond, lang);
        else
            buf_lit(&c, lang == LANG_EN ? "always" : "mọi trường hợp");
        points_words(&p, n->kind == N_CASES ? n->cases[i].then : n, lang);
        v[i] = (RuleRow){ buf_str(&c), buf_str(&p) };
    }
    return (RuleTable){ v, rows };
}
