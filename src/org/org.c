#include "org/org.h"

#include "core/audit.h"
#include "text/text.h"

const Perm PERM_ORG_VIEW = { "org.view", T("Xem danh sách đơn vị"), ROLES_ALL_SIGNED_IN };
const Perm PERM_ORG_CHANGE = { "org.change", T("Sửa cây đơn vị"), ROLE_ADMIN | ROLE_COORDINATOR };

const UnitKind unit_kinds[] = {
    { "province", T("Tỉnh, thành phố"), "tỉnh|thành phố|tp|ubnd tỉnh|province" },
    { "department", T("Sở, ban, ngành"), "sở|sở ban ngành|ban|ngành|cơ quan chuyên môn cấp tỉnh|department" },
    { "district", T("Huyện (trước 01/7/2025)"), "huyện|quận|thị xã|thành phố thuộc tỉnh|cấp huyện|district" },
    { "commune", T("Xã"), "xã|thị trấn|cấp xã|commune" },
    { "ward", T("Phường"), "phường|ward" },
    { "zone", T("Đặc khu"), "đặc khu|special zone|zone" },
    { "office", T("Phòng, ban chuyên môn"), "phòng|văn phòng|phòng chuyên môn|office|division" },
    { "service", T("Đơn vị sự nghiệp"), "đơn vị sự nghiệp|trung tâm|sự nghiệp|public service unit|service" },
    { "vertical", T("Cơ quan ngành dọc"), "cơ quan ngành dọc|ngành dọc|cơ quan trung ương|vertical|central agency" },
    { 0 },
};

const UnitKind *unit_kind(Str name)
{
    for (const UnitKind *k = unit_kinds; k->name; k++)
        if (str_eq(str_of(k->name), name))
            return k;
    return NULL;
}

const UnitKind *unit_kind_guess(Str spelling)
{
    SCRATCH(tmp);
    Str want = text_fold(&tmp, spelling);

    for (const UnitKind *k = unit_kinds; k->name; k++) {
        Str rest = str_of(k->spellings), one;

        while (rest.n) {
            (void)str_cut(rest, S("|"), &one, &rest);       /* the last spelling has no bar behind it */
            if (str_eq(text_fold(&tmp, one), want))
                return k;
        }
    }
    return NULL;
}

Err org_list(Ctx *c, const UnitFilter *f, UnitRows *out)
{
    TRY(access_need_any(c, &PERM_ORG_VIEW));
    return q_unit_list(c, out, .on = f->on.day ? f->on : c->today, .q = text_fold(c->arena, f->q), .kind = f->kind,
        .rank_group = f->rank_group, .parent_id = f->parent_id);
}

Err org_by_code(Ctx *c, Str code, UnitRow *out)
{
    bool any;

    TRY(q_unit_by_code(c, out, &any, .code = code));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không có đơn vị mã “%.*s”; xem danh sách bằng `thuocdo org list`."), SV(code));
}

static Err check_form(Ctx *c, const UnitForm *f)
{
    if (!f->code.n)
        return fail_field(c, "code", T("Hãy ghi mã đơn vị, ví dụ H56.12.3."));
    if (f->code.n > 60 || memchr(f->code.p, ' ', f->code.n))
        return fail_field(c, "code", T("Mã đơn vị dài nhất 60 ký tự và không có dấu cách."));
    if (!f->name.n)
        return fail_field(c, "name", T("Hãy ghi tên đơn vị."));
    if (f->name.n > 30000)
        return fail_field(c, "name", T("Tên đơn vị quá dài; hãy rút gọn."));
    if (!unit_kind(f->kind))
        return fail_field(c, "kind", T("Hãy chọn loại đơn vị."));
    if (f->valid_from.day && f->valid_to.day && f->valid_to.day < f->valid_from.day)
        return fail_field(c, "valid_to", T("Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai ngày."));
    return OK;
}

/* Search text: code and name folded. */
static Str fold_of(Ctx *c, const UnitForm *f)
{
    return text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(f->code), SV(f->name)));
}

static Err audit_unit(Ctx *c, const char *verb, const UnitForm *f, Date from, Str reason)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kstr(&j, "name", f->name);
    json_kstr(&j, "kind", f->kind);
    json_kint(&j, "parent_id", f->parent_id);
    json_kstr(&j, "group", f->rank_group);
    json_kbool(&j, "ranked", f->ranked);
    json_kdate(&j, "valid_from", f->valid_from);
    json_kdate(&j, "valid_to", f->valid_to);
    json_kdate(&j, "from", from);
    json_kstr(&j, "reason", reason);
    json_close(&j, '}');
    return audit_add(c, verb, f->code, buf_str(&b));
}

static Err insert(Ctx *c, const UnitForm *f, int64_t *id)
{
    UnitInsertRow row;

    TRY(q_unit_insert(c, &row, .code = f->code, .name = f->name, .kind = f->kind, .parent_id = f->parent_id,
        .rank_group = f->rank_group, .ranked = f->ranked, .valid_from = f->valid_from, .valid_to = f->valid_to,
        .fold = fold_of(c, f), .sort_key = text_sort_key(c->arena, f->name)));
    *id = row.id;
    return q_unit_state_insert(c, .unit_id = row.id, .valid_from = f->valid_from, .valid_to = f->valid_to, .name = f->name,
        .kind = f->kind, .parent_id = f->parent_id, .rank_group = f->rank_group, .ranked = f->ranked, .reason = S(""));
}

Err org_create(Ctx *c, const UnitForm *f, int64_t *id)
{
    UnitRow there;
    bool any;

    TRY(access_need(c, &PERM_ORG_CHANGE, f->parent_id));
    TRY(check_form(c, f));
    TRY(q_unit_by_code(c, &there, &any, .code = f->code));
    if (any)
        return fail_field(c, "code", T("Mã “%.*s” đã là của %.*s; hãy dùng mã khác."), SV(f->code), SV(there.name));
    TRY(insert(c, f, id));
    return audit_unit(c, "unit.create", f, (Date){ 0 }, S(""));
}

/* A unit may not come to stand below itself. */
static Err check_parent(Ctx *c, int64_t id, int64_t parent_id)
{
    for (int depth = 0; parent_id; depth++) {
        UnitRow p;

        if (parent_id == id || depth > 20)
            return fail_field(c, "parent_id", T("Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."));
        TRY(q_unit_get(c, &p, .id = parent_id));
        parent_id = p.parent_id;
    }
    return OK;
}

static Err update(Ctx *c, int64_t id, int64_t version, const UnitForm *f)
{
    UnitUpdateRows done;

    TRY(q_unit_update(c, &done, .id = id, .version = version, .name = f->name, .kind = f->kind, .parent_id = f->parent_id,
        .rank_group = f->rank_group, .ranked = f->ranked, .valid_from = f->valid_from, .valid_to = f->valid_to,
        .fold = fold_of(c, f), .sort_key = text_sort_key(c->arena, f->name)));
    if (done.n)
        return OK;
    return fail(c, E_CONFLICT, T("Đơn vị %.*s vừa được người khác sửa; hãy tải lại trang để xem rồi sửa tiếp."), SV(f->code));
}

/* The state that ends and the one that begins on `from`. */
static Err change_from(Ctx *c, int64_t id, const UnitStateRow *now, const UnitForm *f, Date from, Str reason)
{
    if (now->valid_from.day && from.day <= now->valid_from.day)
        return fail_field(c, "from", T("Trạng thái hiện nay có từ sau ngày đó; hãy chọn ngày muộn hơn, hoặc sửa lại trạng thái hiện nay."));
    TRY(q_unit_state_end(c, .id = now->id, .valid_to = { from.day - 1 }));
    return q_unit_state_insert(c, .unit_id = id, .valid_from = from, .valid_to = f->valid_to, .name = f->name, .kind = f->kind,
        .parent_id = f->parent_id, .rank_group = f->rank_group, .ranked = f->ranked, .reason = reason);
}

static Err correct(Ctx *c, const UnitStateRow *now, const UnitForm *f, bool only_state)
{
    return q_unit_state_correct(c, .id = now->id, .name = f->name, .kind = f->kind, .parent_id = f->parent_id,
        .rank_group = f->rank_group, .ranked = f->ranked, .valid_from = only_state ? f->valid_from : now->valid_from,
        .valid_to = f->valid_to);
}

static Err change(Ctx *c, const UnitRow *old, const UnitForm *f, Date from, Str reason)
{
    UnitStateRow now;
    UnitStateRows all;

    TRY(q_unit_states(c, &all, .unit_id = old->id));
    TRY(q_unit_state_latest(c, &now, .unit_id = old->id));
    TRY(update(c, old->id, old->version, f));
    if (from.day)
        TRY(change_from(c, old->id, &now, f, from, reason));
    else
        TRY(correct(c, &now, f, all.n == 1));
    return audit_unit(c, "unit.change", f, from, reason);
}

Err org_change(Ctx *c, int64_t id, int64_t version, const UnitForm *f, Date from, Str reason)
{
    UnitRow old;

    TRY(access_need(c, &PERM_ORG_CHANGE, id));
    TRY(check_form(c, f));
    TRY(q_unit_get(c, &old, .id = id));
    if (old.version != version)
        return fail(c, E_CONFLICT, T("Đơn vị %.*s vừa được người khác sửa; hãy tải lại trang để xem rồi sửa tiếp."), SV(old.code));
    if (!str_eq(old.code, f->code))
        return fail_field(c, "code", T("Mã đơn vị không đổi được, vì số liệu các năm gắn với mã."));
    TRY(check_parent(c, id, f->parent_id));
    return change(c, &old, f, from, reason);
}

static UnitForm form_of(const UnitRow *u)
{
    return (UnitForm){ .code = u->code, .name = u->name, .kind = u->kind, .rank_group = u->rank_group,
        .parent_id = u->parent_id, .ranked = u->ranked, .valid_from = u->valid_from, .valid_to = u->valid_to };
}

static Err end_unit(Ctx *c, int64_t id, Date last, Str reason)
{
    UnitRow u;
    UnitForm f;

    TRY(q_unit_get(c, &u, .id = id));
    f = form_of(&u);
    if (u.valid_to.day && u.valid_to.day <= last.day)
        return OK;                                          /* ended already, for another reason */
    f.valid_to = last;
    TRY(check_form(c, &f));
    return change(c, &u, &f, (Date){ 0 }, reason);
}

Err org_succeed(Ctx *c, const int64_t *old, size_t n_old, const int64_t *new_ids, size_t n_new, Date on, Str reason)
{
    const char *kind = n_old > 1 ? "merge" : n_new > 1 ? "split" : "rename";

    TRY(access_need(c, &PERM_ORG_CHANGE, 0));
    if (!n_old || !n_new || !on.day)
        return fail(c, E_INVALID, T("Hãy chọn đơn vị cũ, đơn vị mới và ngày sáp nhập hoặc chia tách."));
    for (size_t i = 0; i < n_old; i++)
        for (size_t k = 0; k < n_new; k++) {
            if (old[i] == new_ids[k])
                continue;                                   /* one of the old units goes on under its own code */
            TRY(q_unit_link_add(c, .predecessor_id = old[i], .successor_id = new_ids[k], .kind = str_of(kind), .on_day = on,
                .reason = reason));
        }
    for (size_t i = 0; i < n_old; i++) {
        bool goes_on = false;

        for (size_t k = 0; k < n_new; k++)
            goes_on |= old[i] == new_ids[k];
        if (!goes_on)
            TRY(end_unit(c, old[i], (Date){ on.day - 1 }, reason));
    }
    return audit_add(c, "unit.succeed", str_of(kind), S(""));
}
