/* Keeping: every byte still what it was, nothing that nobody owns, nothing longer than it must be kept. */
#include "archive/archive.h"
#include "archive/blob.h"
#include "core/setting.h"

enum { BATCH = 500, SAMPLE = 50, EXPIRED = 10000 };

/* Every fiftieth hash, or all, is computed again; size and presence always. */
Err archive_verify(Ctx *c, bool deep, Checked *v, Buf *findings)
{
    DocumentFilesAllRows rows;
    int64_t after = 0;

    *v = (Checked){ 0 };
    do {
        TRY(q_document_files_all(c, &rows, .after = after, .most = BATCH));
        for (size_t i = 0; i < rows.n; i++) {
            const char *wrong;

            TRY(blob_check(c, rows.v[i].sha256, rows.v[i].size, deep || rows.n < BATCH || rows.v[i].id % SAMPLE == 0, &wrong));
            v->files++;
            v->bytes += rows.v[i].size;
            after = rows.v[i].id;
            if (!wrong)
                continue;
            v->wrong++;
            buf_fmt(findings, tr(c->answer.lang, T("Kho tài liệu: tệp “%.*s” của tài liệu %lld %s.\n")), SV(rows.v[i].name),
                (long long)rows.v[i].document_id, tr(c->answer.lang, wrong));
        }
    } while (rows.n == BATCH);
    return deep ? blob_orphans(c, &v->orphans, &v->orphan_bytes) : OK;
}

void checked_say(Ctx *c, const Checked *v, Buf *out)
{
    buf_fmt(out, tr(c->answer.lang, T("Đã tính lại mã băm của %lld tệp (%lld byte): %lld tệp hỏng hoặc thiếu, %lld tệp không thuộc tài liệu nào.\n")),
        (long long)v->files, (long long)v->bytes, (long long)v->wrong, (long long)v->orphans);
}

Err archive_expire(Ctx *c, int64_t years, bool only_look, DocumentExpiredRows *out)
{
    Date before;
    int year, month, day;

    TRY(access_need(c, &PERM_DOCUMENT_SHARE, 0));
    if (!years)
        TRY(setting_int(c, "archive.keep_years", &years));
    if (!years)
        return fail(c, E_STATE, T("Chưa đặt thời hạn lưu tài liệu (thiết lập archive.keep_years); hãy đặt số năm, hoặc ghi --years."));
    date_split(c->today, &year, &month, &day);
    if (!date_make(&before, year - (int)years, 1, 1))
        return fail(c, E_INVALID, T("Thời hạn lưu tài liệu tính bằng năm, từ 1 đến 100."));
    TRY(q_document_expired(c, out, .before = before, .on = c->today, .most = EXPIRED));
    for (size_t i = 0; !only_look && i < out->n; i++)
        TRY(archive_remove(c, out->v[i].id));
    return OK;
}
