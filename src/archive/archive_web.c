/* Pages of the register: list and search, one document, its identity, downloads, evidence pack. */
#include "archive/archive_web.h"

#include "archive/archive_view.h"
#include "archive/scope.h"
#include "core/app.h"
#include "core/run.h"
#include "pages.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROWS = 50, FOUND = 100, FIRST_YEAR = 2015, PREVIEW = 6000 };

static const char *type_title(Str type)
{
    const DocType *k = doc_type(type);

    return k ? k->title : T("Tài liệu khác");
}

static DocLine line_of(Ctx *c, const DocumentRow *d)
{
    DocLine l = { .d = *d, .type = type_title(d->type),
        .sign = str_fmt(c->arena, "%.*s%s%.*s", SV(d->number), d->number.n && d->symbol.n ? "/" : "", SV(d->symbol)),
        .title = d->abstract.n ? d->abstract : d->file_name.n ? d->file_name : str_of(tr(c->answer.lang, type_title(d->type))) };

    l.mark = sign_mark(d->sign, &l.tone, &l.letter);
    return l;
}

static void type_choices(Ctx *c, Str chosen, Choices *out)
{
    for (const DocType *k = doc_types; k->name; k++)
        *vec_add(c->arena, out) = (Choice){ .value = str_of(k->name), .title = k->title, .on = str_eq(str_of(k->name), chosen) };
}

static Err unit_choices(Ctx *c, int64_t chosen, Choices *out)
{
    ArchiveUnitsRows units;
    Scope s;

    TRY(scope_of(c, &s));
    TRY(q_archive_units(c, &units, .own = s.own, .own_all = s.own_all, .on = c->today));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, out) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, units.v[i].id), .text = units.v[i].name,
            .on = units.v[i].id == chosen || units.n == 1 };
    return OK;
}

static void year_choices(Ctx *c, int64_t chosen, Choices *out)
{
    for (int year = date_year(c->today); year >= FIRST_YEAR; year--) {
        Str text = str_fmt(c->arena, "%d", year);

        *vec_add(c->arena, out) = (Choice){ .value = text, .text = text, .on = year == chosen };
    }
}

/* --- list and search ------------------------------------------------------------------------------ */

/* Found words stand between \1 and \2. */
static Pieces pieces_of(Arena *a, Str snippet)
{
    Pieces out = { 0 };
    Str plain, found;

    while (snippet.n) {
        bool more = str_cut(snippet, S("\1"), &plain, &snippet);

        if (plain.n)
            *vec_add(a, &out) = (Piece){ .text = plain };
        if (!more)
            break;
        (void)str_cut(snippet, S("\2"), &found, &snippet);      /* always there: words_snippet() wrote it */
        *vec_add(a, &out) = (Piece){ .text = found, .mark = true };
    }
    return out;
}

static DocFilter filter_of(const Req *rq)
{
    return (DocFilter){ .q = req_str(rq, "q"), .type = req_str(rq, "type"), .unit_id = req_int(rq, "unit"), .year = req_int(rq, "year"),
        .open = req_has(rq, "open") };
}

static Err fill_found(Ctx *c, DocFilter *f, DocListView *v)
{
    Hits hits;

    f->most = FOUND;
    TRY(archive_search(c, f, &hits));
    for (size_t i = 0; i < hits.n; i++) {
        DocLine *line = vec_add(c->arena, &v->rows);

        *line = line_of(c, &hits.v[i].doc);
        line->found = pieces_of(c->arena, hits.v[i].snippet);
        line->page = hits.v[i].page;
    }
    v->pager.total = (int64_t)hits.n;
    return OK;
}

static Err fill_list(Ctx *c, const Req *rq, DocFilter *f, DocListView *v)
{
    DocumentRows rows;
    int64_t total;
    size_t from, n;

    f->most = 1;
    TRY(archive_list(c, f, &rows, &total));             /* how many there are, for the page asked for */
    v->pager = pager_of(rq, (size_t)total, ROWS, &from, &n);
    f->most = ROWS;
    f->skip = (int64_t)from;
    TRY(archive_list(c, f, &rows, &total));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v->rows) = line_of(c, &rows.v[i]);
    return OK;
}

Err get_documents(Ctx *c, Req *rq, Out *o)
{
    DocFilter f = filter_of(rq), waiting = { .open = true, .most = 1 };
    DocListView v = { .q = f.q, .open = f.open, .searching = f.q.n > 0, .query = req_query_less(rq, "page") };
    DocumentRows none;

    TRY(v.searching ? fill_found(c, &f, &v) : fill_list(c, rq, &f, &v));
    TRY(archive_list(c, &waiting, &none, &v.waiting));
    type_choices(c, f.type, &v.types);
    TRY(unit_choices(c, f.unit_id, &v.units));
    year_choices(c, f.year, &v.years);
    v.may_add = access_any(c, &PERM_DOCUMENT_ADD);
    tpl_document_list(o, &v);
    return OK;
}

Err get_documents_xlsx(Ctx *c, Req *rq, Out *o)
{
    DocFilter f = filter_of(rq);
    Str bytes;

    (void)o;
    TRY(archive_export(c, &f, &bytes));
    req_send_xlsx(rq, S("kho-tai-lieu.xlsx"), bytes);
    return OK;
}

/* --- one document --------------------------------------------------------------------------------- */

static Err fill_same(Ctx *c, int64_t id, DocLines *out)
{
    DocumentRows rows;

    TRY(archive_same(c, id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, out) = line_of(c, &rows.v[i]);
    return OK;
}

Err get_document(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id");
    DocView v = { 0 };
    DocLine line;

    TRY(archive_get(c, id, &v.d));
    line = line_of(c, &v.d);
    v.type = line.type;
    v.sign = line.sign;
    v.title = line.title;
    v.size = size_text(c->arena, v.d.size);
    TRY(q_document_files(c, &v.files, .document_id = id));
    TRY(evidence_uses(c, id, &v.uses));
    TRY(q_document_links(c, &v.links, .document_id = id));
    TRY(archive_can_change(c, &v.d, &v.may_change));
    if (v.may_change)
        TRY(fill_same(c, id, &v.same));
    v.may_remove = v.may_change && !v.d.uses;
    v.may_attach = access_any(c, &PERM_DOCUMENT_ADD);
    if (v.may_attach) {
        ArchiveSetsRows sets;

        TRY(unit_choices(c, v.d.unit_id, &v.units));
        TRY(q_archive_sets(c, &sets, ));
        for (size_t i = 0; i < sets.n; i++)
            *vec_add(c->arena, &v.sets) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, sets.v[i].id),
                .text = str_fmt(c->arena, "%.*s (%" PRId64 ")", SV(sets.v[i].name), sets.v[i].year) };
    }
    if (v.files.n)
        TRY(viewer_fill(c, &v.files.v[0], req_int(rq, "page"), &v.viewer));
    tpl_document(o, &v);
    return OK;
}

static DocForm form_of(const DocumentRow *d)
{
    return (DocForm){ .type = d->type, .number = d->number, .symbol = d->symbol, .issued_on = d->issued_on, .issuer = d->issuer,
        .abstract = d->abstract, .valid_from = d->valid_from, .valid_to = d->valid_to, .lang = d->lang, .shared = d->shared };
}

Err get_document_edit(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id");
    DocFormView v = { 0 };
    DocumentTextsRows texts;

    TRY(archive_get(c, id, &v.d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, v.d.unit_id));
    v.f = form_of(&v.d);
    v.sign = line_of(c, &v.d).sign;
    v.proposed = !v.d.confirmed_at.ms;
    type_choices(c, rq->http->method == HTTP_POST && req_has(rq, "type") ? req_str(rq, "type") : v.f.type, &v.types);
    TRY(access_can(c, &PERM_DOCUMENT_SHARE, 0, &v.may_share));
    TRY(fill_same(c, id, &v.same));
    TRY(archive_text(c, id, &texts));
    if (texts.n)
        v.text = str_sub(texts.v[0].text, 0, PREVIEW);
    tpl_document_form(o, &v);
    return OK;
}

Err post_document_edit(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id");
    DocForm f = { .type = req_str(rq, "type"), .number = req_str(rq, "number"), .issuer = req_str(rq, "issuer"),
        .abstract = req_str(rq, "abstract"), .lang = req_str(rq, "lang"), .secrecy = req_str(rq, "secrecy"), .shared = req_has(rq, "shared") };
    DocumentRow d;

    (void)o;
    TRY(req_date(c, rq, "issued_on", false, &f.issued_on));
    TRY(req_date(c, rq, "valid_from", false, &f.valid_from));
    TRY(req_date(c, rq, "valid_to", false, &f.valid_to));
    TRY(archive_get(c, id, &d));
    if (d.shared && !req_has(rq, "share_asked"))
        f.shared = true;                                /* the form of those who may not share does not ask */
    TRY(archive_change(c, id, req_int(rq, "version"), &f));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu thông tin tài liệu."))));
    req_go(rq, "/documents/%" PRId64, id);
    return OK;
}

Err post_document_remove(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(archive_remove(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã xóa tài liệu khỏi kho; nhật ký còn ghi lại."))));
    req_go(rq, "/documents");
    return OK;
}

/* The criterion by its code, in the set chosen: as people read it off the table. */
static Err leaf_by_code(Ctx *c, int64_t set_id, Str code, int64_t *id)
{
    ArchiveLeavesRows leaves;

    TRY(q_archive_leaves(c, &leaves, .set_id = set_id));
    for (size_t i = 0; i < leaves.n; i++)
        if (str_eq(leaves.v[i].code, code)) {
            *id = leaves.v[i].id;
            return OK;
        }
    return fail_field(c, "criterion", T("Bộ tiêu chí không có tiêu chí được chấm điểm mã “%.*s”."), SV(code));
}

Err post_document_evidence(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id"), evidence;
    EvidenceForm f = { .document_id = id, .page = req_str(rq, "page"), .note = req_str(rq, "note") };
    DocumentRow d;

    (void)o;
    TRY(archive_get(c, id, &d));
    f.unit_id = req_has(rq, "unit_id") ? req_int(rq, "unit_id") : d.unit_id;
    TRY(leaf_by_code(c, req_int(rq, "set_id"), req_str(rq, "criterion"), &f.criterion_id));
    TRY(evidence_add(c, &f, &evidence));
    req_flash(rq, str_of(evidence ? tr(c->answer.lang, T("Đã gắn làm minh chứng.")) : tr(c->answer.lang, T("Tài liệu này đã là minh chứng ở đó rồi."))));
    req_go(rq, "/documents/%" PRId64, id);
    return OK;
}

Err post_evidence_remove(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(evidence_remove(c, req_int(rq, "evidence")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã gỡ minh chứng; tài liệu vẫn ở trong kho."))));
    req_go(rq, "/documents/%" PRId64, req_int(rq, "id"));
    return OK;
}

/* --- files ---------------------------------------------------------------------------------------- */

static FileKind kind_of(Str name)
{
    static const struct { const char *name; FileKind kind; } kinds[] = { { "pdf", FILE_PDF }, { "docx", FILE_DOCX }, { "xlsx", FILE_XLSX },
        { "doc", FILE_DOC }, { "xls", FILE_XLS }, { "png", FILE_PNG }, { "jpeg", FILE_JPEG } };

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(str_of(kinds[i].name), name))
            return kinds[i].kind;
    return FILE_BINARY;
}

static Err send_file(Ctx *c, Req *rq, bool in_place)
{
    DocumentFileRow f;
    FileKind kind;
    int fd;

    TRY(archive_file(c, req_int(rq, "id"), &f));
    kind = kind_of(f.kind);
    if (in_place && kind != FILE_PNG && kind != FILE_JPEG)
        return fail(c, E_NOT_FOUND, T("Chỉ ảnh mới xem thẳng được; hãy tải tệp về."));
    TRY(archive_open(c, &f, &fd));
    req_send_file(rq, str_of(sniff_mime(kind)), f.name, fd, f.size, in_place);
    return OK;
}

/* The file as it was when a signature was made: its first bytes. */
Err get_document_signed(Ctx *c, Req *rq, Out *o)
{
    FileSignatureRows rows;
    DocumentFileRow f;
    int fd;

    (void)o;
    TRY(archive_file(c, req_int(rq, "id"), &f));
    TRY(q_file_signatures(c, &rows, .file_id = f.id));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].position == req_int(rq, "n") && rows.v[i].covered > 0 && rows.v[i].covered <= f.size) {
            TRY(archive_open(c, &f, &fd));
            req_send_file(rq, str_of(sniff_mime(kind_of(f.kind))), f.name, fd, rows.v[i].covered, false);
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Tệp này không có chữ ký số thứ %lld."), (long long)req_int(rq, "n"));
}

Err get_document_file(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_file(c, rq, false);
}

Err get_document_raw(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_file(c, rq, true);
}

Err get_document_page(Ctx *c, Req *rq, Out *o)
{
    DocumentFileRow f;
    Str png;

    (void)o;
    TRY(archive_file(c, req_int(rq, "id"), &f));
    TRY(archive_picture(c, &f, req_int(rq, "page"), &png));
    req_send(rq, S("image/png"), S(""), png);
    return OK;
}

/* A revision alone: other rooms show it beside their own things. */
Err get_viewer(Ctx *c, Req *rq, Out *o)
{
    DocumentFileRow f;
    ViewerView v;

    TRY(archive_file(c, req_int(rq, "id"), &f));
    TRY(viewer_fill(c, &f, req_int(rq, "page"), &v));
    tpl_document_viewer(o, &v);
    return OK;
}

Err get_evidence_pack(Ctx *c, Req *rq, Out *o)
{
    const char *tmp = getenv("TMPDIR");
    char *path = (char *)str_z(c->arena, str_fmt(c->arena, "%s/thuocdo-pack-XXXXXX", tmp && *tmp ? tmp : "/tmp"));
    int fd = mkostemp(path, O_CLOEXEC);
    int64_t files;
    off_t size;
    Err e;

    (void)o;
    if (fd < 0)
        return fail(c, E_IO, T("Máy chủ không còn chỗ để đóng gói; hãy báo quản trị hệ thống."));
    close(fd);
    e = archive_pack(c, req_int(rq, "unit"), req_int(rq, "set"), str_of(path), &files);
    fd = e == OK ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    unlink(path);                                       /* what was opened stays until it is sent */
    if (e != OK)
        return e;
    size = fd >= 0 ? lseek(fd, 0, SEEK_END) : -1;
    if (size < 0)
        return fail(c, E_IO, T("Máy chủ không còn chỗ để đóng gói; hãy báo quản trị hệ thống."));
    req_send_file(rq, S("application/zip"), S("minh-chung.zip"), fd, size, false);
    return OK;
}
