#include "score/facts.h"

#include "base/json.h"
#include "base/map.h"
#include "core/audit.h"
#include "core/value.h"
#include "core_sql.h"
#include "criteria/criteria.h"
#include "org/org.h"
#include "score_store_sql.h"
#include "text/text.h"

const Perm PERM_FACT_CHANGE = { "fact.change", T("Nhập số liệu của đơn vị"), ROLE_COORDINATOR | ROLE_OFFICER | ROLE_HEAD };
const Perm PERM_SCORE_CHANGE = { "score.change", T("Nhập điểm trực tiếp"), ROLE_COORDINATOR };

enum { F_UNIT, F_YEAR, F_FACT, F_VALUE };

static const Column fact_columns[] = {
    [F_UNIT] = { "unit", "đơn vị|mã đơn vị|unit", true },
    [F_YEAR] = { "year", "năm|kỳ|kỳ báo cáo|year|period", true },
    [F_FACT] = { "fact", "mã số liệu|số liệu|mã tiêu chí|tiêu chí|fact|criterion", true },
    [F_VALUE] = { "value", "giá trị|kết quả|value", true },
};

enum { S_UNIT, S_CRITERION, S_POINTS, S_REASON };

static const Column score_columns[] = {
    [S_UNIT] = { "unit", "đơn vị|mã đơn vị|unit", true },
    [S_CRITERION] = { "criterion", "tiêu chí|mã tiêu chí|criterion", true },
    [S_POINTS] = { "points", "điểm|điểm đạt|điểm đạt được|points", true },
    [S_REASON] = { "reason", "lý do|nguyên nhân|nguyên nhân trừ điểm|ghi chú|reason", false },
};

/* Codes of all units, and whether the person may write for them (asked once a unit). */
typedef struct Units {
    Map ids;
    Map allowed;
    const Perm *perm;
} Units;

static Err units_load(Ctx *c, Units *u, const Perm *perm)
{
    UnitRows all;

    *u = (Units){ .ids = { .arena = c->arena }, .allowed = { .arena = c->arena }, .perm = perm };
    if (!access_any(c, perm))
        return access_need(c, perm, 0);
    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&u->ids, all.v[i].code, all.v[i].id);     /* codes are unique */
    return OK;
}

static Err unit_of(Ctx *c, Units *u, RowErrors *bad, size_t r, size_t field, Str code, int64_t *id)
{
    int64_t may;

    *id = 0;
    if (!map_get(&u->ids, code, id)) {
        row_error(bad, r, field, T("Không có đơn vị với mã này; xem danh sách bằng `thuocdo org list`."));
        return OK;
    }
    if (!map_get(&u->allowed, code, &may)) {
        bool yes;

        TRY(access_can(c, u->perm, *id, &yes));
        may = yes;
        (void)map_add(&u->allowed, code, may);
    }
    if (!may)
        row_error(bad, r, field, T("Bạn không được nhập cho đơn vị này."));
    return OK;
}

/* A year, or a period such as 2025-Q1 that begins with one. */
static bool period_ok(Str s, int *year)
{
    int64_t y;

    if (s.n < 4 || !str_int(str_sub(s, 0, 4), &y) || y < 1990 || y > 2100)
        return false;
    *year = (int)y;
    return s.n == 4 || (s.p[4] == '-' && s.n <= 10);
}

/*
 * The text to keep. "7/9" may be a day or seven out of nine, "1.5" a day or a number: only the rule that reads it knows,
 * so such a text stays as it is written. Answers like value_parse.
 */
static Err value_text(Ctx *c, Str text, int year, Str *out, Answer *why)
{
    Value v;
    Date day;

    TRY(value_parse(&v, c->arena, text, 0, why));
    *out = v.kind == VALUE_TEXT ? text : value_print(c->arena, &v);
    if ((v.kind == VALUE_PERCENT && !str_ends(text, S("%"))) || (v.kind == VALUE_NUMBER && date_parse(&day, text, year)))
        *out = text;
    return OK;
}

typedef struct FactLine {
    int64_t unit_id;
    Str period, code, value;
    size_t row;
} FactLine;

typedef VEC(FactLine) FactLines;

static Err read_fact(Ctx *c, const Columns *cols, size_t r, Units *units, RowErrors *bad, FactLines *lines)
{
    FactLine *l = vec_add(c->arena, lines);
    Str text = cell_at(cols, r, F_VALUE).text;
    Answer why = { .arena = c->arena, .lang = c->answer.lang };
    int year = 0;

    l->row = r;
    l->period = cell_at(cols, r, F_YEAR).text;
    l->code = cell_at(cols, r, F_FACT).text;
    TRY(unit_of(c, units, bad, r, F_UNIT, cell_at(cols, r, F_UNIT).text, &l->unit_id));
    if (!period_ok(l->period, &year))
        row_error(bad, r, F_YEAR, T("Năm hoặc kỳ không hiểu được; hãy ghi 2025 hoặc 2025-Q1."));
    if (!l->code.n || l->code.n > 80)
        row_error(bad, r, F_FACT, T("Thiếu mã số liệu, hoặc mã dài quá 80 ký tự."));
    if (value_text(c, text, year, &l->value, &why) != OK)
        row_error_from(bad, r, F_VALUE, &why);
    return OK;
}

Str fact_words(Ctx *c, Str stored)
{
    Value v;
    Answer unused = { .arena = c->arena };

    if (value_parse(&v, c->arena, stored, 0, &unused) != OK || v.kind == VALUE_TEXT || (v.kind == VALUE_PERCENT && !str_ends(stored, S("%"))))
        return stored;
    return value_words(c->arena, &v, c->answer.lang);
}

size_t fact_report_rows(const FactReport *r)
{
    return r->added + r->changed + r->same;
}

/* Adds the line to what the import does. */
static void tell(Ctx *c, FactReport *rep, FactNews n, bool was_there)
{
    if (was_there && str_eq(n.before, n.after)) {
        rep->same++;
        return;
    }
    rep->added += !was_there;
    rep->changed += was_there;
    if (rep->news.n < FACT_NEWS)
        *vec_add(c->arena, &rep->news) = n;
}

static Str fact_key(Ctx *c, int64_t unit_id, Str period, Str code)
{
    return str_fmt(c->arena, "%lld %.*s %.*s", (long long)unit_id, SV(period), SV(code));
}

static Err compare_facts(Ctx *c, const Columns *cols, const FactLines *lines, FactReport *rep)
{
    Map at = { .arena = c->arena }, periods = { .arena = c->arena };
    VEC(Str) values = { 0 };

    for (size_t i = 0; i < lines->n; i++) {
        FactRows rows;

        if (!map_add(&periods, lines->v[i].period, 1))
            continue;
        TRY(q_fact_of_period(c, &rows, .period = lines->v[i].period));
        for (size_t k = 0; k < rows.n; k++) {
            (void)map_add(&at, fact_key(c, rows.v[k].unit_id, rows.v[k].period, rows.v[k].code), (int64_t)values.n);     /* unique */
            *vec_add(c->arena, &values) = rows.v[k].value;
        }
    }
    for (size_t i = 0; i < lines->n; i++) {
        const FactLine *l = &lines->v[i];
        int64_t k;
        bool there = map_get(&at, fact_key(c, l->unit_id, l->period, l->code), &k);

        tell(c, rep, (FactNews){ .line = cols->sheet->rows.v[l->row].line, .unit = cell_at(cols, l->row, F_UNIT).text, .code = l->code,
            .period = l->period, .before = there ? fact_words(c, values.v[k]) : (Str){ 0 }, .after = fact_words(c, l->value) }, there);
    }
    return OK;
}

static Str place(Ctx *c, const Table *t, const Columns *cols, size_t row)
{
    return str_fmt(c->arena, "%.*s:%zu", SV(t->file), cols->sheet->rows.v[row].line);
}

Err fact_import(Ctx *c, const Table *t, FactReport *out)
{
    Columns *cols = NEW(c->arena, Columns, 1);
    Units units;
    FactLines lines = { 0 };

    *out = (FactReport){ .bad = { .arena = c->arena, .cols = cols, .lang = c->answer.lang } };
    TRY(units_load(c, &units, &PERM_FACT_CHANGE));
    TRY(columns_find(cols, c->arena, t, fact_columns, COUNT(fact_columns), &c->answer));
    for (size_t r = cols->first; r < cols->sheet->rows.n; r++)
        if (!row_blank(cols, r))
            TRY(read_fact(c, cols, r, &units, &out->bad, &lines));
    TRY(row_errors_end(&out->bad, &c->answer));
    TRY(compare_facts(c, cols, &lines, out));
    for (size_t i = 0; i < lines.n; i++) {
        FactLine *l = &lines.v[i];

        TRY(q_fact_put(c, .code = l->code, .unit_id = l->unit_id, .period = l->period, .value = l->value,
            .source = place(c, t, cols, l->row), .at = c->now, .who = ctx_who(c)));
    }
    return audit_add(c, "fact.import", t->file, str_fmt(c->arena, "{\"facts\":%zu}", lines.n));
}

Err fact_change(Ctx *c, int64_t unit_id, Str period, Str code, Str value, Str source)
{
    FactRows rows;
    Str text, before = { 0 };
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };
    UnitRow u;
    int year;

    TRY(access_need(c, &PERM_FACT_CHANGE, unit_id));
    TRY(q_unit_get(c, &u, .id = unit_id));
    if (!period_ok(period, &year))
        return fail_field(c, "year", T("Năm hoặc kỳ không hiểu được; hãy ghi 2025 hoặc 2025-Q1."));
    if (!code.n || code.n > 80)
        return fail_field(c, "fact", T("Thiếu mã số liệu, hoặc mã dài quá 80 ký tự."));
    c->answer.field = S("value");
    TRY(value_text(c, value, year, &text, &c->answer));
    if (!source.n)
        return fail_field(c, "source", T("Hãy ghi số liệu lấy từ đâu: văn bản, hệ thống, báo cáo."));
    c->answer.field = S("");
    TRY(q_fact_of_unit(c, &rows, .unit_id = unit_id, .period = period));
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].code, code))
            before = rows.v[i].value;
    TRY(q_fact_put(c, .code = code, .unit_id = unit_id, .period = period, .value = text, .source = source, .at = c->now, .who = ctx_who(c)));
    json_open(&j, '{');
    json_kstr(&j, "fact", code);
    json_kstr(&j, "year", period);
    json_kstr(&j, "before", before);
    json_kstr(&j, "after", text);
    json_close(&j, '}');
    return audit_add(c, "fact.change", u.code, buf_str(&b));
}

typedef struct ScoreLine {
    int64_t unit_id, criterion_id;
    OptDec points;
    Str reason;
    size_t row;
} ScoreLine;

typedef VEC(ScoreLine) ScoreLines;

typedef struct Leaves {
    Map at;                     /* code → index in rows */
    CriterionRows rows;
} Leaves;

static void read_points(const Columns *cols, size_t r, const CriterionRow *k, RowErrors *bad, ScoreLine *l)
{
    Str text = cell_at(cols, r, S_POINTS).text;

    if (text_fold_eq(text, S("kad")) || text_fold_eq(text, S("không áp dụng")) || text_fold_eq(text, S("n/a")))
        return;                                                 /* not applicable: no points, the set's policy decides */
    l->points.has = true;
    if (!dec_parse(&l->points.d, text))
        row_error(bad, r, S_POINTS, T("Điểm không phải là số; hãy ghi ví dụ 0,75, hoặc “không áp dụng”."));
    else if (l->points.d.v < 0)
        row_error(bad, r, S_POINTS, T("Điểm không được âm; nếu bảng ghi điểm bị trừ, hãy ghi điểm còn lại."));
    else if (k && dec_cmp(l->points.d, k->max_points) > 0)
        row_error(bad, r, S_POINTS, T("Điểm lớn hơn điểm tối đa %.*s của tiêu chí; hãy kiểm tra lại."),
            SV(dec_exact(bad->arena, k->max_points, NUM_VI)));
}

static Err read_score(Ctx *c, const Columns *cols, size_t r, Units *units, const Leaves *leaves, RowErrors *bad, ScoreLines *lines)
{
    ScoreLine *l = vec_add(c->arena, lines);
    const CriterionRow *k = NULL;
    int64_t at;

    l->row = r;
    l->reason = cell_at(cols, r, S_REASON).text;
    TRY(unit_of(c, units, bad, r, S_UNIT, cell_at(cols, r, S_UNIT).text, &l->unit_id));
    if (!map_get(&leaves->at, cell_at(cols, r, S_CRITERION).text, &at)) {
        row_error(bad, r, S_CRITERION, T("Bộ tiêu chí không có mã này."));
    } else {
        k = &leaves->rows.v[at];
        l->criterion_id = k->id;
        if (k->children)
            row_error(bad, r, S_CRITERION, T("Tiêu chí này có tiêu chí con nên không nhập điểm trực tiếp; hãy nhập cho các tiêu chí con."));
    }
    read_points(cols, r, k, bad, l);
    return OK;
}

static Str points_text(Ctx *c, OptDec points)
{
    return points.has ? dec_exact(c->arena, points.d, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN)
                      : str_of(tr(c->answer.lang, T("không áp dụng")));
}

static Err compare_scores(Ctx *c, const Columns *cols, int64_t set_id, const ScoreLines *lines, FactReport *rep)
{
    Map at = { .arena = c->arena };
    DirectOfSetRows rows;

    TRY(q_direct_of_set(c, &rows, .set_id = set_id));
    for (size_t k = 0; k < rows.n; k++)
        (void)map_add(&at, fact_key(c, rows.v[k].unit_id, S(""), str_fmt(c->arena, "%lld", (long long)rows.v[k].criterion_id)), (int64_t)k);
    for (size_t i = 0; i < lines->n; i++) {
        const ScoreLine *l = &lines->v[i];
        int64_t k;
        bool there = map_get(&at, fact_key(c, l->unit_id, S(""), str_fmt(c->arena, "%lld", (long long)l->criterion_id)), &k);

        tell(c, rep, (FactNews){ .line = cols->sheet->rows.v[l->row].line, .unit = cell_at(cols, l->row, S_UNIT).text,
            .code = cell_at(cols, l->row, S_CRITERION).text, .before = there ? points_text(c, rows.v[k].points) : (Str){ 0 },
            .after = points_text(c, l->points) }, there);
    }
    return OK;
}

Err score_import(Ctx *c, const Table *t, int64_t set_id, FactReport *out)
{
    Columns *cols = NEW(c->arena, Columns, 1);
    Units units;
    Leaves leaves = { .at = { .arena = c->arena } };
    ScoreLines lines = { 0 };

    *out = (FactReport){ .bad = { .arena = c->arena, .cols = cols, .lang = c->answer.lang } };
    TRY(units_load(c, &units, &PERM_SCORE_CHANGE));
    TRY(q_criterion_list(c, &leaves.rows, .set_id = set_id));
    for (size_t i = 0; i < leaves.rows.n; i++)
        (void)map_add(&leaves.at, leaves.rows.v[i].code, (int64_t)i);   /* codes are unique in a set */
    TRY(columns_find(cols, c->arena, t, score_columns, COUNT(score_columns), &c->answer));
    for (size_t r = cols->first; r < cols->sheet->rows.n; r++)
        if (!row_blank(cols, r))
            TRY(read_score(c, cols, r, &units, &leaves, &out->bad, &lines));
    TRY(row_errors_end(&out->bad, &c->answer));
    TRY(compare_scores(c, cols, set_id, &lines, out));
    for (size_t i = 0; i < lines.n; i++) {
        ScoreLine *l = &lines.v[i];

        TRY(q_direct_put(c, .criterion_id = l->criterion_id, .unit_id = l->unit_id, .points = l->points, .reason = l->reason,
            .source = place(c, t, cols, l->row), .at = c->now, .who = ctx_who(c)));
    }
    return audit_add(c, "score.import", t->file, str_fmt(c->arena, "{\"scores\":%zu}", lines.n));
}
