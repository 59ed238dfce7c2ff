#include "survey/result.h"

#include "base/map.h"
#include "core/audit.h"
#include "core/setting.h"
#include "core_sql.h"
#include "doc/table_out.h"
#include "org/org.h"

static const struct { const char *channel, *via, *title; } channels[] = {
    { "open", "", T("Liên kết chung") }, { "code", "", T("Mã mời") }, { "open", "kiosk", T("Máy tại quầy") },
    { "paper", "visit", T("Điều tra viên") }, { "paper", "", T("Phiếu giấy") }, { "paper", "sheet", T("Nhập từ tệp") },
    { "open", "sheet", T("Nhập từ tệp, trực tuyến") }, { "code", "sheet", T("Nhập từ tệp, mã mời") },
};

const char *channel_title(Str channel, Str via)
{
    for (size_t i = 0; i < COUNT(channels); i++)
        if (str_eq(channel, str_of(channels[i].channel)) && str_eq(via, str_of(channels[i].via)))
            return channels[i].title;
    return T("Kênh khác");
}

Err survey_least(Ctx *c, const SurveyByCodeRow *s, int64_t *n)
{
    *n = s->min_n;
    return s->min_n ? OK : setting_int(c, "survey.min_n", n);
}

Err survey_dimensions(Ctx *c, const SurveyByCodeRow *s, Dimensions *out)
{
    SurveyQuestionsRows q;

    *vec_add(c->arena, out) = (Dimension){ S("channel"), str_of(tr(c->answer.lang, T("Kênh trả lời"))) };
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    for (size_t i = 0; i < q.n; i++)
        if (str_eq(q.v[i].kind, S("single")))
            *vec_add(c->arena, out) = (Dimension){ q.v[i].code, q.v[i].label };
    return OK;
}

static Err question_by_code(Ctx *c, const SurveyByCodeRow *s, Str code, SurveyQuestionsRow *out)
{
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    for (size_t i = 0; i < q.n; i++)
        if (str_eq(q.v[i].code, code)) {
            *out = q.v[i];
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Phiếu này không có câu hỏi “%.*s”."), SV(code));
}

Err dimension_label(Ctx *c, const SurveyByCodeRow *s, Str by, Str value, Str *out)
{
    SurveyQuestionsRow q;
    SurveyOptionsRows options;
    Str channel, via;

    *out = value;
    if (str_eq(by, S("channel"))) {
        str_cut(value, S("/"), &channel, &via);
        *out = str_of(tr(c->answer.lang, channel_title(channel, via)));
        return OK;
    }
    if (!value.n) {
        *out = str_of(tr(c->answer.lang, T("Không trả lời câu này")));
        return OK;
    }
    TRY(question_by_code(c, s, str_eq(by, S("group")) ? S("nhom") : by, &q));
    TRY(q_survey_options(c, &options, .question_id = q.id));
    for (size_t i = 0; i < options.n; i++)
        if (str_eq(options.v[i].name, value))
            *out = options.v[i].label;
    return OK;
}

/* ---- the file of answers ---- */

typedef struct Extra {          /* answers to the question of the dimension, in the order of responses */
    SurveyAnswersToRows rows;
    size_t at;
} Extra;

static Str extra_of(Extra *x, int64_t response_id)
{
    while (x->at < x->rows.n && x->rows.v[x->at].response_id < response_id)
        x->at++;
    return x->at < x->rows.n && x->rows.v[x->at].response_id == response_id ? x->rows.v[x->at].value : (Str){ 0 };
}

static Str second(Ctx *c, const ResultAsk *ask, Extra *x, const SurveyScaleAnswersRow *r)
{
    if (str_eq(ask->by, S("channel")))
        return str_fmt(c->arena, "%.*s/%.*s", SV(r->channel), SV(r->via));
    if (!ask->by.n || str_eq(ask->by, S("group")))
        return r->grp;
    return extra_of(x, r->response_id);
}

/* 0: leaves the denominator. A question behind a condition was perhaps never asked: it always leaves. */
static int64_t step_of(const SurveyByCodeRow *s, const SurveyQuestionsRow *q, bool there, Str value)
{
    int64_t v = 0;

    if (there)
        (void)str_int(value, &v);                       /* checked when it was answered; 0: no opinion */
    if (v)
        return str_eq(q->kind, S("likert3")) ? 2 * v - 1 : v;
    if (q->if_code.n || str_eq(s->no_answer, S("leave")))
        return 0;
    return str_eq(s->no_answer, S("worst")) ? 1 : 3;
}

static Str quoted(Arena *a, Str s)
{
    return str_replace(a, s, S("\""), S("\"\""));
}

static bool left_out(const Map *out, Str unit)
{
    int64_t at;

    return out && map_get(out, unit, &at);
}

static Err answers_once(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, SurveyScaleAnswersRows *out)
{
    ResultKept own = { 0 }, *k = ask->kept ? ask->kept : &own;

    if (!k->any || k->survey_id != s->id || k->unit_id != ask->unit_id || k->from.day != ask->from.day || k->to.day != ask->to.day) {
        *k = (ResultKept){ true, s->id, ask->unit_id, ask->from, ask->to, { 0 } };
        TRY(q_survey_scale_answers(c, &k->rows, .survey_id = s->id, .unit_id = ask->unit_id, .from = ask->from, .to = ask->to));
    }
    *out = k->rows;
    return OK;
}

/* without: units whose answers are left out; NULL: none. */
static Err answers_csv(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, const Map *without, Buf *out)
{
    SurveyScaleAnswersRows a;
    SurveyQuestionsRows q;
    SurveyQuestionsRow dimension;
    Extra x = { 0 };

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(answers_once(c, s, ask, &a));
    if (ask->by.n && !str_eq(ask->by, S("group")) && !str_eq(ask->by, S("channel"))) {
        TRY(question_by_code(c, s, ask->by, &dimension));
        TRY(q_survey_answers_to(c, &x.rows, .survey_id = s->id, .question_id = dimension.id));
    }
    buf_lit(out, "unit,group");
    for (size_t i = 0; i < q.n; i++)
        if (str_starts(q.v[i].kind, S("likert")))
            buf_fmt(out, ",%.*s", SV(q.v[i].code));
    buf_ch(out, '\n');
    for (size_t r = 0, next; r < a.n; r = next) {
        if (left_out(without, a.v[r].unit_code)) {
            next = r + 1;
            continue;
        }
        buf_fmt(out, "\"%.*s\",\"%.*s\"", SV(quoted(c->arena, a.v[r].unit_code)), SV(quoted(c->arena, second(c, ask, &x, &a.v[r]))));
        next = r;
        for (size_t i = 0; i < q.n; i++) {
            bool there = next < a.n && a.v[next].response_id == a.v[r].response_id && a.v[next].position == q.v[i].position;
            int64_t v;

            if (!str_starts(q.v[i].kind, S("likert")))
                continue;
            v = step_of(s, &q.v[i], there, there ? a.v[next].value : (Str){ 0 });
            next += there;
            v ? buf_fmt(out, ",%lld", (long long)v) : buf_ch(out, ',');
        }
        buf_ch(out, '\n');
    }
    return OK;
}

Err survey_answers_csv(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, Buf *out)
{
    return answers_csv(c, s, ask, NULL, out);
}

/* ---- tables ---- */

static Err factors_of(Ctx *c, const SurveyByCodeRow *s, FactorMap *map)
{
    SurveyQuestionsRows q;
    Buf text = { .arena = c->arena };

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    buf_lit(&text, "question,factor\n");
    for (size_t i = 0; i < q.n; i++)
        if (str_starts(q.v[i].kind, S("likert")))
            buf_fmt(&text, "%.*s,\"%.*s\"\n", SV(q.v[i].code), SV(quoted(c->arena, q.v[i].factor)));
    return factors_parse(map, c->arena, s->code, buf_str(&text), &c->answer);
}

static Err populations(Ctx *c, const SurveyByCodeRow *s, bool by_group, Strata *out)
{
    SurveyCellsRows cells;

    TRY(q_survey_cells(c, &cells, .survey_id = s->id));
    for (size_t i = 0; i < cells.n; i++)
        if (cells.v[i].population > 0 && (cells.v[i].grp.n > 0) == by_group)
            *vec_add(c->arena, &out->list) = (Stratum){ cells.v[i].unit_code, cells.v[i].grp, cells.v[i].population };
    return OK;
}

size_t result_hide(IndexRow *rows, size_t n, int64_t least)
{
    size_t hidden = 0, next = SIZE_MAX;

    for (size_t i = 0; i < n; i++)
        if (rows[i].n > 0 && rows[i].n < least) {
            rows[i].has_index = rows[i].has_interval = false;
            hidden++;
        } else if (rows[i].has_index && (next == SIZE_MAX || rows[i].n < rows[next].n)) {
            next = i;
        }
    if (hidden == 1 && n > 2 && next != SIZE_MAX) {
        rows[next].has_index = rows[next].has_interval = false;
        hidden++;
    }
    return hidden;
}

/* Each part of a table that adds up by itself: the rows of one factor; units are told apart by nobody's total. */
static size_t hide_table(Ctx *c, ResultSet *set, const ResultAsk *ask, int64_t least)
{
    size_t hidden = 0;

    if (!ask->by.n) {
        for (size_t i = 0; i < set->n; i++)
            hidden += result_hide(&set->v[i], 1, least);
        return hidden;
    }
    for (size_t i = 0; i < set->n; i++) {
        VEC(IndexRow) part = { 0 };
        VEC(size_t) place = { 0 };
        bool first = true;

        for (size_t k = 0; k < i && first; k++)
            first = !str_eq(set->v[k].factor, set->v[i].factor) || !str_eq(set->v[k].unit, set->v[i].unit);
        for (size_t k = i; first && k < set->n; k++)
            if (str_eq(set->v[k].factor, set->v[i].factor) && str_eq(set->v[k].unit, set->v[i].unit)) {
                *vec_add(c->arena, &part) = set->v[k];
                *vec_add(c->arena, &place) = k;
            }
        hidden += result_hide(part.v, part.n, least);
        for (size_t k = 0; k < part.n; k++)
            set->v[place.v[k]] = part.v[k];
    }
    return hidden;
}

/* The hidden units, when they are so few together that the whole less the shown ones would tell of them. */
static Err units_to_leave(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, int64_t least, Map *out)
{
    ResultSet units;
    int64_t people = 0;

    if (ask->by_unit || ask->unit_id)
        return OK;
    TRY(survey_table(c, s, &(ResultAsk){ .by_unit = true, .from = ask->from, .to = ask->to, .kept = ask->kept }, &units));
    for (size_t i = 0; i < units.n; i++)
        people += units.v[i].has_index ? 0 : units.v[i].n;
    for (size_t i = 0; i < units.n && people > 0 && people < least; i++)
        if (!units.v[i].has_index)
            (void)map_add(out, units.v[i].unit, 1);
    return OK;
}

/* After the time of keeping there is nothing but what each unit came to. */
static Err table_kept(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, ResultSet *out)
{
    SurveySummariesRows kept;

    if (!ask->by_unit || ask->by.n || ask->from.day)
        return OK;
    TRY(q_survey_summaries(c, &kept, .survey_id = s->id));
    out->v = NEW(c->arena, IndexRow, kept.n + 1);
    for (size_t i = 0; i < kept.n; i++) {
        const SurveySummariesRow *k = &kept.v[i];

        if ((k->factor.n > 0) != ask->by_factor)
            continue;
        out->v[out->n++] = (IndexRow){ .unit = k->unit_code, .factor = k->factor, .n = k->n, .answers = k->answers, .has_index = true,
            .index = k->value, .has_interval = true, .lo = k->lo, .hi = k->hi, .small = k->n < SMALL_SAMPLE };
        out->respondents += k->n;
    }
    return OK;
}

Err survey_table(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, ResultSet *out)
{
    Map without = { .arena = c->arena };
    bool weigh = s->weighted && ask->by_unit && !ask->by.n;
    AnswersAsk how = { .by_unit = ask->by_unit, .by_group = ask->by.n > 0 };
    Buf text = { .arena = c->arena };
    Strata strata = { 0 };
    FactorMap map;
    AnswerSet set;
    int64_t least;

    *out = (ResultSet){ 0 };
    if (s->swept_on.day)
        return table_kept(c, s, ask, out);
    TRY(survey_least(c, s, &least));
    TRY(units_to_leave(c, s, ask, least, &without));
    out->left_out = without.n;
    TRY(answers_csv(c, s, ask, &without, &text));
    if (weigh) {
        TRY(populations(c, s, true, &strata));
        how.by_group = strata.list.n > 0;
        if (!strata.list.n)
            TRY(populations(c, s, false, &strata));
    }
    if (ask->by_factor) {
        TRY(factors_of(c, s, &map));
        how.factors = &map;
    }
    TRY(scale_parse(&how.scale, s->scheme, &c->answer));
    TRY(answers_read(&set, c->arena, s->code, buf_str(&text), &how, &c->answer));
    out->n = set.n_cells * set.n_factors;
    out->respondents = set.respondents;
    out->v = out->n ? index_rows(c->arena, &set, &(IndexAsk){ 0 }) : NULL;
    if (out->n && strata.list.n)
        out->v = strata_join(c->arena, out->v, out->n, &strata, set.low, set.high, &out->n);
    out->hidden = hide_table(c, out, ask, least);
    return OK;
}

Err survey_results(Ctx *c, const SurveyByCodeRow *s, bool by_factor, IndexRow **rows, size_t *n)
{
    ResultSet set;

    TRY(survey_table(c, s, &(ResultAsk){ .by_unit = true, .by_factor = by_factor }, &set));
    *rows = set.v;
    *n = set.n;
    return OK;
}

/* ---- out of the house ---- */

Err survey_publish(Ctx *c, Str code, size_t *n, size_t *hidden)
{
    SurveyByCodeRow s;
    SurveyFactsRows facts;
    ResultKept kept = { 0 };

    *n = *hidden = 0;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, code, &s));
    TRY(q_survey_facts(c, &facts, .survey_id = s.id));
    if (!facts.n)
        return fail(c, E_STATE, T("Đợt khảo sát “%.*s” chưa ghi tiêu chí nào nhận kết quả."), SV(code));
    for (size_t f = 0; f < facts.n; f++) {
        ResultSet set;

        TRY(survey_table(c, &s, &(ResultAsk){ .by_unit = true, .by_factor = facts.v[f].factor.n > 0, .kept = &kept }, &set));
        for (size_t i = 0; i < set.n; i++) {
            UnitRow u;

            if (!str_eq(set.v[i].factor, facts.v[f].factor))
                continue;
            if (!set.v[i].has_index) {
                ++*hidden;
                continue;
            }
            TRY(org_by_code(c, set.v[i].unit, &u));
            TRY(q_fact_put(c, .code = facts.v[f].fact, .unit_id = u.id, .period = str_fmt(c->arena, "%lld", (long long)s.year),
                .value = str_fmt(c->arena, "%.*s%%", SV(dec_exact(c->arena, set.v[i].index, NUM_PLAIN))),
                .source = str_fmt(c->arena, "Khảo sát %.*s, %lld phiếu", SV(s.code), (long long)set.v[i].n), .at = c->now, .who = c->user_login));
            ++*n;
        }
    }
    return audit_add(c, "survey.publish", code, S(""));
}

static Err export_rows(Ctx *c, const SurveyByCodeRow *s, const SurveyQuestionsRows *q, TableOut *t)
{
    SurveyExportRows rows;

    TRY(q_survey_export(c, &rows, .survey_id = s->id));
    for (size_t r = 0, next; r < rows.n; r = next) {
        out_text(t, rows.v[r].unit_code);
        out_text(t, rows.v[r].grp);
        out_text(t, str_of(tr(c->answer.lang, channel_title(rows.v[r].channel, rows.v[r].via))));
        out_date(t, rows.v[r].day);
        next = r;
        for (size_t i = 0; i < q->n; i++) {
            bool there = next < rows.n && rows.v[next].response_id == rows.v[r].response_id && rows.v[next].position == q->v[i].position;

            there ? out_text(t, rows.v[next].value) : out_skip(t);
            next += there;
        }
        next += next == r;                              /* a response without any answer */
        out_row(t);
    }
    return OK;
}

Err survey_export(Ctx *c, const SurveyByCodeRow *s, Str why, Str *xlsx)
{
    SurveyQuestionsRows q;
    VEC(OutColumn) columns = { 0 };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!why.n)
        return fail_field(c, "why", T("Hãy ghi dùng câu trả lời vào việc gì; lý do được lưu vào nhật ký xem."));
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    *vec_add(c->arena, &columns) = (OutColumn){ T("Mã đơn vị"), 14 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Nhóm"), 14 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Kênh"), 18 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Ngày"), 12 };
    for (size_t i = 0; i < q.n; i++)
        *vec_add(c->arena, &columns) = (OutColumn){ str_z(c->arena, q.v[i].code), 10 };
    out_sheet(t, &(SheetLook){ .name = s->code, .landscape = true }, columns.v, columns.n);
    TRY(export_rows(c, s, &q, t));
    TRY(q_survey_access_add(c, .survey_id = s->id, .who = c->user_login, .at = c->now, .day = c->today, .what = S("export"), .why = why));
    TRY(audit_add(c, "survey.export", s->code, S("")));
    return table_out_end(t, xlsx, &c->answer);
}
