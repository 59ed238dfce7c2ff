#include "assess/assess.h"

#include "assess/own.h"
#include "core/audit.h"
#include "core_sql.h"
#include "text/text.h"

#include <sodium.h>

/* ---- who and when ---- */

Err assess_insider(Ctx *c, int64_t unit_id, bool *out)
{
    static const Perm own = { "own sheet", T("Lập phiếu của đơn vị"), ROLE_HEAD | ROLE_OFFICER };
    AssessPersonUnitRow p;
    AccessUnderRow under;
    bool any;

    *out = false;
    if (c->local)
        return OK;
    TRY(access_can(c, &own, unit_id, out));
    if (*out)
        return OK;
    TRY(q_assess_person_unit(c, &p, &any, .person_id = c->user_id));
    if (!any || !p.unit_id)
        return OK;
    TRY(q_access_under(c, &under, .unit_id = p.unit_id, .root_id = unit_id));
    *out = under.inside > 0;
    return OK;
}

Str assessor_of(const CriterionRows *all, const CriterionRow *k)
{
    int64_t id = k->parent_id;

    if (k->assessor.n)
        return k->assessor;
    for (size_t i = all->n; id && i-- > 0;) {               /* parents stand before their children */
        if (all->v[i].id != id)
            continue;
        if (all->v[i].assessor.n)
            return all->v[i].assessor;
        id = all->v[i].parent_id;
    }
    return S("");
}

Str criterion_field(const CriterionRows *all, int64_t id)
{
    for (size_t i = all->n; i-- > 0;) {                     /* parents stand before their children */
        if (all->v[i].id != id)
            continue;
        if (!all->v[i].parent_id)
            return all->v[i].name;
        id = all->v[i].parent_id;
    }
    return S("");
}

static Err entrusted(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, bool blind, bool *out)
{
    AppraiserTaskRows tasks;
    CriterionRows all;
    Str assessor;

    *out = c->local;
    if (c->local)
        return OK;
    TRY(q_appraiser_tasks_of(c, &tasks, .round_id = r->id, .person_id = c->user_id));
    if (!tasks.n)
        return OK;
    TRY(q_criterion_list(c, &all, .set_id = k->set_id));
    assessor = assessor_of(&all, k);
    for (size_t i = 0; i < tasks.n && !*out; i++) {
        AccessUnderRow under = { .inside = 1 };

        if (tasks.v[i].blind != blind || (tasks.v[i].assessor.n && !text_fold_eq(tasks.v[i].assessor, assessor)))
            continue;
        if (tasks.v[i].unit_id)
            TRY(q_access_under(c, &under, .unit_id = s->unit_id, .root_id = tasks.v[i].unit_id));
        *out = under.inside > 0;
    }
    return OK;
}

/* Whom the round names, or the standing agency in general. */
static Str ask_whom(Ctx *c, const RoundRow *r)
{
    return r->contact.n ? r->contact : str_of(tr(c->answer.lang, T("cơ quan thường trực của đợt đánh giá")));
}

Err sheet_lock(Ctx *c, const RoundRow *r, const SheetRow *s, Stage stage, Lock *out)
{
    const StageRule *rule = &stage_rules[stage];
    Phase phase = phase_of(r->phase);
    SheetState state = sheet_state_of(s->state);

    *out = (Lock){ .ask = ask_whom(c, r), .decision = r->decision_no.n ? r->decision_no : r->basis, .since = r->phase_since };
    if (stage == STAGE_SELF && state == SH_DRAFT)
        out->until = self_due_of(r, s);
    if (stage == STAGE_EXPLANATION)
        out->until = explanation_due_of(r, s);
    if (!(rule->phases & phase)) {
        out->why = str_fmt(c->arena, tr(c->answer.lang, T("đợt đang ở giai đoạn “%s”")), tr(c->answer.lang, phase_title(phase)));
    } else if (!(rule->states & state)) {
        out->why = str_fmt(c->arena, tr(c->answer.lang, T("phiếu đang ở trạng thái “%s”")), tr(c->answer.lang, sheet_state_title(state)));
        out->since = s->state_since;
    } else if (out->until.day && out->until.day < c->today.day) {
        out->why = str_fmt(c->arena, tr(c->answer.lang, T("hạn làm việc đã hết ngày %.*s")), SV(date_vi(c->arena, out->until)));
        out->since = moment_of((Date){ out->until.day + 1 }, 0, 0);
    }
    out->locked = out->why.n > 0;
    return OK;
}

static Err say_locked(Ctx *c, const SheetRow *s, Stage stage, const Lock *l)
{
    return fail(c, E_STATE, T("Phần “%s” của phiếu %.*s đang khóa: %.*s, từ %.*s%s%.*s. Muốn mở lại, hãy liên hệ %.*s."),
        tr(c->answer.lang, stage_title(stage)), SV(s->unit_name), SV(l->why), SV(moment_vi(c->arena, l->since)),
        l->decision.n ? tr(c->answer.lang, T(", theo ")) : "", SV(l->decision), SV(l->ask));
}

Err stage_may(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, Stage stage)
{
    const StageRule *rule = &stage_rules[stage];
    bool yes;
    Lock l;

    TRY(access_need(c, rule->perm, s->unit_id));
    if (!r->set_id || k->set_id != r->set_id)
        return fail(c, E_STATE, T("Tiêu chí này không thuộc bộ tiêu chí của đợt; hãy tải lại trang."));
    if (k->children)
        return fail(c, E_INVALID, T("Tiêu chí %.*s có tiêu chí con nên không chấm trực tiếp; hãy chấm các tiêu chí con."), SV(k->code));
    if (!str_eq(k->source, S("self")))
        return fail(c, E_STATE, T("Điểm của tiêu chí %.*s lấy từ số liệu, điều tra hoặc điểm cộng trừ, không chấm trên phiếu."), SV(k->code));
    TRY(sheet_lock(c, r, s, stage, &l));
    if (l.locked)
        return say_locked(c, s, stage, &l);
    if (rule->outsider) {
        TRY(assess_insider(c, s->unit_id, &yes));
        if (yes)
            return fail(c, E_FORBIDDEN, T("Bạn thuộc %.*s nên không thẩm định phiếu của chính đơn vị mình."), SV(s->unit_name));
    }
    if (rule->tasked) {
        TRY(entrusted(c, r, s, k, stage == STAGE_BLIND, &yes));
        if (!yes)
            return fail(c, E_FORBIDDEN, T("Bạn chưa được phân công thẩm định tiêu chí %.*s của %.*s; hãy liên hệ %.*s."), SV(k->code),
                SV(s->unit_name), SV(l.ask));
    }
    return OK;
}

/* ---- points of a value ---- */

typedef struct OwnFacts {
    Ctx *c;
    FactRows rows;
} OwnFacts;

static bool own_fact(void *ctx, Str code, Value *out, Str *source)
{
    OwnFacts *f = ctx;
    Answer why = { .arena = f->c->arena };

    for (size_t i = 0; i < f->rows.n; i++)
        if (str_eq(f->rows.v[i].code, code)) {
            *source = f->rows.v[i].source;
            return value_parse(out, f->c->arena, f->rows.v[i].value, 0, &why) == OK;
        }
    return false;
}

static Err points_by_rule(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, const Value *v, ScoreSaved *out)
{
    OwnFacts facts = { .c = c };
    RuleInput in = { .own = *v, .own_code = k->code, .max = k->max_points, .year = (int)r->year, .lang = c->answer.lang, .ctx = &facts,
        .fact = own_fact };
    const Rule *rule;
    RuleFacts reads;
    RuleResult res;

    out->by_rule = true;
    if (v->kind == VALUE_ANSWER && v->ans == ANS_NA) {
        out->note = str_of(tr(c->answer.lang, T("Không áp dụng: bộ tiêu chí quy định cách tính điểm.")));
        return OK;
    }
    TRY(rule_parse(&rule, c->arena, k->rule, k->max_points, &c->answer));
    reads = rule_facts(c->arena, rule);
    if (reads.peers || reads.sub_units) {
        out->note = str_of(tr(c->answer.lang, T("Điểm được tính khi có số liệu của mọi đơn vị.")));
        return OK;
    }
    TRY(q_fact_of_unit(c, &facts.rows, .unit_id = s->unit_id, .period = str_fmt(c->arena, "%lld", (long long)r->year)));
    c->answer.field = S("value");
    TRY(rule_eval(&res, c->arena, rule, &in, &c->answer));
    c->answer.field = S("");
    if (res.state == RULE_POINTS)
        out->points = (OptDec){ true, res.points };
    else if (res.state == RULE_MISSING)
        out->note = str_fmt(c->arena, tr(c->answer.lang, T("Quy tắc còn thiếu số liệu %.*s nên chưa tính được điểm.")), SV(res.missing));
    return OK;
}

static Err read_form(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, const ScoreForm *f, StageRow *to, ScoreSaved *out)
{
    Value v;

    to->reason = str_trim(f->reason);
    if (f->points.has && (f->points.d.v < 0 || dec_cmp(f->points.d, k->max_points) > 0))
        return fail_field(c, "points", T("Điểm phải từ 0 đến điểm tối đa %.*s của tiêu chí."), SV(dec_exact(c->arena, k->max_points, NUM_VI)));
    out->points = f->points;
    if (str_trim(f->value).n) {
        c->answer.field = S("value");
        TRY(value_parse(&v, c->arena, str_trim(f->value), (int)r->year, &c->answer));
        c->answer.field = S("");
        to->value = v.kind == VALUE_TEXT ? str_trim(f->value) : value_print(c->arena, &v);
        if (!f->points.has && !k->rule.n && !(v.kind == VALUE_ANSWER && v.ans == ANS_NA))
            return fail_field(c, "points", T("Tiêu chí %.*s không có quy tắc tính điểm; hãy ghi điểm."), SV(k->code));
        if (!f->points.has)
            TRY(points_by_rule(c, r, s, k, &v, out));
    }
    to->points = out->points;
    to->by_rule = out->by_rule;
    return OK;
}

static bool same_points(OptDec a, OptDec b)
{
    return a.has == b.has && (!a.has || a.d.v == b.d.v);
}

/* A difference from what stood before has its reason, and the unit can read it. */
static Err need_reason(Ctx *c, Stage stage, const StageRow *now)
{
    static const StageRow none;
    StageRow before = none, row;
    bool any;

    if (!stage_rules[stage].counts || stage == STAGE_SELF || !now->given || now->reason.n)
        return OK;
    for (Stage s = STAGE_SELF; s < stage; s++) {
        if (!stage_rules[s].counts)
            continue;
        TRY(q_stage_latest_one(c, &row, &any, .sheet_id = now->sheet_id, .criterion_id = now->criterion_id, .stage = str_of(stage_name(s))));
        if (any && row.given)
            before = row;
    }
    if (!before.given || (same_points(before.points, now->points) && (now->points.has || str_eq(before.value, now->value))))
        return OK;
    return fail_field(c, "reason", T("Điểm khác với điểm ở bước trước; hãy ghi lý do để đơn vị biết."));
}

/* Two readings by one person tell nothing. */
static Err need_second_reader(Ctx *c, Stage stage, const StageRow *now)
{
    StageRow first;
    bool any;

    if (stage != STAGE_BLIND)
        return OK;
    TRY(q_stage_latest_one(c, &first, &any, .sheet_id = now->sheet_id, .criterion_id = now->criterion_id, .stage = S("appraisal")));
    if (any && first.given && str_eq(first.by_login, by_whom(c)))
        return fail(c, E_STATE, T("Bạn đã thẩm định lần 1 tiêu chí này nên không thẩm định độc lập lần nữa; hãy để người khác chấm."));
    return OK;
}

static Err freeze_set(Ctx *c, const RoundRow *r)
{
    CriteriaSetRow set;

    TRY(q_criteria_set_get(c, &set, .id = r->set_id));
    if (set.frozen_at.ms)
        return OK;
    return criteria_freeze(c, r->set_id, str_fmt(c->arena, tr(LANG_VI, T("đợt đánh giá %.*s đã có điểm")), SV(r->name)));
}

static Str points_text(Ctx *c, OptDec p)
{
    return p.has ? dec_exact(c->arena, p.d, NUM_PLAIN) : S("");
}

static Err note_score(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, const StageRow *old, const StageRow *now)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kstr(&j, "before", points_text(c, old->points));
    json_kstr(&j, "after", points_text(c, now->points));
    if (old->value.n || now->value.n) {
        json_kstr(&j, "value_before", old->value);
        json_kstr(&j, "value_after", now->value);
    }
    json_close(&j, '}');
    return audit_add(c, str_z(c->arena, str_fmt(c->arena, "score.%.*s", SV(now->stage))), str_fmt(c->arena, "%.*s %lld %.*s %.*s", SV(r->code),
        (long long)r->year, SV(s->unit_code), SV(k->code)), buf_str(&b));
}

/* The new row; old.version 0: nothing stood there. */
static Err append(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, const StageRow *old, const StageRow *now, int64_t session_id)
{
    TRY(q_stage_add(c, .sheet_id = now->sheet_id, .criterion_id = now->criterion_id, .stage = now->stage, .points = now->points,
        .value = now->value, .by_rule = now->by_rule, .given = now->given, .reason = now->reason, .at = c->now, .who = by_whom(c),
        .version = old->version + 1, .batch = now->batch, .session_id = session_id));
    TRY(freeze_set(c, r));
    return note_score(c, r, s, k, old, now);
}

static Err refuse_conflict(Ctx *c, const CriterionRow *k, const StageRow *old)
{
    return fail(c, E_CONFLICT, T("%.*s vừa ghi tiêu chí %.*s lúc %.*s: điểm %.*s, số liệu “%.*s”. Điều bạn gõ chưa ghi đè; hãy xem lại rồi lưu."),
        SV(old->by_login), SV(k->code), SV(moment_vi(c->arena, old->at)), SV(points_text(c, old->points)), SV(old->value));
}

Err stage_put(Ctx *c, int64_t sheet_id, int64_t criterion_id, Stage stage, const ScoreForm *f, ScoreSaved *out)
{
    StageRow old = { 0 }, now = { .sheet_id = sheet_id, .criterion_id = criterion_id, .stage = str_of(stage_name(stage)), .batch = f->batch };
    CriterionRow k;
    SheetRow s;
    RoundRow r;
    bool any;

    *out = (ScoreSaved){ 0 };
    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    TRY(q_criterion_get(c, &k, .id = criterion_id));
    TRY(stage_may(c, &r, &s, &k, stage));
    TRY(read_form(c, &r, &s, &k, f, &now, out));
    now.given = stage == STAGE_EXPLANATION ? now.reason.n > 0 : now.points.has || now.value.n > 0;
    if (stage == STAGE_EXPLANATION && !now.given && (now.points.has || now.value.n))
        return fail_field(c, "reason", T("Hãy ghi lời giải trình."));
    TRY(q_stage_latest_one(c, &old, &any, .sheet_id = sheet_id, .criterion_id = criterion_id, .stage = now.stage));
    out->version = old.version;
    out->same = any && old.given == now.given && same_points(old.points, now.points) && str_eq(old.value, now.value) && str_eq(old.reason, now.reason);
    if (!any && !now.given && !now.reason.n)
        out->same = true;
    if (out->same)
        return OK;
    if (f->version >= 0 && f->version != old.version)
        return refuse_conflict(c, &k, &old);
    TRY(need_reason(c, stage, &now));
    TRY(need_second_reader(c, stage, &now));
    out->version = old.version + 1;
    return append(c, &r, &s, &k, &old, &now, f->session_id);
}

/* ---- many at once, and back ---- */

static Err accept_one(Ctx *c, int64_t sheet_id, int64_t criterion_id, Str batch, bool *done)
{
    StageRow self, there;
    ScoreSaved saved;
    ScoreForm f = { .version = -1, .batch = batch };
    bool any, taken;

    *done = false;
    TRY(q_stage_latest_one(c, &self, &any, .sheet_id = sheet_id, .criterion_id = criterion_id, .stage = S("self")));
    TRY(q_stage_latest_one(c, &there, &taken, .sheet_id = sheet_id, .criterion_id = criterion_id, .stage = S("appraisal")));
    if (!any || !self.given || (taken && there.given))
        return OK;
    f.value = self.value;
    if (!self.by_rule)
        f.points = self.points;
    TRY(stage_put(c, sheet_id, criterion_id, STAGE_APPRAISAL, &f, &saved));
    *done = !saved.same;
    return OK;
}

Err stage_accept(Ctx *c, int64_t round_id, int64_t criterion_id, const int64_t *sheets, size_t n, Str *batch, size_t *done)
{
    unsigned char random[9];
    char text[sizeof random * 2 + 1];
    bool one;

    *done = 0;
    randombytes_buf(random, sizeof random);
    *batch = str_dup(c->arena, str_of(sodium_bin2hex(text, sizeof text, random, sizeof random)));
    for (size_t i = 0; i < n; i++) {
        SheetRow s;
        Err e;

        TRY(q_sheet_get(c, &s, .id = sheets[i]));
        if (s.round_id != round_id)
            return fail(c, E_INVALID, T("Có phiếu không thuộc đợt này; hãy tải lại trang."));
        e = accept_one(c, s.id, criterion_id, *batch, &one);
        if (e == OK)
            *done += one;
        else if (n == 1 || (e != E_STATE && e != E_FORBIDDEN))
            return e;                                       /* of many, those that may not be appraised now are left */
    }
    ctx_forget(c);
    return OK;
}

Err stage_accept_undo(Ctx *c, Str batch, size_t *done)
{
    StageRows rows;

    *done = 0;
    TRY(q_stages_of_batch(c, &rows, .batch = batch));
    for (size_t i = 0; i < rows.n; i++) {
        StageRow *now = &rows.v[i], before = { 0 };
        CriterionRow k;
        SheetRow s;
        RoundRow r;
        bool any;

        if (!str_eq(now->by_login, by_whom(c)))
            return fail(c, E_FORBIDDEN, T("Chỉ người đã nhận hàng loạt mới hoàn tác được."));
        if (c->now.ms - now->at.ms > UNDO_SECONDS * 1000)
            return fail(c, E_STATE, T("Đã quá một phút nên không hoàn tác được nữa; hãy sửa từng điểm."));
        TRY(q_sheet_get(c, &s, .id = now->sheet_id));
        TRY(q_round_get(c, &r, .id = s.round_id));
        TRY(q_criterion_get(c, &k, .id = now->criterion_id));
        TRY(stage_may(c, &r, &s, &k, STAGE_APPRAISAL));
        TRY(q_stage_before(c, &before, &any, .sheet_id = s.id, .criterion_id = k.id, .stage = now->stage, .version = now->version - 1));
        before.sheet_id = s.id;
        before.criterion_id = k.id;
        before.stage = now->stage;
        before.batch = S("");
        TRY(append(c, &r, &s, &k, now, &before, 0));
        ++*done;
    }
    return OK;
}
