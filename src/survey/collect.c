/* Codes, drafts, sending. */
#include "survey/collect.h"

#include "core/audit.h"
#include "org/org.h"
#include "survey/guard.h"
#include "survey/secret.h"

enum { DRAFT_DAYS = 7, TEXT_MAX = 2000, CODES_MAX = 5000, KIOSK_IDLE_MS = 90 * 1000 };

const Setting survey_settings[] = {
    { "survey.fast_ms", "1500", T("Trả lời nhanh hơn chừng này mili giây cho mỗi câu thì phiếu chờ xem xét"), 0, 60000 },
    { "survey.per_address", "30", T("Số phiếu mỗi ngày từ một địa chỉ qua liên kết chung; nhiều hơn thì phiếu chờ xem xét"), 1, 100000 },
    { "survey.same_pattern", "25", T("Số phiếu mỗi ngày của một đơn vị trả lời các câu thang đo giống hệt nhau; nhiều hơn thì phiếu chờ xem xét"), 1, 100000 },
    { "survey.kiosk_per_hour", "40", T("Số phiếu mỗi giờ từ một máy tại quầy; nhiều hơn thì phiếu chờ xem xét"), 1, 10000 },
    { "survey.ask_after", "20", T("Số lần bắt đầu phiếu mỗi ngày từ một địa chỉ; từ đó trở đi phải trả lời một phép cộng"), 1, 100000 },
    { "survey.min_n", "10", T("Đơn vị có ít phiếu hơn chừng này thì không hiện kết quả"), 1, 1000 },
    { "survey.address", "", T("Địa chỉ gốc in trong mã QR của khảo sát, ví dụ https://khaosat.tinh.gov.vn; trống: địa chỉ đang mở"), 0, 0 },
    { "survey.report_day", "25", T("Ngày chốt và gửi báo cáo khảo sát hằng tháng"), 1, 28 },
    { 0 },
};

static Str receipt_hash(Arena *a, Str receipt)
{
    return secret_code_hash(a, "receipt", receipt);
}

Err survey_find(Ctx *c, Str code, SurveyByCodeRow *out)
{
    bool any;

    TRY(q_survey_by_code(c, out, &any, .code = code));
    return any ? OK : fail(c, E_NOT_FOUND, T("Không có đợt khảo sát nào với mã “%.*s”; hãy kiểm tra lại mã."), SV(code));
}

Err survey_code_make(Ctx *c, Str survey, Str unit, int64_t n, Buf *out)
{
    SurveyByCodeRow s;
    UnitRow u;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, survey, &s));
    TRY(org_by_code(c, unit, &u));
    if (n < 1 || n > CODES_MAX)
        return fail(c, E_INVALID, T("Mỗi lần tạo được từ 1 đến %d mã."), CODES_MAX);
    for (int64_t i = 0; i < n; i++) {
        Str code = secret_code(c->arena);

        TRY(q_survey_code_add(c, .hash = secret_code_hash(c->arena, "code", code), .survey_id = s.id, .unit_id = u.id));
        buf_fmt(out, "%.*s\n", SV(code));
    }
    return audit_add(c, "survey.codes", survey, str_fmt(c->arena, "{\"unit_id\":%lld,\"n\":%lld}", (long long)u.id, (long long)n));
}

Err survey_answerable(Ctx *c, const SurveyByCodeRow *s)
{
    if (s->closed || (s->closes_on.day && c->today.day > s->closes_on.day))
        return fail(c, E_STATE, T("Đợt khảo sát này đã kết thúc. Cảm ơn ông/bà đã quan tâm."));
    if (s->opens_on.day && c->today.day < s->opens_on.day)
        return fail(c, E_STATE, T("Đợt khảo sát này bắt đầu ngày %.*s; xin quay lại từ ngày đó."), SV(date_vi(c->arena, s->opens_on)));
    return OK;
}

Err survey_code_check(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t *unit_id)
{
    SurveyCodeGetRow row;
    bool any;

    TRY(q_survey_code_get(c, &row, &any, .hash = secret_code_hash(c->arena, "code", code), .survey_id = s->id));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có mã này. Hãy xem lại mã in trên giấy mời hoặc phiếu hẹn."));
    if (row.used)
        return fail(c, E_STATE, T("Mã này đã được dùng để gửi một phiếu; mỗi mã chỉ gửi được một lần."));
    *unit_id = row.unit_id;
    return OK;
}

static Err may_answer(Ctx *c, const SurveyByCodeRow *s, const Came *came, int64_t *unit_id)
{
    TRY(survey_answerable(c, s));
    *unit_id = came->device ? came->device->unit_id : came->unit_id;
    if (came->device)
        return !came->device->stopped ? OK : fail(c, E_STATE, T("Máy này đã ngừng nhận phiếu; hãy hỏi người phụ trách khảo sát."));
    if (came->code.n)
        return survey_code_check(c, s, came->code, unit_id);
    return s->open_link ? OK : fail(c, E_STATE, T("Đợt khảo sát này cần mã mời; hãy mở địa chỉ in trên giấy mời."));
}

Err draft_begin(Ctx *c, const SurveyByCodeRow *s, const Came *came, Str *key)
{
    Moment old = { c->now.ms - (int64_t)DRAFT_DAYS * 86400 * 1000 };
    SurveyUnitsRows units;
    SurveyDraftAddRow row;
    int64_t unit_id;
    bool rated = false;

    TRY(may_answer(c, s, came, &unit_id));
    TRY(q_survey_units(c, &units, .survey_id = s->id));
    for (size_t i = 0; i < units.n; i++)
        rated |= units.v[i].id == unit_id;
    if (!rated)
        return fail_field(c, "unit", T("Hãy chọn cơ quan mà ông/bà đã đến."));
    if (!came->code.n && !came->device)
        TRY(guard_begin(c, s, came->seal, came->sum));
    TRY(q_survey_drafts_clear_old(c, .before = old));
    TRY(q_survey_drafts_drop_old(c, .before = old));
    *key = secret_random(c->arena);
    return q_survey_draft_add(c, &row, .hash = secret_hash(c->arena, "draft", *key), .survey_id = s->id, .unit_id = unit_id,
        .device_id = came->device ? came->device->id : 0, .at = c->now);
}

Err draft_forget(Ctx *c, const SurveyByCodeRow *s, Str key)
{
    SurveyDraftGetRow d;
    bool any;

    TRY(q_survey_draft_get(c, &d, &any, .hash = secret_hash(c->arena, "draft", key), .survey_id = s->id));
    TRY(q_survey_draft_clear(c, .id = d.id));
    return q_survey_draft_drop(c, .id = d.id);
}

static Str answer_to(const SurveyQuestionsRows *q, const Str *answers, const bool *asked, Str code)
{
    for (size_t i = 0; i < q->n; i++)
        if (str_eq(q->v[i].code, code))
            return asked[i] ? answers[i] : (Str){ 0 };
    return (Str){ 0 };
}

/* Conditions name earlier questions only, so their own state is known. */
static bool *asked_of(Arena *a, const SurveyQuestionsRows *q, const Str *answers)
{
    bool *asked = NEW(a, bool, q->n + 1);

    for (size_t i = 0; i < q->n; i++)
        asked[i] = question_asked(&q->v[i], answer_to(q, answers, asked, q->v[i].if_code));
    return asked;
}

Err draft_load(Ctx *c, const SurveyByCodeRow *s, Str key, DraftState *out)
{
    SurveyDraftAnswersRows rows;

    *out = (DraftState){ 0 };
    TRY(q_survey_questions(c, &out->questions, .form_id = s->form_id));
    TRY(q_survey_draft_get(c, &out->draft, &out->any, .hash = secret_hash(c->arena, "draft", key), .survey_id = s->id));
    if (out->draft.device_id && c->now.ms - out->draft.touched_at.ms > KIOSK_IDLE_MS)
        out->any = false;                               /* the next person must not see it */
    TRY(q_survey_draft_answers(c, &rows, .draft_id = out->draft.id));
    out->answers = NEW(c->arena, Str, out->questions.n + 1);
    for (size_t i = 0; i < out->questions.n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].question_id == out->questions.v[i].id)
                out->answers[i] = rows.v[k].value;
    out->asked = asked_of(c->arena, &out->questions, out->answers);
    return OK;
}

Err answer_check(Ctx *c, const SurveyQuestionsRow *q, Str value)
{
    SurveyOptionsRows options;
    Str one, rest = value;
    Dec d;

    if (!value.n)
        return q->required ? fail_field(c, "answer", T("Hãy chọn một câu trả lời rồi bấm Tiếp.")) : OK;
    if (str_eq(q->kind, S("text")))
        return value.n <= TEXT_MAX ? OK : fail_field(c, "answer", T("Câu trả lời dài quá %d ký tự; xin viết ngắn hơn."), TEXT_MAX);
    if (str_eq(q->kind, S("number")))
        return dec_parse(&d, value) ? OK : fail_field(c, "answer", T("Hãy ghi một số, ví dụ 12 hoặc 12,5."));
    TRY(q_survey_options(c, &options, .question_id = q->id));
    for (bool more = true; more;) {
        bool known = false;

        more = str_cut(rest, S(" "), &one, &rest);
        for (size_t i = 0; i < options.n; i++)
            known |= str_eq(options.v[i].name, one);
        if (!known || (more && !str_eq(q->kind, S("multiple"))))
            return fail_field(c, "answer", T("Câu trả lời này không có trong danh sách; hãy chọn lại."));
    }
    return OK;
}

Err draft_answer(Ctx *c, const SurveyByCodeRow *s, Str key, int64_t question_id, Str value)
{
    DraftState d;

    TRY(survey_answerable(c, s));
    TRY(draft_load(c, s, key, &d));
    if (!d.any)
        return fail(c, E_NOT_FOUND, T("Phiếu đang trả lời không còn; xin bắt đầu lại từ trang đầu."));
    for (size_t i = 0; i < d.questions.n; i++)
        if (d.questions.v[i].id == question_id) {
            TRY(answer_check(c, &d.questions.v[i], value));
            if (d.draft.device_id)
                TRY(q_survey_draft_touch(c, .id = d.draft.id, .at = c->now));
            return q_survey_draft_answer_put(c, .draft_id = d.draft.id, .question_id = question_id, .value = value);
        }
    return fail(c, E_NOT_FOUND, T("Phiếu này không có câu hỏi đó."));
}

Err draft_receipt(Ctx *c, const SurveyByCodeRow *s, Str key, Str *receipt, bool *any)
{
    SurveyResponseByReceiptRow row;

    *receipt = secret_code_from(c->arena, "receipt", key);
    return q_survey_response_by_receipt(c, &row, any, .receipt = receipt_hash(c->arena, *receipt), .survey_id = s->id);
}

static Err suspect(Ctx *c, const SurveyByCodeRow *s, const DraftState *d, bool by_code, Str *reasons)
{
    Buf all = { .arena = c->arena }, scales = { .arena = c->arena };
    GuardSight g = { .took_ms = c->now.ms - d->draft.started_at.ms, .unit_id = d->draft.unit_id, .by_code = by_code, .device_id = d->draft.device_id };

    for (size_t i = 0; i < d->questions.n; i++) {
        g.asked += d->asked[i];
        buf_fmt(&all, "|%.*s", SV(d->answers[i]));
        if (str_starts(d->questions.v[i].kind, S("likert")))
            buf_fmt(&scales, "|%.*s", SV(d->answers[i]));
    }
    g.all = buf_str(&all);
    g.scales = buf_str(&scales);
    return guard_look(c, s, &g, reasons);
}

static Err store_answers(Ctx *c, int64_t response_id, const SurveyQuestionsRows *q, const Str *answers, const bool *asked)
{
    for (size_t i = 0; i < q->n; i++)
        if (asked[i] && answers[i].n)
            TRY(q_survey_answer_add(c, .response_id = response_id, .question_id = q->v[i].id, .value = answers[i]));
    return OK;
}

static Err store(Ctx *c, const SurveyByCodeRow *s, const DraftState *d, Str channel, Str reasons, Str receipt)
{
    SurveyResponseAddRow row;

    TRY(q_survey_response_add(c, &row, .survey_id = s->id, .unit_id = d->draft.unit_id,
        .grp = answer_to(&d->questions, d->answers, d->asked, S("nhom")), .channel = channel, .via = d->draft.device_id ? S("kiosk") : S(""),
        .day = c->today, .state = reasons.n ? S("waiting") : S("counted"), .reason = reasons, .receipt = receipt_hash(c->arena, receipt)));
    TRY(store_answers(c, row.id, &d->questions, d->answers, d->asked));
    TRY(q_survey_draft_clear(c, .id = d->draft.id));
    return q_survey_draft_drop(c, .id = d->draft.id);
}

Err whole_check(Ctx *c, const SurveyQuestionsRows *questions, const Str *values, size_t *bad)
{
    bool *asked = asked_of(c->arena, questions, values);

    for (size_t i = 0; i < questions->n; i++) {
        *bad = i;
        if (!asked[i] && values[i].n)
            return fail(c, E_INVALID, T("Câu này không được hỏi vì câu trước đã trả lời khác; hãy để trống."));
        if (asked[i])
            TRY(answer_check(c, &questions->v[i], values[i]));
    }
    return OK;
}

Err response_store(Ctx *c, const SurveyByCodeRow *s, const SurveyQuestionsRows *questions, const Whole *w, int64_t *id)
{
    bool *asked = asked_of(c->arena, questions, w->values);
    SurveyResponseAddRow row;

    TRY(q_survey_response_add(c, &row, .survey_id = s->id, .unit_id = w->unit_id, .grp = answer_to(questions, w->values, asked, S("nhom")),
        .channel = w->channel, .via = w->via, .sheet = w->sheet, .day = w->day, .state = S("counted"),
        .receipt = w->receipt.n ? w->receipt : secret_random(c->arena)));
    *id = row.id;
    return store_answers(c, row.id, questions, w->values, asked);
}

/* The code is used in the same statement that looks at it: of two at once one is refused. */
static Err take_code(Ctx *c, const SurveyByCodeRow *s, const Came *came, const DraftState *d)
{
    SurveyCodeUseRows used;
    int64_t unit_id;

    TRY(survey_code_check(c, s, came->code, &unit_id));
    if (unit_id != d->draft.unit_id)
        return fail(c, E_STATE, T("Phiếu này được bắt đầu với mã khác; xin bắt đầu lại từ trang đầu."));
    TRY(q_survey_code_use(c, &used, .hash = secret_code_hash(c->arena, "code", came->code), .survey_id = s->id));
    return used.n ? OK : fail(c, E_STATE, T("Mã này đã được dùng để gửi một phiếu; mỗi mã chỉ gửi được một lần."));
}

Err draft_send(Ctx *c, const SurveyByCodeRow *s, const Came *came, Str key, Str *receipt)
{
    DraftState d;
    Str reasons;
    bool sent;

    TRY(draft_receipt(c, s, key, receipt, &sent));
    if (sent)
        return OK;
    TRY(survey_answerable(c, s));
    TRY(draft_load(c, s, key, &d));
    if (!d.any)
        return fail(c, E_NOT_FOUND, T("Phiếu đang trả lời không còn; xin bắt đầu lại từ trang đầu."));
    for (size_t i = 0; i < d.questions.n; i++)
        if (d.asked[i] && d.questions.v[i].required && !d.answers[i].n)
            return fail(c, E_STATE, T("Câu %lld chưa có câu trả lời; hãy quay lại trả lời rồi gửi."), (long long)d.questions.v[i].position);
    if (came->code.n)
        TRY(take_code(c, s, came, &d));
    else if (d.draft.device_id != (came->device ? came->device->id : 0))
        return fail(c, E_STATE, T("Phiếu này được bắt đầu ở chỗ khác; xin bắt đầu lại từ trang đầu."));
    else if (!s->open_link && !came->device)
        return fail(c, E_STATE, T("Đợt khảo sát này cần mã mời; hãy mở địa chỉ in trên giấy mời."));
    TRY(suspect(c, s, &d, came->code.n > 0, &reasons));
    return store(c, s, &d, came->code.n ? S("code") : S("open"), reasons, *receipt);
}
