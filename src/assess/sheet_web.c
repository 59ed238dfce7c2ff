/* Pages of one sheet: three panes, before sending, talk. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

static void leaf_mark(const Leaf *l, LeafLine *to)
{
    if (!l->self) {
        to->letter = S("S");
        to->dot = S("info");
        to->word = T("Lấy từ số liệu, điều tra hoặc điểm cộng trừ");
    } else if (l->disputed) {
        to->letter = S("T");
        to->dot = S("bad");
        to->word = T("Chênh lệch giữa tự chấm và thẩm định");
    } else if (l->stage[STAGE_APPRAISAL].given) {
        to->letter = S("Đ");
        to->dot = S("good");
        to->word = T("Đã thẩm định");
    } else if (l->stage[STAGE_SELF].given) {
        to->letter = S("C");
        to->dot = S("warn");
        to->word = T("Đã tự chấm, chờ thẩm định");
    } else {
        to->letter = S("–");
        to->word = T("Chưa chấm");
    }
}

/* What is to be done here: explain a difference, else score what is not scored. */
static bool to_do(const SheetData *d, const Leaf *l)
{
    return sheet_state_of(d->sheet.state) == SH_RETURNED ? l->disputed && !l->stage[STAGE_EXPLANATION].given : !l->stage[STAGE_SELF].given;
}

/* The tree on the left; the chosen leaf, or the first one that is to be done. */
static void fill_lines(Ctx *c, const SheetData *d, int64_t chosen, SheetView *v)
{
    const Leaf *pick = NULL;

    for (size_t i = 0; i < d->nodes.n; i++) {
        const Leaf *l = &d->nodes.v[i];

        if (l->k.children)
            continue;
        if (l->k.id == chosen) {
            pick = l;
            break;
        }
        if (l->self && (!pick || (!to_do(d, pick) && to_do(d, l))))
            pick = l;
    }
    for (size_t i = 0; i < d->nodes.n; i++) {
        const Leaf *l = &d->nodes.v[i];
        LeafLine *to = vec_add(c->arena, &v->lines);

        *to = (LeafLine){ .id = l->k.id, .code = l->k.code, .name = l->k.name, .leaf = !l->k.children, .here = l == pick,
            .points = l->has_last ? stage_points(c, &l->stage[l->last]) : S("") };
        if (to->leaf)
            leaf_mark(l, to);
        if (pick && l > pick && !v->next_id && l->self)
            v->next_id = l->k.id;
    }
    v->any = pick != NULL;
    if (pick)
        v->k = *pick;
}

static void fill_moves(Ctx *c, SheetView *v)
{
    for (const SheetMove *m = sheet_moves; m->action; m++)
        if (sheet_move_may(c, &v->r, &v->s, m))
            *vec_add(c->arena, &v->moves) = (MoveButton){ str_of(m->action), m->title, m->reason, false };
    ctx_forget(c);
}

Err get_sheet(Ctx *c, Req *rq, Out *o)
{
    SheetView v = { 0 };
    SheetData d;

    TRY(sheet_load(c, req_int(rq, "id"), &d));
    v.r = d.round;
    v.s = d.sheet;
    v.phase = phase_title(phase_of(v.r.phase));
    v.state = sheet_state_title(sheet_state_of(v.s.state));
    v.leaves = d.leaves;
    v.scored = d.scored;
    v.disputed = d.disputed;
    v.self_points = d.self_points;
    v.last_points = d.last_points;
    fill_lines(c, &d, req_int(rq, "criterion"), &v);
    v.path = v.evidence.path = str_fmt(c->arena, "/sheets/%" PRId64, v.s.id);
    TRY(leaf_view(c, rq, &v));
    fill_moves(c, &v);
    TRY(access_can(c, &PERM_SHEET_FILL, v.s.unit_id, &v.may_check));
    if (v.may_check && !c->local) {
        SheetsOpenedRows seen;

        TRY(q_sheets_opened(c, &seen, .round_id = v.r.id, .sheet_id = v.s.id));
        v.unseen = !seen.n;
    }
    tpl_sheet(o, &v);
    return OK;
}

Err post_sheet_move(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(sheet_move(c, req_int(rq, "id"), req_str(rq, "action"), req_str(rq, "reason").n ? req_str(rq, "reason") : req_str(rq, "phrase")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã chuyển phiếu."))));
    if (req_has(rq, "go"))
        req_go(rq, "%.*s", SV(req_str(rq, "go")));              /* the door lets only paths of ours through */
    else
        req_go(rq, "/sheets/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err get_sheet_check(Ctx *c, Req *rq, Out *o)
{
    CheckView v = { 0 };
    SheetData d;

    TRY(sheet_load(c, req_int(rq, "id"), &d));
    v.r = d.round;
    v.s = d.sheet;
    TRY(sheet_concerns(c, &d, &v.rows));
    for (size_t i = 0; i < v.rows.n; i++)
        v.blocking += v.rows.v[i].blocks;
    for (const SheetMove *m = sheet_moves; m->action; m++)
        v.may_send |= !strcmp(m->action, "submit") && sheet_move_may(c, &v.r, &v.s, m);
    ctx_forget(c);
    tpl_sheet_check(o, &v);
    return OK;
}

Err post_sheet_seen(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(sheet_seen(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã xác nhận đơn vị nhận được phiếu."))));
    req_go(rq, "/sheets/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_sheet_comment(Ctx *c, Req *rq, Out *o)
{
    int64_t id;

    (void)o;
    TRY(sheet_comment(c, req_int(rq, "id"), req_int(rq, "criterion"), req_int(rq, "reply_to"), req_str(rq, "text"), &id));
    req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64 "#talk", req_int(rq, "id"), req_int(rq, "criterion"));
    return OK;
}

Err post_sheet_comment_done(Ctx *c, Req *rq, Out *o)
{
    CommentRow m;

    (void)o;
    TRY(q_sheet_comment_get(c, &m, .id = req_int(rq, "comment")));
    if (m.sheet_id != req_int(rq, "id"))
        return fail(c, E_NOT_FOUND, T("Phiếu này không có ý kiến đó; hãy tải lại trang."));
    TRY(sheet_comment_done(c, m.id));
    req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64 "#talk", m.sheet_id, m.criterion_id);
    return OK;
}
