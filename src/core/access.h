/*
 * Who may do what, where. Closed by omission: a permission names its roles; a role that is not named may not.
 * A person holds roles, each for a unit and everything below it, from a day to a day (delegations end by themselves).
 *
 *     const Perm PERM_ORG_CHANGE = { "org.change", T("Sửa cây đơn vị"), ROLE_ADMIN | ROLE_COORDINATOR };
 *     TRY(access_need(c, &PERM_ORG_CHANGE, unit_id));
 */
#pragma once
#include "core/ctx.h"

typedef enum Role {
    ROLE_ADMIN = 1 << 0,        /* quản trị hệ thống: people, settings, backup; no points */
    ROLE_COORDINATOR = 1 << 1,  /* cơ quan thường trực (Sở Nội vụ): sets, rounds, publication */
    ROLE_APPRAISER = 1 << 2,    /* người thẩm định of the criteria entrusted to the own agency */
    ROLE_COUNCIL = 1 << 3,      /* thành viên hội đồng */
    ROLE_HEAD = 1 << 4,         /* người đứng đầu đơn vị: signs what the unit sends */
    ROLE_OFFICER = 1 << 5,      /* cán bộ phụ trách CCHC của đơn vị: enters figures and evidence */
    ROLE_VIEWER = 1 << 6,       /* lãnh đạo, người xem */
    ROLE_PUBLIC = 1 << 7        /* everybody, also without sign-in */
} Role;
enum {
    ROLES_ALL_SIGNED_IN = ROLE_ADMIN | ROLE_COORDINATOR | ROLE_APPRAISER | ROLE_COUNCIL | ROLE_HEAD
                        | ROLE_OFFICER | ROLE_VIEWER
};

typedef struct Perm {
    const char *name;           /* "room.verb" */
    const char *title;          /* Vietnamese, marked with T() */
    unsigned roles;             /* of Role; 0: nobody */
} Perm;

extern const Perm PERM_PUBLIC;          /* every page that strangers may see says so */
extern const Perm PERM_SIGNED_IN;       /* own profile, home */

struct Grant {
    Role role;
    int64_t unit_id;            /* 0: everywhere */
};

const char *role_name(Role role);       /* "coordinator": in files and URLs */
const char *role_title(Role role);      /* Vietnamese */
bool role_parse(Role *out, Str name);

/* Roles of a person on c->today into c->grants. */
Err access_load(Ctx *c);
/* unit_id 0: the permission is asked for everywhere (root grants only). Answers: E_FORBIDDEN. */
Err access_need(Ctx *c, const Perm *perm, int64_t unit_id);
/* On at least one unit: for what is the same for all who may see it, such as the list of units. Answers: E_FORBIDDEN. */
Err access_need_any(Ctx *c, const Perm *perm);
/* The same without an answer; for showing or hiding a control. *out set on OK. */
Err access_can(Ctx *c, const Perm *perm, int64_t unit_id, bool *out);
/* Whether the person holds the permission on at least one unit. No database. */
bool access_any(const Ctx *c, const Perm *perm);
