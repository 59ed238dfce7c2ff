/* What was understood, for a person at the shell. */
#include "intake/read.h"

static void line(Lang lang, Buf *out, const char *name, Str value)
{
    if (value.n)
        buf_fmt(out, "%s: %.*s\n", tr(lang, name), SV(value));
}

void intake_summary(const Reading *r, Arena *a, Lang lang, Buf *out)
{
    const Identity *id = &r->id;

    line(lang, out, T("Loại văn bản"), id->type);
    line(lang, out, T("Số, ký hiệu"), id->symbol);
    line(lang, out, T("Ngày ban hành"), id->date.day ? date_vi(a, id->date) : id->date_partial);
    line(lang, out, T("Cơ quan ban hành"), id->issuer);
    line(lang, out, T("Trích yếu"), id->title);
    line(lang, out, T("Người ký"), id->signer);
    buf_fmt(out, tr(lang, T("Đọc được: %zu đề mục, %zu viện dẫn, %zu chỉ tiêu, %zu việc được giao, %zu điểm số, %zu bảng.\n")),
        r->nodes.n, r->citations.n, r->targets.n, r->duties.n, r->scores.n, r->tables.n);
    for (size_t i = 0; i < r->tables.n; i++)
        buf_fmt(out, tr(lang, T("Bảng “%.*s”: %zu dòng.\n")), SV(r->tables.v[i].title), r->tables.v[i].rows.n);
    for (size_t i = 0; i < r->warnings.n; i++)
        buf_fmt(out, tr(lang, T("Lưu ý (dòng %d): %.*s\n")), r->warnings.v[i].where.from, SV(r->warnings.v[i].text));
}
