#include "issuance/issuance_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "issuance/check.h"
#include "core/run.h"
#include "issuance/batch.h"
#include "issuance/edit.h"
#include "issuance/out.h"
#include "issuance/template.h"

enum { MAX_FILE = 64 << 20, MAX_FIELDS = 1 << 20 };

static Err cmd_check(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    Findings f;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(check_docx(&f, c->arena, c->answer.lang, file, bytes, &c->answer));
    if (args_has(a, "json"))
        findings_json(&f, file, c->answer.lang, out);
    else
        findings_text(&f, file, c->answer.lang, out);
    return OK;
}

static Err ask_of(Ctx *c, const Args *a, MakeAsk *ask)
{
    Str extra = args_get(a, "fields"), bytes = { 0 };

    if (args_has(a, "fields-file"))
        TRY(file_read(&bytes, c->arena, args_get(a, "fields-file"), MAX_FIELDS, &c->answer));
    *ask = (MakeAsk){ .kind = args_get(a, "kind"), .period = args_get(a, "period"), .secrecy = args_get(a, "secrecy"), .urgency = args_get(a, "urgency"),
        .extra = str_fmt(c->arena, "%.*s\n%.*s", SV(bytes), SV(str_replace(c->arena, extra, S(" // "), S("\n")))), .unit = args_get(a, "unit"), .set = args_get(a, "set"), .issuer = args_get(a, "issuer"),
        .signer = args_get(a, "signer") };
    TRY(args_int(c, a, "year", 1990, 2100, &ask->year));
    return args_date(c, a, "date", &ask->date);
}

static Err cmd_make(Ctx *c, const Args *a, Buf *out)
{
    MakeAsk ask;
    Made made;
    Str bytes, file = args_get(a, "o");

    TRY(ask_of(c, a, &ask));
    TRY(make_document(c, &ask, &made));
    if (made.docx.n && str_ends(file, S(".docx")))
        bytes = made.docx;
    else
        TRY(paper_out(c, made.paper, file, &bytes));
    TRY(file_write(file, bytes, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã làm %.*s: %.*s %.*s.\n")), SV(file), SV(made.type), SV(made.abstract));
    return OK;
}

static Err cmd_kinds(Ctx *c, const Args *a, Buf *out)
{
    for (const MakeKind *k = make_kinds; k->name; k++) {
        buf_fmt(out, "%-22s %s (%s)\n", k->name, tr(c->answer.lang, k->title), tr(c->answer.lang, k->needs));
        for (const MakeField *f = k->fields; f && f->name && args_has(a, "fields"); f++)
            buf_fmt(out, "    %-20s %s%s\n", f->name, tr(c->answer.lang, f->title), f->required ? " *" : "");
    }
    return OK;
}

static Err cmd_cards(Ctx *c, const Args *a, Buf *out)
{
    MakeAsk ask;
    Str bytes;

    (void)out;
    TRY(ask_of(c, a, &ask));
    TRY(make_cards(c, &ask, &bytes));
    return file_write(args_get(a, "o"), bytes, &c->answer);
}

static Err cmd_draft(Ctx *c, const Args *a, Buf *out)
{
    MakeAsk ask;
    int64_t id;

    TRY(ask_of(c, a, &ask));
    TRY(issue_draft(c, &(DraftForm){ .ask = ask, .qr = args_has(a, "qr") }, &id));
    buf_fmt(out, tr(c->answer.lang, T("Đã lưu dự thảo %lld.\n")), (long long)id);
    return OK;
}

static Err id_of(Ctx *c, const Args *a, int64_t *id)
{
    if (!str_int(args_operand(a, 0), id))
        return fail(c, E_INVALID, T("“%.*s” không phải mã dự thảo; xem thuocdo issue list."), SV(args_operand(a, 0)));
    return OK;
}

static Err cmd_number(Ctx *c, const Args *a, Buf *out)
{
    int64_t id, number = 0;
    Date date = { 0 };
    IssuedRow d;

    TRY(id_of(c, a, &id));
    TRY(args_int(c, a, "number", 1, 999999, &number));
    TRY(args_date(c, a, "date", &date));
    TRY(issue_number(c, id, number, date, args_get(a, "signer"), &number));
    TRY(issue_get(c, id, &d));
    buf_fmt(out, tr(c->answer.lang, T("Đã cấp số %.*s ngày %.*s; mã kiểm tra %.*s.\n")), SV(issue_full_number(c->arena, &d)),
        SV(date_vi(c->arena, d.issued_on)), SV(d.code));
    return OK;
}

static Err cmd_publish(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    TRY(id_of(c, a, &id));
    return issue_publish(c, id);
}

static Err cmd_revoke(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    TRY(id_of(c, a, &id));
    return issue_revoke(c, id, args_get(a, "reason"));
}

static Err cmd_get(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;
    IssuedRow d;
    Str bytes;

    (void)out;
    TRY(id_of(c, a, &id));
    TRY(issue_get(c, id, &d));
    TRY(issue_bytes(c, &d, args_get(a, "o"), &bytes));
    return file_write(args_get(a, "o"), bytes, &c->answer);
}

/* --- what people change --- */

static Err cmd_edit(Ctx *c, const Args *a, Buf *out)
{
    IssuedRow d;
    EditPlaces places = { 0 };
    HandNumbers hand = { 0 };
    Paper *p;
    int64_t id, place = 0;

    TRY(id_of(c, a, &id));
    TRY(args_int(c, a, "place", 1, 1000000, &place));
    if (args_has(a, "clear"))
        return issue_edit_clear(c, id);
    if (place)
        TRY(issue_edit(c, id, place, args_get(a, "text")));
    TRY(issue_get(c, id, &d));
    TRY(issue_made(c, &d, &p));
    TRY(edit_apply(c, id, p, &places, &hand));
    for (size_t i = 0; i < places.n; i++)
        buf_fmt(out, "%3lld%s %.*s\n", (long long)places.v[i].place, places.v[i].stale ? "?" : places.v[i].edited ? "*" : " ", SV(places.v[i].text));
    for (size_t i = 0; i < hand.n; i++)
        buf_fmt(out, tr(c->answer.lang, T("Số sửa tay ở đoạn %lld: %.*s\n")), (long long)hand.v[i].place, SV(hand.v[i].text));
    return OK;
}

static Err file_of(Ctx *c, const Args *a, Str *file, Str *bytes)
{
    *file = args_operand(a, 1);
    return file_read(bytes, c->arena, *file, MAX_FILE, &c->answer);
}

static Err cmd_word(Ctx *c, const Args *a, Buf *out)
{
    Str file, bytes;
    int64_t id;

    (void)out;
    TRY(id_of(c, a, &id));
    if (args_has(a, "drop"))
        return issue_word_drop(c, id);
    TRY(file_of(c, a, &file, &bytes));
    return issue_word_put(c, id, file, bytes);
}

static Err cmd_signed(Ctx *c, const Args *a, Buf *out)
{
    Str file, bytes, note;
    int64_t id;

    TRY(id_of(c, a, &id));
    TRY(file_of(c, a, &file, &bytes));
    TRY(issue_signed(c, id, file, bytes, &note));
    buf_fmt(out, "%.*s\n", SV(note));
    return OK;
}

static Err cmd_to(Ctx *c, const Args *a, Buf *out)
{
    IssuedRecipientsRows to;
    int64_t id;

    TRY(id_of(c, a, &id));
    for (size_t i = 1; i < args_count(a); i++)
        TRY(issue_recipient_add(c, id, args_operand(a, i)));
    TRY(q_issued_recipients(c, &to, .document_id = id));
    for (size_t i = 0; i < to.n; i++)
        buf_fmt(out, "%-10.*s %.*s\n", SV(to.v[i].code), SV(to.v[i].name));
    return OK;
}

static Err cmd_trace(Ctx *c, const Args *a, Buf *out)
{
    IssuedRow d;
    IssuedBytesRow row;
    int64_t id;

    TRY(id_of(c, a, &id));
    TRY(issue_get(c, id, &d));
    TRY(q_issued_bytes(c, &row, .id = id));
    if (row.data.n == 0)
        return fail(c, E_STATE, T("Văn bản chưa có số; số liệu được giữ khi cấp số."));
    buf_fmt(out, "%.*s\n", SV(row.data));
    return OK;
}

static Err cmd_register(Ctx *c, const Args *a, Buf *out)
{
    int64_t year = 0;
    Str bytes;

    (void)out;
    TRY(args_int(c, a, "year", 1990, 2100, &year));
    if (args_get(a, "unit").n)
        TRY(issue_incoming(c, args_get(a, "unit"), year, &bytes));
    else
        TRY(issue_register(c, &bytes));
    return file_write(args_get(a, "o"), bytes, &c->answer);
}

/* --- batches --- */

static Err cmd_batch_start(Ctx *c, const Args *a, Buf *out)
{
    MakeAsk ask;
    int64_t id;
    size_t n;

    TRY(ask_of(c, a, &ask));
    TRY(batch_start(c, &ask, &id, &n));
    buf_fmt(out, tr(c->answer.lang, T("Đợt %lld: %zu văn bản chờ làm; chạy thuocdo issue batch run, hoặc máy chủ web tự làm.\n")), (long long)id, n);
    return OK;
}

static Err cmd_batch_run(Ctx *c, const Args *a, Buf *out)
{
    size_t made;
    Err e;

    (void)a;
    TRY(run_open(c));
    e = batch_run(c->app, &c->answer, NULL, &made);
    run_close(c);
    TRY(e);
    buf_fmt(out, tr(c->answer.lang, T("Đã làm %zu văn bản.\n")), made);
    return OK;
}

static Err cmd_batch_list(Ctx *c, const Args *a, Buf *out)
{
    enum { MOST = 100 };
    IssueBatchRows rows;

    (void)a;
    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issue_batches(c, &rows, .most = MOST));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, "%-4lld %-14.*s %.*s-%lld %-8.*s %lld/%lld (%lld)\n", (long long)rows.v[i].id, SV(rows.v[i].kind), SV(rows.v[i].set_code), (long long)rows.v[i].year,
            SV(rows.v[i].state), (long long)rows.v[i].done, (long long)rows.v[i].total, (long long)rows.v[i].faults);
    return OK;
}

static Err cmd_batch_get(Ctx *c, const Args *a, Buf *out)
{
    Str zip;
    int64_t id;

    (void)out;
    TRY(id_of(c, a, &id));
    TRY(batch_zip(c, id, &zip));
    return file_write(args_get(a, "o"), zip, &c->answer);
}

static void issued_json(Ctx *c, const IssuedRow *d, Json *j)
{
    json_open(j, '{');
    json_kint(j, "id", d->id);
    json_kstr(j, "kind", d->kind);
    json_kstr(j, "type", d->type);
    json_kstr(j, "number", issue_full_number(c->arena, d));
    json_kdate(j, "issued_on", d->issued_on);
    json_kstr(j, "abstract", d->abstract);
    json_kstr(j, "issuer", d->issuer_code);
    json_kstr(j, "unit", d->about_code);
    json_kint(j, "year", d->year);
    json_kstr(j, "state", d->state);
    json_kdate(j, "figures_on", d->figures_on);
    json_kstr(j, "sha256", d->sha256);
    json_kstr(j, "code", d->code);
    json_kstr(j, "reason", d->reason);
    json_close(j, '}');
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    enum { MOST = 10000 };
    IssuedRows rows;
    Json j = { .out = out };
    int64_t year = 0;

    TRY(access_need(c, &PERM_ISSUE_VIEW, 0));
    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(q_issued_list(c, &rows, .year = year, .state = args_get(a, "state"), .kind = args_get(a, "kind"), .most = MOST));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        const IssuedRow *d = &rows.v[i];
        Str number = issue_full_number(c->arena, d);

        if (args_has(a, "json"))
            issued_json(c, d, &j);
        else
            buf_fmt(out, "%-5lld %-18.*s %-12.*s %-14s %.*s %.*s\n", (long long)d->id, SV(number), SV(date_vi(c->arena, d->issued_on)),
                tr(c->answer.lang, issue_state_title(d->state)), SV(d->type), SV(d->abstract));
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

/* --- templates --- */

static Err kind_of(Ctx *c, const Args *a, const MakeKind **out)
{
    *out = make_kind(args_get(a, "kind"));
    if (!*out)
        return fail(c, E_INVALID, T("Không có loại văn bản “%.*s”; xem thuocdo issue kinds."), SV(args_get(a, "kind")));
    return OK;
}

static Err cmd_template_list(Ctx *c, const Args *a, Buf *out)
{
    IssueTemplateListRows rows;

    (void)a;
    TRY(access_need_any(c, &PERM_ISSUE_VIEW));
    TRY(q_issue_template_list(c, &rows));
    for (const MakeKind *k = make_kinds; k->name; k++) {
        const IssueTemplateListRow *own = NULL;

        for (size_t i = 0; i < rows.n; i++)
            if (rows.v[i].active && str_eq(rows.v[i].kind, str_of(k->name)))
                own = &rows.v[i];
        if (own)
            buf_fmt(out, tr(c->answer.lang, T("%-22s mẫu của tỉnh, bản %lld: %.*s (%.*s)\n")), k->name, (long long)own->version, SV(own->name), SV(moment_vi(c->arena, own->at)));
        else
            buf_fmt(out, tr(c->answer.lang, T("%-22s mẫu có sẵn\n")), k->name);
    }
    return OK;
}

static Err cmd_template_get(Ctx *c, const Args *a, Buf *out)
{
    const MakeKind *kind;
    Str docx;
    bool own;

    (void)out;
    TRY(kind_of(c, a, &kind));
    if (args_has(a, "shipped"))
        TRY(template_starter(c, kind, &docx));
    else
        TRY(template_get(c, kind, &docx, &own));
    return file_write(args_get(a, "o"), docx, &c->answer);
}

static Err cmd_template_check(Ctx *c, const Args *a, Buf *out)
{
    const MakeKind *kind;
    Str file = args_operand(a, 0), bytes;
    FillFaults f;

    TRY(kind_of(c, a, &kind));
    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(template_check(c, kind, file, bytes, &f));
    for (size_t i = 0; i < f.list.n; i++)
        buf_fmt(out, "%.*s: %.*s [%.*s]\n", SV(f.list.v[i].where), SV(f.list.v[i].text), SV(f.list.v[i].quote));
    buf_fmt(out, tr(c->answer.lang, T("%zu trường, %zu chỗ cần sửa.\n")), f.tags, f.list.n);
    c->exit_answer = f.list.n > 0;
    return OK;
}

static Err cmd_template_put(Ctx *c, const Args *a, Buf *out)
{
    const MakeKind *kind;
    Str file = args_operand(a, 0), bytes;

    TRY(kind_of(c, a, &kind));
    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(template_put(c, kind, file, bytes));
    buf_fmt(out, tr(c->answer.lang, T("Từ nay loại %s dùng mẫu “%.*s”.\n")), kind->name, SV(file));
    return OK;
}

static Err cmd_template_back(Ctx *c, const Args *a, Buf *out)
{
    const MakeKind *kind;

    (void)out;
    TRY(kind_of(c, a, &kind));
    return template_take_back(c, kind);
}

#define KIND_OPTION { "kind", "K", T("loại văn bản; xem thuocdo issue kinds"), true }
#define ASK_OPTIONS { "kind", "K", T("loại văn bản; xem thuocdo issue kinds"), true }, \
    { "unit", "U", T("mã đơn vị") }, { "set", "CODE", T("mã bộ tiêu chí") }, { "year", "Y", T("năm") }, \
    { "issuer", "U", T("mã đơn vị ban hành, khi khác đơn vị mặc định") }, { "signer", "NAME", T("họ tên người ký; bỏ trống: để trống") }, \
    { "date", "DATE", T("ngày ban hành; bỏ trống: để trống") }, { "period", "P", T("kỳ báo cáo, ví dụ 2025-Q4") }, \
    { "fields", "TEXT", T("mục loại văn bản hỏi thêm: 'ten: giá trị // ten: giá trị'; xem thuocdo issue kinds") }, \
    { "fields-file", "FILE", T("các mục ấy trong một tệp, mỗi dòng một mục") }, \
    { "secrecy", "TEXT", T("dấu chỉ độ mật") }, { "urgency", "TEXT", T("dấu chỉ mức độ khẩn") }

const Command issuance_commands[] = {
    { "issue make", "", CMD_READ, (const Opt[]){ ASK_OPTIONS, { "o", "FILE", T("tệp .docx, .pdf, .xlsx hoặc .html"), true }, { 0 } }, cmd_make,
        T("Làm dự thảo văn bản từ dữ liệu đã có") },
    { "issue kinds", "", CMD_PURE, (const Opt[]){ { "fields", NULL, T("kèm các mục mà mỗi loại hỏi thêm; dấu * là bắt buộc") }, { 0 } }, cmd_kinds, T("Các loại văn bản làm được và dữ liệu cần có") },
    { "issue check", "FILE", CMD_PURE, NULL, cmd_check,
        T("Kiểm tra thể thức văn bản DOCX theo Nghị định 30/2020/NĐ-CP; mỗi điều chưa đúng là một lời nhắc") },
    { "issue edit", "ID", CMD_WRITE, (const Opt[]){ { "place", "N", T("số thứ tự của đoạn; bỏ trống: chỉ liệt kê") }, { "text", "TEXT", T("câu chữ mới; trống: như số liệu") },
        { "clear", NULL, T("bỏ mọi chỗ đã sửa") }, { 0 } }, cmd_edit, T("Xem và sửa từng đoạn của dự thảo; * là đã sửa, ? là số liệu đã đổi sau khi sửa") },
    { "issue word", "ID FILE", CMD_WRITE, (const Opt[]){ { "drop", NULL, T("bỏ bản Word, làm lại từ số liệu") }, { 0 } }, cmd_word,
        T("Nhận dự thảo đã sửa bằng Word; số, ngày được ghi vào khi cấp số") },
    { "issue signed", "ID FILE", CMD_WRITE, NULL, cmd_signed, T("Nhận bản PDF đã ký số; chữ ký được kiểm tra, bản ký thay bản chưa ký") },
    { "issue to", "ID UNIT…", CMD_WRITE, NULL, cmd_to, T("Thêm nơi nhận trong hệ thống; không ghi đơn vị: chỉ liệt kê") },
    { "issue trace", "ID", CMD_READ, NULL, cmd_trace, T("Số liệu đã giữ khi cấp số, nguồn của từng số và số sửa tay (JSON)") },
    { "issue register", "", CMD_READ, (const Opt[]){ { "unit", "U", T("sổ văn bản đến của đơn vị này; bỏ trống: sổ văn bản đi") }, { "year", "Y", T("năm của sổ văn bản đến") },
        { "o", "FILE", T("tệp .xlsx"), true }, { 0 } }, cmd_register, T("Sổ văn bản đi, đến theo các trường của Nghị định 30/2020/NĐ-CP, Phụ lục VI") },
    { "issue batch start", "", CMD_WRITE, (const Opt[]){ ASK_OPTIONS, { 0 } }, cmd_batch_start, T("Xếp hàng làm một loại văn bản cho mọi đơn vị được chấm") },
    { "issue batch run", "", CMD_OWN, NULL, cmd_batch_run, T("Làm các văn bản đang chờ; dừng giữa chừng thì lần sau làm tiếp") },
    { "issue batch list", "", CMD_READ, NULL, cmd_batch_list, T("Các đợt và số văn bản đã làm") },
    { "issue batch get", "ID", CMD_READ, (const Opt[]){ { "o", "FILE", T("tệp .zip"), true }, { 0 } }, cmd_batch_get, T("Lấy các văn bản đã làm của một đợt, một tệp ZIP") },
    { "issue cards", "", CMD_READ,
        (const Opt[]){ { "set", "CODE", T("mã bộ tiêu chí"), true }, { "year", "Y", T("năm"), true },
            { "issuer", "U", T("mã đơn vị ban hành, khi khác đơn vị mặc định") }, { "signer", "NAME", T("họ tên người ký; bỏ trống: để trống") },
            { "o", "FILE", T("tệp .zip"), true }, { 0 } },
        cmd_cards, T("Thông báo kết quả của mọi đơn vị được chấm, một tệp ZIP") },
    { "issue draft", "", CMD_WRITE, (const Opt[]){ ASK_OPTIONS, { "qr", NULL, T("in mã kiểm tra lên văn bản") }, { 0 } }, cmd_draft, T("Lưu dự thảo vào sổ, chưa có số") },
    { "issue number", "ID", CMD_WRITE,
        (const Opt[]){ { "number", "N", T("số ghi trong sổ giấy; bỏ trống: số tiếp theo") }, { "date", "DATE", T("ngày ký; bỏ trống: hôm nay") },
            { "signer", "NAME", T("họ tên người ký") }, { 0 } },
        cmd_number, T("Cấp số và ngày; văn bản được giữ nguyên từ đây") },
    { "issue template list", "", CMD_READ, NULL, cmd_template_list, T("Loại nào dùng mẫu riêng của tỉnh, loại nào dùng mẫu có sẵn") },
    { "issue template get", "", CMD_READ, (const Opt[]){ KIND_OPTION, { "shipped", NULL, T("mẫu có sẵn, dù tỉnh đã có mẫu riêng") }, { "o", "FILE", T("tệp .docx"), true }, { 0 } },
        cmd_template_get, T("Lấy mẫu DOCX về để sửa bằng Word") },
    { "issue template check", "FILE", CMD_PURE, (const Opt[]){ KIND_OPTION, { 0 } }, cmd_template_check, T("Kiểm tra mẫu DOCX; mỗi chỗ sai được chỉ rõ đoạn, hàng, ô") },
    { "issue template put", "FILE", CMD_WRITE, (const Opt[]){ KIND_OPTION, { 0 } }, cmd_template_put, T("Đưa mẫu DOCX của tỉnh vào dùng; bản cũ được giữ") },
    { "issue template back", "", CMD_WRITE, (const Opt[]){ KIND_OPTION, { 0 } }, cmd_template_back, T("Thôi dùng mẫu của tỉnh, quay lại mẫu có sẵn") },
    { "issue publish", "ID", CMD_WRITE, NULL, cmd_publish, T("Phát hành văn bản đã có số") },
    { "issue revoke", "ID", CMD_WRITE, (const Opt[]){ { "reason", "TEXT", T("lý do thu hồi"), true }, { 0 } }, cmd_revoke,
        T("Thu hồi văn bản; số không dùng lại") },
    { "issue get", "ID", CMD_READ, (const Opt[]){ { "o", "FILE", T("tệp .docx hoặc .pdf; dự thảo: thêm .xlsx, .html"), true }, { 0 } }, cmd_get,
        T("Lấy văn bản trong sổ ra tệp") },
    { "issue list", "", CMD_READ,
        (const Opt[]){ { "year", "Y", T("năm của số liệu") }, { "state", "S", T("draft, numbered, published hoặc revoked") },
            { "kind", "K", T("loại văn bản; xem thuocdo issue kinds") }, { 0 } },
        cmd_list, T("Sổ văn bản đi") },
    { 0 },
};
