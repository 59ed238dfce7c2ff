#include "support.h"

#include "org/org.h"
#include "plan/new_task.h"
#include "plan/plan.h"

static const char *const units_csv =
    "code,name,kind,parent\n"
    "H99,Tỉnh Vân Nhạn,tỉnh,\n"
    "H99.S1,Sở Nội vụ,sở,H99\n"
    "H99.S2,\"Sở Văn hóa, Thể thao và Du lịch\",sở,H99\n"
    "H99.X1,Xã An Phú,xã,H99\n"
    "H99.X2,Phường Bình Minh,phường,H99\n";

static const char *const plan_csv =
    "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH,,,,,,,,\n"
    "TT,\"Mục tiêu, chỉ tiêu\",Nhiệm vụ,Hoạt động,\"Kết quả, sản phẩm\",Cơ quan chủ trì,Cơ quan phối hợp,Thời gian hoàn thành,Kinh phí\n"
    "(1),(2),(3),(4),(5),(6),(7),(8),(9)\n"
    "I,CÔNG TÁC CHỈ ĐẠO,,,,,,,\n"
    "1,100% nhiệm vụ đúng hạn,1.1. Kiểm tra,1.1.1. Soạn kế hoạch,Kế hoạch kiểm tra,Sở Nội vụ,"
    "\"Sở Văn hóa, Thể thao và Du lịch, UBND xã An Phú; các phòng\",Trước 15/02/2025,Theo dự toán\n"
    ",,,1.1.2. Đi kiểm tra,,,,\"Quý II, III/2025\",\n"
    "2,100% UBND cấp xã công khai thủ tục,Niêm yết công khai,,,UBND các xã,Sở Nội vụ,Thường xuyên,\n";

static int64_t unit_id(Ctx *c, const char *code)
{
    UnitRow u;

    CHECK_CTX(c, org_by_code(c, str_of(code), &u));
    return u.id;
}

static Ctx *given_units(TestRun *t, const char *today)
{
    Ctx *c = test_ctx(t, today);
    Table units;
    ImportReport rep;

    CHECK_CTX(c, table_read(&units, c->arena, S("units.csv"), str_of(units_csv), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &units, &rep));
    return c;
}

static Err import(Ctx *c, const char *csv, const char *unit, PlanImportReport *rep)
{
    PlanTable t;
    PlanDays days;

    TRY(plan_days(c, &days));
    TRY(plan_table_read(&t, c->arena, S("ke-hoach.csv"), str_of(csv), 2025, days.cal, &c->answer));
    return plan_import(c, &(PlanForm){ .unit_id = unit_id(c, unit), .year = 2025, .source = S("ke-hoach.csv") }, &t, rep);
}

static TaskLines tasks_of(Ctx *c, int64_t plan_id)
{
    PlanDays days;
    TaskLines v;

    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, q_task_list(c, &v, .plan_id = plan_id, .overdue_from = days.overdue_from));
    return v;
}

static Date day(const char *iso)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(iso)));
    return d;
}

TEST(plan_import_table, "the eight columns come in as printed; an empty objective, task or lead means the one above")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;
    TaskLines v;
    TaskBodyRows bodies;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_INT(rep.tasks, 3);
    CHECK_INT(rep.headings, 1);
    CHECK_INT(rep.known_leads, 2);
    v = tasks_of(c, rep.plan_id);
    CHECK_STR(v.v[2].name, "1.1. Kiểm tra");
    CHECK_STR(v.v[2].lead, "Sở Nội vụ");
    CHECK_STR(v.v[2].unit_name, "Sở Nội vụ");
    CHECK_INT(v.v[2].same, 1 << PC_OBJECTIVE | 1 << PC_TASK | 1 << PC_LEAD | 1 << PC_SUPPORT);
    CHECK_STR(date_iso(t->arena, v.v[1].due), "2025-02-14");
    CHECK_STR(date_iso(t->arena, v.v[2].due), "2025-09-30");
    CHECK_INT(v.v[3].due.day, 0);
    CHECK_STR(v.v[3].area, "I. CÔNG TÁC CHỈ ĐẠO");
    CHECK_CTX(c, q_task_bodies(c, &bodies, .task_id = v.v[1].id));
    CHECK_INT(bodies.n, 4);
    CHECK_STR(bodies.v[1].name, "Sở Văn hóa, Thể thao và Du lịch");
    CHECK_INT(bodies.v[2].unit_id, unit_id(c, "H99.X1"));
    CHECK_INT(bodies.v[3].unit_id, 0);
}

TEST(plan_round_trip, "a plan that goes out as XLSX comes in again with the same cells")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;
    PlanTable again;
    PlanDays days;
    PlanRow p;
    TaskLines v;
    Str bytes;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    v = tasks_of(c, rep.plan_id);
    CHECK_CTX(c, q_plan_get(c, &p, .id = rep.plan_id));
    CHECK_CTX(c, plan_table_out(c, &p, &v, false, false, &bytes));
    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, plan_table_read(&again, c->arena, S("x.xlsx"), bytes, 2025, days.cal, &c->answer));
    CHECK_INT(again.rows.n, v.n);
    for (size_t i = 0; i < v.n; i++) {
        CHECK(str_eq(again.rows.v[i].cell[PC_OBJECTIVE], v.v[i].objective));
        CHECK(str_eq(again.rows.v[i].cell[PC_TASK], v.v[i].name));
        CHECK(str_eq(again.rows.v[i].cell[PC_ACTIVITY], v.v[i].activity));
        CHECK(str_eq(again.rows.v[i].cell[PC_LEAD], v.v[i].lead));
        CHECK(str_eq(again.rows.v[i].cell[PC_SUPPORT], v.v[i].support));
        CHECK(str_eq(again.rows.v[i].cell[PC_DEADLINE], v.v[i].deadline));
        CHECK_INT(again.rows.v[i].same, v.v[i].same);
    }
}

TEST(plan_import_bad_rows, "an import names every bad row and refuses a table without the columns of a plan")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;

    CHECK_ANSWER(c, import(c, "Nhiệm vụ,Chủ trì,Thời gian\nViệc một,Sở Nội vụ,31/02/2025\n,Sở Nội vụ,Quý I\n", "H99", &rep), E_INVALID,
        "31/02/2025");
    CHECK_ANSWER(c, import(c, "a,b,c\n1,2,3\n", "H99", &rep), E_INVALID, "không có bảng nhiệm vụ");
}

TEST(plan_import_keeps_work, "a plan that was worked on or approved is not overwritten by an import")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;
    TaskLines v;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK(rep.replaced);
    v = tasks_of(c, rep.plan_id);
    CHECK_INT(v.n, 4);
    CHECK_CTX(c, task_report(c, v.v[1].id, &(TaskReport){ .percent = 40, .text = S("Đang soạn") }));
    CHECK_ANSWER(c, import(c, plan_csv, "H99", &rep), E_STATE, "1 nhiệm vụ");
    CHECK_CTX(c, plan_approve(c, rep.plan_id, S("12/KH-UBND"), day("2025-01-15")));
    CHECK_ANSWER(c, import(c, plan_csv, "H99", &rep), E_STATE, "đã ban hành");
    CHECK_ANSWER(c, plan_reopen(c, rep.plan_id, S(" ")), E_INVALID, "lý do");
}

TEST(plan_late_in_working_days, "a task due on Friday 14/02 and done on Saturday is not late; on Monday it is one working day late")
{
    Ctx *c = given_units(t, "2025-02-15");
    PlanImportReport rep;
    PlanDays days;
    TaskLine k;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    id = tasks_of(c, rep.plan_id).v[1].id;
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK(!k.late);                                     /* Saturday: no working day has passed */
    c->today = day("2025-02-17");
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_CTX(c, plan_days(c, &days));
    CHECK(k.late);
    CHECK_INT(task_days_late(&k, &days, c->today), 1);
    CHECK_STR(str_of(task_standing(&k, &days)), "overdue");
    CHECK_CTX(c, task_report(c, id, &(TaskReport){ .percent = 100, .product = S("05/KH-SNV"), .done_on = day("2025-02-15") }));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_INT(k.late_days, 0);
    CHECK_CTX(c, task_report(c, id, &(TaskReport){ .percent = 100, .done_on = day("2025-02-17") }));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_INT(k.late_days, 1);
    CHECK_STR(str_of(task_standing(&k, &days)), "done_late");
}

TEST(plan_product_demanded, "finishing without the demanded product is refused")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    TaskLine k;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    id = tasks_of(c, rep.plan_id).v[1].id;
    CHECK_ANSWER(c, task_report(c, id, &(TaskReport){ .percent = 100 }), E_INVALID, "Kế hoạch kiểm tra");
    CHECK_ANSWER(c, task_report(c, id, &(TaskReport){ .percent = 100, .product = S("x"), .done_on = day("2025-02-11") }), E_INVALID,
        "tương lai");
    CHECK_CTX(c, task_report(c, id, &(TaskReport){ .percent = 100, .product = S("05/KH-SNV ngày 10/02/2025") }));
    CHECK_ANSWER(c, task_sign(c, id, false, S("")), E_INVALID, "lý do trả lại");
    CHECK_CTX(c, task_sign(c, id, false, S("Thiếu phụ lục")));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_INT(k.done_on.day, 0);
    CHECK_INT(k.percent, 99);
    CHECK_CTX(c, task_report(c, id, &(TaskReport){ .percent = 100 }));
    CHECK_CTX(c, task_sign(c, id, true, S("")));
    CHECK_ANSWER(c, task_report(c, id, &(TaskReport){ .percent = 50 }), E_STATE, "xác nhận");
}

TEST(plan_card_moves, "a card of the board moves where the work allows it, and what is refused says what to do")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    TaskLine k;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    id = tasks_of(c, rep.plan_id).v[1].id;
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_STR(task_column(&k), "todo");
    CHECK_ANSWER(c, task_move(c, id, S("signed"), S("")), E_STATE, "chưa được báo cáo hoàn thành");
    CHECK_CTX(c, task_move(c, id, S("doing"), S("")));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_STR(task_column(&k), "doing");
    CHECK_INT(k.percent, 0);                                /* begun says nothing of how far */
    CHECK_ANSWER(c, task_move(c, id, S("todo"), S("")), E_STATE, "Chưa bắt đầu");
    CHECK_ANSWER(c, task_move(c, id, S("done"), S("")), E_INVALID, "sản phẩm");
    CHECK_CTX(c, task_report(c, id, &(TaskReport){ .percent = 100, .product = S("05/KH-SNV") }));
    CHECK_ANSWER(c, task_move(c, id, S("doing"), S("")), E_INVALID, "lý do trả lại");
    CHECK_CTX(c, task_move(c, id, S("signed"), S("")));
    CHECK_ANSWER(c, task_move(c, id, S("done"), S("")), E_STATE, "trả lại");
    CHECK_CTX(c, task_move(c, id, S("doing"), S("Thiếu phụ lục")));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_STR(task_column(&k), "doing");
}

TEST(plan_extension_keeps_first_day, "an extension that is granted moves the day and keeps the first one")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    TaskLine k;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    id = tasks_of(c, rep.plan_id).v[1].id;
    CHECK_ANSWER(c, task_ask_extension(c, id, day("2025-02-14"), S("chờ ý kiến")), E_INVALID, "14/02/2025");
    CHECK_CTX(c, task_ask_extension(c, id, day("2025-03-31"), S("chờ ý kiến")));
    CHECK_ANSWER(c, task_ask_extension(c, id, day("2025-04-30"), S("chờ nữa")), E_STATE, "31/03/2025");
    CHECK_CTX(c, task_decide_extension(c, id, true, S("")));
    CHECK_CTX(c, task_load(c, id, &k));
    CHECK_STR(date_iso(t->arena, k.due), "2025-03-31");
    CHECK_STR(date_iso(t->arena, k.first_due), "2025-02-14");
}

TEST(plan_cascade, "a task given down becomes a task of every commune, once, and tells where it comes from")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    CascadeReport done;
    CoverageRows cover;
    TaskLines v;
    PlanRow p;
    int64_t id;
    size_t have = 0;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    id = tasks_of(c, rep.plan_id).v[3].id;
    CHECK_CTX(c, task_cascade(c, id, S(""), &done));
    CHECK_INT(done.made, 2);
    CHECK_INT(done.plans, 2);
    CHECK_CTX(c, task_cascade(c, id, S(""), &done));
    CHECK_INT(done.made, 0);
    CHECK_INT(done.had, 2);
    CHECK_CTX(c, plan_find(c, S("H99.X1"), 2025, &p));
    v = tasks_of(c, p.id);
    CHECK_STR(v.v[0].kind, "area");
    CHECK_STR(v.v[1].origin_unit, "Tỉnh Vân Nhạn");
    CHECK_HAS(v.v[1].origin_text, "mục 2");
    CHECK_CTX(c, q_plan_coverage(c, &cover, .year = 2025, .on = c->today, .unit_id = 0));
    for (size_t i = 0; i < cover.n; i++)
        have += cover.v[i].plan_id != 0;
    CHECK_INT(cover.n, 5);
    CHECK_INT(have, 3);
}

TEST(plan_copy_from_last_year, "last year's plan becomes a draft whose years moved and whose undone tasks are marked")
{
    Ctx *c = given_units(t, "2025-12-20");
    PlanImportReport rep;
    TaskLines v;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_CTX(c, plan_copy(c, rep.plan_id, 0, 2026, &id));
    v = tasks_of(c, id);
    CHECK_INT(v.n, 4);
    CHECK_STR(v.v[1].deadline, "Trước 15/02/2026");
    CHECK_STR(date_iso(t->arena, v.v[1].due), "2026-02-14");
    CHECK_HAS(v.v[1].note, "chưa hoàn thành");
    CHECK_ANSWER(c, plan_copy(c, rep.plan_id, 0, 2026, &id), E_STATE, "đã có kế hoạch");
}

TEST(plan_rights, "an officer works on the tasks of the own unit only; nobody but the coordinator gives tasks down")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    CascadeReport done;
    TaskLines v;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    v = tasks_of(c, rep.plan_id);
    test_become(c, "hoa", ROLE_OFFICER, unit_id(c, "H99.S1"));
    CHECK_CTX(c, task_report(c, v.v[1].id, &(TaskReport){ .percent = 10 }));
    CHECK_ANSWER(c, task_report(c, v.v[3].id, &(TaskReport){ .percent = 10 }), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, task_cascade(c, v.v[3].id, S(""), &done), E_FORBIDDEN, "quyền");
}

TEST(plan_seed_table, "the flattened appendix of a real decision comes in, its fields as headings, and goes out with the same cells")
{
    static const PlanCol cols[] = { PC_TT, PC_OBJECTIVE, PC_TASK, PC_ACTIVITY, PC_PRODUCT, PC_LEAD, PC_SUPPORT, PC_DEADLINE, PC_FUNDING };
    Ctx *c = given_units(t, "2025-01-10");
    Str text = test_shared(t, "seeds/004_b4381ec66089bf54.txt");
    PlanImportReport rep;
    PlanTable plan, again;
    PlanDays days;
    PlanRow p;
    TaskLines v;
    CascadeReport given;
    Str bytes;
    size_t below = 0;

    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, plan_table_read(&plan, c->arena, S("004.txt"), text, 2024, days.cal, &c->answer));
    CHECK_CTX(c, plan_import(c, &(PlanForm){ .unit_id = unit_id(c, "H99"), .year = 2024 }, &plan, &rep));
    CHECK(rep.tasks >= 50);
    CHECK(rep.headings >= 7);
    v = tasks_of(c, rep.plan_id);
    CHECK_CTX(c, q_plan_get(c, &p, .id = rep.plan_id));
    CHECK_CTX(c, plan_table_out(c, &p, &v, false, true, &bytes));
    CHECK_CTX(c, plan_table_read(&again, c->arena, S("x.xlsx"), bytes, 2024, days.cal, &c->answer));
    CHECK_INT(again.rows.n, v.n);
    for (size_t i = 0; i < v.n; i++)
        for (size_t k = 0; k < COUNT(cols) && str_eq(v.v[i].kind, S("task")); k++)
            if (plan.rows.v[i].cell[cols[k]].n)             /* an empty cell is read again as the one above */
                CHECK(str_eq(again.rows.v[i].cell[cols[k]], plan.rows.v[i].cell[cols[k]]));
    for (size_t i = 0; i < v.n; i++)
        if (str_eq(v.v[i].kind, S("task")) && below < 3) {
            CHECK_CTX(c, task_cascade(c, v.v[i].id, S("commune"), &given));
            CHECK_INT(given.made, 1);
            below++;
        }
    CHECK_CTX(c, plan_find(c, S("H99.X1"), 2024, &p));
    v = tasks_of(c, p.id);
    CHECK_INT(v.n, 4);                                  /* a heading and what was given */
    CHECK_STR(v.v[3].origin, "cascade");
    CHECK_STR(v.v[3].origin_unit, "Tỉnh Vân Nhạn");
}

TEST(plan_import_keeps_given, "a commune that hands in its table keeps what the province gave it, below its own rows")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    CascadeReport done;
    TaskLines v;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_CTX(c, task_cascade(c, tasks_of(c, rep.plan_id).v[3].id, S(""), &done));
    CHECK_CTX(c, import(c, plan_csv, "H99.X1", &rep));
    CHECK(rep.replaced);
    v = tasks_of(c, rep.plan_id);
    CHECK_INT(v.n, 6);
    CHECK_STR(v.v[4].kind, "area");
    CHECK_STR(v.v[5].origin, "cascade");
    CHECK_CTX(c, import(c, plan_csv, "H99.X1", &rep));
    CHECK_INT(tasks_of(c, rep.plan_id).n, 6);
}

TEST(plan_paste, "rows pasted from Excel without heads are the official columns in their order; a bad cell is named with its line")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanDays days;
    PlanTable p;

    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, plan_table_paste(&p, c->arena, S("1\tMục tiêu\tNhiệm vụ\t\"Hoạt động\nhai dòng\"\tKế hoạch\tSở Nội vụ\tCác sở\tQuý I/2025\tKhông\n"
        "\t\t\tHoạt động hai\t\t\t\tTrước 15/6/2025\t\n"), 2025, days.cal, &c->answer));
    CHECK_INT(p.rows.n, 2);
    CHECK_STR(p.rows.v[0].cell[PC_ACTIVITY], "Hoạt động\nhai dòng");
    CHECK_STR(p.rows.v[0].cell[PC_FUNDING], "Không");
    CHECK_STR(p.rows.v[1].cell[PC_LEAD], "Sở Nội vụ");
    CHECK_STR(date_iso(t->arena, p.rows.v[1].due.end), "2025-06-14");
    CHECK_CTX(c, plan_table_paste(&p, c->arena, S("Thời gian\tNhiệm vụ\tChủ trì\nQuý II\tViệc một\tSở Nội vụ\n"), 2025, days.cal, &c->answer));
    CHECK_STR(p.rows.v[0].cell[PC_TASK], "Việc một");
    CHECK_ANSWER(c, plan_table_paste(&p, c->arena, S("Nhiệm vụ\tChủ trì\tThời gian\nViệc\tSở\t31/02/2025\n"), 2025, days.cal, &c->answer), E_INVALID,
        "31/02/2025");
    CHECK_INT(p.bad.n, 1);
    CHECK_STR(p.bad.v[0].value, "31/02/2025");
    CHECK_ANSWER(c, plan_table_paste(&p, c->arena, S("chỉ có chữ"), 2025, days.cal, &c->answer), E_INVALID, "1 cột");
}

TEST(plan_pattern, "another unit's plan as a pattern names the own unit as lead, and nothing counts as changed but that")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;
    PlanChanges k;
    TaskLines a, b;
    int64_t id;

    CHECK_CTX(c, import(c, plan_csv, "H99.S1", &rep));
    CHECK_CTX(c, plan_copy(c, rep.plan_id, unit_id(c, "H99.X1"), 2026, &id));
    a = tasks_of(c, rep.plan_id);
    b = tasks_of(c, id);
    CHECK_STR(b.v[1].lead, "Xã An Phú");
    CHECK_STR(b.v[1].deadline, "Trước 15/02/2026");
    plan_changes(c, &a, 2025, &b, 2026, &k);
    CHECK_INT(k.added, 0);
    CHECK_INT(k.removed, 0);
    CHECK_INT(k.changed, 3);                            /* lead or support */
    CHECK_INT(k.rows.v[0].cells.n, 1);
    a.n = 2;
    plan_changes(c, &b, 2026, &a, 2025, &k);
    CHECK_INT(k.removed, 2);
    CHECK_INT(k.rows.v[k.rows.n - 1].sign, '-');
}

TEST(plan_version_kept, "what was approved can be compared with the plan as it is now")
{
    Ctx *c = given_units(t, "2025-01-10");
    PlanImportReport rep;
    PlanChanges k;
    TaskLines now, kept;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_CTX(c, plan_approve(c, rep.plan_id, S("12/KH-UBND"), day("2025-01-15")));
    CHECK_CTX(c, plan_version_tasks(c, rep.plan_id, 1, &kept));
    now = tasks_of(c, rep.plan_id);
    plan_changes(c, &kept, 2025, &now, 2025, &k);
    CHECK_INT(k.same, 3);
    CHECK_INT(k.rows.n, 3);
}

TEST(plan_directive, "a task of a directive is kept with document, number, day and quotation, and joins the unit's plan")
{
    Ctx *c = given_units(t, "2025-06-10");
    PlanImportReport rep;
    NewTask k = { .unit_id = unit_id(c, "H99.S1"), .year = 2025, .name = S("Báo cáo việc chậm trả kết quả"), .lead = S("Sở Nội vụ"),
        .deadline = S("Trước 20/6/2025"), .origin = S("directive") };
    TaskSourceRow source;
    TaskLine line;
    int64_t id;
    bool any;

    CHECK_CTX(c, import(c, plan_csv, "H99.S1", &rep));
    CHECK_ANSWER(c, task_add(c, &k, &id), E_INVALID, "tên văn bản");
    k.document = S("Chỉ thị về kỷ luật, kỷ cương");
    CHECK_ANSWER(c, task_add(c, &k, &id), E_INVALID, "số, ký hiệu");
    k.number = S("03/CT-UBND");
    k.signed_on = day("2025-06-02");
    k.quote = S("Sở Nội vụ báo cáo trước ngày 20/6");
    CHECK_CTX(c, task_add(c, &k, &id));
    CHECK_CTX(c, task_load(c, id, &line));
    CHECK_INT(line.plan_id, rep.plan_id);
    CHECK_STR(date_iso(t->arena, line.due), "2025-06-19");
    CHECK_CTX(c, q_task_source_of(c, &source, &any, .task_id = id));
    CHECK(any);
    CHECK_STR(source.number, "03/CT-UBND");
    CHECK_HAS(source.quote, "trước ngày 20/6");
}

TEST(plan_hand_over, "a unit that ends hands all its open tasks over; one that has ended receives none")
{
    Ctx *c = given_units(t, "2025-02-10");
    PlanImportReport rep;
    TaskLines v;
    size_t n;

    CHECK_CTX(c, import(c, plan_csv, "H99", &rep));
    CHECK_CTX(c, task_hand_over_all(c, unit_id(c, "H99.S1"), 0, unit_id(c, "H99.S2"), 0, S("Sáp nhập"), &n));
    CHECK_INT(n, 2);
    v = tasks_of(c, rep.plan_id);
    CHECK_STR(v.v[1].unit_name, "Sở Văn hóa, Thể thao và Du lịch");
    CHECK_STR(v.v[1].lead, "Sở Nội vụ");                /* as printed */
    CHECK_ANSWER(c, task_hand_over_all(c, 0, 0, unit_id(c, "H99.S2"), 0, S("x"), &n), E_INVALID, "đơn vị nào");
}

TEST(plan_for_all_below, "the words tell which tasks every commune has")
{
    static const struct { const char *lead, *name; bool all; } lines[] = {
        { "UBND cấp xã", "Niêm yết thủ tục", true }, { "UBND các xã, phường", "Lập tổ", true }, { "Sở Nội vụ", "100% UBND cấp xã ban hành kế hoạch", true },
        { "Sở Nội vụ", "Hướng dẫn UBND cấp xã", false }, { "UBND tỉnh", "Ban hành quyết định", false }, { "Sở Tư pháp; UBND cấp xã", "Rà soát", false },
    };

    for (size_t i = 0; i < COUNT(lines); i++) {
        TaskLine k = { .lead = str_of(lines[i].lead), .name = str_of(lines[i].name) };

        CHECK_INT(task_for_all_below(t->arena, &k), lines[i].all);
    }
}
