/* People, roles and delegations. */
#include "org/org.h"

#include "base/map.h"
#include "core/audit.h"
#include "core_sql.h"
#include "text/text.h"

const Perm PERM_PEOPLE_VIEW = { "people.view", T("Xem danh sách tài khoản"), ROLE_ADMIN | ROLE_COORDINATOR | ROLE_HEAD };
const Perm PERM_PEOPLE_CHANGE = { "people.change", T("Quản lý tài khoản và vai trò"), ROLE_ADMIN };

static Err check(Ctx *c, const PersonForm *f)
{
    if (!f->login.n || f->login.n > 60)
        return fail_field(c, "login", T("Hãy ghi tên đăng nhập, dài nhất 60 ký tự."));
    for (size_t i = 0; i < f->login.n; i++) {
        char ch = f->login.p[i];

        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' || ch == '_' || ch == '@'))
            return fail_field(c, "login", T("Tên đăng nhập chỉ gồm chữ thường không dấu, số và các dấu . - _ @."));
    }
    if (!f->name.n || f->name.n > 400)
        return fail_field(c, "name", T("Hãy ghi họ và tên."));
    return OK;
}

static Str fold_of(Ctx *c, const PersonForm *f)
{
    return text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(f->name), SV(f->login)));
}

Err people_create(Ctx *c, const PersonForm *f, Str hash, int64_t *id)
{
    PersonRow there;
    PersonInsertRow row;
    bool any;

    TRY(access_need(c, &PERM_PEOPLE_CHANGE, f->unit_id));
    TRY(check(c, f));
    TRY(q_person_by_login(c, &there, &any, .login = f->login));
    if (any)
        return fail_field(c, "login", T("Tên đăng nhập “%.*s” đã có người dùng."), SV(f->login));
    TRY(q_person_insert(c, &row, .login = f->login, .name = f->name, .unit_id = f->unit_id, .title = f->title,
        .email = f->email, .password = hash, .must_change = hash.n > 0 && !c->local, .fold = fold_of(c, f)));
    *id = row.id;
    return audit_add(c, "person.create", f->login, S(""));
}

Err people_change(Ctx *c, int64_t id, int64_t version, const PersonForm *f)
{
    PersonRow old;
    PersonUpdateRows done;

    TRY(q_person_get(c, &old, .id = id));
    TRY(access_need(c, &PERM_PEOPLE_CHANGE, old.unit_id));
    TRY(check(c, f));
    TRY(q_person_update(c, &done, .id = id, .version = version, .name = f->name, .unit_id = f->unit_id, .title = f->title,
        .email = f->email, .active = f->active, .fold = fold_of(c, f)));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Tài khoản này vừa được người khác sửa; hãy tải lại trang rồi sửa tiếp."));
    if (!f->active)
        TRY(q_person_end_sessions(c, .person_id = id));
    return audit_add(c, "person.change", old.login, f->active ? S("{\"active\":true}") : S("{\"active\":false}"));
}

Err people_set_password(Ctx *c, int64_t id, Str hash)
{
    PersonRow p;

    TRY(q_person_get(c, &p, .id = id));
    if (id != c->user_id)
        TRY(access_need(c, &PERM_PEOPLE_CHANGE, p.unit_id));
    TRY(q_person_set_password(c, .id = id, .password = hash, .must_change = id != c->user_id && !c->local));
    TRY(q_person_end_sessions(c, .person_id = id));
    return audit_add(c, "person.password", p.login, S(""));
}

/*
 * One passes on only a role of one's own, where one has it and as long as one has it. A delegated role cannot be passed
 * on: whoever takes a delegation back must not have to look for copies.
 */
static Err check_own(Ctx *c, Role role, int64_t unit_id, Date to)
{
    PersonRolesRows own;

    TRY(q_person_roles(c, &own, .person_id = c->user_id));
    for (size_t i = 0; i < own.n; i++) {
        const PersonRolesRow *r = &own.v[i];
        AccessUnderRow under = { .inside = !r->unit_id || r->unit_id == unit_id };

        if (!str_eq(r->role, str_of(role_name(role))) || r->delegated_by.n || (r->valid_to.day && r->valid_to.day < to.day)
            || (r->valid_from.day && r->valid_from.day > c->today.day))
            continue;
        if (!under.inside && unit_id)
            TRY(q_access_under(c, &under, .unit_id = unit_id, .root_id = r->unit_id));
        if (under.inside)
            return OK;
    }
    return fail(c, E_FORBIDDEN, T("Bạn không có vai trò này ở đơn vị đó đến hết ngày đã ghi, nên không có quyền ủy quyền; vai trò được ủy quyền không ủy quyền tiếp được."));
}

Err people_grant(Ctx *c, int64_t person_id, Role role, int64_t unit_id, Date from, Date to, bool delegated, Str reason)
{
    PersonRoleAddRow row;
    PersonRow p;

    if (delegated && !to.day)
        return fail_field(c, "to", T("Ủy quyền phải có ngày kết thúc."));
    if (to.day && from.day && to.day < from.day)
        return fail_field(c, "to", T("Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai ngày."));
    TRY(delegated ? check_own(c, role, unit_id, to) : access_need(c, &PERM_PEOPLE_CHANGE, unit_id));
    TRY(q_person_get(c, &p, .id = person_id));
    TRY(q_person_role_add(c, &row, .person_id = person_id, .role = str_of(role_name(role)), .unit_id = unit_id,
        .valid_from = from, .valid_to = to, .delegated_by = delegated ? c->user_id : 0, .reason = reason));
    return audit_add(c, delegated ? "role.delegate" : "role.grant", p.login,
        str_fmt(c->arena, "{\"role\":\"%s\",\"unit_id\":%lld}", role_name(role), (long long)unit_id));
}

Err people_end_role(Ctx *c, int64_t role_id, Date last_day)
{
    PersonRoleGetRow r;

    TRY(q_person_role_get(c, &r, .id = role_id));
    if (!r.delegated_by || r.delegated_by != c->user_id)
        TRY(access_need(c, &PERM_PEOPLE_CHANGE, r.unit_id));
    TRY(q_person_role_end(c, .id = role_id, .person_id = r.person_id, .valid_to = last_day));
    if (!r.delegated_by)                                /* what was passed on ends with it */
        TRY(q_person_role_end_delegated(c, .delegated_by = r.person_id, .role = r.role, .valid_to = last_day));
    return audit_add(c, "role.end", str_fmt(c->arena, "%lld", (long long)r.person_id), S(""));
}

Err people_visible(Ctx *c, Str q, PeopleRows *out)
{
    Str fold = text_fold(c->arena, q);
    Map seen = { .arena = c->arena };
    bool all;

    *out = (PeopleRows){ 0 };
    TRY(access_need_any(c, &PERM_PEOPLE_VIEW));
    TRY(access_can(c, &PERM_PEOPLE_VIEW, 0, &all));
    if (all)
        return q_people_list(c, out, .q = fold);
    for (size_t g = 0; g < c->n_grants; g++) {
        PeopleRows some;

        if (!(c->grants[g].role & PERM_PEOPLE_VIEW.roles))
            continue;
        TRY(q_people_under(c, &some, .q = fold, .root_id = c->grants[g].unit_id));
        for (size_t i = 0; i < some.n; i++)
            if (map_add(&seen, some.v[i].login, 1))         /* roles on two units may overlap */
                *vec_add(c->arena, out) = some.v[i];
    }
    return OK;
}
