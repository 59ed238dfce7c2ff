#include "core/access.h"

#include "core_sql.h"

const Perm PERM_PUBLIC = { "public", T("Xem trang công khai"), ROLES_ALL_SIGNED_IN | ROLE_PUBLIC };
const Perm PERM_SIGNED_IN = { "signed_in", T("Dùng trang của người đã đăng nhập"), ROLES_ALL_SIGNED_IN };

static const struct { Role role; const char *name, *title; } roles[] = {
    { ROLE_ADMIN, "admin", T("Quản trị hệ thống") },
    { ROLE_COORDINATOR, "coordinator", T("Cơ quan thường trực CCHC") },
    { ROLE_APPRAISER, "appraiser", T("Người thẩm định") },
    { ROLE_COUNCIL, "council", T("Thành viên hội đồng thẩm định") },
    { ROLE_HEAD, "head", T("Người đứng đầu đơn vị") },
    { ROLE_OFFICER, "officer", T("Cán bộ phụ trách CCHC") },
    { ROLE_VIEWER, "viewer", T("Người xem") },
};

const char *role_name(Role role)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (roles[i].role == role)
            return roles[i].name;
    return "public";
}

const char *role_title(Role role)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (roles[i].role == role)
            return roles[i].title;
    return T("Mọi người");
}

bool role_parse(Role *out, Str name)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (str_eq(str_of(roles[i].name), name)) {
            *out = roles[i].role;
            return true;
        }
    return false;
}

Err access_load(Ctx *c)
{
    AccessGrantsRows rows;
    Grant *grants;

    c->grants = NULL;
    c->n_grants = 0;
    if (!c->user_id)
        return OK;
    TRY(q_access_grants(c, &rows, .person_id = c->user_id, .on = c->today));
    grants = NEW(c->arena, Grant, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        Role role;

        if (role_parse(&role, rows.v[i].role))          /* a role this version does not know gives nothing */
            grants[c->n_grants++] = (Grant){ role, rows.v[i].unit_id };
    }
    c->grants = grants;
    return OK;
}

bool access_any(const Ctx *c, const Perm *perm)
{
    if (!perm)
        return false;
    if (c->local || perm->roles & ROLE_PUBLIC)
        return true;
    for (size_t i = 0; i < c->n_grants; i++)
        if (c->grants[i].role & perm->roles)
            return true;
    return c->user_id && perm == &PERM_SIGNED_IN;
}

Err access_can(Ctx *c, const Perm *perm, int64_t unit_id, bool *out)
{
    *out = perm && (c->local || perm->roles & ROLE_PUBLIC);
    for (size_t i = 0; perm && !*out && i < c->n_grants; i++) {
        const Grant *g = &c->grants[i];
        AccessUnderRow under;

        if (!(g->role & perm->roles))
            continue;
        if (!g->unit_id || g->unit_id == unit_id) {
            *out = true;
        } else if (unit_id) {
            TRY(q_access_under(c, &under, .unit_id = unit_id, .root_id = g->unit_id));
            *out = under.inside > 0;
        }
    }
    return OK;
}

static Err refuse(Ctx *c, const Perm *perm)
{
    if (!c->user_id && !c->local)
        return fail(c, E_FORBIDDEN, T("Hãy đăng nhập để làm việc này."));
    return fail(c, E_FORBIDDEN, T("Tài khoản của bạn chưa được giao quyền “%s” ở đơn vị này; hãy liên hệ quản trị hệ thống."),
        perm ? tr(c->answer.lang, perm->title) : "?");
}

Err access_need(Ctx *c, const Perm *perm, int64_t unit_id)
{
    bool may;

    TRY(access_can(c, perm, unit_id, &may));
    return may ? OK : refuse(c, perm);
}

Err access_need_any(Ctx *c, const Perm *perm)
{
    return access_any(c, perm) ? OK : refuse(c, perm);
}
