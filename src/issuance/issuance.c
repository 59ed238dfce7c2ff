#include "issuance/issuance.h"

#include "base/json.h"
#include "core/audit.h"
#include "core/setting.h"
#include "doc/docx_fill.h"
#include "doc/paper_read.h"
#include "doc/readers.h"
#include "issuance/edit.h"
#include "issuance/out.h"
#include "issuance/template.h"
#include "text/text.h"

enum { CODE_LETTERS = 20 };

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
    return (MakeAsk){ .kind = d->kind, .unit = d->about_code, .set = d->set_code, .year = d->year, .issuer = d->issuer_code, .signer = d->signer,
        .period = d->period, .extra = d->extra, .secrecy = d->secrecy, .urgency = d->urgency };
}

/* A code that leads nowhere must not stand on paper. */
static Err need_address(Ctx *c, bool qr, Str *address)
{
    TRY(setting_get(c, "issuance.address", address));
    if (qr && str_trim(*address).n == 0)
        return fail_field(c, "qr", T("Chưa khai địa chỉ kiểm tra văn bản nên không in được mã QR; quản trị viên ghi địa chỉ trang này vào mục cài đặt issuance.address, hoặc bỏ chọn mã."));
    return OK;
}

Err issue_draft(Ctx *c, const DraftForm *f, int64_t *id)
{
    MakeAsk chosen = f->ask;
    const MakeAsk *ask = &chosen;
    IssuedInsertRow row;
    Made m;
    Str address;

    TRY(need_address(c, f->qr, &address));
    TRY(make_choose_set(c, &chosen));
    TRY(make_document(c, ask, &m));
    TRY(q_issued_insert(c, &row, .kind = ask->kind, .issuer_id = m.issuer_id, .about_id = m.unit_id, .set_code = ask->set, .year = ask->year,
        .type = m.type.n ? m.type : S("Công văn"), .symbol = m.symbol, .abstract = m.abstract, .signer = ask->signer, .figures_on = m.figures, .at = c->now, .who = ctx_who(c),
        .period = ask->period, .extra = str_trim(ask->extra), .secrecy = ask->secrecy, .urgency = ask->urgency, .qr = f->qr));
    *id = row.id;
    if (m.unit_id && m.unit_id != m.issuer_id)
        TRY(q_issued_recipient_add(c, .document_id = row.id, .unit_id = m.unit_id));
    return audit_add(c, "issuance.draft", m.abstract, S(""));
}

static bool published(const IssuedRow *d)
{
    return str_eq(d->state, S("published")) || (str_eq(d->state, S("revoked")) && d->published_at.ms);
}

Err issue_sees(Ctx *c, const IssuedRow *d, bool *may)
{
    *may = published(d) && access_any(c, &PERM_ISSUE_VIEW);
    if (*may)
        return OK;
    if (str_eq(d->state, S("draft")))
        return access_can(c, &PERM_ISSUE_MAKE, d->issuer_id, may);
    TRY(access_can(c, &PERM_ISSUE_VIEW, d->issuer_id, may));
    if (!*may && d->about_id)
        TRY(access_can(c, &PERM_ISSUE_VIEW, d->about_id, may));
    return OK;
}

/* E_NOT_FOUND tells nothing about drafts of others. */
Err issue_get(Ctx *c, int64_t id, IssuedRow *out)
{
    bool may;

    TRY(q_issued_get(c, out, .id = id));
    TRY(issue_sees(c, out, &may));
    return may ? OK : fail(c, E_NOT_FOUND, T("Không có văn bản này."));
}

Err issue_change(Ctx *c, int64_t id, int64_t version, Str signer, Str secrecy, Str urgency, bool qr)
{
    IssuedRow d;
    IssuedTouchRows done;
    Str address;

    TRY(need_address(c, qr, &address));
    TRY(issue_get(c, id, &d));
    TRY(access_need(c, &PERM_ISSUE_MAKE, d.issuer_id));
    TRY(q_issued_touch(c, &done, .id = id, .version = version, .signer = signer, .qr = qr, .secrecy = secrecy, .urgency = urgency, .at = c->now));
    if (done.n == 0)
        return fail(c, E_CONFLICT, T("Văn bản vừa được người khác thay đổi; hãy xem lại rồi làm tiếp."));
    return audit_add(c, "issuance.change", d.abstract, S(""));
}

static Err made_of(Ctx *c, const IssuedRow *d, const MakeAsk *more, Made *m)
{
    MakeAsk ask = ask_of(d);

    if (more) {
        ask.number = more->number;
        ask.date = more->date;
        ask.signer = more->signer;
        ask.verify = more->verify;
    }
    return make_document(c, &ask, m);
}

Err issue_made(Ctx *c, const IssuedRow *d, Paper **out)
{
    Made m;

    TRY(made_of(c, d, NULL, &m));
    *out = m.paper;
    return OK;
}

/* Paragraphs of the province's template that were edited: the same change in its DOCX. */
static Err edit_docx(Ctx *c, const EditPlaces *places, Made *m)
{
    VEC(DocxChange) v = { 0 };

    for (size_t i = 0; i < places->n; i++)
        if (places->v[i].edited && !places->v[i].stale)
            *vec_add(c->arena, &v) = (DocxChange){ .was = str_replace(c->arena, places->v[i].made, S("**"), S("")),
                .now = str_replace(c->arena, places->v[i].text, S("**"), S("")), .whole = true };
    return v.n && m->docx.n ? docx_change(c->arena, S("van-ban.docx"), m->docx, v.v, v.n, &m->docx, &c->answer) : OK;
}

/* Paper and DOCX as they stand, with edits or out of the Word file. */
static Err current(Ctx *c, const IssuedRow *d, const MakeAsk *more, Made *m, HandNumbers *hand)
{
    EditPlaces places = { 0 };
    IssuedBytesRow row;
    const Paper *made;

    TRY(made_of(c, d, more, m));
    if (d->word_sha.n == 0) {
        TRY(edit_apply(c, d->id, m->paper, &places, hand));
        return edit_docx(c, &places, m);
    }
    made = m->paper;
    TRY(q_issued_bytes(c, &row, .id = d->id));
    m->docx = row.word;
    if (more)
        TRY(word_number(c, d, row.word, more->number, more->date, more->signer, &m->docx));
    TRY(paper_read(&m->paper, c->arena, S("word.docx"), m->docx, &made->about, &c->answer));
    word_numbers(c->arena, made, m->paper, hand);
    return OK;
}

Err issue_paper(Ctx *c, const IssuedRow *d, Paper **out)
{
    HandNumbers hand = { 0 };
    Made m;

    TRY(current(c, d, NULL, &m, &hand));
    *out = m.paper;
    return OK;
}

Err issue_bytes(Ctx *c, const IssuedRow *d, Str name, Str *bytes)
{
    HandNumbers hand = { 0 };
    IssuedBytesRow row;
    Made m;

    if (d->number && (str_ends(name, S(".docx")) || str_ends(name, S(".pdf")))) {
        TRY(q_issued_bytes(c, &row, .id = d->id));
        *bytes = str_ends(name, S(".docx")) ? row.docx : d->signed_sha.n ? row.signed_pdf : row.pdf;
        return OK;
    }
    if (d->number)
        return fail(c, E_INVALID, T("Văn bản đã cấp số được giữ nguyên ở dạng DOCX và PDF; hãy lấy một trong hai dạng đó."));
    TRY(current(c, d, NULL, &m, &hand));
    if (m.docx.n && str_ends(name, S(".docx"))) {
        *bytes = m.docx;
        return OK;
    }
    return paper_out(c, m.paper, name, bytes);
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

/* What stays with the number: fields with their sources, and every number that a person wrote instead. */
static Str frozen_data(Ctx *c, const Made *m, const HandNumbers *hand)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kdate(&j, "figures_on", m->figures);
    json_key(&j, "by_hand");
    json_open(&j, '[');
    for (size_t i = 0; i < hand->n; i++) {
        json_open(&j, '{');
        json_kint(&j, "place", hand->v[i].place);
        json_kstr(&j, "number", hand->v[i].text);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (m->fields) {
        Buf f = { .arena = c->arena };

        fields_json(m->fields, &f);
        json_kstr(&j, "fields", buf_str(&f));
    }
    json_close(&j, '}');
    return buf_str(&b);
}

/* Known before the document is made, for it stands on it: who, which number, of what. */
static Str code_of(Ctx *c, const IssuedRow *d, int64_t number, Date on)
{
    Str sum = sha256_hex(c->arena, str_fmt(c->arena, "%lld|%.*s|%.*s|%lld|%.*s|%.*s|%.*s", (long long)d->id, SV(d->issuer_code), SV(d->symbol), (long long)number,
        SV(date_iso(c->arena, on)), SV(d->abstract), SV(moment_iso(c->arena, d->made_at))));

    return str_sub(sum, 0, CODE_LETTERS);
}

static Err freeze(Ctx *c, const IssuedRow *d, const MakeAsk *more, int64_t number, Str code)
{
    HandNumbers hand = { 0 };
    IssuedFreezeRows rows;
    Str docx, pdf;
    Made m;

    TRY(current(c, d, more, &m, &hand));
    docx = m.docx;
    if (docx.n == 0)
        TRY(paper_docx(m.paper, &docx, &c->answer));
    TRY(paper_pdf(m.paper, &pdf, &c->answer));
    TRY(q_issued_freeze(c, &rows, .id = d->id, .version = d->version, .number = number, .number_year = date_year(more->date), .issued_on = more->date,
        .signer = more->signer, .figures_on = m.figures, .docx = docx, .pdf = pdf, .sha256 = sha256_hex(c->arena, pdf), .code = code, .at = c->now,
        .data = frozen_data(c, &m, &hand), .abstract = m.abstract, .signer_title = m.signer_title,
        .pages = pdf_pages(pdf)));
    return changed(c, rows.n);
}

Err issue_number(Ctx *c, int64_t id, int64_t number, Date date, Str signer, int64_t *given)
{
    IssuedRow d;
    MakeAsk more;
    Str code, address;
    Date on = date.day ? date : c->today;

    TRY(issue_get(c, id, &d));
    TRY(access_need(c, &PERM_ISSUE_NUMBER, d.issuer_id));
    if (!str_eq(d.state, S("draft")))
        return fail(c, E_STATE, T("Văn bản này đã có số %.*s."), SV(issue_full_number(c->arena, &d)));
    if (on.day > c->today.day)
        return fail_field(c, "date", T("Ngày ban hành %.*s ở tương lai; số được cấp vào ngày ký."), SV(date_vi(c->arena, on)));
    TRY(take_number(c, &d, date_year(on), number, given));
    code = code_of(c, &d, *given, on);
    TRY(need_address(c, d.qr, &address));
    more = (MakeAsk){ .number = str_fmt(c->arena, "%lld", (long long)*given), .date = on, .signer = signer.n ? signer : d.signer,
        .verify = d.qr ? str_fmt(c->arena, "%.*s/verify/%.*s", SV(address), SV(code)) : S("") };
    TRY(freeze(c, &d, &more, *given, code));
    return audit_add(c, "issuance.number", paper_number(c->arena, more.number, d.symbol), S(""));
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

Err issue_set_published(Ctx *c, int64_t id)
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
