/* What waits for an appraiser: the leaves that a round entrusts to this person, on the sheets that stand where they may be appraised. */
#include "assess/queue.h"

#include "assess/own.h"
#include "base/map.h"
#include "text/text.h"

/* Whose sheets the person is too near to: those of the own unit and of what it belongs to, and those that the person fills. */
static Err mark_own(Ctx *c, Queue *q)
{
    static const Perm fills = { "own sheet", T("Lập phiếu của đơn vị"), ROLE_HEAD | ROLE_OFFICER };
    AssessPersonUnitRow p;
    UnitsAboveRows up = { 0 };
    bool any, check = access_any(c, &fills);

    if (c->local)
        return OK;
    TRY(q_assess_person_unit(c, &p, &any, .person_id = c->user_id));
    if (any && p.unit_id)
        TRY(q_units_above(c, &up, .unit_id = p.unit_id));
    for (size_t i = 0; i < q->sheets.n; i++) {
        if (check)
            TRY(access_can(c, &fills, q->sheets.v[i].unit_id, &q->own[i]));
        for (size_t k = 0; k < up.n; k++)
            q->own[i] |= up.v[k].id == q->sheets.v[i].unit_id;
    }
    return OK;
}

static int64_t sheet_at(const Map *at, Ctx *c, int64_t id)
{
    int64_t i = -1;

    (void)map_get(at, str_fmt(c->arena, "%lld", (long long)id), &i);
    return i;
}

/* Sheets that a task names, as places in q->sheets. */
static Err in_task(Ctx *c, const Queue *q, const Map *at, const AppraiserTaskRow *t, bool *in)
{
    SheetsUnderRows rows;

    memset(in, t->unit_id == 0, q->sheets.n * sizeof *in);
    if (!t->unit_id)
        return OK;
    TRY(q_sheets_under(c, &rows, .round_id = q->round.id, .root_id = t->unit_id));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t k = sheet_at(at, c, rows.v[i].id);

        if (k >= 0)
            in[k] = true;
    }
    return OK;
}

static Err entrust(Ctx *c, Queue *q, const Map *at)
{
    AppraiserTaskRows tasks = { 0 };
    bool *in = NEW(c->arena, bool, q->sheets.n + 1);
    bool blind = true;

    if (c->local) {
        memset(q->entrusted, true, q->sheets.n * q->leaves.n);
        return OK;
    }
    TRY(q_appraiser_tasks_of(c, &tasks, .round_id = q->round.id, .person_id = c->user_id));
    for (size_t i = 0; i < tasks.n; i++)
        blind &= tasks.v[i].blind;
    if (tasks.n && blind && q->stage == STAGE_APPRAISAL)
        q->stage = STAGE_BLIND;
    for (size_t t = 0; t < tasks.n; t++) {
        if (tasks.v[t].blind != (q->stage == STAGE_BLIND))
            continue;
        TRY(in_task(c, q, at, &tasks.v[t], in));
        for (size_t k = 0; k < q->leaves.n; k++)
            for (size_t s = 0; s < q->sheets.n && (!tasks.v[t].assessor.n || text_fold_eq(tasks.v[t].assessor, q->leaves.v[k].assessor)); s++)
                q->entrusted[s * q->leaves.n + k] |= in[s];
    }
    return OK;
}

static Err load_leaves(Ctx *c, Queue *q)
{
    CriterionRows all;

    TRY(q_criterion_list(c, &all, .set_id = q->round.set_id));
    for (size_t i = 0; i < all.n; i++)
        if (!all.v[i].children && str_eq(all.v[i].source, S("self")))
            *vec_add(c->arena, &q->leaves) = (QueueLeaf){ .k = all.v[i], .assessor = assessor_of(&all, &all.v[i]),
                .field = criterion_field(&all, all.v[i].id) };
    return OK;
}

static Err mark(Ctx *c, Queue *q, const Map *sheets, const Map *leaves, Stage stage, bool *flags, Str *who)
{
    QueueGivenRows rows;

    TRY(q_queue_given(c, &rows, .round_id = q->round.id, .stage = str_of(stage_name(stage))));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t s = sheet_at(sheets, c, rows.v[i].sheet_id), k = sheet_at(leaves, c, rows.v[i].criterion_id);

        if (s < 0 || k < 0)
            continue;
        flags[(size_t)s * q->leaves.n + (size_t)k] = true;
        if (who)
            who[(size_t)s * q->leaves.n + (size_t)k] = rows.v[i].by_login;
    }
    return OK;
}

Err queue_load(Ctx *c, int64_t round_id, Queue *q)
{
    Map sheets = { .arena = c->arena }, leaves = { .arena = c->arena };
    size_t n;

    *q = (Queue){ 0 };
    TRY(q_round_get(c, &q->round, .id = round_id));
    q->stage = phase_of(q->round.phase) == PH_SECOND ? STAGE_SECOND : STAGE_APPRAISAL;
    if (!q->round.set_id)
        return OK;
    TRY(q_sheets_of_round(c, &q->sheets, .round_id = round_id));
    TRY(load_leaves(c, q));
    n = q->sheets.n * q->leaves.n;
    q->own = NEW(c->arena, bool, q->sheets.n + 1);
    q->entrusted = NEW(c->arena, bool, n + 1);
    q->given = NEW(c->arena, bool, n + 1);
    q->asked = NEW(c->arena, bool, n + 1);
    q->who = NEW(c->arena, Str, n + 1);
    for (size_t i = 0; i < q->sheets.n; i++)
        (void)map_add(&sheets, str_fmt(c->arena, "%lld", (long long)q->sheets.v[i].id), (int64_t)i);        /* ids are unique */
    for (size_t i = 0; i < q->leaves.n; i++)
        (void)map_add(&leaves, str_fmt(c->arena, "%lld", (long long)q->leaves.v[i].k.id), (int64_t)i);
    TRY(mark_own(c, q));
    TRY(entrust(c, q, &sheets));
    TRY(mark(c, q, &sheets, &leaves, q->stage, q->given, q->who));
    if (q->stage == STAGE_SECOND)
        return mark(c, q, &sheets, &leaves, STAGE_EXPLANATION, q->asked, NULL);
    memset(q->asked, true, n);
    return OK;
}

bool queue_has(const Queue *q, size_t sheet, size_t leaf)
{
    size_t at = sheet * q->leaves.n + leaf;

    return q->entrusted[at] && (q->asked[at] || q->given[at]) && sheet_state_of(q->sheets.v[sheet].state) & stage_rules[q->stage].states;
}

bool queue_waits(const Queue *q, size_t sheet, size_t leaf)
{
    return queue_has(q, sheet, leaf) && !q->given[sheet * q->leaves.n + leaf] && !q->own[sheet];
}
