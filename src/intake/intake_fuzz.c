/* Any bytes: the whole pipeline ends within its limits and prints valid JSON. */
#include "intake/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(tmp);
    Answer why = { .arena = &tmp };
    Budget budget = { .bytes = 1 << 20, .items = 20000 };
    Buf out = { .arena = &tmp };
    Reading r;

    if (intake_read_text(&r, &tmp, (Str){ (const char *)data, size }, &budget, &why) == OK)
        intake_json(&r, S("fuzz"), &out);
    return 0;
}
