#include "archive/archive.h"

#include "archive/scope.h"
#include "core/audit.h"

enum { MAX_PAGE = 60, MAX_NOTE = 2000 };

static Err audit_evidence(Ctx *c, const char *verb, Str criterion, int64_t unit_id, int64_t document_id, Str page)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kint(&j, "unit_id", unit_id);
    json_kint(&j, "document_id", document_id);
    json_kstr(&j, "page", page);
    json_close(&j, '}');
    return audit_add(c, verb, criterion, buf_str(&b));
}

static Err guard(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id)
{
    return evidence_guard ? evidence_guard(c, set_id, criterion_id, unit_id) : OK;
}

Err evidence_add(Ctx *c, const EvidenceForm *f, int64_t *id)
{
    ArchiveCriterionRow k;
    DocumentRow d;
    EvidenceInsertRows done;
    bool any;

    *id = 0;
    TRY(access_need(c, &PERM_DOCUMENT_ADD, f->unit_id));
    TRY(archive_get(c, f->document_id, &d));
    TRY(q_archive_criterion(c, &k, &any, .id = f->criterion_id));
    if (!any || !k.leaf)
        return fail_field(c, "criterion_id", T("Hãy chọn một tiêu chí được chấm điểm để gắn minh chứng."));
    if (f->page.n > MAX_PAGE || f->note.n > MAX_NOTE)
        return fail_field(c, "page", T("Số trang, điều khoản hoặc ghi chú quá dài; hãy ghi ngắn như “3”, “3-5”, “Điều 2”."));
    TRY(guard(c, k.set_id, k.id, f->unit_id));
    TRY(q_evidence_insert(c, &done, .set_id = k.set_id, .criterion_id = k.id, .unit_id = f->unit_id, .document_id = f->document_id,
        .page = f->page, .note = f->note, .at = c->now, .by = ctx_who(c)));
    if (!done.n)
        return OK;
    *id = done.v[0].id;
    return audit_evidence(c, "evidence.add", k.code, f->unit_id, f->document_id, f->page);
}

Err evidence_remove(Ctx *c, int64_t id)
{
    EvidenceRow e;
    bool any, may = false;

    TRY(q_evidence_get(c, &e, &any, .id = id));
    if (any)
        TRY(access_can(c, &PERM_EVIDENCE_VIEW, e.unit_id, &may));
    if (!may)
        return fail(c, E_NOT_FOUND, T("Không có minh chứng số %lld ở các đơn vị của bạn."), (long long)id);
    TRY(access_need(c, &PERM_DOCUMENT_ADD, e.unit_id));
    TRY(guard(c, e.set_id, e.criterion_id, e.unit_id));
    TRY(q_evidence_remove(c, .id = id));
    return audit_evidence(c, "evidence.remove", e.criterion_code, e.unit_id, e.document_id, e.page);
}

/* unit 0: every unit that there is. */
static Err need_seen(Ctx *c, int64_t unit_id)
{
    ArchiveSeesRow sees;
    Scope s;

    TRY(scope_of(c, &s));
    TRY(q_archive_sees(c, &sees, SCOPE(s), .unit_id = unit_id));
    if (access_any(c, &PERM_EVIDENCE_VIEW) && (sees.n || s.own_all || s.review_all))
        return OK;
    return fail(c, E_FORBIDDEN, T("Tài khoản của bạn chưa được giao quyền “%s” ở đơn vị này; hãy liên hệ quản trị hệ thống."),
        tr(c->answer.lang, PERM_EVIDENCE_VIEW.title));
}

Err evidence_of(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id, EvidenceRows *out)
{
    TRY(need_seen(c, unit_id));
    return q_evidence_of(c, out, .set_id = set_id, .criterion_id = criterion_id, .unit_id = unit_id);
}

Err evidence_uses(Ctx *c, int64_t document_id, EvidenceRows *out)
{
    Scope s;
    DocumentRow d;

    TRY(scope_of(c, &s));
    TRY(archive_get(c, document_id, &d));
    return q_evidence_uses(c, out, SCOPE(s), .document_id = document_id);
}
