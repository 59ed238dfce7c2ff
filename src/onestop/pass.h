/* One thread's pass over chunks of files: rows into groups. Internal to stats.c. */
#pragma once
#include "onestop/dict.h"
#include "onestop/scan.h"
#include "onestop/source.h"
#include "onestop/stats.h"

#include <stdatomic.h>

typedef struct Chunk {
    uint32_t source;
    bool quoted;                /* the chunk begins inside quotes (known from the second attempt on) */
    size_t from, to;            /* rows that begin here; places in the text of the source */
    size_t first, next;         /* where its first row began and the row after its last: must meet the neighbours' */
    Str list;
    size_t n_list;
} Chunk;

typedef struct BadRow {
    size_t chunk, at;           /* place of the row's first byte */
    Field field;                /* N_FIELDS: the whole row */
    const char *reason;         /* Vietnamese, T() */
    Str value;
} BadRow;

enum { MAX_BAD = 20, MAX_WORD = 1024, MAX_ROW = 64 << 20, PENDING = 64, N_WORDS = 3 };

/* A dossier as the file tells it, checked cell by cell. Texts live as long as Worker.texts. */
typedef struct DossierRow {
    size_t row;                 /* of the spreadsheet; the header is row 1 */
    Str code, procedure, unit, field, official;
    When received, due, end, old_due, asked, supplied;
    State state;
    Channel channel;
    unsigned flags;             /* FLAG_… */
    int32_t supplements;
} DossierRow;

enum { FLAG_PAID = 1, FLAG_DIGITISED = 2, FLAG_POSTAL = 4, FLAG_FEE = 8, FLAG_ELECTRONIC = 16, FLAG_REUSED = 32, FLAG_COMPLAINT = 64,
    FLAG_SHARED = 128, FLAG_POPULATION = 256 };

/* Takes rows one after the other instead of counting them. */
typedef struct RowSink {
    void (*row)(void *user, const DossierRow *r);
    void (*bad)(void *user, size_t row, Str code, Field field, Str value, const char *reason);
    void *user;
} RowSink;

typedef struct Pending {
    uint64_t key;
    uint32_t days;
    uint8_t outcome, flags;
} Pending;

typedef struct Pass Pass;

typedef struct Worker {
    Pass *pass;
    Arena arena;
    Scan scan;
    Dict words[N_WORDS];        /* unit, field, procedure */
    VEC(Str) names[N_WORDS];    /* by number */
    Dict states, channels, answers;
    /*
     * Groups lie in blocks in the order in which they are met; the index holds number + 1 below and bits of the hash
     * above. So only what is used is ever touched, and nothing moves but the small index.
     */
    uint64_t *index;            /* open addressing; 0: free */
    Group **blocks;
    size_t n_groups, mask;
    unsigned shift;
    Pending pending[PENDING];
    size_t n_pending;
    size_t chunk, row_at;
    Str code;                   /* of the row, raw */
    Buf list;
    size_t n_list;
    size_t n_rows, n_bad, n_lines;
    Arena texts;                /* for a sink: cells of the chunk that were quoted */
    VEC(BadRow) bad;
    bool stop;                  /* the chunk ends here: a row that cannot be left out */
} Worker;

struct Pass {
    const StatsAsk *ask;
    const RowSink *sink;        /* NULL: rows are counted */
    Source *sources;
    size_t n_sources;
    Worker *workers;
    size_t n_workers;           /* that have begun */
    Chunk *chunks;
    size_t n_chunks;
    ScanFn scan;
    int8_t word_of[N_KEYS];     /* index into Worker.words, or -1 */
    unsigned place[N_KEYS];     /* shift of the key in Pending.key; 64: not asked for */
    uint32_t word_limit[N_WORDS];
    _Atomic size_t next_chunk, bad_chunk;
    _Atomic uint32_t not_utf8;  /* number of the source + 1 that is no UTF-8 */
};

enum { BLOCK_BITS = 14, BLOCK_GROUPS = 1 << BLOCK_BITS, MAX_BLOCKS = 1 << 16 };

static inline Group *group_at(const Worker *w, size_t i)
{
    return &w->blocks[i >> BLOCK_BITS][i & (BLOCK_GROUPS - 1)];
}

void worker_begin(Worker *w, Pass *pass, uint64_t seed);
void worker_run(Worker *w);
void worker_chunk(Worker *w, size_t i);                /* one chunk; w->stop: it ended at a row that cannot be left out */
void worker_end(Worker *w);
