/* Pages of the round for its owner: list, form, who is how far, moves. */
#include "assess/assess_web.h"

#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

Err get_rounds(Ctx *c, Req *rq, Out *o)
{
    RoundsView v = { 0 };
    RoundRows all;

    (void)rq;
    TRY(q_rounds(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        *vec_add(c->arena, &v.rows) = (RoundLine){ all.v[i], phase_title(phase_of(all.v[i].phase)) };
    TRY(access_can(c, &PERM_ROUND_RUN, 0, &v.may_create));
    tpl_rounds(o, &v);
    return OK;
}

/* ---- form ---- */

static Err read_form(Ctx *c, const Req *rq, RoundForm *f)
{
    const struct { const char *name; Date *to; } dates[] = {
        { "opens_on", &f->opens_on }, { "self_due", &f->self_due }, { "appraisal_due", &f->appraisal_due },
        { "explanation_due", &f->explanation_due }, { "second_due", &f->second_due }, { "council_on", &f->council_on },
        { "provisional_on", &f->provisional_on }, { "appeal_due", &f->appeal_due },
    };
    Buf kinds = { .arena = c->arena };

    f->code = str_trim(req_str(rq, "code"));
    f->year = req_int(rq, "year");
    f->name = str_trim(req_str(rq, "name"));
    f->set_code = req_str(rq, "set_code");
    f->basis = str_trim(req_str(rq, "basis"));
    f->contact = str_trim(req_str(rq, "contact"));
    for (size_t i = 0; i < req_count(rq, "unit_kinds"); i++)
        buf_fmt(&kinds, "%s%.*s", i ? " " : "", SV(req_nth(rq, "unit_kinds", i)));
    f->unit_kinds = buf_str(&kinds);
    for (size_t i = 0; i < COUNT(dates); i++)
        TRY(req_date(c, rq, dates[i].name, false, dates[i].to));
    return OK;
}

static bool word_in(Str all, Str word)
{
    Str one, rest = all;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &one, &rest);
        if (str_eq(one, word))
            return true;
    }
    return false;
}

/* After a refusal the form shows what was typed. */
static Err show_form(Ctx *c, const Req *rq, RoundFormView *v, Out *o)
{
    static const struct { const char *kind, *title; } kinds[] = { { "department", T("Sở, ban, ngành") }, { "ward", T("Phường") },
        { "commune", T("Xã") }, { "zone", T("Đặc khu") }, { "vertical", T("Cơ quan ngành dọc") } };
    CriteriaSetRows all;
    int64_t year = v->f.year;

    if (req_has(rq, "name") && read_form(c, rq, &v->f) != OK)
        c->answer = (Answer){ .arena = c->arena, .lang = c->answer.lang };      /* a day that is none: the refusal has said so */
    for (size_t i = 0; i < COUNT(kinds); i++)
        *vec_add(c->arena, &v->kinds) = (Choice){ .value = str_of(kinds[i].kind), .title = kinds[i].title, .on = word_in(v->f.unit_kinds, str_of(kinds[i].kind)) };
    TRY(q_criteria_sets(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        if (v->id ? all.v[i].year == year : all.v[i].year >= year - 1)
            *vec_add(c->arena, &v->sets) = (Choice){ .value = all.v[i].code, .on = str_eq(all.v[i].code, v->f.set_code),
                .text = str_fmt(c->arena, "%.*s %" PRId64 ": %.*s", SV(all.v[i].code), all.v[i].year, SV(all.v[i].name)) };
    tpl_round_form(o, v);
    return OK;
}

Err get_round_new(Ctx *c, Req *rq, Out *o)
{
    RoundFormView v = { .f = { .year = date_year(c->today) } };

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    return show_form(c, rq, &v, o);
}

Err post_round_new(Ctx *c, Req *rq, Out *o)
{
    RoundForm f = { 0 };
    int64_t id;

    (void)o;
    TRY(read_form(c, rq, &f));
    TRY(round_create(c, &f, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lập đợt đánh giá."))));
    req_go(rq, "/rounds/%" PRId64, id);
    return OK;
}

Err get_round_edit(Ctx *c, Req *rq, Out *o)
{
    RoundFormView v = { 0 };
    RoundRow r;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    v = (RoundFormView){ .id = r.id, .version = r.version, .f = round_form(&r) };
    return show_form(c, rq, &v, o);
}

Err post_round_edit(Ctx *c, Req *rq, Out *o)
{
    RoundForm f = { 0 };

    (void)o;
    TRY(read_form(c, rq, &f));
    TRY(round_change(c, req_int(rq, "id"), req_int(rq, "version"), &f));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu."))));
    req_go(rq, "/rounds/%" PRId64, req_int(rq, "id"));
    return OK;
}

/* ---- the round ---- */

static void fill_steps(Ctx *c, RoundView *v)
{
    const struct { Phase phase; Date due; } steps[] = {
        { PH_PREPARING, v->r.opens_on }, { PH_SELF, v->r.self_due }, { PH_APPRAISAL, v->r.appraisal_due },
        { PH_EXPLANATION, v->r.explanation_due }, { PH_SECOND, v->r.second_due }, { PH_COUNCIL, v->r.council_on },
        { PH_PROVISIONAL, v->r.provisional_on }, { PH_APPEAL, v->r.appeal_due }, { PH_APPROVED, v->r.decision_date },
        { PH_PUBLISHED, v->r.published_at.ms ? moment_date(v->r.published_at) : (Date){ 0 } },
    };
    Phase now = phase_of(v->r.phase);

    for (size_t i = 0; i < COUNT(steps); i++)
        *vec_add(c->arena, &v->steps) = (StepLine){ phase_title(steps[i].phase), steps[i].phase < now, steps[i].phase == now, steps[i].due };
}

static int64_t reminded(const RoundRemindersRows *all, int64_t unit_id)
{
    int64_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        n += all->v[i].unit_id == unit_id;
    return n;
}

static Err fill_sheets(Ctx *c, RoundView *v)
{
    SheetsOpenedRows opened;
    SheetCountsRows counts;
    SheetRows sheets;

    TRY(q_sheets_of_round(c, &sheets, .round_id = v->r.id));
    TRY(q_sheets_opened(c, &opened, .round_id = v->r.id, .sheet_id = 0));
    TRY(q_sheet_counts(c, &counts, .round_id = v->r.id, .sheet_id = 0));
    for (size_t i = 0; i < sheets.n; i++) {
        const SheetRow *s = &sheets.v[i];
        SheetState state = sheet_state_of(s->state);
        SheetLine *l;
        bool may;

        TRY(access_can(c, &PERM_SHEET_VIEW, s->unit_id, &may));
        if (!may)
            continue;
        l = vec_add(c->arena, &v->sheets);
        *l = (SheetLine){ .s = *s, .state = sheet_state_title(state), .tag = state_tag(s->state), .letter = state_letter(s->state),
            .due = state == SH_RETURNED ? explanation_due_of(&v->r, s) : self_due_of(&v->r, s), .reminded = reminded(&v->reminders, s->unit_id) };
        for (size_t k = 0; k < counts.n; k++)
            if (counts.v[k].sheet_id == s->id) {
                l->leaves = counts.v[k].leaves;
                l->scored = counts.v[k].scored;
                l->appraised = counts.v[k].appraised;
                l->disputed = counts.v[k].disputed;
                l->explained = counts.v[k].explained;
            }
        for (size_t k = 0; k < opened.n; k++)
            if (opened.v[k].sheet_id == s->id)
                l->opened = opened.v[k].at;
        l->idle = !l->scored;
        v->unopened += l->idle && state == SH_DRAFT && !l->opened.ms;
        l->late = state & (SH_DRAFT | SH_REWORK | SH_RETURNED) && l->due.day && l->due.day < c->today.day;
        v->idle += l->idle && state == SH_DRAFT && l->opened.ms;
        v->drafts += !l->idle && state & (SH_DRAFT | SH_REWORK);
        v->sent += !(state & (SH_DRAFT | SH_REWORK));
        v->late += l->late;
    }
    return OK;
}

static GapLine *gap_of(Ctx *c, GapLines *to, Str name)
{
    for (size_t i = 0; i < to->n; i++)
        if (str_eq(to->v[i].name, name))
            return &to->v[i];
    *vec_add(c->arena, to) = (GapLine){ .name = name };
    return &to->v[to->n - 1];
}

static void add_gap(GapLine *l, Dec self, Dec last)
{
    l->n++;
    l->self = dec_add(l->self, self);
    l->last = dec_add(l->last, last);
    l->gap = dec_sub(l->last, l->self);
}

/* Self-scored against appraised, by field and by who appraised. Rows come by sheet and criterion, appraisal before self. */
static Err fill_gaps(Ctx *c, RoundView *v)
{
    CriterionRows all;
    StageRows rows;
    const StageRow *appraised = NULL;

    if (!v->may_rank || !v->r.set_id)
        return OK;
    TRY(q_criterion_list(c, &all, .set_id = v->r.set_id));
    TRY(q_stages_of_round(c, &rows, .round_id = v->r.id));
    for (size_t i = 0; i < rows.n; i++) {
        const StageRow *s = &rows.v[i];

        if (str_eq(s->stage, S("appraisal")))
            appraised = s;
        if (!str_eq(s->stage, S("self")) || !appraised || appraised->sheet_id != s->sheet_id || appraised->criterion_id != s->criterion_id
            || !s->points.has || !appraised->points.has || !appraised->given)
            continue;
        add_gap(gap_of(c, &v->by_field, criterion_field(&all, s->criterion_id)), s->points.d, appraised->points.d);
        add_gap(gap_of(c, &v->by_person, appraised->by_login), s->points.d, appraised->points.d);
        for (size_t u = 0; u < v->sheets.n; u++)
            if (v->sheets.v[u].s.id == s->sheet_id)
                add_gap(gap_of(c, &v->by_unit, v->sheets.v[u].s.unit_name), s->points.d, appraised->points.d);
    }
    return OK;
}

static void fill_moves(Ctx *c, RoundView *v)
{
    for (const RoundMove *m = round_moves; m->action; m++) {
        bool may;

        if (m->from == phase_of(v->r.phase) && access_can(c, m->perm, 0, &may) == OK && may)
            *vec_add(c->arena, &v->moves) = (MoveButton){ str_of(m->action), m->title, m->reason,
                m->to == PH_APPROVED || m->from == PH_CORRECTION };
    }
    for (const SheetMove *m = sheet_moves; v->may_run && m->action; m++) {
        bool there = false;

        for (size_t i = 0; i < v->sheet_moves.n; i++)
            there |= str_eq(v->sheet_moves.v[i].action, str_of(m->action));
        if (!there && m->phases & phase_of(v->r.phase) && m->perm->roles & ROLE_COORDINATOR)
            *vec_add(c->arena, &v->sheet_moves) = (MoveButton){ str_of(m->action), m->title, m->reason, false };
    }
}

static Err load_round(Ctx *c, const Req *rq, RoundView *v)
{
    TRY(q_round_get(c, &v->r, .id = req_int(rq, "id")));
    v->phase = phase_title(phase_of(v->r.phase));
    TRY(access_can(c, &PERM_ROUND_RUN, 0, &v->may_run));
    TRY(access_can(c, &PERM_RANKING_LIVE, 0, &v->may_rank));
    v->may_queue = v->may_run || access_any(c, &PERM_SHEET_APPRAISE);
    if (v->may_run) {
        TRY(q_round_reminders(c, &v->reminders, .round_id = v->r.id, .unit_id = 0));
        TRY(q_sheet_extensions(c, &v->extensions, .round_id = v->r.id));
        TRY(q_round_moves_of(c, &v->history, .round_id = v->r.id));
        TRY(q_people_of_role(c, &v->appraisers, .role = S("appraiser"), .on = c->today));
        TRY(q_set_assessors(c, &v->assessors, .set_id = v->r.set_id));
    }
    TRY(q_appraiser_tasks(c, &v->tasks, .round_id = v->r.id));
    return fill_sheets(c, v);
}

Err get_round(Ctx *c, Req *rq, Out *o)
{
    RoundView v = { 0 };

    TRY(load_round(c, rq, &v));
    fill_steps(c, &v);
    fill_moves(c, &v);
    TRY(fill_gaps(c, &v));
    if (v.may_rank) {
        Divergence d;

        TRY(round_divergence(c, v.r.id, &d));
        v.pairs = d.rows.n;
    }
    tpl_round(o, &v);
    return OK;
}

Err get_round_xlsx(Ctx *c, Req *rq, Out *o)
{
    RoundRow r;
    Str bytes;

    (void)o;
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    TRY(round_workbook(c, &r, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "%.*s-%" PRId64 ".xlsx", SV(r.code), r.year), bytes);
    return OK;
}

/* ---- acts ---- */

static Err back(Ctx *c, Req *rq, Str said)
{
    req_flash(rq, said);
    req_go(rq, "/rounds/%" PRId64, req_int(rq, "id"));
    (void)c;
    return OK;
}

/* The signed file of the decision is checked and stored before the write. */
Err prepare_round_move(Ctx *c, Req *rq)
{
    Upload *up = NEW(c->arena, Upload, 1);
    ReqFile f;

    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    if (!req_nth_file(rq, "decision_file", 0, &f))
        return OK;
    rq->prepared = up;
    return f.path.n ? upload_take(c, f.name, f.path, up) : upload_take_bytes(c, f.name, f.bytes, up);
}

Err round_decision_file(Ctx *c, const RoundRow *r, Upload *up, Decision *d)
{
    Str number = str_trim(d->number), symbol = { 0 };
    AssessPersonUnitRow p = { 0 };
    AssessRootUnitRow root;
    bool any = false;
    DocForm f = { .type = S("decision"), .issued_on = d->date, .abstract = str_fmt(c->arena, tr(LANG_VI, T("Phê duyệt kết quả: %.*s")), SV(r->name)),
        .issuer = up->proposed.issuer, .shared = true };

    (void)str_cut(number, S("/"), &f.number, &symbol);      /* a number without symbol stays whole */
    f.symbol = symbol;
    if (c->user_id)
        TRY(q_assess_person_unit(c, &p, &any, .person_id = c->user_id));
    f.unit_id = p.unit_id;
    if (!f.unit_id) {
        TRY(q_assess_root_unit(c, &root, &any, ));
        f.unit_id = any ? root.id : 0;
    }
    return archive_add(c, &f, up, true, &d->document_id);
}

Err post_round_move(Ctx *c, Req *rq, Out *o)
{
    Decision d = { .number = req_str(rq, "decision_no") };
    RoundRow r;

    (void)o;
    TRY(req_date(c, rq, "decision_date", false, &d.date));
    TRY(q_round_get(c, &r, .id = req_int(rq, "id")));
    if (rq->prepared && str_trim(d.number).n && d.date.day)
        TRY(round_decision_file(c, &r, rq->prepared, &d));
    TRY(round_move(c, req_int(rq, "id"), req_str(rq, "action"), req_str(rq, "reason"), &d));
    return back(c, rq, str_of(tr(c->answer.lang, T("Đã chuyển giai đoạn."))));
}

Err post_round_sheets(Ctx *c, Req *rq, Out *o)
{
    size_t done, left;
    Str no;

    (void)o;
    TRY(sheet_move_all(c, req_int(rq, "id"), req_str(rq, "action"), req_str(rq, "reason"), &done, &left, &no));
    if (!done)
        return fail(c, E_STATE, T("Không phiếu nào chuyển được; phiếu đầu tiên: %.*s"), SV(no));
    return back(c, rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã chuyển %zu phiếu, %zu phiếu không chuyển được.")), done, left));
}

static Err own_sheet(Ctx *c, const Req *rq, SheetRow *s)
{
    TRY(q_sheet_get(c, s, .id = req_int(rq, "sheet")));
    if (s->round_id == req_int(rq, "id"))
        return OK;
    return fail(c, E_NOT_FOUND, T("Đợt này không có phiếu đó; hãy tải lại trang."));
}

Err post_round_remind(Ctx *c, Req *rq, Out *o)
{
    size_t n;
    SheetRow s;

    (void)o;
    if (str_eq(req_str(rq, "sheet"), S("all"))) {
        TRY(round_remind_all(c, req_int(rq, "id"), req_str(rq, "text"), &n));
        return back(c, rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã đôn đốc %zu đơn vị chưa gửi.")), n));
    }
    TRY(own_sheet(c, rq, &s));
    TRY(round_remind(c, s.id, req_str(rq, "text"), &n));
    return back(c, rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã đôn đốc %.*s, báo đến %zu người.")), SV(s.unit_name), n));
}

Err post_round_extend(Ctx *c, Req *rq, Out *o)
{
    Date until = { 0 };
    SheetRow s;

    (void)o;
    TRY(own_sheet(c, rq, &s));
    TRY(req_date(c, rq, "until", true, &until));
    TRY(round_extend(c, s.id, req_str(rq, "what"), until, req_str(rq, "reason")));
    return back(c, rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã gia hạn cho %.*s.")), SV(s.unit_name)));
}

Err post_round_assign(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    if (req_int(rq, "remove"))
        TRY(round_unassign(c, req_int(rq, "id"), req_int(rq, "remove")));
    else
        TRY(round_assign(c, req_int(rq, "id"), str_trim(req_str(rq, "login")), req_str(rq, "assessor"), str_trim(req_str(rq, "unit")),
            req_has(rq, "blind")));
    return back(c, rq, str_of(tr(c->answer.lang, T("Đã lưu phân công."))));
}

/* ---- blind second reading ---- */

Err get_round_blind(Ctx *c, Req *rq, Out *o)
{
    BlindView v = { 0 };
    AppraiserTaskRows tasks;
    Divergence d;

    TRY(q_round_get(c, &v.r, .id = req_int(rq, "id")));
    TRY(round_divergence(c, v.r.id, &d));
    TRY(access_can(c, &PERM_ROUND_RUN, 0, &v.may_run));
    if (v.may_run)
        TRY(q_people_of_role(c, &v.appraisers, .role = S("appraiser"), .on = c->today));
    TRY(q_appraiser_tasks(c, &tasks, .round_id = v.r.id));
    for (size_t i = 0; i < tasks.n; i++)
        if (tasks.v[i].blind)
            *vec_add(c->arena, &v.tasks) = tasks.v[i];
    for (size_t i = 0; i < d.rows.n; i++) {
        BlindLine *l = vec_add(c->arena, &v.rows);

        *l = (BlindLine){ .p = d.rows.v[i], .gap = dec_sub(d.rows.v[i].second.d, d.rows.v[i].first.d) };
        l->same = l->gap.v == 0 && l->p.first.has == l->p.second.has;
    }
    v.n = d.rows.n;
    v.same = d.same;
    if (v.n) {
        v.share = (Dec){ (int64_t)(d.same * 100) * DEC_ONE / (int64_t)v.n };
        v.mean = (Dec){ d.apart.v / (int64_t)v.n };
    }
    tpl_round_blind(o, &v);
    return OK;
}

Err post_round_sample(Ctx *c, Req *rq, Out *o)
{
    size_t n;

    (void)o;
    TRY(round_sample(c, req_int(rq, "id"), str_trim(req_str(rq, "login")), req_int(rq, "share"), req_str(rq, "seed"), &n));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã rút mẫu %zu đơn vị để thẩm định độc lập.")), n));
    req_go(rq, "/rounds/%" PRId64 "/blind", req_int(rq, "id"));
    return OK;
}
