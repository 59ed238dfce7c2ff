#include "insight/desk_round.h"

static bool counts(const CriteriaSet *set, const bool *inner, size_t k)
{
    const Criterion *n = &set->v[k];

    return !inner[k] && n->max.v > 0 && n->source != SOURCE_BONUS && n->source != SOURCE_PENALTY;
}

static void take_leaves(Desk *d, Arena *a, const CriteriaSet *set, size_t *node)
{
    bool *inner = NEW(a, bool, set->n);

    for (size_t k = 0; k < set->n; k++)
        if (set->v[k].parent >= 0)
            inner[set->v[k].parent] = true;
    for (size_t k = 0; k < set->n; k++) {
        if (!counts(set, inner, k))
            continue;
        node[d->criteria] = k;
        d->code[d->criteria] = set->v[k].code;
        d->max[d->criteria++] = set->v[k].max;
    }
}

static void take_unit(Desk *d, const ScoreRun *r, size_t unit, const size_t *node)
{
    const UnitResult *u = &r->sheet->units[unit];
    size_t at = d->units++;

    d->unit[at] = r->in.units[unit].code;
    d->group[at] = (size_t)r->in.units[unit].group;
    d->group_name[at] = r->groups[r->in.units[unit].group];
    d->total[at] = u->points;
    d->applies[at] = u->max;
    d->index[at] = u->percent;
    for (size_t c = 0; c < d->criteria; c++) {
        const ScoreCell *cell = &r->sheet->cells[unit * r->nodes.n + node[c]];

        d->points[at * d->criteria + c] = (OptDec){ cell->max.v > 0, cell->points };
    }
}

Err desk_round(Desk *out, Ctx *c, const ScoreRun *r, double survey)
{
    Arena *a = c->arena;
    size_t n = r->n_scored, m = r->nodes.n, *node = NEW(a, size_t, m);

    *out = (Desk){ .code = NEW(a, Str, m), .max = NEW(a, Dec, m), .effort = NEW(a, OptDec, m), .unit = NEW(a, Str, n),
                   .group = NEW(a, size_t, n), .group_name = NEW(a, Str, n), .total = NEW(a, Dec, n),
                   .applies = NEW(a, Dec, n), .index = NEW(a, Dec, n) };
    take_leaves(out, a, &r->nodes, node);
    out->points = NEW(a, OptDec, n * out->criteria);
    for (size_t i = 0; i < n; i++) {
        size_t unit = r->order[i];

        if (r->sheet->units[unit].rank > 0 && r->sheet->units[unit].max.v > 0)
            take_unit(out, r, unit, node);
    }
    if (!out->units)
        return fail(c, E_NOT_FOUND, T("Bộ tiêu chí %.*s chưa có đơn vị nào được xếp hạng; hãy nhập điểm hoặc số liệu trước."),
                    SV(r->set.code));
    if (survey <= 0)
        return OK;
    out->survey = NEW(a, double, out->units * out->criteria);
    for (size_t i = 0; i < out->units * out->criteria; i++)
        if (r->nodes.v[node[i % out->criteria]].source == SOURCE_SURVEY)
            out->survey[i] = survey;
    return OK;
}

Err desk_grade(Ctx *c, const ScoreRun *r, Str group, Str grade, Dec *percent)
{
    const GradeScale *use = NULL;
    GradeScales scales = { 0 };

    TRY(grades_parse(&scales, c->arena, r->set.grades, &c->answer));
    for (size_t i = 0; i < scales.n; i++)
        if (str_eq(scales.v[i].group, group) || (!use && !scales.v[i].group.n))
            use = &scales.v[i];
    for (size_t k = 0; use && k < use->bands.n; k++)
        if (str_eq(use->bands.v[k].name, grade)) {
            *percent = use->bands.v[k].from;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Không có xếp loại “%.*s” trong bộ tiêu chí này; hãy ghi đúng tên xếp loại hoặc phần trăm."),
                SV(grade));
}
