#include "assess/assess.h"

#include "base/map.h"

/* The last row of each leaf that counts and is not beyond `upto`. Rows come by sheet and criterion. */
static Err last_of_each(Ctx *c, const StageRows *rows, const SheetRows *sheets, Stage upto, ScoreGiven **out, size_t *n)
{
    ScoreGiven *v = NEW(c->arena, ScoreGiven, rows->n + 1);
    Map units = { .arena = c->arena };
    int64_t sheet = 0, criterion = 0, unit = 0;
    Stage best = STAGE_SELF, stage;

    *n = 0;
    for (size_t i = 0; i < sheets->n; i++)
        (void)map_add(&units, str_fmt(c->arena, "%lld", (long long)sheets->v[i].id), sheets->v[i].unit_id);     /* ids are unique */
    for (size_t i = 0; i < rows->n; i++) {
        const StageRow *r = &rows->v[i];

        if (!r->given || !stage_parse(&stage, r->stage) || !stage_rules[stage].counts || stage > upto)
            continue;
        if (r->sheet_id != sheet || r->criterion_id != criterion) {
            if (r->sheet_id != sheet)
                (void)map_get(&units, str_fmt(c->arena, "%lld", (long long)r->sheet_id), &unit);    /* every row has a sheet */
            sheet = r->sheet_id;
            criterion = r->criterion_id;
            ++*n;
        } else if (stage < best) {
            continue;
        }
        best = stage;
        v[*n - 1] = (ScoreGiven){ .unit_id = unit, .criterion_id = criterion, .points = r->by_rule ? (OptDec){ 0 } : r->points,
            .value = r->value, .at = r->at, .source = str_fmt(c->arena, "%s, %.*s, %.*s", tr(c->answer.lang, stage_title(stage)),
                SV(r->by_login), SV(moment_vi(c->arena, r->at))) };
    }
    *out = v;
    return OK;
}

static Err given_of(Ctx *c, const RoundRow *r, Stage upto, ScoreOverride *over)
{
    SheetRows sheets;
    StageRows rows;
    ScoreGiven *given;
    int64_t *ids;

    TRY(q_sheets_of_round(c, &sheets, .round_id = r->id));
    TRY(q_stages_of_round(c, &rows, .round_id = r->id));
    TRY(last_of_each(c, &rows, &sheets, upto, &given, &over->n_given));
    ids = NEW(c->arena, int64_t, sheets.n + 1);
    for (size_t i = 0; i < sheets.n; i++)
        ids[i] = sheets.v[i].unit_id;
    over->given = given;
    over->unit_ids = ids;
    over->n_unit_ids = sheets.n;
    over->kinds = r->unit_kinds;
    over->sheets = true;
    return OK;
}

static Err need_set(Ctx *c, const RoundRow *r)
{
    if (r->set_id)
        return OK;
    return fail(c, E_STATE, T("Đợt %.*s chưa có bộ tiêu chí nên chưa tính được kết quả."), SV(r->code));
}

Err round_result(Ctx *c, const RoundRow *r, Stage upto, ScoreRun *out)
{
    ScoreOverride over = { 0 };

    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(need_set(c, r));
    TRY(given_of(c, r, upto, &over));
    return score_run(c, r->set_id, &over, out);
}

Err round_effect(Ctx *c, const RoundRow *r, int64_t unit_id, int64_t criterion_id, Dec points, RankEffects *out)
{
    ScoreOverride over = { 0 };
    ScoreRun before, after;
    ScoreGiven *given;

    *out = (RankEffects){ 0 };
    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(need_set(c, r));
    TRY(given_of(c, r, STAGE_CORRECTION, &over));
    TRY(score_run(c, r->set_id, &over, &before));
    given = NEW(c->arena, ScoreGiven, over.n_given + 1);
    memcpy(given, over.given, over.n_given * sizeof *given);
    given[over.n_given++] = (ScoreGiven){ .unit_id = unit_id, .criterion_id = criterion_id, .points = { true, points },
        .source = str_of(tr(c->answer.lang, T("thử"))), .at = c->now };        /* the last one given wins */
    over.given = given;
    TRY(score_run(c, r->set_id, &over, &after));
    for (size_t u = 0; u < before.n_scored; u++) {                      /* the same units in the same order */
        const UnitResult *b = &before.sheet->units[u], *a = &after.sheet->units[u];

        if (b->percent.v != a->percent.v || b->rank != a->rank)
            *vec_add(c->arena, out) = (RankEffect){ .unit_code = before.in.units[u].code, .unit_name = before.in.units[u].name,
                .group = before.groups[before.in.units[u].group], .before = b->percent, .after = a->percent, .rank_before = b->rank,
                .rank_after = a->rank };
    }
    return OK;
}
