/* Commands of the council and of appeals. */
#include "assess/assess_cli.h"

#include "base/json.h"

#define SAY(c, text) tr((c)->answer.lang, text)

static Str plain(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_PLAIN) : S("");
}

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

static void item_json(Ctx *c, Json *j, const ItemRow *i)
{
    json_open(j, '{');
    json_kstr(j, "unit", i->unit_name);
    json_kstr(j, "criterion", i->code);
    json_kstr(j, "name", i->name);
    json_kdec(j, "max", i->max_points);
    json_kstr(j, "self", plain(c, i->self));
    json_kstr(j, "appraisal", plain(c, i->appraised));
    json_kstr(j, "explanation", i->explanation);
    json_kstr(j, "second", plain(c, i->second));
    json_kbool(j, "decided", i->decided_at.ms != 0);
    json_kint(j, "yes", i->votes_for);
    json_kint(j, "no", i->votes_against);
    json_kint(j, "abstained", i->abstained);
    json_kstr(j, "points", plain(c, i->points));
    json_kstr(j, "reason", i->reason);
    json_close(j, '}');
}

Err cmd_council_list(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    ItemRows items;
    SessionRow s;
    RoundRow r;

    TRY(the_session(c, a, &r, &s));
    TRY(q_council_items(c, &items, .session_id = s.id));
    if (!args_has(a, "json")) {
        buf_fmt(out, SAY(c, T("Phiên họp %lld ngày %.*s, chủ trì: %.*s\n")), (long long)s.id, SV(date_vi(c->arena, s.held_on)), SV(s.chair));
        for (size_t i = 0; i < items.n; i++)
            buf_fmt(out, "%-8.*s %6.*s %6.*s %6.*s  %s  %.*s\n", SV(items.v[i].code), SV(shown(c, items.v[i].self)), SV(shown(c, items.v[i].appraised)),
                SV(shown(c, items.v[i].points)), items.v[i].decided_at.ms ? SAY(c, T("đã biểu quyết")) : SAY(c, T("chưa biểu quyết")),
                SV(items.v[i].unit_name));
        buf_add(out, s.minutes);
        return OK;
    }
    json_open(&j, '{');
    json_kint(&j, "session", s.id);
    json_kdate(&j, "held_on", s.held_on);
    json_kstr(&j, "chair", s.chair);
    json_kstr(&j, "members", s.members);
    json_kstr(&j, "minutes", s.minutes);
    json_kbool(&j, "closed", s.closed_at.ms != 0);
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < items.n; i++)
        item_json(c, &j, &items.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

Err cmd_council_vote(Ctx *c, const Args *a, Buf *out)
{
    Vote v = { .reason = args_get(a, "reason") };
    ItemRows items;
    CriterionRow k;
    SessionRow s;
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
    SessionRow s;
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
    int64_t id;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(cli_points(c, a, "points", &claim));
    TRY(appeal_file(c, s.id, k.id, claim.d, args_get(a, "text"), args_get(a, "evidence"), &id));
    return cli_done(c, a, out, "appeal", str_fmt(c->arena, "%lld", (long long)id), T("Đã gửi đề nghị phúc tra số "));
}

static void appeal_json(Ctx *c, Json *j, const AppealRow *x)
{
    json_open(j, '{');
    json_kint(j, "appeal", x->id);
    json_kstr(j, "unit", x->unit_name);
    json_kstr(j, "criterion", x->code);
    json_kdec(j, "claim", x->claim);
    json_kstr(j, "text", x->text);
    json_kstr(j, "evidence", x->evidence);
    json_kstr(j, "filed_at", moment_iso(c->arena, x->filed_at));
    json_kstr(j, "filed_by", x->filed_by);
    json_kstr(j, "outcome", x->outcome);
    json_kstr(j, "points", plain(c, x->points));
    json_kstr(j, "reason", x->reason);
    json_close(j, '}');
}

Err cmd_appeal_list(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    bool json = args_has(a, "json"), may;
    AppealRows all;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(q_appeals_of_round(c, &all, .round_id = r.id));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        const AppealRow *x = &all.v[i];

        TRY(access_can(c, &PERM_SHEET_VIEW, x->unit_id, &may));
        if (may && json)
            appeal_json(c, &j, x);
        else if (may)
            buf_fmt(out, "%4lld  %-8.*s %6.*s → %6.*s  %-10.*s %.*s: %.*s\n", (long long)x->id, SV(x->code), SV(dec_exact(c->arena, x->claim, NUM_VI)),
                SV(shown(c, x->points)), SV(x->outcome), SV(x->unit_name), SV(x->text));
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
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

/* --dry-run: what accepting the claim, or these points, would do to the ranking. */
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
