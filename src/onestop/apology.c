/* Letters of apology: what is wrong with them, and how they come in. */
#include "core/audit.h"
#include "doc/table_out.h"
#include "onestop/registers.h"
#include "org/org.h"

enum { DAY = 86400, MOST_TURNS = 20 };

static const char *const faults[N_APOLOGY_FAULTS] = {
    T("Thư ký sau ngày trước hạn"), T("Gia hạn lần hai"), T("Hạn mới không phải ngày làm việc"), T("Hạn mới không sau hạn cũ"),
    T("Hạn mới cũng đã qua"),
};

const char *apology_fault_title(int bit)
{
    return faults[bit];
}

unsigned apology_faults(const Calendar *cal, const ApologyRow *a, Date today)
{
    unsigned f = 0;
    Date latest = { a->old_due.day - 1 };
    bool ended = a->state >= 3 && a->finished;

    if (a->signed_on.day > latest.day)
        f |= APOLOGY_AFTER_DUE;
    if (a->turn > 1)
        f |= APOLOGY_SECOND;
    if (!cal_is_working(cal, a->new_due))
        f |= APOLOGY_DAY_OFF;
    if (a->new_due.day <= a->old_due.day)
        f |= APOLOGY_NOT_LATER;
    if (a->state && (ended ? a->finished / DAY > a->new_due.day : today.day > a->new_due.day))
        f |= APOLOGY_BROKEN;
    return f;
}

/* The dossier that a letter is about. */
static Err dossier_of(Ctx *c, const ApologyForm *f, DossierByCodeRow *out)
{
    DossierSourceGetRow source = { 0 };
    DossierByCodeRows rows;
    bool any = false;

    if (!f->code.n)
        return fail_field(c, "code", T("Thiếu mã hồ sơ; hãy ghi mã như trên giấy hẹn."));
    if (f->source.n) {
        TRY(q_dossier_source_get(c, &source, &any, .name = f->source));
        if (!any)
            return fail_field(c, "source", T("Không có hệ thống nào tên “%.*s”."), SV(f->source));
    }
    TRY(q_dossier_by_code(c, &rows, .code = f->code));
    for (size_t i = 0; i < rows.n; i++)
        if (!any || rows.v[i].source_id == source.id) {
            *out = rows.v[i];
            if (!any && rows.n > 1)
                return fail_field(c, "source", T("Nhiều hệ thống có hồ sơ %.*s; hãy ghi tên hệ thống."), SV(f->code));
            return OK;
        }
    return fail_field(c, "code", T("Không có hồ sơ nào mang mã %.*s; hãy nạp hồ sơ trước."), SV(f->code));
}

/* A letter that has the number and day of one that is there is that letter; else it is the next turn. */
static int64_t turn_of(const ApologyRows *have, const ApologyForm *f)
{
    for (size_t i = 0; i < have->n; i++)
        if (str_eq(have->v[i].letter, f->letter) && have->v[i].signed_on.day == f->signed_on.day)
            return have->v[i].turn;
    return have->n ? have->v[have->n - 1].turn + 1 : 1;
}

Err apology_add(Ctx *c, const ApologyForm *f, bool *changed)
{
    DossierByCodeRow d = { 0 };
    ApologyRows have;
    ApologyPutRows put;
    Date old_due = f->old_due;
    int64_t turn;

    TRY(dossier_of(c, f, &d));
    TRY(access_need(c, &PERM_ONESTOP_CHANGE, d.unit_id));
    if (!f->signed_on.day)
        return fail_field(c, "signed_on", T("Thiếu ngày ký thư; hãy ghi dd/mm/yyyy."));
    if (!f->new_due.day)
        return fail_field(c, "new_due", T("Thiếu hạn mới; hãy ghi dd/mm/yyyy."));
    if (!f->reason.n)
        return fail_field(c, "reason", T("Thiếu lý do chậm; hãy ghi lý do."));
    if (!old_due.day)
        old_due.day = (int32_t)(d.due / DAY);
    if (!old_due.day)
        return fail_field(c, "old_due", T("Hồ sơ không có hạn cũ; hãy ghi hạn cũ."));
    TRY(q_apology_of(c, &have, .source_id = d.source_id, .code = f->code));
    turn = turn_of(&have, f);
    if (turn > MOST_TURNS)
        return fail(c, E_LIMIT, T("Hồ sơ %.*s đã có quá nhiều thư xin lỗi."), SV(f->code));
    TRY(q_apology_put(c, &put, .source_id = d.source_id, .code = f->code, .unit_id = d.unit_id, .letter = f->letter, .signed_on = f->signed_on,
        .signer = f->signer, .reason = f->reason, .fault = f->fault, .old_due = old_due, .new_due = f->new_due, .turn = turn));
    *changed = put.n > 0;
    return put.n ? audit_add(c, "onestop.apology", f->code, str_fmt(c->arena, "{\"turn\":%lld}", (long long)turn)) : OK;
}

enum { A_SOURCE, A_CODE, A_LETTER, A_SIGNED, A_SIGNER, A_REASON, A_FAULT, A_OLD_DUE, A_NEW_DUE };
static const Column columns[] = {
    [A_SOURCE] = { "source", "hệ thống|source", false }, [A_CODE] = { "dossier_code", "mã hồ sơ|số hồ sơ|dossier_code", true },
    [A_LETTER] = { "letter", "số thư|số, ký hiệu|số văn bản|letter", true }, [A_SIGNED] = { "signed_on", "ngày ký|ngày thư|signed_on", true },
    [A_SIGNER] = { "signer", "người ký|signer", false }, [A_REASON] = { "reason", "lý do|lý do chậm|reason", true },
    [A_FAULT] = { "fault", "lỗi thuộc về|nguyên nhân|fault", false }, [A_OLD_DUE] = { "old_due", "hạn cũ|ngày hẹn trả cũ|old_due", false },
    [A_NEW_DUE] = { "new_due", "hạn mới|ngày hẹn trả mới|new_due", true },
};

static Err take_apology(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, bool *changed)
{
    size_t errors = bad->count;
    ApologyForm f = { .source = cell_at(cols, r, A_SOURCE).text, .code = cell_at(cols, r, A_CODE).text,
        .letter = cell_at(cols, r, A_LETTER).text, .signer = cell_at(cols, r, A_SIGNER).text, .reason = cell_at(cols, r, A_REASON).text,
        .fault = cell_at(cols, r, A_FAULT).text, .signed_on = row_date(bad, r, A_SIGNED), .old_due = row_date(bad, r, A_OLD_DUE),
        .new_due = row_date(bad, r, A_NEW_DUE) };

    return bad->count > errors ? OK : apology_add(c, &f, changed);
}

Err apologies_import(Ctx *c, const Table *t, RegisterReport *out)
{
    return register_import(c, t, columns, COUNT(columns), take_apology, out);
}

Err apologies_xlsx(Ctx *c, const ApologyRow *v, size_t n, Str *bytes)
{
    static const OutColumn out_columns[] = { { T("Mã hồ sơ"), 26 }, { T("Đơn vị"), 34 }, { T("Số thư"), 16 }, { T("Ngày ký"), 14 },
        { T("Người ký"), 24 }, { T("Lý do"), 40 }, { T("Lỗi thuộc về"), 24 }, { T("Hạn cũ"), 14 }, { T("Hạn mới"), 14 }, { T("Lần"), 8 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Thư xin lỗi"))), .landscape = true }, out_columns, COUNT(out_columns));
    for (size_t i = 0; i < n; i++) {
        out_text(t, v[i].code);
        out_text(t, v[i].unit);
        out_text(t, v[i].letter);
        out_date(t, v[i].signed_on);
        out_text(t, v[i].signer);
        out_text(t, v[i].reason);
        out_text(t, v[i].fault);
        out_date(t, v[i].old_due);
        out_date(t, v[i].new_due);
        out_int(t, v[i].turn);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
