/* Points of official tables: numbers, "điểm tối đa", shares of it, formulas in words, "mỗi … trừ …". */
#include "core/rule_phrase.h"

bool sym_at(const Toks *t, size_t i, const char *z)
{
    return i < t->n && t->v[i].kind == TOK_SYM && str_eq(t->v[i].text, str_of(z));
}

bool num_at(const Toks *t, size_t i)
{
    return i < t->n && t->v[i].kind == TOK_NUM && !t->v[i].pct;
}

bool point_word(const Toks *t, size_t i)
{
    return word_is(t, i, "điểm") || word_is(t, i, "đ");
}

bool ends_clause(const Toks *t, size_t i)
{
    return i >= t->n || t->v[i].kind == TOK_END || t->v[i].kind == TOK_NL || sym_at(t, i, ";") || sym_at(t, i, ".")
        || sym_at(t, i, "|");
}

int words_table(const Toks *t, size_t i, const Words *table, size_t n, size_t *taken)
{
    int found = -1;

    *taken = 0;
    for (size_t k = 0; k < n; k++) {
        size_t len = words_at(t, i, table[k].z);

        if (len > *taken) {
            *taken = len;
            found = table[k].value;
        }
    }
    return found;
}

enum { P_MAX, P_ZERO, P_OUT, P_RATE, P_CHILDREN, P_ALL_LOST };

static const Words whole_points[] = {
    { "không có điểm", P_ZERO }, { "không được tính điểm", P_ZERO }, { "không được chấm điểm", P_ZERO },
    { "không được điểm", P_ZERO }, { "không tính điểm", P_ZERO }, { "không chấm điểm", P_ZERO }, { "không cộng điểm", P_ZERO }, { "không được cộng điểm", P_ZERO }, { "không cho điểm", P_ZERO },
    { "không đạt điểm", P_ZERO }, { "không điểm", P_ZERO }, { "điểm không", P_ZERO }, { "trừ hết số điểm", P_ZERO },
    { "trừ hết điểm", P_ZERO }, { "trừ toàn bộ số điểm", P_ZERO }, { "trừ toàn bộ điểm", P_ZERO },
    { "không tính vào điểm tối đa", P_OUT }, { "loại khỏi điểm tối đa", P_OUT }, { "không áp dụng", P_OUT },
    { "không đánh giá", P_OUT }, { "không xem xét", P_OUT },
    { "toàn bộ số điểm", P_MAX }, { "đạt điểm tối đa", P_MAX }, { "đạt tối đa", P_MAX }, { "tính điểm tối đa", P_MAX },
    { "số điểm tối đa", P_MAX }, { "điểm số tối đa", P_MAX }, { "mức điểm tối đa", P_MAX }, { "điểm tối đa", P_MAX },
    { "điểm tuyệt đối", P_MAX }, { "tối đa số điểm", P_MAX }, { "tối đa điểm", P_MAX }, { "đủ số điểm", P_MAX },
    { "đủ điểm", P_MAX }, { "trọn điểm", P_MAX }, { "tối đa", P_MAX }, { "điểm chuẩn", P_MAX },
    { "tổng điểm các tiêu chí thành phần", P_CHILDREN }, { "tổng điểm của các tiêu chí thành phần", P_CHILDREN },
    { "tổng điểm các tiêu chí con", P_CHILDREN }, { "tổng số điểm các tiêu chí thành phần", P_CHILDREN },
    { "tổng điểm tiêu chí thành phần", P_CHILDREN }, { "tổng điểm các nội dung thành phần", P_CHILDREN }, { "cộng điểm các nội dung thành phần", P_CHILDREN },
    { "cộng điểm các tiêu chí thành phần", P_CHILDREN }, { "tổng điểm của các nội dung thành phần", P_CHILDREN },
    { "tổng số điểm của các tiêu chí thành phần", P_CHILDREN }, { "tổng điểm của các tiêu chí con", P_CHILDREN },
    { "cộng điểm của các tiêu chí thành phần", P_CHILDREN }, { "cộng điểm các tiêu chí con", P_CHILDREN }, { "tổng các tiêu chí thành phần", P_CHILDREN },
    { "điểm theo tỷ lệ phần trăm", P_RATE }, { "theo tỷ lệ phần trăm", P_RATE }, { "theo tỷ lệ tương ứng", P_RATE },
    { "theo tỷ lệ thực tế", P_RATE }, { "theo tỷ lệ đạt được", P_RATE }, { "theo tỷ lệ thực hiện", P_RATE },
    { "điểm được tính tương ứng với tỷ lệ", P_RATE }, { "điểm được tính tương ứng tỷ lệ", P_RATE }, { "được tính tương ứng với tỷ lệ", P_RATE },
    { "tính tương ứng với tỷ lệ", P_RATE }, { "tính điểm tương ứng tỷ lệ", P_RATE }, { "điểm đánh giá được tính theo tỷ lệ", P_RATE },
    { "được tính điểm theo tỷ lệ", P_RATE }, { "điểm đạt được tính theo tỷ lệ", P_RATE }, { "điểm được tính tỷ lệ thuận với", P_RATE },
    { "tỷ lệ thuận", P_RATE }, { "tỷ lệ tương ứng", P_RATE }, { "điểm theo tỷ lệ", P_RATE }, { "theo tỷ lệ", P_RATE },
    { "tương ứng với tỷ lệ", P_RATE }, { "tương ứng tỷ lệ", P_RATE }, { "tương ứng với kết quả", P_RATE }, { "tỷ lệ thuận với", P_RATE },
    { "chấm điểm theo tỷ lệ", P_RATE }, { "tính điểm theo tỷ lệ", P_RATE }, { "điểm tính theo tỷ lệ", P_RATE },
    { "điểm được tính theo tỷ lệ", P_RATE }, { "điểm được chấm theo tỷ lệ", P_RATE }, { "chấm điểm tương ứng với tỷ lệ", P_RATE },
    { "tính điểm tương ứng với tỷ lệ", P_RATE }, { "điểm tương ứng với tỷ lệ", P_RATE }, { "điểm tỷ lệ thuận", P_RATE },
    { "điểm số tỷ lệ thuận", P_RATE }, { "điểm số tương ứng với tỷ lệ", P_RATE }, { "chấm điểm theo tỷ lệ phần trăm", P_RATE },
    { "tính điểm theo tỷ lệ phần trăm", P_RATE }, { "điểm tính theo tỷ lệ phần trăm", P_RATE },
};
static const Words formula_words[] = {
    { "thì điểm đánh giá được tính theo công thức", 0 }, { "điểm đánh giá được tính theo công thức", 0 },
    { "điểm được tính theo công thức", 0 }, { "được tính điểm theo công thức", 0 }, { "thì tính theo công thức", 0 },
    { "được tính theo công thức", 0 }, { "tính điểm theo công thức", 0 }, { "chấm điểm theo công thức", 0 },
    { "tính theo công thức", 0 }, { "áp dụng công thức", 0 }, { "theo công thức", 0 }, { "công thức tính điểm", 0 },
    { "công thức tính", 0 }, { "công thức", 0 }, { "điểm được tính như sau", 0 }, { "được tính như sau", 0 }, { "tính như sau", 0 },
    { "điểm được tính bằng", 0 }, { "được tính bằng", 0 }, { "tính bằng", 0 },
};
static const Words points_lead[] = {
    { "được chấm", 0 }, { "được tính", 0 }, { "được cộng", 0 }, { "được hưởng", 0 }, { "đạt được", 0 }, { "được", 0 }, { "đạt", 0 },
    { "tính", 0 }, { "chấm", 0 }, { "cho", 0 }, { "cộng", 0 }, { "hưởng", 0 }, { "thưởng", 0 }, { "ghi", 0 }, { "là", 0 }, { "bằng", 0 },
    { "thì", 0 }, { "điểm đánh giá là", 0 }, { "điểm đánh giá bằng", 0 }, { "số điểm đạt được là", 0 }, { "điểm đạt được là", 0 },
    { "đạt số điểm là", 0 }, { "điểm số là", 0 }, { "số điểm là", 0 }, { "điểm là", 0 }, { "điểm bằng", 0 }, { "số điểm bằng", 0 },
};

bool points_start(const Toks *t, size_t i)
{
    size_t taken;

    if (num_at(t, i))
        return point_word(t, i + 1);
    return WORDS_AT(t, i, whole_points, &taken) >= 0 || WORDS_AT(t, i, formula_words, &taken) >= 0;
}

bool children_start(const Toks *t, size_t i)
{
    size_t taken;

    return WORDS_AT(t, i, whole_points, &taken) == P_CHILDREN;
}

bool rate_start(const Toks *t, size_t i)
{
    size_t taken;

    return WORDS_AT(t, i, whole_points, &taken) == P_RATE || WORDS_AT(t, i, formula_words, &taken) >= 0;
}

size_t skip_noise(const Toks *t, size_t i)
{
    while (i < t->n && (t->v[i].kind == TOK_NL || sym_at(t, i, "bullet")))
        i++;
    return i;
}

/* Formulas: infix with words. A noun phrase that begins with "số" is a count, two of them divided are the own rate. */

typedef enum Noun { NOUN_NONE, NOUN_COUNT, NOUN_LETTER } Noun;

typedef struct Term {
    Node *node;
    Noun noun;
} Term;

static Err formula(Phrase *p, Term *out, int depth);

static bool times_at(const Toks *t, size_t i)
{
    return sym_at(t, i, "*") || word_is(t, i, "x") || word_is(t, i, "х") || word_is(t, i, "nhân");
}

static bool over_at(const Toks *t, size_t i)
{
    return sym_at(t, i, "/") || word_is(t, i, "chia");
}

static bool noun_word(const Toks *t, size_t i)
{
    return t->v[i].kind == TOK_WORD && !times_at(t, i) && !over_at(t, i) && !word_is(t, i, "nhưng")
        && !(word_is(t, i, "cộng") && !(i && (word_is(t, i - 1, "bình") || word_is(t, i - 1, "trung"))))
        && !(word_is(t, i, "trừ") && (i + 1 < t->n));
}

static const Words rate_words[] = {
    { "tỷ lệ", 0 }, { "chỉ số", 0 }, { "phần trăm", 0 }, { "mức độ hài lòng", 0 }, { "mức độ hoàn thành", 0 }, { "sipas", 0 },
    { "kết quả khảo sát", 0 }, { "kết quả điều tra", 0 }, { "kết quả đánh giá", 0 }, { "tỷ suất", 0 }, { "kết quả đạt được", 0 },
};
static const Words max_words[] = { { "điểm tối đa", 0 }, { "điểm số tối đa", 0 }, { "điểm chuẩn", 0 }, { "thang điểm", 0 }, { "tối đa", 0 } };
static const Words best_words[] = { { "cao nhất", 0 }, { "lớn nhất", 0 }, { "tốt nhất", 0 }, { "dẫn đầu", 0 }, { "đứng đầu", 0 }, { "thứ nhất", 0 } };
static const Words inverse_words[] = { { "nghịch", 0 }, { "tỷ lệ thuận", 0 } };
static const Words mean_words[] = { { "trung bình", 0 }, { "bình quân", 0 }, { "trung bình cộng", 0 } };
static const Words units_words[] = { { "các xã", 0 }, { "các phường", 0 }, { "các đơn vị", 0 }, { "các phòng", 0 }, { "các cơ quan", 0 }, { "các huyện", 0 },
    { "các thôn", 0 }, { "cấp xã", 0 }, { "các địa phương", 0 }, { "các trường", 0 }, { "các đơn vị trực thuộc", 0 } };
static const Words count_words[] = { { "số", 0 }, { "tổng số", 0 }, { "tổng", 0 }, { "số lượng", 0 } };

static bool range_has(const Toks *t, size_t lo, size_t hi, const Words *table, size_t n)
{
    size_t taken;

    for (size_t i = lo; i < hi; i++)
        if (words_table(t, i, table, n, &taken) >= 0)
            return true;
    return false;
}

static Err noun(Phrase *p, Term *out)
{
    const Toks *t = p->t;
    size_t lo = p->i, taken;

    while (noun_word(t, p->i) || (t->v[p->i].kind == TOK_NL && p->i > lo && noun_word(t, p->i + 1) && !points_start(t, p->i + 1)))
        p->i++;
    if (p->i == lo)
        return rule_refuse(p->why, t, lo, T("công thức thiếu một đại lượng ở đây; hãy ghi số, “tỷ lệ”, “điểm tối đa” hoặc mã số liệu như {3.1}."));
    *out = (Term){ 0 };
    if (range_has(t, lo, p->i, inverse_words, COUNT(inverse_words)))
        return rule_refuse(p->why, t, lo, T("“tỷ lệ nghịch” không cho biết công thức; hãy ghi rõ, như “điểm tối đa x (100% - tỷ lệ trễ hạn)”."));
    if (p->i == lo + 1 && t->v[lo].text.n == 1) {
        out->noun = NOUN_LETTER;
        out->node = node_new(p->a, N_FACT);
        out->node->code = t->v[lo].text;
    } else if (range_has(t, lo, p->i, max_words, COUNT(max_words))) {
        out->node = node_new(p->a, N_MAX);
    } else if (range_has(t, lo, p->i, best_words, COUNT(best_words))) {
        out->node = node_new(p->a, N_PEAK);
    } else if (range_has(t, lo, p->i, mean_words, COUNT(mean_words)) && range_has(t, lo, p->i, units_words, COUNT(units_words))) {
        out->node = node_new(p->a, N_AVG);
    } else if (range_has(t, lo, p->i, rate_words, COUNT(rate_words))) {
        out->node = node_new(p->a, N_RATE);
    } else if (words_at(t, lo, "giá trị") || words_at(t, lo, "kết quả của đơn vị")) {
        out->node = node_new(p->a, N_VALUE);
    } else if (WORDS_AT(t, lo, count_words, &taken) >= 0) {
        out->noun = NOUN_COUNT;
        out->node = node_new(p->a, N_COUNT);
    } else {
        p->i = lo;
        return rule_refuse(p->why, t, lo, T("không rõ đại lượng này; hãy ghi “tỷ lệ”, “điểm tối đa”, “số …” hoặc mã số liệu như {3.1}."));
    }
    if (sym_at(t, p->i, "(") && sym_at(t, p->i + 1, "%") && sym_at(t, p->i + 2, ")"))
        p->i += 3;
    else if (sym_at(t, p->i, "%"))
        p->i++;
    if (out->node->kind == N_RATE && sym_at(t, p->i, "(") && t->v[p->i + 1].kind == TOK_WORD && sym_at(t, p->i + 2, ")"))
        p->i += 3;                                      /* "Chỉ số hài lòng (SIPAS)" */
    while (out->noun == NOUN_NONE && noun_word(t, p->i) && !points_start(t, p->i) && !word_is(t, p->i, "tối"))
        p->i++;                                         /* "tỷ lệ % đạt được" */
    return OK;
}

static Err factor(Phrase *p, Term *out, int depth)
{
    const Toks *t = p->t;
    const Tok *k = &t->v[p->i];

    *out = (Term){ 0 };
    if (depth > RULE_MAX_DEPTH)
        return rule_refuse(p->why, t, p->i, T("các ngoặc lồng nhau quá sâu."));
    if (k->kind == TOK_NUM) {
        out->node = node_num(p->a, k->num, k->pct);
        p->i++;
        if (point_word(t, p->i) && !word_is(t, p->i + 1, "tối"))
            p->i++;
        return OK;
    }
    if (k->kind == TOK_DATE && !k->lit.year) {          /* "1/2" reads like a day */
        out->node = node_two(p->a, N_DIV, node_num(p->a, dec_int(k->lit.day), false), node_num(p->a, dec_int(k->lit.month), false));
        p->i++;
        return OK;
    }
    if (k->kind == TOK_FACT) {
        out->node = node_new(p->a, N_FACT);
        out->node->code = k->text;
        p->i++;
        return OK;
    }
    if (sym_at(t, p->i, "(")) {
        p->i++;
        TRY(formula(p, out, depth + 1));
        if (sym_at(t, p->i, "%"))
            p->i++;
        if (!sym_at(t, p->i, ")"))
            return rule_refuse(p->why, t, p->i, T("thiếu dấu đóng ngoặc."));
        p->i++;
        if (sym_at(t, p->i, "%"))
            p->i++;
        return OK;
    }
    return noun(p, out);
}

static bool reads_rate(const Node *n)
{
    if (n->kind == N_RATE || n->kind == N_RATIO)
        return true;
    for (size_t i = 0; i < n->n; i++)
        if (reads_rate(n->arg[i]))
            return true;
    return false;
}

/* "tỷ lệ x 100 x 2/100": the second 100 takes the first one back. */
static bool times_hundred(const Node *n)
{
    if (n->kind == N_NUM)
        return !n->pct && n->num.v == 100 * DEC_ONE;
    return n->kind == N_MUL && (times_hundred(n->arg[0]) || times_hundred(n->arg[1]));
}

static Err divide(Phrase *p, Term *left, Term *right, size_t at)
{
    Node *x = left->node, *y = right->node;

    if (left->noun == NOUN_LETTER && right->noun == NOUN_LETTER) {
        Node *r = node_new(p->a, N_RATIO);

        r->codes = NEW(p->a, Str, 2);
        r->codes[0] = x->code;
        r->codes[1] = y->code;
        r->n_codes = 2;
        *left = (Term){ .node = r };
        return OK;
    }
    if (left->noun == NOUN_COUNT && right->noun == NOUN_COUNT) {
        *left = (Term){ .node = node_new(p->a, N_RATE) };
        return OK;
    }
    if (y->kind == N_PEAK && (x->kind == N_RATE || x->kind == N_COUNT))
        x = node_new(p->a, N_VALUE);
    if (y->kind == N_NUM && !y->pct && reads_rate(x)) {
        if (y->num.v != 100 * DEC_ONE)
            return rule_refuse(p->why, p->t, at, T("tỷ lệ phải chia cho một tỷ lệ; hãy ghi dấu %, như “tỷ lệ / 50%”."));
        if (!times_hundred(x))
            y = node_num(p->a, DEC(1), true);
    }
    *left = (Term){ .node = node_two(p->a, N_DIV, x, y) };
    return OK;
}

static Err product(Phrase *p, Term *out, int depth)
{
    const Toks *t = p->t;

    TRY(factor(p, out, depth));
    for (;;) {
        bool times = times_at(t, p->i), over = over_at(t, p->i);
        size_t at = p->i;
        Term right;

        if (!times && !over)
            return OK;
        p->i++;
        if (word_is(t, p->i, "với") || word_is(t, p->i, "cho"))
            p->i++;
        p->i = skip_noise(t, p->i);
        TRY(factor(p, &right, depth));
        if (over)
            TRY(divide(p, out, &right, at + 1));
        else
            *out = (Term){ .node = node_two(p->a, N_MUL, out->node, right.node) };
    }
}

static Err formula(Phrase *p, Term *out, int depth)
{
    const Toks *t = p->t;

    TRY(product(p, out, depth));
    while (sym_at(t, p->i, "+") || sym_at(t, p->i, "-") || word_is(t, p->i, "cộng") || word_is(t, p->i, "trừ")) {
        NodeKind kind = sym_at(t, p->i, "+") || word_is(t, p->i, "cộng") ? N_ADD : N_SUB;
        Term right;

        if (depth == 0 && ends_clause(t, p->i + 1))
            return OK;
        p->i++;
        TRY(product(p, &right, depth));
        *out = (Term){ .node = node_two(p->a, kind, out->node, right.node) };
    }
    return OK;
}

/* "nhưng tổng mức trừ tối đa không quá": words around one word of limit; the place behind them, 0 when none limits. */
static size_t cap_words(const Toks *t, size_t i, bool *points)
{
    static const Words limit[] = { { "tối đa", 0 }, { "không vượt quá", 0 }, { "không quá", 0 }, { "cao nhất", 0 }, { "nhiều nhất", 0 }, { "không trừ quá", 0 },
        { "không bị trừ quá", 0 }, { "không cộng quá", 0 }, { "không thưởng quá", 0 }, { "không được quá", 0 }, { "không được vượt quá", 0 },
        { "không được trừ quá", 0 }, { "không được cộng quá", 0 }, { "không lớn hơn", 0 }, { "không vượt", 0 } };
    static const Words around[] = { { "nhưng", 0 }, { "song", 0 }, { "tổng", 0 }, { "cộng", 0 }, { "số", 0 }, { "mức", 0 }, { "điểm", 1 }, { "trừ", 0 },
        { "thưởng", 0 }, { "phạt", 0 }, { "được", 0 }, { "bị", 0 }, { "là", 0 }, { "bằng", 0 }, { "của", 0 }, { "tiêu chí", 0 }, { "nội dung", 0 },
        { "này", 0 }, { "chuẩn", 0 }, { "giảm", 0 } };
    bool limited = false;
    size_t taken;

    *points = false;
    for (;; i += taken) {
        int w;

        if (WORDS_AT(t, i, limit, &taken) >= 0)
            limited = true;
        else if ((w = WORDS_AT(t, i, around, &taken)) >= 0)
            *points |= limited && w == 1;
        else
            return limited ? i : 0;
    }
}

static bool cap_number(const Toks *t, size_t i)
{
    return num_at(t, i) && (point_word(t, i + 1) || ends_clause(t, i + 1) || sym_at(t, i + 1, ",") || sym_at(t, i + 1, ")") || sym_at(t, i + 1, "/"));
}

Err phrase_cap(Phrase *p, Node **cap)
{
    const Toks *t = p->t;
    size_t i = p->i, end;
    bool paren, points;

    *cap = NULL;
    while (sym_at(t, i, ",") || sym_at(t, i, ";") || sym_at(t, i, "-") || sym_at(t, i, ".") || t->v[i].kind == TOK_NL || word_is(t, i, "và"))
        i++;
    paren = sym_at(t, i, "(");
    end = cap_words(t, i + paren, &points);
    if (!end)
        return OK;
    i = end + sym_at(t, end, ":");
    if (cap_number(t, i)) {
        *cap = node_num(p->a, t->v[i].num, false);
        i++;
    } else if (points && (ends_clause(t, i) || sym_at(t, i, ",") || sym_at(t, i, ")"))) {
        *cap = node_new(p->a, N_MAX);
    } else {
        return OK;
    }
    if (point_word(t, i))
        i++;
    while (sym_at(t, i, "/") || word_is(t, i, "của") || word_is(t, i, "tiêu") || word_is(t, i, "chí") || word_is(t, i, "cho")
        || word_is(t, i, "này") || word_is(t, i, "năm") || word_is(t, i, "mỗi") || word_is(t, i, "trong") || word_is(t, i, "một"))
        i++;
    if (paren && !sym_at(t, i, ")"))
        return rule_refuse(p->why, t, i, T("thiếu dấu đóng ngoặc."));
    p->i = i + paren;
    return OK;
}

/* ", nhưng không thấp hơn 0,25 điểm": what is given at the least. */
static Node *least_given(Phrase *p, Node *n)
{
    static const Words least[] = { { "tối thiểu", 0 }, { "tối thiểu là", 0 }, { "tối thiểu bằng", 0 }, { "tối thiểu được", 0 }, { "được tối thiểu", 0 }, { "ít nhất", 0 },
        { "ít nhất là", 0 }, { "không thấp hơn", 0 }, { "không dưới", 0 }, { "không nhỏ hơn", 0 }, { "thấp nhất", 0 }, { "thấp nhất là", 0 }, { "nhưng tối thiểu", 0 },
        { "nhưng không thấp hơn", 0 }, { "nhưng không dưới", 0 }, { "nhưng không nhỏ hơn", 0 }, { "nhưng tối thiểu là", 0 }, { "nhưng ít nhất", 0 } };
    const Toks *t = p->t;
    size_t i = p->i, taken;
    bool paren;

    while (sym_at(t, i, ",") || sym_at(t, i, ";"))
        i++;
    paren = sym_at(t, i, "(");
    if (WORDS_AT(t, i + paren, least, &taken) < 0 || !cap_number(t, i + paren + taken))
        return n;
    i += paren + taken;
    p->i = i + 1 + point_word(t, i + 1);
    p->i += paren && sym_at(t, p->i, ")");
    return t->v[i].num.v ? node_two(p->a, N_MOST, n, node_num(p->a, t->v[i].num, false)) : n;
}

/* Rates and shares only, no points: "tỷ lệ", "100% - tỷ lệ trễ hạn", "tỷ lệ/80%". */
static bool share_only(const Node *n)
{
    if (n->kind == N_RATE || n->kind == N_RATIO || (n->kind == N_NUM && n->pct))
        return true;
    for (size_t i = 0; i < n->n; i++)
        if (!share_only(n->arg[i]))
            return false;
    return n->n > 0 && (n->kind == N_ADD || n->kind == N_SUB || n->kind == N_MUL || n->kind == N_DIV);
}

static size_t own_leaves(const Node *n)
{
    size_t sum = n->kind == N_RATE || n->kind == N_COUNT || n->kind == N_VALUE || n->kind == N_RATIO || n->kind == N_AVG;

    for (size_t i = 0; i < n->n; i++)
        sum += own_leaves(n->arg[i]);
    return sum;
}

Err phrase_formula(Phrase *p, Node **out)
{
    const Toks *t = p->t;
    Term term;
    Node *cap;
    size_t from;
    Dec full;

    for (size_t i = p->i; i < t->n && t->v[i].kind == TOK_WORD; i++)    /* "Điểm đánh giá = …" */
        if (sym_at(t, i + 1, "=")) {
            p->i = i + 2;
            break;
        }
    from = p->i;
    TRY(formula(p, &term, 0));
    if (term.noun == NOUN_LETTER)
        term.node = node_new(p->a, N_VALUE);
    if (own_leaves(term.node) > 1)
        return rule_refuse(p->why, t, from, T("công thức này dùng nhiều số liệu; hãy gọi từng số liệu theo mã, như 0,5 * {sangkien} + 0,2 * {detai}."));
    if (share_only(term.node) && own_leaves(term.node))
        term.node = node_two(p->a, N_MUL, term.node, node_new(p->a, N_MAX));    /* "điểm = tỷ lệ": of the maximum */
    if (term.node->kind == N_AVG)
        return rule_refuse(p->why, t, from, T("chưa rõ số trung bình này nhân với bao nhiêu; hãy ghi như “trung bình của các xã x điểm tối đa”, hoặc dạng gọn avg({mã})."));
    if (p->max.v > 0 && reads_rate(term.node) && times_hundred(term.node) && node_at(term.node, DEC(1), p->max, &full) && full.v > p->max.v)
        return rule_refuse(p->why, t, from, T("công thức này vượt quá điểm tối đa khi tỷ lệ là 100%; hãy bỏ phép nhân với 100 hoặc thêm phép chia cho 100."));
    term.node = least_given(p, term.node);
    TRY(phrase_cap(p, &cap));
    *out = least_given(p, cap ? node_two(p->a, N_LEAST, term.node, cap) : term.node);
    return OK;
}

static bool operator_at(const Toks *t, size_t i)
{
    return times_at(t, i) || over_at(t, i) || (sym_at(t, i, "(") && sym_at(t, i + 1, "%"));
}

static Node *share_of_max(Phrase *p, Dec share)
{
    return node_two(p->a, N_MUL, node_num(p->a, share, true), node_new(p->a, N_MAX));
}

/* "50% số điểm", "một nửa số điểm", "1/2 điểm tối đa" */
static bool share(Phrase *p, Node **out)
{
    static const Words of[] = { { "tổng số điểm tối đa", 0 }, { "tổng số điểm", 0 }, { "số điểm tối đa", 0 }, { "của điểm tối đa", 0 },
        { "điểm tối đa", 0 }, { "tổng điểm", 0 }, { "số điểm", 0 }, { "điểm chuẩn", 0 }, { "điểm", 0 }, { "mức điểm", 0 } };
    const Toks *t = p->t;
    size_t i = p->i, taken;
    Dec d;

    if (t->v[i].kind == TOK_NUM && t->v[i].pct) {
        d = t->v[i].num;
        i++;
    } else if (t->v[i].kind == TOK_DATE && !t->v[i].lit.year && t->v[i].lit.month) {
        if (!dec_div(dec_int(t->v[i].lit.day), dec_int(t->v[i].lit.month), &d))
            return false;
        i++;
    } else if ((taken = words_at(t, i, "một nửa")) || (taken = words_at(t, i, "nửa"))) {
        d = DEC(0.5);
        i += taken;
    } else {
        return false;
    }
    if (WORDS_AT(t, i, of, &taken) < 0)
        return false;
    i += taken;
    if (operator_at(t, i))
        return false;
    if (words_at(t, i, "tối đa"))
        i += 2;
    while (word_is(t, i, "của") || word_is(t, i, "tiêu") || word_is(t, i, "chí") || word_is(t, i, "này"))
        i++;
    p->i = i;
    *out = share_of_max(p, d);
    return true;
}

static Node *node_of(Phrase *p, int kind)
{
    switch (kind) {
    case P_ZERO: return node_num(p->a, DEC(0), false);
    case P_OUT: return node_new(p->a, N_OUT);
    case P_CHILDREN: return node_new(p->a, N_CHILDREN);
    case P_RATE: return node_two(p->a, N_MUL, node_new(p->a, N_RATE), node_new(p->a, N_MAX));
    default: return node_new(p->a, N_MAX);
    }
}

/* "(tỷ lệ/50% x 2)" behind "tính theo tỷ lệ": the formula itself. */
static Err formula_in_parens(Phrase *p, Node **out)
{
    const Toks *t = p->t;
    size_t hi = p->i + 1, ops = 0;

    for (int depth = 1; !ends_clause(t, hi) && depth; hi++) {
        depth += sym_at(t, hi, "(") ? 1 : sym_at(t, hi, ")") ? -1 : 0;
        ops += times_at(t, hi) || over_at(t, hi);
    }
    if (!sym_at(t, p->i, "(") || !ops || (!ends_clause(t, hi) && !sym_at(t, hi, ",")))
        return OK;
    p->i++;
    TRY(phrase_formula(p, out));
    if (!sym_at(t, p->i, ")"))
        return rule_refuse(p->why, t, p->i, T("thiếu dấu đóng ngoặc."));
    p->i++;
    return OK;
}

/* "so với đơn vị cao nhất": against the best peer. */
static bool against_best(Phrase *p, Node **out)
{
    static const Words with[] = { { "so với", 0 }, { "so sánh với", 0 }, { "trên", 0 } };
    const Toks *t = p->t;
    size_t i = p->i, taken, end;

    while (t->v[i].kind == TOK_WORD && WORDS_AT(t, i, with, &taken) < 0)
        i++;
    for (end = i; t->v[end].kind == TOK_WORD; end++)
        ;
    if (i == end || !range_has(t, i, end, best_words, COUNT(best_words)) || !ends_clause(t, end))
        return false;
    p->i = end;
    *out = node_two(p->a, N_MUL, node_two(p->a, N_DIV, node_new(p->a, N_VALUE), node_new(p->a, N_PEAK)), node_new(p->a, N_MAX));
    return true;
}

/* "theo tỷ lệ phần trăm" … "hoàn thành nhiệm vụ": words only, and none that changes the sum. */
static Err rest_of_rate(Phrase *p, Node **out)
{
    static const Words changing[] = { { "cao nhất", 0 }, { "dẫn đầu", 0 }, { "nhân", 0 }, { "chia", 0 }, { "trừ", 0 }, { "bình quân", 0 },
        { "so với", 0 }, { "tối đa", 0 }, { "giảm", 0 }, { "mỗi", 0 }, { "nghịch", 0 }, { "ngược", 0 } };
    static const Words next[] = { { "còn", 0 }, { "nếu", 0 }, { "dưới", 0 }, { "trên", 0 }, { "từ", 0 }, { "trường hợp", 0 }, { "nhưng", 0 } };
    size_t taken;

    if (against_best(p, out))
        return OK;
    for (; (p->t->v[p->i].kind == TOK_WORD || sym_at(p->t, p->i, "%")) && WORDS_AT(p->t, p->i, next, &taken) < 0; p->i++)
        if (words_at(p->t, p->i, "tối thiểu"))
            break;
        else if (WORDS_AT(p->t, p->i, changing, &taken) >= 0)
            return rule_refuse(p->why, p->t, p->i, T("phần này đứng sau số điểm mà không rõ nghĩa; hãy bỏ đi hoặc ngăn bằng dấu chấm phẩy."));
    TRY(formula_in_parens(p, out));
    *out = least_given(p, *out);
    return OK;
}

/* "2 - (tỷ lệ x 2)": a sum goes on. */
static bool sum_at(const Toks *t, size_t i)
{
    size_t k = i + 2 + point_word(t, i + 2);

    return (sym_at(t, i, "-") || sym_at(t, i, "+")) && (sym_at(t, i + 1, "(") || (num_at(t, i + 1) && times_at(t, k)));
}

Err phrase_points(Phrase *p, Node **out)
{
    const Toks *t = p->t;
    size_t taken, other;
    int w;

    for (bool more = true; more;) {
        more = false;
        if (sym_at(t, p->i, ":") || sym_at(t, p->i, "=") || sym_at(t, p->i, "=>") || t->v[p->i].kind == TOK_NL) {
            p->i++;
            more = true;
        } else if (WORDS_AT(t, p->i, formula_words, &taken) >= 0) {
            p->i += taken;
            while (sym_at(t, p->i, ":") || sym_at(t, p->i, "=") || word_is(t, p->i, "sau") || word_is(t, p->i, "là") || t->v[p->i].kind == TOK_NL)
                p->i++;
            return phrase_formula(p, out);
        } else if (WORDS_AT(t, p->i, points_lead, &taken) >= 0 && WORDS_AT(t, p->i, whole_points, &other) < 0) {
            p->i += taken;
            more = true;
        }
    }
    if (word_is(t, p->i, "điểm") && num_at(t, p->i + 1))
        p->i++;
    if (share(p, out))
        return OK;
    if ((w = WORDS_AT(t, p->i, whole_points, &taken)) >= 0 && !operator_at(t, p->i + taken)) {
        p->i += taken;
        *out = node_of(p, w);
        if (num_at(t, p->i) && w == P_MAX) {            /* "tối đa 2 điểm" as points of a case */
            *out = node_num(p->a, t->v[p->i].num, false);
            p->i++;
            p->i += point_word(t, p->i);
        }
        while (w != P_ZERO && (word_is(t, p->i, "của") || word_is(t, p->i, "tiêu") || word_is(t, p->i, "chí") || word_is(t, p->i, "này")
            || word_is(t, p->i, "thành") || word_is(t, p->i, "phần")))
            p->i++;
        return w == P_RATE ? rest_of_rate(p, out) : OK;
    }
    if ((word_is(t, p->i, "trừ") || words_at(t, p->i, "bị trừ") || word_is(t, p->i, "mất") || sym_at(t, p->i, "-"))) {
        size_t i = p->i + (words_at(t, p->i, "bị trừ") ? 2 : 1);

        i += word_is(t, i, "đi") || word_is(t, i, "dần");
        *out = node_new(p->a, N_DEDUCT);
        (*out)->arg = NEW(p->a, Node *, 1);
        (*out)->n = 1;
        p->i = i;
        if (share(p, &(*out)->arg[0]))
            return OK;
        if (!num_at(t, i))
            return rule_refuse(p->why, t, i, T("sau “trừ” phải là số điểm."));
        (*out)->arg[0] = node_num(p->a, t->v[i].num, false);
        p->i = i + 1 + point_word(t, i + 1);
        return OK;
    }
    if (sym_at(t, p->i, "+") && num_at(t, p->i + 1))
        p->i++;
    if (num_at(t, p->i) && !(sum_at(t, p->i + 1 + point_word(t, p->i + 1))) && !operator_at(t, p->i + 1) && !(point_word(t, p->i + 1) && operator_at(t, p->i + 2))) {
        *out = node_num(p->a, t->v[p->i].num, false);
        p->i++;
        p->i += point_word(t, p->i);
        return OK;
    }
    return phrase_formula(p, out);
}

/* "Mỗi hồ sơ trễ hạn trừ 0,25 điểm, tối đa 1 điểm", "0,5 điểm/sáng kiến", "cứ thêm 100 người được cộng 0,5 điểm" */

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
    *out = least_given(p, *out);
    return OK;
}
