#include "onestop/rating.h"

#include "base/json.h"
#include "core/audit.h"
#include "doc/table_out.h"
#include "onestop/figures.h"
#include "onestop/shipped.h"
#include "org/org.h"

static const struct { RatingClass class; Dec from; const char *title; } bands[] = {
    { CLASS_EXCELLENT, DEC(15), T("Xuất sắc") }, { CLASS_GOOD, DEC(12), T("Tốt") }, { CLASS_FAIR, DEC(9), T("Khá") },
    { CLASS_AVERAGE, DEC(6), T("Trung bình") }, { CLASS_WEAK, DEC(0), T("Yếu") },
};

const char *rating_class_title(RatingClass k)
{
    for (size_t i = 0; i < COUNT(bands); i++)
        if (bands[i].class == k)
            return bands[i].title;
    return T("Chưa đủ điểm");
}

RatingClass rating_class(Dec points)
{
    for (size_t i = 0; i < COUNT(bands); i++)
        if (dec_cmp(points, bands[i].from) >= 0)
            return bands[i].class;
    return CLASS_NONE;
}

enum { C_VERSION, C_FROM, C_ITEM, C_SCOPE, C_TITLE, C_STANDING, C_NOTE };
static const Column shipped[] = {
    [C_VERSION] = { "version", "version", true }, [C_FROM] = { "valid_from", "valid_from", true }, [C_ITEM] = { "item", "item", true },
    [C_SCOPE] = { "scope", "scope", true }, [C_TITLE] = { "title", "title", true }, [C_STANDING] = { "standing", "standing", true },
    [C_NOTE] = { "note", "note", true },
};

/* The newest version that holds on the day. */
static Err load_items(Ctx *c, Date on, Rating *out)
{
    Table t;
    Columns cols;
    Date best = { 0 }, from;
    int64_t item;

    TRY(table_read(&t, c->arena, S("rating18.csv"), (Str){ onestop_files[1].bytes, onestop_files[1].n }, NULL, &c->answer));
    TRY(columns_find(&cols, c->arena, &t, shipped, COUNT(shipped), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        if (!date_parse_iso(&from, cell_at(&cols, r, C_FROM).text) || !str_int(cell_at(&cols, r, C_ITEM).text, &item) || item < 1 ||
            item > RATING_ITEMS || (best.day && (from.day > on.day || from.day < best.day)))
            continue;
        best = from;
        out->version = cell_at(&cols, r, C_VERSION).text;
        out->items[item - 1] = (RatingItem){ .item = (int)item, .title = cell_at(&cols, r, C_TITLE).text,
            .scope = cell_at(&cols, r, C_SCOPE).text, .standing = cell_at(&cols, r, C_STANDING).text, .note = cell_at(&cols, r, C_NOTE).text };
    }
    return OK;
}

/* A dossier that ends early gives 2, in time 1, late 0: the mean over the period, a proposal for the first index. */
static Err propose(Ctx *c, Rating *out, Months months)
{
    UnitPeriods units;
    Dec d;

    TRY(figures_units(c, months, READ_DATE, when_now(c), &units));
    for (size_t i = 0; i < units.n; i++) {
        const OnestopUnitRow *s = &units.v[i].sum;
        int64_t done = s->early + s->on_time + s->late;

        if (units.v[i].unit_id == out->unit_id && done && dec_div(dec_int(2 * s->early + s->on_time), dec_int(done), &d))
            out->items[0].proposed = (OptDec){ true, dec_round(d, 2, ROUND_HALF_UP) };
    }
    return OK;
}

static bool last_day(Str period, Months *months, Date *day)
{
    if (!months_parse(months, period) || !date_make(day, months->last / 12, months->last % 12 + 1, 1))
        return false;
    day->day = date_add_months(*day, 1).day - 1;
    return true;
}

Err rating18(Ctx *c, int64_t unit_id, Str period, Rating *out)
{
    SettlementScoresRows rows;
    Months months;
    UnitRow u;
    Date day;
    size_t n_self = 0, n_appraised = 0;

    *out = (Rating){ .unit_id = unit_id, .period = period };
    TRY(access_need(c, &PERM_ONESTOP_VIEW, unit_id));
    TRY(q_unit_get(c, &u, .id = unit_id));
    out->unit_code = u.code;
    out->unit_name = u.name;
    if (!last_day(period, &months, &day))
        return fail_field(c, "period", T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(period));
    TRY(load_items(c, day, out));
    TRY(q_settlement_scores(c, &rows, .unit_id = unit_id, .period = period));
    for (size_t i = 0; i < rows.n; i++) {
        RatingItem *r = &out->items[rows.v[i].item - 1];

        r->self = rows.v[i].self;
        r->appraised = rows.v[i].appraised;
        r->remark = rows.v[i].note;
        n_self += r->self.has;
        n_appraised += r->appraised.has;
        out->self = dec_add(out->self, r->self.d);
        out->appraised = dec_add(out->appraised, r->appraised.d);
    }
    out->whole_self = n_self == RATING_ITEMS;
    out->whole_appraised = n_appraised == RATING_ITEMS;
    return propose(c, out, months);
}

static bool in_range(OptDec d)
{
    return !d.has || (d.d.v >= 0 && dec_cmp(d.d, DEC(2)) <= 0);
}

Err rating18_put(Ctx *c, int64_t unit_id, Str period, int item, OptDec self, OptDec appraised, Str note, bool *changed)
{
    SettlementScorePutRows rows;
    Months months;
    Date day;

    TRY(access_need(c, &PERM_ONESTOP_CHANGE, unit_id));
    if (!last_day(period, &months, &day))
        return fail_field(c, "period", T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(period));
    if (item < 1 || item > RATING_ITEMS)
        return fail(c, E_INVALID, T("Không có chỉ số %d; có chín chỉ số, từ 1 đến 9."), item);
    if (!in_range(self) || !in_range(appraised))
        return fail(c, E_INVALID, T("Điểm của chỉ số %d phải từ 0 đến 2."), item);
    TRY(q_settlement_score_put(c, &rows, .unit_id = unit_id, .period = period, .item = item, .self = self, .appraised = appraised, .note = note));
    *changed = rows.n > 0;
    if (!rows.n)
        return OK;
    return audit_add(c, "onestop.rating18", str_fmt(c->arena, "%lld %.*s %d", (long long)unit_id, SV(period), item),
        str_fmt(c->arena, "{\"self\":\"%.*s\",\"appraised\":\"%.*s\"}", SV(self.has ? dec_exact(c->arena, self.d, NUM_PLAIN) : S("")),
            SV(appraised.has ? dec_exact(c->arena, appraised.d, NUM_PLAIN) : S(""))));
}

/* --- a table of scores --- */

enum { S_UNIT, S_PERIOD, S_ITEM, S_SELF, S_APPRAISED, S_NOTE };
static const Column columns[] = {
    [S_UNIT] = { "unit", "đơn vị|mã đơn vị|unit", true }, [S_PERIOD] = { "period", "kỳ|quý|period", true },
    [S_ITEM] = { "item", "chỉ số|số chỉ số|item", true }, [S_SELF] = { "self", "tự chấm|điểm tự chấm|self", false },
    [S_APPRAISED] = { "appraised", "thẩm định|điểm thẩm định|appraised", false }, [S_NOTE] = { "note", "ghi chú|note", false },
};

static OptDec points_cell(RowErrors *bad, const Columns *cols, size_t r, size_t field)
{
    Str s = cell_at(cols, r, field).text;
    OptDec d = { 0 };

    if (!s.n)
        return d;
    d.has = dec_parse(&d.d, s) && in_range((OptDec){ true, d.d });
    if (!d.has)
        row_error(bad, r, field, T("Điểm của một chỉ số từ 0 đến 2."));
    return d;
}

static Err take_score(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, bool *changed)
{
    size_t errors = bad->count;
    Str period = period_cell(cols, r, S_PERIOD, bad);
    OptDec self = points_cell(bad, cols, r, S_SELF), appraised = points_cell(bad, cols, r, S_APPRAISED);
    int64_t unit_id, item = 0;

    TRY(unit_cell(c, cols, r, S_UNIT, bad, &unit_id));
    if (!str_int(cell_at(cols, r, S_ITEM).text, &item) || item < 1 || item > RATING_ITEMS)
        row_error(bad, r, S_ITEM, T("Chỉ số là số từ 1 đến 9."));
    return bad->count > errors ? OK
        : rating18_put(c, unit_id, period, (int)item, self, appraised, cell_at(cols, r, S_NOTE).text, changed);
}

Err rating18_import(Ctx *c, const Table *t, RegisterReport *out)
{
    return register_import(c, t, columns, COUNT(columns), take_score, out);
}

/* --- what people take away --- */

void rating18_json(Ctx *c, const Rating *r, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "unit", r->unit_code);
    json_kstr(&j, "period", r->period);
    json_kstr(&j, "version", r->version);
    json_key(&j, "rows");
    json_open(&j, '[');
    for (int i = 0; i < RATING_ITEMS; i++) {
        const RatingItem *x = &r->items[i];

        json_open(&j, '{');
        json_kint(&j, "item", x->item);
        json_kstr(&j, "title", x->title);
        json_kstr(&j, "scope", x->scope);
        json_kint(&j, "maximum", 2);
        json_kopt(&j, "self", x->self);
        json_kopt(&j, "appraised", x->appraised);
        json_kopt(&j, "proposed", x->proposed);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_kdec(&j, "self", r->self);
    json_kdec(&j, "appraised", r->appraised);
    json_kstr(&j, "self_class", r->whole_self ? str_of(tr(c->answer.lang, rating_class_title(rating_class(r->self)))) : S(""));
    json_kstr(&j, "class", r->whole_appraised ? str_of(tr(c->answer.lang, rating_class_title(rating_class(r->appraised)))) : S(""));
    json_close(&j, '}');
    buf_ch(out, '\n');
}

Err rating18_xlsx(Ctx *c, const Rating *r, Str *bytes)
{
    static const OutColumn out_columns[] = { { T("Chỉ số"), 8 }, { T("Nội dung"), 60 }, { T("Tối đa"), 10 }, { T("Tự chấm"), 10 }, { T("Thẩm định"), 10 },
        { T("Ghi chú"), 50 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = S("18"), .title = str_fmt(c->arena, "%.*s, %.*s", SV(r->unit_name), SV(r->period)) }, out_columns,
        COUNT(out_columns));
    for (int i = 0; i < RATING_ITEMS; i++) {
        const RatingItem *x = &r->items[i];

        out_int(t, x->item);
        out_text(t, x->title);
        out_int(t, 2);
        out_opt_dec(t, x->self, 2);
        out_opt_dec(t, x->appraised, 2);
        out_text(t, x->remark);
        out_row(t);
    }
    out_bold(t);
    out_skip(t);
    out_text(t, str_of(tr(c->answer.lang, T("Cộng"))));
    out_int(t, 18);
    out_dec(t, r->self, 2);
    out_dec(t, r->appraised, 2);
    out_text(t, r->whole_appraised ? str_of(tr(c->answer.lang, rating_class_title(rating_class(r->appraised)))) : S(""));
    out_row(t);
    return table_out_end(t, bytes, &c->answer);
}
