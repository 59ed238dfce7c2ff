/* Registers in the fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI (dữ liệu của hồ sơ, tài liệu). */
#include "doc/table_out.h"
#include "issuance/issuance.h"
#include "org/org.h"

enum { MOST = 100000 };

static Str receivers(Ctx *c, const IssuedAllRecipientsRows *all, int64_t id)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].document_id == id)
            buf_fmt(&b, "%s%.*s %.*s", b.n ? "; " : "", SV(all->v[i].code), SV(all->v[i].name));
    return buf_str(&b);
}

static void maybe_int(TableOut *t, int64_t n)
{
    if (n)
        out_int(t, n);
    else
        out_skip(t);
}

Err issue_register(Ctx *c, Str *bytes)
{
    static const OutColumn columns[] = { { T("OrganId (mã cơ quan)"), 14 }, { T("FileCode: năm"), 9 }, { T("DocOrdinal (số thứ tự)"), 9 }, { T("TypeName (tên loại)"), 14 },
        { T("CodeNumber (số)"), 9 }, { T("CodeNotation (ký hiệu)"), 16 }, { T("IssuedDate (ngày văn bản)"), 12 }, { T("OrganName (cơ quan ban hành)"), 30 },
        { T("Subject (trích yếu)"), 60 }, { T("Language (ngôn ngữ)"), 10 }, { T("PageAmount (số trang)"), 9 }, { T("Description (ghi chú)"), 24 },
        { T("SignerInfo.Position (chức vụ)"), 20 }, { T("SignerInfo.FullName (người ký)"), 24 }, { T("To (nơi nhận)"), 40 }, { T("Priority (mức độ khẩn)"), 12 },
        { T("Độ mật"), 10 }, { T("IssuedAmount (số bản)"), 9 }, { T("Trạng thái"), 14 }, { T("Số liệu đến"), 12 }, { T("SHA-256"), 40 } };
    IssuedRows rows;
    IssuedAllRecipientsRows to;
    TableOut *t;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issued_list(c, &rows, .most = MOST));
    TRY(q_issued_all_recipients(c, &to));
    t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    out_sheet(t, &(SheetLook){ .name = S("Văn bản đi"), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        const IssuedRow *d = &rows.v[i];

        out_text(t, d->issuer_code);
        maybe_int(t, d->issued_on.day ? date_year(d->issued_on) : 0);
        out_int(t, (int64_t)(rows.n - i));
        out_text(t, d->type);
        maybe_int(t, d->number);
        out_text(t, d->symbol);
        out_date(t, d->issued_on);
        out_text(t, d->issuer_name);
        out_text(t, d->abstract);
        out_text(t, S("Tiếng Việt"));
        maybe_int(t, d->pages);
        out_text(t, d->signed_note);
        out_text(t, d->signer_title);
        out_text(t, d->signer);
        out_text(t, receivers(c, &to, d->id));
        out_text(t, d->urgency);
        out_text(t, d->secrecy);
        maybe_int(t, d->number ? 1 : 0);
        out_text(t, str_of(tr(c->answer.lang, issue_state_title(d->state))));
        out_date(t, d->figures_on);
        out_text(t, d->signed_sha.n ? d->signed_sha : d->sha256);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

Err issue_incoming(Ctx *c, Str unit_code, int64_t year, Str *bytes)
{
    static const OutColumn columns[] = { { T("ArrivalDate (ngày đến)"), 12 }, { T("ArrivalNumber (số đến)"), 9 }, { T("TypeName (tên loại)"), 14 }, { T("CodeNumber (số)"), 9 },
        { T("CodeNotation (ký hiệu)"), 16 }, { T("IssuedDate (ngày văn bản)"), 12 }, { T("OrganName (cơ quan ban hành)"), 30 }, { T("Subject (trích yếu)"), 60 },
        { T("Language (ngôn ngữ)"), 10 }, { T("PageAmount (số trang)"), 9 }, { T("SignerInfo.Position (chức vụ)"), 20 }, { T("SignerInfo.FullName (người ký)"), 24 },
        { T("Priority (mức độ khẩn)"), 12 }, { T("Độ mật"), 10 }, { T("ToPlaces (nơi nhận)"), 30 }, { T("TraceHeaderList (đã xem)"), 16 }, { T("Trạng thái"), 14 } };
    IssuedIncomingRows rows;
    UnitRow u;
    TableOut *t;

    TRY(org_by_code(c, unit_code, &u));
    TRY(access_need(c, &PERM_ISSUE_VIEW, u.id));
    TRY(q_issued_incoming(c, &rows, .unit_id = u.id, .year = year, .most = MOST));
    t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    out_sheet(t, &(SheetLook){ .name = S("Văn bản đến"), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        const IssuedIncomingRow *d = &rows.v[i];

        out_date(t, moment_date(d->sent_at));
        out_int(t, d->arrival);
        out_text(t, d->type);
        maybe_int(t, d->number);
        out_text(t, d->symbol);
        out_date(t, d->issued_on);
        out_text(t, d->issuer_name);
        out_text(t, d->abstract);
        out_text(t, S("Tiếng Việt"));
        maybe_int(t, d->pages);
        out_text(t, d->signer_title);
        out_text(t, d->signer);
        out_text(t, d->urgency);
        out_text(t, d->secrecy);
        out_text(t, u.name);
        out_text(t, d->seen_at.ms ? moment_vi(c->arena, d->seen_at) : S(""));
        out_text(t, str_of(tr(c->answer.lang, issue_state_title(d->state))));
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
