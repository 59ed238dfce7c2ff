#include "intake/score_table.h"

#include "intake/outline.h"
#include "intake/score_read.h"
#include "intake/words.h"

enum { MOST = 1500, SAME_NAME = 60 };       /* scores kept; percent of words in common that make one criterion */

/* "8,5", "8.5 điểm", "-0,5": the figure of a cell. */
static bool points(Arena *a, Str cell, Dec *out)
{
    Str low = words_strip(words_low(a, cell), " .+");

    if (low_ends(low, "điểm"))
        low = str_trim(str_sub(low, 0, low.n - strlen("điểm")));
    return low.n && low.n < 12 && dec_parse(out, low);
}

/* What a row achieved: the last word counts. Of lost points only what is left of the maximum. */
static bool achieved(Arena *a, const TaskRow *row, Dec max, Dec *out)
{
    static const Col order[] = { COL_ACHIEVED, COL_APPRAISED, COL_SELF };
    Dec lost;

    for (size_t i = 0; i < COUNT(order); i++)
        if (points(a, row->cell[order[i]], out))
            return true;
    if (!points(a, row->cell[COL_LOST], &lost))
        return false;
    *out = dec_sub(max, lost.v < 0 ? dec_neg(lost) : lost);
    return true;
}

static Str bare_code(const TaskRow *row)
{
    return words_strip(row->cell[COL_CRITERION], " .)");
}

/* Whether `inner` is a code one level below `outer`: "1.2" below "1". */
static bool directly_below(Str inner, Str outer)
{
    if (!outer.n || !str_starts(inner, outer) || inner.n <= outer.n + 1 || inner.p[outer.n] != '.')
        return false;
    for (size_t i = outer.n + 1; i < inner.n; i++)
        if (inner.p[i] == '.')
            return false;
    return true;
}

static bool has_rows_below(const ReadTable *t, Str code)
{
    for (size_t i = 0; i < t->rows.n; i++)
        if (directly_below(bare_code(&t->rows.v[i]), code))
            return true;
    return false;
}

static bool is_total(Str low)
{
    return low_starts(low, "tổng") || low_starts(low, "cộng");
}

static ScoreKind kind_of(Arena *a, const ReadTable *t, const TaskRow *row)
{
    Str code = bare_code(row), name = row->cell[COL_OBJECTIVE];

    if (!code.n && is_total(words_low(a, name)))
        return SCORE_TOTAL;
    return words_all_caps(name) || has_rows_below(t, code) ? SCORE_AREA : SCORE_CRITERION;
}

/* ---- the same criterion told in a sentence */

static int names_alike(Arena *a, Str x, Str y)
{
    Str lx = words_strip(words_low(a, x), " .:;"), ly = words_strip(words_low(a, y), " .:;"), word, rest = lx;
    size_t common = 0, at;

    if (str_eq(lx, ly))
        return 100;
    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, S(" "), &word, &rest);
        word = words_strip(word, ".,;:()");
        common += word.n && str_find(ly, word, &at);
    }
    at = words_count(lx) + words_count(ly);
    return at ? (int)(200 * common / at) : 0;
}

/* The score of the body with this criterion: the best name among those of the same maximum. */
static Score *told(Arena *a, Reading *r, size_t n, const Score *s)
{
    Score *best = NULL;
    int most = SAME_NAME - 1;

    for (size_t i = 0; i < n; i++) {
        Score *o = &r->scores.v[i];
        int alike;

        if (o->max.v != s->max.v || o->kind == SCORE_RANK || o->repeated_at)
            continue;
        if (s->kind == SCORE_TOTAL && o->kind == SCORE_TOTAL)
            return o;
        alike = names_alike(a, s->criterion, o->criterion);
        if (alike > most) {
            most = alike;
            best = o;
        }
    }
    return best;
}

static void meet(Arena *a, Reading *r, Score *o, const Score *s)
{
    Dec had = o->corrected.has ? o->corrected.d : o->achieved;

    o->repeated_at = s->where.from ? s->where.from : 1;
    if (!o->cause.n)
        o->cause = s->cause;
    if (had.v == s->achieved.v)
        return;
    o->confidence = 50;
    *vec_add(a, &r->warnings) = (Note){
        str_fmt(a, T("“%.*s”: phần nội dung ghi %.*s/%.*s điểm (dòng %d) nhưng bảng điểm ghi %.*s."), SV(o->criterion),
            SV(dec_exact(a, had, NUM_VI)), SV(dec_exact(a, o->max, NUM_VI)), o->where.from, SV(dec_exact(a, s->achieved, NUM_VI))),
        s->where };
}

static void read_row(Arena *a, Reading *r, const ReadTable *t, const TaskRow *row, size_t body)
{
    Score s = { .where = row->where, .node = -1, .confidence = row->confidence, .in_table = true, .criterion = row->cell[COL_OBJECTIVE],
        .cause = row->cell[COL_CAUSE] };
    Score *o;

    if (r->scores.n >= MOST || !s.criterion.n || !points(a, row->cell[COL_MAX], &s.max) || s.max.v <= 0 || !achieved(a, row, s.max, &s.achieved))
        return;
    s.kind = kind_of(a, t, row);
    s.area = s.kind == SCORE_TOTAL ? S("chung") : area_key(words_low(a, row->area_title.n ? row->area_title : s.criterion));
    if (dec_cmp(s.achieved, s.max) > 0) {
        *vec_add(a, &r->warnings) = (Note){
            str_fmt(a, T("“%.*s”: điểm %.*s lớn hơn điểm tối đa %.*s."), SV(s.criterion), SV(dec_exact(a, s.achieved, NUM_VI)),
                SV(dec_exact(a, s.max, NUM_VI))), s.where };
        return;
    }
    o = told(a, r, body, &s);
    if (o)
        meet(a, r, o, &s);
    else
        *vec_add(a, &r->scores) = s;
}

/* ---- what adds up */

static void differs(Arena *a, Reading *r, const TaskRow *row, const char *column, Dec sum, Dec said)
{
    if (sum.v == said.v)
        return;
    *vec_add(a, &r->warnings) = (Note){
        str_fmt(a, T("“%.*s”: %s các dòng bên dưới cộng lại là %.*s nhưng bảng ghi %.*s."), SV(row->cell[COL_OBJECTIVE]), column,
            SV(dec_exact(a, sum, NUM_VI)), SV(dec_exact(a, said, NUM_VI))), row->where };
}

/* Rows of the next level must give the row above them; the rows of the first level give the total. */
static void check_sum(Arena *a, Reading *r, const ReadTable *t, const TaskRow *row)
{
    Str code = bare_code(row);
    Dec max = { 0 }, got = { 0 }, own_max, own_got, m, g;
    bool total = !code.n && is_total(words_low(a, row->cell[COL_OBJECTIVE]));
    size_t n = 0;

    if ((!code.n && !total) || !points(a, row->cell[COL_MAX], &own_max) || !achieved(a, row, own_max, &own_got))
        return;
    for (size_t i = 0; i < t->rows.n; i++) {
        const TaskRow *o = &t->rows.v[i];
        Str c = bare_code(o);
        size_t dot;

        if (o == row || !c.n || (total ? str_find(c, S("."), &dot) : !directly_below(c, code)) || !points(a, o->cell[COL_MAX], &m))
            continue;
        max = dec_add(max, m);
        got = dec_add(got, achieved(a, o, m, &g) ? g : (Dec){ 0 });
        n++;
    }
    if (!n)
        return;
    differs(a, r, row, T("điểm tối đa"), max, own_max);
    differs(a, r, row, T("điểm đạt"), got, own_got);
}

void score_tables(Arena *a, Reading *r)
{
    size_t body = r->scores.n;

    for (size_t i = 0; i < r->tables.n; i++) {
        const ReadTable *t = &r->tables.v[i];

        if (t->kind != TABLE_SCORES && t->kind != TABLE_REMEDIES)
            continue;
        for (size_t k = 0; k < t->rows.n; k++)
            read_row(a, r, t, &t->rows.v[k], body);
        for (size_t k = 0; k < t->rows.n; k++)
            check_sum(a, r, t, &t->rows.v[k]);
    }
}
