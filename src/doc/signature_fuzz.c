#include "doc/signature.h"

/* Any bytes have signatures or an answer; what is read packs and unpacks. The certificates are at the end, behind "=====". */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size }, trusted;
    Signatures all, again;

    (void)str_cut(bytes, S("\n=====\n"), &bytes, &trusted);        /* none: no trust store */
    if (signatures_read(&all, &arena, S("x.pdf"), bytes, trusted, (Moment){ INT64_C(1770000000000) }, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    if (signatures_unpack(&again, &arena, S("x.pdf"), signatures_pack(&all, &arena), &why) != OK || signatures_state(&all) != signatures_state(&again))
        __builtin_trap();
    return 0;
}
