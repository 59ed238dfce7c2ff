#include "survey/device.h"

#include "core/audit.h"
#include "org/org.h"
#include "survey/secret.h"

enum { SHEET_MAX = 40, NAME_MAX_LEN = 80, LATE_DAYS = 31 };

const MissReason miss_reasons[] = {
    { "away", T("Đi vắng") }, { "refused", T("Từ chối trả lời") }, { "moved", T("Đã chuyển đi") }, { "other", T("Lý do khác") }, { 0 },
};

Err device_make(Ctx *c, Str survey, Str unit, Str kind, Str name, Str *key)
{
    SurveyByCodeRow s;
    SurveyDeviceAddRow row;
    UnitRow u;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, survey, &s));
    TRY(org_by_code(c, unit, &u));
    name = str_trim(name);
    if (!str_eq(kind, S("kiosk")) && !str_eq(kind, S("visit")))
        return fail_field(c, "kind", T("Loại máy là kiosk (máy tại quầy) hoặc visit (điều tra viên)."));
    if (!name.n || name.n > NAME_MAX_LEN)
        return fail_field(c, "name", T("Hãy ghi tên máy hoặc điều tra viên, dài nhất %d ký tự, ví dụ “Quầy 3”."), NAME_MAX_LEN);
    *key = secret_random(c->arena);
    TRY(q_survey_device_add(c, &row, .hash = secret_hash(c->arena, "device", *key), .survey_id = s.id, .unit_id = u.id, .kind = kind,
        .name = name, .on = c->today));
    return audit_add(c, "survey.device", survey, str_fmt(c->arena, "{\"device\":%lld}", (long long)row.id));
}

Err device_stop(Ctx *c, Str survey, int64_t id)
{
    SurveyByCodeRow s;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, survey, &s));
    TRY(q_survey_device_stop(c, .id = id, .survey_id = s.id));
    return audit_add(c, "survey.device_stop", survey, str_fmt(c->arena, "{\"device\":%lld}", (long long)id));
}

Err device_find(Ctx *c, Str key, const char *kind, SurveyDeviceGetRow *out, SurveyByCodeRow *s)
{
    bool any;

    TRY(q_survey_device_get(c, out, &any, .hash = secret_hash(c->arena, "device", key)));
    if (!any || out->stopped || !str_eq(out->kind, str_of(kind)))
        return fail(c, E_NOT_FOUND, T("Địa chỉ này không dùng được nữa; hãy xin địa chỉ mới từ người phụ trách khảo sát."));
    return survey_find(c, out->survey_code, s);
}

static Err check_visit(Ctx *c, const SurveyByCodeRow *s, Str sheet, Date *day)
{
    if (!sheet.n || sheet.n > SHEET_MAX)
        return fail_field(c, "sheet", T("Hãy ghi số phiếu, dài nhất %d ký tự; không ghi tên hay số điện thoại."), SHEET_MAX);
    if (!day->day || day->day > c->today.day || day->day < c->today.day - LATE_DAYS)
        *day = c->today;                                /* the phone's clock is wrong */
    return survey_answerable(c, s);
}

Err visit_send(Ctx *c, const SurveyDeviceGetRow *d, const SurveyByCodeRow *s, Str key, Str sheet, Date day, const Str *values, const SurveyQuestionsRows *q)
{
    SurveyResponseByReceiptRow there;
    SurveyResponseBySheetRow same;
    Str receipt = secret_hash(c->arena, "visit", key);
    int64_t id;
    size_t bad;
    bool any;
    Err e;

    sheet = str_trim(sheet);
    if (key.n < 16)
        return fail(c, E_INVALID, T("Phiếu gửi lên thiếu khóa; hãy tải lại trang của điều tra viên."));
    TRY(q_survey_response_by_receipt(c, &there, &any, .receipt = receipt, .survey_id = s->id));
    if (any)
        return OK;
    TRY(check_visit(c, s, sheet, &day));
    TRY(q_survey_response_by_sheet(c, &same, &any, .survey_id = s->id, .sheet = sheet));
    if (any)
        return fail_field(c, "sheet", T("Số phiếu “%.*s” đã có; hãy kiểm tra lại số in trên phiếu."), SV(sheet));
    e = whole_check(c, q, values, &bad);
    if (e == E_INVALID)
        c->answer.field = str_fmt(c->arena, "q%lld", (long long)q->v[bad].position);
    TRY(e);
    return response_store(c, s, q, &(Whole){ .unit_id = d->unit_id, .channel = S("paper"), .via = S("visit"), .sheet = sheet, .day = day,
        .values = values, .receipt = receipt }, &id);
}

Err visit_miss(Ctx *c, const SurveyDeviceGetRow *d, const SurveyByCodeRow *s, Str sheet, Str reason, Date day)
{
    const MissReason *r = miss_reasons;

    sheet = str_trim(sheet);
    TRY(check_visit(c, s, sheet, &day));
    while (r->name && !str_eq(reason, str_of(r->name)))
        r++;
    if (!r->name)
        return fail_field(c, "reason", T("Hãy chọn lý do không phỏng vấn được."));
    return q_survey_miss_put(c, .survey_id = s->id, .unit_id = d->unit_id, .sheet = sheet, .reason = reason, .day = day);
}
