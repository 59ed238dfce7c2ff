#include "doc/table.h"

/* Any bytes are a table or an answer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Table t;

    if (table_read(&t, &arena, S("x.csv"), (Str){ (const char *)data, size }, &(Budget){ .bytes = 1 << 20, .items = 20000 }, &why) != OK
        && !why.text.n)
        __builtin_trap();
    return 0;
}
