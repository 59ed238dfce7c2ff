/* The compact form: reading by recursive descent, writing. The grammar stands in rule.h. */
#include "core/rule_ast.h"

typedef struct P {
    const Toks *t;
    Arena *a;
    Answer *why;
    size_t i;
    int depth;
} P;

Node *node_new(Arena *a, NodeKind kind)
{
    Node *n = NEW(a, Node, 1);

    n->kind = kind;
    return n;
}

Node *node_num(Arena *a, Dec d, bool pct)
{
    Node *n = node_new(a, N_NUM);

    n->num = d;
    n->pct = pct;
    return n;
}

Node *node_two(Arena *a, NodeKind kind, Node *x, Node *y)
{
    Node *n = node_new(a, kind);

    n->arg = NEW(a, Node *, 2);
    n->arg[0] = x;
    n->arg[1] = y;
    n->n = 2;
    return n;
}

Node *node_cases(Arena *a, const Case *v, size_t n)
{
    Node *node = node_new(a, N_CASES);

    node->cases = NEW(a, Case, n);
    memcpy(node->cases, v, n * sizeof *v);
    node->n_cases = n;
    return node;
}

static const Tok *tok(const P *p)
{
    return &p->t->v[p->i];
}

static bool is_sym(const P *p, const char *z)
{
    return tok(p)->kind == TOK_SYM && str_eq(tok(p)->text, str_of(z));
}

static bool is_word(const P *p, const char *z)
{
    return tok(p)->kind == TOK_WORD && str_eq(tok(p)->text, str_of(z));
}

static bool take_sym(P *p, const char *z)
{
    if (!is_sym(p, z))
        return false;
    p->i++;
    return true;
}

static Err need_sym(P *p, const char *z)
{
    if (take_sym(p, z))
        return OK;
    return rule_refuse(p->why, p->t, p->i, T("thiếu dấu ngoặc hoặc dấu ngăn cách."));
}

static Err parse_rule(P *p, Node **out);
static Err parse_expr(P *p, Node **out);
static Err parse_cond(P *p, Cond **out);

static Err need_fact(P *p, Str *code)
{
    if (tok(p)->kind != TOK_FACT)
        return rule_refuse(p->why, p->t, p->i, T("ở đây phải là mã số liệu trong ngoặc nhọn, như {3.1}."));
    *code = tok(p)->text;
    p->i++;
    return OK;
}

static Err fact_list(P *p, Str **codes, size_t *n)
{
    VEC(Str) v = { 0 };
    Str code;

    TRY(need_sym(p, "("));
    do {
        TRY(need_fact(p, &code));
        *vec_add(p->a, &v) = code;
    } while (take_sym(p, ","));
    *codes = v.v;
    *n = v.n;
    return need_sym(p, ")");
}

static Err arg_list(P *p, Node *node, size_t least, size_t most)
{
    VEC(Node *) v = { 0 };

    TRY(need_sym(p, "("));
    do {
        Node *arg;

        TRY(parse_expr(p, &arg));
        *vec_add(p->a, &v) = arg;
    } while (take_sym(p, ","));
    node->arg = v.v;
    node->n = v.n;
    if (v.n < least || v.n > most)
        return rule_refuse(p->why, p->t, p->i, T("số đại lượng trong ngoặc không đúng."));
    return need_sym(p, ")");
}

static const struct { const char *name; NodeKind kind; size_t least, most; } functions[] = {
    { "min", N_LEAST, 2, 20 }, { "max", N_MOST, 2, 20 }, { "steps", N_STEPS, 2, 2 },
    { "deduct", N_DEDUCT, 1, 1 }, { "judge", N_JUDGE, 2, 2 },
};
static const struct { const char *name; NodeKind kind; } words[] = {
    { "m", N_MAX }, { "rate", N_RATE }, { "count", N_COUNT }, { "value", N_VALUE }, { "out", N_OUT },
    { "children", N_CHILDREN },
};

static Err parse_named(P *p, Node **out)
{
    for (size_t i = 0; i < COUNT(words); i++)
        if (is_word(p, words[i].name)) {
            *out = node_new(p->a, words[i].kind);
            p->i++;
            return OK;
        }
    for (size_t i = 0; i < COUNT(functions); i++)
        if (is_word(p, functions[i].name)) {
            *out = node_new(p->a, functions[i].kind);
            p->i++;
            return arg_list(p, *out, functions[i].least, functions[i].most);
        }
    if (is_word(p, "ratio") || is_word(p, "yes")) {
        *out = node_new(p->a, is_word(p, "yes") ? N_YES : N_RATIO);
        p->i++;
        TRY(fact_list(p, &(*out)->codes, &(*out)->n_codes));
        if ((*out)->kind == N_RATIO && (*out)->n_codes != 2)
            return rule_refuse(p->why, p->t, p->i - 1, T("ratio cần đúng hai số liệu."));
        return OK;
    }
    if (is_word(p, "peak")) {
        *out = node_new(p->a, N_PEAK);
        p->i++;
        if (!take_sym(p, "("))
            return OK;
        TRY(need_fact(p, &(*out)->code));
        return need_sym(p, ")");
    }
    if (is_word(p, "avg") || is_word(p, "share")) {
        *out = node_new(p->a, is_word(p, "avg") ? N_AVG : N_SHARE);
        p->i++;
        if ((*out)->kind == N_AVG && !is_sym(p, "("))
            return OK;
        TRY(need_sym(p, "("));
        TRY(need_fact(p, &(*out)->code));
        if ((*out)->kind == N_SHARE) {
            TRY(need_sym(p, ","));
            TRY(parse_cond(p, &(*out)->cond));
        }
        return need_sym(p, ")");
    }
    return rule_refuse(p->why, p->t, p->i, T("ở đây phải là số, M, rate, count, value hoặc mã số liệu như {3.1}."));
}

static Err parse_prim(P *p, Node **out)
{
    const Tok *k = tok(p);

    if (p->depth > RULE_MAX_DEPTH)
        return rule_refuse(p->why, p->t, p->i, T("các ngoặc lồng nhau quá sâu."));
    if (k->kind == TOK_NUM) {
        *out = node_num(p->a, k->num, k->pct);
        p->i++;
        return OK;
    }
    if (k->kind == TOK_FACT) {
        *out = node_new(p->a, N_FACT);
        (*out)->code = k->text;
        p->i++;
        return OK;
    }
    if (take_sym(p, "(")) {
        p->depth++;
        TRY(parse_rule(p, out));
        p->depth--;
        return need_sym(p, ")");
    }
    p->depth++;
    TRY(parse_named(p, out));
    p->depth--;
    return OK;
}

static Err parse_term(P *p, Node **out)
{
    TRY(parse_prim(p, out));
    while (is_sym(p, "*") || is_sym(p, "/")) {
        NodeKind kind = is_sym(p, "*") ? N_MUL : N_DIV;
        Node *right;

        p->i++;
        TRY(parse_prim(p, &right));
        *out = node_two(p->a, kind, *out, right);
    }
    return OK;
}

static Err parse_expr(P *p, Node **out)
{
    TRY(parse_term(p, out));
    while (is_sym(p, "+") || is_sym(p, "-")) {
        NodeKind kind = is_sym(p, "+") ? N_ADD : N_SUB;
        Node *right;

        p->i++;
        TRY(parse_term(p, &right));
        *out = node_two(p->a, kind, *out, right);
    }
    return OK;
}

static bool take_op(P *p, CmpOp *op)
{
    static const struct { const char *z; CmpOp op; } ops[] = {
        { "<", CMP_LT }, { "<=", CMP_LE }, { ">", CMP_GT }, { ">=", CMP_GE }, { "=", CMP_EQ },
    };

    for (size_t i = 0; i < COUNT(ops); i++)
        if (take_sym(p, ops[i].z)) {
            *op = ops[i].op;
            return true;
        }
    return false;
}

static bool take_answer(P *p, Cond *c)
{
    AnswerKind k = tok(p)->kind == TOK_WORD ? answer_by_name(tok(p)->text) : ANS_UNKNOWN;

    if (k == ANS_UNKNOWN && tok(p)->kind != TOK_STR)
        return false;
    c->kind = C_IS;
    c->ans = k;
    if (k == ANS_UNKNOWN)
        c->label = tok(p)->text;
    p->i++;
    return true;
}

static Err parse_atom(P *p, Cond **out)
{
    Cond *c = *out = NEW(p->a, Cond, 1);

    if (is_word(p, "yes") && p->t->v[p->i + 1].kind == TOK_SYM && str_eq(p->t->v[p->i + 1].text, S("(")))
        ;                                               /* the function, compared below */
    else if (take_answer(p, c))
        return OK;
    if (is_word(p, "all")) {
        p->i++;
        c->kind = C_ALL;
        return fact_list(p, &c->codes, &c->n);
    }
    c->kind = C_CMP;
    if (!take_op(p, &c->op)) {
        TRY(parse_expr(p, &c->lhs));
        if (is_word(p, "is")) {
            p->i++;
            if (c->lhs->kind == N_FACT && take_answer(p, c))
                return OK;
            return rule_refuse(p->why, p->t, p->i, T("sau is phải là yes, no, na, ontime, late, none, nocase hoặc chữ trong ngoặc kép."));
        }
        if (!take_op(p, &c->op))
            return rule_refuse(p->why, p->t, p->i, T("ở đây phải là dấu so sánh <, <=, >, >= hoặc =."));
    }
    if (tok(p)->kind == TOK_DATE)
        c->lit = tok(p)->lit;
    else if (tok(p)->kind == TOK_NUM)
        c->lit = (Lit){ .kind = tok(p)->pct ? VALUE_PERCENT : VALUE_NUMBER, .num = tok(p)->num };
    else
        return rule_refuse(p->why, p->t, p->i, T("ở đây phải là số, tỷ lệ hoặc ngày dd/mm."));
    p->i++;
    return OK;
}

static Err parse_list(P *p, Cond **out, const char *sep, CondKind kind, Err (*each)(P *, Cond **))
{
    VEC(Cond *) v = { 0 };

    do {
        Cond *c;

        TRY(each(p, &c));
        *vec_add(p->a, &v) = c;
    } while (take_sym(p, sep));
    if (v.n == 1) {
        *out = v.v[0];
        return OK;
    }
    *out = NEW(p->a, Cond, 1);
    **out = (Cond){ .kind = kind, .sub = v.v, .n = v.n };
    return OK;
}

static Err parse_and(P *p, Cond **out)
{
    return parse_list(p, out, "&", C_AND, parse_atom);
}

static Err parse_cond(P *p, Cond **out)
{
    if (is_word(p, "else")) {
        p->i++;
        *out = NEW(p->a, Cond, 1);
        return OK;
    }
    return parse_list(p, out, "|", C_OR, parse_and);
}

/* Whether a ":" follows before the end of this level: then it is a list of cases. */
static bool has_cases(const P *p)
{
    int depth = 0;

    for (size_t i = p->i; i < p->t->n; i++) {
        const Tok *k = &p->t->v[i];

        if (k->kind != TOK_SYM)
            continue;
        if (str_eq(k->text, S("(")))
            depth++;
        else if (str_eq(k->text, S(")")) && depth-- == 0)
            return false;
        else if (str_eq(k->text, S(":")) && depth == 0)
            return true;
    }
    return false;
}

static Err parse_rule(P *p, Node **out)
{
    VEC(Case) v = { 0 };
    bool lacking = false;

    if (!has_cases(p))
        return parse_expr(p, out);
    if (is_word(p, "lacking")) {
        lacking = true;
        p->i++;
    }
    do {
        Case c;

        while (tok(p)->kind == TOK_NL)
            p->i++;
        if (v.n && tok(p)->kind == TOK_END)
            break;
        TRY(parse_cond(p, &c.cond));
        TRY(need_sym(p, ":"));
        TRY(parse_expr(p, &c.then));
        *vec_add(p->a, &v) = c;
    } while (take_sym(p, ";") || (tok(p)->kind == TOK_NL && p->i++));
    *out = node_cases(p->a, v.v, v.n);
    (*out)->lacking = lacking;
    return OK;
}

Err rule_parse_canonical(Node **out, const Toks *t, Answer *why)
{
    P p = { .t = t, .a = t->arena, .why = why };

    TRY(parse_rule(&p, out));
    while (tok(&p)->kind == TOK_NL)
        p.i++;
    if (tok(&p)->kind != TOK_END)
        return rule_refuse(why, t, p.i, T("phần này thừa; các trường hợp ngăn nhau bằng dấu chấm phẩy."));
    return OK;
}

/* Writing */

Str number_print(Arena *a, Dec d, bool pct, NumStyle style)
{
    Value v = { .kind = pct ? VALUE_PERCENT : VALUE_NUMBER, .num = d };

    return style == NUM_VI ? value_words(a, &v, LANG_VI) : value_print(a, &v);
}

static const char *const op_names[] = { "<", "<=", ">", ">=", "=" };

static void print_codes(Buf *b, const char *name, const Str *codes, size_t n)
{
    buf_fmt(b, "%s(", name);
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, "%s{%.*s}", i ? ", " : "", SV(codes[i]));
    buf_ch(b, ')');
}

static void print_answer(Buf *b, const Cond *c)
{
    if (c->ans)
        buf_lit(b, answer_name(c->ans));
    else
        buf_fmt(b, "\"%.*s\"", SV(c->label));
}

static void date_print(Buf *b, const Lit *l)
{
    buf_fmt(b, "%02d/%02d", l->day, l->month);
    if (l->year)
        buf_fmt(b, "/%04d", l->year);
    else if (l->shift)
        buf_lit(b, l->shift < 0 ? "/prev" : "/next");
}

void cond_print(Buf *b, const Cond *c)
{
    switch (c->kind) {
    case C_ELSE:
        buf_lit(b, "else");
        return;
    case C_IS:
        if (c->lhs) {
            node_print(b, c->lhs);
            buf_lit(b, " is ");
        }
        print_answer(b, c);
        return;
    case C_ALL:
        print_codes(b, "all", c->codes, c->n);
        return;
    case C_AND:
    case C_OR:
        for (size_t i = 0; i < c->n; i++) {
            if (i)
                buf_lit(b, c->kind == C_AND ? " & " : " | ");
            cond_print(b, c->sub[i]);
        }
        return;
    case C_CMP:
        if (c->lhs) {
            node_print(b, c->lhs);
            buf_ch(b, ' ');
        }
        buf_lit(b, op_names[c->op]);
        if (c->lit.kind == VALUE_DATE)
            date_print(b, &c->lit);
        else
            buf_add(b, number_print(b->arena, c->lit.num, c->lit.kind == VALUE_PERCENT, NUM_PLAIN));
        return;
    }
}

static void print_args(Buf *b, const char *name, const Node *n)
{
    buf_fmt(b, "%s(", name);
    for (size_t i = 0; i < n->n; i++) {
        if (i)
            buf_lit(b, ", ");
        node_print(b, n->arg[i]);
    }
    buf_ch(b, ')');
}

/* An operand that would be read otherwise without parentheses gets them. */
static void print_operand(Buf *b, const Node *n, bool product, bool right)
{
    bool sum = n->kind == N_ADD || n->kind == N_SUB;
    bool mul = n->kind == N_MUL || n->kind == N_DIV;
    bool paren = n->kind == N_CASES || (product && sum) || (right && sum) || (product && right && mul);

    if (paren && n->kind != N_CASES)
        buf_ch(b, '(');
    node_print(b, n);
    if (paren && n->kind != N_CASES)
        buf_ch(b, ')');
}

static void print_two(Buf *b, const Node *n)
{
    static const char *const ops[] = { " + ", " - ", " * ", " / " };
    bool product = n->kind == N_MUL || n->kind == N_DIV;

    print_operand(b, n->arg[0], product, false);
    buf_lit(b, ops[n->kind - N_ADD]);
    print_operand(b, n->arg[1], product, true);
}

static void print_cases(Buf *b, const Node *n)
{
    buf_lit(b, n->lacking ? "lacking " : "");
    for (size_t i = 0; i < n->n_cases; i++) {
        if (i)
            buf_lit(b, "; ");
        cond_print(b, n->cases[i].cond);
        buf_lit(b, ": ");
        node_print(b, n->cases[i].then);
    }
}

void node_print(Buf *b, const Node *n)
{
    switch (n->kind) {
    case N_NUM: buf_add(b, number_print(b->arena, n->num, n->pct, NUM_PLAIN)); return;
    case N_RATE: buf_lit(b, "rate"); return;
    case N_COUNT: buf_lit(b, "count"); return;
    case N_VALUE: buf_lit(b, "value"); return;
    case N_MAX: buf_lit(b, "M"); return;
    case N_OUT: buf_lit(b, "out"); return;
    case N_CHILDREN: buf_lit(b, "children"); return;
    case N_FACT: buf_fmt(b, "{%.*s}", SV(n->code)); return;
    case N_ADD: case N_SUB: case N_MUL: case N_DIV: print_two(b, n); return;
    case N_LEAST: print_args(b, "min", n); return;
    case N_MOST: print_args(b, "max", n); return;
    case N_STEPS: print_args(b, "steps", n); return;
    case N_DEDUCT: print_args(b, "deduct", n); return;
    case N_JUDGE: print_args(b, "judge", n); return;
    case N_RATIO: print_codes(b, "ratio", n->codes, n->n_codes); return;
    case N_YES: print_codes(b, "yes", n->codes, n->n_codes); return;
    case N_AVG: case N_PEAK:
        buf_lit(b, n->kind == N_AVG ? "avg" : "peak");
        if (n->code.n)
            buf_fmt(b, "({%.*s})", SV(n->code));
        return;
    case N_SHARE:
        buf_fmt(b, "share({%.*s}, ", SV(n->code));
        cond_print(b, n->cond);
        buf_ch(b, ')');
        return;
    case N_CASES:
        buf_ch(b, '(');
        print_cases(b, n);
        buf_ch(b, ')');
        return;
    }
}

Str rule_canonical(Arena *a, const Rule *r)
{
    Buf b = { .arena = a };

    if (r->root->kind == N_CASES)
        print_cases(&b, r->root);
    else
        node_print(&b, r->root);
    return buf_str(&b);
}

bool rule_same(const Rule *x, const Rule *y)
{
    SCRATCH(tmp);
    return str_eq(rule_canonical(&tmp, x), rule_canonical(&tmp, y));
}
