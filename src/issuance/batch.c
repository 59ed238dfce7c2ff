#include "issuance/batch.h"

#include "core/audit.h"
#include "core/background.h"
#include "core/run.h"
#include "doc/zip.h"
#include "score/score_run.h"
#include "text/text.h"

Err batch_start(Ctx *c, const MakeAsk *ask, int64_t *id, size_t *n)
{
    const MakeKind *kind = make_kind(ask->kind);
    IssueBatchAddRow row;
    CriteriaSetRow set;
    ScoreRun r;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    if (!kind || !(kind->asks & NEEDS_UNIT) || !(kind->asks & NEEDS_SET))
        return fail_field(c, "kind", T("Chỉ làm hàng loạt được văn bản nói về kết quả của một đơn vị, ví dụ report-card."));
    TRY(criteria_set_find(c, ask->set, ask->year, &set));
    TRY(score_run(c, set.id, NULL, &r));
    if (r.n_scored == 0)
        return fail(c, E_STATE, T("Bộ tiêu chí %.*s năm %lld chưa có đơn vị nào có điểm; hãy nhập số liệu rồi công bố."), SV(ask->set), (long long)ask->year);
    TRY(q_issue_batch_add(c, &row, .kind = ask->kind, .set_code = ask->set, .year = ask->year, .issuer = ask->issuer, .signer = ask->signer, .at = c->now, .who = ctx_who(c)));
    for (size_t i = 0; i < r.n_scored; i++) {
        const ScoreUnit *u = &r.in.units[r.order[i]];
        Body body;

        TRY(body_load(c, u->code, &body));
        TRY(q_issue_batch_item_add(c, .batch_id = row.id, .position = (int64_t)i + 1, .unit_id = body.id,
            .name = str_fmt(c->arena, "%.*s-%.*s.docx", SV(u->code), SV(text_slug(c->arena, u->name)))));
    }
    *id = row.id;
    *n = r.n_scored;
    return audit_add(c, "issuance.batch", ask->kind, S(""));
}

/* --- making: in a read transaction, so that nobody waits; what came out is written in a short one --- */

typedef struct Result {
    int64_t id;
    Str docx, fault;
} Result;

typedef struct Step {
    Result v[BATCH_STEP];
    size_t n, left;
} Step;

static Err make_one(Ctx *c, const IssueBatchOpenRow *k, Result *out)
{
    MakeAsk ask = { .kind = k->kind, .unit = k->unit_code, .set = k->set_code, .year = k->year, .issuer = k->issuer, .signer = k->signer };
    Made m = { 0 };
    Err e;

    out->id = k->id;
    c->now = k->made_at;        /* the same bytes, whoever goes on and when */
    c->today = moment_date(c->now);
    c->local = str_eq(k->who, S("shell"));
    e = c->local ? OK : run_as(c, k->who);
    if (e == OK)
        e = make_document(c, &ask, &m);
    if (e == OK && m.docx.n == 0)
        e = paper_docx(m.paper, &m.docx, &c->answer);
    if (e == E_DB || e == E_RETRY || e == E_IO)
        return e;               /* the world: tried again */
    out->docx = m.docx;
    if (e != OK)
        out->fault = c->answer.text.n ? c->answer.text : S("?");
    ctx_forget(c);
    return OK;
}

static Err make_some(Ctx *c, void *arg)
{
    Step *s = arg;
    IssueBatchOpenRows open;

    TRY(q_issue_batch_open(c, &open, .most = BATCH_STEP));
    s->n = 0;
    for (size_t i = 0; i < open.n; i++)
        TRY(make_one(c, &open.v[i], &s->v[s->n++]));
    return OK;
}

static Err keep_some(Ctx *c, void *arg)
{
    Step *s = arg;
    IssueBatchLeftRow left;

    for (size_t i = 0; i < s->n; i++)
        TRY(q_issue_batch_item_done(c, .id = s->v[i].id, .bytes = s->v[i].docx, .fault = s->v[i].fault));
    TRY(q_issue_batch_settle(c, .at = c->now));
    TRY(q_issue_batch_left(c, &left));
    s->left = (size_t)left.n;
    return OK;
}

Err batch_run(const App *app, Answer *why, bool (*stop)(void), size_t *made)
{
    Step s = { .left = 1 };

    *made = 0;
    while (s.left && !(stop && stop())) {
        SCRATCH(arena);
        Ctx c = { .arena = &arena, .app = app, .now = moment_now(), .local = true, .answer = { .arena = &arena, .lang = LANG_VI }, .from = S("batch") };
        Moment now = c.now;
        Err e;

        c.today = moment_date(c.now);
        e = run_read(&c, make_some, &s);
        c.now = now;
        c.local = true;
        if (e == OK)
            e = run_write(&c, keep_some, &s);
        if (e != OK) {
            return answer(why, e, "%.*s", SV(c.answer.text));
        }
        *made += s.n;
        if (s.n == 0)
            break;
    }
    return OK;
}

Err batch_stop(Ctx *c, int64_t id)
{
    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issue_batch_stop(c, .id = id, .at = c->now));
    return audit_add(c, "issuance.batch.stop", str_fmt(c->arena, "%lld", (long long)id), S(""));
}

Err batch_resume(Ctx *c, int64_t id)
{
    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issue_batch_resume(c, .id = id, .at = c->now));
    return audit_add(c, "issuance.batch.resume", str_fmt(c->arena, "%lld", (long long)id), S(""));
}

Err batch_zip(Ctx *c, int64_t id, Str *zip)
{
    IssueBatchItemsRows items;
    ZipOut *z;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(q_issue_batch_items(c, &items, .batch_id = id));
    if (items.n == 0)
        return fail(c, E_STATE, T("Đợt này chưa làm xong văn bản nào."));
    z = zip_out_begin(c->arena);
    for (size_t i = 0; i < items.n; i++)
        zip_out_add(z, str_z(c->arena, items.v[i].name), items.v[i].bytes);
    return zip_out_end(z, zip, &c->answer);
}

/* --- the thread --- */

static void work(const App *app, bool (*stop)(void))
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    size_t made;

    (void)batch_run(app, &why, stop, &made);            /* what failed is tried again when somebody looks at the batches */
}

void batch_wake(const App *app)
{
    static Background worker = { .run = work };

    background_wake(&worker, app);
}
