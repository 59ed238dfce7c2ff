#include "archive/archive_cli.h"

#include "archive/archive.h"
#include "archive/archive_view.h"
#include "archive/bundle.h"
#include "archive/words.h"
#include "base/json.h"
#include "core/file.h"
#include "core/run.h"
#include "org/org.h"

enum { MAX_ZIP = 1 << 30 };

static void json_document(Json *j, const DocumentRow *d)
{
    json_kint(j, "id", d->id);
    json_kstr(j, "unit", d->unit_code);
    json_kstr(j, "type", d->type);
    json_kstr(j, "number", d->number);
    json_kstr(j, "symbol", d->symbol);
    json_kdate(j, "date", d->issued_on);
    json_kstr(j, "issuer", d->issuer);
    json_kstr(j, "abstract", d->abstract);
    json_kdate(j, "valid_from", d->valid_from);
    json_kdate(j, "valid_to", d->valid_to);
    json_kbool(j, "shared", d->shared);
    json_kbool(j, "confirmed", d->confirmed_at.ms != 0);
    json_kstr(j, "file", d->file_name);
    json_kint(j, "size", d->size);
    json_kint(j, "uses", d->uses);
    json_kstr(j, "signed", d->sign.n ? d->sign : S("unread"));
}

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

    TRY(archive_same(c, id, &same));
    if (j) {
        json_key(j, "same_as");
        json_open(j, '[');
        for (size_t i = 0; i < same.n; i++)
            json_int(j, same.v[i].id);
        json_close(j, ']');
        return OK;
    }
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
        json_document(j, &d);
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
            json_document(&j, &hits.v[i].doc);
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

static void json_signature(Json *j, const FileSignatureRow *s)
{
    const struct { const char *key; Str text; } texts[] = { { "state", s->state }, { "name", s->name }, { "organisation", s->organisation },
        { "issuer", s->issuer }, { "serial", s->serial }, { "reason", s->reason }, { "location", s->location }, { "algorithm", s->algorithm },
        { "chain", s->chain }, { "chain_note", s->chain_note } };
    const struct { const char *key; Moment at; } times[] = { { "signed_at", s->claimed_at }, { "stamped_at", s->stamped_at },
        { "valid_from", s->valid_from }, { "valid_to", s->valid_to } };

    json_open(j, '{');
    for (size_t i = 0; i < COUNT(texts); i++)
        json_kstr(j, texts[i].key, texts[i].text);
    for (size_t i = 0; i < COUNT(times); i++) {
        SCRATCH(tmp);

        json_key(j, times[i].key);
        if (times[i].at.ms)
            json_str(j, moment_iso(&tmp, times[i].at));
        else
            json_null(j);
    }
    json_kbool(j, "stamp", s->stamp);
    json_kbool(j, "weak", s->weak);
    json_kint(j, "covered", s->covered);
    json_close(j, '}');
}

static Err json_signatures(Ctx *c, int64_t file_id, Json *j)
{
    FileSignatureRows rows;

    TRY(q_file_signatures(c, &rows, .file_id = file_id));
    json_key(j, "signatures");
    json_open(j, '[');
    for (size_t i = 0; i < rows.n; i++)
        json_signature(j, &rows.v[i]);
    json_close(j, ']');
    return OK;
}

static Err json_files(Ctx *c, Json *j, const DocumentFileRows *files)
{
    json_key(j, "files");
    json_open(j, '[');
    for (size_t i = 0; i < files->n; i++) {
        const DocumentFileRow *f = &files->v[i];

        json_open(j, '{');
        json_kint(j, "id", f->id);
        json_kint(j, "revision", f->revision);
        json_kstr(j, "name", f->name);
        json_kstr(j, "sha256", f->sha256);
        json_kstr(j, "kind", f->kind);
        json_kint(j, "size", f->size);
        json_kint(j, "pages", f->pages);
        json_kstr(j, "text", f->text_state);
        TRY(json_signatures(c, f->id, j));
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static void json_uses(Json *j, const EvidenceRows *uses)
{
    json_key(j, "evidence");
    json_open(j, '[');
    for (size_t i = 0; i < uses->n; i++) {
        json_open(j, '{');
        json_kint(j, "id", uses->v[i].id);
        json_kint(j, "year", uses->v[i].year);
        json_kstr(j, "unit", uses->v[i].unit_code);
        json_kstr(j, "criterion", uses->v[i].criterion_code);
        json_kstr(j, "page", uses->v[i].page);
        json_close(j, '}');
    }
    json_close(j, ']');
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

    if (!str_int(args_operand(a, 0), &id))
        return fail(c, E_INVALID, T("Hãy ghi số của tài liệu, ví dụ `thuocdo archive show 12`."));
    TRY(archive_get(c, id, &d));
    TRY(q_document_files(c, &files, .document_id = id));
    TRY(evidence_uses(c, id, &uses));
    if (args_has(a, "json")) {
        json_open(&j, '{');
        json_document(&j, &d);
        TRY(json_files(c, &j, &files));
        json_uses(&j, &uses);
        json_close(&j, '}');
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

static Err cmd_signatures(Ctx *c, const Args *a, Buf *out)
{
    int64_t n;

    TRY(archive_check_signatures(c, args_has(a, "all"), &n));
    buf_fmt(out, tr(c->answer.lang, T("Đã kiểm tra chữ ký số của %lld tệp PDF.\n")), (long long)n);
    return OK;
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
    { "archive signatures", "", CMD_WRITE, (const Opt[]){ { "all", NULL, T("kiểm tra lại cả tệp đã kiểm tra, sau khi đổi danh sách tin cậy") }, { 0 } },
        cmd_signatures, T("Kiểm tra chữ ký số của các tệp PDF chưa được kiểm tra") },
    { "archive sweep", "", CMD_WRITE, (const Opt[]){ { "now", NULL, T("dọn cả tệp mới hơn một ngày") }, { 0 } }, cmd_sweep,
        T("Dọn tệp không thuộc tài liệu nào") },
    { 0 },
};
