/* Pages of results: ranking and frozen versions, council, appeals. */
#include "assess/assess_web.h"

#include "archive/taking_web.h"
#include "base/map.h"
#include "pages.h"
#include "score/result_out.h"

#include <inttypes.h>

static Err fill_ranking(Ctx *c, ResultView *v)
{
    ScoreRun run, self;
    Map at = { .arena = c->arena };
    int64_t k;

    TRY(round_result(c, &v->r, STAGE_CORRECTION, &run));
    TRY(round_result(c, &v->r, STAGE_SELF, &self));
    v->newest = run.newest;
    for (size_t u = 0; u < self.n_scored; u++)
        (void)map_add(&at, self.in.units[u].code, (int64_t)u);      /* codes are unique */
    for (size_t i = 0; i < run.n_scored; i++) {
        size_t u = run.order[i];
        const UnitResult *x = &run.sheet->units[u];
        RankLine *l = vec_add(c->arena, &v->rows);

        *l = (RankLine){ .group = run.groups[run.in.units[u].group], .code = run.in.units[u].code, .name = run.in.units[u].name,
            .grade = run.grades[u], .points = x->points, .max = x->max, .percent = x->percent, .rank = x->rank };
        l->first = i == 0 || !str_eq(l->group, v->rows.v[i - 1].group);
        if (map_get(&at, l->code, &k))
            l->self_percent = self.sheet->units[k].percent;
    }
    return OK;
}

Err get_result(Ctx *c, Req *rq, Out *o)
{
    ResultView v = { 0 };
    SnapshotRows frozen;
    bool live;

    TRY(q_round_get(c, &v.r, .id = req_int(rq, "id")));
    v.phase = phase_title(phase_of(v.r.phase));
    TRY(access_can(c, &PERM_RANKING_LIVE, 0, &live));
    TRY(q_snapshots_of_round(c, &frozen, .round_id = v.r.id));
    if (live && v.r.set_id)
        TRY(fill_ranking(c, &v));
    for (size_t i = 0; i < frozen.n; i++) {
        FrozenLine *l = vec_add(c->arena, &v.frozen);

        l->s = frozen.v[i];
        l->checked = live;
        if (live)
            TRY(snapshot_verify(c, l->s.id, &l->k));
    }
    tpl_round_result(o, &v);
    return OK;
}

Err get_result_xlsx(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    ScoreRun run;
    RoundRow r;

    (void)o;
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    TRY(round_result(c, &r, STAGE_CORRECTION, &run));
    TRY(result_table(c, &run, RESULT_XLSX, &out));
    req_send_xlsx(rq, str_fmt(c->arena, "ket-qua-%.*s-%" PRId64 ".xlsx", SV(r.code), r.year), buf_str(&out));
    return OK;
}

/* A published version is for everybody signed in; a provisional one for those who see the live ranking. */
Err get_snapshot(Ctx *c, Req *rq, Out *o)
{
    SnapshotContentRow content;
    SnapshotRows all;

    (void)o;
    TRY(q_snapshots_of_round(c, &all, .round_id = req_int(rq, "id")));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].id != req_int(rq, "snapshot"))
            continue;
        if (!str_eq(all.v[i].kind, S("published")))
            TRY(access_need(c, &PERM_RANKING_LIVE, 0));
        TRY(q_snapshot_content(c, &content, .id = all.v[i].id));
        req_send(rq, S("application/json"), str_fmt(c->arena, "%.*s-%" PRId64 ".json", SV(all.v[i].kind), all.v[i].version), content.content);
        return OK;
    }
    return fail(c, E_NOT_FOUND, T("Đợt này không có bản chốt như vậy."));
}

/* ---- council ---- */

/* The members of the council as the program knows them; the secretary strikes out who is absent. */
static Err fill_members(Ctx *c, CouncilView *v)
{
    Buf b = { .arena = c->arena };

    TRY(q_people_of_role(c, &v->people, .role = S("council"), .on = c->today));
    for (size_t i = 0; i < v->people.n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", SV(v->people.v[i].name));
    v->members = buf_str(&b);
    return OK;
}

/* What was voted, as a beginning for the minutes; the secretary changes it. In Vietnamese, as all that is signed. */
static Str minutes_draft(Ctx *c, const CouncilView *v)
{
    Buf b = { .arena = c->arena };
    const SessionRow *s = &v->session;

    buf_fmt(&b, T("Phiên họp ngày %.*s. Chủ trì: %.*s."), SV(date_vi(c->arena, s->held_on)), SV(s->chair));
    if (s->members.n)
        buf_fmt(&b, T(" Thành viên dự họp: %.*s."), SV(s->members));
    for (size_t i = 0; i < v->items.n; i++) {
        const ItemRow *it = &v->items.v[i];

        buf_fmt(&b, "\n%zu. %.*s %.*s – %.*s: ", i + 1, SV(it->code), SV(it->name), SV(it->unit_name));
        if (!it->decided_at.ms)
            buf_lit(&b, T("chưa biểu quyết."));
        else
            buf_fmt(&b, T("%lld đồng ý, %lld không đồng ý, %lld không có ý kiến; công nhận %.*s điểm. %.*s"), (long long)it->votes_for,
                (long long)it->votes_against, (long long)it->abstained, SV(it->points.has ? dec_exact(c->arena, it->points.d, NUM_VI) : S("–")), SV(it->reason));
    }
    return buf_str(&b);
}

Err get_council(Ctx *c, Req *rq, Out *o)
{
    int64_t chosen = req_int(rq, "session");
    CouncilView v = { 0 };

    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(q_round_get(c, &v.r, .id = req_int(rq, "id")));
    TRY(q_council_sessions(c, &v.sessions, .round_id = v.r.id));
    TRY(access_can(c, &PERM_COUNCIL_RUN, 0, &v.may_run));
    for (size_t i = 0; i < v.sessions.n; i++)
        if (v.sessions.v[i].id == chosen || (!chosen && i + 1 == v.sessions.n)) {
            v.session = v.sessions.v[i];
            v.any = true;
        }
    v.open = phase_of(v.r.phase) == PH_COUNCIL;
    if (v.may_run && v.open)
        TRY(fill_members(c, &v));
    if (v.any)
        TRY(q_council_items(c, &v.items, .session_id = v.session.id));
    v.draft = minutes_draft(c, &v);
    tpl_council(o, &v);
    return OK;
}

Err post_council_open(Ctx *c, Req *rq, Out *o)
{
    Date on = { 0 };
    int64_t id;
    size_t n;

    (void)o;
    TRY(req_date(c, rq, "held_on", true, &on));
    TRY(council_open(c, req_int(rq, "id"), on, req_str(rq, "chair"), req_str(rq, "members"), &id, &n));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lập phiên họp với %zu nội dung.")), n));
    req_go(rq, "/rounds/%" PRId64 "/council?session=%" PRId64, req_int(rq, "id"), id);
    return OK;
}

static Err of_round(Ctx *c, const Req *rq, int64_t session_id)
{
    SessionRow s;

    TRY(q_council_session_get(c, &s, .id = session_id));
    if (s.round_id == req_int(rq, "id"))
        return OK;
    return fail(c, E_NOT_FOUND, T("Đợt này không có phiên họp đó; hãy tải lại trang."));
}

Err post_council_item(Ctx *c, Req *rq, Out *o)
{
    Vote v = { .yes = req_int(rq, "yes"), .no = req_int(rq, "no"), .abstained = req_int(rq, "abstained"), .reason = req_str(rq, "reason") };
    CouncilItemGetRow item;

    (void)o;
    TRY(q_council_item_get(c, &item, .id = req_int(rq, "item")));
    TRY(of_round(c, rq, item.session_id));
    TRY(req_dec(c, rq, "points", false, &v.points));
    TRY(council_decide(c, item.id, &v));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi kết quả biểu quyết."))));
    req_go(rq, "/rounds/%" PRId64 "/council?session=%" PRId64, req_int(rq, "id"), item.session_id);
    return OK;
}

Err post_council_close(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(of_round(c, rq, req_int(rq, "session")));
    TRY(council_close(c, req_int(rq, "session"), req_str(rq, "minutes")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã kết thúc phiên họp."))));
    req_go(rq, "/rounds/%" PRId64 "/council", req_int(rq, "id"));
    return OK;
}

/* ---- appeals ---- */

static const struct { const char *name, *title; } outcomes[] = {
    { "accepted", T("Chấp nhận") }, { "partly", T("Chấp nhận một phần") }, { "refused", T("Không chấp nhận") }, { "withdrawn", T("Đơn vị rút") },
};

/* What is tried out instead of the claim, by ?appeal=N&points=P. */
static Dec tried(const Req *rq, const AppealRow *a)
{
    Dec d;

    return req_int(rq, "appeal") == a->id && dec_parse(&d, req_str(rq, "points")) && d.v >= 0 && dec_cmp(d, a->max_points) <= 0 ? d : a->claim;
}

static Err add_appeal(Ctx *c, const Req *rq, AppealsView *v, const AppealRow *a)
{
    AppealLine *l;
    bool may;

    TRY(access_can(c, &PERM_SHEET_VIEW, a->unit_id, &may));
    if (!may)
        return OK;
    l = vec_add(c->arena, &v->rows);
    *l = (AppealLine){ .a = *a, .open = !a->outcome.n, .tried = tried(rq, a) };
    for (size_t i = 0; i < COUNT(outcomes); i++)
        if (str_eq(a->outcome, str_of(outcomes[i].name)))
            l->outcome = outcomes[i].title;
    return l->open && v->may_decide ? round_effect(c, &v->r, a->unit_id, a->criterion_id, l->tried, &l->effect) : OK;
}

/* The sheet for which this person may appeal, if there is one. */
static Err own_sheet(Ctx *c, AppealsView *v)
{
    SheetRows sheets;
    CriterionRows all;

    if (phase_of(v->r.phase) != PH_APPEAL || !access_any(c, &PERM_APPEAL_FILE) || c->local)
        return OK;
    TRY(q_sheets_of_round(c, &sheets, .round_id = v->r.id));
    for (size_t i = 0; i < sheets.n && !v->may_file; i++) {
        TRY(access_can(c, &PERM_APPEAL_FILE, sheets.v[i].unit_id, &v->may_file));
        v->sheet_id = sheets.v[i].id;
    }
    if (!v->may_file)
        return OK;
    v->script = asset_address("upload.js");
    TRY(q_criterion_list(c, &all, .set_id = v->r.set_id));
    for (size_t i = 0; i < all.n; i++)
        if (!all.v[i].children && str_eq(all.v[i].source, S("self")))
            *vec_add(c->arena, &v->criteria) = all.v[i];
    return OK;
}

Err get_appeals(Ctx *c, Req *rq, Out *o)
{
    AppealsView v = { 0 };
    AppealRows all;

    TRY(q_round_get(c, &v.r, .id = req_int(rq, "id")));
    TRY(access_can(c, &PERM_APPEAL_DECIDE, 0, &v.may_decide));
    v.may_decide = v.may_decide && phase_of(v.r.phase) == PH_APPEAL;
    TRY(q_appeals_of_round(c, &all, .round_id = v.r.id));
    for (size_t i = 0; i < all.n; i++)
        TRY(add_appeal(c, rq, &v, &all.v[i]));
    TRY(own_sheet(c, &v));
    tpl_appeals(o, &v);
    return OK;
}

/* New documents are checked, stored and read before the write. */
Err prepare_appeal(Ctx *c, Req *rq)
{
    Taken *t = NEW(c->arena, Taken, 1);
    SheetRow s;

    rq->prepared = t;
    TRY(q_sheet_get(c, &s, .id = req_int(rq, "sheet")));
    TRY(access_need(c, &PERM_APPEAL_FILE, s.unit_id));
    return taken_from(c, rq, 0, t);
}

Err post_appeal(Ctx *c, Req *rq, Out *o)
{
    AppealForm f = { .criterion_id = req_int(rq, "criterion"), .text = req_str(rq, "text"), .evidence = req_str(rq, "evidence"),
        .document_id = req_int(rq, "document") };
    OptDec claim = { 0 };
    Taken *t = rq->prepared;
    SheetRow s;
    int64_t id;

    (void)o;
    TRY(q_sheet_get(c, &s, .id = req_int(rq, "sheet")));
    TRY(req_dec(c, rq, "claim", true, &claim));
    f.claim = claim.d;
    if (t->n) {
        TRY(taken_store(c, t, &(EvidenceForm){ .unit_id = s.unit_id, .criterion_id = f.criterion_id }, &id));
        f.document_id = id ? id : f.document_id;
    }
    TRY(appeal_file(c, s.id, &f, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã gửi đề nghị phúc tra."))));
    req_go(rq, "/rounds/%" PRId64 "/appeals", s.round_id);
    return OK;
}

Err post_appeal_decide(Ctx *c, Req *rq, Out *o)
{
    OptDec points = { 0 };

    (void)o;
    TRY(req_dec(c, rq, "points", false, &points));
    TRY(appeal_decide(c, req_int(rq, "appeal"), req_int(rq, "version"), req_str(rq, "outcome"), points, req_str(rq, "reason")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi quyết định phúc tra."))));
    req_go(rq, "/rounds/%" PRId64 "/appeals", req_int(rq, "id"));
    return OK;
}
