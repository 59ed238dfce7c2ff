/* Readings of a whole text at once. */
#include "core/rule_phrase.h"

Cond *phrase_else(const Phrase *p)
{
    return NEW(p->a, Cond, 1);
}

/* "Có/Không: 1/0" */
bool phrase_pair(Phrase *p, Node **out)
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
void phrase_leader(Phrase *p)
{
    static const Words leader[] = { { "đứng đầu", 0 }, { "dẫn đầu", 0 }, { "cao nhất", 0 }, { "thứ nhất", 0 }, { "tốt nhất", 0 }, { "lớn nhất", 0 } };
    static const Words others[] = { { "khác", 0 }, { "còn lại", 0 } };
    const Toks *t = p->t;
    Dec points = { 0 };
    bool led = false, best = false, told = false, factor = false;
    size_t i, taken, rest = 0;

    for (i = p->i; !ends_clause(t, i); i++) {
        led |= WORDS_AT(t, i, leader, &taken) >= 0;
        if (words_at(t, i, "điểm tối đa") && !told)
            told = true, points = p->max;
        if (t->v[i].kind != TOK_NUM)
            continue;
        if (told || t->v[i].pct)
            return;
        told = true;
        points = t->v[i].num;
    }
    if (!led || !told || t->v[i].kind == TOK_END)
        return;
    for (i++; t->v[i].kind != TOK_END && !sym_at(t, i, ";"); i++) {
        if (!rest && WORDS_AT(t, i, others, &taken) >= 0)
            rest = i + taken;
        best |= rest && WORDS_AT(t, i, leader, &taken) >= 0;
        factor |= num_at(t, i) && t->v[i].num.v == points.v;
    }
    if (!rest || !best || (!factor && points.v != p->max.v))
        return;
    while (sym_at(t, rest, ":") || word_is(t, rest, "thì") || word_is(t, rest, "được"))
        rest++;
    p->i = rest;
}

/* Points by judgement: "từ 0 đến 2 điểm tùy mức độ", "tối đa 1 điểm do Hội đồng quyết định". */

typedef struct Judge {
    Dec lo, hi;
    size_t numbers;
    bool range, most, judged;
} Judge;

static size_t judge_number(const Toks *t, size_t i, Judge *j)
{
    static const Words most[] = { { "tối đa", 0 }, { "không quá", 0 }, { "không vượt quá", 0 }, { "cao nhất", 0 } };
    size_t taken, k;

    if (WORDS_AT(t, i, most, &taken) >= 0 && num_at(t, i + taken) && (point_word(t, i + taken + 1))) {
        j->most = true;
        j->numbers++;
        j->hi = t->v[i + taken].num;
        return taken + 2;
    }
    if (!num_at(t, i))
        return 0;
    k = i + 1 + point_word(t, i + 1);
    j->numbers++;
    if ((!word_is(t, k, "đến") && !sym_at(t, k, "-") && !word_is(t, k, "tới")) || !num_at(t, k + 1))
        return 0;
    j->range = point_word(t, k + 2) || words_at(t, i - 2, "thang điểm") || (word_is(t, i - 1, "từ") && i > 2 && words_at(t, i - 3, "thang điểm"));
    j->lo = t->v[i].num;
    j->hi = t->v[k + 1].num;
    return k + 2 + point_word(t, k + 2) - i;
}

bool phrase_judge(Phrase *p, Node **out)
{
    static const Words judged[] = { { "tùy", 0 }, { "tuỳ", 0 }, { "căn cứ", 0 }, { "quyết định", 0 }, { "hội đồng", 0 }, { "tổ thẩm định", 0 },
        { "người thẩm định", 0 }, { "cơ quan thẩm định", 0 }, { "thẩm định", 0 }, { "xem xét", 0 }, { "theo đánh giá", 0 }, { "theo chất lượng", 0 },
        { "chấm", 0 }, { "cho điểm", 0 }, { "đánh giá", 0 }, { "tổ công tác", 0 }, { "theo mức độ", 0 } };
    static const Words never[] = { { "tỷ lệ", 0 }, { "mỗi", 0 }, { "cứ", 0 }, { "trừ", 0 }, { "cộng", 0 }, { "nếu", 0 }, { "dưới", 0 }, { "trên", 0 },
        { "trở lên", 0 }, { "còn lại", 0 }, { "không có", 0 }, { "thưởng", 0 }, { "nhân", 0 }, { "chia", 0 }, { "có", 0 } };
    const Toks *t = p->t;
    Judge j = { 0 };
    size_t i = p->i, first = 0, taken;

    while (t->v[i].kind != TOK_END) {
        size_t n = judge_number(t, i, &j);

        first += j.numbers == 0 && t->v[i].kind == TOK_WORD;
        j.judged |= WORDS_AT(t, i, judged, &taken) >= 0;
        if (!n && ((WORDS_AT(t, i, never, &taken) >= 0 && !(word_is(t, i, "cứ") && i && word_is(t, i - 1, "căn"))) || (t->v[i].kind != TOK_WORD
            && !sym_at(t, i, ",") && !sym_at(t, i, ".") && !sym_at(t, i, "(") && !sym_at(t, i, ")") && !sym_at(t, i, "/") && t->v[i].kind != TOK_NL)))
            return false;
        i += n ? n : 1;
    }
    if (j.numbers != 1 || !(j.range || (j.most && j.judged)) || (!j.judged && first > 2) || j.lo.v > j.hi.v)
        return false;
    *out = node_two(p->a, N_JUDGE, node_num(p->a, j.lo, false), node_num(p->a, j.hi, false));
    p->i = i;
    return true;
}
