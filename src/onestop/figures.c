#include "onestop/figures.h"

#include "core/audit.h"
#include "core/setting.h"
#include "core_sql.h"
#include "onestop/index766.h"
#include "onestop/rating.h"
#include "org/org.h"

enum { DAY = 86400, MAX_DEPTH = 20 };

const FactKind onestop_facts[] = {
    { "onestop.on_time_rate", "%", T("Tỷ lệ hồ sơ giải quyết trước hạn, đúng hạn") },
    { "onestop.on_time_rate_date", "%", T("Tỷ lệ hồ sơ trước hạn, đúng hạn, so theo ngày") },
    { "onestop.on_time_rate_766", "%", T("Tỷ lệ hồ sơ trước hạn, đúng hạn, so theo thời điểm (QĐ 766)") },
    { "onestop.index766", "points", T("Điểm bộ chỉ số phục vụ (QĐ 766)") },
    { "onestop.rating18", "points", T("Điểm đánh giá giải quyết thủ tục, trên 18") },
    { "onestop.late_count", "count", T("Số hồ sơ giải quyết quá hạn") },
    { "onestop.done_count", "count", T("Số hồ sơ đã giải quyết") },
    { "onestop.received_count", "count", T("Số hồ sơ tiếp nhận mới") },
    { "onestop.over_count", "count", T("Số hồ sơ đang giải quyết đã quá hạn") },
    { "onestop.online_rate", "%", T("Tỷ lệ hồ sơ nộp trực tuyến") },
    { "onestop.paid_online_rate", "%", T("Tỷ lệ hồ sơ có phí được thanh toán trực tuyến") },
    { "onestop.digitised_rate", "%", T("Tỷ lệ hồ sơ được số hóa") },
    { "onestop.postal_rate", "%", T("Tỷ lệ hồ sơ trả kết quả qua bưu chính") },
    { 0 },
};

bool months_parse(Months *out, Str period)
{
    int64_t year, part = 0;
    Str head, tail;
    bool quarter;

    if (!str_cut(period, S("-"), &head, &tail)) {
        if (!str_int(period, &year) || year < WHEN_FIRST_YEAR || year > WHEN_LAST_YEAR)
            return false;
        *out = (Months){ (int32_t)year * 12, (int32_t)year * 12 + 11 };
        return true;
    }
    quarter = str_starts(tail, S("Q"));
    if (!str_int(head, &year) || year < WHEN_FIRST_YEAR || year > WHEN_LAST_YEAR ||
        !str_int(quarter ? str_sub(tail, 1, tail.n) : tail, &part) || part < 1 || part > (quarter ? 4 : 12))
        return false;
    out->first = (int32_t)(year * 12 + (quarter ? (part - 1) * 3 : part - 1));
    out->last = out->first + (quarter ? 2 : 0);
    return true;
}

When when_now(const Ctx *c)
{
    return (When){ c->today.day, (int32_t)((c->now.ms + VN_OFFSET_MS) / 1000 % DAY), 0 };
}

/* Dossiers due before this moment are over. */
static int64_t cut_of(Reading reading, When as_of)
{
    return (int64_t)as_of.day * DAY + (reading == READ_766 && as_of.second > 0 ? as_of.second : 0);
}

Err figures_table(Ctx *c, const FiguresAsk *ask, OnestopFiguresRows *out)
{
    TRY(access_need(c, &PERM_ONESTOP_VIEW, ask->root_id));
    return q_onestop_figures(c, out, .root_id = ask->root_id, .first = ask->months.first, .last = ask->months.last,
        .cut = cut_of(ask->reading, ask->as_of), .by_unit = ask->by[KEY_UNIT], .by_month = ask->by[KEY_MONTH],
        .by_field = ask->by[KEY_FIELD], .by_procedure = ask->by[KEY_PROCEDURE], .by_channel = ask->by[KEY_CHANNEL]);
}

/* All figures are counts, so units add up field by field. */
static void add_up(OnestopUnitRow *to, const OnestopUnitRow *from)
{
#define ADD(f) to->f += from->f
    ADD(carried); ADD(fresh); ADD(early); ADD(on_time); ADD(late); ADD(early_766); ADD(on_time_766); ADD(late_766); ADD(returned);
    ADD(open); ADD(suspended); ADD(over); ADD(received); ADD(online); ADD(paid); ADD(fee); ADD(digitised); ADD(postal); ADD(days);
    ADD(done_fresh); ADD(late_fresh_766); ADD(over_fresh);
#undef ADD
}

static UnitPeriod *find(UnitPeriods *v, int64_t id)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].unit_id == id)
            return &v->v[i];
    return NULL;
}

/* A unit, then those below it; units without dossiers are left out. */
static void in_tree_order(Arena *a, const UnitPeriods *all, int64_t parent, int32_t depth, UnitPeriods *out)
{
    for (size_t i = 0; i < all->n && depth < MAX_DEPTH; i++) {
        if (all->v[i].parent_id != parent || !all->v[i].any)
            continue;
        *vec_add(a, out) = all->v[i];
        out->v[out->n - 1].depth = depth;
        in_tree_order(a, all, all->v[i].unit_id, depth + 1, out);
    }
}

Err figures_units(Ctx *c, Months months, Reading reading, When as_of, UnitPeriods *out)
{
    OnestopUnitRows own;
    UnitPeriods all = { 0 };
    UnitRows units;

    *out = (UnitPeriods){ 0 };
    TRY(access_need_any(c, &PERM_ONESTOP_VIEW));
    TRY(q_onestop_units(c, &own, .first = months.first, .last = months.last, .cut = cut_of(reading, as_of)));
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, &all) = (UnitPeriod){ .unit_id = units.v[i].id, .parent_id = units.v[i].parent_id,
            .code = units.v[i].code, .name = units.v[i].name, .kind = units.v[i].kind };
    for (size_t i = 0; i < own.n; i++) {
        UnitPeriod *u = find(&all, own.v[i].unit_id);

        for (int32_t depth = 0; u && depth < MAX_DEPTH; depth++) {
            add_up(&u->sum, &own.v[i]);
            u->any = true;
            u = u->parent_id ? find(&all, u->parent_id) : NULL;
        }
    }
    in_tree_order(c->arena, &all, 0, 0, out);
    return OK;
}

int64_t period_gap(const OnestopUnitRow *u)
{
    return u->carried + u->fresh - (u->early + u->on_time + u->late) - u->returned - u->open - u->suspended;
}

OptDec period_rate(int64_t part, int64_t whole)
{
    OptDec r = { 0 };

    if (whole > 0 && dec_mul_div(dec_int(part), DEC(100), dec_int(whole), &r.d)) {
        r.d = dec_round(r.d, 2, ROUND_HALF_UP);
        r.has = true;
    }
    return r;
}

OptDec period_on_time(const OnestopUnitRow *u, Reading reading)
{
    int64_t done = u->early + u->on_time + u->late;

    if (reading == READ_DATE)
        return period_rate(u->early + u->on_time, done);
    return period_rate(u->fresh - u->returned - u->late_fresh_766 - u->over_fresh, u->fresh - u->returned);
}

Err figures_reading(Ctx *c, Reading *out)
{
    Str value;

    TRY(setting_get(c, "onestop.reading", &value));
    *out = str_eq(value, S("766")) ? READ_766 : READ_DATE;
    return OK;
}

typedef struct Publication {
    Ctx *c;
    Str period, source;
    size_t n;
} Publication;

static Err put(Publication *p, int64_t unit_id, const char *code, Str value)
{
    p->n++;
    return q_fact_put(p->c, .code = str_of(code), .unit_id = unit_id, .period = p->period, .value = value, .source = p->source,
        .at = p->c->now, .who = ctx_who(p->c));
}

static Err put_count(Publication *p, int64_t unit_id, const char *code, int64_t n)
{
    return put(p, unit_id, code, str_fmt(p->c->arena, "%lld", (long long)n));
}

/* Without anything below the line there is no rate and no fact. */
static Err put_rate(Publication *p, int64_t unit_id, const char *code, OptDec rate)
{
    if (!rate.has)
        return OK;
    return put(p, unit_id, code, str_fmt(p->c->arena, "%.*s%%", SV(dec_exact(p->c->arena, rate.d, NUM_PLAIN))));
}

static Err publish_unit(Publication *p, const UnitPeriod *u, Reading reading)
{
    const OnestopUnitRow *s = &u->sum;
    int64_t id = u->unit_id, late = reading == READ_766 ? s->late_766 : s->late;

    if (!s->carried && !s->received)
        return OK;                                      /* no dossier in this period: nothing is known, not even zero */
    TRY(access_need(p->c, &PERM_ONESTOP_IMPORT, id));
    TRY(put_rate(p, id, "onestop.on_time_rate", period_on_time(s, reading)));
    TRY(put_rate(p, id, "onestop.on_time_rate_date", period_on_time(s, READ_DATE)));
    TRY(put_rate(p, id, "onestop.on_time_rate_766", period_on_time(s, READ_766)));
    TRY(put_count(p, id, "onestop.late_count", late));
    TRY(put_count(p, id, "onestop.done_count", s->early + s->on_time + s->late));
    TRY(put_count(p, id, "onestop.received_count", s->received));
    TRY(put_count(p, id, "onestop.over_count", s->over));
    TRY(put_rate(p, id, "onestop.online_rate", period_rate(s->online, s->received)));
    TRY(put_rate(p, id, "onestop.paid_online_rate", period_rate(s->paid < s->fee ? s->paid : s->fee, s->fee)));
    TRY(put_rate(p, id, "onestop.digitised_rate", period_rate(s->digitised, s->received)));
    return put_rate(p, id, "onestop.postal_rate", period_rate(s->postal, s->received));
}

Err figures_publish(Ctx *c, Str period, int64_t unit_id, Reading reading, When as_of, size_t *n)
{
    Publication p = { .c = c, .period = period };
    UnitPeriods units;
    Months months;

    if (!months_parse(&months, period))
        return fail_field(c, "year", T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(period));
    p.source = str_of(tr(c->answer.lang, reading == READ_766 ? T("Hồ sơ một cửa, tính theo thời điểm (QĐ 766)")
                                                             : T("Hồ sơ một cửa, tính theo ngày")));
    TRY(figures_units(c, months, reading, as_of, &units));
    for (size_t i = 0; i < units.n; i++)
        if (!unit_id || units.v[i].unit_id == unit_id)
            TRY(publish_unit(&p, &units.v[i], reading));
    *n = p.n;
    if (!p.n)
        return fail(c, E_NOT_FOUND, T("Kỳ %.*s không có hồ sơ nào của đơn vị ấy; hãy nạp hồ sơ trước."), SV(period));
    return audit_add(c, "onestop.publish", period, str_fmt(c->arena, "{\"facts\":%zu}", p.n));
}

/* The whole of the index, and the appraised points of the rating once all nine are there. */
Err figures_publish_index(Ctx *c, Str period, int64_t unit_id, When as_of, size_t *n)
{
    Publication p = { .c = c, .period = period, .source = str_of(tr(c->answer.lang, T("Bộ chỉ số và đánh giá của một cửa"))) };
    Index766 x;
    Rating r;

    TRY(access_need(c, &PERM_ONESTOP_IMPORT, unit_id));
    TRY(index766(c, unit_id, period, as_of, &x));
    if (x.rows.v[x.rows.n - 1].points.has)
        TRY(put(&p, unit_id, "onestop.index766", dec_exact(c->arena, x.rows.v[x.rows.n - 1].points.d, NUM_PLAIN)));
    TRY(rating18(c, unit_id, period, &r));
    if (r.whole_appraised)
        TRY(put(&p, unit_id, "onestop.rating18", dec_exact(c->arena, r.appraised, NUM_PLAIN)));
    *n = p.n;
    return audit_add(c, "onestop.publish", period, str_fmt(c->arena, "{\"facts\":%zu}", p.n));
}
