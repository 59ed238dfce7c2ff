/* Pages around a document: editing, Word, recipients, signed file, verification, templates, incoming register, batches. */
#include "core/file.h"
#include "criteria/criteria.h"
#include "issuance/issuance_view.h"
#include "issuance/compose.h"
#include "issuance/issuance_web.h"
#include "org/org.h"
#include "pages.h"
#include "text/text.h"

#include <inttypes.h>

enum { MOST = 500 };
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static Err done(Ctx *c, Req *rq, const char *said)
{
    req_flash(rq, str_of(tr(c->answer.lang, said)));
    req_go(rq, "/issue/%" PRId64, req_int(rq, "id"));
    return OK;
}

static Err file_of(Ctx *c, Req *rq, Str *name, Str *bytes)
{
    ReqFile f;

    if (!req_nth_file(rq, "file", 0, &f) || f.size == 0)
        return fail_field(c, "file", T("Hãy chọn tệp."));
    *name = f.name;
    *bytes = f.bytes;
    if (f.path.n)
        return file_read(bytes, c->arena, f.path, MAX_ISSUE_FILE, &c->answer);
    return OK;
}

/* --- editing --- */

Err get_issue_edit(Ctx *c, Req *rq, Out *o)
{
    IssueEditView v = { 0 };
    HandNumbers hand = { 0 };
    Paper *p;

    TRY(issue_get(c, req_int(rq, "id"), &v.d));
    TRY(access_need(c, &PERM_ISSUE_MAKE, v.d.issuer_id));
    if (!str_eq(v.d.state, S("draft")))
        return fail(c, E_STATE, T("Văn bản đã có số thì không sửa; hãy thu hồi và làm văn bản khác."));
    TRY(issue_made(c, &v.d, &p));
    TRY(edit_apply(c, v.d.id, p, &v.places, &hand));
    for (size_t i = 0; i < v.places.n; i++)
        v.edited += v.places.v[i].edited;
    tpl_issue_edit(o, &v);
    return OK;
}

Err post_issue_edit(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id"), place = req_int(rq, "place");

    (void)o;
    if (req_has(rq, "clear")) {
        TRY(issue_edit_clear(c, id));
        return done(c, rq, T("Đã bỏ mọi chỗ sửa; văn bản như số liệu."));
    }
    TRY(issue_edit(c, id, place, req_has(rq, "undo") ? S("") : req_str(rq, "text")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu đoạn vừa sửa."))));
    req_go(rq, "/issue/%" PRId64 "/edit#doan-%" PRId64, id, place);
    return OK;
}

Err post_issue_word(Ctx *c, Req *rq, Out *o)
{
    Str name, bytes;

    (void)o;
    TRY(file_of(c, rq, &name, &bytes));
    TRY(issue_word_put(c, req_int(rq, "id"), name, bytes));
    return done(c, rq, T("Đã nhận bản sửa bằng Word; hãy xem lại trước khi cấp số."));
}

Err post_issue_word_drop(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_word_drop(c, req_int(rq, "id")));
    return done(c, rq, T("Đã bỏ bản Word; văn bản được làm lại từ số liệu."));
}

Err post_issue_change(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_change(c, req_int(rq, "id"), req_int(rq, "version"), str_trim(req_str(rq, "signer")), str_trim(req_str(rq, "secrecy")), str_trim(req_str(rq, "urgency")),
        req_has(rq, "qr")));
    return done(c, rq, T("Đã lưu."));
}

Err post_issue_to(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    if (req_int(rq, "drop"))
        TRY(issue_recipient_remove(c, req_int(rq, "id"), req_int(rq, "drop")));
    else
        TRY(issue_recipient_add(c, req_int(rq, "id"), str_trim(req_str(rq, "add"))));
    return done(c, rq, T("Đã lưu nơi nhận."));
}

Err post_issue_seen(Ctx *c, Req *rq, Out *o)
{
    IssuedRow d;

    (void)o;
    TRY(issue_get(c, req_int(rq, "id"), &d));
    TRY(issue_seen(c, d.id));
    return done(c, rq, T("Đã xác nhận."));
}

Err post_issue_signed(Ctx *c, Req *rq, Out *o)
{
    Str name, bytes, note;

    (void)o;
    TRY(file_of(c, rq, &name, &bytes));
    TRY(issue_signed(c, req_int(rq, "id"), name, bytes, &note));
    return done(c, rq, T("Chữ ký số đúng; bản đã ký thay bản chưa ký."));
}

/* --- verification, for everybody --- */

static Err verify_view(Ctx *c, Req *rq, IssueVerifyView *v)
{
    TRY(q_issued_by_code(c, &v->d, &v->found, .code = req_str(rq, "code")));
    v->number = v->found ? issue_full_number(c->arena, &v->d) : S("");
    v->state = v->found ? issue_state_title(v->d.state) : "";
    return OK;
}

Err get_issue_verify(Ctx *c, Req *rq, Out *o)
{
    IssueVerifyView empty = { 0 }, *v = rq->prepared ? rq->prepared : &empty;

    TRY(verify_view(c, rq, v));
    tpl_issue_verify(o, v);
    return OK;
}

/* Nothing is kept: the file is hashed and the page shown again. */
Err post_issue_verify(Ctx *c, Req *rq, Out *o)
{
    IssueVerifyView *v = NEW(c->arena, IssueVerifyView, 1);
    Str bytes;

    (void)o;
    TRY(verify_view(c, rq, v));
    if (!v->found)
        return fail(c, E_NOT_FOUND, T("Không có văn bản nào đã phát hành với mã này."));
    TRY(file_of(c, rq, &v->file, &bytes));
    v->sum = sha256_hex(c->arena, bytes);
    v->checked = true;
    v->issued_unsigned = v->d.signed_sha.n && str_eq(v->sum, v->d.sha256);
    v->same = str_eq(v->sum, v->d.sha256) || (v->d.signed_sha.n && str_eq(v->sum, v->d.signed_sha));
    rq->prepared = v;
    req_again(rq);
    return OK;
}

/* --- templates --- */

static Err kind_of(Ctx *c, Req *rq, const MakeKind **out)
{
    *out = make_kind(req_str(rq, "kind"));
    return *out ? OK : fail(c, E_NOT_FOUND, T("Không có loại văn bản “%.*s”; xem thuocdo issue kinds."), SV(req_str(rq, "kind")));
}

Err get_issue_templates(Ctx *c, Req *rq, Out *o)
{
    IssueTemplatesView v = { .may_change = c->local || access_any(c, &PERM_ISSUE_TEMPLATE) };
    IssueTemplateListRows rows;

    (void)rq;
    TRY(q_issue_template_list(c, &rows));
    for (const MakeKind *k = make_kinds; k->name; k++) {
        TemplateLine *l = vec_add(c->arena, &v.rows);

        *l = (TemplateLine){ .kind = str_of(k->name), .title = k->title };
        for (size_t i = 0; i < rows.n; i++)
            if (rows.v[i].active && str_eq(rows.v[i].kind, l->kind)) {
                l->own = true;
                l->name = rows.v[i].name;
                l->version = rows.v[i].version;
                l->at = rows.v[i].at;
                l->who = rows.v[i].who;
            }
    }
    tpl_issue_templates(o, &v);
    return OK;
}

Err get_issue_template(Ctx *c, Req *rq, Out *o)
{
    IssueTemplateView v = { .may_change = c->local || access_any(c, &PERM_ISSUE_TEMPLATE) };
    IssueTemplateRow row;
    Unknown known = { 0 };
    const MakeKind *kind;

    TRY(kind_of(c, rq, &kind));
    v.kind = str_of(kind->name);
    v.title = kind->title;
    TRY(q_issue_template_get(c, &row, &v.own, .kind = v.kind));
    v.own = v.own && row.active;
    if (v.own) {
        v.name = row.name;
        v.version = row.version;
    }
    known_fields(c->arena, kind, &known);
    for (size_t i = 0; i < known.names.n; i++)
        *vec_add(c->arena, &v.fields) = known.names.v[i];
    if (rq->prepared) {
        v.checked = true;
        v.faults = *(FillFaults *)rq->prepared;
    }
    tpl_issue_template(o, &v);
    return OK;
}

Err get_issue_template_file(Ctx *c, Req *rq, Out *o)
{
    const MakeKind *kind;
    Str docx;
    bool own;

    (void)o;
    TRY(kind_of(c, rq, &kind));
    if (req_has(rq, "shipped"))
        TRY(template_starter(c, kind, &docx));
    else
        TRY(template_get(c, kind, &docx, &own));
    req_send(rq, S(DOCX), str_fmt(c->arena, "mau-%s.docx", kind->name), docx);
    return OK;
}

Err post_issue_template(Ctx *c, Req *rq, Out *o)
{
    FillFaults *faults = NEW(c->arena, FillFaults, 1);
    const MakeKind *kind;
    Str name, bytes;

    (void)o;
    TRY(kind_of(c, rq, &kind));
    TRY(file_of(c, rq, &name, &bytes));
    TRY(template_check(c, kind, name, bytes, faults));
    if (faults->list.n) {
        rq->prepared = faults;
        req_again(rq);
        return OK;
    }
    TRY(template_put(c, kind, name, bytes));
    req_flash(rq, str_of(tr(c->answer.lang, T("Mẫu đã được kiểm tra và đưa vào dùng."))));
    req_go(rq, "/issue/templates/%s", kind->name);
    return OK;
}

Err post_issue_template_back(Ctx *c, Req *rq, Out *o)
{
    const MakeKind *kind;

    (void)o;
    TRY(kind_of(c, rq, &kind));
    TRY(template_take_back(c, kind));
    req_flash(rq, str_of(tr(c->answer.lang, T("Từ nay dùng mẫu có sẵn; mẫu của tỉnh vẫn được giữ."))));
    req_go(rq, "/issue/templates/%s", kind->name);
    return OK;
}

/* --- the incoming register --- */

/* The unit asked for, else the first that the person holds a role on. */
static Err own_unit(Ctx *c, Req *rq, UnitRow *out, bool *any)
{
    *any = req_str(rq, "unit").n > 0;
    if (*any)
        return org_by_code(c, str_trim(req_str(rq, "unit")), out);
    for (size_t i = 0; i < c->n_grants && !*any; i++)
        if (c->grants[i].unit_id) {
            *any = true;
            TRY(q_unit_get(c, out, .id = c->grants[i].unit_id));
        }
    return OK;
}

Err get_issue_incoming(Ctx *c, Req *rq, Out *o)
{
    IssueIncomingView v = { 0 };
    IssuedIncomingRows rows = { 0 };
    UnitRow u;
    bool any;

    TRY(own_unit(c, rq, &u, &any));
    if (any) {
        TRY(access_need(c, &PERM_ISSUE_VIEW, u.id));
        v.unit = u.code;
        v.unit_name = u.name;
        TRY(q_issued_incoming(c, &rows, .unit_id = u.id, .most = MOST));
    }
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v.rows) = (IncomingLine){ rows.v[i], paper_number(c->arena, str_fmt(c->arena, "%lld", (long long)rows.v[i].number), rows.v[i].symbol) };
    tpl_issue_incoming(o, &v);
    return OK;
}

Err get_issue_incoming_xlsx(Ctx *c, Req *rq, Out *o)
{
    Str bytes;

    (void)o;
    TRY(issue_incoming(c, req_str(rq, "unit"), req_int(rq, "year"), &bytes));
    req_send_xlsx(rq, S("so-van-ban-den.xlsx"), bytes);
    return OK;
}

/* --- batches --- */

static bool working(Str state)
{
    return str_eq(state, S("waiting")) || str_eq(state, S("running"));
}

Err get_issue_batches(Ctx *c, Req *rq, Out *o)
{
    IssueBatchesView v = { 0 };
    CriteriaSetRows sets;
    IssueBatchRows rows;
    bool any = false;

    (void)rq;
    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    for (const MakeKind *k = make_kinds; k->name; k++)
        if ((k->asks & NEEDS_UNIT) && (k->asks & NEEDS_SET) && str_find(str_of("report-card result-report remedy-plan appraisal-minutes explanation-request"), str_of(k->name), &(size_t){ 0 }))
            *vec_add(c->arena, &v.kinds) = (Choice){ .value = str_of(k->name), .title = k->title };
    TRY(q_criteria_sets(c, &sets));
    for (size_t i = 0; i < sets.n; i++)
        *vec_add(c->arena, &v.sets) = (Choice){ .value = str_fmt(c->arena, "%.*s-%lld", SV(sets.v[i].code), (long long)sets.v[i].year), .text = sets.v[i].name };
    TRY(q_issue_batches(c, &rows, .most = MOST));
    for (size_t i = 0; i < rows.n; i++) {
        const MakeKind *kind = make_kind(rows.v[i].kind);

        any |= working(rows.v[i].state);
        *vec_add(c->arena, &v.rows) = (BatchLine){ rows.v[i], kind ? kind->title : "" };
    }
    if (any)
        batch_wake(c->app);
    tpl_issue_batches(o, &v);
    return OK;
}

Err post_issue_batches(Ctx *c, Req *rq, Out *o)
{
    MakeAsk ask = { .kind = req_str(rq, "kind") };
    Str set = req_str(rq, "set");
    size_t at = set.n, n;
    int64_t id;

    (void)o;
    while (at > 0 && set.p[at - 1] != '-')
        at--;
    if (at > 1 && str_int(str_sub(set, at, set.n), &ask.year))
        ask.set = str_sub(set, 0, at - 1);
    TRY(batch_start(c, &ask, &id, &n));
    req_go(rq, "/issue/batches/%" PRId64, id);
    return OK;
}

/* Looking at a batch sets the worker going: after a restart, or when another process began it. */
Err get_issue_batch(Ctx *c, Req *rq, Out *o)
{
    IssueBatchView v = { 0 };
    const MakeKind *kind;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issue_batch_get(c, &v.b, .id = req_int(rq, "id")));
    TRY(q_issue_batch_faults(c, &v.faults, .batch_id = v.b.id));
    kind = make_kind(v.b.kind);
    v.title = kind ? kind->title : "";
    v.percent = v.b.total ? 100 * v.b.done / v.b.total : 100;
    v.working = working(v.b.state);
    v.stopped = str_eq(v.b.state, S("stopped"));
    if (v.working)
        batch_wake(c->app);
    tpl_issue_batch(o, &v);
    return OK;
}

Err post_issue_batch(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    if (str_eq(req_str(rq, "move"), S("resume")))
        TRY(batch_resume(c, req_int(rq, "id")));
    else
        TRY(batch_stop(c, req_int(rq, "id")));
    req_go(rq, "/issue/batches/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err get_issue_batch_zip(Ctx *c, Req *rq, Out *o)
{
    Str zip;

    (void)o;
    TRY(batch_zip(c, req_int(rq, "id"), &zip));
    req_send(rq, S("application/zip"), str_fmt(c->arena, "van-ban-dot-%" PRId64 ".zip", req_int(rq, "id")), zip);
    return OK;
}
