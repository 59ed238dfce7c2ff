/* The task table of a plan. */
#include "accept/own.h"

#include "plan/plan.h"

static Str first_of(const PlanTableRow *r)
{
    return r->cell[PC_ACTIVITY].n ? r->cell[PC_ACTIVITY] : r->cell[PC_TASK].n ? r->cell[PC_TASK] : r->cell[PC_OBJECTIVE];
}

static void show_row(Ctx *c, Work *w, const PlanTableRow *r)
{
    Lang lang = c->answer.lang;
    AcceptItem *it = work_item(c, w, r->cell[PC_TT], first_of(r), (Where){ .from = (int)r->line }, r->due.kind == DL_UNKNOWN ? 50 : 95);

    if (r->kind != ROW_TASK) {
        it->detail = str_of(tr(lang, T("dòng tiêu đề")));
        return;
    }
    it->detail = str_fmt(c->arena, tr(lang, T("Sản phẩm: %.*s. Chủ trì: %.*s. Phối hợp: %.*s. Thời hạn: %.*s.")), SV(r->cell[PC_PRODUCT]),
        SV(r->cell[PC_LEAD]), SV(r->cell[PC_SUPPORT]), SV(r->cell[PC_DEADLINE]));
    if (plan_due_fixed(&r->due))
        it->detail = str_fmt(c->arena, tr(lang, T("%.*s Ngày cuối: %.*s.")), SV(it->detail), SV(date_vi(c->arena, r->due.end)));
    if (r->due.kind == DL_UNKNOWN)
        item_say(c, it, ITEM_DOUBT, T("Thời hạn không hiểu được; sau khi nhận, người phụ trách phải cho ngày hạn."));
    if (!r->cell[PC_LEAD].n)
        item_say(c, it, ITEM_DOUBT, T("Không có đơn vị chủ trì."));
}

Err accept_plan(Ctx *c, Work *w)
{
    PlanTable t = w->s->plan;
    PlanForm f = { .unit_id = w->unit.id, .year = (int)w->f->year, .source = w->f->file };
    PlanImportReport rep;

    for (size_t i = 0; i < t.rows.n; i++)
        show_row(c, w, &t.rows.v[i]);
    if (t.targets.n)
        work_note(c, w, T("Văn bản có %zu chỉ tiêu; chúng được nhận cùng kế hoạch."), t.targets.n);
    if (!w->write)
        return OK;
    TRY(work_ready(c, w));
    t.rows.v = NEW(c->arena, PlanTableRow, t.rows.n);
    t.rows.n = t.unclear = 0;
    for (size_t i = 0; i < w->s->plan.rows.n; i++)
        if (item_goes(&w->rep->items.v[i])) {
            t.rows.v[t.rows.n++] = w->s->plan.rows.v[i];
            t.unclear += w->s->plan.rows.v[i].due.kind == DL_UNKNOWN;
        }
    TRY(plan_import(c, &f, &t, &rep));
    if (rep.replaced)
        work_note(c, w, T("Bảng cũ của bản thảo kế hoạch năm %lld đã được thay."), (long long)w->f->year);
    w->rep->path = str_fmt(c->arena, "/plans?year=%lld", (long long)w->f->year);
    return OK;
}
