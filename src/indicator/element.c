/* The list of data elements: shipped inside the program, or from the real form of the customer. */
#include "core/audit.h"
#include "indicator/indicator.h"
#include "indicator/shipped.h"
#include "text/text.h"

enum { F_CODE, F_AREA, F_NAME, F_MEASURE, F_KIND, F_LEVELS, F_NUMERATOR, F_DENOMINATOR, F_CHECKS, F_FACT, F_CUMULATIVE, F_CERTAINTY,
    F_MINIMUM, F_MAXIMUM };

static const Column columns[] = {
    [F_CODE] = { "code", "mã|mã số liệu|code", true },
    [F_AREA] = { "area", "lĩnh vực|area", false },
    [F_NAME] = { "name", "tên|tên số liệu|chỉ tiêu|name", true },
    [F_MEASURE] = { "measure", "đơn vị tính|measure", false },
    [F_KIND] = { "kind", "loại|kind", true },
    [F_LEVELS] = { "levels", "cấp|levels", false },
    [F_NUMERATOR] = { "numerator", "tử số|numerator", false },
    [F_DENOMINATOR] = { "denominator", "mẫu số|denominator", false },
    [F_CHECKS] = { "checks", "kiểm tra|checks", false },
    [F_FACT] = { "fact", "số liệu của phòng khác|fact", false },
    [F_CUMULATIVE] = { "cumulative", "lũy kế|cumulative", false },
    [F_CERTAINTY] = { "certainty", "độ chắc|certainty", false },
    [F_MINIMUM] = { "minimum", "nhỏ nhất|minimum", false },
    [F_MAXIMUM] = { "maximum", "lớn nhất|maximum", false },
};

Err element_shipped(Ctx *c, Table *out)
{
    return table_read(out, c->arena, S("elements.csv"), (Str){ element_files[0].bytes, element_files[0].n }, NULL, &c->answer);
}

Err element_load(Ctx *c, ElementSet *out)
{
    *out = (ElementSet){ .by_code = { .arena = c->arena } };
    TRY(q_element_all(c, &out->rows, ));
    if (!out->rows.n)
        return fail(c, E_NOT_FOUND, T("Chưa có danh mục số liệu; hãy nạp danh mục có sẵn bằng `thuocdo indicator elements`."));
    for (size_t i = 0; i < out->rows.n; i++)
        (void)map_add(&out->by_code, out->rows.v[i].code, (int64_t)i);  /* codes are unique */
    return OK;
}

/* Wards, zones and communes are one level of government. */
bool element_of_kind(const ElementRow *e, Str kind)
{
    if (str_eq(e->levels, S("all")) || str_eq(e->levels, S("")))
        return true;
    if (str_eq(kind, S("ward")) || str_eq(kind, S("zone")))
        kind = S("commune");
    return str_find(e->levels, kind, &(size_t){ 0 });
}

static bool any_code(const void *user, Str code, Dec *out)
{
    int64_t at;

    *out = (Dec){ 0 };
    return map_get(user, code, &at);
}

static void check_formula(const Columns *cols, size_t r, size_t field, Str text, const Map *codes, RowErrors *bad)
{
    Dec d;
    bool missing = false;

    if (text.n && (!formula_sum(text, any_code, codes, &d, &missing) || missing))
        row_error(bad, r, field, T("Công thức phải là các mã có trong danh mục nối bằng + hoặc -."));

}

/* An empty bound is none. */
static bool read_bound(const Columns *cols, size_t r, size_t field, OptDec *out)
{
    Str text = str_trim(cell_at(cols, r, field).text);

    out->has = text.n > 0;
    return !text.n || dec_parse(&out->d, text);
}

static void check_bounds(const Columns *cols, size_t r, RowErrors *bad)
{
    OptDec least, most;

    if (!read_bound(cols, r, F_MINIMUM, &least))
        row_error(bad, r, F_MINIMUM, T("Giá trị nhỏ nhất phải là một số."));
    if (!read_bound(cols, r, F_MAXIMUM, &most))
        row_error(bad, r, F_MAXIMUM, T("Giá trị lớn nhất phải là một số."));
    else if (least.has && most.has && dec_cmp(least.d, most.d) > 0)
        row_error(bad, r, F_MAXIMUM, T("Giá trị lớn nhất phải không dưới giá trị nhỏ nhất."));
}

static void check_row(const Columns *cols, size_t r, const Map *codes, RowErrors *bad)
{
    static const char *const kinds[] = { "count", "amount", "number", "rate", "code" };
    Str rest = cell_at(cols, r, F_CHECKS).text, kind = cell_at(cols, r, F_KIND).text;
    Check k;
    bool wrong, known = false;

    for (size_t i = 0; i < COUNT(kinds); i++)
        known |= str_eq(kind, str_of(kinds[i]));
    if (!known)
        row_error(bad, r, F_KIND, T("Loại số liệu là một trong: count, amount, number, rate, code."));
    if (!cell_at(cols, r, F_NAME).text.n)
        row_error(bad, r, F_NAME, T("Thiếu tên số liệu."));
    check_bounds(cols, r, bad);
    check_formula(cols, r, F_NUMERATOR, cell_at(cols, r, F_NUMERATOR).text, codes, bad);
    check_formula(cols, r, F_DENOMINATOR, cell_at(cols, r, F_DENOMINATOR).text, codes, bad);
    while (check_next(&rest, &k, &wrong))
        check_formula(cols, r, F_CHECKS, k.right, codes, bad);
    if (wrong)
        row_error(bad, r, F_CHECKS, T("Phép kiểm tra ghi dạng “error <= 1.1”, nhiều phép cách nhau bằng dấu chấm phẩy."));
}

static Err put(Ctx *c, const Columns *cols, size_t r, int64_t position)
{
    Str cumulative = cell_at(cols, r, F_CUMULATIVE).text, levels = cell_at(cols, r, F_LEVELS).text;
    OptDec least, most;

    (void)read_bound(cols, r, F_MINIMUM, &least);           /* checked above */
    (void)read_bound(cols, r, F_MAXIMUM, &most);
    return q_element_put(c, .code = cell_at(cols, r, F_CODE).text, .position = position, .area = cell_at(cols, r, F_AREA).text,
        .name = cell_at(cols, r, F_NAME).text, .measure = cell_at(cols, r, F_MEASURE).text, .kind = cell_at(cols, r, F_KIND).text,
        .levels = levels.n ? levels : S("all"), .numerator = cell_at(cols, r, F_NUMERATOR).text,
        .denominator = cell_at(cols, r, F_DENOMINATOR).text, .checks = cell_at(cols, r, F_CHECKS).text,
        .fact = cell_at(cols, r, F_FACT).text, .cumulative = text_fold_eq(cumulative, S("có")) || text_fold_eq(cumulative, S("x")),
        .certainty = cell_at(cols, r, F_CERTAINTY).text, .minimum = least, .maximum = most);
}

Err element_import(Ctx *c, const Table *t, size_t *n)
{
    Columns cols;
    Map codes = { .arena = c->arena };
    RowErrors bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang };

    *n = 0;
    TRY(access_need(c, &PERM_ELEMENT_CHANGE, 0));
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r) && !map_add(&codes, cell_at(&cols, r, F_CODE).text, (int64_t)r))
            row_error(&bad, r, F_CODE, T("Mã này đã có ở dòng trên; mỗi số liệu một dòng."));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            check_row(&cols, r, &codes, &bad);
    TRY(row_errors_end(&bad, &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            TRY(put(c, &cols, r, (int64_t)++*n));
    return audit_add(c, "element.import", t->file, str_fmt(c->arena, "{\"elements\":%zu}", *n));
}
