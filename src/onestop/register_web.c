/* Pages of the quality index, the rating, the catalogue and the registers. */
#include "onestop/onestop_web.h"

#include "cal/calendar.h"
#include "core/run.h"
#include "core/setting.h"
#include "onestop/drill_view.h"
#include "org/org.h"
#include "pages.h"
#include "text/text.h"

enum { DAY = 86400, ROWS = 50, MOST_MISSING = 200, MOST_ANSWERS = 100 };

static void download(Req *rq, const char *name, Str bytes)
{
    req_send_xlsx(rq, str_of(name), bytes);
}

/* --- the quality index --- */

static Err index_view(Ctx *c, const Req *rq, IndexView *v)
{
    v->pick.needs_unit = true;
    TRY(pick_view(c, rq, S("766"), &v->pick));
    return index766(c, v->pick.unit_id, v->pick.period, when_now(c), &v->x);
}

Err get_index766(Ctx *c, Req *rq, Out *o)
{
    IndexView v = { 0 };

    TRY(index_view(c, rq, &v));
    tpl_onestop_index(o, &v);
    return OK;
}

Err get_index766_xlsx(Ctx *c, Req *rq, Out *o)
{
    IndexView v = { 0 };
    Str bytes;

    (void)o;
    TRY(index_view(c, rq, &v));
    TRY(index766_xlsx(c, &v.x, &bytes));
    download(rq, "bo-chi-so-766.xlsx", bytes);
    return OK;
}

Err post_portal(Ctx *c, Req *rq, Out *o)
{
    RegisterReport rep;
    Str bytes, name;
    Table t;

    (void)o;
    TRY(req_upload(c, rq, &bytes, &name));
    TRY(table_read(&t, c->arena, name, bytes, NULL, &c->answer));
    TRY(portal_import(c, &t, &rep));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi %zu giá trị của Cổng, %zu giữ nguyên.\n")), rep.written, rep.same));
    req_go(rq, "/onestop/766?unit=%lld&period=%.*s", (long long)req_int(rq, "unit"), SV(req_str(rq, "period")));
    return OK;
}

/* --- the rating --- */

/* The units that were rated in the period, as far as the person may see them. */
static Err rated_units(Ctx *c, RatingView *v)
{
    SettlementUnitsRows all;
    bool may;

    TRY(q_settlement_units(c, &all, .period = v->pick.period));
    for (size_t i = 0; i < all.n; i++) {
        TRY(access_can(c, &PERM_ONESTOP_VIEW, all.v[i].unit_id, &may));
        if (may)
            *vec_add(c->arena, &v->units) = all.v[i];
    }
    return OK;
}

/* A quarter: that of the period asked for, or the last one. */
static Err rating_view(Ctx *c, const Req *rq, RatingView *v)
{
    int year, month, day;

    v->pick.needs_unit = true;
    TRY(pick_view(c, rq, S("rating"), &v->pick));
    if (!req_str(rq, "period").n) {
        date_split(c->today, &year, &month, &day);
        v->pick.period = month <= 3 ? str_fmt(c->arena, "%d-Q4", year - 1) : str_fmt(c->arena, "%d-Q%d", year, (month - 1) / 3);
    }
    TRY(rating18(c, v->pick.unit_id, v->pick.period, &v->r));
    for (int i = 0; i < RATING_ITEMS; i++)
        *vec_add(c->arena, &v->items) = v->r.items[i];
    v->self_class = rating_class_title(v->r.whole_self ? rating_class(v->r.self) : CLASS_NONE);
    v->class = rating_class_title(v->r.whole_appraised ? rating_class(v->r.appraised) : CLASS_NONE);
    TRY(access_can(c, &PERM_ONESTOP_CHANGE, v->pick.unit_id, &v->pick.may_change));
    return rated_units(c, v);
}

Err get_rating18(Ctx *c, Req *rq, Out *o)
{
    RatingView v = { 0 };

    TRY(rating_view(c, rq, &v));
    tpl_onestop_rating(o, &v);
    return OK;
}

Err get_rating18_xlsx(Ctx *c, Req *rq, Out *o)
{
    RatingView v = { 0 };
    Str bytes;

    (void)o;
    TRY(rating_view(c, rq, &v));
    TRY(rating18_xlsx(c, &v.r, &bytes));
    download(rq, "danh-gia-18-diem.xlsx", bytes);
    return OK;
}

Err post_rating18(Ctx *c, Req *rq, Out *o)
{
    int64_t unit_id = req_int(rq, "unit");
    size_t n = 0;

    (void)o;
    for (int i = 1; i <= RATING_ITEMS; i++) {
        OptDec self = { 0 }, appraised = { 0 };
        const char *s = str_z(c->arena, str_fmt(c->arena, "self%d", i)), *a = str_z(c->arena, str_fmt(c->arena, "appraised%d", i)),
                   *note = str_z(c->arena, str_fmt(c->arena, "note%d", i));
        bool changed;

        TRY(req_dec(c, rq, s, false, &self));
        TRY(req_dec(c, rq, a, false, &appraised));
        if (!self.has && !appraised.has && !req_str(rq, note).n)
            continue;
        if (rating18_put(c, unit_id, req_str(rq, "period"), i, self, appraised, req_str(rq, note), &changed) != OK) {
            c->answer.field = c->answer.field.n ? c->answer.field : str_of(s);
            return c->answer.code;
        }
        n += changed;
    }
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi %zu chỉ số.")), n));
    req_go(rq, "/onestop/rating?unit=%lld&period=%.*s", (long long)unit_id, SV(req_str(rq, "period")));
    return OK;
}

/* --- the catalogue --- */

static void procedure_line(Ctx *c, const ProcedureRow *p, unsigned faults, ProcedureLine *l)
{
    *l = (ProcedureLine){ .p = *p, .direct = hours_text(c, p->hours_direct), .online = hours_text(c, p->hours_online),
        .postal = hours_text(c, p->hours_postal) };
    for (int k = 0; k < N_FAULTS; k++)
        if (faults >> k & 1)
            *vec_add(c->arena, &l->faults) = str_of(tr(c->answer.lang, fault_title(1u << k)));
}

/* Decisions of a procedure among all of them, which stand by procedure. */
static const ProcedureDecisionRow *decisions_of(const ProcedureDecisionRows *all, int64_t id, size_t *n)
{
    size_t from = 0, to = all->n;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (all->v[mid].procedure_id < id)
            from = mid + 1;
        else
            to = mid;
    }
    for (*n = 0; from + *n < all->n && all->v[from + *n].procedure_id == id;)
        ++*n;
    return all->v + from;
}

static Err procedures(Ctx *c, const Req *rq, ProceduresView *v, ProcedureRows *kept)
{
    ProcedureRows rows;
    ProcedureFieldsRows fields;
    ProcedureDecisionRows decisions;
    Offices o;

    *kept = (ProcedureRows){ 0 };
    v->pick.no_period = true;
    v->pick.for_all = true;
    TRY(pick_view(c, rq, S("procedures"), &v->pick));
    v->q = req_str(rq, "q");
    v->field = req_str(rq, "field");
    v->faulty = str_eq(req_str(rq, "faulty"), S("1"));
    TRY(offices_begin(c, &o));
    TRY(q_procedure_fields(c, &fields, ));
    *vec_add(c->arena, &v->fields) = (Choice){ .title = T("Mọi lĩnh vực") };
    for (size_t i = 0; i < fields.n; i++)
        *vec_add(c->arena, &v->fields) = (Choice){ .value = fields.v[i].field, .text = fields.v[i].field, .on = str_eq(fields.v[i].field, v->field) };
    TRY(q_procedures(c, &rows, .q = text_fold(c->arena, v->q), .field = v->field, .known = 0));
    TRY(q_procedure_decisions(c, &decisions, .procedure_id = 0));
    for (size_t i = 0; i < rows.n; i++) {
        size_t n;
        const ProcedureDecisionRow *own = decisions_of(&decisions, rows.v[i].id, &n);
        unsigned faults = procedure_faults(o.cal, &rows.v[i], own, n, c->today);

        v->n_all++;
        v->n_faulty += faults != 0;
        if (v->faulty && !faults)
            continue;
        *vec_add(c->arena, kept) = rows.v[i];
        procedure_line(c, &rows.v[i], faults, vec_add(c->arena, &v->rows));
    }
    return access_can(c, &PERM_ONESTOP_CATALOGUE, 0, &v->pick.may_change);
}

Err get_procedures(Ctx *c, Req *rq, Out *o)
{
    ProceduresView v = { 0 };
    ProcedureRows kept;
    size_t from, n;

    TRY(procedures(c, rq, &v, &kept));
    v.pager = pager_of(rq, v.rows.n, ROWS, &from, &n);
    v.rows.v += from;
    v.rows.n = n;
    tpl_onestop_procedures(o, &v);
    return OK;
}

Err get_procedures_xlsx(Ctx *c, Req *rq, Out *o)
{
    ProceduresView v = { 0 };
    ProcedureRows kept;
    Str bytes;

    (void)o;
    TRY(procedures(c, rq, &v, &kept));
    TRY(procedures_xlsx(c, &kept, &bytes));
    download(rq, "danh-muc-thu-tuc.xlsx", bytes);
    return OK;
}

Err get_procedure(Ctx *c, Req *rq, Out *o)
{
    ProcedureView v = { 0 };
    ProcedureRow p;
    Buf missing = { .arena = c->arena };
    Offices offices;

    v.pick.no_period = true;
    v.pick.for_all = true;
    TRY(pick_view(c, rq, S("procedures"), &v.pick));
    TRY(q_procedure_get(c, &p, .id = req_int(rq, "id")));
    TRY(q_procedure_decisions(c, &v.decisions, .procedure_id = p.id));
    TRY(q_procedure_changes(c, &v.changes, .procedure_id = p.id));
    TRY(offices_begin(c, &offices));
    procedure_line(c, &p, procedure_faults(offices.cal, &p, v.decisions.v, v.decisions.n, c->today), &v.p);
    for (int i = 0; i < N_CONTENT; i++)
        if (!(p.content >> i & 1))
            buf_fmt(&missing, "%s%s", missing.n ? ", " : "", tr(c->answer.lang, content_title(i)));
    v.missing = buf_str(&missing);
    tpl_onestop_procedure(o, &v);
    return OK;
}

Err get_procedures_import(Ctx *c, Req *rq, Out *o)
{
    ProceduresView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    v->pick.no_period = true;
    TRY(access_need(c, &PERM_ONESTOP_CATALOGUE, 0));
    v->pick.for_all = true;
    TRY(pick_view(c, rq, S("procedures"), &v->pick));
    tpl_onestop_procedures_import(o, v);
    return OK;
}

Err post_procedures_import(Ctx *c, Req *rq, Out *o)
{
    ProceduresView *v = NEW(c->arena, ProceduresView, 1);
    Str bytes;
    Table t;

    (void)o;
    rq->prepared = v;
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(table_read(&t, c->arena, v->copy_name, bytes, NULL, &c->answer));
    TRY(procedures_import(c, &t, &v->rep));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("%zu thủ tục mới, %zu thay đổi, %zu giữ nguyên.\n")), v->rep.created, v->rep.changed,
            v->rep.same));
        req_go(rq, "/onestop/procedures");
        return OK;
    }
    v->checked = true;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

/* --- letters of apology --- */

static Err apologies(Ctx *c, const Req *rq, ApologiesView *v, ApologyRows *rows)
{
    DossierWithoutLetterRows none;
    Offices o;

    TRY(pick_view(c, rq, S("apologies"), &v->pick));
    TRY(offices_begin(c, &o));
    TRY(q_apologies(c, rows, .root_id = v->pick.unit_id, .first = v->pick.first, .last = v->pick.last));
    for (size_t i = 0; i < rows->n; i++) {
        ApologyLine *l = vec_add(c->arena, &v->rows);
        unsigned f = apology_faults(o.cal, &rows->v[i], c->today);

        *l = (ApologyLine){ .a = rows->v[i] };
        for (int k = 0; k < N_APOLOGY_FAULTS; k++)
            if (f >> k & 1)
                *vec_add(c->arena, &l->faults) = str_of(tr(c->answer.lang, apology_fault_title(k)));
        v->n_faulty += f != 0;
    }
    TRY(q_dossier_without_letter(c, &none, .root_id = v->pick.unit_id, .since = (int64_t)v->pick.first.day * DAY,
        .cut = (int64_t)c->today.day * DAY, .most = MOST_MISSING));
    for (size_t i = 0; i < none.n; i++)
        *vec_add(c->arena, &v->missing) = (MissingLine){ none.v[i], dossier_moment(c->arena, none.v[i].due) };
    v->code = req_str(rq, "code");
    v->letter = req_str(rq, "letter");
    v->signer = req_str(rq, "signer");
    v->reason = req_str(rq, "reason");
    v->fault = req_str(rq, "fault");
    v->signed_on = req_str(rq, "signed_on");
    v->old_due = req_str(rq, "old_due");
    v->new_due = req_str(rq, "new_due");
    return OK;
}

Err get_apologies(Ctx *c, Req *rq, Out *o)
{
    ApologiesView v = { 0 };
    ApologyRows rows;

    TRY(apologies(c, rq, &v, &rows));
    tpl_onestop_apologies(o, &v);
    return OK;
}

Err get_apologies_xlsx(Ctx *c, Req *rq, Out *o)
{
    ApologiesView v = { 0 };
    ApologyRows rows;
    Str bytes;

    (void)o;
    TRY(apologies(c, rq, &v, &rows));
    TRY(apologies_xlsx(c, rows.v, rows.n, &bytes));
    download(rq, "thu-xin-loi.xlsx", bytes);
    return OK;
}

Err post_apologies(Ctx *c, Req *rq, Out *o)
{
    ApologyForm f = { .code = req_str(rq, "code"), .letter = req_str(rq, "letter"), .signer = req_str(rq, "signer"),
        .reason = req_str(rq, "reason"), .fault = req_str(rq, "fault") };
    bool changed;

    (void)o;
    TRY(req_date(c, rq, "signed_on", true, &f.signed_on));
    TRY(req_date(c, rq, "old_due", false, &f.old_due));
    TRY(req_date(c, rq, "new_due", true, &f.new_due));
    TRY(apology_add(c, &f, &changed));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi thư xin lỗi."))));
    req_go(rq, "/onestop/apologies?unit=%lld&period=%.*s", (long long)req_int(rq, "unit"), SV(req_str(rq, "period")));
    return OK;
}

/* --- petitions --- */

static Err petition_rows(Ctx *c, const Req *rq, PetitionsView *v, PetitionRows *rows)
{
    Offices o;

    TRY(pick_view(c, rq, S("petitions"), &v->pick));
    TRY(offices_begin(c, &o));
    TRY(q_petitions(c, rows, .root_id = v->pick.unit_id, .first = v->pick.first, .last = v->pick.last, .open = req_int(rq, "open")));
    for (size_t i = 0; i < rows->n; i++) {
        PetitionLine *l = vec_add(c->arena, &v->rows);

        *l = (PetitionLine){ rows->v[i], petition_state(o.cal, &rows->v[i], c->today) };
        v->n_late += l->s.late_answer || l->s.late_publication || l->s.late_question;
        v->n_open += l->s.step == PETITION_OPEN;
    }
    return OK;
}

Err get_petitions(Ctx *c, Req *rq, Out *o)
{
    PetitionsView v = { 0 };
    PetitionRows rows;

    TRY(petition_rows(c, rq, &v, &rows));
    tpl_onestop_petitions(o, &v);
    return OK;
}

Err get_petitions_xlsx(Ctx *c, Req *rq, Out *o)
{
    PetitionsView v = { 0 };
    PetitionRows rows;
    Str bytes;

    (void)o;
    TRY(petition_rows(c, rq, &v, &rows));
    TRY(petitions_xlsx(c, rows.v, rows.n, &bytes));
    download(rq, "phan-anh-kien-nghi.xlsx", bytes);
    return OK;
}

Err get_petition_new(Ctx *c, Req *rq, Out *o)
{
    PetitionNewView v = { .code = req_str(rq, "code"), .kind = req_str(rq, "kind"), .subject = req_str(rq, "subject"),
        .received_on = req_str(rq, "received_on"), .asked_on = req_str(rq, "asked_on"), .again = req_has(rq, "again") };

    v.pick.no_period = v.pick.needs_unit = true;
    TRY(pick_view(c, rq, S("petitions"), &v.pick));
    if (!v.received_on.n)
        v.received_on = date_vi(c->arena, c->today);
    tpl_onestop_petition_new(o, &v);
    return OK;
}

Err post_petition_new(Ctx *c, Req *rq, Out *o)
{
    PetitionRow p = { .code = str_trim(req_str(rq, "code")), .unit_id = req_int(rq, "unit"), .kind = req_str(rq, "kind"),
        .subject = str_trim(req_str(rq, "subject")), .again = req_has(rq, "again") };
    PetitionByCodeRow made;
    bool any;

    (void)o;
    TRY(req_date(c, rq, "received_on", true, &p.received_on));
    TRY(req_date(c, rq, "asked_on", false, &p.asked_on));
    TRY(petition_add(c, &p));
    TRY(q_petition_by_code(c, &made, &any, .code = p.code));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi phản ánh vào sổ."))));
    req_go(rq, "/onestop/petitions/%lld", (long long)made.id);
    return OK;
}

Err get_petition(Ctx *c, Req *rq, Out *o)
{
    PetitionView v = { 0 };
    Offices offices;

    v.pick.no_period = true;
    TRY(pick_view(c, rq, S("petitions"), &v.pick));
    TRY(q_petition_get(c, &v.line.p, .id = req_int(rq, "id")));
    TRY(access_need(c, &PERM_ONESTOP_VIEW, v.line.p.unit_id));
    TRY(offices_begin(c, &offices));
    v.line.s = petition_state(offices.cal, &v.line.p, c->today);
    v.answered_on = date_vi(c->arena, v.line.p.answered_on.day ? v.line.p.answered_on : c->today);
    TRY(access_can(c, &PERM_ONESTOP_CHANGE, v.line.p.unit_id, &v.pick.may_change));
    tpl_onestop_petition(o, &v);
    return OK;
}

Err post_petition(Ctx *c, Req *rq, Out *o)
{
    Date on = { 0 };

    (void)o;
    TRY(req_date(c, rq, "answered_on", true, &on));
    TRY(petition_answer(c, req_int(rq, "id"), on, str_eq(req_str(rq, "refused"), S("1")), req_str(rq, "answer"),
        str_eq(req_str(rq, "publish"), S("1"))));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi câu trả lời."))));
    req_go(rq, "/onestop/petitions/%lld", (long long)req_int(rq, "id"));
    return OK;
}

/* For everybody: answers on rules and procedures that were published. Answers about persons stay inside. */
Err get_answers(Ctx *c, Req *rq, Out *o)
{
    AnswersView v = { 0 };

    (void)rq;
    TRY(q_petition_answers(c, &v.rows, .most = MOST_ANSWERS));
    tpl_onestop_answers(o, &v);
    return OK;
}

/* --- office hours --- */

Err get_office_hours(Ctx *c, Req *rq, Out *o)
{
    HoursView v = { .valid_from = date_vi(c->arena, c->today) };
    OfficeHoursOfRow own;
    bool any;

    v.pick.no_period = v.pick.needs_unit = true;
    TRY(pick_view(c, rq, S("hours"), &v.pick));
    TRY(q_office_hours_all(c, &v.rows, ));
    TRY(q_office_hours_of(c, &own, &any, .unit_id = v.pick.unit_id, .day = c->today));
    if (any)
        v.hours = own.hours;
    else
        TRY(setting_get(c, "onestop.hours", &v.hours));
    tpl_onestop_hours(o, &v);
    return OK;
}

Err post_office_hours(Ctx *c, Req *rq, Out *o)
{
    Date from = { 0 };

    (void)o;
    TRY(req_date(c, rq, "valid_from", true, &from));
    TRY(offices_put(c, req_int(rq, "unit"), from, str_trim(req_str(rq, "hours"))));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi giờ làm việc."))));
    req_go(rq, "/onestop/hours?unit=%lld", (long long)req_int(rq, "unit"));
    return OK;
}
