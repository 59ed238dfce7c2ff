/* Units from a table: checked whole, then written whole. */
#include "org/org.h"

#include "base/map.h"
#include "core/audit.h"
#include "text/text.h"

enum { F_CODE, F_NAME, F_KIND, F_PARENT, F_GROUP, F_FROM, F_TO, F_RANKED };

static const Column columns[] = {
    [F_CODE] = { "code", "mã|mã đơn vị|mã định danh|code", true },
    [F_NAME] = { "name", "tên|tên đơn vị|đơn vị|name", true },
    [F_KIND] = { "kind", "loại|loại đơn vị|kind|type", true },
    [F_PARENT] = { "parent", "cấp trên|mã cấp trên|trực thuộc|parent", false },
    [F_GROUP] = { "group", "nhóm|nhóm xếp hạng|khối|group", false },
    [F_FROM] = { "valid_from", "từ ngày|hiệu lực từ|thành lập|valid_from", false },
    [F_TO] = { "valid_to", "đến ngày|hiệu lực đến|kết thúc|valid_to", false },
    [F_RANKED] = { "ranked", "xếp hạng|ranked", false },
};

typedef struct Line {
    size_t row;
    UnitForm form;
    Str parent;                 /* code */
    UnitRow old;
    bool exists;
    int64_t id;                 /* once written */
    int mark;                   /* of the walk along parents: 0 new, 1 under way, 2 done */
} Line;

typedef VEC(Line) Lines;

static bool yes_no(RowErrors *bad, const Columns *cols, size_t r, size_t field, bool empty)
{
    Str s = cell_at(cols, r, field).text;

    if (!s.n)
        return empty;
    if (text_fold_eq(s, S("có")) || text_fold_eq(s, S("x")) || text_fold_eq(s, S("1")) || text_fold_eq(s, S("yes")))
        return true;
    if (!text_fold_eq(s, S("không")) && !text_fold_eq(s, S("0")) && !text_fold_eq(s, S("no")))
        row_error(bad, r, field, T("Hãy ghi “có” hoặc “không”."));
    return false;
}

static void read_line(Ctx *c, const Columns *cols, size_t r, Lines *lines, Map *seen, RowErrors *bad)
{
    Line *l = vec_add(c->arena, lines);
    const UnitKind *kind = unit_kind_guess(cell_at(cols, r, F_KIND).text);
    int64_t first;

    l->row = r;
    l->parent = cell_at(cols, r, F_PARENT).text;
    l->form = (UnitForm){ .code = cell_at(cols, r, F_CODE).text, .name = cell_at(cols, r, F_NAME).text,
        .kind = kind ? str_of(kind->name) : S(""), .rank_group = cell_at(cols, r, F_GROUP).text,
        .ranked = yes_no(bad, cols, r, F_RANKED, true), .valid_from = row_date(bad, r, F_FROM),
        .valid_to = row_date(bad, r, F_TO) };
    if (!l->form.code.n)
        row_error(bad, r, F_CODE, T("Thiếu mã đơn vị; hãy ghi mã."));
    else if (l->form.code.n > 60 || memchr(l->form.code.p, ' ', l->form.code.n))
        row_error(bad, r, F_CODE, T("Mã đơn vị dài nhất 60 ký tự và không có dấu cách."));
    else if (map_get(seen, l->form.code, &first))
        row_error(bad, r, F_CODE, T("Mã này đã có ở dòng %zu; mỗi đơn vị một dòng."), cols->sheet->rows.v[first].line);
    else
        (void)map_add(seen, l->form.code, (int64_t)r);
    if (!l->form.name.n)
        row_error(bad, r, F_NAME, T("Thiếu tên đơn vị; hãy ghi tên."));
    if (!kind)
        row_error(bad, r, F_KIND, T("Loại đơn vị không nhận ra; hãy ghi một trong: tỉnh, sở, huyện, xã, phường, đặc khu, phòng, đơn vị sự nghiệp, cơ quan ngành dọc."));
    if (l->form.valid_from.day && l->form.valid_to.day && l->form.valid_to.day < l->form.valid_from.day)
        row_error(bad, r, F_TO, T("Ngày kết thúc trước ngày bắt đầu."));
}

/* Parents exist in the file or in the data, and nobody is below itself. */
static void check_parents(Lines *lines, const Map *by_code, const Map *stored, RowErrors *bad)
{
    for (size_t i = 0; i < lines->n; i++) {
        Line *l = &lines->v[i];
        int64_t k = (int64_t)i, id;
        size_t depth = 0;

        while (lines->v[k].parent.n && map_get(by_code, lines->v[k].parent, &k) && ++depth <= 20)
            continue;
        if (depth > 20)
            row_error(bad, l->row, F_PARENT, T("Các dòng trực thuộc lẫn nhau thành vòng hoặc sâu quá 20 cấp; hãy kiểm tra cột cấp trên."));
        else if (lines->v[k].parent.n && k == (int64_t)i && !map_get(stored, l->parent, &id))
            row_error(bad, l->row, F_PARENT, T("Không có đơn vị cấp trên với mã này trong tệp hoặc trong dữ liệu."));
    }
}

static bool same(const UnitRow *u, const UnitForm *f)
{
    return str_eq(u->name, f->name) && str_eq(u->kind, f->kind) && u->parent_id == f->parent_id
        && str_eq(u->rank_group, f->rank_group) && u->ranked == f->ranked && u->valid_from.day == f->valid_from.day
        && u->valid_to.day == f->valid_to.day;
}

static Err write_line(Ctx *c, Lines *lines, const Map *by_code, const Map *stored, size_t i, ImportReport *rep)
{
    Line *l = &lines->v[i];
    int64_t k;

    if (l->mark)
        return OK;
    l->mark = 1;
    if (l->parent.n && map_get(by_code, l->parent, &k)) {
        TRY(write_line(c, lines, by_code, stored, (size_t)k, rep));
        l->form.parent_id = lines->v[k].id;
    } else if (l->parent.n) {
        (void)map_get(stored, l->parent, &l->form.parent_id);   /* checked before */
    }
    if (!l->exists) {
        rep->created++;
        return org_create(c, &l->form, &l->id);
    }
    l->id = l->old.id;
    if (same(&l->old, &l->form)) {
        rep->same++;
        return OK;
    }
    rep->changed++;
    return org_change(c, l->id, l->old.version, &l->form, (Date){ 0 }, S(""));
}

Err org_import(Ctx *c, const Table *t, ImportReport *out)
{
    Columns cols;
    Lines lines = { 0 };
    UnitRows all;
    Map seen = { .arena = c->arena }, by_code = { .arena = c->arena }, stored = { .arena = c->arena };
    RowErrors *bad = &out->bad;

    *out = (ImportReport){ .bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang } };
    TRY(access_need(c, &PERM_ORG_CHANGE, 0));
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            read_line(c, &cols, r, &lines, &seen, bad);
    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&stored, all.v[i].code, all.v[i].id);
    for (size_t i = 0; i < lines.n; i++) {
        Line *l = &lines.v[i];

        (void)map_add(&by_code, l->form.code, (int64_t)i);
        for (size_t k = 0; k < all.n && !l->exists; k++)
            if (str_eq(all.v[k].code, l->form.code)) {
                l->exists = true;
                l->old = all.v[k];
            }
    }
    check_parents(&lines, &by_code, &stored, bad);
    TRY(row_errors_end(bad, &c->answer));
    for (size_t i = 0; i < lines.n; i++)
        TRY(write_line(c, &lines, &by_code, &stored, i, out));
    return OK;
}
