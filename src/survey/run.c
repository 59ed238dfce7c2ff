/* Opening, closing, deciding. */
#include "core/audit.h"
#include "org/org.h"
#include "survey/collect.h"
#include "survey/answers.h"

static Err add_units(Ctx *c, int64_t id, Str list)
{
    Str one, code, quota;

    for (bool more = list.n > 0; more;) {
        int64_t n = 0;
        UnitRow u;

        more = str_cut(list, S(","), &one, &list);
        if (str_cut(str_trim(one), S(":"), &code, &quota) && (!str_int(quota, &n) || n < 0))
            return fail_field(c, "units", T("Số phiếu cần có “%.*s” phải là số nguyên không âm."), SV(quota));
        TRY(org_by_code(c, code, &u));
        TRY(q_survey_unit_add(c, .survey_id = id, .unit_id = u.id, .quota = n));
    }
    return OK;
}

static Err add_facts(Ctx *c, int64_t id, Str list)
{
    Str one, factor, fact;

    for (bool more = list.n > 0; more;) {
        more = str_cut(list, S(";"), &one, &list);
        if (!str_cut(str_trim(one), S("="), &factor, &fact)) {
            fact = factor;
            factor = (Str){ 0 };
        }
        TRY(q_survey_fact_put(c, .survey_id = id, .factor = factor, .fact = fact));
    }
    return OK;
}

static bool good_code(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
            return false;
    if (str_eq(s, S("new")) || str_eq(s, S("forms")) || str_eq(s, S("reports")))
        return false;                                   /* pages of ours have these addresses */
    return s.n > 0 && s.n <= 40;
}

/* How answers will be counted is part of the plan: said before the first one comes. */
static Err check_counting(Ctx *c, const SurveyPlan *p)
{
    Scale scale;

    if (!p->title.n)
        return fail_field(c, "title", T("Hãy ghi tên đợt khảo sát."));
    TRY(scale_parse(&scale, p->scheme, &c->answer));
    if (scale.n < 5 || (scale.letters && scale.n > 5))
        return fail_field(c, "scheme", T("Cách cho điểm câu trả lời phải có đủ 5 mức, ví dụ 0;25;50;75;100 hoặc satisfied."));
    if (p->no_answer.n && !str_eq(p->no_answer, S("leave")) && !str_eq(p->no_answer, S("worst")) && !str_eq(p->no_answer, S("middle")))
        return fail_field(c, "no_answer", T("Câu bỏ trống chỉ có thể không tính (leave), tính mức thấp nhất (worst) hoặc mức giữa (middle)."));
    if (p->min_n < 0 || p->min_n > 1000 || p->recheck < 0 || p->recheck > 100)
        return fail_field(c, "min_n", T("Số phiếu ít nhất từ 0 đến 1000, tỷ lệ phúc tra từ 0 đến 100."));
    if (dec_cmp(p->error, DEC(0)) < 0 || dec_cmp(p->error, DEC(0.5)) > 0)
        return fail_field(c, "error", T("Sai số cho phép phải lớn hơn 0 và không quá 0,5."));
    return OK;
}

static Date kept_until(Ctx *c, const SurveyPlan *p)
{
    return p->keep_until.day ? p->keep_until : date_add_months(p->closes_on.day ? p->closes_on : c->today, 24);
}

Err survey_open(Ctx *c, const SurveyPlan *p, int64_t *id)
{
    SurveyFormLatestRow form;
    SurveyByCodeRow there;
    SurveyAddRow row;
    bool any;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!good_code(p->code))
        return fail_field(c, "code", T("Mã đợt khảo sát gồm chữ thường không dấu, số và dấu -, dài nhất 40 ký tự."));
    if (!p->units.n)
        return fail_field(c, "units", T("Hãy ghi ít nhất một đơn vị được đánh giá."));
    if (p->opens_on.day && p->closes_on.day && p->closes_on.day < p->opens_on.day)
        return fail_field(c, "closes", T("Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai ngày."));
    TRY(q_survey_form_latest(c, &form, &any, .code = p->form));
    if (!any)
        return fail_field(c, "form", T("Chưa có phiếu “%.*s”; hãy nạp bằng `thuocdo survey import`."), SV(p->form));
    TRY(q_survey_by_code(c, &there, &any, .code = p->code));
    if (any)
        return fail_field(c, "code", T("Mã đợt khảo sát “%.*s” đã dùng; hãy đặt mã khác."), SV(p->code));
    TRY(check_counting(c, p));
    TRY(q_survey_add(c, &row, .code = p->code, .form_id = form.id, .title = p->title, .wave = p->wave, .series = p->series, .year = p->year,
        .opens_on = p->opens_on, .closes_on = p->closes_on, .open_link = p->open_link, .scheme = p->scheme.n ? p->scheme : S("likert5"),
        .no_answer = p->no_answer.n ? p->no_answer : S("leave"), .weighted = p->weighted, .min_n = p->min_n,
        .error = dec_is_zero(p->error) ? DEC(0.05) : p->error, .recheck = p->recheck, .keep_until = kept_until(c, p)));
    *id = row.id;
    TRY(add_units(c, row.id, p->units));
    TRY(add_facts(c, row.id, p->facts));
    return audit_add(c, "survey.open", p->code, S(""));
}

Err survey_end(Ctx *c, Str code)
{
    SurveyByCodeRow s;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, code, &s));
    if (s.closed)
        return fail(c, E_STATE, T("Đợt khảo sát “%.*s” đã đóng từ trước."), SV(code));
    TRY(q_survey_close(c, .id = s.id));
    return audit_add(c, "survey.close", code, S(""));
}

Err survey_decide(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, bool count, Str why)
{
    SurveyResponseDecideRows done;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!str_trim(why).n)
        return fail_field(c, "why", T("Hãy ghi lý do tính hoặc loại phiếu; lý do được lưu cùng quyết định."));
    TRY(q_survey_response_decide(c, &done, .id = response_id, .survey_id = s->id, .state = count ? S("counted") : S("dropped"),
        .who = c->user_login, .on = c->today, .why = str_trim(why)));
    if (!done.n)
        return fail(c, E_STATE, T("Phiếu này không còn chờ xem xét; hãy tải lại trang."));
    return audit_add(c, count ? "survey.count" : "survey.drop", s->code, str_fmt(c->arena, "{\"response\":%lld}", (long long)response_id));
}
