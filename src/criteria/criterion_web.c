/* The editor of one criterion: its rule is shown back as understood, with a live test row, before it is accepted. */
#include "criteria/criteria_view.h"
#include "criteria/criteria_web.h"
#include "pages.h"

#include <inttypes.h>

/* --- the test row ------------------------------------------------------------------------------- */

/* Figures typed beside the value: "mã = giá trị; mã = giá trị". */
static bool typed_fact(void *ctx, Str code, Value *out, Str *source)
{
    const Req *rq = ctx;
    Str rest = req_str(rq, "try_facts"), one, name, value;

    while (rest.n) {
        Answer why = { .arena = rq->arena };

        (void)str_cut(rest, S(";"), &one, &rest);       /* the last one has no semicolon behind it */
        *source = S("");
        if (str_cut(one, S("="), &name, &value) && str_eq(str_trim(name), code))
            return value_parse(out, rq->arena, value, 0, &why) == OK;
    }
    return false;
}

static void try_value(Ctx *c, const Req *rq, const Rule *r, Dec max, RuleTrial *t)
{
    RuleInput in = { .max = max, .lang = c->answer.lang, .trace = true, .ctx = (void *)rq, .fact = typed_fact };
    Answer why = { .arena = c->arena, .lang = c->answer.lang };
    RuleResult res;

    if (t->value.n && value_parse(&in.own, c->arena, t->value, 0, &why) != OK) {
        t->refused = why.text;
        return;
    }
    if (rule_eval(&res, c->arena, r, &in, &why) != OK) {
        t->refused = why.text;
        return;
    }
    t->band = res.band;
    t->arithmetic = res.arithmetic;
    if (res.state == RULE_POINTS)
        t->points = dec_exact(c->arena, res.points, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN);
    else if (res.state == RULE_NOT_APPLICABLE)
        t->refused = str_of(tr(c->answer.lang, T("Không áp dụng: điểm theo cách xử lý đã chọn của bộ tiêu chí.")));
    else if (res.missing.n)
        t->refused = str_fmt(c->arena, tr(c->answer.lang, T("Quy tắc cần số liệu %.*s; hãy ghi thêm “%.*s = …” vào ô số liệu khác.")),
            SV(res.missing), SV(res.missing));
    else
        t->refused = str_of(tr(c->answer.lang, T("Chưa có giá trị để thử.")));
}

static void trial(Ctx *c, const Req *rq, Str rule, Str max_text, RuleTrial *t)
{
    Answer why = { .arena = c->arena, .lang = c->answer.lang };
    Dec max = { 0 };
    const Rule *r;

    *t = (RuleTrial){ .value = req_str(rq, "try_value"), .max = max_text };
    if (!rule.n)
        return;
    if (max_text.n && !dec_parse(&max, max_text)) {
        t->wrong = str_of(tr(c->answer.lang, T("Hãy ghi điểm tối đa là số không âm, ví dụ 0,5.")));
        return;
    }
    if (rule_parse(&r, c->arena, rule, max, &why) != OK) {
        t->wrong = why.text;
        return;
    }
    t->canonical = rule_canonical(c->arena, r);
    t->plain = rule_plain(c->arena, r, c->answer.lang);
    t->table = rule_table(c->arena, r, c->answer.lang);
    t->warnings = rule_check(c->arena, r, max, c->answer.lang);
    if (t->value.n || req_str(rq, "try_facts").n)
        try_value(c, rq, r, max, t);
}

Err get_criterion_try(Ctx *c, Req *rq, Out *o)
{
    RuleTrial t;

    trial(c, rq, req_str(rq, "rule"), req_str(rq, "max_points"), &t);
    tpl_rule_trial(o, &t);
    return OK;
}

/* --- the form ----------------------------------------------------------------------------------- */

static const struct { const char *value, *title; } sources[] = {
    { "self", T("Đơn vị tự chấm") }, { "survey", T("Điều tra xã hội học") }, { "auto", T("Tính tự động từ số liệu") },
    { "bonus", T("Điểm thưởng") }, { "penalty", T("Điểm trừ") },
}, policies[] = {
    { "", T("Như cả bộ tiêu chí") }, { "full", T("Cho đủ điểm") }, { "zero", T("Cho 0 điểm") }, { "out", T("Loại khỏi điểm tối đa") },
};

static DraftNode typed(const Req *rq)
{
    DraftNode n = { .name = req_str(rq, "name"), .rule = req_str(rq, "rule"), .source = req_str(rq, "source"),
        .na_policy = req_str(rq, "na_policy"), .evidence = req_str(rq, "evidence"), .assessor = req_str(rq, "assessor"),
        .basis = req_str(rq, "basis") };

    n.has_max = dec_parse(&n.max, req_str(rq, "max_points"));
    return n;
}

static Err load(Ctx *c, const Req *rq, CriterionView *v)
{
    TRY(q_criteria_set_get(c, &v->s, .id = req_int(rq, "id")));
    TRY(q_criterion_get(c, &v->k, .id = req_int(rq, "criterion")));
    if (v->k.set_id != v->s.id)
        return fail(c, E_NOT_FOUND, T("Tiêu chí này không thuộc bộ tiêu chí %.*s."), SV(v->s.code));
    v->version = v->k.version;
    v->leaf = !v->k.children;
    v->frozen = v->s.frozen_at.ms != 0;
    return OK;
}

static void clash(Ctx *c, CriterionView *v, const char *label, Str stored, Str mine)
{
    if (!str_eq(stored, mine))
        *vec_add(c->arena, &v->clashes) = (CriterionClash){ label, stored, mine };
}

/* What was typed stands in the form; after a conflict the stored one stands beside it. */
static void take_typed(Ctx *c, const Req *rq, CriterionView *v, bool conflict)
{
    CriterionRow stored = v->k;
    DraftNode n = typed(rq);

    v->k.name = n.name;
    v->k.rule = n.rule;
    v->k.source = n.source;
    v->k.na_policy = n.na_policy;
    v->k.evidence = n.evidence;
    v->k.assessor = n.assessor;
    v->k.basis = n.basis;
    v->max = req_str(rq, "max_points");
    if (!conflict) {
        v->version = req_int(rq, "version");            /* still what this person started from */
        return;
    }
    clash(c, v, T("Tên tiêu chí"), stored.name, n.name);
    clash(c, v, T("Điểm tối đa"), dec_exact(c->arena, stored.max_points, NUM_VI), dec_exact(c->arena, n.max, NUM_VI));
    clash(c, v, T("Quy tắc chấm điểm"), stored.rule, n.rule);
    clash(c, v, T("Nguồn điểm"), stored.source, n.source);
    clash(c, v, T("Khi không áp dụng"), stored.na_policy, n.na_policy);
    clash(c, v, T("Tài liệu kiểm chứng"), stored.evidence, n.evidence);
    clash(c, v, T("Cơ quan thẩm định"), stored.assessor, n.assessor);
    clash(c, v, T("Căn cứ"), stored.basis, n.basis);
}

Err get_criterion(Ctx *c, Req *rq, Out *o)
{
    CriterionView v = { .try_value = req_str(rq, "try_value"), .try_facts = req_str(rq, "try_facts") };

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(load(c, rq, &v));
    v.max = dec_exact(c->arena, v.k.max_points, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN);
    if (o->refused || rq->again)
        take_typed(c, rq, &v, o->refused && o->refused->code == E_CONFLICT);
    v.look_first = rq->again && str_eq(req_str(rq, "step"), S("save"));
    trial(c, rq, v.k.rule, v.max, &v.trial);
    TRY(access_can(c, &PERM_CRITERIA_CHANGE, 0, &v.may_change));
    for (size_t i = 0; i < COUNT(sources); i++)
        *vec_add(c->arena, &v.sources) = (Choice){ .value = str_of(sources[i].value), .title = sources[i].title,
            .on = str_eq(str_of(sources[i].value), v.k.source) };
    for (size_t i = 0; i < COUNT(policies); i++)
        *vec_add(c->arena, &v.na) = (Choice){ .value = str_of(policies[i].value), .title = policies[i].title,
            .on = str_eq(str_of(policies[i].value), v.k.na_policy) };
    tpl_criterion(o, &v);
    return OK;
}

/*
 * A changed rule is saved only when the person has seen it as the program understood it: the form carries what was
 * shown, and another rule than that one is shown first.
 */
static bool seen(Ctx *c, const Req *rq, const CriterionRow *stored, const DraftNode *n)
{
    RuleTrial t;

    if (!n->rule.n || str_eq(n->rule, stored->rule))
        return true;
    trial(c, rq, n->rule, req_str(rq, "max_points"), &t);
    return t.wrong.n || str_eq(t.canonical, req_str(rq, "seen"));       /* what is wrong is refused with its reason */
}

Err post_criterion(Ctx *c, Req *rq, Out *o)
{
    CriterionView v = { 0 };
    DraftNode n = typed(rq);

    (void)o;
    TRY(load(c, rq, &v));
    if (str_eq(req_str(rq, "step"), S("try")) || !seen(c, rq, &v.k, &n)) {
        req_again(rq);
        return OK;
    }
    TRY(criterion_change(c, v.k.id, req_int(rq, "version"), &n));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu tiêu chí %.*s.")), SV(v.k.code)));
    req_go(rq, "/criteria/%" PRId64, v.s.id);
    return OK;
}
