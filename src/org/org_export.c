/* Units as others read them: a table that people hand in again, JSON for programs. */
#include "org/org.h"

#include "doc/table_out.h"

Err org_export(Ctx *c, bool xlsx, Str *bytes)
{
    static const OutColumn columns[] = { { "code", 14 }, { "name", 44 }, { "kind", 20 }, { "parent", 14 }, { "group", 18 },
        { "valid_from", 12 }, { "valid_to", 12 }, { "ranked", 10 } };
    TableOut *t = xlsx ? table_out_xlsx(c->arena, c->answer.lang, c->now) : table_out_csv(c->arena, c->answer.lang, true);
    UnitRows rows;

    TRY(access_need_any(c, &PERM_ORG_VIEW));
    TRY(q_unit_all(c, &rows, ));
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Đơn vị"))), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows.n; i++) {
        const UnitRow *u = &rows.v[i];
        Str spellings = str_of(unit_kind(u->kind)->spellings), kind;

        (void)str_cut(spellings, S("|"), &kind, &spellings);        /* the first spelling, or the only one */
        out_text(t, u->code);
        out_text(t, u->name);
        out_text(t, kind);
        out_text(t, u->parent_code);
        out_text(t, u->rank_group);
        out_date(t, u->valid_from);
        out_date(t, u->valid_to);
        out_bool(t, u->ranked);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

void org_json(Json *j, const UnitRow *u)
{
    json_open(j, '{');
    json_kstr(j, "code", u->code);
    json_kstr(j, "name", u->name);
    json_kstr(j, "kind", u->kind);
    json_kstr(j, "parent", u->parent_code);
    json_kstr(j, "group", u->rank_group);
    json_kbool(j, "ranked", u->ranked);
    json_kdate(j, "valid_from", u->valid_from);
    json_kdate(j, "valid_to", u->valid_to);
    json_close(j, '}');
}
