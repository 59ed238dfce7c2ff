#include "onestop/pass.h"

#include "base/json.h"
#include "onestop/slab.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

enum { CHUNK = 4 << 20, MAX_THREADS = 64, MONTH_BITS = 12, CHANNEL_BITS = 2, ALL_BITS = 64 };

static const char *const key_names[N_KEYS] = { "unit", "month", "field", "procedure", "channel" };
static const Field key_fields[N_KEYS] = { F_UNIT, F_RECEIVED, F_FIELD, F_PROCEDURE, F_CHANNEL };
static const int8_t key_words[N_KEYS] = { 0, -1, 1, 2, -1 };

static const char *const figure_names[N_FIGURES] = {
    "n", "early", "on_time", "late", "in_progress_within", "in_progress_over", "suspended", "returned", "online",
    "paid_online", "digitised", "postal_return",
};

const char *key_name(Key k)
{
    return key_names[k];
}

bool key_parse(Key *out, Str s)
{
    for (int k = 0; k < N_KEYS; k++)
        if (str_eq(s, str_of(key_names[k]))) {
            *out = (Key)k;
            return true;
        }
    return false;
}

const char *figure_name(Figure f)
{
    return figure_names[f];
}

/* --- before: what is needed, places of the keys, chunks --- */

static uint32_t needed(const StatsAsk *ask)
{
    uint32_t need = 1u << F_RECEIVED | 1u << F_DUE | 1u << F_FINISHED | 1u << F_STATUS;

    for (size_t i = 0; i < ask->n_by; i++)
        need |= 1u << key_fields[ask->by[i]];
    return ask->overdue ? need | 1u << F_CODE : need;
}

static void place_keys(Pass *p)
{
    const StatsAsk *ask = p->ask;
    unsigned words = 0, free_bits = ALL_BITS, at = 0;

    for (size_t i = 0; i < ask->n_by; i++) {
        words += key_words[ask->by[i]] >= 0;
        free_bits -= ask->by[i] == KEY_MONTH ? MONTH_BITS : ask->by[i] == KEY_CHANNEL ? CHANNEL_BITS : 0;
    }
    for (size_t i = 0; i < ask->n_by; i++) {
        Key k = ask->by[i];
        unsigned bits = k == KEY_MONTH ? MONTH_BITS : k == KEY_CHANNEL ? CHANNEL_BITS : free_bits / words;

        if (bits > 30)
            bits = 30;
        p->place[k] = at;
        p->word_of[k] = key_words[k];
        if (key_words[k] >= 0)
            p->word_limit[key_words[k]] = 1u << bits;
        at += bits;
    }
}

static void cut_chunks(Pass *p, Arena *a, size_t n_sources)
{
    size_t size = p->ask->chunk ? p->ask->chunk : CHUNK, n = 0;

    for (size_t i = 0; i < n_sources; i++)
        n += (p->sources[i].text.n - p->sources[i].begin) / size + 1;
    p->chunks = NEW(a, Chunk, n);
    p->n_chunks = 0;
    for (size_t i = 0; i < n_sources; i++) {
        const Source *s = &p->sources[i];

        for (size_t from = s->begin; from < s->text.n; from += size) {
            size_t to = from + size < s->text.n ? from + size : s->text.n;

            p->chunks[p->n_chunks++] = (Chunk){ .source = (uint32_t)i, .from = from, .to = to };
        }
    }
}

/* --- the passes --- */

static void *thread_main(void *w)
{
    worker_run(w);
    return NULL;
}

static void run_all(Pass *p, Worker *workers, size_t n)
{
    pthread_t threads[MAX_THREADS];
    bool started[MAX_THREADS] = { 0 };
    uint64_t seed = 0;

    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uint64_t)(uintptr_t)p;
    atomic_store(&p->next_chunk, 0);
    atomic_store(&p->bad_chunk, SIZE_MAX);
    atomic_store(&p->not_utf8, 0);
    for (size_t i = 0; i < n; i++)
        worker_begin(&workers[i], p, seed);
    p->n_workers = n;
    for (size_t i = 1; i < n; i++)
        started[i] = pthread_create(&threads[i], NULL, thread_main, &workers[i]) == 0;
    worker_run(&workers[0]);
    for (size_t i = 1; i < n; i++)
        if (started[i])
            pthread_join(threads[i], NULL);
}

/*
 * A chunk takes the first line feed for the end of a row. Within quotes that is wrong, and then the row after the
 * chunk before does not begin where this one did.
 */
static bool chunks_meet(const Pass *p)
{
    size_t last = atomic_load(&p->bad_chunk);

    for (size_t i = 0; i + 1 < p->n_chunks && i < last; i++) {
        const Chunk *c = &p->chunks[i], *d = c + 1;

        if (c->source == d->source && c->next != d->first)
            return false;
    }
    return true;
}

/* Second attempt: quotes counted from the beginning tell which chunks begin inside quotes. */
static void count_quotes(Pass *p)
{
    bool quoted = false;

    for (size_t i = 0; i < p->n_chunks; i++) {
        Chunk *c = &p->chunks[i];
        const Source *s = &p->sources[c->source];

        if (c->from == s->begin) {
            quoted = false;
            c->quoted = false;
        } else {
            /* first_row() begins one byte before the chunk, to see its line feed */
            c->quoted = quoted ^ (s->text.p[c->from - 1] == '"');
        }
        quoted ^= scan_count_quotes(s->text.p + c->from, c->to - c->from) & 1;
    }
}

static void end_workers(Pass *p)
{
    for (size_t i = 0; i < p->n_workers; i++)
        worker_end(&p->workers[i]);
    p->n_workers = 0;
}

static Err run_until_right(Pass *p, Arena *a, Worker *workers, size_t n, size_t n_sources, uint32_t need, Answer *why)
{
    bool counted = false;

    for (;;) {
        uint32_t other;

        run_all(p, workers, n);
        other = atomic_load(&p->not_utf8);
        if (!other && (counted || chunks_meet(p)))
            return OK;
        end_workers(p);
        if (other) {
            TRY(source_as_1258(&p->sources[other - 1], why));
            TRY(source_header(&p->sources[other - 1], a, need, why));
            cut_chunks(p, a, n_sources);
            counted = false;
            continue;
        }
        count_quotes(p);
        counted = true;
    }
}

/* --- bad rows --- */

/* Number of the row as a spreadsheet shows it: the header is row 1. */
static size_t row_number(const Source *s, size_t at)
{
    size_t row = 2;
    bool quoted = false;

    for (size_t i = s->begin; i < at; i++) {
        if (s->text.p[i] == '"')
            quoted = !quoted;
        row += s->text.p[i] == '\n' && !quoted;
    }
    return row;
}

static Str bad_text(const Pass *p, Arena *a, Lang lang, const BadRow *b)
{
    const Source *s = &p->sources[p->chunks[b->chunk].source];
    Str column = b->field == N_FIELDS ? (Str){ 0 } : str_fmt(a, tr(lang, T(", cột %s")), field_name(b->field));

    return str_fmt(a, tr(lang, T("Tệp %.*s, dòng %zu%.*s, giá trị “%.*s”: %s.")), SV(s->file), row_number(s, b->at), SV(column),
        SV(b->value), tr(lang, b->reason));
}

static int by_place(const void *x, const void *y)
{
    const BadRow *a = x, *b = y;

    if (a->chunk != b->chunk)
        return a->chunk < b->chunk ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static Err tell_bad(Stats *out, const Pass *p, Arena *a, const Worker *workers, size_t n, Answer *why)
{
    VEC(BadRow) all = { 0 };
    size_t worst = atomic_load(&p->bad_chunk);

    for (size_t i = 0; i < n; i++) {
        out->n_bad += workers[i].n_bad;
        for (size_t k = 0; k < workers[i].bad.n; k++)
            if (worst == SIZE_MAX || workers[i].bad.v[k].chunk == worst)
                *vec_add(a, &all) = workers[i].bad.v[k];
    }
    if (!all.n)
        return OK;
    qsort(all.v, all.n, sizeof *all.v, by_place);
    if (worst != SIZE_MAX)
        return answer(why, E_INVALID, "%.*s", SV(bad_text(p, a, why->lang, &all.v[all.n - 1])));
    for (size_t i = 0; i < all.n && i < MAX_BAD; i++)
        *vec_add(a, &out->bad) = bad_text(p, a, why->lang, &all.v[i]);
    return OK;
}

/* --- merging: numbers of words become ranks in byte order, the same for all threads --- */

typedef struct WordAt {
    Str word;
    uint32_t worker, number;
} WordAt;

static int by_word(const void *x, const void *y)
{
    return str_cmp(((const WordAt *)x)->word, ((const WordAt *)y)->word);
}

/* Names by rank; rank[worker][number]. Returns how many. */
static size_t rank_words(Arena *a, const Worker *workers, size_t n, int d, uint32_t **rank, Str **names)
{
    WordAt *all;
    size_t total = 0, at = 0, ranks = 0;

    for (size_t i = 0; i < n; i++)
        total += workers[i].names[d].n;
    all = NEW(a, WordAt, total);
    *names = NEW(a, Str, total);
    for (size_t i = 0; i < n; i++) {
        rank[i] = NEW(a, uint32_t, workers[i].names[d].n);
        for (size_t k = 0; k < workers[i].names[d].n; k++)
            all[at++] = (WordAt){ workers[i].names[d].v[k], (uint32_t)i, (uint32_t)k };
    }
    if (total)
        qsort(all, total, sizeof *all, by_word);
    for (size_t i = 0; i < total; i++) {
        if (i == 0 || !str_eq(all[i].word, all[i - 1].word))
            (*names)[ranks++] = str_dup(a, all[i].word);
        rank[all[i].worker][all[i].number] = (uint32_t)ranks - 1;
    }
    return ranks;
}

static unsigned bits_for(size_t n)
{
    unsigned bits = 1;

    while ((size_t)1 << bits < n)
        bits++;
    return bits;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* Radix sort by the low `bits`; the result is in v or in room. */
static Order *sort_groups(Order *v, Order *room, size_t n, unsigned bits)
{
    for (unsigned shift = 0; shift < bits; shift += DIGIT_BITS) {
        size_t start[DIGITS] = { 0 }, sum = 0;
        Order *swap = v;

        for (size_t i = 0; i < n; i++)
            start[v[i].key >> shift & (DIGITS - 1)]++;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t count = start[d];

            start[d] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++)
            room[start[v[i].key >> shift & (DIGITS - 1)]++] = v[i];
        v = room;
        room = swap;
    }
    return v;
}

static uint64_t ranked(const Pass *p, const Stats *s, uint64_t key, uint32_t *rank[N_WORDS][MAX_THREADS], size_t worker)
{
    uint64_t out = 0;

    for (size_t i = 0; i < p->ask->n_by; i++) {
        Key k = p->ask->by[i];
        uint64_t v = key >> p->place[k];

        if (k == KEY_MONTH)
            v &= (1u << MONTH_BITS) - 1;
        else if (k == KEY_CHANNEL)
            v &= (1u << CHANNEL_BITS) - 1;
        else
            v = rank[key_words[k]][worker][v & (p->word_limit[key_words[k]] - 1)];
        out = out << s->bits[i] | v;
    }
    return out;
}

static void merge(Stats *out, const Pass *p, Arena *a, Worker *workers, size_t n)
{
    uint32_t *rank[N_WORDS][MAX_THREADS];
    unsigned bits = 0;
    size_t total = 0, at = 0, bytes;
    Order *v, *room;

    for (size_t i = 0; i < p->ask->n_by; i++) {
        Key k = p->ask->by[i];

        out->bits[i] = k == KEY_MONTH ? MONTH_BITS : CHANNEL_BITS;
        if (key_words[k] >= 0) {
            out->n_names[k] = rank_words(a, workers, n, key_words[k], rank[key_words[k]], &out->names[k]);
            out->bits[i] = bits_for(out->n_names[k]);
        }
        bits += out->bits[i];
    }
    for (size_t i = 0; i < n; i++)
        total += workers[i].n_groups;
    bytes = (total + 1) * sizeof(Order);
    v = slab_take(bytes);
    room = slab_take(bytes);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < workers[i].n_groups; k++) {
            const Group *g = group_at(&workers[i], k);

            v[at++] = (Order){ ranked(p, out, g->key, rank, i), g };
        }
    assert(at == total);
    out->groups = sort_groups(v, room, total, bits);            /* until stats_end */
    out->n_groups = total;
    slab_end(out->groups == v ? room : v, bytes);
}

static void collect_list(Stats *out, const Pass *p, Arena *a)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < p->n_chunks; i++) {
        buf_add(&b, p->chunks[i].list);
        out->n_list += p->chunks[i].n_list;
    }
    out->list = buf_str(&b);
}

static size_t threads_for(const StatsAsk *ask, size_t n_chunks)
{
    long n = ask->threads ? ask->threads : sysconf(_SC_NPROCESSORS_ONLN);

    n = n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : n;
    return n_chunks && (size_t)n > n_chunks ? n_chunks : (size_t)n;
}

Err stats_read(Stats *out, Arena *a, const StatsAsk *ask, const Str *files, size_t n_files, Answer *why)
{
    Pass *p = NEW(a, Pass, 1);
    Worker *workers = NEW(a, Worker, MAX_THREADS);
    size_t n;

    *out = (Stats){ .ask = ask, .pass = p };
    *p = (Pass){ .ask = ask, .sources = NEW(a, Source, n_files), .n_sources = n_files, .workers = workers };
    p->scan = ask->scan ? scan_named(ask->scan) : scan_best();
    assert(p->scan && ask->n_by <= N_KEYS);
    when_init();
    place_keys(p);
    for (size_t i = 0; i < n_files; i++)
        TRY(source_open(&p->sources[i], a, files[i], needed(ask), why));
    cut_chunks(p, a, n_files);
    n = threads_for(ask, p->n_chunks);
    TRY(run_until_right(p, a, workers, n, n_files, needed(ask), why));
    TRY(tell_bad(out, p, a, workers, n, why));
    for (size_t i = 0; i < n; i++)
        out->n_rows += workers[i].n_rows;
    if (ask->overdue)
        collect_list(out, p, a);
    else
        merge(out, p, a, workers, n);
    return OK;
}

void stats_end(Stats *s)
{
    Pass *p = s->pass;

    slab_end(s->groups, (s->n_groups + 1) * sizeof *s->groups);
    s->groups = NULL;
    if (!p)
        return;
    end_workers(p);
    for (size_t i = 0; i < p->n_sources; i++)
        source_end(&p->sources[i]);
    s->pass = NULL;
}
