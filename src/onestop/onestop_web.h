#pragma once
#include "web/req.h"

Err get_onestop(Ctx *c, Req *rq, Out *o);
Err get_onestop_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_due(Ctx *c, Req *rq, Out *o);
Err get_onestop_due_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_import(Ctx *c, Req *rq, Out *o);
Err post_onestop_import(Ctx *c, Req *rq, Out *o);

/* drill_web.c */
Err get_onestop_screen(Ctx *c, Req *rq, Out *o);
Err get_onestop_trend(Ctx *c, Req *rq, Out *o);
Err get_onestop_trend_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_fields(Ctx *c, Req *rq, Out *o);
Err get_onestop_fields_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_officials(Ctx *c, Req *rq, Out *o);
Err get_onestop_officials_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_causes(Ctx *c, Req *rq, Out *o);
Err get_onestop_causes_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_list(Ctx *c, Req *rq, Out *o);
Err get_onestop_list_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_dossier(Ctx *c, Req *rq, Out *o);

/* register_web.c */
Err get_index766(Ctx *c, Req *rq, Out *o);
Err get_index766_xlsx(Ctx *c, Req *rq, Out *o);
Err post_portal(Ctx *c, Req *rq, Out *o);
Err get_rating18(Ctx *c, Req *rq, Out *o);
Err get_rating18_xlsx(Ctx *c, Req *rq, Out *o);
Err post_rating18(Ctx *c, Req *rq, Out *o);
Err get_procedures(Ctx *c, Req *rq, Out *o);
Err get_procedures_xlsx(Ctx *c, Req *rq, Out *o);
Err get_procedure(Ctx *c, Req *rq, Out *o);
Err get_procedures_import(Ctx *c, Req *rq, Out *o);
Err post_procedures_import(Ctx *c, Req *rq, Out *o);
Err get_apologies(Ctx *c, Req *rq, Out *o);
Err get_apologies_xlsx(Ctx *c, Req *rq, Out *o);
Err post_apologies(Ctx *c, Req *rq, Out *o);
Err get_petitions(Ctx *c, Req *rq, Out *o);
Err get_petitions_xlsx(Ctx *c, Req *rq, Out *o);
Err get_petition_new(Ctx *c, Req *rq, Out *o);
Err post_petition_new(Ctx *c, Req *rq, Out *o);
Err get_office_hours(Ctx *c, Req *rq, Out *o);
Err post_office_hours(Ctx *c, Req *rq, Out *o);
Err get_petition(Ctx *c, Req *rq, Out *o);
Err post_petition(Ctx *c, Req *rq, Out *o);
Err get_answers(Ctx *c, Req *rq, Out *o);
