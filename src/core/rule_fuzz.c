/* The text of a rule is outside data: whatever it is, it is refused or it prints, explains and computes. */
#include "core/rule.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const values[] = { "95%", "3", "có", "31/01/2024", "không phát sinh" };
    SCRATCH(a);
    Answer why = { .arena = &a };
    const Rule *r, *again;

    if (rule_parse(&r, &a, (Str){ (const char *)data, size }, DEC(2), &why) != OK)
        return 0;
    if (rule_canonical(&a, r).n < 8000) {               /* a longer text is refused whatever it says */
        assert(rule_parse(&again, &a, rule_canonical(&a, r), DEC(2), &why) == OK);
        assert(rule_same(r, again));
    }
    (void)rule_plain(&a, r, LANG_VI);
    (void)rule_table(&a, r, LANG_EN);
    (void)rule_facts(&a, r);
    (void)rule_check(&a, r, DEC(2), LANG_VI);
    for (size_t i = 0; i < COUNT(values); i++) {
        RuleInput in = { .max = DEC(2), .trace = i % 2 };
        RuleQuick q = { .own = &in.own, .max = in.max };
        RuleResult res;
        Dec quick;

        if (value_parse(&in.own, &a, str_of(values[i]), 0, &why) != OK || rule_eval(&res, &a, r, &in, &why) != OK)
            continue;
        if (res.state == RULE_POINTS && rule_quick(r, &q, &quick))
            assert(quick.v == res.points.v);
    }
    return 0;
}
