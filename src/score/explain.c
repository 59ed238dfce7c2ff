#include "score/explain.h"

#include "base/json.h"

static Str state_of(const Why *w)
{
    static const char *const names[] = {
        [CELL_MISSING] = "missing", [CELL_POINTS] = "points", [CELL_NA] = "not_applicable", [CELL_REFUSED] = "refused",
    };

    if (w->e.n_parts)
        return S("sum");
    return w->e.direct ? S("direct") : str_of(names[w->e.state]);
}

Err score_why(Ctx *c, const ScoreRun *r, size_t unit, size_t node, Why *out)
{
    const Criterion *k = &r->nodes.v[node];

    *out = (Why){ .unit = unit, .unit_code = r->in.units[unit].code, .unit_name = r->in.units[unit].name,
        .rule_typed = r->criteria.v[node].rule };
    TRY(score_explain(&out->e, c->arena, r->sheet, unit, node, c->answer.lang, &c->answer));
    out->state = state_of(out);
    if (k->parent >= 0)
        out->parent_code = r->nodes.v[k->parent].code;
    for (size_t i = 0; i < r->direct.n; i++) {
        const DirectOfSetRow *d = &r->direct.v[i];

        if (d->unit_id != r->unit_ids[unit] || d->criterion_id != r->criteria.v[node].id)
            continue;
        out->reason = d->reason;
        out->by = str_fmt(c->arena, "%.*s, %.*s", SV(d->changed_by), SV(moment_vi(c->arena, d->changed_at)));
    }
    return OK;
}

static void inputs_json(Ctx *c, const Why *w, Json *j)
{
    json_key(j, "inputs");
    json_open(j, '[');
    for (size_t i = 0; i < w->e.rule.n_used; i++) {
        const RuleUsed *u = &w->e.rule.used[i];

        json_open(j, '{');
        json_kstr(j, "code", u->code);
        json_kstr(j, "value", value_print(c->arena, &u->value));
        json_kstr(j, "source", u->source);
        json_close(j, '}');
    }
    if (w->e.direct) {
        json_open(j, '{');
        json_kstr(j, "code", w->e.criterion->code);
        json_kdec(j, "value", w->e.points);
        json_kstr(j, "source", w->e.source);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void why_json(Ctx *c, const ScoreRun *r, const Why *w, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "set", r->set.code);
    json_kint(&j, "year", r->set.year);
    json_kstr(&j, "unit", w->unit_code);
    json_kstr(&j, "unit_name", w->unit_name);
    json_kstr(&j, "criterion", w->e.criterion->code);
    json_kstr(&j, "name", w->e.criterion->name);
    json_kdec(&j, "points", w->e.points);
    json_kdec(&j, "max", w->e.max);
    json_kstr(&j, "state", w->state);
    json_kstr(&j, "why", w->e.text);
    json_kstr(&j, "rule", w->rule_typed);
    json_kstr(&j, "canonical", w->e.canonical);
    json_kstr(&j, "plain", w->e.plain);
    json_kstr(&j, "matched", w->e.rule.band);
    json_kstr(&j, "arithmetic", w->e.rule.arithmetic);
    json_kstr(&j, "reason", w->reason);
    json_kstr(&j, "by", w->by);
    inputs_json(c, w, &j);
    json_key(&j, "parts");
    json_open(&j, '[');
    for (size_t i = 0; i < w->e.n_parts; i++) {
        const ExplainPart *p = &w->e.parts[i];

        json_open(&j, '{');
        json_kstr(&j, "criterion", r->nodes.v[p->criterion].code);
        json_kstr(&j, "name", r->nodes.v[p->criterion].name);
        json_kdec(&j, "points", p->points);
        json_kdec(&j, "max", p->max);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static Str num(Ctx *c, Dec d)
{
    return dec_exact(c->arena, d, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN);
}

static void line(Ctx *c, Buf *out, const char *label, Str text)
{
    if (text.n)
        buf_fmt(out, "%s: %.*s\n", tr(c->answer.lang, label), SV(text));
}

void why_text(Ctx *c, const ScoreRun *r, const Why *w, Buf *out)
{
    buf_fmt(out, "%.*s · %.*s %.*s\n%.*s / %.*s\n%.*s\n", SV(w->unit_name), SV(w->e.criterion->code), SV(w->e.criterion->name),
        SV(num(c, w->e.points)), SV(num(c, w->e.max)), SV(w->e.text));
    line(c, out, T("Quy tắc ghi trong bộ tiêu chí"), w->rule_typed);
    line(c, out, T("Hiểu là"), w->e.plain);
    line(c, out, T("Mức áp dụng"), w->e.rule.band);
    line(c, out, T("Phép tính"), w->e.rule.arithmetic);
    line(c, out, T("Nguồn"), w->e.source);
    line(c, out, T("Người nhập"), w->by);
    line(c, out, T("Lý do"), w->reason);
    for (size_t i = 0; i < w->e.rule.n_used; i++)
        buf_fmt(out, "  %.*s = %.*s  (%.*s)\n", SV(w->e.rule.used[i].code),
            SV(value_words(c->arena, &w->e.rule.used[i].value, c->answer.lang)), SV(w->e.rule.used[i].source));
    for (size_t i = 0; i < w->e.n_parts; i++) {
        const ExplainPart *p = &w->e.parts[i];

        buf_fmt(out, "  %-8.*s %8.*s / %-6.*s %.*s\n", SV(r->nodes.v[p->criterion].code), SV(num(c, p->points)), SV(num(c, p->max)),
            SV(r->nodes.v[p->criterion].name));
    }
}
