/* The workbook of a sheet: taken away, and its differences shown before they are taken. */
#include "assess/assess_web.h"

#include "pages.h"

#include <inttypes.h>

Err get_sheet_xlsx(Ctx *c, Req *rq, Out *o)
{
    SheetRow s;
    RoundRow r;
    Str bytes;

    (void)o;
    TRY(sheet_workbook(c, req_int(rq, "id"), &bytes));
    TRY(q_sheet_get(c, &s, .id = req_int(rq, "id")));
    TRY(q_round_get(c, &r, .id = s.round_id));
    req_send_xlsx(rq, str_fmt(c->arena, "phieu-%.*s-%" PRId64 ".xlsx", SV(s.unit_code), r.year), bytes);
    return OK;
}

Err get_sheet_upload(Ctx *c, Req *rq, Out *o)
{
    UploadView v = { 0 };

    if (rq->prepared)
        v = *(UploadView *)rq->prepared;
    TRY(q_sheet_get(c, &v.s, .id = req_int(rq, "id")));
    TRY(access_need(c, &PERM_SHEET_FILL, v.s.unit_id));
    TRY(q_round_get(c, &v.r, .id = v.s.round_id));
    tpl_sheet_upload(o, &v);
    return OK;
}

static bool chosen(const Req *rq, Str criterion)
{
    for (size_t i = 0; i < req_count(rq, "take"); i++)
        if (str_eq(req_nth(rq, "take", i), criterion))
            return true;
    return false;
}

/* The second step brings back what the first one showed, row by row, and which rows the person takes. */
static Err read_changes(Ctx *c, const Req *rq, SheetChanges *out)
{
    for (size_t i = 0; i < req_count(rq, "criterion"); i++) {
        Str points = req_nth(rq, "points", i);
        SheetChange *ch;

        if (!chosen(rq, req_nth(rq, "criterion", i)))
            continue;
        ch = vec_add(c->arena, out);
        *ch = (SheetChange){ .code = req_nth(rq, "code", i), .new_value = req_nth(rq, "value", i), .new_reason = req_nth(rq, "reason", i) };
        ch->new_points.has = points.n > 0;
        if (!str_int(req_nth(rq, "criterion", i), &ch->criterion_id) || !str_int(req_nth(rq, "version", i), &ch->version)
            || (points.n && !dec_parse(&ch->new_points.d, points)))
            return fail(c, E_INVALID, T("Dữ liệu gửi lên không đủ; hãy chọn lại tệp."));
    }
    return OK;
}

Err post_sheet_upload(Ctx *c, Req *rq, Out *o)
{
    UploadView *v = NEW(c->arena, UploadView, 1);
    Str bytes, name;
    size_t done;
    Table t;

    (void)o;
    if (str_eq(req_str(rq, "step"), S("take"))) {
        TRY(read_changes(c, rq, &v->changes));
        TRY(sheet_workbook_take(c, req_int(rq, "id"), &v->changes, &done));
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi %zu thay đổi từ tệp.")), done));
        req_go(rq, "/sheets/%" PRId64, req_int(rq, "id"));
        return OK;
    }
    if (!req_file(rq, "file", &bytes, &name))
        return fail_field(c, "file", T("Hãy chọn tệp phiếu XLSX đã điền."));
    TRY(table_read(&t, c->arena, name, bytes, NULL, &c->answer));
    TRY(sheet_workbook_read(c, req_int(rq, "id"), &t, &v->changes));
    for (size_t i = 0; i < v->changes.n; i++)
        v->conflicts += v->changes.v[i].conflict;
    v->checked = true;
    rq->prepared = v;
    req_again(rq);
    return OK;
}
