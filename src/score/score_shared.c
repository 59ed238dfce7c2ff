#include "score/score_shared.h"

#include "core/audit.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { KEPT = 8 };              /* two sets × this year and the year before, twice */

typedef struct Kept {
    Arena arena;
    const void *store;          /* NULL: free place */
    int64_t set_id, newest;
    ScoreRun run;
    int users;
    uint64_t used_at;
} Kept;

static struct {
    pthread_mutex_t lock;
    Kept *v[KEPT];
    uint64_t clock;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void drop(Kept *k)
{
    arena_end(&k->arena);
    free(k);
}

static void give_back(void *what)
{
    Kept *k = what;
    bool last;

    pthread_mutex_lock(&kept.lock);
    last = --k->users == 0;
    pthread_mutex_unlock(&kept.lock);
    if (last)
        drop(k);
}

static Kept *find(const Ctx *c, int64_t set_id, int64_t newest)
{
    Kept *found = NULL;

    pthread_mutex_lock(&kept.lock);
    for (size_t i = 0; i < KEPT && !found; i++)
        if (kept.v[i] && kept.v[i]->store == c->snapshot && kept.v[i]->set_id == set_id && kept.v[i]->newest == newest)
            found = kept.v[i];
    if (found) {
        found->users++;
        found->used_at = ++kept.clock;
    }
    pthread_mutex_unlock(&kept.lock);
    return found;
}

/* Into the place of an older result of the same set, or of the one not used for the longest time. */
static void keep(Kept *k)
{
    Kept *old;
    size_t place = 0;
    bool last;

    pthread_mutex_lock(&kept.lock);
    for (size_t i = 0; i < KEPT; i++) {
        if (!kept.v[i] || (kept.v[i]->store == k->store && kept.v[i]->set_id == k->set_id)) {
            place = i;
            break;
        }
        if (kept.v[i]->used_at < kept.v[place]->used_at)
            place = i;
    }
    old = kept.v[place];
    kept.v[place] = k;
    k->used_at = ++kept.clock;
    k->users = 2;                                       /* the place and this request */
    last = old && --old->users == 0;
    pthread_mutex_unlock(&kept.lock);
    if (last)
        drop(old);
}

static Err make(Ctx *c, int64_t set_id, int64_t newest, Kept **out)
{
    static const ScoreOverride none;
    Kept *k = calloc(1, sizeof *k);
    Arena *own = c->arena;
    Err e;

    if (!k)
        return fail(c, E_IO, T("Máy chủ hết bộ nhớ; hãy thử lại sau."));
    *k = (Kept){ .store = c->snapshot, .set_id = set_id, .newest = newest };
    c->arena = &k->arena;                               /* rows and sheets outlive the request */
    e = score_load(c, set_id, &none, &k->run);
    c->arena = own;
    if (e != OK) {
        drop(k);
        return e;
    }
    keep(k);
    *out = k;
    return OK;
}

Err score_shared(Ctx *c, int64_t set_id, ScoreRun *out)
{
    int64_t newest;
    Kept *k = NULL;
    Held *h = NEW(c->arena, Held, 1);

    assert(c->snapshot);
    TRY(audit_newest(c, &newest));
    k = find(c, set_id, newest);
    if (!k)
        TRY(make(c, set_id, newest, &k));
    assert(k);
    *h = (Held){ give_back, k, c->held };
    c->held = h;
    *out = k->run;
    return OK;
}
