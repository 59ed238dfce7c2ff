#include "remedy/remedy.h"

#include "base/map.h"
#include "core/audit.h"
#include "doc/table_out.h"
#include "plan/new_task.h"
#include "plan/plan.h"
#include "score/explain.h"
#include "score/look.h"

const Perm PERM_REMEDY_VIEW = { "remedy.view", T("Xem điểm mất và giải pháp"), ROLES_ALL_SIGNED_IN & ~(unsigned)ROLE_ADMIN };
const Perm PERM_REMEDY_CHANGE = { "remedy.change", T("Lập giải pháp khắc phục điểm mất"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_REMEDY_DERIVE = { "remedy.derive", T("Lập danh sách điểm mất từ kết quả"), ROLE_COORDINATOR };

/* ---- derivation */

typedef struct Before {         /* losses of the year before: unit and code → years of the same loss */
    Map years;
} Before;

static Str loss_key(Ctx *c, int64_t unit_id, Str code)
{
    return str_fmt(c->arena, "%lld %.*s", (long long)unit_id, SV(code));
}

static Err load_before(Ctx *c, const ScoreRun *r, Before *out)
{
    LostYearBeforeRows rows;

    out->years = (Map){ .arena = c->arena };
    TRY(q_lost_year_before(c, &rows, .code = r->set.code, .year = r->set.year - 1));
    for (size_t i = 0; i < rows.n; i++)
        map_set(&out->years, loss_key(c, rows.v[i].unit_id, rows.v[i].code), rows.v[i].years);
    return OK;
}

/* Of each group and node: how many units lost there, and the most points any of them got. */
typedef struct Peers {
    int64_t *lost;              /* [group * nodes + node] */
    Dec *best;
} Peers;

static Peers count_peers(Arena *a, const ScoreRun *r)
{
    Peers p = { NEW(a, int64_t, r->n_groups * r->nodes.n + 1), NEW(a, Dec, r->n_groups * r->nodes.n + 1) };

    for (size_t u = 0; u < r->n_scored; u++)
        for (size_t k = 0; k < r->nodes.n; k++) {
            const ScoreCell *cell = look_cell(r, u, k);
            size_t at = (size_t)r->in.units[u].group * r->nodes.n + k;

            if (cell->state == CELL_NA)
                continue;
            p.best[at] = dec_max(p.best[at], cell->points);
            p.lost[at] += dec_cmp(cell->points, cell->max) < 0;
        }
    return p;
}

static Err put_loss(Ctx *c, const ScoreRun *r, const Before *before, const Peers *peers, size_t unit, const Loss *l, DeriveReport *out)
{
    const CriterionRow *k = &r->criteria.v[l->node];
    const ScoreCell *cell = look_cell(r, unit, l->node);
    size_t at = (size_t)r->in.units[unit].group * r->nodes.n + l->node;
    int64_t self = cell->state != CELL_NA && dec_cmp(cell->points, cell->max) < 0, years = 0;
    Why why;

    TRY(score_why(c, r, unit, l->node, &why));
    (void)map_get(&before->years, loss_key(c, r->unit_ids[unit], k->old_code.n ? k->old_code : k->code), &years);     /* none: new */
    out->losses++;
    out->recurring += years > 0;
    out->points = dec_add(out->points, l->lost);
    return q_lost_put(c, .set_id = r->set.id, .unit_id = r->unit_ids[unit], .criterion_id = k->id, .lost = l->lost, .max_points = l->max,
        .reason = why.reason.n ? why.reason : why.e.text, .peers = peers->lost[at] - self, .best = peers->best[at], .years = years + 1, .at = c->now);
}

/* What is explained about one unit is needed no longer than that unit: an arena of its own. */
static Err put_unit(Ctx *c, const ScoreRun *r, const Before *before, const Peers *peers, size_t unit, DeriveReport *out)
{
    SCRATCH(tmp);
    Arena *own = c->arena;
    Losses losses = look_losses(&tmp, r, unit);
    Err e = OK;

    c->arena = &tmp;
    for (size_t i = 0; i < losses.n && e == OK; i++)
        e = put_loss(c, r, before, peers, unit, &losses.v[i], out);
    c->arena = own;
    return e;
}

Err remedy_derive(Ctx *c, int64_t set_id, DeriveReport *out)
{
    ScoreRun r;
    Before before;
    Peers peers;

    *out = (DeriveReport){ 0 };
    TRY(access_need(c, &PERM_REMEDY_DERIVE, 0));
    TRY(score_run(c, set_id, NULL, &r));
    TRY(load_before(c, &r, &before));
    TRY(q_lost_clear(c, .set_id = set_id));
    TRY(q_lost_won_back(c, .set_id = set_id));
    peers = count_peers(c->arena, &r);
    for (size_t u = 0; u < r.n_scored; u++, out->units++)
        TRY(put_unit(c, &r, &before, &peers, u, out));
    return audit_add(c, "remedy.derive", str_fmt(c->arena, "%.*s %lld", SV(r.set.code), (long long)r.set.year),
        str_fmt(c->arena, "{\"losses\":%zu}", out->losses));
}

/* ---- remedies */

static Err check_form(Ctx *c, const RemedyForm *f)
{
    CauseClassesRows classes;
    bool known = false;

    TRY(q_cause_classes(c, &classes, ));
    for (size_t i = 0; i < classes.n; i++)
        known |= str_eq(classes.v[i].code, f->cause_code);
    if (!known)
        return fail_field(c, "cause_code", T("Hãy chọn nhóm nguyên nhân trong danh mục."));
    if (!f->cause.n)
        return fail_field(c, "cause", T("Hãy nêu nguyên nhân mất điểm."));
    if (!f->measure.n)
        return fail_field(c, "measure", T("Hãy nêu giải pháp khắc phục."));
    if (!f->lead.n)
        return fail_field(c, "lead", T("Mỗi điểm mất phải có người làm: hãy ghi cơ quan hoặc người chủ trì."));
    if (!f->deadline.n)
        return fail_field(c, "deadline", T("Mỗi điểm mất phải có ngày xong: hãy ghi thời gian hoàn thành."));
    return OK;
}

static Err insert(Ctx *c, const LostGetRow *first, const int64_t *lost, size_t n, const RemedyForm *f, int64_t *id)
{
    RemedyInsertRow row;

    TRY(q_remedy_insert(c, &row, .unit_id = first->unit_id, .year = f->year ? f->year : date_year(c->today), .content = first->name,
        .cause_code = f->cause_code, .cause = f->cause, .measure = f->measure, .lead = f->lead, .support = f->support,
        .deadline = f->deadline, .product = f->product, .note = f->note, .origin = S("index"), .at = c->now, .who = ctx_who(c)));
    for (size_t i = 0; i < n; i++)
        TRY(q_remedy_loss_add(c, .remedy_id = row.id, .lost_point_id = lost[i]));
    *id = row.id;
    return audit_add(c, "remedy.add", str_fmt(c->arena, "%.*s %.*s", SV(first->code), SV(first->name)), S(""));
}

Err remedy_add(Ctx *c, const int64_t *lost, size_t n, const RemedyForm *f, int64_t *id)
{
    LostGetRow first, next;

    if (!n)
        return fail_field(c, "lost", T("Hãy chọn ít nhất một điểm mất."));
    TRY(q_lost_get(c, &first, .id = lost[0]));
    TRY(access_need(c, &PERM_REMEDY_CHANGE, first.unit_id));
    TRY(check_form(c, f));
    for (size_t i = 1; i < n; i++) {
        TRY(q_lost_get(c, &next, .id = lost[i]));
        if (next.unit_id != first.unit_id)
            return fail_field(c, "lost", T("Một giải pháp chỉ gom điểm mất của cùng một đơn vị; dùng “cho mọi đơn vị cùng mất” để làm chung."));
    }
    return insert(c, &first, lost, n, f, id);
}

Err remedy_add_for_all(Ctx *c, int64_t lost_id, const RemedyForm *f, bool tasks, size_t *n)
{
    LostGetRow first;
    LostSameRows same;

    *n = 0;
    TRY(q_lost_get(c, &first, .id = lost_id));
    TRY(access_need(c, &PERM_REMEDY_CHANGE, 0));
    TRY(check_form(c, f));
    TRY(q_lost_same(c, &same, .set_id = first.set_id, .criterion_id = first.criterion_id));
    for (size_t i = 0; i < same.n; i++, ++*n) {
        LostGetRow one = first;
        RemedyForm own = *f;
        int64_t id, task;

        one.unit_id = same.v[i].unit_id;
        if (str_eq(f->lead, first.unit_name))           /* each does its own */
            own.lead = same.v[i].unit_name;
        TRY(insert(c, &one, &same.v[i].id, 1, &own, &id));
        if (tasks)
            TRY(remedy_to_task(c, id, &task));
    }
    return OK;
}

Err remedy_one(Ctx *c, int64_t id, RemedyRow *out)
{
    RemedyRows rows;

    TRY(q_remedy_list(c, &rows, .id = id, .today = c->today));
    if (!rows.n)
        return fail(c, E_NOT_FOUND, T("Không có giải pháp này; có thể đã bị xóa."));
    *out = rows.v[0];
    return OK;
}

const struct RemedyOrigin remedy_origins[] = {
    { "inspection", T("Kết luận kiểm tra, thanh tra") }, { "audit", T("Kết luận kiểm toán") }, { "petition", T("Phản ánh, kiến nghị") },
    { "survey", T("Khảo sát, góp ý") }, { 0 },
};

Err remedy_finding(Ctx *c, int64_t unit_id, Str origin, Str source, Str content, const RemedyForm *f, int64_t *id)
{
    RemedyInsertRow row;
    bool known = false;

    TRY(access_need(c, &PERM_REMEDY_CHANGE, unit_id));
    for (size_t i = 0; remedy_origins[i].code; i++)
        known |= str_eq(origin, str_of(remedy_origins[i].code));
    if (!known)
        return fail_field(c, "origin", T("Hãy chọn phát hiện đến từ đâu."));
    if (!content.n)
        return fail_field(c, "content", T("Hãy ghi nội dung được phát hiện."));
    if (!source.n)
        return fail_field(c, "source", T("Hãy ghi văn bản nêu phát hiện: số, ký hiệu, ngày, mục."));
    TRY(check_form(c, f));
    TRY(q_remedy_insert(c, &row, .unit_id = unit_id, .year = f->year ? f->year : date_year(c->today), .content = content,
        .cause_code = f->cause_code, .cause = f->cause, .measure = f->measure, .lead = f->lead, .support = f->support,
        .deadline = f->deadline, .product = f->product, .note = f->note, .origin = origin, .origin_text = source, .at = c->now, .who = ctx_who(c)));
    *id = row.id;
    return audit_add(c, "remedy.finding", str_fmt(c->arena, "%lld %.*s", (long long)row.id, SV(source)), S(""));
}

Err remedy_change(Ctx *c, int64_t id, int64_t version, const RemedyForm *f)
{
    RemedyGetRow head;
    RemedyChangeRows rows;

    TRY(q_remedy_get(c, &head, .id = id));
    TRY(access_need(c, &PERM_REMEDY_CHANGE, head.unit_id));
    TRY(check_form(c, f));
    TRY(q_remedy_change(c, &rows, .id = id, .version = version, .cause_code = f->cause_code, .cause = f->cause, .measure = f->measure, .lead = f->lead,
        .support = f->support, .deadline = f->deadline, .product = f->product, .note = f->note));
    if (!rows.n)
        return fail(c, E_CONFLICT, T("Người khác vừa sửa giải pháp này; hãy tải lại trang rồi sửa tiếp."));
    return audit_add(c, "remedy.change", str_fmt(c->arena, "%lld", (long long)id), S(""));
}

Err remedy_progress(Ctx *c, int64_t id, int64_t quarter, int64_t percent, Str text)
{
    RemedyRow m;

    TRY(remedy_one(c, id, &m));
    TRY(access_need(c, &PERM_REMEDY_CHANGE, m.unit_id));
    if (quarter < 1 || quarter > 4)
        return fail_field(c, "quarter", T("Quý là số từ 1 đến 4."));
    if (percent < 0 || percent > 100)
        return fail_field(c, "percent", T("Tiến độ là phần trăm từ 0 đến 100."));
    if (!text.n)
        return fail_field(c, "text", T("Hãy ghi đã làm được gì trong quý."));
    TRY(q_remedy_progress_put(c, .remedy_id = id, .quarter = quarter, .percent = percent, .text = text, .at = c->now, .who = ctx_who(c)));
    /* finishing a task asks for its product, so 100 % is said at the task itself */
    if (m.task_id && str_eq(m.state, S("open")) && percent < 100 && percent > m.percent)
        TRY(task_report(c, m.task_id, &(TaskReport){ .percent = percent,
            .text = str_fmt(c->arena, tr(c->answer.lang, T("Quý %lld: %.*s")), (long long)quarter, SV(text)) }));
    return audit_add(c, "remedy.progress", str_fmt(c->arena, "%lld", (long long)id), str_fmt(c->arena, "{\"quarter\":%lld,\"percent\":%lld}",
        (long long)quarter, (long long)percent));
}

Err remedy_to_task(Ctx *c, int64_t remedy_id, int64_t *task_id)
{
    RemedyRow m = { 0 };

    TRY(remedy_one(c, remedy_id, &m));
    TRY(access_need(c, &PERM_REMEDY_CHANGE, m.unit_id));
    if (m.task_id)
        return fail(c, E_STATE, T("Giải pháp này đã được giao thành nhiệm vụ; xem nhiệm vụ số %lld."), (long long)m.task_id);
    TRY(task_add(c, &(NewTask){ .unit_id = m.unit_id, .year = (int)m.year, .name = m.measure, .objective = m.content,
        .product = m.product, .lead = m.lead, .support = m.support, .deadline = m.deadline, .origin = S("remedy"),
        .origin_text = m.origin_text.n ? m.origin_text : m.cause, .criterion_code = m.codes_first, .points_at_stake = m.stake, .remedy_id = m.id }, task_id));
    return q_remedy_set_task(c, .id = m.id, .task_id = *task_id);
}

/* ---- what follows */

Err remedy_promises(Ctx *c, const ScoreRun *r, Promises *out)
{
    RemedyPromisesRows rows;
    Dec *then = NEW(c->arena, Dec, r->n_scored);

    *out = (Promises){ 0 };
    TRY(q_remedy_promises(c, &rows, .set_id = r->set.id));
    for (size_t u = 0; u < r->n_scored; u++)
        then[u] = r->sheet->units[u].points;
    for (size_t i = 0; i < rows.n; i++)
        for (size_t u = 0; u < r->n_scored; u++) {
            const UnitResult *now = &r->sheet->units[u];
            Promise *p;

            if (r->unit_ids[u] != rows.v[i].unit_id)
                continue;
            p = vec_add(c->arena, out);
            *p = (Promise){ .unit = u, .points = rows.v[i].points, .rank_now = now->rank, .rank_then = now->rank ? 1 : 0 };
            then[u] = dec_add(now->points, rows.v[i].points);
            (void)dec_mul_div(then[u], DEC(100), now->max, &p->percent);    /* a unit that lost points has a maximum */
            for (size_t o = 0; o < r->n_scored && p->rank_then; o++)        /* the others stand still; maxima compare as fractions */
                p->rank_then += o != u && r->in.units[o].group == r->in.units[u].group && r->sheet->units[o].rank
                             && (__int128)r->sheet->units[o].points.v * now->max.v > (__int128)then[u].v * r->sheet->units[o].max.v;
        }
    return OK;
}

Err remedy_outcomes(Ctx *c, int64_t set_id, int64_t unit_id, Outcomes *out)
{
    CriteriaSetRow s, next;
    CriterionRows criteria;
    LostRows losses;
    bool any;

    *out = (Outcomes){ 0 };
    TRY(access_need_any(c, &PERM_REMEDY_VIEW));
    TRY(q_criteria_set_get(c, &s, .id = set_id));
    TRY(q_criteria_set_by_code(c, &next, &any, .code = s.code, .year = s.year + 1));
    if (any)
        TRY(q_criterion_list(c, &criteria, .set_id = next.id));
    TRY(q_lost_list(c, &losses, .set_id = set_id, .unit_id = unit_id));
    for (size_t i = 0; i < losses.n; i++) {
        Outcome *o = vec_add(c->arena, out);
        LostByCodeRow again = { 0 };
        const CriterionRow *k = NULL;
        bool lost = false;

        *o = (Outcome){ .loss = losses.v[i], .state = S("open") };
        for (size_t n = 0; any && n < criteria.n && !k; n++)
            if (str_eq(criteria.v[n].old_code.n ? criteria.v[n].old_code : criteria.v[n].code, losses.v[i].code))
                k = &criteria.v[n];
        if (!k)
            continue;                                       /* no next year yet, or the criterion is gone */
        TRY(q_lost_by_code(c, &again, &lost, .set_id = next.id, .unit_id = losses.v[i].unit_id, .code = k->code));
        o->won = dec_sub(losses.v[i].lost, again.lost);
        o->state = !lost || !again.lost.v ? S("recovered") : o->won.v > 0 ? S("partly") : S("again");
    }
    return OK;
}

/* ---- the table of the plan */

Err remedy_table(Ctx *c, int64_t unit_id, int64_t year, bool csv, Str *bytes)
{
    static const OutColumn columns[] = { { T("STT"), 6 }, { T("Nội dung bị trừ điểm"), 40 }, { T("Mã tiêu chí"), 12 }, { T("Điểm mất"), 10 },
        { T("Nguyên nhân"), 40 }, { T("Giải pháp khắc phục"), 50 }, { T("Cơ quan chủ trì"), 24 }, { T("Cơ quan phối hợp"), 24 },
        { T("Thời gian hoàn thành"), 18 }, { T("Ghi chú"), 20 } };
    RemedyRows rows;
    TableOut *t = csv ? table_out_csv(c->arena, c->answer.lang, true) : table_out_xlsx(c->arena, c->answer.lang, c->now);

    TRY(access_need_any(c, &PERM_REMEDY_VIEW));
    TRY(q_remedy_list(c, &rows, .unit_id = unit_id, .year = year, .set_id = 0, .today = c->today));
    out_sheet(t, &(SheetLook){ .name = S("Khắc phục"), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        RemedyRow *m = &rows.v[i];

        out_int(t, (int64_t)i + 1);
        out_text(t, m->content);
        out_text(t, m->codes_first);
        out_dec(t, m->stake, -1);
        out_text(t, m->cause);
        out_text(t, m->measure);
        out_text(t, m->lead);
        out_text(t, m->support);
        out_text(t, m->deadline);
        out_text(t, m->note);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

Err remedy_verify(Ctx *c, Buf *findings)
{
    RemedyVerifyRows rows;

    TRY(q_remedy_verify(c, &rows, ));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(findings, str_eq(rows.v[i].what, S("lost")) ? tr(c->answer.lang, T("Điểm mất số %lld nhỏ hơn 0 hoặc lớn hơn điểm tối đa.\n"))
            : tr(c->answer.lang, T("Giải pháp số %lld gom điểm mất của đơn vị khác.\n")), (long long)rows.v[i].id);
    return OK;
}
