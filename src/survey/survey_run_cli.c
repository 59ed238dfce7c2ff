/* The commands that need the database. */
#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "core/setting.h"
#include "org/org.h"
#include "survey/device.h"
#include "survey/entry.h"
#include "survey/guard.h"
#include "survey/matrix.h"
#include "survey/poster.h"
#include "survey/privacy.h"
#include "survey/report.h"
#include "survey/result.h"
#include "survey/survey.h"

enum { MAX_FILE = 16 << 20 };

Err survey_import_command(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    int64_t year = date_year(c->today);
    FormReport rep;
    Table t;

    TRY(args_int(c, a, "year", 2000, 2100, &year));
    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    TRY(form_import(c, &t, args_get(a, "code"), year, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Phiếu %.*s, bản %lld: %zu câu hỏi, %zu lựa chọn.\n")), SV(args_get(a, "code")),
        (long long)rep.version, rep.questions, rep.options);
    if (!args_has(a, "dry-run"))
        return OK;
    buf_fmt(out, "%s\n", tr(c->answer.lang, T("Mới thử, chưa ghi gì.")));
    return run_undo(c);
}

Err survey_open_command(Ctx *c, const Args *a, Buf *out)
{
    SurveyPlan p = { .code = args_get(a, "survey"), .form = args_get(a, "form"), .title = args_get(a, "title"),
        .wave = args_get(a, "wave"), .year = date_year(c->today), .open_link = args_has(a, "open-link"),
        .units = args_get(a, "units"), .facts = args_get(a, "facts"), .series = args_get(a, "series"), .scheme = args_get(a, "weights"),
        .no_answer = args_get(a, "no-answer"), .weighted = args_has(a, "strata") };
    Str error = args_get(a, "error");
    int64_t id;

    TRY(args_int(c, a, "year", 2000, 2100, &p.year));
    TRY(args_date(c, a, "opens", &p.opens_on));
    TRY(args_date(c, a, "closes", &p.closes_on));
    TRY(args_date(c, a, "keep-until", &p.keep_until));
    TRY(args_int(c, a, "min-n", 1, 1000, &p.min_n));
    TRY(args_int(c, a, "recheck", 0, 100, &p.recheck));
    if (error.n && !dec_parse(&p.error, error))
        return fail_field(c, "error", T("--error “%.*s” phải là số, ví dụ 0.05."), SV(error));
    TRY(survey_open(c, &p, &id));
    buf_fmt(out, tr(c->answer.lang, T("Đã mở đợt khảo sát; địa chỉ trả lời: /s/%.*s\n")), SV(p.code));
    return OK;
}

Err survey_close_command(Ctx *c, const Args *a, Buf *out)
{
    TRY(survey_end(c, args_get(a, "survey")));
    buf_fmt(out, "%s\n", tr(c->answer.lang, T("Đã đóng đợt khảo sát.")));
    return OK;
}

/* A code that is printed needs an address that people can open. */
static Err site_of(Ctx *c, const Args *a, Str *site)
{
    *site = args_get(a, "address");
    if (!site->n)
        TRY(setting_get(c, "survey.address", site));
    while (str_ends(*site, S("/")))
        site->n--;
    return site->n ? OK : fail_field(c, "address", T("Hãy ghi --address https://… hoặc cài đặt survey.address: địa chỉ mà người dân mở được."));
}

Err survey_codes_command(Ctx *c, const Args *a, Buf *out)
{
    int64_t n = 0;

    Buf codes = { .arena = c->arena };
    Str file = args_get(a, "pdf"), site, pdf;
    SurveyByCodeRow s;
    UnitRow u;

    TRY(args_int(c, a, "n", 1, 5000, &n));
    TRY(survey_code_make(c, args_get(a, "survey"), args_get(a, "unit"), n, &codes));
    buf_add(out, buf_str(&codes));
    if (!file.n)
        return OK;
    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(site_of(c, a, &site));
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(survey_cards(c, &s, site, u.name, buf_str(&codes), &pdf));
    return file_write(file, pdf, &c->answer);
}

Err survey_status_command(Ctx *c, const Args *a, Buf *out)
{
    SurveyByCodeRow s;
    SurveyUnitsRows u;
    Json j = { .out = out };

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(q_survey_units(c, &u, .survey_id = s.id));
    if (args_has(a, "json"))
        json_open(&j, '[');
    else
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("đơn vị,cần,mã,mã đã dùng,được tính,chờ xem xét,bị loại")));
    for (size_t i = 0; i < u.n; i++) {
        const SurveyUnitsRow *r = &u.v[i];

        if (!args_has(a, "json")) {
            buf_fmt(out, "%.*s,%lld,%lld,%lld,%lld,%lld,%lld\n", SV(r->code), (long long)r->quota, (long long)r->codes,
                (long long)r->used, (long long)r->counted, (long long)r->waiting, (long long)r->dropped);
            continue;
        }
        json_open(&j, '{');
        json_kstr(&j, "unit", r->code);
        json_kint(&j, "quota", r->quota);
        json_kint(&j, "codes", r->codes);
        json_kint(&j, "used", r->used);
        json_kint(&j, "counted", r->counted);
        json_kint(&j, "waiting", r->waiting);
        json_kint(&j, "dropped", r->dropped);
        json_close(&j, '}');
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

Err survey_waiting_command(Ctx *c, const Args *a, Buf *out)
{
    SurveyByCodeRow s;
    SurveyWaitingRows w;
    int64_t count = 0, drop = 0;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(args_int(c, a, "count", 1, INT64_MAX, &count));
    TRY(args_int(c, a, "drop", 1, INT64_MAX, &drop));
    if (count)
        TRY(survey_decide(c, &s, count, true, args_get(a, "why")));
    if (drop)
        TRY(survey_decide(c, &s, drop, false, args_get(a, "why")));
    TRY(q_survey_waiting(c, &w, .survey_id = s.id));
    for (size_t i = 0; i < w.n; i++)
        buf_fmt(out, "%lld,%.*s,%.*s,%.*s,%.*s\n", (long long)w.v[i].id, SV(w.v[i].unit_code), SV(w.v[i].channel),
            SV(date_iso(c->arena, w.v[i].day)), SV(w.v[i].reason));
    return OK;
}

static void compute_json(Buf *out, const ResultSet *set, bool by)
{
    Json j = { .out = out };

    json_open(&j, '[');
    for (size_t i = 0; i < set->n; i++) {
        const IndexRow *r = &set->v[i];

        json_open(&j, '{');
        json_kstr(&j, "unit", r->unit);
        json_kstr(&j, "factor", r->factor);
        if (by)
            json_kstr(&j, "by", r->group);
        json_kbool(&j, "hidden", r->n > 0 && !r->has_index);
        if (r->has_index)
            json_kint(&j, "n", r->n);
        index_values_json(&j, r);
        json_kbool(&j, "weighted", r->weighted);
        json_kbool(&j, "gap", r->gap);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_ch(out, '\n');
}

Err survey_compute_command(Ctx *c, const Args *a, Buf *out)
{
    ResultAsk ask = { .by_unit = !args_has(a, "all-units"), .by_factor = !args_has(a, "total"), .by = args_get(a, "by") };
    SurveyByCodeRow s;
    ResultSet set;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(survey_table(c, &s, &ask, &set));
    if (args_has(a, "json")) {
        compute_json(out, &set, ask.by.n > 0);
        return OK;
    }
    buf_fmt(out, "%s,%.*s%s%s\n", tr(c->answer.lang, T("đơn vị,yếu tố")), SV(ask.by), ask.by.n ? "," : "", tr(c->answer.lang, T("số phiếu,chỉ số,từ,đến")));
    for (size_t i = 0; i < set.n; i++) {
        const IndexRow *r = &set.v[i];

        buf_fmt(out, "%.*s,%.*s,%.*s%s%.*s,%.*s,%.*s,%.*s\n", SV(r->unit), SV(r->factor), SV(r->group), ask.by.n ? "," : "",
            SV(r->has_index ? str_fmt(c->arena, "%lld", (long long)r->n) : S("-")),
            SV(r->has_index ? dec_fmt(c->arena, r->index, 2, NUM_PLAIN) : S("-")),
            SV(r->has_interval ? dec_fmt(c->arena, r->lo, 2, NUM_PLAIN) : S("-")),
            SV(r->has_interval ? dec_fmt(c->arena, r->hi, 2, NUM_PLAIN) : S("-")));
    }
    return OK;
}

Err survey_publish_command(Ctx *c, const Args *a, Buf *out)
{
    size_t n, hidden;

    TRY(survey_publish(c, args_get(a, "survey"), &n, &hidden));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu số liệu; %zu đơn vị có quá ít phiếu nên chưa ghi.\n")), n, hidden);
    return OK;
}

Err survey_plan_command(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    SurveyByCodeRow s;
    int64_t needed = 0;
    size_t n;
    Table t;

    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    TRY(matrix_import(c, &s, &t, &n));
    if (args_has(a, "quotas"))
        TRY(matrix_quotas(c, &s, &needed));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu ô của ma trận; cần %lld phiếu.\n")), n, (long long)needed);
    return OK;
}

Err survey_device_command(Ctx *c, const Args *a, Buf *out)
{
    Str kind = args_get(a, "kind"), key;

    TRY(device_make(c, args_get(a, "survey"), args_get(a, "unit"), kind, args_get(a, "name"), &key));
    buf_fmt(out, "/%s/%.*s\n", str_eq(kind, S("visit")) ? "v" : "k", SV(key));
    return OK;
}

Err survey_poster_command(Ctx *c, const Args *a, Buf *out)
{
    PosterAsk ask = { .place = args_get(a, "place") };
    Str file = args_get(a, "out"), pdf;
    SurveyByCodeRow s;

    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(site_of(c, a, &ask.site));
    if (args_has(a, "unit")) {
        UnitRow u;

        TRY(org_by_code(c, args_get(a, "unit"), &u));
        ask.unit_id = u.id;
    }
    TRY(survey_posters(c, &s, &ask, &pdf));
    TRY(file_write(file, pdf, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi áp phích vào %.*s.\n")), SV(file));
    return OK;
}

Err survey_answers_command(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    SurveyByCodeRow s;
    EntryReport rep;
    Table t;

    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    TRY(entry_import(c, &s, &t, &rep));
    buf_fmt(out, tr(c->answer.lang, T("Tệp %.*s: %zu phiếu mới, %zu phiếu đã có từ trước.")), SV(file), rep.added, rep.there);
    buf_ch(out, '\n');
    if (!args_has(a, "dry-run"))
        return OK;
    buf_fmt(out, "%s\n", tr(c->answer.lang, T("Mới thử, chưa ghi gì.")));
    return run_undo(c);
}

Err survey_form_command(Ctx *c, const Args *a, Buf *out)
{
    Str code = args_get(a, "code"), bytes;
    SurveyFormLatestRow latest;
    SurveyFormGetRow f;
    int64_t version = 0;
    bool any;

    TRY(q_survey_form_latest(c, &latest, &any, .code = code));
    version = latest.version;
    TRY(args_int(c, a, "version", 1, INT64_MAX, &version));
    TRY(q_survey_form_get(c, &f, &any, .code = code, .version = version));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Chưa có phiếu “%.*s”; hãy nạp bằng `thuocdo survey import`."), SV(code));
    TRY(form_export(c, &f, &bytes));
    TRY(file_write(args_operand(a, 0), bytes, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi phiếu %.*s, bản %lld.\n")), SV(code), (long long)version);
    return OK;
}

Err survey_report_command(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_get(a, "out"), bytes;
    Report r;

    TRY(survey_report_make(c, &(ReportAsk){ .period = args_get(a, "period"), .survey = args_get(a, "survey") }, &r));
    if (str_ends(file, S(".xlsx"))) {
        TRY(survey_report_xlsx(c, &r, &bytes));
    } else if (str_ends(file, S(".docx"))) {
        TRY(paper_docx(survey_report_paper(c, &r), &bytes, &c->answer));
    } else if (str_ends(file, S(".pdf"))) {
        TRY(paper_pdf(survey_report_paper(c, &r), &bytes, &c->answer));
    } else {
        Buf b = { .arena = c->arena };

        paper_html_file(survey_report_paper(c, &r), &b);
        bytes = buf_str(&b);
    }
    if (!file.n) {
        buf_add(out, paper_plain(survey_report_paper(c, &r)));
        return OK;
    }
    return file_write(file, bytes, &c->answer);
}

Err survey_sweep_command(Ctx *c, const Args *a, Buf *out)
{
    SweepReport rep = { .log = out };

    TRY(privacy_sweep(c, &rep));
    buf_fmt(out, tr(c->answer.lang, T("%zu đợt khảo sát đến hạn, xóa %lld phiếu.\n")), rep.surveys, (long long)rep.responses);
    if (!args_has(a, "dry-run"))
        return OK;
    buf_fmt(out, "%s\n", tr(c->answer.lang, T("Mới thử, chưa ghi gì.")));
    return run_undo(c);
}

Err survey_receipt_command(Ctx *c, const Args *a, Buf *out)
{
    SurveyByCodeRow s;
    OwnResponse own;

    TRY(survey_find(c, args_get(a, "survey"), &s));
    if (args_has(a, "withdraw")) {
        TRY(receipt_withdraw(c, &s, args_get(a, "receipt")));
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("Đã rút phiếu: các câu trả lời đã xóa.")));
        return OK;
    }
    TRY(receipt_open(c, &s, args_get(a, "receipt"), &own));
    buf_add(out, receipt_json(c, &s, &own));
    return OK;
}

Err survey_access_command(Ctx *c, const Args *a, Buf *out)
{
    SurveyAccessListRows rows;
    SurveyByCodeRow s;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, args_get(a, "survey"), &s));
    TRY(q_survey_access_list(c, &rows, .survey_id = s.id));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, "%.*s %.*s %.*s: %.*s\n", SV(moment_vi(c->arena, rows.v[i].at)), SV(rows.v[i].who), SV(rows.v[i].what), SV(rows.v[i].why));
    return OK;
}
