/* Settings, the audit trail, about. */
#include "system/system_web.h"

#include "core/app.h"
#include "core/audit.h"
#include "core/setting.h"
#include "pages.h"
#include "system/system_view.h"

const Perm PERM_AUDIT_VIEW = { "audit.view", T("Xem nhật ký"), ROLE_ADMIN | ROLE_COORDINATOR };

enum { ENTRIES = 50 };

static SettingLine line_of(const Out *o, const Req *rq, const Setting *s, Str value)
{
    bool refused = o->refused && str_eq(o->refused->field, str_of(s->key));

    return (SettingLine){ str_of(s->key), refused ? req_str(rq, "value") : value, str_of(s->value), s->title,
        !str_eq(value, str_of(s->value)), refused ? o->refused->text : S("") };
}

Err get_settings(Ctx *c, Req *rq, Out *o)
{
    SettingsView v = { 0 };

    TRY(access_need(c, &PERM_SETTING_CHANGE, 0));
    for (const Room *const *r = c->app->rooms; *r; r++) {
        SettingRoom *room = NULL;

        for (const Setting *s = (*r)->settings; s && s->key; s++) {
            Str value;

            if (!room) {
                room = vec_add(c->arena, &v.rooms);
                room->title = (*r)->title;
            }
            TRY(setting_get(c, s->key, &value));
            *vec_add(c->arena, &room->rows) = line_of(o, rq, s, value);
        }
    }
    tpl_settings(o, &v);
    return OK;
}

Err post_setting(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(setting_put(c, str_z(c->arena, req_str(rq, "key")), req_str(rq, "value")));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu thiết lập %.*s.")), SV(req_str(rq, "key"))));
    req_go(rq, "/settings");
    return OK;
}

Err get_audit(Ctx *c, Req *rq, Out *o)
{
    AuditView v = { .part = req_str(rq, "part"), .query = req_query_less(rq, "before"), .checked = req_has(rq, "verify") };
    int64_t before = req_int(rq, "before");

    TRY(access_need_any(c, &PERM_AUDIT_VIEW));
    TRY(q_audit_newest(c, &v.rows, .part = v.part, .before = before > 0 ? before : INT64_MAX, .most = ENTRIES));
    if (v.rows.n == ENTRIES)
        v.older = v.rows.v[v.rows.n - 1].id;
    if (v.checked)
        TRY(audit_verify(c, &v.entries, &v.bad));
    tpl_audit(o, &v);
    return OK;
}

Err get_about(Ctx *c, Req *rq, Out *o)
{
    AboutView v = { .version = S(VERSION), .database = str_starts(c->app->db, S("postgresql")) ? S("PostgreSQL") : S("SQLite") };

    (void)rq;
    for (const Room *const *r = c->app->rooms; *r; r++) {
        v.rooms++;
        for (const Route *t = (*r)->routes; t && t->path; t++)
            v.routes++;
        for (const Command *k = (*r)->commands; k && k->name; k++)
            v.commands++;
    }
    tpl_about(o, &v);
    return OK;
}
