#include "assess/assess.h"

#include "archive/archive.h"
#include "core/audit.h"
#include "core/setting.h"

static Err round_of_sheet(Ctx *c, int64_t sheet_id, SheetRow *s, RoundRow *r)
{
    TRY(q_sheet_get(c, s, .id = sheet_id));
    return q_round_get(c, r, .id = s->round_id);
}

static Err gap_of(Ctx *c, Dec *gap)
{
    Str text;

    TRY(setting_get(c, "assess.council_gap", &text));
    if (dec_parse(gap, text) && gap->v > 0)
        return OK;
    return fail(c, E_STATE, T("Thiết lập assess.council_gap có giá trị “%.*s” không phải số dương; hãy sửa lại."), SV(text));
}

Err council_open(Ctx *c, int64_t round_id, Date held_on, Str chair, Str members, int64_t *id, size_t *items)
{
    CouncilSessionInsertRow row;
    CouncilDisputedRows list;
    RoundRow r;
    Dec gap;

    TRY(access_need(c, &PERM_COUNCIL_RUN, 0));
    TRY(q_round_get(c, &r, .id = round_id));
    if (phase_of(r.phase) != PH_COUNCIL)
        return fail(c, E_STATE, T("Phiên họp hội đồng được lập khi đợt ở giai đoạn “Hội đồng”; đợt đang ở giai đoạn “%s”."),
            tr(c->answer.lang, phase_title(phase_of(r.phase))));
    if (!held_on.day)
        return fail_field(c, "held_on", T("Hãy ghi ngày họp."));
    if (!str_trim(chair).n)
        return fail_field(c, "chair", T("Hãy ghi người chủ trì phiên họp."));
    TRY(gap_of(c, &gap));
    TRY(q_council_session_insert(c, &row, .round_id = round_id, .held_on = held_on, .chair = str_trim(chair), .members = str_trim(members)));
    TRY(q_council_disputed(c, &list, .round_id = round_id, .gap = gap));
    for (size_t i = 0; i < list.n; i++)
        TRY(q_council_item_add(c, .session_id = row.id, .sheet_id = list.v[i].sheet_id, .criterion_id = list.v[i].criterion_id));
    *id = row.id;
    *items = list.n;
    return audit_add(c, "council.open", str_fmt(c->arena, "%.*s %lld", SV(r.code), (long long)r.year),
        str_fmt(c->arena, "{\"session\":%lld,\"items\":%zu}", (long long)row.id, list.n));
}

static Err open_session(Ctx *c, int64_t session_id, SessionRow *s)
{
    TRY(access_need(c, &PERM_COUNCIL_RUN, 0));
    TRY(q_council_session_get(c, s, .id = session_id));
    if (!s->closed_at.ms)
        return OK;
    return fail(c, E_STATE, T("Phiên họp ngày %.*s đã có biên bản nên không ghi thêm được."), SV(date_vi(c->arena, s->held_on)));
}

/* The points that hold without the council. */
static Err points_now(Ctx *c, int64_t sheet_id, int64_t criterion_id, OptDec *out)
{
    static const char *const order[] = { "self", "appraisal", "second" };

    for (size_t i = 0; i < COUNT(order); i++) {
        StageRow row;
        bool any;

        TRY(q_stage_latest_one(c, &row, &any, .sheet_id = sheet_id, .criterion_id = criterion_id, .stage = str_of(order[i])));
        if (any && row.given)
            *out = row.points;
    }
    return OK;
}

Err council_decide(Ctx *c, int64_t item_id, const Vote *v)
{
    ScoreForm f = { .version = -1, .points = v->points, .reason = str_trim(v->reason) };
    CouncilItemGetRow item;
    ScoreSaved saved;
    SessionRow s;
    OptDec now = { 0 };

    TRY(q_council_item_get(c, &item, .id = item_id));
    TRY(open_session(c, item.session_id, &s));
    if (v->yes < 0 || v->no < 0 || v->abstained < 0 || !(v->yes + v->no + v->abstained))
        return fail_field(c, "yes", T("Hãy ghi số phiếu đồng ý, không đồng ý và không có ý kiến."));
    if (v->yes <= v->no && v->points.has)
        return fail_field(c, "points", T("Đề xuất không được quá nửa đồng ý nên điểm giữ nguyên; hãy bỏ trống ô điểm."));
    if (v->yes > v->no && !v->points.has)
        return fail_field(c, "points", T("Hãy ghi số điểm hội đồng quyết định."));
    if (!f.reason.n)
        return fail_field(c, "reason", T("Hãy ghi kết luận của hội đồng."));
    TRY(points_now(c, item.sheet_id, item.criterion_id, &now));
    f.session_id = item.session_id;
    if (v->points.has)
        TRY(stage_put(c, item.sheet_id, item.criterion_id, STAGE_COUNCIL, &f, &saved));
    return q_council_item_decide(c, .id = item_id, .votes_for = v->yes, .votes_against = v->no, .abstained = v->abstained,
        .points = v->points.has ? v->points : now, .reason = f.reason, .at = c->now, .who = by_whom(c));
}

Err council_close(Ctx *c, int64_t session_id, Str minutes)
{
    SessionRow s;

    TRY(open_session(c, session_id, &s));
    if (s.open)
        return fail(c, E_STATE, T("Phiên họp còn %lld nội dung chưa biểu quyết; hãy ghi kết quả trước khi kết thúc."), (long long)s.open);
    if (!str_trim(minutes).n)
        return fail_field(c, "minutes", T("Hãy ghi biên bản phiên họp."));
    TRY(q_council_session_close(c, .id = session_id, .minutes = str_trim(minutes), .at = c->now));
    return audit_add(c, "council.close", str_fmt(c->arena, "%lld", (long long)session_id), S(""));
}

/* ---- appeals ---- */

static Err appeal_possible(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, Dec claim)
{
    AppealOfLeafRow there;
    bool any;

    if (phase_of(r->phase) != PH_APPEAL)
        return fail(c, E_STATE, T("Đề nghị phúc tra chỉ gửi được trong thời gian phúc tra; đợt đang ở giai đoạn “%s”."),
            tr(c->answer.lang, phase_title(phase_of(r->phase))));
    if (r->appeal_due.day && r->appeal_due.day < c->today.day)
        return fail(c, E_STATE, T("Thời hạn đề nghị phúc tra đã hết ngày %.*s."), SV(date_vi(c->arena, r->appeal_due)));
    if (k->set_id != r->set_id || k->children || !str_eq(k->source, S("self")))
        return fail_field(c, "criterion", T("Phúc tra chỉ áp dụng cho tiêu chí được chấm trên phiếu."));
    if (claim.v < 0 || dec_cmp(claim, k->max_points) > 0)
        return fail_field(c, "claim", T("Điểm đề nghị phải từ 0 đến điểm tối đa %.*s."), SV(dec_exact(c->arena, k->max_points, NUM_VI)));
    TRY(q_appeal_of_leaf(c, &there, &any, .sheet_id = s->id, .criterion_id = k->id));
    if (any)
        return fail(c, E_STATE, T("%.*s đã đề nghị phúc tra tiêu chí %.*s."), SV(s->unit_name), SV(k->code));
    return OK;
}

Err appeal_file(Ctx *c, int64_t sheet_id, const AppealForm *f, int64_t *id)
{
    AppealInsertRow row;
    CriterionRow k;
    SheetRow s;
    RoundRow r;
    int64_t evidence;

    TRY(round_of_sheet(c, sheet_id, &s, &r));
    TRY(access_need(c, &PERM_APPEAL_FILE, s.unit_id));
    TRY(q_criterion_get(c, &k, .id = f->criterion_id));
    TRY(appeal_possible(c, &r, &s, &k, f->claim));
    if (!str_trim(f->text).n)
        return fail_field(c, "text", T("Hãy ghi lý do đề nghị phúc tra."));
    if (f->document_id)
        TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = k.id, .unit_id = s.unit_id, .document_id = f->document_id }, &evidence));
    TRY(q_appeal_insert(c, &row, .sheet_id = sheet_id, .criterion_id = k.id, .claim = f->claim, .text = str_trim(f->text),
        .evidence = str_trim(f->evidence), .document_id = f->document_id, .at = c->now, .who = by_whom(c)));
    *id = row.id;
    return audit_add(c, "appeal.file", str_fmt(c->arena, "%.*s %.*s", SV(s.unit_code), SV(k.code)), S(""));
}

static Err check_outcome(Ctx *c, const AppealRow *a, Str outcome, OptDec points, OptDec *decided)
{
    *decided = (OptDec){ 0 };
    if (str_eq(outcome, S("accepted"))) {
        *decided = (OptDec){ true, a->claim };
        return OK;
    }
    if (str_eq(outcome, S("partly"))) {
        *decided = points;
        return points.has ? OK : fail_field(c, "points", T("Chấp nhận một phần thì hãy ghi số điểm."));
    }
    if (str_eq(outcome, S("refused")) || str_eq(outcome, S("withdrawn")))
        return OK;
    return fail_field(c, "outcome", T("Hãy chọn kết quả: chấp nhận, chấp nhận một phần, không chấp nhận hoặc rút đề nghị."));
}

Err appeal_decide(Ctx *c, int64_t id, int64_t version, Str outcome, OptDec points, Str reason)
{
    bool withdrawn = str_eq(outcome, S("withdrawn"));
    ScoreForm f = { .version = -1, .reason = str_trim(reason) };
    ScoreSaved saved;
    AppealRow a;
    SheetRow s;
    RoundRow r;

    TRY(q_appeal_get(c, &a, .id = id));
    TRY(round_of_sheet(c, a.sheet_id, &s, &r));
    TRY(access_need(c, withdrawn ? &PERM_APPEAL_FILE : &PERM_APPEAL_DECIDE, s.unit_id));
    if (phase_of(r.phase) != PH_APPEAL)
        return fail(c, E_STATE, T("Đợt không còn ở giai đoạn phúc tra nên không giải quyết đề nghị được."));
    if (a.outcome.n)
        return fail(c, E_STATE, T("Đề nghị này đã được giải quyết lúc %.*s."), SV(moment_vi(c->arena, a.decided_at)));
    if (version >= 0 && version != a.version)
        return fail(c, E_CONFLICT, T("Đề nghị này vừa được người khác sửa; hãy tải lại trang."));
    TRY(check_outcome(c, &a, outcome, points, &f.points));
    if (!f.reason.n)
        return fail_field(c, "reason", T("Hãy ghi lý do của quyết định."));
    if (f.points.has)
        TRY(stage_put(c, a.sheet_id, a.criterion_id, STAGE_APPEAL, &f, &saved));
    TRY(q_appeal_decide(c, .id = id, .outcome = outcome, .points = f.points, .reason = f.reason, .at = c->now, .who = by_whom(c)));
    return audit_add(c, "appeal.decide", str_fmt(c->arena, "%.*s %.*s", SV(s.unit_code), SV(a.code)),
        str_fmt(c->arena, "{\"outcome\":\"%.*s\"}", SV(outcome)));
}
