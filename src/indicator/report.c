#include "indicator/report.h"

#include "base/json.h"
#include "core/audit.h"
#include "core_sql.h"
#include "doc/table_out.h"
#include "plan/plan.h"
#include "text/text.h"

const Perm PERM_REPORT_EDIT = { "report.edit", T("Lập, sửa báo cáo định kỳ"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_REPORT_APPROVE = { "report.approve", T("Duyệt báo cáo định kỳ"), ROLE_COORDINATOR | ROLE_HEAD };

enum { FIELDS = 8, SHOWN_TASKS = 12 };

/* ---- the table */

static void lines_of(Ctx *c, const FigureTable *t, ReportLines *out)
{
    for (size_t i = 0; i < t->set.rows.n; i++) {
        const ElementRow *e = &t->set.rows.v[i];
        const Figure *f = &t->v[i];

        if (!f->value.has && !f->target.has)
            continue;
        *vec_add(c->arena, out) = (ReportLine){ .area = e->area, .code = e->code, .name = e->name, .measure = e->measure,
            .value = figure_shown(c, f->value), .last = figure_shown(c, f->last), .light = str_of(light_name(f->light)),
            .target = f->target.has ? str_fmt(c->arena, "%s %.*s", f->at_most ? "≤" : "≥", SV(figure_shown(c, f->target))) : S("") };
    }
}

/* Tabs divide cells and line feeds rows: neither stands in a cell. */
static Str freeze(Ctx *c, const ReportLines *v)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < v->n; i++) {
        const ReportLine *l = &v->v[i];
        const Str cells[] = { l->area, l->code, l->name, l->measure, l->value, l->last, l->target, l->light };

        for (size_t k = 0; k < COUNT(cells); k++) {
            buf_add(&b, str_replace(c->arena, str_replace(c->arena, cells[k], S("\t"), S(" ")), S("\n"), S(" ")));
            buf_ch(&b, k + 1 < COUNT(cells) ? '\t' : '\n');
        }
    }
    return buf_str(&b);
}

static void thaw(Ctx *c, Str text, ReportLines *out)
{
    Str line;

    while (text.n && str_cut(text, S("\n"), &line, &text)) {
        ReportLine *l = vec_add(c->arena, out);
        Str *cells[] = { &l->area, &l->code, &l->name, &l->measure, &l->value, &l->last, &l->target, &l->light };

        for (size_t k = 0; k < COUNT(cells); k++)
            (void)str_cut(line, S("\t"), cells[k], &line);  /* the last cell has no tab behind it */
    }
}

/* ---- the narrative */

/* Which of the eight fields a heading of a plan names; 0 when it does not say. */
static int field_of(Arena *tmp, Str area)
{
    static const struct { const char *word; int field; } words[] = {
        { "chi dao", 1 }, { "the che", 2 }, { "thu tuc", 3 }, { "tthc", 3 }, { "mot cua", 3 }, { "bo may", 4 }, { "cong vu", 5 },
        { "cong chuc", 5 }, { "tai chinh", 6 }, { "dien tu", 7 }, { "chinh quyen so", 7 }, { "hien dai", 7 }, { "chuyen doi so", 7 },
        { "hai long", 8 }, { "tac dong", 8 },
    };
    Str fold = text_fold(tmp, area);

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_find(fold, str_of(words[i].word), &(size_t){ 0 }))
            return words[i].field;
    return 0;
}

static int area_field(Str area)
{
    return area.n && area.p[0] >= '1' && area.p[0] <= '8' ? area.p[0] - '0' : 0;
}

typedef struct Drafting {
    Ctx *c;
    TaskOfPeriodRows tasks;
    int *field;                 /* of each task */
    const ReportLines *lines;
    PlanDays days;
    Buf out;
} Drafting;

static void some(Drafting *d, int field, const char *title, bool late, bool done)
{
    size_t n = 0, more = 0;

    for (size_t i = 0; i < d->tasks.n; i++) {
        const TaskOfPeriodRow *t = &d->tasks.v[i];
        bool is_done = !str_eq(t->state, S("open"));

        if (d->field[i] != field || is_done != done || (done && late != (t->late_days > 0)))
            continue;
        if (++n > SHOWN_TASKS) {
            more++;
            continue;
        }
        if (n == 1)
            buf_fmt(&d->out, "%s\n", title);
        buf_fmt(&d->out, "- %.*s", SV(str_replace(d->c->arena, t->words, S("\n"), S("; "))));
        if (done && t->product_made.n)
            buf_fmt(&d->out, T(" (sản phẩm: %.*s)"), SV(t->product_made));
        if (done && late)
            buf_fmt(&d->out, T(" (chậm %lld ngày làm việc)"), (long long)t->late_days);
        if (!done)
            buf_fmt(&d->out, T(" (hạn %.*s, chậm %d ngày làm việc, đạt %lld%%)"), SV(date_vi(d->c->arena, t->due)),
                (int)cal_late_days(d->days.cal, t->due, d->c->today), (long long)t->percent);
        buf_ch(&d->out, '\n');
    }
    if (more)
        buf_fmt(&d->out, T("- và %zu nhiệm vụ khác.\n"), more);
}

static void count(const Drafting *d, int field, size_t *good, size_t *late, size_t *overdue)
{
    *good = *late = *overdue = 0;
    for (size_t i = 0; i < d->tasks.n; i++) {
        if (d->field[i] != field)
            continue;
        if (str_eq(d->tasks.v[i].state, S("open")))
            ++*overdue;
        else if (d->tasks.v[i].late_days > 0)
            ++*late;
        else
            ++*good;
    }
}

/* Figures worth a sentence: rates, and whatever has a target. */
static void figures(Drafting *d, int field)
{
    for (size_t i = 0; i < d->lines->n; i++) {
        const ReportLine *l = &d->lines->v[i];

        if (area_field(l->area) != field || !l->value.n || (!l->target.n && !str_eq(l->measure, S("%"))))
            continue;
        buf_fmt(&d->out, "- %.*s: %.*s%s%.*s", SV(l->name), SV(l->value), str_eq(l->measure, S("%")) ? "" : " ", SV(l->measure));
        if (l->last.n)
            buf_fmt(&d->out, T(", kỳ trước %.*s"), SV(l->last));
        if (l->target.n)
            buf_fmt(&d->out, T(", chỉ tiêu %.*s: %s"), SV(l->target), str_eq(l->light, S("green")) ? T("đạt") : T("chưa đạt"));
        buf_lit(&d->out, ".\n");
    }
}

static void field_text(Drafting *d, int field, Str title)
{
    size_t good, late, overdue;

    count(d, field, &good, &late, &overdue);
    buf_fmt(&d->out, "## %.*s\n", SV(title));
    if (good + late + overdue)
        buf_fmt(&d->out, T("Trong kỳ hoàn thành %zu nhiệm vụ, trong đó %zu đúng hạn, %zu quá hạn; còn %zu nhiệm vụ quá hạn chưa xong.\n"),
            good + late, good, late, overdue);
    else
        buf_lit(&d->out, T("Trong kỳ không có nhiệm vụ nào hoàn thành hoặc quá hạn.\n"));
    some(d, field, T("Đã hoàn thành:"), false, true);
    some(d, field, T("Hoàn thành nhưng quá hạn:"), true, true);
    some(d, field, T("Quá hạn chưa xong:"), false, false);
    figures(d, field);
    buf_ch(&d->out, '\n');
}

static Str area_title(const ElementSet *set, int field)
{
    for (size_t i = 0; i < set->rows.n; i++)
        if (area_field(set->rows.v[i].area) == field)
            return set->rows.v[i].area;
    return S("");
}

static Err narrate(Ctx *c, const FigureTable *t, const Report *r, Str *out)
{
    Drafting d = { .c = c, .lines = &r->lines, .out = { .arena = c->arena } };
    SCRATCH(tmp);

    TRY(plan_days(c, &d.days));
    TRY(q_task_of_period(c, &d.tasks, .unit_id = t->unit_id, .from_day = r->from, .to_day = r->to, .overdue_from = d.days.overdue_from));
    d.field = NEW(c->arena, int, d.tasks.n);
    for (size_t i = 0; i < d.tasks.n; i++) {
        int field = field_of(&tmp, d.tasks.v[i].area);

        d.field[i] = field ? field : 1;                     /* what names no field belongs to leading and directing */
    }
    for (int field = 1; field <= FIELDS; field++)
        if (area_title(&t->set, field).n)
            field_text(&d, field, area_title(&t->set, field));
    *out = str_dup(c->arena, buf_str(&d.out));
    return OK;
}

/* ---- draft, edit, approve */

/* Counts of the plan as facts, so that the figures 1.1 and 1.1.1 need not be typed. */
static Err plan_facts(Ctx *c, int64_t unit_id, Str period, const Report *r)
{
    TaskCountYearRow n;
    const struct { const char *code; int64_t value; } facts[] = { { "plan.tasks", 0 }, { "plan.tasks_done", 0 }, { "plan.tasks_late", 0 } };

    TRY(q_task_count_year(c, &n, .unit_id = unit_id, .year = r->period.year, .to_day = r->to));
    for (size_t i = 0; n.total && i < COUNT(facts); i++) {
        int64_t value = i == 0 ? n.total : i == 1 ? n.done : n.late;

        TRY(q_fact_put(c, .code = str_of(facts[i].code), .unit_id = unit_id, .period = period, .value = str_fmt(c->arena, "%lld", (long long)value),
            .source = S("plan"), .at = c->now, .who = ctx_who(c)));
    }
    return OK;
}

static Err bounds(Ctx *c, int64_t unit_id, Str period, Report *out)
{
    PeriodRule rule;

    if (!period_parse(&out->period, str_trim(period)))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2026-Q1, 2026-H1, 2026-9M, 2026-05 hoặc 2026."), SV(period));
    TRY(period_rule_of(c, &rule));
    TRY(q_unit_get(c, &out->unit, .id = unit_id));
    out->from = period_figures_from(out->period, &rule);
    out->to = period_figures_to(out->period, &rule);
    out->due = period_due(out->period, &rule, NULL);
    return OK;
}

Err report_load(Ctx *c, int64_t unit_id, Str period, Report *out)
{
    FigureTable t;
    bool any;

    *out = (Report){ 0 };
    TRY(access_need(c, &PERM_FIGURE_VIEW, unit_id));
    TRY(bounds(c, unit_id, period, out));
    TRY(q_period_report_get(c, &out->row, &any, .unit_id = unit_id, .period = period_code(c->arena, out->period)));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Chưa có báo cáo %.*s của %.*s; hãy lập bản thảo trước."), SV(period), SV(out->unit.name));
    if (str_eq(out->row.state, S("approved"))) {
        thaw(c, out->row.figures, &out->lines);
        return OK;
    }
    TRY(figure_table(c, unit_id, period, &t));
    lines_of(c, &t, &out->lines);
    return OK;
}

static Err put(Ctx *c, const Report *r, Str figures_text)
{
    return q_period_report_put(c, .unit_id = r->unit.id, .period = period_code(c->arena, r->period), .state = r->row.state,
        .title = r->row.title, .narrative = r->row.narrative, .figures = figures_text, .number = r->row.number, .figures_at = r->row.figures_at,
        .at = c->now, .who = ctx_who(c));
}

Err report_draft(Ctx *c, int64_t unit_id, Str period, bool fresh, Report *out)
{
    FigureTable t;
    Str code;
    bool any;

    *out = (Report){ 0 };
    TRY(access_need(c, &PERM_REPORT_EDIT, unit_id));
    TRY(bounds(c, unit_id, period, out));
    code = period_code(c->arena, out->period);
    TRY(q_period_report_get(c, &out->row, &any, .unit_id = unit_id, .period = code));
    if (any && str_eq(out->row.state, S("approved")))
        return fail(c, E_STATE, T("Báo cáo %.*s của %.*s đã duyệt nên không lập lại được."), SV(code), SV(out->unit.name));
    TRY(plan_facts(c, unit_id, code, out));
    TRY(figure_table(c, unit_id, period, &t));
    lines_of(c, &t, &out->lines);
    if (!any)
        out->row.title = str_fmt(c->arena, T("Báo cáo cải cách hành chính %.*s của %.*s"), SV(period_title(c->arena, out->period)), SV(out->unit.name));
    if (!any || fresh)
        TRY(narrate(c, &t, out, &out->row.narrative));
    out->row.state = S("draft");
    out->row.figures_at = c->now;
    TRY(put(c, out, S("")));
    TRY(audit_add(c, "report.draft", code, str_fmt(c->arena, "{\"unit\":%lld}", (long long)unit_id)));
    return report_load(c, unit_id, period, out);
}

Err report_edit(Ctx *c, int64_t unit_id, Str period, int64_t version, Str title, Str narrative)
{
    Report r;

    TRY(access_need(c, &PERM_REPORT_EDIT, unit_id));
    TRY(report_load(c, unit_id, period, &r));
    if (str_eq(r.row.state, S("approved")))
        return fail(c, E_STATE, T("Báo cáo đã duyệt nên không sửa được."));
    if (r.row.version != version)
        return fail(c, E_CONFLICT, T("Báo cáo vừa được %.*s sửa; hãy tải lại trang, chép phần của mình vào rồi lưu."), SV(r.row.changed_by));
    if (!str_trim(title).n)
        return fail_field(c, "title", T("Hãy ghi tên báo cáo."));
    r.row.title = title;
    r.row.narrative = narrative;
    TRY(put(c, &r, S("")));
    return audit_add(c, "report.edit", r.row.period, str_fmt(c->arena, "{\"unit\":%lld}", (long long)unit_id));
}

Err report_approve(Ctx *c, int64_t unit_id, Str period, Str number)
{
    Report r;

    TRY(access_need(c, &PERM_REPORT_APPROVE, unit_id));
    TRY(report_load(c, unit_id, period, &r));
    if (str_eq(r.row.state, S("approved")))
        return fail(c, E_STATE, T("Báo cáo này đã duyệt."));
    r.row.state = S("approved");
    r.row.number = number;
    r.row.figures_at = c->now;
    TRY(put(c, &r, freeze(c, &r.lines)));
    return audit_add(c, "report.approve", r.row.period, str_fmt(c->arena, "{\"unit\":%lld}", (long long)unit_id));
}

/* ---- out */

Err report_xlsx(Ctx *c, const Report *r, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã"), 9 }, { T("Số liệu"), 60 }, { T("Đơn vị tính"), 14 }, { T("Kỳ này"), 14 }, { T("Kỳ trước"), 14 },
        { T("Chỉ tiêu"), 12 }, { T("Đạt"), 10 } };
    static const OutColumn text[] = { { T("Nội dung"), 120 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    Str area = { 0 }, line, rest = r->row.narrative;

    out_sheet(t, &(SheetLook){ .name = S("Số liệu"), .title = r->row.title, .landscape = true,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("Số liệu từ %.*s đến %.*s, lấy lúc %.*s")), SV(date_vi(c->arena, r->from)), SV(date_vi(c->arena, r->to)),
            SV(moment_vi(c->arena, r->row.figures_at))) }, columns, COUNT(columns));
    for (size_t i = 0; i < r->lines.n; i++) {
        const ReportLine *l = &r->lines.v[i];
        const Str numbers[] = { l->value, l->last };

        if (!str_eq(l->area, area)) {
            out_bold(t);
            out_text(t, S(""));
            out_text(t, l->area);
            out_row(t);
            area = l->area;
        }
        out_text(t, l->code);
        out_text(t, l->name);
        out_text(t, l->measure);
        for (size_t k = 0; k < COUNT(numbers); k++) {
            OptDec d = { 0 };

            d.has = dec_parse(&d.d, numbers[k]);            /* our own output; empty: no figure */
            out_opt_dec(t, d, -1);
        }
        out_text(t, l->target);
        out_text(t, l->target.n ? str_of(tr(c->answer.lang, str_eq(l->light, S("green")) ? T("đạt") : T("chưa đạt"))) : S(""));
        out_row(t);
    }
    out_sheet(t, &(SheetLook){ .name = S("Thuyết minh"), .title = r->row.title, .no_filter = true }, text, COUNT(text));
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line may have no end */
        if (str_starts(line, S("## ")))
            out_bold(t);
        out_text(t, str_starts(line, S("## ")) ? str_sub(line, 3, line.n) : line);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

void report_text(Ctx *c, const Report *r, Buf *out)
{
    buf_fmt(out, "%.*s\n", SV(r->row.title));
    buf_fmt(out, tr(c->answer.lang, T("Số liệu từ %.*s đến %.*s; gửi trước hoặc trong ngày %.*s.\n\n")), SV(date_vi(c->arena, r->from)),
        SV(date_vi(c->arena, r->to)), SV(date_vi(c->arena, r->due)));
    buf_add(out, r->row.narrative);
    for (size_t i = 0; i < r->lines.n; i++) {
        const ReportLine *l = &r->lines.v[i];

        buf_fmt(out, "%-9.*s %12.*s %-10.*s %.*s\n", SV(l->code), SV(l->value), SV(l->measure), SV(l->name));
    }
}

void report_json(const Report *r, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "unit", r->unit.code);
    json_kstr(&j, "unit_name", r->unit.name);
    json_kstr(&j, "period", r->row.period);
    json_kdate(&j, "from", r->from);
    json_kdate(&j, "to", r->to);
    json_kdate(&j, "due", r->due);
    json_kstr(&j, "state", r->row.state);
    json_kstr(&j, "title", r->row.title);
    json_kstr(&j, "narrative", r->row.narrative);
    json_key(&j, "figures");
    json_open(&j, '[');
    for (size_t i = 0; i < r->lines.n; i++) {
        const ReportLine *l = &r->lines.v[i];

        json_open(&j, '{');
        json_kstr(&j, "area", l->area);
        json_kstr(&j, "code", l->code);
        json_kstr(&j, "name", l->name);
        json_kstr(&j, "measure", l->measure);
        json_kstr(&j, "value", l->value);
        json_kstr(&j, "last", l->last);
        json_kstr(&j, "target", l->target);
        json_kstr(&j, "light", l->light);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}
