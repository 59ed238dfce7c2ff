/* Lost points: lists and sums, what follows from promises, what became of last year's, one loss with its peers. */
#include "remedy/remedy_web.h"

#include "chart/chart.h"
#include "org/org.h"
#include "pages.h"
#include "score/look.h"
#include "score/result_view.h"

#include <inttypes.h>

enum { ROWS = 50 };

/* The last dash parts them, for codes may have dashes. */
bool remedy_parse_set(Str s, Str *code, int64_t *year)
{
    if (s.n < 6 || s.p[s.n - 5] != '-')
        return false;
    *code = str_sub(s, 0, s.n - 5);
    return str_int(str_sub(s, s.n - 4, s.n), year);
}

Str remedy_set_value(Ctx *c, const CriteriaSetRow *s)
{
    return str_fmt(c->arena, "%.*s-%lld", SV(s->code), (long long)s->year);
}

static Err choose_set(Ctx *c, Str asked, LossesView *v, CriteriaSetRow *out)
{
    CriteriaSetRows sets;
    Str code = { 0 };
    int64_t year = 0;
    const CriteriaSetRow *own = NULL;

    (void)remedy_parse_set(asked, &code, &year);
    TRY(q_criteria_sets(c, &sets, ));
    if (sets.n && !code.n)
        TRY(look_choose(c, &sets, code, 0, &own));
    for (size_t i = 0; i < sets.n; i++) {
        CriteriaSetRow *s = &sets.v[i];
        RemedySetChoice *k = vec_add(c->arena, &v->sets);
        bool chosen = code.n ? str_eq(s->code, code) && s->year == year : s == own;

        *k = (RemedySetChoice){ remedy_set_value(c, s), str_fmt(c->arena, "%.*s (%lld)", SV(s->name), (long long)s->year), chosen };
        if (chosen) {
            *out = *s;
            v->any_set = true;
            v->set_value = k->value;
            v->set_name = s->name;
        }
    }
    return OK;
}

LostLine remedy_line(Ctx *c, const CriteriaSetRow *s, const LostRow *l)
{
    return (LostLine){ *l, str_fmt(c->arena, "/why?set=%.*s&year=%lld&unit=%.*s&criterion=%.*s", SV(view_url_part(c, s->code)),
        (long long)s->year, SV(view_url_part(c, l->unit_code)), SV(view_url_part(c, l->code))), l->years > 1 };
}

Err remedy_causes(Ctx *c, Str chosen, Choices *out)
{
    CauseClassesRows rows;

    TRY(q_cause_classes(c, &rows, ));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, out) = (Choice){ .value = rows.v[i].code, .text = rows.v[i].title, .on = str_eq(rows.v[i].code, chosen) };
    return OK;
}

Err remedy_units(Ctx *c, int64_t set_id, Str chosen, Choices *out)
{
    LostUnitsRows rows;

    TRY(q_lost_units(c, &rows, .set_id = set_id));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, out) = (Choice){ .value = rows.v[i].code, .text = rows.v[i].name, .on = str_eq(rows.v[i].code, chosen) };
    return OK;
}

/* ---- sums ---- */

static Str filter_link(Ctx *c, const LossesView *v, const char *name, Str value)
{
    return str_fmt(c->arena, "losses?%.*s&view=list&%s=%.*s", SV(v->query), name, SV(view_url_part(c, value)));
}

static void add_sum(Ctx *c, LossesView *v, LossSum s)
{
    Dec most = v->sums.n ? v->sums.v[0].lost : s.lost;

    s.bar = view_bar(c, s.lost, most);
    *vec_add(c->arena, &v->sums) = s;
}

static Err sum_fields(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostByFieldRows rows;
    CriterionRows criteria;

    TRY(q_lost_by_field(c, &rows, .set_id = s->id, .unit_id = unit, .rank_group = v->group));
    TRY(q_criterion_list(c, &criteria, .set_id = s->id));
    for (size_t n = 0; n < criteria.n; n++)
        if (!criteria.v[n].parent_id)
            *vec_add(c->arena, &v->fields) = (Choice){ .value = criteria.v[n].code,
                .text = str_fmt(c->arena, "%.*s. %.*s", SV(criteria.v[n].code), SV(criteria.v[n].name)), .on = str_eq(criteria.v[n].code, v->field) };
    for (size_t i = 0; i < rows.n; i++) {
        LostByFieldRow *f = &rows.v[i];
        LossSum sum = { .code = f->field, .lost = f->lost, .covered = f->covered, .losses = f->losses, .recurring = f->recurring,
            .link = filter_link(c, v, "field", f->field) };

        for (size_t n = 0; n < criteria.n; n++)
            if (str_eq(criteria.v[n].code, f->field))
                sum.name = str_fmt(c->arena, "%.*s. %.*s", SV(f->field), SV(criteria.v[n].name));
        sum.bar = view_bar(c, sum.covered, sum.lost);
        *vec_add(c->arena, &v->sums) = sum;
        v->n += f->losses;
        v->recurs += f->recurring;
        v->total = dec_add(v->total, f->lost);
        v->covered = dec_add(v->covered, f->covered);
    }
    return OK;
}

static Err sum_units(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostByUnitRows rows;

    TRY(q_lost_by_unit(c, &rows, .set_id = s->id, .unit_id = unit, .rank_group = v->group));
    for (size_t i = 0; i < rows.n; i++)
        add_sum(c, v, (LossSum){ .code = rows.v[i].code, .name = rows.v[i].name, .losses = rows.v[i].losses, .lost = rows.v[i].lost,
            .covered = rows.v[i].covered, .recurring = rows.v[i].recurring, .link = filter_link(c, v, "unit", rows.v[i].code) });
    return OK;
}

static Err sum_causes(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostByCauseRows rows;
    Str none = str_of(tr(c->answer.lang, T("Chưa có giải pháp nên chưa rõ nguyên nhân")));

    TRY(q_lost_by_cause(c, &rows, .set_id = s->id, .unit_id = unit, .rank_group = v->group));
    for (size_t i = 0; i < rows.n; i++) {
        bool known = rows.v[i].code.n > 0;

        add_sum(c, v, (LossSum){ .code = rows.v[i].code, .name = known ? rows.v[i].name : none, .losses = rows.v[i].losses, .lost = rows.v[i].lost,
            .covered = known ? rows.v[i].lost : (Dec){ 0 },
            .link = known ? filter_link(c, v, "cause", rows.v[i].code) : filter_link(c, v, "rest", S("1")) });
    }
    return OK;
}

static Err sum_leads(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostByLeadRows rows;
    Str none = str_of(tr(c->answer.lang, T("Chưa có ai chủ trì")));

    TRY(q_lost_by_lead(c, &rows, .set_id = s->id, .unit_id = unit, .rank_group = v->group));
    for (size_t i = 0; i < rows.n; i++) {
        bool known = rows.v[i].lead.n > 0;

        add_sum(c, v, (LossSum){ .name = known ? rows.v[i].lead : none, .losses = rows.v[i].losses, .lost = rows.v[i].lost,
            .covered = known ? rows.v[i].lost : (Dec){ 0 },
            .link = known ? filter_link(c, v, "lead", rows.v[i].lead) : filter_link(c, v, "rest", S("1")) });
    }
    return OK;
}

/* ---- promises and outcomes ---- */

static Err fill_promises(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    ScoreRun r;
    Promises p;

    TRY(score_run(c, s->id, NULL, &r));
    TRY(remedy_promises(c, &r, &p));
    for (size_t i = 0; i < p.n; i++) {
        const Promise *k = &p.v[i];

        if ((unit && r.unit_ids[k->unit] != unit) || (v->group.n && !str_eq(v->group, r.groups[r.in.units[k->unit].group])))
            continue;
        *vec_add(c->arena, &v->promises) = (PromiseLine){ r.in.units[k->unit].code, r.in.units[k->unit].name, k->points, score_shown(&r.nodes, k->percent),
            k->rank_now, k->rank_then, k->rank_now - k->rank_then, k->rank_then < k->rank_now };
    }
    return OK;
}

static Err fill_outcomes(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    Outcomes all;

    TRY(remedy_outcomes(c, s->id, unit, &all));
    for (size_t i = 0; i < all.n; i++) {
        const Outcome *o = &all.v[i];

        if (v->group.n && !str_eq(v->group, o->loss.rank_group))
            continue;
        v->recovered += str_eq(o->state, S("recovered"));
        v->partly += str_eq(o->state, S("partly"));
        v->again += str_eq(o->state, S("again"));
        v->open += str_eq(o->state, S("open"));
        if (o->won.v > 0)
            v->won = dec_add(v->won, o->won);
        if (o->loss.remedies && v->outcomes.n < 400)        /* those somebody worked on; the sums count all */
            *vec_add(c->arena, &v->outcomes) = *o;
    }
    return OK;
}

/* ---- the page ---- */

static void fill_tabs(Ctx *c, LossesView *v)
{
    static const struct { const char *view, *title; } tabs[] = {
        { "list", T("Từng điểm mất") }, { "field", T("Theo lĩnh vực") }, { "unit", T("Theo đơn vị") }, { "cause", T("Theo nguyên nhân") },
        { "lead", T("Theo cơ quan chủ trì") }, { "promise", T("Nếu giữ mọi lời hứa") }, { "outcome", T("Kết quả năm sau") },
    };

    for (size_t i = 0; i < COUNT(tabs); i++)
        *vec_add(c->arena, &v->tabs) = (LossTab){ str_fmt(c->arena, "losses?%.*s&view=%s", SV(v->query), tabs[i].view), tabs[i].title,
            str_eq(v->view, str_of(tabs[i].view)) };
}

static Err fill_filters(Ctx *c, const CriteriaSetRow *s, LossesView *v)
{
    LostGroupsRows groups;
    LostByLeadRows leads;

    TRY(q_lost_groups(c, &groups, .set_id = s->id));
    for (size_t i = 0; i < groups.n; i++)
        *vec_add(c->arena, &v->groups) = (Choice){ .value = groups.v[i].rank_group, .text = groups.v[i].rank_group, .on = str_eq(groups.v[i].rank_group, v->group) };
    TRY(q_lost_by_lead(c, &leads, .set_id = s->id));
    for (size_t i = 0; i < leads.n; i++)
        if (leads.v[i].lead.n)
            *vec_add(c->arena, &v->leads) = (Choice){ .value = leads.v[i].lead, .text = leads.v[i].lead, .on = str_eq(leads.v[i].lead, v->lead) };
    TRY(remedy_causes(c, v->cause, &v->causes));
    return remedy_units(c, s->id, v->unit_code, &v->units);
}

static Err fill_list(Ctx *c, Req *rq, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    LostRows rows;
    size_t from, n;

    TRY(q_lost_list(c, &rows, .set_id = s->id, .unit_id = unit, .field = v->field, .cause = v->cause, .rest = v->rest, .recurring = v->recurring,
        .lead = v->lead, .rank_group = v->group));
    v->pager = pager_of(rq, rows.n, ROWS, &from, &n);
    v->pager.query = req_query_less(rq, "page");
    v->filtered = (int64_t)rows.n;
    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, &v->lines) = remedy_line(c, s, &rows.v[from + i]);
    return OK;
}

static Err fill_view(Ctx *c, Req *rq, const CriteriaSetRow *s, int64_t unit, LossesView *v)
{
    static const struct { const char *view, *title; Err (*fill)(Ctx *c, const CriteriaSetRow *s, int64_t unit, LossesView *v); } sums[] = {
        { "field", T("Lĩnh vực"), NULL }, { "unit", T("Đơn vị"), sum_units }, { "cause", T("Nguyên nhân"), sum_causes }, { "lead", T("Cơ quan chủ trì"), sum_leads },
    };

    TRY(sum_fields(c, s, unit, v));
    v->derived = v->n > 0;
    v->promise = str_eq(v->view, S("promise"));
    v->outcome = str_eq(v->view, S("outcome"));
    v->by = !v->promise && !v->outcome && !v->list;
    for (size_t i = 0; i < COUNT(sums) && v->by; i++)
        if (str_eq(v->view, str_of(sums[i].view))) {
            v->by_title = sums[i].title;
            if (!sums[i].fill)
                continue;
            v->sums.n = 0;
            TRY(sums[i].fill(c, s, unit, v));
        }
    if (v->promise)
        TRY(fill_promises(c, s, unit, v));
    if (v->outcome)
        TRY(fill_outcomes(c, s, unit, v));
    return v->list ? fill_list(c, rq, s, unit, v) : OK;
}

static Str query_of(Ctx *c, const LossesView *v)
{
    return str_fmt(c->arena, "set=%.*s&unit=%.*s&group=%.*s", SV(view_url_part(c, v->set_value)), SV(view_url_part(c, v->unit_code)),
        SV(view_url_part(c, v->group)));
}

Err get_losses(Ctx *c, Req *rq, Out *o)
{
    static const char *const views[] = { "field", "unit", "cause", "lead", "promise", "outcome" };
    LossesView v = { .unit_code = str_trim(req_str(rq, "unit")), .rest = req_int(rq, "rest") == 1, .recurring = req_int(rq, "recurring") == 1,
        .group = req_str(rq, "group"), .field = req_str(rq, "field"), .cause = req_str(rq, "cause"), .lead = req_str(rq, "lead"), .view = S("list") };
    CriteriaSetRow s = { 0 };
    UnitRow unit = { 0 };

    for (size_t i = 0; i < COUNT(views); i++)
        if (str_eq(req_str(rq, "view"), str_of(views[i])))
            v.view = str_of(views[i]);
    v.list = str_eq(v.view, S("list"));
    TRY(choose_set(c, req_str(rq, "set"), &v, &s));
    if (v.unit_code.n)
        TRY(org_by_code(c, v.unit_code, &unit));
    v.unit_name = unit.name;
    v.query = query_of(c, &v);
    fill_tabs(c, &v);
    TRY(access_can(c, &PERM_REMEDY_DERIVE, 0, &v.may_derive));
    v.may_change = access_any(c, &PERM_REMEDY_CHANGE);
    if (v.any_set) {
        TRY(fill_filters(c, &s, &v));
        TRY(fill_view(c, rq, &s, unit.id, &v));
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
    if (!remedy_parse_set(req_str(rq, "set"), &code, &year))
        return fail(c, E_INVALID, T("Hãy chọn bộ tiêu chí."));
    TRY(criteria_set_find(c, code, year, &s));
    TRY(remedy_derive(c, s.id, &rep));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lập %zu điểm mất của %zu đơn vị.")), rep.losses, rep.units));
    req_go(rq, "/losses?set=%.*s", SV(view_url_part(c, req_str(rq, "set"))));
    return OK;
}

/* ---- one loss ---- */

void remedy_library_lines(Ctx *c, const RemedyLibraryRows *rows, LibraryLine *v)
{
    for (size_t i = 0; i < rows->n; i++)
        v[i] = (LibraryLine){ rows->v[i].measure, rows->v[i].cause, rows->v[i].cause_code, rows->v[i].unit_name, rows->v[i].year, rows->v[i].won,
            rows->v[i].won.v > 0 };
    (void)c;
}

static Err find_line(Ctx *c, const LostGetRow *l, const CriteriaSetRow *s, LostLine *out)
{
    LostRows rows;

    TRY(q_lost_list(c, &rows, .set_id = l->set_id, .unit_id = l->unit_id));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == l->id) {
            *out = remedy_line(c, s, &rows.v[i]);
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Điểm này đã lấy lại được, không còn trong danh sách điểm mất."));
}

/* Those who got the most: what they did stands behind the link. */
static Err fill_best(Ctx *c, const CriteriaSetRow *s, const LostGetRow *l, LossView *v)
{
    enum { MOST = 5 };
    ScoreRun r;
    size_t node, unit;

    TRY(score_run(c, s->id, NULL, &r));
    if (score_find_node(c, &r, l->code, &node) != OK || score_find_unit(c, &r, v->k.l.unit_code, &unit) != OK)
        return OK;                                          /* the set changed since the losses were derived */
    v->evidence = r.criteria.v[node].evidence;
    v->assessor = r.criteria.v[node].assessor;
    for (size_t i = 0; i < r.n_scored; i++) {
        size_t u = r.order[i];

        if (r.in.units[u].group != r.in.units[unit].group)
            continue;
        v->of++;
        if (v->best.n < MOST && dec_cmp(look_points(&r, u, node), v->k.l.best) == 0 && v->k.l.best.v > 0)
            *vec_add(c->arena, &v->best) = (BestLine){ r.in.units[u].name, score_points(c->arena, &r, look_points(&r, u, node), NUM_VI),
                str_fmt(c->arena, "why?set=%.*s&year=%lld&unit=%.*s&criterion=%.*s", SV(view_url_part(c, s->code)), (long long)s->year,
                    SV(view_url_part(c, r.in.units[u].code)), SV(view_url_part(c, l->code))) };
    }
    return OK;
}

/* The same loss in earlier years, followed by old codes. */
static Err fill_years(Ctx *c, const CriteriaSetRow *s, const LostGetRow *l, LossView *v)
{
    enum { BACK = 6 };
    CriteriaSetRow set = *s;
    Str code = l->code;

    for (int i = 0; i < BACK; i++) {
        CriterionRows criteria;
        LostByCodeRow row = { 0 };
        bool any, known = false;

        TRY(q_lost_by_code(c, &row, &any, .set_id = set.id, .unit_id = l->unit_id, .code = code));
        *vec_add(c->arena, &v->years) = (LossYear){ .year = set.year, .code = code, .lost = any ? row.lost : (Dec){ 0 }, .any = any && row.lost.v > 0 };
        TRY(q_criterion_list(c, &criteria, .set_id = set.id));
        for (size_t k = 0; k < criteria.n; k++)
            if (str_eq(criteria.v[k].code, code)) {
                known = true;
                v->years.v[v->years.n - 1].max = criteria.v[k].max_points;
                code = criteria.v[k].old_code.n ? criteria.v[k].old_code : code;
                break;
            }
        if (!known) {
            v->years.n--;
            break;
        }
        TRY(q_criteria_set_by_code(c, &set, &any, .code = s->code, .year = set.year - 1));
        if (!any)
            break;
    }
    return OK;
}

Err get_loss(Ctx *c, Req *rq, Out *o)
{
    LossView v = { 0 };
    LostGetRow l;
    CriteriaSetRow s;
    LostPeersRows peers;
    RemedyLibraryRows library;

    TRY(q_lost_get(c, &l, .id = req_int(rq, "id")));
    TRY(q_criteria_set_get(c, &s, .id = l.set_id));
    TRY(find_line(c, &l, &s, &v.k));
    v.set_value = remedy_set_value(c, &s);
    v.set_name = s.name;
    TRY(access_can(c, &PERM_REMEDY_CHANGE, l.unit_id, &v.may_change));
    TRY(q_lost_peers(c, &peers, .set_id = l.set_id, .criterion_id = l.criterion_id));
    for (size_t i = 0; i < peers.n; i++)
        *vec_add(c->arena, &v.peers) = (PeerLine){ peers.v[i].id, peers.v[i].unit_name, peers.v[i].lost, peers.v[i].remedies > 0, peers.v[i].id == l.id };
    TRY(fill_best(c, &s, &l, &v));
    TRY(fill_years(c, &s, &l, &v));
    TRY(q_lost_remedies(c, &v.remedies, .lost_point_id = l.id));
    TRY(q_remedy_library(c, &library, .code = l.code, .set_code = s.code, .year = s.year));
    v.library.v = NEW(c->arena, LibraryLine, library.n + 1);
    v.library.n = library.n;
    remedy_library_lines(c, &library, v.library.v);
    tpl_loss(o, &v);
    return OK;
}
