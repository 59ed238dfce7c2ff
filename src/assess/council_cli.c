/* Commands of the council and of appeals. */
#include "assess/assess_cli.h"
#include "assess/assess_json.h"

#define SAY(c, text) tr((c)->answer.lang, text)

static Str shown(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_VI) : S("–");
}

/* The session of --session, else the last one of the round. */
static Err the_session(Ctx *c, const Args *a, RoundRow *r, SessionRow *s)
{
    SessionRows all;
    int64_t id = 0;

    TRY(cli_round(c, a, r));
    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(args_int(c, a, "session", 1, INT32_MAX, &id));
    TRY(q_council_sessions(c, &all, .round_id = r->id));
    for (size_t i = all.n; i-- > 0;)
        if (!id || all.v[i].id == id) {
            *s = all.v[i];
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Đợt %.*s chưa có phiên họp như vậy; lập phiên bằng `thuocdo council open`."), SV(r->code));
}

Err cmd_council_open(Ctx *c, const Args *a, Buf *out)
{
    Date on = c->today;
    int64_t id;
    RoundRow r;
    size_t n;

    TRY(cli_round(c, a, &r));
    TRY(args_date(c, a, "on", &on));
    TRY(council_open(c, r.id, on, args_get(a, "chair"), args_get(a, "members"), &id, &n));
    return cli_done(c, a, out, "items", str_fmt(c->arena, "%zu", n), T("Đã lập phiên họp; số nội dung: "));
}

Err cmd_council_list(Ctx *c, const Args *a, Buf *out)
{
    ItemRows items;
    SessionRow s = { 0 };
    RoundRow r;

    TRY(the_session(c, a, &r, &s));
    if (args_has(a, "json"))
        return council_json(c, &s, out);
    TRY(q_council_items(c, &items, .session_id = s.id));
    buf_fmt(out, SAY(c, T("Phiên họp %lld ngày %.*s, chủ trì: %.*s\n")), (long long)s.id, SV(date_vi(c->arena, s.held_on)), SV(s.chair));
    for (size_t i = 0; i < items.n; i++)
        buf_fmt(out, "%-8.*s %6.*s %6.*s %6.*s  %s  %.*s\n", SV(items.v[i].code), SV(shown(c, items.v[i].self)), SV(shown(c, items.v[i].appraised)),
            SV(shown(c, items.v[i].points)), items.v[i].decided_at.ms ? SAY(c, T("đã biểu quyết")) : SAY(c, T("chưa biểu quyết")),
            SV(items.v[i].unit_name));
    buf_add(out, s.minutes);
    return OK;
}

Err cmd_council_vote(Ctx *c, const Args *a, Buf *out)
{
    Vote v = { .reason = args_get(a, "reason") };
    ItemRows items;
    CriterionRow k;
    SessionRow s = { 0 };
    RoundRow r;
    SheetRow sheet;

    TRY(the_session(c, a, &r, &s));
    TRY(sheet_find(c, r.id, args_get(a, "unit"), &sheet));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(args_int(c, a, "yes", 0, 1000, &v.yes));
    TRY(args_int(c, a, "no", 0, 1000, &v.no));
    TRY(args_int(c, a, "abstained", 0, 1000, &v.abstained));
    TRY(cli_points(c, a, "points", &v.points));
    TRY(q_council_items(c, &items, .session_id = s.id));
    for (size_t i = 0; i < items.n; i++)
        if (items.v[i].sheet_id == sheet.id && items.v[i].criterion_id == k.id) {
            TRY(council_decide(c, items.v[i].id, &v));
            return cli_done(c, a, out, "criterion", k.code, T("Đã ghi biểu quyết tiêu chí "));
        }
    return fail(c, E_NOT_FOUND, T("Phiên họp không có nội dung về tiêu chí %.*s của %.*s."), SV(k.code), SV(sheet.unit_name));
}

Err cmd_council_close(Ctx *c, const Args *a, Buf *out)
{
    SessionRow s = { 0 };
    RoundRow r;

    TRY(the_session(c, a, &r, &s));
    TRY(council_close(c, s.id, args_get(a, "minutes")));
    return cli_done(c, a, out, "session", str_fmt(c->arena, "%lld", (long long)s.id), T("Đã kết thúc phiên họp "));
}

/* ---- appeals ---- */

Err cmd_appeal_file(Ctx *c, const Args *a, Buf *out)
{
    CriterionRow k;
    OptDec claim;
    RoundRow r;
    SheetRow s;
    int64_t id, document = 0;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(cli_points(c, a, "points", &claim));
    TRY(args_int(c, a, "document", 1, INT32_MAX, &document));
    TRY(appeal_file(c, s.id, &(AppealForm){ .criterion_id = k.id, .claim = claim.d, .text = args_get(a, "text"), .evidence = args_get(a, "evidence"),
        .document_id = document }, &id));
    return cli_done(c, a, out, "appeal", str_fmt(c->arena, "%lld", (long long)id), T("Đã gửi đề nghị phúc tra số "));
}

Err cmd_appeal_list(Ctx *c, const Args *a, Buf *out)
{
    AppealRows all;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    if (args_has(a, "json"))
        return appeals_json(c, r.id, out);
    TRY(q_appeals_of_round(c, &all, .round_id = r.id));
    for (size_t i = 0; i < all.n; i++) {
        const AppealRow *x = &all.v[i];
        bool may;

        TRY(access_can(c, &PERM_SHEET_VIEW, x->unit_id, &may));
        if (may)
            buf_fmt(out, "%4lld  %-8.*s %6.*s → %6.*s  %-10.*s %.*s: %.*s\n", (long long)x->id, SV(x->code), SV(dec_exact(c->arena, x->claim, NUM_VI)),
                SV(shown(c, x->points)), SV(x->outcome), SV(x->unit_name), SV(x->text));
    }
    return OK;
}

static Err effect_text(Ctx *c, const RankEffects *list, Buf *out)
{
    for (size_t i = 0; i < list->n; i++)
        buf_fmt(out, SAY(c, T("%.*s: chỉ số %.*s → %.*s, hạng %d → %d\n")), SV(list->v[i].unit_name), SV(dec_fmt(c->arena, list->v[i].before, 2, NUM_VI)),
            SV(dec_fmt(c->arena, list->v[i].after, 2, NUM_VI)), list->v[i].rank_before, list->v[i].rank_after);
    return OK;
}

/* --effect: what accepting the claim, or these points, would do to the ranking. */
Err cmd_appeal_decide(Ctx *c, const Args *a, Buf *out)
{
    RankEffects effect;
    OptDec points;
    int64_t id = 0;
    AppealRow x;
    SheetRow s;
    RoundRow r;

    TRY(args_int(c, a, "appeal", 1, INT64_MAX, &id));
    TRY(cli_points(c, a, "points", &points));
    if (!args_has(a, "effect")) {
        TRY(appeal_decide(c, id, -1, args_get(a, "outcome"), points, args_get(a, "reason")));
        return cli_done(c, a, out, "outcome", args_get(a, "outcome"), T("Đã ghi quyết định phúc tra: "));
    }
    TRY(q_appeal_get(c, &x, .id = id));
    TRY(q_sheet_get(c, &s, .id = x.sheet_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    TRY(round_effect(c, &r, x.unit_id, x.criterion_id, points.has ? points.d : x.claim, &effect));
    return effect_text(c, &effect, out);
}
