#include "doc/doc.h"
#include "doc/table_in.h"

/* What comes from the reader process is a document, a table or an answer, whatever the bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size };
    Doc d;
    Table t;

    if (doc_unpack(&d, &arena, bytes, &why) == OK)
        (void)doc_plain(&d, &arena);
    if (table_unpack(&t, &arena, S("x"), bytes, &why) == OK)
        (void)table_pack(&t, &arena);
    return 0;
}
