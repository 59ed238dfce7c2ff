#include "issuance/out.h"

#include "doc/table_out.h"
#include "text/text.h"

static Str cell_text(Arena *a, const PaperCell *k)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < k->paras.n; i++) {
        buf_lit(&b, i ? " " : "");
        for (size_t r = 0; r < k->paras.v[i].runs.n; r++)
            buf_add(&b, k->paras.v[i].runs.v[r].text);
    }
    return str_replace(a, buf_str(&b), S("\n"), S(" "));
}

/* "84,31" and "3" are numbers; "1.10" and "05" are codes. */
static bool number_of(Str s, Dec *out, int *places)
{
    size_t at;

    *places = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == ',' || (s.p[i] == '-' && i == 0)))
            return false;
    if (s.n > 1 && s.p[0] == '0' && s.p[1] != ',')
        return false;
    if (str_find(s, S(","), &at))
        *places = (int)(s.n - at - 1);
    return s.n && *places <= 8 && dec_parse(out, s);
}

static void sheet_of(TableOut *x, Arena *a, const PaperTable *t, Str name, Str title)
{
    OutColumn cols[PAPER_MAX_COLS] = { { 0 } };
    size_t i = 0;
    int all = 0, at = 0;

    for (int k = 0; k < t->cols; k++) {
        all += t->width[k];
        cols[k].title = "";
    }
    for (; i < t->cells.n && t->cells.v[i].row < t->header_rows; i++)
        if (t->cells.v[i].row == t->header_rows - 1)
            cols[t->cells.v[i].col].title = str_z(a, cell_text(a, &t->cells.v[i]));
    for (int k = 0; k < t->cols; k++)
        cols[k].width = 3 + 120 * t->width[k] / (all ? all : 1);
    out_sheet(x, &(SheetLook){ .name = name, .title = title, .landscape = t->cols > 5, .no_filter = true }, cols, (size_t)t->cols);
    for (int row = t->header_rows; row < t->rows; row++) {
        for (at = 0; i < t->cells.n && t->cells.v[i].row == row; i++) {
            Str s = cell_text(a, &t->cells.v[i]);
            Dec d;
            int places;

            for (; at < t->cells.v[i].col; at++)
                out_skip(x);
            if (number_of(s, &d, &places))
                out_dec(x, d, places);
            else
                out_text(x, s);
            at++;
        }
        for (; at < t->cols; at++)
            out_skip(x);
        out_row(x);
    }
}

static Str para_text(Arena *a, const PaperPara *p)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < p->runs.n; i++)
        buf_add(&b, p->runs.v[i].text);
    return str_replace(a, buf_str(&b), S("\n"), S(" "));
}

/* Each table with lines becomes a sheet; its title is the caption or the appendix above it. */
static Err as_sheets(Ctx *c, const Paper *p, Str *bytes)
{
    TableOut *x = table_out_xlsx(c->arena, LANG_VI, c->now);
    Str title = p->about.title, label = S("");
    bool any = false;

    for (size_t i = 0; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA && k->para->role == ROLE_APPENDIX)
            label = para_text(c->arena, k->para);
        if (k->kind == PAPER_PARA && (k->para->role == ROLE_CAPTION || k->para->role == ROLE_APPENDIX_TITLE))
            title = para_text(c->arena, k->para);
        if (k->kind != PAPER_TABLE || k->table->plain)
            continue;
        sheet_of(x, c->arena, k->table, label.n ? label : S("Bảng"), title);
        any = true;
    }
    if (!any) {
        out_sheet(x, &(SheetLook){ .name = S("Bảng") }, (const OutColumn[]){ { T("Nội dung"), 60 } }, 1);
        (void)table_out_end(x, bytes, &c->answer);      /* only to give its memory back: the answer below is the true one */
        return fail(c, E_INVALID, T("Văn bản này không có bảng để xuất ra XLSX; hãy lấy bản DOCX hoặc PDF."));
    }
    return table_out_end(x, bytes, &c->answer);
}

Err paper_out(Ctx *c, const Paper *p, Str name, Str *bytes)
{
    Str low = text_lower(c->arena, name);
    Buf b = { .arena = c->arena };

    if (str_ends(low, S(".docx")))
        return paper_docx(p, bytes, &c->answer);
    if (str_ends(low, S(".pdf")))
        return paper_pdf(p, bytes, &c->answer);
    if (str_ends(low, S(".xlsx")))
        return as_sheets(c, p, bytes);
    if (!str_ends(low, S(".html")))
        return fail(c, E_INVALID, T("Không biết dạng của tệp “%.*s”; hãy đặt tên kết thúc bằng .docx, .pdf, .xlsx hoặc .html."), SV(name));
    paper_html_file(p, &b);
    *bytes = buf_str(&b);
    return OK;
}
