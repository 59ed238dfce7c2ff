/* Pages of figures (one unit and period) and of the periodic report. */
#include "indicator/indicator_web.h"

#include "core_sql.h"
#include "indicator/indicator_view.h"
#include "pages.h"

#include <inttypes.h>

/* The unit of the address, else the own one, else the first of the list. */
static Err unit_of(Ctx *c, Req *rq, FigureSheetView *v)
{
    PersonRow me = { 0 };
    int64_t id = 0;

    TRY(q_unit_list(c, &v->units, .on = c->today));
    if (req_str(rq, "unit").n)
        return org_by_code(c, req_str(rq, "unit"), &v->u);
    if (c->user_id)
        TRY(q_person_get(c, &me, .id = c->user_id));
    id = me.unit_id ? me.unit_id : v->units.n ? v->units.v[0].id : 0;
    return q_unit_get(c, &v->u, .id = id);
}

/* What somebody else wrote since the page was made is not overwritten. */
static Err check_seen(Ctx *c, const FigureTable *t, const FigureEntry *v, size_t n, Moment seen)
{
    FigureRows now;
    int64_t at;

    TRY(q_figures_of(c, &now, .unit_id = t->unit_id, .period = t->code));
    for (size_t i = 0; seen.ms && i < n; i++)
        for (size_t k = 0; k < now.n; k++)
            if (map_get(&t->set.by_code, v[i].code, &at) && now.v[k].element_id == t->set.rows.v[at].id && now.v[k].changed_at.ms > seen.ms
                && !str_eq(now.v[k].changed_by, c->user_login))
                return fail(c, E_CONFLICT, T("%.*s vừa ghi %.*s vào số liệu %.*s lúc %.*s; hãy tải lại trang để đối chiếu."), SV(now.v[k].changed_by),
                    SV(figure_shown(c, (OptDec){ true, now.v[k].value })), SV(v[i].code), SV(moment_vi(c->arena, now.v[k].changed_at)));
    return OK;
}

static Str period_asked(Ctx *c, Req *rq)
{
    Str asked = req_str(rq, "period");

    return asked.n ? asked : period_code(c->arena, period_of(PERIOD_QUARTER, c->today));
}

static void rows_of(Ctx *c, const FigureTable *t, FigureSheetView *v)
{
    Str area = { 0 };

    for (size_t i = 0; i < t->set.rows.n; i++) {
        const ElementRow *e = &t->set.rows.v[i];
        const Figure *f = &t->v[i];
        FigureItem *k;

        if (!f->asked && !f->own.has)
            continue;
        k = vec_add(c->arena, &v->rows);
        *k = (FigureItem){ .e = *e, .value = figure_shown(c, f->value), .own = figure_shown(c, f->own), .below = figure_shown(c, f->below),
            .last = figure_shown(c, f->last), .target = figure_shown(c, f->target), .given = !e->numerator.n, .head = !str_eq(area, e->area),
            .good = f->light == LIGHT_GREEN, .warn = f->light == LIGHT_AMBER, .bad = f->light == LIGHT_RED };
        area = e->area;
    }
}

Err get_figures(Ctx *c, Req *rq, Out *o)
{
    FigureSheetView v = { 0 };
    FigureTable t;
    PeriodRule rule;

    TRY(unit_of(c, rq, &v));
    TRY(figure_table(c, v.u.id, period_asked(c, rq), &t));
    TRY(figure_check(c, &t, &v.found));
    TRY(period_rule_of(c, &rule));
    v.period = t.code;
    v.title = period_title(c->arena, t.period);
    v.from = period_figures_from(t.period, &rule);
    v.to = period_figures_to(t.period, &rule);
    v.due = period_due(t.period, &rule, NULL);
    v.sheet = t.sheet;
    v.locked = str_eq(t.sheet.state, S("locked"));
    v.complete = str_eq(t.sheet.state, S("complete"));
    v.open = !v.locked && !v.complete;
    v.returned = v.open && t.sheet.reason.n;
    v.seen = str_fmt(c->arena, "%lld", (long long)c->now.ms);
    rows_of(c, &t, &v);
    TRY(access_can(c, &PERM_FIGURE_ENTER, v.u.id, &v.may_enter));
    v.may_enter = v.may_enter && !v.locked;
    tpl_figures(o, &v);
    return OK;
}

Err post_figures(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;
    FigureTable t;
    VEC(FigureEntry) v = { 0 };
    Str period = req_str(rq, "period");

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    TRY(figure_table(c, u.id, period, &t));
    for (size_t i = 0; i < t.set.rows.n; i++) {
        const char *name = str_z(c->arena, str_fmt(c->arena, "e%.*s", SV(t.set.rows.v[i].code)));
        Str typed = str_trim(req_str(rq, name));

        if (!req_has(rq, name) || str_eq(typed, figure_shown(c, t.v[i].own)))
            continue;
        *vec_add(c->arena, &v) = (FigureEntry){ .code = t.set.rows.v[i].code, .text = typed, .note = t.v[i].note };
    }
    TRY(check_seen(c, &t, v.v, v.n, (Moment){ req_int(rq, "seen") }));
    if (v.n)
        TRY(figure_enter(c, u.id, period, v.v, v.n, req_str(rq, "reason")));
    if (str_eq(req_str(rq, "act"), S("complete")))
        TRY(figure_complete(c, u.id, period));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu %zu số liệu.")), v.n));
    req_go(rq, "/figures?unit=%.*s&period=%.*s", SV(u.code), SV(t.code));
    return OK;
}

/* ---- report */

Err get_report(Ctx *c, Req *rq, Out *o)
{
    ReportView v = { 0 };
    UnitRow u;

    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    TRY(report_load(c, u.id, req_str(rq, "period"), &v.r));
    v.approved = str_eq(v.r.row.state, S("approved"));
    v.number = v.r.row.number;
    TRY(access_can(c, &PERM_REPORT_EDIT, u.id, &v.may_edit));
    TRY(access_can(c, &PERM_REPORT_APPROVE, u.id, &v.may_approve));
    v.may_edit = v.may_edit && !v.approved;
    v.may_approve = v.may_approve && !v.approved;
    tpl_report(o, &v);
    return OK;
}

Err get_report_xlsx(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;
    Report r;
    Str bytes;

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    TRY(report_load(c, u.id, req_str(rq, "period"), &r));
    TRY(report_xlsx(c, &r, &bytes));
    req_send_xlsx(rq, S("bao-cao.xlsx"), bytes);
    return OK;
}

Err post_report(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;
    Report r;
    Str act = req_str(rq, "act"), period = req_str(rq, "period");

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    if (str_eq(act, S("draft")))
        TRY(report_draft(c, u.id, period, false, &r));
    else if (str_eq(act, S("approve")))
        TRY(report_approve(c, u.id, period, str_trim(req_str(rq, "number"))));
    else
        TRY(report_edit(c, u.id, period, req_int(rq, "version"), req_str(rq, "title"), req_str(rq, "narrative")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu báo cáo."))));
    req_go(rq, "/reports/%.*s/%.*s", SV(u.code), SV(period));
    return OK;
}
