/* Documents about work not done: reminder, apology for a late dossier, inspection. */
#include "criteria/criteria.h"
#include "issuance/compose.h"
#include "issuance/dossiers.h"
#include "issuance_sql.h"
#include "plan/plan.h"
#include "score/score_run.h"
#include "text/text.h"

enum { MOST_TASKS = 2000, DAY = 86400 };

typedef struct Work {
    Body unit;
    TaskLines tasks;
    DueDossiers dossiers;
} Work;

static Err load(Ctx *c, const MakeAsk *ask, Work *w)
{
    PlanDays days;

    TRY(body_load(c, ask->unit, &w->unit));
    TRY(plan_days(c, &days));
    TRY(q_task_overdue(c, &w->tasks, .unit_id = w->unit.id, .overdue_from = days.overdue_from, .most = MOST_TASKS));
    return due_dossiers(c, w->unit.id, &w->dossiers);
}

static Err task_rows(Ctx *c, Fields *f, const Work *w)
{
    PlanDays days;

    TRY(plan_days(c, &days));
    field_list(f, "nhiem_vu");
    for (size_t i = 0; i < w->tasks.n; i++) {
        const TaskLine *t = &w->tasks.v[i];
        Fields *row = field_row(f, "nhiem_vu");

        field_from(row, "ten", t->activity.n ? t->activity : t->name.n ? t->name : t->objective, str_fmt(c->arena, "nhiệm vụ %lld", (long long)t->id));
        field(row, "han", date_vi(c->arena, t->due));
        field_fmt(row, "cham", "%d", (int)task_days_late(t, &days, c->today));
        field(row, "san_pham", t->product);
    }
    field(f, "co_nhiem_vu", w->tasks.n ? S("x") : S(""));
    return OK;
}

static void dossier_rows(Fields *f, const Work *w)
{
    field_list(f, "ho_so");
    for (size_t i = 0; i < w->dossiers.n; i++) {
        const DueDossier *d = &w->dossiers.v[i];
        Fields *row = field_row(f, "ho_so");

        field_from(row, "ma", d->code, str_fmt(f->arena, "hồ sơ %.*s", SV(d->code)));
        field(row, "thu_tuc", d->procedure);
        field(row, "han", d->due);
    }
    field(f, "co_ho_so", w->dossiers.n ? S("x") : S(""));
}

Err make_reminder(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    Work w;
    Str parts[2];
    size_t n = 0;

    TRY(compose_begin(c, ask, &k));
    TRY(load(c, ask, &w));
    TRY(compose_issuer(c, &k, S("")));
    if (w.tasks.n + w.dossiers.n == 0)
        return fail(c, E_STATE, T("%.*s không có nhiệm vụ hay hồ sơ nào quá hạn; không có gì để đôn đốc."), SV(w.unit.name));
    out->unit_id = w.unit.id;
    if (w.tasks.n)
        parts[n++] = str_fmt(c->arena, "%zu nhiệm vụ quá hạn chưa hoàn thành", w.tasks.n);
    if (w.dossiers.n)
        parts[n++] = str_fmt(c->arena, "%zu hồ sơ thủ tục hành chính đang giải quyết đã quá hạn", w.dossiers.n);
    field_fmt(k.f, "nam", "%lld", (long long)(ask->year ? ask->year : date_year(c->today)));
    field(k.f, "don_vi", w.unit.full);
    field(k.f, "viec_con", words_list(c->arena, parts, n));
    TRY(task_rows(c, k.f, &w));
    dossier_rows(k.f, &w);
    return compose_end(c, &k, out);
}

/* BASIS: Nghị định 61/2018/NĐ-CP: an apology says why and the new day; a new day is set once. */
Err make_apology(Ctx *c, const MakeAsk *ask, Made *out)
{
    enum { IN_PROGRESS = 1 };
    Compose k;
    IssueDossierRow d;
    Str code, day;
    Date new_day;
    bool any;

    TRY(compose_begin(c, ask, &k));
    code = fields_find(k.f, S("ma_ho_so"))->text;
    day = fields_find(k.f, S("ngay_hen_moi"))->text;
    TRY(q_issue_dossier(c, &d, &any, .code = code));
    if (!any)
        return fail_field(c, "extra", T("Không có hồ sơ mã “%.*s”."), SV(code));
    if (d.state != IN_PROGRESS)
        return fail_field(c, "extra", T("Hồ sơ “%.*s” không còn đang giải quyết; không cần thư xin lỗi."), SV(code));
    if (!date_parse(&new_day, day, date_year(c->today)))
        return fail_field(c, "extra", T("Ngày hẹn mới “%.*s” không có thật; hãy ghi dd/mm/yyyy."), SV(day));
    if (new_day.day < c->today.day || new_day.day <= d.due / DAY)
        return fail_field(c, "extra", T("Ngày hẹn mới %.*s phải sau ngày hẹn cũ và không ở quá khứ."), SV(date_vi(c->arena, new_day)));
    TRY(compose_issuer(c, &k, d.unit_code));
    TRY(body_load(c, d.unit_code, &(Body){ 0 }));
    out->unit_id = k.issuer.id;
    field(k.f, "thu_tuc", d.procedure_name);
    field_from(k.f, "ngay_nhan", date_vi(c->arena, (Date){ (int32_t)(d.received / DAY) }), str_fmt(c->arena, "hồ sơ %.*s", SV(code)));
    field_from(k.f, "ngay_hen_cu", date_vi(c->arena, (Date){ (int32_t)(d.due / DAY) }), str_fmt(c->arena, "hồ sơ %.*s", SV(code)));
    field(k.f, "ngay_hen_moi", date_vi(c->arena, new_day));
    return compose_end(c, &k, out);
}

/* --- inspection --- */

static Err plan_sentence(Ctx *c, const MakeAsk *ask, const Work *w, Str *out)
{
    PlanDays days;
    PlanLines v;

    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &v, .unit_id = w->unit.id, .year = ask->year, .overdue_from = days.overdue_from, .soon = days.soon));
    for (size_t i = 0; i < v.n; i++)
        if (v.v[i].unit_id == w->unit.id) {
            *out = str_fmt(c->arena, "giao %lld nhiệm vụ, đã hoàn thành %lld (trong đó %lld chậm so với thời hạn), quá hạn chưa hoàn thành %lld", (long long)v.v[i].total,
                (long long)v.v[i].done, (long long)v.v[i].done_late, (long long)v.v[i].overdue);
            return OK;
        }
    *out = w->tasks.n ? str_fmt(c->arena, "còn %zu nhiệm vụ quá hạn chưa hoàn thành", w->tasks.n) : S("đơn vị chưa có kế hoạch năm trên hệ thống");
    return OK;
}

/* The newest set that scored the unit, before or in the year. */
static Err index_sentence(Ctx *c, const MakeAsk *ask, const Work *w, Str *out)
{
    CriteriaSetRows sets;
    int64_t best = 0;

    *out = S("chưa có kết quả trên hệ thống");
    TRY(q_criteria_sets(c, &sets));
    for (size_t i = 0; i < sets.n; i++) {
        ScoreRun r;
        size_t unit = 0;

        if (sets.v[i].year > ask->year || sets.v[i].year <= best || !str_find(sets.v[i].unit_kinds, w->unit.kind, &(size_t){ 0 }))
            continue;
        TRY(score_run(c, sets.v[i].id, NULL, &r));
        while (unit < r.n_scored && !str_eq(r.in.units[unit].code, w->unit.code))
            unit++;
        if (unit == r.n_scored)
            continue;
        best = sets.v[i].year;
        *out = str_fmt(c->arena, "năm %lld đạt %.*s/%.*s điểm, Chỉ số %.*s%%", (long long)best, SV(score_points(c->arena, &r, r.sheet->units[unit].points, NUM_VI)),
            SV(dec_exact(c->arena, r.sheet->units[unit].max, NUM_VI)), SV(score_percent(c->arena, &r, r.sheet->units[unit].points, r.sheet->units[unit].max, NUM_VI)));
        if (r.sheet->units[unit].rank)
            *out = str_fmt(c->arena, "%.*s, xếp thứ %d trong nhóm %.*s", SV(*out), r.sheet->units[unit].rank, SV(r.groups[r.in.units[unit].group]));
    }
    return OK;
}

static void unless_typed(Fields *f, const char *name, Str text)
{
    if (fields_find(f, str_of(name))->text.n == 0)
        field(f, name, text);
}

/* "Doãn Kỳ Phong, Phó Giám đốc Sở Nội vụ": only the name stands below the signature. */
static Str name_of(Str who)
{
    Str name, rest;

    (void)str_cut(who, S(","), &name, &rest);               /* none: the whole is the name */
    return str_trim(name);
}

Err make_inspection(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    Work w;
    Str tasks, dossiers, index;

    TRY(compose_begin(c, ask, &k));
    TRY(load(c, ask, &w));
    TRY(compose_issuer(c, &k, S("")));
    out->unit_id = w.unit.id;
    TRY(plan_sentence(c, ask, &w, &tasks));
    TRY(dossier_sentence(c, w.unit.id, ask->year, w.dossiers.n, &dossiers));
    TRY(index_sentence(c, ask, &w, &index));
    field_fmt(k.f, "nam", "%lld", (long long)ask->year);
    field(k.f, "don_vi", w.unit.full);
    unless_typed(k.f, "noi_dung", S("công tác chỉ đạo, điều hành cải cách hành chính; thực hiện nhiệm vụ theo kế hoạch; giải quyết thủ tục hành chính; khắc phục các tiêu chí mất điểm"));
    unless_typed(k.f, "thoi_gian", S("theo thông báo của Trưởng đoàn"));
    field(k.f, "truong_doan_ten", name_of(fields_find(k.f, S("truong_doan"))->text));
    field(k.f, "dai_dien_ten", name_of(fields_find(k.f, S("dai_dien"))->text));
    field(k.f, "tinh_hinh_nhiem_vu", tasks);
    field(k.f, "tinh_hinh_ho_so", dossiers);
    field(k.f, "tinh_hinh_chi_so", index);
    TRY(task_rows(c, k.f, &w));
    return compose_end(c, &k, out);
}
