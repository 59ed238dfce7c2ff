/* The quality index as JSON and as a workbook; values of the portal from a table. */
#include "base/json.h"
#include "base/map.h"
#include "core/audit.h"
#include "doc/table_out.h"
#include "index766_sql.h"
#include "onestop/index766.h"
#include "org/org.h"

static void kdec(Json *j, const char *key, OptDec d, int places, Arena *a)
{
    json_key(j, key);
    if (d.has)
        json_str(j, places < 0 ? dec_exact(a, d.d, NUM_PLAIN) : dec_fmt(a, d.d, places, NUM_PLAIN));
    else
        json_null(j);
}

static void kcount(Json *j, const char *key, bool has, int64_t n)
{
    json_key(j, key);
    if (has)
        json_int(j, n);
    else
        json_null(j);
}

static void one_row(Json *j, const IndexRow *r, Arena *a)
{
    json_open(j, '{');
    json_kstr(j, "code", r->code);
    json_kstr(j, "title", r->title);
    kdec(j, "rate", r->rate, 2, a);
    kdec(j, "points", r->points, 2, a);
    kdec(j, "maximum", r->maximum, -1, a);
    if (!r->sum) {
        kdec(j, "threshold", (OptDec){ true, r->threshold }, -1, a);
        json_kstr(j, "reading", r->reading);
        json_kstr(j, "standing", str_of(standing_name(r->standing)));
        json_kstr(j, "note", r->note);
        json_kbool(j, "applies", r->applies);
        kcount(j, "numerator", r->counted, r->part);
        kcount(j, "denominator", r->counted, r->whole);
    }
    kdec(j, "portal_rate", r->portal_rate, 2, a);
    kdec(j, "portal_points", r->portal_points, 2, a);
    kdec(j, "difference", r->difference, 2, a);
    json_kstr(j, "why", r->why);
    json_close(j, '}');
}

void index766_json(Ctx *c, const Index766 *x, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '[');
    for (size_t i = 0; i < x->rows.n; i++)
        one_row(&j, &x->rows.v[i], c->arena);
    json_close(&j, ']');
    buf_ch(out, '\n');
}

Err index766_xlsx(Ctx *c, const Index766 *x, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã"), 8 }, { T("Chỉ tiêu"), 50 }, { T("Tử số"), 12 }, { T("Mẫu số"), 12 },
        { T("Tỷ lệ, %"), 12 }, { T("Ngưỡng, %"), 12 }, { T("Điểm"), 10 }, { T("Tối đa"), 10 }, { T("Cổng, %"), 12 }, { T("Cổng, điểm"), 12 },
        { T("Chênh, %"), 12 }, { T("Vì sao"), 60 }, { T("Cách tính"), 60 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = S("766"), .title = str_fmt(c->arena, "%.*s, %.*s", SV(x->unit_name), SV(x->period)), .landscape = true },
        columns, COUNT(columns));
    for (size_t i = 0; i < x->rows.n; i++) {
        const IndexRow *r = &x->rows.v[i];

        if (r->sum)
            out_bold(t);
        out_text(t, r->code);
        out_text(t, r->title);
        if (r->counted) {
            out_int(t, r->part);
            out_int(t, r->whole);
        } else {
            out_skip(t);
            out_skip(t);
        }
        out_opt_dec(t, r->rate, 2);
        out_opt_dec(t, (OptDec){ !r->sum, r->threshold }, -1);
        out_opt_dec(t, r->points, 2);
        out_opt_dec(t, r->maximum, -1);
        out_opt_dec(t, r->portal_rate, 2);
        out_opt_dec(t, r->portal_points, 2);
        out_opt_dec(t, r->difference, 2);
        out_text(t, r->why);
        out_text(t, r->note);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

/* --- values of the portal --- */

enum { P_UNIT, P_PERIOD, P_CODE, P_RATE, P_POINTS, P_NUMERATOR, P_DENOMINATOR, P_SOURCE };
static const Column columns[] = {
    [P_UNIT] = { "unit", "đơn vị|mã đơn vị|unit|unit_code", true },
    [P_PERIOD] = { "period", "kỳ|tháng|period", true },
    [P_CODE] = { "code", "mã chỉ tiêu|chỉ tiêu|code", true },
    [P_RATE] = { "rate", "tỷ lệ|tỷ lệ %|rate", false },
    [P_POINTS] = { "points", "điểm|points", false },
    [P_NUMERATOR] = { "numerator", "tử số|đạt|numerator", false },
    [P_DENOMINATOR] = { "denominator", "mẫu số|tổng|denominator", false },
    [P_SOURCE] = { "source", "nguồn|source", false },
};

static OptDec dec_cell(RowErrors *bad, const Columns *cols, size_t r, size_t field, Dec most)
{
    Str s = cell_at(cols, r, field).text;
    OptDec d = { 0 };

    if (str_ends(s, S("%")))
        s = str_trim(str_sub(s, 0, s.n - 1));
    if (!s.n)
        return d;
    d.has = dec_parse(&d.d, s) && d.d.v >= 0 && dec_cmp(d.d, most) <= 0;
    if (!d.has)
        row_error(bad, r, field, T("Hãy ghi một số từ 0 đến 100."));
    return d;
}

static Err take_value(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, bool *changed)
{
    size_t errors = bad->count;
    Str period = period_cell(cols, r, P_PERIOD, bad), code = cell_at(cols, r, P_CODE).text;
    OptDec rate = dec_cell(bad, cols, r, P_RATE, DEC(100)), points = dec_cell(bad, cols, r, P_POINTS, DEC(100));
    PortalValuePutRows rows;
    int64_t unit_id, part, whole;
    bool counts = count_cell(cols, r, P_NUMERATOR, bad, &part) & count_cell(cols, r, P_DENOMINATOR, bad, &whole);

    TRY(unit_cell(c, cols, r, P_UNIT, bad, &unit_id));
    if (!index766_has(c, code))
        row_error(bad, r, P_CODE, T("Không có chỉ tiêu nào mang mã này trong bộ chỉ số."));
    if (counts && part > whole)
        row_error(bad, r, P_NUMERATOR, T("Tử số lớn hơn mẫu số; hãy xem lại hai cột."));
    if (!rate.has && !points.has && !counts)
        row_error(bad, r, P_RATE, T("Dòng không có tỷ lệ, điểm hay tử số và mẫu số nào; hãy ghi ít nhất một."));
    if (bad->count > errors)
        return OK;
    TRY(access_need(c, &PERM_ONESTOP_CHANGE, unit_id));
    TRY(q_portal_value_put(c, &rows, .unit_id = unit_id, .period = period, .code = code, .rate = rate, .points = points,
        .has_counts = counts, .numerator = part, .denominator = whole, .source = cell_at(cols, r, P_SOURCE).text));
    *changed = rows.n > 0;
    return OK;
}

Err portal_import(Ctx *c, const Table *t, RegisterReport *out)
{
    TRY(register_import(c, t, columns, COUNT(columns), take_value, out));
    return out->written ? audit_add(c, "onestop.portal", t->file, str_fmt(c->arena, "{\"values\":%zu}", out->written)) : OK;
}
