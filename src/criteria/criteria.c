#include "criteria/criteria.h"

#include "base/json.h"
#include "base/map.h"
#include "core/app.h"
#include "core/audit.h"
#include "doc/table_out.h"

const Perm PERM_CRITERIA_VIEW = { "criteria.view", T("Xem bộ tiêu chí"), ROLES_ALL_SIGNED_IN };
const Perm PERM_CRITERIA_CHANGE = { "criteria.change", T("Sửa bộ tiêu chí"), ROLE_COORDINATOR };

SetForm set_form_default(void)
{
    return (SetForm){ .ties = S("113"), .rounding = S("half-up"), .places = 2, .na_policy = S("full"), .scale = DEC(100) };
}

Err criteria_set_find(Ctx *c, Str code, int64_t year, CriteriaSetRow *out)
{
    bool any;

    TRY(q_criteria_set_by_code(c, out, &any, .code = code, .year = year));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không có bộ tiêu chí “%.*s” năm %lld; xem danh sách bằng `thuocdo criteria list`."), SV(code),
        (long long)year);
}

static bool in(Str s, const char *choices)
{
    Str rest = str_of(choices), one;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &one, &rest);           /* the last word has no blank behind it */
        if (str_eq(one, s))
            return true;
    }
    return false;
}

static Err check_form(Ctx *c, const SetForm *f)
{
    if (!f->code.n || f->code.n > 60)
        return fail_field(c, "code", T("Hãy ghi mã bộ tiêu chí, dài nhất 60 ký tự."));
    if (f->year < 1990 || f->year > 2100)
        return fail_field(c, "year", T("Năm của bộ tiêu chí phải từ 1990 đến 2100."));
    if (f->scale.v <= 0)
        return fail_field(c, "scale", T("Thang điểm phải lớn hơn 0, ví dụ 100."));
    if (!in(f->ties, "113 112"))
        return fail_field(c, "ties", T("Cách xếp hạng khi bằng điểm là 113 (1, 1, 3) hoặc 112 (1, 1, 2)."));
    if (!in(f->rounding, "half-up truncate per-criterion"))
        return fail_field(c, "rounding", T("Cách làm tròn là half-up, truncate hoặc per-criterion."));
    if (f->places < 0 || f->places > 8)
        return fail_field(c, "places", T("Số chữ số thập phân từ 0 đến 8."));
    if (!in(f->na_policy, "full zero out"))
        return fail_field(c, "na_policy", T("Khi không áp dụng: full (đủ điểm), zero (0 điểm) hoặc out (loại khỏi điểm tối đa)."));
    return OK;
}

static Err not_frozen(Ctx *c, const CriteriaSetRow *s)
{
    if (!s->frozen_at.ms)
        return OK;
    return fail(c, E_STATE, T("Bộ tiêu chí %.*s năm %lld đã khóa từ %.*s: %.*s. Hãy sao chép thành bộ mới để sửa."), SV(s->code),
        (long long)s->year, SV(moment_vi(c->arena, s->frozen_at)), SV(s->frozen_why));
}

static Err store_set(Ctx *c, const SetForm *f, int64_t *id)
{
    CriteriaSetRow old;
    CriteriaSetInsertRow row;
    CriteriaSetUpdateRows done;
    bool any;

    TRY(q_criteria_set_by_code(c, &old, &any, .code = f->code, .year = f->year));
    if (!any) {
        TRY(q_criteria_set_insert(c, &row, .code = f->code, .year = f->year, .name = f->name.n ? f->name : f->code,
            .unit_kinds = f->unit_kinds, .scale = f->scale, .basis = f->basis, .ties = f->ties, .rounding = f->rounding,
            .places = f->places, .na_policy = f->na_policy, .grades = f->grades));
        *id = row.id;
        return OK;
    }
    TRY(not_frozen(c, &old));
    *id = old.id;
    return q_criteria_set_update(c, &done, .id = old.id, .version = old.version, .name = f->name.n ? f->name : old.name,
        .unit_kinds = f->unit_kinds.n ? f->unit_kinds : old.unit_kinds, .scale = f->scale, .basis = f->basis.n ? f->basis : old.basis,
        .ties = old.ties, .rounding = old.rounding, .places = old.places, .na_policy = old.na_policy, .grades = old.grades);
}

typedef struct Storing {
    const Draft *d;
    int64_t set_id;
    int64_t *ids;               /* of the stored criteria, by index in the draft */
    Map there;                  /* code → id of criteria that exist */
} Storing;

static Err store_node(Ctx *c, Storing *st, size_t i)
{
    const DraftNode *n = &st->d->nodes.v[i];
    CriterionInsertRow row;
    int64_t parent = 0;

    if (st->ids[i])
        return OK;
    if (n->parent_at >= 0) {
        TRY(store_node(c, st, (size_t)n->parent_at));
        parent = st->ids[n->parent_at];
    }
    if (map_get(&st->there, n->code, &st->ids[i]))
        return q_criterion_replace(c, .id = st->ids[i], .parent_id = parent, .position = (int64_t)i, .name = n->name,
            .max_points = n->max, .rule = n->rule, .source = n->source, .na_policy = n->na_policy, .evidence = n->evidence,
            .assessor = n->assessor, .basis = n->basis, .old_code = n->old_code);
    TRY(q_criterion_insert(c, &row, .set_id = st->set_id, .code = n->code, .parent_id = parent, .position = (int64_t)i,
        .name = n->name, .max_points = n->max, .rule = n->rule, .source = n->source, .na_policy = n->na_policy,
        .evidence = n->evidence, .assessor = n->assessor, .basis = n->basis, .old_code = n->old_code));
    st->ids[i] = row.id;
    return OK;
}

/* Criteria that the new table no longer has go, with their direct points. */
static Err remove_rest(Ctx *c, const CriterionRows *old, const Draft *d)
{
    Map kept = { .arena = c->arena };
    int64_t at;

    for (size_t i = 0; i < d->nodes.n; i++)
        (void)map_add(&kept, d->nodes.v[i].code, 1);        /* duplicates were refused before */
    for (size_t i = 0; i < old->n; i++) {
        if (map_get(&kept, old->v[i].code, &at))
            continue;
        TRY(q_criterion_scores_remove(c, .criterion_id = old->v[i].id));
        TRY(q_criterion_remove(c, .id = old->v[i].id));
    }
    return OK;
}

Err criteria_import(Ctx *c, const Draft *d, const SetForm *f, int64_t *set_id)
{
    Storing st = { .d = d, .there = { .arena = c->arena } };
    CriterionRows old;

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    TRY(check_form(c, f));
    if (d->errors)
        return fail(c, E_INVALID, T("Bảng tiêu chí còn %zu lỗi; hãy sửa rồi nạp lại. Chưa ghi gì."), d->errors);
    TRY(store_set(c, f, set_id));
    st.set_id = *set_id;
    TRY(q_criterion_list(c, &old, .set_id = *set_id));
    TRY(q_criterion_detach(c, .set_id = *set_id));
    TRY(remove_rest(c, &old, d));
    for (size_t i = 0; i < old.n; i++)
        (void)map_add(&st.there, old.v[i].code, old.v[i].id);
    st.ids = NEW(c->arena, int64_t, d->nodes.n);
    for (size_t i = 0; i < d->nodes.n; i++)
        TRY(store_node(c, &st, i));
    return audit_add(c, "criteria.import", str_fmt(c->arena, "%.*s %lld", SV(f->code), (long long)f->year),
        str_fmt(c->arena, "{\"criteria\":%zu}", d->nodes.n));
}

Err criteria_set_change(Ctx *c, int64_t id, int64_t version, const SetForm *f)
{
    CriteriaSetRow s;
    CriteriaSetUpdateRows done;

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    TRY(q_criteria_set_get(c, &s, .id = id));
    TRY(check_form(c, f));
    TRY(not_frozen(c, &s));
    TRY(q_criteria_set_update(c, &done, .id = id, .version = version, .name = f->name, .unit_kinds = f->unit_kinds,
        .scale = f->scale, .basis = f->basis, .ties = f->ties, .rounding = f->rounding, .places = f->places,
        .na_policy = f->na_policy, .grades = f->grades));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Bộ tiêu chí vừa được người khác sửa; hãy tải lại trang rồi sửa tiếp."));
    return audit_add(c, "criteria.change", str_fmt(c->arena, "%.*s %lld", SV(s.code), (long long)s.year), S(""));
}

static Err check_node(Ctx *c, const DraftNode *n)
{
    const Rule *r;

    if (!n->name.n)
        return fail_field(c, "name", T("Hãy ghi tên tiêu chí."));
    if (!n->has_max || n->max.v < 0)
        return fail_field(c, "max_points", T("Hãy ghi điểm tối đa là số không âm, ví dụ 0,5."));
    if (!in(n->source, "self survey auto bonus penalty"))
        return fail_field(c, "source", T("Hãy chọn nguồn điểm."));
    if (n->na_policy.n && !in(n->na_policy, "full zero out"))
        return fail_field(c, "na_policy", T("Khi không áp dụng: full (đủ điểm), zero (0 điểm) hoặc out (loại khỏi điểm tối đa)."));
    if (!n->rule.n)
        return OK;
    c->answer.field = S("rule");
    TRY(rule_parse(&r, c->arena, n->rule, n->max, &c->answer));
    c->answer.field = S("");
    return OK;
}

Err criterion_change(Ctx *c, int64_t id, int64_t version, const DraftNode *n)
{
    CriterionRow old;
    CriteriaSetRow s;
    CriterionUpdateRows done;
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    TRY(q_criterion_get(c, &old, .id = id));
    TRY(q_criteria_set_get(c, &s, .id = old.set_id));
    TRY(not_frozen(c, &s));
    TRY(check_node(c, n));
    TRY(q_criterion_update(c, &done, .id = id, .version = version, .name = n->name, .max_points = n->max, .rule = n->rule,
        .source = n->source, .na_policy = n->na_policy, .evidence = n->evidence, .assessor = n->assessor, .basis = n->basis));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Tiêu chí này vừa được người khác sửa; hãy tải lại trang rồi sửa tiếp."));
    json_open(&j, '{');
    json_kstr(&j, "rule_before", old.rule);
    json_kstr(&j, "rule_after", n->rule);
    json_kdec(&j, "max_before", old.max_points);
    json_kdec(&j, "max_after", n->max);
    json_close(&j, '}');
    return audit_add(c, "criterion.change", str_fmt(c->arena, "%.*s %lld %.*s", SV(s.code), (long long)s.year, SV(old.code)), buf_str(&b));
}

Err criteria_freeze(Ctx *c, int64_t set_id, Str reason)
{
    TRY(q_criteria_set_freeze(c, .id = set_id, .at = c->now, .why = reason));
    return audit_add(c, "criteria.freeze", str_fmt(c->arena, "%lld", (long long)set_id), S(""));
}

Err criteria_copy(Ctx *c, int64_t set_id, Str code, int64_t year, int64_t *new_id)
{
    CriteriaSetRow s, there;
    CriteriaSetInsertRow row;
    CriterionRows old;
    Map ids = { .arena = c->arena };
    bool any;

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    TRY(q_criteria_set_get(c, &s, .id = set_id));
    TRY(q_criteria_set_by_code(c, &there, &any, .code = code, .year = year));
    if (any)
        return fail(c, E_STATE, T("Đã có bộ tiêu chí “%.*s” năm %lld; hãy chọn năm hoặc mã khác."), SV(code), (long long)year);
    TRY(q_criteria_set_insert(c, &row, .code = code, .year = year, .name = s.name, .unit_kinds = s.unit_kinds, .scale = s.scale,
        .basis = S(""), .ties = s.ties, .rounding = s.rounding, .places = s.places, .na_policy = s.na_policy, .grades = s.grades));
    *new_id = row.id;
    TRY(q_criterion_list(c, &old, .set_id = set_id));
    for (size_t i = 0; i < old.n; i++) {                    /* parents stand before their children in the printed order */
        CriterionRow *k = &old.v[i];
        CriterionInsertRow made;
        int64_t parent = 0;

        if (k->parent_id && !map_get(&ids, k->parent_code, &parent))
            return fail(c, E_STATE, T("Tiêu chí %.*s đứng trước tiêu chí cấp trên của nó; hãy sắp lại thứ tự bảng rồi sao chép."), SV(k->code));
        TRY(q_criterion_insert(c, &made, .set_id = *new_id, .code = k->code, .parent_id = parent, .position = k->position,
            .name = k->name, .max_points = k->max_points, .rule = k->rule, .source = k->source, .na_policy = k->na_policy,
            .evidence = k->evidence, .assessor = k->assessor, .basis = k->basis, .old_code = k->code));
        (void)map_add(&ids, k->code, made.id);              /* codes are unique in a set */
    }
    return audit_add(c, "criteria.copy", str_fmt(c->arena, "%.*s %lld", SV(code), (long long)year), S(""));
}

Err criteria_load(Ctx *c, int64_t set_id, Draft *out)
{
    CriterionRows rows;
    Map at = { .arena = c->arena };

    *out = (Draft){ 0 };
    TRY(q_criterion_list(c, &rows, .set_id = set_id));
    for (size_t i = 0; i < rows.n; i++) {
        CriterionRow *k = &rows.v[i];
        DraftNode *n = vec_add(c->arena, &out->nodes);

        *n = (DraftNode){ .code = k->code, .parent = k->parent_code, .name = k->name, .rule = k->rule, .source = k->source,
            .na_policy = k->na_policy, .evidence = k->evidence, .assessor = k->assessor, .basis = k->basis,
            .old_code = k->old_code, .max = k->max_points, .has_max = true, .leaf = !k->children, .parent_at = -1, .row = SIZE_MAX };
        (void)map_add(&at, k->code, (int64_t)i);            /* codes are unique in a set */
    }
    for (size_t i = 0; i < out->nodes.n; i++)
        (void)map_get(&at, out->nodes.v[i].parent, &out->nodes.v[i].parent_at);     /* none: stays -1 */
    return OK;
}

static DiffRow diff_of(const CriterionRow *o, const CriterionRow *n)
{
    bool same = str_eq(o->code, n->code) && str_eq(o->name, n->name) && o->max_points.v == n->max_points.v
             && str_eq(o->rule, n->rule) && str_eq(o->source, n->source);

    return (DiffRow){ .kind = same ? DIFF_SAME : DIFF_CHANGED, .old_code = o->code, .new_code = n->code, .name = n->name,
        .old_max = o->max_points, .new_max = n->max_points, .old_rule = o->rule, .new_rule = n->rule, .old_name = o->name };
}

/* For each criterion of the new set its place in the old one, or -1. */
static int64_t *predecessors(Ctx *c, const CriterionRows *old, const CriterionRows *now)
{
    Map at = { .arena = c->arena };
    int64_t *from = NEW(c->arena, int64_t, now->n);
    bool *taken = NEW(c->arena, bool, old->n);

    for (size_t i = 0; i < old->n; i++)
        (void)map_add(&at, old->v[i].code, (int64_t)i);     /* codes are unique in a set */
    for (size_t i = 0; i < now->n; i++) {
        from[i] = -1;
        if (now->v[i].old_code.n && map_get(&at, now->v[i].old_code, &from[i]))
            taken[from[i]] = true;
    }
    for (size_t i = 0; i < now->n; i++)
        if (!now->v[i].old_code.n && map_get(&at, now->v[i].code, &from[i]) && taken[from[i]])
            from[i] = -1;                                   /* the code is another's now */
    return from;
}

Err criteria_diff(Ctx *c, int64_t old_id, int64_t new_id, DiffRows *out)
{
    CriterionRows old, now;
    int64_t *from;
    bool *met;

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criterion_list(c, &old, .set_id = old_id));
    TRY(q_criterion_list(c, &now, .set_id = new_id));
    *out = (DiffRows){ 0 };
    from = predecessors(c, &old, &now);
    met = NEW(c->arena, bool, old.n);
    for (size_t i = 0; i < now.n; i++) {
        CriterionRow *n = &now.v[i];

        if (from[i] >= 0) {
            met[from[i]] = true;
            *vec_add(c->arena, out) = diff_of(&old.v[from[i]], n);
        } else {
            *vec_add(c->arena, out) = (DiffRow){ .kind = DIFF_ADDED, .new_code = n->code, .name = n->name,
                .new_max = n->max_points, .new_rule = n->rule };
        }
    }
    for (size_t i = 0; i < old.n; i++)
        if (!met[i])
            *vec_add(c->arena, out) = (DiffRow){ .kind = DIFF_REMOVED, .old_code = old.v[i].code, .name = old.v[i].name,
                .old_name = old.v[i].name, .old_max = old.v[i].max_points, .old_rule = old.v[i].rule };
    return OK;
}

Err criteria_export(Ctx *c, int64_t set_id, bool xlsx, Str *bytes)
{
    static const OutColumn columns[] = { { "code", 10 }, { "parent", 10 }, { "name", 60 }, { "max_points", 12 }, { "rule", 60 },
        { "source", 10 }, { "evidence", 30 }, { "assessor", 20 }, { "na_policy", 12 }, { "basis", 20 }, { "old_code", 10 } };
    CriteriaSetRow s;
    CriterionRows rows;
    TableOut *t = xlsx ? table_out_xlsx(c->arena, c->answer.lang, c->now) : table_out_csv(c->arena, c->answer.lang, true);

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criteria_set_get(c, &s, .id = set_id));
    TRY(q_criterion_list(c, &rows, .set_id = set_id));
    out_sheet(t, &(SheetLook){ .name = s.code, .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        CriterionRow *k = &rows.v[i];
        Str texts[] = { k->rule, k->source, k->evidence, k->assessor, k->na_policy, k->basis, k->old_code };

        out_text(t, k->code);
        out_text(t, k->parent_code);
        out_text(t, k->name);
        out_dec(t, k->max_points, -1);
        for (size_t f = 0; f < COUNT(texts); f++)
            out_text(t, texts[f]);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

void criteria_set_json(Json *j, const CriteriaSetRow *s)
{
    json_open(j, '{');
    json_kstr(j, "code", s->code);
    json_kint(j, "year", s->year);
    json_kstr(j, "name", s->name);
    json_kdec(j, "scale", s->scale);
    json_kint(j, "leaves", s->leaves);
    json_kbool(j, "frozen", s->frozen_at.ms != 0);
    json_close(j, '}');
}

void criteria_node_json(Json *j, const CriterionRow *k)
{
    json_open(j, '{');
    json_kstr(j, "code", k->code);
    json_kstr(j, "parent", k->parent_code);
    json_kstr(j, "name", k->name);
    json_kdec(j, "max_points", k->max_points);
    json_kstr(j, "rule", k->rule);
    json_kstr(j, "source", k->source);
    json_kstr(j, "evidence", k->evidence);
    json_kstr(j, "assessor", k->assessor);
    json_close(j, '}');
}
