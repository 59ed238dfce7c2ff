/* Opening, closing, deciding; the index from the answers in the database. */
#include "core/audit.h"
#include "core/setting.h"
#include "core_sql.h"
#include "org/org.h"
#include "survey/collect.h"
#include "survey/index.h"

static Err add_units(Ctx *c, int64_t id, Str list)
{
    Str one, code, quota;

    for (bool more = list.n > 0; more;) {
        int64_t n = 0;
        UnitRow u;

        more = str_cut(list, S(","), &one, &list);
        if (str_cut(str_trim(one), S(":"), &code, &quota) && (!str_int(quota, &n) || n < 0))
            return fail_field(c, "units", T("Số phiếu cần có “%.*s” phải là số nguyên không âm."), SV(quota));
        TRY(org_by_code(c, code, &u));
        TRY(q_survey_unit_add(c, .survey_id = id, .unit_id = u.id, .quota = n));
    }
    return OK;
}

static Err add_facts(Ctx *c, int64_t id, Str list)
{
    Str one, factor, fact;

    for (bool more = list.n > 0; more;) {
        more = str_cut(list, S(";"), &one, &list);
        if (!str_cut(str_trim(one), S("="), &factor, &fact)) {
            fact = factor;
            factor = (Str){ 0 };
        }
        TRY(q_survey_fact_put(c, .survey_id = id, .factor = factor, .fact = fact));
    }
    return OK;
}

static bool good_code(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
            return false;
    return s.n > 0 && s.n <= 40;
}

Err survey_open(Ctx *c, const SurveyPlan *p, int64_t *id)
{
    SurveyFormLatestRow form;
    SurveyByCodeRow there;
    SurveyAddRow row;
    bool any;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!good_code(p->code))
        return fail_field(c, "code", T("Mã đợt khảo sát gồm chữ thường không dấu, số và dấu -, dài nhất 40 ký tự."));
    if (!p->units.n)
        return fail_field(c, "units", T("Hãy ghi ít nhất một đơn vị được đánh giá."));
    if (p->opens_on.day && p->closes_on.day && p->closes_on.day < p->opens_on.day)
        return fail_field(c, "closes", T("Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai ngày."));
    TRY(q_survey_form_latest(c, &form, &any, .code = p->form));
    if (!any)
        return fail_field(c, "form", T("Chưa có phiếu “%.*s”; hãy nạp bằng `thuocdo survey import`."), SV(p->form));
    TRY(q_survey_by_code(c, &there, &any, .code = p->code));
    if (any)
        return fail_field(c, "code", T("Mã đợt khảo sát “%.*s” đã dùng; hãy đặt mã khác."), SV(p->code));
    TRY(q_survey_add(c, &row, .code = p->code, .form_id = form.id, .title = p->title, .wave = p->wave, .year = p->year,
        .opens_on = p->opens_on, .closes_on = p->closes_on, .open_link = p->open_link));
    *id = row.id;
    TRY(add_units(c, row.id, p->units));
    TRY(add_facts(c, row.id, p->facts));
    return audit_add(c, "survey.open", p->code, S(""));
}

Err survey_end(Ctx *c, Str code)
{
    SurveyByCodeRow s;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, code, &s));
    if (s.closed)
        return fail(c, E_STATE, T("Đợt khảo sát “%.*s” đã đóng từ trước."), SV(code));
    TRY(q_survey_close(c, .id = s.id));
    return audit_add(c, "survey.close", code, S(""));
}

Err survey_decide(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, bool count)
{
    SurveyResponseDecideRows done;

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_response_decide(c, &done, .id = response_id, .survey_id = s->id, .state = count ? S("counted") : S("dropped")));
    if (!done.n)
        return fail(c, E_STATE, T("Phiếu này không còn chờ xem xét; hãy tải lại trang."));
    return audit_add(c, count ? "survey.count" : "survey.drop", s->code, str_fmt(c->arena, "{\"response\":%lld}", (long long)response_id));
}

Err survey_answers_csv(Ctx *c, const SurveyByCodeRow *s, Buf *out)
{
    SurveyScaleAnswersRows a;
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(q_survey_scale_answers(c, &a, .survey_id = s->id));
    buf_lit(out, "unit,group");
    for (size_t i = 0; i < q.n; i++)
        if (str_starts(q.v[i].kind, S("likert")))
            buf_fmt(out, ",%.*s", SV(q.v[i].code));
    buf_ch(out, '\n');
    for (size_t r = 0, next; r < a.n; r = next) {
        buf_fmt(out, "\"%.*s\",\"%.*s\"", SV(a.v[r].unit_code), SV(a.v[r].grp));
        next = r;
        for (size_t i = 0; i < q.n; i++) {
            int64_t v = 0;

            if (!str_starts(q.v[i].kind, S("likert")))
                continue;
            if (next < a.n && a.v[next].response_id == a.v[r].response_id && a.v[next].position == q.v[i].position)
                (void)str_int(a.v[next++].value, &v);   /* checked when it was answered; 0: no opinion */
            if (v && str_eq(q.v[i].kind, S("likert3")))
                v = 2 * v - 1;
            v ? buf_fmt(out, ",%lld", (long long)v) : buf_ch(out, ',');
        }
        buf_ch(out, '\n');
    }
    return OK;
}

/* Rows per unit for a factor; '' is the whole. Questions of other factors are left out of the text by the map. */
static Err index_of(Ctx *c, const SurveyByCodeRow *s, bool by_factor, IndexRow **rows, size_t *n)
{
    AnswersAsk ask = { .by_unit = true };
    FactorMap map;
    SurveyQuestionsRows q;
    Buf text = { .arena = c->arena }, factors = { .arena = c->arena };
    AnswerSet set;

    TRY(survey_answers_csv(c, s, &text));
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    buf_lit(&factors, "question,factor\n");
    for (size_t i = 0; i < q.n; i++)
        if (str_starts(q.v[i].kind, S("likert")))
            buf_fmt(&factors, "%.*s,\"%.*s\"\n", SV(q.v[i].code), SV(q.v[i].factor));
    if (by_factor) {
        TRY(factors_parse(&map, c->arena, s->code, buf_str(&factors), &c->answer));
        ask.factors = &map;
    }
    TRY(scale_parse(&ask.scale, S("likert5"), &c->answer));
    TRY(answers_read(&set, c->arena, s->code, buf_str(&text), &ask, &c->answer));
    *n = set.n_cells * set.n_factors;
    *rows = *n ? index_rows(c->arena, &set, &(IndexAsk){ 0 }) : NULL;
    return OK;
}

Err survey_results(Ctx *c, const SurveyByCodeRow *s, bool by_factor, IndexRow **rows, size_t *n)
{
    int64_t min_n;

    TRY(setting_int(c, "survey.min_n", &min_n));
    TRY(index_of(c, s, by_factor, rows, n));
    for (size_t i = 0; i < *n; i++)
        if ((*rows)[i].n < min_n)
            (*rows)[i].has_index = (*rows)[i].has_interval = false;
    return OK;
}

Err survey_publish(Ctx *c, Str code, size_t *n, size_t *hidden)
{
    SurveyByCodeRow s;
    SurveyFactsRows facts;

    *n = *hidden = 0;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, code, &s));
    TRY(q_survey_facts(c, &facts, .survey_id = s.id));
    if (!facts.n)
        return fail(c, E_STATE, T("Đợt khảo sát “%.*s” chưa ghi tiêu chí nào nhận kết quả."), SV(code));
    for (size_t f = 0; f < facts.n; f++) {
        IndexRow *rows;
        size_t n_rows;

        TRY(survey_results(c, &s, facts.v[f].factor.n > 0, &rows, &n_rows));
        for (size_t i = 0; i < n_rows; i++) {
            UnitRow u;

            if (!str_eq(rows[i].factor, facts.v[f].factor))
                continue;
            if (!rows[i].has_index) {
                ++*hidden;
                continue;
            }
            TRY(org_by_code(c, rows[i].unit, &u));
            TRY(q_fact_put(c, .code = facts.v[f].fact, .unit_id = u.id, .period = str_fmt(c->arena, "%lld", (long long)s.year),
                .value = str_fmt(c->arena, "%.*s%%", SV(dec_exact(c->arena, rows[i].index, NUM_PLAIN))),
                .source = str_fmt(c->arena, "Khảo sát %.*s, %lld phiếu", SV(s.code), (long long)rows[i].n), .at = c->now, .who = c->user_login));
            ++*n;
        }
    }
    return audit_add(c, "survey.publish", code, S(""));
}
