#include "core/setting.h"

#include "core/app.h"
#include "core/audit.h"
#include "core_sql.h"

#include <assert.h>

const Perm PERM_SETTING_CHANGE = { "setting.change", T("Sửa thiết lập"), ROLE_ADMIN };

static const Setting *find(const Ctx *c, Str key)
{
    for (const Room *const *r = c->app->rooms; *r; r++)
        for (const Setting *s = (*r)->settings; s && s->key; s++)
            if (str_eq(str_of(s->key), key))
                return s;
    return NULL;
}

Err setting_get(Ctx *c, const char *key, Str *out)
{
    SettingGetRow row;
    bool any;
    const Setting *s = find(c, str_of(key));

    assert(s);
    TRY(q_setting_get(c, &row, &any, .key = str_of(key)));
    *out = any ? row.value : str_of(s->value);
    return OK;
}

Err setting_int(Ctx *c, const char *key, int64_t *out)
{
    Str s;

    TRY(setting_get(c, key, &s));
    if (str_int(s, out))
        return OK;
    return fail(c, E_STATE, T("Thiết lập %s có giá trị “%.*s” không phải số nguyên; hãy sửa lại."), key, SV(s));
}

/* A wrong number here could lock everybody out. */
static Err check_value(Ctx *c, const Setting *s, Str value)
{
    int64_t n;

    if (!s->min && !s->max)
        return OK;
    if (str_int(value, &n) && n >= s->min && n <= s->max)
        return OK;
    c->answer.field = str_of(s->key);
    return fail(c, E_INVALID, T("Thiết lập %s phải là số nguyên từ %lld đến %lld."), s->key, (long long)s->min, (long long)s->max);
}

Err setting_put(Ctx *c, const char *key, Str value)
{
    const Setting *s = find(c, str_of(key));
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };
    Str old;

    TRY(access_need(c, &PERM_SETTING_CHANGE, 0));
    if (!s)
        return fail(c, E_NOT_FOUND, T("Không có thiết lập “%s”; xem `thuocdo describe`."), key);
    TRY(check_value(c, s, value));
    TRY(setting_get(c, key, &old));
    TRY(q_setting_put(c, .key = str_of(key), .value = value, .at = c->now, .who = ctx_who(c)));
    json_open(&j, '{');
    json_kstr(&j, "before", old);
    json_kstr(&j, "after", value);
    json_close(&j, '}');
    return audit_add(c, "setting.change", str_of(key), buf_str(&b));
}
