#include "indicator/indicator_demo.h"

#include "core_sql.h"
#include "indicator/grid.h"
#include "indicator/report.h"
#include "org/org.h"

enum { QUARTERS = 7 };

typedef struct Maker {
    ElementSet set;
    ReportFormRows forms;
    Dec *v;                     /* by element */
    uint64_t state;
} Maker;

/* The same province every time. */
static uint64_t next(Maker *m, uint64_t below)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    return m->state % below;
}

static bool made(const void *user, Str code, Dec *out)
{
    const Maker *m = user;
    int64_t at;

    if (!map_get(&m->set.by_code, code, &at))
        return false;
    *out = m->v[at];
    return true;
}

/* What an element's own checks ask: no more than …, at least …. */
static void obey(Maker *m, size_t i)
{
    Str rest = m->set.rows.v[i].checks;
    Check k;
    bool bad, missing;
    Dec right;

    while (check_next(&rest, &k, &bad)) {
        if (!formula_sum(k.right, made, m, &right, &missing) || missing)
            continue;
        if (!str_eq(k.op, S("<=")))
            m->v[i] = right;
        else if (dec_cmp(m->v[i], right) > 0)
            m->v[i] = dec_int(right.v / DEC_ONE - (right.v / DEC_ONE > 9 && next(m, 4) == 0));
    }
}

static void make(Maker *m, uint64_t size)
{
    for (size_t i = 0; i < m->set.rows.n; i++) {
        const ElementRow *e = &m->set.rows.v[i];
        bool dossiers = str_starts(e->code, S("3.3")) || str_starts(e->code, S("7.8")) || str_starts(e->code, S("7.1"));
        bool late = str_eq(e->code, S("3.3.8")) || str_eq(e->code, S("3.3.10")) || str_eq(e->code, S("3.3.14"));

        m->v[i] = dec_int(late ? (int64_t)next(m, 4) : (int64_t)(1 + next(m, dossiers ? size * 12 : 6 + size / 4)));
        if (str_eq(e->kind, S("amount")))
            m->v[i] = dec_int((int64_t)(400 + next(m, 200 * size)));
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < m->set.rows.n; i++)
            obey(m, i);
}

static Err put(Ctx *c, const Maker *m, int64_t unit_id, Str kind, PeriodKind period, Str code, Moment at, Str who, bool short_form)
{
    for (size_t i = 0; i < m->set.rows.n; i++) {
        const ElementRow *e = &m->set.rows.v[i];

        if (e->numerator.n || str_eq(e->kind, S("code")) || str_eq(e->kind, S("rate")) || str_eq(e->kind, S("number"))
            || !element_asked(&m->forms, e, kind, period) || (short_form && !str_starts(e->code, S("1.")) && !str_starts(e->code, S("3."))))
            continue;
        TRY(q_figure_put(c, .unit_id = unit_id, .period = code, .element_id = e->id, .value = m->v[i], .note = S(""), .at = at, .who = who));
    }
    return OK;
}

/* Most send in time; some late, one is returned, some have not sent the last quarter. */
static Err sheet(Ctx *c, Maker *m, int64_t unit_id, Str code, Date due, bool last, size_t nth)
{
    Moment sent = moment_of((Date){ due.day - (int32_t)next(m, 4) + (nth % 11 == 3 ? 4 : 0) }, 9 + (int)next(m, 8), (int)next(m, 60));

    if (last && nth % 9 == 4)
        return q_figure_sheet_put(c, .unit_id = unit_id, .period = code, .state = S("open"), .at = sent, .who = S("dieuphoi"),
            .reason = nth % 27 == 4 ? S("Số hồ sơ quá hạn chưa khớp với sổ theo dõi của Bộ phận Một cửa; đề nghị rà lại") : S(""));
    TRY(q_figure_sheet_put(c, .unit_id = unit_id, .period = code, .state = S("complete"), .at = sent, .who = S("demo"), .reason = S(""),
        .first_complete = sent));
    if (last && nth % 3)
        return OK;
    return q_figure_sheet_accept(c, .unit_id = unit_id, .period = code, .at = moment_of((Date){ due.day + 2 }, 15, 10), .who = S("dieuphoi"));
}

static Err one_period(Ctx *c, Maker *m, const UnitRows *units, Period p, size_t ago, const PeriodRule *rule)
{
    Str code = period_code(c->arena, p);
    Date due = period_due(p, rule, NULL);
    size_t nth = 0;

    for (size_t i = 0; i < units->n; i++) {
        const UnitRow *u = &units->v[i];
        bool shown = nth < 3 || str_eq(u->code, S("H99.1"));    /* a few with all figures of all quarters */

        if (!element_asked(&m->forms, &m->set.rows.v[0], u->kind, p.kind) && !str_eq(u->kind, S("department")))
            continue;
        if (u->parent_id == 0)
            continue;                                           /* the province's figures are the sums of its units */
        nth++;
        if (ago > 2 && !shown)
            continue;
        m->state = (uint64_t)u->id * 2654435761u + (uint64_t)(p.year * 4 + p.n) * 40503u + 17;
        make(m, 10 + (uint64_t)u->id % 30);
        if (ago == 1 && nth % 9 == 4 && nth % 27 != 4)
            continue;                                           /* has not begun */
        TRY(put(c, m, u->id, u->kind, p.kind, code, moment_of((Date){ due.day - 5 }, 10, 0), S("demo"), !shown));
        TRY(sheet(c, m, u->id, code, due, ago == 1, nth));
    }
    return OK;
}

static Err targets(Ctx *c, const Maker *m, int year)
{
    static const struct { const char *code; int value, amber; } list[] = { { "3.3.13", 98, 95 }, { "6.1.3", 60, 50 } };

    for (size_t i = 0; i < COUNT(list); i++) {
        int64_t at;

        if (map_get(&m->set.by_code, str_of(list[i].code), &at))
            TRY(q_target_put(c, .element_id = m->set.rows.v[at].id, .unit_kind = S(""), .period = str_fmt(c->arena, "%d", year), .comparator = S(">="),
                .value = dec_int(list[i].value), .amber = { true, dec_int(list[i].amber) }));
    }
    return OK;
}

static Err reports(Ctx *c, const UnitRows *units, Period last)
{
    Report r;

    for (size_t i = 0; i < units->n; i++) {
        if (units->v[i].parent_id)
            continue;
        TRY(report_draft(c, units->v[i].id, period_code(c->arena, period_before(last)), true, &r));
        TRY(report_approve(c, units->v[i].id, period_code(c->arena, period_before(last)), S("318/BC-UBND")));
        return report_draft(c, units->v[i].id, period_code(c->arena, last), true, &r);
    }
    return OK;
}

Err indicator_demo(Ctx *c)
{
    Maker m = { 0 };
    Table t;
    UnitRows units;
    PeriodRule rule;
    Period last = period_before(period_of(PERIOD_QUARTER, c->today)), p = last;
    size_t n;

    TRY(element_shipped(c, &t));
    TRY(element_import(c, &t, &n));
    TRY(report_form_shipped(c, &t));
    TRY(report_form_import(c, &t, &n));
    TRY(element_load(c, &m.set));
    TRY(q_report_form_all(c, &m.forms, ));
    TRY(period_rule_of(c, &rule));
    TRY(q_unit_list(c, &units, .on = c->today));
    m.v = NEW(c->arena, Dec, m.set.rows.n);
    for (size_t ago = 1; ago <= QUARTERS; ago++, p = period_before(p))
        TRY(one_period(c, &m, &units, p, ago, &rule));
    TRY(targets(c, &m, last.year));
    return reports(c, &units, last);
}
