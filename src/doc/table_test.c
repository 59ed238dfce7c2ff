#include "base/test.h"
#include "doc/sniff.h"
#include "doc/table.h"
#include "doc/table_out.h"
#include "doc/xlsx_value.h"
#include "doc/zip.h"

static Table read_ok(TestRun *t, const char *name, Str bytes)
{
    Table out;
    Answer why = { .arena = t->arena };
    Err e = table_read(&out, t->arena, str_of(name), bytes, NULL, &why);

    if (e != OK)
        test_fail(__FILE__, __LINE__, "%s: %.*s", name, SV(why.text));
    return out;
}

static Str refused(TestRun *t, Str bytes, const Budget *b)
{
    Table out;
    Answer why = { .arena = t->arena };

    if (table_read(&out, t->arena, S("bảng.xlsx"), bytes, b, &why) == OK)
        test_fail(__FILE__, __LINE__, "read, but should be refused");
    CHECK(why.text.n > 0 && why.code != OK);
    return why.text;
}

static Str text_at(const Table *t, size_t sheet, size_t row, size_t col)
{
    const Row *r = &t->sheets.v[sheet].rows.v[row];

    return col < r->n ? r->cells[col].text : (Str){ 0 };
}

TEST(csv_separators, "CSV is read with comma, semicolon, tab or bar, and decimal commas do not confuse it")
{
    static const char *const files[] = {
        "mã,điểm,tên\n1.1,\"9,25\",A\n1.2,3,B\n", "mã;điểm;tên\r\n1.1;9,25;A\r\n1.2;3;B\r\n",
        "mã\tđiểm\ttên\n1.1\t9,25\tA\n1.2\t3\tB", "mã|điểm|tên\n1.1|9,25|A\n1.2|3|B\n",
        "sep=;\nmã;điểm;tên\n1.1;9,25;A\n1.2;3;B\n", "# ghi chú, của; ai\n#khác\nmã;điểm;tên\n1.1;9,25;A\n1.2;3;B\n",
    };

    for (size_t i = 0; i < COUNT(files); i++) {
        Table table = read_ok(t, "a.csv", str_of(files[i]));

        CHECK_INT(table.sheets.v[0].rows.n, 3);
        CHECK_STR(text_at(&table, 0, 1, 0), "1.1");
        CHECK_STR(text_at(&table, 0, 1, 1), "9,25");
        CHECK_STR(text_at(&table, 0, 2, 2), "B");
    }
}

TEST(csv_quotes_and_lines, "quotes, doubled quotes and line breaks in quotes keep the line numbers of the file")
{
    Table table = read_ok(t, "a.csv", S("#,tên\r\n1,\"hai\r\ndòng \"\"x\"\", y\"\r\n\r\n3,c"));

    CHECK_INT(table.sheets.v[0].rows.n, 3);
    CHECK_STR(text_at(&table, 0, 0, 0), "#");
    CHECK_STR(text_at(&table, 0, 1, 1), "hai\r\ndòng \"x\", y");
    CHECK_INT(table.sheets.v[0].rows.v[1].line, 2);
    CHECK_INT(table.sheets.v[0].rows.v[2].line, 5);
    CHECK_HAS(refused(t, S("a,b\n1,\"x\n2,y\n"), NULL), "dòng 2");
}

TEST(csv_encodings, "UTF-8 with BOM, decomposed UTF-8, UTF-16 and Windows-1258 give the same composed text")
{
    Table a = read_ok(t, "a.csv", S("\xEF\xBB\xBFmã,điểm\n1,2"));
    Table b = read_ok(t, "b.csv", S("ma\xCC\x83,\xC4\x91ie\xCC\x82\xCC\x89m\n1,2"));
    Table c = read_ok(t, "c.csv", S("ma\xDE,\xF0i\xEA\xD2m\n1,2"));
    Table d = read_ok(t, "d.csv", (Str){ "\xFF\xFEm\0\xE3\0,\0\x11\x01i\0\xC3\x1Em\0\n\0001\0,\0002\0", 24 });

    CHECK_STR(text_at(&a, 0, 0, 1), "điểm");
    CHECK_STR(text_at(&b, 0, 0, 0), "mã");
    CHECK_STR(text_at(&b, 0, 0, 1), "điểm");
    CHECK_STR(text_at(&c, 0, 0, 0), "mã");
    CHECK_STR(text_at(&c, 0, 0, 1), "điểm");
    CHECK_STR(text_at(&d, 0, 0, 1), "điểm");
    CHECK_STR(text_at(&d, 0, 1, 1), "2");
}

TEST(csv_damaged_utf8, "one damaged byte does not turn a UTF-8 file into another encoding")
{
    Table a = read_ok(t, "a.csv", S("mã,điểm,Sở Nội vụ tỉnh\n1,\xFF,Đất đai\n"));

    CHECK_STR(text_at(&a, 0, 0, 1), "điểm");
    CHECK_STR(text_at(&a, 0, 1, 1), "\xEF\xBF\xBD");
}

enum { F_CODE, F_NAME, F_MAX, F_NOTE };
static const Column spec[] = {
    [F_CODE] = { "code", "mã|mã tiêu chí", true },
    [F_NAME] = { "name", "tên|nội dung", true },
    [F_MAX] = { "max_points", "điểm tối đa|điểm chuẩn", true },
    [F_NOTE] = { "note", "ghi chú", false },
};

TEST(columns_by_heading, "headings are found below titles, in Vietnamese or English, in any order")
{
    Table table = read_ok(t, "a.csv", S("BỘ TIÊU CHÍ NĂM 2025,,\n,,\nĐiểm tối đa (*),MÃ:,Name\n10,1,Chỉ đạo\n"));
    Answer why = { .arena = t->arena };
    Columns c;

    CHECK_OK(columns_find(&c, t->arena, &table, spec, COUNT(spec), &why));
    CHECK_STR(cell_at(&c, c.first, F_CODE).text, "1");
    CHECK_STR(cell_at(&c, c.first, F_MAX).text, "10");
    CHECK_STR(cell_at(&c, c.first, F_NOTE).text, "");
    CHECK(!columns_has(&c, F_NOTE));
    table = read_ok(t, "a.csv", S("Mã,Tên,Điểm\n1,x,2\n"));
    CHECK_INT(columns_find(&c, t->arena, &table, spec, COUNT(spec), &why), E_INVALID);
    CHECK_HAS(why.text, "“điểm tối đa” (max_points)");
    CHECK_HAS(why.text, "“Điểm”");
}

TEST(row_errors_all_at_once, "every bad row is named with file, row, column and value, and counted beyond the cap")
{
    Table table = read_ok(t, "điểm.csv", S("Mã,Tên,Điểm tối đa\n1,a,x\n2,b,3\n3,c,y\n4,d,z\n"));
    Answer why = { .arena = t->arena };
    RowErrors bad = { .arena = t->arena, .cap = 2 };
    Columns c;

    CHECK_OK(columns_find(&c, t->arena, &table, spec, COUNT(spec), &why));
    bad.cols = &c;
    CHECK_OK(row_errors_end(&bad, &why));
    for (size_t r = c.first; r < c.sheet->rows.n; r++) {
        Dec d;

        if (!dec_parse(&d, cell_at(&c, r, F_MAX).text))
            row_error(&bad, r, F_MAX, "Điểm không phải là số; hãy ghi số, ví dụ 9,25.");
    }
    CHECK_INT(bad.count, 3);
    CHECK_INT(row_errors_end(&bad, &why), E_INVALID);
    CHECK_HAS(why.text, "tệp “điểm.csv”, dòng 2, cột C “Điểm tối đa” (giá trị “x”): Điểm không phải là số");
    CHECK_HAS(why.text, "và 1 lỗi nữa");
    CHECK_INT(row_fail(&why, &c, c.first, NO_FIELD, "Sai %d.", 5), E_INVALID);
    CHECK_STR(why.text, "tệp “điểm.csv”, dòng 2: Sai 5.");
}

static Str sample_xlsx(TestRun *t)
{
    static const OutColumn columns[] = { { "Mã", 8 }, { "Tên", 40 }, { "Điểm tối đa", 0 }, { "Ngày", 0 }, { "Tỷ lệ", 0 }, { "Số", 0 } };
    TableOut *o = table_out_xlsx(t->arena, LANG_VI, (Moment){ 1000 });
    Answer why = { .arena = t->arena };
    Date d;
    Str bytes;

    CHECK(date_make(&d, 2025, 6, 30));
    out_sheet(o, &(SheetLook){ .name = S("Điểm [2025]: số/1"), .title = S("BẢNG ĐIỂM"), .landscape = true }, columns, COUNT(columns));
    out_text(o, S("1.10")), out_text(o, S("=cmd|' /C calc'!A0")), out_dec(o, DEC(0.18), 2), out_date(o, d), out_percent(o, DEC(93.5), 1), out_int(o, 12345);
    out_row(o);
    out_text(o, S("01")), out_text(o, S("Đất & <người>\nhai dòng")), out_dec(o, DEC(26.205), 2), out_date(o, (Date){ 0 }), out_percent(o, DEC(0.5), 2), out_int(o, -3);
    out_row(o);
    out_sheet(o, &(SheetLook){ .name = S("Điểm [2025]: số/1") }, columns, 2);
    out_text(o, S("x")), out_bool(o, true), out_row(o);
    CHECK_OK(table_out_end(o, &bytes, &why));
    return bytes;
}

TEST(xlsx_there_and_back, "what is written as XLSX is read again: text stays text, numbers exact, dates dates")
{
    Table table = read_ok(t, "b.xlsx", sample_xlsx(t));
    Answer why = { .arena = t->arena };
    const Row *r;
    Columns c;

    CHECK_INT(table.sheets.n, 2);
    CHECK_STR(table.sheets.v[0].name, "Điểm  2025   số 1");
    CHECK_STR(table.sheets.v[1].name, "Điểm  2025   số 1 (2)");
    CHECK_OK(columns_find(&c, t->arena, &table, spec, COUNT(spec), &why));
    CHECK_INT(c.sheet->rows.v[c.first].line, 3);
    r = &c.sheet->rows.v[c.first];
    CHECK_STR(r->cells[0].text, "1.10");
    CHECK_STR(r->cells[1].text, "=cmd|' /C calc'!A0");
    CHECK_INT(r->cells[1].kind, CELL_TEXT);
    CHECK_STR(r->cells[2].text, "0.18");
    CHECK_INT(r->cells[2].kind, CELL_NUMBER);
    CHECK_INT(r->cells[3].kind, CELL_DATE);
    CHECK_STR(r->cells[3].text, "30/06/2025");
    CHECK_STR(r->cells[4].text, "93.5%");
    CHECK_STR(r->cells[5].text, "12345");
    r++;
    CHECK_STR(r->cells[0].text, "01");
    CHECK_STR(r->cells[1].text, "Đất & <người>\nhai dòng");
    CHECK_STR(r->cells[2].text, "26.205");
    CHECK_STR(r->cells[4].text, "0.5%");
    CHECK_STR(text_at(&table, 1, 1, 1), "có");
}

TEST(xlsx_same_bytes, "the same table gives the same bytes")
{
    CHECK(str_eq(sample_xlsx(t), sample_xlsx(t)));
}

TEST(csv_out_guards, "CSV text cannot become a formula, numbers stay numbers, quotes survive the round trip")
{
    static const OutColumn columns[] = { { "Mã", 0 }, { "Tên", 0 }, { "Điểm", 0 } };
    TableOut *o = table_out_csv(t->arena, LANG_VI, true);
    Answer why = { .arena = t->arena };
    Table table;
    Str s;

    out_sheet(o, &(SheetLook){ 0 }, columns, COUNT(columns));
    out_text(o, S("=1+1")), out_text(o, S("a \"b\", c\nd")), out_dec(o, DEC(-0.5), -1), out_row(o);
    CHECK_OK(table_out_end(o, &s, &why));
    CHECK_STR(s, "\xEF\xBB\xBFMã,Tên,Điểm\r\n'=1+1,\"a \"\"b\"\", c\nd\",-0.5\r\n");
    table = read_ok(t, "x.csv", s);
    CHECK_STR(text_at(&table, 0, 1, 0), "=1+1");
    CHECK_STR(text_at(&table, 0, 1, 1), "a \"b\", c\nd");
}

TEST(xlsx_number_texts, "stored binary fractions show as people typed them; percents and dates by their format")
{
    static const struct { const char *raw; NumKind kind; const char *text; CellKind is; } cases[] = {
        { "0.17999999999999999", NUM_GENERAL, "0.18", CELL_NUMBER }, { "0.30000000000000004", NUM_GENERAL, "0.3", CELL_NUMBER },
        { "84.313333333333333", NUM_GENERAL, "84.31333333", CELL_NUMBER }, { "1E-3", NUM_GENERAL, "0.001", CELL_NUMBER },
        { "371000000000", NUM_GENERAL, "371000000000", CELL_NUMBER }, { "9.50", NUM_GENERAL, "9.5", CELL_NUMBER },
        { "1.0000000000000001E-5", NUM_GENERAL, "0.00001", CELL_NUMBER }, { "-0.5", NUM_GENERAL, "-0.5", CELL_NUMBER },
        { "0.93500000000000005", NUM_PERCENT, "93.5%", CELL_PERCENT }, { "1", NUM_PERCENT, "100%", CELL_PERCENT },
        { "0.005", NUM_PERCENT, "0.5%", CELL_PERCENT }, { "0", NUM_PERCENT, "0%", CELL_PERCENT },
        { "45838", NUM_DATE, "30/06/2025", CELL_DATE }, { "45838.75", NUM_DATE, "30/06/2025 18:00", CELL_DATE },
        { "1", NUM_DATE, "01/01/1900", CELL_DATE }, { "61", NUM_DATE, "01/03/1900", CELL_DATE }, { "60", NUM_DATE, "60", CELL_NUMBER },
        { "0.5", NUM_TIME, "12:00", CELL_TEXT }, { "1e999", NUM_GENERAL, "1e999", CELL_TEXT },
    };
    Cell c;

    for (size_t i = 0; i < COUNT(cases); i++) {
        xlsx_number(&c, t->arena, str_of(cases[i].raw), cases[i].kind, false);
        CHECK_STR(c.text, cases[i].text);
        CHECK_INT(c.kind, cases[i].is);
    }
    xlsx_number(&c, t->arena, S("44376"), NUM_DATE, true);
    CHECK_STR(c.text, "30/06/2025");
    CHECK_INT(num_kind_of_code(S("dd/mm/yyyy")), NUM_DATE);
    CHECK_INT(num_kind_of_code(S("[$-42A]d\" tháng \"m")), NUM_DATE);
    CHECK_INT(num_kind_of_code(S("#,##0.00\" điểm\"")), NUM_GENERAL);
    CHECK_INT(num_kind_of_code(S("0.0%")), NUM_PERCENT);
    CHECK_INT(num_kind_of_code(S("hh:mm")), NUM_TIME);
    CHECK_INT(num_kind_of_code(S("[h]:mm")), NUM_GENERAL);
    CHECK_INT(num_kind_of_code(S("#,##0;[Red]-#,##0")), NUM_GENERAL);
    CHECK_STR(xlsx_unescape(t->arena, S("a_x000D_\nb_x0041_")), "a\nbA");
}

/* A workbook by hand: one sheet whose XML is given. */
static Str workbook(TestRun *t, const char *sheet, const char *strings)
{
    ZipOut *z = zip_out_begin(t->arena);
    Answer why = { .arena = t->arena };
    Str out;

    zip_out_add(z, "_rels/.rels", S("<Relationships xmlns='r'><Relationship Id='a' Type='x/officeDocument' Target='/xl/workbook.xml'/></Relationships>"));
    zip_out_add(z, "xl/workbook.xml", S("<workbook xmlns='m' xmlns:r='r'><sheets><sheet name='A &amp; B' sheetId='1' r:id='s1'/></sheets></workbook>"));
    zip_out_add(z, "xl/_rels/workbook.xml.rels", S("<Relationships xmlns='r'><Relationship Id='s1' Type='x/worksheet' Target='worksheets/odd.xml'/>"
        "<Relationship Id='s2' Type='x/sharedStrings' Target='../xl/strings.xml'/></Relationships>"));
    zip_out_add(z, "xl/worksheets/odd.xml", str_of(sheet));
    zip_out_add(z, "xl/strings.xml", str_of(strings));
    CHECK_OK(zip_out_end(z, &out, &why));
    return out;
}

TEST(xlsx_odd_but_right, "shared rich strings, missing references, formulas, merged cells and booleans are read")
{
    Table table = read_ok(t, "odd.xlsx", workbook(t,
        "<worksheet xmlns='m'><sheetData>"
        "<row><c t='s'><v>0</v></c><c><v>1</v></c></row>"
        "<row r='3'><c r='B3' t='str'><f>A1&amp;\"x\"</f><v>kết quả</v></c><c r='D3' t='b'><v>1</v></c><c t='e'><v>#N/A</v></c></row>"
        "<row r='4'><c r='A4' t='inlineStr'><is><r><t>gộp</t></r><rPh><t>bỏ</t></rPh></is></c><c r='B4'><v>2</v></c></row>"
        "<row r='5'><c r='B5'><v>3</v></c></row>"
        "</sheetData><mergeCells><mergeCell ref='A4:A5'/></mergeCells></worksheet>",
        "<sst xmlns='m'><si><r><t>Cải </t></r><r><t>cách</t></r><rPh sb='0' eb='1'><t>bỏ</t></rPh></si></sst>"));

    CHECK_STR(table.sheets.v[0].name, "A & B");
    CHECK_STR(text_at(&table, 0, 0, 0), "Cải cách");
    CHECK_STR(text_at(&table, 0, 0, 1), "1");
    CHECK_INT(table.sheets.v[0].rows.v[1].line, 3);
    CHECK_STR(text_at(&table, 0, 1, 1), "kết quả");
    CHECK_STR(text_at(&table, 0, 1, 3), "có");
    CHECK_INT(table.sheets.v[0].rows.v[1].cells[4].kind, CELL_ERROR);
    CHECK_STR(text_at(&table, 0, 2, 0), "gộp");
    CHECK_STR(text_at(&table, 0, 3, 0), "gộp");
    CHECK(table.sheets.v[0].rows.v[3].cells[0].merged);
}

TEST(xlsx_hostile, "broken, locked, swollen and disguised files end in a sentence")
{
    Str good = sample_xlsx(t), none = S("<sst xmlns='m'/>");
    Budget few = { .items = 5 };
    Buf bomb = { .arena = t->arena };

    CHECK_HAS(refused(t, S(""), NULL), "rỗng");
    CHECK_HAS(refused(t, S("%PDF-1.7 x"), NULL), "PDF");
    CHECK_HAS(refused(t, S("\x89PNG\r\n\x1A\n...."), NULL), "PNG");
    CHECK_HAS(refused(t, S("\x00\x01\x02\x03\x04 binary"), NULL), "không rõ loại");
    CHECK_HAS(refused(t, str_sub(good, 0, good.n / 2), NULL), "");
    CHECK_HAS(refused(t, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), NULL), "mật khẩu");
    CHECK_HAS(refused(t, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0o\0r\0k\0b\0o\0o\0k\0"), NULL), ".xlsx");
    CHECK_HAS(refused(t, good, &few), "quá nhiều ô");
    CHECK_HAS(refused(t, workbook(t, "<worksheet><sheetData><row>", none.p), NULL), "bị hỏng");
    CHECK_HAS(refused(t, workbook(t, "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>", none.p), NULL), "DOCTYPE");
    CHECK_HAS(refused(t, workbook(t, "<worksheet><sheetData><row r='99999999'/></sheetData></worksheet>", none.p), NULL), "vị trí");
    CHECK_HAS(refused(t, workbook(t, "<worksheet><sheetData><row><c r='ZZZZ1'><v>1</v></c></row></sheetData></worksheet>", none.p), NULL), "vị trí");
    CHECK_HAS(refused(t, workbook(t, "<worksheet/>", none.p), NULL), "không có dòng nào");
    for (int i = 0; i < 300; i++)
        buf_lit(&bomb, "<a>");
    CHECK_HAS(refused(t, workbook(t, str_z(t->arena, buf_str(&bomb)), none.p), NULL), "tầng");
}

TEST(xlsx_bomb, "a small file that unpacks to a giant is refused at once")
{
    size_t n = (size_t)40 << 20;
    char *blanks = arena_take(t->arena, n + 1, 1);
    Budget small = { .bytes = 1 << 20 };

    memset(blanks, ' ', n);
    memcpy(blanks, "<worksheet>", 11);
    CHECK_HAS(refused(t, workbook(t, blanks, "<sst/>"), NULL), "bom nén");
    CHECK_HAS(refused(t, workbook(t, blanks, "<sst/>"), &small), "quá lớn");
}

typedef struct Count {
    size_t rows, cells;
} Count;

static Err count_row(void *user, size_t sheet, Str name, const Row *row)
{
    Count *c = user;

    (void)sheet, (void)name;
    c->rows++;
    c->cells += row->n;
    return OK;
}

TEST(table_streams, "a stream gives the same rows as the whole table")
{
    Answer why = { .arena = t->arena };
    Count c = { 0 };

    CHECK_OK(table_stream(S("b.xlsx"), sample_xlsx(t), NULL, count_row, &c, &why));
    CHECK_INT(c.rows, 6);
    CHECK_OK(table_stream(S("b.csv"), S("a,b\n1,2\n"), NULL, count_row, &c, &why));
    CHECK_INT(c.rows, 8);
}

TEST(zip_same_bytes, "an archive of the same parts has the same bytes and gives the parts back")
{
    Answer why = { .arena = t->arena };
    Str a[2], part;
    CLEANUP(zip_in_end) ZipIn *in = NULL;

    for (int i = 0; i < 2; i++) {
        ZipOut *z = zip_out_begin(t->arena);

        zip_out_add(z, "một.txt", S("hai"));
        zip_out_add(z, "b/c.xml", S("<a/>"));
        CHECK_OK(zip_out_end(z, &a[i], &why));
    }
    CHECK(str_eq(a[0], a[1]));
    CHECK_OK(zip_in_open(&in, t->arena, S("x.zip"), a[0], NULL, &why));
    CHECK_OK(zip_in_part(in, t->arena, "một.txt", &part, &why));
    CHECK_STR(part, "hai");
    CHECK_INT(zip_in_part(in, t->arena, "không", &part, &why), E_NOT_FOUND);
}

TEST(sniff_by_content, "a file is what it contains, not what it is called")
{
    CHECK_INT(sniff(S("mã,tên\n1,a\n")), FILE_TEXT);
    CHECK_INT(sniff(sample_xlsx(t)), FILE_XLSX);
    CHECK_INT(sniff(S("PK\3\4....word/document.xml")), FILE_DOCX);
    CHECK_INT(sniff(S("<!DOCTYPE html><p>")), FILE_HTML);
    CHECK_INT(sniff(S("\xFF\xD8\xFF\xE0")), FILE_JPEG);
    CHECK_STR(str_of(sniff_mime(FILE_PDF)), "application/pdf");
}

TEST(table_head, "of a long table only the first rows are held; the rest is counted, and none behind a row that did not fit is kept")
{
    Buf b = { .arena = t->arena };
    Table head;
    Answer why = { .arena = t->arena };
    size_t left;

    buf_lit(&b, "mã,điểm\n");
    for (int i = 0; i < 1000; i++)
        buf_fmt(&b, "%d,%d\n", i, i % 7);
    CHECK_OK(table_read_head(&head, t->arena, S("a.csv"), buf_str(&b), NULL, 401, &left, &why));
    CHECK_INT(head.sheets.v[0].rows.n, 200);
    CHECK_INT(left, 801);
    CHECK_OK(table_read_head(&head, t->arena, S("a.csv"), buf_str(&b), NULL, 2002, &left, &why));
    CHECK_INT(head.sheets.v[0].rows.n, 1001);
    CHECK_INT(left, 0);
}
