#include "issuance/issuance.h"

#include "core/audit.h"
#include "issuance/out.h"
#include "issuance/template.h"
#include "text/text.h"

enum { CODE_LETTERS = 20 };

static Str who(const Ctx *c)
{
    return c->user_login.n ? c->user_login : S("shell");
}

const char *issue_state_title(Str state)
{
    static const struct {
        const char *name, *title;
    } states[] = { { "draft", T("Dự thảo") }, { "numbered", T("Đã cấp số") }, { "published", T("Đã phát hành") }, { "revoked", T("Đã thu hồi") } };

    for (size_t i = 0; i < COUNT(states); i++)
        if (str_eq(state, str_of(states[i].name)))
            return states[i].title;
    return "";
}

Str issue_full_number(Arena *a, const IssuedRow *d)
{
    return d->number ? paper_number(a, str_fmt(a, "%lld", (long long)d->number), d->symbol) : S("");
}

Str issue_file_name(Ctx *c, const IssuedRow *d, const char *ending)
{
    Str number = d->number ? str_fmt(c->arena, "%lld-%.*s-", (long long)d->number, SV(d->symbol)) : S("du-thao-");

    return str_fmt(c->arena, "%.*s%s", SV(text_slug(c->arena, str_fmt(c->arena, "%.*s%.*s", SV(number), SV(d->abstract)))), ending);
}

static MakeAsk ask_of(const IssuedRow *d)
{
    return (MakeAsk){ .kind = d->kind, .unit = d->about_code, .set = d->set_code, .year = d->year, .issuer = d->issuer_code, .signer = d->signer };
}

Err issue_draft(Ctx *c, const MakeAsk *ask, int64_t *id)
{
    IssuedInsertRow row;
    Made m;

    TRY(make_document(c, ask, &m));
    TRY(q_issued_insert(c, &row, .kind = ask->kind, .issuer_id = m.issuer_id, .about_id = m.unit_id, .set_code = ask->set, .year = ask->year,
        .type = m.type, .symbol = m.symbol, .abstract = m.abstract, .signer = ask->signer, .figures_on = m.figures, .at = c->now, .who = who(c)));
    *id = row.id;
    return audit_add(c, "issuance.draft", m.abstract, S(""));
}

Err issue_get(Ctx *c, int64_t id, IssuedRow *out)
{
    TRY(access_need(c, &PERM_ISSUE_VIEW, 0));
    return q_issued_get(c, out, .id = id);
}

Err issue_paper(Ctx *c, const IssuedRow *d, Paper **out)
{
    MakeAsk ask = ask_of(d);
    Made m;

    if (d->number) {
        ask.number = str_fmt(c->arena, "%lld", (long long)d->number);
        ask.date = d->issued_on;
    }
    TRY(make_document(c, &ask, &m));
    *out = m.paper;
    return OK;
}

Err issue_bytes(Ctx *c, const IssuedRow *d, Str name, Str *bytes)
{
    IssuedBytesRow row;
    Paper *p;

    if (d->number && (str_ends(name, S(".docx")) || str_ends(name, S(".pdf")))) {
        TRY(q_issued_bytes(c, &row, .id = d->id));
        *bytes = str_ends(name, S(".pdf")) ? row.pdf : row.docx;
        return OK;
    }
    if (d->number)
        return fail(c, E_INVALID, T("Văn bản đã cấp số được giữ nguyên ở dạng DOCX và PDF; hãy lấy một trong hai dạng đó."));
    TRY(issue_paper(c, d, &p));
    return paper_out(c, p, name, bytes);
}

/* --- numbers --- */

static Err take_number(Ctx *c, const IssuedRow *d, int64_t year, int64_t asked, int64_t *number)
{
    IssueNextRow next;
    IssueNumberUsedRow used;
    bool any = true;

    if (asked) {
        TRY(q_issue_number_used(c, &used, &any, .issuer_id = d->issuer_id, .symbol = d->symbol, .year = year, .number = asked));
        if (any)
            return fail(c, E_STATE, T("Số %lld/%.*s năm %lld đã cấp cho văn bản “%.*s”; số đã cấp không dùng lại."), (long long)asked, SV(d->symbol),
                (long long)year, SV(used.abstract));
        *number = asked;
        return q_issue_reach(c, .issuer_id = d->issuer_id, .symbol = d->symbol, .year = year, .number = asked);
    }
    TRY(q_issue_next(c, &next, .issuer_id = d->issuer_id, .symbol = d->symbol, .year = year));
    *number = next.last;
    return OK;
}

static Err changed(Ctx *c, size_t rows)
{
    if (rows == 0)
        return fail(c, E_CONFLICT, T("Văn bản vừa được người khác thay đổi; hãy xem lại rồi làm tiếp."));
    return OK;
}

Err issue_number(Ctx *c, int64_t id, int64_t number, Date date, Str signer, int64_t *given)
{
    IssuedRow d;
    IssuedFreezeRows rows;
    MakeAsk ask;
    Made m;
    Str docx, pdf, sum;
    Date on = date.day ? date : c->today;

    TRY(issue_get(c, id, &d));
    TRY(access_need(c, &PERM_ISSUE_NUMBER, d.issuer_id));
    if (!str_eq(d.state, S("draft")))
        return fail(c, E_STATE, T("Văn bản này đã có số %.*s."), SV(issue_full_number(c->arena, &d)));
    if (on.day > c->today.day)
        return fail_field(c, "date", T("Ngày ban hành %.*s ở tương lai; số được cấp vào ngày ký."), SV(date_vi(c->arena, on)));
    TRY(take_number(c, &d, date_year(on), number, given));
    ask = ask_of(&d);
    ask.number = str_fmt(c->arena, "%lld", (long long)*given);
    ask.date = on;
    ask.signer = signer.n ? signer : d.signer;
    TRY(make_document(c, &ask, &m));
    TRY(paper_docx(m.paper, &docx, &c->answer));
    TRY(paper_pdf(m.paper, &pdf, &c->answer));
    sum = sha256_hex(c->arena, pdf);
    TRY(q_issued_freeze(c, &rows, .id = id, .version = d.version, .number = *given, .number_year = date_year(on), .issued_on = on,
        .signer = ask.signer, .figures_on = m.figures, .docx = docx, .pdf = pdf, .sha256 = sum, .code = str_sub(sum, 0, CODE_LETTERS), .at = c->now));
    TRY(changed(c, rows.n));
    return audit_add(c, "issuance.number", paper_number(c->arena, ask.number, d.symbol), S(""));
}

static Err move(Ctx *c, int64_t id, const char *from, const char *to, Str reason, const char *verb)
{
    IssuedRow d;
    IssuedSetStateRows rows;

    TRY(issue_get(c, id, &d));
    TRY(access_need(c, &PERM_ISSUE_NUMBER, d.issuer_id));
    if (from && !str_eq(d.state, str_of(from)))
        return fail(c, E_STATE, T("Văn bản đang ở trạng thái “%s”; bước này cần trạng thái “%s”."), tr(c->answer.lang, issue_state_title(d.state)),
            tr(c->answer.lang, issue_state_title(str_of(from))));
    if (!from && (str_eq(d.state, S("draft")) || str_eq(d.state, S("revoked"))))
        return fail(c, E_STATE, T("Chỉ thu hồi được văn bản đã cấp số và chưa thu hồi."));
    TRY(q_issued_set_state(c, &rows, .id = id, .version = d.version, .state = str_of(to), .reason = reason, .at = c->now));
    TRY(changed(c, rows.n));
    return audit_add(c, verb, issue_full_number(c->arena, &d), S(""));
}

Err issue_publish(Ctx *c, int64_t id)
{
    return move(c, id, "numbered", "published", S(""), "issuance.publish");
}

Err issue_revoke(Ctx *c, int64_t id, Str reason)
{
    if (str_trim(reason).n == 0)
        return fail_field(c, "reason", T("Thu hồi văn bản phải ghi lý do."));
    return move(c, id, NULL, "revoked", reason, "issuance.revoke");
}

Err issue_remove(Ctx *c, int64_t id)
{
    IssuedRow d;

    TRY(issue_get(c, id, &d));
    TRY(access_need(c, &PERM_ISSUE_MAKE, d.issuer_id));
    if (!str_eq(d.state, S("draft")))
        return fail(c, E_STATE, T("Văn bản đã có số thì không xóa; hãy thu hồi và ghi lý do."));
    TRY(q_issued_remove(c, .id = id));
    return audit_add(c, "issuance.remove", d.abstract, S(""));
}
