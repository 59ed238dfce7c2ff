#include "support.h"

#include "assess/assess.h"
#include "insight/fair.h"
#include "org/org.h"
#include "score/facts.h"

#include <math.h>

/* Straight into the tables: what a round would have recorded, without walking through it. */
static void sheet_score(Ctx *c, int64_t sheet, int64_t criterion, const char *stage, Dec points, const char *who)
{
    CHECK_CTX(c, q_stage_add(c, .sheet_id = sheet, .criterion_id = criterion, .stage = str_of(stage), .points = { true, points }, .given = true,
        .at = c->now, .who = str_of(who), .version = 1));
}

static int64_t given_round(Ctx *c, CriteriaSetRow *set, CriterionRows *criteria)
{
    SetForm f = set_form_default();
    Table t;
    Draft d;
    ImportReport rep;
    int64_t id, round;

    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\nC,Sở C,sở,Sở\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &t, &rep));
    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("code,parent,name,max_points\n1,,Một,10\n1.1,1,A,10\n2,,Hai,4\n2.1,2,B,4\n"), NULL, &c->answer));
    f.code = S("T");
    f.year = 2025;
    f.scale = DEC(14);
    f.unit_kinds = S("department");
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, DEC(14), NULL, &c->answer));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    CHECK_CTX(c, q_criteria_set_get(c, set, .id = id));
    CHECK_CTX(c, q_criterion_list(c, criteria, .set_id = id));
    CHECK_CTX(c, round_create(c, &(RoundForm){ .code = S("R"), .name = S("Đợt"), .year = 2025, .unit_kinds = S("department"), .set_code = S("T") }, &round));
    return round;
}

TEST(fair_says_cases_only, "leniency, self-appraised gap and the spread of two readers come with their cases, to the coordinator only")
{
    static const double first[] = { 10, 8, 6 }, blind[] = { 8, 8, 4 };
    Ctx *c = test_ctx(t, "2026-02-02");
    CriteriaSetRow set;
    CriterionRows k;
    SheetRows sheets;
    int64_t round = given_round(c, &set, &k);
    Fair f;
    double spread;
    size_t pairs;

    CHECK_CTX(c, q_sheets_of_round(c, &sheets, .round_id = round));
    CHECK_INT(sheets.n, 3);
    for (size_t i = 0; i < 3; i++) {
        sheet_score(c, sheets.v[i].id, k.v[1].id, "self", DEC(10), "u");
        sheet_score(c, sheets.v[i].id, k.v[1].id, "appraisal", DEC(first[i]), i ? "hai" : "mot");
        sheet_score(c, sheets.v[i].id, k.v[1].id, "blind", DEC(blind[i]), "ba");
    }
    CHECK_CTX(c, fair_load(c, &set, &f));
    CHECK_INT(f.cases, 3);
    CHECK_INT(f.pairs, 3);
    CHECK(fabs(f.spread - sqrt((0.04 + 0 + 0.04) / 6)) < 1e-9);
    CHECK(fabs(f.same - 1.0 / 3) < 1e-9);
    CHECK_INT(f.appraisers, 2);
    for (size_t a = 0; a < 2; a++)
        if (str_eq(f.appraiser[a], S("mot"))) {
            CHECK_INT(f.all[a].n, 1);
            CHECK(fabs(f.all[a].above_others - 0.3) < 1e-9);    /* 100 % against the 70 % of the other */
            CHECK_INT(f.by_field[a * f.fields].n, 1);
            CHECK_INT(f.by_field[a * f.fields + 1].n, 0);
        }
    CHECK(fabs(f.units.v[0].gap - 0.4) < 1e-9);
    test_become(c, "td", ROLE_APPRAISER, 0);
    CHECK_ANSWER(c, fair_load(c, &set, &f), E_FORBIDDEN, "quyền");
    CHECK_CTX(c, fair_spread(c, set.id, &spread, &pairs));
    CHECK_INT(pairs, 3);
}
