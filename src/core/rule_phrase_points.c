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
static const Words depends_words[] = { { "tùy", 0 }, { "tuỳ", 0 }, { "căn cứ", 0 } };
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
    if (range_has(t, lo, p->i, depends_words, COUNT(depends_words)))
        return rule_refuse(p->why, t, lo, T("chưa rõ người thẩm định chấm trong khoảng nào; hãy ghi như “từ 0 đến 1 điểm tùy mức độ”."));
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
Node *phrase_least(Phrase *p, Node *n)
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
    term.node = phrase_least(p, term.node);
    TRY(phrase_cap(p, &cap));
    *out = phrase_least(p, cap ? node_two(p->a, N_LEAST, term.node, cap) : term.node);
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
    *out = phrase_least(p, *out);
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
