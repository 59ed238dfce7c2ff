/* Uploads: files are checked, stored and read before the write transaction, then become documents in it. */
#include "archive/archive_web.h"

#include "archive/archive_view.h"
#include "archive/scope.h"
#include "archive/taking_web.h"
#include "base/json.h"
#include "core/setting.h"
#include "pages.h"

#include <inttypes.h>


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

Err prepare_documents(Ctx *c, Req *rq)
{
    Taken *t = NEW(c->arena, Taken, 1);

    rq->prepared = t;
    TRY(access_need(c, &PERM_DOCUMENT_ADD, req_int(rq, "unit_id")));
    TRY(taken_from(c, rq, req_int(rq, "set_id"), t));
    if (!t->n)
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return OK;
}

Err post_documents(Ctx *c, Req *rq, Out *o)
{
    Taken *t = rq->prepared;
    int64_t id;

    (void)o;
    TRY(taken_store(c, t, &(EvidenceForm){ .unit_id = req_int(rq, "unit_id"), .criterion_id = req_int(rq, "criterion_id") }, &id));
    req_flash(rq, taken_said(c, t));
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
    return take_file(c, &f, up);
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
