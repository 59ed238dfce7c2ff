#include "survey/matrix.h"

#include "core/audit.h"
#include "org/org.h"
#include "survey/sample.h"

enum { MOST = 1000000000 };

Err matrix_groups(Ctx *c, const SurveyByCodeRow *s, MatrixGroups *out)
{
    SurveyQuestionsRows q;
    SurveyOptionsRows options;

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    for (size_t i = 0; i < q.n; i++)
        if (str_eq(q.v[i].code, S("nhom"))) {
            TRY(q_survey_options(c, &options, .question_id = q.v[i].id));
            for (size_t k = 0; k < options.n; k++)
                *vec_add(c->arena, out) = (MatrixGroup){ options.v[k].name, options.v[k].label };
        }
    if (!out->n)
        *vec_add(c->arena, out) = (MatrixGroup){ S(""), str_of(tr(c->answer.lang, T("Mọi người trả lời"))) };
    return OK;
}

Err matrix_cell(Ctx *c, const SurveyByCodeRow *s, int64_t unit_id, Str grp, int64_t population, int64_t quota)
{
    MatrixGroups groups = { 0 };
    SurveyUnitsRows units;
    bool known = false, rated = false;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(matrix_groups(c, s, &groups));
    TRY(q_survey_units(c, &units, .survey_id = s->id));
    for (size_t i = 0; i < groups.n; i++)
        known |= str_eq(groups.v[i].code, grp);
    for (size_t i = 0; i < units.n; i++)
        rated |= units.v[i].id == unit_id;
    if (!known || !rated)
        return fail(c, E_INVALID, T("Đợt khảo sát này không có đơn vị hoặc nhóm người trả lời đó."));
    if (population < 0 || population > MOST || quota < 0 || quota > MOST)
        return fail(c, E_INVALID, T("Số người và số phiếu phải là số nguyên từ 0 đến 1.000.000.000."));
    TRY(q_survey_cell_put(c, .survey_id = s->id, .unit_id = unit_id, .grp = grp, .population = population, .quota = quota));
    return q_survey_unit_quota(c, .survey_id = s->id, .unit_id = unit_id);
}

static Err quotas_of_unit(Ctx *c, const SurveyByCodeRow *s, const SurveyCellsRow *v, size_t n, int64_t *needed)
{
    int64_t *size = NEW(c->arena, int64_t, n), *share = NEW(c->arena, int64_t, n), all = 0;

    for (size_t i = 0; i < n; i++)
        all += size[i] = v[i].population;
    if (!all)
        return OK;
    sample_shares(size, n, sample_size(all, s->error), share);
    for (size_t i = 0; i < n; i++) {
        *needed += share[i];
        TRY(q_survey_cell_put(c, .survey_id = s->id, .unit_id = v[i].unit_id, .grp = v[i].grp, .population = v[i].population,
            .quota = v[i].population ? share[i] : v[i].quota));
    }
    return q_survey_unit_quota(c, .survey_id = s->id, .unit_id = v[0].unit_id);
}

Err matrix_quotas(Ctx *c, const SurveyByCodeRow *s, int64_t *n)
{
    SurveyCellsRows cells;

    *n = 0;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_cells(c, &cells, .survey_id = s->id));
    for (size_t i = 0, next; i < cells.n; i = next) {
        for (next = i; next < cells.n && cells.v[next].unit_id == cells.v[i].unit_id; next++)
            ;
        TRY(quotas_of_unit(c, s, cells.v + i, next - i, n));
    }
    if (!*n)
        return fail(c, E_STATE, T("Chưa đơn vị nào có số người của tổng thể; hãy ghi vào bảng rồi tính lại."));
    return audit_add(c, "survey.quotas", s->code, S(""));
}

enum { F_UNIT, F_GROUP, F_POPULATION, F_QUOTA };
static const Column columns[] = {
    [F_UNIT] = { "unit", "mã đơn vị|unit|đơn vị", true }, [F_GROUP] = { "group", "nhóm|group", false },
    [F_POPULATION] = { "population", "tổng thể|population|số người", true }, [F_QUOTA] = { "quota", "số phiếu|quota", false },
};

Err matrix_import(Ctx *c, const SurveyByCodeRow *s, const Table *t, size_t *n)
{
    Columns cols;

    *n = 0;
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Str quota = cell_at(&cols, r, F_QUOTA).text;
        int64_t people = 0, wanted = 0;
        UnitRow u;

        if (row_blank(&cols, r))
            continue;
        if (!str_int(cell_at(&cols, r, F_POPULATION).text, &people))
            return row_fail(&c->answer, &cols, r, F_POPULATION, T("Số người phải là số nguyên."));
        if (quota.n && !str_int(quota, &wanted))
            return row_fail(&c->answer, &cols, r, F_QUOTA, T("Số phiếu phải là số nguyên."));
        TRY(org_by_code(c, cell_at(&cols, r, F_UNIT).text, &u));
        TRY(matrix_cell(c, s, u.id, cell_at(&cols, r, F_GROUP).text, people, wanted));
        ++*n;
    }
    return audit_add(c, "survey.plan", s->code, S(""));
}
