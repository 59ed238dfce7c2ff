/* Dossiers from a file into tables: one pass with the engine's reader, batches in one transaction. */
#include "onestop/onestop.h"

#include "core/audit.h"
#include "core/workcal.h"
#include "db/db.h"
#include "onestop/batch.h"
#include "onestop/due.h"
#include "onestop/pass.h"
#include "onestop/slab.h"
#include "onestop/tally.h"
#include "text/text.h"

#include <stdlib.h>

enum { IMPORT_CHUNK = 1 << 21, MAX_REJECTED = 100000, UNIT_UNKNOWN = -1, DAY = 86400 };

const Perm PERM_ONESTOP_VIEW = { "onestop.view", T("Xem số liệu một cửa"), ROLES_ALL_SIGNED_IN };
const Perm PERM_ONESTOP_IMPORT = { "onestop.import", T("Nạp hồ sơ một cửa"), ROLE_ADMIN | ROLE_COORDINATOR | ROLE_OFFICER };
const Perm PERM_ONESTOP_CHANGE = { "onestop.change", T("Sửa sổ một cửa của đơn vị"), ROLE_COORDINATOR | ROLE_OFFICER };
const Perm PERM_ONESTOP_CATALOGUE = { "onestop.catalogue", T("Sửa danh mục thủ tục của cả tỉnh"), ROLE_COORDINATOR };

typedef struct Import {
    Ctx *c;
    DossierReport *rep;
    const Calendar *cal;
    int64_t source_id, file_id;
    Dict units, procedures, fields;             /* text → place in ids */
    VEC(int64_t) unit_ids, procedure_ids, field_ids;
    VEC(int8_t) unit_rights;                    /* 0: not asked yet, 1: allowed, -1: not */
    Incoming *batch;            /* room for BATCH */
    size_t n_batch;
    VEC(DossierEventsRow) events;               /* of the batch */
    VEC(Str) event_codes;
    bool supplements;           /* the file has columns about them */
    Tally tally;
    uint64_t *seen;             /* hashes of codes met in this file whose dossier stayed as it was */
    size_t n_seen, seen_room;
    Err err;                    /* the first failure; nothing is read after it */
} Import;

/* --- words --- */

/* Dictionaries load sixteen bytes at a time. */
static Str padded(Arena *a, Str s)
{
    char *p = NEW(a, char, s.n + 16);

    if (s.n)
        memcpy(p, s.p, s.n);
    return (Str){ p, s.n };
}

static void name_unit(Import *m, Str name, int64_t id)
{
    Str key = padded(m->c->arena, name);

    if (!key.n || dict_get(&m->units, key.p, key.n) >= 0)
        return;
    dict_put(&m->units, key.p, key.n, (int32_t)m->unit_ids.n);
    *vec_add(m->c->arena, &m->unit_ids) = id;
    *vec_add(m->c->arena, &m->unit_rights) = 0;
}

static Err load_words(Import *m)
{
    Arena *a = m->c->arena;
    DossierUnitsRows units;
    ProcedureCodesRows procedures;
    DossierFieldCodesRows fields;
    uint64_t seed = (uint64_t)m->c->now.ms;

    dict_begin(&m->units, a, seed);
    dict_begin(&m->procedures, a, seed);
    dict_begin(&m->fields, a, seed);
    TRY(q_dossier_units(m->c, &units, ));
    for (size_t i = 0; i < units.n; i++)
        name_unit(m, units.v[i].code, units.v[i].id);
    for (size_t i = 0; i < units.n; i++)                /* a code goes before a name; the first bearer of a name has it */
        name_unit(m, units.v[i].name, units.v[i].id);
    TRY(q_procedure_codes(m->c, &procedures, ));
    for (size_t i = 0; i < procedures.n; i++) {
        Str key = padded(a, procedures.v[i].code);

        dict_put(&m->procedures, key.p, key.n, (int32_t)i);
        *vec_add(a, &m->procedure_ids) = procedures.v[i].id;
    }
    TRY(q_dossier_field_codes(m->c, &fields, ));
    for (size_t i = 0; i < fields.n; i++) {
        Str key = padded(a, fields.v[i].code);

        dict_put(&m->fields, key.p, key.n, (int32_t)i);
        *vec_add(a, &m->field_ids) = fields.v[i].id;
    }
    return OK;
}

static Err procedure_of(Import *m, Str code, int64_t *id)
{
    Arena *a = m->c->arena;
    int32_t at = code.n ? dict_get(&m->procedures, code.p, code.n) : 0;
    ProcedureMeetRow row;
    Str key;

    *id = 0;
    if (!code.n)
        return OK;
    if (at < 0) {
        key = padded(a, code);
        TRY(q_procedure_meet(m->c, &row, .code = key, .fold = text_fold(a, key)));
        at = (int32_t)m->procedure_ids.n;
        dict_put(&m->procedures, key.p, key.n, at);
        *vec_add(a, &m->procedure_ids) = row.id;
    }
    *id = m->procedure_ids.v[at];
    return OK;
}

static Err field_of(Import *m, Str code, int64_t *id)
{
    Arena *a = m->c->arena;
    int32_t at = code.n ? dict_get(&m->fields, code.p, code.n) : 0;
    DossierFieldAddRow row;
    Str key;

    *id = 0;
    if (!code.n)
        return OK;
    if (at < 0) {
        key = padded(a, code);
        TRY(q_dossier_field_add(m->c, &row, .code = key));
        at = (int32_t)m->field_ids.n;
        dict_put(&m->fields, key.p, key.n, at);
        *vec_add(a, &m->field_ids) = row.id;
    }
    *id = m->field_ids.v[at];
    return OK;
}

/* --- rows that are refused --- */

static void reject(void *user, size_t row, Str code, Field field, Str value, const char *reason)
{
    Import *m = user;
    DossierReport *rep = m->rep;
    const char *column = field == N_FIELDS ? "" : field_name(field), *why = tr(m->c->answer.lang, reason);

    if (++rep->bad > MAX_REJECTED)
        return;
    value = str_sub(value, 0, 60);
    while (value.n && !utf8_valid(value))               /* do not cut a letter */
        value.n--;
    if (rep->bad == 1)
        rep->first = field == N_FIELDS
            ? str_fmt(rep->rejected.arena, tr(m->c->answer.lang, T("dòng %zu: %s")), row, why)
            : str_fmt(rep->rejected.arena, tr(m->c->answer.lang, T("dòng %zu, cột %s, giá trị “%.*s”: %s")), row, column, SV(value), why);
    buf_fmt(&rep->rejected, "%zu,", row);
    buf_quoted(&rep->rejected, utf8_valid(code) ? str_sub(str_trim(code), 0, 100) : S(""));
    buf_fmt(&rep->rejected, ",%s,", column);
    buf_quoted(&rep->rejected, value);
    buf_ch(&rep->rejected, ',');
    buf_quoted(&rep->rejected, str_of(why));
    buf_ch(&rep->rejected, '\n');
}

static bool unit_of(Import *m, const DossierRow *r, int64_t *id)
{
    int32_t at = r->unit.n ? dict_get(&m->units, r->unit.p, r->unit.n) : UNIT_UNKNOWN;
    bool may = false;

    if (at < 0) {
        reject(m, r->row, r->code, F_UNIT, r->unit, T("không có đơn vị nào mang mã hoặc tên này; hãy thêm đơn vị hoặc sửa trong tệp"));
        return false;
    }
    *id = m->unit_ids.v[at];
    if (!m->unit_rights.v[at]) {
        m->err = access_can(m->c, &PERM_ONESTOP_IMPORT, *id, &may);
        m->unit_rights.v[at] = may ? 1 : -1;
    }
    if (m->unit_rights.v[at] < 0 && m->err == OK)
        reject(m, r->row, r->code, F_UNIT, r->unit, T("tài khoản này không được nạp hồ sơ của đơn vị ấy"));
    return m->unit_rights.v[at] > 0;
}

/* --- what a dossier means --- */

static int64_t seconds(When t, int32_t no_time)
{
    return t.day ? (int64_t)t.day * DAY + (t.second == WHEN_NO_TIME ? no_time : t.second) : 0;
}

/* 1 early, 2 on time, 3 late. */
static int64_t by_date(int64_t due, int64_t end)
{
    return !due || end / DAY == due / DAY ? 2 : end / DAY < due / DAY ? 1 : 3;
}

/*
 * Waiting for the applicant is taken off the end; a supplement that was never brought ends the time when it was asked
 * for; a second request is late. A due date that a supplement moved would count the waiting twice: the old one holds.
 * BASIS: QĐ 766/QĐ-TTg, 2.1
 */
static int64_t by_766(const DossierKnownRow *d)
{
    int64_t due = d->old_due ? d->old_due : d->due, end = d->asked && !d->supplied ? d->asked : d->finished - d->waited;

    if (d->supplements >= 2)
        return 3;
    if (!due)
        return 2;
    if (end / DAY != due / DAY)
        return end / DAY < due / DAY ? 1 : 3;
    return end / 60 > due / 60 ? 3 : 2;
}

void dossier_outcome(DossierKnownRow *d)
{
    if (d->state != STATE_DONE)
        return;
    d->by_date = by_date(d->due, d->finished);
    d->by_766 = by_766(d);
}

static void understand(const Import *m, const DossierRow *r, DossierKnownRow *d)
{
    int64_t asked = seconds(r->asked, 0), supplied = seconds(r->supplied, 0);

    d->received = seconds(r->received, 0);
    d->due = seconds(r->due, DAY - 1);
    d->finished = seconds(r->end, 0);
    d->old_due = seconds(r->old_due, DAY - 1);
    d->asked = asked;
    d->supplied = supplied;
    d->waited = supplied > asked && asked ? supplied - asked : 0;
    d->supplements = r->supplements;
    d->state = (int64_t)r->state;
    d->channel = (int64_t)r->channel;
    d->flags = r->flags;
    d->month = r->received.month;
    d->closed = r->end.day ? r->end.month : 0;
    if (r->state == STATE_RETURNED && !r->end.day)
        d->closed = d->month;
    if (r->state == STATE_ACTIVE || r->state == STATE_SUSPENDED)
        d->closed = 0;
    if (r->state != STATE_DONE)
        return;
    dossier_outcome(d);
    if (r->end.day > r->received.day)
        d->days = cal_count_working_days(m->cal, (Date){ r->received.day }, (Date){ r->end.day });
}

static bool alike(const DossierKnownRow *x, const DossierKnownRow *y)
{
    return x->unit_id == y->unit_id && x->procedure_id == y->procedure_id && x->field_id == y->field_id && x->received == y->received &&
           x->due == y->due && x->finished == y->finished && x->old_due == y->old_due && x->waited == y->waited &&
           x->supplements == y->supplements && x->state == y->state && x->channel == y->channel && x->flags == y->flags &&
           x->by_date == y->by_date && x->by_766 == y->by_766 && x->days == y->days && x->closed == y->closed && x->asked == y->asked && x->supplied == y->supplied &&
           str_eq(x->official, y->official);
}

/* --- duplicates within the file --- */

static const char *const twice = T("mã hồ sơ này đã có ở một dòng trước trong tệp");

static void widen_seen(Import *m)
{
    uint64_t *old = m->seen;
    size_t n = m->seen_room;

    m->seen_room = n ? n * 4 : 1 << 14;
    m->seen = slab_take(m->seen_room * sizeof *m->seen);
    for (size_t i = 0; i < n; i++)
        for (size_t k = old[i] & (m->seen_room - 1); old[i]; k = (k + 1) & (m->seen_room - 1))
            if (!m->seen[k]) {
                m->seen[k] = old[i];
                break;
            }
    slab_end(old, n * sizeof *old);
}

/* Remembers a code; true: it was there. Two codes of one hash in 2^64 are not told apart. */
static bool seen_before(Import *m, Str code, bool remember)
{
    uint64_t head[2], h = dict_hash(&m->units, code.p, code.n, head) | 1;
    size_t k;

    if (m->n_seen * 2 >= m->seen_room)
        widen_seen(m);
    for (k = h & (m->seen_room - 1); m->seen[k]; k = (k + 1) & (m->seen_room - 1))
        if (m->seen[k] == h)
            return true;
    if (remember) {
        m->seen[k] = h;
        m->n_seen++;
    }
    return false;
}

/* --- batches --- */

/*
 * A supplement gave a new due date and the file does not tell the old one: what stood here before is the old one. A file that
 * comes again finds it kept.
 */
static void keep_old_due(DossierKnownRow *d, const DossierKnownRow *old)
{
    if (d->old_due || !d->due || !d->supplements)
        return;
    d->old_due = old->old_due ? old->old_due : old->due && old->due != d->due ? old->due : 0;
    dossier_outcome(d);
}

/* The file has no columns about supplements: what a history or an earlier file told stays. */
static void keep_supplements(DossierKnownRow *d, const DossierKnownRow *old)
{
    d->supplements = old->supplements;
    d->asked = old->asked;
    d->supplied = old->supplied;
    d->waited = old->waited;
    dossier_outcome(d);
}

static void see_change(Import *m, Str code, const DossierKnownRow *old, const DossierKnownRow *d)
{
    if (old->state == d->state && old->due == d->due)
        return;
    *vec_add(m->c->arena, &m->events) = (DossierEventsRow){ .state = d->state, .old_state = old->state, .due = d->due, .old_due = old->due };
    *vec_add(m->c->arena, &m->event_codes) = code;
}

/* The stored row of a dossier decides: new, as it was, changed, or here for the second time. False: nothing to write. */
static bool decide(Import *m, Incoming *in, const DossierKnownRow *old)
{
    if (!old->file_id) {
        m->rep->created++;
        tally_add(&m->tally, &in->d, 1);
        return true;
    }
    in->twice = old->file_id == m->file_id || seen_before(m, in->code, false);
    if (in->twice)
        return false;
    if (!m->supplements && old->supplements)
        keep_supplements(&in->d, old);
    keep_old_due(&in->d, old);
    if (alike(old, &in->d)) {
        m->rep->same++;
        (void)seen_before(m, in->code, true);           /* it was not */
        return false;
    }
    m->rep->changed++;
    see_change(m, in->code, old, &in->d);
    tally_add(&m->tally, old, -1);
    tally_add(&m->tally, &in->d, 1);
    return true;
}

/* In the order of codes, as the table lies; of one code the earlier row first. */
static int by_code(const void *a, const void *b)
{
    const Incoming *x = *(Incoming *const *)a, *y = *(Incoming *const *)b;
    int d = str_cmp(x->code, y->code);

    return d ? d : x->row < y->row ? -1 : x->row > y->row;
}

static Err write_batch(Import *m)
{
    Arena *a = m->c->arena;                             /* of this batch */
    Incoming **v = NEW(a, Incoming *, m->n_batch);
    DossierKnownRow *old = NEW(a, DossierKnownRow, m->n_batch);
    size_t n = 0, n_write = 0;

    for (size_t i = 0; i < m->n_batch; i++)
        v[i] = &m->batch[i];
    qsort(v, m->n_batch, sizeof *v, by_code);
    for (size_t i = 0; i < m->n_batch; i++) {
        v[i]->twice = n && str_eq(v[n - 1]->code, v[i]->code);
        if (!v[i]->twice)
            v[n++] = v[i];
    }
    TRY(batch_known(m->c, m->source_id, v, n, old));
    for (size_t i = 0; i < n; i++)
        if (decide(m, v[i], &old[i]))
            v[n_write++] = v[i];
    for (size_t i = 0; i < m->n_batch; i++)             /* told in the order of the file */
        if (m->batch[i].twice)
            reject(m, m->batch[i].row, m->batch[i].code, F_CODE, m->batch[i].code, twice);
    TRY(batch_events(m->c, m->source_id, dossier_seconds(m->c->now), m->events.v, m->event_codes.v, m->events.n));
    return batch_write(m->c, m->source_id, m->file_id, v, n_write);
}

static void flush(Import *m)
{
    SCRATCH(tmp);
    Arena *keep = m->c->arena;

    if (m->err != OK || !m->n_batch)
        return;
    m->tally.arena = keep;
    m->c->arena = &tmp;                                 /* rows of queries live as long as the batch: flat memory */
    m->err = write_batch(m);
    m->c->arena = keep;
    memset(&m->events, 0, sizeof m->events);
    memset(&m->event_codes, 0, sizeof m->event_codes);
    m->n_batch = 0;
}

static void take(void *user, const DossierRow *r)
{
    Import *m = user;
    Incoming *in = &m->batch[m->n_batch];

    if (m->err != OK)
        return;
    *in = (Incoming){ .code = r->code, .row = r->row, .d.official = r->official };
    if (!unit_of(m, r, &in->d.unit_id))
        return;
    if (m->err == OK)
        m->err = procedure_of(m, r->procedure, &in->d.procedure_id);
    if (m->err == OK)
        m->err = field_of(m, r->field, &in->d.field_id);
    understand(m, r, &in->d);
    if (++m->n_batch == BATCH)
        flush(m);
}

/* --- the file --- */

static Err read_map(Ctx *c, Str map, int64_t source_id)
{
    Str one, heading, name;

    while (map.n) {
        Field f;

        (void)str_cut(map, S(","), &one, &map);         /* the last has no comma behind it */
        if (!str_cut(one, S("="), &heading, &name) || !word_field_name(&f, str_trim(name)))
            return fail(c, E_INVALID, T("Không hiểu “%.*s” trong --map; hãy ghi TÊN CỘT=tên, ví dụ “Hạn=due_at”."), SV(one));
        TRY(q_dossier_column_put(c, .source_id = source_id, .heading = str_trim(heading), .field = str_of(field_name(f))));
    }
    return OK;
}

static Err source_of(Ctx *c, const DossierAsk *ask, int64_t *id, Source *s)
{
    DossierSourceGetRow have;
    DossierSourceAddRow made;
    DossierColumnsRows columns;
    Heading *known;
    bool any;

    if (!str_trim(ask->source).n)
        return fail_field(c, "source", T("Hãy ghi tên hệ thống xuất ra tệp, ví dụ “Một cửa tỉnh”."));
    TRY(q_dossier_source_get(c, &have, &any, .name = str_trim(ask->source)));
    if (!any)
        TRY(q_dossier_source_add(c, &made, .name = str_trim(ask->source)));
    *id = any ? have.id : made.id;
    TRY(read_map(c, ask->map, *id));
    TRY(q_dossier_columns(c, &columns, .source_id = *id));
    known = NEW(c->arena, Heading, columns.n);
    for (size_t i = 0; i < columns.n; i++) {
        known[s->n_known] = (Heading){ .text = columns.v[i].heading };
        s->n_known += word_field_name(&known[s->n_known].field, columns.v[i].field);
    }
    s->known = known;
    return OK;
}

/* Headings: those that mean something are kept for the source, those about applicants and the others are told. */
static Err tell_columns(Ctx *c, const Source *s, int64_t source_id, DossierReport *rep)
{
    for (uint32_t i = 0; i < s->n_cols; i++) {
        Str head = str_trim(s->heads[i]);
        int f = 0;

        while (f < N_FIELDS && s->col[f] != (int32_t)i)
            f++;
        if (f < N_FIELDS)
            TRY(q_dossier_column_put(c, .source_id = source_id, .heading = head, .field = str_of(field_name((Field)f))));
        else if (word_identity(head))
            *vec_add(c->arena, &rep->identity) = head;
        else if (head.n)
            *vec_add(c->arena, &rep->unused) = head;
    }
    return OK;
}

static Err open_file(Ctx *c, const DossierAsk *ask, Source *s)
{
    static const uint32_t need = 1u << F_CODE | 1u << F_UNIT | 1u << F_RECEIVED | 1u << F_DUE | 1u << F_FINISHED | 1u << F_STATUS;

    TRY(source_open(s, c->arena, ask->file, need, &c->answer));
    if (!source_is_utf8(s)) {
        TRY(source_as_1258(s, &c->answer));
        TRY(source_header(s, c->arena, need, &c->answer));
    }
    return OK;
}

static Err read_rows(Import *m, Source *s)
{
    StatsAsk ask = { .skip_bad = true };
    RowSink sink = { take, reject, m };
    Chunk chunk = { 0 };
    Pass pass = { .ask = &ask, .sink = &sink, .sources = s, .n_sources = 1, .chunks = &chunk, .n_chunks = 1, .scan = scan_best() };
    Worker w;

    atomic_store(&pass.bad_chunk, SIZE_MAX);
    when_init();
    worker_begin(&w, &pass, (uint64_t)m->c->now.ms);
    for (size_t at = s->begin; at < s->text.n && !w.stop && m->err == OK; at = chunk.next) {
        chunk = (Chunk){ .from = at, .to = at + IMPORT_CHUNK < s->text.n ? at + IMPORT_CHUNK : s->text.n };
        worker_chunk(&w, 0);
        flush(m);
        arena_end(&w.texts);
    }
    if (w.stop && m->err == OK)
        m->err = fail(m->c, E_INVALID, T("Không đọc hết được tệp vì sau dòng sai không biết dòng mới bắt đầu ở đâu; %.*s."), SV(m->rep->first));
    worker_end(&w);
    return m->err;
}

static Err finish(Import *m, const DossierAsk *ask)
{
    Ctx *c = m->c;
    DossierReport *rep = m->rep;

    if (rep->bad && !ask->skip_bad)
        return fail(c, E_INVALID, T("Tệp %.*s có %zu dòng sai nên chưa nạp dòng nào; %.*s."), SV(ask->name), rep->bad, SV(rep->first));
    if (!rep->created && !rep->changed)
        return q_dossier_file_drop(c, .id = m->file_id);
    TRY(tally_write(c, &m->tally, m->source_id));
    TRY(q_dossier_file_done(c, .id = m->file_id, .n_new = (int64_t)rep->created, .n_changed = (int64_t)rep->changed,
        .n_same = (int64_t)rep->same, .n_bad = (int64_t)rep->bad));
    return audit_add(c, "onestop.import", ask->name, str_fmt(c->arena, "{\"new\":%zu,\"changed\":%zu,\"same\":%zu,\"bad\":%zu}",
        rep->created, rep->changed, rep->same, rep->bad));
}

static void end_source(Source *s)
{
    if (s->text.p)
        source_end(s);
}

Err onestop_import(Ctx *c, const DossierAsk *ask, DossierReport *rep)
{
    CLEANUP(end_source) Source s = { 0 };
    Import *m = NEW(c->arena, Import, 1);
    DossierFileAddRow file;
    Err e;

    *rep = (DossierReport){ .rejected.arena = c->arena };
    buf_lit(&rep->rejected, "row,dossier_code,column,value,reason\n");
    m->c = c;
    m->rep = rep;
    m->batch = NEW(c->arena, Incoming, BATCH);
    TRY(access_need_any(c, &PERM_ONESTOP_IMPORT));
    TRY(source_of(c, ask, &m->source_id, &s));
    TRY(open_file(c, ask, &s));
    TRY(tell_columns(c, &s, m->source_id, rep));
    m->supplements = s.col[F_ASKED] >= 0 || s.col[F_SUPPLEMENTS] >= 0;
    TRY(workcal(c, &m->cal));
    TRY(load_words(m));
    TRY(q_dossier_file_add(c, &file, .source_id = m->source_id, .name = ask->name, .at = c->now,
        .who = ctx_who(c)));
    m->file_id = file.id;
    TRY(db_bulk(c->db, true));
    e = read_rows(m, &s);
    slab_end(m->seen, m->seen_room * sizeof *m->seen);
    if (e == OK)
        e = finish(m, ask);
    (void)db_bulk(c->db, false);                        /* after a failure the connection says so itself */
    return e;
}

static void tell_heads(Ctx *c, const char *sentence, const Str *v, size_t n, Buf *out)
{
    if (n)
        buf_fmt(out, tr(c->answer.lang, sentence), SV(str_join(c->arena, v, n, S(", "))));
}

void onestop_import_told(Ctx *c, const DossierReport *rep, Buf *out)
{
    buf_fmt(out, tr(c->answer.lang, T("%zu hồ sơ mới, %zu thay đổi, %zu giữ nguyên, %zu dòng bị loại.\n")), rep->created, rep->changed,
        rep->same, rep->bad);
    tell_heads(c, T("Không đọc các cột về người nộp: %.*s.\n"), rep->identity.v, rep->identity.n, out);
    tell_heads(c, T("Không dùng các cột: %.*s.\n"), rep->unused.v, rep->unused.n, out);
}
