#include "remedy/remedy_web.h"

#include "chart/chart.h"
#include "org/org.h"
#include "pages.h"
#include "remedy/remedy_view.h"
#include "score/result_view.h"
#include "web/req.h"

#include <inttypes.h>

/* "CODE-2025": the last dash parts them, for codes may have dashes. */
static bool parse_set(Str s, Str *code, int64_t *year)
{
    if (s.n < 6 || s.p[s.n - 5] != '-')
        return false;
    *code = str_sub(s, 0, s.n - 5);
    return str_int(str_sub(s, s.n - 4, s.n), year);
}

static Err choose_set(Ctx *c, Str asked, LossesView *v, CriteriaSetRow *out)
{
    CriteriaSetRows sets;
    Str code = { 0 };
    int64_t year = 0;

    (void)parse_set(asked, &code, &year);                   /* nothing asked: the newest */
    TRY(q_criteria_sets(c, &sets, ));
    for (size_t i = 0; i < sets.n; i++) {
        CriteriaSetRow *s = &sets.v[i];
        RemedySetChoice *k = vec_add(c->arena, &v->sets);
        bool chosen = code.n ? str_eq(s->code, code) && s->year == year : i == 0;

        *k = (RemedySetChoice){ str_fmt(c->arena, "%.*s-%lld", SV(s->code), (long long)s->year), str_fmt(c->arena, "%.*s (%lld)", SV(s->name), (long long)s->year), chosen };
        if (chosen) {
            *out = *s;
            v->any_set = true;
            v->set_value = k->value;
            v->set_name = s->name;
        }
    }
    return OK;
}

static LostLine line_of(Ctx *c, const CriteriaSetRow *s, const LostRow *l)
{
    return (LostLine){ *l, str_fmt(c->arena, "/why?set=%.*s&year=%lld&unit=%.*s&criterion=%.*s", SV(view_url_part(c, s->code)),
        (long long)s->year, SV(view_url_part(c, l->unit_code)), SV(view_url_part(c, l->code))), l->years > 1 };
}

static Err fill_fields(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostByFieldRows fields;
    CriterionRows criteria;

    TRY(q_lost_by_field(c, &fields, .set_id = s->id, .unit_id = unit));
    TRY(q_criterion_list(c, &criteria, .set_id = s->id));
    for (size_t i = 0; i < fields.n; i++) {
        LostByFieldRow *f = &fields.v[i];
        RemedyFieldLine *k = vec_add(c->arena, &v->fields);

        *k = (RemedyFieldLine){ .code = f->field, .lost = f->lost, .covered = f->covered, .losses = f->losses };
        for (size_t n = 0; n < criteria.n; n++)
            if (str_eq(criteria.v[n].code, f->field))
                k->name = criteria.v[n].name;
        k->bar = view_bar(c, k->covered, k->lost);
        v->n += f->losses;
        v->total = dec_add(v->total, k->lost);
        v->covered = dec_add(v->covered, k->covered);
    }
    return OK;
}

static Err fill_promises(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    ScoreRun r;
    Promises p;

    TRY(score_run(c, s->id, NULL, &r));
    TRY(remedy_promises(c, &r, &p));
    for (size_t i = 0; i < p.n; i++)
        if (!unit || r.unit_ids[p.v[i].unit] == unit)
            *vec_add(c->arena, &v->promises) = (PromiseLine){ r.in.units[p.v[i].unit].name, p.v[i].points, p.v[i].rank_now, p.v[i].rank_then };
    return OK;
}

Err get_losses(Ctx *c, Req *rq, Out *o)
{
    enum { MOST = 400 };
    LossesView v = { .unit_code = str_trim(req_str(rq, "unit")), .rest = req_int(rq, "rest") == 1 };
    CriteriaSetRow s = { 0 };
    LostRows rows;
    UnitRow unit = { 0 };

    TRY(choose_set(c, req_str(rq, "set"), &v, &s));
    if (v.unit_code.n)
        TRY(org_by_code(c, v.unit_code, &unit));
    v.unit_name = unit.name;
    TRY(access_can(c, &PERM_REMEDY_DERIVE, 0, &v.may_derive));
    v.may_change = access_any(c, &PERM_REMEDY_CHANGE);
    if (v.any_set) {
        TRY(fill_fields(c, &s, unit.id, &v));
        v.derived = v.n > 0;
    }
    if (v.derived) {
        TRY(fill_promises(c, &s, unit.id, &v));
        TRY(q_lost_list(c, &rows, .set_id = s.id, .unit_id = unit.id, .rest = v.rest));
        for (size_t i = 0; i < rows.n && i < MOST; i++)
            *vec_add(c->arena, &v.lines) = line_of(c, &s, &rows.v[i]);
    }
    tpl_losses(o, &v);
    return OK;
}

Err post_losses_derive(Ctx *c, Req *rq, Out *o)
{
    Str code = { 0 };
    int64_t year = 0;
    CriteriaSetRow s;
    DeriveReport rep;

    (void)o;
    if (!parse_set(req_str(rq, "set"), &code, &year))
        return fail(c, E_INVALID, T("Hãy chọn bộ tiêu chí."));
    TRY(criteria_set_find(c, code, year, &s));
    TRY(remedy_derive(c, s.id, &rep));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lập %zu điểm mất của %zu đơn vị.")), rep.losses, rep.units));
    req_go(rq, "/losses?set=%.*s", SV(view_url_part(c, req_str(rq, "set"))));
    return OK;
}

Err get_remedy_new(Ctx *c, Req *rq, Out *o)
{
    RemedyFormView v = { .year = date_year(c->today) };
    CauseClassesRows causes;
    RemedyLibraryRows library;
    CriteriaSetRow s = { 0 };

    for (size_t i = 0; i < req_count(rq, "lost") && i < 200; i++) {
        int64_t id;
        LostGetRow l;
        LostRows rows;

        if (!str_int(req_nth(rq, "lost", i), &id))
            continue;
        TRY(q_lost_get(c, &l, .id = id));
        TRY(access_need(c, &PERM_REMEDY_CHANGE, l.unit_id));
        TRY(q_criteria_set_get(c, &s, .id = l.set_id));
        TRY(q_lost_list(c, &rows, .set_id = l.set_id, .unit_id = l.unit_id));
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].id == id) {
                *vec_add(c->arena, &v.lines) = line_of(c, &s, &rows.v[k]);
                v.stake = dec_add(v.stake, rows.v[k].lost);
                v.unit_name = rows.v[k].unit_name;
            }
    }
    if (!v.lines.n)
        return fail(c, E_INVALID, T("Hãy chọn ít nhất một điểm mất ở trang Điểm mất."));
    v.one = v.lines.n == 1;
    v.peers = v.lines.v[0].l.peers;
    TRY(access_can(c, &PERM_REMEDY_CHANGE, 0, &v.may_all));
    v.may_all = v.may_all && v.one && v.peers > 0;
    TRY(q_cause_classes(c, &causes, ));
    for (size_t i = 0; i < causes.n; i++)
        *vec_add(c->arena, &v.causes) = (CauseChoice){ causes.v[i].code, causes.v[i].title };
    TRY(q_remedy_library(c, &library, .code = v.lines.v[0].l.code, .set_code = s.code, .year = s.year));
    for (size_t i = 0; i < library.n; i++)
        *vec_add(c->arena, &v.library) = (LibraryLine){ library.v[i].measure, library.v[i].cause, library.v[i].unit_name, library.v[i].year, library.v[i].won };
    tpl_remedy_new(o, &v);
    return OK;
}

Err post_remedy_new(Ctx *c, Req *rq, Out *o)
{
    int64_t lost[200], id, task;
    size_t n = 0;
    RemedyForm f = { .year = req_int(rq, "do_year"), .cause_code = req_str(rq, "cause_code"), .cause = str_trim(req_str(rq, "cause")),
        .measure = str_trim(req_str(rq, "measure")), .lead = str_trim(req_str(rq, "lead")), .support = str_trim(req_str(rq, "support")),
        .deadline = str_trim(req_str(rq, "deadline")), .product = str_trim(req_str(rq, "product")), .note = str_trim(req_str(rq, "note")) };

    (void)o;
    for (size_t i = 0; i < req_count(rq, "lost") && n < COUNT(lost); i++)
        if (str_int(req_nth(rq, "lost", i), &lost[n]))
            n++;
    if (req_int(rq, "all_units") == 1 && n == 1) {
        TRY(remedy_add_for_all(c, lost[0], &f, &n));
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lập giải pháp cho %zu đơn vị cùng mất điểm.")), n));
    } else {
        TRY(remedy_add(c, lost, n, &f, &id));
        if (req_int(rq, "task") == 1)
            TRY(remedy_to_task(c, id, &task));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã lập giải pháp."))));
    }
    req_go(rq, "/remedies?year=%" PRId64, f.year ? f.year : date_year(c->today));
    return OK;
}

static Err ask_remedies(Ctx *c, const Req *rq, UnitRow *unit, int64_t *year)
{
    Str code = str_trim(req_str(rq, "unit"));

    *unit = (UnitRow){ 0 };
    *year = req_int(rq, "year") ? req_int(rq, "year") : date_year(c->today);
    return code.n ? org_by_code(c, code, unit) : OK;
}

Err get_remedies(Ctx *c, Req *rq, Out *o)
{
    RemediesView v = { .may_change = access_any(c, &PERM_REMEDY_CHANGE) };
    UnitRow unit;
    RemedyRows rows;

    TRY(ask_remedies(c, rq, &unit, &v.year));
    v.unit_name = unit.name;
    v.query = str_fmt(c->arena, "?year=%lld%s%.*s", (long long)v.year, unit.id ? "&unit=" : "", SV(view_url_part(c, unit.code)));
    TRY(q_remedy_list(c, &rows, .unit_id = unit.id, .year = v.year, .set_id = 0, .today = c->today));
    for (size_t i = 0; i < rows.n; i++) {
        *vec_add(c->arena, &v.rows) = rows.v[i];
        v.stake = dec_add(v.stake, rows.v[i].stake);
    }
    tpl_remedies(o, &v);
    return OK;
}

Err get_remedies_xlsx(Ctx *c, Req *rq, Out *o)
{
    UnitRow unit;
    int64_t year;
    Str bytes;

    (void)o;
    TRY(ask_remedies(c, rq, &unit, &year));
    TRY(remedy_table(c, unit.id, year, false, &bytes));
    req_send(rq, S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), str_fmt(c->arena, "khac-phuc-%lld.xlsx", (long long)year), bytes);
    return OK;
}

Err post_remedy_task(Ctx *c, Req *rq, Out *o)
{
    int64_t task;

    (void)o;
    TRY(remedy_to_task(c, req_int(rq, "id"), &task));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã giao thành nhiệm vụ."))));
    req_go(rq, "/remedies");
    return OK;
}
