/* Groups as CSV, JSON and text. */
#include "base/json.h"
#include "onestop/slab.h"
#include "onestop/stats.h"

enum { FIRST_MONTH = WHEN_FIRST_YEAR * 12 - 1, NUMBER = 21 };

typedef struct Sums {
    uint64_t figure[N_FIGURES];
    uint64_t working_days, key;
} Sums;

/* Adds up the groups of one key from i on; returns the next. */
static size_t sum_groups(const Stats *s, size_t i, Sums *sum)
{
    uint64_t key = s->groups[i].key;

    *sum = (Sums){ .key = key };
    for (; i < s->n_groups && s->groups[i].key == key; i++) {
        if (i + 8 < s->n_groups)
            __builtin_prefetch(s->groups[i + 8].group);
        for (int f = 0; f < N_FIGURES; f++)
            sum->figure[f] += s->groups[i].group->figure[f];
        sum->working_days += s->groups[i].group->working_days;
    }
    return i;
}

static char *put_number(char *p, uint64_t v)
{
    char digits[NUMBER];
    int n = 0;

    if (v < 10) {
        *p = (char)('0' + v);
        return p + 1;
    }
    for (; v; v /= 10)
        digits[n++] = (char)('0' + v % 10);
    while (n)
        *p++ = digits[--n];
    return p;
}

static char *put_text(char *p, Str s)
{
    memcpy(p, s.p, s.n);
    return p + s.n;
}

/* Nothing for a dossier that was never received. */
static char *put_month(char *p, uint64_t month)
{
    uint64_t at = month + FIRST_MONTH, year = at / 12, m = at % 12 + 1;

    if (!month)
        return p;
    p = put_number(p, year);
    *p++ = '-';
    *p++ = (char)('0' + m / 10);
    *p++ = (char)('0' + m % 10);
    return p;
}

/* Hundredths of a day, rounded half up in integers. Nothing when no dossier is done. */
static char *put_mean(char *p, const Sums *s)
{
    uint64_t done = s->figure[FIG_EARLY] + s->figure[FIG_ON_TIME] + s->figure[FIG_LATE], cents;

    if (!done)
        return p;
    cents = (s->working_days * 200 + done) / (done * 2);
    p = put_number(p, cents / 100);
    *p++ = '.';
    *p++ = (char)('0' + cents / 10 % 10);
    *p++ = (char)('0' + cents % 10);
    return p;
}

/* Ranks of the keys of a group, in the order of --by. */
static void split_key(const Stats *s, uint64_t key, uint64_t rank[N_KEYS])
{
    for (size_t i = s->ask->n_by; i-- > 0;) {
        rank[i] = key & ((UINT64_C(1) << s->bits[i]) - 1);
        key >>= s->bits[i];
    }
}

static Str key_text(const Stats *s, Arena *a, Key k, uint64_t rank)
{
    char room[16];

    if (k == KEY_CHANNEL)
        return str_of(channel_name((Channel)rank));
    if (k != KEY_MONTH)
        return s->names[k][rank];
    return str_dup(a, (Str){ room, (size_t)(put_month(room, rank) - room) });
}

static char *csv_line(const Stats *s, Str *const names[N_KEYS], char *p, const Sums *sum)
{
    uint64_t rank[N_KEYS];

    split_key(s, sum->key, rank);
    for (size_t i = 0; i < s->ask->n_by; i++) {
        Key k = s->ask->by[i];

        if (k == KEY_MONTH)
            p = put_month(p, rank[i]);
        else if (k == KEY_CHANNEL)
            p = put_text(p, str_of(channel_name((Channel)rank[i])));
        else
            p = put_text(p, names[k][rank[i]]);
        *p++ = ',';
    }
    for (int f = 0; f < N_FIGURES; f++) {
        p = put_number(p, sum->figure[f]);
        *p++ = ',';
    }
    p = put_mean(p, sum);
    *p++ = '\n';
    return p;
}

/* The names of a key as cells; adds the longest to *wide. */
static Str *csv_names(const Stats *s, Arena *a, Key k, size_t *wide)
{
    Str *names = NEW(a, Str, s->n_names[k]);
    size_t longest = 0;

    for (size_t i = 0; i < s->n_names[k]; i++) {
        Buf b = { .arena = a };

        buf_csv(&b, s->names[k][i]);
        names[i] = buf_str(&b);
        longest = names[i].n > longest ? names[i].n : longest;
    }
    *wide += longest + 1;
    return names;
}

/* Lines are written where they stay: the slab is as large as they could get, and only what is written is touched. */
static void print_csv(const Stats *s, Buf *out)
{
    size_t wide = (N_FIGURES + 2) * NUMBER + N_KEYS * 16, room;
    Str *names[N_KEYS] = { 0 };
    char *p;
    Sums sum;

    for (size_t i = 0; i < s->ask->n_by; i++)
        names[s->ask->by[i]] = csv_names(s, out->arena, s->ask->by[i], &wide);      /* room for any line */
    for (size_t i = 0; i < s->ask->n_by; i++)
        buf_fmt(out, "%s,", key_name(s->ask->by[i]));
    for (int f = 0; f < N_FIGURES; f++)
        buf_fmt(out, "%s,", figure_name((Figure)f));
    buf_lit(out, "mean_working_days\n");
    if (!s->n_groups && !s->ask->n_by)
        buf_lit(out, "0,0,0,0,0,0,0,0,0,0,0,0,\n");
    room = (s->n_groups + 1) * wide + out->n;
    p = slab_take(room);
    memcpy(p, out->p, out->n);
    *out = (Buf){ .arena = out->arena, .p = p, .n = out->n, .cap = room };
    p += out->n;
    for (size_t i = 0; i < s->n_groups;) {
        i = sum_groups(s, i, &sum);
        p = csv_line(s, names, p, &sum);
    }
    out->n = (size_t)(p - out->p);
}

static void json_row(const Stats *s, Json *j, const Sums *sum)
{
    SCRATCH(a);
    uint64_t rank[N_KEYS];
    char mean[2 * NUMBER];
    Str text = { mean, (size_t)(put_mean(mean, sum) - mean) };

    split_key(s, sum->key, rank);
    json_open(j, '{');
    for (size_t i = 0; i < s->ask->n_by; i++)
        json_kstr(j, key_name(s->ask->by[i]), key_text(s, &a, s->ask->by[i], rank[i]));
    for (int f = 0; f < N_FIGURES; f++)
        json_kint(j, figure_name((Figure)f), (int64_t)sum->figure[f]);
    json_key(j, "mean_working_days");
    if (text.n)
        json_str(j, text);
    else
        json_null(j);
    json_close(j, '}');
}

static void print_json(const Stats *s, Buf *out)
{
    Json j = { .out = out };
    Sums sum = { 0 };

    json_open(&j, '{');
    json_kstr(&j, "reading", s->ask->reading == READ_DATE ? S("date") : S("766"));
    json_kint(&j, "dossiers", (int64_t)s->n_rows);
    json_kint(&j, "bad_rows", (int64_t)s->n_bad);
    json_key(&j, "rows");
    json_open(&j, '[');
    for (size_t i = 0; i < s->n_groups;) {
        i = sum_groups(s, i, &sum);
        json_row(s, &j, &sum);
    }
    if (!s->n_groups && !s->ask->n_by)
        json_row(s, &j, &sum);
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

void stats_print(const Stats *s, Form form, Buf *out)
{
    if (s->ask->overdue) {
        if (form == FORM_JSON) {
            buf_ch(out, '[');
            buf_add(out, str_sub(s->list, 0, s->list.n ? s->list.n - 1 : 0));   /* without the last comma */
            buf_lit(out, "]\n");
        } else {
            buf_lit(out, "dossier_code,procedure_code,unit_code,field_code,received_at,due_at,working_days_over\n");
            buf_add(out, s->list);
        }
        return;
    }
    if (form == FORM_JSON)
        print_json(s, out);
    else
        print_csv(s, out);
}
