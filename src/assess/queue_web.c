/* The appraiser's queue: one criterion across all units, points in dispute first. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "base/map.h"
#include "pages.h"
#include "text/text.h"

#include <inttypes.h>
#include <stdlib.h>

static bool mine(const AppraiserTaskRows *tasks, Str assessor)
{
    for (size_t i = 0; i < tasks->n; i++)
        if (!tasks->v[i].blind && (!tasks->v[i].assessor.n || text_fold_eq(tasks->v[i].assessor, assessor)))
            return true;
    return false;
}

static Stage stage_now(const RoundRow *r)
{
    return phase_of(r->phase) == PH_SECOND ? STAGE_SECOND : STAGE_APPRAISAL;
}

/* How many sheets wait for each criterion: those that stand where the stage is open. */
static Err fill_criteria(Ctx *c, QueueView *v, const SheetRows *sheets, int64_t chosen)
{
    Stage stage = stage_now(&v->r);
    Map at = { .arena = c->arena };
    AppraiserTaskRows tasks;
    CriterionRows all;
    StageRows rows;
    int64_t waiting = 0, k;

    TRY(q_appraiser_tasks_of(c, &tasks, .round_id = v->r.id, .person_id = c->user_id));
    TRY(q_criterion_list(c, &all, .set_id = v->r.set_id));
    for (size_t i = 0; i < sheets->n; i++)
        waiting += (sheet_state_of(sheets->v[i].state) & stage_rules[stage].states) != 0;
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].children || !str_eq(all.v[i].source, S("self")) || !(c->local || mine(&tasks, assessor_of(&all, &all.v[i]))))
            continue;
        (void)map_add(&at, str_fmt(c->arena, "%" PRId64, all.v[i].id), (int64_t)v->criteria.n);     /* ids are unique */
        *vec_add(c->arena, &v->criteria) = (QueueCriterion){ .id = all.v[i].id, .code = all.v[i].code, .name = all.v[i].name,
            .max = all.v[i].max_points, .left = waiting };
    }
    TRY(q_stages_of_round(c, &rows, .round_id = v->r.id));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].given && str_eq(rows.v[i].stage, str_of(stage_name(stage)))
            && map_get(&at, str_fmt(c->arena, "%" PRId64, rows.v[i].criterion_id), &k))
            v->criteria.v[k].done++;
    for (size_t i = 0; i < v->criteria.n; i++) {
        QueueCriterion *q = &v->criteria.v[i];

        q->left = q->left > q->done ? q->left - q->done : 0;
        v->left += q->left;
        v->done += q->done;
        q->here = q->id == chosen;
        v->any |= q->here;
    }
    if (!v->any && v->criteria.n)
        v->any = v->criteria.v[0].here = true;
    return OK;
}

static int by_points(const void *pa, const void *pb)
{
    const QueueLine *a = pa, *b = pb;

    if (a->done != b->done)
        return a->done - b->done;
    if (a->claimed.v != b->claimed.v)
        return a->claimed.v < b->claimed.v ? 1 : -1;
    return str_cmp(a->s.unit_code, b->s.unit_code);
}

static Str shown(Ctx *c, const StageRow *s)
{
    return s->points.has ? dec_exact(c->arena, s->points.d, NUM_VI) : s->value;
}

static Err fill_rows(Ctx *c, QueueView *v, const SheetRows *sheets)
{
    Stage stage = stage_now(&v->r);
    Map at = { .arena = c->arena };
    StageRows rows;
    int64_t k;

    for (size_t i = 0; i < sheets->n; i++) {
        bool inside;

        if (!(sheet_state_of(sheets->v[i].state) & stage_rules[stage].states))
            continue;
        TRY(assess_insider(c, sheets->v[i].unit_id, &inside));
        (void)map_add(&at, str_fmt(c->arena, "%" PRId64, sheets->v[i].id), (int64_t)v->rows.n);     /* ids are unique */
        *vec_add(c->arena, &v->rows) = (QueueLine){ .s = sheets->v[i], .mine = inside };
    }
    TRY(q_stages_of_criterion(c, &rows, .round_id = v->r.id, .criterion_id = v->k.id));
    for (size_t i = 0; i < rows.n; i++) {
        const StageRow *s = &rows.v[i];
        QueueLine *l;

        if (!s->given || !map_get(&at, str_fmt(c->arena, "%" PRId64, s->sheet_id), &k))
            continue;
        l = &v->rows.v[k];
        if (str_eq(s->stage, S("self"))) {
            l->self = shown(c, s);
            l->value = s->value;
            l->claimed = s->points.has ? s->points.d : (Dec){ 0 };
            l->reason = s->reason;
        } else if (str_eq(s->stage, str_of(stage_name(stage)))) {
            l->appraisal = shown(c, s);
            l->done = true;
        } else if (str_eq(s->stage, S("explanation"))) {
            l->reason = s->reason;
        }
    }
    for (size_t i = 0; i < v->rows.n; i++)
        v->rows.v[i].differs = v->rows.v[i].done && !str_eq(v->rows.v[i].self, v->rows.v[i].appraisal);
    qsort(v->rows.v, v->rows.n, sizeof *v->rows.v, by_points);
    return OK;
}

Err get_queue(Ctx *c, Req *rq, Out *o)
{
    QueueView v = { .undo = req_str(rq, "undo") };
    SheetRows sheets;

    TRY(q_round_get(c, &v.r, .id = req_int(rq, "id")));
    if (v.r.set_id && access_any(c, &PERM_SHEET_APPRAISE)) {
        TRY(q_sheets_of_round(c, &sheets, .round_id = v.r.id));
        TRY(fill_criteria(c, &v, &sheets, req_int(rq, "criterion")));
        for (size_t i = 0; i < v.criteria.n; i++)
            if (v.criteria.v[i].here)
                TRY(q_criterion_get(c, &v.k, .id = v.criteria.v[i].id));
        if (v.any)
            TRY(fill_rows(c, &v, &sheets));
    }
    tpl_queue(o, &v);
    return OK;
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
    req_go(rq, "/rounds/%" PRId64 "/queue?criterion=%" PRId64 "&undo=%.*s", req_int(rq, "id"), req_int(rq, "criterion"), SV(batch));
    return OK;
}

Err post_queue_undo(Ctx *c, Req *rq, Out *o)
{
    size_t done;

    (void)o;
    TRY(stage_accept_undo(c, req_str(rq, "batch"), &done));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã hoàn tác %zu điểm.")), done));
    req_go(rq, "/rounds/%" PRId64 "/queue?criterion=%" PRId64, req_int(rq, "id"), req_int(rq, "criterion"));
    return OK;
}
