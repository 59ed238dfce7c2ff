#include "base/test.h"
#include "core/rule.h"

/* Rule, maximum, value, points; points "NA": not applicable; "?": refused. */
typedef struct Phrase {
    const char *rule, *max, *value, *want;
} Phrase;

static const Phrase phrases[] = {
#include "core/rule_phrases.inc"
};

static Str outcome(TestRun *t, const Phrase *p)
{
    Answer why = { .arena = t->arena };
    RuleInput in = { 0 };
    const Rule *r, *again;
    RuleResult res;

    (void)dec_parse(&in.max, str_of(p->max));
    if (rule_parse(&r, t->arena, str_of(p->rule), in.max, &why) != OK)
        return str_fmt(t->arena, "?parse %.*s", SV(why.text));
    if (rule_parse(&again, t->arena, rule_canonical(t->arena, r), in.max, &why) != OK || !rule_same(r, again))
        return str_fmt(t->arena, "canonical lost: %.*s (%.*s)", SV(rule_canonical(t->arena, r)), SV(why.text));
    if (rule_plain(t->arena, r, LANG_VI).n == 0 || rule_plain(t->arena, r, LANG_EN).n == 0)
        return S("no words");
    if (value_parse(&in.own, t->arena, str_of(p->value), 0, &why) != OK || rule_eval(&res, t->arena, r, &in, &why) != OK)
        return str_fmt(t->arena, "?eval %.*s [%.*s]", SV(why.text), SV(rule_canonical(t->arena, r)));
    if (res.state == RULE_MISSING)
        return S("missing");
    if (res.state == RULE_NOT_APPLICABLE)
        return S("NA");
    {
        RuleQuick q = { .own = &in.own, .max = in.max };
        Dec quick;

        if (rule_quick(r, &q, &quick) && quick.v != res.points.v)
            return str_fmt(t->arena, "the short way gives %.*s", SV(dec_exact(t->arena, quick, NUM_PLAIN)));
    }
    return dec_exact(t->arena, res.points, NUM_PLAIN);
}

TEST(rule_phrases, "the phrases of official tables give the points they say")
{
    size_t bad = 0;
    Buf b = { .arena = t->arena };

    for (size_t i = 0; i < COUNT(phrases); i++) {
        Str got = outcome(t, &phrases[i]);
        bool refused = str_starts(got, S("?"));

        if (str_eq(str_of(phrases[i].want), S("?")) ? refused : str_eq(got, str_of(phrases[i].want)))
            continue;
        bad++;
        buf_fmt(&b, "\n  %s | %s: want %s, got %.*s", phrases[i].rule, phrases[i].value, phrases[i].want, SV(got));
    }
    if (bad)
        test_fail(__FILE__, __LINE__, "%zu of %zu phrases:%.*s", bad, COUNT(phrases), SV(buf_str(&b)));
}
