#include "demo/demo.h"

#include "core/app.h"
#include "criteria/criteria.h"
#include "demo/demo_documents.h"
#include "demo/demo_onestop.h"
#include "demo/demo_plans.h"
#include "demo/embedded.h"
#include "org/org.h"
#include "accept/accept_demo.h"
#include "indicator/indicator_demo.h"
#include "issuance/issuance_demo.h"
#include "remedy/remedy_demo.h"
#include "survey/survey_demo.h"

#include <assert.h>
#include <sodium.h>

const DemoSet demo_sets[] = {
    { "set-so-2023.csv", "SO", "Bộ tiêu chí cải cách hành chính của sở, ban, ngành năm 2023", "department vertical",
        "Quyết định số 198/QĐ-UBND ngày 09/02/2023 của UBND tỉnh Vân Nhạn", 2023, true },
    { "set-so-2024.csv", "SO", "Bộ tiêu chí cải cách hành chính của sở, ban, ngành năm 2024", "department vertical",
        "Quyết định số 231/QĐ-UBND ngày 21/02/2024 của UBND tỉnh Vân Nhạn", 2024, true },
    { "set-so-2025.csv", "SO", "Bộ tiêu chí cải cách hành chính của sở, ban, ngành năm 2025", "department vertical",
        "Quyết định số 1846/QĐ-UBND ngày 30/09/2025 của UBND tỉnh Vân Nhạn", 2025, false },
    { "set-xa-2023.csv", "XA", "Bộ tiêu chí cải cách hành chính của cấp xã năm 2023", "commune ward zone",
        "Quyết định số 199/QĐ-UBND ngày 09/02/2023 của UBND tỉnh Vân Nhạn", 2023, true },
    { "set-xa-2024.csv", "XA", "Bộ tiêu chí cải cách hành chính của cấp xã năm 2024", "commune ward zone",
        "Quyết định số 232/QĐ-UBND ngày 21/02/2024 của UBND tỉnh Vân Nhạn", 2024, true },
    { "set-xa-2025.csv", "XA", "Bộ tiêu chí cải cách hành chính của xã, phường, đặc khu năm 2025", "commune ward zone",
        "Quyết định số 1847/QĐ-UBND ngày 30/09/2025 của UBND tỉnh Vân Nhạn", 2025, false },
    { 0 },
};

Err demo_table(Ctx *c, const char *name, Table *out)
{
    const Embedded *f = demo_files;

    while (f->name && strcmp(f->name, name) != 0)
        f++;
    assert(f->name);
    return table_read(out, c->arena, str_of(name), (Str){ f->bytes, f->n }, NULL, &c->answer);
}

static Err date_at(Ctx *c, const Columns *cols, size_t row, size_t field, Date *out)
{
    if (date_parse(out, cell_at(cols, row, field).text, 0))
        return OK;
    return row_fail(&c->answer, cols, row, field, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
}

/* ---- units, and what became of them ---- */

enum { L_OLD, L_NEW, L_ON, L_REASON };
static const Column link_columns[] = {
    [L_OLD] = { "old", "old", true }, [L_NEW] = { "new", "new", true }, [L_ON] = { "on", "on", true },
    [L_REASON] = { "reason", "reason", true },
};

/* Rows with the same new unit stand together: they are one merger. */
static Err demo_links(Ctx *c)
{
    Table t;
    Columns cols;
    size_t next;

    TRY(demo_table(c, "links.csv", &t));
    TRY(columns_find(&cols, c->arena, &t, link_columns, COUNT(link_columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r = next) {
        Str successor = cell_at(&cols, r, L_NEW).text;
        VEC(int64_t) old = { 0 };
        UnitRow u;
        Date on;

        TRY(date_at(c, &cols, r, L_ON, &on));
        for (next = r; next < cols.sheet->rows.n && str_eq(cell_at(&cols, next, L_NEW).text, successor); next++) {
            TRY(org_by_code(c, cell_at(&cols, next, L_OLD).text, &u));
            *vec_add(c->arena, &old) = u.id;
        }
        TRY(org_by_code(c, successor, &u));
        TRY(org_succeed(c, old.v, old.n, &u.id, 1, on, cell_at(&cols, r, L_REASON).text));
    }
    return OK;
}

enum { C_CODE, C_FROM, C_NAME, C_KIND, C_PARENT, C_GROUP, C_REASON };
static const Column change_columns[] = {
    [C_CODE] = { "code", "code", true }, [C_FROM] = { "from", "from", true }, [C_NAME] = { "name", "name", true },
    [C_KIND] = { "kind", "kind", true }, [C_PARENT] = { "parent", "parent", true }, [C_GROUP] = { "group", "group", true },
    [C_REASON] = { "reason", "reason", true },
};

/* Communes that went on under their own code, but directly below the province. */
static Err demo_changes(Ctx *c)
{
    Table t;
    Columns cols;

    TRY(demo_table(c, "changes.csv", &t));
    TRY(columns_find(&cols, c->arena, &t, change_columns, COUNT(change_columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        const UnitKind *kind = unit_kind_guess(cell_at(&cols, r, C_KIND).text);
        UnitRow u, parent;
        Date from;

        if (!kind)
            return row_fail(&c->answer, &cols, r, C_KIND, T("Loại đơn vị không nhận ra."));
        TRY(date_at(c, &cols, r, C_FROM, &from));
        TRY(org_by_code(c, cell_at(&cols, r, C_CODE).text, &u));
        TRY(org_by_code(c, cell_at(&cols, r, C_PARENT).text, &parent));
        TRY(org_change(c, u.id, u.version, &(UnitForm){ .code = u.code, .name = cell_at(&cols, r, C_NAME).text,
            .kind = str_of(kind->name), .rank_group = cell_at(&cols, r, C_GROUP).text, .parent_id = parent.id, .ranked = u.ranked,
            .valid_from = u.valid_from, .valid_to = u.valid_to }, from, cell_at(&cols, r, C_REASON).text));
    }
    return OK;
}

static Err demo_units(Ctx *c)
{
    ImportReport rep;
    Table t;

    TRY(demo_table(c, "units.csv", &t));
    TRY(org_import(c, &t, &rep));
    TRY(demo_links(c));
    return demo_changes(c);
}

/* ---- people ---- */

enum { P_LOGIN, P_NAME, P_TITLE, P_ROLE, P_UNIT, P_PASSWORD };
static const Column people_columns[] = {
    [P_LOGIN] = { "login", "login", true }, [P_NAME] = { "name", "name", true }, [P_TITLE] = { "title", "title", true },
    [P_ROLE] = { "role", "role", true }, [P_UNIT] = { "unit", "unit", true }, [P_PASSWORD] = { "password", "password", true },
};

static Err people_table(Ctx *c, Table *t, Columns *cols)
{
    TRY(demo_table(c, "people.csv", t));
    return columns_find(cols, c->arena, t, people_columns, COUNT(people_columns), &c->answer);
}

static Err demo_person(Ctx *c, const Columns *cols, size_t r, Str hash)
{
    PersonForm f = { .login = cell_at(cols, r, P_LOGIN).text, .name = cell_at(cols, r, P_NAME).text,
        .title = cell_at(cols, r, P_TITLE).text, .active = true };
    int64_t id;
    Role role;
    UnitRow u;

    if (!role_parse(&role, cell_at(cols, r, P_ROLE).text))
        return row_fail(&c->answer, cols, r, P_ROLE, T("Không có vai trò này."));
    TRY(org_by_code(c, cell_at(cols, r, P_UNIT).text, &u));
    f.unit_id = u.id;
    TRY(people_create(c, &f, hash, &id));
    return people_grant(c, id, role, role == ROLE_HEAD || role == ROLE_OFFICER ? u.id : 0, (Date){ 0 }, (Date){ 0 }, false, S(""));
}

static Err demo_people(Ctx *c)
{
    char hash[crypto_pwhash_STRBYTES] = "";
    Str hashed = { 0 };
    Table t;
    Columns cols;

    TRY(people_table(c, &t, &cols));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Str password = cell_at(&cols, r, P_PASSWORD).text;

        if (!str_eq(password, hashed)) {                    /* hashing is slow on purpose; all share one password */
            if (crypto_pwhash_str(hash, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE, 19 << 20) != 0)
                return fail(c, E_IO, T("Không đủ bộ nhớ để mã hóa mật khẩu."));
            hashed = password;
        }
        TRY(demo_person(c, &cols, r, str_of(hash)));
    }
    return OK;
}

static Err print_accounts(Ctx *c, Buf *out)
{
    Table t;
    Columns cols;

    TRY(people_table(c, &t, &cols));
    buf_fmt(out, "%s\n", tr(c->answer.lang, T("Tài khoản dùng thử (tên đăng nhập, mật khẩu, vai trò, đơn vị, người):")));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Str login = cell_at(&cols, r, P_LOGIN).text, password = cell_at(&cols, r, P_PASSWORD).text;
        Role role = ROLE_VIEWER;
        UnitRow u;

        (void)role_parse(&role, cell_at(&cols, r, P_ROLE).text);        /* read before */
        TRY(org_by_code(c, cell_at(&cols, r, P_UNIT).text, &u));
        buf_fmt(out, "  %-15.*s %-13.*s %s – %.*s – %.*s\n", SV(login), SV(password), tr(c->answer.lang, role_title(role)), SV(u.name),
            SV(cell_at(&cols, r, P_NAME).text));
    }
    return OK;
}

/* ---- criteria sets ---- */

static Err demo_criteria(Ctx *c)
{
    for (const DemoSet *s = demo_sets; s->file; s++) {
        SetForm f = set_form_default();
        Draft d;
        Table t;
        int64_t id;

        f.code = str_of(s->code);
        f.year = s->year;
        f.name = str_of(s->name);
        f.unit_kinds = str_of(s->kinds);
        f.basis = str_of(s->basis);
        TRY(demo_table(c, s->file, &t));
        TRY(criteria_read(&d, c->arena, &t, f.scale, c->app->rooms, &c->answer));
        TRY(criteria_import(c, &d, &f, &id));
    }
    return OK;
}

static Err demo_freeze(Ctx *c)
{
    for (const DemoSet *s = demo_sets; s->file; s++) {
        CriteriaSetRow set;

        TRY(criteria_set_find(c, str_of(s->code), s->year, &set));
        if (s->closed)
            TRY(criteria_freeze(c, set.id, str_fmt(c->arena, "Kết quả năm %d đã công bố", s->year)));
    }
    return OK;
}

/* What a demonstration is made of, in order. A room that has something to show adds a line. */
static const struct {
    const char *name;
    Err (*run)(Ctx *c);
    Err (*run_many)(Ctx *c, size_t dossiers);
} demo_steps[] = {
    { "units", demo_units },
    { "people", demo_people },
    { "criteria", demo_criteria },
    { "documents", demo_documents },
    { "figures", demo_figures },
    { "freeze", demo_freeze },
    { "onestop", .run_many = demo_onestop },
    { "rounds", demo_rounds },
    { "phases", demo_phases },
    { "plans", demo_plans },
    { "indicators", indicator_demo },
    { "remedies", remedy_demo },
    { "intake", accept_demo },
    { "surveys", survey_demo },
    { "issuance", issuance_demo },
};

Err demo_load(Ctx *c, size_t dossiers, Buf *out)
{
    UnitRows units;
    CriteriaSetRows sets;

    TRY(q_unit_all(c, &units, ));
    if (units.n)
        return fail(c, E_STATE, T("Dữ liệu này đã có %zu đơn vị, nên không nạp dữ liệu minh họa để khỏi lẫn; hãy dùng một thư mục mới."),
            units.n);
    for (size_t i = 0; i < COUNT(demo_steps); i++)
        TRY(demo_steps[i].run ? demo_steps[i].run(c) : demo_steps[i].run_many(c, dossiers));
    TRY(q_unit_all(c, &units, ));
    TRY(q_criteria_sets(c, &sets, ));
    buf_fmt(out, tr(c->answer.lang, T("Đã tạo tỉnh minh họa Vân Nhạn: %zu đơn vị, %zu bộ tiêu chí, số liệu ba năm.\n")), units.n, sets.n);
    return print_accounts(c, out);
}
