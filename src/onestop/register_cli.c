/* Commands on the quality index, the catalogue, the rating, due dates and the registers. */
#include "onestop/register_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "index766_sql.h"
#include "onestop/due.h"
#include "onestop/history.h"
#include "onestop/index766.h"
#include "onestop/procedures.h"
#include "onestop/rating.h"
#include "onestop/registers.h"
#include "org/org.h"

enum { MAX_FILE = 64 << 20 };

const Opt index766_options[] = {
    { "unit", "U", T("mã đơn vị; tính cả các đơn vị ở dưới"), true },
    { "period", "P", T("kỳ: 2026-10, 2026-Q3, 2026"), true },
    { "as-of", "DATETIME", T("kỳ chưa hết được tính tới thời điểm này; không có: lúc này") },
    { "xlsx", "FILE", T("ghi thêm bảng tính") },
    { 0 },
};
const Opt portal_options[] = { { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } };
const Opt history_options[] = {
    { "source", "NAME", T("hệ thống đã xuất ra hồ sơ"), true },
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi") },
    { 0 },
};
const Opt procedures_options[] = { { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } };
const Opt faults_options[] = { { 0 } };
const Opt rating18_options[] = {
    { "unit", "U", T("mã đơn vị"), true },
    { "period", "P", T("kỳ: 2026-Q3"), true },
    { "xlsx", "FILE", T("ghi thêm bảng tính") },
    { 0 },
};
const Opt due_options[] = {
    { "unit", "U", T("mã đơn vị; giờ làm việc của đơn vị ấy"), true },
    { "received", "DATETIME", T("thời điểm tiếp nhận"), true },
    { "hours", "N", T("thời hạn tính bằng giờ làm việc; 8 giờ là một ngày"), true },
    { "asked", "DATETIME", T("thời điểm yêu cầu bổ sung") },
    { "supplied", "DATETIME", T("thời điểm nhận bổ sung") },
    { "finished", "DATETIME", T("thời điểm kết thúc") },
    { 0 },
};
const Opt hours_options[] = {
    { "unit", "U", T("mã đơn vị"), true },
    { "from", "DATE", T("áp dụng từ ngày này"), true },
    { "hours", "HH:MM-HH:MM,…;HH:MM", T("giờ làm việc; sau dấu chấm phẩy là giờ nhận cuối trong ngày"), true },
    { 0 },
};

static Err one_table(Ctx *c, Str file, Table *t)
{
    Str bytes;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    return table_read(t, c->arena, file, bytes, NULL, &c->answer);
}

static Err end_import(Ctx *c, const Args *a, Buf *out)
{
    if (!args_has(a, "dry-run"))
        return OK;
    buf_lit(out, tr(c->answer.lang, T("Đây là kiểm tra thử; chưa ghi gì.\n")));
    return run_undo(c);
}

static Err moment_option(Ctx *c, const Args *a, const char *name, Moment *out)
{
    Str s = args_get(a, name);
    When w;

    *out = (Moment){ 0 };
    if (!s.n)
        return OK;
    if (!when_parse(&w, s))
        return fail(c, E_INVALID, T("Thời điểm “%.*s” của --%s không có thật; hãy ghi dd/mm/yyyy HH:MM."), SV(s), name);
    *out = dossier_at((int64_t)w.day * 86400 + (w.second > 0 ? w.second : 0));
    return OK;
}

static void opt(Buf *out, OptDec d, int places, int width)
{
    Str s = d.has ? places < 0 ? dec_exact(out->arena, d.d, NUM_PLAIN) : dec_fmt(out->arena, d.d, places, NUM_PLAIN) : S("-");

    buf_fmt(out, "%*.*s ", width, SV(s));
}

Err run_index766(Ctx *c, const Args *a, Buf *out)
{
    Str moment = args_get(a, "as-of"), xlsx;
    When as_of = when_now(c);
    Index766 x;
    UnitRow u;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    if (moment.n && !when_parse(&as_of, moment))
        return fail(c, E_INVALID, T("Thời điểm “%.*s” của --as-of không có thật; hãy ghi dd/mm/yyyy HH:MM."), SV(moment));
    TRY(index766(c, u.id, args_get(a, "period"), as_of, &x));
    if (args_has(a, "xlsx")) {
        TRY(index766_xlsx(c, &x, &xlsx));
        TRY(file_write(args_get(a, "xlsx"), xlsx, &c->answer));
    }
    if (args_has(a, "json")) {
        index766_json(c, &x, out);
        return OK;
    }
    buf_fmt(out, tr(c->answer.lang, T("%.*s, kỳ %.*s, bản %.*s\n")), SV(x.unit_name), SV(x.period), SV(x.version));
    for (size_t i = 0; i < x.rows.n; i++) {
        const IndexRow *r = &x.rows.v[i];

        buf_fmt(out, "%-6.*s", SV(r->code));
        opt(out, r->rate, 2, 8);
        opt(out, r->points, 2, 7);
        opt(out, r->maximum, -1, 5);
        opt(out, r->portal_rate, 2, 8);
        buf_fmt(out, " %.*s%s%.*s\n", SV(r->title), r->why.n ? " — " : "", SV(r->why));
    }
    return OK;
}

Err run_portal(Ctx *c, const Args *a, Buf *out)
{
    RegisterReport rep;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(portal_import(c, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu giá trị của Cổng, %zu giữ nguyên.\n")), rep.written, rep.same);
    return end_import(c, a, out);
}

Err run_history(Ctx *c, const Args *a, Buf *out)
{
    RegisterReport rep;
    size_t dossiers;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(history_import(c, &t, args_get(a, "source"), &rep, &dossiers));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu bước của %zu hồ sơ, %zu bước đã có.\n")), rep.written, dossiers, rep.same);
    return end_import(c, a, out);
}

Err run_procedures(Ctx *c, const Args *a, Buf *out)
{
    ProcedureReport rep;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(procedures_import(c, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("%zu thủ tục mới, %zu thay đổi, %zu giữ nguyên.\n")), rep.created, rep.changed, rep.same);
    return end_import(c, a, out);
}

Err run_faults(Ctx *c, const Args *a, Buf *out)
{
    ProcedureRows rows;
    ProcedureDecisionRows decisions;
    Offices o;
    size_t at = 0;

    TRY(access_need_any(c, &PERM_ONESTOP_VIEW));
    TRY(offices_begin(c, &o));
    TRY(q_procedures(c, &rows, .known = 0));
    TRY(q_procedure_decisions(c, &decisions, .procedure_id = 0));
    buf_lit(out, "code,fault\n");
    for (size_t i = 0; i < rows.n; i++) {
        const ProcedureRow *p = &rows.v[i];
        size_t n = 0;
        unsigned f;

        for (at = 0; at < decisions.n && decisions.v[at].procedure_id < p->id;)
            at++;
        while (at + n < decisions.n && decisions.v[at + n].procedure_id == p->id)
            n++;
        f = procedure_faults(o.cal, p, decisions.v + at, n, c->today);
        for (int k = 0; k < N_FAULTS; k++)
            if (f >> k & 1)
                buf_fmt(out, "%.*s,%s\n", SV(p->code), tr(c->answer.lang, fault_title(1u << k)));
    }
    return OK;
}

Err run_rating18(Ctx *c, const Args *a, Buf *out)
{
    Rating r;
    UnitRow u;
    Str xlsx;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(rating18(c, u.id, args_get(a, "period"), &r));
    if (args_has(a, "xlsx")) {
        TRY(rating18_xlsx(c, &r, &xlsx));
        TRY(file_write(args_get(a, "xlsx"), xlsx, &c->answer));
    }
    if (args_has(a, "json")) {
        rating18_json(c, &r, out);
        return OK;
    }
    for (int i = 0; i < RATING_ITEMS; i++) {
        buf_fmt(out, "%d ", r.items[i].item);
        opt(out, r.items[i].self, -1, 5);
        opt(out, r.items[i].appraised, -1, 5);
        buf_fmt(out, " %.*s\n", SV(r.items[i].title));
    }
    buf_fmt(out, tr(c->answer.lang, T("Tự chấm %.*s, thẩm định %.*s trên 18: %s\n")), SV(dec_exact(c->arena, r.self, NUM_PLAIN)),
        SV(dec_exact(c->arena, r.appraised, NUM_PLAIN)),
        tr(c->answer.lang, rating_class_title(r.whole_appraised ? rating_class(r.appraised) : CLASS_NONE)));
    return OK;
}

Err run_rating18_import(Ctx *c, const Args *a, Buf *out)
{
    RegisterReport rep;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(rating18_import(c, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu điểm, %zu giữ nguyên.\n")), rep.written, rep.same);
    return end_import(c, a, out);
}

static Str shown(Ctx *c, Moment m)
{
    return m.ms ? moment_vi(c->arena, m) : S("-");
}

Err run_due(Ctx *c, const Args *a, Buf *out)
{
    DueAsk ask = { 0 };
    DueAnswer d;
    Offices o;
    UnitRow u;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(access_need(c, &PERM_ONESTOP_VIEW, u.id));
    TRY(moment_option(c, a, "received", &ask.received));
    TRY(moment_option(c, a, "asked", &ask.asked));
    TRY(moment_option(c, a, "supplied", &ask.supplied));
    TRY(moment_option(c, a, "finished", &ask.finished));
    TRY(args_int(c, a, "hours", 1, 20000, &ask.hours));
    TRY(offices_begin(c, &o));
    TRY(offices_at(c, &o, u.id));
    d = due_of(&o, &ask);
    buf_fmt(out, "starts,due,new_due,waited_minutes,used_minutes\n%.*s,%.*s,%.*s,%lld,%lld\n", SV(shown(c, d.starts)), SV(shown(c, d.due)),
        SV(shown(c, d.new_due)), (long long)d.waited, (long long)d.used);
    return OK;
}

Err run_hours(Ctx *c, const Args *a, Buf *out)
{
    Date from = { 0 };
    UnitRow u;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(args_date(c, a, "from", &from));
    TRY(offices_put(c, u.id, from, args_get(a, "hours")));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi giờ làm việc của %.*s.\n")), SV(u.name));
    return OK;
}

/* --- registers --- */

const Opt apologies_options[] = {
    { "unit", "U", T("đơn vị và mọi đơn vị ở dưới; không có: tất cả") },
    { "year", "Y", T("kỳ ký thư: 2025, 2025-Q3, 2025-10"), true },
    { 0 },
};
const Opt petitions_options[] = {
    { "unit", "U", T("đơn vị và mọi đơn vị ở dưới; không có: tất cả") },
    { "year", "Y", T("kỳ nhận: 2025, 2025-Q3, 2025-10"), true },
    { 0 },
};

static Err unit_and_days(Ctx *c, const Args *a, int64_t *unit_id, Date *first, Date *last)
{
    Months m;
    UnitRow u;

    *unit_id = 0;
    if (args_has(a, "unit")) {
        TRY(org_by_code(c, args_get(a, "unit"), &u));
        *unit_id = u.id;
    }
    if (!months_parse(&m, args_get(a, "year")) || !date_make(first, m.first / 12, m.first % 12 + 1, 1))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(args_get(a, "year")));
    last->day = date_add_months(*first, m.last - m.first + 1).day - 1;
    return access_need(c, &PERM_ONESTOP_VIEW, *unit_id);
}

static void cell(Buf *out, Str s, char end)
{
    size_t at;

    if (str_find(s, S(","), &at) || str_find(s, S("\""), &at) || str_find(s, S("\n"), &at))
        buf_fmt(out, "\"%.*s\"", SV(str_replace(out->arena, s, S("\""), S("\"\""))));
    else
        buf_add(out, s);
    buf_ch(out, end);
}

/* What is wrong: letters with a fault, and dossiers over without a letter. */
Err run_apologies(Ctx *c, const Args *a, Buf *out)
{
    DossierWithoutLetterRows none;
    ApologyRows rows;
    Offices o;
    Date first = { 0 }, last = { 0 };
    int64_t unit_id;

    TRY(unit_and_days(c, a, &unit_id, &first, &last));
    TRY(offices_begin(c, &o));
    TRY(q_apologies(c, &rows, .root_id = unit_id, .first = first, .last = last));
    TRY(q_dossier_without_letter(c, &none, .root_id = unit_id, .since = (int64_t)first.day * 86400, .cut = (int64_t)c->today.day * 86400,
        .most = 100000));
    buf_lit(out, "dossier_code,unit,letter,finding\n");
    for (size_t i = 0; i < rows.n; i++) {
        unsigned f = apology_faults(o.cal, &rows.v[i], c->today);

        for (int k = 0; k < N_APOLOGY_FAULTS; k++)
            if (f >> k & 1) {
                cell(out, rows.v[i].code, ',');
                cell(out, rows.v[i].unit, ',');
                cell(out, rows.v[i].letter, ',');
                cell(out, str_of(tr(c->answer.lang, apology_fault_title(k))), '\n');
            }
    }
    for (size_t i = 0; i < none.n; i++) {
        cell(out, none.v[i].code, ',');
        cell(out, none.v[i].unit, ',');
        cell(out, S(""), ',');
        cell(out, str_of(tr(c->answer.lang, T("Quá hạn mà chưa có thư xin lỗi"))), '\n');
    }
    return OK;
}

Err run_apologies_import(Ctx *c, const Args *a, Buf *out)
{
    RegisterReport rep;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(apologies_import(c, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu thư xin lỗi, %zu giữ nguyên.\n")), rep.written, rep.same);
    return end_import(c, a, out);
}

Err run_petitions(Ctx *c, const Args *a, Buf *out)
{
    static const char *const steps[] = { "open", "answered", "published" };
    PetitionRows rows;
    Offices o;
    Date first = { 0 }, last = { 0 };
    int64_t unit_id;

    TRY(unit_and_days(c, a, &unit_id, &first, &last));
    TRY(offices_begin(c, &o));
    TRY(q_petitions(c, &rows, .root_id = unit_id, .first = first, .last = last));
    buf_lit(out, "code,unit,kind,received_on,step,due,publish_due,days_left,late\n");
    for (size_t i = 0; i < rows.n; i++) {
        const PetitionRow *p = &rows.v[i];
        PetitionState s = petition_state(o.cal, p, c->today);

        cell(out, p->code, ',');
        cell(out, p->unit, ',');
        buf_fmt(out, "%.*s,%.*s,%s,%.*s,%.*s,%d,%d\n", SV(p->kind), SV(date_iso(c->arena, p->received_on)), steps[s.step],
            SV(date_iso(c->arena, s.due)), SV(date_iso(c->arena, s.publish_due)), s.left,
            s.late_answer || s.late_publication || s.late_question);
    }
    return OK;
}

Err run_petitions_import(Ctx *c, const Args *a, Buf *out)
{
    RegisterReport rep;
    Table t;

    TRY(one_table(c, args_operand(a, 0), &t));
    TRY(petitions_import(c, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu phản ánh, %zu giữ nguyên.\n")), rep.written, rep.same);
    return end_import(c, a, out);
}
