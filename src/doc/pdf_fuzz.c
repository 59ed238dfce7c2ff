#include "doc/readers.h"

/* The font library keeps its caches for ever. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

/* Any bytes are a document or an answer; what is read packs and unpacks. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Doc d, again;

    if (pdf_read(&d, &arena, S("x.pdf"), (Str){ (const char *)data, size }, &(Budget){ .items = 4 }, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    if (doc_unpack(&again, &arena, doc_pack(&d, &arena), &why) != OK)
        __builtin_trap();
    return 0;
}
