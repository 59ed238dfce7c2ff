/* Pages of people: list, one person with roles, delegation by oneself. */
#include "core_sql.h"
#include "org/org_view.h"
#include "org/org_web.h"
#include "pages.h"
#include "web/sign.h"

#include <inttypes.h>

static bool over(const Ctx *c, Date last)
{
    return last.day && last.day < c->today.day;
}

Err get_people(Ctx *c, Req *rq, Out *o)
{
    PeopleListView v = { .q = req_str(rq, "q") };

    TRY(people_visible(c, v.q, &v.rows));
    TRY(access_can(c, &PERM_PEOPLE_CHANGE, 0, &v.may_change));
    tpl_people_list(o, &v);
    return OK;
}

static Err read_form(Ctx *c, const Req *rq, PersonForm *f)
{
    Str code = req_str(rq, "unit");
    UnitRow u = { 0 };

    *f = (PersonForm){ .login = req_str(rq, "login"), .name = req_str(rq, "name"), .title = req_str(rq, "title"),
        .email = req_str(rq, "email"), .active = req_has(rq, "active") };
    if (code.n && org_by_code(c, code, &u) != OK)
        return fail_field(c, "unit", T("Không có đơn vị mã “%.*s”; hãy chọn trong danh sách gợi ý."), SV(code));
    f->unit_id = u.id;
    return OK;
}

static void role_choices(Ctx *c, Choices *out)
{
    for (unsigned bit = 1; bit < ROLE_PUBLIC; bit <<= 1)
        *vec_add(c->arena, out) = (Choice){ .value = str_of(role_name((Role)bit)), .title = role_title((Role)bit) };
}

static Err show(Ctx *c, PersonView *v, Out *o)
{
    v->action = v->id ? str_fmt(c->arena, "%" PRId64, v->id) : S("new");
    role_choices(c, &v->role_choices);
    TRY(q_unit_parents(c, &v->units, ));
    tpl_person(o, v);
    return OK;
}

Err get_person_new(Ctx *c, Req *rq, Out *o)
{
    PersonView v = { .f = { .active = true }, .may_change = true, .unit = req_str(rq, "unit") };

    TRY(access_need(c, &PERM_PEOPLE_CHANGE, 0));
    return show(c, &v, o);
}

Err post_person_new(Ctx *c, Req *rq, Out *o)
{
    PersonForm f;
    int64_t id;

    (void)o;
    TRY(read_form(c, rq, &f));
    TRY(people_create(c, &f, S(""), &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã tạo tài khoản; hãy giao vai trò và đặt mật khẩu đầu tiên."))));
    req_go(rq, "/people/%" PRId64, id);
    return OK;
}

Err get_person(Ctx *c, Req *rq, Out *o)
{
    PersonView v = { .id = req_int(rq, "id") };
    PersonRolesRows roles;
    PersonRow p;
    UnitRow u = { 0 };

    TRY(q_person_get(c, &p, .id = v.id));
    TRY(access_need(c, &PERM_PEOPLE_VIEW, p.unit_id));
    if (p.unit_id)
        TRY(q_unit_get(c, &u, .id = p.unit_id));
    v.f = (PersonForm){ .login = p.login, .name = p.name, .title = p.title, .email = p.email, .active = p.active };
    v.unit = u.code;
    v.conflict = o->refused && o->refused->code == E_CONFLICT;
    v.version = p.version;
    if (o->refused && req_has(rq, "version"))
        v.f.active = req_has(rq, "active");
    TRY(q_person_roles(c, &roles, .person_id = v.id));
    for (size_t i = 0; i < roles.n; i++) {
        Role role;

        if (role_parse(&role, roles.v[i].role))         /* a role this version does not know gives nothing */
            *vec_add(c->arena, &v.roles) = (RoleLine){ roles.v[i], role_title(role), over(c, roles.v[i].valid_to) };
    }
    TRY(access_can(c, &PERM_PEOPLE_CHANGE, p.unit_id, &v.may_change));
    return show(c, &v, o);
}

static void go_back(Ctx *c, Req *rq, const char *said)
{
    req_flash(rq, str_of(tr(c->answer.lang, said)));
    req_go(rq, "/people/%" PRId64, req_int(rq, "id"));
}

Err post_person(Ctx *c, Req *rq, Out *o)
{
    PersonForm f;
    PersonRow p;

    (void)o;
    TRY(q_person_get(c, &p, .id = req_int(rq, "id")));
    TRY(read_form(c, rq, &f));
    f.login = p.login;                                  /* the trail names people by it: it never changes */
    TRY(people_change(c, p.id, req_int(rq, "version"), &f));
    go_back(c, rq, T("Đã lưu tài khoản."));
    return OK;
}

Err post_person_role(Ctx *c, Req *rq, Out *o)
{
    Str code = req_str(rq, "role_unit");
    UnitRow u = { 0 };
    Date from = { 0 }, to = { 0 };
    Role role;

    (void)o;
    if (!role_parse(&role, req_str(rq, "role")))
        return fail_field(c, "role", T("Hãy chọn vai trò."));
    if (code.n && org_by_code(c, code, &u) != OK)
        return fail_field(c, "role_unit", T("Không có đơn vị mã “%.*s”; hãy chọn trong danh sách gợi ý."), SV(code));
    TRY(req_date(c, rq, "from", false, &from));
    TRY(req_date(c, rq, "to", false, &to));
    TRY(people_grant(c, req_int(rq, "id"), role, u.id, from, to, false, req_str(rq, "reason")));
    go_back(c, rq, T("Đã giao vai trò."));
    return OK;
}

Err post_role_end(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(people_end_role(c, req_int(rq, "role"), (Date){ c->today.day - 1 }));
    go_back(c, rq, T("Vai trò đã kết thúc."));
    return OK;
}

Err prepare_person_password(Ctx *c, Req *rq)
{
    Str *hash = NEW(c->arena, Str, 1);

    TRY(access_need_any(c, &PERM_PEOPLE_CHANGE));       /* before the slow work */
    TRY(sign_hash(c, rq, "password", hash));
    rq->prepared = hash;
    return OK;
}

Err post_person_password(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(people_set_password(c, req_int(rq, "id"), *(const Str *)rq->prepared));
    rq->prepared = NULL;
    go_back(c, rq, T("Đã đặt mật khẩu; người này phải đổi ở lần đăng nhập tới."));
    return OK;
}

/* --- delegation --------------------------------------------------------------------------------- */

Err get_delegate(Ctx *c, Req *rq, Out *o)
{
    PersonDelegatedRows given;
    PersonRolesRows own;
    DelegateView v = { 0 };

    (void)rq;
    TRY(q_person_roles(c, &own, .person_id = c->user_id));
    for (size_t i = 0; i < own.n; i++) {
        const PersonRolesRow *r = &own.v[i];
        Role role;

        if (!role_parse(&role, r->role) || over(c, r->valid_to) || r->delegated_by.n)
            continue;
        *vec_add(c->arena, &v.roles) = (Choice){ .value = str_fmt(c->arena, "%.*s:%" PRId64, SV(r->role), r->unit_id),
            .text = str_fmt(c->arena, "%s – %.*s", tr(c->answer.lang, role_title(role)),
                SV(r->unit_id ? r->unit_name : str_of(tr(c->answer.lang, T("toàn hệ thống"))))) };
    }
    TRY(q_person_delegated(c, &given, .delegated_by = c->user_id));
    for (size_t i = 0; i < given.n; i++) {
        Role role;

        if (role_parse(&role, given.v[i].role))
            *vec_add(c->arena, &v.given) = (DelegatedLine){ given.v[i], role_title(role), over(c, given.v[i].valid_to) };
    }
    tpl_delegate(o, &v);
    return OK;
}

Err post_delegate(Ctx *c, Req *rq, Out *o)
{
    Str which = req_str(rq, "role"), name, unit;
    Date from = c->today, to = { 0 };
    int64_t unit_id = 0;
    PersonRow p;
    Role role;
    bool any;

    (void)o;
    if (!str_cut(which, S(":"), &name, &unit) || !role_parse(&role, name) || !str_int(unit, &unit_id))
        return fail_field(c, "role", T("Hãy chọn vai trò."));
    TRY(q_person_by_login(c, &p, &any, .login = req_str(rq, "login")));
    if (!any || !p.active)
        return fail_field(c, "login", T("Không có tài khoản “%.*s” đang hoạt động."), SV(req_str(rq, "login")));
    if (p.id == c->user_id)
        return fail_field(c, "login", T("Đây là tài khoản của chính bạn; hãy ghi tên đăng nhập của người nhận."));
    TRY(req_date(c, rq, "from", false, &from));
    TRY(req_date(c, rq, "to", true, &to));
    TRY(people_grant(c, p.id, role, unit_id, from, to, true, req_str(rq, "reason")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ủy quyền."))));
    req_go(rq, "/profile/delegate");
    return OK;
}

Err post_delegate_end(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(people_end_role(c, req_int(rq, "role"), (Date){ c->today.day - 1 }));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã thu hồi ủy quyền."))));
    req_go(rq, "/profile/delegate");
    return OK;
}
