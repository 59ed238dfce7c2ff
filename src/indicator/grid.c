#include "indicator/grid.h"

#include "core/audit.h"
#include "core_sql.h"
#include "doc/table_out.h"
#include "org/org.h"

#include <stdlib.h>

static bool kind_wanted(Str kinds, Str kind)
{
    Str one;

    if (!kinds.n)
        return true;
    while (kinds.n) {
        (void)str_cut(kinds, S(" "), &one, &kinds);             /* the last word has nothing behind it */
        if (str_eq(one, kind))
            return true;
    }
    return false;
}

static void choose_units(Ctx *c, const GridUnits *all, Str kinds, GridUnits *out)
{
    for (size_t i = 0; i < all->n; i++)
        if (kind_wanted(kinds, all->v[i].kind))
            *vec_add(c->arena, out) = all->v[i];
}

static bool asked_of_any(const FigureGrid *g, const ReportFormRows *forms, const ElementRow *e)
{
    for (size_t u = 0; u < g->units.n; u++)
        if (element_asked(forms, e, g->units.v[u].kind, g->period.kind))
            return true;
    return false;
}

static bool of_area(const ElementRow *e, Str area)
{
    return !area.n || (str_starts(e->area, area) && e->area.n > area.n && e->area.p[area.n] == '.');
}

static Err fill(Ctx *c, FigureGrid *g)
{
    Map units = { .arena = c->arena }, cols = { .arena = c->arena };
    FiguresOfChildrenRows now, before;

    for (size_t i = 0; i < g->units.n; i++)
        (void)map_add(&units, str_fmt(c->arena, "%lld", (long long)g->units.v[i].id), (int64_t)i);
    for (size_t i = 0; i < g->cols.n; i++)
        (void)map_add(&cols, str_fmt(c->arena, "%lld", (long long)g->set.rows.v[g->cols.v[i]].id), (int64_t)i);
    TRY(q_figures_of_children(c, &now, .parent_id = g->parent_id, .period = g->code));
    TRY(q_figures_of_children(c, &before, .parent_id = g->parent_id, .period = period_code(c->arena, period_before(g->period))));
    for (int pass = 0; pass < 2; pass++) {
        const FiguresOfChildrenRows *rows = pass ? &before : &now;

        for (size_t i = 0; i < rows->n; i++) {
            SCRATCH(tmp);
            GridCell *cell;
            int64_t u, e;

            if (!map_get(&units, str_fmt(&tmp, "%lld", (long long)rows->v[i].unit_id), &u)
                || !map_get(&cols, str_fmt(&tmp, "%lld", (long long)rows->v[i].element_id), &e))
                continue;
            cell = &g->v[(size_t)u * g->cols.n + (size_t)e];
            if (pass) {
                cell->last = (OptDec){ true, rows->v[i].value };
                continue;
            }
            cell->value = (OptDec){ true, rows->v[i].value };
            cell->changed_at = rows->v[i].changed_at;
            cell->changed_by = rows->v[i].changed_by;
        }
    }
    return OK;
}

Err figure_grid(Ctx *c, int64_t parent_id, Str kinds, Str area, Str period, FigureGrid *out)
{
    GridUnits all;
    ReportFormRows forms;

    *out = (FigureGrid){ .parent_id = parent_id };
    TRY(access_need(c, &PERM_FIGURE_VIEW, parent_id));
    TRY(figure_period(c, period, &out->period, &out->code));
    TRY(element_load(c, &out->set));
    TRY(q_report_form_all(c, &forms, ));
    TRY(q_figure_grid_units(c, &all, .parent_id = parent_id, .period = out->code, .on = c->today));
    choose_units(c, &all, kinds, &out->units);
    for (size_t i = 0; i < out->set.rows.n; i++)
        if (!out->set.rows.v[i].numerator.n && of_area(&out->set.rows.v[i], area) && asked_of_any(out, &forms, &out->set.rows.v[i]))
            *vec_add(c->arena, &out->cols) = i;
    out->v = NEW(c->arena, GridCell, out->units.n * out->cols.n);
    for (size_t u = 0; u < out->units.n; u++)
        for (size_t k = 0; k < out->cols.n; k++)
            out->v[u * out->cols.n + k].asked = element_asked(&forms, &out->set.rows.v[out->cols.v[k]], out->units.v[u].kind, out->period.kind);
    return fill(c, out);
}

/* ---- entering */

static Str shown(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_VI) : S("—");
}

/* NULL-like empty text: nothing is wrong with the entry. */
static Err refusal(Ctx *c, const FigureGrid *g, const GridEntry *v, Moment seen, Str reason, Str *out, bool *same)
{
    const ElementRow *e = &g->set.rows.v[g->cols.v[v->col]];
    const GridUnit *u = &g->units.v[v->unit];
    const GridCell *cell = &g->v[v->unit * g->cols.n + v->col];
    const char *wrong;
    bool may;
    Dec d;

    *out = (Str){ 0 };
    wrong = str_trim(v->text).n ? figure_refusal(v->text, e, &d) : NULL;
    *same = !wrong && (str_trim(v->text).n ? cell->value.has && dec_cmp(cell->value.d, d) == 0 : !cell->value.has);
    if (*same)
        return OK;
    TRY(access_can(c, &PERM_FIGURE_ENTER, u->id, &may));
    if (!may)
        wrong = T("Bạn không được nhập số liệu của đơn vị này.");
    else if (!wrong && !cell->asked)
        wrong = T("Đơn vị này không phải báo số liệu này trong kỳ.");
    else if (!wrong && str_eq(u->state, S("locked")))
        wrong = T("Số liệu của đơn vị đã khóa; hãy đề nghị cơ quan thường trực mở khóa.");
    else if (!wrong && str_eq(u->state, S("complete")) && !str_trim(reason).n)
        wrong = T("Đơn vị đã báo hoàn thành; muốn sửa, hãy ghi lý do sửa.");
    if (wrong)
        *out = str_of(tr(c->answer.lang, wrong));
    else if (cell->value.has && seen.ms && cell->changed_at.ms > seen.ms && !str_eq(cell->changed_by, c->user_login))
        *out = str_fmt(c->arena, tr(c->answer.lang, T("%.*s vừa ghi %.*s vào ô này lúc %.*s; hãy tải lại trang để đối chiếu.")),
            SV(cell->changed_by), SV(shown(c, cell->value)), SV(moment_vi(c->arena, cell->changed_at)));
    return OK;
}

static int by_unit(const void *a, const void *b)
{
    const GridEntry *x = a, *y = b;

    return x->unit != y->unit ? (x->unit > y->unit) - (x->unit < y->unit) : (x->col > y->col) - (x->col < y->col);
}

static Err write(Ctx *c, const FigureGrid *g, GridEntry *v, size_t n, Str reason)
{
    qsort(v, n, sizeof *v, by_unit);
    for (size_t from = 0, to; from < n; from = to) {
        VEC(FigureEntry) entries = { 0 };

        for (to = from; to < n && v[to].unit == v[from].unit; to++)
            *vec_add(c->arena, &entries) = (FigureEntry){ .code = g->set.rows.v[g->cols.v[v[to].col]].code, .text = v[to].text };
        TRY(figure_enter_of(c, &g->set, g->units.v[v[from].unit].id, g->code, entries.v, entries.n, reason));
    }
    return audit_add(c, "figure.grid", g->code, str_fmt(c->arena, "{\"parent\":%lld,\"figures\":%zu}", (long long)g->parent_id, n));
}

Err figure_grid_enter(Ctx *c, const FigureGrid *g, const GridEntry *v, size_t n, Moment seen, Str reason, GridErrors *bad, size_t *saved)
{
    VEC(GridEntry) changes = { 0 };

    *bad = (GridErrors){ 0 };
    *saved = 0;
    for (size_t i = 0; i < n; i++) {
        Str text;
        bool same;

        TRY(refusal(c, g, &v[i], seen, reason, &text, &same));
        if (text.n)
            *vec_add(c->arena, bad) = (GridError){ i, text };
        else if (!same)
            *vec_add(c->arena, &changes) = v[i];
    }
    if (bad->n || !changes.n)
        return OK;
    *saved = changes.n;
    return write(c, g, changes.v, changes.n, reason);
}

/* ---- the sheet that goes out and comes back */

Err figure_grid_xlsx(Ctx *c, const FigureGrid *g, Str *bytes)
{
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    OutColumn *columns = NEW(c->arena, OutColumn, g->cols.n + 2);

    columns[0] = (OutColumn){ T("Mã đơn vị"), 14 };
    columns[1] = (OutColumn){ T("Đơn vị"), 32 };
    for (size_t k = 0; k < g->cols.n; k++) {
        const ElementRow *e = &g->set.rows.v[g->cols.v[k]];

        columns[k + 2] = (OutColumn){ str_z(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(e->code), SV(e->name))), 16 };
    }
    out_sheet(t, &(SheetLook){ .name = g->code, .title = period_title(c->arena, g->period), .landscape = true, .no_filter = true }, columns,
        g->cols.n + 2);
    for (size_t u = 0; u < g->units.n; u++) {
        out_text(t, g->units.v[u].code);
        out_text(t, g->units.v[u].name);
        for (size_t k = 0; k < g->cols.n; k++)
            out_opt_dec(t, g->v[u * g->cols.n + k].value, -1);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

enum { W_UNIT };

static const Column wide_columns[] = { [W_UNIT] = { "unit", "mã đơn vị|đơn vị|unit", true } };

static Str first_word(Str s)
{
    Str head, tail;

    (void)str_cut(str_trim(s), S(" "), &head, &tail);           /* a heading may be the code alone */
    return head;
}

bool figure_grid_table(Ctx *c, const ElementSet *set, const Table *t)
{
    Answer ignored = { .arena = c->arena };
    Columns cols;
    int64_t at;

    if (columns_find(&cols, c->arena, t, wide_columns, COUNT(wide_columns), &ignored) != OK)
        return false;
    for (size_t k = 0; k < cols.sheet->rows.v[cols.header].n; k++)
        if (map_get(&set->by_code, first_word(cols.sheet->rows.v[cols.header].cells[k].text), &at))
            return true;
    return false;
}

static Err import_row(Ctx *c, const ElementSet *set, const Columns *cols, size_t r, Str period, const Map *units, RowErrors *bad, size_t *n)
{
    const Row *head = &cols->sheet->rows.v[cols->header], *row = &cols->sheet->rows.v[r];
    VEC(FigureEntry) entries = { 0 };
    int64_t unit_id, at;
    Dec d;

    if (!map_get(units, cell_at(cols, r, W_UNIT).text, &unit_id)) {
        row_error(bad, r, W_UNIT, T("Không có đơn vị với mã này; xem danh sách bằng `thuocdo org list`."));
        return OK;
    }
    for (size_t k = 0; k < row->n && k < head->n; k++) {
        Str code = first_word(head->cells[k].text), typed = row->cells[k].text;
        const char *wrong;

        if (!map_get(&set->by_code, code, &at) || !typed.n)
            continue;
        wrong = set->rows.v[at].numerator.n ? T("Số liệu này tính theo công thức nên không nhập trực tiếp.")
            : figure_refusal(typed, &set->rows.v[at], &d);
        if (wrong)
            row_error(bad, r, NO_FIELD, tr(c->answer.lang, T("cột %.*s, số liệu %.*s, giá trị “%.*s”: %s")), SV(column_letters(c->arena, k)), SV(code),
                SV(typed), tr(c->answer.lang, wrong));
        *vec_add(c->arena, &entries) = (FigureEntry){ .code = code, .text = typed };
    }
    *n += entries.n;
    return bad->count || !entries.n ? OK : figure_enter_of(c, set, unit_id, period, entries.v, entries.n, S(""));
}

Err figure_grid_import(Ctx *c, const ElementSet *set, const Table *t, Str period, size_t *n)
{
    Columns cols;
    UnitRows all;
    Map units = { .arena = c->arena };
    RowErrors bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang };
    Period p;
    Str code;

    *n = 0;
    TRY(figure_period(c, period, &p, &code));
    TRY(columns_find(&cols, c->arena, t, wide_columns, COUNT(wide_columns), &c->answer));
    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&units, all.v[i].code, all.v[i].id);      /* codes are unique */
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            TRY(import_row(c, set, &cols, r, code, &units, &bad, n));
    TRY(row_errors_end(&bad, &c->answer));
    return audit_add(c, "figure.import", t->file, str_fmt(c->arena, "{\"figures\":%zu}", *n));
}

/* ---- talk */

Err figure_comment(Ctx *c, int64_t unit_id, Str period, int64_t element_id, Str text)
{
    Period p;
    Str code;

    text = str_trim(text);
    TRY(access_need(c, &PERM_FIGURE_VIEW, unit_id));
    TRY(figure_period(c, period, &p, &code));
    if (!text.n || text.n > 2000)
        return fail_field(c, "text", T("Hãy viết ý kiến, không quá 2000 byte."));
    TRY(q_figure_comment_add(c, .unit_id = unit_id, .period = code, .element_id = element_id, .at = c->now, .who = c->user_login, .text = text));
    return audit_add(c, "figure.comment", code, str_fmt(c->arena, "{\"unit\":%lld,\"element\":%lld}", (long long)unit_id, (long long)element_id));
}

Err figure_comment_resolve(Ctx *c, int64_t id)
{
    FigureCommentGetRow k;

    TRY(q_figure_comment_get(c, &k, .id = id));
    TRY(access_need(c, &PERM_FIGURE_ENTER, k.unit_id));
    TRY(q_figure_comment_resolve(c, .id = id, .at = c->now, .who = c->user_login));
    return audit_add(c, "figure.comment_resolve", str_fmt(c->arena, "%lld", (long long)id), S(""));
}
