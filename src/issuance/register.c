#include "doc/table_out.h"
#include "issuance/issuance.h"

enum { MOST = 100000 };

Err issue_register(Ctx *c, Str *bytes)
{
    static const OutColumn columns[] = { { T("Số, ký hiệu"), 18 }, { T("Ngày văn bản"), 12 }, { T("Tên loại"), 14 }, { T("Trích yếu"), 60 },
        { T("Cơ quan ban hành"), 30 }, { T("Người ký"), 24 }, { T("Trạng thái"), 14 }, { T("Số liệu đến"), 12 }, { T("SHA-256"), 40 } };
    IssuedRows rows;
    TableOut *t;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issued_list(c, &rows, .most = MOST));
    t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    out_sheet(t, &(SheetLook){ .name = S("Văn bản đi"), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        const IssuedRow *d = &rows.v[i];

        out_text(t, issue_full_number(c->arena, d));
        out_date(t, d->issued_on);
        out_text(t, d->type);
        out_text(t, d->abstract);
        out_text(t, d->issuer_name);
        out_text(t, d->signer);
        out_text(t, str_of(tr(c->answer.lang, issue_state_title(d->state))));
        out_date(t, d->figures_on);
        out_text(t, d->sha256);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
