/* Pages of criteria sets: list, tree with findings, properties, import, copy and comparison. */
#include "criteria/criteria_web.h"

#include "base/map.h"
#include "core/app.h"
#include "core/run.h"
#include "criteria/criteria_view.h"
#include "pages.h"

#include <inttypes.h>

enum { RULE_LETTERS = 90 };

/* --- list and tree ------------------------------------------------------------------------------ */

Err get_sets(Ctx *c, Req *rq, Out *o)
{
    SetListView v = { 0 };

    (void)rq;
    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criteria_sets(c, &v.rows, ));
    TRY(access_can(c, &PERM_CRITERIA_CHANGE, 0, &v.may_change));
    tpl_criteria_list(o, &v);
    return OK;
}

static const struct { const char *name, *letter, *title; } sources[] = {
    { "self", "T", T("tự chấm") }, { "survey", "X", T("điều tra xã hội học") }, { "auto", "S", T("tự động từ số liệu") },
    { "bonus", "+", T("điểm thưởng") }, { "penalty", "−", T("điểm trừ") },
};

static Str beginning(Arena *a, Str s, size_t letters)
{
    size_t at = 0, n = 0;

    while (at < s.n && n++ < letters)
        (void)utf8_next(s, &at);                        /* only steps over the letter */
    return at < s.n ? str_fmt(a, "%.*s…", SV(str_sub(s, 0, at))) : s;
}

static void add_line(Ctx *c, SetView *v, const CriterionRow *k, int depth, const Map *errors, const Map *warnings)
{
    NodeLine *l = vec_add(c->arena, &v->rows);

    *l = (NodeLine){ .k = *k, .depth = depth, .depth_class = str_fmt(c->arena, "d%d", depth > 6 ? 6 : depth),
        .rule = beginning(c->arena, k->rule, RULE_LETTERS) };
    (void)map_get(errors, k->code, &l->errors);         /* none: stays 0 */
    (void)map_get(warnings, k->code, &l->warnings);
    for (size_t i = 0; i < COUNT(sources); i++)
        if (str_eq(k->source, str_of(sources[i].name))) {
            l->letter = str_of(sources[i].letter);
            l->source = sources[i].title;
        }
}

static void count_findings(Arena *a, const Draft *d, bool errors, Map *by_code)
{
    int64_t n;

    by_code->arena = a;
    for (size_t i = 0; i < d->findings.n; i++) {
        const Finding *f = &d->findings.v[i];

        if (f->error == errors && f->code.n)
            map_set(by_code, f->code, map_get(by_code, f->code, &n) ? n + 1 : 1);
    }
}

static Err load_tree(Ctx *c, SetView *v)
{
    Map errors = { 0 }, warnings = { 0 }, depths = { .arena = c->arena };
    CriterionRows rows;
    Draft d;

    TRY(criteria_load(c, v->s.id, &d));
    criteria_check(&d, c->arena, v->s.scale, c->app->rooms, c->answer.lang);
    count_findings(c->arena, &d, true, &errors);
    count_findings(c->arena, &d, false, &warnings);
    TRY(q_criterion_list(c, &rows, .set_id = v->s.id));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t depth = 0;

        (void)map_get(&depths, rows.v[i].parent_code, &depth);      /* a field stays at 0 */
        map_set(&depths, rows.v[i].code, depth + 1);
        add_line(c, v, &rows.v[i], (int)depth + 1, &errors, &warnings);
    }
    v->total = d.total;
    v->total_differs = dec_cmp(d.total, v->s.scale) != 0;
    for (size_t i = 0; i < d.findings.n; i++)
        *vec_add(c->arena, &v->findings) = d.findings.v[i];
    v->errors = (int64_t)d.errors;
    v->warnings = (int64_t)(d.findings.n - d.errors);
    return OK;
}

Err get_set(Ctx *c, Req *rq, Out *o)
{
    SetView v = { 0 };
    bool any;

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criteria_set_get(c, &v.s, .id = req_int(rq, "id")));
    TRY(load_tree(c, &v));
    TRY(q_criteria_set_by_code(c, &v.before, &any, .code = v.s.code, .year = v.s.year - 1));
    if (!any)
        v.before.id = 0;
    v.frozen = v.s.frozen_at.ms != 0;
    TRY(access_can(c, &PERM_CRITERIA_CHANGE, 0, &v.may_change));
    tpl_criteria_set(o, &v);
    return OK;
}

static Err send_table(Ctx *c, Req *rq, bool xlsx)
{
    CriteriaSetRow s;
    Str bytes;

    TRY(q_criteria_set_get(c, &s, .id = req_int(rq, "id")));
    TRY(criteria_export(c, s.id, xlsx, &bytes));
    req_send_table(rq, xlsx, str_fmt(c->arena, "%.*s-%" PRId64 ".%s", SV(s.code), s.year, xlsx ? "xlsx" : "csv"), bytes);
    return OK;
}

Err get_set_xlsx(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, true);
}

Err get_set_csv(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, false);
}

/* --- properties --------------------------------------------------------------------------------- */

typedef struct Option {
    const char *value, *title;
} Option;
static const Option ties[] = { { "113", T("1, 1, 3: bằng điểm thì cùng hạng, hạng sau bỏ trống") }, { "112", T("1, 1, 2: hạng sau liền kề") } };
static const Option roundings[] = { { "half-up", T("Làm tròn nửa lên khi hiển thị") }, { "truncate", T("Cắt bỏ phần thừa khi hiển thị") },
    { "per-criterion", T("Làm tròn từng tiêu chí thành phần trước khi cộng") } };
static const Option policies[] = { { "full", T("Cho đủ điểm") }, { "zero", T("Cho 0 điểm") }, { "out", T("Loại khỏi điểm tối đa") } };

static void choices(Ctx *c, const Option *v, size_t n, Str chosen, Choices *out)
{
    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, out) = (Choice){ .value = str_of(v[i].value), .title = v[i].title, .on = str_eq(str_of(v[i].value), chosen) };
}

Err get_set_edit(Ctx *c, Req *rq, Out *o)
{
    SetFormView v = { .id = req_int(rq, "id") };
    CriteriaSetRow *s = &v.s;

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    TRY(q_criteria_set_get(c, s, .id = v.id));
    v.frozen = s->frozen_at.ms != 0;
    v.conflict = o->refused && o->refused->code == E_CONFLICT;
    v.version = o->refused && !v.conflict ? req_int(rq, "version") : s->version;
    choices(c, ties, COUNT(ties), o->refused ? req_str(rq, "ties") : s->ties, &v.ties);
    choices(c, roundings, COUNT(roundings), o->refused ? req_str(rq, "rounding") : s->rounding, &v.rounding);
    choices(c, policies, COUNT(policies), o->refused ? req_str(rq, "na_policy") : s->na_policy, &v.na);
    tpl_criteria_set_form(o, &v);
    return OK;
}

Err post_set_edit(Ctx *c, Req *rq, Out *o)
{
    CriteriaSetRow s;
    OptDec scale = { 0 };
    SetForm f;

    (void)o;
    TRY(q_criteria_set_get(c, &s, .id = req_int(rq, "id")));
    TRY(req_dec(c, rq, "scale", true, &scale));
    f = (SetForm){ .code = s.code, .year = s.year, .name = req_str(rq, "name"), .unit_kinds = req_str(rq, "unit_kinds"),
        .basis = req_str(rq, "basis"), .ties = req_str(rq, "ties"), .rounding = req_str(rq, "rounding"),
        .na_policy = req_str(rq, "na_policy"), .grades = req_str(rq, "grades"), .places = req_int(rq, "places"), .scale = scale.d };
    TRY(criteria_set_change(c, s.id, req_int(rq, "version"), &f));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu thuộc tính của bộ tiêu chí."))));
    req_go(rq, "/criteria/%" PRId64, s.id);
    return OK;
}

/* --- import ------------------------------------------------------------------------------------- */

Err get_set_import(Ctx *c, Req *rq, Out *o)
{
    SetImportView v = { .scale = S("100"), .year = str_fmt(c->arena, "%d", date_year(c->today)) };

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    if (rq->prepared)
        v = *(const SetImportView *)rq->prepared;
    tpl_criteria_import(o, &v);
    return OK;
}

static Err read_upload(Ctx *c, Req *rq, SetImportView *v, Dec scale, Draft *d)
{
    Str bytes;
    Table t;

    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(table_read(&t, c->arena, v->copy_name, bytes, NULL, &c->answer));
    TRY(criteria_read(d, c->arena, &t, scale, c->app->rooms, &c->answer));
    for (size_t i = 0; i < d->findings.n; i++)
        *vec_add(c->arena, &v->findings) = d->findings.v[i];
    for (size_t i = 0; i < d->nodes.n; i++)
        v->leaves += d->nodes.v[i].leaf;
    v->nodes = (int64_t)d->nodes.n;
    v->errors = (int64_t)d->errors;
    v->warnings = (int64_t)(d->findings.n - d->errors);
    v->total = d->total;
    v->copy = req_upload_copy(rq, bytes);
    return OK;
}

Err post_set_import(Ctx *c, Req *rq, Out *o)
{
    SetImportView *v = NEW(c->arena, SetImportView, 1);
    SetForm f = set_form_default();
    OptDec scale = { 0 };
    int64_t id;
    Draft d;

    (void)o;
    *v = (SetImportView){ .code = req_str(rq, "code"), .year = req_str(rq, "year"), .name = req_str(rq, "name"),
        .scale = req_str(rq, "scale"), .kinds = req_str(rq, "kinds"), .basis = req_str(rq, "basis") };
    rq->prepared = v;
    TRY(req_dec(c, rq, "scale", true, &scale));
    f.code = v->code;
    f.name = v->name;
    f.year = req_int(rq, "year");
    f.unit_kinds = v->kinds;
    f.basis = v->basis;
    f.scale = scale.d;
    TRY(read_upload(c, rq, v, scale.d, &d));
    if (d.errors)                                       /* the page lists them one by one */
        return fail_field(c, "file", T("Tệp %.*s có %zu lỗi; hãy sửa trong tệp rồi chọn lại. Chưa ghi gì."), SV(v->copy_name), d.errors);
    TRY(criteria_import(c, &d, &f, &id));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tiêu chí.")), d.nodes.n));
        req_go(rq, "/criteria/%" PRId64, id);
        return OK;
    }
    v->checked = true;
    req_again(rq);
    return run_undo(c);
}

/* --- copy and comparison ------------------------------------------------------------------------ */

Err post_set_copy(Ctx *c, Req *rq, Out *o)
{
    CriteriaSetRow s;
    Str code = req_str(rq, "code");
    int64_t year = req_int(rq, "year"), id;

    (void)o;
    TRY(q_criteria_set_get(c, &s, .id = req_int(rq, "id")));
    if (year < 1990 || year > 2100)
        return fail_field(c, "year", T("Năm của bộ tiêu chí phải từ 1990 đến 2100."));
    TRY(criteria_copy(c, s.id, code.n ? code : s.code, year, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã sao chép; hãy sửa bộ mới theo quyết định của năm đó."))));
    req_go(rq, "/criteria/%" PRId64, id);
    return OK;
}

static void add_diff(Ctx *c, SetDiffView *v, const DiffRow *d)
{
    static const struct { const char *cls, *sign, *what; } looks[] = {
        [DIFF_SAME] = { "", "", T("giữ nguyên") }, [DIFF_ADDED] = { "added", "+", T("thêm") },
        [DIFF_REMOVED] = { "removed", "−", T("bỏ") }, [DIFF_CHANGED] = { "changed", "~", T("đổi") },
    };
    bool changed = d->kind == DIFF_CHANGED;

    v->same += d->kind == DIFF_SAME;
    v->added += d->kind == DIFF_ADDED;
    v->removed += d->kind == DIFF_REMOVED;
    v->changed += changed;
    if (d->kind == DIFF_SAME && !v->all)
        return;
    *vec_add(c->arena, &v->rows) = (DiffLine){ .d = *d, .cls = str_of(looks[d->kind].cls), .sign = str_of(looks[d->kind].sign),
        .what = looks[d->kind].what, .changed = changed, .max_changed = changed && d->old_max.v != d->new_max.v,
        .name_changed = changed && !str_eq(d->old_name, d->name), .rule_changed = changed && !str_eq(d->old_rule, d->new_rule) };
}

Err get_set_diff(Ctx *c, Req *rq, Out *o)
{
    SetDiffView v = { .all = req_has(rq, "all") };
    int64_t old = req_int(rq, "old");
    DiffRows rows;
    bool any = true;

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criteria_set_get(c, &v.now, .id = req_int(rq, "id")));
    TRY(q_criteria_sets(c, &v.sets, ));
    if (old)
        TRY(q_criteria_set_get(c, &v.old, .id = old));
    else
        TRY(q_criteria_set_by_code(c, &v.old, &any, .code = v.now.code, .year = v.now.year - 1));
    if (!any)
        v.old = (CriteriaSetRow){ 0 };
    if (v.old.id) {
        TRY(criteria_diff(c, v.old.id, v.now.id, &rows));
        for (size_t i = 0; i < rows.n; i++)
            add_diff(c, &v, &rows.v[i]);
    }
    tpl_criteria_diff(o, &v);
    return OK;
}
