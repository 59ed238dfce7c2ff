/* Nếu như: what is changed travels in the address, the answer stands beside the real result, and nothing is written. */
#include "insight/insight_web.h"

#include "core_sql.h"
#include "pages.h"
#include "score/result_view.h"

#include <inttypes.h>

typedef struct Trying {
    Look l;
    DeskHead h;
    size_t unit;
    bool all;                   /* the controls are for all units */
    Str unit_code;              /* "*" for all */
    WhatIfChanges changes;      /* everything that counts */
    int64_t trial_id;
    Str trial;                  /* "CODE-2026" */
    Str name;                   /* of the scenario */
} Trying;

/* A change in one field of a form: kind, unit, code and value with | between. The value may have anything. */
static bool read_change(Str text, WhatIfChange *w)
{
    Str kind, rest;

    if (!str_cut(text, S("|"), &kind, &rest) || !str_cut(rest, S("|"), &w->unit, &rest) || !str_cut(rest, S("|"), &w->code, &w->value))
        return false;
    for (WhatIfKind k = 0; k < WHATIF_KINDS; k++)
        if (str_eq(kind, str_of(whatif_kinds[k]))) {
            w->kind = k;
            return true;
        }
    return false;
}

static Str write_change(Ctx *c, const WhatIfChange *w)
{
    return str_fmt(c->arena, "%s|%.*s|%.*s|%.*s", whatif_kinds[w->kind], SV(w->unit), SV(w->code), SV(w->value));
}

/* The later of two changes of one thing holds. */
static void put_change(Ctx *c, WhatIfChanges *v, WhatIfChange w)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].kind == w.kind && str_eq(v->v[i].unit, w.unit) && str_eq(v->v[i].code, w.code)) {
            v->v[i] = w;
            return;
        }
    *vec_add(c->arena, v) = w;
}

/* unit LOOK_NONE: all units, so there is no value of one. */
static Str shown_points(Ctx *c, const Trying *t, int64_t unit, size_t node)
{
    const ScoreCell *cell = look_cell(&t->l.now, unit < 0 ? 0 : (size_t)unit, node);

    return unit < 0 || cell->state == CELL_MISSING || cell->max.v == 0 ? (Str){ 0 } : dec_exact(c->arena, cell->points, t->l.style);
}

static Str shown_figure(Ctx *c, const Trying *t, int64_t unit, size_t node)
{
    const ScoreRun *r = &t->l.now;
    Str own = r->nodes.v[node].fact.n ? r->nodes.v[node].fact : r->nodes.v[node].code;

    for (size_t f = 0; f < r->in.n_facts && unit >= 0; f++)
        if (str_eq(r->in.fact_codes[f], own)) {
            const ScoreFact *v = &r->in.facts[(size_t)unit * r->in.n_facts + f];

            return v->value.kind == VALUE_NONE ? (Str){ 0 } : value_words(c->arena, &v->value, c->answer.lang);
        }
    return (Str){ 0 };
}

/* What the controls of a unit say: only what differs from its result. */
static void read_controls(Ctx *c, Req *rq, Trying *t, Str of)
{
    const ScoreRun *r = &t->l.now;
    int64_t unit = LOOK_NONE;

    for (size_t u = 0; u < r->n_scored; u++)
        if (str_eq(r->in.units[u].code, of))
            unit = (int64_t)u;
    if (unit < 0 && !str_eq(of, S("*")))
        return;

    for (size_t k = 0; k < r->nodes.n; k++) {
        const char *points = str_z(c->arena, str_fmt(c->arena, "p.%.*s", SV(r->nodes.v[k].code)));
        const char *figure = str_z(c->arena, str_fmt(c->arena, "f.%.*s", SV(r->nodes.v[k].code)));
        Str own = r->nodes.v[k].fact.n ? r->nodes.v[k].fact : r->nodes.v[k].code, value;

        if (!look_leaf(r, k))
            continue;
        value = str_trim(req_str(rq, figure));
        if (value.n && !str_eq(value, shown_figure(c, t, unit, k)))
            put_change(c, &t->changes, (WhatIfChange){ WHATIF_FIGURE, of, own, value });
        value = str_trim(req_str(rq, points));
        if (value.n && !str_eq(value, shown_points(c, t, unit, k)))
            put_change(c, &t->changes, (WhatIfChange){ WHATIF_POINTS, of, r->nodes.v[k].code, value });
    }
}

static void read_more(Ctx *c, Req *rq, Trying *t)
{
    Str code = str_trim(req_str(rq, "rule_code")), text = str_trim(req_str(rq, "rule_text")), max = str_trim(req_str(rq, "max_value"));

    if (code.n && text.n)
        put_change(c, &t->changes, (WhatIfChange){ WHATIF_RULE, (Str){ 0 }, code, text });
    if (code.n && max.n)
        put_change(c, &t->changes, (WhatIfChange){ WHATIF_MAX, (Str){ 0 }, code, max });
}

static Err choose_trial(Ctx *c, Trying *t)
{
    for (size_t i = 0; i < t->l.sets.n && t->trial.n; i++) {
        const CriteriaSetRow *s = &t->l.sets.v[i];

        if (str_eq(str_fmt(c->arena, "%.*s-%lld", SV(s->code), (long long)s->year), t->trial) && s->id != t->l.now.set.id)
            t->trial_id = s->id;
    }
    for (size_t i = 0; i < t->l.sets.n && !t->trial.n && t->trial_id; i++)
        if (t->l.sets.v[i].id == t->trial_id)
            t->trial = str_fmt(c->arena, "%.*s-%lld", SV(t->l.sets.v[i].code), (long long)t->l.sets.v[i].year);
    return OK;
}

static Err read_all(Ctx *c, Req *rq, Trying *t)
{
    ScenarioRow s;

    TRY(desk_open(c, rq, "insight/whatif", T("Nếu như"), &t->l, &t->h));
    t->all = str_eq(req_str(rq, "unit"), S("*"));
    TRY(desk_unit_asked(c, rq, &t->l, &t->unit));
    t->unit_code = t->all ? S("*") : t->l.now.in.units[t->unit].code;
    t->trial = req_str(rq, "trial");
    t->name = str_trim(req_str(rq, "name"));
    if (req_int(rq, "scenario") && !req_has(rq, "controls")) {
        TRY(scenario_open(c, req_int(rq, "scenario"), &s, &t->changes));
        t->name = s.name;
        t->trial_id = s.trial_set_id;
    }
    for (size_t i = 0; i < req_count(rq, "change") && i < WHATIF_CHANGES_MAX; i++) {
        WhatIfChange w;

        if (read_change(req_nth(rq, "change", i), &w))
            put_change(c, &t->changes, w);
    }
    if (req_has(rq, "controls"))                        /* drawn for that unit, which may not be the one to see next */
        read_controls(c, rq, t, req_str(rq, "controls"));
    read_more(c, rq, t);
    return choose_trial(c, t);
}

/* ---- the answer ---- */

static TryUnit try_unit(Ctx *c, const Trying *t, const WhatIf *w, size_t u)
{
    const ScoreRun *r = &t->l.now;
    const UnitResult *was = &r->sheet->units[u], *is = &w->after->units[u];
    TryUnit v = { .code = r->in.units[u].code, .name = r->in.units[u].name, .before = look_percent(c, &t->l, was->points, was->max),
        .after = look_percent(c, &t->l, is->points, is->max), .grade_before = r->grades[u], .grade_after = w->grades[u],
        .rank_before = was->rank, .rank_after = is->rank, .moved = whatif_moved(w, u), .mine = !t->all && u == t->unit };

    v.gained = (OptDec){ true, score_shown(&r->nodes, dec_sub(is->percent, was->percent)) };
    v.rose = was->rank && is->rank && is->rank < was->rank;
    v.fell = was->rank && is->rank && is->rank > was->rank;
    v.up = v.rose ? was->rank - is->rank : is->rank - was->rank;
    v.regraded = !str_eq(v.grade_before, v.grade_after);
    return v;
}

static Err compute(Ctx *c, const Trying *t, WhatIf *w)
{
    ScoreRun *trial = NULL;

    if (t->trial_id) {
        trial = NEW(c->arena, ScoreRun, 1);
        TRY(whatif_trial(c, t->trial_id, trial));
    }
    return whatif_run(w, c, &t->l.now, trial, &t->changes);
}

/* A change that cannot be computed is told on the page; the rest of it stays usable. */
static Err answer_of(Ctx *c, const Trying *t, TryResult *out)
{
    const ScoreRun *r = &t->l.now;
    WhatIf w;
    Err e = compute(c, t, &w);

    if (e == E_INVALID || e == E_NOT_FOUND || e == E_LIMIT || e == E_STATE) {
        out->refused = str_dup(c->arena, c->answer.text);
        c->answer = (Answer){ .arena = c->arena, .lang = c->answer.lang };
        return OK;
    }
    TRY(e);
    out->unmatched = (int64_t)w.unmatched;
    out->trial = t->trial_id ? w.set->name : (Str){ 0 };
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];

        if (r->in.units[u].group != (int32_t)t->l.group)
            continue;
        *vec_add(c->arena, &out->units) = try_unit(c, t, &w, u);
        out->moved += whatif_moved(&w, u);
    }
    out->has_own = !t->all;
    out->own = try_unit(c, t, &w, t->unit);
    return OK;
}

Err get_whatif_result(Ctx *c, Req *rq, Out *o)
{
    Trying t = { 0 };
    TryResult r = { 0 };

    TRY(read_all(c, rq, &t));
    TRY(answer_of(c, &t, &r));
    tpl_whatif_live(o, &r);
    return OK;
}

/* ---- the page ---- */

/* A slider moves in steps that people score in. */
static const char *step_of(Dec max)
{
    return dec_cmp(max, DEC(1)) <= 0 ? "0.05" : dec_cmp(max, DEC(5)) <= 0 ? "0.25" : "0.5";
}

static const WhatIfChange *changed(const Trying *t, WhatIfKind kind, Str code)
{
    for (size_t i = 0; i < t->changes.n; i++) {
        const WhatIfChange *w = &t->changes.v[i];

        if (w->kind == kind && str_eq(w->code, code) && str_eq(w->unit, t->unit_code))
            return w;
    }
    return NULL;
}

static void controls(Ctx *c, const Trying *t, WhatIfView *v)
{
    const ScoreRun *r = &t->l.now;
    int64_t unit = t->all ? LOOK_NONE : (int64_t)t->unit;

    for (size_t k = 0; k < r->nodes.n; k++) {
        const Criterion *n = &r->nodes.v[k];
        const WhatIfChange *p, *f;
        TryLine *line;

        if (!look_leaf(r, k) || n->max.v <= 0)
            continue;
        p = changed(t, WHATIF_POINTS, n->code);
        f = changed(t, WHATIF_FIGURE, n->fact.n ? n->fact : n->code);
        line = vec_add(c->arena, &v->lines);
        *line = (TryLine){ .code = n->code, .name = n->name, .base = shown_points(c, t, unit, k), .max = dec_exact(c->arena, n->max, NUM_PLAIN), .most = dec_exact(c->arena, n->max, t->l.style),
            .step = str_of(step_of(n->max)), .figure_base = shown_figure(c, t, unit, k), .has_rule = n->rule != NULL, .moved = p || f,
            .id = str_fmt(c->arena, "k%zu", k) };
        line->value = p ? p->value : line->base;
        line->figure = f ? f->value : line->figure_base;
        *vec_add(c->arena, &v->leaves) = (UnitChoice){ n->code, str_fmt(c->arena, "%.*s %.*s", SV(n->code), SV(n->name)), false };
    }
}

static Str words_of(Ctx *c, const WhatIfChange *w)
{
    static const char *const texts[WHATIF_KINDS] = { T("%.*s, điểm tiêu chí %.*s: %.*s"), T("%.*s, số liệu %.*s: %.*s"),
        T("%.*sđiểm tối đa của tiêu chí %.*s: %.*s"), T("%.*squy tắc của tiêu chí %.*s: %.*s") };
    Str unit = str_eq(w->unit, S("*")) ? str_of(tr(c->answer.lang, T("Mọi đơn vị"))) : w->unit;

    return str_fmt(c->arena, tr(c->answer.lang, texts[w->kind]), SV(unit), SV(w->code), SV(w->value));
}

/* Changes that the controls of this unit do not show are carried along, each with a box to drop it. */
static void carried(Ctx *c, const Trying *t, WhatIfView *v)
{
    for (size_t i = 0; i < t->changes.n; i++) {
        const WhatIfChange *w = &t->changes.v[i];

        if ((w->kind == WHATIF_POINTS || w->kind == WHATIF_FIGURE) && str_eq(w->unit, t->unit_code))
            continue;
        *vec_add(c->arena, &v->moves) = (TryMove){ write_change(c, w), words_of(c, w) };
    }
}

static void trials(Ctx *c, const Trying *t, WhatIfView *v)
{
    for (size_t i = 0; i < t->l.sets.n; i++) {
        const CriteriaSetRow *s = &t->l.sets.v[i];
        Str value = str_fmt(c->arena, "%.*s-%lld", SV(s->code), (long long)s->year);

        if (s->id != t->l.now.set.id)
            *vec_add(c->arena, &v->trials) = (PickOption){ value, str_fmt(c->arena, "%.*s (%lld)", SV(s->name), (long long)s->year),
                s->id == t->trial_id };
    }
}

Err get_whatif(Ctx *c, Req *rq, Out *o)
{
    Trying t = { 0 };
    WhatIfView v = { 0 };

    TRY(read_all(c, rq, &t));
    v.h = t.h;
    v.unit = t.unit_code;
    v.unit_name = t.all ? str_of(tr(c->answer.lang, T("Mọi đơn vị"))) : t.l.now.in.units[t.unit].name;
    v.all_units = t.all;
    v.trial = t.trial;
    v.name = t.name;
    desk_units(c, &t.l, v.unit, &v.units);
    controls(c, &t, &v);
    carried(c, &t, &v);
    trials(c, &t, &v);
    TRY(scenario_mine(c, t.l.now.set.id, &v.scenarios));
    TRY(answer_of(c, &t, &v.r));
    tpl_insight_whatif(o, &v);
    return OK;
}

/* Without script every button sends the form here: it is shown again with what was typed, or kept under a name. */
Err post_whatif(Ctx *c, Req *rq, Out *o)
{
    Trying t = { 0 };
    WhatIf w;
    int64_t id;

    (void)o;
    if (!str_eq(req_str(rq, "do"), S("save"))) {
        req_again(rq);
        return OK;
    }
    TRY(read_all(c, rq, &t));
    TRY(compute(c, &t, &w));                            /* what cannot be computed is not kept */
    TRY(scenario_save(c, t.l.now.set.id, t.trial_id, t.name, &t.changes, &id));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu kịch bản “%.*s”; kết quả thật không đổi.")), SV(t.name)));
    req_go(rq, "/insight/whatif?%.*s&unit=%.*s&scenario=%" PRId64, SV(t.h.link), SV(view_url_part(c, t.unit_code)), id);
    return OK;
}

Err post_scenario_drop(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(scenario_drop(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã xóa kịch bản."))));
    req_go(rq, "/insight/whatif");
    return OK;
}
