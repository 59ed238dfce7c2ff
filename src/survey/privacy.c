#include "survey/privacy.h"

#include "base/json.h"
#include "core/audit.h"
#include "org/org.h"
#include "survey/result.h"
#include "survey/secret.h"

enum { DRAFT_DAYS = 7 };

static Err keep_summary(Ctx *c, const SurveyByCodeRow *s, bool by_factor)
{
    ResultSet set;

    TRY(survey_table(c, s, &(ResultAsk){ .by_unit = true, .by_factor = by_factor }, &set));
    for (size_t i = 0; i < set.n; i++) {
        UnitRow u;

        if (!set.v[i].has_index || (by_factor && !set.v[i].factor.n))
            continue;
        TRY(org_by_code(c, set.v[i].unit, &u));
        TRY(q_survey_summary_put(c, .survey_id = s->id, .unit_id = u.id, .factor = by_factor ? set.v[i].factor : S(""), .n = set.v[i].n,
            .answers = set.v[i].answers, .value = set.v[i].index, .lo = set.v[i].has_interval ? set.v[i].lo : set.v[i].index,
            .hi = set.v[i].has_interval ? set.v[i].hi : set.v[i].index));
    }
    return OK;
}

static Err sweep_one(Ctx *c, Str code, SweepReport *out)
{
    SurveyByCodeRow s;
    SurveyResponsesCountRow n;

    TRY(survey_find(c, code, &s));
    TRY(keep_summary(c, &s, false));
    TRY(keep_summary(c, &s, true));
    TRY(q_survey_responses_count(c, &n, .survey_id = s.id));
    TRY(q_survey_gone_codings(c, .survey_id = s.id));
    TRY(q_survey_gone_answers(c, .survey_id = s.id));
    TRY(q_survey_gone_responses(c, .survey_id = s.id));
    TRY(q_survey_paper_answers_clear(c, .survey_id = s.id, .sheet = S("")));
    TRY(q_survey_paper_clear(c, .survey_id = s.id, .sheet = S("")));
    TRY(q_survey_gone_misses(c, .survey_id = s.id));
    TRY(q_survey_gone_codes(c, .survey_id = s.id));
    TRY(q_survey_swept(c, .id = s.id, .on = c->today));
    out->surveys++;
    out->responses += n.n;
    if (out->log)
        buf_fmt(out->log, tr(c->answer.lang, T("%.*s: xóa %lld phiếu, chỉ còn số tổng hợp.\n")), SV(s.code), (long long)n.n);
    return audit_add(c, "survey.sweep", s.code, str_fmt(c->arena, "{\"responses\":%lld}", (long long)n.n));
}

Err privacy_sweep(Ctx *c, SweepReport *out)
{
    Moment old = { c->now.ms - (int64_t)DRAFT_DAYS * 86400 * 1000 };
    SurveySweepDueRows due;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_drafts_clear_old(c, .before = old));
    TRY(q_survey_drafts_drop_old(c, .before = old));
    TRY(q_survey_salt_sweep(c, .day = c->today));
    TRY(q_survey_trace_sweep(c, .day = c->today));
    TRY(q_survey_sweep_due(c, &due, .today = c->today));
    for (size_t i = 0; i < due.n; i++)
        TRY(sweep_one(c, due.v[i].code, out));
    return OK;
}

/* ---- by receipt ---- */

static Str answer_words(Ctx *c, const SurveyQuestionsRow *q, const SurveyOptionsRows *options, Str value)
{
    Buf b = { .arena = c->arena };
    Str one;

    if (!options->n)
        return value;
    (void)q;
    for (bool more = true; more;) {
        more = str_cut(value, S(" "), &one, &value);
        for (size_t i = 0; i < options->n; i++)
            if (str_eq(options->v[i].name, one))
                buf_fmt(&b, "%s%.*s", b.n ? "; " : "", SV(options->v[i].label));
    }
    return buf_str(&b);
}

static Err find(Ctx *c, const SurveyByCodeRow *s, Str receipt, SurveyOwnRow *row)
{
    bool any;

    TRY(q_survey_own(c, row, &any, .receipt = secret_code_hash(c->arena, "receipt", receipt), .survey_id = s->id));
    return any ? OK : fail_field(c, "receipt", T("Không có phiếu nào với mã biên nhận này. Phiếu có thể đã rút, hoặc đã quá ngày giữ từng câu trả lời."));
}

Err receipt_open(Ctx *c, const SurveyByCodeRow *s, Str receipt, OwnResponse *out)
{
    SurveyQuestionsRows q;
    SurveyAnswersOfRows a;
    SurveyOwnRow row;

    TRY(find(c, s, receipt, &row));
    *out = (OwnResponse){ .id = row.id, .unit_id = row.unit_id, .unit = row.unit_name, .state = row.state, .day = row.day,
        .channel = str_of(tr(c->answer.lang, channel_title(row.channel, row.via))) };
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(q_survey_answers_of(c, &a, .response_id = row.id));
    for (size_t i = 0; i < q.n; i++)
        for (size_t k = 0; k < a.n; k++)
            if (a.v[k].question_id == q.v[i].id) {
                SurveyOptionsRows options;

                TRY(q_survey_options(c, &options, .question_id = q.v[i].id));
                *vec_add(c->arena, &out->answers) = (OwnAnswer){ q.v[i].label, answer_words(c, &q.v[i], &options, a.v[k].value) };
            }
    return OK;
}

Str receipt_json(Ctx *c, const SurveyByCodeRow *s, const OwnResponse *r)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kstr(&j, "survey", s->code);
    json_kstr(&j, "title", s->title);
    json_kint(&j, "form_version", s->version);
    json_kstr(&j, "unit", r->unit);
    json_kstr(&j, "channel", r->channel);
    json_kdate(&j, "day", r->day);
    json_kdate(&j, "kept_until", s->keep_until);
    json_key(&j, "answers");
    json_open(&j, '[');
    for (size_t i = 0; i < r->answers.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "question", r->answers.v[i].question);
        json_kstr(&j, "answer", r->answers.v[i].answer);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(&b, '\n');
    return buf_str(&b);
}

Err receipt_withdraw(Ctx *c, const SurveyByCodeRow *s, Str receipt)
{
    SurveyOwnRow row;

    TRY(find(c, s, receipt, &row));
    TRY(q_survey_coding_drop(c, .response_id = row.id));
    TRY(q_survey_answers_drop(c, .response_id = row.id));
    TRY(q_survey_response_drop(c, .id = row.id));
    TRY(q_survey_count_add(c, .survey_id = s->id, .unit_id = row.unit_id, .what = S("withdrawn")));
    return audit_add(c, "survey.withdraw", s->code, S(""));
}
