#include "web/token.h"

#include "core/audit.h"
#include "core_sql.h"
#include "pages.h"
#include "web/frame.h"
#include "web/session.h"

enum { MAX_DAYS = 366 };

/* One's own keys, or from the shell: an administrator cannot act in another person's name. */
static Err check_owner(Ctx *c, int64_t person_id)
{
    if (c->local || (c->user_id && c->user_id == person_id))
        return OK;
    return fail(c, E_FORBIDDEN, T("Khóa API này của người khác; chỉ chủ khóa mới làm được việc này."));
}

Err token_issue(Ctx *c, int64_t person_id, Str name, int64_t days, Str *key)
{
    WebTokenAddRow row;

    TRY(check_owner(c, person_id));
    if (!name.n || name.n > 200)
        return fail_field(c, "name", T("Hãy ghi khóa dùng cho việc gì, ví dụ “phần mềm một cửa”."));
    if (days < 1 || days > MAX_DAYS)
        return fail_field(c, "days", T("Khóa API dùng được từ 1 đến 366 ngày; hãy ghi số ngày."));
    *key = session_random(c->arena);
    TRY(q_web_token_add(c, &row, .hash = session_hash(c->arena, *key), .person_id = person_id, .name = name, .at = c->now,
        .ends_at = (Moment){ c->now.ms + days * 86400 * 1000 }));
    return audit_add(c, "token.issue", name, S(""));
}

Err token_revoke(Ctx *c, int64_t id)
{
    WebTokenGetRow t;

    TRY(q_web_token_get(c, &t, .id = id));
    TRY(check_owner(c, t.person_id));
    TRY(q_web_token_remove(c, .id = id));
    return audit_add(c, "token.revoke", t.name, S(""));
}

Err token_list(Ctx *c, int64_t person_id, WebTokenListRows *out)
{
    TRY(check_owner(c, person_id));
    return q_web_token_list(c, out, .person_id = person_id);
}

/* --- the page ----------------------------------------------------------------------------------- */

Err get_tokens(Ctx *c, Req *rq, Out *o)
{
    TokensView v = { .days = S("90") };

    if (rq->again && rq->prepared)
        v.key = *(const Str *)rq->prepared;
    TRY(token_list(c, c->user_id, &v.rows));
    tpl_tokens(o, &v);
    return OK;
}

Err post_token(Ctx *c, Req *rq, Out *o)
{
    Str *key = NEW(c->arena, Str, 1);

    (void)o;
    TRY(token_issue(c, c->user_id, req_str(rq, "name"), req_int(rq, "days"), key));
    rq->prepared = key;
    req_again(rq);                                      /* the key is shown in this answer and never again */
    return OK;
}

Err post_token_revoke(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(token_revoke(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã thu hồi khóa; chương trình dùng khóa này không vào được nữa."))));
    req_go(rq, "/profile/tokens");
    return OK;
}

/* --- the shell ---------------------------------------------------------------------------------- */

static Err person_of(Ctx *c, Str login, int64_t *id)
{
    PersonRow p;
    bool any;

    TRY(q_person_by_login(c, &p, &any, .login = login));
    if (!any || !p.active)
        return fail(c, E_NOT_FOUND, T("Không có tài khoản “%.*s” đang hoạt động."), SV(login));
    *id = p.id;
    return OK;
}

static Err cmd_issue(Ctx *c, const Args *a, Buf *out)
{
    int64_t id, days = 90;
    Str key;

    TRY(person_of(c, args_operand(a, 0), &id));
    TRY(args_int(c, a, "days", 1, MAX_DAYS, &days));
    TRY(token_issue(c, id, args_get(a, "name"), days, &key));
    buf_fmt(out, "%.*s\n", SV(key));
    return OK;
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    WebTokenListRows rows;
    int64_t id = 0;

    if (args_count(a))
        TRY(person_of(c, args_operand(a, 0), &id));
    TRY(token_list(c, id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, "%lld\t%.*s\t%.*s\t%.*s\n", (long long)rows.v[i].id, SV(rows.v[i].login),
            SV(moment_iso(c->arena, rows.v[i].ends_at)), SV(rows.v[i].name));
    return OK;
}

static Err cmd_revoke(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    if (!str_int(args_operand(a, 0), &id))
        return fail(c, E_INVALID, T("Hãy ghi số của khóa; xem bằng `thuocdo token list`."));
    return token_revoke(c, id);
}

const Command token_commands[] = {
    { "token issue", "LOGIN", CMD_WRITE,
        (const Opt[]){ { "name", "TEXT", T("khóa dùng cho việc gì"), true }, { "days", "N", T("dùng được bao nhiêu ngày; mặc định 90") }, { 0 } },
        cmd_issue, T("Cấp khóa API cho một tài khoản; khóa chỉ in ra lần này") },
    { "token list", "[LOGIN]", CMD_READ, NULL, cmd_list, T("Liệt kê khóa API") },
    { "token revoke", "ID", CMD_WRITE, NULL, cmd_revoke, T("Thu hồi một khóa API") },
    { 0 },
};
