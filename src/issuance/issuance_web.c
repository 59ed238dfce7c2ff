#include "issuance/issuance_web.h"

#include "criteria/criteria.h"
#include "issuance/issuance_view.h"
#include "pages.h"
#include "text/text.h"

#include <inttypes.h>

enum { MOST = 500 };
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Err get_issue_list(Ctx *c, Req *rq, Out *o)
{
    IssueListView v = { .may_make = c->local || access_any(c, &PERM_ISSUE_MAKE) };
    IssuedRows rows;

    (void)rq;
    TRY(q_issued_list(c, &rows, .most = MOST));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v.rows) = (IssueLine){ rows.v[i], issue_full_number(c->arena, &rows.v[i]), issue_state_title(rows.v[i].state) };
    tpl_issue_list(o, &v);
    return OK;
}

Err get_issue_xlsx(Ctx *c, Req *rq, Out *o)
{
    Str bytes;

    (void)o;
    TRY(issue_register(c, &bytes));
    req_send(rq, S(XLSX), S("so-van-ban-di.xlsx"), bytes);
    return OK;
}

/* "SO-2025" is set SO of 2025. */
static void set_of(Str value, MakeAsk *ask)
{
    size_t at = value.n;

    while (at > 0 && value.p[at - 1] != '-')
        at--;
    if (at == 0 || !str_int(str_sub(value, at, value.n), &ask->year))
        return;
    ask->set = str_sub(value, 0, at - 1);
}

Err get_issue_new(Ctx *c, Req *rq, Out *o)
{
    IssueNewView v = { .unit = req_str(rq, "unit") };
    CriteriaSetRows sets;

    for (const MakeKind *k = make_kinds; k->name; k++)
        *vec_add(c->arena, &v.kinds) = (Choice){ .value = str_of(k->name), .title = k->title, .on = str_eq(req_str(rq, "kind"), str_of(k->name)) };
    TRY(q_criteria_sets(c, &sets));
    for (size_t i = 0; i < sets.n; i++)
        *vec_add(c->arena, &v.sets) = (Choice){ .value = str_fmt(c->arena, "%.*s-%lld", SV(sets.v[i].code), (long long)sets.v[i].year),
            .text = sets.v[i].name };
    tpl_issue_new(o, &v);
    return OK;
}

static MakeAsk ask_of(Req *rq)
{
    MakeAsk ask = { .kind = req_str(rq, "kind"), .unit = str_trim(req_str(rq, "unit")), .signer = str_trim(req_str(rq, "signer")) };

    set_of(req_str(rq, "set"), &ask);
    if (req_int(rq, "year"))
        ask.year = req_int(rq, "year");
    return ask;
}

Err post_issue_new(Ctx *c, Req *rq, Out *o)
{
    MakeAsk ask = ask_of(rq);
    int64_t id;

    (void)o;
    Err e = issue_draft(c, &ask, &id);

    if (e == E_NOT_FOUND)
        return c->answer.code = E_INVALID;              /* of what was typed: the form is shown again */
    TRY(e);
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu dự thảo; hãy đọc lại trước khi cấp số."))));
    req_go(rq, "/issue/%" PRId64, id);
    return OK;
}

Err get_issue_cards(Ctx *c, Req *rq, Out *o)
{
    MakeAsk ask = ask_of(rq);
    Str bytes;

    (void)o;
    TRY(make_cards(c, &ask, &bytes));
    req_send(rq, S("application/zip"), str_fmt(c->arena, "thong-bao-%.*s-%lld.zip", SV(text_slug(c->arena, ask.set)), (long long)ask.year), bytes);
    return OK;
}

Err get_issue(Ctx *c, Req *rq, Out *o)
{
    IssueView v = { .today = c->today };
    Buf html = { .arena = c->arena };
    Paper *p;

    TRY(issue_get(c, req_int(rq, "id"), &v.d));
    v.number = issue_full_number(c->arena, &v.d);
    v.state = issue_state_title(v.d.state);
    v.draft = str_eq(v.d.state, S("draft"));
    v.numbered = str_eq(v.d.state, S("numbered"));
    v.public = str_eq(v.d.state, S("published")) || (str_eq(v.d.state, S("revoked")) && v.d.code.n);
    TRY(access_can(c, &PERM_ISSUE_NUMBER, v.d.issuer_id, &v.may_number));
    v.may_revoke = v.may_number && !v.draft && !str_eq(v.d.state, S("revoked"));
    if (v.draft) {
        TRY(issue_paper(c, &v.d, &p));
        paper_html(p, &html);
        v.preview = html_trusted(buf_str(&html));
    }
    tpl_issue_show(o, &v);
    return OK;
}

Err get_issue_file(Ctx *c, Req *rq, Out *o)
{
    IssuedRow d;
    Str as = req_str(rq, "as"), bytes;
    const char *ending = str_eq(as, S("pdf")) ? ".pdf" : str_eq(as, S("xlsx")) ? ".xlsx" : ".docx";

    (void)o;
    TRY(issue_get(c, req_int(rq, "id"), &d));
    TRY(issue_bytes(c, &d, str_of(ending), &bytes));
    req_send(rq, str_eq(as, S("pdf")) ? S("application/pdf") : str_eq(as, S("xlsx")) ? S(XLSX) : S(DOCX), issue_file_name(c, &d, ending), bytes);
    return OK;
}

static Err done(Ctx *c, Req *rq, const char *said)
{
    req_flash(rq, str_of(tr(c->answer.lang, said)));
    req_go(rq, "/issue/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_issue_number(Ctx *c, Req *rq, Out *o)
{
    Date date = { 0 };
    int64_t number;

    (void)o;
    TRY(req_date(c, rq, "date", false, &date));
    TRY(issue_number(c, req_int(rq, "id"), req_int(rq, "number"), date, str_trim(req_str(rq, "signer")), &number));
    return done(c, rq, T("Đã cấp số; văn bản được giữ nguyên từ đây."));
}

Err post_issue_publish(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_publish(c, req_int(rq, "id")));
    return done(c, rq, T("Đã phát hành văn bản."));
}

Err post_issue_revoke(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_revoke(c, req_int(rq, "id"), req_str(rq, "reason")));
    return done(c, rq, T("Đã thu hồi văn bản; số không dùng lại."));
}

Err post_issue_remove(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_remove(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã bỏ dự thảo."))));
    req_go(rq, "/issue");
    return OK;
}

Err get_issue_verify(Ctx *c, Req *rq, Out *o)
{
    IssueVerifyView v = { 0 };

    TRY(q_issued_by_code(c, &v.d, &v.found, .code = req_str(rq, "code")));
    v.number = v.found ? issue_full_number(c->arena, &v.d) : S("");
    v.state = v.found ? issue_state_title(v.d.state) : "";
    tpl_issue_verify(o, &v);
    return OK;
}
