/* Documents and evidence for other programs: /api/v1/documents, with the keys of src/web/token.h. */
#include "archive/archive_api_web.h"

#include "archive/archive_json.h"
#include "org/org.h"

#include <inttypes.h>

enum { PAGE = 100, FOUND = 100 };

static void send_json(Req *rq, Buf *out)
{
    buf_ch(out, '\n');
    req_send(rq, S("application/json"), S(""), buf_str(out));
}

static Err unit_of(Ctx *c, const Req *rq, int64_t *id)
{
    UnitRow u;

    *id = 0;
    if (!req_has(rq, "unit"))
        return OK;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    *id = u.id;
    return OK;
}

/* The parameters set, set_year and criterion; *criterion_id 0: none was asked for. */
static Err criterion_of(Ctx *c, const Req *rq, int64_t *set_id, int64_t *criterion_id)
{
    ArchiveLeavesRows leaves;
    ArchiveSetRow set;
    bool any;

    *set_id = *criterion_id = 0;
    if (!req_has(rq, "set"))
        return OK;
    TRY(q_archive_set(c, &set, &any, .code = req_str(rq, "set"), .year = req_int(rq, "set_year")));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Không có bộ tiêu chí “%.*s” của năm đó; xem `thuocdo criteria list`."), SV(req_str(rq, "set")));
    *set_id = set.id;
    if (!req_has(rq, "criterion"))
        return OK;
    TRY(q_archive_leaves(c, &leaves, .set_id = set.id));
    for (size_t i = 0; i < leaves.n; i++)
        if (str_eq(leaves.v[i].code, req_str(rq, "criterion")))
            *criterion_id = leaves.v[i].id;
    if (!*criterion_id)
        return fail_field(c, "criterion", T("Bộ tiêu chí không có tiêu chí được chấm điểm mã “%.*s”."), SV(req_str(rq, "criterion")));
    return OK;
}

/* --- reading ------------------------------------------------------------------------------------ */

Err get_api_documents(Ctx *c, Req *rq, Out *o)
{
    DocFilter f = { .q = req_str(rq, "q"), .type = req_str(rq, "type"), .year = req_int(rq, "year"), .open = req_has(rq, "open"), .most = PAGE };
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    DocumentRows rows;
    int64_t total;

    (void)o;
    TRY(unit_of(c, rq, &f.unit_id));
    f.skip = req_page(rq, PAGE).offset;
    TRY(archive_list(c, &f, &rows, &total));
    json_open(&j, '{');
    json_kint(&j, "total", total);
    json_kint(&j, "page", req_page(rq, PAGE).page);
    json_kint(&j, "page_size", PAGE);
    json_key(&j, "documents");
    json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        json_open(&j, '{');
        document_json(&j, &rows.v[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    send_json(rq, &out);
    return OK;
}

Err get_api_search(Ctx *c, Req *rq, Out *o)
{
    DocFilter f = { .q = req_str(rq, "q"), .type = req_str(rq, "type"), .year = req_int(rq, "year"), .most = FOUND };
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    Hits hits;

    (void)o;
    TRY(unit_of(c, rq, &f.unit_id));
    TRY(archive_search(c, &f, &hits));
    json_open(&j, '[');
    for (size_t i = 0; i < hits.n; i++) {
        Str plain = str_replace(c->arena, str_replace(c->arena, hits.v[i].snippet, S("\1"), S("")), S("\2"), S(""));

        json_open(&j, '{');
        document_json(&j, &hits.v[i].doc);
        json_kint(&j, "page", hits.v[i].page);
        json_kstr(&j, "snippet", plain);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    send_json(rq, &out);
    return OK;
}

Err get_api_document(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };

    (void)o;
    TRY(document_json_whole(c, req_int(rq, "id"), &j));
    send_json(rq, &out);
    return OK;
}

Err get_api_evidence(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    int64_t set_id, criterion_id, unit_id;
    EvidenceRows rows;

    (void)o;
    if (!req_has(rq, "set"))
        return fail_field(c, "set", T("Hãy cho biết bộ tiêu chí: ?set=MÃ&set_year=NĂM."));
    TRY(criterion_of(c, rq, &set_id, &criterion_id));
    TRY(unit_of(c, rq, &unit_id));
    TRY(evidence_of(c, set_id, criterion_id, unit_id, &rows));
    json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        json_open(&j, '{');
        json_kint(&j, "id", rows.v[i].id);
        json_kint(&j, "year", rows.v[i].year);
        json_kstr(&j, "unit", rows.v[i].unit_code);
        json_kstr(&j, "criterion", rows.v[i].criterion_code);
        json_kint(&j, "document", rows.v[i].document_id);
        json_kstr(&j, "page", rows.v[i].page);
        json_kstr(&j, "note", rows.v[i].note);
        json_kstr(&j, "file", rows.v[i].file_name);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    send_json(rq, &out);
    return OK;
}

/* --- adding ------------------------------------------------------------------------------------- */

Err prepare_api_document(Ctx *c, Req *rq)
{
    Upload *up = NEW(c->arena, Upload, 1);
    int64_t unit_id;
    ReqFile f;

    rq->prepared = up;
    if (!req_has(rq, "unit"))
        return fail_field(c, "unit", T("Hãy chọn đơn vị giữ tài liệu."));
    TRY(unit_of(c, rq, &unit_id));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, unit_id));
    if (!req_nth_file(rq, "file", 0, &f))
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return f.path.n ? upload_take(c, f.name, f.path, up) : upload_take_bytes(c, f.name, f.bytes, up);
}

/* What the program tells of the document goes before what was read from the file. */
static Err told(Ctx *c, const Req *rq, DocForm *f, bool *any)
{
    const struct { const char *name; Str *to; } texts[] = { { "number", &f->number }, { "symbol", &f->symbol }, { "issuer", &f->issuer },
        { "abstract", &f->abstract } };

    *any = req_has(rq, "type") || req_has(rq, "date");
    if (req_has(rq, "type")) {
        const DocType *k = doc_type_guess(req_str(rq, "type"));

        if (!k)
            return fail_field(c, "type", T("Không có loại văn bản “%.*s”; ví dụ: plan, decision, report, “Công văn”."), SV(req_str(rq, "type")));
        f->type = str_of(k->name);
    }
    if (req_has(rq, "number"))
        f->symbol = (Str){ 0 };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (req_has(rq, texts[i].name)) {
            *texts[i].to = req_str(rq, texts[i].name);
            *any = true;
        }
    f->secrecy = req_str(rq, "secrecy");
    f->shared = req_has(rq, "shared");
    return req_date(c, rq, "date", false, &f->issued_on);
}

Err post_api_document(Ctx *c, Req *rq, Out *o)
{
    Upload *up = rq->prepared;
    DocForm f = up->proposed;
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    int64_t id, set_id, criterion_id, evidence;
    DocumentRow d;
    bool any;

    (void)o;
    TRY(unit_of(c, rq, &f.unit_id));
    TRY(told(c, rq, &f, &any));
    TRY(criterion_of(c, rq, &set_id, &criterion_id));
    TRY(archive_add(c, &f, up, any, &id));
    if (criterion_id)
        TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = criterion_id, .unit_id = f.unit_id, .document_id = id, .page = req_str(rq, "page"),
            .note = req_str(rq, "note") }, &evidence));
    TRY(archive_get(c, id, &d));
    json_open(&j, '{');
    document_json(&j, &d);
    TRY(document_json_same(c, id, &j));
    json_close(&j, '}');
    send_json(rq, &out);
    return OK;
}

Err post_api_evidence(Ctx *c, Req *rq, Out *o)
{
    EvidenceForm f = { .document_id = req_int(rq, "id"), .page = req_str(rq, "page"), .note = req_str(rq, "note") };
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    int64_t id, set_id;

    (void)o;
    TRY(unit_of(c, rq, &f.unit_id));
    TRY(criterion_of(c, rq, &set_id, &f.criterion_id));
    TRY(evidence_add(c, &f, &id));
    json_open(&j, '{');
    json_kbool(&j, "ok", true);
    json_kbool(&j, "added", id != 0);                   /* false: it was there already */
    json_kint(&j, "id", id);
    json_close(&j, '}');
    send_json(rq, &out);
    return OK;
}
