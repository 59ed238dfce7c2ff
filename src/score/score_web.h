#pragma once
#include "web/req.h"

Err get_score_home(Ctx *c, Req *rq, Out *o);
Err get_ranking(Ctx *c, Req *rq, Out *o);
Err get_ranking_xlsx(Ctx *c, Req *rq, Out *o);
Err get_ranking_csv(Ctx *c, Req *rq, Out *o);
Err get_heatmap(Ctx *c, Req *rq, Out *o);
Err get_unit_result(Ctx *c, Req *rq, Out *o);
Err get_why(Ctx *c, Req *rq, Out *o);

Err get_facts(Ctx *c, Req *rq, Out *o);
Err post_fact(Ctx *c, Req *rq, Out *o);
Err get_import_facts(Ctx *c, Req *rq, Out *o);
Err post_import_facts(Ctx *c, Req *rq, Out *o);
Err get_import_scores(Ctx *c, Req *rq, Out *o);
Err post_import_scores(Ctx *c, Req *rq, Out *o);
