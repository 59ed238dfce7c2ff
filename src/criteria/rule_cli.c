#include "criteria/rule_cli.h"

#include "base/json.h"
#include "core/rule.h"

static Err read_max(Ctx *c, const Args *a, Dec *max)
{
    Str s = args_get(a, "max");

    *max = (Dec){ 0 };
    if (s.n == 0)
        return OK;
    if (!dec_parse(max, s) || max->v < 0)
        return fail_field(c, "max", T("Điểm tối đa “%.*s” không phải là số không âm; hãy ghi như 0,5."), SV(s));
    return OK;
}

static Err read_rule(Ctx *c, const Args *a, const Rule **r, Dec *max)
{
    TRY(read_max(c, a, max));
    c->answer.field = S("rule");
    return rule_parse(r, c->arena, args_get(a, "rule"), *max, &c->answer);
}

static Err read_year(Ctx *c, const Args *a, int *year)
{
    Str s = args_get(a, "year");
    Dec d;

    if (s.n == 0)
        return OK;
    if (!dec_parse(&d, s) || d.v % DEC_ONE || d.v < 2000 * DEC_ONE || d.v > 2100 * DEC_ONE)
        return fail_field(c, "year", T("Năm “%.*s” không đúng; hãy ghi như 2025."), SV(s));
    *year = (int)(d.v / DEC_ONE);
    return OK;
}

static bool given_peak(void *ctx, Str code, Dec *out)
{
    const Value *peak = ctx;

    *out = peak->num;
    return code.n == 0 && (peak->kind == VALUE_NUMBER || peak->kind == VALUE_PERCENT);
}

static Err say_missing(Ctx *c, const Rule *r, const RuleResult *res)
{
    if (res->missing.n == 0 && rule_facts(c->arena, r).peers)
        return fail_field(c, "peak", T("Quy tắc so với đơn vị cao nhất; hãy thêm --peak là giá trị cao nhất của các đơn vị."));
    if (res->missing.n)
        return fail(c, E_INVALID, T("Quy tắc cần số liệu {%.*s} mà lệnh này không có; hãy nhập số liệu rồi tính bằng score compute."),
            SV(res->missing));
    return fail(c, E_INVALID, T("Chưa có giá trị; hãy thêm --value."));
}

Err cmd_rule_eval(Ctx *c, const Args *a, Buf *out)
{
    RuleInput in = { .lang = c->answer.lang };
    const Rule *r;
    RuleResult res;
    Value peak = { 0 };

    TRY(read_rule(c, a, &r, &in.max));
    TRY(read_year(c, a, &in.year));
    c->answer.field = S("value");
    TRY(value_parse(&in.own, c->arena, args_get(a, "value"), rule_wants(r) == VALUE_DATE ? in.year : 0, &c->answer));
    if (args_has(a, "peak")) {
        TRY(value_parse(&peak, c->arena, args_get(a, "peak"), 0, &c->answer));
        in.peak = given_peak;
        in.ctx = &peak;
    }
    if (in.own.kind == VALUE_TEXT && rule_wants(r) != VALUE_ANSWER)
        return fail(c, E_INVALID, T("Giá trị “%.*s” không đọc được; hãy ghi số, tỷ lệ %%, ngày dd/mm/yyyy, có hoặc không."),
            SV(in.own.text));
    in.trace = args_has(a, "json");
    TRY(rule_eval(&res, c->arena, r, &in, &c->answer));
    c->answer.field = (Str){ 0 };
    if (res.state == RULE_MISSING)
        return say_missing(c, r, &res);
    if (in.trace) {
        Json j = { .out = out };

        json_open(&j, '{');
        if (res.state == RULE_POINTS)
            json_kdec(&j, "points", res.points);
        json_kstr(&j, "state", res.state == RULE_POINTS ? S("points") : S("not_applicable"));
        json_kstr(&j, "condition", res.band);
        json_kstr(&j, "arithmetic", res.arithmetic);
        json_close(&j, '}');
        buf_ch(out, '\n');
        return OK;
    }
    if (res.state == RULE_NOT_APPLICABLE)
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("không áp dụng")));
    else
        buf_fmt(out, "%.*s\n", SV(dec_exact(c->arena, res.points, NUM_PLAIN)));
    return OK;
}

static void parse_json(Ctx *c, const Rule *r, Dec max, Buf *out)
{
    Json j = { .out = out };
    RuleTable t = rule_table(c->arena, r, c->answer.lang);
    RuleFacts f = rule_facts(c->arena, r);
    RuleWarnings w = rule_check(c->arena, r, max, c->answer.lang);

    json_open(&j, '{');
    json_kstr(&j, "canonical", rule_canonical(c->arena, r));
    json_kstr(&j, "plain", rule_plain(c->arena, r, c->answer.lang));
    json_kdec(&j, "max", max);
    json_key(&j, "table");
    json_open(&j, '[');
    for (size_t i = 0; i < t.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "condition", t.v[i].condition);
        json_kstr(&j, "points", t.v[i].points);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "facts");
    json_open(&j, '[');
    for (size_t i = 0; i < f.n; i++)
        json_str(&j, f.v[i]);
    json_close(&j, ']');
    json_key(&j, "warnings");
    json_open(&j, '[');
    for (size_t i = 0; i < w.n; i++)
        json_str(&j, w.v[i].text);
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

Err cmd_rule_parse(Ctx *c, const Args *a, Buf *out)
{
    const Rule *r;
    Dec max;
    RuleWarnings w;

    TRY(read_rule(c, a, &r, &max));
    c->answer.field = (Str){ 0 };
    if (args_has(a, "json")) {
        parse_json(c, r, max, out);
        return OK;
    }
    buf_fmt(out, "%.*s\n%.*s\n", SV(rule_canonical(c->arena, r)), SV(rule_plain(c->arena, r, c->answer.lang)));
    w = rule_check(c->arena, r, max, c->answer.lang);
    for (size_t i = 0; i < w.n; i++)
        buf_fmt(out, "! %.*s\n", SV(w.v[i].text));
    return OK;
}

const Opt rule_eval_options[] = {
    { "rule", "TEXT", T("lời quy tắc, dạng gọn hoặc lời của bộ tiêu chí"), true },
    { "max", "M", T("điểm tối đa"), true },
    { "value", "V", T("số, tỷ lệ %, ngày, có hoặc không"), true },
    { "year", "N", T("năm của kỳ đánh giá, cho các ngày không ghi năm"), false },
    { "peak", "V", T("giá trị cao nhất của các đơn vị, cho quy tắc so với đơn vị cao nhất"), false },
    { 0 }
};
const Opt rule_parse_options[] = {
    { "rule", "TEXT", T("lời quy tắc, dạng gọn hoặc lời của bộ tiêu chí"), true },
    { "max", "M", T("điểm tối đa"), false },
    { 0 }
};
