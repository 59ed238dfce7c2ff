/* A revision in place: pages of a PDF, DOCX and XLSX as plain paragraphs and tables, pictures. Nothing of the file is markup. */
#include "archive/archive_view.h"
#include "doc/foreign.h"

enum { MAX_BLOCKS = 600, MAX_ROWS = 300, MAX_COLS = 40 };

Str size_text(Arena *a, int64_t bytes)
{
    if (bytes < 1024)
        return str_fmt(a, "%d byte", (int)bytes);
    if (bytes < 1 << 20)
        return str_fmt(a, "%d KB", (int)((bytes + 512) >> 10));
    return str_fmt(a, "%d,%d MB", (int)(bytes >> 20), (int)((bytes & ((1 << 20) - 1)) * 10 >> 20));
}

static void show_table(Arena *a, const DocTable *t, ShownBlock *b, ViewerView *v)
{
    b->table = true;
    for (int32_t r = 0; r < t->rows && r < MAX_ROWS; r++) {
        ShownRow *row = vec_add(a, &b->rows);

        for (int32_t col = 0; col < t->cols && col < MAX_COLS; col++) {
            const DocCell *k = doc_cell(t, r, col);

            if (!k)
                vec_add(a, &row->cells)->row_span = 1;
            else if (doc_cell_starts(t, r, col))
                *vec_add(a, &row->cells) = (ShownCell){ .text = k->text, .row_span = k->row_span, .col_span = k->col_span, .bold = k->bold };
        }
        for (size_t i = 0; i < row->cells.n; i++)
            if (!row->cells.v[i].col_span)
                row->cells.v[i].col_span = 1;
    }
    v->cut |= t->rows > MAX_ROWS || t->cols > MAX_COLS;
}

static void show_doc(Arena *a, const Doc *d, ViewerView *v)
{
    for (size_t i = 0; i < d->blocks.n && i < MAX_BLOCKS; i++) {
        const DocBlock *from = &d->blocks.v[i];
        ShownBlock *b = vec_add(a, &v->blocks);

        if (from->kind == BLOCK_TABLE) {
            show_table(a, &from->table, b, v);
            continue;
        }
        *b = (ShownBlock){ .heading = from->para.outline > 0 || str_eq(from->para.style, S("sheet")), .center = from->para.align == ALIGN_CENTER,
            .bold = from->para.bold, .label = from->para.label, .text = from->para.text };
    }
    v->cut |= d->blocks.n > MAX_BLOCKS;
    v->shown = v->blocks.n > 0;
}

/* The text that was taken in; of a PDF the page asked for. */
static Err show_text(Ctx *c, const DocumentFileRow *f, int64_t page, ViewerView *v)
{
    DocumentTextsRows rows;
    bool pdf = str_eq(f->kind, S("pdf"));

    v->pages = pdf ? f->pages : 0;
    v->page = pdf ? (page < 1 || page > v->pages ? 1 : page) : 0;
    v->prev = v->page > 1 ? v->page - 1 : 0;
    v->next = v->page && v->page < v->pages ? v->page + 1 : 0;
    if (!pdf && !str_eq(f->text_state, S("ready")))
        return OK;
    if (pdf && v->page)
        *vec_add(c->arena, &v->parts) = (ShownPage){ .n = v->page, .picture = true };
    TRY(archive_text(c, f->document_id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (!pdf || rows.v[i].page == v->page)
            *vec_add(c->arena, &v->parts) = (ShownPage){ .n = pdf ? 0 : rows.v[i].part, .text = rows.v[i].text };
    v->shown |= v->parts.n > 0;
    return OK;
}

/* Whoever searches must know which files the search does not see, and what makes it see them. NULL: text was taken in, or there is none. */
static const char *unread(const DocumentFileRow *f)
{
    bool office = str_eq(f->kind, S("doc")) || str_eq(f->kind, S("xls"));
    bool scan = str_eq(f->kind, S("png")) || str_eq(f->kind, S("jpeg")) || str_eq(f->kind, S("pdf"));

    if (str_eq(f->text_state, S("large")) || (f->size > FOREIGN_LARGEST && str_eq(f->text_state, S("none")) && (office || scan)))
        return T("Không đọc chữ của tệp lớn hơn 64 MB, nên không tìm được theo nội dung.");
    if (str_eq(f->text_state, S("failed")))
        return T("Đã thử mà không đọc được chữ, nên chưa tìm được theo nội dung; thử lại bằng `archive read --again`.");
    if (!str_eq(f->text_state, S("none")) || (!office && !scan))
        return NULL;
    if (office ? !foreign_office() : !foreign_ocr())
        return office ? T("Chưa đọc chữ, nên chưa tìm được theo nội dung; sẽ đọc khi chạy `archive read` sau khi máy chủ cài LibreOffice.")
            : T("Chưa đọc chữ, nên chưa tìm được theo nội dung; sẽ đọc khi chạy `archive read` sau khi máy chủ cài Tesseract (tiếng Việt).");
    return T("Chưa đọc chữ xong, nên chưa tìm được theo nội dung; máy chủ đọc ngay sau khi nạp tệp, muộn nhất là khi chạy `archive read`.");
}

Err viewer_fill(Ctx *c, const DocumentFileRow *f, int64_t page, ViewerView *v)
{
    Doc d;

    *v = (ViewerView){ .file_id = f->id, .unread = unread(f) };
    if (str_eq(f->kind, S("png")) || str_eq(f->kind, S("jpeg"))) {
        v->image = v->shown = true;
        return show_text(c, f, 0, v);
    }
    if (str_eq(f->kind, S("pdf"))) {
        TRY(sign_fill(c, f, &v->sign));
        return show_text(c, f, page, v);
    }
    if (!str_eq(f->kind, S("docx")) && !str_eq(f->kind, S("xlsx"))) {
        v->note = str_of(tr(c->answer.lang, T("Loại tệp này chưa xem tại chỗ được; hãy tải về để mở.")));
        return show_text(c, f, 0, v);
    }
    if (archive_read(c, f, &d) == OK) {
        show_doc(c->arena, &d, v);
        return OK;
    }
    v->note = c->answer.text;
    ctx_forget(c);
    return OK;
}
