#include "issuance/dossiers.h"

#include "onestop/figures.h"

enum { MOST = 2000, DAY = 86400 };

Err due_dossiers(Ctx *c, int64_t unit_id, DueDossiers *out)
{
    OnestopDueRows rows;

    TRY(q_onestop_due(c, &rows, .root_id = unit_id, .since = 0, .until = (int64_t)c->today.day * DAY, .most = MOST));
    *out = (DueDossiers){ 0 };
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, out) = (DueDossier){ rows.v[i].code, rows.v[i].procedure_name.n ? rows.v[i].procedure_name : rows.v[i].procedure, dossier_moment(c->arena, rows.v[i].due) };
    return OK;
}

Err dossier_sentence(Ctx *c, int64_t unit_id, int64_t year, size_t over, Str *out)
{
    UnitPeriods v;
    Reading reading;
    Months months;

    TRY(figures_reading(c, &reading));
    if (!months_parse(&months, str_fmt(c->arena, "%lld", (long long)year)))
        return fail(c, E_INVALID, T("Năm %lld không dùng được."), (long long)year);
    TRY(figures_units(c, months, reading, when_now(c), &v));
    *out = S("không có hồ sơ trong kỳ");
    for (size_t i = 0; i < v.n; i++) {
        const OnestopUnitRow *u = &v.v[i].sum;
        OptDec rate;

        if (v.v[i].unit_id != unit_id || !v.v[i].any)
            continue;
        rate = period_on_time(u, reading);
        *out = str_fmt(c->arena, "tiếp nhận mới %lld hồ sơ, tỷ lệ đúng hạn %.*s%%, đang giải quyết quá hạn %zu hồ sơ", (long long)u->fresh,
            SV(rate.has ? dec_fmt(c->arena, rate.d, 2, NUM_VI) : S("–")), over);
    }
    return OK;
}
