#include "insight/whatif.h"

static bool has_parts(const CriteriaSet *set, size_t node)
{
    for (size_t k = node + 1; k < set->n; k++)
        if (set->v[k].parent == (int32_t)node)
            return true;
    return false;
}

static Err one_change(Ctx *c, const ScoreRun *run, Str change, OptDec *direct)
{
    Str unit, criterion, points;
    size_t u, k;
    Dec d;

    if (!str_cut(change, S("="), &unit, &points) || !str_cut(unit, S(":"), &unit, &criterion) ||
        !dec_parse(&d, str_trim(points)))
        return fail(c, E_INVALID, T("“%.*s” không đúng cách ghi; hãy ghi MÃ_ĐƠN_VỊ:MÃ_TIÊU_CHÍ=ĐIỂM, cách nhau bằng dấu ;"),
                    SV(change));
    TRY(score_find_unit(c, run, str_trim(unit), &u));
    TRY(score_find_node(c, run, str_trim(criterion), &k));
    if (has_parts(&run->nodes, k))
        return fail(c, E_INVALID, T("Tiêu chí %.*s có tiêu chí thành phần; hãy đổi điểm ở tiêu chí thành phần."), SV(criterion));
    direct[u * run->nodes.n + k] = (OptDec){ true, d };
    return OK;
}

Err whatif_points(WhatIf *out, Ctx *c, const ScoreRun *run, Str changes)
{
    size_t cells = run->in.n_units * run->nodes.n;
    ScoreInput *in = NEW(c->arena, ScoreInput, 1);
    OptDec *direct = NEW(c->arena, OptDec, cells);
    GradeScales scales;
    Str one;

    *in = run->in;
    if (in->direct)
        memcpy(direct, in->direct, cells * sizeof *direct);
    in->direct = direct;
    for (bool more = str_trim(changes).n > 0; more;) {
        more = str_cut(changes, S(";"), &one, &changes);
        if (str_trim(one).n)
            TRY(one_change(c, run, str_trim(one), direct));
    }
    *out = (WhatIf){ .run = run, .grades = NEW(c->arena, Str, run->n_scored) };
    TRY(score_compute(&out->after, c->arena, &run->nodes, in, &c->answer));
    TRY(grades_parse(&scales, c->arena, run->set.grades, &c->answer));
    for (size_t u = 0; u < run->n_scored; u++)
        out->grades[u] = grade_of(&scales, run->groups[run->in.units[u].group], out->after->units[u].percent);
    return OK;
}

bool whatif_moved(const WhatIf *w, size_t unit)
{
    const UnitResult *was = &w->run->sheet->units[unit], *is = &w->after->units[unit];

    return was->points.v != is->points.v || was->percent.v != is->percent.v || was->rank != is->rank ||
           !str_eq(w->run->grades[unit], w->grades[unit]);
}
