#include "survey/words.h"

#include "core/audit.h"
#include "text/text.h"

enum { TOPIC_MAX = 80 };

Err words_open(Ctx *c, const SurveyByCodeRow *s, Str why)
{
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    why = str_trim(why);
    if (!why.n || why.n > 500)
        return fail_field(c, "why", T("Hãy ghi xem câu trả lời mở để làm gì; lý do được lưu vào nhật ký xem."));
    return q_survey_access_add(c, .survey_id = s->id, .who = c->user_login, .at = c->now, .day = c->today, .what = S("words"), .why = why);
}

Err words_may(Ctx *c, const SurveyByCodeRow *s, Str *why)
{
    SurveyAccessTodayRow row;
    bool any;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_access_today(c, &row, &any, .survey_id = s->id, .who = c->user_login, .day = c->today, .what = S("words")));
    *why = row.why;
    return OK;
}

static bool has_topic(const SurveyCodingsRows *k, const SurveyWordsRow *w, int64_t topic)
{
    bool any = false;

    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].response_id == w->response_id && k->v[i].question_id == w->question_id) {
            if (k->v[i].topic_id == topic)
                return true;
            any = true;
        }
    return topic < 0 && !any;
}

Err words_find(Ctx *c, const SurveyByCodeRow *s, Str q, int64_t topic, SurveyWordsRows *out)
{
    SurveyCodingsRows codings;
    size_t at, n = 0;
    Str why;

    TRY(words_may(c, s, &why));
    if (!why.n && !c->local)
        return fail(c, E_FORBIDDEN, T("Hãy ghi lý do xem trước."));
    TRY(q_survey_words(c, out, .survey_id = s->id));
    TRY(q_survey_codings(c, &codings, .survey_id = s->id));
    q = text_fold(c->arena, q);
    for (size_t i = 0; i < out->n; i++)
        if ((!q.n || str_find(text_fold(c->arena, out->v[i].value), q, &at)) && (!topic || has_topic(&codings, &out->v[i], topic)))
            out->v[n++] = out->v[i];
    out->n = n;
    return OK;
}

static Err belongs(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, int64_t question_id)
{
    SurveyWordsRows all;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_words(c, &all, .survey_id = s->id));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].response_id == response_id && all.v[i].question_id == question_id)
            return OK;
    return fail(c, E_NOT_FOUND, T("Câu trả lời này không còn; hãy tải lại trang."));
}

Err words_code(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, int64_t question_id, Str topic)
{
    SurveyTopicAddRows t;

    topic = str_trim(topic);
    if (!topic.n || topic.n > TOPIC_MAX)
        return fail_field(c, "title", T("Hãy ghi tên chủ đề, dài nhất %d ký tự."), TOPIC_MAX);
    TRY(belongs(c, s, response_id, question_id));
    TRY(q_survey_topic_add(c, &t, .survey_id = s->id, .title = topic));
    return q_survey_coding_put(c, .topic_id = t.v[0].id, .response_id = response_id, .question_id = question_id);
}

Err words_strike(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, int64_t question_id)
{
    TRY(belongs(c, s, response_id, question_id));
    TRY(q_survey_answer_set(c, .response_id = response_id, .question_id = question_id, .value = str_of(tr(LANG_VI, T("[đã bỏ thông tin cá nhân]")))));
    return audit_add(c, "survey.strike", s->code, str_fmt(c->arena, "{\"response\":%lld}", (long long)response_id));
}
