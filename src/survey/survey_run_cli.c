/* The commands that need the database. */
#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "survey/device.h"
#include "survey/guard.h"
#include "survey/matrix.h"
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

Err survey_codes_command(Ctx *c, const Args *a, Buf *out)
{
    int64_t n = 0;

    TRY(args_int(c, a, "n", 1, 5000, &n));
    return survey_code_make(c, args_get(a, "survey"), args_get(a, "unit"), n, out);
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
        if (r->has_index) {
            json_kint(&j, "n", r->n);
            json_kdec(&j, "index", r->index);
        }
        if (r->has_interval) {
            json_kdec(&j, "lo", r->lo);
            json_kdec(&j, "hi", r->hi);
        }
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
