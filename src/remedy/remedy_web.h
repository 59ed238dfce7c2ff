#pragma once
#include "remedy/remedy_view.h"
#include "web/req.h"

Err get_losses(Ctx *c, Req *rq, Out *o);
Err post_losses_derive(Ctx *c, Req *rq, Out *o);
Err get_loss(Ctx *c, Req *rq, Out *o);
Err get_remedy_new(Ctx *c, Req *rq, Out *o);
Err post_remedy_new(Ctx *c, Req *rq, Out *o);
Err get_finding(Ctx *c, Req *rq, Out *o);
Err post_finding(Ctx *c, Req *rq, Out *o);
Err get_remedies(Ctx *c, Req *rq, Out *o);
Err get_remedies_xlsx(Ctx *c, Req *rq, Out *o);
Err get_remedy(Ctx *c, Req *rq, Out *o);
Err post_remedy_change(Ctx *c, Req *rq, Out *o);
Err post_remedy_progress(Ctx *c, Req *rq, Out *o);
Err post_remedy_task(Ctx *c, Req *rq, Out *o);
Err get_paper(Ctx *c, Req *rq, Out *o);
Err post_paper(Ctx *c, Req *rq, Out *o);

/* "CODE-2025" */
bool remedy_parse_set(Str s, Str *code, int64_t *year);
Str remedy_set_value(Ctx *c, const CriteriaSetRow *s);
LostLine remedy_line(Ctx *c, const CriteriaSetRow *s, const LostRow *l);
Err remedy_causes(Ctx *c, Str chosen, Choices *out);
Err remedy_units(Ctx *c, int64_t set_id, Str chosen, Choices *out);     /* that lost something in the set; 0: in any */
void remedy_library_lines(Ctx *c, const RemedyLibraryRows *rows, LibraryLine *v);
