/*
 * The interviewer's page. Without script it is a form like any other. With script (assets/visit.js) a sheet is kept on the
 * phone first and sent when there is a network; the service worker (assets/visit-worker.js) keeps the page itself.
 */
#include "survey/visit_web.h"

#include "pages.h"
#include "survey/device.h"
#include "survey/secret.h"
#include "survey/survey_view.h"

static bool key_clean(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n > 0 && s.n <= 64;
}

static Err open_page(Ctx *c, const Req *rq, VisitView *v, SurveyDeviceGetRow *d)
{
    v->key = req_str(rq, "key");
    TRY(device_find(c, key_clean(v->key) ? v->key : S(""), "visit", d, &v->s));
    v->place = d->unit_name;
    v->name = d->name;
    return OK;
}

static Err fill_questions(Ctx *c, const Req *rq, VisitView *v, const SurveyQuestionsRows *q)
{
    for (size_t i = 0; i < q->n; i++) {
        PaperQuestion *p = vec_add(c->arena, &v->questions);
        SurveyOptionsRows options;

        p->q = q->v[i];
        p->field = str_fmt(c->arena, "q%lld", (long long)q->v[i].position);
        p->value = req_str(rq, str_z(c->arena, p->field));
        p->many = str_eq(q->v[i].kind, S("multiple"));
        TRY(q_survey_options(c, &options, .question_id = q->v[i].id));
        for (size_t k = 0; k < options.n; k++)
            *vec_add(c->arena, &p->options) = (PaperOption){ options.v[k].name, options.v[k].label, str_eq(options.v[k].name, p->value) };
    }
    return OK;
}

Err get_visit(Ctx *c, Req *rq, Out *o)
{
    VisitView v = { .lang = o->lang == LANG_EN ? S("en") : S("vi"), .css = asset_address("public.css"), .js = asset_address("visit.js") };
    SurveyQuestionsRows q;
    SurveyDeviceGetRow d;
    Out page = *o;
    Err e;

    TRY(open_page(c, rq, &v, &d));
    e = survey_answerable(c, &v.s);
    if (e == E_STATE)
        v.stopped = c->answer.text;
    else
        TRY(e);
    TRY(q_survey_questions(c, &q, .form_id = v.s.form_id));
    TRY(fill_questions(c, rq, &v, &q));
    for (const MissReason *r = miss_reasons; r->name; r++)
        *vec_add(c->arena, &v.reasons) = (Choice){ .value = str_of(r->name), .title = r->title };
    v.once = secret_random(c->arena);
    v.sent = req_str(rq, "sent");
    if (o->refused)
        v.wrong = o->refused->text;
    page.buf = (Buf){ .arena = rq->arena };
    tpl_visit(&page, &v);
    req_send(rq, S("text/html; charset=utf-8"), S(""), buf_str(&page.buf));
    return OK;
}

static Str answer_of(Ctx *c, const Req *rq, const char *field)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < req_count(rq, field); i++)
        buf_fmt(&b, "%s%.*s", i ? " " : "", SV(req_nth(rq, field, i)));
    return str_trim(buf_str(&b));
}

Err post_visit(Ctx *c, Req *rq, Out *o)
{
    VisitView v = { 0 };
    SurveyQuestionsRows q;
    SurveyDeviceGetRow d;
    Date day = c->today;
    Str *values;

    (void)o;
    TRY(open_page(c, rq, &v, &d));
    TRY(req_date(c, rq, "day", false, &day));
    if (req_str(rq, "miss").n) {
        TRY(visit_miss(c, &d, &v.s, req_str(rq, "sheet"), req_str(rq, "miss"), day));
    } else {
        TRY(q_survey_questions(c, &q, .form_id = v.s.form_id));
        values = NEW(c->arena, Str, q.n + 1);
        for (size_t i = 0; i < q.n; i++)
            values[i] = answer_of(c, rq, str_z(c->arena, str_fmt(c->arena, "q%lld", (long long)q.v[i].position)));
        TRY(visit_send(c, &d, &v.s, req_str(rq, "k"), req_str(rq, "sheet"), day, values, &q));
    }
    req_go(rq, "/v/%.*s?sent=1", SV(v.key));
    return OK;
}

/* A worker may serve only what lies below its own address: it must stand in /v/. */
Err get_visit_worker(Ctx *c, Req *rq, Out *o)
{
    const Asset *a = all_assets;

    (void)o;
    while (a->name && strcmp(a->name, "visit-worker.js") != 0)
        a++;
    if (!a->name)
        return fail(c, E_NOT_FOUND, T("Không có trang này."));
    req_send(rq, S("text/javascript; charset=utf-8"), S(""), a->raw);
    return OK;
}
