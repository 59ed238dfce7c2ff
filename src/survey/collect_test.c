#include "org/org.h"
#include "support.h"
#include "survey/matrix.h"
#include "survey/result.h"
#include "core_sql.h"

static int64_t given_unit(Ctx *c, const char *code)
{
    int64_t id;

    CHECK_CTX(c, org_create(c, &(UnitForm){ .code = str_of(code), .name = str_of(code), .kind = S("ward"), .ranked = true }, &id));
    return id;
}

static void given_survey(TestRun *t, Ctx *c, SurveyByCodeRow *s)
{
    FormReport rep;
    Table table;
    int64_t id;

    CHECK_CTX(c, table_read(&table, c->arena, S("m.csv"), test_file(t, "data/survey/hai-long-mot-cua.csv"), NULL, &c->answer));
    CHECK_CTX(c, form_import(c, &table, S("HL"), 2025, &rep));
    CHECK_INT(rep.questions, 13);
    CHECK_CTX(c, survey_open(c, &(SurveyPlan){ .code = S("hl-2025"), .form = S("HL"), .title = S("Hài lòng"), .year = 2025,
        .open_link = true, .units = S("XA-1:50,XA-2"), .facts = S("8.1;Công chức=8.2") }, &id));
    CHECK_CTX(c, survey_find(c, S("hl-2025"), s));
}

/* Answers all scales with `value`, never complained, and takes its time. */
static Str filled(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t unit_id, const char *value)
{
    DraftState d;
    Str key;

    CHECK_CTX(c, draft_begin(c, s, &(Came){ .code = code, .unit_id = unit_id }, &key));
    CHECK_CTX(c, draft_load(c, s, key, &d));
    for (size_t i = 0; i < d.questions.n; i++)
        if (str_eq(d.questions.v[i].kind, S("likert5")) && !d.questions.v[i].if_code.n)
            CHECK_CTX(c, draft_answer(c, s, key, d.questions.v[i].id, str_of(value)));
        else if (str_eq(d.questions.v[i].kind, S("single")) && d.questions.v[i].required)
            CHECK_CTX(c, draft_answer(c, s, key, d.questions.v[i].id, S("2")));
    c->now.ms += 60000;
    return key;
}

static SurveyUnitsRow count_of(Ctx *c, const SurveyByCodeRow *s, size_t i)
{
    SurveyUnitsRows u;

    CHECK_CTX(c, q_survey_units(c, &u, .survey_id = s->id));
    return u.v[i];
}

TEST(survey_code_once, "a code sends one answer; sent twice it counts once with the same receipt; used it is refused")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    Buf out = { .arena = t->arena };
    SurveyByCodeRow s;
    Str code, rest, key, a, b;
    int64_t unit;

    given_unit(c, "XA-1");
    given_unit(c, "XA-2");
    given_survey(t, c, &s);
    CHECK_CTX(c, survey_code_make(c, S("hl-2025"), S("XA-2"), 2, &out));
    CHECK(str_cut(buf_str(&out), S("\n"), &code, &rest));
    key = filled(c, &s, code, 0, "4");
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = code }, key, &a));
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = code }, key, &b));
    CHECK(str_eq(a, b));
    CHECK_INT(count_of(c, &s, 1).counted, 1);
    CHECK_INT(count_of(c, &s, 1).used, 1);
    CHECK_ANSWER(c, survey_code_check(c, &s, code, &unit), E_STATE, "đã được dùng");
    CHECK_ANSWER(c, draft_begin(c, &s, &(Came){ .code = code, .unit_id = 0 }, &key), E_STATE, "đã được dùng");
    CHECK_ANSWER(c, survey_code_check(c, &s, S("AAAA-BBBB-CCCC"), &unit), E_NOT_FOUND, "Không có mã");
}

TEST(survey_conditions, "a question with a condition is asked only when it is met; a required one must be answered before sending")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    int64_t unit = given_unit(c, "XA-1");
    SurveyByCodeRow s;
    DraftState d;
    Str key, receipt;

    given_unit(c, "XA-2");
    given_survey(t, c, &s);
    CHECK_CTX(c, draft_begin(c, &s, &(Came){ .code = S(""), .unit_id = unit }, &key));
    CHECK_ANSWER(c, draft_send(c, &s, &(Came){ .code = S("") }, key, &receipt), E_STATE, "Câu 1 ");
    CHECK_CTX(c, draft_load(c, &s, key, &d));
    CHECK(!d.asked[9]);
    CHECK_ANSWER(c, draft_answer(c, &s, key, d.questions.v[0].id, S("")), E_INVALID, "chọn một câu trả lời");
    CHECK_ANSWER(c, draft_answer(c, &s, key, d.questions.v[0].id, S("7")), E_INVALID, "danh sách");
    CHECK_CTX(c, draft_answer(c, &s, key, d.questions.v[8].id, S("1")));
    CHECK_CTX(c, draft_load(c, &s, key, &d));
    CHECK(d.asked[9]);
}

TEST(survey_stuffing, "the same answers again, or too fast, wait for a decision; nobody is locked out; the salt goes with the day")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    int64_t unit = given_unit(c, "XA-1");
    SurveyByCodeRow s;
    SurveyWaitingRows w;
    Str key, receipt;

    given_unit(c, "XA-2");
    given_survey(t, c, &s);
    c->from = S("203.0.113.5");
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), unit, "5"), &receipt));
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), unit, "5"), &receipt));
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), unit, "3"), &receipt));
    key = filled(c, &s, S(""), unit, "2");
    c->now.ms -= 59000;
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, key, &receipt));
    CHECK_CTX(c, q_survey_waiting(c, &w, .survey_id = s.id));
    CHECK_INT(w.n, 2);
    CHECK_STR(w.v[0].reason, "same");
    CHECK_STR(w.v[1].reason, "fast");
    CHECK_CTX(c, survey_decide(c, &s, w.v[0].id, false, S("xem lại")));
    CHECK_CTX(c, survey_decide(c, &s, w.v[1].id, true, S("xem lại")));
    CHECK_ANSWER(c, survey_decide(c, &s, w.v[1].id, true, S("xem lại")), E_STATE, "không còn chờ");
    CHECK_INT(count_of(c, &s, 0).counted, 3);
    CHECK_INT(count_of(c, &s, 0).dropped, 1);
    c->today.day++;
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), unit, "5"), &receipt));
    CHECK_INT(count_of(c, &s, 0).counted, 4);
}

TEST(survey_publish_facts, "the index of units with enough answers becomes a percent for the round; small ones are hidden")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    int64_t one = given_unit(c, "XA-1"), two = given_unit(c, "XA-2");
    SurveyByCodeRow s;
    FactRows facts;
    ResultSet set;
    Str receipt;
    size_t n, hidden;

    given_survey(t, c, &s);
    for (int i = 0; i < 12; i++) {
        c->from = str_fmt(t->arena, "203.0.113.%d", i);
        CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), one, i < 6 ? "4" : "5"), &receipt));
    }
    c->from = S("203.0.113.99");
    CHECK_CTX(c, draft_send(c, &s, &(Came){ .code = S("") }, filled(c, &s, S(""), two, "1"), &receipt));
    CHECK_CTX(c, survey_table(c, &s, &(ResultAsk){ .by_unit = true }, &set));
    CHECK_INT(set.n, 2);
    CHECK_DEC(set.v[0].index, "87.5");
    CHECK(!set.v[1].has_index);
    CHECK_CTX(c, survey_publish(c, S("hl-2025"), &n, &hidden));
    CHECK_INT(n, 2);
    CHECK_INT(hidden, 2);
    CHECK_CTX(c, q_fact_of_unit(c, &facts, .unit_id = one, .period = S("2025")));
    CHECK_INT(facts.n, 2);
    CHECK_STR(facts.v[0].value, "87.5%");
}

TEST(survey_closed, "a closed survey and one whose days are over take no answers and say why")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    int64_t unit = given_unit(c, "XA-1");
    SurveyByCodeRow s;
    Str key;

    given_unit(c, "XA-2");
    given_survey(t, c, &s);
    CHECK_CTX(c, survey_end(c, S("hl-2025")));
    CHECK_CTX(c, survey_find(c, S("hl-2025"), &s));
    CHECK_ANSWER(c, draft_begin(c, &s, &(Came){ .code = S(""), .unit_id = unit }, &key), E_STATE, "đã kết thúc");
    s.closed = false;
    s.opens_on.day = c->today.day + 1;
    CHECK_ANSWER(c, draft_begin(c, &s, &(Came){ .code = S(""), .unit_id = unit }, &key), E_STATE, "bắt đầu ngày");
}

TEST(survey_form_refusals, "a questionnaire without purpose, with unknown types or with conditions on later questions is refused with its place")
{
    Ctx *c = test_ctx(t, "2025-11-03");
    FormReport rep;
    Table table;
    static const struct { const char *text, *part; } cases[] = {
        { "survey,,,,\n,type,name,label,relevant\n,matrix,q1,A,\nsettings,,\n,form_title,purpose\n,T,P\n", "Loại câu hỏi" },
        { "survey,,,,\n,type,name,label,relevant\n,text,q1,A,${q2} = '1'\nsettings,,\n,form_title,purpose\n,T,P\n", "Điều kiện" },
        { "survey,,,,\n,type,name,label,relevant\n,text,q1,A,\n", "thiếu phần" },
        { "survey,,,,\n,type,name,label,relevant\n,select_one x,q1,A,\nsettings,,\n,form_title,purpose\n,T,P\n", "Danh sách lựa chọn" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        CHECK_CTX(c, table_read(&table, c->arena, S("m.csv"), str_of(cases[i].text), NULL, &c->answer));
        CHECK_ANSWER(c, form_import(c, &table, S("X"), 2025, &rep), E_INVALID, cases[i].part);
    }
}
