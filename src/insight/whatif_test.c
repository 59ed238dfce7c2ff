#include "support.h"

#include "assess/assess.h"
#include "insight/compare.h"
#include "insight/desk_round.h"
#include "insight/fair.h"
#include "insight/scenario.h"
#include "org/org.h"
#include "score/facts.h"

#include <math.h>

static Table table(Ctx *c, const char *csv)
{
    Table t;

    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), str_of(csv), NULL, &c->answer));
    return t;
}

static int64_t given_set(Ctx *c, int64_t year, const char *csv)
{
    SetForm f = set_form_default();
    Table t = table(c, csv);
    Draft d;
    int64_t id;

    f.code = S("T");
    f.year = year;
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, DEC(100), NULL, &c->answer));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    return id;
}

static void given_facts(Ctx *c, const char *csv)
{
    Table t = table(c, csv);
    FactReport rep;

    CHECK_CTX(c, fact_import(c, &t, &rep));
}

static const char set_2025[] = "code,parent,name,max_points,rule\n1,,Một,60,\n1.1,1,A,40,Tỷ lệ x điểm tối đa\n1.2,1,B,20,Có: 20; không: 0\n"
    "2,,Hai,40,\n2.1,2,C,40,Tỷ lệ x điểm tối đa\n";

static int64_t given_round(Ctx *c)
{
    Table t = table(c, "code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\nC,Sở C,sở,Sở\n");
    ImportReport rep;
    int64_t id;

    CHECK_CTX(c, org_import(c, &t, &rep));
    id = given_set(c, 2025, set_2025);
    given_facts(c, "unit,year,fact,value\nA,2025,1.1,90%\nA,2025,1.2,không\nA,2025,2.1,100%\nB,2025,1.1,80%\nB,2025,1.2,có\nB,2025,2.1,90%\n"
        "C,2025,1.1,100%\nC,2025,1.2,có\nC,2025,2.1,80%\n");
    return id;
}

static ScoreRun run_of(Ctx *c, int64_t set)
{
    ScoreRun r;

    CHECK_CTX(c, score_run(c, set, NULL, &r));
    return r;
}

static const UnitResult *unit_after(Ctx *c, const WhatIf *w, const char *code)
{
    size_t u;

    CHECK_CTX(c, score_find_unit(c, w->run, str_of(code), &u));
    return &w->after->units[u];
}

static WhatIf tried(Ctx *c, const ScoreRun *r, WhatIfKind kind, const char *text)
{
    WhatIfChanges v = { 0 };
    WhatIf w;

    CHECK_CTX(c, whatif_parse(&v, c, kind, str_of(text)));
    CHECK_CTX(c, whatif_run(&w, c, r, NULL, &v));
    return w;
}

TEST(whatif_nothing, "no change changes nothing, also when every figure is said again as it is")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    ScoreRun r = run_of(c, given_round(c));
    WhatIf w = tried(c, &r, WHATIF_POINTS, ""), again = tried(c, &r, WHATIF_FIGURE, "A:1.1=90%;A:1.2=không;B:2.1=90%;C:1.1=100%");

    for (size_t u = 0; u < r.n_scored; u++) {
        CHECK(!whatif_moved(&w, u));
        CHECK(!whatif_moved(&again, u));
    }
}

TEST(whatif_recovers_exactly, "recovering a lost point raises the total by exactly it, whichever it is")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    ScoreRun r = run_of(c, given_round(c));

    for (size_t u = 0; u < r.n_scored; u++) {
        Losses lost = look_losses(c->arena, &r, u);

        for (size_t i = 0; i < lost.n; i++) {
            Str text = str_fmt(c->arena, "%.*s:%.*s=%.*s", SV(r.in.units[u].code), SV(r.nodes.v[lost.v[i].node].code),
                SV(dec_exact(c->arena, lost.v[i].max, NUM_PLAIN)));
            WhatIf w = tried(c, &r, WHATIF_POINTS, str_z(c->arena, text));

            CHECK_INT(dec_sub(w.after->units[u].points, r.sheet->units[u].points).v, lost.v[i].lost.v);
        }
    }
}

TEST(whatif_figure_rule_max, "a figure, a rule and a maximum that are otherwise give other points, and the run stays as it was")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    ScoreRun r = run_of(c, given_round(c));
    WhatIf w = tried(c, &r, WHATIF_FIGURE, "A:1.2=có");

    CHECK_DEC(unit_after(c, &w, "A")->points, "96");
    CHECK_INT(unit_after(c, &w, "A")->rank, 1);
    w = tried(c, &r, WHATIF_RULE, "1.2=Có: 10; không: 5");
    CHECK_DEC(unit_after(c, &w, "A")->points, "81");
    CHECK_DEC(unit_after(c, &w, "C")->points, "82");
    w = tried(c, &r, WHATIF_MAX, "1.1=80");
    CHECK_DEC(unit_after(c, &w, "A")->points, "112");
    CHECK_DEC(unit_after(c, &w, "A")->max, "140");
    w = tried(c, &r, WHATIF_MAX, "1.1=10;1.1=40");
    CHECK_DEC(unit_after(c, &w, "A")->points, "76");
    w = tried(c, &r, WHATIF_FIGURE, "*:1.1=50%");
    CHECK_DEC(unit_after(c, &w, "A")->points, "60");
    CHECK_DEC(unit_after(c, &w, "C")->points, "72");
    CHECK_DEC(r.sheet->units[0].points, "76");
}

TEST(whatif_another_set, "a new set is tried on last year's figures by old codes; what is new has no figure and is counted")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t old = given_round(c), id;
    ScoreRun r = run_of(c, old), trial;
    WhatIf w;

    id = given_set(c, 2026, "code,parent,name,max_points,rule,old_code\n1,,Một,50,,\n1.1,1,B,20,Có: 20; không: 0,1.2\n1.2,1,A,30,Tỷ lệ x điểm tối đa,1.1\n"
        "2,,Hai,40,,\n2.1,2,C,40,Tỷ lệ x điểm tối đa,\n3,,Ba,10,,\n3.1,3,Mới,10,Tỷ lệ x điểm tối đa,9.9\n");
    CHECK_CTX(c, whatif_trial(c, id, &trial));
    CHECK_CTX(c, whatif_run(&w, c, &r, &trial, NULL));
    CHECK_INT(w.unmatched, 1);
    CHECK_DEC(unit_after(c, &w, "A")->points, "67");            /* 27 + 0 + 40 */
    CHECK_DEC(unit_after(c, &w, "C")->points, "82");            /* 30 + 20 + 32 */
}

TEST(whatif_refuses, "a change that cannot be is refused with a sentence")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    ScoreRun r = run_of(c, given_round(c));
    static const struct { WhatIfKind kind; const char *text; Err e; const char *part; } cases[] = {
        { WHATIF_POINTS, "A:1.1=99", E_INVALID, "1.1" }, { WHATIF_POINTS, "A:1=5", E_INVALID, "thành phần" },
        { WHATIF_POINTS, "X:1.1=5", E_NOT_FOUND, "X" }, { WHATIF_FIGURE, "A:9.9=5", E_NOT_FOUND, "9.9" },
        { WHATIF_RULE, "1.1=???", E_INVALID, "?" }, { WHATIF_MAX, "1.1=-3", E_INVALID, "tối đa" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        WhatIfChanges v = { 0 };
        WhatIf w;

        CHECK_CTX(c, whatif_parse(&v, c, cases[i].kind, str_of(cases[i].text)));
        CHECK_ANSWER(c, whatif_run(&w, c, &r, NULL, &v), cases[i].e, cases[i].part);
    }
}

TEST(scenario_never_leaks, "a scenario is kept for its owner, and no result, figure or loss knows of it")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_round(c), id;
    ScoreRun r = run_of(c, set), after;
    WhatIfChanges v = { 0 }, back;
    ScenarioRow s;
    ScenarioRows rows;

    test_become(c, "mot", ROLE_OFFICER, r.unit_ids[0]);
    CHECK_CTX(c, whatif_parse(&v, c, WHATIF_POINTS, S("A:1.2=20;B:1.1=40")));
    CHECK_ANSWER(c, scenario_save(c, set, 0, S(" "), &v, &id), E_INVALID, "tên");
    CHECK_CTX(c, scenario_save(c, set, 0, S("thử"), &v, &id));
    CHECK_CTX(c, scenario_open(c, id, &s, &back));
    CHECK_INT(back.n, 2);
    CHECK_STR(back.v[1].value, "40");
    after = run_of(c, set);
    for (size_t u = 0; u < r.n_scored; u++)
        CHECK_INT(after.sheet->units[u].points.v, r.sheet->units[u].points.v);
    CHECK_CTX(c, scenario_save(c, set, 0, S("thử"), &v, &id));
    CHECK_CTX(c, scenario_mine(c, set, &rows));
    CHECK_INT(rows.n, 1);
    test_become(c, "hai", ROLE_COORDINATOR, 0);
    CHECK_ANSWER(c, scenario_open(c, id, &s, &back), E_NOT_FOUND, "của bạn");
}

TEST(compare_follows, "units and criteria are followed over the years; merged and split units are named, not compared")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Table tab = table(c, "code,name,kind,group,valid_from,valid_to\nA,Sở A,sở,Sở,,\nP,Sở P,sở,Sở,,2024-12-31\nQ,Sở Q,sở,Sở,,2024-12-31\nM,Sở M,sở,Sở,2025-01-01,\n"
        "R,Sở R,sở,Sở,,2024-12-31\nS,Sở S,sở,Sở,2025-01-01,\n");
    ImportReport rep;
    UnitRow u;
    Compare k;
    UnitYear *y;
    size_t at;
    int64_t p, q, m, r, s;

    CHECK_CTX(c, org_import(c, &tab, &rep));
    (void)given_set(c, 2024, "code,parent,name,max_points,rule\n1,,Một,100,\n1.9,1,A,100,Tỷ lệ x điểm tối đa\n");
    (void)given_set(c, 2025, "code,parent,name,max_points,rule,old_code\n1,,Một,100,,\n1.1,1,A,100,Tỷ lệ x điểm tối đa,1.9\n");
    given_facts(c, "unit,year,fact,value\nA,2024,1.9,50%\nP,2024,1.9,60%\nQ,2024,1.9,70%\nR,2024,1.9,40%\nA,2025,1.1,80%\nM,2025,1.1,90%\nS,2025,1.1,45%\n");
    CHECK_CTX(c, org_by_code(c, S("P"), &u)); p = u.id;
    CHECK_CTX(c, org_by_code(c, S("Q"), &u)); q = u.id;
    CHECK_CTX(c, org_by_code(c, S("M"), &u)); m = u.id;
    CHECK_CTX(c, org_by_code(c, S("R"), &u)); r = u.id;
    CHECK_CTX(c, org_by_code(c, S("S"), &u)); s = u.id;
    for (int i = 0; i < 3; i++) {
        Date on;

        CHECK(date_parse_iso(&on, S("2025-01-01")));
        CHECK_CTX(c, q_unit_link_add(c, .predecessor_id = i == 0 ? p : i == 1 ? q : r, .successor_id = i == 2 ? s : m, .kind = i == 2 ? S("rename") : S("merge"),
            .on_day = on, .reason = S("")));
    }
    CHECK_CTX(c, compare_open(c, S("T"), 2025, &k));
    CHECK_INT(k.n, 2);
    CHECK_CTX(c, score_find_unit(c, compare_now(&k), S("A"), &at));
    y = compare_unit(c->arena, &k, at);
    CHECK(y[0].has && y[1].has);
    CHECK_DEC(compare_node(&k, 0, &y[0], 1).d, "50");           /* 1.1 was 1.9 */
    CHECK_INT(compare_rank(&k, 0, &y[0]), 3);
    CHECK_CTX(c, score_find_unit(c, compare_now(&k), S("M"), &at));
    y = compare_unit(c->arena, &k, at);
    CHECK(!y[0].has);
    CHECK_INT(y[0].link, YEAR_MERGED);
    CHECK_INT(y[0].parts.n, 2);
    CHECK_DEC(y[0].parts.v[1].percent.d, "70");
    CHECK_CTX(c, score_find_unit(c, compare_now(&k), S("S"), &at));
    y = compare_unit(c->arena, &k, at);
    CHECK(y[0].has);
    CHECK_INT(y[0].link, YEAR_RENAMED);
}

TEST(reach_others_and_days, "others who rise as last year make a rank dearer, and what ends too late is left out")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_round(c);
    ScoreRun r = run_of(c, set);
    Desk d;
    DeskReach still, rising;
    DeskAim aim = { .rank = 1 };
    Dec *rise;
    bool *late;
    Date by;

    CHECK_CTX(c, desk_round(&d, c, &r, 0));
    CHECK(desk_unit(&d, S("B"), &aim.unit));
    CHECK_CTX(c, desk_reach(&still, c->arena, &d, &aim, &c->answer));
    CHECK_ANSWER(c, desk_rise(c, &d, &r, &rise), E_STATE, "2024");
    (void)given_set(c, 2024, set_2025);
    given_facts(c, "unit,year,fact,value\nA,2024,1.1,90%\nA,2024,1.2,không\nA,2024,2.1,100%\nC,2024,1.1,90%\nC,2024,1.2,có\nC,2024,2.1,80%\n");
    CHECK_CTX(c, desk_rise(c, &d, &r, &rise));
    aim.rise = rise;
    CHECK_CTX(c, desk_reach(&rising, c->arena, &d, &aim, &c->answer));
    CHECK_INT(dec_sub(rising.need, still.need).v, DEC(4).v);    /* C rose from 88 to 92 */
    CHECK(date_parse_iso(&by, S("2026-06-30")));
    for (size_t k = 0; k < r.criteria.n; k++)
        if (str_eq(r.criteria.v[k].code, S("1.1"))) {
            Date day;

            CHECK(date_parse_iso(&day, S("2026-12-01")));
            CHECK_CTX(c, effort_put(c, r.criteria.v[k].id, (OptDec){ true, DEC(7) }, day));
        }
    CHECK_CTX(c, desk_efforts(&d, c, &r, by, &late));
    aim = (DeskAim){ .unit = aim.unit, .rank = 1, .out = late };
    CHECK_CTX(c, desk_reach(&still, c->arena, &d, &aim, &c->answer));
    for (size_t i = 0; i < still.reach.n; i++)
        CHECK(!str_eq(still.reach.items[i]->code, S("1.1")));
}

TEST(desk_finds_targets, "the target of a proportional rule is found by trying it; a share of the whole is no target")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Table tab = table(c, "code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\n");
    ImportReport rep;
    int64_t set;
    ScoreRun r;
    Desk d;

    CHECK_CTX(c, org_import(c, &tab, &rep));
    set = given_set(c, 2025, "code,parent,name,max_points,rule\n1,,Một,100,\n1.1,1,A,50,M * rate / 50%\n1.2,1,B,50,Tỷ lệ x điểm tối đa\n");
    given_facts(c, "unit,year,fact,value\nA,2025,1.1,30%\nA,2025,1.2,50%\nB,2025,1.1,80%\nB,2025,1.2,50%\n");
    r = run_of(c, set);
    CHECK_CTX(c, desk_round(&d, c, &r, 0));
    for (size_t u = 0; u < d.units; u++) {
        bool a = str_eq(d.unit[u], S("A"));

        CHECK(fabs(d.reached[u * d.criteria] - (a ? 0.6 : 1.6)) < 1e-6);
        CHECK(isnan(d.reached[u * d.criteria + 1]));
    }
}

TEST(desk_finds_steps, "the bounds of a rule by steps are found by trying it; the whole does not move, points given by hand neither")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Table tab = table(c, "code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\n");
    ImportReport rep;
    int64_t set;
    ScoreRun r;
    Desk d;

    CHECK_CTX(c, org_import(c, &tab, &rep));
    set = given_set(c, 2025, "code,parent,name,max_points,rule\n1,,Một,100,\n"
        "1.1,1,A,50,\"Đạt 100%: 50; từ 80% đến dưới 100%: 30; từ 60% đến dưới 80%: 10; dưới 60%: 0\"\n1.2,1,B,50,Tỷ lệ x điểm tối đa\n");
    given_facts(c, "unit,year,fact,value\nA,2025,1.1,80%\nA,2025,1.2,50%\nB,2025,1.1,65%\nB,2025,1.2,50%\n");
    r = run_of(c, set);
    CHECK_CTX(c, desk_round(&d, c, &r, 0));
    CHECK_INT(d.steps[0].n, 2);                             /* 60 and 80; not 100 */
    CHECK(fabs(d.steps[0].bound[0] - 0.6) < 1e-6 && fabs(d.steps[0].bound[1] - 0.8) < 1e-6);
    CHECK(fabs(d.steps[0].jump[0] - 0.2) < 1e-9 && fabs(d.steps[0].jump[1] - 0.4) < 1e-9);
    CHECK_INT(d.steps[1].n, 0);
    for (size_t u = 0; u < d.units; u++)
        CHECK(fabs(d.figure[u * d.criteria] - (str_eq(d.unit[u], S("A")) ? 0.8 : 0.65)) < 1e-9);
}
