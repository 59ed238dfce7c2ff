/* Pages of units: list, one unit, new and changed units, merge and split, import. */
#include "org/org_web.h"

#include "core/run.h"
#include "org/org_view.h"
#include "pages.h"

#include <inttypes.h>

enum { ROWS = 50, CODES = 100 };

/* --- what several pages need -------------------------------------------------------------------- */

static const char *kind_title(Str kind)
{
    const UnitKind *k = unit_kind(kind);

    return k ? k->title : T("Loại khác");
}

static void kind_choices(Ctx *c, Str chosen, Choices *out)
{
    for (const UnitKind *k = unit_kinds; k->name; k++)
        *vec_add(c->arena, out) = (Choice){ .value = str_of(k->name), .title = k->title, .on = str_eq(str_of(k->name), chosen) };
}

/* An empty code is no unit. */
static Err unit_id_of(Ctx *c, Str code, const char *field, int64_t *id)
{
    UnitRow u;
    bool any;

    *id = 0;
    if (!code.n)
        return OK;
    TRY(q_unit_by_code(c, &u, &any, .code = code));
    c->answer.field = str_of(field);
    if (!any)
        return fail(c, E_INVALID, T("Không có đơn vị mã “%.*s”; hãy chọn trong danh sách gợi ý."), SV(code));
    c->answer.field = S("");
    *id = u.id;
    return OK;
}

/* --- list and detail ---------------------------------------------------------------------------- */

Err get_units(Ctx *c, Req *rq, Out *o)
{
    UnitFilter f = { .q = req_str(rq, "q"), .kind = req_str(rq, "kind"), .rank_group = req_str(rq, "group") };
    UnitListView v = { .q = f.q };
    UnitGroupsRows groups;
    UnitRows rows;
    size_t from, n;

    if (!date_parse(&f.on, req_str(rq, "on"), 0))
        f.on = c->today;                                /* a day that is none shows today, and the field says so */
    v.on = f.on;
    v.past = f.on.day != c->today.day;
    TRY(org_list(c, &f, &rows));
    v.pager = pager_of(rq, rows.n, ROWS, &from, &n);
    for (size_t i = from; i < from + n; i++)
        *vec_add(c->arena, &v.rows) = (UnitLine){ rows.v[i], kind_title(rows.v[i].kind) };
    kind_choices(c, f.kind, &v.kinds);
    TRY(q_unit_groups(c, &groups, .on = f.on));
    for (size_t i = 0; i < groups.n; i++)
        *vec_add(c->arena, &v.groups) = (Choice){ .value = groups.v[i].rank_group, .text = groups.v[i].rank_group,
            .on = str_eq(groups.v[i].rank_group, f.rank_group) };
    TRY(access_can(c, &PERM_ORG_CHANGE, 0, &v.may_change));
    tpl_unit_list(o, &v);
    return OK;
}

static const char *link_title(Str kind)
{
    return str_eq(kind, S("merge")) ? T("sáp nhập") : str_eq(kind, S("split")) ? T("chia tách") : T("đổi thành");
}

Err get_unit(Ctx *c, Req *rq, Out *o)
{
    UnitDetailView v = { 0 };
    UnitStateRows states;
    UnitLinksRows links;
    UnitScoredRow sets;
    int64_t id = req_int(rq, "id");

    TRY(access_need_any(c, &PERM_ORG_VIEW));
    TRY(q_unit_get(c, &v.u, .id = id));
    v.kind = kind_title(v.u.kind);
    v.ended = v.u.valid_to.day && v.u.valid_to.day < c->today.day;
    TRY(q_unit_states(c, &states, .unit_id = id));
    for (size_t i = 0; i < states.n; i++)
        *vec_add(c->arena, &v.states) = (StateLine){ states.v[i], kind_title(states.v[i].kind) };
    TRY(q_unit_links(c, &links, .unit_id = id));
    for (size_t i = 0; i < links.n; i++)
        *(str_eq(links.v[i].direction, S("from")) ? vec_add(c->arena, &v.before) : vec_add(c->arena, &v.after))
            = (LinkLine){ links.v[i], link_title(links.v[i].kind) };
    TRY(q_unit_children(c, &v.children, .parent_id = id));
    TRY(q_unit_scored(c, &sets, .id = id));
    v.scored = sets.n > 0;
    TRY(access_can(c, &PERM_PEOPLE_VIEW, id, &v.may_see_people));
    if (v.may_see_people)
        TRY(q_people_of_unit(c, &v.people, .unit_id = id));
    TRY(access_can(c, &PERM_ORG_CHANGE, id, &v.may_change));
    tpl_unit_detail(o, &v);
    return OK;
}

/* --- new and changed units ---------------------------------------------------------------------- */

/* What was typed, as far as it can be understood; the operation checks the rest. */
static UnitForm typed(const Req *rq)
{
    UnitForm f = { .code = req_str(rq, "code"), .name = req_str(rq, "name"), .kind = req_str(rq, "kind"),
        .rank_group = req_str(rq, "rank_group"), .ranked = req_has(rq, "ranked") };

    (void)date_parse(&f.valid_from, req_str(rq, "valid_from"), 0);      /* read_form() tells what is no date */
    (void)date_parse(&f.valid_to, req_str(rq, "valid_to"), 0);
    return f;
}

static Err read_form(Ctx *c, const Req *rq, UnitForm *f)
{
    *f = typed(rq);
    TRY(req_date(c, rq, "valid_from", false, &f->valid_from));
    TRY(req_date(c, rq, "valid_to", false, &f->valid_to));
    return unit_id_of(c, req_str(rq, "parent"), "parent", &f->parent_id);
}

static Err show_form(Ctx *c, UnitFormView *v, Out *o)
{
    v->action = v->id ? str_fmt(c->arena, "%" PRId64 "/edit", v->id) : S("new");
    kind_choices(c, v->f.kind, &v->kinds);
    TRY(q_unit_parents(c, &v->parents, ));
    TRY(q_unit_groups(c, &v->groups, .on = c->today));
    tpl_unit_form(o, v);
    return OK;
}

Err get_unit_new(Ctx *c, Req *rq, Out *o)
{
    UnitFormView v = { .f = { .ranked = true }, .parent = req_str(rq, "parent") };

    TRY(access_need(c, &PERM_ORG_CHANGE, 0));
    if (o->refused)
        v.f = typed(rq);
    return show_form(c, &v, o);
}

Err post_unit_new(Ctx *c, Req *rq, Out *o)
{
    UnitForm f;
    int64_t id;

    (void)o;
    TRY(read_form(c, rq, &f));
    TRY(org_create(c, &f, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã thêm đơn vị."))));
    req_go(rq, "/units/%" PRId64, id);
    return OK;
}

static void clash(Ctx *c, UnitFormView *v, const char *label, Str stored, Str mine)
{
    if (!str_eq(stored, mine))
        *vec_add(c->arena, &v->clashes) = (Clash){ label, stored, mine };
}

/* Somebody was faster: both versions side by side; the next save is made knowingly on top of theirs. */
static void show_clashes(Ctx *c, UnitFormView *v, const UnitRow *u)
{
    const UnitForm *f = &v->f;
    const char *yes = T("có"), *no = T("không");

    clash(c, v, T("Tên đơn vị"), u->name, f->name);
    clash(c, v, T("Loại đơn vị"), str_of(tr(c->answer.lang, kind_title(u->kind))), str_of(tr(c->answer.lang, kind_title(f->kind))));
    clash(c, v, T("Cấp trên"), u->parent_code, v->parent);
    clash(c, v, T("Nhóm xếp hạng"), u->rank_group, f->rank_group);
    clash(c, v, T("Được xếp hạng"), str_of(tr(c->answer.lang, u->ranked ? yes : no)), str_of(tr(c->answer.lang, f->ranked ? yes : no)));
    clash(c, v, T("Có từ ngày"), date_vi(c->arena, u->valid_from), date_vi(c->arena, f->valid_from));
    clash(c, v, T("Đến hết ngày"), date_vi(c->arena, u->valid_to), date_vi(c->arena, f->valid_to));
}

Err get_unit_edit(Ctx *c, Req *rq, Out *o)
{
    UnitFormView v = { .id = req_int(rq, "id") };
    UnitRow u;

    TRY(access_need(c, &PERM_ORG_CHANGE, v.id));
    TRY(q_unit_get(c, &u, .id = v.id));
    v.version = u.version;
    v.parent = u.parent_code;
    v.f = (UnitForm){ .code = u.code, .name = u.name, .kind = u.kind, .rank_group = u.rank_group, .parent_id = u.parent_id,
        .ranked = u.ranked, .valid_from = u.valid_from, .valid_to = u.valid_to };
    if (o->refused) {
        v.f = typed(rq);
        v.f.code = u.code;
        v.parent = req_str(rq, "parent");
        v.correct = str_eq(req_str(rq, "how"), S("correct"));
        v.reason = req_str(rq, "reason");
        if (o->refused->code == E_CONFLICT)
            show_clashes(c, &v, &u);
        else
            v.version = req_int(rq, "version");         /* still what this person started from */
    }
    return show_form(c, &v, o);
}

Err post_unit_edit(Ctx *c, Req *rq, Out *o)
{
    bool correct = str_eq(req_str(rq, "how"), S("correct"));
    int64_t id = req_int(rq, "id");
    Date from = { 0 };
    UnitForm f;

    (void)o;
    TRY(read_form(c, rq, &f));
    if (!correct)
        TRY(req_date(c, rq, "from", true, &from));
    TRY(org_change(c, id, req_int(rq, "version"), &f, from, req_str(rq, "reason")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu đơn vị."))));
    req_go(rq, "/units/%" PRId64, id);
    return OK;
}

/* --- merge and split ---------------------------------------------------------------------------- */

Err get_unit_succeed(Ctx *c, Req *rq, Out *o)
{
    UnitSucceedView v = { .old = req_str(rq, "old") };

    TRY(access_need(c, &PERM_ORG_CHANGE, 0));
    tpl_unit_succeed(o, &v);
    return OK;
}

/* Codes divided by commas or blanks. */
static Err ids_of(Ctx *c, const Req *rq, const char *field, int64_t *ids, size_t *n)
{
    Str rest = str_replace(c->arena, req_str(rq, field), S(" "), S(",")), one;

    for (*n = 0; rest.n;) {
        (void)str_cut(rest, S(","), &one, &rest);       /* the last code has no comma behind it */
        if (!str_trim(one).n)
            continue;
        if (*n == CODES)
            return fail(c, E_LIMIT, T("Mỗi lần nhiều nhất 100 đơn vị; hãy chia làm nhiều lần."));
        TRY(unit_id_of(c, str_trim(one), field, &ids[*n]));
        ++*n;
    }
    c->answer.field = str_of(field);
    if (!*n)
        return fail(c, E_INVALID, T("Hãy ghi mã của ít nhất một đơn vị."));
    c->answer.field = S("");
    return OK;
}

Err post_unit_succeed(Ctx *c, Req *rq, Out *o)
{
    int64_t *old = NEW(c->arena, int64_t, CODES), *new_ids = NEW(c->arena, int64_t, CODES);
    size_t n_old, n_new;
    Date on = { 0 };

    (void)o;
    TRY(ids_of(c, rq, "old", old, &n_old));
    TRY(ids_of(c, rq, "new", new_ids, &n_new));
    TRY(req_date(c, rq, "on", true, &on));
    TRY(org_succeed(c, old, n_old, new_ids, n_new, on, req_str(rq, "reason")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã nối đơn vị cũ với đơn vị mới."))));
    req_go(rq, "/units/%" PRId64, new_ids[0]);
    return OK;
}

/* --- import and export -------------------------------------------------------------------------- */

Err get_unit_import(Ctx *c, Req *rq, Out *o)
{
    UnitImportView none = { 0 };

    TRY(access_need(c, &PERM_ORG_CHANGE, 0));
    tpl_unit_import(o, rq->prepared ? (const UnitImportView *)rq->prepared : &none);
    return OK;
}

Err post_unit_import(Ctx *c, Req *rq, Out *o)
{
    UnitImportView *v = NEW(c->arena, UnitImportView, 1);
    Str bytes;
    Table t;

    (void)o;
    rq->prepared = v;
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(table_read(&t, c->arena, v->copy_name, bytes, NULL, &c->answer));
    if (org_import(c, &t, &v->rep) != OK) {
        if (v->rep.bad.count)                           /* the page lists them one by one */
            return fail_field(c, "file", T("Tệp %.*s có %zu lỗi; hãy sửa trong tệp rồi chọn lại. Chưa ghi gì."), SV(v->copy_name),
                v->rep.bad.count);
        return c->answer.code;
    }
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã thêm %zu, sửa %zu, giữ nguyên %zu đơn vị.")), v->rep.created,
            v->rep.changed, v->rep.same));
        req_go(rq, "/units");
        return OK;
    }
    v->checked = true;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

static Err send_table(Ctx *c, Req *rq, bool xlsx)
{
    Str bytes;

    TRY(org_export(c, xlsx, &bytes));
    req_send_table(rq, xlsx, xlsx ? S("don-vi.xlsx") : S("don-vi.csv"), bytes);
    return OK;
}

Err get_units_xlsx(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, true);
}

Err get_units_csv(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, false);
}
