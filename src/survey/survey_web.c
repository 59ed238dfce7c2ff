/* Pages: the list, a new survey, one survey, who rates whom, codes and devices, what waits for a decision. */
#include "survey/survey_web.h"

#include "base/map.h"
#include "chart/chart.h"
#include "core/setting.h"
#include "doc/qr.h"
#include "org/org.h"
#include "pages.h"
#include "survey/device.h"
#include "survey/guard.h"
#include "survey/poster.h"
#include "survey/sample.h"
#include "text/text.h"

const Perm PERM_SURVEY_VIEW = { "survey.view", T("Xem khảo sát và kết quả"),
    ROLE_COORDINATOR | ROLE_APPRAISER | ROLE_COUNCIL | ROLE_HEAD | ROLE_OFFICER | ROLE_VIEWER };

static void state_of(const Ctx *c, bool closed, Date opens, Date closes, Date swept, const char **state, Str *tag, Str *letter)
{
    *tag = S("");
    *letter = S("–");
    if (swept.day) {
        *state = T("Chỉ còn số tổng hợp");
    } else if (closed || (closes.day && c->today.day > closes.day)) {
        *state = T("Đã đóng");
        *letter = S("K");
    } else if (opens.day && c->today.day < opens.day) {
        *state = T("Chưa đến ngày");
        *tag = S("info");
        *letter = S("C");
    } else {
        *state = T("Đang nhận phiếu");
        *tag = S("good");
        *letter = S("Đ");
    }
}

Err survey_top(Ctx *c, const Req *rq, const char *here, SurveyTop *out)
{
    TRY(survey_find(c, req_str(rq, "survey"), &out->s));
    state_of(c, out->s.closed, out->s.opens_on, out->s.closes_on, out->s.swept_on, &out->state, &out->tag, &out->letter);
    out->here = str_of(here);
    TRY(access_can(c, &PERM_SURVEY_MANAGE, 0, &out->may_manage));
    return access_can(c, &PERM_SURVEY_ENTER, 0, &out->may_enter);
}

Err survey_site(Ctx *c, const Req *rq, Str *out)
{
    Str host = http_header(rq->http, "Host"), proto = http_header(rq->http, "X-Forwarded-Proto");

    TRY(setting_get(c, "survey.address", out));
    while (str_ends(*out, S("/")))
        out->n--;
    if (!out->n)
        *out = str_fmt(c->arena, "%s://%.*s", str_eq(proto, S("https")) ? "https" : "http", SV(host));
    return OK;
}

Err survey_address(Ctx *c, const Req *rq, Str path, Str *address, Html *qr)
{
    Buf svg = { .arena = c->arena };
    Str site;
    Qr q;

    TRY(survey_site(c, rq, &site));
    *address = str_fmt(c->arena, "%.*s%.*s", SV(site), SV(path));
    TRY(qr_make(&q, c->arena, *address, &c->answer));
    qr_svg(&svg, &q, str_fmt(c->arena, tr(c->answer.lang, T("Mã QR của %.*s")), SV(*address)));
    *qr = html_trusted(buf_str(&svg));
    return OK;
}

static Html bar_of(Ctx *c, int64_t value, int64_t most)
{
    Buf svg = { .arena = c->arena };

    if (most <= 0)
        return (Html){ 0 };
    chart_cell_bar(&svg, dec_int(value < most ? value : most), dec_int(most));
    return html_trusted(buf_str(&svg));
}

/* ---- the list ---- */

Err get_surveys(Ctx *c, Req *rq, Out *o)
{
    SurveysView v = { 0 };
    SurveyListRows all;

    (void)rq;
    TRY(q_survey_list(c, &all, ));
    for (size_t i = 0; i < all.n; i++) {
        SurveyLine *l = vec_add(c->arena, &v.rows);

        l->r = all.v[i];
        state_of(c, l->r.closed, l->r.opens_on, l->r.closes_on, l->r.swept_on, &l->state, &l->tag, &l->letter);
        l->bar = bar_of(c, l->r.counted, l->r.quota);
    }
    TRY(access_can(c, &PERM_SURVEY_MANAGE, 0, &v.may_manage));
    tpl_surveys(o, &v);
    return OK;
}

/* ---- a new one ---- */

static const char *const offered_kinds[] = { "department", "vertical", "commune", "ward", "zone" };

Err get_survey_new(Ctx *c, Req *rq, Out *o)
{
    SurveyNewView v = { .year = date_year(c->today) };

    (void)rq;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_forms(c, &v.forms, .code = S("")));
    for (size_t i = 0; i < COUNT(offered_kinds); i++)
        *vec_add(c->arena, &v.kinds) = (Choice){ .value = str_of(offered_kinds[i]), .title = unit_kind(str_of(offered_kinds[i]))->title };
    tpl_survey_new(o, &v);
    return OK;
}

/* Units by kind, and by codes with their own quotas. */
static Err units_asked(Ctx *c, const Req *rq, Str *out)
{
    Str quota = str_trim(req_str(rq, "quota")), typed = str_trim(req_str(rq, "units"));
    Buf b = { .arena = c->arena };
    UnitRows units;

    TRY(q_unit_all(c, &units, ));
    for (size_t k = 0; k < req_count(rq, "kinds"); k++)
        for (size_t i = 0; i < units.n; i++)
            if (str_eq(units.v[i].kind, req_nth(rq, "kinds", k)) && !units.v[i].valid_to.day && units.v[i].ranked)
                buf_fmt(&b, "%s%.*s:%.*s", b.n ? "," : "", SV(units.v[i].code), SV(quota.n ? quota : S("0")));
    typed = str_replace(c->arena, str_replace(c->arena, typed, S("\r\n"), S(",")), S("\n"), S(","));
    if (typed.n)
        buf_fmt(&b, "%s%.*s", b.n ? "," : "", SV(typed));
    *out = buf_str(&b);
    return OK;
}

Err post_survey_new(Ctx *c, Req *rq, Out *o)
{
    SurveyPlan p = { .code = str_trim(req_str(rq, "code")), .form = req_str(rq, "form"), .title = str_trim(req_str(rq, "title")),
        .series = str_trim(req_str(rq, "series")), .wave = str_trim(req_str(rq, "wave")), .year = req_int(rq, "year"),
        .open_link = req_int(rq, "open_link") == 1, .scheme = req_str(rq, "scheme"), .no_answer = req_str(rq, "no_answer"),
        .weighted = req_int(rq, "weighted") == 1, .min_n = req_int(rq, "min_n"), .recheck = req_int(rq, "recheck"), .facts = str_trim(req_str(rq, "facts")) };
    OptDec error = { 0 };
    int64_t id;

    (void)o;
    TRY(req_date(c, rq, "opens_on", false, &p.opens_on));
    TRY(req_date(c, rq, "closes_on", false, &p.closes_on));
    TRY(req_date(c, rq, "keep_until", false, &p.keep_until));
    TRY(req_dec(c, rq, "error", false, &error));
    p.error = error.d;
    if (error.has && !dec_mul_div(error.d, DEC(1), DEC(100), &p.error))
        p.error = DEC(1);
    TRY(units_asked(c, rq, &p.units));
    TRY(survey_open(c, &p, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã mở đợt khảo sát."))));
    req_go(rq, "/surveys/%.*s", SV(p.code));
    return OK;
}

/* ---- one survey ---- */

static const char *state_title(Str state)
{
    return str_eq(state, S("counted")) ? T("đã tính") : str_eq(state, S("waiting")) ? T("đang chờ") : T("đã loại");
}

static Err fill_units(Ctx *c, SurveyView *v)
{
    SurveyUnitsRows units;

    TRY(q_survey_units(c, &units, .survey_id = v->top.s.id));
    for (size_t i = 0; i < units.n; i++) {
        const SurveyUnitsRow *u = &units.v[i];
        bool may;

        TRY(access_can(c, &PERM_SURVEY_VIEW, u->id, &may));
        if (!may) {
            v->hidden_units = true;
            continue;
        }
        *vec_add(c->arena, &v->units) = (FillLine){ .u = *u, .bar = bar_of(c, u->counted, u->quota), .missing = u->quota > u->counted ? u->quota - u->counted : 0,
            .unused = u->codes - u->used };
        v->quota += u->quota;
        v->counted += u->counted;
        v->waiting += u->waiting;
        v->dropped += u->dropped;
        v->codes += u->codes;
        v->used += u->used;
    }
    return OK;
}

static Err fill_misses(Ctx *c, SurveyView *v)
{
    SurveyMissesRows misses;
    SurveyReasonsRows reasons;
    SurveyCountOfRow withdrawn;

    TRY(q_survey_misses(c, &misses, .survey_id = v->top.s.id));
    for (size_t i = 0; i < misses.n; i++)
        for (const MissReason *r = miss_reasons; r->name; r++)
            if (str_eq(misses.v[i].reason, str_of(r->name)))
                *vec_add(c->arena, &v->misses) = (MissLine){ misses.v[i].unit_name, r->title, misses.v[i].n };
    TRY(q_survey_reasons(c, &reasons, .survey_id = v->top.s.id));
    for (size_t i = 0; i < reasons.n; i++)
        *vec_add(c->arena, &v->reasons) = (ReasonLine){ guard_reasons(c, reasons.v[i].reason), state_title(reasons.v[i].state), reasons.v[i].n };
    TRY(q_survey_count_of(c, &withdrawn, .survey_id = v->top.s.id, .what = S("withdrawn")));
    v->withdrawn = withdrawn.n;
    return OK;
}

Err get_survey(Ctx *c, Req *rq, Out *o)
{
    SurveyView v = { 0 };

    TRY(survey_top(c, rq, "", &v.top));
    TRY(fill_units(c, &v));
    if (v.top.may_manage) {
        TRY(fill_misses(c, &v));
        TRY(q_survey_access_list(c, &v.access, .survey_id = v.top.s.id));
    }
    TRY(q_survey_facts(c, &v.facts, .survey_id = v.top.s.id));
    TRY(survey_address(c, rq, str_fmt(c->arena, "/s/%.*s", SV(v.top.s.code)), &v.address, &v.qr));
    tpl_survey(o, &v);
    return OK;
}

Err post_survey_act(Ctx *c, Req *rq, Out *o)
{
    Str act = req_str(rq, "act"), code = req_str(rq, "survey");
    size_t n, hidden;

    (void)o;
    if (str_eq(act, S("close"))) {
        TRY(survey_end(c, code));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã đóng đợt khảo sát."))));
    } else if (str_eq(act, S("publish"))) {
        TRY(survey_publish(c, code, &n, &hidden));
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi %zu số liệu; %zu đơn vị có quá ít phiếu nên chưa ghi.\n")), n, hidden));
    } else {
        return fail(c, E_INVALID, T("Không có việc này."));
    }
    req_go(rq, "/surveys/%.*s", SV(code));
    return OK;
}

Err post_survey_export(Ctx *c, Req *rq, Out *o)
{
    SurveyByCodeRow s;
    Str bytes;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(survey_export(c, &s, str_trim(req_str(rq, "why")), &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "%.*s.xlsx", SV(s.code)), bytes);
    return OK;
}

/* ---- who rates whom ---- */

typedef struct Plan {
    MatrixGroups groups;
    SurveyUnitsRows units;
    SurveyCellsRows cells;
    SurveyGroupCountsRows counts;
} Plan;

static Err plan_load(Ctx *c, const SurveyByCodeRow *s, Plan *p)
{
    TRY(matrix_groups(c, s, &p->groups));
    TRY(q_survey_units(c, &p->units, .survey_id = s->id));
    TRY(q_survey_cells(c, &p->cells, .survey_id = s->id));
    return q_survey_group_counts(c, &p->counts, .survey_id = s->id);
}

/* What the plan says of a unit and a group. A unit opened with a quota and no groups has no cell yet: its quota stands there. */
static MatrixCellLine plan_cell(Ctx *c, const Plan *p, const SurveyUnitsRow *u, const MatrixGroup *g)
{
    MatrixCellLine k = { .name = str_fmt(c->arena, "%lld-%.*s", (long long)u->id, SV(g->code)),
        .label = str_fmt(c->arena, "%.*s, %.*s", SV(u->name), SV(g->title)), .quota = g->code.n ? 0 : u->quota, .counted = g->code.n ? 0 : u->counted };

    for (size_t i = 0; i < p->cells.n; i++)
        if (p->cells.v[i].unit_id == u->id && str_eq(p->cells.v[i].grp, g->code)) {
            k.population = p->cells.v[i].population;
            k.quota = p->cells.v[i].quota;
        }
    for (size_t i = 0; g->code.n && i < p->counts.n; i++)
        if (p->counts.v[i].unit_id == u->id && str_eq(p->counts.v[i].grp, g->code))
            k.counted = p->counts.v[i].n;
    return k;
}

Err get_survey_plan(Ctx *c, Req *rq, Out *o)
{
    MatrixView v = { 0 };
    Plan p = { 0 };

    TRY(survey_top(c, rq, "plan", &v.top));
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(plan_load(c, &v.top.s, &p));
    v.groups = p.groups;
    for (size_t i = 0; i < p.units.n; i++) {
        const SurveyUnitsRow *u = &p.units.v[i];
        MatrixLine *l = vec_add(c->arena, &v.rows);

        l->unit = u->name;
        v.counted += u->counted;
        v.quota += u->quota;
        for (size_t k = 0; k < p.groups.n; k++) {
            MatrixCellLine cell = plan_cell(c, &p, u, &p.groups.v[k]);

            *vec_add(c->arena, &l->cells) = cell;
            v.population += cell.population;
        }
    }
    if (v.counted) {
        v.has_margin = true;
        v.margin = sample_margin(v.population > v.counted ? v.population : 0, v.counted, DEC(0.5), DEC(1.96));
        v.margin.v *= 100;
    }
    tpl_survey_plan(o, &v);
    return OK;
}

/* A whole number as people write it: 12000, 12.000 or nothing. */
static Err typed_count(Ctx *c, const Req *rq, const char *prefix, const MatrixCellLine *cell, int64_t *n)
{
    Str text = req_str(rq, str_z(c->arena, str_fmt(c->arena, "%s-%.*s", prefix, SV(cell->name))));
    Dec d = { 0 };

    if (text.n && (!dec_parse(&d, text) || d.v % DEC_ONE))
        return fail(c, E_INVALID, T("%.*s: “%.*s” không phải số nguyên; hãy ghi ví dụ 12000."), SV(cell->label), SV(text));
    *n = d.v / DEC_ONE;
    return OK;
}

/* Writes only what was changed, so that a quota given when the survey was opened is not lost by saving the page. */
static Err put_cell(Ctx *c, const Req *rq, const SurveyByCodeRow *s, const Plan *plan, const SurveyUnitsRow *u, const MatrixGroup *g)
{
    MatrixCellLine cell = plan_cell(c, plan, u, g);
    int64_t population, quota;

    if (!req_has(rq, str_z(c->arena, str_fmt(c->arena, "p-%.*s", SV(cell.name)))))
        return OK;
    TRY(typed_count(c, rq, "p", &cell, &population));
    TRY(typed_count(c, rq, "q", &cell, &quota));
    if (population == cell.population && quota == cell.quota)
        return OK;
    return matrix_cell(c, s, u->id, g->code, population, quota);
}

Err post_survey_plan(Ctx *c, Req *rq, Out *o)
{
    MatrixView v = { 0 };
    Plan p = { 0 };
    int64_t n;

    (void)o;
    TRY(survey_top(c, rq, "plan", &v.top));
    TRY(plan_load(c, &v.top.s, &p));
    for (size_t i = 0; i < p.units.n; i++)
        for (size_t k = 0; k < p.groups.n; k++)
            TRY(put_cell(c, rq, &v.top.s, &p, &p.units.v[i], &p.groups.v[k]));
    if (str_eq(req_str(rq, "act"), S("quotas"))) {
        TRY(matrix_quotas(c, &v.top.s, &n));
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Cần %lld phiếu theo n = N/(1 + N·e²) của từng đơn vị.")), (long long)n));
    } else {
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu."))));
    }
    req_go(rq, "/surveys/%.*s/plan", SV(v.top.s.code));
    return OK;
}

/* ---- codes, posters, devices ---- */

Err get_survey_codes(Ctx *c, Req *rq, Out *o)
{
    CodesView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;
    Html qr;

    TRY(survey_top(c, rq, "codes", &v->top));
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_units(c, &v->units, .survey_id = v->top.s.id));
    TRY(q_survey_devices(c, &v->devices, .survey_id = v->top.s.id));
    TRY(survey_address(c, rq, str_fmt(c->arena, "/s/%.*s", SV(v->top.s.code)), &v->address, &qr));
    tpl_survey_codes(o, v);
    return OK;
}

static Err unit_code_of(Ctx *c, const Req *rq, Str *code, Str *name)
{
    UnitRow u;

    if (!req_int(rq, "unit"))
        return fail_field(c, "unit", T("Hãy chọn đơn vị được đánh giá."));
    TRY(q_unit_get(c, &u, .id = req_int(rq, "unit")));
    *code = u.code;
    *name = u.name;
    return OK;
}

Err post_survey_codes(Ctx *c, Req *rq, Out *o)
{
    CodesView *v = NEW(c->arena, CodesView, 1);
    Buf list = { .arena = c->arena };
    Str survey = req_str(rq, "survey"), unit, name, one, rest;

    (void)o;
    rq->prepared = v;
    TRY(unit_code_of(c, rq, &unit, &name));
    if (req_int(rq, "n") < 1 || req_int(rq, "n") > 300)
        return fail_field(c, "n", T("Mỗi lần tạo trên trang được từ 1 đến 300 mã; nhiều hơn hãy dùng lệnh survey codes."));
    TRY(survey_code_make(c, survey, unit, req_int(rq, "n"), &list));
    rest = buf_str(&list);
    while (str_cut(rest, S("\n"), &one, &rest)) {
        CodeCard *k = vec_add(c->arena, &v->cards);

        k->code = one;
        k->unit = name;
        TRY(survey_address(c, rq, str_fmt(c->arena, "/s/%.*s/%.*s", SV(survey), SV(one)), &k->address, &k->qr));
    }
    req_again(rq);
    return OK;
}

Err post_survey_device(Ctx *c, Req *rq, Out *o)
{
    CodesView *v = NEW(c->arena, CodesView, 1);
    Str survey = req_str(rq, "survey"), kind = req_str(rq, "kind"), unit, name, key;

    (void)o;
    rq->prepared = v;
    if (req_int(rq, "stop")) {
        TRY(device_stop(c, survey, req_int(rq, "stop")));
        req_go(rq, "/surveys/%.*s/codes", SV(survey));
        return OK;
    }
    TRY(unit_code_of(c, rq, &unit, &name));
    v->device_name = str_trim(req_str(rq, "name"));
    TRY(device_make(c, survey, unit, kind, v->device_name, &key));
    TRY(survey_address(c, rq, str_fmt(c->arena, "/%s/%.*s", str_eq(kind, S("visit")) ? "v" : "k", SV(key)), &v->device_address, &v->device_qr));
    req_again(rq);
    return OK;
}

Err get_survey_poster(Ctx *c, Req *rq, Out *o)
{
    SurveyByCodeRow s;
    Str site, pdf;

    (void)o;
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(survey_site(c, rq, &site));
    TRY(survey_posters(c, &s, &(PosterAsk){ .site = site, .unit_id = req_int(rq, "unit"), .place = str_trim(req_str(rq, "place")) }, &pdf));
    req_send(rq, S("application/pdf"), str_fmt(c->arena, "ap-phich-%.*s.pdf", SV(s.code)), pdf);
    return OK;
}

/* ---- what waits ---- */

/* "5 5 4 4 – 2": what was answered, without texts that may tell who. */
static Err answers_brief(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, Str *out)
{
    SurveyQuestionsRows q;
    SurveyAnswersOfRows a;
    Buf b = { .arena = c->arena };

    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    TRY(q_survey_answers_of(c, &a, .response_id = response_id));
    for (size_t i = 0; i < q.n; i++) {
        Str value = S("–");

        if (!str_starts(q.v[i].kind, S("likert")))
            continue;
        for (size_t k = 0; k < a.n; k++)
            if (a.v[k].question_id == q.v[i].id)
                value = a.v[k].value;
        buf_fmt(&b, "%s%.*s", b.n ? " " : "", SV(value));
    }
    *out = buf_str(&b);
    return OK;
}

enum { WAITING_SHOWN = 200 };

static Str group_of(Ctx *c, const SurveyWaitingRow *r)
{
    return str_fmt(c->arena, "%lld %.*s", (long long)r->unit_id, SV(r->reason));
}

/* A script sends hundreds alike: they are decided together. */
static void waiting_groups(Ctx *c, const SurveyWaitingRows *w, WaitingView *v)
{
    Map at = { .arena = c->arena };
    VEC(WaitingGroup) all = { 0 };

    for (size_t i = 0; i < w->n; i++) {
        Str value = group_of(c, &w->v[i]);
        int64_t k = (int64_t)all.n;

        if (map_add(&at, value, k))
            *vec_add(c->arena, &all) = (WaitingGroup){ .value = value, .unit = w->v[i].unit_name, .why = guard_reasons(c, w->v[i].reason) };
        else
            (void)map_get(&at, value, &k);
        all.v[k].n++;
    }
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].n < 2)
            continue;
        all.v[i].id = str_fmt(c->arena, "group%zu", i);
        *vec_add(c->arena, &v->groups) = all.v[i];
    }
}

static bool ticked(const Map *m, Str key)
{
    int64_t k;

    return map_get(m, key, &k);
}

Err get_survey_waiting(Ctx *c, Req *rq, Out *o)
{
    WaitingView v = { 0 };
    SurveyWaitingRows w;
    SurveyDecidedRows d;

    TRY(survey_top(c, rq, "waiting", &v.top));
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_waiting(c, &w, .survey_id = v.top.s.id));
    waiting_groups(c, &w, &v);
    v.more = w.n > WAITING_SHOWN ? (int64_t)w.n - WAITING_SHOWN : 0;
    for (size_t i = 0; i < w.n && i < WAITING_SHOWN; i++) {
        WaitingLine *l = vec_add(c->arena, &v.rows);

        l->r = w.v[i];
        l->why = guard_reasons(c, l->r.reason);
        l->channel = str_of(tr(c->answer.lang, channel_title(l->r.channel, l->r.via)));
        TRY(answers_brief(c, &v.top.s, l->r.id, &l->answers));
    }
    TRY(q_survey_decided(c, &d, .survey_id = v.top.s.id));
    for (size_t i = 0; i < d.n; i++)
        *vec_add(c->arena, &v.decided) = (DecidedLine){ d.v[i], guard_reasons(c, d.v[i].reason), str_eq(d.v[i].state, S("counted")) };
    tpl_survey_waiting(o, &v);
    return OK;
}

Err post_survey_waiting(Ctx *c, Req *rq, Out *o)
{
    bool count = str_eq(req_str(rq, "act"), S("count"));
    Map ids = { .arena = c->arena }, groups = { .arena = c->arena };
    SurveyWaitingRows w;
    SurveyByCodeRow s;
    size_t n = 0;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    TRY(q_survey_waiting(c, &w, .survey_id = s.id));
    for (size_t i = 0; i < req_count(rq, "id"); i++)
        (void)map_add(&ids, req_nth(rq, "id", i), 0);
    for (size_t i = 0; i < req_count(rq, "group"); i++)
        (void)map_add(&groups, req_nth(rq, "group", i), 0);
    for (size_t i = 0; i < w.n; i++) {
        if (!ticked(&ids, str_fmt(c->arena, "%lld", (long long)w.v[i].id)) && !ticked(&groups, group_of(c, &w.v[i])))
            continue;
        TRY(survey_decide(c, &s, w.v[i].id, count, req_str(rq, "why")));
        n++;
    }
    if (!n)
        return fail(c, E_INVALID, T("Hãy đánh dấu ít nhất một phiếu còn đang chờ."));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, count ? T("Đã tính %zu phiếu.") : T("Đã loại %zu phiếu.")), n));
    req_go(rq, "/surveys/%.*s/waiting", SV(s.code));
    return OK;
}
