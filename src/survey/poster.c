#include "survey/poster.h"

#include "core/setting.h"
#include "doc/qr.h"

Err survey_posters(Ctx *c, const SurveyByCodeRow *s, const PosterAsk *ask, Str *pdf)
{
    VEC(QrCard) cards = { 0 };
    SurveyUnitsRows units;

    if (!s->open_link)
        return fail(c, E_STATE, T("Đợt khảo sát này chỉ nhận phiếu có mã mời, nên không có áp phích dán ở quầy; hãy in mã."));
    TRY(q_survey_units(c, &units, .survey_id = s->id));
    for (size_t i = 0; i < units.n; i++) {
        if (ask->unit_id && ask->unit_id != units.v[i].id)
            continue;
        *vec_add(c->arena, &cards) = (QrCard){ .title = S("Xin ý kiến của ông/bà"),
            .place = ask->place.n ? str_fmt(c->arena, "%.*s – %.*s", SV(units.v[i].name), SV(ask->place)) : units.v[i].name,
            .line = S("Quét mã bằng điện thoại, khoảng hai phút, không hỏi tên"),
            .address = str_fmt(c->arena, "%.*s/s/%.*s?u=%.*s", SV(ask->site), SV(s->code), SV(units.v[i].code)), .note = s->purpose };
    }
    if (!cards.n)
        return fail_field(c, "unit", T("Đợt khảo sát này không đánh giá đơn vị đó."));
    return qr_posters(cards.v, cards.n, c->arena, pdf, &c->answer);
}

Err survey_cards(Ctx *c, const SurveyByCodeRow *s, Str site, Str unit, Str codes, Str *pdf)
{
    VEC(QrCard) cards = { 0 };
    Str one;

    while (str_cut(codes, S("\n"), &one, &codes))
        *vec_add(c->arena, &cards) = (QrCard){ .title = s->title, .place = unit, .code = one,
            .address = str_fmt(c->arena, "%.*s/s/%.*s/%.*s", SV(site), SV(s->code), SV(one)),
            .line = S("Mã dùng một lần, không ghi lại ai đã dùng. Quét mã, hoặc mở địa chỉ khảo sát rồi gõ mã.") };
    return qr_sheet(cards.v, cards.n, c->arena, pdf, &c->answer);
}
