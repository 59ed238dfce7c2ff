#include "assess/assess.h"

#include "assess/own.h"
#include "core/audit.h"
#include "core_sql.h"
#include "org/org.h"

static Str name_of(Ctx *c, const RoundRow *r)
{
    return str_fmt(c->arena, "%.*s %lld", SV(r->code), (long long)r->year);
}

Err round_find(Ctx *c, Str code, int64_t year, RoundRow *out)
{
    bool any;

    TRY(q_round_by_code(c, out, &any, .code = code, .year = year));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không có đợt đánh giá “%.*s” năm %lld; xem danh sách bằng `thuocdo round list`."), SV(code), (long long)year);
}

static Err check_kinds(Ctx *c, Str kinds)
{
    Str rest = kinds, one;

    if (!str_trim(kinds).n)
        return fail_field(c, "unit_kinds", T("Hãy chọn loại đơn vị được đánh giá."));
    while (rest.n) {
        (void)str_cut(rest, S(" "), &one, &rest);           /* the last word has no blank behind it */
        if (one.n && !unit_kind(one))
            return fail_field(c, "unit_kinds", T("Không có loại đơn vị “%.*s”."), SV(one));
    }
    return OK;
}

/* Deadlines that are set must follow each other. */
static Err check_calendar(Ctx *c, const RoundForm *f)
{
    const struct { const char *field; Date day; const char *title; } days[] = {
        { "opens_on", f->opens_on, T("ngày mở đợt") }, { "self_due", f->self_due, T("hạn tự chấm") },
        { "appraisal_due", f->appraisal_due, T("hạn thẩm định lần 1") }, { "explanation_due", f->explanation_due, T("hạn giải trình") },
        { "second_due", f->second_due, T("hạn thẩm định lần 2") }, { "council_on", f->council_on, T("ngày họp hội đồng") },
        { "provisional_on", f->provisional_on, T("ngày thông báo kết quả dự kiến") }, { "appeal_due", f->appeal_due, T("hạn phúc tra") },
    };
    size_t before = COUNT(days);

    for (size_t i = 0; i < COUNT(days); i++) {
        if (!days[i].day.day)
            continue;
        if (before < COUNT(days) && days[i].day.day < days[before].day.day) {
            c->answer.field = str_of(days[i].field);
            return fail(c, E_INVALID, T("Lịch không đúng thứ tự: %s (%.*s) trước %s (%.*s)."), tr(c->answer.lang, days[i].title),
                SV(date_vi(c->arena, days[i].day)), tr(c->answer.lang, days[before].title), SV(date_vi(c->arena, days[before].day)));
        }
        before = i;
    }
    return OK;
}

static Err check_form(Ctx *c, const RoundForm *f)
{
    if (!f->code.n || f->code.n > 60)
        return fail_field(c, "code", T("Hãy ghi mã đợt đánh giá, dài nhất 60 ký tự."));
    if (f->year < 1990 || f->year > 2100)
        return fail_field(c, "year", T("Năm đánh giá phải từ 1990 đến 2100."));
    if (!str_trim(f->name).n)
        return fail_field(c, "name", T("Hãy ghi tên đợt đánh giá."));
    TRY(check_kinds(c, f->unit_kinds));
    return check_calendar(c, f);
}

/* The set by its code; another set than the one whose points are already given is refused. */
static Err find_set(Ctx *c, const RoundForm *f, const RoundRow *old, int64_t *id)
{
    CriteriaSetRow s;
    StageRows scores;

    *id = old->set_id;
    if (!f->set_code.n || str_eq(f->set_code, old->set_code))
        return OK;
    TRY(criteria_set_find(c, f->set_code, f->year, &s));
    if (old->set_id) {
        TRY(q_stages_of_round(c, &scores, .round_id = old->id));
        if (scores.n)
            return fail_field(c, "set_code", T("Đợt đã có điểm theo bộ tiêu chí %.*s nên không đổi bộ được."), SV(old->set_code));
    }
    *id = s.id;
    return OK;
}

static Err store(Ctx *c, const RoundForm *f, const RoundRow *old)
{
    RoundUpdateRows done;
    int64_t set_id;

    TRY(find_set(c, f, old, &set_id));
    TRY(q_round_update(c, &done, .id = old->id, .version = old->version, .name = f->name, .set_id = set_id, .basis = f->basis,
        .contact = f->contact, .opens_on = f->opens_on, .self_due = f->self_due, .appraisal_due = f->appraisal_due,
        .explanation_due = f->explanation_due, .second_due = f->second_due, .council_on = f->council_on,
        .provisional_on = f->provisional_on, .appeal_due = f->appeal_due));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Đợt đánh giá vừa được người khác sửa; hãy tải lại trang rồi sửa tiếp."));
    return OK;
}

Err round_create(Ctx *c, const RoundForm *f, int64_t *id)
{
    RoundRow there;
    RoundInsertRow row;
    size_t added;
    bool any;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(check_form(c, f));
    TRY(q_round_by_code(c, &there, &any, .code = f->code, .year = f->year));
    if (any)
        return fail_field(c, "code", T("Đã có đợt đánh giá “%.*s” năm %lld; hãy chọn mã khác."), SV(f->code), (long long)f->year);
    TRY(q_round_insert(c, &row, .code = f->code, .year = f->year, .name = f->name, .unit_kinds = str_trim(f->unit_kinds), .at = c->now,
        .who = by_whom(c)));
    *id = row.id;
    TRY(q_round_get(c, &there, .id = row.id));
    TRY(store(c, f, &there));
    TRY(audit_add(c, "round.create", name_of(c, &there), S("")));
    return round_add_units(c, row.id, &added);
}

RoundForm round_form(const RoundRow *r)
{
    return (RoundForm){ .code = r->code, .name = r->name, .unit_kinds = r->unit_kinds, .set_code = r->set_code, .basis = r->basis,
        .contact = r->contact, .year = r->year, .opens_on = r->opens_on, .self_due = r->self_due, .appraisal_due = r->appraisal_due,
        .explanation_due = r->explanation_due, .second_due = r->second_due, .council_on = r->council_on,
        .provisional_on = r->provisional_on, .appeal_due = r->appeal_due };
}

static void change_json(Ctx *c, Json *j, const char *key, Date before, Date after)
{
    if (before.day == after.day)
        return;
    json_kstr(j, key, str_fmt(c->arena, "%.*s → %.*s", SV(date_iso(c->arena, before)), SV(date_iso(c->arena, after))));
}

Err round_change(Ctx *c, int64_t id, int64_t version, const RoundForm *form)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };
    RoundForm f = *form;
    RoundRow old;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &old, .id = id));
    f.code = old.code;
    f.year = old.year;
    f.unit_kinds = old.unit_kinds;
    TRY(check_form(c, &f));
    if (phase_of(old.phase) & (PH_PUBLISHED | PH_APPROVED))
        return fail(c, E_STATE, T("Kết quả của đợt đã được phê duyệt nên không sửa lịch và bộ tiêu chí nữa."));
    old.version = version;
    TRY(store(c, &f, &old));
    json_open(&j, '{');
    json_kstr(&j, "set", f.set_code);
    change_json(c, &j, "self_due", old.self_due, f.self_due);
    change_json(c, &j, "appraisal_due", old.appraisal_due, f.appraisal_due);
    change_json(c, &j, "explanation_due", old.explanation_due, f.explanation_due);
    change_json(c, &j, "second_due", old.second_due, f.second_due);
    change_json(c, &j, "appeal_due", old.appeal_due, f.appeal_due);
    json_close(&j, '}');
    return audit_add(c, "round.change", name_of(c, &old), buf_str(&b));
}

Err round_add_units(Ctx *c, int64_t id, size_t *added)
{
    RoundNewUnitsRows units;
    RoundRow r;
    Date on;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = id));
    (void)date_make(&on, (int)r.year, 12, 31);              /* every year has this day; units as they stand at its end */
    TRY(q_round_new_units(c, &units, .round_id = id, .kinds = r.unit_kinds, .on = on));
    for (size_t i = 0; i < units.n; i++)
        TRY(q_sheet_insert(c, .round_id = id, .unit_id = units.v[i].id, .at = c->now, .who = by_whom(c)));
    *added = units.n;
    return units.n ? audit_add(c, "round.units", name_of(c, &r), str_fmt(c->arena, "{\"added\":%zu}", units.n)) : OK;
}

Err round_extend(Ctx *c, int64_t sheet_id, Str what, Date until, Str reason)
{
    SheetRow s;
    RoundRow r;
    bool self = str_eq(what, S("self"));
    Date due;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    if (!self && !str_eq(what, S("explanation")))
        return fail_field(c, "what", T("Gia hạn cho tự chấm (self) hoặc giải trình (explanation)."));
    due = self ? r.self_due : r.explanation_due;
    if (!until.day || until.day < due.day || until.day < c->today.day)
        return fail_field(c, "until", T("Hạn mới phải từ hôm nay và không sớm hơn hạn chung %.*s."), SV(date_vi(c->arena, due)));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do gia hạn."));
    if (self && !(sheet_state_of(s.state) & (SH_DRAFT | SH_REWORK)))
        return fail(c, E_STATE, T("%.*s đã gửi phiếu nên không cần gia hạn tự chấm; nếu cần sửa, hãy trả lại phiếu."), SV(s.unit_name));
    TRY(q_sheet_extension_add(c, .sheet_id = s.id, .what = what, .until = until, .reason = reason, .at = c->now, .who = by_whom(c)));
    if (self)
        TRY(q_sheet_extend_self(c, .id = s.id, .until = until));
    else
        TRY(q_sheet_extend_explanation(c, .id = s.id, .until = until));
    return audit_add(c, "sheet.extend", str_fmt(c->arena, "%.*s %.*s", SV(name_of(c, &r)), SV(s.unit_code)),
        str_fmt(c->arena, "{\"what\":\"%.*s\",\"until\":\"%.*s\"}", SV(what), SV(date_iso(c->arena, until))));
}

Err round_assign(Ctx *c, int64_t round_id, Str login, Str assessor, Str unit_code, bool blind)
{
    PersonRow p;
    RoundRow r;
    UnitRow u = { 0 };
    bool any;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = round_id));
    TRY(q_person_by_login(c, &p, &any, .login = login));
    if (!any || !p.active)
        return fail_field(c, "login", T("Không có tài khoản “%.*s” đang hoạt động."), SV(login));
    if (unit_code.n)
        TRY(org_by_code(c, unit_code, &u));
    TRY(q_appraiser_task_add(c, .round_id = round_id, .person_id = p.id, .assessor = str_trim(assessor), .unit_id = u.id, .blind = blind,
        .at = c->now, .who = by_whom(c)));
    return audit_add(c, "round.assign", str_fmt(c->arena, "%.*s %.*s", SV(name_of(c, &r)), SV(login)), S(""));
}

Err round_unassign(Ctx *c, int64_t round_id, int64_t task_id)
{
    RoundRow r;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = round_id));
    TRY(q_appraiser_task_remove(c, .id = task_id, .round_id = round_id));
    return audit_add(c, "round.unassign", name_of(c, &r), str_fmt(c->arena, "{\"task\":%lld}", (long long)task_id));
}
