#include "doc/readers.h"
#include "doc/zip.h"

/* The bytes are a DOCX, or the XML of its main part (also used as numbering and footnotes). What is read packs and unpacks. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size };
    Doc d, again;

    if (!str_starts(bytes, S("PK"))) {
        ZipOut *z = zip_out_begin(&arena);

        zip_out_add(z, "word/document.xml", bytes);
        zip_out_add(z, "word/_rels/document.xml.rels", S("<Relationships><Relationship Id='a' Type='/numbering' Target='document.xml'/>"
            "<Relationship Id='b' Type='/styles' Target='document.xml'/><Relationship Id='c' Type='/footnotes' Target='document.xml'/>"
            "<Relationship Id='d' Type='/header' Target='document.xml'/></Relationships>"));
        if (zip_out_end(z, &bytes, &why) != OK)
            return 0;
    }
    if (docx_read(&d, &arena, S("x.docx"), bytes, &(Budget){ .bytes = 4 << 20, .items = 20000 }, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    if (doc_unpack(&again, &arena, doc_pack(&d, &arena), &why) != OK)
        __builtin_trap();
    return 0;
}
