#include "issuance/issuance_web.h"

#include "base/json_read.h"
#include "criteria/criteria.h"
#include "issuance/issuance_view.h"
#include "pages.h"
#include "text/text.h"

#include <inttypes.h>

enum { MOST = 500 };
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static Choices kind_choices(Ctx *c, Str on)
{
    Choices v = { 0 };

    for (const MakeKind *k = make_kinds; k->name; k++)
        *vec_add(c->arena, &v) = (Choice){ .value = str_of(k->name), .title = k->title, .on = str_eq(on, str_of(k->name)) };
    return v;
}

Err get_issue_list(Ctx *c, Req *rq, Out *o)
{
    static const char *const states[] = { "draft", "numbered", "published", "revoked" };
    IssueListView v = { .may_make = c->local || access_any(c, &PERM_ISSUE_MAKE), .may_all = c->local || access_any(c, &PERM_ISSUE_ALL),
        .may_template = c->local || access_any(c, &PERM_ISSUE_TEMPLATE), .year = req_str(rq, "year"), .kinds = kind_choices(c, req_str(rq, "kind")) };
    IssuedRows rows;

    v.filtered = v.year.n || req_str(rq, "state").n || req_str(rq, "kind").n;
    for (size_t i = 0; i < COUNT(states); i++)
        *vec_add(c->arena, &v.states) = (Choice){ .value = str_of(states[i]), .title = issue_state_title(str_of(states[i])), .on = str_eq(req_str(rq, "state"), str_of(states[i])) };
    TRY(q_issued_list(c, &rows, .most = MOST, .year = req_int(rq, "year"), .state = req_str(rq, "state"), .kind = req_str(rq, "kind")));
    for (size_t i = 0; i < rows.n; i++) {
        bool may;

        TRY(issue_sees(c, &rows.v[i], &may));
        if (may)
            *vec_add(c->arena, &v.rows) = (IssueLine){ rows.v[i], issue_full_number(c->arena, &rows.v[i]), issue_state_title(rows.v[i].state) };
    }
    tpl_issue_list(o, &v);
    return OK;
}

Err get_issue_xlsx(Ctx *c, Req *rq, Out *o)
{
    Str bytes;

    (void)o;
    TRY(issue_register(c, &bytes));
    req_send_xlsx(rq, S("so-van-ban-di.xlsx"), bytes);
    return OK;
}

/* "SO-2025" is set SO of 2025. */
static void set_of(Str value, MakeAsk *ask)
{
    size_t at = value.n;

    while (at > 0 && value.p[at - 1] != '-')
        at--;
    if (at == 0 || !str_int(str_sub(value, at, value.n), &ask->year))
        return;
    ask->set = str_sub(value, 0, at - 1);
}

static Err set_choices(Ctx *c, Str on, Choices *out)
{
    CriteriaSetRows sets;

    TRY(q_criteria_sets(c, &sets));
    for (size_t i = 0; i < sets.n; i++) {
        Str value = str_fmt(c->arena, "%.*s-%lld", SV(sets.v[i].code), (long long)sets.v[i].year);

        *vec_add(c->arena, out) = (Choice){ .value = value, .text = sets.v[i].name, .on = str_eq(value, on) };
    }
    return OK;
}

static Str asked(Ctx *c, const Req *rq, const char *name)
{
    return str_trim(req_str(rq, str_z(c->arena, str_fmt(c->arena, "x-%s", name))));
}

/* The first letter of a label is a capital. */
static Str capital(Ctx *c, const char *title)
{
    Str s = str_of(tr(c->answer.lang, title));
    size_t at = 0;

    (void)utf8_next(s, &at);
    return str_fmt(c->arena, "%.*s%.*s", SV(text_upper(c->arena, str_sub(s, 0, at))), SV(str_sub(s, at, s.n)));
}

Err get_issue_new(Ctx *c, Req *rq, Out *o)
{
    const MakeKind *kind = make_kind(req_str(rq, "kind"));
    IssueNewView v = { .unit = req_str(rq, "unit"), .kinds = kind_choices(c, req_str(rq, "kind")) };

    if (kind) {
        v.kind = str_of(kind->name);
        v.title = kind->title;
        v.needs = kind->needs;
        v.unit_asked = kind->asks & NEEDS_UNIT;
        v.set_asked = kind->asks & NEEDS_SET;
        v.year_asked = kind->asks & NEEDS_YEAR;
        v.period_asked = kind->asks & NEEDS_PERIOD;
        for (const MakeField *f = kind->fields; f && f->name; f++)
            *vec_add(c->arena, &v.asks) = (AskLine){ str_of(f->name), capital(c, f->title), f->required, asked(c, rq, f->name) };
    }
    /* links of other rooms name set and year apart */
    Str set = req_str(rq, "set"), joined = str_fmt(c->arena, "%.*s-%.*s", SV(set), SV(req_str(rq, "year")));

    TRY(set_choices(c, req_str(rq, "year").n ? joined : set, &v.sets));
    v.set = set;
    v.year = req_str(rq, "year");
    tpl_issue_new(o, &v);
    return OK;
}

static MakeAsk ask_of(Ctx *c, Req *rq)
{
    MakeAsk ask = { .kind = req_str(rq, "kind"), .unit = str_trim(req_str(rq, "unit")), .signer = str_trim(req_str(rq, "signer")),
        .period = str_trim(req_str(rq, "period")), .secrecy = str_trim(req_str(rq, "secrecy")), .urgency = str_trim(req_str(rq, "urgency")) };
    const MakeKind *kind = make_kind(ask.kind);
    Buf extra = { .arena = c->arena };

    set_of(req_str(rq, "set"), &ask);
    if (req_int(rq, "year"))
        ask.year = req_int(rq, "year");
    for (const MakeField *f = kind ? kind->fields : NULL; f && f->name; f++)
        if (asked(c, rq, f->name).n)
            buf_fmt(&extra, "%s: %.*s\n", f->name, SV(str_replace(c->arena, asked(c, rq, f->name), S("\r"), S(""))));
    ask.extra = buf_str(&extra);
    return ask;
}

Err post_issue_new(Ctx *c, Req *rq, Out *o)
{
    MakeAsk ask = ask_of(c, rq);
    int64_t id;

    (void)o;
    Err e = issue_draft(c, &(DraftForm){ .ask = ask, .qr = req_has(rq, "qr") }, &id);

    if (e == E_NOT_FOUND)
        return c->answer.code = E_INVALID;              /* of what was typed: the form is shown again */
    TRY(e);
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu dự thảo; hãy đọc lại trước khi cấp số."))));
    req_go(rq, "/issue/%" PRId64, id);
    return OK;
}

Err get_issue_cards(Ctx *c, Req *rq, Out *o)
{
    MakeAsk ask = ask_of(c, rq);
    Str bytes;

    (void)o;
    TRY(make_cards(c, &ask, &bytes));
    req_send(rq, S("application/zip"), str_fmt(c->arena, "thong-bao-%.*s-%lld.zip", SV(text_slug(c->arena, ask.set)), (long long)ask.year), bytes);
    return OK;
}

/* Fields of the frozen data with a source, the first ones. */
static Err trace_of(Ctx *c, IssueView *v)
{
    enum { SHOWN = 60 };
    IssuedBytesRow row;
    const JsonValue *data, *fields, *list;

    TRY(q_issued_bytes(c, &row, .id = v->d.id));
    if (row.data.n == 0 || json_read(&data, c->arena, row.data, NULL, &c->answer) != OK || json_text(json_get(data, "fields")).n == 0
        || json_read(&fields, c->arena, json_text(json_get(data, "fields")), NULL, &c->answer) != OK)
        return OK;                                      /* a kind that keeps no fields, or a draft */
    for (size_t i = 0; i < json_get(data, "by_hand")->n; i++)
        *vec_add(c->arena, &v->hand) = (HandNumber){ 0, json_text(json_get(json_at(json_get(data, "by_hand"), i), "number")) };
    for (size_t i = 0; i < fields->n; i++) {
        list = json_at(fields, i);
        for (size_t r = 0; list->kind == JSON_ARRAY && r < list->n; r++)
            for (size_t k = 0; k + 1 < json_at(list, r)->n; k++) {
                const JsonValue *text = json_at(json_at(list, r), k), *source = json_at(json_at(list, r), k + 1);

                if (!str_ends(source->key, S("@")))
                    continue;
                if (v->trace.n == SHOWN) {
                    v->more_trace = true;
                    return OK;
                }
                *vec_add(c->arena, &v->trace) = (TraceLine){ str_fmt(c->arena, "%.*s %zu: %.*s", SV(list->key), r + 1, SV(text->key)), json_text(text), json_text(source) };
            }
    }
    return OK;
}

static Err preview(Ctx *c, IssueView *v)
{
    EditPlaces places = { 0 };
    Buf html = { .arena = c->arena };
    Paper *made, *p;

    TRY(issue_made(c, &v->d, &made));
    v->word = v->d.word_sha.n > 0;
    if (v->word) {
        TRY(issue_paper(c, &v->d, &p));
        word_numbers(c->arena, made, p, &v->hand);
    } else {
        p = made;
        TRY(edit_apply(c, v->d.id, p, &places, &v->hand));
    }
    for (size_t i = 0; i < places.n; i++) {
        v->edited += places.v[i].edited && !places.v[i].stale;
        v->stale += places.v[i].stale;
    }
    paper_html(p, &html);
    v->preview = html_trusted(buf_str(&html));
    return OK;
}

Err get_issue(Ctx *c, Req *rq, Out *o)
{
    IssueView v = { .today = c->today };

    TRY(issue_get(c, req_int(rq, "id"), &v.d));
    v.number = issue_full_number(c->arena, &v.d);
    v.state = issue_state_title(v.d.state);
    v.draft = str_eq(v.d.state, S("draft"));
    v.numbered = str_eq(v.d.state, S("numbered"));
    v.public = str_eq(v.d.state, S("published")) || (str_eq(v.d.state, S("revoked")) && v.d.code.n);
    TRY(access_can(c, &PERM_ISSUE_NUMBER, v.d.issuer_id, &v.may_number));
    TRY(access_can(c, &PERM_ISSUE_MAKE, v.d.issuer_id, &v.may_make));
    v.may_revoke = v.may_number && !v.draft && !str_eq(v.d.state, S("revoked"));
    v.signed_back = v.may_revoke;
    v.may_send = v.may_make && (v.draft || v.numbered);
    TRY(q_issued_recipients(c, &v.to, .document_id = v.d.id));
    for (size_t i = 0; i < v.to.n; i++)
        for (size_t g = 0; g < c->n_grants; g++)
            v.may_confirm |= v.to.v[i].sent_at.ms && !v.to.v[i].seen_at.ms && c->grants[g].unit_id == v.to.v[i].unit_id;
    if (v.draft)
        TRY(preview(c, &v));
    else
        TRY(trace_of(c, &v));
    tpl_issue_show(o, &v);
    return OK;
}

Err get_issue_file(Ctx *c, Req *rq, Out *o)
{
    IssuedRow d;
    Str as = req_str(rq, "as"), bytes;
    const char *ending = str_eq(as, S("pdf")) ? ".pdf" : str_eq(as, S("xlsx")) ? ".xlsx" : ".docx";

    (void)o;
    TRY(issue_get(c, req_int(rq, "id"), &d));
    TRY(issue_bytes(c, &d, str_of(ending), &bytes));
    req_send(rq, str_eq(as, S("pdf")) ? S("application/pdf") : str_eq(as, S("xlsx")) ? S(XLSX) : S(DOCX), issue_file_name(c, &d, ending), bytes);
    return OK;
}

static Err done(Ctx *c, Req *rq, const char *said)
{
    req_flash(rq, str_of(tr(c->answer.lang, said)));
    req_go(rq, "/issue/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_issue_number(Ctx *c, Req *rq, Out *o)
{
    Date date = { 0 };
    int64_t number;

    (void)o;
    TRY(req_date(c, rq, "date", false, &date));
    TRY(issue_number(c, req_int(rq, "id"), req_int(rq, "number"), date, str_trim(req_str(rq, "signer")), &number));
    return done(c, rq, T("Đã cấp số; văn bản được giữ nguyên từ đây."));
}

Err post_issue_publish(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_publish(c, req_int(rq, "id")));
    return done(c, rq, T("Đã phát hành văn bản."));
}

Err post_issue_revoke(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_revoke(c, req_int(rq, "id"), req_str(rq, "reason")));
    return done(c, rq, T("Đã thu hồi văn bản; số không dùng lại."));
}

Err post_issue_remove(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(issue_remove(c, req_int(rq, "id")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã bỏ dự thảo."))));
    req_go(rq, "/issue");
    return OK;
}
