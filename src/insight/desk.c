#include "insight/desk.h"

#include "base/map.h"
#include "doc/table.h"

#include <assert.h>
#include <math.h>

enum { F_UNIT, F_CRITERION, F_MAX, F_POINTS, F_GROUP, F_EFFORT, F_REACHED, F_SURVEY };

static const Column columns[] = {
    [F_UNIT] = { "unit", "unit|đơn vị|mã đơn vị", true },
    [F_CRITERION] = { "criterion", "criterion|mã tiêu chí|tiêu chí", true },
    [F_MAX] = { "max", "max|điểm tối đa|max_points", true },
    [F_POINTS] = { "points", "points|điểm|điểm đạt", true },
    [F_GROUP] = { "group", "group|nhóm|khối", false },
    [F_EFFORT] = { "effort", "effort|công sức", false },
    [F_REACHED] = { "reached", "reached|tỷ lệ đạt mục tiêu", false },
    [F_SURVEY] = { "survey_error", "survey_error|sai số khảo sát", false },
};

typedef struct Reading {
    Desk *d;
    Arena *a;
    const Columns *cols;
    RowErrors bad;
    Map units, groups, codes;
    VEC(Str) unit, group_name, code;
    VEC(size_t) group;
    VEC(Dec) max;
    VEC(OptDec) effort;
} Reading;

/* A number of a row; absent where the cell is empty. */
static bool number(Reading *r, size_t row, size_t field, OptDec *out)
{
    Str text = cell_at(r->cols, row, field).text;

    *out = (OptDec){ 0 };
    if (!text.n)
        return true;
    out->has = dec_parse(&out->d, text) && out->d.v >= 0;
    if (!out->has)
        row_error(&r->bad, row, field, T("Không phải là số từ 0 trở lên; hãy ghi số như 0,5 hoặc để trống."));
    return out->has;
}

static size_t unit_of(Reading *r, size_t row, Str code, Str group)
{
    int64_t at = (int64_t)r->unit.n, g = (int64_t)r->groups.n;

    if (map_get(&r->units, code, &at)) {
        if (!str_eq(group, r->group_name.v[at]))
            row_error(&r->bad, row, F_GROUP, T("Đơn vị %.*s đã thuộc nhóm khác; mỗi đơn vị chỉ ở một nhóm."), SV(code));
        return (size_t)at;
    }
    if (!map_add(&r->groups, group, g))
        (void)map_get(&r->groups, group, &g);           /* it is there: map_add said so */
    (void)map_add(&r->units, code, at);
    *vec_add(r->a, &r->unit) = code;
    *vec_add(r->a, &r->group_name) = group;
    *vec_add(r->a, &r->group) = (size_t)g;
    return (size_t)at;
}

static size_t criterion_of(Reading *r, size_t row, Str code, Dec max, OptDec effort)
{
    int64_t at = (int64_t)r->code.n;

    if (map_get(&r->codes, code, &at)) {
        if (r->max.v[at].v != max.v)
            row_error(&r->bad, row, F_MAX, T("Tiêu chí %.*s đã có điểm tối đa khác; hãy thống nhất một mức."), SV(code));
        if (effort.has)
            r->effort.v[at] = effort;
        return (size_t)at;
    }
    (void)map_add(&r->codes, code, at);
    *vec_add(r->a, &r->code) = code;
    *vec_add(r->a, &r->max) = max;
    *vec_add(r->a, &r->effort) = effort;
    return (size_t)at;
}

/* First turn: who and what there is. False: the row is wrong. */
static bool first_turn(Reading *r, size_t row)
{
    Str unit = cell_at(r->cols, row, F_UNIT).text, code = cell_at(r->cols, row, F_CRITERION).text;
    OptDec max, points, effort, more;

    if (!unit.n || !code.n) {
        row_error(&r->bad, row, unit.n ? F_CRITERION : F_UNIT, T("Thiếu mã; mỗi dòng cần mã đơn vị và mã tiêu chí."));
        return false;
    }
    if (!number(r, row, F_MAX, &max) || !number(r, row, F_POINTS, &points) || !number(r, row, F_EFFORT, &effort) ||
        !number(r, row, F_REACHED, &more) || !number(r, row, F_SURVEY, &more))
        return false;
    if (!max.has || !max.d.v) {
        row_error(&r->bad, row, F_MAX, T("Điểm tối đa phải lớn hơn 0."));
        return false;
    }
    if (points.has && dec_cmp(points.d, max.d) > 0) {
        row_error(&r->bad, row, F_POINTS, T("Điểm lớn hơn điểm tối đa; hãy sửa một trong hai."));
        return false;
    }
    (void)unit_of(r, row, unit, cell_at(r->cols, row, F_GROUP).text);       /* numbered by coming first */
    (void)criterion_of(r, row, code, max.d, effort);
    return true;
}

static void second_turn(Reading *r, size_t row, bool *seen)
{
    Desk *d = r->d;
    int64_t u = 0, c = 0;
    size_t at;
    OptDec more;
    double max;

    (void)map_get(&r->units, cell_at(r->cols, row, F_UNIT).text, &u);       /* both are there since the first turn */
    (void)map_get(&r->codes, cell_at(r->cols, row, F_CRITERION).text, &c);
    at = (size_t)u * d->criteria + (size_t)c;
    if (seen[at])
        row_error(&r->bad, row, F_CRITERION, T("Tiêu chí này của đơn vị đã có ở dòng trên; hãy bỏ một dòng."));
    seen[at] = true;
    (void)number(r, row, F_POINTS, &d->points[at]);                         /* checked in the first turn, like the next */
    max = (double)d->max[c].v / 1e8;
    if (number(r, row, F_REACHED, &more) && more.has && d->reached)
        d->reached[at] = (double)more.d.v / 1e8;
    if (number(r, row, F_SURVEY, &more) && more.has && d->survey)
        d->survey[at] = (double)more.d.v / 1e8 / max;
}

static Err read_rows(Reading *r, Answer *why)
{
    Desk *d = r->d;
    size_t rows = r->cols->sheet->rows.n;
    bool *seen;

    for (size_t i = r->cols->first; i < rows; i++)
        if (!row_blank(r->cols, i))
            (void)first_turn(r, i);                     /* what is wrong stands in r->bad */
    TRY(row_errors_end(&r->bad, why));
    *d = (Desk){ .units = r->unit.n, .criteria = r->code.n, .unit = r->unit.v, .group = r->group.v,
                 .group_name = r->group_name.v, .code = r->code.v, .max = r->max.v, .effort = r->effort.v };
    if (!d->units)
        return answer(why, E_INVALID, T("Tệp chưa có dòng điểm nào; mỗi dòng cần unit, criterion, max, points."));
    if (d->units > SIZE_MAX / 64 / d->criteria || d->units * d->criteria > 100000000)
        return answer(why, E_LIMIT, T("Tệp quá lớn: %zu đơn vị × %zu tiêu chí."), d->units, d->criteria);
    d->points = NEW(r->a, OptDec, d->units * d->criteria);
    if (columns_has(r->cols, F_REACHED))
        d->reached = NEW(r->a, double, d->units * d->criteria);
    if (columns_has(r->cols, F_SURVEY))
        d->survey = NEW(r->a, double, d->units * d->criteria);
    for (size_t i = 0; d->reached && i < d->units * d->criteria; i++)
        d->reached[i] = (double)NAN;
    seen = NEW(r->a, bool, d->units * d->criteria);
    for (size_t i = r->cols->first; i < rows; i++)
        if (!row_blank(r->cols, i))
            second_turn(r, i, seen);
    return row_errors_end(&r->bad, why);
}

Err desk_read(Desk *out, Arena *a, Str file, Str bytes, Answer *why)
{
    Reading r = { .d = out, .a = a, .units.arena = a, .groups.arena = a, .codes.arena = a };
    Columns cols;
    Table t;

    TRY(table_read(&t, a, file, bytes, NULL, why));
    TRY(columns_find(&cols, a, &t, columns, COUNT(columns), why));
    r.cols = &cols;
    r.bad = (RowErrors){ .arena = a, .cols = &cols, .lang = why->lang };
    TRY(read_rows(&r, why));
    return desk_finish(out, a, why);
}

Err desk_finish(Desk *d, Arena *a, Answer *why)
{
    d->total = NEW(a, Dec, d->units);
    d->applies = NEW(a, Dec, d->units);
    d->index = NEW(a, Dec, d->units);
    for (size_t u = 0; u < d->units; u++) {
        for (size_t c = 0; c < d->criteria; c++) {
            const OptDec *p = &d->points[u * d->criteria + c];

            if (!p->has)
                continue;
            if (!dec_add_ok(d->total[u], p->d, &d->total[u]) || !dec_add_ok(d->applies[u], d->max[c], &d->applies[u]))
                return answer(why, E_LIMIT, T("Tổng điểm của đơn vị %.*s quá lớn."), SV(d->unit[u]));
        }
        if (!dec_mul_div(d->total[u], DEC(100), d->applies[u], &d->index[u]))
            return answer(why, E_INVALID, T("Đơn vị %.*s không có tiêu chí nào áp dụng; hãy bỏ đơn vị hoặc điền điểm."),
                          SV(d->unit[u]));
    }
    return OK;
}

bool desk_unit(const Desk *d, Str code, size_t *unit)
{
    for (size_t u = 0; u < d->units; u++)
        if (str_eq(d->unit[u], code)) {
            *unit = u;
            return true;
        }
    return false;
}

size_t desk_rank(const Desk *d, size_t unit)
{
    size_t rank = 1;

    for (size_t u = 0; u < d->units; u++)
        rank += d->group[u] == d->group[unit] && dec_cmp(d->index[u], d->index[unit]) > 0;
    return rank;
}

void desk_shares(const Desk *d, double *share, double *points, double *max)
{
    for (size_t k = 0; k < d->criteria; k++)
        max[k] = (double)d->max[k].v / 1e8;
    for (size_t i = 0; i < d->units * d->criteria; i++) {
        points[i] = d->points[i].has ? (double)d->points[i].d.v / 1e8 : (double)NAN;
        share[i] = points[i] / max[i % d->criteria];
    }
}

RobustModel *desk_model(const Desk *d, Arena *a, double appraiser)
{
    RobustModel *m = NEW(a, RobustModel, 1);
    double *max = NEW(a, double, d->criteria), *share = NEW(a, double, d->units * d->criteria), *spread;
    bool *target = NEW(a, bool, d->criteria);

    for (size_t c = 0; c < d->criteria; c++)
        max[c] = (double)d->max[c].v / 1e8;
    for (size_t i = 0; i < d->units * d->criteria; i++) {
        size_t c = i % d->criteria;

        share[i] = d->points[i].has ? (double)d->points[i].d.v / (double)d->max[c].v : (double)NAN;
        if (d->points[i].has && d->reached && !isnan(d->reached[i])) {
            /* only where points follow the target: passed, or in proportion to it */
            if (fabs(fmin(1, d->reached[i]) - share[i]) < 1e-6) {
                target[c] = true;
                share[i] = d->reached[i];
            }
        }
    }
    *m = (RobustModel){ .units = d->units, .criteria = d->criteria, .index = d->index, .max = max, .share = share,
                        .target = target, .steps = d->steps, .figure = d->figure, .survey = d->survey, .group = d->group };
    if (appraiser > 0) {
        spread = NEW(a, double, d->criteria);
        for (size_t c = 0; c < d->criteria; c++)
            spread[c] = appraiser;
        m->appraiser = spread;
    }
    return m;
}

/* total / applies of another unit on this unit's scale, rounded up: not reaching it is not reaching the rank. */
static Dec on_scale(Dec total, Dec applies, Dec scale)
{
    return (Dec){ (int64_t)(((__int128)total.v * scale.v + applies.v - 1) / applies.v) };
}

Dec desk_effort(const Desk *d, size_t unit, size_t criterion)
{
    int64_t peers = 0, full = 0;

    if (d->effort[criterion].has)
        return d->effort[criterion].d;
    for (size_t u = 0; u < d->units; u++) {
        const OptDec *p = &d->points[u * d->criteria + criterion];

        if (u == unit || d->group[u] != d->group[unit] || !p->has)
            continue;
        peers++;
        full += dec_cmp(p->d, d->max[criterion]) >= 0;
    }
    return reach_effort(peers, full);
}

/* Where another unit will stand, on the scale of the unit that aims; nobody rises above the maximum. */
static Dec stands(const Desk *d, const DeskAim *aim, size_t other)
{
    Dec total = d->total[other], rise;

    if (aim->rise && dec_mul_div(aim->rise[other], d->applies[other], DEC(100), &rise))
        total = dec_max(dec_min(dec_add(total, rise), dec_max(total, d->applies[other])), (Dec){ 0 });
    return on_scale(total, d->applies[other], d->applies[aim->unit]);
}

Err desk_reach(DeskReach *out, Arena *a, const Desk *d, const DeskAim *aim, Answer *why)
{
    size_t unit = aim->unit;
    VEC(ReachItem) items = { 0 };
    VEC(Dec) others = { 0 };

    assert(unit < d->units && (aim->rank > 0) != aim->percent.has);
    for (size_t u = 0; u < d->units; u++)
        if (u != unit && d->group[u] == d->group[unit])
            *vec_add(a, &others) = stands(d, aim, u);
    if (aim->rank)
        out->need = reach_need_rank(d->total[unit], others.v, others.n, aim->rank);
    else
        out->need = reach_need_total(d->total[unit], on_scale(aim->percent.d, DEC(100), d->applies[unit]));
    for (size_t c = 0; c < d->criteria; c++) {
        const OptDec *p = &d->points[unit * d->criteria + c];

        if (p->has && dec_cmp(p->d, d->max[c]) < 0 && !(aim->out && aim->out[c]))
            *vec_add(a, &items) = (ReachItem){ d->code[c], dec_sub(d->max[c], p->d), desk_effort(d, unit, c) };
    }
    return reach_cheapest(&out->reach, a, out->need, items.v, items.n, why);
}
