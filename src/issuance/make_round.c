/* Documents of the assessment round: appraisal minutes, request for explanation, council minutes, decision on appeals. */
#include "assess/assess.h"
#include "issuance/compose.h"
#include "text/text.h"

typedef struct OneSheet {
    RoundRow round;
    SheetData data;
    Body unit;
} OneSheet;

static Err round_of(Ctx *c, const MakeAsk *ask, RoundRow *out)
{
    RoundRows rounds;

    TRY(q_rounds(c, &rounds));
    for (size_t i = 0; i < rounds.n; i++)
        if (rounds.v[i].year == ask->year && (ask->set.n == 0 || str_eq(rounds.v[i].set_code, ask->set))) {
            *out = rounds.v[i];
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Chưa có đợt đánh giá năm %lld theo bộ tiêu chí %.*s."), (long long)ask->year, SV(ask->set));
}

static Err load(Ctx *c, const MakeAsk *ask, OneSheet *s)
{
    SheetRow row;

    TRY(body_load(c, ask->unit, &s->unit));
    TRY(round_of(c, ask, &s->round));
    TRY(sheet_find(c, s->round.id, ask->unit, &row));
    return sheet_load(c, row.id, &s->data);
}

/* Two decimals, without idle zeros. */
static Str points(Ctx *c, Dec d)
{
    return dec_exact(c->arena, dec_round(d, 2, ROUND_HALF_UP), NUM_VI);
}

static Str shown(Ctx *c, OptDec d)
{
    return d.has ? points(c, d.d) : S("–");
}

static OptDec appraised(const Leaf *l)
{
    return l->stage[STAGE_SECOND].given && l->stage[STAGE_SECOND].points.has ? l->stage[STAGE_SECOND].points : l->stage[STAGE_APPRAISAL].points;
}

static bool differs(const Leaf *l)
{
    OptDec self = l->stage[STAGE_SELF].points, given = appraised(l);

    return given.has && self.has && dec_cmp(self.d, given.d) != 0;
}

static Str difference(Ctx *c, const Leaf *l)
{
    Dec d = dec_sub(appraised(l).d, l->stage[STAGE_SELF].points.d);

    return str_fmt(c->arena, "%s%.*s", d.v > 0 ? "+" : "", SV(points(c, d)));
}

typedef struct Sums {
    size_t appraised, same, other;
    Dec self, given, gap;
    Moment newest;
} Sums;

static Sums sums(const SheetData *d, size_t from, size_t to)
{
    Sums s = { 0 };

    for (size_t i = from; i < to; i++) {
        const Leaf *l = &d->nodes.v[i];
        OptDec given = appraised(l);

        for (int st = 0; st < N_STAGES; st++)
            if (l->stage[st].at.ms > s.newest.ms)
                s.newest = l->stage[st].at;
        if (!l->self || !given.has)
            continue;
        s.appraised++;
        if (differs(l)) {
            s.other++;
            s.gap = dec_add(s.gap, dec_sub(l->stage[STAGE_SELF].points.d, given.d));
        } else {
            s.same++;
        }
        s.given = dec_add(s.given, given.d);
        if (l->stage[STAGE_SELF].points.has)
            s.self = dec_add(s.self, l->stage[STAGE_SELF].points.d);
    }
    return s;
}

static void field_rows(Ctx *c, Fields *f, const SheetData *d)
{
    field_list(f, "linh_vuc");
    for (size_t i = 0; i < d->nodes.n; i++) {
        size_t end = i + 1;

        if (d->nodes.v[i].depth != 1)
            continue;
        while (end < d->nodes.n && d->nodes.v[end].depth > 1)
            end++;
        Sums s = sums(d, i, end);
        Fields *row;

        if (s.appraised == 0)
            continue;
        row = field_row(f, "linh_vuc");
        field(row, "ten", d->nodes.v[i].k.name);
        field(row, "toi_da", points(c, d->nodes.v[i].k.max_points));
        field(row, "tu_cham", points(c, s.self));
        field(row, "tham_dinh", points(c, s.given));
    }
}

static void other_rows(Ctx *c, Fields *f, const OneSheet *s)
{
    field_list(f, "khac");
    for (size_t i = 0; i < s->data.nodes.n; i++) {
        const Leaf *l = &s->data.nodes.v[i];
        Str where = str_fmt(c->arena, "phiếu %.*s, tiêu chí %.*s", SV(s->unit.code), SV(l->k.code));
        Fields *row;

        if (!l->self || !differs(l))
            continue;
        row = field_row(f, "khac");
        field(row, "ma", l->k.code);
        field(row, "ten", l->k.name);
        field(row, "toi_da", points(c, l->k.max_points));
        field_from(row, "tu_cham", shown(c, l->stage[STAGE_SELF].points), where);
        field_from(row, "tham_dinh", shown(c, appraised(l)), where);
        field(row, "chenh_lech", difference(c, l));
        field(row, "ly_do", str_trim(l->stage[l->stage[STAGE_SECOND].given ? STAGE_SECOND : STAGE_APPRAISAL].reason));
        field(row, "giai_trinh", str_trim(l->stage[STAGE_EXPLANATION].reason));
    }
}

static Err sheet_fields(Ctx *c, Compose *k, const MakeAsk *ask, OneSheet *s, Sums *all, Made *out)
{
    TRY(load(c, ask, s));
    TRY(compose_issuer(c, k, S("")));
    *all = sums(&s->data, 0, s->data.nodes.n);
    if (all->appraised == 0)
        return fail(c, E_STATE, T("Phiếu năm %lld của %.*s chưa có điểm thẩm định nào."), (long long)ask->year, SV(s->unit.name));
    out->unit_id = s->unit.id;
    k->figures = all->newest.ms ? moment_date(all->newest) : c->today;
    field_fmt(k->f, "nam", "%lld", (long long)ask->year);
    field(k->f, "don_vi", s->unit.full);
    field_fmt(k->f, "bo_tieu_chi", "Bộ tiêu chí %.*s năm %lld", SV(s->round.set_code), (long long)ask->year);
    field(k->f, "can_cu_bo", S(""));
    if (s->round.set_id) {
        CriteriaSetRow set;

        TRY(criteria_set_find(c, s->round.set_code, s->round.year, &set));
        field(k->f, "bo_tieu_chi", set.name);
        field(k->f, "can_cu_bo", set.basis);
    }
    field_fmt(k->f, "so_tieu_chi", "%zu", all->appraised);
    field_fmt(k->f, "so_giu_nguyen", "%zu", all->same);
    field_fmt(k->f, "so_khac", "%zu", all->other);
    field(k->f, "co_khac", all->other ? S("x") : S(""));
    field(k->f, "tong_tu_cham", points(c, all->self));
    field(k->f, "tong_tham_dinh", points(c, all->given));
    field(k->f, "tong_chenh", points(c, all->gap));
    field(k->f, "han_giai_trinh", s->round.explanation_due.day ? date_vi(c->arena, s->round.explanation_due) : S(""));
    field_rows(c, k->f, &s->data);
    other_rows(c, k->f, s);
    return OK;
}

Err make_appraisal_minutes(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    OneSheet s;
    Sums all;
    int way;

    TRY(compose_begin(c, ask, &k));
    TRY(sheet_fields(c, &k, ask, &s, &all, out));
    way = dec_cmp(all.given, all.self);
    if (way == 0)
        field(k.f, "so_sanh", S("bằng điểm tự chấm"));
    else
        field_fmt(k.f, "so_sanh", "%s điểm tự chấm %.*s điểm", way < 0 ? "thấp hơn" : "cao hơn",
            SV(points(c, way < 0 ? dec_sub(all.self, all.given) : dec_sub(all.given, all.self))));
    return compose_end(c, &k, out);
}

Err make_explanation_request(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    OneSheet s;
    Sums all;

    TRY(compose_begin(c, ask, &k));
    TRY(sheet_fields(c, &k, ask, &s, &all, out));
    if (all.other == 0)
        return fail(c, E_STATE, T("Mọi điểm thẩm định của %.*s đều bằng điểm tự chấm; không có gì để giải trình."), SV(s.unit.name));
    return compose_end(c, &k, out);
}

/* --- the council --- */

static Err session_of(Ctx *c, const RoundRow *r, Str asked, SessionRow *out)
{
    SessionRows v;
    int64_t id = 0;

    TRY(q_council_sessions(c, &v, .round_id = r->id));
    if (asked.n && !str_int(asked, &id))
        return fail_field(c, "extra", T("Mã phiên họp “%.*s” không phải là số."), SV(asked));
    for (size_t i = v.n; i > 0; i--)
        if (id == 0 || v.v[i - 1].id == id) {
            *out = v.v[i - 1];
            return OK;
        }
    return fail(c, E_STATE, T("Đợt đánh giá năm %lld chưa có phiên họp nào của Hội đồng."), (long long)r->year);
}

static void item_row(Ctx *c, Fields *row, const ItemRow *i)
{
    field(row, "don_vi", i->unit_name);
    field(row, "ma", i->code);
    field(row, "ten", i->name);
    field(row, "toi_da", points(c, i->max_points));
    field(row, "tu_cham", shown(c, i->self));
    field(row, "tham_dinh", shown(c, i->second.has ? i->second : i->appraised));
    field_fmt(row, "phieu", i->decided_at.ms ? "%lld/%lld/%lld" : "chưa", (long long)i->votes_for, (long long)i->votes_against, (long long)i->abstained);
    field_from(row, "diem", shown(c, i->points), str_fmt(c->arena, "phiên họp %lld, mục %lld", (long long)i->session_id, (long long)i->id));
    field(row, "ly_do", i->reason);
}

Err make_council_minutes(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    RoundRow round;
    SessionRow session = { 0 };
    ItemRows items;
    size_t units = 0;

    TRY(compose_begin(c, ask, &k));
    TRY(round_of(c, ask, &round));
    TRY(session_of(c, &round, fields_find(k.f, S("phien"))->text, &session));
    TRY(compose_issuer(c, &k, S("")));
    TRY(q_council_items(c, &items, .session_id = session.id));
    field_list(k.f, "muc");
    k.figures = session.held_on;
    for (size_t i = 0; i < items.n; i++) {
        bool seen = false;

        for (size_t j = 0; j < i; j++)
            seen |= items.v[j].unit_id == items.v[i].unit_id;
        units += !seen;
        item_row(c, field_row(k.f, "muc"), &items.v[i]);
    }
    field_fmt(k.f, "nam", "%lld", (long long)ask->year);
    field(k.f, "ngay_hop", date_vi(c->arena, session.held_on));
    field(k.f, "chu_toa", session.chair);
    field(k.f, "thanh_vien", session.members);
    field(k.f, "ket_luan", session.minutes);
    field_fmt(k.f, "so_muc", "%zu", items.n);
    field_fmt(k.f, "so_don_vi", "%zu", units);
    field_fmt(k.f, "so_da_xong", "%lld", (long long)(session.items - session.open));
    field_fmt(k.f, "so_con", session.open ? "%lld" : "", (long long)session.open);
    return compose_end(c, &k, out);
}

/* --- appeals --- */

static const struct {
    const char *name, *title, *many;
} outcomes[] = { { "accepted", "Chấp nhận", "chấp nhận" }, { "partly", "Chấp nhận một phần", "chấp nhận một phần" }, { "refused", "Không chấp nhận", "không chấp nhận" },
    { "withdrawn", "Đã rút", "đơn vị đã rút" } };

static void appeal_row(Ctx *c, Fields *row, const AppealRow *a)
{
    for (size_t i = 0; i < COUNT(outcomes); i++)
        if (str_eq(a->outcome, str_of(outcomes[i].name)))
            field(row, "ket_qua", str_of(outcomes[i].title));
    field(row, "ma", a->code);
    field(row, "ten", a->name);
    field(row, "toi_da", points(c, a->max_points));
    field(row, "de_nghi", points(c, a->claim));
    field(row, "noi_dung", a->text);
    field_from(row, "diem", shown(c, a->points), str_fmt(c->arena, "kiến nghị %lld", (long long)a->id));
    field(row, "ly_do", a->reason);
}

Err make_appeal_decision(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    OneSheet s;
    Body top;
    AppealRows v;
    Str parts[COUNT(outcomes)];
    size_t n = 0, n_parts = 0;
    Moment newest = { 0 };

    TRY(compose_begin(c, ask, &k));
    TRY(load(c, ask, &s));
    TRY(body_top(c, &s.unit, &top));
    TRY(compose_issuer(c, &k, top.code));
    TRY(q_appeals_of_round(c, &v, .round_id = s.round.id));
    out->unit_id = s.unit.id;
    field_list(k.f, "kien_nghi");
    for (size_t i = 0; i < v.n; i++)
        if (v.v[i].unit_id == s.unit.id && v.v[i].outcome.n) {
            n++;
            newest = v.v[i].decided_at.ms > newest.ms ? v.v[i].decided_at : newest;
            appeal_row(c, field_row(k.f, "kien_nghi"), &v.v[i]);
        }
    if (n == 0)
        return fail(c, E_STATE, T("%.*s chưa có kiến nghị nào đã giải quyết trong đợt đánh giá năm %lld."), SV(s.unit.name), (long long)ask->year);
    for (size_t o = 0; o < COUNT(outcomes); o++) {
        size_t count = 0;

        for (size_t i = 0; i < v.n; i++)
            count += v.v[i].unit_id == s.unit.id && str_eq(v.v[i].outcome, str_of(outcomes[o].name));
        if (count)
            parts[n_parts++] = str_fmt(c->arena, "%s %zu kiến nghị", outcomes[o].many, count);
    }
    k.figures = newest.ms ? moment_date(newest) : c->today;
    field_fmt(k.f, "nam", "%lld", (long long)ask->year);
    field(k.f, "don_vi", s.unit.full);
    field_fmt(k.f, "so_kien_nghi", "%zu", n);
    field(k.f, "tom_tat", words_list(c->arena, parts, n_parts));
    CriteriaSetRow set = { 0 };

    if (s.round.set_id)
        TRY(criteria_set_find(c, s.round.set_code, s.round.year, &set));
    field(k.f, "bo_tieu_chi", set.name);
    field(k.f, "can_cu_bo", set.basis);
    return compose_end(c, &k, out);
}
