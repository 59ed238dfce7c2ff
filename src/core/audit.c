#include "core/audit.h"

#include "core_sql.h"

#include <sodium.h>

static Str hash_of(Arena *a, Str before, const AuditRow *r)
{
    crypto_generichash_state st;
    unsigned char hash[32];
    char hex[sizeof hash * 2 + 1];
    Str at = moment_iso(a, r->at);
    Str parts[] = { before, at, r->who, r->from_addr, r->verb, r->object, r->detail };

    crypto_generichash_init(&st, NULL, 0, sizeof hash);
    for (size_t i = 0; i < COUNT(parts); i++) {
        uint64_t n = parts[i].n;                        /* lengths too, so that no two entries read the same */

        crypto_generichash_update(&st, (const unsigned char *)&n, sizeof n);
        crypto_generichash_update(&st, (const unsigned char *)(parts[i].p ? parts[i].p : ""), parts[i].n);
    }
    crypto_generichash_final(&st, hash, sizeof hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return str_dup(a, str_of(hex));
}

Err audit_add(Ctx *c, const char *verb, Str object, Str detail)
{
    AuditLastRow last;
    bool any;
    AuditRow r = { .at = c->now, .who = ctx_who(c), .from_addr = c->from,
        .verb = str_of(verb), .object = object, .detail = detail.n ? detail : S("{}") };

    TRY(q_audit_last(c, &last, &any, ));
    r.id = any ? last.id + 1 : 1;                       /* without gaps: a missing number is a missing entry */
    r.hash = hash_of(c->arena, any ? last.hash : S(""), &r);
    return q_audit_add(c, .id = r.id, .at = r.at, .who = r.who, .from_addr = r.from_addr, .verb = r.verb, .object = r.object,
        .detail = r.detail, .hash = r.hash);
}

Err audit_newest(Ctx *c, int64_t *n)
{
    AuditLastRow last;
    bool any;

    TRY(q_audit_last(c, &last, &any, ));
    *n = any ? last.id : 0;
    return OK;
}

Err audit_verify(Ctx *c, int64_t *n, int64_t *bad)
{
    Str before = S("");

    *n = *bad = 0;
    for (;;) {
        AuditRows rows;

        TRY(q_audit_after(c, &rows, .after = *n, .most = 1000));
        for (size_t i = 0; i < rows.n; i++) {
            AuditRow *r = &rows.v[i];

            if (r->id != *n + 1 || !str_eq(r->hash, hash_of(c->arena, before, r))) {
                *bad = *n + 1;
                return OK;
            }
            before = r->hash;
            ++*n;
        }
        if (rows.n < 1000)
            return OK;
    }
}
