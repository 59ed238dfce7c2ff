/* Pages of the monthly and quarterly report. */
#include "pages.h"
#include "survey/survey_web.h"

static Str asked_period(Ctx *c, const Req *rq)
{
    Str code = str_trim(req_str(rq, "period"));

    return code.n ? code : period_code(c->arena, period_of(PERIOD_MONTH, c->today));
}

Err get_survey_report(Ctx *c, Req *rq, Out *o)
{
    ReportView v = { .q_period = asked_period(c, rq) };
    Period p;

    if (!period_parse(&p, v.q_period) || (p.kind != PERIOD_MONTH && p.kind != PERIOD_QUARTER))
        p = period_of(PERIOD_MONTH, c->today);
    v.q_period = period_code(c->arena, p);
    *vec_add(c->arena, &v.periods) = (Choice){ .value = period_code(c->arena, period_before(p)), .text = period_title(c->arena, period_before(p)) };
    *vec_add(c->arena, &v.periods) = (Choice){ .value = period_code(c->arena, period_next(p)), .text = period_title(c->arena, period_next(p)) };
    TRY(survey_report_make(c, &(ReportAsk){ .period = v.q_period }, &v.r));
    tpl_survey_report(o, &v);
    return OK;
}

Err get_survey_report_xlsx(Ctx *c, Req *rq, Out *o)
{
    Str code = asked_period(c, rq), bytes;
    Report r;

    (void)o;
    TRY(survey_report_make(c, &(ReportAsk){ .period = code }, &r));
    TRY(survey_report_xlsx(c, &r, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "khao-sat-%.*s.xlsx", SV(r.period)), bytes);
    return OK;
}

Err get_survey_report_docx(Ctx *c, Req *rq, Out *o)
{
    Str code = asked_period(c, rq), bytes;
    ReportAsk ask = { .period = code };
    Report r;

    (void)o;
    if (req_has(rq, "survey"))
        ask = (ReportAsk){ .survey = req_str(rq, "survey") };
    TRY(survey_report_make(c, &ask, &r));
    TRY(paper_docx(survey_report_paper(c, &r), &bytes, &c->answer));
    req_send(rq, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), S("khao-sat.docx"), bytes);
    return OK;
}
