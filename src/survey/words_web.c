/* Pages of open answers. */
#include "pages.h"
#include "survey/survey_web.h"
#include "survey/words.h"

enum { ROWS = 50 };

static void topics_of(Ctx *c, const SurveyCodingsRows *k, WordLine *l)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].response_id == l->response_id && k->v[i].question_id == l->question_id)
            buf_fmt(&b, "%s%.*s", b.n ? ", " : "", SV(k->v[i].title));
    l->topics = buf_str(&b);
}

static Err lines(Ctx *c, const Req *rq, WordsView *v)
{
    SurveyWordsRows found;
    SurveyCodingsRows codings;
    SurveyTopicsRows topics;
    size_t from, n;

    TRY(words_find(c, &v->top.s, v->q, v->topic, &found));
    TRY(q_survey_codings(c, &codings, .survey_id = v->top.s.id));
    TRY(q_survey_topics(c, &topics, .survey_id = v->top.s.id));
    v->pager = pager_of(rq, found.n, ROWS, &from, &n);
    for (size_t i = from; i < from + n; i++) {
        WordLine *l = vec_add(c->arena, &v->rows);

        *l = (WordLine){ .response_id = found.v[i].response_id, .question_id = found.v[i].question_id, .unit = found.v[i].unit_name,
            .text = found.v[i].value, .day = found.v[i].day };
        topics_of(c, &codings, l);
    }
    v->total = (int64_t)found.n;
    for (size_t i = 0; i < topics.n; i++)
        *vec_add(c->arena, &v->topics) = (TopicLine){ .t = topics.v[i] };
    return OK;
}

Err get_survey_words(Ctx *c, Req *rq, Out *o)
{
    WordsView v = { 0 };

    TRY(survey_top(c, rq, "words", &v.top));
    TRY(words_may(c, &v.top.s, &v.why));
    v.may = v.why.n > 0;
    v.q = req_str(rq, "q");
    v.topic = req_int(rq, "topic");
    if (v.may)
        TRY(lines(c, rq, &v));
    tpl_survey_words(o, &v);
    return OK;
}

Err post_survey_words(Ctx *c, Req *rq, Out *o)
{
    Str act = req_str(rq, "act");
    SurveyByCodeRow s;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    if (str_eq(act, S("open")))
        TRY(words_open(c, &s, req_str(rq, "why")));
    else if (str_eq(act, S("strike")))
        TRY(words_strike(c, &s, req_int(rq, "response"), req_int(rq, "question")));
    else
        TRY(words_code(c, &s, req_int(rq, "response"), req_int(rq, "question"), req_str(rq, "title")));
    return OK;
}
