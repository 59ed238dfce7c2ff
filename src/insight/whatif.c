#include "insight/whatif.h"

#include "base/map.h"

const char *const whatif_kinds[WHATIF_KINDS] = { "points", "figure", "max", "rule" };

/* The working copy: shares with the run whatever no change has touched. */
typedef struct Bench {
    Ctx *c;
    const ScoreRun *run;
    const CriterionRows *rows;
    CriteriaSet set;
    Criterion *nodes;           /* set.v */
    ScoreInput in;
    ScoreFact *facts;           /* in.facts; NULL: still the run's */
    OptDec *direct;             /* in.direct */
    Map unit_at, node_at, column_at;
    VEC(WhatIfChange) maxima;   /* applied last, on the points that came out */
} Bench;

static bool leaf(const Bench *b, size_t node)
{
    return !b->rows->v[node].children;
}

static Err find_leaf(Bench *b, Str code, size_t *node)
{
    int64_t at;

    if (!map_get(&b->node_at, code, &at))
        return fail(b->c, E_NOT_FOUND, T("Bộ tiêu chí không có tiêu chí “%.*s”."), SV(code));
    if (!leaf(b, (size_t)at))
        return fail(b->c, E_INVALID, T("Tiêu chí %.*s có tiêu chí thành phần; hãy đổi ở tiêu chí thành phần."), SV(code));
    *node = (size_t)at;
    return OK;
}

static Err find_units(Bench *b, Str code, size_t *from, size_t *to)
{
    int64_t at;

    if (str_eq(code, S("*"))) {
        *from = 0;
        *to = b->run->n_scored;
        return OK;
    }
    if (!map_get(&b->unit_at, code, &at))
        return fail(b->c, E_NOT_FOUND, T("Đơn vị “%.*s” không được chấm theo bộ tiêu chí này."), SV(code));
    *from = (size_t)at;
    *to = *from + 1;
    return OK;
}

static Err change_points(Bench *b, const WhatIfChange *w)
{
    size_t node, from, to;
    Dec d;

    TRY(find_units(b, w->unit, &from, &to));
    TRY(find_leaf(b, w->code, &node));
    if (!dec_parse(&d, str_trim(w->value)))
        return fail(b->c, E_INVALID, T("“%.*s” ở tiêu chí %.*s không phải số điểm; hãy ghi như 0,75."), SV(w->value), SV(w->code));
    for (size_t u = from; u < to; u++)
        b->direct[u * b->set.n + node] = (OptDec){ true, d };
    return OK;
}

static void own_facts(Bench *b)
{
    size_t n = b->in.n_units * b->in.n_facts;

    if (b->facts)
        return;
    b->facts = NEW(b->c->arena, ScoreFact, n);
    if (n)
        memcpy(b->facts, b->in.facts, n * sizeof *b->facts);
    b->in.facts = b->facts;
}

static Err change_figure(Bench *b, const WhatIfChange *w)
{
    size_t from = 0, to = 0;
    int64_t column, node;
    Value v = { 0 };
    bool date = false;

    TRY(find_units(b, w->unit, &from, &to));
    if (!map_get(&b->column_at, w->code, &column))
        return fail(b->c, E_NOT_FOUND, T("Không quy tắc nào của bộ tiêu chí đọc số liệu “%.*s”."), SV(w->code));
    if (map_get(&b->node_at, w->code, &node) && b->nodes[node].rule)
        date = rule_wants(b->nodes[node].rule) == VALUE_DATE;
    if (str_trim(w->value).n)
        TRY(value_parse(&v, b->c->arena, w->value, date ? b->in.year : 0, &b->c->answer));
    own_facts(b);
    for (size_t u = from; u < to; u++) {
        b->facts[u * b->in.n_facts + (size_t)column] = (ScoreFact){ v, S("giả định") };
        for (size_t k = 0; k < b->set.n; k++) {
            const Criterion *n = &b->nodes[k];

            if (n->rule && str_eq(n->fact.n ? n->fact : n->code, w->code))
                b->direct[u * b->set.n + k] = (OptDec){ 0 };
        }
    }
    return OK;
}

static Err change_rule(Bench *b, const WhatIfChange *w)
{
    size_t node;

    TRY(find_leaf(b, w->code, &node));
    TRY(rule_parse(&b->nodes[node].rule, b->c->arena, w->value, b->nodes[node].max, &b->c->answer));
    for (size_t u = 0; u < b->run->n_scored; u++)
        b->direct[u * b->set.n + node] = (OptDec){ 0 };
    return OK;
}

/* The maximum of a leaf and of everything above it; points that came out grow with it. */
static Err change_max(Bench *b, const WhatIfChange *w, const ScoreSheet *so_far)
{
    size_t node;
    Dec max, was;
    bool beside;

    TRY(find_leaf(b, w->code, &node));
    if (!dec_parse(&max, str_trim(w->value)) || max.v < 0 || dec_cmp(max, DEC(100000)) > 0)
        return fail(b->c, E_INVALID, T("“%.*s” ở tiêu chí %.*s không phải điểm tối đa; hãy ghi số từ 0 trở lên."), SV(w->value), SV(w->code));
    was = b->nodes[node].max;
    beside = b->nodes[node].source == SOURCE_BONUS || b->nodes[node].source == SOURCE_PENALTY;
    for (size_t u = 0; u < b->run->n_scored; u++) {
        const ScoreCell *cell = &so_far->cells[u * b->set.n + node];
        OptDec *to = &b->direct[u * b->set.n + node];

        if (cell->state != CELL_POINTS)
            continue;
        *to = (OptDec){ true, cell->points };
        if (was.v > 0 && !dec_mul_div(cell->points, max, was, &to->d))
            return fail(b->c, E_INVALID, T("Điểm tối đa của tiêu chí %.*s quá lớn."), SV(w->code));
    }
    b->nodes[node].max = max;
    for (int32_t up = b->nodes[node].parent; up >= 0 && !beside; up = b->nodes[up].parent)
        if (b->nodes[up].max.v > 0)
            b->nodes[up].max = dec_max(dec_add(b->nodes[up].max, dec_sub(max, was)), (Dec){ 0 });
    return OK;
}

/* Of two maxima for one criterion the later holds. */
static bool said_again(const Bench *b, size_t i)
{
    for (size_t n = i + 1; n < b->maxima.n; n++)
        if (str_eq(b->maxima.v[n].code, b->maxima.v[i].code))
            return true;
    return false;
}

/* ---- another set on the run's figures ---- */

static void match_trial(Bench *b, const ScoreRun *trial, size_t *unmatched)
{
    Map old_at = { .arena = b->c->arena };
    const ScoreRun *run = b->run;

    for (size_t k = 0; k < run->nodes.n; k++)
        (void)map_add(&old_at, run->nodes.v[k].code, (int64_t)k);       /* codes are unique in a set */
    for (size_t k = 0; k < b->set.n; k++) {
        const CriterionRow *row = &trial->criteria.v[k];
        int64_t old;

        if (!leaf(b, k))
            continue;
        if (!map_get(&old_at, row->old_code.n ? row->old_code : row->code, &old) || run->criteria.v[old].children) {
            ++*unmatched;
            continue;
        }
        b->nodes[k].fact = run->nodes.v[old].fact.n ? run->nodes.v[old].fact : run->nodes.v[old].code;
        for (size_t u = 0; u < run->n_scored && run->in.direct; u++) {
            OptDec d = run->in.direct[u * run->nodes.n + (size_t)old];

            if (d.has && run->nodes.v[old].max.v > 0 && dec_mul_div(d.d, b->nodes[k].max, run->nodes.v[old].max, &d.d))
                b->direct[u * b->set.n + k] = d;
        }
    }
}

static void bench_make(Bench *b, Ctx *c, const ScoreRun *run, const ScoreRun *trial, size_t *unmatched)
{
    const CriteriaSet *from = trial ? &trial->nodes : &run->nodes;
    size_t cells = run->in.n_units * from->n;

    *b = (Bench){ .c = c, .run = run, .rows = trial ? &trial->criteria : &run->criteria, .set = *from, .in = run->in,
        .nodes = NEW(c->arena, Criterion, from->n + 1), .direct = NEW(c->arena, OptDec, cells + 1), .unit_at.arena = c->arena,
        .node_at.arena = c->arena, .column_at.arena = c->arena };
    if (from->n)
        memcpy(b->nodes, from->v, from->n * sizeof *b->nodes);
    b->set.v = b->nodes;
    if (trial)
        match_trial(b, trial, unmatched);
    else if (cells && run->in.direct)
        memcpy(b->direct, run->in.direct, cells * sizeof *b->direct);
    b->in.direct = b->direct;
    if (trial)
        b->in.direct_source = NULL;                     /* its shape is the run's own set */
    for (size_t u = 0; u < run->n_scored; u++)
        (void)map_add(&b->unit_at, run->in.units[u].code, (int64_t)u);
    for (size_t k = 0; k < b->set.n; k++)
        (void)map_add(&b->node_at, b->nodes[k].code, (int64_t)k);
    for (size_t f = 0; f < b->in.n_facts; f++)
        (void)map_add(&b->column_at, b->in.fact_codes[f], (int64_t)f);
}

static Err apply(Bench *b, const WhatIfChanges *v)
{
    if (v && v->n > WHATIF_CHANGES_MAX)
        return fail(b->c, E_LIMIT, T("Một kịch bản có nhiều nhất %d thay đổi."), WHATIF_CHANGES_MAX);
    for (size_t i = 0; v && i < v->n; i++)
        switch (v->v[i].kind) {
        case WHATIF_POINTS: TRY(change_points(b, &v->v[i])); break;
        case WHATIF_FIGURE: TRY(change_figure(b, &v->v[i])); break;
        case WHATIF_RULE: TRY(change_rule(b, &v->v[i])); break;
        case WHATIF_MAX: case WHATIF_KINDS: *vec_add(b->c->arena, &b->maxima) = v->v[i]; break;
        }
    return OK;
}

Err whatif_run(WhatIf *out, Ctx *c, const ScoreRun *run, const ScoreRun *trial, const WhatIfChanges *v)
{
    Bench *b = NEW(c->arena, Bench, 1);                 /* the sheet points into it */
    GradeScales scales;

    *out = (WhatIf){ .run = run, .grades = NEW(c->arena, Str, run->n_scored + 1), .nodes = &b->set, .set = trial ? &trial->set : &run->set,
        .criteria = trial ? &trial->criteria : &run->criteria };
    bench_make(b, c, run, trial, &out->unmatched);
    TRY(apply(b, v));
    TRY(score_compute(&out->after, c->arena, &b->set, &b->in, &c->answer));
    for (size_t i = 0; i < b->maxima.n; i++)
        if (!said_again(b, i))
            TRY(change_max(b, &b->maxima.v[i], out->after));
    if (b->maxima.n)
        TRY(score_compute(&out->after, c->arena, &b->set, &b->in, &c->answer));
    TRY(grades_parse(&scales, c->arena, out->set->grades, &c->answer));
    for (size_t u = 0; u < run->n_scored; u++)
        out->grades[u] = grade_of(&scales, run->groups[run->in.units[u].group], out->after->units[u].percent);
    return OK;
}

Err whatif_trial(Ctx *c, int64_t set_id, ScoreRun *out)
{
    *out = (ScoreRun){ 0 };
    TRY(q_criteria_set_get(c, &out->set, .id = set_id));
    TRY(q_criterion_list(c, &out->criteria, .set_id = set_id));
    return score_prepare(c, out, NULL);
}

static Err parse_one(WhatIfChanges *out, Ctx *c, WhatIfKind kind, Str one)
{
    bool of_unit = kind == WHATIF_POINTS || kind == WHATIF_FIGURE;
    WhatIfChange w = { .kind = kind };
    Str left;

    if (!str_cut(one, S("="), &left, &w.value) || (of_unit && !str_cut(left, S(":"), &w.unit, &w.code)))
        return of_unit ? fail(c, E_INVALID, T("“%.*s” không đúng cách ghi; hãy ghi MÃ_ĐƠN_VỊ:MÃ=GIÁ_TRỊ, cách nhau bằng dấu ;"), SV(one))
                       : fail(c, E_INVALID, T("“%.*s” không đúng cách ghi; hãy ghi MÃ_TIÊU_CHÍ=GIÁ_TRỊ."), SV(one));
    w.unit = str_trim(w.unit);
    w.code = str_trim(of_unit ? w.code : left);
    w.value = str_trim(w.value);
    *vec_add(c->arena, out) = w;
    return OK;
}

Err whatif_parse(WhatIfChanges *out, Ctx *c, WhatIfKind kind, Str text)
{
    Str one;

    if (kind == WHATIF_RULE)
        return str_trim(text).n ? parse_one(out, c, kind, text) : OK;
    for (bool more = str_trim(text).n > 0; more;) {
        more = str_cut(text, S(";"), &one, &text);
        if (str_trim(one).n)
            TRY(parse_one(out, c, kind, str_trim(one)));
    }
    return OK;
}

bool whatif_moved(const WhatIf *w, size_t unit)
{
    const UnitResult *was = &w->run->sheet->units[unit], *is = &w->after->units[unit];

    return was->points.v != is->points.v || was->percent.v != is->percent.v || was->rank != is->rank ||
           !str_eq(w->run->grades[unit], w->grades[unit]);
}
