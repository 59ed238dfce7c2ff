#include "support.h"

#include "core/setting.h"
#include "org/org.h"
#include "web/session.h"
#include "web/token.h"

TEST(token_life, "a key is kept as a hash only, belongs to its person, and is gone when taken back")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    WebTokenListRows rows;
    int64_t an, binh;
    WebTokenRow row;
    bool any;
    Str key;

    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("an"), .name = S("An"), .active = true }, S(""), &an));
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("binh"), .name = S("Bình"), .active = true }, S(""), &binh));
    c->local = false;
    c->user_id = an;
    CHECK_ANSWER(c, token_issue(c, binh, S("x"), 30, &key), E_FORBIDDEN, "chủ khóa");
    CHECK_ANSWER(c, token_issue(c, an, S(""), 30, &key), E_INVALID, "việc gì");
    CHECK_ANSWER(c, token_issue(c, an, S("x"), 367, &key), E_INVALID, "366");
    CHECK_CTX(c, token_issue(c, an, S("một cửa"), 30, &key));
    CHECK_CTX(c, q_web_token(c, &row, &any, .hash = key));
    CHECK(!any);
    CHECK_CTX(c, q_web_token(c, &row, &any, .hash = session_hash(c->arena, key)));
    CHECK(any && row.person_id == an && row.ends_at.ms == c->now.ms + INT64_C(30) * 86400 * 1000);
    CHECK_CTX(c, token_list(c, an, &rows));
    CHECK_INT(rows.n, 1);
    c->user_id = binh;
    CHECK_ANSWER(c, token_revoke(c, rows.v[0].id), E_FORBIDDEN, "chủ khóa");
    c->user_id = an;
    CHECK_CTX(c, token_revoke(c, rows.v[0].id));
    CHECK_CTX(c, q_web_token(c, &row, &any, .hash = session_hash(c->arena, key)));
    CHECK(!any);
}

TEST(setting_range, "a setting that is a number keeps its range, so that nobody is locked out")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t n;

    CHECK_ANSWER(c, setting_put(c, "web.session_idle_minutes", S("0")), E_INVALID, "từ 5 đến 1440");
    CHECK_ANSWER(c, setting_put(c, "web.session_idle_minutes", S("nhiều")), E_INVALID, "số nguyên");
    CHECK_CTX(c, setting_put(c, "web.session_idle_minutes", S("30")));
    CHECK_CTX(c, setting_int(c, "web.session_idle_minutes", &n));
    CHECK_INT(n, 30);
}
