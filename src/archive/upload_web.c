/* Uploads: files are checked, stored and read before the write transaction, then become documents in it. */
#include "archive/archive_web.h"

#include "archive/archive_view.h"
#include "archive/bundle.h"
#include "archive/parts.h"
#include "archive/scope.h"
#include "base/json.h"
#include "base/mapped.h"
#include "core/setting.h"
#include "pages.h"

#include <inttypes.h>

enum { MAX_FILES = 100 };

typedef struct Taken {
    VEC(Upload) files;
    VEC(Bundle) zips;
    size_t n;                   /* files taken, those in archives too */
    VEC(Str) refused;           /* sentences */
    VEC(Part) parts;            /* what came in pieces: forgotten when the documents are there */
} Taken;

/* What is chosen already: the only unit, the one asked for, else the person's own. */
static int64_t own_unit(const Ctx *c, const Req *rq)
{
    int64_t asked = req_int(rq, "unit_id");

    for (size_t i = 0; !asked && i < c->n_grants; i++)
        if (c->grants[i].role & PERM_DOCUMENT_ADD.roles)
            asked = c->grants[i].unit_id;
    return asked;
}

Err get_document_new(Ctx *c, Req *rq, Out *o)
{
    DocNewView v = { 0 };
    ArchiveUnitsRows units;
    ArchiveSetsRows sets;
    Scope s;

    TRY(access_need_any(c, &PERM_DOCUMENT_ADD));
    TRY(scope_of(c, &s));
    TRY(q_archive_units(c, &units, .own = s.own, .own_all = s.own_all, .on = c->today));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, &v.units) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, units.v[i].id), .text = units.v[i].name,
            .on = units.n == 1 || units.v[i].id == own_unit(c, rq) };
    TRY(q_archive_sets(c, &sets, ));
    for (size_t i = 0; i < sets.n; i++)
        *vec_add(c->arena, &v.sets) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, sets.v[i].id),
            .text = str_fmt(c->arena, "%.*s (%" PRId64 ")", SV(sets.v[i].name), sets.v[i].year) };
    TRY(setting_int(c, "archive.max_mb", &v.max_mb));
    v.script = asset_address("upload.js");
    v.criterion_id = req_int(rq, "criterion_id");
    if (v.criterion_id) {
        ArchiveCriterionRow k;
        bool any;

        TRY(q_archive_criterion(c, &k, &any, .id = v.criterion_id));
        v.criterion = any ? str_fmt(c->arena, "%.*s %.*s", SV(k.code), SV(k.name)) : S("");
    }
    tpl_document_new(o, &v);
    return OK;
}

static Err take_one(Ctx *c, const ReqFile *f, Upload *up)
{
    return f->path.n ? upload_take(c, f->name, f->path, up) : upload_take_bytes(c, f->name, f->bytes, up);
}

/* A refused file does not stop the others; it is told by name. */
static Err note_refusal(Ctx *c, Err e, Taken *t)
{
    if (e == E_DB || e == E_RETRY)
        return e;
    *vec_add(c->arena, &t->refused) = c->answer.text;
    c->answer.code = OK;
    c->answer.text = c->answer.field = (Str){ 0 };
    return OK;
}

static Err take_zip(Ctx *c, const Req *rq, Str name, Str path, Str bytes, Taken *t)
{
    CLEANUP(mapped_close) Mapped file = { 0 };          /* a spooled file or a complete part: nobody shortens it */
    Bundle *b = vec_add(c->arena, &t->zips);
    Err e;

    if (path.n)
        TRY(mapped_open(&file, path, &c->answer));
    e = bundle_take(c, name, path.n ? file.text : bytes, req_int(rq, "set_id"), b);
    for (size_t i = 0; e == OK && i < b->files.n; i++)
        if (b->files.v[i].refused.n)
            *vec_add(c->arena, &t->refused) = b->files.v[i].refused;
    if (e == OK)
        t->n += b->taken;
    else
        t->zips.n--;
    return e == OK ? OK : note_refusal(c, e, t);
}

static Err too_many(Ctx *c)
{
    return fail_field(c, "file", T("Mỗi lần nạp nhiều nhất %d tệp; hãy chia thành nhiều lần."), MAX_FILES);
}

static Err keep_one(Ctx *c, Err e, const Upload *up, Taken *t)
{
    if (e != OK)
        return note_refusal(c, e, t);
    *vec_add(c->arena, &t->files) = *up;
    t->n++;
    return OK;
}

static Err take_part(Ctx *c, const Req *rq, Str text, Taken *t)
{
    Part p;
    Str path;
    Upload up;

    if (!part_parse(text, &p))
        return fail_field(c, "file", T("Máy chủ không hiểu tệp đã gửi từng đoạn; hãy tải lại trang rồi gửi lại."));
    TRY(part_path(c, &p, &path));
    *vec_add(c->arena, &t->parts) = p;
    if (str_ends(p.name, S(".zip")))
        return take_zip(c, rq, p.name, path, S(""), t);
    return keep_one(c, upload_take(c, p.name, path, &up), &up, t);
}

static Err take_all(Ctx *c, const Req *rq, Taken *t)
{
    ReqFile f;
    Upload up;

    for (size_t i = 0; i < req_count(rq, "part"); i++) {
        if (i == MAX_FILES)
            return too_many(c);
        TRY(take_part(c, rq, req_nth(rq, "part", i), t));
    }
    for (size_t i = 0; req_nth_file(rq, "file", i, &f); i++) {
        if (i == MAX_FILES)
            return too_many(c);
        TRY(keep_one(c, take_one(c, &f, &up), &up, t));
    }
    return req_nth_file(rq, "zip", 0, &f) ? take_zip(c, rq, f.name, f.path, f.bytes, t) : OK;
}

Err prepare_documents(Ctx *c, Req *rq)
{
    Taken *t = NEW(c->arena, Taken, 1);

    rq->prepared = t;
    TRY(access_need(c, &PERM_DOCUMENT_ADD, req_int(rq, "unit_id")));
    TRY(take_all(c, rq, t));
    if (!t->n && t->refused.n)
        return fail_field(c, "file", "%.*s", SV(t->refused.v[0]));
    if (!t->n)
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return OK;
}

/* Uploaded from a criterion of a sheet: the files are its evidence at once. */
static Err attach(Ctx *c, const Req *rq, int64_t unit_id, int64_t document_id)
{
    int64_t evidence;

    if (!req_int(rq, "criterion_id"))
        return OK;
    return evidence_add(c, &(EvidenceForm){ .criterion_id = req_int(rq, "criterion_id"), .unit_id = unit_id, .document_id = document_id }, &evidence);
}

Err post_documents(Ctx *c, Req *rq, Out *o)
{
    Taken *t = rq->prepared;
    int64_t unit_id = req_int(rq, "unit_id"), id = 0;

    (void)o;
    for (size_t i = 0; i < t->files.n; i++) {
        t->files.v[i].proposed.unit_id = unit_id;
        TRY(archive_add(c, &t->files.v[i].proposed, &t->files.v[i], false, &id));
        TRY(attach(c, rq, unit_id, id));
    }
    for (size_t i = 0; i < t->zips.n; i++)
        TRY(bundle_add(c, &t->zips.v[i], unit_id));
    for (size_t i = 0; i < t->parts.n; i++)
        part_drop(c, &t->parts.v[i]);                   /* the bytes rest in the register's own folder by now */
    req_flash(rq, t->refused.n
        ? str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Không nhận %zu tệp; tệp đầu tiên: %.*s")), t->n, t->refused.n, SV(t->refused.v[0]))
        : str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Hãy kiểm tra thông tin được đề xuất rồi xác nhận.")), t->n));
    if (t->n == 1 && id)
        req_go(rq, "/documents/%" PRId64 "/edit", id);
    else
        req_go(rq, "/documents?open=1");
    return OK;
}

/* --- pieces ------------------------------------------------------------------------------------- */

static Err part_of(Ctx *c, const Req *rq, Part *p)
{
    if (part_parse(req_str(rq, "part"), p))
        return OK;
    return fail(c, E_INVALID, T("Máy chủ không hiểu tệp đã gửi từng đoạn; hãy tải lại trang rồi gửi lại."));
}

static void send_offset(Req *rq, int64_t offset)
{
    Buf out = { .arena = rq->arena };
    Json j = { .out = &out };

    json_open(&j, '{');
    json_kbool(&j, "ok", true);
    json_kint(&j, "offset", offset);
    json_close(&j, '}');
    req_send(rq, S("application/json"), S(""), buf_str(&out));
}

Err get_document_parts(Ctx *c, Req *rq, Out *o)
{
    int64_t offset;
    Part p;

    (void)o;
    TRY(part_of(c, rq, &p));
    TRY(part_offset(c, &p, &offset));
    send_offset(rq, offset);
    return OK;
}

Err prepare_document_parts(Ctx *c, Req *rq)
{
    int64_t *offset = NEW(c->arena, int64_t, 1);
    ReqFile f;
    Part p;

    rq->prepared = offset;
    TRY(part_of(c, rq, &p));
    if (!req_nth_file(rq, "piece", 0, &f))
        return fail(c, E_INVALID, T("Hãy chọn ít nhất một tệp."));
    return part_append(c, &p, req_int(rq, "at"), f.bytes, f.path, offset);
}

/* Nothing to write: the piece was put to its file already. */
Err post_document_parts(Ctx *c, Req *rq, Out *o)
{
    (void)c;
    (void)o;
    send_offset(rq, *(const int64_t *)rq->prepared);
    return OK;
}

/* --- revisions ---------------------------------------------------------------------------------- */

Err prepare_revision(Ctx *c, Req *rq)
{
    Upload *up = NEW(c->arena, Upload, 1);
    DocumentRow d;
    ReqFile f;

    rq->prepared = up;
    TRY(archive_get(c, req_int(rq, "id"), &d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, d.unit_id));
    if (!req_nth_file(rq, "file", 0, &f))
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return take_one(c, &f, up);
}

Err post_revision(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id");

    (void)o;
    TRY(archive_revise(c, id, req_int(rq, "version"), rq->prepared));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã nạp bản mới; các bản cũ vẫn xem được."))));
    req_go(rq, "/documents/%" PRId64, id);
    return OK;
}
