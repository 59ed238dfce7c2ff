/* Following a round: who opened the sheet, reminders that really go out, a blind second reading of a sample. */
#include "assess/assess.h"

#include "assess/own.h"
#include "core/audit.h"
#include "core_sql.h"

Err sheet_seen(Ctx *c, int64_t sheet_id)
{
    SheetRow s;

    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(access_need(c, &PERM_SHEET_FILL, s.unit_id));
    return q_sheet_opened_put(c, .sheet_id = sheet_id, .who = by_whom(c), .at = c->now);
}

/* ---- reminders ---- */

static Err tell_one(Ctx *c, const RoundRow *r, const SheetRow *s, const UnitAnswerersRow *p, Str text, int64_t reminder, size_t *told)
{
    Telling t = { .person_id = p->id, .name = p->name, .email = p->email, .text = text,
        .object = str_fmt(c->arena, "reminder:%lld", (long long)reminder), .link = str_fmt(c->arena, "/sheets/%lld", (long long)s->id),
        .subject = str_fmt(c->arena, tr(LANG_VI, T("Đôn đốc: %.*s")), SV(r->name)) };

    if (assess_tell)
        TRY(assess_tell(c, &t));
    *told += t.notice || t.letter;
    return q_round_reminder_to_add(c, .reminder_id = reminder, .person_id = p->id, .notice = t.notice, .letter = t.letter);
}

Err round_remind(Ctx *c, int64_t sheet_id, Str text, size_t *told)
{
    UnitAnswerersRows people;
    RoundReminderAddRow row;
    SheetRow s;
    RoundRow r;

    *told = 0;
    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    text = str_trim(text);
    if (!text.n || text.n > 2000)
        return fail_field(c, "text", T("Hãy ghi nội dung đôn đốc, dài nhất khoảng 1000 chữ."));
    TRY(q_round_reminder_add(c, &row, .round_id = s.round_id, .unit_id = s.unit_id, .text = text, .at = c->now, .who = by_whom(c)));
    TRY(q_unit_answerers(c, &people, .unit_id = s.unit_id, .on = c->today));
    for (size_t i = 0; i < people.n; i++)
        TRY(tell_one(c, &r, &s, &people.v[i], text, row.id, told));
    return audit_add(c, "round.remind", s.unit_code, str_fmt(c->arena, "{\"people\":%zu,\"told\":%zu}", people.n, *told));
}

Err round_remind_all(Ctx *c, int64_t round_id, Str text, size_t *units)
{
    SheetRows all;
    RoundRow r;
    size_t told;

    *units = 0;
    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = round_id));
    TRY(q_sheets_of_round(c, &all, .round_id = round_id));
    for (size_t i = 0; i < all.n; i++) {
        SheetState state = sheet_state_of(all.v[i].state);
        unsigned open = phase_of(r.phase) & (PH_SELF | PH_APPRAISAL) ? SH_DRAFT | SH_REWORK : phase_of(r.phase) == PH_EXPLANATION ? SH_RETURNED : 0;

        if (!(state & open))
            continue;
        TRY(round_remind(c, all.v[i].id, text, &told));
        ++*units;
    }
    if (*units)
        return OK;
    return fail(c, E_STATE, T("Giai đoạn này không có đơn vị nào còn phải gửi phiếu hoặc giải trình."));
}

/* ---- blind second reading ---- */

static uint32_t draw(Str seed, Str code)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < seed.n; i++)
        h = (h ^ (unsigned char)seed.p[i]) * 16777619u;
    for (size_t i = 0; i < code.n; i++)
        h = (h ^ (unsigned char)code.p[i]) * 16777619u;
    return h ^ h >> 15;
}

Err round_sample(Ctx *c, int64_t round_id, Str login, int64_t share, Str seed, size_t *units)
{
    SheetRows all;
    size_t wanted;
    bool *taken;

    *units = 0;
    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    if (share < 1 || share > 100)
        return fail_field(c, "share", T("Tỷ lệ mẫu phải từ 1 đến 100 phần trăm."));
    TRY(q_sheets_of_round(c, &all, .round_id = round_id));
    wanted = (all.n * (size_t)share + 99) / 100;
    taken = NEW(c->arena, bool, all.n + 1);
    while (*units < wanted) {                               /* the smallest draws, one after the other */
        size_t best = all.n;

        for (size_t i = 0; i < all.n; i++)
            if (!taken[i] && (best == all.n || draw(seed, all.v[i].unit_code) < draw(seed, all.v[best].unit_code)))
                best = i;
        taken[best] = true;
        TRY(round_assign(c, round_id, login, S(""), all.v[best].unit_code, true));
        ++*units;
    }
    return audit_add(c, "round.sample", login, str_fmt(c->arena, "{\"units\":%zu,\"share\":%lld}", *units, (long long)share));
}

Err round_divergence(Ctx *c, int64_t round_id, Divergence *out)
{
    *out = (Divergence){ 0 };
    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(q_blind_pairs(c, &out->rows, .round_id = round_id));
    for (size_t i = 0; i < out->rows.n; i++) {
        const BlindPair *p = &out->rows.v[i];
        Dec d = dec_sub(p->first.d, p->second.d);

        if (p->first.has == p->second.has && d.v == 0)
            out->same++;
        out->apart = dec_add(out->apart, (Dec){ d.v < 0 ? -d.v : d.v });
    }
    return OK;
}
