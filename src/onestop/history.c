#include "onestop/history.h"

#include "core/audit.h"
#include "onestop/batch.h"
#include "onestop/due.h"
#include "onestop/tally.h"
#include "onestop/when.h"
#include "onestop/words.h"

#include <stdlib.h>

enum { DAY = 86400 };

enum { H_CODE, H_AT, H_STATUS, H_DUE };
static const Column columns[] = {
    [H_CODE] = { "dossier_code", "mã hồ sơ|số hồ sơ|dossier_code", true }, [H_AT] = { "at", "thời điểm|ngày giờ|ngày|at", true },
    [H_STATUS] = { "status", "trạng thái|tình trạng|trạng thái hồ sơ|status", true },
    [H_DUE] = { "due_at", "hẹn trả|ngày hẹn trả|hẹn trả mới|due_at", false },
};

typedef struct Step {
    Str code;
    size_t row;
    int64_t at, due;
    State state;
} Step;
typedef VEC(Step) Steps;

/* Seconds of a cell; 0 where it is empty, and where it is no moment, which is noted. */
static int64_t moment_cell(RowErrors *bad, const Columns *cols, size_t r, size_t field, int32_t no_time)
{
    Str s = cell_at(cols, r, field).text;
    When w;

    if (!s.n)
        return 0;
    if (!when_parse(&w, s)) {
        row_error(bad, r, field, T("Không phải một thời điểm; hãy ghi dd/mm/yyyy HH:MM."));
        return 0;
    }
    return (int64_t)w.day * DAY + (w.second == WHEN_NO_TIME ? no_time : w.second);
}

static void read_steps(const Columns *cols, RowErrors *bad, Arena *a, Steps *out)
{
    for (size_t r = cols->first; r < cols->sheet->rows.n; r++) {
        Step s = { .row = r, .code = cell_at(cols, r, H_CODE).text };

        if (row_blank(cols, r))
            continue;
        s.at = moment_cell(bad, cols, r, H_AT, 0);
        s.due = moment_cell(bad, cols, r, H_DUE, DAY - 1);
        if (!s.code.n)
            row_error(bad, r, H_CODE, T("Thiếu mã hồ sơ; hãy ghi mã như trên giấy hẹn."));
        if (!cell_at(cols, r, H_AT).text.n)
            row_error(bad, r, H_AT, T("Thiếu thời điểm; hãy ghi dd/mm/yyyy HH:MM."));
        if (!word_state(&s.state, cell_at(cols, r, H_STATUS).text))
            row_error(bad, r, H_STATUS, T("Không phải một trong mười trạng thái hồ sơ."));
        *vec_add(a, out) = s;
    }
}

static int by_code(const void *x, const void *y)
{
    const Step *a = x, *b = y;
    int d = str_cmp(a->code, b->code);

    return d ? d : a->row < b->row ? -1 : a->row > b->row;
}

/* What all the steps of a dossier say about its supplements; a history without any does not deny what the dossier's file told. */
static void understand(const DossierEventsRows *steps, DossierKnownRow *d)
{
    int64_t first_due = 0, asked = 0, supplied = 0, waited = 0, times = 0;

    for (size_t i = 0; i < steps->n; i++) {
        const DossierEventsRow *s = &steps->v[i];
        bool waiting = asked && !supplied;

        if (!s->told)
            continue;
        first_due = first_due ? first_due : s->due;
        if (s->state == STATE_SUSPENDED && !waiting) {
            times++;
            asked = s->at;
            supplied = 0;
        } else if (s->state != STATE_SUSPENDED && waiting) {
            supplied = s->at;
            waited += s->at - asked;
        }
    }
    if (times) {
        d->supplements = times;
        d->asked = asked;
        d->supplied = supplied;
        d->waited = waited;
    }
    if (first_due && first_due != d->due)
        d->old_due = first_due;
    dossier_outcome(d);
}

typedef struct Telling {
    Ctx *c;
    int64_t source_id, file_id;
    RegisterReport *rep;
    Tally tally;
    size_t changed;
} Telling;

/* The steps v[0 … n) of one dossier. */
static Err tell(Telling *t, const Step *v, size_t n)
{
    Ctx *c = t->c;
    Incoming in = { .code = v->code };
    Incoming *one = &in;
    DossierKnownRow old;
    DossierEventsRows steps;
    DossierEventPutRows put;
    bool any;

    TRY(q_dossier_known(c, &old, &any, .source_id = t->source_id, .code = v->code));
    if (!any) {
        row_error(&t->rep->bad, v->row, H_CODE, T("Không có hồ sơ nào mang mã này trong hệ thống ấy; hãy nạp hồ sơ trước."));
        return OK;
    }
    TRY(access_need(c, &PERM_ONESTOP_IMPORT, old.unit_id));
    for (size_t i = 0; i < n; i++) {
        TRY(q_dossier_event_put(c, &put, .source_id = t->source_id, .code = v[i].code, .at = v[i].at, .told = 1, .state = (int64_t)v[i].state,
            .old_state = -1, .due = v[i].due));
        t->rep->written += put.n;
        t->rep->same += !put.n;
    }
    TRY(q_dossier_events(c, &steps, .source_id = t->source_id, .code = v->code));
    in.d = old;
    understand(&steps, &in.d);
    if (in.d.supplements == old.supplements && in.d.waited == old.waited && in.d.asked == old.asked && in.d.supplied == old.supplied &&
        in.d.old_due == old.old_due)
        return OK;
    t->changed++;
    tally_add(&t->tally, &old, -1);
    tally_add(&t->tally, &in.d, 1);
    return batch_write(c, t->source_id, t->file_id, &one, 1);
}

static Err source_id(Ctx *c, Str name, int64_t *id)
{
    DossierSourceGetRow source;
    bool any;

    TRY(q_dossier_source_get(c, &source, &any, .name = str_trim(name)));
    if (!any)
        return fail_field(c, "source", T("Không có hệ thống nào tên “%.*s”."), SV(name));
    *id = source.id;
    return OK;
}

static Err finish(Telling *t, Str file)
{
    Ctx *c = t->c;

    if (!t->changed)
        TRY(q_dossier_file_drop(c, .id = t->file_id));
    else
        TRY(q_dossier_file_done(c, .id = t->file_id, .n_changed = (int64_t)t->changed));
    TRY(tally_write(c, &t->tally, t->source_id));
    return t->rep->written ? audit_add(c, "onestop.history", file, str_fmt(c->arena, "{\"steps\":%zu}", t->rep->written)) : OK;
}

Err history_import(Ctx *c, const Table *table, Str source, RegisterReport *out, size_t *dossiers)
{
    Telling t = { .c = c, .rep = out, .tally.arena = c->arena };
    Columns cols;
    Steps steps = { 0 };
    DossierFileAddRow file;

    *dossiers = 0;
    *out = (RegisterReport){ .bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang } };
    TRY(access_need_any(c, &PERM_ONESTOP_IMPORT));
    TRY(source_id(c, source, &t.source_id));
    TRY(columns_find(&cols, c->arena, table, columns, COUNT(columns), &c->answer));
    read_steps(&cols, &out->bad, c->arena, &steps);
    TRY(row_errors_end(&out->bad, &c->answer));
    if (steps.n)
        qsort(steps.v, steps.n, sizeof *steps.v, by_code);
    TRY(q_dossier_file_add(c, &file, .source_id = t.source_id, .name = table->file, .at = c->now, .who = ctx_who(c)));
    t.file_id = file.id;
    for (size_t i = 0, n; i < steps.n; i += n) {
        for (n = 1; i + n < steps.n && str_eq(steps.v[i].code, steps.v[i + n].code); n++)
            continue;
        TRY(tell(&t, steps.v + i, n));
        ++*dossiers;
    }
    TRY(row_errors_end(&out->bad, &c->answer));
    return finish(&t, table->file);
}
