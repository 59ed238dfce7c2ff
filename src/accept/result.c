/* The scores of a result report become direct points of a unit. */
#include "accept/own.h"

#include "score/facts.h"
#include "text/text.h"

typedef struct Line {
    const Score *src;
    int64_t at;                 /* index in the set's criteria; below zero: none */
    Dec points;
} Line;

typedef VEC(Line) Lines;

static Str points_text(Ctx *c, const Score *s, Dec points)
{
    Str head = str_fmt(c->arena, tr(c->answer.lang, T("%.*s/%.*s điểm")), SV(work_num(c, points)), SV(work_num(c, s->max)));

    return s->cause.n ? str_fmt(c->arena, tr(c->answer.lang, T("%.*s. Nguyên nhân: %.*s")), SV(head), SV(s->cause)) : head;
}

/* Another score of the document for the same criterion: the same again is no harm, a different one is. */
static void against_others(Ctx *c, Work *w, const Lines *lines, AcceptItem *it, const Line *l)
{
    for (size_t i = 0; i + 1 < lines->n; i++) {
        const Line *o = &lines->v[i];
        AcceptItem *other = &w->rep->items.v[i];
        bool same = dec_cmp(o->points, l->points) == 0;

        if (o->at != l->at || other->state == ITEM_SHOWN)
            continue;
        item_say(c, it, ITEM_LEFT, same ? T("Tiêu chí này đã có ở %.*s, cùng số điểm.") : T("Tiêu chí này đã có ở %.*s với số điểm khác; hãy xem lại văn bản."),
            SV(accept_place(c->arena, c->answer.lang, other->where)));
        if (!same)
            item_say(c, other, ITEM_LEFT, T("%.*s ghi số điểm khác cho cùng tiêu chí."), SV(accept_place(c->arena, c->answer.lang, it->where)));
        return;
    }
}

static void judge(Ctx *c, Work *w, const Lines *lines, AcceptItem *it, const Line *l)
{
    const CriterionRow *k;

    if (l->at < 0) {
        item_say(c, it, ITEM_LEFT, l->at == -2 ? T("Nhiều tiêu chí của bộ có tên như vậy.") : T("Không tìm thấy tiêu chí của bộ theo mã hoặc tên này."));
        return;
    }
    k = &w->criteria.v[l->at];
    it->code = k->code;
    it->title = text_fold_eq(k->name, l->src->criterion) ? k->name
        : str_fmt(c->arena, "%.*s (%.*s)", SV(k->name), SV(l->src->criterion));
    if (l->src->note.n)
        item_say(c, it, ITEM_DOUBT, "%.*s", SV(l->src->note));
    if (dec_cmp(k->max_points, l->src->max) != 0)
        item_say(c, it, ITEM_LEFT, T("Văn bản ghi tối đa %.*s điểm, bộ tiêu chí ghi %.*s."), SV(work_num(c, l->src->max)),
            SV(work_num(c, k->max_points)));
    else if (l->points.v < 0 || dec_cmp(l->points, k->max_points) > 0)
        item_say(c, it, ITEM_LEFT, T("Điểm phải từ 0 đến điểm tối đa %.*s."), SV(work_num(c, k->max_points)));
    else
        against_others(c, w, lines, it, l);
}

static void add_score(Ctx *c, Work *w, Lines *lines, const Score *s)
{
    Line *l = vec_add(c->arena, lines);
    AcceptItem *it = work_item(c, w, S(""), s->criterion, s->where, s->confidence);
    bool leaf = s->kind == SCORE_CRITERION;

    l->src = s;
    l->points = s->corrected.has ? s->corrected.d : s->achieved;
    it->detail = points_text(c, s, l->points);
    l->at = s->kind == SCORE_TOTAL ? -1 : accept_match(c->arena, &w->criteria, s->criterion, leaf);
    if (s->kind == SCORE_AREA && l->at < 0) {               /* what reads like a field may be scored itself in this set */
        int64_t at = accept_match(c->arena, &w->criteria, s->criterion, true);

        leaf = at >= 0;
        l->at = leaf ? at : l->at;
    }
    if (leaf) {
        judge(c, w, lines, it, l);
        return;
    }
    it->state = ITEM_SHOWN;                                 /* what is above the leaves is a sum: it is only compared */
    if (l->at >= 0)
        it->code = w->criteria.v[l->at].code;
}

static bool below(const CriterionRows *all, int64_t leaf, int64_t top)
{
    int64_t id = all->v[leaf].id;

    for (int depth = 0; id && depth < 12; depth++) {
        if (id == all->v[top].id)
            return true;
        for (size_t i = 0; i < all->n; i++)
            if (all->v[i].id == id) {
                id = all->v[i].parent_id;
                break;
            }
    }
    return false;
}

/* Points that the document says a field lost, against those it tells criterion by criterion. */
static void check_sum(Ctx *c, Work *w, const Lines *lines, size_t i)
{
    const Line *l = &lines->v[i];
    AcceptItem *it = &w->rep->items.v[i];
    Dec lost = dec_sub(l->src->max, l->points), told = { 0 };
    size_t n = 0;

    if (it->state != ITEM_SHOWN || l->src->kind == SCORE_RANK || (l->at < 0 && l->src->kind != SCORE_TOTAL))
        return;
    for (size_t k = 0; k < lines->n; k++)
        if (item_goes(&w->rep->items.v[k]) && (l->at < 0 || below(&w->criteria, lines->v[k].at, l->at))) {
            told = dec_add(told, dec_sub(lines->v[k].src->max, lines->v[k].points));
            n++;
        }
    if (!n)
        return;
    if (dec_cmp(told, lost) == 0)
        item_say(c, it, ITEM_SHOWN, T("Khớp: mất %.*s điểm, đã nêu đủ ở các tiêu chí."), SV(work_num(c, lost)));
    else if (dec_cmp(told, lost) < 0)
        item_say(c, it, ITEM_SHOWN, T("Mất %.*s điểm; các tiêu chí nêu rõ %.*s, còn %.*s chưa biết ở tiêu chí nào."), SV(work_num(c, lost)),
            SV(work_num(c, told)), SV(work_num(c, dec_sub(lost, told))));
    else
        item_say(c, it, ITEM_SHOWN, T("Không khớp: văn bản ghi mất %.*s điểm nhưng các tiêu chí cộng lại mất %.*s."), SV(work_num(c, lost)),
            SV(work_num(c, told)));
}

static void text_cell(Cell *cell, Str text)
{
    cell->text = text;
    cell->kind = text.n ? CELL_TEXT : CELL_EMPTY;
}

/* The table that `score import` takes, with the lines of the document. */
static void table_of(Ctx *c, const Work *w, const Lines *lines, Table *out)
{
    static const char *const heads[] = { "unit", "criterion", "points", "reason" };
    Sheet *sheet = vec_add(c->arena, &out->sheets);
    Row *row = vec_add(c->arena, &sheet->rows);

    out->file = w->f->file;
    row->n = COUNT(heads);
    row->cells = NEW(c->arena, Cell, COUNT(heads));
    for (size_t i = 0; i < COUNT(heads); i++)
        text_cell(&row->cells[i], str_of(heads[i]));
    for (size_t i = 0; i < lines->n; i++) {
        if (!item_goes(&w->rep->items.v[i]))
            continue;
        row = vec_add(c->arena, &sheet->rows);
        row->line = (size_t)lines->v[i].src->where.from;
        row->n = COUNT(heads);
        row->cells = NEW(c->arena, Cell, COUNT(heads));
        text_cell(&row->cells[0], w->unit.code);
        text_cell(&row->cells[1], w->criteria.v[lines->v[i].at].code);
        text_cell(&row->cells[2], dec_exact(c->arena, lines->v[i].points, NUM_PLAIN));
        text_cell(&row->cells[3], lines->v[i].src->cause);
    }
}

Err accept_result(Ctx *c, Work *w)
{
    const Reading *r = &w->s->reading;
    Lines lines = { 0 };
    Table t = { 0 };
    FactReport rep;

    TRY(access_need(c, &PERM_SCORE_CHANGE, w->unit.id));
    for (size_t i = 0; i < r->scores.n; i++)
        if (r->scores.v[i].kind != SCORE_RANK)
            add_score(c, w, &lines, &r->scores.v[i]);
    if (!lines.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” không có điểm số nào đọc được."), SV(w->f->file));
    for (size_t i = 0; i < lines.n; i++)
        check_sum(c, w, &lines, i);
    for (size_t i = 0; i < r->warnings.n; i++)
        *vec_add(c->arena, &w->rep->notes) = r->warnings.v[i].text;
    if (!w->write)
        return OK;
    TRY(work_ready(c, w));
    table_of(c, w, &lines, &t);
    TRY(score_import(c, &t, w->set.id, &rep));
    w->rep->path = str_fmt(c->arena, "/units/%.*s/result?set=%.*s&year=%lld", SV(w->unit.code), SV(w->set.code), (long long)w->set.year);
    return OK;
}
