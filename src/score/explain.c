#include "score/explain.h"

#include "base/json.h"

static const char *const states[] = {
    [LEAF_MISSING] = "missing", [LEAF_RULE] = "rule", [LEAF_DIRECT] = "direct", [LEAF_NA] = "not_applicable",
    [LEAF_REFUSED] = "refused", [LEAF_ABSENT] = "absent", [LEAF_SUM] = "sum",
};

static Str sentence(Ctx *c, const SheetNode *s, const ScoreNode *n)
{
    Lang lang = c->answer.lang;
    const char *why = "";

    switch (s->state) {
    case LEAF_MISSING:
        why = n->rule ? T("Chưa có số liệu cho tiêu chí này nên chưa có điểm.") : T("Chưa có điểm: tiêu chí này không có quy tắc tính, cần nhập điểm trực tiếp.");
        break;
    case LEAF_RULE:
        why = T("Điểm tính theo quy tắc từ số liệu dưới đây.");
        break;
    case LEAF_DIRECT:
        why = n->rule ? T("Điểm được nhập trực tiếp, đứng trước quy tắc.") : T("Điểm được nhập trực tiếp.");
        break;
    case LEAF_NA:
        why = n->na == NA_OUT ? T("Không áp dụng: tiêu chí được loại khỏi điểm tối đa.")
            : n->na == NA_FULL ? T("Không áp dụng: được tính đủ điểm theo quy định của bộ tiêu chí.")
                               : T("Không áp dụng: tính 0 điểm theo quy định của bộ tiêu chí.");
        break;
    case LEAF_REFUSED:
        return s->refused;
    case LEAF_ABSENT:
        why = T("Phần này không được thực hiện ở đơn vị nào nên được loại khỏi điểm tối đa; tỷ lệ tính trên phần còn lại.");
        break;
    case LEAF_SUM:
        why = T("Điểm là tổng của các tiêu chí bên dưới.");
        break;
    }
    return str_of(tr(lang, why));
}

static Err reason_of(Ctx *c, const ScoreRun *r, size_t unit, size_t node, Explain *out)
{
    DirectOfSetRows rows;

    TRY(q_direct_of_set(c, &rows, .set_id = r->set.id));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].unit_id == r->in.units[unit].id && rows.v[i].criterion_id == r->criteria.v[node].id) {
            out->reason = rows.v[i].reason;
            *vec_add(c->arena, &out->inputs) = (ExplainInput){ out->code,
                rows.v[i].points.has ? dec_exact(c->arena, rows.v[i].points.d, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN) : S("KAD"),
                str_fmt(c->arena, "%.*s · %.*s · %.*s", SV(rows.v[i].source), SV(rows.v[i].changed_by), SV(moment_vi(c->arena, rows.v[i].changed_at))) };
        }
    return OK;
}

Err score_explain(Ctx *c, ScoreRun *r, size_t unit, size_t node, Explain *out)
{
    ScoreSheet sheet;
    const ScoreNode *n = &r->in.nodes[node];
    const SheetNode *s;

    TRY(score_sheet(&sheet, c->arena, &r->in, unit, true, c->answer.lang, &c->answer));
    s = &sheet.nodes[node];
    *out = (Explain){ .node = node, .code = n->code, .name = n->name, .unit_code = r->in.units[unit].code,
        .unit_name = r->in.units[unit].name, .points = s->points, .max = s->max, .state = str_of(states[s->state]),
        .sentence = sentence(c, s, n), .rule_typed = n->rule_text };
    if (n->parent >= 0)
        out->parent_code = r->in.nodes[n->parent].code;
    if (n->rule) {
        out->rule_canonical = rule_canonical(c->arena, n->rule);
        out->rule_plain = rule_plain(c->arena, n->rule, c->answer.lang);
    }
    out->band = s->trace.band;
    out->arithmetic = s->trace.arithmetic;
    for (size_t i = 0; i < s->trace.n_used; i++)
        *vec_add(c->arena, &out->inputs) = (ExplainInput){ s->trace.used[i].code,
            value_words(c->arena, &s->trace.used[i].value, c->answer.lang), s->trace.used[i].source };
    if (s->state == LEAF_DIRECT || (s->state == LEAF_NA && r->in.direct))
        TRY(reason_of(c, r, unit, node, out));
    for (size_t i = 0; i < r->in.n_nodes; i++)
        if (r->in.nodes[i].parent == (int)node)
            *vec_add(c->arena, &out->parts) = (ExplainPart){ r->in.nodes[i].code, r->in.nodes[i].name, sheet.nodes[i].points, sheet.nodes[i].max };
    return OK;
}

void explain_json(Ctx *c, const ScoreRun *r, const Explain *e, Buf *out)
{
    Json j = { .out = out };

    (void)c;
    json_open(&j, '{');
    json_kstr(&j, "set", r->set.code);
    json_kint(&j, "year", r->set.year);
    json_kstr(&j, "unit", e->unit_code);
    json_kstr(&j, "unit_name", e->unit_name);
    json_kstr(&j, "criterion", e->code);
    json_kstr(&j, "name", e->name);
    json_kdec(&j, "points", e->points);
    json_kdec(&j, "max", e->max);
    json_kstr(&j, "state", e->state);
    json_kstr(&j, "why", e->sentence);
    json_kstr(&j, "rule", e->rule_typed);
    json_kstr(&j, "canonical", e->rule_canonical);
    json_kstr(&j, "plain", e->rule_plain);
    json_kstr(&j, "matched", e->band);
    json_kstr(&j, "arithmetic", e->arithmetic);
    json_kstr(&j, "reason", e->reason);
    json_key(&j, "inputs");
    json_open(&j, '[');
    for (size_t i = 0; i < e->inputs.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "code", e->inputs.v[i].code);
        json_kstr(&j, "value", e->inputs.v[i].value);
        json_kstr(&j, "source", e->inputs.v[i].source);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "parts");
    json_open(&j, '[');
    for (size_t i = 0; i < e->parts.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "criterion", e->parts.v[i].code);
        json_kstr(&j, "name", e->parts.v[i].name);
        json_kdec(&j, "points", e->parts.v[i].points);
        json_kdec(&j, "max", e->parts.v[i].max);
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

void explain_text(Ctx *c, const ScoreRun *r, const Explain *e, Buf *out)
{
    buf_fmt(out, "%.*s · %.*s %.*s\n%.*s / %.*s\n%.*s\n", SV(e->unit_name), SV(e->code), SV(e->name), SV(num(c, e->points)),
        SV(num(c, e->max)), SV(e->sentence));
    line(c, out, T("Quy tắc ghi trong bộ tiêu chí"), e->rule_typed);
    line(c, out, T("Hiểu là"), e->rule_plain);
    line(c, out, T("Mức áp dụng"), e->band);
    line(c, out, T("Phép tính"), e->arithmetic);
    line(c, out, T("Lý do"), e->reason);
    for (size_t i = 0; i < e->inputs.n; i++)
        buf_fmt(out, "  %.*s = %.*s  (%.*s)\n", SV(e->inputs.v[i].code), SV(e->inputs.v[i].value), SV(e->inputs.v[i].source));
    for (size_t i = 0; i < e->parts.n; i++)
        buf_fmt(out, "  %-8.*s %8.*s / %-6.*s %.*s\n", SV(e->parts.v[i].code), SV(num(c, e->parts.v[i].points)),
            SV(num(c, e->parts.v[i].max)), SV(e->parts.v[i].name));
    (void)r;
}
