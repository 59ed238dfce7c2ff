#include "archive/archive_cli.h"

#include "archive/archive.h"
#include "archive/archive_json.h"
#include "archive/archive_view.h"
#include "archive/bundle.h"
#include "archive/words.h"
#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "org/org.h"

enum { MAX_ZIP = 1 << 30 };

static Err typed(Ctx *c, const Args *a, DocForm *f, bool *told)
{
    static const char *const options[] = { "type", "number", "symbol", "date", "issuer", "abstract" };

    for (size_t i = 0; i < COUNT(options); i++)
        *told |= args_has(a, options[i]);
    if (args_has(a, "type")) {
        const DocType *k = doc_type_guess(args_get(a, "type"));

        if (!k)
            return fail(c, E_INVALID, T("Không có loại văn bản “%.*s”; ví dụ: plan, decision, report, “Công văn”."), SV(args_get(a, "type")));
        f->type = str_of(k->name);
    }
    if (args_has(a, "number")) {
        f->number = args_get(a, "number");
        f->symbol = (Str){ 0 };
    }
    if (args_has(a, "symbol"))
        f->symbol = args_get(a, "symbol");
    if (args_has(a, "issuer"))
        f->issuer = args_get(a, "issuer");
    if (args_has(a, "abstract"))
        f->abstract = args_get(a, "abstract");
    f->secrecy = args_get(a, "secrecy");
    f->shared = args_has(a, "shared");
    TRY(args_date(c, a, "from", &f->valid_from));
    TRY(args_date(c, a, "to", &f->valid_to));
    return args_date(c, a, "date", &f->issued_on);
}

/* --set CODE --year Y --criterion C: the files become evidence. */
static Err criterion_of(Ctx *c, const Args *a, int64_t *set_id, int64_t *criterion_id)
{
    ArchiveSetRow set;
    ArchiveLeavesRows leaves;
    Str code = args_get(a, "criterion");
    int64_t year = 0;
    bool any;

    *set_id = *criterion_id = 0;
    if (!args_has(a, "set"))
        return OK;
    TRY(args_int(c, a, "year", 1990, 2200, &year));
    TRY(q_archive_set(c, &set, &any, .code = args_get(a, "set"), .year = year));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có bộ tiêu chí “%.*s” của năm đó; xem `thuocdo criteria list`."), SV(args_get(a, "set")));
    *set_id = set.id;
    if (!code.n)
        return OK;
    TRY(q_archive_leaves(c, &leaves, .set_id = set.id));
    for (size_t i = 0; i < leaves.n; i++)
        if (str_eq(leaves.v[i].code, code))
            *criterion_id = leaves.v[i].id;
    if (!*criterion_id)
        return fail(c, E_NOT_FOUND, T("Bộ tiêu chí không có tiêu chí được chấm điểm mã “%.*s”."), SV(code));
    return OK;
}

static Err warn_same(Ctx *c, int64_t id, Json *j, Buf *out)
{
    DocumentRows same;

    if (j)
        return document_json_same(c, id, j);
    TRY(archive_same(c, id, &same));
    for (size_t i = 0; i < same.n; i++)
        buf_fmt(out, tr(c->answer.lang, T("  Chú ý: có vẻ trùng với tài liệu %lld (%.*s).\n")), (long long)same.v[i].id,
            SV(archive_title(c->arena, c->answer.lang, same.v[i].type, same.v[i].number, same.v[i].symbol, same.v[i].abstract)));
    return OK;
}

static Err report(Ctx *c, int64_t id, Json *j, Buf *out)
{
    DocumentRow d;

    TRY(archive_get(c, id, &d));
    if (j) {
        json_open(j, '{');
        document_json(j, &d);
        TRY(warn_same(c, id, j, out));
        json_close(j, '}');
        return OK;
    }
    buf_fmt(out, "%6lld  %.*s\n", (long long)id, SV(archive_title(c->arena, c->answer.lang, d.type, d.number, d.symbol, d.abstract)));
    return warn_same(c, id, NULL, out);
}

static Err add_zip(Ctx *c, Str file, int64_t unit_id, int64_t set_id, Json *j, Buf *out)
{
    Bundle b;
    Str bytes;

    TRY(file_read(&bytes, c->arena, file, MAX_ZIP, &c->answer));
    TRY(bundle_take(c, file, bytes, set_id, &b));
    TRY(bundle_add(c, &b, unit_id));
    for (size_t i = 0; i < b.files.n; i++) {
        const BundleFile *f = &b.files.v[i];

        if (!f->refused.n)
            TRY(report(c, f->document_id, j, out));
        else if (j) {
            json_open(j, '{');
            json_kstr(j, "file", f->up.name);
            json_kstr(j, "refused", f->refused);
            json_close(j, '}');
        } else {
            buf_fmt(out, "     –  %.*s: %.*s\n", SV(f->up.name), SV(f->refused));
        }
    }
    return OK;
}

static Err add_one(Ctx *c, const Args *a, Str file, int64_t unit_id, int64_t criterion_id, Json *j, Buf *out)
{
    Upload up;
    DocForm f;
    bool told = false;
    int64_t id, evidence;

    TRY(upload_take(c, file, file, &up));
    f = up.proposed;
    f.unit_id = unit_id;
    TRY(typed(c, a, &f, &told));
    TRY(archive_add(c, &f, &up, told, &id));
    if (criterion_id)
        TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = criterion_id, .unit_id = unit_id, .document_id = id,
            .page = args_get(a, "page"), .note = args_get(a, "note") }, &evidence));
    return report(c, id, j, out);
}

static Err cmd_add(Ctx *c, const Args *a, Buf *out)
{
    Json json = { .out = out }, *j = args_has(a, "json") ? &json : NULL;
    int64_t set_id, criterion_id;
    UnitRow u;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(criterion_of(c, a, &set_id, &criterion_id));
    if (!args_count(a))
        return fail(c, E_INVALID, T("Hãy cho biết ít nhất một tệp để nạp."));
    if (j)
        json_open(j, '[');
    for (size_t i = 0; i < args_count(a); i++) {
        Str file = args_operand(a, i);

        TRY(args_has(a, "zip") ? add_zip(c, file, u.id, set_id, j, out) : add_one(c, a, file, u.id, criterion_id, j, out));
    }
    if (j) {
        json_close(j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

/* Found words stand between « and » on a terminal. */
static Str shown(Arena *a, Str snippet)
{
    return str_replace(a, str_replace(a, snippet, S("\1"), S("«")), S("\2"), S("»"));
}

static Err cmd_search(Ctx *c, const Args *a, Buf *out)
{
    DocFilter f = { .most = 20 };
    Json j = { .out = out };
    Buf q = { .arena = c->arena };
    Hits hits;

    for (size_t i = 0; i < args_count(a); i++)
        buf_fmt(&q, "%s%.*s", i ? " " : "", SV(args_operand(a, i)));
    f.q = buf_str(&q);
    TRY(args_int(c, a, "most", 1, 500, &f.most));
    TRY(args_int(c, a, "year", 1900, 2200, &f.year));
    TRY(archive_search(c, &f, &hits));
    if (args_has(a, "json")) {
        json_open(&j, '[');
        for (size_t i = 0; i < hits.n; i++) {
            json_open(&j, '{');
            document_json(&j, &hits.v[i].doc);
            json_kint(&j, "page", hits.v[i].page);
            json_kstr(&j, "snippet", shown(c->arena, hits.v[i].snippet));
            json_close(&j, '}');
        }
        json_close(&j, ']');
        buf_ch(out, '\n');
        return OK;
    }
    for (size_t i = 0; i < hits.n; i++) {
        const DocumentRow *d = &hits.v[i].doc;

        buf_fmt(out, "%6lld  %.*s\n", (long long)d->id, SV(archive_title(c->arena, c->answer.lang, d->type, d->number, d->symbol, d->abstract)));
        if (hits.v[i].page)
            buf_fmt(out, tr(c->answer.lang, T("        trang %lld: ")), (long long)hits.v[i].page);
        else
            buf_lit(out, "        ");
        buf_fmt(out, "%.*s\n", SV(shown(c->arena, hits.v[i].snippet)));
    }
    if (!hits.n)
        buf_lit(out, tr(c->answer.lang, T("Không tìm thấy tài liệu nào có các từ này.\n")));
    return OK;
}

static Err operand_id(Ctx *c, const Args *a, int64_t *id)
{
    if (str_int(args_operand(a, 0), id))
        return OK;
    return fail(c, E_INVALID, T("Hãy ghi số của tài liệu, ví dụ `thuocdo archive show 12`."));
}

static Err print_signatures(Ctx *c, const DocumentFileRow *f, Buf *out)
{
    FileSignatureRows rows;

    TRY(q_file_signatures(c, &rows, .file_id = f->id));
    for (size_t i = 0; i < rows.n; i++) {
        const FileSignatureRow *s = &rows.v[i];

        buf_fmt(out, tr(c->answer.lang, T("     chữ ký số %lld: %.*s, %.*s, %.*s (%s)%s\n")), (long long)s->position, SV(s->name), SV(s->organisation),
            SV(moment_vi(c->arena, s->stamped_at.ms ? s->stamped_at : s->claimed_at)), tr(c->answer.lang, sign_words(s->state)),
            i + 1 == rows.n && s->covered < f->size && str_eq(s->state, S("intact")) ? tr(c->answer.lang, T("; sau đó tệp còn được ghi thêm")) : "");
    }
    return OK;
}

static Err cmd_show(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    DocumentRow d;
    DocumentFileRows files;
    EvidenceRows uses;
    int64_t id;

    TRY(operand_id(c, a, &id));
    TRY(archive_get(c, id, &d));
    TRY(q_document_files(c, &files, .document_id = id));
    TRY(evidence_uses(c, id, &uses));
    if (args_has(a, "json")) {
        TRY(document_json_whole(c, id, &j));
        buf_ch(out, '\n');
        return OK;
    }
    buf_fmt(out, "%.*s\n%.*s  %.*s  %.*s\n", SV(archive_title(c->arena, c->answer.lang, d.type, d.number, d.symbol, d.abstract)),
        SV(date_vi(c->arena, d.issued_on)), SV(d.issuer), SV(d.unit_name));
    for (size_t i = 0; i < files.n; i++) {
        buf_fmt(out, "  %lld  %.*s  %.*s  %lld\n", (long long)files.v[i].revision, SV(files.v[i].name), SV(files.v[i].sha256),
            (long long)files.v[i].size);
        TRY(print_signatures(c, &files.v[i], out));
    }
    for (size_t i = 0; i < uses.n; i++)
        buf_fmt(out, "  → %lld  %.*s  %.*s %.*s  %.*s\n", (long long)uses.v[i].year, SV(uses.v[i].unit_name), SV(uses.v[i].criterion_code),
            SV(uses.v[i].criterion_name), SV(uses.v[i].page));
    return OK;
}

static Err cmd_pack(Ctx *c, const Args *a, Buf *out)
{
    int64_t set_id, criterion_id, files;
    UnitRow u = { 0 };

    if (args_has(a, "unit"))
        TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(criterion_of(c, a, &set_id, &criterion_id));
    TRY(archive_pack(c, u.id, set_id, args_get(a, "out"), &files));
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kstr(&j, "file", args_get(a, "out"));
        json_kint(&j, "files", files);
        json_close(&j, '}');
        buf_ch(out, '\n');
    } else {
        buf_fmt(out, tr(c->answer.lang, T("Đã đóng gói %lld tệp vào %.*s.\n")), (long long)files, SV(args_get(a, "out")));
    }
    return OK;
}

static Err cmd_sweep(Ctx *c, const Args *a, Buf *out)
{
    int64_t n, bytes;

    TRY(archive_sweep(c, args_has(a, "now"), &n, &bytes));
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kint(&j, "files", n);
        json_kint(&j, "bytes", bytes);
        json_close(&j, '}');
        buf_ch(out, '\n');
    } else {
        buf_fmt(out, tr(c->answer.lang, T("Đã dọn %lld tệp không thuộc tài liệu nào (%lld byte).\n")), (long long)n, (long long)bytes);
    }
    return OK;
}

static Err cmd_verify(Ctx *c, const Args *a, Buf *out)
{
    Buf findings = { .arena = c->arena };
    Checked v;

    TRY(archive_verify(c, true, &v, &findings));
    c->exit_answer = v.wrong > 0;
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kint(&j, "files", v.files);
        json_kint(&j, "bytes", v.bytes);
        json_kint(&j, "wrong", v.wrong);
        json_kint(&j, "orphans", v.orphans);
        json_kint(&j, "orphan_bytes", v.orphan_bytes);
        json_kstr(&j, "findings", findings.n ? buf_str(&findings) : S(""));
        json_close(&j, '}');
        buf_ch(out, '\n');
        return OK;
    }
    if (findings.n)
        buf_add(out, buf_str(&findings));
    checked_say(c, &v, out);
    return OK;
}

static Err cmd_expire(Ctx *c, const Args *a, Buf *out)
{
    DocumentExpiredRows rows;
    bool only_look = !args_has(a, "remove");
    int64_t years = 0;
    Json j = { .out = out };

    TRY(args_int(c, a, "years", 1, 100, &years));
    TRY(archive_expire(c, years, only_look, &rows));
    if (args_has(a, "json")) {
        json_open(&j, '[');
        for (size_t i = 0; i < rows.n; i++)
            json_int(&j, rows.v[i].id);
        json_close(&j, ']');
        buf_ch(out, '\n');
        return OK;
    }
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, "%6lld  %.*s  %.*s  %.*s\n", (long long)rows.v[i].id, SV(rows.v[i].unit_code), SV(date_vi(c->arena, rows.v[i].issued_on)),
            SV(archive_title(c->arena, c->answer.lang, rows.v[i].type, rows.v[i].number, rows.v[i].symbol, rows.v[i].abstract)));
    buf_fmt(out, tr(c->answer.lang, only_look ? T("%zu tài liệu đã hết thời hạn lưu; thêm --remove để xóa.\n") : T("Đã xóa %zu tài liệu hết thời hạn lưu.\n")), rows.n);
    return OK;
}

/* What is not told stays as it was. */
static Err cmd_change(Ctx *c, const Args *a, Buf *out)
{
    bool any = false;
    DocumentRow d;
    DocForm f;
    int64_t id;

    TRY(operand_id(c, a, &id));
    TRY(archive_get(c, id, &d));
    f = (DocForm){ .type = d.type, .number = d.number, .symbol = d.symbol, .issued_on = d.issued_on, .issuer = d.issuer, .abstract = d.abstract,
        .valid_from = d.valid_from, .valid_to = d.valid_to, .lang = d.lang };
    TRY(typed(c, a, &f, &any));
    f.shared = d.shared || args_has(a, "shared");
    TRY(archive_change(c, id, d.version, &f));
    return report(c, id, NULL, out);
}

static Err cmd_attach(Ctx *c, const Args *a, Buf *out)
{
    EvidenceForm f = { .page = args_get(a, "page"), .note = args_get(a, "note") };
    int64_t set_id, evidence;
    UnitRow u;

    TRY(operand_id(c, a, &f.document_id));
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(criterion_of(c, a, &set_id, &f.criterion_id));
    f.unit_id = u.id;
    TRY(evidence_add(c, &f, &evidence));
    buf_fmt(out, "%s\n", evidence ? tr(c->answer.lang, T("Đã gắn làm minh chứng.")) : tr(c->answer.lang, T("Tài liệu này đã là minh chứng ở đó rồi.")));
    return OK;
}

static Err cmd_detach(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    if (!str_int(args_operand(a, 0), &id))
        return fail(c, E_INVALID, T("Hãy ghi số của minh chứng; xem bằng `thuocdo archive show SỐ --json`."));
    return evidence_remove(c, id);
}

static Err cmd_remove(Ctx *c, const Args *a, Buf *out)
{
    int64_t id;

    (void)out;
    TRY(operand_id(c, a, &id));
    return archive_remove(c, id);
}

/* A job over all files: what it says, then what is missing; a job that met missing files ends with exit 1, so that a timer shows it. */
static Err pass(Ctx *c, bool again, Err (*job)(Ctx *c, bool again, Passed *n, Buf *findings), const char *said, Buf *out)
{
    Buf findings = { .arena = c->arena };
    Passed n;
    Err e;

    TRY(run_open(c));
    e = job(c, again, &n, &findings);
    run_close(c);
    if (e != OK)
        return e;
    buf_fmt(out, tr(c->answer.lang, said), (long long)n.seen, (long long)n.done);
    if (n.missing)
        buf_fmt(out, tr(c->answer.lang, T("%lld tệp không còn nguyên trong kho, đã bỏ qua; hãy lấy lại từ bản sao lưu:\n%.*s")), (long long)n.missing,
            SV(buf_str(&findings)));
    c->exit_answer = n.missing > 0;
    return OK;
}

static Err cmd_read(Ctx *c, const Args *a, Buf *out)
{
    return pass(c, args_has(a, "again"), archive_read_rest, T("Đã xem %lld tệp chưa có chữ, đọc được %lld tệp.\n"), out);
}

static Err cmd_signatures(Ctx *c, const Args *a, Buf *out)
{
    return pass(c, args_has(a, "all"), archive_check_signatures, T("Đã xem %lld tệp PDF, kiểm tra chữ ký số của %lld tệp.\n"), out);
}

const Command archive_commands[] = {
    { "archive add", "FILE…", CMD_WRITE,
        (const Opt[]){ { "unit", "CODE", T("mã đơn vị giữ tài liệu"), true }, { "type", "TYPE", T("loại văn bản: plan, decision, report, “Công văn” …") },
            { "number", "N", T("số, hoặc cả số và ký hiệu: 45/KH-UBND") }, { "symbol", "S", T("ký hiệu") }, { "date", "DATE", T("ngày ban hành") },
            { "issuer", "TEXT", T("cơ quan ban hành") }, { "abstract", "TEXT", T("trích yếu") }, { "from", "DATE", T("có hiệu lực từ") },
            { "to", "DATE", T("hết hiệu lực sau") }, { "secrecy", "TEXT", T("độ mật; văn bản mật bị từ chối") },
            { "shared", NULL, T("mọi đơn vị được xem và dẫn") }, { "zip", NULL, T("tệp ZIP, ghép với tiêu chí theo mã ở đầu tên tệp") },
            { "set", "CODE", T("bộ tiêu chí") }, { "year", "Y", T("năm của bộ tiêu chí") }, { "criterion", "CODE", T("làm minh chứng cho tiêu chí này") },
            { "page", "P", T("trang hoặc điều khoản") }, { "note", "TEXT", T("ghi chú cho người thẩm định") }, { 0 } },
        cmd_add, T("Nạp tài liệu vào kho; số, ngày, cơ quan được đề xuất từ nội dung") },
    { "archive search", "TEXT…", CMD_READ,
        (const Opt[]){ { "year", "Y", T("năm ban hành") }, { "most", "N", T("nhiều nhất bao nhiêu kết quả (20)") }, { 0 } }, cmd_search,
        T("Tìm trong nội dung tài liệu, không cần dấu") },
    { "archive show", "ID", CMD_READ, NULL, cmd_show, T("Một tài liệu: thông tin, các bản tệp, nơi đang dùng") },
    { "archive pack", "", CMD_READ,
        (const Opt[]){ { "unit", "CODE", T("đơn vị; bỏ trống: mọi đơn vị") }, { "set", "CODE", T("bộ tiêu chí"), true },
            { "year", "Y", T("năm của bộ tiêu chí") }, { "out", "FILE.zip", T("tệp sẽ ghi"), true }, { 0 } },
        cmd_pack, T("Đóng gói minh chứng theo đơn vị và tiêu chí, có mục lục và mã băm") },
    { "archive change", "ID", CMD_WRITE,
        (const Opt[]){ { "type", "TYPE", T("loại văn bản: plan, decision, report, “Công văn” …") }, { "number", "N", T("số, hoặc cả số và ký hiệu: 45/KH-UBND") },
            { "symbol", "S", T("ký hiệu") }, { "date", "DATE", T("ngày ban hành") }, { "issuer", "TEXT", T("cơ quan ban hành") },
            { "abstract", "TEXT", T("trích yếu") }, { "from", "DATE", T("có hiệu lực từ") }, { "to", "DATE", T("hết hiệu lực sau") },
            { "secrecy", "TEXT", T("độ mật; văn bản mật bị từ chối") }, { "shared", NULL, T("mọi đơn vị được xem và dẫn") }, { 0 } },
        cmd_change, T("Sửa và xác nhận thông tin của một tài liệu") },
    { "archive attach", "ID", CMD_WRITE,
        (const Opt[]){ { "unit", "CODE", T("mã đơn vị"), true }, { "set", "CODE", T("bộ tiêu chí"), true }, { "year", "Y", T("năm của bộ tiêu chí") },
            { "criterion", "CODE", T("làm minh chứng cho tiêu chí này"), true }, { "page", "P", T("trang hoặc điều khoản") },
            { "note", "TEXT", T("ghi chú cho người thẩm định") }, { 0 } },
        cmd_attach, T("Gắn một tài liệu đã có làm minh chứng") },
    { "archive detach", "EVIDENCE", CMD_WRITE, NULL, cmd_detach, T("Gỡ một minh chứng; tài liệu vẫn ở trong kho") },
    { "archive remove", "ID", CMD_WRITE, NULL, cmd_remove, T("Xóa một tài liệu không còn dùng ở đâu") },
    { "archive verify", "", CMD_READ, NULL, cmd_verify, T("Tính lại mã băm của mọi tệp: tệp thiếu, tệp bị đổi, tệp không thuộc tài liệu nào") },
    { "archive expire", "", CMD_WRITE,
        (const Opt[]){ { "years", "N", T("giữ bao nhiêu năm; mặc định theo thiết lập archive.keep_years") }, { "remove", NULL, T("xóa thật; không có: chỉ liệt kê") }, { 0 } },
        cmd_expire, T("Tài liệu hết thời hạn lưu, không còn hiệu lực và không dùng ở đâu") },
    { "archive read", "", CMD_OWN, (const Opt[]){ { "again", NULL, T("thử lại cả tệp lần trước không đọc được") }, { 0 } }, cmd_read,
        T("Đọc chữ của tệp DOC, XLS (LibreOffice), ảnh và bản quét (Tesseract) để tìm được") },
    { "archive signatures", "", CMD_OWN, (const Opt[]){ { "all", NULL, T("kiểm tra lại cả tệp đã kiểm tra, sau khi đổi danh sách tin cậy") }, { 0 } },
        cmd_signatures, T("Kiểm tra chữ ký số của các tệp PDF chưa được kiểm tra") },
    { "archive sweep", "", CMD_WRITE, (const Opt[]){ { "now", NULL, T("dọn cả tệp mới hơn một ngày") }, { 0 } }, cmd_sweep,
        T("Dọn tệp không thuộc tài liệu nào") },
    { 0 },
};
