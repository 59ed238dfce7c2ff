/* The checks of a criteria set: what adds up, what has gaps, which rules can be executed. */
#include "criteria/criteria.h"

#include "base/map.h"
#include "core/room.h"

static void say(Draft *d, Arena *a, bool error, const char *kind, Str code, Str text)
{
    Finding *f = vec_add(a, &d->findings);

    *f = (Finding){ .error = error, .kind = str_of(kind), .code = code, .text = text };
    d->errors += error;
}

static Str num(Arena *a, Dec d)
{
    return dec_exact(a, d, NUM_VI);
}

static bool counts(const DraftNode *n)
{
    return !str_eq(n->source, S("bonus")) && !str_eq(n->source, S("penalty"));
}

static void check_sums(Draft *d, Arena *a, Dec scale, Lang lang)
{
    Dec *sums = NEW(a, Dec, d->nodes.n);

    for (size_t i = d->nodes.n; i-- > 0;)
        d->nodes.v[i].leaf = true;
    for (size_t i = 0; i < d->nodes.n; i++)
        if (d->nodes.v[i].parent_at >= 0)
            d->nodes.v[d->nodes.v[i].parent_at].leaf = false;
    for (size_t i = 0; i < d->nodes.n; i++) {
        DraftNode *n = &d->nodes.v[i];

        if (n->parent_at >= 0 && counts(n))
            sums[n->parent_at] = dec_add(sums[n->parent_at], n->max);
        if (n->leaf && !n->has_max)
            say(d, a, true, "number", n->code, str_fmt(a, "%s", tr(lang, T("Tiêu chí được chấm điểm nhưng thiếu điểm tối đa; hãy ghi điểm tối đa."))));
    }
    for (size_t i = 0; i < d->nodes.n; i++) {
        DraftNode *n = &d->nodes.v[i];

        if (!n->leaf && !n->has_max)
            n->max = sums[i], n->has_max = true;            /* a heading without a number has the sum of what is below */
        else if (!n->leaf && counts(n) && dec_cmp(n->max, sums[i]) != 0)
            say(d, a, false, "sum", n->code, str_fmt(a,
                tr(lang, T("Điểm tối đa ghi là %.*s nhưng các tiêu chí bên dưới cộng lại %.*s; hãy đối chiếu với quyết định.")),
                SV(num(a, n->max)), SV(num(a, sums[i]))));
        if (n->parent_at < 0 && counts(n))
            d->total = dec_add(d->total, n->max);
    }
    if (scale.v && d->nodes.n && dec_cmp(d->total, scale) != 0)
        say(d, a, false, "scale", S(""), str_fmt(a,
            tr(lang, T("Tổng điểm tối đa của các lĩnh vực là %.*s, khác thang điểm khai báo %.*s; hãy đối chiếu với quyết định.")),
            SV(num(a, d->total)), SV(num(a, scale))));
}

static bool published(const Room *const *known, Str code)
{
    for (; known && *known; known++)
        for (const FactKind *f = (*known)->facts; f && f->code; f++)
            if (str_eq(str_of(f->code), code))
                return true;
    return false;
}

static void check_rule(Draft *d, Arena *a, const DraftNode *n, const Map *codes, const Room *const *known, Lang lang)
{
    static const char *const kinds[] = { [RULE_GAP] = "gap", [RULE_OVERLAP] = "overlap", [RULE_ABOVE_MAX] = "above_max",
        [RULE_BELOW_MAX] = "below_max", [RULE_UNREACHABLE] = "unreachable", [RULE_JUMP] = "jump" };
    const Rule *r;
    Answer why = { .arena = a, .lang = lang };
    RuleFacts facts;
    RuleWarnings warn;
    int64_t at;

    if (rule_parse(&r, a, n->rule, n->max, &why) != OK) {
        say(d, a, true, "rule", n->code, why.text);
        return;
    }
    facts = rule_facts(a, r);
    if (!n->leaf && !facts.children)
        say(d, a, false, "rule", n->code, str_fmt(a, "%s",
            tr(lang, T("Tiêu chí có tiêu chí con nên điểm là tổng các con; quy tắc ghi ở đây không được dùng."))));
    warn = rule_check(a, r, n->max, lang);
    for (size_t i = 0; i < warn.n; i++)
        say(d, a, false, kinds[warn.v[i].kind], n->code, warn.v[i].text);
    for (size_t i = 0; i < facts.n; i++)
        if (!map_get(codes, facts.v[i], &at) && !published(known, facts.v[i]))
            say(d, a, false, "fact", n->code, str_fmt(a,
                tr(lang, T("Quy tắc dùng số liệu “%.*s” chưa có nơi nào công bố; hãy kiểm tra mã, hoặc nhập số liệu này bằng `fact import`.")),
                SV(facts.v[i])));
}

void criteria_check(Draft *d, Arena *a, Dec scale, const Room *const *known, Lang lang)
{
    Map codes = { .arena = a };

    if (d->nodes.n == 0)
        say(d, a, true, "empty", S(""), str_fmt(a, "%s", tr(lang, T("Bảng không có tiêu chí nào; hãy kiểm tra trang tính và dòng tiêu đề."))));
    for (size_t i = 0; i < d->nodes.n; i++)
        (void)map_add(&codes, d->nodes.v[i].code, (int64_t)i);      /* duplicates were told before */
    check_sums(d, a, scale, lang);
    for (size_t i = 0; i < d->nodes.n; i++)
        if (d->nodes.v[i].rule.n)
            check_rule(d, a, &d->nodes.v[i], &codes, known, lang);
}
