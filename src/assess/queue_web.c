/*
 * The appraiser's screen: rows that wait on the left, the chosen one in the middle, its documents on the right. Rows are all
 * units of one criterion, or all criteria of one unit.
 */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "assess/queue.h"
#include "pages.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct { const char *name, *title; } sorts[] = {
    { "stake", T("điểm chênh lệch, điểm đề nghị nhiều trước") }, { "since", T("chờ lâu nhất trước") }, { "name", T("theo mã") },
};

static Str sort_of(const Req *rq)
{
    for (size_t i = 0; i < COUNT(sorts); i++)
        if (str_eq(req_str(rq, "sort"), str_of(sorts[i].name)))
            return str_of(sorts[i].name);
    return S("stake");
}

/* Address of a row; sheet or criterion 0: left to the page. */
static Str path_of(Ctx *c, const QueueView *v, int64_t criterion, int64_t sheet)
{
    return str_fmt(c->arena, "/rounds/%" PRId64 "/queue?by=%s&sort=%.*s&criterion=%" PRId64 "&sheet=%" PRId64, v->r.id,
        v->by_unit ? "unit" : "criterion", SV(v->sort), criterion, sheet);
}

/* ---- what to choose from, and how far it is ---- */

static void count_pair(const Queue *q, size_t s, size_t k, int64_t *left, int64_t *done)
{
    *left += queue_waits(q, s, k);
    *done += queue_has(q, s, k) && q->given[s * q->leaves.n + k];
}

static Choice *add_group(Ctx *c, QueueView *v, int64_t id, Str code, Str name, int64_t left)
{
    Choice *g = vec_add(c->arena, &v->groups);

    *g = (Choice){ .value = str_fmt(c->arena, "%" PRId64, id),
        .text = str_fmt(c->arena, tr(c->answer.lang, T("%.*s %.*s (còn %lld)")), SV(code), SV(name), (long long)left) };
    return g;
}

/* Criteria, or units, with something of this person. Returns the place of the chosen one; else of the first where something waits. */
static size_t fill_groups(Ctx *c, const Queue *q, int64_t chosen, QueueView *v)
{
    size_t outer = v->by_unit ? q->sheets.n : q->leaves.n, inner = v->by_unit ? q->leaves.n : q->sheets.n, pick = outer, group = 0;
    bool waits = false;

    for (size_t i = 0; i < outer; i++) {
        int64_t left = 0, done = 0, id = v->by_unit ? q->sheets.v[i].id : q->leaves.v[i].k.id;
        bool any = false;

        for (size_t k = 0; k < inner; k++) {
            count_pair(q, v->by_unit ? i : k, v->by_unit ? k : i, &left, &done);
            any |= q->entrusted[v->by_unit ? i * q->leaves.n + k : k * q->leaves.n + i];
        }
        v->left += left;
        v->done += done;
        if (!any || (v->by_unit && !left && !done && id != chosen))
            continue;
        (void)add_group(c, v, id, v->by_unit ? q->sheets.v[i].unit_code : q->leaves.v[i].k.code,
            v->by_unit ? q->sheets.v[i].unit_name : q->leaves.v[i].k.name, left);
        if (id == chosen || pick == outer || (!waits && !chosen && left)) {
            pick = i;
            group = v->groups.n - 1;
            waits = left > 0 || id == chosen;
            chosen = id == chosen ? -1 : chosen;            /* found: nothing else is better */
        }
    }
    if (v->groups.n)
        v->groups.v[group].on = true;
    v->any = v->groups.n > 0;
    return pick;
}

static ProgressLine *progress_of(Ctx *c, ProgressLines *to, Str name)
{
    for (size_t i = 0; i < to->n; i++)
        if (str_eq(to->v[i].name, name))
            return &to->v[i];
    *vec_add(c->arena, to) = (ProgressLine){ .name = name };
    return &to->v[to->n - 1];
}

static void fill_progress(Ctx *c, const Queue *q, QueueView *v)
{
    for (size_t k = 0; k < q->leaves.n; k++)
        for (size_t s = 0; s < q->sheets.n; s++) {
            size_t at = s * q->leaves.n + k;
            ProgressLine *l;

            if (!queue_has(q, s, k))
                continue;
            l = progress_of(c, &v->fields, q->leaves.v[k].field);
            l->all++;
            l->done += q->given[at];
            if (q->who[at].n) {
                l = progress_of(c, &v->people, q->who[at]);
                l->all++;
                l->done++;
            }
        }
}

/* ---- rows ---- */

static void add_stage(Ctx *c, QueueLine *l, const StageRow *s, Stage stage)
{
    Dec given = s->points.has ? s->points.d : (Dec){ 0 };

    if (!s->given)
        return;
    if (str_eq(s->stage, S("self"))) {
        l->self = stage_points(c, s);
        l->value = figure_words(c, s->value);
        l->reason = s->reason;
        l->stake = given;
    } else if (str_eq(s->stage, S("explanation"))) {
        l->reason = s->reason;
    } else if (str_eq(s->stage, str_of(stage_name(stage)))) {
        l->appraisal = stage_points(c, s);
    }
}

static void settle(QueueLine *l, Dec self, Dec appraised, bool both)
{
    l->differs = both && self.v != appraised.v;
    if (both)
        l->stake = (Dec){ self.v > appraised.v ? self.v - appraised.v : appraised.v - self.v };
    if (l->mine) {
        l->letter = S("K");
        l->word = T("Đơn vị của bạn");
    } else if (l->differs) {
        l->letter = S("T");
        l->dot = S("bad");
        l->word = l->done ? T("Đã chấm, khác điểm tự chấm") : T("Chênh lệch, chờ chấm");
    } else if (l->done) {
        l->letter = S("Đ");
        l->dot = S("good");
        l->word = T("Đã chấm");
    } else {
        l->letter = l->self.n ? S("C") : S("–");
        l->dot = l->self.n ? S("warn") : S("");
        l->word = l->self.n ? T("Chờ chấm") : T("Đơn vị chưa tự chấm");
    }
}

/* Rows of one criterion over the sheets, or of one sheet over the criteria: stages come sorted by sheet and criterion. */
static Err fill_rows(Ctx *c, const Queue *q, QueueView *v, size_t pick)
{
    size_t n = v->by_unit ? q->leaves.n : q->sheets.n;
    QueueEvidenceRows documents = { 0 };
    StageRows rows;

    if (v->by_unit)
        TRY(q_stages_of_sheet(c, &rows, .sheet_id = q->sheets.v[pick].id));
    else
        TRY(q_stages_of_criterion(c, &rows, .round_id = q->round.id, .criterion_id = q->leaves.v[pick].k.id));
    if (!v->by_unit)
        TRY(q_queue_evidence(c, &documents, .criterion_id = q->leaves.v[pick].k.id));
    for (size_t i = 0; i < n; i++) {
        size_t s = v->by_unit ? pick : i, k = v->by_unit ? i : pick;
        OptDec self = { 0 }, appraised = { 0 };
        QueueLine *l;

        if (!queue_has(q, s, k))
            continue;
        l = vec_add(c->arena, &v->rows);
        *l = (QueueLine){ .s = q->sheets.v[s], .criterion_id = q->leaves.v[k].k.id, .done = q->given[s * q->leaves.n + k], .mine = q->own[s],
            .asked = q->stage == STAGE_SECOND && q->asked[s * q->leaves.n + k],
            .title = v->by_unit ? str_fmt(c->arena, "%.*s %.*s", SV(q->leaves.v[k].k.code), SV(q->leaves.v[k].k.name)) : q->sheets.v[s].unit_name };
        l->path = path_of(c, v, l->criterion_id, l->s.id);
        for (size_t x = 0; x < rows.n; x++) {
            const StageRow *r = &rows.v[x];

            if (r->sheet_id != l->s.id || r->criterion_id != l->criterion_id)
                continue;
            if (q->stage != STAGE_BLIND || str_eq(r->stage, S("self")) || str_eq(r->stage, S("blind")))
                add_stage(c, l, r, q->stage);
            if (r->given && str_eq(r->stage, S("self")))
                self = r->points;
            if (r->given && (str_eq(r->stage, str_of(stage_name(q->stage))) || (!l->done && str_eq(r->stage, S("appraisal")) && q->stage == STAGE_SECOND)))
                appraised = r->points;
        }
        for (size_t x = 0; x < documents.n; x++)
            if (documents.v[x].unit_id == l->s.unit_id)
                l->evidence = documents.v[x].n;
        settle(l, self.d, appraised.d, self.has && appraised.has);
    }
    return OK;
}

static int by_name(const void *pa, const void *pb)
{
    const QueueLine *a = pa, *b = pb;

    return a->s.id == b->s.id ? (a->criterion_id > b->criterion_id) - (a->criterion_id < b->criterion_id) : str_cmp(a->s.unit_code, b->s.unit_code);
}

static int by_stake(const void *pa, const void *pb)
{
    const QueueLine *a = pa, *b = pb;

    if (a->done != b->done)
        return a->done - b->done;
    return a->stake.v != b->stake.v ? (a->stake.v < b->stake.v ? 1 : -1) : by_name(a, b);
}

static int by_since(const void *pa, const void *pb)
{
    const QueueLine *a = pa, *b = pb;

    if (a->done != b->done)
        return a->done - b->done;
    return a->s.state_since.ms != b->s.state_since.ms ? (a->s.state_since.ms > b->s.state_since.ms ? 1 : -1) : by_name(a, b);
}

static void sort_rows(QueueView *v)
{
    if (v->rows.n > 1)
        qsort(v->rows.v, v->rows.n, sizeof v->rows.v[0], str_eq(v->sort, S("since")) ? by_since : str_eq(v->sort, S("name")) ? by_name : by_stake);
}

/* ---- the chosen row ---- */

/* The row that comes next to be done after saving this one; the row itself when none is left. */
static Str next_path(const QueueView *v, size_t at)
{
    for (size_t i = 1; i < v->rows.n; i++) {
        const QueueLine *l = &v->rows.v[(at + i) % v->rows.n];

        if (!l->done && !l->mine)
            return l->path;
    }
    return v->rows.v[at].path;
}

static Err open_row(Ctx *c, const Req *rq, QueueView *v, size_t at)
{
    QueueLine *l = &v->rows.v[at];
    SheetView *x = &v->leaf;
    SheetData d;

    l->here = v->chosen = true;
    TRY(sheet_load(c, l->s.id, &d));
    x->r = d.round;
    x->s = d.sheet;
    x->state = sheet_state_title(sheet_state_of(x->s.state));
    for (size_t i = 0; i < d.nodes.n; i++)
        if (d.nodes.v[i].k.id == l->criterion_id) {
            x->k = d.nodes.v[i];
            x->any = true;
        }
    x->queue = true;
    x->path = l->path;
    x->go = next_path(v, at);
    v->here = l->path;
    x->evidence.path = str_fmt(c->arena, "/rounds/%" PRId64 "/queue", v->r.id);
    x->evidence.query = str_fmt(c->arena, "&by=%s&sort=%.*s&criterion=%" PRId64 "&sheet=%" PRId64, v->by_unit ? "unit" : "criterion", SV(v->sort),
        l->criterion_id, l->s.id);
    for (const SheetMove *m = sheet_moves; m->action; m++)
        x->may_return |= !strcmp(m->action, "rework") && sheet_move_may(c, &x->r, &x->s, m);
    return leaf_view(c, rq, x);
}

static Err open_chosen(Ctx *c, const Req *rq, QueueView *v)
{
    int64_t sheet = req_int(rq, "sheet"), criterion = req_int(rq, "criterion");

    for (size_t i = 0; i < v->rows.n; i++)
        if (v->rows.v[i].s.id == sheet && v->rows.v[i].criterion_id == criterion)
            return open_row(c, rq, v, i);
    for (size_t i = 0; i < v->rows.n; i++)
        if (!v->rows.v[i].mine)
            return open_row(c, rq, v, i);
    return OK;
}

Err get_queue(Ctx *c, Req *rq, Out *o)
{
    QueueView v = { .undo = req_str(rq, "undo"), .by_unit = str_eq(req_str(rq, "by"), S("unit")), .sort = sort_of(rq) };
    size_t pick;
    Queue q;

    TRY(queue_load(c, req_int(rq, "id"), &q));
    v.r = q.round;
    v.stage_title = stage_title(q.stage);
    v.due = q.stage == STAGE_SECOND ? v.r.second_due : v.r.appraisal_due;
    for (size_t i = 0; i < COUNT(sorts); i++)
        *vec_add(c->arena, &v.sorts) = (Choice){ .value = str_of(sorts[i].name), .title = sorts[i].title, .on = str_eq(v.sort, str_of(sorts[i].name)) };
    if (access_any(c, &PERM_SHEET_APPRAISE) && q.leaves.n) {
        pick = fill_groups(c, &q, req_int(rq, v.by_unit ? "sheet" : "criterion"), &v);
        if (v.any) {
            if (!v.by_unit)
                v.k = q.leaves.v[pick].k;
            TRY(fill_rows(c, &q, &v, pick));
            sort_rows(&v);
            TRY(open_chosen(c, rq, &v));
            fill_progress(c, &q, &v);
        }
    }
    tpl_queue(o, &v);
    return OK;
}

/* ---- many at once ---- */

static Str back(Ctx *c, const Req *rq)
{
    return req_has(rq, "go") ? req_str(rq, "go")
        : str_fmt(c->arena, "/rounds/%" PRId64 "/queue?criterion=%" PRId64, req_int(rq, "id"), req_int(rq, "criterion"));
}

Err post_queue_accept(Ctx *c, Req *rq, Out *o)
{
    size_t n = req_count(rq, "sheet"), done;
    int64_t *ids = NEW(c->arena, int64_t, n + 1);
    Str batch;

    (void)o;
    if (!n)
        return fail(c, E_INVALID, T("Hãy chọn ít nhất một đơn vị để nhận điểm tự chấm."));
    for (size_t i = 0; i < n; i++)
        if (!str_int(req_nth(rq, "sheet", i), &ids[i]))
            return fail(c, E_INVALID, T("Có phiếu không thuộc đợt này; hãy tải lại trang."));
    TRY(stage_accept(c, req_int(rq, "id"), req_int(rq, "criterion"), ids, n, &batch, &done));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nhận điểm tự chấm của %zu đơn vị.")), done));
    req_go(rq, "%.*s&undo=%.*s", SV(back(c, rq)), SV(batch));
    return OK;
}

Err post_queue_undo(Ctx *c, Req *rq, Out *o)
{
    size_t done;

    (void)o;
    TRY(stage_accept_undo(c, req_str(rq, "batch"), &done));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã hoàn tác %zu điểm.")), done));
    req_go(rq, "%.*s", SV(back(c, rq)));
    return OK;
}
