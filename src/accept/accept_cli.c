#include "accept/accept_cli.h"

#include "accept/accept.h"
#include "core/file.h"
#include "core/run.h"

enum { MAX_FILE = 64 << 20 };

static Str base_name(Str path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/')
            return str_sub(path, i + 1, path.n);
    return path;
}

static void print_items(Ctx *c, const AcceptReport *rep, Buf *out)
{
    static const char *const signs[] = { "+", "?", "-", "!", " " };

    for (size_t i = 0; i < rep->items.n; i++) {
        const AcceptItem *it = &rep->items.v[i];
        Str place = accept_place(c->arena, c->answer.lang, it->where);

        buf_fmt(out, "%s %3lld. %.*s%s%.*s%s%.*s\n", it->skipped ? "-" : signs[it->state], (long long)it->key, SV(place), place.n ? ": " : "", SV(it->code),
            it->code.n ? " " : "", SV(it->title));
        if (it->detail.n)
            buf_fmt(out, "      %.*s\n", SV(it->detail));
        if (it->note.n)
            buf_fmt(out, "      ! %.*s\n", SV(it->note));
    }
    for (size_t i = 0; i < rep->notes.n; i++)
        buf_fmt(out, tr(c->answer.lang, T("Lưu ý: %.*s\n")), SV(rep->notes.v[i]));
}

static void print_json(const AcceptForm *f, const AcceptReport *rep, bool dry, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "as", str_of(accept_kind_name(f->kind)));
    json_kbool(&j, "dry_run", dry);
    json_kint(&j, "taken", (int64_t)rep->take);
    json_kint(&j, "left", (int64_t)rep->left);
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < rep->items.n; i++) {
        const AcceptItem *it = &rep->items.v[i];

        json_open(&j, '{');
        json_kint(&j, "key", it->key);
        json_kstr(&j, "state", str_of(it->skipped ? "skipped" : accept_state_name(it->state)));
        json_kstr(&j, "code", it->code);
        json_kstr(&j, "title", it->title);
        json_kstr(&j, "detail", it->detail);
        json_kstr(&j, "note", it->note);
        json_kint(&j, "line", it->where.from);
        json_kint(&j, "page", it->where.page);
        json_kint(&j, "confidence", it->confidence);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "notes");
    json_open(&j, '[');
    for (size_t i = 0; i < rep->notes.n; i++)
        json_str(&j, rep->notes.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static Err read_form(Ctx *c, const Args *a, AcceptForm *f)
{
    Str skip = args_get(a, "skip"), scale = args_get(a, "scale");

    *f = (AcceptForm){ .file = base_name(args_operand(a, 0)), .unit = args_get(a, "unit"), .set = args_get(a, "set"),
        .name = args_get(a, "name"), .year = date_year(c->today), .direct = args_has(a, "direct") };
    if (!accept_kind_parse(&f->kind, args_get(a, "as")))
        return fail(c, E_INVALID, T("Không hiểu “--as %.*s”; hãy ghi plan, remedy, result hoặc criteria."), SV(args_get(a, "as")));
    if (scale.n && (!dec_parse(&f->scale, scale) || f->scale.v <= 0))
        return fail(c, E_INVALID, T("Thang điểm “%.*s” không hợp lệ; hãy ghi một số lớn hơn 0, ví dụ 100."), SV(scale));
    if (skip.n)
        f->skip = str_fmt(c->arena, ",%.*s,", SV(skip));
    return args_int(c, a, "year", 1990, 2100, &f->year);
}

static Err cmd_accept(Ctx *c, const Args *a, Buf *out)
{
    bool dry = args_has(a, "dry-run");
    AcceptForm f;
    AcceptSource s;
    AcceptReport rep;
    Str bytes;

    TRY(read_form(c, a, &f));
    TRY(file_read(&bytes, c->arena, args_operand(a, 0), MAX_FILE, &c->answer));
    TRY(accept_source(c, &f, bytes, &s));
    TRY(accept_items(c, &f, &s, &rep));
    if (!dry)
        TRY(accept_take(c, &f, bytes, &s));
    if (dry && (rep.bad || !rep.take))
        c->exit_answer = true;                              /* what stops it is told item by item */
    else
        TRY(accept_write(c, &f, &s, &rep));
    if (args_has(a, "json")) {
        print_json(&f, &rep, dry, out);
    } else {
        print_items(c, &rep, out);
        if (rep.bad)
            buf_fmt(out, tr(c->answer.lang, T("Còn %zu mục sai.\n")), rep.bad);
        buf_fmt(out, dry ? tr(c->answer.lang, T("Thử: sẽ nhận %zu mục, để lại %zu mục. Chưa ghi gì.\n"))
                         : tr(c->answer.lang, T("Đã nhận %zu mục, để lại %zu mục.\n")), rep.take, rep.left);
    }
    return dry ? run_undo(c) : OK;
}

const Command accept_commands[] = {
    { "intake accept", "FILE", CMD_WRITE,
        (const Opt[]){ { "as", "plan|remedy|result|criteria", T("nhận văn bản như loại dữ liệu nào"), true },
            { "unit", "U", T("mã đơn vị; không cần khi nhận bộ tiêu chí") }, { "year", "Y", T("năm của kế hoạch hoặc của bộ tiêu chí") },
            { "set", "CODE", T("mã bộ tiêu chí; bỏ trống: bộ duy nhất của năm chấm đơn vị này, với criteria là số, ký hiệu của quyết định") },
            { "name", "TEXT", T("tên bộ tiêu chí; bỏ trống: trích yếu của văn bản") },
            { "scale", "N", T("thang điểm khai báo; mặc định 100") },
            { "direct", NULL, T("tiêu chí có lời chấm không đọc được thì chấm điểm trực tiếp") },
            { "skip", "N,N", T("số của các mục bỏ ra, theo thứ tự in") }, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_accept, T("Nhận điều đã đọc của một văn bản vào hệ thống, tất cả hoặc không gì cả") },
    { 0 },
};
