#include "indicator/indicator_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "doc/table_out.h"
#include "indicator/grid.h"
#include "org/org.h"

enum { MAX_FILE = 64 << 20, MAX_ENTRIES = 2000 };

static Err unit_of(Ctx *c, const Args *a, UnitRow *u)
{
    return org_by_code(c, args_get(a, "unit"), u);
}

static Err done(Ctx *c, const Args *a, Buf *out, size_t n)
{
    buf_fmt(out, tr(c->answer.lang, args_has(a, "dry-run") ? T("Thử: %zu dòng hợp lệ. Chưa ghi gì.\n") : T("Đã ghi %zu dòng.\n")), n);
    return args_has(a, "dry-run") ? run_undo(c) : OK;
}

static Err cmd_elements(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_get(a, "file"), bytes;
    Table t;
    size_t n;

    if (!file.n) {
        TRY(element_shipped(c, &t));
    } else {
        TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
        TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    }
    TRY(element_import(c, &t, &n));
    return done(c, a, out, n);
}

static Err cmd_forms(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_get(a, "file"), bytes;
    Table t;
    size_t n;

    if (!file.n) {
        TRY(report_form_shipped(c, &t));
    } else {
        TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
        TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    }
    TRY(report_form_import(c, &t, &n));
    return done(c, a, out, n);
}

static Err cmd_grid(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    FigureGrid g;
    Str bytes;

    TRY(unit_of(c, a, &u));
    TRY(figure_grid(c, u.id, args_get(a, "kinds"), args_get(a, "area"), args_get(a, "period"), &g));
    TRY(figure_grid_xlsx(c, &g, &bytes));
    TRY(file_write(args_get(a, "out"), bytes, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi bảng %zu đơn vị × %zu số liệu.\n")), g.units.n, g.cols.n);
    return OK;
}

static Err cmd_accept(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(unit_of(c, a, &u));
    return figure_accept(c, u.id, args_get(a, "period"));
}

static Err cmd_return(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(unit_of(c, a, &u));
    return figure_return(c, u.id, args_get(a, "period"), args_get(a, "reason"));
}

static void history_json(const ElementRow *e, const FigurePasts *past, const FigureReplacedRows *was, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "code", e->code);
    json_kstr(&j, "name", e->name);
    json_key(&j, "periods");
    json_open(&j, '[');
    for (size_t i = 0; i < past->n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "period", past->v[i].period);
        json_key(&j, "value");
        json_dec(&j, past->v[i].value);
        json_kstr(&j, "note", past->v[i].note);
        json_kstr(&j, "by", past->v[i].changed_by);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "replaced");
    json_open(&j, '[');
    for (size_t i = 0; i < was->n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "period", was->v[i].period);
        json_key(&j, "value");
        json_dec(&j, was->v[i].value);
        json_kstr(&j, "reason", was->v[i].reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static Err cmd_history(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    ElementSet set;
    FigurePasts past;
    FigureReplacedRows was;
    int64_t at;

    TRY(unit_of(c, a, &u));
    TRY(access_need(c, &PERM_FIGURE_VIEW, u.id));
    TRY(element_load(c, &set));
    if (!map_get(&set.by_code, args_operand(a, 0), &at))
        return fail(c, E_NOT_FOUND, T("Không có số liệu mã “%.*s” trong danh mục; xem bằng `thuocdo indicator list`."), SV(args_operand(a, 0)));
    TRY(q_figure_history(c, &past, .unit_id = u.id, .element_id = set.rows.v[at].id));
    TRY(q_figure_replaced(c, &was, .unit_id = u.id, .element_id = set.rows.v[at].id));
    if (args_has(a, "json")) {
        history_json(&set.rows.v[at], &past, &was, out);
        return OK;
    }
    for (size_t i = 0; i < past.n; i++)
        buf_fmt(out, "%-9.*s %14.*s  %.*s  %.*s\n", SV(past.v[i].period), SV(dec_exact(c->arena, past.v[i].value, NUM_VI)), SV(past.v[i].changed_by),
            SV(past.v[i].note));
    return OK;
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    ElementSet set;
    Json j = { .out = out };

    TRY(access_need(c, &PERM_FIGURE_VIEW, 0));
    TRY(element_load(c, &set));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < set.rows.n; i++) {
        ElementRow *e = &set.rows.v[i];

        if (!args_has(a, "json")) {
            buf_fmt(out, "%-9.*s %-7.*s %-12.*s %.*s\n", SV(e->code), SV(e->kind), SV(e->measure), SV(e->name));
            continue;
        }
        json_open(&j, '{');
        json_kstr(&j, "code", e->code);
        json_kstr(&j, "area", e->area);
        json_kstr(&j, "name", e->name);
        json_kstr(&j, "measure", e->measure);
        json_kstr(&j, "kind", e->kind);
        json_kstr(&j, "levels", e->levels);
        json_kstr(&j, "numerator", e->numerator);
        json_kstr(&j, "denominator", e->denominator);
        json_kstr(&j, "checks", e->checks);
        json_kstr(&j, "certainty", e->certainty);
        json_close(&j, '}');
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

static Err cmd_import(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    Table t;
    size_t n;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    TRY(figure_import(c, &t, args_get(a, "period"), &n));
    return done(c, a, out, n);
}

static Err cmd_enter(Ctx *c, const Args *a, Buf *out)
{
    FigureEntry v[MAX_ENTRIES];
    size_t n = args_count(a) < MAX_ENTRIES ? args_count(a) : MAX_ENTRIES;
    UnitRow u;

    TRY(unit_of(c, a, &u));
    for (size_t i = 0; i < n; i++) {
        v[i] = (FigureEntry){ 0 };
        if (!str_cut(args_operand(a, i), S("="), &v[i].code, &v[i].text))
            return fail(c, E_INVALID, T("“%.*s” phải có dạng MÃ=GIÁ_TRỊ, ví dụ 1.1=25."), SV(args_operand(a, i)));
    }
    TRY(figure_enter(c, u.id, args_get(a, "period"), v, n, args_get(a, "reason")));
    return done(c, a, out, n);
}

static void json_table(const FigureTable *t, const Findings *found, Json *j)
{
    json_open(j, '{');
    json_kstr(j, "unit_name", t->unit_name);
    json_kstr(j, "period", t->code);
    json_kstr(j, "state", t->sheet.state);
    json_key(j, "figures");
    json_open(j, '[');
    for (size_t i = 0; i < t->set.rows.n; i++) {
        const Figure *f = &t->v[i];

        if (!f->value.has && !f->target.has)
            continue;
        json_open(j, '{');
        json_kstr(j, "code", t->set.rows.v[i].code);
        json_kstr(j, "name", t->set.rows.v[i].name);
        json_kopt(j, "value", f->value);
        json_kopt(j, "entered", f->own);
        json_kopt(j, "computed", f->fact);
        json_kopt(j, "below", f->below);
        json_kint(j, "givers", (int64_t)f->givers);
        json_kopt(j, "last", f->last);
        json_kopt(j, "target", f->target);
        json_kstr(j, "light", str_of(light_name(f->light)));
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "findings");
    json_open(j, '[');
    for (size_t i = 0; i < found->n; i++) {
        json_open(j, '{');
        json_kstr(j, "severity", str_of(severity_name(found->v[i].severity)));
        json_kstr(j, "code", t->set.rows.v[found->v[i].element].code);
        json_kstr(j, "text", found->v[i].text);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static Err cmd_value(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    FigureTable t;
    Findings found;
    Json j = { .out = out };
    Str only = args_get(a, "code");

    TRY(unit_of(c, a, &u));
    TRY(figure_table(c, u.id, args_get(a, "period"), &t));
    TRY(figure_check(c, &t, &found));
    if (args_has(a, "json")) {
        json_table(&t, &found, &j);
        buf_ch(out, '\n');
        return OK;
    }
    for (size_t i = 0; i < t.set.rows.n; i++)
        if ((only.n && str_eq(only, t.set.rows.v[i].code)) || (!only.n && t.v[i].value.has))
            buf_fmt(out, "%-9.*s %14.*s %-8.*s %s %.*s\n", SV(t.set.rows.v[i].code), SV(figure_shown(c, t.v[i].value)), SV(t.set.rows.v[i].measure),
                light_name(t.v[i].light), SV(t.set.rows.v[i].name));
    for (size_t i = 0; i < found.n; i++)
        buf_fmt(out, "%s: %.*s\n", severity_name(found.v[i].severity), SV(found.v[i].text));
    return OK;
}

static Err cmd_status(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u = { 0 };
    FigureStatuss rows;
    PeriodRule rule;
    Period p;
    Date due;
    Json j = { .out = out };

    if (args_has(a, "unit"))
        TRY(unit_of(c, a, &u));
    TRY(access_need(c, &PERM_FIGURE_VIEW, u.id));
    if (!period_parse(&p, args_get(a, "period")))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2026-Q1, 2026-H1, 2026-9M, 2026-05 hoặc 2026."), SV(args_get(a, "period")));
    TRY(period_rule_of(c, &rule));
    due = period_due(p, &rule, NULL);
    TRY(q_figure_sheet_status(c, &rows, .unit_id = u.id, .period = period_code(c->arena, p), .on = c->today));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        FigureStatus *s = &rows.v[i];
        Date day = s->first_complete.ms ? moment_date(s->first_complete) : (Date){ 0 };
        bool late = due.day && (day.day ? day.day > due.day : c->today.day > due.day);

        if (!args_has(a, "json")) {
            buf_fmt(out, tr(c->answer.lang, T("%-12.*s %5lld số liệu  %-9.*s %s  %.*s\n")), SV(s->code), (long long)s->entered, SV(s->state),
                late ? tr(c->answer.lang, T("quá hạn")) : "", SV(s->name));
            continue;
        }
        json_open(&j, '{');
        json_kstr(&j, "unit", s->code);
        json_kstr(&j, "name", s->name);
        json_kint(&j, "entered", s->entered);
        json_kstr(&j, "state", s->state);
        json_kdate(&j, "complete_on", day);
        json_kdate(&j, "due", due);
        json_kbool(&j, "late", late);
        json_close(&j, '}');
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

static Err cmd_complete(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(unit_of(c, a, &u));
    return figure_complete(c, u.id, args_get(a, "period"));
}

static Err cmd_lock(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(unit_of(c, a, &u));
    return figure_lock(c, u.id, args_get(a, "period"), args_get(a, "reason"));
}

static Err cmd_reopen(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(unit_of(c, a, &u));
    return figure_reopen(c, u.id, args_get(a, "period"), args_get(a, "reason"));
}

static Err cmd_target(Ctx *c, const Args *a, Buf *out)
{
    ElementSet set;
    int64_t at;
    Dec value, amber = { 0 };
    Str text = str_trim(args_get(a, "value")), op = S(">=");
    Period p;

    (void)out;
    TRY(access_need(c, &PERM_ELEMENT_CHANGE, 0));
    TRY(element_load(c, &set));
    if (!map_get(&set.by_code, args_operand(a, 0), &at))
        return fail(c, E_NOT_FOUND, T("Không có số liệu mã “%.*s” trong danh mục; xem bằng `thuocdo indicator list`."), SV(args_operand(a, 0)));
    if (str_starts(text, S("<=")) || str_starts(text, S(">="))) {
        op = str_sub(text, 0, 2);
        text = str_trim(str_sub(text, 2, text.n));
    }
    if (!dec_parse(&value, text) || (args_has(a, "amber") && !dec_parse(&amber, args_get(a, "amber"))))
        return fail(c, E_INVALID, T("Chỉ tiêu ghi dạng “>= 95” hoặc “<= 2”, phần trăm ghi số không có dấu %%."));
    if (!period_parse(&p, args_get(a, "period")))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2026-Q1, 2026-H1, 2026-9M, 2026-05 hoặc 2026."), SV(args_get(a, "period")));
    return q_target_put(c, .element_id = set.rows.v[at].id, .unit_kind = args_get(a, "kind"), .period = period_code(c->arena, p), .comparator = op,
        .value = value, .amber = { args_has(a, "amber"), amber });
}

#define UNIT { "unit", "U", T("mã đơn vị"), true }
#define PERIOD { "period", "P", T("kỳ: 2026-Q1, 2026-H1, 2026-9M, 2026-05, 2026"), true }
#define REASON { "reason", "TEXT", T("lý do"), true }

const Command indicator_commands[] = {
    { "indicator elements", "", CMD_WRITE,
        (const Opt[]){ { "file", "FILE", T("tệp danh mục; bỏ trống: danh mục có sẵn trong chương trình") }, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_elements, T("Nạp danh mục số liệu, chỉ tiêu") },
    { "indicator list", "", CMD_READ, NULL, cmd_list, T("Danh mục số liệu") },
    { "indicator forms", "", CMD_WRITE,
        (const Opt[]){ { "file", "FILE", T("tệp biểu báo cáo; bỏ trống: biểu có sẵn trong chương trình") }, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_forms, T("Nạp biểu báo cáo: loại đơn vị nào báo số liệu nào trong loại kỳ nào") },
    { "indicator grid", "", CMD_READ,
        (const Opt[]){ UNIT, PERIOD, { "out", "FILE.xlsx", T("tệp ghi ra"), true }, { "area", "N", T("chỉ lĩnh vực này, ví dụ 3") },
            { "kinds", "KINDS", T("chỉ các loại đơn vị này, ví dụ “commune ward zone”") }, { 0 } },
        cmd_grid, T("Bảng XLSX đơn vị × số liệu của một kỳ để điền rồi nạp lại bằng indicator import") },
    { "indicator history", "CODE", CMD_READ, (const Opt[]){ UNIT, { 0 } }, cmd_history, T("Một số liệu của đơn vị qua các kỳ, cả giá trị đã bị sửa") },
    { "indicator accept", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, { 0 } }, cmd_accept, T("Cấp trên nhận số liệu đã báo hoàn thành") },
    { "indicator return", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, REASON, { 0 } }, cmd_return, T("Cấp trên trả lại số liệu để sửa") },
    { "indicator import", "FILE", CMD_WRITE,
        (const Opt[]){ { "period", "P", T("kỳ cho các dòng không ghi kỳ") }, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_import, T("Nạp số liệu nhiều đơn vị từ CSV hoặc XLSX: cột unit,element,value,period, hoặc bảng đơn vị × số liệu") },
    { "indicator enter", "CODE=VALUE…", CMD_WRITE,
        (const Opt[]){ UNIT, PERIOD, { "reason", "TEXT", T("lý do sửa sau khi đã báo hoàn thành") }, { 0 } }, cmd_enter, T("Nhập số liệu của một đơn vị") },
    { "indicator value", "", CMD_READ, (const Opt[]){ UNIT, PERIOD, { "code", "CODE", T("chỉ số liệu này") }, { 0 } }, cmd_value,
        T("Số liệu của một đơn vị trong một kỳ, có tổng hợp từ cấp dưới và kết quả kiểm tra") },
    { "indicator status", "", CMD_READ, (const Opt[]){ { "unit", "U", T("đơn vị và cấp dưới") }, PERIOD, { 0 } }, cmd_status,
        T("Đơn vị nào đã nhập, đã báo hoàn thành, đúng hạn hay quá hạn") },
    { "indicator target", "CODE", CMD_WRITE,
        (const Opt[]){ PERIOD, { "value", "TEXT", T("“>= 95” hoặc “<= 2”"), true }, { "amber", "N", T("ngưỡng vàng") },
            { "kind", "KIND", T("chỉ cho loại đơn vị này") }, { 0 } },
        cmd_target, T("Đặt chỉ tiêu cho một số liệu") },
    { "indicator complete", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, { 0 } }, cmd_complete, T("Báo đã nhập xong số liệu của kỳ") },
    { "indicator lock", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, REASON, { 0 } }, cmd_lock, T("Khóa số liệu của kỳ") },
    { "indicator reopen", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, REASON, { 0 } }, cmd_reopen, T("Mở lại số liệu của kỳ") },
    { 0 },
};
