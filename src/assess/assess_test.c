#include "support.h"

#include "assess/assess.h"
#include "core/run.h"
#include "org/org.h"
#include "score/facts.h"

enum { UNITS = 20 };

static void shell(Ctx *c)
{
    c->local = true;
    c->user_id = 0;
    c->user_login = c->user_name = S("");
    c->grants = NULL;
    c->n_grants = 0;
}

static void as(Ctx *c, Str login)
{
    c->local = false;
    CHECK_CTX(c, run_as(c, login));
}

static void on(Ctx *c, const char *iso)
{
    CHECK(date_parse_iso(&c->today, str_of(iso)));
    c->now = moment_of(c->today, 9, 0);
}

static Date day(const char *iso)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(iso)));
    return d;
}

static void person(Ctx *c, Str login, Role role, Str unit, bool everywhere)
{
    int64_t id;
    UnitRow u;

    CHECK_CTX(c, org_by_code(c, unit, &u));
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = login, .name = login, .unit_id = u.id, .active = true }, S("h"), &id));
    CHECK_CTX(c, people_grant(c, id, role, everywhere ? 0 : u.id, (Date){ 0 }, (Date){ 0 }, false, S("")));
}

static Table table(Ctx *c, const char *name, Str csv)
{
    Table t;

    CHECK_CTX(c, table_read(&t, c->arena, str_of(name), csv, NULL, &c->answer));
    return t;
}

/* A province with a leading agency, a second one, and wards U01…; people of each; the figures that come by other paths. */
static void province(Ctx *c, int units)
{
    Buf csv = { .arena = c->arena }, facts = { .arena = c->arena };
    ImportReport rep;
    Table t;
    FactReport figures;

    buf_lit(&csv, "code,name,kind,parent,group\nP,Tỉnh P,tỉnh,,\nSNV,Sở Nội vụ,sở,P,Sở\nSTP,Sở Tư pháp,sở,P,Sở\n");
    buf_lit(&facts, "unit,year,fact,value\n");
    for (int i = 1; i <= units; i++) {
        buf_fmt(&csv, "U%02d,Phường %02d,phường,P,Phường\n", i, i);
        buf_fmt(&facts, "U%02d,2025,2.1,%d%%\n", i, 60 + i);
    }
    t = table(c, "don-vi.csv", buf_str(&csv));
    CHECK_CTX(c, org_import(c, &t, &rep));
    t = table(c, "so-lieu.csv", buf_str(&facts));
    CHECK_CTX(c, fact_import(c, &t, &figures));
    person(c, S("dieuphoi"), ROLE_COORDINATOR, S("SNV"), true);
    person(c, S("td.snv"), ROLE_APPRAISER, S("SNV"), true);
    person(c, S("td.stp"), ROLE_APPRAISER, S("STP"), true);
    person(c, S("td.u01"), ROLE_APPRAISER, S("U01"), true);
    for (int i = 1; i <= units; i++) {
        person(c, str_fmt(c->arena, "cb%02d", i), ROLE_OFFICER, str_fmt(c->arena, "U%02d", i), false);
        person(c, str_fmt(c->arena, "ld%02d", i), ROLE_HEAD, str_fmt(c->arena, "U%02d", i), false);
    }
}

static void set_of_criteria(Ctx *c)
{
    SetForm f = set_form_default();
    Draft d;
    Table t = table(c, "bo.csv", S(
        "code,parent,name,max_points,rule,source,assessor\n"
        "1,,Chỉ đạo điều hành,6,,,Sở Nội vụ\n"
        "1.1,1,Ban hành kế hoạch,2,,self,\n"
        "1.2,1,Tỷ lệ hoàn thành nhiệm vụ,4,Đạt từ 80% trở lên: điểm = tỷ lệ hoàn thành x điểm tối đa; dưới 80%: 0 điểm,self,\n"
        "2,,Thủ tục hành chính,4,,,Sở Tư pháp\n"
        "2.1,2,Hồ sơ đúng hạn,2,điểm = tỷ lệ x điểm tối đa,auto,\n"
        "2.2,2,Công khai thủ tục,2,,self,\n"));
    int64_t id;

    f.code = S("PHUONG");
    f.year = 2025;
    f.unit_kinds = S("ward");
    f.scale = DEC(10);
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, f.scale, NULL, &c->answer));
    CHECK_INT(d.errors, 0);
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
}

static RoundRow round_now(Ctx *c, int64_t id)
{
    RoundRow r;

    CHECK_CTX(c, q_round_get(c, &r, .id = id));
    return r;
}

/* The round as set up by the coordinator, before it is opened. */
static int64_t a_round(Ctx *c, int units)
{
    int64_t id;

    province(c, units);
    as(c, S("dieuphoi"));
    CHECK_CTX(c, round_create(c, &(RoundForm){ .code = S("D1"), .name = S("Đánh giá phường năm 2025"), .year = 2025,
        .unit_kinds = S("ward"), .contact = S("bà Hoa, Sở Nội vụ"), .self_due = day("2026-01-15"), .appraisal_due = day("2026-01-25"),
        .explanation_due = day("2026-01-30"), .second_due = day("2026-02-05"), .appeal_due = day("2026-02-20") }, &id));
    CHECK_CTX(c, round_assign(c, id, S("td.snv"), S("Sở Nội vụ"), S(""), false));
    CHECK_CTX(c, round_assign(c, id, S("td.stp"), S("Sở Tư pháp"), S(""), false));
    CHECK_CTX(c, round_assign(c, id, S("td.u01"), S(""), S(""), false));
    return id;
}

static void take_set(Ctx *c, int64_t id)
{
    RoundRow r = round_now(c, id);
    RoundForm f = round_form(&r);

    set_of_criteria(c);
    f.set_code = S("PHUONG");
    CHECK_CTX(c, round_change(c, id, r.version, &f));
}

static int64_t open_round(Ctx *c, int units)
{
    int64_t id = a_round(c, units);

    CHECK_CTX(c, round_move(c, id, S("open"), S(""), NULL));
    take_set(c, id);
    return id;
}

static SheetRow sheet(Ctx *c, int64_t round, int unit)
{
    SheetRow s;
    bool any;

    CHECK_CTX(c, q_sheet_of_unit(c, &s, &any, .round_id = round, .unit_code = str_fmt(c->arena, "U%02d", unit)));
    CHECK(any);
    return s;
}

static CriterionRow leaf(Ctx *c, int64_t round, const char *code)
{
    RoundRow r = round_now(c, round);
    CriterionRow k;
    bool any;

    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = r.set_id, .code = str_of(code)));
    CHECK(any);
    return k;
}

static Err put(Ctx *c, int64_t round, int unit, const char *code, Stage stage, const char *points, const char *value, const char *reason)
{
    ScoreForm f = { .value = str_of(value), .reason = str_of(reason), .version = -1 };
    ScoreSaved saved;

    if (points) {
        f.points.has = true;
        CHECK(dec_parse(&f.points.d, str_of(points)));
    }
    return stage_put(c, sheet(c, round, unit).id, leaf(c, round, code).id, stage, &f, &saved);
}

static void self_score(Ctx *c, int64_t round, int unit)
{
    as(c, str_fmt(c->arena, "cb%02d", unit));
    CHECK_CTX(c, put(c, round, unit, "1.1", STAGE_SELF, "2", "", ""));
    CHECK_CTX(c, put(c, round, unit, "1.2", STAGE_SELF, NULL, str_z(c->arena, str_fmt(c->arena, "%d%%", 78 + unit)), "theo báo cáo"));
    CHECK_CTX(c, put(c, round, unit, "2.2", STAGE_SELF, "1,5", "", "còn 5 thủ tục"));
}

static Err submit(Ctx *c, int64_t round, int unit)
{
    as(c, str_fmt(c->arena, "ld%02d", unit));
    return sheet_move(c, sheet(c, round, unit).id, S("submit"), S(""));
}

static void to_appraisal(Ctx *c, int64_t round, int units)
{
    for (int u = 1; u <= units; u++) {
        self_score(c, round, u);
        CHECK_CTX(c, submit(c, round, u));
    }
    as(c, S("dieuphoi"));
    CHECK_CTX(c, round_move(c, round, S("close_self"), S(""), NULL));
}

static void appraise(Ctx *c, int64_t round, int unit, const char *points22, const char *reason)
{
    as(c, S("td.snv"));
    CHECK_CTX(c, put(c, round, unit, "1.1", STAGE_APPRAISAL, "2", "", ""));
    CHECK_CTX(c, put(c, round, unit, "1.2", STAGE_APPRAISAL, NULL, str_z(c->arena, str_fmt(c->arena, "%d%%", 78 + unit)), ""));
    as(c, S("td.stp"));
    CHECK_CTX(c, put(c, round, unit, "2.2", STAGE_APPRAISAL, points22, "", reason));
}

TEST(assess_whole_year, "a round of twenty wards runs from creation to publication, with different people, and verifies")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, UNITS), session, appeal;
    RankEffects effect;
    SnapshotRows frozen;
    ItemRows items;
    ScoreRun run;
    RoundRow r;
    Verified v;
    size_t n;
    int32_t before;

    to_appraisal(c, id, UNITS);
    for (int u = 1; u <= UNITS; u++)
        appraise(c, id, u, u <= 3 ? "0,5" : "1,5", u <= 3 ? "thiếu công khai trên cổng" : "");
    as(c, S("dieuphoi"));
    CHECK_ANSWER(c, round_move(c, id, S("close_appraisal"), S(""), NULL), E_STATE, "20 phiếu");
    CHECK_CTX(c, sheet_move_all(c, id, S("appraise"), S(""), &n, &n, &(Str){ 0 }));
    CHECK_CTX(c, round_move(c, id, S("close_appraisal"), S(""), NULL));
    CHECK_STR(sheet(c, id, 1).state, "returned");
    CHECK_STR(sheet(c, id, 4).state, "explained");

    on(c, "2026-01-28");
    as(c, S("cb01"));
    CHECK_CTX(c, put(c, id, 1, "2.2", STAGE_EXPLANATION, NULL, "", "đã công khai từ tháng 3, xem ảnh chụp"));
    as(c, S("ld01"));
    CHECK_CTX(c, sheet_move(c, sheet(c, id, 1).id, S("explain"), S("")));
    on(c, "2026-02-01");
    as(c, S("dieuphoi"));
    CHECK_CTX(c, round_move(c, id, S("close_explanation"), S(""), NULL));
    CHECK_STR(sheet(c, id, 2).state, "explained");         /* did not explain in time */
    CHECK_ANSWER(c, round_move(c, id, S("close_second"), S(""), NULL), E_STATE, "Phường 01");
    as(c, S("td.stp"));
    CHECK_CTX(c, put(c, id, 1, "2.2", STAGE_SECOND, "1", "", "chấp nhận một phần"));
    as(c, S("dieuphoi"));
    CHECK_CTX(c, round_move(c, id, S("close_second"), S(""), NULL));

    CHECK_CTX(c, council_open(c, id, day("2026-02-06"), S("Phó Chủ tịch"), S("5 thành viên"), &session, &n));
    CHECK_INT(n, 3);                                        /* self 1.5 against 1, 0.5, 0.5 */
    CHECK_ANSWER(c, round_move(c, id, S("provisional"), S(""), NULL), E_STATE, "biểu quyết");
    CHECK_CTX(c, q_council_items(c, &items, .session_id = session));
    CHECK_CTX(c, council_decide(c, items.v[0].id, &(Vote){ .yes = 4, .no = 1, .points = { true, DEC(1.25) }, .reason = S("đủ ba phần tư") }));
    CHECK_CTX(c, council_decide(c, items.v[1].id, &(Vote){ .yes = 1, .no = 4, .reason = S("giữ nguyên") }));
    CHECK_CTX(c, council_decide(c, items.v[2].id, &(Vote){ .no = 5, .reason = S("giữ nguyên") }));
    CHECK_CTX(c, council_close(c, session, S("Biên bản họp ngày 06/02")));
    CHECK_CTX(c, round_move(c, id, S("provisional"), S(""), NULL));
    CHECK_CTX(c, round_move(c, id, S("open_appeal"), S(""), NULL));

    as(c, S("ld02"));
    CHECK_CTX(c, appeal_file(c, sheet(c, id, 2).id, &(AppealForm){ .criterion_id = leaf(c, id, "2.2").id, .claim = DEC(1.5), .text = S("bỏ sót minh chứng"),
        .evidence = S("Công văn 5") }, &appeal));
    on(c, "2026-02-21");
    as(c, S("dieuphoi"));
    CHECK_ANSWER(c, round_move(c, id, S("approve"), S(""), NULL), E_STATE, "phúc tra");
    r = round_now(c, id);
    CHECK_CTX(c, round_effect(c, &r, sheet(c, id, 2).unit_id, leaf(c, id, "2.2").id, DEC(1.5), &effect));
    CHECK(effect.n >= 1);
    CHECK_CTX(c, appeal_decide(c, appeal, 1, S("partly"), (OptDec){ true, DEC(1) }, S("một phần có cơ sở")));
    CHECK_ANSWER(c, round_move(c, id, S("approve"), S(""), NULL), E_INVALID, "số, ký hiệu");
    CHECK_CTX(c, round_move(c, id, S("approve"), S(""), &(Decision){ S("12/QĐ-UBND"), day("2026-02-20") }));
    CHECK_CTX(c, round_move(c, id, S("publish"), S(""), NULL));

    /* U01: 2 + 0 (79% is below 80) + 61% of 2 + 1.25 */
    CHECK_CTX(c, round_result(c, &(RoundRow){ .id = id, .set_id = r.set_id, .code = r.code, .unit_kinds = r.unit_kinds }, STAGE_CORRECTION, &run));
    CHECK_CTX(c, score_find_unit(c, &run, S("U01"), &n));
    CHECK_DEC(run.sheet->units[n].points, "4.47");
    CHECK_CTX(c, score_find_unit(c, &run, S("U20"), &n));
    before = run.sheet->units[n].rank;
    CHECK_INT(before, 1);
    CHECK_STR(sheet(c, id, 7).state, "final");
    CHECK_CTX(c, q_snapshots_of_round(c, &frozen, .round_id = id));
    CHECK_INT(frozen.n, 2);                                 /* provisional and published */
    CHECK_CTX(c, snapshot_verify(c, frozen.v[0].id, &v));
    CHECK_STR(v.text, "");
    CHECK(v.ok);
    CHECK_INT(v.units, UNITS);
}

TEST(assess_correction_is_a_new_version, "a correction makes a new published version; the old one stays and still verifies")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 2);
    SnapshotRows frozen;
    Verified v;
    size_t n;
    Str no;
    static const char *const way[] = { "close_appraisal", "close_explanation", "close_second", "provisional", "open_appeal" };

    to_appraisal(c, id, 2);
    appraise(c, id, 1, "1,5", "");
    appraise(c, id, 2, "1,5", "");
    as(c, S("dieuphoi"));
    CHECK_CTX(c, sheet_move_all(c, id, S("appraise"), S(""), &n, &n, &no));
    for (size_t i = 0; i < COUNT(way); i++)
        CHECK_CTX(c, round_move(c, id, str_of(way[i]), S(""), NULL));
    on(c, "2026-03-01");
    CHECK_CTX(c, round_move(c, id, S("approve"), S(""), &(Decision){ S("12/QĐ-UBND"), day("2026-02-28") }));
    CHECK_CTX(c, round_move(c, id, S("publish"), S(""), NULL));
    CHECK_ANSWER(c, put(c, id, 1, "2.2", STAGE_CORRECTION, "1", "", "tính nhầm"), E_STATE, "đang khóa");
    CHECK_ANSWER(c, round_move(c, id, S("correct"), S(""), NULL), E_INVALID, "lý do");
    CHECK_CTX(c, round_move(c, id, S("correct"), S("tính nhầm Phường 01"), NULL));
    CHECK_CTX(c, put(c, id, 1, "2.2", STAGE_CORRECTION, "1", "", "tính nhầm"));
    CHECK_CTX(c, round_move(c, id, S("publish"), S("đính chính"), &(Decision){ S("15/QĐ-UBND"), day("2026-03-01") }));
    CHECK_CTX(c, q_snapshots_of_round(c, &frozen, .round_id = id));
    CHECK_INT(frozen.n, 3);
    CHECK_INT(frozen.v[0].version, 2);
    CHECK_STR(frozen.v[0].decision_no, "15/QĐ-UBND");
    CHECK_STR(frozen.v[1].decision_no, "12/QĐ-UBND");
    for (size_t i = 0; i < frozen.n; i++) {
        CHECK_CTX(c, snapshot_verify(c, frozen.v[i].id, &v));
        CHECK(v.ok);
    }
}

TEST(assess_forbidden_moves, "every move of a sheet that the table does not have is refused, in every phase and state")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);
    size_t refused = 0, foreseen = 0;

    shell(c);
    for (int p = 0; p < 11; p++) {
        RoundSetPhaseRows moved;

        CHECK_CTX(c, q_round_set_phase(c, &moved, .id = id, .before = round_now(c, id).phase, .phase = str_of(phase_name(1 << p)),
            .at = c->now, .who = S("t"), .why = S("")));
        for (int s = 0; s < 9; s++) {
            SheetSetStateRows set;
            SheetRow row = sheet(c, id, 1);

            CHECK_CTX(c, q_sheet_set_state(c, &set, .id = row.id, .before = row.state, .state = str_of(sheet_state_name(1 << s)), .at = c->now,
                .who = S("t"), .why = S("")));
            for (const SheetMove *m = sheet_moves; m->action; m++) {
                bool listed = false;

                for (const SheetMove *k = sheet_moves; k->action; k++)
                    listed |= (int)k->from == 1 << s && k->phases & (1u << p) && !strcmp(k->action, m->action);
                foreseen += listed;
                if (listed)
                    continue;
                CHECK_ANSWER(c, sheet_move(c, row.id, str_of(m->action), S("lý do")), E_STATE, "trạng thái");
                CHECK_STR(sheet(c, id, 1).state, sheet_state_name(1 << s));
                refused++;
            }
        }
    }
    CHECK(refused > 1500 && foreseen > 20);
}

TEST(assess_forbidden_phases, "every move of the round that the table does not have is refused")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);

    shell(c);
    for (int p = 0; p < 11; p++) {
        RoundSetPhaseRows moved;

        CHECK_CTX(c, q_round_set_phase(c, &moved, .id = id, .before = round_now(c, id).phase, .phase = str_of(phase_name(1 << p)),
            .at = c->now, .who = S("t"), .why = S("")));
        for (const RoundMove *m = round_moves; m->action; m++) {
            bool listed = false;

            for (const RoundMove *k = round_moves; k->action; k++)
                listed |= (int)k->from == 1 << p && !strcmp(k->action, m->action);
            if (!listed)
                CHECK_ANSWER(c, round_move(c, id, str_of(m->action), S("lý do"), NULL), E_STATE, "giai đoạn");
        }
    }
}

TEST(assess_roles, "a move or a score asks for the role that its table names; every other role is refused")
{
    static const Role roles[] = { ROLE_ADMIN, ROLE_COORDINATOR, ROLE_APPRAISER, ROLE_COUNCIL, ROLE_HEAD, ROLE_OFFICER, ROLE_VIEWER };
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 2);
    ScoreForm f = { .points = { true, DEC(1) }, .version = -1 };
    ScoreSaved saved;

    for (size_t i = 0; i < COUNT(roles); i++) {
        for (const SheetMove *m = sheet_moves; m->action; m++) {
            SheetSetStateRows set;
            RoundSetPhaseRows moved;
            SheetRow row = sheet(c, id, 1);
            Phase p = (Phase)(m->phases & -m->phases);

            CHECK_CTX(c, q_sheet_set_state(c, &set, .id = row.id, .before = row.state, .state = str_of(sheet_state_name(m->from)), .at = c->now,
                .who = S("t"), .why = S("")));
            CHECK_CTX(c, q_round_set_phase(c, &moved, .id = id, .before = round_now(c, id).phase, .phase = str_of(phase_name(p)), .at = c->now,
                .who = S("t"), .why = S("")));
            test_become(c, "ai", roles[i], row.unit_id);
            if (!(m->perm->roles & roles[i]))
                CHECK_ANSWER(c, sheet_move(c, row.id, str_of(m->action), S("lý do")), E_FORBIDDEN, "quyền");
            test_become(c, "ai", roles[i], sheet(c, id, 2).unit_id);        /* the right role, but of another unit */
            CHECK_ANSWER(c, sheet_move(c, row.id, str_of(m->action), S("lý do")), E_FORBIDDEN, "quyền");
        }
        for (Stage s = 0; s < N_STAGES; s++) {
            test_become(c, "ai", roles[i], sheet(c, id, 1).unit_id);
            if (!(stage_rules[s].perm->roles & roles[i]))
                CHECK_ANSWER(c, stage_put(c, sheet(c, id, 1).id, leaf(c, id, "1.1").id, s, &f, &saved), E_FORBIDDEN, "quyền");
        }
    }
}

TEST(assess_stages_closed, "points of a stage are refused wherever the table of stages does not open it, with the reason of the lock")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);
    ScoreForm f = { .points = { true, DEC(1) }, .version = -1 };
    ScoreSaved saved;

    shell(c);
    for (int p = 0; p < 11; p++)
        for (int s = 0; s < 9; s++)
            for (Stage g = 0; g < N_STAGES; g++) {
                SheetSetStateRows set;
                RoundSetPhaseRows moved;
                SheetRow row = sheet(c, id, 1);

                if (stage_rules[g].phases & (1u << p) && stage_rules[g].states & (1u << s))
                    continue;
                CHECK_CTX(c, q_sheet_set_state(c, &set, .id = row.id, .before = row.state, .state = str_of(sheet_state_name(1 << s)),
                    .at = c->now, .who = S("t"), .why = S("")));
                CHECK_CTX(c, q_round_set_phase(c, &moved, .id = id, .before = round_now(c, id).phase, .phase = str_of(phase_name(1 << p)),
                    .at = c->now, .who = S("t"), .why = S("")));
                CHECK_ANSWER(c, stage_put(c, row.id, leaf(c, id, "1.1").id, g, &f, &saved), E_STATE, "bà Hoa");
            }
}

TEST(assess_own_unit, "nobody appraises the sheet of the own unit, and nobody what was not entrusted")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 2);

    to_appraisal(c, id, 2);
    as(c, S("td.u01"));
    CHECK_ANSWER(c, put(c, id, 1, "1.1", STAGE_APPRAISAL, "2", "", ""), E_FORBIDDEN, "chính đơn vị mình");
    CHECK_CTX(c, put(c, id, 2, "1.1", STAGE_APPRAISAL, "2", "", ""));
    as(c, S("td.stp"));
    CHECK_ANSWER(c, put(c, id, 1, "1.1", STAGE_APPRAISAL, "2", "", ""), E_FORBIDDEN, "phân công");
}

TEST(assess_nothing_is_overwritten, "a changed score is a new row; two who write at once are told apart")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1), k;
    ScoreForm f = { .points = { true, DEC(1) } };
    ScoreSaved saved;
    StageRows history;

    as(c, S("cb01"));
    k = leaf(c, id, "1.1").id;
    CHECK_CTX(c, stage_put(c, sheet(c, id, 1).id, k, STAGE_SELF, &f, &saved));
    CHECK_INT(saved.version, 1);
    as(c, S("ld01"));
    f.points.d = DEC(2);
    CHECK_ANSWER(c, stage_put(c, sheet(c, id, 1).id, k, STAGE_SELF, &f, &saved), E_CONFLICT, "cb01");
    f.version = 1;
    CHECK_CTX(c, stage_put(c, sheet(c, id, 1).id, k, STAGE_SELF, &f, &saved));
    CHECK_CTX(c, stage_put(c, sheet(c, id, 1).id, k, STAGE_SELF, &f, &saved));     /* the same again is no change */
    CHECK(saved.same);
    CHECK_CTX(c, q_stage_history(c, &history, .sheet_id = sheet(c, id, 1).id, .criterion_id = k));
    CHECK_INT(history.n, 2);
    CHECK_DEC(history.v[1].points.d, "1");
    f.points.d = DEC(2.5);
    f.version = 2;
    CHECK_ANSWER(c, stage_put(c, sheet(c, id, 1).id, k, STAGE_SELF, &f, &saved), E_INVALID, "tối đa 2");
}

TEST(assess_value_by_rule, "a unit gives the figure and the rule gives the points; criteria of other paths are not on the sheet")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);
    SheetData d;

    as(c, S("cb01"));
    CHECK_CTX(c, put(c, id, 1, "1.2", STAGE_SELF, NULL, "85%", ""));
    CHECK_ANSWER(c, put(c, id, 1, "1.2", STAGE_SELF, NULL, "85", ""), E_INVALID, "");
    CHECK_ANSWER(c, put(c, id, 1, "2.1", STAGE_SELF, "1", "", ""), E_STATE, "số liệu");
    CHECK_ANSWER(c, put(c, id, 1, "1", STAGE_SELF, "1", "", ""), E_INVALID, "tiêu chí con");
    CHECK_CTX(c, sheet_load(c, sheet(c, id, 1).id, &d));
    CHECK_DEC(d.self_points, "3.4");
}

TEST(assess_set_freezes, "the set comes after the round has begun and is frozen by the first score")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = a_round(c, 1);
    CriteriaSetRow s;

    CHECK_CTX(c, round_move(c, id, S("open"), S(""), NULL));
    as(c, S("ld01"));
    CHECK_ANSWER(c, sheet_move(c, sheet(c, id, 1).id, S("submit"), S("")), E_STATE, "chưa có bộ tiêu chí");
    as(c, S("dieuphoi"));
    take_set(c, id);
    CHECK_CTX(c, criteria_set_find(c, S("PHUONG"), 2025, &s));
    CHECK(!s.frozen_at.ms);
    as(c, S("cb01"));
    CHECK_CTX(c, put(c, id, 1, "1.1", STAGE_SELF, "1", "", ""));
    CHECK_CTX(c, criteria_set_find(c, S("PHUONG"), 2025, &s));
    CHECK(s.frozen_at.ms);
}

TEST(assess_deadline, "after the deadline a unit is locked, unless its own was extended with a reason")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);

    on(c, "2026-01-16");
    as(c, S("cb01"));
    CHECK_ANSWER(c, put(c, id, 1, "1.1", STAGE_SELF, "1", "", ""), E_STATE, "15/01/2026");
    as(c, S("dieuphoi"));
    CHECK_ANSWER(c, round_extend(c, sheet(c, id, 1).id, S("self"), day("2026-01-20"), S("")), E_INVALID, "lý do");
    CHECK_CTX(c, round_extend(c, sheet(c, id, 1).id, S("self"), day("2026-01-20"), S("bão số 1")));
    as(c, S("cb01"));
    CHECK_CTX(c, put(c, id, 1, "1.1", STAGE_SELF, "1", "", ""));
    on(c, "2026-01-21");
    CHECK_ANSWER(c, put(c, id, 1, "1.1", STAGE_SELF, "2", "", ""), E_STATE, "20/01/2026");
}

TEST(assess_unit_waits, "the unit does not read the appraisal before it is sent, the appraiser does")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);
    SheetData d;
    size_t n;
    Str no;

    to_appraisal(c, id, 1);
    appraise(c, id, 1, "1", "thiếu");
    CHECK_CTX(c, sheet_load(c, sheet(c, id, 1).id, &d));
    CHECK_INT(d.disputed, 1);
    as(c, S("ld01"));
    CHECK_CTX(c, sheet_load(c, sheet(c, id, 1).id, &d));
    CHECK_INT(d.disputed, 0);
    as(c, S("dieuphoi"));
    CHECK_CTX(c, sheet_move_all(c, id, S("appraise"), S(""), &n, &n, &no));
    CHECK_CTX(c, round_move(c, id, S("close_appraisal"), S(""), NULL));
    as(c, S("ld01"));
    CHECK_CTX(c, sheet_load(c, sheet(c, id, 1).id, &d));
    CHECK_INT(d.disputed, 1);
}

TEST(assess_accept_and_undo, "one criterion is accepted on all sheets at once, and taken back within a minute")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 3), ids[3];
    StageRow row;
    size_t n;
    Str batch;
    bool any;

    to_appraisal(c, id, 3);
    for (int u = 0; u < 3; u++)
        ids[u] = sheet(c, id, u + 1).id;
    as(c, S("td.snv"));
    CHECK_CTX(c, stage_accept(c, id, leaf(c, id, "1.2").id, ids, 3, &batch, &n));
    CHECK_INT(n, 3);
    c->now.ms += 30 * 1000;
    CHECK_CTX(c, stage_accept_undo(c, batch, &n));
    CHECK_INT(n, 3);
    CHECK_CTX(c, q_stage_latest_one(c, &row, &any, .sheet_id = ids[0], .criterion_id = leaf(c, id, "1.2").id, .stage = S("appraisal")));
    CHECK(!row.given);
    CHECK_CTX(c, stage_accept(c, id, leaf(c, id, "1.2").id, ids, 3, &batch, &n));
    c->now.ms += 61 * 1000;
    CHECK_ANSWER(c, stage_accept_undo(c, batch, &n), E_STATE, "một phút");
}

TEST(assess_delegate_ends, "a delegate acts until the end date and not a day longer")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1), who;
    SheetRow s;

    shell(c);
    s = sheet(c, id, 1);
    self_score(c, id, 1);
    shell(c);
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("pho01"), .name = S("Phó"), .unit_id = s.unit_id, .active = true }, S("h"), &who));
    as(c, S("ld01"));
    CHECK_CTX(c, people_grant(c, who, ROLE_HEAD, s.unit_id, c->today, day("2026-01-08"), true, S("đi công tác")));
    on(c, "2026-01-09");
    as(c, S("pho01"));
    CHECK_ANSWER(c, sheet_move(c, s.id, S("submit"), S("")), E_FORBIDDEN, "quyền");
    on(c, "2026-01-08");
    as(c, S("pho01"));
    CHECK_CTX(c, sheet_move(c, s.id, S("submit"), S("")));
}

TEST(assess_other_units_sheet, "a unit cannot read the sheet of another one by asking for it")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 2), comment;
    SheetData d;
    SheetRow s;

    as(c, S("ld01"));
    CHECK_ANSWER(c, sheet_load(c, sheet(c, id, 2).id, &d), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, sheet_find(c, id, S("U02"), &s), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, sheet_comment(c, sheet(c, id, 2).id, leaf(c, id, "1.1").id, 0, S("xin chào"), &comment), E_FORBIDDEN, "quyền");
}

TEST(assess_evidence_locked, "documents may be attached while the unit scores itself, not while it is appraised")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1), k, set;

    k = leaf(c, id, "1.1").id;
    set = round_now(c, id).set_id;
    CHECK_CTX(c, assess_evidence_guard(c, set, k, sheet(c, id, 1).unit_id));
    to_appraisal(c, id, 1);
    CHECK_ANSWER(c, assess_evidence_guard(c, set, k, sheet(c, id, 1).unit_id), E_STATE, "đang khóa");
}

TEST(assess_workbook, "a sheet goes out as a workbook; what was filled in comes back as differences, then as scores")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = open_round(c, 1);
    SheetChanges changes;
    int64_t leaf_12;
    Table t2;
    Str bytes;
    size_t n;
    SheetData d;

    as(c, S("cb01"));
    CHECK_CTX(c, put(c, id, 1, "1.2", STAGE_SELF, NULL, "85%", ""));
    CHECK_CTX(c, sheet_workbook(c, sheet(c, id, 1).id, &bytes));
    CHECK_CTX(c, table_read(&t2, c->arena, S("phieu.xlsx"), bytes, NULL, &c->answer));
    CHECK_CTX(c, sheet_workbook_read(c, sheet(c, id, 1).id, &t2, &changes));
    CHECK_INT(changes.n, 0);
    t2 = table(c, "phieu.csv", S("mã tiêu chí,số liệu,điểm tự chấm,giải thích,lần ghi\n1.1,,1,thiếu phụ lục,0\n1.2,90%,,,1\n2.2,,,,0\n"));
    CHECK_CTX(c, sheet_workbook_read(c, sheet(c, id, 1).id, &t2, &changes));
    CHECK_INT(changes.n, 2);
    CHECK_STR(changes.v[1].old_value, "85%");
    leaf_12 = changes.v[1].criterion_id;
    CHECK_CTX(c, sheet_workbook_take(c, sheet(c, id, 1).id, &changes, &n));
    CHECK_INT(n, 2);
    CHECK_CTX(c, sheet_load(c, sheet(c, id, 1).id, &d));
    CHECK_DEC(d.self_points, "4.6");
    CHECK_CTX(c, put(c, id, 1, "1.1", STAGE_SELF, "2", NULL, "đủ phụ lục"));       /* meanwhile, on the sheet: 1.1 by a person, 1.2 by nobody */
    t2 = table(c, "phieu.csv", S("mã tiêu chí,số liệu,điểm tự chấm,giải thích,lần ghi\n1.1,,1,thiếu phụ lục,1\n1.2,85%,,,1\n2.2,,,,0\n"));
    CHECK_CTX(c, sheet_workbook_read(c, sheet(c, id, 1).id, &t2, &changes));
    CHECK_INT(changes.n, 0);                                /* what the file did not change is not undone by it */
    t2 = table(c, "phieu.csv", S("mã tiêu chí,số liệu,điểm tự chấm,giải thích,lần ghi\n1.1,,1,khác hẳn,1\n1.2,85%,,,1\n"));
    CHECK_CTX(c, sheet_workbook_read(c, sheet(c, id, 1).id, &t2, &changes));
    CHECK_INT(changes.n, 1);
    CHECK(changes.v[0].conflict);
    CHECK_STR(changes.v[0].by_login, "cb01");
    CHECK_STR(changes.v[0].old_reason, "đủ phụ lục");
    CHECK_CTX(c, sheet_workbook_take(c, sheet(c, id, 1).id, &changes, &n));      /* knowingly */
    CHECK_INT(n, 1);
    CHECK_ANSWER(c, sheet_workbook_take(c, sheet(c, id, 1).id, &(SheetChanges){ .v = (SheetChange[]){ { .criterion_id = leaf_12,
        .new_value = S("95%"), .version = 1 } }, .n = 1 }, &n), E_CONFLICT, "cb01");
}
