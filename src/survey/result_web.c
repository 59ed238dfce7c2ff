/* Pages of the results: index with its interval, factors, one more dimension, waves; the same as XLSX. */
#include "chart/chart.h"
#include "doc/table_out.h"
#include "org/org.h"
#include "pages.h"
#include "survey/survey_web.h"

enum { WAVES_MAX = 12, CHART_UNITS = 24 };

static const struct { const char *name, *title; } no_answers[] = {
    { "leave", T("câu bỏ trống và “không có ý kiến” không được tính") }, { "middle", T("câu bỏ trống và “không có ý kiến” tính mức giữa") },
    { "worst", T("câu bỏ trống và “không có ý kiến” tính mức thấp nhất") },
};

static Err name_of(Ctx *c, Str unit_code, Str *name, bool *may)
{
    UnitRow u;

    TRY(org_by_code(c, unit_code, &u));
    *name = u.name;
    return access_can(c, &PERM_SURVEY_VIEW, u.id, may);
}

static void line_from(Ctx *c, const IndexRow *r, ResultLine *l)
{
    Buf svg = { .arena = c->arena };

    l->shown = r->has_index;
    l->n = r->n;
    l->index = r->index;
    l->lo = r->lo;
    l->hi = r->hi;
    l->interval = r->has_interval && r->has_index;
    l->small = r->small && r->has_index;
    l->weighted = r->weighted;
    l->gap = r->gap;
    if (!r->has_index)
        return;
    chart_cell_bar(&svg, r->index, DEC(100));
    l->bar = html_trusted(buf_str(&svg));
}

static void put_factor(Ctx *c, ResultsView *v, ResultLine *l, const IndexRow *r)
{
    size_t at = 0;

    while (at < v->factors.n && !str_eq(v->factors.v[at], r->factor))
        at++;
    while (l->factors.n < v->factors.n)
        (void)vec_add(c->arena, &l->factors);
    if (at < v->factors.n)
        l->factors.v[at] = (OptDec){ r->has_index, r->index };
}

static Err factor_names(Ctx *c, const SurveyByCodeRow *s, StrList *out)
{
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    for (size_t i = 0; i < q.n; i++) {
        bool there = !str_starts(q.v[i].kind, S("likert"));

        for (size_t k = 0; k < out->n && !there; k++)
            there = str_eq(out->v[k], q.v[i].factor);
        if (!there)
            *vec_add(c->arena, out) = q.v[i].factor;
    }
    return OK;
}

/* One line a unit that the reader may see; highest index first, hidden ones last. */
static Err unit_lines(Ctx *c, ResultsView *v, ResultKept *kept, StrList *codes)
{
    ResultSet total, parts;

    TRY(survey_table(c, &v->top.s, &(ResultAsk){ .by_unit = true, .kept = kept }, &total));
    TRY(survey_table(c, &v->top.s, &(ResultAsk){ .by_unit = true, .by_factor = true, .kept = kept }, &parts));
    v->hidden = total.hidden;
    for (size_t i = 0; i < total.n; i++) {
        ResultLine l = { 0 };
        size_t at;
        bool may;

        TRY(name_of(c, total.v[i].unit, &l.name, &may));
        if (!may)
            continue;
        line_from(c, &total.v[i], &l);
        for (size_t k = 0; k < parts.n; k++)
            if (str_eq(parts.v[k].unit, total.v[i].unit))
                put_factor(c, v, &l, &parts.v[k]);
        v->any_small |= l.small;
        v->any_gap |= l.gap;
        (void)vec_add(c->arena, &v->units);
        (void)vec_add(c->arena, codes);
        for (at = v->units.n - 1; at > 0 && (l.shown > v->units.v[at - 1].shown
                || (l.shown && v->units.v[at - 1].shown && dec_cmp(l.index, v->units.v[at - 1].index) > 0)); at--) {
            v->units.v[at] = v->units.v[at - 1];
            codes->v[at] = codes->v[at - 1];
        }
        v->units.v[at] = l;
        codes->v[at] = total.v[i].unit;
    }
    return OK;
}

static Err all_line(Ctx *c, ResultsView *v, ResultKept *kept, bool whole)
{
    ResultSet set, parts;

    if (!whole)
        return OK;
    TRY(survey_table(c, &v->top.s, &(ResultAsk){ .kept = kept }, &set));
    TRY(survey_table(c, &v->top.s, &(ResultAsk){ .by_factor = true, .kept = kept }, &parts));
    v->has_all = set.n == 1 && set.v[0].has_index;
    v->left_out = set.left_out;
    if (!v->has_all)
        return OK;
    line_from(c, &set.v[0], &v->all);
    for (size_t k = 0; k < parts.n; k++)
        put_factor(c, v, &v->all, &parts.v[k]);
    return OK;
}

static void unit_chart(Ctx *c, ResultsView *v)
{
    ChartDot *dots = NEW(c->arena, ChartDot, CHART_UNITS);
    Buf svg = { .arena = c->arena };
    size_t n = 0;

    for (size_t i = 0; i < v->units.n && n < CHART_UNITS; i++)
        if (v->units.v[i].shown && v->units.v[i].interval)
            dots[n++] = (ChartDot){ .label = v->units.v[i].name, .lo = DEC(0), .hi = DEC(100), .min = v->units.v[i].lo, .mean = v->units.v[i].index,
                .max = v->units.v[i].hi };
    if (!n)
        return;
    chart_intervals(&svg, &(Chart){ .title = str_of(tr(c->answer.lang, T("Chỉ số và khoảng tin cậy 95% của từng đơn vị"))), .lang = c->answer.lang,
        .places = 1, .width = 720 }, dots, n);
    v->chart = html_trusted(buf_str(&svg));
}

/* ---- one more dimension ---- */

static Err cross_lines(Ctx *c, const Req *rq, ResultsView *v, ResultKept *kept, bool whole)
{
    ResultAsk ask = { .by = v->by, .unit_id = req_int(rq, "unit"), .kept = kept };
    ResultSet set, parts;
    bool may = whole;

    if (ask.unit_id)
        TRY(access_can(c, &PERM_SURVEY_VIEW, ask.unit_id, &may));
    if (!v->by.n || !may)
        return OK;
    TRY(survey_table(c, &v->top.s, &ask, &set));
    ask.by_factor = true;
    TRY(survey_table(c, &v->top.s, &ask, &parts));
    for (size_t i = 0; i < set.n; i++) {
        ResultLine *l = vec_add(c->arena, &v->cross);

        TRY(dimension_label(c, &v->top.s, v->by, set.v[i].group, &l->name));
        line_from(c, &set.v[i], l);
        for (size_t k = 0; k < parts.n; k++)
            if (str_eq(parts.v[k].group, set.v[i].group)) {
                IndexRow r = parts.v[k];

                r.has_index &= l->shown;
                put_factor(c, v, l, &r);
            }
    }
    return OK;
}

static Err choices(Ctx *c, const Req *rq, ResultsView *v, bool whole)
{
    Dimensions d = { 0 };
    SurveyUnitsRows units;

    v->by = req_str(rq, "by");
    TRY(survey_dimensions(c, &v->top.s, &d));
    for (size_t i = 0; i < d.n; i++) {
        bool on = str_eq(d.v[i].code, v->by);

        *vec_add(c->arena, &v->dimensions) = (Choice){ .value = d.v[i].code, .text = d.v[i].title, .on = on };
        if (on)
            v->by_title = d.v[i].title;
    }
    if (!v->by_title.n)
        v->by = (Str){ 0 };
    if (whole)
        *vec_add(c->arena, &v->units_choice) = (Choice){ .value = S("0"), .title = T("Mọi đơn vị"), .on = !req_int(rq, "unit") };
    TRY(q_survey_units(c, &units, .survey_id = v->top.s.id));
    for (size_t i = 0; i < units.n; i++) {
        bool may, on = units.v[i].id == req_int(rq, "unit");

        TRY(access_can(c, &PERM_SURVEY_VIEW, units.v[i].id, &may));
        if (may)
            *vec_add(c->arena, &v->units_choice) = (Choice){ .value = str_fmt(c->arena, "%lld", (long long)units.v[i].id), .text = units.v[i].name, .on = on };
        if (may && on)
            v->unit_name = units.v[i].name;
    }
    return OK;
}

/* ---- waves ---- */

static Err wave_values(Ctx *c, const SurveyWavesRow *w, const StrList *codes, ResultKept *kept, ResultsView *v)
{
    SurveyByCodeRow s;
    ResultSet set;

    TRY(survey_find(c, w->code, &s));
    TRY(survey_table(c, &s, &(ResultAsk){ .by_unit = true, .kept = s.id == v->top.s.id ? kept : NULL }, &set));
    for (size_t i = 0; i < v->units.n; i++) {
        OptDec *d = vec_add(c->arena, &v->units.v[i].waves);

        for (size_t k = 0; k < set.n; k++)
            if (str_eq(set.v[k].unit, codes->v[i]) && set.v[k].has_index)
                *d = (OptDec){ true, set.v[k].index };
    }
    return OK;
}

static Err trend(Ctx *c, ResultsView *v, ResultKept *kept, const StrList *codes)
{
    SurveyWavesRows waves;
    VEC(ChartLine) lines = { 0 };
    Buf svg = { .arena = c->arena };
    size_t first;

    if (!v->top.s.series.n)
        return OK;
    TRY(q_survey_waves(c, &waves, .series = v->top.s.series));
    if (waves.n < 2)
        return OK;
    first = waves.n > WAVES_MAX ? waves.n - WAVES_MAX : 0;
    for (size_t i = first; i < waves.n; i++) {
        *vec_add(c->arena, &v->waves) = waves.v[i].wave.n ? waves.v[i].wave : waves.v[i].code;
        TRY(wave_values(c, &waves.v[i], codes, kept, v));
    }
    for (size_t i = 0; i < v->units.n && lines.n < 8; i++)
        *vec_add(c->arena, &lines) = (ChartLine){ .label = v->units.v[i].name, .v = v->units.v[i].waves.v };
    if (!lines.n)
        return OK;
    chart_years(&svg, &(Chart){ .title = str_of(tr(c->answer.lang, T("Chỉ số qua các lần khảo sát"))), .lang = c->answer.lang, .places = 1, .width = 720 },
        v->waves.v, v->waves.n, lines.v, lines.n);
    v->trend = html_trusted(buf_str(&svg));
    return OK;
}

static Err results(Ctx *c, const Req *rq, ResultsView *v)
{
    ResultKept kept = { 0 };
    StrList codes = { 0 };
    bool whole;

    TRY(survey_top(c, rq, "results", &v->top));
    TRY(access_can(c, &PERM_SURVEY_VIEW, 0, &whole));
    TRY(survey_least(c, &v->top.s, &v->least));
    TRY(factor_names(c, &v->top.s, &v->factors));
    v->scheme = scale_words(c->arena, v->top.s.scheme);
    for (size_t i = 0; i < COUNT(no_answers); i++)
        if (str_eq(v->top.s.no_answer, str_of(no_answers[i].name)))
            v->no_answer = no_answers[i].title;
    TRY(choices(c, rq, v, whole));
    TRY(unit_lines(c, v, &kept, &codes));
    TRY(all_line(c, v, &kept, whole));
    unit_chart(c, v);
    TRY(trend(c, v, &kept, &codes));
    v->query = req_query_less(rq, "");
    return cross_lines(c, rq, v, &kept, whole);
}

Err get_survey_results(Ctx *c, Req *rq, Out *o)
{
    ResultsView v = { 0 };

    TRY(results(c, rq, &v));
    tpl_survey_results(o, &v);
    return OK;
}

static void sheet_of(Ctx *c, TableOut *t, const ResultsView *v, const char *name, const ResultLine *rows, size_t n)
{
    VEC(OutColumn) columns = { 0 };

    *vec_add(c->arena, &columns) = (OutColumn){ T("Tên"), 40 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Số phiếu"), 10 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Chỉ số"), 10 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Khoảng từ"), 10 };
    *vec_add(c->arena, &columns) = (OutColumn){ T("Khoảng đến"), 10 };
    for (size_t i = 0; i < v->factors.n; i++)
        *vec_add(c->arena, &columns) = (OutColumn){ str_z(c->arena, v->factors.v[i]), 16 };
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, name)), .title = v->top.s.title, .landscape = true,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("Đơn vị, nhóm dưới %lld phiếu không hiện; khoảng tin cậy 95%%.")), (long long)v->least) }, columns.v, columns.n);
    for (size_t i = 0; i < n; i++) {
        const ResultLine *l = &rows[i];

        out_text(t, l->name);
        if (l->shown) {
            out_int(t, l->n);
            out_dec(t, l->index, 2);
        } else {
            out_skip(t);
            out_skip(t);
        }
        out_opt_dec(t, (OptDec){ l->interval, l->lo }, 2);
        out_opt_dec(t, (OptDec){ l->interval, l->hi }, 2);
        for (size_t k = 0; k < l->factors.n; k++)
            out_opt_dec(t, l->factors.v[k], 2);
        out_row(t);
    }
}

Err get_survey_results_xlsx(Ctx *c, Req *rq, Out *o)
{
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    ResultsView v = { 0 };
    Str bytes;

    (void)o;
    TRY(results(c, rq, &v));
    sheet_of(c, t, &v, T("Đơn vị"), v.units.v, v.units.n);
    if (v.cross.n)
        sheet_of(c, t, &v, T("Bảng chéo"), v.cross.v, v.cross.n);
    TRY(table_out_end(t, &bytes, &c->answer));
    req_send_xlsx(rq, str_fmt(c->arena, "ket-qua-%.*s.xlsx", SV(v.top.s.code)), bytes);
    return OK;
}
