/* "Của tôi": to do, returned to me, waiting for others, done. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

static const struct { const char *state, *tag, *letter; } tags[] = {
    { "draft", "", "–" }, { "submitted", "warn", "C" }, { "rework", "bad", "T" }, { "appraised", "info", "Đ" }, { "returned", "bad", "T" },
    { "explained", "warn", "C" }, { "second", "info", "Đ" }, { "recognised", "good", "Đ" }, { "final", "good", "K" },
};

Str state_tag(Str state)
{
    for (size_t i = 0; i < COUNT(tags); i++)
        if (str_eq(str_of(tags[i].state), state))
            return str_of(tags[i].tag);
    return S("");
}

Str state_letter(Str state)
{
    for (size_t i = 0; i < COUNT(tags); i++)
        if (str_eq(str_of(tags[i].state), state))
            return str_of(tags[i].letter);
    return S("–");
}

static WorkLines *bucket(WorkView *v, SheetState s)
{
    if (s & (SH_REWORK | SH_RETURNED))
        return &v->returned;
    if (s == SH_DRAFT)
        return &v->todo;
    return s & (SH_RECOGNISED | SH_FINAL) ? &v->done : &v->waiting;
}

static void add_sheet(Ctx *c, const RoundRow *r, const SheetRow *s, const SheetCountsRow *n, WorkView *v)
{
    SheetState state = sheet_state_of(s->state);
    WorkLine *l = vec_add(c->arena, bucket(v, state));

    *l = (WorkLine){ .path = str_fmt(c->arena, "/sheets/%" PRId64, s->id), .tag = state_tag(s->state), .letter = state_letter(s->state),
        .title = str_fmt(c->arena, "%.*s: %.*s", SV(r->name), SV(s->unit_name)), .word = str_of(tr(c->answer.lang, sheet_state_title(state))) };
    l->due = state == SH_RETURNED ? explanation_due_of(r, s) : state & (SH_DRAFT | SH_REWORK) ? self_due_of(r, s) : (Date){ 0 };
    l->note = s->state_why.n ? s->state_why
        : str_fmt(c->arena, tr(c->answer.lang, T("đã chấm %lld / %lld tiêu chí")), (long long)n->scored, (long long)n->leaves);
}

static Err add_sheets(Ctx *c, const RoundRow *r, WorkView *v)
{
    SheetRows sheets;
    SheetCountsRows n;

    TRY(q_sheets_of_round(c, &sheets, .round_id = r->id));
    for (size_t i = 0; i < sheets.n; i++) {
        bool may;

        TRY(access_can(c, &PERM_SHEET_FILL, sheets.v[i].unit_id, &may));
        if (!may)
            continue;
        TRY(q_sheet_counts(c, &n, .round_id = r->id, .sheet_id = sheets.v[i].id));
        add_sheet(c, r, &sheets.v[i], n.n ? &n.v[0] : &(SheetCountsRow){ 0 }, v);
    }
    return OK;
}

static Err add_appraisal(Ctx *c, const RoundRow *r, WorkView *v)
{
    AppraiserTaskRows tasks;
    SheetRows sheets;
    int64_t waiting = 0;
    bool second = phase_of(r->phase) == PH_SECOND;

    TRY(q_appraiser_tasks_of(c, &tasks, .round_id = r->id, .person_id = c->user_id));
    if (!tasks.n || !(phase_of(r->phase) & (PH_SELF | PH_APPRAISAL | PH_SECOND)))
        return OK;
    TRY(q_sheets_of_round(c, &sheets, .round_id = r->id));
    for (size_t i = 0; i < sheets.n; i++)
        waiting += sheet_state_of(sheets.v[i].state) == (second ? SH_EXPLAINED : SH_SUBMITTED);
    *vec_add(c->arena, waiting ? &v->todo : &v->waiting) = (WorkLine){ .path = str_fmt(c->arena, "/rounds/%" PRId64 "/queue", r->id),
        .title = str_fmt(c->arena, tr(c->answer.lang, T("Thẩm định: %.*s")), SV(r->name)), .due = second ? r->second_due : r->appraisal_due,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("%lld phiếu chờ thẩm định")), (long long)waiting), .tag = S("warn"), .letter = S("C"),
        .word = str_of(tr(c->answer.lang, phase_title(phase_of(r->phase)))) };
    return OK;
}

static void add_running(Ctx *c, const RoundRow *r, WorkView *v)
{
    const RoundMove *m = round_moves;

    while (m->action && m->from != phase_of(r->phase))
        m++;
    *vec_add(c->arena, m->action ? &v->todo : &v->done) = (WorkLine){ .path = str_fmt(c->arena, "/rounds/%" PRId64, r->id), .title = r->name,
        .note = m->action ? str_fmt(c->arena, tr(c->answer.lang, T("việc tiếp theo: %s")), tr(c->answer.lang, m->title)) : S(""),
        .tag = S("info"), .letter = S("Đ"), .word = str_of(tr(c->answer.lang, phase_title(phase_of(r->phase)))) };
}

/* The sessions of the council, for its members. */
static Err add_council(Ctx *c, const RoundRow *r, WorkView *v)
{
    SessionRows all;

    if (phase_of(r->phase) != PH_COUNCIL)
        return OK;
    TRY(q_council_sessions(c, &all, .round_id = r->id));
    for (size_t i = 0; i < all.n; i++)
        *vec_add(c->arena, all.v[i].open ? &v->todo : &v->done) = (WorkLine){ .due = all.v[i].held_on, .tag = S("warn"), .letter = S("C"),
            .path = str_fmt(c->arena, "/rounds/%" PRId64 "/council?session=%" PRId64, r->id, all.v[i].id),
            .title = str_fmt(c->arena, tr(c->answer.lang, T("Phiên họp hội đồng: %.*s")), SV(r->name)),
            .note = str_fmt(c->arena, tr(c->answer.lang, T("%lld nội dung, %lld chưa biểu quyết")), (long long)all.v[i].items, (long long)all.v[i].open),
            .word = str_of(tr(c->answer.lang, phase_title(phase_of(r->phase)))) };
    return OK;
}

Err get_work(Ctx *c, Req *rq, Out *o)
{
    bool fills = access_any(c, &PERM_SHEET_FILL), appraises = access_any(c, &PERM_SHEET_APPRAISE), runs, sits;
    WorkView v = { 0 };
    RoundRows rounds;

    (void)rq;
    TRY(access_can(c, &PERM_ROUND_RUN, 0, &runs));
    TRY(access_can(c, &PERM_RANKING_LIVE, 0, &sits));
    TRY(q_rounds(c, &rounds, ));
    for (size_t i = 0; i < rounds.n; i++) {
        const RoundRow *r = &rounds.v[i];

        if (sits && !runs)
            TRY(add_council(c, r, &v));

        if (runs && phase_of(r->phase) != PH_PUBLISHED)
            add_running(c, r, &v);
        if (appraises)
            TRY(add_appraisal(c, r, &v));
        if (fills && phase_of(r->phase) != PH_PREPARING)
            TRY(add_sheets(c, r, &v));
    }
    tpl_work(o, &v);
    return OK;
}
