#include "core/audit.h"
#include "core/setting.h"
#include "core/value.h"
#include "core_sql.h"
#include "indicator/grid.h"
#include "org/org.h"

const Perm PERM_FIGURE_VIEW = { "figure.view", T("Xem số liệu báo cáo"), ROLES_ALL_SIGNED_IN };
const Perm PERM_FIGURE_ENTER = { "figure.enter", T("Nhập số liệu báo cáo của đơn vị"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_FIGURE_LOCK = { "figure.lock", T("Khóa, mở khóa số liệu của một kỳ"), ROLE_COORDINATOR };
const Perm PERM_FIGURE_ACCEPT = { "figure.accept", T("Nhận hoặc trả lại số liệu của cấp dưới"), ROLE_COORDINATOR | ROLE_HEAD };
const Perm PERM_ELEMENT_CHANGE = { "element.change", T("Sửa danh mục số liệu, chỉ tiêu"), ROLE_COORDINATOR | ROLE_ADMIN };

const char *light_name(Light l)
{
    static const char *const names[] = { "", "green", "amber", "red" };

    return names[l];
}

Err period_rule_of(Ctx *c, PeriodRule *out)
{
    int64_t cut_off, send_by;

    TRY(setting_int(c, "indicator.cut_off", &cut_off));
    TRY(setting_int(c, "indicator.send_by", &send_by));
    *out = (PeriodRule){ .cut_off = (int8_t)cut_off, .send_by = (int8_t)send_by };
    return OK;
}

Err figure_period(Ctx *c, Str text, Period *p, Str *code)
{
    if (!period_parse(p, str_trim(text)))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2026-Q1, 2026-H1, 2026-9M, 2026-05 hoặc 2026."), SV(text));
    *code = period_code(c->arena, *p);
    return OK;
}

/* ---- effective figures */

static bool value_of(const void *user, Str code, Dec *out)
{
    const FigureTable *t = user;
    int64_t at;

    if (!map_get(&t->set.by_code, code, &at) || !t->v[at].value.has)
        return false;
    *out = t->v[at].value.d;
    return true;
}

static void by_formula(FigureTable *t, size_t i)
{
    const ElementRow *e = &t->set.rows.v[i];
    Dec top, bottom;
    bool missing;

    if (!formula_sum(e->numerator, value_of, t, &top, &missing) || missing)
        return;
    if (!e->denominator.n) {
        t->v[i].value = (OptDec){ true, top };
        return;
    }
    if (formula_sum(e->denominator, value_of, t, &bottom, &missing) && !missing)
        t->v[i].value.has = dec_mul_div(top, DEC(100), bottom, &t->v[i].value.d);       /* nothing to divide by: no rate */
}

/* First what is given, then sums, then rates of them: formulas do not go deeper (element_import names codes only). */
static void effective(FigureTable *t)
{
    for (size_t i = 0; i < t->set.rows.n; i++) {
        Figure *f = &t->v[i];

        if (!t->set.rows.v[i].numerator.n)
            f->value = f->own.has ? f->own : f->fact.has ? f->fact : f->below;
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < t->set.rows.n; i++)
            if (t->set.rows.v[i].numerator.n && (t->set.rows.v[i].denominator.n > 0) == (pass == 1))
                by_formula(t, i);
}

static bool summable(const ElementRow *e)
{
    return !e->numerator.n && (str_eq(e->kind, S("count")) || str_eq(e->kind, S("amount")));
}

/* Ids of the database → index; ids are small and dense. */
typedef struct Index {
    size_t *at;                 /* index + 1; 0: none */
    size_t n;
} Index;

static Index index_new(Ctx *c, int64_t max_id)
{
    return (Index){ NEW(c->arena, size_t, (size_t)max_id + 1), (size_t)max_id + 1 };
}

static bool index_get(const Index *x, int64_t id, size_t *at)
{
    if (id < 0 || (size_t)id >= x->n || !x->at[id])
        return false;
    *at = x->at[id] - 1;
    return true;
}

typedef struct Tree {
    UnitsBelowDepthRows units;
    Index at;                   /* unit → index in units */
    OptDec *sum;                /* [unit * elements + element]: effective figure */
    OptDec *below;              /* sum of the units directly below */
    uint32_t *givers;
} Tree;

static Err load_tree(Ctx *c, const FigureTable *t, Tree *tree, size_t n_el, const Index *el)
{
    FiguresBelowRows rows;
    int64_t max = 0;

    TRY(q_units_below_depth(c, &tree->units, .unit_id = t->unit_id));
    TRY(q_figures_below(c, &rows, .unit_id = t->unit_id, .period = t->code));
    for (size_t i = 0; i < tree->units.n; i++)
        max = tree->units.v[i].id > max ? tree->units.v[i].id : max;
    tree->at = index_new(c, max);
    for (size_t i = 0; i < tree->units.n; i++)
        tree->at.at[tree->units.v[i].id] = i + 1;
    tree->sum = NEW(c->arena, OptDec, tree->units.n * n_el);
    tree->below = NEW(c->arena, OptDec, tree->units.n * n_el);
    tree->givers = NEW(c->arena, uint32_t, tree->units.n * n_el);
    for (size_t i = 0; i < rows.n; i++) {
        size_t u, e;

        if (index_get(&tree->at, rows.v[i].unit_id, &u) && index_get(el, rows.v[i].element_id, &e))
            tree->sum[u * n_el + e] = (OptDec){ true, rows.v[i].value };
    }
    return OK;
}

/* From the deepest units up: what a unit did not enter itself is the sum of the units directly below it. */
static void add_up(FigureTable *t, Tree *tree, size_t n_el)
{
    for (size_t u = 0; u < tree->units.n; u++) {
        size_t up = 0;
        bool has_up = u + 1 < tree->units.n && index_get(&tree->at, tree->units.v[u].parent_id, &up);

        for (size_t e = 0; e < n_el; e++) {
            size_t k = u * n_el + e, p;

            if (!tree->sum[k].has && summable(&t->set.rows.v[e]))
                tree->sum[k] = tree->below[k];
            if (!has_up || !tree->sum[k].has || !summable(&t->set.rows.v[e]))
                continue;
            p = up * n_el + e;
            tree->givers[p]++;
            tree->below[p].has = dec_add_ok(tree->below[p].d, tree->sum[k].d, &tree->below[p].d);
        }
    }
}

static Err consolidate(Ctx *c, FigureTable *t)
{
    size_t n_el = t->set.rows.n, top;
    int64_t max = 0;
    Index el;
    Tree tree;

    for (size_t i = 0; i < n_el; i++)
        max = t->set.rows.v[i].id > max ? t->set.rows.v[i].id : max;
    el = index_new(c, max);
    for (size_t i = 0; i < n_el; i++)
        el.at[t->set.rows.v[i].id] = i + 1;
    TRY(load_tree(c, t, &tree, n_el, &el));
    add_up(t, &tree, n_el);
    top = tree.units.n - 1;                                 /* the unit itself comes last: depth 0 */
    for (size_t e = 0; e < n_el; e++) {
        t->v[e].below = tree.below[top * n_el + e];
        t->v[e].givers = tree.givers[top * n_el + e];
    }
    return OK;
}

/* ---- the table of a unit */

static Err own_figures(Ctx *c, int64_t unit_id, Str period, FigureTable *t)
{
    FigureRows rows;
    FactRows facts;

    TRY(q_figures_of(c, &rows, .unit_id = unit_id, .period = period));
    for (size_t i = 0; i < t->set.rows.n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].element_id == t->set.rows.v[i].id) {
                t->v[i].own = (OptDec){ true, rows.v[k].value };
                t->v[i].note = rows.v[k].note;
            }
    TRY(q_fact_of_unit(c, &facts, .unit_id = unit_id, .period = period));
    for (size_t i = 0; i < t->set.rows.n; i++)
        for (size_t k = 0; t->set.rows.v[i].fact.n && k < facts.n; k++)
            if (str_eq(facts.v[k].code, t->set.rows.v[i].fact))
                t->v[i].fact.has = dec_parse_plain(&t->v[i].fact.d, facts.v[k].value);
    return OK;
}

static void set_light(Figure *f)
{
    int cmp;

    if (!f->value.has || !f->target.has)
        return;
    cmp = f->at_most ? dec_cmp(f->target.d, f->value.d) : dec_cmp(f->value.d, f->target.d);
    if (cmp >= 0)
        f->light = LIGHT_GREEN;
    else if (f->amber.has && (f->at_most ? dec_cmp(f->amber.d, f->value.d) : dec_cmp(f->value.d, f->amber.d)) >= 0)
        f->light = LIGHT_AMBER;
    else
        f->light = LIGHT_RED;
}

static Err set_targets(Ctx *c, FigureTable *t)
{
    TargetsForRows rows;

    TRY(q_targets_for(c, &rows, .period = t->code, .year = str_sub(t->code, 0, 4), .kind = t->unit_kind));
    for (size_t i = 0; i < t->set.rows.n; i++)
        for (size_t k = 0; k < rows.n && !t->v[i].target.has; k++)
            if (rows.v[k].element_id == t->set.rows.v[i].id) {
                t->v[i].target = (OptDec){ true, rows.v[k].value };
                t->v[i].amber = rows.v[k].amber;
                t->v[i].at_most = str_eq(rows.v[k].comparator, S("<="));
            }
    for (size_t i = 0; i < t->set.rows.n; i++)
        set_light(&t->v[i]);
    return OK;
}

static Err table_of(Ctx *c, const UnitRow *u, Period p, FigureTable *out)
{
    *out = (FigureTable){ .unit_id = u->id, .unit_name = u->name, .unit_kind = u->kind, .period = p, .code = period_code(c->arena, p) };
    TRY(element_load(c, &out->set));
    out->v = NEW(c->arena, Figure, out->set.rows.n);
    TRY(own_figures(c, u->id, out->code, out));
    TRY(consolidate(c, out));
    effective(out);
    return OK;
}

Err figure_table(Ctx *c, int64_t unit_id, Str period, FigureTable *out)
{
    UnitRow u;
    Period p;
    Str code;
    bool any;
    FigureTable before;
    ReportFormRows forms;

    TRY(access_need(c, &PERM_FIGURE_VIEW, unit_id));
    TRY(figure_period(c, period, &p, &code));
    TRY(q_unit_get(c, &u, .id = unit_id));
    TRY(table_of(c, &u, period_before(p), &before));
    TRY(table_of(c, &u, p, out));
    TRY(q_report_form_all(c, &forms, ));
    for (size_t i = 0; i < out->set.rows.n; i++) {
        out->v[i].last = before.v[i].value;
        out->v[i].asked = element_asked(&forms, &out->set.rows.v[i], u.kind, p.kind);
    }
    TRY(set_targets(c, out));
    TRY(q_figure_sheet_get(c, &out->sheet, &any, .unit_id = unit_id, .period = code));
    if (!any)
        out->sheet = (FigureSheetRow){ .state = S("open") };
    return OK;
}

/* ---- as people read it */

Str figure_shown(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, dec_round(d.d, 2, ROUND_HALF_UP), NUM_VI) : S("");
}

/* ---- checks */

static void add_finding(Ctx *c, Findings *out, Severity s, size_t i, Str text)
{
    *vec_add(c->arena, out) = (Finding){ s, i, text };
}

static void run_checks(Ctx *c, const FigureTable *t, size_t i, Findings *out)
{
    const ElementRow *e = &t->set.rows.v[i];
    Str rest = e->checks;
    Check k;
    bool bad, missing;
    Dec right;

    while (t->v[i].value.has && check_next(&rest, &k, &bad)) {
        int cmp;

        if (!formula_sum(k.right, value_of, t, &right, &missing) || missing)
            continue;
        cmp = dec_cmp(t->v[i].value.d, right);
        if (str_eq(k.op, S("<=")) ? cmp <= 0 : str_eq(k.op, S(">=")) ? cmp >= 0 : cmp == 0)
            continue;
        add_finding(c, out, k.severity, i, str_fmt(c->arena,
            tr(c->answer.lang, T("%.*s “%.*s” là %.*s, phải %.*s %.*s (%.*s)")), SV(e->code), SV(e->name), SV(figure_shown(c, t->v[i].value)), SV(k.op),
            SV(figure_shown(c, (OptDec){ true, right })), SV(k.right)));
    }
}

/* Much more or less than the period before: perhaps a slip of the keyboard. */
static void run_jump(Ctx *c, const FigureTable *t, size_t i, int64_t percent, Findings *out)
{
    const Figure *f = &t->v[i];
    Dec change, part;

    if (!f->value.has || !f->last.has || f->last.d.v == 0 || t->set.rows.v[i].numerator.n || str_eq(t->set.rows.v[i].kind, S("code")))
        return;
    change = dec_sub(f->value.d, f->last.d);
    if (!dec_mul_div(change.v < 0 ? dec_neg(change) : change, DEC(100), f->last.d.v < 0 ? dec_neg(f->last.d) : f->last.d, &part))
        return;
    if (dec_cmp(part, dec_int(percent)) <= 0 || dec_cmp(change.v < 0 ? dec_neg(change) : change, DEC(10)) < 0)
        return;
    add_finding(c, out, SEV_NOTE, i, str_fmt(c->arena, tr(c->answer.lang, T("%.*s “%.*s” là %.*s, kỳ trước %.*s: thay đổi bất thường, hãy xem lại")),
        SV(t->set.rows.v[i].code), SV(t->set.rows.v[i].name), SV(figure_shown(c, f->value)), SV(figure_shown(c, f->last))));
}

Err figure_check(Ctx *c, const FigureTable *t, Findings *out)
{
    int64_t percent;

    TRY(setting_int(c, "indicator.jump_percent", &percent));
    *out = (Findings){ 0 };
    for (size_t i = 0; i < t->set.rows.n; i++) {
        run_checks(c, t, i, out);
        run_jump(c, t, i, percent, out);
        if (t->v[i].own.has && t->v[i].fact.has && dec_cmp(t->v[i].own.d, t->v[i].fact.d) != 0)
            add_finding(c, out, SEV_WARNING, i, str_fmt(c->arena,
                tr(c->answer.lang, T("%.*s “%.*s” nhập %.*s, hệ thống tính được %.*s")), SV(t->set.rows.v[i].code), SV(t->set.rows.v[i].name),
                SV(figure_shown(c, t->v[i].own)), SV(figure_shown(c, t->v[i].fact))));
    }
    return OK;
}

/* ---- entering */

/* "1.234" is how such figures are shown and how Excel copies them here: groups of three, not a fraction. */
static bool read_grouped(Str text, Dec *out)
{
    char digits[24];
    size_t n = 0, group = 0;

    for (size_t i = 0; i < text.n; i++) {
        bool point = text.p[i] == '.';

        if (n == sizeof digits || (!point && (text.p[i] < '0' || text.p[i] > '9')) || (point && (i == 0 || i > 3) && group != 3))
            return false;
        group = point ? 0 : group + 1;
        if (!point)
            digits[n++] = text.p[i];
    }
    return n > 3 && group == 3 && dec_parse(out, (Str){ digits, n });
}

const char *figure_refusal(Str text, const ElementRow *e, Dec *out)
{
    text = str_trim(text);
    if (str_ends(text, S("%")) && str_eq(e->kind, S("rate")))
        text = str_trim(str_sub(text, 0, text.n - 1));
    if ((str_eq(e->kind, S("rate")) || !read_grouped(text, out)) && !dec_parse(out, text))
        return T("Giá trị không hợp lệ; hãy ghi số không âm, số đếm không có phần lẻ.");
    if (out->v < 0 || out->v > DEC_MAX_INPUT || (str_eq(e->kind, S("count")) && out->v % DEC_ONE))
        return T("Giá trị không hợp lệ; hãy ghi số không âm, số đếm không có phần lẻ.");
    if (e->minimum.has && dec_cmp(*out, e->minimum.d) < 0)
        return T("Giá trị dưới mức nhỏ nhất cho phép của số liệu này.");
    if (e->maximum.has && dec_cmp(*out, e->maximum.d) > 0)
        return T("Giá trị trên mức lớn nhất cho phép của số liệu này.");
    return NULL;
}

static Err check_open(Ctx *c, int64_t unit_id, Str period, Str reason, bool *complete)
{
    FigureSheetRow s;
    bool any;

    TRY(q_figure_sheet_get(c, &s, &any, .unit_id = unit_id, .period = period));
    *complete = any && str_eq(s.state, S("complete"));
    if (any && str_eq(s.state, S("locked")))
        return fail(c, E_STATE, T("Số liệu kỳ %.*s đã khóa từ %.*s bởi %.*s, lý do: %.*s; hãy đề nghị cơ quan thường trực mở khóa."), SV(period),
            SV(moment_vi(c->arena, s.at)), SV(s.who), SV(s.reason));
    if (*complete && !str_trim(reason).n)
        return fail_field(c, "reason", T("Số liệu kỳ này đã báo hoàn thành; muốn sửa, hãy ghi lý do sửa."));
    return OK;
}

static Err put_one(Ctx *c, int64_t unit_id, Str period, const ElementRow *e, const FigureEntry *v, const FigureRows *old, bool complete,
    Str reason)
{
    Dec d = { 0 };
    const char *refusal;

    for (size_t i = 0; i < old->n; i++) {
        const FigureRow *was = &old->v[i];

        if (was->element_id != e->id)
            continue;
        if (!figure_refusal(v->text, e, &d) && dec_cmp(d, was->value) == 0 && str_eq(v->note, was->note))
            return OK;
        if (complete)
            TRY(q_figure_keep(c, .figure_id = was->id, .value = was->value, .changed_at = was->changed_at, .changed_by = was->changed_by,
                .at = c->now, .reason = reason));
        if (!str_trim(v->text).n && complete)
            return fail(c, E_STATE, T("Số liệu %.*s đã báo hoàn thành nên chỉ sửa được, không xóa được."), SV(e->code));
    }
    if (!str_trim(v->text).n)
        return q_figure_remove(c, .unit_id = unit_id, .period = period, .element_id = e->id);
    refusal = figure_refusal(v->text, e, &d);
    if (refusal)
        return fail(c, E_INVALID, T("Giá trị “%.*s” của %.*s “%.*s”: %s"), SV(v->text), SV(e->code), SV(e->name), tr(c->answer.lang, refusal));
    return q_figure_put(c, .unit_id = unit_id, .period = period, .element_id = e->id, .value = d, .note = v->note, .at = c->now, .who = ctx_who(c));
}

Err figure_enter_of(Ctx *c, const ElementSet *set, int64_t unit_id, Str period, const FigureEntry *v, size_t n, Str reason)
{
    bool complete;
    FigureRows old;

    TRY(access_need(c, &PERM_FIGURE_ENTER, unit_id));
    TRY(check_open(c, unit_id, period, reason, &complete));
    TRY(q_figures_of(c, &old, .unit_id = unit_id, .period = period));
    for (size_t i = 0; i < n; i++) {
        int64_t at;

        if (!map_get(&set->by_code, v[i].code, &at))
            return fail(c, E_INVALID, T("Không có số liệu mã “%.*s” trong danh mục; xem bằng `thuocdo indicator list`."), SV(v[i].code));
        if (set->rows.v[at].numerator.n)
            return fail(c, E_INVALID, T("Số liệu %.*s “%.*s” tính theo công thức nên không nhập trực tiếp; hãy nhập các số thành phần."),
                SV(v[i].code), SV(set->rows.v[at].name));
        TRY(put_one(c, unit_id, period, &set->rows.v[at], &v[i], &old, complete, reason));
    }
    return OK;
}

Err figure_enter(Ctx *c, int64_t unit_id, Str period, const FigureEntry *v, size_t n, Str reason)
{
    ElementSet set;
    Period p;
    Str code;

    TRY(figure_period(c, period, &p, &code));
    TRY(element_load(c, &set));
    TRY(figure_enter_of(c, &set, unit_id, code, v, n, reason));
    return audit_add(c, "figure.enter", code, str_fmt(c->arena, "{\"unit\":%lld,\"figures\":%zu}", (long long)unit_id, n));
}

enum { I_UNIT, I_ELEMENT, I_VALUE, I_PERIOD };

static const Column figure_columns[] = {
    [I_UNIT] = { "unit", "đơn vị|mã đơn vị|unit", true },
    [I_ELEMENT] = { "element", "mã số liệu|mã|element|code", true },
    [I_VALUE] = { "value", "giá trị|số liệu|value", true },
    [I_PERIOD] = { "period", "kỳ|kỳ báo cáo|period", false },
};

typedef struct Line {
    int64_t unit_id;
    Str period;
    FigureEntry entry;
} Line;
typedef VEC(Line) Lines;

static void read_line(Ctx *c, const Columns *cols, size_t r, Str period, const Map *units, const ElementSet *set, RowErrors *bad, Lines *lines)
{
    Line *l = vec_add(c->arena, lines);
    Str typed = cell_at(cols, r, I_PERIOD).text.n ? cell_at(cols, r, I_PERIOD).text : period;
    Period p;
    const char *refusal;
    int64_t at;
    Dec d;

    l->entry = (FigureEntry){ .code = cell_at(cols, r, I_ELEMENT).text, .text = cell_at(cols, r, I_VALUE).text };
    if (!map_get(units, cell_at(cols, r, I_UNIT).text, &l->unit_id))
        row_error(bad, r, I_UNIT, T("Không có đơn vị với mã này; xem danh sách bằng `thuocdo org list`."));
    if (period_parse(&p, typed))
        l->period = period_code(c->arena, p);
    else
        row_error(bad, r, I_PERIOD, T("Kỳ không hiểu được; hãy ghi 2026-Q1, 2026-H1, 2026-9M, 2026-05 hoặc 2026."));
    if (!map_get(&set->by_code, l->entry.code, &at))
        row_error(bad, r, I_ELEMENT, T("Danh mục không có số liệu với mã này."));
    else if (set->rows.v[at].numerator.n)
        row_error(bad, r, I_ELEMENT, T("Số liệu này tính theo công thức nên không nhập trực tiếp."));
    else if (l->entry.text.n && (refusal = figure_refusal(l->entry.text, &set->rows.v[at], &d)))
        row_error(bad, r, I_VALUE, "%s", tr(bad->lang, refusal));
}

Err figure_import(Ctx *c, const Table *t, Str period, size_t *n)
{
    Columns cols;
    ElementSet set;
    UnitRows all;
    Map units = { .arena = c->arena };
    Lines lines = { 0 };
    RowErrors bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang };

    TRY(element_load(c, &set));
    if (figure_grid_table(c, &set, t))
        return figure_grid_import(c, &set, t, period, n);
    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&units, all.v[i].code, all.v[i].id);  /* codes are unique */
    TRY(columns_find(&cols, c->arena, t, figure_columns, COUNT(figure_columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            read_line(c, &cols, r, period, &units, &set, &bad, &lines);
    TRY(row_errors_end(&bad, &c->answer));
    for (size_t from = 0, to; from < lines.n; from = to) {
        VEC(FigureEntry) v = { 0 };

        for (to = from; to < lines.n && lines.v[to].unit_id == lines.v[from].unit_id && str_eq(lines.v[to].period, lines.v[from].period); to++)
            *vec_add(c->arena, &v) = lines.v[to].entry;
        TRY(figure_enter_of(c, &set, lines.v[from].unit_id, lines.v[from].period, v.v, v.n, S("")));
    }
    *n = lines.n;
    return audit_add(c, "figure.import", t->file, str_fmt(c->arena, "{\"figures\":%zu}", lines.n));
}
