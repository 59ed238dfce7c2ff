#include "base/test.h"
#include "core/rule.h"
#include "text/text.h"

/* Rule, maximum, value, points; points "NA": not applicable; "?": refused. */
typedef struct Phrase {
    const char *rule, *max, *value, *want;
} Phrase;

static const Phrase phrases[] = {
#include "core/rule_phrases.inc"
#include "core/rule_phrases_more.inc"
};

/* Rule, maximum, compact form; "?": refused. */
typedef struct Form {
    const char *rule, *max, *want;
} Form;

static const Form forms[] = {
#include "core/rule_phrase_forms.inc"
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

static Str form_of(Arena *a, Str rule, const char *max)
{
    Answer why = { .arena = a };
    const Rule *r, *again;
    Dec m;

    if (!dec_parse(&m, str_of(max)) || rule_parse(&r, a, rule, m, &why) != OK)
        return S("?");
    if (rule_parse(&again, a, rule_canonical(a, r), m, &why) != OK || !rule_same(r, again))
        return str_fmt(a, "not read back: %.*s", SV(rule_canonical(a, r)));
    (void)rule_check(a, r, m, LANG_VI);
    return rule_canonical(a, r);
}

TEST(rule_forms, "phrases of official tables become the compact form they mean, or are refused")
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        SCRATCH(tmp);
        Str got = form_of(&tmp, str_of(forms[i].rule), forms[i].max);

        if (!str_eq(got, str_of(forms[i].want)))
            test_fail(__FILE__, __LINE__, "%s\n  want %s\n  got  %.*s", forms[i].rule, forms[i].want, SV(got));
    }
}

TEST(rule_forms_spelled, "capitals, Word's dashes and blanks that do not break change nothing")
{
    for (size_t i = 0; i < COUNT(forms); i++) {
        SCRATCH(tmp);
        Str rule = str_of(forms[i].rule), odd = rule;
        Str want = form_of(&tmp, rule, forms[i].max);

        odd = str_replace(&tmp, odd, S(" - "), S(" \xE2\x80\x93 "));
        odd = str_replace(&tmp, odd, S(" điểm"), S("\xC2\xA0điểm"));
        odd = str_replace(&tmp, odd, S("%"), S(" %"));
        if (!str_find(odd, S("{"), &(size_t){ 0 }))
            odd = text_upper(&tmp, odd);
        if (!str_eq(form_of(&tmp, odd, forms[i].max), want))
            test_fail(__FILE__, __LINE__, "%.*s\n  want %.*s\n  got  %.*s", SV(odd), SV(want), SV(form_of(&tmp, odd, forms[i].max)));
    }
}

/* Values of every kind, at, below and above the bounds that the phrases name. */
static const char *const grid[] = {
    "0", "1", "2", "3", "4", "5", "7", "12", "3500", "3700", "0,5", "-1", "0%", "1%", "49,99%", "50%", "66,67%", "70%", "79,99%", "80%", "90%",
    "94,99%", "95%", "99,99%", "100%", "120%", "4/5", "2/3", "15/01/2024", "31/01/2024", "29/02/2024", "05/12/2024", "31/12/2025", "có", "không",
    "kịp thời", "không kịp thời", "không ban hành", "không phát sinh", "không áp dụng", "đầy đủ", "một phần", "khác", "tốt",
};

TEST(rule_quick_agrees, "the short way gives the points of the long way for every phrase and every kind of value")
{
    size_t compared = 0, parsed = 0;

    for (size_t i = 0; i < COUNT(phrases); i++) {
        SCRATCH(tmp);
        Answer why = { .arena = &tmp };
        RuleInput in = { 0 };
        const Rule *r;

        (void)dec_parse(&in.max, str_of(phrases[i].max));
        if (rule_parse(&r, &tmp, str_of(phrases[i].rule), in.max, &why) != OK)
            continue;
        parsed++;
        for (size_t g = 0; g < COUNT(grid) * 2; g++) {
            RuleQuick q = { .own = &in.own, .max = in.max, .penalty = in.penalty = g >= COUNT(grid) };
            RuleResult res;
            Dec quick;

            CHECK_OK(value_parse(&in.own, &tmp, str_of(grid[g % COUNT(grid)]), 0, &why));
            if (!rule_quick(r, &q, &quick))
                continue;
            compared++;
            if (rule_eval(&res, &tmp, r, &in, &why) != OK || res.state != RULE_POINTS || res.points.v != quick.v)
                test_fail(__FILE__, __LINE__, "%s | %s: quick %.*s, long %.*s", phrases[i].rule, grid[g % COUNT(grid)],
                    SV(dec_exact(&tmp, quick, NUM_PLAIN)), SV(dec_exact(&tmp, res.points, NUM_PLAIN)));
        }
    }
    CHECK(parsed > 300 && compared > 5000);
}

TEST(rule_relative_year, "a day of the year before needs the year of the round, and is then exact")
{
    Answer why = { .arena = t->arena };
    RuleInput in = { .max = DEC(1) };
    const Rule *r;
    RuleResult res;

    CHECK_OK(rule_parse(&r, t->arena, S("Ban hành trước ngày 15 tháng 12 năm trước liền kề: 1 điểm; sau: 0,5 điểm; không ban hành: 0"), in.max, &why));
    CHECK_STR(rule_canonical(t->arena, r), "<15/12/prev: 1; >=15/12/prev: 0.5; none: 0");
    CHECK_OK(value_parse(&in.own, t->arena, S("10/12/2024"), 0, &why));
    CHECK(rule_eval(&res, t->arena, r, &in, &why) == E_INVALID);
    in.year = 2025;
    CHECK_OK(rule_eval(&res, t->arena, r, &in, &why));
    CHECK_DEC(res.points, "1");
    CHECK_OK(value_parse(&in.own, t->arena, S("05/01/2025"), 0, &why));
    CHECK_OK(rule_eval(&res, t->arena, r, &in, &why));
    CHECK_DEC(res.points, "0.5");
}
