/* Figures of a unit, one by one and from files. */
#include "core/app.h"
#include "core/run.h"
#include "core_sql.h"
#include "doc/sandbox.h"
#include "org/org.h"
#include "pages.h"
#include "score/facts.h"
#include "score/result_view.h"
#include "score/score_web.h"

/* --- figures of one unit ------------------------------------------------------------------------- */

static const char *wants_words(const Rule *r)
{
    switch (rule_wants(r)) {
    case VALUE_PERCENT: return T("tỷ lệ, ví dụ 17/19 hoặc 93,5%");
    case VALUE_NUMBER: return T("số, ví dụ 12");
    case VALUE_DATE: return T("ngày, ví dụ 27/03/2025");
    case VALUE_ANSWER: return T("có, không, đúng hạn, trễ hạn, không áp dụng");
    case VALUE_NONE: case VALUE_TEXT: break;
    }
    return T("số, tỷ lệ %, ngày, hoặc có, không");
}

static FigureLine *find_line(FactsView *v, Str code)
{
    for (size_t i = 0; i < v->lines.n; i++)
        if (str_eq(v->lines.v[i].code, code))
            return &v->lines.v[i];
    return NULL;
}

/* The title of a figure that a room publishes, else the name of the criterion that asks for it. */
static Str fact_name(Ctx *c, Str code, Str criterion)
{
    for (const Room *const *room = c->app ? c->app->rooms : NULL; room && *room; room++)
        for (const FactKind *f = (*room)->facts; f && f->code; f++)
            if (str_eq(code, str_of(f->code)))
                return str_of(tr(c->answer.lang, f->title));
    return criterion;
}

/* What the rules of a set ask this unit for. What they ask its sub-units for stands on the pages of those. */
static Err add_wanted(Ctx *c, const CriteriaSetRow *set, FactsView *v)
{
    CriterionRows rows;

    TRY(q_criterion_list(c, &rows, .set_id = set->id));
    for (size_t i = 0; i < rows.n; i++) {
        const CriterionRow *k = &rows.v[i];
        const Rule *rule;
        RuleFacts f;

        if (k->children || !k->rule.n || rule_parse(&rule, c->arena, k->rule, k->max_points, &c->answer) != OK)
            continue;
        f = rule_facts(c->arena, rule);
        if (f.own && !find_line(v, k->code))
            *vec_add(c->arena, &v->lines) = (FigureLine){ .code = k->code, .name = k->name, .wants = wants_words(rule), .missing = true };
        for (size_t n = 0; n < f.n && !f.sub_units; n++)
            if (!find_line(v, f.v[n]))
                *vec_add(c->arena, &v->lines) = (FigureLine){ .code = f.v[n], .name = fact_name(c, f.v[n], k->name), .missing = true,
                    .wants = T("số, tỷ lệ %, ngày, hoặc có, không") };
    }
    return OK;
}

/* Leaves whose points were given directly need no figure. */
static Err drop_given(Ctx *c, const CriteriaSetRow *set, int64_t unit_id, FactsView *v)
{
    DirectOfSetRows given;
    CriterionRows rows;

    TRY(q_direct_of_set(c, &given, .set_id = set->id));
    TRY(q_criterion_list(c, &rows, .set_id = set->id));
    for (size_t i = 0; i < given.n; i++) {
        if (given.v[i].unit_id != unit_id)
            continue;
        for (size_t k = 0; k < rows.n; k++) {
            FigureLine *l = rows.v[k].id == given.v[i].criterion_id ? find_line(v, rows.v[k].code) : NULL;

            if (l && l->missing) {
                l->missing = false;
                l->value = given.v[i].points.has ? str_fmt(c->arena, tr(c->answer.lang, T("%.*s điểm, cho trực tiếp")),
                    SV(dec_exact(c->arena, given.v[i].points.d, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN)))
                    : str_of(tr(c->answer.lang, T("không áp dụng")));
                l->source = given.v[i].source;
                l->by = given.v[i].changed_by;
                l->at = given.v[i].changed_at;
            }
        }
    }
    return OK;
}

static bool meant_for(const CriteriaSetRow *s, const UnitRow *u)
{
    Str kinds = s->unit_kinds, one;

    while (kinds.n) {
        (void)str_cut(kinds, S(" "), &one, &kinds);             /* the last one has no blank behind it */
        if (str_eq(one, u->kind))
            return true;
    }
    return false;
}

static Err add_facts(Ctx *c, const UnitRow *u, FactsView *v)
{
    FactRows facts;

    TRY(q_fact_of_unit(c, &facts, .unit_id = u->id, .period = str_fmt(c->arena, "%lld", (long long)v->year)));
    for (size_t i = 0; i < facts.n; i++) {
        const FactRow *f = &facts.v[i];
        FigureLine *l = find_line(v, f->code);

        if (!l) {
            l = vec_add(c->arena, &v->lines);
            l->code = f->code;
        }
        l->missing = false;
        l->value = fact_words(c, f->value);
        l->source = f->source;
        l->by = f->changed_by;
        l->at = f->changed_at;
        l->page = f->page;
    }
    return OK;
}

static Err fill_facts(Ctx *c, const UnitRow *u, FactsView *v)
{
    CriteriaSetRows sets;

    TRY(q_criteria_sets(c, &sets, ));
    if (!v->year && sets.n)
        v->year = sets.v[0].year;
    for (size_t i = 0; i < sets.n; i++) {
        Str year = str_fmt(c->arena, "%lld", (long long)sets.v[i].year);

        if (!v->years.n || !str_eq(v->years.v[v->years.n - 1].value, year))
            *vec_add(c->arena, &v->years) = (PickOption){ year, year, sets.v[i].year == v->year };
        if (sets.v[i].year == v->year && meant_for(&sets.v[i], u))
            TRY(add_wanted(c, &sets.v[i], v));
    }
    TRY(add_facts(c, u, v));
    for (size_t i = 0; i < sets.n; i++)
        if (sets.v[i].year == v->year && meant_for(&sets.v[i], u))
            TRY(drop_given(c, &sets.v[i], u->id, v));
    for (size_t i = 0; i < v->lines.n; i++)
        v->missing += v->lines.v[i].missing;
    return OK;
}

Err get_facts(Ctx *c, Req *rq, Out *o)
{
    FactsView v = { .year = req_int(rq, "year"), .fact = req_str(rq, "fact"), .editing = req_has(rq, "fact") };
    const FigureLine *l;
    UnitRow u;

    TRY(org_by_code(c, req_str(rq, "code"), &u));
    v.unit = u.code;
    v.unit_name = u.name;
    v.unit_id = u.id;
    TRY(access_can(c, &PERM_FACT_CHANGE, u.id, &v.may_change));
    TRY(fill_facts(c, &u, &v));
    l = find_line(&v, v.fact);
    if (l)                                                      /* where the new value comes from must be told anew */
        v.value = l->value;
    tpl_facts(o, &v);
    return OK;
}

Err post_fact(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;

    (void)o;
    TRY(org_by_code(c, req_str(rq, "code"), &u));
    TRY(fact_change(c, u.id, req_str(rq, "year"), req_str(rq, "fact"), req_str(rq, "value"), req_str(rq, "source")));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu số liệu %.*s của %.*s.")), SV(req_str(rq, "fact")), SV(u.name)));
    req_go(rq, "/units/%.*s/facts?year=%lld", SV(view_url_part(c, u.code)), (long long)req_int(rq, "year"));
    return OK;
}

/* --- from a file: check, then write --------------------------------------------------------------- */

static Err import_page(Ctx *c, Req *rq, Out *o, bool scores)
{
    ImportView empty = { .scores = scores }, *v = rq->prepared ? rq->prepared : &empty;
    CriteriaSetRows sets;

    if (scores) {
        TRY(q_criteria_sets(c, &sets, ));
        for (size_t i = 0; i < sets.n; i++) {
            Str id = str_fmt(c->arena, "%lld", (long long)sets.v[i].id);
            Str name = str_fmt(c->arena, "%.*s (%.*s %lld)", SV(sets.v[i].name), SV(sets.v[i].code), (long long)sets.v[i].year);

            *vec_add(c->arena, &v->sets) = (PickOption){ id, name, str_eq(id, req_str(rq, "set_id")) };
        }
    }
    v->may_scores = access_any(c, &PERM_SCORE_CHANGE);
    tpl_score_import(o, v);
    return OK;
}

/* How many lines of the file are wrong, or what it does when it is written. */
static Err import_file(Ctx *c, Req *rq, ImportView *v, Str *bytes)
{
    Table t;
    Err e;

    TRY(req_upload(c, rq, bytes, &v->copy_name));
    TRY(sandbox_table(&t, c->arena, v->copy_name, *bytes, NULL, &c->answer));
    if (v->scores && !req_int(rq, "set_id"))
        return fail_field(c, "set_id", T("Hãy chọn bộ tiêu chí của bảng điểm."));
    e = v->scores ? score_import(c, &t, req_int(rq, "set_id"), &v->rep) : fact_import(c, &t, &v->rep);
    if (e != OK && v->rep.bad.count)                            /* the page lists them one by one */
        return fail_field(c, "file", T("Tệp %.*s có %zu lỗi; hãy sửa trong tệp rồi chọn lại. Chưa ghi gì."), SV(v->copy_name), v->rep.bad.count);
    return e;
}

static Err import_post(Ctx *c, Req *rq, bool scores)
{
    ImportView *v = NEW(c->arena, ImportView, 1);
    Str bytes;

    v->scores = scores;
    rq->prepared = v;
    TRY(import_file(c, rq, v, &bytes));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi tệp %.*s: thêm %zu, sửa %zu, giữ nguyên %zu dòng.")), SV(v->copy_name),
            v->rep.added, v->rep.changed, v->rep.same));
        req_go(rq, scores ? "/import/scores" : "/import/facts");
        return OK;
    }
    v->checked = true;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

Err get_import_facts(Ctx *c, Req *rq, Out *o)
{
    return import_page(c, rq, o, false);
}

Err post_import_facts(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return import_post(c, rq, false);
}

Err get_import_scores(Ctx *c, Req *rq, Out *o)
{
    return import_page(c, rq, o, true);
}

Err post_import_scores(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return import_post(c, rq, true);
}
