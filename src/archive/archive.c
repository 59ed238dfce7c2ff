#include "archive/archive.h"

#include "archive/blob.h"
#include "archive/scope.h"
#include "archive/sign.h"
#include "archive/words.h"
#include "core/audit.h"
#include "doc/sandbox.h"
#include "text/text.h"

const Perm PERM_DOCUMENT_VIEW = { "document.view", T("Xem kho tài liệu"),
    ROLE_COORDINATOR | ROLE_APPRAISER | ROLE_COUNCIL | ROLE_HEAD | ROLE_OFFICER | ROLE_VIEWER };
const Perm PERM_DOCUMENT_ADD = { "document.add", T("Nạp tài liệu và gắn minh chứng"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_DOCUMENT_SHARE = { "document.share", T("Đặt tài liệu dùng chung cho mọi đơn vị"), ROLE_COORDINATOR };
const Perm PERM_EVIDENCE_VIEW = { "evidence.view", T("Xem minh chứng của đơn vị"),
    ROLE_COORDINATOR | ROLE_APPRAISER | ROLE_COUNCIL | ROLE_HEAD | ROLE_OFFICER | ROLE_VIEWER };

/* Documents of the unit itself are seen by these; appraisers and the council see what is shown to them. */
enum { OWN_ROLES = ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER | ROLE_VIEWER, REVIEW_ROLES = ROLE_APPRAISER | ROLE_COUNCIL };

enum { MAX_SHOWN = 32 << 20, PICTURE_WIDTH = 1100, MAX_NUMBER = 40, MAX_SYMBOL = 80, MAX_TEXT = 2000 };

/* BASIS: NĐ 30/2020/NĐ-CP art. 7 (types) and appendix III (letters of symbols). */
const DocType doc_types[] = {
    { "plan", T("Kế hoạch"), "KH" },
    { "decision", T("Quyết định"), "QĐ" },
    { "report", T("Báo cáo"), "BC" },
    { "letter", T("Công văn"), "" },
    { "resolution", T("Nghị quyết"), "NQ" },
    { "directive", T("Chỉ thị"), "CT" },
    { "notice", T("Thông báo"), "TB" },
    { "conclusion", T("Kết luận"), "KL" },
    { "minutes", T("Biên bản"), "BB" },
    { "programme", T("Chương trình"), "CTr" },
    { "scheme", T("Đề án"), "ĐA" },
    { "project", T("Dự án"), "DA" },
    { "option", T("Phương án"), "PA" },
    { "regulation", T("Quy chế"), "QC" },
    { "provision", T("Quy định"), "QyĐ" },
    { "guideline", T("Hướng dẫn"), "HD" },
    { "submission", T("Tờ trình"), "TTr" },
    { "contract", T("Hợp đồng"), "HĐ" },
    { "invitation", T("Giấy mời"), "GM" },
    { "decree", T("Nghị định"), "NĐ" },
    { "circular", T("Thông tư"), "TT" },
    { "law", T("Luật"), "" },
    { "table", T("Bảng số liệu, danh sách"), "" },
    { "picture", T("Ảnh, ảnh chụp màn hình"), "" },
    { "other", T("Tài liệu khác"), "" },
    { 0 },
};

const DocType *doc_type(Str name)
{
    for (const DocType *k = doc_types; k->name; k++)
        if (str_eq(str_of(k->name), name))
            return k;
    return NULL;
}

const DocType *doc_type_guess(Str words)
{
    words = str_trim(words);
    if (!words.n)
        return NULL;
    for (const DocType *k = doc_types; k->name; k++)
        if (str_eq(str_of(k->name), words) || text_fold_eq(str_of(k->title), words)
            || (*k->letters && str_eq(str_of(k->letters), words)))
            return k;
    return NULL;
}

Str archive_title(Arena *a, Lang lang, Str type, Str number, Str symbol, Str abstract)
{
    const DocType *k = doc_type(type);
    Buf b = { .arena = a };

    if (number.n || symbol.n) {
        buf_fmt(&b, "%s %.*s%s%.*s", k ? tr(lang, k->title) : "", SV(number), number.n && symbol.n ? "/" : "", SV(symbol));
        if (abstract.n)
            buf_fmt(&b, ": %.*s", SV(abstract));
        return str_trim(buf_str(&b));
    }
    return abstract.n ? abstract : str_of(k ? tr(lang, k->title) : "");
}

/* --- rights --------------------------------------------------------------------------------------- */

static void add_root(Buf *b, int64_t *all, int64_t unit_id)
{
    if (!unit_id)
        *all = 1;
    else
        buf_fmt(b, "%lld,", (long long)unit_id);
}

Err scope_of(Ctx *c, Scope *s)
{
    Buf own = { .arena = c->arena }, review = { .arena = c->arena };
    bool all = false, reviews = false;

    *s = (Scope){ .own_all = c->local };
    buf_ch(&own, ',');
    buf_ch(&review, ',');
    for (size_t i = 0; i < c->n_grants; i++) {
        if (c->grants[i].role & OWN_ROLES)
            add_root(&own, &s->own_all, c->grants[i].unit_id);
        if (c->grants[i].role & REVIEW_ROLES)
            add_root(&review, &s->review_all, c->grants[i].unit_id);
        reviews |= (c->grants[i].role & REVIEW_ROLES) != 0;
    }
    if (reviews && archive_review)
        TRY(archive_review(c, &review, &all));
    s->review_all |= all;
    s->own = buf_str(&own);
    s->review = buf_str(&review);
    return OK;
}

Err archive_get(Ctx *c, int64_t id, DocumentRow *out)
{
    Scope s;
    bool any;

    TRY(access_need_any(c, &PERM_DOCUMENT_VIEW));
    TRY(scope_of(c, &s));
    TRY(q_document_get(c, out, &any, SCOPE(s), .id = id));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không có tài liệu số %lld trong phần kho mà bạn được xem."), (long long)id);
}

Err archive_can_change(Ctx *c, const DocumentRow *d, bool *out)
{
    return access_can(c, &PERM_DOCUMENT_ADD, d->unit_id, out);
}

/* --- the identity --------------------------------------------------------------------------------- */

/* "45/KH-UBND" typed into one field is number and symbol. */
static DocForm take_apart(const DocForm *f)
{
    DocForm g = *f;
    Str head, tail;

    if (!g.symbol.n && str_cut(g.number, S("/"), &head, &tail)) {
        g.number = str_trim(head);
        g.symbol = str_trim(tail);
    }
    if (!g.lang.n)
        g.lang = S("vi");
    return g;
}

static Err check_form(Ctx *c, const DocForm *f)
{
    if (!doc_type(f->type))
        return fail_field(c, "type", T("Hãy chọn loại văn bản."));
    if (f->secrecy.n)
        return refuse_secret(c);
    if (f->number.n > MAX_NUMBER || f->symbol.n > MAX_SYMBOL)
        return fail_field(c, "number", T("Số hoặc ký hiệu quá dài; hãy ghi như trên văn bản, ví dụ 45/KH-UBND."));
    if (f->abstract.n > MAX_TEXT || f->issuer.n > MAX_TEXT)
        return fail_field(c, "abstract", T("Trích yếu hoặc tên cơ quan dài quá 2.000 ký tự; hãy rút gọn."));
    if (f->valid_from.day && f->valid_to.day && f->valid_to.day < f->valid_from.day)
        return fail_field(c, "valid_to", T("Ngày hết hiệu lực trước ngày có hiệu lực; hãy sửa một trong hai ngày."));
    if (f->issued_on.day && f->issued_on.day > c->today.day + 31)
        return fail_field(c, "issued_on", T("Ngày ban hành còn ở xa trong tương lai; hãy xem lại năm."));
    if (!str_eq(f->lang, S("vi")) && !str_eq(f->lang, S("en")))
        return fail_field(c, "lang", T("Hãy chọn ngôn ngữ của văn bản."));
    return f->shared ? access_need(c, &PERM_DOCUMENT_SHARE, 0) : OK;
}

static Str words_of_form(Ctx *c, const DocForm *f, Str file)
{
    return str_fmt(c->arena, "%.*s %.*s/%.*s %.*s %.*s %.*s %.*s", SV(str_of(doc_type(f->type)->title)), SV(f->number), SV(f->symbol),
        SV(date_vi(c->arena, f->issued_on)), SV(f->issuer), SV(f->abstract), SV(file));
}

/* The identity is searched like a page. */
static Err index_identity(Ctx *c, int64_t id, Str words)
{
    DocumentTextInsertRow row;

    TRY(q_document_words_remove(c, .document_id = id, .files = 0));
    TRY(q_document_text_remove(c, .document_id = id, .files = 0));
    TRY(q_document_text_insert(c, &row, .document_id = id, .part = 0, .page = 0, .text = words));
    return q_document_words_insert(c, .id = row.id, .words = words_of(c->arena, words));
}

Err archive_index(Ctx *c, int64_t id, int64_t file_id, const Doc *text)
{
    Parts parts = words_parts(c->arena, text);

    TRY(q_document_words_remove(c, .document_id = id, .files = 1));
    TRY(q_document_text_remove(c, .document_id = id, .files = 1));
    for (size_t i = 0; i < parts.n; i++) {
        DocumentTextInsertRow row;

        TRY(q_document_text_insert(c, &row, .document_id = id, .file_id = file_id, .part = (int64_t)i + 1, .page = parts.v[i].page,
            .text = parts.v[i].text));
        TRY(q_document_words_insert(c, .id = row.id, .words = words_of(c->arena, parts.v[i].text)));
    }
    return OK;
}

static const char *const kind_names[] = {
    [FILE_PDF] = "pdf", [FILE_DOCX] = "docx", [FILE_XLSX] = "xlsx", [FILE_DOC] = "doc", [FILE_XLS] = "xls", [FILE_PNG] = "png",
    [FILE_JPEG] = "jpeg",
};

static Err add_file(Ctx *c, int64_t id, int64_t revision, const Upload *up)
{
    DocumentFileInsertRow row;

    TRY(blob_store(c, up));
    TRY(q_document_file_insert(c, &row, .document_id = id, .revision = revision, .name = up->name, .sha256 = up->sha256,
        .kind = str_of(kind_names[up->kind]), .size = up->size, .pages = up->text.pages, .text_state = up->text_state, .note = up->note,
        .at = c->now, .by = ctx_who(c)));
    TRY(sign_store(c, row.id, up));
    if (str_eq(up->text_state, S("none")))
        archive_read_soon(c->app);
    return archive_index(c, id, row.id, &up->text);
}

static Err audit_document(Ctx *c, const char *verb, int64_t id, const DocForm *f, const Upload *up)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kint(&j, "id", id);
    json_kstr(&j, "type", f->type);
    json_kstr(&j, "number", f->number);
    json_kstr(&j, "symbol", f->symbol);
    json_kdate(&j, "issued_on", f->issued_on);
    json_kstr(&j, "issuer", f->issuer);
    json_kstr(&j, "abstract", f->abstract);
    json_kbool(&j, "shared", f->shared);
    if (up) {
        json_kstr(&j, "file", up->name);
        json_kstr(&j, "sha256", up->sha256);
    }
    json_close(&j, '}');
    return audit_add(c, verb, str_fmt(c->arena, "%lld", (long long)id), buf_str(&b));
}

Err archive_add(Ctx *c, const DocForm *form, const Upload *up, bool confirmed, int64_t *id)
{
    DocForm f = take_apart(form);
    DocumentInsertRow row;
    Str words;

    *id = 0;
    TRY(access_need(c, &PERM_DOCUMENT_ADD, f.unit_id));
    TRY(check_form(c, &f));
    if (!f.unit_id)
        return fail_field(c, "unit_id", T("Hãy chọn đơn vị giữ tài liệu."));
    words = words_of_form(c, &f, up ? up->name : S(""));
    TRY(q_document_insert(c, &row, .unit_id = f.unit_id, .type = f.type, .number = f.number, .symbol = f.symbol,
        .issued_on = f.issued_on, .issuer = f.issuer, .abstract = f.abstract, .valid_from = f.valid_from, .valid_to = f.valid_to,
        .lang = f.lang, .shared = f.shared, .issuer_fold = text_fold(c->arena, f.issuer), .fold = text_fold(c->arena, words),
        .at = c->now, .by = ctx_who(c), .confirmed_at = confirmed ? c->now : (Moment){ 0 }, .confirmed_by = confirmed ? ctx_who(c) : S("")));
    *id = row.id;
    TRY(index_identity(c, row.id, words));
    if (up)
        TRY(add_file(c, row.id, 1, up));
    TRY(sign_fact(c, f.unit_id, f.issued_on));
    return audit_document(c, "document.add", row.id, &f, up);
}

static Err changed_meanwhile(Ctx *c)
{
    return fail(c, E_CONFLICT, T("Tài liệu này vừa được người khác sửa; hãy tải lại trang để xem rồi sửa tiếp."));
}

Err archive_change(Ctx *c, int64_t id, int64_t version, const DocForm *form)
{
    DocForm f = take_apart(form);
    DocumentRow d;
    DocumentUpdateRows done;
    Str words;

    TRY(archive_get(c, id, &d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, d.unit_id));
    f.unit_id = d.unit_id;
    if (f.shared && d.shared)
        f.shared = false;                               /* stays as it is: the owner may correct a shared document */
    TRY(check_form(c, &f));
    f.shared = form->shared;
    words = words_of_form(c, &f, d.file_name);
    TRY(q_document_update(c, &done, .id = id, .version = version, .type = f.type, .number = f.number, .symbol = f.symbol,
        .issued_on = f.issued_on, .issuer = f.issuer, .abstract = f.abstract, .valid_from = f.valid_from, .valid_to = f.valid_to,
        .lang = f.lang, .shared = f.shared, .issuer_fold = text_fold(c->arena, f.issuer), .fold = text_fold(c->arena, words),
        .at = c->now, .by = ctx_who(c)));
    if (!done.n)
        return changed_meanwhile(c);
    TRY(index_identity(c, id, words));
    TRY(sign_fact(c, d.unit_id, d.issued_on));
    TRY(sign_fact(c, d.unit_id, f.issued_on));
    return audit_document(c, "document.change", id, &f, NULL);
}

static DocForm form_of(const DocumentRow *d)
{
    return (DocForm){ .type = d->type, .number = d->number, .symbol = d->symbol, .issued_on = d->issued_on, .issuer = d->issuer,
        .abstract = d->abstract, .unit_id = d->unit_id, .shared = d->shared };
}

Err archive_revise(Ctx *c, int64_t id, int64_t version, const Upload *up)
{
    DocumentRow d;
    DocumentFileRows files;
    DocumentTouchRows done;
    DocForm f;

    TRY(archive_get(c, id, &d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, d.unit_id));
    TRY(q_document_files(c, &files, .document_id = id));
    if (files.n && str_eq(files.v[0].sha256, up->sha256))
        return fail(c, E_STATE, T("Tệp “%.*s” giống hệt bản đang có; không cần nạp lại."), SV(up->name));
    TRY(q_document_touch(c, &done, .id = id, .version = version));
    if (!done.n)
        return changed_meanwhile(c);
    TRY(add_file(c, id, files.n ? files.v[0].revision + 1 : 1, up));
    TRY(sign_fact(c, d.unit_id, d.issued_on));
    f = form_of(&d);
    return audit_document(c, "document.revise", id, &f, up);
}

Err archive_remove(Ctx *c, int64_t id)
{
    DocumentRow d;
    DocForm f;

    TRY(archive_get(c, id, &d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, d.unit_id));
    if (d.uses)
        return fail(c, E_STATE, T("Tài liệu đang làm minh chứng hoặc được dẫn ở %lld chỗ; hãy gỡ ở các chỗ đó trước."), (long long)d.uses);
    f = form_of(&d);
    TRY(audit_document(c, "document.remove", id, &f, NULL));
    for (int files = 0; files <= 1; files++) {
        TRY(q_document_words_remove(c, .document_id = id, .files = files));
        TRY(q_document_text_remove(c, .document_id = id, .files = files));
    }
    TRY(q_document_files_remove(c, .document_id = id));
    TRY(q_document_remove(c, .id = id));
    return sign_fact(c, d.unit_id, d.issued_on);
}

Err archive_same(Ctx *c, int64_t id, DocumentRows *out)
{
    Scope s;
    DocumentFileRows files;
    DocumentRow d;

    TRY(scope_of(c, &s));
    TRY(archive_get(c, id, &d));
    TRY(q_document_files(c, &files, .document_id = id));
    return q_document_same(c, out, SCOPE(s), .id = id, .sha256 = files.n ? files.v[0].sha256 : S("-"), .number = d.number,
        .symbol = d.symbol, .issued_on = d.issued_on, .issuer_fold = text_fold(c->arena, d.issuer));
}

Err archive_text(Ctx *c, int64_t id, DocumentTextsRows *out)
{
    DocumentRow d;

    TRY(archive_get(c, id, &d));
    return q_document_texts(c, out, .document_id = id);
}

Err archive_link(Ctx *c, int64_t document_id, Str kind, int64_t object_id, Str title, Str place)
{
    DocumentRow d;

    TRY(archive_get(c, document_id, &d));
    return q_document_link_add(c, .document_id = document_id, .kind = kind, .object_id = object_id, .title = title, .place = place,
        .at = c->now, .by = ctx_who(c));
}

/* --- files ---------------------------------------------------------------------------------------- */

Err archive_file(Ctx *c, int64_t file_id, DocumentFileRow *out)
{
    DocumentRow d;
    bool any;

    TRY(access_need_any(c, &PERM_DOCUMENT_VIEW));
    TRY(q_document_file_get(c, out, &any, .id = file_id));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có tệp số %lld trong phần kho mà bạn được xem."), (long long)file_id);
    if (archive_get(c, out->document_id, &d) == OK)
        return OK;
    *out = (DocumentFileRow){ 0 };
    return fail(c, E_NOT_FOUND, T("Không có tệp số %lld trong phần kho mà bạn được xem."), (long long)file_id);
}

Err archive_bytes(Ctx *c, const DocumentFileRow *f, BytesFn fn, void *user)
{
    return blob_read(c, f->sha256, f->size, fn, user);
}

Err archive_open(Ctx *c, const DocumentFileRow *f, int *fd)
{
    return blob_open(c, f->sha256, f->size, fd);
}

Err archive_read(Ctx *c, const DocumentFileRow *f, Doc *out)
{
    Budget budget = { .bytes = (size_t)256 << 20 };
    Str bytes;

    if (f->size > MAX_SHOWN)
        return fail(c, E_LIMIT, T("Tệp này quá lớn để xem tại chỗ; hãy tải về."));
    TRY(blob_all(c, f->sha256, f->size, &bytes));
    return sandbox_read(out, c->arena, f->name, bytes, &budget, NULL, &c->answer);
}

Err archive_picture(Ctx *c, const DocumentFileRow *f, int64_t page, Str *png)
{
    Str bytes;

    if (!str_eq(f->kind, S("pdf")) || page < 1 || page > f->pages)
        return fail(c, E_NOT_FOUND, T("Tệp “%.*s” không có trang %lld."), SV(f->name), (long long)page);
    if (f->size > MAX_SHOWN)
        return fail(c, E_LIMIT, T("Tệp này quá lớn để xem tại chỗ; hãy tải về."));
    TRY(blob_all(c, f->sha256, f->size, &bytes));
    return sandbox_picture(png, c->arena, f->name, bytes, (int)page, PICTURE_WIDTH, &c->answer);
}

Err archive_sweep(Ctx *c, bool now, int64_t *n, int64_t *bytes)
{
    TRY(access_need(c, &PERM_DOCUMENT_SHARE, 0));
    return blob_sweep(c, now, n, bytes);
}
