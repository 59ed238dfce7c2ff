/*
 * Figures of dossiers straight from files: counts by unit, month, field, procedure and channel, and the list of
 * dossiers in progress that are over. One pass, memory of its own only for groups and (in overdue) the lines found.
 *
 *     StatsAsk ask = { .by = { KEY_UNIT, KEY_MONTH }, .n_by = 2, .days = days, .as_of = now };
 *     TRY(stats_read(&stats, a, &ask, files, n, why));
 *     stats_csv(&stats, out);
 *
 * Done: STATE_DONE. Reading READ_DATE compares days (early, on time, late: finished before, on, after the due day; no
 * due date is on time; in progress over: due before the day of as_of). READ_766 compares time stamps: early is
 * an earlier day than the due day, late is after the due minute; in progress over: due before as_of. A due date
 * without a time ends with its day.
 * BASIS: QĐ 766/QĐ-TTg, 2.1 (time stamps); practice of provincial systems (days)
 */
#pragma once
#include "onestop/when.h"
#include "onestop/words.h"
#include "onestop/workdays.h"

typedef enum Key { KEY_UNIT, KEY_MONTH, KEY_FIELD, KEY_PROCEDURE, KEY_CHANNEL, N_KEYS } Key;
typedef enum Reading { READ_DATE, READ_766 } Reading;

typedef enum Figure {
    FIG_N, FIG_EARLY, FIG_ON_TIME, FIG_LATE, FIG_WITHIN, FIG_OVER, FIG_SUSPENDED, FIG_RETURNED, FIG_ONLINE, FIG_PAID,
    FIG_DIGITISED, FIG_POSTAL, N_FIGURES
} Figure;

typedef enum Form { FORM_CSV, FORM_JSON, FORM_TEXT } Form;

typedef struct StatsAsk {
    Key by[N_KEYS];
    size_t n_by;                /* 0: one row over all */
    Reading reading;
    When as_of;                 /* without a time: the day begins */
    const WorkDays *days;
    int threads;                /* 0: one for each processor */
    bool skip_bad;              /* bad rows are counted and left out; else the first one refuses everything */
    bool overdue;               /* list instead of figures */
    Form form;                  /* of the list */
    const char *scan;           /* name of the scanner, for tests; NULL: the best */
    size_t chunk;               /* bytes, for tests; 0: 4 MiB */
} StatsAsk;

/* One group; a cache line. `key` is the thread's own numbering. */
typedef struct Group {
    uint32_t figure[12];
    uint64_t working_days;      /* sum over done dossiers */
    uint64_t key;
} Group;

typedef struct Order {
    uint64_t key;               /* ranks of the keys, the first of --by on top */
    const Group *group;
} Order;

typedef struct Stats {
    const StatsAsk *ask;
    Order *groups;               /* sorted; equal keys (of several threads) stand together and are added when printed */
    size_t n_groups;
    Str *names[N_KEYS];         /* by rank; none for the month and the channel */
    size_t n_names[N_KEYS];
    unsigned bits[N_KEYS];      /* of the rank in Order.key, by position in `by` */
    size_t n_rows, n_bad;
    VEC(Str) bad;               /* the first sentences about rows left out */
    struct Pass *pass;          /* what stats_end gives back */
    Str list;                   /* overdue */
    size_t n_list;
} Stats;

Err stats_read(Stats *out, Arena *a, const StatsAsk *ask, const Str *files, size_t n_files, Answer *why);
/*
 * Gives back the maps of the files and the groups; also after a refusal. A printed CSV stays until the process ends.
 * A command that prints and ends need not call it.
 */
void stats_end(Stats *s);
void stats_print(const Stats *s, Form form, Buf *out);

const char *key_name(Key k);                            /* "unit" */
bool key_parse(Key *out, Str s);
const char *figure_name(Figure f);                      /* "in_progress_within" */
