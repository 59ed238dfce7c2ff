#include "doc/readers.h"
#include "doc/sandbox.h"
#include "doc/sniff.h"
#include "doc/table.h"

/* No document has more: what is beyond is a register, which rooms read row by row. Holds memory flat for any workbook. */
enum { DOC_CELLS = 100000 };

/* Each sheet of a workbook becomes its name as a paragraph and one table. */
static void sheet_block(Doc *out, Arena *a, const Sheet *s)
{
    DocBlock *k;

    if (!s->rows.n || s->hidden)
        return;
    if (s->name.n) {
        k = vec_add(a, &out->blocks);
        k->para = (DocPara){ .text = s->name, .style = S("sheet") };
    }
    k = vec_add(a, &out->blocks);
    k->kind = BLOCK_TABLE;
    k->pos.line = (int32_t)s->rows.v[0].line;
    for (size_t r = 0; r < s->rows.n; r++)
        for (size_t c = 0; c < s->rows.v[r].n && c < 1000; c++) {
            const Cell *cell = &s->rows.v[r].cells[c];

            if (cell->text.n)
                *vec_add(a, &k->table.cells) = (DocCell){ .row = (int32_t)r, .col = (int32_t)c, .row_span = 1, .col_span = 1,
                    .text = cell->text, .pos = { .line = (int32_t)s->rows.v[r].line } };
        }
    doc_table_grid(&k->table, a);
}

static Err xlsx_doc(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    Table t;
    size_t left;

    TRY(table_read_head(&t, a, file, bytes, budget, DOC_CELLS, &left, why));
    *out = (Doc){ .kind = DOC_SHEETS };
    for (size_t i = 0; i < t.sheets.n; i++)
        sheet_block(out, a, &t.sheets.v[i]);
    if (left)
        *vec_add(a, &out->warnings) = str_fmt(a, tr(why->lang, T("Bảng tính quá dài để đọc như một văn bản: %lld dòng cuối bị bỏ qua; hãy tách phần cần đọc thành tệp riêng.")),
            (long long)left);
    return OK;
}

Err doc_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    FileKind kind = sniff(bytes);

    *out = (Doc){ 0 };
    switch (kind) {
    case FILE_DOCX:
        return docx_read(out, a, file, bytes, budget, why);
    case FILE_PDF:
        return pdf_read(out, a, file, bytes, budget, why);
    case FILE_XLSX:
        return xlsx_doc(out, a, file, bytes, budget, why);
    case FILE_EMPTY:
        return answer(why, E_INVALID, T("Tệp “%.*s” rỗng; hãy kiểm tra rồi nộp lại."), SV(file));
    case FILE_LOCKED:
        return answer(why, E_INVALID, T("Tệp “%.*s” được đặt mật khẩu; hãy bỏ mật khẩu rồi nộp lại."), SV(file));
    case FILE_DOC:
    case FILE_RTF:
    case FILE_ODT:
        return answer(why, E_INVALID, T("“%.*s” là %s; hãy mở và lưu lại thành .docx rồi nộp."), SV(file), tr(why->lang, sniff_name(kind)));
    case FILE_XLS:
    case FILE_ODS:
        return answer(why, E_INVALID, T("“%.*s” là %s; hãy mở và lưu lại thành .xlsx rồi nộp."), SV(file), tr(why->lang, sniff_name(kind)));
    default:
        return answer(why, E_INVALID, T("“%.*s” là %s, không phải văn bản DOCX, PDF hay bảng XLSX; hãy chọn đúng tệp."), SV(file),
            tr(why->lang, sniff_name(kind)));
    }
}
