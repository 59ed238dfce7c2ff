#include "survey/entry.h"

#include "core/audit.h"
#include "org/org.h"
#include "survey/secret.h"

const Perm PERM_SURVEY_ENTER = { "survey.enter", T("Nhập phiếu khảo sát giấy"), ROLE_COORDINATOR | ROLE_APPRAISER };

enum { F_UNIT, F_SHEET, F_DAY, F_CHANNEL, F_QUESTIONS, SHEET_MAX = 40 };
static const Column first_columns[F_QUESTIONS] = {
    [F_UNIT] = { "unit", "unit|mã đơn vị|đơn vị", true }, [F_SHEET] = { "sheet", "sheet|số phiếu", false },
    [F_DAY] = { "day", "day|ngày", false }, [F_CHANNEL] = { "channel", "channel|kênh", false },
};

/* ---- a file ---- */

typedef struct Entry {
    SurveyQuestionsRows q;
    Columns cols;
    SurveyUnitsRows units;
} Entry;

static Err entry_columns(Ctx *c, Entry *e, const Table *t)
{
    Column *spec = NEW(c->arena, Column, F_QUESTIONS + e->q.n);

    for (size_t i = 0; i < F_QUESTIONS; i++)
        spec[i] = first_columns[i];
    for (size_t i = 0; i < e->q.n; i++)
        spec[F_QUESTIONS + i] = (Column){ str_z(c->arena, e->q.v[i].code), str_z(c->arena, e->q.v[i].code), e->q.v[i].required && !e->q.v[i].if_code.n };
    return columns_find(&e->cols, c->arena, t, spec, F_QUESTIONS + e->q.n, &c->answer);
}

static Err read_head(Ctx *c, const Entry *e, size_t r, Whole *w)
{
    Str unit = cell_at(&e->cols, r, F_UNIT).text, day = cell_at(&e->cols, r, F_DAY).text, channel = cell_at(&e->cols, r, F_CHANNEL).text;

    *w = (Whole){ .channel = S("paper"), .via = S("sheet"), .day = c->today, .sheet = cell_at(&e->cols, r, F_SHEET).text };
    for (size_t i = 0; i < e->units.n; i++)
        if (str_eq(e->units.v[i].code, unit))
            w->unit_id = e->units.v[i].id;
    if (!w->unit_id)
        return row_fail(&c->answer, &e->cols, r, F_UNIT, T("Đợt khảo sát này không đánh giá đơn vị có mã ấy."));
    if (w->sheet.n > SHEET_MAX)
        return row_fail(&c->answer, &e->cols, r, F_SHEET, T("Số phiếu dài quá %d ký tự."), SHEET_MAX);
    if (day.n && (!date_parse(&w->day, day, 0) || w->day.day > c->today.day))
        return row_fail(&c->answer, &e->cols, r, F_DAY, T("Ngày không có thật hoặc ở tương lai; hãy ghi dd/mm/yyyy."));
    if (str_eq(channel, S("open")) || str_eq(channel, S("code")))
        w->channel = channel;
    else if (channel.n && !str_eq(channel, S("paper")))
        return row_fail(&c->answer, &e->cols, r, F_CHANNEL, T("Kênh là paper, open hoặc code."));
    return OK;
}

static Err read_row(Ctx *c, const SurveyByCodeRow *s, const Entry *e, size_t r, EntryReport *rep)
{
    Str *values = NEW(c->arena, Str, e->q.n + 1);
    SurveyResponseBySheetRow same;
    Whole w;
    size_t bad = 0;
    int64_t id;
    bool there = false;
    Err err;

    TRY(read_head(c, e, r, &w));
    if (w.sheet.n)
        TRY(q_survey_response_by_sheet(c, &same, &there, .survey_id = s->id, .sheet = w.sheet));
    if (there) {
        rep->there++;
        return OK;
    }
    for (size_t i = 0; i < e->q.n; i++)
        values[i] = cell_at(&e->cols, r, F_QUESTIONS + i).text;
    err = whole_check(c, &e->q, values, &bad);
    if (err == E_INVALID)
        return row_fail(&c->answer, &e->cols, r, F_QUESTIONS + bad, "%.*s", SV(c->answer.text));
    TRY(err);
    w.values = values;
    rep->added++;
    return response_store(c, s, &e->q, &w, &id);
}

Err entry_import(Ctx *c, const SurveyByCodeRow *s, const Table *t, EntryReport *out)
{
    Entry e = { 0 };

    *out = (EntryReport){ 0 };
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (s->swept_on.day)
        return fail(c, E_STATE, T("Đợt khảo sát này chỉ còn số liệu tổng hợp; không nhận thêm câu trả lời được."));
    TRY(q_survey_questions(c, &e.q, .form_id = s->form_id));
    TRY(q_survey_units(c, &e.units, .survey_id = s->id));
    TRY(entry_columns(c, &e, t));
    for (size_t r = e.cols.first; r < e.cols.sheet->rows.n; r++)
        if (!row_blank(&e.cols, r))
            TRY(read_row(c, s, &e, r, out));
    if (!out->added && !out->there)
        return fail(c, E_INVALID, T("Tệp “%.*s” không có phiếu nào."), SV(t->file));
    return audit_add(c, "survey.sheet", s->code, str_fmt(c->arena, "{\"added\":%zu,\"there\":%zu}", out->added, out->there));
}

/* ---- paper ---- */

static Err typed(Ctx *c, int64_t paper_id, const SurveyQuestionsRows *q, Str **values)
{
    SurveyPaperAnswersRows rows;

    TRY(q_survey_paper_answers(c, &rows, .paper_id = paper_id));
    *values = NEW(c->arena, Str, q->n + 1);
    for (size_t i = 0; i < q->n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].question_id == q->v[i].id)
                (*values)[i] = rows.v[k].value;
    return OK;
}

static Err count_paper(Ctx *c, const SurveyByCodeRow *s, const SurveyQuestionsRows *q, Str sheet, int64_t unit_id, const Str *values)
{
    int64_t id;

    TRY(response_store(c, s, q, &(Whole){ .unit_id = unit_id, .channel = S("paper"), .sheet = sheet, .day = c->today, .values = values }, &id));
    TRY(q_survey_paper_answers_clear(c, .survey_id = s->id, .sheet = sheet));
    return q_survey_paper_clear(c, .survey_id = s->id, .sheet = sheet);
}

static Err check_paper(Ctx *c, const SurveyByCodeRow *s, const SurveyQuestionsRows *q, const PaperForm *f)
{
    SurveyUnitsRows units;
    SurveyResponseBySheetRow same;
    size_t bad;
    bool any, rated = false;
    Err e;

    TRY(access_need(c, &PERM_SURVEY_ENTER, 0));
    if (!f->sheet.n || f->sheet.n > SHEET_MAX)
        return fail_field(c, "sheet", T("Hãy ghi số in trên phiếu, dài nhất %d ký tự."), SHEET_MAX);
    TRY(q_survey_units(c, &units, .survey_id = s->id));
    for (size_t i = 0; i < units.n; i++)
        rated |= units.v[i].id == f->unit_id;
    if (!rated)
        return fail_field(c, "unit", T("Hãy chọn đơn vị ghi trên phiếu."));
    TRY(q_survey_response_by_sheet(c, &same, &any, .survey_id = s->id, .sheet = f->sheet));
    if (any)
        return fail_field(c, "sheet", T("Phiếu số “%.*s” đã nhập đủ hai lần và đã tính."), SV(f->sheet));
    e = whole_check(c, q, f->values, &bad);
    if (e == E_INVALID) {
        c->answer.field = str_fmt(c->arena, "q%lld", (long long)q->v[bad].position);
        c->answer.text = str_fmt(c->arena, "%.*s: %.*s", SV(q->v[bad].code), SV(c->answer.text));
    }
    return e;
}

Err paper_enter(Ctx *c, const SurveyByCodeRow *s, const PaperForm *f, const char **state)
{
    SurveyQuestionsRows q;
    SurveyPapersRows there;
    SurveyPaperAddRow row;
    bool same;
    Str *before;

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(check_paper(c, s, &q, f));
    TRY(q_survey_papers(c, &there, .survey_id = s->id, .sheet = f->sheet));
    if (there.n > 1)
        return fail_field(c, "sheet", T("Phiếu số “%.*s” đã nhập hai lần và còn chỗ khác nhau; hãy xem danh sách khác nhau."), SV(f->sheet));
    if (there.n == 1 && !c->local && str_eq(there.v[0].who, c->user_login))
        return fail_field(c, "sheet", T("Lần nhập thứ hai phải do người khác làm; bạn đã nhập phiếu số “%.*s”."), SV(f->sheet));
    *state = there.n ? "differs" : "once";
    if (there.n) {
        TRY(typed(c, there.v[0].id, &q, &before));
        same = there.v[0].unit_id == f->unit_id;
        for (size_t i = 0; i < q.n; i++)
            same &= str_eq(before[i], f->values[i]);
        if (same) {
            *state = "agreed";
            return count_paper(c, s, &q, f->sheet, f->unit_id, f->values);
        }
    }
    TRY(q_survey_paper_add(c, &row, .survey_id = s->id, .sheet = f->sheet, .entry = (int64_t)there.n + 1, .unit_id = f->unit_id,
        .who = c->user_login, .at = c->now));
    for (size_t i = 0; i < q.n; i++)
        if (f->values[i].n)
            TRY(q_survey_paper_answer_add(c, .paper_id = row.id, .question_id = q.v[i].id, .value = f->values[i]));
    return OK;
}

static Err diffs_of(Ctx *c, const SurveyQuestionsRows *q, const SurveyPapersRow *a, const SurveyPapersRow *b, PaperDiffs *out)
{
    PaperDiff head = { .sheet = a->sheet, .unit = a->unit_name, .first_by = a->who, .second_by = b->who };
    Str *x, *y;

    TRY(typed(c, a->id, q, &x));
    TRY(typed(c, b->id, q, &y));
    if (a->unit_id != b->unit_id) {
        PaperDiff *d = vec_add(c->arena, out);

        *d = head;
        d->first = a->unit_name;
        d->second = b->unit_name;
    }
    for (size_t i = 0; i < q->n; i++)
        if (!str_eq(x[i], y[i])) {
            PaperDiff *d = vec_add(c->arena, out);

            *d = head;
            d->question = q->v[i].label;
            d->position = q->v[i].position;
            d->first = x[i];
            d->second = y[i];
        }
    return OK;
}

Err paper_diffs(Ctx *c, const SurveyByCodeRow *s, PaperDiffs *out)
{
    SurveyQuestionsRows q;
    SurveyPapersRows p;

    TRY(access_need(c, &PERM_SURVEY_ENTER, 0));
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(q_survey_papers(c, &p, .survey_id = s->id, .sheet = S("")));
    for (size_t i = 0; i + 1 < p.n; i++)
        if (str_eq(p.v[i].sheet, p.v[i + 1].sheet))
            TRY(diffs_of(c, &q, &p.v[i], &p.v[i + 1], out));
    return OK;
}

Err paper_settle(Ctx *c, const SurveyByCodeRow *s, Str sheet, int entry)
{
    SurveyQuestionsRows q;
    SurveyPapersRows p;
    Str *values;

    TRY(access_need(c, &PERM_SURVEY_ENTER, 0));
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(q_survey_papers(c, &p, .survey_id = s->id, .sheet = sheet));
    if (p.n != 2 || !sheet.n || entry < 1 || entry > 2)
        return fail(c, E_STATE, T("Phiếu này không còn trong danh sách khác nhau; hãy tải lại trang."));
    TRY(typed(c, p.v[entry - 1].id, &q, &values));
    TRY(audit_add(c, "survey.settle", s->code, str_fmt(c->arena, "{\"entry\":%d}", entry)));
    return count_paper(c, s, &q, sheet, p.v[entry - 1].unit_id, values);
}

/* ---- second visit ---- */

Err recheck_draw(Ctx *c, const SurveyByCodeRow *s, uint64_t seed, size_t *n)
{
    SurveyVisitedRows all;
    size_t wanted, have = 0;

    *n = 0;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!s->recheck)
        return fail(c, E_STATE, T("Kế hoạch của đợt này không có phúc tra; hãy ghi tỷ lệ phúc tra khi mở đợt."));
    TRY(q_survey_visited(c, &all, .survey_id = s->id));
    wanted = (all.n * (size_t)s->recheck + 99) / 100;
    for (size_t i = 0; i < all.n; i++)
        have += all.v[i].visited.n > 0;
    /* Each of the rest has the same chance: walk through and take with what is still wanted over what is left. */
    for (size_t i = 0, left = all.n - have; i < all.n && have < wanted; i++) {
        if (all.v[i].visited.n)
            continue;
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        if ((seed >> 32) * left >> 32 < wanted - have) {
            TRY(q_survey_visit_note(c, .id = all.v[i].id, .survey_id = s->id, .visited = S("chosen")));
            have++;
            ++*n;
        }
        left--;
    }
    return audit_add(c, "survey.recheck", s->code, str_fmt(c->arena, "{\"drawn\":%zu}", *n));
}

Err recheck_note(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, Str outcome, Str note)
{
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!str_eq(outcome, S("same")) && !str_eq(outcome, S("differs")) && !str_eq(outcome, S("missed")))
        return fail_field(c, "outcome", T("Hãy chọn kết quả phúc tra."));
    if (note.n > 500)
        return fail_field(c, "note", T("Ghi chú dài quá 500 ký tự."));
    TRY(q_survey_visit_note(c, .id = response_id, .survey_id = s->id, .visited = outcome, .note = note));
    return audit_add(c, "survey.recheck_note", s->code, str_fmt(c->arena, "{\"response\":%lld}", (long long)response_id));
}
