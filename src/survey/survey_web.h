/* Officers' pages. */
#pragma once
#include "survey/survey_view.h"


Err get_surveys(Ctx *c, Req *rq, Out *o);
Err get_survey_new(Ctx *c, Req *rq, Out *o);
Err post_survey_new(Ctx *c, Req *rq, Out *o);
Err get_survey(Ctx *c, Req *rq, Out *o);
Err post_survey_act(Ctx *c, Req *rq, Out *o);
Err post_survey_export(Ctx *c, Req *rq, Out *o);
Err get_survey_plan(Ctx *c, Req *rq, Out *o);
Err post_survey_plan(Ctx *c, Req *rq, Out *o);
Err get_survey_codes(Ctx *c, Req *rq, Out *o);
Err post_survey_codes(Ctx *c, Req *rq, Out *o);
Err post_survey_device(Ctx *c, Req *rq, Out *o);
Err get_survey_poster(Ctx *c, Req *rq, Out *o);
Err get_survey_waiting(Ctx *c, Req *rq, Out *o);
Err post_survey_waiting(Ctx *c, Req *rq, Out *o);
Err get_survey_results(Ctx *c, Req *rq, Out *o);
Err get_survey_results_xlsx(Ctx *c, Req *rq, Out *o);
Err get_survey_words(Ctx *c, Req *rq, Out *o);
Err post_survey_words(Ctx *c, Req *rq, Out *o);
Err get_survey_paper(Ctx *c, Req *rq, Out *o);
Err post_survey_paper(Ctx *c, Req *rq, Out *o);
Err post_survey_settle(Ctx *c, Req *rq, Out *o);
Err post_survey_sheet(Ctx *c, Req *rq, Out *o);
Err post_survey_recheck(Ctx *c, Req *rq, Out *o);
Err get_survey_forms(Ctx *c, Req *rq, Out *o);
Err post_survey_forms(Ctx *c, Req *rq, Out *o);
Err get_survey_form(Ctx *c, Req *rq, Out *o);
Err get_survey_form_xlsx(Ctx *c, Req *rq, Out *o);
Err get_survey_report(Ctx *c, Req *rq, Out *o);
Err get_survey_report_xlsx(Ctx *c, Req *rq, Out *o);
Err get_survey_report_docx(Ctx *c, Req *rq, Out *o);

/* Finds the survey of the address and fills what stands above its pages. here: the tab. */
Err survey_top(Ctx *c, const Req *rq, const char *here, SurveyTop *out);
/* Where people open it: the setting, or the host that the reader asked. "https://host" */
Err survey_site(Ctx *c, const Req *rq, Str *out);
Err survey_address(Ctx *c, const Req *rq, Str path, Str *address, Html *qr);
