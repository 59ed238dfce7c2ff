/*
 * Rounds of the demonstration: departments 2024 published, departments 2025 before the unit's explanation, communes 2025
 * while they score themselves. What units write is drawn from their figures; differences come from hashes of codes.
 */
#include "demo/demo.h"

#include "assess/assess.h"
#include "core_sql.h"
#include "criteria/criteria.h"
#include "score/score_run.h"

typedef struct DemoRound {
    const char *code, *name, *set, *kinds;
    int year;
    int until;                  /* moves of `way` that are made */
    unsigned scored, sent;      /* units in a hundred that score themselves, and that send */
} DemoRound;

static const DemoRound rounds[] = {
    { "SO", "Đánh giá cải cách hành chính các sở, ban, ngành năm 2024", "SO", "department vertical", 2024, 8, 100, 100 },
    { "SO", "Đánh giá cải cách hành chính các sở, ban, ngành năm 2025", "SO", "department vertical", 2025, 3, 100, 100 },
    { "XA", "Đánh giá cải cách hành chính cấp xã năm 2025", "XA", "commune ward zone", 2025, 1, 40, 20 },
};

static const char *const way[] = { "open", "close_self", "close_appraisal", "close_explanation", "close_second", "provisional", "open_appeal",
    "approve", "publish" };

static unsigned draw(Str a, Str b, unsigned salt)
{
    uint32_t h = 2166136261u ^ salt;

    for (size_t i = 0; i < a.n + b.n; i++)
        h = (h ^ (unsigned char)(i < a.n ? a.p[i] : b.p[i - a.n])) * 16777619u;
    return (h ^ h >> 15) % 100;
}

/* What the unit is known to have. */
static ScoreForm truth_of(const Leaf *l, const SheetRow *s, const DirectOfSetRows *direct)
{
    ScoreForm f = { .version = -1, .points = { true, l->k.max_points } };

    for (size_t i = 0; i < direct->n; i++)
        if (direct->v[i].unit_id == s->unit_id && direct->v[i].criterion_id == l->k.id && direct->v[i].points.has) {
            f.points = direct->v[i].points;
            return f;
        }
    if (l->fact.n && l->k.rule.n) {
        f.points = (OptDec){ 0 };
        f.value = l->fact;
    }
    return f;
}

/* Units now and then claim a little more than they have. */
static ScoreForm claim_of(const Leaf *l, const SheetRow *s, const DirectOfSetRows *direct)
{
    ScoreForm f = truth_of(l, s, direct);

    if (f.points.has && draw(s->unit_code, l->k.code, 1) < 40)
        f.points.d = l->k.max_points;
    if (f.points.has && dec_cmp(f.points.d, l->k.max_points) < 0)
        f.reason = S("Còn một số nội dung chưa hoàn thành trong năm.");
    return f;
}

static ScoreForm judge(const Leaf *l, const SheetRow *s, const DirectOfSetRows *direct)
{
    ScoreForm f = truth_of(l, s, direct);

    if (str_eq(s->unit_code, S("H99.4")) && str_eq(l->k.code, S("1.2.2")))     /* somebody with an account has something to explain */
        f.points = (OptDec){ true, { l->k.max_points.v / 2 } };
    f.reason = S("Tài liệu kiểm chứng chưa chứng minh được toàn bộ nội dung.");
    if (!f.points.has || (l->stage[STAGE_SELF].points.has && l->stage[STAGE_SELF].points.d.v == f.points.d.v))
        f.reason = S("");
    return f;
}

static Err score_sheet(Ctx *c, const SheetRow *s, Stage stage, const DirectOfSetRows *direct)
{
    SheetData d;

    TRY(sheet_load(c, s->id, &d));
    for (size_t i = 0; i < d.nodes.n; i++) {
        const Leaf *l = &d.nodes.v[i];
        ScoreSaved saved;
        ScoreForm f;
        Err e;

        if (!l->self)
            continue;
        f = stage == STAGE_SELF ? claim_of(l, s, direct) : judge(l, s, direct);
        e = stage_put(c, s->id, l->k.id, stage, &f, &saved);
        if (e == E_INVALID) {                               /* a figure that this rule does not read: points by hand */
            f = (ScoreForm){ .version = -1, .points = { true, l->k.max_points } };      /* the same in both stages */
            e = stage_put(c, s->id, l->k.id, stage, &f, &saved);
        }
        TRY(e);
    }
    return OK;
}

static Err all_sheets(Ctx *c, const DemoRound *x, int64_t id, Stage stage, const DirectOfSetRows *direct)
{
    SheetRows sheets;

    TRY(q_sheets_of_round(c, &sheets, .round_id = id));
    for (size_t i = 0; i < sheets.n; i++) {
        const SheetRow *s = &sheets.v[i];
        unsigned place = draw(s->unit_code, S(""), 3);

        if (stage == STAGE_SELF && place >= x->scored)
            continue;
        c->user_login = stage == STAGE_SELF ? str_fmt(c->arena, "cb.%.*s", SV(s->unit_code)) : str_eq(s->unit_code, S("H99.1")) ? S("td.tuphap") : S("td.noivu");
        TRY(score_sheet(c, s, stage, direct));
        if (stage != STAGE_SELF || place < x->sent)
            TRY(sheet_move(c, s->id, stage == STAGE_SELF ? S("submit") : S("appraise"), S("")));
    }
    c->user_login = S("dieuphoi");
    return OK;
}

static Err run_round(Ctx *c, const DemoRound *x, int64_t id, int64_t set_id)
{
    Decision d = { S("118/QĐ-UBND"), c->today };
    DirectOfSetRows direct;

    TRY(q_direct_of_set(c, &direct, .set_id = set_id));
    for (int i = 0; i < x->until; i++) {
        RoundRow r;
        RoundForm f;

        TRY(round_move(c, id, str_of(way[i]), S(""), &d));
        if (i == 0)
            TRY(all_sheets(c, x, id, STAGE_SELF, &direct));
        if (i == 1)
            TRY(all_sheets(c, x, id, STAGE_APPRAISAL, &direct));
        TRY(q_round_get(c, &r, .id = id));
        f = round_form(&r);
        if (i == 2 && x->until > 3) {                       /* nobody explains here: the deadline has gone by */
            f.self_due.day = f.appraisal_due.day = f.explanation_due.day = c->today.day - 1;
            TRY(round_change(c, id, r.version, &f));
        }
    }
    return x->until == 8 ? round_move(c, id, S("publish"), S(""), &d) : OK;
}

static Err make_round(Ctx *c, const DemoRound *x)
{
    RoundForm f = { .code = str_of(x->code), .name = str_of(x->name), .set_code = str_of(x->set), .unit_kinds = str_of(x->kinds), .year = x->year,
        .basis = S("Kế hoạch xác định Chỉ số cải cách hành chính của UBND tỉnh Vân Nhạn"), .contact = S("Phòng Cải cách hành chính, Sở Nội vụ") };
    static const char *const appraisers[][2] = { { "td.noivu", "Sở Nội vụ" }, { "td.tuphap", "Sở Tư pháp" } };
    CriteriaSetRow set;
    int64_t id;

    f.opens_on.day = c->today.day - 20;
    f.self_due.day = c->today.day + 10;
    f.appraisal_due.day = c->today.day + 20;
    f.explanation_due.day = c->today.day + 30;
    f.second_due.day = c->today.day + 40;
    TRY(criteria_set_find(c, str_of(x->set), x->year, &set));
    TRY(round_create(c, &f, &id));
    for (size_t i = 0; i < COUNT(appraisers); i++)
        TRY(round_assign(c, id, str_of(appraisers[i][0]), str_of(appraisers[i][1]), S(""), false));
    return run_round(c, x, id, set.id);
}

Err demo_rounds(Ctx *c)
{
    Str who = c->user_login;

    for (size_t i = 0; i < COUNT(rounds); i++) {
        c->user_login = S("dieuphoi");
        TRY(make_round(c, &rounds[i]));
    }
    c->user_login = who;
    return OK;
}
