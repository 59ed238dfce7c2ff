#include "survey/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* First byte: what is asked; then the file of factors and the file of answers, parted by a NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    Answer why = { .arena = &a };
    AnswersAsk ask = { .by_unit = true, .threads = 1 };
    FactorMap factors = { 0 };
    IndexAsk how = { .seed = 1, .threads = 1 };
    AnswerSet set;
    Str text, left;

    if (!size || scale_parse(&ask.scale, data[0] & 1 ? S("abcd") : S("likert5"), &why) != OK)
        return 0;
    ask.by_group = data[0] & 2;
    ask.by_question = data[0] & 4;
    ask.keep = data[0] & 8;
    how.replicates = ask.keep ? 10 : 0;
    text = (Str){ (const char *)data + 1, size - 1 };
    if (str_cut(text, (Str){ "", 1 }, &left, &text)) {
        if (factors_parse(&factors, &a, S("factors"), left, &why) == OK && !ask.by_question)
            ask.factors = &factors;
    } else {
        text = left;
    }
    if (answers_read(&set, &a, S("answers"), text, &ask, &why) == OK)
        (void)index_rows(&a, &set, &how);       /* only for its asserts and the sanitizers */
    return 0;
}
