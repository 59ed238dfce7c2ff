/* Pages of one sheet: three panes, before sending, talk. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

enum { CLOCK_HOURS = 7 };

static void forget(Ctx *c)
{
    c->answer.code = OK;
    c->answer.text = c->answer.field = S("");
}

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

static Str in_words(Ctx *c, Str value)
{
    Answer why = { .arena = c->arena };
    Value v;

    return value.n && value_parse(&v, c->arena, value, 0, &why) == OK && v.kind != VALUE_TEXT ? value_words(c->arena, &v, c->answer.lang) : value;
}

static Str points_of(Ctx *c, const StageRow *s)
{
    return !s->given ? S("") : s->points.has ? dec_fmt(c->arena, s->points.d, 2, NUM_VI) : in_words(c, s->value);
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

        if (!l->k.children && (l->k.id == chosen || (!chosen && l->self && (!pick || (!to_do(d, pick) && to_do(d, l))))))
            pick = l;
    }
    for (size_t i = 0; i < d->nodes.n; i++) {
        const Leaf *l = &d->nodes.v[i];
        LeafLine *to = vec_add(c->arena, &v->lines);

        *to = (LeafLine){ .id = l->k.id, .code = l->k.code, .name = l->k.name, .leaf = !l->k.children, .here = l == pick,
            .points = l->has_last ? points_of(c, &l->stage[l->last]) : S("") };
        if (to->leaf)
            leaf_mark(l, to);
        if (pick && l > pick && !v->next_id && l->self)
            v->next_id = l->k.id;
    }
    v->any = pick != NULL;
    if (pick)
        v->k = *pick;
}

static void fill_stages(Ctx *c, SheetView *v)
{
    OptDec before = { 0 };

    for (Stage s = 0; s < N_STAGES; s++) {
        const StageRow *x = &v->k.stage[s];
        StageLine *l;

        if (!x->given)
            continue;
        l = vec_add(c->arena, &v->stages);
        *l = (StageLine){ .title = stage_title(s), .s = *x, .value = in_words(c, x->value) };
        if (before.has && x->points.has && stage_rules[s].counts)
            l->change = (OptDec){ true, dec_sub(x->points.d, before.d) };
        if (x->points.has && stage_rules[s].counts)
            before = x->points;
    }
}

/* The stage that this person may type now; else why the unit's own stage is closed. */
static Err fill_edit(Ctx *c, SheetView *v)
{
    static const Stage order[] = { STAGE_SELF, STAGE_EXPLANATION, STAGE_APPRAISAL, STAGE_SECOND, STAGE_BLIND, STAGE_CORRECTION };

    for (size_t i = 0; i < COUNT(order) && !v->edit; i++) {
        Err e = stage_may(c, &v->r, &v->s, &v->k.k, order[i]);

        if (e == E_DB || e == E_IO)
            return e;
        forget(c);
        if (e != OK)
            continue;
        v->edit = true;
        v->stage = str_of(stage_name(order[i]));
        v->stage_title = stage_title(order[i]);
        v->explains = order[i] == STAGE_EXPLANATION;
        v->appraises = stage_rules[order[i]].outsider;
        v->now = v->k.stage[order[i]];
        TRY(sheet_lock(c, &v->r, &v->s, order[i], &v->lock));
    }
    v->by_value = v->k.k.rule.n > 0 && !v->explains;
    if (v->now.given && v->now.points.has && !v->now.by_rule)
        v->points = dec_exact(c->arena, v->now.points.d, NUM_VI);
    if (v->edit)
        return OK;
    return sheet_lock(c, &v->r, &v->s, phase_of(v->r.phase) == PH_EXPLANATION ? STAGE_EXPLANATION : STAGE_SELF, &v->lock);
}

static Err fill_comments(Ctx *c, SheetView *v)
{
    CommentRows rows;
    bool done = false;

    TRY(q_sheet_comments(c, &rows, .sheet_id = v->s.id, .criterion_id = v->k.k.id));
    for (size_t i = 0; i < rows.n; i++) {
        bool reply = rows.v[i].thread != rows.v[i].id;

        done = reply ? done : rows.v[i].resolved_at.ms != 0;
        *vec_add(c->arena, &v->comments) = (CommentLine){ .m = rows.v[i], .reply = reply, .done = done };
    }
    return OK;
}

static Err fill_leaf(Ctx *c, const Req *rq, SheetView *v)
{
    const Rule *rule;

    if (!v->any)
        return OK;
    if (v->k.k.rule.n && rule_parse(&rule, c->arena, v->k.k.rule, v->k.k.max_points, &c->answer) == OK)
        v->table = rule_table(c->arena, rule, c->answer.lang);
    forget(c);
    v->fact = in_words(c, v->k.fact);
    fill_stages(c, v);
    TRY(fill_edit(c, v));
    v->evidence.path = str_fmt(c->arena, "/sheets/%" PRId64, v->s.id);
    v->evidence.query = str_fmt(c->arena, "&criterion=%" PRId64, v->k.k.id);
    TRY(evidence_pane(c, rq, &v->r, &v->s, v->k.k.id, &v->evidence));
    return fill_comments(c, v);
}

static void fill_moves(Ctx *c, SheetView *v)
{
    for (const SheetMove *m = sheet_moves; m->action; m++)
        if (sheet_move_may(c, &v->r, &v->s, m))
            *vec_add(c->arena, &v->moves) = (MoveButton){ str_of(m->action), m->title, m->reason, false };
    forget(c);
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
    TRY(fill_leaf(c, rq, &v));
    fill_moves(c, &v);
    TRY(q_reason_phrases(c, &v.phrases, ));
    TRY(access_can(c, &PERM_SHEET_FILL, v.s.unit_id, &v.may_check));
    tpl_sheet(o, &v);
    return OK;
}

static bool wants_json(const Req *rq)
{
    size_t at;

    return str_find(http_header(rq->http, "Accept"), S("application/json"), &at);
}

static void say_saved(Ctx *c, Req *rq, const ScoreSaved *saved)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };
    int64_t minutes = c->now.ms / 60000 + CLOCK_HOURS * 60;

    json_open(&j, '{');
    json_kbool(&j, "ok", true);
    json_kstr(&j, "at", str_fmt(c->arena, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60)));
    json_kstr(&j, "version", str_fmt(c->arena, "%" PRId64, saved->version));
    json_kstr(&j, "points", saved->points.has ? dec_exact(c->arena, saved->points.d, NUM_PLAIN) : S(""));
    json_kstr(&j, "text", saved->note);
    json_close(&j, '}');
    req_send(rq, S("application/json"), S(""), buf_str(&b));
}

/* A field that is not in the form (one is saved when it is left) keeps what stands. */
static Err read_score(Ctx *c, const Req *rq, Stage stage, ScoreForm *f)
{
    StageRow now = { 0 };
    bool any;

    TRY(q_stage_latest_one(c, &now, &any, .sheet_id = req_int(rq, "id"), .criterion_id = req_int(rq, "criterion"), .stage = str_of(stage_name(stage))));
    f->version = req_int(rq, "version");
    f->value = req_has(rq, "value") ? req_str(rq, "value") : now.value;
    f->reason = req_has(rq, "reason") ? req_str(rq, "reason") : now.reason;
    if (req_has(rq, "points"))
        return req_dec(c, rq, "points", false, &f->points);
    if (!now.by_rule)
        f->points = now.points;
    return OK;
}

Err post_sheet_score(Ctx *c, Req *rq, Out *o)
{
    ScoreForm f = { 0 };
    ScoreSaved saved;
    Stage stage;
    int64_t id = req_int(rq, "id"), next = req_int(rq, "next_id");

    (void)o;
    if (!stage_parse(&stage, req_str(rq, "stage")))
        return fail(c, E_INVALID, T("Không có bước chấm này; hãy tải lại trang."));
    TRY(read_score(c, rq, stage, &f));
    TRY(stage_put(c, id, req_int(rq, "criterion"), stage, &f, &saved));
    if (stage_rules[stage].outsider && f.reason.n && !saved.same)
        TRY(q_reason_phrase_use(c, .text = str_trim(f.reason)));
    if (wants_json(rq)) {
        say_saved(c, rq, &saved);
        return OK;
    }
    req_flash(rq, saved.note.n ? saved.note : str_of(tr(c->answer.lang, T("Đã lưu."))));
    req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64, id, next ? next : req_int(rq, "criterion"));
    return OK;
}

Err post_sheet_move(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(sheet_move(c, req_int(rq, "id"), req_str(rq, "action"), req_str(rq, "reason")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã chuyển phiếu."))));
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
    forget(c);
    tpl_sheet_check(o, &v);
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
