#include "archive/archive.h"

#include "doc/table_out.h"

enum { AT_ONCE = 500 };

static void row_out(Ctx *c, TableOut *t, const DocumentRow *d)
{
    const DocType *k = doc_type(d->type);

    out_text(t, d->unit_code);
    out_text(t, d->unit_name);
    out_text(t, str_of(k ? tr(c->answer.lang, k->title) : ""));
    out_text(t, str_fmt(c->arena, "%.*s%s%.*s", SV(d->number), d->number.n && d->symbol.n ? "/" : "", SV(d->symbol)));
    out_date(t, d->issued_on);
    out_text(t, d->issuer);
    out_text(t, d->abstract);
    out_text(t, d->file_name);
    out_int(t, d->uses);
    out_row(t);
}

Err archive_export(Ctx *c, const DocFilter *filter, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã đơn vị"), 14 }, { T("Đơn vị"), 30 }, { T("Loại văn bản"), 16 }, { T("Số, ký hiệu"), 20 },
        { T("Ngày"), 12 }, { T("Cơ quan ban hành"), 30 }, { T("Trích yếu"), 60 }, { T("Tệp"), 40 }, { T("Số chỗ dùng"), 12 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    DocFilter f = *filter;
    int64_t total = 1;

    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Kho tài liệu"))), .landscape = true,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("Lập lúc %.*s")), SV(moment_vi(c->arena, c->now))) }, columns, COUNT(columns));
    f.most = AT_ONCE;
    for (f.skip = 0; f.skip < total; f.skip += AT_ONCE) {
        DocumentRows rows;

        TRY(archive_list(c, &f, &rows, &total));
        for (size_t i = 0; i < rows.n; i++)
            row_out(c, t, &rows.v[i]);
    }
    return table_out_end(t, bytes, &c->answer);
}
