/* A figure is outside data: whatever it is, it is refused or it prints, and its print is read as the same figure. */
#include "core/value.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    Answer why = { .arena = &a };
    Str text = { (const char *)data, size };
    Value v, again;

    for (int year = 0; year <= 2024; year += 2024) {
        if (value_parse(&v, &a, text, year, &why) != OK)
            continue;
        assert(v.kind > VALUE_NONE && v.kind <= VALUE_TEXT);
        (void)value_words(&a, &v, LANG_VI);
        (void)value_words(&a, &v, LANG_EN);
        if (v.kind == VALUE_TEXT)
            continue;                                   /* printed as it is; folding may shorten what is no text at all */
        if (value_parse(&again, &a, value_print(&a, &v), 0, &why) != OK)
            continue;                                   /* beyond what may be entered, such as the quotient of 9·10^9 and 10^-8 */
        assert(again.kind == v.kind && again.ans == v.ans);
        assert(v.kind != VALUE_NUMBER || again.num.v == v.num.v);
        assert(v.kind != VALUE_DATE || again.date.day == v.date.day);
    }
    return 0;
}
