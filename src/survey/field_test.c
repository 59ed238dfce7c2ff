/* Plan, devices, paper, files, what is hidden, what looks like stuffing. */
#include "core_sql.h"
#include "org/org.h"
#include "support.h"
#include "survey/device.h"
#include "survey/entry.h"
#include "survey/guard.h"
#include "survey/matrix.h"
#include "survey/result.h"
#include "survey/privacy.h"
#include "survey/words.h"

static void given_unit(Ctx *c, const char *code)
{
    int64_t id;

    CHECK_CTX(c, org_create(c, &(UnitForm){ .code = str_of(code), .name = str_of(code), .kind = S("ward"), .ranked = true }, &id));
}

static void given_form(TestRun *t, Ctx *c, const char *file, const char *code)
{
    FormReport rep;
    Table table;

    CHECK_CTX(c, table_read(&table, c->arena, str_of(file), test_file(t, file), NULL, &c->answer));
    CHECK_CTX(c, form_import(c, &table, str_of(code), 2025, &rep));
}

/* Ten questions of the leaders' form about units A and B. */
static void given_leaders(TestRun *t, Ctx *c, SurveyByCodeRow *s, bool weighted)
{
    int64_t id;

    given_unit(c, "A");
    given_unit(c, "B");
    given_form(t, c, "data/survey/lanh-dao-dai-bieu.csv", "LD");
    CHECK_CTX(c, survey_open(c, &(SurveyPlan){ .code = S("ld"), .form = S("LD"), .title = S("Lãnh đạo"), .year = 2025, .open_link = true,
        .units = S("A,B"), .weighted = weighted, .recheck = 20, .min_n = 2, .series = S("ld") }, &id));
    CHECK_CTX(c, survey_find(c, S("ld"), s));
}

static Err sheet(Ctx *c, const SurveyByCodeRow *s, Str text, EntryReport *rep)
{
    Table t;

    TRY(table_read(&t, c->arena, S("phieu.csv"), text, NULL, &c->answer));
    return entry_import(c, s, &t, rep);
}

#define HEAD "unit,sheet,nhom,q1,q2,q3,q4,q5,q6,q7\n"

TEST(survey_sheet_all_or_nothing, "a file of sheets is read whole or not at all, tells the wrong cell, and adds nothing when it is read again")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Str good = S(HEAD "A,S1,lanh_dao,5,5,5,5,5,3,\nA,S2,dai_bieu,1,1,1,1,1,1,Nên họp ít hơn\n");
    SurveyByCodeRow s;
    SurveyUnitsRows u;
    EntryReport rep;

    given_leaders(t, c, &s, false);
    CHECK_ANSWER(c, sheet(c, &s, S(HEAD "A,T1,lanh_dao,5,5,5,5,5,3,\nA,T2,lanh_dao,5,9,5,5,5,3,\n"), &rep), E_INVALID, "dòng 3");
    CHECK_ANSWER(c, sheet(c, &s, S(HEAD "X,S1,lanh_dao,5,5,5,5,5,3,\n"), &rep), E_INVALID, "không đánh giá đơn vị");
    CHECK_ANSWER(c, sheet(c, &s, S(HEAD "A,T9,,5,5,5,5,5,3,\n"), &rep), E_INVALID, "nhom");
    CHECK_CTX(c, sheet(c, &s, good, &rep));
    CHECK_INT(rep.added, 2);
    CHECK_CTX(c, sheet(c, &s, good, &rep));
    CHECK_INT(rep.added, 0);
    CHECK_INT(rep.there, 2);
    CHECK_CTX(c, q_survey_units(c, &u, .survey_id = s.id));
    CHECK_INT(u.v[0].counted, 3);                       /* T1 stood before the wrong row: doors roll it back, this test does not */
}

TEST(survey_weights, "groups weigh as their populations; without populations every answer weighs the same")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Buf text = { .arena = t->arena };
    SurveyByCodeRow s;
    EntryReport rep;
    ResultSet set;
    UnitRow a;

    given_leaders(t, c, &s, true);
    buf_lit(&text, HEAD);
    for (int i = 0; i < 12; i++)
        buf_fmt(&text, "A,,%s,%d,%d,%d,%d,%d,3,\n", i < 8 ? "lanh_dao" : "dai_bieu", i < 8 ? 5 : 3, i < 8 ? 5 : 3, i < 8 ? 5 : 3, i < 8 ? 5 : 3, i < 8 ? 5 : 3);
    CHECK_CTX(c, sheet(c, &s, buf_str(&text), &rep));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &set));
    CHECK_DEC(set.v[0].index, "86.11111111");           /* (8 · 600 + 4 · 350) / 72 answers */
    CHECK(!set.v[0].weighted);
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    CHECK_CTX(c, matrix_cell(c, &s, a.id, S("lanh_dao"), 10, 5));
    CHECK_CTX(c, matrix_cell(c, &s, a.id, S("dai_bieu"), 90, 5));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &set));
    CHECK(set.v[0].weighted);
    CHECK_DEC(set.v[0].index, "62.5");                  /* 10 · 100 + 90 · 58.33333333 over 100 */
    CHECK_ANSWER(c, matrix_cell(c, &s, a.id, S("khac"), 1, 1), E_INVALID, "nhóm");
}

TEST(survey_quotas, "quotas come from the population of each unit and are shared among its groups by size")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    SurveyByCodeRow s;
    SurveyCellsRows cells;
    UnitRow a;
    int64_t n;

    given_leaders(t, c, &s, true);
    CHECK_ANSWER(c, matrix_quotas(c, &s, &n), E_STATE, "số người");
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    CHECK_CTX(c, matrix_cell(c, &s, a.id, S("lanh_dao"), 3000, 0));
    CHECK_CTX(c, matrix_cell(c, &s, a.id, S("dai_bieu"), 1000, 0));
    CHECK_CTX(c, matrix_quotas(c, &s, &n));
    CHECK_INT(n, 364);                                  /* 4000 / (1 + 4000 · 0.0025) = 363.6… */
    CHECK_CTX(c, q_survey_cells(c, &cells, .survey_id = s.id));
    CHECK_INT(cells.v[0].quota + cells.v[1].quota, 364);
    CHECK_INT(cells.v[1].quota, 273);
}

TEST(survey_hide, "small rows are hidden, and when only one would be, the next smallest goes with it")
{
    IndexRow rows[4] = { { .n = 40, .has_index = true }, { .n = 3, .has_index = true }, { .n = 12, .has_index = true }, { .n = 90, .has_index = true } };
    IndexRow two[3] = { { .n = 2, .has_index = true }, { .n = 3, .has_index = true }, { .n = 50, .has_index = true } };

    CHECK_INT(result_hide(rows, 4, 10), 2);
    CHECK(rows[0].has_index && !rows[1].has_index && !rows[2].has_index && rows[3].has_index);
    CHECK_INT(result_hide(two, 3, 10), 2);
    CHECK(two[2].has_index);
}

TEST(survey_an_lao, "26.208 of 30 from an index of 87.36 % shows as 26.21 and enters unrounded; over both parts it is another index")
{
    Dec citizens, all, index;

    CHECK(index_points(DEC(87.36), DEC(30), &citizens));
    CHECK_DEC(citizens, "26.208");
    CHECK_STR(dec_fmt(t->arena, citizens, 2, NUM_VI), "26,21");
    all = dec_add(citizens, DEC(7.68));
    CHECK_DEC(all, "33.888");                           /* printed 33.89 */
    CHECK(dec_mul_div(all, DEC(100), DEC(40), &index));
    CHECK_DEC(index, "84.72");                          /* the index of the 40-point part, not the 87.36 of its 30-point child */
    CHECK(dec_mul_div(DEC(26.21), DEC(100), DEC(30), &index));
    CHECK_STR(dec_fmt(t->arena, index, 2, NUM_VI), "87,37");    /* what rounding first would make of it */
}

TEST(survey_paper_twice, "paper counts when two people typed the same; differences wait and are settled by the sheet")
{
    Ctx *c = test_as(t, "mot", ROLE_COORDINATOR, 0, "2025-11-03");
    Str values[] = { S("lanh_dao"), S("5"), S("4"), S("4"), S("4"), S("4"), S("2"), S("") };
    Str other[] = { S("lanh_dao"), S("5"), S("4"), S("1"), S("4"), S("4"), S("2"), S("") };
    const char *state;
    PaperDiffs diffs = { 0 };
    SurveyByCodeRow s;
    SurveyUnitsRows u;
    PaperForm f = { .sheet = S("P1"), .values = values };

    c->local = true;
    given_leaders(t, c, &s, false);
    c->local = false;
    CHECK_CTX(c, q_survey_units(c, &u, .survey_id = s.id));
    f.unit_id = u.v[0].id;
    CHECK_CTX(c, paper_enter(c, &s, &f, &state));
    CHECK_STR(str_of(state), "once");
    CHECK_ANSWER(c, paper_enter(c, &s, &f, &state), E_INVALID, "người khác");
    test_become(c, "hai", ROLE_COORDINATOR, 0);
    CHECK_CTX(c, paper_enter(c, &s, &f, &state));
    CHECK_STR(str_of(state), "agreed");
    CHECK_ANSWER(c, paper_enter(c, &s, &f, &state), E_INVALID, "đã tính");
    f.sheet = S("P2");
    CHECK_CTX(c, paper_enter(c, &s, &f, &state));
    test_become(c, "mot", ROLE_COORDINATOR, 0);
    f.values = other;
    CHECK_CTX(c, paper_enter(c, &s, &f, &state));
    CHECK_STR(str_of(state), "differs");
    CHECK_CTX(c, paper_diffs(c, &s, &diffs));
    CHECK_INT(diffs.n, 1);
    CHECK_STR(diffs.v[0].first, "4");
    CHECK_STR(diffs.v[0].second, "1");
    CHECK_CTX(c, paper_settle(c, &s, S("P2"), 2));
    CHECK_CTX(c, q_survey_units(c, &u, .survey_id = s.id));
    CHECK_INT(u.v[0].counted, 2);
    CHECK_ANSWER(c, paper_settle(c, &s, S("P2"), 1), E_STATE, "không còn");
}

TEST(survey_recheck, "the second visit draws its share of numbered sheets once, whatever is added later keeps the share")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Buf text = { .arena = t->arena };
    SurveyByCodeRow s;
    SurveyVisitedRows v;
    EntryReport rep;
    size_t n;

    given_leaders(t, c, &s, false);
    buf_lit(&text, HEAD);
    for (int i = 0; i < 41; i++)
        buf_fmt(&text, "A,S%d,lanh_dao,5,5,5,5,5,3,\n", i);
    CHECK_CTX(c, sheet(c, &s, buf_str(&text), &rep));
    CHECK_CTX(c, recheck_draw(c, &s, 7, &n));
    CHECK_INT(n, 9);                                    /* 20 % of 41, rounded up */
    CHECK_CTX(c, recheck_draw(c, &s, 8, &n));
    CHECK_INT(n, 0);
    CHECK_CTX(c, q_survey_visited(c, &v, .survey_id = s.id));
    for (size_t i = 0; i < v.n; i++)
        n += v.v[i].visited.n > 0;
    CHECK_INT(n, 9);
    CHECK_CTX(c, recheck_note(c, &s, v.v[0].id, S("same"), S("")));
    CHECK_ANSWER(c, recheck_note(c, &s, v.v[0].id, S("maybe"), S("")), E_INVALID, "phúc tra");
}

TEST(survey_kiosk, "a kiosk sends without code, forgets a form that nobody touches, and stops when it is told")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    SurveyDeviceGetRow d;
    SurveyByCodeRow s, of;
    SurveyDevicesRows all;
    DraftState draft;
    Str key, form;

    given_leaders(t, c, &s, false);
    CHECK_CTX(c, device_make(c, S("ld"), S("B"), S("kiosk"), S("Quầy 1"), &key));
    CHECK_ANSWER(c, device_find(c, key, "visit", &d, &of), E_NOT_FOUND, "địa chỉ mới");
    CHECK_CTX(c, device_find(c, key, "kiosk", &d, &of));
    CHECK_CTX(c, draft_begin(c, &s, &(Came){ .device = &d }, &form));
    CHECK_CTX(c, draft_load(c, &s, form, &draft));
    CHECK(draft.any);
    c->now.ms += 91 * 1000;
    CHECK_CTX(c, draft_load(c, &s, form, &draft));
    CHECK(!draft.any);
    CHECK_CTX(c, draft_begin(c, &s, &(Came){ .device = &d }, &form));
    CHECK_CTX(c, draft_forget(c, &s, form));
    CHECK_CTX(c, draft_load(c, &s, form, &draft));
    CHECK(!draft.any);
    CHECK_CTX(c, q_survey_devices(c, &all, .survey_id = s.id));
    CHECK_CTX(c, device_stop(c, S("ld"), all.v[0].id));
    CHECK_ANSWER(c, device_find(c, key, "kiosk", &d, &of), E_NOT_FOUND, "không dùng được nữa");
}

TEST(survey_visit, "an interviewer's form sent twice counts once; a missed household is counted by reason")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Str values[] = { S("lanh_dao"), S("5"), S("4"), S("4"), S("4"), S("4"), S("2"), S("") };
    SurveyDeviceGetRow d;
    SurveyByCodeRow s;
    SurveyQuestionsRows q;
    SurveyUnitsRows u;
    SurveyMissesRows m;
    Str key;

    given_leaders(t, c, &s, false);
    CHECK_CTX(c, device_make(c, S("ld"), S("A"), S("visit"), S("ĐTV 01"), &key));
    CHECK_CTX(c, device_find(c, key, "visit", &d, &s));
    CHECK_CTX(c, q_survey_questions(c, &q, .form_id = s.form_id));
    CHECK_CTX(c, visit_send(c, &d, &s, S("0123456789abcdef0123"), S("H-1"), c->today, values, &q));
    CHECK_CTX(c, visit_send(c, &d, &s, S("0123456789abcdef0123"), S("H-1"), c->today, values, &q));
    CHECK_ANSWER(c, visit_send(c, &d, &s, S("0123456789abcdef9999"), S("H-1"), c->today, values, &q), E_INVALID, "đã có");
    values[1] = S("8");
    CHECK_ANSWER(c, visit_send(c, &d, &s, S("0123456789abcdef8888"), S("H-2"), c->today, values, &q), E_INVALID, "danh sách");
    CHECK_CTX(c, visit_miss(c, &d, &s, S("H-3"), S("away"), c->today));
    CHECK_CTX(c, visit_miss(c, &d, &s, S("H-3"), S("refused"), c->today));
    CHECK_CTX(c, q_survey_misses(c, &m, .survey_id = s.id));
    CHECK_INT(m.n, 1);
    CHECK_STR(m.v[0].reason, "refused");
    CHECK_CTX(c, q_survey_units(c, &u, .survey_id = s.id));
    CHECK_INT(u.v[0].counted, 1);
}

TEST(survey_sum, "after many forms begun from one address a sum is asked; a right one lets on, once; another address is not asked")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    SurveyByCodeRow s;
    Came came = { 0 };
    UnitRow a;
    Str key, question, rest, left, right;
    int64_t x, y;

    given_leaders(t, c, &s, false);
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    came.unit_id = a.id;
    c->from = S("203.0.113.9");
    for (int i = 0; i < 20; i++)
        CHECK_CTX(c, draft_begin(c, &s, &came, &key));
    CHECK_ANSWER(c, draft_begin(c, &s, &came, &key), E_INVALID, "phép cộng");
    CHECK_CTX(c, guard_question(c, &s, &question, &came.seal));
    CHECK(question.n > 0);
    came.sum = S("999");
    CHECK_ANSWER(c, draft_begin(c, &s, &came, &key), E_INVALID, "phép cộng");
    CHECK(str_cut(came.seal, S("-"), &left, &rest) && str_cut(rest, S("-"), &right, &rest) && str_int(left, &x) && str_int(right, &y));
    came.sum = str_fmt(t->arena, "%lld", (long long)(x + y));
    CHECK_CTX(c, draft_begin(c, &s, &came, &key));
    CHECK_ANSWER(c, draft_begin(c, &s, &came, &key), E_INVALID, "đã dùng");
    c->from = S("203.0.113.10");
    CHECK_CTX(c, guard_question(c, &s, &question, &came.seal));
    CHECK_INT(question.n, 0);
    CHECK_CTX(c, draft_begin(c, &s, &came, &key));
}

TEST(survey_form_roundtrip, "a questionnaire exported as a workbook and imported again asks the same")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    static const char *const files[] = { "data/survey/hai-long-mot-cua.csv", "data/survey/ho-gia-dinh.csv", "data/survey/cong-chuc.csv",
        "data/survey/mot-cua-ba-muc.csv", "data/survey/lanh-dao-dai-bieu.csv" };

    for (size_t i = 0; i < COUNT(files); i++) {
        SurveyQuestionsRows one, two;
        SurveyFormGetRow f, g;
        FormReport rep;
        Table table;
        Str xlsx;
        bool any;

        given_form(t, c, files[i], "F");
        CHECK_CTX(c, q_survey_form_get(c, &f, &any, .code = S("F"), .version = (int64_t)i * 2 + 1));
        CHECK_CTX(c, form_export(c, &f, &xlsx));
        CHECK_CTX(c, table_read(&table, c->arena, S("f.xlsx"), xlsx, NULL, &c->answer));
        CHECK_CTX(c, form_import(c, &table, S("F"), 2025, &rep));
        CHECK_CTX(c, q_survey_form_get(c, &g, &any, .code = S("F"), .version = (int64_t)i * 2 + 2));
        CHECK_STR(g.purpose, str_z(t->arena, f.purpose));
        CHECK_CTX(c, q_survey_questions(c, &one, .form_id = f.id));
        CHECK_CTX(c, q_survey_questions(c, &two, .form_id = g.id));
        CHECK_INT(one.n, two.n);
        for (size_t k = 0; k < one.n && k < two.n; k++) {
            CHECK_STR(two.v[k].label, str_z(t->arena, one.v[k].label));
            CHECK_STR(two.v[k].kind, str_z(t->arena, one.v[k].kind));
            CHECK_STR(two.v[k].section, str_z(t->arena, one.v[k].section));
            CHECK_STR(two.v[k].if_value, str_z(t->arena, one.v[k].if_value));
            CHECK_INT(two.v[k].required, one.v[k].required);
        }
    }
}

TEST(survey_languages, "a questionnaire holds its texts in other languages and gives them back as columns of the convention")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    static const char *const form = "survey,,,,,,,\n,type,name,label,label::English (en),label::Khmer (km)\n,select_one likert3,q1,Thái độ phục vụ,Manners,K1\n"
                                    "choices\n,list_name,name,label,label::English (en)\n,likert3,1,Kém,Bad\n,likert3,2,Được,Fair\n"
                                    "settings\n,form_title,purpose,purpose::English (en)\n,Phiếu,Để cải thiện,To improve\n";
    SurveyLabelsRows one, two;
    SurveyLanguagesRows langs;
    SurveyFormGetRow f;
    FormReport rep, again;
    Table table;
    Str xlsx;
    bool any;

    CHECK_CTX(c, table_read(&table, c->arena, S("f.csv"), str_of(form), NULL, &c->answer));
    CHECK_CTX(c, form_import(c, &table, S("NN"), 2025, &rep));
    CHECK_CTX(c, q_survey_languages(c, &langs, .form_id = rep.id));
    CHECK_INT(langs.n, 2);
    CHECK_CTX(c, q_survey_labels(c, &one, .form_id = rep.id, .lang = S("en")));
    CHECK_INT(one.n, 4);
    CHECK_STR(one.v[0].value, "To improve");
    CHECK_CTX(c, q_survey_form_get(c, &f, &any, .code = S("NN"), .version = 1));
    CHECK_CTX(c, form_export(c, &f, &xlsx));
    CHECK_CTX(c, table_read(&table, c->arena, S("f.xlsx"), xlsx, NULL, &c->answer));
    CHECK_CTX(c, form_import(c, &table, S("NN"), 2025, &again));
    CHECK_CTX(c, q_survey_labels(c, &two, .form_id = again.id, .lang = S("en")));
    CHECK_INT(two.n, one.n);
}

TEST(survey_words_logged, "open answers are shown only to who said today what for; they are searched without marks and put under topics")
{
    Ctx *c = test_as(t, "mot", ROLE_COORDINATOR, 0, "2025-11-03");
    SurveyWordsRows w;
    SurveyByCodeRow s;
    EntryReport rep;

    c->local = true;
    given_leaders(t, c, &s, false);
    CHECK_CTX(c, sheet(c, &s, S(HEAD "A,,lanh_dao,5,5,5,5,5,3,Họp quá nhiều\nA,,lanh_dao,5,5,5,5,5,3,Gọi 0900 000 000\n"), &rep));
    c->local = false;
    CHECK_ANSWER(c, words_find(c, &s, S(""), 0, &w), E_FORBIDDEN, "lý do");
    CHECK_ANSWER(c, words_open(c, &s, S(" ")), E_INVALID, "nhật ký");
    CHECK_CTX(c, words_open(c, &s, S("Tổng hợp góp ý quý IV")));
    CHECK_CTX(c, words_find(c, &s, S("HOP QUA"), 0, &w));
    CHECK_INT(w.n, 1);
    CHECK_CTX(c, words_code(c, &s, w.v[0].response_id, w.v[0].question_id, S("Họp hành")));
    CHECK_CTX(c, words_find(c, &s, S(""), -1, &w));
    CHECK_INT(w.n, 1);
    CHECK_CTX(c, words_strike(c, &s, w.v[0].response_id, w.v[0].question_id));
    CHECK_CTX(c, words_find(c, &s, S("0900"), 0, &w));
    CHECK_INT(w.n, 0);
    c->today.day++;
    CHECK_ANSWER(c, words_find(c, &s, S(""), 0, &w), E_FORBIDDEN, "lý do");
}

TEST(survey_total_tells_nothing, "the whole less the units shown does not give a unit that is hidden; enough hidden ones together may be told")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    SurveyByCodeRow s;
    EntryReport rep;
    ResultSet all, units;

    given_leaders(t, c, &s, false);
    CHECK_CTX(c, sheet(c, &s, S(HEAD "A,,lanh_dao,5,5,5,5,5,3,\nA,,dai_bieu,5,5,5,5,5,3,\nB,,lanh_dao,1,1,1,1,1,1,\n"), &rep));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &units));
    CHECK(units.v[0].has_index && !units.v[1].has_index);
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ 0 }, &all));
    CHECK_INT(all.left_out, 1);
    CHECK_INT(all.v[0].n, 2);
    CHECK_DEC(all.v[0].index, "100");
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_factor = true, .by = S("channel") }, &all));
    CHECK_DEC(all.v[0].index, "100");
    CHECK_CTX(c, sheet(c, &s, S(HEAD "B,,lanh_dao,1,1,1,1,1,1,\n"), &rep));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ 0 }, &all));
    CHECK_INT(all.left_out, 0);
    CHECK_DEC(all.v[0].index, "50");
}

TEST(survey_sweep_summary, "after the last day single answers are gone, the index of large enough units stays, and a second sweep does nothing")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Buf text = { .arena = t->arena };
    SurveySummariesRows kept;
    SurveyByCodeRow s;
    EntryReport rep;
    SweepReport sweep = { 0 };
    ResultSet set;

    given_leaders(t, c, &s, false);
    CHECK_STR(date_iso(t->arena, s.keep_until), "2027-11-03");
    buf_lit(&text, HEAD);
    for (int i = 0; i < 5; i++)
        buf_fmt(&text, "A,S%d,lanh_dao,5,4,5,4,5,3,Điều riêng\n", i);
    buf_lit(&text, "B,,lanh_dao,1,1,1,1,1,1,\n");
    CHECK_CTX(c, sheet(c, &s, buf_str(&text), &rep));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &set));
    CHECK_CTX(c, privacy_sweep(c, &sweep));
    CHECK_INT(sweep.surveys, 0);
    c->today.day += 731;
    c->now.ms += INT64_C(731) * 86400000;
    CHECK_CTX(c, privacy_sweep(c, &sweep));
    CHECK_INT(sweep.surveys, 1);
    CHECK_INT(sweep.responses, 6);
    CHECK_CTX(c, q_survey_summaries(c, &kept, .survey_id = s.id));
    CHECK_INT(kept.n, 6);                               /* the whole and five factors of A; B has one respondent */
    CHECK_INT(kept.v[0].value.v, set.v[0].index.v);
    CHECK_CTX(c, privacy_sweep(c, &sweep));
    CHECK_INT(sweep.surveys, 1);
    CHECK_CTX(c, survey_find(c, S("ld"), &s));
    CHECK_ANSWER(c, sheet(c, &s, S(HEAD "A,,lanh_dao,5,4,5,4,5,3,\n"), &rep), E_STATE, "tổng hợp");
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &set));
    CHECK_INT(set.n, 1);                                /* the results still tell what was kept */
    CHECK_INT(set.v[0].index.v, kept.v[0].value.v);
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true, .by_factor = true }, &set));
    CHECK_INT(set.n, 5);
}

TEST(survey_withdraw, "whoever holds the receipt sees the own answers and takes them back; what is left is a count")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    SurveyByCodeRow s;
    SurveyCountOfRow n;
    DraftState d;
    OwnResponse own;
    UnitRow a;
    Str key, receipt;
    size_t at;

    given_leaders(t, c, &s, false);
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    CHECK_CTX(c, draft_begin(c, &s, &(Came){ .unit_id = a.id }, &key));
    CHECK_CTX(c, draft_load(c, &s, key, &d));
    for (size_t i = 0; i + 1 < d.questions.n; i++)
        CHECK_CTX(c, draft_answer(c, &s, key, d.questions.v[i].id, i ? S("2") : S("dai_bieu")));
    c->now.ms += 60000;
    CHECK_CTX(c, draft_send(c, &s, &(Came){ 0 }, key, &receipt));
    CHECK_CTX(c, receipt_open(c, &s, receipt, &own));
    CHECK_INT(own.answers.n, 7);
    CHECK_STR(own.answers.v[0].answer, "Đại biểu Hội đồng nhân dân");
    CHECK(str_find(receipt_json(c, &s, &own), S("Không đồng ý"), &at));
    CHECK_ANSWER(c, receipt_open(c, &s, S("AAAA-AAAA-AAAA"), &own), E_INVALID, "Không có phiếu");
    CHECK_CTX(c, receipt_withdraw(c, &s, receipt));
    CHECK_ANSWER(c, receipt_open(c, &s, receipt, &own), E_INVALID, "đã rút");
    CHECK_CTX(c, q_survey_count_of(c, &n, .survey_id = s.id, .what = S("withdrawn")));
    CHECK_INT(n.n, 1);
}
