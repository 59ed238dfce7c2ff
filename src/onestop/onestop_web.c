/* Pages: the board of units, dossiers over and soon due, import. */
#include "onestop/onestop_web.h"

#include "core/run.h"
#include "core/workcal.h"
#include "onestop/onestop_view.h"
#include "org/org.h"
#include "pages.h"
#include "text/text.h"

#include <sys/mman.h>
#include <unistd.h>

enum { ROWS = 50, MOST_DUE = 100, MOST_DUE_XLSX = 100000, SOON_DAYS = 3, DAY = 86400, REJECTED_SHOWN = 20000 };


/* --- the board --- */

static BoardLine board_line(const UnitPeriod *u, Reading reading)
{
    const OnestopUnitRow *s = &u->sum;
    OptDec rate = period_on_time(s, reading);
    BoardLine b = { .u = *u, .done = s->early + s->on_time + s->late, .within = s->open - s->over, .on_time = rate.d,
        .online = period_rate(s->online, s->received).d, .digitised = period_rate(s->digitised, s->received).d };

    if (reading == READ_766)
        b.u.sum.late = s->late_766;
    b.level = !rate.has ? 0 : dec_cmp(rate.d, DEC(95)) >= 0 ? 3 : dec_cmp(rate.d, DEC(90)) >= 0 ? 2 : 1;
    return b;
}

/* A period that is none shows this year. */
static Err board(Ctx *c, const Req *rq, BoardView *v)
{
    Months months;
    Reading reading;
    UnitPeriods units;
    Str q = text_fold(c->arena, req_str(rq, "q"));
    size_t at;

    v->period = req_str(rq, "period");
    v->q = req_str(rq, "q");
    if (!months_parse(&months, v->period)) {
        v->period = str_fmt(c->arena, "%d", date_year(c->today));
        (void)months_parse(&months, v->period);         /* a year */
    }
    v->pick.for_all = true;
    TRY(pick_view(c, rq, S("board"), &v->pick));
    TRY(figures_reading(c, &reading));
    TRY(figures_units(c, months, reading, when_now(c), &units));
    v->stamp = reading == READ_766;
    v->at = moment_vi(c->arena, c->now);
    for (size_t i = 0; i < units.n; i++) {
        const UnitPeriod *u = &units.v[i];

        v->gap |= period_gap(&u->sum) != 0;
        if (!q.n || str_find(text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(u->code), SV(u->name))), q, &at))
            *vec_add(c->arena, &v->rows) = board_line(u, reading);
    }
    return OK;
}

Err get_onestop(Ctx *c, Req *rq, Out *o)
{
    BoardView v = { 0 };
    size_t from, n;

    TRY(board(c, rq, &v));
    v.pager = pager_of(rq, v.rows.n, ROWS, &from, &n);
    v.rows.v += from;
    v.rows.n = n;
    for (size_t i = 0; i < n; i++)
        TRY(access_can(c, &PERM_ONESTOP_VIEW, v.rows.v[i].u.unit_id, &v.rows.v[i].may));
    v.may_import = access_any(c, &PERM_ONESTOP_IMPORT);
    tpl_onestop_board(o, &v);
    return OK;
}

Err get_onestop_xlsx(Ctx *c, Req *rq, Out *o)
{
    BoardView v = { 0 };
    UnitPeriods units = { 0 };
    Str bytes;

    (void)o;
    TRY(board(c, rq, &v));
    for (size_t i = 0; i < v.rows.n; i++)
        *vec_add(c->arena, &units) = v.rows.v[i].u;
    TRY(onestop_board_xlsx(c, &units, v.stamp ? READ_766 : READ_DATE, &bytes));
    req_send_xlsx(rq, S("mot-cua.xlsx"), bytes);
    return OK;
}

/* --- over and soon due --- */

static Err due(Ctx *c, const Req *rq, int64_t most, DueView *v)
{
    OnestopDueRows over, soon;
    const Calendar *cal;
    Reading reading;
    When now = when_now(c);
    int64_t cut, until;
    UnitRow u;

    v->pick.no_period = true;
    TRY(pick_view(c, rq, S("due"), &v->pick));
    v->unit_id = v->pick.unit_id;
    v->at = moment_vi(c->arena, c->now);
    if (v->unit_id) {
        TRY(q_unit_get(c, &u, .id = v->unit_id));
        v->unit = u.name;
    }
    TRY(figures_reading(c, &reading));
    TRY(workcal(c, &cal));
    cut = (int64_t)now.day * DAY + (reading == READ_766 ? now.second : 0);
    until = cal_add_working_days(cal, (Date){ now.day }, SOON_DAYS).day;
    TRY(q_onestop_due(c, &over, .root_id = v->unit_id, .until = cut, .most = most));
    TRY(q_onestop_due(c, &soon, .root_id = v->unit_id, .since = cut, .until = (until + 1) * DAY, .most = most));
    v->more = over.n == (size_t)most;
    for (size_t i = 0; i < over.n; i++)
        *vec_add(c->arena, &v->over) = (DueLine){ over.v[i], dossier_moment(c->arena, over.v[i].received), dossier_moment(c->arena, over.v[i].due),
            cal_late_days(cal, (Date){ (int32_t)(over.v[i].due / DAY) }, (Date){ now.day }) };
    for (size_t i = 0; i < soon.n; i++)
        *vec_add(c->arena, &v->soon) = (DueLine){ soon.v[i], dossier_moment(c->arena, soon.v[i].received), dossier_moment(c->arena, soon.v[i].due),
            cal_late_days(cal, (Date){ now.day }, (Date){ (int32_t)(soon.v[i].due / DAY) }) };
    return OK;
}

Err get_onestop_due(Ctx *c, Req *rq, Out *o)
{
    DueView v = { 0 };

    TRY(due(c, rq, MOST_DUE, &v));
    tpl_onestop_due(o, &v);
    return OK;
}

Err get_onestop_due_xlsx(Ctx *c, Req *rq, Out *o)
{
    OnestopDueRows rows = { 0 };
    DueView v = { 0 };
    Str bytes;

    (void)o;
    TRY(due(c, rq, MOST_DUE_XLSX, &v));
    for (size_t i = 0; i < v.over.n; i++)
        *vec_add(c->arena, &rows) = v.over.v[i].d;
    TRY(onestop_due_xlsx(c, &rows, &bytes));
    req_send_xlsx(rq, S("ho-so-qua-han.xlsx"), bytes);
    return OK;
}

/* --- import --- */

Err get_onestop_import(Ctx *c, Req *rq, Out *o)
{
    DossierImportView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(access_need_any(c, &PERM_ONESTOP_IMPORT));
    TRY(q_dossier_files(c, &v->files, .most = 10));
    tpl_onestop_import(o, v);
    return OK;
}

/* The reader of files takes paths: the upload becomes a file in memory. */
static Err with_file(Ctx *c, Str bytes, DossierAsk *ask, DossierReport *rep)
{
    int fd = memfd_create("dossiers", MFD_CLOEXEC);
    Err e;

    if (fd < 0)
        return fail(c, E_IO, T("Không đủ bộ nhớ để đọc tệp."));
    if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n) {
        close(fd);
        return fail(c, E_IO, T("Không đủ bộ nhớ để đọc tệp."));
    }
    ask->file = str_fmt(c->arena, "/proc/self/fd/%d", fd);
    e = onestop_import(c, ask, rep);
    close(fd);
    return e;
}

Err post_onestop_import(Ctx *c, Req *rq, Out *o)
{
    DossierImportView *v = NEW(c->arena, DossierImportView, 1);
    DossierAsk ask = { .source = req_str(rq, "source"), .skip_bad = str_eq(req_str(rq, "skip"), S("1")) };
    Str bytes;
    Err e;

    (void)o;
    rq->prepared = v;
    v->source = ask.source;
    v->skip = req_str(rq, "skip");
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    ask.name = v->copy_name;
    e = with_file(c, bytes, &ask, &v->rep);
    v->bad = v->rep.bad > 0;
    v->rejected = str_sub(buf_str(&v->rep.rejected), 0, REJECTED_SHOWN);
    if (e == E_INVALID)
        c->answer.field = c->answer.field.n ? c->answer.field : S("file");
    TRY(e);
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu hồ sơ mới, %zu thay đổi, %zu giữ nguyên, %zu dòng bị loại.")),
            v->rep.created, v->rep.changed, v->rep.same, v->rep.bad));
        req_go(rq, "/onestop");
        return OK;
    }
    v->checked = true;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}
