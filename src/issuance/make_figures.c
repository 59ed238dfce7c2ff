/* Reports of figures: a survey with its error, the periodic report with its appendix. */
#include "chart/picture.h"
#include "indicator/report.h"
#include "issuance/compose.h"
#include "org/org.h"
#include "survey/guard.h"
#include "survey/result.h"
#include "text/text.h"

/* --- survey --- */

typedef struct Results {
    SurveyByCodeRow s;
    SurveyUnitsRows units;
    IndexRow *all, *factors;
    size_t n_all, n_factors;
    Str held;
} Results;

static Str unit_name(const Results *r, Str code)
{
    for (size_t i = 0; i < r->units.n; i++)
        if (str_eq(r->units.v[i].code, code))
            return r->units.v[i].name;
    return code;
}

static Str two(Ctx *c, Dec d)
{
    return dec_fmt(c->arena, d, 2, NUM_VI);
}

static void index_fields(Ctx *c, Fields *row, const IndexRow *x)
{
    field(row, "chi_so", x->has_index ? str_fmt(c->arena, "%.*s%s", SV(two(c, x->index)), x->small ? " (*)" : "") : S("–"));
    field(row, "duoi", x->has_interval ? two(c, x->lo) : S("–"));
    field(row, "tren", x->has_interval ? two(c, x->hi) : S("–"));
    field(row, "khoang", x->has_interval ? str_fmt(c->arena, "%.*s – %.*s", SV(two(c, x->lo)), SV(two(c, x->hi))) : S("–"));
    field_fmt(row, "muc", "%d", x->has_index ? (int)chart_level(x->index, DEC(100)) : 0);
}

static void chart(Ctx *c, Fields *f, const Results *r, const IndexRow *const *order, size_t n)
{
    enum { MOST_BARS = 28 };    /* what fits a page */
    PictureBar *bars = NEW(c->arena, PictureBar, n + 1);
    size_t k = 0;
    Picture p;

    for (size_t i = 0; i < n && k < MOST_BARS; i++)
        if (order[i]->has_index)
            bars[k++] = (PictureBar){ .label = unit_name(r, order[i]->unit), .shown = two(c, order[i]->index), .value = order[i]->index, .max = DEC(100),
                .lo = order[i]->has_interval ? order[i]->lo : order[i]->index, .hi = order[i]->has_interval ? order[i]->hi : order[i]->index };
    field(f, "co_hinh", S(""));
    if (k == 0 || !picture_bars(c->arena, bars, k, &p))
        return;
    field(f, "co_hinh", S("x"));
    field_picture(f, "hinh_chi_so", &(FieldPicture){ p.png, str_fmt(c->arena, "Biểu đồ chỉ số của %zu đơn vị, số liệu trong bảng bên dưới", k), p.width, p.height });
}

/* Highest index first; units without one at the end. */
static const IndexRow **ordered(Ctx *c, IndexRow *v, size_t n)
{
    const IndexRow **o = NEW(c->arena, const IndexRow *, n + 1);

    for (size_t i = 0; i < n; i++) {
        size_t at = i;

        for (; at > 0 && v[i].has_index && (!o[at - 1]->has_index || dec_cmp(o[at - 1]->index, v[i].index) < 0); at--)
            o[at] = o[at - 1];
        o[at] = &v[i];
    }
    return o;
}

static Str remark(Ctx *c, const Results *r, const IndexRow *const *o, size_t n)
{
    size_t shown = 0;
    Dec sum = { 0 }, mean = { 0 };

    for (; shown < n && o[shown]->has_index; shown++)
        sum = dec_add(sum, o[shown]->index);
    if (shown == 0)
        return S("Chưa đơn vị nào có đủ số phiếu để công bố chỉ số.");
    if (!dec_div(sum, dec_int((int64_t)shown), &mean))
        return S("");
    if (shown == 1)
        return str_fmt(c->arena, "Chỉ số của %.*s là %.*s.", SV(unit_name(r, o[0]->unit)), SV(two(c, o[0]->index)));
    return str_fmt(c->arena, "Có %zu đơn vị đủ số phiếu để công bố; trung bình %.*s. Cao nhất là %.*s (%.*s), thấp nhất là %.*s (%.*s).", shown, SV(two(c, mean)),
        SV(unit_name(r, o[0]->unit)), SV(two(c, o[0]->index)), SV(unit_name(r, o[shown - 1]->unit)), SV(two(c, o[shown - 1]->index)));
}

static void survey_rows(Ctx *c, Fields *f, const Results *r)
{
    const IndexRow **o = ordered(c, r->all, r->n_all);
    int64_t counted = 0, dropped = 0;
    bool held = false;

    field_list(f, "don_vi_khao_sat");
    field_list(f, "yeu_to");
    for (size_t i = 0; i < r->units.n; i++) {
        counted += r->units.v[i].counted;
        dropped += r->units.v[i].dropped;
    }
    for (size_t i = 0; i < r->n_all; i++)
        if (!o[i]->has_index) {         /* the total must not tell by subtraction what is held back */
            held = true;
            counted -= o[i]->n;
        }
    field(f, "co_an", held ? S("x") : S(""));
    for (size_t i = 0; i < r->n_all; i++) {
        Fields *row = field_row(f, "don_vi_khao_sat");

        field_from(row, "ten", unit_name(r, o[i]->unit), str_fmt(c->arena, "khảo sát %.*s, %.*s", SV(r->s.code), SV(o[i]->unit)));
        field_fmt(row, "phieu", o[i]->has_index ? "%lld" : "–", (long long)o[i]->n);
        index_fields(c, row, o[i]);
    }
    for (size_t i = 0; i < r->n_factors; i++) {
        Fields *row = field_row(f, "yeu_to");

        field(row, "don_vi", unit_name(r, r->factors[i].unit));
        field(row, "ten", r->factors[i].factor.n ? r->factors[i].factor : S("Chung"));
        index_fields(c, row, &r->factors[i]);
    }
    field(f, "co_yeu_to", r->n_factors ? S("x") : S(""));
    field_fmt(f, "so_don_vi", "%zu", r->units.n);
    field_fmt(f, "so_phieu", "%lld", (long long)counted);
    field_fmt(f, "so_loai", dropped ? "%lld" : "", (long long)dropped);
    field(f, "nhan_xet", str_fmt(c->arena, "%.*s%s%.*s", SV(remark(c, r, o, r->n_all)), r->held.n ? " " : "", SV(r->held)));
    chart(c, f, r, o, r->n_all);
}

Err make_survey_report(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    Results r = { 0 };
    int64_t least;

    TRY(compose_begin(c, ask, &k));
    TRY(survey_find(c, fields_find(k.f, S("khao_sat"))->text, &r.s));
    TRY(compose_issuer(c, &k, S("")));
    TRY(q_survey_units(c, &r.units, .survey_id = r.s.id));
    TRY(survey_results(c, &r.s, false, &r.all, &r.n_all));
    TRY(survey_results(c, &r.s, true, &r.factors, &r.n_factors));
    TRY(survey_least(c, &r.s, &least));
    TRY(guard_held(c, &r.s, &r.held));
    if (r.n_all == 0)
        return fail(c, E_STATE, T("Khảo sát “%.*s” chưa có phiếu nào được tính."), SV(r.s.code));
    field_fmt(k.f, "nam", "%lld", (long long)r.s.year);
    field(k.f, "ten_khao_sat", r.s.title);
    field_fmt(k.f, "it_nhat", "%lld", (long long)least);
    field(k.f, "tu_ngay", r.s.opens_on.day ? date_vi(c->arena, r.s.opens_on) : S(""));
    field(k.f, "den_ngay", r.s.closes_on.day ? date_vi(c->arena, r.s.closes_on) : S(""));
    survey_rows(c, k.f, &r);
    return compose_end(c, &k, out);
}

/* --- the periodic report --- */

/* The narrative has headings "## …"; each becomes a part. What stands above the first one is a part without a title. */
static void parts(Ctx *c, Fields *f, Str text)
{
    Str line;
    Buf body = { .arena = c->arena };
    Fields *row = NULL;
    int no = 0;

    field_list(f, "phan");
    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has none behind it */
        line = str_trim(line);
        if (!str_starts(line, S("## "))) {
            if (line.n)
                buf_fmt(&body, "%s%.*s", body.n ? "\n" : "", SV(line));
            continue;
        }
        if (row || body.n) {
            row = row ? row : field_row(f, "phan");
            field(row, "noi_dung", str_dup(c->arena, buf_str(&body)));
        }
        body.n = 0;
        Str title = str_trim(str_sub(line, 3, line.n)), number, rest;

        row = field_row(f, "phan");
        if (str_cut(title, S(". "), &number, &rest) && number.n <= 2)
            title = rest;
        field(row, "ten", title);
        field(row, "so_la_ma", roman_print(c->arena, ++no));
    }
    if (row || body.n) {
        row = row ? row : field_row(f, "phan");
        field(row, "noi_dung", buf_str(&body));
    }
    for (size_t i = 0; i < fields_find(f, S("phan"))->rows.n; i++) {
        Fields *p = fields_find(f, S("phan"))->rows.v[i];

        if (!fields_find(p, S("ten"))) {
            field(p, "ten", S("Chung"));
            field(p, "so_la_ma", roman_print(c->arena, ++no));
        }
    }
}

static void figures(Ctx *c, Fields *f, const Report *r)
{
    Str area = { 0 };

    field_list(f, "so_lieu");
    for (size_t i = 0; i < r->lines.n; i++) {
        const ReportLine *l = &r->lines.v[i];
        Fields *row;

        if (!str_eq(l->area, area)) {
            area = l->area;
            field(field_row(f, "so_lieu"), "tieu_de", area);
        }
        row = field_row(f, "so_lieu");
        field(row, "tieu_de", S(""));
        field(row, "ma", l->code);
        field(row, "ten", l->name);
        field(row, "don_vi_tinh", l->measure);
        field_from(row, "gia_tri", l->value, str_fmt(c->arena, "số liệu %.*s kỳ %.*s", SV(l->code), SV(r->row.period)));
        field(row, "ky_truoc", l->last);
        field(row, "chi_tieu", l->target);
    }
}

Err make_periodic_report(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    Body body;
    Report r;

    TRY(compose_begin(c, ask, &k));
    TRY(body_load(c, ask->unit, &body));
    if (ask->period.n == 0)
        return fail(c, E_INVALID, T("Báo cáo định kỳ cần kỳ báo cáo; hãy ghi --period, ví dụ 2025-Q4."));
    TRY(report_load(c, body.id, ask->period, &r));
    TRY(compose_issuer(c, &k, ask->unit));
    out->unit_id = body.id;
    k.figures = moment_date(r.row.figures_at);
    field_fmt(k.f, "nam", "%d", r.period.year);
    field(k.f, "ky", small_first(c->arena, period_title(c->arena, r.period)));
    field(k.f, "tu_ngay", date_vi(c->arena, r.from));
    field(k.f, "den_ngay", date_vi(c->arena, r.to));
    parts(c, k.f, r.row.narrative);
    figures(c, k.f, &r);
    field(k.f, "co_so_lieu", r.lines.n ? S("x") : S(""));
    return compose_end(c, &k, out);
}
