#include "doc/docx_fill.h"
#include "doc/paper_read.h"
#include "doc/zip.h"

/* The bytes are a DOCX, or the XML of its main part: checked, filled, and what came out read back. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size }, out;
    Fields *f = fields_begin(&arena);
    FillFaults faults;
    Paper *p;

    field(f, "a", S("một\nhai <&>"));
    field(f, "b", S(""));
    for (int i = 0; i < 3; i++) {
        field(field_row(f, "d"), "c", S("3"));
        field(field_row(f, "d"), "a", S("x"));
    }
    if (!str_starts(bytes, S("PK"))) {
        ZipOut *z = zip_out_begin(&arena);

        zip_out_add(z, "_rels/.rels", S("<Relationships><Relationship Id='a' Type='/officeDocument' Target='word/document.xml'/></Relationships>"));
        zip_out_add(z, "word/document.xml", bytes);
        if (zip_out_end(z, &bytes, &why) != OK)
            return 0;
    }
    if (docx_fill_check(&faults, &arena, LANG_VI, S("x.docx"), bytes, NULL, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    if (docx_fill(&arena, S("x.docx"), bytes, f, &(PaperAbout){ 0 }, &out, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    DocxChange change[] = { { .was = S("x"), .now = S("y\nz") }, { .style = "HoTen", .now = S("Lò Văn Ích") } };

    if (docx_change(&arena, S("x.docx"), out, change, COUNT(change), &out, &why) == OK && docx_draft(&arena, S("x.docx"), out, true, &out, &why) == OK
        && docx_draft(&arena, S("x.docx"), out, false, &out, &why) != OK)
        __builtin_trap();
    if (paper_read(&p, &arena, S("x.docx"), out, &(PaperAbout){ 0 }, &why) == OK && paper_docx(p, &out, &why) != OK)
        __builtin_trap();
    return 0;
}
