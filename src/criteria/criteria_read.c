/* A table of criteria into a draft, with everything that is wrong or doubtful in it. */
#include "criteria/criteria.h"

#include "base/map.h"
#include "core/room.h"
#include "text/text.h"

enum { F_CODE, F_PARENT, F_NAME, F_MAX, F_RULE, F_SOURCE, F_EVIDENCE, F_ASSESSOR, F_NA, F_BASIS, F_OLD };

static const Column columns[] = {
    [F_CODE] = { "code", "mã|mã tiêu chí|mã số|stt|số thứ tự|tt|code", true },
    [F_PARENT] = { "parent", "mã cấp trên|cấp trên|thuộc|parent", false },
    [F_NAME] = { "name", "tên|tên tiêu chí|nội dung|tiêu chí|lĩnh vực/tiêu chí|lĩnh vực, tiêu chí|tiêu chí, tiêu chí thành phần|lĩnh vực/tiêu chí/tiêu chí thành phần|name|name_short|criterion", true },
    [F_MAX] = { "max_points", "điểm tối đa|điểm chuẩn|thang điểm|điểm|max_points|max points|max", true },
    [F_RULE] = { "rule", "cách chấm|cách tính điểm|quy tắc|quy tắc chấm điểm|phương pháp đánh giá|hướng dẫn chấm điểm|rule", false },
    [F_SOURCE] = { "source", "nguồn điểm|nguồn|hình thức đánh giá|source", false },
    [F_EVIDENCE] = { "evidence", "tài liệu kiểm chứng|minh chứng|evidence", false },
    [F_ASSESSOR] = { "assessor", "cơ quan thẩm định|đơn vị thẩm định|người thẩm định|assessor|appraiser", false },
    [F_NA] = { "na_policy", "khi không áp dụng|không áp dụng|na_policy", false },
    [F_OLD] = { "old_code", "mã năm trước|mã cũ|old_code", false },
    [F_BASIS] = { "basis", "căn cứ|căn cứ pháp lý|legal_basis|basis", false },
};

static const struct { const char *name, *spellings; } sources[] = {
    { "self", "tự chấm|tự đánh giá|thẩm định|self" },
    { "survey", "điều tra|điều tra xã hội học|khảo sát|xhh|đtxhh|survey" },
    { "auto", "tự động|số liệu|hệ thống|auto" },
    { "bonus", "thưởng|điểm thưởng|điểm cộng|cộng|bonus" },
    { "penalty", "trừ|phạt|điểm trừ|điểm phạt|penalty" },
};
static const struct { const char *name, *spellings; } na_policies[] = {
    { "full", "điểm tối đa|đủ điểm|tối đa|full" },
    { "zero", "không điểm|0|zero" },
    { "out", "loại khỏi điểm tối đa|không tính|bỏ ra|out" },
};

static bool one_of(const char *spellings, Str s)
{
    Str rest = str_of(spellings), one;

    while (rest.n) {
        (void)str_cut(rest, S("|"), &one, &rest);           /* the last spelling has no bar behind it */
        if (text_fold_eq(one, s))
            return true;
    }
    return false;
}

static Finding *finding(Draft *d, Arena *a, bool error, const char *kind, Str code)
{
    Finding *f = vec_add(a, &d->findings);

    f->error = error;
    f->kind = str_of(kind);
    f->code = code;
    d->errors += error;
    return f;
}

typedef struct Reader {
    Draft *d;
    Arena *a;
    const Columns *cols;
    Answer *why;
} Reader;

/* A finding with its place in the table. */
#define note(rd, error, kind, code, row, field, ...)                                        \
    do {                                                                                    \
        Finding *note_ = finding((rd)->d, (rd)->a, (error), (kind), (code));                \
        (void)row_fail((rd)->why, (rd)->cols, (row), (field), __VA_ARGS__);                 \
        note_->where = (rd)->why->where;                                                    \
        note_->text = (rd)->why->text;                                                      \
        *(rd)->why = (Answer){ .arena = (rd)->a, .lang = (rd)->why->lang };                 \
    } while (0)

static void read_max(Reader *rd, DraftNode *n)
{
    Str s = cell_at(rd->cols, n->row, F_MAX).text;

    if (!s.n)
        return;
    if (!dec_parse(&n->max, s))
        note(rd, true, "number", n->code, n->row, F_MAX, T("Điểm tối đa không phải là số; hãy ghi ví dụ 0,5 hoặc 10."));
    else if (n->max.v < 0)
        note(rd, true, "number", n->code, n->row, F_MAX, T("Điểm tối đa không được âm; tiêu chí trừ điểm ghi mức trừ tối đa là số dương và nguồn “trừ”."));
    else
        n->has_max = true;
}

static void read_choice(Reader *rd, DraftNode *n)
{
    Str s = cell_at(rd->cols, n->row, F_SOURCE).text, na = cell_at(rd->cols, n->row, F_NA).text;

    n->source = S("self");
    for (size_t i = 0; i < COUNT(sources); i++)
        if (s.n && one_of(sources[i].spellings, s))
            n->source = str_of(sources[i].name), s = S("");
    if (s.n)
        note(rd, true, "source", n->code, n->row, F_SOURCE,
            T("Nguồn điểm không nhận ra; hãy ghi self (tự chấm), survey (điều tra), auto (tự động), bonus (thưởng) hoặc penalty (trừ)."));
    for (size_t i = 0; i < COUNT(na_policies); i++)
        if (na.n && one_of(na_policies[i].spellings, na))
            n->na_policy = str_of(na_policies[i].name), na = S("");
    if (na.n)
        note(rd, true, "na_policy", n->code, n->row, F_NA,
            T("Cách xử lý khi không áp dụng không nhận ra; hãy ghi full (đủ điểm), zero (0 điểm) hoặc out (loại khỏi điểm tối đa)."));
}

static void read_node(Reader *rd, size_t r)
{
    DraftNode *n = vec_add(rd->a, &rd->d->nodes);
    Str code = cell_at(rd->cols, r, F_CODE).text;

    while (code.n && code.p[code.n - 1] == '.')             /* "1." is 1 */
        code.n--;
    *n = (DraftNode){ .row = r, .code = code, .parent = cell_at(rd->cols, r, F_PARENT).text,
        .name = cell_at(rd->cols, r, F_NAME).text, .rule = cell_at(rd->cols, r, F_RULE).text,
        .evidence = cell_at(rd->cols, r, F_EVIDENCE).text, .assessor = cell_at(rd->cols, r, F_ASSESSOR).text,
        .basis = cell_at(rd->cols, r, F_BASIS).text, .old_code = cell_at(rd->cols, r, F_OLD).text, .parent_at = -1 };
    while (n->parent.n && n->parent.p[n->parent.n - 1] == '.')
        n->parent.n--;
    if (!code.n)
        note(rd, true, "code", code, r, F_CODE, T("Thiếu mã tiêu chí; hãy ghi mã."));
    if (!n->name.n)
        note(rd, true, "name", code, r, F_NAME, T("Thiếu tên tiêu chí; hãy ghi tên."));
    read_max(rd, n);
    read_choice(rd, n);
}

/* Parents by code; where none is given, by the dotted code: 1.2.3 stands under 1.2. */
static void find_parents(Reader *rd)
{
    Draft *d = rd->d;
    Map at = { .arena = rd->a };

    for (size_t i = 0; i < d->nodes.n; i++) {
        DraftNode *n = &d->nodes.v[i];
        int64_t first;

        if (n->code.n && map_get(&at, n->code, &first))
            note(rd, true, "duplicate", n->code, n->row, F_CODE, T("Mã tiêu chí này đã có ở dòng %zu; mỗi mã một dòng."),
                rd->cols->sheet->rows.v[d->nodes.v[first].row].line);
        else
            (void)map_add(&at, n->code, (int64_t)i);
    }
    for (size_t i = 0; i < d->nodes.n; i++) {
        DraftNode *n = &d->nodes.v[i];

        if (!n->parent.n) {
            for (size_t k = n->code.n; k > 0 && n->parent_at < 0; k--)
                if (n->code.p[k - 1] == '.' && map_get(&at, str_sub(n->code, 0, k - 1), &n->parent_at))
                    n->parent = str_sub(n->code, 0, k - 1);
        } else if (!map_get(&at, n->parent, &n->parent_at) || n->parent_at == (int64_t)i) {
            n->parent_at = -1;
            note(rd, true, "orphan", n->code, n->row, F_PARENT, T("Không có tiêu chí cấp trên với mã này trong bảng; hãy sửa mã hoặc thêm dòng cho nó."));
        }
    }
    for (size_t i = 0; i < d->nodes.n; i++) {
        int64_t k = (int64_t)i;
        int depth = 0;

        while (k >= 0 && depth <= 10)
            k = d->nodes.v[k].parent_at, depth++;
        if (k >= 0) {
            note(rd, true, "circle", d->nodes.v[i].code, d->nodes.v[i].row, F_PARENT, T("Các tiêu chí nằm trong nhau thành vòng hoặc sâu quá 10 cấp; hãy sửa cột cấp trên."));
            d->nodes.v[i].parent_at = -1;
        }
    }
}

Err criteria_read(Draft *out, Arena *a, const Table *t, Dec scale, const Room *const *known, Answer *why)
{
    Columns cols;
    Reader rd = { out, a, &cols, why };

    *out = (Draft){ 0 };
    TRY(columns_find(&cols, a, t, columns, COUNT(columns), why));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            read_node(&rd, r);
    find_parents(&rd);
    size_t before = out->findings.n;
    criteria_check(out, a, scale, known, why->lang);
    for (size_t i = before; i < out->findings.n; i++) {     /* findings of the checks get their place too */
        Finding *f = &out->findings.v[i];

        for (size_t k = 0; k < out->nodes.n && f->code.n; k++)
            if (str_eq(out->nodes.v[k].code, f->code))
                f->where = str_fmt(a, tr(why->lang, T("%.*s, dòng %zu, tiêu chí %.*s")), SV(t->file),
                    cols.sheet->rows.v[out->nodes.v[k].row].line, SV(f->code));
    }
    return OK;
}
