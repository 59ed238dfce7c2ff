/* /api/v1 for rounds: reading here; writing goes to the handlers of the forms, which answer in JSON there. */
#include "assess/assess_web.h"

#include "assess/assess_json.h"
#include "score/result_out.h"

static Err sent(Req *rq, Buf *out)
{
    req_send(rq, S("application/json"), S(""), buf_str(out));
    return OK;
}

Err get_api_rounds(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(rounds_json(c, &out));
    return sent(rq, &out);
}

Err get_api_round(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    RoundRow r;

    (void)o;
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    TRY(round_status_json(c, &r, &out));
    return sent(rq, &out);
}

Err get_api_result(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    Stage upto = STAGE_CORRECTION;
    ScoreRun run;
    RoundRow r;

    (void)o;
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    if (req_has(rq, "stage") && !stage_parse(&upto, req_str(rq, "stage")))
        return fail(c, E_INVALID, T("Không có bước chấm “%.*s”."), SV(req_str(rq, "stage")));
    TRY(round_result(c, &r, upto, &run));
    result_json(c, &run, &out);
    return sent(rq, &out);
}

/* The last session, or the one asked for. */
Err get_api_council(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    int64_t wanted = req_int(rq, "session");
    SessionRows all;

    (void)o;
    TRY(q_council_sessions(c, &all, .round_id = req_int(rq, "id")));
    for (size_t i = all.n; i-- > 0;)
        if (!wanted || all.v[i].id == wanted) {
            TRY(council_json(c, &all.v[i], &out));
            return sent(rq, &out);
        }
    return fail(c, E_NOT_FOUND, T("Đợt này không có phiên họp đó; hãy tải lại trang."));
}

Err get_api_appeals(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(appeals_json(c, req_int(rq, "id"), &out));
    return sent(rq, &out);
}

Err get_api_sheet(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(sheet_json(c, req_int(rq, "id"), &out));
    return sent(rq, &out);
}

Err get_api_check(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(concerns_json(c, req_int(rq, "id"), &out));
    return sent(rq, &out);
}

Err get_api_comments(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(comments_json(c, req_int(rq, "id"), req_int(rq, "criterion"), &out));
    return sent(rq, &out);
}
