#include "support.h"

#include "core_sql.h"
#include "org/org.h"
#include "org_sql.h"
#include "score/facts.h"
#include "score/look.h"

static Table table_of(Ctx *c, const char *csv)
{
    Table t;

    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), str_of(csv), NULL, &c->answer));
    return t;
}

static const char *const tree = "code,parent,name,max_points,rule,source\n"
    "1,,Điều hành,6,,\n"
    "1.1,1,Kế hoạch đúng hạn,2,Có: 2; không: 0,\n"
    "1.2,1,Tỷ lệ hoàn thành,4,Điểm = số việc đã làm / số việc theo kế hoạch x điểm tối đa,\n"
    "2,,Thủ tục,4,,\n"
    "2.1,2,Hồ sơ đúng hạn,4,,\n"
    "T,,Điểm thưởng,0,,bonus\n"
    "T.1,T,Sáng kiến,1,,bonus\n"
    "P,,Điểm trừ,0,,penalty\n"
    "P.1,P,Bị phê bình,1,,penalty\n";

static int64_t given_set_for(Ctx *c, const char *code, const char *kinds, int year)
{
    Table t = table_of(c, tree);
    SetForm f = set_form_default();
    Draft d;
    int64_t id = 0;

    f.code = str_of(code);
    f.unit_kinds = str_of(kinds);
    f.year = year;
    f.name = S("Bộ thử");
    f.scale = DEC(10);
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, f.scale, c->app ? c->app->rooms : NULL, &c->answer));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    return id;
}

static int64_t given_set(Ctx *c, int year)
{
    return given_set_for(c, "X", "", year);
}

static void given_points(Ctx *c, int64_t set, const char *csv)
{
    Table t = table_of(c, csv);
    FactReport rep;

    CHECK_CTX(c, score_import(c, &t, set, &rep));
}

static void given_facts(Ctx *c, const char *csv)
{
    Table t = table_of(c, csv);
    FactReport rep;

    CHECK_CTX(c, fact_import(c, &t, &rep));
}

/* Two years: A and B were there in both, C only in the second, B changed its group. */
static void given_years(Ctx *c, Look *l)
{
    Table units = table_of(c, "code,name,kind,parent,group,valid_from,valid_to\nH,Tỉnh,tỉnh,,,,\nA,Sở Ân,sở,H,Sở,,\nB,Sở Bình,sở,H,Sở,,\nC,Sở An,sở,H,Sở,,\n");
    ImportReport rep;
    int64_t before, now;

    CHECK_CTX(c, org_import(c, &units, &rep));
    before = given_set(c, 2024);
    now = given_set(c, 2025);
    given_facts(c, "unit,year,fact,value\nA,2024,1.1,có\nA,2024,1.2,4/8\nB,2024,1.1,có\nB,2024,1.2,8/8\n"
                   "A,2025,1.1,không\nA,2025,1.2,7/9\nB,2025,1.1,có\nB,2025,1.2,3/4\nC,2025,1.1,có\n");
    given_points(c, before, "unit,criterion,points\nA,2.1,1\nB,2.1,2\n");
    given_points(c, now, "unit,criterion,points,reason\nA,2.1,4,\nB,2.1,2,Chậm báo cáo\nC,2.1,3,\nB,T.1,0.5,\nB,P.1,0.5,\n");
    CHECK_CTX(c, look_open(c, S("X"), 2025, (Str){ 0 }, l));
}

static size_t unit(Ctx *c, const Look *l, const char *code)
{
    size_t u = 0;

    CHECK_CTX(c, score_find_unit(c, &l->now, str_of(code), &u));
    return u;
}

static Str node_code(const Look *l, size_t node)
{
    return l->now.nodes.v[node].code;
}

TEST(look_losses_sorted, "what a unit lost is listed by points lost; penalties count, a missing bonus does not")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    Losses k;

    given_years(c, &l);
    k = look_losses(c->arena, &l.now, unit(c, &l, "B"));
    CHECK_INT(k.n, 3);
    CHECK_STR(node_code(&l, k.v[0].node), "2.1");
    CHECK_DEC(k.v[0].lost, "2");
    CHECK_STR(node_code(&l, k.v[1].node), "1.2");
    CHECK_STR(node_code(&l, k.v[2].node), "P.1");
    CHECK_DEC(k.v[2].lost, "0.5");
    CHECK_DEC(k.v[2].points, "-0.5");
    k = look_losses(c->arena, &l.now, unit(c, &l, "C"));        /* a missing figure is lost too */
    CHECK_STR(node_code(&l, k.v[0].node), "1.2");
    CHECK_DEC(k.v[0].lost, "4");
}

TEST(look_ratio_is_no_day, "7/9 for a rule that reads a rate is seven out of nine, not the 7th of September")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    size_t node = 0;

    given_years(c, &l);
    CHECK_CTX(c, score_find_node(c, &l.now, S("1.2"), &node));
    CHECK_INT(look_cell(&l.now, unit(c, &l, "A"), node)->state, CELL_POINTS);
    CHECK_STR(look_shown(c, &l, look_points(&l.now, unit(c, &l, "A"), node)), "3,11");
    CHECK_STR(look_shown(c, &l, look_points(&l.now, unit(c, &l, "B"), node)), "3,00");
}

TEST(look_year_before, "the year before is matched by unit code; who has no predecessor shows nothing")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    Change g;

    given_years(c, &l);
    CHECK(l.has_before);
    g = look_change(&l, unit(c, &l, "A"));
    CHECK(g.has && g.has_rank_up);
    CHECK_DEC(g.percent_before, "50");
    CHECK_INT(g.rank_before, 2);
    CHECK_INT(g.rank_up, 1);                                    /* 7.11 of 10, B has 7 */
    g = look_change(&l, unit(c, &l, "C"));
    CHECK(!g.has && !g.has_rank_up);
    CHECK_CTX(c, look_open(c, S("X"), 2024, (Str){ 0 }, &l));
    CHECK(!l.has_before);
}

static void check_order(Ctx *c, const Look *l, SortBy by, size_t node, bool falling, const char *want)
{
    UnitOrder o = look_order(c->arena, l, by, node, falling);
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < o.n; i++)
        buf_add(&b, l->now.in.units[o.v[i]].code);
    CHECK_STR(buf_str(&b), want);
}

TEST(look_sorting, "units sort by rank, name as in Vietnamese, points, change and field; without a predecessor they come last")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    size_t node = 0;

    given_years(c, &l);
    CHECK_CTX(c, score_find_node(c, &l.now, S("2"), &node));
    check_order(c, &l, SORT_RANK, 0, false, "ABC");
    check_order(c, &l, SORT_RANK, 0, true, "CBA");
    check_order(c, &l, SORT_NAME, 0, false, "CAB");             /* An, Ân, Bình */
    check_order(c, &l, SORT_POINTS, 0, true, "ABC");
    check_order(c, &l, SORT_CHANGE, 0, true, "ABC");
    check_order(c, &l, SORT_CHANGE, 0, false, "BAC");
    check_order(c, &l, SORT_FIELD, node, true, "ACB");
}

TEST(look_strengths_and_means, "strengths are what lies above the mean of the group")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    Strengths s;
    GroupLosses g;

    given_years(c, &l);
    s = look_strengths(c->arena, &l.now, unit(c, &l, "A"));
    CHECK_STR(node_code(&l, s.v[0].node), "1.2");               /* the mean counts the unit without a figure */
    CHECK_STR(node_code(&l, s.v[1].node), "2.1");
    CHECK_DEC(s.v[1].mean, "3");
    CHECK_DEC(s.v[1].above, "1");
    g = look_group_losses(c->arena, &l.now, LOOK_NONE);
    CHECK_STR(node_code(&l, g.v[0].node), "1.2");
    CHECK_INT(g.v[0].units, 3);
}

TEST(why_tells_arithmetic_once, "a condition over sub-units is told as the band, not as a part of the arithmetic")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Answer why = { .arena = t->arena };
    const Rule *r;
    RuleResult out;
    RuleInput in = { .max = DEC(2), .trace = true, .own = { .kind = VALUE_NUMBER, .num = DEC(3) } };

    CHECK_OK(rule_parse(&r, c->arena, S("value * 1 >= 2: M; else: 0"), DEC(2), &why));
    CHECK_OK(rule_eval(&out, c->arena, r, &in, &why));
    CHECK_STR(out.arithmetic, "2");
}

TEST(fact_by_hand, "one figure changed by hand needs the right, a value and where it comes from, and stands in the trail")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    FactRows rows;
    int64_t id;

    given_years(c, &l);
    id = l.now.unit_ids[unit(c, &l, "C")];
    CHECK_ANSWER(c, fact_change(c, id, S("2025"), S("1.2"), S(""), S("Báo cáo 5")), E_INVALID, "trống");
    CHECK_STR(c->answer.field, "value");
    CHECK_ANSWER(c, fact_change(c, id, S("2025"), S("1.2"), S("75%"), S("")), E_INVALID, "lấy từ đâu");
    CHECK_ANSWER(c, fact_change(c, id, S("hai lăm"), S("1.2"), S("75%"), S("Báo cáo 5")), E_INVALID, "Năm");
    CHECK_CTX(c, fact_change(c, id, S("2025"), S("1.2"), S("75 %"), S("Báo cáo 5")));
    CHECK_CTX(c, q_fact_of_unit(c, &rows, .unit_id = id, .period = S("2025")));
    CHECK_INT(rows.n, 2);
    CHECK_STR(rows.v[1].value, "75%");
    CHECK_STR(rows.v[1].source, "Báo cáo 5");
    test_become(c, "la", ROLE_OFFICER, l.now.unit_ids[unit(c, &l, "A")]);
    CHECK_ANSWER(c, fact_change(c, id, S("2025"), S("1.2"), S("80%"), S("Báo cáo 6")), E_FORBIDDEN, "quyền");
}

TEST(import_tells_news, "an import tells what it adds and changes, from what to what")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;
    Table table;
    FactReport rep;

    given_years(c, &l);
    table = table_of(c, "unit,year,fact,value\nA,2025,1.1,có\nB,2025,1.1,có\nC,2025,1.2,50%\n");
    CHECK_CTX(c, fact_import(c, &table, &rep));
    CHECK_INT(rep.added, 1);
    CHECK_INT(rep.changed, 1);
    CHECK_INT(rep.same, 1);
    CHECK_STR(rep.news.v[0].before, "không");
    CHECK_STR(rep.news.v[0].after, "có");
    CHECK_INT(rep.news.v[1].line, 4);
    table = table_of(c, "unit,criterion,points\nA,2.1,3\nC,2.1,9\n");
    CHECK_ANSWER(c, score_import(c, &table, l.now.set.id, &rep), E_INVALID, "lớn hơn điểm tối đa");
    CHECK_INT(rep.bad.count, 1);
    CHECK_INT(rep.news.n, 0);
}

TEST(look_unknown, "an unknown set or group is named")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Look l;

    CHECK_ANSWER(c, look_open(c, (Str){ 0 }, 0, (Str){ 0 }, &l), E_NOT_FOUND, "Chưa có bộ tiêu chí");
    given_years(c, &l);
    CHECK_ANSWER(c, look_open(c, S("Y"), 2025, (Str){ 0 }, &l), E_NOT_FOUND, "Y");
    CHECK_ANSWER(c, look_open(c, S("X"), 2025, S("Xã"), &l), E_NOT_FOUND, "Xã");
}

TEST(look_own_set, "who asks for no set sees the newest in use for units like the own one, else the newest in use")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Table units = table_of(c, "code,name,kind,parent,group,valid_from,valid_to\nH,Tỉnh,tỉnh,,,,\nA,Sở Ân,sở,H,Sở,,\nB,Xã Bình,xã,H,Xã,,\n");
    ImportReport rep;
    UnitRow province, commune;
    int64_t person;
    bool any;
    Look l;

    CHECK_CTX(c, org_import(c, &units, &rep));
    CHECK_CTX(c, q_unit_by_code(c, &commune, &any, .code = S("B")));
    CHECK_CTX(c, q_unit_by_code(c, &province, &any, .code = S("H")));
    CHECK_CTX(c, criteria_freeze(c, given_set_for(c, "SO", "department", 2025), S("dùng")));
    CHECK_CTX(c, criteria_freeze(c, given_set_for(c, "XA", "commune ward", 2024), S("dùng")));
    given_set_for(c, "XA", "commune ward", 2026);
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("xa"), .name = S("Cán bộ xã"), .unit_id = commune.id, .active = true }, S("h"), &person));
    c->user_id = person;
    CHECK_CTX(c, look_open(c, (Str){ 0 }, 0, (Str){ 0 }, &l));
    CHECK_STR(l.now.set.code, "XA");
    CHECK_INT(l.now.set.year, 2024);
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("tinh"), .name = S("Lãnh đạo"), .unit_id = province.id, .active = true }, S("h"), &person));
    c->user_id = person;
    CHECK_CTX(c, look_open(c, (Str){ 0 }, 0, (Str){ 0 }, &l));
    CHECK_STR(l.now.set.code, "SO");
}
