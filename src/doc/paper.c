#include "doc/paper.h"

#include "text/text.h"

#include <assert.h>

#define J ALIGN_JUSTIFY
#define L ALIGN_LEFT
#define M ALIGN_CENTER

static const PaperLook looks[ROLES] = {     /* BASIS: nd30, Phụ lục I, mục V: font sizes and styles */
    [ROLE_BODY] = { "NoiDung", "Nội dung", 28, false, false, J, 720, 120, 0, 0, false },
    [ROLE_FLUSH] = { "NoiDungSatLe", "Nội dung sát lề", 28, false, false, J, 0, 120, 0, 0, false },
    [ROLE_PARENT] = { "CoQuanChuQuan", "Cơ quan chủ quản", 26, false, false, M, 0, 0, 0, 0, true },
    [ROLE_ISSUER] = { "CoQuanBanHanh", "Cơ quan ban hành", 26, true, false, M, 0, 0, 0, 0, true },
    [ROLE_NATION] = { "QuocHieu", "Quốc hiệu", 26, true, false, M, 0, 0, 0, 0, true },
    [ROLE_MOTTO] = { "TieuNgu", "Tiêu ngữ", 28, true, false, M, 0, 0, 0, 0, true },
    [ROLE_NUMBER] = { "SoKyHieu", "Số, ký hiệu", 26, false, false, M, 0, 60, 0, 0, true },
    [ROLE_SUBJECT] = { "TrichYeuCongVan", "Trích yếu công văn", 24, false, false, M, 0, 60, 0, 0, true },
    [ROLE_PLACE] = { "DiaDanhNgay", "Địa danh, ngày tháng", 28, false, true, M, 0, 60, 0, 0, true },
    [ROLE_LINE] = { "DongKe", "Dòng kẻ", 4, false, false, M, 0, 0, 0, 0, true },
    [ROLE_STAMP] = { "DauMucDo", "Dấu chỉ mức độ", 26, true, false, M, 0, 120, 0, 0, true },
    [ROLE_TYPE] = { "TenLoai", "Tên loại", 28, true, false, M, 0, 240, 0, 1, true },
    [ROLE_ABSTRACT] = { "TrichYeu", "Trích yếu", 28, true, false, M, 0, 0, 0, 0, true },
    [ROLE_RULER] = { "ThamQuyen", "Thẩm quyền ban hành", 28, true, false, M, 0, 240, 120, 0, true },
    [ROLE_BASIS] = { "CanCu", "Căn cứ", 28, false, true, J, 720, 120, 0, 0, false },
    [ROLE_TO] = { "KinhGui", "Kính gửi", 28, false, false, M, 0, 240, 120, 0, true },
    [ROLE_PART] = { "Phan", "Phần", 28, true, false, M, 0, 180, 0, 1, true },
    [ROLE_SECTION] = { "Muc", "Mục", 28, true, false, J, 720, 180, 0, 2, true },
    [ROLE_CLAUSE] = { "Khoan", "Khoản", 28, true, false, J, 720, 120, 0, 3, true },
    [ROLE_POINT] = { "Diem", "Điểm", 28, true, true, J, 720, 120, 0, 4, true },
    [ROLE_ARTICLE] = { "Dieu", "Điều", 28, true, false, J, 720, 120, 0, 2, false },
    [ROLE_APPENDIX] = { "PhuLuc", "Phụ lục", 28, true, false, M, 0, 0, 0, 1, true },
    [ROLE_APPENDIX_TITLE] = { "TenPhuLuc", "Tên phụ lục", 28, true, false, M, 0, 0, 0, 0, true },
    [ROLE_APPENDIX_OF] = { "KemTheo", "Kèm theo", 28, false, true, M, 0, 0, 0, 0, true },
    [ROLE_CAPTION] = { "TenBang", "Tên bảng", 26, true, false, M, 0, 180, 60, 0, true },
    [ROLE_NOTE] = { "GhiChu", "Ghi chú", 24, false, true, J, 0, 60, 60, 0, false },
    [ROLE_CELL] = { "OBang", "Ô bảng", 24, false, false, L, 0, 20, 20, 0, false },
    [ROLE_RECIPIENTS] = { "NoiNhan", "Nơi nhận", 24, true, true, L, 0, 0, 0, 0, true },
    [ROLE_RECIPIENT] = { "NoiNhanDong", "Nơi nhận, từng dòng", 22, false, false, L, 0, 0, 0, 0, false },
    [ROLE_SIGNER] = { "QuyenHanKy", "Quyền hạn, chức vụ", 28, true, false, M, 0, 0, 0, 0, true },
    [ROLE_ROOM] = { "ChoKy", "Chỗ ký, đóng dấu", 28, false, false, M, 0, 0, 0, 0, true },
    [ROLE_NAME] = { "HoTen", "Họ và tên", 28, true, false, M, 0, 0, 0, 0, false },
};

const PaperLook *paper_look(PaperRole role)
{
    return &looks[role];
}

const char *paper_shade(PaperShade s)
{
    static const char *const fills[] = { NULL, "E7ECF3", "5B7FB5", "F4B9A7", "F9D9B8", "F8EFC4", "D5E8C8", "A9D3B0" };

    return fills[s];
}

Paper *paper_begin(Arena *a, const PaperAbout *about)
{
    Paper *p = NEW(a, Paper, 1);

    p->arena = a;
    p->about = *about;
    return p;
}

/* Text of a run: safe, composed, tabs as blanks (a tab divides cells in paper_plain). */
static Str clean(Arena *a, Str s)
{
    return str_replace(a, text_nfc(a, text_safe(a, s)), S("\t"), S(" "));
}

static PaperBlock *block(Paper *p, PaperKind kind)
{
    PaperBlock *b = vec_add(p->arena, &p->blocks);

    b->kind = kind;
    return b;
}

static void run(Arena *a, PaperPara *para, Str text, PaperRun look)
{
    Str s = clean(a, text);

    if (s.n == 0)
        return;
    look.text = s;
    *vec_add(a, &para->runs) = look;
}

PaperPara *paper_text(Paper *p, PaperRole role, Str text)
{
    PaperPara *para = NEW(p->arena, PaperPara, 1);

    para->role = role;
    run(p->arena, para, text, (PaperRun){ 0 });
    block(p, PAPER_PARA)->para = para;
    return para;
}

PaperPara *paper_fmt(Paper *p, PaperRole role, const char *fmt, ...)
{
    va_list ap;
    Str s;

    va_start(ap, fmt);
    s = str_vfmt(p->arena, fmt, ap);
    va_end(ap);
    return paper_text(p, role, s);
}

void paper_run(Paper *p, PaperPara *para, Str text, bool bold, bool italic)
{
    run(p->arena, para, text, (PaperRun){ .bold = bold, .italic = italic });
}

void paper_plain_run(Paper *p, PaperPara *para, Str text)
{
    run(p->arena, para, text, (PaperRun){ .normal = true });
}

void paper_note(Paper *p, PaperPara *para, Str text)
{
    run(p->arena, para, str_fmt(p->arena, "%d", ++p->notes), (PaperRun){ .note = clean(p->arena, text), .normal = true });
}

static PaperPicture *picture(Paper *p, const PaperPicture *k)
{
    PaperPicture *copy = NEW(p->arena, PaperPicture, 1);

    *copy = *k;
    copy->no = ++p->pictures;
    return copy;
}

void paper_picture(Paper *p, const PaperPicture *k)
{
    block(p, PAPER_PICTURE)->picture = picture(p, k);
}

void paper_cell_picture(Paper *p, PaperTable *t, PaperCell *k, const PaperPicture *what)
{
    paper_cell_para(t, k, ROLE_RECIPIENT, S(""))->picture = picture(p, what);
}

void paper_article(Paper *p, int n, Str text)
{
    PaperPara *para = paper_fmt(p, ROLE_ARTICLE, "Điều %d.", n);

    run(p->arena, para, str_fmt(p->arena, " %.*s", SV(text)), (PaperRun){ .normal = true });
}

void paper_page(Paper *p, bool landscape)
{
    block(p, PAPER_PAGE)->landscape = landscape;
}

/* --- tables --- */

PaperTable *paper_table(Paper *p, const int *widths, int n, int header_rows)
{
    PaperTable *t = NEW(p->arena, PaperTable, 1);

    assert(n > 0 && n <= PAPER_MAX_COLS);
    t->arena = p->arena;
    t->cols = n;
    t->header_rows = header_rows;
    memcpy(t->width, widths, (size_t)n * sizeof *widths);
    block(p, PAPER_TABLE)->table = t;
    return t;
}

/* Steps over places that a merged cell above covers. */
static void find_place(PaperTable *t)
{
    for (;;) {
        if (t->at_col == t->cols) {
            t->at_col = 0;
            t->at_row++;
        }
        if (t->covered[t->at_col] == 0)
            return;
        t->covered[t->at_col]--;
        t->at_col++;
    }
}

void paper_seek(PaperTable *t)
{
    find_place(t);
}

PaperPara *paper_cell_para(PaperTable *t, PaperCell *k, PaperRole role, Str text)
{
    PaperPara *para = vec_add(t->arena, &k->paras);

    para->role = role;
    para->half_points = role == ROLE_CELL ? t->half_points : 0;
    run(t->arena, para, text, (PaperRun){ 0 });
    return para;
}

PaperCell *paper_span(PaperTable *t, Str text, int rows, int cols)
{
    PaperCell *k;
    Str line, rest = text;

    find_place(t);
    assert(rows > 0 && cols > 0 && t->at_col + cols <= t->cols);
    k = vec_add(t->arena, &t->cells);
    k->row = t->at_row;
    k->col = t->at_col;
    k->row_span = rows;
    k->col_span = cols;
    for (int i = 0; i < cols; i++) {
        assert(t->covered[t->at_col + i] == 0);
        t->covered[t->at_col + i] = rows - 1;
    }
    t->at_col += cols;
    if (t->at_row + rows > t->rows)
        t->rows = t->at_row + rows;
    do {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        (void)paper_cell_para(t, k, ROLE_CELL, line);
    } while (rest.n);
    return k;
}

PaperCell *paper_cell(PaperTable *t, Str text)
{
    return paper_span(t, text, 1, 1);
}

PaperCell *paper_bold(PaperCell *k)
{
    for (size_t i = 0; i < k->paras.n; i++)
        for (size_t r = 0; r < k->paras.v[i].runs.n; r++)
            k->paras.v[i].runs.v[r].bold = true;
    return k;
}

PaperCell *paper_centred(PaperCell *k)
{
    for (size_t i = 0; i < k->paras.n; i++)
        k->paras.v[i].centred = true;
    return k;
}

PaperCell *paper_shaded(PaperCell *k, PaperShade shade)
{
    k->shade = shade;
    return k;
}

PaperCell *paper_head(PaperTable *t, Str text)
{
    return paper_shaded(paper_centred(paper_bold(paper_cell(t, text))), SHADE_HEAD);
}

void paper_bar(PaperTable *t, Dec value, Dec max, int parts)
{
    Dec share = { 0 };
    int64_t full = 0;

    if (max.v > 0 && dec_mul_div(dec_max(value, DEC(0)), dec_int(parts), max, &share))
        full = dec_round(share, 0, ROUND_HALF_UP).v / DEC_ONE;
    if (full > parts)
        full = parts;
    if (full > 0)
        (void)paper_shaded(paper_span(t, S(""), 1, (int)full), SHADE_BAR);
    if (full < parts)
        (void)paper_span(t, S(""), 1, parts - (int)full);
}

/* --- text as everybody reads it --- */

static void plain_para(const PaperPara *para, Buf *out)
{
    for (size_t i = 0; i < para->runs.n; i++)
        buf_add(out, para->runs.v[i].text);
}

static void plain_table(const PaperTable *t, Buf *out)
{
    for (size_t i = 0; i < t->cells.n; i++) {
        const PaperCell *k = &t->cells.v[i];

        if (i)
            buf_ch(out, t->cells.v[i - 1].row == k->row ? '\t' : '\n');
        for (size_t j = 0; j < k->paras.n; j++) {
            if (j)
                buf_ch(out, ' ');
            plain_para(&k->paras.v[j], out);
        }
    }
}

Str paper_plain(const Paper *p)
{
    Buf b = { .arena = p->arena };

    for (size_t i = 0; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA)
            plain_para(k->para, &b);
        else if (k->kind == PAPER_TABLE)
            plain_table(k->table, &b);
        if (k->kind != PAPER_PAGE && k->kind != PAPER_PICTURE)
            buf_ch(&b, '\n');
    }
    return buf_str(&b);
}
