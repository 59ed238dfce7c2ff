/* Pages behind the board: screen, trend, fields, officials, causes, lists of dossiers, one dossier. */
#include "onestop/onestop_web.h"

#include "chart/chart.h"
#include "core/run.h"
#include "core/workcal.h"
#include "onestop/drill_view.h"
#include "onestop/grid.h"
#include "org/org.h"
#include "pages.h"
#include "text/text.h"

enum { DAY = 86400, ROWS = 50, SOON_DAYS = 3, MOST_XLSX = 100000, REFRESH_SECONDS = 60, MOST_UNITS_ACROSS = 12 };


static int64_t level_of(OptDec rate)
{
    return !rate.has ? 0 : dec_cmp(rate.d, DEC(95)) >= 0 ? 3 : dec_cmp(rate.d, DEC(90)) >= 0 ? 2 : 1;
}

/* Units that are there today and may be seen, in the order of the list. */
static Err unit_choices(Ctx *c, PickView *v)
{
    UnitRows units;
    bool may = v->for_all;

    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++) {
        const UnitRow *u = &units.v[i];

        if (!v->for_all)
            TRY(access_can(c, &PERM_ONESTOP_VIEW, u->id, &may));
        if (!may)
            continue;
        if (v->unit_id == u->id)
            v->unit = u->name;
        if (!u->valid_to.day || u->valid_to.day >= c->today.day || v->unit_id == u->id)
            *vec_add(c->arena, &v->units) = (Choice){ .value = str_fmt(c->arena, "%lld", (long long)u->id),
                .text = str_fmt(c->arena, "%.*s (%.*s)", SV(u->name), SV(u->code)), .on = v->unit_id == u->id };
    }
    return OK;
}

static int64_t own_unit(Ctx *c)
{
    for (size_t i = 0; i < c->n_grants; i++)
        if (c->grants[i].unit_id)
            return c->grants[i].unit_id;
    return 0;
}

/* Of pages that need one unit: the one asked for, else the own one, else the top of the tree. */
static Err default_unit(Ctx *c, PickView *v)
{
    UnitRows units;

    if (v->unit_id || !v->needs_unit)
        return OK;
    v->unit_id = own_unit(c);
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; !v->unit_id && i < units.n; i++)
        if (!units.v[i].parent_id)
            v->unit_id = units.v[i].id;
    return OK;
}

/* Dossiers are shown to whom their unit is entrusted: who may not see everything sees the own unit, and no other. */
static Err own_scope(Ctx *c, PickView *v)
{
    bool everything;

    TRY(access_can(c, &PERM_ONESTOP_VIEW, 0, &everything));
    v->needs_unit |= !everything;
    TRY(default_unit(c, v));
    return access_need(c, &PERM_ONESTOP_VIEW, v->unit_id);
}

Err pick_view(Ctx *c, const Req *rq, Str here, PickView *v)
{
    Reading reading;
    int year, month, day;

    v->here = here;
    v->unit_id = req_int(rq, "unit");
    v->period = req_str(rq, "period");
    v->at = moment_vi(c->arena, c->now);
    TRY(access_need_any(c, &PERM_ONESTOP_VIEW));
    if (!v->for_all)
        TRY(own_scope(c, v));
    if (!months_parse(&v->months, v->period)) {
        date_split(c->today, &year, &month, &day);
        v->period = str_fmt(c->arena, "%d", year);
        (void)months_parse(&v->months, v->period);      /* a year */
    }
    (void)date_make(&v->first, v->months.first / 12, v->months.first % 12 + 1, 1);      /* a month that was parsed */
    v->last.day = date_add_months(v->first, v->months.last - v->months.first + 1).day - 1;
    TRY(figures_reading(c, &reading));
    v->stamp = reading == READ_766;
    v->may_import = access_any(c, &PERM_ONESTOP_IMPORT);
    v->may_change = access_any(c, &PERM_ONESTOP_CHANGE);
    return unit_choices(c, v);
}

static Reading reading_of(const PickView *v)
{
    return v->stamp ? READ_766 : READ_DATE;
}

static int64_t cut_now(Ctx *c, const PickView *v)
{
    When now = when_now(c);

    return (int64_t)now.day * DAY + (v->stamp ? now.second : 0);
}

/* --- the screen of the one-stop shop --- */

Err get_onestop_screen(Ctx *c, Req *rq, Out *o)
{
    ScreenView v = { 0 };
    UnitPeriods units;

    TRY(pick_view(c, rq, S("screen"), &v.pick));
    TRY(figures_units(c, v.pick.months, reading_of(&v.pick), when_now(c), &units));
    for (size_t i = 0; i < units.n; i++) {
        const UnitPeriod *u = &units.v[i];
        OptDec rate = period_on_time(&u->sum, reading_of(&v.pick));

        if (v.pick.unit_id ? u->unit_id != v.pick.unit_id && u->parent_id != v.pick.unit_id : u->depth > 1)
            continue;
        *vec_add(c->arena, &v.cards) = (ScreenCard){ .name = u->name, .done = u->sum.early + u->sum.on_time + u->sum.late,
            .late = v.pick.stamp ? u->sum.late_766 : u->sum.late, .open = u->sum.open, .over = u->sum.over, .on_time = rate.d,
            .level = level_of(rate) };
    }
    *vec_add(rq->rs->arena, &rq->rs->headers) = (HttpPair){ S("Refresh"), str_fmt(rq->rs->arena, "%d", REFRESH_SECONDS) };
    tpl_onestop_screen(o, &v);
    return OK;
}

/* --- units rolled up to those directly below the chosen one --- */

typedef struct Branches {
    UnitRows units;
    const UnitRow **by_id;      /* up to last_id; NULL: none */
    int64_t root, last_id;
    VEC(int64_t) ids;           /* the root, then those directly below it that have anything */
    VEC(Str) names;
} Branches;

/* The branch that a unit belongs to; 0: outside. */
static int64_t branch_of(const Branches *b, int64_t unit_id)
{
    int64_t id = unit_id;

    for (int depth = 0; depth < 20 && id > 0 && id <= b->last_id; depth++) {
        const UnitRow *u = b->by_id[id];

        if (!u || id == b->root)
            return u ? id : 0;
        if (u->parent_id == b->root)
            return id;
        id = u->parent_id;
    }
    return 0;
}

/* Without a root the first unit at the top is one: a province's own units are its branches. */
static Err branches_begin(Ctx *c, const PickView *v, Branches *b)
{
    *b = (Branches){ .root = v->unit_id };
    TRY(q_unit_all(c, &b->units, ));
    for (size_t i = 0; i < b->units.n; i++) {
        if (!b->root && !b->units.v[i].parent_id && !b->units.v[i].valid_to.day)
            b->root = b->units.v[i].id;
        if (b->units.v[i].id > b->last_id)
            b->last_id = b->units.v[i].id;
    }
    b->by_id = NEW(c->arena, const UnitRow *, (size_t)b->last_id + 1);
    for (size_t i = 0; i < b->units.n; i++)
        b->by_id[b->units.v[i].id] = &b->units.v[i];
    return OK;
}

static size_t branch_at(Ctx *c, Branches *b, int64_t id)
{
    for (size_t i = 0; i < b->ids.n; i++)
        if (b->ids.v[i] == id)
            return i;
    *vec_add(c->arena, &b->ids) = id;
    *vec_add(c->arena, &b->names) = (Str){ 0 };
    for (size_t i = 0; i < b->units.n; i++)
        if (b->units.v[i].id == id)
            b->names.v[b->names.n - 1] = b->units.v[i].name;
    return b->ids.n - 1;
}

/* --- trend --- */

static TrendRow *trend_row(Ctx *c, TrendView *v, int64_t unit_id, Str name, size_t n_months)
{
    for (size_t i = 0; i < v->rows.n; i++)
        if (v->rows.v[i].unit_id == unit_id)
            return &v->rows.v[i];
    TrendRow *r = vec_add(c->arena, &v->rows);

    *r = (TrendRow){ .unit_id = unit_id, .name = name };
    for (size_t i = 0; i < n_months; i++)
        *vec_add(c->arena, &r->cells) = (TrendCell){ 0 };
    return r;
}

static void add_month(TrendCell *cell, const OnestopMonthsRow *m, bool stamp)
{
    cell->done += m->done;
    cell->received += m->received;
    cell->rate.d.v += stamp ? m->good_766 : m->good;        /* a count until the rates are made */
}

static void make_rates(TrendRow *r)
{
    for (size_t i = 0; i < r->cells.n; i++) {
        TrendCell *cell = &r->cells.v[i];

        cell->rate = period_rate(cell->rate.d.v, cell->done);
        cell->level = level_of(cell->rate);
    }
}

static Html spark_of(Ctx *c, const TrendRow *r)
{
    Buf b = { .arena = c->arena };
    OptDec *v = NEW(c->arena, OptDec, r->cells.n);

    for (size_t i = 0; i < r->cells.n; i++)
        v[i] = r->cells.v[i].rate;
    chart_spark(&b, v, r->cells.n);
    return html_trusted(buf_str(&b));
}

static void trend_chart(Ctx *c, TrendView *v)
{
    Buf b = { .arena = c->arena };
    size_t n = v->months.n, most = v->rows.n < 1 ? 0 : 1;
    ChartLine *lines = NEW(c->arena, ChartLine, most);
    OptDec *values = NEW(c->arena, OptDec, n);

    if (!most || n < 2)
        return;
    for (size_t i = 0; i < n; i++)
        values[i] = v->rows.v[0].cells.v[i].rate;
    lines[0] = (ChartLine){ .label = v->rows.v[0].name, .v = values, .mine = true };
    chart_years(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Tỷ lệ hồ sơ trước hạn và đúng hạn theo tháng"))), .lang = c->answer.lang,
        .places = 1, .width = 720 }, v->months.v, n, lines, most);
    v->chart = html_trusted(buf_str(&b));
}

static Err trend(Ctx *c, const Req *rq, TrendView *v)
{
    OnestopMonthsRows rows;
    Branches b;
    Str top = { 0 };
    size_t n;

    TRY(pick_view(c, rq, S("trend"), &v->pick));
    if (v->pick.months.last - v->pick.months.first < 11)     /* a quarter or a month shows the year up to its end */
        v->pick.months.first = v->pick.months.last - 11;
    n = (size_t)(v->pick.months.last - v->pick.months.first + 1);
    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, &v->months) = str_fmt(c->arena, "%02d/%02d", (v->pick.months.first + (int)i) % 12 + 1, (v->pick.months.first + (int)i) / 12 % 100);
    TRY(branches_begin(c, &v->pick, &b));
    TRY(q_onestop_months(c, &rows, .first = v->pick.months.first, .last = v->pick.months.last));
    for (size_t i = 0; i < b.units.n; i++)
        if (b.units.v[i].id == b.root)
            top = b.units.v[i].name;
    for (size_t i = 0; i < rows.n; i++) {
        const OnestopMonthsRow *m = &rows.v[i];
        int64_t id = branch_of(&b, m->unit_id);
        size_t at = (size_t)(m->month - v->pick.months.first), branch;
        TrendRow *row;

        if (!id)
            continue;
        branch = branch_at(c, &b, id);
        row = trend_row(c, v, -b.root, top, n);
        row->total = true;
        add_month(&row->cells.v[at], m, v->pick.stamp);
        add_month(&trend_row(c, v, id, b.names.v[branch], n)->cells.v[at], m, v->pick.stamp);
    }
    for (size_t i = 0; i < v->rows.n; i++) {
        make_rates(&v->rows.v[i]);
        v->rows.v[i].spark = spark_of(c, &v->rows.v[i]);
    }
    trend_chart(c, v);
    return OK;
}

Err get_onestop_trend(Ctx *c, Req *rq, Out *o)
{
    TrendView v = { 0 };

    TRY(trend(c, rq, &v));
    tpl_onestop_trend(o, &v);
    return OK;
}

Err get_onestop_trend_xlsx(Ctx *c, Req *rq, Out *o)
{
    TrendView v = { 0 };
    Grid g = { 0 };
    GridColumn *columns;
    Str bytes;

    (void)o;
    TRY(trend(c, rq, &v));
    columns = NEW(c->arena, GridColumn, v.months.n + 1);
    columns[0] = (GridColumn){ T("Đơn vị"), 44 };
    for (size_t i = 0; i < v.months.n; i++)
        columns[i + 1] = (GridColumn){ str_z(c->arena, v.months.v[i]), 10 };
    for (size_t i = 0; i < v.rows.n; i++) {
        grid_text(c, &g, v.rows.v[i].name);
        for (size_t k = 0; k < v.months.n; k++)
            grid_dec(c, &g, v.rows.v[i].cells.v[k].rate);
    }
    TRY(grid_xlsx(c, str_of(tr(c->answer.lang, T("Xu hướng"))), columns, v.months.n + 1, &g, &bytes));
    req_send_xlsx(rq, S("xu-huong.xlsx"), bytes);
    return OK;
}

/* --- field × unit --- */

static FieldRow *field_row(Ctx *c, FieldsView *v, int64_t field_id, Str field)
{
    for (size_t i = 0; i < v->rows.n; i++)
        if (v->rows.v[i].field_id == field_id)
            return &v->rows.v[i];
    FieldRow *r = vec_add(c->arena, &v->rows);

    *r = (FieldRow){ .field_id = field_id, .field = field };
    return r;
}

/* Branches by what they ended, the busiest first: a table has room for so many. */
static void busiest(Ctx *c, Branches *b, const OnestopFieldsRows *rows)
{
    int64_t *n;
    size_t all;

    for (size_t i = 0; i < rows->n; i++) {
        int64_t id = branch_of(b, rows->v[i].unit_id);

        if (id)
            (void)branch_at(c, b, id);
    }
    all = b->ids.n;
    n = NEW(c->arena, int64_t, all);
    for (size_t i = 0; i < rows->n; i++) {
        int64_t id = branch_of(b, rows->v[i].unit_id);

        if (id)
            n[branch_at(c, b, id)] += rows->v[i].done;
    }
    for (size_t i = 1; i < all; i++)
        for (size_t k = i; k > 0 && n[k] > n[k - 1]; k--) {
            int64_t id = b->ids.v[k], count = n[k];
            Str name = b->names.v[k];

            b->ids.v[k] = b->ids.v[k - 1];
            b->names.v[k] = b->names.v[k - 1];
            n[k] = n[k - 1];
            b->ids.v[k - 1] = id;
            b->names.v[k - 1] = name;
            n[k - 1] = count;
        }
    if (b->ids.n > MOST_UNITS_ACROSS)
        b->ids.n = b->names.n = MOST_UNITS_ACROSS;
}

static Err fields(Ctx *c, const Req *rq, FieldsView *v)
{
    OnestopFieldsRows rows;
    Branches b;

    TRY(pick_view(c, rq, S("fields"), &v->pick));
    TRY(branches_begin(c, &v->pick, &b));
    TRY(q_onestop_fields(c, &rows, .first = v->pick.months.first, .last = v->pick.months.last));
    busiest(c, &b, &rows);
    for (size_t i = 0; i < b.names.n; i++)
        *vec_add(c->arena, &v->units) = b.names.v[i];
    for (size_t i = 0; i < rows.n; i++) {
        const OnestopFieldsRow *r = &rows.v[i];
        int64_t id = branch_of(&b, r->unit_id);
        FieldRow *row;

        for (size_t k = 0; k < b.ids.n; k++) {
            if (b.ids.v[k] != id)
                continue;
            row = field_row(c, v, r->field_id, r->field);
            while (row->cells.n < b.ids.n)
                *vec_add(c->arena, &row->cells) = (FieldCell){ .unit_id = b.ids.v[row->cells.n], .field_id = r->field_id };
            row->cells.v[k].done += r->done;
            row->cells.v[k].rate.v += v->pick.stamp ? r->good_766 : r->good;
        }
    }
    for (size_t i = 0; i < v->rows.n; i++)
        for (size_t k = 0; k < v->rows.v[i].cells.n; k++) {
            FieldCell *cell = &v->rows.v[i].cells.v[k];
            OptDec rate = period_rate(cell->rate.v, cell->done);

            cell->rate = rate.d;
            cell->level = !rate.has ? 0 : dec_cmp(rate.d, DEC(98)) >= 0 ? 5 : dec_cmp(rate.d, DEC(95)) >= 0 ? 4
                : dec_cmp(rate.d, DEC(90)) >= 0 ? 3 : dec_cmp(rate.d, DEC(80)) >= 0 ? 2 : 1;
        }
    return OK;
}

Err get_onestop_fields(Ctx *c, Req *rq, Out *o)
{
    FieldsView v = { 0 };

    TRY(fields(c, rq, &v));
    tpl_onestop_fields(o, &v);
    return OK;
}

Err get_onestop_fields_xlsx(Ctx *c, Req *rq, Out *o)
{
    FieldsView v = { 0 };
    Grid g = { 0 };
    GridColumn *columns;
    Str bytes;

    (void)o;
    TRY(fields(c, rq, &v));
    columns = NEW(c->arena, GridColumn, v.units.n + 1);
    columns[0] = (GridColumn){ T("Lĩnh vực"), 30 };
    for (size_t i = 0; i < v.units.n; i++)
        columns[i + 1] = (GridColumn){ str_z(c->arena, v.units.v[i]), 18 };
    for (size_t i = 0; i < v.rows.n; i++) {
        grid_text(c, &g, v.rows.v[i].field);
        for (size_t k = 0; k < v.rows.v[i].cells.n; k++)
            grid_dec(c, &g, (OptDec){ v.rows.v[i].cells.v[k].done > 0, v.rows.v[i].cells.v[k].rate });
    }
    TRY(grid_xlsx(c, str_of(tr(c->answer.lang, T("Lĩnh vực"))), columns, v.units.n + 1, &g, &bytes));
    req_send_xlsx(rq, S("linh-vuc.xlsx"), bytes);
    return OK;
}

/* --- officials --- */

static Err officials(Ctx *c, const Req *rq, OfficialsView *v)
{
    OnestopOfficialsRows rows;
    const Calendar *cal;
    int64_t soon;

    v->pick.no_period = true;
    TRY(pick_view(c, rq, S("officials"), &v->pick));
    TRY(workcal(c, &cal));
    soon = cal_add_working_days(cal, c->today, SOON_DAYS).day;
    TRY(q_onestop_officials(c, &rows, .root_id = v->pick.unit_id, .cut = cut_now(c, &v->pick), .soon = (soon + 1) * DAY));
    for (size_t i = 0; i < rows.n && i < 500; i++)
        *vec_add(c->arena, &v->rows) = (OfficialLine){ rows.v[i], dossier_moment(c->arena, rows.v[i].first_due) };
    return OK;
}

Err get_onestop_officials(Ctx *c, Req *rq, Out *o)
{
    OfficialsView v = { 0 };

    TRY(officials(c, rq, &v));
    tpl_onestop_officials(o, &v);
    return OK;
}

Err get_onestop_officials_xlsx(Ctx *c, Req *rq, Out *o)
{
    static const GridColumn columns[] = { { T("Cán bộ"), 30 }, { T("Đơn vị"), 40 }, { T("Đang giải quyết"), 14 }, { T("Đang quá hạn"), 14 },
        { T("Sắp đến hạn"), 14 }, { T("Hẹn trả sớm nhất"), 18 } };
    OfficialsView v = { 0 };
    Grid g = { 0 };
    Str bytes;

    (void)o;
    TRY(officials(c, rq, &v));
    for (size_t i = 0; i < v.rows.n; i++) {
        const OnestopOfficialsRow *r = &v.rows.v[i].r;

        grid_text(c, &g, r->official);
        grid_text(c, &g, r->unit);
        grid_int(c, &g, r->open);
        grid_int(c, &g, r->over);
        grid_int(c, &g, r->soon);
        grid_text(c, &g, v.rows.v[i].due);
    }
    TRY(grid_xlsx(c, str_of(tr(c->answer.lang, T("Cán bộ"))), columns, COUNT(columns), &g, &bytes));
    req_send_xlsx(rq, S("can-bo.xlsx"), bytes);
    return OK;
}

/* --- causes --- */

static int64_t share_level(int64_t n, int64_t all)
{
    return !n ? 0 : n * 100 >= all * 50 ? 1 : n * 100 >= all * 30 ? 2 : n * 100 >= all * 15 ? 3 : n * 100 >= all * 5 ? 4 : 5;
}

static Err causes(Ctx *c, const Req *rq, CausesView *v)
{
    OnestopCausesRows rows;
    Buf b = { .arena = c->arena };
    ChartBar bars[5] = { 0 };
    static const char *const titles[] = { T("Bổ sung từ hai lần"), T("Trễ giờ trong ngày hẹn"), T("Trễ 1-2 ngày"), T("Trễ 3-10 ngày"), T("Trễ trên 10 ngày") };
    int64_t all = 0;

    TRY(pick_view(c, rq, S("causes"), &v->pick));
    TRY(q_onestop_causes(c, &rows, .root_id = v->pick.unit_id, .first = v->pick.months.first, .last = v->pick.months.last));
    TRY(q_onestop_reasons(c, &v->reasons, .root_id = v->pick.unit_id, .first = v->pick.first, .last = v->pick.last));
    for (size_t i = 0; i < rows.n; i++) {
        const OnestopCausesRow *r = &rows.v[i];
        const int64_t n[] = { r->two, r->hours, r->brief, r->middle, r->lengthy };
        CauseRow *row = vec_add(c->arena, &v->rows);

        *row = (CauseRow){ .r = *r };
        all += r->n;
        for (size_t k = 0; k < COUNT(n); k++) {
            *vec_add(c->arena, &row->v) = (CauseCell){ n[k], share_level(n[k], r->n) };
            bars[k].value.v += n[k];
        }
    }
    for (size_t k = 0; k < COUNT(bars); k++) {
        bars[k].label = str_of(tr(c->answer.lang, titles[k]));
        bars[k].value = dec_int(bars[k].value.v);
        bars[k].max = dec_int(all);
    }
    if (all) {
        chart_bars(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Hồ sơ quá hạn theo nguyên nhân nhìn thấy được"))), .lang = c->answer.lang,
            .width = 560 }, bars, COUNT(bars));
        v->chart = html_trusted(buf_str(&b));
    }
    return OK;
}

Err get_onestop_causes(Ctx *c, Req *rq, Out *o)
{
    CausesView v = { 0 };

    TRY(causes(c, rq, &v));
    tpl_onestop_causes(o, &v);
    return OK;
}

Err get_onestop_causes_xlsx(Ctx *c, Req *rq, Out *o)
{
    static const GridColumn columns[] = { { T("Lĩnh vực"), 30 }, { T("Bổ sung từ hai lần"), 14 }, { T("Trễ giờ trong ngày hẹn"), 14 },
        { T("Trễ 1-2 ngày"), 14 }, { T("Trễ 3-10 ngày"), 14 }, { T("Trễ trên 10 ngày"), 14 }, { T("Cộng"), 12 } };
    CausesView v = { 0 };
    Grid g = { 0 };
    Str bytes;

    (void)o;
    TRY(causes(c, rq, &v));
    for (size_t i = 0; i < v.rows.n; i++) {
        grid_text(c, &g, v.rows.v[i].r.field);
        for (size_t k = 0; k < v.rows.v[i].v.n; k++)
            grid_int(c, &g, v.rows.v[i].v.v[k].n);
        grid_int(c, &g, v.rows.v[i].r.n);
    }
    TRY(grid_xlsx(c, str_of(tr(c->answer.lang, T("Nguyên nhân"))), columns, COUNT(columns), &g, &bytes));
    req_send_xlsx(rq, S("nguyen-nhan.xlsx"), bytes);
    return OK;
}

/* --- lists of dossiers and one dossier --- */

static const char *const states[] = { T("Chưa tính"), T("Đang giải quyết"), T("Tạm dừng"), T("Trả lại"), T("Đã xong") };
static const char *const outcomes[] = { T("–"), T("Trước hạn"), T("Đúng hạn"), T("Quá hạn") };
static const char *const channels[] = { T("Trực tiếp"), T("Trực tuyến"), T("Bưu chính") };
static const struct { const char *what, *title; } kinds[] = {
    { "fresh", T("Tiếp nhận trong kỳ") }, { "done", T("Xong trong kỳ") }, { "late", T("Xong quá hạn") }, { "open", T("Đang giải quyết") },
    { "over", T("Đang quá hạn") }, { "suspended", T("Tạm dừng") }, { "returned", T("Trả lại") },
};

static Err list(Ctx *c, const Req *rq, int64_t most, ListView *v)
{
    DossierListRows rows;

    TRY(pick_view(c, rq, S("list"), &v->pick));
    v->what = req_str(rq, "what");
    v->official = req_str(rq, "official");
    v->field_id = req_int(rq, "field");
    v->procedure_id = req_int(rq, "procedure");
    v->page = req_int(rq, "page") > 1 && req_int(rq, "page") < 100000 ? req_int(rq, "page") : 1;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool on = str_eq(v->what, str_of(kinds[i].what)) || (!i && !v->what.n);

        *vec_add(c->arena, &v->kinds) = (Choice){ .value = str_of(kinds[i].what), .title = kinds[i].title, .on = on };
        if (on)
            v->title = str_of(tr(c->answer.lang, kinds[i].title));
    }
    if (!v->title.n)
        return fail(c, E_NOT_FOUND, T("Không có danh sách “%.*s”."), SV(v->what));
    if (!v->what.n)
        v->what = S("fresh");
    TRY(q_onestop_list(c, &rows, .root_id = v->pick.unit_id, .what = v->what, .first = v->pick.months.first, .last = v->pick.months.last,
        .cut = cut_now(c, &v->pick), .stamp = v->pick.stamp, .field_id = v->field_id, .procedure_id = v->procedure_id, .official = v->official,
        .skip = (v->page - 1) * ROWS, .most = most + 1));
    for (size_t i = 0; i < rows.n && i < (size_t)most; i++) {
        const DossierListRow *d = &rows.v[i];

        *vec_add(c->arena, &v->rows) = (ListLine){ *d, dossier_moment(c->arena, d->received), dossier_moment(c->arena, d->due), dossier_moment(c->arena, d->finished),
            d->state == STATE_DONE ? outcomes[v->pick.stamp ? d->by_766 : d->by_date] : states[d->state] };
    }
    v->prev = v->page > 1 ? v->page - 1 : 0;
    v->next = rows.n > (size_t)most ? v->page + 1 : 0;
    return OK;
}

Err get_onestop_list(Ctx *c, Req *rq, Out *o)
{
    ListView v = { 0 };

    TRY(list(c, rq, ROWS, &v));
    tpl_onestop_list(o, &v);
    return OK;
}

Err get_onestop_list_xlsx(Ctx *c, Req *rq, Out *o)
{
    static const GridColumn columns[] = { { T("Mã hồ sơ"), 26 }, { T("Đơn vị"), 34 }, { T("Thủ tục"), 28 }, { T("Lĩnh vực"), 20 }, { T("Tiếp nhận"), 18 },
        { T("Hẹn trả"), 18 }, { T("Kết thúc"), 18 }, { T("Trạng thái"), 18 }, { T("Cán bộ"), 24 } };
    ListView v = { 0 };
    Grid g = { 0 };
    Str bytes;

    (void)o;
    TRY(list(c, rq, MOST_XLSX, &v));
    for (size_t i = 0; i < v.rows.n; i++) {
        const ListLine *l = &v.rows.v[i];

        grid_text(c, &g, l->d.code);
        grid_text(c, &g, l->d.unit);
        grid_text(c, &g, l->d.procedure);
        grid_text(c, &g, l->d.field);
        grid_text(c, &g, l->received);
        grid_text(c, &g, l->due);
        grid_text(c, &g, l->finished);
        grid_text(c, &g, str_of(tr(c->answer.lang, l->state)));
        grid_text(c, &g, l->d.official);
    }
    TRY(grid_xlsx(c, v.title, columns, COUNT(columns), &g, &bytes));
    req_send_xlsx(rq, S("ho-so.xlsx"), bytes);
    return OK;
}

static Str minutes_text(Ctx *c, int64_t minutes)
{
    if (minutes < 0)
        return S("");
    return str_fmt(c->arena, tr(c->answer.lang, T("%lld giờ %lld phút làm việc")), (long long)(minutes / 60), (long long)(minutes % 60));
}

static Str shown(Ctx *c, Moment m)
{
    return m.ms ? moment_vi(c->arena, m) : S("");
}

static Err working_hours(Ctx *c, DossierView *v)
{
    const DossierRowFull *d = &v->d;
    int64_t hours = d->channel == CHANNEL_ONLINE && d->hours_online ? d->hours_online
        : d->channel == CHANNEL_POSTAL && d->hours_postal ? d->hours_postal : d->hours_direct;
    DueAnswer a;
    Offices o;

    TRY(offices_begin(c, &o));
    TRY(offices_at(c, &o, d->unit_id));
    a = due_of(&o, &(DueAsk){ .received = dossier_at(d->received), .asked = dossier_at(d->asked), .supplied = dossier_at(d->supplied),
        .finished = dossier_at(d->finished), .hours = hours });
    v->hours = hours_text(c, hours);
    v->starts = shown(c, a.starts);
    v->legal_due = shown(c, a.due);
    v->new_due = shown(c, a.new_due);
    v->used = minutes_text(c, a.used);
    v->waited = a.waited ? minutes_text(c, a.waited) : S("");
    v->longer = a.due.ms && d->due && d->due > dossier_seconds(a.new_due.ms ? a.new_due : a.due);
    return OK;
}

/* "from → to", or `to` alone where nothing is known of before. */
static Str moved(Arena *a, Str from, Str to)
{
    return from.n && !str_eq(from, to) ? str_fmt(a, "%.*s → %.*s", SV(from), SV(to)) : to;
}

static Err steps(Ctx *c, DossierView *v)
{
    DossierEventsRows rows;

    TRY(q_dossier_events(c, &rows, .source_id = v->d.source_id, .code = v->d.code));
    for (size_t i = 0; i < rows.n; i++) {
        const DossierEventsRow *r = &rows.v[i];
        Str before = r->old_state < 0 ? S("") : str_of(tr(c->answer.lang, states[r->old_state]));

        *vec_add(c->arena, &v->steps) = (StepLine){ dossier_moment(c->arena, r->at),
            moved(c->arena, before, str_of(tr(c->answer.lang, states[r->state]))),
            moved(c->arena, dossier_moment(c->arena, r->old_due), dossier_moment(c->arena, r->due)), r->told };
    }
    return OK;
}

Err get_onestop_dossier(Ctx *c, Req *rq, Out *o)
{
    DossierView v = { 0 };
    bool any;

    v.pick.no_period = true;
    TRY(pick_view(c, rq, S("list"), &v.pick));
    TRY(q_dossier_get(c, &v.d, &any, .source_id = req_int(rq, "source"), .code = req_str(rq, "code")));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có hồ sơ nào mang mã %.*s; hãy nạp hồ sơ trước."), SV(req_str(rq, "code")));
    TRY(access_need(c, &PERM_ONESTOP_VIEW, v.d.unit_id));
    v.state = states[v.d.state];
    v.channel = channels[v.d.channel];
    v.by_date = outcomes[v.d.by_date];
    v.by_766 = outcomes[v.d.by_766];
    v.received = dossier_moment(c->arena, v.d.received);
    v.due = dossier_moment(c->arena, v.d.due);
    v.finished = dossier_moment(c->arena, v.d.finished);
    v.old_due = dossier_moment(c->arena, v.d.old_due);
    v.asked = dossier_moment(c->arena, v.d.asked);
    v.supplied = dossier_moment(c->arena, v.d.supplied);
    TRY(working_hours(c, &v));
    TRY(steps(c, &v));
    v.letter_due = v.d.state == STATE_ACTIVE && v.d.due && v.d.due < (int64_t)c->today.day * DAY;
    TRY(q_apology_of(c, &v.letters, .source_id = v.d.source_id, .code = v.d.code));
    tpl_onestop_dossier(o, &v);
    return OK;
}
