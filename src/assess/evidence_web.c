/* Documents beside the score: the list, one opened in place, and adding one without leaving the sheet. */
#include "assess/assess_web.h"

#include "archive/taking_web.h"
#include "assess/own.h"
#include "pages.h"

#include <inttypes.h>

enum { CHOICES = 100 };

/* "3", "3-5": the page that is cited; anything else: 1. */
static int64_t cited_page(Str place)
{
    int64_t n = 0;

    for (size_t i = 0; i < place.n && place.p[i] >= '0' && place.p[i] <= '9' && n < 100000; i++)
        n = n * 10 + (place.p[i] - '0');
    return n ? n : 1;
}

static Err open_one(Ctx *c, const Req *rq, EvidencePane *v)
{
    int64_t id = v->open.e.document_id, page = req_int(rq, "page");
    DocumentFileRow f;

    v->any = true;
    if (!v->open.e.file_id) {
        v->shown.note = str_of(tr(c->answer.lang, T("Tài liệu này chưa có tệp.")));
        return OK;
    }
    TRY(archive_file(c, v->open.e.file_id, &f));
    TRY(viewer_fill(c, &f, page ? page : cited_page(v->open.e.page), &v->shown));
    v->shown.query = str_fmt(c->arena, "&document=%" PRId64 "%.*s#viewer", id, SV(v->query));
    return OK;
}

static Err fill_own(Ctx *c, const RoundRow *r, const SheetRow *s, int64_t criterion_id, EvidencePane *v)
{
    int64_t total;

    TRY(access_can(c, &PERM_SHEET_FILL, s->unit_id, &v->may_add));
    if (!v->may_add || c->local)
        return OK;
    if (assess_evidence_guard(c, r->set_id, criterion_id, s->unit_id) != OK) {
        v->may_add = false;                                 /* locked; the sheet says why */
        ctx_forget(c);
        return OK;
    }
    return archive_list(c, &(DocFilter){ .unit_id = s->unit_id, .most = CHOICES }, &v->own, &total);
}

Err evidence_pane(Ctx *c, const Req *rq, const RoundRow *r, const SheetRow *s, int64_t criterion_id, EvidencePane *v)
{
    int64_t chosen = req_int(rq, "document");
    EvidenceRows rows;
    Err e = evidence_of(c, r->set_id, criterion_id, s->unit_id, &rows);

    v->sheet_id = s->id;
    v->criterion_id = criterion_id;
    v->script = asset_address("upload.js");
    if (e == E_FORBIDDEN || e == E_NOT_FOUND) {
        ctx_forget(c);                                      /* the sheet may be seen, its documents not */
        return OK;
    }
    TRY(e);
    for (size_t i = 0; i < rows.n; i++) {
        EvidenceLine *l = vec_add(c->arena, &v->rows);

        *l = (EvidenceLine){ .e = rows.v[i], .here = rows.v[i].document_id == chosen,
            .title = archive_title(c->arena, c->answer.lang, rows.v[i].type, rows.v[i].number, rows.v[i].symbol, rows.v[i].abstract) };
        if (!l->title.n)
            l->title = rows.v[i].file_name;
        if (l->here)
            v->open = *l;
    }
    if (v->rows.n) {
        size_t next = 0;

        for (size_t i = 0; i < v->rows.n; i++)
            next = v->rows.v[i].here ? (i + 1) % v->rows.n : next;
        v->rows.v[next].key = true;
    }
    if (v->open.e.document_id)
        TRY(open_one(c, rq, v));
    return fill_own(c, r, s, criterion_id, v);
}

/* ---- adding and taking away ---- */

/* The files are checked, stored and read before the write. Names in a ZIP are matched to the criteria of the round. */
Err prepare_sheet_evidence(Ctx *c, Req *rq)
{
    Taken *t = NEW(c->arena, Taken, 1);
    SheetRow s;
    RoundRow r;

    rq->prepared = t;
    TRY(q_sheet_get(c, &s, .id = req_int(rq, "id")));
    TRY(access_need(c, &PERM_SHEET_FILL, s.unit_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    return taken_from(c, rq, r.set_id, t);
}

static Err remove_one(Ctx *c, const Req *rq, const RoundRow *r, const SheetRow *s)
{
    EvidenceRows rows;

    TRY(evidence_of(c, r->set_id, req_int(rq, "criterion"), s->unit_id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == req_int(rq, "remove"))
            return evidence_remove(c, rows.v[i].id);
    return fail(c, E_NOT_FOUND, T("Tiêu chí này không còn tài liệu đó; hãy tải lại trang."));
}

Err post_sheet_evidence(Ctx *c, Req *rq, Out *o)
{
    EvidenceForm f = { .criterion_id = req_int(rq, "criterion"), .document_id = req_int(rq, "document"), .page = str_trim(req_str(rq, "place")) };
    Taken *t = rq->prepared;
    SheetRow s;
    RoundRow r;
    int64_t id;

    (void)o;
    TRY(q_sheet_get(c, &s, .id = req_int(rq, "id")));
    TRY(access_need(c, &PERM_SHEET_FILL, s.unit_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    f.unit_id = s.unit_id;
    if (req_int(rq, "remove")) {
        TRY(remove_one(c, rq, &r, &s));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã gỡ tài liệu khỏi tiêu chí; tài liệu vẫn còn trong kho."))));
    } else {
        if (!f.document_id && !t->n)
            return fail_field(c, "file", T("Hãy chọn tệp mới hoặc một tài liệu đã có."));
        if (f.document_id)
            TRY(evidence_add(c, &f, &id));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã gắn tài liệu."))));
        if (t->n) {
            TRY(taken_store(c, t, &f, &id));
            f.document_id = id ? id : f.document_id;
            req_flash(rq, taken_said(c, t));
        }
    }
    if (req_int(rq, "remove") || !f.document_id)
        req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64, s.id, f.criterion_id);
    else
        req_go(rq, "/sheets/%" PRId64 "?criterion=%" PRId64 "&document=%" PRId64, s.id, f.criterion_id, f.document_id);
    return OK;
}
