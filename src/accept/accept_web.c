/* The review of a document: upload, source and reading side by side, acceptance after a dry run. */
#include "accept/accept_web.h"

#include "accept/show.h"
#include "core/audit.h"
#include "core/run.h"
#include "intake/read.h"
#include "pages.h"
#include "web/req.h"

#include <inttypes.h>

enum { MAX_ITEMS = 20000 };

typedef struct Fresh {          /* an upload that was read */
    Str name, bytes, title;
} Fresh;

typedef struct Review {         /* what a POST of the review did, for the page that is shown again */
    AcceptForm form;
    AcceptSource source;
    AcceptReport rep;
    bool done, checked;
} Review;

Err get_intake(Ctx *c, Req *rq, Out *o)
{
    IntakeListView v = { 0 };
    IntakeFilesRows rows;
    bool all;

    (void)rq;
    TRY(access_can(c, &PERM_ACCEPT, 0, &all));
    TRY(q_intake_files(c, &rows, .all = all, .person = c->user_id));
    for (size_t i = 0; i < rows.n; i++) {
        AcceptKind k;
        bool known = accept_kind_parse(&k, rows.v[i].accepted_as);

        *vec_add(c->arena, &v.lines) = (IntakeLine){ .id = str_fmt(c->arena, "%" PRId64, rows.v[i].id), .name = rows.v[i].name,
            .title = rows.v[i].title, .who = rows.v[i].made_by_name, .at = rows.v[i].made_at, .accepted = known,
            .state = known ? str_of(accept_kind_title(k)) : (Str){ 0 } };
    }
    tpl_intake_list(o, &v);
    return OK;
}

Err prepare_intake(Ctx *c, Req *rq)
{
    Fresh *f = NEW(c->arena, Fresh, 1);
    Reading r;

    if (!req_file(rq, "file", &f->bytes, &f->name))
        return fail_field(c, "file", T("Hãy chọn một tệp văn bản."));
    c->answer.field = S("file");
    TRY(intake_read(&r, c->arena, f->name, f->bytes, &c->answer));
    c->answer.field = (Str){ 0 };
    f->title = show_title(c, &r, f->name);
    rq->prepared = f;
    return OK;
}

Err post_intake(Ctx *c, Req *rq, Out *o)
{
    const Fresh *f = rq->prepared;
    IntakeFileAddRow row;

    (void)o;
    TRY(q_intake_file_add(c, &row, .name = f->name, .title = f->title, .size = (int64_t)f->bytes.n, .bytes = f->bytes, .at = c->now,
        .person = c->user_id, .who = c->user_name));
    TRY(audit_add(c, "intake.upload", f->name, S("")));
    req_go(rq, "/intake/%" PRId64, row.id);
    return OK;
}

/* Of the person's own, or of anybody's for who accepts everywhere. Others learn nothing of it. */
static Err find_file(Ctx *c, const Req *rq, IntakeFileGetRow *f)
{
    bool all;

    TRY(q_intake_file_get(c, f, .id = req_int(rq, "id")));
    TRY(access_can(c, &PERM_ACCEPT, 0, &all));
    if (!all && f->made_by != c->user_id)
        return fail(c, E_NOT_FOUND, T("Không có văn bản này; có thể đã bị xóa."));
    return OK;
}

/* Keys that were shown with a box and came back without it. */
static Str skipped(Ctx *c, const Req *rq)
{
    int64_t n = req_int(rq, "items"), only = req_int(rq, "only");       /* "Chỉ mục này": the others are left out */
    bool *taken;
    Buf b = { .arena = c->arena };

    if (n <= 0 || n > MAX_ITEMS || req_has(rq, "all"))
        return (Str){ 0 };
    taken = NEW(c->arena, bool, (size_t)n + 1);
    for (size_t i = 0, all = req_count(rq, "take"); i < all; i++) {
        int64_t key;

        if (str_int(req_nth(rq, "take", i), &key) && key > 0 && key <= n)
            taken[key] = !only || key == only;
    }
    buf_ch(&b, ',');
    for (int64_t k = 1; k <= n; k++)
        if (!taken[k])
            buf_fmt(&b, "%" PRId64 ",", k);
    return buf_str(&b);
}

static AcceptForm read_form(Ctx *c, const Req *rq, Str file, const Reading *r)
{
    AcceptForm f = { .kind = r ? show_guess(r) : ACCEPT_PLAN, .file = file, .unit = str_trim(req_str(rq, "unit")),
        .set = str_trim(req_str(rq, "set")), .year = req_int(rq, "year"), .direct = req_has(rq, "direct"), .skip = skipped(c, rq) };

    (void)accept_kind_parse(&f.kind, req_str(rq, "as"));    /* not chosen yet: what the document looks like */
    if (!f.year && r && r->id.result_year)
        f.year = r->id.result_year;
    if (!f.year && r && r->id.date_partial.n)
        (void)str_int(str_sub(r->id.date_partial, 0, 4), &f.year);      /* not a year: today's is taken */
    if (!f.year)
        f.year = date_year(r && r->id.date.day ? r->id.date : c->today);
    return f;
}

static Err fill_choices(Ctx *c, IntakeView *v)
{
    UnitRows units;
    CriteriaSetRows sets;

    v->kind = str_of(accept_kind_name(v->form.kind));
    for (AcceptKind k = 0; k < ACCEPT_KINDS; k++)
        *vec_add(c->arena, &v->kinds) = (KindChoice){ str_of(accept_kind_name(k)), str_of(accept_kind_title(k)), k == v->form.kind };
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, &v->units) = (IntakePair){ units.v[i].code, units.v[i].name };
    TRY(q_criteria_sets(c, &sets, ));
    for (size_t i = 0; i < sets.n; i++)
        *vec_add(c->arena, &v->sets) = (IntakePair){ sets.v[i].code, str_fmt(c->arena, "%.*s (%" PRId64 ")", SV(sets.v[i].name), sets.v[i].year) };
    return OK;
}

/* The items of the page; what stands against the choice as a whole is a sentence on the page, not its end. */
static Err fill_items(Ctx *c, const Req *rq, Str bytes, IntakeView *v)
{
    const Review *done = rq->prepared;
    AcceptSource s;
    AcceptReport rep;
    Err e;

    if (done && done->done) {
        v->checked = done->checked;
        show_items(c, &done->rep, v);
        return OK;
    }
    e = accept_source(c, &v->form, bytes, &s);
    if (e == OK)
        e = accept_items(c, &v->form, &s, &rep);
    if (e == E_DB || e == E_RETRY || e == E_IO)
        return e;
    if (e == OK) {
        show_items(c, &rep, v);
        return OK;
    }
    v->refused = c->answer.text;
    c->answer = (Answer){ .arena = c->answer.arena, .lang = c->answer.lang };
    return OK;
}

Err get_intake_file(Ctx *c, Req *rq, Out *o)
{
    IntakeView v = { 0 };
    IntakeFileGetRow f;
    Reading r;
    AcceptKind as;

    TRY(find_file(c, rq, &f));
    TRY(intake_read(&r, c->arena, f.name, f.bytes, &c->answer));
    v.id = str_fmt(c->arena, "%" PRId64, f.id);
    v.name = f.name;
    v.title = f.title;
    v.who = f.made_by_name;
    v.at = f.made_at;
    if (f.document_id)
        v.document = str_fmt(c->arena, "/documents/%" PRId64, f.document_id);
    if (accept_kind_parse(&as, f.accepted_as))
        v.accepted = str_of(accept_kind_title(as));
    show_source(c, &r, &v);
    show_reading(c, &r, &v);
    TRY(show_cited(c, &r, &v));
    v.form = read_form(c, rq, f.name, &r);
    TRY(fill_choices(c, &v));
    v.asked = req_has(rq, "as");
    if (v.asked)
        TRY(fill_items(c, rq, f.bytes, &v));
    tpl_intake_review(o, &v);
    return OK;
}

Err prepare_accept(Ctx *c, Req *rq)
{
    Review *w = NEW(c->arena, Review, 1);
    IntakeFileGetRow f;

    TRY(find_file(c, rq, &f));
    w->form = read_form(c, rq, f.name, NULL);
    rq->prepared = w;
    TRY(accept_source(c, &w->form, f.bytes, &w->source));
    return str_eq(req_str(rq, "step"), S("write")) ? accept_take(c, &w->form, f.bytes, &w->source) : OK;
}

Err post_accept(Ctx *c, Req *rq, Out *o)
{
    Review *w = rq->prepared;
    int64_t id = req_int(rq, "id");

    (void)o;
    TRY(accept_write(c, &w->form, &w->source, &w->rep));
    if (!str_eq(req_str(rq, "step"), S("write"))) {
        w->done = w->checked = true;
        req_again(rq);
        return run_undo(c);
    }
    TRY(q_intake_file_accepted(c, .id = id, .as = str_of(accept_kind_name(w->form.kind)), .at = c->now, .document = w->rep.document_id));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nhận %zu mục, để lại %zu mục.\n")), w->rep.take, w->rep.left));
    req_go(rq, "/intake/%" PRId64, id);
    return OK;
}

Err post_intake_remove(Ctx *c, Req *rq, Out *o)
{
    IntakeFileGetRow f;

    (void)o;
    TRY(find_file(c, rq, &f));
    TRY(q_intake_file_remove(c, .id = f.id));
    TRY(audit_add(c, "intake.remove", f.name, S("")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã xóa văn bản khỏi danh sách chờ đọc."))));
    req_go(rq, "/intake");
    return OK;
}
