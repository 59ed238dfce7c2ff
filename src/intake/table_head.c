#include "intake/table_head.h"

/* The first that occurs decides; "nội dung" is weak and is asked last. */
static const struct { const char *word; Col col; } heads[] = {
    { "đơn vị tính", COL_UNIT }, { "đvt", COL_UNIT }, { "chỉ tiêu giao", COL_VALUE }, { "chỉ tiêu năm", COL_VALUE },
    { "kế hoạch năm", COL_VALUE }, { "kế hoạch giao", COL_VALUE }, { "chỉ tiêu phấn đấu", COL_VALUE }, { "giá trị", COL_VALUE },
    { "mục tiêu năm", COL_VALUE }, { "mức phấn đấu", COL_VALUE }, { "tự chấm", COL_SELF }, { "tự đánh giá", COL_SELF },
    { "thẩm định", COL_APPRAISED }, { "điểm đạt", COL_ACHIEVED }, { "đạt được", COL_ACHIEVED }, { "điểm trừ", COL_LOST },
    { "điểm bị trừ", COL_LOST }, { "điểm mất", COL_LOST }, { "giải trình", COL_CAUSE },
    { "chủ trì", COL_LEAD }, { "phối hợp", COL_SUPPORT }, { "đơn vị thực hiện", COL_LEAD }, { "cơ quan thực hiện", COL_LEAD },
    { "phân công", COL_LEAD }, { "thời gian", COL_DEADLINE }, { "thời hạn", COL_DEADLINE }, { "tiến độ", COL_DEADLINE },
    { "kinh phí", COL_FUNDING }, { "nguồn lực", COL_FUNDING }, { "ghi chú", COL_NOTE }, { "nguyên nhân", COL_CAUSE },
    { "giải pháp khắc phục", COL_REMEDY }, { "biện pháp khắc phục", COL_REMEDY }, { "sản phẩm", COL_PRODUCT },
    { "kết quả", COL_PRODUCT }, { "mã số", COL_CRITERION }, { "mã tiêu chí", COL_CRITERION }, { "mã tctp", COL_CRITERION },
    { "điểm tối đa", COL_MAX }, { "điểm chuẩn", COL_MAX }, { "thang điểm", COL_MAX }, { "cách tính", COL_RULE },
    { "cách chấm", COL_RULE }, { "phương pháp tính", COL_RULE }, { "hướng dẫn chấm", COL_RULE }, { "hoạt động", COL_ACTIVITY },
    { "mục tiêu", COL_OBJECTIVE }, { "chỉ tiêu", COL_OBJECTIVE }, { "nhiệm vụ", COL_TASK }, { "công việc", COL_TASK },
    { "đầu mối", COL_LEAD }, { "chịu trách nhiệm", COL_LEAD }, { "người thực hiện", COL_LEAD }, { "bộ phận thực hiện", COL_LEAD },
    { "hạn hoàn thành", COL_DEADLINE }, { "thời điểm", COL_DEADLINE }, { "ngày hoàn thành", COL_DEADLINE },
    { "dự toán", COL_FUNDING }, { "đầu ra", COL_PRODUCT }, { "lý do", COL_CAUSE }, { "tồn tại", COL_CAUSE },
    { "hạn chế", COL_CAUSE }, { "hướng khắc phục", COL_REMEDY }, { "biện pháp", COL_REMEDY }, { "kiểm chứng", COL_NOTE },
    { "minh chứng", COL_NOTE }, { "hướng dẫn đánh giá", COL_RULE }, { "cách đánh giá", COL_RULE }, { "công thức", COL_RULE },
    { "giải pháp", COL_REMEDY }, { "tiêu chí", COL_OBJECTIVE }, { "lĩnh vực", COL_AREA },
};

static bool is_tt(Str low)
{
    Str s = words_strip(low, " .");

    return str_eq(s, S("tt")) || str_eq(s, S("stt")) || str_eq(s, S("st t")) || str_eq(s, S("s tt")) || str_eq(s, S("số tt"));
}

bool head_col(Str low, Col *out)
{
    size_t best = SIZE_MAX;

    if (is_tt(low)) {
        *out = COL_TT;
        return true;
    }
    for (size_t i = 0; i < COUNT(heads); i++) {
        size_t at;

        if (str_find(low, str_of(heads[i].word), &at) && at < best) {
            best = at;
            *out = heads[i].col;
        }
    }
    if (best == SIZE_MAX && (str_eq(low, S("mã")) || str_eq(low, S("ký hiệu")))) {
        *out = COL_CRITERION;
        return true;
    }
    if (best == SIZE_MAX && (str_eq(low, S("điểm")) || str_eq(low, S("số điểm")) || str_eq(low, S("tối đa")))) {
        *out = COL_MAX;
        return true;
    }
    if (best == SIZE_MAX && (str_eq(low, S("đạt")) || str_eq(low, S("kết quả chấm")))) {
        *out = COL_ACHIEVED;
        return true;
    }
    if (best == SIZE_MAX && low_has(low, "nội dung")) {
        *out = COL_AREA;
        return true;
    }
    return best != SIZE_MAX;
}

static bool has_col(const Col *cols, const bool *known, size_t n, Col c)
{
    for (size_t i = 0; i < n; i++)
        if (known[i] && cols[i] == c)
            return true;
    return false;
}

static void replace_col(Col *cols, const bool *known, size_t n, Col from, Col to)
{
    for (size_t i = 0; i < n; i++)
        if (known[i] && cols[i] == from)
            cols[i] = to;
}

/* "Tồn tại" beside "Nguyên nhân": the first of two causes is what went wrong, the second why. */
static void part_causes(Col *cols, const bool *known, size_t n)
{
    size_t first = n;

    for (size_t i = 0; i < n; i++) {
        if (!known[i] || cols[i] != COL_CAUSE)
            continue;
        if (first < n && !has_col(cols, known, n, COL_AREA)) {
            cols[first] = COL_AREA;
            return;
        }
        first = i;
    }
}

static bool has_points(const Col *cols, const bool *known, size_t n)
{
    return has_col(cols, known, n, COL_MAX)
        && (has_col(cols, known, n, COL_ACHIEVED) || has_col(cols, known, n, COL_APPRAISED) || has_col(cols, known, n, COL_SELF)
            || has_col(cols, known, n, COL_LOST));
}

TableKind heads_settle(Col *cols, const bool *known, size_t n)
{
    part_causes(cols, known, n);
    if (has_points(cols, known, n) && !has_col(cols, known, n, COL_REMEDY)) {
        if (!has_col(cols, known, n, COL_OBJECTIVE))
            replace_col(cols, known, n, has_col(cols, known, n, COL_AREA) ? COL_AREA : COL_TASK, COL_OBJECTIVE);
        return has_col(cols, known, n, COL_OBJECTIVE) ? TABLE_SCORES : TABLE_OTHER;
    }
    if (has_col(cols, known, n, COL_VALUE) && !has_col(cols, known, n, COL_OBJECTIVE))
        replace_col(cols, known, n, has_col(cols, known, n, COL_AREA) ? COL_AREA : COL_TASK, COL_OBJECTIVE);
    if (has_col(cols, known, n, COL_CRITERION) && (has_col(cols, known, n, COL_CAUSE) || has_col(cols, known, n, COL_REMEDY))) {
        if (!has_col(cols, known, n, COL_AREA))
            replace_col(cols, known, n, COL_OBJECTIVE, COL_AREA);
        return TABLE_REMEDIES;
    }
    if (has_col(cols, known, n, COL_CAUSE) && has_col(cols, known, n, COL_REMEDY))
        return TABLE_REMEDIES;
    if (has_col(cols, known, n, COL_MAX)) {
        if (!has_col(cols, known, n, COL_OBJECTIVE))
            replace_col(cols, known, n, COL_AREA, COL_OBJECTIVE);
        return TABLE_CRITERIA;
    }
    if (!has_col(cols, known, n, COL_TASK) && !has_col(cols, known, n, COL_VALUE))
        replace_col(cols, known, n, has_col(cols, known, n, COL_REMEDY) ? COL_REMEDY : COL_AREA, COL_TASK);
    else if (!has_col(cols, known, n, COL_OBJECTIVE))
        replace_col(cols, known, n, COL_AREA, COL_OBJECTIVE);
    /* "Tiêu chí/Nhiệm vụ": the only column of content tells what is to be done */
    if (!has_col(cols, known, n, COL_TASK) && !has_col(cols, known, n, COL_ACTIVITY) && !has_col(cols, known, n, COL_VALUE)
        && has_col(cols, known, n, COL_LEAD))
        replace_col(cols, known, n, COL_OBJECTIVE, COL_TASK);
    if (has_col(cols, known, n, COL_LEAD) || has_col(cols, known, n, COL_DEADLINE) || has_col(cols, known, n, COL_VALUE))
        return has_col(cols, known, n, COL_TASK) || has_col(cols, known, n, COL_OBJECTIVE) ? TABLE_TASKS : TABLE_OTHER;
    return TABLE_OTHER;
}

/* Where the heads as written cannot be told apart. */
static const char *const names[COL_COUNT] = {
    [COL_TT] = "TT", [COL_AREA] = "Lĩnh vực", [COL_CRITERION] = "Mã tiêu chí", [COL_OBJECTIVE] = "Mục tiêu, chỉ tiêu",
    [COL_TASK] = "Nhiệm vụ", [COL_ACTIVITY] = "Hoạt động", [COL_CAUSE] = "Nguyên nhân", [COL_REMEDY] = "Giải pháp",
    [COL_PRODUCT] = "Kết quả, sản phẩm", [COL_LEAD] = "Chủ trì", [COL_SUPPORT] = "Phối hợp",
    [COL_DEADLINE] = "Thời gian hoàn thành", [COL_FUNDING] = "Kinh phí", [COL_MAX] = "Điểm tối đa", [COL_RULE] = "Cách tính",
    [COL_NOTE] = "Ghi chú", [COL_UNIT] = "Đơn vị tính", [COL_VALUE] = "Chỉ tiêu giao", [COL_SELF] = "Điểm tự chấm",
    [COL_APPRAISED] = "Điểm thẩm định", [COL_ACHIEVED] = "Điểm đạt", [COL_LOST] = "Điểm trừ",
};

typedef struct Hit {
    size_t at;
    Col col;
} Hit;

static int by_place(const Hit *v, size_t n, size_t from, size_t *best)
{
    int found = -1;

    *best = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        if (v[i].at >= from && v[i].at < *best) {
            *best = v[i].at;
            found = (int)i;
        }
    return found;
}

size_t heads_in_text(Arena *a, Str text, ReadTable *t)
{
    Str low = words_low(a, text);
    Hit hits[COUNT(heads) + 1];
    size_t n = 0, at, from = 0;
    bool known[COL_COUNT + 1];

    for (size_t i = 0; i < COUNT(heads); i++)
        if (str_find(low, str_of(heads[i].word), &at))
            hits[n++] = (Hit){ at, heads[i].col };
    if (str_find(low, S("nội dung"), &at))
        hits[n++] = (Hit){ at, COL_AREA };
    *vec_add(a, &t->cols) = COL_TT;
    for (int i; (i = by_place(hits, n, from, &at)) >= 0; from = at + 1) {
        bool twice = false;

        for (size_t k = 0; k < t->cols.n; k++)
            twice |= t->cols.v[k] == hits[i].col;
        /* "Tồn tại" and then "Nguyên nhân": what went wrong, and why */
        for (size_t k = 0; k < t->cols.n && twice && (low_starts(str_sub(low, at, low.n), "nguyên nhân") || low_starts(str_sub(low, at, low.n), "lý do")); k++)
            if (t->cols.v[k] == COL_CAUSE) {
                t->cols.v[k] = COL_AREA;
                twice = false;
            }
        /* "Mục tiêu/Chỉ tiêu/nội dung" is one head */
        if (hits[i].col == COL_AREA && t->cols.n > 1 && t->cols.v[t->cols.n - 1] == COL_OBJECTIVE)
            twice = true;
        /* "Nội dung công việc", "Nội dung/tiêu chí" are one head too */
        size_t next;
        if (hits[i].col == COL_AREA && by_place(hits, n, at + 1, &next) >= 0 && next <= at + strlen("nội dung") + 3)
            twice = true;
        /* "Lý do điểm bị trừ" is the reason, not the points */
        if (hits[i].col == COL_LOST && t->cols.v[t->cols.n - 1] == COL_CAUSE)
            twice = true;
        if (twice || t->cols.n >= COL_COUNT)
            continue;
        *vec_add(a, &t->cols) = hits[i].col;
    }
    for (size_t i = 0; i < t->cols.n; i++)
        known[i] = true;
    t->kind = heads_settle(t->cols.v, known, t->cols.n);
    for (size_t i = 0; i < t->cols.n; i++)
        *vec_add(a, &t->names) = str_of(names[t->cols.v[i]]);
    return t->cols.n - 1;
}
