#include "doc/table.h"
#include "doc/zip.h"

/* The bytes are a workbook, or, since fuzzing through compression finds little, the XML of its only sheet. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Str bytes = { (const char *)data, size };
    Table t;

    if (!str_starts(bytes, S("PK"))) {
        ZipOut *z = zip_out_begin(&arena);

        zip_out_add(z, "xl/workbook.xml", S("<workbook xmlns:r='r'><sheets><sheet name='A' r:id='a'/></sheets></workbook>"));
        zip_out_add(z, "xl/_rels/workbook.xml.rels", S("<Relationships><Relationship Id='a' Type='/worksheet' Target='s.xml'/>"
            "<Relationship Id='b' Type='/styles' Target='t.xml'/></Relationships>"));
        zip_out_add(z, "xl/t.xml", S("<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='9'/></cellXfs></styleSheet>"));
        zip_out_add(z, "xl/s.xml", bytes);
        if (zip_out_end(z, &bytes, &why) != OK)
            return 0;
    }
    if (table_read(&t, &arena, S("x.xlsx"), bytes, &(Budget){ .bytes = 1 << 20, .items = 20000 }, &why) != OK && !why.text.n)
        __builtin_trap();
    return 0;
}
