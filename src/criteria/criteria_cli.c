#include "criteria/criteria_cli.h"

#include "criteria/rule_cli.h"

#include "base/json.h"
#include "core/app.h"
#include "core/file.h"
#include "core/run.h"
#include "criteria/criteria.h"

enum { MAX_FILE = 64 << 20 };

static Err scale_of(Ctx *c, const Args *a, Dec *out)
{
    Str s = args_get(a, "scale");

    *out = DEC(100);
    if (args_has(a, "scale") && (!dec_parse(out, s) || out->v <= 0))
        return fail(c, E_INVALID, T("Thang điểm “%.*s” không hợp lệ; hãy ghi một số lớn hơn 0, ví dụ 100."), SV(s));
    return OK;
}

static Err read_file(Ctx *c, const Args *a, Dec scale, Draft *d)
{
    Str file = args_operand(a, 0), bytes;
    Table t;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, file, bytes, NULL, &c->answer));
    return criteria_read(d, c->arena, &t, scale, c->app->rooms, &c->answer);
}

static size_t leaves(const Draft *d)
{
    size_t n = 0;

    for (size_t i = 0; i < d->nodes.n; i++)
        n += d->nodes.v[i].leaf;
    return n;
}

static void print_findings(Ctx *c, const Draft *d, Buf *out)
{
    for (size_t i = 0; i < d->findings.n; i++) {
        Finding *f = &d->findings.v[i];

        buf_fmt(out, "%s: %.*s%s%.*s\n", tr(c->answer.lang, f->error ? T("Lỗi") : T("Cảnh báo")), SV(f->where),
            f->where.n && !str_starts(f->text, f->where) ? ": " : "", SV(f->text));
    }
}

static void json_findings(Json *j, const Draft *d, bool errors)
{
    json_key(j, errors ? "errors" : "warnings");
    json_open(j, '[');
    for (size_t i = 0; i < d->findings.n; i++) {
        Finding *f = &d->findings.v[i];

        if (f->error != errors)
            continue;
        json_open(j, '{');
        json_kstr(j, "kind", f->kind);
        json_kstr(j, "code", f->code);
        json_kstr(j, "where", f->where);
        json_kstr(j, "text", f->text);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void print_json(const Draft *d, Dec scale, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kbool(&j, "ok", d->errors == 0);
    json_kint(&j, "criteria", (int64_t)d->nodes.n);
    json_kint(&j, "leaves", (int64_t)leaves(d));
    json_kdec(&j, "total", d->total);
    json_kdec(&j, "scale", scale);
    json_findings(&j, d, true);
    json_findings(&j, d, false);
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static Err cmd_check(Ctx *c, const Args *a, Buf *out)
{
    Draft d;
    Dec scale;

    TRY(scale_of(c, a, &scale));
    TRY(read_file(c, a, scale, &d));
    if (args_has(a, "json")) {
        print_json(&d, scale, out);
    } else {
        print_findings(c, &d, out);
        buf_fmt(out, tr(c->answer.lang, T("%zu tiêu chí, %zu tiêu chí được chấm, tổng điểm tối đa %.*s (thang %.*s); %zu lỗi, %zu cảnh báo.\n")),
            d.nodes.n, leaves(&d), SV(dec_exact(c->arena, d.total, NUM_VI)), SV(dec_exact(c->arena, scale, NUM_VI)), d.errors,
            d.findings.n - d.errors);
    }
    c->exit_answer = d.errors > 0;
    return OK;
}

static Err cmd_import(Ctx *c, const Args *a, Buf *out)
{
    SetForm f = set_form_default();
    Draft d;
    int64_t id;
    Buf errors = { .arena = c->arena };

    f.code = args_get(a, "set");
    f.name = args_get(a, "name");
    f.unit_kinds = args_get(a, "kinds");
    f.basis = args_get(a, "basis");
    TRY(args_int(c, a, "year", 1990, 2100, &f.year));
    TRY(scale_of(c, a, &f.scale));
    TRY(read_file(c, a, f.scale, &d));
    print_findings(c, &d, d.errors ? &errors : out);
    if (d.errors)
        return fail(c, E_INVALID, T("%.*sBảng tiêu chí còn %zu lỗi; hãy sửa rồi nạp lại. Chưa ghi gì."), SV(buf_str(&errors)), d.errors);
    TRY(criteria_import(c, &d, &f, &id));
    if (args_has(a, "dry-run")) {
        buf_fmt(out, tr(c->answer.lang, T("Thử: sẽ nạp %zu tiêu chí. Chưa ghi gì.\n")), d.nodes.n);
        return run_undo(c);
    }
    buf_fmt(out, tr(c->answer.lang, T("Đã nạp %zu tiêu chí vào bộ %.*s năm %lld.\n")), d.nodes.n, SV(f.code), (long long)f.year);
    return OK;
}

static Err find_set(Ctx *c, const Args *a, CriteriaSetRow *s)
{
    int64_t year = 0;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    return criteria_set_find(c, args_get(a, "set"), year, s);
}

static Err cmd_export(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    Str bytes, to = args_get(a, "o");

    TRY(find_set(c, a, &s));
    TRY(criteria_export(c, s.id, str_ends(to, S(".xlsx")), &bytes));
    if (to.n)
        return file_write(to, bytes, &c->answer);
    buf_add(out, bytes);
    return OK;
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRows sets;
    Json j = { .out = out };
    bool json = args_has(a, "json");

    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    TRY(q_criteria_sets(c, &sets, ));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < sets.n; i++) {
        CriteriaSetRow *s = &sets.v[i];

        if (!json) {
            buf_fmt(out, "%-12.*s %lld  %lld tiêu chí  %.*s%s\n", SV(s->code), (long long)s->year, (long long)s->leaves, SV(s->name),
                s->frozen_at.ms ? tr(c->answer.lang, T(" (đã khóa)")) : "");
            continue;
        }
        criteria_set_json(&j, s);
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

static Err cmd_copy(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    int64_t year = 0, id;
    Str code;

    TRY(find_set(c, a, &s));
    code = args_has(a, "to-set") ? args_get(a, "to-set") : s.code;
    TRY(args_int(c, a, "to-year", 1990, 2100, &year));
    TRY(criteria_copy(c, s.id, code, year, &id));
    buf_fmt(out, tr(c->answer.lang, T("Đã sao chép thành bộ %.*s năm %lld.\n")), SV(code), (long long)year);
    return OK;
}

static Err cmd_diff(Ctx *c, const Args *a, Buf *out)
{
    static const char signs[] = "=+-~";
    CriteriaSetRow old, now;
    DiffRows rows;
    int64_t year = 0;

    TRY(find_set(c, a, &old));
    TRY(args_int(c, a, "to-year", 1990, 2100, &year));
    TRY(criteria_set_find(c, args_has(a, "to-set") ? args_get(a, "to-set") : old.code, year, &now));
    TRY(criteria_diff(c, old.id, now.id, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        DiffRow *r = &rows.v[i];

        if (r->kind != DIFF_SAME)
            buf_fmt(out, "%c %-8.*s %-8.*s %6.*s %6.*s  %.*s\n", signs[r->kind], SV(r->old_code), SV(r->new_code),
                SV(dec_exact(c->arena, r->old_max, NUM_VI)), SV(dec_exact(c->arena, r->new_max, NUM_VI)), SV(r->name));
    }
    return OK;
}

#define SET_OPTIONS { "set", "CODE", T("mã bộ tiêu chí"), true }, { "year", "Y", T("năm của bộ tiêu chí"), true }
#define TO_OPTIONS { "to-year", "Y", T("năm của bộ mới"), true }, { "to-set", "CODE", T("mã của bộ mới; bỏ trống: như cũ") }

const Command criteria_commands[] = {
    { "criteria check", "FILE", CMD_PURE, (const Opt[]){ { "scale", "N", T("thang điểm khai báo; mặc định 100") }, { 0 } }, cmd_check,
        T("Kiểm tra bảng tiêu chí trong tệp CSV hoặc XLSX, không ghi gì") },
    { "criteria import", "FILE", CMD_WRITE,
        (const Opt[]){ SET_OPTIONS, { "scale", "N", T("thang điểm khai báo; mặc định 100") }, { "name", "TEXT", T("tên bộ tiêu chí") },
            { "kinds", "K1 K2", T("loại đơn vị được chấm, ví dụ department") }, { "basis", "TEXT", T("quyết định ban hành") },
            { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_import, T("Nạp bộ tiêu chí (code,parent,name,max_points,rule,source,evidence,assessor)") },
    { "criteria export", "", CMD_READ, (const Opt[]){ SET_OPTIONS, { "o", "FILE", T("tệp .xlsx hoặc .csv; bỏ trống: in CSV") }, { 0 } },
        cmd_export, T("Xuất bộ tiêu chí ra bảng nạp lại được") },
    { "criteria list", "", CMD_READ, NULL, cmd_list, T("Liệt kê các bộ tiêu chí") },
    { "criteria copy", "", CMD_WRITE, (const Opt[]){ SET_OPTIONS, TO_OPTIONS, { 0 } }, cmd_copy, T("Sao chép bộ tiêu chí sang năm khác") },
    { "criteria diff", "", CMD_READ, (const Opt[]){ SET_OPTIONS, TO_OPTIONS, { 0 } }, cmd_diff,
        T("So hai bộ tiêu chí: + thêm, - bỏ, ~ đổi") },
    { "rule eval", "", CMD_PURE, rule_eval_options, cmd_rule_eval, T("Tính điểm của một giá trị theo một quy tắc") },
    { "rule parse", "", CMD_PURE, rule_parse_options, cmd_rule_parse, T("Đọc một quy tắc, in dạng gọn và lời giải thích") },
    { 0 },
};
