/* One leaf of a sheet with its stages, its form, its documents and its talk: the middle and right pane of sheet and queue. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

enum { CLOCK_HOURS = 7, MAX_STEPS = 9 };

Str figure_words(Ctx *c, Str value)
{
    Answer why = { .arena = c->arena };
    Value v;

    return value.n && value_parse(&v, c->arena, value, 0, &why) == OK && v.kind != VALUE_TEXT ? value_words(c->arena, &v, c->answer.lang) : value;
}

Str stage_points(Ctx *c, const StageRow *s)
{
    return !s->given ? S("") : s->points.has ? dec_fmt(c->arena, s->points.d, 2, NUM_VI) : figure_words(c, s->value);
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
        *l = (StageLine){ .title = stage_title(s), .s = *x, .value = figure_words(c, x->value) };
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
        ctx_forget(c);
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

static void add_step(Ctx *c, SheetView *v, Dec points)
{
    size_t at = v->steps.n;

    for (size_t i = 0; i < v->steps.n; i++)
        if (v->steps.v[i].d.v == points.v)
            return;
    if (at == MAX_STEPS)
        return;
    (void)vec_add(c->arena, &v->steps);
    while (at > 0 && v->steps.v[at - 1].d.v < points.v) {       /* the most points first */
        v->steps.v[at] = v->steps.v[at - 1];
        at--;
    }
    v->steps.v[at] = (StepButton){ .d = points };
}

/* The points that the rule can give, for one key each; where it gives a share, quarters. */
static void fill_steps(Ctx *c, SheetView *v)
{
    Dec max = v->k.k.max_points;

    for (size_t i = 0; i < v->table.n; i++) {
        Str number, rest;
        Dec d;

        (void)str_cut(v->table.v[i].points, S(" "), &number, &rest);    /* "0,5 điểm"; a bare number has no blank behind it */
        if (dec_parse(&d, number) && d.v >= 0 && d.v <= max.v)
            add_step(c, v, d);
    }
    if (v->steps.n < 2) {
        v->steps.n = 0;
        for (int i = 4; i >= 0; i--)
            add_step(c, v, (Dec){ max.v * i / 4 });
    }
    for (size_t i = 0; i < v->steps.n; i++) {
        v->steps.v[i].points = dec_exact(c->arena, v->steps.v[i].d, NUM_VI);
        v->steps.v[i].key = str_fmt(c->arena, "%zu", i + 1);
    }
}

Err leaf_view(Ctx *c, const Req *rq, SheetView *v)
{
    const Rule *rule;

    if (!v->any)
        return OK;
    if (v->k.k.rule.n && rule_parse(&rule, c->arena, v->k.k.rule, v->k.k.max_points, &c->answer) == OK)
        v->table = rule_table(c->arena, rule, c->answer.lang);
    ctx_forget(c);
    v->fact = figure_words(c, v->k.fact);
    fill_stages(c, v);
    TRY(fill_edit(c, v));
    v->draft = str_fmt(c->arena, "sheet-%" PRId64 "-%" PRId64 "-%.*s-%" PRId64, v->s.id, v->k.k.id, SV(v->stage), c->user_id);
    if (v->appraises) {
        fill_steps(c, v);
        TRY(q_reason_phrases(c, &v->phrases, ));
    }
    if (!v->evidence.query.n)
        v->evidence.query = str_fmt(c->arena, "&criterion=%" PRId64, v->k.k.id);
    TRY(evidence_pane(c, rq, &v->r, &v->s, v->k.k.id, &v->evidence));
    return fill_comments(c, v);
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

/* The appraiser takes what the unit gave. */
static Err take_self(Ctx *c, const Req *rq, ScoreForm *f)
{
    StageRow self;
    bool any;

    TRY(q_stage_latest_one(c, &self, &any, .sheet_id = req_int(rq, "id"), .criterion_id = req_int(rq, "criterion"), .stage = S("self")));
    if (!any || !self.given)
        return fail(c, E_STATE, T("Đơn vị chưa tự chấm tiêu chí này nên không có điểm để nhận; hãy chấm điểm."));
    f->value = self.value;
    if (!self.by_rule)
        f->points = self.points;
    return OK;
}

/* A field that is not in the form (one is saved when it is left) keeps what stands. */
static Err read_score(Ctx *c, const Req *rq, Stage stage, ScoreForm *f)
{
    StageRow now = { 0 };
    bool any;

    TRY(q_stage_latest_one(c, &now, &any, .sheet_id = req_int(rq, "id"), .criterion_id = req_int(rq, "criterion"), .stage = str_of(stage_name(stage))));
    f->version = req_int(rq, "version");
    f->reason = req_has(rq, "reason") ? req_str(rq, "reason") : now.reason;
    if (!str_trim(f->reason).n)
        f->reason = req_str(rq, "phrase");
    if (req_has(rq, "accept"))
        return take_self(c, rq, f);
    if (req_has(rq, "step"))
        return req_dec(c, rq, "step", true, &f->points);
    f->value = req_has(rq, "value") ? req_str(rq, "value") : now.value;
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
    if (req_wants_json(rq)) {
        say_saved(c, rq, &saved);
        return OK;
    }
    if (req_has(rq, "go")) {
        req_go(rq, "%.*s", SV(req_str(rq, "go")));              /* the door lets only paths of ours through */
        return OK;
    }
    req_flash(rq, saved.note.n ? saved.note : str_of(tr(c->answer.lang, T("Đã lưu."))));
    req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64, id, next ? next : req_int(rq, "criterion"));
    return OK;
}

