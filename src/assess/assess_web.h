#pragma once
#include "assess/assess_view.h"
#include "web/req.h"

Err get_work(Ctx *c, Req *rq, Out *o);
Err get_rounds(Ctx *c, Req *rq, Out *o);
Err get_round_new(Ctx *c, Req *rq, Out *o);
Err post_round_new(Ctx *c, Req *rq, Out *o);
Err get_round_edit(Ctx *c, Req *rq, Out *o);
Err post_round_edit(Ctx *c, Req *rq, Out *o);
Err get_round(Ctx *c, Req *rq, Out *o);
Err post_round_move(Ctx *c, Req *rq, Out *o);
Err post_round_sheets(Ctx *c, Req *rq, Out *o);
Err post_round_remind(Ctx *c, Req *rq, Out *o);
Err post_round_extend(Ctx *c, Req *rq, Out *o);
Err post_round_assign(Ctx *c, Req *rq, Out *o);
Err get_round_xlsx(Ctx *c, Req *rq, Out *o);
Err get_sheet(Ctx *c, Req *rq, Out *o);
Err post_sheet_score(Ctx *c, Req *rq, Out *o);
Err post_sheet_move(Ctx *c, Req *rq, Out *o);
Err get_sheet_check(Ctx *c, Req *rq, Out *o);
Err post_sheet_comment(Ctx *c, Req *rq, Out *o);
Err post_sheet_comment_done(Ctx *c, Req *rq, Out *o);
Err get_queue(Ctx *c, Req *rq, Out *o);
Err post_queue_accept(Ctx *c, Req *rq, Out *o);
Err post_queue_undo(Ctx *c, Req *rq, Out *o);
Err get_result(Ctx *c, Req *rq, Out *o);
Err get_result_xlsx(Ctx *c, Req *rq, Out *o);
Err get_snapshot(Ctx *c, Req *rq, Out *o);
Err get_council(Ctx *c, Req *rq, Out *o);
Err post_council_open(Ctx *c, Req *rq, Out *o);
Err post_council_item(Ctx *c, Req *rq, Out *o);
Err post_council_close(Ctx *c, Req *rq, Out *o);
Err get_appeals(Ctx *c, Req *rq, Out *o);
Err prepare_appeal(Ctx *c, Req *rq);
Err post_appeal(Ctx *c, Req *rq, Out *o);
Err post_appeal_decide(Ctx *c, Req *rq, Out *o);
Err get_sheet_xlsx(Ctx *c, Req *rq, Out *o);
Err get_sheet_upload(Ctx *c, Req *rq, Out *o);
Err post_sheet_upload(Ctx *c, Req *rq, Out *o);

Err post_sheet_seen(Ctx *c, Req *rq, Out *o);
Err prepare_round_move(Ctx *c, Req *rq);
Err get_round_blind(Ctx *c, Req *rq, Out *o);
Err post_round_sample(Ctx *c, Req *rq, Out *o);
Err prepare_sheet_evidence(Ctx *c, Req *rq);
Err post_sheet_evidence(Ctx *c, Req *rq, Out *o);

Err get_api_rounds(Ctx *c, Req *rq, Out *o);
Err get_api_round(Ctx *c, Req *rq, Out *o);
Err get_api_result(Ctx *c, Req *rq, Out *o);
Err get_api_council(Ctx *c, Req *rq, Out *o);
Err get_api_appeals(Ctx *c, Req *rq, Out *o);
Err get_api_sheet(Ctx *c, Req *rq, Out *o);
Err get_api_check(Ctx *c, Req *rq, Out *o);
Err get_api_comments(Ctx *c, Req *rq, Out *o);

/* Fills stages, form, documents and talk of the leaf v->k; round, sheet, leaf, path and evidence.path are set before. */
Err leaf_view(Ctx *c, const Req *rq, SheetView *v);
Str figure_words(Ctx *c, Str value);                    /* "97,1%" */
Str stage_points(Ctx *c, const StageRow *s);             /* "0,75", or the figure in words */

/* Fills the pane of documents; `document` and `page` of the query choose what is opened. Path and query are set before. */
Err evidence_pane(Ctx *c, const Req *rq, const RoundRow *r, const SheetRow *s, int64_t criterion_id, EvidencePane *out);

Str state_tag(Str state);                               /* class of a tag */
Str state_letter(Str state);
