#include "survey/guard.h"

#include "core/setting.h"
#include "survey/secret.h"

#include <sodium.h>

enum { HOUR_MS = 3600 * 1000 };

static const struct { const char *name, *title; } reasons[] = {
    { "fast", T("trả lời nhanh hơn tốc độ đọc") },
    { "same", T("trùng từng câu với phiếu trước từ cùng một địa chỉ") },
    { "address", T("một địa chỉ gửi nhiều phiếu hơn mức đặt trong ngày") },
    { "pattern", T("một mẫu trả lời lặp lại quá nhiều cho cùng đơn vị") },
    { "crowd", T("máy tại quầy gửi nhiều phiếu hơn số người có thể đến trong một giờ") },
    { "withdrawn", T("người trả lời rút lại") },
};

const char *guard_reason(Str reason)
{
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (str_eq(reason, str_of(reasons[i].name)))
            return reasons[i].title;
    return "";
}

Str guard_reasons(Ctx *c, Str list)
{
    Buf b = { .arena = c->arena };
    Str one;

    for (bool more = list.n > 0; more;) {
        more = str_cut(list, S(" "), &one, &list);
        buf_fmt(&b, "%s%s", b.n ? "; " : "", tr(c->answer.lang, guard_reason(one)));
    }
    return buf_str(&b);
}

Err guard_held(Ctx *c, const SurveyByCodeRow *s, Str *sentence)
{
    SurveyReasonsRows rows;
    Buf b = { .arena = c->arena };
    int64_t all = 0;

    TRY(q_survey_reasons(c, &rows, .survey_id = s->id));
    for (size_t i = 0; i < rows.n; i++) {
        const SurveyReasonsRow *r = &rows.v[i];
        Str one, rest = r->reason;

        all += r->n;
        buf_fmt(&b, "%s%lld phiếu ", i ? "; " : "", (long long)r->n);
        for (bool more = true, first = true; more; first = false) {
            more = str_cut(rest, S(" "), &one, &rest);
            buf_fmt(&b, "%s%s", first ? "" : ", ", guard_reason(one));
        }
        buf_fmt(&b, " (%s)", str_eq(r->state, S("counted")) ? "đã tính" : str_eq(r->state, S("waiting")) ? "đang chờ" : "đã loại");
    }
    *sentence = all ? str_fmt(c->arena, "Có %lld phiếu bị giữ lại vì có dấu hiệu lạ: %.*s.", (long long)all, SV(buf_str(&b))) : (Str){ 0 };
    return OK;
}

/* A household has one network of IPv6 and any number of addresses in it. */
static Str network(Ctx *c)
{
    size_t colons = 0;

    for (size_t i = 0; i < c->from.n; i++)
        if (c->from.p[i] == ':' && ++colons == 4)
            return str_sub(c->from, 0, i);
    return c->from;
}

static Err salt_of_today(Ctx *c, Str *salt)
{
    SurveySaltGetRow row;
    bool any;

    TRY(q_survey_salt_get(c, &row, &any, .day = c->today));
    if (!any) {
        row.salt = secret_random(c->arena);
        TRY(q_survey_salt_sweep(c, .day = c->today));
        TRY(q_survey_trace_sweep(c, .day = c->today));
        TRY(q_survey_salt_add(c, .day = c->today, .salt = row.salt));
    }
    *salt = row.salt;
    return OK;
}

static Str mark_of(Ctx *c, const SurveyByCodeRow *s, Str salt, const char *kind, Str what)
{
    return secret_hash(c->arena, "trace", str_fmt(c->arena, "%.*s %lld %s %.*s", SV(salt), (long long)s->id, kind, SV(what)));
}

/* How often this was seen today. */
static Err seen_today(Ctx *c, const SurveyByCodeRow *s, const char *kind, Str what, int64_t *n)
{
    SurveyTraceAddRow row;
    Str salt;

    TRY(salt_of_today(c, &salt));
    TRY(q_survey_trace_add(c, &row, .day = c->today, .mark = mark_of(c, s, salt, kind, what)));
    *n = row.n;
    return OK;
}

static Err look_at_device(Ctx *c, const SurveyByCodeRow *s, const GuardSight *sight, Buf *why)
{
    int64_t most, n;

    TRY(setting_int(c, "survey.kiosk_per_hour", &most));
    TRY(seen_today(c, s, "device", str_fmt(c->arena, "%lld %lld", (long long)sight->device_id, (long long)(c->now.ms / HOUR_MS)), &n));
    if (n > most)
        buf_lit(why, "crowd ");
    return OK;
}

static Err look_at_address(Ctx *c, const SurveyByCodeRow *s, const GuardSight *sight, Buf *why)
{
    int64_t per_address, n;

    TRY(setting_int(c, "survey.per_address", &per_address));
    TRY(seen_today(c, s, "same", str_fmt(c->arena, "%.*s %.*s", SV(network(c)), SV(sight->all)), &n));
    if (n > 1)
        buf_lit(why, "same ");
    TRY(seen_today(c, s, "address", network(c), &n));
    if (n > per_address)
        buf_lit(why, "address ");
    return OK;
}

Err guard_look(Ctx *c, const SurveyByCodeRow *s, const GuardSight *sight, Str *out)
{
    Buf why = { .arena = c->arena };
    int64_t fast, pattern, n;

    TRY(setting_int(c, "survey.fast_ms", &fast));
    TRY(setting_int(c, "survey.same_pattern", &pattern));
    if (sight->took_ms < fast * sight->asked)
        buf_lit(&why, "fast ");
    if (sight->device_id)
        TRY(look_at_device(c, s, sight, &why));
    else if (!sight->by_code)
        TRY(look_at_address(c, s, sight, &why));
    if (!sight->by_code) {
        TRY(seen_today(c, s, "pattern", str_fmt(c->arena, "%lld %.*s", (long long)sight->unit_id, SV(sight->scales)), &n));
        if (n > pattern)
            buf_lit(&why, "pattern ");
    }
    *out = str_trim(buf_str(&why));
    return OK;
}

/* ---- the sum ---- */

static const char *const digits[] = { T("không"), T("một"), T("hai"), T("ba"), T("bốn"), T("năm"), T("sáu"), T("bảy"), T("tám"), T("chín") };

static Str seal_mac(Ctx *c, const SurveyByCodeRow *s, Str salt, Str body)
{
    return str_sub(mark_of(c, s, salt, "seal", body), 0, 32);
}

static Err asked_now(Ctx *c, const SurveyByCodeRow *s, Str salt, bool *ask)
{
    SurveyTraceGetRow row;
    int64_t after;
    bool any;

    TRY(setting_int(c, "survey.ask_after", &after));
    TRY(q_survey_trace_get(c, &row, &any, .mark = mark_of(c, s, salt, "begin", network(c))));
    *ask = any && row.n >= after;
    return OK;
}

Err guard_question(Ctx *c, const SurveyByCodeRow *s, Str *question, Str *seal)
{
    uint32_t a = 1 + randombytes_uniform(9), b = 1 + randombytes_uniform(9);
    SurveySaltGetRow salt;
    Str body;
    bool ask;

    *question = *seal = (Str){ 0 };
    TRY(q_survey_salt_get(c, &salt, &ask, .day = c->today));
    if (ask)
        TRY(asked_now(c, s, salt.salt, &ask));
    if (!ask)
        return OK;
    body = str_fmt(c->arena, "%u-%u-%08x", a, b, randombytes_random());
    *seal = str_fmt(c->arena, "%.*s-%.*s", SV(body), SV(seal_mac(c, s, salt.salt, body)));
    *question = str_fmt(c->arena, tr(c->answer.lang, T("Có nhiều phiếu từ mạng này. Để biết không phải máy tự động: %s cộng %s bằng mấy?")),
        tr(c->answer.lang, digits[a]), tr(c->answer.lang, digits[b]));
    return OK;
}

static bool sum_right(Str body, Str sum)
{
    Str a, b, rest;
    int64_t x, y, z;

    return str_cut(body, S("-"), &a, &rest) && str_cut(rest, S("-"), &b, &rest) && str_int(a, &x) && str_int(b, &y)
        && str_int(str_trim(sum), &z) && x + y == z;
}

Err guard_begin(Ctx *c, const SurveyByCodeRow *s, Str seal, Str sum)
{
    Str salt, body = seal.n > 33 ? str_sub(seal, 0, seal.n - 33) : (Str){ 0 };
    int64_t n;
    bool ask;

    TRY(salt_of_today(c, &salt));
    TRY(asked_now(c, s, salt, &ask));
    if (ask) {
        if (!body.n || !str_eq(str_sub(seal, seal.n - 32, seal.n), seal_mac(c, s, salt, body)) || !sum_right(body, sum))
            return fail_field(c, "sum", T("Hãy trả lời phép cộng ở cuối trang rồi bấm Bắt đầu."));
        TRY(seen_today(c, s, "used", body, &n));
        if (n > 1)
            return fail_field(c, "sum", T("Phép cộng này đã dùng rồi; hãy trả lời phép cộng mới."));
    }
    return seen_today(c, s, "begin", network(c), &n);
}
