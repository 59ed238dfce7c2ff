#include "base/parallel.h"

#include <assert.h>
#include <pthread.h>
#include <unistd.h>

typedef struct Piece {
    pthread_t thread;
    bool started;
    void (*run)(void *all, size_t piece);
    void *all;
    size_t number;
} Piece;

static void *run_piece(void *arg)
{
    Piece *p = arg;

    p->run(p->all, p->number);
    return NULL;
}

void parallel(size_t pieces, void (*run)(void *all, size_t piece), void *all)
{
    Piece p[PARALLEL_MAX];

    assert(pieces >= 1 && pieces <= PARALLEL_MAX);
    for (size_t i = 1; i < pieces; i++) {
        p[i] = (Piece){ .run = run, .all = all, .number = i };
        p[i].started = pthread_create(&p[i].thread, NULL, run_piece, &p[i]) == 0;
    }
    run(all, 0);
    for (size_t i = 1; i < pieces; i++) {
        if (p[i].started)
            pthread_join(p[i].thread, NULL);
        else
            run(all, i);
    }
}

size_t parallel_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    if (n < 1)
        return 1;
    return n > PARALLEL_MAX ? PARALLEL_MAX : (size_t)n;
}
