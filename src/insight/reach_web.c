/* Tới một hạng: the cheapest lost points, and the list into the plan in one move. */
#include "insight/insight_web.h"

#include "insight/desk_round.h"
#include "pages.h"
#include "remedy/remedy.h"
#include "score/result_view.h"

#include <inttypes.h>

typedef struct Asked {
    Look l;
    DeskHead h;
    ScoreRun run;               /* of the group alone */
    Desk d;
    size_t unit, at;            /* in the look; on the desk */
    DeskAim aim;
    Date by;
    bool aimed, rising;
    Str grade;
} Asked;

/* Efforts typed on this page count before those of the office; only for this question. */
static Err typed_efforts(Ctx *c, Req *rq, Desk *d)
{
    for (size_t k = 0; k < d->criteria; k++) {
        const char *name = str_z(c->arena, str_fmt(c->arena, "e.%.*s", SV(d->code[k])));
        Str text = str_trim(req_str(rq, name));
        Dec effort;

        if (!text.n)
            continue;
        if (!dec_parse(&effort, text) || effort.v < 0 || dec_cmp(effort, DEC(1000000)) > 0)
            return fail(c, E_INVALID, T("Công sức “%.*s” của tiêu chí %.*s không phải số từ 0 trở lên; để trống để ước lượng."), SV(text), SV(d->code[k]));
        d->effort[k] = (OptDec){ true, effort };
    }
    return OK;
}

static Err read_aim(Ctx *c, Req *rq, Asked *q)
{
    int64_t rank = req_int(rq, "rank");
    Dec *rise;
    bool *late;

    TRY(req_date(c, rq, "by", false, &q->by));
    TRY(desk_efforts(&q->d, c, &q->run, q->by, &late));
    q->aim.out = late;
    TRY(typed_efforts(c, rq, &q->d));
    q->rising = str_eq(req_str(rq, "others"), S("last-year"));
    if (q->rising) {
        TRY(desk_rise(c, &q->d, &q->run, &rise));
        q->aim.rise = rise;
    }
    q->grade = req_str(rq, "grade");
    if (q->grade.n) {
        q->aim.percent.has = true;
        TRY(desk_grade(c, &q->run, q->h.pick.group, q->grade, &q->aim.percent.d));
    } else {
        size_t now = desk_rank(&q->d, q->at);

        q->aim.rank = rank > 0 && rank < ROBUST_UNITS_MAX ? (size_t)rank : now > 3 ? 3 : 1;
    }
    q->aimed = true;
    return OK;
}

static Err open_asked(Ctx *c, Req *rq, Asked *q)
{
    TRY(desk_open(c, rq, "insight/reach", T("Điểm nào rẻ nhất để tới một hạng"), &q->l, &q->h));
    TRY(desk_unit_asked(c, rq, &q->l, &q->unit));
    TRY(score_run(c, q->l.now.set.id, &(ScoreOverride){ .group = q->h.pick.group }, &q->run));
    TRY(desk_round(&q->d, c, &q->run, 0));
    if (!desk_unit(&q->d, q->l.now.in.units[q->unit].code, &q->at))
        return OK;                                      /* scored, not ranked: the page says so */
    q->aim.unit = q->at;
    return read_aim(c, rq, q);
}

static void count_peers(const Asked *q, size_t k, ReachLine *line)
{
    const Desk *d = &q->d;

    for (size_t u = 0; u < d->units; u++) {
        const OptDec *p = &d->points[u * d->criteria + k];

        if (u == q->at || !p->has)
            continue;
        line->peers++;
        line->full += dec_cmp(p->d, d->max[k]) >= 0;
    }
}

/* What stands about the line in the rooms of remedies and efforts. */
static void known_of(const Asked *q, const LostRows *lost, const EffortsOfSetRows *efforts, size_t node, ReachLine *line)
{
    for (size_t i = 0; i < lost->n; i++)
        if (str_eq(lost->v[i].code, line->code)) {
            line->lost_id = lost->v[i].id;
            line->planned = lost->v[i].remedies > 0;
        }
    for (size_t i = 0; i < efforts->n; i++)
        if (efforts->v[i].criterion_id == q->run.criteria.v[node].id)
            line->deadline = efforts->v[i].deadline;
}

static Err fill_lines(Ctx *c, Req *rq, const Asked *q, const DeskReach *r, ReachView *v)
{
    const Desk *d = &q->d;
    LostRows lost;
    EffortsOfSetRows efforts;

    TRY(q_lost_list(c, &lost, .set_id = q->run.set.id, .unit_id = q->l.now.unit_ids[q->unit]));
    TRY(q_efforts_of_set(c, &efforts, .set_id = q->run.set.id));
    v->derived = lost.n > 0;
    for (size_t k = 0; k < d->criteria; k++) {
        const OptDec *p = &d->points[q->at * d->criteria + k];
        ReachLine *line;
        size_t node;

        if (!p->has || dec_cmp(p->d, d->max[k]) >= 0)
            continue;
        TRY(score_find_node(c, &q->run, d->code[k], &node));
        line = vec_add(c->arena, &v->lines);
        *line = (ReachLine){ .code = d->code[k], .name = q->run.nodes.v[node].name, .points = dec_sub(d->max[k], p->d),
            .used = desk_effort(d, q->at, k), .given = d->effort[k].has, .late = q->aim.out && q->aim.out[k],
            .effort = str_trim(req_str(rq, str_z(c->arena, str_fmt(c->arena, "e.%.*s", SV(d->code[k]))))) };
        count_peers(q, k, line);
        known_of(q, &lost, &efforts, node, line);
        for (size_t i = 0; i < r->reach.n; i++)
            line->chosen |= str_eq(r->reach.items[i]->code, line->code);
        v->to_plan += line->chosen && line->lost_id && !line->planned;
    }
    return OK;
}

static Err fill_aims(Ctx *c, const Asked *q, ReachView *v)
{
    GradeScale scale;

    TRY(desk_grades(c, &q->run, q->h.pick.group, &scale));
    for (size_t i = 0; i + 1 < scale.bands.n; i++)      /* the lowest needs nothing */
        *vec_add(c->arena, &v->grades) = (PickOption){ scale.bands.v[i].name, str_fmt(c->arena, "%.*s (≥ %.*s%%)", SV(scale.bands.v[i].name),
            SV(dec_exact(c->arena, scale.bands.v[i].from, q->l.style))), str_eq(scale.bands.v[i].name, q->grade) };
    return OK;
}

Err get_reach(Ctx *c, Req *rq, Out *o)
{
    Asked q = { 0 };
    ReachView v = { 0 };
    DeskReach r = { 0 };

    TRY(open_asked(c, rq, &q));
    v.h = q.h;
    v.unit = q.l.now.in.units[q.unit].code;
    v.unit_name = q.l.now.in.units[q.unit].name;
    v.percent_now = look_percent(c, &q.l, q.l.now.sheet->units[q.unit].points, q.l.now.sheet->units[q.unit].max);
    v.rank_now = q.l.now.sheet->units[q.unit].rank;
    v.of = (int64_t)q.d.units;
    v.others = q.rising ? S("last-year") : S("still");
    v.by = q.by;
    v.grade = q.grade;
    v.rank = (int64_t)q.aim.rank;
    (void)date_make(&v.due, (int)q.run.set.year + 1, 9, 30);            /* every year has this day */
    desk_units(c, &q.l, v.unit, &v.units);
    TRY(fill_aims(c, &q, &v));
    TRY(access_can(c, &PERM_REMEDY_CHANGE, q.l.now.unit_ids[q.unit], &v.may_plan));
    TRY(access_can(c, &PERM_INSIGHT_EFFORT, 0, &v.may_effort));
    if (q.aimed) {
        TRY(desk_reach(&r, c->arena, &q.d, &q.aim, &c->answer));
        v.asked = true;
        v.possible = r.reach.possible;
        v.need = r.need;
        v.held = r.reach.possible && !r.reach.n;
        v.gain = r.reach.gain;
        v.effort = r.reach.effort;
        v.items = (int64_t)r.reach.n;
        TRY(fill_lines(c, rq, &q, &r, &v));
    }
    tpl_insight_reach(o, &v);
    return OK;
}

/* ---- into the plan ---- */

/* A first guess that the officer corrects in the remedy. */
static Str cause_class(const ScoreRun *r, size_t unit, size_t node)
{
    const ScoreCell *cell = look_cell(r, unit, node);

    if (r->nodes.v[node].source == SOURCE_SURVEY)
        return S("survey");
    if (cell->state == CELL_MISSING)
        return S("data");
    return cell->points.v > 0 ? S("threshold") : S("not_done");
}

static Err plan_one(Ctx *c, const Asked *q, const LostRow *l, Str lead, Str deadline)
{
    const CriterionRow *k;
    RemedyForm f = { .year = q->run.set.year + 1, .lead = lead, .deadline = deadline };
    RemedyLibraryRows library;
    int64_t id, task;
    size_t node, unit;

    TRY(score_find_node(c, &q->run, l->code, &node));
    TRY(score_find_unit(c, &q->run, l->unit_code, &unit));
    k = &q->run.criteria.v[node];
    TRY(q_remedy_library(c, &library, .code = l->code, .set_code = q->run.set.code, .year = q->run.set.year));
    f.cause_code = cause_class(&q->run, unit, node);
    f.cause = l->reason.n ? l->reason : str_of(tr(c->answer.lang, T("Chưa đạt điểm tối đa")));
    f.product = k->evidence;
    f.measure = library.n && library.v[0].won.v > 0 ? library.v[0].measure
              : str_fmt(c->arena, tr(c->answer.lang, T("Hoàn thành yêu cầu của tiêu chí %.*s %.*s")), SV(l->code), SV(l->name));
    TRY(remedy_add(c, &l->id, 1, &f, &id));
    return remedy_to_task(c, id, &task);
}

Err post_reach_plan(Ctx *c, Req *rq, Out *o)
{
    Asked q = { 0 };
    LostRows lost;
    Str lead = str_trim(req_str(rq, "lead")), deadline = str_trim(req_str(rq, "deadline"));
    size_t n = 0;

    (void)o;
    TRY(open_asked(c, rq, &q));
    TRY(q_lost_list(c, &lost, .set_id = q.run.set.id, .unit_id = q.l.now.unit_ids[q.unit], .rest = true));
    for (size_t i = 0; i < req_count(rq, "lost"); i++)
        for (size_t k = 0; k < lost.n; k++) {
            int64_t id;

            if (!str_int(req_nth(rq, "lost", i), &id) || lost.v[k].id != id)
                continue;
            TRY(plan_one(c, &q, &lost.v[k], lead, deadline));
            n++;
        }
    if (!n)
        return fail_field(c, "lost", T("Hãy chọn ít nhất một điểm mất chưa có giải pháp."));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã đưa %zu điểm mất vào kế hoạch khắc phục; hãy sửa lại nguyên nhân và giải pháp cho đúng thực tế.")), n));
    req_go(rq, "/remedies?year=%" PRId64 "&unit=%.*s", q.run.set.year + 1, SV(view_url_part(c, q.l.now.in.units[q.unit].code)));
    return OK;
}

/* The office's own estimate, for everybody. */
Err post_reach_effort(Ctx *c, Req *rq, Out *o)
{
    Asked q = { 0 };
    size_t n = 0;

    (void)o;
    TRY(access_need(c, &PERM_INSIGHT_EFFORT, 0));
    TRY(open_asked(c, rq, &q));
    for (size_t k = 0; k < q.run.nodes.n; k++) {
        Str code = q.run.nodes.v[k].code;
        const char *effort = str_z(c->arena, str_fmt(c->arena, "e.%.*s", SV(code))), *day = str_z(c->arena, str_fmt(c->arena, "d.%.*s", SV(code)));
        OptDec d = { 0 };
        Date deadline = { 0 };

        if (!req_has(rq, effort) && !req_has(rq, day))
            continue;
        TRY(req_dec(c, rq, effort, false, &d));
        TRY(req_date(c, rq, day, false, &deadline));
        TRY(effort_put(c, q.run.criteria.v[k].id, d, deadline));
        n++;
    }
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu công sức và thời hạn của %zu tiêu chí cho mọi người.")), n));
    req_go(rq, "/insight/reach?%.*s&unit=%.*s", SV(q.h.link), SV(view_url_part(c, q.l.now.in.units[q.unit].code)));
    return OK;
}
