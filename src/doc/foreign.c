#include "doc/foreign.h"

#include "doc/sandbox.h"
#include "doc/sniff.h"
#include "doc/tool.h"
#include "text/text.h"

enum { OFFICE_MS = 60000, PAGE_MS = 40000, PAGES = 40, DPI_WIDTH = 2000, MAX_MADE = 128 << 20 };

bool foreign_office(void)
{
    return tool_here("soffice");
}

bool foreign_ocr(void)
{
    return tool_here("tesseract");
}

/* --- old and open office files --- */

static const struct { FileKind kind; const char *in, *filter, *out; } made[] = {
    { FILE_DOC, "in.doc", "docx:MS Word 2007 XML", "in.docx" }, { FILE_RTF, "in.rtf", "docx:MS Word 2007 XML", "in.docx" },
    { FILE_ODT, "in.odt", "docx:MS Word 2007 XML", "in.docx" }, { FILE_XLS, "in.xls", "xlsx:Calc MS Excel 2007 XML", "in.xlsx" },
    { FILE_ODS, "in.ods", "xlsx:Calc MS Excel 2007 XML", "in.xlsx" },
};

static Err convert(Str *out, Arena *a, size_t k, Str file, Str bytes, Answer *why)
{
    SCRATCH(tmp);
    CLEANUP(tool_dir_end) ToolDir d = { 0 };
    const char *name = tr(why->lang, sniff_name(made[k].kind));

    if (!foreign_office())
        return answer(why, E_STATE, T("“%.*s” là %s; máy chủ chưa cài LibreOffice để đọc loại này. Hãy mở và lưu lại thành .docx hoặc .xlsx rồi nộp."),
            SV(file), name);
    if (!tool_dir_make(&d) || !tool_put(&d, made[k].in, bytes))
        return answer(why, E_IO, T("Máy chủ không tạo được thư mục tạm để đọc tệp; hãy báo người quản trị."));
    const char *argv[] = { "soffice", str_fmt(&tmp, "-env:UserInstallation=file://%s/profile", d.path).p, "--headless", "--norestore", "--nologo",
        "--convert-to", made[k].filter, "--outdir", d.path, made[k].in, NULL };
    if (!tool_run(&d, argv, OFFICE_MS) || !tool_get(&d, made[k].out, MAX_MADE, a, out))
        return answer(why, E_INVALID, T("Không đọc được “%.*s” (%s): tệp hỏng, có mật khẩu, quá nặng, hoặc máy chủ chưa cài đủ LibreOffice (Writer, Calc). Hãy mở và lưu lại thành .docx hoặc .xlsx rồi nộp."),
            SV(file), name);
    return OK;
}

/* --- scans --- */

/* The lines of a page as paragraphs, each with its place. */
static void add_lines(Doc *out, Arena *a, Str text, int32_t page)
{
    Str line, rest = text_nfc(a, text);
    int32_t no = 0;

    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, S("\n"), &line, &rest);
        line = str_trim(str_replace(a, line, S("\f"), S("")));
        if (!line.n)
            continue;
        DocBlock *b = vec_add(a, &out->blocks);
        b->pos = (DocPos){ page, ++no };
        b->para.text = line;
    }
}

static bool recognise(const ToolDir *d, Arena *a, Str png, const char *name, Str *text)
{
    const char *argv[] = { "tesseract", name, "out", "-l", "vie", NULL };

    return tool_put(d, name, png) && tool_run(d, argv, PAGE_MS) && tool_get(d, "out.txt", 4 << 20, a, text);
}

static Err no_ocr(Str file, Answer *why)
{
    return answer(why, E_STATE, T("“%.*s” là ảnh quét, không có chữ; máy chủ chưa cài chương trình nhận dạng chữ (Tesseract, tiếng Việt). Hãy nộp bản DOCX hoặc PDF có chữ."),
        SV(file));
}

static Err ocr(Doc *out, Arena *a, Str file, Str bytes, int32_t pages, const char *picture, Answer *why)
{
    CLEANUP(tool_dir_end) ToolDir d = { 0 };
    int32_t most = pages > PAGES ? PAGES : pages, read = 0;

    *out = (Doc){ .kind = DOC_SCAN, .pages = pages };
    if (!foreign_ocr())
        return no_ocr(file, why);
    if (!tool_dir_make(&d))
        return answer(why, E_IO, T("Máy chủ không tạo được thư mục tạm để đọc tệp; hãy báo người quản trị."));
    for (int32_t i = 1; i <= most; i++) {
        SCRATCH(tmp);
        Str png = bytes, text;

        if (!picture)
            TRY(sandbox_picture(&png, &tmp, file, bytes, i, DPI_WIDTH, why));
        if (!recognise(&d, a, png, picture ? picture : "page.png", &text)) {
            if (i == 1)
                return answer(why, E_INVALID, T("Không nhận dạng được chữ trong “%.*s”: ảnh hỏng, quá lớn, hoặc máy chủ chưa cài dữ liệu tiếng Việt của Tesseract. Hãy nộp bản DOCX hoặc PDF có chữ."),
                    SV(file));
            break;
        }
        add_lines(out, a, text, i);
        read = i;
    }
    *vec_add(a, &out->warnings) = str_of(tr(why->lang, T("Văn bản là ảnh quét, chữ do máy nhận dạng: hãy so từng mục với bản gốc trước khi nhận.")));
    if (read < pages)
        *vec_add(a, &out->warnings) = str_fmt(a, tr(why->lang, T("Chỉ nhận dạng %d trong %d trang.")), read, pages);
    return OK;
}

Err foreign_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    FileKind kind = sniff(bytes);

    for (size_t k = 0; k < COUNT(made); k++)
        if (made[k].kind == kind)
            TRY(convert(&bytes, a, k, file, bytes, why));
    if (kind == FILE_PNG || kind == FILE_JPEG || kind == FILE_TIFF)
        return ocr(out, a, file, bytes, 1, kind == FILE_PNG ? "page.png" : kind == FILE_JPEG ? "page.jpg" : "page.tif", why);
    TRY(sandbox_read(out, a, file, bytes, budget, NULL, why));
    if (out->kind == DOC_SCAN && !out->blocks.n)
        return ocr(out, a, file, bytes, out->pages, NULL, why);
    return OK;
}
