#include "onestop/pass.h"

#include "base/json.h"
#include "onestop/slab.h"

#include <assert.h>

/* FOLIO: reading a byte may bring that much around it into memory */
enum { FIRST_INDEX = 1 << 13, MAX_CARRY = 1 << 16, FOLIO = 1 << 20 };

static const Field word_fields[N_WORDS] = { F_UNIT, F_FIELD, F_PROCEDURE };

static void need_index(Worker *w, size_t n)
{
    w->index = slab_take(n * sizeof *w->index);
    w->mask = n - 1;
    w->shift = 64 - (unsigned)__builtin_ctzll(n);
}

void worker_begin(Worker *w, Pass *pass, uint64_t seed)
{
    size_t ends = (SCAN_WINDOW + MAX_CARRY + 2 * SCAN_BLOCK) * sizeof(uint32_t);

    *w = (Worker){ .pass = pass };
    w->scan.ends = slab_take(ends * 2);
    w->scan.rows = w->scan.ends + ends / sizeof(uint32_t);
    w->list = (Buf){ .arena = &w->arena };
    for (int i = 0; i < N_WORDS; i++)
        dict_begin(&w->words[i], &w->arena, seed + (uint64_t)i);
    dict_begin(&w->states, &w->arena, seed);
    dict_begin(&w->channels, &w->arena, seed);
    dict_begin(&w->answers, &w->arena, seed);
    w->blocks = slab_take(MAX_BLOCKS * sizeof *w->blocks);
    need_index(w, FIRST_INDEX);
}

void worker_end(Worker *w)
{
    slab_end(w->scan.ends, (SCAN_WINDOW + MAX_CARRY + 2 * SCAN_BLOCK) * sizeof(uint32_t) * 2);
    slab_end(w->index, (w->mask + 1) * sizeof *w->index);
    for (size_t i = 0; i < MAX_BLOCKS && w->blocks[i]; i++)
        slab_end(w->blocks[i], BLOCK_GROUPS * sizeof(Group));
    slab_end(w->blocks, MAX_BLOCKS * sizeof *w->blocks);
    arena_end(&w->texts);
    arena_end(&w->arena);
}

/* --- bad rows --- */

static bool bad_row(Worker *w, Field field, Str value, const char *reason)
{
    size_t worst = atomic_load(&w->pass->bad_chunk);

    w->n_bad++;
    if (w->pass->sink)
        w->pass->sink->bad(w->pass->sink->user, w->n_lines + 1, w->code, field, value, reason);
    if (w->bad.n < MAX_BAD || w->stop) {
        if (w->bad.n == MAX_BAD)
            w->bad.n--;         /* what ends the work must be told */
        *vec_add(&w->arena, &w->bad) =
            (BadRow){ w->chunk, w->row_at, field, reason, str_dup(&w->arena, str_sub(value, 0, 60)) };
    }
    if (w->pass->ask->skip_bad && !w->stop)
        return false;
    w->stop = true;
    while (w->chunk < worst && !atomic_compare_exchange_weak(&w->pass->bad_chunk, &worst, w->chunk))
        ;
    return false;
}

/* A row that cannot be left out, because it is unknown where the next one begins. */
static bool broken_row(Worker *w, Str value, const char *reason)
{
    w->stop = true;
    return bad_row(w, N_FIELDS, value, reason);
}

/* --- groups --- */

static inline uint64_t hash_of(uint64_t key)
{
    key *= UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 32;
}

static inline size_t slot_of(const Worker *w, uint64_t hash)
{
    return hash * UINT64_C(0xD6E8FEB86659FD93) >> w->shift;
}

enum { NUMBER_BITS = 32 };

static Group *new_group(Worker *w, uint64_t key)
{
    size_t i = w->n_groups++;

    if (i >> BLOCK_BITS >= MAX_BLOCKS) {
        (void)broken_row(w, (Str){ 0 }, T("quá nhiều nhóm; hãy bớt khóa trong --by"));
        w->n_groups--;
        return group_at(w, 0);
    }
    if (!w->blocks[i >> BLOCK_BITS])
        w->blocks[i >> BLOCK_BITS] = slab_take(BLOCK_GROUPS * sizeof(Group));
    group_at(w, i)->key = key;
    return group_at(w, i);
}

/* The group of a key; its line may be on the way from memory only when the tag says that it is the right one. */
static inline Group *find_group(Worker *w, uint64_t key)
{
    uint64_t hash = hash_of(key), tag = hash >> NUMBER_BITS << NUMBER_BITS;

    for (size_t i = slot_of(w, hash);; i = (i + 1) & w->mask) {
        uint64_t v = w->index[i];

        if (!v) {
            w->index[i] = tag | (w->n_groups + 1);
            return new_group(w, key);
        }
        if (v >> NUMBER_BITS << NUMBER_BITS == tag) {
            Group *g = group_at(w, (uint32_t)v - 1);

            if (g->key == key)
                return g;
        }
    }
}

static void widen(Worker *w)
{
    uint64_t *old = w->index;
    size_t n = w->mask + 1;

    need_index(w, n * 4);
    for (size_t k = 0; k < w->n_groups; k++) {
        uint64_t hash = hash_of(group_at(w, k)->key);
        size_t i = slot_of(w, hash);

        while (w->index[i])
            i = (i + 1) & w->mask;
        w->index[i] = hash >> NUMBER_BITS << NUMBER_BITS | (k + 1);
    }
    slab_end(old, n * sizeof *old);
}

/* A row's share of the figures: a vector by outcome and one by flags are added as they stand. */
typedef uint32_t Lanes __attribute__((vector_size(16)));

static inline Lanes flag_lanes(unsigned flags)
{
    return (Lanes){ flags & 1, flags >> 1 & 1, flags >> 2 & 1, flags >> 3 & 1 };
}

/*
 * Rows wait until PENDING of them are there: their places in the index were asked for when they came, the lines of
 * their groups are asked for here, all at once, and then added up.
 */
static void add_pending(Worker *w)
{
    Group *group[PENDING];

    if ((w->n_groups + PENDING) * 4 > w->mask * 3)
        widen(w);
    for (size_t i = 0; i < w->n_pending; i++) {
        uint64_t v = w->index[slot_of(w, hash_of(w->pending[i].key))];

        if (v)
            __builtin_prefetch(group_at(w, (uint32_t)v - 1), 1);
    }
    for (size_t i = 0; i < w->n_pending; i++)
        group[i] = find_group(w, w->pending[i].key);
    for (size_t i = 0; i < w->n_pending; i++) {
        const Pending *p = &w->pending[i];
        Group *g = group[i];
        Lanes flags;

        g->figure[FIG_N]++;
        g->figure[p->outcome] += p->outcome != 0;
        memcpy(&flags, &g->figure[FIG_ONLINE], sizeof flags);
        flags += flag_lanes(p->flags);
        memcpy(&g->figure[FIG_ONLINE], &flags, sizeof flags);
        g->working_days += p->days;
    }
    w->n_pending = 0;
}

/* --- cells --- */

typedef struct RowAt {
    const Source *s;
    const char *base;           /* the chunk's first row */
    uint32_t start;
    const uint32_t *ends;
} RowAt;

static inline Str cell(const RowAt *r, Field f)
{
    int32_t k = r->s->col[f];
    uint32_t from;

    if (k < 0)
        return (Str){ r->s->text.p, 0 };
    from = k ? r->ends[k - 1] + 1 : r->start;
    return (Str){ r->base + from, r->ends[k] - from };
}

/* Without quotes and blanks around; doubled quotes made single. False: a quote stands where none may. */
static bool plain_text(Arena *a, Str raw, Str *out)
{
    Buf b = { .arena = a };

    raw = str_trim(raw);
    *out = raw;
    if (!raw.n || raw.p[0] != '"')
        return true;
    if (raw.n < 2 || raw.p[raw.n - 1] != '"')
        return false;
    raw = str_sub(raw, 1, raw.n - 1);
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '"' && (i + 1 >= raw.n || raw.p[++i] != '"'))
            return false;
        buf_ch(&b, raw.p[i]);
    }
    for (int i = 0; i < 16; i++)        /* words are compared sixteen bytes at a time */
        buf_ch(&b, 0);
    *out = str_trim((Str){ b.p, b.n - 16 });
    return true;
}

static void not_utf8(Worker *w)
{
    atomic_store(&w->pass->not_utf8, w->pass->chunks[w->chunk].source + 1);
    w->stop = true;
}

/* Printable ASCII without quotes and without blanks around: stands for itself. */
static bool is_plain(Str s)
{
    unsigned odd = 0;

    for (size_t i = 0; i < s.n; i++)
        odd |= (unsigned)((uint8_t)(s.p[i] - ' ') > '~' - ' ') | (unsigned)(s.p[i] == '"');
    return !odd && (!s.n || (s.p[0] != ' ' && s.p[s.n - 1] != ' '));
}

/* A cell met for the first time: is it text at all? */
static bool new_text(Worker *w, Field f, Str raw, Str *out)
{
    size_t at;

    if (raw.n > MAX_WORD)
        return bad_row(w, f, raw, T("dài quá 1.024 byte"));
    *out = raw;
    if (is_plain(raw))
        return true;
    if (!utf8_valid(raw)) {
        not_utf8(w);
        return false;
    }
    if (!plain_text(w->pass->sink ? &w->texts : &w->arena, raw, out))
        return bad_row(w, f, raw, T("dấu ngoặc kép đặt sai chỗ; hãy viết đôi dấu ngoặc kép ở trong ô"));
    if (str_find(*out, (Str){ "", 1 }, &at))
        return bad_row(w, f, raw, T("có ký tự NUL"));
    return true;
}

static int32_t new_word(Worker *w, int k, Str raw)
{
    Dict *d = &w->words[k];
    Str text;
    int32_t v;

    if (!new_text(w, word_fields[k], raw, &text))
        return -1;
    v = text.n ? dict_get(d, text.p, text.n) : dict_get(d, raw.p, 0);
    if (v < 0) {
        if (w->names[k].n >= w->pass->word_limit[k]) {
            (void)broken_row(w, text, T("quá nhiều mã khác nhau để gom nhóm; hãy bớt khóa trong --by"));
            return -1;
        }
        v = (int32_t)w->names[k].n;
        *vec_add(&w->arena, &w->names[k]) = text;
        dict_put(d, text.n ? text.p : raw.p, text.n, v);
    }
    if (text.n != raw.n)
        dict_put(d, raw.p, raw.n, v);
    return v;
}

static int32_t new_state(Worker *w, Str raw)
{
    State v;
    Str text;

    if (!new_text(w, F_STATUS, raw, &text))
        return -1;
    if (!word_state(&v, text)) {
        (void)bad_row(w, F_STATUS, raw, T("không phải một trong mười trạng thái hồ sơ"));
        return -1;
    }
    dict_put(&w->states, raw.p, raw.n, v);
    return v;
}

static int32_t new_channel(Worker *w, Str raw)
{
    Channel v;
    Str text;

    if (!new_text(w, F_CHANNEL, raw, &text))
        return -1;
    if (!word_channel(&v, text)) {
        (void)bad_row(w, F_CHANNEL, raw, T("không phải kênh trực tiếp, trực tuyến hoặc bưu chính"));
        return -1;
    }
    dict_put(&w->channels, raw.p, raw.n, v);
    return v;
}

static int32_t new_answer(Worker *w, Field f, Str raw)
{
    bool v;
    Str text;

    if (!new_text(w, f, raw, &text))
        return -1;
    if (!word_yes(&v, text)) {
        (void)bad_row(w, f, raw, T("không phải có hoặc không; hãy ghi 1, 0, có, không hoặc x"));
        return -1;
    }
    dict_put(&w->answers, raw.p, raw.n, v);
    return v;
}

static inline int32_t flag(Worker *w, const RowAt *r, Field f)
{
    Str s = cell(r, f);
    int32_t v;

    if (__builtin_expect(s.n == 1 && (s.p[0] == '0' || s.p[0] == '1'), 1))
        return s.p[0] - '0';
    if (!s.n)
        return 0;
    v = dict_get(&w->answers, s.p, s.n);
    return v >= 0 ? v : new_answer(w, f, s);
}

static bool odd_when(Worker *w, Field f, Str raw, When *out)
{
    char room[80] = { 0 };
    Str text;

    if (raw.n > 64 || !plain_text(&w->texts, raw, &text))
        return bad_row(w, f, raw, T("không phải một thời điểm có thật; hãy ghi dd/mm/yyyy HH:MM"));
    *out = (When){ 0 };
    if (!text.n)
        return true;
    memcpy(room, text.p, text.n);
    if (!when_read(out, room, text.n))
        return bad_row(w, f, raw, T("không phải một thời điểm có thật; hãy ghi dd/mm/yyyy HH:MM"));
    return true;
}

/* An empty cell gives day 0. */
static inline bool when(Worker *w, const RowAt *r, Field f, When *out)
{
    Str s = cell(r, f);

    if (!s.n) {
        *out = (When){ 0 };
        return true;
    }
    return __builtin_expect(when_read(out, s.p, s.n), 1) || odd_when(w, f, s, out);
}

/* --- a row --- */

static inline int64_t stamp(const When *t, int32_t no_time)
{
    return (int64_t)t->day * 86400 + (t->second == WHEN_NO_TIME ? no_time : t->second);
}

enum { END_OF_DAY = 86399 };

static inline Figure outcome_done(Reading reading, const When *due, const When *end)
{
    if (!due->day)
        return FIG_ON_TIME;
    if (end->day != due->day)
        return end->day < due->day ? FIG_EARLY : FIG_LATE;
    if (reading == READ_DATE)
        return FIG_ON_TIME;
    /* within the due minute is not after it */
    return stamp(end, 0) / 60 > stamp(due, END_OF_DAY) / 60 ? FIG_LATE : FIG_ON_TIME;
}

static inline bool is_over(const StatsAsk *ask, const When *due)
{
    if (!due->day)
        return false;
    if (ask->reading == READ_DATE)
        return due->day < ask->as_of.day;
    return stamp(due, END_OF_DAY) < stamp(&ask->as_of, 0);
}

static inline Figure outcome(const StatsAsk *ask, State state, const When *due, const When *end)
{
    switch (state) {
    case STATE_DONE: return outcome_done(ask->reading, due, end);
    case STATE_ACTIVE: return is_over(ask, due) ? FIG_OVER : FIG_WITHIN;
    case STATE_SUSPENDED: return FIG_SUSPENDED;
    case STATE_RETURNED: return FIG_RETURNED;
    case STATE_OTHER: break;
    }
    return FIG_N;
}

static inline bool key_of(Worker *w, const RowAt *r, const When *received, int32_t channel, uint64_t *key)
{
    const Pass *p = w->pass;

    *key = 0;
    for (size_t i = 0; i < p->ask->n_by; i++) {
        Key k = p->ask->by[i];
        int32_t v;

        if (k == KEY_MONTH) {
            v = received->day ? received->month - WHEN_FIRST_YEAR * 12 + 1 : 0;
        } else if (k == KEY_CHANNEL) {
            v = channel;
        } else {
            int d = p->word_of[k];
            Str s = cell(r, word_fields[d]);

            v = dict_get(&w->words[d], s.p, s.n);
            if (__builtin_expect(v < 0, 0) && (v = new_word(w, d, s)) < 0)
                return false;
        }
        *key |= (uint64_t)v << p->place[k];
    }
    return true;
}

static void csv_int(Buf *b, int32_t v, char end)
{
    char room[12];
    size_t at = sizeof room;
    uint32_t left = v < 0 ? 0u - (uint32_t)v : (uint32_t)v;

    room[--at] = end;
    do
        room[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        buf_ch(b, '-');
    buf_add(b, (Str){ room + at, sizeof room - at });
}

static const Field list_fields[] = { F_CODE, F_PROCEDURE, F_UNIT, F_FIELD, F_RECEIVED, F_DUE };

/* A line of the overdue list; JSON as an object and a comma. */
static bool list_row(Worker *w, const RowAt *r, const When *due)
{
    const StatsAsk *ask = w->pass->ask;
    int32_t days = workdays_between(ask->days, due->day, ask->as_of.day);
    Str text[COUNT(list_fields)];

    for (size_t i = 0; i < COUNT(list_fields); i++) {
        Str raw = cell(r, list_fields[i]);

        if (!new_text(w, list_fields[i], raw, &text[i]))
            return false;
    }
    if (ask->form == FORM_JSON) {
        Json j = { .out = &w->list };

        json_open(&j, '{');
        for (size_t i = 0; i < COUNT(list_fields); i++)
            json_kstr(&j, field_name(list_fields[i]), text[i]);
        json_kint(&j, "working_days_over", days);
        json_close(&j, '}');
        buf_ch(&w->list, ',');
    } else {
        for (size_t i = 0; i < COUNT(list_fields); i++) {
            buf_csv(&w->list, text[i]);
            buf_ch(&w->list, ',');
        }
        csv_int(&w->list, days, '\n');
    }
    w->n_list++;
    return true;
}

static bool text_of(Worker *w, const RowAt *r, Field f, Str *out)
{
    Str raw = cell(r, f);

    if (!raw.n) {
        *out = raw;
        return true;
    }
    return new_text(w, f, raw, out);
}

static bool flags_of(Worker *w, const RowAt *r, unsigned *out)
{
    static const struct { Field field; unsigned flag; } flags[] = {
        { F_PAID, FLAG_PAID }, { F_DIGITISED, FLAG_DIGITISED }, { F_POSTAL, FLAG_POSTAL }, { F_ELECTRONIC, FLAG_ELECTRONIC },
        { F_REUSED, FLAG_REUSED }, { F_COMPLAINT, FLAG_COMPLAINT }, { F_SHARED, FLAG_SHARED }, { F_POPULATION, FLAG_POPULATION },
    };
    Str fee = cell(r, F_FEE);

    *out = 0;
    for (size_t i = 0; i < COUNT(flags); i++) {
        int32_t v = flag(w, r, flags[i].field);

        if (v < 0)
            return false;
        *out |= v ? flags[i].flag : 0;
    }
    for (size_t i = 0; i < fee.n; i++)
        if (fee.p[i] >= '1' && fee.p[i] <= '9')             /* any amount but zero */
            *out |= FLAG_FEE;
    return true;
}

static bool supplements_of(Worker *w, const RowAt *r, DossierRow *d)
{
    Str text;
    int64_t n = 0;

    if (!when(w, r, F_OLD_DUE, &d->old_due) || !when(w, r, F_ASKED, &d->asked) || !when(w, r, F_SUPPLIED, &d->supplied) ||
        !text_of(w, r, F_SUPPLEMENTS, &text))
        return false;
    if (text.n && (!str_int(text, &n) || n < 0 || n > 1000))
        return bad_row(w, F_SUPPLEMENTS, text, T("không phải số lần bổ sung"));
    d->supplements = n ? (int32_t)n : d->asked.day != 0;
    return true;
}

/* The rest of a row for a sink; the figures need less. */
static bool sink_row(Worker *w, const RowAt *r, DossierRow *d)
{
    Str channel_text = cell(r, F_CHANNEL);
    int32_t channel = channel_text.n ? dict_get(&w->channels, channel_text.p, channel_text.n) : CHANNEL_DIRECT;

    if (channel < 0 && (channel = new_channel(w, channel_text)) < 0)
        return false;
    d->channel = (Channel)channel;
    d->row = w->n_lines + 1;
    if (!flags_of(w, r, &d->flags) || !text_of(w, r, F_CODE, &d->code) || !text_of(w, r, F_PROCEDURE, &d->procedure) ||
        !text_of(w, r, F_UNIT, &d->unit) || !text_of(w, r, F_FIELD, &d->field) || !text_of(w, r, F_OFFICIAL, &d->official) ||
        !supplements_of(w, r, d))
        return false;
    if (!d->code.n)
        return bad_row(w, F_CODE, (Str){ 0 }, T("thiếu mã hồ sơ"));
    w->n_rows++;
    w->pass->sink->row(w->pass->sink->user, d);
    return true;
}

static inline bool take_row(Worker *w, const RowAt *r)
{
    const StatsAsk *ask = w->pass->ask;
    Str state_text = cell(r, F_STATUS), channel_text = cell(r, F_CHANNEL);
    int32_t state = dict_get(&w->states, state_text.p, state_text.n), channel, paid, digitised, postal;
    When received, due, end;
    Pending *p;

    w->code = cell(r, F_CODE);
    if (!w->code.n && r->s->col[F_CODE] >= 0)
        return bad_row(w, F_CODE, (Str){ 0 }, T("thiếu mã hồ sơ"));
    if (!when(w, r, F_RECEIVED, &received) || !when(w, r, F_DUE, &due) || !when(w, r, F_FINISHED, &end))
        return false;
    if (state < 0 && (state = new_state(w, state_text)) < 0)
        return false;
    if (!received.day && state != STATE_OTHER)          /* just registered or refused: nobody has received it */
        return bad_row(w, F_RECEIVED, (Str){ 0 }, T("thiếu thời điểm tiếp nhận"));
    if (state == STATE_DONE && !end.day)
        return bad_row(w, F_FINISHED, (Str){ 0 }, T("hồ sơ đã xong mà thiếu thời điểm kết thúc"));
    if (w->pass->sink)
        return sink_row(w, r, &(DossierRow){ .received = received, .due = due, .end = end, .state = (State)state });
    if (ask->overdue) {
        w->n_rows++;
        return state != STATE_ACTIVE || !is_over(ask, &due) || list_row(w, r, &due);
    }
    channel = channel_text.n ? dict_get(&w->channels, channel_text.p, channel_text.n) : CHANNEL_DIRECT;
    if (channel < 0 && (channel = new_channel(w, channel_text)) < 0)
        return false;
    if ((paid = flag(w, r, F_PAID)) < 0 || (digitised = flag(w, r, F_DIGITISED)) < 0 || (postal = flag(w, r, F_POSTAL)) < 0)
        return false;
    p = &w->pending[w->n_pending];
    if (!key_of(w, r, &received, channel, &p->key))
        return false;
    p->outcome = (uint8_t)outcome(ask, (State)state, &due, &end);
    p->flags = (uint8_t)((channel == CHANNEL_ONLINE) | paid << 1 | digitised << 2 | postal << 3);
    p->days = state == STATE_DONE ? (uint32_t)workdays_between(ask->days, received.day, end.day) : 0;
    __builtin_prefetch(&w->index[slot_of(w, hash_of(p->key))]);
    w->n_rows++;
    if (++w->n_pending == PENDING)
        add_pending(w);
    return true;
}

/* A row without anything in it, as spreadsheets leave behind the last one. */
static bool empty_row(const Source *s, Str row)
{
    for (size_t i = 0; i < row.n; i++)
        if (row.p[i] != s->delimiter && row.p[i] != ' ' && row.p[i] != '\t' && row.p[i] != '\r')
            return false;
    return true;
}

/* Rows of a window in which a quote or a NUL byte stands where none may. True: this row is sound. */
static bool sound_row(Worker *w, const Source *s, Str row)
{
    bool quoted = false;

    for (size_t i = 0; i < row.n; i++) {
        if (row.p[i] == 0)
            return bad_row(w, N_FIELDS, (Str){ 0 }, T("có ký tự NUL"));
        if (row.p[i] != '"')
            continue;
        if (quoted && i + 1 < row.n && row.p[i + 1] == '"') {
            i++;
            continue;
        }
        if (!quoted && i && row.p[i - 1] != s->delimiter)
            return broken_row(w, str_sub(row, i > 20 ? i - 20 : 0, i + 20), T("dấu ngoặc kép đặt sai chỗ; hãy đặt cả ô trong dấu ngoặc kép và viết "
                                                                             "đôi dấu ngoặc kép ở trong ô"));
        quoted = !quoted;
    }
    return true;
}

static void odd_row(Worker *w, const Source *s, Str row)
{
    size_t at;

    if (empty_row(s, row))
        return;
    if (str_find(row, (Str){ "", 1 }, &at))
        (void)bad_row(w, N_FIELDS, (Str){ 0 }, T("có ký tự NUL"));
    else
        (void)bad_row(w, N_FIELDS, str_sub(row, 0, 60), T("số ô không bằng số cột của dòng đầu"));
}

static inline void one_row(Worker *w, const Source *s, const char *base, uint32_t start, uint32_t *ends, size_t n)
{
    RowAt r = { s, base, start, ends };
    uint32_t end = ends[n - 1];

    w->row_at = (size_t)(base - s->text.p) + start;
    w->n_lines++;
    w->code = (Str){ 0 };
    if (__builtin_expect(w->scan.odd, 0) && !sound_row(w, s, (Str){ base + start, end - start }))
        return;
    if (__builtin_expect(n != s->n_cols, 0)) {
        odd_row(w, s, (Str){ base + start, end - start });
        return;
    }
    if (end > start && base[end - 1] == '\r')
        ends[n - 1]--;
    if (__builtin_expect(end - start < 2 * n, 0) && empty_row(s, (Str){ base + start, end - start }))
        return;
    (void)take_row(w, &r);              /* a bad row has said so itself */
}

/* --- a chunk --- */

/* The first row that begins at c->from or behind it. */
static size_t first_row(const Source *s, const Chunk *c)
{
    bool quoted = c->quoted;
    const char *p = s->text.p;

    if (c->from == s->begin)
        return c->from;
    if (!quoted) {
        const char *line = memchr(p + c->from - 1, '\n', s->text.n - (c->from - 1));
        const char *quote = memchr(p + c->from - 1, '"', line ? (size_t)(line - p) - (c->from - 1) : s->text.n - (c->from - 1));

        if (!quote)
            return line ? (size_t)(line - p) + 1 : s->text.n;
    }
    for (size_t i = c->from - 1; i < s->text.n; i++) {
        if (p[i] == '"')
            quoted = !quoted;
        else if (p[i] == '\n' && !quoted)
            return i + 1;
    }
    return s->text.n;
}

static void scan_begin(Worker *w, const Source *s)
{
    Scan *c = &w->scan;

    c->quoted = 0;
    c->fresh = 1;
    c->was_quote = 0;
    c->odd = false;
    c->delimiter = s->delimiter;
    c->n_ends = c->n_rows = 0;
}

/* Rows that end in the window; true when the chunk is done. */
static bool take_rows(Worker *w, const Source *s, const char *base, size_t limit, uint32_t *start)
{
    Scan *c = &w->scan;
    uint32_t from = 0, at = *start;
    bool done = false;

    for (size_t i = 0; i < c->n_rows && !done; i++) {
        uint32_t last = c->rows[i], end = c->ends[last];

        one_row(w, s, base, at, c->ends + from, last + 1 - from);
        if (w->stop)
            break;
        at = end + 1;
        from = last + 1;
        done = at >= limit;
    }
    memmove(c->ends, c->ends + from, (c->n_ends - from) * sizeof *c->ends);
    c->n_ends -= from;
    c->n_rows = 0;
    *start = at;
    return done || w->stop;
}

/* The rest of the text, which has no line feed at its end. */
static void last_row(Worker *w, const Source *s, const char *base, uint32_t size, uint32_t *start)
{
    w->row_at = (size_t)(base - s->text.p) + *start;
    if (w->scan.quoted) {
        w->n_lines++;
        (void)broken_row(w, str_sub((Str){ base + *start, size - *start }, 0, 60), T("dấu ngoặc kép mở ra mà không đóng"));
        return;
    }
    if (*start < size) {
        w->scan.ends[w->scan.n_ends++] = size;
        one_row(w, s, base, *start, w->scan.ends, w->scan.n_ends);
    }
    *start = size;
}

static void run_chunk(Worker *w, Chunk *c)
{
    const Source *s = &w->pass->sources[c->source];
    size_t first = first_row(s, c), left = s->text.n - first;
    const char *base = s->text.p + first;
    uint32_t start = 0;

    c->first = c->next = first;
    c->list.n = w->list.n;
    c->n_list = w->n_list;
    scan_begin(w, s);
    for (size_t at = 0; first < c->to && !w->stop;) {
        size_t n = left - at < SCAN_WINDOW ? left - at : SCAN_WINDOW;

        if (!n) {
            last_row(w, s, base, (uint32_t)at, &start);
            break;
        }
        w->pass->scan(&w->scan, base + at, n, (uint32_t)at);
        at += n;
        if (take_rows(w, s, base, c->to - first, &start))
            break;
        w->row_at = first + start;
        if (at - start > MAX_ROW || w->scan.n_ends > MAX_CARRY) {
            w->n_lines++;
            (void)broken_row(w, str_sub((Str){ base + start, 60 }, 0, 60), T("dòng dài quá 64 MB hoặc có quá nhiều ô; "
                                                                            "có thể một dấu ngoặc kép mở ra mà không đóng"));
        }
    }
    c->next = first + start;
    c->list = str_sub(buf_str(&w->list), c->list.n, w->list.n);
    c->n_list = w->n_list - c->n_list;
}

/* Flat memory, however long the file. */
static void forget(const Pass *p, size_t i)
{
    const Chunk *c = &p->chunks[i];
    const Source *s = &p->sources[c->source];

    slab_forget(s->text, c->from > FOLIO ? c->from - FOLIO : 0, c->to);
}

void worker_chunk(Worker *w, size_t i)
{
    w->chunk = i;
    w->stop = false;
    run_chunk(w, &w->pass->chunks[i]);
    forget(w->pass, i);
}

void worker_run(Worker *w)
{
    Pass *p = w->pass;

    while (!atomic_load(&p->not_utf8)) {
        size_t i = atomic_fetch_add(&p->next_chunk, 1);

        if (i >= p->n_chunks || i > atomic_load(&p->bad_chunk))
            break;
        w->chunk = i;
        w->stop = false;
        if (p->ask->overdue)
            w->list = (Buf){ .arena = &w->arena };
        run_chunk(w, &p->chunks[i]);
        forget(p, i);
        if (i >= p->n_workers * 2)
            forget(p, i - p->n_workers * 2);            /* neighbours have read into it meanwhile; now they are past it */
        if (w->stop)
            break;
    }
    add_pending(w);
}
