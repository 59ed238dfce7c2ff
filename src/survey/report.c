#include "survey/report.h"

#include "core/setting.h"
#include "doc/table_out.h"
#include "survey/guard.h"

static Err factor_names(Ctx *c, ReportPart *p)
{
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = p->s.form_id));
    for (size_t i = 0; i < q.n; i++) {
        bool there = !str_starts(q.v[i].kind, S("likert"));

        for (size_t k = 0; k < p->factors.n && !there; k++)
            there = str_eq(p->factors.v[k], q.v[i].factor);
        if (!there)
            *vec_add(c->arena, &p->factors) = q.v[i].factor;
    }
    return OK;
}

static const IndexRow *row_of(const ResultSet *set, Str unit, Str factor)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->v[i].unit, unit) && str_eq(set->v[i].factor, factor))
            return &set->v[i];
    return NULL;
}

static void fill_line(Ctx *c, const ReportPart *p, ReportLine *l, Str unit_code, const ResultSet *total, const ResultSet *parts, const ResultSet *before)
{
    const IndexRow *r = row_of(total, unit_code, S("")), *old = row_of(before, unit_code, S(""));

    if (r && r->has_index) {
        l->shown = true;
        l->interval = r->has_interval;
        l->n = r->n;
        l->index = r->index;
        l->lo = r->lo;
        l->hi = r->hi;
    }
    l->before = (OptDec){ old && old->has_index, old ? old->index : (Dec){ 0 } };
    for (size_t i = 0; i < p->factors.n; i++) {
        const IndexRow *f = row_of(parts, unit_code, p->factors.v[i]);

        *vec_add(c->arena, &l->factors) = (OptDec){ f && f->has_index, f ? f->index : (Dec){ 0 } };
    }
}

static Err part_of(Ctx *c, const Report *r, Str code, Date before_from, Date before_to, ReportPart *p)
{
    ResultKept kept = { 0 };
    ResultAsk ask = { .by_unit = true, .from = r->from, .to = r->to, .kept = &kept };
    ResultSet total, parts, before = { 0 };
    SurveyPeriodCountsRows counts;

    TRY(survey_find(c, code, &p->s));
    TRY(factor_names(c, p));
    TRY(survey_least(c, &p->s, &p->least));
    if (!r->from.day)
        TRY(guard_held(c, &p->s, &p->held));
    TRY(q_survey_period_counts(c, &counts, .survey_id = p->s.id, .from = r->from, .to = r->to));
    if (!counts.n)
        return OK;
    TRY(survey_table(c, &p->s, &ask, &total));
    ask.by_factor = true;
    TRY(survey_table(c, &p->s, &ask, &parts));
    if (before_from.day)
        TRY(survey_table(c, &p->s, &(ResultAsk){ .by_unit = true, .from = before_from, .to = before_to }, &before));
    for (size_t i = 0; i < counts.n; i++) {
        ReportLine *l;
        bool may;

        TRY(access_can(c, &PERM_SURVEY_VIEW, counts.v[i].unit_id, &may));
        if (!may)
            continue;
        l = vec_add(c->arena, &p->rows);
        *l = (ReportLine){ .unit = counts.v[i].unit_name, .waiting = counts.v[i].waiting, .dropped = counts.v[i].dropped };
        fill_line(c, p, l, counts.v[i].unit_code, &total, &parts, &before);
        p->counted += counts.v[i].counted;
        p->waiting += counts.v[i].waiting;
        p->dropped += counts.v[i].dropped;
    }
    return OK;
}

static Err days_of(Ctx *c, Str code, Report *out, Date *before_from, Date *before_to)
{
    PeriodRule rule = { 0 };
    int64_t day;
    Period p;

    if (!period_parse(&p, code))
        return fail_field(c, "period", T("Kỳ “%.*s” chưa đúng; hãy ghi tháng 2025-11 hoặc quý 2025-Q4."), SV(code));
    TRY(setting_int(c, "survey.report_day", &day));
    rule.cut_off = rule.send_by = (int8_t)day;
    out->period = period_code(c->arena, p);
    out->title = period_title(c->arena, p);
    out->from = period_figures_from(p, &rule);
    out->to = period_figures_to(p, &rule);
    out->due = period_due(p, &rule, NULL);
    p = period_before(p);
    *before_from = period_figures_from(p, &rule);
    *before_to = period_figures_to(p, &rule);
    return OK;
}

Err survey_report_make(Ctx *c, const ReportAsk *ask, Report *out)
{
    Date before_from = { 0 }, before_to = { 0 };
    SurveyListRows all;

    *out = (Report){ 0 };
    TRY(access_need_any(c, &PERM_SURVEY_VIEW));
    TRY(setting_int(c, "survey.min_n", &out->least));
    if (ask->period.n)
        TRY(days_of(c, ask->period, out, &before_from, &before_to));
    else if (!ask->survey.n)
        return fail_field(c, "survey", T("Hãy ghi kỳ báo cáo hoặc mã đợt khảo sát."));
    TRY(q_survey_list(c, &all, ));
    for (size_t i = 0; i < all.n; i++) {
        ReportPart p = { 0 };

        if (ask->survey.n && !str_eq(ask->survey, all.v[i].code))
            continue;
        TRY(part_of(c, out, all.v[i].code, before_from, before_to, &p));
        if (p.rows.n)
            *vec_add(c->arena, &out->parts) = p;
    }
    return OK;
}

/* ---- on paper ---- */

static Str two(Ctx *c, bool has, Dec d)
{
    return has ? dec_fmt(c->arena, d, 2, NUM_VI) : S("–");
}

static void part_paper(Ctx *c, Paper *p, const ReportPart *part)
{
    enum { FIRST = 5 };
    int widths[PAPER_MAX_COLS] = { 34, 13, 13, 22, 14 };
    size_t factors = part->factors.n < 6 ? part->factors.n : 6;
    PaperTable *t;

    paper_text(p, ROLE_SECTION, part->s.title);
    paper_fmt(p, ROLE_BODY, "Có %lld phiếu được tính, %lld phiếu chờ xem xét, %lld phiếu bị loại. Giá trị câu trả lời: %.*s. Đơn vị dưới %lld phiếu không hiện chỉ số.",
        (long long)part->counted, (long long)part->waiting, (long long)part->dropped, SV(scale_words(c->arena, part->s.scheme)), (long long)part->least);
    if (part->held.n)
        paper_text(p, ROLE_BODY, part->held);
    for (size_t i = 0; i < factors; i++)
        widths[FIRST + i] = 14;
    t = paper_table(p, widths, (int)(FIRST + factors), 1);
    t->half_points = 20;
    paper_head(t, S("Đơn vị"));
    paper_head(t, S("Số phiếu"));
    paper_head(t, S("Chỉ số"));
    paper_head(t, S("Khoảng 95%"));
    paper_head(t, S("Kỳ trước"));
    for (size_t i = 0; i < factors; i++)
        paper_head(t, part->factors.v[i]);
    for (size_t i = 0; i < part->rows.n; i++) {
        const ReportLine *l = &part->rows.v[i];

        paper_cell(t, l->unit);
        paper_centred(paper_cell(t, l->shown ? str_fmt(c->arena, "%lld", (long long)l->n) : S("ẩn")));
        paper_centred(paper_cell(t, two(c, l->shown, l->index)));
        paper_centred(paper_cell(t, l->interval && l->shown ? str_fmt(c->arena, "%.*s – %.*s", SV(dec_fmt(c->arena, l->lo, 1, NUM_VI)), SV(dec_fmt(c->arena, l->hi, 1, NUM_VI))) : S("–")));
        paper_centred(paper_cell(t, two(c, l->before.has, l->before.d)));
        for (size_t k = 0; k < factors; k++)
            paper_centred(paper_cell(t, two(c, l->factors.v[k].has, l->factors.v[k].d)));
    }
}

static void bars_paper(Ctx *c, Paper *p, const ReportPart *part)
{
    enum { PARTS = 20 };
    int widths[PARTS + 2];
    PaperTable *t;

    widths[0] = 40;
    for (int i = 1; i <= PARTS; i++)
        widths[i] = 4;
    widths[PARTS + 1] = 14;
    paper_text(p, ROLE_CAPTION, S("Chỉ số của từng đơn vị trên thang 100"));
    t = paper_table(p, widths, PARTS + 2, 0);
    t->half_points = 20;
    for (size_t i = 0; i < part->rows.n; i++) {
        const ReportLine *l = &part->rows.v[i];

        if (!l->shown)
            continue;
        paper_cell(t, l->unit);
        paper_bar(t, l->index, DEC(100), PARTS);
        paper_centred(paper_cell(t, two(c, true, l->index)));
    }
}

Paper *survey_report_paper(Ctx *c, const Report *r)
{
    Str title = r->period.n ? str_fmt(c->arena, "Kết quả lấy ý kiến %.*s", SV(r->title)) : S("Kết quả khảo sát");
    Paper *p = paper_begin(c->arena, &(PaperAbout){ .title = title, .made = c->now });

    paper_text(p, ROLE_TYPE, S("BÁO CÁO"));
    paper_text(p, ROLE_ABSTRACT, title);
    if (r->period.n)
        paper_fmt(p, ROLE_BODY, "Số liệu từ %.*s đến %.*s; gửi chậm nhất ngày %.*s.", SV(date_vi(c->arena, r->from)), SV(date_vi(c->arena, r->to)),
            SV(date_vi(c->arena, r->due)));
    for (size_t i = 0; i < r->parts.n; i++) {
        bool any = false;

        part_paper(c, p, &r->parts.v[i]);
        for (size_t k = 0; k < r->parts.v[i].rows.n; k++)
            any |= r->parts.v[i].rows.v[k].shown;
        if (any)
            bars_paper(c, p, &r->parts.v[i]);
    }
    paper_text(p, ROLE_NOTE, S("Khoảng tin cậy 95 phần trăm. Chỉ số gộp mọi câu trả lời; câu bỏ trống tính theo kế hoạch của đợt."));
    return p;
}

Err survey_report_xlsx(Ctx *c, const Report *r, Str *bytes)
{
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    for (size_t i = 0; i < r->parts.n; i++) {
        const ReportPart *p = &r->parts.v[i];
        VEC(OutColumn) columns = { 0 };
        static const OutColumn first[] = { { T("Đơn vị"), 40 }, { T("Số phiếu"), 10 }, { T("Chỉ số"), 10 }, { T("Khoảng từ"), 10 }, { T("Khoảng đến"), 10 },
            { T("Kỳ trước"), 10 }, { T("Chờ xem xét"), 12 }, { T("Bị loại"), 10 } };

        for (size_t k = 0; k < COUNT(first); k++)
            *vec_add(c->arena, &columns) = first[k];
        for (size_t k = 0; k < p->factors.n; k++)
            *vec_add(c->arena, &columns) = (OutColumn){ str_z(c->arena, p->factors.v[k]), 16 };
        out_sheet(t, &(SheetLook){ .name = p->s.code, .title = str_fmt(c->arena, "%.*s %.*s", SV(p->s.title), SV(r->title)), .landscape = true }, columns.v, columns.n);
        for (size_t k = 0; k < p->rows.n; k++) {
            const ReportLine *l = &p->rows.v[k];

            out_text(t, l->unit);
            l->shown ? out_int(t, l->n) : out_skip(t);
            out_opt_dec(t, (OptDec){ l->shown, l->index }, 2);
            out_opt_dec(t, (OptDec){ l->interval && l->shown, l->lo }, 2);
            out_opt_dec(t, (OptDec){ l->interval && l->shown, l->hi }, 2);
            out_opt_dec(t, l->before, 2);
            out_int(t, l->waiting);
            out_int(t, l->dropped);
            for (size_t f = 0; f < l->factors.n; f++)
                out_opt_dec(t, l->factors.v[f], 2);
            out_row(t);
        }
    }
    if (!r->parts.n) {
        static const OutColumn none[] = { { T("Không có phiếu nào trong kỳ"), 40 } };

        out_sheet(t, &(SheetLook){ 0 }, none, 1);
    }
    return table_out_end(t, bytes, &c->answer);
}
