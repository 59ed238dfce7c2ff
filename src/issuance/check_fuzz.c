#include "doc/zip.h"
#include "issuance/check.h"

/* The bytes are a DOCX, or the XML of its main part (also used as styles and running head). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size };
    Findings f;

    if (!str_starts(bytes, S("PK"))) {
        ZipOut *z = zip_out_begin(&arena);

        zip_out_add(z, "_rels/.rels", S("<Relationships><Relationship Id='a' Type='/officeDocument' Target='word/document.xml'/></Relationships>"));
        zip_out_add(z, "word/document.xml", bytes);
        zip_out_add(z, "word/_rels/document.xml.rels", S("<Relationships><Relationship Id='a' Type='/theme' Target='document.xml'/>"
            "<Relationship Id='b' Type='/styles' Target='document.xml'/><Relationship Id='d' Type='/header' Target='document.xml'/></Relationships>"));
        if (zip_out_end(z, &bytes, &why) != OK)
            return 0;
    }
    if (check_docx(&f, &arena, LANG_VI, S("x.docx"), bytes, &why) != OK && !why.text.n)
        __builtin_trap();
    return 0;
}
