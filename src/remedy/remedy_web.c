/* Remedies: made from losses or findings, listed, changed, followed by quarter. */
#include "remedy/remedy_web.h"

#include "org/org.h"
#include "pages.h"
#include "score/result_view.h"

#include <inttypes.h>

enum { ROWS = 50 };

static RemedyForm form_of(Req *rq)
{
    return (RemedyForm){ .year = req_int(rq, "do_year"), .cause_code = req_str(rq, "cause_code"), .cause = str_trim(req_str(rq, "cause")),
        .measure = str_trim(req_str(rq, "measure")), .lead = str_trim(req_str(rq, "lead")), .support = str_trim(req_str(rq, "support")),
        .deadline = str_trim(req_str(rq, "deadline")), .product = str_trim(req_str(rq, "product")), .note = str_trim(req_str(rq, "note")) };
}

static Err chosen_losses(Ctx *c, Req *rq, RemedyFormView *v, CriteriaSetRow *s)
{
    for (size_t i = 0; i < req_count(rq, "lost") && i < 200; i++) {
        int64_t id;
        LostGetRow l;
        LostRows rows;

        if (!str_int(req_nth(rq, "lost", i), &id))
            continue;
        TRY(q_lost_get(c, &l, .id = id));
        TRY(access_need(c, &PERM_REMEDY_CHANGE, l.unit_id));
        TRY(q_criteria_set_get(c, s, .id = l.set_id));
        TRY(q_lost_list(c, &rows, .set_id = l.set_id, .unit_id = l.unit_id));
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].id == id) {
                *vec_add(c->arena, &v->lines) = remedy_line(c, s, &rows.v[k]);
                v->stake = dec_add(v->stake, rows.v[k].lost);
                v->unit_name = rows.v[k].unit_name;
            }
    }
    if (!v->lines.n)
        return fail(c, E_INVALID, T("Hãy chọn ít nhất một điểm mất ở trang Điểm mất."));
    return OK;
}

Err get_remedy_new(Ctx *c, Req *rq, Out *o)
{
    RemedyFormView v = { .year = date_year(c->today) };
    RemedyLibraryRows library;
    CriteriaSetRow s = { 0 };
    int64_t use = req_int(rq, "use");

    TRY(chosen_losses(c, rq, &v, &s));
    v.peers = v.lines.v[0].l.peers;
    TRY(access_can(c, &PERM_REMEDY_CHANGE, 0, &v.may_all));
    v.may_all = v.may_all && v.lines.n == 1 && v.peers > 0;
    TRY(q_remedy_library(c, &library, .code = v.lines.v[0].l.code, .set_code = s.code, .year = s.year));
    v.library.v = NEW(c->arena, LibraryLine, library.n + 1);
    v.library.n = library.n;
    remedy_library_lines(c, &library, v.library.v);
    if (use > 0 && use <= (int64_t)library.n) {             /* "làm theo cách này" */
        v.use_cause = library.v[use - 1].cause;
        v.use_measure = library.v[use - 1].measure;
        TRY(remedy_causes(c, library.v[use - 1].cause_code, &v.causes));
    } else {
        TRY(remedy_causes(c, req_str(rq, "cause_code"), &v.causes));
    }
    v.back = str_fmt(c->arena, "%s", "");
    for (size_t i = 0; i < v.lines.n; i++)
        v.back = str_fmt(c->arena, "%.*s&lost=%lld", SV(v.back), (long long)v.lines.v[i].l.id);
    tpl_remedy_new(o, &v);
    return OK;
}

Err post_remedy_new(Ctx *c, Req *rq, Out *o)
{
    int64_t lost[200], id, task;
    size_t n = 0;
    RemedyForm f = form_of(rq);

    (void)o;
    for (size_t i = 0; i < req_count(rq, "lost") && n < COUNT(lost); i++)
        if (str_int(req_nth(rq, "lost", i), &lost[n]))
            n++;
    if (req_int(rq, "all_units") == 1 && n == 1) {
        TRY(remedy_add_for_all(c, lost[0], &f, req_int(rq, "task") == 1, &n));
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

/* ---- findings ---- */

Err get_finding(Ctx *c, Req *rq, Out *o)
{
    RemedyFormView v = { .year = date_year(c->today) };
    Str origin = req_str(rq, "origin"), unit = req_str(rq, "unit");
    UnitRows units;

    for (size_t i = 0; remedy_origins[i].code; i++)
        *vec_add(c->arena, &v.origins) = (Choice){ .value = str_of(remedy_origins[i].code), .title = remedy_origins[i].title,
            .on = str_eq(origin, str_of(remedy_origins[i].code)) };
    TRY(remedy_causes(c, req_str(rq, "cause_code"), &v.causes));
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++) {
        bool may;

        if (units.v[i].valid_to.day && units.v[i].valid_to.day < c->today.day)
            continue;
        TRY(access_can(c, &PERM_REMEDY_CHANGE, units.v[i].id, &may));
        if (may)
            *vec_add(c->arena, &v.units) = (Choice){ .value = units.v[i].code, .text = units.v[i].name, .on = str_eq(unit, units.v[i].code) };
    }
    tpl_remedy_finding(o, &v);
    return OK;
}

Err post_finding(Ctx *c, Req *rq, Out *o)
{
    RemedyForm f = form_of(rq);
    UnitRow unit;
    int64_t id, task;

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &unit));
    TRY(remedy_finding(c, unit.id, req_str(rq, "origin"), str_trim(req_str(rq, "source")), str_trim(req_str(rq, "content")), &f, &id));
    if (req_int(rq, "task") == 1)
        TRY(remedy_to_task(c, id, &task));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi phát hiện và giải pháp."))));
    req_go(rq, "/remedies/%" PRId64, id);
    return OK;
}

/* ---- the list ---- */

static Err ask_remedies(Ctx *c, const Req *rq, UnitRow *unit, int64_t *year)
{
    Str code = str_trim(req_str(rq, "unit"));

    *unit = (UnitRow){ 0 };
    *year = req_int(rq, "year") ? req_int(rq, "year") : date_year(c->today);
    return code.n ? org_by_code(c, code, unit) : OK;
}

static Err fill_choices(Ctx *c, Req *rq, RemediesView *v)
{
    static const struct { const char *code, *title; } states[] = {
        { "overdue", T("Quá hạn") }, { "open", T("Đang làm") }, { "none", T("Chưa giao việc") }, { "done", T("Đã xong") },
    };
    RemedyYearsRows years;
    RemedyUnitsRows units;

    for (size_t i = 0; i < COUNT(states); i++)
        *vec_add(c->arena, &v->states) = (Choice){ .value = str_of(states[i].code), .title = states[i].title, .on = str_eq(v->state, str_of(states[i].code)) };
    *vec_add(c->arena, &v->origins) = (Choice){ .value = S("index"), .title = T("Mất điểm chỉ số"), .on = str_eq(req_str(rq, "origin"), S("index")) };
    for (size_t i = 0; remedy_origins[i].code; i++)
        *vec_add(c->arena, &v->origins) = (Choice){ .value = str_of(remedy_origins[i].code), .title = remedy_origins[i].title,
            .on = str_eq(req_str(rq, "origin"), str_of(remedy_origins[i].code)) };
    TRY(q_remedy_years(c, &years, ));
    for (size_t i = 0; i < years.n; i++)
        *vec_add(c->arena, &v->years) = (Choice){ .value = str_fmt(c->arena, "%lld", (long long)years.v[i].year),
            .text = str_fmt(c->arena, "%lld", (long long)years.v[i].year), .on = years.v[i].year == v->year };
    TRY(q_remedy_units(c, &units, .year = v->year));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, &v->units) = (Choice){ .value = units.v[i].code, .text = units.v[i].name, .on = str_eq(v->unit_code, units.v[i].code) };
    return remedy_causes(c, req_str(rq, "cause"), &v->causes);
}

Err get_remedies(Ctx *c, Req *rq, Out *o)
{
    RemediesView v = { .may_change = access_any(c, &PERM_REMEDY_CHANGE), .state = req_str(rq, "state"), .lead = req_str(rq, "lead") };
    UnitRow unit;
    RemedyRows rows;
    size_t from, n;

    TRY(ask_remedies(c, rq, &unit, &v.year));
    v.unit_name = unit.name;
    v.unit_code = unit.code;
    v.query = str_fmt(c->arena, "?year=%lld%s%.*s", (long long)v.year, unit.id ? "&unit=" : "", SV(view_url_part(c, unit.code)));
    TRY(fill_choices(c, rq, &v));
    TRY(q_remedy_list(c, &rows, .unit_id = unit.id, .year = v.year, .today = c->today, .state = v.state, .origin = req_str(rq, "origin"),
        .cause = req_str(rq, "cause"), .lead = v.lead));
    v.pager = pager_of(rq, rows.n, ROWS, &from, &n);
    v.pager.query = req_query_less(rq, "page");
    v.total = (int64_t)rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        if (i >= from && i < from + n)
            *vec_add(c->arena, &v.rows) = rows.v[i];
        v.stake = dec_add(v.stake, rows.v[i].stake);
        v.overdue += rows.v[i].overdue;
        v.waiting += !rows.v[i].task_id;
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
    req_send_xlsx(rq, str_fmt(c->arena, "khac-phuc-%lld.xlsx", (long long)year), bytes);
    return OK;
}

/* ---- one remedy ---- */

Err get_remedy(Ctx *c, Req *rq, Out *o)
{
    RemedyView v = { 0 };
    RemedyProgressOfRows said;
    int year, month, day;

    TRY(remedy_one(c, req_int(rq, "id"), &v.m));
    TRY(access_can(c, &PERM_REMEDY_CHANGE, v.m.unit_id, &v.may_change));
    TRY(q_remedy_codes(c, &v.codes, .remedy_id = v.m.id));
    TRY(q_remedy_progress_of(c, &said, .remedy_id = v.m.id));
    for (int64_t q = 1; q <= 4; q++) {
        QuarterView *k = vec_add(c->arena, &v.quarters);

        k->quarter = q;
        for (size_t i = 0; i < said.n; i++)
            if (said.v[i].quarter == q)
                *k = (QuarterView){ q, said.v[i].percent, said.v[i].text, said.v[i].by_login, said.v[i].at, true };
    }
    date_split(c->today, &year, &month, &day);
    v.quarter = year > v.m.year ? 4 : (month + 2) / 3;
    v.from_index = str_eq(v.m.origin, S("index"));
    v.origin = v.from_index ? str_of(tr(c->answer.lang, T("Mất điểm chỉ số"))) : v.m.origin;
    for (size_t i = 0; remedy_origins[i].code; i++)
        if (str_eq(v.m.origin, str_of(remedy_origins[i].code)))
            v.origin = str_of(tr(c->answer.lang, remedy_origins[i].title));
    TRY(remedy_causes(c, v.m.cause_code, &v.causes));
    tpl_remedy(o, &v);
    return OK;
}

Err post_remedy_change(Ctx *c, Req *rq, Out *o)
{
    RemedyForm f = form_of(rq);

    (void)o;
    TRY(remedy_change(c, req_int(rq, "id"), req_int(rq, "version"), &f));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu giải pháp."))));
    req_go(rq, "/remedies/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_remedy_progress(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(remedy_progress(c, req_int(rq, "id"), req_int(rq, "quarter"), req_int(rq, "percent"), str_trim(req_str(rq, "text"))));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi tiến độ quý."))));
    req_go(rq, "/remedies/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_remedy_task(Ctx *c, Req *rq, Out *o)
{
    int64_t task;

    (void)o;
    TRY(remedy_to_task(c, req_int(rq, "id"), &task));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã giao thành nhiệm vụ."))));
    req_go(rq, "/remedies/%" PRId64, req_int(rq, "id"));
    return OK;
}
