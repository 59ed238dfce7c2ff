#include "plan/plan_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "core_sql.h"
#include "core/run.h"
#include "doc/table_out.h"
#include "org/org.h"
#include "plan/new_task.h"
#include "plan/plan.h"

enum { MAX_FILE = 64 << 20, MOST = 100000 };

static Str base_name(Str path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/')
            return str_sub(path, i + 1, path.n);
    return path;
}

static Err year_of(Ctx *c, const Args *a, int64_t *year)
{
    *year = date_year(c->today);
    return args_int(c, a, "year", 1990, 2100, year);
}

static Err unit_of(Ctx *c, const Args *a, int64_t *id)
{
    UnitRow u = { 0 };

    if (args_has(a, "unit"))
        TRY(org_by_code(c, args_get(a, "unit"), &u));
    *id = u.id;
    return access_need(c, &PERM_PLAN_VIEW, u.id);
}

static Err the_plan(Ctx *c, const Args *a, PlanRow *p)
{
    int64_t year;

    TRY(year_of(c, a, &year));
    return plan_find(c, args_get(a, "unit"), (int)year, p);
}

static Err the_task(Ctx *c, const Args *a, int64_t *id)
{
    if (!str_int(args_operand(a, 0), id))
        return fail(c, E_INVALID, T("Hãy ghi số của nhiệm vụ; xem bằng `thuocdo plan show --json` hoặc `thuocdo plan overdue`."));
    return OK;
}

/* ---- in and out */

static Err cmd_import(Ctx *c, const Args *a, Buf *out)
{
    Str path = args_operand(a, 0), bytes;
    int64_t year;
    UnitRow u;
    PlanForm f;
    PlanTable t;
    PlanImportReport rep;
    PlanDays days;

    TRY(year_of(c, a, &year));
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(plan_days(c, &days));
    TRY(file_read(&bytes, c->arena, path, MAX_FILE, &c->answer));
    TRY(plan_table_read(&t, c->arena, base_name(path), bytes, (int)year, days.cal, &c->answer));
    f = (PlanForm){ .unit_id = u.id, .year = (int)year, .title = args_get(a, "title"), .number = args_get(a, "number"),
        .source = base_name(path) };
    TRY(args_date(c, a, "signed", &f.signed_on));
    TRY(plan_import(c, &f, &t, &rep));
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kint(&j, "plan", args_has(a, "dry-run") ? 0 : rep.plan_id);
        json_kint(&j, "tasks", (int64_t)rep.tasks);
        json_kint(&j, "headings", (int64_t)rep.headings);
        json_kint(&j, "targets", (int64_t)rep.targets);
        json_kint(&j, "unclear_deadlines", (int64_t)rep.unclear);
        json_kint(&j, "known_leads", (int64_t)rep.known_leads);
        json_kbool(&j, "replaced", rep.replaced);
        json_kbool(&j, "dry_run", args_has(a, "dry-run"));
        json_close(&j, '}');
        buf_ch(out, '\n');
    } else {
        buf_fmt(out, tr(c->answer.lang, T("%s: %zu nhiệm vụ, %zu dòng tiêu đề, %zu chỉ tiêu; %zu nhiệm vụ nhận ra đơn vị chủ trì; %zu thời hạn cần người xác nhận.\n")),
            tr(c->answer.lang, args_has(a, "dry-run") ? T("Thử, chưa ghi gì") : T("Đã nạp")), rep.tasks, rep.headings, rep.targets,
            rep.known_leads, rep.unclear);
    }
    return args_has(a, "dry-run") ? run_undo(c) : OK;
}

static Err load(Ctx *c, const Args *a, PlanRow *p, TaskLines *tasks, PlanDays *days)
{
    TRY(the_plan(c, a, p));
    TRY(plan_days(c, days));
    return q_task_list(c, tasks, .plan_id = p->id, .overdue_from = days->overdue_from);
}

static Err cmd_show(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p;
    TaskLines tasks;
    PlanDays days;
    Str bytes;

    TRY(load(c, a, &p, &tasks, &days));
    if (args_has(a, "json")) {
        plan_json(c, &p, &tasks, &days, out);
        buf_ch(out, '\n');
        return OK;
    }
    if (args_has(a, "csv")) {
        TRY(plan_table_out(c, &p, &tasks, true, args_has(a, "repeat"), &bytes));
        buf_add(out, bytes);
        return OK;
    }
    buf_fmt(out, "%.*s\n%.*s, %lld; %.*s\n", SV(p.title), SV(p.unit_name), (long long)p.year, SV(p.state));
    for (size_t i = 0; i < tasks.n; i++) {
        TaskLine *t = &tasks.v[i];

        if (!str_eq(t->kind, S("task"))) {
            buf_fmt(out, "\n%.*s %.*s%.*s\n", SV(t->tt), SV(t->objective), SV(t->name));
            continue;
        }
        buf_fmt(out, "%6lld  %.*s | %.*s | %.*s | %lld%% | %s\n", (long long)t->id, SV(t->activity.n ? t->activity : t->name.n ? t->name : t->objective),
            SV(t->lead), SV(t->deadline), (long long)t->percent, tr(c->answer.lang, task_standing_title(task_standing(t, &days))));
    }
    return OK;
}

static Err cmd_export(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p;
    TaskLines tasks;
    PlanDays days;
    Str bytes, path = args_get(a, "out");

    TRY(load(c, a, &p, &tasks, &days));
    TRY(plan_table_out(c, &p, &tasks, args_has(a, "csv"), args_has(a, "repeat"), &bytes));
    if (!path.n) {
        buf_add(out, bytes);
        return OK;
    }
    TRY(file_write(path, bytes, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu dòng vào %.*s.\n")), tasks.n, SV(path));
    return OK;
}

/* ---- lists */

static void json_line(const PlanLine *p, Json *j)
{
    json_open(j, '{');
    json_kint(j, "id", p->id);
    json_kstr(j, "unit", p->unit_code);
    json_kstr(j, "unit_name", p->unit_name);
    json_kint(j, "year", p->year);
    json_kstr(j, "title", p->title);
    json_kstr(j, "number", p->number);
    json_kdate(j, "signed_on", p->signed_on);
    json_kstr(j, "state", p->state);
    json_kint(j, "tasks", p->total);
    json_kint(j, "done", p->done);
    json_kint(j, "done_late", p->done_late);
    json_kint(j, "overdue", p->overdue);
    json_kint(j, "soon", p->soon);
    json_kint(j, "undated", p->undated);
    json_close(j, '}');
}

/* plan list, plan status: the same lines; status without --year is of this year. */
static Err lines(Ctx *c, const Args *a, Buf *out, int64_t year)
{
    int64_t unit_id;
    PlanLines rows;
    PlanDays days;
    Json j = { .out = out };

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(unit_of(c, a, &unit_id));
    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &rows, .unit_id = unit_id, .year = year, .overdue_from = days.overdue_from, .soon = days.soon));
    if (args_has(a, "json")) {
        json_open(&j, '[');
        for (size_t i = 0; i < rows.n; i++)
            json_line(&rows.v[i], &j);
        json_close(&j, ']');
        buf_ch(out, '\n');
        return OK;
    }
    for (size_t i = 0; i < rows.n; i++) {
        PlanLine *p = &rows.v[i];

        buf_fmt(out, tr(c->answer.lang, T("%lld  %-12.*s %.*s: %lld nhiệm vụ, xong %lld (quá hạn %lld), đang quá hạn %lld, sắp đến hạn %lld, không có ngày hạn %lld\n")),
            (long long)p->year, SV(p->unit_code), SV(p->unit_name), (long long)p->total, (long long)p->done, (long long)p->done_late,
            (long long)p->overdue, (long long)p->soon, (long long)p->undated);
    }
    return OK;
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    return lines(c, a, out, 0);
}

static Err cmd_status(Ctx *c, const Args *a, Buf *out)
{
    return lines(c, a, out, date_year(c->today));
}

static Err cmd_overdue(Ctx *c, const Args *a, Buf *out)
{
    int64_t unit_id;
    TaskLines tasks;
    PlanDays days;
    Json j = { .out = out };

    TRY(unit_of(c, a, &unit_id));
    TRY(plan_days(c, &days));
    TRY(q_task_overdue(c, &tasks, .unit_id = unit_id, .overdue_from = days.overdue_from, .most = MOST, .skip = 0));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < tasks.n; i++) {
        TaskLine *t = &tasks.v[i];
        Str what = t->activity.n ? t->activity : t->name.n ? t->name : t->objective;
        int32_t late = task_days_late(t, &days, c->today);

        if (!args_has(a, "json")) {
            buf_fmt(out, tr(c->answer.lang, T("%6lld  quá %d ngày làm việc (hạn %.*s)  %.*s: %.*s, %lld%%\n")), (long long)t->id, (int)late,
                SV(date_vi(c->arena, t->due)), SV(t->unit_name), SV(what), (long long)t->percent);
            continue;
        }
        json_open(&j, '{');
        json_kint(&j, "id", t->id);
        json_kstr(&j, "unit_name", t->unit_name);
        json_kstr(&j, "task", what);
        json_kdate(&j, "due", t->due);
        json_kdate(&j, "first_due", t->first_due);
        json_kint(&j, "days_late", late);
        json_kint(&j, "percent", t->percent);
        json_close(&j, '}');
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

static Err cmd_coverage(Ctx *c, const Args *a, Buf *out)
{
    int64_t unit_id, year;
    CoverageRows rows;
    Json j = { .out = out };
    size_t have = 0;

    TRY(year_of(c, a, &year));
    TRY(unit_of(c, a, &unit_id));
    TRY(q_plan_coverage(c, &rows, .year = year, .on = c->today, .unit_id = unit_id));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        CoverageRow *r = &rows.v[i];

        have += r->plan_id != 0;
        if (args_has(a, "json")) {
            json_open(&j, '{');
            json_kstr(&j, "unit", r->code);
            json_kstr(&j, "name", r->name);
            json_kint(&j, "plan", r->plan_id);
            json_kstr(&j, "state", r->state);
            json_kdate(&j, "signed_on", r->signed_on);
            json_close(&j, '}');
        } else if (!r->plan_id) {
            buf_fmt(out, tr(c->answer.lang, T("%-12.*s %.*s chưa có kế hoạch\n")), SV(r->code), SV(r->name));
        }
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
        return OK;
    }
    buf_fmt(out, tr(c->answer.lang, T("%zu trên %zu đơn vị có kế hoạch năm %lld.\n")), have, rows.n, (long long)year);
    return OK;
}

/* ---- acts */

static Err cmd_approve(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p;
    Date on = { 0 };

    (void)out;
    TRY(the_plan(c, a, &p));
    TRY(args_date(c, a, "signed", &on));
    return plan_approve(c, p.id, args_get(a, "number"), on);
}

static Err cmd_reopen(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p;

    (void)out;
    TRY(the_plan(c, a, &p));
    return plan_reopen(c, p.id, args_get(a, "reason"));
}

static Err cmd_copy(Ctx *c, const Args *a, Buf *out)
{
    PlanRow from;
    UnitRow to;
    int64_t year, from_year, id;
    bool pattern = args_has(a, "from-unit");

    TRY(year_of(c, a, &year));
    from_year = pattern ? year : year - 1;
    TRY(args_int(c, a, "from", 1990, 2100, &from_year));
    TRY(org_by_code(c, args_get(a, "unit"), &to));
    TRY(plan_find(c, args_get(a, pattern ? "from-unit" : "unit"), (int)from_year, &from));
    TRY(plan_copy(c, from.id, to.id, (int)year, &id));
    buf_fmt(out, tr(c->answer.lang, T("Đã chép kế hoạch năm %lld thành bản thảo năm %lld.\n")), (long long)from_year, (long long)year);
    return OK;
}

static Err cmd_cascade(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;
    CascadeReport rep;

    TRY(the_task(c, a, &id));
    TRY(task_cascade(c, id, args_get(a, "kinds"), &rep));
    buf_fmt(out, tr(c->answer.lang, T("Đã giao cho %zu đơn vị (%zu đơn vị đã có từ trước), mở mới %zu kế hoạch.\n")), rep.made, rep.had, rep.plans);
    return OK;
}

static Err cmd_report(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;
    TaskReport r = { .text = args_get(a, "text"), .product = args_get(a, "product") };

    (void)out;
    TRY(the_task(c, a, &id));
    TRY(args_int(c, a, "percent", 0, 100, &r.percent));
    TRY(args_date(c, a, "done", &r.done_on));
    if (r.done_on.day && !args_has(a, "percent"))
        r.percent = 100;
    return task_report(c, id, &r);
}

static Err cmd_sign(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    TRY(the_task(c, a, &id));
    return task_sign(c, id, !args_has(a, "return"), args_get(a, "reason"));
}

static Err cmd_extend(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;
    Date to = { 0 };

    (void)out;
    TRY(the_task(c, a, &id));
    TRY(args_date(c, a, "to", &to));
    if (args_has(a, "grant") || args_has(a, "refuse"))
        return task_decide_extension(c, id, args_has(a, "grant"), args_get(a, "reason"));
    return task_ask_extension(c, id, to, args_get(a, "reason"));
}

static Err cmd_due(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;
    Date to = { 0 };

    (void)out;
    TRY(the_task(c, a, &id));
    TRY(args_date(c, a, "on", &to));
    return task_set_due(c, id, to, args_get(a, "reason"));
}

/* ---- more work on one task */

static Err person_of(Ctx *c, Str login, int64_t *id)
{
    PersonRow p;
    bool any;

    *id = 0;
    if (!login.n)
        return OK;
    TRY(q_person_by_login(c, &p, &any, .login = login));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có tài khoản “%.*s” đang hoạt động."), SV(login));
    *id = p.id;
    return OK;
}

static Err unit_id_of(Ctx *c, Str code, int64_t *id)
{
    UnitRow u = { 0 };

    if (code.n)
        TRY(org_by_code(c, code, &u));
    *id = u.id;
    return OK;
}

/* One task, or all that are open of a unit or person. */
static Err cmd_hand_over(Ctx *c, const Args *a, Buf *out)
{
    int64_t id, from_unit, from_person, to_unit, to_person;
    size_t n = 0;

    TRY(unit_id_of(c, args_get(a, "from-unit"), &from_unit));
    TRY(unit_id_of(c, args_get(a, "to-unit"), &to_unit));
    TRY(person_of(c, args_get(a, "from-person"), &from_person));
    TRY(person_of(c, args_get(a, "to-person"), &to_person));
    if (args_count(a)) {
        TRY(the_task(c, a, &id));
        return task_hand_over(c, id, to_unit, to_person, args_get(a, "reason"));
    }
    TRY(task_hand_over_all(c, from_unit, from_person, to_unit, to_person, args_get(a, "reason"), &n));
    buf_fmt(out, tr(c->answer.lang, T("Đã bàn giao %zu nhiệm vụ.\n")), n);
    return OK;
}

/* The part of the supporting unit, told by its code. */
static Err cmd_part(Ctx *c, const Args *a, Buf *out)
{
    int64_t id, unit, percent = 0;
    TaskBodyRows bodies;

    (void)out;
    TRY(the_task(c, a, &id));
    TRY(unit_id_of(c, args_get(a, "unit"), &unit));
    TRY(args_int(c, a, "percent", 0, 100, &percent));
    TRY(q_task_bodies(c, &bodies, .task_id = id));
    for (size_t i = 0; i < bodies.n; i++)
        if (bodies.v[i].unit_id == unit && str_eq(bodies.v[i].role, S("support")))
            return task_report_part(c, id, bodies.v[i].id, percent, args_get(a, "text"));
    return fail(c, E_NOT_FOUND, T("Nhiệm vụ này không có đơn vị phối hợp đó."));
}

static Err cmd_add(Ctx *c, const Args *a, Buf *out)
{
    NewTask t = { .name = args_get(a, "name"), .product = args_get(a, "product"), .support = args_get(a, "support"),
        .deadline = args_get(a, "deadline"), .document = args_get(a, "document"), .number = args_get(a, "number"), .quote = args_get(a, "quote"),
        .criterion_code = args_get(a, "criterion"), .origin = args_has(a, "inspection") ? S("inspection") : S("directive") };
    int64_t id, year;
    UnitRow u;

    TRY(year_of(c, a, &year));
    TRY(args_date(c, a, "signed", &t.signed_on));
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    t.year = (int)year;
    t.unit_id = u.id;
    t.lead = u.name;
    t.origin_text = str_fmt(c->arena, "%.*s số %.*s ngày %.*s", SV(t.document), SV(t.number), SV(date_vi(c->arena, t.signed_on)));
    TRY(task_add(c, &t, &id));
    buf_fmt(out, tr(c->answer.lang, T("Nhiệm vụ số %lld.\n")), (long long)id);
    return OK;
}

/* Tasks of a plan whose words say that every unit below does them, in one move. */
static Err cmd_plan_cascade(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p;
    TaskLines tasks;
    PlanDays days;
    CascadeReport sum = { 0 }, one;
    size_t n = 0;

    TRY(load(c, a, &p, &tasks, &days));
    for (size_t i = 0; i < tasks.n; i++) {
        if (!str_eq(tasks.v[i].kind, S("task")) || !task_for_all_below(c->arena, &tasks.v[i]))
            continue;
        TRY(task_cascade(c, tasks.v[i].id, args_get(a, "kinds"), &one));
        sum.made += one.made;
        sum.had += one.had;
        sum.plans += one.plans;
        n++;
    }
    buf_fmt(out, tr(c->answer.lang, T("%zu nhiệm vụ nói “100%% UBND cấp xã …”: đã giao %zu việc (%zu đã có từ trước), mở mới %zu kế hoạch.\n")), n,
        sum.made, sum.had, sum.plans);
    return args_has(a, "dry-run") ? run_undo(c) : OK;
}

static void print_change(Ctx *c, const TaskChange *t, Buf *out)
{
    if (t->sign == '=')
        return;
    buf_fmt(out, "%c %.*s\n", t->sign, SV(t->words));
    for (size_t i = 0; i < t->cells.n; i++)
        buf_fmt(out, "    %s: %.*s → %.*s\n", tr(c->answer.lang, t->cells.v[i].column), SV(t->cells.v[i].before), SV(t->cells.v[i].after));
}

static Err cmd_changes(Ctx *c, const Args *a, Buf *out)
{
    PlanRow p, old;
    TaskLines before, after;
    PlanDays days;
    PlanChanges changes;
    int64_t from;

    TRY(load(c, a, &p, &after, &days));
    from = p.year - 1;
    TRY(args_int(c, a, "from", 1990, 2100, &from));
    TRY(plan_find(c, args_get(a, "unit"), (int)from, &old));
    TRY(q_task_list(c, &before, .plan_id = old.id, .overdue_from = days.overdue_from));
    plan_changes(c, &before, (int)old.year, &after, (int)p.year, &changes);
    for (size_t i = 0; i < changes.rows.n; i++)
        print_change(c, &changes.rows.v[i], out);
    buf_fmt(out, tr(c->answer.lang, T("Thêm %zu, bỏ %zu, sửa %zu, giữ nguyên %zu nhiệm vụ.\n")), changes.added, changes.removed, changes.changed,
        changes.same);
    return OK;
}

#define UNIT { "unit", "U", T("mã đơn vị"), true }
#define YEAR { "year", "Y", T("năm của kế hoạch") }

const Command plan_commands[] = {
    { "plan import", "FILE", CMD_WRITE,
        (const Opt[]){ UNIT, YEAR, { "title", "TEXT", T("tên kế hoạch") }, { "number", "TEXT", T("số, ký hiệu văn bản ban hành") },
            { "signed", "DATE", T("ngày ký") }, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_import, T("Nạp bảng kế hoạch từ XLSX, CSV, DOCX, PDF hoặc văn bản") },
    { "plan list", "", CMD_READ, (const Opt[]){ { "unit", "U", T("đơn vị và cấp dưới") }, YEAR, { 0 } }, cmd_list,
        T("Liệt kê kế hoạch") },
    { "plan show", "", CMD_READ, (const Opt[]){ UNIT, YEAR, { "repeat", NULL, T("ghi lại chữ ở ô “như trên”") }, { 0 } }, cmd_show,
        T("Một kế hoạch với các nhiệm vụ") },
    { "plan export", "", CMD_READ,
        (const Opt[]){ UNIT, YEAR, { "out", "FILE", T("tệp để ghi; bỏ trống: in ra") },
            { "repeat", NULL, T("ghi lại chữ ở ô “như trên”") }, { 0 } },
        cmd_export, T("Xuất bảng tám cột thành XLSX, hoặc CSV với --csv") },
    { "plan status", "", CMD_READ, (const Opt[]){ { "unit", "U", T("đơn vị và cấp dưới") }, YEAR, { 0 } }, cmd_status,
        T("Tiến độ các kế hoạch của năm") },
    { "plan overdue", "", CMD_READ, (const Opt[]){ { "unit", "U", T("đơn vị và cấp dưới") }, { 0 } }, cmd_overdue,
        T("Nhiệm vụ quá hạn, tính theo ngày làm việc") },
    { "plan coverage", "", CMD_READ, (const Opt[]){ { "unit", "U", T("đơn vị và cấp dưới") }, YEAR, { 0 } }, cmd_coverage,
        T("Đơn vị nào chưa có kế hoạch") },
    { "plan approve", "", CMD_WRITE,
        (const Opt[]){ UNIT, YEAR, { "number", "TEXT", T("số, ký hiệu văn bản ban hành") }, { "signed", "DATE", T("ngày ký") }, { 0 } },
        cmd_approve, T("Ghi nhận kế hoạch đã ban hành; giữ một bản") },
    { "plan reopen", "", CMD_WRITE, (const Opt[]){ UNIT, YEAR, { "reason", "TEXT", T("lý do"), true }, { 0 } }, cmd_reopen,
        T("Mở lại kế hoạch đã ban hành để sửa; giữ bản cũ") },
    { "plan copy", "", CMD_WRITE, (const Opt[]){ UNIT, YEAR, { "from", "Y", T("năm cũ; bỏ trống: năm trước") },
            { "from-unit", "U", T("chép theo mẫu: kế hoạch của đơn vị này") }, { 0 } },
        cmd_copy, T("Chép kế hoạch năm trước, hoặc của một đơn vị làm mẫu, thành bản thảo") },
    { "plan changes", "", CMD_READ, (const Opt[]){ UNIT, YEAR, { "from", "Y", T("năm đem so; bỏ trống: năm trước") }, { 0 } }, cmd_changes,
        T("Kế hoạch năm nay khác năm trước ở đâu") },
    { "plan cascade", "", CMD_WRITE,
        (const Opt[]){ UNIT, YEAR, { "kinds", "K", T("loại đơn vị nhận, cách nhau bằng dấu cách; bỏ trống: commune ward zone") },
            { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_plan_cascade, T("Giao một lượt mọi nhiệm vụ nói “100% UBND cấp xã …” xuống cấp dưới") },
    { "task add", "", CMD_WRITE,
        (const Opt[]){ UNIT, YEAR, { "name", "TEXT", T("việc phải làm"), true }, { "document", "TEXT", T("tên văn bản giao việc"), true },
            { "number", "TEXT", T("số, ký hiệu văn bản giao việc"), true }, { "signed", "DATE", T("ngày ký"), true },
            { "quote", "TEXT", T("câu giao việc, nguyên văn") }, { "deadline", "TEXT", T("thời hạn như ghi trong văn bản") },
            { "product", "TEXT", T("sản phẩm phải có") }, { "support", "TEXT", T("đơn vị phối hợp") },
            { "criterion", "CODE", T("mã tiêu chí mà việc này phục vụ") },
            { "inspection", NULL, T("từ kết luận kiểm tra, thanh tra; không có: từ văn bản chỉ đạo") }, { 0 } },
        cmd_add, T("Thêm một việc được giao ngoài kế hoạch, kèm văn bản và câu giao việc") },
    { "task part", "TASK", CMD_WRITE,
        (const Opt[]){ { "unit", "U", T("đơn vị phối hợp"), true }, { "percent", "N", T("tiến độ 0 đến 100"), true },
            { "text", "TEXT", T("kết quả đến nay") }, { 0 } },
        cmd_part, T("Đơn vị phối hợp báo cáo phần việc của mình") },
    { "task hand-over", "[TASK]", CMD_WRITE,
        (const Opt[]){ { "from-unit", "U", T("mọi việc còn mở của đơn vị này") }, { "from-person", "LOGIN", T("mọi việc còn mở của người này") },
            { "to-unit", "U", T("đơn vị nhận; bỏ trống: giữ nguyên") }, { "to-person", "LOGIN", T("người nhận; bỏ trống: chưa giao ai") },
            { "reason", "TEXT", T("lý do"), true }, { 0 } },
        cmd_hand_over, T("Bàn giao một nhiệm vụ, hoặc mọi việc còn mở của một đơn vị hay một người") },
    { "task cascade", "TASK", CMD_WRITE, (const Opt[]){ { "kinds", "K", T("loại đơn vị nhận, cách nhau bằng dấu cách; bỏ trống: commune ward zone") }, { 0 } },
        cmd_cascade, T("Giao một nhiệm vụ xuống mọi đơn vị cấp dưới") },
    { "task report", "TASK", CMD_WRITE,
        (const Opt[]){ { "percent", "N", T("tiến độ 0 đến 100") }, { "text", "TEXT", T("kết quả đến nay") },
            { "product", "TEXT", T("số, ngày của sản phẩm, hoặc lý do không có") }, { "done", "DATE", T("ngày hoàn thành") }, { 0 } },
        cmd_report, T("Báo cáo tiến độ một nhiệm vụ") },
    { "task sign", "TASK", CMD_WRITE, (const Opt[]){ { "return", NULL, T("trả lại, chưa công nhận") }, { "reason", "TEXT", T("ý kiến") }, { 0 } },
        cmd_sign, T("Người đứng đầu xác nhận hoàn thành hoặc trả lại") },
    { "task extend", "TASK", CMD_WRITE,
        (const Opt[]){ { "to", "DATE", T("hạn mới đề nghị") }, { "reason", "TEXT", T("lý do") }, { "grant", NULL, T("đồng ý") },
            { "refuse", NULL, T("không đồng ý") }, { 0 } },
        cmd_extend, T("Xin gia hạn, hoặc quyết định đề nghị gia hạn; hạn đầu được giữ") },
    { "task due", "TASK", CMD_WRITE, (const Opt[]){ { "on", "DATE", T("ngày hạn"), true }, { "reason", "TEXT", T("căn cứ"), true }, { 0 } },
        cmd_due, T("Cho ngày hạn của nhiệm vụ gắn với sự kiện hoặc ghi bằng chữ không rõ") },
    { 0 },
};
