#include "org/org_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "core_sql.h"
#include "org/org.h"

#include <sodium.h>

enum { MAX_FILE = 64 << 20 };

static Err cmd_org_import(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    Table t;
    ImportReport rep;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    TRY(org_import(c, &t, &rep));
    if (args_has(a, "dry-run")) {
        buf_fmt(out, tr(c->answer.lang, T("Thử: sẽ thêm %zu, sửa %zu, giữ nguyên %zu đơn vị. Chưa ghi gì.\n")), rep.created,
            rep.changed, rep.same);
        return run_undo(c);
    }
    buf_fmt(out, tr(c->answer.lang, T("Đã thêm %zu, sửa %zu, giữ nguyên %zu đơn vị.\n")), rep.created, rep.changed, rep.same);
    return OK;
}

static Err cmd_org_list(Ctx *c, const Args *a, Buf *out)
{
    UnitFilter f = { .q = args_get(a, "q"), .kind = args_get(a, "kind"), .rank_group = args_get(a, "group") };
    UnitRows rows;
    Json j = { .out = out };

    TRY(args_date(c, a, "on", &f.on));
    TRY(org_list(c, &f, &rows));
    if (args_has(a, "json")) {
        json_open(&j, '[');
        for (size_t i = 0; i < rows.n; i++)
            org_json(&j, &rows.v[i]);
        json_close(&j, ']');
        buf_ch(out, '\n');
        return OK;
    }
    for (size_t i = 0; i < rows.n; i++) {
        UnitRow *u = &rows.v[i];

        buf_fmt(out, "%-14.*s %-12.*s %.*s %.*s\n", SV(u->code), SV(u->kind), SV(str_pad(c->arena, u->rank_group, 18)), SV(u->name));
    }
    return OK;
}

static Err cmd_org_show(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    UnitStateRows states;
    UnitLinksRows links;
    Json j = { .out = out };

    TRY(access_need_any(c, &PERM_ORG_VIEW));
    TRY(org_by_code(c, args_operand(a, 0), &u));
    TRY(q_unit_states(c, &states, .unit_id = u.id));
    TRY(q_unit_links(c, &links, .unit_id = u.id));
    json_open(&j, '{');
    json_key(&j, "unit");
    org_json(&j, &u);
    json_key(&j, "states");
    json_open(&j, '[');
    for (size_t i = 0; i < states.n; i++) {
        UnitStateRow *s = &states.v[i];

        json_open(&j, '{');
        json_kdate(&j, "from", s->valid_from);
        json_kdate(&j, "to", s->valid_to);
        json_kstr(&j, "name", s->name);
        json_kstr(&j, "kind", s->kind);
        json_kstr(&j, "parent", s->parent_name);
        json_kstr(&j, "group", s->rank_group);
        json_kstr(&j, "reason", s->reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "links");
    json_open(&j, '[');
    for (size_t i = 0; i < links.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "direction", links.v[i].direction);
        json_kstr(&j, "code", links.v[i].code);
        json_kstr(&j, "name", links.v[i].name);
        json_kstr(&j, "kind", links.v[i].kind);
        json_kdate(&j, "on", links.v[i].on_day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

/* --old A,B --new C: codes divided by commas. */
static Err codes(Ctx *c, Str list, int64_t *ids, size_t max, size_t *n)
{
    Str one;

    for (*n = 0; list.n && *n < max; ++*n) {
        UnitRow u;

        (void)str_cut(list, S(","), &one, &list);       /* the last code has no comma behind it */
        TRY(org_by_code(c, str_trim(one), &u));
        ids[*n] = u.id;
    }
    return OK;
}

static Err cmd_org_succeed(Ctx *c, const Args *a, Buf *out)
{
    int64_t old[100], new_ids[100];
    size_t n_old, n_new;
    Date on = { 0 };

    (void)out;
    TRY(args_date(c, a, "on", &on));
    TRY(codes(c, args_get(a, "old"), old, COUNT(old), &n_old));
    TRY(codes(c, args_get(a, "new"), new_ids, COUNT(new_ids), &n_new));
    return org_succeed(c, old, n_old, new_ids, n_new, on, args_get(a, "reason"));
}

static Err hash_password(Ctx *c, Str password, Str *hash)
{
    char *text = NEW(c->arena, char, crypto_pwhash_STRBYTES);

    if (password.n < 8)
        return fail(c, E_INVALID, T("Mật khẩu cần ít nhất 8 ký tự."));
    if (crypto_pwhash_str(text, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE, 19 << 20) != 0)
        return fail(c, E_IO, T("Không đủ bộ nhớ để mã hóa mật khẩu."));
    *hash = str_of(text);
    return OK;
}

/* --role and --unit, as several commands take them. */
static Err role_of(Ctx *c, const Args *a, Role *role, int64_t *unit_id)
{
    UnitRow u = { 0 };

    if (!role_parse(role, args_get(a, "role")))
        return fail(c, E_INVALID, T("Vai trò “%.*s” không có; hãy dùng admin, coordinator, appraiser, council, head, officer hoặc viewer."),
            SV(args_get(a, "role")));
    if (args_has(a, "unit"))
        TRY(org_by_code(c, args_get(a, "unit"), &u));
    *unit_id = u.id;
    return OK;
}

static Err cmd_user_create(Ctx *c, const Args *a, Buf *out)
{
    PersonForm f = { .login = args_operand(a, 0), .name = args_get(a, "name"), .email = args_get(a, "email"), .active = true };
    Role role;
    int64_t id;
    Str hash;

    TRY(role_of(c, a, &role, &f.unit_id));
    TRY(hash_password(c, args_get(a, "password"), &hash));
    TRY(people_create(c, &f, hash, &id));
    TRY(people_grant(c, id, role, f.unit_id, (Date){ 0 }, (Date){ 0 }, false, S("")));
    buf_fmt(out, tr(c->answer.lang, T("Đã tạo tài khoản %.*s.\n")), SV(f.login));
    return OK;
}

static Err person_of(Ctx *c, const Args *a, PersonRow *p)
{
    bool any;

    TRY(q_person_by_login(c, p, &any, .login = args_operand(a, 0)));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không có tài khoản “%.*s” đang hoạt động."), SV(args_operand(a, 0)));
}

static Err cmd_user_grant(Ctx *c, const Args *a, Buf *out)
{
    Date from = { 0 }, to = { 0 };
    int64_t unit_id;
    PersonRow p;
    Role role;

    (void)out;
    TRY(person_of(c, a, &p));
    TRY(role_of(c, a, &role, &unit_id));
    TRY(args_date(c, a, "from", &from));
    TRY(args_date(c, a, "to", &to));
    return people_grant(c, p.id, role, unit_id, from, to, false, args_get(a, "reason"));
}

static Err cmd_user_password(Ctx *c, const Args *a, Buf *out)
{
    PersonRow p;
    Str hash;

    (void)out;
    TRY(person_of(c, a, &p));
    TRY(hash_password(c, args_get(a, "password"), &hash));
    return people_set_password(c, p.id, hash);
}

static Err cmd_user_list(Ctx *c, const Args *a, Buf *out)
{
    bool json = args_has(a, "json");
    Json j = { .out = out };
    PeopleRows rows;

    TRY(people_visible(c, args_get(a, "q"), &rows));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        const PeopleRow *p = &rows.v[i];

        if (!json) {
            buf_fmt(out, "%.*s\t%.*s\t%.*s\n", SV(p->login), SV(p->name), SV(p->unit_name));
            continue;
        }
        json_open(&j, '{');
        json_kstr(&j, "login", p->login);
        json_kstr(&j, "name", p->name);
        json_kstr(&j, "title", p->title);
        json_kstr(&j, "unit", p->unit_name);
        json_kbool(&j, "active", p->active);
        json_close(&j, '}');
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

const Command org_commands[] = {
    { "org import", "FILE", CMD_WRITE, (const Opt[]){ { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } }, cmd_org_import,
        T("Nạp đơn vị từ tệp CSV hoặc XLSX (code,name,kind,parent,group,valid_from,valid_to)") },
    { "org list", "", CMD_READ,
        (const Opt[]){ { "q", "TEXT", T("tìm theo mã hoặc tên, không cần dấu") }, { "kind", "KIND", T("loại đơn vị") },
            { "group", "G", T("nhóm xếp hạng") }, { "on", "DATE", T("như đã có vào ngày này") }, { 0 } },
        cmd_org_list, T("Liệt kê đơn vị") },
    { "org show", "CODE", CMD_READ, NULL, cmd_org_show, T("Một đơn vị, các trạng thái theo thời gian, đơn vị trước và sau") },
    { "org succeed", "", CMD_WRITE,
        (const Opt[]){ { "old", "A,B", T("mã các đơn vị cũ"), true }, { "new", "C", T("mã các đơn vị mới"), true },
            { "on", "DATE", T("ngày đầu tiên của đơn vị mới"), true }, { "reason", "TEXT", T("quyết định, lý do") }, { 0 } },
        cmd_org_succeed, T("Sáp nhập, chia tách: nối đơn vị cũ với đơn vị mới") },
    { "user create", "LOGIN", CMD_WRITE,
        (const Opt[]){ { "name", "TEXT", T("họ và tên"), true }, { "password", "TEXT", T("mật khẩu đầu tiên"), true },
            { "role", "ROLE", T("vai trò"), true }, { "unit", "CODE", T("đơn vị; bỏ trống: toàn hệ thống") },
            { "email", "ADDRESS", T("địa chỉ thư để nhận nhắc việc") }, { 0 } },
        cmd_user_create, T("Tạo tài khoản có một vai trò") },
    { "user list", "", CMD_READ, (const Opt[]){ { "q", "TEXT", T("tìm theo tên, không cần dấu") }, { 0 } }, cmd_user_list, T("Liệt kê tài khoản") },
    { "user grant", "LOGIN", CMD_WRITE,
        (const Opt[]){ { "role", "ROLE", T("vai trò"), true }, { "unit", "CODE", T("đơn vị; bỏ trống: toàn hệ thống") },
            { "from", "DATE", T("ngày đầu") }, { "to", "DATE", T("ngày cuối") }, { "reason", "TEXT", T("quyết định, lý do") }, { 0 } },
        cmd_user_grant, T("Giao vai trò cho một tài khoản") },
    { "user password", "LOGIN", CMD_WRITE, (const Opt[]){ { "password", "TEXT", T("mật khẩu mới"), true }, { 0 } }, cmd_user_password,
        T("Đặt lại mật khẩu") },
    { 0 },
};
