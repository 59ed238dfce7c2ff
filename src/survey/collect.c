/* Drafts, sending, codes. */
#include "survey/collect.h"

#include "core/audit.h"
#include "core/setting.h"
#include "org/org.h"

#include <sodium.h>

enum { CODE_LETTERS = 12, DRAFT_DAYS = 7, TEXT_MAX = 2000, CODES_MAX = 5000 };
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";         /* no I, L, O, U: read aloud and from paper */

const Setting survey_settings[] = {
    { "survey.fast_ms", "1500", T("Trả lời nhanh hơn chừng này mili giây cho mỗi câu thì phiếu chờ xem xét"), 0, 60000 },
    { "survey.per_address", "30", T("Số phiếu mỗi ngày từ một địa chỉ qua liên kết chung; nhiều hơn thì phiếu chờ xem xét"), 1, 100000 },
    { "survey.min_n", "10", T("Đơn vị có ít phiếu hơn chừng này thì không hiện kết quả"), 1, 1000 },
    { 0 },
};

static Str hash_of(Arena *a, const char *what, Str s)
{
    unsigned char h[32];
    char *hex = NEW(a, char, sizeof h * 2 + 1);
    Str text = str_fmt(a, "%s %.*s", what, SV(s));

    crypto_generichash(h, sizeof h, (const unsigned char *)text.p, text.n, NULL, 0);
    sodium_bin2hex(hex, sizeof h * 2 + 1, h, sizeof h);
    return str_of(hex);
}

static Str letters(Arena *a, const unsigned char *bytes, size_t n)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < n; i++) {
        if (i && i % 4 == 0)
            buf_ch(&b, '-');
        buf_ch(&b, alphabet[bytes[i] % 32]);
    }
    return buf_str(&b);
}

/* As typed: small letters, blanks and dashes do not matter. */
static Str code_hash(Arena *a, Str code)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < code.n && b.n < 64; i++) {
        char ch = code.p[i];

        if (ch >= 'a' && ch <= 'z')
            ch = (char)(ch - 'a' + 'A');
        if ((ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9'))
            buf_ch(&b, ch);
    }
    return hash_of(a, "code", buf_str(&b));
}

static Str receipt_of(Arena *a, Str key)
{
    unsigned char h[16];
    Str text = str_fmt(a, "receipt %.*s", SV(key));

    crypto_generichash(h, sizeof h, (const unsigned char *)text.p, text.n, NULL, 0);
    return letters(a, h, CODE_LETTERS);
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
        unsigned char r[CODE_LETTERS];
        Str code;

        randombytes_buf(r, sizeof r);
        code = letters(c->arena, r, sizeof r);
        TRY(q_survey_code_add(c, .hash = code_hash(c->arena, code), .survey_id = s.id, .unit_id = u.id));
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

    TRY(q_survey_code_get(c, &row, &any, .hash = code_hash(c->arena, code), .survey_id = s->id));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có mã này. Hãy xem lại mã in trên giấy mời hoặc phiếu hẹn."));
    if (row.used)
        return fail(c, E_STATE, T("Mã này đã được dùng để gửi một phiếu; mỗi mã chỉ gửi được một lần."));
    *unit_id = row.unit_id;
    return OK;
}

Err draft_begin(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t unit_id, Str *key)
{
    unsigned char r[24];
    char *hex = NEW(c->arena, char, sizeof r * 2 + 1);
    Moment old = { c->now.ms - (int64_t)DRAFT_DAYS * 86400 * 1000 };
    SurveyUnitsRows units;
    SurveyDraftAddRow row;
    bool rated = false;

    TRY(survey_answerable(c, s));
    if (code.n)
        TRY(survey_code_check(c, s, code, &unit_id));
    else if (!s->open_link)
        return fail(c, E_STATE, T("Đợt khảo sát này cần mã mời; hãy mở địa chỉ in trên giấy mời."));
    TRY(q_survey_units(c, &units, .survey_id = s->id));
    for (size_t i = 0; i < units.n; i++)
        rated |= units.v[i].id == unit_id;
    if (!rated)
        return fail_field(c, "unit", T("Hãy chọn cơ quan mà ông/bà đã đến."));
    TRY(q_survey_drafts_clear_old(c, .before = old));
    TRY(q_survey_drafts_drop_old(c, .before = old));
    randombytes_buf(r, sizeof r);
    sodium_bin2hex(hex, sizeof r * 2 + 1, r, sizeof r);
    *key = str_of(hex);
    return q_survey_draft_add(c, &row, .hash = hash_of(c->arena, "draft", *key), .survey_id = s->id, .unit_id = unit_id, .at = c->now);
}

static Str answer_to(const DraftState *d, Str code)
{
    for (size_t i = 0; i < d->questions.n; i++)
        if (str_eq(d->questions.v[i].code, code))
            return d->asked[i] ? d->answers[i] : (Str){ 0 };
    return (Str){ 0 };
}

Err draft_load(Ctx *c, const SurveyByCodeRow *s, Str key, DraftState *out)
{
    SurveyDraftAnswersRows rows;

    *out = (DraftState){ 0 };
    TRY(q_survey_questions(c, &out->questions, .form_id = s->form_id));
    TRY(q_survey_draft_get(c, &out->draft, &out->any, .hash = hash_of(c->arena, "draft", key), .survey_id = s->id));
    TRY(q_survey_draft_answers(c, &rows, .draft_id = out->draft.id));
    out->answers = NEW(c->arena, Str, out->questions.n + 1);
    out->asked = NEW(c->arena, bool, out->questions.n + 1);
    for (size_t i = 0; i < out->questions.n; i++) {
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].question_id == out->questions.v[i].id)
                out->answers[i] = rows.v[k].value;
        /* Conditions name earlier questions only, so their own state is known. */
        out->asked[i] = question_asked(&out->questions.v[i], answer_to(out, out->questions.v[i].if_code));
    }
    return OK;
}

static Err check_value(Ctx *c, const SurveyQuestionsRow *q, Str value)
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
            TRY(check_value(c, &d.questions.v[i], value));
            return q_survey_draft_answer_put(c, .draft_id = d.draft.id, .question_id = question_id, .value = value);
        }
    return fail(c, E_NOT_FOUND, T("Phiếu này không có câu hỏi đó."));
}

Err draft_receipt(Ctx *c, const SurveyByCodeRow *s, Str key, Str *receipt, bool *any)
{
    SurveyResponseByReceiptRow row;

    *receipt = receipt_of(c->arena, key);
    return q_survey_response_by_receipt(c, &row, any, .receipt = hash_of(c->arena, "receipt", *receipt), .survey_id = s->id);
}

/* How often this was seen today, under a salt that is thrown away with the day. */
static Err seen_today(Ctx *c, const SurveyByCodeRow *s, Str what, int64_t *n)
{
    SurveySaltGetRow salt;
    SurveyTraceAddRow row;
    bool any;

    TRY(q_survey_salt_get(c, &salt, &any, .day = c->today));
    if (!any) {
        unsigned char r[32];
        char *hex = NEW(c->arena, char, sizeof r * 2 + 1);

        randombytes_buf(r, sizeof r);
        sodium_bin2hex(hex, sizeof r * 2 + 1, r, sizeof r);
        salt.salt = str_of(hex);
        TRY(q_survey_salt_sweep(c, .day = c->today));
        TRY(q_survey_trace_sweep(c, .day = c->today));
        TRY(q_survey_salt_add(c, .day = c->today, .salt = salt.salt));
    }
    TRY(q_survey_trace_add(c, &row, .day = c->today,
        .mark = hash_of(c->arena, "trace", str_fmt(c->arena, "%.*s %lld %.*s", SV(salt.salt), (long long)s->id, SV(what)))));
    *n = row.n;
    return OK;
}

/* Nobody is locked out: an answer that looks like stuffing waits for a person's decision, with the reason. */
static Err suspect(Ctx *c, const SurveyByCodeRow *s, const DraftState *d, bool by_code, Str *reason)
{
    Buf why = { .arena = c->arena }, all = { .arena = c->arena };
    int64_t fast, per_address, n, asked = 0;

    TRY(setting_int(c, "survey.fast_ms", &fast));
    TRY(setting_int(c, "survey.per_address", &per_address));
    buf_add(&all, c->from);
    for (size_t i = 0; i < d->questions.n; i++) {
        asked += d->asked[i];
        buf_fmt(&all, "|%.*s", SV(d->answers[i]));
    }
    if (c->now.ms - d->draft.started_at.ms < fast * asked)
        buf_lit(&why, "fast ");
    if (!by_code) {                                     /* a code was given to one person: its address says nothing */
        TRY(seen_today(c, s, buf_str(&all), &n));
        if (n > 1)
            buf_lit(&why, "same ");
        TRY(seen_today(c, s, c->from, &n));
        if (n > per_address)
            buf_lit(&why, "address ");
    }
    *reason = str_trim(buf_str(&why));
    return OK;
}

static Err store(Ctx *c, const SurveyByCodeRow *s, const DraftState *d, Str channel, Str reason, Str receipt)
{
    SurveyResponseAddRow row;

    TRY(q_survey_response_add(c, &row, .survey_id = s->id, .unit_id = d->draft.unit_id, .grp = answer_to(d, S("nhom")),
        .channel = channel, .day = c->today, .state = reason.n ? S("waiting") : S("counted"), .reason = reason,
        .receipt = hash_of(c->arena, "receipt", receipt)));
    for (size_t i = 0; i < d->questions.n; i++)
        if (d->asked[i] && d->answers[i].n)
            TRY(q_survey_answer_add(c, .response_id = row.id, .question_id = d->questions.v[i].id, .value = d->answers[i]));
    TRY(q_survey_draft_clear(c, .id = d->draft.id));
    return q_survey_draft_drop(c, .id = d->draft.id);
}

Err draft_send(Ctx *c, const SurveyByCodeRow *s, Str code, Str key, Str *receipt)
{
    SurveyCodeUseRows used;
    DraftState d;
    Str reason;
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
    if (code.n) {
        int64_t unit_id;

        TRY(survey_code_check(c, s, code, &unit_id));
        if (unit_id != d.draft.unit_id)
            return fail(c, E_STATE, T("Phiếu này được bắt đầu với mã khác; xin bắt đầu lại từ trang đầu."));
        TRY(q_survey_code_use(c, &used, .hash = code_hash(c->arena, code), .survey_id = s->id));
        if (!used.n)
            return fail(c, E_STATE, T("Mã này đã được dùng để gửi một phiếu; mỗi mã chỉ gửi được một lần."));
    } else if (!s->open_link) {
        return fail(c, E_STATE, T("Đợt khảo sát này cần mã mời; hãy mở địa chỉ in trên giấy mời."));
    }
    TRY(suspect(c, s, &d, code.n > 0, &reason));
    return store(c, s, &d, code.n ? S("code") : S("open"), reason, *receipt);
}
